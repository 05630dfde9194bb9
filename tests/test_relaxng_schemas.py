"""Which schemas are right: RELAX NG 3 (what stands where), 4 (simplification) and 7 (restrictions), section by section."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import pytest

from recensio.cache import Cache
from recensio.relaxng import Schema, SchemaError, load_schema, schema_problem

RNG = 'xmlns="http://relaxng.org/ns/structure/1.0"'
XSD = 'datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'


def schema(folder: Path, text: str, name: str = "s.rng", **others: str) -> Schema:
    """The schema ``text``, whose first tag gets the namespace; ``others`` are files beside it, by stem."""
    for stem, content in {**others, name.partition(".")[0]: text}.items():
        file = folder / (name if stem == name.partition(".")[0] else f"{stem}.rng")
        file.write_text(re.sub(r"^<\w+", rf"\g<0> {RNG}", content), encoding="utf-8")
    return load_schema(folder / name)


def grammar(*parts: str) -> str:
    return f"<grammar>{''.join(parts)}</grammar>"


START = '<start><ref name="a"/></start>'
A = '<define name="a"><element name="a"><empty/></element></define>'


def element(content: str) -> str:
    return f"<element name='e' >{content}</element>"


RIGHT = {
    "one element": element("<empty/>"),
    "every pattern": element(
        "<attribute name='x'/><optional><attribute name='y'><data type='token'/></attribute></optional>"
        "<choice><group><element name='p'><text/></element><empty/></group><notAllowed/></choice>"
        "<zeroOrMore><element name='q'><mixed><oneOrMore><element name='r'><empty/></element></oneOrMore></mixed>"
        "</element></zeroOrMore><interleave><element name='s'><list><oneOrMore><value>z</value></oneOrMore></list>"
        "</element><element name='t'><value>1</value></element></interleave>"
    ),
    "3 annotations everywhere": element("<a:b xmlns:a='urn:a'>words<a:c/></a:b><a:b xmlns:a='urn:a'/><text a:x='1' xmlns:a='urn:a'/>"),
    "3 annotation in no namespace": element("<note xmlns=''>words</note><text/>"),
    "4.2 blanks around names": "<element name='  e ' ><text/></element>",
    "4.3 library of the ancestors": f"<element name='e' {XSD} ><data type='integer'/></element>",
    "4.3 library switched off": f"<element name='e' {XSD} ><data type='token' datatypeLibrary=''/></element>",
    "4.4 value without type": f"<element name='e' {XSD} ><value>x</value></element>",
    "4.8 attribute name is in no namespace": "<element name='e' ns='urn:x' ><attribute name='x'/></element>",
    "4.10 prefix": "<element name='p:e' xmlns:p='urn:p' ><text/></element>",
    "4.10 prefix xml": element("<attribute name='xml:lang'/>"),
    "4.11 div": grammar("<div><div>", START, "</div>", A, "</div>"),
    "4.12 name class choice": "<element ><choice><name>a</name><choice><nsName ns='urn:b'/></choice></choice><text/></element>",
    "4.16 anyName except nsName": "<element ><anyName><except><nsName ns='urn:x'/><name>y</name></except></anyName><text/></element>",
    "4.16 nsName except name": "<element ><nsName ns='urn:x'><except><name>y</name></except></nsName><text/></element>",
    "4.17 combine choice, once silent": grammar(START, A, '<define name="a" combine="choice"><element name="b"><text/></element></define>'),
    "4.17 combine interleave of starts is refused elsewhere": grammar(START, "<start combine='choice'><element name='c'><text/></element></start>", A),
    "4.18 nested grammar": grammar('<start><element name="x"><grammar><start><parentRef name="a"/></start></grammar></element></start>', A),
    "4.18 same name in both grammars": grammar(
        '<start><element name="x"><grammar><start><ref name="a"/></start><define name="a"><text/></define></grammar></element></start>', A
    ),
    "4.18 unused definition": grammar(START, A, '<define name="z"><ref name="a"/></define>'),
    "4.19 recursion through an element": grammar(
        START, '<define name="a"><element name="a"><optional><ref name="a"/></optional></element></define>'
    ),
    "4.20 what is not allowed is not looked at": element("<oneOrMore><group><notAllowed/><attribute name='x'/></group></oneOrMore>"),
    "4.21 a group with nothing is no group": element("<oneOrMore><group><empty/><attribute><anyName/></attribute></group></oneOrMore>"),
    "7.1 unreachable restriction": grammar(START, A, '<define name="z"><list><element name="b"><text/></element></list></define>'),
    "7.2 data beside attributes": element("<attribute name='x'/><data type='token'/>"),
    "7.2 data or elements": element("<choice><data type='token'/><element name='b'><text/></element></choice>"),
    "7.3 same attribute in two branches": element("<choice><attribute name='x'/><attribute name='x'><value>1</value></attribute></choice>"),
    "7.3 endless attributes repeated": element("<attribute name='x'/><zeroOrMore><attribute><anyName><except><name>x</name></except></anyName></attribute></zeroOrMore>"),
    "7.4 elements apart": element("<interleave><element name='a'><text/></element><element name='b'><text/></element></interleave>"),
    "7.4 other namespaces": element("<interleave><zeroOrMore><element><nsName ns='urn:a'/><text/></element></zeroOrMore><element name='b'><text/></element></interleave>"),
    "data in a list": element("<list><data type='token'/><oneOrMore><data type='token'/></oneOrMore></list>"),
    "grouped data in a list through a definition": grammar(
        '<start><element name="e"><list><ref name="d"/></list></element></start>',
        '<define name="d"><data type="token"/><data type="token"/></define>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT.keys())
def test_right_schemas(text: str, tmp_path: Path) -> None:
    assert schema(tmp_path, text).digest


WRONG = {
    "3 unknown element": (element("<foo/>"), "no element <foo>"),
    "3 unknown attribute": (element("<text mixed='1'/>"), "can't have an attribute mixed"),
    "3 element without content": (element(""), "needs a pattern"),
    "3 element without name": ("<element ><text/></element>", "needs a name"),
    "3 element with name class only": ("<element ><name>x</name></element>", "needs a pattern"),
    "3 two patterns in an attribute": (element("<attribute name='x'><text/><text/></attribute>"), "only 1 element"),
    "3 text in a pattern": (element("<group>words<text/></group>"), "“words”"),
    "3 element in a value": (element("<value>x<b xmlns=''/></value>"), "only text"),
    "3 ref without name": (grammar("<start><ref/></start>"), "needs an attribute name"),
    "3 ref with content": (grammar('<start><ref name="a"><text/></ref></start>', A), "can't stand in <ref>"),
    "3 start with two patterns": (grammar("<start><ref name='a'/><ref name='a'/></start>", A), "only 1 element"),
    "3 define in an element": (element('<define name="a"><text/></define>'), "<define> can't stand in <element>"),
    "3 grammar in a div": (grammar("<div><element name='x'><text/></element></div>", START, A), "can't stand in <div>"),
    "3 empty choice": (element("<choice/>"), "needs a pattern"),
    "3 param after except": (element("<data type='token'><except><value>x</value></except><param name='p'>1</param></data>"), "after all <param>"),
    "3 data without type": (element("<data/>"), "needs an attribute type"),
    "3 bad name": ("<element name='1e' ><text/></element>", "is not a name"),
    "3 bad combine": (grammar(START, A, "<start combine='both'><ref name='a'/></start>"), "combine must be"),
    "3 pattern as a name": ("<element ><text/><text/></element>", "needs a name"),
    "3 root that is no pattern": ("<define name='x' ><text/></define>", "can't begin with <define>"),
    "3 two exceptions": ("<element ><anyName><except><name>a</name></except><except><name>b</name></except></anyName><text/></element>", "only 1 element"),
    "4.3 relative library": (element("<data type='x' datatypeLibrary='types'/>"), "full address"),
    "4.3 library with fragment": (element("<data type='x' datatypeLibrary='http://x.org/a#b'/>"), "full address"),
    "4.10 prefix not declared": ("<element name='p:e' ><text/></element>", "prefix p:"),
    "4.16 anyName excepted from anyName": ("<element ><anyName><except><choice><anyName/></choice></except></anyName><text/></element>", "can't be excepted"),
    "4.16 anyName excepted from nsName": ("<element ><nsName ns='urn:x'><except><anyName/></except></nsName><text/></element>", "can't be excepted"),
    "4.16 nsName excepted from nsName": ("<element ><nsName ns='urn:x'><except><nsName ns='urn:y'/></except></nsName><text/></element>", "can't be excepted"),
    "4.16 attribute xmlns": (element("<attribute name='xmlns'/>"), "xmlns"),
    "4.16 attribute of the namespace of xmlns": (element("<attribute><name ns='http://www.w3.org/2000/xmlns'>x</name></attribute>"), "xmlns"),
    "4.16 all of the namespace of xmlns": (element("<zeroOrMore><attribute><nsName ns='http://www.w3.org/2000/xmlns'/></attribute></zeroOrMore>"), "xmlns"),
    "4.16 unknown library": (element("<data type='x' datatypeLibrary='urn:types'/>"), "urn:types"),
    "4.16 unknown type": (element(f"<data type='zahl' {XSD}/>"), "zahl"),
    "4.16 unknown parameter": (element(f"<data type='integer' {XSD}><param name='colour'>1</param></data>"), "colour"),
    "4.16 parameter of a built-in type": (element("<data type='token'><param name='length'>1</param></data>"), "param"),
    "4.16 value not of its type": (element(f"<value type='integer' {XSD}>one</value>"), "“one”"),
    "4.17 defined twice": (grammar(START, A, A), "defined twice"),
    "4.17 choice and interleave": (
        grammar(START, A, *(f'<define name="a" combine="{way}"><text/></define>' for way in ("choice", "interleave"))), "both"),
    "4.17 two starts": (grammar(START, START, A), "<start> is defined twice"),
    "4.18 no start": (grammar(A), "no <start>"),
    "4.18 empty grammar": ("<grammar ></grammar>", "no <start>"),
    "4.18 not defined": (grammar('<start><ref name="z"/></start>'), "“z” is not defined"),
    "4.18 not defined, out of reach": (grammar(START, A, '<define name="z"><ref name="y"/></define>'), "“y” is not defined"),
    "4.18 ref outside a grammar": (element("<ref name='a'/>"), "outside any grammar"),
    "4.18 parentRef in the outermost": (grammar(START, '<define name="a"><element name="a"><parentRef name="a"/></element></define>'), "<parentRef>"),
    "4.18 inner names are not seen outside": (
        grammar('<start><element name="x"><grammar><start><text/></start><define name="i"><text/></define></grammar><ref name="i"/></element></start>'), "“i”"),
    "4.19 recursion": (grammar(START, '<define name="a"><choice><element name="x"><text/></element><ref name="a"/></choice></define>'), "itself"),
    "4.19 recursion of two": (grammar(START, '<define name="a"><ref name="b"/></define><define name="b"><optional><ref name="a"/></optional></define>'), "itself"),
    "7.1.1 element in an attribute": (element("<attribute name='x'><element name='y'><text/></element></attribute>"), "element can't stand in an attribute"),
    "7.1.1 attribute in an attribute": (element("<attribute name='x'><attribute name='y'/></attribute>"), "attribute can't stand in an attribute"),
    "7.1.2 group of attributes repeated": (element("<oneOrMore><attribute name='x'/><attribute name='y'/></oneOrMore>"), "can't be repeated"),
    "7.1.2 attribute and element repeated": (element("<zeroOrMore><interleave><attribute name='x'/><element name='y'><text/></element></interleave></zeroOrMore>"), "can't be repeated"),
    "7.1.3 list in a list": (element("<list><list><value>x</value></list></list>"), "list can't stand in a list"),
    "7.1.3 element in a list": (element("<list><element name='x'><text/></element></list>"), "element can't stand in a list"),
    "7.1.3 attribute in a list": (element("<list><attribute name='x'/></list>"), "attribute can't stand in a list"),
    "7.1.3 text in a list": (element("<list><text/></list>"), "text can't stand in a list"),
    "7.1.3 interleave in a list": (element("<list><interleave><value>x</value><value>y</value></interleave></list>"), "list"),
    **{
        f"7.1.4 {what} in an exception": (element(f"<data type='token'><except>{pattern}</except></data>"), "<except> of data")
        for what, pattern in {
            "element": "<element name='x'><text/></element>", "attribute": "<attribute name='x'/>", "list": "<list><value>x</value></list>",
            "text": "<text/>", "empty": "<empty/>", "group": "<group><data type='token'/><text/></group>",
        }.items()
        if what != "group"
    },
    **{
        f"7.1.5 {what} at the start": (grammar(f"<start>{pattern}</start>"), "start of a schema")
        for what, pattern in {
            "attribute": "<attribute name='x'/>", "data": "<data type='token'/>", "value": "<value>x</value>", "text": "<text/>",
            "list": "<list><value>x</value></list>", "empty": "<empty/>",
            "optional": "<optional><element name='x'><text/></element></optional>",
            "group": "<group><element name='x'><text/></element><element name='y'><text/></element></group>",
            "interleave": "<interleave><element name='x'><text/></element><element name='y'><text/></element></interleave>",
            "repetition": "<oneOrMore><element name='x'><text/></element></oneOrMore>",
        }.items()
    },
    "7.2 data beside an element": (element("<data type='token'/><element name='x'><text/></element>"), "can't stand beside"),
    "7.2 data beside text": (element("<mixed><value>x</value></mixed>"), "can't stand beside"),
    "7.2 data twice": (element("<data type='token'/><data type='token'/>"), "can't stand beside"),
    "7.2 data repeated": (element("<oneOrMore><data type='token'/></oneOrMore>"), "repeated in a list only"),
    "7.2 data repeated in an attribute": (element("<attribute name='x'><zeroOrMore><value>x</value></zeroOrMore></attribute>"), "repeated in a list only"),
    "7.3 attribute twice": (element("<attribute name='x'/><attribute name='x'/>"), "@x stands in two parts"),
    "7.3 attribute twice, deep down": (element("<group><text/><optional><attribute name='x'/></optional></group><choice><attribute name='y'/><attribute name='x'/></choice>"), "@x"),
    "7.3 attribute twice by reference": (
        grammar(START, '<define name="a"><element name="a"><ref name="x"/><ref name="x"/></element></define><define name="x"><attribute name="x"/></define>'), "@x"),
    "7.3 attribute in a class": (element("<attribute name='x'/><zeroOrMore><attribute><anyName/></attribute></zeroOrMore>"), "@x"),
    "7.3 classes that overlap": (element("<zeroOrMore><attribute><nsName ns='urn:x'/></attribute></zeroOrMore><zeroOrMore><attribute><anyName/></attribute></zeroOrMore>"), "two parts"),
    "7.3 endless attribute once": (element("<attribute><anyName/></attribute>"), "<oneOrMore>"),
    "7.3 endless attribute once, of a namespace": (element("<optional><attribute><nsName ns='urn:x'/></attribute></optional>"), "<oneOrMore>"),
    "7.4 element twice": (element("<interleave><element name='x'><text/></element><optional><element name='x'><empty/></element></optional></interleave>"), "<x> stands in two parts"),
    "7.4 element in a class": (element("<interleave><element name='x'><text/></element><zeroOrMore><element><anyName/><text/></element></zeroOrMore></interleave>"), "<x>"),
    "7.4 text twice": (element("<interleave><text/><group><text/><element name='x'><text/></element></group></interleave>"), "text can stand in only one"),
    "7.4 text twice, mixed": (element("<mixed><text/></mixed>"), "text can stand in only one"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), WRONG.values(), ids=WRONG.keys())
def test_wrong_schemas(text: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(SchemaError) as caught:
        schema(tmp_path, text)
    assert reason in caught.value.reason
    assert not caught.value.reason.endswith(".")
    assert caught.value.place.file == str(tmp_path / "s.rng")
    assert str(caught.value).startswith(f"{tmp_path / 's.rng'}:1: ")


def test_the_place_of_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(SchemaError) as caught:
        schema(tmp_path, "<grammar>\n <start>\n  <ref name='é'/><ref\n name='z'/></start></grammar>")
    assert (caught.value.place.line, caught.value.place.column) == (3, 18)


def test_a_mistake_as_a_problem(tmp_path: Path) -> None:
    with pytest.raises(SchemaError) as caught:
        schema(tmp_path, f"<{'x' * 500}/>")
    told = schema_problem(caught.value)
    assert (told.code, told.file, told.line, told.column) == ("RNG-001", str(tmp_path / "s.rng"), 1, 1)
    assert told.message.startswith("The schema can't be used: ")
    assert len(told.message) < 250


# --- 4.5 to 4.7: other files ---

BASE = grammar(START, A, '<define name="b"><element name="b"><text/></element></define>')


def test_include(tmp_path: Path) -> None:
    found = schema(tmp_path, grammar('<include href="base.rng"/>'), base=BASE)
    assert found.validate(b"<a/>") == []
    assert found.files == (tmp_path / "s.rng", tmp_path / "base.rng")


def test_what_an_include_redefines(tmp_path: Path) -> None:
    own = '<include href="base.rng"><div><define name="a"><element name="c"><ref name="b"/></element></define></div></include>'
    found = schema(tmp_path, grammar(own), base=BASE)
    assert found.validate(b"<c><b/></c>") == []
    assert found.validate(b"<a/>")


def test_an_include_redefines_the_start(tmp_path: Path) -> None:
    own = '<include href="base.rng"><start><ref name="b"/></start></include>'
    found = schema(tmp_path, grammar(own), base=BASE)
    assert found.validate(b"<b/>") == []
    assert found.validate(b"<a/>")


def test_includes_add_to_definitions(tmp_path: Path) -> None:
    more = '<include href="base.rng"/><define name="a" combine="choice"><element name="z"><empty/></element></define>'
    found = schema(tmp_path, grammar(more), base=BASE)
    assert found.validate(b"<z/>") == []
    assert found.validate(b"<a/>") == []


def test_a_nested_include_is_relative_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "deep.rng").write_text(BASE.replace("<grammar", f"<grammar {RNG}", 1))
    (tmp_path / "sub" / "mid.rng").write_text(
        grammar('<include href="deep.rng"/>').replace("<grammar", f"<grammar {RNG}", 1)
    )
    assert schema(tmp_path, grammar('<include href="sub/mid.rng"/>')).validate(b"<a/>") == []


def test_a_redefinition_needs_something_to_redefine(tmp_path: Path) -> None:
    own = '<include href="base.rng"><define name="zz"><text/></define></include>'
    with pytest.raises(SchemaError, match=r"“zz” is redefined here, but base\.rng has none"):
        schema(tmp_path, grammar(own), base=BASE)
    with pytest.raises(SchemaError, match=r"<start> is redefined here"):
        schema(tmp_path, grammar(f'<include href="base.rng">{START}</include>'), base=grammar(A))


def test_an_included_file_must_be_a_grammar(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="externalRef"):
        schema(tmp_path, grammar('<include href="base.rng"/>'), base=element("<text/>"))


def test_external_reference(tmp_path: Path) -> None:
    found = schema(tmp_path, element('<externalRef href="base.rng"/>'), base=BASE)
    assert found.validate(b"<e><a/></e>") == []
    assert found.validate(b"<e><b/></e>")


def test_namespace_comes_along_with_a_reference(tmp_path: Path) -> None:
    found = schema(tmp_path, '<externalRef href="base.rng" ns="urn:x" />', base="<element name='e'><text/></element>")
    assert found.validate(b'<e xmlns="urn:x"/>') == []
    assert found.validate(b"<e/>")
    own = schema(
        tmp_path, '<externalRef href="base.rng" ns="urn:x" />', base="<element name='e' ns=''><text/></element>"
    )
    assert own.validate(b"<e/>") == []


def test_library_does_not_come_along(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="integer"):
        schema(tmp_path, f'<externalRef href="base.rng" {XSD} />', base=element("<data type='integer'/>"))


def test_a_circle_of_files(tmp_path: Path) -> None:
    circle = grammar('<include href="s.rng"/>')
    with pytest.raises(SchemaError, match=r"s\.rng is included within itself") as caught:
        schema(tmp_path, grammar('<include href="base.rng"/>'), base=circle)
    assert caught.value.place.file == str(tmp_path / "base.rng")
    with pytest.raises(SchemaError, match="within itself"):
        schema(tmp_path, element('<externalRef href="s.rng"/>'))


@pytest.mark.parametrize(
    ("href", "reason"),
    [
        ("gone.rng", "there is no file"),
        (".", "is not a file"),
        ("", "empty address"),
        ("http://example.org/x.rng", "nothing is fetched"),
        ("https://example.org/x.rng", "nothing is fetched"),
        ("//example.org/x.rng", "nothing is fetched"),
        ("x.rng#part", "“#”"),
    ],
)
def test_files_that_can_not_be_had(href: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=reason) as caught:
        schema(tmp_path, f"<grammar>\n<include href='{href}'/></grammar>")
    assert caught.value.place.line == 2


def test_file_names_with_blanks(tmp_path: Path) -> None:
    (tmp_path / "a b.rng").write_text(BASE.replace("<grammar", f"<grammar {RNG}", 1))
    assert schema(tmp_path, grammar('<include href="a%20b.rng"/>')).validate(b"<a/>") == []
    assert schema(tmp_path, grammar(f'<include href="{(tmp_path / "a b.rng").as_uri()}"/>')).validate(b"<a/>") == []


def test_xml_base(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "base.rng").write_text(BASE.replace("<grammar", f"<grammar {RNG}", 1))
    assert schema(tmp_path, grammar('<div xml:base="sub/"><include href="base.rng"/></div>')).validate(b"<a/>") == []


# --- files that are no schema ---


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<grammar", "never finished"),
        (b"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>", "XSD"),
        (b"<TEI xmlns='http://www.tei-c.org/ns/1.0'/>", "ODD"),
        (b"<schema xmlns='http://purl.oclc.org/dsdl/schematron'/>", "Schematron"),
        (b"<grammar/>", "no namespace"),
        (b"\xff\xd8\xff\xe0 picture", "text"),
        (b"<?xml version='1.0'?><!DOCTYPE g [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><grammar xmlns='http://relaxng.org/ns/structure/1.0'>&e;</grammar>", "text"),
        (b"<!DOCTYPE g [<!ENTITY a 'aaaaaaaaaaaaaaaaaaaa'>" + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 40) for n in range(6)) + b"]><g>&g;</g>", "entit|MB|expand|large"),
    ],
)  # fmt: skip
def test_files_that_are_no_schema(data: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "s.rng"
    path.write_bytes(data)
    with pytest.raises(SchemaError, match=f"(?i){reason}"):
        load_schema(path)


def test_a_missing_schema(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="there is no file"):
        load_schema(tmp_path / "gone.rng")


def test_deep_schemas_are_refused_not_crashed_on(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="deep"):
        schema(tmp_path, element("<group>" * 2000 + "<text/>" + "</group>" * 2000))
    chain = "".join(f'<define name="d{n}"><ref name="d{n + 1}"/></define>' for n in range(3000))
    end = '<define name="d3000"><element name="x"><text/></element></define>'
    with pytest.raises(SchemaError, match="deep"):
        schema(tmp_path, grammar('<start><ref name="d0"/></start>', chain, end))


def test_long_groups_are_no_trouble(tmp_path: Path) -> None:
    many = "".join(f"<optional><element name='e{n}'><text/></element></optional>" for n in range(3000))
    found = schema(tmp_path, element(many))
    assert found.validate(b"<e><e1/><e2999/></e>") == []
    assert found.validate(b"<e><e2999/><e1/></e>")


# --- encodings, syntaxes, digest ---


def test_encodings(tmp_path: Path) -> None:
    text = f"<?xml version='1.0' encoding='utf-16'?><element name='é' {RNG}><text/></element>"
    (tmp_path / "s.rng").write_bytes(codecs.BOM_UTF16_LE + text.encode("utf-16-le"))
    assert load_schema(tmp_path / "s.rng").validate("<é/>".encode()) == []


def test_entities_of_the_schema(tmp_path: Path) -> None:
    text = f"<!DOCTYPE element [<!ENTITY n 'e'>]><element name='&n;' {RNG}><text/></element>"
    (tmp_path / "s.rng").write_text(text)
    assert load_schema(tmp_path / "s.rng").validate(b"<e/>") == []


def test_the_digest_is_over_all_files(tmp_path: Path) -> None:
    first = schema(tmp_path, grammar('<include href="base.rng"/>'), base=BASE).digest
    again = schema(tmp_path, grammar('<include href="base.rng"/>'), base=BASE).digest
    other = schema(tmp_path, grammar('<include href="base.rng"/>'), base=BASE + "<!-- -->").digest
    assert first == again != other


def test_compact_syntax_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "s.rng").write_text('start = element a { attribute x { "1" } }')
    assert load_schema(tmp_path / "s.rng").validate(b'<a x="1"/>') == []


def test_the_two_syntaxes_include_one_another(tmp_path: Path) -> None:
    (tmp_path / "s.rnc").write_text('include "base.rng"')
    (tmp_path / "base.rng").write_text(BASE.replace("<grammar", f"<grammar {RNG}", 1))
    assert load_schema(tmp_path / "s.rnc").validate(b"<a/>") == []


# --- kept between runs ---


def test_a_schema_that_was_kept_says_the_same(tmp_path: Path) -> None:
    text = grammar(
        '<include href="base.rng"><start><ref name="b"/></start></include>',
        f"<define name='v' {XSD}><data type='date'/></define>",
    )
    schema(
        tmp_path,
        text,
        base=BASE.replace("<text/>", "<attribute name='x'><value>1</value></attribute><ref name='v'/>").replace(
            "</grammar>", "<define name='v' combine='choice'><notAllowed/></define></grammar>"
        ),
    )
    kept = Cache(tmp_path / "cache")
    first, second = (load_schema(tmp_path / "s.rng", cache=kept) for _ in range(2))
    assert list((tmp_path / "cache").rglob("*.json"))
    assert first.digest == second.digest == load_schema(tmp_path / "s.rng").digest
    assert first.files == second.files
    for document in (
        b"<b x='1'>1918-07-10</b>",
        b"<b x='2'>1918-07-10</b>",
        b"<b x='1'>1918</b>",
        b"<a/>",
        b"<b><c/></b>",
    ):
        assert first.validate(document) == second.validate(document)
    assert not first.validate(b"<b x='1'>1918-07-10</b>")


def test_a_schema_that_has_changed_is_read_anew(tmp_path: Path) -> None:
    kept = Cache(tmp_path / "cache")
    schema(tmp_path, grammar('<include href="base.rng"/>'), base=BASE)
    assert not load_schema(tmp_path / "s.rng", cache=kept).validate(b"<a/>")
    base = tmp_path / "base.rng"
    base.write_text(base.read_text().replace('<ref name="a"/>', '<ref name="b"/>'))
    assert load_schema(tmp_path / "s.rng", cache=kept).validate(b"<a/>")
    base.write_text("nothing of the kind")
    with pytest.raises(SchemaError):
        load_schema(tmp_path / "s.rng", cache=kept)
    base.unlink()
    with pytest.raises(SchemaError, match="there is no file"):
        load_schema(tmp_path / "s.rng", cache=kept)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"files": [], "roots": [], "names": [], "namespaces": [], "referred": []}', "[" * 100_000]
)
def test_what_was_kept_badly_is_not_used(text: str, tmp_path: Path) -> None:
    kept = Cache(tmp_path / "cache")
    schema(tmp_path, BASE)
    load_schema(tmp_path / "s.rng", cache=kept)
    (file,) = (tmp_path / "cache").rglob("*.json")
    file.write_text(text)
    assert not load_schema(tmp_path / "s.rng", cache=kept).validate(b"<a/>")


def test_a_wrong_schema_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "s.rng").write_text(f"<grammar {RNG}/>")
    with pytest.raises(SchemaError):
        load_schema(tmp_path / "s.rng", cache=Cache(tmp_path / "cache"))
    assert not list(tmp_path.rglob("*.json"))
