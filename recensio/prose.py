"""What an edition says of itself in files of its own: Markdown or plain text, made into the mark-up of a page.

HTML inside Markdown stays text, pictures are left out, and only addresses of the web, of mail and of the edition's own
pages become links: nothing in such a file can run in a reader's browser.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from lxml import etree
from markdown_it import MarkdownIt

_XHTML = "http://www.w3.org/1999/xhtml"


def prose_of(path: Path) -> list[etree._Element]:
    """The blocks of a file (.md: Markdown, else paragraphs). Raises ``OSError`` or ``ValueError`` if it can't be
    read."""
    text = path.read_text(encoding="utf-8-sig")
    text = "".join(c for c in text if c in "\t\n\r" or c.isprintable() or ord(c) > 0x9F)
    markup = _markdown(text) if path.suffix.lower() == ".md" else _paragraphs(text)
    return list(etree.fromstring(f'<div xmlns="{_XHTML}">{markup}</div>'))


def _markdown(text: str) -> str:
    reader = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).enable("table").disable("image")
    reader.validateLink = _is_harmless  # type: ignore[method-assign]
    tokens = reader.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:  # (the page has a first heading of its own)
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"
        token.attrs.pop("style", None)  # (the alignment of table cells, which the security policy forbids)
    return str(reader.renderer.render(tokens, reader.options, {}))


def _is_harmless(url: str) -> bool:
    return re.match(r"(https?://|mailto:)", url, re.I) is not None or not re.match(r"[^/?#]*:", url)


def _paragraphs(text: str) -> str:
    blocks = (" ".join(block.split()) for block in re.split(r"\n\s*\n", text))
    return "".join(f"<p>{escape(block)}</p>" for block in blocks if block)
