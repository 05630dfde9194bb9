"""The command ``validate``: which schema, exceptions, baseline, formats, exit status."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from helpers import ROOT, tei
from hypothesis import given
from hypothesis import strategies as st

from recensio import baseline
from recensio.cli import main
from recensio.formats import Outcome, as_github, as_json, as_sarif, as_text, caret
from recensio.problems import Problem, Severity, catalogue, problem

GRAMMAR = """<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0">
<start><element name="TEI"><zeroOrMore><element name="p"><text/></element></zeroOrMore></element></start></grammar>"""
SMALL = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p>a</p></TEI>'
LOST = '<p><ref target="#nowhere">x</ref></p>'


def edition(folder: Path, body: str = "<p>a</p>", *, settings: str = "", whole: str = "") -> Path:
    (folder / "tei").mkdir(parents=True)
    (folder / "edition.toml").write_text(settings, encoding="utf-8")
    (folder / "tei/one.xml").write_text(whole or tei(body), encoding="utf-8")
    return folder


def validate(folder: Path, *arguments: str, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.chdir(folder)
    return CliRunner().invoke(main, ["validate", *arguments], catch_exceptions=False)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda *arguments: validate(tmp_path, *arguments, monkeypatch=monkeypatch)


def codes(done: Result) -> list[str]:
    return [row["code"] for row in json.loads(done.output)["problems"] if not row["code"].startswith("MET")]


# --- which schema -------------------------------------------------------------------------------------------


def test_ours_where_none_is_named(tmp_path: Path, run: Any) -> None:
    edition(tmp_path, "<paragraph>x</paragraph>")
    assert "There is no element <paragraph> in the schema" in run().output


@pytest.mark.parametrize("how", ["option", "settings", "model"])
def test_the_schema_that_is_named(how: str, tmp_path: Path, run: Any) -> None:
    model = '<?xml-model href="../schema/s.rng" schematypens="http://relaxng.org/ns/structure/1.0"?>'
    settings = '[validate]\nschema = "schema/s.rng"\n' if how == "settings" else ""
    edition(tmp_path, whole=(model if how == "model" else "") + SMALL.replace("<p>", "<q>").replace("</p>", "</q>"),
            settings=settings)  # fmt: skip
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema/s.rng").write_text(GRAMMAR)
    done = run("--format", "json", *(["--schema", "schema/s.rng"] if how == "option" else []))
    told = [row for row in json.loads(done.output)["problems"] if row["code"].startswith("RNG")]
    assert [(row["code"], "<q>" in row["message"]) for row in told] == [("RNG-019", True)]
    (tmp_path / "tei/one.xml").write_text((model if how == "model" else "") + SMALL)
    assert "RNG" not in run("--format", "json", *(["--schema", "schema/s.rng"] if how == "option" else [])).output


def test_compact_syntax(tmp_path: Path, run: Any) -> None:
    edition(tmp_path, whole=SMALL)
    (tmp_path / "s.rnc").write_text(
        'default namespace = "http://www.tei-c.org/ns/1.0"\nstart = element TEI { empty }\n'
    )
    assert "RNG-" in run("--schema", "s.rnc").output


def test_a_model_on_the_web_or_outside_is_left_alone(tmp_path: Path, run: Any) -> None:
    (tmp_path / "outside.rng").write_text(GRAMMAR)
    models = "".join(f'<?xml-model href="{href}"?>' for href in ("https://example.org/s.rng", "../../outside.rng"))
    edition(tmp_path / "e", whole=models + tei("<p><emph>x</emph></p>"))
    done = run("e/tei", "--format", "json")
    assert codes(done) == []


def test_rules_of_the_edition(tmp_path: Path, run: Any) -> None:
    edition(tmp_path, '<p rend="red">a</p><p rend="red">b</p>', settings='[validate]\nrules = ["rules.sch"]\n')
    (tmp_path / "rules.sch").write_text(
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/>'
        '<pattern><rule context="t:p"><report test="@rend = \'red\'">Nothing is red here.</report></rule></pattern></schema>'
    )
    told = [row for row in json.loads(run("--format", "json").output)["problems"] if "red" in row["message"]]
    assert [row["message"] for row in told] == ["Nothing is red here (and 1 more like it)."]
    assert (told[0]["code"], told[0]["line"]) == ("SCH-001", 2)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (GRAMMAR.removesuffix("</grammar>"), 2),
        ("<html/>", 1),
        (GRAMMAR.replace("<text/>", '<ref name="no"/>'), 2),
        ("", 1),
    ],
)
def test_a_schema_that_cant_be_used_is_one_error_at_its_place(text: str, line: int, tmp_path: Path, run: Any) -> None:
    edition(tmp_path, LOST)
    (tmp_path / "tei/two.xml").write_text(tei("<p>b</p>"))
    (tmp_path / "s.rng").write_text(text)
    done = run("--schema", "s.rng", "--format", "json")
    (told,) = [row for row in json.loads(done.output)["problems"] if row["code"].startswith("RNG")]
    assert (told["code"], told["file"], told["line"]) == ("RNG-001", "s.rng", line)
    assert done.exit_code == 1
    assert "PTR-001" in codes(done)


def test_a_schema_that_is_not_there(tmp_path: Path, run: Any) -> None:
    edition(tmp_path)
    assert run("--schema", "no.rng").exit_code == 2
    (tmp_path / "edition.toml").write_text('[validate]\nschema = "no.rng"\n')
    done = run("--format", "json")
    assert (codes(done), done.exit_code) == (["RNG-001"], 1)


def test_rules_that_are_not_there(tmp_path: Path, run: Any) -> None:
    edition(tmp_path, settings='[validate]\nrules = ["no.sch"]\n')
    (told,) = [row for row in json.loads(run("--format", "json").output)["problems"] if row["code"].startswith("SCH")]
    assert (told["code"], told["file"], told["severity"]) == ("SCH-002", "no.sch", "error")


@pytest.mark.parametrize(
    "text",
    [
        '<TEI.2><teiHeader/><text><body><p id="a">x</p></body></text></TEI.2>',
        '<TEI xmlns="https://www.tei-c.org/ns/1.0/"><teiHeader/><text><body><p>x</p></body></text></TEI>',
        "<TEI><teiHeader/><text><body><nothing/><p>x</p></body></text></TEI>",
    ],
)
def test_what_is_no_tei_p5_is_told_in_one_message(text: str, tmp_path: Path, run: Any) -> None:
    edition(tmp_path, whole=text)
    told = [code for code in codes(run("--format", "json")) if code.startswith(("XML", "RNG"))]
    assert len(told) == 1


def test_a_file_in_parts_is_validated_as_a_whole_with_places_of_its_parts(tmp_path: Path, run: Any) -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="part.inc"/>'
    edition(tmp_path, include)
    (tmp_path / "tei/part.inc").write_text('<div xmlns="http://www.tei-c.org/ns/1.0">\n<p>x</p>\n  <paragraph/></div>')
    told = [row for row in json.loads(run("--format", "json").output)["problems"] if row["code"].startswith("RNG")]
    assert [(row["code"], row["file"], row["line"], row["column"]) for row in told] == [
        ("RNG-010", "tei/part.inc", 3, 3)
    ]


def test_what_was_found_is_kept_until_the_file_or_its_schema_changes(tmp_path: Path, run: Any) -> None:
    edition(tmp_path, whole=SMALL, settings='[validate]\nschema = "s.rng"\n')
    (tmp_path / "s.rng").write_text(GRAMMAR)
    assert "RNG" not in run().output
    (tmp_path / "s.rng").write_text(GRAMMAR.replace('"p"', '"ab"'))
    from recensio.checks import schemas

    schemas.digest_of_schema.cache_clear()
    schemas._schema.cache_clear()
    assert "RNG-019" in run().output


# --- exceptions ---------------------------------------------------------------------------------------------

ALLOW = '<?recensio allow PTR-001 reason="later"?>'


def test_an_exception_holds_for_its_element_only(tmp_path: Path, run: Any) -> None:
    body = f'<div>{ALLOW}<p><ref target="#a">x</ref><ref target="#b">x</ref></p></div><div><p><ref target="#c">x</ref></p></div>'
    edition(tmp_path, body)
    content = json.loads(run("--format", "json").output)
    (told,) = [row for row in content["problems"] if row["code"] == "PTR-001"]
    assert told["message"] == '@target="#c" on <ref> points at nothing: no element has that xml:id.'
    (excepted,) = [row for row in content["excepted"] if row["code"] == "PTR-001"]
    assert excepted["reason"] == "later"
    assert "(and 1 more like it)" in excepted["message"]


def test_an_exception_in_front_of_the_root_holds_for_the_file(tmp_path: Path, run: Any) -> None:
    edition(tmp_path, whole=f'<?recensio allow PTR-001, RNG-010  reason="so"?>\n{tei(LOST + "<paragraph/>")}')
    assert codes(run("--format", "json")) == []


def test_faults_of_the_schema_can_be_excepted(tmp_path: Path, run: Any) -> None:
    edition(tmp_path, '<div><?recensio allow RNG-010 reason="ours"?><paragraph/></div>')
    assert codes(run("--format", "json")) == []


def test_schema_faults_that_are_alike_are_excepted_together_and_that_is_told(tmp_path: Path, run: Any) -> None:
    edition(tmp_path, '<div><?recensio allow RNG-010 reason="ours"?><paragraph/></div><div><paragraph/></div>')
    assert codes(run("--format", "json")) == ["SUP-006"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('allow PTR-001 reason=""', "SUP-002"),
        ("allow PTR-001", "SUP-002"),
        ('allow PTR-00l reason="x"', "SUP-004"),
        ('allow TXT-001 reason="x"', "SUP-005"),
        ('allow SUP-001 reason="x"', "SUP-005"),
        ('permit PTR-001 reason="x"', "SUP-003"),
        ('allow PTR-001 because="x"', "SUP-002"),
        ("", "SUP-003"),
        ('allow PTR-007 reason="x"', "SUP-001"),
    ],
)
def test_exceptions_that_are_wrong(said: str, code: str, tmp_path: Path, run: Any) -> None:
    edition(tmp_path, f"<div>\n<?recensio {said}?>{LOST}</div>")
    rows = json.loads(run("--format", "json").output)["problems"]
    (told,) = [row for row in rows if row["code"].startswith("SUP")]
    assert (told["code"], told["line"], told["column"]) == (code, 3, 1)
    assert "PTR-001" in [row["code"] for row in rows]


def test_exceptions_for_what_only_a_build_finds_are_not_unused(tmp_path: Path, run: Any) -> None:
    edition(tmp_path, '<p><?recensio allow XSL-001 reason="ours"?>x</p>')
    assert codes(run("--format", "json")) == []


SUPPRESS = '[[suppress]]\ncode = "PTR-001"\nfile = "tei/*.xml"\nreason = "later"\n'


def test_exceptions_of_the_settings(tmp_path: Path, run: Any) -> None:
    edition(tmp_path, LOST, settings=SUPPRESS)
    done = run("--format", "json")
    assert codes(done) == []
    assert json.loads(done.output)["excepted"][0]["reason"] == "later"


@pytest.mark.parametrize(
    ("settings", "code", "line"),
    [
        (SUPPRESS.replace("PTR-001", "PTR-007"), "SUP-001", 1),
        ("\n" + SUPPRESS.replace('reason = "later"\n', ""), "SUP-002", 2),
        (SUPPRESS.replace("PTR-001", "PTR"), "SUP-004", 1),
        (SUPPRESS.replace("reason", "raison"), "CFG-005", 1),
        ('[suppress]\nPTR-001 = "x"\n', "CFG-016", 1),
    ],
)
def test_exceptions_of_the_settings_that_are_wrong(
    settings: str, code: str, line: int, tmp_path: Path, run: Any
) -> None:
    edition(tmp_path, LOST, settings=settings)
    rows = json.loads(run("--format", "json").output)["problems"]
    assert (code, "edition.toml", line) in [(row["code"], row["file"], row["line"]) for row in rows]
    assert "PTR-001" in [row["code"] for row in rows]


def test_an_exception_of_the_settings_is_not_unused_where_its_files_were_not_asked_for(
    tmp_path: Path, run: Any
) -> None:
    edition(tmp_path, settings=SUPPRESS.replace("tei/*.xml", "tei/two.xml"))
    (tmp_path / "tei/two.xml").write_text(tei("<p>b</p>"))
    assert codes(run("tei/one.xml", "--format", "json")) == []
    assert codes(run("--format", "json")) == ["SUP-001"]


def test_a_build_makes_the_same_exceptions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edition(tmp_path, f"<div>{ALLOW}{LOST}</div>")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["build", "--to", "txt", "-q"], catch_exceptions=False)
    assert done.output == "1 text: no problems\n"


# --- baseline -----------------------------------------------------------------------------------------------


def test_a_baseline_lets_only_new_problems_count(tmp_path: Path, run: Any) -> None:
    path = edition(tmp_path, LOST) / "tei/one.xml"
    assert run("--strict").exit_code == 1
    assert run("--write-baseline", "--baseline", "known.json").exit_code == 0
    written = (tmp_path / "known.json").read_text(encoding="utf-8")
    done = run("--strict", "--baseline", "known.json")
    assert done.exit_code == 0
    assert "known from the baseline" in done.output
    path.write_text("<!-- moved -->\n\n" + tei(LOST))
    assert run("--strict", "--baseline", "known.json").exit_code == 0
    path.write_text(tei('<p><ref target="#elsewhere">x</ref></p>'))
    done = run("--strict", "--baseline", "known.json", "--format", "json")
    content = json.loads(done.output)
    assert done.exit_code == 1
    assert [row["code"] for row in content["problems"]] == ["PTR-001"]
    assert [(row["code"], row["count"]) for row in content["baseline"]["gone"]] == [("PTR-001", 1)]
    assert (tmp_path / "known.json").read_text(encoding="utf-8") == written


def test_more_of_the_same_is_new_and_less_is_told(tmp_path: Path, run: Any) -> None:
    path = edition(tmp_path, LOST) / "tei/one.xml"
    run("--write-baseline")
    path.write_text(tei(LOST * 3))
    done = run("--strict", "--baseline", "baseline.json")
    assert (done.exit_code, "(and 2 more like it)" in done.output) == (1, True)
    run("--write-baseline")
    path.write_text(tei(LOST))
    done = run("--strict", "--baseline", "baseline.json")
    assert (done.exit_code, "2 problems of the baseline are gone: PTR-001 in tei/one.xml" in done.output) == (0, True)


def test_a_baseline_is_sorted_and_has_a_problem_a_line(tmp_path: Path, run: Any) -> None:
    edition(tmp_path, LOST + '<p xml:lang="gr">x</p>')
    run("--write-baseline")
    text = (tmp_path / "baseline.json").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("  {")]
    assert rows == sorted(rows)
    assert len(rows) == len(json.loads(text)["problems"])
    assert "line" not in json.loads(text)["problems"][0]


def test_the_settings_name_the_baseline(tmp_path: Path, run: Any) -> None:
    edition(tmp_path, LOST, settings='[validate]\nbaseline = "known.json"\n')
    assert run("--strict").exit_code == 1
    run("--write-baseline")
    assert run("--strict").exit_code == 0


@pytest.mark.parametrize(
    "text", ["", "[]", '{"version": 2, "problems": []}', '{"version": 1, "problems": [{}]}', "[" * 5000]
)
def test_a_baseline_that_is_none(text: str, tmp_path: Path, run: Any) -> None:
    edition(tmp_path)
    (tmp_path / "b.json").write_text(text)
    done = run("--baseline", "b.json")
    assert (done.exit_code, "--write-baseline" in done.output) == (2, True)
    assert run("--baseline", "none.json").exit_code == 2


@given(st.sampled_from(sorted(catalogue())), st.data(), st.integers(1, 9999), st.integers(1, 9999))
def test_a_mark_survives_other_lines_and_counts(code: str, data: st.DataObject, one: int, two: int) -> None:
    names = set(re.findall(r"\{(\w+)", catalogue()[code].message + catalogue()[code].hint))
    facts = {name: data.draw(st.text("ab#(),. ", max_size=6)) for name in names}

    def mark(count: int) -> tuple[baseline.Mark, int]:
        own = {"more": f" (and {count} more like it)", "count": str(count), "line": str(count), "column": str(count)}
        return baseline.mark_of(
            problem(code, file="a.xml", line=count, **(facts | {n: f for n, f in own.items() if n in names}))
        )

    if "more" in names or "count" in names:
        assert mark(one)[0] == mark(two)[0]
    assert mark(one)[1] >= 1


# --- formats ------------------------------------------------------------------------------------------------

HOSTILE = "a%b\r\nc:d,e <x> ::error::\u202e\x1b[31m\ud800 & “q”"


def outcome(*problems: Problem, root: Path = Path("/nowhere")) -> Outcome:
    return Outcome(problems=problems, files=1, paths={}, root=root)


def told(code: str = "PTR-001", file: str | None = "tei/a b#ä.xml", **given: Any) -> Problem:
    parts = {"severity": Severity.WARNING, "line": 3, "column": 5, "message": HOSTILE, "hint": ""} | given
    return Problem(code=code, file=file, **parts)


def test_workflow_commands_are_escaped_as_github_wants_it() -> None:
    line, summary, _ = as_github(outcome(told(hint="h"))).split("\n")
    found = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
    assert found is not None
    properties = dict(pair.split("=", 1) for pair in found[2].split(","))
    assert found[1] == "warning"
    assert (properties["line"], properties["col"], properties["title"]) == ("3", "5", "recensio PTR-001")
    assert found[3].startswith("a%25b%0D%0Ac:d,e <x>")
    assert found[3].endswith("%0Ah")
    assert summary == "1 file: 1 warning"
    odd = as_github(outcome(told(file="a,b:c%.xml", line=None, column=None, severity=Severity.INFO)))
    assert odd.startswith("::notice file=")
    assert "a%2Cb%3Ac%25.xml,title=" in odd
    assert as_github(outcome(told(file=None))).startswith("::warning line=3,col=5,title=")


def test_sarif_is_as_the_standard_wants_it(tmp_path: Path, run: Any) -> None:
    edition(tmp_path / "x y", LOST + f'<div>{ALLOW}<p><ref target="#b">y</ref></p></div>')
    done = run("x y/tei", "--format", "sarif")
    log = json.loads(done.output)
    assert (log["version"], list(log)) == ("2.1.0", ["$schema", "version", "runs"])
    (sarif_run,) = log["runs"]
    rules = sarif_run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert set(rule) == {"id", "shortDescription", "fullDescription", "help", "defaultConfiguration"}
        assert rule["help"]["text"] and rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note", "none"}
    for result in sarif_run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"] == {"uri": "x%20y/tei/one.xml", "uriBaseId": "%SRCROOT%"}
        assert place["region"]["startLine"] >= 1 and place["region"]["startColumn"] >= 1
    suppressed = [result for result in sarif_run["results"] if "suppressions" in result]
    assert [result["suppressions"] for result in suppressed] == [[{"kind": "inSource", "justification": "later"}]]
    assert len({json.dumps(result["partialFingerprints"]) for result in sarif_run["results"]}) == len(
        sarif_run["results"]
    )


def test_hostile_words_come_through_every_format() -> None:
    given_problem = told(file="\ud800.xml")
    assert json.loads(as_json(outcome(given_problem)))["problems"][0]["line"] == 3
    assert json.loads(as_sarif(outcome(given_problem)))["runs"][0]["results"][0]["ruleId"] == "PTR-001"
    for telling in (as_text, as_github):
        assert "\x1b[31m" not in telling(outcome(given_problem)) or telling is as_github
    assert as_github(outcome(given_problem)).count("\n") == 2


def test_json_has_the_keys_of_the_report(tmp_path: Path, run: Any) -> None:
    content = json.loads(run("--format", "json", str(edition(tmp_path, LOST) / "tei")).output)
    assert content["texts"] == []
    assert set(content["problems"][0]) == {"code", "severity", "file", "line", "column", "message", "hint"}
    assert content["summary"]["files"] == 1


def test_text_shows_the_line_with_a_caret_below_the_place(tmp_path: Path, run: Any) -> None:
    edition(tmp_path, '<p>漢字 e\u0301\t<ref target="#nowhere">x</ref></p>')
    lines = run().output.splitlines()
    at = next(n for n, line in enumerate(lines) if "PTR-001" in line)
    shown, marks = lines[at + 1], lines[at + 2]
    # two wide characters take four columns, a combining mark none
    before = shown[: shown.index("<ref")]
    assert marks.index("^") == len(before) + 2 - 1
    assert marks.strip(" |") == "^^^^"
    assert lines[at + 3].startswith("    ")


@given(st.text(max_size=300), st.integers(1, 301))
def test_a_caret_never_fails_and_never_leaves_the_line(line: str, column: int) -> None:
    shown, marks = caret(line, 7, min(column, len(line) + 1))
    assert "^" in marks
    assert "\n" not in shown + marks


def test_remarks_that_many_files_share_are_told_of_three(tmp_path: Path, run: Any) -> None:
    edition(tmp_path)
    for number in range(9):
        (tmp_path / f"tei/t{number}.xml").write_text(tei("<p>a</p>"))
    output = run().output
    assert output.count(" info MET-005 ") == 3
    assert "MET-005 in 7 more files" in output


# --- the command itself -------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["PTR-001", "ptr-1", "PTR 001", " ptr001 "])
def test_a_code_is_explained(code: str, run: Any) -> None:
    done = run("--explain", code)
    assert done.exit_code == 0
    assert done.output.startswith("PTR-001 (warning)")
    assert "Wrong:\n    <p>See" in done.output
    assert "Right:\n" in done.output


def test_a_code_that_there_is_not(run: Any) -> None:
    done = run("--explain", "PTR-0011")
    assert done.exit_code == 2
    assert "Did you mean PTR-0" in done.output


def test_an_invalid_file_warns_and_strict_makes_it_fail(tmp_path: Path, run: Any) -> None:
    edition(tmp_path, "<paragraph>x</paragraph>")
    assert run().exit_code == 0
    assert run("--strict").exit_code == 1
    (tmp_path / "tei/bad.xml").write_text("<TEI><p></TEI>")
    assert run().exit_code == 1


def test_severities_of_the_edition(tmp_path: Path, run: Any) -> None:
    edition(tmp_path, "<paragraph>x</paragraph>" + LOST, settings='[severity]\nRNG-010 = "error"\nPTR-001 = "off"\n')
    done = run("--format", "json")
    assert (codes(done), done.exit_code) == (["RNG-010"], 1)


def test_processes_find_the_same(tmp_path: Path, run: Any) -> None:
    edition(tmp_path, LOST)
    for number in range(3):
        big = "<p>" + "x " * 700_000 + f'<ref target="#n{number}">x</ref></p>'
        (tmp_path / f"tei/t{number}.xml").write_text(tei(big))
    found = [json.loads(run("--format", "json", "-j", jobs).output) for jobs in ("2", "1")]
    assert found[0] == found[1]
    assert sum(row["code"] == "PTR-001" for row in found[0]["problems"]) == 4


def test_what_a_small_validation_does_not_import(tmp_path: Path) -> None:
    edition(tmp_path)
    probe = (
        "import sys; sys.argv = ['x', 'validate']; from recensio.cli import main\n"
        "try:\n    main()\nexcept SystemExit: pass\n"
        "print(sorted(set(sys.modules) & {'typst', 'pypdfium2', 'rich', 'multiprocessing', 'recensio.textbuild'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=tmp_path, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT)}
    )
    assert done.stdout.splitlines()[-1] == "[]", done.stdout + done.stderr
