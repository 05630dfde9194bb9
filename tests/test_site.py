"""The pages about the whole edition: registers with every place, bibliography, witnesses, about, map, timeline."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from helpers import build_in, files_of, sheets
from lxml import etree
from lxml import html as lxml_html

from recensio import shipped
from recensio.bearers import bearer_of, reference
from recensio.charts import Dated, draw_timeline
from recensio.facts import facts_from, facts_of

HEAD = """<teiHeader><fileDesc><titleStmt><title>{title}</title><author><persName ref="registers/names.xml#cic">Cicero</persName></author>
<respStmt><resp>Encoded by</resp><name>Ada Editor</name></respStmt></titleStmt><publicationStmt><publisher>Specimen Press</publisher>
<availability status="{status}"><licence target="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</licence></availability></publicationStmt>
<sourceDesc><listWit><witness xml:id="A"><abbr type="siglum">A</abbr> Rome, MS 1</witness><witness xml:id="B">Split, MS &amp; 2</witness></listWit></sourceDesc></fileDesc>
<encodingDesc><projectDesc><p>We edit letters.</p></projectDesc><editorialDecl><p>Spelling is kept in {title}.</p></editorialDecl></encodingDesc>
<profileDesc><creation><date when="{date}"/></creation></profileDesc></teiHeader>"""
BODY = """<div xml:id="s1" n="1"><head>Liber primus<note>x</note></head><p n="1" xml:id="p1">Arma virumque canō
<persName ref="registers/names.xml#cic">Tullius</persName> <app xml:id="a1"><lem wit="#A">in <placeName ref="#rom">urbe</placeName></lem>
<rdg wit="#B">in <placeName ref="#spl">Spalato</placeName> iuvenis</rdg></app> iam<note xml:id="n1">On <persName ref="#att">Atticus</persName>
extraordinary.</note> <rs ref="#sen">patres</rs>.</p><p n="2">Venit <placeName ref="#ven">Venetias</placeName> et <placeName ref="#ven">Venetiam</placeName>
<rs ref="#ides">Idibus</rs> <title ref="#off">De officiis</title> <ref target="#b1">Smith</ref></p></div>
<div xml:id="s2"><head>Liber secundus</head><lg><l n="1">Verba</l><l n="2" xml:id="l2">et <persName ref="#cic">Cicero</persName> Ελλάς</l></lg></div>"""
NAMES = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Names</title></titleStmt><publicationStmt><p>x</p></publicationStmt>
<sourceDesc><p>born digital</p></sourceDesc></fileDesc></teiHeader><standOff>
<listPerson><person xml:id="cic"><persName type="main">Cicero, Marcus Tullius</persName><persName xml:lang="it">Cicerone</persName>
<persName><forename>Marcus</forename><surname>Tullius</surname></persName><birth when="-0106-01-03"/><death when="-0043">43 BC</death>
<idno type="GND">118520814</idno><idno type="VIAF">78769600</idno><idno type="Wikidata">Q1541</idno><idno type="ISNI">0000 0001 2119 5004</idno>
<idno type="wild">javascript:alert(1)</idno><note>An orator &lt;script&gt;alert(1)&lt;/script&gt;.</note></person>
<person xml:id="att"><persName ref="https://d-nb.info/gnd/118650971">Ätticus, Titus</persName></person>
<person xml:id="he"><persName xml:lang="he">משה</persName></person><person xml:id="bal"><persName>Balbus</persName></person>
<listRelation><relation name="friendOf" mutual="#cic #att"/><relation name="readerOf" active="#he" passive="#cic"/></listRelation></listPerson>
<listPlace><place xml:id="rom"><placeName>Rome</placeName><location><geo>41.89 12.48</geo></location><idno type="GeoNames">3169070</idno></place>
<place xml:id="spl"><placeName>Split</placeName><location><geo>43.51, 16.44</geo></location></place>
<place xml:id="ven"><placeName>Venice &lt;b&gt;</placeName><location><geo>45.44 12.33</geo></location></place><place xml:id="no"><placeName>Nowhere</placeName><location><geo>999 1</geo></location></place></listPlace>
<listOrg><org xml:id="sen"><orgName>Senate</orgName><desc>The council.</desc></org></listOrg>
<listEvent><event xml:id="ides" when="-0044-03-15"><label>Ides of March</label></event><event xml:id="war" from="1449" to="1451"><label>War</label></event></listEvent>
<listBibl><bibl xml:id="off"><title>De officiis</title></bibl></listBibl>
<listBibl type="bibliography"><biblStruct xml:id="b1"><monogr><author>Smith, Jane</author><title>Letters of Rome</title><imprint><pubPlace>Oxford</pubPlace><date>1999</date></imprint></monogr></biblStruct>
<bibl>Müller, Hans: Die Adria.</bibl></listBibl></standOff></TEI>"""
SETTINGS = """[edition]
title = "Letters"
language = "en"
publisher = "Press <i>"
editors = ["Ada Editor"]
[web]
about = "about.md"
"""


def write_edition(folder: Path) -> None:
    (folder / "tei/registers").mkdir(parents=True)
    (folder / "edition.toml").write_text(SETTINGS)
    (folder / "about.md").write_text("# Why\n\nWe *edit* <script>alert(1)</script> [bad](javascript:alert(1)) [good](https://example.org).")
    (folder / "tei/registers/names.xml").write_text(NAMES)
    for name, title, language, date, status in (("one", "Epistula prima", "la", "1450-03", "free"), ("two", "Second letter", "en", "1452", "restricted")):
        head = HEAD.format(title=title, date=date, status=status)
        (folder / f"tei/{name}.xml").write_text(
            f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{head}<text xml:lang="{language}"><body>{BODY}</body></text></TEI>'
        )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    write_edition(folder)
    build_in(folder)
    return folder / "output"


def page(site: Path, name: str) -> Any:
    return lxml_html.fromstring((site / f"html/{name}.html").read_bytes(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def said(element: Any) -> str:
    """The words of an element, cells and facts kept apart."""
    return " ".join(" ".join(t for t in element.itertext()).split()) if element.xpath(".//dt") else " ".join(element.text_content().split())


def card(site: Path, register: str, identifier: str) -> Any:
    (found,) = page(site, register).xpath(f"//article[@id='{identifier}']")
    return found


def test_a_card_says_all_names_dates_notes_and_relations(site: Path) -> None:
    found = card(site, "persons", "cic")
    assert said(found.find(".//h3")) == "Cicero, Marcus Tullius"
    assert [said(b) for b in found.xpath(".//p[@class='names']/bdi")] == ["Cicerone", "Marcus Tullius"]
    facts = said(found.find(".//dl"))
    for words in ("Born 3 January 106 BC", "Died 43 BC", "An orator <script>alert(1)</script>.", "friendOf Ätticus, Titus", "← readerOf משה"):
        assert words in facts


def test_authority_files_are_links_to_the_web_only(site: Path) -> None:
    links = {a.get("href") for a in card(site, "persons", "cic").xpath(".//ul[@class='authorities']//a")}
    assert links == {"https://d-nb.info/gnd/118520814", "https://viaf.org/viaf/78769600", "https://www.wikidata.org/wiki/Q1541",
                     "https://isni.org/isni/0000000121195004"}  # fmt: skip
    assert "wild javascript:alert(1)" in said(card(site, "persons", "cic"))
    (link,) = card(site, "persons", "att").xpath(".//ul[@class='authorities']//a")
    assert (link.get("href"), said(link)) == ("https://d-nb.info/gnd/118650971", "GND 118650971")


def test_every_place_is_told_and_leads_to_the_nearest_id(site: Path) -> None:
    rows = card(site, "persons", "cic").xpath(".//div[@class='mentions']/ul/li")
    assert [said(row.find("a")) for row in rows] == ["Epistula prima", "Second letter"]
    places = [(a.get("href"), said(a)) for a in rows[0].xpath(".//ul//a")]
    assert places == [("one.html#p1", "Liber primus, § 1"), ("one.html#l2", "Liber secundus, v. 2")]


def test_a_name_in_a_reading_only_is_marked(site: Path) -> None:
    assert len(card(site, "places", "spl").xpath(".//span[@class='in-reading']")) == 2
    assert card(site, "places", "rom").xpath(".//span[@class='in-reading']") == []


def test_names_in_headers_are_not_places(site: Path) -> None:
    (count,) = card(site, "persons", "cic").xpath(".//h4/span[@class='count']")
    assert said(count) == "×4"
    assert card(site, "persons", "bal").xpath(".//div[@class='mentions']") == []


def test_two_names_in_one_place_are_counted(site: Path) -> None:
    row = card(site, "places", "ven").xpath(".//ul[@class='in-text']/li")[0]
    assert said(row).endswith("×2")


def test_entries_stand_in_alphabetical_order_under_their_letters(site: Path) -> None:
    tree = page(site, "persons")
    assert [said(h) for h in tree.xpath("//h3")] == ["Ätticus, Titus", "Balbus", "Cicero, Marcus Tullius", "משה"]
    ids = set(tree.xpath("//@id"))
    letters = tree.xpath("//nav[@class='letters']/a")
    assert [said(a) for a in letters] == ["A", "B", "C", "מ"]
    assert all(a.get("href")[1:] in ids for a in letters)


def test_the_bibliography_has_literature_and_no_works(site: Path) -> None:
    rows = [said(li) for li in page(site, "bibliography").xpath("//ul[@class='bibliography']/li")]
    assert rows == ["Müller, Hans: Die Adria.", "Smith, Jane: Letters of Rome, Oxford, 1999."]
    assert 'href="bibliography.html#b1"' in (site / "html/one.html").read_text()
    assert said(page(site, "works").find(".//h3")) == "De officiis"


def test_the_conspectus_has_each_witness_once_with_its_texts(site: Path) -> None:
    rows = page(site, "witnesses").xpath("//tbody/tr")
    assert [said(row.find("th")) for row in rows] == ["A", "B"]
    assert said(rows[1].find("td/bdi")) == "Split, MS & 2"
    assert rows[0].xpath(".//a/@href")[0] == "one.html#witness:A"
    assert [said(h) for h in page(site, "witnesses").xpath("//h2")] == ["Epistula prima, Second letter"]


def test_about_says_the_editions_own_words_and_those_of_the_headers(site: Path) -> None:
    tree = page(site, "about")
    text = said(tree.find(".//main"))
    assert "We edit <script>alert(1)</script>" in text
    assert tree.xpath("//main//a/@href")[0] == "https://example.org"
    assert tree.xpath("//main//script") == []
    assert text.count("We edit letters.") == 1
    assert "Spelling is kept in Epistula prima." in text
    assert [said(scope) for scope in tree.find_class("scope")] == ["Epistula prima", "Second letter"]


def test_the_imprint_says_who_answers_for_what(site: Path) -> None:
    text = said(page(site, "imprint").find(".//main"))
    for words in ("Press <i>", "Encoded by: Ada Editor", "CC BY 4.0"):
        assert words in text


def test_tei_files_can_be_downloaded_also_where_a_licence_outranks_the_status(site: Path) -> None:
    assert (site / "tei/one.xml").read_text() == (site.parent / "tei/one.xml").read_text()
    assert (site / "tei/two.xml").exists()  # (texts that are withheld: test_rights.py)
    links = page(site, "downloads").xpath("//main//a/@href")
    assert {"../tei/one.xml", "../txt/one.txt", "../txt/one.A.txt"} <= set(links)
    assert all((site / "html" / href).exists() for href in links)


def test_the_map_has_the_places_whose_coordinates_can_be(site: Path) -> None:
    tree = page(site, "map")
    assert len(tree.xpath("//*[@class='point']/*[local-name()='circle']")) == 3
    assert [said(a) for a in tree.xpath("//ul[@class='charted']//a")] == ["Rome", "Split", "Venice <b>"]
    assert tree.xpath("//ul[@class='charted']//a/@href")[0] == "places.html#rom"


def test_the_timeline_has_events_and_documents_in_order(site: Path) -> None:
    rows = [said(li) for li in page(site, "timeline").xpath("//ol/li")]
    assert rows == ["15 March 44 BC Ides of March", "1449–1451 War", "March 1450 Epistula prima text", "1452 Second letter text"]


def test_years_before_christ_are_told_and_there_is_no_year_0(site: Path) -> None:
    ticks = [said(one) for one in page(site, "timeline").xpath("//*[@class='grid-label']")]
    assert ticks == ["1", "200", "400", "600", "800", "1000", "1200", "1400"]
    drawn = draw_timeline([Dated("event", "a", "", "-0500"), Dated("event", "b", "", "0500-02", "0510")])
    assert [line.label for line in drawn.lines] == ["-0400", "-0200", "0001", "0200", "0400"]


def test_the_page_of_a_register_lists_its_entries_with_their_dates_and_leads_to_their_cards(site: Path) -> None:
    tree = page(site, "names")
    rows = [said(row) for row in tree.find_class("own-entry")]
    assert "15 March 44 BC Ides of March" in rows and "1449–1451 War" in rows and "Cicero, Marcus Tullius" in rows
    links = [a.get("href") for a in tree.xpath("//p[@class='own-entry']/a")]
    assert len(links) == len(rows) and "events.html#ides" in links and "persons.html#cic" in links
    assert [a.get("href") for a in tree.xpath("//p[@class='no-text']/a")][:2] == ["persons.html", "places.html"]
    assert not tree.find_class("views")


def test_an_icon_is_among_the_files(site: Path) -> None:
    (icon,) = page(site, "index").xpath("//link[@rel='icon']/@href")
    assert (site / "html" / icon).read_text().startswith("<svg ")


def test_the_book_of_the_edition_is_linked_where_it_is_made() -> None:
    document = '<rec:site xmlns:rec="urn:recensio:edition" title="T" lang="en" book="{}"/>'
    for name in ("index", "downloads"):
        made = sheets().site(document.format("../pdf/edition.pdf"), name, sheets().labels("en", {}))
        assert '<a href="../pdf/edition.pdf">The whole edition (PDF)</a>' in made
        assert "whole edition" not in sheets().site(document.format(""), name, sheets().labels("en", {}))


def test_no_link_leads_nowhere_and_nothing_can_run(site: Path) -> None:
    pages = {p.name: p.read_text() for p in (site / "html").glob("*.html")}
    ids = {name: set(re.findall(r'\sid="([^"]+)"', markup)) for name, markup in pages.items()}
    for name, markup in pages.items():
        for href in page(site, name.removesuffix(".html")).xpath("//a/@href"):
            if not href.startswith(("http", "../")):
                target, _, place = href.partition("#")
                assert not place or place in ids[target or name], f"{name} → {href}"
        # (JSON-LD is data; what runs are files of the edition)
        for script in re.findall(r"<script (?!type=.application/ld.json)[^>]*>[^<]?", markup):
            source = re.fullmatch(r'<script src="(assets/[a-z-]+\.js)"[^>]*>', script)
            assert source and (site / "html" / source[1]).is_file(), script
        assert "script-src 'self' file:" in markup
        assert not re.search(r"script-src [^;]*(unsafe-inline|https?:)", markup)
        assert not re.search(r"\sstyle=|\son\w+=", markup)


def test_a_second_build_makes_the_same_to_the_byte(site: Path, tmp_path: Path) -> None:
    write_edition(tmp_path)
    build_in(tmp_path, force=True)
    assert files_of(tmp_path / "output") == files_of(site)


def test_the_settings_can_leave_out_search_and_sources(tmp_path: Path) -> None:
    write_edition(tmp_path)
    (tmp_path / "edition.toml").write_text(SETTINGS + "search = false\ntei = false\n")
    build_in(tmp_path)
    assert not (tmp_path / "output/html/search.html").exists()
    assert not (tmp_path / "output/html/pagefind").exists()
    assert not (tmp_path / "output/tei").exists()


def test_a_file_of_prose_that_is_not_there_is_told(tmp_path: Path) -> None:
    write_edition(tmp_path)
    (tmp_path / "about.md").unlink()
    assert "OUT-007" in [p.code for p in build_in(tmp_path).problems]


@pytest.mark.parametrize(
    ("geo", "place"),
    [("41.9 12.5", (41.9, 12.5)), ("41.9, 12.5", (41.9, 12.5)), ("48,208 -16,37", (48.208, -16.37)), ("91 0", None), ("1", None), ("N 1 2", None)],
)
def test_coordinates_as_editors_write_them(geo: str, place: tuple[float, float] | None) -> None:
    markup = f'<place xmlns="http://www.tei-c.org/ns/1.0"><placeName>X</placeName><location><geo>{geo}</geo></location></place>'
    assert bearer_of(etree.fromstring(markup), "places").place == place


@pytest.mark.parametrize(
    ("markup", "cited"),
    [
        ("<author>A</author> wrote <title>B</title>.", "A wrote B."),
        ("<title>B</title><author>A</author><date>1900</date><idno>X</idno>", "A: B, 1900, X."),
        ("<biblScope>3</biblScope><biblScope>65</biblScope>", "3, 65."),
    ],
)
def test_an_entry_of_the_bibliography_loses_no_word(markup: str, cited: str) -> None:
    assert reference(etree.fromstring(f'<bibl xmlns="http://www.tei-c.org/ns/1.0">{markup}</bibl>')) == cited


def test_facts_survive_the_cache() -> None:
    facts = facts_of(etree.fromstring(NAMES.replace("<standOff>", "<standOff><listEvent/>")))
    assert facts.bearers
    assert facts.relations
    assert facts_from(json.loads(json.dumps(asdict(facts)))) == facts


@pytest.mark.parametrize("language", ["de", "fr", "it", "es", "ru", "la"])
def test_every_language_has_the_words_of_these_pages(language: str) -> None:
    folder = shipped.folder("xslt") / "common/labels"
    keys = [[row.get("key") for row in etree.parse(folder / f"{name}.xml").getroot()] for name in ("en", language)]
    assert set(keys[0]) == set(keys[1])
