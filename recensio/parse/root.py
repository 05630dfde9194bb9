"""The root's start tag, read before there is a tree: whether a file is TEI, and whether its namespace is right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from recensio.parse.vocabulary import TEI, names

P4_ROOTS = frozenset({"TEI.2", "teiCorpus.2"})
_TEI_ONLY = frozenset({"TEI", "teiCorpus", "teiHeader", *P4_ROOTS})
# Roots that are taken for TEI even in no namespace. Names that other vocabularies use as well are left out.
_FRAGMENTS = names(
    "text group front body back div div0 div1 div2 div3 div4 div5 div6 div7 ab p lg sp app listApp listWit listPerson"
    " listPlace listOrg listBibl listEvent listObject listNym standOff sourceDoc surface surfaceGrp facsimile"
    " particDesc person place org biblStruct witList"
)
_TEI_LIKE = re.compile(r"^(https?://)?(www\.)?tei-c\.org\b", re.IGNORECASE)
_EXAMPLES = "http://www.tei-c.org/ns/Examples"


class Standing(Enum):
    """How a root stands to TEI."""

    RIGHT = auto()
    BARE = auto()  # TEI in no namespace
    ASTRAY = auto()  # TEI in a namespace that is not TEI's, though meant to be
    FOREIGN = auto()


@dataclass(frozen=True, slots=True)
class RootTag:
    """The root's start tag: its name as written, its attributes (declarations of namespaces among them)."""

    name: str
    attributes: Mapping[str, str]

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    @property
    def namespace(self) -> str:
        """The namespace that the name is in; empty for none."""
        return self.attributes.get(self._declaration, "")

    @property
    def _declaration(self) -> str:
        prefix = self.name.rpartition(":")[0]
        return f"xmlns:{prefix}" if prefix else "xmlns"

    @property
    def standing(self) -> Standing:
        """Whether this is the root of a TEI file, and if it is, whether its namespace is right."""
        if self.namespace == TEI:
            return Standing.RIGHT
        if not self.namespace:
            return Standing.BARE if self.local in _TEI_ONLY | _FRAGMENTS else Standing.FOREIGN
        meant = self.local in _TEI_ONLY or (_TEI_LIKE.match(self.namespace) and self.namespace != _EXAMPLES)
        return Standing.ASTRAY if meant else Standing.FOREIGN

    def mended(self, tag: bytes) -> bytes:
        """``tag``, the bytes of this start tag, with TEI's namespace declared for its name."""
        declaration = self._declaration.encode()
        wrong = re.compile(rb"(\s" + re.escape(declaration) + rb"\s*=\s*)(\"[^\"]*\"|'[^']*')")
        right = b'"' + TEI.encode() + b'"'
        if wrong.search(tag):
            return wrong.sub(lambda found: found.group(1) + right, tag, count=1)
        end = 1 + len(self.name.encode())
        return tag[:end] + b" " + declaration + b"=" + right + tag[end:]
