"""TOML that can't be read: what is wrong with it and where, in the words of an editor."""

from __future__ import annotations

import re

from recensio.toml_places import Place

# What the parser's sentence contains, what an editor is told instead, and the cure.
_TOML_MISTAKES = (
    ("invalid value", "this is no value that TOML knows", "Put texts into double quotes; write true and false small."),
    ("expected '='", "an = is missing after the name of an option", "Write every option as name = value, one a line."),
    ("unterminated string", "a text is not closed", "Close it with the quotes it was opened with."),
    ("illegal character '\\n'", "a text is not closed on its line", "Close it with the quotes it was opened with."),
    ("unescaped '\\'", "a backslash in a text", "Write the backslash twice, or / between folders."),
    ("overwrite", "the same option is set twice", "Keep one of the two."),
    ("twice", "the same table begins twice", "Put all its options below one heading."),
    ("mutate immutable", "the same table begins twice", "Put all its options below one heading."),
    ("duplicate", "the same option is set twice", "Keep one of the two."),
    ("unclosed array", "a list is not closed", "Close the list with ]; commas go between its values."),
    ("newline or end of document", "something follows the value", "Put one option a line; a comment begins with #."),
    ("table declaration", "the heading of a table is not closed", "Write the heading as [name], alone on its line."),
    ("exceeds the limit", "a number is too long", "Write a shorter number."),
    ("inline table", "a table in { } is not closed on its line", "Close it with }, or give it a heading of its own."),
    ("initial character", "the name of an option or table is missing", "Write name = value, or [name] for a table."),
    ("nested", "lists stand within lists without end", "Take the nested lists out."),
)
_AT = re.compile(r" \(at line (\d+), column (\d+)\)$")
_AT_END = " (at end of document)"


def explained(error: Exception) -> tuple[str, str]:
    """The mistake and its cure in our words; for one that the table does not know, in the parser's."""
    said = "nested too deep" if isinstance(error, RecursionError) else _AT.sub("", str(error)).removesuffix(_AT_END)
    known = ((reason, cure) for needle, reason, cure in _TOML_MISTAKES if needle in said.lower())
    own = f"{said[:1].lower()}{said[1:120]}".rstrip(".")
    return next(known, (own, "Mend the line; the rules of TOML are at https://toml.io."))


def place_of(error: Exception, text: str) -> Place | None:
    """Where the parser found a mistake."""
    found = _AT.search(str(error))
    if found:
        return int(found[1]), int(found[2])
    return place_at(text.rstrip()) if str(error).endswith(_AT_END) else None


def place_at(before: str) -> Place:
    """The place behind ``before``, both counted from 1."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")
