"""Figures about an apparatus: how much varies, what each witness has, and how far witnesses agree.

The numbers are those that textual criticism has long counted by hand. Agreement is counted over the places where both
witnesses have text, as a share of them: E. C. Colwell and E. W. Tune, "The quantitative relationships between MS
text-types", in J. N. Birdsall and R. W. Thomson (eds.), Biblical and Patristic Studies in Memory of R. P. Casey
(Freiburg 1963), 25-32; the same share is the pre-genealogical coherence of the Coherence-Based Genealogical Method
(G. Mink, "Problems of a highly contaminated tradition", in P. van Reenen et al. (eds.), Studies in Stemmatology II
(Amsterdam 2004), 13-85). A singular reading is one that a single witness has (J. R. Royse, Scribal Habits in Early
Greek New Testament Papyri, Leiden 2008, 65-101, after Colwell).

Everything is counted with bits: for each witness one int in which each reading is a bit, and one in which each entry
is. To compare two witnesses is then one ``&`` and one count of bits, so that the matrix of 100 witnesses over 10,000
entries takes less than a second.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, groupby, product
from typing import Any

_EVENTS: Mapping[str, bool] = {"lacunaStart": False, "witEnd": False, "lacunaEnd": True, "witStart": True}
_SILENT = frozenset({"lacuna", "illegible", "uncollated"})
_FEWEST = 3  # witnesses with text, below which no reading is called singular


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness as it is declared: its id, the ids it answers to (its own, then those of ever larger lists and
    witnesses that hold it), and its siglum as printed. One that was collated in places only (``sampled``) is not heard
    where it is not named."""

    id: str
    answers: tuple[str, ...]
    siglum: str
    sampled: bool = False

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Witness:
        """From a row with ``id``, ``answers`` (names, or one text with blanks between) and ``siglum``."""
        answers = row.get("answers") or ()
        names = answers.split() if isinstance(answers, str) else answers
        own = str(row["id"])
        sampled = bool(row.get("sampled"))
        return cls(own, tuple(dict.fromkeys((own, *names))), str(row.get("siglum") or own), sampled)


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of an entry, or a sign in it that a witness begins or ceases. ``named`` are the ids of its witnesses
    as they stand, ``rank`` is its ``@varSeq``; ``by_scholar``: it names who conjectured or printed it."""

    text: str
    status: str
    is_lemma: bool
    is_base: bool
    named: tuple[str, ...]
    by_scholar: bool = False
    rank: int = 0
    type: str = ""
    cause: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Readings with the same key are the same."""
        return self.status, self.text


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the apparatus, with its readings in order. ``number`` is its place among all entries."""

    id: str
    number: int
    place: str
    lemma: str
    layer: str
    readings: tuple[Reading, ...]

    @property
    def events(self) -> Iterator[Reading]:
        """The signs in it."""
        return (reading for reading in self.readings if reading.status in _EVENTS)


@dataclass(frozen=True, slots=True)
class WitnessFigures:
    """What is counted for a witness. ``coverage``: entries where it has text (an omission is one); of these
    ``with_base`` (it has the base text), ``omissions``, ``singular`` (nobody else reads so). ``without_text``: the
    other entries, where it has a lacuna, is illegible or is not spoken of."""

    id: str
    siglum: str
    coverage: int
    without_text: int
    with_base: int
    omissions: int
    singular: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two witnesses have the same reading (``shared``) among the entries where both have text."""

    first: str
    second: str
    shared: int
    compared: int

    @property
    def share(self) -> float | None:
        """The share in which they agree, from 0 to 1; ``None`` if they can't be compared anywhere."""
        return self.shared / self.compared if self.compared else None


@dataclass(frozen=True, slots=True)
class Singular:
    """A reading that one witness alone has; ``base`` if the editor has taken it into the text."""

    witness: str
    entry: str
    place: str
    lemma: str
    reading: str
    status: str
    base: bool


@dataclass(frozen=True, slots=True)
class Lively:
    """An entry and how many readings it has, the base text's included."""

    entry: str
    place: str
    lemma: str
    readings: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """All figures about one apparatus. ``entries`` counts those with a reading; the tallies are pairs of a name and a
    number, the most frequent first; ``agreements`` has each pair of witnesses once, in the order of the list."""

    entries: int
    readings: int
    types: tuple[tuple[str, int], ...]
    causes: tuple[tuple[str, int], ...]
    layers: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[str, int], ...]
    witnesses: tuple[WitnessFigures, ...]
    agreements: tuple[Agreement, ...]
    singular: tuple[Singular, ...]
    liveliest: tuple[Lively, ...]

    def nearest(self, witness: str) -> tuple[Agreement, ...]:
        """The agreements of a witness, the closest first; those who can't be compared are left out."""
        own = [a for a in self.agreements if witness in (a.first, a.second) and a.share is not None]
        return tuple(sorted(own, key=lambda a: (-(a.share or 0.0), -a.compared)))


def statistics(
    rows: Iterable[Mapping[str, Any]],
    witnesses: Iterable[Mapping[str, Any]],
    *,
    without: Collection[str] = (),
    most: int = 10,
) -> Statistics:
    """Count an apparatus.

    ``rows`` are those of ``data/ID.apparatus.json``, one a reading with the lemma, in the order of the text;
    ``witnesses`` the declared ones (``id``, ``answers``, ``siglum``); those that are named only come after them.
    Readings with a type among ``without`` are not counted. ``most``: how many of the entries with most
    readings are listed. Where an apparatus is negative, a witness that an entry does not name has its lemma,
    unless that is a conjecture.
    """
    entries = list(_entries(rows))
    declared = {witness.id: witness for witness in map(Witness.of, witnesses)}
    return _Count(entries, list(declared.values()), frozenset(without)).statistics(most)


# --- rows to entries ----------------------------------------------------------------------------------------


def _entries(rows: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    """The entries that the rows are of: rows of an entry stand together."""
    readings = (row for row in rows if row.get("kind") != "note")
    for number, (name, group) in enumerate(groupby(readings, key=lambda row: (row.get("entry"), row.get("n")))):
        own = list(group)
        first = own[0]
        yield Entry(
            id=str(name[0] or name[1] or number + 1),
            number=number,
            place=_place(first),
            lemma=str(first.get("lemma") or ""),
            layer=str(first.get("layer") or ""),
            readings=tuple(map(_reading, own)),
        )


def _place(row: Mapping[str, Any]) -> str:
    return " ".join(str(row[key]) for key in ("unit", "place") if row.get(key))


def _reading(row: Mapping[str, Any]) -> Reading:
    return Reading(
        text=_normal(str(row.get("reading") or "")),
        status=str(row.get("status") or "text"),
        is_lemma=row.get("kind") == "lem",
        is_base=bool(row.get("base")),
        named=tuple(_names(row.get("witnesses"))),
        by_scholar=any(row.get(key) for key in ("sources", "resp")),
        rank=_whole(row.get("varSeq")),
        type=str(row.get("type") or ""),
        cause=str(row.get("cause") or ""),
    )


def _names(value: Any) -> Iterator[str]:
    names = value.split() if isinstance(value, str) else value or ()
    return (str(name).rpartition("#")[2] for name in names)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _whole(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0


# --- counting -----------------------------------------------------------------------------------------------


@dataclass
class _Bits:
    """The bits of one witness while they are set one by one; an int would be copied each time."""

    bytes: bytearray

    @classmethod
    def of(cls, size: int) -> _Bits:
        return cls(bytearray(size // 8 + 1))

    def set(self, number: int) -> None:
        self.bytes[number >> 3] |= 1 << (number & 7)

    def whole(self) -> int:
        return int.from_bytes(self.bytes, "little")


@dataclass
class _Record:
    """One witness: the entries where it has text, the readings it has, and of these the base text's and omissions."""

    witness: Witness
    extant: _Bits
    has: _Bits
    coverage: int = 0
    with_base: int = 0
    omissions: int = 0
    singular: int = 0


@dataclass
class _Tallies:
    """What is added up entry by entry."""

    entries: int = 0
    readings: int = 0
    types: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    layers: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    singular: list[Singular] = field(default_factory=list)
    lively: list[Lively] = field(default_factory=list)


class _Count:
    """One apparatus being counted. Witnesses are bits: the first declared one is 1, the next 2, then 4 …"""

    def __init__(self, entries: Sequence[Entry], declared: Sequence[Witness], without: frozenset[str]) -> None:
        self.entries = entries
        self.without = without
        self.tallies = _Tallies()
        witnesses = _all_witnesses(entries, declared)
        size = sum(len(entry.readings) for entry in entries)
        self.records = [_Record(witness, _Bits.of(len(entries)), _Bits.of(size)) for witness in witnesses]
        self._levels = _by_levels(witnesses)
        self.followers = sum(1 << n for n, one in enumerate(declared or witnesses) if not one.sampled)
        self.absent = self._absent_at_first()
        self._met = 0  # how many different readings there have been so far

    def statistics(self, most: int) -> Statistics:
        """Count, and put the figures together."""
        for entry in self.entries:
            self.count(entry)
        tallies = self.tallies
        return Statistics(
            entries=tallies.entries,
            readings=tallies.readings,
            types=_ranked(tallies.types),
            causes=_ranked(tallies.causes),
            layers=_ranked(tallies.layers),
            statuses=_ranked(tallies.statuses),
            witnesses=tuple(map(self.figures, self.records)),
            agreements=tuple(_agreements(self.records)),
            singular=tuple(tallies.singular),
            liveliest=tuple(sorted(tallies.lively, key=lambda one: -one.readings)[:most]),
        )

    def figures(self, record: _Record) -> WitnessFigures:
        """The figures of one witness."""
        return WitnessFigures(
            id=record.witness.id,
            siglum=record.witness.siglum,
            coverage=record.coverage,
            without_text=self.tallies.entries - record.coverage,
            with_base=record.with_base,
            omissions=record.omissions,
            singular=record.singular,
        )

    def mask(self, reading: Reading) -> int:
        """The witnesses that a reading names, themselves or by a list."""
        found = 0
        for level in range(len(self._levels)):
            found |= self.named_at(level, reading)
        return found

    def named_at(self, level: int, reading: Reading) -> int:
        """The witnesses that a reading names by themselves (level 0), or by the first, second … list around them."""
        names, found = self._levels[level], 0
        for name in reading.named:
            found |= names.get(name, 0)
        return found

    def _absent_at_first(self) -> int:
        """The witnesses of which the first that is said is that they begin."""
        met = absent = 0
        for entry in self.entries:
            for reading in entry.events:
                mask = self.mask(reading) & ~met
                absent |= mask if _EVENTS[reading.status] else 0
                met |= mask
        return absent

    def count(self, entry: Entry) -> None:
        """Add an entry to the tallies, and its readings to the witnesses that have them."""
        absent = self.pass_events(entry)
        readings = [r for r in entry.readings if r.status not in _EVENTS and r.type not in self.without]
        if any(not reading.is_lemma for reading in readings):
            self.tell(entry, readings)
            groups = self.groups(readings, absent)
            self.tallies.lively.append(Lively(entry.id, entry.place, entry.lemma, len(groups)))
            self.record(entry, groups)

    def pass_events(self, entry: Entry) -> int:
        """Who is absent in the entry. Who ceases or begins in it may be named there."""
        before = self.absent
        for reading in entry.events:
            mask = self.mask(reading)
            self.absent = self.absent & ~mask if _EVENTS[reading.status] else self.absent | mask
        return before & self.absent

    def tell(self, entry: Entry, readings: Sequence[Reading]) -> None:
        """Count the entry by the types and causes of its variants."""
        tallies = self.tallies
        base = {reading.key for reading in readings if reading.is_base}
        variants = [reading for reading in readings if reading.key not in base]
        tallies.entries += 1
        tallies.readings += len(variants)
        tallies.layers[entry.layer] += 1
        tallies.types.update({reading.type for reading in variants})
        tallies.causes.update({reading.cause for reading in variants})
        tallies.statuses.update(reading.status for reading in variants)

    def groups(self, readings: Sequence[Reading], absent: int) -> list[tuple[Reading, int]]:
        """Each different reading, and the witnesses that have it in their first state. A witness that is not named
        has a lemma that names nobody (no scholar either); one whose reading is a lacuna or the like has none."""
        found: dict[tuple[str, str], tuple[Reading, int]] = {}
        met = absent
        ordered = sorted(readings, key=lambda one: one.rank)
        for level, reading in product(range(len(self._levels)), ordered):
            mask = self.named_at(level, reading) & ~met
            met |= mask
            kept, known = found.get(reading.key, (reading, 0))
            if reading.status not in _SILENT:
                found[reading.key] = (reading if reading.is_base else kept, known | mask)
        lemma = next((reading for reading in readings if reading.is_lemma), None)
        if lemma is not None and lemma.key in found and not (lemma.named or lemma.by_scholar):
            kept, known = found[lemma.key]
            # (where a reading repeats the lemma with its witnesses, the lemma only cites)
            found[lemma.key] = (kept, known or self.followers & ~met)
        return list(found.values())

    def record(self, entry: Entry, groups: Sequence[tuple[Reading, int]]) -> None:
        """Note for each witness what it has in the entry."""
        extant = sum(mask.bit_count() for _, mask in groups)
        for reading, mask in groups:
            self._met += 1
            alone = mask.bit_count() == 1 and extant >= _FEWEST
            for number in _numbers(mask):
                self.note(self.records[number], entry, reading, alone=alone)

    def note(self, record: _Record, entry: Entry, reading: Reading, *, alone: bool) -> None:
        """Note that a witness has a reading in an entry."""
        record.extant.set(entry.number)
        record.has.set(self._met - 1)
        record.coverage += 1
        record.with_base += reading.is_base
        record.omissions += reading.status == "omission"
        if alone:
            record.singular += 1
            told = (entry.id, entry.place, entry.lemma, reading.text, reading.status, reading.is_base)
            self.tallies.singular.append(Singular(record.witness.id, *told))


def _all_witnesses(entries: Sequence[Entry], declared: Sequence[Witness]) -> list[Witness]:
    """The declared witnesses, and behind them those that are named without being declared."""
    answering = {name for witness in declared for name in witness.answers}
    named = dict.fromkeys(name for entry in entries for reading in entry.readings for name in reading.named)
    return [*declared, *(Witness(name, (name,), name) for name in named if name not in answering)]


def _by_levels(witnesses: Sequence[Witness]) -> list[dict[str, int]]:
    """For each distance the names that witnesses answer to: at 0 their own, at 1 those of what holds them …"""
    levels: list[dict[str, int]] = [{} for _ in range(max((len(w.answers) for w in witnesses), default=0))]
    for number, witness in enumerate(witnesses):
        for level, name in enumerate(witness.answers):
            levels[level][name] = levels[level].get(name, 0) | 1 << number
    return levels


def _numbers(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _agreements(records: Sequence[_Record]) -> Iterator[Agreement]:
    """Every pair of witnesses: bits in common, of readings and of entries."""
    bits = [(record.witness.id, record.has.whole(), record.extant.whole()) for record in records if record.coverage]
    for (first, has, extant), (second, its, where) in combinations(bits, 2):
        yield Agreement(first, second, (has & its).bit_count(), (extant & where).bit_count())


def _ranked(counter: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))
