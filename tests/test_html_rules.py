"""The rules of HTML that the tests hold pages to find what is wrong, and nothing else."""

from __future__ import annotations

import pytest
from html_rules import faults

SOUND = """<!DOCTYPE HTML><html lang="en"><head><meta charset="UTF-8"><title>A</title></head><body><main><h1>A</h1>{}</main></body></html>"""


@pytest.mark.parametrize(
    "inside",
    [
        "<p>a <a href='#x'>b</a> <span id='x'>c</span></p>",
        "<details><summary><h2>a</h2></summary><p>b</p></details>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
        "<dl><dt>a</dt><dd><p>b</p></dd></dl>",
        "<table><thead><tr><th scope='col'>a</th></tr></thead><tbody><tr><td colspan='2'>b</td></tr></tbody></table>",
        "<edition-x data-a='b' hidden=''></edition-x>",
        "<svg aria-hidden='true' viewBox='0 0 1 1'><a href='#x'><rect x='1.5'/></a><title>b</title></svg><p id='x'>c</p>",
        "<button type='button' aria-label='b'></button><p lang='grc' dir='rtl'><time datetime='0044-03-15'>a</time></p>",
        "<label>a <input type='radio' name='b'></label>",
        "<p><a href='#witness:%C3%A9'>a</a><bdi id='witness:\u00e9'>b</bdi></p>",
        "<h2>a</h2><h3>b</h3><h2>c</h2>",
        "<template><svg><polygon points='1,1'/></svg></template>",
    ],
)
def test_what_is_sound_is_left_alone(inside: str) -> None:
    assert faults(SOUND.format(inside)) == []


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<p>a<div>b</div></p>", "<div> in <p>"),
        ("<span><p>a</p></span>", "<p> in <span>"),
        ("<p><i><ul><li>a</li></ul></i></p>", "<ul> in <i>"),
        ("<p>a</i></p>", "</i> does not close what is open"),
        ("<p>a", "</main> does not close what is open"),
        ("<div/>", "<div/> is not closed by that"),
        ("<a href='#x'>a <a href='#x'>b</a></a><p id='x'>c</p>", "<a> in <a>"),
        ("<a href='a.html'>a <button type='button'>b</button></a>", "<button> in <a>"),
        ("<p id='x'>a</p><p id='x'>b</p>", "the id 'x' stands 2 times"),
        ("<p id='a b'>a</p>", "an id that is none"),
        ("<p><a href='#y'>a</a></p>", "@href points at no id: 'y'"),
        ("<div role='region' aria-labelledby='y'>a</div>", "@aria-labelledby points at no id: 'y'"),
        ("<button type='button' popovertarget='y'>a</button>", "@popovertarget points at no id: 'y'"),
        ("<h3>a</h3>", "<h3> behind <h1>"),
        ("<h2> </h2>", "an empty <h2>"),
        ("<h1>b</h1>", "<h1> stands 2 times"),
        ("<li>a</li>", "<li> in <main>"),
        ("<ul><p>a</p></ul>", "<p> straight in <ul>"),
        ("<ul>a<li>b</li></ul>", "words straight in <ul>"),
        ("<dl></dl>", "an empty <dl>"),
        ("<dl><dd>a</dd><dt>b</dt></dl>", "a <dl> that does not begin with <dt>"),
        ("<img src='a.png'>", "a picture without @alt"),
        ("<svg><rect/></svg>", "a drawing without a name"),
        ("<p><a href='a.html'></a></p>", "a link without a name"),
        ("<button type='button'></button>", "a button without a name"),
        ("<p align='left'>a</p>", "<p> may not have @align"),
        ("<p onclick='a()'>a</p>", "<p> may not have @onclick"),
        ("<font>a</font>", "no element of HTML: <font>"),
        ("<persName>a</persName>", "no element of HTML: <persname>"),
        ("<p lang='old english'>a</p>", "@lang is 'old english'"),
        ("<p dir='left'>a</p>", "@dir is 'left'"),
        ("<p role='variant'>a</p>", "@role is 'variant'"),
        ("<time datetime='March 1450'>a</time>", "@datetime is 'March 1450'"),
        ("<p><a href='a b.html'>c</a></p>", "@href is no address: 'a b.html'"),
        ("<p class='a' class='b'>c</p>", "<p> has an attribute twice"),
        ("<p aria-label=''>c</p>", "<p> with an empty name"),
        ("<table><tr><td colspan='two'>a</td></tr></table>", "@colspan is 'two'"),
    ],
)
def test_what_is_wrong_is_told(inside: str, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(SOUND.format(inside)))


def test_a_page_has_a_language_and_a_title() -> None:
    page = SOUND.format("")
    assert faults(page.replace(' lang="en"', "")) == ["the page has no language"]
    assert "<title> stands 0 times" in faults(page.replace("<title>A</title>", ""))
