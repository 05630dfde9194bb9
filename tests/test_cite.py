"""How a text is cited: only what its header and the settings say, in every form; and of any passage in the browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from helpers import build_in
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from test_browser import CHROMIUM, browse

from recensio.cite import Citation, Person, Whole, citation_of

HEADER = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title type="sub">B</title><title type="main">De re &amp; {x}</title>
<author><persName><forename>Anna</forename> <surname>Müller</surname></persName></author><author>Cicero</author>
<editor>Doe, Jane</editor><editor>Academia, Section 3, Rome</editor></titleStmt>
<editionStmt><edition n="2">Second edition</edition></editionStmt>
<publicationStmt><publisher>Press &amp; Co</publisher><date when="2021-03">March 2021</date>
<availability><licence target="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</licence></availability></publicationStmt>
<sourceDesc><p/></sourceDesc></fileDesc><profileDesc><abstract><p>About &lt;/script&gt; things.</p></abstract></profileDesc></teiHeader>
<text xml:lang="la"><body><div type="book" n="1"><l n="12" xml:id="αβ">arma <app><lem>virumque</lem><rdg wit="#A">v</rdg></app> cano</l></div></body></text></TEI>"""
BARE = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title/></titleStmt></fileDesc></teiHeader><text/></TEI>'
WHOLE = Whole("Specimens", ("Roe, Richard",), "Settings Press", "CC0", "https://example.org/e/")


def cited(document: str = HEADER, whole: Whole = WHOLE) -> Citation:
    return citation_of(etree.fromstring(document), "a b", whole)


def test_what_the_header_says_comes_first() -> None:
    found = cited()
    assert (found.title, found.publisher, found.date, found.version, found.language) == (
        "De re & {x}",
        "Press & Co",
        "2021-03",
        "Second edition",
        "la",
    )
    assert found.authors == (Person("Anna Müller", "Müller", "Anna"), Person("Cicero"))
    assert found.editors == (Person("Jane Doe", "Doe", "Jane"), Person("Academia, Section 3, Rome"))
    assert (found.licence, found.licence_url) == ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
    assert (found.url, found.container) == ("https://example.org/e/a%20b.html", "Specimens")


def test_what_it_does_not_say_the_settings_do_and_nothing_is_made_up() -> None:
    found = cited(BARE)
    assert (found.title, found.publisher, found.licence) == ("a b", "Settings Press", "CC0")
    assert found.editors == (Person("Richard Roe", "Roe", "Richard"),)
    assert (found.date, found.version, found.language) == ("", "", "")
    bare = cited(BARE, Whole())
    assert not bare.is_absolute
    assert json.loads(bare.csl()) == [{"id": "a b", "type": "webpage", "title": "a b"}]
    assert json.loads(bare.csl(on_page=True))[0]["URL"] == "a%20b.html"
    assert dict(bare.metadata())["DC.identifier"] == ""
    assert json.loads(bare.schema_org()) == {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": "a b",
        "description": "a b",
    }


def test_bibtex_is_escaped() -> None:
    text = cited().bibtex()
    assert text.startswith("@incollection{a-b,\n")
    assert r"  title = {{De re \& \textbraceleft{}x\textbraceright{}}}," in text
    assert r"  author = {Müller, Anna and {Cicero}}," in text
    assert "  year = {2021},\n  date = {2021-03}," in text
    assert "  url = {https://example.org/e/a%20b.html}," in text
    assert fields(text)["title"] == r"{De re \& \textbraceleft{}x\textbraceright{}}"


def fields(bibtex: str) -> dict[str, str]:
    """The fields of an entry, read as BibTeX reads it: by counting braces, whatever stands before them."""
    inner = bibtex.partition("{")[2].rpartition("}")[0].partition(",")[2]
    found: dict[str, str] = {}
    while match := re.match(r"\s*([a-z]+)\s*=\s*\{", inner):
        depth = at = 1
        inner = inner[match.end() :]
        while depth:
            depth += {"{": 1, "}": -1}.get(inner[at - 1], 0)
            at += 1
        found[match[1]], inner = inner[: at - 2], inner[at - 1 :].removeprefix(",")
    assert not inner.strip(), inner
    return found


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_every_title_can_be_read_back_from_bibtex(title: str) -> None:
    said = " ".join(title.split())
    citation = Citation(id="x", title=said, url="https://example.org/x.html", container=said, publisher=said)
    read = fields(citation.bibtex())
    assert list(read)[:3] == ["title", "booktitle", "publisher"] or not said
    (item,) = json.loads(citation.csl())
    assert item.get("title", "") == said


def test_without_an_address_no_program_is_told_one() -> None:
    citation = Citation(id="x", title="T", url="x.html")
    assert "url" not in fields(citation.bibtex())
    assert "URL" not in json.loads(citation.csl())[0]


def test_several_names_are_several_persons_and_several_forms_are_one() -> None:
    editors = "<editor><name>Voss, Ada</name><name>Brandt, Emil</name></editor>"
    forms = "<editor><persName xml:lang='en'>Ada Voss</persName><persName xml:lang='de'>Ada Voß</persName></editor>"
    assert [one.name for one in cited(HEADER.replace("</titleStmt>", editors + "</titleStmt>")).editors][-2:] == ["Ada Voss", "Emil Brandt"]
    assert [one.name for one in cited(HEADER.replace("</titleStmt>", forms + "</titleStmt>")).editors][-1:] == ["Ada Voss"]


def test_a_licence_in_many_words_is_called_by_its_name() -> None:
    found = cited(HEADER.replace(">CC BY 4.0<", f">{'You may share and adapt. ' * 9}<"))
    assert (found.licence, found.licence_url) == ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")


def test_csl_has_the_fields_of_its_schema() -> None:
    (item,) = json.loads(cited().csl())
    assert item["author"] == [{"family": "Müller", "given": "Anna"}, {"literal": "Cicero"}]
    assert item["issued"] == {"date-parts": [[2021, 3]]}
    assert (item["type"], item["container-title"], item["version"]) == ("chapter", "Specimens", "Second edition")


@pytest.mark.parametrize(
    ("date", "parts", "year"),
    [("-0044-03-15", [-44, 3, 15], "-0044"), ("0800", [800], "0800"), ("2024-02-29", [2024, 2, 29], "2024")],
)
def test_dates(date: str, parts: list[int], year: str) -> None:
    found = cited(HEADER.replace("2021-03", date))
    assert json.loads(found.csl())[0]["issued"]["date-parts"] == [parts]
    assert f"year = {{{year}}}" in found.bibtex()


def test_without_an_edition_statement_the_last_revision_is_the_version() -> None:
    revised = HEADER.replace('<editionStmt><edition n="2">Second edition</edition></editionStmt>', "").replace(
        "</teiHeader>",
        '<revisionDesc><change when="2020-01-01"/><listChange><change when="2023-05-06">x</change></listChange></revisionDesc></teiHeader>',
    )
    assert cited(revised).version == "2023-05-06"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    (folder / "tei").mkdir()
    (folder / "edition.toml").write_text(
        '[edition]\ntitle = "Specimens"\nurl = "https://example.org/e"\n[web]\nsearch = false\n'
    )
    (folder / "tei/one.xml").write_text(HEADER, encoding="utf-8")
    report = build_in(folder)
    assert report.texts[0].cite == {"bib": "data/one.bib", "csl": "data/one.csl.json"}
    return folder / "output"


def page(site: Path) -> Any:
    return lxml_html.fromstring((site / "html/one.html").read_bytes(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def test_the_page_says_how_it_is_cited_without_a_script(site: Path) -> None:
    found = page(site)
    said = " ".join(found.xpath("string(//p[@class='citation'])").split())
    assert said == (
        "Anna Müller, Cicero, De re & {x}, ed. by Jane Doe, Academia, Section 3, Rome, in Specimens, Press & Co, version Second edition, "
        "2021-03, https://example.org/e/one.html (CC BY 4.0)"
    )
    assert found.xpath("string(//pre[@class='bibtex'])").strip() == (site / "data/one.bib").read_text().strip()
    assert found.xpath("string(//pre[@class='csl'])").strip() == (site / "data/one.csl.json").read_text().strip()
    assert {"../data/one.bib", "../data/one.csl.json"} <= set(found.xpath("//section[@class='cite']//a/@href"))
    assert "../data/one.bib" in (site / "html/downloads.html").read_text()


def test_metadata_are_true_and_run_nothing(site: Path) -> None:
    found = page(site)
    meta = [(m.get("name"), m.get("content")) for m in found.xpath("//meta[@name][not(@name='viewport')]")]
    assert {("citation_author", "Müller, Anna"), ("citation_author", "Cicero"), ("citation_publication_date", "2021/03"),
            ("DC.rights", "https://creativecommons.org/licenses/by/4.0/"), ("citation_language", "la"),
            ("citation_fulltext_html_url", "https://example.org/e/one.html"), ("description", "About </script> things.")} <= set(meta)  # fmt: skip
    assert all(content for _, content in meta)
    (data,) = found.xpath("//script[@type='application/ld+json']/text()")
    assert "<" not in data
    told = json.loads(data)
    assert told["isPartOf"] == {"@type": "CreativeWork", "name": "Specimens", "url": "https://example.org/e/index.html"}
    assert (told["license"], told["inLanguage"], told["description"]) == (
        "https://creativecommons.org/licenses/by/4.0/",
        "la",
        "About </script> things.",
    )
    assert found.xpath("//link[@rel='license']/@href") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert found.xpath("string(//title)") == "De re & {x} · Specimens"


def test_an_edition_without_an_address_says_so(tmp_path: Path) -> None:
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei/one.xml").write_text(HEADER, encoding="utf-8")
    build_in(tmp_path)
    found = page(tmp_path / "output")
    assert found.xpath("string(//span[@class='address'])") == "one.html"
    assert "relative" in found.xpath("string(//section[@class='cite']//p[@class='hint'])")
    assert not found.xpath("//link[@rel='canonical'] | //meta[@name='DC.identifier']")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize(
    ("address", "shown"),
    [("αβ", "%CE%B1%CE%B2"), ("αβ.virumque", "%CE%B1%CE%B2.virumque"), ("", ""), ("part:cite", "")],
)
def test_a_passage_is_cited(site: Path, tmp_path: Path, address: str, shown: str) -> None:
    class At:
        def as_uri(self) -> str:
            return (site / "html/one.html").as_uri() + (f"#{address}" if address else "")

    seen = browse(At(), tmp_path, "--virtual-time-budget=3000", "--dump-dom")  # type: ignore[arg-type]
    assert "CONSOLE" not in seen.stderr and "Refused" not in seen.stderr
    made = lxml_html.document_fromstring(seen.stdout)
    url = "https://example.org/e/one.html" + (f"#{shown}" if shown else "")
    assert made.xpath("string(//span[@class='address'])") == url
    assert f"url = {{{url}}}" in made.xpath("string(//pre[@class='bibtex'])")
    assert json.loads(made.xpath("string(//pre[@class='csl'])"))[0]["URL"] == url
    passage = address if shown else ""
    assert made.xpath("string(//span[@class='passage'])") == (f", {passage}" if passage else "")
    assert bool(made.xpath("//a[contains(@class, 'cite-passage')][not(@hidden)]")) == bool(passage)
    assert seen.stdout.count(">Copy</button>") == 3
