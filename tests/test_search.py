"""The search: what is found, how words are compared, the index, and the page in a browser."""

from __future__ import annotations

import contextlib
import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from chromium import PROGRAM, Browser, axe, browser
from helpers import build_in, files_of
from hypothesis import given
from hypothesis import strategies as st
from test_site import write_edition

from recensio import search
from recensio.alphabet import letter, sort_key
from recensio.search import Named, Page, fold, page_of, words_of

MARKUP = """<!doctype html><html><body><p id="out">outside</p><article class="reading" lang="la" id="text"><div id="d1"><h2>Liber</h2>
<p id="p1">Arma <span data-extra="" id="x">5</span>vi<span data-extra="">-</span>rum<sup data-extra="">1</sup> canō</p><p>two<b>fold</b></p><p id="p2">Troiae</p></div></article>
<section class="apparatus"><div class="entry" id="e1"><a class="back" href="#x">1</a> <span class="lem">arma</span> <span class="rdg"><bdi>arca</bdi> <span class="sigla">B</span> <span class="note">[a remark]</span></span></div></section>
<section class="notes"><div class="note" id="n1"><a class="back" href="#x">1</a> <p>A note</p></div></section></body></html>"""


def taken_apart(markup: str = MARKUP) -> Page:
    return page_of(markup, "one.html", "One")


def test_base_text_readings_and_notes_are_told_apart() -> None:
    assert [(p.kind, p.text) for p in taken_apart().passages] == [
        ("text", "Liber Arma virum canō twofold Troiae"), ("reading", "arca"), ("note", "[a remark] A note"),
    ]  # fmt: skip


def test_each_word_knows_the_last_id_before_it() -> None:
    assert taken_apart().passages[0].places == ((0, "text"), (0, "d1"), (1, "p1"), (5, "p2"))
    assert taken_apart().passages[1].places == ((0, "e1"),)


def test_all_ids_of_the_page_are_known() -> None:
    assert {"out", "text", "d1", "p1", "p2", "e1", "n1", "x"} == taken_apart().ids


def test_a_page_survives_the_cache() -> None:
    import json

    assert search.page_from(json.loads(json.dumps(search.row_of(taken_apart())))) == taken_apart()


def test_long_texts_are_cut_at_the_ends_of_blocks_and_keep_their_addresses() -> None:
    blocks = "".join(f'<p id="p{n}">{"word " * 99}end{n}</p>' for n in range(20))
    found = taken_apart(f'<article class="reading" id="text">{blocks}</article>').passages
    assert [len(words_of(p.text)) for p in found] == [400] * 5
    assert found[1].places[1:] == ((0, "p4"), (100, "p5"), (200, "p6"), (300, "p7"))


def test_a_block_without_end_is_cut_all_the_same() -> None:
    found = taken_apart(f'<article class="reading" id="text"><p id="p">{"word " * 5000}</p></article>').passages
    assert max(len(words_of(p.text)) for p in found) <= 800
    assert sum(len(words_of(p.text)) for p in found) == 5000
    assert all(p.places[0][1] in {"text", "p"} for p in found)


@pytest.mark.parametrize(
    ("word", "compared"),
    [("Canō", "cano"), ("Straße", "strasse"), ("Ἑλλάς", "ελλασ"), ("cœur", "coeur"), ("שָׁלוֹם", "שלום"), ("ﬁn", "fin"), ("Łódź", "lodz"), ("й", "и"),
     ("ſeyn", "seyn"), ("ᾠδῇ", "ωδη"), ("كِتَاب", "كتاب"), ("كتـــاب", "كتاب"), ("أحمد", "احمد"), ("Ægypti", "aegypti"), ("ꝛegis", "regis")],
)
def test_accents_and_case_do_not_count(word: str, compared: str) -> None:
    assert fold(word) == compared


def test_u_and_v_are_one_in_latin_only() -> None:
    assert fold("Iuvenis", latin=True) == fold("IVVENIS", latin=True) == "iuuenis"
    assert fold("jam", latin=True) == "iam"
    assert fold("vine") == "vine"


def test_words_of_scripts_without_blanks_and_with_marks() -> None:
    assert words_of("漢字 kanji") == ["漢", "字", "kanji"]
    assert words_of("l’homme, नमस्ते (x)") == ["l", "homme", "नमस्ते", "x"]


@given(st.text(max_size=200))
def test_a_folded_word_stays_one_word(text: str) -> None:
    for word in words_of(text):
        assert fold(word)
        assert " " not in fold(word)


def test_names_on_a_disk_are_found_by_any_spelling() -> None:
    script = search.names_script([Named("Vergil </script>", "Vergil </script> Virgílio", "persons", "persons.html#v")], latin=True)
    assert script == 'window.recensioNames = [["Vergil </script>","persons","persons.html#v","uergil script uirgilio"]];\n'


@pytest.mark.parametrize(
    ("language", "order"),
    [("de", ["Ägypten", "Anton", "Öde", "Otto", "Zoe"]), ("es", ["nube", "ñandú", "oso"]), ("ru", ["ель", "ёлка", "ива", "йод", "кот"]),
     ("en", ["'s-Gravenhage", "Łódź", "Lodzia", "Æthel", "Af"])],
)  # fmt: skip
def test_names_stand_in_the_order_of_the_language(language: str, order: list[str]) -> None:
    if language == "en":
        assert sort_key("Łódź") < sort_key("Lodzia")
        assert sort_key("Æthel") < sort_key("Af")
        assert letter("'s-Gravenhage") == "S"
    else:
        assert sorted(reversed(order), key=lambda name: sort_key(name, language)) == sorted(order, key=lambda n: sort_key(n, language))
    if language in {"es", "ru"}:
        assert [n for n in sorted(order, key=lambda n: sort_key(n, language))][-1] == order[-1]
        assert letter(order[1], language) == {"es": "Ñ", "ru": "Е"}[language]
    assert letter("1848") == "#"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    write_edition(folder)
    build_in(folder)
    return folder


def test_the_index_is_the_same_at_each_build(built: Path, tmp_path: Path) -> None:
    passages = taken_apart().passages
    for name in ("a", "b"):
        search.write_lists(passages, tmp_path / name)
        search.write_pagefind(passages, tmp_path / name / "pagefind")
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")
    assert (built / "output/html/pagefind/pagefind.js").is_file()
    assert (built / "output/html/assets/search/lists.js").is_file()


def test_without_pagefind_the_build_goes_on_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise search.SearchError("no program")

    monkeypatch.setattr(search, "write_pagefind", fails)
    write_edition(tmp_path)
    report = build_in(tmp_path)
    assert [p.message for p in report.problems if p.code == "OUT-008"] == ["The web edition has no index by Pagefind: no program."]
    assert (tmp_path / "output/html/assets/search/words/0.js").is_file()


# --- in a browser -------------------------------------------------------------------------------------------


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/output/html/search.html"
        server.shutdown()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if PROGRAM is None:
        pytest.skip("no Chromium on this machine")
    with browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


SEEN = """new Promise((done) => { const look = () => {
  const status = document.querySelector('.status').textContent, counts = [...document.querySelectorAll('.choice')];
  if (!status || status.startsWith('Searching')) return setTimeout(look, 20);
  setTimeout(() => done([status, [...document.querySelectorAll('.results li')].map((one) => [one.querySelector('a').getAttribute('href'), one.innerHTML]),
    Object.fromEntries(counts.map((one) => [one.querySelector('input').value, one.querySelector('.count')?.textContent])),
    document.querySelector('.advice').textContent.trim()]), 150);
}; look(); })"""


def asked(reader: Browser, url: str, query: str, kind: str = "all") -> tuple[str, list[str], dict[str, str], str]:
    """What the page says and shows for a query: the status line, the results (address, words), what is counted, advice."""
    reader.open(f"{url}#{urlencode({'q': query, 'in': kind})}")
    status, rows, counts, advice = reader.ask(SEEN)
    return status, [f"{href} {re.sub(r'<(?!/?mark)[^>]+>', '', row)}" for href, row in rows], counts, advice


@pytest.fixture(scope="module")
def url(built: Path) -> Iterator[str]:
    with served(built) as address:
        yield address


@pytest.mark.parametrize(
    ("query", "kind", "expected"),
    [
        ("IVVENIS", "all", "one.html#a1 Epistula prima readingsin Spalato <mark>iuvenis</mark>"),
        ("cano", "text", "one.html#p1 Epistula prima base textLiber primus Arma virumque <mark>canō</mark>"),
        ('"venetiam idibus"', "text", "two.html#s1.p2 Second letter base text"),
        ("cicerone", "name", "persons.html#cic Cicero, Marcus Tullius <mark>Cicerone</mark> Marcus Tullius Persons"),
    ],
)
def test_a_reader_finds(reader: Browser, url: str, query: str, kind: str, expected: str) -> None:
    status, rows, _, _ = asked(reader, url, query, kind)
    assert status.startswith("Passages found: ")
    assert any(row.lower().startswith(expected.lower()) for row in rows), rows


@pytest.mark.parametrize(
    ("query", "kind", "counts"),
    [("cicero", "all", {"all": 5, "text": 2, "reading": 0, "note": 0, "name": 3}), ("cicero", "note", {"all": 5, "text": 2, "reading": 0, "note": 0, "name": 3}),
     ("venetiam neverwritten", "all", dict.fromkeys(("all", "text", "reading", "note", "name"), 0)), ("neverwritten", "reading", dict.fromkeys(("all", "text", "reading", "note", "name"), 0))],
    ids=["known", "known-elsewhere", "one-unknown", "unknown"],
)  # fmt: skip
def test_beside_each_kind_stands_how_often_it_is_found(reader: Browser, url: str, query: str, kind: str, counts: dict[str, int]) -> None:
    status, rows, told, _ = asked(reader, url, query, kind)
    assert {one: int(count) for one, count in told.items()} == counts
    if not counts[kind]:
        assert (status, rows) == ("Nothing found.", [])


def test_what_is_not_found_leads_to_what_is_like_it(reader: Browser, url: str) -> None:
    assert asked(reader, url, "venetiarum cicero")[3] == "Words of the edition that are like it: venetiam venetias uenetiam uenetias"
    assert asked(reader, url, "Tul'lius")[3] == "Words of the edition that are like it: Tullius liber"
    reader.ask("document.querySelector('.advice a').click()")
    assert reader.ask(SEEN)[0] == "Passages found: 3 · Occurrences: 3"


@pytest.mark.parametrize(
    "query",
    ["<img src=x onerror=alert(1)>", '"', '""""', "\"unclosed", "%00 %ff &amp; #q=x", "]]>", "..", "a" * 5000, "et " * 400, "\u202e\u0000\U0001f600", "({[.*+?\\", "__proto__ constructor"],
)  # fmt: skip
def test_hostile_queries_are_answered_and_stay_text(reader: Browser, url: str, query: str) -> None:
    before = len(reader.complaints)
    status, rows, _, _ = asked(reader, url, query)
    assert status == "Nothing found." or (status.startswith("Passages found: ") and rows)
    assert reader.ask("document.querySelectorAll('img, .results script').length") == 0
    assert reader.complaints[before:] == []


def test_the_search_is_done_with_the_keyboard_and_heard(reader: Browser, url: str) -> None:
    reader.open(url)
    reader.ask("document.querySelector('#query').focus()")
    reader.press(*"et", "Enter")
    assert reader.ask(SEEN)[0].startswith("Passages found: ")
    assert reader.ask("document.activeElement.id") == "query"
    assert reader.heard(".status")["role"] == "status"
    assert reader.heard(".status")["live"] == "polite"
    assert reader.ask("location.hash") == "#q=et&in=all"
    if axe():
        assert reader.violations() == []


@pytest.mark.parametrize(("query", "kind", "at", "words"), [("cano", "text", "#p1", ["canō"]), ("iuvenis spalato", "reading", "#a1", ["Spalato", "iuvenis"]), ("atticus", "note", "#n1", ["Atticus"])])
def test_a_result_leads_to_its_place_where_the_words_are_marked(reader: Browser, url: str, query: str, kind: str, at: str, words: list[str]) -> None:
    asked(reader, url, query, kind)
    with contextlib.suppress(RuntimeError):  # the page goes while it is asked
        reader.ask("document.querySelector('.results a').click(); new Promise(() => 0)")
    marked = """new Promise((done) => { const look = () => { const found = CSS.highlights.get('found');
      if (found) done([location.hash, [...found].map((range) => range.toString()), Boolean(document.querySelector('[aria-expanded=true]'))]);
      else setTimeout(look, 30); }; look(); })"""
    assert reader.ask(marked) == [at, words, kind == "reading"]


def test_other_programs_find_pages_by_pagefind_at_their_addresses(reader: Browser, url: str) -> None:
    reader.open(url.replace("search.html", "pagefind/"))  # a page without a policy
    script = "import('./pagefind.js').then(async (index) => Promise.all((await index.search('virumque')).results.map((one) => one.data())))"
    found = reader.ask(f"{script}.then((all) => all.map(({{url, meta, excerpt}}) => [url, meta.title, excerpt]))")
    assert sorted((address, title) for address, title, _ in found) == [("/output/html/one.html", "Epistula prima"), ("/output/html/two.html", "Second letter")]
    assert all("Arma <mark>virumque</mark> canō" in excerpt for _, _, excerpt in found)


def test_words_are_found_from_a_disk_too(reader: Browser, built: Path) -> None:
    status, rows, _, _ = asked(reader, (built / "output/html/search.html").as_uri(), "tull", "text")
    assert status == "Passages found: 2 · Occurrences: 2"
    assert rows[0].startswith("one.html#p1 Epistula prima base text")


def test_without_the_lists_names_are_found_and_it_is_said(reader: Browser, built: Path, tmp_path: Path) -> None:
    shutil.copytree(built / "output/html", tmp_path / "html", ignore=shutil.ignore_patterns("search", "pagefind"))
    status, rows, _, _ = asked(reader, (tmp_path / "html/search.html").as_uri(), "tull")
    assert status == ("Passages found: 1 · Occurrences: 1 The lists of words can’t be read here: names and titles are searched, "
                      "not the words of the texts.")  # fmt: skip
    assert rows == ["persons.html#cic Cicero, Marcus Tullius Persons"]
