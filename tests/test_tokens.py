"""A text word by word, with notes and entries beside it: the specimen ``tokens.xml`` in the page, the plain text and the law."""

from __future__ import annotations

import re
from functools import cache

from helpers import SITE, SPECIMENS, reading, sheets
from lxml import etree

from recensio.law.source import SourceWords
from recensio.parse import parse
from recensio.placing import place_entries

TEXT = "hic puteus est, (aqua frigida) et profunda. qui sitit hic bibit, hic manet"


@cache
def specimen() -> etree._Element:
    root = parse(SPECIMENS / "tokens.xml", folder=SPECIMENS).root
    assert root is not None
    place_entries(root)
    return root


@cache
def page() -> str:
    return sheets().normalise(specimen()).html("tokens", SITE, sheets().labels("en", {}))


def test_words_run_on_over_white_space_of_the_source_where_a_break_says_so_and_signs_stand_at_their_words() -> None:
    assert reading(page()) == TEXT
    assert SourceWords(specimen()).base.line == re.sub(r"[^\w ]", "", TEXT)


def test_entries_by_corresp_are_in_the_texts_of_their_witnesses() -> None:
    words = SourceWords(specimen())
    assert words.unplaced == ()
    assert words.witness("K").line.split()[4] == "turbida"
    assert words.witness("R").line.endswith("hic videt hic manet")
    assert re.findall(r'<span class="place">l\.&nbsp;(\d)</span>', page()) == ["2", "5"]


def test_notes_beside_the_text_are_numbered_with_those_in_it() -> None:
    assert re.findall(r'aria-label="Note (\d)"', page()) == ["1", "2", "3"]
    told = re.findall(r'<a class="back"[^>]*>(\d)</a> ([^<]*)</div>', page())
    assert told == [("1", "The well is dry now."), ("2", "Broken on the left."), ("3", "Nobody does.")]
