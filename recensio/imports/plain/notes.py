"""The bodies of notes: behind the text, behind a chapter, at the foot of a page, or in brackets behind a paragraph.

Numbered paragraphs are notes only if the text calls them, or a heading says so; else they are a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from recensio.imports.plain import shapes
from recensio.imports.plain.calls import Found, calls_of
from recensio.imports.plain.chunks import Chunk
from recensio.imports.plain.pages import Row
from recensio.imports.plain.side import Side

_LABEL = re.compile(
    r"(?:\[\^?(?P<a>\d{1,3}|[*†‡§]{1,4})\]:?|\((?P<b>\d{1,3}|[*†‡§]{1,4})\)|\{(?P<c>\d{1,3})\}"
    r"|(?P<d>\d{1,3})\s?[.):]?(?:\s?[—–-])?|(?P<e>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|(?P<f>\*{1,4}|†{1,3}|‡{1,3}|§{1,2})|\^(?P<g>\d{1,3})"
    r"|(?:[Nn]ote|[Ff]ootnote|Anm\.|Fn\.)\s(?P<h>\d{1,3})[.:)])(?=\s|[^\W\d_“\"‘«])"
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_HEADING = re.compile(
    r"(?:\w+[’']?s?\s)?(?:foot|end|editor(?:ial|[’']s)?\s)?\s?notes?(?:\s(?:and|to|on)\b.{0,30})?|references|"
    r"(?:anmerkungen|fu(?:ß|ss)noten|endnoten)|notes\s(?:et|de)\b.{0,30}|note|notas|примечания|сноски",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"\[(?:Footnote|Note|Fußnote|Anmerkung|Note de bas de page)\s*(?P<label>\d{1,4}|[A-Z*†‡§]{1,3})?\s*:\s*"
)
_BACKLINKS = re.compile(r"\s*[↩↑⏎⮌⤴]\ufe0e?\ufe0f?\s*$")
_MOSTLY = 0.6
_NEAR = 8
_FARTHEST = 3  # how many numbers may be skipped from one page to the next, where some could not be read


@dataclass(frozen=True, slots=True)
class Body:
    """A note: its label, the lines it stands in, and how many signs at the beginning are the label.

    ``group`` tells notes that are numbered together; ``cut`` is what is taken off at its end (a bracket, a link back).
    """

    label: str
    chunks: tuple[Chunk, ...]
    group: int
    skip: int
    position: str = "end"
    cut: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Notes that are numbered together, and the texts (from, to) in which they are called."""

    bodies: tuple[Body, ...]
    first: int
    end: int
    head: Chunk | None = None


def label_of(text: str) -> tuple[str, int]:
    """The label that a note begins with, and the length of what it is printed as; ``("", 0)`` if it has none."""
    found = _LABEL.match(text)
    if not found:
        return "", 0
    label = next(value for value in found.groups() if value)
    label = label.translate(_SUPERSCRIPTS)
    size = found.end()
    return (str(int(label)) if label.isdecimal() else label), size


def is_notes_heading(text: str) -> bool:
    """True for the heading of notes: ``Notes``, ``Footnotes``, ``Anmerkungen`` …"""
    return bool(_HEADING.fullmatch(text.strip(" .:—–-*_=[]")))


def backlink(text: str) -> int:
    """How many signs at the end of a note only lead back to its call."""
    found = _BACKLINKS.search(text)
    return len(found[0]) if found else 0


# --- At the foot of pages


def foot_rows(rows: Sequence[Row], side: Side) -> Iterator[tuple[str, tuple[Row, ...], int]]:
    """Notes at the foot of pages: label, lines, length of the label. A note must be called on its page.

    Lines that the side file knows are left alone.
    """
    known = {number for note in side.notes for number in note.span} | _told(side)
    labels = {note.span.first: int(note.label) for note in side.notes if note.label.isdecimal()}
    last = 0
    for sheet in _sheets(rows):
        mine = [row for row in sheet if row.number not in known]
        found = list(_foot(mine, last, frozenset(call.label for call in side.calls)))
        yield from found
        numbers = [int(one[0]) for one in found if one[0].isdecimal()]
        last = max([*numbers, *(labels[row.number] for row in sheet if row.number in labels)], default=last)


def _told(side: Side) -> set[int]:
    return {number for role, spans in side.roles.items() if role != "paragraph" for span in spans for number in span}


def _sheets(rows: Sequence[Row]) -> Iterator[list[Row]]:
    sheet: list[Row] = []
    for row in rows:
        if sheet and row.page != sheet[-1].page:
            yield sheet
            sheet = []
        sheet.append(row)
    if sheet:
        yield sheet


def _foot(sheet: list[Row], last: int, told: frozenset[str]) -> list[tuple[str, tuple[Row, ...], int]]:
    """The notes of one page: the most that begin with the numbers due and are called above."""
    starts = [(at, *label_of(row.text)) for at, row in enumerate(sheet) if at and label_of(row.text)[0]]
    for at, label, _ in starts:
        if not (label in ("1", "*", "†") or (label.isdecimal() and last < int(label) <= last + _FARTHEST)):
            continue
        picked = _growing([one for one in starts if one[0] >= at])
        if _are_called(sheet[:at], [one[1] for one in picked if one[1] not in told]):
            ends = [one[0] for one in picked[1:]] + [len(sheet)]
            return [(one[1], tuple(sheet[one[0] : end]), one[2]) for one, end in zip(picked, ends, strict=True)]
    return []


def _growing(starts: Sequence[tuple[int, str, int]]) -> list[tuple[int, str, int]]:
    """Of the lines that begin with a label, those in a row; where one could not be read, the next but one."""
    picked = [starts[0]]
    for one in starts[1:]:
        before = picked[-1][1]
        if before.isdecimal() and one[1].isdecimal():
            if 1 <= int(one[1]) - int(before) <= 2:
                picked.append(one)
        elif not before.isdecimal() and not one[1].isdecimal():
            picked.append(one)
    return picked


def _are_called(above: Sequence[Row], labels: Sequence[str]) -> bool:
    found = {one.label for one in calls_of(["\n".join(row.text for row in above)], labels)}
    return all(label in found for label in dict.fromkeys(labels))


# --- Behind the text, or behind a chapter


def end_groups(chunks: Sequence[Chunk]) -> list[Group]:
    """Groups of notes among the chunks, each called in the text in front of it.

    Numbered paragraphs in the middle of a text are taken for notes only if that leaves none at its end uncalled.
    """
    loose, strict = _groups(chunks, strict=False), _groups(chunks, strict=True)
    return loose if _called(chunks, loose) > _called(chunks, strict) else strict


def _called(chunks: Sequence[Chunk], groups: Sequence[Group]) -> int:
    """How many notes are called, less those that are not."""
    total = 0
    for group in groups:
        texts = [chunk.text for chunk in chunks[group.first : group.end]]
        calls = len(calls_of(texts, [body.label for body in group.bodies]))
        total += 2 * calls - len(group.bodies)
    return total


def _groups(chunks: Sequence[Chunk], *, strict: bool) -> list[Group]:
    groups: list[Group] = []
    at = start = 0
    while at < len(chunks):
        head = chunks[at] if is_notes_heading(chunks[at].flat) and at + 1 < len(chunks) else None
        first = at + (head is not None)
        bodies, end = _run(chunks, first, len(groups), headed=head is not None)
        if bodies and _is_group(chunks, bodies, start, at, end, headed=head is not None, strict=strict):
            near = start if bodies[0].label.isdecimal() else max(start, at - _NEAR)
            groups.append(Group(tuple(bodies), near, at, head))
            at = start = end
        else:
            at += 1
    return groups


def _run(chunks: Sequence[Chunk], at: int, group: int, *, headed: bool) -> tuple[list[Body], int]:
    """Notes in a row from ``at`` on, and where they end."""
    bodies: list[Body] = []
    while at < len(chunks):
        chunk = chunks[at]
        label, size = ("", 0) if chunk.role else label_of(chunk.text)
        if label and _is_due(label, bodies, headed=headed):
            bodies.append(Body(label, (chunk,), group, size))
        elif bodies and _continues(chunks, at, bodies[-1], headed=headed):
            bodies[-1] = replace(bodies[-1], chunks=(*bodies[-1].chunks, chunk))
        else:
            break
        at += 1
    return bodies, at


def _is_due(label: str, bodies: Sequence[Body], *, headed: bool) -> bool:
    if not bodies:
        return label == "1" or label[0] in "*†" or (headed and label.isdecimal())
    before = bodies[-1].label
    if before.isdecimal():
        return label.isdecimal() and int(label) == int(before) + 1
    return not label.isdecimal()


def _continues(chunks: Sequence[Chunk], at: int, body: Body, *, headed: bool) -> bool:
    """True for a further paragraph of the note: set in deeper, or with the next note soon behind it."""
    chunk = chunks[at]
    if chunk.role or is_notes_heading(chunk.flat):
        return False
    if chunk.indent > body.chunks[0].indent:
        return True
    if not body.label.isdecimal():
        return False
    due = str(int(body.label) + 1)
    following = [label_of(one.text)[0] for one in chunks[at + 1 : at + 4]]
    return due in following and (headed or not any(shapes.is_heading_like(one.flat) for one in chunks[at : at + 1]))


def _is_group(
    chunks: Sequence[Chunk], bodies: Sequence[Body], start: int, at: int, end: int, *, headed: bool, strict: bool
) -> bool:
    """True if the text in front calls most of these notes, and they end it, or a chapter, or have a head."""
    labels = [body.label for body in bodies]
    if not labels[0].isdecimal():
        near = [chunk.text for chunk in chunks[max(start, at - _NEAR) : at]]
        return len(calls_of(near, labels)) == len(labels)
    calls = calls_of([chunk.text for chunk in chunks[start:at]], labels)
    safe = [one for one in calls if one.trust.cert != "low"]
    if headed:
        return True
    if len(safe) < len(labels) * _MOSTLY or chunks[at - 1].flat.endswith(":"):
        return False
    links_back = sum(bool(backlink(body.chunks[-1].flat)) for body in bodies)
    if end == len(chunks) or links_back > len(bodies) * 0.5:
        return True
    return not strict and (chunks[end].role.startswith("heading") or shapes.is_heading_like(chunks[end].flat))


# --- In brackets


def bracketed(chunks: Sequence[Chunk], group: int) -> list[tuple[int, int, Body]]:
    """Notes like ``[Footnote 1: …]``: the chunks they stand in (from, to), and the notes."""
    found: list[tuple[int, int, Body]] = []
    at = 0
    while at < len(chunks):
        match = _BRACKETED.match(chunks[at].text)
        end = _closing(chunks, at) if match else None
        if match and end is not None:
            label = match["label"] or str(len(found) + 1)
            found.append((at, end, Body(label, tuple(chunks[at:end]), group, match.end(), "foot", cut=1)))
            at = end
        else:
            at += 1
    return found


def _closing(chunks: Sequence[Chunk], at: int) -> int | None:
    """The end of the chunks from ``at`` on that hold what the bracket opens."""
    depth = 0
    for end in range(at, min(at + 40, len(chunks))):
        depth += chunks[end].text.count("[") - chunks[end].text.count("]")
        if depth <= 0:
            return end + 1 if chunks[end].text.rstrip().endswith("]") else None
    return None


def uncalled(bodies: Sequence[Body], calls: Sequence[Found]) -> list[Body]:
    """The notes that no call leads to."""
    called = {one.label for one in calls}
    return [body for body in bodies if body.label not in called]
