"""TEI that is not in TEI's namespace, and TEI P4: read as P5, with no word lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from recensio.locate import Locator
from recensio.parse import Kind, Parsed, parse
from recensio.parse.root import RootTag, Standing
from recensio.parse.upgrade import upgrade
from recensio.parse.vocabulary import TEI
from recensio.problems import Severity

XML = "http://www.w3.org/XML/1998/namespace"


def read(folder: Path, source: str) -> Parsed:
    path = folder / "a.xml"
    path.write_text(source, encoding="utf-8")
    return parse(path, folder=folder, name="a.xml")


def p4(folder: Path, body: str, before: str = "") -> Parsed:
    return read(folder, f"{before}<TEI.2><teiHeader/><text><body>{body}</body></text></TEI.2>")


def body_of(parsed: Parsed) -> str:
    """What stands in ``body``, without the declarations of namespaces."""
    assert parsed.root is not None, parsed.problems
    body = parsed.root.find(f".//{{{TEI}}}body")
    assert body is not None
    inside = etree.tostring(body, encoding="unicode", with_tail=False).replace(f' xmlns="{TEI}"', "")
    return inside.removeprefix("<body>").removesuffix("</body>")


# --- namespaces -----------------------------------------------------------------------------------------------------


def test_tei_without_a_namespace(tmp_path: Path) -> None:
    parsed = read(tmp_path, '<!-- x -->\n<TEI id="a">\n<text><body><p lang="la">x</p></body></text></TEI>')
    assert parsed.kind is Kind.TEXT
    (problem,) = parsed.problems
    assert (problem.code, problem.severity, problem.line, problem.column) == ("XML-103", Severity.INFO, 2, 1)
    assert "@id → @xml:id (1), @lang → @xml:lang (1)" in problem.message
    assert body_of(parsed) == '<p xml:lang="la">x</p>'
    assert parsed.root is not None
    assert {etree.QName(e).namespace for e in parsed.root.iter("*")} == {TEI}
    assert parsed.root.nsmap == {None: TEI}
    assert Locator(parsed).at_path(f"/Q{{{TEI}}}TEI[1]/Q{{{TEI}}}text[1]").column == 1


def test_pointers_of_p5_are_addresses(tmp_path: Path) -> None:
    """In P4 a target without # is an id, in P5 the name of a file."""
    parsed = read(tmp_path, "<TEI><text><body><ref target='notes'/></body></text></TEI>")
    assert body_of(parsed) == '<ref target="notes"/>'


@pytest.mark.parametrize("root", ["div", "text", "listPerson", "surface", "teiCorpus"])
def test_fragments_without_a_namespace(tmp_path: Path, root: str) -> None:
    parsed = read(tmp_path, f"<{root}/>")
    assert [p.code for p in parsed.problems] == ["XML-103"]
    assert parsed.kind is not Kind.FOREIGN


@pytest.mark.parametrize(
    "wrong",
    [
        "http://www.tei-c.org/ns/1.0/",
        "https://www.tei-c.org/ns/1.0",
        "http://tei-c.org/ns/1.0",
        "http://www.tei-c.org/ns/2.0",
        "http://www.tei-c.org/P5/",
        "www.tei-c.org/ns/1.0",
        "urn:mine",
    ],
)
@pytest.mark.parametrize("prefix", ["", "t:"])
def test_a_wrong_namespace_is_mended(tmp_path: Path, wrong: str, prefix: str) -> None:
    declared = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    inner = f'<T:text><T:body><T:p>x</T:p><q {declared}="{wrong}"/></T:body></T:text>'
    source = f"<?x?><T:TEI n='>' {declared} = '{wrong}'>{inner}</T:TEI>".replace("T:", prefix)
    parsed = read(tmp_path, source)
    assert parsed.kind is Kind.TEXT
    assert parsed.problems[0].code == "XML-102"
    assert (parsed.problems[0].severity, parsed.problems[0].line) == (Severity.WARNING, 1)
    assert wrong in parsed.problems[0].message
    assert parsed.root is not None
    assert parsed.root.get("n") == ">"
    wanted = {TEI} if not prefix else {TEI, None}
    assert {etree.QName(e).namespace for e in parsed.root.iter("*")} == wanted
    assert Locator(parsed).of(parsed.root[0]).line == 1


def test_elements_taken_out_of_the_namespace(tmp_path: Path) -> None:
    source = (
        f'<TEI xmlns="{TEI}">\n<text><body>\n <p xmlns="">x<hi>y</hi></p>'
        '<egXML xmlns="http://www.tei-c.org/ns/Examples"><p xmlns=""/></egXML></body></text>'
        '<xenoData><r xmlns=""><s/></r></xenoData></TEI>'
    )
    parsed = read(tmp_path, source)
    (problem,) = parsed.problems
    assert (problem.code, problem.line) == ("XML-105", 3)
    assert problem.message.startswith("2 elements")
    assert parsed.root is not None
    assert len(list(parsed.root.iter(f"{{{TEI}}}hi"))) == 1
    assert [e.tag for e in parsed.root.iter("{}*")] == ["p", "r", "s"]


@pytest.mark.parametrize(
    ("name", "attributes", "standing"),
    [
        ("TEI", {"xmlns": TEI}, Standing.RIGHT),
        ("t:TEI", {"xmlns:t": TEI}, Standing.RIGHT),
        ("anything", {"xmlns": TEI}, Standing.RIGHT),
        ("TEI", {}, Standing.BARE),
        ("TEI.2", {}, Standing.BARE),
        ("TEI", {"xmlns:t": TEI}, Standing.BARE),
        ("TEI", {"xmlns": "urn:x"}, Standing.ASTRAY),
        ("div", {"xmlns": "https://tei-c.org/ns/1.0"}, Standing.ASTRAY),
        ("div", {"xmlns": "http://www.w3.org/1999/xhtml"}, Standing.FOREIGN),
        ("egXML", {"xmlns": "http://www.tei-c.org/ns/Examples"}, Standing.FOREIGN),
        ("html", {}, Standing.FOREIGN),
    ],
)
def test_standings(name: str, attributes: dict[str, str], standing: Standing) -> None:
    assert RootTag(name, attributes).standing is standing


# --- P4 -------------------------------------------------------------------------------------------------------------

CHANGES = [
    ("<p id='a' lang='la' TEIform='p' rend='x'/>", '<p rend="x" xml:id="a" xml:lang="la"/>'),
    ("<lb id='l1' n='1'/>", '<lb n="1" xml:id="l1"/>'),
    ("<div0><div1><div2/></div1></div0>", "<div><div><div/></div></div>"),
    ("<div1><div2/></div1>", "<div1><div2/></div1>"),
    ("<xref url='http://x.org/'>x</xref><xptr url='y.z'/>", '<ref target="http://x.org/">x</ref><ptr target="y.z"/>'),
    ("<p>a<sic corr='b'>c</sic>d</p>", "<p>a<choice><sic>c</sic><corr>b</corr></choice>d</p>"),
    ("<p>a<corr sic='b'>c</corr>d</p>", "<p>a<choice><sic>b</sic><corr>c</corr></choice>d</p>"),
    ("<abbr expan='dominus'>d<hi>n</hi>s</abbr>", "<choice><abbr>d<hi>n</hi>s</abbr><expan>dominus</expan></choice>"),
    ("<expan abbr='dns'>dominus</expan>", "<choice><abbr>dns</abbr><expan>dominus</expan></choice>"),
    ("<orig reg='v'>u</orig>", "<choice><orig>u</orig><reg>v</reg></choice>"),
    ("<reg orig='u'>v</reg>", "<choice><orig>u</orig><reg>v</reg></choice>"),
    ("<sic corr=''>c</sic>", "<choice><sic>c</sic><corr></corr></choice>"),
    (
        "<sic corr='b' resp='ed' cert='high'>c</sic>",
        '<choice><sic>c</sic><corr resp="ed" cert="high">b</corr></choice>',
    ),
    (
        "<sic corr='a'>x<abbr expan='b'>c</abbr></sic>",
        "<choice><sic>x<choice><abbr>c</abbr><expan>b</expan></choice></sic><corr>a</corr></choice>",
    ),
    ("<sic>x</sic><corr>y</corr>", "<sic>x</sic><corr>y</corr>"),
    ("<ref target='n1'/><ptr target='a b'/>", '<ref target="#n1"/><ptr target="#a #b"/>'),
    ("<ref target='b.html'/><ref target='#c'/>", '<ref target="b.html"/><ref target="#c"/>'),
    ("<note id='n.1' target='n.1'/>", '<note target="#n.1" xml:id="n.1"/>'),
    ("<link targets='a b'/>", '<link target="#a #b"/>'),
    ("<note id='h1'/><add hand='h1' resp='XY'/>", '<note xml:id="h1"/><add hand="#h1" resp="XY"/>'),
    ("<sp who='#x'/><sp who='y'/>", '<sp who="#x"/><sp who="y"/>'),
    (
        "<witList><witness sigil='A'/><witness sigil='1'/></witList><rdg wit='A 1'/>",
        '<listWit><witness xml:id="A"/><witness n="1"/></listWit><rdg wit="#A 1"/>',
    ),
    ("<witness id='w' sigil='A'/>", '<witness xml:id="w" n="A"/>'),
    ("<date value='1500'>x</date><num value='3'/>", '<date when="1500">x</date><num value="3"/>'),
    ("<dateRange from='1500' to='1510'>x</dateRange>", '<date from="1500" to="1510">x</date>'),
    ("<addSpan to='e1'/><anchor id='e1'/>", '<addSpan spanTo="#e1"/><anchor xml:id="e1"/>'),
    ("<gap desc='a leaf' reason='lost'/>", '<gap reason="lost"><desc>a leaf</desc></gap>'),
    ("<event desc='laughter'/>", "<incident><desc>laughter</desc></incident>"),
    ("<figure entity='fig1'>\n<head>x</head></figure>", '<figure><graphic url="i/f1.jpg"/>\n<head>x</head></figure>'),
    ("<figure entity='other'/>", '<figure><graphic url="other"/></figure>'),
    ("<xptr doc='fig1' from='ID (p3)'/>", '<ptr target="i/f1.jpg#p3"/>'),
    ("<xref from='id(p3)'>x</xref>", '<ref target="#p3">x</ref>'),
]
PICTURES = '<!DOCTYPE TEI.2 [<!NOTATION jpg SYSTEM "jpg"><!ENTITY fig1 SYSTEM "i/f1.jpg" NDATA jpg>]>\n'


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_changes(tmp_path: Path, old: str, new: str) -> None:
    parsed = p4(tmp_path, old, PICTURES)
    assert body_of(parsed) == new
    assert [p.code for p in parsed.problems] == ["XML-104"]
    assert parsed.kind is Kind.TEXT


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_what_an_upgrade_gives_stays_when_it_is_done_again(tmp_path: Path, old: str, new: str) -> None:
    root = p4(tmp_path, old, PICTURES).root
    assert root is not None
    before = etree.tostring(root)
    assert upgrade(root).done.total() == (1 if "event" in new else 0)
    assert etree.tostring(root) == before


def test_the_message_counts_and_stays_short(tmp_path: Path) -> None:
    parsed = p4(tmp_path, "".join(old for old, _ in CHANGES), PICTURES)
    problem = parsed.problems[-1]
    assert (problem.code, problem.severity, problem.line) == ("XML-104", Severity.INFO, 2)
    assert "other kinds of change" in problem.message
    assert len(problem.message) < 250


def test_a_real_header_of_p4(tmp_path: Path) -> None:
    header = """<teiHeader type="text" status="new"><fileDesc><titleStmt><title>T</title></titleStmt></fileDesc>
      <profileDesc><langUsage><language id="la">Latin</language><language id="greek">G</language></langUsage>
      <handList><hand id="h1" scribe="X"/></handList></profileDesc></teiHeader>"""
    dtd = '<!DOCTYPE TEI.2 PUBLIC "-//TEI P4//DTD Main DTD//EN" "http://www.tei-c.org/tei2.dtd" [\n'
    dtd += '<!ENTITY % TEI.XML "INCLUDE"><!ENTITY % P PUBLIC "-//P//EN" "http://x.org/P.dtd">\n%P;\n]>\n'
    parsed = read(tmp_path, f"{dtd}<TEI.2>{header}<text lang='greek'><body><p>caf&eacute;</p></body></text></TEI.2>")
    assert [p.code for p in parsed.problems] == ["XML-060", "XML-061", "XML-104"]
    assert [p.line for p in parsed.problems] == [1, 7, 5]
    root = parsed.root
    assert root is not None
    assert root.xpath("//*[local-name()='language']/@ident") == ["la", "greek"]
    assert root.xpath("//*[local-name()='handNotes']/*[local-name()='handNote']/@xml:id") == ["h1"]
    assert root.xpath("//*[local-name()='text']/@xml:lang") == ["greek"]
    assert Locator(parsed).at_path(f"/Q{{{TEI}}}TEI[1]/Q{{{TEI}}}text[1]").line == 7


def test_a_corpus_of_p4(tmp_path: Path) -> None:
    parsed = read(tmp_path, "<teiCorpus.2><teiHeader/><TEI.2><text/></TEI.2><TEI.2><text/></TEI.2></teiCorpus.2>")
    assert parsed.kind is Kind.CORPUS
    assert parsed.root is not None
    assert len(parsed.root.findall(f"{{{TEI}}}TEI")) == 2


def test_places_hold_through_an_upgrade(tmp_path: Path) -> None:
    body = "\n<p>a<sic corr='b'>c</sic></p>\n<gap desc='d'/><p><corr sic='x'><hi>y</hi></corr></p>\n<lb/>"
    parsed = p4(tmp_path, body)
    assert parsed.root is not None
    locator = Locator(parsed)
    places = {
        str(etree.QName(e).localname): (locator.of(e).line, locator.of(e).column)
        for e in parsed.root.iter("*")
        if locator.of(e).line != 1
    }
    # Last ones win: the choice, sic and corr are those of the second pair.
    assert places["hi"] == (3, 33)
    assert places["choice"] == places["corr"] == places["sic"] == (3, 19)
    assert places["desc"] == places["gap"] == (3, 1)
    assert places["lb"] == (4, 1)
    first = parsed.root.find(f".//{{{TEI}}}choice/{{{TEI}}}corr")
    assert first is not None
    assert (locator.of(first).line, locator.of(first).column) == (2, 5)


def test_an_included_file_of_p4(tmp_path: Path) -> None:
    (tmp_path / "b.xml").write_text("<TEI.2>\n<text><body><p>a<sic corr='b'>c</sic>d</p></body></text></TEI.2>")
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="b.xml"/>'
    parsed = read(tmp_path, f'<teiCorpus xmlns="{TEI}">{include}</teiCorpus>')
    assert [(p.code, p.file) for p in parsed.problems] == [("XML-104", "b.xml")]
    assert parsed.root is not None
    for name in ("choice", "sic", "corr"):
        element = parsed.root.find(f".//{{{TEI}}}{name}")
        assert element is not None
        place = Locator(parsed).of(element)
        assert (place.file, place.line, place.column) == ("b.xml", 2, 17)


PIECES = st.lists(st.sampled_from([old for old, _ in CHANGES] + ["verba ", "<p>x</p>", "<!-- c -->"]), max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=PIECES)
def test_no_word_is_lost_by_an_upgrade(tmp_path: Path, pieces: list[str]) -> None:
    body = "".join(pieces).replace("\n", "")
    before = etree.fromstring(f"<body>{body}</body>")
    kept = {"corr", "sic", "reg", "orig", "abbr", "expan", "desc"}
    moved = [value for e in before.iter("*") for name, value in e.attrib.items() if name in kept]
    parsed = p4(tmp_path, body, PICTURES)
    assert parsed.root is not None
    after = "".join(parsed.root.itertext())
    assert sorted(after) == sorted("".join(before.itertext()) + "".join(map(str, moved)))
