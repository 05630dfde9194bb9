"""From the print source to the PDF. The only package that calls the typesetter (Typst).

The source is what ``xslt/print/print.xsl`` writes; its functions are in ``xslt/print/recensio.typ``. Lines of the form
``// @ PLACE`` in it say which element the following lines come from.

Its entries are measured (``<ed-rooms>``), its text is set on a galley (``<ed-told>`` says where everything stands);
from that the pages are made up here (``makeup.py``), each with room for its own foot, and set once, with all numbers
and feet handed in: then nothing on a page depends on where something else is. A text without an apparatus has ordinary
footnotes, and its pages are those of the typesetter.

Typst starts threads of its own: a process that has called :func:`typeset` must not be forked afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Unpack

import typst

from recensio.typeset.desk import Desk
from recensio.typeset.fonts import packaged_font_folders
from recensio.typeset.job import (
    Fault,
    Job,
    Options,
    Outcome,
    Page,
    Part,
    TemplateError,
    Typeset,
    job_of,
    paper_size,
    refusal,
    told,
)
from recensio.typeset.rounds import Rounds

__all__ = ["Options", "Page", "Part", "Typeset", "packaged_font_folders", "paper_size", "typeset", "typeset_book"]


def typeset(source: str, **options: Unpack[Options]) -> Typeset:
    """Set a print source, here in this process; the same input makes the same bytes.

    A text that cannot be set is a problem, not an exception. Raises ``ValueError`` if there is no such paper.
    """
    return told(_set(job_of(source, options)), options)


def typeset_book(
    source: str, parts: Sequence[Part], shared_sigla: Sequence[str] = (), **options: Unpack[Options]
) -> Typeset:
    """Set several texts as one book. ``source`` is what ``xslt/print/book.xsl`` writes; it includes the print sources
    of the texts as ``text-1.typ``, ``text-2.typ`` …. ``shared_sigla``: texts whose sigla the book has in front."""
    job = replace(job_of(source, options), parts=tuple(parts), shared_sigla=tuple(shared_sigla))
    return told(_set(job), options)


def _set(job: Job) -> Outcome:
    """Prepare a folder that holds all the typesetter may see, and let it work."""
    with TemporaryDirectory(prefix="recensio-") as name:
        desk = Desk.of(job, Path(name).resolve())
        try:
            return Rounds(desk).run()
        except typst.TypstError as error:
            return Outcome(None, (*desk.faults, refusal(error, job)), 0)
        except TemplateError:
            reason = "the edition's own recensio.typ was made for another version of Recensio; begin again from a copy"
            return Outcome(None, (Fault("PDF-001", {"reason": reason, "place": "in the folder xslt/print"}),), 0)
        except BaseException as panic:  # a fault inside the typesetter arrives as an exception of its own kind
            if type(panic).__name__ != "PanicException":
                raise
            return Outcome(None, (Fault("PDF-001", {"reason": "the typesetter failed", "place": "somewhere"}),), 0)
