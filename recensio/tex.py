"""LaTeX sources: the settings for print as ``recensio.sty`` takes them, pictures, the book of all texts.

The sources themselves are written by ``xslt/tex``. The book includes those of the texts, as they are; what it has to
know of them (layers at the foot, whom they name) is read from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from lxml import etree

from recensio.config import PrintTable
from recensio.resolve import add

#: Layers that are no apparatus, and what the settings call those that are.
_OWN, _APPARATUS = frozenset({"author", "source", "editor"}), "apparatus"
#: What LaTeX can put on a page.
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".pdf"})
_LAYER = re.compile(r"^\\RecLayer\{([^{}]*)\}\{([^{}]*)\}$", re.MULTILINE)
_NAMED = re.compile(r"\\RecNamed\{[a-z]?\}\{([^{}]*)\}")
_SCRIPTS = re.compile(r"^  scripts = \{([^{}]*)\},$", re.MULTILINE)
_SUBJECT = re.compile(r"^\\RecHeading\{(subject[^{}]*)\}.*$", re.MULTILINE)
_NO_FONT_NAME = re.compile(r"[\\{}%#$&^~,=]")


def page_of(table: PrintTable) -> Mapping[str, str]:
    """The settings for print as the parameters of ``xslt/tex``: those of the page one a line, as LaTeX has them."""
    from recensio.typeset import paper_size  # (it brings the typesetter along: only for builds that print)

    width, height = paper_size(table.paper)
    margins = {name: getattr(table, name) for name in ("inner", "outer", "top", "bottom")}
    fonts = ", ".join(name for font in table.fonts if (name := _NO_FONT_NAME.sub("", font)))
    rows = {"paperwidth": width, "paperheight": height}
    rows |= {name: value for name, value in margins.items() if value != "auto"}
    rows |= {"size": table.size, "lines": str(table.line_numbers), "restart": table.numbering}
    rows |= {"numbers": table.number_margin, "figures": table.figures}
    if fonts:
        rows["fonts"] = f"{{{fonts}}}"
    return {
        "page": "\n".join(f"{name} = {value}" for name, value in rows.items()),
        "foot": " ".join(table.foot),
        "entries": table.entries,
        "title-page": table.title_page,
        "contents": table.contents,
    }


def pictures_beside(images: Iterable[tuple[str, str]]) -> Iterator[tuple[Path, str]]:
    """The pictures that a source shows: their files, and where they have to lie beside it, under names that TeX can
    read (those that ``xslt/tex`` gives them)."""
    for file, target in images:
        if Path(file).suffix.lower() in _PICTURES:
            yield Path(file), re.sub(r"[^A-Za-z0-9/._-]", "_", target)


def book_document(document: str, sources: Sequence[str], foot: Sequence[str]) -> str:
    """What ``recensio.book.document`` tells of the book, with what the sources of its texts say themselves. ``foot`` is
    the order of what stands at the foot of the pages."""
    root = etree.fromstring(document)
    for name, make in layers_of(sources, foot):
        add(root, "layer", id=name, make=make)
    if any("both-directions = yes" in source for source in sources):
        root.set("both", "yes")
    scripts = {name for source in sources for found in _SCRIPTS.findall(source) for name in found.split(",")}
    root.set("scripts", ",".join(sorted(scripts)))
    root.set("named", " ".join(sorted({key for source in sources for key in _NAMED.findall(source)})))
    subjects = {found.group(1): found.group() for source in sources for found in _SUBJECT.finditer(source)}
    for key in sorted(subjects):
        add(root, "subject", subjects[key])
    return etree.tostring(root, encoding="unicode")


def layers_of(sources: Iterable[str], foot: Sequence[str]) -> list[tuple[str, str]]:
    """The layers of all sources, name and make, in the order of the foot: those of the apparatus each behind the one
    that it follows in the source that has it first."""
    merged = _merged(sources)
    return [row for place in foot for row in merged if (row[0] if row[0] in _OWN else _APPARATUS) == place]


def _merged(sources: Iterable[str]) -> list[tuple[str, str]]:
    merged: list[tuple[str, str]] = []
    for source in sources:
        at = 0
        for name, make in _LAYER.findall(source):
            known = next((n for n, (other, _) in enumerate(merged) if other == name), None)
            if known is None:
                merged.insert(at, (name, make))
            at = (at if known is None else known) + 1
    return merged
