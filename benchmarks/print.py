"""Measure the setting of pages: texts of growing length, ten entries a page, each set in a process of its own.

    python benchmarks/print.py --pages 100 300 1000
    python benchmarks/print.py --pages 100 --tex lualatex pdflatex

``--tex`` sets the same text with reledmac, three times, as that needs; pdfTeX gets a plain source of the same words and
entries, since it has no OpenType fonts. ``--texts 2`` sets two such texts on facing pages instead.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import vocabulary
from measure import Measure, measure

ROOT = Path(__file__).resolve().parents[1]

WORDS_A_PAGE = 200
TEX_RUNS = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text, and the reading of another witness where there is one."""

    text: str
    reading: str = ""


def paragraphs(pages: int, entries: int, seed: int = 1) -> Iterator[list[Word]]:
    """About so many pages of paragraphs, with so many entries a page."""
    draw, words = random.Random(seed), vocabulary(seed)
    left = pages * WORDS_A_PAGE
    while left > 0:
        size = min(left, draw.randint(40, 160))
        left -= size
        chance = entries / WORDS_A_PAGE
        yield [Word(draw.choice(words), _reading(draw, words) if draw.random() < chance else "") for _ in range(size)]


def _reading(draw: random.Random, words: Sequence[str]) -> str:
    return " ".join(draw.choices(words, k=draw.randint(1, 4)))


def tei(text: list[list[Word]]) -> str:
    """The text as TEI."""

    def said(word: Word) -> str:
        if not word.reading:
            return word.text
        return f'<app><lem wit="#A">{word.text}</lem><rdg wit="#B">{word.reading}</rdg></app>'

    blocks = "".join(f"<p>{' '.join(map(said, words))}</p>\n" for words in text)
    witnesses = "".join(f'<witness xml:id="{name}">{name}</witness>' for name in "AB")
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="la"><teiHeader><fileDesc><titleStmt><title>Text</title>'
        "</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><listWit>"
        f"{witnesses}</listWit></sourceDesc></fileDesc></teiHeader><text><body>\n{blocks}</body></text></TEI>"
    )


def plain_tex(text: list[list[Word]]) -> str:
    """The same for pdfTeX."""

    def said(word: Word) -> str:
        if not word.reading:
            return word.text
        return rf"\edtext{{{word.text}}}{{\Afootnote{{\textit{{A}}; {word.reading} \textit{{B}}}}}}"

    body = "\n\n".join(" ".join(map(said, words)) for words in text)
    return (
        "\\documentclass[10pt]{article}\n\\usepackage[utf8]{inputenc}\\usepackage[T1]{fontenc}\\usepackage[latin]{babel}\n"
        "\\usepackage[paperwidth=155mm,paperheight=235mm,inner=20mm,outer=25mm,top=22mm,bottom=22mm]{geometry}\n"
        "\\usepackage[noend,noeledsec,noledgroup]{reledmac}\n\\Xarrangement[A]{paragraph}\\lineation{page}\n"
        f"\\begin{{document}}\n\\beginnumbering\n\\autopar\n{body}\n\n\\endnumbering\n\\end{{document}}\n"
    )


# --- one setting, in a process of its own -----------------------------------------------------------------------


def prepare(folder: Path, text: list[list[Word]]) -> None:
    """Write the sources: for Typst, for reledmac with OpenType fonts, for pdfTeX."""
    from lxml import etree

    from recensio import shipped
    from recensio.transform import stylesheets

    sheets = stylesheets(shipped.folder("xslt"), frozenset({"normalise", "print", "tex"}))
    site = '<rec:site xmlns:rec="urn:recensio:edition" title="" lang="en"/>'
    normalised, labels = sheets.normalise(etree.fromstring(tei(text))), sheets.labels("en", {})
    (folder / "text.typ").write_text(normalised.print_source("text", site, labels), encoding="utf-8")
    (folder / "lualatex.tex").write_text(normalised.tex_source("text", site, labels), encoding="utf-8")
    (folder / "pdflatex.tex").write_text(plain_tex(text), encoding="utf-8")
    shutil.copyfile(shipped.folder("xslt") / "tex" / "recensio.sty", folder / "recensio.sty")


def set_text(folder: Path) -> None:
    """Set the Typst source of a folder; tell the number of pages."""
    from recensio import shipped
    from recensio.typeset import typeset

    source = (folder / "text.typ").read_text(encoding="utf-8")
    made = typeset(source, template_folders=(shipped.folder("xslt") / "print",), root=folder)
    (folder / "pages").write_text(str(made.pages))


def set_facing(folder: Path) -> None:
    """Build two texts on facing pages; tell the number of pages."""
    import json

    from recensio import config as settings
    from recensio.pipeline import Order, build

    (folder / "edition.toml").write_text('[print]\nbook = false\n[[parallel]]\nid = "ab"\ntexts = ["a", "b"]\n')
    read, problems = settings.load(folder / "edition.toml")
    report = build(Order(read, True, to=("pdf",), output=folder / "output", jobs=1, problems=problems))
    (folder / "pages").write_text(str(json.loads(report.to_json())["parallel"][0]["pages"]))


TASKS = {"set": set_text, "facing": set_facing}


def cost_of(folder: Path, task: str) -> tuple[int, Measure]:
    """Pages and cost of a task of this file."""
    cost = measure([sys.executable, __file__, "--task", task, str(folder)], folder)
    if cost.status:
        raise RuntimeError(cost.errors)
    return int((folder / "pages").read_text()), cost


def cost_of_tex(folder: Path, engine: str) -> Measure:
    """Wall time, processor time and memory of all the runs that reledmac needs."""
    command = f"for run in {' '.join(map(str, range(TEX_RUNS)))}; do {engine} -interaction=batchmode {engine}.tex; done"
    return measure(["sh", "-c", command], folder)


# --- the table --------------------------------------------------------------------------------------------------


def row(name: str, pages: int, cost: Measure, yardstick: float) -> str:
    """A line of the table."""
    return (
        f"| {name} | {pages} | {cost.wall:.1f} | {cost.processor:.1f} | {pages / cost.wall:.1f} "
        f"| {cost.peak / 1e6:.0f} | {cost.peak / 1e6 / pages:.1f} | {cost.processor / yardstick:.1f} |"
    )


def rows(arguments: argparse.Namespace) -> Iterator[str]:
    """The table, line by line."""
    yield "| set | pages | wall s | CPU s | pages/s | peak MB | MB/page | CPU, times Typst |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for pages in arguments.pages:
        with tempfile.TemporaryDirectory() as name:
            kind = facing if arguments.facing else single
            yield from kind(Path(name), pages, arguments)


def single(folder: Path, pages: int, arguments: argparse.Namespace) -> Iterator[str]:
    """One text, with Typst and with the TeX engines asked for."""
    prepare(folder, list(paragraphs(pages, arguments.entries)))
    made, cost = cost_of(folder, "set")
    yield row("Typst", made, cost, cost.processor)
    for engine in arguments.tex:
        if shutil.which(engine):
            yield row(f"{engine} + reledmac, {TEX_RUNS} runs", made, cost_of_tex(folder, engine), cost.processor)


def facing(folder: Path, pages: int, arguments: argparse.Namespace) -> Iterator[str]:
    """Two texts on facing pages, the whole build with both texts by themselves."""
    (folder / "tei").mkdir()
    for seed, name in enumerate("ab", 1):
        text = tei(list(paragraphs(pages // 2, arguments.entries, seed)))
        (folder / "tei" / f"{name}.xml").write_text(text, encoding="utf-8")
    made, cost = cost_of(folder, "facing")
    yield row("facing pages and both texts", made, cost, cost.processor)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[100])
    parser.add_argument("--entries", type=int, default=10, help="entries a page")
    parser.add_argument("--tex", nargs="*", default=[], metavar="ENGINE", help="lualatex, pdflatex")
    parser.add_argument("--facing", action="store_true", help="two texts on facing pages")
    parser.add_argument("--task", choices=tuple(TASKS), help=argparse.SUPPRESS)
    parser.add_argument("folder", type=Path, nargs="?", help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    sys.path.insert(0, str(ROOT))
    if arguments.task:
        TASKS[arguments.task](arguments.folder)
        return 0
    for line in rows(arguments):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main())
