"""Readings whose words are an editor's remark: that the witness omits the place, has a lacuna, or was not collated."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from lxml import etree

from recensio.law.elements import Kind, kind_of, name_of

#: What ``@type``, ``@cause`` or ``@ana`` call a reading that is none: tokens, or (with blanks) all of the attribute.
NAMED: Mapping[str, str] = {
    "omission": """om om. omm omm. omit omits omitted omitting omission omiss omiss. omisit omiserunt omittit omittunt
        absent absence variation-absent missing lacking lacks deest desunt fehlt fehlend auslassung ausgelassen manque
        manquent omissione omesso omisión omision subtractive subtraction пропуск опущено нет""",
    "lacuna": """lac lac. lacuna lacunae lacunosus deficit def def. lost damage damaged lakune lücke lacune лакуна""",
    "illegible": """illegible illeg illeg. ill ill. unleserlich illisible illeggibile ilegible неразборчиво""",
    "uncollated": "not-collated uncollated non-collated unk unk. nc nc. n.c. notcollated",
}
PHRASES = frozenset({"non legitur", "non collatus", "not collated", "non contulit"})
#: Words that such a reading says of itself; other words in it are the witness's own.
SAID: Mapping[str, str] = {
    "omission": """om omm omit omits omitted omission omisit omiserunt omittit omittunt addidit addiderunt absent
        missing lacking lacks deest desunt fehlt fehlen auslassung ausgelassen manque manquent omis omissione omesso
        omette omettono omisión omitido falta faltan пропущено опущено нет""",
    "lacuna": """lac lacuna lacunae lacunosus deficit deficiunt def lost damaged lücke lakune lacune лакуна""",
    "illegible": "illegible illeg unleserlich illisible illeggibile ilegible legitur читается неразборчиво",
    "uncollated": "uncollated collated collatus collata collatum contulit",
}
#: What says so by itself, without any name, if there is nothing else.
WHOLE = frozenset({"om.", "omm.", "lac.", "illeg.", "n.c."})

_NAMED = frozenset(name for names in NAMED.values() for name in names.split())
_SAID = frozenset(word for words in SAID.values() for word in words.split())
_ASIDE = frozenset({Kind.NOTE, Kind.LEFT_OUT, Kind.HUSHED, Kind.DELETED})


def is_remark(reading: etree._Element) -> bool:
    """True if the words of a ``rdg`` say that its witnesses have none here."""
    if name_of(reading) != "rdg" or not (reading.text or len(reading)):
        return False
    names = any(map(_names_it, (reading.get("type"), reading.get("cause"), reading.get("ana"))))
    text = " ".join("".join(_own_text(reading)).split())
    return text.lower() in WHOLE or (names and not _SAID.isdisjoint(_bare_words(text)))


def _names_it(attribute: str | None) -> bool:
    value = " ".join((attribute or "").lower().replace("#", "").split())
    return value in PHRASES or not _NAMED.isdisjoint(value.split())


def _bare_words(text: str) -> list[str]:
    shown = "".join(c for c in unicodedata.normalize("NFC", text.lower()) if unicodedata.category(c) != "Cf")
    return re.sub(r"[^\w]|_", " ", shown).split()


def _own_text(element: etree._Element) -> Iterator[str]:
    """The text of a reading without notes and deletions."""
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str) and kind_of(child.tag) not in _ASIDE:
            yield from _own_text(child)
        if child.tail:
            yield child.tail
