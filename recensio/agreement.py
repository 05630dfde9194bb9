"""The figures about an apparatus, as the page that compares the witnesses gets them (``xslt/html/agreement.xsl``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from recensio.law.elements import REC
from recensio.statistics import Agreement, Statistics, WitnessFigures

_NEAREST = 3
_STEPS = 9  # the deepest ground that a cell can have

#: What is told of an apparatus without such a page.
NO_FIGURES = f'<rec:figures xmlns:rec="{REC}"/>'


def is_comparable(figures: Statistics) -> bool:
    """Whether there are two witnesses with text, so that there is something to compare."""
    return sum(1 for witness in figures.witnesses if witness.coverage) > 1


def document(figures: Statistics, pages: Mapping[str, str]) -> str:
    """The figures as XML: a row for each witness, in it one for each other that has text. ``pages`` gives the addresses
    of the pages of witnesses, by id. Shares are in per cent with one digit, as the command ``stats`` prints them."""
    root = etree.Element(f"{{{REC}}}figures", {"entries": str(figures.entries)}, nsmap={"rec": REC})
    pairs = dict(_pairs(figures))
    for witness in figures.witnesses:
        row = _add(root, "witness", _facts(witness))
        if witness.id in pages:
            row.set("href", pages[witness.id])
        _fill(row, witness, figures, pairs)
    return etree.tostring(root, encoding="unicode")


def _pairs(figures: Statistics) -> Iterator[tuple[tuple[str, str], Agreement]]:
    for pair in figures.agreements:
        yield (pair.first, pair.second), pair
        yield (pair.second, pair.first), pair


def _facts(witness: WitnessFigures) -> dict[str, str]:
    names = ("coverage", "with_base", "omissions", "singular")
    counts = {name.replace("_", "-"): str(getattr(witness, name)) for name in names}
    return {"id": witness.id, "siglum": _shown(witness.siglum), **counts}


def _fill(
    row: etree._Element, witness: WitnessFigures, figures: Statistics, pairs: Mapping[tuple[str, str], Agreement]
) -> None:
    if not witness.coverage:
        return
    sigla = {other.id: other.siglum for other in figures.witnesses}
    for pair in figures.nearest(witness.id)[:_NEAREST]:
        other = pair.second if pair.first == witness.id else pair.first
        counts = {"shared": str(pair.shared), "compared": str(pair.compared)}
        _add(row, "near", {"siglum": _shown(sigla[other]), "percent": _percent(pair), **counts})
    for other_row in figures.witnesses:
        if other_row.coverage:
            _add(row, "share", _share(witness.id, other_row.id, pairs))


def _share(one: str, other: str, pairs: Mapping[tuple[str, str], Agreement]) -> dict[str, str]:
    if one == other:
        return {"self": "1"}
    pair = pairs.get((one, other))
    if pair is None or pair.share is None:
        return {}
    step = str(min(_STEPS, int(pair.share * (_STEPS + 1))))
    return {"percent": _percent(pair), "step": step, "shared": str(pair.shared), "compared": str(pair.compared)}


def _percent(pair: Agreement) -> str:
    return f"{round(100 * (pair.share or 0.0), 2):.1f}"


def _shown(siglum: str) -> str:
    return " ".join(siglum.split())


def _add(parent: etree._Element, name: str, attributes: Mapping[str, str]) -> etree._Element:
    return etree.SubElement(parent, f"{{{REC}}}{name}", dict(attributes))
