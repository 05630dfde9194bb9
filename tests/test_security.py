"""Nothing that stands in a source or a stylesheet reads, writes, reaches out or runs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from helpers import ROOT, build_in, tei
from lxml import html as lxml_html

STEALING = {
    "unparsed-text": "unparsed-text('file:{secret}')",
    "doc": "doc('file:{secret}')",
    "document": "document('file:{secret}')",
    "collection": "collection('file:{folder}')",
    "environment": "environment-variable('RECENSIO_SECRET')",
}


@pytest.mark.parametrize("expression", STEALING.values(), ids=STEALING.keys())
def test_a_stylesheet_reads_nothing(expression: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECENSIO_SECRET", "HUSHHUSH")
    secret = tmp_path / "secret.xml"
    secret.write_text("<s>HUSHHUSH</s>")
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei/one.xml").write_text(tei("<p>a</p>"))
    shutil.copytree(ROOT / "xslt", tmp_path / "xslt")
    verse = tmp_path / "xslt/html/verse.xsl"
    steal = expression.format(secret=secret, folder=tmp_path)
    template = (
        f'<xsl:template match="p" mode="html:text" priority="9"><p><xsl:value-of select="{steal}"/></p></xsl:template>'
    )
    verse.write_text(verse.read_text().replace("</xsl:stylesheet>", template + "</xsl:stylesheet>"))
    build_in(tmp_path)
    written = [p.read_bytes() for p in (tmp_path / "output").rglob("*") if p.is_file()]
    assert not any(b"HUSHHUSH" in content for content in written)


def test_a_stylesheet_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei/one.xml").write_text(tei("<p>a</p>"))
    shutil.copytree(ROOT / "xslt", tmp_path / "xslt")
    verse = tmp_path / "xslt/html/verse.xsl"
    target = tmp_path / "written.xml"
    template = f'<xsl:template match="p" mode="html:text" priority="9"><xsl:result-document href="file:{target}"><x/></xsl:result-document></xsl:template>'
    verse.write_text(verse.read_text().replace("</xsl:stylesheet>", template + "</xsl:stylesheet>"))
    build_in(tmp_path)
    assert not target.exists()


HOSTILE = """<p xml:id='a"onclick="x'>&lt;img src=x onerror=alert(1)&gt;</p>
<p rend='"&gt;&lt;script&gt;'><ref target="javascript:alert(1)">go</ref>
<persName ref="javascript:alert(1)">N</persName></p>
<figure><graphic url="javascript:alert(1)"/><figDesc>"&gt;&lt;script&gt;alert(1)&lt;/script&gt;</figDesc></figure>
<p><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg></p>"""


def test_hostile_text_comes_out_as_text(tmp_path: Path) -> None:
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei/one.xml").write_text(tei(HOSTILE).replace("Specimen", "&lt;/title&gt;&lt;script&gt;alert(1)"))
    build_in(tmp_path)
    pages = list((tmp_path / "output").rglob("*.html"))
    assert {page.name for page in pages} == {"report.html", "index.html", "one.html", "downloads.html", "search.html"}
    for page in pages:
        tree = lxml_html.document_fromstring(page.read_bytes())
        for ours in tree.xpath("//script[starts-with(@src, 'assets/search') and @src != 'assets/search-found.js'][not(node())] | //form[@role='search'][not(@action)]"):
            assert page.name == "search.html"
            ours.drop_tree()
        for ours in tree.xpath("//script[@src='assets/cite.js' or @src='assets/search-found.js'][not(node())] | //script[@type='application/ld+json']"):
            assert page.name == "one.html"
            assert json.loads(ours.text or "{}") or ours.get("src")
            assert "<" not in (ours.text or "")
            ours.drop_tree()
        for ours in tree.xpath("//script[@src='assets/settings.js' or @src='assets/tools.js' or @src='assets/menu.js'][not(node())]"):
            assert page.name != "report.html"
            ours.drop_tree()
        assert tree.xpath("//script|//iframe|//object|//embed|//form|//svg") == []
        assert tree.xpath("//@*[starts-with(name(), 'on')]") == []
        assert [h for h in tree.xpath("//@href|//@src") if h.strip().lower().startswith(("javascript:", "data:"))] == []
        assert [s for s in tree.xpath("//@src|//link/@href") if ":" in s] == []
