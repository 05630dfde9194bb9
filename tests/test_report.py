"""report.json, report.html and the lines on the terminal."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from rich.console import Console

from recensio.config import exceptions
from recensio.problems import CodeEntry, Problem, Severity, catalogue
from recensio.report import Report, TextResult, percentage, severities

HOSTILE = "<script>alert(1)</script> & \"'\u202e \x1b[31m\x00 ]]> [bold]x[/bold] :smile: \ud800 \nnext"


def found(code: str = "CFG-005", file: str | None = "tei/a.xml", line: int | None = 3, **parts: object) -> Problem:
    given = {"severity": Severity.ERROR, "column": 5, "message": "Something is wrong.", "hint": "Mend it."} | parts
    return Problem(code=code, file=file, line=line, **given)  # type: ignore[arg-type]


def terminal(report: Report, *, encoding: str = "utf-8", colours: bool = False, **given: object) -> str:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    system: dict[str, object] = {"force_terminal": True, "color_system": "standard"} if colours else {}
    console = Console(file=out, width=40, _environ={}, **system)  # type: ignore[arg-type]
    report.to_terminal(console, **given)  # type: ignore[arg-type]
    out.flush()
    return raw.getvalue().decode(encoding)


def page(report: Report) -> html.HtmlElement:
    return html.document_fromstring(report.to_html())


def words(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


FULL = TextResult(
    id="a",
    title="De re",
    source="tei/a.xml",
    html=("html/a.html", "html/a/2.html"),
    pdf="pdf/a.pdf",
    txt="txt/a.txt",
    witnesses={"B": "txt/a.B.txt", "A": "txt/a.A.txt"},
    words=12345,
    apparatus=7,
    kept={"html": 1.0, "pdf": 0.99999, "txt": 1.0},
    apparatus_txt="txt/a.apparatus.txt",
    data={"csv": "data/a.apparatus.csv", "json": "data/a.apparatus.json"},
    states={"A": ("txt/a.A.txt", "txt/a.A.2.txt")},
)
BARE = TextResult(id="b", title="", source="tei/b.xml")


# --- report.json


def test_json_has_the_promised_keys_in_order() -> None:
    report = Report((FULL, BARE), (found(),))
    assert json.loads(report.to_json()) == {
        "texts": [
            {
                "id": "a",
                "source": "tei/a.xml",
                "html": ["html/a.html", "html/a/2.html"],
                "pdf": "pdf/a.pdf",
                "txt": "txt/a.txt",
                "witnesses": {"B": "txt/a.B.txt", "A": "txt/a.A.txt"},
                "words": 12345,
                "apparatus": 7,
                "kept": {"html": 1.0, "pdf": 0.99999, "txt": 1.0},
                "apparatus_txt": "txt/a.apparatus.txt",
                "data": {"csv": "data/a.apparatus.csv", "json": "data/a.apparatus.json"},
                "states": {"A": ["txt/a.A.txt", "txt/a.A.2.txt"]},
                "kind": "text",
                "published": "full",
                "withheld": 0,
                "cite": {},
                "tex": None,
            },
            {
                "id": "b",
                "source": "tei/b.xml",
                "html": [],
                "pdf": None,
                "txt": None,
                "witnesses": {},
                "words": 0,
                "apparatus": 0,
                "kept": {},
                "apparatus_txt": None,
                "data": {},
                "states": {},
                "kind": "text",
                "published": "full",
                "withheld": 0,
                "cite": {},
                "tex": None,
            },
        ],
        "edition_pdf": None,
        "edition_kept": {},
        "problems": [
            {
                "code": "CFG-005",
                "severity": "error",
                "file": "tei/a.xml",
                "line": 3,
                "column": 5,
                "message": "Something is wrong.",
                "hint": "Mend it.",
            }
        ],
    }
    keys = re.findall(r'"(\w+)":', report.to_json())
    text = ["id", "source", "html", "pdf", "txt", "witnesses", "words", "apparatus", "kept"]
    assert [key for key in keys if key in text][:9] == text
    assert keys[-7:] == ["code", "severity", "file", "line", "column", "message", "hint"]
    assert report.to_json().endswith("}\n")


def test_the_report_is_the_same_in_whatever_order_problems_came() -> None:
    problems = (
        found(file=None, line=None, column=None),
        found(line=2),
        found(line=10),
        found(line=10, column=6),
        found(file="tei/b.xml"),
    )
    report, shuffled = Report((), problems), Report((), (*reversed(problems), problems[2]))
    assert report.to_json() == shuffled.to_json()
    assert report.to_html() == shuffled.to_html()
    assert terminal(report) == terminal(shuffled)
    assert json.loads(report.to_json())["problems"][0]["file"] is None
    assert len(shuffled.ordered) == 5


def test_json_takes_any_string() -> None:
    report = Report((replace(FULL, source=HOSTILE),), (found(message=HOSTILE),))
    report.to_json().encode()
    assert json.loads(report.to_json())["problems"][0]["message"] == HOSTILE.replace("\ud800", "?")


# --- severities


def test_an_edition_sets_severities(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = dict(catalogue()) | {"TXT-901": CodeEntry("TXT-901", Severity.ERROR, "", "", "", "", "")}
    monkeypatch.setattr(exceptions, "catalogue", lambda: codes)
    problems = (found("CFG-001"), found("CFG-002"), found("CFG-003"), found("TXT-901"))
    changed = severities(problems, {"CFG-001": "info", "CFG-002": "off", "TXT-901": "off"})
    assert [(p.code, p.severity.value) for p in changed] == [
        ("CFG-001", "info"),
        ("CFG-003", "error"),
        ("TXT-901", "error"),
    ]
    assert severities(problems, {}) == problems
    assert severities(problems, {"TXT-901": "info"})[3].severity is Severity.ERROR


# --- terminal


def test_lines_of_the_terminal() -> None:
    long = "A sentence that is far longer than the forty columns of this console is."
    problems = (
        found("BLD-001", None, None, column=None, message="There is no file x.", hint=""),
        found("CFG-005", "tei/a.xml", 3, message=long),
        found("BLD-006", "tei/a.xml", None, severity=Severity.WARNING),
        found("BLD-008", "tei/b.xml", 12, column=None, severity=Severity.INFO),
    )
    assert terminal(Report((FULL, BARE), problems), elapsed=4.26).splitlines() == [
        "recensio error BLD-001 There is no file x.",
        "",
        "tei/a.xml warning BLD-006 Something is wrong.",
        "    Mend it.",
        f"tei/a.xml:3:5 error CFG-005 {long}",
        "    Mend it.",
        "",
        "tei/b.xml:12 info BLD-008 Something is wrong.",
        "    Mend it.",
        "",
        "2 texts: 2 errors, 1 warning, 1 remark (4.3 s)",
    ]


@pytest.mark.parametrize(
    ("texts", "problems", "elapsed", "line"),
    [
        ((), (), None, "0 texts: no problems"),
        ((BARE,), (), 0.04, "1 text: no problems (0.0 s)"),
        ((BARE,), (found(),), 59.9, "1 text: 1 error (59.9 s)"),
        ((BARE,) * 1000, (found(severity=Severity.WARNING),), 75.2, "1,000 texts: 1 warning (1 min 15 s)"),
    ],
)
def test_the_summary(
    texts: tuple[TextResult, ...], problems: tuple[Problem, ...], elapsed: float | None, line: str
) -> None:
    assert terminal(Report(texts, problems), elapsed=elapsed).splitlines()[-1] == line


def test_many_of_one_kind_are_folded() -> None:
    problems = (*(found(line=line) for line in range(1, 43)), found("CFG-004", line=50))
    lines = terminal(Report((), problems), page="output/report.html").splitlines()
    assert [line for line in lines if "CFG-005" in line] == [
        *(f"tei/a.xml:{line}:5 error CFG-005 Something is wrong." for line in range(1, 6)),
        "tei/a.xml error CFG-005 and 37 more of this kind (see output/report.html)",
    ]
    assert "tei/a.xml:50:5 error CFG-004 Something is wrong." in lines
    assert lines[-1] == "0 texts: 43 errors"
    assert "tei/a.xml error CFG-005 and 37 more of this kind" in terminal(Report((), problems)).splitlines()


def test_five_of_a_kind_and_the_same_in_another_file_are_not_folded() -> None:
    problems = [found(file=file, line=line) for file in ("a.xml", "b.xml") for line in range(5)]
    assert "more of this kind" not in terminal(Report((), tuple(problems)))


def test_colours_only_on_a_terminal() -> None:
    report = Report((), (found(),))
    assert "\x1b[" not in terminal(report)
    assert "\x1b[1;31merror\x1b[0m" in terminal(report, colours=True)


def test_a_message_cannot_steer_the_terminal() -> None:
    report = Report((), (found(message=HOSTILE, hint=HOSTILE, file="a\x1b]0;x\x07\n.xml"),))
    plain = terminal(report)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", plain)
    assert [line[:9] for line in plain.splitlines()] == ["a\ufffd]0;x\ufffd .", "    <scri", "", "0 texts: "]
    assert "[bold]x[/bold] :smile:" in plain


def test_a_terminal_that_knows_few_characters() -> None:
    report = Report((), (found(message="The witness Ω is not declared: é."),))
    assert "The witness ? is not declared: ?." in terminal(report, encoding="ascii")
    assert "The witness ? is not declared: é." in terminal(report, encoding="latin-1")
    assert "The witness Ω is not declared: é." in terminal(report)


@given(st.text(max_size=60), st.text(max_size=60), st.none() | st.text(min_size=1, max_size=20))
def test_every_problem_takes_one_line_and_its_cure_another(message: str, hint: str, file: str | None) -> None:
    lines = terminal(Report((), (found(message=message, hint=hint, file=file),))).split("\n")
    assert len(lines) == 4 + bool(hint)
    assert " error CFG-005 " in lines[0]


# --- the page

TAGS = {"body", "main", "section", "div", "h1", "h2", "h3", "p", "span", "a", "ul", "li", "details", "summary"} | {
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "code", "pre")
}


def test_the_page_lists_texts_with_links_and_what_was_kept() -> None:
    root = page(Report((FULL, BARE), ()))
    rows = root.findall(".//tbody/tr")
    assert [words(row.find("th")) for row in rows] == ["De re tei/a.xml", "b tei/b.xml"]
    assert [(a.text, a.get("href")) for a in rows[0].iter("a")] == [
        ("web", "html/a.html"),
        ("PDF", "pdf/a.pdf"),
        ("text", "txt/a.txt"),
        ("B", "txt/a.B.txt"),
        ("A", "txt/a.A.txt"),
    ]
    assert [words(cell) for cell in rows[0].findall("td")] == [
        "web, PDF, text, B, A",
        "12,345",
        "7",
        "web 100 %, PDF 99.99 %, text 100 %",
    ]
    assert [span.text for span in rows[0].iter("span") if span.get("class") == "lost"] == ["PDF 99.99 %"]
    assert words(root.get_element_by_id("problems").getparent()) == "ProblemsNone."
    assert words(root.find(".//p[@class='summary']")) == "2 texts: no problems"


def test_the_page_groups_problems_and_explains_their_codes() -> None:
    problems = (
        found("CFG-013", message="First."),
        found("BLD-001", None, None, column=None, message="Second.", hint=""),
        found("ZZZ-001", severity=Severity.WARNING, line=4, column=None),
    )
    root = page(Report((), problems))
    section = root.get_element_by_id("problems").getparent()
    assert [words(node) for node in section if node.tag == "h3"] == ["The build as a whole", "tei/a.xml"]
    assert [words(node) for node in section.iter("li")] == [
        "error BLD-001 Second.",
        "error CFG-013 line 3, column 5First.Mend it.",
        "warning ZZZ-001 line 4Something is wrong.Mend it.",
    ]
    assert [a.get("href") for a in section.iter("a")] == ["#BLD-001", "#CFG-013"]
    explained = root.get_element_by_id("CFG-013")
    assert (explained.tag, words(explained.find("summary"))) == ("details", "CFG-013")
    assert catalogue()["CFG-013"].about in words(explained)
    assert root.xpath("//details/@id") == ["BLD-001", "CFG-013"]


def test_the_page_shows_examples_and_code_as_they_are_written() -> None:
    root = page(Report((), (found("CFG-010"), found("CFG-005"))))
    assert [node.text for node in root.get_element_by_id("CFG-010").iter("code")] == ["-o"]
    assert [node.text.strip() for node in root.get_element_by_id("CFG-005").iter("pre")] == [
        '[edition]\ntitel = "Poems"',
        '[edition]\ntitle = "Poems"',
    ]


def test_many_of_one_kind_can_be_opened_in_the_page() -> None:
    root = page(Report((), tuple(found(line=line) for line in range(1, 43))))
    more = root.get_element_by_id("problems").getparent().find("details")
    assert words(more.find("summary")) == "CFG-005: 37 more of this kind"
    assert len(more.findall(".//li")) == 37


def test_the_page_needs_nothing_else_and_has_no_script() -> None:
    root = page(Report((FULL,), (found(),)))
    assert root.xpath("//script | //link | //img | //iframe | //@src | //@style") == []
    assert "url(" not in root.find(".//style").text
    assert "prefers-color-scheme: dark" in root.find(".//style").text
    assert (root.get("lang"), root.find(".//title").text) == ("en", "Report: 1 text: 1 error")
    assert len(root.findall(".//main")) == len(root.findall(".//h1")) == len(root.findall(".//caption")) == 1
    labels = root.xpath("//section/@aria-labelledby")
    assert [root.get_element_by_id(label).tag for label in labels] == ["h2"] * 3
    assert all(th.get("scope") in ("col", "row") for th in root.iter("th"))


def test_hostile_strings_stay_text() -> None:
    hostile = replace(FULL, title=HOSTILE, source=HOSTILE, html=("javascript:alert(1)",), witnesses={HOSTILE: HOSTILE})
    report = Report((hostile,), (found(HOSTILE, HOSTILE, message=HOSTILE, hint=HOSTILE),))
    report.to_html().encode()
    root = page(report)
    assert list(root.iter("script")) == []
    assert root.xpath("//a/@href")[0] == "javascript%3Aalert(1)".replace("(", "%28").replace(")", "%29")
    assert words(root.find(".//li/p[2]")).startswith("<script>alert(1)</script> & \"'")
    assert not re.search("[\x00-\x08\x0b-\x1f]", report.to_html())


@given(st.text(max_size=40), st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=2))
def test_any_string_makes_a_page_of_the_same_shape(text: str, witnesses: Mapping[str, str]) -> None:
    result = replace(BARE, title=text, source=text, witnesses=dict(witnesses))
    root = page(Report((result,), (found(message=text, hint="x", file="y"),)))
    assert len(root.findall(".//li")) == len(root.findall(".//tbody/tr")) == 1
    assert len(root.findall(".//tbody//a")) == sum(map(bool, witnesses.values()))
    assert {node.tag for node in root.find("body").iter()} <= TAGS


@pytest.mark.parametrize(
    ("share", "shown"), [(1.0, "100 %"), (0.999999, "99.99 %"), (0.5, "50.00 %"), (0.0, "0.00 %"), (0.12345, "12.34 %")]
)
def test_only_the_whole_is_shown_as_such(share: float, shown: str) -> None:
    assert percentage(share) == shown
