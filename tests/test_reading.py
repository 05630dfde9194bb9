"""Reading with the apparatus, in a real browser: entries open at their words, are chosen among, and are reached by keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from chromium import PROGRAM, Browser, axe, browser
from helpers import build_in, files_of, page, tei
from lxml import html as lxml_html

from recensio.statistics import statistics
from recensio.witness_text import Text

WITNESSES = """<listWit><listWit xml:id="g"><witness xml:id="A">Alpha, codex Romanus</witness><witness xml:id="B">Beta</witness></listWit>
<witness xml:id="C">Gamma</witness></listWit>"""
BODY = """<div><head>Liber</head>
<p n="1">Arma <app type="one"><lem>virumque</lem><rdg wit="#A" type="orthographic">virunque</rdg><rdg wit="#C" type="omission" cause="eye-skip"/></app> cano,
<app><lem>Troiae qui <app><lem>primus</lem><rdg wit="#B" type="lexical">prior</rdg></app> ab oris</lem><rdg wit="#C" type="transposition">ab oris qui</rdg></app>.</p>
<p n="2">Italiam <anchor xml:id="s1"/>fato <anchor xml:id="s2"/>profugus<anchor xml:id="e1"/> Laviniaque<anchor xml:id="e2"/> venit</p>
<p n="3">litora, multum <anchor xml:id="s3"/>ille et terris</p>
<p n="4">iactatus et alto<anchor xml:id="e3"/> vi superum</p>
<p n="5">saevae memorem<app><lem/><rdg wit="#g" type="addition">semper</rdg></app> Iunonis ob iram</p><p n="6">multa quoque</p></div>"""
BACK = """<listApp><app from="#s1" to="#e1"><lem>fato profugus</lem><rdg wit="#A">profugus fato</rdg></app>
<app from="#s2" to="#e2"><lem>profugus Laviniaque</lem><rdg wit="#B #C" type="lexical">Lavinia</rdg></app>
<app from="#s3" to="#e3"><lem>ille … alto</lem><rdg wit="#C" type="omission"/></app></listApp>"""
HEBREW = """<p xml:lang="he">בראשית ברא <app><lem>אלהים</lem><rdg wit="#A">אל</rdg><rdg wit="#C">יהוה</rdg></app> את השמים</p>"""
PLACES = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPlace><place xml:id="rom"><placeName>Roma</placeName><location><geo>41.9 12.5</geo></location></place>
<place xml:id="tro"><placeName>Troia</placeName><location><geo>39.9 26.2</geo></location></place></listPlace></standOff></TEI>"""
# the entries in the order of the text
ENTRIES = ("virumque", "troiae-qui_oris", "primus", "fato-profugus", "profugus-laviniaque", "ille-et_alto", "app")

needs_browser = pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine")


def write(folder: Path) -> None:
    (folder / "tei").mkdir()
    (folder / "edition.toml").write_text('[edition]\ntitle = "E"\n')
    (folder / "tei/one.xml").write_text(tei(BODY, witnesses=WITNESSES, back=BACK), encoding="utf-8")
    (folder / "tei/rtl.xml").write_text(tei(HEBREW, witnesses=WITNESSES), encoding="utf-8")
    (folder / "tei/names.xml").write_text(PLACES)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    write(folder)
    report = build_in(folder)
    assert [p for p in report.problems if p.code.startswith(("TXT", "XSL", "OUT"))] == []
    return folder


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture
def reader(running: Browser, site: Path) -> Iterator[Browser]:
    """A browser with the text open in it, as it is at first; the page must not have complained in the end."""
    running.size(1280, 900)
    running.media()
    running.complaints.clear()
    running.requests.clear()
    running.open(uri(site))
    yield running
    assert running.complaints == []
    assert [url for url in running.requests if not url.startswith(("file:", "about:"))] == []


def uri(site: Path, fragment: str = "", text: str = "one") -> str:
    return (site / f"output/html/{text}.html").as_uri() + fragment


def tree(site: Path, page: str = "one") -> lxml_html.HtmlElement:
    parser = lxml_html.HTMLParser(encoding="utf-8")
    return lxml_html.fromstring((site / f"output/html/{page}.html").read_bytes(), parser=parser)


def ids(site: Path) -> list[str]:
    """The ids of the entries, in the order of the text."""
    return [mark[1:] for mark in tree(site).xpath("//article//a[@class='variant']/@href")]


def mark(entry: str) -> str:
    return f"a.variant[href='#{entry}']"


def shown(reader: Browser) -> list[str]:
    """The lemmas (or readings) of the entries in the panel."""
    return list(
        reader.ask("[...document.querySelectorAll('.panel .entry')].map((one) => one.querySelector('bdi').textContent)")
    )


def focused(reader: Browser) -> str:
    return str(
        reader.ask(
            "(document.activeElement.getAttribute('href') || document.activeElement.className || document.activeElement.tagName)"
        )
    )


def fragment(reader: Browser) -> str:
    return str(reader.ask("decodeURIComponent(location.hash)"))


def lit(reader: Browser, name: str = "recensio-open") -> list[str]:
    """The words that are highlighted."""
    script = f"[...(CSS.highlights.get('{name}') || [])].map((range) => range.toString().replace(/\\s+/g, ' ').trim())"
    return [re.sub(r"\d", "", words) for words in reader.ask(script)]


# --- the page without scripts -------------------------------------------------------------------------------


def test_marks_and_entries_are_linked_both_ways_and_named(site: Path) -> None:
    page = tree(site)
    for link in page.xpath("//article//a[@class='variant']"):
        entry = page.get_element_by_id(link.get("href")[1:])
        assert link.get("data-extra") == ""
        back = entry.xpath("./a[@class='back']/@href")[0]
        assert page.get_element_by_id(back[1:]) is not None
    names = page.xpath("//article//a[@class='variant']/@aria-label")
    assert names[0] == "Variant 1: virumque"
    assert "Variant 2: Troiae qui primus ab oris" in names
    assert names[-1] == "Variant 7"


def test_readings_tell_who_has_them_and_what_they_are(site: Path) -> None:
    rows = [
        (r.get("data-wit"), r.get("data-type"), r.get("data-cause"))
        for r in tree(site).xpath("//section[@class='apparatus']//*[starts-with(@class, 'rdg')]")
    ]
    assert ("A", "orthographic", None) in rows
    assert ("C", "omission", "eye-skip") in rows
    assert ("g", "addition", None) in rows
    assert ("B C", "lexical", None) in rows


def test_witnesses_are_named_for_the_panel(site: Path) -> None:
    names = tree(site).xpath("//template[@class='witness-names']/a")
    assert [(a.get("data-id"), a.get("data-answers"), a.get("href"), " ".join(a.text_content().split())) for a in names] == [
        ("g", None, "#witness:g", "g"),
        ("A", "g A", "one.witness.A.html", "A Alpha, codex Romanus"),
        ("B", "g B", "one.witness.B.html", "B Beta"),
        ("C", None, "one.witness.C.html", "C Gamma"),
    ]  # fmt: skip


def test_what_scripts_need_is_not_seen_without_them(site: Path) -> None:
    for name in ("edition-filter", "edition-apparatus", "edition-settings"):
        assert all(one.get("hidden") is not None for one in tree(site).xpath(f"//{name}"))


# --- an entry that is open ----------------------------------------------------------------------------------


@needs_browser
def test_a_mark_is_a_button_that_opens_its_entry(reader: Browser, site: Path) -> None:
    entry = ids(site)[0]
    heard = reader.heard(mark(entry))
    assert (heard["role"], heard["name"], heard["expanded"]) == ("button", "Variant 1: virumque", False)
    reader.click(mark(entry))
    assert reader.heard(mark(entry))["expanded"] is True
    assert reader.heard(".panel")["role"] == "region"
    assert "virumque" in reader.heard(".panel")["name"]
    assert shown(reader) == ["virumque"]
    assert lit(reader) == ["virumque"]
    assert fragment(reader) == f"#{entry}"
    witnesses = reader.ask(
        "[...document.querySelectorAll('.panel-witnesses a')].map((a) => [a.getAttribute('href'), a.textContent.replace(/\\s+/g, ' ')])"
    )
    assert witnesses == [["one.witness.A.html", "A Alpha, codex Romanus"], ["one.witness.C.html", "C Gamma"]]
    assert reader.ask("document.querySelectorAll('.panel [id]').length") == 0
    reader.click(mark(entry))
    assert shown(reader) == [] and fragment(reader) == "" and lit(reader) == []


@needs_browser
def test_the_keyboard_does_everything(reader: Browser, site: Path) -> None:
    entries = ids(site)
    reader.ask(f'document.querySelector("{mark(entries[0])}").focus()')
    reader.press("Enter")
    assert shown(reader) == ["virumque"]
    reader.press("ArrowRight")
    assert focused(reader) == f"#{entries[1]}" and fragment(reader) == f"#{entries[1]}"
    reader.press("ArrowLeft", "ArrowLeft")
    assert focused(reader) == f"#{entries[-1]}"  # (round the corner)
    reader.press("ArrowRight", "Tab")
    assert focused(reader) == "before"  # the panel comes next
    reader.press("Tab", "Enter")
    assert focused(reader) == "next" and fragment(reader) == f"#{entries[1]}"
    reader.press("Escape")
    assert focused(reader) == f"#{entries[1]}" and shown(reader) == [] and fragment(reader) == ""
    reader.press(" ")
    assert fragment(reader) == f"#{entries[1]}"


@needs_browser
def test_tabs_reach_the_skip_link_the_menus_and_the_marks(reader: Browser, site: Path) -> None:
    met = []
    for _ in range(20):
        reader.press("Tab")
        met.append(focused(reader))
        assert reader.ask("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert met[0] == "#part:text"
    assert met.index("index.html") < met.index(f"#{ids(site)[0]}")
    assert "search.html" in met


@needs_browser
def test_a_menu_closes_with_escape_and_gives_the_focus_back(reader: Browser) -> None:
    reader.click(".menu summary")
    assert reader.ask("document.querySelector('.menu').open") is True
    reader.press("Tab")
    reader.press("Escape")
    assert reader.ask("[document.querySelector('.menu').open, document.activeElement.tagName]") == [False, "SUMMARY"]


@needs_browser
@pytest.mark.parametrize(
    ("number", "others", "words"),
    [
        (1, ["Troiae qui primus ab oris", "primus"], "Troiae qui primus ab oris"),
        (2, ["Troiae qui primus ab oris", "primus"], "primus"),
        (3, ["fato profugus", "profugus Laviniaque"], "fato profugus"),
        (4, ["fato profugus", "profugus Laviniaque"], "profugus Laviniaque"),
        (5, ["ille … alto"], "ille et terris iactatus et alto"),
    ],
)
def test_all_entries_about_the_same_words_are_shown(
    reader: Browser, site: Path, number: int, others: list[str], words: str
) -> None:
    named = {
        name: entry
        for name, entry in zip(tree(site).xpath("//article//a[@class='variant']/@aria-label"), ids(site), strict=True)
    }
    lemma = (others[0] if words.startswith(others[0][:6]) else others[-1]) if number != 5 else "ille"
    entry = next(e for n, e in named.items() if n.partition(": ")[2].startswith(lemma))
    reader.open(uri(site, f"#{entry}"))
    assert shown(reader) == others
    assert [" ".join(one.split()) for one in lit(reader)] == [words]
    if len(others) > 1:
        assert reader.ask("document.querySelector('.panel .current bdi').textContent").startswith(lemma)


@needs_browser
def test_an_address_opens_its_entry_and_shows_the_words(reader: Browser, site: Path) -> None:
    reader.size(390, 400)
    entry = ids(site)[-1]
    reader.open(uri(site, f"#{entry}"))
    assert reader.heard(mark(entry))["expanded"] is True
    box = reader.ask(
        f'(() => {{ const {{top, bottom}} = document.querySelector("{mark(entry)}").getBoundingClientRect(); return [top, bottom]; }})()'
    )
    assert box[0] >= 0 and box[1] <= 400
    reader.ask(f"location.hash = '{ids(site)[0]}'")
    reader.ask("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert shown(reader) == ["virumque"]


@needs_browser
def test_words_are_clicked_as_well_as_marks(reader: Browser, site: Path) -> None:
    reader.click(".app")
    assert shown(reader) == ["virumque"]
    assert lit(reader, "recensio-words") == ["fato profugus", "profugus Laviniaque", "ille et terris iactatus et alto"]


@needs_browser
@pytest.mark.parametrize(
    ("text", "size", "beside"),
    [("one", (1280, 900), "right"), ("rtl", (1280, 900), "left"), ("one", (390, 844), ""), ("rtl", (390, 844), "")],
)
def test_the_panel_is_beside_the_text_or_below_the_line(
    reader: Browser, site: Path, text: str, size: tuple[int, int], beside: str
) -> None:
    reader.size(*size)
    reader.open(uri(site, text=text))
    reader.click("a.variant")
    place = reader.ask("""(() => { const box = (one) => one.getBoundingClientRect(), panel = box(document.querySelector(".panel"));
        const line = box(document.querySelector("a.variant[aria-expanded=true]")), text = box(document.querySelector("article"));
        return {left: panel.right <= text.left, right: panel.left >= text.right, below: panel.top - line.bottom, wide: panel.width / text.width, inside: panel.bottom <= innerHeight}; })()""")
    assert place["left"] is (beside == "left")
    assert place["right"] is (beside == "right")
    if beside:
        assert place["inside"]
    else:
        assert 0 <= place["below"] < 40 and place["wide"] > 0.9
    assert reader.ask("document.documentElement.scrollWidth <= innerWidth") is True


@needs_browser
@pytest.mark.parametrize("page", ["one", "rtl", "one.witnesses", "places", "search", "index"])
def test_pages_fit_the_smallest_screens_and_the_largest_letters(reader: Browser, site: Path, page: str) -> None:
    for width, scale in ((320, 1), (640, 2)):
        reader.size(width, 700)
        reader.open(uri(site, text=page))
        reader.ask(
            f"document.documentElement.style.setProperty('--text-scale', {scale}); document.querySelector('a.variant')?.click()"
        )
        assert reader.ask("document.documentElement.scrollWidth <= innerWidth") is True


@needs_browser
def test_the_text_of_the_page_stays_the_base_text(reader: Browser, site: Path) -> None:
    reading = """(() => { const copy = document.querySelector("article.reading").cloneNode(true);
        for (const one of copy.querySelectorAll("[data-extra]")) one.remove(); return copy.textContent.replace(/\\s+/g, " "); })()"""
    before = reader.ask(reading)
    reader.click("a.variant")
    assert reader.ask("document.querySelector('article .panel') !== null") is True
    assert reader.ask(reading) == before


INNER = """<p>Arma <persName ref="names.xml#v">vi<app><lem>rum</lem><rdg wit="#A">ros</rdg></app></persName> <app><lem>cano</lem>
<rdg wit="#C">Troiae <app><lem>qui</lem><rdg wit="#A">quae</rdg></app></rdg></app></p>"""
VERGIL = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson><person xml:id="v"><persName>V</persName></person></listPerson></standOff></TEI>"""


@needs_browser
def test_marks_in_links_and_entries_in_readings(running: Browser, tmp_path: Path) -> None:
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei/one.xml").write_text(tei(INNER, witnesses=WITNESSES))
    (tmp_path / "tei/names.xml").write_text(VERGIL)
    build_in(tmp_path)
    running.complaints.clear()
    running.open(uri(tmp_path))
    found = running.ask(
        "[...document.querySelectorAll('article a.variant')].map((one) => one.getAttribute('aria-label') + (one.parentElement.closest('a') ? '!' : ''))"
    )
    assert found == ["Variant 1: rum", "Variant 2: cano"]
    running.ask("document.querySelectorAll('article a.variant')[0].click()")
    assert shown(running) == ["rum"] and lit(running) == ["rum"]
    running.ask("document.querySelectorAll('article a.variant')[1].click()")
    assert shown(running) == ["cano", "qui"]
    assert running.complaints == []


@needs_browser
def test_a_text_in_several_pages(running: Browser, tmp_path: Path) -> None:
    from test_pages import write as write_books

    write_books(tmp_path)
    build_in(tmp_path)
    running.complaints.clear()
    running.open(uri(tmp_path, text="one/b2.p2"))
    running.click("a.variant")
    assert fragment(running) == "#again:b2.p1.terris-iactatus"
    assert shown(running) == ["terris iactatus"] and lit(running) == ["iactatus"]  # (it begins on the page before)
    running.open(uri(tmp_path, "#b2.p1.terris-iactatus", text="one/b2"))
    assert lit(running) == ["terris"]
    assert running.ask("document.querySelector('.panel-witnesses a').getAttribute('href')") == "../one.witness.A.html"
    assert running.complaints == []


@needs_browser
def test_what_was_open_is_opened_again_by_going_back(reader: Browser, site: Path) -> None:
    first, second = ids(site)[:2]
    reader.click(mark(first))
    reader.ask("document.querySelector('.panel .next').focus()")
    reader.press("Enter")
    assert fragment(reader) == f"#{second}"
    reader.ask("document.querySelector('.panel .next').focus()")
    # (what only changes is no step of its own)
    reader.go(-1)
    assert fragment(reader) == "" and shown(reader) == []
    assert focused(reader) == f"#{second}"
    reader.go(1)
    assert fragment(reader) == f"#{second}" and shown(reader) != []
    open_filter(reader)
    choose(reader, "B")
    assert fragment(reader) == f"#view:at={second};wit=B"
    reader.go(-1)
    assert fragment(reader) == f"#{second}" and len(left(reader)) == len(ENTRIES)


@needs_browser
def test_what_is_out_of_sight_is_laid_out_later_and_found_all_the_same(reader: Browser, site: Path) -> None:
    state = "(one) => getComputedStyle(document.querySelector(one)).contentVisibility"
    reader.ask("document.body.classList.add('long')")
    assert reader.ask(f"({state})('article p')") == "auto"
    reader.click("a.variant")
    assert reader.ask(f"({state})('article p')") == "visible"  # (the panel stands beside the text, not in the paragraph)
    reader.press("Escape")
    assert reader.ask(f"({state})('article p')") == "auto"
    reader.size(390, 200)
    reader.open(uri(site))
    reader.ask("document.body.classList.add('long')")
    assert reader.ask("window.find('multa quoque')") is True
    reader.media("print")
    assert reader.ask(f"({state})('article p')") == "visible"


def test_a_page_says_what_the_style_sheet_must_know_of_its_text(site: Path) -> None:
    entry = "<app><lem>a</lem><rdg wit='#A'>b</rdg></app> "
    made = {
        "": tei("<p>a</p>"), "rtl": tei(HEBREW, witnesses=WITNESSES), "numbered": tei("<lg><l n='5'>a</l></lg>"),
        "long": tei(f"<p>{entry * 601}</p>", witnesses=WITNESSES),
    }  # fmt: skip
    assert {lxml_html.fromstring(page(text)).xpath("string(//body/@class)") for text in made.values()} == {
        f"text {name}".strip() for name in made
    }


# --- choosing -----------------------------------------------------------------------------------------------


def choose(reader: Browser, *boxes: str) -> None:
    for box in boxes:
        reader.ask(f"document.querySelector(\"edition-filter input[value='{box}']\").click()")


def open_filter(reader: Browser) -> None:
    """Open the choice of variants, which is made then: some time after it was asked for."""
    reader.click("edition-filter summary")
    reader.until("document.querySelector('edition-filter fieldset')")


def left(reader: Browser) -> list[int]:
    """The numbers of the entries that are seen, which are those of the marks that are."""
    seen = reader.ask(
        "[...document.querySelectorAll('section.apparatus .entry')].filter((one) => one.checkVisibility()).map((one) => parseInt(one.textContent))"
    )
    marks = reader.ask(
        "[...document.querySelectorAll('article a.variant')].filter((one) => one.checkVisibility()).map((one) => parseInt(one.textContent))"
    )
    assert sorted(seen) == sorted(marks)
    return sorted(seen)


@needs_browser
def test_variants_are_chosen_by_witness_type_and_cause(reader: Browser) -> None:
    open_filter(reader)
    offered = reader.ask(
        "[...document.querySelectorAll('edition-filter fieldset')].map((set) => [...set.querySelectorAll('label')].map((label) => label.textContent.replace(/\\s+/g, ' ').trim()))"
    )
    assert offered == [
        ["g 1", "A 3", "B 3", "C 4"],
        ["omission 2", "lexical 2", "orthographic 1", "transposition 1", "addition 1", "none told 1"],
        ["eye-skip 1", "none told 7"],
    ]  # fmt: skip
    everything = left(reader)
    choose(reader, "C")
    assert fragment(reader) == "#view:wit=C"
    assert len(left(reader)) == 4
    choose(reader, "omission")
    assert fragment(reader) == "#view:type=omission;wit=C"
    assert len(left(reader)) == 2
    assert reader.ask("document.querySelector('edition-filter .status').textContent") == "Variants shown: 2 / 7"
    reader.click("edition-filter .chosen button")
    assert left(reader) == everything and fragment(reader) == ""


@needs_browser
def test_a_witness_is_heard_by_the_group_it_belongs_to(reader: Browser, site: Path) -> None:
    reader.open(uri(site, "#view:wit=B;type=addition"))
    assert left(reader) == [7]


@needs_browser
def test_what_is_chosen_and_what_is_open_are_shared_in_one_address(reader: Browser, site: Path) -> None:
    reader.open(uri(site, "#view:wit=C"))
    entry = ids(site)[0]
    reader.click(mark(entry))
    assert fragment(reader) == f"#view:at={entry};wit=C"
    address = reader.ask("location.href")
    reader.open(uri(site))
    reader.open(address)
    assert shown(reader) == ["virumque"] and len(left(reader)) == 4
    assert reader.ask("document.querySelector('.panel-count').textContent") == "1 / 4"
    reader.press("Tab")
    reader.ask(f'document.querySelector("{mark(entry)}").focus()')
    reader.press("ArrowRight")
    assert reader.ask("document.querySelector('.panel-count').textContent") == "2 / 4"
    assert "cite-passage" not in reader.ask(
        "[...document.querySelectorAll('.cite-passage:not([hidden])')].map((one) => one.textContent.includes('view')).filter(Boolean).join()"
    )


# --- where the text varies, how witnesses agree -------------------------------------------------------------


def test_the_strip_says_how_many_variants_each_paragraph_has(site: Path) -> None:
    page = tree(site)
    bars = page.xpath("//svg//a/title/text()")
    rows = [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in page.xpath("//section[contains(@class, 'heat')]//tbody/tr")
    ]
    assert len(bars) == 7
    assert [b.rpartition(": ")[2] for b in bars] == ["0", "3", "2", "1", "0", "1", "0"]
    assert rows == [["Liber · Arma virumque cano, Troiae qui …", "3"], ["Liber · Italiam fato profugus Laviniaque venit", "2"],
                    ["Liber · litora, multum ille et terris", "1"], ["Liber · saevae memorem Iunonis ob iram", "1"]]  # fmt: skip
    for href in page.xpath("//section[contains(@class, 'heat')]//a/@href"):
        assert page.get_element_by_id(href[1:]) is not None


def test_the_agreement_of_witnesses_is_that_of_the_command(site: Path) -> None:
    text = Text(site / "tei/one.xml")
    figures = statistics(text.apparatus_rows(), [asdict(one) for one in text.witnesses])
    page = tree(site, "one.witnesses")
    heads = [" ".join(h.text_content().split()) for h in page.xpath("//table[@class='matrix-table']/thead//th")]
    found: dict[tuple[str, str], str] = {}
    for row in page.xpath("//table[@class='matrix-table']/tbody/tr"):
        name = row[0].text_content().strip()
        found |= {(name, other): cell.text_content().split()[0] for other, cell in zip(heads, row[1:], strict=True)}
    assert heads == ["A", "B", "C"]
    assert len(figures.agreements) == 3
    for pair in figures.agreements:
        assert pair.share is not None
        assert found[pair.first, pair.second] == found[pair.second, pair.first] == f"{round(100 * pair.share, 2):.1f}"
    rows = {
        r[0].text_content().strip(): [c.text_content() for c in r[1:5]]
        for r in page.xpath("//table[@class='figures-table']/tbody/tr")
    }
    assert rows == {
        w.id: [str(n) for n in (w.coverage, w.with_base, w.omissions, w.singular)] for w in figures.witnesses
    }
    assert tree(site).xpath("//p[@class='to-compared']/a/@href") == ["one.witnesses.html"]


# --- display ------------------------------------------------------------------------------------------------


@needs_browser
def test_size_and_colours_are_chosen_and_remembered(reader: Browser, site: Path) -> None:
    def looks() -> Any:
        return reader.ask(
            "(() => { const style = getComputedStyle(document.documentElement); return [parseFloat(style.fontSize), style.backgroundColor]; })()"
        )

    light = looks()
    reader.media(prefers_color_scheme="dark")
    dark = looks()
    assert dark[1] != light[1]
    reader.media(prefers_color_scheme="light")
    reader.ask("document.querySelector('[name=colours][value=dark]').click()")
    assert looks()[1] == dark[1]
    reader.ask("document.querySelector('[data-size=\"1\"]').click()")
    assert looks()[0] > light[0]
    kept = looks()
    reader.open(uri(site, text="rtl"))
    assert looks() == kept
    reader.ask(
        "document.querySelector('[name=colours][value=auto]').click(); document.querySelector('[data-size=\"-1\"]').click()"
    )
    assert looks() == light


@needs_browser
def test_a_page_that_may_remember_nothing_works_all_the_same(reader: Browser, site: Path) -> None:
    script = (
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied', 'SecurityError'); }})"
    )
    added = reader.call("Page.addScriptToEvaluateOnNewDocument", source=script)
    reader.open(uri(site))
    reader.ask("document.querySelector('[data-size=\"1\"]').click()")
    assert reader.ask("document.querySelector('edition-settings output').textContent") == "112 %"
    reader.call("Page.removeScriptToEvaluateOnNewDocument", identifier=added["identifier"])


@needs_browser
def test_in_print_there_are_numbers_entries_and_no_controls(reader: Browser) -> None:
    reader.click("a.variant")
    size = "parseFloat(getComputedStyle(document.querySelector('a.variant')).fontSize)"
    assert reader.ask(size) == 0
    reader.media("print")
    assert reader.ask(size) > 5
    seen = reader.ask(
        "['.banner', '.panel', 'edition-filter', '.heat', 'section.apparatus'].map((one) => document.querySelector(one).checkVisibility())"
    )
    assert seen == [False, False, False, False, True]


@needs_browser
def test_an_edition_chooses_the_mark(reader: Browser) -> None:
    reader.ask(
        "document.documentElement.style.setProperty('--variant-number', '.6rem'); document.documentElement.style.setProperty('--variant-sign', 'none')"
    )
    assert reader.ask("parseFloat(getComputedStyle(document.querySelector('a.variant')).fontSize)") > 5
    assert reader.ask("getComputedStyle(document.querySelector('a.variant'), '::before').content") == "none"


@needs_browser
def test_nothing_moves_for_those_who_ask_for_it(reader: Browser) -> None:
    reader.media(prefers_reduced_motion="reduce")
    assert (
        reader.ask(
            "[...document.querySelectorAll('*')].filter((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0 || getComputedStyle(one).scrollBehavior === 'smooth').length"
        )
        == 0
    )


@needs_browser
@pytest.mark.skipif(axe() is None, reason="no axe-core on this machine")
@pytest.mark.parametrize(
    "page", ["one", "rtl", "one.witnesses", "one.witness.A", "places", "map", "search", "index", "witnesses"]
)
def test_axe_finds_nothing(reader: Browser, site: Path, page: str) -> None:
    looks = [("light", (1280, 900)), ("dark", (390, 844))]
    for scheme, size in looks if page in {"one", "map"} else looks[len(page) % 2 :][:1]:
        reader.media(prefers_color_scheme=scheme)
        reader.size(*size)
        reader.open(uri(site, text=page))
        reader.ask(
            "document.querySelector('a.variant')?.click(); for (const one of document.querySelectorAll('details:not(.menu)')) one.open = true"
        )
        assert reader.violations() == []


# --- the files ----------------------------------------------------------------------------------------------


def test_the_scripts_of_a_page_are_small(site: Path) -> None:
    scripts = [site / "output/html" / source for source in tree(site).xpath("//script/@src")]
    assert sum(p.stat().st_size for p in scripts) < 45_000


def test_a_second_build_makes_the_same_to_the_byte(site: Path, tmp_path: Path) -> None:
    write(tmp_path)
    build_in(tmp_path, force=True)
    assert files_of(tmp_path / "output") == files_of(site / "output")


def test_no_word_is_lost(site: Path) -> None:
    report = json.loads((site / "output/report.json").read_text())
    assert {row["id"]: row["kept"] for row in report["texts"] if row["kind"] == "text"} == {
        "one": {"html": 1.0, "txt": 1.0},
        "rtl": {"html": 1.0, "txt": 1.0},
    }
