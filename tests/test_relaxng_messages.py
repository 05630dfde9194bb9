"""What an editor is told about a fault: which, where, in whose content, and what was meant; each once."""

from __future__ import annotations

from pathlib import Path

import pytest

from recensio.problems import Severity, catalogue
from recensio.relaxng import Fault, Schema, load_schema

TEI = "http://www.tei-c.org/ns/1.0"
SCHEMA = """
default namespace = "http://www.tei-c.org/ns/1.0"
start = element TEI { global, element teiHeader { global, element fileDesc {
    element titleStmt { element title { text }+ }, element publicationStmt { element p { text }+ },
    element sourceDesc { element p { text }+ } } }, element text { global, element body { global, content } } }
global = attribute xml:id { xsd:ID }?, attribute xml:lang { xsd:language }?, attribute rend { xsd:token }?, attribute n { text }?
content = head?, (p | lg | listing)*, (division+, trailer?)?
division = element div { global, content }
head = element head { global, phrases }
trailer = element trailer { global, phrases }
p = element p { global, phrases }
lg = element lg { global, (l+) }
l = element l { global, attribute part { "I" | "M" | "F" | "initial" | xsd:boolean }?, phrases }
listing = element list { global, element item { global, phrases }+ }
phrases = (text | hi | lb | ref | graphic | date | app)*
hi = element hi { global, phrases }
lb = element lb { global, empty }
ref = element ref { global, (attribute target { xsd:anyURI } | attribute cRef { text }), phrases }
graphic = element graphic { global, attribute url { xsd:anyURI }, empty }
date = element date { global, attribute when { xsd:date }?, attribute notBefore { xsd:gYear }?, phrases }
app = element app { element lem { global, phrases }?, element rdg { attribute wit { list { xsd:anyURI+ } }, phrases }+ }
"""
HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p/></publicationStmt>"
    "<sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
)


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("schema") / "s.rnc"
    path.write_text(SCHEMA)
    return load_schema(path)


def document(body: str) -> bytes:
    """A document whose body's content begins on line 2."""
    return f'<TEI xmlns="{TEI}">{HEADER}<text><body>\n{body}\n</body></text></TEI>'.encode()


def faults(schema: Schema, body: str) -> list[Fault]:
    return schema.validate(document(body))


def told(schema: Schema, body: str) -> list[tuple[str, int, int, str]]:
    return [(each.code, each.line, each.column, each.problem().message) for each in faults(schema, body)]


CASES = {
    "from HTML, allowed here": ("<p>a <i>b</i></p>", "RNG-010", 6, "There is no element <i> in the schema; this one stands in <p>. Write <hi>."),
    "misspelt": ("<p>a <hii>b</hii></p>", "RNG-010", 6, "There is no element <hii> in the schema; this one stands in <p>. Write <hi>."),
    "capitals": ("<p>a</p><Lg><l/></Lg>", "RNG-010", 9, "There is no element <Lg> in the schema; this one stands in <body>. Write <lg>."),
    "nothing is like it": ("<p><zzz/></p>", "RNG-010", 4, "There is no element <zzz> in the schema; this one stands in <p>. Allowed here: <hi>, <ref>, <date>, <app>, <graphic> and 1 more."),
    "no namespace": ("<p><hi xmlns=''>x</hi></p>", "RNG-011", 4, f"<hi> inside <p> is in no namespace; the schema has it in namespace {TEI}."),
    "foreign": ("<p><x:y xmlns:x='urn:x'><x:z/></x:y></p>", "RNG-012", 4, "<x:y>, of namespace urn:x, is not allowed inside <p>."),
    "wrap it": ("<hi>x</hi>", "RNG-013", 1, "<hi> is not allowed inside <body>. <hi> can stand inside <p> there."),
    "belongs elsewhere": ("<p><l>x</l></p>", "RNG-013", 4, "<l> is not allowed inside <p>. <l> belongs in <lg>."),
    "too late": ("<p>x</p>\n<head>y</head>", "RNG-014", 1, "<head> is not allowed here inside <body>: it must come before <p> (line 2)."),
    "too early": ("<p><app><lem>x</lem><lem/><rdg wit='#a'/></app></p>", "RNG-016", 21, "Only one <lem> is allowed inside <app>; the first is on line 2."),
    "not now": ("<div><p/></div><p/>", "RNG-014", 16, "<p> is not allowed here inside <body>: it must come before <div> (line 2)."),
    "incomplete": ("<p><app><lem>x</lem></app></p>", "RNG-020", 21, "<app>, which began on line 2, is incomplete: it still needs <rdg>."),
    "empty": ("<lg/>", "RNG-021", 1, "<lg> is empty: it needs <l>."),
    "text": ("<lg>\n  stray words<l/></lg>", "RNG-030", 3, "Text (“stray words”) is not allowed directly inside <lg>. Put it into <l>."),
    "text in an empty element": ("<p><lb>x</lb></p>", "RNG-031", 8, "<lb> must be empty, but text (“x”) stands in it."),
    "element in an empty element": ("<p><lb><hi/></lb></p>", "RNG-031", 8, "<lb> must be empty, but <hi> stands in it."),
    "attribute of HTML": ("<p class='x'/>", "RNG-040", 1, "@class is not allowed on <p>. Write @rend."),
    "attribute in no namespace": ("<l/>".join(("<lg>", "<l lang='la'/></lg>")), "RNG-040", 9, "@lang is not allowed on <l>. Write @xml:lang."),
    "href": ("<p><ref href='#x' cRef='y'/></p>", "RNG-040", 4, "@href is not allowed on <ref>. Write @target."),
    "src": ("<p><graphic url='x' src='y'/></p>", "RNG-040", 4, "@src is not allowed on <graphic>. Allowed: @n, @rend, @xml:id, @xml:lang."),
    "unknown attribute": ("<p zzz='x'/>", "RNG-040", 1, "@zzz is not allowed on <p>. Allowed: @n, @rend, @xml:id, @xml:lang."),
    "XSD": (
        "<p xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='a b'/>", "RNG-041", 1,
        "@xsi:schemaLocation on <p> names an XSD schema; this schema does not allow it."),
    "value out of a list": (
        "<lg><l part='inital'/></lg>", "RNG-042", 5,
        "@part=\"inital\" on <l>: the value must be “initial”, “I”, “M” or “F”, or true or false. Write “initial”."),
    "value of a type": ("<p><date when='1900-13-01'/></p>", "RNG-042", 4, "@when=\"1900-13-01\" on <date>: the value must be a date such as 1918-07-10."),
    "value that is empty": ("<p><graphic url='x' xml:id=''/></p>", "RNG-043", 4, "@xml:id on <graphic> is empty: the value must be "),
    "missing attribute": ("<p><graphic/></p>", "RNG-044", 4, "<graphic> must have @url."),
    "one of two attributes": ("<p><ref>x</ref></p>", "RNG-044", 4, "<ref> must have one of @cRef, @target."),
    "attributes that exclude one another": ("<p><ref target='#x' cRef='y'/></p>", "RNG-045", 4, "@cRef can't stand on <ref> together with its other attributes: @target."),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_messages(schema: Schema, name: str) -> None:
    body, code, column, message = CASES[name]
    found = told(schema, body)
    assert [each[0] for each in found] == [code], found
    assert found[0][2] == column
    assert found[0][3].startswith(message)
    assert message.endswith((".", "be ")) and "  " not in found[0][3]


def test_what_is_included_is_no_fault(schema: Schema) -> None:
    (fault,) = faults(schema, "<lg><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='l.xml'/></lg>")
    assert fault.code == "RNG-018"
    assert fault.problem().severity is Severity.INFO


def test_a_whole_header(schema: Schema) -> None:
    data = document("<p/>").replace(b"<publicationStmt><p/></publicationStmt>", b"")
    (fault,) = schema.validate(data)
    assert (
        fault.problem().message
        == "<sourceDesc> can't come yet inside <fileDesc>: first there must be <publicationStmt>."
    )


# --- the root ---


def test_a_document_in_no_namespace_gets_one_message(schema: Schema) -> None:
    (fault,) = schema.validate(document("<p/>" * 50).replace(f' xmlns="{TEI}"'.encode(), b""))
    assert (fault.code, fault.line, fault.column) == ("RNG-003", 1, 1)
    assert "no namespace" in fault.problem().message
    assert f'<TEI xmlns="{TEI}">' in fault.problem().hint


def test_a_misspelt_namespace(schema: Schema) -> None:
    (fault,) = schema.validate(document("<p/>").replace(TEI.encode(), TEI.encode() + b"/"))
    assert fault.code == "RNG-003"
    assert f"namespace {TEI}/" in fault.problem().message


def test_p4_gets_one_message(schema: Schema) -> None:
    (fault,) = schema.validate(b"<TEI.2><teiHeader/><text><body><p/></body></text></TEI.2>")
    assert fault.code == "RNG-002"
    assert "TEI P4" in fault.problem().message


def test_another_vocabulary_gets_one_message(schema: Schema) -> None:
    (fault,) = schema.validate(b'<html xmlns="http://www.w3.org/1999/xhtml"><body><p/></body></html>')
    assert fault.code == "RNG-004"
    assert "<TEI>" in fault.problem().message


def test_a_part_of_a_document_is_checked_all_the_same(schema: Schema) -> None:
    root, inner = schema.validate(f'<div xmlns="{TEI}"><lg/></div>'.encode())
    assert (root.code, inner.code) == ("RNG-005", "RNG-021")


# --- going on after a fault ---


def test_what_is_in_an_element_that_was_meant_for_another_is_checked(schema: Schema) -> None:
    found = told(schema, "<section><head/><p class='x'/></section>")
    assert [each[0] for each in found] == ["RNG-010", "RNG-040"]


def test_known_elements_in_an_unknown_one_are_checked(schema: Schema) -> None:
    found = told(schema, "<zzz><lg/></zzz>")
    assert [each[0] for each in found] == ["RNG-010", "RNG-021"]


def test_one_fault_does_not_bring_about_others(schema: Schema) -> None:
    assert len(faults(schema, "<lg><zzz/></lg>")) == 1
    assert len(faults(schema, "<lg>words</lg>")) == 1
    assert len(faults(schema, "<p><app><l>x</l></app></p>")) == 1
    assert len(faults(schema, "<p><graphic src='x.jpg'/></p>")) == 1
    assert len(faults(schema, "<p><graphic class='x'/></p>")) == 2
    assert len(faults(schema, "<p>x</p><head/><p>y</p>")) == 1


def test_a_subtree_in_no_namespace_is_one_fault_and_checked(schema: Schema) -> None:
    found = told(schema, "<div xmlns=''><head/><p><hi>x</hi></p><lg/></div>")
    assert [each[0] for each in found] == ["RNG-011", "RNG-021"]


def test_both_of_two_faults_are_told(schema: Schema) -> None:
    found = told(schema, "<p class='x'/>\n<p><graphic/></p>\n<lg><l part='Z'/></lg>")
    assert [(each[0], each[1]) for each in found] == [("RNG-040", 2), ("RNG-044", 3), ("RNG-042", 4)]


# --- folding ---


def test_repeats_are_one_message(schema: Schema) -> None:
    (fault,) = faults(schema, "<p><i/></p>\n" * 300)
    assert (fault.line, fault.count) == (2, 300)
    assert "in <p> (300 times)." in fault.problem().message


def test_other_containers_are_other_faults(schema: Schema) -> None:
    found = faults(schema, "<p><i/><i/><hi><i/></hi></p>")
    assert [each.count for each in found] == [2, 1]
    assert len({each.key for each in found}) == 2


def test_the_key_is_the_same_in_another_file(schema: Schema) -> None:
    assert faults(schema, "<p/><p><i/></p>")[0].key == faults(schema, "<p><i/></p>")[0].key


def test_many_values_are_told_by_number(schema: Schema) -> None:
    found = faults(schema, "<p>" + "".join(f"<date notBefore='x{n}'/>" for n in range(100)) + "</p>")
    assert [each.count for each in found] == [1, 1, 1, 1, 1, 95]


def test_the_limit(schema: Schema) -> None:
    body = "".join(f"<p><e{n}/></p>" for n in range(50))
    found = schema.validate(document(body), limit=10)
    assert [each.code for each in found] == ["RNG-010"] * 10 + ["RNG-090"]
    assert "more than 10" in found[-1].problem().message


def test_a_flood_is_no_burden(schema: Schema) -> None:
    found = faults(schema, "<p><i class='x'>y</i> <date when='z'/></p>\n<hi/>" * 3000)
    assert [each.count for each in found] == [3000, 3000, 3000, 3000]


# --- places ---


def test_places_are_exact(schema: Schema) -> None:
    body = '<p\n  n="1">ä𝄞<i/>\r\n<!-- x\n -->  <graphic\n/></p>'
    assert [(each[1], each[2]) for each in told(schema, body)] == [(3, 11), (5, 7)]


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        ("<lg><l/>stray<l/></lg>", 2, 9),
        ("<lg><l/><!-- > -->stray<l/></lg>", 2, 19),
        ("<lg><l>x</l>\n stray</lg>", 3, 2),
        ("<lg>\n stray\n  <l/></lg>", 4, 3),
        ("<lg>\n stray\n words\n\n<l/></lg>", 4, 7),
        ("<lg>stray &amp; words\n<l/></lg>", 2, 5),
        ("<lg>\n&amp; words\n<l/></lg>", 3, 1),
        ("<lg><l/></lg>stray", 3, 1),
        ("<lg><![CDATA[ stray]]><l/></lg>", 2, 15),
        ("<lg n='a>b'> stray <l/></lg>", 2, 14),
    ],
)
def test_text_is_placed_where_it_begins_or_ends(schema: Schema, body: str, line: int, column: int) -> None:
    (fault,) = faults(schema, body)
    assert fault.facts["begun"] in ("", ", line 2", ", line 3")
    assert (fault.code, fault.line, fault.column) == ("RNG-030", line, column)


def test_attributes_on_lines_of_their_own(schema: Schema) -> None:
    body = "<p\n  n='class=\"'\n  class='x'\n  rend='a b'><date xml:lang='1' when='1'\n  when-iso='2'/></p>"
    assert [(each[0], each[1], each[2]) for each in told(schema, body)] == [
        ("RNG-040", 4, 3), ("RNG-042", 5, 14), ("RNG-042", 5, 14), ("RNG-040", 6, 3),
    ]  # fmt: skip


def test_text_after_a_comment(schema: Schema) -> None:
    (fault,) = faults(schema, "<lg n='>'>\n <!-- words -->\n\n  stray <l/></lg>")
    assert (fault.line, fault.column) == (5, 3)


def test_blanks_that_do_not_break_are_text(schema: Schema) -> None:
    (fault,) = faults(schema, "<lg>\u00a0<l/></lg>")
    assert fault.code == "RNG-030"


# --- the catalogue ---


def test_every_code_of_the_family_has_all_that_it_needs() -> None:
    family = [entry for code, entry in catalogue().items() if code.startswith("RNG-")]
    assert len(family) > 20
    for entry in family:
        assert entry.hint and entry.about and entry.message
        unusual = {"RNG-001": Severity.ERROR, "RNG-018": Severity.INFO}
        assert entry.severity is unusual.get(entry.code, Severity.WARNING)
        assert (entry.wrong and entry.right) or entry.code == "RNG-090"


def test_long_names_and_values_stay_short(schema: Schema) -> None:
    long = "x" * 5000
    body = f"<p {long}='{long}'><{long}/><date when='{long}'/><y:z xmlns:y='urn:{long}'/></p><lg>{long}</lg>"
    for fault in faults(schema, body):
        assert len(fault.problem().message) < 250
        assert len(fault.problem().hint) < 250


def test_long_names_of_the_schema_stay_short(tmp_path: Path) -> None:
    x = "x" * 60
    (tmp_path / "s.rnc").write_text(
        f"""element {x}a {{ attribute {x}b {{ "{x}1" | "{x}2" | "{x}3" | xsd:date | xsd:decimal }},
        element {x}c {{ empty }}, element {x}d {{ list {{ xsd:date, xsd:decimal }} }}, element {x}e {{ text }}+ }}"""
    )
    schema = load_schema(tmp_path / "s.rnc")
    wrong = f"<{x}a {x}b='{x}4'><{x}c>{x}</{x}c><{x}d>{x}</{x}d><{x}c/><{x}e {x}b=''/></{x}a>"
    found = schema.validate(wrong.encode()) + schema.validate(f"<{x}a><{x}e/></{x}a>".encode())
    assert len(found) >= 6
    for fault in found:
        assert len(fault.problem().message) < 250
