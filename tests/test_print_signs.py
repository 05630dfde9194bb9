"""What means something to the typesetter is set as itself, wherever in a text or its header it stands."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pypdfium2
from helpers import SPECIMENS, build_in, sheets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from recensio import shipped
from recensio.typeset import Page, typeset

#: Signs of Typst, and things that it reads as more than their signs.
SIGNS = [*"#*_$@<>\\[]`~\"'/=+-{}()%&!?;:.,^|", "#sys", "@rec", "//", "/*", "*/", "\\u{41}", "#panic(1)", "$x$", "<lab>", "```", "= ", "- ", "+ ", "1. "]
_TEXTS = st.lists(st.sampled_from([*SIGNS, "a", "B", "9", "é", " "]), min_size=1, max_size=7).map("".join)
SLOTS = (
    "title", "subtitle", "author", "editor", "publisher", "place", "licence", "siglum", "witness", "head", "lemma", "reading", "note",
    "verse", "label", "caption", "cell", "folio", "hand", "address", "foreign", "term", "name", "subject",
)  # fmt: skip


def document(said: dict[str, str]) -> str:
    """A text that has such words in all places. Each is between two words that stand nowhere else."""
    t = {slot: escape(f"Qa{slot}{words}Qz{slot}") for slot, words in said.items()}
    a = {slot: quoteattr(f"Qa{slot}{words}Qz{slot}") for slot, words in said.items()}
    return f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>
<titleStmt><title>{t["title"]}</title><title type="sub">{t["subtitle"]}</title><author>{t["author"]}</author><editor>{t["editor"]}</editor></titleStmt>
<publicationStmt><publisher>{t["publisher"]}</publisher><pubPlace>{t["place"]}</pubPlace><availability><licence>{t["licence"]}</licence></availability></publicationStmt>
<sourceDesc><listWit><witness xml:id="A"><abbr type="siglum">{t["siglum"]}</abbr> {t["witness"]}</witness></listWit></sourceDesc></fileDesc></teiHeader>
<text xml:lang={a["foreign"]}><body><div><head>{t["head"]}</head>
<p><pb n={a["folio"]}/>x <app><lem>{t["lemma"]}</lem><rdg wit="#A" hand={a["hand"]}>{t["reading"]}</rdg></app> y<note>{t["note"]}</note>
<foreign xml:lang={a["foreign"]}>z</foreign> <term key={a["subject"]}>{t["term"]}</term> <name ref="#k">n</name>
<ref target={quoteattr("https://example.org/" + said["address"])}>link</ref></p>
<lg><l n={a["verse"]}>versus</l></lg><list><item n={a["label"]}>res</item></list>
<figure><graphic url={a["address"]}/><figDesc>{t["caption"]}</figDesc></figure><table><row><cell>{t["cell"]}</cell></row></table></div></body></text></TEI>"""


def site(name: str) -> str:
    return (
        '<rec:site xmlns:rec="urn:recensio:edition" title="" lang="en"><rec:name ref="#k" href="k#1"/>'
        f'<rec:heading register="persons" href="k#1" letter="#" see="">{escape(f"Qaname{name}Qzname")}</rec:heading></rec:site>'
    )


def bare(text: str) -> str:
    """What is left when lines and their hyphens are forgotten."""
    return re.sub(r"[\s\u00ad\ufffe\u0002\u200b\u2060-]+", "", unicodedata.normalize("NFKC", text))


def printed(pdf: bytes) -> str:
    made = pypdfium2.PdfDocument(pdf)
    try:
        return bare("".join(page.get_textpage().get_text_range() for page in made))
    finally:
        made.close()


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.fixed_dictionaries({slot: _TEXTS for slot in SLOTS}))
def test_signs_of_the_typesetter_are_set_as_themselves(said: dict[str, str]) -> None:
    normalised = sheets().normalise(etree.fromstring(document(said)))
    source = normalised.print_source("a #1 [x]$", site(said["name"]), sheets().labels("en", {}))
    made = typeset(source, template_folders=(shipped.folder("xslt") / "print",), root=SPECIMENS, page=Page(title_page="yes"))
    assert made.pdf is not None, made.problems
    text = printed(made.pdf)
    for slot in SLOTS:
        if slot not in ("address", "foreign", "hand", "subject", "label", "verse", "folio"):
            assert bare(f"Qa{slot}{' '.join(said[slot].split())}Qz{slot}") in text, slot


def test_all_signs_everywhere() -> None:
    every = " ".join(SIGNS)
    normalised = sheets().normalise(etree.fromstring(document(dict.fromkeys(SLOTS, every))))
    source = normalised.print_source("a #1 [x]$", site(every), sheets().labels("en", {}))
    made = typeset(source, template_folders=(shipped.folder("xslt") / "print",), root=SPECIMENS, page=Page(title_page="yes"))
    assert made.pdf is not None, made.problems
    assert {p.code for p in made.problems} == {"PDF-005"}  # (there is no such picture)
    text = printed(made.pdf)
    for slot in SLOTS:
        if slot == "folio":  # (as much of it as a margin has room for)
            assert bare(f"Qafolio{every[:20]}") in text
        elif slot == "hand":  # (a list of names)
            assert bare("Qahand#") in text and bare("#panic(1)") in text
        elif slot not in ("address", "foreign"):
            assert bare(f"Qa{slot}{every}Qz{slot}") in text, slot


def test_files_titles_and_book_with_such_names(tmp_path: Path) -> None:
    (tmp_path / "tei").mkdir()
    for name in ("a #1 [x] $y$ *z*", "b @rec `c` ~d"):
        text = document(dict.fromkeys(SLOTS, "#x *y* $z$ [w]"))
        (tmp_path / "tei" / f"{name}.xml").write_text(text.replace("<graphic", "<desc/><!--").replace("<figDesc>", "--><figDesc>"), "utf-8")
    (tmp_path / "edition.toml").write_text("[edition]\ntitle = '#t *u* [v] $w$ @x \\ `y`'\neditors = ['#e [f] $g$']\npublisher = '#p `q`'\n", "utf-8")
    report = build_in(tmp_path, to=("pdf",))
    assert not [p for p in report.problems if p.code.startswith(("PDF-001", "PDF-010", "XSL-002"))]
    assert len(list((tmp_path / "output/pdf").glob("*.pdf"))) == 3
    book = printed((tmp_path / "output/pdf/edition.pdf").read_bytes())
    assert bare("#t *u* [v] $w$ @x \\ `y`") in book and bare("#e [f] $g$") in book and bare("#p `q`") in book
