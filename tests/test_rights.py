"""What may be published of a text: decisions by its header, and that nothing else of it gets out."""

from __future__ import annotations

import gzip
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from helpers import build_in
from lxml import etree

from recensio.leaks import RUN, Secret
from recensio.rights import FULL, HEADER, PART, documents, published, rights_of

CC = '<licence target="https://creativecommons.org/licenses/by-nc/4.0/">CC BY-NC 4.0</licence>'
WORDS = (
    "The gardener of the valley {app} his roses at dawn, and {name} sat by the wall until the evening bell had called "
    "everybody home, where a lamp stood in each of the seven windows and the dogs slept on the warm stones."
)
APP = '<app><lem wit="#A">watered</lem><rdg wit="#B">planted</rdg></app>'
NAME = '<persName ref="people.xml#mary">Mary</persName>'
BODY = (
    f'<div><head>Gardens of a valley under evening bells</head><p n="1" xml:id="p1">{WORDS.format(app=APP, name=NAME)}'
    "<note>A note of the author about the bells of seven villages in winter and spring.</note></p>"
    '<p n="2"><app><lem wit="#A">Nobody came back along the river that year with any news</lem>'
    '<rdg wit="#B">Somebody did come along the road in the end with old news</rdg></app> of the brothers.</p></div>'
)
WITNESSES = '<listWit><witness xml:id="A">first print</witness><witness xml:id="B">second print</witness></listWit>'
PEOPLE = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>People</title></titleStmt>'
    "<publicationStmt><p>x</p></publicationStmt><sourceDesc><p>x</p></sourceDesc></fileDesc></teiHeader><standOff>"
    '<listPerson><person xml:id="mary"><persName>Mary Miller</persName></person></listPerson></standOff></TEI>'
)


def text(availability: str, body: str = BODY, *, source: str = WITNESSES) -> str:
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A letter</title></titleStmt>'
        f"<publicationStmt><publisher>Press</publisher>{availability}</publicationStmt><sourceDesc>{source}</sourceDesc>"
        f'</fileDesc></teiHeader><text xml:lang="en"><body>{body}</body></text></TEI>'
    )


def available(status: str, inside: str = "<p>In copyright.</p>") -> str:
    return f'<availability status="{status}">{inside}</availability>'


def what(document: str, unknown: str = "") -> str:
    return published(rights_of(etree.fromstring(document)), unknown)


# --- the decisions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("availability", "expected"),
    [
        ("", FULL),
        ("<availability><p>All rights reserved.</p></availability>", FULL),
        (available("free"), FULL),
        (available("restricted"), HEADER),
        (available(" Restricted "), HEADER),
        (available("restricted", "<licence/>"), HEADER),
        (available("restricted", CC), FULL),
        (available("restricted", "<licence>Creative Commons Attribution-NoDerivs 4.0</licence>"), FULL),
        (available("restricted", '<licence><p><ref target="http://www.gnu.org/licenses/fdl.html">x</ref></p></licence>'), FULL),
        (available("restricted", "<licence>Not under a Creative Commons licence.</licence>"), HEADER),
        (available("restricted", '<licence target="https://rightsstatements.org/vocab/InC/1.0/">In copyright</licence>'), HEADER),
        (available("restricted", CC.replace("<licence", '<licence notBefore="2090-01-01"')), HEADER),
        (available("restricted", "<p>The header is under CC0, public domain.</p>"), HEADER),
        (available("unknown"), FULL),
    ],
)  # fmt: skip
def test_status_and_licence_decide(availability: str, expected: str) -> None:
    assert what(text(availability)) == expected


def test_unknown_is_as_the_edition_says() -> None:
    assert what(text(available("unknown")), "header") == HEADER
    assert what(text(available("unknown", CC)), "header") == FULL
    assert what(text(available("free")), "header") == FULL


def test_the_rights_in_the_source_and_of_the_manuscript_decide_nothing() -> None:
    source = f'<biblFull><titleStmt><title>x</title></titleStmt><publicationStmt><p/>{available("restricted")}</publicationStmt></biblFull>'
    manuscript = f"<msDesc><msIdentifier/><additional><adminInfo>{available('restricted')}</adminInfo></additional></msDesc>"
    assert what(text(available("free"), source=source)) == FULL
    assert what(text("", source=manuscript)) == FULL


def test_what_pictures_claim_is_not_said_of_the_text() -> None:
    two = available("restricted").replace("<availability", '<availability xml:id="pictures"') + available("free")
    figure = '<p>a</p><figure><graphic url="a.png" decls="#pictures"/></figure>'
    assert what(text(two, figure)) == FULL
    assert what(text(two)) == HEADER


def test_each_text_of_a_corpus_has_its_own_rights() -> None:
    inner = [text(available(status), "<p>x</p>", source="<p/>") for status in ("free", "restricted")]
    header = re.search("<teiHeader>.*</teiHeader>", text(available("restricted")))
    assert header is not None
    corpus = '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{}</teiCorpus>'
    assert what(corpus.format("".join(inner))) == PART
    assert what(corpus.format(header[0].replace("xml:id", "n") + text("", "<p>x</p>", source="<p/>") + inner[0])) == PART
    assert what(corpus.format(header[0] + text("", "<p>x</p>", source="<p/>"))) == HEADER


# --- what comes out -----------------------------------------------------------------------------------------


def edition(folder: Path, *texts: str, settings: str = "", search: bool = False) -> Path:
    (folder / "tei").mkdir()
    web = f"[web]\nsearch = {str(search).lower()}"
    (folder / "edition.toml").write_text(f'[edition]\ntitle = "E"\nlicence = "CC BY 4.0"\n{web}\n{settings}')
    (folder / "tei" / "people.xml").write_text(PEOPLE, encoding="utf-8")
    for number, content in enumerate(texts):
        (folder / "tei" / f"letter{number or ''}.xml").write_text(content, encoding="utf-8")
    return folder / "output"


def row(output: Path, name: str = "letter") -> dict[str, Any]:
    rows = json.loads((output / "report.json").read_text(encoding="utf-8"))["texts"]
    found: dict[str, Any] = next(one for one in rows if one["id"] == name)
    return found


def everything(output: Path) -> str:
    """All words of all files, what is packed unpacked."""
    said = []
    for path in sorted(p for p in output.rglob("*") if p.is_file()):
        data = path.read_bytes()
        data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
        said.append(html.unescape(re.sub("<[^>]+>", " ", data.decode("utf-8", "replace"))))
    return " ".join(" ".join(said).split())


SECRETS = ("roses", "windows", "Gardens of a valley", "seven villages", "along the river that year", "did come along")


def test_a_restricted_text_gets_out_nowhere(tmp_path: Path) -> None:
    output = edition(tmp_path, text(available("restricted")), search=True)
    report = build_in(tmp_path, to=("html", "txt", "pdf"))
    found = row(output)
    assert (found["published"], found["words"], found["txt"], found["witnesses"]) == ("header", 0, None, {})
    assert found["withheld"] > 40 and found["kept"] == {"html": 1.0, "pdf": 1.0} and found["apparatus"] == 2
    said = everything(output)
    assert [secret for secret in SECRETS if secret in said] == []
    from pypdfium2 import PdfDocument

    printed = "".join(page.get_textpage().get_text_range() for page in PdfDocument(output / "pdf" / "letter.pdf"))
    assert "watered" in printed and "In copyright." in printed
    assert [secret for secret in SECRETS if secret in printed] == []
    assert not (output / "tei" / "letter.xml").exists()
    assert [p.code for p in report.ordered] == ["RGT-001"]
    assert [p.severity.value for p in report.ordered] == ["info"]
    assert "(1 withheld)" in report.summary()


def test_tex_has_the_notice_beside_the_text(tmp_path: Path) -> None:
    output = edition(tmp_path, text(available("restricted")))
    report = build_in(tmp_path, to=("tex",))
    assert row(output)["kept"] == {"tex": 1.0}
    assert [p.code for p in report.ordered] == ["RGT-001"]
    source = next((output / "tex").glob("letter*.tex")).read_text(encoding="utf-8")
    assert r"\RecAside" in source
    assert [secret for secret in SECRETS if secret in source] == []


def test_its_page_tells_what_may_be_told(tmp_path: Path) -> None:
    output = edition(tmp_path, text(available("restricted")))
    build_in(tmp_path)
    page = (output / "html" / "letter.html").read_text(encoding="utf-8")
    assert '<a href="persons.html#mary"><bdi>Mary Miller</bdi></a>' in page
    for said in ("rights-notice", "In copyright.", "first print", "Nobody came back … news"):
        assert said in page
    assert "CC BY" not in page  # (that is the edition's own licence)
    entries = (output / "txt" / "letter.apparatus.txt").read_text(encoding="utf-8").splitlines()
    assert entries[0] == "§\u00a01\twatered] A; planted B"
    assert "letter.html" in (output / "html" / "persons.html").read_text(encoding="utf-8")
    assert "not published" in (output / "html" / "index.html").read_text(encoding="utf-8")


def test_it_is_built_in_full_for_its_holder(tmp_path: Path) -> None:
    output = edition(tmp_path, text(available("restricted")))
    report = build_in(tmp_path, include_restricted=True)
    assert "roses" in (output / "txt" / "letter.txt").read_text(encoding="utf-8")
    page = (output / "html" / "letter.html").read_text(encoding="utf-8")
    assert "roses" in page and page.count("not for publication") == 2
    assert not (output / "tei" / "letter.xml").exists()
    assert [p.code for p in report.ordered] == ["RGT-004"]
    assert (row(output)["published"], row(output)["kept"]["txt"]) == ("full", 1.0)


def test_a_licence_outranks_the_status(tmp_path: Path) -> None:
    output = edition(tmp_path, text(available("restricted", CC)))
    assert build_in(tmp_path).ordered == ()
    assert "roses" in (output / "txt" / "letter.txt").read_text(encoding="utf-8")
    assert (output / "tei" / "letter.xml").exists()


@pytest.mark.parametrize(
    ("settings", "codes", "kept"),
    [("", ["RGT-005"], True), ('[rights]\nunknown = "full"', [], True), ('[rights]\nunknown = "header"', ["RGT-001"], False)],
)
def test_unknown_rights(tmp_path: Path, settings: str, codes: list[str], kept: bool) -> None:
    output = edition(tmp_path, text(available("unknown")), settings=settings)
    assert [p.code for p in build_in(tmp_path).ordered] == codes
    assert (output / "txt" / "letter.txt").exists() is kept


def test_of_a_corpus_the_free_texts_are_published(tmp_path: Path) -> None:
    free = text(available("free"), "<p>The miller of the plain sold flour.</p>", source="<p/>")
    corpus = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{free}{text(available("restricted"))}</teiCorpus>'
    output = edition(tmp_path, corpus)
    report = build_in(tmp_path)
    found = row(output)
    assert (found["published"], found["words"], found["kept"]) == ("part", 7, {"html": 1.0, "txt": 1.0})
    said = everything(output)
    assert "miller of the plain" in said and "roses" not in said
    assert "RGT-002" in [p.code for p in report.ordered]


def test_a_collation_of_every_word_quotes_too_much(tmp_path: Path) -> None:
    body = " ".join(f'<app><lem wit="#A">word{n}</lem><rdg wit="#B">other{n}</rdg></app>' for n in range(30))
    output = edition(tmp_path, text(available("restricted"), f"<p>{body}</p>"))
    build_in(tmp_path)
    assert "word7" not in everything(output)


def test_an_own_stylesheet_cannot_let_it_out(tmp_path: Path) -> None:
    """A note of the apparatus that quotes the text at length: the file is taken back, and the build tells of an error."""
    quoted = WORDS.format(app="watered", name="Mary")
    entry = APP.replace("</app>", f"<note>{quoted}</note></app>")
    output = edition(tmp_path, text(available("restricted"), f"<p>{WORDS.format(app=entry, name=NAME)}</p>"))
    report = build_in(tmp_path)
    assert "windows" not in everything(output).replace(next(p.message for p in report.ordered if p.code == "RGT-003"), "")
    assert row(output)["html"] == []
    assert {p.code for p in report.ordered if p.severity.value == "error"} == {"RGT-003"}


def test_a_secret_is_a_run_of_words(tmp_path: Path) -> None:
    document = etree.fromstring(text("", "<p>a b c d e f g h i j k l</p>"))
    secret = Secret()
    secret.hear(documents(document))
    path = tmp_path / "x.txt"
    for said, first in (("A, b c d e f g h i: j!", "a b c d e f g h i j"), ("a b c d e f g h i x j", "")):
        path.write_text(said, encoding="utf-8")
        assert secret.first_in(path) == first
    assert RUN == 10
