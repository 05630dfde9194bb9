"""The pages in a real browser, opened from the disk."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from helpers import build_in, tei

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--enable-logging=stderr", "--v=0"]  # fmt: skip

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

BODY = """<head>One</head><p xml:lang="he">שלום</p><p>a <app><lem>b</lem><rdg wit="#A">c</rdg></app> d<note>n</note></p>
<p>e<list><item>f</item></list>g</p><table><row><cell>h</cell></row></table>"""


def browse(page: Path, profile: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", *arguments, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    (folder / "tei").mkdir()
    (folder / "tei/one.xml").write_text(tei(f"<div>{BODY}</div><div><head>Two</head><p>x</p></div>"))
    build_in(folder)
    return folder / "output/html/one.html"


def test_the_page_is_shown_as_written_and_without_complaints(page: Path, tmp_path: Path) -> None:
    seen = browse(page, tmp_path, "--dump-dom")
    assert "CONSOLE" not in seen.stderr
    assert "Refused" not in seen.stderr
    # what the browser made of the mark-up is what was written: nothing was moved out of a paragraph or table
    written = page.read_text()
    inside = written[written.index("<article") : written.index("</article>")]
    shown = seen.stdout[seen.stdout.index("<article") : seen.stdout.index("</article>")]
    for fragment in ('<div class="p" id="div~1.p~3">e', '.item~1">f</li>', '<td class="cell">h</td>', 'dir="rtl"'):
        assert fragment in inside
        assert fragment in shown


def test_the_style_sheet_is_loaded_from_the_disk(page: Path, tmp_path: Path) -> None:
    """The page printed to PDF leaves out the banner, which only the style sheet hides."""
    target = tmp_path / "page.pdf"
    browse(page, tmp_path, f"--print-to-pdf={target}", "--no-pdf-header-footer")
    import pypdfium2

    document = pypdfium2.PdfDocument(target.read_bytes())
    text = "".join(document[i].get_textpage().get_text_range() for i in range(len(document)))
    document.close()
    assert "Critical apparatus" in text
    assert "Made with Recensio" not in text
