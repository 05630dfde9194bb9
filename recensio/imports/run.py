"""One import from end to end: file in, TEI file out, and a report of where the words went."""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from recensio import shipped
from recensio.imports import model
from recensio.imports.accounting import Account
from recensio.imports.folders import packed
from recensio.imports.model import Refused
from recensio.imports.plain.lines import raw_lines
from recensio.imports.readers import reader
from recensio.imports.sniff import form_of, is_mets, looks_like
from recensio.imports.tei_header import Origin
from recensio.imports.writer import PUBLIC_SCHEMA, Written, with_id, written
from recensio.package import exchange, umask
from recensio.parse.messages import Refused as NotWellFormed
from recensio.problems import Problem, problem
from recensio.relaxng import Schema, load_schema
from recensio.wording import counted

if TYPE_CHECKING:
    from recensio.imports.ocr_finding import Finding

#: Where imported texts and the side files lie in an edition.
IMPORTED = PurePosixPath("tei/imported")
SIDE_FILES = PurePosixPath("tei/sources")
_MOST_FAULTS = 5
_WORDS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be imported, and how. ``root`` is the edition's folder; empty values are found out.

    ``edits`` are corrections of the text.
    """

    path: Path
    root: Path
    ident: str = ""
    target: Path | None = None
    form: str = ""
    force: bool = False
    edits: tuple[model.Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What an import did. ``name`` is how messages call the source."""

    name: str
    form: str
    target: Path
    account: Account
    dropped: tuple[model.Dropped, ...]
    problems: tuple[Problem, ...]
    side: Path | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A source that may be read: its bytes, format, id and target; its side file, and where that would be."""

    source: model.Source
    form: str
    ident: str
    target: Path
    side: Path | None
    problems: tuple[Problem, ...]
    place: Path


def run(request: Request) -> Result:
    """Import a file. Raises ``Refused`` where nothing was written."""
    prepared = prepare(request)
    read = _read(prepared)
    origin = Origin.of(prepared.source.path.name, prepared.form, prepared.source.data, today())
    made = written(read, origin, prepared.ident, schemas(prepared.target, request.root), prepared.target.stem)
    _save(prepared.target, made.data, read.attachments)
    name = prepared.source.name
    checks = (*_lost(made.account, name), *_faults(made, prepared.target.name, read))
    return Result(
        name=name,
        form=prepared.form,
        target=prepared.target,
        account=made.account,
        dropped=read.dropped,
        problems=(*prepared.problems, *read.problems, *checks),
        side=prepared.side,
    )


def _read(prepared: Prepared) -> model.Document | model.Ready:
    """The source, read; plain text knows its side file itself, of other formats it tells the metadata."""
    from recensio.imports.told import told

    read = reader(prepared.form)(prepared.source)
    return read if prepared.form == "txt" else told(read, prepared.source.side, str(prepared.side))


def prepare(request: Request) -> Prepared:
    """Look at source, side file and target before anything is done. Raises ``Refused``."""
    name = str(request.path)
    data = _bytes(request.path, name)
    if is_mets(data):
        return prepare(replace(request, path=request.path.absolute().parent))
    if not data.strip(b"\0 \t\r\n\f"):
        raise Refused(problem("IMP-002", file=name))
    form = request.form or _form(data, request.path)
    side = side_file(request)
    told, problems = _side(side, data, name)
    ident = with_id(request.ident or str(told.get("id", "")) or ident_of(request.path))
    target = _target(request, ident)
    if target.exists() and not request.force:
        raise Refused(problem("IMP-005", file=name, target=target))
    path = request.path.resolve() if request.path.is_dir() else request.path
    source = model.Source(path, name, data, told, request.edits)
    mismatch = tuple(_mismatch(request.form, data, name))
    return Prepared(source, form, ident, target, side if side.is_file() else None, (*problems, *mismatch), side)


def side_file(request: Request) -> Path:
    """Where the side file of a source is, or would be.

    It is called as the text is to be called (``--id``), or says that id itself, or is called as the source is.
    """
    folder = request.root / SIDE_FILES
    stem = ident_of(request.path)
    wanted = with_id(request.ident or stem)
    stems = (wanted, *_naming(wanted, folder), stem)
    return next((path for one in stems if _is_told(path := folder / f"{one}.toml")), folder / f"{wanted}.toml")


def _is_told(side: Path) -> bool:
    return side.is_file() or corrections_of(side).is_file()


def corrections_of(side: Path) -> Path:
    """Where the list of corrections lies that belongs to a side file."""
    return side.with_name(f"{side.name.removesuffix('.toml')}.corrections.tsv")


def _naming(ident: str, folder: Path) -> Iterator[str]:
    """The names of the side files that give their text the id ``ident``."""
    for path in sorted(folder.glob("*.toml")):
        try:
            said = tomllib.loads(path.read_text(encoding="utf-8")).get("id")
        except (OSError, ValueError):
            continue  # (one that is wrong is told of when its own text is imported)
        if said == ident:
            yield path.name.removesuffix(".toml")


def _form(data: bytes, path: Path) -> str:
    if path.is_dir() and not looks_like(data):
        reason = "it is a folder, and holds no recognised pages (PAGE XML, ALTO)"
        raise Refused(problem("IMP-001", file=str(path), name=path, reason=reason))
    return form_of(data, path)


def _bytes(path: Path, name: str) -> bytes:
    try:
        return packed(path, name) if path.is_dir() else path.read_bytes()
    except OSError as error:
        raise Refused(problem("IMP-001", file=name, name=name, reason=error.strerror or "unknown reason")) from None


def ident_of(path: Path) -> str:
    """The id for a source: the stem of its name in small letters, without what a file name should not have."""
    plain = unicodedata.normalize("NFKD", path.resolve().name if path.is_dir() else path.stem)
    return re.sub(r"[^a-z0-9._-]+", "-", "".join(c for c in plain if c.isascii()).lower()).strip("-.") or "text"


def _target(request: Request, ident: str) -> Path:
    if request.target is None:
        return request.root / IMPORTED / f"{ident}.xml"
    return request.target / f"{ident}.xml" if request.target.is_dir() else request.target


def _side(path: Path, data: bytes, name: str) -> tuple[dict[str, object], tuple[Problem, ...]]:
    """The side file, and what is to be said of it."""
    if not path.is_file():
        return {}, ()
    from recensio.imports.plain.side import parse

    try:
        told = parse(path.read_bytes(), str(path))
    except OSError as error:
        raise Refused(problem("IMP-001", file=str(path), name=str(path), reason=error.strerror)) from None
    digest = sha256(data).hexdigest()
    if told.get("sha256", digest) == digest:
        return told, ()
    return told, (problem("IMP-012", file=name, side=path.name, digest=digest),)


def _mismatch(said: str, data: bytes, name: str) -> Iterator[Problem]:
    found = looks_like(data)
    if said and found and said != found:
        yield problem("IMP-017", file=name, form=said, other=found)


def today() -> str:
    """The day, or the one that ``SOURCE_DATE_EPOCH`` names, for builds that must be the same on any day."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return moment.date().isoformat()


# --- The file


def schemas(target: Path, root: Path) -> tuple[str, ...]:
    """The addresses for the ``xml-model`` lines: the edition's own schema by its path from the file, else TEI's."""
    own = [root / "schema" / name for name in ("recensio.rng", "recensio.sch")]
    inside = target.resolve().is_relative_to(root.resolve())
    found = [path for path in own if inside and path.is_file()]
    if not found:
        return (PUBLIC_SCHEMA,)
    here = target.resolve().parent
    return tuple(Path(os.path.relpath(path.resolve(), here)).as_posix() for path in found)


def _save(target: Path, data: bytes, attachments: tuple[model.Attachment, ...]) -> None:
    """Write the file, and the folder with what belongs to it, whole or not at all. Raises ``Refused`` (IMP-015)."""
    try:
        _prepare_folder(target.parent)
        with tempfile.TemporaryDirectory(prefix=f".{target.stem}.importing-", dir=target.parent) as folder:
            _write(Path(folder), data, attachments)
            _move(Path(folder), target, bool(attachments))
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise Refused(problem("IMP-015", file=str(target), target=target, reason=reason)) from None


def _prepare_folder(folder: Path) -> None:
    """Make the folder; one for imported texts gets a ``.gitignore``, since what is in it is not ours to publish."""
    folder.mkdir(parents=True, exist_ok=True)
    if folder.parts[-2:] == IMPORTED.parts and not (folder / ".gitignore").exists():
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")


def _write(folder: Path, data: bytes, attachments: tuple[model.Attachment, ...]) -> None:
    (folder / "text").write_bytes(data)
    for one in attachments:
        place = folder / "media" / PurePosixPath(one.name).name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(one.data)


def _move(folder: Path, target: Path, has_media: bool) -> None:
    """Put text and pictures in their places; if that of the text can't be had, the pictures come back."""
    (folder / "text").chmod(0o666 & ~umask())
    media, made = target.with_suffix(""), folder / "media"
    new = not media.is_dir()
    if has_media:
        _swap(made, media)
    try:
        (folder / "text").replace(target)
    except OSError:
        if has_media:
            _swap(media, made) if new else _swap(made, media)
        raise


def _swap(made: Path, place: Path) -> None:
    """Exchange two folders, or move the first where the second is not."""
    if not place.is_dir():
        made.rename(place)
    elif not exchange(made, place):
        aside = made.with_name("aside")
        place.rename(aside)
        made.rename(place)
        aside.rename(made)


# --- What is wrong with the result


def _lost(account: Account, name: str) -> Iterator[Problem]:
    if account.lost:
        words = ", ".join(sorted(account.lost)[:_WORDS_SHOWN])
        yield problem("IMP-009", file=name, line=account.first, count=_words(account.lost.total()), words=words)
    if account.added:
        words = ", ".join(sorted(account.added)[:_WORDS_SHOWN])
        yield problem("IMP-019", file=name, count=_words(account.added.total()), words=words)


def _words(count: int) -> str:
    return f"{count} word" + "s" * (count != 1)


@cache
def schema() -> Schema:
    """Our schema."""
    return load_schema(shipped.folder("schema") / "recensio.rng")


def _faults(made: Written, name: str, read: model.Document | model.Ready) -> Iterator[Problem]:
    try:
        faults = schema().validate(made.data)
    except NotWellFormed as refusal:
        yield problem("IMP-014", file=name, reason=_told(refusal.problem.message))
        return
    if isinstance(read, model.Ready) and faults:
        count = counted(len(faults), "place", "places")
        yield problem("IMP-018", file=name, count=count, first=_told(faults[0].problem(name).message))
        return
    for fault in faults[:_MOST_FAULTS]:
        told = fault.problem(name)
        yield replace(problem("IMP-014", file=name, reason=_told(told.message)), line=told.line, column=told.column)


def _told(message: str) -> str:
    return message if len(message) < 150 else message[:149] + "…"


# --- Corrections and names


@dataclass(frozen=True, slots=True)
class Corrections:
    """The edits for a source, what is to be told of them, and the table of what was probably misread."""

    edits: tuple[model.Edit, ...] = ()
    problems: tuple[Problem, ...] = ()
    table: bytes | None = None


def save_table(corrections: Corrections, target: Path) -> None:
    """Write the table beside the file that was imported, as ``ID.ocr.tsv``. Raises ``Refused`` (IMP-015)."""
    if corrections.table is not None:
        _save(target.with_suffix(".ocr.tsv"), corrections.table, ())


def corrections(request: Request, *, report: bool) -> Corrections:
    """The edits for a source: those of the project's list, and with ``report`` those that are certain.

    With ``report`` all that was probably misread is in the table. Nothing is written yet.
    """
    from recensio.imports import ocr, ocr_corrections, ocr_report
    from recensio.imports.decode import decoded
    from recensio.imports.plain.side import side_of

    prepared = prepare(request)
    listed = corrections_of(prepared.place)
    if not (report or listed.is_file()):
        return Corrections()
    if prepared.form != "txt":
        return Corrections(problems=(problem("OCR-005", file=prepared.source.name, form=prepared.form),))
    side = side_of(prepared.source.side, str(prepared.side))
    text = _lined(decoded(prepared.source.data, prepared.source.name, side.encoding).text)
    edits, told = _listed(listed, text) if listed.is_file() else ((), [])
    if not report:
        return Corrections(edits, tuple(told))
    pages = _pages(side.pages)
    found = list(_beside(ocr.findings(text, side.metadata.language or "en", page_of=pages), edits))
    table = ocr_report.as_tsv(found, prepared.source.path.name).encode()
    if found:
        told.append(_summary(found, prepared))
    sure = ocr_corrections.proposals(found, ocr.Action.AUTO)
    return Corrections(tuple(sorted([*edits, *sure], key=lambda e: (e.line, e.column))), tuple(told), table)


def _listed(path: Path, text: str) -> tuple[tuple[model.Edit, ...], list[Problem]]:
    from recensio.imports import ocr_corrections

    rows, wrong = ocr_corrections.read(path, path.name)
    edits, unfit = ocr_corrections.edits(text, rows, path.name)
    return edits, [*wrong, *unfit]


def _lined(text: str) -> str:
    """The text with the line ends by which the reader counts."""
    return "\n".join(raw_lines(text))


def _pages(starts: Mapping[int, str]) -> Callable[[int], str]:
    """The page of a line, by the lines that pages begin with."""
    lines = sorted(starts)
    return lambda line: starts[lines[at - 1]] if (at := bisect_right(lines, line)) else ""


def _beside(found: Iterable[Finding], edits: Sequence[model.Edit]) -> Iterator[Finding]:
    """The findings that no correction of the list has settled."""
    taken = [(one.line, one.column, one.column + len(one.printed)) for one in edits]
    for one in found:
        end = one.column + len(one.printed)
        if not any(line == one.line and a < end and one.column < b for line, a, b in taken):
            yield one


def _summary(found: Sequence[Finding], prepared: Prepared) -> Problem:
    counts = Counter(one.action.value for one in found)
    table = prepared.target.with_suffix(".ocr.tsv").name
    said = ", ".join(f"{counts[action]} {action}" for action in ("auto", "suggest", "flag"))
    places = f"{len(found)} place" + "s" * (len(found) != 1)
    return problem("IMP-020", file=prepared.source.name, count=places, said=said, table=table)
