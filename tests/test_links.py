"""Every link of every page leads to a page, and to a place on it, that is there: of the first edition, and of the specimens."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from helpers import ROOT, SPECIMENS, build_in
from lxml import etree
from lxml import html as lxml_html


def _pages(folder: Path) -> dict[Path, etree._Element]:
    parser = lxml_html.HTMLParser(encoding="utf-8")
    return {path: lxml_html.document_fromstring(path.read_bytes(), parser=parser) for path in folder.rglob("*.html")}


def _links(tree: etree._Element) -> Iterator[str]:
    for element in tree.iter("*"):
        for name in ("href", "src"):
            value = element.get(name)
            if value and not re.match(r"[a-z]+:", value):
                yield value


def _is_led_on(page: Path, place: str) -> bool:
    """Whether the first page of a text that is cut knows on which of the others the place is."""
    table = page.with_suffix("") / "addresses.js"
    return table.is_file() and f'"{place}":' in table.read_text(encoding="utf-8")


def _leading_nowhere(folder: Path) -> list[str]:
    """What is wrong with the links and ids of the pages below a folder."""
    pages = _pages(folder)
    ids = {path: Counter(e.get("id") for e in tree.iter("*") if e.get("id")) for path, tree in pages.items()}
    wrong = [f"{path.name}: {name} twice" for path, names in ids.items() for name, n in names.items() if n > 1]
    for path, tree in pages.items():
        for link in dict.fromkeys(_links(tree)):
            name, place = (unquote(part) for part in urldefrag(link))
            target = (path.parent / name).resolve() if name else path
            there = not place or target not in ids or place in ids[target] or _is_led_on(target, place)
            if not target.exists() or not there:
                wrong.append(f"{path.name}: {link}")
    assert len(pages) > 1
    return wrong


def test_in_the_first_edition(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tei", tmp_path / "tei", ignore=shutil.ignore_patterns("imported"))
    shutil.copy(ROOT / "edition.toml", tmp_path)
    report = build_in(tmp_path, to=("html",))
    assert [str(problem) for problem in report.ordered if problem.severity == "error"] == []
    assert _leading_nowhere(tmp_path / "output" / "html") == []


@pytest.mark.parametrize("words", [15000, 60])
def test_in_the_specimens(words: int, tmp_path: Path) -> None:
    shutil.copytree(SPECIMENS, tmp_path / "tei", ignore=shutil.ignore_patterns("*.md"))
    (tmp_path / "edition.toml").write_text(f"[web]\npage_words = {words}\n", encoding="utf-8")
    build_in(tmp_path, to=("html",))
    assert _leading_nowhere(tmp_path / "output" / "html") == []
