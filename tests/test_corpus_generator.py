"""The corpora that benchmarks run on: the same for everybody, and as large and as dense as asked for."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

FOLDER = Path(__file__).resolve().parents[1] / "benchmarks"
TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"


class Planned(Protocol):
    """What the tests read of a plan."""

    kilobytes: float
    witnesses: int
    apparatus: float
    notes: float
    names: float


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"benchmarks_{name}", FOLDER / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


corpus = _module("corpus")
measure = _module("measure")
Plan = corpus.Plan


def _written(plan: Planned, index: int = 0) -> str:
    return "".join(corpus.text_parts(plan, index))


def _digest(folder: Path) -> str:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in paths)).hexdigest()


def _base_words(element: etree._Element) -> int:
    """Words outside readings and notes, counted without the generator's help."""
    if element.tag in (f"{TEI}rdg", f"{TEI}rdgGrp", f"{TEI}note", f"{TEI}head"):
        return 0
    own = len((element.text or "").split())
    return own + sum(_base_words(child) + len((child.tail or "").strip(" .\n").split()) for child in element)


def _outside_readings(root: etree._Element, name: str) -> int:
    found = root.findall(f".//{TEI}body//{TEI}{name}")
    return sum(next(element.iterancestors(f"{TEI}rdg"), None) is None for element in found)


plans = st.builds(
    Plan,
    kilobytes=st.floats(1, 40),
    witnesses=st.integers(2, 30),
    apparatus=st.floats(0, 300),
    notes=st.floats(0, 300),
    names=st.floats(0, 300),
    form=st.sampled_from(corpus.FORMS),
    seed=st.integers(0, 5),
)


@settings(max_examples=60, deadline=None)
@given(plans)
def test_numbers_asked_for_are_met(plan: Planned) -> None:
    text = _written(plan)
    root = etree.fromstring(text.encode())
    body = root.find(f".//{TEI}body")
    assert body is not None
    words = _base_words(body)
    for element, asked in (("app", plan.apparatus), ("note", plan.notes), ("persName", plan.names)):
        assert abs(_outside_readings(root, element) - words * asked / 1000) <= 1, element
    assert plan.kilobytes * 1000 <= len(text.encode()) <= plan.kilobytes * 1000 + 25_000
    assert len(root.findall(f".//{TEI}witness")) == plan.witnesses


@settings(max_examples=20, deadline=None)
@given(plans)
def test_every_siglum_and_person_is_declared(plan: Planned) -> None:
    root = etree.fromstring(_written(plan).encode())
    declared = {f"#{witness.get(ID)}" for witness in root.iter(f"{TEI}witness")}
    cited = {siglum for element in root.iter() for siglum in element.get("wit", "").split()}
    assert cited <= declared
    persons = {f"#{person.get(ID)}" for person in etree.fromstring(corpus.register(plan).encode()).iter(f"{TEI}person")}
    assert {name.get("ref") for name in root.findall(f".//{TEI}text//{TEI}persName")} <= persons


@settings(max_examples=20, deadline=None)
@given(plans)
def test_no_witness_stands_twice_in_an_entry_and_no_reading_repeats_its_lemma(plan: Planned) -> None:
    for entry in etree.fromstring(_written(plan).encode()).iter(f"{TEI}app"):
        readings = entry.findall(f"./{TEI}rdg") + entry.findall(f"./{TEI}rdgGrp/{TEI}rdg")
        sigla = [siglum for reading in readings for siglum in reading.get("wit", "").split()]
        assert len(sigla) == len(set(sigla))
        assert entry.findtext(f"{TEI}lem", "") not in [reading.text for reading in readings]


def test_sizes_are_close_for_long_texts() -> None:
    size = len(_written(Plan(kilobytes=400)).encode())
    assert 400_000 <= size < 405_000


def test_all_kinds_of_entries_occur() -> None:
    root = etree.fromstring(_written(Plan(kilobytes=100)).encode())
    kinds = ("app//t:app", "app/t:rdgGrp/t:rdg", "app/t:rdg[not(node())]", "app/t:lem/t:persName", "app/t:rdg[2]")
    assert [kind for kind in kinds if not root.xpath(f"//t:{kind}", namespaces={"t": TEI[1:-1]})] == []


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    plan = Plan(files=3, kilobytes=5)
    for name in ("one", "two"):
        corpus.write_corpus(tmp_path / name, plan)
    corpus.write_corpus(tmp_path / "other", Plan(files=3, kilobytes=5, seed=2))
    assert _digest(tmp_path / "one") == _digest(tmp_path / "two") != _digest(tmp_path / "other")


def test_bytes_do_not_depend_on_the_process(tmp_path: Path) -> None:
    digests = set()
    for number in ("0", "1"):
        command = [sys.executable, str(FOLDER / "corpus.py"), str(tmp_path / number), "--files", "2"]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": number})
        digests.add(_digest(tmp_path / number))
    assert len(digests) == 1


def test_a_text_does_not_depend_on_how_many_there_are(tmp_path: Path) -> None:
    few = corpus.write_corpus(tmp_path / "few", Plan(files=2, kilobytes=3))
    many = corpus.write_corpus(tmp_path / "many", Plan(files=4, kilobytes=3))
    assert [path.read_bytes() for path in few] == [path.read_bytes() for path in many[:2]]
    assert len({path.read_bytes() for path in many}) == 4


def test_texts_are_verse_or_prose() -> None:
    prose, verse = (etree.fromstring(_written(Plan(form=form)).encode()) for form in ("prose", "verse"))
    assert prose.find(f".//{TEI}p[{TEI}app]") is not None and prose.find(f".//{TEI}l") is None
    numbers = [line.get("n") for line in verse.iter(f"{TEI}l")]
    assert numbers == [str(number + 1) for number in range(len(numbers))] and len(numbers) > 20


def test_without_apparatus_no_witness_is_needed() -> None:
    root = etree.fromstring(_written(Plan(witnesses=0, apparatus=0)).encode())
    assert root.find(f".//{TEI}app") is None and root.find(f".//{TEI}listWit") is None


def test_register_is_written_only_if_somebody_is_named(tmp_path: Path) -> None:
    corpus.write_corpus(tmp_path / "named", Plan(files=1))
    corpus.write_corpus(tmp_path / "nameless", Plan(files=1, names=0))
    assert (tmp_path / "named" / "registers" / "persons.xml").is_file()
    assert [path.name for path in (tmp_path / "nameless").iterdir()] == ["text-1.xml"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"files": 0}, "files must be at least 1"),
        ({"kilobytes": float("nan")}, "kilobytes"),
        ({"kilobytes": float("inf")}, "kilobytes"),
        ({"seed": -1}, "seed"),
        ({"notes": 301}, "between 0 and 300"),
        ({"witnesses": 1}, "at least 2 witnesses"),
        ({"form": "opera"}, "prose, verse"),
    ],
)
def test_impossible_plans_are_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Plan(**wrong)


def test_a_full_folder_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.xml").write_text("<mine/>")
    assert corpus.main([str(tmp_path)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.xml"]


def test_command_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert corpus.main([str(tmp_path / "new"), "--files", "12", "--kilobytes", "2"]) == 0
    assert capsys.readouterr().out.startswith("12 texts, 0.0 MB")
    assert len(list((tmp_path / "new").glob("text-*.xml"))) == 12
    assert (tmp_path / "new" / "text-01.xml").is_file()


def test_memory_of_children_is_counted(tmp_path: Path) -> None:
    hold = "held = bytearray(b'x' * 60_000_000); import subprocess, sys, time; {}time.sleep(0.8)"
    child = hold.format("")
    parent = hold.format(f"subprocess.run([sys.executable, '-c', {child!r}]); ")
    cost = measure.measure([sys.executable, "-c", parent], tmp_path)
    assert cost.status == 0 and cost.wall > 0.8
    families_known = Path(f"/proc/self/task/{os.getpid()}/children").exists()
    least = 120_000_000 if families_known else 60_000_000
    assert least < cost.peak < 2_000_000_000


def test_failing_command_is_told_with_its_words(tmp_path: Path) -> None:
    cost = measure.measure([sys.executable, "-c", "import sys; print('why', file=sys.stderr); sys.exit(3)"], tmp_path)
    assert (cost.status, cost.errors.strip()) == (3, "why")
