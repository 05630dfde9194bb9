"""The apparatus as files for statistics: rows of the stylesheet ``data/data.xsl`` in, CSV and JSON out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

#: The columns of the CSV, and the keys of each object of the JSON, in this order.
COLUMNS = (
    "entry", "n", "layer", "unit", "place", "lemma", "occurrence", "kind", "base", "reading", "status", "witnesses",
    "sigla", "sources", "resp", "scholars", "hand", "type", "cause", "group", "varSeq", "note",
)  # fmt: skip

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = Mapping[str, Any]


def as_json(rows: Sequence[Row]) -> str:
    """A JSON array, one row a line, so that a change of one reading is a change of one line."""
    lines = [json.dumps({key: row[key] for key in COLUMNS}, ensure_ascii=False) for row in rows]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


def as_csv(rows: Sequence[Row]) -> str:
    """CSV as RFC 4180 has it: a header row, lines that end in CR LF; lists with blanks between their items.

    It has no byte order mark, since programs would read that as part of the first column's name. A cell that a
    spreadsheet would take for a formula begins with an apostrophe; the JSON has it as it is.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row[key]) for key in COLUMNS] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
