"""The card of a name in a text, and the map that can be made larger: in a browser, from the disk."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import PROGRAM, Browser, axe, browser
from helpers import build_in, files_of
from hypothesis import given
from hypothesis import strategies as st
from test_site import NAMES, write_edition

from recensio.namecards import part_of, write_cards

in_browser = pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine")
CARD = """<article class="card" id="{0}"><h3 id="x"><bdi>Name {0}</bdi></h3><div class="mentions"><ul><li><a href="one.html#p1">One</a>
<details><summary>all</summary><ul><li>folded</li></ul></details></li></ul></div></article>"""


@given(st.text(min_size=1, max_size=20), st.integers(min_value=1, max_value=512))
def test_a_card_is_in_one_of_the_parts(name: str, parts: int) -> None:
    assert 0 <= part_of(name, parts) < parts


def test_cards_are_cut_into_parts_and_folded_lists_are_left_out(tmp_path: Path) -> None:
    markup = "<!doctype html><body>" + "".join(CARD.format(f"p{n}") for n in range(600)) + "</body>"
    write_cards(markup, "persons", tmp_path)
    files = files_of(tmp_path)
    assert files["persons.js"] == b'(window.recensioCards ||= {})["persons"] = 2;\n'
    assert set(files) == {"persons.js", "persons.0.js", "persons.1.js"}
    assert sum(content.count(b"Name p") for content in files.values()) == 600
    assert not any(b"folded" in content or b"id=" in content for content in files.values())


def test_a_register_without_cards_has_no_files(tmp_path: Path) -> None:
    write_cards("<!doctype html><body><p>none</p></body>", "persons", tmp_path / "cards")
    assert not (tmp_path / "cards").exists()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    write_edition(folder)
    crowd = "".join(
        f'<place xml:id="c{n}"><placeName>Castellum {n}</placeName><location><geo>{42 + n / 90} {12.5 + n % 5 / 50}</geo></location></place>'
        for n in range(20)
    )
    (folder / "tei/registers/names.xml").write_text(NAMES.replace("</listPlace>", f"{crowd}</listPlace>"))
    build_in(folder)
    return folder / "output/html"


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


SETTLED = "new Promise((done) => setTimeout(done, 20))"
CARD_TEXT = "(document.querySelector('.name-card')?.innerText || '').replace(/\\s+/g, ' ')"


@in_browser
def test_a_name_opens_its_card_by_keyboard_and_gives_the_focus_back(chromium: Browser, site: Path) -> None:
    chromium.open((site / "one.html").as_uri())
    heard = chromium.heard("article a.persName")
    assert (heard["role"], heard["hasPopup"], heard["expanded"]) == ("link", "dialog", False)
    chromium.ask("document.querySelector('article a.persName').focus()")
    chromium.press("Enter")
    chromium.until("document.querySelector('.name-card')")
    text = chromium.ask(CARD_TEXT)
    for said in ("Cicero, Marcus Tullius", "Cicerone", "3 January 106 BC", "An orator <script>alert(1)</script>.", "GND 118520814", "Wikidata Q1541", "Named in ×4", "Second letter ×2"):
        assert said in text
    assert chromium.ask("location.pathname").endswith("one.html")
    assert chromium.heard(".name-card")["role"] == "dialog"
    assert chromium.heard(".name-card")["name"] == "Cicero, Marcus Tullius"
    assert chromium.ask("document.activeElement.className") == "name-card"
    chromium.press("Escape")
    assert chromium.ask("[document.querySelector('.name-card') === null, document.activeElement.textContent]") == [True, "Tullius"]
    assert chromium.complaints == []


@in_browser
def test_the_links_of_a_card_lead_where_those_of_the_register_do(chromium: Browser, site: Path) -> None:
    chromium.open((site / "one.html").as_uri())
    chromium.click("article a.placeName")
    chromium.until("document.querySelector('.name-card')")
    links = chromium.ask("[...document.querySelectorAll('.name-card a')].map((one) => one.href)")
    assert (site / "places.html").as_uri() + "#rom" in links
    assert any(link.startswith((site / "two.html").as_uri()) for link in links)
    assert any("geonames.org/3169070" in link for link in links)
    chromium.click("h1")
    assert chromium.ask("document.querySelector('.name-card')") is None


@in_browser
def test_one_card_at_a_time_and_none_outside_the_window(chromium: Browser, site: Path) -> None:
    for width in (1280, 360):
        chromium.size(width, 700)
        chromium.open((site / "one.html").as_uri())
        for name in ("article a.persName", "article a.placeName"):
            chromium.click(name)
            chromium.until("document.querySelector('.name-card')")
        box = chromium.ask("(() => { const b = document.querySelector('.name-card').getBoundingClientRect(); return [b.left, b.right - innerWidth, b.bottom - innerHeight]; })()")
        assert chromium.ask("document.querySelectorAll('.name-card').length") == 1
        assert box[0] >= 0 and box[1] <= 0 and box[2] <= 0
    chromium.size(1280, 900)


@in_browser
def test_without_its_file_a_name_is_a_link(chromium: Browser, site: Path, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path / "html")
    shutil.rmtree(tmp_path / "html/assets/cards")
    chromium.open((tmp_path / "html/one.html").as_uri())
    chromium.click("article a.persName")
    for _ in range(200):
        with contextlib.suppress(RuntimeError):  # (the page goes away under the question)
            if chromium.ask(f"{SETTLED}.then(() => location.href)").endswith("persons.html#cic"):
                break
    assert chromium.ask("location.href").endswith("persons.html#cic")
    chromium.complaints.clear()


@in_browser
@pytest.mark.skipif(axe() is None, reason="axe-core is not here")
@pytest.mark.parametrize("page", ["one", "map", "timeline", "places"])
def test_axe_finds_nothing(chromium: Browser, site: Path, page: str) -> None:
    chromium.open((site / f"{page}.html").as_uri())
    if page == "one":
        chromium.click("article a.persName")
        chromium.until("document.querySelector('.name-card')")
    assert chromium.violations() == []


VISIBLE = "[...document.querySelectorAll('.chart .point text')].filter((one) => getComputedStyle(one).visibility === 'visible')"
COLLIDING = f"""(() => {{ const boxes = {VISIBLE}.map((one) => one.getBoundingClientRect());
  return boxes.some((a, n) => boxes.some((b, m) => n < m && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)); }})()"""


@in_browser
def test_a_larger_map_has_room_for_more_names_and_none_covers_another(chromium: Browser, site: Path) -> None:
    chromium.complaints.clear()
    chromium.open((site / "map.html").as_uri())
    few = chromium.ask(f"{VISIBLE}.length")
    assert chromium.ask(COLLIDING) is False
    chromium.ask("document.querySelector('.chart').focus()")
    chromium.press("+", "+", "+", "+", "+")
    assert chromium.ask(f"{VISIBLE}.length") > few
    assert chromium.ask(COLLIDING) is False
    chromium.press("0")
    assert chromium.ask(f"{VISIBLE}.length") == few
    assert "the more often the edition names the place" in chromium.ask("document.querySelector('.legend').textContent")
    assert chromium.complaints == []
