"""Accessible and lasting PDFs: what the standards ask for, and what a reader who does not see the page gets."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from helpers import CORPORA, SITE, build_in, sheets
from lxml import etree
from pypdfium2 import raw

from recensio import shipped
from recensio.lasting import date_for, standards_of, unfit
from recensio.stamping import stamped
from recensio.typeset import Typeset, typeset

TEMPLATES = (shipped.folder("xslt") / "print",)
SPECIMENS = Path(__file__).parent / "specimens"
HEADER = (
    '<teiHeader><fileDesc><titleStmt><title>Carmen</title></titleStmt><publicationStmt><date when="2024-05-06"/></publicationStmt>'
    '<sourceDesc><listWit><witness xml:id="A">A</witness><witness xml:id="B">B</witness></listWit></sourceDesc></fileDesc></teiHeader>'
)


def document(body: str) -> etree._Element:
    return etree.fromstring(f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="la">{HEADER}<text><body>{body}</body></text></TEI>')


def made(root: etree._Element, standard: str, folder: Path = SPECIMENS) -> Typeset:
    source = sheets().normalise(root).print_source("x", SITE, sheets().labels("en", {}))
    wanted = standards_of(standard)
    return typeset(source, template_folders=TEMPLATES, root=folder, standards=wanted, timestamp=date_for(wanted, root))


# ---------------------------------------------------------------- what is asked for


@pytest.mark.parametrize("value", ["", "ua-1", "a-2b", "ua-1+a-2a", "a-4"])
def test_standards_that_can_be_asked_for(value: str) -> None:
    assert unfit(value) == ""


@pytest.mark.parametrize("value", ["ua-2", "a-2b+a-3b", "ua-1+", "ua-1+ua-1", "pdf/a"])
def test_standards_that_cannot(value: str) -> None:
    assert "ua-1" in unfit(value)


def test_the_date_of_an_archive_copy_is_that_of_its_header(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert date_for(("a-2b",), document("<p>x</p>")) == 1_714_953_600
    assert date_for(("ua-1",), document("<p>x</p>")) is None
    assert date_for(("a-2b",), etree.fromstring("<TEI/>")) == 946_684_800
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "5")
    assert date_for(("a-2b",), etree.fromstring("<TEI/>")) == 5


@pytest.mark.parametrize("standard", ["ua-1", "a-1b", "a-2b", "a-2u", "a-2a", "a-3b", "a-4", "ua-1+a-2a"])
def test_every_standard_can_be_met(standard: str) -> None:
    body = (
        '<div><head>Caput</head><p>arma <app><lem wit="#A">virumque</lem><rdg wit="#B">virum</rdg></app> cano'
        '<note>nota <ref target="https://example.org">ibi</ref></note></p><figure><graphic url="none.png"/></figure></div>'
    )
    result = made(document(body), standard)
    assert result.pdf is not None, result.problems
    assert [p.code for p in result.problems] == ["PDF-005"]


def test_the_settings_ask_for_a_standard(tmp_path: Path) -> None:
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei" / "a.xml").write_bytes(etree.tostring(document("<p>arma virumque</p>")))
    (tmp_path / "edition.toml").write_text('[print]\nstandard = "ua-1+a-2a"\n')
    report = build_in(tmp_path, to=("pdf",))
    assert not [p for p in report.problems if p.code.startswith(("PDF", "CFG"))]
    pdf = (tmp_path / "output" / "pdf" / "a.pdf").read_bytes()
    assert b"pdfuaid" in pdf and b"pdfaid" in pdf and b"20240506" in pdf


@pytest.mark.parametrize("name", sorted(p.stem for p in SPECIMENS.glob("*.xml") if p.stem in ("rtl", "structure", "apparatus", "hostile-text", "lists")))
def test_specimens_are_accessible(name: str) -> None:
    root = read(SPECIMENS / f"{name}.xml")
    assert (result := made(root, "ua-1")).pdf is not None, result.problems


@pytest.mark.parametrize("name", ["dharma-campa__DHARMA_INSCIC00089", "qhod__Schiffsordnung", "digital-areal__fable005"])
def test_real_texts_are_accessible(name: str) -> None:
    if not CORPORA.is_dir():
        pytest.skip("the real editions are not beside the checkout")
    result = made(read(CORPORA / f"{name}.xml"), "ua-1+a-2a", CORPORA)
    assert result.pdf is not None, result.problems
    assert "PDF-007" not in [p.code for p in result.problems]


def read(path: Path) -> etree._Element:
    from recensio.parse import Limits, parse

    parsed = stamped(parse(path, folder=path.parent, name=path.name, limits=Limits(size=10**7)), "reading")
    assert parsed.root is not None
    return parsed.root


# ---------------------------------------------------------------- what a reader gets


def tags_of(pdf: bytes) -> Iterator[tuple[str, bool]]:
    """The elements of the structure tree: type, and whether content hangs in it or below it."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        for page in opened:
            tree = raw.FPDF_StructTree_GetForPage(page)
            for index in range(raw.FPDF_StructTree_CountChildren(tree)):
                yield from _below(raw.FPDF_StructTree_GetChildAtIndex(tree, index))
            raw.FPDF_StructTree_Close(tree)
    finally:
        opened.close()


def _below(element: raw.FPDF_STRUCTELEMENT) -> Iterator[tuple[str, bool]]:
    buffer = ctypes.create_string_buffer(200)
    size = raw.FPDF_StructElement_GetType(element, buffer, 200)
    kind = buffer.raw[: max(0, size - 2)].decode("utf-16-le")
    inner: list[tuple[str, bool]] = []
    full = False
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        full = full or raw.FPDF_StructElement_GetChildMarkedContentID(element, index) >= 0
        if child := raw.FPDF_StructElement_GetChildAtIndex(element, index):
            inner += _below(child)
    yield kind, full or any(content for _, content in inner)
    yield from inner


def test_every_entry_is_a_note_with_its_words() -> None:
    words = " ".join(f'w{n} <app><lem wit="#A">lem{n}</lem><rdg wit="#B">rdg{n}</rdg></app>' for n in range(30))
    result = made(document(f"<p>{words}</p>"), "ua-1")
    assert result.pdf is not None
    notes = [full for kind, full in tags_of(result.pdf) if kind == "Note"]
    assert sum(notes) >= 30


def test_headings_tables_and_figures_are_tagged_as_such(tmp_path: Path) -> None:
    body = (
        "<div><head>Unum</head><div><head>Duo</head><p>arma</p>"
        '<table><row role="label"><cell>a</cell><cell>b</cell></row><row><cell>c</cell><cell>d</cell></row></table></div></div>'
    )
    result = made(document(body), "ua-1")
    assert result.pdf is not None
    kinds = Counter(kind for kind, _ in tags_of(result.pdf))
    assert kinds["TH"] == 2 and kinds["TD"] == 2
    assert kinds["H1"] >= 1 and kinds["H2"] >= 1


def test_text_and_apparatus_lead_to_one_another() -> None:
    words = " ".join(f'w{n} <app><lem wit="#A">lem{n}</lem><rdg wit="#B">rdg{n}</rdg></app> and more words' for n in range(8))
    result = made(document(f"<p>{words}</p>"), "")
    assert result.pdf is not None
    opened = pypdfium2.PdfDocument(result.pdf)
    try:
        heights = [bottom for page in opened for _, bottom in links_of(page)]
    finally:
        opened.close()
    # from each lemma to the foot; from the number of each line back
    assert len([one for one in heights if one > 200]) == 8
    assert len([one for one in heights if one <= 200]) >= 3


def links_of(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float]]:
    """The places of the links of a page: left and lower edge."""
    position, link, rectangle = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    while raw.FPDFLink_Enumerate(page, position, link):
        assert raw.FPDFLink_GetDest(page.pdf, link) or raw.FPDFLink_GetAction(link)
        raw.FPDFLink_GetAnnotRect(link, rectangle)
        yield rectangle.left, rectangle.bottom


def test_the_document_says_its_title_and_language() -> None:
    result = made(document("<p>arma</p>"), "ua-1")
    assert result.pdf is not None
    opened = pypdfium2.PdfDocument(result.pdf)
    try:
        assert opened.get_metadata_dict()["Title"] == "Carmen"
        assert raw.FPDFCatalog_IsTagged(opened)
    finally:
        opened.close()
    assert b"/Lang (la)" in result.pdf or b"<rdf:li>la</rdf:li>" in result.pdf


def test_a_character_without_a_font_is_told_with_its_place_and_how_often() -> None:
    root = document("<p>arma virumque</p><p xml:id='here'>cano \ue2a1 Troiae \ue2a1 qui</p>")
    source = sheets().normalise(root).print_source("x", SITE, sheets().labels("en", {}))
    places: list[str] = []

    def locate(place: str) -> tuple[int | None, int | None]:
        places.append(place)
        return 7, 1

    result = typeset(source, template_folders=TEMPLATES, root=SPECIMENS, locate=locate)
    (problem,) = [p for p in result.problems if p.code == "PDF-002"]
    assert "U+E2A1 (Without a name, 2 times)" in problem.message
    assert places == ["#here"] and problem.line == 7
