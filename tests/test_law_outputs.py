"""The words of finished outputs, and what is said when they are not those of the source."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
import typst
from lxml import etree

from recensio.law import (
    NoReadingText,
    Outputs,
    Words,
    all_words_of_html,
    check,
    compare,
    source_words,
    words_of_html,
    words_of_pdf,
    words_of_text,
)
from recensio.law.align import matching_blocks
from recensio.law.embed import Sought
from recensio.law.inprint import compare_in_print
from recensio.law.printed import Printed, print_words, read_pdf
from recensio.problems import Problem, catalogue

NOTO = Path("/usr/share/fonts/truetype/noto")

# --- web pages ---


def page(article: str, around: str = "") -> bytes:
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>T</title><script>x</script></head>'
    return f'{head}<body>{around}<article class="wide reading">{article}</article></body></html>'.encode()


READING = {
    "blocks end words": ("<h1>a</h1><p>b</p><ul><li>c</li><li>d</li></ul>", "a b c d"),
    "cells end words": ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b c"),
    "phrases do not": ("<p>a<b>b</b><x-y>c</x-y>d<wbr>e</p>", "abcde"),
    "a line break does not": ("<p>a<br>b <br>c</p>", "ab c"),
    "extras leave no trace": ("<p>ar<sup data-extra>1</sup>ma<span data-extra=''>x <i>y</i></span> b</p>", "arma b"),
    "extra blocks leave none": ("<div>ar<div data-extra>x<p>y</p></div>ma</div>", "arma"),
    "extras in extras": ("<p>a<span data-extra>x<b data-extra>y</b>z</span>b</p>", "ab"),
    "comments and scripts": (
        "<p>ar<!-- x -->ma<script>x</script><style>y</style><template>z</template> b</p>",
        "arma b",
    ),
    "references and marks": (
        "<p>&eacute;t&#xE9; e&#x301; a&nbsp;b &lt;c&gt; soft&shy;hyphen</p>",
        "été é a b c softhyphen",
    ),
    "sections unknown to old parsers": ("<section>a</section><aside>b</aside><dialog>c</dialog>", "a b c"),
}


@pytest.mark.parametrize(("article", "words"), READING.values(), ids=READING.keys())
def test_reading_text_of_a_page(article: str, words: str) -> None:
    assert words_of_html([page(article, "<nav>x</nav>")]).line == words


def test_pages_follow_one_another() -> None:
    assert words_of_html([page("<p>a</p>"), page("b"), page("<p>c</p>")]).line == "a b c"


def test_two_articles_in_a_page() -> None:
    both = page("a").replace(b"</body>", b'<article class="reading">b</article><article>x</article></body>')
    assert words_of_html([both]).line == "a b"


@pytest.mark.parametrize(
    "markup", [b"", b"<p>a</p>", b"<article>a</article>", b'<article class="readings">a</article>']
)
def test_a_page_without_reading_text(markup: bytes) -> None:
    with pytest.raises(NoReadingText):
        words_of_html([page("a"), markup])


def test_all_words_of_a_page() -> None:
    words = all_words_of_html(page("<p>ar<sup data-extra>1</sup>ma</p>", "<nav>n<i data-extra>m</i></nav>"))
    assert words == Counter({"arma": 1, "1": 1, "n": 1, "m": 1, "T": 1})


def test_a_long_page() -> None:
    long = page("<p>arma <span data-extra><b>A</b> x</span> cano</p>" * 20_000)
    assert len(words_of_html([long])) == 40_000


# --- comparison ---


def words(text: str) -> Words:
    return words_of_text(text)


def test_equal_texts_are_whole() -> None:
    found = compare(words("a b c"), words("a, b; c."))
    assert (found.share, found.is_whole, found.total, found.kept) == (1.0, True, 3, 3)


def test_what_is_lost_and_what_is_invented() -> None:
    found = compare(words("a b c d e f g"), words("a b x y c e f g"))
    assert (found.total, found.kept) == (7, 6)
    assert found.lost is not None
    assert (found.lost.count, found.lost.index, found.lost.context) == (1, 3, "a b c “d” e f g")
    assert found.invented is not None
    assert (found.invented.count, found.invented.index, found.invented.source_index) == (2, 2, 1)
    assert found.invented.context == "a b “x” y c e"


@pytest.mark.parametrize(
    ("ours", "theirs", "share", "lost", "invented"),
    [
        ("", "", 1.0, 0, 0),
        ("", "a", 1.0, 0, 1),
        ("a b", "", 0.0, 2, 0),
        ("a b", "b a", 0.5, 1, 1),
        ("a a a", "a a", 2 / 3, 1, 0),
        ("arma virum", "armavirum", 0.0, 2, 1),
    ],
)
def test_shares(ours: str, theirs: str, share: float, lost: int, invented: int) -> None:
    found = compare(words(ours), words(theirs))
    counts = [0 if side is None else side.count for side in (found.lost, found.invented)]
    assert (found.share, counts) == (share, [lost, invented])


def test_long_words_are_cut_in_messages() -> None:
    found = compare(words("a " + "b" * 100 + " c"), words("a c"))
    assert found.lost is not None
    assert found.lost.context == f"a “{'b' * 23}…” c"


@pytest.mark.parametrize("other", ["every word", "no word", "reversed", "one word often", "half of them"])
def test_texts_that_differ_altogether_are_compared(other: str) -> None:
    dice = random.Random(7)
    text = [f"w{dice.randrange(5000)}" for _ in range(60_000)]
    others = {
        "every word": [f"x{word}" for word in text],
        "no word": ["x"],
        "reversed": text[::-1],
        "one word often": ["w1"] * 60_000,
        "half of them": [word for word in text if dice.random() < 0.5],
    }
    found = compare(Words.of(text), Words.of(others[other]))
    assert 0 <= found.share < 1


def test_one_word_in_a_hundred_lost_is_counted_exactly() -> None:
    dice = random.Random(7)
    text = [f"w{dice.randrange(5000)}" for _ in range(30_000)]
    less = [word for n, word in enumerate(text) if n % 100]
    assert sum(block.size for block in matching_blocks(text, less)) == len(less)


# --- PDF ---

FONTS = '("Libertinus Serif", "Noto Sans Syriac", "Noto Serif Hebrew", "Noto Naskh Arabic", "Noto Sans Devanagari")'
SETTING = """#set page(width: {width}mm, height: 60mm, margin: 10mm, numbering: "1", header: [Caput primum])
#set text(font: {fonts}, size: 10pt, lang: "{lang}", hyphenate: true)
#set par(justify: true)
"""


@cache
def pdf(body: str, *, lang: str = "la", width: int = 60) -> bytes:
    setting = SETTING.format(width=width, lang=lang, fonts=FONTS if NOTO.is_dir() else '"Libertinus Serif"')
    folders = [str(NOTO)] if NOTO.is_dir() else []
    return typst.compile((setting + body).encode(), font_paths=folders)


LATIN = (
    "Interrogationibus philosophorum respondendum existimaverunt incomprehensibilitates constitutionum officiorum "
    "affluentiae fidelissimae efficacissimum coniurationem magnanimitatis difficillimae "
)


def whole(text: str, printed: bytes, aside: str = "") -> bool:
    found = compare_in_print(words(text), Counter(words(aside)), read_pdf(printed))
    return found.base.is_whole and found.moved is None and not found.missing_aside and found.unrecognised == 0


def test_words_hyphenated_over_lines_and_pages_with_notes_between() -> None:
    note = "Nota bene incomprehensibilitates constitutionum philosophorum"
    printed = pdf(f"{LATIN}#footnote[{note}] " * 6)
    assert read_pdf(printed).pages[-1] >= 4, "there are page ends in the text"
    assert "respondendum" in words_of_pdf(printed)
    assert {"philoso", "phorum"} <= set(words_of_pdf(printed)), "words are hyphenated"
    assert whole(LATIN * 6, printed, f"{note} " * 6)
    assert not whole(LATIN * 7, printed)


@pytest.mark.parametrize("place", range(0, 52, 5))
def test_a_word_too_much_in_the_source_is_told_with_its_place(place: int) -> None:
    text = (LATIN * 4).split()
    text.insert(place, "philosophorum" if place % 2 else "desideratum")
    found = compare_in_print(Words.of(text), Counter(), read_pdf(pdf(LATIN * 4))).base
    assert found.lost is not None
    assert found.lost.count == 1
    assert text[found.lost.index] == text[place]


def test_two_words_in_each_others_place_are_no_loss_but_are_told() -> None:
    text = (LATIN * 4).split()
    text[20], text[21] = text[21], text[20]
    found = compare_in_print(Words.of(text), Counter(), read_pdf(pdf(LATIN * 4)))
    assert found.base.share == 1.0
    assert found.moved is not None
    assert found.moved.index in (20, 21)


def test_a_note_that_is_lost_is_told() -> None:
    printed = pdf(LATIN * 2)
    found = compare_in_print(words(LATIN * 2), Counter(words("nota philosophorum")), read_pdf(printed))
    assert found.missing_aside == Counter({"nota": 1, "philosophorum": 1})


SET_TYPE = {
    "ligatures and long s": ("officium affluit fiſtula", "officium affluit fiſtula"),
    "spaced letters": ("#text(tracking: 0.2em)[sperrsatz gesetzt] b", "sperrsatz gesetzt b"),
    "small capitals": ("#smallcaps[Caesar] Augustus", "Caesar Augustus"),
    "superscript in a word": ("M#super[ac] 1#super[er] b", "Mac 1er b"),
    "a note call of letters behind a hair space": ("arma\u200a#super[a] virum", "arma virum"),
    "a note call of digits": ("arma#footnote[nota] virum", "arma virum"),
    "digits and letters": ("12r IV5 §3a", "12r IV5 3a"),
    "hyphens that are written": ("Jean-Paul-" * 9 + "x", "Jean Paul " * 9 + "x"),
    "soft hyphens": ("incompre\u00adhensi\u00adbili\u00adtates " * 6, "incomprehensibilitates " * 6),
    "two columns": (f"#columns(2)[{LATIN * 2}]", LATIN * 2),
    "a table": (
        "#table(columns: 2, [alpha beta], [gamma], [delta], [epsilon zeta])",
        "alpha beta gamma delta epsilon zeta",
    ),
    "marks": ("r̥ta m̐ ā̆ dō̄ hominū̄ xp̄m̄ ǣ̂ spǝ̄ništā " * 4, "r̥ta m̐ ā̆ dō̄ hominū̄ xp̄m̄ ǣ̂ spǝ̄ništā " * 4),
    "decomposed letters": ("e\u0301tude a\u0304rya", "étude ārya"),
    "Greek": ("ἐν ἀρχῇ ἦν ὁ λόγος ᾧτινι ᾆδος Ῥώμη", "ἐν ἀρχῇ ἦν ὁ λόγος ᾧτινι ᾆδος Ῥώμη"),
    "signs": ("a ‹b› «c» ⟨d⟩ &amp; †e†".replace("&amp;", "\\&"), "a b c d e"),
}


@pytest.mark.parametrize(("markup", "text"), SET_TYPE.values(), ids=SET_TYPE.keys())
def test_type_is_read_back(markup: str, text: str) -> None:
    assert whole(text, pdf(markup), "nota" if "footnote" in markup else "")
    assert not whole(f"{text} desideratum", pdf(markup))


SCRIPTS = {
    "Hebrew": ("he", "בראשית ברא אלהים את השמים ואת הארץ והארץ היתה תהו ובהו וחשך על פני תהום 123"),
    "pointed Hebrew": ("he", "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם וְאֵת הָאָרֶץ וְהָאָרֶץ הָיְתָה תֹהוּ וָבֹהוּ"),
    "Arabic": ("ar", "بسم الله الرحمن الرحيم الحمد لله رب العالمين لا إله إلا الله ١٢٣ سنة 1234"),
    "Syriac": ("syr", "ܒܪܫܝܬ ܐܝܬܘܗܝ ܗܘܐ ܡܠܬܐ ܘܗܘ ܡܠܬܐ ܐܝܬܘܗܝ ܗܘܐ ܠܘܬ ܐܠܗܐ"),
    "Devanagari": ("sa", "धर्मक्षेत्रे कुरुक्षेत्रे समवेता युयुत्सवः मामकाः पाण्डवाश्चैव किमकुर्वत सञ्जय"),
}


@pytest.mark.skipif(not NOTO.is_dir(), reason="the Noto fonts are not installed here")
@pytest.mark.parametrize(("lang", "text"), SCRIPTS.values(), ids=SCRIPTS.keys())
def test_scripts_are_read_back(lang: str, text: str) -> None:
    direction = ", dir: rtl" if lang in ("he", "ar", "syr") else ""
    printed = pdf(f'#set text(lang: "{lang}"{direction})\n{text}', lang=lang, width=80)
    assert whole(text, printed)
    doubtful = any("\u0591" <= character <= "\u05c7" for character in text)
    first, rest = text.split(maxsplit=1)
    found = compare_in_print(words(f"{first} {first} {rest}"), Counter(), read_pdf(printed))
    assert found.unrecognised == 1 if doubtful else not found.base.is_whole or found.missing_aside


@pytest.mark.skipif(not NOTO.is_dir(), reason="the Noto fonts are not installed here")
def test_what_cannot_be_recognised_is_counted_and_not_called_lost() -> None:
    text = "بِسْمِ اللَّهِ الرَّحْمَنِ الرَّحِيمِ"
    printed = pdf(f'#set text(lang: "ar", dir: rtl)\n{text} سنة', lang="ar", width=80)
    found = compare_in_print(words(f"{text} سنة"), Counter(), read_pdf(printed))
    assert found.base.is_whole
    assert 0 < found.unrecognised <= 4


def test_right_to_left_words_in_a_left_to_right_line() -> None:
    if not NOTO.is_dir():
        pytest.skip("the Noto fonts are not installed here")
    text = "alpha אבג דהו beta السلام عليكم gamma"
    assert whole(text, pdf(text))


def tokens(*pages: Sequence[str]) -> Printed:
    """A PDF as it is read back: a token with a final hyphen may go on."""
    printed = Printed()
    for number, page_tokens in enumerate(pages):
        for token in page_tokens:
            if token.endswith("-"):
                printed.joints.add(len(printed.tokens))
            printed.add(number, token.rstrip("-"))
    return printed


def absent(text: str, *pages: str) -> int | None:
    asked = print_words(text)
    return Sought(tokens(*(page.split() for page in pages)), set(asked)).first_absent(asked)


def test_a_foreign_word_does_not_derail_the_search() -> None:
    assert absent("a b c d", "a d b head c d") is None
    assert absent("a b a c", "a x a b a c") is None


def test_parts_of_a_word_on_two_pages_with_other_matter_between() -> None:
    assert absent("alpha incomprehensibile omega", "alpha incom- pre- 1 2 note", "head hensi- bile omega") is None
    assert absent("alpha incomprehensibile omega", "alpha incom pre 1 2 note", "head hensi bile omega") == 1


def test_words_run_together_by_the_reader() -> None:
    assert absent("alpha beta gamma", "alphabeta gamma") is None
    assert absent("alpha beta gamma", "alphabetas gamma") == 0


def test_no_pages_and_no_words() -> None:
    assert absent("a") == 0
    assert absent("", "a") is None
    assert compare_in_print(words("a b"), Counter("c"), Printed()).base.share == 0.0


# --- the check as a whole ---

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>
<listWit><witness xml:id="A"/><witness xml:id="B"/></listWit></teiHeader><text><body><p>arma virumque
<app><lem wit="#A">cano</lem><rdg wit="#B">canam</rdg></app></p><p>Troiae qui
<note>nota <hi>bene</hi></note> primus</p></body></text></TEI>"""
PAGE = """<p>arma virumque <span>cano</span></p><p>Troiae qui <sup data-extra>1</sup>primus</p>
<aside data-extra>1 canam B. nota bene</aside>"""
PRINT = "arma virumque cano\n\nTroiae qui #footnote[nota bene] primus\n\n#text(size: 7pt)[cano] canam B"
FILES = {
    "html/x.html": page(PAGE),
    "txt/x.txt": b"arma virumque cano\n\nTroiae qui primus\n",
    "txt/x.A.txt": b"arma virumque cano\n\nTroiae qui primus\n",
    "txt/x.B.txt": b"arma virumque canam\n\nTroiae qui primus\n",
}


def checked(
    folder: Path, tei: str = TEI, **changed: bytes
) -> tuple[list[tuple[str | None, float | None]], list[Problem]]:
    """Check the files, some changed (by name, with ``_`` for what no argument can hold)."""
    for name, content in {**FILES, "pdf/x.pdf": pdf(PRINT, width=90)}.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(changed.get(name.replace("/", "_").replace(".", "_"), content))
    outputs = Outputs(
        html=[folder / "html/x.html"],
        txt=folder / "txt/x.txt",
        pdf=folder / "pdf/x.pdf",
        witnesses={siglum: folder / f"txt/x.{siglum}.txt" for siglum in ("A", "B")},
        folder=folder,
    )
    source = source_words(etree.fromstring(tei))
    kept, problems = check(source, outputs, place_of=lambda element: ("x.xml", element.sourceline, 7))
    shares = [("html", kept.html), ("txt", kept.txt), ("pdf", kept.pdf), *kept.witnesses.items()]
    return [share for share in shares if share[1] != 1.0], problems


def test_a_text_that_is_whole(tmp_path: Path) -> None:
    assert checked(tmp_path) == ([], [])


def told(problems: list[Problem]) -> list[tuple[str, int | None, str]]:
    return [(problem.code, problem.line, problem.message) for problem in problems]


def test_a_word_lost_from_the_text_file(tmp_path: Path) -> None:
    shares, problems = checked(tmp_path, txt_x_txt=b"arma virumque cano Troiae primus")
    assert shares == [("txt", 5 / 6)]
    assert told(problems) == [
        ("TXT-001", 3, "txt/x.txt lacks 1 word of the text, first here: virumque cano Troiae “qui” primus"),
    ]
    assert "<p>" in problems[0].hint
    assert (problems[0].file, problems[0].column, problems[0].severity) == ("x.xml", 7, "error")


def test_words_invented_in_a_page(tmp_path: Path) -> None:
    shares, problems = checked(tmp_path, html_x_html=page(PAGE.replace("Troiae", "II 2 Troiae")))
    assert shares == []
    assert told(problems) == [
        (
            "TXT-002",
            3,
            "html/x.html holds 2 words that the text does not have, first here: arma virumque cano “II” 2 Troiae qui",
        ),
    ]


def test_a_note_and_a_reading_lost_from_a_page(tmp_path: Path) -> None:
    _, problems = checked(tmp_path, html_x_html=page(PAGE.replace("nota bene", "").replace("canam", "")))
    assert told(problems) == [
        ("TXT-005", 4, "html/x.html lacks 3 words of notes and readings, first in this <note>: “nota” bene"),
    ]


def test_a_reading_glued_to_a_siglum_is_lost(tmp_path: Path) -> None:
    _, problems = checked(tmp_path, html_x_html=page(PAGE.replace("canam B", "canam<b>B</b>")))
    assert told(problems) == [
        ("TXT-005", 3, "html/x.html lacks 1 word of notes and readings, first in this <rdg>: “canam”"),
    ]


def test_words_of_witnesses(tmp_path: Path) -> None:
    shares, problems = checked(tmp_path, txt_x_B_txt=b"arma virumque cano Troiae qui primus")
    assert shares == [("B", 5 / 6)]
    assert told(problems) == [
        ("TXT-003", 3, "txt/x.B.txt lacks 1 word of witness B, first here: arma virumque “canam” Troiae qui primus"),
        (
            "TXT-004",
            2,
            "txt/x.B.txt holds 1 word that witness B does not have, first here: arma virumque “cano” Troiae qui primus",
        ),
    ]


def test_words_lost_from_the_pdf(tmp_path: Path) -> None:
    shares, problems = checked(tmp_path, pdf_x_pdf=pdf(PRINT.replace("qui ", ""), width=90))
    assert shares == [("pdf", 5 / 6)]
    assert told(problems)[0][:2] == ("TXT-001", 3)
    _, problems = checked(tmp_path, pdf_x_pdf=pdf(PRINT.replace("bene", ""), width=90))
    assert told(problems) == [
        ("TXT-005", 4, "pdf/x.pdf lacks 1 word of notes and readings, first in this <note>: nota “bene”"),
    ]


def test_outputs_that_cannot_be_counted(tmp_path: Path) -> None:
    shares, problems = checked(tmp_path, pdf_x_pdf=b"no pdf", html_x_html=b"<p>canam nota bene</p>")
    assert shares == [("html", 0.0), ("pdf", 0.0)]
    assert [problem.code for problem in problems] == ["TXT-006", "TXT-006"]
    assert "article" in problems[0].message


def test_readings_without_a_place_are_remarked_on(tmp_path: Path) -> None:
    attached = TEI.replace("<app>", "<anchor xml:id='i'/>cano<app from='#i'>")
    source = source_words(etree.fromstring(attached))
    assert source.base.line == "arma virumque cano Troiae qui primus"
    (tmp_path / "B.txt").write_text(" ".join(source.witness("B")), encoding="utf-8")
    place = {"lem": 3, "rdg": 4}
    _, problems = check(
        source,
        Outputs(witnesses={"B": tmp_path / "B.txt"}),
        place_of=lambda e: ("x.xml", place[etree.QName(e).localname], 1),
    )
    assert [(p.code, p.severity, p.line) for p in problems] == [("TXT-008", "warning", 4)]


def test_only_what_was_made_is_checked() -> None:
    kept, problems = check(source_words(etree.fromstring(TEI)), Outputs(), place_of=lambda _: (None, None, None))
    assert (kept.html, kept.txt, kept.pdf, dict(kept.witnesses), problems) == (None, None, None, {}, [])


def test_messages_stay_short() -> None:
    facts = {
        "output": "html/a-rather-long-name-of-a-text.html and 12 more",
        "words": "12345 words",
        "context": "x" * 90,
        "witness": "Ambrosiaster",
        "element": "placeName",
        "reason": "it is not a PDF that can be opened",
        "readings": "12345 readings",
    }
    codes = [entry for code, entry in catalogue().items() if code.startswith("TXT-")]
    assert len(codes) == 10
    for entry in codes:
        assert len(entry.message.format_map(facts)) < 250
        assert entry.about.strip()


def test_what_is_extra_in_a_reading_leaves_no_trace_in_its_words() -> None:
    words = all_words_of_html(page("<p>arma</p>", "<div>no<i data-extra>-</i>ctium <b data-extra>x</b>y</div>"))
    assert words == Counter({"arma": 1, "noctium": 1, "x": 1, "y": 1, "T": 1})
