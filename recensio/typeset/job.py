"""What is to be set, and what came of it; how the typesetter is asked, and what it says when it refuses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Required, TypedDict

import typst

from recensio.problems import Problem, problem

Locate = Callable[[str], tuple[int | None, int | None]]

MAIN = "main.typ"
_PAPERS = {
    "a4": ("210mm", "297mm"),
    "a5": ("148mm", "210mm"),
    "a6": ("105mm", "148mm"),
    "b5": ("176mm", "250mm"),
    "letter": ("8.5in", "11in"),
}
_PAPER = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*x\s*([0-9]+(?:\.[0-9]+)?)\s*(mm|cm|in|pt)")

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_WORDS = re.compile(r'#(?:t\()?"((?:[^"\\]|\\.)*)"')  # (not the settings of its functions)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|(.))", re.DOTALL)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
_PLACE_IN_SOURCE = re.compile(r"((?:main|text-\d+)\.typ):(\d+):\d+")
PLACE_COMMENT = re.compile(r"\s*// @ (.*)")


@dataclass(frozen=True, slots=True)
class Page:
    """How the pages are to look.

    ``paper``: a name (a4, a5, a6, b5, letter) or "155x235mm". ``size``: of the type. ``every``: how many lines from one
    number in the margin to the next (0: none). ``restart``: where counting begins anew: "page", "section" or "text".
    ``fonts``: families to try before the shipped ones. The others are the options of ``[print]`` of the same name
    (``numbers`` is ``number_margin``).
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
class Fault:
    """A problem before it has its line: ``at`` is the place that the print source names."""

    code: str
    facts: Mapping[str, object]
    at: str | None = None


class TemplateError(Exception):
    """The template does not tell what must be known: an edition's own copy that is older than this version."""


@dataclass(frozen=True, slots=True)
class Job:
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
        return {MAIN: self.source} | {_part_file(n): part.source for n, part in enumerate(self.parts, 1)}

    @property
    def showing(self) -> list[tuple[str, str, Path]]:
        """The print sources, what stands before the addresses of their pictures, and the folder these count from."""
        return [(self.source, "", self.beside), *((part.source, f"{part.id}/", part.beside) for part in self.parts)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job, before its faults have their lines."""

    pdf: bytes | None
    faults: tuple[Fault, ...]
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


def _part_file(number: int) -> str:
    return f"text-{number}.typ"


def job_of(source: str, options: Options) -> Job:
    """The job of setting ``source``. Raises ``ValueError`` if there is no such paper."""
    root, page = options["root"], options.get("page") or Page()
    paper_size(page.paper)
    return Job(
        source=source,
        template_folders=tuple(options["template_folders"]),
        font_folders=tuple(folder for folder in options.get("font_folders", ()) if folder.is_dir()),
        root=root,
        beside=options.get("beside") or root,
        timestamp=options.get("timestamp"),
        page=page,
        standards=tuple(options.get("standards", ())),
    )


def told(outcome: Outcome, options: Options) -> Typeset:
    """The outcome with its faults as problems, each at its line."""
    return Typeset(
        outcome.pdf, tuple(_problem(fault, options) for fault in outcome.faults), outcome.pages, outcome.starts
    )


def _problem(fault: Fault, options: Options) -> Problem:
    locate = options.get("locate")
    line, column = locate(fault.at) if locate and fault.at else (None, None)
    return problem(fault.code, file=options.get("file"), line=line, column=column, **fault.facts)


def paper_size(paper: str) -> tuple[str, str]:
    """Width and height, each with its unit. Raises ``ValueError`` for what is no paper."""
    if (named := _PAPERS.get(paper.strip().lower())) is not None:
        return named
    if (match := _PAPER.fullmatch(paper.strip())) is None:
        raise ValueError(f"{paper!r} is neither a paper size like 155x235mm nor one of {', '.join(_PAPERS)}")
    width, height, unit = match.groups()
    return width + unit, height + unit


# ---------------------------------------------------------------- the typesetter


def compiler_of(
    main: Path, root: Path, fonts: Iterable[Path], inputs: Mapping[str, str] | None = None
) -> typst.Compiler:
    """A compiler of the file ``main`` that sees only what is below ``root``, and ``fonts``."""
    paths = [str(folder) for folder in fonts]
    return typst.Compiler(
        str(main), root=str(root), font_paths=paths, ignore_system_fonts=True, sys_inputs=dict(inputs or {})
    )


def refusal(error: typst.TypstError, job: Job) -> Fault:
    """Its diagnosis in one sentence, with the place that the print source names above the line it points at."""
    reason = error.diagnostic.partition("\n")[0].removeprefix("error: ").strip().rstrip(".")
    match = _PLACE_IN_SOURCE.search(error.diagnostic)
    lines = job.sources[match[1]].splitlines() if match and match[1] in job.sources else []
    number = min(int(match[2]), len(lines)) if match else 0
    at = next((found[1] for line in reversed(lines[:number]) if (found := PLACE_COMMENT.match(line))), None)
    words = literals(lines[number - 1]) if number else ""
    place = f"near the words “{words}”" if words else f"at {at}" if at else "somewhere"
    return Fault("PDF-001", {"reason": reason[:120], "place": place}, at)


def literals(line: str, most: int = 6) -> str:
    """The first words of a line of the print source."""
    found = _WORDS.findall(line) or _STRING.findall(line)
    texts = [unescaped(text) for text in found if " " in text or len(line) < 4000]
    return " ".join(" ".join(texts).split()[:most])


def literal(words: str) -> str:
    """A string of Typst's."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def unescaped(literal: str) -> str:
    """A string literal of Typst (or Rust) without its escapes."""
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _CONTROLS.get(m[2], m[2]), literal)
