"""One file with all its checks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from recensio.allowances import Allowance, Excepted, Sieve, allowances_in
from recensio.checks.apparatus import check_apparatus, cited_sigla
from recensio.checks.characters import check_characters
from recensio.checks.dates import check_dates
from recensio.checks.entries import check_entries
from recensio.checks.findings import Finding, folded
from recensio.checks.index import Index
from recensio.checks.languages import check_languages
from recensio.checks.metadata import check_metadata
from recensio.checks.models import Model, models_of
from recensio.checks.pointers import Covering, Token, check_pointers, prefixes_of, tokens_of, unsettled
from recensio.checks.subject import Subject, sigla_of, tei
from recensio.elsewhere import mark_elsewhere
from recensio.locate import Locator, Place
from recensio.parse import Parsed
from recensio.problems import Problem

#: What the schema says of a value, and the codes that say it better.
_OF_VALUES = "RNG-042"
_BETTER = frozenset({"DAT-001", "DAT-002", "LNG-001"})
_VALUE = re.compile(r'@([\w:.\-]+)=".*" on <([\w:.\-]+)>', re.DOTALL)
_CHECKS = (check_languages, check_dates, check_characters, check_metadata)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks of one file gave. ``used`` are the exceptions that were needed, by number in ``allowances``."""

    problems: tuple[Problem, ...]
    index: Index
    allowances: tuple[Allowance, ...]
    used: tuple[int, ...]
    excepted: tuple[Excepted, ...]
    models: tuple[Model, ...]


def check_file(
    parsed: Parsed,
    locator: Locator,
    name: str,
    others: Iterable[Problem] = (),
    findings: Iterable[Finding] = (),
    style: str = "",
) -> Checked:
    """Check a parsed TEI file, called ``name`` in messages. ``others`` and ``findings`` were found before, and
    exceptions in the file may cover them as well; they come back with ours, those covered left out. ``style`` is what
    the apparatus has to follow: ``positive``, ``negative`` or nothing.
    """
    assert parsed.root is not None
    mark_elsewhere(parsed)
    subject = Subject(parsed, parsed.root, locator, name)
    allowances, wrong = allowances_in(parsed.tracks.origins)
    covering = _covering(allowances) if allowances else None
    sieve = Sieve(allowances)
    tokens = list(tokens_of(subject))
    findings = [*findings, *check_pointers(subject, tokens), *_found_in(subject)]
    better = {_subject_of(f.facts) for f in findings if f.code in _BETTER}
    before = (p for p in others if not _is_said_better(p, better))
    entries = check_entries(parsed.root, locator, style=style)
    told = [*sieve.problems((*before, *check_apparatus(parsed.root, locator), *entries))]
    told += folded(sieve.findings(findings))
    return Checked(
        problems=(*told, *wrong),
        index=_index(subject, tokens, covering),
        allowances=allowances,
        used=tuple(number for number, one in enumerate(allowances) if one in sieve.used),
        excepted=tuple(sieve.excepted),
        models=models_of(parsed.root),
    )


def _subject_of(facts: Mapping[str, object]) -> tuple[str, str]:
    return str(facts["attribute"]), str(facts["element"])


def _is_said_better(problem: Problem, better: Collection[tuple[str, str]]) -> bool:
    """True for what the schema says of a value that a check of ours explains."""
    found = _VALUE.match(problem.message) if problem.code == _OF_VALUES else None
    return found is not None and (found[1], found[2]) in better


def _found_in(subject: Subject) -> Iterator[Finding]:
    for check in _CHECKS:
        yield from check(subject)
    yield from _models_missing(subject)


def _models_missing(subject: Subject) -> Iterator[Finding]:
    if subject.root.tag in tei("TEI", "teiCorpus") and not models_of(subject.root):
        yield Finding("MET-005", subject.locator.of(subject.root))


def _index(subject: Subject, tokens: list[Token], covering: Covering | None) -> Index:
    ids: dict[str, list[str]] = {}
    for identifier, kind in subject.ids.items():
        ids.setdefault(kind, []).append(identifier)
    return Index(
        ids={kind: tuple(ids[kind]) for kind in sorted(ids)},
        prefixes=prefixes_of(subject),
        pointers=unsettled(subject, tokens, covering),
        sigla=sigla_of(subject.root),
        cited=cited_sigla(subject.root, subject.locator, subject.ids, covering),
    )


def _covering(allowances: tuple[Allowance, ...]) -> Covering:
    def covering(place: Place) -> tuple[int, ...]:
        return tuple(n for n, one in enumerate(allowances) if one.covers(place.file, place.line, place.column))

    return covering
