"""The five sources, where they lie beside the checkout: imported whole, valid, and built with every word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from importing import NS, ROOT, faults, tei_all
from lxml import etree

from recensio.commands_import import import_

SOURCES = ROOT.parent / "shared" / "sources"
NAMES = ("sorin-1918", "olivier-2010", "conrad-1996", "rakovsky-1928", "lenin-1918")
pytestmark = pytest.mark.skipif(not SOURCES.is_dir(), reason="the sources are not beside the checkout")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, str]]:
    folder = tmp_path_factory.mktemp("imported")
    done = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        for name in NAMES:
            target = folder / f"{name}.xml"
            result = CliRunner().invoke(import_, [str(SOURCES / f"{name}.txt"), "-o", str(target)])
            assert result.exit_code == 0, result.output
            done[name] = (target, result.output)
    return done


@pytest.fixture
def trees(imported: dict[str, tuple[Path, str]]) -> dict[str, etree._Element]:
    return {name: etree.parse(path).getroot() for name, (path, _) in imported.items()}


def count(root: etree._Element, path: str) -> int:
    return len(root.xpath(path, namespaces=NS))


@pytest.mark.parametrize("name", NAMES)
def test_valid_and_no_word_lost(name: str, imported: dict[str, tuple[Path, str]]) -> None:
    path, output = imported[name]
    assert faults(path.read_bytes()) == []
    assert tei_all() is None or tei_all().validate(path.read_bytes()) == []
    assert output.split("lost")[1].split()[0] == "0"
    assert "IMP-012" not in output


@pytest.mark.parametrize("name", NAMES)
def test_the_side_file_names_the_text_and_says_who_may_use_it(name: str, trees: dict[str, etree._Element]) -> None:
    assert trees[name].get("{http://www.w3.org/XML/1998/namespace}id") == f"{name}-text"
    status = {"lenin-1918": "free", "rakovsky-1928": "unknown"}.get(name, "restricted")
    assert trees[name].xpath("string(//t:availability/@status)", namespaces=NS) == status


def test_sorin_has_seventeen_paragraphs(trees: dict[str, etree._Element]) -> None:
    root = trees["sorin-1918"]
    assert count(root, "//t:text//t:p") == 17
    assert count(root, "//t:closer/t:signed") == 1
    assert count(root, "//t:sourceDesc/t:list/t:label") == 4


def test_olivier_has_calls_without_notes(trees: dict[str, etree._Element], imported: dict[str, tuple[Path, str]]) -> None:
    root = trees["olivier-2010"]
    calls = root.xpath("//t:ref[@type='noteAnchor']", namespaces=NS)
    assert [call.get("n") for call in calls] == [str(n) for n in range(1, 24)]
    assert not any(call.get("target") for call in calls) and count(root, "//t:note") == 0
    assert "IMP-008: 23 calls" in imported["olivier-2010"][1]
    assert count(root, "//t:body/t:div") == 8 and count(root, "//t:div/t:div") == 4
    assert count(root, "//t:quote[@rend='block']") == 22 and count(root, "//t:cit") == 6
    assert count(root, "//t:list[@rend='numbered']") == 3 and count(root, "//t:figure") == 1


def test_conrad_has_forty_five_notes_linked_both_ways(trees: dict[str, etree._Element]) -> None:
    root = trees["conrad-1996"]
    assert count(root, "//t:ref[@type='noteAnchor']") == count(root, "//t:note") == 45
    assert_linked(root)
    before = {call.get("n"): front(call) for call in root.xpath("//t:ref[@type='noteAnchor']", namespaces=NS)}
    assert before["30"].endswith("54.") and before["39"].endswith("190,000.") and before["41"].endswith("Congress")
    assert count(root, "//t:note[@n='27']/t:p") == 2
    assert count(root, "//t:quote") == 5


def test_rakovsky_is_a_letter(trees: dict[str, etree._Element]) -> None:
    root = trees["rakovsky-1928"]
    assert count(root, "//t:front/t:div[@type='preface']/t:p") == 1
    assert count(root, "//t:div[@type='letter']/t:opener/t:salute") == 1
    assert count(root, "//t:closer[t:dateline and t:salute and t:signed]") == 1
    assert count(root, "//t:note[@resp='#source-editor']") == 1
    assert count(root, "//t:milestone[@rend='asterisks']") == 2
    assert count(root, "//t:gap[@quantity='4']") == 1
    assert_linked(root)


def test_lenin_is_two_works_on_forty_seven_pages(trees: dict[str, etree._Element]) -> None:
    root = trees["lenin-1918"]
    assert count(root, "//t:group/t:text") == 2
    assert [page.get("n") for page in root.xpath("//t:pb", namespaces=NS)] == [str(n) for n in range(2, 49)]
    assert count(root, "//t:group/t:text[1]//t:head") == 18 + 1 and count(root, "//t:group/t:text[2]//t:head") == 7
    assert [note.get("n") for note in root.xpath("//t:note", namespaces=NS)] == [str(n) for n in range(1, 14)]
    assert_linked(root)
    assert count(root, "//t:fw") == 5
    assert count(root, "//t:pb[@break='no']") == 10


def front(call: etree._Element) -> str:
    before = call.getprevious()
    return ((before.tail if before is not None else call.getparent().text) or "").strip()


def assert_linked(root: etree._Element) -> None:
    identifier = "{http://www.w3.org/XML/1998/namespace}id"
    notes = {note.get(identifier): note for note in root.xpath("//t:note", namespaces=NS)}
    calls = root.xpath("//t:ref[@type='noteAnchor']", namespaces=NS)
    assert len(calls) == len(notes)
    for call in calls:
        assert notes[call.get("target")[1:]].get("target") == f"#{call.get(identifier)}"


def test_all_five_are_built_with_every_word(imported: dict[str, tuple[Path, str]], tmp_path: Path) -> None:
    from recensio.cli import main

    files = [str(path) for path, _ in imported.values()]
    result = CliRunner().invoke(main, ["build", *files, "-o", str(tmp_path / "out"), "--to", "html", "--to", "txt", "--jobs", "1"])
    assert result.exit_code == 0, result.output
    texts = json.loads((tmp_path / "out/report.json").read_text(encoding="utf-8"))["texts"]
    assert sorted(text["id"] for text in texts) == sorted(NAMES)
    assert all(share == 1.0 for text in texts for share in text["kept"].values())
