"""Rules that are ready to be applied: compiled once, then tried on any number of documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lxml import etree
from saxonche import PySaxonProcessor

from recensio.parse.places import Place
from recensio.problems import Problem, Severity, catalogue
from recensio.schematron.faults import Sound, called, shortened, sound
from recensio.schematron.model import Check, Let, Rule, Schema
from recensio.schematron.reader import read
from recensio.schematron.saxon import Complaint, Failed, Saxon, serialised
from recensio.schematron.stylesheet import FAILED, Sheet

#: A rule may quote a whole chapter in its message.
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in a document.

    ``code`` is SCH-001 for a broken rule, SCH-004 for a rule that could not be tried. ``path`` is what XPath's
    ``fn:path()`` says of the node, for :meth:`recensio.locate.Locator.at_path`; ``/`` is the document.
    ``rule`` is the id of the check, or else of its rule or pattern; ``place`` is where it stands in the rules.
    """

    code: str
    severity: Severity
    path: str
    message: str
    hint: str
    rule: str | None
    role: str | None
    see: str | None
    place: Place

    def problem(self, at: Place) -> Problem:
        """The finding as a problem of the document, ``at`` the place that ``path`` leads to."""
        return Problem(self.code, self.severity, at.file, at.line, at.column, self.message, self.hint)


class Rules:
    """The rules of one schema. Not for two threads at once."""

    def __init__(self, schema: Schema, problems: tuple[Problem, ...], saxon: Saxon) -> None:
        """Compile ``schema``; ``problems`` are those met in reading it. Raises ``RulesError``."""
        self._schema = schema
        self._saxon = saxon
        self._sound = sound(schema, saxon)
        self._reduced: dict[frozenset[Let], Sound] = {}
        self._patterns = _patterns(schema)
        #: What is wrong with the rules themselves; whatever these name is left out.
        self.problems: tuple[Problem, ...] = tuple(
            sorted((*problems, *self._sound.without.values()), key=Problem.sort_key)
        )
        #: The files of the rules, the schema's own first.
        self.files: tuple[Path, ...] = schema.files
        #: A key over the files of the rules and the phase.
        self.digest: str = schema.digest

    def __len__(self) -> int:
        """How many checks there are."""
        return len(self._sound.sheet.checks)

    def check(self, root: etree._Element, *, path: Path | None = None) -> list[Finding]:
        """Apply the rules to the document of ``root``: findings in document order, then what could not be tried.

        ``path`` is where the file lies, for rules that ask for its name. Never raises for what the document holds.
        """
        if not self:
            return []
        try:
            document = self._saxon.parsed(serialised(root), path.resolve().as_uri() if path else None)
            return self._tried(document)
        except Failed as failure:
            return [_untried("the rules", str(failure), "/", 1, None, Place(None))]

    def _tried(self, document: Any) -> list[Finding]:
        try:
            return self._findings(self._sound, document)
        except Failed:
            lets = self._failing(document)
            if not lets:
                raise
        reduced = self._less(frozenset(lets))
        untried = [_untried(called(let), reason, "/", 1, None, let.place) for let, reason in lets.items()]
        return [*self._findings(reduced, document), *untried]

    def _failing(self, document: Any) -> dict[Let, str]:
        """The variables of schema and patterns that fail on this document, and why.

        That stops everything, since no stylesheet can catch it. All are left out, then tried again one by one.
        """
        lets = [let for let in (*self._schema.lets, *(let for p in self._schema.patterns for let in p.lets))
                if let not in self._sound.without]  # fmt: skip
        out, failing = set(lets), dict[Let, str]()
        for let in lets:
            try:
                self._findings(self._less(frozenset(out - {let})), document)
                out.remove(let)
            except Failed as failure:
                failing[let] = str(failure)
        return failing

    def _less(self, lets: frozenset[Let]) -> Sound:
        if lets not in self._reduced:
            self._reduced[lets] = sound(self._schema, self._saxon, {*self._sound.without, *lets})
        return self._reduced[lets]

    def _findings(self, sound: Sound, document: Any) -> list[Finding]:
        text, complaints = self._saxon.text(sound.executable, document)
        rows = [_Row.of(line) for line in text.split("\n") if line]
        sheet = sound.sheet
        return [*self._broken(sheet, rows), *self._stopped(sheet, rows), *_unmatched(sheet, complaints)]

    def _broken(self, sheet: Sheet, rows: list[_Row]) -> Iterator[Finding]:
        for row in rows:
            if not row.failed:
                check = sheet.checks[row.number]
                yield Finding(
                    code="SCH-001",
                    severity=check.severity,
                    path=row.path,
                    message=shortened(row.text, _LONGEST) or _unsaid(check, row.path),
                    hint=_hint(shortened(row.more, _LONGEST), check.see),
                    rule=check.id or self._patterns.get(check),
                    role=check.role,
                    see=check.see,
                    place=check.place,
                )

    def _stopped(self, sheet: Sheet, rows: list[_Row]) -> Iterator[Finding]:
        """The checks that failed at run time, each once, where it first did."""
        failed = [row for row in rows if row.failed]
        count = Counter(row.number for row in failed)
        for row in {row.number: row for row in reversed(failed)}.values():
            check = sheet.checks[row.number]
            name = check.id or self._patterns.get(check)
            yield _untried(called(check), row.text, row.path, count[row.number], name, check.place)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of what the stylesheet gives."""

    failed: bool
    number: int
    path: str
    text: str
    more: str

    @classmethod
    def of(cls, line: str) -> _Row:
        kind, number, path, text, more = line.split("\t")
        return cls(kind == FAILED, int(number), path, text, more)


def load_rules(
    path: Path,
    *,
    folder: Path | None = None,
    phase: str | None = None,
    name: str | None = None,
    saxon: PySaxonProcessor | None = None,
) -> Rules:
    """Read and compile the rules in ``path``: a Schematron schema, or a RELAX NG schema with Schematron in it.

    What the rules include must lie in ``folder``, if given. ``phase`` is the id of a phase, ``#ALL``, or ``None`` for
    the schema's own choice. ``name`` is how problems call the file (default: its path).
    ``saxon`` is a processor to share; it is locked for good: no reading, no writing.
    A RELAX NG schema without rules gives none (``len(rules) == 0``). Raises ``RulesError``.
    """
    schema, problems = read(path, folder=folder, phase=phase, name=name)
    return Rules(schema, problems, Saxon(saxon))


def folded(findings: Iterable[Finding]) -> list[Finding]:
    """Findings of one document, those that say the same of the same kind of node only once, with their number.

    What is kept stands at its first place.
    """
    alike: dict[tuple[Place, str, str, str], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.place, finding.code, finding.message, finding.hint), []).append(finding)
    return [_with_count(first, len(rest)) for first, *rest in alike.values()]


def _with_count(finding: Finding, more: int) -> Finding:
    if not more:
        return finding
    return replace(finding, message=f"{finding.message.rstrip('.')} (here and at {more} more).")


def _unmatched(sheet: Sheet, complaints: tuple[Complaint, ...]) -> Iterator[Finding]:
    """The rules whose context failed at run time; the processor does not tell on which nodes."""
    parts = [(sheet.part_at(complaint.line or 0), complaint) for complaint in complaints]
    first = {part: complaint.reason for part, complaint in reversed(parts) if isinstance(part, Rule)}
    for rule, reason in first.items():
        yield _untried(called(rule), reason, "/", 1, rule.id, rule.place)


def _patterns(schema: Schema) -> Mapping[Check, str | None]:
    return {
        check: rule.id or pattern.id
        for pattern in schema.patterns
        for rule in pattern.rules
        for check in rule.body
        if isinstance(check, Check)
    }


def _unsaid(check: Check, path: str) -> str:
    """A sentence for a check that has none."""
    name = path.rpartition("/")[2].rpartition("}")[2].partition("[")[0]
    return f"{f'<{name}>' if name else 'This'} breaks a rule that says no more: {called(check)}."


def _hint(explanation: str, see: str | None) -> str:
    return " ".join(filter(None, (explanation, f"See {see}" if see else "")))


def _untried(what: str, reason: str, path: str, count: int, rule: str | None, place: Place) -> Finding:
    entry = catalogue()["SCH-004"]
    more = f" (here and at {count - 1} more)" if count > 1 else ""
    message = entry.message.format(what=what, reason=shortened(reason, 150), more=more)
    return Finding(entry.code, entry.severity, path, message, entry.hint, rule, None, None, place)
