"""The reader of Markdown: a parser of CommonMark makes HTML of it, and that is read as web pages are.

What Markdown has no sign for is read from the usual additions: metadata at the head (YAML), footnotes ``[^1]``,
definition lists, tables, ``~~struck~~``, ``$formulas$``, ``[small capitals]{.smallcaps}``, verse as lines behind ``|``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from recensio.imports.decode import decoded
from recensio.imports.model import Document, Refused, Source
from recensio.imports.readers.preamble import read_preamble
from recensio.imports.readers.web.page import Reading, document_of
from recensio.imports.readers.web.pictures import beside
from recensio.imports.readers.web.statements import Statements
from recensio.imports.readers.web.tree import cut, text_in, tree_of
from recensio.problems import problem

_LINE = "data-source-line"
_UNCALLED = "notes-called-nowhere"
_LOST = re.compile(r"\[\^([^\]\s]+)\]")
_ATTRIBUTES = re.compile(r"\s*\{((?:[#.][\w.:-]+|-|\w+=\S+|\s)+)\}\s*$")
_CAPTION = re.compile(r"^\s*(?:[Tt]able)?:\s+(?=\S)")
_VERSE = re.compile(r"^\| ?(.*)$")


def read(source: Source) -> Document:
    """The document in the Markdown file ``source``. Raises ``Refused`` if it can't be decoded or holds no text."""
    text = decoded(source.data, source.name, str(source.side.get("encoding", "")))
    said = Statements()
    page, preamble = _page(text.text)
    told = read_preamble(preamble, said)
    root = tree_of(f"<html><body>{page}</body></html>")
    if root is None or not text_in(root):
        raise Refused(problem("IMP-002", file=source.name))
    _take_lines(root)
    _link_lost_calls(root)
    _caption_tables(root)
    reading = Reading(
        source.name, source.path.name, beside(source.path), said, whole=True, known=False, what="Markdown"
    )
    document = document_of(root, reading)
    words = "\n".join([document.words_in, *told])
    guess = [problem("IMP-011", file=source.name, encoding=text.encoding)] if text.guessed else []
    return replace(document, words_in=words, problems=(*guess, *document.problems))


def _page(text: str) -> tuple[str, str]:
    """``text`` as HTML, and what stands before it about it. Notes that nobody calls are called behind the end."""
    parser, env = _parser(), dict[str, Any]()
    lines = _verse_as_html(text)
    tokens = parser.parse(lines, env)
    called = env.get("footnotes", {}).get("refs", {})
    if uncalled := [key.removeprefix(":") for key, number in called.items() if number < 0]:
        calls = " ".join(f"[^{label}]" for label in uncalled)
        env = {}
        tokens = parser.parse(f'{lines}\n\n<div class="{_UNCALLED}">\n\n{calls}\n\n</div>\n', env)
    _take_attributes(tokens)
    _number_lines(tokens)
    preamble = next((token.content for token in tokens if token.type == "front_matter"), "")
    return str(parser.renderer.render(tokens, parser.options, env)), preamble


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "typographer": False})
    parser.enable(["table", "strikethrough"])
    for plugin in (front_matter_plugin, footnote_plugin, deflist_plugin, sub_plugin, superscript_plugin):
        parser.use(plugin)
    parser.use(attrs_plugin, spans=True)
    parser.use(dollarmath_plugin, allow_space=False, double_inline=True, renderer=_formula)
    parser.add_render_rule("footnote_caption", _caption)
    return parser


def _caption(self: object, tokens: Sequence[Token], at: int, options: object, env: object) -> str:
    """A call as it is printed: the same each time, if a note is called several times."""
    return f"[{tokens[at].meta['id'] + 1}]"


def _formula(text: str, options: object) -> str:
    element = etree.Element("math", alttext=text.strip())
    return etree.tostring(element, encoding="unicode", method="html")


def _take_attributes(tokens: list[Token]) -> None:
    """The attributes at the end of a heading (``{#id .class -}``) taken out of its words; the id is kept."""
    for opening, inline in pairwise(tokens):
        last = inline.children[-1] if inline.children else None
        found = _ATTRIBUTES.search(last.content) if last is not None and last.type == "text" else None
        if opening.type != "heading_open" or last is None or found is None:
            continue
        last.content = last.content[: found.start()]
        if ident := re.search(r"#([\w.:-]+)", found.group(1)):
            opening.attrSet("id", ident.group(1))


def _number_lines(tokens: list[Token]) -> None:
    """Let each block carry the line that it begins in to the HTML."""
    for token in tokens:
        if token.map and token.nesting >= 0 and token.type not in {"front_matter", "html_block"}:
            token.attrSet(_LINE, str(token.map[0] + 1))


def _take_lines(root: etree._Element) -> None:
    for element in root.iter("*"):
        line = element.attrib.pop(_LINE, "")
        if str(line).isdigit():
            setattr(element, "sourceline", int(str(line)))  # noqa: B010 (the stubs take it for a constant)
    for uncalled in [e for e in root.iter("div") if e.get("class") == _UNCALLED]:
        cut(uncalled)


def _link_lost_calls(root: etree._Element) -> None:
    """Calls of notes that are not there are no links to the parser: here they become some that lead nowhere."""
    for element in list(root.iter("*")):
        if element.tag in {"pre", "code"} or any(e.tag == "pre" for e in element.iterancestors()):
            continue
        for where in ("text", "tail"):
            _link_in(element, where)


def _caption_tables(root: etree._Element) -> None:
    """Paragraphs beside a table that begin with ``:`` or ``Table:`` are its caption."""
    for line in list(root.iter("p")):
        beside = (line.getprevious(), line.getnext())
        table = next((one for one in beside if one is not None and one.tag == "table"), None)
        found = _CAPTION.match(line.text or "")
        if table is None or found is None or table.find("caption") is not None:
            continue
        line.text = (line.text or "")[found.end() :]
        line.tag, line.tail = "caption", None
        table.insert(0, line)


def _link_in(element: etree._Element, where: str) -> None:
    pieces = _LOST.split(getattr(element, where) or "")
    holder = element if where == "text" else element.getparent()
    if len(pieces) == 1 or holder is None:
        return
    setattr(element, where, pieces[0])
    at = 0 if where == "text" else holder.index(element) + 1
    for number, (label, after) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True)):
        call = holder.makeelement("a", {"href": f"#lost-{label}", "class": "footnote-ref"})
        call.text, call.tail = f"[{label}]", after
        holder.insert(at + number, call)


def _verse_as_html(text: str) -> str:
    """Lines behind ``|``, where they are no table, as a poem in HTML with its mark-up left as it is."""
    lines = text.split("\n")
    return "\n".join(_with_poems(lines))


def _with_poems(lines: list[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _is_verse(lines[end]):
            end += 1
        if end - at > 1 and not (at and lines[at - 1].strip()):
            yield from _poem(lines[at:end])
        else:
            end = max(end, at + 1)
            yield from lines[at:end]
        at = end


def _is_verse(line: str) -> bool:
    return bool(_VERSE.match(line)) and (line.strip() == "|" or not line.rstrip().endswith("|"))


def _poem(lines: list[str]) -> Iterator[str]:
    """One HTML block of as many lines as the poem had, so that the lines behind keep their numbers."""
    shown = []
    for line in lines:
        found = _VERSE.match(line)
        words = found.group(1) if found else line
        blanks = len(words) - len(words.lstrip(" "))
        shown.append("&#160;" * blanks + MarkdownIt("commonmark").renderInline(words.strip()))
    yield f'<div class="poem"><p>{shown[0]}<br>'
    for one in shown[1:-1]:
        yield f"{one or '<!-- -->'}<br>"
    yield f"{shown[-1]}</p></div>"
