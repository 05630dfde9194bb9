"""The print stylesheets: what a text says stands in the Typst source, in order; what is said about it, beside it."""

import random
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from helpers import CORPORA, SITE, SPECIMENS, sheets, tei
from lxml import etree

from recensio import shipped
from recensio.feet import LOWERED, RAISED, entry_lines
from recensio.law import SourceWords
from recensio.law.inprint import compare_in_print
from recensio.law.printed import read_pdf
from recensio.parse import Limits, parse
from recensio.placing import place_entries
from recensio.typeset import packaged_font_folders, typeset

WITNESSES = "<listWit><witness xml:id='A'>Alpha</witness><witness xml:id='B'>Beta</witness></listWit>"


def source(document: str, language: str = "en") -> str:
    """The Typst source of a document."""
    labels = sheets().labels(language, {})
    return sheets().normalise(etree.fromstring(document)).print_source("x", SITE, labels)


def text_of(body: str, **more: str) -> str:
    """The Typst source of the text alone: without settings, comments and what stands behind the text."""
    lines = source(tei(body, **more)).partition("#show: setting\n")[2].partition("\n#moved(")[0].splitlines()
    return "\n".join(line for line in lines if not line.startswith("// @")).replace("#restart-lines;", "")


@cache
def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()


def printed(document: str) -> str:
    """The words of the finished PDF."""
    made = typeset(source(document), template_folders=(shipped.folder("xslt") / "print",), root=SPECIMENS)
    assert made.pdf is not None, made.problems
    return words_of(made.pdf)


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("body", "typst"),
    [
        ("<p>one word</p>", '#para("start")[#"one word";]'),
        ("<p>a \n  b</p>", '#para("start")[#"a b";]'),
        ("<p>a <hi rend='italic'>b</hi> c</p>", '#para("start")[#"a"; #t("b", look: "italic"); #"c";]'),
        ("<p>a<hi rend='bold sc'>b</hi></p>", '#para("start")[#"a";#t("b", look: "bold smallcaps");]'),
        ('<p>"\\#</p>', '#para("start")[#"\\"\\\\#";]'),
        ("<p>one</p><p>two</p>", '#para("start")[#"one";]\n#para("prose")[#"two";]'),
        ("<p xml:lang='grc'>λόγος</p>", '#para("start", lang: "el")[#"λόγος";]'),
        ("<p>a <foreign xml:lang='fr'>b</foreign></p>", '#para("start")[#"a"; #t("b", lang: "fr", look: "italic");]'),
        ("<p>a <foreign xml:lang='he'>שלום</foreign></p>", '#para("start")[#"a"; #fence;#t("שלום", lang: "he");#unfence;]'),
        ("<ab>x<pb n='2r'/>y</ab>", '#para("start")[#"x"; #folio("2r");#"y";]'),
        ("<ab>x<pb n='2r' break='no'/>y</ab>", '#para("start")[#"x";#folio("2r", inside: true);#"y";]'),
        ("<p>x<gap reason='lost'/>y</p>", '#para("start")[#"x";#t("[…]");#"y";]'),
        ("<p>x <supplied>y</supplied></p>", '#para("start")[#"x"; #t("[");#"y";#t("]");]'),
        ("<p><q>x</q><unknown>y</unknown></p>", '#para("start")[#"x"; #"y";]'),
    ],
)
def test_text_as_typst(body: str, typst: str) -> None:
    assert text_of(body) == typst


def test_a_paragraph_interrupted_by_a_list_goes_on_without_indent() -> None:
    kinds = re.findall(
        r'#para\("(\w+)"[^[]*\)\[#"(\w+)', text_of("<p>a</p><p>b <list><item>c</item></list> d</p><p>e</p>")
    )
    assert kinds == [("start", "a"), ("prose", "b"), ("item", "c"), ("start", "d"), ("prose", "e")]


def test_words_in_blocks_inside_a_run_keep_apart_and_keep_their_look() -> None:
    assert text_of("<p>a <hi rend='italic'>b <list><item>c</item></list> d</hi> e</p>").count('look: "italic"') == 3


def test_depth_of_the_mark_up_is_no_depth_of_the_source() -> None:
    deep = "<hi rend='italic'>" * 80 + "x" + "</hi>" * 80
    assert text_of(f"<p>{deep}</p>") == '#para("start")[#t("x", look: "italic");]'
    assert "finis" in printed(tei("<list><item>" * 45 + "finis" + "</item></list>" * 45))


def test_a_translation_without_a_heading_stands_apart_from_its_text() -> None:
    body = "".join(f"<div type='{kind}'><p>a</p><p>b</p></div>" for kind in ("edition", "edition", "translation"))
    assert [("spaced" in line) for line in text_of(body).splitlines()] == [False, False, False, False, True, False]


def test_headings_have_the_level_of_their_division() -> None:
    body = "<div><head>One</head><div><div><head>Two</head><p>x</p></div></div></div>"
    assert re.findall(r'#title\((\d), "(\w+)"', text_of(body)) == [("1", "One"), ("2", "Two")]


def test_a_long_heading_is_short_in_the_running_head() -> None:
    short = re.search(r'#title\(1, "([^"]*)"', text_of(f"<div><head>{'longum ' * 20}</head><p/></div>"))
    assert short is not None
    assert short.group(1).endswith("longum …")
    assert len(short.group(1)) < 65


# ---------------------------------------------------------------- verse, lines, tables


def test_verse_bears_its_number_and_shared_verse_goes_on_where_it_stopped() -> None:
    text = text_of("<lg><l n='1'>arma</l><l n='2' part='I'>cano</l><l part='F'>Troiae</l></lg>")
    assert '#para("stanza", lines: false)[#line-number("1");#"arma";]' in text
    assert '#para("verse", after: "cano", lines: false)[#"Troiae";]' in text


def test_verse_without_numbers_is_counted_verse_by_verse() -> None:
    names = re.findall(r'verse: "(\w+)"', text_of("<lg><l>a</l><l>b</l></lg><p>x</p><p>y</p>"))
    assert len(set(names)) == 2


def test_numbered_lines_of_the_source_are_lines_and_words_run_on_over_them() -> None:
    text = text_of("<ab><lb n='1'/>ver<lb n='2' break='no'/>bum</ab>")
    assert text == (
        '#para("start", lined: 3, lines: false)[#line-number("1");#"ver";#"\\u{ad}";#linebreak();#line-number("2");#"bum";]'
    )


def test_a_table_is_rows_of_cells_with_spans() -> None:
    text = text_of(
        "<table><row role='label'><cell cols='2'>a</cell></row><row><cell>b</cell><cell>c</cell></row></table>"
    )
    assert text.startswith('#tabled((((cols: 2, rows: 1, head: true, body: [#"a";]),),')


def test_a_table_wider_than_the_page_is_set_row_by_row() -> None:
    row = "<row>" + "".join(f"<cell>w{n}</cell>" for n in range(30)) + "</row>"
    words = printed(tei(f"<table>{row}{row}</table>"))
    assert words.count("w29") == 2
    assert "w0 | w1 | w2" in words


# ---------------------------------------------------------------- notes and apparatus


def test_a_note_is_called_behind_its_word_even_inside_one() -> None:
    assert text_of("<p>ver<note>n</note>bum est</p>") == (
        '#para("start")[#"ver";#"bum";#call("note-1", "editor", "1", [#"n";]); #"est";]'
    )


def test_notes_of_the_author_are_a_layer_of_their_own() -> None:
    text = text_of("<p>a<note resp='#author'>x</note> b<note>y</note></p>")
    assert re.findall(r'#call\("note-\d", "(\w+)"', text) == ["author", "editor"]


def test_a_note_between_paragraphs_is_called_at_the_end_of_the_one_before() -> None:
    first, second = text_of("<p>a</p><note>x</note><p>b</p>").splitlines()
    assert "#call(" in first
    assert "#call(" not in second


def test_a_note_in_a_note_stands_in_it() -> None:
    assert '[#"x"; #t("(");#"y";#t(")"); #"z";]' in text_of("<p>a<note>x <note>y</note> z</note></p>")


def test_an_entry_has_lemma_readings_and_sigla() -> None:
    text = text_of(
        "<p>in <app><lem wit='#A'>principio</lem><rdg wit='#B'>initio</rdg><rdg wit='#C'/></app></p>",
        witnesses=WITNESSES,
    )
    start, words, end = re.split(r'(?<=\);)(#"principio";)(?=#end)', text.removesuffix("]"))
    assert start.startswith('#para("start")[#"in"; #app("entry-1", "criticus", [#"principio";], ')
    assert words == '#"principio";'
    assert end == '#end("entry-1");'
    shown = " ".join(re.findall(r'#t?\(?"([^"]+)"', start.partition("criticus")[2]))
    assert shown == "principio A ; initio B ; om. C"


def test_a_long_lemma_is_named_by_its_first_and_last_words() -> None:
    assert '[#"a b … h";]' in text_of("<p><app><lem>a b c d e f g h</lem><rdg wit='#B'>x</rdg></app></p>")


def test_an_entry_in_a_reading_stands_in_its_entry() -> None:
    nested = "<app><lem>a</lem><rdg wit='#A'>b <app><lem>c</lem><rdg wit='#B'>d</rdg></app></rdg></app>"
    text = text_of(f"<p>{nested}</p>")
    assert text.count("#app(") == 1
    assert '#t("(");#"d"; #t("B", look: "italic");#t(")");' in text


def test_an_entry_in_a_word_of_a_reading_does_not_break_the_word() -> None:
    inner = '<app><lem>{}</lem><rdg wit="#C">{}</rdg></app>'
    reading = f'a{inner.format("b", "x")}c{inner.format("d", "y")}e, f{inner.format("g", "z")} h'
    words = printed(tei(f'<p>k <app><lem>l</lem><rdg wit="#B">{reading}</rdg></app></p>', witnesses=WITNESSES))
    assert "abcde (x C) (y C), fg (z C) h B" in words


def test_descriptions_are_printed_where_they_stand() -> None:
    assert "a (the lamp falls) b" in printed(tei("<p>a <incident><desc>the lamp falls</desc></incident> b</p>"))


def test_what_the_source_had_wrong_or_deleted_is_told_at_the_foot() -> None:
    text = text_of("<p>a <choice><sic>eror</sic><corr>error</corr></choice> <del>gone</del> z</p>")
    assert re.search(r'#app\("sic-\w+", "source", \[#"error";\], \[#"eror"; #t\("in the source"', text)
    assert re.search(r'#app\("del-\w+", "source", none, \[#t\("⟦"\);#"gone";#t\("⟧"\);\], back: true\)', text)


def test_entries_and_notes_without_a_place_stand_behind_the_text() -> None:
    back = "<listApp><app loc='3'><lem>verbum</lem><rdg wit='#A'>verba</rdg></app></listApp>"
    behind = source(tei("<p>x</p>", witnesses=WITNESSES, back=f"<div>{back}</div>")).partition("#moved(")[2]
    assert '#section("Critical apparatus")' in behind
    assert '#t("3", look: "bold"); #"verbum";#t("]"); #"verba";' in behind


def test_only_layers_that_a_text_has_are_kept_room_for() -> None:
    plain, noted = source(tei("<p>x</p>")), source(tei("<p>x<note>y</note></p>"))
    assert "keyed: false" in plain and "layers: ()" in plain
    assert 'layers: ((name: "editor", style: "block"),)' in noted


def test_the_words_of_the_edition_come_in_its_language() -> None:
    german = source(tei("<p><app><lem>a</lem><rdg wit='#A'/></app></p>", witnesses=WITNESSES), "de")
    assert '"fehlt"' in german


def test_a_register_without_a_text_is_a_list() -> None:
    words = printed((SPECIMENS / "registers" / "persons.xml").read_text(encoding="utf-8").split("?>", 1)[-1])
    assert "Persons" in words


# ---------------------------------------------------------------- at the foot of the page


def foot(folder: Path, body: str, *, header: str = WITNESSES, language: str = "la") -> str:
    """What stands at the feet of the pages, and the entries behind the text; raised letters between ^ and _."""
    root = etree.fromstring(tei(body, witnesses=header))
    place_entries(root)
    labels = sheets().labels(language, {})
    made = typeset(
        sheets().normalise(root).print_source("x", SITE, labels),
        template_folders=(shipped.folder("xslt") / "print",),
        root=SPECIMENS,
    )
    assert made.pdf is not None, made.problems
    (folder / "x.pdf").write_bytes(made.pdf)
    told = " ".join(entry_lines(folder / "x.pdf", "Apparatus criticus")).replace(LOWERED + RAISED, "")
    return " ".join(told.replace(RAISED, "^").replace(LOWERED, "_").split())


def entry(lemma: str, reading: str, siglum: str = "B") -> str:
    return f"<app><lem>{lemma}</lem><rdg wit='#{siglum}'>{reading}</rdg></app>"


AT_THE_FOOT = {
    "no number of a line in a reading": (
        "<lg><l n='1'>a</l>" + entry("<l n='2'>b</l>", "<l n='3'>c</l><l n='4'>d <lb n='9'/>e</l>") + "</lg>",
        "2 b] c ‖ d e B",
    ),
    "a sign only between the lines of a reading": (
        f"<p>{entry('a', '<p>b</p><p>c</p>')} {entry('d', '<p>e</p>')}</p>",
        "1 a] b ‖ c B | d] e B",
    ),
    "a short lemma of two verses": (
        "<lg>" + entry("<l n='1'>a</l><l n='2'>b</l>", "") + "<l n='3'>c</l></lg>",
        "1–2 a ‖ b] om. B",
    ),
    "a long lemma has no comma at its end": (f"<p>{entry('a b c d e f g h,', 'x')} i</p>", "1 a b … h] x B"),
    "signs keep apart from words": (
        "<p>a <app><lem>b</lem><rdg wit='#B' varSeq='1'>c<gap/></rdg><rdg wit='#B' varSeq='2' hand='#m2'>d</rdg></app></p>",
        "1 b] c[…] B ^a.c._; d B ^p.c._ (m2)",
    ),
    "where a witness begins and ends": (
        f"<p>{entry('a', '<lacunaEnd/>b')} {entry('c', '<witStart/>d', 'A')} {entry('e', 'f<witEnd/>', 'A')} {entry('g', 'h<lacunaStart/>')}</p>",
        "1 a] lacuna desinit b B | c] textus incipit d A | e] f textus desinit A | g] h lacuna incipit B",
    ),
    "where another witness begins": (
        "<p><app><lem wit='#A #B'><lacunaEnd wit='#B'/>a</lem><rdg wit='#A'>b<witEnd wit='#B'/></rdg></app></p>",
        "1 a] (lacuna desinit B) A B; b (textus desinit B) A",
    ),
    "lost is told once": (
        f"<p>{entry('a', '<gap/>')} {entry('b', '<note>om.</note>')} {entry('c', '<note>om. in extrema pagina</note>')}</p>",
        "1 a] lac. B | b] om. B | c] om. in extrema pagina B",
    ),
    "whole words that were corrected": (
        f"<p>{entry('a', '<subst><del>b</del><add>c</add></subst>')} {entry('d', 'e<subst><del>f</del><add>g</add></subst>h')}</p>",
        "1 a] ⟦b⟧ c B | d] e⟦f⟧gh B",
    ),
    "an entry in a note": (
        "<p>a<note>b <app><lem>c</lem><rdg wit='#B'>d</rdg></app>. e –<app><lem>f</lem><rdg wit='#B'/></app></note></p>",
        "1 b c (d B). e –f (om. B)",
    ),
    "an entry without a place has no number": (
        "<p>a et b et</p><listApp><app><lem>et</lem><rdg wit='#B'>ac</rdg></app></listApp>",
        "et] ac B",
    ),
    "each place of an entry": (
        "<lg><l n='1'>a et</l><l n='2'>b</l><l n='3'>et c</l></lg><listApp><app loc='1, 3'><lem>et</lem><rdg wit='#B'>ac</rdg></app></listApp>",
        "1 et] ac B 3 et] ac B",
    ),
    "lines with one number on two pages of the source": (
        "<p><pb n='1v'/><lb n='1'/>a <lb n='2'/>luna <pb n='2r'/><lb n='1'/>b <lb n='2'/>luna c</p>"
        "<listApp><app loc='1v, 2'><lem>luna</lem><rdg wit='#A'>sol</rdg></app>"
        "<app loc='2r, 1'><lem>b</lem><rdg wit='#A'>d</rdg></app><app loc='2r, 2'><lem>luna</lem><rdg wit='#B'>nox</rdg></app></listApp>",
        "1v.2 luna] sol A 2r.1 b] d A 2r.2 luna] nox B",
    ),
    "numbers that occur once on the page are enough": (
        f"<div n='1'><l n='1'>a</l><l n='2'>b</l></div><div n='2'><l n='1'>c</l><l n='2'>d</l><l n='3'>{entry('e', 'f')}</l></div>",
        "3 e] f B",
    ),
    "a verse that the text does not have": (
        "<lg><l n='1'>a</l><app><lem wit='#A'><l n='2'/></lem><rdg wit='#B'><l n='2'>b</l></rdg></app><l n='3'>c</l></lg>",
        "2 add. b B; om. A",
    ),
    "what is repeated": (
        "<lg><l n='1' xml:id='v1'>a</l><app><lem><l n='2'>b</l></lem><rdg wit='#B'><l copyOf='#v1'/></rdg></app></lg>",
        "2 b] = v. 1 B",
    ),
}


@pytest.mark.parametrize(("body", "told"), AT_THE_FOOT.values(), ids=AT_THE_FOOT.keys())
def test_entries_at_the_foot(tmp_path: Path, body: str, told: str) -> None:
    assert foot(tmp_path, body) == told


def test_headings_are_called_as_on_the_web(tmp_path: Path) -> None:
    body = f"<div><head>{entry('a', 'b')}</head><p>c</p></div>"
    assert foot(tmp_path, body) == "tit. a] b B"
    assert foot(tmp_path, body, language="en") == "title a] b B"


def numbered(words: Sequence[str], lines: Sequence[Sequence[int]], place: int, length: int) -> str:
    """The number that the lemma at a place must have, by the words of its line."""
    wanted = list(words[place : place + length])
    (line,) = [line for line in lines if place in line]
    equal = [at for at in line if [w.lower() for w in words[at : at + length]] == [w.lower() for w in wanted]]
    return f"^{equal.index(place) + 1}_" if len(equal) > 1 else ""


@pytest.mark.parametrize("seed", range(3))
def test_equal_words_are_numbered_in_the_line_they_stand_on(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    words = [chance.choice(["et", "Et", "in", "ac", "mare", "via", "lux"]) for _ in range(900)]
    chosen = [(at, chance.choice([1, 1, 2])) for at in sorted(chance.sample(range(0, 898, 3), 120))]
    marked = list(words)
    for at, length in chosen:
        marked[at] = "<app><lem>" + marked[at]
        marked[at + length - 1] += f"</lem><rdg wit='#B'>x{at}x</rdg></app>"
    told = foot(tmp_path, "<p>" + " ".join(marked) + "</p>", language="en")
    lines = lines_of(tmp_path / "x.pdf", words)
    for at, length in chosen:
        lemma = " ".join(words[at : at + length])
        assert f"{lemma}{numbered(words, lines, at, length)}] x{at}x B" in told


def lines_of(pdf: Path, words: Sequence[str]) -> list[list[int]]:
    """The lines of a text of short words, as the numbers of the words on them."""
    made = pypdfium2.PdfDocument(pdf)
    try:
        said = [page.get_textpage().get_text_range().splitlines() for page in made]
    finally:
        made.close()
    lines: list[list[int]] = []
    count = 0
    for line in (line.split() for page in said for line in page):
        if line and line == list(words[count : count + len(line)]):
            lines.append(list(range(count, count + len(line))))
            count += len(line)
    assert count == len(words)
    return lines


def test_the_parts_of_a_verse_are_one_line(tmp_path: Path) -> None:
    body = f"<lg><l n='7' part='I'>et nox et</l><l part='F'>{entry('et', 'ac')} lux</l><l n='8'>et {entry('et', 'ut')}</l></lg>"
    assert foot(tmp_path, body) == "7 et^3_] ac B 8 et^2_] ut B"


# ---------------------------------------------------------------- whole texts


def print_of(path: Path) -> tuple[SourceWords, bytes]:
    parsed = parse(path, folder=path.parent, name=path.name, limits=Limits())
    assert parsed.root is not None
    text = sheets().normalise(parsed.root).print_source(path.stem, SITE, sheets().labels("en", {}))
    made = typeset(text, template_folders=(shipped.folder("xslt") / "print",), root=path.parent)
    assert made.pdf is not None, made.problems
    return SourceWords(parsed.root), made.pdf


def assert_kept(path: Path) -> None:
    if path.name == "rtl.xml" and not packaged_font_folders():
        pytest.skip("the fonts for Hebrew and Arabic come as packages, and none is installed")
    words, pdf = print_of(path)
    found = compare_in_print(words.base, words.aside, read_pdf(pdf))
    assert (found.base.lost, found.moved, found.missing_aside) == (None, None, {})


@pytest.mark.parametrize("name", sorted(p.name for p in SPECIMENS.glob("*.xml") if p.name != "scripts.xml"))
def test_every_word_of_a_specimen_is_in_the_pdf(name: str) -> None:
    assert_kept(SPECIMENS / name)


@pytest.mark.parametrize(
    "name", ["croala__bunic-j-de-r.xml", "gerdracor__kotzebue-der-hyperboreische-esel.xml", "bdnprint__demo.xml"]
)
def test_every_word_of_a_real_text_is_in_the_pdf(name: str) -> None:
    if not (CORPORA / name).is_file():
        pytest.skip("the corpora are not beside the checkout")
    assert_kept(CORPORA / name)


def test_pages_are_the_same_every_time() -> None:
    _, first = print_of(SPECIMENS / "apparatus.xml")
    _, second = print_of(SPECIMENS / "apparatus.xml")
    assert first == second
