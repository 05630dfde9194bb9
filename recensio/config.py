"""The settings of an edition: ``edition.toml`` read into frozen dataclasses.

Every option stands here once, with its type, its default and the sentence that documents it; the page
``docs/editors/configuration.md`` is made from them. All mistakes are told at once, each with its place; an
option with a mistake keeps its default, so that the build can go on.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import Field, dataclass, field, fields, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, TypeVar, get_type_hints

from recensio.lasting import unfit
from recensio.pictures import is_source
from recensio.problems import Problem, Severity, catalogue, problem
from recensio.toml_places import KeyPath, Place, heading_places, key_places

FILE_NAME = "edition.toml"
LANGUAGES = ("en", "de", "fr", "it", "es", "ru", "la")
#: What can be made, and what is made if nothing else is said.
OUTPUTS = ("html", "pdf", "txt", "tex")
USUAL = ("html", "pdf", "txt")
SEVERITIES = ("error", "warning", "info", "off")
PAPERS: Mapping[str, tuple[float, float]] = {
    "a4": (210.0, 297.0),
    "a5": (148.0, 210.0),
    "a6": (105.0, 148.0),
    "b5": (176.0, 250.0),
    "letter": (215.9, 279.4),
}

#: What stands at the foot of a printed page.
FOOT = ("author", "source", "apparatus", "editor")
_WHETHER = ("auto", "yes", "no")
_MILLIMETRES = {"mm": 1.0, "cm": 10.0, "in": 25.4}
_PAPER = re.compile(r"(\d{1,4}(?:\.\d{1,3})?)x(\d{1,4}(?:\.\d{1,3})?)(mm|cm|in)", re.ASCII)
_LENGTH = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)(mm|cm|in|pt)", re.ASCII)
_SIZE = re.compile(r"(\d{1,2}(?:\.\d{1,3})?)pt", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s<>\"\\]+", re.ASCII)
# What XML can't hold can't stand on a page either; line breaks and tabs have no place in a setting.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")

#: The words that an apparatus says itself; a layer's heading is ``layer-NAME``.
APPARATUS_WORDS = (
    "separator", "between", "om", "add", "del", "transp", "cett", "lac", "illeg", "nc", "ac", "pc", "conj", "corr",
    "unit-verse", "unit-line", "unit-paragraph", "unit-section", "unit-heading", "extent-text", "extent-lacuna",
    "lacunaStart", "lacunaEnd", "witStart", "witEnd",
)  # fmt: skip

#: A table of texts in one option, as pairs.
Words = tuple[tuple[str, str], ...]

T = TypeVar("T")


# --- what an option is ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Option:
    """What is known of an option besides its name, type and default.

    ``about`` documents it. ``allowed`` are its values, if they are few. ``check`` answers ``""`` for a value
    that can be used, else what the value must be. ``inside`` marks a path that has to stay in the edition's
    folder. ``shapes`` is false where no page looks different for it.
    """

    about: str
    allowed: tuple[str, ...] = ()
    check: Callable[[Any], str] | None = None
    inside: bool = False
    shapes: bool = True


def _option(
    default: T,
    about: str,
    *,
    allowed: tuple[str, ...] = (),
    check: Callable[[Any], str] | None = None,
    inside: bool = False,
    shapes: bool = True,
) -> T:
    return field(default=default, metadata={"option": Option(about, allowed, check, inside, shapes)})


def option_of(row: Field[Any]) -> Option:
    """The :class:`Option` that a dataclass field of a table carries."""
    found: Option = row.metadata["option"]
    return found


def paper_in_mm(value: str) -> tuple[float, float] | None:
    """Width and height in millimetres of ``"a5"``, ``"155x235mm"``, ``"15.5x23.5cm"`` or ``"6x9in"``; else ``None``."""
    found = _PAPER.fullmatch(value)
    if found is None:
        return PAPERS.get(value)
    scale = _MILLIMETRES[found[3]]
    return round(float(found[1]) * scale, 3), round(float(found[2]) * scale, 3)


def _paper(value: str) -> str:
    size = paper_in_mm(value)
    fits = size is not None and all(70 <= side <= 1200 for side in size)
    return "" if fits else f"a size from 70 to 1200 mm a side, or one of {', '.join(PAPERS)}"


def _type_size(value: str) -> str:
    found = _SIZE.fullmatch(value)
    return "" if found and 6 <= float(found[1]) <= 24 else "a size from 6pt to 24pt"


def _at_least(least: int) -> Callable[[int], str]:
    return lambda value: "" if least <= value <= 1_000_000 else f"a whole number from {least} on"


def _margin(value: str) -> str:
    fits = value == "auto" or ((found := _LENGTH.fullmatch(value)) and float(found[1]) > 0)
    return "" if fits else "a length in mm, cm, in or pt such as 20mm, or auto"


def _foot(value: Sequence[str]) -> str:
    return "" if set(value) == set(FOOT) else f"a list of {', '.join(FOOT)}, each once"


def _address(value: str) -> str:
    return "" if not value or _ADDRESS.fullmatch(value) else "an address that begins with https:// or http://"


def _image_sites(value: Sequence[str]) -> str:
    return "" if all(map(is_source, value)) else "a list of addresses such as https://iiif.example.org"


def _grammar(value: str) -> str:
    return "" if not value or value.lower().endswith((".rng", ".rnc")) else "a file that ends in .rng or .rnc"


def _file_stem(value: str) -> str:
    fits = re.fullmatch(r"[\w][\w.-]{0,99}", value)
    return "" if fits else "a name of letters, digits, hyphens, points and underscores"


def _prose(value: str) -> str:
    return "" if not value or value.lower().endswith((".md", ".txt")) else "a file that ends in .md or .txt"


def _rules(value: Sequence[str]) -> str:
    fits = all(stays_inside(one) and one.lower().endswith((".sch", ".rng")) for one in value)
    return "" if fits else "a list of files inside the edition's folder that end in .sch"


def _words(value: Mapping[str, str]) -> str:
    known = all(key in APPARATUS_WORDS or key.startswith("layer-") for key in value)
    return "" if known else f"a table with keys among {', '.join(APPARATUS_WORDS)} and layer-NAME"


def _layers(value: Sequence[str]) -> str:
    return "" if all(one and not re.search(r"\s", one) for one in value) else "a list of names without white space"


def _some(value: Sequence[str]) -> str:
    return "" if value else "a list of at least one"


# --- the tables of edition.toml ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EditionTable:
    """What the edition is, as its title pages say it."""

    title: str = _option("", "The title of the edition; if empty, it is made from the titles of the texts.")
    subtitle: str = _option("", "A second line below the title.")
    language: str = _option("en", "The language of the interface, labels and registers.", allowed=LANGUAGES)
    licence: str = _option("", "The licence, as readers shall see it.")
    publisher: str = _option("", "Who publishes the edition.")
    editors: tuple[str, ...] = _option((), "The editors, in the order in which they are to be named.")
    url: str = _option("", "The address at which the web edition will stand.", check=_address)


@dataclass(frozen=True, slots=True)
class SourcesTable:
    """Where the TEI files are. A pattern without `/` fits a name in any folder; hidden files are never taken."""

    folder: str = _option("tei", "The folder that is built when no path is named.", inside=True)
    exclude: tuple[str, ...] = _option(
        (), "Files to leave out, as patterns below the folder: `*` is any name or part of one, `**/` any folders."
    )
    registers: tuple[str, ...] = _option(
        ("registers/**",), "Files that are registers of names even if they hold text, as patterns below the folder."
    )
    imported: str = _option(
        "imported",
        "The folder, below it, of texts that each holder imports for himself (`import` writes there, git ignores it):"
        " pointers to a file in it are no mistake while the file is not there.",
        inside=True,
        shapes=False,
    )


@dataclass(frozen=True, slots=True)
class BuildTable:
    """How the build runs and where its result goes."""

    output: str = _option("output", "The folder for the result; every build replaces it.", inside=True, shapes=False)
    to: tuple[str, ...] = _option(
        USUAL, "What to make; tex is LaTeX source for reledmac.", allowed=OUTPUTS, check=_some, shapes=False
    )
    jobs: int = _option(
        0, "How many files to build at a time; 0 is one for each core.", check=_at_least(0), shapes=False
    )
    strict: bool = _option(False, "Whether warnings make the build fail, as errors do.", shapes=False)
    max_file_mb: int = _option(200, "A file larger than this many megabytes is refused.", check=_at_least(1))


@dataclass(frozen=True, slots=True)
class TextTable:
    """Which text is the base text."""

    base: str = _option(
        "reading",
        "`reading` takes corrections, regularised forms and expansions; `diplomatic` takes what the page has.",
        allowed=("reading", "diplomatic"),
    )


@dataclass(frozen=True, slots=True)
class ApparatusTable:
    """How the critical apparatus is set."""

    language: str = _option(
        "edition",
        "The language of its abbreviations and headings: that of the edition, or another. `grc` writes Latin.",
        allowed=("edition", *LANGUAGES, "grc"),
    )
    style: str = _option(
        "as-encoded",
        "Which witnesses stand with the lemma: those that the file names; `negative` none; `positive` all that have it,"
        " the ones that the file leaves out being found.",
        allowed=("as-encoded", "negative", "positive"),
    )
    order: str = _option(
        "as-encoded",
        "The order of sigla in a reading: as in the file, or as the `list` of witnesses has them.",
        allowed=("as-encoded", "list"),
    )
    groups: str = _option(
        "as-encoded",
        "Groups of witnesses: as in the file; `collapse` puts a group's siglum where all its members that have text are"
        " named; `expand` puts the members.",
        allowed=("as-encoded", "collapse", "expand"),
    )
    cett_after: int = _option(
        0, "In positive style, a lemma with more sigla than these has the word for “the others”; 0: never.",
        check=_at_least(0),
    )  # fmt: skip
    layers: tuple[str, ...] = _option(
        (),
        "The order of layers, by the type of their entries or lists; entries without one are `criticus`. Layers that"
        " are not named follow.",
        check=_layers,
    )
    separator: str = _option("", "The sign between lemma and readings; if empty, that of the language.")
    om: str = _option("", "The word for an omission; if empty, that of the language.")
    add: str = _option("", "The word for an addition; if empty, that of the language.")
    words: tuple[tuple[str, str], ...] = _option(
        (),
        f"Any of its other words, in a table: {', '.join(f'`{key}`' for key in APPARATUS_WORDS)}; `layer-NAME` is the"
        " heading of a layer.",
        check=_words,
    )
    witness_texts: bool = _option(True, "Whether each witness gets a plain text of its own.")


@dataclass(frozen=True, slots=True)
class RightsTable:
    """What is published of texts that are not free (see rights.md). What is `restricted` is withheld in any case."""

    unknown: str = _option(
        "",
        "What is published of a text whose rights are `unknown`: `full` all of it, `header` its header, apparatus and"
        " names; if empty, all of it, and the report says so.",
        allowed=("", "full", "header"),
    )


@dataclass(frozen=True, slots=True)
class PrintTable:
    """How the print edition looks."""

    paper: str = _option(
        "155x235mm", "The trimmed page: width x height in mm, cm or in, or a4, a5, a6, b5, letter.", check=_paper
    )
    fonts: tuple[str, ...] = _option((), "Typefaces, the preferred one first; the shipped ones come after them.")
    size: str = _option("10.5pt", "The type size of the text.", check=_type_size)
    line_numbers: int = _option(5, "Every how many lines a number stands in the margin; 0: never.", check=_at_least(0))
    numbering: str = _option("page", "Where the lines begin again at 1.", allowed=("page", "section", "text"))
    font_folder: str = _option("fonts", "The folder with the edition's own font files.", inside=True)
    inner: str = _option("auto", "The margin at the spine; `auto`: in proportion to the paper.", check=_margin)
    outer: str = _option("auto", "The outer margin.", check=_margin)
    top: str = _option("auto", "The upper margin, with the running head.", check=_margin)
    bottom: str = _option("auto", "The lower margin.", check=_margin)
    number_margin: str = _option(
        "outer", "The margin of the line numbers; pages of the sources stand in the other one.",
        allowed=("outer", "inner"),
    )  # fmt: skip
    figures: str = _option(
        "old-style", "The figures in running text; in tables, lists and margins they are always lining.",
        allowed=("old-style", "lining"),
    )  # fmt: skip
    foot: tuple[str, ...] = _option(
        FOOT, "What stands at the foot of the page, from top to bottom: the author's notes, what the transcriber says"
        " of the source, the apparatus (in the order of `[apparatus] layers`), the editors' notes.",
        allowed=FOOT, check=_foot,
    )  # fmt: skip
    entries: str = _option(
        "run-in", "Whether the entries of the apparatus are one paragraph, or each begins a line (`block`).",
        allowed=("run-in", "block"),
    )  # fmt: skip
    language: str = _option(
        "edition", "The language of headings and labels in print: that of the edition, or another.",
        allowed=("edition", *LANGUAGES),
    )  # fmt: skip
    title_page: str = _option(
        "auto", "Whether a text has a title page and an imprint of its own; `auto`: if it has 12,000 words or more.",
        allowed=_WHETHER,
    )  # fmt: skip
    contents: str = _option(
        "auto", "Whether a text has a list of its headings in front; `auto`: of three or more on two or more pages.",
        allowed=_WHETHER,
    )  # fmt: skip
    standard: str = _option(
        "",
        "A standard that the PDFs have to meet: `ua-1` (accessible), `a-2b`, `a-2u`, `a-2a`, `a-3b`, `a-4` … (for"
        " archives), or both: `ua-1+a-2a`. Without it they are tagged, too, but what a text lacks for it is no error.",
        check=unfit,
    )
    book: bool = _option(
        True, "Whether the whole edition is made into one book, too (`pdf/edition.pdf`), with one index of names."
    )


@dataclass(frozen=True, slots=True)
class WebTable:
    """How the web edition looks."""

    css: str = _option("", "A style sheet of the edition, loaded after the shipped one.", inside=True)
    about: str = _option(
        "", "What the page about the edition says first: a file in Markdown (.md) or plain text (.txt).",
        inside=True, check=_prose,
    )  # fmt: skip
    imprint: str = _option(
        "", "What the imprint says first: a file in Markdown (.md) or plain text (.txt).", inside=True, check=_prose
    )
    tei: bool = _option(True, "Whether readers can download the TEI file of each text.")
    search: bool = _option(True, "Whether the web edition has a search.")
    page_words: int = _option(
        15_000, "A text of more words is shown in pages of about so many at most; 0: always on one page.",
        check=_at_least(0),
    )  # fmt: skip
    images: tuple[str, ...] = _option(
        (), "Sites whose pictures the pages show (`https://iiif.example.org`, or a folder on one): readers' browsers"
        " fetch them from there. Pictures on other sites are linked.", check=_image_sites,
    )  # fmt: skip
    page_division: str = _option(
        "", "The divisions that begin a page of a long text: their level (`1` is the outermost) or their `@type`; if"
        " empty, those that make pages of a fair size.",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ValidateTable:
    """What the files are validated by. A schema named here holds for all of them."""

    schema: str = _option(
        "",
        "The schema, RELAX NG in XML (.rng) or compact (.rnc); if empty, the local one that a file names by"
        " `xml-model`, else Recensio's.",
        inside=True,
        check=_grammar,
        shapes=False,
    )
    rules: tuple[str, ...] = _option(
        (), "Files of the edition's own Schematron rules (.sch), besides Recensio's.", check=_rules, shapes=False
    )
    apparatus: str = _option(
        "",
        "The style that the apparatus has to follow: in a `positive` one each entry names all witnesses, in a"
        " `negative` one the lemma names none; if empty, neither is asked for.",
        allowed=("", "positive", "negative"),
        shapes=False,
    )
    baseline: str = _option(
        "", "The file that `validate --write-baseline` writes and `validate` goes by.", inside=True, shapes=False
    )


@dataclass(frozen=True, slots=True)
class ContentsTable:
    """A group of texts on the front page, in the order of the groups. Each group has a heading of its own in double
    brackets, `[[contents]]`, and takes the texts that no group before it has taken; one that names none takes all that
    are left. Texts that no group takes follow. Without any, texts are grouped by what their headers call them:
    introductions, calendar entries, texts, translations, handbooks."""

    title: str = _option("", "The heading of the group; if empty, the word for texts.")
    files: tuple[str, ...] = _option((), "The texts in it, as patterns below the folder of the sources.")
    kinds: tuple[str, ...] = _option(
        (), "The texts in it, by what their header or text is called (`catRef`, `@type` or `@ana` of `TEI` or `text`)."
    )
    order: str = _option(
        "date",
        "Their order: by `date` (texts without one last), by `title`, by the name of the `file`, or as `listed` in"
        " `files`.",
        allowed=("date", "title", "file", "listed"),
    )


@dataclass(frozen=True, slots=True)
class ParallelTable:
    """Texts that are printed side by side, besides each by itself: a source and its translation, versions, witnesses.
    Each such edition has a heading of its own in double brackets, `[[parallel]]` (see facing-pages.md)."""

    id: str = _option("", "Its name: the file is `pdf/ID.pdf`.", check=_file_stem)
    title: str = _option("", "Its title; if empty, those of the texts.")
    texts: tuple[str, ...] = _option(
        (), "The texts from left to right: `id` is a text, `id@SIGLUM` one of its witnesses, `id#xmlid` a part of it."
    )
    layout: str = _option("facing", "Two `facing` pages, or `columns` on each page.", allowed=("facing", "columns"))
    apparatus: bool = _option(True, "Whether each text has its apparatus at its foot; notes stand there in any case.")
    paper: str = _option(
        "", "A page of its own, as in `[print]`; if empty, that one; for three and more columns, turned.",
        check=lambda value: _paper(value) if value else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suppression:
    """An exception: problems with this ``code``, in files that fit the pattern ``file`` (empty: in all), are meant
    to be, for this ``reason``. ``line`` and ``column`` are its place in the settings."""

    code: str
    file: str
    reason: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of one edition. ``root`` is the edition's folder; paths in the tables are relative to it.

    ``severity`` holds pairs of a code and the severity the edition gives it.
    """

    edition: EditionTable = EditionTable()
    sources: SourcesTable = SourcesTable()
    build: BuildTable = BuildTable()
    text: TextTable = TextTable()
    apparatus: ApparatusTable = ApparatusTable()
    rights: RightsTable = RightsTable()
    print: PrintTable = PrintTable()
    web: WebTable = WebTable()
    validate: ValidateTable = ValidateTable()
    contents: tuple[ContentsTable, ...] = ()
    parallel: tuple[ParallelTable, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    suppress: tuple[Suppression, ...] = ()
    root: Path = Path()

    def digest(self, *tables: str) -> str:
        """A key that changes when an option changes that shapes the pages; the same on every machine and run.

        ``tables`` names the tables to go by; without them it is all of them. Left out are options that say only
        how the build runs and where it writes, the severities and the folder.
        """
        shaping: dict[str, object] = {name: _shaping(name, getattr(self, name)) for name in tables or TABLES}
        if not tables:
            shaping["contents"] = [_shaping("contents", group) for group in self.contents]
            shaping["parallel"] = [_shaping("parallel", one) for one in self.parallel]
        text = json.dumps(shaping, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()


TABLES: Mapping[str, type] = {
    "edition": EditionTable,
    "sources": SourcesTable,
    "build": BuildTable,
    "text": TextTable,
    "apparatus": ApparatusTable,
    "rights": RightsTable,
    "print": PrintTable,
    "web": WebTable,
    "validate": ValidateTable,
}
#: Tables that come as often as one likes, with a heading in double brackets.
ROWS: Mapping[str, type] = {"contents": ContentsTable, "parallel": ParallelTable}
OPTIONED: Mapping[str, type] = {**TABLES, **ROWS}
_LISTS = frozenset({*ROWS, "suppress"})
_ALL_TABLES = (*TABLES, *ROWS, "severity", "suppress")
_SUPPRESSION = ("code", "file", "reason")


def _shaping(table: str, values: object) -> dict[str, object]:
    return {name: getattr(values, name) for name, row in options(table).items() if option_of(row).shapes}


@cache
def options(table: str) -> Mapping[str, Field[Any]]:
    """The options of a table, by name, in the order of the documentation. Raises ``KeyError`` for no table."""
    return {row.name: row for row in fields(OPTIONED[table])}


@cache
def _types(table: str) -> Mapping[str, Any]:
    return get_type_hints(OPTIONED[table])


# --- finding and reading the file -------------------------------------------------------------------------


def find_config(start: Path) -> Path | None:
    """The nearest ``edition.toml`` in or above ``start`` (a file or folder, which need not exist); else ``None``."""
    folder = (start if start.is_dir() else start.parent).resolve()
    return next((here / FILE_NAME for here in (folder, *folder.parents) if (here / FILE_NAME).is_file()), None)


def load(path: Path | None) -> tuple[Config, tuple[Problem, ...]]:
    """Read the settings at ``path``; ``None`` gives the defaults for the current folder.

    Comes back with the settings and all mistakes in them. It never raises for what stands in the file.
    """
    if path is None:
        return Config(root=Path.cwd()), ()
    reader = _Reader(path.name)
    values = reader.tables(reader.document(path))
    root = path.parent.resolve()
    return Config(**values, root=root), tuple(sorted(reader.problems, key=Problem.sort_key))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of ``known`` that ``word`` most likely stands for, or ``None``. Case does not count."""
    folded = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold()[:80], folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


class _Reader:
    """Reads one file; collects the problems on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._places: Mapping[KeyPath, Place] = {}
        self._rows: Mapping[str, Sequence[Place]] = {}

    # bytes → TOML

    def document(self, path: Path) -> Mapping[str, Any]:
        """The TOML document at ``path``, empty if it can't be read."""
        try:
            raw = path.read_bytes()
        except OSError as error:
            self._report("CFG-001", None, reason=error.strerror or "it is no file")
            return {}
        try:
            return self._parse(raw.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            # The error counts from behind a byte order mark, as its own copy of the bytes does.
            before, byte = error.object[: error.start].decode("utf-8"), error.object[error.start]
            self._report("CFG-002", _place_at(before), byte=f"0x{byte:02X}")
            return {}

    def _parse(self, text: str) -> Mapping[str, Any]:
        try:
            document = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            reason, cure = _explained(error)
            self._report("CFG-003", _place_of(error, text), reason=reason, cure=cure)
            return {}
        self._places = key_places(text)
        self._rows = {name: heading_places(text, name) for name in _LISTS}
        return document

    # TOML → tables

    def tables(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The values of all tables that the document holds, as arguments of :class:`Config`."""
        for name, value in document.items():
            self._known_at_top(name, value)
        held = {name: value for name, value in document.items() if isinstance(value, dict)}
        read = {name: self._table(name, held[name]) for name in TABLES if name in held}
        self._output_is_apart(read)
        return read | {
            "contents": tuple(self._groups("contents", document.get("contents", []))),
            "parallel": tuple(self._groups("parallel", document.get("parallel", []))),
            "severity": tuple(self._severities(held.get("severity", {}))),
            "suppress": tuple(self._suppressions(document.get("suppress", []))),
        }

    def _known_at_top(self, name: str, value: object) -> None:
        known = name in _ALL_TABLES
        if name in _LISTS:
            if not (isinstance(value, list) and all(isinstance(one, dict) for one in value)):
                self._report("CFG-016", (name,), table=name)
        elif isinstance(value, dict) and not known:
            guess = _did_you_mean(nearest(name, _ALL_TABLES), "[{}]")
            self._report("CFG-004", (name,), table=_short(name), guess=guess, known=_list(_ALL_TABLES, "[{}]"))
        elif known and not isinstance(value, dict):
            self._report("CFG-014", (name,), table=name, found=_found(value))
        elif not known:
            guess = f"It seems to belong to [{_home(name)}]. " if _home(name) else ""
            self._report("CFG-006", (name,), key=_short(name), guess=guess, known=_list(_ALL_TABLES, "[{}]"))

    def _groups(self, table: str, given: object) -> Iterator[Any]:
        """The rows of a table that comes as often as one likes."""
        rows = given if isinstance(given, list) else []
        yield from (self._table(table, row) for row in rows if isinstance(row, dict))

    def _table(self, table: str, given: Mapping[str, object]) -> object:
        good: dict[str, object] = {}
        for key, value in given.items():
            if key not in options(table):
                self._unknown_key(table, key)
            elif self._usable(table, key, value):
                good[key] = _frozen(value)
        made: object = OPTIONED[table](**good)
        return made

    def _unknown_key(self, table: str, key: str) -> None:
        here, elsewhere = nearest(key, options(table)), _home(key)
        guess = f"{key} belongs to [{elsewhere}]. " if elsewhere else _did_you_mean(here, "{}")
        facts = {"table": table, "key": _short(key), "guess": guess, "known": _list(options(table), "{}")}
        self._report("CFG-005", (table, key), **facts)

    # values

    def _usable(self, table: str, key: str, value: object) -> bool:
        row = options(table)[key]
        tests = (self._right_kind, self._allowed, self._printable, self._inside, self._checked)
        return all(test(table, row, value) for test in tests)

    def _right_kind(self, table: str, row: Field[Any], value: object) -> bool:
        kind = _KINDS[_types(table)[row.name]]
        if kind.fits(value):
            return True
        facts = {"option": _named(table, row.name), "value": _shown(value), "found": _found(value)}
        self._report("CFG-007", (table, row.name), expected=kind.name, example=_meant(row, kind.cure(value)), **facts)
        return False

    def _allowed(self, table: str, row: Field[Any], value: object) -> bool:
        allowed = option_of(row).allowed
        wrong = [str(one) for one in _each(value) if allowed and one not in allowed]
        for one in wrong:
            self._not_allowed((table, row.name), one, allowed)
        return not wrong

    def _not_allowed(self, key: KeyPath, value: str, allowed: Sequence[str]) -> None:
        guess = _did_you_mean(nearest(value, allowed), '"{}"')
        facts = {"option": _named(*key), "value": _shown(value), "allowed": _list(allowed, '"{}"', "or")}
        self._report("CFG-008", key, guess=guess, **facts)

    def _printable(self, table: str, row: Field[Any], value: object) -> bool:
        if not any(isinstance(one, str) and _UNPRINTABLE.search(one) for one in _each(value)):
            return True
        return self._refuse(table, row, value, "one line without control characters")

    def _inside(self, table: str, row: Field[Any], value: object) -> bool:
        if not option_of(row).inside or value == row.default or stays_inside(str(value)):
            return True
        self._report("CFG-010", (table, row.name), option=_named(table, row.name), value=_shown(value))
        return False

    def _checked(self, table: str, row: Field[Any], value: object) -> bool:
        check = option_of(row).check
        expected = check(value) if check else ""
        return self._refuse(table, row, value, expected) if expected else True

    def _refuse(self, table: str, row: Field[Any], value: object, expected: str) -> bool:
        facts = {"option": _named(table, row.name), "value": _shown(value)}
        self._report("CFG-009", (table, row.name), expected=expected, example=example(row.name, row.default), **facts)
        return False

    # what concerns more than one option

    def _output_is_apart(self, read: dict[str, Any]) -> None:
        """The output is replaced as a whole: it must not be, nor hold, what the edition is made from."""
        output = Config(**read).build.output
        kept = next(_overwritten(Config(**read)), None)
        if kept is None:
            return
        self._report("CFG-011", ("build", "output"), value=_shown(output), kept=kept)
        read["build"] = replace(Config(**read).build, output=BuildTable().output)
        if next(_overwritten(Config(**read)), None):
            read["sources"], read["print"], read["web"] = SourcesTable(), PrintTable(), WebTable()

    def _severities(self, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for code, value in given.items():
            if self._code_known(code) and self._severity_fits(code, value) and self._may_change(code, value):
                yield code, value

    def _code_known(self, code: str) -> bool:
        if code in catalogue():
            return True
        guess = _did_you_mean(nearest(code, catalogue()), "{}")
        self._report("CFG-012", ("severity", code), name=_short(code), guess=guess)
        return False

    def _severity_fits(self, code: str, value: object) -> bool:
        if value in SEVERITIES:
            return True
        self._not_allowed(("severity", code), value if isinstance(value, str) else _shown(value), SEVERITIES)
        return False

    def _may_change(self, code: str, value: str) -> bool:
        fixed = is_fixed(code) and value != Severity.ERROR
        if fixed:
            self._report("CFG-013", ("severity", code), name=code, value=_shown(value))
        return not fixed

    def _suppressions(self, given: object) -> Iterator[Suppression]:
        rows = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
        for number, row in enumerate(rows):
            place = self._row_places("suppress")[number : number + 1]
            made = self._suppression(row, place[0] if place else None)
            if made is not None:
                yield made

    def _suppression(self, row: Mapping[str, object], place: Place | None) -> Suppression | None:
        for key in row:
            if key not in _SUPPRESSION:
                guess = _did_you_mean(nearest(key, _SUPPRESSION), "{}")
                facts = {"table": "suppress", "key": _short(key), "guess": guess, "known": _list(_SUPPRESSION, "{}")}
                self._report("CFG-005", place, **facts)
        code, file, reason = (str(row.get(key, "")) for key in _SUPPRESSION)
        doubt = doubt_about(code, reason)
        if doubt is not None:
            self._report(doubt[0], place, **doubt[1])
            return None
        return Suppression(code, file, reason, *(place or (None, None)))

    def _row_places(self, table: str) -> Sequence[Place]:
        return self._rows.get(table, ())

    def _report(self, code: str, at: KeyPath | Place | None, **facts: str) -> None:
        line, column = self._place(at) or (None, None)
        self.problems.append(problem(code, file=self.file, line=line, column=column, **facts))

    def _place(self, at: KeyPath | Place | None) -> Place | None:
        if at is None or isinstance(at[0], int):
            return at
        return self._places.get(at)


def _frozen(value: object) -> object:
    """A value of TOML as a dataclass keeps it."""
    if isinstance(value, dict):
        return tuple(value.items())
    return tuple(dict.fromkeys(value)) if isinstance(value, list) else value


def is_fixed(code: str) -> bool:
    """True for the errors of the law of the text, whose severity no edition may change."""
    return code.startswith("TXT-") and code in catalogue() and catalogue()[code].severity is Severity.ERROR


def doubt_about(code: str, reason: str) -> tuple[str, dict[str, str]] | None:
    """What is wrong with an exception for ``code``: a code of the catalogue and its facts; ``None`` if it holds.

    There is none for words lost, nor for what is wrong with the settings and exceptions themselves.
    """
    if code not in catalogue():
        return "SUP-004", {"name": _short(code), "guess": _did_you_mean(nearest(code, catalogue()), "{}")}
    if is_fixed(code) or code.startswith(("CFG-", "SUP-")):
        return "SUP-005", {"name": code}
    return ("SUP-002", {"name": code}) if not reason.strip() else None


def stays_inside(value: str) -> bool:
    """True if ``value`` is a relative path that can't leave the folder it starts from, on any system."""
    windows, posix = PureWindowsPath(value), PurePosixPath(value)
    leaves = ".." in windows.parts or windows.drive or windows.root or posix.is_absolute() or "\\" in value
    return bool(value) and not leaves and not value.startswith("~")


def _overwritten(config: Config) -> Iterator[str]:
    output = PurePosixPath(config.build.output.casefold())
    if output.parts[:1] == (".git",):
        yield ".git"
    for part in (config.sources.folder, config.print.font_folder, config.web.css, *_KEPT):
        if part and PurePosixPath(part.casefold()).is_relative_to(output):
            yield part


# --- words for messages -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kind:
    """A type as an editor meets it: its name, a test, and what was probably meant by a value of another type."""

    name: str
    fits: Callable[[Any], bool]
    cure: Callable[[object], object]


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _as_text(value: object) -> object:
    return str(value).lower() if isinstance(value, int | float) else None


def _as_number(value: object) -> object:
    return int(value) if isinstance(value, str) and re.fullmatch("[0-9]{1,6}", value) else None


def _as_truth(value: object) -> object:
    return {"true": True, "yes": True, "false": False, "no": False}.get(str(value).casefold())


def _as_texts(value: object) -> object:
    given = value if isinstance(value, list) else [value]
    return [str(one) for one in given] if all(isinstance(one, str | int) for one in given) else None


def _is_table_of_texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _as_nothing(_value: object) -> object:
    return None


_KINDS: Mapping[Any, _Kind] = {
    str: _Kind("a text in double quotes", lambda value: type(value) is str, _as_text),
    int: _Kind("a whole number", lambda value: type(value) is int, _as_number),
    bool: _Kind("true or false", lambda value: type(value) is bool, _as_truth),
    tuple[str, ...]: _Kind("a list of texts", _is_texts, _as_texts),
    Words: _Kind("a table of texts", _is_table_of_texts, _as_nothing),
}
_FOUND = {str: "a text", int: "a whole number", bool: "a truth value", float: "a decimal number", dict: "a table"}
_EXAMPLES: Mapping[str, Any] = {
    "title": "Collected Poems",
    "subtitle": "Critical edition",
    "licence": "CC BY 4.0",
    "publisher": "University Press",
    "editors": ["Ada Byron", "Karl Lachmann"],
    "url": "https://example.org/edition/",
    "exclude": ["drafts/**"],
    "separator": "]",
    "om": "om.",
    "add": "add.",
    "layers": ["fontes", "criticus"],
    "words": {"cett": "rell.", "layer-fontes": "Fontes"},
    "fonts": ["Junicode"],
    "css": "edition.css",
    "files": ["letter-*.xml"],
    "kinds": ["letter"],
    "schema": "schema/edition.rng",
    "rules": ["schema/edition.sch"],
    "baseline": "baseline.json",
}
_KEPT = (FILE_NAME, "xslt", "schema", ".git")


def example(name: str, default: object, *, likely: bool = True) -> str:
    """The line that sets the option ``name``, as TOML: to its default, or if that is empty, to a ``likely`` value."""
    return f"{name} = {_shown(_EXAMPLES.get(name, default) if likely else default)}"


def _meant(row: Field[Any], value: object) -> str:
    check = option_of(row).check
    usable = value is not None and not (check and check(value))
    return f"{row.name} = {_shown(value)}" if usable else example(row.name, row.default)


def _named(table: str, key: str) -> str:
    return f"The option {_short(key)} of [{table}]"


def _found(value: object) -> str:
    if isinstance(value, list):
        return "a list" if _is_texts(value) else "a list that holds more than texts"
    return _FOUND.get(type(value), "a date or time")


def _each(value: object) -> Sequence[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else [value]


def _shown(value: object) -> str:
    """A value as TOML writes it, cut to a length that fits into a message."""
    shown = _inline_table(value) if isinstance(value, dict) else json.dumps(value, ensure_ascii=False, default=str)
    return shown if len(shown) <= 60 else shown[:59] + "…"


def _inline_table(table: Mapping[str, object]) -> str:
    rows = (f"{key} = {json.dumps(value, ensure_ascii=False, default=str)}" for key, value in table.items())
    return f"{{ {', '.join(rows)} }}"


def _short(name: str) -> str:
    shown = json.dumps(name, ensure_ascii=False)[1:-1]
    return shown if len(shown) <= 40 else shown[:39] + "…"


def _did_you_mean(name: str | None, form: str) -> str:
    return f"Did you mean {form.format(name)}? " if name else ""


def _list(names: Iterable[str], form: str, word: str = "and") -> str:
    *most, last = [form.format(name) for name in names]
    return f"{', '.join(most)} {word} {last}" if most else last


def _home(key: str) -> str | None:
    return next((table for table in TABLES if key in options(table)), None)


# --- TOML that can't be read ------------------------------------------------------------------------------

# What the parser's sentence contains, what an editor is told instead, and the cure.
_TOML_MISTAKES = (
    ("invalid value", "this is no value that TOML knows", "Put texts into double quotes; write true and false small."),
    ("expected '='", "an = is missing after the name of an option", "Write every option as name = value, one a line."),
    ("unterminated string", "a text is not closed", "Close it with the quotes it was opened with."),
    ("illegal character '\\n'", "a text is not closed on its line", "Close it with the quotes it was opened with."),
    ("unescaped '\\'", "a backslash in a text", "Write the backslash twice, or / between folders."),
    ("overwrite", "the same option is set twice", "Keep one of the two."),
    ("twice", "the same table begins twice", "Put all its options below one heading."),
    ("mutate immutable", "the same table begins twice", "Put all its options below one heading."),
    ("duplicate", "the same option is set twice", "Keep one of the two."),
    ("unclosed array", "a list is not closed", "Close the list with ]; commas go between its values."),
    ("newline or end of document", "something follows the value", "Put one option a line; a comment begins with #."),
    ("table declaration", "the heading of a table is not closed", "Write the heading as [name], alone on its line."),
    ("exceeds the limit", "a number is too long", "Write a shorter number."),
    ("inline table", "a table in { } is not closed on its line", "Close it with }, or give it a heading of its own."),
    ("initial character", "the name of an option or table is missing", "Write name = value, or [name] for a table."),
    ("nested", "lists stand within lists without end", "Take the nested lists out."),
)
_AT = re.compile(r" \(at line (\d+), column (\d+)\)$")
_AT_END = " (at end of document)"


def _explained(error: Exception) -> tuple[str, str]:
    """The mistake and its cure in our words; for one that the table does not know, in the parser's."""
    said = "nested too deep" if isinstance(error, RecursionError) else _AT.sub("", str(error)).removesuffix(_AT_END)
    known = ((reason, cure) for needle, reason, cure in _TOML_MISTAKES if needle in said.lower())
    own = f"{said[:1].lower()}{said[1:120]}".rstrip(".")
    return next(known, (own, "Mend the line; the rules of TOML are at https://toml.io."))


def _place_of(error: Exception, text: str) -> Place | None:
    found = _AT.search(str(error))
    if found:
        return int(found[1]), int(found[2])
    return _place_at(text.rstrip()) if str(error).endswith(_AT_END) else None


def _place_at(before: str) -> Place:
    """The place behind ``before``, both counted from 1."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")
