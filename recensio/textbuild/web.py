"""The web pages of a text: its own, those of its witnesses, the text as its source has it, the comparison."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from functools import cached_property
from urllib.parse import quote

from recensio import agreement, rights
from recensio.cite import citation_of
from recensio.facsimiles import into_site
from recensio.pages import addresses_script, is_cut
from recensio.scans import Scans
from recensio.statistics import Statistics, statistics
from recensio.textbuild.made import file_parts
from recensio.textbuild.making import Making
from recensio.transform import NO_CITATION, NO_VIEWS, Beside, Normalised, TransformError
from recensio.views import DIPLOMATIC, differs, others_in, views_document
from recensio.witness_text import declared


def make_html(making: Making) -> None:
    """Write all pages, and what stands beside them: scripts, citations, pictures."""
    _Web(making).make()


class _Web:
    """The pages of a text, while they are made."""

    def __init__(self, making: Making) -> None:
        self._making = making
        self._text = making.text
        self._task = making.text.task
        self._made = making.made
        self._name = making.text.name
        self._normalised = making.normalised
        #: by witness, the name of its page
        self._named: dict[str, str] = {}

    def make(self) -> None:
        figures = self._compared()
        diplomatic = self._as_in_source()
        views = self._tell_views(diplomatic=diplomatic is not None)
        pages = self._write_pages(views, compared=figures is not None)
        self._write_witnesses(views)
        if diplomatic is not None:
            self._write_diplomatic(diplomatic, views)
        if figures is not None:
            self._write_comparison(figures)
        self._copy_pictures(pages)

    @cached_property
    def _site(self) -> str:
        """What the pages have to know of the edition, and of the pictures of the text."""
        scans = Scans.of(self._task.site, self._task.source.path.parent, self._task.web_images)
        return into_site(self._task.site, self._making.facsimile, scans.shown, scans.sites(self._making.facsimile))

    # --- the text ---

    def _write_pages(self, views: str, *, compared: bool) -> list[str]:
        """The pages of the text, and how it is cited; their mark-up."""
        name = self._name
        citation = self._write_citation() if self._task.has_text else NO_CITATION
        made = self._in_pages(self._normalised, Beside(self._text.has_witness_texts, compared, citation, views))
        self._made.write_format("html", f"html/{name}.html", made[0][1])
        self._made.html = [self._made.files["html"], *self._write_further(name, made)]
        return [markup for _, markup in made]

    def _in_pages(self, normalised: Normalised, beside: Beside) -> list[tuple[str, str]]:
        """Names and mark-up of the pages of a view of the text; the first has no name."""
        name, labels = self._name, self._making.labels
        if not self._text.is_header_only and is_cut(self._text.root):
            return normalised.pages(name, self._site, labels, beside)
        return [("", normalised.html(name, self._site, labels, beside))]

    def _write_further(self, folder: str, pages: list[tuple[str, str]]) -> list[str]:
        """Write the pages behind the first, and the table by which they find each other; their paths."""
        if len(pages) > 1:
            self._made.write(f"html/{folder}/addresses.js", addresses_script(pages))
        return [self._made.write(f"html/{folder}/{page}.html", markup) for page, markup in pages[1:]]

    def _write_citation(self) -> str:
        """The files of the citation; the citation for the pages."""
        citation = citation_of(self._text.root, self._name, self._task.whole)
        bib = self._made.write(f"data/{self._name}.bib", citation.bibtex())
        csl = self._made.write(f"data/{self._name}.csl.json", citation.csl())
        self._made.citations = {"bib": bib, "csl": csl}
        return citation.document()

    def _copy_pictures(self, pages: list[str]) -> None:
        """The pictures; of a text of which something is withheld, only those that its pages show."""
        free = self._task.published == rights.FULL
        for file, target in self._task.images:
            if free or any(target in page for page in pages):
                place = self._made.folder / "html" / target
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, place)

    # --- as its source has it ---

    def _as_in_source(self) -> Normalised | None:
        """The text as its source has it, if that is another than the one that is read."""
        if not self._text.has_running_text or not differs(self._text.root, self._task.base, self._text.words):
            return None
        return self._making.sheets.normalise(self._text.root, base=DIPLOMATIC, rules=self._task.rules)

    def _write_diplomatic(self, normalised: Normalised, views: str) -> None:
        name = f"{self._name}.{DIPLOMATIC}"
        made = self._in_pages(normalised, Beside(views=views, view=DIPLOMATIC))
        self._made.diplomatic = [self._made.write(f"html/{name}.html", made[0][1]), *self._write_further(name, made)]

    # --- its witnesses ---

    def _tell_views(self, *, diplomatic: bool) -> str:
        """What views of the text there are, for its pages; the scripts that show them side by side."""
        if not self._text.has_running_text:
            return NO_VIEWS
        others = others_in(self._task.site)
        made = self._making.views.witnesses if self._task.witness_texts else {}
        self._named = {w: f"{self._name}.witness.{part}" for w, part in file_parts(made).items()}
        if made or others:
            places = [(here, one.id, there) for one in others for here, there in one.places]
            self._write_script(f"{self._name}.text", self._making.views.base_script(places))
        for witness, page in self._named.items():
            self._write_script(page, self._making.views.witness_script(witness))
        pages = {witness: (page, len(made[witness])) for witness, page in self._named.items()}
        return views_document(self._name, pages, others, diplomatic=diplomatic)

    def _write_script(self, name: str, script: str) -> None:
        """The text, or that of a witness, for pages that show several side by side."""
        self._made.scripts.append(self._made.write(f"html/{name}.js", script))

    def _write_witnesses(self, views: str) -> None:
        """A page for each witness. Their names have a word more than those of texts, so that none can be another's."""
        if not self._text.has_witness_texts:
            return
        told = {witness: (page, self._making.views.document(witness)) for witness, page in self._named.items()}
        pages = self._normalised.witness_pages(self._name, self._site, self._making.labels, told, views=views)
        for witness, page in pages:
            self._made.witness_pages[witness] = self._made.write(f"html/{self._named[witness]}.html", page)

    # --- compared ---

    def _compared(self) -> Statistics | None:
        """The figures about the witnesses, if there are any to compare. (A stylesheet that fails is told elsewhere.)"""
        if not self._task.has_text:
            return None
        try:
            rows = self._making.rows
        except TransformError:
            return None
        figures = statistics(rows, [asdict(one) for one in declared(self._text.root)])
        return figures if agreement.is_comparable(figures) else None

    def _write_comparison(self, figures: Statistics) -> None:
        """The page that compares the witnesses."""
        pages = {witness: quote(path.removeprefix("html/")) for witness, path in self._made.witness_pages.items()}
        told = agreement.document(figures, pages)
        page = self._normalised.comparison(self._name, self._task.site, self._making.labels, told)
        self._made.comparison = self._made.write(f"html/{self._name}.witnesses.html", page)
