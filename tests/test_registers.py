"""The registers of the edition: every name has its entry, and nobody else's sentences stand in the repository."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
ENTITIES = SHARED / "research" / "entities.tsv"
SOURCES = SHARED / "sources"
REGISTERS = sorted((ROOT / "tei" / "registers").glob("*.xml"))
PERSONS = ROOT / "tei" / "registers" / "persons.xml"
TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"

#: Lines of a source before its text begins: titles, imprints, the statements of the site that it was taken from.
IMPRINTS = {"sorin-1918": 9, "rakovsky-1928": 10, "conrad-1996": 9, "olivier-2010": 3}
RUN = 10
#: Titles of ten words and more, which are nobody's sentence, each with the reason why it must be written out.
LONG_TITLES = {
    "The Conquests of the Dictatorship of the Proletariat in the Year XI of the Revolution":
        "the book that Preobrazhensky announced, never printed, known by this title alone",
    "The Soviets at Work. The Problems of the Soviet Government": "title and sub-title of the pamphlet",
    "The Significance of the Struggle for State Accounting and Control": "heading of a section of the pamphlet",
    "The Party Crisis, Kronstadt and the End of the Revolutionary Episode in Russia":
        "heading of a section of Olivier's essay",
}  # fmt: skip
FOLDERS = ("tei", "docs", "tests")
TEXTS = frozenset((".xml", ".md", ".txt", ".tsv", ".csv", ".toml", ".py", ".html", ".yaml", ".yml", ".json", ".svg"))
#: Not a name, and said in a note.
DESCRIPTIONS = frozenset({"his widow", "Taylor system", "Kerenskyism", "Kornilovism", "Smerdiakovstchina"})


@cache
def _root(path: Path) -> etree._Element:
    return etree.parse(path).getroot()


def _persons() -> list[etree._Element]:
    return list(_root(PERSONS).iter(f"{TEI}person"))


def _words(element: etree._Element | None) -> str:
    return (
        ""
        if element is None
        else " ".join(str(etree.tostring(element, method="text", encoding="unicode", with_tail=False)).split())
    )


def _folded(name: str) -> str:
    """A name as it is compared: one kind of apostrophe, no genitive."""
    return name.replace("’", "'").removesuffix("'s")


# --- the register of persons ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", REGISTERS, ids=lambda path: path.name)
def test_no_id_is_given_twice(path: Path) -> None:
    counted = Counter(element.get(ID) for element in _root(path).iter() if element.get(ID))
    assert [name for name, often in counted.items() if often > 1] == []


def test_no_two_registers_share_an_id() -> None:
    """A pointer of the form #id must mean one entry, whichever register it is in."""
    parts = (part for path in REGISTERS for part in _root(path) if part.tag != f"{TEI}teiHeader")
    counted = Counter(entry.get(ID) for part in parts for entry in part.iter() if entry.get(ID))
    assert [name for name, often in counted.items() if often > 1] == []


def test_every_person_has_one_main_name_and_a_note() -> None:
    for person in _persons():
        main = [name for name in person.iterfind(f"{TEI}persName") if name.get("type") == "main"]
        assert len(main) == 1 and _words(main[0]), person.get(ID)
        assert len(_words(person.find(f"{TEI}note")).split()) > 5, person.get(ID)


def test_no_two_persons_have_the_same_main_name() -> None:
    counted = Counter(_words(person.find(f"{TEI}persName")) for person in _persons())
    assert [name for name, often in counted.items() if often > 1] == []


def test_uncertain_persons_say_why() -> None:
    uncertain = [person for person in _persons() if person.get("cert") in {"low", "medium"}]
    assert {"kosior-vladimir", "oborin", "kalin", "kuznetsov"} <= {person.get(ID) for person in uncertain}
    assert all(person.find(f"{TEI}note") is not None for person in uncertain)


def test_nobody_dies_before_birth() -> None:
    for person in _persons():
        born, died = (person.find(TEI + tag) for tag in ("birth", "death"))
        if born is not None and died is not None and born.get("when") and died.get("when"):
            assert born.get("when", "") < died.get("when", ""), person.get(ID)


def test_persons_of_one_surname_are_kept_apart() -> None:
    named = {person.get(ID) for person in _persons()}
    assert {"kosior-stanislav", "kosior-vladimir", "korsch-karl", "korsch-hedda", "conrad", "schmidt"} <= named


# --- against the list of entities ----------------------------------------------------------------------------


def _entities() -> Iterator[tuple[str, list[str]]]:
    """The persons of the list of entities, each with the spellings found."""
    if not ENTITIES.is_file():
        pytest.skip("the list of entities (../shared/research) is not there")
    with ENTITIES.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row["type"] == "person"]
    for row in rows:
        found = next(value for key, value in row.items() if key.startswith("variants"))
        yield row["canonical"], [re.sub(r"\s*\([\d:, ]+\)$", "", one.strip()) for one in found.split("|")]


def test_as_many_persons_as_were_found() -> None:
    assert len(_persons()) == len(list(_entities()))


def test_every_spelling_that_was_found_is_registered() -> None:
    """All spellings of one person are together in one entry, so that no entry mixes two and none is split."""
    entries = [({_folded(_words(name)) for name in p.iterfind(f"{TEI}persName")}, p.get(ID)) for p in _persons()]
    missing = []
    for canonical, found in _entities():
        wanted = {_folded(name) for name in found if name not in DESCRIPTIONS}
        if not any(wanted <= names for names, _ in entries):
            missing.append((canonical, sorted(wanted)))
    assert missing == []


def test_what_is_not_a_name_is_said_in_a_note() -> None:
    list(_entities())
    notes = " ".join(_words(person.find(f"{TEI}note")) for person in _persons())
    assert [words for words in DESCRIPTIONS if words not in notes] == []


def test_a_spelling_stands_in_the_document_that_it_points_to() -> None:
    if not SOURCES.is_dir():
        pytest.skip("the sources (../shared/sources) are not there")
    texts = {pointer: _said(SOURCES / f"{stem}.txt") for stem, found in DOCUMENTS.items() for pointer in found}
    wrong = []
    for name in _root(PERSONS).iter(f"{TEI}persName"):
        for source in (name.get("source") or "").split():
            if _folded(_words(name)).casefold() not in texts[source]:
                wrong.append((_words(name), source))
    assert [found for found in wrong if found[0] not in RESTORED] == []


#: The entries of the register of works that stand for a source.
DOCUMENTS = {
    "sorin-1918": ("works.xml#on-the-question-of-soviet-power",),
    "lenin-1918": ("works.xml#the-soviets-at-work", "works.xml#the-brigands-peace"),
    "rakovsky-1928": ("works.xml#power-and-the-russian-workers",),
    "conrad-1996": ("works.xml#genesis-of-bureaucratic-socialism",),
    "olivier-2010": ("works.xml#the-bolshevik-left-and-workers-power",),
}
#: Spellings of the print that the transcription by machine has damaged wherever they occur.
RESTORED = frozenset({"Scheidemann", "Breshko-Breskovsky"})


def _said(path: Path) -> str:
    return " ".join(path.read_text(encoding="utf-8").replace("’", "'").split()).casefold()


# --- nobody else's sentences ---------------------------------------------------------------------------------


def _tokens(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.replace("’", "").replace("'", "").casefold())


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _tokens(text)
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


@cache
def _source_runs() -> dict[tuple[str, ...], str]:
    """Every run of words of the sources, and which source has it."""
    found: dict[tuple[str, ...], str] = {}
    for path in sorted(SOURCES.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()[IMPRINTS.get(path.stem, 0) :]
        found.update((run, path.stem) for run in _runs("\n".join(lines)))
    return found


def _pieces(path: Path) -> Iterator[str]:
    """What a file says, in every way that it could be read: as it is written, and without its mark-up."""
    raw = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix != ".xml":
        yield raw
        yield re.sub(r"<[^<>]*>", " ", raw)
        return
    try:
        root = etree.fromstring(raw.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        yield re.sub(r"<[^<>]*>", " ", raw)
        return
    yield str(etree.tostring(root, method="text", encoding="unicode"))
    yield from chain.from_iterable(element.attrib.values() for element in root.iter())
    yield from (note.text or "" for note in root.iter(etree.Comment))


def _allowed() -> set[tuple[str, ...]]:
    return {run for title in LONG_TITLES for run in _runs(title)}


def _files() -> list[Path]:
    """The files that are ours: what an editor has imported is kept out of the repository."""
    found = chain.from_iterable((ROOT / folder).rglob("*") for folder in FOLDERS)
    imported = ROOT / "tei" / "imported"
    return sorted(f for f in found if f.suffix in TEXTS and imported not in f.parents and "__pycache__" not in f.parts)


def test_no_sentence_of_a_source_stands_in_the_repository() -> None:
    if not SOURCES.is_dir():
        pytest.skip("the sources (../shared/sources) are not there")
    theirs = _source_runs()
    assert len(theirs) > 30_000
    copied = []
    for path in _files():
        runs = chain.from_iterable(_runs(piece) for piece in _pieces(path))
        copied += [(str(path.relative_to(ROOT)), theirs[run], " ".join(run)) for run in runs if run in theirs]
    assert [found for found in copied if tuple(found[2].split()) not in _allowed()] == []


def test_every_long_title_that_is_allowed_stands_in_a_source_and_in_the_edition() -> None:
    """An exception that nobody needs is none."""
    if not SOURCES.is_dir():
        pytest.skip("the sources (../shared/sources) are not there")
    assert [title for title in LONG_TITLES if not any(run in _source_runs() for run in _runs(title))] == []
    said = {run for path in (ROOT / "tei").rglob("*.xml") for piece in _pieces(path) for run in _runs(piece)}
    assert [title for title in LONG_TITLES if not any(run in said for run in _runs(title))] == []


def test_a_copied_sentence_would_be_found(tmp_path: Path) -> None:
    if not SOURCES.is_dir():
        pytest.skip("the sources (../shared/sources) are not there")
    run = list(next(iter(_source_runs())))
    copy = tmp_path / "copy.xml"
    marked = " ".join([*run[:4], "<hi>", *run[4:6], "</hi>", "<!-- -->", *run[6:]])
    copy.write_text(f'<p xmlns="{TEI[1:-1]}">{marked}</p>', encoding="utf-8")
    assert any(found in _source_runs() for piece in _pieces(copy) for found in _runs(piece))
    copy.write_text(f'<p xmlns="{TEI[1:-1]}">See <title>{marked}</title>.</p>', encoding="utf-8")
    assert any(found in _source_runs() for piece in _pieces(copy) for found in _runs(piece))
