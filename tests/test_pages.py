"""Long texts in pages: no word lost at a cut, every link leads somewhere, everything on the page where it belongs."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest
from helpers import SITE, build_in, files_of, sheets, tei
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from test_browser import CHROMIUM, browse

from recensio import law
from recensio.addresses import stamp_addresses, stamp_entries
from recensio.law.pages import all_words_of_html, words_of_html
from recensio.pages import PAGE, PageRules, addresses_script, cut, file_part
from recensio.placing import place_entries

WITNESSES = '<listWit><witness xml:id="A">Alpha</witness></listWit>'
FILL = "arma virumque cano Troiae qui primus ab oris Italiam fato profugus Laviniaque venit litora multum ille"


def app(lemma: str, reading: str, more: str = "") -> str:
    return f"<app{more}><lem>{lemma}</lem><rdg wit='#A'>{reading}</rdg></app>"


BOOKS = f"""<div type="book" n="1"><head>Liber I</head><p n="1">{FILL} {app("et", "ac")}<note n="1">Nota {app("una", "altera")}.</note></p></div>
<div type="book" n="2"><head>Liber II</head><p n="1">{FILL} <ref target="#fin">finem</ref> <anchor xml:id="s"/>terris</p>
<p n="2">iactatus<anchor xml:id="e"/> {FILL}</p></div>
<div type="book" n="3"><head>Liber III</head><pb n="7"/><p n="1">{FILL} exem<pb n="8" break="no"/>plum {FILL} <pb n="9"/> {FILL}</p>
<p xml:id="fin">{app("Finis", "Explicit", ' xml:id="last"')} <persName ref="names.xml#v">Vergilius</persName></p></div>"""
BACK = "<listApp><app from='#s' to='#e'><lem>terris iactatus</lem><rdg wit='#A'>om.</rdg></app></listApp>"
NAMES = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson><person xml:id="v"><persName>Vergilius</persName></person>
</listPerson></standOff></TEI>"""


def pages_of(document: str, words: int, division: str = "") -> tuple[etree._Element, list[tuple[str, str]]]:
    root = etree.fromstring(document)
    stamp_addresses(root)
    cut(root, PageRules(words, division))
    place_entries(root)
    stamp_entries(root)
    return root, sheets().normalise(root).pages("x", SITE, sheets().labels("en", {}))


def starts(body: str, words: int, division: str = "") -> list[str]:
    root = etree.fromstring(tei(body))
    stamp_addresses(root)
    cut(root, PageRules(words, division))
    return [str(e.get(PAGE)) for e in root.iter("*") if e.get(PAGE)]


# --- where the cuts are -------------------------------------------------------------------------------------


def chapters(count: int, length: int, *, kind: str = "chapter") -> str:
    return "".join(
        f"<div type='{kind}' n='{n}'><head>H</head><p>{'a ' * length}</p></div>" for n in range(1, count + 1)
    )


@pytest.mark.parametrize(
    ("body", "words", "division", "expected"),
    [
        (chapters(3, 50), 1000, "", []),
        (chapters(3, 50), 0, "", []),
        (chapters(3, 50), 100, "", ["ch2", "ch3"]),
        (chapters(6, 10), 50, "", ["ch3", "ch5"]),
        (chapters(6, 10), 50, "chapter", ["ch2", "ch3", "ch4", "ch5", "ch6"]),
        (f"<div type='part' n='1'>{chapters(2, 30)}</div><div type='part' n='2'>{chapters(2, 30)}</div>", 100, "1", ["pt2"]),
        (f"<div type='part' n='1'>{chapters(2, 30)}</div><div type='part' n='2'>{chapters(2, 30)}</div>", 100, "2",
         ["pt1.ch2", "pt2", "pt2.ch2"]),
        ("".join(f"<p n='{n}'>{'a ' * 30}</p>" for n in range(1, 7)), 100, "", ["p4"]),
        ("<ab>" + "".join(f"<pb n='{n}'/>{'a ' * 30}" for n in range(1, 7)) + "</ab>", 100, "", ["pg4"]),
        ("<ab>" + "".join(f"<lb n='{n}'/>{'a ' * 30}" for n in range(1, 7)) + "</ab>", 100, "", ["ln5"]),
        ("<ab>" + "".join(f"<lb n='{n}' break='no'/>{'a ' * 30}" for n in range(1, 7)) + "</ab>", 100, "", []),
        ("".join(f"<lg n='{s}'><l>{'a ' * 15}</l><l>{'b ' * 15}</l></lg>" for s in range(1, 7)), 100, "", ["lg4"]),
        (f"<p>{'a ' * 500}</p>", 100, "", []),
        (f"<div n='1'><head>A</head></div><div n='2'><p>{'a ' * 150}</p></div>", 100, "", []),
    ],
)  # fmt: skip
def test_a_text_is_cut(body: str, words: int, division: str, expected: list[str]) -> None:
    assert starts(body, words, division) == expected


def test_names_of_pages_are_names_of_files() -> None:
    assert file_part("ch.α") == "ch.u03b1"
    assert file_part("a/b c") == "au002fbu0020c"
    body = "".join(f"<div xml:id='{name}'><p>{'a ' * 60}</p></div>" for name in ("x", "A", "a", "ä" * 60))
    found = starts(body, 100)
    assert len({name.casefold() for name in found}) == len(found) == 3
    assert all(name.isascii() and len(name) < 90 for name in found)


# --- what stands on them ------------------------------------------------------------------------------------

PIECES = ("arma", "<hi>virum</hi>", app("cano", "cecini"), "<pb n='2'/>", "<lb/>", "Tro<lb break='no'/>iae", "qui <pb/><lb break='no'/> primus",
          "<note>nota bene</note>", "<choice><sic>ab</sic><corr>ob</corr></choice>", "ex<milestone unit='x' n='1'/>em", "<milestone unit='x' n='2'/>")  # fmt: skip


@st.composite
def bodies(draw: st.DrawFn) -> str:
    def run() -> str:
        return " ".join(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12)))

    def block() -> str:
        kind = draw(st.sampled_from(("p", "l", "list", "lg", "table")))
        inside = {"list": ("<item>", "</item>"), "lg": ("<l>", "</l>"), "table": ("<row><cell>", "</cell></row>")}.get(
            kind, ("", "")
        )
        held = "".join(f"{inside[0]}{run()}{inside[1]}" for _ in range(draw(st.integers(1, 3)) if inside[0] else 1))
        head = "<head>H</head>" if kind in {"list", "table"} else ""
        return f"<{kind}>{head}{held}</{kind}>"

    return "".join(
        f"<div><head>{run()}</head>{''.join(block() for _ in range(draw(st.integers(1, 4))))}</div>"
        for _ in range(draw(st.integers(1, 3)))
    )


@settings(max_examples=60)
@given(bodies(), st.integers(1, 12))
def test_no_word_is_lost_at_a_cut(body: str, words: int) -> None:
    document = tei(body, witnesses=WITNESSES)
    source = law.source_words(etree.fromstring(document), "reading")
    _, pages = pages_of(document, words)
    markups = [markup.encode() for _, markup in pages]
    assert list(words_of_html(markups)) == list(source.base)
    said: Counter[str] = sum(map(all_words_of_html, markups), Counter())
    assert not source.aside - said
    ids = [i for m in markups for i in lxml_html.document_fromstring(m).xpath("//@id[not(contains(., ':'))]")]
    assert len(ids) == len(set(ids))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    write(folder)
    report = build_in(folder)
    assert [p for p in report.problems if p.code.startswith(("TXT", "XSL", "OUT"))] == []
    return folder / "output"


def write(folder: Path) -> None:
    (folder / "tei").mkdir()
    (folder / "edition.toml").write_text(
        '[edition]\ntitle = "E"\nurl = "https://example.org/e"\n[web]\npage_words = 30\n'
    )
    (folder / "tei/one.xml").write_text(tei(BOOKS, witnesses=WITNESSES, back=BACK), encoding="utf-8")
    (folder / "tei/two.xml").write_text(
        tei('<p>See <ref target="one.xml#fin">the end</ref> and <ref target="one.xml#last">it</ref>.</p>')
    )
    (folder / "tei/names.xml").write_text(NAMES)


def tree(site: Path, path: str) -> lxml_html.HtmlElement:
    return lxml_html.fromstring((site / path).read_bytes(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def pages(site: Path, text: str = "one") -> list[str]:
    report = json.loads((site / "report.json").read_text())
    return next(list(row["html"]) for row in report["texts"] if row["id"] == text)


def test_the_report_has_the_pages_in_reading_order(site: Path) -> None:
    assert pages(site) == [f"html/one{page}.html" for page in ("", "/b2", "/b2.p2", "/b3", "/pg9")]
    assert pages(site, "two") == ["html/two.html"]
    row = next(row for row in json.loads((site / "report.json").read_text())["texts"] if row["id"] == "one")
    assert row["kept"] == {"html": 1.0, "txt": 1.0}


def test_pages_follow_each_other(site: Path) -> None:
    names = pages(site)
    for number, name in enumerate(names):
        page = tree(site, name)
        for kind, other in (("prev", number - 1), ("next", number + 1)):
            found = {str((site / name).parent.joinpath(h).resolve()) for h in page.xpath(f"//*[@rel='{kind}']/@href")}
            assert found == ({str((site / names[other]).resolve())} if 0 <= other < len(names) else set())
        assert f"{number + 1} / {len(names)}" in page.xpath("string(//nav[@class='pager'])")
        assert page.xpath("//link[@rel='canonical']/@href") == ["https://example.org/e/" + name.removeprefix("html/")]
        assert len(page.xpath("//article[@class='reading']")) == 1


def test_one_table_of_contents_marks_where_we_are(site: Path) -> None:
    first, behind = tree(site, "html/one.html"), tree(site, "html/one/b2.p2.html")
    assert [" ".join(a.text_content().split()) for a in first.xpath("//nav[@class='contents']//a")][::2] == [
        "Liber I",
        "… iactatus arma virumque cano Troiae qui …",
        "[9]",
    ]
    assert first.xpath("//nav[@class='contents']/details/@open") and not behind.xpath(
        "//nav[@class='contents']/details/@open"
    )
    (current,) = behind.xpath("//nav[@class='contents']//a[@aria-current='page']")
    assert current.get("href") == "#b2.p2"


def test_no_link_leads_nowhere(site: Path) -> None:
    files = sorted((site / "html").rglob("*.html"))
    ids = {f.resolve(): set(tree(site, str(f.relative_to(site))).xpath("//@id")) for f in files}
    for file in files:
        for href in tree(site, str(file.relative_to(site))).xpath(
            "//a/@href | //link[not(@rel='canonical')]/@href | //script/@src | //@data-addresses"
        ):
            if not href.startswith("http"):
                target, _, place = unquote(href).partition("#")
                path = (file.parent / target).resolve() if target else file.resolve()
                assert path.is_file(), f"{file.name}: {href}"
                assert not place or place in ids[path], f"{file.name}: {href}"


def test_each_address_is_there_once(site: Path) -> None:
    ids = [i for name in pages(site) for i in tree(site, name).xpath("//@id") if ":" not in i]
    assert len(ids) == len(set(ids))
    assert {"b1", "b1.p1.et", "b1.p1.n1", "b1.p1.n1.una", "b2.p1.terris-iactatus", "fin", "last", "pg7"} <= set(ids)


def test_entries_and_notes_are_on_the_page_of_their_words(site: Path) -> None:
    found = {name: tree(site, name).xpath("//div[@class='entry' or @class='note']/@id") for name in pages(site)}
    assert found == {
        "html/one.html": ["b1.p1.et", "b1.p1.n1.una", "b1.p1.n1"],
        "html/one/b2.html": ["b2.p1.terris-iactatus"],
        "html/one/b2.p2.html": ["again:b2.p1.terris-iactatus"],
        "html/one/b3.html": [],
        "html/one/pg9.html": ["last"],
    }
    again = tree(site, "html/one/b2.p2.html")
    assert again.xpath("//a[@class='continued']/@href") == ["b2.html#b2.p1.terris-iactatus"]
    assert again.xpath("//a[@class='variant']/@href") == ["#again:b2.p1.terris-iactatus"]


def test_links_of_others_lead_to_the_right_page(site: Path) -> None:
    assert tree(site, "html/two.html").xpath("//article//a/@href") == ["one/pg9.html#fin", "one/pg9.html#last"]
    assert tree(site, "html/one/b2.html").xpath("//article//a[@class='ref']/@href") == ["pg9.html#fin"]
    assert "one/pg9.html#fin" in tree(site, "html/persons.html").xpath("//article//a/@href")


def test_a_word_that_runs_on_is_not_cut(site: Path) -> None:
    assert "exemplum" in re.sub(r"<span[^>]*data-extra[^>]*>[^<]*</span>", "", (site / "html/one/b3.html").read_text())


def test_the_table_of_addresses_is_short(site: Path) -> None:
    table = json.loads(
        (site / "html/one/addresses.js").read_text().removeprefix("window.recensioAddresses = ").rstrip(";\n")
    )
    assert table["pages"] == ["", "b2", "b2.p2", "b3", "pg9"]
    assert table["on"]["b2"] == 1 and table["on"]["b2.p2"] == 2 and table["on"]["fin"] == 4
    assert "b1.p1.et" not in table["on"]
    assert addresses_script([("", '<p id="a">x</p>'), ("b", '<p id="a.b">y</p>')]).endswith('"on":{"a":0,"a.b":1}};\n')


def test_a_second_build_makes_the_same_to_the_byte(site: Path, tmp_path: Path) -> None:
    write(tmp_path)
    build_in(tmp_path, force=True)
    assert files_of(tmp_path / "output") == files_of(site)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize(
    ("page", "address", "title"),
    [
        ("one.html", "b3.p1", "Liber III · Specimen · E"),
        ("one.html", "b2.p1.terris-iactatus", "Liber II · Specimen · E"),
        ("one.html", "b1.p1", "Specimen · E"),
        ("one/b2.html", "b1.p1.n1", "Specimen · E"),
        ("one/b2.html", "b3.nothing", "Liber III · Specimen · E"),
        ("one.html", "nobody", "Specimen · E"),
    ],
)
def test_whoever_comes_with_an_address_gets_there(
    site: Path, tmp_path: Path, page: str, address: str, title: str
) -> None:
    path = site / "html" / page

    class At:
        def as_uri(self) -> str:
            return f"{path.as_uri()}#{address}"

    seen = browse(At(), tmp_path, "--virtual-time-budget=4000", "--dump-dom")  # type: ignore[arg-type]
    assert "Refused" not in seen.stderr
    assert f"<title>{title}</title>" in seen.stdout
