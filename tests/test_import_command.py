"""The command: what it writes, what it prints, and that bad input changes nothing."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from importing import faults
from lxml import etree

from recensio.commands_import import import_
from recensio.imports.decode import decoded
from recensio.imports.model import Refused
from recensio.imports.run import ident_of, schemas
from recensio.imports.sniff import form_of, looks_like

TEXT = "On the Weir\n\n" + "The river went by the mill as it had gone by it in the time of the old keeper, and said nothing. " * 3


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    (tmp_path / "edition.toml").write_text('[edition]\ntitle = "Weirs"\n', encoding="utf-8")
    (tmp_path / "weir.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(import_, list(arguments))


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_file_is_imported_into_the_folder_that_git_ignores(edition: Path) -> None:
    result = run("weir.txt")
    assert result.exit_code == 0, result.output
    root = etree.parse(edition / "tei/imported/weir.xml").getroot()
    assert root.get("{http://www.w3.org/XML/1998/namespace}id") == "weir"
    assert (edition / "tei/imported/.gitignore").read_text() == "*\n"
    assert "words of the source" in result.output and "lost" in result.output


def test_twice_the_same_bytes(edition: Path) -> None:
    assert run("weir.txt", "-o", "one.xml").exit_code == run("weir.txt", "-o", "two.xml").exit_code == 0
    assert (edition / "one.xml").read_bytes() == (edition / "two.xml").read_bytes()


def test_id_and_output(edition: Path) -> None:
    assert run("weir.txt", "--id", "w 1", "-o", "out.xml").exit_code == 0
    assert b'xml:id="w-1"' in (edition / "out.xml").read_bytes()
    (edition / "folder").mkdir()
    assert run("weir.txt", "-o", "folder").exit_code == 0
    assert (edition / "folder/weir.xml").is_file()


def test_the_schema_of_the_edition_is_named_by_its_path(edition: Path) -> None:
    (edition / "schema").mkdir()
    (edition / "schema/recensio.rng").touch()
    assert schemas(edition / "tei/imported/weir.xml", edition) == ("../../schema/recensio.rng",)
    assert schemas(Path("/elsewhere/weir.xml"), edition)[0].startswith("https://")


def test_the_side_file_is_found_by_the_id(edition: Path) -> None:
    (edition / "tei/sources").mkdir(parents=True)
    (edition / "tei/sources/weir.toml").write_text('sha256 = "0"\n[metadata]\ntitle = "Of Weirs"\n', encoding="utf-8")
    result = run("weir.txt")
    assert "IMP-012" in result.output and "weir.toml" in result.output
    assert b"<title type=\"main\">Of Weirs</title>" in (edition / "tei/imported/weir.xml").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "ident"), [((), "weir-text"), (("--id", "weir-text"), "weir-text"), (("--id", "other"), "other")]
)
def test_the_side_file_gives_the_text_its_id(edition: Path, arguments: tuple[str, ...], ident: str) -> None:
    (edition / "tei/sources").mkdir(parents=True)
    (edition / "tei/sources/other-text.toml").write_text('id = "other-one"\n', encoding="utf-8")
    (edition / "tei/sources/weir.toml").write_text('id = "weir-text"\n[metadata]\nstatus = "restricted"\n', encoding="utf-8")
    (edition / "tei/sources/weir.corrections.tsv").write_text("line\tprinted\tcorrect\n3\told keeper\tyoung keeper\n", encoding="utf-8")
    assert run("weir.txt", *arguments).exit_code == 0
    data = (edition / f"tei/imported/{ident}.xml").read_bytes()
    assert f'xml:id="{ident}"'.encode() in data and b'status="restricted"' in data and b"young keeper" in data


def test_an_id_that_is_no_text_is_refused(edition: Path) -> None:
    (edition / "tei/sources").mkdir(parents=True)
    (edition / "tei/sources/weir.toml").write_text("id = [1]\n", encoding="utf-8")
    result = run("weir.txt")
    assert result.exit_code == 1 and "IMP-007" in result.output and not (edition / "tei/imported").exists()


FOREIGN = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Weirs</title></titleStmt>'
    "<publicationStmt>{}</publicationStmt><sourceDesc><p>None.</p></sourceDesc></fileDesc></teiHeader>"
    "<text><body><p>The weir.</p></body></text></TEI>"
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("weir.md", "# Weirs\n\nThe weir.\n"),
        ("weir.html", '<html lang="en"><head><title>Weirs</title><meta name="author" content="Nobody Much"></head><body><p>The weir.</p></body></html>'),
        ("weir.xml", FOREIGN.format("<p>Of ours.</p>")),
        ("weir.xml", FOREIGN.format("<publisher>The Mill</publisher>")),
        ("weir.xml", FOREIGN.format('<publisher>The Mill</publisher><availability status="unknown"><p>Ask.</p></availability>')),
    ],
)  # fmt: skip
def test_metadata_are_told_of_sources_of_any_format(edition: Path, name: str, text: str) -> None:
    (edition / name).write_text(text, encoding="utf-8")
    (edition / "tei/sources").mkdir(parents=True)
    (edition / "tei/sources/weir.toml").write_text('[metadata]\nstatus = "restricted"\nauthor = "Josiah Pail"\n', encoding="utf-8")
    result = run(name)
    assert result.exit_code == 0, result.output
    data = (edition / "tei/imported/weir.xml").read_bytes()
    assert data.count(b'status="restricted"') == 1 and faults(data) == []
    assert (b"Josiah Pail" in data) is (name != "weir.xml")


def test_lines_are_told_of_plain_text_alone(edition: Path) -> None:
    (edition / "weir.md").write_text("# Weirs\n\nThe weir.\n", encoding="utf-8")
    (edition / "tei/sources").mkdir(parents=True)
    (edition / "tei/sources/weir.toml").write_text("[lines]\nheading = [1]\n", encoding="utf-8")
    result = run("weir.md")
    assert result.exit_code == 1 and "IMP-007" in result.output and not (edition / "tei/imported").exists()


def test_corrections_of_the_project_are_made(edition: Path) -> None:
    (edition / "tei/sources").mkdir(parents=True)
    (edition / "tei/sources/weir.corrections.tsv").write_text("line\tprinted\tcorrect\n3\told keeper\tyoung keeper\n", encoding="utf-8")
    assert run("weir.txt").exit_code == 0
    assert b"young keeper" in (edition / "tei/imported/weir.xml").read_bytes()


def test_the_ocr_report_lies_beside_the_file(edition: Path) -> None:
    (edition / "weir.txt").write_text(TEXT + "\n\nThe w~ir and the m~ll and the ke~per of th~ mill w~re g~ey.\n" * 3, encoding="utf-8")
    result = run("weir.txt", "--ocr")
    assert result.exit_code == 0, result.output
    assert "IMP-020" in result.output
    assert (edition / "tei/imported/weir.ocr.tsv").read_text(encoding="utf-8").startswith("file\tline")


def test_misreadings_are_looked_for_in_plain_text_alone(edition: Path) -> None:
    (edition / "weir.md").write_text("# Weirs\n\nThe w~ir.\n", encoding="utf-8")
    result = run("weir.md", "--ocr")
    assert result.exit_code == 0 and "OCR-005" in result.output


def test_names_are_tagged_by_the_registers(edition: Path) -> None:
    (edition / "tei/registers").mkdir(parents=True)
    (edition / "tei/registers/persons.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Persons</title></titleStmt>'
        "<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><standOff><listPerson>"
        '<person xml:id="barnaby"><persName>Barnaby</persName></person></listPerson></standOff></TEI>',
        encoding="utf-8",
    )
    (edition / "weir.txt").write_text(TEXT + "\n\nThe keeper of the weir was called Barnaby, and had two hens.\n", encoding="utf-8")
    result = run("weir.txt", "--names")
    assert result.exit_code == 0, result.output
    assert b"barnaby" in (edition / "tei/imported/weir.xml").read_bytes()


# --- Whole or not at all


def imported_with_pictures(edition: Path) -> dict[str, bytes]:
    (edition / "hen.png").write_bytes(b"old picture")
    (edition / "weir.md").write_text("# Weirs\n\nThe old text. ![hen](hen.png)\n", encoding="utf-8")
    assert run("weir.md").exit_code == 0
    (edition / "hen.png").write_bytes(b"new picture")
    (edition / "weir.md").write_text("# Weirs\n\nThe new text. ![hen](hen.png)\n", encoding="utf-8")
    return everything(edition / "tei")


@pytest.mark.parametrize("place", ["write_bytes", "chmod", "replace"])
def test_a_full_disk_changes_nothing(edition: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    before = imported_with_pictures(edition)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, place, full)
        result = run("weir.md", "--force")
    assert result.exit_code == 1 and "IMP-015" in result.output and "No space left" in result.output
    after = everything(edition / "tei")
    assert after == before
    assert run("weir.md", "--force").exit_code == 0
    assert b"new picture" in everything(edition / "tei").values()


def test_pictures_where_folders_cannot_be_exchanged(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    imported_with_pictures(edition)
    monkeypatch.setattr("recensio.imports.run.exchange", lambda *_: False)
    assert run("weir.md", "--force").exit_code == 0
    assert (edition / "tei/imported/weir/hen.png").read_bytes() == b"new picture"


@pytest.mark.parametrize("place", ["write_bytes", "replace"])
def test_a_kill_in_the_middle_leaves_the_old_file_whole(edition: Path, place: str) -> None:
    before = imported_with_pictures(edition)
    program = (
        "import os, signal; from pathlib import Path; from recensio.commands_import import import_\n"
        f"Path.{place} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "import_(['weir.md', '--force'])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=edition, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert (edition / "tei/imported/weir.xml").read_bytes() == before["imported/weir.xml"]
    assert run("weir.md", "--force").exit_code == 0
    assert b"The new text." in (edition / "tei/imported/weir.xml").read_bytes()


def test_a_side_file_that_does_not_fit_leaves_no_report_either(edition: Path) -> None:
    (edition / "tei/sources").mkdir(parents=True)
    (edition / "tei/sources/weir.toml").write_text('[[calls]]\nlabel = "1"\nline = 3\nbehind = "nothing"\n', encoding="utf-8")
    before = everything(edition)
    result = run("weir.txt", "--ocr")
    assert result.exit_code == 1 and "IMP-013" in result.output
    assert everything(edition) == before


# --- Bad input


def zipped(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "IMP-002"),
    "blank.txt": (b" \n\n\t", "IMP-002"),
    "image.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "IMP-003"),
    "scan.pdf": (b"%PDF-1.7\n%\xe2\xe3", "IMP-003"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "IMP-003"),
    "archive.zip": (zipped(a="b"), "IMP-003"),
    "broken.docx": (b"not an archive at all, but words", "IMP-003"),
    "noise.txt": (bytes((n * 37 + 11) % 256 for n in range(4000)), "IMP-00"),
    "strange.txt": (("Die Mühle am Wehr. " * 40).encode("cp500"), "IMP-00"),
    "damaged.txt": ("Wehr und Mühle, Fluß und Schloß, Tür und Tor. ".encode() * 20 + b"M\xfchle", "IMP-004"),
    "other.xml": (b"<report><line/></report>", "IMP-006"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_a_clear_error_and_changes_nothing(name: str, edition: Path) -> None:
    data, code = BAD[name]
    (edition / name).write_bytes(data)
    before = everything(edition)
    result = run(name)
    assert result.exit_code == 1
    assert name in result.output and f"error {code}" in result.output
    assert everything(edition) == before


@pytest.mark.parametrize("name", ["nosuch.txt", "."])
def test_what_can_t_be_read_is_told(name: str, edition: Path) -> None:
    result = run(name)
    assert result.exit_code == 1 and "IMP-001" in result.output


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission(edition: Path) -> None:
    (edition / "weir.txt").chmod(0)
    assert "IMP-001" in run("weir.txt").output


def test_a_target_is_not_overwritten_without_force(edition: Path) -> None:
    (edition / "out.xml").write_text("mine", encoding="utf-8")
    result = run("weir.txt", "-o", "out.xml")
    assert result.exit_code == 1 and "IMP-005" in result.output
    assert (edition / "out.xml").read_text(encoding="utf-8") == "mine"
    assert run("weir.txt", "-o", "out.xml", "--force").exit_code == 0
    assert (edition / "out.xml").read_bytes().startswith(b"<?xml")


def test_a_target_that_can_t_be_written(edition: Path) -> None:
    (edition / "file").write_text("x", encoding="utf-8")
    before = everything(edition)
    result = run("weir.txt", "-o", "file/out.xml")
    assert result.exit_code == 1 and "IMP-015" in result.output
    assert everything(edition) == before


@pytest.mark.parametrize(
    ("side", "said"),
    [
        ("[lines", "no TOML"), ("[lines]\nheadings = [1]", "did you mean heading?"), ("[lines]\nheading = [0]", "no line"),
        ("[lines]\nheading = 3", "a list"), ("[[drop]]\nlines = 1", "because"), ("layout = 'wide'", "wrapped"),
        ("[lines]\nheading = [99]", "line 99"), ('[[drop]]\nlines = 1\nwords = "hens"\nbecause = "x"', "“hens” in line 1"),
        ("[[calls]]\nlabel = '1'\nline = 3\nbehind = 'geese'", "“geese”"), ("[metadata]\nstatus = 'open'", "restricted"),
        ("[pages]\nlines = ['a']", "no line"), ("[[notes]]\nlabel = '1'\nlines = 2", "line 2"), ("not = ['hens']", "headings"),
        ("[metadata]\ntitel = 'x'", "did you mean title?"), ("encoding = 'klingon'", "klingon"),
    ],
)  # fmt: skip
def test_a_side_file_that_is_wrong_is_told_and_nothing_written(side: str, said: str, edition: Path) -> None:
    (edition / "tei/sources").mkdir(parents=True)
    (edition / "tei/sources/weir.toml").write_text(side, encoding="utf-8")
    result = run("weir.txt")
    assert result.exit_code == 1 and said in result.output, result.output
    assert not (edition / "tei/imported").exists()


def test_a_format_that_does_not_fit_is_told(edition: Path) -> None:
    (edition / "page.html").write_text("<html><body><p>The weir is open today.</p></body></html>", encoding="utf-8")
    result = run("page.html", "--from", "txt")
    assert result.exit_code == 0 and "IMP-017" in result.output


# --- Encodings and formats


@pytest.mark.parametrize(
    ("text", "encoding", "guessed"),
    [
        ("Wehr und Mühle", "utf-8", False), ("Wehr und Mühle", "utf-16", False), ("Wehr und Mühle", "utf-8-sig", False),
        ("The weir and the mill went by.", "utf-16-le", False), ("Die Mühle größer als das Wehr – „so“, sagte er.", "cp1252", True),
        ("Мельница и река. Мельник не спит.", "cp1251", True), ("Мельница и река. Мельник не спит.", "koi8-r", True),
        ("Мельница и река. Мельник не спит.", "cp866", True), ("Młyn i śluza: żółte gęsi są źle liczone", "cp1250", True),
        ("Ο μύλος και το ποτάμι δεν μιλάνε", "cp1253", True), ("Die Mühle größer als das Wehr, so sagte er.", "latin-1", True),
        ("Мельница и река. Мельник не спит.", "iso8859-5", True), ("Мельница и река. Мельник не спит.", "mac-cyrillic", True),
        ("Мельница и река. Мельник не спит.", "utf-16-be", False), ("Мельница и река. Мельник не спит.", "utf-16-le", False),
        ("Irmak değirmenden daha eskidir, bekçi şöyle dedi: kuş.", "cp1254", True), ("Upe ir vecāka, ūdens nejautā, viņš gāja pēc šķīvja.", "cp1257", True),
        ("הנהר עתיק מן הטחנה, והוא יודע זאת. השומר אמר.", "cp1255", True), ("النهر أقدم من الطاحونة وهو يعرف ذلك.", "cp1256", True),
        ("Młyn i śluza: żółte gęsi są źle liczone", "iso8859-2", True), ("川は水車より古い。番人は知っていた。", "shift_jis", True),
        ("川は水車より古い。番人は知っていた。", "euc_jp", True), ("川は水車より古い。番人は知っていた。", "iso2022_jp", True),
        ("河流比水车更古老，看守人是知道的。", "gb18030", True), ("河流比水車更古老，看守人是知道的。", "big5", True), ("강은 물레방아보다 오래되었다.", "euc_kr", True),
    ],
)  # fmt: skip
def test_encodings_are_detected(text: str, encoding: str, guessed: bool) -> None:
    answer = decoded((text * 5).encode(encoding), "weir.txt")
    assert answer.text == text * 5 and answer.guessed is guessed


def test_an_encoding_may_be_named() -> None:
    assert decoded("Mühle".encode("cp437"), "weir.txt", "cp437").text == "Mühle"
    with pytest.raises(Refused, match="klingon"):
        decoded(b"x", "weir.txt", "klingon")


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (b"words", "a.txt", "txt"), (b"words", "README", "txt"), (b"# words", "a.md", "md"), (b"words", "a.html", "html"),
        (b"<!DOCTYPE html><html><p>", "a.txt", "html"), (b'<?xml version="1.0"?><TEI xmlns="x"/>', "a.xml", "tei"),
        (b"<!-- c --><TEI.2/>", "a.xml", "tei"), (b"<PcGts/>", "a.xml", "page"), (b'<a:alto xmlns:a="x">', "a.xml", "alto"),
        (b"<surface xmlns='http://www.tei-c.org/ns/1.0'/>", "a.xml", "tei"), (b'<t:div xmlns:t="http://www.tei-c.org/ns/1.0">', "a.xml", "tei"),
        (b"<listPerson><person/></listPerson>", "a.xml", "tei"), (b"<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'>", "a.fodt", "odt"),
        (zipped(**{"word/document.xml": ""}), "a", "docx"), (zipped(mimetype="application/epub+zip"), "a", "epub"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "a", "odt"),
        ("\ufeff<html>".encode("utf-16"), "a", "html"), (b"<he said> nothing", "a.txt", "txt"),
    ],
)  # fmt: skip
def test_formats_are_told_by_what_is_in_the_file(data: bytes, name: str, form: str) -> None:
    assert form_of(data, Path(name)) == form


def test_what_could_be_any_text_looks_like_none() -> None:
    assert looks_like(b"words") == ""


@pytest.mark.parametrize(("name", "ident"), [("Über Mühlen.txt", "uber-muhlen"), ("река.txt", "text"), ("a.b-c_1.txt", "a.b-c_1")])
def test_the_id_comes_from_the_name(name: str, ident: str) -> None:
    assert ident_of(Path(name)) == ident
