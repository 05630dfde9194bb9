"""A hostile edition in a real browser: in everything that a source may say there is something that wants to run. Nothing does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import PROGRAM, Browser, browser
from helpers import build_in
from test_crawl import Site
from test_facsimiles import png

RUN = "window.pwned=1"
TAG = f"</title></script></template></textarea><script>{RUN}</script><img src=x onerror={RUN}>"
WRITTEN = TAG.replace("<", "&lt;").replace(">", "&gt;")
QUOTED = f"&quot;&gt;{WRITTEN}&apos; onmouseover={RUN} x=&quot;"
STYLE = "color:red;background:url(https://evil.example/x);behavior:url(x);x:expression(window.pwned=1)}&lt;/style&gt;&lt;script&gt;"
TEXT = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="la&quot;&gt;x"><teiHeader><fileDesc><titleStmt><title>{WRITTEN}</title>
<author ref="javascript:{RUN}">{WRITTEN}</author></titleStmt><editionStmt><edition n="{QUOTED}">{WRITTEN}</edition></editionStmt>
<publicationStmt><publisher>{WRITTEN}</publisher><date when="{QUOTED}">{WRITTEN}</date><idno type="{QUOTED}">javascript:{RUN}</idno>
<availability status="free"><licence target="javascript:{RUN}">{WRITTEN}</licence></availability></publicationStmt>
<sourceDesc><listWit><witness xml:id="A"><abbr type="siglum">{WRITTEN}</abbr>{WRITTEN}</witness><witness xml:id="B">B <ref target="data:text/html,{WRITTEN}">x</ref></witness></listWit>
<bibl facs="javascript:{RUN}//manifest"><ref target="javascript:{RUN}//manifest.json">m</ref></bibl></sourceDesc></fileDesc>
<encodingDesc><projectDesc><p>{WRITTEN}</p></projectDesc><tagsDecl><rendition xml:id="r1" scheme="css">{STYLE}</rendition></tagsDecl>
<refsDecl><cRefPattern matchPattern="(.+)" replacementPattern="#xpath(//div[@n='$1'])"><p>{WRITTEN}</p></cRefPattern></refsDecl></encodingDesc></teiHeader>
<facsimile><surface xml:id="f1" n="{QUOTED}" ulx="0" uly="0" lrx="10" lry="10"><graphic url="a.png" width="{QUOTED}"/>
<zone xml:id="z1" points="0,0 5,0 5,5"/><zone xml:id="z2" points="{QUOTED} 1,1 2,2"/></surface>
<surface xml:id="f2"><graphic url="live.svg"/></surface><surface xml:id="f3"><graphic url="javascript:{RUN}"/></surface>
<surface xml:id="f4"><graphic url="data:image/svg+xml,{WRITTEN}"/></surface><surface xml:id="f5"><graphic url="https://evil.example/{QUOTED}.png"/></surface>
<surface xml:id="f6"><graphic url="sub/info.json"/></surface><surface xml:id="f7"><label>{WRITTEN}</label><graphic url="quiet.svg"/></surface></facsimile>
<text><body><div n="{QUOTED}" type="{QUOTED}" xml:id='d"onclick="x'><head>{WRITTEN}</head><div><head>{WRITTEN}</head>
<pb n="{QUOTED}" facs="#f1"/><p rend="{QUOTED}" style="{STYLE}" rendition="#r1" facs="#z1">word <hi rend="{STYLE}">x</hi> <ref target="javascript:{RUN}">go</ref>
<ref target="JaVa&#9;ScRiPt:{RUN}">go</ref> <ref target=" data:text/html,{WRITTEN}">go</ref> <ptr target="vbscript:{RUN}"/> <ref target="//evil.example/x">go</ref>
<persName ref="names.xml#p1">{WRITTEN}</persName> <persName ref="javascript:{RUN}">n</persName> <date when="2000&quot; onclick=&quot;x">d</date>
<app type="{QUOTED}" cause="{QUOTED}"><lem wit="#A">{WRITTEN}</lem><rdg wit="#B #{QUOTED}" resp="javascript:{RUN}">{WRITTEN}</rdg><note>{WRITTEN}</note></app>
<note n="{QUOTED}" place="foot">{WRITTEN}</note><choice><sic>{WRITTEN}</sic><corr>{WRITTEN}</corr></choice><gap reason="{QUOTED}" unit="{QUOTED}"/></p>
<pb facs="#f2"/><p>a</p><pb facs="#f3"/><p>b</p><pb facs="#f4"/><p>c</p><pb facs="#f5"/><p>d</p><pb facs="#f6"/><p>e</p><pb facs="javascript:{RUN}//a.png"/><p>f</p><pb facs="#f7"/><p>g</p>
<figure><graphic url="live.svg"/><figDesc>{WRITTEN}</figDesc></figure><figure><graphic url="quiet.svg"/><figDesc>{QUOTED}</figDesc></figure>
<p><svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"><script>{RUN}</script><foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="{RUN}"/></foreignObject></svg>
<math xmlns="http://www.w3.org/1998/Math/MathML"><maction actiontype="statusline#javascript:{RUN}" href="javascript:{RUN}"><mi onclick="{RUN}">x</mi></maction></math>
<script xmlns="http://www.w3.org/1999/xhtml">{RUN}</script><unknown onclick="{RUN}" href="javascript:{RUN}">u</unknown></p>
<egXML xmlns="http://www.tei-c.org/ns/Examples"><p onclick="{RUN}">{WRITTEN}</p></egXML></div></div></body></text></TEI>"""
NAMES = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>N</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>
<standOff><listPerson><person xml:id="p1"><persName xml:lang="{QUOTED}">{WRITTEN}</persName><birth when="{QUOTED}">{WRITTEN}</birth><note>{WRITTEN}</note>
<idno type="{QUOTED}">javascript:{RUN}</idno><idno type="URL">javascript:{RUN}</idno><idno type="GND">118&quot; onclick=&quot;{RUN}</idno><occupation><ref target="javascript:{RUN}">{WRITTEN}</ref></occupation></person></listPerson>
<listPlace><place xml:id="o1"><placeName>{WRITTEN}</placeName><location><geo>41.89 12.48</geo></location></place></listPlace>
<listEvent><event xml:id="e1" when="1450"><label>{WRITTEN}</label></event><event xml:id="e2" when="1451"><label>x</label></event></listEvent>
<listBibl type="bibliography"><bibl xml:id="b1"><title>{WRITTEN}</title><ref target="javascript:{RUN}">x</ref></bibl></listBibl></standOff></TEI>"""
SETTINGS = f"""[edition]
title = '''{TAG}'''
publisher = '''{TAG}'''
editors = ['''{TAG}''']
licence = '''{TAG}'''
url = "https://example.org/x"
[web]
about = "about.md"
page_words = 40
"""
PROSE = f"# T\n\n{TAG}\n\n[a](javascript:{RUN}) ![b](javascript:{RUN}) <a href='javascript:{RUN}'>c</a> <iframe src='javascript:{RUN}'></iframe>\n"
LIVE = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"><script>{RUN}</script></svg>'
QUIET = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "tei/sub").mkdir(parents=True)
    (folder / "tei/one.xml").write_text(TEXT)
    (folder / "tei/names.xml").write_text(NAMES)
    (folder / "tei/it's <b> & #1.xml").write_text(TEXT.replace("names.xml", "x.xml"))
    (folder / "tei/live.svg").write_text(LIVE)
    (folder / "tei/quiet.svg").write_text(QUIET)
    (folder / "tei/sub/info.json").write_text(f'{{"width": "{RUN}", "height": 1, "id": "javascript:{RUN}"}}')
    png(folder / "tei/a.png", 10, 10)
    (folder / "about.md").write_text(PROSE)
    (folder / "edition.toml").write_text(SETTINGS)
    from recensio import config

    loaded, problems = config.load(folder / "edition.toml")
    build_in(folder, config=loaded, problems=problems)
    return folder / "output"


def test_no_page_has_anything_that_could_run(site: Path) -> None:
    # (its own entries for what can't be reached are links to nowhere that no reader follows)
    faults = [fault for fault in Site(site).faults() if "no such place" not in fault]
    assert faults == []
    assert len(list(site.rglob("*.html"))) > 10


def test_a_drawing_with_a_script_is_not_among_the_files(site: Path) -> None:
    copied = [path for path in site.rglob("*.svg")]
    assert copied and all(b"script" not in path.read_bytes() for path in copied)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


PRESSED = """(async () => {
  const rest = () => new Promise((done) => setTimeout(done, 15));
  for (const one of document.querySelectorAll("summary")) one.parentElement.open = true;
  for (const one of [...document.querySelectorAll("button, a.variant, a.facs, a.persName, polygon, input[type=checkbox]")].slice(0, 60)) {
    if (!one.isConnected || one.matches("a:not(.variant, .persName)[href^='http'], a.facs:not([href^='#'])")) continue;
    one.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
    one.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    await rest();
  }
  return String(window.pwned);
})()"""


@pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine")
def test_nothing_runs_and_nothing_is_fetched(site: Path, chromium: Browser) -> None:
    pages = sorted(site.rglob("*.html"))
    chromium.requests.clear()
    for page in pages:
        chromium.open(page.as_uri())
        assert chromium.ask("String(window.pwned)") == "undefined", page.name
    assert [one for one in chromium.requests if not one.startswith(("file:", "about:"))] == []
    refused = [one for one in chromium.complaints if "Content Security Policy" in one]
    assert refused == []


@pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("page", ["one.html", "search.html#q=%3Cimg%20src%3Dx%20onerror%3Dwindow.pwned%3D1%3E&in=all", "search.html#q=script&in=all"])
def test_nothing_runs_when_everything_is_pressed(site: Path, chromium: Browser, page: str) -> None:
    chromium.complaints.clear()
    chromium.requests.clear()
    chromium.open((site / "html").as_uri() + "/" + page)
    assert chromium.ask(PRESSED) == "undefined"
    assert [one for one in chromium.requests if not one.startswith(("file:", "about:"))] == []
    assert [one for one in chromium.complaints if "Content Security Policy" in one] == []


@pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine")
def test_the_report_is_styled_by_its_own_sheet_and_no_other(site: Path, chromium: Browser) -> None:
    chromium.complaints.clear()
    chromium.open((site / "report.html").as_uri())
    assert chromium.ask("getComputedStyle(document.documentElement).getPropertyValue('--paper')").strip() != ""
    assert chromium.complaints == []


LONG = "Donaudampfschifffahrt" * 40
WIDE = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>{LONG}</title><author>{LONG}</author></titleStmt>
<publicationStmt><publisher>{LONG}</publisher></publicationStmt><sourceDesc><listWit><witness xml:id="A">{LONG}</witness>
<witness xml:id="C"><abbr type="siglum">{LONG[:200]}</abbr> c</witness></listWit></sourceDesc></fileDesc></teiHeader>
<text><body><div n="{LONG}"><head>{LONG}</head><p n="{LONG[:90]}">a <app type="{LONG[:60]}"><lem wit="#A">{LONG}</lem><rdg wit="#C">{LONG}</rdg></app>
<note>{LONG}</note> <persName ref="names.xml#p">{LONG}</persName></p><l n="{LONG[:60]}">{LONG}</l><list><label>{LONG}</label><item>{LONG}</item></list>
<table><row><cell>{LONG}</cell></row></table><eg>{LONG}</eg><pb n="{LONG[:90]}"/></div></body></text></TEI>"""
WIDE_NAMES = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>N</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>
<standOff><listPerson><head>{LONG}</head><person xml:id="p"><persName>{LONG}</persName><note>{LONG}</note></person></listPerson>
<listEvent><event xml:id="e" when="1450"><label>{LONG}</label></event><event xml:id="f" when="1650-03"><label>x</label></event></listEvent></standOff></TEI>"""


@pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine")
def test_long_words_push_no_page_sideways(tmp_path: Path, chromium: Browser) -> None:
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei/one.xml").write_text(WIDE)
    (tmp_path / "tei/names.xml").write_text(WIDE_NAMES)
    (tmp_path / "edition.toml").write_text(f'[edition]\ntitle = "{LONG}"\n[web]\nsearch = false\n')
    from recensio import config

    loaded, problems = config.load(tmp_path / "edition.toml")
    build_in(tmp_path, config=loaded, problems=problems)
    pages = sorted((tmp_path / "output/html").glob("*.html"))
    wide = []
    for width in (360, 1200):
        chromium.size(width, 800)
        for page in pages:
            chromium.open(page.as_uri())
            if (over := chromium.ask("document.documentElement.scrollWidth - innerWidth")) > 0:
                wide.append(f"{page.name} by {over} at {width}")
    assert len(pages) > 8
    assert wide == []
