"""Regular expressions of XML Schema, matched in linear time.

An expression is run as an automaton that is built while it reads: a state is a set of *threads* (what may still
follow), and the next state is made of their derivatives by a character (Antimirov, "Partial derivatives of regular
expressions", 1996). Each transition is made once and kept, so no text makes it go back, and a match costs one look-up
a character once the automaton is warm. Repetitions such as ``{2,500}`` are counted in the threads and never written
out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from operator import ge

from recensio.relaxng.datatypes.characters import Characters
from recensio.relaxng.datatypes.expressions import Choice, One, Repeat, Sequence, Tree, read_expression

_KEPT_STATES = 2_000
_KEPT_CHARACTERS = 4_000


class _NoExampleError(Exception):
    """No character is known that could stand in an example."""


@dataclass(eq=False, repr=False)
class _Thread:
    """What may still follow: ``head``, then ``rest`` (``None``: the end). Equal threads are one object.

    Threads of one ``shape`` differ only in how often things may still be repeated, which ``reach`` tells.
    """

    head: Tree
    rest: _Thread | None
    nullable: bool
    shape: _Shape
    reach: tuple[float, ...]


class _Shape:
    """The identity of a shape, and nothing else."""

    __slots__ = ()


_END = _Shape()
_Threads = frozenset[_Thread | None]


class _State(dict[str, "_State"]):
    """The next states by character, filled in as characters come."""

    __slots__ = ("_regex", "accepts", "threads")

    def __init__(self, regex: Regex, threads: _Threads) -> None:
        super().__init__()
        self._regex = regex
        self.threads = threads
        self.accepts = any(thread is None or thread.nullable for thread in threads)

    def __missing__(self, character: str) -> _State:
        if len(self) >= _KEPT_CHARACTERS:
            self.clear()
        self[character] = state = self._regex.follow(self.threads, character)
        return state


class Regex:
    """A regular expression of XML Schema; ``matches`` is about the whole text, as there.

    ``steps`` counts the derivatives made so far: the work, beyond one look-up a character, that matching has cost.
    """

    def __init__(self, source: str) -> None:
        """Raises ``RegexError`` for what is no regular expression of XML Schema, and for repetitions too large."""
        self.source = source
        self.steps = 0
        self._tree = read_expression(source)
        self._forget()

    def matches(self, text: str) -> bool:
        """Whether the whole of ``text`` is what the expression describes."""
        state = self._start
        for character in text:
            state = state[character]
        return state.accepts

    def example(self) -> str | None:
        """A short text that matches, made of the likeliest characters; ``None`` where none is found."""
        try:
            text = "".join(_example(self._tree, 0))
        except _NoExampleError:
            return None
        return text if self.matches(text) else None

    def follow(self, threads: _Threads, character: str) -> _State:
        """The state after ``character`` (for the states: they ask for what they have not seen yet)."""
        found: set[_Thread | None] = set()
        for thread in threads:
            self._derive_thread(thread, character, found)
        return self._state(frozenset(_without_contained(found)))

    def _forget(self) -> None:
        self._trees: dict[tuple[Tree, int, int | None], Repeat] = {}
        self._threads: dict[tuple[Tree, _Thread | None], _Thread] = {}
        self._shapes: dict[tuple[Tree, bool, _Shape], _Shape] = {}
        self._states: dict[_Threads, _State] = {}
        self._start = self._state(frozenset({self._thread(self._tree, None)}))

    def _state(self, threads: _Threads) -> _State:
        state = self._states.get(threads)
        if state is None:
            if len(self._states) >= _KEPT_STATES:
                self._forget()
            self._states[threads] = state = _State(self, threads)
        return state

    def _thread(self, head: Tree, rest: _Thread | None) -> _Thread | None:
        if isinstance(head, Sequence):
            for item in reversed(head.items):
                rest = self._thread(item, rest)
            return rest
        thread = self._threads.get((head, rest))
        if thread is None:
            self._threads[head, rest] = thread = self._new_thread(head, rest)
        return thread

    def _new_thread(self, head: Tree, rest: _Thread | None) -> _Thread:
        nullable = head.nullable and (rest is None or rest.nullable)
        counts = isinstance(head, Repeat) and not head.least
        key = (head.body if isinstance(head, Repeat) and counts else head, counts, rest.shape if rest else _END)
        shape = self._shapes.setdefault(key, _Shape())
        reach = rest.reach if rest else ()
        return _Thread(head, rest, nullable, shape, (_most(head), *reach) if counts else reach)

    def _derive_thread(self, thread: _Thread | None, character: str, found: set[_Thread | None]) -> None:
        while thread is not None:
            self._derive(thread.head, thread.rest, character, found)
            if not thread.head.nullable:
                return
            thread = thread.rest

    def _derive(self, tree: Tree, rest: _Thread | None, character: str, found: set[_Thread | None]) -> None:
        """Adds what may follow once ``tree`` has begun with ``character`` and ``rest`` comes after it."""
        self.steps += 1
        if isinstance(tree, One):
            if tree.characters.has(character):
                found.add(rest)
        elif isinstance(tree, Choice):
            for option in tree.options:
                self._derive(option, rest, character, found)
        elif isinstance(tree, Repeat):
            self._derive(tree.body, self._once_less(tree, rest), character, found)
        else:
            self._derive_sequence(tree, rest, character, found)

    def _derive_sequence(
        self, tree: Sequence, rest: _Thread | None, character: str, found: set[_Thread | None]
    ) -> None:
        rests: list[_Thread | None] = [rest]
        for item in reversed(tree.items[1:]):
            rests.append(self._thread(item, rests[-1]))
        for item in tree.items:
            self._derive(item, rests.pop(), character, found)
            if not item.nullable:
                return

    def _once_less(self, tree: Repeat, rest: _Thread | None) -> _Thread | None:
        least, most = max(tree.least - 1, 0), None if tree.most is None else tree.most - 1
        if most == 0:
            return rest
        key = (tree.body, least, most)
        if key not in self._trees:
            self._trees[key] = Repeat(tree.body, least, most, least == 0, tree.size)
        return self._thread(self._trees[key], rest)


def _without_contained(threads: set[_Thread | None]) -> set[_Thread | None]:
    """Leaves out ``a{0,3}`` where ``a{0,7}`` may follow as well, so that counters don't pile up."""
    by_shape: dict[_Shape, list[_Thread]] = {}
    for thread in threads:
        if thread is not None:
            by_shape.setdefault(thread.shape, []).append(thread)
    kept: set[_Thread | None] = {thread for thread in threads if thread is None}
    for alike in by_shape.values():
        kept.update(_farthest(alike))
    return kept


def _farthest(alike: list[_Thread]) -> list[_Thread]:
    kept: list[_Thread] = []
    for thread in sorted(alike, key=lambda thread: thread.reach, reverse=True):
        if not any(all(map(ge, other.reach, thread.reach)) for other in kept):
            kept.append(thread)
    return kept


def _most(tree: Tree) -> float:
    return tree.most if isinstance(tree, Repeat) and tree.most is not None else inf


def _example(tree: Tree, at: int) -> Iterator[str]:
    """The pieces of an example; ``at`` (how many came before) makes ``abc`` of ``[a-z]+`` rather than ``aaa``."""
    if isinstance(tree, One):
        yield _sample(tree.characters, at)
    elif isinstance(tree, Choice):
        yield from _example(min(tree.options, key=lambda option: option.nullable), at)
    elif isinstance(tree, Repeat):
        for n in range(_example_count(tree)):
            yield from _example(tree.body, at + n)
    else:
        for item in tree.items:
            yield from _example(item, 0)


def _example_count(tree: Repeat) -> int:
    wanted = 3 if isinstance(tree.body, One) and tree.most is None else 1 if tree.least else 0
    return max(tree.least, wanted)


def _sample(characters: Characters, at: int) -> str:
    samples = [character for character, _ in zip(characters.samples(), range(26), strict=False)]
    if not samples:
        raise _NoExampleError
    return samples[at % len(samples)]


@lru_cache(maxsize=1_000)
def regex(source: str) -> Regex:
    """The regular expression ``source``, made once. Raises ``RegexError`` (a ``ValueError``)."""
    return Regex(source)
