"""The reader of web pages."""

from __future__ import annotations

from dataclasses import replace

from recensio.imports.model import Document, Refused, Source
from recensio.imports.readers.web.decode import decoded
from recensio.imports.readers.web.page import Reading, document_of
from recensio.imports.readers.web.pictures import beside
from recensio.imports.readers.web.printed import Printed
from recensio.imports.readers.web.tree import tree_of
from recensio.law.words import words_of_text
from recensio.problems import problem


def read(source: Source) -> Document:
    """The document in the web page ``source``. Raises ``Refused`` if there is no text in it."""
    text = decoded(source.data, str(source.side.get("encoding", "")))
    root = tree_of(text.text)
    if root is None or not (Printed(root).text().strip() or root.find(".//img") is not None):
        raise Refused(problem("IMP-002", file=source.name))
    document = document_of(root, Reading(source.name, source.path.name, beside(source.path)))
    if not any(work.blocks or work.notes for work in document.works):
        raise Refused(problem("IMP-053", file=source.name, words=len(words_of_text(document.words_in))))
    if not text.guessed:
        return document
    guess = problem("IMP-011", file=source.name, encoding=text.encoding)
    return replace(document, problems=(guess, *document.problems))
