"""Cards of registers: what an entry says of itself, with links; what others say of it; dates, names, articles, citations."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from helpers import build_in, sheets
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from recensio.alphabet import without_article
from recensio.bearers import Dating, bearer_of, relation_of
from recensio.citations import citation, reference, short_reference
from recensio.dating import dating_of
from recensio.names.registers import read
from recensio.runs import Run, runs_of, words
from recensio.website import _sought

NS = 'xmlns="http://www.tei-c.org/ns/1.0"'


def tei(markup: str) -> etree._Element:
    name = markup[1:].split(">")[0].split()[0].rstrip("/")
    return etree.fromstring(markup.replace(f"<{name}", f"<{name} {NS}", 1))


# --- runs of words -------------------------------------------------------------------------------------------


def test_a_note_is_words_links_and_titles() -> None:
    note = tei(
        '<note>See <persName ref="p.xml#ada"><forename>Ada</forename> <surname>Byron</surname></persName>, '
        '<title ref="#w"><title>Notes</title></title> and <ptr target="#x"/>: <date when="1843">1843</date>.</note>'
    )
    assert runs_of(note) == (
        Run("See "),
        Run("Ada Byron", pointer="p.xml#ada"),
        Run(", "),
        Run("Notes", "title", "#w"),
        Run(" and "),
        Run("", pointer="#x"),
        Run(": "),
        Run("1843", "date", when="1843"),
        Run("."),
    )


_TEXT = st.text(alphabet="ab .\n", max_size=6)
_TAGS = st.sampled_from(("persName", "title", "hi", "foreign", "ref", "date", "geo"))
_TREES = st.recursive(
    _TEXT.map(escape),
    lambda inner: st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", _TAGS, st.lists(inner, max_size=4)),
    max_leaves=12,
)


@given(st.lists(_TREES, max_size=5))
def test_runs_put_together_are_the_words(parts: list[str]) -> None:
    note = tei(f"<note>{''.join(parts)}</note>")
    assert "".join(run.text for run in runs_of(note)) == words(note)


# --- dates ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attributes", "dating"),
    [
        ('when="1918-03-03"', Dating("1918-03-03")),
        ('from="1905-12-20" to="1905-12-31"', Dating("1905-12-20", "1905-12-31")),
        ('from="1917"', Dating("1917", bounds="since")),
        ('to="1917"', Dating("1917", bounds="until")),
        ('notBefore="1901" notAfter="1902"', Dating("1901", "1902", "between")),
        ('notBefore="1901"', Dating("1901", bounds="after")),
        ('notAfter-iso="1901-05"', Dating("1901-05", bounds="before")),
        ('from="1901" notAfter="1903"', Dating("1901", "1903")),
        ('when="1905-10-17" calendar="#Julian"', Dating("1905-10-17", calendar="julian")),
        ('notBefore="1901" notAfter="1901"', Dating("1901")),
        ('when="soon"', None),
        ("", None),
    ],
)
def test_what_attributes_say_of_a_date(attributes: str, dating: Dating | None) -> None:
    assert dating_of(tei(f"<date {attributes}/>")) == dating


def timeline(language: str, *dates: str) -> list[str]:
    """Dates as the timeline of an edition in ``language`` writes them."""
    marks = "".join(f'<rec:mark kind="event" href="" x="1" y="1" width="8" {date}>X</rec:mark>' for date in dates)
    document = (
        f'<rec:site xmlns:rec="urn:recensio:edition" title="T" lang="{language}" licence="" publisher="" subtitle="" url="">'
        f'<rec:timeline width="800" height="50">{marks}</rec:timeline></rec:site>'
    )
    page = lxml_html.fromstring(sheets().site(document, "timeline", sheets().labels(language, {})))
    return [" ".join(item[0].text_content().split()) for item in page.xpath("//ol/li")]


DATES = {
    'when="1918-03-03"': {
        "en": "3 March 1918", "de": "3. März 1918", "fr": "3 mars 1918", "it": "3 marzo 1918",
        "es": "3 de marzo de 1918", "ru": "3 марта 1918", "la": "die 3 mensis Martii anni 1918",
    },
    'when="1918-05-01"': {"en": "1 May 1918", "fr": "1er mai 1918", "it": "1º maggio 1918"},
    'when="1918-06"': {"en": "June 1918", "ru": "июнь 1918", "es": "junio de 1918", "la": "mense Iunio anni 1918"},
    'when="0079"': {"en": "79"},
    'when="-0044-03-15"': {"en": "15 March 44 BC", "de": "15. März 44 v. Chr."},
    'when="1905-12-20" until="1905-12-31"': {"en": "20–31 December 1905", "de": "20.–31. Dezember 1905", "la": "diebus 20–31 mensis Decembris anni 1905"},
    'when="1914-07-28" until="1914-08-04"': {"en": "28 July – 4 August 1914", "es": "28 de julio – 4 de agosto de 1914"},
    'when="1914-07-28" until="1918-11-11"': {"en": "28 July 1914 – 11 November 1918"},
    'when="1926-08" until="1926-12"': {"en": "August – December 1926"},
    'when="1918" until="1921-03"': {"en": "1918 – March 1921"},
    'when="1879" until="1880"': {"en": "1879–1880"},
    'when="1917" bounds="since"': {"en": "since 1917", "de": "seit 1917"},
    'when="1901" until="1902" bounds="between"': {"en": "between 1901 and 1902", "fr": "entre 1901 et 1902"},
    'when="1901" bounds="after"': {"en": "not before 1901"},
    'when="1905-10-17" calendar="julian"': {"en": "17 October 1905 (Old Style)", "de": "17. Oktober 1905 (alten Stils)"},
    'when="1905-10-17" calendar="lunar"': {"en": "17 October 1905 (lunar)"},
    'when="1905-13"': {"en": "1905-13"},
    'when="sometime"': {"en": "sometime"},
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "de", "fr", "it", "es", "ru", "la"])
def test_dates_are_written_in_the_language_of_the_edition(language: str) -> None:
    wanted = {date: written[language] for date, written in DATES.items() if language in written}
    assert dict(zip(wanted, timeline(language, *wanted), strict=True)) == wanted


# --- the order of titles -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "language", "filed"),
    [
        ("The Party Crisis", "en", "Party Crisis"),
        ("The Party Crisis", "de", "The Party Crisis"),
        ("La Gauche bolchevique", "fr", "Gauche bolchevique"),
        ("L’État et la révolution", "fr-FR", "État et la révolution"),
        ("Der Staat", "de", "Staat"),
        ("“A Tale”", "en", "Tale”"),
        ("Theses", "en", "Theses"),
        ("The", "en", "The"),
        ("A", "en", "A"),
        ("Правда", "ru", "Правда"),
    ],
)
def test_an_article_is_passed_over(title: str, language: str, filed: str) -> None:
    assert without_article(title, language) == filed


def test_only_titles_lose_their_article_and_an_editor_may_say_where_an_entry_stands() -> None:
    assert bearer_of(tei('<bibl xml:id="w"><title xml:lang="fr">Le Temps</title></bibl>'), "works").filed == "Temps"
    assert (
        bearer_of(tei('<person xml:id="p" xml:lang="fr"><persName>Le Nôtre</persName></person>'), "persons").filed == ""
    )
    assert (
        bearer_of(tei('<org xml:id="o" sortKey="Jacobins"><orgName>Club</orgName></org>'), "organisations").filed
        == "Jacobins"
    )


# --- citations -----------------------------------------------------------------------------------------------

BOOK = """<biblStruct><monogr><author><persName ref="p.xml#carr"><forename>E. H.</forename> <surname>Carr</surname></persName></author>
<editor>Doe, Jane</editor><title level="m" ref="w.xml#x">History</title><respStmt><resp>translated by</resp><persName>Ann Roe</persName></respStmt>
<imprint><pubPlace>London</pubPlace><publisher>Smith</publisher><date when="1950"/></imprint><biblScope unit="volume">vol. 3</biblScope></monogr>
<note>Not cited.</note></biblStruct>"""


def test_a_citation_is_one_sentence_with_links() -> None:
    assert (
        reference(tei(BOOK)) == "Carr, E. H.; Doe, Jane: History, translated by Ann Roe, London, Smith, 1950, vol. 3."
    )
    runs = {run.text: run for run in citation(tei(BOOK))}
    assert (runs["Carr, E. H."].pointer, runs["Carr, E. H."].kind) == ("p.xml#carr", "author")
    assert runs["Doe, Jane"].kind == "editor"
    assert (runs["History"].kind, runs["History"].pointer) == ("title", "w.xml#x")
    assert (
        short_reference(tei(BOOK.replace('<date when="1950"/>', "<date>1950</date>"))) == "Carr, History, vol. 3, 1950"
    )


def test_a_sentence_is_cited_as_it_stands() -> None:
    assert reference(tei("<bibl>See <author>Doe</author>, <title>Letters</title>.</bibl>")) == "See Doe, Letters."


# --- relations -----------------------------------------------------------------------------------------------


def test_a_relation_may_have_a_wording_for_each_side() -> None:
    said = '<desc><term type="active">part of</term> / <term type="passive">parts</term></desc>'
    relation = relation_of(tei(f'<relation name="part-of" active="#a" passive="#b" from="1903">{said}</relation>'))
    assert relation is not None
    assert (relation.name, relation.back, relation.dating) == ("part of", "parts", Dating("1903", bounds="since"))
    plain = relation_of(tei('<relation name="knows" mutual="#a #b"/>'))
    assert plain is not None and (plain.name, plain.back) == ("knows", "")
    assert relation_of(tei('<relation name="knows"/>')) is None


# --- pages ---------------------------------------------------------------------------------------------------

HEADER = """<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt><publicationStmt><p>x</p></publicationStmt>
<sourceDesc><p>born digital</p></sourceDesc></fileDesc></teiHeader>"""
REGISTER = f"""<TEI {NS} xml:lang="en">{HEADER.format(title="Names")}<standOff>
<listPerson><person xml:id="ada" cert="medium"><persName type="main">Byron, Ada</persName>
<persName type="misprint" source="#notes" cert="low" notBefore="1840">Byrom</persName><birth when="1815-12-10"/>
<affiliation><orgName ref="#club">Club</orgName>, guest</affiliation><note>Wrote the <title ref="#notes">Notes</title> for <ref target="names.xml#engine">it</ref>;
see <ref target="../letter.xml#p1">a letter</ref>, <ref target="#nobody">nobody</ref> and <ref target="javascript:alert(1)">this</ref>.</note></person>
<person xml:id="bab"><persName>Babbage</persName><note>Friend of <persName ref="#ada">Ada</persName>.</note></person></listPerson>
<listOrg><org xml:id="club"><orgName>The Club</orgName></org><org xml:id="union"><orgName>Union</orgName></org></listOrg>
<listPlace><place xml:id="turin"><placeName>Turin</placeName></place></listPlace>
<listEvent><event xml:id="talk" when="1840" where="#turin"><label>A talk</label></event></listEvent>
<listBibl><bibl xml:id="notes"><author ref="#ada">Ada</author><title type="main">The Notes</title><title type="short">N</title><pubPlace ref="#turin">Turin</pubPlace></bibl>
<bibl xml:id="engine"><title>Engine</title></bibl></listBibl>
<listRelation><relation name="part-of" active="#club" passive="#union" when="1841" cert="low"><desc><term type="active">part of</term> / <term type="passive">parts</term></desc></relation></listRelation>
</standOff></TEI>"""
LITERATURE = f"""<TEI {NS} xml:lang="en">{HEADER.format(title="Literature")}<standOff><listBibl type="bibliography"><head>All</head>
<listBibl type="bibliography"><head>Studies</head><biblStruct xml:id="study"><monogr><author>Zed</author><title>The Study</title><imprint><date>1999</date></imprint></monogr>
<note>On <persName ref="names.xml#ada">her</persName>.</note></biblStruct></listBibl>
<listBibl type="bibliography"><head>Editions</head><biblStruct xml:id="print" corresp="names.xml#notes"><monogr><author><persName ref="names.xml#ada">Ada</persName></author>
<title>The Notes, printed</title><imprint><date>1843</date></imprint></monogr><ptr target="https://example.org/notes"/></biblStruct></listBibl></listBibl></standOff></TEI>"""
CHRONOLOGY = f"""<TEI {NS} xml:lang="en">{HEADER.format(title="Chronology")}<standOff><listEvent type="chronology">
<event xml:id="y1815" when="1815-12-10" corresp="names.xml#ada"><label>A birth</label><desc>Of <persName ref="names.xml#ada">Ada</persName>.</desc></event>
<event xml:id="y1840" from="1840-08" cert="medium" corresp="names.xml#talk"><label>Turin</label><desc>A talk about gearwheels.</desc><note type="sources"><ref target="names.xml#notes">N</ref>, p. 3</note></event>
<event xml:id="y1843" type="document" when="1843" corresp="../letter.xml"><label>A letter</label><desc>It is written.</desc></event></listEvent></standOff></TEI>"""
LETTER = f"""<TEI {NS} xml:lang="en">{HEADER.format(title="The letter")}<text><body><div><p xml:id="p1">Dear <persName ref="registers/names.xml#bab">B.</persName>,
see <ref target="registers/literature.xml#study">the study</ref>, of <ref target="registers/chronology.xml#y1840">that year</ref>.</p></div></body></text></TEI>"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cards")
    (folder / "tei/registers").mkdir(parents=True)
    (folder / "edition.toml").write_text('[edition]\ntitle = "Cards"\nlanguage = "en"\n')
    for name, content in (("names", REGISTER), ("literature", LITERATURE), ("chronology", CHRONOLOGY)):
        (folder / f"tei/registers/{name}.xml").write_text(content)
    (folder / "tei/letter.xml").write_text(LETTER)
    build_in(folder)
    return folder / "output/html"


def page(site: Path, name: str) -> Any:
    return lxml_html.fromstring((site / f"{name}.html").read_bytes(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def entry(site: Path, name: str, identifier: str) -> Any:
    (found,) = page(site, name).xpath(f"//*[@id='{identifier}']")
    return found


def said(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())


def facts(card: Any) -> dict[str, str]:
    return {said(dt): " / ".join(said(dd) for dd in _following(dt)) for dt in card.xpath(".//dl/dt")}


def _following(dt: Any) -> list[Any]:
    found = []
    for sibling in dt.itersiblings():
        if sibling.tag == "dt":
            break
        found.append(sibling)
    return found


def links(element: Any) -> list[tuple[str, str]]:
    return [(said(a), a.get("href")) for a in element.xpath(".//a")]


def test_a_note_keeps_its_links_and_nothing_dangerous(site: Path) -> None:
    (note,) = entry(site, "persons", "ada").xpath(".//dd[@class='is-note']")
    found = links(note)
    assert found[:2] == [("Notes", "works.html#notes"), ("it", "works.html#engine")]
    assert found[2][0] == "a letter" and found[2][1].startswith("letter.html#")
    assert len(found) == 3
    assert said(note).endswith("nobody and this.")
    assert note.xpath(".//a/cite")


def test_a_name_says_what_kind_it_is_and_where_it_is_found(site: Path) -> None:
    (names,) = entry(site, "persons", "ada").xpath(".//p[@class='names']")
    assert said(names) == "Byrom (misprint, doubtful, not before 1840; N )"
    assert links(names) == [("N", "works.html#notes")]


def test_a_card_says_what_is_uncertain_and_writes_dates(site: Path) -> None:
    told = facts(entry(site, "persons", "ada"))
    assert told["Identification"] == "probable"
    assert told["Born"] == "10 December 1815"
    assert facts(entry(site, "events", "talk"))["Date"] == "1840"
    assert links(entry(site, "events", "talk").xpath(".//dd[@class='is-where']")[0]) == [("Turin", "places.html#turin")]


@pytest.mark.parametrize(
    ("register", "identifier", "label", "leads"),
    [
        ("persons", "ada", "Author of", [("The Notes", "works.html#notes")]),
        ("persons", "ada", "In the chronology", [("A birth", "timeline.html#y1815")]),
        ("persons", "ada", "See also", [("Babbage", "persons.html#bab"), ("Zed, The Study, 1999", "bibliography.html#study")]),
        ("organisations", "club", "Members", [("Byron, Ada", "persons.html#ada")]),
        ("organisations", "club", "part of", [("Union", "organisations.html#union")]),
        ("organisations", "union", "parts", [("The Club", "organisations.html#club")]),
        ("places", "turin", "Events here", [("A talk", "events.html#talk")]),
        ("places", "turin", "Published here", [("The Notes", "works.html#notes")]),
        ("works", "notes", "Prints and translations", [("Ada, The Notes, printed, 1843", "bibliography.html#print")]),
        ("works", "engine", "See also", [("Byron, Ada", "persons.html#ada")]),
    ],
)  # fmt: skip
def test_registers_are_linked_both_ways(
    site: Path, register: str, identifier: str, label: str, leads: list[tuple[str, str]]
) -> None:
    card = entry(site, register, identifier)
    found = [link for dt in card.xpath(".//dl/dt") if said(dt) == label for dd in _following(dt) for link in links(dd)]
    assert found == leads


def test_a_bond_says_when_and_how_certain(site: Path) -> None:
    assert facts(entry(site, "organisations", "club"))["part of"] == "Union (1841, doubtful)"


def test_titles_are_filed_without_their_articles(site: Path) -> None:
    assert [said(h) for h in page(site, "works").xpath("//h2")][-2:] == ["E", "N"]
    assert [said(h) for h in page(site, "organisations").xpath("//h3")] == ["The Club", "Union"]


def test_the_bibliography_keeps_its_sections_and_says_where_it_is_cited(site: Path) -> None:
    tree = page(site, "bibliography")
    assert [said(h) for h in tree.xpath("//main//h2")] == ["Studies", "Editions"]
    study = entry(site, "bibliography", "study")
    assert said(study.find("bdi")).replace(" ,", ",").startswith("Zed: The Study, 1999")
    assert ("The letter", "letter.html#p1") in links(study) or any(t == "The letter" for t, _ in links(study))
    assert ("The Notes", "works.html#notes") in links(entry(site, "bibliography", "print"))
    assert ("example.org", "https://example.org/notes") in links(entry(site, "bibliography", "print"))
    assert 'href="bibliography.html#study"' in (site / "letter.html").read_text()


def test_a_chronology_is_the_timeline(site: Path) -> None:
    items = page(site, "timeline").xpath("//ol/li")
    assert [item.get("id") for item in items] == ["y1815", "y1840", "y1843"]
    assert (
        said(items[1])
        == "since August 1840 (probable) Turin A talk about gearwheels. In the documents: N , p. 3 See: A talk"
    )
    assert ("The letter", "letter.html") in links(items[2])
    assert said(items[2]).startswith("1843 A letter text")
    assert 'href="timeline.html#y1840"' in (site / "letter.html").read_text()
    assert page(site, "events").xpath("//article/@id") == ["talk"]


def test_bibliography_and_chronology_are_in_the_search(site: Path) -> None:
    found = "".join(path.read_text(encoding="utf-8", errors="ignore") for path in site.glob("*.html"))
    assert "gearwheels" in found
    event = etree.fromstring(CHRONOLOGY.encode()).find(".//{*}event[2]")
    assert event is not None
    assert list(_sought(bearer_of(event, "timeline"))) == ["Turin", "Turin", "A talk about gearwheels."]


def test_titles_of_literature_and_items_of_a_chronology_are_no_names(tmp_path: Path) -> None:
    for name, content in (("literature", LITERATURE), ("chronology", CHRONOLOGY), ("names", REGISTER)):
        (tmp_path / f"{name}.xml").write_text(content)
    found = read([tmp_path / f"{name}.xml" for name in ("literature", "chronology", "names")])
    assert {entry.file.stem for entry in found.entries} == {"names"}
    assert found.problems == []
