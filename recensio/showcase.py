"""The page of the documentation that shows every construct of the apparatus with what comes of it.

The specimens lie in ``docs/editors/specimens/``, a TOML file for each part of the page. :func:`apparatus_page` builds
them as an edition of their own, web, print and text, and reads the entries back from what was made; so the page says
what Recensio does, not what it should do. ``python -m recensio.manual docs/editors`` writes it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree
from lxml import html as web

from recensio import config as settings
from recensio.feet import LOWERED, RAISED, entry_lines
from recensio.order import Order
from recensio.pipeline import build
from recensio.problems import Problem
from recensio.report import Report, TextResult

FOLDER = "specimens"
_HEADING = "Critical apparatus"
_GUIDELINES = "https://www.tei-c.org/release/doc/tei-p5-doc/en/html"
#: Sections of the Guidelines by number: chapter and identifier.
SECTIONS: Mapping[str, tuple[str, str]] = {
    "3.11.3": ("CO", "CORS5"),
    "12.3.1.5": ("PH", "PHSU"),
    "13.1.1": ("TC", "TCAPEN"),
    "13.1.2": ("TC", "TCAPLR"),
    "13.1.3": ("TC", "TCAPSU"),
    "13.1.4.1": ("TC", "TCAPWD"),
    "13.1.4.3": ("TC", "TCAPWL"),
    "13.1.5": ("TC", "TCAPMI"),
    "13.2.1": ("TC", "TCAPLO"),
    "13.2.2": ("TC", "TCAPDE"),
    "13.2.3": ("TC", "TCAPPS"),
    "13.2.4": ("TC", "TCAPLN"),
    "17.2.4": ("SA", "SATS"),
    "17.6": ("SA", "SAIE"),
    "17.8": ("SA", "SAAT"),
}
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")
#: Private characters for mark-up that is put into the lines when they are escaped.
_MARKS: Mapping[str, tuple[str, str]] = {name: (RAISED, LOWERED) for name in ("sup", "call")}
_MARKUP = str.maketrans({RAISED: "<sup>", LOWERED: "</sup>"})


# --- specimens ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Specimen:
    """One construct: a heading, what it encodes, the section of the Guidelines, and the source.

    ``source`` is the content of ``text`` (of ``body``, if it has no ``body``). ``witnesses`` is the ``listWit``, or the
    sigla of one; ``sources`` stands beside it in ``sourceDesc``, ``profile`` in ``profileDesc``; ``files`` are other
    files of the edition, by name; ``settings`` is its ``edition.toml``.
    """

    title: str
    about: str
    source: str
    section: str = ""
    language: str = "la"
    witnesses: str = "A B C"
    sources: str = ""
    profile: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    settings: str = ""

    @property
    def name(self) -> str:
        """The name of its file."""
        plain = unicodedata.normalize("NFKD", self.title.lower())
        return "-".join(re.findall("[a-z0-9]+", plain))

    @property
    def document(self) -> str:
        """The whole TEI file."""
        body = self.source if "<body>" in self.source else f"<body>\n{self.source.strip(chr(10))}\n</body>"
        profile = f"<profileDesc>{self.profile}</profileDesc>" if self.profile else ""
        return _DOCUMENT.format(
            language=self.language, title=self.title, listed=_listed(self.witnesses), sources=self.sources,
            profile=profile, body=body,
        )  # fmt: skip

    @property
    def shown(self) -> str:
        """The part of the source that the page shows: what is special to it of the header, the text, other files."""
        parts = [part for part in (self.profile, self.sources, self.witnesses) if part.lstrip().startswith("<")]
        header = [_with_comment("in the header", "\n".join(part.strip("\n") for part in parts))] if parts else []
        text = _with_comment("in the text", self.source) if parts or self.files else self.source.strip("\n")
        return "\n\n".join((*header, text, *(_with_comment(name, xml) for name, xml in self.files.items())))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: its heading, what is said first, and its specimens."""

    title: str
    about: str
    specimens: tuple[Specimen, ...]


_FILE = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader><fileDesc>
<titleStmt><title>{title}</title></titleStmt>
<publicationStmt><publisher>Recensio</publisher><date when="2026"/></publicationStmt>
<sourceDesc><p>invented</p></sourceDesc>
</fileDesc></teiHeader>
{xml}</TEI>
"""
_DOCUMENT = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{language}">
<teiHeader><fileDesc>
<titleStmt><title xml:lang="en">{title}</title></titleStmt>
<publicationStmt><publisher>Recensio</publisher><date when="2026"/></publicationStmt>
<sourceDesc>{listed}{sources}</sourceDesc>
</fileDesc>{profile}</teiHeader>
<text>{body}</text>
</TEI>
"""


def _listed(witnesses: str) -> str:
    """A list of witnesses, for sigla that stand in a row; for none a source that has none."""
    if witnesses.lstrip().startswith("<"):
        return witnesses
    rows = "".join(f'<witness xml:id="{siglum}">{siglum}</witness>' for siglum in witnesses.split())
    return f"<listWit>{rows}</listWit>" if rows else "<p>invented</p>"


def _with_comment(where: str, xml: str) -> str:
    inner = xml.strip("\n")
    return f"<!-- {where} -->\n{inner}"


def parts(folder: Path) -> tuple[Part, ...]:
    """The parts of the page from the TOML files of ``folder``, in the order of their names.

    Raises ``OSError``, ``tomllib.TOMLDecodeError``, ``KeyError`` for a part without title or about, and ``TypeError``
    for a specimen with other keys than it may have.
    """
    tables = (tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.toml")))
    return tuple(Part(t["title"], t["about"], tuple(Specimen(**row) for row in t.get("specimen", ()))) for t in tables)


# --- what comes of them -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a specimen: lines of the reading text, entries by output, texts of witnesses, problems."""

    reading: tuple[str, ...]
    web: tuple[str, ...]
    print: tuple[str, ...]
    text: tuple[str, ...]
    witnesses: tuple[tuple[str, tuple[str, ...]], ...]
    problems: tuple[Problem, ...]


def outcomes(specimens: Sequence[Specimen]) -> dict[str, Outcome]:
    """What comes of each specimen, by its name. Those with the same settings are built as one edition."""
    found: dict[str, Outcome] = {}
    with TemporaryDirectory(prefix="recensio-") as name:
        folder = Path(name)
        for wanted in dict.fromkeys(specimen.settings for specimen in specimens):
            found |= _built_together([one for one in specimens if one.settings == wanted], wanted, folder)
    return found


def _built_together(specimens: Sequence[Specimen], wanted: str, folder: Path) -> dict[str, Outcome]:
    folder.joinpath(settings.FILE_NAME).write_text(wanted, encoding="utf-8")
    for specimen in specimens:
        _lay_out(specimen, _home(specimen, folder))
    report = _build(folder, tuple(_home(specimen, folder) for specimen in specimens))
    texts = {text.id: text for text in report.texts}
    return {one.name: _outcome(texts[one.name], report, folder / "output") for one in specimens}


def _home(specimen: Specimen, folder: Path) -> Path:
    return folder / "tei" / specimen.name


def _lay_out(specimen: Specimen, folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.joinpath(f"{specimen.name}.xml").write_text(specimen.document, encoding="utf-8")
    for name, xml in specimen.files.items():
        folder.joinpath(name).write_text(_whole(name, xml), encoding="utf-8")


def _whole(name: str, xml: str) -> str:
    """Another file of the edition, of which the page shows the main part."""
    return _FILE.format(title=name, xml=xml)


def _build(folder: Path, paths: tuple[Path, ...]) -> Report:
    config, problems = settings.load(folder / settings.FILE_NAME)
    output = folder / "output"
    return build(Order(config=config, has_config=True, paths=paths, output=output, jobs=1, problems=problems))


def _outcome(text: TextResult, report: Report, output: Path) -> Outcome:
    reading = _lines(output / str(text.txt))
    states = [pair for siglum, path in text.witnesses.items() for pair in _states(siglum, output / path)]
    return Outcome(
        reading=reading,
        web=tuple(_web_entries(output / text.html[0])),
        print=tuple(entry_lines(output / str(text.pdf), _HEADING)),
        text=_lines(output / text.apparatus_txt) if text.apparatus_txt else (),
        witnesses=tuple((name, lines) for name, lines in states if lines != reading),
        problems=tuple(p for p in report.ordered if p.file and p.file.split("/")[-2:-1] == [text.id]),
    )


def _lines(path: Path) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line)


def _states(siglum: str, path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The texts of a witness, of its first state and of those it has further."""
    later = sorted(path.parent.glob(f"{path.stem}.[0-9].txt"))
    yield f"{siglum}, first state" if later else siglum, _lines(path)
    yield from ((f"{siglum}, then", _lines(state)) for state in later)


def _web_entries(page: Path) -> Iterator[str]:
    """The entries of a page as they read there, below the headings of their layers."""
    parser = web.HTMLParser(encoding="utf-8")
    tree = web.document_fromstring(page.read_bytes(), parser=parser)
    for element in tree.iterfind(".//section[@class='apparatus']//*"):
        if element.tag == "h3" or "entry" in _classes(element):
            yield " ".join("".join(_told(element)).split())


def _told(element: etree._Element) -> Iterator[str]:
    """The text of an element without its number; what is raised between marks."""
    names = {str(element.tag), *_classes(element)}
    before, behind = next((marks for name, marks in _MARKS.items() if name in names), ("", ""))
    yield before + (element.text or "")
    for child in element:
        if "back" not in _classes(child):
            yield from _told(child)
        yield child.tail or ""
    yield behind


def _classes(element: etree._Element) -> list[str]:
    return (element.get("class") or "").split()


# --- the page -----------------------------------------------------------------------------------------------------


def apparatus_page(folder: Path) -> str:
    """``apparatus.md`` from the specimens in ``folder``, which are built for it."""
    all_parts = parts(folder)
    return page_of(all_parts, outcomes([specimen for part in all_parts for specimen in part.specimens]))


def page_of(all_parts: Sequence[Part], found: Mapping[str, Outcome]) -> str:
    """The page from its parts and the outcomes of their specimens. The first part, with one specimen, opens it."""
    opening, *others = all_parts
    note = f"<!-- Made by recensio/showcase.py from {FOLDER}/*.toml; changes here are lost. -->"
    contents = "\n".join(map(_entry_of_contents, others))
    return "\n\n".join((note, _opening(opening, found), contents, *(_part(part, found) for part in others))) + "\n"


_HOW_TO_READ = """\
The *reading text* is what everybody sees. The *apparatus* stands below the text on the web; at the foot of the page in
print, where its numbers are those of the lines, and the entries of a line are run on; and in `ID.apparatus.txt`, an
entry a line. The *text of* a witness is in `ID.SIGLUM.txt`; witnesses that are not shown have the reading text.

Below, each way to encode an apparatus is shown with what the build makes of it. The sources are parts of files: to try
one, put it into the `body` of a file of yours."""


def _opening(part: Part, found: Mapping[str, Outcome]) -> str:
    (specimen,) = part.specimens
    table = _table(rows(found[specimen.name]))
    return "\n\n".join((f"# {part.title}", part.about.strip(), _source(specimen), "becomes", table, _HOW_TO_READ))


def _entry_of_contents(part: Part) -> str:
    specimens = " · ".join(_link(specimen.title) for specimen in part.specimens)
    return f"- {_link(part.title)}{': ' if specimens else ''}{specimens}"


def _link(title: str) -> str:
    """A link to a heading, whose address is made of it as the usual viewers do."""
    return f"[{title}](#{re.sub('[^a-z0-9 -]', '', title.lower()).replace(' ', '-')})"


def _part(part: Part, found: Mapping[str, Outcome]) -> str:
    shown = (_specimen(specimen, found[specimen.name]) for specimen in part.specimens)
    return "\n\n".join((f"## {part.title}", part.about.strip(), *shown))


def _specimen(specimen: Specimen, outcome: Outcome) -> str:
    return "\n\n".join((f"### {specimen.title}", _about(specimen), _source(specimen), _table(rows(outcome))))


def _about(specimen: Specimen) -> str:
    chapter, identifier = SECTIONS[specimen.section]
    return f"{specimen.about.strip()} ([Guidelines, {specimen.section}]({_GUIDELINES}/{chapter}.html#{identifier}))"


def _source(specimen: Specimen) -> str:
    code = f"```xml\n{specimen.shown}\n```"
    wanted = specimen.settings.strip()
    return f"{code}\n\nwith, in `edition.toml`,\n\n```toml\n{wanted}\n```" if wanted else code


def rows(outcome: Outcome) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The rows of the table below a specimen: what is shown, and its lines in Markdown."""
    yield "Reading text", tuple(map(_cell, outcome.reading))
    entries = {"web": outcome.web, "print": outcome.print, "text": outcome.text}
    told = {name: tuple(map(_cell, lines)) for name, lines in entries.items()}
    for lines in dict.fromkeys(told.values()):
        names = [name for name in told if told[name] == lines]
        yield f"Apparatus ({', '.join(names)})", lines
    for name, lines in outcome.witnesses:
        yield f"Text of {name}", tuple(map(_cell, lines))
    if outcome.problems:
        yield "Reported", tuple(map(_told_of, outcome.problems))


def _told_of(found: Problem) -> str:
    return f"[{found.code}](messages.md#{found.code.lower()}) {_cell(found.message)}"


def _table(told: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    body = (f"| {name} | {'<br>'.join(lines) or '*nothing*'} |" for name, lines in told)
    return "\n".join(("| | |", "|---|---|", *body))


def _cell(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text.replace(LOWERED + RAISED, "")).translate(_MARKUP)
