"""Which fonts there are for a text, and which of its characters none of them has."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

import typst

from recensio.last_resort import FAMILY, last_resort
from recensio.typeset.job import PLACE_COMMENT, Fault, Job, unescaped
from recensio.wording import counted

_SHIPPED_FAMILIES = ("Libertinus Serif", "Noto Serif", "Cardo", "New Computer Modern")
_LAST_FAMILIES = ("DejaVu Sans Mono", "New Computer Modern Math")
# What a face has, but should not be asked for. The first one's Hebrew has no points: words in it must not be mixed of
# two faces. Cardo has one and the same stand-in for all Gothic letters, for most runes and for some other signs.
_NOT_ASKED_FOR = {
    "Libertinus Serif": "[^\u0590-\u05ff\ufb1d-\ufb4f]",
    "Cardo": "[^\u16a1-\u16a5\u16a8-\u16c0\u16c2-\u16c8\u16ca\u16cb\u16ce-\u16d7\u16d9-\u16e2\u16e4\u16e5\u16e8-\u16ea"
    "\u16ed-\u16ef\u27f3\u2938-\u293f\ua779\ua77e\ua77f\ua782\ua784-\ua786\U00010330-\U0001034a"
    "\U0001d504\U0001d50f\U0001d514\U0001d517\U0001d519]",
}
_NOT_SHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')


@dataclass(frozen=True, slots=True)
class Fonts:
    """Folders to look in, families in the order to try them, and what no family has."""

    folders: tuple[Path, ...]
    families: tuple[str, ...]
    faults: tuple[Fault, ...]

    @classmethod
    def for_text(cls, job: Job, desk: Path) -> Fonts:
        """The fonts for all sources of a job; one of last resort is put into the folder ``desk`` where none serves."""
        shipped = (folder / "fonts" for folder in job.template_folders)
        folders = (*job.font_folders, *filter(Path.is_dir, shipped), *packaged_font_folders())
        families = _families(folders, job.page.fonts)
        units = frozenset().union(*(_units(unescaped(source)) for source in job.sources.values()))
        refused = _uncovered(units, folders, families)
        borrowed: tuple[Fault, ...] = ()
        if refused and (found := _installed_for(refused, folders)):
            folders, families = (*folders, *system_font_folders()), (*families, *found)
            refused = _uncovered(units, folders, families)
            borrowed = (Fault("PDF-009", {"families": ", ".join(found)}),)
        if not refused:
            return cls(folders, families, borrowed)
        shelf = desk / "last-resort"
        shelf.mkdir()
        (shelf / "last-resort.ttf").write_bytes(last_resort("".join(refused)))
        missing = sorted({character for unit in refused for character in unit if _needs_a_look(character)})
        facts = {"count": counted(len(missing), "character of the text", "characters of the text"), "folder": "fonts"}
        times = Counter(character for source in job.sources.values() for character in source)
        place = _place_of(frozenset(missing), job.source)
        fault = Fault("PDF-002", {**facts, "characters": _named(missing, times)}, place)
        return cls((*folders, shelf), (*families, FAMILY), (*borrowed, fault))


@cache
def packaged_font_folders() -> tuple[Path, ...]:
    """Folders of the fonts that are installed as Python packages (``fontpkg-…``), in the order of their names."""
    names = sorted(module.name for module in iter_modules() if module.name.startswith("fontpkg_"))
    homes = (home for name in names if (spec := find_spec(name)) for home in spec.submodule_search_locations or ())
    return tuple(folder for home in homes if (folder := Path(home) / "files").is_dir())


_SYSTEM_FONTS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts",
    "~/.local/share/fonts", "/Library/Fonts", "~/Library/Fonts",
    "/System/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip


@cache
def system_font_folders() -> tuple[Path, ...]:
    """Where the fonts of this machine lie. They are asked only for what no other font has: pages must not depend on
    the machine without need."""
    folders = (Path(os.path.expanduser(name)) for name in _SYSTEM_FONTS)  # noqa: PTH111 (never raises)
    return tuple(folder for folder in folders if folder.is_dir())


def _installed_for(units: Iterable[str], folders: tuple[Path, ...]) -> tuple[str, ...]:
    """Families of this machine that are named after the scripts of these characters, serifs first, one a script."""
    if not system_font_folders():
        return ()
    scripts = {_script(character) for unit in units for character in unit if _needs_a_look(character)}
    paths = [str(folder) for folder in system_font_folders()]
    there = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths).families()
    named = sorted((family for family in there), key=lambda family: ("serif" not in family.casefold(), family))
    first = {script: family for family in reversed(named) for script in scripts if script in family.casefold().split()}
    return tuple(first[script] for script in sorted(first))


def _script(character: str) -> str:
    """The script of a character, as it is called in the names of fonts."""
    script = unicodedata.name(character, "").split(" ")[0].casefold()
    return "cjk" if script in {"hiragana", "katakana", "ideographic", "hangul"} else script


@cache
def _families(folders: tuple[Path, ...], preferred: tuple[str, ...]) -> tuple[str, ...]:
    paths = [str(folder) for folder in folders]
    there = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=paths).families()
    known = {family.casefold(): family for family in there}
    first = [known[name.casefold()] for name in (*preferred, *_SHIPPED_FAMILIES) if name.casefold() in known]
    others = [family for family in sorted(there) if family not in _LAST_FAMILIES]
    return tuple(dict.fromkeys((*first, *others, *(family for family in _LAST_FAMILIES if family in there))))


def _needs_a_look(character: str) -> bool:
    """Letters that every text face has need no test."""
    category = unicodedata.category(character)
    return character > "\u00ff" and (category == "Co" or category[0] not in "ZC")


def _units(text: str) -> frozenset[str]:
    """What must be found in one font: letters by themselves, and with the marks that they bear."""
    letters = set(text)
    marks = "".join(sorted(c for c in letters if unicodedata.category(c).startswith("M")))
    units = set(filter(_needs_a_look, letters))
    if marks:
        units.update(re.findall(f"[^\\s{re.escape(marks)}][{re.escape(marks)}]+", text))
    return frozenset(units)


_covered: dict[tuple[tuple[Path, ...], tuple[str, ...]], dict[str, bool]] = {}


def _uncovered(units: frozenset[str], folders: tuple[Path, ...], families: tuple[str, ...]) -> list[str]:
    """Those that no font has. The typesetter itself tells, by refusing them under PDF/A; it is asked once for each."""
    known = _covered.setdefault((folders, families), {})
    unknown = sorted(units - known.keys())
    if unknown:
        refused = _refused(unknown, folders, families)
        known.update({unit: refused.isdisjoint(unit) for unit in unknown})
    return sorted(unit for unit in units if not known[unit])


def _refused(units: Sequence[str], folders: tuple[Path, ...], families: tuple[str, ...]) -> frozenset[str]:
    """The characters of these units that the typesetter finds in no font."""
    specimen = f"#set text(font: {_typst_fonts(families)}, fallback: false)\n" + "\n".join(
        '#par[#"' + "".join(f"\\u{{{ord(character):x}}}" for character in unit) + '"]' for unit in units
    )
    paths = [str(folder) for folder in folders]
    try:
        compiler: typst.Compiler = typst.Compiler(  # type: ignore[misc]
            specimen.encode(), font_paths=paths, ignore_system_fonts=True
        )
        compiler.compile(pdf_standards=["a-2u"])
    except typst.TypstError as error:
        return frozenset("".join(unescaped(text) for text in _NOT_SHOWN.findall(error.diagnostic)))
    return frozenset()


def restricted(family: str, letters: Iterable[str]) -> str | dict[str, str]:
    """A family as the template takes it for a text of these letters: its name, or name and covered characters."""
    covers = _NOT_ASKED_FOR.get(family, "")
    return {"name": family, "covers": covers} if covers and re.sub(covers, "", "".join(letters)) else family


def _typst_fonts(families: Sequence[str]) -> str:
    return "(" + "".join(f"{_typst_font(family)}," for family in families) + ")"


def _typst_font(family: str) -> str:
    name = json.dumps(family, ensure_ascii=False)
    covers = _NOT_ASKED_FOR.get(family)
    return f"(name: {name}, covers: regex({json.dumps(covers, ensure_ascii=False)}))" if covers else name


def _place_of(characters: frozenset[str], source: str) -> str | None:
    """The place that the print source names above the first of these characters."""
    at = None
    for line in source.splitlines():
        if (comment := PLACE_COMMENT.match(line)) is not None:
            at = comment[1]
        elif not characters.isdisjoint(line):
            return at
    return None


def _named(characters: Sequence[str], times: Mapping[str, int], most: int = 3) -> str:
    """Characters as people and programs know them: U+0712 (Syriac letter beth, 12 times), …"""
    named = ((c, unicodedata.name(c, "without a name").capitalize()) for c in characters[:most])
    shown = [f"U+{ord(c):04X} ({name}, {counted(times[c], 'time', 'times')})" for c, name in named]
    return ", ".join(shown) + (f" and {len(characters) - most} more" if len(characters) > most else "")
