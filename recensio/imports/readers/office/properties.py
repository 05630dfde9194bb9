"""What the properties of a document say of it: those of Word and those of OpenDocument."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from recensio.imports.readers.web.statements import Statements

_PARTS: Mapping[str, str] = {
    "title": "title",
    "language": "language",
    "rights": "rights",
    "publisher": "publisher",
    "identifier": "",
}
_DATES = {
    "created": "file created",
    "modified": "file last changed",
    "creation-date": "file created",
    "date": "file last changed",
}
_LABELS = {"subject": "subject", "description": "comment", "category": "category", "contentStatus": "status"}
_TECHNICAL = re.compile(
    r"^(revision|lastModifiedBy|editing-cycles|editing-duration|generator|document-statistic|template|printed-by"
    r"|print-date|lastPrinted|version|auto-reload|hyperlink-behaviour|meta|coreProperties|document-meta|content-type)$"
)


def read_properties(root: etree._Element | None, said: Statements) -> None:
    """Add what the properties in ``root`` say to ``said``. What the program notes for itself is left out."""
    for element in root.iter("*") if root is not None else ():
        name = etree.QName(element).localname
        text = " ".join((element.text or "").split())
        if text and not _TECHNICAL.match(name):
            _property(name, text, element, said)


def _property(name: str, text: str, element: etree._Element, said: Statements) -> None:
    if name in {"creator", "initial-creator"}:
        for one in re.split(r"\s*;\s*", text):
            said.person(one)
    elif name in {"keywords", "keyword"}:
        said.keyword(text)
    elif name in _DATES:
        said.keep(_DATES[name], text)
    elif name == "user-defined":
        said.keep(next((str(v) for k, v in element.attrib.items() if str(k).endswith("}name")), name), text)
    elif _PARTS.get(name):
        said.say(_PARTS[name], text, name)
    elif name in _LABELS:
        said.keep(_LABELS[name], text)
