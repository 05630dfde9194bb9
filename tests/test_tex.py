"""LaTeX source for reledmac: every word is in it as itself, and TeX, where it is installed, sets what the source says."""

import random
import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from helpers import CORPORA, SITE, SPECIMENS, sheets, tei
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from recensio import law, shipped
from recensio.law.compare import compare
from recensio.law.tex import NotOurs, text_of_tex
from recensio.law.words import words_of_text
from recensio.parse import parse
from recensio.placing import place_entries

WITNESSES = "<listWit><witness xml:id='A'>Alpha</witness><witness xml:id='B'>Beta</witness></listWit>"
LUALATEX = shutil.which("lualatex")
needs_tex = pytest.mark.skipif(LUALATEX is None, reason="LuaLaTeX is not installed")


def tex_of(root: etree._Element) -> str:
    return sheets().normalise(root).tex_source("x", SITE, sheets().labels("en", {}))


def source(body: str, **more: str) -> str:
    return tex_of(etree.fromstring(tei(body, witnesses=WITNESSES, **more)))


def text_of(body: str) -> str:
    """The running text in the source, its mark-up kept: without comments and what stands around it."""
    lines = source(body).partition("\\RecBegin\n")[2].partition("\n\\RecBehind")[0].splitlines()
    return "\n".join(line for line in lines if not line.startswith("%")).replace("\\RecRestart ", "")


def entry(lemma: str, reading: str) -> str:
    return f"<app><lem>{lemma}</lem><rdg wit='#B'>{reading}</rdg></app>"


# ---------------------------------------------------------------- the source


@pytest.mark.parametrize(
    ("body", "tex"),
    [
        ("<p>one word</p>", "\\RecPar{start}{}{one word}"),
        ("<p>one</p><p>two</p>", "\\RecPar{start}{}{one}\n\\RecPar{prose}{}{two}"),
        (
            f"<p>a {entry('b', 'c')} d</p>",
            "\\RecPar{start}{}{a \\edtext{b}{\\RecEntry{criticus}{}{b}{c \\RecT{italic}{B}}} d}",
        ),
        ("<lg><l n='7'>arma</l></lg>", "\\RecPar{stanza}{lines=none}{\\RecNumber{7}arma}"),
        ("<lg><l n='7a'>arma</l></lg>", "\\RecPar{stanza}{lines=none}{\\RecName{7a}arma}"),
        (
            "<p>a<note n='1'>said &amp; done</note> b</p>",
            "\\RecPar{start}{}{a\\RecNote{editor}{1}{said \\& done} b}",
        ),
        ("<div><head>Of <hi rend='italic'>rain</hi></head></div>", "\\RecHead{1}{Of rain}{title}{Of \\RecT{italic}{rain}}"),
        ("<p>ui<lb n='2' break='no'/>tate</p>", "\\RecPar{start}{lines=none}{ui\\RecHyphen \\RecBreak \\RecNumber{2}tate}"),
        ("<p>100 % of {$x_1^2 ~ #a &amp; \\b}</p>",
         "\\RecPar{start}{}{100 \\% of \\{\\$x\\_1\\textasciicircum{}2 \\textasciitilde{} \\#a \\& \\textbackslash{}b\\}}"),
    ],
)  # fmt: skip
def test_how_a_construct_is_written(body: str, tex: str) -> None:
    assert text_of(body) == tex


def test_an_entry_that_holds_another_points_at_its_ends() -> None:
    made = text_of(f"<p><app><lem>one {entry('two', 'zwei')} three</lem><rdg wit='#A'>nought</rdg></app> four</p>")
    outer, inner = re.findall(r"\\edtext\{([^{}]*)\}", made)
    assert (outer, inner) == ("", "two")
    (started,) = re.findall(r"\\RecFrom\{([^}]*)\}", made)
    assert re.findall(r"\\RecUntil\{([^}]*)\}", made) == [started] == re.findall(r"\\RecTo\{([^}]*)\}", made)
    assert made.index("\\RecFrom") < made.index("one") < made.index("three") < made.index("\\RecUntil") < made.index("four")


def test_which_of_several_equal_words_is_meant_is_left_to_tex() -> None:
    made = text_of(f"<p>et one {entry('et', 'ac')} two</p>")
    assert "{\\sameword{et} one \\edtext{\\sameword[inlemma]{et}}{\\RecEntry{criticus}{}{\\sameword{et}}" in made


def test_a_picture_outside_the_folder_is_not_asked_for() -> None:
    bodies = [f"<figure><graphic url='{url}'/></figure>" for url in ("/etc/passwd", "../x.png", "a/../../b.png", "x}\\input{y")]
    assert [re.findall(r"\\RecPicture\{([^}]*)\}", text_of(body)) for body in bodies] == [[""]] * 4
    assert "\\RecPicture{a/b.png}" in text_of("<figure><graphic url='a/b.png'/></figure>")


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cn", "Co", "Cs")), min_size=1, max_size=30)


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_whatever_stands_in_a_text_stands_in_the_source(parts: list[str]) -> None:
    root = etree.fromstring(tei("".join("<p/>" for _ in parts)))
    for p, words in zip(root.iter("{*}p"), ["header"] * 9 + parts, strict=False):
        p.text = words
    for p, words in zip(root.findall(".//{*}body/{*}p"), parts, strict=True):
        p.text = words
    assert words_of_text(text_of_tex(tex_of(root))) == words_of_text(" ".join(parts))


@pytest.mark.parametrize("source", ["\\RecBegin\n\\input{x}\n\\RecBehind\n", "\\RecBegin\n\\RecT{a}b\n\\RecBehind\n", "words"])
def test_what_is_not_ours_is_not_counted(source: str) -> None:
    with pytest.raises(NotOurs):
        text_of_tex(source)


def documents() -> list[Path]:
    corpora = sorted(CORPORA.glob("*.xml")) if CORPORA.is_dir() else []
    return [*sorted(SPECIMENS.glob("*.xml")), *corpora]


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.stem)
def test_every_word_of_a_text_is_in_its_source(path: Path) -> None:
    parsed = parse(path, folder=path.parent)
    if parsed.root is None or parsed.root.find(".//{*}text") is None:
        pytest.skip("it holds no text")
    place_entries(parsed.root)
    found = compare(law.source_words(parsed.root).base, words_of_text(text_of_tex(tex_of(parsed.root))))
    assert (found.lost, found.invented) == (None, None)


# ---------------------------------------------------------------- set by TeX


def lines_of(page: pypdfium2.PdfPage) -> list[str]:
    """The lines of a page from top to bottom, as the text layer has them."""
    return [" ".join(line.split()) for line in page.get_textpage().get_text_range().splitlines() if line.strip()]


def set_by_tex(body: str, folder: Path) -> list[list[str]]:
    (folder / "x.tex").write_text(source(body), encoding="utf-8")
    shutil.copy(shipped.folder("xslt") / "tex" / "recensio.sty", folder)
    for _ in range(3):  # reledmac finds its line numbers in the third run
        run = subprocess.run(
            [str(LUALATEX), "-interaction=nonstopmode", "-halt-on-error", "-file-line-error", "x.tex"],
            cwd=folder, capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip
        assert run.returncode == 0, [line for line in run.stdout.splitlines() if ".tex:" in line or ".sty:" in line]
    document = pypdfium2.PdfDocument(folder / "x.pdf")
    try:
        return [lines_of(page) for page in document]
    finally:
        document.close()


@needs_tex
def test_tex_prints_the_number_of_the_line_in_which_the_lemma_stands(tmp_path: Path) -> None:
    chance = random.Random(5)
    words = [f"w{chance.choice('aeiou')}{n:03}" for n in range(900)]
    marked = [entry(word, f"r{n:03}") if n % 23 == 7 else word for n, word in enumerate(words)]
    pages = set_by_tex("".join(f"<p>{' '.join(marked[n : n + 150])}</p>" for n in range(0, 900, 150)), tmp_path)
    proved = 0
    for lines in pages:
        # (the foot is what tells readings; a number at the edge of the text is one of the margin)
        foot = next((n for n, line in enumerate(lines) if re.search(r"\br\d{3}\b", line)), len(lines))
        text = [line for line in lines[:foot] if re.search(r"\bw[aeiou]\d{3}\b", line)]
        told = re.findall(r"(?:(\d+) |\| )(w[aeiou]\d{3}) ?\]", re.sub(r"- ?(?=\d)", "", " ".join(lines[foot:])))
        number = 0
        for given_number, lemma in told:
            number = int(given_number) if given_number else number
            assert lemma in text[number - 1], (number, lemma, text)
            proved += 1
    assert proved >= 35, "most of the 39 entries can be read (some lemmata are divided at the end of a line)"


@needs_tex
def test_tex_sets_verse_notes_overlaps_and_its_own_signs(tmp_path: Path) -> None:
    body = (
        "<div><head>A head</head><lg><l n='4'>one line of verse</l><l n='5'>and " + entry("another", "other") + "</l></lg></div>"
        "<p>100 % of {$x_1^2 ~ #a &amp; \\b}<note n='1'>a_note</note></p>"
        "<p><app><lem>crossing <anchor xml:id='e'/>" + entry("inner", "innen") + " words</lem><rdg wit='#A'>x</rdg></app></p>"
        "<p>one et two et " + entry("et", "ac") + " four</p>"
        "<table><row><cell>left</cell><cell>right " + entry("cell", "sell") + "</cell></row></table>"
    )  # fmt: skip
    (lines,) = set_by_tex(body, tmp_path)
    page = " ".join(lines)
    assert "100 % of {$x_1^2 ~ #a & \\b}" in page
    assert "a_note" in page
    assert re.search(r"5 another ?\] other B", page)
    assert re.search(r"inner ?\] innen B", page)
    assert re.search(r"crossing inner words ?\] x A", page)
    assert re.search(r"cell ?\] sell B", page)
    assert re.search(r"et ?3 ?\] ac B", page)
