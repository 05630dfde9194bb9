"""The parse stage: whatever the bytes, a tree or one clear refusal, and nothing read that should not be."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from recensio.locate import Locator
from recensio.parse import Kind, Limits, Parsed, digest_of, parse
from recensio.problems import Problem, Severity, catalogue

NS = "http://www.tei-c.org/ns/1.0"
T = f"{{{NS}}}"
XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
CORPORA = Path(__file__).resolve().parents[1].parent / "shared" / "corpora"


def tei(body: str, *, root: str = "", before: str = "") -> str:
    return f'{before}<TEI xmlns="{NS}"{root}>\n<teiHeader/>\n<text><body>{body}</body></text></TEI>'


def put(folder: Path, content: str | bytes, name: str = "a.xml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(folder: Path, content: str | bytes, **limits: int) -> Parsed:
    return parse(put(folder, content), folder=folder, name="a.xml", limits=Limits(**limits))


def text(parsed: Parsed) -> str:
    assert parsed.root is not None, parsed.problems
    return "".join(parsed.root.itertext()).strip()


def codes(parsed: Parsed) -> list[str]:
    return [problem.code for problem in parsed.problems]


def only(parsed: Parsed) -> Problem:
    assert len(parsed.problems) == 1, parsed.problems
    return parsed.problems[0]


def refused(parsed: Parsed, code: str, line: int | None, column: int | None) -> Problem:
    problem = only(parsed)
    assert (problem.code, problem.line, problem.column) == (code, line, column), problem
    assert parsed.root is None
    assert problem.severity is Severity.ERROR
    return problem


# --- good files -----------------------------------------------------------------------------------------------------


def test_a_good_file_is_a_tree_without_problems(tmp_path: Path) -> None:
    source = tei("<p>arma virumque</p>").encode()
    parsed = read(tmp_path, source)
    assert (parsed.kind, parsed.problems, parsed.includes, parsed.missing) == (Kind.TEXT, (), (), ())
    assert parsed.digest == sha256(source).hexdigest()
    assert text(parsed) == "arma virumque"


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the shared corpora are not beside this checkout")
def test_the_corpora_parse_without_an_error() -> None:
    files = sorted(CORPORA.glob("*.xml"))
    assert len(files) >= 13
    for path in files:
        parsed = parse(path, folder=CORPORA)
        assert parsed.kind is Kind.TEXT, path
        assert not [p for p in parsed.problems if p.severity is Severity.ERROR], path
        assert parsed.root is not None
        places = list(map(Locator(parsed).of, parsed.root.iter("*")))
        lines = path.read_text(encoding="utf-8").replace("\r\n", "\n").split("\n")
        assert all(p.line and p.column and lines[p.line - 1][p.column - 1] in "<&" for p in places), path


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the shared corpora are not beside this checkout")
def test_a_declared_entity_of_mark_up_is_expanded_in_a_real_file() -> None:
    parsed = parse(CORPORA / "digital-areal__fable005.xml", folder=CORPORA)
    assert parsed.problems == ()
    assert "&s-long;" not in text(parsed)
    assert parsed.root is not None
    assert [g.text for g in parsed.root.findall(f".//{T}g[@ref='#s-long']")] == ["s"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends(tmp_path: Path, line_end: str) -> None:
    source = tei("\n<p>a\nb</p>\n <hi").replace("\n", line_end)
    problem = refused(read(tmp_path, source), "XML-047", 6, 2)
    assert "<hi" in problem.message
    assert text(read(tmp_path, tei("<p>a\nb</p>").replace("\n", line_end))) == "a\nb"


def test_comments_instructions_and_cdata_survive(tmp_path: Path) -> None:
    parsed = read(tmp_path, tei("<p>a<!-- c -->b<?oxy x?><![CDATA[<c> & d]]></p>", before="<?xml-model href='x'?>\n"))
    assert parsed.root is not None
    p = parsed.root.find(f".//{T}p")
    assert p is not None
    assert [type(child).__name__ for child in p] == ["_Comment", "_ProcessingInstruction"]
    assert p[1].tail == "<c> & d"
    assert parsed.root.getprevious() is not None


# --- encodings ------------------------------------------------------------------------------------------------------

ENCODED = [
    ("utf-8", None),
    ("utf-8", "utf-8"),
    ("utf-8-sig", "utf-8"),
    ("utf-8-sig", "iso-8859-1"),  # the mark is right, the declaration is not
    ("utf-16", "utf-16"),
    ("utf-16", None),
    ("utf-16-le", "utf-16"),
    ("utf-16-be", None),
    ("utf-32", "utf-32"),
    ("utf-32-le", None),
    ("iso-8859-1", "iso-8859-1"),
    ("iso-8859-1", "ISO-8859-1"),
    ("iso-8859-15", "iso-8859-15"),
    ("cp1252", "windows-1252"),
    ("mac-roman", "macintosh"),
]


def encoded(source: str, encoding: str, declared: str | None) -> bytes:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else "<!-- -->\n"
    return (declaration + source).encode(encoding)


@pytest.mark.parametrize(("encoding", "declared"), ENCODED)
def test_every_encoding_gives_the_same_text(tmp_path: Path, encoding: str, declared: str | None) -> None:
    parsed = read(tmp_path, encoded(tei("<p>café à l’œuvre</p>".replace("’œ", "oe")), encoding, declared))
    assert parsed.problems == ()
    assert text(parsed) == "café à loeuvre"


@pytest.mark.parametrize(("encoding", "declared"), ENCODED)
def test_every_encoding_gives_the_same_place(tmp_path: Path, encoding: str, declared: str | None) -> None:
    source = tei("\n<p>éé <hi>à</hi></p>\n<p>éà<hi>ü</p>")
    problem = refused(read(tmp_path, encoded(source, encoding, declared)), "XML-030", 6, 11)
    assert "</p>" in problem.message and "<hi>" in problem.message and "line 6" in problem.message
    parsed = read(tmp_path, encoded(source.replace("ü", "ü</hi>"), encoding, declared))
    assert parsed.root is not None
    places = [Locator(parsed).of(hi) for hi in parsed.root.iter(f"{T}hi")]
    assert [(p.line, p.column) for p in places] == [(5, 7), (6, 6)]


def test_windows_1252_that_declares_nothing(tmp_path: Path) -> None:
    parsed = read(tmp_path, tei("<p>„déjà“ – œuvre</p>").encode("cp1252"))
    problem = only(parsed)
    assert (problem.code, problem.severity) == ("XML-022", Severity.WARNING)
    assert (problem.line, problem.column) == (3, 16)
    assert text(parsed) == "„déjà“ – œuvre"


def test_windows_1252_that_declares_latin_1(tmp_path: Path) -> None:
    parsed = read(tmp_path, encoded(tei("<p>é “x”</p>"), "cp1252", "ISO-8859-1"))
    problem = only(parsed)
    assert (problem.code, problem.line, problem.column) == ("XML-023", 4, 18)
    assert text(parsed) == "é “x”"


@pytest.mark.parametrize(
    ("declared", "encoding", "really"),
    [("utf-16", "utf-8", "UTF-8"), ("us-ascii", "utf-8", "UTF-8"), ("ascii", "cp1252", "windows-1252")],
)
def test_an_encoding_that_cannot_be(tmp_path: Path, declared: str, encoding: str, really: str) -> None:
    parsed = read(tmp_path, encoded(tei("<p>é</p>"), encoding, declared))
    assert only(parsed).code == "XML-024"
    assert really in only(parsed).message
    assert text(parsed) == "é"


def test_ascii_declared_and_true(tmp_path: Path) -> None:
    assert read(tmp_path, encoded(tei("<p>e</p>"), "ascii", "us-ascii")).problems == ()


def test_utf_8_with_a_wrong_byte(tmp_path: Path) -> None:
    source = encoded(tei("\n<p>éé caf\xe9\xe9 x</p>"), "utf-8", "utf-8").replace("f\xe9\xe9".encode(), b"f\xe9")
    problem = refused(read(tmp_path, source), "XML-020", 5, 10)
    assert "0xE9" in problem.message
    assert "windows-1252" in problem.hint and "é" in problem.hint


def test_undeclared_utf_8_with_a_wrong_byte_is_not_taken_for_windows_1252(tmp_path: Path) -> None:
    source = tei("<p>éééé</p>\n<p>Q</p>").encode().replace(b"Q", b"\xe9")
    refused(read(tmp_path, source), "XML-020", 4, 4)


def test_half_a_character_at_the_end_of_utf_16(tmp_path: Path) -> None:
    refused(read(tmp_path, encoded(tei("<p>x</p>"), "utf-16", "utf-16") + b"\0"), "XML-027", 4, 41)


@pytest.mark.parametrize("label", ["unicode", "klingon", "rot13", "base64", "unicode_escape", "utf-7", "idna"])
def test_an_encoding_that_is_none(tmp_path: Path, label: str) -> None:
    problem = refused(read(tmp_path, encoded(tei("<p>x</p>"), "utf-8", label)), "XML-021", 1, 1)
    assert label in problem.message


@pytest.mark.parametrize("declaration", ['<?xml version="1.1"?>', "<?xml version='1.1' encoding='UTF-8'?>"])
def test_xml_1_1_is_read_as_1_0(tmp_path: Path, declaration: str) -> None:
    parsed = read(tmp_path, declaration + tei("<p>x</p>"))
    assert only(parsed).code == "XML-025"
    assert text(parsed) == "x"


def test_xml_1_1_with_a_control_character(tmp_path: Path) -> None:
    parsed = read(tmp_path, '<?xml version="1.1"?>\n' + tei("<p>&#1;</p>"))
    assert codes(parsed)[-1] == "XML-044"
    assert parsed.root is None


def test_a_declaration_over_several_lines_keeps_the_lines(tmp_path: Path) -> None:
    source = '<?xml\nversion="1.0"\n  encoding="iso-8859-1"?>\n' + tei("<p>é<")
    parsed = read(tmp_path, source.encode("latin-1"))
    assert only(parsed).line == 6


@pytest.mark.parametrize("char", ["\0", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_control_characters(tmp_path: Path, char: str) -> None:
    problem = refused(read(tmp_path, tei(f"\n<p>éa{char}b</p>")), "XML-026", 4, 6)
    assert f"U+{ord(char):04X}" in problem.message


# --- no XML at all --------------------------------------------------------------------------------------------------


def test_a_missing_file(tmp_path: Path) -> None:
    parsed = parse(tmp_path / "gone.xml", folder=tmp_path)
    refused(parsed, "XML-001", None, None)
    assert only(parsed).file == str(tmp_path / "gone.xml")
    assert parsed.kind is Kind.UNREADABLE
    assert parsed.digest == sha256(b"").hexdigest()
    assert Locator(parsed).at_path("/Q{x}a[1]").file == str(tmp_path / "gone.xml")


def test_a_file_below_a_file_and_a_name_that_cannot_be(tmp_path: Path) -> None:
    refused(parse(put(tmp_path, "x") / "b.xml", folder=tmp_path), "XML-001", None, None)
    refused(parse(tmp_path / "a\0b.xml", folder=tmp_path), "XML-003", None, None)


def test_a_folder(tmp_path: Path) -> None:
    refused(parse(tmp_path, folder=tmp_path), "XML-002", None, None)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xml")
    refused(parse(tmp_path / "pipe.xml", folder=tmp_path), "XML-003", None, None)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = put(tmp_path, tei(""))
    path.chmod(0)
    refused(parse(path, folder=tmp_path), "XML-003", None, None)


def test_a_file_that_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", fail)
    problem = refused(read(tmp_path, tei("")), "XML-003", None, None)
    assert "Permission denied" in problem.message


@pytest.mark.parametrize("content", [b"", b" \n\t", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    refused(read(tmp_path, content), "XML-004", 1, 1)


def test_a_file_over_the_limit(tmp_path: Path) -> None:
    problem = refused(read(tmp_path, tei("x" * 2_000_000), size=1_000_000), "XML-005", None, None)
    assert "2 MB" in problem.message and "1 MB" in problem.message


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (b"PK\x03\x04\x14\0", "Word"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"{\\rtf1", "RTF"),
        (b"\x8f\x01\x9d\x00\xc3\x28", "no text"),
    ],
)
def test_binaries(tmp_path: Path, start: bytes, what: str) -> None:
    assert what in refused(read(tmp_path, start + bytes(range(256))), "XML-006", 1, 1).message


@pytest.mark.parametrize(
    ("content", "what"),
    [('{"a": 1}', "JSON"), ("[1]", "JSON"), ("\\begin{a}", "TeX"), ("# Titel", "Markdown"), ("Arma", "text")],
)
def test_other_text_formats(tmp_path: Path, content: str, what: str) -> None:
    parsed = read(tmp_path, content)
    assert what in refused(parsed, "XML-007", 1, 1).message
    assert parsed.kind is Kind.FOREIGN


def test_html_well_formed_or_not(tmp_path: Path) -> None:
    refused(read(tmp_path, "<!DOCTYPE html>\n<html><body><p>a<br>b</body></html>"), "XML-008", 1, 1)
    parsed = read(tmp_path, '<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>')
    assert (parsed.kind, codes(parsed)) == (Kind.FOREIGN, ["XML-100"])
    assert "web page" in only(parsed).message


# --- not well formed ------------------------------------------------------------------------------------------------

MALFORMED = [
    ("<p>é <hi>x</p>", "XML-030", 4, 11, "</p>"),
    ("<p>\n<hi>\n</p>", "XML-030", 6, 1, "<hi>, which began on line 5"),
    ("<p>", "XML-030", 4, 4, "</body>"),
    ("<p>AT&T</p>", "XML-033", 4, 6, "“&T”"),
    ("<p>a & b</p>", "XML-033", 4, 6, "“&”"),
    ("<p>&amp b</p>", "XML-033", 4, 4, "“&amp”"),
    ('<ref target="?a=1&b=2"/>', "XML-033", 4, 18, "“&b”"),
    ("<p>a < b</p>", "XML-034", 4, 6, "begins no tag"),
    ("<p>a <3</p>", "XML-034", 4, 6, "begins no tag"),
    ("<rdg wit=#A>x</rdg>", "XML-035", 4, 6, "@wit"),
    ("<rdg wit=”#A”>x</rdg>", "XML-035", 4, 6, "@wit"),
    ("<lb break/>", "XML-036", 4, 5, "break"),
    ('<lb n="1" break/>', "XML-036", 4, 11, "break"),
    ('<rdg wit="#A>x</rdg>', "XML-037", 4, 6, "@wit"),
    ('<p n="a<b"/>', "XML-037", 4, 4, "@n"),
    ('<rdg wit="#A" wit="#B"/>', "XML-038", 4, 15, "wit"),
    ("<p>x</p><xi:include/>", "XML-040", 4, 9, "xi:"),
    ('<p>x</p><ab y:n="1"/>', "XML-040", 4, 9, "y:"),
    ("<!-- a -- b -->", "XML-041", 4, 8, "hyphens"),
    ("<!-- a", "XML-042", 4, 1, "comment"),
    ("<p><?x a</p>", "XML-042", 4, 4, "processing instruction"),
    ("<![CDATA[ a ]>", "XML-042", 4, 1, "CDATA"),
    ("<p>]]></p>", "XML-043", 4, 4, "]]>"),
    ("<p>&#xZ;</p>", "XML-044", 4, 4, "&#x"),
    ("<p>&#1;</p>", "XML-044", 4, 4, "&#1"),
    ("<p>&#xD800;</p>", "XML-044", 4, 4, "&#xD800"),
    ('<p/><?xml version="1.0"?>', "XML-045", 4, 5, "very beginning"),
    ('<rdg wit="#A"n="1"/>', "XML-046", 4, 14, "@wit"),
    ('<rdg wit="#A""/>', "XML-046", 4, 14, "@wit"),
    ("<p<hi>x</hi></p>", "XML-047", 4, 1, "<p"),
    ("<p>x</p</body>", "XML-047", 4, 5, "</p"),
    ("<p>x</></p>", "XML-034", 4, 5, "begins no tag"),
    ("<p>x<!DOCTYPE TEI></p>", "XML-052", 4, 5, "DOCTYPE"),
    ('<p 1="x"/>', "XML-050", 4, 4, "<p"),
]


@pytest.mark.parametrize(("body", "code", "line", "column", "told"), MALFORMED)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_malformed(tmp_path: Path, body: str, code: str, line: int, column: int, told: str, encoding: str) -> None:
    problem = refused(read(tmp_path, tei("\n" + body).encode(encoding)), code, line, column)
    assert told in problem.message
    assert len(problem.message) < 250


WHOLE_FILES = [
    ("<TEI><text>", "XML-031", 1, 12, "<text>, which began on line 1"),
    (f'<TEI xmlns="{NS}">\n<text>\n', "XML-031", 3, 1, "<text>, which began on line 2"),
    ("</TEI>", "XML-032", 1, 1, "</TEI>"),
    ("<TEI/>\n<TEI/>", "XML-039", 2, 1, "<TEI>"),
    ("<TEI/>\n explicit", "XML-039", 2, 2, "explicit"),
    ('\n<?xml version="1.0"?><TEI/>', "XML-045", 2, 1, "very beginning"),
    ("<TEI", "XML-042", 1, 1, "tag"),
    ("<!-- nothing -->", "XML-051", 1, 17, "no element"),
    ("<!DOCTYPE TEI [<!ENTITY a x>]><TEI/>", "XML-048", 1, 27, "before the first tag"),
    ("<?xml version=1.0?><TEI/>", "XML-048", 1, 15, "before the first tag"),
    ("<a:b:c/>", "XML-050", 1, 5, "<a:b"),
    ('<TEI>\n<p xmlns="a b"/></TEI>', "XML-049", 2, 15, "not a valid URI"),
]


@pytest.mark.parametrize(("content", "code", "line", "column", "told"), WHOLE_FILES)
def test_malformed_as_a_whole(tmp_path: Path, content: str, code: str, line: int, column: int, told: str) -> None:
    problem = refused(read(tmp_path, content), code, line, column)
    assert told in problem.message


def test_the_catalogue_shows_what_the_parser_says(tmp_path: Path) -> None:
    """Every small wrong example that is a fragment of a text is indeed refused or warned of under its code."""
    for code, entry in catalogue().items():
        if code.startswith("XML-03") and entry.wrong and not entry.wrong.startswith("<TEI"):
            parsed = read(tmp_path, f"<TEI xmlns='{NS}'>{entry.wrong}</TEI>")
            assert code in codes(parsed) or code in {"XML-031"}, (code, parsed.problems)
            assert code not in codes(read(tmp_path, f"<TEI xmlns='{NS}'>{entry.right}</TEI>")), code


# --- entities -------------------------------------------------------------------------------------------------------


def doctype(inside: str, outside: str = "") -> str:
    return f"<!DOCTYPE TEI {outside} [{inside}]>\n"


def test_declared_entities_are_expanded(tmp_path: Path) -> None:
    inside = """<!ENTITY oe "œ"> <!ENTITY g '<g ref="#s">s&oe;</g>'> <!ENTITY two "&oe;&#38;amp;&#38;#60;&#37;">
      <!ENTITY q 'say "x"'> <!ENTITY oe "second">"""
    parsed = read(tmp_path, tei('<p n="&oe;">c&oe;ur &g; &two; &q;</p>', before=doctype(inside)))
    assert parsed.problems == ()
    assert parsed.root is not None
    p = parsed.root.find(f".//{T}p")
    assert p is not None and p.get("n") == "œ"
    assert text(parsed).startswith("cœur sœ œ&<% ")
    assert p.find(f"{T}g") is not None
    assert text(parsed).endswith('say "x"')


def test_entities_of_parameter_entities(tmp_path: Path) -> None:
    inside = """<!ENTITY % names '<!ENTITY one "unus">'> %names; <!ENTITY % out SYSTEM "more.ent"> %out;
      <!ENTITY two "duo">"""
    put(tmp_path, '<!ENTITY three "tres"><!ENTITY two "NO">', "more.ent")
    parsed = read(tmp_path, tei("<p>&one; &two; &three;</p>", before=doctype(inside)))
    assert codes(parsed) == ["XML-060", "XML-062"]
    assert "more.ent" in parsed.problems[0].message
    assert parsed.problems[0].severity is Severity.INFO
    assert text(parsed) == "unus duo &three;"


def test_known_names_are_told_once(tmp_path: Path) -> None:
    source = tei("\n<p n='&eacute;'>&mdash;caf&eacute; &thorn;</p><p>&eacute;</p>")
    parsed = read(tmp_path, source)
    problem = only(parsed)
    assert (problem.code, problem.severity, problem.line, problem.column) == ("XML-061", Severity.WARNING, 4, 7)
    assert "5 references" in problem.message and "&eacute;, &mdash;, &thorn;" in problem.message
    assert text(parsed) == "—café þé"


def test_one_known_name_is_told_in_the_singular(tmp_path: Path) -> None:
    assert "1 reference by name was read" in only(read(tmp_path, tei("<p>caf&eacute;</p>"))).message


def test_known_names_that_stand_for_mark_up_stay_text(tmp_path: Path) -> None:
    assert text(read(tmp_path, tei("<p>&LT;a&AMP;b&nvlt;</p>"))) == "<a&b<\u20d2"


def test_unknown_names_stay_visible(tmp_path: Path) -> None:
    source = tei("\n<p>A &s-long;e d&s-long;e</p>\n<p n='&x;'>&i; &s-long;</p>")
    parsed = read(tmp_path, source)
    assert [(p.code, p.line, p.column) for p in parsed.problems] == [
        ("XML-062", 4, 6),
        ("XML-062", 5, 7),
        ("XML-062", 5, 12),
    ]
    assert "&s-long; (used 3 times)" in parsed.problems[0].message
    assert "used once" in parsed.problems[1].message
    assert text(parsed) == "A &s-long;e d&s-long;e\n&i; &s-long;"
    assert parsed.root is not None
    assert parsed.root.xpath("//@n") == ["&x;"]


def test_very_many_unknown_names_are_folded(tmp_path: Path) -> None:
    parsed = read(tmp_path, tei("\n".join(f"&n{n};" for n in range(5_000))))
    assert codes(parsed) == ["XML-062"] * 50 + ["XML-064"]
    assert "4950 more" in parsed.problems[-1].message
    assert parsed.problems[-1].line == 53


@pytest.mark.parametrize("start", ["<!--", "<![CDATA[", "<?x", '<p n="', "<!-- --> "])
def test_beginnings_without_an_end_take_no_time(tmp_path: Path, start: str) -> None:
    """A reader that tries each of them to the end of the file would be busy for hours."""
    assert read(tmp_path, f"<TEI>&x;{start * 200_000}").root is None
    assert read(tmp_path, f"{start * 200_000}<TEI>&x;").root is None


def test_names_in_comments_and_cdata_are_no_references(tmp_path: Path) -> None:
    parsed = read(tmp_path, tei("<!-- &a; --><?x &b;?><p><![CDATA[&c; &mdash;]]>&amp;d;</p>"))
    assert parsed.problems == ()
    assert text(parsed) == "&c; &mdash;&d;"


def test_unknown_names_under_an_absent_dtd(tmp_path: Path) -> None:
    before = '<!DOCTYPE TEI SYSTEM "../dtd/abreviations.dtd">\n'
    parsed = read(tmp_path, tei("<p>&s-long; &eacute;</p>", before=before))
    assert codes(parsed) == ["XML-060", "XML-061", "XML-062"]
    assert "abreviations.dtd" in parsed.problems[0].message
    assert text(parsed) == "&s-long; é"


def test_places_behind_a_doctype_on_the_same_line(tmp_path: Path) -> None:
    before = '<!DOCTYPE TEI SYSTEM "a.dtd" [<!ENTITY e "<hi>x</hi>">]><!-- é -->'
    parsed = read(tmp_path, tei("<p>&e;<hi/>&unknown;</p>", before=before))
    assert parsed.root is not None
    locator = Locator(parsed)
    assert (locator.of(parsed.root).line, locator.of(parsed.root).column) == (1, len(before) + 1)
    his = [locator.of(hi) for hi in parsed.root.iter(f"{T}hi")]
    assert [(hi.line, hi.column) for hi in his] == [(3, 16), (3, 19)]  # of the reference, of the tag
    broken = tei("", root=" &", before="<!DOCTYPE TEI [\n<!ENTITY e 'x'>\n]>")
    refused(read(tmp_path, broken), "XML-050", 3, len(f']><TEI xmlns="{NS}" ') + 1)


def test_a_fault_on_the_line_of_a_doctype_that_was_replaced(tmp_path: Path) -> None:
    before = "<!DOCTYPE TEI [<!ENTITY very-long-name 'a very long value indeed'>]>"
    source = f"{before}<TEI><p>&very-long-name; &eacute;</q></TEI>"
    refused(read(tmp_path, source), "XML-030", 1, source.index("</q>") + 1)


def test_an_external_entity_is_not_opened(tmp_path: Path) -> None:
    put(tmp_path, "<p>SECRET</p>", "chapter.xml")
    before = doctype(
        f'<!ENTITY ch SYSTEM "chapter.xml"><!ENTITY pw SYSTEM "file://{tmp_path}/chapter.xml">'
        '<!ENTITY web PUBLIC "-//X" "http://localhost:9/x"><!ENTITY unused SYSTEM "chapter.xml">'
    )
    parsed = read(tmp_path, tei("<p>a &ch; &pw; &web; &ch;</p>", before=before))
    assert [(p.code, p.severity) for p in parsed.problems] == [("XML-063", Severity.ERROR)] * 3
    assert "chapter.xml" in parsed.problems[0].message
    assert text(parsed) == "a &ch; &pw; &web; &ch;"
    assert parsed.digest == sha256((tmp_path / "a.xml").read_bytes()).hexdigest()


def test_an_external_dtd_adds_nothing(tmp_path: Path) -> None:
    put(tmp_path, '<!ATTLIST p rend CDATA "SECRET"><!ENTITY e "SECRET">', "x.dtd")
    parsed = read(tmp_path, tei("<p>&e;</p>", before='<!DOCTYPE TEI SYSTEM "x.dtd">\n'))
    assert parsed.root is not None
    assert "SECRET" not in etree.tostring(parsed.root, encoding="unicode")


def test_default_attributes_of_the_internal_subset_hold(tmp_path: Path) -> None:
    before = doctype(f'<!ATTLIST TEI xmlns CDATA #FIXED "{NS}"><!ATTLIST p part (N|I) "N" id ID #IMPLIED>')
    parsed = read(tmp_path, before + "<TEI><text><body><p>x</p></body></text></TEI>")
    assert (parsed.kind, parsed.problems) == (Kind.TEXT, ())
    assert parsed.root is not None
    assert parsed.root.xpath("//@part") == ["N"]


def bomb(levels: int, width: int = 10) -> str:
    entities = ['<!ENTITY e0 "ha">']
    entities += [f'<!ENTITY e{n} "{f"&e{n - 1};" * width}">' for n in range(1, levels)]
    return doctype("".join(entities))


def test_an_entity_bomb(tmp_path: Path) -> None:
    problem = refused(read(tmp_path, tei("\n<p>&e9;</p>", before=bomb(10))), "XML-073", 5, 4)
    assert "e9" in problem.message


def test_a_quadratic_bomb(tmp_path: Path) -> None:
    before = doctype(f'<!ENTITY e "{"x" * 100_000}">')
    problem = refused(read(tmp_path, tei("<p>" + "&e;" * 200 + "</p>", before=before)), "XML-073", 4, 16)
    assert "20 MB" in problem.message


def test_a_deep_chain_of_entities(tmp_path: Path) -> None:
    refused(read(tmp_path, tei("<p>&e999;</p>", before=bomb(1000, 1))), "XML-073", 4, 16)


def test_entities_within_the_limit_are_no_bomb(tmp_path: Path) -> None:
    parsed = read(tmp_path, tei("<p>&e4;</p>", before=bomb(5)))
    assert parsed.problems == ()
    assert text(parsed) == "ha" * 10_000
    refused(read(tmp_path, tei("<p>&e5;</p>", before=bomb(6))), "XML-073", 4, 16)


def test_entities_that_only_the_builder_finds_too_many_are_a_bomb_all_the_same(tmp_path: Path) -> None:
    """The builder reckons with what it has read so far: much at the beginning of a large file stops it."""
    source = tei("<p>&e4;&e4;&e4;&e4;&e4;</p>\n" + "<p>arma virumque cano</p>" * 50_000, before=bomb(5))
    refused(read(tmp_path, source), "XML-073", 4, 16)


def test_a_bomb_of_default_attributes(tmp_path: Path) -> None:
    before = doctype(f'<!ATTLIST p rend CDATA "{"x" * 100_000}">')
    refused(read(tmp_path, tei("<p/>" * 200, before=before)), "XML-073", 1, 1)


def test_a_bomb_of_parameter_entities(tmp_path: Path) -> None:
    levels = "".join(f"<!ENTITY % e{n} '{f'&#37;e{n - 1};' * 60}'>" for n in range(1, 9))
    inside = f"<!ENTITY % e0 \"<!ENTITY x 'y'>\">{levels}%e8;"
    problem = only(read(tmp_path, tei("<p/>", before=doctype(inside))))
    assert (problem.code, problem.line) == ("XML-048", 1)


def test_what_only_one_of_the_two_readers_takes_is_refused(tmp_path: Path) -> None:
    """The readers disagree on a few characters in names; the DOCTYPE must be one that both understand."""
    source = '<?xml\ufeff version="1.0"?>\n<!DOCTYPE TEI SYSTEM "x.dtd">\n' + tei("<p/>")
    assert only(read(tmp_path, source)).code == "XML-048"


@pytest.mark.parametrize("inside", ['<!ENTITY a "x &a;">', '<!ENTITY a "&b;">\n<!ENTITY b "&c;"><!ENTITY c "&a;">'])
def test_an_entity_that_contains_itself(tmp_path: Path, inside: str) -> None:
    problem = refused(read(tmp_path, tei("<p>&a;</p>", before=doctype(inside))), "XML-074", 1, 17)
    assert "entity &a; " in problem.message


def test_an_entity_that_is_not_balanced(tmp_path: Path) -> None:
    parsed = read(tmp_path, tei("\n<p>&open;x</hi></p>", before=doctype('<!ENTITY open "<hi>">')))
    problem = only(parsed)
    assert (problem.code, problem.line, problem.column) == ("XML-075", 5, 4)
    assert "&open;" in problem.message
    assert parsed.root is None


# --- limits ---------------------------------------------------------------------------------------------------------


def nested(depth: int) -> str:
    """A file whose innermost element stands at ``depth``; TEI, text and body are the first three."""
    return tei("\n" + "<seg>" * (depth - 3) + "x" + "</seg>" * (depth - 3))


@pytest.mark.parametrize("depth", [101, 300, 5_000])
def test_too_deep(tmp_path: Path, depth: int) -> None:
    problem = refused(read(tmp_path, nested(depth)), "XML-070", 4, 97 * 5 + 1)
    assert "100" in problem.message and "<seg>" in problem.message


def test_as_deep_as_allowed(tmp_path: Path) -> None:
    assert read(tmp_path, nested(100)).problems == ()


def test_too_many_attributes(tmp_path: Path) -> None:
    def crowded(number: int) -> str:
        return tei("\n<p/><p " + " ".join(f'a{n}="1"' for n in range(number)) + "/>")

    assert read(tmp_path, crowded(200)).problems == ()
    assert "201 attributes" in refused(read(tmp_path, crowded(201)), "XML-071", 4, 5).message


def test_too_long_a_name(tmp_path: Path) -> None:
    assert read(tmp_path, tei(f"<{'a' * 1000}/>")).problems == ()
    refused(read(tmp_path, tei(f"<{'a' * 1001}/>")), "XML-072", 3, 13)


@pytest.mark.parametrize("wrap", ["<p>%s</p>", "<p n='%s'/>", "<!--%s--><p/>", "<p><![CDATA[%s]]></p>"])
def test_long_runs_of_text_are_taken(tmp_path: Path, wrap: str) -> None:
    parsed = read(tmp_path, tei(wrap % ("x" * 10_500_000)))
    assert parsed.problems == ()
    assert parsed.root is not None


def test_a_fault_behind_a_long_text_has_its_place(tmp_path: Path) -> None:
    source = tei("<p>" + "x " * 5_250_000 + "\n</q></p>")
    refused(read(tmp_path, source), "XML-030", 4, 1)


# --- ids ------------------------------------------------------------------------------------------------------------


def test_repeated_and_malformed_ids_do_not_stop_a_file(tmp_path: Path) -> None:
    body = "\n<p xml:id='a'/><p xml:id='a'/><p xml:id='10'/>\n<p xml:id='b'/><p xml:id='x y'/><p xml:id='b'/>"
    parsed = read(tmp_path, tei(body))
    assert [(p.code, p.severity, p.line, p.column) for p in parsed.problems] == [
        ("XML-080", Severity.WARNING, 4, 16),
        ("XML-081", Severity.WARNING, 4, 31),
    ]
    assert "(2): a, b" in parsed.problems[0].message
    assert "(2): 10, x y" in parsed.problems[1].message
    assert parsed.root is not None


def test_messages_stay_short_whatever_the_names(tmp_path: Path) -> None:
    long = "x" * 900
    ids = "".join(f"<p xml:id='{long}{n}'/><p xml:id='{long}{n}'/><p xml:id='{n}{long}'/>" for n in range(20))
    entities = "".join(f"&{long}{n};" for n in range(60))
    before = doctype(f'<!ENTITY {long}1 SYSTEM "{long}">', f'SYSTEM "{long}"')
    names = [
        ids + entities,
        f"<{long}></p>",
        f"<p {long}=x>",
        f"<{long}:p/>",
        f"&{long}",
        f'<xi:include href="{long}"/>',
    ]
    for body in names:
        for problem in read(tmp_path, tei(body, root=f" {XI}", before=before)).problems:
            assert len(problem.message) < 250, problem.message
    foreign = only(read(tmp_path, f'<{long} xmlns="{long}"/>'))
    assert len(foreign.message) < 250, foreign.message


@pytest.mark.parametrize("identifier", ["α", "_1", "Ω2", "a.b-c", "é·", "\U00010400"])
def test_ids_of_other_scripts_are_names(tmp_path: Path, identifier: str) -> None:
    assert read(tmp_path, tei(f"<p xml:id='{identifier}'/>")).problems == ()


# --- XInclude -------------------------------------------------------------------------------------------------------


def include(body: str, root: str = "") -> str:
    return tei(body, root=f" {XI}{root}")


PART = f'<div xmlns="{NS}" xml:lang="la"><head>I</head>\n<p xml:id="p1">arma</p>\n<p xml:id="p2">cano</p></div>'


def test_a_file_is_included_with_its_places(tmp_path: Path) -> None:
    part = put(tmp_path, PART, "parts/one.xml")
    parsed = read(tmp_path, include('\n<p>ante</p> <xi:include href="parts/one.xml"/> post\n <p>x</p>'))
    assert parsed.problems == ()
    assert parsed.includes == (part,)
    assert text(parsed) == "ante I\narma\ncano post\n x"
    assert parsed.root is not None
    locator = Locator(parsed)
    places = [locator.of(p) for p in parsed.root.iter(f"{T}p")]
    assert [(p.file, p.line, p.column) for p in places] == [
        ("a.xml", 4, 1),
        ("parts/one.xml", 2, 1),
        ("parts/one.xml", 3, 1),
        ("a.xml", 5, 2),
    ]
    div = parsed.root.find(f".//{T}div")
    assert div is not None
    assert div.get("{http://www.w3.org/XML/1998/namespace}base") == "parts/one.xml"
    assert "http://www.w3.org/2001/XInclude" not in {etree.QName(e).namespace for e in parsed.root.iter("*")}


def test_the_digest_is_of_all_files(tmp_path: Path) -> None:
    put(tmp_path, PART, "one.xml")
    main = tmp_path / "a.xml"
    parsed = read(tmp_path, include('<xi:include href="one.xml"/>'))
    contents = {path: path.read_bytes() for path in (main, tmp_path / "one.xml")}
    assert parsed.digest == digest_of(contents)
    put(tmp_path, PART.replace("cano", "canto"), "one.xml")
    assert parse(main, folder=tmp_path).digest != parsed.digest


def test_the_same_file_twice_and_one_element_of_it(tmp_path: Path) -> None:
    put(tmp_path, PART, "one.xml")
    whole, second, first = ('href="one.xml"', 'href="one.xml" xpointer="p2"', 'href="one.xml#p1"')
    parsed = read(tmp_path, include(f"<xi:include {whole}/><xi:include {second}/><xi:include {first}/>"))
    assert parsed.problems == ()
    assert parsed.root is not None
    ids = [p.get(XML_ID) for p in parsed.root.iter(f"{T}p")]
    assert ids == ["p1", "p2", "p2", "p1"]
    languages = parsed.root.xpath("//*[local-name()='body']/*/@xml:lang")
    assert languages == ["la", "la", "la"]
    places = [Locator(parsed).of(p) for p in parsed.root.iter(f"{T}p")]
    assert [(p.file, p.line) for p in places] == [("one.xml", 2), ("one.xml", 3), ("one.xml", 3), ("one.xml", 2)]


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ("p2", "cano"),
        ("element(p2)", "cano"),
        ("element(/1/2)", "arma"),
        ("element(/1)", "I\narma\ncano"),
        ("xpointer(id('p1'))", "arma"),
        ("xmlns(t=http://www.tei-c.org/ns/1.0) xpointer(id('p1'))", "arma"),
        ("element(gone) element(p1)", "arma"),
    ],
)
def test_pointers(tmp_path: Path, pointer: str, words: str) -> None:
    put(tmp_path, PART, "one.xml")
    parsed = read(tmp_path, include(f'<xi:include href="one.xml" xpointer="{pointer}"/>'))
    assert parsed.problems == ()
    assert text(parsed) == words


@pytest.mark.parametrize(
    ("attributes", "code", "severity"),
    [
        ('href="gone.xml"', "XML-090", "error"),
        ('href="gone.txt" parse="text"', "XML-090", "error"),
        ('href="sub"', "XML-090", "error"),
        ('href="bad%00name"', "XML-090", "error"),
        ('href="http://[broken"', "XML-090", "error"),
        ('href="../outside.xml"', "XML-092", "error"),
        ('href="../outside.xml" parse="text"', "XML-092", "error"),
        ('href="sub/link.xml"', "XML-092", "error"),
        ('href="file:///etc/passwd" parse="text"', "XML-092", "error"),
        ('href="/etc/passwd" parse="text"', "XML-092", "error"),
        ('href="http://localhost:9/x.xml"', "XML-093", "warning"),
        ('href="https://localhost:9/x" parse="text"', "XML-093", "warning"),
        ('href="ftp://localhost/x.xml"', "XML-093", "warning"),
        ('href="//localhost/x.xml"', "XML-093", "warning"),
        ('href="a.xml"', "XML-094", "error"),
        ('href="loop.xml"', "XML-094", "error"),
        ('xpointer="self"', "XML-094", "error"),
        ('href="one.xml" xpointer="xpointer(//p[1])"', "XML-095", "error"),
        ('href="one.xml" xpointer="range-to(x)"', "XML-095", "error"),
        ('href="one.xml" xpointer="p9"', "XML-096", "error"),
        ('href="one.xml" xpointer="element(/2)"', "XML-096", "error"),
        ('href="one.xml" xpointer="element(p1/1/99999999999)"', "XML-096", "error"),
        ('href="one.xml" xpointer="element(p1/1)"', "XML-096", "error"),
        ("", "XML-099", "error"),
        ('href="one.xml" parse="html"', "XML-099", "error"),
        ('parse="text"', "XML-099", "error"),
    ],
)
def test_what_is_not_included(tmp_path: Path, attributes: str, code: str, severity: str) -> None:
    folder = tmp_path / "edition"
    put(folder, PART, "one.xml")
    put(folder, f'<div xmlns="{NS}" {XI}><xi:include href="a.xml"/></div>', "loop.xml")
    put(tmp_path, PART.replace("arma", "SECRET"), "outside.xml")
    (folder / "sub").mkdir()
    (folder / "sub" / "link.xml").symlink_to(tmp_path / "outside.xml")
    parsed = read(folder, include(f'\n<p>a</p>\n <div xml:id="self"><xi:include {attributes}/></div>'))
    problem = parsed.problems[0]
    where = ("loop.xml", 1) if "loop" in attributes else ("a.xml", 5)
    assert (problem.code, str(problem.severity), problem.file, problem.line) == (code, severity, *where)
    assert where[0] == "loop.xml" or problem.column == 21
    assert len(parsed.problems) == 1
    assert "SECRET" not in text(parsed) and "root:" not in text(parsed)
    fallen = read(folder, include(f"<xi:include {attributes}><xi:fallback>pro <hi>eo</hi></xi:fallback></xi:include>"))
    if "loop" not in attributes and "self" not in attributes:
        assert text(fallen) == "pro eo"
        expected = "XML-091" if code in {"XML-090", "XML-093"} else code
        assert codes(fallen) == [expected]


def test_missing_files_are_named_for_the_cache(tmp_path: Path) -> None:
    parsed = read(tmp_path, include('<xi:include href="x/gone.xml"><xi:fallback/></xi:include>'))
    assert parsed.missing == (tmp_path / "x" / "gone.xml",)
    assert parsed.includes == ()
    assert only(parsed).severity is Severity.INFO


def test_an_included_file_that_is_broken_is_told_at_its_own_place(tmp_path: Path) -> None:
    put(tmp_path, f'<div xmlns="{NS}">\n<p>a</div>', "parts/one.xml")
    parsed = read(tmp_path, include('\n<xi:include href="parts/one.xml"/><xi:include href="parts/one.xml"/><p>b</p>'))
    assert [(p.code, p.file, p.line) for p in parsed.problems] == [
        ("XML-030", "parts/one.xml", 2),
        ("XML-097", "a.xml", 4),
        ("XML-097", "a.xml", 4),
    ]
    assert text(parsed) == "b"
    assert parsed.includes == (tmp_path / "parts" / "one.xml",)


def test_text_is_included(tmp_path: Path) -> None:
    put(tmp_path, "a < b & é\r\nc", "one.txt")
    put(tmp_path, "é–".encode("cp1252"), "two.txt")
    put(tmp_path, b"a\0b", "bad.txt")
    parsed = read(tmp_path, include('<p>x<xi:include href="one.txt" parse="text"/>y</p>'))
    assert (text(parsed), parsed.problems) == ("xa < b & é\ncy", ())
    body = '<p><lb/>x<xi:include href="two.txt" parse="text" encoding="windows-1252"/>y<lb/></p>'
    parsed = read(tmp_path, include(body))
    assert (text(parsed), parsed.problems) == ("xé–y", ())
    parsed = read(tmp_path, include('<p><xi:include href="bad.txt" parse="text"/></p>'))
    assert codes(parsed) == ["XML-097"]


def test_includes_of_includes_are_relative_to_their_own_file(tmp_path: Path) -> None:
    put(tmp_path, f'<div xmlns="{NS}" {XI}>\n<xi:include href="deep/two.xml"/>\n</div>', "parts/one.xml")
    two = f'<p xmlns="{NS}" {XI}>cano <xi:include href="../../three.txt" parse="text"/></p>'
    put(tmp_path, two, "parts/deep/two.xml")
    put(tmp_path, "tres", "three.txt")
    parsed = read(tmp_path, include('<xi:include href="parts/one.xml"/>'))
    assert parsed.problems == ()
    assert text(parsed) == "cano tres"
    assert [path.name for path in parsed.includes] == ["two.xml", "one.xml", "three.txt"]
    assert parsed.root is not None
    p = parsed.root.find(f".//{T}p")
    assert p is not None
    assert Locator(parsed).of(p).file == "parts/deep/two.xml"
    assert p.get("{http://www.w3.org/XML/1998/namespace}base") == "deep/two.xml"


def test_xml_base(tmp_path: Path) -> None:
    put(tmp_path, PART, "parts/one.xml")
    parsed = read(tmp_path, include('<div xml:base="parts/"><xi:include href="one.xml"/></div>'))
    assert (codes(parsed), text(parsed)) == ([], "I\narma\ncano")
    published = ' xml:base="https://example.org/editions/"'
    parsed = read(tmp_path, include('<xi:include href="parts/one.xml"/>', root=published))
    assert (codes(parsed), text(parsed)) == ([], "I\narma\ncano")


@pytest.mark.parametrize("base", ["http://[x", "file://host", "file:", "//["])
def test_an_xml_base_that_is_no_address(tmp_path: Path, base: str) -> None:
    put(tmp_path, PART.replace("<p ", f'<p xml:base="{base}" '), "one.xml")
    source = (
        f'<ab xml:base="{base}"><xi:include xpointer="x"/></ab><p xml:id="x">cano</p><xi:include href="one.xml#p1"/>'
    )
    parsed = read(tmp_path, include(source))
    assert (codes(parsed), text(parsed)) == ([], "canocanoarma")


def test_a_fallback_may_include_in_its_turn(tmp_path: Path) -> None:
    put(tmp_path, PART, "one.xml")
    inner = '<xi:include href="one.xml" xpointer="p1"/>'
    parsed = read(tmp_path, include(f'<xi:include href="gone.xml"><xi:fallback>{inner}</xi:fallback></xi:include>'))
    assert (codes(parsed), text(parsed)) == (["XML-091"], "arma")
    unused = read(tmp_path, include(f'<xi:include href="one.xml"><xi:fallback>{inner}</xi:fallback></xi:include>'))
    assert (codes(unused), text(unused)) == ([], "I\narma\ncano")


def test_an_element_of_the_same_file(tmp_path: Path) -> None:
    parsed = read(tmp_path, include('\n<p xml:id="x">a<hi>b</hi></p><div><xi:include xpointer="x"/></div>'))
    assert (codes(parsed), text(parsed)) == ([], "abab")
    assert parsed.root is not None
    places = [Locator(parsed).of(hi) for hi in parsed.root.iter(f"{T}hi")]
    assert [(p.file, p.line, p.column) for p in places] == [("a.xml", 4, 16)] * 2


def test_an_include_as_the_root(tmp_path: Path) -> None:
    put(tmp_path, tei("<p>a</p>"), "one.xml")
    parsed = read(tmp_path, f'<xi:include {XI} href="one.xml"/>')
    assert (parsed.kind, codes(parsed), text(parsed)) == (Kind.TEXT, [], "a")
    assert parsed.root is not None
    assert Locator(parsed).of(parsed.root).file == "one.xml"
    assert Locator(parsed).at_path(f"/Q{{{NS}}}TEI[1]/Q{{{NS}}}text[1]").line == 3
    assert codes(read(tmp_path, f'<xi:include {XI} href="gone.xml"/>')) == ["XML-090", "XML-051"]


def test_depth_counts_after_inclusion(tmp_path: Path) -> None:
    part = f'<seg xmlns="{NS}">\n' + "<seg>" * 59 + "x" + "</seg>" * 60
    put(tmp_path, part, "one.xml")
    source = tei("<seg>" * 50 + '<xi:include href="one.xml"/>' + "</seg>" * 50, root=f" {XI}")
    problem = refused(read(tmp_path, source), "XML-070", 2, 46 * 5 + 1)
    assert problem.file == "one.xml"


def test_an_inclusion_bomb(tmp_path: Path) -> None:
    for level in range(12):
        twice = f'<xi:include href="{level + 1}.xml"/>' * 4
        put(tmp_path, f'<div xmlns="{NS}" {XI}>{twice}</div>', f"{level}.xml")
    put(tmp_path, f'<p xmlns="{NS}">x</p>', "12.xml")
    parsed = parse(tmp_path / "0.xml", folder=tmp_path, name="0.xml", limits=Limits(includes=300))
    assert codes(parsed) == ["XML-098"]
    parsed = parse(tmp_path / "0.xml", folder=tmp_path, name="0.xml", limits=Limits(size=20_000))
    assert codes(parsed) == ["XML-098"]


def test_a_chain_of_files_that_is_too_long(tmp_path: Path) -> None:
    for level in range(60):
        put(tmp_path, f'<ab xmlns="{NS}" {XI}><xi:include href="{level + 1}.xml"/></ab>', f"{level}.xml")
    parsed = parse(tmp_path / "0.xml", folder=tmp_path, name="0.xml")
    assert codes(parsed) == ["XML-098"]
    assert only(parsed).file == "40.xml"


def test_warnings_of_an_included_file_are_told_once(tmp_path: Path) -> None:
    put(tmp_path, "<div><p>&eacute;</p></div>", "one.xml")
    parsed = read(tmp_path, include('<xi:include href="one.xml"/><xi:include href="one.xml"/>'))
    assert [(p.code, p.file) for p in parsed.problems] == [("XML-061", "one.xml"), ("XML-103", "one.xml")]
    assert parsed.root is not None
    assert len(parsed.root.findall(f".//{T}div/{T}p")) == 2


def test_a_folder_reached_by_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real"
    put(real, PART, "one.xml")
    put(real, include('<xi:include href="one.xml"/>'), "a.xml")
    (tmp_path / "link").symlink_to(real)
    parsed = parse(tmp_path / "link" / "a.xml", folder=tmp_path / "link", name="a.xml")
    assert (codes(parsed), text(parsed)) == ([], "I\narma\ncano")


def test_names_with_spaces_and_letters_of_other_scripts(tmp_path: Path) -> None:
    put(tmp_path, PART, "é a/one two.xml")
    for href in ("é a/one two.xml", "%C3%A9%20a/one%20two.xml"):
        assert text(read(tmp_path, include(f'<xi:include href="{href}"/>'))) == "I\narma\ncano"


# --- kinds ----------------------------------------------------------------------------------------------------------

KINDS = [
    ("<TEI xmlns='%s'><teiHeader/><text/></TEI>", Kind.TEXT),
    ("<TEI xmlns='%s'><teiHeader/><sourceDoc/></TEI>", Kind.SOURCEDOC),
    ("<TEI xmlns='%s'><teiHeader/><sourceDoc/><text/></TEI>", Kind.TEXT),
    ("<TEI xmlns='%s'><teiHeader/><facsimile/><standOff/></TEI>", Kind.REGISTER),
    ("<TEI xmlns='%s'><teiHeader/></TEI>", Kind.REGISTER),
    ("<TEI xmlns='%s'><teiHeader/><TEI/></TEI>", Kind.CORPUS),
    ("<teiCorpus xmlns='%s'><TEI/></teiCorpus>", Kind.CORPUS),
    ("<listPerson xmlns='%s'/>", Kind.REGISTER),
    ("<standOff xmlns='%s'/>", Kind.REGISTER),
    ("<teiHeader xmlns='%s'/>", Kind.REGISTER),
    ("<t:person xmlns:t='%s'/>", Kind.REGISTER),
    ("<t:TEI xmlns:t='%s'><t:text/></t:TEI>", Kind.TEXT),
    ("<surface xmlns='%s'/>", Kind.FRAGMENT),
    ("<div xmlns='%s'/>", Kind.FRAGMENT),
    ("<list xmlns='%s'/>", Kind.FRAGMENT),
    ("<elementSpec xmlns='%s'/>", Kind.FRAGMENT),
]


@pytest.mark.parametrize(("content", "kind"), KINDS)
def test_kinds(tmp_path: Path, content: str, kind: Kind) -> None:
    parsed = read(tmp_path, content % NS)
    assert (parsed.kind, parsed.problems) == (kind, ())


FOREIGN = [
    ('<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="3.0"/>', "XSLT"),
    ('<grammar xmlns="http://relaxng.org/ns/structure/1.0"/>', "RELAX NG"),
    ('<schema xmlns="http://purl.oclc.org/dsdl/schematron"/>', "Schematron"),
    ('<mei xmlns="http://www.music-encoding.org/ns/mei"/>', "MEI"),
    ('<ead xmlns="urn:isbn:1-931666-22-9"/>', "EAD"),
    ("<ead/>", "EAD"),
    ("<article/>", "DocBook"),
    ('<book xmlns="http://docbook.org/ns/docbook"/>', "DocBook"),
    ('<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"/>', "PAGE"),
    ('<egXML xmlns="http://www.tei-c.org/ns/Examples"/>', "example"),
    ("<TIE/>", "something else"),
    ('<x xmlns="urn:x"/>', "urn:x"),
]


@pytest.mark.parametrize(("content", "what"), FOREIGN)
def test_foreign_roots(tmp_path: Path, content: str, what: str) -> None:
    parsed = read(tmp_path, f"<!-- é --> {content}")
    problem = only(parsed)
    assert (parsed.kind, problem.code, problem.severity) == (Kind.FOREIGN, "XML-100", Severity.WARNING)
    assert what in problem.message
    assert (problem.line, problem.column) == (1, 12)
    assert parsed.root is not None


# --- laws -----------------------------------------------------------------------------------------------------------

SEED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE TEI SYSTEM "x.dtd" [<!ENTITY e "<hi>é</hi>"><!ENTITY f "&e;">]>\n'
    f'<TEI xmlns="{NS}" {XI}><text xml:id="t"><!-- c --><p n="&eacute;">a &f; &nix; <![CDATA[x]]></p>\n'
    '<xi:include href="gone.xml"><xi:fallback>\U0001f600</xi:fallback></xi:include></text></TEI>'
).encode()
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(
    at=st.integers(0, len(SEED)),
    cut=st.integers(0, 12),
    put_in=st.binary(max_size=4) | st.sampled_from([b"<", b"&", b"&x;", b'"', b">", b"</p>", b"<!--", b"]]>", b"\0"]),
)
@example(at=0, cut=len(SEED), put_in=b"")
def test_any_damage_is_a_tree_or_one_error_with_its_place(tmp_path: Path, at: int, cut: int, put_in: bytes) -> None:
    parsed = read(tmp_path, SEED[:at] + put_in + SEED[at + cut :])
    errors = [p for p in parsed.problems if p.severity is Severity.ERROR]
    assert all(len(p.message) < 250 for p in parsed.problems)
    if parsed.root is None:
        assert len(errors) == 1
        assert errors[0].line is not None and errors[0].column is not None and errors[0].line >= 1
    else:
        assert all(Locator(parsed).of(e).line for e in parsed.root.iter("*"))


@SLOW
@given(data=st.binary(max_size=60))
def test_any_bytes_are_answered(tmp_path: Path, data: bytes) -> None:
    parsed = read(tmp_path, data)
    assert parsed.root is not None or any(p.severity is Severity.ERROR for p in parsed.problems)


@SLOW
@given(words=st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=20))
def test_no_character_is_lost(tmp_path: Path, words: str) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for encoding in ("utf-8", "utf-16"):
        parsed = read(tmp_path, tei(f"<p>|{escaped}|</p>").encode(encoding))
        assert text(parsed) == f"|{words}|"
