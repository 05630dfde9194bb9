"""The pages of the documentation that are made from the program are up to date and well made."""

from __future__ import annotations

from pathlib import Path

import pytest

from recensio import manual
from recensio.config import TABLES, option_of, options
from recensio.problems import CodeEntry, Severity, catalogue

EDITORS = Path(__file__).parent.parent / "docs" / "editors"


@pytest.mark.parametrize(
    ("name", "made"),
    [("configuration.md", manual.configuration_page), ("messages.md", manual.messages_page)],
)
def test_the_committed_page_is_up_to_date(name: str, made: object) -> None:
    assert callable(made)
    committed = (EDITORS / name).read_text(encoding="utf-8")
    assert committed == made(), f"{name} is out of date; write it anew: python -m recensio.manual docs/editors"


def test_every_option_is_documented() -> None:
    page = manual.configuration_page()
    for table in TABLES:
        section = page.partition(f"\n## [{table}]\n")[2].partition("\n## ")[0]
        for name, row in options(table).items():
            assert f"| `{name}` |" in section
            about = option_of(row).about
            assert about in section
            assert about.endswith(".")
            assert "|" not in about
            assert all(f"`{value}`" in section for value in option_of(row).allowed)


def test_rows_of_the_settings() -> None:
    page = manual.configuration_page()
    assert "| `jobs` | whole number | `0` | How many files to build at a time; 0 is one for each core. |" in page
    said = "What to make; tex is LaTeX source for reledmac. Any of `html`, `pdf`, `txt`, `tex`."
    assert f'| `to` | list of texts | `["html", "pdf", "txt"]` | {said} |' in page
    assert "| `strict` | true or false | `false` | Whether warnings make the build fail, as errors do. |" in page


def test_every_code_is_documented() -> None:
    page = manual.messages_page()
    headings = [line[4:] for line in page.splitlines() if line.startswith("### ")]
    assert headings == list(catalogue())


def test_one_code(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = CodeEntry(
        "APP-901",
        Severity.WARNING,
        message="The <{tag}> cites `@wit={the_value}` of {a_b:>3}, * {{x}}.{guess}",
        hint="{guess}Write <rdg>.",
        about="In `<app>` an *unknown* <wit> is\nnot known.",
        wrong='\n<rdg wit="#Q"/>\n',
        right="a ```` b",
    )
    monkeypatch.setattr(manual, "catalogue", lambda: {"APP-901": entry})
    assert manual.messages_page().partition("## APP")[2] == (
        ": The critical apparatus\n\n"
        "### APP-901\n\n"
        "**warning** · The \\<*tag*\\> cites `@wit=THE_VALUE` of *a b*, \\* {x}.\n\n"
        "In `<app>` an \\*unknown\\* \\<wit\\> is\nnot known.\n\n"
        "*Cure:* Write \\<rdg\\>.\n\n"
        'Wrong:\n\n```xml\n<rdg wit="#Q"/>\n```\n\n'
        "Right:\n\n`````xml\na ```` b\n`````\n"
    )


def test_a_cure_that_is_only_a_fact_is_left_out() -> None:
    section = manual.messages_page().partition("### CFG-003\n")[2].partition("\n### ")[0]
    assert "*Cure:*" not in section


def test_pages_are_written(tmp_path: Path) -> None:
    manual.write(tmp_path)
    assert (tmp_path / "configuration.md").read_text(encoding="utf-8") == manual.configuration_page()
    assert (tmp_path / "messages.md").read_bytes() == manual.messages_page().encode()
