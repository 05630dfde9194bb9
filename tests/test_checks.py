"""The checks above the schema: each code by its own examples, then each check by its laws and its awkward cases."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from helpers import ROOT
from hypothesis import given
from hypothesis import strategies as st

from recensio import config as settings
from recensio.checking import Result, check
from recensio.checks.characters import wrong_script
from recensio.checks.dates import impossible, is_later, meant
from recensio.checks.index import Prefix
from recensio.checks.patterns import PatternError, expanded, takes_long
from recensio.checks.vocabulary import is_pointer
from recensio.order import Order
from recensio.problems import Problem, catalogue

HEADER = """<teiHeader><fileDesc><titleStmt><title>Specimen</title></titleStmt>{publication}<sourceDesc>{source}</sourceDesc>
</fileDesc>{more}</teiHeader>"""
PUBLICATION = """<publicationStmt><publisher>P</publisher><date when="2024"/>
<availability status="free"><licence target="https://example.org/">free</licence></availability></publicationStmt>"""


def document(
    body: str, *, source: str = "<p/>", publication: str = PUBLICATION, more: str = "", front: str = ""
) -> str:
    header = HEADER.format(publication=publication, source=source, more=more)
    return f'{front}<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}<text><body>{body}</body></text></TEI>'


def found(folder: Path, *paths: Path, **files: str) -> list[Problem]:
    return list(result(folder, *paths, **files).problems)


def result(folder: Path, *paths: Path, **files: str) -> Result:
    """Validate an edition of these files, named by their stems (``__`` for a folder), in this process."""
    (folder / "edition.toml").touch()
    for name, text in files.items():
        path = folder / "tei" / f"{name.replace('__', '/')}.xml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    config, problems = settings.load(folder / "edition.toml")
    return check(Order(config, True, paths=paths, jobs=1, problems=problems))


def said(problems: list[Problem], *families: str) -> list[str]:
    """The codes of these families, in order of place; remarks about the header that every specimen has left out."""
    ordered = sorted(problems, key=Problem.sort_key)
    return [p.code for p in ordered if p.code.startswith(families or ("",)) and p.code != "MET-005"]


def only(problems: list[Problem], code: str) -> Problem:
    (one,) = [p for p in problems if p.code == code]
    return one


# --- every code by its own examples -------------------------------------------------------------------------

_FAMILIES = ("ptr", "chr", "dat", "lng", "met", "sup")
EXAMPLES = [
    (code, kind, row[kind])
    for family in _FAMILIES
    for code, row in tomllib.loads((ROOT / f"recensio/codes/{family}.toml").read_text(encoding="utf-8")).items()
    for kind in ("wrong", "right")
    if kind in row
]


@pytest.mark.parametrize(("code", "kind", "text"), EXAMPLES, ids=lambda value: str(value)[:12])
def test_each_example_raises_its_code_if_it_is_wrong_and_nothing_of_the_family_if_it_is_right(
    code: str, kind: str, text: str, tmp_path: Path
) -> None:
    codes = said(found(tmp_path, one=_document_of(text)), code if code.startswith("MET") else code[:4])
    assert (code in codes) if kind == "wrong" else codes == []


def _document_of(example: str) -> str:
    if example.lstrip().startswith("<publicationStmt"):
        return document("<p>a</p>", publication=example)
    if example.lstrip().startswith("<titleStmt"):
        return document("<p>a</p>").replace("<titleStmt><title>Specimen</title></titleStmt>", example)
    return document(example)


def test_every_code_of_ours_has_an_explanation_and_a_cure() -> None:
    for code, entry in catalogue().items():
        if code.partition("-")[0].lower() in (*_FAMILIES, "idn"):
            assert entry.hint.endswith((".", "?>", "}", ">.")), code
            assert entry.about.strip().endswith("."), code


# --- pointers -----------------------------------------------------------------------------------------------


def test_which_attributes_are_pointers() -> None:
    assert is_pointer("rdg", "wit")
    assert is_pointer("app", "from")
    assert not is_pointer("date", "from")
    assert not is_pointer("biblScope", "to")
    assert is_pointer("relation", "active")
    assert not is_pointer("interaction", "active")
    assert not is_pointer("num", "value")
    assert not is_pointer("p", "rend")


def test_many_pointers_of_one_kind_are_one_message_with_a_count(tmp_path: Path) -> None:
    body = "<p>" + "".join(f'<rs ref="#p{n}">x</rs>' for n in range(8198)) + "</p>"
    one = only(found(tmp_path, one=document(body)), "PTR-001")
    assert "(and 8,197 more like it)" in one.message
    assert one.message.startswith('@ref="#p0" on <rs> points at nothing')
    assert (one.line, one.file) == (3, "tei/one.xml")


def test_several_pointers_in_one_attribute_are_each_followed(tmp_path: Path) -> None:
    body = '<p xml:id="a" corresp="#a #b  #c">x</p>'
    one = only(found(tmp_path, one=document(body)), "PTR-001")
    assert one.message.startswith('@corresp="#b"')
    assert "(and 1 more" in one.message


def test_an_id_that_was_probably_meant(tmp_path: Path) -> None:
    body = '<p xml:id="caesar">x</p><p corresp="#ceasar">x</p>'
    assert "Did you mean #caesar?" in only(found(tmp_path, one=document(body)), "PTR-001").hint


def test_ids_that_differ_by_a_number_are_no_slips(tmp_path: Path) -> None:
    body = '<p xml:id="p-101">x</p><p corresp="#p-102">x</p>'
    assert "Did you mean" not in only(found(tmp_path, one=document(body)), "PTR-001").hint


@pytest.mark.parametrize(
    ("edges", "wrong"),
    [
        ("loc='1' from='2' to='3'", []),
        ("loc='1' from=' 2 '", []),
        ("from='2' to='#a'", ["PTR-005"]),
        ("loc='1' from='2a'", ["PTR-005"]),
    ],
)
def test_numbers_of_words_are_no_pointers(tmp_path: Path, edges: str, wrong: list[str]) -> None:
    listed = "<listWit><witness xml:id='A'>A</witness></listWit>"
    body = f"<p n='1' xml:id='a'>a a a</p><listApp><app {edges}><lem>a</lem><rdg wit='#A'>b</rdg></app></listApp>"
    assert said(found(tmp_path, one=document(body, source=listed)), "PTR") == wrong


def test_pointers_into_other_files(tmp_path: Path) -> None:
    persons = document('<listPerson><person xml:id="cato"><persName>Cato</persName></person></listPerson>')
    body = (
        '<p><persName ref="persons.xml#cato">a</persName><persName ref="persons.xml#catto">b</persName>'
        '<persName ref="#cato">c</persName><persName ref="register.xml#cato">d</persName></p>'
    )
    problems = [p for p in found(tmp_path, one=document(body), persons=persons) if p.code.startswith("PTR")]
    assert sorted(p.code for p in problems) == ["PTR-002", "PTR-012"]
    assert "persons.xml holds no element with the xml:id catto" in only(problems, "PTR-012").message
    assert "Did you mean #cato?" in only(problems, "PTR-012").hint
    assert "names the file register.xml, which is not there" in only(problems, "PTR-002").message


def test_a_file_that_is_not_asked_for_answers_all_the_same(tmp_path: Path) -> None:
    register = document('<listPerson><person xml:id="cato"><persName>Cato</persName></person></listPerson>')
    witnesses = document("<p>x</p>", source='<listWit><witness xml:id="Q">q</witness></listWit>')
    body = (
        '<p><persName ref="#cato">a</persName><persName ref="register.xml#cato">b</persName>'
        '<app><lem>x</lem><rdg wit="#Q">y</rdg></app></p>'
    )
    problems = found(
        tmp_path, tmp_path / "tei/one.xml", one=document(body), register=register, witnesses=witnesses
    )  # fmt: skip
    assert said(problems, "PTR", "APP-001", "APP-003") == []


def test_an_id_of_a_text_needs_the_name_of_its_file(tmp_path: Path) -> None:
    problems = found(
        tmp_path, one=document('<p><ref target="#chap2">x</ref></p>'), two=document('<p xml:id="chap2">y</p>')
    )  # fmt: skip
    assert "write two.xml#chap2" in only(problems, "PTR-001").hint


def test_nothing_outside_the_edition_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text(document('<p xml:id="x">s</p>'))
    (tmp_path / "edition").mkdir()
    body = '<p><ref target="../../secret.xml#x">a</ref><ref target="../../secret.xml#y">b</ref></p>'
    problems = found(tmp_path / "edition", one=document(body))
    assert said(problems, "PTR") == ["PTR-006"]
    assert only(problems, "PTR-006").severity == "info"


def test_a_link_that_leads_out_is_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text(document('<p xml:id="x">s</p>'))
    (tmp_path / "edition/tei").mkdir(parents=True)
    (tmp_path / "edition/tei/link.dat").symlink_to(tmp_path / "secret.xml")
    problems = found(tmp_path / "edition", one=document('<p><ref target="link.dat#x">a</ref></p>'))
    assert said(problems, "PTR") == ["PTR-006"]


PREFIXES = """<encodingDesc><listPrefixDef><prefixDef ident="psn" matchPattern="([a-z]+)" replacementPattern="persons.xml#$1"/>
<prefixDef ident="web" matchPattern="(.+)" replacementPattern="https://example.org/$1"/></listPrefixDef></encodingDesc>"""


def test_a_prefix_of_pictures_is_not_taken_for_one_of_persons(tmp_path: Path) -> None:
    problems = found(tmp_path, one=document('<p><pb facs="img:1"/>a</p>'))
    assert "persons" not in only(problems, "PTR-003").hint


def test_prefixes(tmp_path: Path) -> None:
    persons = document('<listPerson><person xml:id="cato"><persName>Cato</persName></person></listPerson>')
    body = (
        '<p><persName ref="psn:cato web:x">a</persName><persName ref="psn:kato">b</persName>'
        '<persName ref="psn:CATO">c</persName><persName ref="prs:cato">d</persName><ref target="https://x.org">e</ref></p>'
    )
    problems = found(tmp_path, one=document(body, more=PREFIXES), persons=persons)
    assert sorted(said(problems, "PTR")) == ["PTR-003", "PTR-009", "PTR-012"]
    assert "The prefix prs:" in only(problems, "PTR-003").message
    assert "persons.xml#$1" in only(problems, "PTR-003").hint
    assert "does not fit the pattern of its prefix psn:, ([a-z]+)" in only(problems, "PTR-009").message


def test_a_prefix_that_leads_to_itself_comes_to_an_end(tmp_path: Path) -> None:
    more = (
        '<encodingDesc><listPrefixDef><prefixDef ident="a" matchPattern="(.+)" replacementPattern="a:$1x"/>'
        "</listPrefixDef></encodingDesc>"
    )
    assert said(found(tmp_path, one=document('<p corresp="a:b">x</p>', more=more)), "PTR") == []


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "([a-z]+)*", "(a*)*", "((a?)+)b", "a*a*a*a*a*a*b", r"(a)\1+"])
def test_patterns_that_might_take_for_ever_are_refused(pattern: str, tmp_path: Path) -> None:
    assert takes_long(pattern)
    more = f'<encodingDesc><listPrefixDef><prefixDef ident="p" matchPattern="{pattern}" replacementPattern="#$1"/></listPrefixDef></encodingDesc>'
    problems = found(tmp_path, one=document(f'<p corresp="p:{"a" * 150}">x</p>', more=more))
    assert said(problems, "PTR") == ["PTR-011"]
    assert only(problems, "PTR-011").line == 3


@pytest.mark.parametrize(
    "pattern", ["(.+)", "([a-z]+)-([0-9]+)", r"(\d{4})", "(?:x|y)(.*)", "[()*+]+(.)", r"\(a+\)(.+)"]
)
def test_ordinary_patterns_are_used(pattern: str) -> None:
    assert not takes_long(pattern)


@given(st.text(max_size=30), st.text(max_size=20), st.text(max_size=250))
def test_no_pattern_breaks_anything(pattern: str, replacement: str, rest: str) -> None:
    try:
        made = expanded(Prefix("p", pattern, replacement, None, None, None), rest)
    except PatternError as error:
        assert str(error)
    else:
        assert made is None or isinstance(made, str)


def test_targets_of_the_wrong_kind(tmp_path: Path) -> None:
    source = '<listWit xml:id="all"><witness xml:id="A">a</witness></listWit>'
    body = (
        '<p xml:id="p1">x <app><lem wit="#all">a</lem><rdg wit="#p1">b</rdg></app></p>'
        '<listPlace><place xml:id="roma"><placeName>Roma</placeName></place></listPlace>'
        '<p><persName ref="#roma">x</persName><placeName ref="#roma">y</placeName><add hand="#roma">z</add></p>'
    )
    problems = [p for p in found(tmp_path, one=document(body, source=source)) if p.code == "PTR-008"]
    assert sorted(p.message.partition(" points at ")[2] for p in problems) == [
        "a <p>, but should point at a <witness> or a <listWit>.",
        "a <place>, but should point at a <handNote>.",
        "a <place>, but should point at a <person>.",
    ]


def test_addresses_relative_to_a_base_elsewhere_are_not_looked_for(tmp_path: Path) -> None:
    body = '<div xml:base="https://example.org/x/"><p><ref target="a.xml">x</ref><ref target="#no">y</ref></p></div>'
    assert said(found(tmp_path, one=document(body)), "PTR") == ["PTR-001"]


def test_words_that_are_files_or_addresses(tmp_path: Path) -> None:
    (tmp_path / "tei/img").mkdir(parents=True)
    (tmp_path / "tei/img/a b.jpg").write_bytes(b"x")
    body = (
        '<pb facs="img/a%20b.jpg"/><p><ref target="www.example.org/x">x</ref><graphic url="img/A%20b.jpg"/>'
        '<ref target="mailto:a@example.org /top.html //cdn.example.org/x">y</ref></p>'
    )
    problems = [p for p in found(tmp_path, one=document(body)) if p.code == "PTR-002"]
    assert sorted(p.hint.partition("? ")[0] for p in problems) == [
        "Did you mean https://www.example.org/x",
        "Did you mean img/a b.jpg",
    ]


# --- identity -----------------------------------------------------------------------------------------------


def test_ids_that_two_files_share_are_one_remark(tmp_path: Path) -> None:
    one, two = document('<p xml:id="a"/><p xml:id="b"/>'), document('<p xml:id="b"/><p xml:id="a"/>')
    told = only(found(tmp_path, one=one, two=two), "IDN-001")
    assert told.severity == "info"
    assert (
        told.message == "2 xml:id values stand in more than one file of the edition (a, b); a in one.xml and two.xml."
    )


def test_a_repeated_id_is_told_once(tmp_path: Path) -> None:
    problems = found(tmp_path, one=document('<p xml:id="a">x</p><p xml:id="a">y</p>'))
    assert [p.code for p in problems if "xml:id" in p.message] == ["XML-080"]


# --- sigla --------------------------------------------------------------------------------------------------


def test_witnesses_declared_in_another_file(tmp_path: Path) -> None:
    lists = document("<p>x</p>", source='<listWit><witness xml:id="Q">q</witness></listWit>')
    body = '<p><app><lem wit="#A">x</lem><rdg wit="#Q #Z">y</rdg></app></p>'
    text = document(body, source='<listWit><witness xml:id="A">a</witness></listWit>')
    (told,) = [p for p in found(tmp_path, lists=lists, one=text) if p.code.startswith("APP-00")]
    assert told.code == "APP-001"
    assert 'witness "#Z" (once), which no listWit declares. Declared: A.' in told.message


def test_sigla_where_nobody_declares_any(tmp_path: Path) -> None:
    told = only(
        found(tmp_path, one=document('<p><app><lem wit="#A">x</lem><rdg wit="#B">y</rdg></app></p>')), "APP-003"
    )
    assert told.message == "Readings cite witnesses (A, B), but no listWit declares any (and 1 more like it)."


def test_a_siglum_may_be_the_number_of_a_witness(tmp_path: Path) -> None:
    source = '<listWit><witness n="A/1">a</witness><witness n="B">b</witness></listWit>'
    body = '<p><app><lem wit="A/1">x</lem><rdg wit="B">y</rdg></app></p>'
    assert said(found(tmp_path, one=document(body, source=source)), "APP-00", "PTR") == []


def test_many_sigla_are_told_together(tmp_path: Path) -> None:
    readings = "".join(f'<rdg wit="#W{n}">y{n}</rdg>' for n in range(30))
    body, source = f"<p><app><lem>x</lem>{readings}</app></p>", '<listWit><witness xml:id="A">a</witness></listWit>'
    told = only(found(tmp_path, one=document(body, source=source)), "APP-004")
    assert told.message.startswith("Readings cite 30 witnesses (30 times) that no listWit declares: W0, W1")
    assert len(told.message) < 250


# --- characters ---------------------------------------------------------------------------------------------


def test_the_place_of_a_character_is_its_own(tmp_path: Path) -> None:
    body = "<p>Γρ\nαβ <hi>arma\ufffd</hi> x\ufffd</p>"
    told = only(found(tmp_path, one=document(body)), "CHR-001")
    lines = document(body).split("\n")
    assert told.line is not None and told.column is not None
    assert lines[told.line - 1][told.column - 1] == "\ufffd"
    assert "(and 1 more like it)" in told.message


def test_characters_written_as_references_are_found_too(tmp_path: Path) -> None:
    told = only(found(tmp_path, one=document("<p>x &#x93;a&#x94;</p>")), "CHR-002")
    assert "U+0093" in told.message
    assert "It was probably “ in a file from Windows." in told.hint


def test_a_file_that_is_included_has_its_own_places(tmp_path: Path) -> None:
    part = '<p xmlns="http://www.tei-c.org/ns/1.0">a\n b\u200bc</p>'
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei/part.inc").write_text(part, encoding="utf-8")
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="part.inc"/>'
    told = only(found(tmp_path, one=document(include)), "CHR-004")
    assert (told.file, told.line, told.column) == ("tei/part.inc", 2, 3)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("می\u200cخواهم", []),  # a joiner that Persian needs
        ("क्\u200dष", []),
        ("ar\u200dma", ["CHR-004"]),
        ("XIXго века", []),
        ("β-carotene αA", []),
        ("Mосква", ["CHR-007"]),
        ("ὁ λόγοs", []),  # no letter of Greek looks like a Latin s
        ("λόγoς", ["CHR-007"]),
        ("\ue000", ["CHR-003"]),
        ("<g>\ue000</g>", []),
        ("e\u0301", ["CHR-008"]),
        ("日本語 العربية עברית", []),
    ],
)
def test_what_is_told_of_characters(text: str, codes: list[str], tmp_path: Path) -> None:
    assert said(found(tmp_path, one=document(f"<p>{text}</p>")), "CHR") == codes


@given(st.text(alphabet="abcxyzABCабвгдАВСабгдαβγδοΑΒΓ", max_size=12))
def test_words_of_one_script_are_never_mixed(word: str) -> None:
    told = wrong_script(word)
    assert told is None or told[0] in word
    assert wrong_script("".join(char for char in word if char.isascii())) is None


# --- languages, dates, headers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "code", "guess"),
    [
        ("greek", "LNG-002", "grc (ancient Greek) or el"),
        ("gr", "LNG-002", "grc (ancient Greek) or el"),
        ("lat", "LNG-003", "Did you mean la?"),
        ("eng-GB", "LNG-003", "Did you mean en-gb?"),
        ("de_AT", "LNG-001", "Did you mean de-AT?"),
        ("la grc", "LNG-001", ""),
        ("MP", "LNG-002", ""),
    ],
)
def test_tags_that_are_wrong(tag: str, code: str, guess: str, tmp_path: Path) -> None:
    told = only(found(tmp_path, one=document(f'<p xml:lang="{tag}">x</p>')), code)
    assert guess in told.hint
    assert "RNG-042" not in said(found(tmp_path, one=document(f'<p xml:lang="{tag}">x</p>')))


@pytest.mark.parametrize(
    "tag", ["la", "grc-Latn", "de-AT-1901", "sr-Cyrl-RS", "x-klingon", "i-navajo", "und", "", "cop-Copt"]
)
def test_tags_that_are_right(tag: str, tmp_path: Path) -> None:
    assert said(found(tmp_path, one=document(f'<p xml:lang="{tag}">x</p>')), "LNG") == []


def test_languages_that_are_not_declared(tmp_path: Path) -> None:
    more = '<profileDesc><langUsage><language ident="grc">Greek</language></langUsage></profileDesc>'
    body = '<p xml:lang="grc-Latn">x</p><p xml:lang="la">y</p><p xml:lang="de">z</p>'
    assert "uses: la, de." in only(found(tmp_path, one=document(body, more=more)), "LNG-004").message


@pytest.mark.parametrize(
    ("year", "month", "day", "real"),
    [(1918, 2, 29, False), (2024, 2, 29, True), (1500, 2, 29, True), (1900, 2, 29, False), (1918, 13, None, False),
     (1918, 4, 31, False), (12000, 2, 29, True), (-44, 3, 15, True)],
)  # fmt: skip
def test_days_that_there_are(year: int, month: int, day: int | None, real: bool) -> None:
    assert (impossible(year, month, day) == "") is real


@pytest.mark.parametrize(
    ("written", "proposed"),
    [("3.2.1918", "1918-02-03"), ("1918-2-3", "1918-02-03"), ("19180203", "1918-02-03"), ("79", "0079"), ("-44", "-0044"),
     ("about 1918", "1918"), ("31/12/1918", "1918-12-31"), ("12/31/1918", "1918-12-31"), ("3/2/1918", ""), ("soon", "")],
)  # fmt: skip
def test_dates_that_were_meant(written: str, proposed: str) -> None:
    assert meant(written) == (f'Did you mean "{proposed}"? ' if proposed else "")


@given(st.dates(), st.dates())
def test_of_two_days_the_later_is_later(one: object, two: object) -> None:
    assert is_later(str(one), str(two)) is (one > two)  # type: ignore[operator]
    assert not is_later(str(one), str(one)[:4])
    assert not is_later(str(one)[:7], str(one))


@pytest.mark.parametrize(
    "attributes",
    ['when="1918"', 'when="1918-02"', 'when="--02-28"', 'when="1918-02-03T12:00:00Z"', 'when="-0044-03-15"',
     'when-iso="1918-02-03/1918-02-05"', 'from="1918" to="1918-12"', 'notBefore="1918-02" notAfter="1918"', 'when="12:30:00"'],
)  # fmt: skip
def test_dates_that_are_right(attributes: str, tmp_path: Path) -> None:
    assert said(found(tmp_path, one=document(f"<p><date {attributes}>x</date></p>")), "DAT") == []


def test_from_and_to_of_pages_and_entries_are_no_dates(tmp_path: Path) -> None:
    body = (
        '<p><locus from="12r" to="3v">x</locus> <bibl><biblScope unit="page" from="9" to="3">x</biblScope></bibl></p>'
    )
    assert said(found(tmp_path, one=document(body)), "DAT") == []


def test_a_wrong_date_is_told_once(tmp_path: Path) -> None:
    problems = found(tmp_path, one=document('<p><date when="1918-02-30">x</date></p>'))
    assert said(problems, "DAT", "RNG") == ["DAT-001"]
    assert "there is no day 30 in February 1918, which has 28 days" in only(problems, "DAT-001").message


def test_an_edition_with_a_licence_needs_none_in_its_headers(tmp_path: Path) -> None:
    bare = document("<p>a</p>", publication="<publicationStmt><p/></publicationStmt>")
    assert "MET-002" in said(found(tmp_path, one=bare))
    (tmp_path / "edition.toml").write_text('[edition]\nlicence = "CC BY 4.0"\n')
    assert "MET-002" not in said(found(tmp_path, one=bare))


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    front = '<?xml version="1.0"?>\n<?xml-model href="../schema/no.rng" schematypens="http://relaxng.org/ns/structure/1.0"?>\n'
    told = only(found(tmp_path, one=document("<p>a</p>", front=front)), "MET-006")
    assert (told.line, "../schema/no.rng" in told.message) == (2, True)
    web = front.replace("../schema/no.rng", "https://example.org/tei_all.rng")
    assert said(found(tmp_path, one=document("<p>a</p>", front=web)), "MET") == []


def test_a_part_of_a_file_may_point_at_the_whole_of_it(tmp_path: Path) -> None:
    part = '<div xmlns="http://www.tei-c.org/ns/1.0" xml:id="d"><p corresp="#whole #d">x</p></div>'
    include = '<p xml:id="whole">w</p><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="part.xml"/>'
    problems = found(tmp_path, host=document(include), part=part)
    assert said(problems, "PTR", "RNG-005") == []
    (tmp_path / "other").mkdir()
    alone = found(tmp_path / "other", part=part)
    assert said(alone, "PTR", "RNG-005") == ["RNG-005", "PTR-001"]


def test_the_header_may_be_in_a_language_of_its_own(tmp_path: Path) -> None:
    more = '<profileDesc><langUsage><language ident="la">Latin</language></langUsage></profileDesc>'
    text = document("<p>x</p>", more=more).replace("<teiHeader>", '<teiHeader xml:lang="en">')
    assert said(found(tmp_path, one=text.replace("<text>", '<text xml:lang="la">')), "LNG") == []


@pytest.mark.parametrize(
    "value", ["9" * 400, "a/" + "b" * 300, "%00#x", "x%FF.xml#a", "#%zz", "..", ".", "?#", "~", "a\\b.xml"]
)
def test_values_that_are_no_names_of_files(value: str, tmp_path: Path) -> None:
    problems = found(tmp_path, one=document(f'<p corresp="{value}"><graphic url="{value}"/></p>'))
    assert all(len(p.message) < 250 for p in problems)
    assert "OUT-005" not in said(problems)
