"""The walk through one import in the documentation happens as it is told."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from importing import ROOT, found, texts
from lxml import etree

from recensio.commands_import import import_
from recensio.imports.plain.side import ROLES, side_of

PAGE = (ROOT / "docs/editors/import.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    fences = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return [text for name, text in fences if name == kind]


def test_the_walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "weir.txt").write_text(blocks("text")[0], encoding="utf-8")
    (tmp_path / "tei/sources").mkdir(parents=True)
    shown = [block.split("\n", 1) for block in blocks("") if block.startswith("$ python3 build.py import")]
    first = CliRunner().invoke(import_, shown[0][0].split()[4:])
    assert first.output == shown[0][1]
    (tmp_path / "tei/sources/weir.toml").write_text(blocks("toml")[0], encoding="utf-8")
    second = CliRunner().invoke(import_, shown[1][0].split()[4:])
    assert second.output.startswith(shown[1][1])
    root = etree.parse(tmp_path / "tei/imported/weir.xml").getroot()
    assert texts(root, "//t:body//t:head") == ["What can be done about it"]
    assert len(found(root, "//t:ref[@type='noteAnchor'][@target]")) == 3


def test_the_side_file_that_is_shown_is_one() -> None:
    side = side_of(tomllib.loads(blocks("toml")[1]))
    assert side.metadata.title and side.notes and side.calls and side.drops and side.gaps and side.works


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_told_of(role: str) -> None:
    assert re.sub(r"-\d$", "", role) in PAGE
