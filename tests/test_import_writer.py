"""Document to TEI: whatever a reader may give becomes a valid file, and words are accounted for."""

from __future__ import annotations

import pytest
from importing import faults, found, names, tei_all, texts
from lxml import etree

from recensio.imports import model
from recensio.imports.accounting import account
from recensio.imports.lost_notes import lost_notes
from recensio.imports.model import (
    HIGH,
    Anchor,
    Aside,
    Attachment,
    Break,
    Call,
    Cell,
    Change,
    Document,
    Dropped,
    Field,
    Figure,
    Formula,
    Furniture,
    Gap,
    Heading,
    Item,
    Link,
    Listing,
    Metadata,
    Note,
    Paragraph,
    Part,
    Person,
    Picture,
    Preformatted,
    Quotation,
    Rule,
    Start,
    Style,
    Table,
    Text,
    Verse,
    VerseLine,
    Work,
)
from recensio.imports.nodes import Ids, element
from recensio.imports.tei_header import Origin
from recensio.imports.writer import written

T = (Text("words"),)
P = Paragraph(T)
EVERY: dict[str, model.AnyBlock] = {
    "heading": Heading(2, T, n="1", kind="chapter"),
    "start": Start(level=1, kind="letter"),
    "paragraph": Paragraph(T, trust=HIGH, lang="la", rend=("center",), key="p"),
    "list": Listing((Item((P,), "a)"), Item((P, Listing((Item((P,)),)))), Item(())), "numbered"),
    "glosses": Listing((Item((P,), "weir"),), "gloss"),
    "quotation": Quotation((P, P), T),
    "quotation of a list": Quotation((Heading(1, T), Listing((Item((P,)),)), Verse(((VerseLine(T),),)))),
    "verse": Verse(((VerseLine(T, 1, "5"), VerseLine(T)), (VerseLine(T),))),
    "table": Table(((Cell(T, heading=True, columns=2),), (Cell(T), Cell((), rows=2))), T),
    "figure": Figure(T, Picture("a b.png", "a weir")),
    "bare figure": Figure(),
    "rule": Rule("* * *"),
    "preformatted": Preformatted("a\n  b"),
    "page": Aside(Break("page", "3")),
    "head of page": Aside(Furniture("header", "THE WEIR")),
    "gap": Aside(Gap("lost", "line", 3)),
    "anchor": Aside(Anchor("here")),
    **{
        kind: Part(kind, (*T, Break("line"), *T))
        for kind in ("salute", "dateline", "address", "signed", "postscript", "byline", "epigraph", "argument", "trailer")
    },
    "docDate": Part("docDate", T),
}
INLINE = (
    Text("a "), Style(T, ("bold",)), Style((Style(T, element="emph"),), element="foreign", lang="la"), Link("http://a.b/c d", T),
    Link("#p", T), Link("#nowhere", T), Anchor("x y"), Call("k", "1", "[1]"), Call("", "2", "(2)", trust=HIGH), Call("k", "1", "1"),
    Break("page", "4", within_word=True, trust=HIGH), Break("line"), Break("column"), Change("tse", "the", "ocr", trust=HIGH),
    Change("x", ""), Gap("illegible"), Picture("x.png", "hens"), Formula("x^2"), Furniture("pageNum", "4"),
)  # fmt: skip


def tei(*works: Work, **data: object) -> etree._Element:
    document = Document(works, data.pop("metadata", Metadata()), "", **data)  # type: ignore[arg-type]
    result = written(document, Origin("weir.txt", "txt", "0"), "weir", ("../schema/recensio.rng", "../schema/recensio.sch"))
    assert faults(result.data) == []
    if tei_all() is not None:
        assert tei_all().validate(result.data) == []
    return etree.fromstring(result.data)


@pytest.mark.parametrize("second", EVERY)
def test_any_two_blocks_may_follow_each_other(second: str) -> None:
    for first in EVERY.values():
        tei(Work((first, EVERY[second])))
        tei(Work((P, first, EVERY[second], P)))
        tei(Work((Heading(1, T), first, EVERY[second], Heading(2, T), first)))


@pytest.mark.parametrize("kind", EVERY)
def test_every_block_may_stand_anywhere(kind: str) -> None:
    block = EVERY[kind]
    tei(Work((block,), notes=(Note("k", "1", (block, P)),), front=(block,), back=(block,)), front=(block, block), back=(block,))
    tei(Work((Quotation((block,)), Listing((Item((block, P)),)))))


def test_nothing_at_all_is_a_text() -> None:
    assert names(tei(Work(()))) == ["p"]


def test_everything_inside_a_paragraph() -> None:
    root = tei(Work((Paragraph(INLINE, key="p"),), notes=(Note("k", "1", (P,)),)))
    note = found(root, "//t:note")[0]
    assert note.get("target") == "#c1 #c1-1"
    assert texts(root, "//t:ref[@type='noteAnchor'][not(@target)]") == ["(2)"]
    assert found(root, "//t:ref[@target='#p1']") and not found(root, "//t:ref[@target='#nowhere']")
    assert found(root, "//t:pb[@break='no'][@cert='high'][@resp='#importer']")


def test_every_block_has_an_id_and_none_comes_twice() -> None:
    root = tei(Work(tuple(EVERY.values()), notes=(Note("k", "*", (P, P)),)))
    blocks = ["p", "div", "lg", "list", "table", "figure", "note", "ab", "quote", "closer", "opener", "milestone"]
    bare = [one for name in blocks for one in found(root, f"//t:text//t:{name}[not(@xml:id)]")]
    assert {etree.QName(one).localname for one in bare} <= {"lg", "quote", "list"}  # parts of something with an id
    ids = root.xpath("//@xml:id")
    assert len(ids) == len(set(ids))


def test_headings_nest_divisions() -> None:
    root = tei(Work((Heading(1, T), P, Heading(3, T), P, Heading(2, T), P, Heading(1, T))))
    assert len(found(root, "//t:body/t:div")) == 2
    assert len(found(root, "//t:body/t:div[1]/t:div")) == 2


def test_parts_of_a_letter_become_opener_and_closer() -> None:
    root = tei(Work((Part("dateline", T), Part("salute", T), P, Part("salute", T), Part("signed", T), Part("postscript", T))))
    assert names(root) == ["opener", "p", "closer", "postscript"]
    assert names(root, "//t:closer/*") == ["salute", "signed"]


def test_what_does_not_close_is_no_closer() -> None:
    root = tei(Work((P, Part("signed", T), P)))
    assert names(root) == ["p", "ab", "p"] and found(root, "//t:ab[@type='signed']")


def test_several_works_are_a_group() -> None:
    works = tuple(Work((P,), notes=(Note(f"k{n}", "1", (P,)),), metadata=Metadata(title=f"T{n}", language="de")) for n in (1, 2))
    root = tei(*works, front=(P,), back=(P,))
    assert names(root, "/t:TEI/t:text/*") == ["front", "group", "back"]
    assert texts(root, "//t:sourceDesc/t:bibl/t:title")[:2] == ["T1", "T2"]
    assert [one.get("{http://www.w3.org/XML/1998/namespace}lang") for one in found(root, "//t:group/t:text")] == ["de", "de"]


def test_the_title_page() -> None:
    kinds = ("docAuthor", "title", "subtitle", "docDate", "docEdition", "docImprint", "titleByline")
    root = tei(Work((P,), front=tuple(Part(kind, T) for kind in kinds)))
    assert names(root, "//t:titlePage/*") == ["docAuthor", "docTitle", "docDate", "docEdition", "docImprint", "byline"]


def test_the_header_tells_all_that_is_known() -> None:
    metadata = Metadata(
        title="On the Weir", subtitle="A Tale", people=(Person("T. Q."), Person("J. P.", "transcription", "jp"), Person("E. D.", "editor")),
        date="May 1871", when="1871-05", language="en", publisher="Harrow", place="London", description="An essay.",
        url="http://a.b/c", identifiers=(("DOI", "1"),), rights="Ask.", licence="https://creativecommons.org/licenses/by/4.0/",
        status="free", keywords=("weirs",), abstract="Of weirs.", fields=(Field("Source", "The archive"), Field("", "A line")),
    )  # fmt: skip
    root = tei(Work((P,)), metadata=metadata, done=("It was converted.",), dropped=(Dropped("gone", "noise", model.Place(3)),))
    assert texts(root, "//t:titleStmt/t:title") == ["On the Weir", "A Tale"]
    assert found(root, "//t:respStmt[@xml:id='importer']") and found(root, "//t:respStmt[@xml:id='jp']")
    assert found(root, "//t:licence/@target") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert texts(root, "//t:editorialDecl//t:item") == ["noise: gone"]
    assert found(root, "//t:revisionDesc/t:change[@who='#importer']")
    models = [one for one in root.xpath("/processing-instruction('xml-model')")]
    assert len(models) == 2 and "schematron" in models[1].text


def test_attachments_get_addresses_below_the_file() -> None:
    root = tei(Work((Figure((), Picture("hens.png")),)), attachments=(Attachment("hens.png", b""),))
    assert found(root, "//t:graphic/@url") == ["weir/hens.png"]


def test_control_characters_do_not_break_the_file() -> None:
    tei(Work((Paragraph((Text("a\x00\x0b\x1f\ufffe\ud800b"),)), Preformatted("\x01"))), metadata=Metadata(title="\x02t"))


def test_ids_are_never_given_twice() -> None:
    ids = Ids(["p1"])
    assert [ids.next("p"), ids.wanted("1", "p"), ids.wanted("é 1", ""), ids.wanted("*", "n"), ids.wanted("9", "")] == [
        "p2", "p1-1", "é-1", "n1", "x9",
    ]  # fmt: skip


# --- Where the words are


def text(*content: etree._Element | str) -> etree._Element:
    return element("TEI", element("teiHeader"), element("text", element("body", element("p", *content))))


def test_each_word_is_looked_for() -> None:
    result = account(text("the grey hen"), "The grey hens", [Dropped("The", "noise")])
    assert result.lost == {"hens": 1} and result.added == {"the": 1, "hen": 1}
    assert not result.balanced and result.first == 1


def test_a_corrected_word_counts_as_printed() -> None:
    tree = text("the ", element("choice", element("sic", "grye"), element("corr", "grey")), " hen")
    assert account(tree, "the grye hen").balanced


def test_words_divided_by_a_break_count_as_two() -> None:
    assert account(text("un", element("lb", break_="no"), "moved"), "un-\nmoved").balanced
    assert account(text("un", element("hi", "mov"), "ed"), "unmoved").balanced


def test_the_program_s_own_words_are_no_words_of_the_source() -> None:
    tree = element("TEI", element("teiHeader", element("encodingDesc", element("p", "hen"))), element("text"))
    assert account(tree, "hen").lost == {"hen": 1}


def test_numbers_of_notes_and_items_count() -> None:
    tree = text("hen", element("ref", n="1"), element("note", "grey", n="1"))
    result = account(tree, "hen 1 1 grey")
    assert result.balanced
    assert dict(result.rows)["as numbers of notes, pages, items"] == 2


def test_keywords_and_parts_of_names_are_words_of_their_own() -> None:
    document = Document((Work((P,)),), Metadata(keywords=("weirs", "hens and geese")), "words weirs hens and geese")
    balance = written(document, Origin("x", "x", "0"), "x", ()).account
    assert balance.balanced, balance.lost


def test_the_number_of_a_lost_note_is_no_part_of_the_word_before() -> None:
    content = (Text("river"), Call("", "1", "1"), Text(" wo"), Call("n", "2", "2"), Text("rd"))
    note = Note("n", "2", (P,))
    document = Document((Work((Paragraph(content),), (note,)),), Metadata(), "river 1 word words 2")
    balance = written(document, Origin("x", "x", "0"), "x", ()).account
    assert balance.balanced, (balance.lost, balance.added)


def test_one_lost_note_or_several() -> None:
    assert lost_notes(["5"], "x").message == "1 call of a note, 5, leads nowhere: the source does not hold that note."
    several = lost_notes(["1", "2"], "x").message
    assert several == "2 calls of notes, 1 to 2, lead nowhere: the source does not hold these notes."
