"""Recognised pages as programs export them: archives and folders with METS, zones, tags of a transcription."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from importing import NS, faults, found, tei_all, texts, words
from lxml import etree

from recensio.commands_import import import_
from recensio.imports.model import Refused, Source
from recensio.imports.readers import reader
from recensio.imports.run import Request, prepare
from recensio.imports.sniff import form_of
from recensio.imports.tei_header import Origin
from recensio.imports.writer import written

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
PAGE_2019 = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"


def line(text: str, custom: str = "", at: int = 10, inside: str = "") -> str:
    return (
        f'<TextLine id="l{at}" custom="readingOrder {{index:{at};}} {custom}"><Coords points="5,{at} 90,{at} 90,{at + 8} 5,{at + 8}"/>'
        f'<Baseline points="5,{at + 8} 90,{at + 8}"/>{inside}<TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextLine>'
    )


def page(image: str, *lines: str, kind: str = "paragraph", more: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><PcGts xmlns="{PAGE_2019}"><Metadata><Creator>Somebody</Creator></Metadata>'
        f'<Page imageFilename="{image}" imageWidth="100" imageHeight="200"><TextRegion id="r" custom="structure {{type:{kind};}}">'
        f'<Coords points="0,0 100,0 100,150 0,150"/>{"".join(lines)}</TextRegion>{more}</Page></PcGts>'
    )


def alto(image: str, text: str) -> str:
    strings = "<SP/>".join(f'<String CONTENT="{word}" HPOS="1" VPOS="2" WIDTH="3" HEIGHT="4"/>' for word in text.split())
    return (
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Description><MeasurementUnit>pixel</MeasurementUnit><sourceImageInformation>'
        f'<fileName>{image}</fileName></sourceImageInformation></Description><Layout><Page ID="p" WIDTH="100" HEIGHT="200"><PrintSpace>'
        f'<TextBlock ID="b"><TextLine ID="t" HPOS="5" VPOS="10" WIDTH="80" HEIGHT="12">{strings}</TextLine></TextBlock>'
        "</PrintSpace></Page></Layout></alto>"
    )


def mets(*sheets: tuple[str, ...]) -> str:
    files = [(f"F{at}_{n}", name) for at, sheet in enumerate(sheets) for n, name in enumerate(sheet)]
    places = "".join(f'<file ID="{ident}"><FLocat LOCTYPE="OTHER" xlink:href="{name}"/></file>' for ident, name in files)
    divs = "".join(
        f'<div ORDER="{at + 1}" TYPE="SINGLE_PAGE">' + "".join(f'<fptr><area FILEID="F{at}_{n}"/></fptr>' for n, _ in enumerate(sheet)) + "</div>"
        for at, sheet in enumerate(sheets)
    )
    return (
        '<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><fileSec><fileGrp>'
        f'{places}</fileGrp></fileSec><structMap TYPE="MANUSCRIPT"><div>{divs}</div></structMap></mets>'
    )


EXPORT = {
    "export/weirs/mets.xml": mets(("img/b.png", "page/b.xml", "alto/b.xml"), ("page/a.xml", "alto/a.xml")),
    "export/weirs/page/a.xml": page("a.png", line("was the second page.")),
    "export/weirs/page/b.xml": page("b.png", line("The first page"), line("of two,", at=30)),
    "export/weirs/alto/a.xml": alto("a.png", "was the second page."),
    "export/weirs/alto/b.xml": alto("b.png", "The first page of two,"),
    "export/weirs/metadata.xml": "<trpDocMetadata><title>Weirs</title>",
    "__MACOSX/export/weirs/page/._a.xml": "\0\1",
}


def zipped(files: dict[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "edition.toml").write_text('[edition]\ntitle = "Weirs"\n', encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(import_, list(arguments))


def imported(folder: Path, data: str | bytes, name: str = "weirs.xml") -> etree._Element:
    """The TEI of a source, which must be valid, without a word lost, and whose pointers must lead somewhere."""
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    result = run(name, "-o", "out.xml", "--force")
    assert result.exit_code == 0, result.output
    return checked(folder / "out.xml")


def checked(path: Path) -> etree._Element:
    assert faults(path.read_bytes()) == []
    assert tei_all() is None or tei_all().validate(path.read_bytes()) == []
    root = etree.parse(path).getroot()
    ids = set(root.xpath("//@xml:id"))
    assert {pointer[1:] for facs in root.xpath("//@facs") for pointer in facs.split()} <= ids
    return root


# --- Archives and folders


@pytest.mark.parametrize("name", ["weirs.zip", "weirs.dat"])
def test_an_export_needs_no_words_about_it(folder: Path, name: str) -> None:
    root = imported(folder, zipped(EXPORT), name)
    assert texts(root, "//t:body//t:p") == ["The first pageof two,was the second page."], "the order is that of METS"
    assert [one.get("url") for one in found(root, "//t:graphic")] == ["b.png", "a.png"]


def test_alto_alone_in_the_order_of_names(folder: Path) -> None:
    files = {"p10.xml": alto("p10.jpg", "of two pages."), "p9.xml": alto("p9.jpg", "The first")}
    assert texts(imported(folder, zipped(files), "w.zip"), "//t:body//t:p") == ["The firstof two pages."]


@pytest.mark.parametrize("source", ["weirs", "weirs/mets.xml", "."])
def test_a_folder_is_read_as_an_archive_is(folder: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    for name, text in EXPORT.items():
        path = folder / "work" / name.removeprefix("export/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder / ("work/weirs" if source == "." else "work"))
    result = run(source, "-o", str(folder / "out.xml"))
    assert result.exit_code == 0, result.output
    root = checked(folder / "out.xml")
    assert root.get(XML_ID) == "weirs" and len(found(root, "//t:pb")) == 2


def test_of_several_versions_of_a_page_the_last_with_text_is_read(folder: Path) -> None:
    files = {
        "mets.xml": mets(("SEG/1.xml", "OCR/1.xml", "ALIGNED/1.xml")),
        "SEG/1.xml": page("1.png"),
        "OCR/1.xml": page("1.png", line("The weir.")),
        "ALIGNED/1.xml": page("1.png"),
    }
    root = imported(folder, zipped(files), "w.zip")
    assert texts(root, "//t:body//t:p") == ["The weir."]
    assert "2 were not" in words(found(root, "//t:editorialDecl")[0])


def test_a_page_that_the_list_forgets_comes_last(folder: Path) -> None:
    files = {"mets.xml": mets(("page/2.xml",)), "page/1.xml": page("1.png", line("Forgotten.")), "page/2.xml": page("2.png", line("Listed."))}
    assert texts(imported(folder, zipped(files), "w.zip"), "//t:body//t:p") == ["Listed.", "Forgotten."]


def test_pictures_in_the_archive_are_taken_along(folder: Path) -> None:
    root = imported(folder, zipped({**EXPORT, "export/weirs/a.png": b"\x89PNG"}), "weirs.zip")
    assert [one.get("url") for one in found(root, "//t:graphic")] == ["b.png", "out/a.png"]
    assert (folder / "out/a.png").read_bytes() == b"\x89PNG"


@pytest.mark.parametrize("name", ["empty", "pictures"])
def test_a_folder_without_pages_is_refused(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    (folder / name / ("a.png" if name == "pictures" else "a.txt")).write_bytes(b"x")
    result = run(name)
    assert result.exit_code == 1 and "IMP-001" in result.output and "folder" in result.output
    assert not (folder / "tei").exists()


def test_a_folder_of_other_xml_is_refused(folder: Path) -> None:
    (folder / "some").mkdir()
    (folder / "some/a.xml").write_text("<a/>")
    result = run("some")
    assert result.exit_code == 1 and "IMP-001" in result.output and "PAGE XML" in result.output


def test_a_broken_page_in_an_archive_is_named(folder: Path) -> None:
    (folder / "w.zip").write_bytes(zipped({"1.xml": page("1.png", line("One.")), "2.xml": page("2.png", line("Two."))[:-20]}))
    result = run("w.zip")
    assert result.exit_code == 1 and "IMP-048" in result.output and "w.zip/2.xml" in result.output


def test_an_archive_without_pages_is_none(folder: Path) -> None:
    with pytest.raises(Refused, match="ZIP archive"):
        form_of(zipped({"a.xml": "<a/>", "b.txt": "x"}), Path("a.zip"))


def test_a_folder_gives_the_same_bytes_each_time(folder: Path) -> None:
    (folder / "weirs").mkdir()
    (folder / "weirs/1.xml").write_text(page("1.png", line("One.")))
    first, second = (prepare(Request(Path("weirs"), folder)).source.data for _ in range(2))
    assert first == second and first.startswith(b"PK")


# --- Zones


def test_pages_and_lines_point_at_their_zones(folder: Path) -> None:
    root = imported(folder, page("a.png", line("The wa-"), line("ter", at=30)))
    surface = found(root, "/t:TEI/t:facsimile/t:surface")[0]
    assert (surface.get("lrx"), surface.get("lry")) == ("100", "200")
    region = found(surface, "t:zone")[0]
    assert (region.get("type"), region.get("points")) == ("paragraph", "0,0 100,0 100,150 0,150")
    lines = [one.get(XML_ID) for one in found(region, "t:zone[@type='line']")]
    assert [one.get("facs") for one in found(root, "//t:pb")] == ["#" + surface.get(XML_ID)]
    assert [one.get("facs") for one in found(root, "//t:body//t:p")] == ["#" + region.get(XML_ID)]
    assert [(one.get("facs"), one.get("break")) for one in found(root, "//t:lb")] == [(f"#{lines[0]}", None), (f"#{lines[1]}", "no")]


def test_alto_gives_boxes_or_polygons(folder: Path) -> None:
    root = imported(folder, alto("a.jpg", "The weir."))
    zone = found(root, "//t:zone[@type='line']")[0]
    assert [zone.get(name) for name in ("ulx", "uly", "lrx", "lry")] == ["5", "10", "85", "22"]
    shaped = alto("a.jpg", "The weir.").replace('HEIGHT="12">', 'HEIGHT="12"><Shape><Polygon POINTS="5 10 85 10 85 22"/></Shape>')
    assert [one.get("points") for one in found(imported(folder, shaped), "//t:zone[@points]")] == ["5,10 85,10 85,22"]


@pytest.mark.parametrize("points", ["", "1,2", "a,b c,d e,f", "1,2 3", "-1.55,0 2,0 2,3"])
def test_odd_outlines_do_no_harm(folder: Path, points: str) -> None:
    odd = page("a.png", line("The weir.")).replace("5,10 90,10 90,18 5,18", points)
    zones = [one.get("points") for one in found(imported(folder, odd), "//t:zone[@type='line']")]
    assert zones == (["-1.55,0 2,0 2,3"] if points.startswith("-1.55") else [])


def test_text_without_places_has_no_facsimile(folder: Path) -> None:
    bare = alto("", "The weir.").replace(' HPOS="5" VPOS="10" WIDTH="80" HEIGHT="12"', "")
    root = imported(folder, bare)
    assert not found(root, "//t:facsimile") and not root.xpath("//@facs")


def test_page_heads_point_at_their_zones_too(folder: Path) -> None:
    root = imported(folder, page("a.png", line("WEIRS"), kind="header", more='<TextRegion id="r2"><TextEquiv><Unicode>Text.</Unicode></TextEquiv></TextRegion>'))
    assert found(root, "//t:fw")[0].get("facs") == "#f1-r1-l1"


def test_cells_that_are_regions(folder: Path) -> None:
    cells = "".join(
        f'<TextRegion id="c{n}">{line(text)}<Roles><TableCellRole rowIndex="0" columnIndex="{n}"/></Roles></TextRegion>'
        for n, text in enumerate(["Weirs", "Hens"])
    )
    table = f'<TableRegion id="t"><Coords points="0,0 9,0 9,9"/>{cells}</TableRegion>'
    root = imported(folder, page("a.png", line("Counted:"), more=table))
    assert texts(root, "//t:table/t:row/t:cell") == ["Weirs", "Hens"]
    loose = imported(folder, page("a.png", line("Counted:"), more=table.replace("TableCellRole", "Other")))
    assert "Weirs" in words(found(loose, "//t:body")[0])


# --- Tags


def tagged(folder: Path, text: str, custom: str) -> etree._Element:
    return found(imported(folder, page("a.png", line(text, custom))), "//t:body//t:p")[0]


@pytest.mark.parametrize(
    ("custom", "expected"),
    [
        ("textStyle {offset:0; length:3; bold:true; italic:true;}", '<hi rend="bold italic">The</hi> old weir'),
        ("del {offset:4; length:3;}", "The <del>old</del> weir"),
        ("add {offset:4; length:3; place:above;}", 'The <add place="above">old</add> weir'),
        ("unclear {offset:4; length:3; reason:stained paper;}", 'The <unclear reason="stained">old</unclear> weir'),
        ("supplied {offset:4; length:3;}", "The <supplied>old</supplied> weir"),
        ("abbrev {offset:4; length:3; expansion:olden\\u0020days;}", "The <choice><abbr>old</abbr><expan>olden days</expan></choice> weir"),
        ("abbrev {offset:4; length:3;}", "The <abbr>old</abbr> weir"),
        ("sic {offset:4; length:3; correction:cold;}", "The <choice><sic>old</sic><corr>cold</corr></choice> weir"),
        ("gap {offset:4; length:0; reason:torn; unit:chars; quantity:3;}", 'The <gap reason="torn" unit="chars" quantity="3"/>old weir'),
        ("person {offset:0; length:7; firstname:Old; wikiData:Q42;}", '<persName ref="https://www.wikidata.org/wiki/Q42">The old</persName> weir'),
        ("place {offset:8; length:4;}", "The old <placeName>weir</placeName>"),
        ("organization {offset:8; length:4;}", "The old <orgName>weir</orgName>"),
        ("date {offset:8; length:4; year:1871; month:6; day:0;}", 'The old <date when="1871-06">weir</date>'),
        ("date {offset:8; length:4; year:1871; month:13;}", 'The old <date when="1871">weir</date>'),
        ("mill-part {offset:8; length:4;}", 'The old <seg type="mill-part">weir</seg>'),
        ("place {offset:0; length:12;} textStyle {offset:4; length:3; italic:true;}", '<placeName>The <hi rend="italic">old</hi> weir</placeName>'),
        ("place {offset:0; length:7;} person {offset:4; length:8;}", "<placeName>The <persName>old</persName></placeName><persName> weir</persName>"),
        ("person {offset:4; length:900;}", "The <persName>old weir</persName>"),
        ("person {offset:90; length:4;} place {offset:x; length:3;} odd {offset:3; length:1;}", "The old weir"),
    ],
)  # fmt: skip
def test_what_is_tagged(folder: Path, custom: str, expected: str) -> None:
    paragraph = tagged(folder, "The old weir", custom)
    shown = etree.tostring(paragraph, encoding="unicode").partition("/>")[2].partition("</p>")[0]
    assert shown.replace(' xmlns="http://www.tei-c.org/ns/1.0"', "") == expected


def test_offsets_count_letters_beyond_the_first_plane_twice(folder: Path) -> None:
    assert words(found(tagged(folder, "𝔚eir 𝔚ater", "place {offset:6; length:6;}"), "t:placeName")[0]) == "𝔚ater"


def test_a_name_that_goes_on_in_the_next_line_is_one(folder: Path) -> None:
    lines = (
        line("went Josiah Pai-", "person {offset:5; length:11; continued:true;}"),
        line("l home", "person {offset:0; length:1; continued:true;}", at=30),
    )
    names = found(imported(folder, page("a.png", *lines)), "//t:persName")
    assert [words(name) for name in names] == ["Josiah Pail"] and len(found(names[0], "t:lb[@break='no']")) == 1


def test_a_comment_becomes_a_note_with_a_call(folder: Path) -> None:
    root = imported(folder, page("a.png", line("The old weir", "comment {offset:4; length:3; comment:Is it\\u003f;}")))
    note, call = found(root, "//t:note")[0], found(root, "//t:ref[@type='noteAnchor']")[0]
    assert words(note) == "Is it?" and call.get("target") == "#" + note.get(XML_ID)
    assert note.get("target") == "#" + call.get(XML_ID)


def test_looks_by_elements(folder: Path) -> None:
    word = '<Word id="w"><Coords points="0,0 1,1"/><TextStyle italic="true"/><TextEquiv><Unicode>weir</Unicode></TextEquiv></Word>'
    assert texts(imported(folder, page("a.png", line("The weir", inside=word))), "//t:hi[@rend='italic']") == ["weir"]


def test_names_and_abbreviations_of_alto(folder: Path) -> None:
    tags = '<Tags><NamedEntityTag ID="N1" TYPE="Person" LABEL="Pail" URI="https://example.org/pail"/></Tags>'
    data = alto("a.jpg", "Josiah Dr").replace("<Layout>", f"{tags}<Layout>").replace('CONTENT="Josiah"', 'CONTENT="Josiah" TAGREFS="N1"')
    data = data.replace('CONTENT="Dr"', 'CONTENT="Dr" SUBS_TYPE="Abbreviation" SUBS_CONTENT="Doctor"')
    root = imported(folder, data)
    assert found(root, "//t:persName")[0].get("ref") == "https://example.org/pail"
    assert texts(root, "//t:choice/t:expan") == ["Doctor"]


def test_what_was_imported_is_built_with_every_word(folder: Path) -> None:
    from recensio.cli import main

    imported(folder, zipped(EXPORT), "weirs.zip")
    result = CliRunner().invoke(main, ["build", "out.xml", "-o", "built", "--to", "html", "--to", "txt", "--jobs", "1"])
    assert result.exit_code == 0, result.output
    assert (folder / "built/txt/out.txt").read_text(encoding="utf-8").split() == ["The", "first", "page", "of", "two,", "was", "the", "second", "page."]
    assert NS["t"] not in (folder / "built/html/out.html").read_text(encoding="utf-8")


NAMED = ("textStyle", "person", "place", "abbrev", "sic", "del", "add", "gap", "comment", "mill")
TAGS = st.lists(st.tuples(st.sampled_from(NAMED), st.integers(0, 14), st.integers(0, 14), st.booleans()), max_size=6)


@given(st.lists(st.tuples(st.text("ab 𝔚-¬", min_size=1, max_size=12), TAGS), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_law_of_tags(lines: list[tuple[str, list[tuple[str, int, int, bool]]]]) -> None:
    """Tags that overlap anyhow, on lines of any kind: the file is valid, and every word of the lines is in it."""
    rows = [(f"w{text}".strip(), "".join(tag(*one) for one in tags)) for text, tags in lines]
    data = page("a.png", *(line(text, custom, at) for at, (text, custom) in enumerate(rows)))
    read = reader("page")(Source(Path("a.xml"), "a.xml", data.encode()))
    made = written(read, Origin("a.xml", "page", "0" * 64), "specimen", ())
    assert faults(made.data) == [] and made.account.balanced, (made.account.lost, made.account.added)


def tag(name: str, start: int, length: int, goes_on: bool) -> str:
    said = {"textStyle": "bold:true;", "abbrev": "expansion:whole;", "sic": "correction:right;", "comment": "comment:why;"}
    return f"{name} {{offset:{start}; length:{length}; {said.get(name, '')} {'continued:true;' if goes_on else ''}}} "
