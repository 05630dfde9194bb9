"""The schema for editions is what its README says: a subset of TEI P5, as wide as TEI where it has an element at all."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree
from relaxng_oracle import jar
from schema_documents import Writer, samples
from schema_inclusion import again, counterexample, either, element_faults, faults, one, then
from schema_patterns import Grammar, Name

from recensio.relaxng.publish import main, published
from recensio.relaxng.schema import Schema, load_schema

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT / "schema"
COMPACT = SCHEMA / "recensio.rnc"
PUBLISHED = SCHEMA / "recensio.rng"
SHARED = ROOT.parent / "shared"
TEI_ALL = SHARED / "schema" / "tei_all.rng"
TEI = "http://www.tei-c.org/ns/1.0"
HEADER = (
    "<teiHeader><fileDesc><titleStmt><title/></titleStmt><publicationStmt><p/></publicationStmt>"
    "<sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
)
REAL = [
    *sorted((ROOT / "tests" / "specimens").rglob("*.xml")),
    *sorted((ROOT / "tei").rglob("*.xml")),
    *sorted((SHARED / "corpora").glob("*.xml")),
]
LEFT_OUT = """
    altIdent alternate anyElement attDef attList attRef bicond classRef classSpec classes cond constraint constraintSpec
    content dataFacet dataRef dataSpec datatype defaultVal elementRef elementSpec empty exemplum fDecl fDescr
    fsConstraints fsDecl fsDescr fsdDecl fsdLink if iff listRef macroRef macroSpec memberOf model modelGrp
    modelSequence moduleRef moduleSpec outputRendition param paramList paramSpec post remarks schemaSpec sequence
    specGrp specGrpRef textNode then vDefault vRange valDesc valItem valList
"""


def _tei_all() -> Path:
    if not TEI_ALL.is_file():
        pytest.skip("tei_all.rng is not beside the checkout (../shared/schema)")
    return TEI_ALL


@cache
def _grammar(path: Path) -> Grammar:
    return Grammar(path)


@cache
def _schema(path: Path) -> Schema:
    return load_schema(path)


@cache
def _written() -> tuple[Writer, list[bytes]]:
    writer = Writer(_grammar(PUBLISHED), seed=1)
    return writer, list(writer.documents())


# ---- the files


def test_the_published_schema_is_that_of_the_modules() -> None:
    command = "python -m recensio.relaxng.publish schema/recensio.rnc schema/recensio.rng"
    assert PUBLISHED.read_text(encoding="utf-8") == published(COMPACT), f"out of date: {command}"


def test_publishing_a_schema_in_modules(tmp_path: Path) -> None:
    (tmp_path / "part.rnc").write_text('a = element a { b }\nb = attribute b { "x" }\n')
    (tmp_path / "whole.rnc").write_text('include "part.rnc" { b = empty }\nstart = a\n')
    run = CliRunner().invoke(main, [str(tmp_path / "whole.rnc"), str(tmp_path / "whole.rng")])
    assert (run.exit_code, run.output) == (0, "")
    text = (tmp_path / "whole.rng").read_text()
    assert "Made from whole.rnc" in text and "include" not in text.split("-->")[1]
    schema = load_schema(tmp_path / "whole.rng")
    assert not schema.validate(b"<a/>") and schema.validate(b'<a b="x"/>')


def test_a_schema_that_is_wrong_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "whole.rnc").write_text("start = element a { b }\n")
    run = CliRunner().invoke(main, [str(tmp_path / "whole.rnc"), str(tmp_path / "whole.rng")])
    assert run.exit_code == 1
    assert "whole.rnc:1" in run.output and "not defined" in run.output
    assert not (tmp_path / "whole.rng").exists()


def _modules() -> Iterator[Path]:
    yield from sorted((SCHEMA / "modules").glob("*.rnc"))


def test_each_module_is_included_and_described() -> None:
    start, readme = COMPACT.read_text(encoding="utf-8"), (SCHEMA / "README.md").read_text(encoding="utf-8")
    for module in _modules():
        assert f'include "modules/{module.name}"' in start
        assert f"`{module.stem}`" in readme
        assert module.read_text(encoding="utf-8").startswith("# "), f"{module.name} doesn't say what it is for"


def _code() -> str:
    return "\n".join(re.sub(r'#.*|"[^"]*"', "", path.read_text(encoding="utf-8")) for path in [COMPACT, *_modules()])


def test_each_element_is_three_patterns() -> None:
    code = _code()
    found = re.findall(r"^\\?(\w+) = element (?:teix:)?(\w+) (\{.*)$", code, re.MULTILINE)
    assert len(found) == len([each for each in _grammar(PUBLISHED).elements if isinstance(each.name, Name)])
    for pattern, name, body in found:
        assert pattern == name
        assert body == f"{{ {name}.attributes, {name}.content }}"


def test_no_pattern_is_idle() -> None:
    code = _code()
    defined = re.findall(r"^(\\?[\w.-]+) =", code, re.MULTILINE)
    words = re.findall(r"\\?[A-Za-z_][\w.-]*", code)
    assert [name for name in defined if words.count(name) < 2] == []
    assert len(defined) == len(set(defined))


# ---- a subset, decided


def test_every_document_is_valid_against_tei_all() -> None:
    assert list(faults(_grammar(PUBLISHED), _grammar(_tei_all()))) == []


def test_nothing_is_narrower_but_by_what_is_left_out() -> None:
    ours, theirs = _grammar(PUBLISHED), _grammar(_tei_all())
    known = {element.name for element in ours.elements}
    names = {each.name.local for each in theirs.elements if isinstance(each.name, Name) and each.name not in known}
    assert names == set(LEFT_OUT.split())
    narrower = set(faults(theirs, ours, only=frozenset(known)))
    assert {fault for fault in narrower if "@generatedBy is not there" not in fault} == set()


CHANGES = {
    "content": ("lb", r'(<define name="lb.content">\s*)<empty/>', r"\1<text/>", "may not hold #text"),
    "order": ("respStmt", r'(<define name="respStmt.content">)', r"\1<ref name='p'/>", "may not hold p "),
    "attribute": ("app", r'(<define name="app.attributes">)', r'\1<attribute name="lemma"/>', "@lemma is not there"),
    "required": (
        *("witDetail", r'(<define name="witDetail.attributes">.*?)(<attribute name="wit">.*?</attribute>)'),
        *(r"\1<optional>\2</optional>", "@wit must be there"),
    ),
    "value": (
        *("note", r'(<define name="teidata.truthValue">\s*)<data type="boolean"/>', r"\1<text/>"),
        "@anchored may not be string",
    ),
    "list": ("layout", r"(<attribute name=\"columns\">\s*<list>)", r"\1<data type='integer'/>", "@columns may not be list integer"),
    "together": (
        *("relation", r'(<define name="relation.attributes">.*?)<choice>(\s*<attribute name="active">.*?)</choice>'),
        *(r"\1<group>\2</group>", "these can't be together: ['active', 'mutual']"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "fault"), CHANGES.values(), ids=CHANGES)
def test_a_schema_that_is_no_subset_is_found_out(name: str, old: str, new: str, fault: str, tmp_path: Path) -> None:
    text, changes = re.subn(old, new, PUBLISHED.read_text(encoding="utf-8"), count=1, flags=re.DOTALL)
    assert changes
    (tmp_path / "changed.rng").write_text(text, encoding="utf-8")
    same, changed = _grammar(PUBLISHED).element(name), Grammar(tmp_path / "changed.rng").element(name)
    assert any(fault in each for each in element_faults(changed, same))
    assert list(element_faults(same, same)) == []


def test_words_are_compared_not_expressions() -> None:
    a, b = one(frozenset({("a",)})), one(frozenset({("b",)}))
    assert counterexample(again(either(a, b)), again(then(again(a), again(b)))) is None
    assert counterexample(then(a, again(then(b, a))), then(again(then(a, b)), a)) is None
    assert counterexample(again(a), then(a, again(a))) == ()
    assert counterexample(again(then(a, b)), again(a)) == (("a",), ("b",))


# ---- a subset, tried


def test_documents_show_every_element_and_every_attribute() -> None:
    writer, documents = _written()
    grammar = writer.grammar
    assert len(documents) > 2_000
    shown = {child for children in writer.children.values() for child in children}
    assert [each.name for each in grammar.elements if each not in shown] == []
    unshown = [(each.name, set(each.attributes()) - writer.attributes[each]) for each in grammar.elements]
    assert [each for each in unshown if each[1]] == []


def _clark(name: Name) -> str:
    return f"{{{name.space}}}{name.local}" if name.space else name.local


def test_documents_are_what_the_trees_say() -> None:
    """Counted once more in what was written, not in what the writer believes to have written."""
    writer, documents = _written()
    nodes = (node for text in documents for node in etree.fromstring(text).iter(f"{{{TEI}}}*"))
    pairs = {(node.tag, name) for node in nodes for name in node.attrib}
    wanted = {
        (_clark(element.name), _clark(attribute.name))
        for element in writer.grammar.elements
        for attribute in element.attributes()
        if isinstance(element.name, Name) and element.name.space == TEI and isinstance(attribute.name, Name)
    }
    assert wanted - pairs == set()


def test_the_same_seed_gives_the_same_documents() -> None:
    first, second = (Writer(_grammar(PUBLISHED), seed=5) for _ in range(2))
    subject = _grammar(PUBLISHED).element("app")
    assert [first.document(subject) for _ in range(5)] == [second.document(subject) for _ in range(5)]
    assert Writer(_grammar(PUBLISHED), seed=6).document(subject) != first.document(subject)


def test_values_keep_to_their_patterns() -> None:
    word = samples("token", (("pattern", r"[^\p{C}\p{Z}]+"),))
    assert "two words" not in word and "a" in word
    probability = samples("double", (("minInclusive", "0"), ("maxInclusive", "1")))
    assert set(probability) == {"0", "0.5", "1", "1E-2", ".5", "1."}


@pytest.mark.parametrize("schema", [COMPACT, TEI_ALL], ids=["ours", "tei_all"])
def test_documents_are_valid(schema: Path) -> None:
    checker = _schema(schema if schema == COMPACT else _tei_all())
    refused = [(text, found) for text in _written()[1] if (found := checker.validate(text, limit=1))]
    assert not refused, refused[0]


def test_documents_are_valid_says_jing(tmp_path: Path) -> None:
    """All in one corpus, since jing takes its time for each file."""
    texts = [text.decode().split("\n", 1)[1] for text in _written()[1]]
    corpus = tmp_path / "corpus.xml"
    corpus.write_text(f'<teiCorpus xmlns="{TEI}">{HEADER}{"".join(texts)}</teiCorpus>', encoding="utf-8")
    command = ["java", "-Xss16m", "-jar", str(jar("jing")), "-i", str(_tei_all()), str(corpus)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.stdout + run.stderr == ""


# ---- wide enough


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_real_documents_that_are_tei_are_valid(path: Path) -> None:
    data = path.read_bytes()
    theirs = _schema(_tei_all()).validate(data, limit=1)
    assert theirs or not _schema(PUBLISHED).validate(data, limit=1)


def test_most_real_documents_are_valid() -> None:
    valid = [path for path in REAL if not _schema(PUBLISHED).validate(path.read_bytes(), limit=1)]
    assert len(valid) >= 35


# ---- narrowed by an edition


def _example() -> str:
    return re.findall(r"```rnc\n(.*?)```", (SCHEMA / "README.md").read_text(encoding="utf-8"), re.DOTALL)[0]


@pytest.fixture
def narrowed(tmp_path: Path) -> Path:
    (tmp_path / "schema").symlink_to(SCHEMA, target_is_directory=True)
    (tmp_path / "our.rnc").write_text(_example(), encoding="utf-8")
    (tmp_path / "our.rng").write_text(published(tmp_path / "our.rnc"), encoding="utf-8")
    return tmp_path


def test_an_edition_narrows_it_as_the_readme_shows(narrowed: Path) -> None:
    head, schema = f'<TEI xmlns="{TEI}">{HEADER}<text><body>', load_schema(narrowed / "our.rnc")

    def refused(body: str) -> list[str]:
        return [str(fault) for fault in schema.validate(f"{head}{body}</body></text></TEI>".encode())]

    assert refused('<div type="letter"><p><persName ref="#a">A</persName></p></div>') == []
    ours, whole = Grammar(narrowed / "our.rng"), _grammar(PUBLISHED)
    for name in ("TEI", "div", "body", "p", "witness", "gap", "persName", "rdg"):
        assert list(element_faults(ours.element(name), whole.element(name))) == []
    for body in ('<div type="chapter"><p/></div>', "<p><persName>A</persName></p>", "<div><sp><p/></sp></div>"):
        assert refused(body), body
        assert not _schema(COMPACT).validate(f"{head}{body}</body></text></TEI>".encode())


def test_each_value_that_the_readme_names_can_be_fixed(tmp_path: Path) -> None:
    listed = re.search(r"pattern of their own:\n(.*?)Where\n", (SCHEMA / "README.md").read_text("utf-8"), re.DOTALL)
    assert listed is not None
    names = re.findall(r"`([\w.]+)`", listed[1])
    assert len(names) == 30
    overrides = "\n".join(f'  {name} = "x"' for name in names)
    (tmp_path / "schema").symlink_to(SCHEMA, target_is_directory=True)
    start = f'default namespace = "{TEI}"\ninclude "schema/recensio.rnc" {{\n{overrides}\n}}\n'
    (tmp_path / "our.rnc").write_text(start, encoding="utf-8")
    load_schema(tmp_path / "our.rnc")
