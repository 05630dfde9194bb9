"""Addresses: what they are made of, that none is given twice, and that nothing put in elsewhere moves them."""

from __future__ import annotations

import random
from copy import deepcopy

import pytest
from helpers import CORPORA, tei
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from recensio.addresses import ADDRESS, slug, stamp_addresses, stamp_entries
from recensio.law.elements import TEI, XML_ID
from recensio.parse import parse
from recensio.placing import place_entries
from recensio.references import unreadable


def stamped(document: str | etree._Element) -> etree._Element:
    parser = etree.XMLParser(recover=True)  # (ids that XML does not allow)
    root = etree.fromstring(document, parser) if isinstance(document, str) else document
    stamp_addresses(root)
    place_entries(root)
    stamp_entries(root)
    return root


def addresses(body: str, name: str = "*", *, refs: str = "", back: str = "") -> list[str]:
    document = tei(body, back=back)
    if refs:
        document = document.replace(
            "</teiHeader>", f"<encodingDesc><refsDecl>{refs}</refsDecl></encodingDesc></teiHeader>"
        )
    return [str(e.get(ADDRESS)) for e in stamped(document).iter(f"{{{TEI}}}{name}") if e.get(ADDRESS)]


# --- elements -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "name", "expected"),
    [
        ("<div type='book' n='1'><l n='12'>a</l><l n='13'>b</l></div>", "l", ["b1.l12", "b1.l13"]),
        ("<div type='Kapitel' n='2'><p n='3'>a</p><p>b</p></div>", "p", ["ch2.p3", "ch2.p~1"]),
        ("<div type='textpart' subtype='chapter' n='2'><p>a</p></div>", "div", ["ch2"]),
        ("<div type='edition' n='urn:cts:x:y'><div n='4'><p>a</p></div></div>", "p", ["div4.p~1"]),
        ("<div type='preface'><p>a</p></div><div type='letter'/><div type='letter'/>", "div", ["preface", "letter", "letter~2"]),
        ("<div xml:id='intro'><p n='1'>a</p></div>", "p", ["intro.p1"]),
        ("<lg><l n='1'>a</l></lg><lg><l n='2'>b</l></lg>", "l", ["l1", "l2"]),
        ("<lg n='1'><l n='1'>a</l></lg><lg n='2'><l n='1'>b</l></lg>", "l", ["lg1.l1", "lg2.l1"]),
        ("<p><pb n='12r'/>a <lb n='1'/>b<lb/>c<cb n='b'/><lb n='1'/>d</p>", "lb", ["pg12r.ln1", "pg12r.ln~1", "pg12r.col-b.ln1"]),
        ("<pb n='A1' ed='Q'/><p>a</p>", "pb", ["pg-Q-A1"]),
        ("<p n='1'>a<note>b</note><note n='c'>d</note><note n='*'>e</note></p>", "note", ["p1.n~1", "p1.n-c", "p1.n~2"]),
        ("<p n='1'>a</p><p n='1'>b</p><p n='x y/z'>c</p>", "p", ["p1", "p1~2", "p-x-y-z"]),
        ("<div type='α' n='β'><l n='١٢'>a</l></div>", "l", ["α-β.l12"]),
        ("<p xml:id='p~x'>a</p><p xml:id='b c'>b</p><p xml:id=':'>c</p>", "p", ["p-x", "b-c", "id"]),
        ("<p xml:id='ch.p1'>a</p><div type='chapter'><p n='1'>b</p></div>", "p", ["ch.p1", "ch.p1~2"]),
        ("<p><seg n='1'>a</seg><seg>b</seg><milestone unit='chapter' n='7'/>c</p>", "*", ["p~1", "s1", "ch7"]),
    ],
)  # fmt: skip
def test_an_address_is_made_of(body: str, name: str, expected: list[str]) -> None:
    assert addresses(body, name) == expected


def test_texts_of_a_corpus_and_of_a_group_have_their_own() -> None:
    one = tei("<p n='1'>a</p>")
    two = one.replace("<TEI", "<TEI xml:id='two'")
    corpus = f'<teiCorpus xmlns="{TEI}">{one}{two}</teiCorpus>'
    found = [e.get(ADDRESS) for e in stamped(corpus).iter(f"{{{TEI}}}p") if e.get(ADDRESS)]
    assert found == ["text~1.p1", "two.p1"]
    group = "<group><text n='1'><body><p n='1'>a</p></body></text><text><body><p n='1'>b</p></body></text></group>"
    document = tei("").replace("<body></body>", group)
    assert [e.get(ADDRESS) for e in stamped(document).iter(f"{{{TEI}}}p") if e.get(ADDRESS)] == [
        "text1.p1",
        "text~1.p1",
    ]


def test_notes_in_readings_and_in_notes_have_one() -> None:
    body = "<l n='1'>a<note>b<note>c</note></note> <app><lem>d</lem><rdg>e<note n='2'>f</note><note>g</note></rdg></app></l>"
    assert addresses(body, "note") == ["l1.n~1", "l1.n~1.n~1", "l1.d.n2", "l1.d.n~1"]


@pytest.mark.parametrize("said", ["", "…", "*", "\u200f", "—"])
def test_a_number_that_says_nothing_is_none(said: str) -> None:
    assert addresses(f"<p n='{said}'>a</p>", "p") == ["p~1"]


@given(st.text(max_size=40))
def test_what_stands_in_an_address_can_stand_in_one(words: str) -> None:
    made = slug(words)
    assert not set(made) & set(" \t\n\"'<>#%&?/\\:~")
    assert slug(made) == made


# --- references ---------------------------------------------------------------------------------------------

CITED = "<div n='1'><l n='1'>a</l><p>x</p></div><div n='2' xml:id='two'><l n='1'>b</l></div>"


@pytest.mark.parametrize(
    "refs",
    [
        '<citeStructure match="//body/div" use="@n"><citeStructure match="l" use="@n" delim=":"/></citeStructure>',
        '<citeStructure match="/TEI/text/body/div[@n]" use="@n"><citeStructure match="/l" use="position()"/></citeStructure>',
        '<citeStructure match="//tei:div" use="@n"><citeStructure match="l[@n and true()]" use="@n"/></citeStructure>',
        """<cRefPattern matchPattern="(.+).(.+)" replacementPattern="#xpath(/tei:TEI/tei:text/tei:body/tei:div[@n='$1']/tei:l[@n='$2'])"/>
        <cRefPattern matchPattern="(.+)" replacementPattern="#xpath(//tei:body/tei:div[@n='$1'])"/>""",
    ],
)
def test_canonical_references(refs: str) -> None:
    assert addresses(CITED, "div", refs=refs) == ["1", "two"]
    assert addresses(CITED, "l", refs=refs) == ["1.1", "2.1"]
    assert addresses(CITED, "p", refs=refs) == ["1.p~1"]


@pytest.mark.parametrize(
    ("structure", "told"),
    [
        ('<citeStructure match="//body/div[" use="@n"/>', ["match"]),
        ('<citeStructure match="//div" use="@n)"/>', ["use"]),
        ('<citeStructure match="//div/following::p//q" use="@n"/>', ["match"]),
        ('<citeStructure match="//*//*//*" use="@n"/>', ["match"]),
        ('<citeStructure match="doc(\'file:///etc/passwd\')" use="@n"/>', []),
        ('<citeStructure match="//body/div" use="position()"/>', []),
    ],
)
def test_what_cannot_be_followed_is_told_and_harms_nothing(structure: str, told: list[str]) -> None:
    assert addresses("<div n='1'><p>a</p></div>", "div", refs=structure)[0] in {"div1", "1"}
    document = tei("<p/>").replace(
        "</teiHeader>", f"<encodingDesc><refsDecl>{structure}</refsDecl></encodingDesc></teiHeader>"
    )
    assert [name for _, name in unreadable(etree.fromstring(document))] == told


# --- entries ------------------------------------------------------------------------------------------------


def app(lemma: str, reading: str = "z", named: str = "") -> str:
    told = f" xml:id='{named}'" if named else ""
    return f"<app{told}><lem>{lemma}</lem><rdg wit='#A'>{reading}</rdg></app>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<l n='12'>arma {app('virumque')} cano</l>", ["l12.virumque"]),
        (f"<l n='12'>et tu {app('et')} {app('Et')} ego</l>", ["l12.et-2", "l12.et-3"]),
        (f"<l n='12'>{app('arma virumque cano Troiae')}</l>", ["l12.arma-virumque_troiae"]),
        (f"<l n='12'>arma{app('', ' et')} cano {app('')}</l><l n='13'>{app('')}x</l>", ["l12.arma_", "l12.cano_", "l13._"]),
        (f"<l n='12'>{app(app('a') + ' b', app('c'))}</l>", ["l12.a-b", "l12.a", "l12.a-b.c"]),
        (f"<l n='12'>{app('a', named='x')} {app('a')}</l>", ["x", "l12.a-2"]),
        (f"<p n='1'>a<note n='2'>b {app('c')}</note></p>", ["p1.n2.c"]),
        (f"<p n='1'>{app('μῆνιν')} {app('!')} {app('日本')}</p>", ["p1.μῆνιν", "p1.μῆνιν_", "p1.日本"]),
        (f"<p n='1'>{app('a')}</p><p n='1'>{app('a')}</p>", ["p1.a", "p1~2.a"]),
        ("<p n='1'>a <w xml:id='w'>b</w> c</p><listApp><app from='#w'><rdg wit='#A'>d</rdg></app></listApp>", ["w.b"]),
        ("<l n='1'>a b a</l><listApp><app loc='1'><lem>b a</lem><rdg wit='#A'>d</rdg></app></listApp>", ["l1.b-a"]),
        ("<l n='1'>a</l><listApp><app loc='7'><lem>q r</lem><rdg>d</rdg></app><app><rdg>e</rdg></app></listApp>", ["at-7.q-r", "e"]),
    ],
)  # fmt: skip
def test_an_entry_is_called_by_its_words(body: str, expected: list[str]) -> None:
    assert addresses(body, "app") == expected


# --- the law ------------------------------------------------------------------------------------------------

WORDS = ("et", "in", "arma", "virum", "cano", "Ἀχιλῆος", "שלום")


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A text of chapters with numbered and unnumbered paragraphs, and entries on words that come again."""

    def word() -> str:
        one = draw(st.sampled_from(WORDS))
        return app(one) if draw(st.integers(0, 3)) == 0 else one

    def paragraph(n: int) -> str:
        told = draw(st.sampled_from([f" n='{n}'", f" n='{n}'", ""]))
        return f"<p{told}>{' '.join(word() for _ in range(draw(st.integers(1, 6))))}</p>"

    return "".join(
        f"<div type='chapter' n='{c}'>{''.join(paragraph(n) for n in range(1, draw(st.integers(2, 5))))}</div>"
        for c in range(1, draw(st.integers(2, 4)))
    )


def is_firm(address: str) -> bool:
    return "~" not in address


@given(texts(), st.randoms(use_true_random=False))
def test_what_is_put_in_moves_no_address_with_a_number(body: str, chance: random.Random) -> None:
    root = etree.fromstring(tei(body))
    for number, element in enumerate(root.iter("*")):
        element.set("mark", str(number))
    changed = deepcopy(root)
    place = chance.choice(list(changed.iter(f"{{{TEI}}}div")))
    place.insert(chance.randrange(len(place) + 1), etree.fromstring(f"<p xmlns='{TEI}'>new {app('arma')} words</p>"))
    before = {e.get("mark"): str(e.get(ADDRESS)) for e in stamped(root).iter("*") if e.get(ADDRESS)}
    behind = {
        e.get("mark"): str(e.get(ADDRESS)) for e in stamped(changed).iter("*") if e.get("mark") and e.get(ADDRESS)
    }
    assert {mark: name for mark, name in behind.items() if is_firm(before[mark])} == {
        mark: name for mark, name in before.items() if is_firm(name)
    }
    assert len(set(behind.values())) == len(behind)


@given(texts(), st.randoms(use_true_random=False))
def test_a_new_entry_moves_no_other_on_other_words(body: str, chance: random.Random) -> None:
    root = etree.fromstring(tei(body))
    for number, element in enumerate(root.iter("*")):
        element.set("mark", str(number))
    changed = deepcopy(root)
    paragraph = chance.choice([p for p in changed.iter(f"{{{TEI}}}p") if p.getparent().tag == f"{{{TEI}}}div"])
    words = (paragraph.text or "").split()
    if not words:
        return
    paragraph.text = ""
    paragraph.insert(0, etree.fromstring(f"<r xmlns='{TEI}'>{app(words[0])}</r>")[0])
    paragraph[0].tail = " " + " ".join(words[1:]) + " "
    before = {e.get("mark"): e.get(ADDRESS) for e in stamped(root).iter("*") if e.get(ADDRESS)}
    behind = {e.get("mark"): e.get(ADDRESS) for e in stamped(changed).iter("*") if e.get("mark") and e.get(ADDRESS)}
    assert behind == before


def test_the_same_text_has_the_same_addresses() -> None:
    document = tei(f"<div><head>H</head><p>a {app('b')}</p></div>" * 3)
    assert etree.tostring(stamped(document)) == etree.tostring(stamped(document))


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside the checkout")
@pytest.mark.parametrize("path", sorted(CORPORA.glob("*.xml")), ids=lambda p: p.stem[:20])
def test_real_texts_have_unique_addresses_and_keep_their_ids(path: object) -> None:
    root = parse(path, folder=CORPORA, name="x").root  # type: ignore[arg-type]
    assert root is not None
    named = [(e.get(XML_ID), e) for e in root.iter("*") if e.get(XML_ID)]
    found = [e for e in stamped(root).iter("*") if e.get(ADDRESS)]
    assert found
    assert len({e.get(ADDRESS) for e in found}) == len(found)
    assert all(e.get(ADDRESS) in (None, name) for name, e in named)
