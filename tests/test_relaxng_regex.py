"""Regular expressions of XML Schema: their syntax, what they match, and how little work that is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from xml.parsers import expat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relaxng_oracle import jing_allows, jing_compiles

from recensio.relaxng.datatypes import names
from recensio.relaxng.datatypes.expressions import MAX_DEPTH, RegexError
from recensio.relaxng.datatypes.regex import Regex, regex

# ---------------------------------------------------------------- syntax

GOOD = [
    *("", "a|", "|", "()", "(|a)", "a{2}", "a{2,}", "a{0,0}", "a{01}", "a{1,99999999999}", "(ab){0,65535}"),
    *("^a$", "a-b", "a&b", "a/b", '"', "'", "a b", "\n"),
    *(r"\^", r"\-", r"\\", r"\|\.\?\*\+\(\)\{\}\[\]", r"\n\r\t", r"\cx", r"\i\c\d\s\w\I\C\D\S\W"),
    *("[a]", "[a-z]", "[^a]", "[^^]", "[a^]", "[.]", "[a.b|*+?(){}]", "[,-.]", "[!-~]", "[a&&b]", "[$]"),
    *(r"[a\-z]", r"[\-a]", r"[\d\w]", r"[\s\S]", r"[^\s]", r"[\\]", r"[\]]", r"[\[]", r"[\n-\r]", r"[\p{L}-[a]]"),
    *("[a-z-[aeiou]]", "[^a-z-[b]]", "[a-z-[aeiou-[e]]]", r"[\c-[:]]", r"[\i-[:]]"),
    *(
        r"\p{L}",
        r"\p{Nd}",
        r"\P{Nd}",
        r"\p{Lu}",
        r"\p{Cn}",
        r"\p{IsGreek}",
        r"\p{IsGreekExtended}",
        r"\P{IsLatin-1Supplement}",
    ),
    *(r"\p{IsPrivateUse}", r"\p{IsCombiningMarksforSymbols}"),
]

# What the second edition of XML Schema lets in (and TEI customisations use), and jing does not.
GOOD_BUT_NOT_TO_JING = [
    *("[a-]", "[-a]", "[-]", "[^-]", "[a-c-]", "[a--[b]]", "[-a-[b]]", r"[\d-]"),
    *(r"\p{IsGreekandCoptic}", r"\p{IsEgyptianHieroglyphs}"),
]

BAD = {
    "a**": "a * right after another repetition",
    "a+?": "a ? right after another repetition",
    "a{2}{3}": "a { right after another repetition",
    "a{2,1}": "a repetition from 2 to 1, which is none",
    "a{99999999999,1}": "a repetition from 99999999999 to 1",
    "a{,3}": "a { without a number",
    "a{x}": "a { without a number",
    "a{1 }": "a { that is not closed",
    "a{": "a { without a number",
    "a{1": "a { that is not closed",
    "a}": "a } that closes nothing",
    "a]": "a ] that closes nothing",
    "a)": "a ) with nothing before it to close",
    "(a": "a ( that is not closed",
    "(?:a)": "a ? with nothing before it to repeat",
    "*": "a * with nothing before it to repeat",
    "|+": "a + with nothing before it to repeat",
    "{": "a { with nothing before it to repeat",
    "[": "a [ that is not closed",
    "[a": "a [ that is not closed",
    "[]": "an empty class []",
    "[^]": "an empty class []",
    "[a[b]": "a [ inside a class",
    "[-[a]]": "an empty class []",
    "[a-z-[b]c]": "a [ that is not closed",
    "[z-a]": "the range z-a, which runs backwards",
    r"[a-\]]": "the range a-], which runs backwards",
    r"[\d-a]": "not from one character to another",
    r"[a-\d]": "not from one character to another",
    "[+--]": "not from one character to another",
    "[a-c-e]": "a hyphen in the midst of a class",
    "[--a]": "a hyphen in the midst of a class",
    "\\": "which means nothing",
    r"\b": r"\b, which means nothing",
    r"\/": r"\/, which means nothing",
    r"\$": r"\$, which means nothing",
    r"\1": r"\1, which means nothing",
    r"\x41": r"\x, which means nothing",
    r"\pL": "a \\p without a name in braces",
    r"\p{L": "a \\p without a name in braces",
    r"\p{Xx}": "which Unicode does not know",
    r"\p{Cs}": "which Unicode does not know",
    r"\p{IsFoo}": "which Unicode does not know",
    "(" * (MAX_DEPTH + 1) + ")" * (MAX_DEPTH + 1): "too many parentheses",
    "[a-" * (MAX_DEPTH + 1): "too many parentheses",
    "((ab){1000}){1000}": "asks for more repetitions than can be counted",
}


@pytest.mark.parametrize("source", [*GOOD, *GOOD_BUT_NOT_TO_JING])
def test_good_expressions(source: str) -> None:
    regex(source)


@pytest.mark.parametrize(("source", "reason"), BAD.items())
def test_bad_expressions_say_why(source: str, reason: str) -> None:
    with pytest.raises(RegexError) as refused:
        regex(source)
    assert reason in str(refused.value)
    assert len(str(refused.value)) < 200


def test_a_mistake_has_its_place() -> None:
    with pytest.raises(ValueError, match=r"\(character 4\)"):
        regex("ab[]")


def test_jing_takes_the_same_expressions(tmp_path: Path) -> None:
    sources = [*GOOD, *GOOD_BUT_NOT_TO_JING, *(bad for bad in BAD if len(bad) < 100 and "1000" not in bad)]
    said = jing_compiles([("string", (("pattern", source),)) for source in sources], tmp_path)
    taken = [source for source, good in zip(sources, said, strict=True) if good]
    assert taken == GOOD


# ---------------------------------------------------------------- matching

# jing lets these into TEI's words on newer versions of Java, which read its translation of the class otherwise.
INVISIBLE = ["a\u00adb", "a\ufeff", "\ue000"]

MATCHES = [
    # expression, what it matches, what it does not
    ("", ["",], ["a"]),
    ("a|b|", ["", "a", "b"], ["ab"]),
    ("a.c", ["abc", "a\tc", "a𐌰c"], ["a\nc", "a\rc", "ac", "abbc"]),
    ("^a$", ["^a$"], ["a"]),
    ("a{2,3}", ["aa", "aaa"], ["a", "aaaa"]),
    ("a{2,}", ["aa", "aaaaa"], ["", "a"]),
    ("(ab?){2}", ["aa", "aba", "aab", "abab"], ["a", "ab", "ababa"]),
    ("(a{2,3}){2}", ["aaaa", "aaaaa", "aaaaaa"], ["aaa", "aaaaaaa"]),
    ("(a{3}){0,2}", ["", "aaa", "aaaaaa"], ["a", "aa", "aaaa", "aaaaa"]),
    ("[a-z-[aeiou]]+", ["xyz"], ["", "xaz", "X"]),
    ("[^a-z-[b]]", ["A", "1"], ["a", "b"]),
    ("[a-z-[a-m-[c]]]", ["z", "c"], ["a", "m"]),
    ("[a-]", ["a", "-"], ["b"]),
    ("[a--[b]]", ["a", "-"], ["b", "["]),
    (r"[\d\-x]+", ["1-x"], ["y"]),
    (r"\d", ["1", "١", "೩"], ["a", "½", "Ⅳ"]),
    (r"\w+", ["aé१", "a+b", "𐌰"], ["a b", "a.b", "a\u00ad"]),
    (r"\W", [" ", ".", "\u200d"], ["a", "+"]),
    (r"\s", [" ", "\t", "\n", "\r"], ["\u00a0", "\u3000", "\v"]),
    (r"\i\c*", ["a", "_1", ":", "é.b-c·", "ἀ"], ["1a", "-a", "·", "a b"]),
    (r"[\i-[:]][\c-[:]]*", ["a1"], ["a:b", ":"]),
    (r"\p{L}\p{M}", ["a\u0301"], ["á", "a"]),
    (r"\p{Lu}\p{Ll}+", ["Paris", "Ποίημα"], ["paris"]),
    (r"\p{IsGreek}+", ["αβγ"], ["ἀ", "a"]),
    (r"\p{IsGreekExtended}", ["ἀ"], ["α"]),
    (r"\p{IsPrivateUse}", ["\ue000", "\U000f0000", "\U0010fffd"], ["a", "\U000ffffe"]),
    (r"\P{IsBasicLatin}", ["é"], ["a"]),
    (r"[\p{IsCyrillic}a]", ["я", "a"], ["b"]),
    (r"[^\p{C}\p{Z}]+", ["Wörter", "𐌰𐌱", "a\u0301", "\u0378"], ["", "a b", "a\u00a0b", *INVISIBLE]),
    (r"(\-?[\d]+/\-?[\d]+)", ["3/4", "-1/2"], ["3", "3/"]),
    (r"[\-+]?\d+(\.\d+)?(%|cm|mm)", ["12.5cm", "-3%"], ["12. cm", "cm"]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "good", "bad"), MATCHES)
def test_matching(source: str, good: list[str], bad: list[str]) -> None:
    expression = regex(source)
    assert [text for text in good if not expression.matches(text)] == []
    assert [text for text in bad if expression.matches(text)] == []


def test_jing_matches_the_same(tmp_path: Path) -> None:
    known = set(GOOD_BUT_NOT_TO_JING)
    cases = [
        ("string", (("pattern", source),), text)
        for source, good, bad in MATCHES
        for text in (*good, *bad)
        if source not in known and text not in INVISIBLE and "\v" not in text and "\ufffe" not in text
    ]
    said = jing_allows(cases, tmp_path)
    assert [case for case, good in zip(cases, said, strict=True) if good != regex(case[1][0][1]).matches(case[2])] == []


# ---------------------------------------------------------------- laws

ALPHABET = "ab-"
TEXTS = ["".join(letters) for length in range(5) for letters in product(ALPHABET, repeat=length)]


@dataclass(frozen=True)
class Spelt:
    """An expression as text, and by its definition: the set of all short texts that it describes."""

    source: str
    language: frozenset[str]


def _short(texts: set[str]) -> frozenset[str]:
    return frozenset(text for text in texts if len(text) <= 4)


def _joined(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    return _short({left + right for left in one for right in other})


def _power(language: frozenset[str], least: int, most: int | None) -> frozenset[str]:
    repeated = frozenset({""})
    for _ in range(least):
        repeated = _joined(repeated, language)
    total = repeated
    for _ in range(5 if most is None else most - least):
        repeated = _joined(repeated, language)
        total |= repeated
    return total


def _class(letters: str, *, negative: bool, taken: str) -> Spelt:
    spelt = "".join(letters).replace("-", "\\-")
    without = "-[" + taken.replace("-", "\\-") + "]" if taken else ""
    members = (set(ALPHABET) - set(letters) if negative else set(letters)) - set(taken)
    return Spelt(f"[{'^' if negative else ''}{spelt}{without}]", frozenset(members))


LETTERS = st.text(ALPHABET, min_size=1, max_size=3)
ATOMS = st.one_of(
    st.sampled_from([Spelt("a", frozenset("a")), Spelt("b", frozenset("b")), Spelt(".", frozenset(ALPHABET))]),
    st.builds(_class, LETTERS, negative=st.booleans(), taken=st.text(ALPHABET, max_size=2)),
    st.just(Spelt("()", frozenset({""}))),
)
QUANTIFIERS = st.one_of(
    st.sampled_from([("?", 0, 1), ("*", 0, None), ("+", 1, None)]),
    st.integers(0, 3).map(lambda n: (f"{{{n}}}", n, n)),
    st.integers(0, 3).map(lambda n: (f"{{{n},}}", n, None)),
    st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda p: (f"{{{min(p)},{max(p)}}}", min(p), max(p))),
)


def _extended(inner: st.SearchStrategy[Spelt]) -> st.SearchStrategy[Spelt]:
    return st.one_of(
        st.builds(lambda x, y: Spelt(f"{_group(x)}{_group(y)}", _joined(x.language, y.language)), inner, inner),
        st.builds(lambda x, y: Spelt(f"({x.source}|{y.source})", x.language | y.language), inner, inner),
        st.builds(lambda x, q: Spelt(f"({x.source}){q[0]}", _power(x.language, q[1], q[2])), inner, QUANTIFIERS),
    )


def _group(spelt: Spelt) -> str:
    return f"({spelt.source})"


@settings(max_examples=300)
@given(st.recursive(ATOMS, _extended, max_leaves=8))
def test_an_expression_matches_what_its_definition_says(spelt: Spelt) -> None:
    expression = Regex(spelt.source)
    assert {text for text in TEXTS if expression.matches(text)} == spelt.language


@settings(max_examples=100)
@given(st.recursive(ATOMS, _extended, max_leaves=8))
def test_an_example_is_one(spelt: Spelt) -> None:
    expression = Regex(spelt.source)
    example = expression.example()
    assert example is None or expression.matches(example)


@given(st.characters(exclude_categories=["Cs"]))
def test_an_escape_and_its_complement_share_the_characters(character: str) -> None:
    for letter in "sdwic":
        inside, outside = regex(f"\\{letter}"), regex(f"\\{letter.upper()}")
        assert inside.matches(character) != outside.matches(character)
    assert regex(rf"\p{{{unicodedata.category(character)}}}").matches(character)


@pytest.mark.parametrize(
    ("source", "example"),
    [
        ("[A-Z]{2}[0-9]+", "AB123"),
        (r"\d{4}-\d\d", "1234-11"),
        (r"(19|20)\d\d", "1911"),
        (r"-?[0-9]+(\.[0-9]+)?", "123"),
        ("#.+", "#abc"),
        ("[^a]", "b"),
        (r"\p{IsRunic}", "ᚠ"),
        ("[a-[a]]", None),
    ],
)
def test_examples(source: str, example: str | None) -> None:
    assert regex(source).example() == example


# ---------------------------------------------------------------- work

LONG = 100_000


@pytest.mark.parametrize(
    ("source", "text", "matches", "most"),
    [
        ("(a+)+b", "a" * LONG, False, 20),
        ("(a|a)*", "a" * LONG, True, 20),
        ("(a|a)*b", "a" * LONG, False, 20),
        ("(.*)*x", "a" * LONG, False, 20),
        ("(.*)*x", "a" * LONG + "x", True, 20),
        ("(a?){50}a{50}", "a" * 49, False, 5_000),
        ("(a*)*(a*)*(a*)*(a*)*b", "a" * LONG, False, 200),
        ("([a-z]+)*[0-9]", "abc" * (LONG // 3), False, 100),
        ("(a|ab|b)*c", "ab" * (LONG // 2), False, 100),
        ("((a{1,5}){1,5}){1,5}", "a" * 126, False, 1_000),
        ("(x+x+)+y", "x" * LONG, False, 50),
        (r"(\w+\s?){0,5000}", "ab " * 4_000 + "abc" * 9_000, True, 20 * LONG),
        (".{0,20000}", "a" * 20_000, True, 50_000),
        (".{0,20000}", "a" * 20_001, False, 50_000),
    ],
)  # fmt: skip
def test_no_text_makes_it_go_back(source: str, text: str, matches: bool, most: int) -> None:
    expression = Regex(source)
    assert expression.matches(text) is matches
    assert expression.steps <= most


def test_the_work_grows_with_the_text_and_no_faster() -> None:
    """The classic whose deterministic automaton has 2^20 states: they are not all made."""

    def work(length: int) -> int:
        expression = Regex("(a|b)*a(a|b){20}")
        expression.matches("".join("ab"[(n * n // 7) % 2] for n in range(length)))
        return expression.steps

    assert work(8_000) <= 4 * work(2_000) + 100


def test_a_warm_automaton_makes_nothing_anew() -> None:
    expression = Regex(r"[^\p{C}\p{Z}]+")
    expression.matches("WWörter")
    before = expression.steps
    assert expression.matches("Wörtertröte" * 1000)
    assert expression.steps == before


def test_what_is_kept_is_bounded() -> None:
    expression = Regex("([ab]*a[ab]{300}c)*")
    for n in range(80):
        expression.matches("".join("ab"[(n * k // 3) % 2] for k in range(400)))
    assert len(expression._states) <= 2_000
    assert len(expression._threads) <= 100_000
    many = Regex(".")
    for number in range(0x4E00, 0x4E00 + 9_000):
        assert many.matches(chr(number))
    assert len(many._start) <= 4_000


# ---------------------------------------------------------------- names


def _expat_takes(name: str) -> bool:
    try:
        expat.ParserCreate("utf-8").Parse(f"<{name}/>".encode(), True)
    except expat.ExpatError:
        return False
    return True


def _differing(test: Callable[[str], bool], before: str) -> list[str]:
    letters = map(chr, (*range(0xA0, 0xD800, 5), *range(0xE000, 0xFFFE, 5), 0x10330, 0x20000))
    return [hex(ord(letter)) for letter in letters if test(letter) != _expat_takes(before + letter)]


def test_names_have_the_characters_that_expat_knows() -> None:
    assert _differing(names.is_name, "") == []
    assert _differing(names.is_nmtoken, "a") == []


@pytest.mark.parametrize(
    ("name", "ncname", "qname"),
    [("a", True, True), ("a:b", False, True), ("a:b:c", False, False), (":a", False, False), ("a:", False, False)],
)
def test_colons_in_names(name: str, ncname: bool, qname: bool) -> None:
    assert (names.is_name(name), names.is_ncname(name), names.is_qname(name)) == (True, ncname, qname)


@pytest.mark.parametrize("text", ["", " ", "1", "-", ".", "a b", "a\n", "\u00b7"])
def test_what_is_no_name(text: str) -> None:
    assert not names.is_name(text)
