"""Schematron: what the standard asks for, what is wrong in rules, and that rules see nothing but the document."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from saxonche import PySaxonProcessor

from recensio.locate import Locator
from recensio.parse import parse
from recensio.parse.places import Place
from recensio.problems import Severity
from recensio.schematron import Finding, Rules, RulesError, folded, load_rules
from recensio.schematron.stderr import heard
from recensio.schematron.xpath import Takes, outward_call, renamed, substituted, takes, tokens

ISO = "http://purl.oclc.org/dsdl/schematron"
SHARED = Path(__file__).parent.parent.parent / "shared"
CORPORA = SHARED / "corpora"
TEI_ALL = SHARED / "schema" / "tei_all.rng"
DOCUMENT = """<r xmlns:x="urn:x"><a n="1" xml:id="a1">one</a><a n="2" xml:id="a2"><b/></a><c n="three"/>
<x:d n="4">four</x:d><?pi some?><!-- remark --></r>"""


def schema(inside: str, *, binding: str = "xslt3", attributes: str = "") -> str:
    language = f' queryBinding="{binding}"' if binding else ""
    return f'<schema xmlns="{ISO}"{language} {attributes}>{inside}</schema>'


def pattern(*rules: str, **attributes: str) -> str:
    return f"<pattern{_attributes(attributes)}>{''.join(rules)}</pattern>"


def rule(context: str, *checks: str, **attributes: str) -> str:
    return f'<rule context="{context}"{_attributes(attributes)}>{"".join(checks)}</rule>'


def _attributes(attributes: dict[str, str]) -> str:
    return "".join(f' {name.rstrip("_").replace("_", "-")}="{value}"' for name, value in attributes.items())


def loaded(at: Path, text: str, **options: str | Path) -> Rules:
    (at / "rules.sch").write_text(text, encoding="utf-8")
    return load_rules(at / "rules.sch", **options)  # type: ignore[arg-type]


def found(at: Path, text: str, document: str = DOCUMENT, **options: str | Path) -> list[Finding]:
    rules = loaded(at, text, **options)
    assert rules.problems == ()
    return rules.check(etree.fromstring(document))


def messages(at: Path, text: str, document: str = DOCUMENT, **options: str | Path) -> list[str]:
    return [finding.message for finding in found(at, text, document, **options)]


def everywhere(inside: str = "<name/>") -> str:
    """A report that is always true."""
    return f'<report test="true()">{inside}</report>'


# --- what the standard asks for ---------------------------------------------------------------------------------------

LANGUAGE = {
    "an assert that fails": (
        pattern(rule("a", '<assert test="b">no b</assert>')),
        ["no b"],
    ),
    "a report that holds": (
        pattern(rule("a", '<report test="b">a b</report>')),
        ["a b"],
    ),
    "an assert over a sequence": (
        pattern(rule("r", '<assert test="a, c">none</assert>', '<assert test="e, f">no e, no f</assert>')),
        ["no e, no f"],
    ),
    "only the first rule of a pattern that matches": (
        pattern(rule("a[b]", everywhere("special")), rule("a", everywhere("plain")), rule("*", everywhere("any"))),
        ["any", "plain", "special", "any", "any", "any"],
    ),
    "a rule without checks shields from those after it": (
        pattern(rule("a"), rule("*", everywhere())),
        ["r", "b", "c", "x:d"],
    ),
    "every pattern": (
        pattern(rule("a[b]", everywhere("one"))) + pattern(rule("a", everywhere("two"))) + pattern(rule("c", "")),
        ["two", "one", "two"],
    ),
    "patterns that take turns": (
        pattern(rule("b", everywhere("1b")), rule("*", everywhere("1*")))
        + pattern(rule("b", everywhere("2b")), rule("*", everywhere("2*"))),
        ["1*", "2*", "1*", "2*", "1*", "2*", "1b", "2b", "1*", "2*", "1*", "2*"],
    ),
    "a union matches once": (
        pattern(rule("a | r/a | *[@n = '1']", everywhere("u"))),
        ["u", "u"],
    ),
    "a group applies all its rules": (
        f"<group>{rule('a[b]', everywhere('special'))}{rule('a', everywhere('plain'))}</group>",
        ["plain", "special", "plain"],
    ),
    "the document as context": (
        pattern(rule("/", everywhere("doc"))),
        ["doc"],
    ),
    "attributes": (
        pattern(rule("@n", '<assert test="number(.)"><value-of select="."/> is no number</assert>')),
        ["three is no number"],
    ),
    "text": (
        pattern(rule("a/text()", everywhere('<value-of select="."/>'))),
        ["one"],
    ),
    "comments and processing instructions": (
        pattern(rule("comment() | processing-instruction('pi')", everywhere('<value-of select="."/>'))),
        ["some", "remark"],
    ),
    "a namespace": (
        '<ns prefix="y" uri="urn:x"/>' + pattern(rule("y:d", everywhere("<name/> of <name path='..'/>"))),
        ["x:d of r"],
    ),
    "the name of what a path leads to, or what it says": (
        pattern(rule("c", everywhere("<name path='@n'/> <name path='name(..)'/><name path='none'/>"))),
        ["n r"],
    ),
    "rich text": (
        pattern(rule("c", everywhere("<emph>all</emph>  <span class='x'>of <dir value='rtl'>it</dir></span>\n &amp;"))),
        ["all of it &"],
    ),
    "text instructions of XSLT": (
        pattern(rule("c", everywhere('<xsl:value-of xmlns:xsl="http://www.w3.org/1999/XSL/Transform" select="@n"/>!'))),
        ["three!"],
    ),
    "variables of schema, pattern and rule": (
        '<let name="s" value="count(//a)"/>'
        + pattern(
            '<let name="p" value="count(//*)"/>',
            rule(
                "c",
                '<let name="v" value="@n"/>',
                '<let name="w" value="$v || $s"/>',
                everywhere('<value-of select="$w, $p"/>'),
            ),
        ),
        ["three2 6"],
    ),
    "variables of patterns start at the document": (
        pattern('<let name="here" value="name(*)"/>', rule("c", everywhere('<value-of select="$here"/>'))),
        ["r"],
    ),
    "variables of one name in two patterns and in a rule": (
        "".join(
            pattern(f'<let name="x" value="{n}"/>', rule(f"c[$x = {n}]", everywhere('<value-of select="$x"/>')))
            for n in "12"
        )
        + pattern(
            '<let name="x" value="3"/>',
            rule("c", '<let name="x" value="$x + 1"/>', everywhere('<value-of select="$x"/>')),
        ),
        ["1", "2", "4"],
    ),
    "a variable of a pattern after that of the schema": (
        '<let name="x" value="1"/>'
        + pattern(
            '<let name="x" value="$x + 1"/>',
            '<let name="y" value="$x * 10"/>',
            rule("c", everywhere('<value-of select="$x, $y"/>')),
        )
        + pattern(rule("c", everywhere('<value-of select="$x"/>'))),
        ["2 20", "1"],
    ),
    "a variable of XML": (
        '<let name="known"><k xmlns="">three</k></let>'
        + pattern(rule("c", '<report test="@n = $known/k">known</report>')),
        ["known"],
    ),
    "a variable with a type": (
        '<let name="n" as="xs:integer*" value="1, 2"/>' + pattern(rule("c", '<report test="sum($n) = 3">3</report>')),
        ["3"],
    ),
    "variables in contexts": (
        '<let name="wanted" value="\'2\'"/>' + pattern(rule("a[@n = $wanted]", everywhere("second"))),
        ["second"],
    ),
    "abstract patterns": (
        pattern(
            rule("$what", '<assert test="$has">a <name/> has no $has, but costs $5</assert>'),
            abstract="true",
            id="needs",
        )
        + pattern('<param name="what" value="a"/>', '<param name="has" value="@none | b"/>', is_a="needs", id="p1")
        + pattern('<param name="what" value="c"/>', '<param name="has" value="b"/>', is_a="needs"),
        ["a a has no @none | b, but costs $5", "a c has no b, but costs $5"],
    ),
    "parameters whose names begin alike": (
        pattern(rule("$a", '<report test="$a-b = $ab">x</report>'), abstract="true", id="t")
        + pattern(
            *(f'<param name="{n}" value="{v}"/>' for n, v in (("a", "c"), ("ab", "3"), ("a-b", "1 + 2"))), is_a="t"
        ),
        ["x"],
    ),
    "parameters with defaults": (
        pattern(
            '<param name="n" value="1"/>', rule("a", '<report test="@n = $n">hit</report>'), abstract="true", id="d"
        )
        + pattern(is_a="d")
        + pattern('<param name="n" value="(1,2)"/>', is_a="d"),
        ["hit", "hit", "hit"],
    ),
    "abstract rules": (
        pattern(
            '<rule abstract="true" id="base"><let name="n" value="@n"/><report test="$n">has <value-of select="$n"/></report></rule>',
            '<rule abstract="true" id="more"><extends rule="base"/><report test="b">has b</report></rule>',
            rule("a", '<extends rule="more"/>'),
            rule("c", '<extends rule="base"/>'),
        ),
        ["has 1", "has 2", "has b", "has three"],
    ),
    "abstract rules of another pattern": (
        pattern(f'<rule abstract="true" id="base">{everywhere()}</rule>')
        + pattern(rule("c", '<extends rule="base"/>')),
        ["c"],
    ),
    "functions of XSLT": (
        '<ns prefix="f" uri="urn:f"/><xsl:function name="f:twice" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" '
        'xmlns:f="urn:f"><xsl:param name="x"/><xsl:sequence select="$x, $x"/></xsl:function>'
        + pattern(rule("c", everywhere('<value-of select="f:twice(string(@n))"/>'))),
        ["three three"],
    ),
    "keys of XSLT": (
        '<xsl:key name="n" match="*" use="@n" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>'
        + pattern(rule("c", everywhere("<value-of select=\"count(key('n', ('1', '2')))\"/>"))),
        ["2"],
    ),
    "templates of XSLT do not meddle": (
        '<xsl:template match="c" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" priority="99">gone</xsl:template>'
        + pattern(rule("c", everywhere())),
        ["c"],
    ),
    "current() and id()": (
        pattern(
            rule("c", "<report test=\"//a[@n &lt; count(current()/preceding-sibling::a)] and id('a2')\">x</report>")
        ),
        ["x"],
    ),
    "a comment at the end of a test": (
        pattern(rule("c", '<assert test="false() (: never :)">x</assert>')),
        ["x"],
    ),
    "the same check in two languages": (
        pattern(
            rule(
                "c",
                '<assert test="b" xml:lang="en">A b is missing.</assert><assert test="b" xml:lang="de">Es fehlt b.</assert>',
            )
        ),
        ["A b is missing."],
    ),
    "the same test twice": (
        pattern(rule("c", everywhere("one"), everywhere("two"))),
        ["one", "two"],
    ),
    "a check that says nothing": (
        pattern(rule("c", '<assert test="b" id="has-b"/>')),
        ['<c> breaks a rule that says no more: the assert "has-b".'],
    ),
    "titles, paragraphs, properties and elements of others are passed over": (
        '<title>T</title><p>P</p><properties><property id="q">Q</property></properties><q:fix xmlns:q="urn:q"/>'
        + pattern("<title>t</title>", rule("c", "<p>p</p>", '<report test="1" properties="q">ok</report>')),
        ["ok"],
    ),
}


@pytest.mark.parametrize("inside, expected", LANGUAGE.values(), ids=LANGUAGE.keys())
def test_the_language(tmp_path: Path, inside: str, expected: list[str]) -> None:
    assert messages(tmp_path, schema(inside)) == expected


PHASES = (
    '<phase id="one"><active pattern="p1"/><let name="who" value="1"/></phase>'
    '<phase id="both"><active pattern="p1"/><active pattern="p2"/><let name="who" value="2"/></phase>'
    + pattern(rule("c", everywhere("first")), id="p1")
    + pattern(rule("c", everywhere("second")), id="p2")
    + pattern(rule("c", everywhere("third")))
)


@pytest.mark.parametrize(
    "own, wanted, expected",
    [
        ("", None, ["first", "second", "third"]),
        ('defaultPhase="one"', None, ["first"]),
        ('defaultPhase="one"', "#DEFAULT", ["first"]),
        ('defaultPhase="one"', "both", ["first", "second"]),
        ('defaultPhase="one"', "#ALL", ["first", "second", "third"]),
        ('defaultPhase="#ALL"', None, ["first", "second", "third"]),
    ],
)
def test_phases(tmp_path: Path, own: str, wanted: str | None, expected: list[str]) -> None:
    text = schema(PHASES, attributes=own)
    assert messages(tmp_path, text, **({"phase": wanted} if wanted else {})) == expected


def test_the_variable_of_a_phase_is_that_of_the_phase_chosen(tmp_path: Path) -> None:
    text = schema(PHASES.replace("first", '<value-of select="$who"/>'), attributes='defaultPhase="one"')
    assert messages(tmp_path, text) == ["1"]
    assert messages(tmp_path, text, phase="both") == ["2", "second"]


def test_a_phase_that_there_is_not(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match='no phase "three"; their phases are: both, one'):
        loaded(tmp_path, schema(PHASES), phase="three")


def test_what_a_finding_tells(tmp_path: Path) -> None:
    checks = (
        '<assert test="@m" id="has-m" role="error" see="https://example.org/m" diagnostics="why how">no m</assert>',
        '<assert test="@o" flag="info" subject="@n">no o</assert>',
        '<assert test="@p">no p</assert>',
    )
    text = schema(
        pattern(rule("c", *checks, id="the-rule", role="fatal"))
        + '<diagnostics><diagnostic id="why">It is <value-of select="@n"/>.</diagnostic><diagnostic id="how">'
        'Add m.</diagnostic></diagnostics>'
    )  # fmt: skip
    first, second, third = found(tmp_path, text)
    assert (first.code, first.severity, first.path) == ("SCH-001", Severity.ERROR, "/Q{}r[1]/Q{}c[1]")
    assert (first.rule, first.role, first.see) == ("has-m", "error", "https://example.org/m")
    assert first.hint == "It is three. Add m. See https://example.org/m"
    assert (second.severity, second.path, second.rule) == (Severity.INFO, "/Q{}r[1]/Q{}c[1]/@n", "the-rule")
    assert third.severity is Severity.ERROR  # that of the rule
    problem = first.problem(Place("a.xml", 3, 7))
    assert (problem.code, problem.file, problem.line, problem.column) == ("SCH-001", "a.xml", 3, 7)
    assert (problem.severity, problem.message, problem.hint) == (first.severity, first.message, first.hint)


@pytest.mark.parametrize(
    "said, severity",
    [
        ("", Severity.WARNING),
        ('role="warn"', Severity.WARNING),
        ('role="nonfatal"', Severity.WARNING),
        ('role="Error"', Severity.ERROR),
        ('role="fatal"', Severity.ERROR),
        ('flag="information"', Severity.INFO),
        ('role="structure" flag="info"', Severity.INFO),
        ('severity="error"', Severity.ERROR),
        ('role="unheard-of"', Severity.WARNING),
    ],
)
def test_severities(tmp_path: Path, said: str, severity: Severity) -> None:
    (finding,) = found(tmp_path, schema(pattern(rule("c", f'<report test="1" {said}>x</report>'))))
    assert finding.severity is severity


def test_diagnostics_in_english_if_there_are_any(tmp_path: Path) -> None:
    diagnostics = (
        '<diagnostics><diagnostic id="e" xml:lang="en">yes</diagnostic><diagnostic id="d" xml:lang="de">ja</diagnostic>'
        "</diagnostics>"
    )
    both = pattern(rule("c", '<report test="1" diagnostics="d e">x</report>'))
    german = pattern(rule("c", '<report test="1" diagnostics="d">x</report>'))
    assert [f.hint for f in found(tmp_path, schema(both + german + diagnostics))] == ["yes", "ja"]


def test_a_place_in_the_document(tmp_path: Path) -> None:
    source = tmp_path / "a.xml"
    source.write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0">\n  <text>\n    <p/> <p n="1"/></text></TEI>')
    parsed = parse(source, folder=tmp_path, name="a.xml")
    assert parsed.root is not None
    text = schema(
        '<ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/>'
        + pattern(rule("t:p/@n | t:text", everywhere("x")), rule("/", everywhere("y")))
    )
    findings = loaded(tmp_path, text).check(parsed.root)
    places = [Locator(parsed).at_path(finding.path) for finding in findings]
    assert places == [Place("a.xml"), Place("a.xml", 2, 3), Place("a.xml", 3, 10)]


def test_rules_know_the_name_of_the_file_and_what_stands_before_the_root(tmp_path: Path) -> None:
    text = schema(
        pattern(
            rule(
                "/",
                everywhere(
                    "<value-of select=\"tokenize(document-uri(/), '/')[last()], count(processing-instruction()), count(comment())\"/>"
                ),
            )
        )
    )
    root = etree.fromstring("<?xml-model href='x'?><!DOCTYPE r SYSTEM 'none.dtd'><!--a--><r>&amp;&lt;</r><!--b-->")
    (finding,) = loaded(tmp_path, text).check(root, path=tmp_path / "ä b.xml")
    assert finding.message == "%C3%A4%20b.xml 1 2"


def test_a_default_namespace_for_xpath(tmp_path: Path) -> None:
    inside = pattern(rule("d", everywhere("<name/>")))
    assert messages(tmp_path, schema(inside, attributes='xpath-default-namespace="urn:x"')) == ["x:d"]
    assert messages(tmp_path, schema('<ns prefix="" uri="urn:x"/>' + inside)) == ["x:d"]


def test_prefixes_that_are_declared_as_those_of_the_file_only(tmp_path: Path) -> None:
    text = schema(pattern(rule("q:d", everywhere("<name/>"))), attributes='xmlns:q="urn:x"')
    assert messages(tmp_path, text) == ["x:d"]


@pytest.mark.parametrize("binding", ["", "xslt", "XSLT1", "xpath"])
def test_xpath_1(tmp_path: Path, binding: str) -> None:
    """Of several nodes the first counts, and what is no number is NaN: in XPath 2 both would be errors."""
    checks = (
        "<report test=\"substring(a/@n, 1, 1) = '1'\">first <value-of select='a/@n'/></report>",
        "<report test=\"not(c/@n + 1 &gt; 0)\">NaN</report>",
    )  # fmt: skip
    assert messages(tmp_path, schema(pattern(rule("r", *checks)), binding=binding)) == ["first 1", "NaN"]


@pytest.mark.parametrize("binding", ["xslt2", "xslt3", "xpath2", "XPath3"])
def test_later_xpath(tmp_path: Path, binding: str) -> None:
    text = schema(pattern(rule("r", "<report test=\"every $a in a satisfies $a\"><value-of select='a/@n'/></report>")), binding=binding)  # fmt: skip
    assert messages(tmp_path, text) == ["1 2"]


def test_a_language_that_is_not_known(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match='queryBinding="xquery"') as caught:
        loaded(tmp_path, "\n\n" + schema("", binding="xquery"))
    assert caught.value.place == Place(str(tmp_path / "rules.sch"), 3, 1)
    assert caught.value.problem.code == "SCH-002"


# --- several files ----------------------------------------------------------------------------------------------------


def test_includes(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "p.sch").write_text(
        f'<pattern xmlns="{ISO}"><include href="r.sch#second"/><include href="../d.sch"/></pattern>'
    )
    (tmp_path / "parts" / "r.sch").write_text(
        f'<pattern xmlns="{ISO}">{rule("a", everywhere("not this"))}{rule("c", everywhere("this"), id="second")}</pattern>'
    )
    (tmp_path / "d.sch").write_text(f'<rule xmlns="{ISO}" context="b">{everywhere("and this")}</rule>')
    (tmp_path / "whole.sch").write_text(schema(pattern(rule("c", everywhere("whole")))))
    (tmp_path / "abstract.sch").write_text(f'<rule xmlns="{ISO}" abstract="true" id="x">{everywhere("taken")}</rule>')
    text = schema(
        '<include href="parts/p.sch"/><include href="whole.sch"/>'
        + pattern(rule("c", '<extends href="abstract.sch"/>'))
    )
    findings = found(tmp_path, text)
    assert [finding.message for finding in findings] == ["and this", "this", "whole", "taken"]
    assert Path(findings[0].place.file or "").name == "d.sch"


def test_declarations_of_an_included_stylesheet(tmp_path: Path) -> None:
    xsl = 'xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:f" version="3.0"'
    (tmp_path / "f.xsl").write_text(
        f'<xsl:stylesheet {xsl}><xsl:output method="xml"/><xsl:function name="f:x"><xsl:sequence select="7"/></xsl:function>'
        f'<xsl:template match="/">gone</xsl:template></xsl:stylesheet>'
    )
    text = schema(
        f'<ns prefix="f" uri="urn:f"/><xsl:include href="f.xsl" {xsl}/>'
        + pattern(rule("c", everywhere('<value-of select="f:x()"/>')))
    )
    assert messages(tmp_path, text) == ["7"]


@pytest.mark.parametrize(
    "href, reason",
    [
        ("none.sch", "The file is not there"),
        ("rules.sch", "in a circle"),
        ("file:///etc/passwd", "only files with a path relative to the rules are"),
        ("/etc/passwd", "only files with a path relative to the rules are"),
        ("https://example.org/a.sch", "only files with a path relative to the rules are"),
        ("../outside.sch", "lies outside the folder"),
        ("#none", "nothing has that id"),
        ("broken.sch", "broken.sch"),
        ("tei.xml", "holds no Schematron"),
    ],
)
def test_includes_that_fail(tmp_path: Path, href: str, reason: str) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "outside.sch").write_text(schema(""))
    (inner / "broken.sch").write_text(f'<pattern xmlns="{ISO}">')
    (inner / "tei.xml").write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0"/>')
    with pytest.raises(RulesError, match=reason) as caught:
        loaded(inner, schema(f'\n<include href="{href}"/>'), folder=inner)
    assert caught.value.place.line in {1, 2}


def test_includes_without_end_are_stopped(tmp_path: Path) -> None:
    for number in range(12):
        after = f'<include href="{number + 1}.sch"/>' * 9 if number < 11 else ""
        (tmp_path / f"{number}.sch").write_text(schema(after))
    with pytest.raises(RulesError, match="in a circle"):
        load_rules(tmp_path / "0.sch")


@pytest.mark.parametrize(
    "text, reason, line",
    [
        ("<schema", "rules.sch|closed|end", 1),
        (f'<schema xmlns="{ISO}">\n<pattern>\n</schema>', "pattern", None),
        ("\n<r/>", "root element is <r> in no namespace", 2),
        ('<TEI xmlns="http://www.tei-c.org/ns/1.0"/>', "root element is <TEI> in the namespace", 1),
        (f'<pattern xmlns="{ISO}"/>', "root element is <pattern>", 1),
        ("", "empty|nothing", None),
    ],
)
def test_files_that_are_no_rules(tmp_path: Path, text: str, reason: str, line: int | None) -> None:
    with pytest.raises(RulesError, match=reason) as caught:
        loaded(tmp_path, text)
    assert line is None or caught.value.place.line == line
    assert not caught.value.reason.endswith(".")
    assert len(caught.value.problem.message) < 250


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="The file is not there"):
        load_rules(tmp_path / "none.sch")


def test_the_digest_is_that_of_all_files_and_the_phase(tmp_path: Path) -> None:
    (tmp_path / "p.sch").write_text(f'<pattern xmlns="{ISO}" id="p"/>')
    text = schema('<phase id="x"><active pattern="p"/></phase><include href="p.sch"/>')
    digests = [loaded(tmp_path, text).digest, loaded(tmp_path, text).digest, loaded(tmp_path, text, phase="x").digest]
    (tmp_path / "p.sch").write_text(f'<pattern xmlns="{ISO}" id="p" see="x"/>')
    digests.append(loaded(tmp_path, text).digest)
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


def test_files_and_the_name_of_the_first(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "p.sch").write_text(f'<pattern xmlns="{ISO}"><rule><assert/></rule></pattern>')
    rules = loaded(tmp_path, schema('<include href="parts/p.sch"/>'), name="mine/rules.sch")
    assert rules.files == (tmp_path / "rules.sch", tmp_path / "parts" / "p.sch")
    assert [problem.file for problem in rules.problems] == [str(Path("mine/parts/p.sch"))]


# --- embedded in RELAX NG ---------------------------------------------------------------------------------------------

RNG = 'xmlns="http://relaxng.org/ns/structure/1.0"'


@pytest.mark.parametrize("namespace", [ISO, "http://www.ascc.net/xml/schematron"])
def test_rules_in_relax_ng(tmp_path: Path, namespace: str) -> None:
    text = f"""<grammar {RNG} xmlns:s="{namespace}"><s:ns prefix="y" uri="urn:x"/>
    <start><element name="r"><s:pattern><s:rule context="a"><s:assert test="every $x in @* satisfies b">no b</s:assert>
    </s:rule></s:pattern><element name="d"><s:rule context="y:d"><s:report test="true()">d</s:report></s:rule><text/>
    </element></element></start><div><s:pattern><s:rule context="c"><s:report test="1">c</s:report></s:rule></s:pattern></div>
    </grammar>"""
    assert messages(tmp_path, text) == ["no b", "c", "d"]


def test_rules_in_included_relax_ng(tmp_path: Path) -> None:
    (tmp_path / "inner.rng").write_text(
        f'<grammar {RNG}><define name="x"><s:rule xmlns:s="{ISO}" context="c"><s:report test="1">inner</s:report></s:rule>'
        "</define></grammar>"
    )
    text = f"""<grammar {RNG}><include href="inner.rng"/><include href="https://example.org/outer.rng"/><start>
    <externalRef href="inner.rng"/></start><include href="none.rng"/></grammar>"""
    assert messages(tmp_path, text) == ["inner", "inner"]


def test_relax_ng_without_rules(tmp_path: Path) -> None:
    rules = loaded(tmp_path, f'<element name="r" {RNG}><empty/></element>')
    assert (len(rules), rules.problems, rules.check(etree.fromstring(DOCUMENT))) == (0, (), [])


def test_version_1_5(tmp_path: Path) -> None:
    text = """<schema xmlns="http://www.ascc.net/xml/schematron"><pattern name="p"><rule context="a"><key name="k" path="@n"/>
    <assert test="count(key('k', '2')) = 2" diagnostics="d">found <value-of select="count(key('k', '2'))"/></assert></rule>
    </pattern><diagnostics><diagnostic id="d">why</diagnostic></diagnostics></schema>"""
    findings = found(tmp_path, text)
    assert [(f.message, f.hint) for f in findings] == [("found 1", "why")] * 2


@pytest.fixture(scope="module")
def tei_all() -> Rules:
    if not TEI_ALL.is_file():
        pytest.skip("the schema tei_all.rng is not beside the checkout")
    return load_rules(TEI_ALL)


def test_the_rules_of_tei_all_compile(tei_all: Rules) -> None:
    assert tei_all.problems == ()
    assert len(tei_all) > 95


def corpus() -> Iterator[Path]:
    yield from sorted(CORPORA.glob("*.xml")) if CORPORA.is_dir() else ()


def test_the_rules_of_tei_all_run_over_all_corpora(tei_all: Rules) -> None:
    files = list(corpus())
    if not files:
        pytest.skip("the corpora are not beside the checkout")
    broken = 0
    for path in files:
        root = parse(path, folder=path.parent).root
        assert root is not None
        findings = tei_all.check(root, path=path)
        assert {finding.code for finding in findings} <= {"SCH-001"}, path.name
        broken += len(findings)
    assert broken > 100


# --- the law: what a plain reading of the standard gives ----------------------------------------------------------------

CONTEXTS = [
    "a",
    "b",
    "*",
    "a/b",
    "a//a",
    "a | b",
    "*[@n]",
    "b[@n = 1]",
    "a[b]",
    "@n",
    "*/@n",
    "text()",
    "b/text()",
    "/",
    "c",
]
TESTS = ["@n", "b", "..", "not(@n)", "@n = 1", "count(*) = 1", "self::a", "preceding-sibling::*", ". = 'x'"]


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> str:
    name = draw(st.sampled_from("ab"))
    number = draw(st.sampled_from(["", ' n="1"', ' n="2"']))
    inside = draw(st.lists(st.one_of(st.just("x"), trees(depth - 1)), max_size=3)) if depth else []
    return f"<{name}{number}>{''.join(inside)}</{name}>"


CHECKS = st.lists(st.tuples(st.booleans(), st.sampled_from(TESTS)), min_size=1, max_size=2, unique=True)
PATTERNS = st.lists(st.lists(st.tuples(st.sampled_from(CONTEXTS), CHECKS), max_size=3), max_size=4)


def plainly(patterns: list[list[tuple[str, list[tuple[bool, str]]]]], document: etree._Element) -> Counter[str]:
    """Every node against every pattern: the first rule that matches, all its checks."""
    tree = document.getroottree()
    expected: Counter[str] = Counter()
    for number, rules in enumerate(patterns):
        taken: set[object] = set()
        for place, (context, checks) in enumerate(rules):
            steps = " | ".join(f"//{step.strip()}" for step in context.split("|")) if context != "/" else "/"
            for node in [tree] if context == "/" else tree.xpath(steps):
                if (key := _identity(node)) not in taken:
                    taken.add(key)
                    failed = (test for positive, test in checks if _holds(node, test, context) is not positive)
                    expected.update(f"{number}.{place} {test}" for test in failed)
    return expected


def _identity(node: object) -> object:
    if isinstance(node, etree._ElementUnicodeResult):
        parent = node.getparent()
        # (by its path: the object that stands for an element may be another one the next time)
        return (parent.getroottree().getpath(parent), node.is_attribute, node.attrname, node.is_tail)
    return node


def _holds(node: object, test: str, context: str) -> bool:
    """Whether ``test`` holds of a node; of attributes and texts it is asked from their element."""
    if isinstance(node, etree._ElementTree):
        return {"not(@n)": True, "count(*) = 1": True, ". = 'x'": str(node.xpath("string(.)")) == "x"}.get(
            test, _top(node, test)
        )
    if not isinstance(node, etree._ElementUnicodeResult):
        return bool(node.xpath(f"boolean({test})"))
    around = (
        node.getparent() is not None
        and not node.is_attribute
        and (node.is_tail or bool(node.getparent().text and node.is_tail))
    )
    return {"not(@n)": True, "..": True, ". = 'x'": node == "x", "preceding-sibling::*": around}.get(test, False)


def _top(node: etree._ElementTree, test: str) -> bool:
    return test == "b" and node.getroot().tag == "b"


@settings(
    max_examples=80, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PATTERNS, trees())
def test_one_walk_finds_what_a_plain_reading_finds(
    tmp_path: Path, patterns: list[list[tuple[str, list[tuple[bool, str]]]]], source: str
) -> None:
    inside = "".join(
        pattern(
            *(
                rule(context, *(f'<{_kind(positive)} test="{test}">{number}.{place} {test}</{_kind(positive)}>'
                                for positive, test in checks))
                for place, (context, checks) in enumerate(rules)
            )
        )
        for number, rules in enumerate(patterns)
    )  # fmt: skip
    document = etree.fromstring(source)
    assert Counter(messages(tmp_path, schema(inside), source)) == plainly(patterns, document)


def _kind(positive: bool) -> str:
    return "assert" if positive else "report"


# --- mistakes in rules ------------------------------------------------------------------------------------------------

GOOD = pattern(rule("c", everywhere("good")))

MISTAKES = {
    "a test that breaks off": (
        pattern(rule("a", '\n<assert test="count(b) &lt; ">x</assert>', everywhere("beside"))),
        ["beside", "beside", "good"],
        "SCH-003",
        'the assert "count(b) <"',
    ),
    "a variable that is not declared": (
        pattern(rule("a", '\n<assert id="v" test="$nobody">x</assert>')),
        ["good"],
        "SCH-003",
        'in the assert "v": the variable $nobody is not declared',
    ),
    "a function that there is not": (
        pattern(rule("a", '\n<assert id="f" test="no-such(., 1)">x</assert>')),
        ["good"],
        "SCH-003",
        "there is no function no-such() with 2 argument",
    ),
    "a prefix that is not declared": (
        pattern(rule("a", '\n<assert id="f" test="zz:b">x</assert>')),
        ["good"],
        "SCH-003",
        "the prefix zz is not declared",
    ),
    "a type that can't be": (
        pattern(rule("a", "\n<assert id=\"f\" test=\"'a' + 1\">x</assert>")),
        ["good"],
        "SCH-003",
        'in the assert "f"',
    ),
    "a context": (
        pattern("\n" + rule("a[", everywhere("lost")), rule("c", everywhere("beside"))),
        ["beside", "good"],
        "SCH-003",
        'in the rule "a["',
    ),
    "a context that is no pattern": (
        pattern("\n" + rule("ancestor::a", everywhere("lost"))),
        ["good"],
        "SCH-003",
        'in the rule "ancestor::a"',
    ),
    "a subject": (
        pattern(rule("a", '\n<assert test="1" subject="]">x</assert>')),
        ["good"],
        "SCH-003",
        'in the assert "1"',
    ),
    "a value in a message": (
        pattern(rule("a", '\n<report test="1" id="m"><value-of select="(("/></report>')),
        ["good"],
        "SCH-003",
        'in the report "m"',
    ),
    "a diagnostic": (
        pattern(rule("a[b]", '<report test="1" diagnostics="d">still</report>'))
        + '<diagnostics>\n<diagnostic id="d"><value-of select="!"/></diagnostic></diagnostics>',
        ["still", "good"],
        "SCH-003",
        "in a diagnostic",
    ),
    "a variable of the schema": (
        '\n<let name="v" value="1 +"/><let name="w" value="$v"/>'
        + pattern(rule("a[$v]", everywhere("x")), rule("c", '<report test="$w">y</report>')),
        ["good"],
        "SCH-003",
        "the variable $v",
    ),
    "a variable of a rule": (
        pattern(rule("a", everywhere("before"), '\n<let name="v" value="1 +"/>', '<report test="$v">x</report>', everywhere("z"))),
        ["before", "z", "before", "z", "good"],
        "SCH-003",
        "the variable $v",
    ),
    "a function": (
        '\n<xsl:function name="f:x" xmlns:f="urn:f" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">\n'
        '<xsl:sequence select="1 +"/></xsl:function>',
        ["good"],
        "SCH-003",
        "xsl:function f:x",
    ),
    "two variables of one name": (
        '<let name="v" value="1"/>\n<let name="v" value="2"/>' + pattern(rule("c", everywhere('<value-of select="$v"/>'))),
        ["1", "good"],
        "SCH-006",
        "the variable $v is declared twice",
    ),
    "an abstract rule that there is not": (
        pattern(rule("a", '\n<extends rule="none"/>', everywhere("x"))),
        ["x", "x", "good"],
        "SCH-006",
        'the abstract rule "none", which does not exist',
    ),
    "an abstract rule that extends itself": (
        pattern('<rule abstract="true" id="e">\n<extends rule="e"/></rule>', rule("a[b]", '<extends rule="e"/>', everywhere("x"))),
        ["x", "good"],
        "SCH-006",
        'the abstract rule "e", which extends itself',
    ),
    "an abstract pattern that there is not": (
        "\n" + pattern(is_a="none"),
        ["good"],
        "SCH-006",
        'an abstract pattern "none"',
    ),
    "a diagnostic that there is not": (
        pattern(rule("c", '\n<report test="1" id="d" diagnostics="none">x</report>')),
        ["x", "good"],
        "SCH-006",
        'a diagnostic "none"',
    ),
    "no test": (
        pattern(rule("c", '\n<report id="t">x</report>')),
        ["good"],
        "SCH-006",
        'the report "t" has no test',
    ),
    "no context": (
        pattern(f"\n<rule>{everywhere()}</rule>"),
        ["good"],
        "SCH-006",
        "a rule has no context",
    ),
    "no name": (
        '\n<let value="1"/>',
        ["good"],
        "SCH-006",
        "a let has no name",
    ),
    "other documents": (
        "\n" + pattern(rule("c", everywhere("x")), documents="'other.xml'", id="o"),
        ["good"],
        "SCH-005",
        'other files (with "documents") in the pattern "o"',
    ),
}  # fmt: skip


@pytest.mark.parametrize("inside, messages, code, sentence", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_and_all_other_rules_are_used(
    tmp_path: Path, inside: str, messages: list[str], code: str, sentence: str
) -> None:
    rules = loaded(tmp_path, schema(inside + GOOD))
    (problem,) = rules.problems
    assert (problem.code, problem.line, problem.file) == (code, 2, str(tmp_path / "rules.sch"))
    assert sentence in problem.message
    assert len(problem.message) < 250
    assert [finding.message for finding in rules.check(etree.fromstring(DOCUMENT))] == messages


def test_many_mistakes_are_all_told(tmp_path: Path) -> None:
    bad = ("1 +", "$x", "f()", "p:x", "@n eq", "'a' + 1", "ancestor-of::x", "1 1")
    text = schema("".join(pattern(rule("a", f'\n<assert test="{test}">x</assert>')) for test in bad) + GOOD)
    rules = loaded(tmp_path, text)
    assert [problem.line for problem in rules.problems] == list(range(2, 2 + len(bad)))
    assert [finding.message for finding in rules.check(etree.fromstring(DOCUMENT))] == ["good"]


def test_a_rule_that_fails_on_a_document_fails_alone(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    number = '<report id="{}" test="{}(@n) lt 0">x</report>'
    inside = (
        '<let name="never" value="xs:date(string(/r/c/@n))"/>'
        + pattern(rule("*[@n]", number.format("i", "xs:integer"), number.format("d", "xs:date"), everywhere("x")))
        + pattern(rule("*[xs:integer(@n) gt 1]", everywhere("big"), id="big"), id="p")
        + pattern(rule("c", '<report id="g" test="$never gt current-date()">x</report>', '<let name="l" value="xs:date(string(@n))"/>',
                       '<report id="l" test="$l gt current-date()">x</report>', everywhere("last")))
    )  # fmt: skip
    findings = loaded(tmp_path, schema(inside)).check(etree.fromstring(DOCUMENT))
    assert [f.message for f in findings if f.code == "SCH-001"] == ["x", "x", "big", "x", "last", "x", "big"]
    failed = {f.rule: f for f in findings if f.code == "SCH-004"}
    assert set(failed) == {"i", "d", "l", "big", None}
    assert "the variable $never" in failed[None].message
    assert failed["i"].path == "/Q{}r[1]/Q{}c[1]"
    assert 'the report "i"' in failed["i"].message
    assert '"three"' in failed["i"].message
    assert failed["d"].message.endswith("(here and at 3 more).")
    assert (failed["big"].path, "three" in failed["big"].message) == ("/", True)
    assert all(len(f.message) < 250 for f in findings)
    assert capfd.readouterr().err == ""


def test_a_message_quotes_no_whole_chapter(tmp_path: Path) -> None:
    (message,) = messages(
        tmp_path, schema(pattern(rule("c", everywhere("<value-of select=\"string-join((1 to 9999)!'x ')\"/>"))))
    )
    assert len(message) == 500


def test_ids_that_are_none(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    parser = etree.XMLParser(collect_ids=False)
    root = etree.fromstring('<r><a xml:id="1 2"/><a xml:id="x"/><a xml:id="x"/><c>\U00010380 &lt;&amp;</c></r>', parser)
    text = schema(pattern(rule("c", everywhere("<value-of select=\"., count(id('x'))\"/>"))))
    assert [f.message for f in loaded(tmp_path, text).check(root)] == ["\U00010380 <& 1"]
    assert capfd.readouterr().err == ""


def test_a_document_that_the_processor_refuses(tmp_path: Path) -> None:
    deep = "<r>" * 150 + "</r>" * 150
    (finding,) = loaded(tmp_path, schema(GOOD)).check(etree.fromstring(deep))
    assert (finding.code, finding.path) == ("SCH-004", "/")
    assert "the rules" in finding.message


# --- rules see nothing but the document -------------------------------------------------------------------------------

SECRET = "a secret that stands outside"

OUTWARD = [
    "doc('{file}')",
    "fn:doc('{file}')",
    "fn:doc-available('{file}')",
    "Q{{http://www.w3.org/2005/xpath-functions}}doc('{file}')",
    "document('{file}')",
    "unparsed-text('{file}')",
    "unparsed-text-lines('{file}')",
    "unparsed-text-available('{file}')",
    "'{file}' => doc()",
    "('{file}' ! doc(.))",
    "for-each('{file}', doc#1)",
    "json-doc('{file}')",
    "collection('{folder}')",
    "uri-collection('{folder}')",
    "environment-variable('RECENSIO_SECRET')",
    "available-environment-variables()",
    "transform(map {{ 'stylesheet-location': '{file}' }})",
]
HIDDEN = [
    "function-lookup(xs:QName('fn:doc'), 1)('{file}')",
    "function-lookup(xs:QName('fn:unparsed-text'), 1)('{file}')",
    "function-lookup(xs:QName('fn:environment-variable'), 1)('RECENSIO_SECRET')",
    "parse-xml('&lt;!DOCTYPE a [&lt;!ENTITY x SYSTEM &quot;{file}&quot;>]>&lt;a>&amp;x;&lt;/a>')",
]


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "secret.xml"
    path.write_text(f"<r>{SECRET}</r>")
    monkeypatch.setenv("RECENSIO_SECRET", SECRET)
    return path


def _reading(call: str, secret: Path) -> str:
    test = call.format(file=secret.as_uri(), folder=secret.parent.as_uri())
    return schema(
        pattern(rule("c", f'\n<report id="o" test="exists(({test}))"><value-of select="{test}"/>!</report>')) + GOOD
    )


@pytest.mark.parametrize("call", OUTWARD)
def test_what_reads_is_left_out(tmp_path: Path, secret: Path, call: str) -> None:
    rules = loaded(tmp_path, _reading(call, secret))
    (problem,) = rules.problems
    assert (problem.code, problem.line) == ("SCH-005", 2)
    assert 'the report "o"' in problem.message
    assert [f.message for f in rules.check(etree.fromstring(DOCUMENT))] == ["good"]


@pytest.mark.parametrize("call", HIDDEN)
def test_what_reads_in_a_hidden_way_reads_nothing(tmp_path: Path, secret: Path, call: str) -> None:
    rules = loaded(tmp_path, _reading(call, secret))
    findings = rules.check(etree.fromstring(DOCUMENT), path=secret)
    assert "good" in [f.message for f in findings]
    assert SECRET not in str(findings)


@pytest.mark.parametrize(
    "instruction",
    [
        '<xsl:result-document href="{out}">x</xsl:result-document>',
        '<xsl:source-document href="{file}"><xsl:copy-of select="."/></xsl:source-document>',
        "<xsl:sequence select=\"doc('{file}')\"/>",
        "<xsl:evaluate xpath=\"'doc(&quot;{file}&quot;)'\"/>",
    ],
)
@pytest.mark.parametrize("where", ["a function", "a message", "a variable"])
def test_instructions_neither_read_nor_write(tmp_path: Path, secret: Path, instruction: str, where: str) -> None:
    out = tmp_path / "out.txt"
    inside = f'<x:w xmlns:x="http://www.w3.org/1999/XSL/Transform">{instruction}</x:w>'.replace("xsl:", "x:")
    inside = inside.replace("x:w", "x:sequence", 1).replace("</x:w>", "</x:sequence>")
    inside = inside.format(out=out.as_uri(), file=secret.as_uri())
    text = {
        "a function": f'<x:function xmlns:x="http://www.w3.org/1999/XSL/Transform" name="f:f" xmlns:f="urn:f">{inside}</x:function>'
        + '<ns prefix="f" uri="urn:f"/>' + pattern(rule("c", everywhere('<value-of select="f:f()"/>'))),
        "a message": pattern(rule("c", everywhere(inside))),
        "a variable": pattern(rule("c", f'<let name="v">{inside}</let>', '<report test="$v != \'\'"><value-of select="$v"/></report>')),
    }[where]  # fmt: skip
    rules = loaded(tmp_path, schema(text + GOOD))
    findings = rules.check(etree.fromstring(DOCUMENT))
    assert rules.problems or any(f.code == "SCH-004" for f in findings)
    assert "good" in [f.message for f in findings]
    assert SECRET not in str(findings)
    assert not out.exists()


def test_a_word_in_a_string_or_a_function_of_ones_own_reads_nothing(tmp_path: Path) -> None:
    text = schema(
        '<ns prefix="f" uri="urn:f"/><xsl:function name="f:doc" xmlns:f="urn:f" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
        '<xsl:param name="x"/><xsl:sequence select="$x"/></xsl:function>'
        + pattern(rule("c", "<report test=\"f:doc('doc(1)') = 'doc(1)' (: doc(2) :)\">fine</report>"))
    )
    assert messages(tmp_path, text) == ["fine"]


# --- the text of expressions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expression",
    ["", "a[@b = 'it''s']", '"a" || (: (: x :) :) $p:b', "a:b | *:c/child::d", "$ x", "'open", "(: open", "1.5e3-.2"],
)
def test_pieces_of_an_expression_make_it_up_again(expression: str) -> None:
    assert "".join(token.text for token in tokens(expression)) == expression


@pytest.mark.parametrize(
    "pattern, expected",
    [
        ("a", Takes()),
        ("a[@n]", Takes()),
        ("tei:text/*[text() = '@n']", Takes()),
        ("text", Takes()),
        ("a/@n", Takes(attributes=True)),
        ("a | attribute::n[. = 1]", Takes(attributes=True)),
        ("a//text()", Takes(others=True)),
        ("comment() | @n", Takes(attributes=True, others=True)),
        (".[. instance of attribute()]", Takes(attributes=True, others=True)),
        ("$nodes", Takes(attributes=True, others=True)),
        ("key('k', 'v')", Takes(attributes=True, others=True)),
    ],
)
def test_what_a_pattern_takes(pattern: str, expected: Takes) -> None:
    assert takes(pattern) == expected


def test_variables_are_renamed_but_not_in_strings() -> None:
    assert renamed("$a + $ab + '$a' + $p:a (: $a :)", {"a": "z"}) == "$z + $ab + '$a' + $p:a (: $a :)"


def test_parameters() -> None:
    values = {"a": "1", "ab": "2", "a.b": "3"}
    assert substituted("$a $ab $a.b $a.c $a-x $b $abc", values) == "1 2 3 1.c 1-x $b $abc"


def test_calls_by_prefix() -> None:
    assert outward_call("g:doc('x')", {"g": "http://www.w3.org/2005/xpath-functions"}) == "doc"
    assert outward_call("g:doc('x')", {"g": "urn:g"}) is None
    assert outward_call("doc/doc-available", {}) is None


# --- the processor ----------------------------------------------------------------------------------------------------


def test_a_shared_processor_is_locked_and_others_are_not(tmp_path: Path) -> None:
    shared, other = PySaxonProcessor(license=False), PySaxonProcessor(license=False)
    (tmp_path / "rules.sch").write_text(schema(GOOD))
    rules = load_rules(tmp_path / "rules.sch", saxon=shared)
    assert [f.message for f in rules.check(etree.fromstring(DOCUMENT))] == ["good"]
    (tmp_path / "a.xsl").write_text('<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>')
    assert other.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(tmp_path / "a.xsl"))


def test_standard_error_is_given_back(capfd: pytest.CaptureFixture[str]) -> None:
    with heard() as said:
        os.write(2, b"from below")
    os.write(2, b"after")
    assert said.text == "from below"
    assert capfd.readouterr().err == "after"


def test_what_a_rule_traces_is_passed_on(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert messages(tmp_path, schema(pattern(rule("c", "<report test=\"trace(true(), 'seen')\">x</report>")))) == ["x"]
    assert "seen" in capfd.readouterr().err


def test_repeats_are_folded(tmp_path: Path) -> None:
    findings = found(
        tmp_path, schema(pattern(rule("a", everywhere("again."), everywhere("n <value-of select='@n'/>"))))
    )
    assert [f.message for f in folded(findings)] == ["again (here and at 1 more).", "n 1", "n 2"]
    assert folded(findings)[0].path == "/Q{}r[1]/Q{}a[1]"


def test_the_folder_stays_as_it_was(tmp_path: Path) -> None:
    before = Path.cwd()
    found(tmp_path, schema(GOOD))
    assert Path.cwd() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["rules.sch"]
