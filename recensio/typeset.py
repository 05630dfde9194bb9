"""From the print source to the PDF. The only module that calls the typesetter (Typst).

The source is what ``xslt/print/print.xsl`` writes; its functions are in ``xslt/print/recensio.typ``. Lines of the form
``// @ PLACE`` in it say which element the following lines come from.

A text with a line-keyed apparatus is set in rounds. The template reports pages whose apparatus takes more room than was
kept free (``<ed-report>``) and what it found out about the lines (``<ed-table>``). Where a page is short, the next
round keeps the room of each line's entries in one piece, and more of it, so that lines give way; where that does not
help, entries are printed where there is room for them, with their page.

Typst starts threads of its own: a process that has called :func:`typeset` must not be forked afterwards.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from tempfile import TemporaryDirectory
from typing import Any, Required, TypedDict, Unpack
from urllib.parse import unquote

import typst

from recensio.last_resort import FAMILY, last_resort
from recensio.problems import Problem, problem

Locate = Callable[[str], tuple[int | None, int | None]]

_MAIN = "main.typ"
_ROUNDS = 6
# How many rounds let a heading go to the next page together with its room; how many leave entries on the page of their
# heading though their room stayed on the page before; how many leave any entry away from its room.
_FOLLOWED = 2
_STRAYS_AT_HOME = 3
_MENDED_AT_HOME = 4
_SHIPPED_FAMILIES = ("Libertinus Serif", "Noto Serif", "Cardo", "New Computer Modern")
_LAST_FAMILIES = ("DejaVu Sans Mono", "New Computer Modern Math")
# The first face's Hebrew has no points: words in it must not be mixed of two faces.
_NOT_IN_LIBERTINUS = "[^\u0590-\u05ff\ufb1d-\ufb4f]"
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})
_PAPERS = {
    "a4": ("210mm", "297mm"),
    "a5": ("148mm", "210mm"),
    "a6": ("105mm", "148mm"),
    "b5": ("176mm", "250mm"),
    "letter": ("8.5in", "11in"),
}
_PAPER = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*x\s*([0-9]+(?:\.[0-9]+)?)\s*(mm|cm|in|pt)")

_PICTURE_CALL = re.compile(r'(?:// @ (.*)\n)?#picture\("((?:[^"\\]|\\.)*)"')
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|(.))", re.DOTALL)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
_NOT_SHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_PLACE_IN_SOURCE = re.compile(r"((?:main|text-\d+)\.typ):(\d+):\d+")
_PLACE_COMMENT = re.compile(r"\s*// @ (.*)")


@dataclass(frozen=True, slots=True)
class Page:
    """How the pages are to look.

    ``paper``: a name (a4, a5, a6, b5, letter) or "155x235mm". ``size``: of the type. ``every``: how many lines from one
    number in the margin to the next (0: none). ``restart``: where counting begins anew: "page", "section" or "text".
    ``fonts``: families to try before the shipped ones. The others are the options of ``[print]`` of the same name
    (``numbers`` is ``number_margin``, ``levels`` how deep the contents of a book go into its texts).
    """

    paper: str = "155x235mm"
    size: str = "10.5pt"
    every: int = 5
    restart: str = "page"
    fonts: tuple[str, ...] = ()
    inner: str = "auto"
    outer: str = "auto"
    top: str = "auto"
    bottom: str = "auto"
    numbers: str = "outer"
    figures: str = "old-style"
    foot: tuple[str, ...] = ("author", "source", "apparatus", "editor")
    entries: str = "run-in"
    title_page: str = "auto"
    contents: str = "auto"
    levels: int = 1


@dataclass(frozen=True, slots=True)
class Typeset:
    """What came of it: ``pdf`` is ``None`` if the text could not be set; ``problems`` say why, or what to look at.

    ``starts`` are the texts of a book and the pages on which they begin; the last one is what stands behind them.
    """

    pdf: bytes | None
    problems: tuple[Problem, ...]
    pages: int
    starts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a book: its name, its print source, and the folder that addresses of pictures count from."""

    id: str
    source: str
    beside: Path


@dataclass(frozen=True, slots=True)
class _Fault:
    """A problem before it has its line: ``at`` is the place that the print source names."""

    code: str
    facts: Mapping[str, object]
    at: str | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    """All that a process needs to set a text."""

    source: str
    template_folders: tuple[Path, ...]
    font_folders: tuple[Path, ...]
    root: Path
    beside: Path
    timestamp: int | None
    page: Page
    standards: tuple[str, ...]
    parts: tuple[Part, ...] = ()
    shared_sigla: tuple[str, ...] = ()

    @property
    def sources(self) -> dict[str, str]:
        """All print sources by the names of their files."""
        return {_MAIN: self.source} | {_part_file(n): part.source for n, part in enumerate(self.parts, 1)}


@dataclass(frozen=True, slots=True)
class _Outcome:
    pdf: bytes | None
    faults: tuple[_Fault, ...]
    pages: int
    starts: tuple[tuple[str, int], ...] = ()


class Options(TypedDict, total=False):
    """What :func:`typeset` needs to know beside the source.

    ``template_folders``: where ``recensio.typ`` is; a file in the first folder goes before its namesakes in others.
    ``font_folders``: the edition's own; those in the folder ``fonts`` beside a template, fonts installed as packages
    and the typesetter's own come after them.
    ``root``: pictures outside of this folder are not shown. ``beside``: the folder that their addresses count from
    (``root`` if not given). ``timestamp``: seconds since 1970 for the date in the PDF; without it there is none.
    ``page``: how pages look. ``standards``: such as "a-2b", "ua-1". ``file`` and ``locate`` (from a place in the source
    to line and column) serve the problems.
    """

    template_folders: Required[Sequence[Path]]
    root: Required[Path]
    font_folders: Sequence[Path]
    beside: Path | None
    timestamp: int | None
    page: Page | None
    standards: Sequence[str]
    file: str | None
    locate: Locate | None


def typeset(source: str, **options: Unpack[Options]) -> Typeset:
    """Set a print source, here in this process; the same input makes the same bytes.

    A text that cannot be set is a problem, not an exception. Raises ``ValueError`` if there is no such paper.
    """
    return _told(_set(_job(source, options)), options)


def typeset_book(
    source: str, parts: Sequence[Part], shared_sigla: Sequence[str] = (), **options: Unpack[Options]
) -> Typeset:
    """Set several texts as one book. ``source`` is what ``xslt/print/book.xsl`` writes; it includes the print sources
    of the texts as ``text-1.typ``, ``text-2.typ`` …. ``shared_sigla``: texts whose sigla the book has in front."""
    job = replace(_job(source, options), parts=tuple(parts), shared_sigla=tuple(shared_sigla))
    return _told(_set(job), options)


def _part_file(number: int) -> str:
    return f"text-{number}.typ"


def _job(source: str, options: Options) -> _Job:
    root, page = options["root"], options.get("page") or Page()
    paper_size(page.paper)
    return _Job(
        source=source,
        template_folders=tuple(options["template_folders"]),
        font_folders=tuple(folder for folder in options.get("font_folders", ()) if folder.is_dir()),
        root=root,
        beside=options.get("beside") or root,
        timestamp=options.get("timestamp"),
        page=page,
        standards=tuple(options.get("standards", ())),
    )


def _told(outcome: _Outcome, options: Options) -> Typeset:
    """The outcome with its faults as problems, each at its line."""
    return Typeset(
        outcome.pdf, tuple(_problem(fault, options) for fault in outcome.faults), outcome.pages, outcome.starts
    )


def _problem(fault: _Fault, options: Options) -> Problem:
    locate = options.get("locate")
    line, column = locate(fault.at) if locate and fault.at else (None, None)
    return problem(fault.code, file=options.get("file"), line=line, column=column, **fault.facts)


# ---------------------------------------------------------------- one text


def _set(job: _Job) -> _Outcome:
    """Prepare a folder that holds all the typesetter may see, and let it work."""
    with TemporaryDirectory(prefix="recensio-") as name:
        desk = Path(name).resolve()
        for file, source in job.sources.items():
            (desk / file).write_text(source, encoding="utf-8")
        for folder in reversed(job.template_folders):
            for template in sorted(folder.glob("*.typ")):
                shutil.copyfile(template, desk / template.name)
        fonts = _Fonts.for_text(job, desk)
        pictures = _Pictures.of(job, desk)
        try:
            return _Rounds(job, desk, fonts, pictures).run()
        except typst.TypstError as error:
            return _Outcome(None, (*fonts.faults, *pictures.faults, _refusal(error, job)), 0)
        except BaseException as panic:  # a fault inside the typesetter arrives as an exception of its own kind
            if type(panic).__name__ != "PanicException":
                raise
            return _Outcome(None, (_Fault("PDF-001", {"reason": "the typesetter failed", "place": "somewhere"}),), 0)


@dataclass(slots=True)
class _Rounds:
    """Setting a text again and again until every page has room for what stands at its foot."""

    job: _Job
    desk: Path
    fonts: _Fonts
    pictures: _Pictures
    extra: dict[str, float] = field(default_factory=dict)
    wandering: set[str] = field(default_factory=set)
    with_rooms: bool = False
    gathered: bool = False
    mended: int = 0
    crowded: int = 0
    table: Any = None
    tags: bool = True
    rests: bool = False

    def run(self) -> _Outcome:
        """Result: the pages of the last round and what has to be said about them. Raises ``TypstError``."""
        for _ in range(_ROUNDS):
            compiler, pdf, self.rests = self._set_once()
            report = _asked(compiler, "<ed-report>")
            if self.rests and not self._can_be_mended(report):
                break
            self._mend(report)
            self.table = self.table if self.rests else _asked(compiler, "<ed-table>")
        faults = (*self.fonts.faults, *self.pictures.faults, *self._about(report))
        starts = tuple((name, page) for name, page in report["parts"])
        return _Outcome(pdf, faults, report["count"], starts)

    def _set_once(self) -> tuple[typst.Compiler, bytes, bool]:
        """One round; what the typesetter stumbles over is taken out of its way once."""
        try:
            return self._compiled()
        except typst.TypstError as error:
            if not (self._without_tags(error) or self.pictures.withdraw_broken()):
                raise
            return self._compiled()

    def _without_tags(self, error: typst.TypstError) -> bool:
        """Some pages can be set but not tagged, by a fault of the typesetter: better a PDF without tags than none."""
        given_up = self.tags and "internal error" in error.diagnostic
        self.tags = self.tags and not given_up
        return given_up

    def _compiled(self) -> tuple[typst.Compiler, bytes, bool]:
        """One round; the last value says whether the line numbers came to rest in it."""
        compiler = _compiler(self.desk / _MAIN, self.desk, self.fonts.folders)
        pdf, warnings = compiler.compile_with_warnings(
            sys_inputs=self._inputs(),
            timestamp=self.job.timestamp,
            pdf_tags=self.tags,
            pdf_standards=list(self.job.standards),  # type: ignore[arg-type]
        )
        if not isinstance(pdf, bytes):
            raise TypeError(f"the typesetter made {type(pdf).__name__}, not a PDF")
        if self.table is None:
            return compiler, pdf, not any("converge" in warning.message for warning in warnings)
        return compiler, pdf, bool(_asked(compiler, "<ed-table>") == self.table)

    def _inputs(self) -> dict[str, str]:
        facts = {
            "paper": paper_size(self.job.page.paper),
            "dated": self.job.timestamp is not None,
            "shared-sigla": self.job.shared_sigla,
        }
        return {
            "page": json.dumps({key.replace("_", "-"): value for key, value in asdict(self.job.page).items()} | facts),
            "fonts": json.dumps([_restricted(family) for family in self.fonts.families]),
            "pictures": json.dumps(self.pictures.shown),
            "extra": json.dumps(self.extra),
            "wandering": json.dumps(dict.fromkeys(sorted(self.wandering), True)),
            "with-rooms": json.dumps(self.with_rooms),
            "book": json.dumps(bool(self.job.parts)),
            "table": json.dumps(self.table),
        }

    def _can_be_mended(self, report: Mapping[str, Any]) -> bool:
        left_behind = self.mended < _FOLLOWED and report["left-behind"]
        return bool(report["overfull"] or left_behind or (report["away"] and not self.gathered))

    def _mend(self, report: Mapping[str, Any]) -> None:
        """First each line gets its room in one piece. Where that does not help, entries go with their room to another
        page, or the page gets more room; at last all entries go with their rooms."""
        if not self._can_be_mended(report):
            return
        self.mended += 1
        self.crowded += bool(report["overfull"])
        self.with_rooms = self.crowded > _MENDED_AT_HOME
        relieve = self._send_away if self.gathered else _sum_of_rooms
        for page in report["overfull"]:
            lacking = page["short"] + 0.5 - relieve(page, report["have"])
            if lacking > 0:
                self._move(page["first"], lacking)
        for entry in report["left-behind"] if self.mended <= _FOLLOWED else ():
            # A heading went to the next page with the words below it, and left its room behind. If that does not fit on
            # the page in the first place, both go.
            self._move(entry["id"], max(0.0, entry["free"]) + 1)
        if not self.gathered:
            self._gather(report)

    def _move(self, entry: str, room: float) -> None:
        self.extra[entry] = self.extra.get(entry, 0.0) + room

    def _send_away(self, page: Mapping[str, Any], have: Mapping[str, float]) -> float:
        """The last entries of a page that have their room elsewhere go there, as many as must. Result: their height."""
        gained = 0.0
        for entry in [*reversed(page["guests"]), *(page["strays"] if self.crowded > _STRAYS_AT_HOME else ())]:
            if gained < page["short"]:
                gained += have[entry]
                self.wandering.add(entry)
        return gained

    def _gather(self, report: Mapping[str, Any]) -> None:
        """The first entry of each line keeps the room of all its entries: a line goes to the next page if the room of
        its first entry does not fit, but not for the sake of the others. Those that no page can hold wander."""
        self.gathered = True
        have = report["have"]
        for first, *others in report["lines"]:
            room = have[first]
            for number, entry in enumerate(others):
                room += have[entry]
                if room > report["most"]:
                    self.wandering.update(others[number:])
                    break
                self._move(first, have[entry])
                self._move(entry, -have[entry])

    def _about(self, report: Mapping[str, Any]) -> Iterable[_Fault]:
        if not self.rests:
            yield _Fault("PDF-008", {})
        if not self.tags:
            yield _Fault("PDF-007", {})
        if report["far"]:
            moved = report["far"]
            named = "; ".join(moved[:8]) + (" …" if len(moved) > 8 else "")
            yield _Fault("PDF-003", {"count": _counted(len(moved), "entry is", "entries are"), "entries": named})
        for page in report["undrawn"]:
            yield _Fault("PDF-006", {"page": page})
        for page in report["overfull"]:
            yield _Fault("PDF-004", {"page": page["page"], "words": _words_after(self.job, page["first"])})


def _sum_of_rooms(page: Mapping[str, Any], have: Mapping[str, float]) -> float:
    """The height of the entries of a page that have their room elsewhere."""
    return sum(have[entry] for entry in page["guests"])


def _asked(compiler: typst.Compiler, label: str) -> Any:
    """What the template left under a label."""
    return json.loads(compiler.query(label, field="value", one=True))


def _compiler(main: Path, root: Path, fonts: Iterable[Path]) -> typst.Compiler:
    return typst.Compiler(
        str(main), root=str(root), font_paths=[str(folder) for folder in fonts], ignore_system_fonts=True
    )


def paper_size(paper: str) -> tuple[str, str]:
    """Width and height, each with its unit. Raises ``ValueError`` for what is no paper."""
    if (named := _PAPERS.get(paper.strip().lower())) is not None:
        return named
    if (match := _PAPER.fullmatch(paper.strip())) is None:
        raise ValueError(f"{paper!r} is neither a paper size like 155x235mm nor one of {', '.join(_PAPERS)}")
    width, height, unit = match.groups()
    return width + unit, height + unit


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


# ---------------------------------------------------------------- what the typesetter says


def _refusal(error: typst.TypstError, job: _Job) -> _Fault:
    """Its diagnosis in one sentence, with the place that the print source names above the line it points at."""
    reason = error.diagnostic.partition("\n")[0].removeprefix("error: ").strip().rstrip(".")
    match = _PLACE_IN_SOURCE.search(error.diagnostic)
    lines = job.sources[match[1]].splitlines() if match and match[1] in job.sources else []
    number = min(int(match[2]), len(lines)) if match else 0
    at = next((found[1] for line in reversed(lines[:number]) if (found := _PLACE_COMMENT.match(line))), None)
    words = _literals(lines[number - 1]) if number else ""
    place = f"near the words “{words}”" if words else f"at {at}" if at else "somewhere"
    return _Fault("PDF-001", {"reason": reason[:120], "place": place}, at)


def _literals(line: str, most: int = 6) -> str:
    """The first words of a line of the print source."""
    texts = [_unescaped(text) for text in _STRING.findall(line) if " " in text or len(line) < 4000]
    return " ".join(" ".join(texts).split()[:most])


def _unescaped(literal: str) -> str:
    """A string literal of Typst (or Rust) without its escapes."""
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _CONTROLS.get(m[2], m[2]), literal)


def _words_after(job: _Job, entry: str) -> str:
    """The words of the text that follow the mark of an entry."""
    home = next((part for part in job.parts if entry.startswith(f"{part.id}/")), None)
    source, entry = (home.source, entry.removeprefix(f"{home.id}/")) if home else (job.source, entry)
    return _literals(source[source.find(f'"{entry}"') :].partition("#end(")[0].rpartition("]")[2] or "?")


# ---------------------------------------------------------------- fonts


@dataclass(frozen=True, slots=True)
class _Fonts:
    """Folders to look in, families in the order to try them, and what no family has."""

    folders: tuple[Path, ...]
    families: tuple[str, ...]
    faults: tuple[_Fault, ...]

    @classmethod
    def for_text(cls, job: _Job, desk: Path) -> _Fonts:
        shipped = (folder / "fonts" for folder in job.template_folders)
        folders = (*job.font_folders, *filter(Path.is_dir, shipped), *packaged_font_folders())
        families = _families(folders, job.page.fonts)
        units = frozenset().union(*(_units(_unescaped(source)) for source in job.sources.values()))
        refused = _uncovered(units, folders, families)
        borrowed: tuple[_Fault, ...] = ()
        if refused and (found := _installed_for(refused, folders)):
            folders, families = (*folders, *system_font_folders()), (*families, *found)
            refused = _uncovered(units, folders, families)
            borrowed = (_Fault("PDF-009", {"families": ", ".join(found)}),)
        if not refused:
            return cls(folders, families, borrowed)
        shelf = desk / "last-resort"
        shelf.mkdir()
        (shelf / "last-resort.ttf").write_bytes(last_resort("".join(refused)))
        missing = sorted({character for unit in refused for character in unit if _needs_a_look(character)})
        facts = {"count": _counted(len(missing), "character of the text", "characters of the text"), "folder": "fonts"}
        times = Counter(character for source in job.sources.values() for character in source)
        place = _place_of(frozenset(missing), job.source)
        fault = _Fault("PDF-002", {**facts, "characters": _named(missing, times)}, place)
        return cls((*folders, shelf), (*families, FAMILY), (*borrowed, fault))


@cache
def packaged_font_folders() -> tuple[Path, ...]:
    """Folders of the fonts that are installed as Python packages (``fontpkg-…``), in the order of their names."""
    names = sorted(module.name for module in iter_modules() if module.name.startswith("fontpkg_"))
    homes = (home for name in names if (spec := find_spec(name)) for home in spec.submodule_search_locations or ())
    return tuple(folder for home in homes if (folder := Path(home) / "files").is_dir())


_SYSTEM_FONTS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts",
    "~/.local/share/fonts", "/Library/Fonts", "~/Library/Fonts",
    "/System/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip


@cache
def system_font_folders() -> tuple[Path, ...]:
    """Where the fonts of this machine lie. They are asked only for what no other font has: pages must not depend on
    the machine without need."""
    folders = (Path(os.path.expanduser(name)) for name in _SYSTEM_FONTS)  # noqa: PTH111 (never raises)
    return tuple(folder for folder in folders if folder.is_dir())


def _installed_for(units: Iterable[str], folders: tuple[Path, ...]) -> tuple[str, ...]:
    """Families of this machine that are named after the scripts of these characters, serifs first, one a script."""
    if not system_font_folders():
        return ()
    scripts = {_script(character) for unit in units for character in unit if _needs_a_look(character)}
    paths = [str(folder) for folder in system_font_folders()]
    there = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths).families()
    named = sorted((family for family in there), key=lambda family: ("serif" not in family.casefold(), family))
    first = {script: family for family in reversed(named) for script in scripts if script in family.casefold().split()}
    return tuple(first[script] for script in sorted(first))


def _script(character: str) -> str:
    """The script of a character, as it is called in the names of fonts."""
    script = unicodedata.name(character, "").split(" ")[0].casefold()
    return "cjk" if script in {"hiragana", "katakana", "ideographic", "hangul"} else script


@cache
def _families(folders: tuple[Path, ...], preferred: tuple[str, ...]) -> tuple[str, ...]:
    paths = [str(folder) for folder in folders]
    there = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=paths).families()
    known = {family.casefold(): family for family in there}
    first = [known[name.casefold()] for name in (*preferred, *_SHIPPED_FAMILIES) if name.casefold() in known]
    others = [family for family in sorted(there) if family not in _LAST_FAMILIES]
    return tuple(dict.fromkeys((*first, *others, *(family for family in _LAST_FAMILIES if family in there))))


def _needs_a_look(character: str) -> bool:
    """Letters that every text face has need no test."""
    category = unicodedata.category(character)
    return character > "\u00ff" and (category == "Co" or category[0] not in "ZC")


def _units(text: str) -> frozenset[str]:
    """What must be found in one font: letters by themselves, and with the marks that they bear."""
    letters = set(text)
    marks = "".join(sorted(c for c in letters if unicodedata.category(c).startswith("M")))
    units = set(filter(_needs_a_look, letters))
    if marks:
        units.update(re.findall(f"[^\\s{re.escape(marks)}][{re.escape(marks)}]+", text))
    return frozenset(units)


_covered: dict[tuple[tuple[Path, ...], tuple[str, ...]], dict[str, bool]] = {}


def _uncovered(units: frozenset[str], folders: tuple[Path, ...], families: tuple[str, ...]) -> list[str]:
    """Those that no font has. The typesetter itself tells, by refusing them under PDF/A; it is asked once for each."""
    known = _covered.setdefault((folders, families), {})
    unknown = sorted(units - known.keys())
    if unknown:
        refused = _refused(unknown, folders, families)
        known.update({unit: refused.isdisjoint(unit) for unit in unknown})
    return sorted(unit for unit in units if not known[unit])


def _refused(units: Sequence[str], folders: tuple[Path, ...], families: tuple[str, ...]) -> frozenset[str]:
    """The characters of these units that the typesetter finds in no font."""
    specimen = f"#set text(font: {_typst_array(families)})\n" + "\n".join(
        '#par[#"' + "".join(f"\\u{{{ord(character):x}}}" for character in unit) + '"]' for unit in units
    )
    paths = [str(folder) for folder in folders]
    try:
        compiler: typst.Compiler = typst.Compiler(  # type: ignore[misc]
            specimen.encode(), font_paths=paths, ignore_system_fonts=True
        )
        compiler.compile(pdf_standards=["a-2u"])
    except typst.TypstError as error:
        return frozenset("".join(_unescaped(text) for text in _NOT_SHOWN.findall(error.diagnostic)))
    return frozenset()


def _restricted(family: str) -> str | dict[str, str]:
    """A family as the template takes it: its name, or name and covered characters."""
    return {"name": family, "covers": _NOT_IN_LIBERTINUS} if family == _SHIPPED_FAMILIES[0] else family


def _typst_array(texts: Sequence[str]) -> str:
    return "(" + "".join(json.dumps(text, ensure_ascii=False) + "," for text in texts) + ")"


def _place_of(characters: frozenset[str], source: str) -> str | None:
    """The place that the print source names above the first of these characters."""
    at = None
    for line in source.splitlines():
        if (comment := _PLACE_COMMENT.match(line)) is not None:
            at = comment[1]
        elif not characters.isdisjoint(line):
            return at
    return None


def _named(characters: Sequence[str], times: Mapping[str, int], most: int = 3) -> str:
    """Characters as people and programs know them: U+0712 (Syriac letter beth, 12 times), …"""
    named = ((c, unicodedata.name(c, "without a name").capitalize()) for c in characters[:most])
    shown = [f"U+{ord(c):04X} ({name}, {_counted(times[c], 'time', 'times')})" for c, name in named]
    return ", ".join(shown) + (f" and {len(characters) - most} more" if len(characters) > most else "")


# ---------------------------------------------------------------- pictures


@dataclass(slots=True)
class _Pictures:
    """Pictures of the text: addresses that can be shown, each with its file in the folder of work."""

    desk: Path
    shown: dict[str, str]
    faults: list[_Fault]
    places: dict[str, str]

    @classmethod
    def of(cls, job: _Job, desk: Path) -> _Pictures:
        pictures = cls(desk, {}, [], {})
        pictures._gather(job.source, "", job.beside, job.root)
        for part in job.parts:
            pictures._gather(part.source, f"{part.id}/", part.beside, job.root)
        return pictures

    def _gather(self, source: str, prefix: str, beside: Path, root: Path) -> None:
        """Admit the pictures of a text; in a book its name stands before their addresses."""
        places = {_unescaped(literal): place for place, literal in reversed(_PICTURE_CALL.findall(source))}
        self.places.update({prefix + address: place for address, place in places.items()})
        for address in reversed(places):
            self._admit(prefix + address, _picture_file(address, beside, root))

    def _admit(self, address: str, found: Path | str) -> None:
        if isinstance(found, str):
            self._refuse(address, found)
        else:
            name = f"picture-{len(self.shown)}{found.suffix.lower()}"
            shutil.copyfile(found, self.desk / name)
            self.shown[address] = "/" + name

    def _refuse(self, address: str, reason: str) -> None:
        facts = {"address": address[:80], "reason": reason}
        self.faults.append(_Fault("PDF-005", facts, self.places.get(address) or None))

    def withdraw_broken(self) -> bool:
        """Leave out every picture that cannot be set by itself; ``True`` if there was one."""
        broken = [address for address, name in self.shown.items() if not self._can_be_set(name)]
        for address in broken:
            del self.shown[address]
            self._refuse(address, "the file is damaged")
        return bool(broken)

    def _can_be_set(self, name: str) -> bool:
        trial = self.desk / "trial.typ"
        trial.write_text(f"#image({json.dumps(name)})", encoding="utf-8")
        try:
            _compiler(trial, self.desk, ()).compile()
        except typst.TypstError:
            return False
        return True


def _picture_file(address: str, beside: Path, root: Path) -> Path | str:
    """The file of a picture, or the reason why there is none."""
    if re.match(r"(?i)[a-z][a-z0-9+.-]+:", address):
        return "it is not a file of the edition"
    if "\0" in address or not address.strip():
        return "it has no address"
    for name in dict.fromkeys((address, unquote(address))):
        try:
            path = (beside / name).resolve()
            if path.is_file():
                return _admissible(path, root.resolve())
        except (OSError, ValueError):
            continue
    return "there is no such file"


def _admissible(path: Path, root: Path) -> Path | str:
    if not path.is_relative_to(root):
        return "it lies outside the edition"
    return path if path.suffix.lower() in _PICTURES else "this kind of file cannot be printed"
