"""A document read against a schema, event by event, and every fault noted at its exact place.

expat gives the events, with line and column. What is open is kept on a stack; the state of an open element is the
pattern that is still to be fulfilled in it. What to do at each tag is looked up in the pattern, which remembers it;
only at a fault, or where several definitions of an element fit so far, is more work done. After a fault the document is
read on as if what should stand there had stood there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING
from xml.parsers import expat

from recensio.parse.places import Script
from recensio.relaxng.explain import Explainer, Resume, Spot
from recensio.relaxng.faults import VALUES_TOLD, Collector, Enough, Fault, Finding
from recensio.relaxng.names import XML, blank, local, namespace
from recensio.relaxng.patterns import ATTRIBUTE, CONTEXT, DATA, LIST, Element, Pattern, Step
from recensio.relaxng.plan import Plan, after_attribute
from recensio.relaxng.wording import Speller

if TYPE_CHECKING:
    from recensio.relaxng.schema import Vocabulary

_TAG = re.compile(rb"<(?![!?])(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(rb"([^ \t\r\n=<>/]+)[ \t\r\n]*=[ \t\r\n]*(?:\"[^\"]*\"|'[^']*')")
_CHUNK = re.compile(rb"[\r\n]*[^\r\n<&\]]*")
_BLANK = re.compile(rb"(?:[ \t\n\r]|<!--.*?-->|<\?.*?\?>|<!\[CDATA\[)*", re.DOTALL)
_DOUBTFUL = frozenset({"RNG-013", "RNG-031"})  # the element may be meant to be another one
_DEPENDENT = frozenset({"RNG-040", "RNG-044", "RNG-045"})
_LINE_END = re.compile(rb"\r\n|\n|\r")


class Several:
    """The state of an element that several definitions fit so far; those that don't any more are ``nothing``."""

    __slots__ = ("alternatives", "free")

    def __init__(self, alternatives: Sequence[Pattern]) -> None:
        """One pattern for each definition."""
        self.alternatives = tuple(alternatives)
        self.free = all(each.free for each in self.alternatives)

    one: Mapping[str, Step] = {}


class Lost:
    """The state of an element that the schema does not know: anything may come."""

    __slots__ = ()
    one: Mapping[str, Step] = {}
    alternatives: tuple[Pattern, ...] = ()
    free = True


_LOST = Lost()
_State = Pattern | Several | Lost


@dataclass(frozen=True, slots=True)
class _Pending:
    """What follows an element whose definitions are still in doubt: for each of them, for each of its parent's."""

    ways: tuple[tuple[int, int, Pattern], ...]
    width: int

    def settled(self, fitting: Sequence[bool]) -> Pattern | Several:
        """The parent's state, when it is known which definitions of its child were ``fitting``."""
        chosen: list[list[Pattern]] = [[] for _ in range(self.width)]
        for child, parent, after in self.ways:
            if fitting[child]:
                chosen[parent].append(after)
        pool = self.ways[0][2].pool
        states = [pool.choice(each) for each in chosen]
        return states[0] if self.width == 1 else Several(states)


class _Trust(IntEnum):
    """How far what is found missing or misplaced in an element is a fault of its own."""

    FULL = 0
    SHAKEN = 1  # a child was at fault: what is missing may be what that should have been
    NONE = 2  # the element itself should perhaps be another one


_After = _State | _Pending
_Frame = tuple[str, _After, "list[tuple[str, int]]", _State, int, _Trust]
_Known = tuple[Finding, Resume]
_FULL = _Trust.FULL


def validate(script: Script, vocabulary: Vocabulary, limit: int) -> list[Fault]:
    """The faults of a well-formed document, each kind once, at its first place.

    ``limit`` is how many kinds are told. Raises ``expat.ExpatError`` if the document is not well formed.
    """
    return _Run(script, vocabulary, limit).faults()


class _Run:
    """One document. The attributes up to ``_frames`` describe the innermost open element: its name, what is still to
    be fulfilled in it, whether it has had no child yet, its children's names and offsets, what was to be fulfilled
    at its beginning, its offset, and how far to trust what is found in it.
    """

    def __init__(self, script: Script, vocabulary: Vocabulary, limit: int) -> None:
        self._script = script
        self._vocabulary = vocabulary
        self._name = ""
        self._state: _State = vocabulary.start
        self._leaf = True
        self._children: list[tuple[str, int]] = []
        self._initial: _State = vocabulary.start
        self._offset = 0
        self._trust = _FULL
        self._frames: list[_Frame] = []
        self._text: list[str] = []
        self._last = 0
        self._faults = Collector(limit)
        self._known: dict[object, _Known] = {}
        self._values: Counter[object] = Counter()
        self._line_ends: list[int] | None = None
        self._prefixes: dict[str, str] = {}
        self._bound: dict[str, list[str]] = {}
        self._explain = Explainer(vocabulary, Speller(vocabulary.main, self._prefixes))
        self._parser = self._prepared()

    def _prepared(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("utf-8", namespace_separator="}", intern=self._vocabulary.interned)
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.buffer_size = 65_536
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.StartNamespaceDeclHandler = self._declare
        parser.EndNamespaceDeclHandler = self._forget
        return parser

    def faults(self) -> list[Fault]:
        """Read the document to its end."""
        try:
            self._parser.Parse(self._script.data, True)
        except Enough:
            pass
        finally:
            # The handlers hold this run, and it holds the parser: without this, memory would wait for a collection.
            self._parser.StartElementHandler = self._parser.EndElementHandler = None
            self._parser.StartNamespaceDeclHandler = self._parser.EndNamespaceDeclHandler = None
            self._parser.CharacterDataHandler = None
        return list(self._faults)

    # --- events ---

    def _start(self, name: str, given: list[str]) -> None:
        if self._text:
            if not self._state.free:
                self._take_text()
            self._text.clear()
        parser = self._parser
        offset = parser.CurrentByteIndex
        step = self._state.one.get(name)
        if step is None:
            self._start_slowly(name, given, offset)
            return
        element, after = step
        self._children.append((name, offset))
        self._frames.append((self._name, after, self._children, self._initial, self._offset, self._trust))
        self._name = name
        self._trust = _FULL
        plan = element.plan
        state = plan.rest
        if given or not plan.simple or plan.required:
            state = self._take_attributes(name, plan, given)
        self._state = self._initial = state
        self._children = []
        self._offset = self._last = offset
        self._leaf = True

    def _end(self, _name: str) -> None:
        state = self._state
        fitting: Sequence[bool] = ()
        if not state.free or state.__class__ is Several:
            fitting = self._finish(state)
        if self._text:
            self._text.clear()
        self._name, after, self._children, self._initial, self._offset, self._trust = self._frames.pop()
        self._state = after.settled(fitting) if isinstance(after, _Pending) else after
        self._leaf = False
        self._last = self._parser.CurrentByteIndex

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self._bound.setdefault(prefix or "", []).append(uri or "")
        if prefix and uri and len(self._prefixes) < 200:
            self._prefixes.setdefault(uri, prefix)

    def _forget(self, prefix: str | None) -> None:
        self._bound[prefix or ""].pop()

    def _namespaces(self) -> Mapping[str, str]:
        """The prefixes declared here."""
        return {"xml": XML, **{prefix: uris[-1] for prefix, uris in self._bound.items() if uris}}

    # --- attributes ---

    def _take_attributes(self, name: str, plan: Plan, given: list[str]) -> Pattern:
        """The state after a start tag with the attributes ``given``, names and values by turns."""
        alone = plan.alone
        rest = plan.rest
        for at in range(0, len(given), 2):
            pattern = alone.get(given[at])
            if pattern is None:
                rest = self._take_dependent(name, plan, rest, given, at)
            else:
                passed = pattern.passed
                value = given[at + 1]
                if passed is not None and value not in passed and not pattern.takes(value, self._namespaces()):
                    self._fault_attribute(name, plan, given, at)
        if plan.required and not plan.required.issubset(given[::2]):
            self._fault_missing(name, plan, given, rest)
        return rest if plan.simple else self._close(name, plan, rest, given)

    def _take_dependent(self, name: str, plan: Plan, rest: Pattern, given: list[str], at: int) -> Pattern:
        if not plan.simple:
            after = after_attribute(rest, given[at], given[at + 1], self._namespaces())
            if after is not rest.pool.nothing:
                return after
        self._fault_attribute(name, plan, given, at)
        return rest

    def _close(self, name: str, plan: Plan, rest: Pattern, given: list[str]) -> Pattern:
        closed = rest.closed
        if closed is rest.pool.nothing and rest is not closed:
            closed = rest.closed_anyway()
            if not self._troubled_attributes(plan, given):
                self._fault_missing(name, plan, given, rest)
        return closed

    def _fault_missing(self, name: str, plan: Plan, given: list[str], rest: Pattern) -> None:
        key = (name, plan.rest, rest, *given[::2])
        if not self._explain.misnamed(plan, _pairs(given)):
            self._tell(key, lambda: self._explain.missing_attributes(name, plan, _pairs(given), rest))

    def _troubled_attributes(self, plan: Plan, given: list[str]) -> bool:
        """Whether one of the attributes was at fault already, so that the one that is missing may be that one."""
        pool = plan.rest.pool
        rest = plan.rest
        for at in range(0, len(given), 2):
            if given[at] not in plan.alone:
                after = after_attribute(rest, given[at], given[at + 1], self._namespaces())
                if after is pool.nothing:
                    return True
                rest = after
        return False

    def _fault_attribute(self, name: str, plan: Plan, given: list[str], at: int) -> None:
        attribute = given[at]
        key = self._value_key((name, plan.rest, *given[::2], attribute), given[at + 1])
        self._tell(key, lambda: self._explain.attribute(name, plan, attribute, _pairs(given)), attribute)

    def _value_key(self, kind: Hashable, value: str) -> Hashable:
        """A key for a fault of a value. After a few values of a kind, all others have one."""
        key = (kind, value)
        if key in self._known:
            return key
        self._values[kind] += 1
        return key if self._values[kind] <= VALUES_TOLD + 1 else kind

    # --- elements out of the common run ---

    def _start_slowly(self, name: str, given: list[str], offset: int) -> None:
        """A start tag that has more than one meaning here, or none, or was not met here before."""
        elements, after = self._steps(name)
        trust = _FULL
        if not elements:
            elements, after, trust = self._misplaced(name)
        self._children.append((name, offset))
        self._frames.append((self._name, after, self._children, self._initial, self._offset, self._trust))
        self._name = name
        self._trust = trust
        self._state = self._initial = self._begun(name, elements, given)
        self._children = []
        self._offset = self._last = offset
        self._leaf = True

    def _steps(self, name: str) -> tuple[Sequence[Element], _After]:
        """The definitions that an element ``name`` may have here, and what follows it."""
        state = self._state
        if isinstance(state, Pattern):
            steps = state.steps(name)
            if len(steps) == 1:
                return (steps[0].element,), steps[0].after
            return _ways((steps,)) if steps else ((), state)
        return _ways(tuple(each.steps(name) for each in state.alternatives))

    def _begun(self, name: str, elements: Sequence[Element], given: list[str]) -> _State:
        """The state of an element after its start tag."""
        if not elements:
            return _LOST
        if len(elements) == 1:
            return self._take_attributes(name, elements[0].plan, given)
        states = [self._taken(element.plan, given) for element in elements]
        if all(each is each.pool.nothing for each in states):
            first = self._take_attributes(name, elements[0].plan, given)
            states = [first, *states[1:]]
        return Several(states)

    def _taken(self, plan: Plan, given: list[str]) -> Pattern:
        """The state after a start tag, or ``nothing`` if it is at fault by this definition."""
        rest, nothing = plan.rest, plan.rest.pool.nothing
        if not plan.required.issubset(given[::2]):
            return nothing
        for name, value in _pairs(given).items():
            pattern = plan.alone.get(name)
            if pattern is None:
                rest = after_attribute(rest, name, value, self._namespaces()) if rest.bits & ATTRIBUTE else nothing
            elif not pattern.takes(value, self._namespaces()):
                return nothing
        return rest.closed

    def _misplaced(self, name: str) -> tuple[Sequence[Element], _After, _Trust]:
        """Note that an element may not stand here; what it may hold nevertheless, what may follow, how far to trust."""
        state = self._state
        if not self._frames:
            return self._wrong_root(name)
        if isinstance(state, Lost):
            return self._vocabulary.defined(name), _LOST, _FULL
        trust, self._trust = self._trust, max(self._trust, _Trust.SHAKEN)
        pattern, initial = _living(state)[0], _living(self._initial)[0]
        key = (name, self._name, pattern, initial)
        known = self._known.get(key)
        if known is None:
            spot = Spot(name, self._name, pattern, initial, self._children, lambda offset: self._place(offset)[0])
            known = self._known[key] = self._explain.misplaced(spot)
        finding, resume = known
        if trust is not _Trust.NONE or finding.code not in _DOUBTFUL:
            self._note(finding)
        follows = resume.after if resume.after is not None and isinstance(state, Pattern) else state
        return resume.elements, follows, _Trust.NONE if finding.code in _DOUBTFUL else _FULL

    def _wrong_root(self, name: str) -> tuple[Sequence[Element], _After, _Trust]:
        finding, useful = self._explain.root(name)
        self._note(finding)
        if not useful:
            raise Enough
        return self._vocabulary.defined(name), _LOST, _FULL

    # --- text and ends ---

    def _take_text(self) -> None:
        text = "".join(self._text)
        if blank(text):
            return
        state = self._state
        after = [each.after_text for each in _alternatives(state)]
        if all(each is each.pool.nothing for each in after):
            self._fault_text(text)
        else:
            self._state = after[0] if isinstance(state, Pattern) else Several(after)

    def _finish(self, state: _State) -> Sequence[bool]:
        """Whether the innermost element may end here, by each of its definitions. Notes a fault if by none."""
        text = "".join(self._text)
        alternatives = _alternatives(state)
        namespaces = self._namespaces() if any(each.bits & CONTEXT for each in alternatives) else {}
        fitting = [each.ends(text, self._leaf, namespaces) for each in alternatives]
        if any(fitting) or not alternatives:
            return fitting
        living = _living(state)
        self._fault_end(text, living)
        return [each in living for each in alternatives]

    def _fault_end(self, text: str, living: Sequence[Pattern]) -> None:
        nothing = blank(text)
        typed = [each for each in living if _typed(each)]
        if self._leaf and typed and (nothing or not any(map(_may_hold, living))):
            key = self._value_key((self._name, typed[0]), text)
            self._tell(key, lambda: self._explain.content(self._name, text, typed[0]))
        elif not nothing and all(each.after_text is each.pool.nothing for each in living):
            self._fault_text(text)
        elif self._trust is _FULL:
            self._fault_incomplete(living[0], leaf=self._leaf and nothing)

    def _fault_incomplete(self, state: Pattern, *, leaf: bool) -> None:
        line = self._place(self._offset)[0]
        key = (self._name, state, leaf)
        self._tell(key, lambda: self._explain.incomplete(self._name, state, line, leaf=leaf))

    def _fault_text(self, text: str) -> None:
        """Note text that may not stand here, where it begins."""
        if self._trust is _Trust.NONE:
            return
        self._trust = _Trust.SHAKEN
        pattern, initial = _living(self._state)[0], _living(self._initial)[0]
        key = (self._name, pattern, initial)
        known = self._known.get(key)
        if known is not None:
            self._note(known[0])
            return
        begun, noted = self._text_places()
        finding = self._explain.text(self._name, text, pattern, initial, begun[0] if begun[0] < noted[0] else None)
        self._known[key] = finding, Resume()
        self._faults.add(finding, *(noted if begun[0] < noted[0] else begun))

    def _text_places(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where the text that ends here began, and where other validators, reading line by line, note it."""
        data, end = self._script.data, self._parser.CurrentByteIndex
        # The last tag begins at this offset, or, if it was that of an empty element, ends there.
        tag = _TAG.match(data, self._last, end)
        begin = tag.end() if tag else self._last
        space = _BLANK.match(data, begin, end)
        first = space.end() if space else begin
        noted = max(data.rfind(b">", begin, first) + 1, begin)
        while noted <= first:
            further = _piece(data, noted, end)
            if further <= noted:
                noted = first
                break
            noted = further
        return self._place(first), self._place(noted)

    # --- places ---

    def _here(self) -> tuple[int, int]:
        """Line and column of the tag that is being read. An empty element's end tag is its start tag."""
        data, offset = self._script.data, self._parser.CurrentByteIndex
        if self._leaf and data.endswith(b"/>", 0, offset):
            tag = _TAG.match(data, self._offset)
            if tag is not None and tag.end() == offset:
                return self._place(self._offset)
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        return line, self._script.shift.undo(line, column)

    def _place(self, offset: int) -> tuple[int, int]:
        """Line and column of the byte at ``offset``."""
        data = self._script.data
        if self._line_ends is None:
            self._line_ends = [found.end() for found in _LINE_END.finditer(data)]
        number = bisect_right(self._line_ends, offset)
        begin = self._line_ends[number - 1] if number else 0
        column = len(data[begin:offset].decode("utf-8", "replace")) + 1
        return number + 1, self._script.shift.undo(number + 1, column)

    def _tell(self, key: Hashable, make: Callable[[], Finding], attribute: str = "") -> None:
        """Note a fault of the kind ``key``, perhaps of an attribute; what there is to say about it is made once."""
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = make(), Resume()
        if self._trust is not _Trust.NONE or not _hangs_on_name(known[0]):
            self._note(known[0], attribute)

    def _note(self, finding: Finding, attribute: str = "") -> None:
        if not self._faults.again(finding):
            place = self._here()
            self._faults.add(finding, *(self._attribute_place(attribute, place) if attribute else place))

    def _attribute_place(self, attribute: str, start: tuple[int, int]) -> tuple[int, int]:
        """The place of an attribute, if it is on another line than the ``start`` of its tag."""
        data, offset = self._script.data, self._parser.CurrentByteIndex
        tag = _TAG.match(data, offset)
        for found in _ATTRIBUTE.finditer(data, offset, tag.end() if tag else offset):
            prefix, _, name = found[1].decode("utf-8", "replace").rpartition(":")
            if name == local(attribute) and bool(prefix) == bool(namespace(attribute)):
                place = self._place(found.start(1))
                return place if place[0] != start[0] else start
        return start


def _hangs_on_name(finding: Finding) -> bool:
    """Whether a fault may vanish when its element becomes another one; not if it has a cure of its own."""
    return finding.code in _DEPENDENT and not str(finding.facts.get("guess", "")).startswith(" Write")


def _piece(data: bytes, begin: int, end: int) -> int:
    """Where a piece of text ends that a SAX parser (Xerces) hands over at once: after two lines at most."""
    found = _CHUNK.match(data, begin, end)
    half = found.end() if found else begin
    if data.startswith(b"<", half):
        return half
    found = _CHUNK.match(data, half, end)
    return found.end() if found else half


def _alternatives(state: _State) -> tuple[Pattern, ...]:
    return (state,) if isinstance(state, Pattern) else state.alternatives


def _living(state: _State) -> tuple[Pattern, ...]:
    """The patterns of the definitions that still fit, or of all if none does."""
    alternatives = _alternatives(state)
    return tuple(each for each in alternatives if each is not each.pool.nothing) or alternatives


def _ways(found: Sequence[Sequence[Step]]) -> tuple[Sequence[Element], _After]:
    """The elements in ``found``, the steps of each alternative of a parent, and what follows them."""
    elements = list(dict.fromkeys(step.element for steps in found for step in steps))
    ways = tuple(
        (elements.index(element), parent, after) for parent, steps in enumerate(found) for element, after in steps
    )
    return (elements, _Pending(ways, len(found))) if ways else ((), _LOST)


def _pairs(given: list[str]) -> dict[str, str]:
    return dict(zip(given[::2], given[1::2], strict=True))


def _typed(pattern: Pattern) -> bool:
    """Whether the pattern wants data."""
    return bool(pattern.bits & (DATA | LIST))


def _may_hold(pattern: Pattern) -> bool:
    """Whether the pattern takes any text."""
    return pattern.after_text is not pattern.pool.nothing
