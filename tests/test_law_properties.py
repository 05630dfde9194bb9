"""The law on texts made up at random.

A text is drawn as a tree of our own, from which a source, its base text, the texts of its witnesses, what stands aside,
a web page and a PDF's tokens are rendered, each by a few naive lines that share nothing with the code that is tested.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from recensio.law import Words, compare, source_words, words_of_html, words_of_text
from recensio.law.align import matching_blocks
from recensio.law.embed import Sought
from recensio.law.inprint import compare_in_print
from recensio.law.pages import read_page
from recensio.law.printed import Printed, print_words

SIGLA = ("A", "B", "C")

# --- trees ---


@dataclass(frozen=True)
class Text:
    words: str  # words with spaces, perhaps at the edges


@dataclass(frozen=True)
class Inline:
    tag: str
    parts: tuple[Any, ...]


@dataclass(frozen=True)
class Block:
    parts: tuple[Any, ...]


@dataclass(frozen=True)
class Aside:
    parts: tuple[Any, ...]


@dataclass(frozen=True)
class Off:
    tag: str
    text: str


@dataclass(frozen=True)
class Break:
    joins: bool


@dataclass(frozen=True)
class Choice:
    kept: str
    dropped: str
    kind: tuple[str, str]


@dataclass(frozen=True)
class Entry:
    lemma: tuple[Any, ...] | None
    negative: bool
    readings: tuple[tuple[str, tuple[Any, ...]], ...]


LETTERS = st.sampled_from(["arma", "virum", "que", "ā̆", "λόγος", "שלום", "12", "é", "x̄", "et"])
RUNNING = st.lists(LETTERS, max_size=3).map(" ".join)
EDGE = st.sampled_from(["", "", " ", "\n  ", ", "])
CHOICES = st.sampled_from([("corr", "sic"), ("reg", "orig"), ("expan", "abbr")])
SIMPLE = ("text", "text", "text", "off", "break", "choice")
NESTED = ("inline", "aside", "entry", "entry")


def draw_parts(draw: st.DrawFn, depth: int) -> tuple[Any, ...]:
    kinds = SIMPLE + NESTED if depth else SIMPLE
    return tuple(draw_part(draw, draw(st.sampled_from(kinds)), depth) for _ in range(draw(st.integers(0, 3))))


def draw_part(draw: st.DrawFn, kind: str, depth: int) -> Any:
    match kind:
        case "text":
            return Text(draw(EDGE) + draw(RUNNING) + draw(EDGE))
        case "off":
            return Off(draw(st.sampled_from(["del", "fw", "figDesc"])), draw(RUNNING))
        case "break":
            return Break(draw(st.booleans()))
        case "choice":
            return Choice(draw(RUNNING), draw(RUNNING), draw(CHOICES))
        case "inline":
            return Inline(draw(st.sampled_from(["hi", "persName", "foreign"])), draw_parts(draw, depth - 1))
        case "aside":
            return Aside(draw_parts(draw, depth - 1))
    sigla = draw(st.lists(st.sampled_from(SIGLA), max_size=3, unique=True))  # each stands in one reading at most
    lemma = draw_parts(draw, depth - 1) if draw(st.booleans()) else None
    return Entry(lemma, draw(st.booleans()), tuple((siglum, draw_parts(draw, depth - 1)) for siglum in sigla))


@st.composite
def texts(draw: st.DrawFn) -> list[Block]:
    return [Block(draw_parts(draw, 3)) for _ in range(draw(st.integers(1, 3)))]


# --- what a tree means, naively: a boundary is |, a run-on is ~ ---


def base_of(node: Any) -> str:
    match node:
        case Text(words):
            return words
        case Inline(_, inner):
            return "".join(map(base_of, inner))
        case Block(inner):
            return "|" + "".join(map(base_of, inner)) + "|"
        case Break(joins):
            return "~" if joins else "|"
        case Choice(kept=kept):
            return kept
        case Entry(lemma=None, readings=()):
            return ""
        case Entry(lemma=None, readings=readings):
            return "".join(map(base_of, readings[0][1]))
        case Entry(lemma=lemma):
            return "".join(map(base_of, lemma or ()))
    return ""


def witness_of(siglum: str, node: Any) -> str:
    match node:
        case Inline(_, inner):
            return "".join(witness_of(siglum, child) for child in inner)
        case Block(inner):
            return "|" + "".join(witness_of(siglum, child) for child in inner) + "|"
        case Entry(lemma, negative, readings):
            own = dict(readings).get(siglum, lemma if negative else None)
            return "".join(witness_of(siglum, child) for child in own or ())
    return base_of(node)


def asides_of(node: Any) -> list[str]:
    match node:
        case Aside(inner):
            return ["".join(map(base_of, inner)), *(text for child in inner for text in asides_of(child))]
        case Inline(_, inner) | Block(inner):
            return [text for child in inner for text in asides_of(child)]
        case Entry(lemma, _, readings):
            bodies = ([lemma] if lemma is not None else []) + [body for _, body in readings]
            nested = [text for body in bodies for child in body for text in asides_of(child)]
            return ["".join(map(base_of, body)) for body in bodies[1:]] + nested
    return []


def words_in(naive: str) -> list[str]:
    pieces = naive.split("~")
    last = len(pieces) - 1
    joined = "".join(
        p.strip(" \n") if 0 < n < last else p.lstrip(" \n") if n else p.rstrip(" \n") for n, p in enumerate(pieces)
    )
    joined = joined if last else naive
    return list(words_of_text(joined.replace("|", "\n")))


# --- renderings ---


def xml_of(node: Any) -> str:
    match node:
        case Text(words):
            return words
        case Inline(tag, inner):
            return f"<{tag}>{''.join(map(xml_of, inner))}</{tag}>"
        case Block(inner):
            return f"<p>\u2014{''.join(map(xml_of, inner))}</p>"  # a dash: the paragraph has text of its own
        case Aside(inner):
            return f"<note>{''.join(map(xml_of, inner))}</note>"
        case Off(tag, text):
            return f"<{tag}>{text}</{tag}>"
        case Break(joins):
            return "<lb break='no'/>" if joins else "<lb break='yes'/>"
        case Choice(kept, dropped, (take, leave)):
            return f"<choice>\n <{leave}>{dropped}</{leave}>\n <{take}>{kept}</{take}></choice>"
        case Entry(lemma, negative, readings):
            mark = "" if negative else " wit=''"
            lem = "" if lemma is None else f"<lem{mark}>{''.join(map(xml_of, lemma))}</lem>"
            rdgs = "".join(f"<rdg wit='#{siglum}'>{''.join(map(xml_of, body))}</rdg>" for siglum, body in readings)
            return f"<app>\n {lem}\n {rdgs}\n</app>"
    raise AssertionError(node)


def source_of(blocks: list[Block]) -> Any:
    listed = "".join(f"<witness xml:id='{siglum}'/>" for siglum in SIGLA)
    # an entry that keeps the document from being taken for one with adherent readings
    text = f"<app><lem/></app>{''.join(map(xml_of, blocks))}"
    header = f"<teiHeader><listWit>{listed}</listWit></teiHeader>"
    tei = f"<TEI xmlns='http://www.tei-c.org/ns/1.0'>{header}<text><body>{text}</body></text></TEI>"
    return source_words(etree.fromstring(tei))


def html_of(words: list[str], cuts: list[int]) -> list[bytes]:
    """Pages with the words, and other words between and inside them."""
    marked = [
        f"<b>{w[: cut % len(w)]}<i data-extra>{cut}</i></b>{w[cut % len(w) :]}"
        for w, cut in zip(words, cuts, strict=True)
    ]
    halves = marked[: len(marked) // 2], marked[len(marked) // 2 :]
    return [
        f"<html><h1>x</h1><article class='reading'><p>{' '.join(half)}</p></article>y</html>".encode()
        for half in halves
    ]


DRAWN = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@DRAWN
@given(texts())
def test_the_base_text_is_what_the_tree_says(blocks: list[Block]) -> None:
    assert list(source_of(blocks).base) == words_in("".join(map(base_of, blocks)))


@DRAWN
@given(texts())
def test_the_text_of_a_witness_is_what_the_tree_says(blocks: list[Block]) -> None:
    source = source_of(blocks)
    for siglum in SIGLA:
        assert list(source.witness(siglum)) == words_in("".join(witness_of(siglum, block) for block in blocks))


@DRAWN
@given(texts())
def test_what_stands_aside_is_what_the_tree_says(blocks: list[Block]) -> None:
    aside = [text for block in blocks for text in asides_of(block)]
    assert source_of(blocks).aside == Counter(word for text in aside for word in words_in(text))


@DRAWN
@given(texts())
def test_each_word_has_an_element_that_holds_its_beginning(blocks: list[Block]) -> None:
    source = source_of(blocks)
    for index, word in enumerate(source.base):
        element = source.place(index)
        assert element is not None
        own = "".join([element.text or "", *(child.tail or "" for child in element)])
        assert word[0] in own or word[0] in words_of_text(own).line


# --- whatever is changed in an output is noticed ---

PLAIN = st.lists(st.sampled_from([f"{a}{b}" for a in "abcdefgh" for b in "xyz"]), min_size=1, max_size=40)
Change = Callable[[list[str], int, str], list[str]]


def dropped(words: list[str], at: int, _new: str) -> list[str]:
    return words[:at] + words[at + 1 :]


def inserted(words: list[str], at: int, new: str) -> list[str]:
    return [*words[:at], new, *words[at:]]


def swapped(words: list[str], at: int, _new: str) -> list[str]:
    other = (at + 1) % len(words)
    changed = list(words)
    changed[at], changed[other] = words[other], words[at]
    return changed


def torn(words: list[str], at: int, _new: str) -> list[str]:
    return [*words[:at], words[at][0], words[at][1:], *words[at + 1 :]]


CHANGES = st.sampled_from([dropped, inserted, swapped, torn])


@given(PLAIN, st.data(), CHANGES)
def test_every_change_is_noticed(words: list[str], data: st.DataObject, change: Change) -> None:
    at = data.draw(st.integers(0, len(words) - 1))
    changed = change(words, at, data.draw(st.sampled_from([*words, "zz"])))
    found = compare(Words.of(words), Words.of(changed))
    assert found.is_whole == (words == changed)
    if change is dropped:
        assert (found.kept, found.invented) == (len(words) - 1, None)
    if change is inserted:
        assert (found.share, found.lost) == (1.0, None)
        assert found.invented is not None
        assert changed[found.invented.index] == found.invented.word


@given(PLAIN, st.data(), CHANGES)
def test_every_change_in_a_page_is_noticed(words: list[str], data: st.DataObject, change: Change) -> None:
    changed = change(words, data.draw(st.integers(0, len(words) - 1)), "zz")
    cuts = [data.draw(st.integers(0, 9)) for _ in changed]
    pages = html_of(changed, cuts)
    assert list(words_of_html(pages)) == changed
    assert compare(Words.of(words), words_of_html(pages)).is_whole == (words == changed)
    rest = Counter(word for page in pages for word in words_of_text(read_page(page).rest))
    assert rest == Counter(map(str, cuts)) + Counter({"x": 2, "y": 2})


@given(PLAIN, PLAIN)
def test_matching_blocks_are_common_subsequences_as_long_as_can_be(a: list[str], b: list[str]) -> None:
    blocks = matching_blocks(a, b)
    at = bt = 0
    for block in blocks:
        assert block.a >= at
        assert block.b >= bt
        at, bt = block.a + block.size, block.b + block.size
        assert a[block.a : at] == b[block.b : bt]
    assert sum(block.size for block in blocks) == longest_common(a, b)


def longest_common(a: list[str], b: list[str]) -> int:
    row = [0] * (len(b) + 1)
    for word in a:
        before = row
        row = [0]
        for j, other in enumerate(b):
            row.append(before[j] + 1 if word == other else max(before[j + 1], row[j]))
    return row[-1]


# --- PDFs: other matter between, words in parts ---

LONG = st.sampled_from(["abcdef", "ghijkl", "mnopqr", "stuvwx", "yzabcd", "efghij"])


@st.composite
def printed_texts(draw: st.DrawFn) -> tuple[list[str], list[str], Printed]:
    """Words, foreign words, and a PDF that holds both: words perhaps in two parts, with foreign words between."""
    words = draw(st.lists(LONG, min_size=1, max_size=25))
    printed, foreign = Printed(), []
    for word in words:
        cut = draw(st.integers(0, 5))
        for part in (word[:cut], word[cut:]) if cut else (word,):
            printed.add(len(printed.tokens) // 10, part)
            if cut and part == word[:cut]:
                printed.joints.add(len(printed.tokens) - 1)
            if not (cut and part == word[:cut]) or draw(st.integers(0, 9)) == 0:
                strange = draw(st.lists(LONG, max_size=2))
                foreign += strange
                for other in strange:
                    printed.add(len(printed.tokens) // 10, other)
    return words, foreign, printed


@given(printed_texts())
def test_words_are_found_between_others(drawn: tuple[list[str], list[str], Printed]) -> None:
    words, foreign, printed = drawn
    found = compare_in_print(Words.of(words), Counter(foreign), printed)
    assert (found.base.share, found.moved, found.missing_aside) == (1.0, None, Counter())


@given(printed_texts(), st.data())
def test_a_word_that_a_pdf_lacks_is_missed(drawn: tuple[list[str], list[str], Printed], data: st.DataObject) -> None:
    words, foreign, printed = drawn
    more = inserted(words, data.draw(st.integers(0, len(words))), data.draw(LONG))
    found = compare_in_print(Words.of(more), Counter(foreign), printed)
    assert not found.base.is_whole or found.missing_aside


@given(printed_texts())
def test_what_is_lost_is_never_more_than_what_is_asked(drawn: tuple[list[str], list[str], Printed]) -> None:
    words, foreign, printed = drawn
    backwards = print_words(" ".join(reversed(words)))
    found = Sought(printed, set(words) | set(foreign)).misses(backwards, Counter(foreign))
    assert not set(found.lost) & set(found.moved)
    assert len(found.lost) + len(found.moved) < len(words)
