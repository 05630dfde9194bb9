"""A parallel edition as a stage of the build: texts in, a PDF and what there is to say of it out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from lxml import etree

from recensio import law
from recensio.book import page_of
from recensio.cache import Cache
from recensio.config import ParallelTable, paper_in_mm
from recensio.lasting import date_for, standards_of
from recensio.law.compare import Difference
from recensio.law.inprint import compare_in_print
from recensio.law.printed import read_pdf
from recensio.law.source import SourceWords
from recensio.law.words import Words
from recensio.parallel import galley
from recensio.parallel.model import Block, Text, text_from
from recensio.parallel.setting import Setting, Whole
from recensio.parallel.stage import PDF, RESULT
from recensio.parallel.units import Units, stamp_rows
from recensio.parallel.witness_tree import as_witness
from recensio.problems import Problem, problem
from recensio.textbuild import TextTask
from recensio.textbuild.making import labels_of
from recensio.textbuild.text import SourceText
from recensio.transform import TransformError, stylesheets
from recensio.typeset import Options
from recensio.typeset.press import Fault, Press
from recensio.wording import counted

_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_TITLE_ROW = -2


@dataclass(frozen=True, slots=True)
class Named:
    """A text as the settings name it: the id of its file, a witness or a part of it."""

    id: str
    witness: str = ""
    part: str = ""

    @classmethod
    def of(cls, name: str) -> Named:
        """``id``, ``id@SIGLUM`` or ``id#xmlid``."""
        text, _, part = name.partition("#")
        text, _, witness = text.partition("@")
        return cls(text, witness, part)


@dataclass(frozen=True, slots=True)
class ParallelTask:
    """Everything that a parallel edition depends on (``key`` is a hash over it all)."""

    key: str
    table: ParallelTable
    texts: tuple[TextTask, ...]
    cache: Path
    anew: bool = False


@dataclass(frozen=True, slots=True)
class MadeParallel:
    """What came of it: whether there is a PDF, the share of the words that each text keeps, how many pages."""

    id: str
    title: str
    made: bool
    kept: dict[str, float] = field(default_factory=dict)
    pages: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Side:
    """One of the texts: its name in the settings, its tree, what the law counts in it."""

    name: str
    named: Named
    text: SourceText
    root: etree._Element
    words: SourceWords | None = None
    base: Words | None = None


class _Refused(Exception):
    """The edition cannot be made; holds the problem that says why."""

    def __init__(self, why: Problem) -> None:
        super().__init__(why.message)
        self.why = why


def build_parallel(task: ParallelTask) -> MadeParallel:
    """Make the edition of ``task`` and put it into the cache. Bad input never raises."""
    with Cache(task.cache).making(task.key, anew=task.anew) as folder:
        made, pdf = _made(task)
        if pdf is not None:
            (folder / PDF).write_bytes(pdf)
        (folder / RESULT).write_text(json.dumps(asdict(made), ensure_ascii=False), encoding="utf-8")
    return made


def _made(task: ParallelTask) -> tuple[MadeParallel, bytes | None]:
    table = task.table
    try:
        sides = _sides(task)
        texts = _texts(task, sides)
        return _set(task, sides, texts)
    except _Refused as refused:
        return MadeParallel(table.id, table.title, False, problems=(refused.why,)), None
    except TransformError as error:
        why = problem("PAR-005", file="edition.toml", id=table.id, reason=str(error), place="in a stylesheet")
        return MadeParallel(table.id, table.title, False, problems=(why,)), None


# --- trees -----------------------------------------------------------------------------------------------------


def _sides(task: ParallelTask) -> list[_Side]:
    """The texts with their trees: rows stamped, parts cut out, witnesses in the place of the base text."""
    read: dict[str, SourceText] = {}
    sides = []
    for name in task.table.texts:
        named = Named.of(name)
        text = read.setdefault(named.id, SourceText(next(one for one in task.texts if one.source.id == named.id)))
        root = text.parsed.root
        if root is None:
            raise _Refused(_impossible(task, f"{text.task.source.name} can't be read", "Mend the file first."))
        sides.append(_Side(name, named, text, _part_of(task, root, named)))
    units = [Units.of(side.root, side.named.id) for side in sides]
    stamp_rows(units)
    for side in sides:
        _count(task, side)
    return sides


def _impossible(task: ParallelTask, reason: str, cure: str) -> Problem:
    return problem("PAR-003", file="edition.toml", id=task.table.id, reason=reason, cure=cure)


def _part_of(task: ParallelTask, root: etree._Element, named: Named) -> etree._Element:
    """A copy of the tree; of its text only the part that is meant."""
    copy = deepcopy(root)
    if not named.part:
        return copy
    kept = next((e for e in copy.iter("*") if e.get(_XML_ID) == named.part), None)
    text = None if kept is None else next((e for e in kept.iterancestors("{*}text")), None)
    if kept is None or text is None:
        raise _Refused(_unknown(task, named, "element with the xml:id", named.part, "Look for the xml:id in its text."))
    for element in (kept, *kept.iterancestors()):
        if element is text:
            break
        parent = element.getparent()
        assert parent is not None
        for other in [one for one in parent if one is not element]:
            parent.remove(other)
        parent.text, element.tail = None, None
    return copy


def _unknown(task: ParallelTask, named: Named, kind: str, name: str, cure: str) -> Problem:
    facts: dict[str, Any] = {"id": task.table.id, "text": named.id, "kind": kind, "name": name, "cure": cure}
    return problem("PAR-002", file="edition.toml", **facts)


def _count(task: ParallelTask, side: _Side) -> None:
    """Count the words that the text must have; a witness takes the place of the base text."""
    base = side.text.task.base
    source = law.source_words(side.root, base)
    side.words, side.base = source, source.base
    if side.named.witness:
        try:
            side.base = source.witness(side.named.witness)
            side.root = as_witness(side.root, side.named.witness, base)
        except KeyError:
            known = ", ".join(source.witness_ids[:12]) or "none"
            cure = f"Declared are: {known}."
            raise _Refused(_unknown(task, side.named, "witness", side.named.witness, cure)) from None
        side.words = law.source_words(side.root, base)


# --- source ----------------------------------------------------------------------------------------------------


def _texts(task: ParallelTask, sides: list[_Side]) -> list[Text]:
    texts = [_text(task, side) for side in sides]
    titles = [_title_of(side, text, sides) for side, text in zip(sides, texts, strict=True)]
    if len(set(titles)) < 2:
        return texts
    return [_titled(text, title) for text, title in zip(texts, titles, strict=True)]


def _text(task: ParallelTask, side: _Side) -> Text:
    own = side.text.task
    sheets = stylesheets(own.xslt, frozenset({"normalise", "parallel"}))
    normalised = sheets.normalise(side.root, base=own.base, rules=own.rules)
    told = text_from(normalised.parallel_source(own.source.id, own.site, labels_of(own, sheets)))
    return told if task.table.apparatus else _without_apparatus(told)


def _without_apparatus(text: Text) -> Text:
    """Without the entries of the apparatus; notes stay. (Their marks in the text find nothing then.)"""
    entries = {name: entry for name, entry in text.entries.items() if entry.key is not None}
    return replace(text, entries=entries, layers=tuple(row for row in text.layers if row[0] in ("author", "editor")))


def _title_of(side: _Side, text: Text, sides: list[_Side]) -> str:
    """The title of a text; of a witness its siglum, with the title if there are others."""
    if not side.named.witness:
        return text.title
    same = len({one.named.id for one in sides}) == 1
    return side.named.witness if same else f"{text.title} ({side.named.witness})"


def _titled(text: Text, title: str) -> Text:
    head = Block(_TITLE_ROW, "", f"#side-title({galley.literal(title)})")
    return replace(text, title=title, running=title, blocks=(head, *text.blocks))


# --- pages -----------------------------------------------------------------------------------------------------


def _set(task: ParallelTask, sides: list[_Side], texts: list[Text]) -> tuple[MadeParallel, bytes | None]:
    table, own = task.table, sides[0].text.task
    title = table.title or " / ".join(dict.fromkeys(text.title for text in texts))
    facing = table.layout == "facing" and len(texts) == 2
    with TemporaryDirectory(prefix="recensio-") as name:
        desk = Path(name).resolve()
        words = galley.source_of(texts) + "\n".join(line for text in texts for line in text.behind)
        pictures = [(galley.source_of([t]), s.text.task.source.path.parent) for t, s in zip(texts, sides, strict=True)]
        press = Press(desk, words, pictures, _options(task, sides))
        setting = Setting(Whole(title, own.language, facing), texts, press)
        try:
            pdf = setting.run()
        except typst.TypstError as error:
            return MadeParallel(table.id, title, False, problems=(_not_set(task, sides, press, error),)), None
    problems = [_told(task, fault) for fault in press.faults]
    problems += [problem("PAR-008", file="edition.toml", id=table.id, page=page) for page in setting.overfull_pages]
    kept = dict(_proved(task, sides, pdf, setting, problems))
    return MadeParallel(table.id, title, True, kept, setting.count, tuple(problems)), pdf


def _options(task: ParallelTask, sides: list[_Side]) -> Options:
    own = sides[0].text.task
    page = page_of(own.print)
    paper = task.table.paper or _turned(page.paper, len(task.table.texts), task.table.layout)
    return {
        "template_folders": (own.xslt / "print",),
        "font_folders": own.fonts,
        "root": own.folder,
        "beside": own.source.path.parent,
        "page": replace(page, paper=paper),
        "standards": standards_of(own.print.standard),
        "timestamp": date_for(standards_of(own.print.standard), *(side.root for side in sides)),
    }


def _turned(paper: str, texts: int, layout: str) -> str:
    """Three and more columns, or two on a small page, need its longer side."""
    size = paper_in_mm(paper)
    if size is None or (layout == "facing" and texts == 2) or (texts == 2 and size[0] >= 150) or size[0] > size[1]:
        return paper
    return f"{size[1]:g}x{size[0]:g}mm"


def _not_set(task: ParallelTask, sides: list[_Side], press: Press, error: typst.TypstError) -> Problem:
    """The refusal of the typesetter at the element that the source names."""
    fault = press.refusal(error)
    side, _, path = (fault.at or "").partition(" ")
    file, line, column = "edition.toml", None, None
    if side.isdigit() and int(side) < len(sides):
        text = sides[int(side)].text
        file, (line, column) = text.task.source.name, text.line_and_column(path)
    facts: dict[str, Any] = {"id": task.table.id, **fault.facts}
    return problem("PAR-005", file=file, line=line, column=column, **facts)


def _told(task: ParallelTask, fault: Fault) -> Problem:
    facts: dict[str, Any] = dict(fault.facts)
    return problem(fault.code, file=f"pdf/{task.table.id}.pdf", **facts)


# --- proof -----------------------------------------------------------------------------------------------------


def _proved(
    task: ParallelTask, sides: list[_Side], pdf: bytes, setting: Setting, problems: list[Problem]
) -> Iterator[tuple[str, float]]:
    """The share of its words that each text keeps on its own pages."""
    printed = read_pdf(pdf)
    for number, side in enumerate(sides):
        assert side.base is not None
        own = printed.of_pages(setting.pages_of(number))
        aside = side.words.aside if side.words and task.table.apparatus else Counter[str]()
        found = compare_in_print(side.base, aside, own)
        if found.base.lost is not None:
            problems.append(_lost(task, side, found.base.lost))
        elif found.missing_aside:
            problems.append(_lost_aside(task, side, found.missing_aside))
        yield side.name, found.base.share


def _lost(task: ParallelTask, side: _Side, lost: Difference) -> Problem:
    facts: dict[str, Any] = {"id": task.table.id, "text": side.name, "words": counted(lost.count, "word", "words")}
    return problem("PAR-006", file=side.text.task.source.name, context=lost.context, **facts)


def _lost_aside(task: ParallelTask, side: _Side, missing: Counter[str]) -> Problem:
    """Words of notes and readings that are nowhere on the pages of their text."""
    words = counted(missing.total(), "word", "words") + " of notes and readings"
    facts: dict[str, Any] = {"id": task.table.id, "text": side.name, "words": words}
    return problem("PAR-006", file=side.text.task.source.name, context=f"“{next(iter(missing))}”", **facts)
