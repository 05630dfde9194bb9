"""Readings whose words are an editor's remark: that the witness omits the place, has a lacuna, or was not collated."""

from __future__ import annotations

from lxml import etree

from recensio.law.elements import all_text, name_of

#: What ``@type`` (or a pointer of ``@ana``) says of a reading that is none, without ``#``, full stops and capitals.
_NO_READING = frozenset(
    (
        "om omm omit omits omitted omission omisit omiserunt omittit omittunt absent absence variation-absent missing "
        "lacking lacks deest desunt fehlt auslassung manque omissione omesso omisión subtractive subtraction "
        "lac lacuna lacunae lacunosus deficit def not-collated uncollated non-collated unk nc n.c"
    ).split()
)
_ILLEGIBLE = frozenset({"illegible", "illeg", "ill", "unleserlich", "non-legitur"})
_SAYS_ILLEGIBLE = frozenset({"illegible", "illeg", "ill", "legi nequit", "non legitur", "unleserlich"})
_SAYS_OMITTED = frozenset({"om.", "omm."})


def is_remark(reading: etree._Element) -> bool:
    """True if a ``rdg`` says in words, or by its ``@type``, that its witnesses have no words here."""
    if name_of(reading) != "rdg":
        return False
    said = {_plain(token) for token in f"{reading.get('type', '')} {reading.get('ana', '')}".split()}
    if not said.isdisjoint(_NO_READING):
        return True
    text = " ".join("".join(all_text(reading)).split()).casefold()
    return text in _SAYS_OMITTED or (not said.isdisjoint(_ILLEGIBLE) and text.rstrip(".") in _SAYS_ILLEGIBLE)


def _plain(token: str) -> str:
    return token.rpartition("#")[2].rstrip(".").casefold()
