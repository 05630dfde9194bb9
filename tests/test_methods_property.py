"""A law: whichever method of the Guidelines encodes an apparatus, each witness comes back word for word.

Random texts of random witnesses are encoded by parallel segmentation, by double end-point attachment in all its forms, and by
location reference; the stylesheets make the texts of the witnesses, and the law counts them, independently.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from helpers import sheets, tei
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from recensio.law import source_words, words_of_text
from recensio.placing import place_entries

SIGLA = ("A", "B", "C", "Dac", "E2")
WITNESSES = "<listWit>" + "".join(f'<witness xml:id="{s}">x</witness>' for s in SIGLA) + "</listWit>"
VOCABULARY = ("arma", "virumque", "cano", "Troiae", "qui", "primus", "ab", "oris", "et", "et", "non")


@dataclass(frozen=True)
class Place:
    """Some words of the base text, what each witness that differs has in their stead, and the number of their line."""

    base: tuple[str, ...]
    others: dict[str, tuple[str, ...]]
    line: int

    def by_reading(self) -> dict[tuple[str, ...], list[str]]:
        found: dict[tuple[str, ...], list[str]] = {}
        for siglum, words in self.others.items():
            found.setdefault(words, []).append(siglum)
        return found

    def agreeing(self) -> list[str]:
        return [s for s in SIGLA if s not in self.others]


Lines = list[list[Place]]


@st.composite
def texts(draw: st.DrawFn) -> Lines:
    """Lines of places; the words of a base text differ within a line, so that a lemma names one place only."""
    lines: Lines = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        words = draw(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=8, unique=True))
        places = []
        while words:
            size = draw(st.integers(1, min(3, len(words))))
            base, words = tuple(words[:size]), words[size:]
            reading = st.lists(st.sampled_from(VOCABULARY), max_size=3).map(tuple)
            others = draw(st.dictionaries(st.sampled_from(SIGLA), reading, max_size=3))
            places.append(Place(base, {s: w for s, w in others.items() if w != base}, number))
        lines.append(places)
    return lines


def readings(place: Place) -> str:
    rows = place.by_reading().items()
    return "".join(f"<rdg wit='{' '.join('#' + s for s in sigla)}'>{' '.join(w)}</rdg>" for w, sigla in rows)


def lemma(place: Place, *, positive: bool) -> str:
    wit = f" wit='{' '.join('#' + s for s in place.agreeing())}'" if positive else ""
    return f"<lem{wit}>{' '.join(place.base)}</lem>"


def in_lines(lines: Lines, encode: Callable[[Place, str], str], line: str = "<l n='{n}'>{text}</l>") -> str:
    rows = []
    for number, places in enumerate(lines, 1):
        text = " ".join(encode(p, f"{number}-{i}") if p.others else " ".join(p.base) for i, p in enumerate(places))
        rows.append(line.format(n=number, text=text))
    return "".join(rows)


def entries(lines: Lines, encode: Callable[[Place, str], str]) -> str:
    found = (encode(p, f"{n}-{i}") for n, places in enumerate(lines, 1) for i, p in enumerate(places) if p.others)
    return "".join(found)


def words(place: Place) -> str:
    return " ".join(place.base)


def segmented(lines: Lines, *, positive: bool) -> str:
    return in_lines(lines, lambda p, _: f"<app>{lemma(p, positive=positive)}{readings(p)}</app>")


def grouped(lines: Lines) -> str:
    return in_lines(lines, lambda p, _: f"<app>{lemma(p, positive=False)}<rdgGrp type='x'>{readings(p)}</rdgGrp></app>")


def anchored(p: Place, i: str) -> str:
    return f"<anchor xml:id='s{i}'/>{words(p)}<anchor xml:id='e{i}'/>"


def end_points(lines: Lines) -> str:
    body = in_lines(lines, anchored)
    apps = entries(lines, lambda p, i: f"<app from='#s{i}' to='#e{i}'>{lemma(p, positive=True)}{readings(p)}</app>")
    return body + f"<listApp>{apps}</listApp>"


def end_points_in_the_text(lines: Lines) -> str:
    return in_lines(lines, lambda p, i: f"{anchored(p, i)}<app from='#s{i}' to='#e{i}'>{readings(p)}</app>")


def from_alone(lines: Lines) -> str:
    return in_lines(lines, lambda p, i: f"<anchor xml:id='s{i}'/>{words(p)}<app from='#s{i}'>{readings(p)}</app>")


def to_alone(lines: Lines) -> str:
    return in_lines(lines, lambda p, i: f"<app to='#e{i}'>{readings(p)}</app>{words(p)}<anchor xml:id='e{i}'/>")


def from_an_element(lines: Lines) -> str:
    body = in_lines(lines, lambda p, i: f"<seg xml:id='s{i}'>{words(p)}</seg>")
    apps = entries(lines, lambda p, i: f"<app from='#s{i}'>{readings(p)}</app>")
    return f"{body}<div><ab>{apps}</ab></div>"


def located(line: str) -> Callable[[Lines], str]:
    def encoded(lines: Lines) -> str:
        body = in_lines(lines, lambda p, _: words(p), line)
        apps = entries(lines, lambda p, _: f"<app loc='{p.line}'>{lemma(p, positive=False)}{readings(p)}</app>")
        return f"{body}<listApp>{apps}</listApp>"

    return encoded


METHODS: dict[str, Callable[[Lines], str]] = {
    "parallel segmentation, negative": lambda lines: segmented(lines, positive=False),
    "parallel segmentation, positive": lambda lines: segmented(lines, positive=True),
    "parallel segmentation, grouped": grouped,
    "double end-point, in a list": end_points,
    "double end-point, in the text": end_points_in_the_text,
    "@from alone, to where the entry stands": from_alone,
    "@to alone, from where the entry stands": to_alone,
    "@from alone, an element": from_an_element,
    "located by verse": located("<l n='{n}'>{text}</l>"),
    "located by line": located("<lb n='{n}'/>{text} "),
    "located by paragraph": located("<p n='{n}'>{text}</p>"),
    "located by page": located("<pb n='{n}'/>{text} "),
    "located by verses that are counted": located("<l>{text}</l>"),
}


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(lines=texts())
def test_each_witness_comes_back(method: str, lines: Lines) -> None:
    root = etree.fromstring(tei(METHODS[method](lines), witnesses=WITNESSES))
    assert not place_entries(root).lost
    expected = {
        siglum: [w for places in lines for p in places for w in p.others.get(siglum, p.base)] for siglum in SIGLA
    }
    base = [w for places in lines for p in places for w in p.base]
    reading, made = sheets().normalise(root).texts(witnesses=True)
    assert list(words_of_text(reading)) == base
    assert {siglum: list(words_of_text(states[0])) for siglum, states in made.items()} == expected
    source = source_words(root)
    assert list(source.base) == base
    assert {siglum: list(source.witness(siglum)) for siglum in source.witness_ids} == expected
    assert all(source.says(siglum, states[0]) for siglum, states in made.items())
    assert not any(source.says(siglum, states[0] + " x") for siglum, states in made.items())
    assert not source.unplaced
