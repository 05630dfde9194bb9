"""What the documentation and the examples for continuous integration tell to run can be run."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from helpers import ROOT

from recensio.cli import main
from recensio.problems import catalogue

PAGES = [*sorted((ROOT / "docs/examples").iterdir()), ROOT / "docs/editors/validation.md", ROOT / "docs/editors/ci.md",
         ROOT / ".pre-commit-hooks.yaml"]  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_option_that_is_told_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    options = {name for option in main.commands["validate"].params for name in option.opts}
    commands = re.findall(r"(?:recensio|build\.py) validate([^\n`>|]*)", text)
    told = {word for command in commands for word in command.split() if word.startswith("-")}
    told |= set(re.findall(r"`(--[a-z-]+)", text)) | set(re.findall(r"args: \[([^]]*)\]", text) and ["--strict"])
    assert told <= options
    assert commands or page.name in {"pre-commit-config.yaml", "ci.md"}


def test_every_format_and_code_that_is_told_exists() -> None:
    formats = next(o.type for o in main.commands["validate"].params if "--format" in o.opts)
    assert isinstance(formats, click.Choice)
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert set(re.findall(r"--format (\w+)", text)) <= set(formats.choices)
        assert set(re.findall(r"\b[A-Z]{3}-\d{3}\b", text)) <= set(catalogue())


def test_the_example_of_the_documentation_is_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    page = (ROOT / "docs/editors/validation.md").read_text(encoding="utf-8")
    source = page.partition("```xml\n")[2].partition("```")[0]
    printed = page.partition("it prints\n\n```\n")[2].partition("```")[0]
    header = (
        "<teiHeader><fileDesc><titleStmt><title>Letter</title></titleStmt><publicationStmt><p>x</p></publicationStmt>"
        '<sourceDesc><listWit><witness xml:id="A">A</witness><witness xml:id="B">B</witness></listWit></sourceDesc>'
        "</fileDesc></teiHeader>"
    )
    people = (
        '<standOff><listPerson><person xml:id="caesar"><persName>Caesar</persName></person></listPerson></standOff>'
    )
    indented = "".join(f"    {line}\n" for line in source.strip("\n").splitlines())
    start = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}{people}\n  <text>\n'
    (tmp_path / "tei").mkdir()
    settings = '[edition]\nlicence = "CC BY 4.0"\n[severity]\nMET-005 = "off"\nAPP-010 = "off"\n'
    (tmp_path / "edition.toml").write_text(settings)
    empty = 18 - 1 - start.count("\n") - 1
    (tmp_path / "tei/letter.xml").write_text("\n" * empty + start + indented + "  </text>\n</TEI>\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["validate", "--quiet"], catch_exceptions=False)
    assert done.output.rstrip("\n").splitlines()[:-1] == printed.rstrip("\n").splitlines()[:-1]
    assert done.output.rstrip("\n").splitlines()[-1] == "1 file: 3 warnings"


def test_examples_are_yaml() -> None:
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    for page in PAGES:
        if page.suffix in {".yml", ".yaml"}:
            assert yaml.safe_load(page.read_text(encoding="utf-8"))
