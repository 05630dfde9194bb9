"""Whole sites, page by page: every link leads somewhere, nothing is fetched from elsewhere, nothing can run."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from helpers import CORPORA, SPECIMENS, build_in
from html_rules import faults as html_faults
from lxml import html as lxml_html

from recensio import config

#: Attributes by which a page fetches something by itself.
FETCHING = ("//@src", "//@srcset", "//@poster", "//@data", "//@background", "//@formaction", "//@ping",
            "//link[not(@rel='canonical' or @rel='next' or @rel='prev' or @rel='license')]/@href")  # fmt: skip
LEADING = (*FETCHING, "//@href", "//@cite", "//@action", "//@*[name()='xlink:href']")
HARMLESS = ("", "http", "https", "mailto")
NEVER = "//iframe | //object | //embed | //base | //applet | //svg//script | //meta[@http-equiv='refresh']"
#: More than this is too large for a quick test.
LARGEST = 150_000


class Site:
    """The pages below a folder, as a reader's browser takes them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
        self.trees: dict[Path, Any] = {
            page: lxml_html.document_fromstring(page.read_bytes(), parser=parser) for page in sorted(self.folder.rglob("*.html"))
        }
        self.ids = {page: frozenset(map(str, tree.xpath("//@id"))) for page, tree in self.trees.items()}

    def found(self, page: Path, paths: tuple[str, ...]) -> Iterator[str]:
        yield from dict.fromkeys(str(value).strip() for path in paths for value in self.trees[page].xpath(path))

    def faults(self) -> list[str]:
        """What is wrong, each with its page."""
        checks = (self.dead_links, self.requests, self.dangers, self.policy, self.markup)
        return [f"{page.relative_to(self.folder)}: {fault}" for page in self.trees for check in checks for fault in check(page)]

    def dead_links(self, page: Path) -> Iterator[str]:
        yield from (f"the id {one} stands {n} times" for one, n in Counter(map(str, self.trees[page].xpath("//@id"))).items() if n > 1)
        for link in self.found(page, LEADING):
            parts = urlsplit(link)
            if parts.scheme or link.startswith("//"):
                continue
            target = Path(unquote(urlsplit(urljoin(page.as_uri(), link)).path)).resolve() if parts.path else page
            place = unquote(parts.fragment)
            if not target.is_file() or not target.is_relative_to(self.folder):
                yield f"leads nowhere: {link}"
            elif place and target in self.ids and not (place.startswith("view:") or place in self.ids[target] or self.is_led_on(target, place)):
                yield f"no such place: {link}"

    def is_led_on(self, page: Path, place: str) -> bool:
        """Whether the first page of a long text sends on to the place."""
        table = page.with_suffix("") / "addresses.js"
        return table.is_file() and f'"{place}":' in table.read_text(encoding="utf-8")

    def requests(self, page: Path) -> Iterator[str]:
        yield from (f"fetches {link}" for link in self.found(page, FETCHING) if urlsplit(link).scheme or link.startswith("//"))

    def dangers(self, page: Path) -> Iterator[str]:
        tree = self.trees[page]
        yield from (f"a link that runs: {link[:60]}" for link in self.found(page, LEADING) if scheme(link) not in HARMLESS)
        yield from (f"something that listens: <{one.tag}>" for one in tree.xpath("//*[@*[starts-with(name(), 'on')]]"))
        yield from (f"<{one.tag}>" for one in tree.xpath(NEVER))
        own = tree.xpath("//@style | //head/style") if page.name != "report.html" else ()
        yield from (f"a style of its own: {style!s:.60}" for style in own)
        scripts = tree.xpath("//script[not(@src)][not(@type='application/ld+json')]")
        yield from (f"a script that is no file: {one.text or '':.60}" for one in scripts)

    def markup(self, page: Path) -> Iterator[str]:
        yield from html_faults(page.read_text(encoding="utf-8"))

    def policy(self, page: Path) -> Iterator[str]:
        said = " ".join(map(str, self.trees[page].xpath("//head/meta[@http-equiv='Content-Security-Policy']/@content")))
        if not all(part in said for part in ("default-src 'none'", "base-uri 'none'", "form-action 'none'")):
            yield f"a policy that forbids too little: {said}"
        if "unsafe-inline" in said or "unsafe-eval" in said.replace("wasm-unsafe-eval", "") or "*" in said:
            yield f"a policy that allows too much: {said}"


def scheme(link: str) -> str:
    """The scheme of a link, as a browser reads it that looks past blanks and control characters."""
    first = link.split("/")[0].split("#")[0].split("?")[0]
    return "".join(c for c in first.split(":")[0].lower() if c.isalnum()) if ":" in first else ""


def built(folder: Path, *sources: Path, settings: str = "") -> Site:
    """The site of some files and the folders beside them."""
    (folder / "tei").mkdir()
    for source in sources:
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / "tei" / source.name)
    (folder / "edition.toml").write_text(settings)
    loaded, problems = config.load(folder / "edition.toml")
    build_in(folder, config=loaded, problems=problems)
    return Site(folder / "output")


def test_the_specimens_in_many_pages(tmp_path: Path) -> None:
    files = [path for path in sorted(SPECIMENS.iterdir()) if path.suffix == ".xml" or path.is_dir()]
    site = built(tmp_path, *files, settings='[web]\npage_words = 300\nsearch = false\n[edition]\nurl = "https://example.org/edition"\n')
    assert site.faults() == []
    assert len(site.trees) > 20


def test_real_texts(tmp_path: Path) -> None:
    files = [file for file in sorted(CORPORA.glob("*.xml")) if file.stat().st_size < LARGEST]
    if not files:
        pytest.skip("the texts of other projects are not beside the checkout")
    settings = "[apparatus]\nwitness_texts = false\n[web]\nsearch = false\npage_words = 3000\n"
    assert built(tmp_path, *files, settings=settings).faults() == []
