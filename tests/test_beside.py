"""Files that belong together: entries about another text, pointers to what is not imported, links from both sides, the
groups of the front page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import ROOT, build_in, tei
from lxml import etree

from recensio import config as settings
from recensio.config import LANGUAGES
from recensio.order import Order
from recensio.validation import check

LISTED = '<listWit><witness xml:id="A">first print</witness><witness xml:id="B">second print</witness></listWit>'
CALENDAR = (
    '<div type="calendar"><head>The letter</head><p n="12" xml:id="p12">On the <choice><sic>harvst</sic><corr>harvest'
    '</corr></choice> of a valley, see <ref target="imported/letter.xml#p2">there</ref>.</p>'
    '<div type="section" xml:id="s1" corresp="imported/letter.xml#p1"><head>Of harvest</head><p>It was good.</p></div></div>'
)
ENTRIES = (
    '<listApp corresp="imported/letter.xml"><app from="imported/letter.xml#p1" loc="¶ 12"><lem wit="#A">harvest</lem>'
    '<rdg wit="#B">crop</rdg></app><app loc="2"><lem wit="#A">valley</lem><rdg wit="#B">dale</rdg></app></listApp>'
)
LETTER = '<p xml:id="p1" n="1">The harvest of a valley was good.</p><p xml:id="p2" n="2">The valley slept.</p>'


def edition(folder: Path, *, imported: bool = False, toml: str = "", letter: str = "") -> Path:
    (folder / "tei" / "imported").mkdir(parents=True)
    (folder / "edition.toml").write_text(f'[edition]\ntitle = "E"\n[web]\nsearch = false\n{toml}', encoding="utf-8")
    (folder / "tei" / "entry.xml").write_text(tei(CALENDAR, witnesses=LISTED, back=f"<div>{ENTRIES}</div>"))
    if imported:
        (folder / "tei" / "imported" / "letter.xml").write_text(letter or tei(LETTER))
    return folder / "output"


def order(folder: Path) -> Order:
    config, problems = settings.load(folder / "edition.toml")
    return Order(config, True, jobs=1, problems=problems)


def warnings(folder: Path) -> list[str]:
    return [p.code for p in check(order(folder)).problems if p.severity.value != "info"]


# --- not imported -------------------------------------------------------------------------------------------


def test_pointers_to_what_is_not_imported_are_silent(tmp_path: Path) -> None:
    output = edition(tmp_path)
    assert build_in(tmp_path, to=("html", "txt")).ordered == ()
    assert warnings(tmp_path) == []
    page = (output / "html" / "entry.html").read_text(encoding="utf-8")
    assert "imported/" not in "".join(re.findall('href="[^"]*"', page))
    assert 'class="counterpart"' not in page and 'class="beside"' not in page


def test_pointers_to_what_is_imported_are_checked(tmp_path: Path) -> None:
    edition(tmp_path, imported=True, letter=tei('<p xml:id="p2" n="2">The valley slept.</p>'))
    assert "PTR-012" in warnings(tmp_path)


def test_other_folders_are_no_exception(tmp_path: Path) -> None:
    edition(tmp_path, toml='[sources]\nimported = "held"')
    assert "PTR-002" in warnings(tmp_path)


# --- entries about another text -----------------------------------------------------------------------------


def test_entries_about_another_text_are_listed_and_make_no_witnesses(tmp_path: Path) -> None:
    output = edition(tmp_path)
    report = build_in(tmp_path, to=("html", "txt", "pdf"))
    (text,) = report.texts
    assert (text.witnesses, text.apparatus, set(text.kept.values())) == ({}, 2, {1.0})
    assert (output / "txt" / "entry.apparatus.txt").read_text().splitlines() == ["¶ 12\tharvest] A; crop B", "2\tvalley] A; dale B"]
    assert sorted(p.name for p in (output / "txt").iterdir()) == ["entry.apparatus.txt", "entry.txt"]
    assert not list((output / "html").glob("*.witness.*"))
    page = (output / "html" / "entry.html").read_text(encoding="utf-8")
    assert "crop" in page and "¶ 12" in page and "first print" in page
    article = page[page.index("<article") : page.index("</article>")]
    assert "variant" not in article
    from pypdfium2 import PdfDocument

    printed = " ".join("".join(p.get_textpage().get_text_range() for p in PdfDocument(output / "pdf/entry.pdf")).split())
    assert "¶ 12 harvest] A; crop B" in printed


def test_own_entries_keep_their_witnesses(tmp_path: Path) -> None:
    (tmp_path / "tei").mkdir()
    own = '<p>one <app><lem wit="#A">two</lem><rdg wit="#C">three</rdg></app></p>'
    more = LISTED.replace("</listWit>", '<witness xml:id="C">third</witness></listWit>')
    (tmp_path / "tei" / "entry.xml").write_text(tei(own, witnesses=more, back=f"<div>{ENTRIES}</div>"))
    (text,) = build_in(tmp_path).texts
    assert set(text.witnesses) == {"A", "C"}


def test_a_file_that_calls_itself_by_an_old_name_is_not_another(tmp_path: Path) -> None:
    (tmp_path / "tei").mkdir()
    entries = '<listApp><app from="old-name.xml#w"><lem>two</lem><rdg wit="#B">three</rdg></app></listApp>'
    body = f'<p>one <seg xml:id="w">two</seg></p>{entries}'
    (tmp_path / "tei" / "new-name.xml").write_text(tei(body, witnesses=LISTED))
    (text,) = build_in(tmp_path, to=("txt",)).texts
    assert (tmp_path / "output" / text.witnesses["B"]).read_text().split() == ["one", "three"]


def test_they_join_the_text_when_it_is_there(tmp_path: Path) -> None:
    output = edition(tmp_path, imported=True)
    report = build_in(tmp_path)
    entry, letter = sorted(report.texts, key=lambda text: text.id)
    assert (entry.witnesses, set(letter.witnesses), letter.apparatus) == ({}, {"A", "B"}, 2)
    assert (output / letter.witnesses["B"]).read_text().split("\n")[0] == "The crop of a valley was good."
    assert [p for p in report.ordered if p.code[:3] in {"APP", "TXT", "PTR"}] == []


# --- links from both sides ----------------------------------------------------------------------------------


def links(page: Path, kind: str) -> list[str]:
    tree = etree.parse(page, etree.HTMLParser(encoding="utf-8"))
    return [str(a.get("href")) for a in tree.iterfind(f".//*[@class='{kind}']//a") or []] or [
        str(a.get("href")) for a in tree.iterfind(f".//a[@class='{kind}']")
    ]


def test_what_belongs_together_is_linked_from_both_sides(tmp_path: Path) -> None:
    output = edition(tmp_path, imported=True)
    build_in(tmp_path)
    entry, letter = output / "html" / "entry.html", output / "html" / "letter.html"
    assert (links(entry, "beside"), links(letter, "beside")) == (["letter.html"], ["entry.html"])
    assert (links(entry, "counterpart"), links(letter, "counterpart")) == (["letter.html#p1"], ["entry.html#s1"])
    assert links(entry, "place")[:1] == ["letter.html#p1"]
    assert "Calendar entry: " in letter.read_text(encoding="utf-8")


def test_a_part_that_names_many_is_linked_with_the_first(tmp_path: Path) -> None:
    output = edition(tmp_path, imported=True)
    entry = tmp_path / "tei" / "entry.xml"
    entry.write_text(entry.read_text().replace('corresp="imported/letter.xml#p1"', 'corresp="imported/letter.xml#p1 imported/letter.xml#p2"'))
    build_in(tmp_path)
    html = output / "html"
    assert (links(html / "entry.html", "counterpart"), links(html / "letter.html", "counterpart")) == (["letter.html#p1"], ["entry.html#s1"])


def test_of_a_withheld_text_only_the_page_is_linked(tmp_path: Path) -> None:
    closed = tei(LETTER).replace("<publicationStmt><p/>", '<publicationStmt><publisher>x</publisher><availability status="restricted"><p/></availability>')
    output = edition(tmp_path, imported=True, letter=closed)
    build_in(tmp_path)
    entry = output / "html" / "entry.html"
    assert links(entry, "beside") == ["letter.html"] and links(entry, "counterpart") == []
    assert "letter.html#" not in entry.read_text(encoding="utf-8")
    assert "slept" not in (output / "html" / "letter.html").read_text(encoding="utf-8")


# --- the front page -----------------------------------------------------------------------------------------


def dated(title: str, kind: str, when: str = "") -> str:
    made = f'<profileDesc><creation><date when="{when}"/></creation></profileDesc>' if when else ""
    text = tei(f'<div type="{kind}"><p>x</p></div>').replace("</teiHeader>", f"{made}</teiHeader>")
    return text.replace("Specimen", title)


def front(folder: Path) -> list[str]:
    build_in(folder, to=("html",))
    tree = etree.parse(folder / "output" / "html" / "index.html", etree.HTMLParser(encoding="utf-8"))
    found = tree.iterfind(".//main//*")
    return [" ".join("".join(e.itertext()).split()) for e in found if e.tag == "h2" or "text-title" in (e.get("class") or "")]


TEXTS = {
    "a.xml": dated("Late", "calendar", "1928-08-06"),
    "b.xml": dated("Early", "calendar", "1918-03"),
    "c.xml": dated("How to", "handbook"),
    "d.xml": dated("Before", "introduction"),
    "e.xml": dated("Some text", "chapter"),
}


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ("", ["Introduction", "Before", "Calendar", "Early", "Late", "Texts", "Some text", "Handbook", "How to"]),
        (
            '[[contents]]\ntitle = "First"\nfiles = ["e.xml", "a.xml"]\norder = "listed"\n'
            '[[contents]]\ntitle = "Then"\nkinds = ["Handbook", "calendar"]\norder = "title"\n',
            ["First", "Some text", "Late", "Then", "Early", "How to", "Texts", "Before"],
        ),
    ],
)
def test_the_front_page_groups_the_texts(tmp_path: Path, toml: str, expected: list[str]) -> None:
    (tmp_path / "tei" / "registers").mkdir(parents=True)
    (tmp_path / "edition.toml").write_text(f"[web]\nsearch = false\n{toml}", encoding="utf-8")
    for name, content in TEXTS.items():
        (tmp_path / "tei" / name).write_text(content, encoding="utf-8")
    (tmp_path / "tei" / "registers" / "r.xml").write_text(
        tei("<p>No text.</p>").replace("<body>", '<body><listPerson><person xml:id="x"><persName>X</persName></person></listPerson>')
    )
    found = front(tmp_path)
    assert found[: len(expected)] == expected
    assert "Specimen" not in found


def test_one_kind_needs_no_headings(tmp_path: Path) -> None:
    (tmp_path / "tei").mkdir()
    for name in ("letter-10", "letter-2"):
        (tmp_path / "tei" / f"{name}.xml").write_text(dated(name, "letter"))
    assert front(tmp_path)[:3] == ["Texts", "letter-2", "letter-10"]


def test_wrong_groups_are_told(tmp_path: Path) -> None:
    (tmp_path / "edition.toml").write_text('[[contents]]\ntitel = "x"\norder = "size"\n[[contents]]\nfiles = "a"\n')
    config, problems = settings.load(tmp_path / "edition.toml")
    assert sorted(p.code for p in problems) == ["CFG-005", "CFG-007", "CFG-008"]
    assert len(config.contents) == 2


def test_all_languages_have_the_words() -> None:
    for language in LANGUAGES:
        labels = (ROOT / "xslt" / "common" / "labels" / f"{language}.xml").read_text(encoding="utf-8")
        for key in ("rights", "rights-restricted", "rights-private", "beside", "beside-calendar", "beside-apparatus", "group-text", "namedHere"):
            assert f'key="{key}"' in labels, (language, key)
