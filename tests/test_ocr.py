"""The OCR report: what it finds in a damaged specimen, what it leaves alone, what may be changed unasked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recensio.imports import ocr_corrections as corrections
from recensio.imports import ocr_report, ocr_words
from recensio.imports.ocr import KINDS, Action, Finding, findings, without_dictionary
from recensio.imports.ocr_letters import cost

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

#: A clean text, written for the purpose: a miller's account book and what became of it.
CLEAN = """The miller of Velmora kept an account of all the corn that came to his wheel. He wrote it down in the evening,
when the water was low and the children were asleep; and nobody but his wife could read what he had written.
After the great flood the book was lost for many years. It was found again under the floor of the mill, between two
stones, with a letter of the bishop in it. The letter says that the mill and the bridge belong to the town.
A clerk made a copy of the whole account. His copy is careful, and where the water had destroyed the words he left
a blank. "I have changed nothing," he says at the end, "and I have added nothing of my own."
The town paid him for his work with corn from the same mill, which is written in the account as well.
"""
COMMON = re.findall(
    r"\w+",
    """
    the of and a to in is that was for it with as his on be at by had not are but from or have an they which one
    were all their there been if more when will would who so no said its into them can only other new some could
    time these two may then do first any my now such like our over man me even most made after also did many
    before must through years where much your way well down should because each just those people too little state
    good very make world still own see men work long get here between both life being under never day same another
    know while last might us great old year off come since against go came right used take three world mill corn
    water book letter town bridge clerk copy account written found words wheel evening children wife read lost
    floor stones bishop belong careful destroyed blank changed nothing added paid kept wrote low asleep nobody
    flood again whole left end what became purpose several years problem number of modern government once light
    third public court school power think head name turn whether matter real become common himself church
    """,
)


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A small dictionary in place of those that may be installed or not."""

    def small(language: str) -> Mapping[str, float]:
        words = dict.fromkeys([*COMMON, *re.findall(r"[a-z]+", CLEAN.lower())])
        return {word: 40000.0 / (rank + 1) + 30 for rank, word in enumerate(words)} if language == "en" else {}

    monkeypatch.setattr(ocr_words, "dictionary", small)
    yield


def told(text: str, language: str = "en") -> list[tuple[str, str, str | None]]:
    return [(one.kind, one.printed, one.proposal) for one in findings(text, language)]


def damaged(old: str, new: str) -> str:
    assert old in CLEAN
    return CLEAN.replace(old, new, 1)


def only(text: str, language: str = "en") -> Finding:
    found = findings(text, language)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.usefixtures("english")
def test_a_clean_text_is_left_alone() -> None:
    assert findings(CLEAN) == []


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("right", "wrong", "kind", "proposal"),
    [
        ("words", "w~rds", "tilde", "words"),
        ("bishop", "b!shop", "subst", "bishop"),
        ("found", "f0und", "digit", "found"),
        ("careful", "carEful", "case", "careful"),
        ("destroyed", "des.troyed", "hyphdot", "destroyed"),
        ("account of", "ac.count of", "hyphdot", "account"),
        ("the water", "the· water", "middot", ""),
        ("the floor", "\\the floor", "noise", "the"),
        ("belong to", "be- long to", "linehyph", "belong"),
        ("destroyed", "b e l o n g", "spaced", "belong"),
        ("low and", "low , and", "spacepunct", ","),
        ("the mill, between", ".the mill, between", "straydot", ""),
        ("of the mill, between", "of. the mill, between", "strayperiod", ""),
        ("the book", ":the book", "straycolon", ""),
        ("evening,", "evening,,", "punct", ","),
        ("bridge", "br\u0456dge", "script", "bridge"),
        ("floor", "ﬂoor", "ligature", "fl"),
        ("of many years", "of many yearsÃ©", "encoding", "é"),
    ],
)
def test_one_error_is_found(right: str, wrong: str, kind: str, proposal: str) -> None:
    text = damaged(right, wrong) if right in CLEAN else CLEAN.replace("for many years", wrong, 1)
    assert [(one.kind, one.proposal) for one in findings(text)] == [(kind, proposal)]


@pytest.mark.usefixtures("english")
def test_where_it_stands_counts_from_one() -> None:
    one = only(damaged("words", "w~rds"))
    line = damaged("words", "w~rds").split("\n")[one.line - 1]
    assert line[one.column - 1 :].startswith("w~rds")


@pytest.mark.usefixtures("english")
def test_soft_signs_count_only_in_a_text_that_is_from_ocr() -> None:
    slight = damaged("the children", "tbe children")
    assert findings(slight) == []
    heavy = slight.replace("words", "w~rds").replace("bishop", "b!shop").replace("found", "f0und")
    assert ("subst", "tbe", "the") in told(heavy)


@pytest.mark.usefixtures("english")
def test_half_words_of_line_ends_are_no_errors() -> None:
    assert told(damaged("of the mill, between", "of the mill, be-\ntween")) == [("pagehyph", "be-", "between")]
    many = CLEAN.replace("water", "wa-\nter").replace("account", "ac-\ncount").replace("letter", "let-\nter")
    assert told(many) == []


@pytest.mark.usefixtures("english")
def test_words_run_together_are_parted_in_a_damaged_text() -> None:
    text = damaged("words", "w~rds").replace("bishop", "b!shop").replace("careful, and where", "careful, andwhere")
    assert ("space", "andwhere", "and where") in told(text)


@pytest.mark.usefixtures("english")
def test_a_double_quote_goes_back_over_its_blank() -> None:
    one = only(damaged('"I have changed nothing,"', 'The" letter" changed nothing,'))
    assert (one.kind, one.printed, one.proposal, one.action) == ("quotespace", '" ', ' "', Action.SUGGEST)


@pytest.mark.usefixtures("english")
def test_calls_of_notes_in_a_clean_run_are_no_errors() -> None:
    text = CLEAN
    for number, word in enumerate(("asleep;", "written.", "years.", "stones,", "town."), start=1):
        text = text.replace(word, f"{word}{number}", 1)
    assert findings(text) == []
    broken = text.replace("asleep;1", "asleep;l")
    assert ("noteref", "l", "¹") in told(broken)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    "fine",
    [
        "i.e. the mill, e.g. the bridge, pp11,12, No5, 10th, 1990s, XIVth, 54.30",
        "http://example.org/a~b and someone@example.org and and/or",
        "McDonald and O'Brien and AT&T and 1918-19 and p. 12f.",
        "The workers' mill, 'tis late, the clerk's 'own' book",
        "* * * *",
        "IV.",
        "The RCP(b) and [t]he word(s)",
        "It was well-known, re-established, and pre- and post-war; e.g. so.",
    ],
)
def test_what_only_looks_odd_is_left_alone(fine: str) -> None:
    assert findings(CLEAN + fine + "\n") == []


@pytest.mark.usefixtures("english")
def test_raised_points_may_be_how_a_text_is_written() -> None:
    assert findings("the·mill·and·the·bridge of the·town·of·all the·water·of the·mill") == []
    assert findings("col·legi " * 3 + CLEAN, "ca") == []


@pytest.mark.usefixtures("english")
def test_a_text_in_another_language_than_it_says_is_not_measured_by_its_dictionary() -> None:
    german = (
        "Der Müller schrieb am Abend auf, was die Leute ihm brachten, und niemand konnte es lesen als seine Frau. " * 4
    )
    assert findings(german, "en") == []


def test_without_a_dictionary_the_text_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_words, "dictionary", lambda language: {})
    text = "мельница стоит на реке. " * 9 + "мельпица стоит на реке, и ме~ьница, и во~а, и ре~а."
    found = {(one.printed, one.proposal) for one in findings(text, "ru")}
    assert ("мельпица", "мельница") in found
    assert ("ме~ьница", "мельница") in found


def test_letters_of_two_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_words, "dictionary", lambda language: {})
    text = "мельница стоит на реке. " * 3 + "мeльница стоит."
    assert told(text, "ru") == [("script", "мeльница", "мельница")]


@pytest.mark.usefixtures("english")
def test_that_there_is_no_dictionary_is_told() -> None:
    assert without_dictionary(CLEAN, "en") is None
    told_of = without_dictionary(CLEAN, "xx")
    assert told_of is not None
    assert (told_of.code, "“xx”" in told_of.message) == ("OCR-004", True)


@pytest.mark.usefixtures("english")
def test_page_heads_that_come_again_are_told() -> None:
    page = "\n".join(CLEAN.split("\n")[:7])
    text = "\n".join(f"{page}\n\nTHE MILL OF VELMORA\n\n{n}\n" for n in (4, 6, 8))
    head = "THE MILL OF VELMORA"
    assert [one.printed for one in findings(text)] == [head, "4", head, "6", head, "8"]


@pytest.mark.usefixtures("english")
def test_extra_words_are_right() -> None:
    text = damaged("words", "w~rds").replace("bishop", "b!shop").replace("the mill and", "the rnill and")
    assert ("subst", "rnill", "mill") in told(text)
    assert "rnill" not in {one.printed for one in findings(text, extra=["Rnill"])}


def test_costs_are_those_of_confusions() -> None:
    assert cost("mill", "mill") == 0.0
    assert cost("rnill", "mill") < cost("xill", "mill")
    assert cost("w~rds", "words") < cost("wxrds", "words")
    assert cost("abc", "wholly", limit=3.0) == 3.0


# --- Reports ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("english")
def test_reports_tell_every_finding() -> None:
    found = findings(
        damaged("words", "w~rds").replace("the water was", "the· water was"), page_of=lambda line: f"p{line}"
    )
    rows = ocr_report.as_tsv(found, "mill.txt").splitlines()
    assert rows[0].split("\t") == [
        "file",
        "line",
        "column",
        "page",
        "class",
        "printed",
        "proposal",
        "confidence",
        "action",
    ]
    assert rows[1].split("\t")[:7] == ["mill.txt", "2", "9", "p2", "middot", "·", "∅"]
    loaded = json.loads(ocr_report.as_json(found, "mill.txt"))
    assert [one["class"] for one in loaded] == ["middot", "tilde"]
    text = ocr_report.as_text(found, "mill.txt")
    assert "mill.txt:2:9 (page p2): '·' → '∅'  middot" in text
    assert "2 findings:" in text
    assert "nothing" in ocr_report.as_text([], "mill.txt")


def test_every_class_is_explained() -> None:
    assert all(KINDS.values())


# --- Corrections ------------------------------------------------------------------------------------------------------

LIST = "line\tprinted\tcorrect\tclass\n2\tarid\tand\trealword\n2\tarid\tand\n1\t'\t\n4\tKoshkin\tKishkin\tprint\n"
SOURCE = "'\nbread arid wine arid oil\n\nKoshkin came.\n"


def _edited(text: str, changes: Iterable[corrections.Edit]) -> str:
    """``text`` with the changes made, as the importer makes them mark by mark."""
    lines = text.split("\n")
    for change in sorted(changes, key=lambda e: (e.line, e.column), reverse=True):
        line, at = lines[change.line - 1], change.column - 1
        assert line.startswith(change.printed, at)
        lines[change.line - 1] = line[:at] + change.read + line[at + len(change.printed) :]
    return "\n".join(lines)


def test_a_list_of_corrections_becomes_edits() -> None:
    rows, wrong = corrections.parse(LIST, "x.tsv")
    made, misfits = corrections.edits(SOURCE, rows, "x.tsv")
    assert wrong == misfits == ()
    assert [(e.line, e.column, e.read) for e in made] == [(1, 1, ""), (2, 7, "and"), (2, 17, "and"), (4, 1, "Kishkin")]
    assert [e.accepted for e in made] == [True, True, True, False], "an error of the print stays visible"
    assert _edited(SOURCE, made) == "\nbread and wine and oil\n\nKishkin came.\n"


def test_a_correction_that_is_made_already_is_passed_over() -> None:
    rows = [corrections.Correction(1, "arid", "and", row=2)]
    assert corrections.edits("bread and wine", rows, "x.tsv") == ((), ())
    _, (misfit,) = corrections.edits("bread or wine", rows, "x.tsv")
    assert (misfit.code, misfit.line) == ("OCR-003", 2)
    assert "“arid”" in misfit.message


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("printed\tcorrect\n", "OCR-001", None),
        ("", "OCR-001", None),
        ("line\tprinted\tcorrect\npage\ta\tb\n", "OCR-002", 2),
        ("line\tprinted\tcorrect\n\n3\t\tb\n", "OCR-002", 3),
        ("line\tprinted\tcorrect\n3\tb\tb\n", "OCR-002", 2),
    ],
)
def test_a_list_that_is_wrong_says_where(text: str, code: str, line: int | None) -> None:
    _, (wrong,) = corrections.parse(text, "x.tsv")
    assert (wrong.code, wrong.line) == (code, line)


def test_a_list_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_bytes("line\tprinted\tcorrect\n1\tä\tb\n".encode("latin-1"))
    _, (wrong,) = corrections.read(path, "x.tsv")
    assert wrong.code == "OCR-001"


def test_a_list_is_written_as_it_is_read() -> None:
    rows, _ = corrections.parse(LIST, "x.tsv")
    again, _ = corrections.parse(corrections.written(rows), "x.tsv")
    assert sorted((r.line, r.printed, r.correct, r.kind) for r in rows) == [
        (r.line, r.printed, r.correct, r.kind)
        for r in sorted(again, key=lambda r: (r.line, r.printed, r.correct, r.kind))
    ]


def test_the_lists_of_the_project_can_be_read() -> None:
    for path in sorted((ROOT / "tei" / "sources").glob("*.corrections.tsv")):
        rows, wrong = corrections.read(path, path.name)
        assert rows
        assert wrong == ()
        assert max(len(row.printed.split()) for row in rows) < 8, "facts, not running text"


# --- Laws -------------------------------------------------------------------------------------------------------------

_NOISE = st.lists(
    st.tuples(
        st.integers(0, len(CLEAN) - 1), st.sampled_from(["~", "·", ".", "'", '"', " ", "0", "!", "- ", "\n", "ﬁ", "|"])
    ),
    max_size=12,
)


@pytest.mark.usefixtures("english")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=_NOISE)
def test_what_is_changed_unasked_is_changed_once(noise: list[tuple[int, str]]) -> None:
    text = CLEAN
    for at, sign in noise:
        text = text[:at] + sign + text[at:]
    found = findings(text)
    assert found == findings(text), "the same text gives the same report"
    for one in found:
        assert text.split("\n")[one.line - 1][one.column - 1 :].startswith(one.printed)
        assert one.kind in KINDS
    for _ in range(4):
        automatic = corrections.proposals(findings(text), Action.AUTO)
        if not automatic:
            return
        text = _edited(text, automatic)
    pytest.fail("changes made unasked lead to ever more of them")


@pytest.mark.parametrize(
    "slip",
    [
        "The RCP(B)] met at the mill.", "The mill (and its hens).They went by.", "The mill ,which went by.", "It was June 5,1918.",
        "The .com of the .txt and the .xml file.", "WeeklyWorker", "The mill,weir and hens.",
    ],
)  # fmt: skip
def test_what_a_typist_does_as_well_shows_no_ocr(slip: str) -> None:
    clean = "The miller went to the weir in the morning and came home at night. " * 12
    assert findings(f"{clean}\n{slip}\n{clean}") == []


def test_a_lost_blank_is_told_where_the_text_is_from_ocr() -> None:
    spoilt = "The m~ller went to the we~r in the morn~ng.He came home at n~ght and slept. " * 4
    assert "morning" not in spoilt
    assert ("space", "weir. The") in {(one.kind, one.proposal) for one in findings(f"{spoilt} He saw the weir.The mill stood.")}


def test_a_point_in_front_of_a_word_goes_where_the_text_is_from_ocr() -> None:
    spoilt = "The m~ller went to the we~r in the morn~ng and came home at n~ght .and slept. " * 4
    assert Action.AUTO in {one.action for one in findings(spoilt) if one.kind == "straydot"}


# --- The real texts ---------------------------------------------------------------------------------------------------


def _source(name: str) -> str:
    path = SHARED / "sources" / f"{name}.txt"
    if not path.is_file():
        pytest.skip("the source texts are not beside the checkout")
    return path.read_text(encoding="utf-8")


def test_most_known_errors_are_found_and_none_is_changed_wrongly() -> None:
    text = _source("lenin-1918")
    rows, _ = corrections.read(ROOT / "tei" / "sources" / "lenin-1918.corrections.tsv", "")
    known = {row.line for row in rows}
    found = findings(text)
    automatic = [one for one in found if one.action is Action.AUTO]
    assert len(automatic) > 60
    assert [one for one in automatic if one.line not in known] == []
    assert len({one.line for one in found} & known) > 0.6 * len(known)


def test_the_list_fits_the_source_and_leaves_nothing_to_change_unasked() -> None:
    text = _source("lenin-1918")
    rows, _ = corrections.read(ROOT / "tei" / "sources" / "lenin-1918.corrections.tsv", "")
    made, misfits = corrections.edits(text, rows)
    assert misfits == ()
    assert len(made) == len(rows)
    assert corrections.proposals(findings(_edited(text, made)), Action.AUTO) == ()


@pytest.mark.parametrize("name", ["sorin-1918", "olivier-2010", "conrad-1996"])
def test_of_clean_sources_nothing_is_told(name: str) -> None:
    assert findings(_source(name)) == []


def test_three_points_that_the_printer_lost_are_only_flagged() -> None:
    found = findings(_source("rakovsky-1928"))
    assert [(one.line, one.printed[0], one.action) for one in found] == [(line, ".", Action.FLAG) for line in (36, 162, 176)]
