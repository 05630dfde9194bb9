"""What was probably meant: names that people bring from elsewhere, then names that are spelt alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

_ELEMENTS = {
    "hi": "i em b bold strong italic italics u underline small big sub sup font span tt smallcaps sc center emphasis",
    "emph": "em emphasis strong",
    "lb": "br linebreak newline lineBreak nl",
    "pb": "page pagebreak pageBreak newpage",
    "cb": "column columnbreak",
    "milestone": "hr rule",
    "graphic": "img image picture photo",
    "figure": "img image picture illustration",
    "ref": "a link url xref href anchor",
    "ptr": "xptr pointer",
    "p": "para paragraph par pp",
    "div": "section sect sec chapter chap part div1 div2 div3 sect1 sect2 article subsection",
    "head": "h1 h2 h3 h4 h5 h6 heading header title caption titre rubric",
    "list": "ul ol dl itemizedlist orderedlist",
    "item": "li listitem dd entry",
    "label": "dt term",
    "row": "tr",
    "cell": "td th",
    "quote": "blockquote quotation citation q",
    "cit": "citation cite",
    "bibl": "cite reference biblio source",
    "note": "footnote fn endnote annotation comment sidenote marginalia gloss",
    "l": "line verse v ln",
    "lg": "stanza strophe couplet poem linegroup",
    "sp": "speech",
    "stage": "stagedirection direction",
    "add": "ins insert inserted addition added",
    "del": "strike s deleted deletion erased delete",
    "gap": "lacuna missing illegible lost omission",
    "unclear": "uncertain illegible doubtful",
    "supplied": "restored conjecture",
    "corr": "correction corrected emend emendation",
    "sic": "error erratum",
    "reg": "regularised regularized norm normalised normalized",
    "orig": "original",
    "abbr": "abbreviation siglum abb",
    "expan": "expansion exp expanded",
    "app": "apparatus variation variant",
    "lem": "lemma",
    "rdg": "reading variant var lectio",
    "persName": "name person personName character",
    "placeName": "place location city town village",
    "settlement": "city town village",
    "orgName": "organisation organization institution org",
    "foreign": "lang language foreignword",
    "num": "number numeral",
    "title": "booktitle work",
    "date": "time datum",
    "foreName": "firstname",
    "forename": "firstname givenname given",
    "surname": "lastname familyname",
    "TEI": "html tei xml document",
    "teiHeader": "header head meta",
    "g": "glyph char",
    "space": "blank",
    "fw": "header footer catchword runninghead",
    "seg": "span phrase segment",
    "msItem": "item",
}
_ATTRIBUTES = {
    "rend": "class style rendering align color format look",
    "rendition": "class style",
    "style": "css",
    "type": "class kind category name role",
    "target": "href link url uri to dest goto xlink:href ref src",
    "url": "href src source file uri target facs xlink:href",
    "xml:id": "id ID xmlid",
    "xml:lang": "lang language xmllang",
    "xml:space": "space",
    "xml:base": "base",
    "ref": "key href idref uri target link reference xlink:href",
    "key": "ref id",
    "n": "num number no nr label title name id",
    "wit": "witness witnesses wits sigla siglum ms source",
    "when": "date year value iso when-iso datetime",
    "notBefore": "from start before",
    "notAfter": "to end after",
    "from": "start begin notBefore",
    "to": "end until notAfter",
    "resp": "editor author responsible responsibility by",
    "cert": "certainty confidence sure",
    "hand": "scribe hands",
    "who": "speaker person",
    "facs": "image img src page",
    "place": "position pos location",
    "quantity": "extent number amount size width",
    "unit": "units",
    "reason": "cause why",
    "extent": "size length quantity",
    "cols": "colspan",
    "rows": "rowspan",
    "corresp": "correspondence",
    "ana": "analysis",
    "met": "metre meter",
}
#: Elements in the order in which an editor is likely to need them; all others come after, by alphabet.
_USUAL = (
    *("p", "ab", "div", "head", "l", "lg", "sp", "item", "list", "note", "quote", "hi", "ref", "persName", "placeName"),
    *("title", "date", "app", "lem", "rdg", "row", "cell", "table", "figure", "graphic", "pb", "lb", "bibl", "speaker"),
    *("stage", "titleStmt", "publicationStmt", "sourceDesc", "fileDesc", "text", "body", "choice", "sic", "corr"),
    *("abbr", "expan", "orig", "reg", "add", "del", "gap", "unclear", "supplied", "seg", "name", "witness", "person"),
)
_RANK = {name: rank for rank, name in enumerate(_USUAL)}


def _turned(table: dict[str, str]) -> dict[str, list[str]]:
    """What may be meant by each name, from the names that may mean each."""
    meant: dict[str, list[str]] = {}
    for right, wrongs in table.items():
        for wrong in wrongs.split():
            meant.setdefault(wrong, []).append(right)
    return meant


_MEANT_ELEMENT = _turned(_ELEMENTS)
_MEANT_ATTRIBUTE = _turned(_ATTRIBUTES)


def element_meant(name: str, here: Collection[str], anywhere: Collection[str]) -> str | None:
    """What is probably meant by an element ``name``: one allowed ``here``, else one that is ``anywhere``."""
    return next(_candidates(name, _MEANT_ELEMENT, here, anywhere), None)


def attribute_meant(name: str, here: Collection[str]) -> str | None:
    """What is probably meant by an attribute ``name``, out of those allowed ``here``."""
    return next(_candidates(name, _MEANT_ATTRIBUTE, here, ()), None)


def value_meant(value: str, values: Iterable[str]) -> str | None:
    """Which of ``values`` is probably meant by ``value``."""
    known = tuple(values)
    folded = next((each for each in known if each.lower() == value.strip().lower()), None)
    return folded or next(iter(alike(value.strip(), known, 0.6)), None)


def _candidates(
    name: str, meant: dict[str, list[str]], here: Collection[str], anywhere: Collection[str]
) -> Iterator[str]:
    for names in (here, anywhere):
        yield from (each for each in names if each.lower() == name.lower())
    known = meant.get(name) or meant.get(name.lower(), [])
    yield from (each for each in known if each in here)
    yield from alike(name, tuple(here), 0.7)
    yield from (each for each in here if _begins_alike(name, each))
    yield from (each for each in known if each in anywhere)
    yield from alike(name, tuple(anywhere), 0.75)


def _begins_alike(name: str, other: str) -> bool:
    shorter, longer = sorted((name.lower(), other.lower()), key=len)
    return len(shorter) > 3 and longer.startswith(shorter)


@lru_cache(maxsize=4000)
def alike(name: str, names: tuple[str, ...], least: float) -> Sequence[str]:
    """Those of ``names`` that are spelt nearly as ``name``, the nearest first."""
    return get_close_matches(name[:60], names, 3, least) if len(name) > 1 else ()


def nearest_first(name: str, names: Iterable[str]) -> list[str]:
    """``names``, those spelt nearly as ``name`` first; the others stay in their order."""
    return sorted(names, key=lambda each: -max(SequenceMatcher(None, each, name[:60]).ratio(), 0.6))


def usual_first(names: Iterable[str]) -> list[str]:
    """``names``, those that editors need most first."""
    return sorted(set(names), key=lambda each: (_RANK.get(each, len(_RANK)), each.lower(), each))
