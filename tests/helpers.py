"""What several tests need: rendering a fragment, building an edition, the words of an output."""

from __future__ import annotations

import html as html_escapes
import re
from functools import cache
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from recensio import config as settings
from recensio import shipped
from recensio.pipeline import Order, build
from recensio.report import Report
from recensio.transform import Stylesheets

ROOT = Path(__file__).parent.parent
CORPORA = ROOT.parent / "shared" / "corpora"
SPECIMENS = ROOT / "tests" / "specimens"
SITE = '<rec:site xmlns:rec="urn:recensio:edition" title="" lang="en"/>'

HEADER = """<teiHeader><fileDesc><titleStmt><title>Specimen</title></titleStmt><publicationStmt><p/></publicationStmt>
<sourceDesc>{witnesses}</sourceDesc></fileDesc></teiHeader>"""


@cache
def sheets() -> Stylesheets:
    return Stylesheets(shipped.folder("xslt"))


def tei(body: str, *, witnesses: str = "<p/>", back: str = "") -> str:
    """A whole document around the content of a body."""
    header = HEADER.format(witnesses=witnesses)
    after = f"<back>{back}</back>" if back else ""
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}<text><body>{body}</body>{after}</text></TEI>'


def page(document: str) -> str:
    return sheets().normalise(etree.fromstring(document)).html("x", SITE, sheets().labels("en", {}))


def article(document: str) -> str:
    """The mark-up inside the article of the page."""
    found = re.search(r'<article class="reading"[^>]*>(.*)</article>', page(document), re.S)
    assert found is not None
    return found.group(1)


def reading(markup: str) -> str:
    """The reading text of a page, taken out as ``design.md`` says: drop [data-extra], take the text of the article."""
    tree = lxml_html.document_fromstring(markup.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    (found,) = tree.xpath('//article[@class="reading"]')
    for extra in found.xpath(".//*[@data-extra]"):
        if extra.getparent() is not None:
            extra.drop_tree()
    return " ".join(found.text_content().split())


def entries(document: str) -> list[str]:
    """The entries of the apparatus, as the page reads."""
    tree = lxml_html.document_fromstring(page(document).encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    return [" ".join(entry.text_content().split()) for entry in tree.find_class("entry")]


def plain(document: str) -> str:
    return sheets().normalise(etree.fromstring(document)).texts(witnesses=False)[0]


def witness(document: str, siglum: str) -> str:
    return " ".join(sheets().normalise(etree.fromstring(document)).texts(witnesses=True)[1][siglum][0].split())


def build_in(folder: Path, *paths: Path, **options: object) -> Report:
    """Build in this process, one job, without a PDF, into ``folder``/output, as an edition rooted in ``folder``."""
    (folder / "edition.toml").touch()
    config, problems = settings.load(folder / "edition.toml")
    order = {"config": config, "has_config": True, "paths": paths, "to": ("html", "txt"), "output": folder / "output",
             "jobs": 1, "problems": problems} | options  # fmt: skip
    return build(Order(**order))  # type: ignore[arg-type]


def files_of(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by path; the build's own notes left out."""
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    return {path: content for path, content in found.items() if path != ".recensio-output"}


def escaped(text: str) -> str:
    return html_escapes.escape(text, quote=False)
