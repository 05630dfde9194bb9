"""What a build says of itself: results and problems in, ``report.json``, ``report.html`` and terminal lines out."""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from html import escape
from importlib import resources
from itertools import groupby
from urllib.parse import quote

from rich.console import Console
from rich.text import Text

from recensio.problems import CodeEntry, Problem, Severity, catalogue
from recensio.suppression import severities
from recensio.wording import COUNTED, counted, duration, plain, problem_row, without_surrogates

__all__ = ["Report", "TextResult", "percentage", "severities"]

FOLD_AFTER = 5
_PROGRAM = "recensio"  # stands in the place of the file where a problem has none
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_WITHHELD = {"header": "header only", "part": "some texts only"}
_OUTPUTS = {"html": "web", "pdf": "PDF", "txt": "text", "tex": "LaTeX"}


@dataclass(frozen=True, slots=True)
class TextResult:
    """What was made of one text. Paths are relative to the output folder; ``None`` is an output not made.

    ``witnesses`` holds the path of each witness's text by its id, ``kept`` the share of words by output, ``data`` the
    tables of the apparatus by their kind (``csv``, ``json``). ``kind`` is ``text`` or ``register``. ``published`` is
    ``full``, ``header`` if the running text is withheld, ``part`` if that of some texts of the file is; ``withheld`` is
    the number of words left out for that. The other numbers are those of what is published. ``cite`` are the files
    for reference managers by their kind (``bib``, ``csl``).
    """

    id: str
    title: str
    source: str
    html: tuple[str, ...] = ()
    pdf: str | None = None
    txt: str | None = None
    tex: str | None = None
    witnesses: dict[str, str] = field(default_factory=dict)
    words: int = 0
    apparatus: int = 0
    kept: dict[str, float] = field(default_factory=dict)
    apparatus_txt: str | None = None
    data: dict[str, str] = field(default_factory=dict)
    states: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kind: str = "text"
    published: str = "full"
    withheld: int = 0
    cite: dict[str, str] = field(default_factory=dict)

    @property
    def is_withheld(self) -> bool:
        """Whether running text is left out because it may not be published."""
        return self.published != "full"


@dataclass(frozen=True, slots=True)
class ParallelResult:
    """A parallel edition: id and title, its PDF, its texts as the settings name them, the share of the words of each
    that it keeps, the number of its pages."""

    id: str
    title: str
    pdf: str
    texts: tuple[str, ...]
    kept: Mapping[str, float]
    pages: int


@dataclass(frozen=True)
class Report:
    """The results of a build and everything found wrong, in any order.

    ``edition_pdf`` is the path of the book of the whole edition, ``edition_kept`` its share of the words of all texts.
    """

    texts: tuple[TextResult, ...]
    problems: tuple[Problem, ...]
    edition_pdf: str | None = None
    edition_kept: Mapping[str, float] = field(default_factory=dict)
    parallel: tuple[ParallelResult, ...] = ()

    @cached_property
    def ordered(self) -> tuple[Problem, ...]:
        """The problems by file and place, each said once."""
        return tuple(sorted(dict.fromkeys(self.problems), key=Problem.sort_key))

    def summary(self, elapsed: float | None = None) -> str:
        """One line: how many texts, how many problems of each severity, and the time it took in seconds."""
        registers = sum(text.kind == "register" for text in self.texts)
        texts = counted(len(self.texts) - registers, "text", "texts")
        held = sum(text.is_withheld for text in self.texts)
        texts += f" ({held:,} withheld)" if held else ""
        texts += f", {counted(registers, 'register', 'registers')}" if registers else ""
        time = "" if elapsed is None else f" ({duration(elapsed)})"
        return f"{texts}: {', '.join(self._counts()) or 'no problems'}{time}"

    def _counts(self) -> list[str]:
        count = Counter(p.severity for p in self.ordered)
        return [counted(count[severity], *words) for severity, words in COUNTED.items() if count[severity]]

    def to_json(self) -> str:
        """The text of ``report.json``: texts and problems with the keys that other programs rely on, in fixed order."""
        texts, problems = map(_text_row, self.texts), map(problem_row, self.ordered)
        book = {"edition_pdf": self.edition_pdf, "edition_kept": dict(self.edition_kept)}
        parallel = {"parallel": [asdict(one) for one in self.parallel]} if self.parallel else {}
        content = {"texts": list(texts), **book, **parallel, "problems": list(problems)}
        return without_surrogates(json.dumps(content, ensure_ascii=False, indent=1)) + "\n"

    def to_html(self) -> str:
        """The text of ``report.html``: one file that needs no other, no network and no script."""
        page = _element("html", _head(self.summary()), _element("body", self._main()), lang="en")
        return f"<!DOCTYPE html>\n{page}\n"

    def _main(self) -> _Markup:
        parts = (_texts_section(self.texts), _problems_section(self.ordered), _codes_section(self.ordered))
        opening = (_element("h1", "Report"), _element("p", self.summary(), class_="summary"))
        return _element("main", *opening, *(part for part in parts if part is not None))

    def to_terminal(self, console: Console, *, elapsed: float | None = None, page: str | None = None) -> None:
        """Print problems file by file, then the summary. ``page`` is where the full list can be read.

        Each problem takes one line and its cure another; nothing is wrapped, so that ``grep`` finds whole lines.
        """
        for _, group in groupby(self.ordered, key=lambda p: p.file):
            _print(console, Text("\n").join(_file_lines(list(group), page)).append("\n"))
        _print(console, Text(self.summary(elapsed), style="bold"))


_TEXT_KEYS = tuple(row.name for row in fields(TextResult) if row.name != "title")


def _text_row(text: TextResult) -> dict[str, object]:
    return {name: getattr(text, name) for name in _TEXT_KEYS}


# --- words and numbers ------------------------------------------------------------------------------------


def percentage(share: float) -> str:
    """A share as a percentage; only the whole is ever shown as 100 %."""
    return "100 %" if share == 1 else f"{math.floor(share * 10_000) / 100:.2f} %"


def _place(problem: Problem) -> str:
    parts = (problem.file or _PROGRAM, problem.line, problem.column if problem.line else None)
    return ":".join(str(part) for part in parts if part is not None)


def _fold(problems: Iterable[Problem]) -> tuple[list[Problem], dict[str, list[Problem]]]:
    """The problems of one file to be told in full, and the rest of those of which there are too many, by code."""
    told: list[Problem] = []
    rest: dict[str, list[Problem]] = {}
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.code] += 1
        target = told if seen[problem.code] <= FOLD_AFTER else rest.setdefault(problem.code, [])
        target.append(problem)
    return told, rest


# --- terminal ---------------------------------------------------------------------------------------------


def _file_lines(problems: list[Problem], page: str | None) -> Iterator[Text]:
    told, rest = _fold(problems)
    for problem in told:
        yield _line(problem, _place(problem), problem.message)
        if problem.hint:
            yield Text(f"    {plain(problem.hint)}", style="dim")
    for more in rest.values():
        see = f" (see {page})" if page else ""
        yield _line(more[0], more[0].file or _PROGRAM, f"and {len(more):,} more of this kind{see}")


def _line(problem: Problem, place: str, sentence: str) -> Text:
    severity = (problem.severity.value, _STYLES[problem.severity])
    return Text.assemble((plain(place), "bold"), " ", severity, " ", problem.code, " ", plain(sentence))


def _print(console: Console, text: Text) -> None:
    if not _writable(text.plain, console.encoding):
        text.plain = text.plain.encode(console.encoding, "replace").decode(console.encoding)
    console.print(text, soft_wrap=True, highlight=False)


def _writable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


# --- the page ---------------------------------------------------------------------------------------------


class _Markup(str):
    """A string that is mark-up already; any other string is text and is escaped on its way into the page."""

    __slots__ = ()


_VOID = frozenset({"meta"})


def _element(tag: str, /, *content: str, **attributes: str) -> _Markup:
    """An element with its content. What is not :class:`_Markup` is text, so no message can become mark-up.

    Attributes that are Python words end in ``_``; an ``_`` within is a hyphen; an empty one is left out.
    """
    given = "".join(f' {_attribute(name)}="{_escaped(value)}"' for name, value in attributes.items() if value)
    end = "" if tag in _VOID else f"</{tag}>"
    return _Markup(f"<{tag}{given}>{''.join(map(_inner, content))}{end}")


def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _inner(part: str) -> str:
    return part if isinstance(part, _Markup) else _escaped(part)


def _escaped(text: str) -> str:
    return escape(plain(text))


def _head(summary: str) -> _Markup:
    sheet = (resources.files("recensio") / "shipped_report.css").read_text(encoding="utf-8")
    style = _element("style", _Markup(f"\n{sheet}"))
    policy = _element("meta", http_equiv="Content-Security-Policy", content=_policy(f"\n{sheet}"))
    viewport = _element("meta", name="viewport", content="width=device-width, initial-scale=1")
    title = _element("title", f"Report: {summary}")
    return _element("head", _element("meta", charset="utf-8"), policy, viewport, title, style)


def _policy(sheet: str) -> str:
    """What the page may do: be styled by this sheet, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _section(id_: str, heading: str, *content: str) -> _Markup:
    return _element("section", _element("h2", heading, id=id_), *content, aria_labelledby=id_)


def _texts_section(texts: tuple[TextResult, ...]) -> _Markup | None:
    if not texts:
        return None
    heads = (("Text", ""), ("To read", ""), ("Words", "number"), ("Apparatus entries", "number"), ("Words kept", ""))
    row = _element("tr", *(_element("th", head, class_=class_, scope="col") for head, class_ in heads))
    caption = _element("caption", "What was built. Words kept: the share of the text's words that stand in the output.")
    body = _element("tbody", *map(_text_html, texts))
    table = _element("table", caption, _element("thead", row), body)
    return _section("texts", "Texts", _element("div", table, class_="wide"))


def _text_html(text: TextResult) -> _Markup:
    name = _element("span", text.title or text.id, dir="auto")
    head = _element("th", name, " ", _element("span", text.source, class_="source"), scope="row")
    numbers = (_element("td", f"{number:,}", class_="number") for number in (text.words, text.apparatus))
    return _element("tr", head, _element("td", *_joined(_links(text))), *numbers, _element("td", *_joined(_kept(text))))


def _links(text: TextResult) -> Iterator[str]:
    made = (("web", text.html[0] if text.html else None), ("PDF", text.pdf), ("text", text.txt), ("LaTeX", text.tex))
    for name, path in (*made, *text.witnesses.items()):
        if path:
            yield _element("a", name, href=quote(without_surrogates(path)))


def _kept(text: TextResult) -> Iterator[str]:
    if text.is_withheld:
        yield _element("span", f"{_WITHHELD[text.published]} ({counted(text.withheld, 'word', 'words')} withheld)")
    for output, share in text.kept.items() if text.published != "header" else ():
        shown = f"{_OUTPUTS.get(output, output)} {percentage(share)}"
        yield _element("span", shown, class_="" if share == 1 else "lost")


def _joined(nodes: Iterable[str]) -> Iterator[str]:
    for number, node in enumerate(nodes):
        if number:
            yield ", "
        yield node


def _problems_section(problems: tuple[Problem, ...]) -> _Markup:
    if not problems:
        return _section("problems", "Problems", _element("p", "None."))
    groups = groupby(problems, key=lambda p: p.file)
    return _section("problems", "Problems", *(node for file, group in groups for node in _file_html(file, group)))


def _file_html(file: str | None, problems: Iterable[Problem]) -> Iterator[str]:
    told, rest = _fold(problems)
    yield _element("h3", file or "The build as a whole")
    yield _problem_list(told)
    for code, more in rest.items():
        yield _element("details", _element("summary", f"{code}: {len(more):,} more of this kind"), _problem_list(more))


def _problem_list(problems: Iterable[Problem]) -> _Markup:
    return _element("ul", *map(_problem_html, problems), class_="problems")


def _problem_html(problem: Problem) -> _Markup:
    severity = _element("span", problem.severity.value, class_="severity")
    spot = _element("span", _spot(problem), class_="place")
    head = _element("p", severity, " ", _code_link(problem.code), " ", spot)
    hint = (_element("p", problem.hint, class_="hint"),) if problem.hint else ()
    return _element("li", head, _element("p", problem.message), *hint, class_=problem.severity.value)


def _spot(problem: Problem) -> str:
    if problem.line is None:
        return ""
    return f"line {problem.line}" + (f", column {problem.column}" if problem.column is not None else "")


def _code_link(code: str) -> str:
    return _element("a", code, href=f"#{code}") if code in catalogue() else code


def _codes_section(problems: tuple[Problem, ...]) -> _Markup | None:
    met = sorted({p.code for p in problems} & set(catalogue()))
    return _section("codes", "What the codes mean", *(_code_html(catalogue()[code]) for code in met)) if met else None


def _code_html(entry: CodeEntry) -> _Markup:
    examples = (("Wrong", entry.wrong), ("Right", entry.right))
    shown = (node for name, text in examples if text for node in (_element("p", name), _verbatim(text)))
    about = _element("p", *_with_code(entry.about))
    return _element("details", _element("summary", entry.code), about, *shown, id=entry.code)


def _verbatim(text: str) -> _Markup:
    return _element("pre", _Markup(escape(text)))


def _with_code(text: str) -> Iterator[str]:
    """``text`` with what stands between backticks as code."""
    for number, part in enumerate(text.split("`")):
        yield _element("code", part) if number % 2 else part
