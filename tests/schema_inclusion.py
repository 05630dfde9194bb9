"""Is every document of one schema a document of another? Decided, not tried: TEI gives each element name one content.

For each element that both know, the language of its content (words over the names of children and ``#text``) is
compared by walking the derivatives of both regular expressions at once (Brzozowski 1964; Antimirov and Mosses 1995):
wherever the narrower one may go or stop, so must the wider. Values of attributes are compared in the same way, with
datatypes and literal values as the letters; sets of attributes by which are there and which must be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cache, reduce
from itertools import product

from schema_patterns import AnyName, Grammar, Name, Pattern

Letter = tuple[str, ...]
Expression = tuple  # ("one", letters) | ("then", a, b) | ("either", {…}) | ("again", a) | NOTHING | EMPTY
NOTHING: Expression = ("nothing",)
EMPTY: Expression = ("empty",)
WORD = r"pattern=[^\p{C}\p{Z}]+"
TEXT: Letter = ("#text",)
BLANK: Letter = ("value", "token", "")


def one(letters: frozenset[Letter]) -> Expression:
    return ("one", letters) if letters else NOTHING


def then(first: Expression, second: Expression) -> Expression:
    if NOTHING in (first, second):
        return NOTHING
    if first == EMPTY:
        return second
    if second == EMPTY:
        return first
    return ("then", first[1], then(first[2], second)) if first[0] == "then" else ("then", first, second)


def either(*alternatives: Expression) -> Expression:
    flat = {part for each in alternatives for part in (each[1] if each[0] == "either" else (each,))} - {NOTHING}
    letters = frozenset(letter for part in flat if part[0] == "one" for letter in part[1])
    rest = frozenset(part for part in flat if part[0] != "one") | ({one(letters)} if letters else set())
    return ("either", rest) if len(rest) > 1 else next(iter(rest), NOTHING)


def again(inner: Expression) -> Expression:
    """Any number of times, also none."""
    return inner if inner[0] == "again" or inner == EMPTY else ("again", inner)


@cache
def may_stop(expression: Expression) -> bool:
    match expression:
        case ("then", first, second):
            return may_stop(first) and may_stop(second)
        case ("either", alternatives):
            return any(may_stop(each) for each in alternatives)
    return expression[0] in ("empty", "again")


@cache
def letters(expression: Expression) -> frozenset[Letter]:
    """Those that may come first."""
    match expression:
        case ("one", found):
            return found
        case ("then", first, second):
            return letters(first) | (letters(second) if may_stop(first) else frozenset())
        case ("either", alternatives):
            return frozenset().union(*(letters(each) for each in alternatives))
        case ("again", inner):
            return letters(inner)
    return frozenset()


@cache
def after(expression: Expression, letter: Letter) -> Expression:
    """What may follow when ``letter`` has come first."""
    match expression:
        case ("one", found):
            return EMPTY if letter in found else NOTHING
        case ("then", first, second):
            rest = then(after(first, letter), second)
            return either(rest, after(second, letter)) if may_stop(first) else rest
        case ("either", alternatives):
            return either(*(after(each, letter) for each in alternatives))
        case ("again", inner):
            return then(after(inner, letter), expression)
    return NOTHING


def _datatypes_of(letter: Letter) -> tuple[Letter, ...]:
    """Datatypes that hold the literal value that ``letter`` may be: a word, a string."""
    is_word = letter[0] == "value" and not any(character.isspace() for character in letter[-1])
    return (("data", "token", WORD), ("data", "string")) if is_word else ()


def counterexample(narrow: Expression, wide: Expression) -> tuple[Letter, ...] | None:
    """The shortest word of ``narrow`` that ``wide`` doesn't have; ``None`` when there is none."""
    seen = {(narrow, wide)}
    queue: list[tuple[Expression, Expression, tuple[Letter, ...]]] = [(narrow, wide, ())]
    for mine, theirs, word in queue:
        if mine == theirs:
            continue
        if may_stop(mine) and not may_stop(theirs):
            return word
        for letter in sorted(letters(mine)):
            pair = after(mine, letter), either(*(after(theirs, same) for same in (letter, *_datatypes_of(letter))))
            if pair not in seen:
                seen.add(pair)
                queue.append((*pair, (*word, letter)))
    return None


def without(expression: Expression, excluded: frozenset[Letter]) -> Expression:
    """The same expression, but no word with any of the letters ``excluded``."""
    match expression:
        case ("one", found):
            return one(found - excluded)
        case ("then", first, second):
            return then(without(first, excluded), without(second, excluded))
        case ("either", alternatives):
            return either(*(without(each, excluded) for each in alternatives))
        case ("again", inner):
            rest = without(inner, excluded)
            return EMPTY if rest == NOTHING else again(rest)
    return expression


def _spelt(word: tuple[Letter, ...]) -> str:
    return " ".join(letter[1] if letter[0] == "data" else letter[-1] for letter in word) or "nothing"


def _written(name: Name | AnyName | None) -> Letter:
    if isinstance(name, Name):
        return ("name", name.space, name.local)
    assert name is not None
    return ("any but", *sorted(name.spaces), *sorted(f"{{{each.space}}}{each.local}" for each in name.names))


def expression(pattern: Pattern, text: Expression) -> Expression:
    """The regular expression of a content or of a value; ``text`` says what text is made of. Attributes are left out."""
    match pattern.kind:
        case "element":
            return one(frozenset({_written(pattern.name)}))
        case "text":
            return text
        case "data":
            return one(frozenset({("data", pattern.type, *(f"{name}={value}" for name, value in pattern.params))}))
        case "value":
            return one(frozenset({("value", pattern.type, pattern.value) if pattern.value else BLANK}))
        case "list":
            return then(one(frozenset({("list",)})), without(expression(pattern.parts[0], text), frozenset({BLANK})))
        case "choice":
            return either(*(expression(part, text) for part in pattern.parts))
        case "group":
            return reduce(then, (expression(part, text) for part in pattern.parts), EMPTY)
        case "oneOrMore":
            inner = expression(pattern.parts[0], text)
            return then(inner, again(inner))
    assert pattern.kind in ("attribute", "empty", "notAllowed"), f"{pattern.kind} can't be compared"
    return NOTHING if pattern.kind == "notAllowed" else EMPTY


def content(element: Pattern) -> Expression:
    return reduce(then, (expression(part, again(one(frozenset({TEXT})))) for part in element.parts), EMPTY)


def values(attribute: Pattern) -> Expression:
    """Text as an attribute's value is the datatype string: any text, and exactly one. ``empty`` is the value ``""``."""
    found = expression(attribute.parts[0], one(frozenset({("data", "string")})))
    return either(found, EMPTY, one(frozenset({BLANK}))) if may_stop(found) or BLANK in letters(found) else found


AttributeSets = frozenset[frozenset[Name]]


def _attribute_sets(pattern: Pattern) -> AttributeSets:
    """Which attributes may be there together."""
    match pattern.kind:
        case "attribute":
            return frozenset({frozenset({pattern.name} if isinstance(pattern.name, Name) else ())})
        case "choice":
            return frozenset().union(*(_attribute_sets(part) for part in pattern.parts))
        case "group":
            return _together([_attribute_sets(part) for part in pattern.parts])
        case "oneOrMore":
            return _attribute_sets(pattern.parts[0])
    return frozenset({frozenset()})


def _together(parts: list[AttributeSets]) -> AttributeSets:
    return frozenset(frozenset().union(*each) for each in product(*parts))


def _attribute_parts(pattern: Pattern) -> Iterator[Pattern]:
    """The groups dissolved: what remains are single attributes and choices."""
    if pattern.kind == "group":
        for part in pattern.parts:
            yield from _attribute_parts(part)
    elif any(part.kind == "attribute" for part in pattern.within()):
        yield pattern


def _combinations(element: Pattern, entangled: frozenset[Name]) -> AttributeSets:
    sets = [_attribute_sets(each) for part in element.parts for each in _attribute_parts(part)]
    return _together([each for each in sets if entangled.intersection(*[frozenset().union(*each)])])


def _entangled(element: Pattern) -> frozenset[Name]:
    """Attributes that exclude each other."""
    sets = [_attribute_sets(each) for part in element.parts for each in _attribute_parts(part)]
    return frozenset(name for each in sets for names in each for name in names if len(frozenset().union(*each)) > 1)


def _required(element: Pattern) -> frozenset[Name]:
    sets = [_attribute_sets(each) for part in element.parts for each in _attribute_parts(part)]
    return frozenset().union(*(frozenset.intersection(*each) for each in sets))


def attribute_faults(narrow: Pattern, wide: Pattern) -> Iterator[str]:
    """What the narrow element's attributes may be and the wide one's may not."""
    theirs = {attribute.name: attribute for attribute in wide.attributes()}
    for attribute in narrow.attributes():
        if attribute.name not in theirs:
            yield f"@{_written(attribute.name)[-1]} is not there"
        elif (word := counterexample(values(attribute), values(theirs[attribute.name]))) is not None:
            yield f"@{_written(attribute.name)[-1]} may not be {_spelt(word)}"
    for name in sorted(_required(wide) - _required(narrow), key=str):
        yield f"@{name.local} must be there"
    entangled = _entangled(narrow) | _entangled(wide)
    for names in _combinations(narrow, entangled) - _combinations(wide, entangled):
        yield f"these can't be together: {sorted(name.local for name in names)}"


def element_faults(narrow: Pattern, wide: Pattern, excluded: frozenset[Letter] = frozenset()) -> Iterator[str]:
    """What the narrow element may be, without the children ``excluded``, and the wide one may not."""
    if (word := counterexample(without(content(narrow), excluded), content(wide))) is not None:
        yield f"may not hold {_spelt(word)}"
    yield from attribute_faults(narrow, wide)


def faults(narrow: Grammar, wide: Grammar, only: Collection[Name | AnyName | None] | None = None) -> Iterator[str]:
    """Why not every document of ``narrow`` is one of ``wide``, a sentence for each reason; none if every one is.

    With ``only``: why not every document of ``narrow`` that has no other elements than these.
    """
    out = {element.name for element in narrow.elements if only is not None and element.name not in only}
    excluded = frozenset(_written(name) for name in out)
    theirs = defaultdict(list)
    for element in wide.elements:
        theirs[_written(element.name)].append(element)
    start = counterexample(expression(narrow.start, EMPTY), expression(wide.start, EMPTY))
    if start is not None:
        yield f"a document may not be {start}"
    for element in narrow.elements:
        name = _written(element.name)
        if element.name in out:
            continue
        if name not in theirs:
            yield f"<{name[-1]}> is not there"
        for other in theirs[name]:
            yield from (f"<{name[-1]}> {fault}" for fault in element_faults(element, other, excluded))
