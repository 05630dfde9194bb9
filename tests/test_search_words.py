"""Every word of a text and of its witnesses is found, at its place, in any script and however lines and pages divide it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import PROGRAM, Browser, browser
from helpers import HEADER, build_in
from hypothesis import given, settings
from hypothesis import strategies as st

from recensio.search import fold, page_of, words_of

HARD = {
    "la": """<p n="1" xml:id="p1">Iuvenis IVVENIS vīnum jam Wor<lb break="no"/>ter Sei<pb n="2" break="no"/>te Spal<cb break="no"/>te mile<milestone
unit="section" n="3"/>stone uni<add>ver</add>sus cor<sic>r</sic>ectus 1<hi rend="superscript">o</hi> M<hi rend="superscript">r</hi> a e 1848 Cæsar cœlum
l’homme l'autre q̄ ꝑ dñs</p><p n="2">Arma <app><lem wit="#A">virum</lem><rdg wit="#B">viros<note>A gloss.</note></rdg></app> dat<app><lem
wit="#A">um</lem><rdg wit="#B #C">os</rdg></app> <app><lem wit="#A">cano</lem><rdg wit="#B">canto <app><lem>intus</lem><rdg wit="#C">foris</rdg></app></rdg></app>
<app><lem wit="#A">longi<lb break="no"/>tudo</lem><rdg wit="#B">brevi<pb n="3" break="no"/>tas</rdg><rdg wit="#C"/></app>.<note xml:id="n1"
xml:lang="de">Über Straße, vgl. <foreign xml:lang="la">jus</foreign> und Eva.</note></p><div type="back" rend="back place lem"><p>hidden class</p></div>""",
    "de": """<p n="1" xml:id="p1">Die ſeyn müſſen Straße Maſs ﬁnden ﬂieſsen Goethes 'ne Bücher-<lb break="no"/>verzeichnis Schul-<pb n="2"/>buch Ge&#xAD;fahr
vier½ m² E-Mail und <foreign xml:lang="la">Iuvenis vivo</foreign> Vater jetzt</p><table><row><cell>Zelle</cell><cell>Nachbar</cell></row></table>
<list><item>eins</item><item>zwei</item></list><lg><l>Vers</l><l>Reim</l></lg><p>Ende<note>Fuß<lb/>note</note></p>""",
    "grc": """<p n="1" xml:id="p1">μῆνιν ἄειδε θεὰ Πηληϊάδεω Ἀχιλῆος ἀλλ’ ᾠδῇ ΛΟΓΟΣ λόγος ΐ αʹ Ἑλ<lb n="2" break="no"/>λάς ῥήτωρ <app><lem>ὕδωρ</lem><rdg
wit="#B">οἶνος</rdg></app></p>""",
    "he": """<p n="1" xml:id="p1">בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם שָׁלוֹם בית־ספר צה״ל</p>""",
    "ar": """<p n="1" xml:id="p1">كِتَابٌ كتـــاب القُرْآن أحمد ٱلرَّحْمٰن لا می‌خواهم ١٨٤٨</p>""",
    "sa-Latn": """<p n="1" xml:id="p1">dharmakṣetre kurukṣetre samavetā yuyutsavaḥ Qurʾān ʿAbd</p>""",
    "sa": """<p n="1" xml:id="p1">धर्मक्षेत्रे कुरुक्षेत्रे काल कुल अ॒ग्निमी॑ळे</p>""",
    "cu": """<p n="1" xml:id="p1">Въ нача́лѣ бѣ̀ сло́во и҆ҍ бг҃ъ гл҃ѧ ѡ҆тꙋ́дꙋ й ё</p>""",
    "zh": """<p n="1" xml:id="p1">天地玄黃 がくせい カタカナ 漢字kanji</p>""",
    "th": """<p n="1" xml:id="p1">ภาษาไทย 한국어 Türkçe İstanbul ışık ʻokina naïve Łódź þæt 𐌰𐍄𐍄𐌰 𝔄bc</p>""",
}
WITNESSES = '<listWit><witness xml:id="A"/><witness xml:id="B"/><witness xml:id="C"/></listWit>'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hard")
    (folder / "tei").mkdir()
    for language, body in HARD.items():
        text = f'<text xml:lang="{language}"><body>{body}</body></text>'
        markup = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{HEADER.format(witnesses=WITNESSES)}{text}</TEI>'
        (folder / f"tei/{language}.xml").write_text(markup, encoding="utf-8")
    build_in(folder)
    return folder / "output"


@pytest.fixture(scope="module")
def page(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if PROGRAM is None:
        pytest.skip("no Chromium on this machine")
    with browser(tmp_path_factory.mktemp("profile")) as started:
        started.open((built / "html/search.html").as_uri())
        yield started


#: For words: what the search finds of each, and how the page folds it.
ASK = """(async (words) => { await recensioLists.open("assets/search"); return Promise.all(words.map(async (word) => {
  const asked = recensioWords.asked(`"${word}"`, true);
  const {passages, settled} = asked.length ? await recensioLists.find(asked) : {passages: new Map(), settled: true};
  const read = await Promise.all([...passages.keys()].map((n) => recensioResults.read(n, asked)));
  return {told: [...passages.values()].map(({often}) => often), read: read.map((one) => one && one.often), settled,
    rows: read.flatMap((one) => one ? recensioResults.of(one).map(({href, parts}) => [href, parts.filter((p) => p.textContent).map((p) => p.textContent)]) : [])};
})); })"""


def ask(page: Browser, *words: str) -> list[Any]:
    return list(page.ask(f"{ASK}({json.dumps(words)})"))


def words_in(files: Iterator[Path]) -> list[str]:
    text = " ".join(file.read_text(encoding="utf-8") for file in files)
    return sorted(set(words_of(unicodedata.normalize("NFC", text))))


def test_every_word_of_texts_and_witnesses_is_found_as_often_as_is_told(built: Path, page: Browser) -> None:
    words = words_in(file for file in (built / "txt").glob("*.txt") if "apparatus" not in file.name)
    assert len(words) > 120
    found = dict(zip(words, ask(page, *words), strict=True))
    assert [word for word, one in found.items() if not one["told"]] == []
    assert [word for word, one in found.items() if one["told"] != one["read"]] == []


def test_words_and_their_folding_are_the_same_in_the_browser(page: Browser) -> None:
    @given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cn", "Co")), max_size=30), max_size=30))
    @settings(max_examples=25, deadline=None)
    def same(texts: list[str]) -> None:
        texts = [unicodedata.normalize("NFC", text) for text in texts]
        script = "(texts) => texts.map((one) => recensioWords.all(one).map(([w]) => [w, recensioWords.fold(w, false), recensioWords.fold(w, true)]))"
        here = [[[word, fold(word), fold(word, latin=True)] for word in words_of(text)] for text in texts]
        assert page.ask(f"({script})({json.dumps(texts)})") == here

    same()


@pytest.mark.parametrize(
    ("query", "href", "words"),
    [("iuvenis", "la.html#p1", "Iuvenis"), ("JVVENIS", "la.html#p1", "IVVENIS"), ("datos", "la.html#p2.datum", "datos"), ("brevitas", "la.html#p2.longitudo", "brevitas"),
     ("foris", "la.html#p2.cano.intus", "foris"), ("gloss", "la.html#p2.virum.n~1", "gloss"), ("strasse", "la.html#n1", "Straße"), ("ius", "la.html#n1", "jus"),
     ("worter", "la.html#p1", "Worter"), ("hidden", "la.html#back.p~1", "hidden"), ("seyn", "de.html#p1", "ſeyn"), ("gefahr", "de.html#p1", "Ge\xadfahr"),
     ("uivo", "de.html#p1", "vivo"), ("nachbar", "de.html#table~1.row~1", "Nachbar"), ("ΕΛΛΑΣ", "grc.html#p1", "Ἑλλάς"), ("λόγοσ", "grc.html#p1", "λόγος"),
     ("οινος", "grc.html#p1.ὕδωρ", "οἶνος"), ("בראשית", "he.html#p1", "בְּרֵאשִׁית"), ("كتاب", "ar.html#p1", "كتـــاب"), ("الرحمن", "ar.html#p1", "ٱلرَّحْمٰن"),
     ("میخواهم", "ar.html#p1", "می‌خواهم"), ("quran", "sa-Latn.html#p1", "Qurʾān"), ("अग्निमीळे", "sa.html#p1", "अ॒ग्निमी॑ळे"), ("начале", "cu.html#p1", None),
     ("начал", "cu.html#p1", None), ("漢", "zh.html#p1", "漢"), ("istanbul", "th.html#p1", "İstanbul")],
)  # fmt: skip
def test_a_word_is_found_however_it_is_written_and_leads_to_its_place(built: Path, page: Browser, query: str, href: str, words: str | None) -> None:
    (found,) = ask(page, query)
    if words is None:
        assert found["rows"] == []  # another letter, not an accent; or only the beginning of a word
        return
    assert any(row[0] == href and words in row[1] for row in found["rows"]), found["rows"]
    name, _, address = href.partition("#")
    markup = (built / "html" / name).read_text(encoding="utf-8")
    assert f'id="{address}"' in markup


def test_what_only_looks_alike_is_not_found(page: Browser) -> None:
    """Vowel signs are no accents, and where no Latin is said, v is no u."""
    assert [one["told"] for one in ask(page, "कल", "uater", "ietzt", "om")] == [[], [], [], []]
    assert all(one["told"] for one in ask(page, "काल", "कुल", "vater", "jetzt"))


@pytest.mark.parametrize(
    ("query", "told"),
    [("arma virum", [1]), ("virum arma", []), ("datum cano longitudo", [1]), ("canto intus", [1]), ("εν αρχη", []), ("天地", [1]), ("地天", []), ("Vers Reim", [1])],
)  # fmt: skip
def test_a_phrase_is_found_in_its_order(page: Browser, query: str, told: list[int]) -> None:
    (found,) = ask(page, query)
    assert [often for often in found["read"] if often] == told


def test_common_words_next_to_each_other_are_counted_in_a_list(tmp_path: Path) -> None:
    from recensio import search

    text = "in principio erat verbum et verbum erat in principio "
    found = [search.Passage("text", "p.html", "P", f"{text} w{n} " + ("et in " if n % 2 else ""), ((0, "a"),)) for n in range(200)]
    search.write_lists(found, tmp_path / "lists")
    (tmp_path / "page.html").write_text('<!doctype html><meta charset="utf-8"><title>x</title>')
    if PROGRAM is None:
        pytest.skip("no Chromium on this machine")
    scripts = [(Path(__file__).parent.parent / f"xslt/html/assets/search-{name}.js").read_text(encoding="utf-8") for name in ("words", "lists")]
    with browser(tmp_path / "profile") as started:
        started.open((tmp_path / "page.html").as_uri())
        for script in scripts:
            started.ask(script)
        asked = """(async (query) => { await recensioLists.open("lists"); const {passages, settled} = await recensioLists.find(recensioWords.asked(query, false));
          return [passages.size, [...passages.values()].reduce((sum, {often}) => sum + often, 0), settled]; })"""
        for query, answer in {'"in principio"': [200, 400, True], '"et in"': [100, 100, True], '"in et"': [0, 0, True], "w1": [111, 111, True],
                              '"w1"': [1, 1, True], '"in w7"': [1, 1, False], '"in principio erat"': [200, 200, False], "verb": [200, 400, True]}.items():
            assert started.ask(f"{asked}({json.dumps(query)})") == answer, query


def test_long_lists_are_cut_and_beginnings_of_many_words_have_a_row(tmp_path: Path) -> None:
    from recensio import search

    found = [search.Passage("text", "p.html", "P", " ".join(f"ab{(n * 37 + m * 101) % 9000:04}" for m in range(300)), ((0, "a"),)) for n in range(300)]
    search.write_lists(found, tmp_path / "lists")
    sizes = {name: len(list((tmp_path / "lists" / name).iterdir())) for name in ("words", "starts")}
    assert sizes["words"] > 5 and sizes["starts"] > 0
    assert max(file.stat().st_size for file in (tmp_path / "lists").rglob("*.js")) < 40_000
    tops = json.loads(re.sub(r"^recensioLists\((.*)\);\n$", r"\1", (tmp_path / "lists/lists.js").read_text()))
    assert tops["kinds"][0] == ["text", 300, 2]
    assert tops["words"] == sorted(tops["words"])


def test_letters_around_a_variant_make_a_reading_a_whole_word() -> None:
    markup = """<article class="reading" lang="la"><p id="p">dat<span class="app" id="place:e">um</span>que <span class="app" id="place:f">et</span> si<span
      data-from="g" id="from:g"></span>n<span id="place:g" data-place="g"></span></p></article><section class="apparatus">{}</section>"""
    entries = "".join(f'<div class="entry" id="{n}"><span class="rdg"><bdi>{said}</bdi></span></div>' for n, said in (("e", "os"), ("f", "ac"), ("g", "c")))
    readings = [passage.text for passage in page_of(markup.format(entries), "a.html", "A").passages if passage.kind == "reading"]
    assert readings == ["os (datosque) ac c (sic)"]
