"""LaTeX source for reledmac: every word is in it as itself, and TeX, where it is installed, sets what the source says."""

import random
import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from helpers import CORPORA, SITE, SPECIMENS, sheets, tei
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from recensio import law, shipped, tex
from recensio.cli import main
from recensio.config import PrintTable
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
    lines = source(body).partition("\\beginnumbering\n")[2].partition("\n\\endnumbering")[0].splitlines()
    return "\n".join(line for line in lines if line and not line.startswith("%")).replace("{%\n", "{")


def entry(lemma: str, reading: str) -> str:
    return f"<app><lem>{lemma}</lem><rdg wit='#B'>{reading}</rdg></app>"


DIVIDED = "b <pb n='2'/>d"

# ---------------------------------------------------------------- the source


@pytest.mark.parametrize(
    ("body", "tex"),
    [
        ("<p>one word</p>", "\\RecPar{start}{}{one word}"),
        ("<p>one</p><p>two</p>", "\\RecPar{start}{}{one}\n\\RecPar{prose}{}{two}"),
        (f"<p>a {entry('b', 'c')} d</p>", "\\RecPar{start}{}{a\n\\edtext{b}{\\RecEntry{criticus}{c \\emph{B}}} d}"),
        (
            f"<p>a {entry(DIVIDED, 'c')} d</p>",
            "\\RecPar{start}{}{a\n\\edtext{b \\RecFolio{2}d}{\\RecEntry[lemma={b d}]{criticus}{c \\emph{B}}} d}",
        ),
        ("<lg><l n='7'>arma</l></lg>", "\\RecPar{stanza}{lines=none}{\\RecNumber{7}arma}"),
        ("<lg><l n='7a'>arma</l></lg>", "\\RecPar{stanza}{lines=none}{\\RecName{7a}arma}"),
        ("<p>a<note n='1'>said &amp; done</note> b</p>", "\\RecPar{start}{}{a\\RecNote{editor}{1}{said \\& done} b}"),
        ("<div><head>Of <hi rend='italic'>rain</hi></head></div>", "\\RecHead{1}{Of rain}{title}{Of \\emph{rain}}"),
        ("<p>ui<lb n='2' break='no'/>tate</p>", "\\RecPar{start}{lines=none}{ui\\RecHyphen \\RecBreak \\RecNumber{2}tate}"),
        ("<p><hi rend='bold italic'>x</hi></p>", "\\RecPar{start}{}{\\textbf{\\emph{x}}}"),
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
    assert "{\\sameword{et} one\n\\edtext{\\sameword[inlemma]{et}}{\\RecEntry[lemma={\\sameword{et}}]{criticus}" in made
    made = text_of(f"<p>et non {entry('et non', 'ac')} two</p>")
    assert made.count("\\RecSame{et non}et non") == 2
    assert "\\RecEntry[same={et non},lemma={et non}]" in made


def test_a_picture_outside_the_folder_is_not_asked_for() -> None:
    bodies = [f"<figure><graphic url='{url}'/></figure>" for url in ("/etc/passwd", "../x.png", "a/../../b.png", "x}\\input{y")]
    assert [re.findall(r"\\RecPicture\{([^}]*)\}", text_of(body)) for body in bodies] == [[""]] * 4
    assert "\\RecPicture{a/b.png}" in text_of("<figure><graphic url='a/b.png'/></figure>")


def test_a_picture_that_the_build_puts_beside_the_source_has_a_name_that_tex_can_read() -> None:
    target = "assets/images/x y/1-50 % #1.png"
    site = SITE.replace("/>", f"><rec:image url='p.png' href='{target}'/></rec:site>")
    root = etree.fromstring(tei("<figure><graphic url='p.png'/></figure>"))
    made = sheets().normalise(root).tex_source("x", site, sheets().labels("en", {}))
    ((_, beside),) = tex.pictures_beside([("/somewhere/p.png", target), ("/somewhere/p.svg", "p.svg")])
    assert f"\\RecPicture{{{beside}}}" in made
    assert re.fullmatch(r"[A-Za-z0-9/._-]+", beside)


def test_the_same_text_makes_the_same_source() -> None:
    body = f"<p>a <choice><sic>teh</sic><corr>the</corr></choice> {entry('b ' + entry('c', 'd'), 'x')}</p>"
    assert source(f"<p>{'<seg/>' * 50}</p>" + body).partition("\\RecFrom")[2] == source(body).partition("\\RecFrom")[2]


def test_what_stands_in_front_and_behind() -> None:
    site = SITE.replace(
        "/>",
        "><rec:name ref='#p' href='persons.html#p'/><rec:heading register='persons' href='persons.html#p' letter='Q' see=''>Quill &amp; Co_</rec:heading>"
        "</rec:site>",
    )
    root = etree.fromstring(tei("<p><persName ref='#p'>Quill</persName> wrote.</p>", witnesses="<listWit><witness xml:id='A_1'>50 % of it</witness></listWit>"))
    made = sheets().normalise(root).tex_source("x", site, sheets().labels("en", {}))
    assert "\\RecExplained{0}{\\emph{A\\_1}}{50 \\% of it}" in made
    assert "{\\RecNamed{}{persons.html+35p}Quill wrote.}" in made.replace("{%\n", "{")
    assert "\\RecRegister{Persons}\n\\RecHeading{persons.html+35p}{Q}{Quill \\& Co\\_}" in made


def test_settings_for_print_are_told() -> None:
    page = tex.page_of(PrintTable(paper="a5", fonts=("EB Garamond", "x}y"), line_numbers=10, inner="20mm", foot=("editor", "apparatus"), title_page="yes"))
    root = etree.fromstring(tei(f"<p>a {entry('b', 'c')}<note n='1'>n</note></p>", witnesses=WITNESSES))
    made = sheets().normalise(root).tex_source("x", SITE, sheets().labels("en", {}), page)
    for line in ("paperwidth = 148mm,", "fonts = {EB Garamond, xy},", "lines = 10,", "inner = 20mm,"):
        assert f"\n  {line}\n" in made
    assert made.index("\\RecLayer{editor}{notes}") < made.index("\\RecLayer{criticus}{apparatus}")
    assert "\\RecTitlePage\n" in made
    assert "\\RecTitlePage\n" not in tex_of(root), "and not for the next text"


def test_the_layers_of_a_book_are_those_of_all_texts_in_the_order_of_the_foot() -> None:
    def layers(*names: str) -> str:
        return "\n".join(f"\\RecLayer{{{name}}}{{apparatus}}" for name in names)

    merged = tex.layers_of([layers("a", "editor"), layers("source", "a", "c"), layers("b", "c")], ("source", "apparatus", "editor"))
    assert [name for name, _ in merged] == ["source", "b", "a", "c", "editor"]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cn", "Co", "Cs")), min_size=1, max_size=30)


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_whatever_stands_in_a_text_stands_in_the_source(parts: list[str]) -> None:
    root = etree.fromstring(tei("".join("<p/>" for _ in parts)))
    for p, words in zip(root.iter("{*}p"), ["header"] * 9 + parts, strict=False):
        p.text = words
    for p, words in zip(root.findall(".//{*}body/{*}p"), parts, strict=True):
        p.text = words
    assert words_of_text(text_of_tex(tex_of(root))) == words_of_text(" ".join(parts))


@pytest.mark.parametrize("source", ["\n\\beginnumbering\n\\input{x}\n\\endnumbering\n", "\n\\beginnumbering\n\\emph b\n\\endnumbering\n", "words"])
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


def run_tex(folder: Path, name: str) -> list[list[str]]:
    shutil.copy(shipped.folder("xslt") / "tex" / "recensio.sty", folder)
    for number in range(1, 8):  # reledmac finds its line numbers in the third run, or in one more
        run = subprocess.run(
            [str(LUALATEX), "-interaction=nonstopmode", "-halt-on-error", "-file-line-error", f"{name}.tex"],
            cwd=folder, capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip
        assert run.returncode == 0, [line for line in run.stdout.splitlines() if ".tex:" in line or ".sty:" in line]
        if number >= 3 and "lines have moved" not in run.stdout:
            break
    document = pypdfium2.PdfDocument(folder / f"{name}.pdf")
    try:
        return [lines_of(page) for page in document]
    finally:
        document.close()


def set_by_tex(tex: str, folder: Path) -> list[list[str]]:
    (folder / "x.tex").write_text(tex, encoding="utf-8")
    return run_tex(folder, "x")


def told_at_the_foot(lines: list[str]) -> list[tuple[str, str]]:
    """Number and first word of the lemma of every entry of a page; an entry without a number has that of the one before."""
    found: list[tuple[str, str]] = []
    for number, lemma in re.findall(r"(?:\b(\d[\w–.]*) |[|] )(w[aeiou]\d{3})\b[^\]]{0,30}?\]", re.sub(r"- ?(?=\d)", "", " ".join(lines))):
        found.append((number or found[-1][0], lemma))
    return found


@needs_tex
def test_tex_prints_the_number_of_the_line_in_which_the_lemma_stands(tmp_path: Path) -> None:
    chance = random.Random(5)
    words = [f"w{chance.choice('aeiou')}{n:03}" for n in range(900)]
    marked = [entry(word, f"r{n:03}") if n % 23 == 7 else word for n, word in enumerate(words)]
    heads = (f"<head>Head {n}, of two lines if it is as long as this one, which it is</head>" for n in range(6))
    body = "".join(f"<div>{next(heads)}<p>{' '.join(marked[n : n + 150])}</p></div>" for n in range(0, 900, 150))
    proved = 0
    for lines in set_by_tex(source(body), tmp_path):
        # (the foot is what tells readings; a number at the edge of the text is one of the margin)
        foot = next((n for n, line in enumerate(lines) if re.search(r"\br\d{3}\b", line)), len(lines))
        text = [line for line in lines[:foot] if re.search(r"\bw[aeiou]\d{3}\b", line)]
        for number, lemma in told_at_the_foot(lines[foot:]):
            assert lemma in text[int(number) - 1], (number, lemma, text)
            proved += 1
    assert proved >= 35, "most of the 39 entries can be read (some lemmata are divided at the end of a line)"


LONG = "one verse that is so long that it has to be turned over, because no line is as long as this verse of twenty words is"


@needs_tex
def test_tex_sets_verse_notes_overlaps_and_its_own_signs(tmp_path: Path) -> None:
    body = (
        f"<div><head>A {entry('head', 'heat')}</head><lg><l n='4'>one line of verse</l><l n='5'>and " + entry("another", "other") + "</l>"
        f"<l n='12a'>{LONG} {entry('indeed', 'in deed')}</l><l n='12b'>" + entry("last", "least") + "</l></lg></div>"
        "<p>100 % of {$x_1^2 ~ #a &amp; \\b}<note n='1'>a_note</note></p>"
        "<p><app><lem>crossing <anchor xml:id='e'/>" + entry("inner", "innen") + " words</lem><rdg wit='#A'>x</rdg></app></p>"
        "<p>one et two et " + entry("et", "ac") + " four; non sic " + entry("non sic", "num") + " nor so</p>"
        "<table><row><cell>left</cell><cell>right " + entry("cell", "sell") + "</cell></row></table>"
        "<p>" + entry("a" + " long" * 200, "short" * 3) + entry("end", "very " * 2000) + "</p>"
    )  # fmt: skip
    pages = set_by_tex(source(body), tmp_path)
    page = " ".join(" ".join(lines) for lines in pages).replace(" ]", "]")
    assert "100 % of {$x_1^2 ~ #a & \\b}" in page
    assert "a_note" in page
    for said in ("title head] heat B", "5 another] other B", "12a indeed] in deed B", "12b last] least B", "inner] innen B", "7 crossing inner words] x A",
                 "et3] ac B", "non sic2] num B", "cell] sell B", "a long … long] shortshortshort B"):  # fmt: skip
        assert said in page, said
    assert len(re.findall(r"\bvery\b", page)) == 2000, "an entry taller than a page is printed whole"


@needs_tex
def test_tex_cites_the_lines_of_a_source_by_their_numbers(tmp_path: Path) -> None:
    """Numbers, names, and ranges between them; lines that are turned over have the number of their beginning."""
    parts = [f"<lb n='{n}{'r' if n % 7 == 0 else ''}'/>wa{n:03} {LONG} {entry(f'we{n:03}', 'x')} wi{n:03}" for n in range(1, 80)]
    parts[40] = parts[40].replace("wi041", "<app><lem>wi041") + " "
    parts[42] = parts[42].replace("wa043", "wa043</lem><rdg wit='#B'>y</rdg></app>")
    told = [row for lines in set_by_tex(source(f"<p>{' '.join(parts)}</p>"), tmp_path) for row in told_at_the_foot(lines)]
    assert {lemma: number for number, lemma in told if lemma.startswith("we")} == {
        f"we{n:03}": f"{n}r" if n % 7 == 0 else f"{n}" for n in range(1, 80)
    }
    assert ("41–43", "wi041") in told


@needs_tex
def test_tex_sets_the_book_of_all_texts_with_one_index(tmp_path: Path) -> None:
    (tmp_path / "tei" / "registers").mkdir(parents=True)
    persons = "<person xml:id='q'><persName>Quill &amp; Co_</persName></person>"
    (tmp_path / "tei" / "registers" / "persons.xml").write_text(
        tei("").replace("<text>", f"<standOff><listPerson>{persons}</listPerson></standOff><text>"), encoding="utf-8"
    )
    for name in ("one", "two_50"):
        body = f"<div><head>Of {name}</head><p>{'word ' * 60}<persName ref='registers/persons.xml#q'>Quill</persName> {entry('b', 'c')}</p></div>"
        (tmp_path / "tei" / f"{name}.xml").write_text(tei(body, witnesses=WITNESSES), encoding="utf-8")
    (tmp_path / "edition.toml").write_text('[edition]\ntitle = "All 100 %"\n', encoding="utf-8")
    run = CliRunner().invoke(main, ["build", str(tmp_path / "tei"), "--to", "tex", "-o", str(tmp_path / "output")])
    assert run.exit_code == 0, run.output
    pages = run_tex(tmp_path / "output" / "tex", "edition")
    whole = [" ".join(lines) for lines in pages]
    assert "All 100 %" in whole[0]
    starts = [n for n, page in enumerate(whole, 1) if re.search(r"word word", page)]
    assert len(starts) == 2
    assert all("b] c B" in whole[n - 1] for n in starts)
    assert re.search(rf"Quill & Co_, {starts[0]}\.\d+; {starts[1]}\.\d+", whole[-1])
