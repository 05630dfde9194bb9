"""Facsimiles: leaves and zones, which pictures a page may show, and the picture beside the text in a browser."""

from __future__ import annotations

import json
import shutil
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import PROGRAM, Browser, axe, browser
from helpers import SPECIMENS, build_in
from lxml import etree
from lxml import html as lxml_html
from test_search import served

from recensio import pictures
from recensio.addresses import stamp_addresses
from recensio.facsimiles import LEAF, ZONES, Facsimile, stamp_leaves
from recensio.report import Report

TEI = "http://www.tei-c.org/ns/1.0"
in_browser = pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine")


def document(facsimile: str, body: str, header: str = "") -> str:
    return (
        f'<TEI xmlns="{TEI}"><teiHeader><fileDesc><titleStmt><title>Leaves</title></titleStmt><publicationStmt><p/>'
        f"</publicationStmt><sourceDesc><p>{header}</p></sourceDesc></fileDesc></teiHeader>{facsimile}"
        f"<text><body>{body}</body></text></TEI>"
    )


def gathered(facsimile: str, body: str, header: str = "") -> tuple[etree._Element, Facsimile]:
    root = etree.fromstring(document(facsimile, body, header))
    stamp_addresses(root)
    return root, stamp_leaves(root)


def png(path: Path, width: int, height: int, grey: int = 220) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = zlib.compress((b"\0" + bytes([grey] * width)) * height)
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    made = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(made))


# --- leaves and zones ---------------------------------------------------------------------------------------

SURFACE = '<facsimile><surface xml:id="f1" ulx="0" uly="0" lrx="10" lry="20"><graphic url="a.png"/>{}</surface></facsimile>'


@pytest.mark.parametrize(
    ("facsimile", "body"),
    [
        (SURFACE.format(""), '<pb n="1" facs="#f1"/><p>x</p>'),
        (SURFACE.format("").replace("<graphic", '<graphic xml:id="g"'), '<pb n="1" facs="#g"/><p>x</p>'),
        (SURFACE.format('<zone xml:id="z"/>'), '<pb n="1" facs="#z"/><p>x</p>'),
        (SURFACE.format("").replace("<surface", '<surface start="#b"'), '<pb n="1" xml:id="b"/><p>x</p>'),
        ("", '<pb n="1" facs="a.png"/><p>x</p>'),
        ('<facsimile><graphic url="a.png" xml:id="g"/></facsimile>', '<pb n="1" facs="#g"/><p>x</p>'),
        ('<facsimile><surfaceGrp xml:id="q"><surface><graphic url="a.png"/></surface></surfaceGrp></facsimile>', '<pb n="1" facs="#q"/><p>x</p>'),
        (SURFACE.format(""), '<pb n="1" facs="a.png"/><p>x</p>'),
    ],
    ids=["surface", "graphic", "zone-without-place", "start", "picture", "bare-graphic", "group", "picture-of-a-surface"],
)
def test_a_break_finds_its_picture_however_it_points(facsimile: str, body: str) -> None:
    root, found = gathered(facsimile, body)
    (leaf,) = found.leaves
    (begins,) = (e for e in root.iter("*") if e.get(LEAF))
    assert (leaf.label, leaf.start in {"pg1", "b"}, [p.url for p in leaf.pictures]) == ("1", True, ["a.png"])
    assert (etree.QName(begins).localname, begins.get(LEAF)) == ("pb", leaf.name)


def test_a_line_with_a_zone_begins_the_leaf_at_the_break_before_it() -> None:
    zone = '<zone xml:id="z1" points="1,1 9,1 9,3"/><zone xml:id="z2" ulx="1" uly="4" lrx="9" lry="6"/>'
    root, found = gathered(SURFACE.format(zone), '<pb n="1"/><p><lb facs="#z1"/>x<lb facs="#z2 #z1"/>y</p>')
    (leaf,) = found.leaves
    assert [e.get(LEAF) for e in root.iter("{*}pb")] == [leaf.name]
    assert [e.get(ZONES) for e in root.iter("{*}lb")] == ["z1", "z2 z1"]
    assert [z.points for z in leaf.zones] == [((1, 1), (9, 1), (9, 3)), ((1, 4), (9, 4), (9, 6), (1, 6))]
    assert leaf.box == (0, 0, 10, 20)


@pytest.mark.parametrize("place", ['points="1,1 9"', 'ulx="9" uly="1" lrx="1" lry="3"', 'ulx="a" uly="1" lrx="1" lry="3"', 'points="1,1 2,x 3,3"'])
def test_a_zone_that_has_no_place_is_none(place: str) -> None:
    _, found = gathered(SURFACE.format(f'<zone xml:id="z1" {place}/>'), '<pb facs="#f1"/><p facs="#z1">x</p>')
    assert found.leaves[0].zones == ()


def test_leaves_that_the_text_does_not_show_come_last_and_each_has_a_name_of_its_own() -> None:
    facsimile = '<facsimile><graphic url="cover.png"/><surface xml:id="a b"><graphic url="x.png"/></surface><surface xml:id="f2" n="2v"><graphic url="y.png"/></surface></facsimile>'
    _, found = gathered(facsimile.replace(' xml:id="a b"', ""), '<pb facs="#f2"/><p>x</p><pb facs="z.png"/><p>y</p>')
    assert [(leaf.name, leaf.label, leaf.is_read) for leaf in found.leaves] == [
        ("f2", "2v", True), ("z", "2", True), ("graphic", "3", False), ("surface", "4", False)
    ]  # fmt: skip


def test_private_prefixes_and_bases_are_spelled_out() -> None:
    prefix = '</p></sourceDesc></fileDesc><encodingDesc><listPrefixDef><prefixDef ident="img" matchPattern="(.+)" replacementPattern="scans/$1.jpg"/></listPrefixDef></encodingDesc></teiHeader>'
    text = document("", '<pb facs="img:7r"/><p>x</p>').replace("</p></sourceDesc></fileDesc></teiHeader>", prefix)
    root = etree.fromstring(text)
    stamp_addresses(root)
    assert [p.url for leaf in stamp_leaves(root).leaves for p in leaf.pictures] == ["scans/7r.jpg"]
    based = '<facsimile xml:base="https://example.org/ms/"><surface xml:id="f1" xml:base="q1/"><graphic url="1r.jpg"/></surface></facsimile>'
    _, found = gathered(based, '<pb facs="#f1"/><p>x</p>')
    assert found.leaves[0].pictures[0].url == "https://example.org/ms/q1/1r.jpg"


def test_a_mere_shelfmark_is_no_picture_and_what_is_not_read_begins_nothing() -> None:
    _, found = gathered("", '<pb facs="V5r"/><p>x <app><lem>a</lem><rdg>b<pb facs="q.png"/></rdg></app></p>')
    assert [leaf.start for leaf in found.leaves] == [""]


def test_a_manifest_that_the_header_names() -> None:
    _, found = gathered("", "<p>x</p>", '<ref target="https://example.org/iiif/ms1/manifest.json">MS</ref> <ref target="javascript:manifest">no</ref>')
    assert found.manifests == ("https://example.org/iiif/ms1/manifest.json",)


# --- pictures -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://img.example.org/a.jpg", True), ("http://img.example.org/a.jpg", False), ("https://img.example.org.evil.net/a.jpg", False),
        ("https://other.org/a.jpg", False), ("https://lib.example.net/iiif/x", True), ("https://lib.example.net/other/x", False),
        ("https://lib.example.net/iiif/../x", False), ("https://a.cdn.org/x.png", True), ("https://cdn.org.evil/x.png", False),
        ("https://img.example.org@evil.net/a.jpg", False), ("javascript:alert(1)", False),
    ],
)  # fmt: skip
def test_only_named_sites_are_asked_for_pictures(url: str, allowed: bool) -> None:
    sites = ("https://img.example.org", "https://lib.example.net/iiif/", "https://*.cdn.org")
    assert all(map(pictures.is_source, sites))
    assert pictures.is_allowed(url, sites) is allowed


@pytest.mark.parametrize("site", ["http://a.org", "https://a.org; script-src *", "https:// a", "*", "https://a.org'", "'unsafe-inline'", "data:", "https://a.org/../x"])
def test_a_site_can_say_nothing_else_in_a_policy(site: str) -> None:
    assert not pictures.is_source(site)


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://x.org/iiif/1/info.json", "https://x.org/iiif/1"), ("https://x.org/iiif/1/full/full/0/default.jpg", "https://x.org/iiif/1"),
        ("https://x.org/iiif/a%2Fb/pct:1,2,3,4/!90,90/90/gray.png", "https://x.org/iiif/a%2Fb"), ("https://x.org/a.jpg", None), ("iiif/info.json", None),
    ],
)  # fmt: skip
def test_addresses_of_image_services_are_known(url: str, base: str | None) -> None:
    found = pictures.service_of(url)
    assert (found and found.base) == base
    assert pictures.service_of("https://x.org/iiif/1", named=True) == pictures.Service("https://x.org/iiif/1")


def test_sizes_are_read_from_the_first_bytes(tmp_path: Path) -> None:
    png(tmp_path / "a.png", 31, 17)
    (tmp_path / "a.gif").write_bytes(b"GIF89a" + struct.pack("<HH", 12, 34) + b"\0" * 9)
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08" + struct.pack(">HH", 40, 50) + b"\0" * 9)
    (tmp_path / "a.webp").write_bytes(b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + (99).to_bytes(3, "little") + (49).to_bytes(3, "little"))
    (tmp_path / "b.png").write_bytes(b"\x89PNG")
    found = {path.name: pictures.size_of(path) for path in sorted(tmp_path.iterdir())}
    assert found == {"a.gif": (12, 34), "a.jpg": (50, 40), "a.png": (31, 17), "a.webp": (100, 50), "b.png": (0, 0)}
    assert pictures.size_of(tmp_path / "none.png") == (0, 0)


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ('<rect width="1" height="1"/>', True), ("<script>alert(1)</script>", False), ('<rect onclick="alert(1)"/>', False),
        ('<a href="javascript:alert(1)"/>', False), ("<foreignObject/>", False), ('<use href="#a"/>', True), ("<broken", False),
        ('<image href="https://evil.net/x.png"/>', False), ('<set attributeName="href" to="javascript:alert(1)"/>', False),
    ],
)  # fmt: skip
def test_a_drawing_in_which_something_could_run_is_left_out(inside: str, shown: bool, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>')
    assert (pictures.not_shown(tmp_path / "a.svg", tmp_path) == "") is shown


# --- on the page --------------------------------------------------------------------------------------------


def built(folder: Path, text: str, settings: str = "") -> tuple[Report, str]:
    (folder / "tei").mkdir(exist_ok=True)
    (folder / "edition.toml").write_text(settings)
    (folder / "tei/one.xml").write_text(text)
    from recensio import config

    loaded, problems = config.load(folder / "edition.toml")
    report = build_in(folder, config=loaded, problems=problems)
    return report, (folder / "output/html/one.html").read_text()


def said(report: Report, *codes: str) -> list[tuple[str, int | None, str]]:
    return [(p.code, p.line, p.message) for p in report.problems if p.code in codes]


def test_each_page_links_its_picture_and_what_is_missing_is_told_with_its_line(tmp_path: Path) -> None:
    png(tmp_path / "tei/a.png", 20, 30)
    report, page = built(tmp_path, document("", '<pb n="1r" facs="a.png"/>\n<p>x</p>\n<pb n="1v" facs="no.png"/><p>y</p>\n<pb n="2r" facs="https://example.org/b.jpg"/><p>z</p>'))
    assert sorted(said(report, "OUT-003", "PTR-002", "WEB-020")) == [
        ("OUT-003", 3, "The image no.png is not shown: there is no such file."),
        ("WEB-020", 4, "The pages link 1 picture of this text on https://example.org, and don't show them."),
    ]
    tree = lxml_html.document_fromstring(page)
    assert tree.xpath("//article//a[@class='facs']/@href") == ["assets/images/one/1-a.png", "#facs:no", "https://example.org/b.jpg"]
    assert tree.xpath("//article//*[@data-leaf][@data-extra]/@id") == ["pg1r", "pg1v", "pg2r"]
    assert [" ".join(li.text_content().split()) for li in tree.xpath("//li[@class='leaf']")] == [
        "1r", "Image not available: no.png1v", "Image on another site (example.org)2r"
    ]  # fmt: skip
    assert tree.xpath("//img/@src") == ["assets/images/one/1-a.png"]
    assert "https://example.org" not in tree.xpath("//meta[@http-equiv]/@content")[0]
    assert (tmp_path / "output/html/assets/images/one/1-a.png").is_file()


def test_many_missing_pictures_are_told_once(tmp_path: Path) -> None:
    pages = "".join(f'<pb facs="{n}.png"/><p>x</p>' for n in range(10, 40))
    report, _ = built(tmp_path, document("", pages))
    found = said(report, "OUT-003", "WEB-021", "PTR-002")
    assert [code for code, *_ in found].count("OUT-003") == 5
    assert [message for code, _, message in found if code == "WEB-021"] == ["25 pictures more of this text are not shown; the first of them is 15.png."]
    assert len(found) == 6


def test_a_site_that_the_edition_allows_is_in_the_policy_of_pages_with_such_pictures_only(tmp_path: Path) -> None:
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei/two.xml").write_text(document("", "<p>x</p>"))
    text = document('<facsimile><surface xml:id="f"><graphic url="https://iiif.example.org/1/info.json"/></surface></facsimile>', '<pb facs="#f"/><p>x</p>')
    report, page = built(tmp_path, text, '[web]\nimages = ["https://iiif.example.org"]\n')
    policy = lxml_html.document_fromstring(page).xpath("//meta[@http-equiv]/@content")[0]
    assert "img-src 'self' file: https://iiif.example.org;" in policy
    assert "connect-src https://iiif.example.org;" in policy
    assert said(report, "WEB-020") == []
    assert 'href="https://iiif.example.org/1/full/max/0/default.jpg" rel="noopener external" data-info=""' in page
    others = [p for p in (tmp_path / "output").rglob("*.html") if p.name != "one.html"]
    assert others and all("iiif.example.org" not in p.read_text() for p in others if p.name != "report.html")


def test_what_is_withheld_has_no_pictures(tmp_path: Path) -> None:
    png(tmp_path / "tei/a.png", 20, 30)
    text = document("", '<pb n="1" facs="a.png"/><p>x</p>').replace("<publicationStmt><p/>", '<publicationStmt><publisher>P</publisher><availability status="restricted"><p>no</p></availability>')
    _, page = built(tmp_path, text)
    assert "a.png" not in page
    assert not (tmp_path / "output/html/assets/images").exists()


def test_a_long_text_has_each_leaf_on_its_page(tmp_path: Path) -> None:
    png(tmp_path / "tei/a.png", 20, 30)
    png(tmp_path / "tei/b.png", 20, 30)
    body = "".join(f'<div n="{n}"><pb n="{n}" facs="{name}.png"/><p>{"word " * 60}</p></div>' for n, name in ((1, "a"), (2, "b")))
    _, first = built(tmp_path, document("", body), "[web]\npage_words = 70\n")
    second = next((tmp_path / "output/html/one").glob("*.html")).read_text()
    assert ['id="facs:a"' in first, 'id="facs:b"' in first, 'id="facs:a"' in second, 'id="facs:b"' in second] == [True, False, False, True]
    assert '<img src="../assets/images/one/2-b.png"' in second


# --- in a browser -------------------------------------------------------------------------------------------

LINES = 12
BOOK_ZONES = "".join(f'<zone xml:id="z{{0}}.{n}" ulx="10" uly="{10 + n * 20}" lrx="190" lry="{26 + n * 20}"/>' for n in range(LINES))
BOOK = document(
    "<facsimile>" + "".join(f'<surface xml:id="s{p}" ulx="0" uly="0" lrx="200" lry="300"><graphic url="p{p}.png"/>{BOOK_ZONES.format(p)}</surface>' for p in (1, 2, 3)) + "</facsimile>",
    "".join(
        f'<pb n="{p}r" facs="#s{p}"/><p>' + "".join(f'<lb n="{n}" facs="#z{p}.{n}"/>page {p} line {n} ' for n in range(LINES)) + f'</p><p facs="#z{p}.0">A whole paragraph of page {p}.</p>'
        + "<p>filling</p>" * 12
        for p in (1, 2, 3)
    ) + '<pb n="4r" facs="gone.png"/><p>No picture here.</p>',
)  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    for p in (1, 2, 3):
        png(folder / f"tei/p{p}.png", 400, 600, 200 + 15 * p)
    built(folder, BOOK)
    return folder / "output/html/one.html"


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


SETTLED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30))))"
MARKED = "[...document.querySelectorAll('.paper .marked')].map((one) => one.dataset.zone)"
TINTED = "[...CSS.highlights.get('recensio-line') || []].map((range) => range.toString().replace(/\\s+/g, ' ').trim())"
LABEL = "document.querySelector('.leaf-label').textContent"


def opened(chromium: Browser, book: Path, fragment: str = "", width: int = 1280) -> Browser:
    chromium.size(width, 900)
    chromium.open(book.as_uri() + fragment)
    if not fragment:
        chromium.click(".facsimile-open")
    chromium.until("document.querySelector('.paper > img, .sheet > .no-image')")
    chromium.ask(SETTLED)
    return chromium


@in_browser
def test_the_picture_stands_beside_the_text_and_above_it_on_narrow_screens(chromium: Browser, book: Path) -> None:
    box = "(() => { const b = document.querySelector('.facsimile-view').getBoundingClientRect(), t = document.querySelector('article').getBoundingClientRect(); return [b.left, b.right, b.bottom, t.left, t.top]; })()"
    left, right, _, text, _ = opened(chromium, book).ask(box)
    assert left == 0 and right <= text
    _, _, bottom, _, top = opened(chromium, book, "#view:facs=s1", 420).ask(box)
    assert bottom <= top
    assert chromium.ask("document.documentElement.scrollWidth <= innerWidth")
    assert chromium.complaints == []


@in_browser
def test_a_line_outlines_its_zone_and_a_zone_leads_to_its_line(chromium: Browser, book: Path) -> None:
    opened(chromium, book)
    at = chromium.ask("(() => { const range = new Range(); range.setStartAfter(document.querySelectorAll('.lb')[3]); range.setEndBefore(document.querySelectorAll('.lb')[4]); const b = range.getClientRects()[0]; return [b.left + 12, b.top + 8]; })()")
    chromium.call("Input.dispatchMouseEvent", type="mouseMoved", x=at[0], y=at[1], pointerType="mouse")
    chromium.ask(SETTLED)
    assert (chromium.ask(MARKED), chromium.ask(TINTED)) == (["z1.3"], ["page 1 line 3"])
    chromium.click("[data-zone='z1.7']")
    chromium.ask(SETTLED)
    assert (chromium.ask(MARKED), chromium.ask(TINTED)) == (["z1.7"], ["page 1 line 7"])
    assert chromium.ask("document.querySelector('.zone-words').textContent") == "page 1 line 7"
    assert chromium.ask("(() => { const top = document.querySelectorAll('.lb')[7].getBoundingClientRect().top; return top > 0 && top < innerHeight; })()")


@in_browser
def test_a_tap_on_a_line_of_another_page_turns_to_its_picture(chromium: Browser, book: Path) -> None:
    opened(chromium, book)
    chromium.ask("document.querySelectorAll('article p[data-zones]')[1].click()")
    chromium.until("document.querySelector('.paper > img, .sheet > .no-image')")
    chromium.ask(SETTLED)
    assert chromium.ask(LABEL) == "2r (2 / 4)"
    assert (chromium.ask(MARKED), chromium.ask(TINTED)) == (["z2.0"], ["A whole paragraph of page 2."])


@in_browser
def test_the_picture_follows_the_text_and_the_text_the_picture(chromium: Browser, book: Path) -> None:
    opened(chromium, book)
    chromium.ask("document.querySelector('#pg3r').scrollIntoView({block: 'start'})")
    chromium.ask(SETTLED)
    assert (chromium.ask(LABEL), chromium.ask("location.hash")) == ("3r (3 / 4)", "#view:facs=s3")
    chromium.click(".facsimile-view .before")
    chromium.ask(SETTLED)
    assert chromium.ask(LABEL) == "2r (2 / 4)"
    assert 0 <= chromium.ask("document.querySelector('#pg2r').getBoundingClientRect().top") < 300
    chromium.click(".facsimile-view .next")
    chromium.click(".facsimile-view .next")
    chromium.until("document.querySelector('.paper > img, .sheet > .no-image')")
    assert chromium.ask("document.querySelector('.sheet .no-image').textContent") == "Image not available"
    chromium.press("Escape")
    assert chromium.ask("[document.querySelector('.facsimile-view').hidden, location.hash, document.activeElement.className]") == [True, "", "facsimile-open"]


@in_browser
def test_the_address_opens_the_picture_and_the_sign_of_a_page_too(chromium: Browser, book: Path) -> None:
    opened(chromium, book, "#view:facs=s2")
    assert chromium.ask(LABEL) == "2r (2 / 4)"
    chromium.click("#pg3r a.facs")
    chromium.ask(SETTLED)
    assert (chromium.ask(LABEL), chromium.ask("location.pathname.split('/').pop()")) == ("3r (3 / 4)", "one.html")


@in_browser
def test_the_control_of_views_opens_the_picture(chromium: Browser, book: Path) -> None:
    chromium.open(book.as_uri())
    chromium.ask("document.querySelector('nav.views a[href$=\"#part:facsimiles\"]').click()")
    chromium.until("document.querySelector('.paper > img, .sheet > .no-image')")
    assert (chromium.ask(LABEL), chromium.ask("location.hash")) == ("1r (1 / 4)", "#view:facs=s1")


@in_browser
def test_the_keyboard_does_everything(chromium: Browser, book: Path) -> None:
    opened(chromium, book)
    scale = "new DOMMatrix(getComputedStyle(document.querySelector('.paper')).transform)"
    before = chromium.ask(f"{scale}.a")
    chromium.ask("document.querySelector('.sheet').focus()")
    chromium.press("+", "+", "+")
    larger, left = chromium.ask(f"{scale}.a"), chromium.ask(f"{scale}.e")
    chromium.press("ArrowRight")
    assert larger > before * 2
    assert chromium.ask(f"{scale}.e") < left
    chromium.press("0")
    assert chromium.ask(f"{scale}.a") == pytest.approx(before)
    chromium.press("Tab")
    assert chromium.heard("[data-zone='z1.0']")["name"] == "Line: page 1 line 0"
    chromium.press("ArrowDown", "ArrowDown", "Enter")
    chromium.ask(SETTLED)
    assert chromium.ask(TINTED) == ["page 1 line 2"]
    chromium.ask("document.querySelector('.sheet').focus()")
    chromium.call("Input.dispatchKeyEvent", type="rawKeyDown", key="PageDown", code="PageDown", windowsVirtualKeyCode=34)
    chromium.ask(SETTLED)
    assert chromium.ask(LABEL) == "2r (2 / 4)"


@in_browser
def test_wheel_drag_and_fingers_move_the_picture(chromium: Browser, book: Path) -> None:
    opened(chromium, book)
    matrix = "(() => { const m = new DOMMatrix(getComputedStyle(document.querySelector('.paper')).transform); return [m.a, m.e, m.f]; })()"
    before = chromium.ask(matrix)
    chromium.call("Input.dispatchMouseEvent", type="mouseWheel", x=300, y=400, deltaX=0, deltaY=-900)
    chromium.ask(SETTLED)
    wheeled = chromium.ask(matrix)
    assert wheeled[0] > before[0] * 2
    for kind, x in (("mousePressed", 300), ("mouseMoved", 280), ("mouseMoved", 240), ("mouseReleased", 240)):
        chromium.call("Input.dispatchMouseEvent", type=kind, x=x, y=400, button="left", clickCount=1, buttons=int(kind != "mouseReleased"))
    chromium.ask(SETTLED)
    dragged = chromium.ask(matrix)
    assert dragged[1] == pytest.approx(wheeled[1] - 60, abs=1)
    assert chromium.ask("document.querySelector('.zone-words').textContent") == ""
    chromium.call("Emulation.setTouchEmulationEnabled", enabled=True)
    for kind, apart in (("touchStart", 40), ("touchMove", 60), ("touchMove", 90)):
        chromium.call("Input.dispatchTouchEvent", type=kind, touchPoints=[{"x": 300 - apart, "y": 400, "id": 0}, {"x": 300 + apart, "y": 400, "id": 1}])
    chromium.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
    chromium.call("Emulation.setTouchEmulationEnabled", enabled=False)
    chromium.ask(SETTLED)
    assert chromium.ask(matrix)[0] > dragged[0] * 1.5


@in_browser
@pytest.mark.skipif(axe() is None, reason="axe-core is not here")
def test_axe_finds_nothing(chromium: Browser, book: Path) -> None:
    assert opened(chromium, book).violations() == []


@in_browser
def test_ready_made_tiles_are_taken_where_the_picture_is_enlarged(chromium: Browser, tmp_path: Path) -> None:
    """A IIIF service of level 0 beside the text; nothing but its tiles is asked for."""
    service = tmp_path / "tei/ms1"
    info = {"@context": "http://iiif.io/api/image/2/context.json", "@id": "https://elsewhere.example/ms1", "width": 1024, "height": 1024,
            "sizes": [{"width": 256, "height": 256}], "tiles": [{"width": 256, "scaleFactors": [1, 2, 4]}]}  # fmt: skip
    png(service / "full/256,/0/default.jpg", 256, 256)
    for factor in (1, 2, 4):
        side = 256 * factor
        for x in range(0, 1024, side):
            for y in range(0, 1024, side):
                region = "full" if side == 1024 else f"{x},{y},{side},{side}"
                png(service / f"{region}/256,/0/default.jpg", 256, 256)
    (service / "info.json").write_text(json.dumps(info))
    report, page = built(tmp_path, document("", '<pb n="1" facs="ms1/info.json"/><p>x</p>'))
    assert said(report, "OUT-003", "PTR-002") == []
    assert 'href="assets/images/one/1-ms1/full/256,/0/default.jpg" data-width="1024" data-height="1024"' in page
    with served(tmp_path) as url:
        chromium.requests.clear()
        chromium.complaints.clear()
        chromium.open(url.replace("search.html", "one.html"))
        chromium.click(".facsimile-open")
        chromium.until("document.querySelector('.paper > img, .sheet > .no-image')")
        chromium.ask("document.querySelector('.sheet').focus()")
        chromium.press("+", "+", "+", "+", "+")
        chromium.ask(SETTLED)
        tiles = [one for one in chromium.requests if "/1-ms1/" in one]
        assert any("/0,0,512,512/256,/" in one or "/512,512,256,256/256,/" in one for one in tiles), tiles
        assert all(one.startswith(url.split("/output")[0]) for one in chromium.requests if one.startswith("http"))
        assert [one for one in chromium.complaints if "favicon" not in one] == []


def test_the_specimen_of_facsimiles_builds_twice_the_same(tmp_path: Path) -> None:
    pages = []
    for name in ("a", "b"):
        (tmp_path / name / "tei").mkdir(parents=True)
        shutil.copy(SPECIMENS / "facsimile.xml", tmp_path / name / "tei/one.xml")
        shutil.copytree(SPECIMENS / "images", tmp_path / name / "tei/images")
        pages.append(built(tmp_path / name, (SPECIMENS / "facsimile.xml").read_text())[1])
    assert pages[0] == pages[1]
    assert pages[0].count("<polygon") == 4
