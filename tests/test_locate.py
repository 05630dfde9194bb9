"""Places: exact for every start tag, and found again from the path that the XSLT processor reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from recensio.locate import Locator, Place
from recensio.parse import Parsed, parse
from recensio.parse.places import Script, Shift, position

NS = "http://www.tei-c.org/ns/1.0"
XI = "http://www.w3.org/2001/XInclude"
SLOW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def fn_path(element: etree._Element) -> str:
    """What XPath 3.1's fn:path() says of an element, worked out anew."""
    parent = element.getparent()
    name = etree.QName(element)
    place = 1 + sum(1 for _ in element.itersiblings(str(element.tag), preceding=True)) if parent is not None else 1
    return ("" if parent is None else fn_path(parent)) + f"/Q{{{name.namespace or ''}}}{name.localname}[{place}]"


def read(folder: Path, source: str, encoding: str = "utf-8") -> Parsed:
    path = folder / "a.xml"
    path.write_bytes(source.encode(encoding))
    return parse(path, folder=folder, name="a.xml")


# --- the law --------------------------------------------------------------------------------------------------------


@dataclass
class Node:
    """An element to be written out; ``inside`` mixes elements with pieces of text, comments and the like."""

    name: str
    attributes: str
    inside: list[Node | str] = field(default_factory=list)


PIECES = st.sampled_from(
    ["a", " \n", "\t", "é", "\U0001f600", "<!-- <p> -->", "<?x <p>?>", "<![CDATA[<p>\n]]>", "&amp;", "&#233;", "ܐ"]
)
NAMES = st.sampled_from(["p", "hi", "t:seg", "b:x", "seg", "p"])
ATTRIBUTES = st.sampled_from(["", ' n="1"', '\n  n="\n>é"', " b:n='2' n=\"&amp;\"", ' xmlns:q="q"'])
NODES = st.recursive(
    st.builds(Node, NAMES, ATTRIBUTES),
    lambda inner: st.builds(Node, NAMES, ATTRIBUTES, st.lists(st.one_of(PIECES, inner), max_size=5)),
    max_leaves=12,
)


def written(nodes: list[Node | str], text: str, starts: list[int]) -> str:
    """The text with ``nodes`` written behind it; the offset of each start tag goes into ``starts``."""
    for node in nodes:
        if isinstance(node, str):
            text += node
        else:
            starts.append(len(text))
            text = written(node.inside, f"{text}<{node.name}{node.attributes}>", starts) + f"</{node.name}>"
    return text


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset].split("\n")
    return len(before), len(before[-1]) + 1


@SLOW
@given(nodes=st.lists(st.one_of(PIECES, NODES), max_size=6), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_every_element_is_found_where_it_was_written(tmp_path: Path, nodes: list[Node | str], encoding: str) -> None:
    prefixes = f'xmlns:t="{NS}" xmlns:b="urn:b"'
    starts: list[int] = [0]
    source = written(nodes, f'<TEI xmlns="{NS}" {prefixes}>', starts) + "</TEI>"
    parsed = read(tmp_path, source, encoding)
    assert parsed.root is not None, parsed.problems
    locator = Locator(parsed)
    elements = list(parsed.root.iter("*"))
    assert len(elements) == len(starts)
    for element, start in zip(elements, starts, strict=True):
        assert locator.of(element) == Place("a.xml", *line_and_column(source, start))
        assert locator.element_at(fn_path(element)) is element
        assert locator.at_path(fn_path(element)) == locator.of(element)


def test_paths_are_those_of_the_xslt_processor(tmp_path: Path) -> None:
    saxonche = pytest.importorskip("saxonche")
    source = (
        f'<!DOCTYPE t:TEI [<!ENTITY e "<x>é</x>">]>\n<?pi?><t:TEI xmlns:t="{NS}" n="1"><!-- c --><t:p/>'
        '<p xml:id="a">&e;a<b/>c<?x?><t:p xmlns="urn:x" b="1"><p/></t:p></p><t:p/>\n<p>&e;</p></t:TEI>'
    )
    parsed = read(tmp_path, source)
    assert parsed.root is not None
    processor = saxonche.PySaxonProcessor(license=False)
    tree = processor.parse_xml(xml_text=etree.tostring(parsed.root, encoding="unicode"))
    query = processor.new_xpath_processor()
    query.set_context(xdm_item=tree)
    locator = Locator(parsed)
    elements = list(parsed.root.iter("*"))
    assert len(elements) == 10
    for number, element in enumerate(elements, 1):
        path = str(query.evaluate_single(f"(//*)[{number}]/path()"))
        assert path == fn_path(element)
        assert locator.element_at(path) is element
    told = query.evaluate("(//@*|//text()|//comment()|//processing-instruction())/concat(path(), '|', path(..))")
    assert told.size == 10
    for index in range(told.size):
        inner, _, outer = str(told.item_at(index)).partition("|")
        assert locator.at_path(inner) == (locator.at_path(outer) if outer != "/" else Place("a.xml")), inner


# --- paths ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Locator:
    return Locator(read(tmp_path, f'<TEI xmlns="{NS}">\n<text><p n="1">a<lb/>b</p>\n  <p/><x xmlns=""/></text></TEI>'))


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ("/Q{%s}TEI[1]", 1, 1),
        ("/Q{%s}TEI[1]/Q{%s}text[1]", 2, 1),
        ("/Q{%s}TEI[1]/Q{%s}text[1]/Q{%s}p[1]/@n", 2, 7),
        ("/Q{%s}TEI[1]/Q{%s}text[1]/Q{%s}p[1]/@Q{http://www.w3.org/XML/1998/namespace}id", 2, 7),
        ("/Q{%s}TEI[1]/Q{%s}text[1]/Q{%s}p[1]/text()[2]", 2, 7),
        ("/Q{%s}TEI[1]/Q{%s}text[1]/Q{%s}p[1]/comment()[1]", 2, 7),
        ("/Q{%s}TEI[1]/Q{%s}text[1]/Q{%s}p[1]/Q{%s}lb[1]", 2, 17),
        ("/Q{%s}TEI[1]/Q{%s}text[1]/Q{%s}p[2]", 3, 3),
        ("Q{http://www.w3.org/2005/xpath-functions}root()/Q{%s}TEI[1]/Q{%s}text[1]", 2, 1),
    ],
)
def test_paths(small: Locator, path: str, line: int, column: int) -> None:
    assert small.at_path(path.replace("%s", NS)) == Place("a.xml", line, column)


@pytest.mark.parametrize(
    "path", ["", "/", "/Q{}TEI[1]", "/Q{%s}TEI[2]", "/Q{%s}TEI[1]/Q{%s}text[2]", "/comment()[1]", "nonsense"]
)
def test_a_path_to_nothing_gives_the_file(small: Locator, path: str) -> None:
    assert small.at_path(path.replace("%s", NS)) == Place("a.xml", None, None)


def test_comments_and_instructions_have_their_parents_place(tmp_path: Path) -> None:
    parsed = read(tmp_path, f'<!-- out --><TEI xmlns="{NS}">\n<text><!-- in --><?x?></text></TEI>')
    assert parsed.root is not None
    locator = Locator(parsed)
    comment, instruction = list(parsed.root[0])
    assert locator.of(comment) == locator.of(instruction) == Place("a.xml", 2, 1)
    outside = parsed.root.getprevious()
    assert outside is not None
    assert locator.of(outside) == Place("a.xml")


def test_an_element_from_elsewhere_has_only_the_file(small: Locator) -> None:
    assert small.of(etree.Element("p")) == Place("a.xml")


def test_lines_beyond_the_tree_builders_count(tmp_path: Path) -> None:
    parsed = read(tmp_path, f'<TEI xmlns="{NS}">' + "\n<p/>" * 70_000 + "</TEI>")
    assert parsed.root is not None
    locator = Locator(parsed)
    assert [locator.of(parsed.root[n]).line for n in (0, 65_533, 65_534, 69_999)] == [2, 65_535, 65_536, 70_001]


def test_a_long_file_in_one_line(tmp_path: Path) -> None:
    parsed = read(tmp_path, f'<TEI xmlns="{NS}">' + "<p>é</p>" * 9_000 + "</TEI>")
    assert parsed.root is not None
    assert Locator(parsed).of(parsed.root[8_999]).column == len(f'<TEI xmlns="{NS}">') + 8 * 8_999 + 1


# --- when files are read --------------------------------------------------------------------------------------------


def test_nothing_is_read_until_somebody_asks_and_then_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b.xml").write_text(f'<div xmlns="{NS}"><p/><p/></div>')
    parsed = read(tmp_path, f'<TEI xmlns="{NS}" xmlns:xi="{XI}">\n<xi:include href="b.xml"/><p/><p/></TEI>')
    assert parsed.root is not None
    reads: Counter[str] = Counter()
    original = Path.read_bytes

    def counted(path: Path) -> bytes:
        reads[path.name] += 1
        return original(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    locator = Locator(parsed)
    assert reads == {}
    elements = list(parsed.root.iter(f"{{{NS}}}p"))
    assert [locator.of(p).file for p in elements] == ["b.xml", "b.xml", "a.xml", "a.xml"]
    assert [locator.of(p).column for p in elements] == [42, 46, 27, 31]
    assert reads == {"a.xml": 1, "b.xml": 1}


@pytest.mark.parametrize("now", ["<TEI/>", None])
def test_a_file_that_changed_meanwhile_has_no_lines(tmp_path: Path, now: str | None) -> None:
    parsed = read(tmp_path, f'<TEI xmlns="{NS}"><text/></TEI>')
    assert parsed.root is not None
    path = tmp_path / "a.xml"
    if now is None:
        path.unlink()
    else:
        path.write_text(now)
    assert Locator(parsed).of(parsed.root[0]) == Place("a.xml", None, None)


# --- positions ------------------------------------------------------------------------------------------------------


def lines_of(text: str) -> Iterator[tuple[int, int]]:
    line = column = 1
    for index, char in enumerate(text):
        yield line, column
        ends = char == "\n" or (char == "\r" and text[index + 1 : index + 2] != "\n")
        line, column = (line + 1, 1) if ends else (line, column + 1)


@given(text=st.text(st.sampled_from("ab\r\né\U0001f600\t"), max_size=20))
def test_positions_count_characters_and_all_line_ends(text: str) -> None:
    for index, place in enumerate(lines_of(text)):
        if text[index - 1 : index + 1] == "\r\n":
            continue  # nothing begins inside a line end
        assert position(text.encode(), len(text[:index].encode())) == place


def test_a_shift_holds_for_its_line_from_its_column_on() -> None:
    script = Script(b"<!DOCTYPE long><a>\n<b>", Shift(1, 16, 6))
    assert script.position(0) == (1, 1)
    assert script.position(15) == (1, 10)
    assert script.position(19) == (2, 1)
