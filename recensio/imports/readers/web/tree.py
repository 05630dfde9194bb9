"""The tree of a page, and what can be done to it without losing a word. All names in it are HTML's, in no namespace."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import entities
from itertools import chain

from lxml import etree

from recensio.imports.model import Place
from recensio.parse.vocabulary import names

BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav"
    " noframes ol p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp"
)
#: Elements at whose edges words end: blocks, and what is not part of a line of text.
APART = BLOCKS | names(
    "br img math input select option button textarea iframe object svg mi mn mo mtext ms annotation semantics"
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_EDGE = "data-words-end-here"
OPS = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_SPACES = re.compile(r"^\{http://www\.w3\.org/(1999/xhtml|2000/svg|1998/Math/MathML)\}")
_PROLOG = re.compile(
    r"\s*(<\?xml[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(\[[^\]]*\])?[^>]*>|\s)*", re.IGNORECASE | re.DOTALL
)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_KEPT_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_LOOKS_ONLY = re.compile(r"</?(b|i|u|s|em|strong|font|span|small|big|tt|strike|a)\b[^<>]*>", re.IGNORECASE)
_BOXES = re.compile(
    r"</?(div|section|article|center|blockquote|table|tbody|tr|td|ul|ol|li|dl|dd)\b[^<>]*>", re.IGNORECASE
)
_DEEPEST = 90  # the text goes through recursive readers, and no page needs more


def tree_of(text: str) -> etree._Element | None:
    """The ``html`` element of a page; ``None`` if nothing is in it.

    What is well-formed XHTML is read as XML, since it may hold empty elements that HTML would take for open ones.
    """
    if not text.strip():
        return None
    root = _as_xhtml(text) if "http://www.w3.org/1999/xhtml" in text[:4000] else None
    if root is None:
        root = _as_html(text)
    return None if root is None else _flattened(_plain(root))


def _as_xhtml(text: str) -> etree._Element | None:
    body = _ENTITY.sub(_character, _PROLOG.sub("", text, count=1))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, encoding="utf-8")
    try:
        root = etree.fromstring(body.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    return root if root.tag == f"{_XHTML}html" else None


def _character(entity: re.Match[str]) -> str:
    name = entity.group(1)
    return entity.group() if name in _KEPT_ENTITIES else entities.html5.get(f"{name};", entity.group())


def _as_html(text: str) -> etree._Element | None:
    """The tree that the forgiving parser makes. It gives up where elements nest without end: those go first then."""
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    for tags in (None, _LOOKS_ONLY, _BOXES):
        body = tags.sub(" " if tags is _BOXES else "", body) if tags else body
        parser = etree.HTMLParser(no_network=True, huge_tree=True, encoding="utf-8", remove_pis=True)
        try:
            root = etree.fromstring(body.encode("utf-8", "replace"), parser)
        except etree.XMLSyntaxError:
            return None
        if not any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
            return root
    return root


def _plain(root: etree._Element) -> etree._Element:
    for element in list(root.iter()):
        if isinstance(element.tag, str):
            plain = _SPACES.sub("", element.tag)
            if plain != element.tag:  # what a broken page calls an element may be no name: such a one can't be set
                element.tag = plain
        elif element.getparent() is not None:
            cut(element)
    return root


def _flattened(root: etree._Element) -> etree._Element:
    """Take away the tags that stand too deep, not what is in them: unclosed ones nest without end."""
    depth = {root: 0}
    deep = []
    for element in root.iter("*"):
        parent = element.getparent()
        if parent is not None:
            depth[element] = depth[parent] + 1
            if depth[element] > _DEEPEST:
                deep.append(element)
    for element in reversed(deep):
        if element.tag in BLOCKS:
            element.text, element.tail = f"\n{element.text or ''}", f"\n{element.tail or ''}"
        unwrap(element)
    return root


def mark_edges(root: etree._Element) -> None:
    """Let inline elements that hold blocks say so: words end at their edges, even when the blocks have been cut."""
    for element in root.iter("*"):
        if element.tag not in APART and has_blocks(element):
            element.set(_EDGE, "")


def is_edge(element: etree._Element) -> bool:
    """Whether words end at the edges of ``element``."""
    return element.tag in APART or element.get(_EDGE) is not None


def cut(element: etree._Element) -> etree._Element:
    """Take ``element`` out of its tree; the text behind it stays, and does not grow together over a block."""
    parent = element.getparent()
    if parent is not None:
        _give_back(element, f"{' ' if is_edge(element) else ''}{element.tail or ''}")
        element.tail = None
        parent.remove(element)
    return element


def unwrap(element: etree._Element) -> None:
    """Take the tags of ``element`` away; what is in it stays."""
    parent = element.getparent()
    if parent is None:
        return
    _give_back(element, element.text or "")
    children = list(element)
    if children:
        children[-1].tail = (children[-1].tail or "") + (element.tail or "")
    else:
        _give_back(element, element.tail or "")
    at = parent.index(element)
    parent.remove(element)
    parent[at:at] = children


def _give_back(element: etree._Element, text: str) -> None:
    """Add ``text`` in front of ``element``."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text


def name_of(element: etree._Element | None) -> str:
    """The name of ``element``, empty for a comment or nothing."""
    return element.tag if element is not None and isinstance(element.tag, str) else ""


def classes(element: etree._Element) -> frozenset[str]:
    """The class names of ``element``, in small letters."""
    return frozenset((element.get("class") or "").lower().split())


def types(element: etree._Element) -> frozenset[str]:
    """What ``element`` says it is, in ``role`` and EPUB's ``type``, without the prefix ``doc-``."""
    said = " ".join(element.get(name) or "" for name in ("role", "epub:type", OPS, "data-type"))
    return frozenset(word.removeprefix("doc-") for word in said.lower().split())


def keys(element: etree._Element) -> tuple[str, ...]:
    """The names by which links reach ``element``."""
    named = element.get("name") if element.tag in {"a", "map"} else None
    return tuple(dict.fromkeys(key for key in (element.get("id"), named) if key))


def lang(element: etree._Element) -> str:
    """The language that ``element`` itself names."""
    return (element.get("lang") or element.get(XML_LANG) or "").strip()


def place(element: etree._Element) -> Place:
    """Where ``element`` stands in the source."""
    line = element.sourceline
    return Place(line if isinstance(line, int) and line > 0 else None)


def text_in(element: etree._Element) -> str:
    """All text in ``element``, white space collapsed, a blank where a block or a line ends."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: etree._Element) -> Iterator[str]:
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if isinstance(part.tag, str):
            yield " " if is_edge(part) else ""
            text = part.text if event == "start" else (part.tail if part is not element else None)
            yield text or ""


def has_blocks(element: etree._Element) -> bool:
    """Whether a block stands in ``element``."""
    return any(part.tag in BLOCKS for part in element.iterdescendants("*"))


def block_of(element: etree._Element) -> etree._Element:
    """The nearest block around ``element``, or itself."""
    return next((e for e in chain([element], element.iterancestors("*")) if e.tag in BLOCKS), element)


def begins(element: etree._Element, block: etree._Element) -> bool:
    """Whether nothing but white space stands in ``block`` before ``element``."""
    while element is not block:
        before, parent = element.getprevious(), element.getparent()
        while before is not None:
            if (before.tail or "").strip() or text_in(before):
                return False
            before = before.getprevious()
        if parent is None or (parent.text or "").strip():
            return False
        element = parent
    return True


def following(element: etree._Element) -> Iterable[etree._Element]:
    """The elements behind ``element`` that have the same parent."""
    return element.itersiblings("*")


def text_before(element: etree._Element) -> str:
    """The text directly in front of ``element``."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return previous.tail or ""
    return (parent.text or "") if parent is not None else ""


def set_text_before(element: etree._Element, text: str) -> None:
    """Replace the text directly in front of ``element``."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        previous.tail = text
    elif parent is not None:
        parent.text = text
