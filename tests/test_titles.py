"""Headings that say what stands above them already: they stay text, and are not seen twice."""

from __future__ import annotations

import pytest
from helpers import article, page, reading, tei

UNSEEN = 'class="head repeats-title unseen"'


def titled(head: str, title: str = "Of Rain", rest: str = "<p>x</p>") -> str:
    return tei(f"<div>{head}{rest}</div>").replace("<title>Specimen</title>", f"<title>{title}</title>")


@pytest.mark.parametrize(
    ("head", "hidden"),
    [
        ("<head>Of Rain</head>", True),
        ("<head>Of <title>rain</title>.</head>", True),
        ("<head>Of Hail</head>", False),
        ("<head>Of Rain<note>why</note></head>", False),
        ("<head>Of <app><lem>Rain</lem><rdg>Hail</rdg></app></head>", False),
    ],
)
def test_a_first_heading_that_repeats_the_title_is_not_seen(head: str, hidden: bool) -> None:
    document = titled(head)
    assert (UNSEEN in page(document)) is hidden
    assert reading(page(document)).startswith("Of")


def test_only_the_first() -> None:
    assert UNSEEN not in page(titled("<p>y</p>", rest="<div><head>Of Rain</head><p>x</p></div>"))


def test_a_heading_of_nothing_but_entries_is_not_seen() -> None:
    entry = "<listApp><app loc='1'><lem>x</lem><rdg>y</rdg></app></listApp>"
    document = tei(f"<p>x</p><div><head>Variants</head>{entry}</div><div><head>Part One</head></div>")
    assert '<h2 class="head of-entries unseen"' in article(document)
    assert article(document).count("unseen") == 1
    assert reading(page(document)) == "x Variants Part One"
