"""The words of a page as they are before anything is done to it: what the text that comes out is counted against."""

from __future__ import annotations

from collections.abc import Container, Iterator

from lxml import etree

from recensio.imports.readers.web.tree import is_edge, mark_edges

#: Programs and style sheets: their words are no words of a text.
CODE = frozenset({"script", "style", "template", "noembed", "noframes"})


class Printed:
    """All text of a page in order. Elements that the reader takes for calls or labels only part words here."""

    def __init__(self, root: etree._Element) -> None:
        """Take the text of ``root`` as it now is."""
        mark_edges(root)
        self._tokens = list(_tokens(root))

    def text(self, edges: Container[etree._Element] = (), aside: Container[etree._Element] = ()) -> str:
        """The text; words end at the edges of blocks and of the elements in ``edges``.

        What stands in the elements of ``aside`` comes at the end, so that it neither parts nor joins words.
        """
        main: list[str] = []
        later: list[str] = []
        inside: etree._Element | None = None
        for element, text in self._tokens:
            if inside is None and element is not None and element in aside and not is_edge(element):
                inside = element
                later.append("\n")
            elif element is not None and element is inside:
                inside = None
            elif element is not None:
                (later if inside is not None else main).append("\n" if is_edge(element) or element in edges else "")
            else:
                (later if inside is not None else main).append(text)
        return "".join([*main, *later])


_Token = tuple[etree._Element | None, str]


def _tokens(root: etree._Element) -> Iterator[_Token]:
    """Each tag as its element, each text with ``None``; nothing of programs."""
    silent: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if silent is None and element.tag in CODE:
            silent = element
        if silent is None:
            yield element, ""
            yield None, (element.text if event == "start" else element.tail) or ""
        elif silent is element and event == "end":
            silent = None
            yield None, element.tail or ""
