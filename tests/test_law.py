"""The words of a source, rule by rule (docs/developers/text-law.md)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from recensio.law import SourceWords, source_words, words_of_text
from recensio.law.model import Document
from recensio.placing.spots import attached_entries

CORPORA = Path(__file__).parent.parent.parent / "shared" / "corpora"

WITNESSES = """<listWit xml:id="all"><witness xml:id="A"/><witness xml:id="B"/><listWit xml:id="g"><witness xml:id="C"/>
<witness n="58"/></listWit><witness xml:id="D"><witness xml:id="D2"/></witness></listWit>"""


def source(body: str, base: str = "reading", header: str = WITNESSES, aside: str = "") -> SourceWords:
    tei = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{header}</teiHeader>{aside}<text>{body}</text></TEI>'
    return source_words(etree.fromstring(tei), base)


def base(body: str) -> str:
    return source(body).base.line


def witness(siglum: str, body: str) -> str:
    return source(body).witness(siglum).line


# --- words ---

WORDS = {
    "punctuation separates": ("arma, virumque|cano.", "arma virumque cano"),
    "an apostrophe separates": ("d'or l’air", "d or l air"),
    "numbers are words": ("12r, ½ and IV.", "12r ½ and IV"),
    "marks belong to the word": ("homin\u016b\u0304 r\u0325ta", "homin\u016b\u0304 r\u0325ta"),
    "words are composed": ("e\u0301tude", "étude"),
    "soft hyphens are skipped": ("vir\u00adum", "virum"),
    "joiners and direction marks are skipped": ("\u200ea\u200db\u2060c\ufeff", "abc"),
    "no-break space separates": ("a\u00a0b", "a b"),
    "private use is a letter": ("a\ue123b \U000f0000", "a\ue123b \U000f0000"),
    "symbols separate": ("a+b <c>", "a b c"),
    "a composed symbol is no word": ("=\u0338", ""),
    "a mark by itself is a word": ("· \u0304 ·", "\u0304"),
    "noncharacters are skipped": ("a\ufdd0b", "ab"),
    "right to left": ("בְּרֵאשִׁית בָּרָא", "בְּרֵאשִׁית בָּרָא"),
    "other planes": ("𐎠𐎡 😀 𐎢", "𐎠𐎡 𐎢"),
}


@pytest.mark.parametrize(("text", "words"), WORDS.values(), ids=WORDS.keys())
def test_words_of_a_text(text: str, words: str) -> None:
    assert words_of_text(text).line == words


def test_words_are_counted_without_a_list() -> None:
    assert [len(words_of_text(text)) for text in ("", " ; ", "a", "a b", "a b c")] == [0, 0, 1, 2, 3]


def test_a_text_with_many_separators_is_divided_like_any_other() -> None:
    separators = [chr(point) for point in range(0x2010, 0x2060) if not chr(point).isspace()]
    assert words_of_text("".join(f"a{mark}b" for mark in separators)).line.startswith("a b")


# --- base text ---

P = "<body><p>{}</p></body>"
RULES = {
    # boundaries
    "two paragraphs": ("<body><p>a</p><p>b</p></body>", "a b"),
    "two verses": ("<body><lg><l>a</l><l>b</l></lg></body>", "a b"),
    "a list in a sentence": (P.format("a<list><item>b</item><item>c</item></list>d"), "a b c d"),
    "any list": (P.format("a<listPerson><person>b</person><person>c</person></listPerson>d"), "a b c d"),
    "phrases are inline": (P.format("a<hi>b</hi><seg>c</seg>d"), "abcd"),
    "an unknown element in running text is inline": (P.format("a<mine>b</mine>c"), "abc"),
    "an unknown element elsewhere is a boundary": ("<body><div><mine>a</mine><mine>b</mine></div></body>", "a b"),
    "own text may stand behind a comment": (P.format("<!-- c -->a<mine>b</mine>"), "ab"),
    "a stage direction in speech, and by itself": (
        "<body><sp><p>a<stage>b</stage></p><stage>c</stage></sp></body>",
        "ab c",
    ),
    "the foreign namespace follows the same rule": (P.format("a<x:y xmlns:x='urn:x'>b</x:y>"), "ab"),
    "comments and instructions run on": (P.format("ar<!-- x -->ma<?y z?>rum"), "armarum"),
    # breaks
    "line breaks end words": (P.format("a<lb/>b<pb/>c<cb/>d<gb/>e"), "a b c d e"),
    "break=no runs on": (P.format("ar  <lb break='no'/>\n ma <lb/> rum"), "arma rum"),
    "through edges": (P.format("<hi>ar </hi> <pb break='no'/>  <lb break='no'/> <hi> ma</hi>"), "arma"),
    "but not out of a paragraph": ("<body><p>ar</p><lb break='no'/><p>ma</p></body>", "ar ma"),
    "a break that says nothing goes with its neighbour": (
        P.format("ar\n<pb/> <lb break='no'/>ma <pb break='no'/><lb/>b"),
        "armab",
    ),
    "a break that says yes ends a word": (
        P.format("ar<pb break='no'/><lb break='yes'/>ma <lb break='maybe'/>b"),
        "ar ma b",
    ),
    "breaks apart are no neighbours": (P.format("ar<lb/>ma<lb break='no'/>b"), "ar mab"),
    "breaks in a word": (P.format("<w>ar<lb/>\n ma</w>"), "arma"),
    "a milestone is inline": (P.format("ar<milestone/>ma <milestone/> b"), "arma b"),
    "a milestone with break=no joins": (P.format("ar <milestone break='no'/> ma"), "arma"),
    # words marked up
    "two words side by side": (P.format("<w>a</w><w>b</w>"), "a b"),
    "with matter between that is no text": (
        P.format("<w>a</w><note>n</note><anchor/><w>b</w><!-- --><w>c</w>"),
        "a b c",
    ),
    "across other edges": (P.format("<seg><w>a</w></seg><seg><w>b</w></seg>"), "a b"),
    "in an entry": (P.format("<w>a</w><app><lem><w>b</w></lem></app><w>c</w>"), "a b c"),
    "glued by join": (P.format("<w join='right'>a</w><w>b</w> <w>c</w><w join='left'>d</w>"), "ab cd"),
    "glued by a break": (P.format("<w>a</w><lb break='no'/><w>b</w>"), "ab"),
    "a break at the head of a word joins nothing": (P.format("<w>a</w> <w><lb/>b</w><w><lb/>c</w>"), "a b c"),
    "text around a word is glued": (P.format("a<w>b</w>c"), "abc"),
    "parts": (P.format("<w part='I'>uolue</w>\n <lb/><w part='F'>rit</w> quod"), "uoluerit quod"),
    "three parts": (P.format("<w part='I'>a</w> <lb/> <w part='M'>b</w> <pb/><lb/> <w part='F'>c</w>"), "abc"),
    "parts with text between": (P.format("<w part='I'>a</w> x <w part='F'>b</w>"), "a x b"),
    "parts in two verses": ("<body><l><w part='I'>a</w></l><l><w part='F'>b</w></l></body>", "a b"),
    "a part without its other half": (P.format("<w part='I'>a</w> <w>b</w>"), "a b"),
    # left out
    "notes": (P.format("ar<note>x <p>y</p></note>ma <noteGrp><note>z</note></noteGrp>"), "arma"),
    "running heads": (P.format("a<fw>x</fw> b"), "a b"),
    "deletions, unless restored": (P.format("a <del>x</del> <restore>b <del>c</del></restore>"), "a b c"),
    "descriptions and index terms": (
        P.format("a<figure><figDesc>x</figDesc><head>b</head></figure><index>y</index>"),
        "a b",
    ),
    "header and stand-off in a text": (P.format("a<teiHeader>x</teiHeader><standOff>y</standOff>b"), "ab"),
    "a break at the edge of a word": (P.format("<w>a<lb/></w> <w>b</w> c <w><lb n='2'/>d</w>"), "a b c d"),
    "a break at the edge of a word, over which the word runs on": (
        P.format("<w>a</w> <w><lb break='no'/>b</w> <w>c<lb break='no'/></w> <w>d</w>"),
        "ab cd",
    ),
    "a break at the edge of a part of a word": (P.format("<w part='I'>a</w> <w part='F'><lb/>b</w>"), "ab"),
    "white space of the source": (P.format("a<space/>b <hi>c<space quantity='2'/>d</hi><space quantity='0'/>e"), "a b c de"),
    "white space of the source at a break in a word": (
        P.format("ar <space/> <lb break='no'/> ma <w>uir <space/><lb/>um</w> a<lb break='no'/><space/> <pb/>b c<space/><lb/>d"),
        "arma uirum ab c d",
    ),
    "space directly in an entry": (P.format("ar<app>\n <lem>ma</lem>\n <rdg>x</rdg>\n</app>que"), "armaque"),
    "space directly in a group": (P.format("ar<app><rdgGrp>\n <lem>ma</lem>\n</rdgGrp></app>que"), "armaque"),
    "space directly in a choice": (P.format("ar<choice>\n <sic>x</sic>\n <corr>ma</corr>\n</choice>que"), "armaque"),
    "space directly in a substitution": (P.format("ar<subst>\n <del>x</del>\n <add>ma</add>\n</subst>que"), "armaque"),
    # choice
    "correction": (P.format("<choice><sic>x</sic><corr>a</corr><reg>y</reg></choice>"), "a"),
    "regularisation": (P.format("<choice><orig>x</orig><reg>a</reg></choice>"), "a"),
    "expansion": (P.format("<choice><abbr>x</abbr><expan>a<ex>b</ex></expan></choice>"), "ab"),
    "expanded letters": (P.format("d<choice><am>x</am><ex>eu</ex></choice>m"), "deum"),
    "the first of two corrections": (P.format("<choice><corr>a</corr><corr>x</corr></choice>"), "a"),
    "the first of others": (P.format("<choice><!-- c --><unclear>a</unclear><unclear>x</unclear></choice>"), "a"),
    "an empty choice": (P.format("a<choice/>b"), "ab"),
    # entries
    "the lemma": (P.format("a <app><rdg>x</rdg><lem>b</lem></app> c"), "a b c"),
    "the first of two lemmata": (P.format("<app><lem>a</lem><lem>x</lem></app>"), "a"),
    "without lemma the first reading": (P.format("<app><rdg>a</rdg><rdg>x</rdg></app>"), "a"),
    "a lemma in a group": (P.format("<app><rdgGrp><rdg>x</rdg></rdgGrp><rdgGrp><lem>a</lem></rdgGrp></app>"), "a"),
    "a lemma of a nested entry is none": (
        P.format("<app><rdg>a <app><lem>b</lem><rdg>x</rdg></app></rdg><rdg>y</rdg></app>"),
        "a b",
    ),
    "nested three deep": (
        P.format("<app><lem>a <app><lem>b <app><rdg>c</rdg><rdg>x</rdg></app></lem></app></lem><rdg>y</rdg></app> d"),
        "a b c d",
    ),
    "notes and words in an entry": (P.format("a<app>x<lem>b</lem><note>y</note><wit>z</wit></app>"), "ab"),
    "an entry with a note only": (P.format("ar<app><note>x</note></app>ma"), "arma"),
    "an empty entry": (P.format("ar<app/>ma"), "arma"),
    "an entry around blocks": (
        "<body><app><lem><p>a</p><p>b</p></lem><rdg><p>x</p></rdg></app><p>c</p></body>",
        "a b c",
    ),
    "an entry in a name": (P.format("<persName>Pe<app><lem>trus</lem><rdg>x</rdg></app></persName>"), "Petrus"),
    "readings without entry": (P.format("a<rdg>b</rdg><lem>c</lem>"), "abc"),
    "a lacuna in part of a word": (
        P.format("ar<app><lem>ma</lem><rdg wit='#A'><lacunaStart/></rdg></app><lacunaEnd/>que"),
        "armaque",
    ),
    "an entry with an event only": (P.format("so<app><rdg wit='#A'><witStart/></rdg></app>me"), "some"),
    # verbatim
    "examples": (
        P.format("a<egXML xmlns='http://www.tei-c.org/ns/Examples'><p>b<note>c</note></p><p>d</p></egXML>e"),
        "a b c d e",
    ),
    "formulae": (
        P.format("<formula>a<m:mi xmlns:m='http://www.w3.org/1998/Math/MathML'>b<m:mo>c</m:mo></m:mi></formula>"),
        "abc",
    ),
}


@pytest.mark.parametrize(("body", "words"), RULES.values(), ids=RULES.keys())
def test_base_text(body: str, words: str) -> None:
    assert base(body) == words


GLYPHS = """<charDecl>
<char xml:id="rum"><mapping type="diplomatic">ꝝ</mapping><mapping type="standard"> rum </mapping></char>
<glyph xml:id="et"><mapping>et</mapping><mapping>x</mapping></glyph><char xml:id="none"/></charDecl>"""


def test_empty_glyphs_take_their_mapping() -> None:
    text = P.format("ar<g ref='#rum'/> <g ref='#et'> </g> <g ref='#et'>&amp;c</g> <g ref='#none'/><g ref='#x'/><g/>b")
    assert source(text, header=GLYPHS).base.line == "arrum et c b"


def test_diplomatic_base_text() -> None:
    text = P.format(
        "<choice><sic>a</sic><corr>x</corr></choice> <choice><expan>x</expan><abbr>b</abbr></choice> <del>c</del>"
    )
    assert source(text, base="diplomatic").base.line == "a b c"
    with pytest.raises(KeyError):
        source(text, base="other")


# --- where the text is ---


def words_of(xml: str) -> SourceWords:
    return source_words(etree.fromstring(xml))


TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'
TEXTS = {
    "front, body, back": (f"<TEI {TEI}><text><front>a</front><body>b</body><back>c</back></text></TEI>", "a b c"),
    "a corpus": (f"<teiCorpus {TEI}><TEI><text>a</text></TEI><TEI><text>b</text></TEI></teiCorpus>", "a b"),
    "a corpus with a transcription": (
        f"<teiCorpus {TEI}><TEI><text>a</text></TEI><TEI><sourceDoc>b</sourceDoc></TEI></teiCorpus>",
        "a b",
    ),
    "texts in texts": (f"<TEI {TEI}><text>a</text><TEI><text>b</text></TEI></TEI>", "a b"),
    "a genetic transcription": (
        f"<TEI {TEI}><sourceDoc><zone><line>a</line><line>b</line></zone></sourceDoc></TEI>",
        "a b",
    ),
    "text before transcription": (f"<TEI {TEI}><sourceDoc>x</sourceDoc><text>a</text></TEI>", "a"),
    "a group": (f"<TEI {TEI}><text><group><text>a</text><text>b</text></group></text></TEI>", "a b"),
    "a fragment": (f"<div {TEI}><p>a</p><p>b</p></div>", "a b"),
    "a fragment with a tail": (f"<p {TEI}>a</p><!-- c -->", "a"),
    "no namespace": ("<TEI><text><body><p>a<note>x</note></p><p>b</p></body></text></TEI>", "a b"),
    "a prefix": (f"<t:TEI {TEI.replace('=', ':t=')}><t:text><t:p>a<t:note>x</t:note></t:p></t:text></t:TEI>", "a"),
}


@pytest.mark.parametrize(("xml", "words"), TEXTS.values(), ids=TEXTS.keys())
def test_where_the_text_is(xml: str, words: str) -> None:
    found = words_of(xml)
    assert (found.base.line, found.has_text) == (words, True)


@pytest.mark.parametrize("root", ["standOff", "listPerson", "listPlace", "person", "teiHeader", "facsimile", "TEI"])
def test_registers_have_no_text(root: str) -> None:
    found = words_of(f"<{root} {TEI}><listPerson><person>x</person></listPerson></{root}>")
    assert (found.has_text, found.base.line, found.witness_ids) == (False, "", ())


# --- attached entries ---

ATTACHED = {
    "in a listApp": "<p>a b</p><listApp><app><lem>x</lem><rdg wit='#A'>y</rdg></app></listApp>",
    "pointing at an anchor": "<p>a <anchor xml:id='i'/>b<app from='#i'><lem>x</lem><rdg wit='#A'>y</rdg></app></p>",
    "pointing at two": "<p>a <w xml:id='i'>b</w><app from='#i #j' to='#j'><rdg wit='#A'>y</rdg></app></p>",
    "located, in a list": "<p>a b</p><div><head/><app loc='1'><lem>x</lem><rdg>y</rdg></app><lb/><app loc='2'/></div>",
    "counted words, in a list": "<p>a b</p><div><app from='1'><rdg wit='#A'>y</rdg></app></div>",
}


@pytest.mark.parametrize("body", ATTACHED.values(), ids=ATTACHED.keys())
def test_attached_entries_are_no_base_text(body: str) -> None:
    found = source(f"<body>{body}</body>")
    assert found.base.line == "a b"
    assert found.aside == Counter({"y": 1}), "the lemma repeats the text and is not asked for"
    assert [found.element(n).text for n in found.unplaced] == (["y"] if "wit=" in body else [])
    assert found.witness("A").line == "a b", "nobody has looked for its place yet"


INLINE = {
    "pointing nowhere": "<p>a <app from='#gone'><lem>b</lem><rdg>x</rdg></app></p>",
    "only an end": "<p>a <app to='#gone'><lem>b</lem><rdg>x</rdg></app></p>",
    "located in running text": "<p>a <app loc='1'><lem>b</lem><rdg>x</rdg></app></p>",
    "located beside a paragraph": "<div><p>a</p><app loc='1'><lem>b</lem><rdg>x</rdg></app></div>",
    "in a list, but nowhere located": "<p>a</p><div><app><lem>b</lem><rdg>x</rdg></app></div>",
}


@pytest.mark.parametrize("body", INLINE.values(), ids=INLINE.keys())
def test_inline_entries_are(body: str) -> None:
    found = source(f"<body>{body}</body>")
    assert (found.base.line, found.unplaced, found.aside) == ("a b", (), Counter({"x": 1}))


def test_adherent_readings_follow_the_word_they_vary() -> None:
    found = source(
        P.format("celeſtiſ <app><rdg>caelestis</rdg></app> atque <app><rdg>adque</rdg></app> ad<app><rdg>x</rdg></app>")
    )
    assert (found.base.line, found.apparatus, found.aside["x"]) == ("celeſtiſ atque ad", 3, 1)


def test_readings_that_do_not_resemble_stand_in_the_text() -> None:
    assert (
        base(P.format("celestis <app><rdg>montis</rdg></app> atque <app><rdg>adque</rdg></app>"))
        == "celestis montis atque adque"
    )


def test_one_lemma_makes_all_entries_inline() -> None:
    text = P.format("celestis <app><rdg>caelestis</rdg></app> atque <app><lem>adque</lem></app>")
    assert base(text) == "celestis caelestis atque adque"


def test_two_readings_make_all_entries_inline() -> None:
    assert base(P.format("celestis <app><rdg>caelestis</rdg><rdg>celestes</rdg></app>")) == "celestis caelestis"


def test_alternatives_and_notes_do_not_count_as_the_word_in_front() -> None:
    text = P.format(
        "<choice><sic>axtra</sic><corr>extra</corr></choice> <note>montis</note><app><rdg>extra</rdg></app>"
    )
    assert base(text) == "extra"


# --- witnesses ---

VARIED = P.format(
    "p <app><lem wit='#A #B'>ab</lem><rdg wit='#C'>c</rdg></app>"
    " <app><lem>neg</lem><rdg wit='#B'>b</rdg></app>"
    " <app><rdgGrp wit='#g'><rdg>grp</rdg></rdgGrp><rdg wit='#A'>a</rdg></app> q"
)


@pytest.mark.parametrize(
    ("siglum", "words"),
    [("A", "p ab neg a q"), ("B", "p ab b q"), ("C", "p c neg grp q"), ("58", "p neg grp q"), ("D", "p neg q")],
)
def test_texts_of_witnesses(siglum: str, words: str) -> None:
    assert witness(siglum, VARIED) == words


def test_the_witnesses_of_a_document_in_order() -> None:
    assert source(VARIED).witness_ids == ("A", "B", "C", "58", "D", "D2")
    with pytest.raises(KeyError):
        source(VARIED).witness("Q")


@pytest.mark.parametrize("named", ["#A", "A", "#B #A", "other.xml#A", "#all", " \n#A\t"])
def test_how_a_reading_names_a_witness(named: str) -> None:
    assert witness("A", P.format(f"<app><lem>x</lem><rdg wit='{named}'>a</rdg></app>")) == "a"


def test_a_hand_answers_to_its_manuscript() -> None:
    text = P.format("<app><lem>x</lem><rdg wit='#D'>d</rdg></app> <app><lem>x</lem><rdg wit='#D2'>h</rdg></app>")
    assert (witness("D2", text), witness("D", text)) == ("d h", "d x")


def test_two_readings_of_one_witness() -> None:
    text = P.format(
        "<app><rdg wit='#A'>a</rdg><rdg wit='#A'>b</rdg></app>"
        " <app><rdg wit='#A' varSeq='2'>c</rdg><rdg wit='#A' varSeq='1'>d</rdg></app>"
    )
    assert witness("A", text) == "a d"


def test_an_empty_wit_is_no_negative_apparatus() -> None:
    assert witness("A", P.format("a <app><lem wit=''>x</lem><rdg wit='#B'>y</rdg></app>")) == "a"


def test_an_entry_without_a_reading_of_the_witness_is_a_gap_not_a_space() -> None:
    assert witness("B", P.format("ar<app><rdg wit='#A'>x</rdg></app>ma")) == "arma"


PRESENCE = {
    "from the start": ("a <app><lem>b</lem><rdg wit='#A'>c<lacunaStart/></rdg></app> d", "a c"),
    "from the end of a gap": ("a <app><lem>b</lem><rdg wit='#A'><lacunaEnd/>c</rdg></app> d", "c d"),
    "between": ("a <witStart wit='#A'/>b <witEnd wit='#A'/>c <witStart wit='#A'/>d", "b d"),
    "another's lacuna": ("a <lacunaStart wit='#B'/>b", "a b"),
    "its group's lacuna": ("a <lacunaStart wit='#all'/>b", "a"),
    "nobody's lacuna": ("a <lacunaStart/>b", "a b"),
    "in a reading that is not the one it has": (
        "a <app><rdg wit='#A' varSeq='1'>b</rdg><rdg wit='#A' varSeq='2'>x<lacunaStart/></rdg></app> c",
        "a b",
    ),
    "within another entry": ("a <app><lem>b <app><rdg wit='#A'>c<witEnd/></rdg></app> d</lem></app> e", "a b c"),
    "an event ends a word": ("ar<lacunaStart wit='#A'/>x<lacunaEnd wit='#A'/>ma", "ar ma"),
    "an event of a reading that inherits": ("a <app><rdgGrp wit='#A'><rdg>b<witEnd/></rdg></rdgGrp></app> c", "a b"),
}


@pytest.mark.parametrize(("text", "words"), PRESENCE.values(), ids=PRESENCE.keys())
def test_where_a_witness_is_present(text: str, words: str) -> None:
    assert witness("A", P.format(text)) == words


# --- what stands aside ---


def test_notes_and_readings() -> None:
    found = source(
        P.format(
            "a <note>one <note>two</note></note> <app><lem>b<note>three</note></lem><rdg>four <del>x</del></rdg>"
            "<note>five</note></app> <noteGrp><note>six seven</note></noteGrp> <app><witDetail>eight</witDetail></app>"
            " <app><rdg>c</rdg><rdg>nine <app><lem>ten</lem><rdg>eleven</rdg></app></rdg></app>"
            " <del>x<note>x</note></del> <choice><sic>x<note>x</note></sic><corr>d</corr></choice>"
        )
    )
    words = "one two three four five six seven eight nine ten eleven"
    assert found.aside == Counter(words.split())
    assert found.base.line == "a b c d"
    assert found.apparatus == 4


def test_readings_in_the_stand_off_count() -> None:
    listed = (
        "<standOff><listApp><head>x</head><app loc='1'><lem>x</lem><rdg>y</rdg></app>"
        "<listApp><app><rdg>z</rdg></app></listApp></listApp><note>x</note></standOff>"
    )
    found = source(P.format("a"), aside=listed)
    assert (found.base.line, found.aside, found.apparatus) == ("a", Counter("yz"), 2)


def test_notes_in_the_stand_off_count_if_they_point_at_the_text() -> None:
    beside = (
        "<standOff><note target='#a'>one</note><noteGrp><note target='#a'>two</note></noteGrp><listAnnotation>"
        "<annotation target='#a'><note>three</note></annotation></listAnnotation><note target='#b'>x</note><note>x</note>"
        "<listPerson><person><note target='#a'>x</note></person></listPerson></standOff>"
    )
    found = source("<body><p xml:id='a'>a</p></body>", aside=beside)
    assert (found.base.line, found.aside) == ("a", Counter(["one", "two", "three"]))


def test_descriptions_count_where_no_title_tells_them() -> None:
    found = source(
        P.format(
            "a <vocal><desc>one</desc></vocal><gap><desc>x</desc></gap><graphic><desc>x</desc></graphic>"
            " <note>two <incident><desc>three</desc></incident></note><interp><desc>x</desc></interp>"
        )
    )
    assert (found.base.line, found.aside) == ("a", Counter(["one", "two", "three"]))


def test_the_words_of_two_notes_do_not_run_together() -> None:
    assert source(P.format("a<note>one</note><note>two</note>")).aside == Counter(["one", "two"])


# --- places ---


def test_the_element_that_holds_a_word() -> None:
    found = source(
        P.format(
            "a<note>x</note> b, <hi>c</hi> d <app><lem>e <emph>f</emph></lem><rdg>y</rdg></app><fw>x<hi/></fw>"
            " <foreign>g</foreign>"
        )
    )
    tags = [etree.QName(element).localname for n in range(7) if (element := found.place(n)) is not None]
    assert tags == ["p", "p", "hi", "p", "lem", "emph", "foreign"]
    assert found.place(7) is None


def test_the_element_of_a_word_far_into_the_text() -> None:
    paragraphs = "".join(f"<p n='{n}'>alpha beta <lb break='no'/> gamma</p>" for n in range(3000))
    found = source(f"<body>{paragraphs}</body>")
    element = found.place(2 * 2345 + 1)
    assert element is not None
    assert element.get("n") == "2345"
    assert len(found.base) == 6000


def test_the_element_of_a_word_of_a_witness() -> None:
    text = P.format("a <witEnd wit='#A'/>x <witStart wit='#A'/><app><lem>x</lem><rdg wit='#A'><hi>b</hi></rdg></app> c")
    found = source(text)
    places = [found.place_in_witness("A", n) for n in range(4)]
    assert [None if e is None else etree.QName(e).localname for e in places] == ["p", "hi", "p", None]


def test_the_element_of_an_aside() -> None:
    found = source(P.format("a <app><lem>b</lem><rdg n='1'>c</rdg></app><note n='2'>d</note>"))
    assert {found.element(number).get("n"): words.line for number, words in found.asides()} == {"1": "c", "2": "d"}


# --- size ---


def test_white_space_around_a_break_of_any_length() -> None:
    text = etree.fromstring(f"<p>{'a' + ' ' * 200_000}<lb break='no'/>{' ' * 200_000}<w>b</w>{' ' * 200_000}<lb/></p>")
    assert source_words(text).base.line == "ab"


def test_deep_texts_are_walked() -> None:
    depth = 240
    assert base("<body>" + "<p><q>a " * (depth // 2) + "</q></p>" * (depth // 2) + "</body>") == " ".join(
        "a" * (depth // 2)
    )


def test_many_witnesses_in_many_entries() -> None:
    wits = [f"W{n}" for n in range(40)]
    header = f"<listWit>{''.join(f'<witness xml:id={w!r}/>' for w in wits)}</listWit>"
    entry = "alpha <app><lem>beta</lem>{}</app> gamma "
    readings = "".join(f"<rdg wit='#{w}'>{w}</rdg>" for w in wits[::4])
    found = source(P.format(entry.format(readings) * 1000), header=header)
    assert [len(found.witness(w)) for w in found.witness_ids] == [3000] * 40


# --- real texts ---

EXPECTED = {
    "augustine-ms28__Fol_1v-6r.xml": (
        1832,
        102,
        True,
        "I De ea parte operiſ qua duarum ciuitatum id eſt celeſtiſ atque",
    ),
    "bdnprint__demo.xml": (2479, 318, False, "Vorwort Das im Frühjahr 2014 gestartete DFG Projekt"),
    "croala__bunic-j-de-r.xml": (6564, 95, False, "Editio princeps Romae 1490"),
    "dharma-campa__DHARMA_INSCIC00089.xml": (1573, 78, True, "śrī madā yām̃ po ku śrī jaya Inravarmmadeva"),
    "digital-areal__fable005.xml": (330, 0, False, "Fables choisies mises en vers Par M de la Fontaine"),
    "gerdracor__kotzebue-der-hyperboreische-esel.xml": (6938, 0, False, "August von Kotzebue Der hyperboräische Esel"),
    "modruski__nicolausmodrusiensis.oratioriario.croala-ldlt.xml": (
        4831,
        295,
        False,
        "Praefatio TBA Fontes lectionum Oratio",
    ),
    "pta__pta0040.pta001.pta-grc1.xml": (948, 330, False, "Τοῦ ἐν ἁγίοις πατρὸς ἡμῶν Βασιλείου"),
    "pta__pta0200.pta001.pta-syc3.xml": (635, 15, False, "ܟܕ ܗܟܝܠ ܡܠܟ ܡܘܪܝܩܝ"),
    "qhod__Schiffsordnung.xml": (1075, 0, False, "Ordnung Derjenigen Schiffen mittels welcher"),
    "schnitzler-briefe__L02669.xml": (3120, 0, False, "Dr jur Paul"),
    "tei-stylesheets__testapp2.xml": (78, 72, True, "ahiiā ϑβā āϑrō vərəzə̄nā"),
    "teiphy__ubs_ephesians.xml": (88, 38, False, "εν τω ηγαπημενω ο και"),
}


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the shared corpora are not beside this checkout")
@pytest.mark.parametrize("name", EXPECTED)
def test_real_texts(name: str) -> None:
    words, entries, outside, start = EXPECTED[name]
    parser = etree.XMLParser(resolve_entities="internal", no_network=True, collect_ids=False)
    found = source_words(etree.parse(CORPORA / name, parser).getroot())
    assert found.base.line.startswith(words_of_text(start).line)
    assert (len(found.base), found.apparatus) == (words, entries)
    assert bool(list(attached_entries(Document(found.element(0).getroottree().getroot())))) == outside
    last = found.place(words - 1)
    assert last is not None
    assert all(len(found.witness(siglum)) > 0 for siglum in found.witness_ids)


def test_to_alone_attaches_an_entry_if_it_leads_somewhere() -> None:
    body = "<p>a <app to='#{}'><rdg>x </rdg></app>b<anchor xml:id='e'/> c</p>"
    assert list(source_words(parsed(P_TEXT.format(body.format("e")))).base) == ["a", "b", "c"]
    assert list(source_words(parsed(P_TEXT.format(body.format("f")))).base) == ["a", "x", "b", "c"]


def parsed(document: str) -> etree._Element:
    return etree.fromstring(document)


P_TEXT = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body>{}</body></text></TEI>"
