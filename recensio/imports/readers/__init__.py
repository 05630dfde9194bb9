"""The readers, one module a format. Each has ``read(source: Source) -> Document`` (``tei``: ``-> Ready``).

A reader raises :class:`recensio.imports.model.Refused` for what it can't read.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from recensio.imports.model import Document, Ready, Source

Reader = Callable[[Source], Document | Ready]

#: The module of each format; imported when it is needed, since some are slow to load.
MODULES = {
    "txt": "plain",
    "html": "html",
    "md": "markdown",
    "docx": "docx",
    "odt": "odt",
    "epub": "epub",
    "page": "pagexml",
    "alto": "alto",
    "tei": "tei",
}


def reader(form: str) -> Reader:
    """The reader of ``form``, a key of :data:`MODULES`."""
    return cast(Reader, import_module(f"recensio.imports.readers.{MODULES[form]}").read)
