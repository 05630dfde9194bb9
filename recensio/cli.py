"""The commands. Each imports its stage when it runs, so that ``--help`` is there at once."""

from __future__ import annotations

import difflib
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from recensio import __version__
from recensio.commands_apparatus import stats, witness
from recensio.commands_import import import_
from recensio.commands_names import names
from recensio.commands_new import new

if TYPE_CHECKING:
    from rich.console import Console

    from recensio.order import Order, Progress
    from recensio.report import Report

FORMATS = ("html", "pdf", "txt", "tex")
TELLINGS = ("text", "json", "sarif", "github")
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


def _each_format(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """The formats of ``--to html --to txt`` or ``--to html,txt``. Raises ``click.BadParameter`` for another."""
    formats = [name.strip().lower() for one in given for name in one.split(",")]
    for name in formats:
        if name not in FORMATS:
            near = difflib.get_close_matches(name, FORMATS, n=1)
            advice = f" Did you mean {near[0]}?" if near else ""
            raise click.BadParameter(f"{name!r} is none of {', '.join(FORMATS)}.{advice}")
    return tuple(formats)


_paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
_jobs = click.option("--jobs", "-j", type=click.IntRange(0), help="How many processes to use; 0: one a core.")
_strict = click.option("--strict", is_flag=True, default=None, help="Let warnings, too, give exit status 1.")
_quiet = click.option("--quiet", "-q", is_flag=True, help="Print problems only.")


@main.command()
@_paths
@click.option(
    "--to", "formats", multiple=True, callback=_each_format, metavar="FORMAT",
    help="What to make: html, pdf, txt, tex (repeat, or with commas); default: html, pdf, txt.",
)  # fmt: skip
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Where to; default: output/.")
@_jobs
@_strict
@click.option("--force", is_flag=True, help="Build everything anew, whatever earlier builds have left.")
@click.option(
    "--include-restricted", is_flag=True,
    help="Build in full, for your own use, also texts that may not be published; the result is marked so.",
)  # fmt: skip
@_quiet
def build(
    paths: tuple[Path, ...], formats: tuple[str, ...], output: Path | None, jobs: int | None,
    strict: bool | None, force: bool, include_restricted: bool, quiet: bool,
) -> None:  # fmt: skip
    """Build the edition, or the TEI files and folders at PATH, from any project."""
    from recensio import pipeline

    order = _order(paths, formats=formats, output=output, jobs=jobs, force=force, include_restricted=include_restricted)
    _run(pipeline.build, order, strict=strict, quiet=quiet, page=order.output / "report.html")


@main.command()
@_paths
@click.option(
    "--schema", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The schema, RELAX NG in XML (.rng) or compact syntax (.rnc).",
)  # fmt: skip
@click.option("--format", "form", type=click.Choice(TELLINGS), default="text", help="How to tell what was found.")
@click.option("--explain", metavar="CODE", help="Explain a code, with an example of wrong and right, and end.")
@click.option(
    "--baseline", type=click.Path(dir_okay=False, path_type=Path), help="Tell only what this file does not know yet."
)
@click.option("--write-baseline", is_flag=True, help="Write what was found into the baseline.")
@_jobs
@_strict
@_quiet
def validate(
    paths: tuple[Path, ...], schema: Path | None, form: str, explain: str | None, baseline: Path | None,
    write_baseline: bool, jobs: int | None, strict: bool | None, quiet: bool,
) -> None:  # fmt: skip
    """Check the files and say what is wrong, without building anything."""
    if explain is not None:
        _explain(explain)
        return
    import gc

    from recensio import validation

    gc.set_threshold(100_000)  # nearly everything that is made in so short a run stays
    order = _order(paths, jobs=jobs, schema=schema)
    request = validation.Request(order, form, _baseline(baseline, order, write=write_baseline), write_baseline, quiet)
    with _progress(quiet or form != "text") as progress:
        answer = validation.run(request, progress)
    click.echo(_writable(answer.text), nl=False)
    wrong = order.config.build.strict if strict is None else strict
    sys.exit(int(not write_baseline and answer.is_wrong(strict=wrong)))


def _explain(code: str) -> None:
    from recensio.formats import explained
    from recensio.problems import catalogue

    wanted = _code(code)
    if wanted not in catalogue():
        near = difflib.get_close_matches(wanted, catalogue(), n=1)
        advice = f" Did you mean {near[0]}?" if near else " All codes: docs/editors/messages.md"
        raise click.UsageError(f"There is no code {code!r}.{advice}")
    click.echo(_writable(explained(catalogue()[wanted])))


def _code(written: str) -> str:
    """A code as the catalogue has it: ``ptr1`` and ``PTR-01`` are ``PTR-001``."""
    found = re.fullmatch(r"([A-Za-z]{3})[-_ ]?([0-9]{1,3})", written.strip())
    return f"{found[1].upper()}-{int(found[2]):03}" if found else written.strip().upper()


def _baseline(named: Path | None, order: Order, *, write: bool) -> Path | None:
    """The file of the baseline: the one named, else that of the settings, else, to write one, the usual place."""
    configured = order.config.validate.baseline
    if named is not None or not (configured or write):
        return named
    path = order.config.root / (configured or "baseline.json")
    return path if write or path.is_file() else None


def _writable(text: str) -> str:
    """``text`` with what the terminal's encoding lacks replaced."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)


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
    every = ("-n", "auto", str(tests))  # (on all cores)
    sys.exit(int(pytest.main(["--rootdir", str(tests.parent), *(arguments or every)])))


def _order(
    paths: tuple[Path, ...], *, formats: tuple[str, ...] = (), output: Path | None = None, jobs: int | None = None,
    force: bool = False, schema: Path | None = None, include_restricted: bool = False,
) -> Order:  # fmt: skip
    """Settings and command line together. The nearest edition.toml above the first path is the edition's."""
    from recensio import config as settings
    from recensio.order import Order

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
        schema=schema,
        include_restricted=include_restricted,
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
    with _progress(quiet, console) as progress:
        report = stage(order, progress)
    told = str(page) if page is not None and page.is_file() else None
    report.to_terminal(console, elapsed=None if quiet else time.monotonic() - begun, page=told)
    sys.exit(int(has_errors(report.ordered, strict=order.config.build.strict if strict is None else strict)))


@contextmanager
def _progress(quiet: bool, console: Console | None = None) -> Iterator[Progress]:
    """A bar on a terminal; nothing elsewhere."""
    if quiet or not sys.stdout.isatty():
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


main.add_command(witness)
main.add_command(stats)
main.add_command(import_)
main.add_command(names)
main.add_command(new)
