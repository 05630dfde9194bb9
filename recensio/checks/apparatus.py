"""The critical apparatus: are the witnesses that readings cite declared?

:func:`check_apparatus` is what one file alone can tell. Sigla are judged with all files of the edition at hand, since
the list of witnesses may stand in another one: :func:`cited_sigla` collects, :func:`undeclared` judges.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from recensio.checks.findings import Finding
from recensio.checks.index import Pointer
from recensio.checks.pointers import CITING, Covering, is_bare
from recensio.checks.subject import sigla_of, tei
from recensio.locate import Locator
from recensio.parse.vocabulary import XML_ID
from recensio.problems import Problem, problem

_MOST_TOLD = 8
_MOST_SINGLE = 5  # beyond that, the sigla of a file that nobody declares are told together


def check_apparatus(root: etree._Element, locator: Locator) -> Iterator[Problem]:
    """What is wrong with the apparatus of ``root``, whatever other files hold; places come from ``locator``."""
    nameless = [w for w in _witnesses(root) if _name(w) == "" and _is_in_list(w)]
    if nameless:
        place = locator.of(nameless[0])
        more = f" (and {len(nameless) - 1:,} more like it)" if len(nameless) > 1 else ""
        yield problem("APP-002", file=place.file, line=place.line, column=place.column, more=more)


def _is_in_list(witness: etree._Element) -> bool:
    """True where the list is there to be cited from: a witness that others hold, or that others stand beside."""
    return next(witness.iterchildren(*tei("listWit", "witness")), None) is None


def _witnesses(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter(*tei("witness"))


def _name(witness: etree._Element) -> str:
    return witness.get(XML_ID) or witness.get("n") or ""


def cited_sigla(
    root: etree._Element, locator: Locator, ids: Collection[str], covering: Covering | None = None
) -> tuple[Pointer, ...]:
    """The sigla in ``@wit`` that nothing in the file bears, each once, at its first place, with a count.

    ``ids`` are the file's own; ``covering`` tells the exceptions that hold for a place.
    """
    known = {*ids, *sigla_of(root)}
    found: dict[object, Pointer] = {}
    for reading in root.iter(*tei(*CITING)):
        for token in (reading.get("wit") or "").split():
            if _is_siglum(token) and not known & {token, _siglum(token)}:
                _count(found, _row(reading, token, locator, covering, found))
    return tuple(found.values())


def _row(
    reading: etree._Element, token: str, locator: Locator, covering: Covering | None, found: Mapping[object, Pointer]
) -> Pointer:
    place = locator.of(reading)
    exempt = covering(place) if covering else ()
    known = found.get((token, exempt))
    tag = etree.QName(reading).localname
    return known or Pointer(tag, "wit", token, place.file, place.line, place.column, 0, exempt)


def _count(found: dict[object, Pointer], row: Pointer) -> None:
    found[row.token, row.exempt] = replace(row, count=row.count + 1)


def undeclared(cited: Sequence[Pointer], own: Sequence[str], edition: Collection[str]) -> Iterator[Finding]:
    """What to tell of the sigla ``cited`` in a file that declares ``own``, in an edition that declares ``edition``."""
    lost = [row for row in cited if _siglum(row.token) not in edition]
    different = tuple(dict.fromkeys(row.token for row in lost))
    declared = _listed(own or sorted(edition))
    code = "APP-001" if len(different) <= _MOST_SINGLE else "APP-004"
    for row in lost:
        if not declared:
            facts = {"sigla": _listed([_siglum(token) for token in different], 6)}
            yield Finding("APP-003", row.place, facts, ("none",), row.count)
        else:
            alike = row.token if code == "APP-001" else "many"
            facts = {"siglum": row.token[:60], "declared": declared, "number": str(len(different)),
                     "sigla": _listed([_siglum(token) for token in different], 8)}  # fmt: skip
            yield Finding(code, row.place, facts, (alike,), row.count)


def _is_siglum(token: str) -> bool:
    """True for ``#A`` and ``A``; pointers into other files, or with a prefix, are followed as all pointers are."""
    return token.startswith("#") or is_bare(token, "wit")


def _siglum(token: str) -> str:
    return token.rpartition("#")[2]


def _listed(names: Sequence[str], most: int = _MOST_TOLD) -> str:
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(name[:12] for name in names[:most]) + rest
