"""Scripts and signs in print: where words of two directions stand, and that each character has a sign of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pytest
from helpers import SITE, SPECIMENS, sheets, tei
from lxml import etree

from recensio import law, shipped
from recensio.law.inprint import compare_in_print
from recensio.law.printed import _characters, read_pdf
from recensio.typeset import Typeset, packaged_font_folders, typeset

pytestmark = pytest.mark.skipif(not packaged_font_folders(), reason="the fonts of other scripts come as packages, and none is installed")

WITNESSES = "<listWit><witness xml:id='A'>Alpha</witness><witness xml:id='B'>Beta</witness><witness xml:id='h'><abbr type='siglum'>ש</abbr> Gimel</witness></listWit>"
_FOOT = 8.7
# (pdfium mirrors brackets among words from right to left, though they are painted as they should be)
_BRACKETS = str.maketrans("[(", "])")


def made(body: str, lang: str = "la") -> Typeset:
    root = etree.fromstring(tei(body, witnesses=WITNESSES).replace("<text>", f"<text xml:lang='{lang}'>"))
    source = sheets().normalise(root).print_source("x", SITE, sheets().labels("en", {}))
    result = typeset(source, template_folders=(shipped.folder("xslt") / "print",), root=SPECIMENS)
    assert result.pdf is not None, result.problems
    return result


def letters(result: Typeset) -> Iterator[tuple[int, str, float, float, float]]:
    """Page, letter, left edge, baseline from above, size."""
    document = pypdfium2.PdfDocument(result.pdf)
    try:
        for number, page in enumerate(document, 1):
            for character, _, glyph in _characters(page.get_textpage()):
                if character.strip():
                    character = character.translate(_BRACKETS)
                    yield number, character, glyph.left, page.get_height() - glyph.y, glyph.size
    finally:
        document.close()


def across(result: Typeset, *, foot: bool, wanted: str) -> str:
    """The wanted letters as one sees them from left to right, line by line; of the foot, or of what is above it."""
    seen = [(p, round(y / 4), x, c) for p, c, x, y, size in letters(result) if (size < _FOOT and y > 300) == foot and c in wanted]
    return "".join(c for *_, c in sorted(seen))


def entry(lemma: str, reading: str, wit: str = "#B") -> str:
    return f"<app><lem>{lemma}</lem><rdg wit='{wit}'>{reading}</rdg></app>"


# ---------------------------------------------------------------- direction


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        # the lemma reads from right to left, and stands in front of its bracket; so does a reading with a number
        (f"<p>x {entry('אבג', 'הוז')}</p>", "1גבא]זוהB"),
        (f"<p>x {entry('אבג', 'verba')}</p>", "1גבא]verbaB"),
        (f"<p>x {entry('verba', 'אבג 72')}</p>", "1verba]72גבאB"),
        # a siglum of that script stands behind the reading, not in front of it
        (f"<p>x {entry('verba', 'אבג', '#h')}</p>", "1verba]גבאש"),
        ("<p>x <app><lem wit='#A'>אבג</lem><rdg wit='#h'>הוז</rdg><rdg wit='#B'>חטי</rdg></app></p>", "1גבא]A;זוהש;יטחB"),
        # entries of one line keep their order
        (f"<p>x {entry('אבג', 'הוז', '#h')} y {entry('חטי', 'כלמ')}</p>", "1גבא]זוהש|יטח]מלכB"),
        # arabic letters are given as they are shaped, so only what is around them is looked at
        (f"<p>x {entry('verba', 'بت 72')} {entry('alia', 'res')}</p>", "1verba]72B|alia]resB"),
    ],
)
def test_entries_at_the_foot_read_in_their_order(body: str, seen: str) -> None:
    assert across(made(body), foot=True, wanted=seen + "1]B;|").replace("5", "") == seen


def test_in_a_text_from_right_to_left_entries_keep_that_order() -> None:
    seen = across(made(f"<p>{entry('אבג', 'dominus')} והי {entry('חטי', 'כלמ 34', '#h')}</p>", "he"), foot=True, wanted="אבגחטיכלמש1]dominusB;|34")
    assert seen == "1גבא]dominusB|יטח]34מלכש"


@pytest.mark.parametrize("phrase", ["<foreign xml:lang='he'>אבג</foreign>", "<seg xml:lang='he'> אבג </seg>"])
def test_a_number_behind_a_foreign_phrase_stays_behind_it(phrase: str) -> None:
    assert across(made(f"<p>verba {phrase} 72 (vide)</p>"), foot=False, wanted="אבג72)").endswith("גבא72))")


def test_latin_words_with_a_number_in_a_hebrew_paragraph() -> None:
    seen = across(made("<p>אבג <foreign xml:lang='la'>verba 72.</foreign> הוז (8)</p>", "he"), foot=False, wanted="אבגהוזverba728).")
    assert seen.replace("Specimen", "").endswith(")8)זוהverba72.גבא")


def test_a_paragraph_runs_as_most_of_its_letters_do() -> None:
    latin = made("<p><foreign xml:lang='he'>אבג</foreign> (72) verba latina multa. <foreign xml:lang='he'>הוז</foreign></p>")
    hebrew = made("<p><foreign xml:lang='la'>verba</foreign> (72) אבגד הוזח טיכל.</p>", "he")
    assert across(latin, foot=False, wanted="אבגהוז72)").endswith("גבא)72)זוה")
    assert across(hebrew, foot=False, wanted="vrb72)הוזט.").endswith(".טזוה)72)vrb")


def test_notes_read_in_their_own_direction() -> None:
    latin = made("<p>אבג<note>verba הוז finis.</note></p>", "he")
    hebrew = made("<p>verba<note>הוז verba חטי.</note></p>")
    assert across(latin, foot=True, wanted="1verbaהוזfns.") == "1verbaזוהfns."
    assert across(hebrew, foot=True, wanted="1הוזverbaחטי.") == "1.יטחverbaזוה"


def test_what_the_editors_say_runs_from_left_to_right_in_any_text() -> None:
    result = made(f"<div><head>אבג</head><p>{entry('הוז', 'verba')} {'חטי כלמ נסע ' * 500}</p></div><div><head>דהו</head><p>ז</p></div>", "he")
    assert result.pages > 2
    width = pypdfium2.PdfDocument(result.pdf)[0].get_width()
    sigla = [(x, c) for p, c, x, y, _ in letters(result) if p == 1 and c in "SAlpha"]
    assert min(x for x, _ in sigla) < width / 4
    running = "".join(c for x, c in sorted((x, c) for p, c, x, y, _ in letters(result) if p == 2 and y < 50))
    assert running == "Specimen2"  # (bound on the right: the outer edge of page 2)


@pytest.mark.parametrize(("lang", "words", "wider"), [("he", "חטי כלמ נסע ", 3), ("la", "verba multa sunt ", 2)])
def test_a_book_is_bound_on_the_side_where_its_lines_begin(lang: str, words: str, wider: int) -> None:
    """The inner margin is the smaller one."""
    result = made(f"<p>{entry('הוז', 'verba')} {words * 600}</p>", lang)
    assert result.problems == ()
    lefts = {page: min(x for p, c, x, y, _ in letters(result) if p == page and 60 < y < 500 and c.isalpha()) for page in (2, 3)}
    assert max(lefts, key=lambda page: lefts[page]) == wider


def test_marks_of_pages_in_the_margin_do_not_lie_over_one_another() -> None:
    body = "".join(f"<pb edRef='#Manuscriptum' n='{n}'/>verba {n} " for n in (211, 212, 213))
    result = made(f"<ab>{body}</ab>")
    marks = [(round(y), x) for _, c, x, y, size in letters(result) if size < 8 and c == "2"]
    assert len({y for y, _ in marks}) >= 3
    assert min(x for *_, x, _, size in letters(result) if size < 8) > 5


# ---------------------------------------------------------------- signs


def shown(result: Typeset, character: str) -> bytes:
    """The picture of the first such letter."""
    document = pypdfium2.PdfDocument(result.pdf)
    try:
        page = document[0]
        box = next(glyph for c, _, glyph in _characters(page.get_textpage()) if c == character)
        cut = (box.left, box.y - 3, page.get_width() - box.right, page.get_height() - box.y - 12)
        return bytes(page.render(scale=4, crop=cut).buffer)
    finally:
        document.close()


@pytest.mark.parametrize("two", ["𐌰𐌱", "ᚢᚱ", "ᛟᛞ", "ſꝑ", "ꝰꝯ", "⁊ꝛ", "ᾧῥ", "⏑⏓", "ⲁⲛ", "עצ"])
def test_each_letter_has_a_sign_of_its_own_or_is_told_of(two: str) -> None:
    result = made(f"<p>verba {two[0]} {two[1]} finis</p>")
    if not any(p.code == "PDF-002" for p in result.problems):
        assert shown(result, two[0]) != shown(result, two[1])


def test_a_private_character_that_no_font_has_is_told_of_by_its_number() -> None:
    (told,) = [p for p in made("<p>verba \ue9ff \ue9ff finis</p>").problems if p.code == "PDF-002"]
    assert "U+E9FF" in told.message and "2 times" in told.message


def test_a_private_character_that_a_font_has_is_set() -> None:
    result = made("<p>verba \uf1ac finis</p>")
    assert not [p for p in result.problems if p.code == "PDF-002"]
    assert "\uf1ac" in {c for _, c, *_ in letters(result)}


WORDS = {
    "Devanagari": "धर्मक्षेत्रे कुरुक्षेत्रे समवेता युयुत्सवः",
    "Greek": "ἄνδρα μοι ἔννεπε Μοῦσα ᾗ ᾧ ῥᾴδιον ἐϋπλόκαμος",
    "combining": "m̃ q̄ p̱ ạ̄ x̣̌ o̊ ōꝛ",
    "long s and ligatures": "iuſtiſſima ﬁnis ﬀ ﬅ eſt Ʒ ʒ ꝑ ꝓ ꝗ ꝝ ꝯ ⁊",
    "Cyrillic": "Ѿ ѣ ѧ ꙗко слово҃",
    "Coptic": "ⲁⲛⲟⲕ ⲡⲉ",
    "Hebrew": "בראשית ברא אלהים",
    "Arabic": "الكلمة في البدء",
}


@pytest.mark.parametrize("script", WORDS)
def test_words_of_a_script_are_kept_in_text_and_entries(script: str) -> None:
    first, *others = WORDS[script].split()
    body = f"<p>verba {WORDS[script]} et {entry(first, others[0])} finis.<note>{WORDS[script]}</note></p>"
    root = etree.fromstring(tei(body, witnesses=WITNESSES))
    words = law.source_words(root, "reading")
    found = compare_in_print(words.base, words.aside, read_pdf(made(body).pdf or b""))
    assert (found.base.lost, found.moved, found.missing_aside) == (None, None, {})
