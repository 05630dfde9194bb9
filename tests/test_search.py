"""The search: what is found, how words are compared, the index, and the page in a browser."""

from __future__ import annotations

import contextlib
import functools
import http.server
import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import browser
from helpers import build_in, files_of
from hypothesis import given
from hypothesis import strategies as st
from test_browser import CHROMIUM, FLAGS
from test_site import write_edition

from recensio import search
from recensio.alphabet import letter, sort_key
from recensio.search import Named, Page, fold, page_of, words_of

MARKUP = """<!doctype html><html><body><p id="out">outside</p><article class="reading" lang="la" id="text"><div id="d1"><h2>Liber</h2>
<p id="p1">Arma <span data-extra="" id="x">5</span>vi<span data-extra="">-</span>rum<sup data-extra="">1</sup> canō</p><p>two<b>fold</b></p><p id="p2">Troiae</p></div></article>
<section class="apparatus"><div class="entry" id="e1"><a class="back" href="#x">1</a> <span class="lem">arma</span> <span class="rdg">arca <span class="sigla">B</span></span></div></section>
<section class="notes"><div class="note" id="n1"><a class="back" href="#x">1</a> <p>A note</p></div></section></body></html>"""


def taken_apart(markup: str = MARKUP) -> Page:
    return page_of(markup, "one.html", "One")


def test_base_text_readings_and_notes_are_told_apart() -> None:
    assert [(p.kind, p.text) for p in taken_apart().passages] == [
        ("text", "Liber Arma virum canō twofold Troiae"), ("reading", "arca"), ("note", "A note"),
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
        search.write_index(passages, tmp_path / name)
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")
    assert (built / "output/html/pagefind/pagefind.js").is_file()


def test_without_pagefind_the_build_goes_on_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise search.SearchError("no program")

    monkeypatch.setattr(search, "write_index", fails)
    write_edition(tmp_path)
    report = build_in(tmp_path)
    assert [p.message for p in report.problems if p.code == "OUT-008"] == ["The web edition has no search of words, only of names: no program."]
    assert (tmp_path / "output/html/assets/names.js").is_file()


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


def asked(url: str, query: str, kind: str, profile: Path) -> tuple[str, list[str]]:
    """The status line and the results (address, words) that the page shows for a query."""
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", "--virtual-time-budget=15000", "--dump-dom", f"{url}#q={query}&in={kind}"]
    seen = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert "Refused" not in seen.stderr
    status = re.search(r'<p class="status"[^>]*>(.*?)</p>', seen.stdout, re.S)
    results = re.search(r'<ol class="results">(.*?)</ol>', seen.stdout, re.S)
    assert status and results
    rows = [re.sub(r"\s+", " ", row) for row in re.findall(r"<li>(.*?)</li>", results[1], re.S)]
    return status[1], [(re.search(r'href="([^"]*)"', row) or [""])[1] + " " + re.sub(r"<(?!/?mark)[^>]+>", "", row) for row in rows]


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize(
    ("query", "kind", "expected"),
    [
        ("IVVENIS", "all", "one.html#a1 Epistula prima readingsin Spalato <mark>iuvenis</mark>"),
        ("cano", "text", "one.html#p1 Epistula prima base textLiber primus Arma virumque <mark>canō</mark>"),
        ("%22venetiam idibus%22", "text", "two.html#s1.p2"),
        ("cicerone", "name", "persons.html#cic Cicero, Marcus Tullius <mark>Cicerone</mark> Marcus Tullius Persons"),
    ],
)
def test_a_reader_finds(built: Path, tmp_path: Path, query: str, kind: str, expected: str) -> None:
    with served(built) as url:
        status, rows = asked(url, query, kind, tmp_path)
    assert status.startswith("Passages found: ")
    assert any(row.lower().startswith(expected.lower()) for row in rows), rows


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize(
    ("query", "kind", "counts"),
    [("cicero", "all", {"all": 4, "text": 2, "reading": 0, "note": 0, "name": 2}), ("venetiam neverwritten", "all", dict.fromkeys(("all", "text", "reading", "note", "name"), 0)),
     ("neverwritten", "reading", dict.fromkeys(("all", "text", "reading", "note", "name"), 0))],
    ids=["known", "one-unknown", "unknown"],
)  # fmt: skip
def test_beside_each_kind_stands_how_much_of_it_is_found(built: Path, tmp_path: Path, query: str, kind: str, counts: dict[str, int]) -> None:
    counted = """new Promise((done) => { const look = () => document.querySelectorAll('.choice .count').length === 5
      ? done(Object.fromEntries([...document.querySelectorAll('.choice')].map((one) => [one.querySelector('input').value, Number(one.querySelector('.count').textContent)])))
      : setTimeout(look, 20); look(); })"""
    with served(built) as url, browser(tmp_path) as started:
        started.open(f"{url}#q={query}&in={kind}")
        assert started.ask(counted) == counts
        if not counts["all"]:
            assert started.ask("document.querySelector('.status').textContent") == "Nothing found."
            assert started.ask("document.querySelectorAll('.results li').length") == 0


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_from_a_disk_names_are_found(built: Path, tmp_path: Path) -> None:
    status, rows = asked((built / "output/html/search.html").as_uri(), "tull", "all", tmp_path)
    assert "opened from a disk" in status
    assert rows == ["persons.html#cic Cicero, Marcus Tullius Persons"]
