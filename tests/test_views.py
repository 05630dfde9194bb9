"""The views of a text: as its source has it, as a witness has it, several side by side; in a real browser, from the disk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from chromium import PROGRAM, Browser, axe, browser
from helpers import CORPORA, SPECIMENS, build_in, sheets, tei
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from recensio import law
from recensio.addresses import stamp_addresses, stamp_entries
from recensio.law import words_of_text
from recensio.law.pages import read_page
from recensio.placing import place_entries
from recensio.report import Report
from recensio.rows import rows_of, stamp_rows
from recensio.transform import MarkedText
from recensio.views import LACUNA, OUTSIDE, UNNAMED, Enter, Leave, Views, differs, read_view

needs_browser = pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine")

WITNESSES = """<listWit><witness xml:id="A">Alpha</witness><witness xml:id="B">Beta</witness>
<listWit xml:id="g"><witness xml:id="C">Gamma</witness></listWit></listWit>"""
#: States, a group, a lacuna over rows, a transposition, blocks in readings, words that look like mark-up, a broken word.
VERSES = """<div type="book" n="1" xml:id="b1"><head>Liber <app><lem>primus</lem><rdg wit="#A">I</rdg></app></head>
<lg><l n="1">arma <app><lem>virumque</lem><rdg wit="#A" varSeq="1">virum &amp; &lt;i&gt;</rdg><rdg wit="#A" varSeq="2">viros</rdg>
<rdg wit="#g">homines</rdg></app> cano</l>
<l n="2">Troiae qui <app><lem>primus</lem><rdg wit="#B"><lacunaStart/></rdg></app> ab oris</l>
<l n="3">Italiam fato</l><l n="4">profugus <app><lem>Laviniaque</lem><rdg wit="#B"><lacunaEnd/>Lavinia</rdg></app> venit</l>
<app><lem><l n="5">litora multum</l><l n="6">ille et terris</l></lem><rdg wit="#C"><l n="6">ille et terris</l><l n="5">litora
multa</l></rdg></app>
<l n="7">iac<app><lem>ta</lem><rdg wit="#A">tan</rdg></app>tus <app><lem>et</lem><rdg wit="#B" type="omission"/></app> alto</l>
<app><lem/><rdg wit="#B"><l n="7a">versus additus</l></rdg></app><l n="8">vi superum</l></lg></div>"""


def document(body: str, witnesses: str = WITNESSES) -> etree._Element:
    root = etree.fromstring(tei(body, witnesses=witnesses))
    stamp_addresses(root)
    stamp_rows(root)
    place_entries(root)
    stamp_entries(root)
    return root


def views_of(body: str, witnesses: str = WITNESSES) -> Views:
    root = document(body, witnesses)
    return Views.of(rows_of(root), *sheets().normalise(root).marked_texts())


def told(views: Views, witness: str, state: int = 0) -> dict[int, str]:
    """What stands in the rows of a witness."""
    rows = views.witnesses[witness][state].rows
    return {number: "".join(p for p in row if isinstance(p, str)) for number, row in rows.items()}


# --- rows ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<head>a</head><p>b</p><p n='3'>c</p>", ["head", "p", "p 3"]),
        ("<p>a<list><item>b</item></list>c</p><list><item>d</item><item>e</item></list>", ["p", "item", "item"]),
        ("<sp><speaker>a</speaker><l n='1'>b</l><l n='2'>c</l></sp>", ["speaker", "l 1", "l 2"]),
        ("<div><div><p>a</p></div><div/><quote><p>b</p><p>c</p></quote></div>", ["p", "p", "p"]),
        ("<ab><lb n='1'/>a<lb n='2'/>b</ab>", ["ab"]),
        ("<table><row><cell>a</cell></row></table><note><p>n</p></note><p/>", ["row"]),
        ("<app><lem><p>a</p></lem><rdg><p>b</p><p>c</p></rdg></app><p>d</p>", ["p", "p", "p"]),
        ("<app><lem><p>a</p></lem><rdg>b</rdg></app><p>d</p>", ["p", "p"]),
        (
            "<app><lem><p>a <seg xml:id='s'>b</seg></p></lem><rdg><seg copyOf='#s'/><note><p>n</p></note></rdg></app>",
            ["p"],
        ),
        ("<app><lem>a</lem><rdg><p>b</p><p>c</p></rdg></app><p>d</p>", ["", "p", "p"]),
        ("<app xml:id='x'><lem>a</lem><rdg>b</rdg></app><app><lem>c</lem></app>", ["", ""]),
        ("<figure><p>a</p><figDesc>n</figDesc></figure><p>b</p>", ["p", "p"]),
    ],
)
def test_rows_are_the_blocks_of_the_text(body: str, expected: list[str]) -> None:
    assert [f"{row.kind} {row.n}".strip() for row in rows_of(document(body))] == expected


def test_a_row_knows_what_begins_with_it() -> None:
    ids = [row.ids for row in rows_of(document(VERSES))]
    assert ids[:3] == [("b1", "b1.head"), ("b1.lg~1", "b1.l1"), ("b1.l2",)]
    views = views_of(VERSES)
    assert all(row.ids for row in views.rows if row.number in views.base.rows)


def test_blocks_of_readings_stand_beside_those_of_the_lemma() -> None:
    views = views_of(VERSES)
    numbers = {row.number: row.n for row in views.rows}
    rows = {numbers[n]: words for n, words in told(views, "C").items()}
    # (the order of the witness is kept: what it has elsewhere has a row of its own)
    assert [words for words in told(views, "C").values() if words.startswith(("ille", "litora"))] == [
        "ille et terris", "litora multa"]  # fmt: skip
    assert rows["6"] == "ille et terris"
    assert [row.n for row in views.rows].count("5") == 2
    assert "7a" in {numbers[n] for n in told(views, "B")}
    assert "7a" not in {numbers[n] for n in views.base.rows}


# --- what a witness has -------------------------------------------------------------------------------------


def test_a_lacuna_over_rows_is_told() -> None:
    views = views_of(VERSES)
    (view,) = views.witnesses["B"]
    assert {views.row(n).n: kind for n, kind in view.silent.items()} == {"3": LACUNA}
    line = next(row.number for row in views.rows if row.n == "2")
    assert view.rows[line] == ("Troiae qui", Enter("b1.l2.primus", LACUNA), Leave("b1.l2.primus"))
    assert told(views, "B")[line + 2] == "Lavinia venit"


def test_before_the_first_words_and_behind_the_last_there_is_no_text() -> None:
    views = views_of(
        "<p n='1'>a</p><p n='2'>b <app><lem>c</lem><rdg wit='#A'><witStart/>d</rdg></app></p><p n='3'>e <app><lem>f</lem>"
        "<rdg wit='#A'>g<witEnd/></rdg></app> h</p><p n='4'>i</p>"
    )
    (view,) = views.witnesses["A"]
    assert view.silent == {0: OUTSIDE, 1: OUTSIDE, 4: OUTSIDE}
    assert told(views, "A") == {2: "d", 3: "e g"}


def test_each_state_has_its_text() -> None:
    views = views_of(VERSES)
    assert told(views, "A")[2] == "arma virum & <i> cano"
    assert told(views, "A", 1)[2] == "arma viros cano"


def test_variants_are_numbered_over_all_witnesses() -> None:
    body = (
        "<p>a <app><lem wit='#A'>b</lem><rdg wit='#B'>c</rdg></app> <app><lem>d</lem><rdg wit='#A #B'>e</rdg></app></p>"
    )
    views = views_of(body)
    (a,), (b,), (c,) = (views.witnesses[w] for w in "ABC")

    def numbers(view: object) -> list[int | None]:
        assert isinstance(view, type(a))
        return [views.variants.number(p, view) for row in view.rows.values() for p in row if isinstance(p, Enter)]

    assert numbers(b) == [1, 1]
    assert numbers(a) == [0, 1]
    assert numbers(c) == [None, 0]  # (a positive apparatus that does not name it)
    assert Enter("p~1.b", UNNAMED) in c.rows[1]


def test_an_entry_differs_by_its_own_words_not_by_those_of_entries_in_it() -> None:
    inner = "<app><lem>b</lem><rdg wit='#A'>c</rdg></app>"
    views = views_of(f"<p><app><lem>a {inner} d</lem><rdg wit='#B'>e</rdg></app></p>")
    (a,), (b,) = views.witnesses["A"], views.witnesses["B"]
    numbers = {p.entry: views.variants.number(p, a) for p in a.rows[1] if isinstance(p, Enter)}
    assert sorted(numbers.values()) == [0, 1]  # type: ignore[type-var]
    assert [views.variants.number(p, b) for p in b.rows[1] if isinstance(p, Enter)] == [1]


def test_marks_stand_at_words_and_blanks_outside() -> None:
    made = MarkedText("a b c\n", "\ufde0r1\ufde1\ufdd0a \ufde0ex\ufde1\ufde0c\ufde1 b\ufde0xx\ufde1 c\ufdd0")
    assert read_view(made).rows == {1: ("a ", Enter("x"), "b", Leave("x"), " c")}


def test_signs_that_were_put_together_or_left_out_move_no_mark() -> None:
    """A letter and its mark become one sign in the text; noncharacters of the source stay."""
    made = MarkedText(
        "\u00e9 x y\n", "\ufde0r1\ufde1e\ufde0ea\ufde1\ufde0c\ufde1\u0301\ufde0xa\ufde1 q\ufde0r2\ufde1x y"
    )
    view = read_view(made)
    assert view.text.split() == ["\u00e9", "x", "y"]
    assert told_rows(view.rows) == {1: "\u00e9", 2: "x y"}


def told_rows(rows: object) -> dict[int, str]:
    assert isinstance(rows, dict)
    return {n: "".join(p for p in row if isinstance(p, str)) for n, row in rows.items()}


APPS = (
    "<app><lem>b</lem><rdg wit='#A'>c c</rdg></app>", "<app><lem>b</lem><rdg wit='#A #B'/></app>", "x<lb break='no'/>y",
    "<app><lem wit='#A'>d <app><lem>e</lem><rdg wit='#B'>f</rdg></app></lem><rdg wit='#g'>h</rdg></app>", "ab", "<hi>i</hi>j",
    "<app><lem>k</lem><rdg wit='#B'><lacunaStart/></rdg></app>", "<app><lem>l</lem><rdg wit='#B'><lacunaEnd/>m</rdg></app>",
    "<app><lem>e</lem><rdg wit='#A'>\u0301</rdg></app>", "\u05d0\u05d1 \u202bn", "<choice><sic>o</sic><corr>p</corr></choice>",
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.lists(st.sampled_from(APPS), min_size=1, max_size=6), min_size=1, max_size=4), st.booleans())
def test_rows_hold_the_text_and_nothing_else(blocks: list[list[str]], spaced: bool) -> None:
    body = "".join(f"<p>{(' ' if spaced else '').join(block)}</p>" for block in blocks)
    root = document(body)
    base, witnesses = sheets().normalise(root).marked_texts()
    views = Views.of(rows_of(root), base, witnesses)
    assert words_of_text(views.base.text) == words_of_text(base.text)
    for witness, states in witnesses.items():
        for made, view in zip(states, views.witnesses[witness], strict=True):
            assert words_of_text(view.text) == words_of_text(made.text)


# --- pages and scripts --------------------------------------------------------------------------------------


def test_the_script_of_a_witness_has_only_what_is_different() -> None:
    views = views_of("<p>same</p><p>a <app><lem>b</lem><rdg wit='#A'>c</rdg></app></p>")
    script = json.loads(views.witness_script("A").removeprefix("recensioText(").removesuffix(");\n"))
    assert script == {"states": [{"rows": {"2": ["a ", ["p~2.b", 1], "c", ["p~2.b"]]}, "silent": []}]}
    assert "\u2028" not in views_of("<p>a\u2028b</p>").base_script()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>a</p>", False),
        ("<p><choice><sic>a</sic><corr>b</corr></choice></p>", True),
        ("<p><choice><sic>a</sic><corr>a</corr></choice></p>", False),
        ("<p>a <del>b</del></p>", True),
        ("<p>a<lb/>b</p>", True),
        ("<p><lb n='1'/>a<lb n='2'/>b</p>", False),
    ],
)
def test_the_text_of_the_source_is_offered_where_it_is_another(body: str, expected: bool) -> None:
    assert differs(document(body), "reading") is expected
    assert not differs(document(body), "diplomatic")


# --- in the browser -----------------------------------------------------------------------------------------

SETTINGS = "[web]\npage_words = 60\n"
LONG = "".join(
    f"<div type='chapter' n='{n}'><head>Caput {n}</head><p n='1'>{'arma virumque cano ' * 12} "
    f"<app><lem>Troiae</lem><rdg wit='#A'>Trojae {n}</rdg></app></p></div>"
    for n in range(1, 5)
)
LATIN = "<div xml:id='s1'><p n='1' xml:id='p1'>Arma virumque</p><p n='2'>cano.</p></div><div><p n='3' xml:id='p3'>Troiae.</p></div>"
ENGLISH = "<p>A preface.</p><p xml:id='e1' corresp='latin.xml#p1'>Arms and the man</p><p>I sing.</p><p xml:id='e3' corresp='latin.xml#p3'>Of Troy.</p>"
HEBREW = "<p xml:lang='he'>שלום <app><lem>עולם</lem><rdg wit='#A'>רב <hi>abc</hi></rdg></app></p>"
SPECIMEN_NAMES = ("apparatus", "apparatus-attached", "apparatus-careless", "apparatus-adherent", "apparatus-located")
CORPUS_NAMES = ("bdnprint__demo", "tei-stylesheets__testapp2", "pta__pta0040.pta001.pta-grc1")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    folder = tmp_path_factory.mktemp("edition")
    (folder / "tei").mkdir()
    (folder / "edition.toml").write_text(SETTINGS)
    made = {"verses": VERSES, "long": LONG, "latin": LATIN, "english": ENGLISH, "hebrew": HEBREW}
    for name, body in made.items():
        (folder / f"tei/{name}.xml").write_text(tei(body, witnesses=WITNESSES if "app" in body else "<p/>"))
    for name in SPECIMEN_NAMES:
        shutil.copy(SPECIMENS / f"{name}.xml", folder / "tei")
    held = "<availability status='restricted'><p>x</p></availability>"
    secret = tei(LONG, witnesses=WITNESSES).replace("<publicationStmt><p/>", f"<publicationStmt><publisher/>{held}")
    (folder / "tei/secret.xml").write_text(secret)
    report = build_in(folder)
    assert [p for p in report.problems if p.code.startswith(("TXT-00", "XSL", "OUT")) and p.code != "TXT-008"] == []
    return folder / "output", report


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


def column(reader: Browser, name: str) -> str:
    """The text of a column, as the browser has it: what is extra left out, blocks apart."""
    return str(
        reader.ask(
            f"""[...document.querySelectorAll('[data-column={json.dumps(name)}] .block')].map((block) => {{
            const one = block.cloneNode(true); one.querySelectorAll('[data-extra]').forEach((sign) => sign.remove());
            return one.textContent; }}).join('\\n')"""
        )
    )


def show(reader: Browser, page: Path, *columns: str) -> None:
    """Open a page with these columns."""
    reader.open(f"{page.as_uri()}#view:with={','.join(map(quote, columns))}")
    reader.ask("document.querySelector('edition-compare').ready")


def check_columns(output: Path, reader: Browser, name: str) -> int:
    """Choose all witnesses of a text in all their states, one after the other; how many there are."""
    row = next(text for text in json.loads((output / "report.json").read_text())["texts"] if text["id"] == name)
    files = {w: [path] for w, path in row["witnesses"].items()} | row.get("states", {})
    texts = {"~": [row["txt"]]} | files
    found: dict[str, list[str]] = {}
    for page in row["html"]:
        show(reader, output / page, "~")
        for witness, number in ((w, n) for w, paths in texts.items() for n in range(1, len(paths) + 1)):
            chosen = witness if number == 1 else f"{witness}.{number}"
            reader.ask(f"recensioView.write({{with: [{json.dumps(chosen)}]}})")
            reader.ask("document.querySelector('edition-compare').ready")
            found.setdefault(chosen, []).append(column(reader, chosen))
    for witness, paths in texts.items():
        for number, path in enumerate(paths, 1):
            made = "\n".join(found[witness if number == 1 else f"{witness}.{number}"])
            assert words_of_text(made) == words_of_text((output / path).read_text(encoding="utf-8"))
    return sum(map(len, files.values()))


@needs_browser
@pytest.mark.parametrize("name", ["verses", "hebrew", *SPECIMEN_NAMES])
def test_a_witness_that_is_chosen_gives_exactly_its_text(built: tuple[Path, Report], seen: Browser, name: str) -> None:
    assert check_columns(built[0], seen, name) >= 1
    assert not seen.complaints


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not CORPORA.is_dir():
        pytest.skip("the corpora are not beside the checkout")
    folder = tmp_path_factory.mktemp("corpora")
    (folder / "tei").mkdir()
    for name in CORPUS_NAMES:
        shutil.copy(CORPORA / f"{name}.xml", folder / "tei")
    build_in(folder)
    return folder / "output"


@needs_browser
@pytest.mark.parametrize("name", CORPUS_NAMES)
def test_the_same_of_editions_of_others(corpora: Path, seen: Browser, name: str) -> None:
    assert check_columns(corpora, seen, name) >= 3


@needs_browser
def test_differences_are_marked_where_the_entries_are(built: tuple[Path, Report], seen: Browser) -> None:
    show(seen, built[0] / "html/verses.html", "~", "A", "C")
    marks = seen.ask("[...document.querySelectorAll('[data-column=A] mark')].map((one) => one.textContent)")
    assert marks == ["I", "virum & <i>", "litora multum", "ille et terris", "tan"]
    base = seen.ask("[...document.querySelectorAll('[data-column=\"~\"] mark')].map((one) => one.textContent)")
    assert base == ["primus", "virumque", "litora multum", "ille et terris", "ta"]
    assert seen.ask("document.querySelector('.compare-status').textContent").endswith(" 4")
    # (two that agree with each other, and not with the base text, do not differ)
    show(seen, built[0] / "html/verses.html", "~", "B")
    assert seen.ask("[...document.querySelectorAll('.absent')].map((one) => one.textContent)") == [
        "[lac.]",
        "[lac.]",
        "[om.]",
    ]


@needs_browser
def test_columns_are_chosen_by_keyboard_and_stand_in_the_address(built: tuple[Path, Report], seen: Browser) -> None:
    page = built[0] / "html/verses.html"
    seen.open(page.as_uri())
    assert seen.ask("getComputedStyle(document.querySelector('.compare')).display") == "none"
    seen.ask("document.querySelector('.views summary').focus()")
    seen.press("Enter", "Tab", "Tab", "Enter")
    # (the browser tells of a new address some time after it stands there)
    seen.until("location.hash[1] === 'v'")
    seen.ask("document.querySelector('edition-compare').ready")
    assert seen.ask("location.hash") == "#view:with=~,A"
    assert seen.ask("document.querySelector('article.reading *').checkVisibility()") is False
    seen.ask("document.querySelector('.compare-bar button').focus()")
    seen.press("Enter")
    seen.ask("document.querySelector('edition-compare').ready")
    assert seen.ask("location.hash") == "#view:with=~,A,A.2"
    seen.ask("document.querySelectorAll('.heads select')[2].focus()")
    seen.press("ArrowDown")
    seen.ask("document.querySelector('edition-compare').ready")
    assert seen.ask("location.hash") == "#view:with=~,A,B"
    assert seen.ask("document.activeElement === document.querySelectorAll('.heads select')[2]")
    assert seen.heard(".heads select")["name"] == "Column 1"
    seen.ask("document.querySelectorAll('.compare-bar button')[2].focus()")
    seen.press("Enter")
    assert seen.ask("location.hash") == ""
    assert seen.ask("document.querySelector('article.reading *').checkVisibility()") is True
    assert not seen.complaints


@needs_browser
@pytest.mark.parametrize(
    ("fragment", "columns"),
    [
        ("#view:with=A,B", ["A", "B"]),
        ("#part:compare", ["~", "A"]),
        ("#view:with=B", ["B", "~"]),
        ("#view:with=nobody,C,A,B,~,A.2", ["C", "A", "B", "~"]),
        ("#view:with=nobody", []),
    ],
)
def test_an_address_shows_its_columns(
    built: tuple[Path, Report], seen: Browser, fragment: str, columns: list[str]
) -> None:
    seen.open((built[0] / "html/verses.html").as_uri() + fragment)
    seen.ask("document.querySelector('edition-compare').ready")
    shown = "[...document.querySelectorAll('.heads select')].map((one) => one.value)"
    assert seen.ask(shown) == columns


@needs_browser
def test_going_back_leads_through_the_columns_to_the_text(built: tuple[Path, Report], seen: Browser) -> None:
    seen.open((built[0] / "html/verses.html").as_uri())
    for columns in (["~", "A"], ["~", "B"]):
        seen.ask(f"recensioView.write({{with: {json.dumps(columns)}}})")
        seen.ask("document.querySelector('edition-compare').ready")
    seen.ask("document.querySelector('.heads select').focus()")
    shown = "[...document.querySelectorAll('.heads select')].map((one) => one.value)"
    seen.go(-1)
    seen.ask("document.querySelector('edition-compare').ready")
    assert seen.ask(shown) == ["~", "A"]
    assert seen.ask("document.activeElement === document.querySelector('.heads select')") is True
    seen.go(-1)
    assert seen.ask(shown) == []
    assert seen.ask("document.activeElement === document.querySelector('.views summary')") is True
    assert seen.ask("document.querySelector('article.reading *').checkVisibility()") is True
    assert not seen.complaints


@needs_browser
def test_columns_that_are_left_before_they_are_there_do_not_come(built: tuple[Path, Report], seen: Browser) -> None:
    seen.open((built[0] / "html/verses.html").as_uri())
    seen.ask("recensioView.write({with: ['~', 'A']}); recensioView.write({with: ['~', 'C']}); recensioView.write({with: []})")
    seen.ask("document.querySelector('edition-compare').ready")
    assert seen.ask("document.querySelector('edition-compare .pair')") is None
    assert seen.ask("document.querySelector('.views summary').textContent") == "View: Reading text"


@needs_browser
def test_texts_of_two_files_stand_beside_each_other(built: tuple[Path, Report], seen: Browser) -> None:
    rows = """[...document.querySelectorAll('.pair')].map((row) => [...row.querySelectorAll('[data-column]')].map(
        (cell) => [...cell.children].map((one) => one.textContent).join(' / ')))"""
    show(seen, built[0] / "html/latin.html", "~", "~english")
    assert seen.ask(rows) == [
        ["", "A preface."],
        ["Arma virumque / cano.", "Arms and the man / I sing."],
        ["Troiae.", "Of Troy."],
    ]
    show(seen, built[0] / "html/english.html", "~", "~latin")
    assert seen.ask(rows) == [
        ["A preface.", ""],
        ["Arms and the man / I sing.", "Arma virumque / cano."],
        ["Of Troy.", "Troiae."],
    ]
    assert not seen.complaints


@needs_browser
def test_nothing_is_fetched_from_elsewhere(built: tuple[Path, Report], seen: Browser) -> None:
    seen.requests.clear()
    show(seen, built[0] / "html/verses.html", "~", "A", "B")
    assert any(url.endswith("verses.witness.B.js") for url in seen.requests)
    assert [url for url in seen.requests if not url.startswith((built[0].as_uri(), "about:", "data:"))] == []


@needs_browser
def test_the_pages_of_a_long_text_each_show_their_part(built: tuple[Path, Report], seen: Browser) -> None:
    output, report = built
    pages = next(text.html for text in report.texts if text.id == "long")
    assert len(pages) >= 3
    parts = []
    for page in pages:
        show(seen, output / page, "~", "A")
        parts.append(column(seen, "A"))
    assert words_of_text("\n".join(parts)) == words_of_text((output / "txt/long.A.txt").read_text())
    assert all(parts)
    assert not seen.complaints


@needs_browser
def test_a_text_that_is_gone_is_told(built: tuple[Path, Report], seen: Browser, tmp_path: Path) -> None:
    shutil.copytree(built[0] / "html", tmp_path / "html")
    (tmp_path / "html/verses.witness.A.js").unlink()
    show(seen, tmp_path / "html/verses.html", "~", "A")
    assert (
        seen.ask("document.querySelector('[role=status].compare-status').textContent")
        == "This text could not be loaded: A Alpha"
    )
    seen.complaints.clear()


@needs_browser
@pytest.mark.parametrize("name", ["verses", "hebrew", "long"])
@pytest.mark.parametrize(("width", "height", "colours"), [(1280, 900, "light"), (390, 844, "dark")])
def test_axe_finds_nothing(
    built: tuple[Path, Report], seen: Browser, name: str, width: int, height: int, colours: str
) -> None:
    if axe() is None:
        pytest.skip("axe-core is not on this machine")
    seen.size(width, height)
    seen.media(prefers_color_scheme=colours)
    try:
        show(seen, built[0] / f"html/{name}.html", "~", "A", "B", "C")
        assert seen.violations() == []
        assert seen.ask("document.documentElement.scrollWidth") <= width
        seen.open((built[0] / f"html/{name}.witness.A.html").as_uri())
        seen.ask("document.querySelector('.views summary').click()")
        assert seen.violations() == []
        assert seen.ask("document.documentElement.scrollWidth") <= width
    finally:
        seen.size(1280, 900)
        seen.media()


@needs_browser
def test_what_the_base_text_has_is_opened_by_key(built: tuple[Path, Report], seen: Browser) -> None:
    seen.open((built[0] / "html/verses.witness.A.html").as_uri())
    seen.ask("document.querySelectorAll('.differing')[1].focus()")
    seen.press("Enter")
    assert seen.ask("document.querySelector('.base-text:popover-open bdi').textContent") == "virumque"
    assert seen.heard(".differing")["name"] == "Base text: primus"
    seen.press("Escape")
    assert seen.ask("document.querySelector('.base-text:popover-open')") is None


# --- without scripts ----------------------------------------------------------------------------------------


def test_without_scripts_there_are_links_to_all_texts(built: tuple[Path, Report]) -> None:
    page = lxml_html.document_fromstring((built[0] / "html/verses.html").read_bytes())
    links = page.xpath("//section[@id='part:compare']//a/@href")
    assert links == ["verses.html", *(f"verses.witness.{w}.html" for w in "ABC")]
    menu = page.xpath("//nav[@class='views']//a/@href")
    assert menu == ["verses.html", "#part:compare", *links[1:], *(f"../{path}" for path in (
        "txt/verses.txt", "txt/verses.apparatus.txt", "data/verses.apparatus.csv", "data/verses.apparatus.json"))]  # fmt: skip


def test_a_withheld_text_has_no_views(built: tuple[Path, Report]) -> None:
    made = sorted(path.name for path in (built[0] / "html").glob("secret*"))
    assert "secret.html" in made
    assert not [name for name in made if "diplomatic" in name or name.endswith(".js") or ".witness." in name]
    assert "part:compare" not in (built[0] / "html/secret.html").read_text()


def test_the_page_of_the_source_has_its_words(built: tuple[Path, Report], tmp_path: Path) -> None:
    body = "<p>a <choice><sic>b</sic><corr>c</corr></choice> <del>d</del><lb/>e<lb break='no'/>f <choice><abbr>g</abbr><expan>h</expan></choice></p>"
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei/one.xml").write_text(tei(body))
    build_in(tmp_path)
    page = (tmp_path / "output/html/one.diplomatic.html").read_bytes()
    read = read_page(page).reading
    assert read is not None
    source = law.source_words(etree.fromstring(tei(body)), "diplomatic")
    assert words_of_text(read) == source.base
    assert list(source.base) == ["a", "b", "d", "ef", "g"]
    assert b"<br" in page
    assert "one.diplomatic.html" in (tmp_path / "output/html/one.html").read_text()
    assert not (built[0] / "html/long.diplomatic.html").exists()
