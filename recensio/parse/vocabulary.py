"""The namespaces, and the names from them, that several modules of this package speak of."""

from __future__ import annotations

TEI = "http://www.tei-c.org/ns/1.0"
XINCLUDE = "http://www.w3.org/2001/XInclude"
_XML = "http://www.w3.org/XML/1998/namespace"
XML_ID = f"{{{_XML}}}id"
XML_BASE = f"{{{_XML}}}base"
XML_LANG = f"{{{_XML}}}lang"


def names(written: str) -> frozenset[str]:
    """The names in ``written``, which white space separates."""
    return frozenset(written.split())
