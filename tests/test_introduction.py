"""The general introduction: three drafts in one file, each of which comes out as it was written."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest
from helpers import build_in
from lxml import etree

ROOT = Path(__file__).resolve().parents[1]
INTRODUCTION = ROOT / "tei" / "introduction.xml"
TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"

#: The drafts as they were written: by the name of the text's file, the number of words, the first twelve signs of the
#: SHA-256 of the words with a blank between, and a sentence that no other draft has.
DRAFTS = {
    "introduction.D1": (
        1573,
        "f68edc77350d",
        "And sometimes one word means two things. The Paris Commune of Lenin is that of 1871",
    ),
    "introduction.D2": (1745, "c918a9d22018", "of one of them we can say only that he is not the other"),
    "introduction.D2.2": (1742, "70d869d51a72", "After work the meetings may have as many as they like."),
    "introduction.F": (
        2002,
        "5b649514a9c5",
        "What troubles Rakovsky most is not the officials but the silence around them.",
    ),
}


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The plain texts that a build makes, by their names."""
    folder = tmp_path_factory.mktemp("introduction")
    (folder / "tei").mkdir()
    (folder / "edition.toml").write_text('[edition]\ntitle = "Introduction"\nlanguage = "en"\n')
    (folder / "tei/introduction.xml").write_bytes(INTRODUCTION.read_bytes())
    build_in(folder, to=("txt",))
    return {path.stem: path.read_text(encoding="utf-8") for path in (folder / "output/txt").glob("introduction*.txt")}


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_comes_out_as_it_was_written(texts: dict[str, str], name: str) -> None:
    number, digest, sentence = DRAFTS[name]
    words = texts[name].split()
    assert len(words) == number
    assert hashlib.sha256(" ".join(words).encode()).hexdigest()[:12] == digest
    assert sentence in " ".join(words)


def test_the_drafts_differ_and_the_last_is_the_reading_text(texts: dict[str, str]) -> None:
    drafts = [" ".join(texts[name].split()) for name in DRAFTS]
    assert len(set(drafts)) == len(DRAFTS)
    assert texts["introduction"] == texts["introduction.F"]
    for name, (_, _, sentence) in DRAFTS.items():
        assert [other for other in DRAFTS if sentence in " ".join(texts[other].split())] == [name]


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_is_whole_prose(texts: dict[str, str], name: str) -> None:
    """Four headings; every paragraph begins with a capital and ends with a full stop or a question mark; no word is
    doubled and no sign stands alone, as they would where the readings of two drafts had been mixed."""
    blocks = [" ".join(block.split()) for block in texts[name].strip().split("\n\n")]
    paragraphs = [block for block in blocks if len(block.split()) > 8]
    assert len(blocks) - len(paragraphs) == 4
    assert all(block[0].isupper() and block[-1] in ".?" for block in paragraphs)
    assert re.findall(r"\b(\w+) \1\b|\s[,.;:]", " ".join(blocks)) == []


def test_the_last_draft_is_as_long_as_an_introduction_should_be(texts: dict[str, str]) -> None:
    assert 1500 <= len(texts["introduction"].split()) <= 2500


# --- the genetic apparatus -----------------------------------------------------------------------------------


def _root() -> etree._Element:
    return etree.parse(INTRODUCTION).getroot()


def test_there_are_entries_of_every_kind() -> None:
    counted = Counter(kind for app in _root().iter(f"{TEI}app") for kind in _kinds(app))
    assert sum(1 for _ in _root().iter(f"{TEI}app")) >= 60
    for kind, least in {
        "added": 8,
        "dropped": 4,
        "replaced": 30,
        "moved": 4,
        "states": 3,
        "whole paragraphs": 6,
    }.items():
        assert counted[kind] >= least, (kind, counted)
    for tag in ("subst", "del", "add"):
        assert _root().find(f".//{TEI}{tag}[@change]") is not None


def _kinds(app: etree._Element) -> set[str]:
    lem, rdgs = app.find(f"{TEI}lem"), app.findall(f"{TEI}rdg")
    empty = [not "".join(one.itertext("*")).strip() for one in (lem, *rdgs) if one is not None]
    kinds = {"dropped"} if empty[0] else {"added"} if any(empty) else {"replaced"}
    kinds |= {"moved"} if any(rdg.get("type") == "transposition" for rdg in rdgs) else set()
    kinds |= {"states"} if app.find("*[@varSeq]") is not None else set()
    return kinds | ({"whole paragraphs"} if app.find(f"*/{TEI}p") is not None else set())


def test_every_reading_names_its_drafts_and_every_draft_has_one_reading() -> None:
    for app in _root().iter(f"{TEI}app"):
        named = Counter(wit for reading in app if reading.get("wit") for wit in str(reading.get("wit")).split())
        states = Counter(wit for r in app if r.get("varSeq") for wit in str(r.get("wit")).split() if wit == "#D2")
        assert all(often == 1 or (wit == "#D2" and states[wit] == often) for wit, often in named.items())
        assert set(named) <= {"#D1", "#D2", "#F"}


def test_moved_paragraphs_are_told_and_stand_in_two_places() -> None:
    root = _root()
    ids = {element.get(ID) for element in root.iter(f"{TEI}p")}
    pairs = [[str(p.get("target")).lstrip("#") for p in t] for t in root.iter(f"{TEI}transpose")]
    assert len(pairs) == 3
    assert all(len(pair) == 2 and set(pair) <= ids for pair in pairs)


def test_corrections_belong_to_a_draft_that_the_header_tells_of() -> None:
    root = _root()
    changes = {f"#{change.get(ID)}" for change in root.iterfind(f".//{TEI}listChange/{TEI}change")}
    stated = {e.get("change") for e in root.find(f"{TEI}text").iter() if e.get("change")}  # type: ignore[union-attr]
    assert stated == changes == {"#draft-1", "#draft-2", "#draft-3"}
    assert {wit.get("corresp") for wit in root.iter(f"{TEI}witness")} == changes
