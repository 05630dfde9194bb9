"""Witness lists and entries in other files of the edition come to the text they belong to."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import build_in, tei
from lxml import etree

from recensio.guests import joined
from recensio.locate import Locator
from recensio.parse import parse

LISTS = '<listWit><witness xml:id="M">Mediceus</witness><witness xml:id="P">Palatinus</witness></listWit>'
VERSES = (
    '<l n="1">arma <anchor xml:id="a"/>virumque<anchor xml:id="b"/> cano</l>'
    '<l n="2"><app><lem>Troiae</lem><rdg wit="{P}">Graeciae</rdg></app> qui primus ab oris</l>'
)
ENTRIES = (
    '<listApp>\n<app from="aeneid.xml#a" to="aeneid.xml#b"><lem>virumque</lem><rdg wit="#M">virum</rdg></app></listApp>'
    '\n<listApp corresp="aeneid.xml"><app loc="2"><lem>oris</lem><rdg wit="#M #P">horis</rdg></app></listApp>'
)


def stand_off(content: str) -> str:
    return tei("").replace("<text>", f"<standOff>{content}</standOff><text>")


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = folder / "tei" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    (folder / "edition.toml").write_text('[edition]\ntitle = "x"\n', encoding="utf-8")
    return folder / "tei"


@pytest.mark.parametrize("cited", ["#P", "witnesses.xml#P"])
def test_an_edition_of_three_files(tmp_path: Path, cited: str) -> None:
    write(tmp_path, {
        "aeneid.xml": tei(VERSES.replace("{P}", cited)),
        "apparatus.xml": stand_off(ENTRIES),
        "witnesses.xml": stand_off(LISTS),
    })  # fmt: skip
    report = build_in(tmp_path)
    text = next(t for t in report.texts if t.id == "aeneid")
    assert {siglum: (tmp_path / "output" / path).read_text().split() for siglum, path in text.witnesses.items()} == {
        "M": ["arma", "virum", "cano", "Troiae", "qui", "primus", "ab", "horis"],
        "P": ["arma", "virumque", "cano", "Graeciae", "qui", "primus", "ab", "horis"],
    }
    reading = (tmp_path / "output" / "txt" / "aeneid.txt").read_text()
    assert reading.split() == ["arma", "virumque", "cano", "Troiae", "qui", "primus", "ab", "oris"]
    assert text.apparatus == 3
    assert not [p for p in report.ordered if p.code.startswith(("TXT", "PTR", "APP-001"))]


def test_a_list_is_not_taken_where_two_texts_declare_the_siglum(tmp_path: Path) -> None:
    write(tmp_path, {
        "aeneid.xml": tei(VERSES.replace("{P}", "#P")),
        "one.xml": tei("<p>x</p>", witnesses=LISTS),
        "two.xml": tei("<p>y</p>", witnesses=LISTS),
    })  # fmt: skip
    report = build_in(tmp_path, to=("txt",))
    assert next(t for t in report.texts if t.id == "aeneid").witnesses == {}


def test_places_stay_those_of_each_file(tmp_path: Path) -> None:
    folder = write(tmp_path, {"aeneid.xml": tei(VERSES), "apparatus.xml": stand_off(ENTRIES)})
    host, guest = (parse(folder / name, folder=folder, name=name) for name in ("aeneid.xml", "apparatus.xml"))
    line = (folder / "apparatus.xml").read_text().split("<app from")[0].count("\n") + 1
    whole = joined(host, [guest])
    assert whole.root is not None
    locator = Locator(whole)
    places = [locator.of(app) for app in whole.root.iter("{*}app")]
    assert [(p.file, p.line) for p in places] == [
        ("aeneid.xml", places[0].line),
        ("apparatus.xml", line),
        ("apparatus.xml", line + 1),
    ]
    assert locator.of(next(whole.root.iter("{*}standOff"))).file == "aeneid.xml"
    assert [app.get("from") for app in whole.root.iter("{*}app")] == [None, "#a", None]


def test_a_text_with_nothing_elsewhere_stays_as_it_is(tmp_path: Path) -> None:
    folder = write(tmp_path, {"aeneid.xml": tei(VERSES), "other.xml": tei("<p>x</p>")})
    host, guest = (parse(folder / name, folder=folder) for name in ("aeneid.xml", "other.xml"))
    assert host.root is not None
    before = etree.tostring(host.root)
    assert joined(host, [guest]).root is host.root
    assert etree.tostring(host.root) == before


def test_entries_bring_the_witnesses_and_the_scholars_that_their_own_file_names(tmp_path: Path) -> None:
    entries = (
        '<listBibl><bibl xml:id="Falk"><author>Falk</author> <date>1901</date></bibl><bibl xml:id="Nemo">x</bibl></listBibl>'
        '<listApp><app from="../aeneid.xml#a" to="../aeneid.xml#b"><lem>virumque</lem><rdg wit="../lists/witnesses.xml#M"'
        ' source="#Falk">virum</rdg><note><ref target="../lists/witnesses.xml#M">M</ref></note></app></listApp>'
    )
    folder = write(tmp_path, {
        "aeneid.xml": tei(VERSES.replace("{P}", "#P")),
        "notes/apparatus.xml": stand_off(entries),
        "lists/witnesses.xml": stand_off(LISTS),
    })  # fmt: skip
    report = build_in(tmp_path)
    text = next(t for t in report.texts if t.id == "aeneid")
    assert list(text.witnesses) == ["M", "P"]
    assert "virum M Falk 1901" in (tmp_path / "output" / str(text.apparatus_txt)).read_text()
    names = ("aeneid.xml", "notes/apparatus.xml", "lists/witnesses.xml")
    whole = joined(*(lambda host, *guests: (host, guests))(*(parse(folder / n, folder=folder, name=n) for n in names)))
    assert whole.root is not None
    assert [e.get("target") for e in whole.root.iter("{*}ref")] == ["lists/witnesses.xml#M"]
    assert [e.get("{http://www.w3.org/XML/1998/namespace}id") for e in whole.root.iter("{*}bibl")] == ["Falk"]
    place = Locator(whole).of(next(whole.root.iter("{*}bibl")))
    assert place.file == "notes/apparatus.xml"


def test_a_witness_that_was_collated_in_places_has_no_text(tmp_path: Path) -> None:
    lists = LISTS.replace('xml:id="P"', 'xml:id="P" ana="#collated-in-places"')
    write(tmp_path, {"aeneid.xml": tei(VERSES.replace("{P}", "#P"), witnesses=lists)})
    report = build_in(tmp_path)
    (text,) = report.texts
    assert list(text.witnesses) == ["M"]
    assert not [p for p in report.ordered if p.code.startswith("TXT")]
    page = (tmp_path / "output" / text.html[0]).read_text()
    assert "aeneid.witness.M.html" in page
    assert "aeneid.witness.P.html" not in page
    assert "Graeciae" in page


def test_quotation_marks_are_those_of_the_file_that_the_entries_come_from(tmp_path: Path) -> None:
    told = '<encodingDesc><editorialDecl><quotation marks="none"><p>x</p></quotation></editorialDecl></encodingDesc></teiHeader>'
    noted = '<app from="text.xml#w"><lem>one</lem><rdg wit="#M">two</rdg><note>for <q>three</q></note></app>'
    entries = stand_off(f"{LISTS}<listApp>{noted}</listApp>").replace("</teiHeader>", told)
    write(tmp_path, {"text.xml": tei('<p><seg xml:id="w">one</seg> <q>four</q></p>'), "apparatus.xml": entries})
    build_in(tmp_path)
    output = tmp_path / "output" / "txt"
    assert (output / "text.apparatus.txt").read_text(encoding="utf-8").strip().endswith("[for “three”]")
    assert (output / "text.txt").read_text(encoding="utf-8").strip() == "one four"
