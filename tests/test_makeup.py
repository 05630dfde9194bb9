"""The makeup of pages: what of a galley stands on which page, and which entries at its foot."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_typeset import codes, entry, literal, made, pages_of

from recensio.typeset.feet import Feet
from recensio.typeset.galley import Atom, Galley, galleys
from recensio.typeset.makeup import Leaf, Makeup

HEIGHT, WIDTH, LINE = 500.0, 300.0, 13.0
LAYER = {"line": 8.5, "leading": 2.0, "above": 10.0, "figure": 4.0, "before": 8.0, "again": 6.0}
LAYERS = {"criticus": {"run-in": True, **LAYER}, "editor": {"run-in": False, **LAYER}}


def feet_of(takes: dict[str, tuple[str, float]]) -> Feet:
    """Feet with so long (or high) entries: name, layer, what it takes."""
    entries = {name: {"layer": layer, "takes": size, "number": None} for name, (layer, size) in takes.items()}
    return Feet([{"layers": LAYERS, "entries": entries}], WIDTH, HEIGHT)


def lines(count: int, *entries: tuple[int, str], of: int = 6) -> tuple[Atom, ...]:
    """Lines of paragraphs of so many lines each; the first one of each has its name."""
    found: dict[int, list[str]] = {}
    for at, name in entries:
        found.setdefault(at, []).append(name)
    return tuple(
        Atom(n * LINE, (n + 1) * LINE - 2, n % of == of - 1 or 1 <= n % of <= of - 3, tuple(found.get(n, ())),
             f"paragraph {n // of}" if n % of == 0 else None)
        for n in range(count)
    )  # fmt: skip


def made_up(atoms: tuple[Atom, ...], feet: Feet, text: int | None = None) -> list[Leaf]:
    galley = Galley(1, atoms, len(atoms) if text is None else text, "rest ")
    return list(Makeup(galley, feet, HEIGHT, LINE).leaves(1))


# ---------------------------------------------------------------- the galley


def test_a_galley_is_taken_apart_into_what_is_not_divided() -> None:
    def lined(top: float, count: int) -> list[list[object]]:
        return [[1, 0, top + 8 + 13 * n, True] for n in range(count)]

    told = {
        "endless": [[1, 0, 0, None]],
        "blocks": [
            [1, 0, 0, {"how": "keep", "n": None}], [1, 0, 0, False], [1, 0, 20, "end"], [1, 0, 26, None],
            [1, 0, 26, {"how": "lines", "n": "paragraph 0"}], [1, 0, 91, None],
            [1, 0, 91, {"how": "rows", "n": None}], [1, 0, 93, "row"], [1, 0, 93, False], [1, 0, 119, "row"], [1, 0, 119, False],
            [1, 0, 130, "end"], [1, 0, 140, None],
            [1, 0, 140, {"how": "columns", "n": None}], [1, 0, 900, None],
        ],
        "lines": [*lined(26, 5), *lined(93, 2), *lined(119, 1)],
        "starts": [[1, 5, 8, {"id": "a"}], [1, 5, 47, {"id": "b"}], [1, 5, 114, {"id": "c"}]],
    }  # fmt: skip
    galley = galleys(told)[1]
    assert [(atom.top, atom.bottom, atom.may_end) for atom in galley.atoms] == [
        (0, 20, False),  # a heading
        (26, 36, False), (39, 49, True), (52, 62, True), (65, 75, False), (78, 88, True),  # five lines: never one alone
        (91, 117, True), (117, 130, True),  # rows, however many lines they have
    ]  # fmt: skip
    assert [atom.entries for atom in galley.atoms if atom.entries] == [("a",), ("b",), ("c",)]
    assert galley.atoms[1].paragraph == "paragraph 0"
    assert galley.text == len(galley.atoms)


# ---------------------------------------------------------------- pages


def test_without_entries_pages_are_full_and_no_line_is_alone() -> None:
    atoms = lines(200)
    leaves = made_up(atoms, feet_of({}))
    ends = [round(leaf.bottom / LINE) for leaf in leaves if leaf.bottom is not None]
    assert ends[-1] == 200
    assert all(end % 6 not in (1, 5) for end in ends)
    assert all(36 <= b - a <= 38 for a, b in pairwise([0, *ends[:-1]]))
    assert {leaf.host for leaf in leaves} == {None}


def test_a_page_has_as_many_lines_as_fit_with_their_entries() -> None:
    atoms = lines(120, *((n, f"e{n}") for n in range(120)))
    feet = feet_of({f"e{n}": ("criticus", 150.0) for n in range(120)})
    for leaf in made_up(atoms, feet)[:-1]:
        assert leaf.bottom is not None and leaf.host is not None
        used = leaf.bottom - leaf.top + feet.foot(leaf.printed).height
        assert HEIGHT - 3 * (LINE + 5.25) < used <= HEIGHT
        assert leaf.bottom - leaf.top + leaf.room == pytest.approx(HEIGHT, abs=0.5)


def test_a_note_stands_on_the_next_page_rather_than_a_third_of_the_page_stays_empty() -> None:
    atoms = lines(60, (25, "long"), (2, "short"))
    feet = feet_of({"long": ("editor", 185.0), "short": ("criticus", 90.0)})
    first, second, *_ = made_up(atoms, feet)
    assert first.printed == ("short",) and first.bottom is not None
    assert first.bottom > 35 * LINE
    assert "long" in second.printed


def test_an_entry_that_is_run_in_stays_with_its_line() -> None:
    atoms = lines(60, (27, "long"))
    first, second, *_ = made_up(atoms, feet_of({"long": ("criticus", 5000.0)}))
    assert first.bottom is not None and first.bottom < 27 * LINE
    assert second.printed == ("long",)


def test_what_no_page_of_the_text_holds_has_pages_of_its_own() -> None:
    atoms = lines(8, *((0, f"e{n}") for n in range(14)))
    feet = feet_of({f"e{n}": ("criticus", 2400.0) for n in range(14)})
    leaves = made_up((*atoms, Atom(200.0, 260.0, True)), feet, text=8)
    assert [name for leaf in leaves for name in leaf.printed] == [f"e{n}" for n in range(14)]
    alone = [leaf for leaf in leaves if leaf.bottom is None]
    assert alone and [leaf.host for leaf in alone] == [f"rest {leaf.page}" for leaf in alone]
    assert (leaves[-1].top, leaves[-1].printed) == (200.0, ())


@st.composite
def galley_and_feet(draw: st.DrawFn) -> tuple[tuple[Atom, ...], Feet, list[tuple[int, str]]]:
    count = draw(st.integers(1, 150))
    places = sorted(draw(st.lists(st.integers(0, count - 1), max_size=80)))
    named = [(at, f"e{n}") for n, at in enumerate(places)]
    size = st.floats(20, 190)
    takes = {
        name: (layer, draw(size) * (10 if layer == "criticus" else 1))
        for _, name in named
        if (layer := draw(st.sampled_from(("criticus", "criticus", "editor"))))
    }
    return lines(count, *named, of=draw(st.integers(4, 30))), feet_of(takes), named


@settings(max_examples=150, deadline=None)
@given(galley_and_feet())
def test_each_entry_is_printed_once_not_before_its_line_and_has_room(
    given: tuple[tuple[Atom, ...], Feet, list[tuple[int, str]]],
) -> None:
    atoms, feet, named = given
    leaves = made_up(atoms, feet)
    assert sorted(name for leaf in leaves for name in leaf.printed) == sorted(name for _, name in named)
    filled = [leaf for leaf in leaves if leaf.bottom is not None]
    assert filled[0].top == 0 and filled[-1].bottom == atoms[-1].bottom
    assert all(one.bottom is not None and one.bottom < other.top < one.bottom + LINE for one, other in pairwise(filled))
    page_of = {name: leaf.page for leaf in leaves for name in leaf.printed}
    for at, name in named:
        home = next(leaf.page for leaf in filled if leaf.bottom is not None and leaf.bottom >= atoms[at].bottom)
        assert page_of[name] >= home
    for leaf in leaves:
        assert leaf.room + (leaf.bottom or 0) - leaf.top <= HEIGHT
        assert feet.foot(leaf.printed).height <= leaf.room + 0.01
        assert leaf.host is not None or not leaf.printed


# ---------------------------------------------------------------- on paper

_WORDS = ["in", "principio", "verbum", "apud", "sanctificationem", "constitutiones", "et", "erat", "hoc", "deus", "omnia"]


class Author:
    """Writes any text: paragraphs, headings, verses, tables, quotations with entries, notes and lemmata of several lines."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.entries = 0
        self.density = self.chance.choice((0.1, 0.3, 0.6))

    def words(self, count: int) -> str:
        return " ".join(self.chance.choices(_WORDS, k=count)) + " "

    def some(self, size: int) -> str:
        parts = []
        while size > 0:
            count = self.chance.randint(1, 12)
            size -= count
            parts.append(literal(self.words(count)))
            if self.chance.random() < self.density:
                parts.append(self.chance.choice((self.entry, self.entry, self.entry, self.note, self.long))())
        return "".join(parts)

    def next(self) -> int:
        self.entries += 1
        return self.entries

    def entry(self) -> str:
        n = self.next()
        return entry(f"e{n}", f"q{n}q", "lectio " * self.chance.choice((1, 2, 3, 8, 30))) + literal(" ")

    def note(self) -> str:
        n = self.next()
        said = f"nota q{n}q] " + "nota " * self.chance.choice((2, 10, 60, 150))
        return f'#call("e{n}", "editor", "{n}", [{literal(said)}]);' + literal(" ")

    def long(self) -> str:
        n, more = self.next(), self.words(self.chance.randint(3, 40))
        return f'#app("e{n}", "criticus", [{literal(f"q{n}q …")}], [#"om.";]);{literal(f"q{n}q {more}")}#end("e{n}");'

    def block(self) -> str:
        kind = self.chance.choice(("prose", "prose", "item", "title", "verse", "table", "quote", "keep", "speaker", "centred"))
        size = self.chance.randint
        if kind == "title":
            return f'#title({size(1, 4)}, "Caput")[{self.some(2)}]'
        if kind == "verse":
            return "\n".join(f'#para("verse")[{self.some(size(4, 9))}]' for _ in range(size(2, 14)))
        if kind == "table":
            cells = ("".join(f"(cols: 1, rows: 1, head: false, body: [{self.some(size(1, 12))}])," for _ in range(3)) for _ in range(size(1, 12)))
            return f"#tabled(({''.join(f'({row}),' for row in cells)}))"
        if kind in ("quote", "keep"):
            return f'#para("prose", left: 1, {"align: " + chr(34) + "right" + chr(34) if kind == "quote" else "keep: true"})[{self.some(size(1, 60))}]'
        return f'#para("{kind}")[{self.some(3 if kind == "speaker" else size(1, 200))}]'


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000))
def test_any_text_has_all_its_entries_at_the_foot(seed: int) -> None:
    author = Author(seed)
    blocks = [author.block() for _ in range(author.chance.randint(5, 40))]
    result = made(*blocks, '#moved("Notae")', keyed=True)
    assert set(codes(result)) <= {"PDF-003"}
    feet = re.findall(r"q(\d+)q\s*…?\s*\]", "".join(pages_of(result)).replace("\ufffe", ""))
    assert sorted(map(int, feet)) == list(range(1, author.entries + 1))
