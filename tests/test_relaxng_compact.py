"""The compact syntax read, the XML syntax written, and many files made one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relaxng_oracle import RNG, XSD, jing, trang

from recensio.relaxng.compact import KEYWORDS, MAX_DEPTH, parse_compact
from recensio.relaxng.syntax import Node, Place, SchemaError
from recensio.relaxng.write import flatten, settle, to_xml
from recensio.relaxng.xml_syntax import read_xml

TEI_ALL = Path(__file__).resolve().parents[2] / "shared" / "schema" / "tei_all.rng"

Bare = tuple[str, tuple[tuple[str, str], ...], str, tuple[Any, ...]]


def bare(node: Node) -> Bare:
    """A node without places and prefixes."""
    return (node.name, tuple(sorted(node.attributes.items())), node.text, tuple(map(bare, node.children)))


def simple(node: Node) -> Bare:
    """A settled node without what can be written in several ways: groups that are understood, nested choices."""
    children: list[Bare] = []
    for child in map(simple, node.children):
        understood = (child[0] == "group" and node.name in _GROUPING) or (child[0], node.name) == ("choice", "except")
        alike = child[0] == node.name and node.name in ("choice", "group", "interleave")
        children += child[3] if understood or alike else (child,)
    if node.name in ("choice", "group", "interleave") and len(children) == 1:
        return children[0]
    if node.name == "attribute" and len(children) == 1:
        children.append(("text", (), "", ()))
    return (node.name, tuple(sorted(node.attributes.items())), node.text, tuple(children))


_GROUPING = frozenset({"element", "define", "oneOrMore", "zeroOrMore", "optional", "list", "mixed", "group"})


def compact(text: str) -> Node:
    return parse_compact(text, "s.rnc")


def xml(text: str) -> Node:
    """A schema in XML; the namespace and the library of XML Schema are understood."""
    name, rest = text[1:].split(maxsplit=1) if " " in text.split(">")[0] else (text[1:].split(">")[0].rstrip("/"), "")
    rest = rest or text[len(name) + 1 :]
    return read_xml(f'<{name} xmlns="{RNG}" datatypeLibrary="{XSD}" {rest}'.encode(), "s.rng")


# ---------------------------------------------------------------- each construct

SAME = [
    # patterns
    ("element a { empty }", '<element name="a"><empty/></element>'),
    ("element a { text }", '<element name="a"><text/></element>'),
    ("element a { notAllowed }", '<element name="a"><notAllowed/></element>'),
    ("element a { attribute b { text } }", '<element name="a"><attribute name="b"/></element>'),
    ("element a { text? }", '<element name="a"><optional><text/></optional></element>'),
    ("element a { (text, empty)* }", '<element name="a"><zeroOrMore><text/><empty/></zeroOrMore></element>'),
    ("element a { element b { empty }+ }", '<element name="a"><oneOrMore><element name="b"><empty/></element></oneOrMore></element>'),
    ("element a { text, empty, text }", '<element name="a"><text/><empty/><text/></element>'),
    ("element a { text | empty | text }", '<element name="a"><choice><text/><empty/><text/></choice></element>'),
    ("element a { text & empty }", '<element name="a"><interleave><text/><empty/></interleave></element>'),
    ("element a { (text | empty), text }", '<element name="a"><choice><text/><empty/></choice><text/></element>'),
    ("element a { mixed { empty, text } }", '<element name="a"><mixed><empty/><text/></mixed></element>'),
    ('element a { list { "x", "y" } }', '<element name="a"><list><value>x</value><value>y</value></list></element>'),
    ("a = text\nstart = a", '<grammar><define name="a"><text/></define><start><ref name="a"/></start></grammar>'),
    # names
    ("element a|b { empty }", "<element><choice><name>a</name><name>b</name></choice><empty/></element>"),
    ("element (a) { empty }", '<element name="a"><empty/></element>'),
    ("element * { empty }", "<element><anyName/><empty/></element>"),
    ("element * - a { empty }", "<element><anyName><except><name>a</name></except></anyName><empty/></element>"),
    (
        "namespace p = 'urn:p' element * - (p:* | a) { empty }",
        '<element><anyName><except><nsName ns="urn:p"/><name>a</name></except></anyName><empty/></element>',
    ),
    (
        "namespace p = 'urn:p' element p:* - p:a { empty }",
        '<element><nsName ns="urn:p"><except><name ns="urn:p">a</name></except></nsName><empty/></element>',
    ),
    (
        "element (* - a) | b { empty }",
        "<element><choice><anyName><except><name>a</name></except></anyName><name>b</name></choice><empty/></element>",
    ),
    (
        "element * - (* - a) { empty }",
        "<element><anyName><except><anyName><except><name>a</name></except></anyName></except></anyName><empty/></element>",
    ),
    ("element element { attribute text { empty } }", '<element name="element"><attribute name="text"><empty/></attribute></element>'),
    (r"element \element { empty }", '<element name="element"><empty/></element>'),
    ("element a.b-c_1 { empty }", '<element name="a.b-c_1"><empty/></element>'),
    ("element ἄρθρον { empty }", '<element name="ἄρθρον"><empty/></element>'),
    # namespaces
    ('default namespace = "urn:d" element a { empty }', '<element name="a" ns="urn:d"><empty/></element>'),
    ('default namespace p = "urn:d" element p:a { empty }', '<element name="a" ns="urn:d"><empty/></element>'),
    (
        'default namespace = "urn:d" element a { attribute b { empty } }',
        '<element name="a" ns="urn:d"><attribute name="b"><empty/></attribute></element>',
    ),
    ('default namespace = "" element a { empty }', '<element name="a" ns=""><empty/></element>'),
    ("default namespace = inherit element a { empty }", '<element name="a"><empty/></element>'),
    ("namespace p = inherit element p:a { empty }", '<element name="a"><empty/></element>'),
    ('namespace p = "urn:" ~ "p" element p:a { empty }', '<element name="a" ns="urn:p"><empty/></element>'),
    ('namespace p = "" element p:a { empty }', '<element name="a" ns=""><empty/></element>'),
    ("element a { attribute xml:id { empty } }", '<element name="a"><attribute name="xml:id"><empty/></attribute></element>'),
    (
        'namespace p = "urn:p" namespace q = "urn:q" element p:a { attribute q:b { empty } }',
        '<element name="a" ns="urn:p"><attribute name="b" ns="urn:q"><empty/></attribute></element>',
    ),
    # types and values
    ("element a { xsd:date }", '<element name="a"><data type="date"/></element>'),
    ("element a { string }", '<element name="a"><data type="string" datatypeLibrary=""/></element>'),
    ("element a { token }", '<element name="a"><data type="token" datatypeLibrary=""/></element>'),
    ("datatypes d = 'urn:lib' element a { d:x }", '<element name="a"><data type="x" datatypeLibrary="urn:lib"/></element>'),
    (
        'element a { xsd:string { minLength = "1" pattern = "[a-z]" ~ "+" } }',
        '<element name="a"><data type="string"><param name="minLength">1</param><param name="pattern">[a-z]+</param></data></element>',
    ),
    ("element a { xsd:string { } }", '<element name="a"><data type="string"/></element>'),
    (
        'element a { xsd:token { maxLength = "3" } - ("x" | "y") }',
        '<element name="a"><data type="token"><param name="maxLength">3</param><except><value>x</value><value>y</value></except></data></element>',
    ),
    ('element a { (xsd:token - "x")? }', '<element name="a"><optional><data type="token"><except><value>x</value></except></data></optional></element>'),
    (
        'element a { xsd:token - (xsd:token - "x") }',
        '<element name="a"><data type="token"><except><data type="token"><except><value>x</value></except></data></except></data></element>',
    ),
    ('element a { "x" }', '<element name="a"><value>x</value></element>'),
    ('element a { string "x" }', '<element name="a"><value type="string" datatypeLibrary="">x</value></element>'),
    ('element a { xsd:decimal "1.0" }', '<element name="a"><value type="decimal">1.0</value></element>'),
    (
        'default namespace = "urn:d" element a { xsd:QName "a" }',
        '<element name="a" ns="urn:d"><value type="QName">a</value></element>',
    ),
    # texts
    ("element a { 'x' ~ \"y\" ~ 'z' }", '<element name="a"><value>xyz</value></element>'),
    ("element a { '''x'y''z''' }", "<element name=\"a\"><value>x'y''z</value></element>"),
    ('element a { """x"y""z""" }', '<element name="a"><value>x"y""z</value></element>'),
    ('element a { """x\ny""" }', '<element name="a"><value>x\ny</value></element>'),
    ('element a { """"x""" }', '<element name="a"><value>"x</value></element>'),
    ('element a { "" }', '<element name="a"><value/></element>'),
    ('element a { """""" }', '<element name="a"><value/></element>'),
    ('element a { "x#y" } # z', '<element name="a"><value>x#y</value></element>'),
    (r'element a { "\x{41}\xx{e9}\n" }', r'<element name="a"><value>Aé\n</value></element>'),
    (r'element a { "x\x{A}y" }', '<element name="a"><value>x\ny</value></element>'),
    (r'element a { "x\x{D}\x{A}y" }', '<element name="a"><value>x&#13;&#10;y</value></element>'),
    (r"element\x{20}\xxx{00061}\x{A}{ empty \x{7d}", '<element name="a"><empty/></element>'),
    (r"element \\x{66}oo { empty }", '<element name="foo"><empty/></element>'),
    (r"element \xx\x{66}oo { empty }", '<element name="xxfoo"><empty/></element>'),
    (r"\xxx = text start = \xxx", '<grammar><define name="xxx"><text/></define><start><ref name="xxx"/></start></grammar>'),
    (r"\x{65}lement a { empty }", '<element name="a"><empty/></element>'),
    # grammars
    ("start = text start |= empty", '<grammar><start><text/></start><start combine="choice"><empty/></start></grammar>'),
    ("start &= text", '<grammar><start combine="interleave"><text/></start></grammar>'),
    ("start = a a = text a |= empty", '<grammar><start><ref name="a"/></start><define name="a"><text/></define><define name="a" combine="choice"><empty/></define></grammar>'),
    ("a = text, empty", '<grammar><define name="a"><text/><empty/></define></grammar>'),
    (r"\start = \text start = \start", '<grammar><define name="start"><ref name="text"/></define><start><ref name="start"/></start></grammar>'),
    ("div { a = text div { } } start = a", '<grammar><div><define name="a"><text/></define><div/></div><start><ref name="a"/></start></grammar>'),
    ("grammar { start = text }", "<grammar><start><text/></start></grammar>"),
    (
        "start = grammar { start = parent a }\na = empty",
        '<grammar><start><grammar><start><parentRef name="a"/></start></grammar></start><define name="a"><empty/></define></grammar>',
    ),
    ("", "<grammar/>"),
    # other files
    ('include "x.rnc"', '<grammar><include href="x.rnc"/></grammar>'),
    ('default namespace = "urn:d" include "x.rnc"', '<grammar ns="urn:d"><include href="x.rnc"/></grammar>'),
    ('namespace p = "urn:p" include "x.rnc" inherit = p', '<grammar ns="urn:p"><include href="x.rnc"/></grammar>'),
    (
        'include "x.rnc" { start = a div { a |= text } }',
        '<grammar><include href="x.rnc"><start><ref name="a"/></start><div><define name="a" combine="choice"><text/></define></div></include></grammar>',
    ),
    ('element a { external "x.rnc" }', '<element name="a"><externalRef href="x.rnc"/></element>'),
    (
        'namespace p = "urn:p" element a { external "x.rnc" inherit = p }',
        '<element name="a"><externalRef href="x.rnc" ns="urn:p"/></element>',
    ),
    # annotations and comments
    ("# comment\nelement a { # more\n empty } #", '<element name="a"><empty/></element>'),
    ("## documentation\n## in two lines\nelement a { empty }", '<element name="a"><empty/></element>'),
    (
        'namespace a = "urn:a" [ a:x = "y" a:b [ c = "d" "text" ~ "more" e [ ] ] ] element a { [ a:x = "y" ] empty }',
        '<element name="a"><empty/></element>',
    ),
    (
        'namespace a = "urn:a" element a { empty >> a:b [ "x" ] >> c [ ] , text* >> a:b [ ] }',
        '<element name="a"><empty/><zeroOrMore><text/></zeroOrMore></element>',
    ),
    ('namespace a = "urn:a" a:b [ "x" ] start = text a:b [ a:c = "x" ] foo [ ]', "<grammar><start><text/></start></grammar>"),
    (
        'namespace a = "urn:a" element [ a:x = "y" ] a >> a:b [ ] | ([ a:x = "y" ] b) { [ a:x = "y" ] (empty | text) }',
        "<element><choice><name>a</name><name>b</name></choice><choice><empty/><text/></choice></element>",
    ),
    ('namespace a = "urn:a" element a { xsd:token { [ a:x = "y" ] maxLength = "1" } }', '<element name="a"><data type="token"><param name="maxLength">1</param></data></element>'),
    (
        'namespace r = "http://relaxng.org/ns/structure/1.0" [ x [ r:a = "b" r:c [ "d" ] ] ] element a { [ x [] ] (text*) }',
        '<element name="a"><zeroOrMore><text/></zeroOrMore></element>',
    ),
    (
        "element a { string - ((string | string) >> x []) >> y [] }",
        '<element name="a"><data type="string" datatypeLibrary=""><except><data type="string"/><data type="string"/></except></data></element>',
    ),
    ('namespace a = "urn:a" [ a:x = "y" ] start = text', "<grammar><start><text/></start></grammar>"),
    ("\ufeffelement a { empty }", '<element name="a"><empty/></element>'),
    ("element a\r\n{\rempty }", '<element name="a"><empty/></element>'),
]  # fmt: skip


@pytest.mark.parametrize(("short", "long"), SAME)
def test_both_syntaxes_say_the_same(short: str, long: str) -> None:
    assert simple(settle(compact(short))) == simple(settle(xml(long)))


@pytest.mark.parametrize(("short", "long"), SAME)
def test_what_is_written_out_means_the_same(short: str, long: str) -> None:
    for schema in (compact(short), xml(long)):
        assert bare(settle(read_xml(to_xml(schema).encode(), "s.rng"))) == bare(settle(schema))


@pytest.mark.parametrize("word", sorted(KEYWORDS))
def test_a_keyword_can_be_a_name_everywhere(word: str) -> None:
    text = f'namespace {word} = "urn:x" start = \\{word} \\{word} = element {word} {{ attribute {word}:{word} {{ text }} }}'
    (start, define) = compact(text).children
    assert start.children[0].attributes == {"name": word}
    attribute = define.children[0].children[1]
    assert (attribute.children[0].text, attribute.children[0].attributes) == (word, {"ns": "urn:x"})


def test_places_are_those_of_the_file() -> None:
    schema = compact('namespace p = "urn:p"\nstart =\n  element \\x{61}b { p:a? }'.replace("p:a?", "a?"))
    element = schema.children[0].children[0]
    name, optional = element.children
    assert schema.place == Place("s.rnc", 2, 1)
    assert element.place == Place("s.rnc", 3, 3)
    assert name.place == Place("s.rnc", 3, 11)
    assert (name.text, optional.place) == ("ab", Place("s.rnc", 3, 21))


def test_prefixes_in_scope_are_on_every_node() -> None:
    schema = compact('namespace p = "urn:p" default namespace = "urn:d" namespace i = inherit element a { empty }')
    scope = {"": "urn:d", "p": "urn:p", "xml": "http://www.w3.org/XML/1998/namespace"}
    assert schema.namespaces == schema.children[0].namespaces == schema.children[1].namespaces == scope


# ---------------------------------------------------------------- mistakes

WRONG = [
    # text, line, column, reason
    ("element a { empty", 1, 11, 'the "{" after the name of the element is not closed'),
    ("element a {\n  (empty\n", 2, 3, 'the "(" is not closed'),
    ("element a { }", 1, 13, 'a pattern is expected, not "}"'),
    ("element { empty }", 1, 9, 'a name is expected, not "{"'),
    ("element a empty", 1, 11, 'after the name of the element "{" is expected, not "empty"'),
    ("element a { b c }", 1, 15, '"c" is not expected here; a ",", "|" or "&" or a "}" may be missing before it'),
    ("element a { empty } b", 1, 21, '"b" is not expected here'),
    ("element a { b, c | d }", 1, 18, '"," and "|" can\'t be mixed without parentheses'),
    ("element a { b, }", 1, 16, 'a pattern is expected, not "}"'),
    ("element a { b,, c }", 1, 15, 'a pattern is expected, not ","'),
    ("element a { b?? }", 1, 15, '"?" is not expected here'),
    ("start = list", 1, 13, 'after "list" "{" is expected, not the end of the file'),
    ("start text", 1, 7, 'after "start" "=", "|=" or "&=" is expected, not "text"'),
    ("start = a\ntext = empty", 2, 1, '"text" is a keyword; write \\text for a definition of that name'),
    ("start = div", 1, 9, '"div" is a keyword; write \\div'),
    ("a = empty b", 1, 12, 'after "b" "=", "|=" or "&=" is expected, not the end of the file'),
    ("a = empty )", 1, 11, 'start, include, div or the name of a definition is expected, not ")"'),
    ("a = empty }", 1, 11, '"}" is not expected here'),
    ("element p:a { empty }", 1, 9, 'the prefix "p" is not declared; add: namespace p = "…"'),
    ("element p:* { empty }", 1, 9, 'the prefix "p" is not declared'),
    ("element a { d:b }", 1, 13, 'the datatype prefix "d" is not declared; add: datatypes d = "…"'),
    ('include "x" inherit = p', 1, 23, 'the prefix "p" is not declared'),
    ('[ p:a = "b" ] start = text', 1, 3, 'the prefix "p" is not declared'),
    ("namespace p = urn", 1, 15, 'the address of the namespace in quotation marks is expected, not "urn"'),
    ('namespace xmlns = "urn:x"', 1, 11, 'the prefix "xmlns" can\'t stand for "urn:x"'),
    ('namespace xml = "urn:x"', 1, 11, 'the prefix "xml" can\'t stand for "urn:x"'),
    ('namespace p = "http://www.w3.org/XML/1998/namespace"', 1, 11, 'the prefix "p" can\'t stand for "http'),
    ('default = "urn:x"', 1, 9, 'after "default" the word "namespace" is expected, not "="'),
    ('datatypes d "urn:x"', 1, 13, 'after "d" "=" is expected'),
    ("include x", 1, 9, 'the address of a schema in quotation marks is expected, not "x"'),
    ('include "x" { include "y" }', 1, 15, "\"include\" can't stand inside an include"),
    ('element a { "b }', 1, 13, "a text in quotation marks is not closed"),
    ('element a { """b }', 1, 13, "a text in quotation marks is not closed"),
    ("element a { 'b\n' }", 1, 13, "a text in quotation marks is not closed"),
    ('element a { "b" ~ c }', 1, 19, 'after "~" a text in quotation marks is expected, not "c"'),
    ("element a { b ; c }", 1, 15, '";" means nothing in the compact syntax'),
    ("<grammar/>", 1, 1, '"<" means nothing in the compact syntax'),
    ("element a { \\ b }", 1, 13, "a backslash stands only before a name"),
    (r'element a { "\x{0}" }', 1, 14, r"\x{0} is not a character of XML"),
    (r'element a { "\x{110000}" }', 1, 14, r"\x{110000} is not a character of XML"),
    (r'element a { "\x{FFFFFFFFFFFFFFFFFFFFF}" }', 1, 14, "is not a character of XML"),
    (r'element a { "\x{D800}" }', 1, 14, r"\x{D800} is not a character of XML"),
    (r'element a { "\x{}" }', 1, 14, "an escape has a hexadecimal number in braces"),
    (r"element a { empty \x{7d", 1, 19, "an escape has a hexadecimal number in braces"),
    (r"element a { empty \x{7d }", 1, 19, "an escape has a hexadecimal number in braces"),
    (r"element \x{D}a { empty }", 1, 9, 'the character U+000D means nothing in the compact syntax'),
    ("[ a = 'b' ] start = text", 1, 3, '"a" can\'t be an annotation; it needs the prefix of a namespace'),
    ("namespace p = '' [ p:a = 'b' ] start = text", 1, 20, '"p:a" can\'t be an annotation'),
    ("namespace p = 'urn:p' [ p:a = 'b' p:a = 'c' ] start = text", 1, 35, 'the annotation "p:a" is given twice'),
    ("namespace p = 'urn:p' namespace q = 'urn:p' [ p:a = 'b' q:a = 'c' ] text", 1, 57, 'the annotation "q:a" is'),
    ("namespace p = 'http://www.w3.org/2000/xmlns' [ p:a = 'b' ] text", 1, 48, '"p:a" can\'t be an annotation'),
    ("a [ xmlns = 'b' ] start = text", 1, 5, '"xmlns" can\'t be an annotation'),
    ("namespace r = 'http://relaxng.org/ns/structure/1.0' [ r:a = 'b' ] text", 1, 55, 'the prefix "r" can\'t be used'),
    ("namespace r = 'http://relaxng.org/ns/structure/1.0' [ r:a [] ] text", 1, 55, 'the prefix "r" can\'t be used'),
    ("namespace r = inherit [ r:a [] ] text", 1, 25, 'the prefix "r" can\'t be used for an annotation'),
    ("element a { empty } >> b []", 1, 21, "an annotation can't follow what is the whole schema"),
    ("(element a { empty } >> b [])", 1, 22, "an annotation can't follow what is the whole schema"),
    ("[ b [] ] 'a'", 1, 1, "a value that is the whole schema can't have an annotation"),
    ("[ b [] ] token 'a'", 1, 1, "a value that is the whole schema can't have an annotation"),
    (r"\x{65}lement a { b c }", 1, 20, '"c" is not expected here'),
    ('element a { xsd:token - "b" | "c" }', 1, 29, 'a type with "-" must be put in parentheses'),
    ('element a { "c" | xsd:token - "b" }', 1, 35, 'a type with "-" must be put in parentheses'),
    ('element a { xsd:token - ("b" | "c") | "d" }', 1, 37, 'a type with "-" must be put in parentheses'),
    ('element a { xsd:token - "b"* }', 1, 28, 'a type with "-" must be put in parentheses'),
    ('element a { xsd:token - xsd:token - "c" }', 1, 41, 'what follows "-" must be put in parentheses'),
    ("element * - a | b { empty }", 1, 15, 'names with "-" must be put in parentheses'),
    ("element a | * - b { empty }", 1, 19, 'names with "-" must be put in parentheses'),
    ("element a - b { empty }", 1, 11, 'after the name of the element "{" is expected, not "-"'),
    ('element a { xsd:token { 1 = "x" } }', 1, 25, '"1" means nothing'),
    ("element a { xsd:token { length = 1 } }", 1, 34, '"1" means nothing'),
    ("element a { xsd:token { length } }", 1, 32, 'after "length" "=" is expected, not "}"'),
    ("element a { parent 'x' }", 1, 20, 'a definition is expected, not "x"'),
    ("(" * (MAX_DEPTH + 1) + "empty", 1, MAX_DEPTH + 1, "brackets are nested more than 100 deep"),
    ("start = " + "element a { " * 2_000, 1, 1219, "brackets are nested more than 100 deep"),
    ("div { " * 2_000, 1, 605, "brackets are nested more than 100 deep"),
    ("a [ " * 2_000, 1, 403, "brackets are nested more than 100 deep"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "column", "reason"), WRONG)
def test_a_mistake_is_told_in_plain_words_where_it_is(text: str, line: int, column: int, reason: str) -> None:
    with pytest.raises(SchemaError) as refused:
        compact(text)
    assert refused.value.reason.startswith(reason) or reason in refused.value.reason
    assert (refused.value.place.line, refused.value.place.column) == (line, column)
    assert len(refused.value.reason) < 150 and not refused.value.reason.endswith(".")


@given(st.text("aelmnt{}()[]|&,?*+-~=\"'#\\x:>\n .", max_size=40))
def test_no_text_makes_the_reader_stumble(text: str) -> None:
    """Whatever stands there is either a schema or a ``SchemaError`` within the text."""
    try:
        schema = compact(text)
    except SchemaError as error:
        assert 1 <= error.place.line <= text.count("\n") + 1
    else:
        assert schema.name


# ---------------------------------------------------------------- laws

NAMES = st.sampled_from(["a", "b", "element", "text", "é", "x.y-z"])
URIS = st.sampled_from(["", "urn:p", "urn:q", "a&<\"'b"])
TEXTS = st.text("ab \n\t\r\"'~<&]é\U00010330", max_size=6)


def node(name: str, /, *children: Node, text: str = "", **attributes: str) -> Node:
    return Node(name, Place("s.rnc", 1, 1), attributes, children, text, {})


def _name_classes() -> st.SearchStrategy[Node]:
    plain = st.one_of(
        st.builds(lambda name, ns: node("name", text=name, ns=ns), NAMES, URIS),
        st.builds(lambda name: node("name", text=name), NAMES),
        st.builds(lambda ns: node("nsName", ns=ns), URIS),
        st.just(node("anyName")),
    )
    return st.recursive(plain, _more_names, max_leaves=4)


def _more_names(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(lambda one, other: node("choice", one, other), inner, inner),
        st.builds(lambda names: node("anyName", node("except", names)), inner),
        st.builds(lambda names, ns: node("nsName", node("except", names), ns=ns), inner, URIS),
    )


def _values() -> st.SearchStrategy[Node]:
    typed = st.sampled_from([("string", ""), ("token", ""), ("date", XSD), ("x", "urn:lib")])
    return st.one_of(
        st.builds(lambda text, kind: node("value", text=text, type=kind[0], datatypeLibrary=kind[1]), TEXTS, typed),
        st.builds(lambda text, ns: node("value", text=text, type="QName", datatypeLibrary=XSD, ns=ns), TEXTS, URIS),
    )


def _data(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    params = st.lists(st.builds(lambda name, text: node("param", name=name, text=text), NAMES, TEXTS), max_size=2)
    typed = st.sampled_from([("token", ""), ("date", XSD), ("x", "urn:lib")])
    excepted = st.one_of(st.just(()), inner.map(lambda pattern: (node("except", pattern),)))
    return st.builds(
        lambda kind, given, but: node("data", *given, *but, type=kind[0], datatypeLibrary=kind[1]),
        typed,
        params,
        excepted,
    )


def _patterns() -> st.SearchStrategy[Node]:
    leaves = st.one_of(
        st.sampled_from([node("empty"), node("text"), node("notAllowed")]),
        _values(),
        _data(_values()),
        st.builds(lambda name: node("ref", name=name), NAMES),
        st.builds(lambda href, ns: node("externalRef", href=href, ns=ns), TEXTS, URIS),
    )
    return st.recursive(leaves, _more_patterns, max_leaves=8)


def _more_patterns(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        st.builds(lambda name, parts: node(name, *parts), st.sampled_from(["group", "choice", "interleave"]), several),
        st.builds(lambda name, part: node(name, part), st.sampled_from([*_WRAPPERS]), inner),
        st.builds(lambda name, names, part: node(name, names, part), st.sampled_from(["element", "attribute"]), _name_classes(), inner),
        st.builds(lambda name, part: node("grammar", node("start", part), node("define", part, name=name)), NAMES, inner),
    )  # fmt: skip


_WRAPPERS: Mapping[str, str] = {
    "optional": "({0})?",
    "zeroOrMore": "({0})*",
    "oneOrMore": "({0})+",
    "list": "list {{ {0} }}",
    "mixed": "mixed {{ {0} }}",
}
_CONNECTED = {"group": ", ", "choice": " | ", "interleave": " & "}


class Speller:
    """Writes a settled tree in the compact syntax, with every bracket that may be there."""

    def __init__(self) -> None:
        self.prefixes: dict[str, str] = {}
        self.libraries: dict[str, str] = {}

    def schema(self, tree: Node) -> str:
        body = self.pattern(tree)
        spaces = [f"namespace {prefix} = {self.text(uri)}\n" for uri, prefix in self.prefixes.items()]
        libraries = [f"datatypes {prefix} = {self.text(uri)}\n" for uri, prefix in self.libraries.items()]
        return "".join([*spaces, *libraries, body])

    def pattern(self, tree: Node) -> str:
        if tree.name in _CONNECTED:
            return _CONNECTED[tree.name].join(f"({self.pattern(child)})" for child in tree.children)
        if tree.name in _WRAPPERS:
            return _WRAPPERS[tree.name].format(self.pattern(tree.children[0]))
        spell = getattr(self, f"_{tree.name}", None)
        return spell(tree) if spell else tree.name

    def _element(self, tree: Node) -> str:
        names, content = tree.children
        return f"{tree.name} {self.names(names)} {{ {self.pattern(content)} }}"

    _attribute = _element

    def _grammar(self, tree: Node) -> str:
        start, define = tree.children
        first, second = (self.pattern(each.children[0]) for each in (start, define))
        return f"grammar {{ start = {first} \\{define.attributes['name']} = {second} }}"

    def _ref(self, tree: Node) -> str:
        return f"\\{tree.attributes['name']}"

    def _externalRef(self, tree: Node) -> str:
        return f"external {self.text(tree.attributes['href'])} inherit = {self.prefix(tree.attributes['ns'])}"

    def _value(self, tree: Node) -> str:
        return f"{self.type(tree)} {self.text(tree.text)}"

    def _data(self, tree: Node) -> str:
        params = [
            f"{each.attributes['name']} = {self.text(each.text)}" for each in tree.children if each.name == "param"
        ]
        excepted = [f" - ({self.pattern(each.children[0])})" for each in tree.children if each.name == "except"]
        return f"({self.type(tree)} {{ {' '.join(params)} }}{''.join(excepted)})"

    def type(self, tree: Node) -> str:
        library = tree.attributes["datatypeLibrary"]
        prefix = self.libraries.setdefault(library, f"d{len(self.libraries)}") if library else ""
        return f"{prefix}:{tree.attributes['type']}" if prefix else tree.attributes["type"]

    def prefix(self, uri: str) -> str:
        return self.prefixes.setdefault(uri, f"p{len(self.prefixes)}")

    def names(self, tree: Node) -> str:
        if tree.name == "choice":
            return " | ".join(f"({self.names(child)})" for child in tree.children)
        but = "".join(f" - ({self.names(child.children[0])})" for child in tree.children)
        prefix = f"{self.prefix(tree.attributes['ns'])}:" if "ns" in tree.attributes else ""
        return f"({prefix}{tree.text or '*'}{but})"

    def text(self, text: str) -> str:
        return (
            '"'
            + "".join(c if c.isalnum() or c == " " else f"\\x{{{ord(c):X}}}" for c in text).replace(
                r"\x{22}", '" ~ \'"\' ~ "'
            )
            + '"'
        )


@settings(max_examples=150)
@given(_patterns())
def test_a_tree_comes_back_from_the_compact_syntax(tree: Node) -> None:
    """QName values are without ``ns`` here, since it could be no other than the default of the whole file."""
    written = Speller().schema(tree)
    assert simple(settle(compact(written))) == simple(settle(_without_default(tree)))


def _without_default(tree: Node, *, of_attribute: bool = False) -> Node:
    """As the compact syntax would have it: a name of an attribute without a prefix is in no namespace."""
    given = {key: value for key, value in tree.attributes.items() if not (key == "ns" and tree.name == "value")}
    if tree.name == "name" and of_attribute:
        given.setdefault("ns", "")
    children = []
    for n, child in enumerate(tree.children):
        names = tree.name in ("element", "attribute") and n == 0
        inside = tree.name == "attribute" if names else of_attribute
        children.append(_without_default(child, of_attribute=inside))
    return Node(tree.name, tree.place, given, tuple(children), tree.text, {})


@settings(max_examples=150)
@given(_patterns())
def test_a_tree_comes_back_from_xml(tree: Node) -> None:
    written = to_xml(tree)
    assert to_xml(tree) == written
    assert bare(settle(read_xml(written.encode(), "s.rng"))) == bare(settle(tree))


# ---------------------------------------------------------------- written


def test_what_most_names_share_is_said_once() -> None:
    schema = compact(
        'default namespace = "urn:d" namespace p = "urn:p"\n'
        "start = element a { attribute b { xsd:date }?, attribute xml:id { xsd:ID }, element p:c { string, q } }\n"
        'q = attribute p:d { "x" | xsd:QName "p:y" }'
    )
    assert (
        to_xml(schema)
        == f"""<?xml version="1.0" encoding="UTF-8"?>
<grammar xmlns="{RNG}" ns="urn:d" datatypeLibrary="{XSD}">
  <start>
    <element name="a">
      <optional>
        <attribute name="b">
          <data type="date"/>
        </attribute>
      </optional>
      <attribute name="xml:id">
        <data type="ID"/>
      </attribute>
      <element>
        <name ns="urn:p">c</name>
        <data type="string" datatypeLibrary=""/>
        <ref name="q"/>
      </element>
    </element>
  </start>
  <define name="q">
    <attribute>
      <name ns="urn:p">d</name>
      <choice>
        <value>x</value>
        <value xmlns:p="urn:p" type="QName">p:y</value>
      </choice>
    </attribute>
  </define>
</grammar>
"""
    )


def test_a_schema_to_be_included_keeps_its_namespace_open() -> None:
    written = to_xml(compact('namespace p = "urn:p" start = element p:a { element b { empty } }'))
    assert ' ns="urn:p">a</name>' in written and '<element name="b">' in written
    assert "<grammar xmlns=" in written and ' ns="' not in written.partition("<start>")[0]


def test_an_undeclared_prefix_is_told() -> None:
    with pytest.raises(SchemaError, match='the prefix "p" is not declared'):
        to_xml(read_xml(f'<element xmlns="{RNG}" name="p:a"><empty/></element>'.encode(), "s.rng"))


# ---------------------------------------------------------------- made one

FILES = {
    "sub/parts.rnc": 'include "deep/deeper.rnc"\nb = element b { c }\nstart = b\ndiv { e = empty }',
    "sub/deep/deeper.rnc": "c = element c { external '../plain.rnc' }",
    "sub/plain.rnc": "element d { xsd:date }",
    "bad.rnc": "element d { empty }",
    "loop.rnc": 'include "loop2.rnc"',
    "loop2.rnc": 'include "./loop.rnc"',
}


def load(address: str) -> Node:
    return parse_compact(FILES[address], address)


def test_included_files_are_put_in_place() -> None:
    schema = compact(
        'default namespace = "urn:d" include "sub/parts.rnc" { start = element a { b | e } e = text }\nf = notAllowed'
    )
    flat = flatten(schema, load)
    expected = """
      <grammar ns="urn:d">
        <define name="c"><element name="c"><element name="d"><data type="date"/></element></element></define>
        <define name="b"><element name="b"><ref name="c"/></element></define>
        <start><element name="a"><choice><ref name="b"/><ref name="e"/></choice></element></start>
        <define name="e"><text/></define>
        <define name="f"><notAllowed/></define>
      </grammar>"""
    assert simple(flat) == simple(settle(xml(expected.strip())))
    assert "href" not in to_xml(flat)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('\ninclude "bad.rnc"', 2, "bad.rnc can't be included, since it is no grammar"),
        ('include "loop.rnc"', 1, "./loop.rnc is included within itself"),
        ('include "sub/parts.rnc" {\n z = empty }', 2, '"z" is redefined here, but sub/parts.rnc has none'),
    ],
)
def test_what_can_not_be_made_one(text: str, line: int, reason: str) -> None:
    with pytest.raises(SchemaError) as refused:
        flatten(compact(text), load)
    assert (refused.value.reason, refused.value.place.line) == (reason, line)


# ---------------------------------------------------------------- trang and jing


def test_trang_reads_the_tei_as_we_do(tmp_path: Path) -> None:
    """From XML to compact by trang, read by us; from there to XML by us, read again."""
    if not TEI_ALL.exists():
        pytest.skip("../shared/schema/tei_all.rng is not there")
    trang(TEI_ALL, tmp_path / "tei.rnc")
    original = settle(read_xml(TEI_ALL.read_bytes(), "tei.rng"))
    schema = parse_compact((tmp_path / "tei.rnc").read_text(encoding="utf-8"), "tei.rnc")
    assert simple(settle(schema)) == simple(original)
    assert bare(settle(read_xml(to_xml(schema).encode(), "tei.rng"))) == bare(settle(schema))


def test_trang_reads_every_construct_as_we_do(tmp_path: Path) -> None:
    """All constructs in one schema: each of them nested as a grammar of its own."""
    parts = [short for short, _ in SAME if "default" not in short and "inherit" not in short and "include" not in short]
    plain = [part for part in parts if part.startswith("element") and "external" not in part and "\\x" not in part[:4]]
    plain = [part for part in plain if "notAllowed" not in part and "* - (* - a)" not in part]
    assert len(plain) > 35
    text = 'namespace p = "urn:p"\nstart = empty\na = text\nb = empty\nc = empty\n'
    text += "\n".join(f"s{n} = ({part.partition(' #')[0]}\n)" for n, part in enumerate(plain)).replace("\r", "\n")
    (tmp_path / "s.rnc").write_text(text, encoding="utf-8")
    trang(tmp_path / "s.rnc", tmp_path / "s.rng")
    theirs = read_xml((tmp_path / "s.rng").read_bytes(), "s.rng")
    assert simple(settle(theirs)) == simple(settle(compact(text)))


@pytest.mark.parametrize("text", ['element a { xsd:token - "b" | "c" }', "element * - a | b { empty }", "a = empty )"])
def test_jing_refuses_what_we_refuse(text: str, tmp_path: Path) -> None:
    (tmp_path / "s.rnc").write_text(text, encoding="utf-8")
    with pytest.raises(SchemaError):
        compact(text)
    assert jing(tmp_path / "s.rnc")
