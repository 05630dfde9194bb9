"""What the stylesheets make of single constructs, in the web page and in plain text."""

from __future__ import annotations

import re

import pytest
from helpers import article, entries, page, plain, reading, tei, witness

from recensio import shipped
from recensio.transform import _first_line

WITNESSES = """<listWit><witness xml:id="A">First</witness><witness xml:id="B">Second</witness>
<listWit xml:id="g"><witness xml:id="C">Third</witness><witness xml:id="D">Fourth</witness></listWit></listWit>"""

READINGS = {
    "two paragraphs": ("<p>one</p><p>two</p>", "one two"),
    "verses": ("<lg><l>one</l><l>two</l></lg>", "one two"),
    "choice takes the correction": ("<p>a <choice><sic>teh</sic><corr>the</corr></choice> b</p>", "a the b"),
    "choice keeps the word whole": ("<p>qu<choice>\n<abbr>e</abbr>\n<expan>ae</expan>\n</choice>dam</p>", "quaedam"),
    "deletions are no text": ("<p>a <del>x</del><add>b</add></p>", "a b"),
    "restored deletions are": ("<p>a <restore><del>x</del></restore> b</p>", "a x b"),
    "line break ends a word": ("<p>one<lb/>two</p>", "one two"),
    "line break within a word": ("<p>ex\n <lb break='no'/>ample</p>", "example"),
    "page break within a word": ("<p>ex<hi>am </hi> <pb break='no'/> <hi>ple</hi></p>", "example"),
    "parts of a word": ("<p><w part='I'>uolue</w> <lb/> <w part='F'>rit</w> quod</p>", "uoluerit quod"),
    "words side by side": ("<p><w>en</w><w>auto</w></p>", "en auto"),
    "space parts words": ("<p>one<space quantity='1' unit='chars'/>two</p>", "one two"),
    "space of no extent does not": ("<p>one<space quantity='0'/>two</p>", "onetwo"),
    "a bibliographical reference is a line": ("<p><bibl><author>a</author><title>b</title></bibl></p>", "a b"),
    "notes are no text": ("<p>a<note>no</note> b<note place='foot'>no</note></p>", "a b"),
    "running heads are no text": ("<p>a <fw>no</fw> b</p>", "a b"),
    "lemma, not reading": ("<p>a <app><lem>b</lem><rdg wit='#B'>x</rdg></app> c</p>", "a b c"),
    "first reading without lemma": ("<p>a <app><rdg wit='#A'>b</rdg><rdg wit='#B'>x</rdg></app> c</p>", "a b c"),
    "lemma in a group": ("<p><app><rdgGrp><lem>a</lem><rdg>x</rdg></rdgGrp><rdg>y</rdg></app></p>", "a"),
    "nested entries": ("<p><app><lem>a <app><lem>b</lem><rdg>x</rdg></app></lem><rdg>y</rdg></app> c</p>", "a b c"),
    "entry in part of a word": ("<p>omn<app><lem>ibus</lem><rdg>es</rdg></app></p>", "omnibus"),
    "entry around paragraphs": ("<app><lem><p>a</p><p>b</p></lem><rdg><p>x</p></rdg></app><p>c</p>", "a b c"),
    "entry without words": ("<p>a<app><lem/><rdg wit='#A'>x</rdg></app> b</p>", "a b"),
    "table": ("<table><row><cell>a</cell><cell>b</cell></row><row><cell>c</cell><cell>d</cell></row></table>", "a b c d"),
    "list with labels": ("<list><label>a</label><item>b</item><label>c</label><item>d</item></list>", "a b c d"),
    "list in a paragraph": ("<p>a<list><item>b</item><item>c</item></list>d</p>", "a b c d"),
    "speech": ("<sp><speaker>A</speaker><p>b <stage>c</stage> d</p></sp>", "A b c d"),
    "figure": ("<figure><head>a</head><figDesc>no</figDesc><p>b</p></figure>", "a b"),
    "unknown block": ("<div><mine>a</mine><mine>b</mine></div>", "a b"),
    "unknown run": ("<p>a<mine>b</mine>c</p>", "abc"),
    "a break at the edge of a word": ("<p><w>a<lb/></w> <w>b</w> c <w><lb n='2'/>d</w></p>", "a b c d"),
    "a break at the edge of a word, over which the word runs on": (
        "<p><w>a</w> <w><lb break='no'/>b</w> <w>c<lb break='no'/></w> <w>d</w></p>",
        "ab cd",
    ),
    "white space of the source": ("<p>a<space/>b <hi>c<space quantity='2'/>d</hi><space quantity='0'/>e</p>", "a b c de"),
    "white space of the source at a break in a word": (
        "<p>ar <space/> <lb break='no'/> ma <w>uir <space/><lb/>um</w> a<lb break='no'/><space/> <pb/>b c<space/><lb/>d</p>",
        "arma uirum ab c d",
    ),
    "signs joined to their words": ("<p><w join='right'>a</w>\n<pc>,</pc>\n<pc join='right'>(</pc>\n<w>b</w>\n<pc join='left'>)</pc>\n<w>c</w></p>", "a, (b) c"),
    "words are not joined by that": ("<p><w join='right'>a</w>\n<w>b</w></p>", "a b"),
    "index terms are no text": ("<p>a <index><term>no</term></index>b</p>", "a b"),
    "letter": ("<div><opener><salute>a</salute></opener><p>b</p><closer><signed>c</signed></closer></div>", "a b c"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text"), READINGS.values(), ids=READINGS.keys())
def test_reading_text_is_the_same_in_page_and_plain_text(body: str, text: str) -> None:
    document = tei(body, witnesses=WITNESSES)
    assert reading(page(document)) == text
    assert " ".join(plain(document).split()) == text


def test_plain_text_has_a_blank_line_between_blocks_and_none_between_verses() -> None:
    assert plain(tei("<head>h</head><lg><l>a</l><l>b</l></lg><p>c\n  d</p>")) == "h\n\na\nb\n\nc d\n"


def test_plain_text_is_nfc() -> None:
    assert plain(tei("<p>e&#x301;</p>")) == "\u00e9\n"


def test_cells_of_a_row_stand_on_one_line() -> None:
    assert plain(tei("<table><row><cell>a</cell><cell>b</cell></row><row><cell>c</cell></row></table>")) == "a\tb\nc\n"


def test_empty_glyph_takes_the_mapping_of_the_header() -> None:
    declared = tei('<p>ſ<g ref="#et"/>x<g ref="#none"/></p>').replace(
        "</teiHeader>",
        '<encodingDesc><charDecl><glyph xml:id="et"><mapping type="diplomatic">\ue000</mapping>'
        '<mapping type="standard">et</mapping></glyph></charDecl></encodingDesc></teiHeader>',
    )
    assert plain(declared) == "ſetx\n"


# --- witnesses ----------------------------------------------------------------------------------------------

BODY = """<p>in <app><lem wit="#A">mari</lem><rdg wit="#B #g">mare</rdg></app>
 <app><lem>magno</lem><rdg wit="#B" varSeq="2">ingenti</rdg><rdg wit="#B" varSeq="1">alto</rdg></app> est</p>"""


@pytest.mark.parametrize(
    ("siglum", "text"),
    [("A", "in mari magno est"), ("B", "in mare alto est"), ("C", "in mare magno est"), ("D", "in mare magno est")],
)
def test_text_of_a_witness(siglum: str, text: str) -> None:
    assert witness(tei(BODY, witnesses=WITNESSES), siglum) == text


def test_a_positive_apparatus_leaves_out_who_is_not_named() -> None:
    body = '<p>a <app><lem wit="#A">b</lem><rdg wit="#B">x</rdg></app> c</p>'
    assert witness(tei(body, witnesses=WITNESSES), "C") == "a c"


def test_a_witness_is_silent_in_its_lacuna() -> None:
    body = '<p>a <app><lem>b</lem><rdg wit="#A">b<lacunaStart/></rdg></app> c</p><p>d <lacunaEnd wit="#A"/>e</p>'
    document = tei(body, witnesses=WITNESSES)
    assert witness(document, "A") == "a b e"
    assert witness(document, "B") == "a b c d e"


def test_a_fragment_begins_where_it_begins() -> None:
    body = '<p>a <app><lem>b</lem><rdg wit="#B"><witStart/>x</rdg></app> c</p>'
    assert witness(tei(body, witnesses=WITNESSES), "B") == "x c"


# --- apparatus in the page ----------------------------------------------------------------------------------


def test_every_reading_stands_in_the_apparatus_with_its_sigla() -> None:
    shown = entries(tei(BODY, witnesses=WITNESSES))
    assert shown == ["1 § 1 mari] A; mare B g", "2 § 1 magno] ingenti B p.c.; alto B a.c."]


def test_readings_in_groups_are_shown() -> None:
    body = '<p><app><lem>a</lem><rdgGrp type="o"><rdg wit="#A">b</rdg><rdg wit="#B">c</rdg></rdgGrp></app></p>'
    markup = page(tei(body, witnesses=WITNESSES))
    assert "<bdi>b</bdi>" in markup
    assert "<bdi>c</bdi>" in markup


def test_an_empty_reading_is_an_omission() -> None:
    document = tei('<p><app><lem>a</lem><rdg wit="#A"/></app></p>', witnesses=WITNESSES)
    assert '<span class="om">om.</span> <span class="sigla"><a href="#witness:A">A</a></span>' in page(document)


def test_attached_entries_are_listed_and_not_read() -> None:
    body = '<p><w xml:id="w1">alpha</w> beta</p><listApp><app from="#w1"><rdg wit="#A">alfa</rdg></app></listApp>'
    document = tei(body, witnesses=WITNESSES)
    assert reading(page(document)) == "alpha beta"
    assert entries(document) == ["1 § 1 alpha] alfa A"]


def test_readings_behind_the_word_they_vary_are_not_read() -> None:
    body = '<p>celestis <app><rdg wit="#A">caelestis</rdg></app> atque <app><rdg wit="#A">adque</rdg></app> terra</p>'
    assert reading(page(tei(body, witnesses=WITNESSES))) == "celestis atque terra"


def test_undeclared_siglum_is_shown_as_it_stands() -> None:
    markup = page(tei('<p><app><lem>a</lem><rdg wit="#Ω">b</rdg></app></p>'))
    assert '<span class="siglum undeclared">Ω</span>' in markup


def test_printed_siglum_keeps_its_markup() -> None:
    declared = (
        '<listWit><witness xml:id="Mac"><abbr type="siglum">M<hi rend="sup">ac</hi></abbr> Codex</witness></listWit>'
    )
    markup = page(tei('<p><app><lem>a</lem><rdg wit="#Mac">b</rdg></app></p>', witnesses=declared))
    assert 'M<sup class="hi r-sup">ac</sup></a>' in markup


# --- notes, references, safety ------------------------------------------------------------------------------


def test_calls_and_notes_are_linked_both_ways() -> None:
    markup = page(tei("<p>a<note>First.</note> b<note n='*'>Second.</note></p>"))
    for label, name in (("1", "note-1"), ("*", "note-2")):
        assert f'href="#{name}" class="call" id="call:{name}"' in markup
        assert f'<a class="back" href="#call:{name}"' in markup
        assert f">{label}</a>" in markup


def test_endnotes_are_called_where_they_point() -> None:
    back = '<div type="notes"><note xml:id="n1" target="#x">An endnote.</note></div>'
    markup = page(tei('<p>word<anchor xml:id="x"/> more</p>', back=back))
    assert 'word<span id="x"></span><a href="#n1" class="call"' in markup
    assert markup.count("An endnote.") == 1


BESIDE = """<standOff><note target="#b">On b.</note><listAnnotation><annotation xml:id="n" target="#a"><note>On a.</note></annotation>
</listAnnotation><note target="#nowhere">Lost.</note><listPerson><person><note target="#a">On somebody.</note></person></listPerson>
</standOff>"""


def test_notes_beside_the_text_are_called_where_they_point_and_numbered_in_that_order() -> None:
    text = '<p><w xml:id="a">a</w> <w>c</w><note>On c.</note> <w xml:id="b">b</w></p>'
    markup = page(tei(text).replace("<text>", BESIDE + "<text>"))
    notes = re.findall(r'<div class="note".*?<a class="back"[^>]*>(\d)</a> (.*?)</div>', markup)
    assert sorted(notes) == [("1", "On a."), ("2", "On c."), ("3", "On b.")]
    assert re.findall(r'aria-label="Note (\d)"', markup) == ["1", "2", "3"]
    assert reading(markup) == "a c b" and "Lost" not in markup and "somebody" not in markup


@pytest.mark.parametrize(
    ("body", "shown"),
    {
        "of a noise": ("<p>a <vocal><desc>laughs</desc></vocal> b</p>", "(laughs)"),
        "with brackets of its own": ("<p>a <kinesic><desc>[nods]</desc></kinesic> b</p>", "[nods]"),
        "between paragraphs": ("<p>a</p><incident><desc>the lamp falls</desc></incident><p>b</p>", "(the lamp falls)"),
        "of somebody": ("<p>a</p><listOrg><org><orgName>b</orgName><desc>a guild</desc></org></listOrg>", "a guild"),
    }.values(),
)
def test_descriptions_are_shown_where_they_stand_and_are_not_read(body: str, shown: str) -> None:
    markup = page(tei(body))
    assert reading(markup) == "a b"
    assert f"> {shown} </i>" in markup
    assert " ".join(plain(tei(body)).split()) == "a b"


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", " javascript:alert(1)"])
def test_only_web_addresses_become_links(target: str) -> None:
    assert "href" not in article(tei(f'<p><ref target="{target}">x</ref></p>'))


def test_markup_in_the_source_stays_text() -> None:
    markup = article(tei("<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;</p>"))
    assert "<script" not in markup
    assert "&lt;script&gt;" in markup


def test_page_forbids_scripts() -> None:
    assert "default-src 'none'" in page(tei("<p>a</p>"))


def test_a_paragraph_with_a_list_in_it_is_no_html_paragraph() -> None:
    assert '<div class="p">a' in article(tei("<p>a<list><item>b</item></list></p>"))


def test_direction_is_decided_by_the_letters() -> None:
    markup = article(tei('<p xml:lang="ar">שלום</p><p xml:lang="ar">salam</p>'))
    assert 'lang="ar" dir="rtl"' in markup
    assert 'lang="ar" dir="ltr"' in markup


def test_unknown_elements_are_reported_once_each() -> None:
    from helpers import sheets
    from lxml import etree

    remarks = sheets().normalise(etree.fromstring(tei("<p><mine>a</mine> <mine>b</mine> <yours/></p>"))).remarks()
    assert [(r.code, r.facts["name"], r.facts["count"]) for r in remarks] == [
        ("XSL-001", "mine", "2"),
        ("XSL-001", "yours", "1"),
    ]


def test_a_text_may_hold_any_number_of_ampersands() -> None:
    assert plain(tei("<p>" + "a &amp; b &lt; c &gt; " * 40_000 + "</p>")).count("& b < c >") == 40_000


def test_a_part_of_a_title_page_in_a_sentence_keeps_its_comma() -> None:
    assert (
        plain(tei("<titlePage><byline>By <docAuthor>N. N.</docAuthor>, miller</byline></titlePage>"))
        == "By N. N., miller\n"
    )


@pytest.mark.parametrize("sheet", ["html/html.xsl", "text/text.xsl", "print/print.xsl"])
def test_a_stylesheet_runs_by_itself_on_plain_tei(sheet: str) -> None:
    """As from any XSLT 3.0 command line: no normalised input, no parameters."""
    from saxonche import PySaxonProcessor

    processor = PySaxonProcessor(license=False)
    executable = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(shipped.folder("xslt") / sheet))
    document = processor.parse_xml(xml_text=tei("<p>arma <app><lem>virum</lem><rdg>viros</rdg></app><note>n</note></p>"))
    made = executable.transform_to_string(xdm_node=document)
    assert "arma" in made
    assert "virum" in made


def test_a_failure_is_told_by_its_error_and_not_by_a_warning_in_front_of_it() -> None:
    said = "Warning at xsl:stylesheet on line 8\n  SXWN9000 Old\nError in expression on line 9:\n  XPST0008 No variable a\n"
    assert _first_line(Exception(said)) == "Error in expression on line 9: XPST0008 No variable a"
    assert _first_line(Exception("Error at line 9")) == "Error at line 9"
    assert _first_line(Exception("")) == "unknown error"
