"""Finding the parts of a schema that can't be used, so that all others can.

First those that would reach beyond the document, told from their text: the lock would only make them fail later, or
answer as if there were nothing. Then whatever the processor refuses, until it refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from lxml import etree

from recensio.problems import Problem, problem
from recensio.schematron.errors import fail
from recensio.schematron.model import Check, Declaration, Diagnostic, Let, Rule, Schema
from recensio.schematron.saxon import Complaint, Refused, Saxon
from recensio.schematron.stylesheet import Part, Sheet, expressions, markup, stylesheet
from recensio.schematron.xpath import outward_call

_XSLT = "{http://www.w3.org/1999/XSL/Transform}"
_OUTWARD_INSTRUCTIONS = frozenset(
    _XSLT + name for name in ("result-document", "source-document", "import", "include", "use-package", "stream")
)


@dataclass(frozen=True, slots=True)
class Sound:
    """A schema without its faults: the stylesheet, compiled, and what had to be left out."""

    sheet: Sheet
    executable: Any
    without: Mapping[Part, Problem]


def sound(schema: Schema, saxon: Saxon, without: Collection[Part] = ()) -> Sound:
    """Compile ``schema`` ``without`` some of its parts, and leaving out what is wrong in it besides.

    Raises ``RulesError`` if nothing is right.
    """
    faults: dict[Part, Problem] = dict(_outward(schema))
    while True:
        sheet = stylesheet(schema, {*faults, *without})
        try:
            return Sound(sheet, saxon.compiled(sheet.text), faults)
        except Refused as refused:
            blamed = _blamed(sheet, refused) or _found_by_trial(schema, saxon, {*faults, *without}, refused)
            faults |= {part: _fault(part, complaint) for part, complaint in blamed.items()}


def _blamed(sheet: Sheet, refused: Refused) -> dict[Part, Complaint]:
    """Whose line each complaint names; the first complaint of each."""
    blamed: dict[Part, Complaint] = {}
    for complaint in refused.complaints:
        part = sheet.part_at(complaint.line) if complaint.line else None
        if part is not None:
            blamed.setdefault(part, complaint)
    return blamed


# --- by trial, where the processor does not say whose fault it is -----------------------------------------------


def _found_by_trial(schema: Schema, saxon: Saxon, without: set[Part], refused: Refused) -> dict[Part, Complaint]:
    """One part whose absence is enough to have the schema compile further, found by halves."""
    suspects = [part for part in parts(schema) if part not in without]
    if not suspects or _complaint_of(schema, saxon, without | {*suspects}) is not None:
        fail(f"the processor does not take them ({refused.complaints[0].reason})", schema.place)
    low, high = 0, len(suspects)  # without suspects[:low] it fails, without suspects[:high] it does not
    while high - low > 1:
        middle = (low + high) // 2
        if _complaint_of(schema, saxon, without | {*suspects[:middle]}) is None:
            high = middle
        else:
            low = middle
    return {suspects[low]: refused.complaints[0]}


def _complaint_of(schema: Schema, saxon: Saxon, without: set[Part]) -> Complaint | None:
    try:
        saxon.compiled(stylesheet(schema, without).text)
    except Refused as refused:
        return refused.complaints[0]
    return None


def parts(schema: Schema) -> Iterator[Part]:
    """All parts of ``schema`` that can be left out, in its order."""
    yield from schema.declarations
    yield from schema.lets
    for pattern in schema.patterns:
        yield from pattern.lets
        for rule in pattern.rules:
            yield rule
            for part in rule.body:
                yield part
                if isinstance(part, Check):
                    yield from part.diagnostics


# --- beyond the document ----------------------------------------------------------------------------------------


def _outward(schema: Schema) -> Iterator[tuple[Part, Problem]]:
    for part in parts(schema):
        reach = _reach(part, schema.namespaces)
        if reach:
            yield part, _at(part, "SCH-005", what=called(part), reach=reach)


def _reach(part: Part, prefixes: Mapping[str, str]) -> str | None:
    """What beyond the document ``part`` would reach; ``None`` if nothing."""
    inside = [element for xml in markup(part) for element in etree.fromstring(f"<xml>{xml}</xml>").iter("*")]
    texts = chain(expressions(part), (str(value) for element in inside for value in element.attrib.values()))
    call = next(filter(None, (outward_call(text, prefixes) for text in texts)), None)
    if call:
        return f"the environment (with {call}())" if "environment" in call else f"other files (with {call}())"
    reaching = (element for element in inside if element.tag in _OUTWARD_INSTRUCTIONS)
    return next((f"other files (with xsl:{etree.QName(element).localname})" for element in reaching), None)


# --- how to say it ----------------------------------------------------------------------------------------------


def called(part: Part) -> str:
    """What to call ``part`` in a sentence."""
    match part:
        case Check():
            return f'the {"assert" if part.positive else "report"} "{shortened(part.id or part.test, 60)}"'
        case Rule():
            return f'the rule "{shortened(part.id or part.context, 60)}"'
        case Let():
            return f"the variable ${part.name}"
        case Declaration():
            return part.name
        case Diagnostic():
            return "a diagnostic"


def shortened(text: str, most: int) -> str:
    """``text`` in one line of at most ``most`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _fault(part: Part, complaint: Complaint) -> Problem:
    if "has been prohibited" in complaint.reason:
        return _at(part, "SCH-005", what=called(part), reach="other files")
    return _at(part, "SCH-003", what=called(part), reason=shortened(_said(complaint), 120), loss=_loss(part))


def _loss(part: Part) -> str:
    return "all that uses it" if isinstance(part, Let | Declaration) else "it"


def _said(complaint: Complaint) -> str:
    """The complaint in words for somebody who writes rules."""
    for code, pattern, words in _WORDS:
        if complaint.code == code and (match := re.search(pattern, complaint.reason)):
            return match.expand(words)
    reason = complaint.reason.partition(". ")[0]
    return reason[:1].lower() + reason[1:]


_WORDS = (
    ("XPST0008", r"[Vv]ariable (\$\S+)", r"the variable \1 is not declared"),
    ("XPST0017", r"Cannot find an? (\d+)-argument function named (?:Q\{[^}]*\})?([\w.:-]+)\(\)",
     r"there is no function \2() with \1 argument(s)"),
    ("XPST0081", r"prefix '?([^\s']+)'?", r'the prefix \1 is not declared: <ns prefix="\1" uri="…"/> is missing'),
    ("XPST0003", r"(.*)", r"its XPath breaks off or is not well formed (\1)"),
)  # fmt: skip


def _at(part: Part, code: str, **facts: object) -> Problem:
    place = part.place
    return problem(code, file=place.file, line=place.line, column=place.column, **facts)
