"""A flat OpenDocument text (``.fodt``): one XML file that answers as the package of its parts would."""

from __future__ import annotations

import base64
import binascii

from lxml import etree

from recensio.imports.readers.office.open_document import q
from recensio.imports.readers.office.package import Parts, parser

_KINDS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif", b"RIFF": "webp", b"<svg": "svg", b"<?xml": "svg"}
_META = "office:meta"


class Flat(Parts):
    """The parts of a flat document by the names that they would have in a package."""

    def __init__(self, data: bytes, name: str, form: str) -> None:
        """Read ``data``. Raises ``Refused`` (IMP-042) if it is not well formed."""
        super().__init__(name, form)
        try:
            self._root = etree.fromstring(data, parser())
        except etree.XMLSyntaxError as error:
            self._refuse(f"it is not well-formed XML (line {error.lineno})")
        self._pictures = dict(self._unpacked())

    def _unpacked(self) -> list[tuple[str, bytes]]:
        """The pictures, which stand in the file as letters: taken out of it, and named."""
        found: list[tuple[str, bytes]] = []
        for image in self._root.iter(q("draw:image")):
            letters = image.find(q("office:binary-data"))
            if letters is None:
                continue
            data = _decoded(letters.text or "")
            kind = next((kind for start, kind in _KINDS.items() if data.startswith(start)), "bin")
            image.remove(letters)
            image.set(q("xlink:href"), f"Pictures/picture-{len(found) + 1}.{kind}")
            found.append((f"Pictures/picture-{len(found) + 1}.{kind}", data))
        return found

    def data(self, part: str) -> bytes | None:
        """The bytes of a picture."""
        return self._pictures.get(part)

    def tree(self, part: str) -> etree._Element | None:
        """The root for content and styles, the properties for ``meta.xml``."""
        if part in ("content.xml", "styles.xml"):
            return self._root
        return self._root.find(q(_META)) if part == "meta.xml" else None


def _decoded(letters: str) -> bytes:
    try:
        return base64.b64decode("".join(letters.split()), validate=False)
    except (binascii.Error, ValueError):
        return b""
