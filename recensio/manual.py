"""The pages of the documentation that are made from the program itself: its settings and its messages.

``python -m recensio.manual docs/editors`` writes both, and the page of the apparatus (:mod:`recensio.showcase`); tests
see to it that the committed pages are up to date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import Field
from itertools import groupby
from pathlib import Path
from typing import Any, get_type_hints

from recensio.config import OPTIONED, ROWS, SEVERITIES, TABLES, Words, example, option_of, options
from recensio.problems import CodeEntry, catalogue

Rewrite = Callable[[str], str]

_KINDS: Mapping[Any, str] = {
    str: "text",
    int: "whole number",
    bool: "true or false",
    tuple[str, ...]: "list of texts",
    Words: "table of texts",
}
_FAMILIES = {
    "APP": "The critical apparatus",
    "BLD": "The build and its files",
    "CFG": "The settings, edition.toml",
    "CHR": "Characters",
    "DAT": "Dates",
    "IDN": "Identity",
    "LNG": "Languages",
    "MET": "What a header says",
    "NAM": "Names and registers",
    "OUT": "The output folder",
    "PAR": "Parallel editions",
    "PDF": "The print edition",
    "PTR": "Pointers between elements and files",
    "RNG": "The schema, RELAX NG",
    "SCH": "Rules, Schematron",
    "SUP": "Exceptions from the checks",
    "TXT": "The law of the text",
    "WEB": "The web edition",
    "XML": "Reading XML",
    "XSL": "Stylesheets",
}
_OPTIONAL = re.compile(r"\{(?:guess|passed|cure|more|times)\}")  # facts that are a sentence of their own
_FACT = re.compile(r"(?<!\{)\{((?:\w|\\_)+)[^}]*\}(?!\})")
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")


def configuration_page() -> str:
    """``configuration.md``: every option with type, default and meaning, from the tables of :mod:`recensio.config`."""
    tables = (_table(name) for name in OPTIONED)
    return _page(_CONFIGURATION, *tables, _severity_part(), _SUPPRESS, _example_part())


def messages_page() -> str:
    """``messages.md``: every code with its sentence, cure and explanation, from the catalogue."""
    families = groupby(catalogue().values(), key=lambda entry: entry.code.partition("-")[0])
    return _page(_MESSAGES, *(_family(prefix, entries) for prefix, entries in families))


def write(folder: Path) -> None:
    """Write the pages into ``folder``, that of the apparatus if its specimens are there. Raises ``OSError`` where one
    can't be written."""
    folder.joinpath("configuration.md").write_text(configuration_page(), encoding="utf-8", newline="\n")
    folder.joinpath("messages.md").write_text(messages_page(), encoding="utf-8", newline="\n")
    if folder.joinpath("specimens").is_dir():
        from recensio.showcase import apparatus_page  # (the engines are loaded only where they are needed)

        page = apparatus_page(folder / "specimens")
        folder.joinpath("apparatus.md").write_text(page, encoding="utf-8", newline="\n")


def _page(*parts: str) -> str:
    note = "<!-- Made by recensio/manual.py; changes here are lost. -->"
    return "\n\n".join((note, *(part.strip("\n") for part in parts))) + "\n"


# --- settings ---------------------------------------------------------------------------------------------

_CONFIGURATION = """\
# Settings: edition.toml

The file `edition.toml` stands at the top of an edition, beside `tei/`. Every option may be left out, and so may the
file. It is written in [TOML](https://toml.io): the heading of a table in square brackets, below it one option a line,
texts in double quotes, a comment after `#`.

All mistakes in it are reported at once, each with its line and column. An option with a mistake keeps its default and
the build goes on, but ends with status 1. Paths are relative to the folder of `edition.toml` and stay inside it.
"""


def _table(name: str) -> str:
    rows = (_option_row(name, row) for row in options(name).values())
    heads = "| option | type | default | what it does |\n|---|---|---|---|"
    title = f"[[{name}]]" if name in ROWS else f"[{name}]"
    about = " ".join((OPTIONED[name].__doc__ or "").split())
    return "\n".join((f"## {title}\n\n{about}\n", heads, *rows))


def _option_row(table: str, row: Field[Any]) -> str:
    kind = _KINDS[get_type_hints(OPTIONED[table])[row.name]]
    empty = {} if kind == _KINDS[Words] else row.default
    default = example(row.name, empty, likely=False).partition(" = ")[2]
    choice = _choice(option_of(row).allowed, several=isinstance(row.default, tuple))
    return f"| `{row.name}` | {kind} | `{default}` | {option_of(row).about}{choice} |"


def _choice(allowed: Iterable[str], *, several: bool) -> str:
    names = ", ".join(f"`{name}`" for name in allowed)
    return f" {'Any' if several else 'One'} of {names}." if names else ""


def _severity_part() -> str:
    return f"""\
## [severity]

How much a problem matters to this edition: its code, and one of {", ".join(f"`{name}`" for name in SEVERITIES)}.
Errors make the build end with status 1; what is `off` is not reported. The codes are listed in
[messages.md](messages.md). The errors `TXT-…` (a word lost or invented) stay errors.

```toml
[severity]
BLD-006 = "error"
BLD-008 = "off"
```"""


_SUPPRESS = """\
## [[suppress]]

Exceptions: problems that are meant to be. Each has a heading of its own in double brackets, the `code` of the problem,
the `reason`, which may not be missing, and, if it is not to hold everywhere, the `file`, a path or a pattern as in
`[sources] exclude`, from the folder of `edition.toml` on. An exception that covers nothing is reported. How to make one
in a file, for one element, tells [validation.md](validation.md).

```toml
[[suppress]]
code = "PTR-001"
file = "tei/letters/*.xml"
reason = "the register of persons is not public yet"
```"""


def _example_part() -> str:
    tables = (f"[{name}]\n" + "\n".join(map(_example_line, options(name).values())) for name in TABLES)
    return "## All of it\n\n```toml\n" + "\n\n".join(tables) + "\n```"


def _example_line(row: Field[Any]) -> str:
    return example(row.name, row.default)


# --- messages ---------------------------------------------------------------------------------------------

_MESSAGES = """\
# Messages

Every problem has a code, a severity, a sentence and a cure. An **error** makes the build end with status 1, a
**warning** does so with `--strict`, an **info** never. The severity of a code can be set in `edition.toml`, see
[configuration.md](configuration.md). Words in *italics* stand for what the message names.
"""


def _family(prefix: str, entries: Iterable[CodeEntry]) -> str:
    return "\n\n".join((f"## {prefix}: {_FAMILIES.get(prefix, 'Other problems')}", *map(_code, entries)))


def _code(entry: CodeEntry) -> str:
    return "\n\n".join(part for part in _code_parts(entry) if part)


def _code_parts(entry: CodeEntry) -> Iterator[str]:
    yield f"### {entry.code}"
    yield f"**{entry.severity}** · {_sentence(entry.message)}"
    yield _prose(entry.about.strip())
    cure = _sentence(entry.hint)
    yield f"*Cure:* {cure}" if cure else ""
    language = "toml" if entry.code.startswith("CFG-") else "xml"
    for name, text in (("Wrong", entry.wrong), ("Right", entry.right)):
        yield f"{name}:\n\n{_fenced(text, language)}" if text else ""


def _sentence(template: str) -> str:
    """A sentence of the catalogue for readers: its facts in italics, or in capitals within code."""
    told = _prose(_OPTIONAL.sub("", template).strip(), _italic, _capital)
    return told.replace("{{", "{").replace("}}", "}")


def _prose(text: str, outside: Rewrite = str, within: Rewrite = str) -> str:
    """``text`` with what Markdown would read as mark-up escaped, except for code between backticks."""
    parts = text.split("`")
    return "".join(f"`{within(part)}`" if number % 2 else outside(_quoted(part)) for number, part in enumerate(parts))


def _quoted(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _italic(text: str) -> str:
    return _FACT.sub(lambda found: f"*{found[1]}*".replace("\\_", " ").replace("_", " "), text)


def _capital(text: str) -> str:
    return _FACT.sub(lambda found: found[1].upper(), text)


def _fenced(text: str, language: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.strip(chr(10))}\n{fence}"


if __name__ == "__main__":
    write(Path(sys.argv[1]))
