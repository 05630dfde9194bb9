"""Readings that only say that a witness has no words here."""

from __future__ import annotations

import pytest
from helpers import ROOT, tei, witness
from lxml import etree

from recensio.law import source_words
from recensio.law.remarks import NAMED, PHRASES, SAID, WHOLE, is_remark

LISTS = '<listWit><witness xml:id="A">x</witness></listWit>'
READINGS = {
    "<rdg wit='#A' type='omisit'>Omiserunt.</rdg>": "",
    "<rdg wit='#A' type='om.'>om. A</rdg>": "",
    "<rdg wit='#A'>om.</rdg>": "",
    "<rdg wit='#A'>lac.</rdg>": "",
    "<rdg wit='#A' type='lac'>lacuna</rdg>": "",
    "<rdg wit='#A' type='illegible'>non legitur</rdg>": "",
    "<rdg wit='#A' ana='#subtractive'>this word is missing</rdg>": "",
    "<rdg wit='#A' cause='omission'>omitted by the scribe</rdg>": "",
    "<rdg wit='#A' type='uncollated'>not collated</rdg>": "",
    "<rdg wit='#A'><note>om.</note></rdg>": "",
    "<rdg wit='#A' type='om'/>": "",
    "<rdg wit='#A' type='omisit'>Nolite igitur</rdg>": "Nolite igitur",
    "<rdg wit='#A' type='lac'><gap reason='lost'/>litora</rdg>": "litora",
    "<rdg wit='#A'>omisit</rdg>": "omisit",
    "<rdg wit='#A' type='substantive'>deest</rdg>": "deest",
    "<rdg wit='#A' type='om'>litora<note>the rest is missing</note></rdg>": "litora",
}


@pytest.mark.parametrize(("rdg", "words"), READINGS.items())
def test_what_a_witness_has(rdg: str, words: str) -> None:
    document = tei(f"<p>ad <app><lem>Nolite</lem>{rdg}</app> finem</p>", witnesses=LISTS)
    expected = " ".join(f"ad {words} finem".split())
    assert witness(document, "A") == expected
    assert source_words(etree.fromstring(document)).witness("A").line == expected


@pytest.mark.parametrize(("rdg", "words"), READINGS.items())
def test_what_is_a_remark(rdg: str, words: str) -> None:
    says = etree.fromstring(rdg)
    empty = not "".join(says.itertext()) or "<note>om." in rdg
    assert is_remark(says) == (words == "" and not empty)


def test_the_stylesheets_have_the_same_names() -> None:
    tree = etree.parse(ROOT / "xslt" / "common" / "statuses.xml")
    names = {"s": "urn:recensio:statuses"}

    def of(child: str, status: str) -> set[str]:
        return set(" ".join(tree.xpath(f"//s:status[@name = '{status}']/s:{child}/text()", namespaces=names)).split())

    assert {status: of("named", status) for status in NAMED} == {s: set(v.split()) for s, v in NAMED.items()}
    assert {status: of("said", status) for status in SAID} == {s: set(v.split()) for s, v in SAID.items()}
    assert set().union(*(of("whole", status) for status in NAMED)) == WHOLE
    phrases = tree.xpath("//s:phrases/text()", namespaces=names)
    assert {phrase for row in phrases for phrase in row.split("|")} == PHRASES
