"""The checks of entries: each example of the catalogue, what must not be reported, and real editions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import CORPORA, SPECIMENS
from hypothesis import given, settings
from hypothesis import strategies as st

from recensio.checks.entries import check_entries
from recensio.checks.entries.found import listed, quoted
from recensio.locate import Locator
from recensio.parse import parse
from recensio.problems import Problem, catalogue

OWN = [code for code in catalogue() if code.startswith("APP-") and code >= "APP-010"]
STYLES = {"APP-013": "positive", "APP-062": "positive", "APP-063": "negative"}
TEMPLATE = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>t</title></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc>{lists}<p/></sourceDesc></fileDesc>
<encodingDesc>{encoding}<p/></encodingDesc></teiHeader>
<text><body>
{body}
</body><back>{back}</back></text></TEI>"""

Check = Callable[..., list[Problem]]


def document(example: str) -> str:
    """An example of the catalogue as a whole document: lists, declarations and the entries outside go to their places."""
    taken: dict[str, str] = {}
    for part, pattern in {
        "lists": r"^\s*<listWit.*</listWit>(?=\s*<p)", "encoding": r"<(?:variantEncoding|listPrefixDef)[^>]*/>|<listPrefixDef.*?</listPrefixDef>", "back": r"<listApp.*</listApp>"
    }.items():  # fmt: skip
        found = re.search(pattern, example, re.S)
        taken[part] = found[0] if found else ""
        example = example.replace(taken[part], "") if found else example
    return TEMPLATE.format(body=example, **taken)


@pytest.fixture
def check(tmp_path: Path) -> Check:
    def run(example: str, **options: str) -> list[Problem]:
        path = tmp_path / "x.xml"
        path.write_text(example if example.startswith("<TEI") else document(example), encoding="utf-8")
        return checked(path, **options)

    return run


def checked(path: Path, **options: str) -> list[Problem]:
    parsed = parse(path, folder=path.parent, name=path.name)
    assert parsed.root is not None
    return list(check_entries(parsed.root, Locator(parsed), **options))


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


# --- the examples of the catalogue --------------------------------------------------------------------------


@pytest.mark.parametrize("code", OWN)
def test_the_wrong_example_has_this_problem_and_no_other(code: str, check: Check) -> None:
    problems = check(catalogue()[code].wrong, style=STYLES.get(code, ""))
    assert codes(problems) == [code]
    assert (problems[0].line is not None and problems[0].line > 4) or code == "APP-010"
    assert len(problems[0].message) < 250
    assert "{" not in problems[0].message + problems[0].hint


@pytest.mark.parametrize("code", OWN)
def test_the_right_example_has_none(code: str, check: Check) -> None:
    assert check(catalogue()[code].right, style=STYLES.get(code, "")) == []


def test_an_entry_tied_to_the_text_by_other_means_follows_any_method(check: Check) -> None:
    text = """<variantEncoding method="double-end-point" location="external"/><listWit><witness xml:id="A"/></listWit>
<p><seg xml:id="s">amor</seg> et <seg xml:id="t">cor</seg></p>
<listApp><app corresp="#s"><lem>amor</lem><rdg wit="#A">honor</rdg></app><app from="#t"><rdg wit="#A">fors</rdg></app></listApp>"""
    assert codes(check(text)) == []


# --- messages, word for word --------------------------------------------------------------------------------


def test_a_message_names_culprit_container_and_place(check: Check) -> None:
    (problem,) = check('<p>\n<app n="7"><lem wit="#A #B">amor</lem>\n<rdg wit="#B">honor</rdg></app></p>')
    assert problem.message == 'Witness "B" is named by 2 readings of entry 7, and nothing tells which it has.'
    assert (problem.file, problem.line, problem.column) == ("x.xml", 7, 1)


def test_repeats_are_told_once_with_their_number(check: Check) -> None:
    entry = '<app><lem wit="#A #B">amor</lem><rdg wit="#B">honor</rdg></app>\n'
    (problem,) = check(f"<p>{entry * 3}</p>")
    assert problem.message.endswith("which it has (and 2 more like it).")
    (first, second) = check(f"<p>{entry * 2}{entry.replace('#B', '#C')}</p>")
    assert '"B"' in first.message and '"C"' in second.message


def test_missing_witnesses_of_an_entry_are_told_together(check: Check) -> None:
    full = '<app><lem wit="#A #B">et</lem><rdg wit="#C #D">ac</rdg></app> '
    (problem,) = check(f'<p>{full * 12}\n<app><lem wit="#A">et</lem><rdg wit="#C">at</rdg></app></p>')
    assert problem.message.startswith("No reading of this entry names the witnesses B, D, though")
    assert problem.line == 6


def test_quotations_and_lists_are_kept_short() -> None:
    assert quoted("x" * 100) == "“" + "x" * 39 + "…”"
    assert listed(["a" * 90] * 50).endswith("… and 49 more")
    assert listed(["A", "B"]) == "A, B"
    assert listed(f"w{n}" for n in range(100)).endswith("more")


# --- witnesses ----------------------------------------------------------------------------------------------

LISTS = """<listWit><witness xml:id="A"/><listWit xml:id="beta"><witness xml:id="B"/><witness xml:id="C"><listWit>
<witness xml:id="C1"/><witness xml:id="C2"/></listWit></witness></listWit></listWit>"""


def test_a_list_stands_for_its_witnesses(check: Check) -> None:
    (problem,) = check(f'{LISTS}<p><app><lem wit="#beta">et</lem><rdg wit="#B #A">ac</rdg></app></p>')
    assert problem.code == "APP-014"
    assert '"B" is named by one reading of this entry, and by another as a part of beta;' in problem.message


@pytest.mark.parametrize(
    "entry",
    [
        '<lem wit="#A #B #C">et</lem><rdg wit="#C1">ac</rdg>',  # a hand differs from its codex
        '<lem wit="#A #B">et</lem><rdg wit="#C" hand="#m1">ac</rdg><rdg wit="#C" hand="#m2">at</rdg>',
        '<lem wit="#A #B">et</lem><rdg wit="#C" type="ac">ac</rdg><rdg wit="#C" type="pc">at</rdg>',
        '<lem wit="#A #B #C">et</lem><rdg wit="#C"><lacunaStart/></rdg><rdg wit="#C"><lacunaEnd/></rdg>',
        '<lem wit="#A #beta">et <app><lem wit="#A">a</lem><rdg wit="#beta">b</rdg></app></lem><rdg wit="#C1">ac</rdg>',
        '<lem wit="A beta">et</lem>'.replace("A beta", "#A #beta") + '<rdg source="#ed">ac</rdg>',
    ],
)
def test_states_of_a_witness_are_no_repetition(entry: str, check: Check) -> None:
    assert codes(check(f"{LISTS}<p><app>{entry}</app></p>")) == []


def test_varseq_has_to_be_on_each(check: Check) -> None:
    (problem,) = check(
        '<p><app><lem wit="#A">et</lem><rdg wit="#B">ac</rdg><rdg wit="#B" varSeq="2">at</rdg></app></p>'
    )
    assert problem.code == "APP-012" and "(none, 2)" in problem.message


def test_a_witness_is_used_through_its_list_its_hand_or_a_page_break(check: Check) -> None:
    lists = '<listWit><listWit xml:id="g"><witness xml:id="A"/></listWit><witness xml:id="B"/><witness xml:id="D"/></listWit>'
    assert codes(check(f'{lists}<p><app><lem wit="#g">a</lem><rdg wit="B*">b</rdg></app><pb edRef="#D"/></p>')) == []


def test_prefixes_of_sigla_are_resolved(check: Check) -> None:
    prefixes = (
        '<listPrefixDef><prefixDef ident="w" matchPattern="(.+)" replacementPattern="wits.xml#$1"/></listPrefixDef>'
    )
    (problem,) = check(f'{prefixes}<p><app><lem wit="w:A w:B">et</lem><rdg wit="#B">ac</rdg></app></p>')
    assert problem.code == "APP-011" and '"B"' in problem.message


def test_prefixes_that_cost_time_are_left_alone(check: Check) -> None:
    prefixes = '<listPrefixDef><prefixDef ident="w" matchPattern="(a+)+b" replacementPattern="#$1"/></listPrefixDef>'
    assert codes(check(f'{prefixes}<p><app><lem wit="w:{"a" * 60}">et</lem><rdg wit="#B">ac</rdg></app></p>')) == []


@pytest.mark.parametrize(
    "last",
    [
        '<app><lem wit="#A #B">et</lem><rdg wit="#C">ac</rdg><witDetail type="lac" wit="#D"/></app>',
        '<app><lem wit="#A #B">et</lem><rdg wit="#C D*">ac</rdg></app>',
        '<app><lem wit="#A #B">et</lem><rdg source="#x">ac</rdg><rdg wit="#C"/><rdg exclude="#D" wit="#E">at</rdg></app>',
        '<app><lem>et</lem><rdg wit="#C">ac</rdg></app>',  # (a negative entry among positive ones)
        '<app><lem wit="#A #B">a <app><lem wit="#A">a</lem><rdg wit="#B">b</rdg></app></lem><rdg wit="#C #D">ac</rdg></app>',
        '<app><rdg wit="#D"><witEnd/></rdg></app> <app><lem wit="#A #B">et</lem><rdg wit="#C">ac</rdg></app>',
    ],
)
def test_a_witness_accounted_for_otherwise_is_not_missed(last: str, check: Check) -> None:
    full = '<app><lem wit="#A #B">et</lem><rdg wit="#C #D">ac</rdg></app> '
    assert codes(check(f"<p>{full * 12} {last}</p>")) == []


def test_nothing_is_missed_in_a_negative_apparatus(check: Check) -> None:
    entries = "".join(f'<app><lem>et</lem><rdg wit="#{w}">ac</rdg></app> ' for w in "ABCABCABCABCA")
    full = '<app><lem wit="#A #B">et</lem><rdg wit="#C #D">ac</rdg></app> '
    assert check(f"<p>{entries}{full * 11}<app><lem wit='#A'>et</lem><rdg wit='#B'>at</rdg></app></p>") == []


def test_lemmata_that_cite_and_readings_that_repeat_them_are_positive(check: Check) -> None:
    entry = '<app><lem>et</lem><rdg wit="#A #B">et</rdg><rdg wit="#C">ac</rdg></app> '
    (problem,) = check(f'<p>{entry * 12}<app><lem>et</lem><rdg wit="#A">et</rdg><rdg wit="#C">ac</rdg></app></p>')
    assert problem.code == "APP-013" and "witness B" in problem.message


def test_witdetail_with_a_type_may_speak_of_others(check: Check) -> None:
    entry = '<app><lem wit="#A">et</lem><rdg wit="#B">ac</rdg><witDetail wit="#D" type="ambiguous" target="1 2"/></app>'
    assert check(f"<p>{entry}</p>") == []


# --- lacunae ------------------------------------------------------------------------------------------------


def test_fragments_may_begin_and_end_several_times(check: Check) -> None:
    sign = '<app><rdg wit="#B"><{}/></rdg></app> word <app><lem wit="#A">et</lem><rdg wit="#{}">ac</rdg></app> '
    signs = "".join(sign.format(name, who) for name, who in zip(["witStart", "witEnd"] * 3, "BCBCBC", strict=True))
    assert check(f"<p>{signs}</p>") == []


def test_lacunae_of_attached_entries_go_by_their_places(check: Check) -> None:
    text = '<p><w xml:id="w1">a</w> <w xml:id="w2">b</w> <w xml:id="w3">c</w></p>'
    late = '<app from="#w2"><lem wit="#A">b</lem><rdg wit="#B">d</rdg></app>'
    start = '<app from="#w1"><rdg wit="#B"><lacunaStart/></rdg></app>'
    end = '<app from="#w3"><rdg wit="#B"><lacunaEnd/></rdg></app>'
    assert codes(check(f"{text}<listApp>{late}{end}{start}</listApp>")) == ["APP-022"]


def test_a_list_that_holds_a_mutilated_witness_may_be_named(check: Check) -> None:
    lacuna = '<app><rdg wit="#B"><lacunaStart/></rdg></app> {} <app><rdg wit="#B"><lacunaEnd/></rdg></app>'
    entry = '<app><lem wit="#A">et</lem><rdg wit="#beta">ac</rdg></app>'
    assert check(f"{LISTS}<p>{lacuna.format(entry)}</p>") == []


# --- wording ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "entry",
    [
        '<lem wit="#A">et</lem><rdg wit="#B"><hi rend="bold">et</hi></rdg>',
        '<lem wit="#A">et</lem><rdg wit="#B" hand="#m2">et</rdg>',
        '<lem wit="#A">et</lem><rdg wit="#B" type="transposition">et</rdg>',
        '<lem wit="#A">et</lem><rdg wit="#B">et<note>a later ink</note></rdg>',
        '<lem wit="#A"/><rdg wit="#B"/>',
        '<lem wit="#A">noc<lb n="1" break="no"/>tis</lem><rdg wit="#B">noctis</rdg>',
        '<lem wit="#A">et</lem><rdg wit="#B" cause="eyeskip">ac</rdg><rdg wit="#C" cause="dictation">ac</rdg>',
        '<lem wit="#A">ἄνω</lem><rdg wit="#B">ἀνώ</rdg>',
        '<lem wit="#A">et</lem><rdg wit="#B">et <gap reason="illegible"/></rdg>',
        '<lem wit="#A">amisit</lem><rdg wit="#B">omisit</rdg>',
        '<lem wit="#A">a</lem><rdg wit="#B" type="omisit">Omiserunt.</rdg>',
        '<lem wit="#A">a</lem><rdg wit="#B">omnis</rdg>',
    ],
)
def test_what_is_no_repetition_and_no_omission(entry: str, check: Check) -> None:
    assert check(f"<p><app>{entry}</app></p>") == []


@pytest.mark.parametrize("words", ["om.", "OM", "<note>om.</note>", "<hi>omisit</hi>", "fehlt", "опущено", "om"])
def test_omissions_in_words(words: str, check: Check) -> None:
    assert codes(check(f'<p><app><lem wit="#A">rex magnus</lem><rdg wit="#B">{words}</rdg></app></p>')) == ["APP-033"]


def attached(lemma: str, pointers: str) -> str:
    text = """<p>Ὁ <anchor xml:id="a1"/>γέρων<note>Tithonus</note>, ὡς <choice><sic>λεγι</sic><corr>λέγει</corr></choice>
    <anchor xml:id="a2"/>τις <app><lem wit="#A">ἔτι</lem><rdg wit="#B">οὐκέτι</rdg></app> ζῇ<anchor xml:id="a3"/>.
    <seg xml:id="s1">Καὶ γὰρ ἡ <del>πάλαι</del> Ἠώς</seg> <lb n="2"/>γελᾷ.</p>"""
    return f'{text}<listApp><app {pointers}><lem>{lemma}</lem><rdg wit="#B">x</rdg></app></listApp>'


@pytest.mark.parametrize(
    ("lemma", "pointers"),
    [
        ("γέρων ὡς λέγει", 'from="#a1" to="#a2"'),
        ("γέρων, ὣς λέγει", 'from="#a1" to="#a2"'),
        ("Γέρων … λέγει", 'from="#a1" to="#a2"'),
        ('γέρων <gap reason="editorial"/> λέγει', 'from="#a1" to="#a2"'),
        ("γέρων – ζῇ", 'from="#a1" to="#a3"'),
        ("τις ἔτι ζῇ", 'from="#a2" to="#a3"'),
        ('τις <app><lem>ἔτι</lem><rdg wit="#A">ἤδη</rdg></app> ζῇ', 'from="#a2" to="#a3"'),
        ("Καὶ γὰρ ἡ Ἠώς", 'from="#s1"'),
        ("γὰρ", 'from="#s1"'),
        ("γέρων", 'from="#a1"'),
        ("ζῇ", 'to="#a3"'),
        ("", 'from="#a1" to="#a2"'),
        ("λέγει2", 'from="text.xml#a9" to="text.xml#a8"'),
        ("λέγει τις ἔτι ζῇ"[6:], 'from="#a2" to="#a3"'),
    ],
)
def test_lemmata_that_are_what_the_text_has(lemma: str, pointers: str, check: Check) -> None:
    assert check(attached(lemma, pointers)) == []


@pytest.mark.parametrize(
    ("lemma", "pointers", "stands"),
    [
        ("γέρων", 'from="#a1" to="#a2"', "“γέρων, ὡς λέγει”"),
        ("ζῇ … γέρων", 'from="#a1" to="#a3"', "“γέρων, ὡς λέγει τις ἔτι ζῇ”"),
        ("πάλαι", 'from="#s1"', "“Καὶ γὰρ ἡ Ἠώς”"),
        ("μῦς", 'from="#a1" to="#a1"', "nothing"),
    ],
)
def test_lemmata_that_are_not(lemma: str, pointers: str, stands: str, check: Check) -> None:
    (problem,) = check(attached(lemma, pointers))
    assert problem.code == "APP-035"
    assert problem.message == f"The lemma “{lemma}” is not what stands at the place the entry points at: {stands}."


def test_wrong_lemmata_are_told_one_by_one_up_to_a_number(check: Check) -> None:
    entry = '<app from="#w1"><lem>b</lem><rdg wit="#B">x</rdg></app>'
    problems = check(f'<p><w xml:id="w1">a</w></p><listApp>{entry * 23}</listApp>')
    assert len(problems) == 20
    assert problems[-1].message.endswith("“a” (and 3 more like it).")


def test_the_diplomatic_base_text_has_its_own_lemmata(check: Check) -> None:
    entry = attached("γέρων ὡς λεγι", 'from="#a1" to="#a2"')
    assert codes(check(entry)) == ["APP-035"]
    assert check(entry, base="diplomatic") == []


# --- places -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("loc", ["1", "Line 2", "1-9", "3, 1, 9", "iv", "a 2", "1.2", "p. 12v, l. 2"])
def test_locations_that_fit(loc: str, check: Check) -> None:
    text = '<p><pb n="12v"/><lb n="1"/>a <lb n="2"/>b</p><p n="iv">c</p>'
    assert check(f'{text}<listApp><app loc="{loc}"><rdg wit="#A">b</rdg></app></listApp>') == []


@pytest.mark.parametrize("loc", ["3", "v", "1r", "line 12"])
def test_locations_that_do_not(loc: str, check: Check) -> None:
    text = '<p><lb n="1"/>a <lb n="2"/>b</p><p n="iv">c</p>'
    problems = check(f'{text}<listApp><app loc="{loc}"><rdg wit="#A">b</rdg></app></listApp>')
    assert codes(problems) == ["APP-044"] and "there are 1, 2" in problems[0].message


def test_lines_without_numbers_are_counted(check: Check) -> None:
    text = "<lg><l>a</l><l>b</l></lg>"
    entries = "".join(f'<app loc="{n}"><rdg wit="#A">b</rdg></app>' for n in (1, 2, 3))
    (problem,) = check(f"{text}<listApp>{entries}</listApp>")
    assert problem.message.startswith('@loc="3" of the entry fits no line')


def test_an_apparatus_without_its_text_is_not_asked_for_places(check: Check) -> None:
    problems = check(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><standOff><listApp><app from="#a" to="#b"><lem>x</lem>'
        '<rdg wit="#A">y</rdg></app><app loc="4"><lem>x</lem><rdg wit="#A">z</rdg></app></listApp></standOff></TEI>'
    )
    assert problems == []


def test_one_pointer_that_leads_somewhere_gives_a_place(check: Check) -> None:
    text = '<p><anchor xml:id="a1"/>amor patriae</p>'
    assert check(f'{text}<listApp><app from="#a1" to="#no"><rdg wit="#A">y</rdg></app></listApp>') == []


def test_overlapping_entries_are_no_problem(check: Check) -> None:
    text = '<p><anchor xml:id="a"/>a <anchor xml:id="b"/>b <anchor xml:id="c"/>c <anchor xml:id="d"/></p>'
    entries = '<app from="#a" to="#c"><rdg wit="#A">y</rdg></app><app from="#b" to="#d"><rdg wit="#A">z</rdg></app>'
    assert check(f"{text}<listApp>{entries}</listApp>") == []


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ('next="#p1"', "", "leads to a <p>, not to an app"),
        ("", 'next="#e1"', "leads back in the text"),
        ('prev="#e2"', "", "leads forward in the text"),
        ('next="#e1"', "", "leads to itself"),
    ],
)
def test_chains_that_are_broken(first: str, second: str, why: str, check: Check) -> None:
    entry = '<app xml:id="{}" {}><lem wit="#A">et</lem><rdg wit="#B">ac</rdg></app> '
    (problem,) = check(f'<p xml:id="p1">{entry.format("e1", first)}{entry.format("e2", second)}</p>')
    assert problem.code == "APP-045" and why in problem.message


# --- form and declarations ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "entry",
    [
        "<app><note>fontes</note></app>",
        '<app><lem source="#ed">a</lem></app>',
        "<app><lem>a</lem><note>a doubtful word</note></app>",
        '<app><rdg wit="#A"><witStart/></rdg></app>',
        '<app><rdgGrp><rdg wit="#A">a</rdg><rdg wit="#B">b</rdg></rdgGrp></app>',
        '<app><lem wit="#A">a</lem><rdgGrp wit="#B"><rdg>b</rdg></rdgGrp></app>',
        '<app><lem wit="#A">a</lem><rdg>b</rdg><wit>B, I think</wit></app>',
    ],
)
def test_entries_that_are_all_right(entry: str, check: Check) -> None:
    assert check(f"<p>a {entry}</p>") == []


def test_declared_methods_count_one_by_one(check: Check) -> None:
    declared = '<variantEncoding method="double-end-point" location="external"/>'
    text = '<p><w xml:id="w1">a</w> <app><lem wit="#A">b</lem><rdg wit="#B">c</rdg></app></p>'
    entries = '<listApp><app from="#w1"><rdg wit="#A">y</rdg></app><app from="#w1" loc="1"><rdg wit="#B">z</rdg></app></listApp>'
    (problem,) = check(f"{declared}{text}{entries}")
    assert problem.message == (
        "The header declares the method double-end-point, but 1 of 3 entries, this one first, follow "
        "parallel-segmentation: they stand in the text, around their lemma."
    )


# --- real editions ------------------------------------------------------------------------------------------

#: What the checks find in editions of other projects; each has been read in its file, and is so.
REAL = {
    "augustine-ms28__Fol_1v-6r.xml": {},
    "bdnprint__demo.xml": {"APP-031": 79},
    "croala__bunic-j-de-r.xml": {"APP-013": 2, "APP-051": 16},
    "dharma-campa__DHARMA_INSCIC00089.xml": {"APP-031": 4, "APP-036": 5},
    "modruski__nicolausmodrusiensis.oratioriario.croala-ldlt.xml": {"APP-017": 4, "APP-034": 4},
    "pta__pta0040.pta001.pta-grc1.xml": {"APP-010": 1, "APP-013": 1, "APP-017": 2, "APP-051": 2},
    "pta__pta0200.pta001.pta-syc3.xml": {"APP-022": 2, "APP-024": 2},
    "tei-stylesheets__testapp2.xml": {},
    "teiphy__ubs_ephesians.xml": {"APP-011": 1, "APP-013": 10, "APP-016": 1, "APP-017": 38},
}


@pytest.mark.parametrize("name", REAL)
def test_real_editions(name: str) -> None:
    if not (CORPORA / name).is_file():
        pytest.skip("the corpora are not beside this checkout")
    found: Counter[str] = Counter()
    for problem in checked(CORPORA / name):
        more = re.search(r"\(and ([\d,]+) more like it\)", problem.message)
        found[problem.code] += 1 + (int(more[1].replace(",", "")) if more else 0)
        assert len(problem.message) < 250
    assert found == REAL[name]


def test_the_careless_specimen() -> None:
    found = set(codes(checked(SPECIMENS / "apparatus-careless.xml")))
    assert {"APP-010", "APP-011", "APP-017", "APP-018", "APP-030", "APP-033", "APP-060"} <= found


# --- nothing that stands in a file makes the checks fail ----------------------------------------------------

_NAMES = st.sampled_from(["app", "lem", "rdg", "rdgGrp", "p", "note", "listApp", "witDetail", "lacunaStart", "choice",
                          "anchor", "witness", "listWit", "del", "w"])  # fmt: skip
_ATTRIBUTES = st.dictionaries(
    st.sampled_from(["wit", "from", "to", "loc", "next", "prev", "varSeq", "type", "n", "exclude"]),
    st.sampled_from(["", " ", "#A", "#A #B", "A", "#", "#?", "x:y", "1", "3-5", "#i0", "#i1 #i2"]),
    max_size=3,
)


def _tree(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, attributes, content: "<{0}{1}>{2}</{0}>".format(
            name, "".join(f' {key}="{value}"' for key, value in attributes.items()), "".join(content)
        ),
        _NAMES,
        _ATTRIBUTES,
        st.lists(children, max_size=4),
    )


@settings(max_examples=60, deadline=None)
@given(st.recursive(st.sampled_from(["", "amor", "om.", "et … non", '<w xml:id="i0">a</w>']), _tree, max_leaves=25))
def test_no_mark_up_makes_the_checks_fail(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    path = tmp_path_factory.mktemp("any") / "x.xml"
    path.write_text(TEMPLATE.format(lists="", encoding="", back="", body=f"<p>{content}</p>"), encoding="utf-8")
    for style in ("", "positive", "negative"):
        assert all(len(p.message) < 250 for p in checked(path, style=style))


# --- an apparatus that is sound has no problem, and one slip is found ---------------------------------------

_SIGLA = ("A", "B", "C", "D")
_VOCABULARY = ("amor", "bellum", "cor", "domus", "ensis", "fama", "")


@st.composite
def collations(draw: st.DrawFn) -> list[dict[str, str]]:
    """What each witness has at some places; at each of them at least two readings are there."""
    place = st.fixed_dictionaries({siglum: st.sampled_from(_VOCABULARY) for siglum in _SIGLA})
    return draw(
        st.lists(place.filter(lambda has: has["A"] != "" and len(set(has.values())) > 1), min_size=12, max_size=15)
    )


def _entry(has: dict[str, str], attributes: str = "", *, positive: bool = True) -> str:
    """One place as an entry, with the text of A as its lemma."""
    wits = {word: " ".join(f"#{s}" for s in _SIGLA if has[s] == word) for word in dict.fromkeys(has[s] for s in _SIGLA)}
    first, *others = wits
    lemma = f'<lem wit="{wits[first]}">{first}</lem>' if positive else f"<lem>{first}</lem>"
    readings = "".join(f'<rdg wit="{wits[word]}">{word}</rdg>' for word in others)
    return f"<app{attributes}>{lemma}{readings}</app>"


def _inline(places: list[dict[str, str]], *, positive: bool) -> str:
    return "<p>" + " et ".join(_entry(has, positive=positive) for has in places) + "</p>"


def _attached(places: list[dict[str, str]], *, positive: bool) -> str:
    text = " et ".join(f'<anchor xml:id="a{n}"/>{has["A"]}<anchor xml:id="b{n}"/>' for n, has in enumerate(places))
    entries = (_entry(has, f' from="#a{n}" to="#b{n}"', positive=positive) for n, has in enumerate(places))
    return f"<p>{text}</p><listApp>{''.join(entries)}</listApp>"


def _located(places: list[dict[str, str]], *, positive: bool) -> str:
    text = "".join(f'<l n="{n}">et {has["A"]} et</l>' for n, has in enumerate(places, 1))
    entries = (_entry(has, f' loc="{n}"', positive=positive) for n, has in enumerate(places, 1))
    return f"<lg>{text}</lg><listApp>{''.join(entries)}</listApp>"


_WITNESSES = "<listWit>" + "".join(f'<witness xml:id="{siglum}"/>' for siglum in _SIGLA) + "</listWit>"


def _checked_text(folder: pytest.TempPathFactory, example: str, style: str) -> list[Problem]:
    path = folder.mktemp("sound") / "x.xml"
    back = re.search("<listApp.*</listApp>", example)
    body = example.replace(back[0], "") if back else example
    path.write_text(TEMPLATE.format(lists=_WITNESSES, encoding="", body=body, back=back[0] if back else ""), "utf-8")
    return checked(path, style=style)


@settings(max_examples=25, deadline=None)
@given(collations(), st.sampled_from([_inline, _attached, _located]), st.booleans(), st.booleans())
def test_a_sound_apparatus_has_no_problem(
    tmp_path_factory: pytest.TempPathFactory, places: list[dict[str, str]], encode: Callable[..., str],
    positive: bool, stated: bool,
) -> None:  # fmt: skip
    style = ("positive" if positive else "negative") if stated else ""
    problems = _checked_text(tmp_path_factory, encode(places, positive=positive), style)
    # (of a negative apparatus A, the base manuscript, is never named)
    assert set(codes(problems)) <= {"APP-010"}


@settings(max_examples=25, deadline=None)
@given(collations(), st.sampled_from([_inline, _attached, _located]), st.data())
def test_one_slip_is_found(
    tmp_path_factory: pytest.TempPathFactory, places: list[dict[str, str]], encode: Callable[..., str],
    data: st.DataObject,
) -> None:  # fmt: skip
    example = encode(places, positive=True)
    slips = [match for match in re.finditer(r'wit="(#\w #\w[^"]*)"', example)]
    siglum = data.draw(st.sampled_from([(match, s) for match in slips for s in match[1].split()] or [None]))
    if siglum is None:
        return
    (match, name) = siglum
    fewer = " ".join(s for s in match[1].split() if s != name)
    problems = _checked_text(tmp_path_factory, f"{example[: match.start(1)]}{fewer}{example[match.end(1) :]}", "")
    assert codes(problems) == ["APP-013"]
    assert f"witness {name[1:]}," in problems[0].message


@settings(max_examples=25, deadline=None)
@given(collations(), st.sampled_from([_inline, _attached, _located]), st.data())
def test_a_siglum_too_many_is_found(
    tmp_path_factory: pytest.TempPathFactory, places: list[dict[str, str]], encode: Callable[..., str],
    data: st.DataObject,
) -> None:  # fmt: skip
    example = encode(places, positive=True)
    match = data.draw(st.sampled_from(list(re.finditer(r'wit="([^"]*)"', example))))
    name = data.draw(st.sampled_from([s for s in _SIGLA if f"#{s}" not in match[1].split()]))
    more = f"{match[1]} #{name}"
    problems = _checked_text(tmp_path_factory, f"{example[: match.start(1)]}{more}{example[match.end(1) :]}", "")
    assert codes(problems) == ["APP-011"]
    assert f'Witness "{name}" is named by 2 readings' in problems[0].message
