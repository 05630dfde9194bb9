"""Which files are found, how they are called, and what is said of those that are not."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recensio.config import BuildTable, Config, SourcesTable
from recensio.discover import RESERVED, Discovery, clean_id, discover, matches, natural_key, source_ids
from recensio.problems import Problem, Severity

Maker = Callable[..., Config]
CORPORA = Path(__file__).parent.parent.parent / "shared" / "corpora"


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maker:
    """Makes an edition of empty files and works in its folder."""

    def make(*files: str, **sources: object) -> Config:
        for file in files:
            path = tmp_path / "edition" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        (tmp_path / "edition").mkdir(exist_ok=True)
        monkeypatch.chdir(tmp_path / "edition")
        return Config(sources=SourcesTable(**sources), root=tmp_path / "edition")  # type: ignore[arg-type]

    return make


def found(discovery: Discovery) -> dict[str, str]:
    return {source.name: source.id for source in discovery.sources}


def told(discovery: Discovery) -> list[tuple[str, str, str]]:
    return [(problem.code, problem.message, problem.hint) for problem in discovery.problems]


def only(discovery: Discovery) -> Problem:
    assert len(discovery.problems) == 1, discovery.problems
    return discovery.problems[0]


# --- which files


def test_the_files_of_the_edition_in_natural_order(edition: Maker) -> None:
    settings = edition("tei/brief-10.xml", "tei/Brief-2.XML", "tei/a/x.tei", "tei/notes.txt", "tei/a.xml.bak", "b.xml")
    discovery = discover([], settings)
    assert found(discovery) == {"tei/a/x.tei": "x", "tei/Brief-2.XML": "Brief-2", "tei/brief-10.xml": "brief-10"}
    assert [source.name for source in discovery.sources] == ["tei/a/x.tei", "tei/Brief-2.XML", "tei/brief-10.xml"]
    assert discovery.problems == ()
    assert all(source.path.is_file() and source.path.is_absolute() for source in discovery.sources)


def test_paths_named_twice_are_built_once(edition: Maker) -> None:
    settings = edition("tei/a.xml", "tei/b.xml", "c.xml")
    paths = [Path("tei/a.xml"), Path("tei"), Path("tei/../tei/b.xml"), Path("c.xml")]
    assert found(discover(paths, settings)) == {"c.xml": "c", "tei/a.xml": "a", "tei/b.xml": "b"}


def test_hidden_generated_and_tool_folders_are_passed_over(edition: Maker) -> None:
    settings = edition(
        "a.xml", ".git/b.xml", ".venv/c.xml", "node_modules/d/e.xml", "output/f.xml", "._a.xml", ".hidden.xml"
    )
    edition("schema/catalog.xml", "schema/tei.rng", "xslt/labels.xml", "xslt/html.xsl", "deep/node_modules/g.xml")
    discovery = discover([Path()], settings)
    assert (found(discovery), discovery.problems) == ({"a.xml": "a"}, ())


def test_the_output_may_have_another_name(edition: Maker) -> None:
    settings = edition("a.xml", "site/b.xml")
    settings = Config(build=BuildTable(output="site"), root=settings.root)
    assert found(discover([Path()], settings)) == {"a.xml": "a"}


def test_a_folder_passed_over_with_xml_in_it_is_told(edition: Maker) -> None:
    settings = edition("tei/a.xml", "tei/xslt/b.xml", "tei/xslt/to-html.xsl", "tei/output/c.xml", "tei/output/d.xml")
    discovery = discover([], settings)
    assert found(discovery) == {"tei/a.xml": "a"}
    cure = "If these are texts to be built, rename the folder or name it on the command line."
    assert told(discovery) == [
        (
            "BLD-008",
            "The folder tei/output is passed over with its 2 XML file(s): its name is that of generated files.",
            cure,
        ),
        (
            "BLD-008",
            "The folder tei/xslt is passed over with its 1 XML file(s): it holds schemas or stylesheets.",
            cure,
        ),
    ]
    assert {problem.severity for problem in discovery.problems} == {Severity.INFO}


def test_such_a_folder_is_built_if_it_is_named_or_holds_no_tools(edition: Maker) -> None:
    settings = edition("tei/schema/a.xml", "output/b.xml", "output/schema/c.xml", "output/schema/c.rng")
    discovery = discover([Path("tei"), Path("output"), Path("output/schema")], settings)
    assert set(found(discovery)) == {"tei/schema/a.xml", "output/b.xml", "output/schema/c.xml"}


def test_excluded_files_and_registers(edition: Maker) -> None:
    settings = edition(
        "tei/a.xml",
        "tei/draft-a.xml",
        "tei/x/draft-b.xml",
        "tei/old/c.xml",
        "tei/registers/p/persons.xml",
        "tei/reg.xml",
    )
    settings = Config(
        sources=SourcesTable(exclude=("draft-*.xml", "old/"), registers=("registers/**", "reg.xml")), root=settings.root
    )
    discovery = discover([], settings)
    assert [(source.name, source.register) for source in discovery.sources] == [
        ("tei/a.xml", False),
        ("tei/reg.xml", True),
        ("tei/registers/p/persons.xml", True),
    ]
    inner = discover([Path("tei/registers/p"), Path("tei/draft-a.xml")], settings)
    assert [(source.name, source.register) for source in inner.sources] == [
        ("tei/draft-a.xml", False),
        ("tei/registers/p/persons.xml", True),
    ]


@pytest.mark.parametrize(
    ("pattern", "fits", "fails"),
    [
        ("a.xml", ["a.xml", "x/y/a.xml"], ["ba.xml", "a.xml/b.xml", "axxml"]),
        ("*.xml", ["a.xml", "x/a.xml"], ["a.tei"]),
        ("x/*.xml", ["x/a.xml"], ["x/y/a.xml", "y/x/a.xml"]),
        ("./x/*.xml", ["x/a.xml"], ["y/a.xml"]),
        ("x/**", ["x/a.xml", "x/y/a.xml"], ["xx/a.xml", "y/x/a.xml"]),
        ("x/", ["x/a.xml", "x/y/a.xml"], ["y/x/a.xml"]),
        ("**/x/*", ["x/a.xml", "y/z/x/a.xml"], ["x/y/a.xml"]),
        ("x/**/z.xml", ["x/z.xml", "x/y/z.xml"], ["xz.xml"]),
        ("?.xml", ["a.xml", "ä.xml"], ["ab.xml", ".xml"]),
        ("[a](1)+.xml", ["[a](1)+.xml"], ["a1.xml"]),
    ],
)
def test_patterns(pattern: str, fits: list[str], fails: list[str]) -> None:
    assert [name for name in fits if not matches(name, pattern)] == []
    assert [name for name in fails if matches(name, pattern)] == []


# --- links


def test_links_are_followed_within_the_edition_once(edition: Maker, tmp_path: Path) -> None:
    settings = edition("tei/a.xml", "tei/b/c.xml", "common/d.xml", "other/e.xml")
    tei = tmp_path / "edition" / "tei"
    (tei / "0-loop").symlink_to(tei)
    (tei / "0-twice").symlink_to(tei / "b")
    (tei / "0.xml").symlink_to(tei / "a.xml")
    (tei / "common").symlink_to("../common")
    (tei / "e.xml").symlink_to("../other/e.xml")
    (tei / "self").symlink_to(tei / "self")
    discovery = discover([], settings)
    assert set(found(discovery)) == {"tei/a.xml", "tei/b/c.xml", "tei/common/d.xml", "tei/e.xml"}
    assert discovery.problems == ()


def test_links_that_lead_out_or_nowhere_are_told(edition: Maker, tmp_path: Path) -> None:
    settings = edition("tei/a.xml")
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "s.xml").touch()
    tei = tmp_path / "edition" / "tei"
    (tei / "folder").symlink_to(secret)
    (tei / "s.xml").symlink_to(secret / "s.xml")
    (tei / "gone.xml").symlink_to("nothing.xml")
    (tei / "loop.xml").symlink_to("loop.xml")
    (tei / "gone.txt").symlink_to("nothing.txt")
    discovery = discover([], settings)
    assert found(discovery) == {"tei/a.xml": "a"}
    assert [(problem.code, problem.file, problem.message) for problem in discovery.problems] == [
        ("BLD-006", "tei/folder", "The link tei/folder leads out of the folder edition and is not followed."),
        ("BLD-007", "tei/gone.xml", "The link tei/gone.xml leads nowhere."),
        ("BLD-007", "tei/loop.xml", "The link tei/loop.xml leads nowhere."),
        ("BLD-006", "tei/s.xml", "The link tei/s.xml leads out of the folder edition and is not followed."),
    ]
    assert {problem.severity for problem in discovery.problems} == {Severity.WARNING}


def test_the_folder_of_the_texts_must_not_be_a_link_out(edition: Maker, tmp_path: Path) -> None:
    settings = edition()
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.xml").touch()
    (tmp_path / "edition" / "tei").symlink_to(tmp_path / "secret")
    discovery = discover([], settings)
    assert (discovery.sources, only(discovery).code) == ((), "BLD-006")
    assert found(discover([Path("tei")], settings)) == {"tei/s.xml": "s"}


# --- what cannot be built


def test_a_missing_path_is_told_with_what_was_meant(edition: Maker) -> None:
    settings = edition("tei/letters/first.xml", "tei/second.xml")
    paths = ["tei/letters/frist.xml", "tie/second.xml", "tei/second", "tei/letters/qqq.xml", "tei/second.xml"]
    discovery = discover([Path(path) for path in paths], settings)
    assert found(discovery) == {"tei/second.xml": "second"}
    spelling = "Check the spelling of the path."
    assert told(discovery) == [
        (
            "BLD-001",
            "There is no file or folder tei/letters/frist.xml.",
            f"{spelling} Did you mean tei/letters/first.xml?",
        ),
        ("BLD-001", "There is no file or folder tei/letters/qqq.xml.", spelling),
        ("BLD-001", "There is no file or folder tei/second.", f"{spelling} Did you mean tei/second.xml?"),
        ("BLD-001", "There is no file or folder tie/second.xml.", f"{spelling} Did you mean tei/second.xml?"),
    ]


def test_the_folder_of_the_texts_is_missing(edition: Maker) -> None:
    settings = edition("TEI-files/a.xml", folder="tei-file")
    problem = only(discover([], settings))
    assert problem.message == "The folder tei-file, where the texts should be, does not exist."
    assert problem.hint == (
        "Make the folder and put the TEI files into it, or name another one in edition.toml: "
        "[sources] folder. Did you mean TEI-files?"
    )


def test_empty_folders(edition: Maker) -> None:
    settings = edition("tei/notes.txt", "tei/old/a.xml", "tei/old/b.xml", exclude=("old/**",))
    problem = only(discover([], settings))
    assert (problem.code, problem.severity) == ("BLD-003", Severity.ERROR)
    assert problem.message == "The folder tei holds no TEI file."
    assert problem.hint == "Put files there whose names end in .xml or .tei. edition.toml excludes 2 there."
    edition("empty/notes.txt")
    assert only(discover([Path("empty")], settings)).hint == "Put files there whose names end in .xml or .tei."


def test_files_that_are_no_xml(edition: Maker) -> None:
    settings = edition("tei/a.xml", "tei/letter.docx")
    discovery = discover([Path("tei/a.xml"), Path("tei/letter.docx")], settings)
    assert found(discovery) == {"tei/a.xml": "a"}
    problem = only(discovery)
    assert (problem.code, problem.file) == ("BLD-004", "tei/letter.docx")
    assert problem.message == "tei/letter.docx is not an XML file, going by its name."
    assert problem.hint == (
        "If it is TEI, let its name end in .xml; if not, make TEI of it with: python build.py import tei/letter.docx"
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_not_waited_for(edition: Maker, tmp_path: Path) -> None:
    settings = edition("tei/a.xml")
    os.mkfifo(tmp_path / "edition" / "tei" / "pipe.xml")
    assert found(discover([], settings)) == {"tei/a.xml": "a"}
    problem = only(discover([Path("tei/pipe.xml")], settings))
    assert problem.message == "tei/pipe.xml cannot be read: it is no ordinary file."


def test_a_folder_that_may_not_be_read(edition: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = edition("tei/a.xml", "tei/closed/b.xml")
    scan = os.scandir

    def guarded(folder: Path) -> object:
        if Path(folder).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scan(folder)

    monkeypatch.setattr("recensio.discover.os.scandir", guarded)
    discovery = discover([], settings)
    assert found(discovery) == {"tei/a.xml": "a"}
    assert only(discovery).message == "tei/closed cannot be read: Permission denied."


def test_a_path_through_a_file_or_of_absurd_length(edition: Maker) -> None:
    settings = edition("tei/a.xml")
    discovery = discover([Path("tei/a.xml/b"), Path("x" * 5000)], settings)
    assert [problem.code for problem in discovery.problems] == ["BLD-001", "BLD-001"]
    assert max(len(problem.message) for problem in discovery.problems) < 250
    assert discovery.problems[1].message == f"There is no file or folder {'x' * 60}…{'x' * 70}."


# --- names


def test_files_outside_are_named_from_the_current_folder(edition: Maker, tmp_path: Path) -> None:
    settings = edition("tei/a.xml")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "b.xml").touch()
    assert set(found(discover([Path("../other")], settings))) == {"../other/b.xml"}
    work = Config(root=tmp_path / "other")
    assert set(found(discover([Path("tei")], work))) == {"tei/a.xml"}


def test_a_name_that_is_not_unicode_can_still_be_written(edition: Maker, tmp_path: Path) -> None:
    settings = edition("tei/a.xml")
    try:
        Path(os.fsdecode(os.fsencode(tmp_path / "edition" / "tei") + b"/b\xff.xml")).touch()
    except OSError:
        pytest.skip("the file system takes Unicode names only")
    source = discover([], settings).sources[1]
    assert (source.name, source.id) == ("tei/b\ufffd.xml", "b")
    assert source.path.exists()


# --- ids


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("brief-1", "brief-1"),
        ("pta0040.pta001.pta-grc1", "pta0040.pta001.pta-grc1"),
        ("ms28__Fol_1v-6r", "ms28__Fol_1v-6r"),
        ("a--b", "a--b"),
        ("Über Größe", "Über-Größe"),
        ("U\u0308ber", "Über"),
        ("Ἀθήνα", "Ἀθήνα"),
        ("पाणिनि", "पाणिनि"),
        ("漢字 (1)", "漢字-1"),
        ("a/b\\c:d*e?f", "a-b-c-d-e-f"),
        ("a\u200bb\u202ec", "abc"),
        ("A\u200b\u0301", "Á"),
        ("..", "text"),
        ("...a.", "a"),
        ("-rf", "rf"),
        ("  ", "text"),
        ("<script>", "script"),
        ("index", "index-text"),
        ("Persons", "Persons-text"),
        ("CON", "CON-text"),
        ("nul.tei", "nul.tei-text"),
        ("com1", "com1-text"),
        ("common", "common"),
    ],
)
def test_clean_ids(stem: str, expected: str) -> None:
    assert clean_id(stem) == expected


def test_files_of_one_stem_take_the_names_of_their_folders(edition: Maker) -> None:
    settings = edition("tei/a/1.xml", "tei/b/1.xml", "tei/b/2.xml", "tei/1.xml", "tei/a/x/3.xml", "tei/b/x/3.xml")
    assert found(discover([], settings)) == {
        "tei/1.xml": "tei-1",
        "tei/a/1.xml": "a-1",
        "tei/a/x/3.xml": "a-x-3",
        "tei/b/1.xml": "b-1",
        "tei/b/2.xml": "2",
        "tei/b/x/3.xml": "b-x-3",
    }


def test_ids_differ_also_where_case_and_form_do_not_count(edition: Maker) -> None:
    settings = edition("tei/A.xml", "tei/a.xml", "tei/a.tei", "tei/Straße.xml", "tei/STRASSE.xml")
    ids = found(discover([], settings))
    assert ids == {
        "tei/a.tei": "tei-a",
        "tei/A.xml": "tei-A-2",
        "tei/a.xml": "tei-a-3",
        "tei/STRASSE.xml": "tei-STRASSE",
        "tei/Straße.xml": "tei-Straße-2",
    }


def test_a_text_never_takes_the_file_of_another_texts_witness(edition: Maker) -> None:
    settings = edition("tei/homer.xml", "tei/homer.A.xml", "tei/vergil.A.xml")
    assert found(discover([], settings)) == {
        "tei/homer.xml": "homer",
        "tei/homer.A.xml": "homer-A",
        "tei/vergil.A.xml": "vergil.A",
    }


def test_a_file_has_the_same_id_alone_as_with_the_whole_edition(edition: Maker) -> None:
    settings = edition("tei/a/1.xml", "tei/b/1.xml", "tei/2.xml", "tei/A.xml", "tei/a.xml")
    whole = found(discover([], settings))
    for name, expected in whole.items():
        assert found(discover([Path(name)], settings)) == {name: expected}
    assert found(discover([Path("tei/a")], settings)) == {"tei/a/1.xml": "a-1"}


def test_problems_of_neighbours_are_not_told(edition: Maker, tmp_path: Path) -> None:
    settings = edition("tei/a.xml")
    (tmp_path / "edition" / "tei" / "gone.xml").symlink_to("nothing.xml")
    assert discover([Path("tei/a.xml")], settings).problems == ()


_PARTS = st.text(st.sampled_from("aAäßſ.-_ 12é\u0301अ\u200b:"), min_size=1, max_size=4)
_NAMES = st.lists(_PARTS, min_size=1, max_size=3).map(lambda parts: "/".join(parts) + ".xml")


@given(st.sets(_NAMES | st.sampled_from(["index.xml", "a/index.xml", "con.xml", "Index.tei"]), max_size=8))
def test_ids_are_distinct_safe_and_always_the_same(names: set[str]) -> None:
    files = {Path("/") / name: name for name in sorted(names)}
    ids = source_ids(files)
    assert ids == source_ids(dict(reversed(files.items())))
    assert len({unicodedata.normalize("NFC", name.casefold()) for name in ids.values()}) == len(files)
    for name in ids.values():
        assert name == unicodedata.normalize("NFC", name)
        assert name.casefold() not in RESERVED
        assert name[0] not in ".-"
        assert name[-1] not in ".-"
        assert all(char in "._-" or unicodedata.category(char)[0] in "LMN" for char in name)


@given(st.text(max_size=300))
def test_any_stem_gives_an_id_that_can_be_written(stem: str) -> None:
    name = clean_id(stem)
    assert 0 < len(name.encode()) <= 130
    assert clean_id(name) == name


def test_long_stems_stay_apart() -> None:
    assert clean_id("ä" * 200 + "1") != clean_id("ä" * 200 + "2")


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        (["10", "9", "1"], ["1", "9", "10"]),
        (["b", "A", "a", "B"], ["A", "a", "B", "b"]),
        (["a-1/x", "a/y", "a/10", "a/9"], ["a/9", "a/10", "a/y", "a-1/x"]),
        (["f2v", "f10r", "f2r"], ["f2r", "f2v", "f10r"]),
    ],
)
def test_natural_order(names: list[str], ordered: list[str]) -> None:
    assert sorted(names, key=natural_key) == ordered


def test_the_real_files_are_all_found_under_their_stems() -> None:
    if not CORPORA.is_dir():
        pytest.skip("the real files are not beside the checkout")
    discovery = discover([CORPORA], Config(root=Path(__file__).parent.parent))
    assert discovery.problems == ()
    assert [source.id for source in discovery.sources] == sorted(
        (file.stem for file in CORPORA.glob("*.xml")), key=natural_key
    )
