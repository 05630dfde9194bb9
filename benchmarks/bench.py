"""Measure the build on generated texts and print a table in Markdown.

    python benchmarks/bench.py --quick                     small corpora, about a minute
    python benchmarks/bench.py                             the sizes that the project aims at
    python benchmarks/bench.py --tei-stylesheets FOLDER    also the TEI Stylesheets' own HTML of the same texts

Everything runs as a process of its own, on texts in a temporary folder. Machines differ and are noisy: compare the
ratios, which are taken in one run. The yardstick is Saxon's identity transform of the same texts, in one process.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from corpus import Plan, write_corpus
from measure import Measure, measure

ROOT = Path(__file__).resolve().parents[1]
SAXON = Path(__file__).with_name("saxon.py")
TEI_HTML = ("profiles/default/html5/to.xsl", "html5/html5.xsl")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the corpora are."""

    many: Plan
    print_: Plan
    growth: tuple[Plan, ...]
    stylesheets: Plan


FULL = Sizes(
    many=Plan(files=1000, kilobytes=20),
    print_=Plan(files=50, kilobytes=20),
    growth=tuple(Plan(files=1, kilobytes=kilobytes) for kilobytes in (300, 1000, 3000, 10_000, 50_000)),
    stylesheets=Plan(files=1, kilobytes=1000),
)
QUICK = Sizes(
    many=Plan(files=60, kilobytes=20),
    print_=Plan(files=4, kilobytes=20),
    growth=tuple(Plan(files=1, kilobytes=kilobytes) for kilobytes in (300, 1000)),
    stylesheets=Plan(files=1, kilobytes=300),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One measured setting; ``aim`` says what the project wants of it, if anything."""

    setting: str
    files: int
    megabytes: float
    cost: Measure
    yardstick: Measure
    aim: str = ""

    def failed(self) -> bool:
        """True if the command did not do its work."""
        return self.cost.status != 0

    def cells(self) -> list[str]:
        """The row of the table."""
        cost = self.cost
        figures = [f"{cost.wall:.2f}", f"{cost.processor:.2f}", f"{self.megabytes / cost.wall:.2f}"]
        ratio = f"{cost.processor / self.yardstick.processor:.1f}"
        outcome = f"failed ({cost.status})" if self.failed() else self.aim
        peak = f"{cost.peak / 1_000_000:.0f}"
        return [self.setting, str(self.files), f"{self.megabytes:.1f}", *figures, ratio, peak, outcome]


HEAD = ("setting", "texts", "MB", "wall s", "CPU s", "MB/s", "CPU, times identity", "peak MB", "aim")


def table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [HEAD, ("---",) + ("---:",) * (len(HEAD) - 2) + ("---",), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@dataclass(frozen=True, slots=True)
class Bench:
    """The commands to measure. ``folder`` is the temporary folder; ``repeat`` runs of each, the fastest counts."""

    folder: Path
    sizes: Sizes
    repeat: int
    jobs: int | None

    def corpus(self, plan: Plan) -> tuple[Path, float]:
        """The folder of the texts of ``plan``, written once, and their size in megabytes."""
        name = f"{plan.form}-{plan.files}x{plan.kilobytes:g}"
        folder = self.folder / name
        if not folder.exists():
            write_corpus(folder, plan)
        return folder, sum(path.stat().st_size for path in folder.rglob("*.xml")) / 1_000_000

    def fastest(self, command: Sequence[str]) -> Measure:
        """The cheapest of the runs, or the first that failed."""
        runs = []
        for _ in range(self.repeat):
            runs.append(measure(command, ROOT))
            if runs[-1].status:
                return runs[-1]
        return min(runs, key=lambda run: run.processor)

    def build(self, texts: Path, *options: str) -> list[str]:
        """The command that builds the folder ``texts``."""
        out = ["-o", str(texts.with_name(f"{texts.name}-output"))]
        jobs = ["--jobs", str(self.jobs)] if self.jobs else []
        return [sys.executable, str(ROOT / "build.py"), "build", str(texts), *out, *jobs, *options, "--quiet"]

    def saxon(self, stylesheet: str, texts: Path) -> list[str]:
        """The command that transforms the folder ``texts`` with Saxon alone."""
        return [sys.executable, str(SAXON), stylesheet, str(texts), str(texts.with_name(f"{texts.name}-saxon"))]

    def many(self) -> Iterator[Row]:
        """Many texts: a full build, one that finds nothing to do, one with a changed text."""
        texts, size = self.corpus(self.sizes.many)
        yardstick = self.fastest(self.saxon("identity", texts))
        count, full = self.sizes.many.files, self.sizes is FULL
        row = Row("Saxon, identity transform", count, size, yardstick, yardstick)
        web = ("--to", "html", "--to", "txt")
        yield row
        first = self.fastest(self.build(texts, *web, "--force"))
        yield replace(row, setting="HTML and TXT, all texts", cost=first, aim=_seconds(first, 10, full))
        again = self.fastest(self.build(texts, *web))
        yield replace(row, setting="nothing changed", cost=again, aim=_seconds(again, 1, full))
        change(texts)
        one = measure(self.build(texts, *web), ROOT)
        yield replace(row, setting="one text changed", cost=one, aim=_seconds(one, 1, full))

    def pdf(self) -> Iterator[Row]:
        """Texts with their print edition."""
        texts, size = self.corpus(self.sizes.print_)
        yardstick = self.fastest(self.saxon("identity", texts))
        cost = self.fastest(self.build(texts, "--force"))
        yield Row("HTML, TXT and PDF", self.sizes.print_.files, size, cost, yardstick)

    def growth(self) -> Iterator[Row]:
        """Single texts of growing size: the speed should stay the same."""
        for plan in self.sizes.growth:
            texts, size = self.corpus(plan)
            yardstick = self.fastest(self.saxon("identity", texts))
            cost = self.fastest(self.build(texts, "--to", "html", "--to", "txt", "--force"))
            aim = _verdict("under 4 GB", cost.peak < 4_000_000_000) if plan.kilobytes >= 50_000 else ""
            yield Row("HTML and TXT, one text", 1, size, cost, yardstick, aim)

    def verse(self) -> Iterator[Row]:
        """Verse instead of prose, with a crowd of witnesses."""
        plan = replace(self.sizes.growth[1], form="verse", witnesses=40)
        texts, size = self.corpus(plan)
        yardstick = self.fastest(self.saxon("identity", texts))
        cost = self.fastest(self.build(texts, "--to", "html", "--to", "txt", "--force"))
        yield Row("HTML and TXT, verse, 40 witnesses", 1, size, cost, yardstick)

    def tei_stylesheets(self, folder: Path) -> Iterator[Row]:
        """The TEI Stylesheets' HTML on the same engine, and ours of the same text."""
        found = next((folder / path for path in TEI_HTML if (folder / path).is_file()), None)
        if found is None:
            raise FileNotFoundError(f"{folder} holds no TEI Stylesheets: neither {' nor '.join(TEI_HTML)}")
        texts, size = self.corpus(self.sizes.stylesheets)
        yardstick = self.fastest(self.saxon("identity", texts))
        theirs = self.fastest(self.saxon(str(found), texts))
        ours = self.fastest(self.build(texts, "--to", "html", "--force"))
        row = Row("TEI Stylesheets, HTML", 1, size, theirs, yardstick)
        yield row
        yield replace(
            row, setting="HTML alone, same text", cost=ours, aim=_verdict("as fast", ours.wall <= theirs.wall)
        )


def _seconds(cost: Measure, aim: float, full: bool) -> str:
    return _verdict(f"under {aim:g} s", cost.wall < aim) if full else ""


def _verdict(aim: str, met: bool) -> str:
    return f"{aim}: {'met' if met else 'missed'}"


def change(texts: Path) -> None:
    """Put one more word into the last text of a folder."""
    path = sorted(texts.glob("*.xml"))[-1]
    before, end, after = path.read_text(encoding="utf-8").rpartition("</p>")
    path.write_text(f"{before} additum{end}{after}", encoding="utf-8", newline="\n")


def machine() -> str:
    """A line on what was measured where."""
    engines = ", ".join(f"{name} {version(name)}" for name in ("saxonche", "typst", "lxml"))
    return f"Python {platform.python_version()}, {engines}, {os.cpu_count()} cores, {platform.system()}"


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure the build; the result is a table in Markdown.")
    parser.add_argument("--quick", action="store_true", help="small corpora")
    parser.add_argument("--only", choices=("many", "pdf", "growth", "verse"), action="append", help="only this part")
    parser.add_argument("--repeat", type=int, default=1, help="runs of each; the fastest counts (%(default)s)")
    parser.add_argument("--jobs", type=int, help="worker processes of the build")
    parser.add_argument("--tei-stylesheets", type=Path, metavar="FOLDER", help="compare with the TEI Stylesheets")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="where to put the texts (a temporary folder)")
    return parser


def rows(bench: Bench, parts: Sequence[str], stylesheets: Path | None) -> Iterator[Row]:
    """Everything that is to be measured, one row as soon as it is there."""
    for part in parts:
        yield from getattr(bench, part)()
    if stylesheets is not None:
        yield from bench.tei_stylesheets(stylesheets.resolve())


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if a command failed, else 0."""
    options = arguments().parse_args(argv)
    done: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="recensio-bench-", dir=options.work) as folder:
        sizes = QUICK if options.quick else FULL
        bench = Bench(Path(folder).resolve(), sizes, max(1, options.repeat), options.jobs)
        for row in rows(bench, options.only or ("many", "pdf", "growth", "verse"), options.tei_stylesheets):
            print(f"{row.setting}, {row.megabytes:.1f} MB: {row.cost.wall:.2f} s", file=sys.stderr)
            done.append(row)
    print(f"{machine()}\n\n{table(done)}")
    failures = [row for row in done if row.failed()]
    for row in failures:
        print(f"\n{row.setting}: status {row.cost.status}\n{row.cost.errors[-2000:]}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
