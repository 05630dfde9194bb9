"""What values the options of ``edition.toml`` may have.

A check answers ``""`` for a value that can be used, else what the value must be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath, PureWindowsPath

from recensio.pictures import is_source

LANGUAGES = ("en", "de", "fr", "it", "es", "ru", "la")
#: What can be made, and what is made if nothing else is said.
OUTPUTS = ("html", "pdf", "txt", "tex")
USUAL = ("html", "pdf", "txt")
SEVERITIES = ("error", "warning", "info", "off")
PAPERS: Mapping[str, tuple[float, float]] = {
    "a4": (210.0, 297.0),
    "a5": (148.0, 210.0),
    "a6": (105.0, 148.0),
    "b5": (176.0, 250.0),
    "letter": (215.9, 279.4),
}

#: What stands at the foot of a printed page.
FOOT = ("author", "source", "apparatus", "editor")
WHETHER = ("auto", "yes", "no")
_MILLIMETRES = {"mm": 1.0, "cm": 10.0, "in": 25.4}
_PAPER = re.compile(r"(\d{1,4}(?:\.\d{1,3})?)x(\d{1,4}(?:\.\d{1,3})?)(mm|cm|in)", re.ASCII)
_LENGTH = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)(mm|cm|in|pt)", re.ASCII)
_SIZE = re.compile(r"(\d{1,2}(?:\.\d{1,3})?)pt", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s<>\"\\]+", re.ASCII)
#: The words that an apparatus says itself; a layer's heading is ``layer-NAME``.
APPARATUS_WORDS = (
    "separator", "between", "om", "add", "del", "transp", "cett", "lac", "illeg", "nc", "ac", "pc", "conj", "corr",
    "unit-verse", "unit-line", "unit-paragraph", "unit-section", "unit-heading", "extent-text", "extent-lacuna",
    "lacunaStart", "lacunaEnd", "witStart", "witEnd",
)  # fmt: skip

def paper_in_mm(value: str) -> tuple[float, float] | None:
    """Width and height in millimetres of ``"a5"``, ``"155x235mm"``, ``"15.5x23.5cm"`` or ``"6x9in"``; else ``None``."""
    found = _PAPER.fullmatch(value)
    if found is None:
        return PAPERS.get(value)
    scale = _MILLIMETRES[found[3]]
    return round(float(found[1]) * scale, 3), round(float(found[2]) * scale, 3)


def paper(value: str) -> str:
    """A size of pages."""
    size = paper_in_mm(value)
    fits = size is not None and all(70 <= side <= 1200 for side in size)
    return "" if fits else f"a size from 70 to 1200 mm a side, or one of {', '.join(PAPERS)}"


def type_size(value: str) -> str:
    """A size of type."""
    found = _SIZE.fullmatch(value)
    return "" if found and 6 <= float(found[1]) <= 24 else "a size from 6pt to 24pt"


def at_least(least: int) -> Callable[[int], str]:
    """A check for whole numbers from ``least`` on."""
    return lambda value: "" if least <= value <= 1_000_000 else f"a whole number from {least} to 1000000"


def margin(value: str) -> str:
    """A margin, or ``auto``."""
    fits = value == "auto" or ((found := _LENGTH.fullmatch(value)) and float(found[1]) > 0)
    return "" if fits else "a length in mm, cm, in or pt such as 20mm, or auto"


def foot(value: Sequence[str]) -> str:
    """The order of what stands at the foot."""
    return "" if set(value) == set(FOOT) else f"a list of {', '.join(FOOT)}, each once"


def address(value: str) -> str:
    """An address on the web, or nothing."""
    return "" if not value or _ADDRESS.fullmatch(value) else "an address that begins with https:// or http://"


def image_sites(value: Sequence[str]) -> str:
    """Addresses that pictures may come from."""
    return "" if all(map(is_source, value)) else "a list of addresses such as https://iiif.example.org"


def grammar(value: str) -> str:
    """The file of a grammar, or nothing."""
    return "" if not value or value.lower().endswith((".rng", ".rnc")) else "a file that ends in .rng or .rnc"


def file_stem(value: str) -> str:
    """A name for files."""
    fits = re.fullmatch(r"[\w][\w.-]{0,99}", value)
    return "" if fits else "a name of letters, digits, hyphens, points and underscores"


def prose(value: str) -> str:
    """A file of prose, or nothing."""
    return "" if not value or value.lower().endswith((".md", ".txt")) else "a file that ends in .md or .txt"


def rules(value: Sequence[str]) -> str:
    """Files of rules."""
    fits = all(stays_inside(one) and one.lower().endswith((".sch", ".rng")) for one in value)
    return "" if fits else "a list of files inside the edition's folder that end in .sch"


def words(value: Mapping[str, str]) -> str:
    """Words of the apparatus."""
    known = all(key in APPARATUS_WORDS or key.startswith("layer-") for key in value)
    return "" if known else f"a table with keys among {', '.join(APPARATUS_WORDS)} and layer-NAME"


def layers(value: Sequence[str]) -> str:
    """Names of layers."""
    return "" if all(one and not re.search(r"\s", one) for one in value) else "a list of names without white space"


def some(value: Sequence[str]) -> str:
    """A list that is not empty."""
    return "" if value else "a list of at least one"


def stays_inside(value: str) -> bool:
    """True if ``value`` is a relative path that can't leave the folder it starts from, on any system."""
    windows, posix = PureWindowsPath(value), PurePosixPath(value)
    leaves = ".." in windows.parts or windows.drive or windows.root or posix.is_absolute() or "\\" in value
    return bool(value) and not leaves and not value.startswith("~")
