"""A page of 100 KB of source has less than 400 KB, whatever kind of apparatus it has: sigla are named once, and what would
be larger is cut."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest
from helpers import SITE, sheets
from lxml import etree
from lxml import html as lxml_html

from recensio.addresses import stamp_addresses, stamp_entries
from recensio.pages import PageRules, cut
from recensio.placing import place_entries

SIZE, LARGEST = 100_000, 400_000
WORDS = ("arma", "virumque", "cano", "Troiae", "qui", "primus", "ab", "oris", "Italiam", "fato", "profugus", "venit", "et")
LONG = "Bibliotheca Velmorensis, fundus pontis antiqui, membr., saec. xiv, fol. 1–120, olim in turri, manu una " * 2


def edition(witnesses: int, apart: int, *, negative: bool = False, about: str = "codex", size: int = SIZE) -> str:
    """A text of about ``size`` bytes with an entry every ``apart`` words, in which all witnesses are named; if it is
    ``negative``, a few."""
    chance = random.Random(witnesses * 100 + apart)
    sigla = [f"W{n}" for n in range(witnesses)]
    listed = "".join(f"<witness xml:id='{siglum}'>{about}</witness>" for siglum in sigla)
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < size - len(listed):
        paragraphs.append("".join(_words_and_entry(chance, sigla, apart, negative) for _ in range(20)))
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Large</title></titleStmt><publicationStmt><p/>
</publicationStmt><sourceDesc><listWit>{listed}</listWit></sourceDesc></fileDesc></teiHeader><text><body>{body}</body></text></TEI>"""


def _words_and_entry(chance: random.Random, sigla: list[str], apart: int, negative: bool) -> str:
    at = chance.randrange(1, len(sigla))
    mixed = chance.sample(sigla, len(sigla))
    lemma, reading = ([] if negative else mixed[:at]), (mixed[:2] if negative else mixed[at:])
    wit = f" wit='{' '.join(f'#{one}' for one in lemma)}'" if lemma else ""
    entry = f"<lem{wit}>{chance.choice(WORDS)}</lem><rdg wit='{' '.join(f'#{one}' for one in reading)}'>{chance.choice(WORDS)}</rdg>"
    return f"{' '.join(chance.choices(WORDS, k=apart))} <app>{entry}</app> "


def pages_of(document: str) -> list[str]:
    root = etree.fromstring(document)
    stamp_addresses(root)
    cut(root, PageRules())
    place_entries(root)
    stamp_entries(root)
    return [markup for _, markup in sheets().normalise(root).pages("x", SITE, sheets().labels("en", {}))]


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(edition(100, 8, about=LONG), id="a hundred witnesses with long descriptions"),
        pytest.param(edition(12, 8), id="twelve witnesses"),
        pytest.param(edition(5, 1, negative=True), id="a negative apparatus on every other word"),
        pytest.param(edition(2, 1), id="two witnesses and an entry on every other word"),
    ],
)
def test_a_page_is_not_too_large(document: str) -> None:
    assert SIZE * 0.9 < len(document) < SIZE * 1.1
    pages = pages_of(document)
    assert max(len(page.encode()) for page in pages) < LARGEST
    # (no entry is lost by the cutting)
    assert sum(len(re.findall(r'<div class="entry" id="(?!again:)', page)) for page in pages) == document.count("<app>")


def test_a_siglum_is_named_once_and_leads_to_its_witness() -> None:
    (page,) = pages_of(edition(100, 8, about=LONG, size=30_000))
    # (in the conspectus, and for the scripts: not at each of its places)
    assert page.count(LONG.split(",")[0]) <= 4 * 100
    assert list(leading_nowhere(page)) == []


def leading_nowhere(page: str) -> Iterator[str]:
    tree = lxml_html.document_fromstring(page.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    ids = set(tree.xpath("//@id"))
    rows = tree.find_class("sigla")
    assert rows
    for row in rows:
        links = [row] if row.tag == "a" else row.findall(".//a")
        assert links, row.text_content()
        yield from (link.get("href") for link in links if link.get("href")[1:] not in ids)
