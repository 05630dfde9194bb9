"""How text looks, by the name of its element, its class names and its style: as words of ``@rend``."""

from __future__ import annotations

import re

from lxml import etree

from recensio.imports.readers.web.names import Names
from recensio.imports.readers.web.tree import classes, name_of

_ELEMENTS = {
    **dict.fromkeys(("i", "em", "var"), "italic"),
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("u", "ins"), "underlined"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("tt", "code", "kbd", "samp"), "monospace"),
    "sup": "superscript",
    "sub": "subscript",
    "small": "small",
    "big": "large",
    "mark": "highlighted",
    "rt": "ruby",
}
_STYLES = (
    (re.compile(r"font-style\s*:\s*(italic|oblique)"), "italic"),
    (re.compile(r"font-weight\s*:\s*(bold|[6-9]00)"), "bold"),
    (re.compile(r"font-variant(-caps)?\s*:\s*(all-)?small-caps"), "smallcaps"),
    (re.compile(r"text-decoration(-line)?\s*:[^;]*underline"), "underlined"),
    (re.compile(r"text-decoration(-line)?\s*:[^;]*line-through"), "strikethrough"),
    (re.compile(r"vertical-align\s*:\s*super"), "superscript"),
    (re.compile(r"vertical-align\s*:\s*sub"), "subscript"),
    (re.compile(r"letter-spacing\s*:\s*\+?0*\.?[1-9]"), "spaced"),
)
_ALIGNED = re.compile(r"text-align\s*:\s*(center|right)")
_BLOCK_CLASSES = {
    **dict.fromkeys(("center", "centre", "centered", "aligncenter", "text-center", "wst-center", "ac"), "center"),
    **dict.fromkeys(("right", "alignright", "text-right", "wst-right", "ar"), "right"),
    **dict.fromkeys(("indentb", "indent", "indented"), "indent"),
}


def rend(element: etree._Element, names: Names) -> tuple[str, ...]:
    """How the text of an inline ``element`` is set off from what is around it."""
    style = (element.get("style") or "").lower()
    found = [_ELEMENTS.get(name_of(element), "")]
    found += [names.styles.get(name, "") for name in sorted(classes(element))]
    found += [word for pattern, word in _STYLES if pattern.search(style)]
    return tuple(dict.fromkeys(word for word in found if word))


def aligned(element: etree._Element) -> tuple[str, ...]:
    """Where a block stands on its line, if not at the left."""
    style = _ALIGNED.search((element.get("style") or "").lower())
    found = [style.group(1) if style else "", "center" if element.tag == "center" else ""]
    align = (element.get("align") or "").lower()
    found += [align if align in {"center", "right"} else ""]
    found += [_BLOCK_CLASSES.get(name, "") for name in sorted(classes(element))]
    return tuple(dict.fromkeys(word for word in found if word))[:1]
