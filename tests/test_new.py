"""A new edition: it builds without a word of complaint, and takes nobody's place."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers import ROOT, build_in

from recensio import config as settings
from recensio.cli import main
from recensio.order import Order
from recensio.starting import Occupied, Plan, start
from recensio.validation import check


def found(folder: Path) -> list[str]:
    config, problems = settings.load(folder / "edition.toml")
    return [f"{p.file}:{p.line} {p.code}" for p in check(Order(config, True, jobs=1, problems=problems)).problems]


def test_a_new_edition_is_valid_and_builds(tmp_path: Path) -> None:
    start(Plan(tmp_path / "e", 'Letters & "poems" <1893>', "de"))
    assert found(tmp_path / "e") == []
    report = build_in(tmp_path / "e", to=("html", "txt", "pdf"))
    assert report.ordered == ()
    letter = next(text for text in report.texts if text.id == "letter")
    assert set(letter.witnesses) == {"A", "B"} and letter.apparatus == 3
    assert 'Letters &amp; "poems" &lt;1893>' in (tmp_path / "e/output/html/index.html").read_text().replace("&gt;", ">")
    ignored = (tmp_path / "e" / ".gitignore").read_text().split("\n")
    assert {"output/", ".recensio/", "tei/imported/"} <= set(ignored)


def test_registers_come_from_another_edition(tmp_path: Path) -> None:
    start(Plan(tmp_path / "e", "E", source=ROOT))
    names = {path.name for path in (tmp_path / "e/tei/registers").iterdir()}
    assert {path.name for path in (ROOT / "tei/registers").glob("*.xml")} | {"letter-persons.xml", "letter-places.xml"} == names
    assert found(tmp_path / "e") == []
    assert '"registers/letter-persons.xml#linden"' in (tmp_path / "e/tei/letter.xml").read_text()


def test_what_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "e").mkdir()
    (tmp_path / "e" / ".git").mkdir()
    start(Plan(tmp_path / "e", "E"))
    before = (tmp_path / "e" / "README.md").read_text()
    with pytest.raises(Occupied):
        start(Plan(tmp_path / "e", "Other"))
    with pytest.raises(Occupied):
        start(Plan(tmp_path / "e" / "README.md", "Other"))
    assert (tmp_path / "e" / "README.md").read_text() == before


def test_the_command(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["new", str(tmp_path / "my-edition")])
    assert run.exit_code == 0 and "“My edition”" in run.output and "tei/letter.xml" in run.output
    again = CliRunner().invoke(main, ["new", str(tmp_path / "my-edition")])
    assert again.exit_code == 1 and "is not empty" in again.output


def test_the_starter_is_in_the_wheel() -> None:
    ignored = (ROOT / ".gitignore").read_text().split()
    starter = [path.name for path in (ROOT / "recensio" / "starter").rglob("*")]
    assert starter and not set(starter) & {name.rstrip("/") for name in ignored}
