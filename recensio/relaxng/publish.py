"""Makes of a schema in modules one file in the XML syntax: ``python -m recensio.relaxng.publish SOURCE TARGET``.

Editors that know no compact syntax, and validators elsewhere, want a schema that way.
"""

from __future__ import annotations

from pathlib import Path

import click

from recensio.relaxng.load import load
from recensio.relaxng.schema import load_schema
from recensio.relaxng.syntax import Node, SchemaError
from recensio.relaxng.write import flatten, to_xml


def published(source: Path) -> str:
    """The schema at ``source`` with all that it includes as one XML document, the same text for the same files.

    Raises ``SchemaError`` with file and line where the schema is not right.
    """
    load_schema(source)
    flat = flatten(_root(source), lambda address: _root(source.parent / address))
    declaration, rest = to_xml(flat).split("\n", 1)
    return f"{declaration}\n<!-- Made from {source.name} and its modules: change those, not this. -->\n{rest}"


def _root(path: Path) -> Node:
    return load(path).root


@click.command(help="Write the schema at SOURCE, with all that it includes, as one RELAX NG file in XML to TARGET.")
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def main(source: Path, target: Path) -> None:
    """The command; its only message is what is wrong with the schema or the target."""
    try:
        target.write_text(published(source), encoding="utf-8")
    except SchemaError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.FileError(str(target), error.strerror) from None


if __name__ == "__main__":
    main()
