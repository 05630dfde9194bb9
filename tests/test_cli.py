"""The command line: exit statuses, suggestions, quiet output."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers import ROOT, tei

from recensio.cli import FORMATS, main


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "build.py"), *arguments], cwd=folder, capture_output=True, text=True
    )


def edition(folder: Path, body: str = "<p>a</p>") -> Path:
    (folder / "tei").mkdir()
    (folder / "edition.toml").touch()
    (folder / "tei/one.xml").write_text(tei(body))
    return folder


def test_without_a_command_the_edition_is_built(tmp_path: Path) -> None:
    done = run(folder=edition(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "output/html/one.html").is_file()
    assert (tmp_path / "output/pdf/one.pdf").read_bytes().startswith(b"%PDF")
    assert done.stdout.startswith("1 text: no problems (")


def test_an_error_gives_status_1_and_a_line_that_grep_finds(tmp_path: Path) -> None:
    edition(tmp_path)
    (tmp_path / "tei/bad.xml").write_text("<TEI>\n<p>\n</TEI>")
    done = run("build", "--to", "txt", folder=tmp_path)
    assert done.returncode == 1
    assert any(line.startswith("tei/bad.xml:3:") and " error XML-" in line for line in done.stdout.splitlines())


def test_warnings_count_when_strict(tmp_path: Path) -> None:
    edition(tmp_path, '<p><ref target="#nowhere">x</ref></p>')
    assert run("build", "--to", "txt", folder=tmp_path).returncode == 0
    assert run("build", "--to", "txt", "--strict", folder=tmp_path).returncode == 1


def test_a_file_outside_any_edition_is_built_into_the_current_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "here").mkdir()
    (tmp_path / "elsewhere/loose.xml").write_text(tei("<p>a</p>"))
    done = run("build", "../elsewhere/loose.xml", "--to", "txt", folder=tmp_path / "here")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "here/output/txt/loose.txt").read_text() == "a\n"
    assert list((tmp_path / "elsewhere").iterdir()) == [tmp_path / "elsewhere/loose.xml"]


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["biuld"], "Did you mean 'build'?"),
        (["build", "--too", "html"], "--to"),
        (["build", "--to", "epub"], "'epub' is none of html, pdf, txt, tex."),
        (["build", "--to", "txt,htlm"], "Did you mean html?"),
        (["--forse"], "--force"),
        (["build", "-j", "-1"], "-1 is not in the range x>=0"),
    ],
)
def test_wrong_usage_gives_status_2_and_a_suggestion(arguments: list[str], advice: str) -> None:
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 2
    assert advice in done.output


def test_a_path_in_the_place_of_a_command_is_explained(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, [str(edition(tmp_path) / "tei")])
    assert done.exit_code == 2
    assert f"To build that file or folder: build {tmp_path / 'tei'}" in done.output


def test_formats_may_stand_in_one_list(tmp_path: Path) -> None:
    assert run("build", "--to", "txt,HTML", "--to", "txt", folder=edition(tmp_path)).returncode == 0
    made = {path.name for path in (tmp_path / "output").iterdir() if path.is_dir() and path.name in FORMATS}
    assert made == {"html", "txt"}


@pytest.mark.parametrize("command", ["build", "validate", "clean"])
def test_help_everywhere(command: str) -> None:
    for flag in ("-h", "--help"):
        done = CliRunner().invoke(main, [command, flag])
        assert done.exit_code == 0
        assert done.output.startswith(f"Usage: main {command}")


def test_validate_writes_nothing(tmp_path: Path) -> None:
    edition(tmp_path, '<p><ref target="#nowhere">x</ref></p>')
    done = run("validate", folder=tmp_path)
    assert done.returncode == 0
    assert "tei/one.xml:2:" in done.stdout
    assert "PTR-001" in done.stdout
    assert not (tmp_path / "output").exists()


def test_clean_removes_the_output_and_nothing_else(tmp_path: Path) -> None:
    run("build", "--to", "txt", folder=edition(tmp_path))
    assert (tmp_path / "output").is_dir()
    assert run("clean", folder=tmp_path).returncode == 0
    assert not (tmp_path / "output").exists()
    assert (tmp_path / "tei/one.xml").is_file()


def test_clean_leaves_a_folder_of_somebody_else(tmp_path: Path) -> None:
    (edition(tmp_path) / "output").mkdir()
    (tmp_path / "output/thesis.doc").write_text("x")
    done = run("clean", folder=tmp_path)
    assert done.returncode == 1
    assert (tmp_path / "output/thesis.doc").is_file()


def test_quiet_says_nothing_of_time(tmp_path: Path) -> None:
    assert run("build", "--to", "txt", "-q", folder=edition(tmp_path)).stdout == "1 text: no problems\n"
