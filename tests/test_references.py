"""References that are made of parts: how they read in the facts about a text, and in the text itself."""

from __future__ import annotations

import re

import pytest
from helpers import SITE, article, page, plain, reading, sheets, tei
from lxml import etree

BOOK = (
    "<biblStruct><analytic><author><persName><forename>Ann</forename> <surname>Weir</surname></persName></author>"
    "<title level='a'>Hail</title> <title type='short'>H</title></analytic><monogr><editor>Bo Ley</editor><title>The Almanac</title>"
    "<imprint><pubPlace>Marl</pubPlace><publisher>Sedge</publisher><date>1901</date></imprint>"
    "<biblScope>vol. 2</biblScope><idno type='ISBN'>1</idno></monogr><note>Not seen.</note></biblStruct>"
)
FACTS = {
    BOOK: "Ann Weir: Hail. Bo Ley (ed.): The Almanac, Marl, Sedge, 1901, vol. 2, ISBN 1. Not seen.",
    "<bibl>A. Weir, <title>Hail</title> (1901)</bibl>": "A. Weir, Hail (1901)",
    "<bibl><author>A. Weir</author><title>Hail</title><date>1901</date></bibl>": "A. Weir: Hail, 1901",
    "<biblStruct><monogr><title>M</title><respStmt><resp>made by</resp><name>N</name></respStmt><imprint><date>1</date></imprint></monogr></biblStruct>":
        "M, made by N, 1.",
    "<biblStruct><monogr><title>Site</title><imprint><publisher>Site</publisher><date>2</date></imprint></monogr></biblStruct>": "Site, 2.",
}  # fmt: skip


@pytest.mark.parametrize(("source", "told"), FACTS.items(), ids=range(len(FACTS)))
def test_a_source_is_told_as_one_sentence(source: str, told: str) -> None:
    made = page(tei("<p>x</p>", witnesses=source))
    assert re.findall(r"<dt>Source</dt><dd>(.*?)</dd>", made) == [told]


def test_a_reference_in_the_text_has_signs_between_its_parts() -> None:
    document = tei(f"<listBibl>{BOOK}</listBibl>")
    told = " ".join(re.sub(r"<[^>]+>", "", article(document)).split())
    assert told == "Ann Weir: Hail, H. Bo Ley: The Almanac, Marl, Sedge, 1901, vol. 2, 1 1"  # (a note is called)
    words = "Ann Weir Hail H Bo Ley The Almanac Marl Sedge 1901 vol. 2 1"
    assert reading(page(document)) == " ".join(plain(document).split()) == words


def test_so_it_has_in_print() -> None:
    normalised = sheets().normalise(etree.fromstring(tei(f"<listBibl>{BOOK}</listBibl>")))
    source = normalised.print_source("x", SITE, sheets().labels("en", {}))
    line = next(line for line in source.splitlines() if "Weir" in line)
    said = re.sub(r'(, look: "italic")?\)?;', "", re.sub(r'#t\(|#(?=")', "", line)).replace('"', "")
    assert "[Ann Weir: Hail, H. Bo Ley: The Almanac, Marl, Sedge, 1901, vol.\u00a02, 1#" in said.replace("#restart-lines", "")
