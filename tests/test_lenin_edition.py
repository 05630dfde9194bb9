"""The edition of the pamphlet of 1919: its stand-off file says what the importer reads, and with the transcription it
makes a critical text."""

from __future__ import annotations

import csv
import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers import ROOT, build_in
from lxml import etree

from recensio.commands_import import import_
from recensio.guests import joined
from recensio.parse import parse
from recensio.placing import END, START, place_entries
from recensio.placing.basetext import folded, tokens_of
from recensio.report import Report, TextResult

SOURCE = ROOT.parent / "shared" / "sources" / "lenin-1918.txt"
LISTS = ROOT / "tei" / "sources" / "lenin-1918.corrections.tsv"
SIDE = ROOT / "tei" / "sources" / "lenin-1918.toml"
APPARATUS = ROOT / "tei" / "apparatus" / "lenin-1918-apparatus.xml"
CALENDAR = ROOT / "tei" / "lenin-1918.xml"
TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
#: The printer's error that stands behind a slip of the machine: the importer can restore what was printed, no more.
BEHIND_A_SLIP = ("163", "Breskovsky", "Breshkovsky", "print")


@pytest.fixture(scope="module")
def apparatus() -> etree._Element:
    return etree.parse(APPARATUS).getroot()


def words(element: etree._Element) -> str:
    """The words of an element without its notes."""
    copy = etree.fromstring(etree.tostring(element))
    etree.strip_elements(copy, f"{TEI}note", with_tail=False)
    return " ".join("".join(copy.itertext()).split())


def rows(root: etree._Element, table: str) -> list[list[etree._Element]]:
    """The cells of a table, by rows, without the first one."""
    (found,) = (e for e in root.iter(f"{TEI}table") if e.get(XML_ID) == table)
    return [list(row.iterfind(f"{TEI}cell")) for row in found.iterfind(f"{TEI}row") if row.get("role") is None]


# --- the stand-off file and what the importer reads ---------------------------------------------------------------


def _published(root: etree._Element) -> Iterator[tuple[str, str, str, str]]:
    for table in root.iter(f"{TEI}table"):
        name = table.get(XML_ID) or ""
        kind = "print" if name == "print-errors" else name.removeprefix("corrections-")
        if name == "print-errors" or name.startswith("corrections-"):
            for _, line, printed, correct in rows(root, name):
                yield words(line), words(printed), words(correct), kind


def test_the_corrections_that_are_published_are_those_that_are_made(apparatus: etree._Element) -> None:
    with LISTS.open(encoding="utf-8", newline="") as file:
        made = [tuple((row + [""] * 4)[:4]) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]
    assert Counter(_published(apparatus)) == Counter([*made, BEHIND_A_SLIP])
    assert sum(row[3] == "print" for row in _published(apparatus)) == 12


def test_each_class_is_described_and_counted(apparatus: etree._Element) -> None:
    described = {e.get(XML_ID): words(e) for e in apparatus.iter(f"{TEI}category")}
    tables = [e for e in apparatus.iter(f"{TEI}table") if (e.get(XML_ID) or "").startswith("corrections-")]
    assert {f"#{name}" for name in described} == {table.get("ana") for table in tables}
    for table in tables:
        title, _, count = words(table.find(f"{TEI}head")).rpartition(": ")
        assert title == described[str(table.get("ana"))[1:]]
        assert int(count) == len(rows(apparatus, str(table.get(XML_ID))))


def test_every_place_in_the_lists_is_on_its_page(apparatus: etree._Element) -> None:
    starts = [(int(words(line)), int(words(page))) for page, line, _ in rows(apparatus, "page-starts")]
    lists = [e.get(XML_ID) for e in apparatus.iter(f"{TEI}table") if e.get(XML_ID) != "page-starts"]
    for name in lists:
        for cells in rows(apparatus, str(name)):
            page, line = (cells[2], cells[3]) if str(name).startswith("headings") else (cells[0], cells[1])
            first = int(words(line).partition("–")[0])
            assert int(words(page)) == max(number for start, number in starts if start <= first), words(line)
    for app in apparatus.iter(f"{TEI}app"):
        pages, lines = (list(map(int, re.findall(r"\d+", part))) for part in app.get("loc", "").split(", l"))
        expected = {max(number for start, number in starts if start <= line) for line in lines}
        assert set(pages) == expected, app.get("loc")


def test_pages_and_headings_are_those_of_the_side_file(apparatus: etree._Element) -> None:
    side = tomllib.loads(SIDE.read_text(encoding="utf-8"))
    starts = [(words(page), words(line)) for page, line, _ in rows(apparatus, "page-starts")]
    assert starts == [(str(n), str(line)) for n, line in enumerate(side["pages"]["lines"], side["pages"]["first"])]
    headings = [words(cells[3]) for name in ("headings-1", "headings-2") for cells in rows(apparatus, name)]
    foreword, *others = (str(line).replace("-", "–") for line in side["lines"]["heading"])
    assert foreword == "1"
    assert headings == others


def test_the_calendar_has_every_section_in_its_place(apparatus: etree._Element) -> None:
    calendar = etree.parse(CALENDAR).getroot()
    sections = [e for e in calendar.iter(f"{TEI}div") if e.get("type") == "section"]
    listed = [cells for name in ("headings-1", "headings-2") for cells in rows(apparatus, name)]
    told = [(e.get("n"), words(e.find(f"{TEI}head"))) for e in sections]
    assert told == [(words(number), words(title)) for number, title, *_ in listed]
    for section, (*_, page, line) in zip(sections, listed, strict=True):
        pages, lines = section.iterfind(f".//{TEI}citedRange")
        assert pages.get("from") == words(page)
        assert lines.get("from") == words(line).partition("–")[0]


# --- with the transcription ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not SOURCE.is_file():
        pytest.skip("the source (../shared/sources) is not there")
    folder = tmp_path_factory.mktemp("edition")
    (folder / "tei" / "imported").mkdir(parents=True)
    (folder / "tei" / "apparatus").mkdir()
    shutil.copy(CALENDAR, folder / "tei")
    shutil.copy(APPARATUS, folder / "tei" / "apparatus")
    text = folder / "tei" / "imported" / "lenin-1918-text.xml"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        result = CliRunner().invoke(import_, [str(SOURCE), "-o", str(text)])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="module")
def report(edition: Path) -> Report:
    return build_in(edition)


@pytest.fixture(scope="module")
def text(report: Report) -> TextResult:
    return next(text for text in report.texts if text.id == "lenin-1918-text")


@pytest.fixture(scope="module")
def whole(edition: Path) -> etree._Element:
    """The text with its entries in their places; none of them is vague or lost."""
    folder = edition / "tei"
    paths = (folder / "imported" / "lenin-1918-text.xml", folder / "apparatus" / APPARATUS.name, folder / CALENDAR.name)
    host, *guests = (parse(path, folder=folder, name=path.name) for path in paths)
    root = joined(host, guests).root
    assert root is not None
    placed = place_entries(root)
    assert not placed.vague
    assert not placed.lost
    return root


def test_all_entries_stand_with_the_words_of_their_lemma(whole: etree._Element, text: TextResult) -> None:
    apps = list(whole.iter(f"{TEI}app"))
    assert [len(list(part.iter(f"{TEI}app"))) for part in whole.iter(f"{TEI}listApp")] == [15, 12, 2]
    assert text.apparatus == len(apps) == 29
    for app in apps:
        (lem,) = app.iterfind(f"{TEI}lem")
        (start,), (end,) = str(app.get(START)).split(), str(app.get(END)).split()
        found = [folded(token.word) for token in tokens_of(_between(whole, start, end))]
        wanted = [folded(token.word) for token in tokens_of(_lemma(lem))]
        if "…" in _lemma(lem):
            assert (found[0], found[-1]) == (wanted[0], wanted[-1])
        else:
            assert found == wanted, app.get("loc")


def _lemma(lem: etree._Element) -> str:
    copy = etree.fromstring(etree.tostring(lem))
    etree.strip_elements(copy, f"{TEI}sic", with_tail=False)
    return " ".join("".join(copy.itertext()).split())


def _between(root: etree._Element, start: str, end: str) -> str:
    """The base text between two points; over a break the word runs on."""
    parts: list[str] = []
    inside = False
    for event, element in etree.iterwalk(root.find(f"{TEI}text"), events=("start", "end")):
        if event == "start" and element.get(XML_ID) in (start, end):
            inside = element.get(XML_ID) == start
        if inside and not any(e.tag in (f"{TEI}sic", f"{TEI}note") for e in (element, *element.iterancestors())):
            parts.append((element.text if event == "start" else element.tail) or "")
        elif inside and event == "end":
            parts.append(element.tail or "")
    return " ".join("".join(parts).split())


def test_an_addition_stands_between_the_words(whole: etree._Element, edition: Path, text: TextResult) -> None:
    empty = [app for app in whole.iter(f"{TEI}app") if not words(app.find(f"{TEI}lem"))]
    assert len(empty) == 2
    epigraph, sentence = (next(e for e in whole.iter() if e.get(XML_ID) == str(app.get(START))) for app in empty)
    before = "".join(sentence.xpath("preceding::text()")).rstrip()
    assert before.endswith("liberating significance")
    assert epigraph.xpath("following::text()[normalize-space()]")[0] == "The International Situation"


def test_the_build_has_nothing_to_say(report: Report, text: TextResult) -> None:
    grave = [p for p in report.ordered if p.severity == "error" or p.code.startswith(("APP", "TXT", "RNG", "SCH"))]
    assert grave == []
    assert set(text.kept.values()) == {1.0}


def test_only_the_witness_that_is_known_throughout_has_a_text(report: Report, edition: Path, text: TextResult) -> None:
    assert list(text.witnesses) == ["R5"]
    output = edition / "output"
    reading = (output / str(text.txt)).read_text(encoding="utf-8").split()
    fifth = (output / text.witnesses["R5"]).read_text(encoding="utf-8").split()
    assert [pair for pair in zip(reading, fifth, strict=True) if pair[0] != pair[1]] == [("manifest", "manifests")]
    calendar = next(one for one in report.texts if one.id == "lenin-1918")
    assert calendar.witnesses == {}


def test_the_page_has_pages_notes_corrections_and_entries(edition: Path, text: TextResult) -> None:
    names = [*text.html]
    pages = "".join((edition / "output" / name).read_text(encoding="utf-8") for name in names)
    tree = etree.HTML(pages)
    breaks = [b for n in range(1, 50) if (b := tree.xpath(f"//*[@data-extra][normalize-space()='[{n}]']"))]
    assert len(breaks) == 47
    calls = tree.xpath("//article[@class='reading']//a/@href")
    assert [call for call in calls if re.fullmatch(r"#n\d+", call)] == [f"#n{n}" for n in range(1, 14)]
    assert "Kishkin" in pages
    assert "Koshkin" in pages
    assert len(tree.xpath("//*[contains(concat(' ', @class, ' '), ' entry ')]")) == 29
