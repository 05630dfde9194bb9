"""Plain text: the text that is read, one of each witness, the apparatus, and its tables."""

from __future__ import annotations

from recensio import tables
from recensio.textbuild.made import file_parts
from recensio.textbuild.making import Making
from recensio.transform import TransformError


def make_txt(making: Making) -> None:
    """Write all plain texts and tables."""
    if not making.text.task.has_text:
        return
    try:
        _make_tables(making)
    except TransformError as error:
        making.text.tell_failed("apparatus", error)
    if making.text.has_running_text:
        _make_texts(making)


def _make_texts(making: Making) -> None:
    made, name = making.made, making.text.name
    reading, witnesses = _texts(making)
    made.write_format("txt", f"txt/{name}.txt", reading)
    for siglum, part in file_parts(witnesses).items():
        stem = f"txt/{name}.{part}"
        first, *others = witnesses[siglum]
        made.witnesses[siglum] = made.write(f"{stem}.txt", first)
        further = tuple(made.write(f"{stem}.{n}.txt", text) for n, text in enumerate(others, 2))
        if further:
            made.states[siglum] = (made.witnesses[siglum], *further)


def _texts(making: Making) -> tuple[str, dict[str, list[str]]]:
    """The text that is read, and all states of those of the witnesses."""
    if not making.text.task.witness_texts:
        return making.normalised.texts(witnesses=False)
    reading, witnesses = making.marked
    return reading.text, {witness: [one.text for one in states] for witness, states in witnesses.items()}


def _make_tables(making: Making) -> None:
    """The apparatus as plain text and as tables, where there is one."""
    made, name = making.made, making.text.name
    if text := making.normalised.apparatus(making.labels):
        made.apparatus = made.write(f"txt/{name}.apparatus.txt", text)
    if rows := making.rows:
        made.tables["csv"] = made.write(f"data/{name}.apparatus.csv", tables.as_csv(rows))
        made.tables["json"] = made.write(f"data/{name}.apparatus.json", tables.as_json(rows))
