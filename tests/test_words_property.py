"""A law: whatever the TEI, the words that the stylesheets let through are the words of the source, in order.

The two sides are independent: the stylesheets on one, ``recensio.law`` on the other.
"""

from __future__ import annotations

from helpers import page, plain, reading, sheets, tei
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from recensio.law import source_words, words_of_text

WITNESSES = '<listWit><witness xml:id="A">x</witness><witness xml:id="B">x</witness></listWit>'
words = st.sampled_from(["arma", "vi", "cano", "a", " ", "\n  ", " qui ", "Troiae ", ", ", "."])
NEWLINE = "\n "
texts = st.lists(words, max_size=3).map("".join)


INLINE = ["hi", "seg", "persName", "foreign", "supplied", "unclear", "add", "q", "num", "unknown", "metamark", "sic"]
EMPTY = ["<lb/>", "<lb break='no'/>", "<pb n='2'/>", "<pb break='no'/>", "<gap/>", "<anchor/>", "<milestone unit='x'/>",
         "<space/>", "<cb/>", "<!-- c -->", "<?pi x?>", "<lb n='5'/>"]  # fmt: skip
LEFT_OUT = ["note", "fw", "del", "index", "figDesc"]
BLOCKS = ["p", "ab", "l", "head", "quote", "unknownBlock", "item", "stage", "label", "bibl"]


def runs(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Runs of text around what ``inner`` gives."""
    wrapped = st.tuples(st.sampled_from(INLINE), inner).map(lambda t: f"<{t[0]}>{t[1]}</{t[0]}>")
    left_out = st.tuples(st.sampled_from(LEFT_OUT), texts).map(lambda t: f"<{t[0]}>{t[1]}</{t[0]}>")
    word = st.tuples(st.sampled_from(["", " part='I'", " part='F'", " join='right'"]), inner).map(
        lambda t: f"<w{t[0]}>{t[1]}</w>"
    )
    choice = st.tuples(
        st.sampled_from([("sic", "corr"), ("orig", "reg"), ("abbr", "expan")]),
        inner,
        inner,
        st.sampled_from(["", "\n "]),
    )
    chosen = choice.map(
        lambda t: f"<choice>{t[3]}<{t[0][0]}>{t[1]}</{t[0][0]}>{t[3]}<{t[0][1]}>{t[2]}</{t[0][1]}></choice>"
    )
    wit = st.sampled_from(["", " wit='#A'", " wit='#B'", " wit='#A #B'"])
    readings = st.tuples(st.sampled_from(["lem", "rdg"]), wit, inner).map(lambda t: f"<{t[0]}{t[1]}>{t[2]}</{t[0]}>")
    app = st.lists(readings, min_size=1, max_size=3).map(lambda r: "<app>" + NEWLINE.join(r) + "</app>")
    parts = st.one_of(texts, wrapped, left_out, word, chosen, app, st.sampled_from(EMPTY))
    return st.lists(parts, max_size=4).map("".join)


prose = st.recursive(texts, runs, max_leaves=12)
blocks = st.tuples(st.sampled_from(BLOCKS), prose).map(lambda t: f"<{t[0]}>{t[1]}</{t[0]}>")
bodies = st.lists(st.one_of(blocks, blocks, prose), min_size=1, max_size=4).map("".join)
# (always the same examples: a rare new find belongs to whoever looks for one, with more of them)
slow = settings(
    max_examples=300,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@slow
@given(bodies)
def test_plain_text_and_page_hold_the_words_of_the_source(body: str) -> None:
    document = tei(body, witnesses=WITNESSES)
    expected = list(source_words(etree.fromstring(document)).base)
    assert list(words_of_text(plain(document))) == expected
    assert list(words_of_text(reading(page(document)))) == expected


@slow
@given(bodies)
def test_witness_texts_hold_the_words_of_the_witness(body: str) -> None:
    # whether two w meet is decided once, in the base text
    assume("<w" not in body)
    root = etree.fromstring(tei(body, witnesses=WITNESSES))
    source = source_words(root)
    made = sheets().normalise(root).texts(witnesses=True)[1]
    assert {siglum: [words_of_text(text).line for text in texts] for siglum, texts in made.items()} == {
        siglum: [source.witness(siglum, state).line for state in range(source.states(siglum))]
        for siglum in source.witness_ids
    }
