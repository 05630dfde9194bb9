"""Names tagged by registers: what is found, what is left to the editor, and that nothing else in a file changes."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from recensio.commands_names import names
from recensio.law import source_words
from recensio.names import Named, tag_names
from recensio.names import report as reports
from recensio.names.flow import stretches
from recensio.names.forms import forms_of_person, words_of
from recensio.names.markup import Markup
from recensio.names.registers import Registers, read
from recensio.names.report import TAGGED, UNDECIDED, UNKNOWN
from recensio.names.source import Refused
from recensio.names.source import read as read_text

ROOT = Path(__file__).parent.parent
SPECIMENS = ROOT / "tests" / "specimens"
CORPORA = ROOT.parent / "shared" / "corpora"

REGISTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><standOff>
<listPerson>
<person xml:id="voss"><persName>Voss, Helena Maria</persName><persName>Voss</persName><persName>Helene Voss</persName></person>
<person xml:id="orlov"><persName><forename>Ivan</forename> <surname>Orlov</surname></persName><persName type="hidden">Wolf</persName></person>
<person xml:id="brandt-a"><persName>Brandt</persName><persName>Anna Brandt</persName></person>
<person xml:id="brandt-c"><persName>Brandt</persName><persName>Carl Brandt</persName></person>
<person xml:id="noname"/>
<person><persName>Nobody</persName></person>
</listPerson>
<listPlace><place xml:id="velmora"><placeName>Velmora</placeName><placeName>Old Velmora</placeName></place>
<place xml:id="kara"><placeName>Kara-Bogaz</placeName></place></listPlace>
<listOrg><org xml:id="guild"><orgName>Guild of the Bridge</orgName><orgName>V.B.G.</orgName></org>
<org xml:id="millers"><orgName>the Millers' League</orgName></org></listOrg>
<listEvent><event xml:id="flood"><label>Great Flood</label></event></listEvent>
<listBibl><bibl xml:id="annals"><title>Annals of Velmora</title><author>Orlov</author></bibl></listBibl>
</standOff></TEI>"""


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Registers:
    path = tmp_path_factory.mktemp("edition") / "registers" / "names.xml"
    path.parent.mkdir()
    path.write_text(REGISTER, encoding="utf-8")
    return read([path])


def document(body: str, *, lang: str = "en") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!-- kept --><TEI xmlns="http://www.tei-c.org/ns/1.0">\n  <teiHeader><fileDesc>'
        "<titleStmt>\n    <title>Voss</title>\n  </titleStmt><publicationStmt><p>Voss</p></publicationStmt><sourceDesc><p/></sourceDesc>"
        f'</fileDesc></teiHeader>\n<text xml:lang="{lang}"><body>{body}</body></text></TEI>\n'
    )


def named(body: str, registers: Registers, folder: Path, *, lang: str = "en") -> Named:
    path = folder / "text.xml"
    path.write_text(document(body, lang=lang), encoding="utf-8", newline="")
    return tag_names(read_text(path), registers, registers.entries[0].file.parent.parent / "text.xml")


def body_of(result: Named) -> str:
    """The body, with the attributes of each tag cut down to the entry's id and the certainty's first letter."""
    inside = result.text.partition("<body>")[2].partition("</body>")[0]
    root = etree.fromstring(f'<body xmlns="http://www.tei-c.org/ns/1.0">{inside}</body>')
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("resp") == "#recensio":
            ref, cert = element.get("ref", ""), element.get("cert", "")
            element.attrib.clear()
            element.set("r", ref.partition("#")[2] + "/" + cert[0])
    text = etree.tostring(root, encoding="unicode")
    return text.replace(' xmlns="http://www.tei-c.org/ns/1.0"', "").removeprefix("<body>").removesuffix("</body>")


VOSS = '<persName r="voss/h">'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>Voss came.</p>", f"<p>{VOSS}Voss</persName> came.</p>"),
        ("<p>It was Voss's and Voss’ own.</p>", f"<p>It was {VOSS}Voss</persName>'s and {VOSS}Voss</persName>’ own.</p>"),
        ("<p>with Helene Voss there</p>", f"<p>with {VOSS}Helene Voss</persName> there</p>"),
        ("<p>Ivan Orlov and Orlov</p>", '<p><persName r="orlov/h">Ivan Orlov</persName> and <persName r="orlov/m">Orlov</persName></p>'),
        ("<p>I. Orlov, I Orlov</p>", '<p><persName r="orlov/m">I. Orlov</persName>, <persName r="orlov/m">I Orlov</persName></p>'),
        ("<p>H. M. Voss, H.M. Voss, HM Voss</p>", "<p>" + ", ".join(f'<persName r="voss/m">{n} Voss</persName>' for n in ("H. M.", "H.M.", "HM")) + "</p>"),
        ("<head>VOSS IN OLD VELMORA</head>", f'<head>{VOSS}VOSS</persName> IN <placeName r="velmora/h">OLD VELMORA</placeName></head>'),
        ("<p>in old Velmora</p>", '<p>in old <placeName r="velmora/h">Velmora</placeName></p>'),
        ("<p>Kara-<lb break=\"no\"/>Bogaz</p>", '<p><placeName r="kara/h">Kara-<lb break="no"/>Bogaz</placeName></p>'),
        ("<p>Vel-\n<pb n=\"2\" break=\"no\"/>mora</p>", '<p><placeName r="velmora/h">Vel-\n<pb n="2" break="no"/>mora</placeName></p>'),
        ("<p>Old\n<lb/>Velmora</p>", '<p><placeName r="velmora/h">Old\n<lb/>Velmora</placeName></p>'),
        ("<p><hi>Helene</hi> Voss</p>", f"<p>{VOSS}<hi>Helene</hi> Voss</persName></p>"),
        ("<p><hi>Voss</hi></p>", f"<p><hi>{VOSS}Voss</persName></hi></p>"),
        ("<p>Guild of <fw>3</fw><pb/>the Bridge</p>", '<p><orgName r="guild/h">Guild of <fw>3</fw><pb/>the Bridge</orgName></p>'),
        ("<p>The V.B.G. met</p>", '<p>The <orgName r="guild/h">V.B.G.</orgName> met</p>'),
        ("<p>The Millers’ League</p>", '<p><orgName r="millers/h">The Millers’ League</orgName></p>'),
        ("<p>after the Great Flood</p>", '<p>after the <name r="flood/h">Great Flood</name></p>'),
        ("<p>in the Annals of Velmora</p>", '<p>in the <title r="annals/h">Annals of Velmora</title></p>'),
        ("<p><w>Helene</w><w>Voss</w> <w>came</w></p>", f"<p>{VOSS}<w>Helene</w><w>Voss</w></persName> <w>came</w></p>"),
        ("<p><w>Voss</w></p>", f"<p>{VOSS}<w>Voss</w></persName></p>"),
        ("<p>x<note>Voss</note></p>", f"<p>x<note>{VOSS}Voss</persName></note></p>"),
        ("<p><app><lem>Voss</lem><rdg>Orlov</rdg></app></p>", f'<p><app><lem>{VOSS}Voss</persName></lem><rdg><persName r="orlov/m">Orlov</persName></rdg></app></p>'),
        ("<p><choice><abbr>H.</abbr><expan>Helene</expan></choice> Voss</p>", f"<p>{VOSS}<choice><abbr>H.</abbr><expan>Helene</expan></choice> Voss</persName></p>"),
        ("<p>Velmora &amp; &#86;oss</p>", f'<p><placeName r="velmora/h">Velmora</placeName> &amp; {VOSS}Voss</persName></p>'),
        ("<list><item>Voss</item></list>", f"<list><item>{VOSS}Voss</persName></item></list>"),
        ("<lg><l>Voss</l></lg>", f"<lg><l>{VOSS}Voss</persName></l></lg>"),
    ],
)  # fmt: skip
def test_names_are_tagged(before: str, after: str, registers: Registers, tmp_path: Path) -> None:
    result = named(before, registers, tmp_path)
    assert not result.problems
    assert body_of(result) == after.replace("&#86;", "V")


@pytest.mark.parametrize(
    "body",
    [
        "<p>Vossian, Devoss, Voss-like, voss, O'Voss and 3Voss</p>",
        "<p><persName>Voss</persName> and <rs>Orlov</rs> <title>On Voss</title></p>",
        "<p><bibl>Voss, Velmora</bibl> <ref target='#a'>Voss</ref></p>",
        "<p>Old</p><p>Velmora-on-Sea</p>",
        "<p>Guild of.</p><p>the Bridge</p>",
        "<p>Guild<note>n</note> of the Bridge</p>",
        "<p>Great. Flood and great flood</p>",
        "<p>Wolf and Nobody</p>",
        "<p><choice><sic>Voss</sic><corr>Boss</corr></choice> <del>Voss</del></p>",
        '<p><formula xmlns="http://www.w3.org/1998/Math/MathML">Voss</formula></p>',
        "<p>KARA-BOGAz</p>",
    ],
)
def test_what_is_no_name_or_is_tagged_already_stays(body: str, registers: Registers, tmp_path: Path) -> None:
    result = named(body, registers, tmp_path)
    assert result.text == document(body)
    assert result.tags == 0


def rows(result: Named, what: str) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(row.name, row.count, row.entries) for row in result.report.of(what)]


def test_homonyms_are_left_to_the_editor(registers: Registers, tmp_path: Path) -> None:
    result = named("<p>Brandt met Anna Brandt and Brandt.</p>", registers, tmp_path)
    assert body_of(result) == '<p>Brandt met <persName r="brandt-a/h">Anna Brandt</persName> and Brandt.</p>'
    assert rows(result, UNDECIDED) == [("Brandt", 2, ("names.xml#brandt-a", "names.xml#brandt-c"))]
    (row,) = result.report.of(UNDECIDED)
    assert len(row.places) == 2
    assert "several entries" in row.reason


@pytest.mark.parametrize("body", ["<p>There Hugo Voss came.</p>", "<p>There came Voss Street.</p>"])
def test_a_surname_in_another_name_is_left_to_the_editor(body: str, registers: Registers, tmp_path: Path) -> None:
    result = named(body, registers, tmp_path)
    assert result.tags == 0
    assert rows(result, UNDECIDED) == [("Voss", 1, ("names.xml#voss",))]


@pytest.mark.parametrize(
    "body", ["<p>Then Comrade Voss came.</p>", "<p>He left. When Voss came.</p>", "<p>Velmora Voss left.</p>"]
)
def test_titles_and_openings_of_sentences_are_no_part_of_a_name(
    body: str, registers: Registers, tmp_path: Path
) -> None:
    assert "voss/h" in body_of(named(body, registers, tmp_path))


def test_in_german_every_noun_has_a_capital(registers: Registers, tmp_path: Path) -> None:
    assert "voss/h" in body_of(named("<p>Da kam Genossin Müller und Nachbar Voss.</p>", registers, tmp_path, lang="de"))


def test_a_name_that_cuts_an_element_is_left_to_the_editor(registers: Registers, tmp_path: Path) -> None:
    result = named("<p><hi>with Guild</hi> of the Bridge</p>", registers, tmp_path)
    assert result.tags == 0
    assert "no element can hold" in result.report.of(UNDECIDED)[0].reason


def test_no_tag_is_put_into_a_cdata_section(registers: Registers, tmp_path: Path) -> None:
    result = named("<p><![CDATA[Voss & Orlov]]> Voss</p>", registers, tmp_path)
    assert result.tags == 1
    assert "<![CDATA[Voss & Orlov]]> <persName" in result.text


def test_what_may_be_a_name_is_listed(registers: Registers, tmp_path: Path) -> None:
    body = (
        "<p>Then Professor Emil Haas saw the League of Rivers. The rivers were low. He met Haas in May, and Ludwig von "
        "Erlach, and Erlach. Haas left.</p><head>THE LAST CHAPTER</head>"
    )
    found = {row.name: (row.count, row.reason) for row in named(body, registers, tmp_path).report.of(UNKNOWN)}
    assert found["Emil Haas"] == (1, "behind a title")
    assert found["Haas"] == (2, "")
    assert found["Ludwig von Erlach"] == (1, "")
    assert found["League of Rivers"] == (1, "")
    assert not {"The", "Then", "He", "May", "THE LAST CHAPTER"} & found.keys()


def test_places_in_the_report_are_those_of_the_file(registers: Registers, tmp_path: Path) -> None:
    result = named("<p>one\ntwo Voss</p>", registers, tmp_path)
    (row,) = result.report.of(TAGGED)
    line, column = row.places[0]
    assert document("<p>one\ntwo Voss</p>").split("\n")[line - 1][column - 1 :].startswith("Voss")


def test_who_tagged_is_told_in_the_header_once(registers: Registers, tmp_path: Path) -> None:
    first = named("<p>Voss</p>", registers, tmp_path)
    assert first.text.count('<respStmt xml:id="recensio">') == 1
    assert first.text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<!-- kept --><TEI')
    path = tmp_path / "text.xml"
    path.write_text(first.text.replace("</body>", "<p>Orlov</p></body>"), encoding="utf-8")
    again = tag_names(read_text(path), registers, path)
    assert again.tags == 1
    assert again.text.count("<respStmt") == 1


def test_a_statement_of_the_importer_is_used(registers: Registers, tmp_path: Path) -> None:
    path = tmp_path / "text.xml"
    said = '<respStmt xml:id="importer"><resp>x</resp><name>Recensio 1 (a program)</name></respStmt></titleStmt>'
    path.write_text(document("<p>Voss</p>").replace("</titleStmt>", said), encoding="utf-8")
    result = tag_names(read_text(path), registers, path)
    assert 'resp="#importer"' in result.text
    assert "names tagged by" not in result.text


def test_the_prefix_of_a_file_is_kept(registers: Registers, tmp_path: Path) -> None:
    path = tmp_path / "text.xml"
    path.write_text(
        '<t:TEI xmlns:t="http://www.tei-c.org/ns/1.0"><t:text><t:body><t:p>Voss</t:p></t:body></t:text></t:TEI>'
    )
    result = tag_names(read_text(path), registers, path)
    assert "<t:p><t:persName ref=" in result.text
    assert "resp" not in result.text, "there is no header to declare who tagged"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_encoding_and_line_ends_are_kept(encoding: str, registers: Registers, tmp_path: Path) -> None:
    declared = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    text = document("<p>Vossé Voss</p>").replace("UTF-8", declared).replace("\n", "\r\n")
    path = tmp_path / "text.xml"
    path.write_bytes(text.encode(encoding))
    source = read_text(path)
    written = source.written(tag_names(source, registers, path).text)
    assert written.decode(encoding).replace("\r\n", "").count("\n") == 0
    assert etree.fromstring(written).xpath("string(//*[local-name()='persName'])") == "Voss"


def test_entries_in_the_same_file_are_pointed_at_by_id(tmp_path: Path) -> None:
    path = tmp_path / "text.xml"
    path.write_text(
        document("<p>Voss</p>").replace(
            "</TEI>",
            '<standOff><listPerson><person xml:id="v"><persName>Voss</persName></person></listPerson></standOff></TEI>',
        )
    )
    result = tag_names(read_text(path), read([path]), path)
    assert '<persName ref="#v"' in result.text
    assert result.tags == 1


# --- Forms ------------------------------------------------------------------------------------------------------------


def test_forms_of_a_person() -> None:
    listed = [form.text for form in forms_of_person("Voss, Helena Maria") if form.listed]
    derived = {form.text for form in forms_of_person("Voss, Helena Maria") if not form.listed}
    assert listed == ["Voss, Helena Maria"]
    assert {"Helena Maria Voss", "Helena Voss", "H. M. Voss", "HM Voss", "Voss"} <= derived
    assert [form.text for form in forms_of_person("Madonna")] == ["Madonna"]
    assert "von Erlach" in {form.text for form in forms_of_person("x", "Erlach", "Ludwig", "von")}


def test_words_of_other_scripts() -> None:
    assert [word.text for word in words_of("Иван Орлов; Ἀχιλλεύς, O’Hara")] == [
        "Иван",
        "Орлов",
        "Ἀχιλλεύς",
        "O",
        "Hara",
    ]


def test_inflections_that_a_register_lists(tmp_path: Path) -> None:
    path = tmp_path / "r.xml"
    path.write_text(
        '<listPerson xmlns="http://www.tei-c.org/ns/1.0"><person xml:id="o"><persName>Орлов</persName>'
        "<persName>Орлова</persName></person></listPerson>",
        encoding="utf-8",
    )
    result = named("<p>Он видел Орлова и Орловского.</p>", read([path]), tmp_path, lang="ru")
    assert result.tags == 1
    assert ">Орлова</persName>" in result.text


def test_a_register_without_entries_is_told(tmp_path: Path) -> None:
    path = tmp_path / "r.xml"
    path.write_text(
        '<listPerson xmlns="http://www.tei-c.org/ns/1.0"><person><persName>A</persName></person></listPerson>'
    )
    (problem,) = read([path]).problems
    assert problem.code == "NAM-002"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<TEI.2><text><body><p>Voss</p></body></text></TEI.2>", "NAM-001"),
        ("<html/>", "NAM-001"),
        (REGISTER, "NAM-001"),
        ("<TEI", "XML"),
    ],
)
def test_what_is_no_text_is_refused(content: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "text.xml"
    path.write_text(content)
    with pytest.raises(Refused) as refusal:
        read_text(path)
    assert refusal.value.problems[0].code.startswith(code)


# --- The command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    (tmp_path / "edition.toml").touch()
    (tmp_path / "tei" / "registers").mkdir(parents=True)
    (tmp_path / "tei" / "registers" / "names.xml").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "tei" / "text.xml").write_text(document("<p>Voss and Brandt met Emil Haas.</p>"), encoding="utf-8")
    return tmp_path


def test_the_command_tags_by_the_registers_of_the_edition(edition: Path) -> None:
    file = edition / "tei" / "text.xml"
    result = CliRunner().invoke(names, [str(file)])
    assert result.exit_code == 0, result.output
    assert "1 tagged (1 different)" in result.output
    assert "1 left for you to decide" in result.output
    assert '<persName ref="registers/names.xml#voss" cert="high" resp="#recensio">Voss</persName>' in file.read_text()
    once = file.read_bytes()
    assert CliRunner().invoke(names, [str(file)]).exit_code == 0
    assert file.read_bytes() == once
    assert sorted(p.name for p in file.parent.iterdir()) == ["registers", "text.xml"], "nothing is left beside it"


def test_the_command_can_write_elsewhere_or_not_at_all(edition: Path) -> None:
    file, other = edition / "tei" / "text.xml", edition / "out" / "named.xml"
    before = file.read_bytes()
    dry = CliRunner().invoke(names, [str(file), "--dry-run", "--report", "json"])
    assert {row["what"] for row in json.loads(dry.output)["rows"]} == {"tagged", "undecided", "unknown"}
    assert file.read_bytes() == before
    assert CliRunner().invoke(names, [str(file), "-o", str(other)]).exit_code == 0
    assert file.read_bytes() == before
    assert 'ref="../tei/registers/names.xml#voss"' in other.read_text()


def test_the_command_takes_registers_from_anywhere(edition: Path, tmp_path: Path) -> None:
    register = tmp_path / "mine.xml"
    register.write_text(REGISTER.replace("Voss", "Haas"), encoding="utf-8")
    file = edition / "tei" / "text.xml"
    result = CliRunner().invoke(names, [str(file), "--register", str(register), "--report", "tsv", "--dry-run"])
    lines = [line.split("\t") for line in result.output.splitlines()]
    assert lines[0] == ["file", *reports.COLUMNS]
    assert ["undecided", "Haas", "1"] in [line[1:4] for line in lines], "Emil may be somebody else"


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "text.xml"
    file.write_text(document("<p>Voss</p>"))
    result = CliRunner().invoke(names, [str(file)])
    assert "There are no registers" in result.output
    (tmp_path / "bad.xml").write_text("<TEI")
    broken = CliRunner().invoke(names, [str(file), "--register", str(tmp_path / "bad.xml")])
    assert broken.exit_code == 1
    foreign = CliRunner().invoke(names, [str(tmp_path / "bad.xml"), "--register", str(tmp_path / "bad.xml")])
    assert foreign.exit_code == 1


def test_a_text_without_names_is_told() -> None:
    assert "no names" in reports.as_text(reports.NamesReport("x.xml", ()))


# --- Laws -------------------------------------------------------------------------------------------------------------


def _register_of(text: str, folder: Path, seed: int) -> Registers:
    """A register of words and pairs of words that a text has often: more names than any edition has."""
    single: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for stretch in stretches(Markup(text)):
        words = words_of(stretch.text)
        single.update(word.text for word in words if len(word.text) > 1)
        pairs.update(f"{a.text} {b.text}" for a, b in pairwise(words) if not b.gap)
    forms = [w for w, _ in single.most_common(40)][seed % 7 :: 2] + [p for p, _ in pairs.most_common(30)]
    entries = "".join(
        f'<{kind} xml:id="e{n}"><{name}>{escape(form)}</{name}></{kind}>'
        for n, form in enumerate(forms)
        for kind, name in [(("person", "persName"), ("place", "placeName"), ("org", "orgName"))[n % 3]]
    )
    path = folder / "register.xml"
    path.write_text(f'<standOff xmlns="http://www.tei-c.org/ns/1.0">{entries}</standOff>', encoding="utf-8")
    return read([path])


FILES = [*sorted(SPECIMENS.glob("*.xml")), *sorted(CORPORA.glob("*.xml"))]


@pytest.mark.parametrize("path", [f for f in FILES if f.stat().st_size < 150_000], ids=lambda p: p.stem[:40])
def test_no_word_changes_and_twice_is_once(path: Path, tmp_path: Path) -> None:
    try:
        source = read_text(path)
    except Refused:
        pytest.skip("no TEI P5 with a text")
    known = _register_of(source.text, tmp_path, 0)
    result = tag_names(source, known, path)
    assert result.problems == ()
    other = tmp_path / path.name
    other.write_bytes(source.written(result.text))
    assert tag_names(read_text(other), known, path).text == result.text


_PIECES = st.lists(
    st.sampled_from(
        ["Voss ", "Helene ", "Guild of ", "the Bridge ", "Velmora", "-", " ", ". ", "'s ", "Hugo ", "Ivan", "Orlov, ", "<hi>", "</hi>",
         '<lb break="no"/>', "<lb/>", "<note>Voss</note>", "<app><lem>Voss</lem><rdg>Ivan</rdg></app>", "</p><p>", "&amp;",
         "<choice><sic>Vos</sic><corr>Voss</corr></choice>", "<w>Voss</w>", "<persName>Ivan</persName>", "<del>x</del>"]
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(pieces=_PIECES)
def test_any_text_keeps_its_words(
    pieces: list[str], registers: Registers, tmp_path_factory: pytest.TempPathFactory
) -> None:
    body = "<p>" + "".join(pieces) + "</p>"
    try:
        before = etree.fromstring(document(body).encode())
    except etree.XMLSyntaxError:
        return
    folder = tmp_path_factory.mktemp("any")
    result = named(body, registers, folder)
    after = etree.fromstring(result.text.encode())
    assert result.problems == ()
    assert source_words(before).base == source_words(after).base
    assert source_words(before).aside == source_words(after).aside
    path = folder / "text.xml"
    path.write_text(result.text, encoding="utf-8", newline="")
    assert (
        tag_names(read_text(path), registers, registers.entries[0].file.parent.parent / "text.xml").text == result.text
    )
