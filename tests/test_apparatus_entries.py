"""Entries of the apparatus: how they are collected, where they stand, and how page, text and tables show them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from helpers import SITE, SPECIMENS, article, build_in, entries, page, sheets, tei
from lxml import etree
from lxml import html as lxml_html

from recensio import tables
from recensio.placing import place_entries
from recensio.transform import Normalised, Rules, apparatus_words

WITNESSES = """<listWit><witness xml:id="A"><abbr type="siglum">A</abbr> First</witness>
<witness xml:id="B">Second</witness>
<listWit xml:id="g"><head>Family</head><witness xml:id="C"><abbr type="siglum">C</abbr> Third
<listWit><witness xml:id="C1"><abbr type="siglum">C<hi rend="sup">ac</hi></abbr></witness>
<witness xml:id="C2"><abbr type="siglum">C<hi rend="sup">pc</hi></abbr></witness></listWit></witness>
<witness xml:id="D">Fourth</witness></listWit></listWit>"""


def normalised(body: str, rules: Rules | None = None, **more: str) -> Normalised:
    return sheets().normalise(etree.fromstring(tei(body, **({"witnesses": WITNESSES} | more))), rules=rules)


def lines(body: str, language: str = "en", rules: Rules | None = None, **more: str) -> list[str]:
    """The apparatus in plain text, with a blank for the tab."""
    text = normalised(body, rules, **more).apparatus(sheets().labels(language, {}))
    return text.replace("\t", " ").replace("\u00a0", " ").splitlines()


def placed(body: str, **more: str) -> Normalised:
    """As the build does it: attached entries are told where in the text they belong."""
    root = etree.fromstring(tei(body, **({"witnesses": WITNESSES} | more)))
    place_entries(root)
    return sheets().normalise(root)


def placed_lines(body: str) -> list[str]:
    text = placed(body).apparatus(sheets().labels("en", {}))
    return text.replace("\t", " ").replace("\u00a0", " ").splitlines()


def placed_page(body: str) -> Any:
    made = placed(body).html(
        "x", "<rec:site xmlns:rec='urn:recensio:edition' title='' lang='en'/>", sheets().labels("en", {})
    )
    return lxml_html.document_fromstring(made.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def line(entry: str, **more: Any) -> str:
    """The one entry of a paragraph, without its place."""
    (found,) = lines(f"<p>in {entry} est</p>", **more)
    return found.removeprefix("§ 1 ")


def rows(body: str, **more: str) -> list[dict[str, Any]]:
    return normalised(body, None, **more).data(sheets().labels("en", {}))


# --- what a reading says ------------------------------------------------------------------------------------

STATUSES = {
    "<rdg wit='#B'>x</rdg>": ("text", "x B"),
    "<rdg wit='#B'/>": ("omission", "om. B"),
    "<rdg wit='#B' type='om.'/>": ("omission", "om. B"),
    "<rdg wit='#B' cause='#omission'/>": ("omission", "om. B"),
    "<rdg wit='#B' ana='#subtractive'/>": ("omission", "om. B"),
    "<rdg wit='#B' type='Omisit'>Omisit.</rdg>": ("omission", "Omisit. B"),
    "<rdg wit='#B' type='omission'>не читается</rdg>": ("omission", "не читается B"),
    "<rdg wit='#B'>om.</rdg>": ("omission", "om. B"),
    "<rdg wit='#B'><note>om.</note></rdg>": ("omission", "om. B"),
    "<rdg wit='#B'><note>illegible</note></rdg>": ("illegible", "illegible B"),
    "<rdg wit='#B' type='lac'/>": ("lacuna", "lac. B"),
    "<rdg wit='#B'><gap reason='lost'/></rdg>": ("lacuna", "lac. B"),
    "<rdg wit='#B'><lacunaStart/></rdg>": ("lacuna", "lacuna begins B"),
    "<rdg wit='#B' type='illegible'/>": ("illegible", "illeg. B"),
    "<rdg wit='#B'><gap reason='illegible'/></rdg>": ("illegible", "illeg. B"),
    "<rdg wit='#B' type='not-collated'/>": ("uncollated", "not coll. B"),
    "<rdg wit='#B' type='non collatus'/>": ("uncollated", "not coll. B"),
    "<rdg wit='#B'>x<gap reason='lost'/></rdg>": ("text", "x[…] B"),
    # what is left of the text is no description of an omission
    "<rdg wit='#B' type='omission'>mari</rdg>": ("text", "mari B"),
    "<rdg wit='#B' cause='omission'>x</rdg>": ("text", "x B"),
    "<rdg wit='#B' type='lac'>x<gap/></rdg>": ("text", "x[…] B"),
}


@pytest.mark.parametrize(("reading", "told"), STATUSES.items(), ids=STATUSES.keys())
def test_omitted_lost_illegible_and_uncollated_are_four_things(reading: str, told: tuple[str, str]) -> None:
    entry = f"<app><lem>magno mari</lem>{reading}</app>"
    status, shown = told
    assert line(entry) == f"magno mari] {shown}"
    row = rows(f"<p>{entry}</p>")[1]
    assert row["status"] == ("lacunaStart" if "lacunaStart" in reading else status)


READINGS = {
    "lemma with its witnesses": ("<lem wit='#A'>a</lem><rdg wit='#B'>b</rdg>", "a] A; b B"),
    "first reading heads the entry": ("<rdg wit='#A'>a</rdg><rdg wit='#B'>b</rdg>", "a] A; b B"),
    "addition": ("<lem/><rdg wit='#B'>b</rdg>", "add. b B"),
    "addition, the others named": ("<lem wit='#A'/><rdg wit='#B'>b</rdg>", "add. b B; om. A"),
    "addition behind a word that the lemma names": ("<lem n='Filium'/><rdg wit='#B'>b</rdg>", "Filium] add. b B"),
    "group": ("<lem>a</lem><rdgGrp><rdg wit='#A'>b</rdg><rdg wit='#B'>c</rdg></rdgGrp>", "a] (b A; c B)"),
    "lemma in a group": ("<rdgGrp><lem wit='#A'>a</lem><rdg wit='#B'>c</rdg></rdgGrp>", "a] A; (c B)"),
    "two lemmata": ("<lem wit='#A'>a</lem><lem wit='#B'>b</lem>", "a] A; b B"),
    "note and witDetail": (
        "<lem>a</lem><rdg wit='#B'>b</rdg><witDetail wit='#B'>faint</witDetail><note>Cf. c.</note>",
        "a] b B [faint] B [Cf. c.]",
    ),
    "witDetail without words says what its type says": (
        "<lem wit='#A'>a</lem><rdg wit='#B'>b</rdg><note><idno/></note><witDetail wit='#C' type='lac'/>",
        "a] A; b B; lac. C",
    ),
    "witDetail of a type that the apparatus has no word for": (
        "<lem wit='#A'>a</lem><witDetail wit='#C' type='in margin'/>",
        "a] A; in margin C",
    ),
    "note in a reading": ("<lem>a</lem><rdg wit='#B'>b<note>sic</note></rdg>", "a] b (sic) B"),
    "note in the lemma": ("<lem>a<note>sic</note></lem><rdg wit='#B'>b</rdg>", "a] b B"),
    "deletion": ("<lem>a</lem><rdg wit='#B'><del>b</del> <add>c</add></rdg>", "a] ⟦b⟧ c B"),
    "transposition": ("<lem>a b</lem><rdg wit='#B' type='transposition'>b a</rdg>", "a b] b a B transp."),
    "corrected": (
        "<lem>a</lem><rdg wit='#B' varSeq='1'>b</rdg><rdg wit='#B' varSeq='2' hand='#x.m2'>c</rdg>",
        "a] b B a.c.; c B p.c. (x.m2)",
    ),
    "hands with sigla of their own": ("<lem wit='#C2'>a</lem><rdg wit='#C1'>b</rdg>", "a] Cpc; b Cac"),
    "undeclared siglum": ("<lem>a</lem><rdg wit='#Ω x.xml#B C'>b</rdg>", "a] b Ω B C"),
    "copy of what is not there": ("<lem>a</lem><rdg wit='#B'><seg copyOf='#s1'/></rdg>", "a] = s1 B"),
    "deletion of a whole word": (
        "<lem>a</lem><rdg wit='#B'><subst><del>b</del><add>c</add></subst></rdg>",
        "a] ⟦b⟧ c B",
    ),
    "deletion inside a word": (
        "<lem>a</lem><rdg wit='#B'>b<subst><del>i</del><add>o</add></subst>s</rdg>",
        "a] b⟦i⟧os B",
    ),
    "addition in front of a deletion": ("<lem>a</lem><rdg wit='#B'>x <add>c</add><del>b</del></rdg>", "a] x c ⟦b⟧ B"),
    "lines and paragraphs": (
        "<lem>a</lem><rdg wit='#B'><l>b,</l> <l>c</l></rdg><rdg wit='#D'><p>d</p></rdg>",
        "a] b, ‖ c B; d D",
    ),
    "events where they stand": (
        "<lem>a</lem><rdg wit='#B'><witStart/>b</rdg><rdg wit='#D'>d<witEnd/></rdg>",
        "a] text begins b B; d text ends D",
    ),
    "event of other witnesses": (
        "<lem wit='#A #B'><lacunaEnd wit='#B'/>a</lem><rdg wit='#D'>b</rdg>",
        "a] (lacuna ends B) A B; b D",
    ),
    "a note says more than om.": (
        "<lem>a</lem><rdg wit='#B'><note>omitted by eyeskip</note></rdg>",
        "a] omitted by eyeskip B",
    ),
    "om., and a note on it": (
        "<lem>a</lem><rdg wit='#B'><note>perhaps rightly</note></rdg>",
        "a] om. (perhaps rightly) B",
    ),
    "words of no script with capitals": ("<lem>א</lem><rdg wit='#B'>ב</rdg>", "א] ב B"),
}


@pytest.mark.parametrize(("content", "shown"), READINGS.values(), ids=READINGS.keys())
def test_an_entry_as_a_line(content: str, shown: str) -> None:
    assert line(f"<app>{content}</app>") == shown


def test_scholars_are_named_by_what_their_pointers_lead_to() -> None:
    declared = (
        "<listWit><witness xml:id='A'>x</witness></listWit><listBibl><bibl xml:id='K'><author>Krzyk</author>, <title>T</title>,"
        " <date>1900</date></bibl><bibl xml:id='S'><abbr>St.</abbr> Long title</bibl></listBibl>"
        "<listPerson><person xml:id='p'><persName><forename>Ada</forename> <surname>Byron</surname></persName></person></listPerson>"
    )
    entry = (
        "<app><lem source='#K'>a</lem><rdg resp='#p' type='conjecture'>b</rdg><rdg source='#S #p'>c</rdg><rdg resp='#q'/>"
        "<rdg resp='ed.xml#Housman'>d</rdg></app>"
    )
    assert line(entry, witnesses=declared) == "a] Krzyk 1900; b conj. Byron; c St., Byron; del. q; d Housman"


def test_pointers_go_through_the_prefixes_of_the_header() -> None:
    document = tei("<p>in <app><lem>a</lem><rdg wit='ms:B x:Z'>b</rdg></app></p>", witnesses=WITNESSES).replace(
        "</fileDesc>",
        "</fileDesc><encodingDesc><listPrefixDef><prefixDef ident='ms' matchPattern='(.+)' replacementPattern='w.xml#$1'>"
        "<p/></prefixDef></listPrefixDef></encodingDesc>",
    )
    (shown,) = entries(document)
    assert shown == "1 § 1 a] b B x:Z"


def test_nested_entries_each_have_a_line_and_their_own_lemma() -> None:
    body = "<p><app><lem wit='#A'>a <app><lem>b</lem><rdg wit='#B'>c</rdg></app></lem><rdg wit='#D'>d</rdg></app></p>"
    assert lines(body) == ["§ 1 a b] A; d D", "§ 1 b] c B"]


def test_a_long_lemma_is_named_by_its_ends() -> None:
    long = " ".join(f"verbum{n}" for n in range(40))
    assert line(f"<app><lem>{long}</lem><rdg wit='#B'/></app>") == (
        "verbum0 verbum1 verbum2 verbum3 … verbum38 verbum39] om. B"
    )


# --- where an entry stands ----------------------------------------------------------------------------------

X = "<app><lem>x</lem><rdg wit='#B'>y</rdg></app>"
PLACES = {
    "verse with number": (f"<l n='7'>{X}</l>", "v. 7"),
    "verses counted": (f"<lg><l>a</l><l>{X}</l></lg>", "v. 2"),
    "verses counted on from a number": (f"<l n='5'>a</l><l>b</l><l>{X}</l>", "v. 7"),
    "parts of a verse": (f"<l part='I'>a</l><l part='F'>{X}</l><l>b</l>", "v. 1"),
    "numbers begin anew in each division": (
        f"<div n='1'><l n='1'>a</l></div><div n='2'><l n='1'>{X}</l></div>",
        "v. 2.1",
    ),
    "numbers run on through divisions": (f"<div n='1'><l n='1'>a</l></div><div n='2'><l n='2'>{X}</l></div>", "v. 2"),
    "paragraphs counted": (f"<p>a</p><p>{X}</p>", "§ 2"),
    "paragraph with number": (f"<p n='3a'>{X}</p>", "§ 3a"),
    "section that is one paragraph": (f"<div n='4'><p>a</p></div><div n='5'><p>{X}</p></div>", "§ 5"),
    "sections in chapters": (
        f"<div n='1'><div n='1'><p>a</p></div></div><div n='2'><div n='1'><p>{X}</p></div></div>",
        "§ 2.1",
    ),
    "identifiers are no numbers": (f"<div n='urn:cts:x'><div n='4'><p>{X}</p></div></div>", "§ 4"),
    "lines of the source": (f"<ab><lb n='1'/>a <lb n='2'/>{X}</ab>", "l. 2"),
    "lines counted page by page": (f"<ab><pb n='1r'/><lb n='1'/>a<pb n='1v'/><lb n='1'/>{X}</ab>", "l. 1v.1"),
    "milestones": (f"<p><milestone unit='section' n='1'/>a <milestone unit='section' n='2'/>{X}</p>", "§ 2"),
    "heading": (f"<div n='2'><head>{X}</head><p>a</p></div>", "2 title"),
    "verses quoted in a paragraph": (f"<p>a <quote><l>b</l></quote> {X}</p>", "§ 1"),
    "entry in a note": (f"<p>a</p><p>b<note>n {X}</note></p>", "§ 2"),
    "entry in a choice": (f"<p>a</p><p><choice><sic>{X}</sic><corr>b</corr></choice></p>", "§ 2"),
    "entry around verses": ("<l>a</l><app><lem><l>x</l><l>x</l></lem><rdg wit='#B'/></app><l>b</l>", "v. 2–3"),
    "entry over two paragraphs of a chapter": (
        "<div n='1'><p n='1'>a</p></div><div n='2'><app><lem><p n='1'>x</p><p n='2'>x</p></lem><rdg wit='#B'/></app></div>",
        "§ 2.1–2",
    ),
    "addition behind a verse": ("<l>a</l><app><lem/><rdg wit='#B'><l>y</l></rdg></app><l>b</l>", "v. 1"),
    "place as written": (
        "<p>a</p><listApp><app loc='C4.29'><lem>x</lem><rdg wit='#B'>y</rdg></app></listApp>",
        "C4.29",
    ),
    "element that the entry points at": (
        "<l>a</l><l><w xml:id='w1'>x</w></l><listApp><app from='#w1'><rdg wit='#B'>y</rdg></app></listApp>",
        "v. 2",
    ),
}


@pytest.mark.parametrize(("body", "place"), PLACES.values(), ids=PLACES.keys())
def test_place_of_an_entry(body: str, place: str) -> None:
    (found,) = lines(body)
    assert found.startswith(f"{place} ")


WORDS = {
    "et": ("et <app><lem>et</lem><rdg wit='#B'/></app> et", "et²]"),
    "the only one": ("et <app><lem>ac</lem><rdg wit='#B'/></app> et", "ac]"),
    "case and punctuation do not count": ("Et, <app><lem>et</lem><rdg wit='#B'/></app>", "et²]"),
    "several words": ("et vox et <app><lem>et vox</lem><rdg wit='#B'/></app>", "et vox²]"),
    "part of a word": ("omnibus omni<app><lem>bus</lem><rdg wit='#B'/></app> bus", "bus]"),
    "equal to a part of a word": ("omnibus <app><lem>bus</lem><rdg wit='#B'/></app>", "bus]"),
    "words in parts": ("uox u<hi>o</hi>x <app><lem>uox</lem><rdg wit='#B'/></app>", "uox³]"),
    "accents of running text": ("καί, <app><lem>καὶ</lem><rdg wit='#B'/></app>", "καὶ²]"),
    "readings are not counted": (
        "<app><rdg>a</rdg><rdg>et</rdg></app> <app><lem>et</lem><rdg wit='#B'/></app> ac",
        "et]",
    ),
    "notes are not counted": ("<note>et</note> <app><lem>et</lem><rdg wit='#B'/></app>", "et]"),
}


@pytest.mark.parametrize(("words", "lemma"), WORDS.values(), ids=WORDS.keys())
def test_same_words_of_a_verse_are_numbered(words: str, lemma: str) -> None:
    assert lines(f"<l>{words}</l><l>et ac bus uox</l>")[-1].startswith(f"v. 1 {lemma}")


def test_the_page_shows_the_number_raised() -> None:
    document = tei("<p>et <app><lem>et</lem><rdg wit='#B'/></app></p>", witnesses=WITNESSES)
    assert '<bdi>et</bdi><sup class="occurrence">2</sup><span class="separator">]</span>' in page(document)


def entry_list(*entries: str) -> str:
    return f"<listApp>{''.join(entries)}</listApp>"


def test_a_lemma_taken_from_the_text_is_whole_and_without_its_point() -> None:
    text = "<p n='1'><anchor xml:id='a'/>bo<lb break='no'/>nita <lb break='no'/>te<anchor xml:id='b'/> dei, <w xml:id='c'>vero.</w></p>"
    apps = "<app from='#a' to='#b'><rdg wit='#B'>x</rdg></app>", "<app from='#c'><rdg wit='#B'>y</rdg></app>"
    assert placed_lines(text + entry_list(*apps)) == ["§ 1 bonitate] x B", "§ 1 vero] y B"]


MIXED = (
    "<p n='1'><app><lem>a</lem><rdg wit='#B'>x</rdg></app> b <app><lem>c</lem><rdg wit='#B'>y</rdg></app> d e</p>"
    + entry_list(
        "<app loc='9'><lem>q</lem><rdg wit='#B'>nowhere</rdg></app>",
        "<app loc='1'><lem>d</lem><rdg wit='#B'>v <app><lem>w</lem><rdg wit='#A'>inside</rdg></app></rdg></app>",
        "<app loc='1'><lem>b c</lem><rdg wit='#B'>z</rdg></app>",
        "<app loc='1'><lem>b</lem><rdg wit='#B'>u</rdg></app>",
    )
)


def test_entries_of_all_kinds_come_in_the_order_of_the_text() -> None:
    readings = [line.rpartition("] ")[2] for line in placed_lines(MIXED)]
    assert readings == ["x B", "z B", "u B", "y B", "v w B", "inside A", "nowhere B"]


def test_their_numbers_rise_in_the_text() -> None:
    tree = placed_page(MIXED)
    assert [mark.text for mark in tree.xpath("//article//a[@class='variant']")] == ["1", "3", "2", "4", "5"]
    assert [back.text for back in tree.xpath("//div[@class='entry']/*[@class='back']")] == list("1234567")


def test_all_places_of_an_entry_are_told() -> None:
    text = "<lg><l n='1'>a et b</l><l n='2'>et et</l><l n='3'>c</l><l n='4'>d et</l></lg>"
    both = entry_list("<app loc='1, 4'><lem>et</lem><rdg wit='#B'>x</rdg></app>")
    assert placed_lines(text + both) == ["v. 1, 4 et] x B"]


@pytest.mark.parametrize("lemma", ["et²", "et<hi rend='sup'>2</hi>", "et (2)"])
def test_a_lemma_that_bears_its_number_is_not_numbered_again(lemma: str) -> None:
    text = "<p n='1'>et a <anchor xml:id='x'/>et<anchor xml:id='y'/> b</p>"
    (told,) = placed_lines(text + entry_list(f"<app from='#x' to='#y'><lem>{lemma}</lem><rdg wit='#B'>ac</rdg></app>"))
    assert told.count("2") + told.count("²") == 1
    (told,) = placed_lines(text + entry_list("<app from='#x' to='#y'><lem>ET</lem><rdg wit='#B'>ac</rdg></app>"))
    assert told == "§ 1 ET²] ac B"


COPIES = (
    "<l n='1' xml:id='l1'>arma</l><lg xml:id='lg'><l n='2'>virum</l><l n='3'>cano</l></lg><app><lem><l n='4' xml:id='l4'>Troiae qui</l></lem>"
    "<rdg wit='#A'><l copyOf='#l1'/></rdg><rdg wit='#B'><join target='#lg #l1'/></rdg><rdg wit='#C' copyOf='#l4'/></app>"
)


def test_what_is_repeated_is_told_by_its_place() -> None:
    assert lines(COPIES) == ["v. 4 Troiae qui] = v. 1 A; = v. 2–3, v. 1 B; = Troiae qui C"]
    copies = placed_page(COPIES).xpath("//a[@class='copy']")
    assert [(copy.get("href"), copy.text) for copy in copies][:2] == [("#l1", "v.\xa01"), ("#lg", "v.\xa02–3")]


# --- layers, silent entries ---------------------------------------------------------------------------------

LAYERED = f"<p>{X} <app type='fontes'><lem>x</lem><note>Verg.</note></app></p>"


def test_layers_have_headings_if_there_are_several() -> None:
    assert lines(LAYERED) == ["Critical apparatus", "", "§ 1 x¹] y B", "", "Sources", "", "§ 1 x²] Verg."]
    assert lines(LAYERED, "la")[0] == "Apparatus criticus"
    assert lines(f"<p>{X}</p>") == ["§ 1 x] y B"]


def test_layers_come_in_the_order_of_the_settings() -> None:
    assert lines(LAYERED, rules=Rules(layers=("fontes", "criticus")))[0] == "Sources"


def test_layers_keep_the_order_of_the_file_whatever_stands_first_in_the_text() -> None:
    body = f"<p n='1'>a {X}</p>" + entry_list("<app type='fontes' loc='1'><lem>a</lem><note>Verg.</note></app>")
    assert [told for told in placed_lines(body) if not told.startswith("§")] == [
        "Critical apparatus",
        "",
        "",
        "Sources",
        "",
    ]


def test_the_page_keeps_words_apart_and_numbers_of_lines_out() -> None:
    corrected = "<subst><del>b</del><add>c</add></subst>"
    body = f"<app><lem><l n='5'>a,</l></lem><rdg wit='#B'><l n='10'>x {corrected}</l><l>y <lb n='15'/>z</l></rdg></app>"
    assert entries(tei(body, witnesses=WITNESSES)) == ["1 v. 5 a,] x ⟦b⟧ c ‖ y z B"]
    assert [e for e in entries(tei("<p><app><lem>a <list><item>b</item></list></lem><rdg wit='#B'/></app></p>"))] == [
        "1 § 1 a ‖ b] om. B"
    ]


def test_the_page_says_once_what_a_note_says() -> None:
    body = "<p><app><lem>a</lem><rdg wit='#B'><note>om.</note></rdg></app></p>"
    markup = page(tei(body, witnesses=WITNESSES))
    assert '<span class="om">om.</span><bdi><a href="#note-1" class="call"' in markup


def test_an_event_of_another_witness_is_told_in_brackets_behind_the_lemma() -> None:
    body = "<p><app><lem wit='#A #B'><lacunaEnd wit='#B'/>a</lem><rdg wit='#D'>b</rdg></app></p>"
    assert entries(tei(body, witnesses=WITNESSES)) == ["1 § 1 a] (lacuna ends B) A B; b D"]


def test_each_witness_leads_to_the_page_of_its_text(tmp_path: Path) -> None:
    listed = "<listWit><witness xml:id='A'>a</witness><witness n='B 2'>b</witness></listWit>"
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei" / "one.xml").write_text(tei(f"<p>{X}</p>", witnesses=listed), encoding="utf-8")
    build_in(tmp_path)
    pages = tmp_path / "output" / "html"
    tree: Any = lxml_html.document_fromstring((pages / "one.html").read_bytes())
    links = [unquote(link.get("href")) for link in tree.xpath("//section[@class='witnesses']//dt/a")]
    assert links == ["one.witness.A.html", "one.witness.B 2.html"]
    assert all((pages / link).is_file() for link in links)
    assert '<dt id="witness:A">a</dt>' in page(tei("<p/>", witnesses=listed))


def test_long_rows_of_sigla_are_marked() -> None:
    many = " ".join(f"#W{n}" for n in range(30))
    markup = page(tei(f"<p><app><lem wit='#A'>a</lem><rdg wit='{many}'>b</rdg></app></p>", witnesses=WITNESSES))
    assert markup.count('class="sigla many"') == 1


def test_a_list_lends_its_type_to_its_entries() -> None:
    body = f"<p>a</p><listApp type='orthographic'><app loc='1'><lem>a</lem><rdg wit='#B'>b</rdg></app></listApp>{X}"
    assert {row["layer"] for row in rows(body)} == {"orthographic", "criticus"}


SILENT = """<p>a <app><rdg wit="#B"><witStart/></rdg></app>b</p><p>c <app><rdg wit="#A"><lacunaStart/></rdg></app> d</p>
<p>e<app><rdg wit="#B"><witEnd/></rdg></app> <app><lem>f</lem><rdg wit="#B">g</rdg></app></p>"""


def test_entries_of_nothing_but_events_are_told_of_the_witness() -> None:
    document = tei(SILENT, witnesses=WITNESSES)
    assert entries(document) == ["1 § 3 f] g B"]
    assert article(document).count('class="variant"') == 1
    markup = page(document)
    assert '<span class="extent">text: §&nbsp;1–§&nbsp;3</span>' in markup
    assert '<span class="extent">lacuna: §&nbsp;2–</span>' in markup


def test_events_are_rows_of_the_tables() -> None:
    events = [(r["status"], r["witnesses"], r["place"]) for r in rows(SILENT) if r["kind"] == "event"]
    assert events == [("witStart", ["B"], "1"), ("lacunaStart", ["A"], "2"), ("witEnd", ["B"], "3")]


def test_what_is_told_of_a_witness_that_no_list_declares_is_shown() -> None:
    assert '<dt id="witness:Z">Z</dt>' in page(tei("<p>a <app><rdg wit='#Z'><witStart/></rdg></app>b</p>"))


# --- sigla by rule ------------------------------------------------------------------------------------------

RULES = {
    "negative": (Rules(style="negative"), "a] b D B"),
    "in the order of the list": (Rules(order="list"), "a] A; b B D"),
    "positive": (Rules(style="positive"), "a] A C; b D B"),
    "positive with cett.": (Rules(style="positive", rest_after=1), "a] cett.; b D B"),
}


@pytest.mark.parametrize(("rules", "shown"), RULES.values(), ids=RULES.keys())
def test_sigla_by_rule(rules: Rules, shown: str) -> None:
    assert line("<app><lem wit='#A'>a</lem><rdg wit='#D #B'>b</rdg></app>", rules=rules) == shown


GROUPS = {
    "all members": ("#C #D", "collapse", "g"),
    "one of them": ("#D", "collapse", "D"),
    "members around others": ("#C #B #D", "collapse", "g B"),
    "a hand is not the witness": ("#C1 #D", "collapse", "Cac D"),
    "group": ("#g #B", "expand", "C D B"),
    "as encoded": ("#C #D #g", "as-encoded", "C D g"),
}


@pytest.mark.parametrize(("wit", "groups", "sigla"), GROUPS.values(), ids=GROUPS.keys())
def test_groups_of_witnesses(wit: str, groups: str, sigla: str) -> None:
    entry = f"<app><lem>a</lem><rdg wit='{wit}'>b</rdg></app>"
    assert line(entry, rules=Rules(groups=groups)) == f"a] b {sigla}"


def test_a_group_stands_for_its_members_that_have_text() -> None:
    body = (
        "<p><app><lem>a</lem><rdg wit='#D'><lacunaStart/></rdg></app> <app><lem>b</lem><rdg wit='#C'>c</rdg></app>"
        "<app><lem>d</lem><rdg wit='#D'>e<lacunaEnd/></rdg></app> <app><lem>f</lem><rdg wit='#C'>c</rdg></app></p>"
    )
    shown = lines(body, rules=Rules(groups="collapse"))
    assert (shown[1], shown[3]) == ("§ 1 b] c g", "§ 1 f] c C")
    shown = lines(body, rules=Rules(style="positive"))
    assert (shown[1], shown[3]) == ("§ 1 b] A B; c C", "§ 1 f] A B D; c C")


# --- languages, tables, files -------------------------------------------------------------------------------


def test_words_of_the_apparatus_come_in_its_own_language() -> None:
    made = normalised("<p>in <app><lem>a</lem><rdg wit='#B'/></app></p>")
    german = made.apparatus(sheets().labels("de", {}))
    latin = made.apparatus(sheets().labels("de", {}, "la"))
    greek = made.apparatus(sheets().labels("de", {}, "grc"))
    assert "fehlt" in german
    assert "om." in latin
    assert greek == latin
    assert "DEEST" in made.apparatus(sheets().labels("de", {"om": "DEEST"}, "la"))


@pytest.mark.parametrize("language", ["la", "de", "fr", "it", "es", "ru"])
def test_every_language_has_every_word(language: str) -> None:
    from recensio import shipped

    folder = shipped.folder("xslt")
    labels = etree.parse(folder / "common" / "labels" / f"{language}.xml")
    assert {row.get("key") for row in labels.getroot() if row.get("for") == "apparatus"} == set(apparatus_words(folder))


def test_rows_of_the_tables() -> None:
    body = (
        "<p>et <app xml:id='e1' type='t'><lem wit='#A'>et</lem><rdgGrp type='o'><rdg wit='#C1 #B' hand='#h' cause='c'>ac"
        "<note>n</note></rdg></rdgGrp><rdg source='#K' resp='#R'/></app></p>"
    )
    first, second, third = rows(body)
    assert first | {"n": 1, "unit": "paragraph", "place": "1", "kind": "lem", "base": True, "reading": "et"} == first
    assert (first["entry"], first["lemma"], first["occurrence"], first["layer"]) == ("e1", "et", 2, "t")
    assert (second["kind"], second["base"], second["reading"], second["status"]) == ("rdg", False, "ac", "text")
    assert (second["witnesses"], second["sigla"], second["hand"]) == (["C1", "B"], ["Cac", "B"], ["h"])
    assert (second["cause"], second["group"], second["note"]) == ("c", "o", "n")
    assert (third["status"], third["sources"], third["resp"]) == ("omission", ["K"], ["R"])
    assert set(first) == set(tables.COLUMNS)


def test_tables_can_be_read_back() -> None:
    made = rows("<p>a <app><lem>\"a\", b;</lem><rdg wit='#A #B'>=1+1\u00a0−x</rdg></app></p>")
    assert json.loads(tables.as_json(made)) == [{key: row[key] for key in tables.COLUMNS} for row in made]
    text = tables.as_csv(made)
    head, lemma, reading = csv.reader(io.StringIO(text))
    assert tuple(head) == tables.COLUMNS
    assert lemma[head.index("reading")] == '"a", b;'
    assert reading[head.index("witnesses")] == "A B"
    assert text.endswith("\r\n")


def test_a_cell_is_no_formula() -> None:
    made = rows("<p>a <app><lem>a</lem><rdg wit='#A'>=HYPERLINK(1)</rdg></app></p>")
    assert "'=HYPERLINK(1)" in tables.as_csv(made)
    assert '"=HYPERLINK(1)"' in tables.as_json(made)
    assert tables.as_json([]) == "[]\n"


def test_files_of_the_apparatus_are_in_the_report_and_on_the_page(tmp_path: Path) -> None:
    (tmp_path / "tei").mkdir()
    for name in ("verse", "minimal"):
        (tmp_path / "tei" / f"{name}.xml").write_bytes((SPECIMENS / f"{name}.xml").read_bytes())
    (tmp_path / "tei" / "x.xml").write_text(tei("<p>a</p>" + X, witnesses=WITNESSES), encoding="utf-8")
    report = build_in(tmp_path)
    texts = {text.id: text for text in report.texts}
    assert texts["x"].apparatus_txt == "txt/x.apparatus.txt"
    assert texts["x"].data == {"csv": "data/x.apparatus.csv", "json": "data/x.apparatus.json"}
    assert (texts["minimal"].apparatus_txt, texts["minimal"].data) == (None, {})
    for path in ("txt/x.apparatus.txt", *texts["x"].data.values()):
        assert (tmp_path / "output" / path).is_file()
    assert 'href="../data/x.apparatus.csv"' in (tmp_path / "output/html/x.html").read_text(encoding="utf-8")
    assert "apparatus.csv" not in (tmp_path / "output/html/minimal.html").read_text(encoding="utf-8")


def test_cost_grows_with_the_number_of_entries_and_no_faster() -> None:
    """A rescan of the text for each entry would make ten times as many entries cost a hundred times as much."""
    from time import process_time

    def cost(count: int) -> float:
        root = etree.fromstring(tei("<p>" + f"et vox {X} " * count + "</p>"))
        begun = process_time()
        sheets().normalise(root).apparatus(sheets().labels("en", {}))
        return process_time() - begun

    cost(50)
    small, large = cost(200), cost(2000)
    assert large < 30 * max(small, 0.05)


# --- remarks, lists, places as they are told --------------------------------------------------------------------

REMARK = f"<p>{X.replace('</app>', '<note>So we <hi>think</hi>.</note></app>')}</p>"


def test_a_note_that_follows_readings_stands_in_brackets_in_every_output() -> None:
    assert lines(REMARK) == ["§ 1 x] y B [So we think.]"]
    assert entries(tei(REMARK, witnesses=WITNESSES)) == ["1 § 1 x] y B [So we think.]"]
    normalised = sheets().normalise(etree.fromstring(tei(REMARK, witnesses=WITNESSES)))
    source = normalised.print_source("x", SITE, sheets().labels("en", {}))
    assert '#t("B", look: "italic"); #t("[");#"So we think.";#t("]");' in source


def test_a_source_that_is_told_alone_stands_in_none() -> None:
    assert lines("<p>a <app type='fontes'><lem>x</lem><note>Verg.</note></app></p>") == ["§ 1 x] Verg."]


PLACES_AS_TOLD = {
    "¶ 12": "¶ 12",
    "l. 3": "l. 3",
    "title": "title",
    "note 27, end": "note 27, end",
    "1": "§ 1",
}  # fmt: skip


@pytest.mark.parametrize(("loc", "place"), PLACES_AS_TOLD.items())
def test_the_place_of_an_attached_entry_is_that_which_its_editor_tells(loc: str, place: str) -> None:
    body = "<p>one <seg xml:id='s'>two</seg></p>" + entry_list(f"<app from='#s' loc='{loc}'><lem>two</lem><rdg wit='#B'>x</rdg></app>")
    assert placed_lines(body) == [f"{place} two] x B"]


def test_paragraphs_are_counted_and_not_what_stands_between_them() -> None:
    around = "<opener><salute>Dear A</salute></opener>"
    listed = f"<list><item>one</item><item>{X}</item></list>"
    assert lines(f"{around}<p>a</p>{listed}<p>b {X}</p>") == ["§ 1 x] y B", "§ 2 x] y B"]
    assert lines(f"<list><item>one</item></list><list><item>{X}</item></list>") == ["§ 2 x] y B"]
    title = f"<titlePage><docTitle><titlePart>{X}</titlePart></docTitle></titlePage>"
    document = tei(f"<p>a {X}</p>", witnesses=WITNESSES).replace("<body>", f"<front>{title}</front><body>")
    assert [entry.split(" x")[0] for entry in entries(document)] == ["1 title", "2 § 1"]


LISTED = (
    "<listApp><head>Quotations</head><desc>Compared in places.</desc><app loc='¶ 1'><lem>a</lem><rdg wit='#B'>b</rdg></app></listApp>"
    "<listApp type='errors'><head>Errors of the print</head><app loc='¶ 1'><lem>c</lem><rdg wit='#B'>d</rdg></app></listApp>"
)


def test_lists_of_entries_are_told_by_their_heads() -> None:
    assert lines(LISTED) == [
        "Critical apparatus", "", "Quotations", "Compared in places.", "", "¶ 1 a] b B", "",
        "Errors of the print", "", "¶ 1 c] d B",
    ]  # fmt: skip
    made = lxml_html.document_fromstring(page(tei(f"<p>x</p>{LISTED}", witnesses=WITNESSES)))
    found = made.xpath("//section[@id='part:apparatus']//*[self::h2 or self::h3 or self::h4 or @class='desc']/text()")
    assert found == ["Critical apparatus", "Quotations", "Compared in places.", "Errors of the print"]


def test_a_type_without_a_name_is_written_as_one() -> None:
    body = f"<p>{X} <app type='word-order'><lem>x</lem><rdg wit='#B'>y</rdg></app></p>"
    assert "Word order" in lines(body) and "word-order" not in lines(body)


def test_before_and_after_correction_is_said_once() -> None:
    both = "<rdg wit='#B' type='ac' varSeq='1'>b</rdg><rdg wit='#B' type='pc' varSeq='2'>c</rdg>"
    assert lines(f"<p><app><lem wit='#A'>a</lem>{both}</app></p>") == ["§ 1 a] A; b B a.c.; c B p.c."]
