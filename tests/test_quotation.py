"""Quotation marks that are supplied: where, which, and that none of them is a word of the text."""

from __future__ import annotations

import re

import pytest
from helpers import article, page, plain, reading, sheets, tei, witness
from lxml import etree

NONE = '<encodingDesc><editorialDecl><quotation marks="none"><p>x</p></quotation></editorialDecl></encodingDesc>'


def document(body: str, *, said: str = NONE, lang: str = "en", witnesses: str = "<p/>") -> str:
    made = tei(body, witnesses=witnesses).replace("</teiHeader>", f"{said}</teiHeader>")
    return made.replace("<TEI ", f'<TEI xml:lang="{lang}" ')


def shown(body: str, **options: str) -> str:
    """The plain text on one line."""
    return " ".join(plain(document(body, **options)).split(" "))[:-1]


SUPPLIED = {
    "a word": ("<p>a <q>b</q>.</p>", "a “b”."),
    "all kinds": ("<p><q>a</q> <quote>b</quote> <soCalled>c</soCalled> <mentioned>d</mentioned> <said>e</said></p>", "“a” “b” “c” “d” “e”"),
    "one inside another": ("<p>a <q>b <q>c <q>d</q></q></q></p>", "a “b ‘c “d”’”"),
    "white space at the edges": ("<p>a <q>\n b\n </q> c</p>", "a “b” c"),
    "around mark-up": ("<p>a <q><hi>b</hi> c</q></p>", "a “b c”"),
    "a quotation with its source": ("<p>a <cit><quote>b</quote> <bibl>c</bibl></cit></p>", "a “b” c"),
    "no direct speech": ("<p>a <said direct='false'>b</said></p>", "a b"),
    "marks that stand there": ("<p>a <q>“b”</q> “<q>c</q>”</p>", "a “b” “c”"),
    "set off": ("<p>a</p><quote><p>b</p></quote>", "a\n\nb"),
    "paragraphs in speech": ("<p>a</p><q><p>b</p></q>", "a\n\nb"),
    "inside a quotation that is set off": ("<quote><p>a <q>b</q></p></quote>", "a “b”"),
    "a foreign passage": ("<p xml:lang='de'>a <q xml:lang='fr'>b <q>c</q></q></p>", "a „b “c”“"),
    "said to be none": ("<p>a <q rend='none'>b</q></p>", "a b"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text"), SUPPLIED.values(), ids=SUPPLIED.keys())
def test_marks_that_were_left_out_are_supplied(body: str, text: str) -> None:
    assert shown(body) == text
    bare = re.sub(r"[“”‘’„]", "", text).split()
    assert reading(page(document(body))).translate({ord(c): None for c in "“”"}).split() == bare


@pytest.mark.parametrize(
    ("lang", "text"),
    [("en", "“a ‘b’”"), ("de", "„a ‚b‘“"), ("fr", "«\u202fa “b”\u202f»"), ("ger", "„a ‚b‘“"), ("de-CH", "«a ‹b›»"),
     ("ru", "«a „b“»"), ("sv", "”a ’b’”"), ("da", "»a ›b‹«"), ("ru-Latn", "«a „b“»"), ("xx", "“a ‘b’”")],
)  # fmt: skip
def test_marks_are_those_of_the_language(lang: str, text: str) -> None:
    assert shown("<p><q>a <q>b</q></q> c</p>", lang=lang) == f"{text} c"


def test_without_a_word_of_the_header_none_is_supplied() -> None:
    assert shown("<p>a <q>b</q></p>", said="") == "a b"
    said = NONE.replace('marks="none"', 'marks="all"')
    assert shown("<p>a <q>b</q></p>", said=said) == "a b"


def test_punctuation_that_was_left_out_counts_too() -> None:
    said = NONE.replace("quotation", "punctuation")
    assert shown("<p>a <q>b</q></p>", said=said) == "a “b”"


def test_the_nearest_header_counts() -> None:
    inner = document("<p>a <q>b</q></p>", said=NONE.replace("none", "all"))
    outer = document("", said=NONE).split("<text>")[0]
    assert plain(f"{outer}{inner}</TEI>".replace("<TEI", "<teiCorpus", 1)[:-6] + "</teiCorpus>") == "a b\n"


DECLARED = {
    "@rend": ("", "<p>a <q rend='pre(‹) post(›)'>b</q> <hi rend='italic PRE(+)'>c</hi></p>", "a ‹b› +c"),
    "@rendition": (
        '<rendition xml:id="o" scheme="css" scope="before">content: "»";</rendition>'
        '<rendition xml:id="c" scheme="css" scope="after">content: "\\AB "</rendition>',
        "<p>a <q rendition='#o #c'>b</q> <q>c</q></p>",
        "a »b« c",
    ),
    "@selector": (
        '<rendition selector="q, soCalled[type=x]" scheme="css" scope="before">content: open-quote</rendition>'
        '<rendition selector="q::after" scheme="css">content: close-quote</rendition>',
        "<p>a <q>b</q> <soCalled type='x'>c</soCalled> <soCalled>d</soCalled></p>",
        "a “b” “c d",
    ),
    "@render": (
        '<rendition xml:id="o" scheme="css" scope="before">content: "*"</rendition>'
        '<namespace name="http://www.tei-c.org/ns/1.0"><tagUsage gi="mentioned" render="#o"/></namespace>',
        "<p>a <mentioned>b</mentioned></p>",
        "a *b",
    ),
}


@pytest.mark.parametrize(("tags", "body", "text"), DECLARED.values(), ids=DECLARED.keys())
def test_marks_that_are_declared(tags: str, body: str, text: str) -> None:
    said = f"<encodingDesc><tagsDecl>{tags}</tagsDecl></encodingDesc>"
    assert shown(body, said=said) == text


def test_marks_are_no_text_of_the_page() -> None:
    marked = article(document("<p>a<q>b</q>c</p>"))
    assert marked.count("data-extra") == 2
    assert reading(page(document("<p>a<q>b</q>c</p>"))) == "abc"


def test_a_word_is_not_parted_by_a_mark() -> None:
    assert shown("<p>two <mentioned>if</mentioned>s and un<q>happy</q></p>") == "two “ifs and unhappy”"  # (marks between letters are dropped)


def test_readings_notes_and_witnesses_have_them() -> None:
    listed = '<listWit><witness xml:id="A">a</witness><witness xml:id="B">b</witness></listWit>'
    body = '<p>x <app><lem wit="#A"><q>y</q></lem><rdg wit="#B"><q>z</q></rdg></app><note>the <q>n</q></note></p>'
    made = document(body, witnesses=listed)
    assert witness(made, "B") == "x “z”"
    assert "the “n”" in re.sub(r"<[^>]+>", "", page(made))
    normalised = sheets().normalise(etree.fromstring(made))
    assert "“y”] a; “z” b" in normalised.apparatus(sheets().labels("en", {}))
