"""What stands before and behind the texts in print, and the whole edition as one book: all proved on the finished pages."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from ctypes import c_double, create_string_buffer
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from helpers import build_in, tei
from pypdfium2 import raw

from recensio.report import Report

NAMED = 24
PERSONS = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Persons</title></titleStmt>'
    "<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><standOff><listPerson>{}"
    "</listPerson></standOff></TEI>"
)
WITNESSES = (
    '<listWit><head>The manuscripts</head><listWit xml:id="fam"><head>The family</head>'
    '<witness xml:id="A">Alpha, written in <date>1205</date></witness></listWit>'
    '<witness xml:id="B" ana="#sampled">Beta</witness></listWit>'
)


def person(n: int, *forms: str) -> str:
    names = "".join(f"<persName>{form}</persName>" for form in (f"Bearer{n:02}", *forms))
    return f'<person xml:id="b{n:02}">{names}</person>'


def name(n: int, token: str) -> str:
    return f'<persName ref="persons.xml#b{n:02}">{token}</persName>'


def chapter(seed: int, paragraphs: int = 14) -> str:
    """Paragraphs in which every name is a word of its own, too short for a hyphen; some are in notes and readings."""
    chance = random.Random(seed)
    words = ["in", "principio", "verbum", "apud", "sanctificationem", "constitutiones", "antiquissimam"]
    parts, n = [], 0
    for _ in range(paragraphs):
        text = []
        for _ in range(6):
            n += 1
            text.append(" ".join(chance.choices(words, k=chance.randint(3, 12))))
            token, who = f"q{seed}{n:03}q", chance.randrange(NAMED)
            if n % 9 == 0:
                text.append(f"w{seed}{n:03}w<note>nota {name(who, token)}</note>")
            elif n % 7 == 0:
                text.append(f"<app><lem wit='#A'>w{seed}{n:03}w</lem><rdg wit='#B'>{name(who, token)}</rdg></app>")
            else:
                text.append(name(who, token))
        parts.append(f"<p>{' '.join(text)}</p>")
    return f"<div><head>Caput {seed}</head>{''.join(parts)}</div>"


def edition(folder: Path, settings: str = "", **texts: str) -> Path:
    (folder / "tei").mkdir(parents=True, exist_ok=True)
    (folder / "edition.toml").write_text(f'[edition]\ntitle = "The Whole"\neditors = ["Ada Byron"]\n{settings}')
    people = "".join(person(n) for n in range(NAMED)) + person(90, "Pseudonym of nobody")
    people = people.replace(">Bearer03<", ">Bearer03</persName><persName>Alias Three<")
    (folder / "tei" / "persons.xml").write_text(PERSONS.format(people))
    for text_id, body in texts.items():
        (folder / "tei" / f"{text_id}.xml").write_text(titled(tei(body, witnesses=WITNESSES), f"Title of {text_id}"))
    return folder


def titled(document: str, title: str) -> str:
    return document.replace("<title>Specimen</title>", f"<title>{title}</title>", 1)


def report_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "output" / "report.json").read_text())
    return found


# ---------------------------------------------------------------- reading pages


class Letters:
    """The letters of a page: text, size, height, place, and whether they slant."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.rows = list(self._read(page.get_textpage()))

    def _read(self, textpage: pypdfium2.PdfTextPage) -> Iterator[tuple[str, float, float, float, bool]]:
        x, y, buffer, flags = c_double(), c_double(), create_string_buffer(80), raw.c_int()
        for index in range(textpage.count_chars()):
            unit = raw.FPDFText_GetUnicode(textpage, index)
            raw.FPDFText_GetCharOrigin(textpage, index, x, y)
            raw.FPDFText_GetFontInfo(textpage, index, buffer, 80, flags)
            size = raw.FPDFText_GetFontSize(textpage, index)
            yield chr(unit), size, round(y.value, 1), x.value, b"Italic" in buffer.value

    def lines(self, size: float) -> list[str]:
        """The lines in letters of a size, from top to bottom."""
        rows = sorted((row for row in self.rows if abs(row[1] - size) < 0.2), key=lambda row: (-row[2], row[3]))
        return ["".join(row[0] for row in line) for _, line in groupby(rows, key=lambda row: row[2])]

    def slanting(self) -> str:
        return "".join(row[0] for row in self.rows if row[4])


@cache
def letters(path: Path) -> tuple[Letters, ...]:
    document = pypdfium2.PdfDocument(path.read_bytes())
    try:
        return tuple(Letters(page) for page in document)
    finally:
        document.close()


def words(path: Path) -> list[str]:
    """The words of each page."""
    return [" ".join("".join(row[0] for row in page.rows).replace("\ufffe", "").split()) for page in letters(path)]


def index_of(path: Path) -> dict[str, set[tuple[int, str]]]:
    """The index as it is printed: who is named, on which page, at which line (with n for a note)."""
    text = " ".join(words(path))
    text = text[re.search("Index (?=Alias|Bearer)", text).start() :]  # type: ignore[union-attr]
    text = re.sub(r"\d+ The Whole|Index \d+", " ", text)
    found: dict[str, set[tuple[int, str]]] = {}
    for label, places in re.findall(r"(Bearer\d\d), ((?:[\d.,;–n ]|tit\.?|title)+)", text):
        for group in places.split(";"):
            page, _, lines = group.strip().strip(",").partition(".")
            for part in re.split(r",\s*", lines.strip(" ,")):
                first, _, last = part.strip().partition("–")
                note = "n" if part.strip().endswith("n") else ""
                start, end = int(first.strip("n ")), int((last or first).strip("n "))
                found.setdefault(label, set()).update((int(page), f"{n}{note}") for n in range(start, end + 1))
    return found


def where(path: Path, token: str, size: float = 10.5) -> tuple[int, int]:
    """The page and the line of the text on which a word stands."""
    for number, page in enumerate(letters(path), 1):
        for line, text in enumerate(page.lines(size), 1):
            if token in text:
                return number, line
    raise AssertionError(token)


# ---------------------------------------------------------------- one edition, built once


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = edition(
        tmp_path_factory.mktemp("book"),
        '[[contents]]\ntitle = "Second part first"\nfiles = ["beta.xml"]\n[[contents]]\ntitle = "Then the others"\n',
        alpha=chapter(1) + "<div><head>Second</head><p>x</p></div><div><head>Third</head><p>y</p></div>",
        beta=chapter(2),
    )
    build_in(folder, to=("pdf",), **config_of(folder))
    return folder


def config_of(folder: Path) -> dict[str, object]:
    from recensio import config

    return {"config": config.load(folder / "edition.toml")[0]}


def test_index_gives_the_line_on_which_a_name_stands(built: Path) -> None:
    """Every name, note and reading of the book, against the place of its letters on the finished pages."""
    book = built / "output/pdf/edition.pdf"
    index, checked = index_of(book), 0
    for text in ("alpha", "beta"):
        source = (built / "tei" / f"{text}.xml").read_text()
        for kind, who, token in re.findall(
            r"(<rdg wit='#B'>|<note>nota |)<persName ref=\"persons.xml#b(\d\d)\">(q\d+q)", source
        ):
            lemma = token.replace("q", "w") if kind else token
            page, line = where(book, lemma)
            told = f"{line}n" if "note" in kind else str(line)
            assert (page, told) in index[f"Bearer{who}"], (kind, token, page, told, index[f"Bearer{who}"])
            checked += 1
    assert checked == 2 * 14 * 6
    assert sum(map(len, index.values())) <= checked  # (and no more than that)
    assert "Bearer90" not in index


def test_readings_are_told_apart_in_the_index(built: Path) -> None:
    """In italics, and nothing else is: as many figures as the lines of all readings have."""
    book = built / "output/pdf/edition.pdf"
    pages = zip(letters(book), words(book), strict=True)
    slanting = "".join(page.slanting() for page, said in pages if "Bearer" in said)
    sources = [(built / "tei" / f"{text}.xml").read_text() for text in ("alpha", "beta")]
    lemmata = [lemma for source in sources for lemma in re.findall(r"<lem wit='#A'>(w\d+w)", source)]
    figures = sorted("".join(str(where(book, lemma)[1]) for lemma in lemmata))
    assert len(lemmata) == 22
    assert sorted(c for c in slanting if c.isdigit()) == figures


def test_other_forms_of_a_name_lead_to_it(built: Path) -> None:
    text = " ".join(words(built / "output/pdf/edition.pdf"))
    assert "Alias Three, see Bearer03" in text
    assert "Pseudonym of nobody" not in text


def test_texts_stand_in_the_order_of_the_front_page_and_begin_on_the_right(built: Path) -> None:
    pages = words(built / "output/pdf/edition.pdf")
    starts = [
        n
        for n, page in enumerate(pages, 1)
        for head in ("Caput 2", "Caput 1")
        if re.search(f"Title of \\w+ .*{head}", page) and n > 6
    ]
    assert starts == sorted(starts)
    assert ["Caput 2" in pages[n - 1] for n in starts] == [True, False]
    assert all(n % 2 == 1 for n in starts)
    assert report_of(built)["edition_pdf"] == "pdf/edition.pdf"
    assert report_of(built)["edition_kept"] == {"pdf": 1.0}


def test_half_title_title_imprint_contents(built: Path) -> None:
    pages = words(built / "output/pdf/edition.pdf")
    assert pages[0] == "The Whole"
    assert pages[1] == ""
    assert pages[2] == "The Whole Edited by Ada Byron"
    assert "Editor: Ada Byron" in pages[3]
    assert pages[4].startswith("The Whole 5 Contents")
    assert re.search(
        r"Second part first[ .]+\d+ Title of beta[ .]+\d+ Caput 2[ .]+\d+ Then the others[ .]+\d+ Title of alpha",
        pages[4].partition("Contents")[2],
    )


def test_contents_give_the_pages(built: Path) -> None:
    pages = words(built / "output/pdf/edition.pdf")
    page = int(re.findall(r"Third[ .]+(\d+)", pages[4] + " " + pages[5])[0])
    assert "Third" in pages[page - 1] and page > 8


def test_running_heads_have_the_title_on_the_left_and_the_section_on_the_right(built: Path) -> None:
    pages = letters(built / "output/pdf/edition.pdf")
    heads = [" ".join(page.lines(9.0)[:1]) for page in pages]
    inside = [
        n
        for n, page in enumerate(words(built / "output/pdf/edition.pdf"), 1)
        if re.search(r"q1\d{3}q|w1\d{3}w", page) and "Title of alpha" not in page[:20]
    ]
    left = {heads[n - 1] for n in inside if n % 2 == 0}
    right = {heads[n - 1] for n in inside if n % 2}
    assert all("Title of alpha" in head for head in left)
    assert all(re.search("Caput 1|Second|Third", head) for head in right)


def test_sigla_stand_once_for_all_texts_that_share_them(built: Path) -> None:
    pages = words(built / "output/pdf/edition.pdf")
    assert sum("Alpha, written in 1205" in page for page in pages) == 1
    assert re.search(
        r"Sigla The manuscripts.*The family.*A Alpha, written in 1205.*B Beta \(collated in places only\)",
        " ".join(pages[4:8]),
    )


def test_built_twice_it_is_the_same(built: Path) -> None:
    before = (built / "output/pdf/edition.pdf").read_bytes()
    build_in(built, to=("pdf",), force=True, **config_of(built))
    assert (built / "output/pdf/edition.pdf").read_bytes() == before


# ---------------------------------------------------------------- whole or not at all


def build_small(folder: Path, settings: str = "", **options: object) -> Report:
    edition(folder, settings, one="<p>prima verba</p>", two="<p>altera verba</p>")
    return build_in(folder, to=("pdf",), **config_of(folder), **options)


def test_without_the_setting_there_is_no_book(tmp_path: Path) -> None:
    build_small(tmp_path, "[print]\nbook = false\n")
    assert report_of(tmp_path)["edition_pdf"] is None
    assert not (tmp_path / "output/pdf/edition.pdf").exists()


def test_a_book_of_too_many_pages_is_told_of_and_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recensio.book.MOST_PAGES", 1)
    report = build_small(tmp_path)
    assert [problem.severity for problem in report.problems if problem.code == "PDF-012"] == ["info"]
    assert report_of(tmp_path)["edition_pdf"] is None


def test_one_text_makes_no_book(tmp_path: Path) -> None:
    edition(tmp_path, one="<p>prima verba</p>")
    build_in(tmp_path, to=("pdf",))
    assert report_of(tmp_path)["edition_pdf"] is None


def test_if_a_text_cannot_be_set_the_book_of_the_last_build_stays(tmp_path: Path) -> None:
    build_small(tmp_path)
    old = (tmp_path / "output/pdf/edition.pdf").read_bytes()
    broken = tmp_path / "xslt/print"
    broken.mkdir(parents=True)
    import shutil

    from recensio import shipped

    shutil.copytree(shipped.folder("xslt"), tmp_path / "xslt", dirs_exist_ok=True)
    template = broken / "recensio.typ"
    template.write_text(template.read_text() + '\n#panic("no")\n')
    report = build_in(tmp_path, to=("pdf",), **config_of(tmp_path))
    assert "PDF-010" in {problem.code for problem in report.problems}
    assert report_of(tmp_path)["edition_pdf"] is None
    assert (tmp_path / "output/pdf/edition.pdf").read_bytes() == old


def test_restricted_texts_are_not_in_the_book(tmp_path: Path) -> None:
    edition(tmp_path, one="<p>prima verba</p>", two="<p>altera verba</p>", three="<p>secreta verba</p>")
    path = tmp_path / "tei/three.xml"
    restricted = '<publicationStmt><availability status="restricted"><p>No.</p></availability></publicationStmt>'
    path.write_text(path.read_text().replace("<publicationStmt><p/></publicationStmt>", restricted))
    build_in(tmp_path, to=("pdf",), **config_of(tmp_path))
    text = " ".join(words(tmp_path / "output/pdf/edition.pdf"))
    assert "prima verba" in text and "altera verba" in text
    assert "secreta" not in text and "Title of three" not in text


# ---------------------------------------------------------------- one text


def single(folder: Path, document: str, settings: str = "") -> list[str]:
    """The pages of the PDF of one document."""
    (folder / "tei").mkdir(parents=True)
    (folder / "edition.toml").write_text(settings)
    (folder / "tei/one.xml").write_text(document)
    build_in(folder, to=("pdf",), **config_of(folder))
    assert report_of(folder)["texts"][0]["kept"] == {"pdf": 1.0}
    return words(folder / "output/pdf/one.pdf")


HEADER = """<teiHeader><fileDesc><titleStmt><title>Liber primus</title><title type="sub">de rebus</title><author>Anonymus</author>
<editor>Ada Byron</editor><respStmt><resp>Collation</resp><name>Karl Lachmann</name></respStmt></titleStmt>
<editionStmt><edition>Second edition</edition></editionStmt>
<publicationStmt><publisher>The Press</publisher><pubPlace>Basel</pubPlace><date>2020</date><idno type="ISBN">978-3</idno>
<availability><licence target="https://example.org/by">CC BY</licence></availability></publicationStmt>
<seriesStmt><title>Old Books</title><biblScope>7</biblScope></seriesStmt><sourceDesc><p>A codex.</p></sourceDesc></fileDesc>{}</teiHeader>"""


def whole(body: str, encoding: str = "") -> str:
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{HEADER.format(encoding)}<text><body>{body}</body></text></TEI>'


def test_title_page_and_imprint_are_made_from_the_header(tmp_path: Path) -> None:
    pages = single(tmp_path, whole("<p>verba</p>"), '[print]\ntitle_page = "yes"\n')
    assert (
        pages[0]
        == "Anonymus Liber primus de rebus Edited by Ada Byron Collation: Karl Lachmann Old Books 7 Second edition The Press Basel 2020"
    )
    for fact in (
        "Series: Old Books 7",
        "Edition: Second edition",
        "Identifiers: ISBN 978-3",
        "Licence: CC BY",
        "Source: A codex.",
    ):
        assert fact in pages[1]
    assert pages[2] == "Anonymus Liber primus de rebus verba 3"


def test_a_short_text_has_a_title_and_tells_the_rest_behind(tmp_path: Path) -> None:
    (page,) = single(tmp_path, whole("<p>verba</p>"))
    assert page.startswith("Anonymus Liber primus de rebus verba About this edition Series: Old Books 7")


def test_a_title_with_which_the_text_begins_is_printed_once(tmp_path: Path) -> None:
    (page,) = single(tmp_path, whole("<div><head>LIBER PRIMUS.</head><p>verba</p></div>"))
    assert page.startswith("Anonymus LIBER PRIMUS. verba")


def test_abbreviations_that_the_apparatus_uses_and_the_header_declares(tmp_path: Path) -> None:
    app = "<p>in <app><lem wit='#A'>magno</lem><rdg wit='#B'/></app> mari</p>"
    declared = "<encodingDesc><p><choice><abbr>ed. pr.</abbr><expan>editio princeps</expan></choice></p></encodingDesc>"
    (page,) = single(tmp_path, whole(app, declared), '[apparatus]\nlanguage = "la"\n')
    assert "Abbreviations ed. pr. editio princeps om. omitted by" in page
    assert "add." not in page


def test_contents_only_where_there_are_several_pages(tmp_path: Path) -> None:
    heads = "".join(f"<div><head>Caput {n}</head><p>verba</p></div>" for n in "abc")
    assert "Contents" not in single(tmp_path / "short", whole(heads))[0]
    long = heads.replace("verba", "multa verba " * 300)
    pages = single(tmp_path / "long", whole(long))
    assert re.search(r"Contents Caput a[ .]+1 Caput b[ .]+\d", pages[0])


def test_terms_make_an_index_of_subjects(tmp_path: Path) -> None:
    body = "<p>one <term key='ships'>vessel</term></p><p>two<index><term>Wind</term></index> three</p>"
    (page,) = single(tmp_path, whole(body))
    assert re.search(r"Index ships, 1\.1 Wind, 1\.2", page)


def test_notes_of_the_author_stand_apart_from_those_of_the_editors(tmp_path: Path) -> None:
    body = "<p>x<note>of the editor</note> y<note resp='#author'>of the author</note></p>"
    (page,) = single(tmp_path, whole(body))
    assert page.index("of the author") < page.index("of the editor")


def test_what_the_settings_say_of_the_foot_holds(tmp_path: Path) -> None:
    body = "<p>x<note>of the editor</note> y<note resp='#author'>of the author</note></p>"
    (page,) = single(tmp_path, whole(body), '[print]\nfoot = ["editor", "author", "source", "apparatus"]\n')
    assert page.index("of the editor") < page.index("of the author")


def test_no_heading_of_the_editors_stands_over_a_page_of_text(tmp_path: Path) -> None:
    """Facts that begin in the middle of a page on the right are no section of the text above them."""
    for size in range(90, 150, 6):
        pages = single(tmp_path / str(size), whole(f"<div><head>Caput</head><p>{'multa verba ' * size * 6}</p></div>"))
        if len(pages) == 3 and "verba About this edition" in pages[2]:
            assert pages[2].startswith("Caput 3 ")
            return
    raise AssertionError("no text of this length ends on the third page")


def test_margins_are_those_of_the_settings(tmp_path: Path) -> None:
    single(tmp_path, whole("<p>verba</p>"), '[print]\ninner = "30mm"\n')
    (page,) = letters(tmp_path / "output/pdf/one.pdf")
    assert min(row[3] for row in page.rows if row[1] > 10) == pytest.approx(30 / 25.4 * 72, abs=1)


def test_a_long_text_is_a_book_of_its_own(tmp_path: Path) -> None:
    pages = single(tmp_path, whole("<div><head>Caput</head>" + "<p>verba multa et longa</p>" * 3200 + "</div>"))
    assert pages[0].startswith("Anonymus Liber primus de rebus Edited by")
    assert pages[2].startswith("Anonymus Liber primus de rebus Caput")


def test_lists_of_entries_have_their_headings(tmp_path: Path) -> None:
    lists = "".join(
        f"<listApp>{head}<app loc='n. 10{n}'><lem wit='#A'>a{n}</lem><rdg wit='#B'>b{n}</rdg></app></listApp>"
        for n, head in enumerate(("<head>Of the first hand</head>", "<head>Of the second</head>", ""))
    )
    document = whole("<p>verba</p>").replace("</body>", f"</body><back><div>{lists}</div></back>")
    (page,) = single(tmp_path, document)
    assert re.search(r"Of the first hand n\. 100 a0\].*Of the second n\. 101 a1\].*\* n\. 102 a2\]", page)


@pytest.mark.parametrize("reference", ["<bibl>p. 27</bibl>", "<p><bibl>p. 27</bibl></p>"])
def test_a_reference_above_a_paragraph_does_not_stand_alone_at_the_foot(tmp_path: Path, reference: str) -> None:
    """Wherever a page ends: behind ever more lines."""
    for lines in range(3):
        parts = (f"<div>{reference}<p>abcdef{n} {'verbum ' * (90 + 11 * lines)}</p></div>" for n in range(40))
        for page in single(tmp_path / str(lines), whole("".join(parts))):
            assert not re.search(r"p\. 27( \d+)*$", page)


def test_a_sign_and_its_number_stay_on_one_line() -> None:
    from helpers import SITE, sheets
    from lxml import etree

    source = (
        sheets()
        .normalise(etree.fromstring(tei("<p>in ¶ 66, § <hi>7</hi>, pp. 12 and no. 3</p>")))
        .print_source("x", SITE, sheets().labels("en", {}))
    )
    assert '#"in ¶\u00a066, §\u00a07, pp.\u00a012 and no.\u00a03";' in source
