"""The ``xml-model`` instructions of a file: which schemas it says it follows.

Only schemas that lie on this machine, near the file, are ever read; what is on the web is left there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlparse

from lxml import etree

_PSEUDO = re.compile(r"""([A-Za-z][\w-]*)\s*=\s*("[^"]*"|'[^']*')""")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_SCHEMATRON = re.compile(r"schematron", re.IGNORECASE)
_KINDS = {".rng": "rng", ".rnc": "rnc", ".sch": "sch"}


@dataclass(frozen=True, slots=True)
class Model:
    """One ``xml-model``: the address as written, and what it leads to: ``rng``, ``rnc``, ``sch`` or ``""``."""

    href: str
    kind: str
    line: int = 1

    @property
    def is_local(self) -> bool:
        """True for an address that names a file by a path from the document on."""
        parts = urlparse(self.href)
        return bool(parts.path) and not (parts.scheme or parts.netloc or self.href.startswith(("/", "\\", "#")))

    def path(self, document: Path) -> Path:
        """The file it names, seen from the file ``document``."""
        return document.parent / unquote(self.href.partition("#")[0])


def models_of(root: etree._Element) -> tuple[Model, ...]:
    """The models that stand in front of ``root``, in order."""
    return tuple(_models(root))


def _models(root: etree._Element) -> Iterator[Model]:
    before = reversed(list(root.itersiblings(preceding=True)))
    for node in before:
        if isinstance(node, etree._ProcessingInstruction) and node.target == "xml-model":
            said = {name: _plain(value[1:-1]) for name, value in _PSEUDO.findall(node.text or "")}
            if said.get("href"):
                yield Model(said["href"].strip(), _kind(said), cast(int, node.sourceline or 1))


def _plain(value: str) -> str:
    return re.sub("&(?:amp|lt|gt|quot|apos);", lambda found: _ENTITIES[found[0]], value)


def _kind(said: dict[str, str]) -> str:
    """What kind of schema is meant: by its namespace and type where they are given, else by the name of the file."""
    suffix = _KINDS.get(Path(urlparse(said["href"]).path).suffix.lower(), "")
    namespace, kind = said.get("schematypens", ""), said.get("type", "")
    if _SCHEMATRON.search(namespace):
        return "sch"
    if "relax-ng-compact-syntax" in kind:
        return "rnc"
    if "relaxng.org" in namespace:
        return "rnc" if suffix == "rnc" else "rng"
    return "" if namespace or suffix == "" else suffix
