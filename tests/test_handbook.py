"""The handbook shows every element, and what it shows is what it does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
from helpers import ROOT, article, build_in, page, plain, reading, tei
from lxml import etree
from lxml import html as web

from recensio import config as settings
from recensio import shipped
from recensio.checking import check
from recensio.facts import facts_of
from recensio.law.elements import all_text
from recensio.law.printed import Printed
from recensio.order import Order
from recensio.problems import Problem, Severity

HANDBOOK = ROOT / "tei" / "handbook.xml"
TEI = "http://www.tei-c.org/ns/1.0"
EXAMPLES = "http://www.tei-c.org/ns/Examples"
SPACES = {"t": TEI, "x": EXAMPLES}
ID = "{http://www.w3.org/XML/1998/namespace}id"
WHOLE = {"TEI", "teiCorpus", "teiHeader"}

#: Elements of the schema that the handbook has no specimen of, and why.
CORPORA = "it describes the samples of a corpus of language, which is no edition"
LOGIC = "an operator on feature structures, which are kept and not shown"
GRAPHS = "graphs and trees are not drawn: only the words in them come through"
GIVEN_UP = "TEI is giving it up; it is there for old dictionaries"
EXCEPTIONS = {
    **dict.fromkeys(("superEntry", "re"), GIVEN_UP),
    "dictScrap": "a makeshift for digitised dictionaries that do not parse",
    "egXML": "an example can't hold an example; the handbook is full of them",
    **dict.fromkeys(("specList", "specDesc"), "they list specifications of TEI elements, which an edition has not"),
    **dict.fromkeys(("default", "vLabel", "vAlt", "vNot", "vMerge"), LOGIC),
    **dict.fromkeys(("binaryObject", "media"), "sound, film and encoded pictures are not played; text names them"),
    **dict.fromkeys(
        ("graph", "node", "arc", "tree", "root", "iNode", "leaf", "forest", "listForest", "eTree", "eLeaf", "triangle"),
        GRAPHS,
    ),
    **dict.fromkeys(
        ("textDesc", "channel", "constitution", "derivation", "domain", "factuality", "interaction", "preparedness",
         "purpose"), CORPORA,
    ),
    "msFrag": "it has what msPart has; text names it",
    **dict.fromkeys(("annotationBlock", "transcriptionDesc"), "transcripts in layers, made by the tools of linguists"),
    "divGen": "contents and indexes are made for every text, asked for or not",
}  # fmt: skip


@cache
def handbook() -> etree._Element:
    return etree.parse(str(HANDBOOK)).getroot()


def examples() -> list[etree._Element]:
    return list(handbook().iter(f"{{{EXAMPLES}}}egXML"))


def elements(node: etree._Element) -> list[etree._Element]:
    return [child for child in node if isinstance(child.tag, str)]


def result_of(example: etree._Element) -> etree._Element | None:
    following = example.getnext()
    return following if following is not None and following.get("type") == "result" else None


def named(example: etree._Element) -> str:
    return f"{example.sourceline}-{etree.QName(elements(example)[0]).localname}"


LIVE = [example for example in examples() if result_of(example) is not None]
DOCUMENTS = [example for example in examples() if etree.QName(elements(example)[0]).localname in WHOLE]
WRONG = [example for example in examples() if example.get("valid") == "false"]


# --- everything is shown ------------------------------------------------------------------------------------------


def declared() -> set[str]:
    """The names of all elements of the schema."""
    rules = re.compile(r"= element \\?(?:teix:)?([\w.]+) ?\{")
    return {name for file in (ROOT / "schema/modules").glob("*.rnc") for name in rules.findall(file.read_text())}


def test_every_element_of_the_schema_is_in_a_specimen_or_excepted_for_a_reason() -> None:
    shown = {etree.QName(e).localname for x in examples() for e in x.iterdescendants() if isinstance(e.tag, str)}
    assert shown <= declared()
    assert declared() - shown == set(EXCEPTIONS)
    assert all(len(reason.split()) > 4 for reason in EXCEPTIONS.values())


def test_what_is_excepted_because_the_text_names_it_is_named() -> None:
    said = {e.text for e in handbook().iter(f"{{{TEI}}}gi")}
    assert {name for name, reason in EXCEPTIONS.items() if "text names" in reason} <= said


def test_every_example_is_live_or_a_whole_document_or_wrong() -> None:
    assert len(LIVE) > 50
    assert {named(x) for x in examples()} == {named(x) for x in (*LIVE, *DOCUMENTS, *WRONG)}
    assert all(x.getparent().get("type") == "specimen" for x in LIVE)


# --- mark-up and result are the same ------------------------------------------------------------------------------


def alike(node: etree._Element) -> tuple[object, ...]:
    """An element as far as it has to agree: its name, attributes, words and what it holds."""
    attributes = sorted((k, re.sub(r"^eg\d*\.", "", v) if k == ID else " ".join(v.split())) for k, v in node.items())
    name = etree.QName(node).localname if isinstance(node.tag, str) else str(node.tag)
    held = tuple((alike(child), squeezed(child.tail)) for child in node)
    return name, tuple(attributes), squeezed(node.text), held


def squeezed(text: str | bytes | None) -> str:
    return re.sub(r"\s+", " ", str(text or ""))


def held(node: etree._Element) -> list[tuple[object, ...]]:
    return [alike(child) for child in node]


@pytest.mark.parametrize("example", LIVE, ids=named)
def test_the_result_is_made_of_the_same_mark_up(example: etree._Element) -> None:
    result = result_of(example)
    assert result is not None
    (body, *others) = elements(result)
    whole = etree.QName(elements(example)[0]).localname in {"front", "body", "group"}
    assert held(example) == held(result if whole else body)
    assert whole or not others


def test_ids_of_examples_are_marked_as_such() -> None:
    ids = [e.get(ID) for x in examples() for e in x.iterdescendants() if isinstance(e.tag, str) and e.get(ID)]
    assert ids
    assert [i for i in ids if not re.match(r"eg\d*\.", str(i))] == []


def test_a_difference_is_found() -> None:
    one, other = (etree.fromstring(f"<p>{inner}</p>") for inner in ("a <hi>b</hi>", "a<hi>b</hi>"))
    assert alike(one) != alike(other)
    assert alike(etree.fromstring("<p xml:id='eg.a'>b\n c</p>")) == alike(etree.fromstring("<p xml:id='a'>b c</p>"))


# --- what is said to be right is right, and what is said to be wrong is wrong ----------------------------------------


def checked(folder: Path, **files: str) -> list[Problem]:
    """The problems that ``validate`` finds in these files."""
    (folder / "tei").mkdir()
    (folder / "edition.toml").touch()
    for name, xml in files.items():
        (folder / "tei" / f"{name}.xml").write_text(xml, encoding="utf-8")
    config, problems = settings.load(folder / "edition.toml")
    result = check(Order(config=config, has_config=True, paths=(), output=folder / "o", jobs=1, problems=problems))
    return [found for found in result.problems if found.severity is not Severity.INFO]


def as_tei(example: etree._Element) -> str:
    """The mark-up of an example in TEI's namespace, without the prefix of its ids."""
    parts = []
    for root in map(deepcopy, elements(example)):
        root.tail = None
        parts.append(etree.tostring(root, encoding="unicode").replace(EXAMPLES, TEI))
    return re.sub(r'(xml:id=")eg\d*\.', r"\1", "".join(parts))


def test_whole_documents_are_valid(tmp_path: Path) -> None:
    """Pointers into files that a real edition would have are all that they lack."""
    texts = {f"n{x.sourceline}": as_tei(x) for x in DOCUMENTS}
    around = f'<TEI xmlns="{TEI}">%s<text><body><p>Rain.</p></body></text></TEI>'
    whole = {name: around % xml if xml.startswith("<teiHeader") else xml for name, xml in texts.items()}
    found = checked(tmp_path, **whole)
    told = [f"{p.code} {p.file}: {p.message}" for p in found if not p.code.startswith(("PTR-", "APP-0"))]
    assert not told, "\n".join(told)
    assert len(DOCUMENTS) > 10


@pytest.mark.parametrize("example", WRONG, ids=lambda x: str(x.get("n")))
def test_what_is_wrong_is_told_with_the_code_that_is_named(example: etree._Element, tmp_path: Path) -> None:
    witnesses = '<listWit><witness xml:id="B">b</witness></listWit>'
    assert example.get("n") in {p.code for p in checked(tmp_path, text=tei(as_tei(example), witnesses=witnesses))}
    assert f"{example.get('n')}" in {e.text for e in handbook().iter(f"{{{TEI}}}code")}


# --- examples are nobody's ----------------------------------------------------------------------------------------


def test_nobody_of_the_handbook_is_in_the_registers() -> None:
    facts = facts_of(handbook())
    assert (facts.bearers, facts.mentions, facts.relations, facts.witnesses) == ((), (), (), ())
    assert "images/weir.svg" in facts.images


def test_only_what_is_in_a_specimen_is_kept_out() -> None:
    person = '<person xml:id="{0}"><persName ref="#{0}">{0}</persName></person>'
    inside = f'<figure type="specimen"><listPerson>{person.format("a")}</listPerson></figure>'
    after = f'<listPerson>{person.format("b")}</listPerson><p><persName ref="#b">B</persName></p>'
    facts = facts_of(etree.fromstring(tei(inside + after)))
    assert [bearer.id for bearer in facts.bearers] == ["b"]
    assert [mention.pointer for mention in facts.mentions] == ["#b"]


def test_a_name_leads_to_the_entry_in_its_own_text() -> None:
    listed = '<listPerson><person xml:id="a"><persName>Ann</persName></person></listPerson>'
    shown = article(tei(f'<p><persName ref="#a">Ann</persName></p><figure type="specimen">{listed}</figure>'))
    assert re.search(r'<a href="#a" class="persName"', shown)
    elsewhere = article(tei('<p><persName ref="#a">Ann</persName></p>'))
    assert "<a " not in elsewhere


# --- how it looks -------------------------------------------------------------------------------------------------

SPECIMEN = f"""<figure type="specimen"><egXML xmlns="{EXAMPLES}">
      <p xml:id="eg.x">The <app><lem>old</lem><rdg wit="#A">odd</rdg></app> mill &amp; weir<!-- so -->
        <note>n</note></p>
    </egXML><floatingText type="result"><body>
      <p xml:id="x">The <app><lem>old</lem><rdg wit="#A">odd</rdg></app> mill &amp; weir<note>n</note></p>
</body></floatingText></figure>"""
WITNESS = '<listWit><witness xml:id="A">one leaf</witness></listWit>'


def shown_specimen() -> web.HtmlElement:
    tree = web.document_fromstring(page(tei(SPECIMEN, witnesses=WITNESS)))
    (figure,) = tree.find_class("with-result")
    return figure


def test_mark_up_can_be_copied() -> None:
    (example,) = shown_specimen().find_class("egXML")
    for seam in example.find_class("seam"):
        seam.drop_tree()
    wanted = '<p xml:id="x">The <app><lem>old</lem><rdg wit="#A">odd</rdg></app> mill &amp; weir<!-- so -->'
    assert example.text_content().split("\n")[0] == wanted
    assert example.text_content().split("\n")[1] == "  <note>n</note></p>"


def test_entries_and_notes_stand_below_the_result_too() -> None:
    (outcome,) = shown_specimen().find_class("outcome")
    assert [" ".join(e.text_content().split()) for e in outcome] == ["1 old] odd A", "1 n"]
    assert outcome.xpath(".//@id") == []
    assert "data-extra" in outcome.attrib


def test_words_are_the_texts_and_tags_are_not() -> None:
    wanted = "The old odd mill & weir n The old mill & weir"
    assert reading(page(tei(SPECIMEN, witnesses=WITNESS))).split() == wanted.split()
    assert re.findall(r"\w+", plain(tei(SPECIMEN, witnesses=WITNESS))) == re.findall(r"\w+", wanted)


def test_words_of_an_example_are_counted_in_their_order() -> None:
    example = etree.fromstring("<egXML>a<b>c<d>e</d>f<!--g-->h</b>i<?j k?>l</egXML>")
    assert "".join(all_text(example)) == "acefhil"


def test_a_word_with_deleted_letters_in_it_is_read_as_one() -> None:
    printed = Printed()
    printed.add_text(0, "B r⟦a⟧ider; ⟦old⟧ mill, h⟦a⟧e⟦r⟧r")
    assert printed.tokens[-2:] == ["rider", "her"]
    assert Counter(printed.tokens)["mill"] == 1


def test_numbered_lines_of_a_text_within_do_not_break_those_around_it() -> None:
    within = '<floatingText><body><ab><lb n="1"/>c<lb n="2"/>d</ab></body></floatingText>'
    shown = article(tei(f"<p>a<lb/>b</p>{within}<p>e<lb/>f</p>"))
    assert shown.count("<br") == 1


def test_a_quotation_in_a_sentence_stays_in_it() -> None:
    shown = article(tei("<p>He says <cit><quote>rain</quote> <bibl>Almanac</bibl></cit>, and goes.</p>"))
    assert "<blockquote" not in shown
    assert "<p" in shown


def test_the_handbook_is_published_whole(tmp_path: Path) -> None:
    (tmp_path / "tei/images").mkdir(parents=True)
    (tmp_path / "tei/images/weir.svg").write_bytes((ROOT / "tei/images/weir.svg").read_bytes())
    text_alone = re.sub(r"<\?xml-model .*?\?>\s*", "", HANDBOOK.read_text(encoding="utf-8"))
    (tmp_path / "tei/handbook.xml").write_text(text_alone, encoding="utf-8")
    report = build_in(tmp_path, to=("html", "pdf", "txt"))
    assert [f"{p.code} {p.message}" for p in report.ordered if p.severity is not Severity.INFO] == []
    (text,) = report.texts
    assert set(text.kept.values()) == {1.0}
    written = "".join((tmp_path / "output" / file).read_text(encoding="utf-8") for file in text.html)
    assert written.count('class="outcome"') > 15
    assert not (tmp_path / "output/html/persons.html").exists()


def stylesheets_of(concern: str) -> Iterator[Path]:
    return shipped.folder("xslt").glob(f"*/{concern}.xsl")


def test_each_rendering_has_its_part() -> None:
    assert {path.parent.name for path in stylesheets_of("specimen")} == {"common", "html", "print"}
