"""Plain text: what its lines look like, and what the side file says of them, becomes a document.

The work is done in :mod:`recensio.imports.plain`.
"""

from __future__ import annotations

from recensio.imports.decode import decoded
from recensio.imports.model import Document, Source
from recensio.imports.plain.assembly import Assembly
from recensio.imports.plain.reading import read_text
from recensio.imports.plain.side import side_of


def read(source: Source) -> Document:
    """The document that the plain text in ``source`` is.

    Raises ``Refused`` for what is no text, and for a side file that does not fit it.
    """
    side = side_of(source.side)
    text = decoded(source.data, source.name, side.encoding)
    return Assembly(read_text(source, side, text)).document()
