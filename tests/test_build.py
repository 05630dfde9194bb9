"""The build as a whole: what it writes, what it survives, what it builds again."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from helpers import CORPORA, ROOT, SPECIMENS, build_in, files_of, tei

from recensio import package
from recensio.workers import Died, Workers

BUILD = [sys.executable, str(ROOT / "build.py")]


def make(folder: Path, **texts: str) -> Path:
    """An edition with these texts under tei/."""
    (folder / "tei").mkdir(parents=True, exist_ok=True)
    (folder / "edition.toml").touch()
    for name, body in texts.items():
        (folder / "tei" / f"{name}.xml").write_text(body if body.startswith("<") and "TEI" in body else tei(body))
    return folder


def report_of(folder: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads((folder / "output" / "report.json").read_text())
    return report


def codes(report: dict[str, Any]) -> list[str]:
    return [p["code"] for p in report["problems"]]


# --- what is written ----------------------------------------------------------------------------------------


def test_output_and_report_are_as_the_contract_says(tmp_path: Path) -> None:
    make(tmp_path)
    witnesses = '<listWit><witness xml:id="A">a</witness><witness xml:id="B">b</witness></listWit>'
    body = "<p>in <app><lem wit='#A'>mari</lem><rdg wit='#B'>mare</rdg></app> magno</p>"
    (tmp_path / "tei" / "one.xml").write_text(tei(body, witnesses=witnesses))
    build_in(tmp_path)
    (text,) = report_of(tmp_path)["texts"]
    assert text == {
        "id": "one", "source": "tei/one.xml", "html": ["html/one.html"], "pdf": None, "txt": "txt/one.txt",
        "witnesses": {"A": "txt/one.A.txt", "B": "txt/one.B.txt"}, "words": 3, "apparatus": 1,
        "kept": {"html": 1.0, "txt": 1.0}, "apparatus_txt": "txt/one.apparatus.txt", "states": {},
        "kind": "text", "published": "full", "withheld": 0,
        "cite": {"bib": "data/one.bib", "csl": "data/one.csl.json"}, "tex": None,
        "data": {"csv": "data/one.apparatus.csv", "json": "data/one.apparatus.json"},
    }  # fmt: skip
    output = tmp_path / "output"
    assert (output / "txt/one.txt").read_text() == "in mari magno\n"
    assert (output / "txt/one.B.txt").read_text() == "in mare magno\n"
    for name in ("html/index.html", "html/one.html", "report.html", "html/assets/recensio.css"):
        assert (output / name).is_file()


def test_only_what_is_asked_for_is_made(tmp_path: Path) -> None:
    build_in(make(tmp_path, one="<p>a</p>"), to=("txt",))
    assert sorted(files_of(tmp_path / "output")) == ["report.html", "report.json", "txt/one.txt"]


def test_registers_become_pages_and_names_lead_to_them(tmp_path: Path) -> None:
    make(
        tmp_path,
        one='<p><persName ref="#cic">Tullius</persName> et <persName ref="people.xml#cic">Cicero</persName></p>',
    )
    people = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson><person xml:id="cic"><persName>Cicero</persName>'
    people += "<note>Orator.</note></person></listPerson></standOff></TEI>"
    (tmp_path / "tei" / "people.xml").write_text(people)
    build_in(tmp_path)
    text = (tmp_path / "output/html/one.html").read_text()
    register = (tmp_path / "output/html/persons.html").read_text()
    assert text.count('href="persons.html#cic"') == 2
    assert '<article class="card" id="cic"><h3><bdi>Cicero</bdi></h3>' in register
    assert '<a href="one.html"><bdi>Specimen</bdi></a> <span class="count">×2</span>' in register
    assert "Orator." in register


def test_a_file_with_only_a_register_has_a_page_and_no_text(tmp_path: Path) -> None:
    make(tmp_path, people='<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson><person xml:id="x">'
         "<persName>Xanthippe</persName></person></listPerson></standOff></TEI>")  # fmt: skip
    build_in(tmp_path)
    (text,) = report_of(tmp_path)["texts"]
    assert (text["words"], text["txt"], text["pdf"], text["html"]) == (0, None, None, ["html/people.html"])
    assert "Xanthippe" in (tmp_path / "output/html/people.html").read_text()


@pytest.mark.parametrize("folder", [SPECIMENS, CORPORA], ids=["specimens", "corpora"])
def test_real_files_keep_every_word(folder: Path, tmp_path: Path) -> None:
    if not folder.is_dir():
        pytest.skip("the corpora of other projects are not beside this checkout")
    build_in(tmp_path, folder, jobs=2)
    report = report_of(tmp_path)
    assert len(report["texts"]) >= 13
    assert [t["id"] for t in report["texts"] if set(t["kept"].values()) - {1.0}] == []
    assert [p for p in report["problems"] if p["severity"] == "error"] == []


# --- what it survives ---------------------------------------------------------------------------------------


def test_one_broken_file_does_not_stop_the_others(tmp_path: Path) -> None:
    build_in(make(tmp_path, good="<p>a</p>", bad="<TEI><p></TEI>"))
    report = report_of(tmp_path)
    assert [t["id"] for t in report["texts"]] == ["good"]
    (problem,) = report["problems"]
    assert (problem["severity"], problem["file"], problem["line"]) == ("error", "tei/bad.xml", 1)


def test_a_broken_stylesheet_fails_only_its_output(tmp_path: Path) -> None:
    make(tmp_path, one="<p>a</p>")
    shutil.copytree(ROOT / "xslt", tmp_path / "xslt")
    (tmp_path / "xslt/html/verse.xsl").write_text("<nonsense/>")
    build_in(tmp_path)
    report = report_of(tmp_path)
    assert "XSL-002" in codes(report)
    assert (tmp_path / "output/txt/one.txt").read_text() == "a\n"


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    make(tmp_path, one="<p>a</p>")
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "thesis.doc").write_text("five years of work")
    assert [p.code for p in build_in(tmp_path).problems] == ["OUT-001"]
    assert (tmp_path / "output" / "thesis.doc").read_text() == "five years of work"


def test_a_full_disk_leaves_the_old_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_in(make(tmp_path, one="<p>a</p>"))
    before = files_of(tmp_path / "output")
    (tmp_path / "tei/one.xml").write_text(tei("<p>b</p>"))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(package.shutil, "copyfile", full)
    (problem,) = build_in(tmp_path).problems
    assert problem.code == "OUT-002"
    assert "No space left on device" in problem.message
    assert files_of(tmp_path / "output") == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".output")] == []


@pytest.mark.skipif(os.name != "posix", reason="limits on files are a POSIX matter")
def test_a_disk_that_fills_up_while_texts_are_made(tmp_path: Path) -> None:
    make(tmp_path, one="<p>a</p>")
    build_in(tmp_path)
    before = files_of(tmp_path / "output")
    (tmp_path / "tei/one.xml").write_text(tei("<p>" + "word " * 4000 + "</p>"))
    limited = "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)); "
    limited += f"sys.argv = ['build.py', 'build', '--to', 'html']; runpy.run_path({str(ROOT / 'build.py')!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", limited], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert "OUT-002" in done.stdout
    assert files_of(tmp_path / "output") == before


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a POSIX matter")
@pytest.mark.parametrize("after", [0.3, 0.8, 1.4])
def test_a_kill_leaves_the_old_output(tmp_path: Path, after: float) -> None:
    make(tmp_path, **{f"t{i}": "<p>" + f"word{i} " * 2000 + "</p>" for i in range(30)})
    build_in(tmp_path, to=("txt",))
    before = files_of(tmp_path / "output")
    for file in (tmp_path / "tei").iterdir():
        file.write_text(file.read_text().replace("word", "vox"))
    process = subprocess.Popen(
        [*BUILD, "build", "--to", "txt"], cwd=tmp_path, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    now = files_of(tmp_path / "output")
    whole = {text.decode().split("0")[0][:3] for name, text in now.items() if name.startswith("txt/")}
    assert now == before or whole == {"vox"}
    build_in(tmp_path, to=("txt",))
    assert all(
        "vox" in text.decode() for name, text in files_of(tmp_path / "output").items() if name.startswith("txt/")
    )


def test_two_builds_at_once(tmp_path: Path) -> None:
    make(tmp_path / "a", **{f"t{i}": f"<p>word {i}</p>" for i in range(8)})
    pair = [subprocess.Popen([*BUILD, "build", "--to", "txt", "-q"], cwd=tmp_path / "a") for _ in range(2)]
    assert [process.wait() for process in pair] == [0, 0]
    make(tmp_path / "b", **{f"t{i}": f"<p>word {i}</p>" for i in range(8)})
    build_in(tmp_path / "b", to=("txt",))
    assert files_of(tmp_path / "a/output") == files_of(tmp_path / "b/output")


def _die(task: int) -> int:
    if task == 3:
        os.kill(os.getpid(), 9)
    return task * 2


def _fail(task: int) -> int:
    return 1 // task


def test_a_worker_that_dies_takes_only_its_task_with_it() -> None:
    with Workers(2) as pool:
        results = dict(pool.map(_die, range(6)))
    assert isinstance(results.pop(3), Died)
    assert results == {0: 0, 1: 2, 2: 4, 4: 8, 5: 10}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_mistake_of_ours_concerns_one_task(jobs: int) -> None:
    with Workers(jobs) as pool:
        results = dict(pool.map(_fail, [0, 1]))
    assert results[1] == 1
    assert isinstance(results[0], Died)
    assert "ZeroDivisionError" in results[0].traceback


# --- what it builds again -----------------------------------------------------------------------------------


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the texts that are really built."""
    seen: list[str] = []
    from recensio import pipeline

    work = pipeline.build_text
    monkeypatch.setattr(pipeline, "build_text", lambda task: seen.append(task.source.id) or work(task))
    return seen


def test_only_what_changed_is_built_again(tmp_path: Path, built: list[str]) -> None:
    make(tmp_path, one="<p>a</p>", two="<p>b</p>")
    build_in(tmp_path)
    build_in(tmp_path)
    assert built == ["one", "two"]
    (tmp_path / "tei/two.xml").write_text(tei("<p>c</p>"))
    build_in(tmp_path)
    assert built == ["one", "two", "two"]
    assert (tmp_path / "output/txt/two.txt").read_text() == "c\n"
    build_in(tmp_path, force=True)
    assert built[3:] == ["one", "two"]


def test_a_register_concerns_only_the_texts_that_name_its_entries(tmp_path: Path, built: list[str]) -> None:
    register = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson>{}</listPerson></standOff></TEI>'
    person = '<person xml:id="{0}"><persName>{0}</persName></person>'
    make(tmp_path, one='<p><persName ref="#x">X</persName></p>', two='<p><persName ref="#y">Y</persName></p>')
    (tmp_path / "tei/r.xml").write_text(register.format(person.format("x")))
    build_in(tmp_path)
    built.clear()
    (tmp_path / "tei/r.xml").write_text(register.format(person.format("x") + person.format("y")))
    build_in(tmp_path)
    assert sorted(built) == ["r", "two"]
    assert 'href="persons.html#y"' in (tmp_path / "output/html/two.html").read_text()


def test_settings_and_stylesheets_count_too(tmp_path: Path, built: list[str]) -> None:
    make(tmp_path, one="<p>a</p>")
    build_in(tmp_path)
    (tmp_path / "edition.toml").write_text('[edition]\nlanguage = "de"\n')
    build_in(tmp_path)
    assert built == ["one", "one"]
    assert 'lang="de"><head>' in (tmp_path / "output/html/one.html").read_text()


def test_a_cached_build_is_the_same_to_the_byte(tmp_path: Path) -> None:
    for name in ("cached", "clean"):
        make(tmp_path / name, one="<p>a</p>", two="<p>b <note>n</note></p>", three="<lg><l>c</l></lg>")
    cached, clean = tmp_path / "cached", tmp_path / "clean"
    build_in(cached)
    for folder in (cached, clean):
        (folder / "tei/two.xml").write_text(tei("<p>new</p>"))
    (cached / "tei/three.xml").touch()
    build_in(cached)
    build_in(clean, jobs=2)
    assert files_of(cached / "output") == files_of(clean / "output")
    build_in(cached, force=True)
    assert files_of(cached / "output") == files_of(clean / "output")


def test_output_that_somebody_touched_is_made_whole_again(tmp_path: Path) -> None:
    build_in(make(tmp_path, one="<p>a</p>", two="<p>b</p>"))
    before = files_of(tmp_path / "output")
    (tmp_path / "output/txt/one.txt").write_text("spoilt")
    (tmp_path / "output/txt/two.txt").unlink()
    (tmp_path / "output/more.txt").write_text("more")
    build_in(tmp_path)
    assert files_of(tmp_path / "output") == before


def test_texts_that_are_gone_leave_the_output(tmp_path: Path) -> None:
    build_in(make(tmp_path, one="<p>a</p>", two="<p>b</p>"))
    (tmp_path / "tei/two.xml").unlink()
    build_in(tmp_path)
    assert not (tmp_path / "output/html/two.html").exists()


def test_what_a_text_includes_counts(tmp_path: Path, built: list[str]) -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="parts/part.xml"/>'
    make(tmp_path, host=include)
    (tmp_path / "edition.toml").write_text('[sources]\nexclude = ["parts/**"]\n')
    (tmp_path / "tei/parts").mkdir()
    part = '<p xmlns="http://www.tei-c.org/ns/1.0">{}</p>'
    for word in ("old", "new"):
        (tmp_path / "tei/parts/part.xml").write_text(part.format(word))
        build_in(tmp_path)
        assert (tmp_path / "output/txt/host.txt").read_text() == f"{word}\n"
    assert built == ["host", "host"]


def test_images_beside_the_text_are_copied_and_others_reported(tmp_path: Path) -> None:
    make(tmp_path, one='<p><figure><graphic url="a.png"/></figure><figure><graphic url="../../etc/passwd"/></figure>'
         '<figure><graphic url="https://example.org/b.png"/></figure></p>')  # fmt: skip
    (tmp_path / "tei/a.png").write_bytes(b"\x89PNG")
    build_in(tmp_path)
    markup = (tmp_path / "output/html/one.html").read_text()
    assert '<img src="assets/images/one/1-a.png"' in markup
    assert (tmp_path / "output/html/assets/images/one/1-a.png").read_bytes() == b"\x89PNG"
    assert codes(report_of(tmp_path)) == ["OUT-003"]
    assert 'src="https' not in markup


def test_an_image_that_is_named_in_two_ways_is_shown_and_copied_once(tmp_path: Path) -> None:
    make(tmp_path, one='<p><figure><graphic url="a.png"/></figure><figure><graphic url="./a.png"/></figure></p>')
    (tmp_path / "tei/a.png").write_bytes(b"\x89PNG")
    build_in(tmp_path)
    assert (tmp_path / "output/html/one.html").read_text().count('<img src="assets/images/one/1-a.png"') == 2
    assert [path.name for path in (tmp_path / "output/html/assets/images/one").iterdir()] == ["1-a.png"]


def test_staging_folders_of_killed_builds_are_cleared_after_a_day(tmp_path: Path) -> None:
    stale = tmp_path / ".output.building-x"
    stale.mkdir()
    long_ago = time.time() - 2 * 86_400
    os.utime(stale, (long_ago, long_ago))
    build_in(make(tmp_path, one="<p>a</p>"))
    assert not stale.exists()


def test_an_output_that_a_killed_build_had_moved_aside_comes_back(tmp_path: Path) -> None:
    """Where folders can't be exchanged in one step, a kill may come between the two."""
    build_in(make(tmp_path, one="<p>a</p>"))
    before = files_of(tmp_path / "output")
    aside = tmp_path / ".output.old-x"
    aside.mkdir()
    (tmp_path / "output").rename(aside / "output")
    (tmp_path / "tei/one.xml").write_text("<broken")
    package._remove_stale(tmp_path / "output")
    assert files_of(tmp_path / "output") == before
    assert not (aside / "output").exists()


def test_folders_change_places_in_two_steps_where_one_is_not_to_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "exchange", lambda *_: False)
    make(tmp_path, one="<p>a</p>")
    build_in(tmp_path)
    (tmp_path / "tei/one.xml").write_text(tei("<p>b</p>"))
    build_in(tmp_path)
    assert (tmp_path / "output/txt/one.txt").read_text() == "b\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == [".recensio", "edition.toml", "output", "tei"]


def test_sigla_that_make_one_file_name_get_two_files(tmp_path: Path) -> None:
    witnesses = '<listWit><witness n="A/1">a</witness><witness n="A:1">b</witness></listWit>'
    body = "<p><app><lem>x</lem><rdg wit='A/1'>one</rdg><rdg wit='A:1'>two</rdg></app></p>"
    make(tmp_path)
    (tmp_path / "tei/one.xml").write_text(tei(body, witnesses=witnesses))
    build_in(tmp_path)
    paths = report_of(tmp_path)["texts"][0]["witnesses"]
    texts = {siglum: (tmp_path / "output" / path).read_text() for siglum, path in paths.items()}
    assert texts == {"A/1": "one\n", "A:1": "two\n"}
    assert report_of(tmp_path)["problems"] == []


def test_what_the_settings_say_of_the_edition_stands_on_its_pages(tmp_path: Path) -> None:
    make(tmp_path, one="<p>a</p>")
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntitle = "Opera"\npublisher = "Prelum"\nlicence = "CC0"\neditors = ["N. N."]\nurl = "https://example.org/ed/"\n'
    )
    build_in(tmp_path)
    front = (tmp_path / "output/html/index.html").read_text()
    text = (tmp_path / "output/html/one.html").read_text()
    assert "Prelum · CC0 · Made with Recensio" in front
    assert "N. N." in front
    assert '<link rel="canonical" href="https://example.org/ed/index.html">' in front
    assert '<link rel="canonical" href="https://example.org/ed/one.html">' in text


def test_a_style_sheet_of_the_edition(tmp_path: Path) -> None:
    make(tmp_path, one="<p>a</p>")
    (tmp_path / "edition.toml").write_text('[web]\ncss = "our.css"\n')
    build_in(tmp_path)
    assert codes(report_of(tmp_path)) == ["OUT-006"]
    (tmp_path / "our.css").write_text("p { color: red }")
    build_in(tmp_path)
    assert codes(report_of(tmp_path)) == []
    assert '<link rel="stylesheet" href="assets/edition.css">' in (tmp_path / "output/html/one.html").read_text()
    assert (tmp_path / "output/html/assets/edition.css").read_text() == "p { color: red }"
