"""The types of XML Schema (XML Schema 2, chapter 3): what each writes, means, and is called to an editor."""

from __future__ import annotations

import struct
from binascii import a2b_base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from re import Match
from typing import Any

from recensio.relaxng.datatypes.names import is_name, is_ncname, is_nmtoken, is_qname
from recensio.relaxng.datatypes.times import Duration, Moment, Shape, moment_reader, read_duration

Namespaces = Mapping[str, str]
Value = Any
"""What a text stands for: equal texts have equal values. ``None`` is never a value."""

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type without parameters.

    ``read`` gives the value of a text whose white space is as the type wants it, or ``None``. ``before`` is there for
    types that have an order, ``length`` for those that have a length, counted in ``unit``.
    """

    name: str
    words: str
    read: Callable[[str, Namespaces], Value]
    whitespace: Callable[[str], str]
    before: Callable[[Value, Value], bool] | None = None
    length: Callable[[Value], int] | None = None
    unit: str = "characters"
    decimal: bool = False
    context_free: bool = True
    limits: tuple[tuple[str, str], ...] = ()


# ---------------------------------------------------------------- white space

_EACH_BLANK = str.maketrans("\t\n\r", "   ")


def preserve(text: str) -> str:
    """``whiteSpace="preserve"``."""
    return text


def replaced(text: str) -> str:
    """``whiteSpace="replace"``: each white space becomes a blank."""
    return text.translate(_EACH_BLANK)


def collapse(text: str) -> str:
    """``whiteSpace="collapse"``: one blank between words, none around them; other blanks of Unicode are letters."""
    if " " not in text and text.isprintable():
        return text
    return " ".join(word for word in text.translate(_EACH_BLANK).split(" ") if word)


# ---------------------------------------------------------------- readers


def _text(text: str, _: Namespaces) -> str:
    return text


def _only(test: Callable[[str], object]) -> Callable[[str, Namespaces], str | None]:
    return lambda text, _: text if test(text) else None


def _plain(read: Callable[[str], Value]) -> Callable[[str, Namespaces], Value]:
    return lambda text, _: read(text)


def _shape(pattern: str) -> Callable[[str], Match[str] | None]:
    return Shape(pattern).match


_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_is_decimal = _shape(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_is_integer = _shape(r"[+-]?[0-9]+")
_is_float = _shape(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_is_hex = _shape(r"(?:[0-9A-Fa-f]{2})*")
_is_base64 = _shape(
    r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)?",
)
_is_language = _shape(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*")
_SPECIAL_FLOATS: Mapping[str, float | str] = {"INF": float("inf"), "-INF": float("-inf"), "NaN": "NaN"}


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if _is_decimal(text) else None


def _integer(text: str) -> Decimal | None:
    return Decimal(text) if _is_integer(text) else None


def _double(text: str) -> float | str | None:
    if text in _SPECIAL_FLOATS:
        return _SPECIAL_FLOATS[text]
    return float(text) if _is_float(text) else None


def _float(text: str) -> float | str | None:
    number = _double(text)
    if not isinstance(number, float):
        return number
    try:
        single: float = struct.unpack("f", struct.pack("f", number))[0]
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")
    return single


def _hexadecimal(text: str) -> bytes | None:
    return bytes.fromhex(text) if _is_hex(text) else None


def _base64(text: str) -> bytes | None:
    packed = text.replace(" ", "")
    return a2b_base64(packed) if _is_base64(packed) else None


def _qname(text: str, namespaces: Namespaces) -> tuple[str, str] | None:
    """Namespace and local name; a prefix that is not bound makes it no value."""
    if not is_qname(text):
        return None
    prefix, _, local = text.rpartition(":")
    namespace = XML_NAMESPACE if prefix == "xml" else namespaces.get(prefix, None if prefix else "")
    return None if namespace is None else (namespace, local)


# RFC 2396 with the brackets of RFC 2732, as Java and so jing read it: what it has no place for (blanks, letters beyond
# ASCII …) counts as escaped, and an authority may be empty, but not the last thing.
_PATH = r"[^?#\[\]]*"
_ADDRESS = r"(?:[^/?#\[\]@]*@)?\[(?P<{name}>[^/?#\[\]]+)\](?::[0-9]*)?(?![^/?#])"
_ROOTED = rf"(?=/)(?://(?!\Z)(?:{_ADDRESS})?|(?!//)){_PATH}"
_ABSOLUTE = rf"[A-Za-z][A-Za-z0-9+.-]*:(?:{_ROOTED.format(name='host')}(?:\?[^#]*)?|[^/#][^#]*)"
_RELATIVE = rf"(?:{_ROOTED.format(name='near')}|(?:[^:/?#\[\]]+(?:/{_PATH})?)?)(?:\?[^#]*)?"
_reference = _shape(rf"(?:{_ABSOLUTE}|{_RELATIVE})(?:#[^#]*)?")
_escapes_well = _shape(r"(?:[^%]|%[0-9A-Fa-f]{2})*")


def _is_uri(text: str) -> bool:
    found = _reference(text) if "%" not in text or _escapes_well(text) else None
    if not found or "[" not in text:
        return bool(found)
    return _is_address(found["host"] or found["near"])


def _is_address(host: str | None) -> bool:
    """Whether what stood in brackets, if anything did, is an address of IPv6, with or without a zone."""
    from ipaddress import IPv6Address  # costs a millisecond or two, and hardly any value has brackets

    try:
        return host is None or bool(IPv6Address(host.partition("%")[0]))
    except ValueError:
        return False


def _list_of(test: Callable[[str], bool]) -> Callable[[str, Namespaces], tuple[str, ...] | None]:
    def read(text: str, _: Namespaces) -> tuple[str, ...] | None:
        items = tuple(text.split(" ")) if text else ()
        return items if items and all(map(test, items)) else None

    return read


# ---------------------------------------------------------------- orders


def _less(one: Decimal, other: Decimal) -> bool:
    return one < other


def _less_float(one: float | str, other: float | str) -> bool:
    """``NaN`` is neither before nor after any number."""
    return isinstance(one, float) and isinstance(other, float) and one < other


# ---------------------------------------------------------------- the table


def _textual(name: str, words: str, test: Callable[[str], object]) -> Kind:
    return Kind(name, words, _only(test), collapse, length=len)


def _many(name: str, words: str, test: Callable[[str], bool]) -> Kind:
    return Kind(name, f"{words}, with blanks between them", _list_of(test), collapse, length=len, unit="items")


def _qualified(name: str, words: str) -> Kind:
    return Kind(name, words, _qname, collapse, context_free=False)


def _timed(name: str, words: str) -> Kind:
    return Kind(name, words, _plain(moment_reader(name)), collapse, before=Moment.before)


_NUMBER = Kind("decimal", "a number such as 12 or 3.5", _plain(_decimal), collapse, before=_less, decimal=True)
_WHOLE = replace(_NUMBER, name="integer", words="a whole number", read=_plain(_integer))


def _whole(name: str, least: int | None, most: int | None) -> Kind:
    limits = (("minInclusive", least), ("maxInclusive", most))
    return replace(_WHOLE, name=name, limits=tuple((facet, str(n)) for facet, n in limits if n is not None))


def _bits(name: str, bits: int) -> Kind:
    return _whole(name, -(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def _unsigned(name: str, bits: int) -> Kind:
    return _whole(name, 0, 2**bits - 1)


_ID = "a name without blanks or colons, beginning with a letter"

_XSD = (
    Kind("string", "any text", _text, preserve, length=len),
    Kind("normalizedString", "any text", _text, replaced, length=len),
    Kind("token", "any text", _text, collapse, length=len),
    Kind("boolean", "true or false", _plain(_BOOLEANS.get), collapse),
    _NUMBER,
    _WHOLE,
    _whole("nonPositiveInteger", None, 0),
    _whole("negativeInteger", None, -1),
    _whole("nonNegativeInteger", 0, None),
    _whole("positiveInteger", 1, None),
    *(_bits("long", 64), _bits("int", 32), _bits("short", 16), _bits("byte", 8)),
    *(_unsigned("unsignedLong", 64), _unsigned("unsignedInt", 32)),
    *(_unsigned("unsignedShort", 16), _unsigned("unsignedByte", 8)),
    Kind("float", "a number such as 3.5 or 1.2E5", _plain(_float), collapse, before=_less_float),
    Kind("double", "a number such as 3.5 or 1.2E5", _plain(_double), collapse, before=_less_float),
    Kind("duration", "a length of time such as P2Y6M or PT30M", _plain(read_duration), collapse, Duration.before),
    _timed("dateTime", "a date and time such as 1918-07-10T14:30:00"),
    _timed("date", "a date such as 1918-07-10"),
    _timed("time", "a time such as 14:30:00"),
    _timed("gYearMonth", "a year and month such as 1918-07"),
    _timed("gYear", "a year of four digits such as 1918 or -0044"),
    _timed("gMonthDay", "a month and day such as --07-10"),
    _timed("gDay", "a day of the month such as ---10"),
    _timed("gMonth", "a month such as --07"),
    Kind("hexBinary", "pairs of hexadecimal digits such as 0FA3", _plain(_hexadecimal), collapse, None, len, "bytes"),
    Kind("base64Binary", "data in Base64", _plain(_base64), collapse, None, len, "bytes"),
    _textual("anyURI", "an address such as #p1, notes.xml or https://example.org/", _is_uri),
    _textual("language", "a language tag such as la, grc or de-AT", _is_language),
    _textual("Name", "a name without blanks, beginning with a letter", is_name),
    _textual("NCName", _ID, is_ncname),
    _textual("NMTOKEN", "a word of letters, digits and the signs . - _ :", is_nmtoken),
    _many("NMTOKENS", "words of letters, digits and the signs . - _ :", is_nmtoken),
    _textual("ID", f"an identifier: {_ID}", is_ncname),
    _textual("IDREF", "the identifier of an element in the same file", is_ncname),
    _many("IDREFS", "identifiers of elements in the same file", is_ncname),
    _textual("ENTITY", "the name of an unparsed entity", is_ncname),
    _many("ENTITIES", "names of unparsed entities", is_ncname),
    _qualified("QName", "a name, with a prefix that is declared if it has one, such as tei:p"),
    _qualified("NOTATION", "the name of a notation"),
)

XSD_KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _XSD}
"""The types of XML Schema 1.0 that RELAX NG can use, by name."""

BUILTIN_KINDS: Mapping[str, Kind] = {name: XSD_KINDS[name] for name in ("string", "token")}
"""The two types of RELAX NG itself (RELAX NG, chapter 9.3.8); they have no parameters."""
