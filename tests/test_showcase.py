"""The page of the apparatus is what the build makes of its specimens, and what it makes of them is right."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from helpers import ROOT
from lxml import etree

from recensio import manual, showcase
from recensio.feet import LOWERED, RAISED, entry_lines
from recensio.problems import Severity, catalogue
from recensio.showcase import Outcome, Part, Specimen

EDITORS = ROOT / "docs" / "editors"
GUIDELINES = ROOT.parent / "shared" / "schema" / "p5subset.xml"
PARTS = showcase.parts(EDITORS / showcase.FOLDER)
SPECIMENS = [specimen for part in PARTS for specimen in part.specimens]
NAMES = [specimen.name for specimen in SPECIMENS]


@pytest.fixture(scope="module")
def found() -> dict[str, Outcome]:
    return showcase.outcomes(SPECIMENS)


@pytest.fixture(scope="module")
def page(found: dict[str, Outcome]) -> str:
    return showcase.page_of(PARTS, found)


def test_the_committed_page_is_up_to_date(page: str) -> None:
    committed = (EDITORS / "apparatus.md").read_text(encoding="utf-8")
    assert committed == page, "apparatus.md is out of date; write it anew: python -m recensio.manual docs/editors"


# --- what comes of each construct ---------------------------------------------------------------------------------

WITNESSES = [
    ("a-sentence-with-two-entries", "B", "Cum luna supra turrem stetisset, vigiles dediti nihil audierunt."),
    ("a-sentence-with-two-entries", "beta", "Cum stella supra turrem stetisset, vigiles dediti nihil audierunt."),
    ("negative-apparatus", "B", "Hortulanus lilia in silva colligit."),
    ("positive-apparatus", "C", "Hortulanus rosas in colligit."),
    ("no-lemma", "B", "The baker rose before the sun."),
    ("an-omission-an-addition", "B", "Molitor ante solem surgit."),
    ("an-omission-an-addition", "C", "Molitor senex ante solem et lunam surgit."),
    ("an-omission-in-words", "A", "Molitor ante solem fere semper surgit."),
    ("an-omission-in-words", "B", "Molitor senex ante fere semper surgit."),
    ("an-omission-in-words", "C", "Molitor senex ante solem fere surgit."),
    ("omitted-lost-illegible-not-collated", "E", "Fons sub quercu manat."),
    ("groups-of-readings", "B", "Testes septe aderant."),
    ("groups-of-readings", "D", "Testes sez aderant."),
    ("groups-of-readings", "E", "Testes quinque aderant."),
    ("an-entry-inside-a-reading", "B", "Tunc lupus maximus e silva venit."),
    ("an-entry-inside-a-reading", "D", "Tunc ursus albus e silva venit."),
    (
        "the-same-word-twice",
        "B",
        "Et silva et ac ager floret, dum pueri per prata currunt, puellae autem rosas et lilia et violas in horto colligunt.",
    ),
    ("a-part-of-a-word-mark-up-names", "B", "In Silvas venit Lucia sola."),
    ("conjectures", "A", "Umbra levis arborum viatori placet."),
    ("transposed-words", "B", "Umbra arborum lenis placet."),
    ("notes-in-an-entry", "C", "Fons calidus manat."),
    ("deletions-and-additions-in-a-reading", "B", "Fons tepidus manat."),
    ("deletions-and-additions-in-a-reading", "C", "Fons gelidus et clarus manat."),
    (
        "verses-and-a-verse-in-another-place",
        "B",
        "Es steht ein Baum im Garten, / die Amsel muss noch warten, / der Wind geht drüber hin, / bis ich zu Hause bin.",
    ),
    ("paragraphs", "C", "The mill stood on the hill. / Nobody knew who had built it. / Nobody asked."),
    ("an-entry-in-a-heading-and-in-a-note", "B", "De fontibus / Fons gelidus manat."),
    (
        "a-reading-that-stands-elsewhere",
        "B",
        "Es steht ein Baum im Garten, / der Wind geht drüber hin, / die Amsel muss noch warten, / der Wind geht drüber hin,",
    ),
    ("a-passage-that-a-witness-does-not-have", "C", "The mill stood on the hill. Nobody asked."),
    ("pages-of-the-witnesses", "B", "Fons gelidus super quercu manat."),
    ("sigla-with-mark-up", "P1", "Aqua pura fluit."),
    ("families-of-witnesses", "C", "Aqua pura saepe fluit."),
    ("families-of-witnesses", "D", "Aqua pura numquam fluit."),
    ("before-and-after-correction-hands-as-witnesses", "M1", "Aqua cara ad villam fluit."),
    ("before-and-after-correction-hands-as-witnesses", "M2", "Aqua clara ad villam fluit."),
    ("before-and-after-correction-the-states-of-one-witness", "B, first state", "Aqua cara ad mare fluit."),
    ("before-and-after-correction-the-states-of-one-witness", "B, then", "Aqua rara ad mare fluit."),
    ("a-list-of-witnesses-in-the-text", "T", "Aqua pura ad mare fluit. / Codices / codex Sylvanus / codex Turris"),
    ("a-list-of-witnesses-in-another-file", "V", "Aqua pura ad mare fluit."),
    ("a-lacuna-from-one-entry-to-another", "B", "Viator fes mivit usque ad noctem."),
    ("a-fragment", "C", "super umbra sedit et dormiit"),
    ("entries-that-only-mark-a-lacuna", "B", "Viator sedit et dormiit."),
    ("from-anchor-to-anchor", "B", "Pastor capras per montem ducit."),
    ("from-anchor-to-anchor", "C", "Pastor oves suas per pontem ducit."),
    ("from-an-anchor-to-where-the-entry-stands", "B", "Pastor capras per montem ducit."),
    ("pointing-at-a-word-a-phrase-a-line", "B", "Pastor capras per montem ducit,"),
    ("pointing-at-a-word-a-phrase-a-line", "C", "Pastor oves ad fontem ducit, / ubi rosae florent."),
    ("only-the-end", "B", "Pastor capras per montem ducit."),
    ("entries-that-overlap", "A", "Pastor oves nostras per montem ducit."),
    ("entries-that-overlap", "C", "Pastor capras per montem ducit."),
    ("entries-in-another-file", "B", "Pastor capras per montem ducit."),
    ("in-the-text-and-beside-it", "C", "Pastor oves per pontem agit."),
    ("by-verse", "B", "Nox fuit et tacuit silva, / nox fuit et luna / candida fulsit, et omnia / dormierunt."),
    ("by-section-and-paragraph", "C", "Nox erat. / Luna fulsit. / Nox abiit. / Umbra fugit."),
    ("how-the-lemma-is-found", "C", "Nox erat et tacuit silva dum luna fulsit et omnia quieverunt, in primis venti."),
    ("how-the-lemma-is-found", "A", "Nox erat et tacuit silva et luna fulsit et omnia quieverunt, praesertim venti."),
    ("by-the-number-of-the-word", "B", "Nox erat et tacuit silva, / et stella pallida fulsit."),
    ("greek-with-and-without-accents", "B", "νὺξ ἦν, καὶ ἡ ἀστήρ / ἐπὶ τὸ ὄρος ἔλαμπεν."),
    ("entries-without-a-place", "C", "Nox erat et tacuit silva, / et luna lucet."),
    ("readings-behind-their-word", "B", "The miller of the old mill had a black catt and a horse."),
    ("two-layers", "B", "Nox ceca erat et luna fulsit."),
    ("right-to-left", "B", "كتب الطالب رسالة إلى أمه."),
    ("positive-with-the-others-found", "C", "Nox nigra erat et fulsit."),
    ("negative-families-by-their-siglum", "D", "Nox nigra erat et stella fulsit."),
]


@pytest.mark.parametrize(("name", "siglum", "text"), WITNESSES)
def test_the_text_of_a_witness(found: dict[str, Outcome], name: str, siglum: str, text: str) -> None:
    assert " / ".join(dict(found[name].witnesses)[siglum]) == text


#: What every output says; the number of a line and its label are left out.
ENTRIES = [
    ("negative-apparatus", "rosas] lilia B"),
    ("positive-apparatus", "rosas] A C; lilia B"),
    ("no-lemma", "miller] A C; baker B"),
    ("an-omission-an-addition", "senex] om. B"),
    ("an-omission-an-addition", "add. et lunam C"),
    ("an-omission-in-words", "solem] om. B"),
    ("omitted-lost-illegible-not-collated", "frigidus] A; om. B; lac. C; illeg. D; not coll. E"),
    ("groups-of-readings", "septem] A; (septe B); (sex C; sez D); quinque E"),
    ("an-entry-inside-a-reading", "magnus] A; maximus B"),
    ("a-part-of-a-word-mark-up-names", "Lucia sola] Luceia C"),
    ("conjectures", "lenis] Falk 1901; levis A B C"),
    ("conjectures", "viatori] viatores Adler"),
    ("transposed-words", "lenis arborum] arborum lenis B transp."),
    ("deletions-and-additions-in-a-reading", "⟦calidus⟧ tepidus B; gelidus et clarus C"),
    ("verses-and-a-verse-in-another-place", "A; die Amsel muss noch warten, ‖ der Wind geht drüber hin, B;"),
    ("paragraphs", "It had no sails.] A B; Nobody knew who had built it. ‖ Nobody asked. C"),
    ("an-entry-in-a-heading-and-in-a-note", "title fonte] fontibus B"),
    ("a-reading-that-stands-elsewhere", "4 bis ich zu Hause bin.] A; = v. 2 B; = v. 1, v. 2 C"),
    ("a-lacuna-from-one-entry-to-another", "fessus] fes lacuna begins B"),
    ("a-lacuna-from-one-entry-to-another", "dormivit] lacuna ends mivit B"),
    ("a-fragment", "sub] text begins super C"),
    ("a-fragment", "dormivit] dormiit text ends C"),
    ("pointing-at-a-word-a-phrase-a-line", "2 ubi rosae florent] om. B"),
    ("how-the-lemma-is-found", "et²] dum C"),
    ("families-of-witnesses", "semper] A; saepe β; numquam D"),
    ("a-siglum-that-nobody-declares", "clara] A B C; pura Zz"),
    ("entries-that-overlap", "suas per montem] ad fontem C"),
    ("by-verse", "luna candida] stella pallida C"),
    ("by-the-number-of-the-word", "luna candida] stella pallida B"),
    ("greek-with-and-without-accents", "σεληνη] ἀστήρ B"),
    ("entries-without-a-place", "silva] villa B"),
    ("entries-without-a-place", "et] ac C"),
    ("readings-behind-their-word", "blak] black B C"),
    ("right-to-left", "كتابا] A; رسالة B; om. C"),
    ("positive-with-the-others-found", "luna] cett.; om. C"),
    ("negative-families-by-their-siglum", "caeca] nigra β"),
]


@pytest.mark.parametrize(("name", "entry"), ENTRIES)
def test_an_entry_in_all_outputs(found: dict[str, Outcome], name: str, entry: str) -> None:
    outcome = found[name]
    for output in (outcome.web, outcome.print, outcome.text):
        assert entry in unicodedata.normalize("NFC", " ".join(output)).replace("\u00a0", " ")


def test_equal_words_are_counted_in_the_paragraph_and_in_print_in_the_line(found: dict[str, Outcome]) -> None:
    outcome = found["the-same-word-twice"]
    assert outcome.text == ("§ 1 et³] ac B", "§ 1 et⁵] atque C")
    assert outcome.print == (f"1 et{RAISED}3{LOWERED}] ac B 2 et{RAISED}2{LOWERED}] atque C",)


def test_entries_of_two_kinds_come_in_the_order_of_the_text(found: dict[str, Outcome]) -> None:
    told = ["oves] capras B", "montem] pontem B C", "ducit] agit C"]
    outcome = found["in-the-text-and-beside-it"]
    assert [entry.removeprefix("§ 1 ") for entry in outcome.web] == told
    assert outcome.print == ("1 " + " | ".join(told),)


def test_places_that_the_number_of_a_line_does_not_tell(found: dict[str, Outcome]) -> None:
    assert found["by-page-and-line"].print == ("1v.2 luna] stella B 2r.2 luna] umbra C",)
    assert found["by-verse"].text[0] == "v. 1, 2 erat] fuit B"
    assert found["by-verse"].print == (
        "1 erat] fuit B | silva] villa C 2 erat] fuit B 2–3 luna candida] stella pallida C",
    )
    assert found["entries-without-a-place"].print[-1] == "et] ac C"


def test_a_note_is_no_second_remark(found: dict[str, Outcome]) -> None:
    outcome = found["an-omission-in-words"]
    assert outcome.web[-1] == f"§ 1 semper] om.{RAISED}1{LOWERED} C"
    assert outcome.text[-1] == "§ 1 semper] om. C"
    assert outcome.print[0].endswith("semper] om. C")


def test_numbers_of_words_are_no_fault(found: dict[str, Outcome]) -> None:
    assert not found["by-the-number-of-the-word"].problems


def test_raised_letters_of_sigla(found: dict[str, Outcome]) -> None:
    outcome = found["before-and-after-correction-hands-as-witnesses"]
    for output in (outcome.web, outcome.print):
        told = " ".join(output).replace(LOWERED + RAISED, "")
        assert f"clara] A M{RAISED}pc{LOWERED}; cara M{RAISED}ac{LOWERED}" in told
    assert "clara] A Mpc; cara Mac" in " ".join(outcome.text)


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_a_specimen_is_lost(found: dict[str, Outcome], name: str) -> None:
    assert not [problem for problem in found[name].problems if problem.severity is Severity.ERROR]


def test_specimens_are_valid(found: dict[str, Outcome]) -> None:
    assert not [
        p for outcome in found.values() for p in outcome.problems if p.code.startswith(("XML-", "RNG-", "SCH-"))
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a-siglum-that-nobody-declares", "APP-001"),
        ("entries-without-a-place", "APP-036"),
        ("entries-without-a-place", "APP-042"),
        ("entries-without-a-place", "APP-044"),
        ("entries-without-a-place", "TXT-008"),
    ],
)
def test_what_is_reported(found: dict[str, Outcome], name: str, code: str) -> None:
    assert code in {problem.code for problem in found[name].problems}


# --- the page -----------------------------------------------------------------------------------------------------


def test_names_differ() -> None:
    assert len(set(NAMES)) == len(NAMES) >= 40


def test_links_lead_somewhere(page: str) -> None:
    headings = {re.sub("[^a-z0-9 -]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in _headings(page)}
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= headings
    codes = {found.upper() for found in re.findall(r"messages\.md#([a-z]+-\d+)", page)}
    assert codes <= set(catalogue())
    for name in set(re.findall(r"\]\(([a-z-]+\.md)[#)]", page)):
        assert (EDITORS / name).is_file()


def _headings(page: str) -> list[str]:
    outside = re.sub(r"```.*?```", "", page, flags=re.S)
    return [line for line in outside.splitlines() if line.startswith("#")]


def test_sections_of_the_guidelines() -> None:
    if not GUIDELINES.is_file():
        pytest.skip("the Guidelines are not beside the checkout")
    chapters = {}
    for number, chapter in enumerate(etree.parse(GUIDELINES).iterfind(".//{*}body/{*}div[@type='div1']"), 1):
        chapters[number] = chapter
    for section, (_, identifier) in showcase.SECTIONS.items():
        element = chapters[int(section.split(".")[0])]
        for step in section.split(".")[1:]:
            element = element.findall("{*}div")[int(step) - 1]
        assert element.get("{http://www.w3.org/XML/1998/namespace}id") == identifier


def test_what_a_page_can_hold(tmp_path: Path) -> None:
    specimen = Specimen("Odd | signs", "", '<p>a <app><lem>*b*</lem><rdg wit="#B">c|d &lt;e></rdg></app></p>', "13.2.3")
    made = showcase.page_of([Part("One", "It is", (specimen,))], showcase.outcomes([specimen]))
    assert "| Reading text | a \\*b\\* |" in made
    assert "\\*b\\*\\] c\\|d \\<e\\> B |" in made
    assert specimen.name == "odd-signs"


def test_the_page_is_written_where_its_specimens_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showcase, "apparatus_page", lambda folder: f"from {folder.name}\n")
    manual.write(tmp_path)
    assert not (tmp_path / "apparatus.md").exists()
    (tmp_path / "specimens").mkdir()
    manual.write(tmp_path)
    assert (tmp_path / "apparatus.md").read_text(encoding="utf-8") == "from specimens\n"


def test_a_foot_that_is_not_there(found: dict[str, Outcome]) -> None:
    assert found["a-passage-that-a-witness-does-not-have"].print == ()


def test_no_pdf(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"no PDF")
    with pytest.raises(RuntimeError):
        list(entry_lines(tmp_path / "x.pdf", "Critical apparatus"))
