"""One text, all the way: parse, transform, typeset, prove that no word was lost, and put the outputs in their folder.

This is the work that is done in parallel. It depends on nothing but its :class:`TextTask`, whose key names the outputs
in the cache; so a text is built again only when something that it depends on has changed.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from itertools import chain, count
from pathlib import Path
from typing import Any

from lxml import etree

from recensio import law, tables
from recensio.cache import Cache
from recensio.config import PrintTable
from recensio.discover import Source
from recensio.guests import joined
from recensio.locate import Locator
from recensio.parse import Kind, Limits, Parsed, parse
from recensio.placing import place_entries
from recensio.problems import Problem, problem
from recensio.report import TextResult
from recensio.transform import Normalised, Rules, Stylesheets, TransformError, stylesheets

#: In a text's folder in the cache: its row of the report, and the folder with its files.
RESULT = "result.json"
OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class TextTask:
    """Everything that the outputs of one text depend on (``key`` is a hash over it all, and over the engines)."""

    key: str
    source: Source
    folder: Path
    max_bytes: int
    to: tuple[str, ...]
    has_text: bool
    witness_texts: bool
    base: str
    language: str
    labels: tuple[tuple[str, str], ...]
    site: str
    images: tuple[tuple[str, str], ...]
    xslt: Path
    cache: Path
    guests: tuple[Source, ...] = ()
    anew: bool = False
    print: PrintTable = field(default_factory=PrintTable)
    fonts: tuple[Path, ...] = ()
    apparatus_language: str = ""
    rules: Rules = field(default_factory=Rules)


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a task: the row of the report and the problems."""

    result: TextResult
    problems: tuple[Problem, ...]


def build_text(task: TextTask) -> Built:
    """Build the text of ``task`` into the cache. Raises ``OSError`` only if nothing can be written."""
    cache = Cache(task.cache)
    with cache.making(task.key, anew=task.anew) as folder:
        work = _Work(task, folder / OUTPUT)
        work.run()
        built = Built(work.result(), tuple(work.problems))
        (folder / OUTPUT).mkdir(exist_ok=True)
        _write(folder / RESULT, json.dumps(asdict(built), ensure_ascii=False))
    return built


class _Work:
    """One text under way."""

    def __init__(self, task: TextTask, folder: Path) -> None:
        self.task = task
        self.folder = folder
        self.problems: list[Problem] = []
        self.files: dict[str, str] = {}
        self.witnesses: dict[str, str] = {}
        self.states: dict[str, tuple[str, ...]] = {}
        self.witness_pages: dict[str, str] = {}
        self._texts: tuple[str, dict[str, list[str]]] | None = None
        self.kept: dict[str, float] = {}
        self.words = 0
        self.apparatus = 0
        self.apparatus_txt: str | None = None
        self.tables: dict[str, str] = {}

    @cached_property
    def parsed(self) -> Parsed:
        """The file's tree, joined by what stands of it in others, its attached entries told where they belong."""
        host, *guests = (self.parse(source) for source in (self.task.source, *self.task.guests))
        return placed(joined(host, guests), self.task.base)

    def parse(self, source: Source) -> Parsed:
        return parse(source.path, folder=self.task.folder, name=source.name, limits=Limits(size=self.task.max_bytes))

    @cached_property
    def locator(self) -> Locator:
        return Locator(self.parsed)

    def run(self) -> None:
        """Make each output; one that fails does not keep the others from being made."""
        root = self.parsed.root
        if root is None or self.parsed.kind is Kind.FOREIGN:
            return
        try:
            names = {"normalise", *chain(*map(_SHEETS.__getitem__, self.task.to))}
            sheets = stylesheets(self.task.xslt, frozenset(names))
            normalised = sheets.normalise(root, base=self.task.base, rules=self.task.rules)
        except TransformError as error:
            self.failed("normalising", error)
            return
        self.report_remarks(normalised)
        for output in self.task.to:
            try:
                _OUTPUTS[output](self, normalised, sheets)
            except TransformError as error:
                self.failed(output, error)
        self.prove()

    def line_and_column(self, path: str) -> tuple[int | None, int | None]:
        place = self.locator.at_path(path)
        return place.line, place.column

    def failed(self, output: str, error: TransformError) -> None:
        self.problems.append(problem("XSL-002", file=self.task.source.name, output=output, detail=str(error)))

    def report_remarks(self, normalised: Normalised) -> None:
        for remark in normalised.remarks():
            place = self.locator.at_path(remark.at)
            self.problems.append(
                problem(remark.code, file=place.file, line=place.line, column=place.column, **remark.facts)
            )

    def labels(self, sheets: Stylesheets) -> Any:
        """The words of the interface and of the apparatus."""
        return sheets.labels(self.task.language, dict(self.task.labels), self.task.apparatus_language)

    def write(self, label: str, path: str, content: bytes | str) -> None:
        _write(self.folder / path, content)
        self.files[label] = path

    # --- outputs ---

    def make_html(self, normalised: Normalised, sheets: Stylesheets) -> None:
        labels = self.labels(sheets)
        has_pages = self.task.has_text and self.task.witness_texts
        page = normalised.html(self.task.source.id, self.task.site, labels, witness_pages=has_pages)
        self.write("html", f"html/{self.task.source.id}.html", page)
        self.make_witness_pages(normalised, labels)
        for file, target in self.task.images:
            place = self.folder / "html" / target
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)

    def make_witness_pages(self, normalised: Normalised, labels: Any) -> None:
        """A page for each witness. Their names have a word more than those of texts, so that none can be another's."""
        if not self.task.has_text or not self.task.witness_texts:
            return
        _, witnesses = self.texts(normalised)
        name = self.task.source.id
        parts = _file_parts(witnesses)
        named = {w: (f"{name}.witness.{parts[w]}", states) for w, states in witnesses.items()}
        for witness, page in normalised.witness_pages(name, self.task.site, labels, named):
            self.witness_pages[witness] = f"html/{named[witness][0]}.html"
            _write(self.folder / self.witness_pages[witness], page)

    def texts(self, normalised: Normalised) -> tuple[str, dict[str, list[str]]]:
        """The reading text and those of the witnesses, made once for web and text."""
        if self._texts is None:
            self._texts = normalised.texts(witnesses=self.task.witness_texts)
        return self._texts

    def make_txt(self, normalised: Normalised, sheets: Stylesheets) -> None:
        if not self.task.has_text:
            return
        try:
            self.make_tables(normalised, sheets)
        except TransformError as error:
            self.failed("apparatus", error)
        reading, witnesses = self.texts(normalised)
        self.write("txt", f"txt/{self.task.source.id}.txt", reading)
        for siglum, states in witnesses.items():
            stem = f"txt/{self.task.source.id}.{_file_part(siglum)}"
            paths = [self.write_free(stem, states[0])]
            paths += [self.write_free(f"{stem}.{n}", text) for n, text in enumerate(states[1:], 2)]
            self.witnesses[siglum] = paths[0]
            if len(paths) > 1:
                self.states[siglum] = tuple(paths)

    def make_tables(self, normalised: Normalised, sheets: Stylesheets) -> None:
        """The apparatus as plain text and as tables, where there is one."""
        labels, name = self.labels(sheets), self.task.source.id
        if text := normalised.apparatus(labels):
            self.apparatus_txt = f"txt/{name}.apparatus.txt"
            _write(self.folder / self.apparatus_txt, text)
        if rows := normalised.data(labels):
            self.tables = {"csv": f"data/{name}.apparatus.csv", "json": f"data/{name}.apparatus.json"}
            _write(self.folder / self.tables["csv"], tables.as_csv(rows))
            _write(self.folder / self.tables["json"], tables.as_json(rows))

    def write_free(self, stem: str, text: str) -> str:
        """Write the text of a witness to a name that no other has taken (on some disks A and a are one name)."""
        names = chain([f"{stem}.txt"], (f"{stem}-{n}.txt" for n in count(2)))
        path = next(name for name in names if not (self.folder / name).exists())
        _write(self.folder / path, text)
        return path

    def make_pdf(self, normalised: Normalised, sheets: Stylesheets) -> None:
        if not self.task.has_text:
            return
        from recensio.typeset import Page, typeset  # (the engine is loaded only by builds that print)

        labels = self.labels(sheets)
        table = self.task.print
        made = typeset(
            normalised.print_source(self.task.source.id, self.task.site, labels),
            template_folders=(self.task.xslt / "print",),
            font_folders=self.task.fonts,
            root=self.task.folder,
            beside=self.task.source.path.parent,
            page=Page(table.paper, table.size, table.line_numbers, table.numbering, table.fonts),
            file=self.task.source.name,
            locate=self.line_and_column,
        )
        self.problems.extend(made.problems)
        if made.pdf is not None:
            self.write("pdf", f"pdf/{self.task.source.id}.pdf", made.pdf)

    # --- proof ---

    def prove(self) -> None:
        """Count the words of the source and of what was made (``docs/developers/text-law.md``)."""
        assert self.parsed.root is not None
        if not self.task.has_text:
            self.kept = dict.fromkeys(self.files, 1.0)
            return
        source = law.source_words(self.parsed.root, self.task.base)
        self.words, self.apparatus = len(source.base), source.apparatus
        made = {label: self.folder / path for label, path in self.files.items()}
        outputs = law.Outputs(
            html=[made["html"]] if "html" in made else [],
            txt=made.get("txt"),
            pdf=made.get("pdf"),
            witnesses={siglum: self.folder / path for siglum, path in self.witnesses.items()},
            states={siglum: [self.folder / path for path in paths] for siglum, paths in self.states.items()},
            witness_pages={siglum: self.folder / path for siglum, path in self.witness_pages.items()},
            folder=self.folder,
        )
        if "txt" in made and self.task.witness_texts:
            absent = [siglum for siglum in source.witness_ids if siglum not in self.witnesses]
            self.problems += [problem("TXT-010", file=self.task.source.name, witness=siglum) for siglum in absent]
        kept, problems = law.check(source, outputs, place_of=self.place_of)
        shares = {"html": kept.html, "pdf": kept.pdf, "txt": kept.txt}
        self.kept = {label: share for label, share in shares.items() if share is not None}
        self.problems.extend(p if p.file else replace(p, file=self.task.source.name) for p in problems)

    def place_of(self, element: etree._Element) -> tuple[str | None, int | None, int | None]:
        place = self.locator.of(element)
        return place.file, place.line, place.column

    def result(self) -> TextResult:
        html = self.files.get("html")
        return TextResult(
            id=self.task.source.id,
            title="",  # (the edition knows it)
            source=self.task.source.name,
            html=(html,) if html else (),
            pdf=self.files.get("pdf"),
            txt=self.files.get("txt"),
            witnesses=self.witnesses,
            words=self.words,
            apparatus=self.apparatus,
            kept=self.kept,
            apparatus_txt=self.apparatus_txt,
            data=self.tables,
            states=self.states,
        )


def placed(parsed: Parsed, base: str) -> Parsed:
    """The file with the places of its attached entries marked in its tree."""
    if parsed.root is None or parsed.kind is Kind.FOREIGN:
        return parsed
    made = place_entries(parsed.root, base).made
    return replace(parsed, tracks=replace(parsed.tracks, made={**parsed.tracks.made, **made}))


#: The stylesheets behind each output.
_SHEETS: Mapping[str, tuple[str, ...]] = {
    "html": ("html", "text"),
    "txt": ("text", "apparatus", "data"),
    "pdf": ("print",),
}

_OUTPUTS: Mapping[str, Callable[[_Work, Normalised, Stylesheets], None]] = {
    "html": _Work.make_html,
    "txt": _Work.make_txt,
    "pdf": _Work.make_pdf,
}


def _write(path: Path, content: bytes | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def _file_parts(sigla: Iterable[str]) -> dict[str, str]:
    """Each siglum as a part of a file's name, no two the same (on some disks A and a are one name)."""
    parts: dict[str, str] = {}
    taken: set[str] = set()
    for siglum in sigla:
        part = _file_part(siglum)
        free = next(name for name in chain([part], (f"{part}-{n}" for n in count(2))) if name.casefold() not in taken)
        taken.add(free.casefold())
        parts[siglum] = free
    return parts


def _file_part(siglum: str) -> str:
    """A siglum as a part of a file's name: what no file system takes becomes an underscore."""
    return "".join("_" if c in '<>:"/\\|?*' or not c.isprintable() else c for c in siglum)
