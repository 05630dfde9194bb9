"""The typesetter: words in are words out, numbers are those of the lines, and nothing falls off the page."""

import random
import re
from pathlib import Path

import pypdfium2
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recensio import shipped, typeset
from recensio.last_resort import FAMILY, last_resort
from recensio.law import words_of_text
from recensio.problems import Severity
from recensio.typeset import Page, Typeset, fonts, paper_size, rounds

SPECIMENS = Path(__file__).parent / "specimens"
TEMPLATES = (shipped.folder("xslt") / "print",)
START = """#import "/recensio.typ": *
#let (setting, app, end, call, call-again, moved) = edition({settings})
#show: setting
"""
LAYERS = '(name: "criticus", style: "run-in"), (name: "editor", style: "block"),'


def source(*blocks: str, keyed: bool = False, more: str = "") -> str:
    settings = f'title: "A Title", lang: "la", keyed: {str(keyed).lower()}, layers: ({LAYERS}), {more}'
    return START.format(settings=settings) + "\n".join(blocks) + "\n"


def literal(text: str) -> str:
    return '#"' + text.replace("\\", "\\\\").replace('"', '\\"') + '";'


def para(*content: str) -> str:
    return f'#para("prose")[{"".join(content)}]'


def made(
    *blocks: str, root: Path = SPECIMENS, keyed: bool = False, page: Page | None = None, more: str = ""
) -> Typeset:
    return typeset.typeset(source(*blocks, keyed=keyed, more=more), template_folders=TEMPLATES, root=root, page=page)


def pages_of(result: Typeset) -> list[str]:
    assert result.pdf is not None, result.problems
    document = pypdfium2.PdfDocument(result.pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def text_of(result: Typeset) -> str:
    return "\n".join(pages_of(result))


def codes(result: Typeset) -> list[str]:
    return [problem.code for problem in result.problems]


def entry(name: str, lemma: str, reading: str) -> str:
    return f'#app("{name}", "criticus", [{literal(lemma)}], [{literal(reading)}]){literal(lemma)}#end("{name}")'


# ---------------------------------------------------------------- words


def test_words_come_out_as_they_went_in() -> None:
    result = made(para(literal("Arma virumque cano")), para(literal("Troiae qui primus")))
    assert result.pages == 1
    assert codes(result) == []
    assert "Arma virumque cano" in text_of(result)
    assert "Troiae qui primus" in text_of(result)


@pytest.mark.parametrize(
    "text",
    [
        "#let x = 1",
        "*bold* _emph_",
        "$x^2$ @ref <label>",
        "back\\slash [square] {curly}",
        '"quoted" `raw`',
        "= head",
        "// no",
    ],
)
def test_characters_that_mean_something_to_typst_are_set_as_themselves(text: str) -> None:
    assert text in text_of(made(para(literal(text))))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=60))
def test_any_latin_text_keeps_its_words(text: str) -> None:
    kept = words_of_text(text_of(made(para(literal("Begin " + text + " finis")))))
    assert kept.line.startswith(words_of_text("A Title Begin " + text + " finis").line)


def test_same_input_same_bytes() -> None:
    blocks = (para(literal("verbum "), entry("e1", "lemma", "lectio")), para(literal("finis")))
    first, second = made(*blocks, keyed=True), made(*blocks, keyed=True)
    assert first.pdf == second.pdf
    assert first.pdf is not None
    assert b"CreationDate" not in first.pdf


def test_a_timestamp_is_the_date_of_the_pdf() -> None:
    options = {"template_folders": TEMPLATES, "root": SPECIMENS}
    dated = typeset.typeset(source(para(literal("x"))), timestamp=86400, **options)
    assert dated.pdf is not None
    assert b"D:19700102" in dated.pdf


def test_a_note_call_does_not_grow_onto_its_word() -> None:
    result = made(para(literal("verbum"), '#call("n1", "editor", "1", [#"nota";]);', literal(", finis")))
    assert "verbum1" not in text_of(result)
    assert "nota" in text_of(result)


# ---------------------------------------------------------------- line numbers


def numbered_text(paragraphs: int) -> list[str]:
    """Paragraphs in which every lemma is a word of its own, too short to be hyphenated: it can be found again."""
    chance = random.Random(7)
    words = ["in", "principio", "verbum", "apud", "sanctificationem", "constitutiones", "antiquissimam"]
    blocks, n = [], 0
    for _ in range(paragraphs):
        parts = []
        for _ in range(4):
            n += 1
            parts += [literal(" ".join(chance.choices(words, k=chance.randint(3, 14)))), " "]
            parts += [entry(f"e{n}", f"q{n}q", f"lectio{n}"), " "]
        blocks.append(para(*parts))
    return blocks


def lines_and_foot(page: str) -> tuple[list[str], str]:
    """The lines of the text of a page without its first one (a title), and all that stands behind them."""
    lines = page.replace("\ufffe", "-\r\n").split("\r\n")
    first = next((i for i, line in enumerate(lines) if re.match(r"\S+\s+q\d+q\]", line)), len(lines))
    return lines[1:first], " ".join(lines[first:])


def test_the_number_of_an_entry_is_that_of_the_line_of_its_lemma() -> None:
    result = made(*numbered_text(120), keyed=True)
    checked = 0
    for page in pages_of(result):
        lines, foot = lines_and_foot(page)
        number = 0
        for printed, name in re.findall(r"(?:(\d+)\s+|\|\s+)(q\d+q)\]", foot):
            number = int(printed or number)
            assert name in lines[number - 1]
            checked += 1
    assert result.pages > 20
    assert checked == 480
    assert codes(result) == []


def test_every_reading_is_printed_once() -> None:
    printed = re.findall(r"lectio\d+", text_of(made(*numbered_text(30), keyed=True)).replace("\ufffe", ""))
    assert sorted(printed) == sorted(f"lectio{n}" for n in range(1, 121))


def test_several_entries_of_one_line_share_its_number() -> None:
    result = made(para(entry("a", "unus", "una"), " ", entry("b", "duo", "duae")), keyed=True)
    assert re.search(r"1\s+unus\] una \| duo\] duae", text_of(result))


def test_a_range_over_two_lines() -> None:
    long = "lemma " + "verbum " * 20 + "finis"
    result = made(para(f'#app("a", "criticus", [#"lemma";], [#"om.";]){literal(long)}#end("a");'), keyed=True)
    assert re.search(r"1–3\s+lemma\]", text_of(result))


def test_given_numbers_go_before_counted_ones() -> None:
    verse = '#para("verse", lines: false)[#line-number("{n}");{words}]'
    blocks = [verse.format(n=n, words=entry(f"e{n}", f"versus{n}", "aliter")) for n in range(98, 103)]
    text = text_of(made(*blocks, keyed=True))
    assert re.search(r"101\s+versus101\]", text)
    assert "\r\n100" in text  # in the margin, every fifth
    assert "\r\n99" not in text


@pytest.mark.parametrize(("restart", "expected"), [("page", ["5", "10"]), ("text", ["40", "45", "50"])])
def test_where_counting_begins_anew(restart: str, expected: list[str]) -> None:
    result = made(*(para(literal("verbum " * 60)) for _ in range(20)), page=Page(restart=restart))
    margin = re.findall(r"\r\n(\d+)(?=\r\n|$)", pages_of(result)[1])
    assert set(expected) <= set(margin)


def test_no_numbers_if_none_are_wanted() -> None:
    result = made(*(para(literal("verbum " * 60)) for _ in range(5)), page=Page(every=0))
    assert not re.search(r"\d", text_of(result))


def test_pages_are_set_as_they_were_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what takes or joins no room: links, feet, margins, heads; or it is told."""
    blocks = [*numbered_text(10), f'#title(1, "Caput")[{literal("Caput")}]', para('#goto("at-x")[#"ibi";] et ', '#anchor("x");', literal("hic"))]
    assert codes(made(*blocks, keyed=True)) == []
    monkeypatch.setattr(rounds, "_is_as_reckoned", lambda *_: False)
    assert codes(made(*blocks, keyed=True)) == ["PDF-008"]


def test_a_template_of_another_version_is_told(tmp_path: Path) -> None:
    for name in ("recensio.typ", "parallel.typ"):
        template = (TEMPLATES[0] / name).read_text("utf-8")
        (tmp_path / name).write_text(template.replace("blocks: told(<ed-b>),", ""), "utf-8")
    result = typeset.typeset(source(para(entry("e", "q1q", "x")), keyed=True), template_folders=(tmp_path,), root=SPECIMENS)
    assert (result.pdf, codes(result)) == (None, ["PDF-001"])
    assert "begin again from a copy. It happened in the folder xslt/print" in result.problems[0].message


def test_an_entry_can_say_what_looks_like_source() -> None:
    strange = '#app("x", "criticus", [lem], [rdg]) ] [ " \\ // #call("'
    text = text_of(made(para(literal("#app("), entry("a", "lemma", strange), literal(strange)), keyed=True))
    assert text.count('#app("x", "criticus", [lem], [rdg]) ] [ " \\ // #call("') == 2


# ---------------------------------------------------------------- room at the foot


def test_an_entry_taller_than_the_page_goes_behind_the_text() -> None:
    long = " ".join(f"longum{n}" for n in range(900))
    result = made(para(literal("ante "), entry("a", "lemma", long), literal(" post")), '#moved("Notae")', keyed=True)
    text = text_of(result).replace("\ufffe", "")
    assert codes(result) == ["PDF-003"]
    assert all(f"longum{n}" in text for n in range(900))
    assert "1.1" in result.problems[0].message
    assert result.problems[0].severity is Severity.INFO


def test_more_entries_on_one_line_than_a_page_holds_are_all_printed() -> None:
    entries = (f'#app("e{n}", "criticus", none, [{literal(f"crebra{n} " * 12)}]);' for n in range(150))
    result = made(para(literal("a "), *entries, literal(" z")), keyed=True)
    text = text_of(result)
    assert all(text.count(f"crebra{n} ") + text.count(f"crebra{n}\r") >= 10 for n in range(150))
    assert "PDF-004" not in codes(result) and "PDF-006" not in codes(result)


@pytest.mark.parametrize("kind", ["prose", "quote", "verse", "item"])
def test_entries_of_a_last_line_stay_on_its_page(kind: str) -> None:
    """Several of one line, alone on a page that is full down to some line: each time another one."""
    blocks, n = [], 0
    for more in range(12):
        entries = [entry(f"e{k}", f"q{k}q", f"lectio{k} " * 9) for k in range(n, n + 3)]
        n += 3
        blocks += [para(literal("verbum ")) for _ in range(36 + more)]
        blocks += [f'#para("{kind}", left: 1)[{" ".join(entries)}]', para(literal("apud verbum " * 40))]
    assert_at_home(made(*blocks, keyed=True), n)


def test_entries_and_notes_that_crowd_a_line_stay_on_its_page() -> None:
    chance = random.Random(3)
    blocks, n = [], 0
    for _ in range(40):
        entries = [entry(f"e{k}", f"q{k}q", "lectio " * chance.choice((1, 30))) for k in range(n, n + 5)]
        n += 5
        note = f'#call("n{n}", "editor", "{n}", [{literal("nota " * chance.choice((5, 60)))}]);'
        blocks.append(para(" ".join(entries), note, literal(" verbum" * chance.randint(1, 40))))
    assert_at_home(made(*blocks, keyed=True), n)


def assert_at_home(result: Typeset, entries: int) -> None:
    pages = [page.replace("\ufffe", "") for page in pages_of(result)]
    assert codes(result) == []
    assert len(pages) > 4
    feet = [set(re.findall(r"q\d+q(?=\])", page)) for page in pages]
    assert [set(re.findall(r"q\d+q(?!\])", page)) for page in pages] == feet
    assert sum(map(len, feet)) == entries
    assert not re.search(r"\d\.\d+(–\d+)?\s+q\d+q\]", "".join(pages))


def test_of_a_crowd_that_no_page_holds_only_the_surplus_goes_on() -> None:
    crowd = [entry(f"e{n}", f"q{n}q", f"lectio{n} " * 80) for n in range(14)]
    after = [para(entry(f"f{n}", f"r{n}r", "lectio"), literal(" verbum" * 200)) for n in range(8)]
    pages = pages_of(made(para(" ".join(crowd)), *after, keyed=True))
    assert re.search(r"\s1\s+q0q\]", pages[0])
    feet = [re.findall(r"q(\d+)q\]", page) for page in pages]
    assert [int(n) for foot in feet for n in foot] == list(range(14)) and len(feet[0]) > 4
    assert all(re.search(rf"\s1\.1\s+q{foot[0]}q\]", page) for page, foot in zip(pages[1:], feet[1:], strict=True) if foot)
    assert all(sum(f"r{n}r]" in page and f"r{n}r" in page.replace(f"r{n}r]", "") for page in pages) for n in range(8))


def test_a_long_footnote_breaks_over_pages() -> None:
    note = f'#call("n", "editor", "1", [{literal(" ".join(f"nota{n}" for n in range(900)))}]);'
    result = made(para(literal("verbum"), note))
    text = text_of(result).replace("\ufffe", "")
    assert result.pages > 1
    assert all(f"nota{n}" in text for n in range(900))


def test_overlapping_lemmata_that_span_paragraphs() -> None:
    a = '#app("a", "criticus", [#"unus … tres";], [#"om.";]);'
    b = '#app("b", "criticus", [#"duo … quattuor";], [#"transp.";]);'
    result = made(
        para(a, literal("unus "), b, literal("duo")),
        para(literal("tres"), '#end("a");', literal(" quattuor"), '#end("b");'),
        keyed=True,
    )
    assert re.search(r"1–2\s+unus … tres\] om\. \| duo … quattuor\] transp\.", text_of(result))


# ---------------------------------------------------------------- characters that no font has


@pytest.fixture
def no_fonts_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "system_font_folders", lambda: ())


@pytest.mark.usefixtures("no_fonts_of_the_machine")
def test_characters_without_a_font_are_told_and_stay_in_the_text() -> None:
    result = made(para(literal("ante 𐤀𐤁𐤂 post")))
    (problem,) = result.problems
    assert (problem.code, problem.severity) == ("PDF-002", Severity.WARNING)
    assert "3 characters" in problem.message
    assert "U+10900 (Phoenician letter alf, 1 time)" in problem.message
    assert "𐤀" in text_of(result) and "𐤁" in text_of(result)


@pytest.mark.usefixtures("no_fonts_of_the_machine")
def test_scripts_of_the_shipped_fonts_need_no_warning() -> None:
    assert codes(made(para(literal("λόγος ἐν ἀρχῇ Слово שָׁלוֹם سلام नमस्ते ſ æ œ ⟦⟧")))) == []


def test_a_font_of_the_machine_serves_where_no_other_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One made for the purpose, called after its script, stands for an installed one."""
    (tmp_path / "font.ttf").write_bytes(last_resort("𐤀𐤁𐤂").replace(*_renamed("Recensio Last Resort", "Recens. Phoenician X")))
    monkeypatch.setattr(fonts, "system_font_folders", lambda: (tmp_path,))
    (problem,) = made(para(literal("ante 𐤀𐤁𐤂 post"))).problems
    assert (problem.code, problem.severity) == ("PDF-009", Severity.INFO)
    assert "Phoenician" in problem.message


def _renamed(old: str, new: str) -> tuple[bytes, bytes]:
    assert len(old) == len(new)
    return old.encode("utf-16-be"), new.encode("utf-16-be")


def test_the_font_of_last_resort_has_a_glyph_for_each_character(tmp_path: Path) -> None:
    characters = "ก𐤀\ue123܀"
    (tmp_path / "font.ttf").write_bytes(last_resort(characters))
    assert last_resort(characters) == last_resort(reversed(characters))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(tmp_path)])
    assert fonts.families() == [FAMILY]
    compiler = typst.Compiler(
        f'#set text(font: "{FAMILY}", fallback: false)\n#"{characters}"'.encode(),
        font_paths=[str(tmp_path)],
        ignore_system_fonts=True,
    )
    assert compiler.compile(pdf_standards=["a-2u"])  # refuses what has no glyph


# ---------------------------------------------------------------- pictures, faults


def picture(address: str) -> str:
    return f'#picture("{address}", "what it shows", "no picture here")'


def test_a_picture_beside_the_text_is_shown() -> None:
    result = made(picture("images/mill.png"), picture("images/plan.svg"), para(literal("x")))
    assert codes(result) == []
    assert "no picture here" not in text_of(result)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("images/nothing.png", "no such file"),
        ("../helpers.py", "outside the edition"),
        ("https://example.org/a.png", "not a file of the edition"),
        ("minimal.xml", "cannot be printed"),
        ("", "no address"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_a_box_and_a_problem(address: str, reason: str) -> None:
    result = made(picture(address), para(literal("x")))
    assert codes(result) == ["PDF-005"]
    assert reason in result.problems[0].message
    assert "no picture here" in text_of(result)


def test_a_missing_picture_is_told_at_its_element() -> None:
    text = source("// @ #fig", picture("gone.png"))
    (problem,) = typeset.typeset(
        text, template_folders=TEMPLATES, root=SPECIMENS, locate=lambda at: (len(at), 1)
    ).problems
    assert (problem.code, problem.line) == ("PDF-005", len("#fig"))


def test_a_damaged_picture_is_a_box_and_a_problem(tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"not a picture")
    result = made(picture("bad.png"), para(literal("finis")), root=tmp_path)
    assert codes(result) == ["PDF-005"]
    assert "finis" in text_of(result)


def test_what_cannot_be_set_is_a_problem_at_its_element() -> None:
    broken = source(
        "// @ #first", para(literal("bene")), "// @ #second", "#nonsense(" + literal("male scriptum est")[1:-1] + ")"
    )
    result = typeset.typeset(
        broken, template_folders=TEMPLATES, root=SPECIMENS, file="a.xml", locate=lambda at: {"#second": (7, 3)}[at]
    )
    assert result.pdf is None
    (problem,) = result.problems
    assert (problem.code, problem.file, problem.line, problem.column) == ("PDF-001", "a.xml", 7, 3)
    assert "male scriptum est" in problem.message


@pytest.mark.parametrize(
    ("paper", "size"), [("A5", ("148mm", "210mm")), ("155x235mm", ("155mm", "235mm")), ("6 x 9 in", None)]
)
def test_papers(paper: str, size: tuple[str, str] | None) -> None:
    assert paper_size(paper) == (size or ("6in", "9in"))


@pytest.mark.parametrize("paper", ["", "a99", "10x", "x mm", '155x235mm"; #read("/etc/passwd")'])
def test_what_is_no_paper_is_refused(paper: str) -> None:
    with pytest.raises(ValueError, match="paper size"):
        made(para(literal("x")), page=Page(paper=paper))


def test_spans_of_a_table_that_cannot_be_are_cut() -> None:
    cell = '(cols: {c}, rows: {r}, head: false, body: [#"{w}";]),'
    first = cell.format(c=9, r=7, w="una") + cell.format(c=1, r=99, w="altera")
    text = text_of(made(f"#tabled((({first}),({cell.format(c=2, r=1, w='tertia')}),(),))"))
    assert text.index("una") < text.index("altera") < text.index("tertia")
