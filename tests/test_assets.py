"""The scripts beside the pages: small, readable where they are kept, and the same when they are written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from chromium import PROGRAM, browser

from recensio.assets import small, write_assets

SOURCES = Path(__file__).parent.parent / "xslt/html/assets"
#: The search has a budget of its own.
OF_THE_SEARCH = "search"
OURS = sorted(path for path in SOURCES.glob("*.js") if not path.name.startswith(OF_THE_SEARCH))


def test_all_scripts_together_are_under_60_kb(tmp_path: Path) -> None:
    write_assets(SOURCES, tmp_path)
    written = {path.name: (tmp_path / path.name).stat().st_size for path in OURS}
    assert len(written) > 15
    assert sum(written.values()) < 60_000


@pytest.mark.parametrize("script", OURS, ids=lambda path: path.stem)
def test_a_script_can_be_read(script: Path) -> None:
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("/* ")
    assert len(lines) <= 150
    assert [number for number, line in enumerate(lines, 1) if len(line) > 120] == []


def test_each_says_whose_it_is_and_nothing_else_is_said(tmp_path: Path) -> None:
    write_assets(SOURCES, tmp_path)
    for path in SOURCES.glob("*.js"):
        first, _, rest = (tmp_path / path.name).read_text(encoding="utf-8").partition("\n")
        assert first == "/*! Recensio, MIT: xslt/html/assets */"
        assert "/* " not in rest


def test_other_files_and_the_style_sheet_of_the_edition_are_copied(tmp_path: Path) -> None:
    (tmp_path / "own.css").write_text("p { color: red }")
    write_assets(SOURCES, tmp_path / "assets", tmp_path / "own.css")
    assert (tmp_path / "assets/edition.css").read_text() == "p { color: red }"
    assert (tmp_path / "assets/recensio.css").read_bytes() == (SOURCES / "recensio.css").read_bytes()


@pytest.mark.parametrize("script", ["const a = `x ${b.map(c => `  ${c}  // y`)}`;\n", "f(x => /a  b/.test(x));\n"])
def test_a_script_that_might_be_misunderstood_is_left_alone(script: str) -> None:
    assert small(script) == script


def test_strings_and_patterns_stay_as_they_are() -> None:
    made = small('const a = "x  // y"; // gone\nconst b = /[/*]  z/g, c = `  ${a}  `; /* gone */ return 1 / 2 / 3;\n')
    assert made.splitlines()[1] == 'const a="x  // y";const b=/[/*]  z/g,c=`  ${a}  `;return 1/2/3;'


@pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine")
def test_a_browser_understands_all(tmp_path: Path) -> None:
    with browser(tmp_path) as started:
        for path in SOURCES.glob("*.js"):
            started.ask(f"void new Function({json.dumps(small(path.read_text(encoding='utf-8')))})")


def test_no_rule_looks_through_the_whole_page() -> None:
    """``:has()`` on what is around the text is asked again whenever anything in it changes: in a long text that is slow."""
    css = (SOURCES / "recensio.css").read_text(encoding="utf-8")
    assert re.findall(r"(?:^|[\s,{}])(?:html|body|main|article|\.reading|:root)[^\s,{}()]*:has\([^{]*", css) == []
