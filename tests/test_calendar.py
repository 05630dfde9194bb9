"""The five entries of the calendar: their length, their places, their names, their apparatus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from lxml import etree
from test_registers import ID, ROOT, SOURCES, TEI, _allowed, _pieces, _runs, _source_runs

EDITION = ROOT / "tei"
#: Named after the author and the year of a document; further entries of the same kind are tested as they come.
ENTRIES = sorted(path for path in EDITION.glob("*.xml") if re.fullmatch(r"[a-z]+-(19|20)\d\d", path.stem))
FEWEST, MOST = 600, 1500
#: What follows the document, and what is said about it; the history of its prints is a matter of its own.
ACCOUNT = ("regest", "sections", "commentary")
#: What stands in a paragraph and is not the editors' prose.
NO_PROSE = tuple(TEI + name for name in ("note", "sic", "citedRange"))
REGISTERS = EDITION / "registers"
#: Names that always lead to a register; of bodies and works those do that the register knows.
ALWAYS, KNOWN = ("persName", "placeName", "name", "rs"), ("orgName", "title")
REGISTER = {
    "persName": ("persons",),
    "placeName": ("places",),
    "orgName": ("organisations",),
    "title": ("works", "bibliography"),
}
PARTS = ("regest", "transmission", "sections", "commentary")

entries = pytest.mark.parametrize("path", ENTRIES, ids=lambda path: path.stem)


@cache
def _root(path: Path) -> etree._Element:
    return etree.parse(path).getroot()


@cache
def _ids(path: Path) -> frozenset[str]:
    return frozenset(name for element in _root(path).iter() if (name := element.get(ID)))


def _body(path: Path) -> etree._Element:
    found = _root(path).find(f"{TEI}text/{TEI}body")
    assert found is not None
    return found


def _divisions(path: Path, kind: str) -> list[etree._Element]:
    return [div for div in _body(path).iter(f"{TEI}div") if div.get("type") == kind]


def _text(element: etree._Element) -> str:
    return " ".join("".join(str(piece) for piece in element.itertext()).split())


def _place(element: etree._Element) -> str:
    return f"line {element.sourceline}: {_text(element)[:60]}"


def _prose(root: etree._Element) -> Iterator[str]:
    if root.tag not in NO_PROSE:
        yield root.text or ""
        for child in root:
            yield from _prose(child)
            yield child.tail or ""


def _words(path: Path, kinds: tuple[str, ...]) -> int:
    parts = chain.from_iterable(_divisions(path, kind) for kind in kinds)
    paragraphs = chain.from_iterable(part.iter(f"{TEI}p") for part in parts)
    own = (p for p in paragraphs if not any(up.tag in NO_PROSE for up in p.iterancestors()))
    return len(" ".join("".join(_prose(p)) for p in own).split())


def _missing(pointers: str | None, path: Path) -> list[str]:
    """Those of the pointers that lead nowhere; what somebody may import need not be there."""
    found = []
    for pointer in (pointers or "").split():
        name, _, wanted = pointer.partition("#")
        target = path.parent / name if name else path
        if name.startswith(("imported/", "http:", "https:")):
            continue
        if not target.is_file() or (wanted and wanted not in _ids(target)):
            found.append(pointer)
    return found


# --- what an entry is made of --------------------------------------------------------------------------------


@entries
def test_an_entry_has_its_four_parts_in_order(path: Path) -> None:
    (entry,) = _divisions(path, "calendar")
    assert entry.find(f"{TEI}head") is not None
    assert [part.get("type") for part in entry.iterfind(f"{TEI}div")] == list(PARTS)


@entries
def test_an_entry_is_as_long_as_a_calendar_wants(path: Path) -> None:
    assert FEWEST <= _words(path, ACCOUNT) <= MOST


@entries
def test_a_section_has_a_number_a_heading_and_a_place(path: Path) -> None:
    sections = _divisions(path, "section")
    assert len(sections) > 1
    for section in sections:
        where = _place(section)
        assert section.get("n") and section.get(ID) and section.find(f"{TEI}head") is not None, where
        assert (section.get("corresp") or "").startswith(f"imported/{path.stem}-text.xml#"), where
        cited = list(section.iter(f"{TEI}citedRange"))
        assert cited and all(one.get("unit") and one.get("from") and one.text for one in cited), where


@entries
def test_no_two_sections_have_one_number(path: Path) -> None:
    numbers = [(section.getparent(), section.get("n")) for section in _divisions(path, "section")]
    assert len(set(numbers)) == len(numbers)


@entries
def test_the_header_says_what_was_printed_and_who_may_use_it(path: Path) -> None:
    header = _root(path).find(f"{TEI}teiHeader")
    assert header is not None
    (rights,) = header.iter(f"{TEI}availability")
    assert rights.get("status") == "free" and rights.find(f"{TEI}licence") is not None
    assert rights.find(f"{TEI}p") is not None, "nothing is said of the rights in the document itself"
    assert list(header.iter(f"{TEI}biblStruct")) and list(header.iter(f"{TEI}witness"))
    (method,) = header.iter(f"{TEI}variantEncoding")
    assert (method.get("method"), method.get("location")) == ("location-referenced", "external")


# --- names, and whatever points ------------------------------------------------------------------------------


@entries
def test_every_name_leads_to_its_register(path: Path) -> None:
    astray = []
    for name in _body(path).iter(*(TEI + one for one in ALWAYS + KNOWN)):
        kind, refs = name.tag.removeprefix(TEI), (name.get("ref") or "").split()
        registers = REGISTER.get(kind, ("events",) if name.get("type") == "event" else ("",))
        led = [one.startswith(tuple(f"registers/{register}" for register in registers)) for one in refs]
        if _missing(name.get("ref"), path) or not all(led) or not (refs or _may_be_unknown(name, kind)):
            astray.append(f"{refs or 'no @ref'}, {_place(name)}")
    assert astray == []


def _may_be_unknown(name: etree._Element, kind: str) -> bool:
    """A body or work that no document names. A title without @level, or in a heading, is that of a section."""
    if kind == "title" and (not name.get("level") or any(up.tag == f"{TEI}head" for up in name.iterancestors())):
        return True
    return kind in KNOWN and _text(name).casefold() not in _registered(kind)


@cache
def _registered(kind: str) -> frozenset[str]:
    paths = (REGISTERS / f"{register}.xml" for register in REGISTER[kind] if register != "bibliography")
    entries_of = (part for path in paths for part in _root(path).iter(f"{TEI}standOff"))
    return frozenset(
        _text(name).casefold() for part in entries_of for name in part.iter(TEI + kind) if name.get("type")
    )


@entries
def test_every_pointer_leads_somewhere(path: Path) -> None:
    names = ("ref", "target", "corresp", "resp", "wit", "source", "calendar")
    astray = [
        f"@{name}={missing}, {_place(element)}"
        for element in _root(path).iter(etree.Element)
        for name in names
        for missing in _missing(element.get(name), path)
    ]
    assert astray == []


@entries
def test_a_date_is_told_to_the_machine_too(path: Path) -> None:
    told = {"when", "from", "to", "notBefore", "notAfter"}
    dates = list(_body(path).iter(f"{TEI}date"))
    assert dates and [_place(date) for date in dates if not told & set(date.attrib)] == []


# --- the apparatus -------------------------------------------------------------------------------------------


def _with_apparatus(path: Path) -> list[Path]:
    """The entry, and the file of its own in which a long apparatus stands."""
    aside = EDITION / "apparatus" / f"{path.stem}-apparatus.xml"
    return [path, aside] if aside.is_file() else [path]


def _apps(path: Path) -> list[etree._Element]:
    return [app for file in _with_apparatus(path) for app in _root(file).iter(f"{TEI}app")]


def _leads_into(pointer: str | None, path: Path) -> bool:
    """True if the pointer leads into the transcription that somebody may import."""
    return (pointer or "").removeprefix("../").partition("#")[0] == f"imported/{path.stem}-text.xml"


def _declared(path: Path) -> set[str]:
    found = (one.get(ID) for file in _with_apparatus(path) for one in _root(file).iter(f"{TEI}witness"))
    return {name for name in found if name}


def _cited(reading: etree._Element) -> list[str]:
    return [token.rpartition("#")[2] for token in (reading.get("wit") or "").split()]


@entries
def test_an_apparatus_points_at_the_transcription(path: Path) -> None:
    assert _apps(path)
    for app in _apps(path):
        assert app.get("loc") and _leads_into(app.get("from"), path), _place(app)
    lists = [one for file in _with_apparatus(path) for one in _root(file).iter(f"{TEI}listApp")]
    assert lists and all(_leads_into(one.get("corresp"), path) for one in lists if one.get("corresp"))


@entries
def test_every_reading_has_somebody_to_vouch_for_it(path: Path) -> None:
    """A witness that is declared; a conjecture has its author instead, and a lemma may be the editors'."""
    for app in _apps(path):
        readings = list(app.iter(f"{TEI}lem", f"{TEI}rdg"))
        assert [one.tag for one in readings].count(f"{TEI}lem") == 1 and len(readings) > 1, _place(app)
        for reading in readings:
            cited = set(_cited(reading))
            known = cited or reading.get("resp") or reading.tag == f"{TEI}lem"
            assert known and cited <= _declared(path), f"line {reading.sourceline}: {cited}"


@entries
def test_no_witness_reads_two_things_in_one_entry(path: Path) -> None:
    for app in _apps(path):
        cited = list(chain.from_iterable(_cited(one) for one in app.iter(f"{TEI}lem", f"{TEI}rdg")))
        assert len(set(cited)) == len(cited), _place(app)


@entries
def test_a_witness_that_is_declared_is_used(path: Path) -> None:
    used = set(chain.from_iterable(_cited(one) for file in _with_apparatus(path) for one in _root(file).iter()))
    assert _declared(path) - used == set()


@entries
def test_an_error_is_corrected_where_it_is_quoted(path: Path) -> None:
    choices = [choice for choice in _body(path).iter(f"{TEI}choice") if choice.find(f"{TEI}sic") is not None]
    assert [_place(choice) for choice in choices if choice.find(f"{TEI}corr") is None] == []


# --- in our own words ----------------------------------------------------------------------------------------


@entries
def test_no_sentence_of_a_source_stands_in_an_entry(path: Path) -> None:
    if not SOURCES.is_dir():
        pytest.skip("the sources (../shared/sources) are not there")
    theirs = _source_runs().keys() - _allowed()
    copied = [" ".join(run) for piece in _pieces(path) for run in _runs(piece) if run in theirs]
    assert copied == []


def test_all_that_is_tested_is_there() -> None:
    assert {"sorin-1918", "rakovsky-1928"} <= {path.stem for path in ENTRIES}
