"""Writes documents that a RELAX NG grammar allows, at random, and so that nothing of the grammar stays untried.

Each document is written around one element, its *subject*: a way is sought from the root to it, everything on the way
is as short as it can be, and the subject itself is rich. It comes again in further documents until every child and
every attribute that it may have has been there. Alternatives are taken in turn, in random order. The same seed gives the
same documents.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import count
from random import Random
from xml.sax.saxutils import escape, quoteattr

from schema_patterns import XML, AnyName, Grammar, Name, Pattern

NEVER = 1_000_000
NOT = {"notAllowed": NEVER}
MOST = 40
VARIANTS = 12
NEW_ID = "\ue000"
TEXTS = ("arma virumque", "μῆνιν ἄειδε", "ܒܪܫܝܬ", "ا ب", "𐌰𐌱", "a < b & c > d", "\n  ", "“quoted” 'so'", "1 2", "")
MARKUP = ("<![CDATA[<p>]]>", "<!-- aside -->", "<?page break?>", "&#x301;&amp;")
NAMES = (Name("", "loose"), Name("http://www.w3.org/2000/svg", "svg"), Name("urn:other", "p"), Name("", "teiHeader"))
WORDS = ("a", "two-words", "Ἀθήνη", "x.1", "c'est", "&", '"q"', "𝔐", "_", "A1", "12", "0.5", "4.8.0", "hi")
DATES = ("2024-02-29", "1453-05-29", "-0044-03-15", "0001-01-01Z", "1999-12-31+02:00")
STAMPS = ("2024-02-29T12:00:00", "1999-12-31T23:59:59Z", "2020-06-01T00:00:00.5-05:00")
PERIODS = ("1999-W01", "2000/2001", "P3Y", "--01-01", "T09:30", "1066-10-14")
NUMBERS = ("10,20", "-1.5,2", "3/4", "-1/2", "50%", "2.5cm", "+1em")
SAMPLES: dict[str, tuple[str, ...]] = {
    "string": (*WORDS, "", "two words", " spaced  out ", "tab\there"),
    "token": (*WORDS, "two words", *PERIODS, *NUMBERS, "tei", "x+y.z-1"),
    "anyURI": ("#a", "http://example.org/a?b=c&d=e#f", "a/b.xml#xpath(//p)", "../é.png", "urn:isbn:1", "psn:x", "%20"),
    "Name": ("div", "tei:div", "é", "_1", "a-b.c"),
    "NCName": ("div", "é", "_1", "a-b.c"),
    "language": ("la", "grc-Grek", "x-mine", "de-DE-1996", "und"),
    "nonNegativeInteger": ("0", "1", "+7", "007", "123456789012345678901"),
    "double": ("0", "0.5", "1", "-1.5e3", "INF", "-INF", "NaN", "1E-2", ".5", "1."),
    "float": ("0", "2.5", "-1e3", "INF", "NaN"),
    "decimal": ("0", "-1.50", "+.5", "3."),
    "boolean": ("true", "false", "1", "0", " true "),
    "date": DATES,
    "dateTime": STAMPS,
    "time": ("12:00:00", "23:59:59.999Z", "00:00:00-05:00"),
    "gYear": ("1066", "-0044", "2024Z", "12024"),
    "gMonth": ("--01", "--12Z"),
    "gDay": ("---01", "---31+01:00"),
    "gYearMonth": ("1066-10", "-0044-03"),
    "gMonthDay": ("--02-29", "--12-25Z"),
    "duration": ("P1Y2M3DT4H5M6.7S", "-P1D", "PT0S", "P100Y"),
}
FACETS: dict[str, Callable[[str, str], bool]] = {
    "pattern": lambda value, facet: _expression(facet).fullmatch(" ".join(value.split())) is not None,
    "minInclusive": lambda value, facet: float(value) >= float(facet),
    "maxInclusive": lambda value, facet: float(value) <= float(facet),
}


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    """XML Schema's regular expression as Python's; of its categories only those that are named here."""
    return re.compile(pattern.replace(r"\p{C}", r"\x00-\x1f").replace(r"\p{Z}", r"\s"))


@cache
def samples(type: str, params: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Values of a datatype; an ``AssertionError`` when none is known."""
    found = tuple(value for value in SAMPLES[type] if all(FACETS[name](value, facet) for name, facet in params))
    assert found, f"no sample of {type} {params}"
    return found


class Markup(str):
    """Content that is written as it is, not escaped."""


@dataclass
class Piece:
    """What a pattern became: attributes, and content as it is written."""

    attributes: dict[Name, str] = field(default_factory=dict)
    content: list[str] = field(default_factory=list)

    def add(self, other: Piece) -> None:
        self.attributes.update(other.attributes)
        self.content += other.content


@dataclass(frozen=True)
class Place:
    """Where a pattern is being filled: in which element (``space``: the namespace that holds there), which elements
    must come below it, how deep it may go, and whether it shall be rich."""

    owner: Pattern
    space: str
    way: tuple[Pattern, ...] = ()
    depth: int = 0
    rich: bool = False

    def plain(self) -> Place:
        return Place(self.owner, self.space, (), self.depth, self.rich)


class Writer:
    """Writes documents of ``grammar``. ``children`` and ``attributes`` hold what has been written so far, by element."""

    def __init__(self, grammar: Grammar, seed: int = 0) -> None:
        self.grammar = grammar
        self.random = Random(seed)
        self.children: dict[Pattern, set[Pattern]] = defaultdict(set)
        self.attributes: dict[Pattern, set[Pattern]] = defaultdict(set)
        self._decks: dict[tuple[Pattern, Pattern], list[Pattern]] = defaultdict(list)
        self._needs: dict[Pattern, int] = {}
        self._flat: dict[Pattern, list[Pattern]] = {}
        self._pool: dict[tuple[Pattern, str, int], list[Piece]] = defaultdict(list)
        self._afforded: dict[tuple[Pattern, int, bool], list[Pattern]] = {}
        self._spares: dict[Pattern, tuple[list[Pattern], Pattern]] = {}
        self._reach: dict[Pattern, frozenset[Pattern]] = {}

    def documents(self, visits: int = 3, thorough: bool = False) -> Iterator[bytes]:
        """Each element is the subject ``visits`` times at least, until it has had every attribute; with ``thorough``
        until it has had every child too."""
        for subject in self.grammar.elements:
            for visit in count():
                children = [child for child in subject.elements() if child not in self.children[subject]]
                attributes = len(subject.attributes()) - len(self.attributes[subject])
                if visit >= visits and not attributes and not (thorough and children):
                    break
                yield self.document(subject, *children[:1])

    def document(self, subject: Pattern, *below: Pattern) -> bytes:
        """One document with ``subject`` in it, and in ``subject`` the elements ``below`` it, each in the one before."""
        way = (*self._way(subject), *below)
        self._subject = subject
        root = self._fill(self.grammar.start, Place(self.grammar.start, "", way))
        numbers = count(1)
        text = re.sub(NEW_ID, lambda _: f"id{next(numbers)}", "".join(root.content))
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()

    # ---- ways from the root

    @cached_property
    def _parents(self) -> dict[Pattern, list[Pattern]]:
        parents: dict[Pattern, list[Pattern]] = defaultdict(list)
        for element in self.grammar.elements:
            for child in element.elements():
                parents[child].append(element)
        return parents

    @cached_property
    def _distance(self) -> dict[Pattern, int]:
        """How far below the root an element can stand at best."""
        queue = [part for part in self.grammar.start.within() if part.kind == "element"]
        distance = dict.fromkeys(queue, 0)
        for element in queue:
            for child in element.elements():
                if child not in distance:
                    distance[child] = distance[element] + 1
                    queue.append(child)
        return distance

    def _way(self, subject: Pattern) -> tuple[Pattern, ...]:
        way = [subject]
        while (far := self._distance[way[0]]) > 0:
            way.insert(0, self.random.choice([one for one in self._parents[way[0]] if self._distance[one] < far]))
        return tuple(way)

    # ---- how deep a pattern must go

    @cached_property
    def _heights(self) -> dict[Pattern, int]:
        heights: dict[Pattern, int] = {}
        before = -1
        while before != len(heights):
            before = len(heights)
            needs: dict[Pattern, int] = {}
            for element in [each for each in self.grammar.elements if each not in heights]:
                height = max((_need(part, heights, needs) for part in element.parts), default=0) + 1
                if height < NEVER:
                    heights[element] = height
        return heights

    def _needed(self, pattern: Pattern) -> int:
        return _need(pattern, self._heights, self._needs)

    # ---- filling patterns

    def _fill(self, pattern: Pattern, place: Place) -> Piece:
        fill = {
            "element": self._fill_element,
            "attribute": self._fill_attribute,
            "choice": self._fill_choice,
            "group": self._fill_group,
            "interleave": self._fill_group,
            "oneOrMore": self._fill_repeated,
            "list": self._fill_list,
            "text": lambda pattern, place: Piece(content=[self._text()]),
            "value": lambda pattern, place: Piece(content=[pattern.value]),
            "data": lambda pattern, place: Piece(content=[self._value(pattern)]),
            "empty": lambda pattern, place: Piece(),
        }
        return fill[pattern.kind](pattern, place)

    def _fill_element(self, element: Pattern, place: Place) -> Piece:
        self.children[place.owner].add(element)
        if place.way[:1] == (element,):
            return self._written(element, place)
        known = self._pool[element, place.space, place.depth]
        if len(known) < VARIANTS:
            known.append(self._written(element, place))
            return known[-1]
        return self.random.choice(known)

    def _written(self, element: Pattern, place: Place) -> Piece:
        name = self._name(element.name, place.space)
        rich = element is self._subject and place.way[:1] == (element,)
        inside = Place(element, name.space, place.way[1:], max(place.depth - 1, rich), rich)
        piece = self._inside(element, inside)
        declared = f" xmlns={quoteattr(name.space)}" if name.space != place.space else ""
        attributes = "".join(_attribute(*each) for each in piece.attributes.items())
        text = "".join(part if isinstance(part, Markup) else escape(part) for part in piece.content)
        end = f">{text}</{name.local}>" if text else "/>"
        return Piece(content=[Markup(f"<{name.local}{declared}{attributes}{end}")])

    def _inside(self, element: Pattern, place: Place) -> Piece:
        """Attributes and content: of the optional attributes all get their chance in a rich element, else one or none."""
        spare, bare = self._spare(element)
        some = spare if place.rich else self.random.sample(spare, k=min(len(spare), self.random.random() < 0.3))
        piece = Piece()
        for part in (*some, bare):
            piece.add(self._fill(part, place if part is bare else place.plain()))
        return piece

    def _fill_attribute(self, attribute: Pattern, place: Place) -> Piece:
        self.attributes[place.owner].add(attribute)
        name = attribute.name
        if not isinstance(name, Name):
            name = self.random.choice([one for one in (*NAMES, Name(XML, "lang")) if name is None or one in name])
        value = self._fill(attribute.parts[0], Place(place.owner, place.space)).content
        return Piece(attributes={name: "".join(value)})

    def _fill_choice(self, choice: Pattern, place: Place) -> Piece:
        leading = [each for each in self._alternatives(choice) if place.way and place.way[0] in self._below(each)]
        alternatives = leading or self._affordable(choice, place)
        if leading or not place.rich or len(alternatives) == 1:
            return self._fill(self.random.choice(alternatives), place)
        deck = self._decks[place.owner, choice]
        if not deck:
            deck += self.random.sample(alternatives, k=len(alternatives))
        return self._fill(deck.pop(), place)

    def _affordable(self, choice: Pattern, place: Place) -> list[Pattern]:
        """Those that don't go too deep. What is not rich mostly does without what it needn't have."""
        sparing = self.random.random() < (0.2 if place.rich else 0.97)
        if (choice, place.depth, sparing) not in self._afforded:
            alternatives = self._alternatives(choice)
            deepest = max(place.depth, self._needed(choice))
            empty = [each for each in alternatives if sparing and each.kind == "empty"]
            within = [each for each in alternatives if self._needed(each) <= deepest]
            self._afforded[choice, place.depth, sparing] = empty or within
        return self._afforded[choice, place.depth, sparing]

    def _fill_group(self, group: Pattern, place: Place) -> Piece:
        """The parts one after the other; one of them, if need be, leads on the way."""
        leading = [part for part in group.parts if place.way and place.way[0] in self._below(part)]
        leader = self.random.choice(leading) if leading else None
        pieces = [self._fill(part, place if part is leader else place.plain()) for part in group.parts]
        if group.kind == "interleave":
            self.random.shuffle(pieces)
        whole = Piece()
        for piece in pieces:
            whole.add(piece)
        return whole

    def _fill_repeated(self, pattern: Pattern, place: Place) -> Piece:
        whole = Piece()
        times = self._times(pattern.parts[0], place)
        leader = self.random.randrange(times)
        for turn in range(times):
            whole.add(self._fill(pattern.parts[0], place if turn == leader else place.plain()))
        return whole

    def _times(self, pattern: Pattern, place: Place) -> int:
        """Once, or where it shall be rich as often as there are alternatives, within measure."""
        if not place.rich:
            return 1 + (self.random.random() < 0.1)
        return self.random.randint(1, min(MOST, 2 + len(self._alternatives(pattern))))

    def _fill_list(self, pattern: Pattern, place: Place) -> Piece:
        """Words with spaces between; a literal value without a word can't be one of them."""
        while True:
            words = self._fill(pattern.parts[0], place).content
            if all(word.strip() for word in words):
                return Piece(content=[" ".join(words)])

    # ---- values and names

    def _text(self) -> str:
        return self.random.choice(TEXTS) if self.random.random() < 0.9 else Markup(self.random.choice(MARKUP))

    def _value(self, data: Pattern) -> str:
        if data.type == "ID":
            return NEW_ID
        return self.random.choice(samples(data.type, data.params))

    def _name(self, name: Name | AnyName | None, space: str) -> Name:
        """The element's name, or if it has many one of them, often one in the namespace that holds already."""
        if isinstance(name, Name):
            return name
        return self.random.choice([one for one in (*NAMES, Name(space, "p")) if name is None or one in name])

    # ---- what is below a pattern

    def _spare(self, element: Pattern) -> tuple[list[Pattern], Pattern]:
        """The choices between an attribute and nothing, and the rest of the element."""
        if element not in self._spares:
            parts = [each for part in element.parts for each in _dissolved(part)]
            spare = [part for part in parts if part.kind == "choice" and not _matters(part)]
            self._spares[element] = spare, Pattern("group", [part for part in parts if part not in spare])
        return self._spares[element]

    def _alternatives(self, pattern: Pattern) -> list[Pattern]:
        """Choices within choices are one choice."""
        if pattern not in self._flat:
            inner = [self._alternatives(part) for part in pattern.parts] if pattern.kind == "choice" else [[pattern]]
            self._flat[pattern] = list(dict.fromkeys(each for part in inner for each in part))
        return self._flat[pattern]

    def _below(self, pattern: Pattern) -> frozenset[Pattern]:
        if pattern not in self._reach:
            self._reach[pattern] = frozenset(part for part in pattern.within() if part.kind == "element")
        return self._reach[pattern]


def _need(pattern: Pattern, heights: dict[Pattern, int], known: dict[Pattern, int]) -> int:
    """How many levels of elements the pattern asks for at least."""
    if pattern not in known:
        if pattern.kind == "element":
            return heights.get(pattern, NEVER)
        parts = () if pattern.kind in ("attribute", "list") else pattern.parts
        least = (_need(part, heights, known) for part in parts)
        known[pattern] = (min if pattern.kind == "choice" else max)(least, default=NOT.get(pattern.kind, 0))
    return known[pattern]


def _dissolved(pattern: Pattern) -> Iterator[Pattern]:
    """The parts of groups within groups."""
    if pattern.kind != "group":
        yield pattern
    else:
        for part in pattern.parts:
            yield from _dissolved(part)


def _matters(choice: Pattern) -> bool:
    """Whether the choice is about more than whether an attribute is there."""
    return {part.kind for part in choice.within()} != {"choice", "attribute", "empty"}


def _attribute(name: Name, value: str) -> str:
    prefix = {"": "", XML: "xml:"}.get(name.space, "other:")
    declared = f" xmlns:other={quoteattr(name.space)}" if prefix == "other:" else ""
    return f"{declared} {prefix}{name.local}={quoteattr(value)}"
