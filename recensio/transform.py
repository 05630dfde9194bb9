"""The XSLT stage: a TEI tree in, web page, print source and plain texts out, by SaxonC-HE.

The stylesheets are compiled once a process; then the processor is locked, so that nothing in a source or a
stylesheet can read a file, reach the network, write or see the environment (measured: ``allowedProtocols`` and
``allow-external-functions`` of Saxon do it). A compiled stylesheet is not thread-safe: one ``Stylesheets`` a process.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from saxonche import PySaxonApiError, PySaxonProcessor

_LABELS = "urn:recensio:labels"
_SAXON = "http://saxon.sf.net/feature/"
ENTRIES: Mapping[str, str] = {
    "normalise": "common/document.xsl",
    "html": "html/html.xsl",
    "text": "text/text.xsl",
    "print": "print/print.xsl",
    "site": "html/site.xsl",
}
_REC = "urn:recensio:edition"


class TransformError(Exception):
    """A stylesheet failed on a text; the message is Saxon's, shortened to its first line."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a stylesheet wants to have reported: a code, an XPath into the source, and facts for the sentence."""

    code: str
    at: str
    facts: Mapping[str, str] = field(default_factory=dict)


class Stylesheets:
    """All stylesheets of one folder, compiled and locked."""

    def __init__(self, folder: Path, names: Collection[str] = ENTRIES) -> None:
        """Compile the stylesheets in ``folder``. One that is wrong raises ``TransformError`` when it is used."""
        self._saxon = PySaxonProcessor(license=False)
        # before the stylesheets are compiled: a stylesheet compiled earlier could still write
        self._saxon.set_configuration_property(_SAXON + "allow-external-functions", "false")
        self._compiler = self._saxon.new_xslt30_processor()
        self._folder = folder
        self._labels: dict[tuple[str, tuple[tuple[str, str], ...]], Any] = {}
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

    def normalise(self, root: etree._Element, *, base: str = "reading") -> Normalised:
        """The text in the one shape that the renderers share. ``root`` is the TEI tree; it is not changed."""
        source = self._parse(_serialised(root))
        executable = self.executable("normalise")
        executable.set_parameter("base-text", self._saxon.make_string_value(base))
        return Normalised(self, self._value(executable, source).head)

    def site(self, site: str, page: str, labels: Any) -> str:
        """A page about the whole edition (``index``, ``persons`` …) from the XML in ``site``."""
        executable = self.executable("site")
        executable.set_parameter("page", self._saxon.make_string_value(page))
        executable.set_parameter("labels", labels)
        return self._string(executable, self._parse(site))

    def labels(self, language: str, own: Mapping[str, str]) -> Any:
        """The words of the interface in ``language``, with an edition's ``own`` words in their place."""
        key = (language, tuple(sorted(own.items())))
        if key not in self._labels:
            self._labels[key] = self._parse(_labels_xml(self._folder, language, own))
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
        return [value.item_at(i).string_value for i in range(value.size)] if value is not None else []


class Normalised:
    """One text, normalised; renders itself by the stylesheets that made it."""

    def __init__(self, sheets: Stylesheets, node: Any) -> None:
        """Keep the ``node`` that ``sheets`` has normalised."""
        self._sheets = sheets
        self._node = node

    def remarks(self) -> list[Remark]:
        """What normalisation found worth reporting."""
        xpath = self._sheets._saxon.new_xpath_processor()
        xpath.declare_namespace("rec", _REC)
        xpath.set_context(xdm_item=self._node)
        found = xpath.evaluate("/rec:edition/rec:problems/rec:problem")
        return [_remark(found.item_at(i).get_node_value()) for i in range(found.size)] if found is not None else []

    def html(self, text_id: str, site: str, labels: Any) -> str:
        """The web page. ``site`` is the XML of ``resolve.site_of``: what the page needs to know of the edition."""
        return self._render("html", text_id, site, labels)

    def print_source(self, text_id: str, site: str, labels: Any) -> str:
        """The Typst source of the print edition."""
        return self._render("print", text_id, site, labels)

    def _render(self, output: str, text_id: str, site: str, labels: Any) -> str:
        sheets = self._sheets
        executable = sheets.executable(output)
        executable.set_parameter("id", sheets._saxon.make_string_value(text_id))
        executable.set_parameter("site", sheets._parse(site))
        executable.set_parameter("labels", labels)
        return sheets._string(executable, self._node)

    def texts(self, *, witnesses: bool) -> tuple[str, dict[str, list[str]]]:
        """The reading text, and the text of each witness by its id: of its first state, then of others it has."""
        executable = self._sheets.executable("text")
        executable.set_parameter("witness-texts", self._sheets._saxon.make_boolean_value(witnesses))
        reading, *rest = self._sheets._strings(executable, self._node) or [""]
        states: dict[str, list[str]] = {}
        for witness, _, text in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
            states.setdefault(witness, []).append(text)
        return reading, states


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


def _labels_xml(folder: Path, language: str, own: Mapping[str, str]) -> str:
    words = _shipped_labels(folder, "en") | _shipped_labels(folder, language) | dict(own)
    rows = "".join(f'<label key="{escape(key)}">{escape(word)}</label>' for key, word in words.items())
    return f'<labels xmlns="{_LABELS}" xml:lang="{escape(language)}">{rows}</labels>'


@cache
def _shipped_labels(folder: Path, language: str) -> dict[str, str]:
    path = folder / "common" / "labels" / f"{language}.xml"
    if not path.is_file():
        return {}
    return {str(label.get("key")): label.text or "" for label in etree.parse(path).iter(f"{{{_LABELS}}}label")}


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0][:300] if lines else "unknown error"
