"""Pointers within one file: those that lead somewhere in it are settled here, the others are kept for the corpus.

Which attributes are pointers is known from the Guidelines (``vocabulary``), so no schema is needed. A value may hold
several pointers, separated by white space.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote, urljoin

from recensio.checks.findings import Finding
from recensio.checks.index import Pointer, Prefix
from recensio.checks.subject import Attribute, Subject, tei
from recensio.checks.vocabulary import ALL, FILES, SCHEMES, expected, is_pointer
from recensio.locate import Place
from recensio.parse.vocabulary import XML_BASE

#: Which exceptions cover a place, by their numbers.
Covering = Callable[[Place], tuple[int, ...]]
#: One pointer and the attribute that holds it.
Token = tuple[Attribute, str]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
#: The beginnings of TEI's pointer schemes (Guidelines, chapter 17): what they find can't be told without running them.
_XPOINTER = re.compile(r"(?:xpath1?|xpointer|left|right|string-index|range|string-range|match|element|xmlns)\(")
_FILE = re.compile(r"\.(?:xml|tei|html?|pdf|jpe?g|png|tiff?|svg|gif|webp|json|txt|mp3|mp4|ogg|wav)$", re.IGNORECASE)
_LONGEST = 60
#: The elements whose ``@wit`` holds sigla: those are judged with the apparatus.
CITING = ("rdg", "lem", "rdgGrp", "witDetail", "witStart", "witEnd", "lacunaStart", "lacunaEnd")


def scheme_of(token: str) -> str | None:
    """The part of an address before its colon, if it is one; ``None`` for addresses relative to the file."""
    found = _SCHEME.match(token)
    return found[1] if found else None


def fragment_of(token: str) -> str | None:
    """The id that a pointer ends with; ``None`` if it has none, or a scheme of pointing that is not looked into."""
    fragment = token.partition("#")[2]
    return None if _XPOINTER.match(fragment) else unquote(fragment)


def tokens_of(subject: Subject) -> Iterator[Token]:
    """Every single pointer in the file, with its attribute."""
    based = subject.has_bases
    for name in sorted(ALL & subject.by_name.keys()):
        for attribute in subject.by_name[name]:
            if is_pointer(attribute.element, name) and not _is_other(attribute):
                for token in attribute.value.split():
                    yield attribute, _absolute(attribute, token) if based else token


def _is_other(attribute: Attribute) -> bool:
    """True for an attribute of this name that the Guidelines let hold something else than pointers."""
    if attribute.name == "target" and attribute.element == "rendition":
        return True
    # @from and @to of the apparatus hold pointers; those with dates belong to the datable elements.
    return (attribute.name == "source" and attribute.element == "egXML") or _counts_words(attribute)


def _counts_words(attribute: Attribute) -> bool:
    """True for ``@from`` and ``@to`` that are numbers of words in the place that ``@loc`` names."""
    is_edge = attribute.element == "app" and attribute.name in ("from", "to")
    return is_edge and attribute.bearer.get("loc") is not None and attribute.value.strip().isdecimal()


def _absolute(attribute: Attribute, token: str) -> str:
    """``token`` seen from the file's own place, where an ``xml:base`` around it says what it is relative to."""
    if token.startswith("#") or scheme_of(token):
        return token
    bearer = attribute.bearer
    bases = [base for e in (bearer, *bearer.iterancestors()) if (base := (e.get(XML_BASE) or "").strip())]
    for base in bases:
        token = urljoin(base, token) if scheme_of(base) else posixpath.join(posixpath.dirname(base), token)
    return token


def prefixes_of(subject: Subject) -> tuple[Prefix, ...]:
    """The prefixes that the file declares."""
    declared = [e for e in subject.root.iter(*tei("prefixDef")) if e.get("ident")]
    places = [subject.locator.of(element) for element in declared]
    return tuple(
        Prefix(
            str(e.get("ident")), e.get("matchPattern") or "", e.get("replacementPattern") or "",
            place.file, place.line, place.column,
        )
        for e, place in zip(declared, places, strict=True)
    )  # fmt: skip


def check_pointers(subject: Subject, tokens: Iterable[Token]) -> Iterator[Finding]:
    """What is wrong with pointers whatever the other files hold: empty ones, and targets of the wrong kind."""
    for attribute, token in tokens:
        fragment = fragment_of(token) if token.startswith("#") else None
        if fragment == "":
            yield Finding("PTR-007", subject.locator.of(attribute.bearer), _facts(attribute, token), _kind(attribute))
        elif fragment is not None and fragment in subject.ids:
            target = subject.ids[fragment]
            if wanted := expected(attribute.element, attribute.name, target):
                facts = _facts(attribute, token) | {"target": target, "expected": wanted}
                yield Finding("PTR-008", subject.locator.of(attribute.bearer), facts, (*_kind(attribute), target))
        elif lacks_mark(attribute.element, attribute.name, token, subject.ids):
            yield Finding("PTR-004", subject.locator.of(attribute.bearer), _facts(attribute, token), _kind(attribute))


def lacks_mark(element: str, attribute: str, token: str, ids: Mapping[str, str]) -> bool:
    """True for the name of an element in ``ids`` that could be meant, written without its ``#``."""
    return token in ids and is_bare(token, attribute) and not expected(element, attribute, ids[token])


def is_bare(token: str, attribute: str) -> bool:
    """True for a pointer that is only a name, where an ``#`` may have been forgotten."""
    file_like = (attribute in FILES and "." in token) or _FILE.search(token)
    return not (file_like or "#" in token or "/" in token or scheme_of(token))


def _facts(attribute: Attribute, token: str) -> dict[str, str]:
    return {"attribute": attribute.name, "element": attribute.element, "pointer": shown(token)}


def _kind(attribute: Attribute) -> tuple[str, ...]:
    return attribute.element, attribute.name


def shown(token: str) -> str:
    """A pointer cut to a length that fits into a message."""
    return token if len(token) <= _LONGEST else token[: _LONGEST - 1] + "…"


def unsettled(subject: Subject, tokens: Iterable[Token], covering: Covering | None = None) -> tuple[Pointer, ...]:
    """The pointers that this file alone can't settle, each kind of token once, at its first place, with a count.

    ``covering`` tells the exceptions that a place is covered by: pointers under different ones are kept apart.
    """
    first: dict[object, Pointer] = {}
    count: dict[object, int] = {}
    for attribute, token in _open_tokens(subject, tokens):
        exempt = covering(subject.locator.of(attribute.bearer)) if covering else ()
        key = (attribute.element, attribute.name, token, exempt)
        if key not in first:
            place = subject.locator.of(attribute.bearer)
            row = Pointer(attribute.element, attribute.name, token, place.file, place.line, place.column)
            first[key] = replace(row, exempt=exempt)
        count[key] = count.get(key, 0) + 1
    return tuple(replace(row, count=count[key]) for key, row in first.items())


def _open_tokens(subject: Subject, tokens: Iterable[Token]) -> Iterator[Token]:
    for attribute, token in tokens:
        if token.startswith("#"):
            fragment = fragment_of(token)
            if fragment and fragment not in subject.ids and not _cites(attribute):
                yield attribute, token
        elif not _is_settled(subject, attribute, token):
            yield attribute, token


def _cites(attribute: Attribute) -> bool:
    return attribute.name == "wit" and attribute.element in CITING


def _is_settled(subject: Subject, attribute: Attribute, token: str) -> bool:
    """True for an address of the web, and for a bare name that the file knows (or that is a siglum)."""
    if _cites(attribute) and token in subject.sigla:
        return True
    scheme = scheme_of(token)
    if scheme is not None:
        return scheme.lower() in SCHEMES
    if is_bare(token, attribute.name):
        return _cites(attribute) or lacks_mark(attribute.element, attribute.name, token, subject.ids)
    return token.startswith("//")
