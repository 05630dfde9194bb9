"""Counting an apparatus: by hand on a small one, against a slow count on random ones; the tables; the witness command."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from helpers import CORPORA, SPECIMENS
from hypothesis import given, settings
from hypothesis import strategies as st

from recensio import statistics_tables as tables
from recensio.commands_apparatus import SHEETS, stats, witness
from recensio.statistics import Statistics, statistics
from recensio.witness_text import Text, Unknown, declared

Row = dict[str, Any]


def lem(entry: str, reading: str = "a", wit: str = "", **more: Any) -> Row:
    return row(entry, "lem", reading, wit, base=True, **more)


def rdg(entry: str, reading: str, wit: str = "", **more: Any) -> Row:
    return row(entry, "rdg", reading, wit, base=False, **more)


def row(entry: str, kind: str, reading: str, wit: str, **more: Any) -> Row:
    status = "text" if reading else "omission"
    return {"entry": entry, "n": entry, "kind": kind, "reading": reading, "status": status, "lemma": "a",
            "witnesses": wit.split()} | more  # fmt: skip


def wits(names: str) -> list[Row]:
    return [{"id": name, "answers": [name], "siglum": name} for name in names.split()]


def pair(figures: Statistics, first: str, second: str) -> tuple[int, int]:
    found = next(a for a in figures.agreements if {a.first, a.second} == {first, second})
    return found.shared, found.compared


def of(figures: Statistics, name: str) -> dict[str, int]:
    found = next(w for w in figures.witnesses if w.id == name)
    names = ("coverage", "without_text", "with_base", "omissions", "singular")
    return {field: getattr(found, field) for field in names}


# --- by hand ------------------------------------------------------------------------------------------------


def test_a_positive_apparatus() -> None:
    rows = [
        lem("1", wit="A B"), rdg("1", "b", "C", type="lexical"), rdg("1", "", "D", cause="eyeskip"),
        lem("2", wit="A"), rdg("2", "b", "B C D", type="lexical"),
    ]  # fmt: skip
    figures = statistics(rows, wits("A B C D"))
    assert (figures.entries, figures.readings) == (2, 3)
    assert figures.types == (("lexical", 2), ("", 1))
    assert figures.causes == (("", 2), ("eyeskip", 1))
    assert figures.statuses == (("text", 2), ("omission", 1))
    assert pair(figures, "A", "B") == (1, 2)
    assert pair(figures, "B", "C") == (1, 2)
    assert pair(figures, "A", "D") == (0, 2)
    assert of(figures, "D") == {"coverage": 2, "without_text": 0, "with_base": 0, "omissions": 1, "singular": 1}
    assert [(s.witness, s.reading, s.status, s.base) for s in figures.singular] == [
        ("C", "b", "text", False), ("D", "", "omission", False), ("A", "a", "text", True),
    ]  # fmt: skip
    assert [(one.entry, one.readings) for one in figures.liveliest] == [("1", 3), ("2", 2)]
    assert [a.second for a in figures.nearest("A")] == ["B", "C", "D"]


def test_a_negative_apparatus_gives_the_unnamed_its_lemma() -> None:
    figures = statistics([lem("1"), rdg("1", "b", "C")], wits("A B C"))
    assert of(figures, "A")["with_base"] == 1
    assert pair(figures, "A", "B") == (1, 1)
    assert pair(figures, "A", "C") == (0, 1)
    assert of(figures, "C")["singular"] == 1


def test_who_is_not_named_in_a_positive_entry_has_no_text() -> None:
    figures = statistics([lem("1", wit="A"), rdg("1", "b", "C")], wits("A B C"))
    assert of(figures, "B") == {"coverage": 0, "without_text": 1, "with_base": 0, "omissions": 0, "singular": 0}
    assert all("B" not in (a.first, a.second) for a in figures.agreements)
    assert figures.singular == ()  # two witnesses against each other: neither is singular


@pytest.mark.parametrize("status", ["lacuna", "illegible", "uncollated"])
def test_no_text_is_no_reading(status: str) -> None:
    figures = statistics([lem("1"), rdg("1", "", "C", status=status)], wits("A B C"))
    assert of(figures, "C")["coverage"] == 0
    assert pair(figures, "A", "B") == (1, 1)


def test_lacunae_silence_until_they_end() -> None:
    rows = [
        lem("1"), rdg("1", "b", "A"),
        lem("2"), rdg("2", "b", "C"), rdg("2", "", "B", status="lacunaStart"),
        lem("3"), rdg("3", "b", "A"),
        rdg("4", "", "B", status="lacunaEnd"),
        lem("5"), rdg("5", "b", "B"),
    ]  # fmt: skip
    figures = statistics(rows, wits("A B C"))
    assert figures.entries == 4
    assert of(figures, "B")["coverage"] == 3  # (in the entry where it breaks off it still counts)
    assert pair(figures, "A", "C") == (1, 4)


def test_a_fragment_has_no_text_before_it_begins() -> None:
    rows = [lem("1"), rdg("1", "b", "A"), rdg("2", "", "F", status="witStart"), lem("3"), rdg("3", "b", "A")]
    assert of(statistics(rows, wits("A B F")), "F")["coverage"] == 1


def test_the_nearest_name_goes_first() -> None:
    witnesses = [{"id": "B", "answers": ["B", "beta"]}, {"id": "C", "answers": ["C", "beta"]}, {"id": "A"}]
    figures = statistics([lem("1", wit="A beta"), rdg("1", "b", "B")], witnesses)
    assert pair(figures, "A", "C") == (1, 1)
    assert pair(figures, "B", "C") == (0, 1)


def test_of_several_states_the_first_counts() -> None:
    rows = [lem("1", wit="A"), rdg("1", "b", "B", varSeq="2"), rdg("1", "a", "B", varSeq="1"), rdg("1", "c", "C")]
    assert pair(statistics(rows, wits("A B C")), "A", "B") == (1, 1)


def test_readings_that_say_the_same_are_one() -> None:
    rows = [lem("1", wit="A"), rdg("1", "b", "B"), rdg("1", " b ", "C"), rdg("1", "b\u0301", "D")]
    figures = statistics(rows, wits("A B C D"))
    assert pair(figures, "B", "C") == (1, 1)
    assert pair(figures, "B", "D") == (0, 1)


def test_witnesses_that_nobody_declares_count_where_they_are_named() -> None:
    rows = [lem("1"), rdg("1", "b", "Q"), lem("2"), rdg("2", "b", "A")]
    figures = statistics(rows, wits("A B"))
    assert [w.id for w in figures.witnesses] == ["A", "B", "Q"]
    assert of(figures, "Q")["coverage"] == 1
    assert of(statistics(rows, []), "Q")["coverage"] == 2  # (without any list, all who are named are the witnesses)


def test_conjectures_are_variants_but_no_witness() -> None:
    figures = statistics([lem("1"), rdg("1", "x", sources=["Krz"])], wits("A B"))
    assert (figures.entries, figures.readings) == (1, 1)
    assert pair(figures, "A", "B") == (1, 1)
    assert figures.singular == ()
    corrected = statistics([lem("1", resp=["ed"]), rdg("1", "x", "A B")], wits("A B C"))
    assert of(corrected, "C")["coverage"] == 0


def test_a_lemma_that_a_reading_repeats_only_cites() -> None:
    figures = statistics([lem("1"), rdg("1", "a", "A B"), rdg("1", "b", "C")], wits("A B C D"))
    assert (figures.readings, figures.liveliest[0].readings) == (1, 2)
    assert of(figures, "A")["with_base"] == 1
    assert of(figures, "D")["coverage"] == 0


def test_types_can_be_left_out() -> None:
    rows = [lem("1"), rdg("1", "b", "A", type="orthographic"), lem("2"), rdg("2", "b", "A", type="lexical")]
    figures = statistics(rows, wits("A B"), without=["orthographic"])
    assert figures.entries == 1
    assert figures.types == (("lexical", 1),)


def test_notes_without_readings_are_no_entries() -> None:
    assert statistics([lem("1")], wits("A")).entries == 0
    assert statistics([], wits("A")).agreements == ()


# --- against a slow count -----------------------------------------------------------------------------------

_WITNESSES = ["A", "B", "C", "D", "E"]


@st.composite
def apparatuses(draw: st.DrawFn) -> list[Row]:
    rows: list[Row] = []
    for number in range(draw(st.integers(1, 6))):
        negative = draw(st.booleans())
        has = {w: draw(st.sampled_from(["a", "b", "c", "", "lacuna", None])) for w in _WITNESSES}
        named = {text: [w for w in _WITNESSES if has[w] == text] for text in ("a", "b", "c", "", "lacuna")}
        rows.append(lem(f"{number}", "a", "" if negative else " ".join(named["a"])))
        rows += [rdg(f"{number}", text, " ".join(named[text])) for text in ("b", "c", "")]
        rows.append(rdg(f"{number}", "", " ".join(named["lacuna"]), status="lacuna"))
    return rows


def slowly(rows: list[Row]) -> dict[tuple[str, str], tuple[int, int]]:
    """The agreements, by asking each entry for each pair."""
    texts: dict[str, dict[str, str]] = {}
    for entry in dict.fromkeys(row["entry"] for row in rows):
        own = [row for row in rows if row["entry"] == entry]
        found = {w: r["reading"] for r in own for w in r["witnesses"] if r["status"] in ("text", "omission")}
        silent = {w for r in own for w in r["witnesses"] if r["status"] == "lacuna"}
        if not own[0]["witnesses"]:
            found |= {w: "a" for w in _WITNESSES if w not in found and w not in silent}
        texts[entry] = found
    pairs = [(a, b) for i, a in enumerate(_WITNESSES) for b in _WITNESSES[i + 1 :]]
    both = {(a, b): [t for t in texts.values() if a in t and b in t] for a, b in pairs}
    return {(a, b): (sum(t[a] == t[b] for t in found), len(found)) for (a, b), found in both.items()}


@settings(max_examples=150, deadline=None)
@given(apparatuses())
def test_agreement_is_what_a_slow_count_gives(rows: list[Row]) -> None:
    figures = statistics(rows, wits(" ".join(_WITNESSES)))
    expected = slowly(rows)
    for agreement in figures.agreements:
        assert (agreement.shared, agreement.compared) == expected[(agreement.first, agreement.second)]
        assert 0 <= agreement.shared <= agreement.compared <= figures.entries
    told = {(a.first, a.second) for a in figures.agreements}
    assert all(number == (0, 0) for pair, number in expected.items() if pair not in told)
    assert sum(w.singular for w in figures.witnesses) == len(figures.singular)
    assert all(w.coverage + w.without_text == figures.entries for w in figures.witnesses)


# --- tables -------------------------------------------------------------------------------------------------


@pytest.fixture
def figures() -> Statistics:
    rows = [
        lem("1", wit="A B", place="12"), rdg("1", "=b", "C", type="lexical"),
        lem("2", wit="A"), rdg("2", "b, “c”", "B C"), lem("3", wit="A C"), rdg("3", "Σ", "B"),
    ]  # fmt: skip
    return statistics(rows, [*wits("A B"), {"id": "C", "answers": ["C"], "siglum": "γ"}])


def test_the_matrix_is_square_and_even(figures: Statistics) -> None:
    sheet = tables.matrix(figures)
    square = [list(row[1:]) for row in sheet.rows]
    assert sheet.heads == ("witness", "A", "B", "C")
    assert square == [list(column) for column in zip(*square, strict=True)]
    assert [square[n][n] for n in range(3)] == [100.0] * 3
    assert square[0][1] == 33.33


def test_csv_can_be_read_back_and_holds_no_formula(figures: Statistics) -> None:
    for name in SHEETS:
        sheet = tables.SHEETS[name](figures)
        rows = list(csv.reader(io.StringIO(tables.as_csv(sheet))))
        assert tuple(rows[0]) == sheet.heads
        assert len(rows) == len(sheet.rows) + 1
    singular = list(csv.DictReader(io.StringIO(tables.as_csv(tables.singular(figures)))))
    assert [row["reading"] for row in singular] == ["'=b", "a", "Σ"]


def test_json_holds_everything(figures: Statistics) -> None:
    made = json.loads(tables.as_json(figures))
    assert made["entries"] == 3
    assert made["types"] == {"": 2, "lexical": 1}
    assert {"first": "A", "second": "B", "shared": 1, "compared": 3, "percent": 33.33} in made["agreements"]


def test_text_shows_the_matrix_with_printed_sigla(figures: Statistics) -> None:
    text = tables.as_text(figures)
    assert text.startswith("3 entries with 3 variants\n")
    assert "Agreement in per cent" in text
    assert any(line.split() == ["γ", "33.3", "33.3", "100.0"] for line in text.splitlines())
    assert all(line == line.rstrip() and len(line) <= 100 for line in text.splitlines())


def test_text_tells_the_nearest_of_many_witnesses() -> None:
    names = [f"W{n}" for n in range(20)]
    rows = [lem("1", wit=" ".join(names[:10])), rdg("1", "b", " ".join(names[10:]))]
    text = tables.as_text(statistics(rows, wits(" ".join(names))))
    assert "Nearest witnesses" in text and "W1 100.0" in text
    assert "Agreement in per cent, where" not in text


# --- witnesses ----------------------------------------------------------------------------------------------

LISTS = """<listWit xml:id="all"><witness xml:id="A"><abbr type="siglum">α<hi>1</hi></abbr> codex Ponticus</witness>
<witness n="12">codex <witness xml:id="h"/></witness><witness xml:id="b">B</witness><witness/></listWit>"""


def document(body: str, lists: str = LISTS) -> str:
    return f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>t</title></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc>{lists}<p/></sourceDesc></fileDesc></teiHeader>
<text><body>{body}</body></text></TEI>"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "x.xml"
    body = '<p>non <app><lem>pons</lem><rdg wit="#b">fons</rdg></app> est</p>'
    path.write_text(document(body), encoding="utf-8")
    return path


def test_witnesses_as_they_are_declared(file: Path) -> None:
    found = declared(Text(file).root)
    assert [(w.id, w.siglum, w.about, w.answers) for w in found] == [
        ("A", "α1", "codex Ponticus", ("A", "all")),
        ("12", "12", "codex", ("12", "all")),
        ("h", "h", "", ("h", "12", "all")),
        ("b", "B", "", ("b", "all")),
    ]


@pytest.mark.parametrize(
    ("name", "found"), [("A", "A"), ("#A", "A"), ("α1", "A"), ("12", "12"), ("B", "b"), ("H", "h")]
)
def test_a_witness_is_found_by_id_number_or_siglum(name: str, found: str, file: Path) -> None:
    assert Text(file).find(name).id == found


def test_several_witnesses_with_one_siglum_are_told(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    two = "<listWit>{}</listWit>".format("".join(f'<witness xml:id="w{n}">V</witness>' for n in (1, 2)))
    path.write_text(document("<p>a</p>", two), encoding="utf-8")
    with pytest.raises(Unknown, match="name one by its xml:id: w1, w2"):
        Text(path).find("V")


def test_the_command_prints_the_text(file: Path) -> None:
    result = CliRunner().invoke(witness, [str(file), "B"])
    assert (result.output, result.exit_code) == ("non fons est\n", 0)
    assert CliRunner().invoke(witness, [str(file), "α1"]).output == "non pons est\n"


def test_the_command_writes_a_file(file: Path) -> None:
    target = file.parent / "deep" / "b.txt"
    assert CliRunner().invoke(witness, [str(file), "b", "-o", str(target)]).exit_code == 0
    assert target.read_bytes() == b"non fons est\n"


def test_the_command_lists_witnesses(file: Path) -> None:
    result = CliRunner().invoke(witness, [str(file), "--list"])
    assert result.output.splitlines()[0] == "A   α1  codex Ponticus"
    assert len(result.output.splitlines()) == 4


@pytest.mark.parametrize("arguments", [["Alfa"], ["a1"], []])
def test_an_unknown_siglum_gets_the_list(arguments: list[str], file: Path) -> None:
    result = CliRunner().invoke(witness, [str(file), *arguments])
    assert result.exit_code == 2
    assert "codex Ponticus" in result.output


def test_a_near_siglum_is_suggested(file: Path) -> None:
    assert "Did you mean 'A'?" in CliRunner().invoke(witness, [str(file), "α2"]).output


def test_files_that_can_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_text("<TEI xmlns='http://www.tei-c.org/ns/1.0'><text>", encoding="utf-8")
    result = CliRunner().invoke(witness, [str(path), "A"])
    assert result.exit_code == 1 and "x.xml" in result.output and "Traceback" not in result.output
    path.write_text(document("<p>a</p>", ""), encoding="utf-8")
    assert "declares no witnesses" in CliRunner().invoke(witness, [str(path), "A", "--list"]).output


def test_a_state_that_is_not_there(file: Path) -> None:
    result = CliRunner().invoke(witness, [str(file), "A", "--state", "3"])
    assert result.exit_code == 2 and "Witness A has 1 state, not 3" in result.output


@pytest.mark.parametrize("name", ["apparatus.xml", "apparatus-attached.xml"])
def test_every_witness_of_a_specimen_has_a_text(name: str) -> None:
    text = Text(SPECIMENS / name)
    assert set(text.texts()) == {one.id for one in text.witnesses}


def test_a_real_edition() -> None:
    path = CORPORA / "croala__bunic-j-de-r.xml"
    if not path.is_file():
        pytest.skip("the corpora are not beside this checkout")
    result = CliRunner().invoke(witness, [str(path), "Gl"])
    assert "Thaliaque" in result.output and "Taliaque" not in result.output


# --- the command that counts --------------------------------------------------------------------------------


def counted(*arguments: str) -> str:
    result = CliRunner().invoke(stats, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


def test_stats_of_a_file(file: Path) -> None:
    made = json.loads(counted(str(file), "--format", "json"))
    assert made["entries"] == 1
    assert [(w["id"], w["with_base"]) for w in made["witnesses"]] == [("A", 1), ("12", 1), ("h", 1), ("b", 0)]
    assert made["singular"][0]["witness"] == "b"
    assert counted(str(file)).startswith("1 entry with 1 variant\n")


def test_stats_as_csv_into_a_file(file: Path) -> None:
    target = file.parent / "matrix.csv"
    assert counted(str(file), "--format", "csv", "--table", "matrix", "-o", str(target)) == ""
    rows = list(csv.reader(target.read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["witness", "A", "12", "h", "b"]
    assert rows[1] == ["A", "100.0", "100.0", "100.0", "0.0"]


def test_stats_by_every_method() -> None:
    inline = json.loads(counted(str(SPECIMENS / "apparatus.xml"), "--format", "json"))
    assert inline["types"]["lexical"] == 1
    assert inline["entries"] > 60
    attached = json.loads(counted(str(SPECIMENS / "apparatus-attached.xml"), "--format", "json"))
    assert attached["entries"] == 15
    located = json.loads(counted(str(SPECIMENS / "apparatus-located.xml"), "--format", "json"))
    assert located["entries"] > 7


def test_stats_without_an_apparatus(file: Path) -> None:
    file.write_text(document("<p>a</p>"), encoding="utf-8")
    result = CliRunner().invoke(stats, [str(file)])
    assert result.exit_code == 1
    assert "has no apparatus" in result.output


def test_stats_of_a_real_edition() -> None:
    path = CORPORA / "croala__bunic-j-de-r.xml"
    if not path.is_file():
        pytest.skip("the corpora are not beside this checkout")
    made = json.loads(counted(str(path), "--format", "json"))
    # counted in the file: 95 app, 16 of them with one reading only
    assert made["entries"] == 95
    assert {w["id"] for w in made["witnesses"] if w["coverage"]} >= {"R1", "R2", "Gl"}
