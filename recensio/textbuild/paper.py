"""Print: a PDF, and the source of one for LaTeX."""

from __future__ import annotations

import shutil
from typing import Any

from recensio.lasting import date_for, standards_of
from recensio.tex import page_of, pictures_beside
from recensio.textbuild.making import Making


def make_pdf(making: Making) -> None:
    """Set the text; what the typesetter has to say becomes problems."""
    task = making.text.task
    if not task.has_text:
        return
    from recensio import book
    from recensio.typeset import typeset  # (the engine is loaded only by builds that print)

    source = making.normalised.print_source(making.text.name, task.site, _labels(making))
    standards = standards_of(task.print.standard)
    made = typeset(
        source,
        template_folders=(task.xslt / "print",),
        font_folders=task.fonts,
        root=task.folder,
        beside=task.source.path.parent,
        page=book.page_of(task.print),
        standards=standards,
        timestamp=date_for(standards, making.text.root),
        file=task.source.name,
        locate=making.text.line_and_column,
    )
    making.text.problems.extend(made.problems)
    if made.pdf is not None:
        making.made.write_format("pdf", f"pdf/{making.text.name}.pdf", made.pdf)
        making.printed = (source, made.pages)


def _labels(making: Making) -> Any:
    task = making.text.task
    language = task.print.language_in(task.language)
    return making.sheets.labels(language, dict(task.labels), task.apparatus_language or task.language)


def make_tex(making: Making) -> None:
    """Write the source for LaTeX, and put the pictures that it shows beside it."""
    task = making.text.task
    if not task.has_text:
        return
    name = making.text.name
    source = making.normalised.tex_source(name, task.site, _labels(making), page_of(task.print))
    making.made.write_format("tex", f"tex/{name}.tex", source)
    for file, target in pictures_beside(task.images):
        if file.is_file():
            place = making.made.folder / "tex" / target
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)
