"""Where entries are cited: in all parts of a text, the finished pages are read, every line of which has its number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pypdfium2
import pytest
from helpers import SITE, SPECIMENS, sheets, tei
from lxml import etree

from recensio import shipped
from recensio.law.printed import _characters
from recensio.placing import place_entries
from recensio.typeset import Page, Typeset, typeset

WITNESSES = "<listWit><witness xml:id='A'>Alpha</witness><witness xml:id='B'>Beta</witness></listWit>"
_FOOT = 8.7  # points: the foot and the margins are set in smaller type

Word = tuple[int, str, float, float, float]  # page, text, left, baseline, size


def made(body: str, *, front: str = "", restart: str = "page") -> Typeset:
    """A text with a number at each of its lines."""
    whole = tei(body, witnesses=WITNESSES).replace("<body>", f"{front}<body>")
    root = etree.fromstring(whole)
    place_entries(root)
    source = sheets().normalise(root).print_source("x", SITE, sheets().labels("en", {}))
    page = Page(every=1, restart=restart, contents="no")
    result = typeset(source, template_folders=(shipped.folder("xslt") / "print",), root=SPECIMENS, page=page)
    assert result.pdf is not None, result.problems
    return result


def words_of(pdf: bytes) -> Iterator[Word]:
    """The words of a PDF with their places."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document, 1):
            yield from _words_on(page, number)
    finally:
        document.close()


def _words_on(page: pypdfium2.PdfPage, number: int) -> Iterator[Word]:
    letters: list[tuple[str, float, float, float]] = []
    right = 0.0
    for character, _, glyph in _characters(page.get_textpage()):
        apart = letters and (abs(letters[-1][2] + glyph.y - page.get_height()) > 1 or glyph.left - right > 0.15 * glyph.size)
        if letters and (apart or not character.strip()):
            yield (number, "".join(c for c, *_ in letters), *letters[0][1:])
            letters = []
        right = glyph.right
        if character.strip():
            letters.append((character, glyph.left, page.get_height() - glyph.y, glyph.size))
    if letters:
        yield (number, "".join(c for c, *_ in letters), *letters[0][1:])


def cited(result: Typeset) -> dict[str, str]:
    """The number that stands with each lemma at the foot. Lemmata are words like lem7x."""
    assert result.pdf is not None
    found, number = {}, ""
    for _, word, *_, size in words_of(result.pdf):
        if size < _FOOT and (re.fullmatch(r"[\w.]*\d[\d.–]*|title", word) and not word.startswith(("lem", "rdg"))):
            number = word
        for lemma in re.findall(r"(lem\d+x)\]", word) if size < _FOOT else ():
            found.setdefault(lemma, number)
    return found


def standing(result: Typeset) -> dict[str, str]:
    """The number in the margin of the line that each lemma stands on; nothing, if the line has none."""
    assert result.pdf is not None
    words = list(words_of(result.pdf))
    margin = {(p, round(y)): w for p, w, _, y, size in words if size < _FOOT and re.fullmatch(r"\d+", w)}
    found = {}
    for page, word, _, y, size in words:
        lemma = re.fullmatch(r"\W*(lem\d+x)\W*", word)
        if lemma and size >= _FOOT:
            near = [margin[page, at] for at in (round(y), round(y) - 1, round(y) + 1) if (page, at) in margin]
            found[lemma[1]] = near[0] if near else ""
    return found


def entry(number: int, more: str = "") -> str:
    return f"<app><lem>lem{number}x{more}</lem><rdg wit='#B'>rdg{number}</rdg></app>"


FRONT = f"""<front><titlePage><docTitle><titlePart>De {entry(1)} rebus</titlePart></docTitle><byline>a <docAuthor>{entry(2)}</docAuthor></byline>
<docImprint>Romae {entry(3)}</docImprint></titlePage>
<div><head>Praefatio {entry(4)}</head><epigraph><p>sic {entry(5)} est</p></epigraph><p>prae {entry(6)} fatur</p></div></front>"""

BODY = f"""<div><head>{entry(7)}</head>
<list><head>Index {entry(28)}</head><item>primum {entry(8)}</item><item>{'verba multa ' * 12} {entry(9)} finis</item></list>
<table><row><cell>a</cell><cell>b {entry(10)}</cell></row><row><cell>{entry(11)}</cell><cell>d</cell></row></table>
<figure><head>Fig. {entry(12)}</head><figDesc>pictura</figDesc></figure>
<p>ante</p>
<sp><speaker>Chremes {entry(13)}</speaker><p>quid {entry(15)} agis?</p><stage>exit {entry(14)}</stage></sp>
<p>alpha <app><lem>beta {entry(16)} gamma</lem><rdg wit='#A'>totum</rdg></app>, <add place='margin'>in margine {entry(18)}</add>
nota<note>adnotatio <app><lem>c</lem><rdg wit='#B'>d</rdg></app></note> auctor<note resp='#author'>auctoris</note> {'et cetera ' * 15} {entry(19)}.</p>
<quote><p>dixit {entry(20)}</p></quote>
<lg><head>Carmen {entry(29)}</head><l>arma {entry(21)} cano</l><l part='I'>prima {entry(22)}</l><l part='F'>altera {entry(23)}</l><l>tertia {entry(24)}</l></lg>
<p>{'prosa oratio ' * 9} {entry(25)} post versus.</p></div>
<div><head>Sola {entry(26)}</head></div>
<div><p>{entry(27)} finis.</p></div>"""

TITLES = {f"lem{n}x" for n in (1, 4, 7, 12, 26, 29)}


@cache
def everywhere(restart: str = "page") -> Typeset:
    return made(BODY, front=FRONT, restart=restart)


@pytest.mark.parametrize("restart", ["page", "section", "text"])
def test_the_number_of_an_entry_is_that_in_the_margin_of_its_line(restart: str) -> None:
    numbers, margins = cited(everywhere(restart)), standing(everywhere(restart))
    expected = {f"lem{n}x" for n in range(1, 30)} - {"lem17x", "lem16x"}
    assert expected <= numbers.keys() and expected <= margins.keys()
    assert {lemma for lemma in expected if numbers[lemma] == "title"} == TITLES
    assert {lemma for lemma in expected if margins[lemma] == ""} == TITLES | {"lem13x", "lem23x"}
    for lemma in expected - TITLES - {"lem13x", "lem23x"}:
        assert numbers[lemma] == margins[lemma], lemma


def test_a_speaker_is_cited_by_the_line_he_begins_and_a_shared_verse_by_its_first_part() -> None:
    numbers = cited(everywhere())
    assert numbers["lem13x"] == numbers["lem15x"]
    assert numbers["lem23x"] == numbers["lem22x"]


def test_an_entry_in_an_entry_is_told_behind_it_and_one_in_a_note_inside_the_note() -> None:
    foot = " ".join(w for _, w, _, _, size in words_of(everywhere().pdf or b"") if size < _FOOT)
    assert re.search(r"beta lem16x gamma\] totum A \| lem16x\] rdg16 B", foot)
    assert "adnotatio c (d B)" in foot


def test_the_notes_of_the_author_stand_above_and_those_of_the_editors_below() -> None:
    at = {w: (page, y) for page, w, _, y, size in words_of(everywhere().pdf or b"") if size < _FOOT}
    assert at["auctoris"] < at["rdg18"] < at["adnotatio"]
    assert len({page for page, _ in (at["auctoris"], at["rdg18"], at["adnotatio"])}) == 1


def test_headings_with_entries_are_plain_in_contents_and_running_heads() -> None:
    body = "".join(f"<div><head>caput {entry(n)}</head><p>{'verba multa sunt ' * 400}</p></div>" for n in (1, 2, 3))
    root = etree.fromstring(tei(body, witnesses=WITNESSES))
    source = sheets().normalise(root).print_source("x", SITE, sheets().labels("en", {}))
    result = typeset(source, template_folders=(shipped.folder("xslt") / "print",), root=SPECIMENS)
    words = list(words_of(result.pdf or b""))
    assert sum("rdg" in w for _, w, *_ in words) == 3
    assert [w for _, w, *_ in words].count("lem2x") >= 3  # contents, heading, running heads


def test_an_entry_over_paragraphs_has_both_lines() -> None:
    result = made(f"<app><lem><p>lem1x verba</p><p>multa {'et plura ' * 12}</p></lem><rdg wit='#B'/></app><p>{entry(2)}</p>")
    foot = " ".join(w for _, w, _, _, size in words_of(result.pdf or b"") if size < _FOOT)
    assert re.search(r"1–3 lem1x verba … plura\] om\. B", foot), foot


def test_columns_of_a_source_keep_the_numbers_of_their_lines() -> None:
    lines = "".join(f"<lb n='{n}'/>verba {entry(n)} et " for n in range(1, 8))
    again = "".join(f"<lb n='{n}'/>alia {entry(n + 10)} et " for n in range(1, 8))
    result = made(f"<ab><pb n='1r'/><cb n='a'/>{lines}<cb n='b'/>{again}</ab>")
    numbers, margins = cited(result), standing(result)
    for n in (*range(1, 8), *range(11, 18)):
        number = n if n < 10 else n - 10
        assert margins[f"lem{n}x"] == str(number)
        assert numbers[f"lem{n}x"].rpartition(".")[2] == str(number)


def test_lines_of_a_source_that_are_too_long_hang_and_are_not_hyphenated() -> None:
    lines = "".join(f"<lb n='{n}'/>primumverbum{n} {'verba inconsuetissima ' * 6}" for n in range(1, 30))
    result = made(f"<ab>{lines}</ab>")
    words = [w for w in words_of(result.pdf or b"") if w[4] >= _FOOT * 0.9 and w[1].startswith(("primum", "verba", "inconsuet"))]
    words = [word for word in words if word[0] == 1]
    left = {round(x) for _, w, x, _, _ in words if w.startswith("primum")}
    assert len(left) == 1
    assert not any(w.endswith("-") for _, w, *_ in words)
    first = {}
    for page, _, x, y, _ in words:
        first[page, round(y)] = min(x, first.get((page, round(y)), 999))
    assert {round(x) for x in first.values()} - left, "nothing hangs"


def test_calls_stand_at_their_words_and_break_where_there_are_many() -> None:
    notes = "".join(f"<note>nota {n}</note>" for n in range(40))
    result = made(f"<p>verba {'multa verba ' * 9} finis. {notes}</p>")
    assert result.pdf is not None
    words = [(w, x, y) for _, w, x, y, size in words_of(result.pdf) if y < 300]
    finis = next(y for w, _, y in words if w.startswith("finis"))
    assert any(w == "1" and abs(y - finis) < 6 for w, _, y in words)
    page = pypdfium2.PdfDocument(result.pdf)[0]
    assert max(x for _, x, _ in words) < page.get_width() - 40


def test_a_blank_before_a_call_goes_behind_it() -> None:
    source = sheets().normalise(etree.fromstring(tei("<p>verba <note>x</note> <note>y</note> et <note>z</note>alia <note>w</note>.</p>")))
    text = source.print_source("x", SITE, sheets().labels("en", {})).partition("#show: setting\n")[2]
    assert '#"verba";#call("note-1"' in text
    assert '#opening;#call("note-2"' in text
    assert re.search(r'#call\("note-2".*?\); #"et"; #call\("note-3".*?\);#"alia";#call\("note-4".*?\);#"\.";', text)


@pytest.mark.parametrize("place", ["end", "foot"])
def test_a_reference_without_words_calls_the_note_that_stands_elsewhere(place: str) -> None:
    body = f"<p>verba <ref target='#n1'>1</ref> et <ptr target='#n2'/> alia.</p><note place='{place}' xml:id='n1'>una</note><note place='{place}' xml:id='n2'>altera</note>"
    text = sheets().normalise(etree.fromstring(tei(body))).print_source("x", SITE, sheets().labels("en", {}))
    assert len(re.findall(r"#call\(", text)) == 2 and "#call-again" not in text
    assert re.search(r'#"verba";#call\([^)]*"1", .*una.*#"et";#call\([^)]*"2", .*altera', text)


def test_a_pointer_that_leads_nowhere_is_not_printed() -> None:
    text = sheets().normalise(etree.fromstring(tei("<p>a <ptr target='#gone'/> b <ref cRef='Gen 1:1'/> <ptr target='bib:Weir_1'/></p>")))
    told = text.print_source("x", SITE, sheets().labels("en", {})).partition("#show: setting\n")[2]
    assert "gone" not in told and "(Gen 1:1)" in told and "bib:" not in told and "Weir_1" in told


def test_a_remark_without_words_is_not_told_and_one_on_witnesses_says_what_it_is() -> None:
    body = "<p><app><lem wit='#A'>a</lem><rdg wit='#B'>b</rdg><note><listRelation><relation name='r' active='#A'/></listRelation></note><witDetail type='lac' wit='#B'/></app></p>"
    result = made(body)
    foot = " ".join(w for _, w, _, _, size in words_of(result.pdf or b"") if size < _FOOT)
    assert "1 a] A; b B; lac. B" in foot and "[" not in foot
