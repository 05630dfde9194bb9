"""Formulas of Word in the linear format of Word itself (UnicodeMath): signs say what stands above, below or in a root.

No word comes into a formula that its author did not write: ``E=mc^2``, ``(a+b)/c``, ``∫_0^1▒x``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_THIN = "\u2009"


def linear(element: etree._Element | None) -> str:
    """The formula in ``element`` as a line of text."""
    if element is None:
        return ""
    line = ""
    for one in element:
        piece = _WRITERS.get(str(one.tag), linear)(one) if isinstance(one.tag, str) else ""
        apart = line[-1:].isalnum() and piece[:1].isalnum()
        line += (_THIN if apart else "") + piece
    return line


def _part(element: etree._Element, name: str) -> str:
    return linear(element.find(f"{_M}{name}"))


def _said(element: etree._Element, name: str, otherwise: str) -> str:
    """A property of ``element``, such as the sign of a sum."""
    told = element.find(f"{_M}{etree.QName(element).localname}Pr/{_M}{name}")
    return otherwise if told is None else str(told.get(f"{_M}val") or "")


def _grouped(text: str) -> str:
    """``text`` in brackets, unless it is one letter or number."""
    bare = text.strip()
    return bare if len(bare) == 1 or bare.isalnum() else f"({bare})"


def _run(element: etree._Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{_M}t"))


def _fraction(element: etree._Element) -> str:
    return f"{_grouped(_part(element, 'num'))}/{_grouped(_part(element, 'den'))}"


def _raised(element: etree._Element) -> str:
    return f"{_grouped(_part(element, 'e'))}^{_grouped(_part(element, 'sup'))}"


def _lowered(element: etree._Element) -> str:
    return f"{_grouped(_part(element, 'e'))}_{_grouped(_part(element, 'sub'))}"


def _both(element: etree._Element) -> str:
    return f"{_grouped(_part(element, 'e'))}_{_grouped(_part(element, 'sub'))}^{_grouped(_part(element, 'sup'))}"


def _root(element: etree._Element) -> str:
    degree = _part(element, "deg").strip()
    inner = _part(element, "e")
    return f"√({degree}&{inner})" if degree else f"√{_grouped(inner)}"


def _sum(element: etree._Element) -> str:
    below, above = _part(element, "sub").strip(), _part(element, "sup").strip()
    limits = (f"_{_grouped(below)}" if below else "") + (f"^{_grouped(above)}" if above else "")
    return f"{_said(element, 'chr', '∫')}{limits}▒{_part(element, 'e')}"


def _delimited(element: etree._Element) -> str:
    inner = _said(element, "sepChr", "|").join(linear(one) for one in element.findall(f"{_M}e"))
    return f"{_said(element, 'begChr', '(')}{inner}{_said(element, 'endChr', ')')}"


def _matrix(element: etree._Element) -> str:
    rows = ("&".join(linear(cell) for cell in row.findall(f"{_M}e")) for row in element.findall(f"{_M}mr"))
    return f"■({'@'.join(rows)})"


def _lines(element: etree._Element) -> str:
    return f"█({'@'.join(linear(one) for one in element.findall(f'{_M}e'))})"


def _below(element: etree._Element) -> str:
    return f"{_part(element, 'e')}┬{_grouped(_part(element, 'lim'))}"


def _above(element: etree._Element) -> str:
    return f"{_part(element, 'e')}┴{_grouped(_part(element, 'lim'))}"


def _function(element: etree._Element) -> str:
    return f"{_part(element, 'fName')}{_THIN}{_part(element, 'e')}"


_WRITERS: Mapping[str, Callable[[etree._Element], str]] = {
    f"{_M}{name}": writer
    for name, writer in {
        "r": _run,
        "f": _fraction,
        "sSup": _raised,
        "sSub": _lowered,
        "sSubSup": _both,
        "rad": _root,
        "nary": _sum,
        "d": _delimited,
        "m": _matrix,
        "eqArr": _lines,
        "limLow": _below,
        "limUpp": _above,
        "func": _function,
    }.items()
}
