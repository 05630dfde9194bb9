"""The readers of the importer for web pages, Markdown, office formats, books, recognised pages and foreign TEI."""

from __future__ import annotations

import io
import random
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import import_specimens as made
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from recensio.imports.model import (
    Abbreviation,
    Aside,
    Break,
    Call,
    Document,
    Figure,
    Formula,
    Heading,
    Inline,
    Link,
    Listing,
    Metadata,
    Note,
    Paragraph,
    Part,
    Preformatted,
    Quotation,
    Ready,
    Refused,
    Rule,
    Source,
    Style,
    Table,
    Text,
    Verse,
    Work,
    text_of,
)
from recensio.imports.readers import reader
from recensio.imports.readers.foreign.names import repair_ids
from recensio.imports.readers.office.roles import role_of
from recensio.imports.readers.office.words import shaped
from recensio.imports.readers.web.decode import decoded
from recensio.imports.readers.web.statements import when
from recensio.imports.readers.web.tree import tree_of
from recensio.imports.sniff import looks_like
from recensio.imports.tei_header import Origin
from recensio.imports.writer import Written, written
from recensio.law.words import words_of_text
from recensio.relaxng import Schema, load_schema

ROOT = Path(__file__).parent.parent
OURS = ROOT / "schema" / "recensio.rng"
TEI_ALL = ROOT.parent / "shared" / "schema" / "tei_all.rng"


def read(form: str, data: str | bytes, name: str = "source.x", folder: Path = Path("/nowhere")) -> Document:
    found = reader(form)(Source(folder / name, name, data.encode() if isinstance(data, str) else data))
    assert isinstance(found, Document)
    return found


def tei(document: Document | Ready) -> Written:
    return written(document, Origin("source", "x", "0" * 64, "2020-01-01"), "specimen", ("recensio.rng",))


@cache
def grammar(path: Path) -> Schema:
    return load_schema(path)


def valid(data: bytes) -> bool:
    for path in (OURS, *((TEI_ALL,) if TEI_ALL.exists() else ())):
        assert [fault.problem("x").message for fault in grammar(path).validate(data)] == []
    return True


def blocks(document: Document, kind: type) -> list:
    return [block for work in document.works for block in (*work.front, *work.blocks) if isinstance(block, kind)]


def inlines(document: Document, kind: type) -> list:
    def inside(content: tuple[Inline, ...]) -> list:
        found = []
        for one in content:
            found += [one] if isinstance(one, kind) else []
            found += inside(getattr(one, "content", ()))
        return found

    return [one for block in blocks(document, Paragraph) for one in inside(block.content)]


def notes(document: Document) -> dict[str, str]:
    def words(note: Note) -> str:
        return " | ".join(text_of(block.content).strip() for block in note.blocks if isinstance(block, Paragraph))

    return {note.label or note.key: words(note) for work in document.works for note in work.notes}


def codes(document: Document | Ready) -> list[str]:
    return [one.code for one in document.problems]


def dropped(document: Document) -> str:
    return " ".join(one.text for one in document.dropped)


# --- All of them ------------------------------------------------------------------------------------------------------

SPECIMENS = {
    "marxists": ("html", made.MARXISTS),
    "wikisource": ("html", made.WIKISOURCE),
    "gutenberg": ("html", made.GUTENBERG),
    "old gutenberg": ("html", made.OLD_GUTENBERG),
    "blog": ("html", made.BLOG),
    "saved by Word": ("html", made.SAVED_BY_WORD.encode("cp1252")),
    "saved by LibreOffice": ("html", made.SAVED_BY_LIBREOFFICE),
    "notes by line ends": ("html", made.BY_LINE_ENDS),
    "markdown": ("md", made.MARKDOWN),
    "word": ("docx", made.word()),
    "open document": ("odt", made.open_document()),
    "flat open document": ("odt", made.flat_document()),
    "book": ("epub", made.book()),
    "page": ("page", made.FIRST_PAGE),
    "pages": ("page", made.packed({"2.xml": made.SECOND_PAGE, "1.xml": made.FIRST_PAGE, "mets.xml": "<mets/>"})),
    "alto": ("alto", made.ALTO),
}


@pytest.mark.parametrize("name", SPECIMENS)
def test_valid_and_no_word_lost(name: str) -> None:
    """Each specimen becomes a valid file that holds, or names, every word of it."""
    result = tei(read(*SPECIMENS[name]))
    assert valid(result.data)
    assert not result.account.lost, result.account.lost
    assert not result.account.added, result.account.added
    assert result.account.source > 4


@pytest.mark.parametrize("name", SPECIMENS)
def test_reading_twice_gives_the_same(name: str) -> None:
    assert read(*SPECIMENS[name]) == read(*SPECIMENS[name])


# --- Web pages --------------------------------------------------------------------------------------------------------


def test_marxists_information_goes_to_the_header() -> None:
    page = read("html", made.MARXISTS)
    told = page.metadata
    assert (told.title, told.when, told.publisher) == ("On Looms", "1903-05-03", "Marxists Internet Archive")
    assert {(one.name, one.role) for one in told.people} == {
        ("Jane Doe", "author"),
        ("John Roe", "translator"),
        ("Ann Poe", "translator"),
        ("Max Moe", "transcription"),
    }
    assert told.description == "The Weaver, No. 4, pp. 1–2."
    assert told.status == "free"
    assert [part.kind for part in blocks(page, Part)] == ["byline", "docDate", "signed"]


def test_marxists_notes_are_linked_and_a_dangling_call_is_told() -> None:
    page = read("html", made.MARXISTS)
    assert notes(page) == {"1": "A loom is a frame. – ED. | It goes on.", "2": "Cloth."}
    assert [(call.note, call.label, call.printed) for call in inlines(page, Call)] == [
        ("n1", "1", "[1]"),
        ("n2", "2", "[2]"),
        ("n1", "1", "[1]"),
        ("", "9", "[9]"),
    ]
    assert codes(page) == ["IMP-008"]


def test_marxists_text() -> None:
    page = read("html", made.MARXISTS)
    assert [text_of(one.content) for one in blocks(page, Heading)] == ["On Looms", "Second Part"]
    assert [rule.printed for rule in blocks(page, Rule)] == ["* * * *"]
    assert len(blocks(page, Quotation)[0].blocks) == 2, "paragraphs marked one by one are one quotation"
    assert "Top of the page" in dropped(page) and "Last updated" in dropped(page)
    assert any("1 links" in sentence for sentence in page.done)


def test_wikisource() -> None:
    page = read("html", made.WIKISOURCE)
    assert (page.metadata.title, page.metadata.when) == ("The Loom", "1899")
    assert [one.name for one in page.metadata.people] == ["Jane Doe"]
    assert page.metadata.status == "free"
    turns = [one for one in inlines(page, Break) if one.unit == "page"]
    assert [(one.n, one.within_word) for one in turns] == [("6", True)], "a page may begin inside a word"
    assert [one.content.n for one in blocks(page, Aside)] == ["5"]
    assert notes(page) == {"1": "A note on looms.", "2": "He was 80.", "beside-3": "The weaver’s age."}
    assert [call.note for call in inlines(page, Call)] == ["cite_note-1", "cite_note-two-2", "beside-3", "cite_note-1"]
    stanzas = blocks(page, Verse)[0].stanzas
    assert [[line.indent for line in stanza] for stanza in stanzas] == [[0, 1], [0, 0]]
    assert [one.rend for one in inlines(page, Style)] == [("smallcaps",)]
    assert "edit" in dropped(page) and "Navigation menu" in dropped(page)


def test_gutenberg() -> None:
    page = read("html", made.GUTENBERG)
    assert page.metadata.identifiers == (("Gutenberg", "12345"),)
    assert [one.name for one in page.metadata.people] == ["Doe, Jane, 1850-1900"], "one person, one name"
    assert page.metadata.date == "", "the date of the electronic edition is not that of the text"
    assert {one.label for one in page.metadata.fields} >= {"Release date", "Credits", "Transcriber’s note"}
    assert notes(page)["1"] == "A note. | Second paragraph of it." and notes(page)["A"] == "Wool is wool."
    assert [[len(stanza) for stanza in verse.stanzas] for verse in blocks(page, Verse)] == [[2, 1], [2]]
    assert text_of(blocks(page, Figure)[0].caption) == "The great loom."
    assert len(blocks(page, Table)) == 1, "numbers that lead to pages are no calls"
    assert [text_of(one.content) for one in blocks(page, Heading)][-1] == "CHAPTER II.", (
        "the page break stands before it"
    )


def test_a_page_between_stanzas_stays() -> None:
    verse = blocks(read("html", made.GUTENBERG), Verse)[0]
    turns = [one.n for stanza in verse.stanzas for line in stanza for one in line.content if isinstance(one, Break)]
    assert turns == ["2"]


def test_old_gutenberg_without_classes_and_broken() -> None:
    page = read("html", made.OLD_GUTENBERG)
    assert page.metadata.publisher == "Project Gutenberg"
    assert notes(page) == {"1": "First note.", "2": "Second note."}
    assert [call.trust.cert for call in inlines(page, Call)] == ["high", "high"], "numbers without links are a guess"
    assert "IMP-041" in codes(page)
    assert text_of(blocks(page, Listing)[0].items[0].blocks[0].content) == "stray text"
    assert [text_of(one.content) for one in blocks(page, Heading)] == ["The Looms by Jane Doe", "Preface"]
    assert "Licence text" in dropped(page)


def test_a_page_of_a_site_that_nobody_knows() -> None:
    page = read("html", made.BLOG)
    told = page.metadata
    assert (told.title, told.when, told.language, told.publisher) == ("Les Métiers", "2010-08-12", "fr-FR", "Le Blog")
    assert told.keywords == ("laine", "toile")
    assert notes(page) == {
        "1": "La note.",
        "beside-2": "Dans la marge.",
        "*": "Une note en bulle, assez longue.",
    }
    assert [note.position for note in page.works[0].notes] == ["end", "margin", "end"]
    assert [item.mark for item in blocks(page, Listing)[0].items] == ["3.", "4."]
    table = blocks(page, Table)[0]
    assert text_of(table.caption) == "Tab." and table.rows[1][1].rows == 2 and table.rows[0][0].heading
    assert [one.name for one in page.attachments] == ["picture-1.png"]
    links = [style.lang for style in inlines(page, Style) if style.element == "foreign"]
    assert links == ["la"]
    for residue in ("Accueil", "Partager", "3 commentaires", "Archives", "Mentions"):
        assert residue in dropped(page)


@pytest.mark.parametrize(
    ("specimen", "expected"),
    [
        (made.SAVED_BY_WORD.encode("cp1252"), {"1": "The note. | Its second part.", "2": "Second note."}),
        (made.SAVED_BY_LIBREOFFICE, {"1": "The note.", "i": "End note."}),
        (made.BY_LINE_ENDS, {"1": "One.", "2": "Two. two goes on", "3": "Three."}),
    ],
)
def test_notes_of_other_makers(specimen: str | bytes, expected: dict[str, str]) -> None:
    page = read("html", specimen)
    assert notes(page) == expected
    assert {call.note for call in inlines(page, Call)} == {note.key for note in page.works[0].notes}


def test_a_note_called_at_a_term() -> None:
    page = read(
        "html",
        '<dl><dt>Loom<sup><a href="#n1" id="r1">1</a></sup></dt><dd>A frame.</dd></dl><p id="n1"><a href="#r1">1</a>. Old.</p>',
    )
    item = blocks(page, Listing)[0].items[0]
    assert item.mark == "Loom" and isinstance(item.blocks[0].content[0], Call) and notes(page) == {"1": "Old."}


def test_an_index_is_no_list_of_calls() -> None:
    assert len(inlines(read("html", made.BY_LINE_ENDS), Call)) == 3


@pytest.mark.parametrize(
    ("head", "body", "text", "guessed"),
    [
        (b'<meta charset="iso-8859-1">', "caf\xe9 \u201cq\u201d".encode("cp1252"), "café “q”", False),
        (b'<meta charset="utf-8">', "café".encode(), "café", False),
        (b'<meta charset="utf-8">', "café".encode("cp1252"), "café", True),
        (b'<meta charset="koi8-r">', "слово".encode("koi8-r"), "слово", False),
        (b'<meta charset="martian">', "café".encode(), "café", False),
    ],
)
def test_encodings_as_browsers_read_them(head: bytes, body: bytes, text: str, guessed: bool) -> None:
    found = decoded(b"<html><head>" + head + b"</head><body>" + body)
    assert text in found.text and found.guessed is guessed
    page = read("html", b"<html><head>" + head + b"</head><body><p>" + body + b"</p></body></html>")
    assert text_of(blocks(page, Paragraph)[0].content) == text
    assert ("IMP-011" in codes(page)) is guessed


def test_the_side_file_overrules_the_encoding() -> None:
    source = Source(Path("/nowhere/x.html"), "x.html", "<p>čaj</p>".encode("cp1250"), {"encoding": "cp1250"})
    page = reader("html")(source)
    assert isinstance(page, Document) and text_of(blocks(page, Paragraph)[0].content) == "čaj"


def test_unclosed_tags_without_end_do_no_harm() -> None:
    page = read("html", "<p>word " + "<div><b>deep " * 2000 + "last")
    assert page.words_in.count("deep") == 2000
    assert not tei(page).account.lost


def test_nothing_is_fetched_and_no_entity_is_expanded() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    page = read("html", f'{bomb}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>x &a; &b; y</p></body></html>')
    assert "root:" not in page.words_in


def test_pictures_beside_the_page_are_taken_along_and_none_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.png").write_bytes(made.PNG)
    (tmp_path / "out.png").write_bytes(made.PNG)
    page = read("html", '<p><img src="a.png"></p><p><img src="../out.png"></p>', "x.html", tmp_path / "in")
    assert [one.name for one in page.attachments] == ["a.png"]
    assert [figure.picture.file for figure in blocks(page, Figure)] == ["a.png", "../out.png"]


@pytest.mark.parametrize("call", ['<a id="b1" href="#n1"><sup>1</sup></a>', '<sup><a id="b1" href="#n1">[1]</a></sup>'])
@pytest.mark.parametrize(
    "body",
    [
        '<p id="n1"><a href="#b1">1</a>. First.</p>', '<ol><li id="n1"><a href="#b1">1</a>. First.</li></ol>',
        '<p id="n1"><a href="#b1">^</a>. First.</p>', '<p id="n1"><a href="#b1">Back</a>. First.</p>',
        '<p id="n1"><a href="#b1">1.</a>) First.</p>', '<p id="n1">First. <a href="#b1">1</a>.</p>',
        '<p id="n1">[<a href="#b1">1</a>]. First.</p>', '<p><a name="n1" href="#b1">*</a>. First.</p>',
        '<p id="n1">First. (<a href="#b1">back</a>)</p>', '<div id="n1"><a href="#b1">1</a>. First.</div>',
    ],
)  # fmt: skip
def test_no_sign_of_a_link_back_is_left(call: str, body: str) -> None:
    page = read("html", f"<h1>Of Weirs</h1><p>The river{call} flows.</p><hr><h3>Notes</h3>{body}")
    assert notes(page) == {"1": "First."}
    assert tei(page).account.balanced


def test_an_ellipsis_that_opens_a_note_stays() -> None:
    page = read("html", '<p>The river<a id="b1" href="#n1">[1]</a> flows.</p><p id="n1"><a href="#b1">1</a> ... and so on.</p>')
    assert notes(page) == {"1": "... and so on."}


def test_a_note_in_a_block_of_its_own_is_whole() -> None:
    page = read("html", "<h1>Of Weirs</h1><p>The river<sup>1</sup> flows.</p><h3>Notes</h3><div><a>1</a>. First.</div>")
    assert notes(page) == {"1": "First."}


def test_the_heading_of_the_notes_stays_with_them() -> None:
    page = read("html", '<h1>Of Weirs</h1><p>The river<a id="b1" href="#n1">[1]</a> flows.</p><h3>Anmerkungen</h3><p id="n1"><a href="#b1">1</a> First.</p>')
    assert text_of(page.works[0].notes_head) == "Anmerkungen" and "Anmerkungen" not in dropped(page)
    root = etree.fromstring(tei(page).data)
    assert root.xpath("string(//*[@type='notes']/*[local-name()='head'])") == "Anmerkungen"


@pytest.mark.parametrize(("encoding", "words"), [("cp1251", "Мельница и река. Мельник не спит."), ("shift_jis", "川は水車より古い。番人は知っていた。")])
def test_a_page_that_names_no_encoding(encoding: str, words: str) -> None:
    page = read("html", f"<html><body><h1>{words}</h1><p>{words}</p></body></html>".encode(encoding))
    assert text_of(blocks(page, Paragraph)[0].content) == words and "IMP-011" in codes(page)


def test_notes_of_those_who_made_the_page() -> None:
    page = read("html", '<p>The river<sup><a href="#n1" name="f1">[1]</a></sup> is<sup><a href="#n2" name="f2">[1*]</a></sup> old.</p><p class="endnote"><a href="#f1" name="n1">1.</a> Older.</p><p class="endnote"><a href="#f2" name="n2">1*.</a> Of ours.</p>')
    assert notes(page) == {"1": "Older.", "1*": "Of ours."} and tei(page).account.balanced


def test_what_looks_like_a_note_inside_a_link_is_none() -> None:
    page = read("html", '<p>Again<a href="#n2" name="f2"><span class="note">[2]</span></a> it flows.</p><p class="note"><a href="#f2" name="n2">2</a> Below.</p>')
    assert notes(page) == {"2": "Below."}


def test_a_quotation_marked_twice_is_one() -> None:
    result = tei(read("html", '<p>He said:</p><blockquote><p class="quoteb">The weir is ours.</p></blockquote>'))
    assert result.data.count(b"<quote") == 1


def test_a_page_in_utf_8_that_says_otherwise_is_no_guess() -> None:
    data = "<meta http-equiv='content-type' content='text/html; charset=windows-1252'><p>“The weir” is old.</p>".encode()
    page = read("html", data)
    assert text_of(blocks(page, Paragraph)[0].content) == "“The weir” is old." and codes(page) == []


@pytest.mark.parametrize("data", [b"<html></html>", b"<html><body><script>x</script></body></html>", b"<p>&nbsp;</p>"])
def test_a_page_without_text(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read("html", data)
    assert refused.value.problem.code == "IMP-002"


def test_a_page_that_holds_the_frame_of_a_site_only() -> None:
    with pytest.raises(Refused) as refused:
        read("html", "<nav>Home and more</nav><form><button>Go</button></form>")
    assert refused.value.problem.code == "IMP-053" and "4 words" in refused.value.problem.message


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("3 May 1903", "1903-05-03"),
        ("May 3rd, 1903", "1903-05-03"),
        ("August 1928", "1928-08"),
        ("(1907)", "1907"),
        ("2010-08-12T10:00:00Z", "2010-08-12"),
        ("1903 or 1904", ""),
        ("summer 1903", ""),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert when(text) == date


TAGS = [
    "p",
    "p",
    "p",
    "div",
    "div",
    "span",
    "i",
    "b",
    "em",
    "a",
    "a",
    "sup",
    "h1",
    "h2",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "blockquote",
    "pre",
    "br",
    "hr",
    "img",
    "figure",
    "figcaption",
    "section",
    "article",
    "aside",
    "nav",
    "footer",
    "small",
    "center",
    "q",
    "cite",
    "math",
    "mi",
    "script",
    "form",
    "button",
    "label",
    "details",
]
CLASSES = [
    "fnanchor",
    "footnote",
    "pagenum",
    "poem",
    "stanza",
    "verse",
    "quoteb",
    "sidenote",
    "caption",
    "figcenter",
    "smcap",
    "title",
    "sig",
    "fst",
    "note",
    "label",
    "reference",
    "nav",
    "prp-pages-output",
    "infotop",
    "infobot",
    "ws-pagenum",
    "footnote-item",
]
WORDS = ["alpha", "beta", "gamma", "1", "2", "[1]", "(2)", "*", "Notes", "ίδιος", "слово"]


def hostile(chance: random.Random, depth: int = 0) -> str:
    """A page that no author would write: any element in any other, a good part of them unclosed."""
    pieces = []
    for _ in range(chance.randint(0, 4)):
        if chance.random() < 0.45 or depth > 5:
            pieces.append(f" {' '.join(chance.choice(WORDS) for _ in range(chance.randint(1, 4)))} ")
            continue
        tag = chance.choice(TAGS)
        named = f' class="{chance.choice(CLASSES)}"' if chance.random() < 0.4 else ""
        keyed = f' id="k{chance.randint(1, 6)}"' if chance.random() < 0.3 else ""
        linked = f' href="#k{chance.randint(1, 8)}"' if tag == "a" else ""
        close = f"</{tag}>" if chance.random() < 0.9 else ""
        pieces.append(f"<{tag}{named}{keyed}{linked}>{hostile(chance, depth + 1)}{close}")
    return "".join(pieces)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.integers(0, 100_000))
def test_law_of_hostile_pages(seed: int) -> None:
    """Whatever a page is made of: its words are in the text, the notes, the header, or among what was left out."""
    chance = random.Random(seed)
    page = f"<html><body><p>one</p>{hostile(chance)}{hostile(chance)}</body></html>"
    result = tei(read("html", page))
    assert grammar(OURS).validate(result.data) == []
    assert not result.account.lost and not result.account.added


@given(st.text(alphabet="ab <>/=\"'&;#!-\n", max_size=160))
@settings(max_examples=80)
def test_law_of_tag_soup(soup: str) -> None:
    """No string makes the parser, or what comes after it, fall."""
    root = tree_of(soup)
    if root is not None:
        try:
            read("html", soup)
        except Refused as refused:
            assert refused.problem.code in {"IMP-002", "IMP-053"}


# --- Markdown ---------------------------------------------------------------------------------------------------------


def test_markdown() -> None:
    page = read("md", made.MARKDOWN)
    assert [one.name for one in page.metadata.people] == ["Jane Doe", "John Roe"]
    assert (page.metadata.title, page.metadata.when) == ("On Looms", "1903-05-03")
    assert [(one.label, one.value) for one in page.metadata.fields] == [("mood", "blue")]
    assert list(notes(page).values()) == [
        "The first note.",
        "The long note. | With two paragraphs.",
        "An inline note.",
        "Never called.",
    ]
    assert sorted(set(codes(page))) == ["IMP-008", "IMP-040"], "a call without a note, a note without a call"
    verse = blocks(page, Verse)[0]
    assert [[text_of(line.content) for line in stanza] for stanza in verse.stanzas] == [
        ["Roses are red,", "violets blue,"],
        ["end of verse"],
    ]
    assert len(blocks(page, Table)) == 1 and [one.kind for one in blocks(page, Listing)] == ["numbered", "gloss"]


def test_places_in_markdown_are_its_lines() -> None:
    page = read("md", made.MARKDOWN)
    lines = made.MARKDOWN.split("\n")
    assert lines[blocks(page, Heading)[0].place.line - 1].startswith("# On Looms")
    dangling = next(p for p in blocks(page, Paragraph) if text_of(p.content).startswith("Dangling"))
    assert lines[dangling.place.line - 1].startswith("Dangling")


@given(
    st.lists(
        st.sampled_from(["word", "*it*", "**b**", "[^1]", "`c`", "<b>", "\n\n", "> q", "- i", "# h", "| v"]),
        max_size=30,
    )
)
@settings(max_examples=60)
def test_law_of_markdown(pieces: list[str]) -> None:
    text = "start " + " ".join(pieces).replace("\n\n ", "\n\n") + "\n\n[^1]: note\n"
    result = tei(read("md", text))
    assert not result.account.lost and not result.account.added
    assert Counter(words_of_text(text))["word"] <= etree.tostring(result.root, encoding="unicode").count("word")


# --- Word processors --------------------------------------------------------------------------------------------------


def test_word() -> None:
    document = read("docx", made.word())
    assert [part.kind for part in document.works[0].front] == ["title", "subtitle", "docAuthor"]
    assert (document.metadata.title, document.metadata.subtitle) == ("On Looms", "A Study")
    assert document.metadata.language == "en-GB"
    assert notes(document) == {"1": "The note.", "i": "The end note. | Second.", "comment-0": "Check this."}
    assert [note.position for note in document.works[0].notes] == ["foot", "end", "margin"]
    assert document.works[0].notes[2].by == next(one.key for one in document.metadata.people if one.role == "comments")
    assert [text_of(one.content) for one in blocks(document, Heading)] == ["First Part"], "by the name of the style"


def test_word_runs() -> None:
    first = blocks(read("docx", made.word()), Paragraph)[0]
    assert text_of(first.content) == "Plain italic and SC x2 not then Wort."
    looks = [(text_of(one.content), one.rend, one.lang) for one in first.content if isinstance(one, Style)]
    assert looks == [
        ("italic", ("italic",), ""),
        ("SC", ("smallcaps",), ""),
        ("2", ("superscript",), ""),
        (" Wort", (), "de-DE"),
    ]


def test_word_blocks() -> None:
    document = read("docx", made.word())
    numbered, bulleted = blocks(document, Listing)
    assert [item.mark for item in numbered.items] == ["1.", "2."] and bulleted.kind == "bulleted"
    assert [item.mark for item in numbered.items[0].blocks[1].items] == ["a)"]
    assert len(blocks(document, Quotation)[0].blocks) == 2
    assert [len(stanza) for stanza in blocks(document, Verse)[0].stanzas] == [2, 1]
    table = blocks(document, Table)[0]
    assert table.rows[0][0].heading and table.rows[0][0].columns == 2 and table.rows[1][0].rows == 2
    assert text_of(blocks(document, Figure)[0].caption) == "Fig. 1: The loom"
    assert [one.name for one in document.attachments] == ["image1.png"]
    assert [part.kind for part in blocks(document, Part)][-2:] == ["salute", "signed"]
    words = [text_of(one.content) for one in blocks(document, Paragraph)]
    assert "joined paragraph" in words, "a deleted end of paragraph joins two"
    assert words.count("in the box") == 1


def test_tracked_changes_are_accepted_and_told() -> None:
    document = read("docx", made.word())
    assert "IMP-045" in codes(document) and "IMP-046" in codes(document)
    reasons = {one.text.strip(): one.reason for one in document.dropped}
    assert reasons["deleted words"] == "deleted in tracked changes by Bob"
    assert reasons["hidden"] == "hidden in the word processor"
    assert "Running head" in dropped(document) and "toc entry" in dropped(document)
    assert "inserted kept link" in text_of(blocks(document, Paragraph)[1].content)


def test_a_deletion_inside_a_word_parts_no_word() -> None:
    deleted = '<w:del w:author="B"><w:r><w:delText>u</w:delText></w:r></w:del>'
    result = tei(read("docx", made.word(made.para(made.run("colo") + deleted + made.run("r")))))
    assert not result.account.lost and not result.account.added


def test_open_document() -> None:
    document = read("odt", made.open_document())
    assert document.metadata.title == "On Looms" and document.metadata.language == "en-GB"
    assert notes(document) == {"1": "The note.", "i": "End note.", "comment-3": "Check."}
    assert text_of(blocks(document, Paragraph)[0].content) == "Plain italic word link new line endhoch"
    assert [item.mark for item in blocks(document, Listing)[0].items] == ["1.", "2."]
    assert len(blocks(document, Quotation)[0].blocks) == 2
    assert text_of(blocks(document, Figure)[0].caption) == "Figure 1. Loom"
    assert [one.content.unit for one in blocks(document, Aside)] == ["page"]
    assert {one.text for one in document.dropped} == {"gone words", "First Part 1", "Running head"}
    assert [text_of(one.content) for one in blocks(document, Paragraph)][-1] == "boxed"


_PLAIN = st.text(alphabet="abcdé ", min_size=1, max_size=12)
_LOOKS = st.sampled_from(
    ["", "<w:i/>", "<w:b/>", "<w:smallCaps/>", '<w:vertAlign w:val="superscript"/>', "<w:vanish/>"]
)
_RUNS = st.lists(st.tuples(_PLAIN, _LOOKS), min_size=1, max_size=5)
_STYLED = st.sampled_from(["", "Title", "berschrift1", "Zitat", "Verse", "Caption", "TOC1", "Signature", "Unknown"])


@given(st.lists(st.tuples(_STYLED, _RUNS, st.sampled_from([None, 0, 1, 2])), min_size=1, max_size=8))
@settings(max_examples=60)
def test_law_of_word(paragraphs: list) -> None:
    """Paragraphs of any style, in lists or not, of any runs: every word arrives."""
    body = made.para(made.run("first")) + "".join(
        made.para("".join(made.run(*one) for one in runs), style, "" if level is None else made.in_list(level, 1))
        for style, runs, level in paragraphs
    )
    result = tei(read("docx", made.word(body)))
    assert not result.account.lost and not result.account.added
    assert grammar(OURS).validate(result.data) == []


@pytest.mark.parametrize(
    ("name", "kind", "level"),
    [
        ("heading 2", "heading", 2),
        ("Überschrift 3", "heading", 3),
        ("Heading_20_1", "heading", 1),
        ("Intense Quote", "quote", 0),
        ("Block Text", "quote", 0),
        ("toc 1", "contents", 0),
        ("TOC Heading", "contents", 0),
        ("HTML Preformatted", "code", 0),
        ("Normal", "text", 0),
        ("Body Text", "text", 0),
        ("Universal", "text", 0),
    ],
)
def test_names_of_styles(name: str, kind: str, level: int) -> None:
    role = role_of(name)
    assert (role.kind, role.level) == (kind, level)


@pytest.mark.parametrize(
    ("number", "form", "written_as"),
    [
        (4, "lowerRoman", "iv"),
        (28, "upperLetter", "BB"),
        (3, "decimal", "3"),
        (5, "chicago", "**"),
        (1990, "upperRoman", "MCMXC"),
    ],
)
def test_numbers_of_lists(number: int, form: str, written_as: str) -> None:
    assert shaped(number, form) == written_as


# --- Books ------------------------------------------------------------------------------------------------------------


def test_book() -> None:
    book = read("epub", made.book())
    assert (book.metadata.title, book.metadata.subtitle) == ("On Looms", "A Study")
    assert {(one.name, one.role) for one in book.metadata.people} == {("Jane Doe", "author"), ("Max Roe", "translator")}
    assert notes(book) == {"1": "The first note.", "2": "Second note."}, "also from another file of the book"
    assert [text_of(one.content) for one in blocks(book, Heading)] == ["Chapter One", "Chapter Two"]
    assert [one.n for one in inlines(book, Break)] == ["7"]
    assert [one.picture.file for one in blocks(book, Figure)] == ["c.png"]
    assert book.dropped[0].reason == "the list of contents for e-readers"


def test_links_between_the_files_of_a_book() -> None:
    result = tei(read("epub", made.book()))
    names = {"t": "http://www.tei-c.org/ns/1.0"}
    target = result.root.xpath("//t:ref[.='next']/@target", namespaces=names)[0]
    assert result.root.xpath(f"//*[@xml:id='{target[1:]}']")


def test_a_locked_book() -> None:
    locked = '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#"><CipherData><CipherReference URI="OEBPS/text/c1.xhtml"/></CipherData></EncryptedData></encryption>'
    with pytest.raises(Refused) as refused:
        read("epub", made.book(**{"META-INF/encryption.xml": locked}))
    assert refused.value.problem.code == "IMP-044"


def test_a_flat_document_is_read_as_a_packed_one_is() -> None:
    flat, packed = read("odt", made.flat_document()), read("odt", made.open_document())
    assert (flat.metadata, notes(flat), codes(flat)) == (packed.metadata, notes(packed), codes(packed))
    assert [type(one) for one in flat.works[0].blocks] == [type(one) for one in packed.works[0].blocks]
    assert [one.data for one in flat.attachments] == [one.data for one in packed.attachments] != []
    assert looks_like(made.flat_document().encode()) == "odt"


def test_a_flat_document_that_breaks_off() -> None:
    with pytest.raises(Refused) as refused:
        read("odt", made.flat_document()[:-30])
    assert refused.value.problem.code == "IMP-042"


def item(text: str, level: int, series: int) -> str:
    return made.para(made.run(text), more=made.in_list(level, series))


def shape(block: object) -> object:
    """A list as its words and lists in it, by items."""
    if isinstance(block, Listing):
        return [[shape(inner) for inner in one.blocks] for one in block.items]
    return " ".join(text_of(block.content).split()) if isinstance(block, Paragraph) else type(block).__name__


def test_lists_in_lists_are_told_by_their_level_even_if_each_counts_for_itself() -> None:
    body = item("one", 0, 1) + item("alpha", 1, 3) + item("beta", 1, 3) + item("more of beta", 1, 4) + item("two", 0, 1)
    body += item("open", 0, 5) + item("done", 0, 6) + made.para(made.run("Between.")) + item("other", 0, 7)
    lists = blocks(read("docx", made.word(body)), Listing)
    assert [shape(one) for one in lists] == [
        [["one", [["alpha"], ["beta", "more of beta"]]], ["two"]],
        [["☐ open"], ["☒ done"]],
        [["other"]],
    ]
    assert [one.mark for one in lists[0].items] == ["1.", "2."]


def test_a_list_that_is_set_in_by_its_style_alone() -> None:
    inner = made.para(made.run("inner"), style="ListBullet2", more=made.in_list(0, 7))
    lists = blocks(read("docx", made.word(item("one", 0, 2) + inner + item("two", 0, 2))), Listing)
    assert [shape(one) for one in lists] == [[["one", [["inner"]]], ["two"]]]


def test_signs_of_fonts_are_words() -> None:
    sign = '<w:r><w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Symbol" w:char="zz"/></w:r>'
    result = tei(read("docx", made.word(made.para(made.run("angle") + sign))))
    assert "angleα" in result.data.decode() and result.account.balanced


def test_a_bookmark_between_paragraphs_is_where_links_lead() -> None:
    body = '<w:bookmarkStart w:id="1" w:name="weir"/>' + made.para(made.run("The weir.")) + '<w:bookmarkEnd w:id="1"/>'
    body += made.para('<w:hyperlink w:anchor="weir"><w:r><w:t>above</w:t></w:r></w:hyperlink>')
    root = etree.fromstring(tei(read("docx", made.word(body))).data)
    ref = root.find(".//{*}body//{*}ref")
    assert ref.get("target")[1:] in {one.get("{http://www.w3.org/XML/1998/namespace}id") for one in root.iter("{*}anchor")}


def test_terms_captions_code_and_lines_of_word() -> None:
    line = '<w:p><w:r><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" o:hr="t"/></w:pict></w:r></w:p>'
    body = made.para(made.run("Weir"), style="DefinitionTerm") + made.para(made.run("A wall."), style="Definition")
    body += made.para(made.run("In a river."), style="Definition") + line + made.para(made.run("Counted hens"), style="TableCaption")
    body += "<w:tbl><w:tr>" + "".join(f"<w:tc>{made.para(made.run(cell))}</w:tc>" for cell in ("hens", "12")) + "</w:tr></w:tbl>"
    body += made.para(made.run("def hens():", "<w:b/>") + "<w:r><w:br/></w:r>" + made.run(" pass"), style="SourceCode")
    document = read("docx", made.word(body))
    gloss, rule, table, code = blocks(document, Listing)[0], blocks(document, Rule), blocks(document, Table)[0], blocks(document, Preformatted)
    assert (gloss.kind, gloss.items[0].mark, shape(gloss)) == ("gloss", "Weir", [["A wall.", "In a river."]])
    assert len(rule) == 1 and text_of(table.caption) == "Counted hens" and code[0].text == "def hens():\n pass"


_MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def mrun(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        (f"{mrun('E=m')}<m:sSup><m:e>{mrun('c')}</m:e><m:sup>{mrun('2')}</m:sup></m:sSup>", "E=m\u2009c^2"),
        (f"<m:f><m:num>{mrun('a+b')}</m:num><m:den>{mrun('c')}</m:den></m:f>", "(a+b)/c"),
        (f"<m:rad><m:deg/><m:e>{mrun('x')}</m:e></m:rad>", "√x"),
        (f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{mrun("i=1")}</m:sub><m:sup>{mrun("n")}</m:sup><m:e>{mrun("i")}</m:e></m:nary>', "∑_(i=1)^n▒i"),
        (f"<m:d><m:e>{mrun('x')}</m:e><m:e>{mrun('y')}</m:e></m:d>", "(x|y)"),
        (f"<m:m><m:mr><m:e>{mrun('1')}</m:e><m:e>{mrun('0')}</m:e></m:mr></m:m>", "■(1&0)"),
        (f"<m:func><m:fName>{mrun('sin')}</m:fName><m:e>{mrun('x')}</m:e></m:func>", "sin\u2009x"),
        (f"<m:odd><m:e>{mrun('q')}</m:e></m:odd>", "q"),
    ],
)  # fmt: skip
def test_formulas_of_word_on_a_line(formula: str, line: str) -> None:
    document = read("docx", made.word(made.para(made.run("Let ") + f"<m:oMath {_MATH}>{formula}</m:oMath>")))
    assert [one.text for one in inlines(document, Formula)] == [line]
    assert tei(document).account.balanced


@pytest.mark.parametrize("written", ["", '<math:annotation math:encoding="StarMath 5.0">E = m c^2</math:annotation>'])
def test_formulas_of_libreoffice_lie_in_parts_of_their_own(written: str) -> None:
    signs = "<math:mi>E</math:mi><math:mo>=</math:mo><math:mi>m</math:mi><math:msup><math:mi>c</math:mi><math:mn>2</math:mn></math:msup>"
    part = f'<math:math xmlns:math="http://www.w3.org/1998/Math/MathML"><math:semantics>{signs}{written}</math:semantics></math:math>'
    frame = '<text:p>Let <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame> be.</text:p>'
    with zipfile.ZipFile(io.BytesIO(made.open_document(frame))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = read("odt", made.packed({**parts, "Object 1/content.xml": part}))
    assert [one.text for one in inlines(document, Formula)] == ["E = m c^2" if written else "E = m c 2"]
    assert tei(document).account.balanced


def test_a_note_of_markdown_called_twice_and_one_that_is_lost() -> None:
    document = read("md", "One[^a], again[^a], and[^gone].\n\n[^a]: Note.\n")
    assert [(call.note != "", call.label) for call in inlines(document, Call)] == [(True, "1"), (True, "1"), (False, "gone")]
    assert "IMP-008" in codes(document)
    root = etree.fromstring(tei(document).data)
    assert root.find(".//{*}back//{*}note").get("target").split() == [f"#{one.get('{http://www.w3.org/XML/1998/namespace}id')}" for one in root.iterfind(".//{*}body//{*}ref[@target]")]


def test_what_pandoc_adds_to_markdown() -> None:
    text = "# The river {#river .wide -}\n\nH~2~O and x^2^, [see](#river).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n: Counted\n\nTerm\n:   one\n:   two\n"
    document = read("md", text)
    assert text_of(blocks(document, Heading)[0].content) == "The river"
    assert [one.rend for one in inlines(document, Style)] == [("subscript",), ("superscript",)]
    assert text_of(blocks(document, Table)[0].caption) == "Counted"
    root = etree.fromstring(tei(document).data)
    assert [one.text for one in root.iterfind(".//{*}list[@type='gloss']/{*}label")] == ["Term"]
    assert root.find(".//{*}body//{*}ref").get("target") == "#d1"


@pytest.mark.parametrize(
    ("target", "address"),
    [("http://a.org/b[c", "http://a.org/b%5Bc"), ("http://[::1]/x|y", "http://[::1]/x%7Cy"), ("http://a.org/b c", "http://a.org/b%20c")],
)  # fmt: skip
def test_no_address_makes_a_file_invalid(target: str, address: str) -> None:
    result = tei(Document((Work((Paragraph((Link(target, (Text("see"),)),)),)),), Metadata(), "see"))
    assert address in result.data.decode() and valid(result.data)


# --- Recognised pages -------------------------------------------------------------------------------------------------


def test_page() -> None:
    document = read("page", made.packed({"2.xml": made.SECOND_PAGE, "1.xml": made.FIRST_PAGE}))
    paragraph = blocks(document, Paragraph)[0]
    breaks = [(one.unit, one.n, one.within_word, one.hyphen) for one in paragraph.content if isinstance(one, Break)]
    assert breaks == [
        ("line", "", False, ""),
        ("line", "", True, "-"),
        ("line", "", True, "¬"),
        ("page", "2", False, ""),
        ("line", "", False, ""),
        ("line", "", False, ""),
    ]
    assert "morning in the weaving town of Leeds and the weavers went home." in " ".join(text_of(paragraph.content).split())
    turn = next(one for one in paragraph.content if isinstance(one, Break) and one.unit == "page")
    assert turn.facs == "f2" and [surface.image for surface in document.surfaces] == ["p1.jpg", "p2.jpg"]
    assert text_of(blocks(document, Heading)[0].content).strip() == "The Looms"
    assert blocks(document, Aside)[0].content.n == "17", "the printed number"
    assert [aside.content.kind for aside in blocks(document, Aside)[1:3]] == ["pageNum", "header"]


def test_notes_on_pages() -> None:
    document = read("page", made.FIRST_PAGE)
    assert notes(document) == {"margin-1": "A side", "1": "A foot note that goes on."}
    calls = inlines(document, Call)
    assert [(call.note, call.printed) for call in calls] == [("margin-1", ""), ("note-2", " 1)")]
    assert all(call.trust.cert for call in calls), "where a note belongs is a guess"


def test_what_recognition_says_of_itself() -> None:
    document = read("page", made.FIRST_PAGE)
    unsure = next(one for one in document.problems if one.code == "IMP-049")
    assert "1 line," in unsure.message and "ving town" in unsure.message
    looks = [(text_of(one.content), one.element, one.rend) for one in inlines(document, Style)]
    assert looks == [("in", "hi", ("italic",)), ("the", "persName", ())]
    second = read("page", made.SECOND_PAGE)
    assert [(text_of(one.content), one.expansion) for one in inlines(second, Abbreviation)] == [("End", "Ending")]
    assert [[text_of(cell.content).strip() for cell in row] for row in blocks(second, Table)[0].rows] == [["a", "b"]]


def test_alto() -> None:
    document = read("alto", made.ALTO)
    assert text_of(blocks(document, Heading)[0].content) == "Head"
    assert text_of(blocks(document, Paragraph)[0].content) == "The old weaver sat."
    assert notes(document) == {"margin-1": "note"}
    first, head = blocks(document, Aside)
    assert (first.content.n, first.content.facs, head.content.text) == ("12", "f1", "Weaving")
    assert [surface.image for surface in document.surfaces] == ["a.jpg"]


@given(st.lists(st.text(alphabet="abcß-¬ 1)", min_size=1, max_size=14), min_size=1, max_size=12), st.integers(1, 4))
@settings(max_examples=60)
def test_law_of_pages(lines: list[str], size: int) -> None:
    """Lines of any kind, parted to regions and pages anyhow: every word arrives."""
    kinds = [
        "paragraph",
        "heading",
        "footnote",
        "marginalia",
        "header",
        "MainZone",
        "caption",
        "drop-capital",
        "StampZone",
    ]
    shown = [line if line.strip() else "x" for line in lines]
    groups = [shown[at : at + size] for at in range(0, len(shown), size)]
    pages = {
        f"{n}.xml": made.page(
            n,
            made.text_region(
                f"r{n}", kinds[n % len(kinds)], *(made.text_line(m, t, 10 * m) for m, t in enumerate(group))
            ),
        )
        for n, group in enumerate(groups)
    }
    if not any(words_of_text(line).line for line in shown):
        return
    result = tei(read("page", made.packed(pages)))
    assert not result.account.lost and not result.account.added


def test_the_language_in_the_head_of_a_markdown_file_is_no_word_of_it() -> None:
    result = tei(read("md", "---\ntitle: On gardens\nlang: en\n---\n\nRoses.\n"))
    assert result.account.balanced
    assert 'ident="en"' in result.data.decode()


# --- Foreign TEI ------------------------------------------------------------------------------------------------------


def foreign(text: str, folder: Path) -> Ready:
    path = folder / "foreign.xml"
    path.write_text(text, encoding="utf-8")
    found = reader("tei")(Source(path, path.name, path.read_bytes()))
    assert isinstance(found, Ready)
    return found


def test_p4_becomes_valid_p5(tmp_path: Path) -> None:
    ready = foreign(made.TEI_P4, tmp_path)
    result = tei(ready)
    assert valid(result.data)
    assert result.account.balanced
    text = etree.tostring(result.root, encoding="unicode")
    assert "the weaver" in text and "café" in text and "Made it." in text
    assert 'when="2001-02-03"' in text and 'xml:id="id-1st"' in text and 'target="#p2"' in text
    assert "<choice><sic>neer</sic><corr>near</corr></choice>" in text
    assert any("P4" in sentence for sentence in ready.done)


def test_ids_are_repaired_and_pointers_follow(tmp_path: Path) -> None:
    ready = foreign(made.TEI_WITHOUT_NAMESPACE, tmp_path)
    ids = [one.get("{http://www.w3.org/XML/1998/namespace}id") for one in ready.root.iter("{*}p")]
    assert ids[-3:] == ["a-b", "x", "x-2"]
    assert [one.get("target") for one in ready.root.iter("{*}ref")] == ["#x"]
    assert {"IMP-051", "IMP-052"} <= set(codes(ready))
    assert any("my.rng" in sentence for sentence in ready.done)
    assert ready.root.find("{*}teiHeader/{*}fileDesc/{*}sourceDesc") is not None, "the header was missing"
    assert tei(ready).account.balanced


def test_pointers_to_an_id_with_a_blank() -> None:
    parser = etree.XMLParser(collect_ids=False)
    root = etree.fromstring('<TEI><p xml:id="1 a"/><ref target="#1 a"/><ref target="#b #1 a"/></TEI>', parser)
    assert repair_ids(root) == [("1 a", "id-1-a")]
    assert [one.get("target") for one in root.iter("ref")] == ["#id-1-a", "#b #id-1-a"]


@pytest.mark.parametrize(
    "fragment", ["<p>Alone</p>", "<div><p>Alone</p></div>", "<text><body><p>Alone</p></body></text>"]
)
def test_a_fragment_gets_a_frame(tmp_path: Path, fragment: str) -> None:
    tag = fragment.replace(">", ' xmlns="http://www.tei-c.org/ns/1.0">', 1)
    result = tei(foreign(tag, tmp_path))
    assert valid(result.data) and result.account.balanced


def test_valid_tei_stays_as_it_is(tmp_path: Path) -> None:
    names = 'xmlns="http://www.tei-c.org/ns/1.0"'
    header = "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p>x</p></publicationStmt><sourceDesc><p>x</p></sourceDesc></fileDesc></teiHeader>"
    body = '<text><body><p xml:id="a">One <hi rend="i">two</hi>.</p></body></text>'
    ready = foreign(f"<TEI {names}>{header}{body}</TEI>", tmp_path)
    assert etree.tostring(ready.root, encoding="unicode") == f"<TEI {names}>{header}{body}</TEI>"
    assert ready.done == ()


# --- What can't be read -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "data", "code"),
    [
        ("docx", b"no archive at all", "IMP-042"),
        ("docx", made.word()[:400], "IMP-042"),
        ("docx", made.packed({"word/other.xml": "<x/>"}), "IMP-042"),
        ("docx", made.packed({"word/document.xml": "<broken"}), "IMP-042"),
        ("docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old one", "IMP-044"),
        ("docx", made.word(made.para("")), "IMP-002"),
        ("odt", made.packed({"content.xml": "<x/>"}), "IMP-042"),
        ("odt", made.open_document("<text:p/>"), "IMP-002"),
        (
            "odt",
            made.packed({"META-INF/manifest.xml": '<m xmlns="u"><encryption-data/></m>', "content.xml": "<x/>"}),
            "IMP-044",
        ),
        ("epub", made.packed({"mimetype": "application/epub+zip"}), "IMP-042"),
        ("page", "<PcGts><Page>", "IMP-048"),
        ("page", "<alto/>", "IMP-047"),
        ("page", made.packed({"a.txt": "x"}), "IMP-047"),
        ("page", made.page(1, ""), "IMP-002"),
        ("alto", "<alto/>", "IMP-002"),
        ("md", b"\x00\x01\x02\x03binary", "IMP-003"),
        ("md", b"\n\n  \n", "IMP-002"),
    ],
)
def test_bad_input_is_refused_with_its_reason(form: str, data: str | bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(form, data)
    assert refused.value.problem.code == code
    assert 20 < len(refused.value.problem.message) < 250


def test_a_file_that_swells_beyond_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recensio.imports.readers.office.package._LARGEST", 1000)
    with pytest.raises(Refused) as refused:
        read("docx", made.word())
    assert refused.value.problem.code == "IMP-043"


@pytest.mark.parametrize(
    ("text", "code"),
    [("<html><body/></html>", "XML-100"), ("<TEI><text>", "XML-0"), ("plain words", "XML-007")],
)
def test_what_is_no_tei(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        foreign(text, tmp_path)
    assert refused.value.problem.code.startswith(code)


def test_entities_of_packages_are_not_expanded() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    data = made.packed(
        {
            "content.xml": bomb
            + '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><text:p>a&x;b</text:p></office:text></office:body></office:document-content>'
        }
    )
    assert "root:" not in read("odt", data).words_in
