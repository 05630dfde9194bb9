"""The words in which mistakes in the settings are told: types, values, names and what was probably meant."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import Field, dataclass
from difflib import get_close_matches
from typing import Any

from recensio.config.option import Words, option_of
from recensio.config.settings import TABLES, options


@dataclass(frozen=True, slots=True)
class Kind:
    """A type as an editor meets it: its name, a test, and what was probably meant by a value of another type."""

    name: str
    fits: Callable[[Any], bool]
    cure: Callable[[object], object]


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _as_text(value: object) -> object:
    return str(value).lower() if isinstance(value, int | float) else None


def _as_number(value: object) -> object:
    return int(value) if isinstance(value, str) and re.fullmatch("[0-9]{1,6}", value) else None


def _as_truth(value: object) -> object:
    return {"true": True, "yes": True, "false": False, "no": False}.get(str(value).casefold())


def _as_texts(value: object) -> object:
    given = value if isinstance(value, list) else [value]
    return [str(one) for one in given] if all(isinstance(one, str | int) for one in given) else None


def _is_table_of_texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _as_nothing(_value: object) -> object:
    return None


KINDS: Mapping[Any, Kind] = {
    str: Kind("a text in double quotes", lambda value: type(value) is str, _as_text),
    int: Kind("a whole number", lambda value: type(value) is int, _as_number),
    bool: Kind("true or false", lambda value: type(value) is bool, _as_truth),
    tuple[str, ...]: Kind("a list of texts", _is_texts, _as_texts),
    Words: Kind("a table of texts", _is_table_of_texts, _as_nothing),
}
_FOUND = {str: "a text", int: "a whole number", bool: "a truth value", float: "a decimal number", dict: "a table"}
_EXAMPLES: Mapping[str, Any] = {
    "title": "Collected Poems",
    "subtitle": "Critical edition",
    "licence": "CC BY 4.0",
    "publisher": "University Press",
    "editors": ["Ada Byron", "Karl Lachmann"],
    "url": "https://example.org/edition/",
    "exclude": ["drafts/**"],
    "separator": "]",
    "om": "om.",
    "add": "add.",
    "layers": ["fontes", "criticus"],
    "words": {"cett": "rell.", "layer-fontes": "Fontes"},
    "fonts": ["Junicode"],
    "css": "edition.css",
    "files": ["letter-*.xml"],
    "kinds": ["letter"],
    "schema": "schema/edition.rng",
    "rules": ["schema/edition.sch"],
    "baseline": "baseline.json",
}


def example(name: str, default: object, *, likely: bool = True) -> str:
    """The line that sets the option ``name``, as TOML: to its default, or if that is empty, to a ``likely`` value."""
    return f"{name} = {shown(_EXAMPLES.get(name, default) if likely else default)}"


def meant(row: Field[Any], value: object) -> str:
    """The line that was probably meant, as TOML."""
    check = option_of(row).check
    usable = value is not None and not (check and check(value))
    return f"{row.name} = {shown(value)}" if usable else example(row.name, row.default)


def option_named(table: str, key: str) -> str:
    """An option, as the subject of a sentence."""
    return f"The option {short(key)} of [{table}]"


def found_kind(value: object) -> str:
    """What kind of value stands there."""
    if isinstance(value, list):
        return "a list" if _is_texts(value) else "a list that holds more than texts"
    return _FOUND.get(type(value), "a date or time")


def each_value(value: object) -> Sequence[object]:
    """The values of a table or list, else the one value."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else [value]


def shown(value: object) -> str:
    """A value as TOML writes it, cut to a length that fits into a message."""
    shown = _inline_table(value) if isinstance(value, dict) else json.dumps(value, ensure_ascii=False, default=str)
    return shown if len(shown) <= 60 else shown[:59] + "…"


def _inline_table(table: Mapping[str, object]) -> str:
    rows = (f"{key} = {json.dumps(value, ensure_ascii=False, default=str)}" for key, value in table.items())
    return f"{{ {', '.join(rows)} }}"


def short(name: str) -> str:
    """A name, cut to a length that fits into a message."""
    shown = json.dumps(name, ensure_ascii=False)[1:-1]
    return shown if len(shown) <= 40 else shown[:39] + "…"


def did_you_mean(name: str | None, form: str) -> str:
    """The question whether ``name`` was meant, if there is one."""
    return f"Did you mean {form.format(name)}? " if name else ""


def listed(names: Iterable[str], form: str, word: str = "and") -> str:
    """Names in a row: ``a, b and c``."""
    *most, last = [form.format(name) for name in names]
    return f"{', '.join(most)} {word} {last}" if most else last


def home_of(key: str) -> str | None:
    """The table that has an option of this name."""
    return next((table for table in TABLES if key in options(table)), None)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of ``known`` that ``word`` most likely stands for, or ``None``. Case does not count."""
    folded = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold()[:80], folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None
