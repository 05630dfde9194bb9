"""Parallel editions: texts in step, each with the numbers of its own lines and its own foot."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from helpers import CORPORA, build_in
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from recensio import law, shipped
from recensio.law.printed import _characters
from recensio.parallel.pieces import blocks_of, paragraph_of
from recensio.parallel.units import Units, aligned, rows_of
from recensio.parallel.witness_tree import as_witness
from recensio.report import Report

SPECIMENS = Path(__file__).parent / "specimens"
HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt><publicationStmt><p>x</p></publicationStmt>"
    "<sourceDesc><listWit><witness xml:id='A'>A</witness><witness xml:id='B'>B</witness></listWit></sourceDesc>"
    "</fileDesc></teiHeader>"
)


def document(body: str, *, title: str = "Text", lang: str = "la") -> str:
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{HEADER.format(title=title)}'
        f'<text xml:lang="{lang}"><body>{body}</body></text></TEI>'
    )


def units(body: str, file: str = "") -> Units:
    return Units.of(etree.fromstring(document(body)), file)


# ---------------------------------------------------------------- what belongs together


def rows(*bodies: str) -> list[str]:
    """The rows, each as the words of its texts with a bar between them."""
    texts = [units(body, "abc"[n]) for n, body in enumerate(bodies)]

    def words(text: Units, stretch: tuple[int, int]) -> str:
        return " ".join("".join(u.element.itertext()) for u in text.units[slice(*stretch)])

    return ["|".join(words(t, one) for t, one in zip(texts, row, strict=True)) for row in rows_of(texts)]


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        (("<head>A</head><p>1</p><p>2</p>", "<head>A</head><p>i</p><p>ii</p>"), ["A|A", "1|i", "2|ii"]),
        # verses of one number; one that the other text has not stands alone
        (
            ('<l n="1">a</l><l n="2">b</l><l n="3">c</l>', '<l n="1">x</l><l n="3">z</l><l n="4">w</l>'),
            ["a|x", "b|", "c|z", "|w"],
        ),
        # pointers, also of one to two
        (('<p xml:id="p1">a</p><p xml:id="p2">b</p>', '<p corresp="a.xml#p1 a.xml#p2">x</p>'), ["a b|x"]),
        (
            ('<p xml:id="p1">a</p><p xml:id="p2">b</p><p xml:id="p3">c</p>', '<p corresp="#p1">x</p><p corresp="#p3">y</p>'),
            ["a|x", "b|", "c|y"],
        ),
        # ids that differ in their beginning
        (
            ('<p xml:id="la-1">a</p><p xml:id="la-2">b</p><p xml:id="la-3">c</p>', '<p xml:id="de-1">x</p><p xml:id="de-3">y</p>'),
            ["a|x", "b|", "c|y"],
        ),
        # divisions of one number
        (
            ('<div n="1"><p>a</p></div><div n="2"><p n="1">b</p></div>', '<div n="1"><p>x</p><p>y</p></div><div n="2"><p n="1">z</p></div>'),
            ["a|x y", "b|z"],
        ),
        # three texts
        (
            ('<l n="1">a</l><l n="2">b</l>', '<l n="1">x</l><l n="1a">y</l><l n="2">z</l>', '<l n="2">u</l><l n="3">v</l>'),
            ["a|x|", "|y|", "b|z|u", "||v"],
        ),
    ],
)  # fmt: skip
def test_rows(bodies: tuple[str, ...], expected: list[str]) -> None:
    assert rows(*bodies) == expected


def test_paragraphs_that_are_divided_otherwise_are_found_by_their_length() -> None:
    one = f"<p>{'a ' * 200}</p><p>{'b ' * 40}</p><p>{'c ' * 300}</p>"
    other = f"<p>{'x ' * 90}</p><p>{'y ' * 110}</p><p>{'z ' * 40}</p><p>{'w ' * 300}</p>"
    assert [p for p in aligned(units(one), units(other))] == [((0, 1), (0, 2)), ((1, 2), (2, 3)), ((2, 3), (3, 4))]


def test_a_link_joins_two_texts() -> None:
    one = '<p xml:id="a1">a</p><p xml:id="a2">b</p>'
    other = '<p xml:id="b1">x</p><p xml:id="b2">y</p><linkGrp><link target="a.xml#a2 #b1"/></linkGrp>'
    assert rows(one, other) == ["a|", "b|x", "|y"]


@given(st.lists(st.lists(st.tuples(st.sampled_from("plh"), st.integers(0, 9)), max_size=9), min_size=2, max_size=4))
def test_every_unit_stands_in_one_row_in_its_order(texts: list[list[tuple[str, int]]]) -> None:
    names = {"p": "p", "l": "l", "h": "head"}
    bodies = ["".join(f'<{names[k]} n="{n}">{"w " * (n + 1)}</{names[k]}>' for k, n in text) for text in texts]
    made = [units(body) for body in bodies]
    found = rows_of(made)
    for side, text in enumerate(made):
        reached = 0
        for start, end in (row[side] for row in found if row[side][0] < row[side][1]):
            assert start == reached
            reached = end
        assert reached == len(text.units)


# ---------------------------------------------------------------- witnesses


@pytest.mark.parametrize("name", ["apparatus-attached", "apparatus-located", "older", "rtl", "corpus"])
def test_the_tree_of_a_witness_has_its_words(name: str) -> None:
    from recensio.parse import Limits, parse
    from recensio.stamping import stamped

    path = SPECIMENS / f"{name}.xml"
    parsed = stamped(parse(path, folder=SPECIMENS, name=name, limits=Limits(size=10**7)), "reading")
    assert parsed.root is not None
    source = law.source_words(parsed.root)
    assert source.witness_ids
    for witness in source.witness_ids:
        assert law.source_words(as_witness(parsed.root, witness)).base.line == source.witness(witness).line


# ---------------------------------------------------------------- pieces


def test_a_paragraph_is_put_together_again_as_it_was() -> None:
    source = '#para("prose", left: 1)[#"Arma #[] \\"virum\\"";#app("e-1"); #t("cano; Troiae", look: "italic"); #end("e-1");#"qui";]'
    paragraph = paragraph_of(source)
    assert paragraph is not None
    assert f"{paragraph.call}[{paragraph.between(0, None)}]" == source
    first, second = paragraph.between(0, paragraph.seams[1]), paragraph.between(paragraph.seams[1], None)
    assert first == '#"Arma #[]";'
    assert "Troiae" in second


def test_a_panel_is_one_block() -> None:
    between = "\ufdd0"
    groups = [f"1{between}#a{between}#panel(\"x\")[", f"1{between}{between}#para(\"start\")[]", f"1{between}{between}]", f"2{between}b{between}#ornament"]
    assert [(row, at) for row, at, _ in blocks_of(groups)] == [(1, "#a"), (2, "b")]


# ---------------------------------------------------------------- the finished pages


def words_on(page: pypdfium2.PdfPage) -> list[tuple[str, float, float, float]]:
    """The words of a page: text, left, baseline (from above), size of the type."""
    height = page.get_height()
    found: list[tuple[str, float, float, float]] = []
    word: list[tuple[str, float, float, float]] = []
    right = 0.0

    def end() -> None:
        if word:
            found.append(("".join(c for c, *_ in word), *word[0][1:]))
            word.clear()

    for character, _, glyph in _characters(page.get_textpage()):
        y = height - glyph.y
        apart = word and (abs(word[-1][2] - y) > 1 or word[-1][3] != glyph.size or glyph.left - right > 0.1 * glyph.size)
        if not character.strip() or apart:
            end()
        right = glyph.right
        if character.strip():
            word.append((character, glyph.left, y, glyph.size))
    end()
    return found


LATIN = [a + b + c for a in ("bra", "cle", "dor", "fen", "gil") for b in ("ma", "no", "ri") for c in ("tus", "rem", "bis")]


def numbered(lang: str, seed: int, paragraphs: int, *, verse: bool = False, every: int = 9) -> str:
    """A text in which each lemma occurs once only, and tells in the apparatus which one it is."""
    draw = random.Random(seed)
    blocks, entry = [], 0
    for number in range(paragraphs):
        words = []
        for _ in range(draw.randint(3, 7) if verse else draw.randint(20, 150)):
            word = draw.choice(LATIN)
            if draw.randrange(every) == 0:
                entry += 1
                word = f"<app><lem wit='#A'>{lang}lem{entry}x</lem><rdg wit='#B'>{lang}rdg{entry}x</rdg></app>"
            words.append(word)
        tag = "l" if verse else "p"
        blocks.append(f'<{tag} n="{number + 1}">{" ".join(words)}</{tag}>')
    body = "".join(blocks)
    return document(f"<lg>{body}</lg>" if verse else body, title=f"Text {lang}")


def build_parallel(folder: Path, texts: dict[str, str], table: str) -> Report:
    (folder / "tei").mkdir(parents=True)
    for name, text in texts.items():
        (folder / "tei" / f"{name}.xml").write_text(text, encoding="utf-8")
    (folder / "edition.toml").write_text(f"[print]\nbook = false\n[[parallel]]\n{table}\n", encoding="utf-8")
    return build_in(folder, to=("pdf",))


def entries_of(words: Sequence[tuple[str, float, float, float]]) -> dict[str, str]:
    """By its lemma, the number of each entry at a foot (small type)."""
    number, found = "", {}
    small = [word for word, _, _, height in words if height < 9]
    for at, word in enumerate(small):
        if re.fullmatch(r"\d+(–[\d.]+)?", word):
            number = word
        elif match := re.fullmatch(r"(\w*lem\d+x)\]", word):
            found[match[1]] = number
        elif re.fullmatch(r"\w*lem\d+-", word) and at + 1 < len(small):
            found[word[:-1] + small[at + 1].rstrip("]")] = number
    return found


def lines_of(words: Sequence[tuple[str, float, float, float]], left: float, right: float) -> list[tuple[float, str]]:
    """The lines of text between two edges."""
    by_line: dict[float, list[str]] = {}
    for word, x, y, height in words:
        if left <= x < right and height > 10:
            line = next((known for known in by_line if abs(known - y) < 3), y)
            by_line.setdefault(line, []).append(word)
    return [(y, " ".join(by_line[y])) for y in sorted(by_line)]


def check_numbers(words: Sequence[tuple[str, float, float, float]], left: float, right: float) -> int:
    """Every entry between two edges has the number of the line that its lemma begins on. Result: how many."""
    own = [word for word in words if left <= word[1] < right]
    lines, checked = lines_of([w for w in own if w[3] < 11], left, right), 0
    for lemma, number in entries_of(own).items():
        begins = [n for n, (_, line) in enumerate(lines, 1) if lemma in line]
        if begins:  # (one that is hyphenated is found on two lines)
            checked += 1
            assert number.partition("–")[0] == str(begins[0]), (lemma, number, begins)
    return checked


@pytest.fixture(scope="module")
def facing(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    folder = tmp_path_factory.mktemp("facing")
    texts = {"a": numbered("a", 1, 26), "b": numbered("b", 2, 26, every=30)}
    return folder, build_parallel(folder, texts, 'id = "ab"\ntexts = ["a", "b"]')


def pages_of(folder: Path, name: str) -> list[list[tuple[str, float, float, float]]]:
    document = pypdfium2.PdfDocument(folder / "output" / "pdf" / f"{name}.pdf")
    try:
        return [words_on(page) for page in document]
    finally:
        document.close()


def test_a_parallel_edition_is_told_and_keeps_its_words(facing: tuple[Path, Report]) -> None:
    folder, report = facing
    (made,) = report.parallel
    assert (made.id, made.texts, dict(made.kept)) == ("ab", ("a", "b"), {"a": 1.0, "b": 1.0})
    assert not [p for p in report.problems if p.code.startswith(("PAR", "PDF", "TXT"))]
    written = json.loads((folder / "output" / "report.json").read_text())
    assert written["parallel"][0]["pdf"] == "pdf/ab.pdf"


def test_each_side_has_the_numbers_of_its_own_lines(facing: tuple[Path, Report]) -> None:
    pages = pages_of(facing[0], "ab")
    checked = [check_numbers(page, 0, 1000) for page in pages[1:]]
    assert sum(checked[0::2]) > 60 and sum(checked[1::2]) > 20


def test_the_source_stands_on_the_left_and_the_translation_on_the_right(facing: tuple[Path, Report]) -> None:
    pages = [" ".join(word for word, *_ in page) for page in pages_of(facing[0], "ab")]
    assert all("alem" not in page for page in pages[2::2])
    assert all("blem" not in page for page in pages[1::2])


def test_what_belongs_together_stands_at_one_height(tmp_path: Path) -> None:
    draw = random.Random(4)
    sizes = [(draw.randint(4, 60), draw.randint(4, 60)) for _ in range(25)]
    bodies = [
        "".join(f'<p n="{n}">start{n}x {" ".join(draw.choices(LATIN, k=size[side]))}</p>' for n, size in enumerate(sizes))
        for side in (0, 1)
    ]
    build_parallel(tmp_path, {"a": document(bodies[0]), "b": document(bodies[1])}, 'id = "ab"\ntexts = ["a", "b"]')
    pages = pages_of(tmp_path, "ab")
    left = {word: (n, y) for n, page in enumerate(pages[1::2]) for word, _, y, _ in page if word.startswith("start")}
    right = {word: (n, y) for n, page in enumerate(pages[2::2]) for word, _, y, _ in page if word.startswith("start")}
    assert len(left) == len(right) == 25
    for word, (spread, y) in left.items():
        assert right[word][0] == spread
        assert abs(right[word][1] - y) < 0.5


def test_three_columns_each_with_its_own_numbers(tmp_path: Path) -> None:
    texts = {name: numbered(name, seed, 40, verse=True, every=6) for seed, name in enumerate("abc")}
    report = build_parallel(tmp_path, texts, 'id = "abc"\ntexts = ["a", "b", "c"]\nlayout = "columns"\npaper = "a4"')
    assert dict(report.parallel[0].kept) == {"a": 1.0, "b": 1.0, "c": 1.0}
    pages = pages_of(tmp_path, "abc")
    for name in "abc":
        lefts = [x for page in pages[1:] for word, x, _, _ in page if word.startswith(f"{name}lem")]
        others = [x for page in pages[1:] for word, x, _, _ in page if word.startswith(f"{chr(ord(name) + 1)}lem")]
        assert not others or max(lefts) < max(others)


def test_verse_stands_line_by_line(tmp_path: Path) -> None:
    verse = "".join(f'<l n="{n}">versus{n}x {"arma virumque " * (1 + n % 2)}</l>' for n in range(1, 60))
    prose = "".join(f'<l n="{n}">verse{n}x {"of arms " * (1 + n % 3)}</l>' for n in range(1, 60) if n % 7)
    build_parallel(tmp_path, {"a": document(f"<lg>{verse}</lg>"), "b": document(f"<lg>{prose}</lg>")}, 'id = "v"\ntexts = ["a", "b"]')
    pages = pages_of(tmp_path, "v")
    left = {w[6:]: (n, y) for n, page in enumerate(pages[1::2]) for w, _, y, _ in page if w.startswith("versus")}
    right = {w[5:]: (n, y) for n, page in enumerate(pages[2::2]) for w, _, y, _ in page if re.match(r"verse\d", w)}
    assert len(left) == 59 and len(right) == 51
    assert all(right[key][0] == left[key][0] and abs(right[key][1] - left[key][1]) < 0.5 for key in right)


@pytest.mark.parametrize(
    ("table", "code", "said"),
    [
        ('id = "x"\ntexts = ["a", "z"]', "PAR-001", '"z"'),
        ('id = "x"\ntexts = ["a", "a@Q"]', "PAR-002", "Declared are: A, B."),
        ('id = "x"\ntexts = ["a", "a#q"]', "PAR-002", "xml:id"),
        ('id = "a"\ntexts = ["a", "b"]', "PAR-003", "id"),
        ('texts = ["a", "b"]', "PAR-003", "no id"),
        ('id = "x"\ntexts = ["a"]', "PAR-003", "fewer than two"),
    ],
)
def test_what_cannot_be_made_is_told(tmp_path: Path, table: str, code: str, said: str) -> None:
    texts = {name: document("<p>Arma virumque cano.</p>") for name in "ab"}
    report = build_parallel(tmp_path, texts, table)
    (found,) = [p for p in report.problems if p.code.startswith("PAR")]
    assert found.code == code and said in f"{found.message} {found.hint}"
    assert (tmp_path / "output" / "pdf" / "a.pdf").is_file()
    assert not report.parallel


def test_a_failing_edition_keeps_all_else_and_its_old_pdf_and_names_the_element(tmp_path: Path) -> None:
    table = 'id = "ab"\ntexts = ["a", "b"]'
    texts = {"a": document("<p>Arma virumque cano.</p><p>Troiae qui primus.</p>"), "b": document("<p>Of arms.</p>\n<p xml:id='b2'>Fatal word.</p>")}
    build_parallel(tmp_path, texts, table)
    pdf = tmp_path / "output" / "pdf"
    before = {path.name: path.read_bytes() for path in pdf.iterdir()}
    # (the edition's own template refuses a word, as the typesetter does what it can't set; only where texts stand side by side)
    shutil.copytree(shipped.folder("xslt"), tmp_path / "xslt", dirs_exist_ok=True)
    template = tmp_path / "xslt/print/parallel.typ"
    refusing = '#let para(..all, body) = if repr(body).contains("Fatal") { panic("no such word") } else { body }\n'
    template.write_text(template.read_text("utf-8").replace('#import "/recensio.typ": *\n', '#import "/recensio.typ": *\n' + refusing), "utf-8")
    (tmp_path / "tei" / "a.xml").write_text(texts["a"].replace("cano", "canto"), "utf-8")
    report = build_in(tmp_path, to=("pdf", "html"))
    (told,) = [p for p in report.problems if p.code.startswith("PAR")]
    assert (told.code, told.file, told.line) == ("PAR-005", "tei/b.xml", 2)
    assert "no such word" in told.message and "“Fatal word.”" in told.message
    after = {path.name: path.read_bytes() for path in pdf.iterdir()}
    assert after["ab.pdf"] == before["ab.pdf"] and after["b.pdf"] == before["b.pdf"] and after["a.pdf"] != before["a.pdf"]
    assert (tmp_path / "output/html/a.html").is_file() and not report.parallel


def test_characters_of_the_typesetter_are_set_as_themselves(tmp_path: Path) -> None:
    hostile = r"#let x = 1 $a$ *b* _c_ `d` @e &lt;f&gt; [g] \h // i ~ #[ ] #("
    text = f"<p>{hostile} {'plain words to fill the line ' * 30} {hostile}</p>" * 4
    report = build_parallel(tmp_path, {n: document(text, title="#T $t$ *") for n in "ab"}, 'id = "x"\ntitle = "#x [*]"\ntexts = ["a", "b"]')
    assert dict(report.parallel[0].kept) == {"a": 1.0, "b": 1.0}
    assert "#let x = 1 $a$ *b*" in " ".join(w for w, *_ in pages_of(tmp_path, "x")[1])


def test_witnesses_of_one_text_in_columns(tmp_path: Path) -> None:
    report = build_parallel(tmp_path, {"a": numbered("a", 3, 6)}, 'id = "w"\ntexts = ["a@A", "a@B"]\nlayout = "columns"')
    assert dict(report.parallel[0].kept) == {"a@A": 1.0, "a@B": 1.0}
    words = " ".join(w for page in pages_of(tmp_path, "w") for w, *_ in page)
    assert "alem1x" in words and "ardg1x" in words


def test_the_same_input_makes_the_same_bytes(tmp_path: Path) -> None:
    texts = {"a": numbered("a", 5, 3), "b": numbered("b", 6, 3)}
    made = []
    for name in ("one", "two"):
        build_parallel(tmp_path / name, texts, 'id = "ab"\ntexts = ["a", "b"]')
        made.append((tmp_path / name / "output" / "pdf" / "ab.pdf").read_bytes())
    assert made[0] == made[1]


def test_real_verse_beside_real_prose(tmp_path: Path) -> None:
    if not CORPORA.is_dir():
        pytest.skip("the real editions are not beside the checkout")
    texts = {
        "verse": (CORPORA / "croala__bunic-j-de-r.xml").read_text("utf-8"),
        "prose": (CORPORA / "modruski__nicolausmodrusiensis.oratioriario.croala-ldlt.xml").read_text("utf-8"),
    }
    report = build_parallel(tmp_path, texts, 'id = "x"\ntexts = ["verse", "prose"]')
    assert dict(report.parallel[0].kept) == {"verse": 1.0, "prose": 1.0}
    assert not [p for p in report.problems if p.code.startswith("PAR")]
