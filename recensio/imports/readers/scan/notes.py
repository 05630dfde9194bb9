"""Notes on recognised pages: those at the foot by their numbers, those in the margin by their height."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from recensio.imports.model import (
    MEDIUM,
    Blocks,
    Call,
    Content,
    Inline,
    Note,
    Paragraph,
    Style,
    Text,
)
from recensio.imports.readers.scan.layout import Line, Region
from recensio.imports.readers.scan.lines import content_of

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LABEL = re.compile(
    r"^\s*(?:\((\d{1,3}|[a-z]|[*†‡§]{1,3})\)|(\d{1,3}|[a-z])\s?[).]|([*†‡§]{1,3})\)?|([⁰¹²³⁴-⁹]{1,3})|(\d{1,3})(?=\s))\s*"
)


def notes_at_foot(region: Region, start: int) -> list[Note]:
    """The notes in ``region``, parted where a line begins with a number or a sign; keys are counted from ``start``."""
    groups: list[tuple[str, list[Line]]] = []
    for line in region.lines:
        label = _LABEL.match(line.text)
        if label or not groups:
            sign = next((one for one in label.groups() if one), "") if label else ""
            cut = label.end() if label else 0
            groups.append((sign.translate(_PLAIN), [_without(line, cut)]))
        else:
            groups[-1][1].append(line)
    return [_note(label, lines, start + number, region) for number, (label, lines) in enumerate(groups)]


def _without(line: Line, cut: int) -> Line:
    """``line`` without its first ``cut`` characters."""
    marks = (replace(mark, start=max(0, mark.start - cut), end=max(0, mark.end - cut)) for mark in line.marks)
    return replace(line, text=line.text[cut:], marks=tuple(marks))


def _note(label: str, lines: Sequence[Line], number: int, region: Region) -> Note:
    where = lines[0].place
    blocks: Blocks = (Paragraph(content=content_of(lines), place=where),)
    return Note(f"note-{number}", label, blocks, "end" if region.kind == "end" else "foot", place=where)


def note_in_margin(region: Region, number: int) -> Note:
    """The note in the margin that ``region`` is."""
    blocks: Blocks = (Paragraph(content=content_of(region.lines), place=region.lines[0].place, lang=region.lang),)
    return Note(key=f"margin-{number}", label="", blocks=blocks, position="margin", place=region.lines[0].place)


def with_call(content: Content, note: Note) -> Content | None:
    """``content`` with the call of ``note`` in the place of its number; ``None`` if that is not in it."""
    if not note.label:
        return None
    found: list[Inline] = []
    for at, one in enumerate(content):
        pieces = _parted(one, note)
        if pieces is not None:
            return (*found, *pieces, *content[at + 1 :])
        found.append(one)
    return None


def _parted(one: Inline, note: Note) -> list[Inline] | None:
    if isinstance(one, Style) and "superscript" in one.rend and len(one.content) == 1:
        inner = one.content[0]
        if isinstance(inner, Text) and inner.text.strip(" ()[]").translate(_PLAIN) == note.label:
            return [Call(note.key, note.label, inner.text.strip(), note.place, MEDIUM)]
    if isinstance(one, Style):
        inside = with_call(one.content, note)
        return [replace(one, content=inside)] if inside is not None else None
    if not isinstance(one, Text):
        return None
    place = _call(note.label).search(one.text)
    if not place:
        return None
    call = Call(note.key, note.label, place.group(), note.place, MEDIUM)
    return [
        piece for piece in (Text(one.text[: place.start()]), call, Text(one.text[place.end() :])) if piece != Text("")
    ]


def _call(label: str) -> re.Pattern[str]:
    """How a call of ``label`` looks: raised, or in brackets, directly behind a word or its punctuation."""
    sign = re.escape(label)
    shapes = [rf"(?<=\S)\({sign}\)", rf"(?<=\S)\s?\[{sign}\]", rf"(?<=\S)\s?{sign}\)"]
    if label.isdigit():
        shapes.insert(0, re.escape(label.translate(_SUPERSCRIPT)) + r"(?![⁰¹²³⁴-⁹])\)?")
        shapes.append(rf"(?<=[^\W\d_]){sign}(?!\w)")
    elif not label.isalnum():
        shapes.append(rf"(?<=\S)\s?{sign}(?![*†‡§])")
    return re.compile("|".join(shapes))
