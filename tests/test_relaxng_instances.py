"""Which documents fit a schema: RELAX NG 6, pattern by pattern, and what a document's text and encoding may be."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from recensio.parse.messages import Refused
from recensio.relaxng import Schema, load_schema


def schema(folder: Path, compact: str) -> Schema:
    path = folder / "s.rnc"
    path.write_text(compact, encoding="utf-8")
    return load_schema(path)


CASES: dict[str, tuple[str, list[str], list[str]]] = {
    "empty": ("element a { empty }", ["<a/>", "<a> \n </a>", "<a><!-- x --><?pi?></a>"], ["<a>x</a>", "<a><b/></a>", "<a b=''/>"]),
    "text": ("element a { text }", ["<a/>", "<a>x</a>", "<a> x<!-- y -->z<![CDATA[<]]></a>"], ["<a><b/></a>"]),
    "notAllowed": ("element a { notAllowed | text }", ["<a>x</a>"], ["<a><b/></a>"]),
    "nothing is allowed": ("element a { notAllowed }", [], ["<a/>", "<a>x</a>"]),
    "choice": ("element a { element b { empty } | element c { empty } }", ["<a><b/></a>", "<a><c/></a>"], ["<a/>", "<a><b/><c/></a>"]),
    "group": ("element a { element b { empty }, element c { empty } }", ["<a><b/><c/></a>"], ["<a><c/><b/></a>", "<a><b/></a>", "<a><c/></a>"]),
    "interleave": (
        "element a { (element b { empty }, element c { empty }) & element d { empty }? }",
        ["<a><b/><c/></a>", "<a><b/><d/><c/></a>", "<a><d/><b/><c/></a>"], ["<a><c/><b/></a>", "<a><b/><d/><c/><d/></a>", "<a><d/></a>"]),
    "interleaved text": ("element a { text & element b { empty } & element c { empty } }", ["<a>x<c/>y<b/>z</a>", "<a><b/><c/></a>"], ["<a>x<b/></a>"]),
    "oneOrMore": ("element a { element b { empty }+ }", ["<a><b/></a>", "<a><b/> <b/></a>"], ["<a/>", "<a><b/>x<b/></a>"]),
    "repeated groups": (
        "element a { (element b { empty }, element c { empty }?)* }",
        ["<a/>", "<a><b/><b/><c/></a>", "<a><b/><c/><b/></a>"], ["<a><c/></a>", "<a><b/><c/><c/></a>"]),
    "ambiguous by order": (
        "element a { (element b { empty } | element c { empty })*, element b { empty }, (element b { empty } | element c { empty }) }",
        ["<a><b/><c/></a>", "<a><c/><c/><b/><b/></a>"], ["<a><c/><c/></a>", "<a><b/></a>"]),
    "ambiguous by content": (
        "element a { (element b { element c { empty } }, element x { empty }) | (element b { element d { empty } }, element y { empty }) }",
        ["<a><b><c/></b><x/></a>", "<a><b><d/></b><y/></a>"], ["<a><b><c/></b><y/></a>", "<a><b><d/></b><x/></a>", "<a><b/><x/></a>"]),
    "ambiguous by attribute": (
        "element a { element b { attribute t { '1' }, element c { empty } } | element b { attribute t { text }, empty } }",
        ["<a><b t='1'><c/></b></a>", "<a><b t='1'/></a>", "<a><b t='2'/></a>"], ["<a><b t='2'><c/></b></a>", "<a><b/></a>"]),
    "ambiguous over two levels": (
        "element a { (element b { element c { '1' } }, element x { empty }) | (element b { element c { '2' }, element c { '3' }? }, element y { empty }) }",
        ["<a><b><c>1</c></b><x/></a>", "<a><b><c>2</c></b><y/></a>", "<a><b><c>2</c><c>3</c></b><y/></a>"],
        ["<a><b><c>1</c></b><y/></a>", "<a><b><c>2</c></b><x/></a>", "<a><b><c>1</c><c>3</c></b><y/></a>", "<a><b><c>9</c></b><x/></a>"]),
    "attributes": ("element a { attribute b { text }, attribute c { text }? }", ["<a b=''/>", "<a c='1' b='2'/>"], ["<a/>", "<a c=''/>", "<a b='' d=''/>"]),
    "attributes after content": ("element a { element b { empty }, attribute c { text } }", ["<a c=''><b/></a>"], ["<a><b/></a>", "<a c=''/>"]),
    "one attribute or the other": ("element a { attribute b { text } | attribute c { text } }", ["<a b=''/>", "<a c=''/>"], ["<a/>", "<a b='' c=''/>"]),
    "attribute or element": ("element a { attribute b { text } | element b { empty } }", ["<a b=''/>", "<a><b/></a>"], ["<a/>", "<a b=''><b/></a>"]),
    "attribute that decides on content": (
        "element a { (attribute t { 'x' }, element x { empty }) | (attribute t { 'y' }, element y { empty }) }",
        ["<a t='x'><x/></a>", "<a t='y'><y/></a>"], ["<a t='x'><y/></a>", "<a t='z'/>", "<a><x/></a>"]),
    "attributes without end": (
        "namespace n = 'urn:n' element a { attribute b { '1' }?, attribute * - (b | n:*) { text }*, attribute n:* { '2' }* }",
        ["<a b='1' c='9' d='9'/>", "<a xmlns:n='urn:n' n:x='2' n:y='2'/>", "<a xml:lang='x'/>"], ["<a b='2'/>", "<a xmlns:n='urn:n' n:x='3'/>"]),
    "declarations of namespaces are no attributes": ("element a { empty }", ["<a xmlns:n='urn:n'/>"], ["<a xmlns='urn:n'/>"]),
    "names": ("default namespace = 'urn:a' element a { element b { empty } }", ["<a xmlns='urn:a'><b/></a>", "<p:a xmlns:p='urn:a'><p:b/></p:a>"], ["<a><b/></a>", "<a xmlns='urn:a'><b xmlns=''/></a>"]),
    "anyName": ("element * - b { text }", ["<a/>", "<c xmlns='urn:x'/>", "<b xmlns='urn:x'/>"], ["<b/>"]),
    "nsName": ("namespace x = 'urn:x' element x:* - x:b { text }", ["<a xmlns='urn:x'/>"], ["<a/>", "<b xmlns='urn:x'/>", "<a xmlns='urn:y'/>"]),
    "name choice": ("element (a | b) { text }", ["<a/>", "<b/>"], ["<c/>"]),
    "recursion": ("start = a a = element a { a* }", ["<a><a/><a><a/></a></a>"], ["<a><b/></a>", "<a><a>x</a></a>"]),
    "value": ("element a { 'x y' }", ["<a>x y</a>", "<a>  x\n y </a>"], ["<a>xy</a>", "<a/>", "<a>x<b/>y</a>"]),
    "string value": ("element a { string 'x y' }", ["<a>x y</a>"], ["<a> x y</a>", "<a>x  y</a>"]),
    "empty value": ("element a { '' }", ["<a/>", "<a> </a>"], ["<a>x</a>"]),
    "value in pieces": ("element a { 'xy' }", ["<a>x<!-- c -->y</a>", "<a>x<![CDATA[y]]></a>", "<a>&#120;y</a>"], ["<a>x y</a>"]),
    "value of a number": ("element a { xsd:decimal '1.0' }", ["<a>1</a>", "<a> 01.00 </a>"], ["<a>1.1</a>", "<a>one</a>"]),
    "value of a qualified name": (
        "namespace n = 'urn:n' element a { attribute q { xsd:QName 'n:x' } }",
        ["<a xmlns:n='urn:n' q='n:x'/>", "<a xmlns:m='urn:n' q='m:x'/>", "<a><!-- -->".replace("<a>", "<a xmlns:m='urn:n' q=' m:x '>") + "</a>"],
        ["<a xmlns:n='urn:o' q='n:x'/>", "<a q='n:x'/>", "<a xmlns:n='urn:n' q='n:y'/>", "<a q='x'/>"]),
    "qualified name of the content": ("element a { xsd:QName }", ["<a xmlns:n='urn:n'>n:x</a>", "<a>x</a>"], ["<a>n:x</a>", "<a>a:b:c</a>", "<a/>"]),
    "data": ("element a { xsd:integer { minInclusive = '1' } }", ["<a>1</a>", "<a> 22 </a>"], ["<a>0</a>", "<a>x</a>", "<a/>", "<a>1<b/></a>"]),
    "data but": ("element a { xsd:token - ('x' | 'y') }", ["<a>z</a>", "<a>X</a>"], ["<a>x</a>", "<a> y </a>"]),
    "data or nothing": ("element a { xsd:integer? }", ["<a/>", "<a> </a>", "<a>1</a>"], ["<a>x</a>"]),
    "data or elements": ("element a { xsd:integer | element b { empty } }", ["<a>1</a>", "<a> <b/> </a>"], ["<a>x</a>", "<a>1<b/></a>", "<a/>"]),
    "text or data": ("element a { text | xsd:integer }", ["<a>1</a>", "<a>x</a>", "<a/>"], ["<a><b/></a>"]),
    "string with blanks": ("element a { xsd:string { minLength = '2' } }", ["<a>  </a>", "<a>ab</a>"], ["<a> </a>", "<a/>"]),
    "list": ("element a { list { xsd:integer, 'x'* } }", ["<a>1</a>", "<a> 1  x\nx </a>"], ["<a/>", "<a>x</a>", "<a>1 1</a>"]),
    "list that may be empty": ("element a { attribute b { list { xsd:integer* } } }", ["<a b=''/>", "<a b=' 1 2 '/>"], ["<a b='x'/>", "<a/>"]),
    "list of pairs": ("element a { list { (xsd:integer, xsd:integer)+ } }", ["<a>1 2</a>", "<a>1 2 3 4</a>"], ["<a>1</a>", "<a>1 2 3</a>"]),
    "list with choices": ("element a { list { ('a' | 'b')?, 'c' } }", ["<a>c</a>", "<a>b c</a>"], ["<a>a</a>", "<a>a b c</a>"]),
    "attribute with text": ("element a { attribute b { text }, attribute c { empty } }", ["<a b='x' c=' '/>"], ["<a b='x' c='y'/>"]),
    "blanks between elements": ("element a { element b { xsd:string }, element c { empty } }", ["<a> <b> </b>\n<c> </c></a>"], ["<a>&#160;<b/><c/></a>"]),
    "mixed content in between": ("element a { element b { empty }, text, element c { empty } }", ["<a><b/>x<c/></a>", "<a><b/><c/></a>"], ["<a>x<b/><c/></a>", "<a><b/><c/>x</a>"]),
    "nested grammar": (
        "start = grammar { start = element a { x } x = parent x } x = element b { empty }", ["<a><b/></a>"], ["<a/>", "<b/>"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_documents(name: str, tmp_path: Path) -> None:
    compact, right, wrong = CASES[name]
    found = schema(tmp_path, compact)
    for document in right:
        faults = found.validate(document.encode())
        assert not faults, (document, [fault.problem().message for fault in faults])
    for document in wrong:
        faults = found.validate(document.encode())
        assert faults, document
        assert all(len(fault.problem().message) < 250 for fault in faults)


def test_what_is_remembered_does_not_change_the_answer(tmp_path: Path) -> None:
    """The second time answers come from memory."""
    compact, right, wrong = CASES["ambiguous over two levels"]
    found = schema(tmp_path, compact)
    first = [found.validate(document.encode()) for document in right + wrong]
    assert [found.validate(document.encode()) for document in right + wrong] == first


def test_encodings(tmp_path: Path) -> None:
    found = schema(tmp_path, 'element a { attribute b { "é" }, "ß" }')
    for encoding in ("utf-8", "iso-8859-1", "windows-1252", "utf-16"):
        text = f"<?xml version='1.0' encoding='{encoding}'?>\n<a b='é'>ß</a>"
        assert found.validate(text.encode(encoding)) == []
    assert found.validate(codecs.BOM_UTF8 + "<a b='é'>ß</a>".encode()) == []


def test_entities_of_the_document(tmp_path: Path) -> None:
    found = schema(tmp_path, "element a { attribute d { text }, (text & element b { empty }* & element c { empty }?) }")
    subset = "<!DOCTYPE a [\n<!ENTITY e '<b/>x'>\n<!ATTLIST a d CDATA '1'>\n]>\n"
    assert found.validate(f"{subset}<a>&e; &e;</a>".encode()) == []
    (fault,) = found.validate(f"{subset}<a>\n  <z/>&e;</a>".encode())
    assert (fault.line, fault.column) == (6, 3)


def test_a_fault_in_an_entity_stands_at_its_reference(tmp_path: Path) -> None:
    found = schema(tmp_path, "element a { element b { empty }* }")
    (fault,) = found.validate(b"<!DOCTYPE a [<!ENTITY e '<b/><c/>'>]>\n<a>\n <b/>&e;</a>")
    assert (fault.code, fault.line, fault.column) == ("RNG-010", 3, 6)


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("<b/>")
    found = schema(tmp_path, "element a { text }")
    subset = f"<!DOCTYPE a SYSTEM 'gone.dtd' [<!ENTITY e SYSTEM '{(tmp_path / 'secret').as_uri()}'>]>"
    assert found.validate(f"{subset}<a>&e;</a>".encode()) == []


def test_what_is_not_well_formed_is_refused(tmp_path: Path) -> None:
    found = schema(tmp_path, "element a { text }")
    for document in (b"<a>", b"<a></b>", b"", b"no mark-up", b"<a b=1/>", b"<a/><a/>"):
        with pytest.raises(Refused):
            found.validate(document, name="f.xml")
    bomb = "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 30}'>" for n in range(6)
    )
    with pytest.raises(Refused) as caught:
        found.validate(f"{bomb}]><a>&g;</a>".encode())
    assert caught.value.problem.code == "XML-073"


def test_deep_documents(tmp_path: Path) -> None:
    found = schema(tmp_path, "start = a a = element a { a? }")
    assert found.validate(b"<a>" * 5000 + b"</a>" * 5000) == []
