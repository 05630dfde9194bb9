"""The XSLT stage: a TEI tree in, web page, print source and plain texts out, by SaxonC-HE.

The stylesheets are compiled once a process; then the processor is locked, so that nothing in a source or a
stylesheet can read a file, reach the network, write or see the environment (measured: ``allowedProtocols`` and
``allow-external-functions`` of Saxon do it). A compiled stylesheet is not thread-safe: one ``Stylesheets`` a process.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from saxonche import PySaxonApiError, PySaxonProcessor

from recensio.agreement import NO_FIGURES
from recensio.law.elements import REC

_LABELS = "urn:recensio:labels"
_SAXON = "http://saxon.sf.net/feature/"
ENTRIES: Mapping[str, str] = {
    "normalise": "common/document.xsl",
    "withhold": "common/withheld.xsl",
    "html": "html/html.xsl",
    "text": "text/text.xsl",
    "apparatus": "text/apparatus.xsl",
    "data": "data/data.xsl",
    "print": "print/print.xsl",
    "book": "print/book.xsl",
    "parallel": "print/parallel.xsl",
    "tex": "tex/tex.xsl",
    "texbook": "tex/book.xsl",
    "site": "html/site.xsl",
}
#: What is told of a text that nobody has said how to cite.
NO_CITATION = f'<rec:citation xmlns:rec="{REC}"/>'
#: What is told of a text of which there are no other views.
NO_VIEWS = f'<rec:views xmlns:rec="{REC}"/>'
#: What a row of the apparatus tells as a list.
_LISTS = ("witnesses", "sigla", "sources", "resp", "hand")
#: What the LaTeX source is told of the page where nobody says anything.
_TEX_PAGE = {
    "page": "", "foot": "author source apparatus editor", "entries": "run-in", "title-page": "auto", "contents": "auto",
}  # fmt: skip
#: Languages whose apparatus is written in another.
_SPEAKS_FOR: Mapping[str, str] = {"grc": "la"}


class TransformError(Exception):
    """A stylesheet failed on a text; the message is Saxon's, shortened to its first line."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a stylesheet wants to have reported: a code, an XPath into the source, and facts for the sentence."""

    code: str
    at: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rules:
    """How entries of the apparatus are put together (the options of ``[apparatus]`` with the same meaning).

    ``style`` is ``as-encoded``, ``negative`` or ``positive``; ``order`` of sigla ``as-encoded`` or ``list``; ``groups``
    of witnesses ``as-encoded``, ``collapse`` or ``expand``; with more witnesses than ``rest_after`` a lemma has "cett."
    (0: never); ``layers`` names layers in the order wanted.
    """

    style: str = "as-encoded"
    order: str = "as-encoded"
    groups: str = "as-encoded"
    rest_after: int = 0
    layers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A plain text, and what it was made of: with seams, and marks of rows and entries (``xslt/text/witness.xsl``)."""

    text: str
    marked: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What there is beside a page of a text, for the page to lead to.

    ``witness_pages``: each witness has a page of its own; ``compared``: there is a page that compares them.
    ``citation`` is the XML of ``cite.Citation.document``: how the text is cited; ``views`` that of
    ``views.views_document``, and ``view`` the one that the page is.
    """

    witness_pages: bool = False
    compared: bool = False
    citation: str = NO_CITATION
    views: str = NO_VIEWS
    view: str = "reading"


class Stylesheets:
    """All stylesheets of one folder, compiled and locked."""

    def __init__(self, folder: Path, names: Collection[str] = ENTRIES) -> None:
        """Compile the stylesheets in ``folder``. One that is wrong raises ``TransformError`` when it is used."""
        self._saxon = PySaxonProcessor(license=False)
        # before the stylesheets are compiled: a stylesheet compiled earlier could still write
        self._saxon.set_configuration_property(_SAXON + "allow-external-functions", "false")
        self._compiler = self._saxon.new_xslt30_processor()
        self._folder = folder
        self._labels: dict[tuple[str, str, tuple[tuple[str, str], ...]], Any] = {}
        self._compiled = {name: self._compile(folder / file) for name, file in ENTRIES.items() if name in names}
        # after: the modules of a stylesheet are files
        self._saxon.set_configuration_property(_SAXON + "allowedProtocols", "none")

    def _compile(self, path: Path) -> Any:
        try:
            return self._compiler.compile_stylesheet(stylesheet_file=str(path.resolve()))
        except PySaxonApiError as error:
            return TransformError(f"{path.name}: {_first_line(error)}")

    def executable(self, name: str) -> Any:
        """The compiled stylesheet ``name``. Raises ``TransformError`` if it did not compile."""
        compiled = self._compiled[name]
        if isinstance(compiled, TransformError):
            raise compiled
        return compiled

    def normalise(self, root: etree._Element, *, base: str = "reading", rules: Rules | None = None) -> Normalised:
        """The text in the one shape that the renderers share. ``root`` is the TEI tree; it is not changed."""
        source = self._parse(_serialised(root))
        executable = self.executable("normalise")
        executable.set_parameter("base-text", self._saxon.make_string_value(base))
        rules = rules or Rules()
        executable.set_parameter("cett-after", self._saxon.make_integer_value(rules.rest_after))
        for name, value in _parameters(rules).items():
            executable.set_parameter(name, self._saxon.make_string_value(value))
        return Normalised(self, self._value(executable, source).head)

    def site(self, site: str, page: str, labels: Any) -> str:
        """A page about the whole edition (``index``, ``persons`` …) from the XML in ``site``."""
        executable = self.executable("site")
        executable.set_parameter("page", self._saxon.make_string_value(page))
        executable.set_parameter("labels", labels)
        return self._string(executable, self._parse(site))

    def book(self, book: str, labels: Any) -> str:
        """The Typst source of the whole edition as a book, from the XML of :mod:`recensio.book`."""
        executable = self.executable("book")
        executable.set_parameter("labels", labels)
        return self._string(executable, self._parse(book))

    def tex_book(self, book: str, labels: Any, page: Mapping[str, str]) -> str:
        """The LaTeX source of the whole edition as a book, from the XML of ``tex.book_document``; ``page`` is that of
        ``tex.page_of``."""
        executable = self.executable("texbook")
        executable.set_parameter("labels", labels)
        self._tell_page(executable, page)
        return self._string(executable, self._parse(book))

    def _tell_page(self, executable: Any, page: Mapping[str, str]) -> None:
        for name, value in {**_TEX_PAGE, **page}.items():
            executable.set_parameter(name, self._saxon.make_string_value(value))

    def labels(self, language: str, own: Mapping[str, str], apparatus: str = "") -> Any:
        """The words of the interface in ``language``, with an edition's ``own`` words in their place.

        ``apparatus`` is the language of the words in apparatus entries, where it is another.
        """
        key = (language, apparatus, tuple(sorted(own.items())))
        if key not in self._labels:
            words = _shipped_labels(self._folder, "en") | _shipped_labels(self._folder, language)
            words |= _apparatus_labels(self._folder, apparatus or language) | dict(own)
            self._labels[key] = self._parse(_labels_xml(language, words))
        return self._labels[key]

    def _parse(self, xml: str) -> Any:
        try:
            return self._saxon.parse_xml(xml_text=xml)
        except PySaxonApiError as error:
            raise TransformError(_first_line(error)) from None

    def _value(self, executable: Any, node: Any) -> Any:
        try:
            return executable.transform_to_value(xdm_node=node)
        except PySaxonApiError as error:
            raise TransformError(_first_line(error)) from None

    def _string(self, executable: Any, node: Any) -> str:
        try:
            text: str | None = executable.transform_to_string(xdm_node=node)
        except PySaxonApiError as error:
            raise TransformError(_first_line(error)) from None
        return text or ""

    def _strings(self, executable: Any, node: Any) -> list[str]:
        executable.set_initial_match_selection(xdm_value=node)
        executable.set_result_as_raw_value(True)
        try:
            value = executable.apply_templates_returning_value()
        except PySaxonApiError as error:
            raise TransformError(_first_line(error)) from None
        finally:
            executable.set_result_as_raw_value(False)
        return [value.item_at(i).string_value for i in range(value.size)] if value is not None else []


class Normalised:
    """One text, normalised; renders itself by the stylesheets that made it."""

    def __init__(self, sheets: Stylesheets, node: Any) -> None:
        """Keep the ``node`` that ``sheets`` has normalised."""
        self._sheets = sheets
        self._node = node

    def without_text(self) -> Normalised:
        """The same without the running text: what may be told of a text that may not be published."""
        return Normalised(self._sheets, self._sheets._value(self._sheets.executable("withhold"), self._node).head)

    def remarks(self) -> list[Remark]:
        """What normalisation found worth reporting."""
        xpath = self._sheets._saxon.new_xpath_processor()
        xpath.declare_namespace("rec", REC)
        xpath.set_context(xdm_item=self._node)
        found = xpath.evaluate("/rec:edition/rec:problems/rec:problem")
        return [_remark(found.item_at(i).get_node_value()) for i in range(found.size)] if found is not None else []

    def html(self, text_id: str, site: str, labels: Any, beside: Beside | None = None) -> str:
        """The web page. ``site`` is the XML of ``resolve.site_of``: what the page needs to know of the edition."""
        return self._sheets._string(self._page_maker(text_id, site, labels, beside or Beside()), self._node)

    def pages(self, text_id: str, site: str, labels: Any, beside: Beside | None = None) -> list[tuple[str, str]]:
        """The same in the pages that ``pages.cut`` has marked: name and mark-up of each; the first has no name."""
        executable = self._page_maker(text_id, site, labels, beside or Beside())
        executable.set_parameter("paged", self._sheets._saxon.make_boolean_value(True))
        try:
            made = self._sheets._strings(executable, self._node)
        finally:
            executable.set_parameter("paged", self._sheets._saxon.make_boolean_value(False))
        return list(zip(made[::2], made[1::2], strict=True))

    def _page_maker(self, text_id: str, site: str, labels: Any, beside: Beside) -> Any:
        executable = self._prepared("html", text_id, site, labels)
        executable.set_parameter("compared", self._sheets._saxon.make_boolean_value(beside.compared))
        executable.set_parameter("witness-pages", self._sheets._saxon.make_boolean_value(beside.witness_pages))
        executable.set_parameter("citation", self._sheets._parse(beside.citation))
        self._tell_views(executable, beside.views, beside.view)
        return executable

    def _tell_views(self, executable: Any, views: str, view: str = "reading") -> None:
        executable.set_parameter("views", self._sheets._parse(views))
        executable.set_parameter("view", self._sheets._saxon.make_string_value(view))

    def comparison(self, text_id: str, site: str, labels: Any, figures: str) -> str:
        """The page that compares the witnesses. ``figures`` is the XML of ``agreement.document``."""
        executable = self._prepared("html", text_id, site, labels)
        executable.set_parameter("figures", self._sheets._parse(figures))
        try:
            return self._sheets._string(executable, self._node)
        finally:
            executable.set_parameter("figures", self._sheets._parse(NO_FIGURES))

    def witness_pages(
        self, text_id: str, site: str, labels: Any, witnesses: Mapping[str, tuple[str, str]], *, views: str = NO_VIEWS
    ) -> Iterator[tuple[str, str]]:
        """The web page of each witness: its id and the page. ``witnesses`` gives, by id, the name of the page and the
        text as ``views.Views.document`` tells it."""
        sheets = self._sheets
        executable = self._prepared("html", text_id, site, labels)
        text = sheets._saxon.make_string_value
        try:
            self._tell_views(executable, views)
            for witness, (name, told) in witnesses.items():
                executable.set_parameter("witness", text(witness))
                executable.set_parameter("witness-page", text(name))
                executable.set_parameter("witness-text", sheets._parse(told))
                yield witness, sheets._string(executable, self._node)
        finally:
            executable.set_parameter("witness", text(""))

    def print_source(self, text_id: str, site: str, labels: Any) -> str:
        """The Typst source of the print edition."""
        return self._render("print", text_id, site, labels)

    def parallel_source(self, text_id: str, site: str, labels: Any) -> str:
        """The text as one side of a parallel edition, as JSON (see ``xslt/print/parallel.xsl``)."""
        return self._render("parallel", text_id, site, labels)

    def tex_source(self, text_id: str, site: str, labels: Any, page: Mapping[str, str] | None = None) -> str:
        """The text as LaTeX source for reledmac; it needs the package ``recensio.sty`` (in ``xslt/tex``).

        ``page`` are settings for print, as ``tex.page_of`` has them.
        """
        self._sheets._tell_page(self._sheets.executable("tex"), page or {})
        return self._render("tex", text_id, site, labels)

    def _render(self, output: str, text_id: str, site: str, labels: Any) -> str:
        return self._sheets._string(self._prepared(output, text_id, site, labels), self._node)

    def _prepared(self, output: str, text_id: str, site: str, labels: Any) -> Any:
        sheets = self._sheets
        executable = sheets.executable(output)
        executable.set_parameter("id", sheets._saxon.make_string_value(text_id))
        executable.set_parameter("site", sheets._parse(site))
        executable.set_parameter("labels", labels)
        return executable

    def apparatus(self, labels: Any) -> str:
        """The apparatus as plain text, one entry a line; empty if there is none."""
        return self._about_apparatus("apparatus", labels)

    def data(self, labels: Any) -> list[dict[str, Any]]:
        """The apparatus as data, one row for each reading (``xslt/data/README.md`` says what it holds)."""
        rows: list[dict[str, Any]] = json.loads(self._about_apparatus("data", labels))
        return [row | {key: row[key].split("\t") if row[key] else [] for key in _LISTS} for row in rows]

    def _about_apparatus(self, name: str, labels: Any) -> str:
        executable = self._sheets.executable(name)
        executable.set_parameter("labels", labels)
        return "".join(self._sheets._strings(executable, self._node))

    def texts(self, *, witnesses: bool) -> tuple[str, dict[str, list[str]]]:
        """The reading text, and the text of each witness by its id: of its first state, then of others it has."""
        executable = self._sheets.executable("text")
        executable.set_parameter("witness-texts", self._sheets._saxon.make_boolean_value(witnesses))
        reading, *rest = self._sheets._strings(executable, self._node) or [""]
        states: dict[str, list[str]] = {}
        for witness, _, text in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
            states.setdefault(witness, []).append(text)
        return reading, states

    def marked_texts(self) -> tuple[MarkedText, dict[str, list[MarkedText]]]:
        """The same with marks: the base text, and the text of each witness in all its states."""
        executable = self._sheets.executable("text")
        for name, value in (("witness-texts", True), ("marked", True)):
            executable.set_parameter(name, self._sheets._saxon.make_boolean_value(value))
        try:
            reading, _, marks, *rest = self._sheets._strings(executable, self._node) or [""] * 3
        finally:
            executable.set_parameter("marked", self._sheets._saxon.make_boolean_value(False))
        states: dict[str, list[MarkedText]] = {}
        for witness, _, text, marked in zip(rest[::4], rest[1::4], rest[2::4], rest[3::4], strict=True):
            states.setdefault(witness, []).append(MarkedText(text, marked))
        return MarkedText(reading, marks), states


@cache
def stylesheets(folder: Path, names: frozenset[str]) -> Stylesheets:
    """The stylesheets ``names`` (keys of ``ENTRIES``) of ``folder``, compiled once in this process."""
    return Stylesheets(folder, names)


def _remark(node: Any) -> Remark:
    facts = {attribute.local_name: attribute.string_value for attribute in node.attributes}
    return Remark(facts.pop("code"), facts.pop("at"), facts)


def _serialised(root: etree._Element) -> str:
    """The tree as text, without named entities: Saxon's parser counts them, and refuses more than 100,000."""
    text = etree.tostring(root, encoding="unicode", with_tail=False)
    return text.replace("&amp;", "&#38;").replace("&lt;", "&#60;").replace("&gt;", "&#62;")


def _parameters(rules: Rules) -> dict[str, str]:
    return {
        "apparatus-style": rules.style,
        "sigla-order": rules.order,
        "sigla-groups": rules.groups,
        "apparatus-layers": " ".join(rules.layers),
    }


def _labels_xml(language: str, words: Mapping[str, str]) -> str:
    rows = "".join(f'<label key="{escape(key)}">{escape(word)}</label>' for key, word in words.items())
    return f'<labels xmlns="{_LABELS}" xml:lang="{escape(language)}">{rows}</labels>'


def apparatus_words(folder: Path) -> tuple[str, ...]:
    """The keys of the words that the apparatus says, as the label files of ``folder`` mark them."""
    return tuple(_apparatus_labels(folder, "en"))


@cache
def _apparatus_labels(folder: Path, language: str) -> dict[str, str]:
    """The words in apparatus entries; for ancient Greek the Latin ones."""
    path = folder / "common" / "labels" / f"{_SPEAKS_FOR.get(language, language)}.xml"
    if not path.is_file():
        return {}
    rows = etree.parse(path).iter(f"{{{_LABELS}}}label")
    return {str(row.get("key")): row.text or "" for row in rows if row.get("for") == "apparatus"}


@cache
def _shipped_labels(folder: Path, language: str) -> dict[str, str]:
    path = folder / "common" / "labels" / f"{language}.xml"
    if not path.is_file():
        return {}
    return {str(label.get("key")): label.text or "" for label in etree.parse(path).iter(f"{{{_LABELS}}}label")}


def _first_line(error: Exception) -> str:
    """What went wrong, in a line: the first error, for warnings may stand in front of it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    at = next((n for n, line in enumerate(lines) if "rror" in line.split(" at ")[0] and n), None)
    said = lines[:1] if at is None else lines[at : at + 2]
    return " ".join(said)[:300] if said else "unknown error"
