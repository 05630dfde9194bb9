"""The command ``new``: an edition of one's own, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import click

from recensio.config import LANGUAGES


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The title of the edition; default: made of the folder's name.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="The language of its pages; default: en.")
@click.option(
    "--from", "source", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Another edition, whose registers are copied into the new one.",
)  # fmt: skip
def new(folder: Path, title: str, language: str, source: Path | None) -> None:
    """Start an edition of your own in FOLDER, which must be empty or not exist.

    It gets settings, a short text with apparatus and names, registers, the schema for your XML editor, a README for
    editors and what git and GitHub need; and it can be built at once.
    """
    from recensio.starting import Occupied, Plan, start

    words = folder.resolve().name.replace("-", " ").replace("_", " ").strip()
    plan = Plan(folder, " ".join(title.split()) or words[:1].upper() + words[1:] or "An edition", language, source)
    try:
        written = start(plan)
    except Occupied as error:
        raise click.ClickException(f"{error} Nothing was written; name a new folder, or an empty one.") from None
    except OSError as error:
        raise click.ClickException(f"{error.filename or folder}: {error.strerror}.") from None
    click.echo(f"The edition “{plan.title}” is in {folder}:\n")
    click.echo("\n".join(f"  {path}" for path in written))
    click.echo(f"\nNext: cd {folder}, then {_program()}, then open output/html/index.html")


def _program() -> str:
    """How the program was called, from any folder."""
    name = click.get_current_context().find_root().info_name or "recensio"
    return "recensio" if not name.endswith(".py") else f"python3 {Path(__file__).parent.parent / 'build.py'}"
