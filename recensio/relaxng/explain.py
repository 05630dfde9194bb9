"""What is wrong, put into words: which fault it is, what is allowed there, what was probably meant, and how to go on.

The validator only knows that something may not stand where it stands. Here the likeliest reason is found: rules are
asked in turn, and the first that has an answer gives it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recensio.parse.vocabulary import TEI, XINCLUDE
from recensio.relaxng.faults import Finding
from recensio.relaxng.likely import attribute_meant, element_meant, usual_first, value_meant
from recensio.relaxng.lookahead import Ahead, ahead, first_step, last_ones, path_to, path_to_end, within
from recensio.relaxng.names import blank, expanded, local, namespace
from recensio.relaxng.patterns import Element, Pattern
from recensio.relaxng.plan import Plan, attributes
from recensio.relaxng.tei_names import TEI_ELEMENTS
from recensio.relaxng.wording import Speller, cut, listed, namespace_called, values, wanted

if TYPE_CHECKING:
    from recensio.relaxng.schema import Vocabulary

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_INCLUDE = expanded(XINCLUDE, "include")
_P4 = frozenset({"TEI.2", "teiCorpus.2"})
_USUAL_HOLDERS = ("p", "ab", "div")
_FEW = 4  # elements that can be named as the only ones to hold another


@dataclass(frozen=True)
class Resume:
    """How to go on after a misplaced element: what it may hold (nothing known, if empty), and what may follow it
    (``None``: what might have stood in its place).
    """

    elements: tuple[Element, ...] = ()
    after: Pattern | None = None


@dataclass(frozen=True)
class Spot:
    """Where an element ``name`` stands that may not: in ``parent``, where ``state`` is still to be fulfilled, of
    ``initial`` at its beginning; ``before`` are the names of its elder siblings with their offsets, of which ``line``
    gives the line.
    """

    name: str
    parent: str
    state: Pattern
    initial: Pattern
    before: Sequence[tuple[str, int]]
    line: Callable[[int], int]


Answer = tuple[Finding, Resume]


class Explainer:
    """Explains the faults of one document."""

    def __init__(self, vocabulary: Vocabulary, speller: Speller) -> None:
        """By the elements of the schema; names are written by ``speller``."""
        self._vocabulary = vocabulary
        self._spell = speller

    # --- the root ---

    def root(self, name: str) -> tuple[Finding, bool]:
        """Why ``name`` can't be the root, and whether it is any use to look at the rest of the document."""
        known = self._vocabulary.defined(name)
        starts = self._vocabulary.starts
        facts = {"element": self._spell.name(name), "allowed": self._spell.tags(starts, 4, " or ")}
        if known:
            return Finding("RNG-005", facts, "root"), True
        main = self._vocabulary.main
        facts |= {"found": namespace_called(namespace(name)), "namespace": cut(main, 80) or "(none)"}
        if local(name) in _P4:
            return Finding("RNG-002", facts, "root"), False
        meant = namespace(name) != main and expanded(main, local(name)) in self._vocabulary.names
        return Finding("RNG-003" if meant else "RNG-004", facts, "root"), False

    # --- elements ---

    def misplaced(self, spot: Spot) -> Answer:
        """Why the element of ``spot`` may not stand there."""
        answers = (rule(self, spot) for rule in _RULES)
        return next(answer for answer in answers if answer is not None)

    def _facts(self, spot: Spot, **more: object) -> dict[str, object]:
        return {"element": self._spell.name(spot.name), "parent": self._spell.name(spot.parent), **more}

    def _answer(self, code: str, spot: Spot, resume: Resume, **facts: object) -> Answer:
        return Finding(code, self._facts(spot, **facts), (code, spot.name, spot.parent)), resume

    def _own(self, spot: Spot) -> Resume:
        return Resume(self._vocabulary.defined(spot.name))

    def _in_empty(self, spot: Spot) -> Answer | None:
        """In an element that holds nothing at all."""
        inside = within(spot.initial)
        if inside.elements or inside.endless or inside.text:
            return None
        return self._answer("RNG-031", spot, self._own(spot), what=self._spell.tag(spot.name))

    def _in_wrong_namespace(self, spot: Spot) -> Answer | None:
        """Its name is known, but in another namespace than it is in."""
        if self._vocabulary.defined(spot.name):
            return None
        known = self._namesake(spot)
        if known is None or namespace(spot.name) not in ("", self._vocabulary.main):
            return None
        step = first_step(spot.state, known)
        resume = Resume((step.element,), step.after) if step else Resume(self._vocabulary.defined(known))
        facts = self._facts(
            spot, found=namespace_called(namespace(spot.name)), namespace=cut(namespace(known), 80) or "(none)"
        )
        return Finding("RNG-011", facts, ("RNG-011", namespace(spot.name))), resume

    def _namesake(self, spot: Spot) -> str | None:
        """An element of the same local name, one allowed there first."""
        names = [name for name in self._vocabulary.names if local(name) == local(spot.name)]
        return next((name for name in names if name in ahead(spot.state)), names[0] if names else None)

    def _foreign(self, spot: Spot) -> Answer | None:
        """It is of a vocabulary that the schema does not know."""
        uri = namespace(spot.name)
        if self._vocabulary.defined(spot.name) or uri in self._vocabulary.namespaces:
            return None
        facts = self._facts(spot, found=namespace_called(uri))
        if spot.name == _INCLUDE:
            return Finding("RNG-018", facts, ("RNG-018", spot.parent)), Resume()
        return Finding("RNG-012", facts, ("RNG-012", uri, spot.parent)), Resume()

    def _left_out(self, spot: Spot) -> Answer | None:
        """It is an element of the TEI, but the schema is narrower."""
        if self._vocabulary.defined(spot.name):
            return None
        is_tei = namespace(spot.name) == TEI and local(spot.name) in TEI_ELEMENTS
        return self._answer("RNG-019", spot, Resume()) if is_tei else None

    def _unknown(self, spot: Spot) -> Answer | None:
        """The schema has no such element."""
        if self._vocabulary.defined(spot.name):
            return None
        here = ahead(spot.state)
        meant = self._meant(spot, here)
        step = first_step(spot.state, meant) if meant else None
        resume = Resume((step.element,), step.after) if step else Resume()
        guess = f" Write {self._spell.tag(meant)}." if meant else self._allowed(here, spot.parent)
        return self._answer("RNG-010", spot, resume, guess=guess)

    def _meant(self, spot: Spot, here: Ahead) -> str | None:
        near = {local(name): name for name in here.elements}
        anywhere = {local(name): name for name in self._vocabulary.names}
        meant = element_meant(local(spot.name), near, anywhere)
        return (near.get(meant) or anywhere[meant]) if meant else None

    def _never_here(self, spot: Spot) -> Answer | None:
        """Its parent never holds it."""
        if spot.name in within(spot.initial):
            return None
        here = ahead(spot.state)
        own = self._own(spot)
        return self._answer("RNG-013", spot, own, guess=self._where_else(spot, here))

    def _where_else(self, spot: Spot, here: Ahead) -> str:
        """A sentence on where an element that is not allowed in its parent could stand, or what else could."""
        tag = self._spell.tag(spot.name)
        between = [
            each for each in here.elements if local(each) in _USUAL_HOLDERS and self._holds(here, each, spot.name)
        ]
        if between:
            return f" {tag} can stand inside {self._spell.tags(between, 3, ' or ')} there."
        holders = self._vocabulary.holders(spot.name)
        if len(holders) <= _FEW:
            return f" {tag} belongs in {self._spell.tags(holders, _FEW, ' or ')}." if holders else ""
        return self._allowed(here, spot.parent)

    def _holds(self, here: Ahead, holder: str, name: str) -> bool:
        return name in within(here.elements[holder].content)

    def _too_early(self, spot: Spot) -> Answer | None:
        """Others must come first."""
        if spot.state.nullable:
            return None
        path = path_to(spot.state, spot.name)
        if path is None:
            return None
        after: Pattern = spot.state
        for name in path:
            step = first_step(after, name)
            after = step.after if step else after
        step = first_step(after, spot.name)
        if step is None:
            return None
        missing = self._needed(spot.state, path)
        return self._answer("RNG-015", spot, Resume((step.element,), step.after), missing=missing)

    def _needed(self, state: Pattern, path: Sequence[str]) -> str:
        """The elements of ``path`` in a sentence; where one of several would do, these."""
        if len(path) == 1:
            others = [name for name in ahead(state).elements if path_to_same(state, name, path[0])]
            if len(others) > 1:
                return f"one of {self._spell.tags(others, 4)}"
        return listed([self._spell.tag(name) for name in path], 4, ", then ")

    def _repeated(self, spot: Spot) -> Answer | None:
        """There is one already, where it would have been right."""
        first = next((offset for name, offset in spot.before if name == spot.name), None)
        if first is None:
            return None
        follower = _follower(spot)
        if follower is None or follower[0] != spot.name:
            return None
        return self._answer("RNG-016", spot, self._own(spot), first=spot.line(first))

    def _too_late(self, spot: Spot) -> Answer | None:
        """It would have been right before one of its elder siblings."""
        follower = _follower(spot)
        if follower is None:
            return None
        sibling, offset = follower
        begun = spot.line(offset)
        return self._answer("RNG-014", spot, self._own(spot), sibling=self._spell.name(sibling), begun=begun)

    def _not_now(self, spot: Spot) -> Answer:
        """It may stand in its parent, but not here."""
        place = f"after {self._spell.tag(spot.before[-1][0])}" if spot.before else "at its beginning"
        guess = self._allowed(ahead(spot.state), spot.parent)
        return self._answer("RNG-017", spot, self._own(spot), where=place, guess=guess)

    def _allowed(self, here: Ahead, parent: str) -> str:
        """A sentence on what may come."""
        if not here.elements:
            tag = self._spell.tag(parent)
            return f" {tag} may hold text only." if here.text else f" Here {tag} has to end."
        return f" Allowed here: {self._spell.tags(here.elements, 5)}."

    # --- what is missing ---

    def incomplete(self, name: str, state: Pattern, line: int, *, leaf: bool) -> Finding:
        """What an element ``name`` that began on ``line`` still needs."""
        tags = self._missing(state)
        facts = {"element": self._spell.name(name), "begun": line, "missing": tags}
        code = "RNG-021" if leaf else "RNG-020"
        return Finding(code, facts, (code, name, tags))

    def _missing(self, state: Pattern) -> str:
        path = path_to_end(state)
        if path is None:
            return self._spell.tags(ahead(state).elements, 5, " or ") or "something that the schema allows nowhere"
        ends = last_ones(state) if len(path) == 1 else []
        if len(ends) > 1:
            return f"one of {self._spell.tags(ends, 5)}"
        return listed([self._spell.tag(each) for each in path], 4, ", then ")

    # --- text ---

    def text(self, name: str, text: str, state: Pattern, initial: Pattern, line: int | None) -> Finding:
        """Why ``text`` may not stand in the element ``name``; it began on ``line``, if it is noted on another."""
        inside = within(initial)
        element = self._spell.name(name)
        begun = f", line {line}" if line else ""
        facts: dict[str, object] = {"element": element, "parent": element, "text": cut(text), "begun": begun}
        facts["what"] = f"text (“{cut(text)}”{begun})"
        if not inside.elements and not inside.endless and not inside.text:
            return Finding("RNG-031", facts, ("RNG-031", name))
        facts["guess"] = self._for_text(ahead(state), name)
        return Finding("RNG-030", facts, ("RNG-030", name))

    def _for_text(self, here: Ahead, name: str) -> str:
        """Which elements allowed ``here`` could hold it."""
        by_local = {local(each): each for each in here.elements}
        usual = usual_first(by_local)[:12]
        holders = [by_local[each] for each in usual if within(here.elements[by_local[each]].content).text]
        if holders:
            return f" Put it into {self._spell.tags(holders, 3, ' or ')}."
        return self._allowed(here, name)

    def content(self, name: str, text: str, state: Pattern) -> Finding:
        """Why ``text`` can't be the content of the element ``name``, which holds data."""
        facts = {
            "element": self._spell.name(name),
            "value": cut(text) or "(empty)",
            "wanted": wanted(state, text),
            "guess": _guess(text, state),
        }
        return Finding("RNG-032", facts, ("RNG-032", name, cut(text)), ("RNG-032", name))

    # --- attributes ---

    def attribute(self, name: str, plan: Plan, attribute: str, given: Mapping[str, str]) -> Finding:
        """Why an ``attribute`` of the element ``name`` may not be there, or not with its value."""
        taking = [plan.alone[attribute]] if attribute in plan.alone else []
        taking += [each.value for each in attributes(plan.rest) if attribute in each.names]
        value = given[attribute]
        facts: dict[str, object] = {
            "element": self._spell.name(name),
            "attribute": self._spell.name(attribute),
            "value": cut(value),
        }
        if not taking:
            return self._no_such_attribute(name, plan, attribute, given, facts)
        if any(each.takes(value, {}) for each in taking):
            others = [self._spell.attribute(each) for each in given if each != attribute]
            facts["others"] = listed(others, 5)
            return Finding("RNG-045", facts, ("RNG-045", name, attribute))
        pattern = plan.rest.pool.choice(taking)
        facts |= {"wanted": wanted(pattern, value), "guess": _guess(value, pattern)}
        code = "RNG-043" if blank(value) else "RNG-042"
        return Finding(code, facts, (code, name, attribute, cut(value)), (code, name, attribute))

    def _no_such_attribute(
        self, name: str, plan: Plan, attribute: str, given: Mapping[str, str], facts: dict[str, object]
    ) -> Finding:
        key: Hashable = ("RNG-040", name, attribute)
        if namespace(attribute) == _XSI:
            return Finding("RNG-041", facts, ("RNG-041", attribute))
        free = self._free(plan, given)
        meant = attribute_meant(str(facts["attribute"]), free) if free else None
        if meant:
            return Finding("RNG-040", {**facts, "guess": f" Write @{meant}."}, key)
        own = [f"@{each}" for each in usual_first(self._particular(plan, free))]
        guess = f" Allowed: {listed(own, 6)}." if own else f" <{facts['element']}> has no attributes."
        return Finding("RNG-040", {**facts, "guess": guess}, key)

    def misnamed(self, plan: Plan, given: Mapping[str, str]) -> bool:
        """Whether all attributes that are missing are probably there, under names that are not right."""
        free = self._free(plan, given)
        unknown = [each for each in given if each not in set(self._attributes(plan))]
        meant = {attribute_meant(self._spell.name(each), free) for each in unknown}
        return bool(meant) and {self._spell.name(each) for each in plan.required - given.keys()} <= meant

    def _free(self, plan: Plan, given: Mapping[str, str]) -> list[str]:
        """The attributes that might be added to those ``given``."""
        return [self._spell.name(each) for each in self._attributes(plan) if each not in given]

    def _attributes(self, plan: Plan) -> Iterator[str]:
        yield from plan.alone
        for each in attributes(plan.rest):
            yield from each.names.names()

    def _particular(self, plan: Plan, names: Sequence[str]) -> list[str]:
        """``names``, without those that nearly every element has, if any others are left."""
        common = self._vocabulary.common_attributes
        own = [each for each in names if each not in common]
        return own or list(names)

    def missing_attributes(self, name: str, plan: Plan, given: Mapping[str, str], rest: Pattern) -> Finding:
        """Which attributes the element ``name`` must have besides those ``given``; ``rest`` is what they left."""
        missing = sorted(self._spell.attribute(each) for each in plan.required - given.keys())
        if missing:
            wanted_ = " and ".join(missing[:4])
        else:
            names = sorted({each for one in attributes(rest) for each in one.names.names()} - given.keys())
            shown = [self._spell.attribute(each) for each in names]
            wanted_ = shown[0] if len(shown) == 1 else f"one of {listed(shown, 6)}" if shown else "other attributes"
        facts = {"element": self._spell.name(name), "missing": wanted_}
        return Finding("RNG-044", facts, ("RNG-044", name, wanted_))


_Rule = Callable[[Explainer, Spot], Answer | None]
_RULES: Sequence[_Rule] = (
    Explainer._in_wrong_namespace,
    Explainer._foreign,
    Explainer._in_empty,
    Explainer._left_out,
    Explainer._unknown,
    Explainer._never_here,
    Explainer._repeated,
    Explainer._too_early,
    Explainer._too_late,
    Explainer._not_now,
)


def path_to_same(state: Pattern, name: str, other: str) -> bool:
    """Whether ``name`` leads from ``state`` to where ``other`` leads."""
    one, two = first_step(state, name), first_step(state, other)
    return one is not None and two is not None and one.after is two.after


def _follower(spot: Spot) -> tuple[str, int] | None:
    """The elder sibling before which the element would have been right last, with its offset."""
    state = spot.initial
    found: tuple[str, int] | None = None
    for name, offset in spot.before:
        if state.steps(spot.name):
            found = (name, offset)
        step = first_step(state, name)
        state = step.after if step else state
    return found


def _guess(value: str, pattern: Pattern) -> str:
    meant = value_meant(value, values(pattern))
    return f" Write “{cut(meant)}”." if meant else ""
