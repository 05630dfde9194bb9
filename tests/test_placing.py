"""Where attached entries belong: every way in which encoders say it, and what is done when they say it wrongly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import CORPORA, SITE, plain, sheets, tei, witness
from lxml import etree

from recensio.law.model import Document
from recensio.law.source import SourceWords
from recensio.parse import parse
from recensio.placing import AT, END, START, place_entries
from recensio.placing.basetext import base_text, tokens_of
from recensio.placing.lemma import Lemma, lemma_of
from recensio.placing.units import Wanted, wanted

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
LISTS = '<listWit><witness xml:id="A">x</witness><witness xml:id="B">x</witness></listWit>'


def placed(body: str) -> etree._Element:
    root = etree.fromstring(tei(body, witnesses=LISTS))
    place_entries(root)
    return root


def words_of(root: etree._Element) -> list[str]:
    """For each entry, the words between its points; ``?`` where only a point near them is known, ``-`` for none."""
    told = []
    for app in root.iter("{*}app"):
        if app.get(START):
            pairs = zip(app.get(START, "").split(), app.get(END, "").split(), strict=True)
            told.append(" | ".join(between(root, *pair) for pair in pairs))
        else:
            told.append("?" if app.get(AT) else "-")
    return told


def between(root: etree._Element, start: str, end: str) -> str:
    """The words between two points, without those of entries."""
    parts: list[str] = []
    inside = False
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start" and element.get(XML_ID) in (start, end):
            inside = element.get(XML_ID) == start
        if inside and next(element.iterancestors("{*}app"), None) is None:
            is_app = element.tag.endswith("app")
            parts.append(
                ((element.text if event == "start" else element.tail) or "") if event == "end" or not is_app else ""
            )
            parts.append(" " if element.tag.endswith(("}l", "}p")) else "")
    return " ".join("".join(parts).split())


def in_list(*apps: str) -> str:
    return f"<listApp>{''.join(apps)}</listApp>"


RDG = "<rdg wit='#A'>x</rdg>"
POINTERS = {
    "between two anchors": (
        "<p>a <anchor xml:id='s'/> b c <anchor xml:id='e'/>d</p>" + in_list("<app from='#s' to='#e'>" + RDG + "</app>"),
        ["b c"],
    ),
    "two anchors the wrong way round": (
        "<p>a <anchor xml:id='s'/>b<anchor xml:id='e'/> d</p>" + in_list("<app from='#e' to='#s'>" + RDG + "</app>"),
        ["b"],
    ),
    "from a word to a word": (
        "<p><w xml:id='s'>a</w> <w>b</w> <w xml:id='e'>c</w> d</p>"
        + in_list("<app from='#s' to='#e'>" + RDG + "</app>"),
        ["a b c"],
    ),
    "an element": ("<p>a <seg xml:id='s'> b c </seg> d</p>" + in_list("<app from='#s'>" + RDG + "</app>"), ["b c"]),
    "a whole verse": ("<l xml:id='s'>a b</l><l>c</l>" + in_list("<app from='#s'>" + RDG + "</app>"), ["a b"]),
    "from an anchor to the entry": ("<p>a <anchor xml:id='s'/>b c<app from='#s'>" + RDG + "</app> d</p>", ["b c"]),
    "from the entry to an anchor": ("<p>a <app to='#e'>" + RDG + "</app>b c<anchor xml:id='e'/> d</p>", ["b c"]),
    "entries in one another": (
        "<p><anchor xml:id='s'/>a <anchor xml:id='t'/>b<app from='#t'>"
        + RDG
        + "</app> c<app from='#s'>"
        + RDG
        + "</app></p>",
        ["b", "a b c"],
    ),
    "an anchor alone, and the lemma behind it": (
        "<p>b a <anchor xml:id='s'/>b c b</p>" + in_list("<app from='#s'><lem>b c</lem>" + RDG + "</app>"),
        ["b c"],
    ),
    "an anchor alone, the lemma empty": (
        "<p>a <anchor xml:id='s'/>b</p>" + in_list("<app from='#s'><lem/>" + RDG + "</app>"),
        [""],
    ),
    "an anchor alone, and nothing more": (
        "<p>a <anchor xml:id='s'/>b</p>" + in_list("<app from='#s'>" + RDG + "</app>"),
        ["?"],
    ),
    "over the end of a paragraph": (
        "<p>a <anchor xml:id='s'/>b</p><p>c<anchor xml:id='e'/> d</p>"
        + in_list("<app from='#s' to='#e'>" + RDG + "</app>"),
        ["b c"],
    ),
    "the pointer of a list without #": (
        "<p>a <w xml:id='s'>b</w></p>" + in_list("<app from='s'>" + RDG + "</app>"),
        ["b"],
    ),
    "a word behind a break at the head of its verse": (
        "<lg><l n='1'><hi>a</hi> b</l><l n='2'><lb break='no' n='2'/>c d</l></lg>" + in_list("<app loc='2'><lem>c</lem>" + RDG + "</app>"),
        ["c"],
    ),
    "a word with white space of the source at its break": (
        "<p n='1'>a <w>b<space/> <lb break='no'/>c</w> d<space/>e</p>"
        + in_list("<app loc='1'><lem>bc</lem>" + RDG + "</app><app loc='1'><lem>e</lem>" + RDG + "</app>"),
        ["b c", "e"],
    ),
    "what the entry is said to go with": (
        "<p>b <seg xml:id='s'>a b</seg> b</p>"
        + in_list("<app corresp='#s'><lem>b</lem>" + RDG + "</app><app target='#s'><lem>c</lem>" + RDG + "</app>"),
        ["b", "a b"],
    ),
    "what the list of entries is said to go with": (
        "<p>b</p><p xml:id='s'>a b</p><p>b</p>"
        + "<listApp corresp='#s'><app><lem>b</lem>" + RDG + "</app><app><lem>c</lem>" + RDG + "</app></listApp>",
        ["b", "?"],
    ),
    "words counted in a verse": (
        "<l n='4'>a b c</l>" + in_list("<app loc='4' from='2' to='3'>" + RDG + "</app>"),
        ["b c"],
    ),
    "a paragraph that holds the lemma": (
        "<p xml:id='s'>a b c d</p>" + in_list("<app from='#s'><lem>b c</lem>" + RDG + "</app>"),
        ["b c"],
    ),
    "a paragraph that holds the lemma of two entries": (
        "<p xml:id='s'>a b a</p>"
        + in_list(
            "<app from='#s' to='#s'><lem>a</lem>" + RDG + "</app>", "<app from='#s'><lem>a</lem>" + RDG + "</app>"
        ),
        ["a", "a"],
    ),
    "a paragraph that is the lemma": (
        "<p xml:id='s'>a b c d.</p>" + in_list("<app from='#s'><lem>a … d</lem>" + RDG + "</app>"),
        ["a b c d"],
    ),
    "a paragraph that has none of the lemma": (
        "<p xml:id='s'>a b</p>" + in_list("<app from='#s'><lem>x y</lem>" + RDG + "</app>"),
        ["a b"],
    ),
    "a lemma with a correction": (
        "<p xml:id='s'>a b <choice><sic>x</sic><corr>c</corr></choice> d</p>"
        + in_list("<app from='#s'><lem>b <choice><sic>x</sic><corr>c</corr></choice></lem>" + RDG + "</app>"),
        ["b xc"],
    ),
    "in front of a paragraph": (
        "<p xml:id='s'>a b</p>" + in_list("<app from='#left(s)'><lem/>" + RDG + "</app>"),
        [""],
    ),
    "behind a word": (
        "<p xml:id='s'>a b. c</p>" + in_list("<app from='#right(match(s,%22b%22))'><lem/>" + RDG + "</app>"),
        [""],
    ),
    "words by an expression": (
        "<p xml:id='s'>a b a c</p>" + in_list("<app from=\"#match(s,'a%20[bc]',2)\"><lem/>" + RDG + "</app>"),
        ["a c"],
    ),
    "words by their characters": (
        "<p xml:id='s'>ab <hi>cd</hi> ef</p>" + in_list("<app from='#string-range(s,3,2)'>" + RDG + "</app>"),
        ["cd"],
    ),
    "from a place to a place": (
        "<p xml:id='s'>a b c</p><p xml:id='t'>d e</p>"
        + in_list("<app from='#string-index(s,2)' to='#match(t,d)'>" + RDG + "</app>"),
        ["b c d"],
    ),
    "a range of two": (
        "<p xml:id='s'>a b c</p>" + in_list("<app from='#range(match(s,b),right(s))'>" + RDG + "</app>"),
        ["b c"],
    ),
    "a place that is not there": (
        "<p xml:id='s'>a</p>" + in_list("<app from='#match(s,x)'>" + RDG + "</app>"),
        ["-"],
    ),
    "pointers in one another without end": (
        "<p xml:id='s'>a</p>" + in_list(f"<app from='#{'left(' * 9999}s{')' * 9999}'>" + RDG + "</app>"),
        ["-"],
    ),
    "an expression that never ends": (
        f"<p xml:id='s'>{'a' * 50}</p>" + in_list("<app from='#match(s,(a+)+b)'>" + RDG + "</app>"),
        ["-"],
    ),
    "pointing nowhere": ("<p>a</p>" + in_list("<app from='#no' to='#where'>" + RDG + "</app>"), ["-"]),
}


@pytest.mark.parametrize(("body", "expected"), POINTERS.values(), ids=POINTERS.keys())
def test_by_pointers(body: str, expected: list[str]) -> None:
    assert words_of(placed(body)) == expected


def located(loc: str, lemma: str) -> str:
    return in_list(f"<app loc='{loc}'><lem>{lemma}</lem>{RDG}</app>")


VERSES = "<div n='1'><l n='1'>arma et viros</l><l n='2'>et cano et</l></div><div n='2'><l n='1'>Troiae</l></div>"
PAGES = "<p><pb n='2r'/><lb n='1'/>prima <lb n='2'/>alia <pb n='2v'/><lb n='1'/>alia se<lb n='2' break='no'/>cunda</p>"
LOCATIONS = {
    "a verse": (VERSES, "2", "cano", "cano"),
    "section and verse": (VERSES, "2.1", "Troiae", "Troiae"),
    "section and verse, otherwise divided": (VERSES, "II 1 = 2, 1", "Troiae", "Troiae"),
    "a label": (VERSES, "v. 2", "cano", "cano"),
    "a range": (VERSES, "1-2", "viros et", "viros et"),
    "several places": (VERSES, "1, 2", "et", "et | et"),
    "the second of its kind": (VERSES, "2", "et²", "et"),
    "the second of its kind, in mark-up": (VERSES, "2", "et<hi rend='superscript'>2</hi>", "et"),
    "what is left out in between": (VERSES, "1", "arma … viros", "arma et viros"),
    "without regard to capitals": (VERSES, "1", "Arma", "arma"),
    "a part of a word": (VERSES, "2.1", "Tro-", "Tro"),
    "page and line": (PAGES, "2v.1", "alia", "alia"),
    "page and line, with a comma": (PAGES, "2v, 1", "alia", "alia"),
    "a word over the end of a line, by its first": (PAGES, "2v, 1", "secunda", "secunda"),
    "a word over the end of a line, by its second": (PAGES, "2v, 2", "secunda", "secunda"),
    "counted verses": ("<l>unus</l><l>duo</l>", "2", "duo", "duo"),
    "counted lines": ("<p><lb/>unus <lb/>duo</p>", "2", "duo", "duo"),
    "counted paragraphs": ("<p>unus</p><p>duo</p>", "2", "duo", "duo"),
    "a word that is not there": (VERSES, "1", "nihil", "?"),
    "a verse that is not there": (VERSES, "17", "arma", "-"),
    "nothing": (VERSES, "", "viros", "viros"),
    "nothing, and a word that stands there twice": (VERSES, "", "et", "-"),
}


@pytest.mark.parametrize(("text", "loc", "lemma", "expected"), LOCATIONS.values(), ids=LOCATIONS.keys())
def test_by_location(text: str, loc: str, lemma: str, expected: str) -> None:
    app = located(loc, lemma) if loc else located(loc, lemma).replace(" loc=''", "")
    assert words_of(placed(text + app)) == [expected]


BESIDE = "<div n='WBP'><l n='1'>Experience though noon</l><l n='2'>Were in this world</l>{}</div>"
BESIDE_ENTRIES = {
    "with a lemma": ("<app loc='WBP 1'><lem>Experience</lem><rdg wit='#A'>Experiment</rdg></app>", "Experiment"),
    "with a lemma that is not there": ("<app loc='WBP 1'><lem>Authority</lem><rdg wit='#A'>x</rdg></app>", None),
    "a verse as such": ("<app loc='WBP 3'><lem><l>Is right</l></lem><rdg wit='#A'><l>Is wrong</l></rdg></app>", None),
}


@pytest.mark.parametrize(("entry", "read"), BESIDE_ENTRIES.values(), ids=BESIDE_ENTRIES.keys())
def test_entries_between_verses_are_about_the_verse_they_name(entry: str, read: str | None) -> None:
    root = placed(BESIDE.format(entry))
    document = etree.tostring(root, encoding="unicode")
    base = ["Experience", "though", "noon", "Were", "in", "this", "world"]
    lemma = "" if read else " ".join("".join(root.find(".//{*}lem").itertext()).split())
    assert plain(document).split() == [*base, *lemma.split()]
    if read:
        assert witness(document, "A").split() == [read, *base[1:]]


def test_an_entry_between_verses_without_a_lemma_is_no_text() -> None:
    root = placed(BESIDE.format("<app loc='WBP 1'><rdg wit='#A'>Experiment</rdg></app>"))
    assert words_of(root) == ["?"]
    assert plain(etree.tostring(root, encoding="unicode")).split()[-1] == "world"


def test_the_second_of_its_kind_is_the_second() -> None:
    assert witness_text(VERSES + located("2", "et²"), "A") == "arma et viros et cano x Troiae"


def test_entries_on_one_lemma_follow_the_text() -> None:
    entries = in_list(
        "<app loc='2'><lem>et</lem><rdg wit='#A'>first</rdg></app>",
        "<app loc='2'><lem>et</lem><rdg wit='#A'>second</rdg></app>",
    )
    assert witness_text(VERSES + entries, "A") == "arma et viros first cano second Troiae"


@pytest.mark.parametrize(
    ("loc", "expected"),
    [
        ("12", [Wanted(("12",), ("12",))]),
        ("5-6", [Wanted(("5",), ("6",))]),
        ("1.3–5", [Wanted(("1", "3"), ("1", "5"))]),
        ("16, 24; 26", [Wanted(("16",), ("16",)), Wanted(("24",), ("24",)), Wanted(("26",), ("26",))]),
        ("Line 4", [Wanted(("4",), ("4",), "line")]),
        ("vv. 3-4", [Wanted(("3",), ("4",), "verse")]),
        ("A2", [Wanted(("a2",), ("a2",))]),
        ("2r, 14", [Wanted(("2r", "14"), ("2r", "14"))]),
        ("", []),
    ],
)
def test_what_a_location_names(loc: str, expected: list[Wanted]) -> None:
    assert wanted(loc) == expected


@pytest.mark.parametrize(
    ("lem", "expected"),
    [
        ("<lem>arma virumque</lem>", Lemma((("arma", "virumque"),))),
        ("<lem>arma<note>sic</note> vi<lb break='no'/>rum</lem>", Lemma((("arma", "virum"),))),
        ("<lem>arma ... Troiae,</lem>", Lemma((("arma",), ("Troiae",)), 0, "", ",")),
        ("<lem>et³</lem>", Lemma((("et",),), 3)),
        ("<lem>x2</lem>", Lemma((("x2",),))),
        ("<lem/>", Lemma(())),
    ],
)
def test_the_words_of_a_lemma(lem: str, expected: Lemma) -> None:
    assert lemma_of(etree.fromstring(lem)) == expected


def witness_text(body: str, siglum: str) -> str:
    root = placed(body)
    return witness(etree.tostring(root, encoding="unicode"), siglum)


APART = {
    "between words": ("<p>a <anchor xml:id='s'/>b</p>", "a x b"),
    "behind a word": ("<p>a<anchor xml:id='s'/> b</p>", "a x b"),
    "inside a word": ("<p>a<anchor xml:id='s'/>b</p>", "axb"),
}


@pytest.mark.parametrize(("text", "expected"), APART.values(), ids=APART.keys())
def test_an_addition_is_set_apart_between_words(text: str, expected: str) -> None:
    assert witness_text(text + in_list("<app from='#s'><lem/>" + RDG + "</app>"), "A") == expected


def test_of_entries_that_overlap_the_first_counts() -> None:
    text = "<p><anchor xml:id='a'/>one <anchor xml:id='b'/>two<anchor xml:id='c'/> three<anchor xml:id='d'/> four</p>"
    entries = in_list(
        "<app from='#a' to='#c'><rdg wit='#A'>ONE TWO</rdg></app>",
        "<app from='#b' to='#d'><rdg wit='#A #B'>TWO THREE</rdg></app>",
    )
    assert witness_text(text + entries, "A") == "ONE TWO three four"
    assert witness_text(text + entries, "B") == "one TWO THREE four"


def test_seams_between_replaced_words_stay() -> None:
    text = "<l>a <anchor xml:id='s'/>b</l><l>c<anchor xml:id='e'/> d</l>"
    root = placed(text + in_list("<app from='#s' to='#e'><rdg wit='#A'>x</rdg></app>"))
    assert sheets().normalise(root).texts(witnesses=True)[1]["A"] == ["a x\nd\n"]


def test_readings_behind_their_word() -> None:
    text = (
        "<p>celeſtiſ <app><rdg wit='#A'>caelestis</rdg></app> in aqua <app><rdg wit='#A'>inaqua</rdg></app> finis</p>"
    )
    assert words_of(placed(text)) == ["celeſtiſ", "in aqua"]
    assert witness_text(text, "A") == "caelestis inaqua finis"


def test_the_points_leave_no_trace_in_the_text() -> None:
    body = "<l n='1'>a b</l>" + located("1", "b")
    before = base_text(Document(etree.fromstring(tei(body)))).line
    assert base_text(Document(placed(body))).line == before


def test_points_get_names_that_nobody_has() -> None:
    root = placed("<l n='1' xml:id='rec.1'>a b</l>" + located("1", "b"))
    names = [e.get(XML_ID) for e in root.iter("*") if e.get(XML_ID)]
    assert len(names) == len(set(names)) == 3 + 2


def test_a_document_without_entries_is_left_alone() -> None:
    root = etree.fromstring(tei("<p>a</p>"))
    before = etree.tostring(root)
    assert not place_entries(root).made
    assert etree.tostring(root) == before


def test_words_run_on_over_breaks_and_format_characters() -> None:
    assert [t.word for t in tokens_of("se\x02  \x02cunda so\u00adft, e\u0301t")] == ["secunda", "soft", "ét"]


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the shared corpora are not beside this checkout")
@pytest.mark.parametrize(
    ("name", "exact", "vague"),
    [
        ("dharma-campa__DHARMA_INSCIC00089.xml", 73, 5),
        ("tei-stylesheets__testapp2.xml", 72, 0),
        ("augustine-ms28__Fol_1v-6r.xml", 102, 0),
    ],
)
def test_real_entries(name: str, exact: int, vague: int) -> None:
    path = Path(CORPORA / name)
    root = parse(path, folder=path.parent).root
    assert root is not None
    found = place_entries(root)
    assert (sum(1 for app in root.iter("{*}app") if app.get(START)), len(found.vague), found.lost) == (exact, vague, [])


# --- in notes ------------------------------------------------------------------------------------------------

NOTED = (
    "<p>a red fox<note xml:id='n1'><p xml:id='np1'>one red fox</p><p>two red dogs</p></note> runs</p><p>b</p>"
    "<listApp><app from='#n1' loc='n. 1'><lem wit='#A'>two red</lem><rdg wit='#B'>two grey</rdg></app>"
    "<app from='#np1' loc='n. 1'><lem wit='#A'>fox</lem><rdg wit='#B'>hen</rdg></app></listApp>"
)


def test_entries_on_a_note_stand_in_it_and_change_no_text() -> None:
    root = etree.fromstring(tei(NOTED, witnesses=LISTS))
    placed = place_entries(root)
    assert not placed.vague and not placed.lost
    note = root.find(".//{*}note")
    assert note is not None and len(note.findall(".//{*}anchor")) == 4
    source = SourceWords(root)
    assert source.unplaced == ()
    normalised = sheets().normalise(root)
    assert " ".join(normalised.texts(witnesses=True)[1]["B"][0].split()) == "a red fox runs b"
    page = normalised.html("x", SITE, sheets().labels("en", {}))
    assert re.sub(r"<[^>]+>", "", page).count("two red") == 2
    printed = normalised.print_source("x", SITE, sheets().labels("en", {}))
    assert re.search(r'red fox"; #t\("\("\);#"hen"', printed)
