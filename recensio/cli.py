"""The commands. Each imports its stage when it runs, so that ``--help`` is there at once."""

from __future__ import annotations

import difflib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from recensio import __version__

if TYPE_CHECKING:
    from rich.console import Console

    from recensio.pipeline import Order, Progress
    from recensio.report import Report

FORMATS = ("html", "pdf", "txt")
_DEFAULT = "build"


class Commands(click.Group):
    """The group of commands: ``build`` where none is named, and a suggestion where one is mistyped."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``build`` in front of arguments that name no command."""
        if not args or (args[0].startswith("-") and args[0] not in {"-h", "--help", "--version"}):
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that ``args`` name. Raises ``click.UsageError`` with a suggestion if there is none."""
        name = args[0]
        if self.get_command(ctx, name) is None:
            near = difflib.get_close_matches(name, self.list_commands(ctx), n=1)
            advice = f" Did you mean {near[0]!r}?" if near else ""
            if Path(name).exists():
                advice = f" To build that file or folder: build {name}"
            raise click.UsageError(f"There is no command {name!r}.{advice}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="recensio")
def main() -> None:
    """Recensio publishes TEI-XML scholarly editions: web pages, print and plain text.

    Without a command, everything under tei/ is built into output/.
    """


_paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
_jobs = click.option("--jobs", "-j", type=click.IntRange(0), help="How many processes to use; 0: one a core.")
_strict = click.option("--strict", is_flag=True, default=None, help="Let warnings, too, give exit status 1.")
_quiet = click.option("--quiet", "-q", is_flag=True, help="Print problems only.")


@main.command()
@_paths
@click.option(
    "--to", "formats", multiple=True, type=click.Choice(FORMATS), help="What to make (repeat it); default: all."
)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Where to; default: output/.")
@_jobs
@_strict
@click.option("--force", is_flag=True, help="Build everything anew, whatever earlier builds have left.")
@_quiet
def build(
    paths: tuple[Path, ...], formats: tuple[str, ...], output: Path | None, jobs: int | None,
    strict: bool | None, force: bool, quiet: bool,
) -> None:  # fmt: skip
    """Build the edition, or the TEI files and folders at PATH, from any project."""
    from recensio import pipeline

    order = _order(paths, formats=formats, output=output, jobs=jobs, force=force)
    _run(pipeline.build, order, strict=strict, quiet=quiet, page=order.output / "report.html")


@main.command()
@_paths
@_jobs
@_strict
@_quiet
def validate(paths: tuple[Path, ...], jobs: int | None, strict: bool | None, quiet: bool) -> None:
    """Check the files and say what is wrong, without building anything."""
    from recensio import pipeline

    _run(pipeline.check, _order(paths, jobs=jobs), strict=strict, quiet=quiet)


@main.command()
def clean() -> None:
    """Remove the output folder and what is kept from earlier builds."""
    import shutil

    from recensio import package
    from recensio.cache import Cache, folder_for

    order = _order(())
    Cache(folder_for(order.config.root, has_config=order.has_config)).clear()
    try:
        package.check(order.output)
    except package.ForeignFolderError:
        raise click.ClickException(
            f"{order.output} holds files that Recensio did not make; it is left alone."
        ) from None
    except OSError as error:
        raise click.ClickException(f"{order.output}: {error.strerror}.") from None
    shutil.rmtree(order.output, ignore_errors=True)
    click.echo(f"Removed {order.output} and the cache.")


@main.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run Recensio's own tests (only in a checkout). ARGUMENTS go to pytest."""
    tests = Path(__file__).parent.parent / "tests"
    if not tests.is_dir():
        raise click.ClickException("The tests are not part of an installed package; run this in a checkout.")
    try:
        import pytest
    except ModuleNotFoundError:
        raise click.ClickException("pytest is missing: pip install 'recensio[test]'") from None
    sys.exit(int(pytest.main(["--rootdir", str(tests.parent), *(arguments or (str(tests),))])))


def _order(
    paths: tuple[Path, ...], *, formats: tuple[str, ...] = (), output: Path | None = None, jobs: int | None = None,
    force: bool = False,
) -> Order:  # fmt: skip
    """Settings and command line together. The nearest edition.toml above the first path is the edition's."""
    from recensio import config as settings
    from recensio.pipeline import Order

    path = settings.find_config(paths[0] if paths else Path.cwd())
    config, problems = settings.load(path)
    return Order(
        config=config,
        has_config=path is not None,
        paths=paths,
        to=tuple(dict.fromkeys(formats or config.build.to)),
        output=_output(output, config.root / config.build.output, inside=path is not None),
        jobs=config.build.jobs if jobs is None else jobs,
        force=force,
        problems=problems,
    )


def _output(named: Path | None, configured: Path, *, inside: bool) -> Path:
    if named is not None:
        return named
    return configured if inside else Path.cwd() / configured.name


def _run(
    stage: Callable[[Order, Progress], Report],
    order: Order,
    *,
    strict: bool | None,
    quiet: bool,
    page: Path | None = None,
) -> None:
    from rich.console import Console

    from recensio.problems import has_errors

    console = Console(highlight=False, soft_wrap=True)
    begun = time.monotonic()
    with _progress(console, quiet) as progress:
        report = stage(order, progress)
    told = str(page) if page is not None and page.is_file() else None
    report.to_terminal(console, elapsed=None if quiet else time.monotonic() - begun, page=told)
    sys.exit(int(has_errors(report.ordered, strict=order.config.build.strict if strict is None else strict)))


@contextmanager
def _progress(console: Console, quiet: bool) -> Iterator[Progress]:
    """A bar on a terminal; nothing elsewhere."""
    if quiet or not console.is_terminal:
        yield lambda *_: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    with Bar(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console, transient=True
    ) as bar:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done)

        yield show
