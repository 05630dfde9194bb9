"""What the source says about itself before its text begins: title, author, date, and lines with labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from recensio.imports.model import Field, Metadata, Person
from recensio.imports.plain import shapes
from recensio.imports.plain.chunks import Chunk
from recensio.imports.plain.roles import style_of

_BY = re.compile(r"(?:by|von|par|di|por|от|door|af)\s+(?P<name>.{3,60})", re.IGNORECASE | re.DOTALL)
_ONLY_BY = re.compile(r"(?:by|von|par|di|por|от|door|af)[:.]?", re.IGNORECASE)
_ORIGIN = re.compile(
    r"(?:\(?(?:first\s+)?published|from\b|source\b|transcri(?:bed|ption)|translat(?:ed|ion|or)|another\s+translation|written|"
    r"delivered|copyright|©|\(c\)|public\s+domain|html\s+mark-?up|marked\s+up|online\s+version|reprinted|proofread|"
    r"original(?:ly)?\s+(?:published|title)|produced\s+by|scanned|digiti[sz]ed|aus:|quelle|erschienen|source\s:|traduit|"
    r"übersetzt|first\s+edition|printed\s+(?:by|for|in))",
    re.IGNORECASE,
)
_FRONT_WORDS = re.compile(
    r"(?:(?:publisher|translator|editor|author)[’']?s[’']?\s+)?(?:foreword|preface|prefatory\s+note|note\s+to\s+the\s+reader"
    r"|advertisement|to\s+the\s+reader|vorwort|préface|avant-propos|prefazione|prólogo|предисловие)",
    re.IGNORECASE,
)
_LABELS: Mapping[str, str] = {
    "title": "title", "titel": "title", "titre": "title", "subtitle": "subtitle", "author": "author",
    "autor": "author", "auteur": "author", "verfasser": "author", "by": "author", "translator": "translator",
    "translated": "translator", "translated by": "translator", "übersetzer": "translator", "editor": "editor",
    "edited by": "editor", "herausgeber": "editor", "language": "language", "sprache": "language",
    "langue": "language", "transcriber": "transcription", "transcribed": "transcription",
    "transcription": "transcription", "html markup": "mark-up", "markup": "mark-up", "transcription/markup": "mark-up",
    "date": "date", "written": "date", "datum": "date", "publisher": "publisher", "place": "place",
}  # fmt: skip
_LANGUAGES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "italian": "it", "latin": "la",
    "spanish": "es", "russian": "ru", "greek": "el", "dutch": "nl", "portuguese": "pt", "polish": "pl", "swedish": "sv",
}  # fmt: skip
_ENDS_WITH_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\]?[.)]?$")
_MOST = 16

#: The parts of an opening that stand on the title page, and what they are called there.
TITLE_PAGE = {
    "title": "title",
    "subtitle": "subtitle",
    "author": "docAuthor",
    "date": "docDate",
    "imprint": "docImprint",
}


@dataclass(frozen=True, slots=True)
class Opening:
    """The chunks of the opening with what they are (:data:`TITLE_PAGE`, or ``header``), and what they say."""

    parts: tuple[tuple[Chunk, str], ...]
    metadata: Metadata


def opening(chunks: Sequence[Chunk]) -> Opening:
    """The opening of a text. Chunks that the side file speaks of are what it says; the others are guessed."""
    head = _head(chunks)
    kinds = _kinds(head)
    parts = tuple((chunk, kind) for chunk, kind in zip(head, kinds, strict=True) if kind)
    return Opening(parts, _metadata(parts))


def is_front_heading(text: str) -> bool:
    """True for the heading of a preface."""
    return bool(_FRONT_WORDS.fullmatch(text.strip(" .:")))


def _head(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks in front of the first that is text."""
    head: list[Chunk] = []
    if _is_head_of_letter(chunks):
        return head
    for chunk in chunks[:_MOST]:
        if chunk.role and chunk.role not in (*TITLE_PAGE, "header"):
            break
        if not chunk.role and _is_text(chunk):
            break
        head.append(chunk)
    return head


def _is_head_of_letter(chunks: Sequence[Chunk]) -> bool:
    """True if the text is a letter from its first line on: a date and an address, and then the salutation."""
    if any(chunk.role for chunk in chunks[:_MOST]):
        return False
    flats = [chunk.flat for chunk in chunks[:_MOST]]
    greets = next((at for at, flat in enumerate(flats) if shapes.is_salutation(flat)), None)
    if greets is None or any(chunk.words > 15 for chunk in chunks[:greets]):
        return False
    return not greets or (any(shapes.date_in(flat) for flat in flats[:greets]) and not _is_titled(flats[0]))


def _is_titled(flat: str) -> bool:
    return shapes.is_capitals(flat) or (not shapes.date_in(flat) and style_of(flat) == "words" and "," not in flat)


def _is_text(chunk: Chunk) -> bool:
    flat = chunk.flat
    if shapes.is_salutation(flat) or shapes.is_rule(flat) or is_front_heading(flat) or shapes.item_mark(flat):
        return True
    if _ORIGIN.match(flat) or shapes.label_of(flat):
        return chunk.words > 80
    return chunk.words > 20 or (chunk.words > 6 and shapes.ends_sentence(flat)) or not _could_be_title(flat)


def _could_be_title(flat: str) -> bool:
    in_brackets = flat[:1] == "(" and flat[-1:] == ")"
    return (
        in_brackets
        or shapes.is_heading_like(flat.rstrip(".:,"))
        or bool(shapes.date_in(flat))
        or bool(_BY.fullmatch(flat))
        or bool(_ONLY_BY.fullmatch(flat))
    )


def _kinds(head: Sequence[Chunk]) -> list[str]:
    """What each chunk is; empty for what belongs to the text."""
    kinds = [chunk.role or _plain_kind(chunk, head) for chunk in head]
    kinds = ["author" if kind == "?" and _after_by(at, head) else kind for at, kind in enumerate(kinds)]
    open_ = [at for at, kind in enumerate(kinds) if kind == "?"]
    for at in open_:
        kinds[at] = ""
    if "title" not in kinds:
        _find_title(head, kinds, open_)
    last = max((at for at, kind in enumerate(kinds) if kind), default=-1)
    title = kinds.index("title") if "title" in kinds else -1
    return [kind or _around(at, title, last) for at, kind in enumerate(kinds)]


def _around(at: int, title: int, last: int) -> str:
    """What a line is that nothing is known of, by where it stands: a masthead above the title, or a subtitle."""
    return "" if at >= last else "subtitle" if at > title else "imprint"


def _plain_kind(chunk: Chunk, head: Sequence[Chunk]) -> str:
    flat = chunk.flat
    labelled = sum(bool(shapes.label_of(one.flat)) for one in head)
    label = shapes.label_of(flat)
    if label and (label[0].casefold() in _LABELS or _ORIGIN.match(flat) or labelled > 2):
        return "header"
    if _ORIGIN.match(flat):
        return "header"
    if _BY.fullmatch(flat) and shapes.is_name(_named(flat)):
        return "author"
    if chunk is not head[0] and chunk.words <= 12 and _ENDS_WITH_YEAR.search(flat) and _is_imprint(chunk):
        return "imprint"
    if shapes.date_in(flat) and chunk.words <= 6 and (shapes.is_dateline(flat.strip("() ")) or flat[0] == "("):
        return "date"
    return "?"


def _is_imprint(chunk: Chunk) -> bool:
    """True for place, publisher and year, on lines of their own or parted by signs."""
    return len(chunk.rows) > 1 or (bool(re.search(r"[:,]\s", chunk.flat)) and not shapes.date_in(chunk.flat))


def _after_by(at: int, head: Sequence[Chunk]) -> bool:
    """True for ``By``, and for the name that stands below it."""
    here = bool(_ONLY_BY.fullmatch(head[at].flat)) and at + 1 < len(head) and shapes.is_name(head[at + 1].flat)
    return here or (at > 0 and bool(_ONLY_BY.fullmatch(head[at - 1].flat)) and shapes.is_name(head[at].flat))


def _named(flat: str) -> str:
    found = _BY.fullmatch(flat)
    return found["name"] if found else flat


def _find_title(head: Sequence[Chunk], kinds: list[str], open_: Sequence[int]) -> None:
    """The title is the first line that is no name; a name beside it is the author's."""
    free = [at for at in open_ if not style_of(head[at].flat).startswith(("part", "chapter", "number"))]
    if not free:
        return
    names = [at for at in free if shapes.is_name(head[at].flat)]
    title = next((at for at in free if at not in names), free[0])
    kinds[title] = "title"
    if "author" not in kinds:
        beside = [at for at in names if at != title and abs(at - title) == 1]
        last = [at for at in names if at != title and at == len(head) - 1]
        author = next(iter(beside or last), None)
        if author is not None:
            kinds[author] = "author"


def _metadata(parts: Iterable[tuple[Chunk, str]]) -> Metadata:
    found = Metadata()
    for chunk, kind in parts:
        found = _READERS[kind](found, chunk)
    return found


def _title(found: Metadata, chunk: Chunk) -> Metadata:
    return found if found.title else replace(found, title=chunk.flat)


def _subtitle(found: Metadata, chunk: Chunk) -> Metadata:
    return found if found.subtitle else replace(found, subtitle=chunk.flat)


def _author(found: Metadata, chunk: Chunk) -> Metadata:
    if _ONLY_BY.fullmatch(chunk.flat):
        return found
    return replace(found, people=(*found.people, Person(_named(chunk.flat).strip(" .,"))))


def _date(found: Metadata, chunk: Chunk) -> Metadata:
    return found if found.date else replace(found, date=chunk.flat.strip("() "))


def _imprint(found: Metadata, chunk: Chunk) -> Metadata:
    return found if found.publisher else replace(found, publisher=chunk.flat)


def _header(found: Metadata, chunk: Chunk) -> Metadata:
    for row in _statements(chunk):
        label = shapes.label_of(row)
        field = Field(*label, place=chunk.place) if label else Field("", row, chunk.place)
        found = _learned(replace(found, fields=(*found.fields, field)), field)
    return found


def _statements(chunk: Chunk) -> list[str]:
    """The lines of a header, those without a label put to the one above."""
    rows: list[str] = []
    for row in chunk.rows:
        if rows and not shapes.label_of(row.text) and shapes.label_of(rows[-1]):
            rows[-1] += f" {row.text}"
        else:
            rows.append(row.text)
    return rows


_PLAIN: Mapping[str, Callable[[Metadata, str], Metadata]] = {
    "title": lambda found, value: replace(found, title=value),
    "subtitle": lambda found, value: replace(found, subtitle=value),
    "date": lambda found, value: replace(found, date=value),
    "publisher": lambda found, value: replace(found, publisher=value),
    "place": lambda found, value: replace(found, place=value),
}


def _learned(found: Metadata, field: Field) -> Metadata:
    """What a labelled line says, in its place in the metadata too."""
    kind = _LABELS.get(field.label.casefold(), "")
    if kind in _PLAIN:
        return found if getattr(found, kind) else _PLAIN[kind](found, field.value)
    if kind == "language":
        code = _LANGUAGES.get(field.value.strip(" .").casefold(), "")
        return replace(found, language=found.language or code)
    if kind:
        return replace(found, people=(*found.people, Person(field.value.strip(" .,"), kind)))
    return found


_READERS: Mapping[str, Callable[[Metadata, Chunk], Metadata]] = {
    "title": _title,
    "subtitle": _subtitle,
    "author": _author,
    "date": _date,
    "imprint": _imprint,
    "header": _header,
}


def merged(found: Metadata, told: Metadata) -> Metadata:
    """The metadata of the source, overruled by what the side file says."""
    names = (
        "title", "subtitle", "people", "date", "when", "language", "publisher", "place", "description", "url",
        "identifiers", "rights", "licence", "status", "keywords", "abstract",
    )  # fmt: skip
    changes = {name: getattr(told, name) for name in names if getattr(told, name)}
    return replace(found, **changes)
