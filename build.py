#!/usr/bin/env python3
"""Build the edition: ``python3 build.py``. See ``python3 build.py --help``, and README.md.

On a fresh machine this file first makes a virtual environment, .venv, installs what Recensio needs into it and goes on
in there; up to that point it uses the standard library alone. The commands are those of ``recensio/cli.py``.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NEEDED = (
    "click", "lxml", "rich", "saxonche", "typst", "pypdfium2", "fontpkg_amiri", "fontpkg_noto_serif", "pagefind_bin",
    "markdown_it", "mdit_py_plugins", "spellchecker",
)  # fmt: skip


def missing(test: bool) -> bool:
    """Does this Python lack anything that is needed (or, to test, what the tests need)?"""
    tools = ("pytest", "hypothesis", "xdist") if test else ()
    return any(importlib.util.find_spec(name) is None for name in NEEDED + tools)


def go_on_in_venv(test: bool) -> None:
    """Run this file again inside .venv, made and filled first where that has not been done."""
    if sys.version_info < (3, 11):  # noqa: UP036 (whoever has an older one is told)
        sys.exit(f"Recensio needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    if inside or not PYTHON.exists():
        print("Setting up .venv with what Recensio needs (once; a minute or so) …", flush=True)
    if not PYTHON.exists() and subprocess.run([sys.executable, "-m", "venv", str(VENV)]).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("Python's venv module is missing or broken; on Debian: apt install python3-venv. Then run this again.")
    if inside or not ready(test):
        extra = "[test]" if test else ""
        install = [
            str(PYTHON),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-e",
            f"{ROOT}{extra}",
        ]
        if subprocess.run(install).returncode:
            sys.exit(
                "Installing failed; the lines above say why. Without a network, install the packages of pyproject.toml."
            )
    sys.exit(subprocess.run([str(PYTHON), str(ROOT / "build.py"), *sys.argv[1:]]).returncode)


def ready(test: bool) -> bool:
    """Does .venv have everything?"""
    probe = "import sys; sys.path.insert(0, sys.argv[1]); import build; sys.exit(build.missing(sys.argv[2] == 'test'))"
    return subprocess.run([str(PYTHON), "-c", probe, str(ROOT), "test" if test else ""]).returncode == 0


if __name__ == "__main__":
    testing = sys.argv[1:2] == ["test"]
    if missing(testing):
        go_on_in_venv(testing)
    sys.path.insert(0, str(ROOT))
    from recensio.cli import main

    main(prog_name="build.py")
