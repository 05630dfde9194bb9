"""How names, values and what a schema wants are put into a message, kept short."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from recensio.relaxng.likely import nearest_first, usual_first
from recensio.relaxng.names import XML, local, namespace
from recensio.relaxng.patterns import (
    Choice,
    Data,
    List,
    OneOrMore,
    Pattern,
    Text,
    Value,
    words_of,
)

_KNOWN_PREFIXES = {
    XML: "xml",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/2001/XInclude": "xi",
    "http://www.w3.org/1998/Math/MathML": "mml",
    "http://www.w3.org/2000/svg": "svg",
    "http://www.music-encoding.org/ns/mei": "mei",
    "http://www.tei-c.org/ns/Examples": "teix",
}


def cut(text: str, most: int = 36) -> str:
    """``text`` on one line, its end left out if it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


class Speller:
    """Writes names as the document would. ``main`` is the namespace that needs no prefix."""

    def __init__(self, main: str, prefixes: Mapping[str, str]) -> None:
        """``prefixes`` are those of the document, by namespace; more may come in."""
        self._main = main
        self._prefixes = prefixes

    def name(self, name: str) -> str:
        """The name with its prefix, if it needs one."""
        uri = namespace(name)
        prefix = "" if uri in ("", self._main) else _KNOWN_PREFIXES.get(uri) or self._prefixes.get(uri, "")
        return cut(f"{prefix}:{local(name)}" if prefix else local(name))

    def tag(self, name: str) -> str:
        """The name as a tag."""
        return f"<{self.name(name)}>"

    def attribute(self, name: str) -> str:
        """The name as one of an attribute."""
        return f"@{self.name(name)}"

    def tags(self, names: Iterable[str], most: int = 6, join: str = ", ") -> str:
        """Some of ``names`` as tags, the likeliest first, the rest counted."""
        by_local = {local(name): name for name in names}
        return listed([self.tag(by_local[each]) for each in usual_first(by_local)], most, join)


def listed(words: Sequence[str], most: int = 6, join: str = ", ", room: int = 90) -> str:
    """The first ``most`` of ``words`` in a row, as far as there is room; the rest counted."""
    shown: list[str] = []
    for word in words[:most]:
        if shown and len(join.join((*shown, word))) > room:
            break
        shown.append(word)
    left = len(words) - len(shown)
    return join.join(shown) + (f" and {left} more" if left else "")


def namespace_called(uri: str) -> str:
    """A namespace in a sentence."""
    return f"namespace {cut(uri, 60)}" if uri else "no namespace"


def values(pattern: Pattern) -> list[str]:
    """The values that ``pattern`` gives one by one."""
    return list(dict.fromkeys(each.value for each in _leaves(pattern) if isinstance(each, Value)))


def wanted(pattern: Pattern, given: str) -> str:
    """What ``pattern``, of a value, wants to have in the place of ``given``."""
    words = [f"“{cut(each, 30)}”" for each in nearest_first(given, values(pattern))]
    most = 6 if len(words) <= 7 else 4
    shown = _or(words[:most], len(words) - most)
    others = list(dict.fromkeys(_others(pattern, given)))
    parts = [part for part in (shown, *others[:3]) if part]
    return cut(", or ".join(parts) or "empty", 130)


def _or(words: Sequence[str], left: int) -> str:
    if left > 0:
        return f"{', '.join(words)} (or one of {left} more)"
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else "".join(words)


def _others(pattern: Pattern, given: str) -> Iterator[str]:
    """What is wanted besides single values."""
    for each in _leaves(pattern):
        describe = _DESCRIPTIONS.get(type(each))
        if describe:
            yield describe(each, given)


def _leaves(pattern: Pattern) -> Iterator[Pattern]:
    if isinstance(pattern, (Choice, OneOrMore)):
        for part in pattern.parts():
            yield from _leaves(part)
    else:
        yield pattern


def _list(pattern: Pattern, given: str) -> str:
    assert isinstance(pattern, List)
    odd = next((word for word in words_of(given) if not _fits_somewhere(pattern.words, word)), given)
    words = "; ".join(dict.fromkeys(wanted(part, odd) for part in _words(pattern.words)))
    return f"words between blanks, each of them {words}" if words else "words between blanks"


def _fits_somewhere(pattern: Pattern, word: str) -> bool:
    return any(part.takes(word, {}) for part in _words(pattern))


def _words(pattern: Pattern) -> Iterator[Pattern]:
    """The patterns of the single words of a list."""
    if isinstance(pattern, (Choice, Data, Value)):
        if any(each.parts() for each in pattern.parts()):
            for part in pattern.parts():
                yield from _words(part)
        elif pattern is not pattern.pool.empty:
            yield pattern
    else:
        for part in pattern.parts():
            yield from _words(part)


def _data(pattern: Pattern, _given: str) -> str:
    assert isinstance(pattern, Data)
    return pattern.type.describe()


def _text(_pattern: Pattern, _given: str) -> str:
    return "any text"


_DESCRIPTIONS: Mapping[type[Pattern], Callable[[Pattern, str], str]] = {Data: _data, List: _list, Text: _text}
