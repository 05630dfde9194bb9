"""What the great collections say of a text in blocks of its page: taken out of the text, into the header."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from lxml import etree

from recensio.imports.model import Place
from recensio.imports.readers.web.sites import Site
from recensio.imports.readers.web.statements import Statements
from recensio.imports.readers.web.tree import HEADINGS, classes, cut, following, place, text_in
from recensio.imports.readers.web.waste import Waste

_LABEL = re.compile(r"^\s*([^\W\d][^:.;,()]{1,38}?)\s*[:：]\s+(?=\S)")


def take_colophon(site: Site, root: etree._Element, said: Statements, waste: Waste) -> None:
    """Move what ``site`` puts around a text from the tree into ``said``, or into ``waste``."""
    if site.publisher:
        said.say("publisher", site.publisher)
    take = _SITES.get(site.key)
    if take:
        take(root, said, waste)


def _bearing(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The elements with one of these class names or ids, outermost first; not those inside one another."""
    wanted, found = frozenset(names), set[etree._Element]()
    for element in list(root.iter("*")):
        if wanted & (classes(element) | {(element.get("id") or "").lower()}) and not found & set(
            element.iterancestors()
        ):
            found.add(element)
            yield element


_EDGES = frozenset({"br", "p", "div", "tr", "li"})


def _lines(element: etree._Element) -> Iterator[tuple[str, str]]:
    """The lines of a block as label (it may be empty) and value."""
    for line in "".join(_broken(element)).split("\n"):
        text = " ".join(line.split())
        if text:
            label = _LABEL.match(text)
            yield (label.group(1), text[label.end() :]) if label else ("", text)


def _broken(element: etree._Element) -> Iterator[str]:
    """The text of ``element`` with a line end for each that is shown, and none of those of the file."""
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if part.tag in _EDGES:
            yield "\n"
        text = part.text if event == "start" else (part.tail if part is not element else None)
        yield (text or "").replace("\n", " ")


# --- Marxists Internet Archive ----------------------------------------------------------------------------------------

_PERSONS = (
    (re.compile(r"transl", re.IGNORECASE), "translator"),
    (
        re.compile(r"transcri|mark-?\s*up|marked\s+up|html|digiti[sz]ed|converted|scanned", re.IGNORECASE),
        "transcription",
    ),
    (re.compile(r"proofread|proofed|corrected|checked", re.IGNORECASE), "proofreading"),
    (re.compile(r"edit(ed|or)", re.IGNORECASE), "editor"),
    (re.compile(r"^(by|author)$", re.IGNORECASE), "author"),
)
_SAYINGS = (
    (re.compile(r"^(written|delivered|spoken|composed|date|dated|speech)", re.IGNORECASE), "date"),
    (
        re.compile(r"^(source|from|first\s+(printed|published)|published|publisher|reprinted)", re.IGNORECASE),
        "description",
    ),
    (re.compile(r"copy(right|left)|public\s+domain|licen[cs]e|permission", re.IGNORECASE), "rights"),
)
_BY = re.compile(
    r"^(?:by|and\s+marked\s+up\s+by|marked\s+up\s+by)\s+|\s+(?:for\s+(?:the\s+)?(?:marx|the).*|in\s+\d{4}.*)$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(transcribed(?:\s+(?:and|&)\s+marked\s+up)?|marked\s+up|translated|edited|proofread)\s+by\s+", re.IGNORECASE
)


def _take_marxists(root: etree._Element, said: Statements, waste: Waste) -> None:
    for block in _information(root):
        where = place(block)
        for label, value in _lines(block):
            _inform(label, value, said, where)
        waste.take(block)
    _title_page(root, said)


def _information(root: etree._Element) -> list[etree._Element]:
    """The blocks between the two lines that frame the information, or those that bear its name."""
    framed: list[etree._Element] = []
    for top in [hr for hr in root.iter("hr") if "infotop" in classes(hr)][:1]:
        behind = list(following(top))
        end = next((i for i, e in enumerate(behind) if e.tag == "hr" and "infobot" in classes(e)), None)
        framed = behind[:end] if end is not None else []
        cut(top)
    for bottom in [hr for hr in root.iter("hr") if {"infobot", "infotop"} & classes(hr)]:
        cut(bottom)
    return framed or [e for e in root.iter("p", "div") if classes(e) & {"info", "information"}]


def _inform(label: str, value: str, said: Statements, where: Place) -> None:
    opening = _OPENING.match(value)
    role = next((role for sign, role in _PERSONS if sign.search(label or (opening.group(1) if opening else ""))), "")
    part = next((part for sign, part in _SAYINGS if sign.search(label or value[:60])), "")
    if role:
        for name in _named(value[opening.end() :] if opening else value):
            said.person(name, role)
    if part and not role:
        said.say(part, value.rstrip(" .") if part == "date" else value, label or part, where)
        _status(part, f"{label} {value}", said)
    said.keep(label or "information", value, where)


def _named(value: str) -> Iterable[str]:
    """The names in ``by A and B for the Archive``, if it is short enough to be names."""
    names = re.split(r"\s*(?:,|;|&|/|\band\b)\s+", _BY.sub("", _BY.sub("", value)).strip(" ."))
    return [name for name in names if re.search(r"[^\W\d]", name) and len(name) < 50]


def _status(part: str, text: str, said: Statements) -> None:
    if part != "rights" or "status" in said.values:
        return
    free = re.search(r"public\s+domain|creative\s+commons|copyleft|free\s+documentation", text, re.IGNORECASE)
    said.say(
        "status", "free" if free else "restricted" if re.search(r"copyright|©|permission", text, re.IGNORECASE) else ""
    )


def _title_page(root: etree._Element, said: Statements) -> None:
    """The author stands above the title, a date in brackets below: neither is the heading of a part."""
    title = next(root.iter("h1"), None)
    if title is None:
        return
    said.say("title", text_in(title), "title of the page", instead=True)
    for before in list(title.itersiblings("*", preceding=True)):
        name = text_in(before)
        if (before.tag in HEADINGS or "title" in classes(before)) and 0 < len(name) < 60:
            said.person(name)
            before.tag = "p"
            before.set("class", "byline")
    for behind in list(following(title))[:3]:
        dated = re.fullmatch(r"\(?((?:[\w.\-–]+,?\s+){0,4}\d{4})\)?", text_in(behind))
        if behind.tag in HEADINGS and dated:
            said.say("date", dated.group(1), "date below the title")
            behind.tag = "p"
            behind.set("class", "docdate")


# --- Wikisource -------------------------------------------------------------------------------------------------------

_HEADERS = ("headercontainer", "ws-header", "wst-header", "headertemplate", "navigationheader", "dynlayout-exempt")
_SPANS: Mapping[str, tuple[str, ...]] = {
    "title": ("ws-title", "header-title-text", "header_title_text", "wst-header-title-text", "headertemplate-title"),
    "author": (
        "ws-author",
        "header-author-text",
        "header_author_text",
        "wst-header-author-text",
        "headertemplate-author",
    ),
    "translator": ("ws-translator", "header-translator-text", "header_translator_text"),
    "editor": ("ws-editor", "header-editor-text", "header_editor_text"),
    "date": ("ws-year", "header-year-text", "wst-header-year-text"),
    "publisher": ("ws-publisher",),
    "place": ("ws-place",),
    "notes": ("wst-header-notes", "notas-header", "header-notes"),
}
_ROLES = frozenset({"author", "translator", "editor"})


def _take_wikisource(root: etree._Element, said: Statements, waste: Waste) -> None:
    for header in _bearing(root, *_HEADERS):
        if header.getparent() is not None:
            _wiki_header(header, said)
            waste.cut(header, "the heading that Wikisource puts over its pages: what it says is in the header")
    for licence in _bearing(root, "licensecontainer", "license-container", "licencecontainer", "licencetpl"):
        text = text_in(licence)
        said.say("rights", text)
        if re.search(r"public\s+domain|creative\s+commons", text, re.IGNORECASE):
            said.say("status", "free")
        waste.take(licence)
    for heading in [e for e in root.iter(*HEADINGS) if (e.get("id") or "").lower() == "firstheading"]:
        said.say("title", text_in(heading))
        waste.cut(heading, "the name of the page on Wikisource")


def _wiki_header(header: etree._Element, said: Statements) -> None:
    for part, names in _SPANS.items():
        found = next((e for name in names for e in _bearing(header, name) if text_in(e)), None)
        if found is None:
            continue
        value = re.sub(r"^\s*\(|\)\s*$", "", text_in(found)) if part == "date" else text_in(found)
        if part in _ROLES:
            said.person(value, part)
        elif part == "notes":
            said.keep("notes on Wikisource", value)
        else:
            said.say(part, value, instead=part != "publisher")


# --- Project Gutenberg ------------------------------------------------------------------------------------------------

_BEGIN = re.compile(r"\*\*\*\s*START\s+OF\s+(THE|THIS)\s+PROJECT\s+GUTENBERG|\*END\*?\s*THE SMALL PRINT", re.IGNORECASE)
_END = re.compile(r"\*\*\*\s*END\s+OF\s+(THE|THIS)\s+PROJECT\s+GUTENBERG", re.IGNORECASE)
_LAST = re.compile(r"^\s*End\s+of\s+(the\s+)?Project\s+Gutenberg", re.IGNORECASE)
_FRAME = "what Project Gutenberg puts around its books: what it says of the book is in the header"
_NUMBER = re.compile(r"e?(?:book|text)\s*#\s*(\d+)", re.IGNORECASE)
_STATEMENT = re.compile(
    r"(?<!\w)(Title|Author|Editor|Translator|Illustrator|Commentator|Contributor|Release\s+date|Posting\s+date|Language"
    r"|Original\s+publication|Credits|Most\s+recently\s+updated|Other\s+information\s+and\s+formats"
    r"|Character\s+set\s+encoding|\*\*\*)\s*:?\s",
    re.IGNORECASE,
)


def _take_gutenberg(root: etree._Element, said: Statements, waste: Waste) -> None:
    said.keep("date of the electronic edition", said.values.pop("date", ""))
    head = " ".join(text_in(e) for e in _bearing(root, "pg-header", "pgheader")) or _before_start(root)
    _gutenberg_statements(head, said)
    for frame in _bearing(root, "pg-header", "pg-footer", "pg-boilerplate", "pgheader", "pgfooter"):
        waste.cut(frame, _FRAME)
    _cut_around(root, waste)
    for note in _bearing(root, "transnote", "tnote", "transcriber-note", "transcribers-note"):
        said.keep("Transcriber’s note", text_in(note), place(note))
        waste.take(note)
    said.say("status", "restricted" if re.search(r"\bCOPYRIGHTED\b", head) else "free")


def _before_start(root: etree._Element) -> str:
    body = root.find("body")
    text = text_in(body) if body is not None else ""
    start = _BEGIN.search(text[:40_000])
    return text[: start.start()] if start else ""


def _gutenberg_statements(text: str, said: Statements) -> None:
    found = list(_STATEMENT.finditer(text))
    for one, after in zip(found, [*found[1:], None], strict=False):
        label = " ".join(one.group(1).split())
        value = text[one.end() : after.start() if after else min(len(text), one.end() + 300)].strip()
        if label.startswith("***") or not value:
            continue
        if label.lower() in {"author", "editor", "translator", "illustrator"}:
            said.person(value, label.lower())
        elif label.lower() == "title":
            said.say("title", value, instead=True)
        elif label.lower() == "original publication":
            said.say("description", value)
        else:
            said.keep(label, value)
    if number := _NUMBER.search(text):
        said.identifier("Gutenberg", number.group(1))


def _cut_around(root: etree._Element, waste: Waste) -> None:
    """Cut what stands before the line that says where the book begins, and behind the one that says where it ends."""
    begin = _innermost(root, _BEGIN)
    if begin is not None:
        _cut_to(begin, waste, preceding=True)
    end = _innermost(root, _END)
    if end is not None:
        for before in list(end.itersiblings("*", preceding=True))[:2]:
            if _LAST.match(text_in(before)):
                waste.cut(before, _FRAME)
        _cut_to(end, waste, preceding=False)


def _innermost(root: etree._Element, sign: re.Pattern[str]) -> etree._Element | None:
    """The first element in whose own text ``sign`` stands."""
    for element in root.iter("*"):
        if sign.search(element.text or ""):
            return element
        if sign.search(element.tail or ""):
            return element.getparent()
    return None


def _cut_to(edge: etree._Element, waste: Waste, *, preceding: bool) -> None:
    element: etree._Element | None = edge
    while element is not None and element.tag not in {"body", "html"}:
        for other in list(element.itersiblings("*", preceding=preceding)):
            waste.cut(other, _FRAME)
        element = element.getparent()
    waste.cut(edge, _FRAME)


_SITES: Mapping[str, Callable[[etree._Element, Statements, Waste], None]] = {
    "marxists": _take_marxists,
    "wikisource": _take_wikisource,
    "gutenberg": _take_gutenberg,
}
