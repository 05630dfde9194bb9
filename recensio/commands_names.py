"""The command ``names``: tag the names of a text by the registers of its edition."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from recensio.names import Named
    from recensio.names.registers import Registers
    from recensio.problems import Problem

_FORMS = ("text", "tsv", "json")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write here; default: into FILE.")
@click.option(
    "--register", "paths", multiple=True, type=click.Path(exists=True, path_type=Path), metavar="PATH",
    help="A register, or a folder of them (repeat it); default: those of the edition.",
)  # fmt: skip
@click.option("--report", "form", type=click.Choice(_FORMS), default="text", help="How to report; default: text.")
@click.option("--dry-run", is_flag=True, help="Report only; write nothing.")
def names(file: Path, output: Path | None, paths: tuple[Path, ...], form: str, dry_run: bool) -> None:
    """Tag the names in FILE that the registers know, and list those that need an editor.

    A name that two entries share is left as it is. Tags that are there stay, and no word is changed.
    """
    from recensio.names.report import FORMS

    named = name_file(file, output or file, paths, write=not dry_run)
    click.echo(FORMS[form](named.report), nl=False)


def name_file(file: Path, output: Path, registers: Sequence[Path] = (), *, write: bool = True) -> Named:
    """Tag the names in ``file`` and write it to ``output``, whole or not at all.

    A file that stays the same is not written. ``registers`` are files or folders; without any, the edition's are
    taken. Raises ``click.ClickException`` for what can't be read or written.
    """
    from recensio.names import tag_names
    from recensio.names.source import Refused, read

    known = _known(file, registers)
    try:
        source = read(file, str(file))
    except Refused as refusal:
        raise click.ClickException(_told(refusal.problems)) from None
    named = tag_names(source, known, output)
    if named.problems:
        raise click.ClickException(_told(named.problems))
    if write and (named.tags or output.resolve() != file.resolve()):
        _write(output, source.written(named.text))
    return named


def _known(file: Path, named: Sequence[Path]) -> Registers:
    from recensio.names.registers import read
    from recensio.problems import has_errors, problem

    paths = [path for one in named for path in _files(one)] if named else _of_edition(file)
    known = read(path for path in paths if path.resolve() != file.resolve())
    problems = known.problems
    if not known.entries and not problems:
        looked = ", ".join(map(str, named)) or str(_folder(file))
        problems = [problem("NAM-003", looked=looked)]
    if problems:
        click.echo(_told(problems), err=True)
    if has_errors(problems):
        raise click.ClickException("The registers have to be right before names can be tagged by them.")
    return known


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.xml")) if path.is_dir() else [path]


def _of_edition(file: Path) -> list[Path]:
    """The registers of the edition that ``file`` belongs to."""
    from recensio import config as settings
    from recensio.discover import discover

    path = settings.find_config(file.resolve().parent)
    if path is None:
        return _files(_folder(file)) if _folder(file).is_dir() else []
    config, _ = settings.load(path)
    return [source.path for source in discover((), config).sources if source.register]


def _folder(file: Path) -> Path:
    """Where registers are where nothing is said: the folder ``registers`` beside the file, or beside one above it."""
    above = [file.resolve().parent, *file.resolve().parents]
    return next((one / "registers" for one in above[:4] if (one / "registers").is_dir()), above[0] / "registers")


def _told(problems: Sequence[Problem]) -> str:
    lines = (f"{one.file or ''}{f':{one.line}' if one.line else ''}: {one.message} {one.hint}" for one in problems)
    return "\n".join(line.removeprefix(": ") for line in lines)


def _write(output: Path, data: bytes) -> None:
    """Write a file whole: first beside its place, then in its place."""
    beside: Path | None = None
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{output.name}.", dir=output.parent)
        beside = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        beside.chmod(output.stat().st_mode & 0o777 if output.exists() else 0o644)
        beside.replace(output)
    except OSError as error:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise click.ClickException(f"{output}: {error.strerror}.") from None
