"""The commands about the apparatus of one text: ``witness`` prints what a witness has, ``stats`` counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from recensio.statistics import Statistics
    from recensio.witness_text import Declared, Text

_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_output = click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
SHEETS = ("agreement", "matrix", "witnesses", "singular", "entries")


@click.command()
@_file
@click.argument("siglum", required=False)
@click.option("--list", "listed", is_flag=True, help="List the witnesses: id, siglum, description.")
@click.option("--state", type=click.IntRange(1), default=1, help="Which state of a corrected witness; default: 1.")
@_output
def witness(file: Path, siglum: str | None, listed: bool, state: int, output: Path | None) -> None:
    """Print the text of the witness SIGLUM of FILE.

    SIGLUM is the xml:id of the witness, its @n, or the siglum that is printed for it.
    """
    with _reading(file) as text:
        if listed:
            _write(_listing(text), output)
            return
        if siglum is None:
            raise click.UsageError(f"Which witness? {file} has these:\n\n{_listing(text)}")
        _write(_state(text, _found(text, siglum), state), output)


@click.command()
@_file
@click.option("--format", "form", type=click.Choice(("text", "json", "csv")), default="text", help="Default: text.")
@click.option("--table", type=click.Choice(SHEETS), default="agreement", help="Which table as CSV; default: agreement.")
@click.option("--without", multiple=True, metavar="TYPE", help="Leave readings of this type out (repeat it).")
@_output
def stats(file: Path, form: str, table: str, without: tuple[str, ...], output: Path | None) -> None:
    """Count the apparatus of FILE: entries by type, coverage and agreement of witnesses, singular readings."""
    from recensio import statistics_tables as tables

    with _reading(file) as text:
        figures = _figures(text, without)
    made = {
        "text": lambda: tables.as_text(figures),
        "json": lambda: tables.as_json(figures),
        "csv": lambda: tables.as_csv(tables.SHEETS[table](figures)),
    }
    _write(made[form](), output)


@contextmanager
def _reading(file: Path) -> Iterator[Text]:
    """The file, read. What goes wrong with it becomes a message of one line and exit status 1."""
    from recensio.transform import TransformError
    from recensio.witness_text import Text, Unreadable

    try:
        yield Text(file)
    except Unreadable as error:
        raise click.ClickException("\n".join(f"{p.file}:{p.line}: {p.message}" for p in error.problems)) from None
    except TransformError as error:
        raise click.ClickException(f"{file} can't be transformed: {error}") from None


def _listing(text: Text) -> str:
    from recensio.witness_text import listing

    if not text.witnesses:
        raise click.ClickException(f"{text.path} declares no witnesses: it has no <witness> with an xml:id or n.")
    return listing(text.witnesses)


def _found(text: Text, siglum: str) -> Declared:
    from recensio.witness_text import Unknown

    try:
        return text.find(siglum)
    except Unknown as error:
        raise click.UsageError(f"{error}\n\n{_listing(text)}") from None


def _state(text: Text, found: Declared, state: int) -> str:
    states = text.texts().get(found.id, ())
    if not states:
        raise click.ClickException(f"{text.path}: no text of witness {found.id} can be made.")
    if state > len(states):
        raise click.UsageError(f"Witness {found.id} has {len(states)} state{'s' * (len(states) > 1)}, not {state}.")
    return states[state - 1]


def _figures(text: Text, without: tuple[str, ...]) -> Statistics:
    from dataclasses import asdict

    from recensio.statistics import statistics

    rows = text.apparatus_rows()
    if not rows:
        raise click.ClickException(f"{text.path} has no apparatus.")
    declared = [asdict(one) for one in text.witnesses]
    return statistics(rows, declared, without=without)


def _write(content: str, output: Path | None) -> None:
    if output is None:
        click.echo(content, nl=False)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror}.") from None
