"""The figures of an apparatus as tables: for a terminal, as JSON, as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from recensio.statistics import Agreement, Statistics

_WIDEST = 12  # so many witnesses go into a matrix on a terminal; of more, the nearest to each are told
_NEAREST = 5
_MOST = 40  # singular readings on a terminal
_UNTYPED = "(none)"
_WORDS = frozenset({"siglum", "place", "lemma", "reading", "nearest"})  # columns that hold words

Row = tuple[str | int | float | None, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its heads and its rows."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]


# --- the tables ---------------------------------------------------------------------------------------------


def witnesses(figures: Statistics) -> Sheet:
    """A row for each witness."""
    rows = (
        (w.id, w.siglum, w.coverage, w.without_text, w.with_base, w.omissions, w.singular) for w in figures.witnesses
    )
    heads = ("witness", "siglum", "coverage", "without text", "with base text", "omissions", "singular")
    return Sheet(heads, tuple(rows))


def agreement(figures: Statistics) -> Sheet:
    """A row for each pair of witnesses: in how many entries they agree, of how many, and the percentage."""
    rows = ((a.first, a.second, a.shared, a.compared, _percent(a)) for a in figures.agreements)
    return Sheet(("first", "second", "shared", "compared", "percent"), tuple(rows))


def matrix(figures: Statistics) -> Sheet:
    """The percentages of agreement as a square: a row and a column for each witness that has text."""
    names = _in_matrix(figures)
    shares = {(a.first, a.second): _percent(a) for a in figures.agreements}
    shares |= {(second, first): share for (first, second), share in shares.items()}
    rows = ((name, *(100.0 if name == other else shares.get((name, other)) for other in names)) for name in names)
    return Sheet(("witness", *names), tuple(rows))


def singular(figures: Statistics) -> Sheet:
    """A row for each reading that one witness alone has."""
    heads = ("witness", "entry", "place", "lemma", "reading", "status", "base")
    rows = ((*(getattr(s, head) for head in heads[:-1]), "yes" if s.base else "no") for s in figures.singular)
    return Sheet(heads, tuple(rows))


def entries(figures: Statistics) -> Sheet:
    """The entries by type, cause and layer, the readings by status; and those entries that vary most."""
    tallies: Mapping[str, Iterable[tuple[str, int]]] = {
        "type": figures.types,
        "cause": figures.causes,
        "layer": figures.layers,
        "status": figures.statuses,
    }
    counted = ((kind, name or _UNTYPED, number) for kind, tally in tallies.items() for name, number in tally)
    lively = (("readings", f"{one.entry} {one.place} {one.lemma}".strip(), one.readings) for one in figures.liveliest)
    totals = (("all", "entries", figures.entries), ("all", "readings", figures.readings))
    return Sheet(("kind", "name", "number"), (*totals, *counted, *lively))


#: The tables by the names that the command line knows.
SHEETS: Mapping[str, Callable[[Statistics], Sheet]] = {
    "agreement": agreement,
    "matrix": matrix,
    "witnesses": witnesses,
    "singular": singular,
    "entries": entries,
}


def _in_matrix(figures: Statistics) -> list[str]:
    return [witness.id for witness in figures.witnesses if witness.coverage]


def _percent(pair: Agreement) -> float | None:
    return None if pair.share is None else round(100 * pair.share, 2)


# --- formats ------------------------------------------------------------------------------------------------


def as_json(figures: Statistics) -> str:
    """Everything, as one JSON object; the agreements with their percentage."""
    whole = asdict(figures)
    for name in ("types", "causes", "layers", "statuses"):
        whole[name] = dict(getattr(figures, name))
    whole["agreements"] = [asdict(a) | {"percent": _percent(a)} for a in figures.agreements]
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def as_csv(sheet: Sheet) -> str:
    """One table, with its heads, as CSV (RFC 4180, but lines end with LF)."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(sheet.heads)
    writer.writerows([_harmless(cell) for cell in row] for row in sheet.rows)
    return file.getvalue()


def _harmless(cell: str | int | float | None) -> str | int | float | None:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(("=", "@", "+", "-", "\t", "\r")) else cell


def as_text(figures: Statistics, width: int = 100) -> str:
    """Everything that is worth reading, as tables of at most ``width`` characters a line."""
    console = Console(file=io.StringIO(), width=width, highlight=False, color_system=None, legacy_windows=False)
    console.print(Group(*_parts(figures)))
    written = console.file
    assert isinstance(written, io.StringIO)
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()) + "\n"


def _parts(figures: Statistics) -> Iterator[RenderableType]:
    yield f"{_number(figures.entries, 'entry', 'entries')} with {_number(figures.readings, 'variant', 'variants')}"
    for title, tally in (("type", figures.types), ("cause", figures.causes), ("layer", figures.layers)):
        if any(name for name, _ in tally):
            yield from _table(f"Entries by {title}", (title, "entries"), [(n or _UNTYPED, k) for n, k in tally])
    yield from _table("Variants by what they are", ("variant", "number"), figures.statuses)
    sheet = witnesses(figures)
    yield from _table("Witnesses", sheet.heads[1:], [row[1:] for row in sheet.rows])
    yield from _agreements(figures)
    lively = [(one.entry, one.place, one.lemma[:40], one.readings) for one in figures.liveliest]
    yield from _table("Entries with most readings", ("entry", "place", "lemma", "readings"), lively)
    yield from _singular(figures)


def _agreements(figures: Statistics) -> Iterator[RenderableType]:
    sigla = {witness.id: witness.siglum for witness in figures.witnesses}
    if 1 < len(_in_matrix(figures)) <= _WIDEST:
        sheet = matrix(figures)
        heads = ("", *(sigla[name] for name in sheet.heads[1:]))
        rows = [(sigla[str(row[0])], *map(_short, row[1:])) for row in sheet.rows]
        yield from _table("Agreement in per cent, where both have text", heads, rows)
    elif figures.agreements:
        near = ((sigla[name], _nearest(figures, name, sigla)) for name in _in_matrix(figures))
        yield from _table("Nearest witnesses (agreement in per cent)", ("witness", "nearest"), list(near))


def _nearest(figures: Statistics, name: str, sigla: Mapping[str, str]) -> str:
    best = figures.nearest(name)[:_NEAREST]
    return ", ".join(f"{sigla[a.second if a.first == name else a.first]} {_short(_percent(a))}" for a in best)


def _singular(figures: Statistics) -> Iterator[RenderableType]:
    sigla = {witness.id: witness.siglum for witness in figures.witnesses}
    rows = [(sigla[s.witness], s.place or s.entry, s.lemma[:30], s.reading[:30] or s.status) for s in figures.singular]
    if rows:
        title = "Singular readings" if len(rows) <= _MOST else f"Singular readings ({_MOST} of {len(rows):,})"
        yield from _table(title, ("witness", "place", "lemma", "reading"), rows[:_MOST])


def _number(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _short(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else "–"


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[RenderableType]:
    table = Table(box=None, pad_edge=False)
    for number, head in enumerate(heads):
        table.add_column(Text(head), justify="left" if number == 0 or head in _WORDS else "right", overflow="fold")
    for row in rows:
        table.add_row(*(Text(f"{cell:,}" if isinstance(cell, int) else str(cell)) for cell in row))
    yield Text(f"\n{title}")
    yield table
