"""Each witness has a page of its own, with exactly the words of its text file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import build_in, tei
from lxml import etree
from lxml import html as lxml_html

from recensio.law import Outputs, check, source_words, words_of_text
from recensio.law.pages import read_page

LISTS = (
    '<listWit><witness xml:id="A"><abbr type="siglum">A<hi rend="superscript">c</hi></abbr> a &lt;b&gt;codex&lt;/b&gt;'
    '</witness><witness xml:id="M.2" xml:lang="he">שלום</witness></listWit>'
)
BODY = (
    "<l>arma <app><lem>virumque</lem><rdg wit='#A' varSeq='1'>virum &amp; &lt;i&gt;</rdg>"
    "<rdg wit='#A' varSeq='2'>viros</rdg></app></l><l>cano</l><p>Troiae<app><lem/><rdg wit='#M.2'>, ab oris</rdg></app></p>"
)


def built(folder: Path, *to: str, settings: str = "") -> dict[str, str]:
    (folder / "tei").mkdir(parents=True)
    (folder / "edition.toml").write_text(settings)
    (folder / "tei" / "one.xml").write_text(tei(BODY, witnesses=LISTS), encoding="utf-8")
    report = build_in(folder, to=to)
    assert not [p for p in report.ordered if p.code.startswith(("TXT", "XSL", "OUT"))]
    return {path.name: path.read_text(encoding="utf-8") for path in (folder / "output" / "html").glob("one*.html")}


def article(page: str, kind: str = "witness") -> str:
    (found,) = lxml_html.document_fromstring(page.encode()).xpath(f"//article[@class='{kind}']")
    return str(etree.tostring(found, encoding="unicode"))


def test_a_page_has_the_words_of_the_text_file(tmp_path: Path) -> None:
    pages = built(tmp_path, "html", "txt")
    assert sorted(pages) == ["one.html", "one.witness.A.html", "one.witness.M.2.html", "one.witnesses.html"]
    for siglum in ("A", "M.2"):
        made = read_page(pages[f"one.witness.{siglum}.html"].encode(), "witness").reading
        text = (tmp_path / "output" / "txt" / f"one.{siglum}.txt").read_text(encoding="utf-8")
        assert made is not None
        assert words_of_text(made) == words_of_text(text)
    assert words_of_text(article(pages["one.witness.M.2.html"]))


def test_blocks_and_lines_and_what_looks_like_markup(tmp_path: Path) -> None:
    page = built(tmp_path, "html")["one.witness.A.html"]
    assert '<p class="l">arma <span class="differs">virum &amp; &lt;i&gt;</span><button' in article(page)
    assert '<p class="l">cano</p>' in article(page)
    assert '<p class="p">Troiae</p>' in article(page)
    assert "<b>codex" not in page and "&lt;b&gt;codex&lt;/b&gt;" in page
    assert re.search(r"<h1>A<sup[^>]*>c</sup></h1>|<h1>A<span[^>]*>c</span></h1>", page)
    assert '<a href="one.html">' in page


def test_further_states_stand_below(tmp_path: Path) -> None:
    pages = built(tmp_path, "html")
    assert "viros" in article(pages["one.witness.A.html"], "state")
    assert "viros" not in article(pages["one.witness.A.html"])
    assert 'class="state"' not in pages["one.witness.M.2.html"]


def test_without_texts_of_witnesses_there_are_no_pages(tmp_path: Path) -> None:
    assert set(built(tmp_path, "html", settings="[apparatus]\nwitness_texts = false\n")) == {"one.html", "one.witnesses.html"}


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<article class='witness'><p>arma cano Troiae</p></article>", "TXT-003"),
        ("<article class='reading'><p>arma virum i cano Troiae</p></article>", "TXT-006"),
    ],
)
def test_a_wrong_page_is_found_out(tmp_path: Path, page: str, code: str) -> None:
    (tmp_path / "a.html").write_text(page)
    source = source_words(etree.fromstring(tei(BODY, witnesses=LISTS)))
    outputs = Outputs(witness_pages={"A": tmp_path / "a.html"})
    _, problems = check(source, outputs, place_of=lambda _: (None, None, None))
    assert [p.code for p in problems] == [code]


RUNS = """<p>arma <hi rend="italic">virum<app><lem>que</lem><rdg wit="#A">ve <emph>x</emph></rdg></app> cano</hi> <persName ref="names.xml#v">Vergilius
Maro</persName>, <title>Aeneis</title>; in<hi rend="bold">te</hi>gra <foreign xml:lang="grc">λόγος <persName ref="#v">Ho<hi>mer</hi>us</persName></foreign></p>
<app><lem><p><hi>totum</hi> hoc</p></lem><rdg wit="#A"><p><persName ref="names.xml#v">Vergilius</persName> deest</p></rdg></app>"""
PEOPLE = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><standOff><listPerson><person xml:id='v'><persName>V</persName></person></listPerson></standOff></TEI>"


def test_names_and_italics_are_as_in_the_text(tmp_path: Path) -> None:
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei/one.xml").write_text(tei(RUNS, witnesses="<listWit><witness xml:id='A'/></listWit>"), encoding="utf-8")
    (tmp_path / "tei/names.xml").write_text(PEOPLE)
    report = build_in(tmp_path, to=("html", "txt"))
    assert not [p for p in report.ordered if p.code.startswith(("TXT", "XSL", "OUT"))]
    page = (tmp_path / "output/html/one.witness.A.html").read_text(encoding="utf-8")
    (found,) = lxml_html.document_fromstring(page.encode(), parser=lxml_html.HTMLParser(encoding="utf-8")).xpath("//article")
    for extra in found.xpath(".//*[@data-extra]"):
        extra.drop_tree()
    runs = [(one.tag, one.get("class"), " ".join(one.text_content().split())) for one in found.iter("*") if one.tag not in {"article", "p"}]
    assert runs[:6] == [
        ("span", "hi r-italic", "virum"), ("span", "differs", "ve"), ("span", "hi r-italic", "ve"), ("span", "differs", "x"),
        ("span", "hi r-italic", "x"), ("em", "emph", "x"),
    ]  # fmt: skip
    assert ("a", "persName", "Vergilius Maro") in runs and ("cite", "title", "Aeneis") in runs
    assert ("span", "hi r-bold", "te") in runs and "integra" in found.text_content()
    assert [a.get("href") for a in found.iter("a")] == ["persons.html#v"] * len(list(found.iter("a")))
    assert ("a", "persName", "Vergilius") in runs
    (greek,) = found.xpath(".//i[@lang='grc'][contains(., 'λόγος')]")
    assert greek.get("class") == "foreign"
    text = (tmp_path / "output/txt/one.A.txt").read_text(encoding="utf-8")
    assert found.text_content().split() == text.split()
