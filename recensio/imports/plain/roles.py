"""What each chunk is: heading, paragraph, item of a list, quotation, verse, part of a letter …

First what a chunk is by itself, then what its neighbours make of it. The side file has the first word and the last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from recensio.imports.model import HIGH, LOW, MEDIUM, SAID, Trust
from recensio.imports.plain import shapes
from recensio.imports.plain.chunks import Chunk
from recensio.imports.plain.lines import Layout, most_common
from recensio.imports.plain.side import Side

_CAPTION = re.compile(
    r"\[(?:Illustration|Figure|Map|Plate|Abbildung)\b.*\]|\|\s(?!.*\|\s*$).*|(?:Fig(?:ure|\.)|Plate|Table|Abb(?:\.|ildung)|Tafel|Tab\.)\s*"
    r"[\dIVX]+\s*[.:—–-].*",
    re.DOTALL | re.IGNORECASE,
)
_BIBLIOGRAPHIC = re.compile(
    r"\b(?:pp?\.?\s?\d+|vol\.?\s?\w+|no\.?\s?\d+|n°\s?\d+|quoted in|cited in|ibid|op\.?\s?cit|loc\.?\s?cit|S\.\s?\d+"
    r"|Bd\.|с\.\s?\d+)|,\s(?:\w+\s)?(?:1[5-9]|20)\d\d[.,)]?",
    re.IGNORECASE,
)
_AUTHOR_TITLE = re.compile(
    r"(?!(?:The|A|An|On|In|From|Of|Der|Die|Das|Le|La|Les)\b)(?:[A-Z][\w.’'-]*\s?){1,3},\s+[A-Z“‘].*"
)
_OPENS = '“„«"‘'
_CLOSES = re.compile(r"[”»\"’](?:\s\([^()]{5,200}\)\.?)?(?:[\s.,;:!?)\]]|\[\d+\]|\(\d+\)|\d{1,3}|[¹²³⁰⁴-⁹]+)*$")
_BORDER = re.compile(r"[|+\-=:_ ]{3,}")
_COLUMNS = re.compile(r"\t+|\s*\|\s*|\s{3,}")
_SHORT_VERSE = 62
_HEAD_OF_LETTER = 6


@dataclass(frozen=True)
class Typed:
    """A chunk and what it is. ``level`` is that of a heading, ``style`` how the heading looks."""

    chunk: Chunk
    role: str = "paragraph"
    trust: Trust = SAID
    level: int = 0
    style: str = ""

    @property
    def flat(self) -> str:
        """The words in one line."""
        return self.chunk.flat

    @property
    def gap(self) -> int:
        """Blank lines above."""
        return self.chunk.gap

    @property
    def told(self) -> bool:
        """True if the side file says what it is."""
        return bool(self.chunk.role) or self.role == "told"

    @property
    def is_heading(self) -> bool:
        """True for a heading of any level."""
        return self.role == "heading"


def typed(chunks: Sequence[Chunk], layout: Layout, side: Side) -> list[Typed]:
    """What each of the chunks is."""
    return _Typing(chunks, layout, side).typed()


_SIDE_LEVELS = {"heading": 1, "heading-2": 2, "heading-3": 3, "heading-4": 4, "heading-5": 5}
_RENAMED = {"list": "item"}


class _Typing:
    def __init__(self, chunks: Sequence[Chunk], layout: Layout, side: Side) -> None:
        self._layout = layout
        self._off = side.off
        self._paragraphs = side.starts("paragraph")
        self.all = [self._begun(chunk) for chunk in chunks]

    def _begun(self, chunk: Chunk) -> Typed:
        """What the side file says, or nothing yet."""
        if chunk.role in _SIDE_LEVELS:
            return Typed(chunk, "heading", level=_SIDE_LEVELS[chunk.role], style="told")
        if chunk.role:
            return Typed(chunk, _RENAMED.get(chunk.role, chunk.role))
        if chunk.place.line in self._paragraphs:
            return Typed(replace(chunk, role="paragraph", trust=SAID), "paragraph")
        return Typed(chunk, "", chunk.trust)

    def typed(self) -> list[Typed]:
        for kind, step in self._STEPS:
            if kind not in self._off:
                step(self)
        rest = [replace(one, role="paragraph") if not one.role else one for one in self.all]
        self.all = rest
        return list(_levelled(rest))

    # --- Tools

    def _open(self) -> Iterator[tuple[int, Typed]]:
        """The chunks of which nothing is known yet."""
        return ((at, one) for at, one in enumerate(self.all) if not one.role)

    def _set(self, at: int, role: str, trust: Trust = SAID, style: str = "") -> None:
        self.all[at] = replace(self.all[at], role=role, trust=trust, style=style)

    def _near(self, at: int) -> Typed | None:
        return self.all[at] if 0 <= at < len(self.all) else None

    @cached_property
    def _usual_gap(self) -> int:
        return most_common([one.gap for one in self.all if one.chunk.words > 15]) or 1

    @cached_property
    def _length(self) -> int:
        """How many words a paragraph has, in the middle."""
        counts = sorted(one.chunk.words for one in self.all)
        return counts[len(counts) // 2] if counts else 0

    # --- Steps

    def _rules(self) -> None:
        for at, one in self._open():
            if shapes.is_rule(one.flat) and len(one.chunk.rows) == 1:
                self._set(at, "rule")

    def _captions(self) -> None:
        for at, one in self._open():
            if one.chunk.words <= 40 and _CAPTION.fullmatch(one.flat):
                self._set(at, "caption", HIGH)

    def _tables(self) -> None:
        for at, one in self._open():
            if len(one.chunk.rows) > 1 and is_table([row.text for row in one.chunk.rows]):
                self._set(at, "table", HIGH)
        for first, end in self._touching():
            rows = [one.flat for one in self.all[first:end]]
            if end - first > 1 and is_table(rows):
                for at in range(first, end):
                    self._set(at, "table", HIGH)

    def _touching(self) -> list[tuple[int, int]]:
        """Runs of chunks of one line with no blank line between them, of which nothing is known."""
        runs: list[tuple[int, int]] = []
        for at, one in self._open():
            single = len(one.chunk.rows) == 1
            if runs and runs[-1][1] == at and single and not one.gap:
                runs[-1] = (runs[-1][0], at + 1)
            elif single:
                runs.append((at, at + 1))
        return runs

    def _addresses(self) -> None:
        """Short lines in front of a salutation: whom the letter goes to."""
        for at, one in enumerate(self.all):
            if one.role == "salute":
                for number in range(at - 1, max(-1, at - _HEAD_OF_LETTER), -1):
                    before = self.all[number]
                    if before.role not in ("", "dateline") or before.chunk.words > 15 or _is_prose(before):
                        break
                    if not before.role:
                        self._set(number, "address", MEDIUM)

    def _letters(self) -> None:
        for at, one in self._open():
            if shapes.is_salutation(one.flat) and self._may_greet(at):
                self._set(at, "salute", HIGH)
        for at, one in self._open():
            if shapes.is_valediction(one.flat) and self._ends(at, 4):
                self._set(at, "valediction", HIGH)
        for at, one in self._open():
            if shapes.is_dateline(one.flat) and (self._ends(at, 3) or self._begins(at)):
                self._set(at, "dateline", HIGH)
        for at, one in self._open():
            if self._may_sign(at) and shapes.is_name(one.flat):
                self._set(at, "signed", HIGH if self._before(at, "valediction", "dateline") else MEDIUM)
        for at, one in self._open():
            if re.match(r"(?:P\.?\s?(?:P\.?\s?)?S\.?|PS)[\s.:—–-]", one.flat) and self._before(
                at, "signed", "valediction"
            ):
                self._set(at, "postscript", HIGH)
        self._addresses()
        for at, one in self._open():
            if at and shapes.is_trailer(one.flat) and self._ends(at, 1):
                self._set(at, "trailer", HIGH)

    def _may_greet(self, at: int) -> bool:
        """A salutation stands at the beginning of a text or a division: prose comes next."""
        after = self._near(at + 1)
        return after is not None and after.chunk.words > 6

    def _ends(self, at: int, most: int) -> bool:
        """True if only a few short chunks follow until the end, a heading or a row of stars."""
        for distance in range(1, most + 1):
            one = self._near(at + distance)
            if one is None or one.is_heading or one.role == "rule" or shapes.is_capitals(one.flat):
                return True
            if one.chunk.words > 12 and not one.role:
                return distance > 1 and self.all[at + distance - 1].role in ("signed", "valediction")
        return False

    def _begins(self, at: int) -> bool:
        """True if a salutation comes soon, with nothing but short lines in front of it."""
        for one in self.all[at + 1 : at + _HEAD_OF_LETTER]:
            if one.role == "salute":
                return True
            if one.chunk.words > 15 or one.role:
                return False
        return False

    def _before(self, at: int, *roles: str) -> bool:
        before = self._near(at - 1)
        return before is not None and before.role in roles

    def _may_sign(self, at: int) -> bool:
        if not at or self.all[at].chunk.words > 7:
            return False
        if self._before(at, "valediction"):
            return True
        before, after = self._near(at - 1), self._near(at + 1)
        closed = before is not None and (shapes.ends_sentence(before.flat) or before.role in ("dateline", "rule"))
        return closed and (after is None or after.role in ("dateline", "rule", "heading"))

    def _lists(self) -> None:
        at = 0
        while at < len(self.all):
            end = self._items(at)
            for number in range(at, end):
                if shapes.item_mark(self.all[number].flat):
                    self._set(number, "item", HIGH)
                else:
                    self._set(number, "item-runs-on", MEDIUM)
            at = max(end, at + 1)

    def _items(self, at: int) -> int:
        """Where the list that begins at ``at`` ends; ``at`` if there is none."""
        first = self.all[at]
        mark = shapes.item_mark(first.flat)
        if first.role or not mark or (mark in "—–" and len(mark) == 1):
            return at
        end, last, count = at + 1, mark, 1
        while (one := self._near(end)) is not None and not one.role:
            following = shapes.item_mark(one.flat)
            if following and shapes.follows(last, following):
                last, count = following, count + 1
            elif not (one.chunk.indent > first.chunk.indent and not following):
                break
            end += 1
        return end if count > 1 else at

    def _headings(self) -> None:
        for at, _ in self._open():
            found = self._heading(at)
            if found is not None:
                self._set(at, "heading", found[0], found[1])

    def _heading(self, at: int) -> tuple[Trust, str] | None:
        """How sure it is that the chunk is a heading, and its style."""
        one, after = self.all[at], self._near(at + 1)
        if after is None or len(one.chunk.rows) > 3 or not shapes.is_heading_like(one.flat):
            return None
        style = style_of(one.flat)
        if self._is_led_in(at) and (style == "plain" or (style == "words" and not one.gap)):
            return None
        if style == "words" and self._is_source(at):
            return None
        if len(one.chunk.rows) > 1 and style in ("words", "plain") and not self._is_narrow(one.chunk):
            return None
        if style == "plain":
            return (MEDIUM, style) if self._stands_out(at) else None
        if style == "words" and _is_reference(one.flat) and not one.gap:
            return None
        return (HIGH if one.gap and (after.gap or style != "words") else MEDIUM, style)

    def _is_source(self, at: int) -> bool:
        """True for a line directly below a paragraph that was announced, which then is a quotation."""
        before, leads = self._near(at - 1), self._near(at - 2)
        if before is None or leads is None or self.all[at].gap or not before.gap or before.role:
            return False
        return leads_in(leads) and shapes.ends_sentence(before.flat)

    def _is_narrow(self, chunk: Chunk) -> bool:
        return all(len(row.text) < self._layout.width * 0.8 for row in chunk.rows)

    def _is_led_in(self, at: int) -> bool:
        """True if the paragraph above waits for something to follow."""
        before = self._near(at - 1)
        return before is not None and leads_in(before)

    def _stands_out(self, at: int) -> bool:
        """True for a line in small letters with more room above it than paragraphs have, and long prose below."""
        one, after = self.all[at], self.all[at + 1]
        before = self._near(at - 1)
        closed = before is None or before.is_heading or shapes.ends_sentence(before.flat)
        wide = one.gap > self._usual_gap or (self._layout.wrapped and one.gap > 0 and self._is_narrow(one.chunk))
        return closed and wide and after.chunk.words > 12 and after.gap > 0 and one.chunk.words > 1

    def _quotations(self) -> None:
        self._indented()
        self._attributed()
        self._marked()
        self._led_in()

    def _indented(self) -> None:
        if not self._layout.wrapped:
            return
        for at, one in self._open():
            deep = one.chunk.indent - self._layout.margin
            if deep >= 2 and (len(one.chunk.rows) > 1 or (deep >= 4 and not self._layout.indents_part)):
                self._set(at, "quotation", HIGH)

    def _attributed(self) -> None:
        """A reference directly below a paragraph that has a blank line above it says where that is from."""
        for at, one in self._open():
            before = self._near(at - 1)
            if before is None or before.role not in ("", "quotation") or one.gap or not before.gap:
                continue
            leads = self._near(at - 2)
            is_led = leads is not None and leads_in(leads) and leads.role in ("", "quotation")
            if one.chunk.words <= 20 and (_is_reference(one.flat) or (is_led and not shapes.ends_sentence(one.flat))):
                self._set(at - 1, "quotation", HIGH if is_led else MEDIUM)
                self._set(at, "source", MEDIUM)

    def _marked(self) -> None:
        """Paragraphs in quotation marks from end to end, or from one to the next."""
        spoken = sum(one.flat[:1] in _OPENS for one in self.all)
        is_dialogue = spoken > max(6, len(self.all) * 0.2)
        for at, one in self._open():
            if one.flat[:1] not in _OPENS or one.role:
                continue
            end = self._quoted_until(at)
            led = self._is_led_in(at)
            long = sum(x.chunk.words for x in self.all[at:end]) >= 25
            if end > at and (led or (long and not is_dialogue)):
                for number in range(at, end):
                    self._set(number, "quotation", HIGH if led else MEDIUM)

    def _quoted_until(self, at: int) -> int:
        """The end of the chunks that the quotation mark at the beginning spans; ``at`` if they are not whole."""
        for end in range(at, min(at + 8, len(self.all))):
            text = self.all[end].flat
            if self.all[end].role:
                return at
            if _CLOSES.search(text) and _depth(text, opened=end > at) <= 0:
                following = self._near(end + 1)
                again = following is not None and following.flat[:1] in _OPENS and end == at and _depth(text) > 0
                return at if again else end + 1
            if _depth(text, opened=end > at) <= 0:
                return at
        return at

    def _led_in(self) -> None:
        marks = any(leads_in(a) and b.flat[:1] in _OPENS for a, b in pairwise(self.all))
        for at, one in self._open():
            before = self._near(at - 1)
            if before is None or before.role not in ("", "paragraph") or not leads_in(before) or not one.gap:
                continue
            colon = before.flat.rstrip().endswith(":")
            if shapes.begins_low(one.flat) or one.chunk.words < 6 or (colon and marks) or one.chunk.words > 250:
                continue
            self._set(at, "quotation", LOW if colon else MEDIUM)

    def _verse(self) -> None:
        for at, one in self._open():
            texts = [row.text for row in one.chunk.rows]
            if len(texts) > 1 and is_verse(texts, self._layout.width):
                self._set(at, "verse", HIGH if len(texts) > 3 else MEDIUM)
        if self._length < 25 and not self._layout.wrapped and not self._is_poem:
            return
        for first, end in self._touching():
            texts = [one.flat for one in self.all[first:end]]
            if end - first > 2 and is_verse(texts, 0):
                for at in range(first, end):
                    self._set(at, "verse", MEDIUM)

    @cached_property
    def _is_poem(self) -> bool:
        """True if nearly all lines are short and begin with capitals, whether a sentence ends above or not."""
        texts = [one.flat for one in self.all]
        return len(texts) > 3 and is_verse(texts, 0)

    _STEPS: tuple[tuple[str, Callable[[_Typing], None]], ...] = (
        ("", _rules),
        ("captions", _captions),
        ("tables", _tables),
        ("verse", _verse),
        ("lists", _lists),
        ("letters", _letters),
        ("headings", _headings),
        ("quotations", _quotations),
        ("letters", _letters),
    )


def _is_of_letter(text: str) -> bool:
    return shapes.is_valediction(text) or shapes.is_salutation(text) or shapes.is_dateline(text)


def _is_prose(one: Typed) -> bool:
    return one.chunk.words > 6 and shapes.ends_sentence(one.flat)


def _depth(text: str, *, opened: bool = False) -> int:
    """How many quotation marks stay open at the end of ``text``; one that is opened again counts once."""
    if opened and text[:1] in _OPENS:
        text = text[1:]
    depth = 1 if opened else 0
    for sign in text:
        if sign in "“„«":
            depth += 1
        elif sign in "”»":
            depth -= 1
    if '"' in text and depth == int(opened):
        depth += text.count('"') % 2 if not opened else -(text.count('"') % 2)
    return depth


def leads_in(one: Typed) -> bool:
    """True for prose that waits for what follows: it ends with a colon, or without a point."""
    if one.role not in ("", "paragraph") or one.chunk.words < 2:
        return False
    text = re.sub(r"(?:\s*(?:\([^()]*\)|\[\d+\]|[¹²³⁰⁴-⁹]+))+$", "", one.flat).rstrip()
    if text.endswith(":"):
        return True
    if shapes.ends_sentence(text) or (shapes.is_heading_like(text) and style_of(text) != "plain"):
        return False
    return bool(re.search(r"[\w,”’—–-]$", text))


def _is_reference(text: str) -> bool:
    """True for a line that could say where a quotation is from."""
    if shapes.ends_sentence(text) and not re.search(r"\d\.?$", text):
        return False
    return bool(_BIBLIOGRAPHIC.search(text) or _AUTHOR_TITLE.fullmatch(text)) and len(text) < 200


_PART = re.compile(
    r"(?:part|book|volume|teil|buch|partie|livre|parte|libro|часть|книга)\s+"
    r"(?:[\divxlc]+|the\s\w+|one|two|three|four|five|six|eins|zwei|drei|erster?|une?|deux|trois|uno|due|первая|вторая)\b"
)


def style_of(text: str) -> str:
    """How a heading looks: ``part``, ``chapter``, ``1.1`` … by depth, ``capitals``, ``words``, or ``plain``."""
    lower = text.lower()
    if _PART.match(lower):
        return "part"
    if shapes.is_numbered(text):
        number = shapes.heading_number(text)
        if number and number[0].isdecimal() and re.match(r"[\d.]+\s", text):
            return f"number{number.count('.') + 1}"
        return "chapter"
    if shapes.is_capitals(text):
        return "capitals"
    return "words" if shapes.is_title_case(text) else "plain"


_RANKS = ("part", "chapter", "capitals", "words", "plain", "number1", "number2", "number3", "number4", "number5")


def _levelled(found: Sequence[Typed]) -> Iterator[Typed]:
    """The headings with levels: what stands higher by its looks comes first."""
    told = any(one.style == "told" for one in found)
    used = [rank for rank in _RANKS if any(one.is_heading and one.style == rank for one in found)]
    if used and "words" in used and "plain" in used:
        used.remove("plain")
    for one in found:
        if one.is_heading and one.style != "told":
            style = "words" if one.style == "plain" and "words" in used else one.style
            yield replace(one, level=1 + used.index(style) + told if style in used else 1 + told)
        else:
            yield one


def is_table(rows: Sequence[str]) -> bool:
    """True if all rows have the same number of columns, two or more, parted by tabs, bars or wide gaps."""
    rows = [row for row in rows if not _BORDER.fullmatch(row)]
    if len(rows) < 2:
        return False
    tabs = {len(cells_of(row)) for row in rows}
    parted = all("\t" in row or "|" in row for row in rows) or len(rows) > 2
    return len(tabs) == 1 and tabs.pop() > 1 and parted


def cells_of(row: str) -> list[str]:
    """The cells of a row of a table."""
    return [cell.strip() for cell in _COLUMNS.split(row.strip().strip("|").strip())]


def is_verse(texts: Sequence[str], width: int) -> bool:
    """True for lines that are short and begin with capitals in the middle of sentences too."""
    if max(map(len, texts)) > (_SHORT_VERSE if width < _SHORT_VERSE * 0.9 else width * 0.85):
        return False
    if any(shapes.item_mark(text) or _is_of_letter(text) for text in texts) or sum(map(len, texts)) / len(texts) < 12:
        return False
    capital = sum(shapes.begins_sentence(text) for text in texts)
    running = [b for a, b in pairwise(texts) if not shapes.ends_sentence(a)]
    ends = sum(text[-1] in ',;:—–-!?.”’"' for text in texts)
    return capital >= len(texts) * 0.9 and len(running) >= (len(texts) - 1) * 0.3 and ends >= len(texts) * 0.3
