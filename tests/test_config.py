"""edition.toml: what is accepted, what is refused and in which words, and where the mistake is."""

from __future__ import annotations

import pickle
import string
import tomllib
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recensio.config import (
    TABLES,
    Config,
    exceptions,
    find_config,
    load,
    nearest,
    options,
    paper_in_mm,
    reader,
    stays_inside,
)
from recensio.manual import configuration_page
from recensio.problems import CodeEntry, Problem, Severity, catalogue
from recensio.toml_places import key_places

Reader = Callable[[str | bytes], tuple[Config, tuple[Problem, ...]]]

ALL_OF_IT = configuration_page().split("```toml\n")[-1].removesuffix("```\n")


@pytest.fixture
def settings(tmp_path: Path) -> Reader:
    def read(text: str | bytes) -> tuple[Config, tuple[Problem, ...]]:
        file = tmp_path / "edition.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load(file)

    return read


def only(problems: tuple[Problem, ...]) -> Problem:
    assert len(problems) == 1, problems
    return problems[0]


# --- what is accepted


def test_without_a_file_everything_has_its_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings, problems = load(None)
    assert problems == ()
    assert settings == Config(root=tmp_path)
    assert (settings.build.to, settings.build.max_file_mb) == (("html", "pdf", "txt"), 200)
    assert settings.sources.registers == ("registers/**",)
    assert (settings.print.paper, settings.print.size) == ("155x235mm", "10.5pt")


def test_an_empty_file_is_the_defaults(settings: Reader, tmp_path: Path) -> None:
    assert settings("") == (Config(root=tmp_path), ())


def test_the_example_of_the_documentation_is_read_whole(settings: Reader) -> None:
    read, problems = settings(ALL_OF_IT)
    assert problems == ()
    given = tomllib.loads(ALL_OF_IT)
    for table in TABLES:
        assert list(given[table]) == list(options(table))
        for key, value in given[table].items():
            kept = getattr(getattr(read, table), key)
            frozen = tuple(value.items()) if isinstance(value, dict) else value
            assert kept == (tuple(frozen) if isinstance(frozen, list) else frozen)


def test_repeated_values_count_once(settings: Reader) -> None:
    read, problems = settings('[build]\nto = ["txt", "html", "txt"]')
    assert (read.build.to, problems) == (("txt", "html"), ())


@pytest.mark.parametrize(
    ("written", "size"),
    [
        ("a4", (210, 297)),
        ("a5", (148, 210)),
        ("155x235mm", (155, 235)),
        ("15.5x23.5cm", (155, 235)),
        ("6x9in", (152.4, 228.6)),
        ("155x235", None),
        ("155 x 235mm", None),
        ("A4", None),
        ("-1x2mm", None),
        ("१५५x२३५mm", None),
    ],
)
def test_paper(written: str, size: tuple[float, float] | None) -> None:
    assert paper_in_mm(written) == size


def test_settings_can_be_sent_to_a_worker(settings: Reader) -> None:
    read, _ = settings(ALL_OF_IT + '[severity]\nCFG-005 = "off"\n')
    assert pickle.loads(pickle.dumps(read)) == read
    assert read.severity == (("CFG-005", "off"),)
    assert hash(read) == hash(pickle.loads(pickle.dumps(read)))


# --- what is refused, and in which words

MISTAKES = """\
title = "Poems"
prnt = 3
[edition]
titel = "Poems"
language = "deutsch"
editors = "A. Byron"
url = "javascript:alert(1)"
jobs = 3
subtitle = 1918
publisher = "Two\\nlines"
licence = "CC BY 4.0"
[apparat]
om = "om."
[build]
jobs = "4"
to = ["html", "pfd"]
strict = "yes"
max_file_mb = 0
[sources]
folder = "../x"
exclude = ["a", 3]
[print]
paper = "10"
size = 10.5
line_numbers = true
[severity]
CFG-O05 = "off"
CFG-005 = "warn"
CFG-006 = "info"
"""
THE_TABLES = "[edition], [sources], [build], [text], [apparatus], [rights], [print], [web], [validate], [contents], [parallel], [severity] and [suppress]."
EDITION_TAKES = "[edition] takes title, subtitle, language, licence, publisher, editors and url."
TOLD = [
    (
        (1, 1, "CFG-006"),
        "The option title stands in no table.",
        f"It seems to belong to [edition]. Put it below the heading of its table; the tables are {THE_TABLES}",
    ),
    (
        (2, 1, "CFG-006"),
        "The option prnt stands in no table.",
        f"Put it below the heading of its table; the tables are {THE_TABLES}",
    ),
    ((4, 1, "CFG-005"), "The table [edition] has no option titel.", f"Did you mean title? {EDITION_TAKES}"),
    (
        (5, 1, "CFG-008"),
        'The option language of [edition] cannot be "deutsch".',
        'It takes "en", "de", "fr", "it", "es", "ru" or "la".',
    ),
    (
        (6, 1, "CFG-007"),
        'The option editors of [edition] must be a list of texts, but "A. Byron" is a text.',
        'Write it like this: editors = ["A. Byron"]',
    ),
    (
        (7, 1, "CFG-009"),
        'The option url of [edition] cannot be "javascript:alert(1)": '
        "it must be an address that begins with https:// or http://.",
        'Write it like this: url = "https://example.org/edition/"',
    ),
    ((8, 1, "CFG-005"), "The table [edition] has no option jobs.", f"jobs belongs to [build]. {EDITION_TAKES}"),
    (
        (9, 1, "CFG-007"),
        "The option subtitle of [edition] must be a text in double quotes, but 1918 is a whole number.",
        'Write it like this: subtitle = "1918"',
    ),
    (
        (10, 1, "CFG-009"),
        'The option publisher of [edition] cannot be "Two\\nlines": it must be one line without control characters.',
        'Write it like this: publisher = "University Press"',
    ),
    (
        (12, 2, "CFG-004"),
        "The settings have no table [apparat].",
        f"Did you mean [apparatus]? The tables are {THE_TABLES}",
    ),
    (
        (15, 1, "CFG-007"),
        'The option jobs of [build] must be a whole number, but "4" is a text.',
        "Write it like this: jobs = 4",
    ),
    (
        (16, 1, "CFG-008"),
        'The option to of [build] cannot be "pfd".',
        'Did you mean "pdf"? It takes "html", "pdf", "txt" or "tex".',
    ),
    (
        (17, 1, "CFG-007"),
        'The option strict of [build] must be true or false, but "yes" is a text.',
        "Write it like this: strict = true",
    ),
    (
        (18, 1, "CFG-009"),
        "The option max_file_mb of [build] cannot be 0: it must be a whole number from 1 to 1000000.",
        "Write it like this: max_file_mb = 200",
    ),
    (
        (20, 1, "CFG-010"),
        'The option folder of [sources] cannot be "../x": it must name a place inside the edition\'s own folder.',
        "Give a path from the folder of edition.toml on, without .. and with / between folders.",
    ),
    (
        (21, 1, "CFG-007"),
        'The option exclude of [sources] must be a list of texts, but ["a", 3] is a list that holds more than texts.',
        'Write it like this: exclude = ["a", "3"]',
    ),
    (
        (23, 1, "CFG-009"),
        'The option paper of [print] cannot be "10": '
        "it must be a size from 70 to 1200 mm a side, or one of a4, a5, a6, b5, letter.",
        'Write it like this: paper = "155x235mm"',
    ),
    (
        (24, 1, "CFG-007"),
        "The option size of [print] must be a text in double quotes, but 10.5 is a decimal number.",
        'Write it like this: size = "10.5pt"',
    ),
    (
        (25, 1, "CFG-007"),
        "The option line_numbers of [print] must be a whole number, but true is a truth value.",
        "Write it like this: line_numbers = 5",
    ),
    (
        (27, 1, "CFG-012"),
        "There is no problem with the code CFG-O05, so its severity cannot be set.",
        "Did you mean CFG-005? All codes are listed in docs/editors/messages.md.",
    ),
    (
        (28, 1, "CFG-008"),
        'The option CFG-005 of [severity] cannot be "warn".',
        'Did you mean "warning"? It takes "error", "warning", "info" or "off".',
    ),
]


def test_all_mistakes_are_told_at_once(settings: Reader) -> None:
    _, problems = settings(MISTAKES)
    assert [((p.line, p.column, p.code), p.message, p.hint) for p in problems] == TOLD
    assert {(p.file, p.severity) for p in problems} == {("edition.toml", Severity.ERROR)}


def test_a_mistake_costs_only_its_own_option(settings: Reader, tmp_path: Path) -> None:
    read, _ = settings(MISTAKES)
    edition = replace(Config().edition, licence="CC BY 4.0")
    assert read == Config(edition=edition, severity=(("CFG-006", "info"),), root=tmp_path)


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("[edition]\ntitle = Poems", (2, 9), "this is no value that TOML knows"),
        ("[edition]\ntitle", (2, 6), "an = is missing after the name of an option"),
        ('title = "Poems\nurl = ""', (1, 15), "a text is not closed on its line"),
        ("[edition]\n[edition]", (2, 9), "the same table begins twice"),
        ("[build]\njobs = 1\njobs = 2", (3, 9), "the same option is set twice"),
        ("[build]\nto = ['html'", (2, 13), "a list is not closed"),
        ('[build]\noutput = "a\\q"', (2, 14), "a backslash in a text"),
        ("[build\njobs = 1", (1, 7), "the heading of a table is not closed"),
        ("a = " + "[" * 5000, (None, None), "lists stand within lists without end"),
        ("a = " + "9" * 5000, (None, None), "a number is too long"),
    ],
)
def test_broken_toml(settings: Reader, text: str, place: tuple[int | None, int | None], reason: str) -> None:
    read, problems = settings(text)
    found = only(problems)
    assert (found.code, found.message) == ("CFG-003", f"The settings are not well-formed TOML: {reason}.")
    assert (found.line, found.column) == place
    assert found.hint.endswith(".")
    assert replace(read, root=Path()) == Config()


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("build = 3", (1, 1), "a whole number"),
        ("# twice\n[[build]]\njobs = 3", (2, 3), "a list that holds more than texts"),
    ],
)
def test_a_table_that_is_none(settings: Reader, text: str, place: tuple[int, int], said: str) -> None:
    problem = only(settings(text)[1])
    assert (problem.code, problem.line, problem.column) == ("CFG-014", *place)
    assert problem.message == f"build must be a table with options of its own, but here it is {said}."
    assert problem.hint == "Write [build] alone on a line, in single brackets, and its options below it."


def test_another_encoding(settings: Reader) -> None:
    found = only(settings('\ufeff[edition]\ntitle = "'.encode() + b'B\xfccher"')[1])
    assert (found.code, found.line, found.column) == ("CFG-002", 2, 11)
    assert found.message == "The settings are not in UTF-8: the byte 0xFC here belongs to another encoding."


def test_byte_order_mark_and_windows_line_ends(settings: Reader) -> None:
    read, problems = settings("\ufeff[edition]\r\ntitle = 'Öde'\r\ntitel = ''\r\n".encode())
    found = only(problems)
    assert read.edition.title == "Öde"
    assert (found.code, found.line, found.column) == ("CFG-005", 3, 1)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    found = only(load(tmp_path / "edition.toml")[1])
    assert (found.code, found.message) == ("CFG-001", "The settings cannot be read: No such file or directory.")
    assert only(load(tmp_path)[1]).message == "The settings cannot be read: Is a directory."


@pytest.mark.parametrize("value", ["/etc", "..", "a/../..", "C:/x", "\\\\host\\x", "a\\..\\b", "~/x", ""])
def test_no_option_leads_out_of_the_edition(settings: Reader, value: str) -> None:
    assert not stays_inside(value)
    read, problems = settings(f"[build]\noutput = '{value}'")
    assert (only(problems).code, read.build.output) == ("CFG-010", "output")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("[build]\noutput = 'tei'", "tei"),
        ("[build]\noutput = 'TEI/'", "tei"),
        ("[build]\noutput = '.'", "tei"),
        ("[build]\noutput = 'data'\n[sources]\nfolder = 'data/tei'", "data/tei"),
        ("[build]\noutput = 'xslt'", "xslt"),
        ("[build]\noutput = '.git/hooks'", ".git"),
        ("[build]\noutput = 'site'\n[web]\ncss = 'site/own.css'", "site/own.css"),
        ("[sources]\nfolder = 'output'", "output"),
    ],
)
def test_the_output_never_replaces_the_edition(settings: Reader, text: str, kept: str) -> None:
    read, problems = settings(text)
    found = only(problems)
    assert found.code == "CFG-011"
    assert found.message.endswith(f"the build replaces that folder as a whole, and {kept} is kept there.")
    sources = PurePosixPath(read.sources.folder)
    assert (read.build.output, sources.is_relative_to("output")) == ("output", False)


def test_errors_of_the_text_law_stay_errors(settings: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = dict(catalogue()) | {
        "TXT-901": CodeEntry("TXT-901", Severity.ERROR, "", "", "", "", ""),
        "TXT-902": CodeEntry("TXT-902", Severity.WARNING, "", "", "", "", ""),
    }
    for module in (exceptions, reader):
        monkeypatch.setattr(module, "catalogue", lambda: codes)
    read, problems = settings('[severity]\nTXT-901 = "off"\nTXT-902 = "off"\n')
    assert read.severity == (("TXT-902", "off"),)
    found = only(problems)
    assert (found.code, found.line) == ("CFG-013", 2)
    assert found.message == 'TXT-901 always is an error and cannot be set to "off".'
    assert settings('[severity]\nTXT-901 = "error"')[1] == ()


def test_messages_stay_short_whatever_is_written(settings: Reader) -> None:
    long = "x" * 5000
    text = f"""{long} = 1
        [{long}1]
        [edition]
        {long} = 1
        language = "{long}"
        editors = ["{long}", 3]
        url = "{long}"
        [print]
        paper = "{long}"
        [sources]
        folder = "../{long}"
        [severity]
        {long} = "off"
        CFG-001 = ["{long}"]
    """
    _, problems = settings(text)
    assert len(problems) == 10
    assert max(len(p.message) for p in problems) < 250


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
@example(b"[severity]\n\xef\xbb\xbf")
@example(b"severity = 1")
@example(b"[[edition]]\ntitle = 1")
@example(b"[edition.title]\nx = nan")
@example(b"[build]\njobs = 1979-05-27")
def test_nothing_in_the_file_makes_it_fail(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(content)
    _, problems = load(file)
    assert all(p.file == "any.toml" and p.message and p.hint for p in problems)


# --- places

AWKWARD = """\
# [comment] a = 1
title = '''
[not.a.table]
a = 1''' # ''' b = 2
"quoted key" . 'x=y' = { inner = [ { deep = 1 }, { deep = 2 } ], "n\\"=" = '[' }

  [ edition . "sub=]" ]
  list = [
     "]", 1,   # ] comment
     [2],
  ]
\tafter = \"\"\"\"quoted\"\"\"\"
date = 1979-05-27 07:32:00
[[many]]
a.b = 1
[[many]]
a.b = 2
c = 3.5"""


def test_places_in_an_awkward_document() -> None:
    tomllib.loads(AWKWARD)
    assert key_places(AWKWARD) == {
        ("title",): (2, 1),
        ("quoted key",): (5, 1),
        ("quoted key", "x=y"): (5, 16),
        ("quoted key", "x=y", "inner"): (5, 26),
        ("quoted key", "x=y", "inner", "deep"): (5, 38),
        ("quoted key", "x=y", 'n"='): (5, 66),
        ("edition",): (7, 5),
        ("edition", "sub=]"): (7, 15),
        ("edition", "sub=]", "list"): (8, 3),
        ("edition", "sub=]", "after"): (12, 2),
        ("edition", "sub=]", "date"): (13, 1),
        ("many",): (14, 3),
        ("many", "a"): (15, 1),
        ("many", "a", "b"): (15, 3),
        ("many", "c"): (18, 1),
    }


_BARE = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=6)
_QUOTED = st.text(" =[]{}#.,'ä\U0001f600", min_size=1, max_size=6).map('"{}"'.format)
_STRINGS = st.text("ab =[]{}#.,\n", max_size=12)
_SCALARS = st.one_of(
    st.integers(0, 99).map(str),
    st.sampled_from(["true", "1.5", "-inf", "1979-05-27 07:32:00"]),
    _STRINGS.map(lambda text: f'"""{text}"""'),
    _STRINGS.map(lambda text: f"'''{text}'''"),
    _STRINGS.map(lambda text: '"' + text.replace("\n", "") + '\\\\\\""'),
)
_LISTS = st.lists(_SCALARS, max_size=3).map(lambda values: "[ # ]\n" + ",\n".join(values) + "]")
_PAIRS = st.dictionaries(_BARE | _QUOTED, _SCALARS | _LISTS, max_size=3)


@given(st.dictionaries(_BARE | _QUOTED, _PAIRS, max_size=4))
def test_every_key_is_found_where_it_stands(tables: dict[str, dict[str, str]]) -> None:
    text, written = "", {}
    for table, pairs in tables.items():
        written[table,] = (text.count("\n") + 1, 2)
        text += f"[{table}] # = ]\n"
        for key, value in pairs.items():
            written[table, key] = (text.count("\n") + 1, 3)
            text += f"  {key}\t= {value} # '''\n"
    expected = {tuple(name.strip('"') if name[0] == '"' else name for name in path): at for path, at in written.items()}
    if len(expected) == len(written):  # a and "a" are the same key
        tomllib.loads(text)
        assert key_places(text) == expected


# --- finding the file, and the key for caches


def test_the_nearest_settings_above(tmp_path: Path) -> None:
    inner = tmp_path / "outer" / "inner" / "tei"
    inner.mkdir(parents=True)
    for folder in (tmp_path / "outer", tmp_path / "outer" / "inner"):
        (folder / "edition.toml").touch()
    (tmp_path / "outer" / "tei").mkdir()
    assert find_config(inner / "a.xml") == tmp_path / "outer" / "inner" / "edition.toml"
    assert find_config(inner) == tmp_path / "outer" / "inner" / "edition.toml"
    assert find_config(tmp_path / "outer" / "tei") == tmp_path / "outer" / "edition.toml"
    assert find_config(tmp_path / "outer" / "inner" / ".." / "tei") == tmp_path / "outer" / "edition.toml"


def test_no_settings_above(tmp_path: Path) -> None:
    if any((folder / "edition.toml").exists() for folder in tmp_path.parents):
        pytest.skip("an edition.toml stands above the folder of the tests")
    (tmp_path / "edition.toml").mkdir()
    assert find_config(tmp_path) is None


@pytest.mark.parametrize("table", TABLES)
def test_the_digest_changes_with_what_shapes_a_page(table: str) -> None:
    plain = Config()
    for name, row in options(table).items():
        other = {str: "x", int: 3, bool: not row.default, tuple: ("x",)}[type(row.default)]
        changed = replace(plain, **{table: replace(getattr(plain, table), **{name: other})})
        shapes = name not in {"output", "to", "jobs", "strict", "imported"} and table != "validate"
        assert (changed.digest() != plain.digest()) is shapes, name
        assert (changed.digest(table) != plain.digest(table)) is shapes, name
        assert changed.digest(*(set(TABLES) - {table})) == plain.digest(*(set(TABLES) - {table}))


def test_the_digest_does_not_depend_on_where_and_how_it_is_built(tmp_path: Path) -> None:
    plain = Config()
    assert replace(plain, root=tmp_path, severity=(("CFG-001", "off"),)).digest() == plain.digest()
    assert plain.digest("text") == sha256(b'{"text": {"base": "reading"}}').hexdigest()


def test_nearest() -> None:
    assert nearest("TITEL", ("title", "subtitle")) == "title"
    assert nearest("zzz", ("title",)) is None
    assert nearest("", ()) is None


def test_the_edition_of_the_repository_has_no_mistake() -> None:
    read, problems = load(Path(__file__).parent.parent / "edition.toml")
    assert problems == ()
    assert read.edition.title
