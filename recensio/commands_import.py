"""The command ``import``: a text, a web page, a word processor's file or foreign mark-up becomes a TEI file."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from recensio.imports.model import Dropped
    from recensio.imports.run import Result
    from recensio.problems import Problem

FORMS = ("txt", "html", "md", "docx", "odt", "epub", "page", "alto", "tei")
_SHOWN = 60


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--id",
    "ident",
    default="",
    help="The xml:id and file name of the text; default: as the side file or SOURCE's name says.",
)
@click.option(
    "--output", "-o", "target", type=click.Path(path_type=Path), help="Where to; default: tei/imported/ID.xml."
)
@click.option(
    "--from", "form", type=click.Choice(FORMS), default=None, help="What SOURCE is; default: what it looks like."
)
@click.option("--names", is_flag=True, help="Tag the names that the registers in tei/registers/ know.")
@click.option("--ocr", is_flag=True, help="Report what was probably misread, and mark what is certain.")
@click.option("--force", is_flag=True, help="Replace the file if it is there already.")
def import_(
    source: Path, ident: str, target: Path | None, form: str | None, names: bool, ocr: bool, force: bool
) -> None:
    """Make a TEI file of SOURCE: plain text, a web page, Markdown, Word, OpenDocument, EPUB, PAGE, ALTO or other TEI.

    SOURCE may be a ZIP archive or a folder of recognised pages. What can't be guessed from it is said in a side file,
    tei/sources/NAME.toml. The TEI file is written to tei/imported/, which git ignores.
    """
    from dataclasses import replace

    from recensio import config as settings
    from recensio.imports.model import Refused
    from recensio.imports.run import Request, corrections, run, save_table

    config = settings.find_config(Path.cwd())
    root = config.parent if config else Path.cwd()
    request = Request(source, root, ident, target, form or "", force)
    try:
        corrected = corrections(request, report=ocr)
        result = run(replace(request, edits=corrected.edits))
        save_table(corrected, result.target)
    except Refused as refusal:
        _tell([refusal.problem])
        sys.exit(1)
    _report(result, [*corrected.problems, *result.problems])
    if names:
        _name(result.target, root)
    sys.exit(int(_is_wrong(result.problems)))


def _name(target: Path, root: Path) -> None:
    """Tag names in the file that was written, and tell which."""
    from recensio.commands_names import name_file
    from recensio.names.report import FORMS as REPORTS

    folder = root / "tei" / "registers"
    named = name_file(target, target, (folder,) if folder.is_dir() else ())
    click.echo(REPORTS["text"](named.report), nl=False)


# --- The report


def _report(result: Result, problems: Iterable[Problem]) -> None:
    told = list(problems)
    _tell(told)
    side = f", with {_near(result.side)}" if result.side else ""
    click.echo(f"{result.name} → {_near(result.target)} (read as {result.form}{side})")
    click.echo("")
    click.echo("\n".join(_table(result)))


def _near(path: Path) -> Path:
    """The path as seen from the current folder, if it is below it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _table(result: Result) -> Iterator[str]:
    account = result.account
    rows = [("words of the source", account.source), *(row for row in account.rows if row[1])]
    rows.append(("lost", account.lost.total()))
    width = max(len(name) for name, _ in rows)
    for name, count in rows:
        yield f"  {name:<{width}}  {count:>9,}"
    if result.dropped:
        yield ""
        yield "Left out:"
        yield from (f"  {_dropped(one)}" for one in result.dropped)


def _dropped(one: Dropped) -> str:
    text = " ".join(one.text.split())
    short = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    where = f"line {one.place.line}: " if one.place.line else ""
    return f"{where}{short} ({one.reason})"


def _tell(problems: Iterable[Problem]) -> None:
    for one in problems:
        place = ":".join(str(part) for part in (one.file, one.line) if part)
        click.echo(f"{place}: {one.severity.value} {one.code}: {one.message}", err=True)
        if one.hint:
            click.echo(f"    {one.hint}", err=True)


def _is_wrong(problems: Iterable[Problem]) -> bool:
    from recensio.problems import has_errors

    return has_errors(problems)
