"""A new edition in a folder of its own: settings, a first text with apparatus and registers, and what git needs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from html import escape
from importlib import resources
from pathlib import Path

from recensio import config as settings
from recensio import shipped
from recensio.discover import discover

__all__ = ["Occupied", "Plan", "start"]

#: The files of the starter, and where they stand in an edition.
_FILES: Mapping[str, str] = {
    "edition.toml": "edition.toml",
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "workflow.yml": ".github/workflows/edition.yml",
    "letter.xml": "tei/letter.xml",
}
_REGISTERS = ("persons.xml", "places.xml")
_SCHEMAS = ("recensio.rng", "recensio.sch")
#: Attributes that hold pointers, and tokens in them that name a file of the edition.
_POINTERS = re.compile(r'(?P<before>\s(?:corresp|target|source|ref|facs|decls|resp|ana|sameAs)=)"(?P<value>[^"<]*)"')
_FILE = re.compile(r"[^#:]+\.(?:xml|tei)(?:#.*)?$", re.IGNORECASE)
#: What may be in the folder of a new edition already.
_WELCOME = frozenset({".git"})


class Occupied(Exception):
    """The folder holds files already, or is a file."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The edition that is wanted: its ``folder``, title and language; ``source`` is the folder of another edition whose
    registers are to be taken over."""

    folder: Path
    title: str
    language: str = "en"
    source: Path | None = None


def start(plan: Plan) -> tuple[str, ...]:
    """Write a new edition; the paths of its files. Raises ``Occupied``, or ``OSError`` where it can't be written."""
    if plan.folder.exists() and not plan.folder.is_dir():
        raise Occupied(f"{plan.folder} is a file.")
    if plan.folder.is_dir() and any(entry.name not in _WELCOME for entry in plan.folder.iterdir()):
        raise Occupied(f"{plan.folder} is not empty.")
    copied = _registers_of(plan.source) if plan.source is not None else {}
    names = {name: name if name not in copied else f"letter-{name}" for name in _REGISTERS}
    written = _texts(plan, names)
    written |= {f"schema/{name}": (shipped.folder("schema") / name).read_bytes() for name in _SCHEMAS}
    written |= {f"tei/registers/{name}": _alone(path.read_bytes(), copied) for name, path in copied.items()}
    for path, content in written.items():
        target = plan.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return tuple(sorted(written))


def _texts(plan: Plan, registers: Mapping[str, str]) -> dict[str, bytes]:
    """The files of the starter, filled in; ``registers`` are the names that its registers get."""
    starter = resources.files("recensio") / "starter"
    found = {target: (starter / name).read_text(encoding="utf-8") for name, target in _FILES.items()}
    for name, given in registers.items():
        found[f"tei/registers/{given}"] = (starter / "registers" / name).read_text(encoding="utf-8")
        found["tei/letter.xml"] = found["tei/letter.xml"].replace(f"registers/{name}#", f"registers/{given}#")
    return {path: _filled(path, text, plan).encode("utf-8") for path, text in found.items()}


def _filled(path: str, text: str, plan: Plan) -> str:
    quoted = json.dumps(plan.title, ensure_ascii=False)
    title = {".xml": escape(plan.title, quote=False), ".toml": quoted}.get(Path(path).suffix, plan.title)
    filled = {"{title}": title, "{language}": json.dumps(plan.language), "{year}": str(date.today().year)}
    if path.endswith(".yml"):
        return text
    for key, value in filled.items():
        text = text.replace(key, value)
    return text


def _registers_of(folder: Path) -> dict[str, Path]:
    """The registers of another edition, by the names that they get: those of their files, which keep their folder."""
    config, _ = settings.load(settings.find_config(folder))
    sources = discover((), config).sources
    below = config.root / config.sources.folder
    return {_name(source.path, below): source.path for source in sources if source.register}


def _alone(register: bytes, others: Mapping[str, Path]) -> bytes:
    """A register without its pointers at files that don't come along: texts of the edition that it is taken from."""
    try:
        text = register.decode("utf-8")
    except UnicodeDecodeError:
        return register
    return _POINTERS.sub(lambda found: _staying(found, {Path(name).name for name in others}), text).encode("utf-8")


def _staying(found: re.Match[str], names: Set[str]) -> str:
    tokens = found["value"].split()
    staying = [t for t in tokens if not _FILE.match(t) or t.partition("#")[0].rsplit("/", 1)[-1] in names]
    if staying == tokens:
        return found[0]
    return f'{found["before"]}"{" ".join(staying)}"' if staying else ""


def _name(path: Path, below: Path) -> str:
    inside = path.relative_to(below)
    return inside.relative_to("registers").as_posix() if inside.parts[0] == "registers" else inside.name

