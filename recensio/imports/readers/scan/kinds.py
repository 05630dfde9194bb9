"""What regions are called: in PAGE, by Transkribus, in SegmOnto (eScriptorium), in ALTO; and what that means here."""

from __future__ import annotations

import re

from recensio.imports.readers.scan.layout import Kind

_NAMES: dict[str, Kind] = {
    **dict.fromkeys(("paragraph", "text", "textregion", "mainzone", "main", "body", "floating"), "text"),
    **dict.fromkeys(("list", "list-label", "toc-entry", "other", "credit", "entry", "column"), "text"),
    **dict.fromkeys(("heading", "head", "title", "titlezone", "headingzone", "titlepagezone", "subheading"), "heading"),
    **dict.fromkeys(("header", "running-head", "runningtitlezone", "running-title", "topmargin"), "header"),
    **dict.fromkeys(("footer", "bottommargin"), "footer"),
    **dict.fromkeys(("page-number", "pagenumber", "numberingzone", "page_number", "folio", "foliation"), "pageNum"),
    **dict.fromkeys(("catch-word", "catchword"), "catch"),
    **dict.fromkeys(("signature-mark", "signature", "quiremarkszone", "quiremarkzone"), "sig"),
    **dict.fromkeys(("marginalia", "margintextzone", "marginal", "margin", "sidenote"), "margin"),
    **dict.fromkeys(("leftmargin", "rightmargin"), "margin"),
    **dict.fromkeys(("footnote", "footnotes", "footnote-continued", "footnotezone", "note"), "foot"),
    **dict.fromkeys(("endnote", "endnotes"), "end"),
    **dict.fromkeys(("caption", "figure-caption", "captionzone"), "caption"),
    **dict.fromkeys(("drop-capital", "dropcapitalzone", "initial", "dropcap"), "initial"),
    **dict.fromkeys(("table", "tablezone", "tableregion"), "table"),
    **dict.fromkeys(("graphiczone", "image", "illustration", "imageregion", "graphicregion", "picture"), "picture"),
    **dict.fromkeys(("stampzone", "sealzone", "damagezone", "digitizationartefactzone"), "skip"),
}  # fmt: skip


def kind_of(*names: str, otherwise: Kind = "text") -> Kind:
    """What a region with the first known of ``names`` is. SegmOnto adds particulars behind ``:`` and ``#``."""
    for name in names:
        plain = re.split(r"[:#]", name.strip().lower())[0].strip()
        if plain in _NAMES:
            return _NAMES[plain]
    return otherwise


def is_heading_line(name: str) -> bool:
    """Whether lines of the type ``name`` are headings."""
    return name.strip().lower().split(":")[0] in {"headingline", "heading"}
