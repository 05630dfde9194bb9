"""Laws of the import, tried on random texts: no word is lost, the result is valid, and always the same."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importing import document, faults, tei_all

from recensio.imports.plain.calls import calls_of
from recensio.imports.plain.lines import lines_of, raw_lines
from recensio.imports.tei_header import Origin
from recensio.imports.writer import Written, written

WORDS = ["the", "of", "weir", "Tobiah", "Quillfeather", "miller", "grey", "co-operative", "didn't", "1899", "12.5", "Mr.", "Émile", "naïve", "Straße", "а", "мельница", "said"]
PIECES = [
    "CHAPTER I", "Chapter 2", "1. First thing", "2. Second thing", "- bullet", "* * *", "Dear Sir,", "Yours truly,", "T. Q.",
    "Bath, 3 May 1871", "[1] A note.", "1 A note without a point", "(1) called", "word [1] and", "end.1", "end.2 More", "“Quoted",
    "quoted.”", "Notes", "[Illustration: A mill]", "[Footnote 1: of it]", "| Mill", "a\tb", "c\td", "    indented verse",
    "    Another line", "_emph_ and _more_", "http://example.org/x.", "Title: A Book", "Source: Archive", "\f", "7", "THE MILL",
    "hyphen-", "ated words", "¹ super", "word¹", "*", "* note", "word*", "P.S. More", "– ED.", "Preface", '<tag> & "q"', "I",
    "i. e. that", "\x0b", "\u2028", "\ufeff", "a\u0301", "\ufe0e", "↩︎", "[12]", "[", "]", "(", "{1}", "^1", "Fig. 1. A weir",
    "*** START OF THE PROJECT GUTENBERG EBOOK X ***", "*** END OF THE PROJECT GUTENBERG EBOOK X ***", "THE END", "[Pg 4]", "Part One",
]  # fmt: skip


@st.composite
def lines(draw: st.DrawFn) -> str:
    if draw(st.booleans()):
        return draw(st.sampled_from(PIECES))
    words = draw(st.lists(st.sampled_from(WORDS), max_size=14))
    end = draw(st.sampled_from(["", ".", "?", ":", ",", ".1", "”.2", "-", " (1).", "[2]", "¹", "*"]))
    return " " * draw(st.sampled_from([0, 0, 0, 2, 4])) + " ".join(words) + end


SPECIMENS = st.lists(st.one_of(lines(), st.just("")), min_size=1, max_size=40).map("\n".join)
QUICK = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def tei(text: str) -> Written:
    return written(document(text.encode()), Origin("weir.txt", "txt", "0"), "weir", ())


@QUICK
@given(SPECIMENS.filter(lambda text: text.strip(" \t\r\n\f\ufeff\x1a\x0b\u2028")))
def test_no_word_is_lost_and_none_added_and_the_result_is_valid(text: str) -> None:
    result = tei(text)
    assert result.account.balanced, (result.account.lost, result.account.added)
    assert faults(result.data) == []
    if tei_all() is not None:
        assert tei_all().validate(result.data) == []


@QUICK
@given(st.text(min_size=1, max_size=300).filter(lambda text: text.strip("\0 \t\r\n\f\ufeff\x1a\x0b") and "\0" not in text))
def test_any_characters_at_all(text: str) -> None:
    from recensio.imports.model import Refused

    try:
        result = tei(text.encode("utf-8", "ignore").decode())
    except Refused as refusal:
        assert refusal.problem.code.startswith("IMP-")
        return
    assert result.account.balanced, (result.account.lost, result.account.added)
    assert faults(result.data) == []


@settings(max_examples=25, deadline=None)
@given(SPECIMENS.filter(str.strip))
def test_the_same_text_gives_the_same_bytes(text: str) -> None:
    try:
        assert tei(text).data == tei(text).data
    except Exception as refusal:
        assert type(refusal).__name__ == "Refused"


@given(st.text(alphabet="ab \n\r\f\x0b\u2028\t", max_size=60))
def test_lines_keep_all_signs(text: str) -> None:
    raw = raw_lines(text)
    assert "".join(raw).replace("\x1a", "") == "".join(c for c in text if c not in "\n\r\x0b\u2028")
    assert [line.number for line in lines_of(raw)] == list(range(1, len(raw) + 1))


@given(st.integers(1, 30), st.lists(st.integers(0, 99), max_size=30), st.randoms(use_true_random=False))
def test_calls_are_found_among_other_numbers(count: int, others: list[int], random: Random) -> None:
    """Calls in their order, with decimal numbers strewn between them: none is missed, and none is called twice."""
    texts = [f"word number{n} said so.{n} More" for n in range(1, count + 1)]
    texts += [f"it cost {n}%, or {n} million, in {n + 1900}" for n in others]
    found = calls_of(texts[:count], [str(n) for n in range(1, count + 1)])
    assert [one.label for one in found] == [str(n) for n in range(1, count + 1)]
    assert len({(one.text, one.start) for one in found}) == count
