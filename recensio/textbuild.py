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
from urllib.parse import quote

from lxml import etree

from recensio import agreement, law, leaks, rights, tables
from recensio.addresses import stamp_addresses, stamp_entries
from recensio.cache import Cache
from recensio.cite import Whole, citation_of
from recensio.config import PrintTable
from recensio.discover import Source
from recensio.elsewhere import mark_elsewhere
from recensio.facsimiles import Facsimile, into_site, stamp_leaves
from recensio.guests import joined
from recensio.lasting import date_for, standards_of
from recensio.locate import Locator
from recensio.pages import UNCUT, PageRules, addresses_script, cut, is_cut
from recensio.parse import Kind, Limits, Parsed, parse
from recensio.placing import place_entries
from recensio.problems import Problem, problem
from recensio.references import unreadable
from recensio.report import TextResult
from recensio.rows import rows_of, stamp_rows
from recensio.scans import Scans, linked, unseen
from recensio.statistics import Statistics, statistics
from recensio.transform import (
    NO_CITATION,
    NO_VIEWS,
    Beside,
    MarkedText,
    Normalised,
    Rules,
    Stylesheets,
    TransformError,
    stylesheets,
)
from recensio.views import DIPLOMATIC, Views, differs, others_in, views_document
from recensio.wording import counted

_WITHOUT_TEXT = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text/></TEI>'
#: By what is published: the problem that tells of it.
_WITHHELD_AS = {rights.FULL: "", rights.PART: "RGT-002", rights.HEADER: "RGT-001"}
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
    unseen: tuple[tuple[str, str], ...] = ()
    web_images: tuple[str, ...] = ()
    guests: tuple[Source, ...] = ()
    anew: bool = False
    print: PrintTable = field(default_factory=PrintTable)
    fonts: tuple[Path, ...] = ()
    pages: PageRules = field(default_factory=PageRules)
    whole: Whole = field(default_factory=Whole)
    apparatus_language: str = ""
    rules: Rules = field(default_factory=Rules)
    published: str = rights.FULL
    unknown_rights: str = ""
    include_restricted: bool = False


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
        self.citations: dict[str, str] = {}
        self.witness_pages: dict[str, str] = {}
        self.named: dict[str, str] = {}
        self.scripts: list[str] = []
        self.diplomatic_page = ""
        self._marked: tuple[MarkedText, dict[str, list[MarkedText]]] | None = None
        self._views: Views | None = None
        self._rows: list[dict[str, Any]] | None = None
        self.comparison = ""
        self.kept: dict[str, float] = {}
        self.words = 0
        self.apparatus = 0
        self.apparatus_txt: str | None = None
        self.tables: dict[str, str] = {}
        self.html: list[str] = []
        self.withheld = 0
        self.secret = leaks.Secret()
        self.part: tuple[str, int] | None = None
        self.facsimile = Facsimile()

    @cached_property
    def parsed(self) -> Parsed:
        """The file's tree, joined by what stands of it in others, its attached entries told where they belong."""
        host, *guests = (self.parse(source) for source in (self.task.source, *self.task.guests))
        return placed(self.allowed(joined(host, guests)), self.task.base, self.task.pages)

    def allowed(self, parsed: Parsed) -> Parsed:
        """The file without those of its texts that may not be published, if there are others beside them."""
        if self.task.published == rights.PART and parsed.root is not None:
            held = rights.withheld(parsed.root, self.task.unknown_rights)
            self.withheld += sum(len(law.source_words(document, self.task.base).base) for document in held)
            self.secret.hear(held)
            rights.empty(held)
        return parsed

    def parse(self, source: Source) -> Parsed:
        return parse(source.path, folder=self.task.folder, name=source.name, limits=Limits(size=self.task.max_bytes))

    @property
    def is_header_only(self) -> bool:
        return self.task.has_text and self.task.published == rights.HEADER

    @property
    def has_witness_texts(self) -> bool:
        return self.task.has_text and self.task.witness_texts and not self.is_header_only

    @cached_property
    def locator(self) -> Locator:
        return Locator(self.parsed)

    def run(self) -> None:
        """Make each output; one that fails does not keep the others from being made."""
        root = self.parsed.root
        if root is None or self.parsed.kind is Kind.FOREIGN:
            return
        if "html" in self.task.to and self.task.has_text and not self.is_header_only:
            self.facsimile = stamp_leaves(root)
        try:
            names = {"normalise", *chain(*map(_SHEETS.__getitem__, self.task.to))}
            names |= {"withhold"} if self.is_header_only else set()
            sheets = stylesheets(self.task.xslt, frozenset(names))
            normalised = sheets.normalise(root, base=self.task.base, rules=self.task.rules)
        except TransformError as error:
            self.failed("normalising", error)
            return
        self.report_remarks(normalised)
        if self.is_header_only:
            normalised = normalised.without_text()
        for output in self.task.to:
            try:
                _OUTPUTS[output](self, normalised, sheets)
            except TransformError as error:
                self.failed(output, error)
        self.guard(root)
        self.tell_rights(root)
        self.tell_references(root)
        self.tell_pictures(root)
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
        figures = self.compared(normalised, labels)
        diplomatic = self.diplomatic(sheets)
        told = self.tell_views(normalised, diplomatic is not None)
        pages = self.write_pages(normalised, labels, told, compared=bool(figures))
        self.make_witness_pages(normalised, labels, told)
        if diplomatic is not None:
            self.write_diplomatic(diplomatic, labels, told)
        if figures:
            self.write_comparison(normalised, labels, figures)
        free = self.task.published == rights.FULL
        shown = (pair for pair in self.task.images if free or any(pair[1] in page for page in pages))
        for file, target in shown:
            place = self.folder / "html" / target
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)

    def write_pages(self, normalised: Normalised, labels: Any, views: str, *, compared: bool) -> list[str]:
        """The pages of the text, and how it is cited; their mark-up."""
        name, site = self.task.source.id, self.site
        assert self.parsed.root is not None
        citation = self.write_citation() if self.task.has_text else NO_CITATION
        beside = Beside(self.has_witness_texts, compared, citation, views)
        if not self.is_header_only and is_cut(self.parsed.root):
            made = normalised.pages(name, site, labels, beside)
        else:
            made = [("", normalised.html(name, site, labels, beside))]
        self.write("html", f"html/{name}.html", made[0][1])
        self.html = [self.files["html"]]
        for page, markup in made[1:]:
            self.html.append(f"html/{name}/{page}.html")
            _write(self.folder / self.html[-1], markup)
        if made[1:]:
            _write(self.folder / f"html/{name}/addresses.js", addresses_script(made))
        return [markup for _, markup in made]

    @cached_property
    def site(self) -> str:
        """What the pages have to know of the edition, and of the pictures of the text."""
        scans = Scans.of(self.task.site, self.task.source.path.parent, self.task.web_images)
        return into_site(self.task.site, self.facsimile, scans.shown, scans.sites(self.facsimile))

    def write_citation(self) -> str:
        """The files of the citation; the citation for the pages."""
        assert self.parsed.root is not None
        citation = citation_of(self.parsed.root, self.task.source.id, self.task.whole)
        stem = f"data/{self.task.source.id}"
        self.citations = {"bib": f"{stem}.bib", "csl": f"{stem}.csl.json"}
        _write(self.folder / self.citations["bib"], citation.bibtex())
        _write(self.folder / self.citations["csl"], citation.csl())
        return citation.document()

    def tell_views(self, normalised: Normalised, diplomatic: bool) -> str:
        """What views of the text there are, for its pages; the scripts that show them side by side."""
        name = self.task.source.id
        if not self.task.has_text or self.is_header_only:
            return NO_VIEWS
        others = others_in(self.task.site)
        made = self.views(normalised).witnesses if self.task.witness_texts else {}
        self.named = {w: f"{name}.witness.{part}" for w, part in _file_parts(made).items()}
        if made or others:
            places = [(here, one.id, there) for one in others for here, there in one.places]
            self.write_script(f"{name}.text", self.views(normalised).base_script(places))
        for witness, page in self.named.items():
            self.write_script(page, self.views(normalised).witness_script(witness))
        pages = {witness: (page, len(made[witness])) for witness, page in self.named.items()}
        return views_document(name, pages, others, diplomatic=diplomatic)

    def write_script(self, name: str, script: str) -> None:
        """The text, or that of a witness, for pages that show several side by side."""
        self.scripts.append(f"html/{name}.js")
        _write(self.folder / self.scripts[-1], script)

    def make_witness_pages(self, normalised: Normalised, labels: Any, views: str) -> None:
        """A page for each witness. Their names have a word more than those of texts, so that none can be another's."""
        if not self.has_witness_texts:
            return
        texts = self.views(normalised)
        told = {witness: (page, texts.document(witness)) for witness, page in self.named.items()}
        for witness, page in normalised.witness_pages(self.task.source.id, self.site, labels, told, views=views):
            self.witness_pages[witness] = f"html/{self.named[witness]}.html"
            _write(self.folder / self.witness_pages[witness], page)

    def views(self, normalised: Normalised) -> Views:
        """The text and its witnesses, row by row."""
        if self._views is None:
            assert self.parsed.root is not None
            self._views = Views.of(rows_of(self.parsed.root), *self.marked(normalised))
        return self._views

    def diplomatic(self, sheets: Stylesheets) -> Normalised | None:
        """The text as its source has it, if that is another than the one that is read."""
        root = self.parsed.root
        if not self.task.has_text or self.is_header_only or root is None or not differs(root, self.task.base):
            return None
        return sheets.normalise(root, base=DIPLOMATIC, rules=self.task.rules)

    def write_diplomatic(self, normalised: Normalised, labels: Any, views: str) -> None:
        """The page of the text as its source has it."""
        name = self.task.source.id
        self.diplomatic_page = f"html/{name}.diplomatic.html"
        page = normalised.html(name, self.site, labels, Beside(views=views, view=DIPLOMATIC))
        _write(self.folder / self.diplomatic_page, page)

    def compared(self, normalised: Normalised, labels: Any) -> Statistics | None:
        """The figures about the witnesses, if there are any to compare. (A stylesheet that fails is told elsewhere.)"""
        from recensio.witness_text import declared  # (which reads files as this module does)

        if not self.task.has_text:
            return None
        try:
            rows = self.rows(normalised, labels)
        except TransformError:
            return None
        assert self.parsed.root is not None
        figures = statistics(rows, [asdict(one) for one in declared(self.parsed.root)])
        return figures if agreement.is_comparable(figures) else None

    def write_comparison(self, normalised: Normalised, labels: Any, figures: Statistics) -> None:
        """The page that compares the witnesses."""
        name = self.task.source.id
        pages = {witness: quote(path.removeprefix("html/")) for witness, path in self.witness_pages.items()}
        self.comparison = f"html/{name}.witnesses.html"
        told = agreement.document(figures, pages)
        _write(self.folder / self.comparison, normalised.comparison(name, self.task.site, labels, told))

    def rows(self, normalised: Normalised, labels: Any) -> list[dict[str, Any]]:
        """The apparatus as rows, made once for web and tables."""
        if self._rows is None:
            self._rows = normalised.data(labels)
        return self._rows

    def texts(self, normalised: Normalised) -> tuple[str, dict[str, list[str]]]:
        """The reading text and those of the witnesses."""
        if self._marked is None and not self.task.witness_texts:
            return normalised.texts(witnesses=False)
        reading, witnesses = self.marked(normalised)
        return reading.text, {witness: [one.text for one in states] for witness, states in witnesses.items()}

    def marked(self, normalised: Normalised) -> tuple[MarkedText, dict[str, list[MarkedText]]]:
        """The same with marks, made once for web and text."""
        if self._marked is None:
            self._marked = normalised.marked_texts()
        return self._marked

    def make_txt(self, normalised: Normalised, sheets: Stylesheets) -> None:
        if not self.task.has_text:
            return
        try:
            self.make_tables(normalised, sheets)
        except TransformError as error:
            self.failed("apparatus", error)
        if self.is_header_only:
            return
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
        if rows := self.rows(normalised, labels):
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
        from recensio.book import page_of
        from recensio.typeset import typeset  # (the engine is loaded only by builds that print)

        table = self.task.print
        language = table.language if table.language != "edition" else self.task.language
        labels = sheets.labels(language, dict(self.task.labels), self.task.apparatus_language or self.task.language)
        source = normalised.print_source(self.task.source.id, self.task.site, labels)
        made = typeset(
            source,
            template_folders=(self.task.xslt / "print",),
            font_folders=self.task.fonts,
            root=self.task.folder,
            beside=self.task.source.path.parent,
            page=page_of(table),
            standards=standards_of(table.standard),
            timestamp=date_for(standards_of(table.standard), self.parsed.root),
            file=self.task.source.name,
            locate=self.line_and_column,
        )
        self.problems.extend(made.problems)
        if made.pdf is not None:
            self.write("pdf", f"pdf/{self.task.source.id}.pdf", made.pdf)
            self.part = (source, made.pages)

    def make_tex(self, normalised: Normalised, sheets: Stylesheets) -> None:
        if self.task.has_text:
            source = normalised.tex_source(self.task.source.id, self.task.site, self.labels(sheets))
            self.write("tex", f"tex/{self.task.source.id}.tex", source)

    # --- proof ---

    def guard(self, root: etree._Element) -> None:
        """Take back every output in which a text stands that may not be published."""
        if self.is_header_only:
            held = rights.documents(root)
            self.withheld = len(law.source_words(root, self.task.base).base)
            self.secret.hear(held)
        for path in sorted(self.made()) if self.task.published != rights.FULL else ():
            if said := self.secret.first_in(self.folder / path):
                (self.folder / path).unlink()
                self.problems.append(problem("RGT-003", file=self.task.source.name, output=path, context=said))
        self.forget_missing()

    def tell_rights(self, root: etree._Element) -> None:
        """Say what is withheld, or built although it may not be published, or of unknown rights: once a file."""
        if not self.task.has_text:
            return
        said = list(rights.statements(root))
        held = [one for one in said if one[0].keeps_back(self.task.unknown_rights)]
        unsettled = [one for one in said if one[0].is_unknown and not self.task.unknown_rights]
        cases = (
            (_WITHHELD_AS[self.task.published], held),
            ("RGT-004", held if self.task.include_restricted else []),
            ("RGT-005", unsettled),
        )
        for code, ((stated, element), *_) in ((code, found) for code, found in cases if code and found):
            file, line, column = self.place_of(element)
            facts = {"status": stated.status, "words": counted(self.withheld, "word", "words")}
            self.problems.append(problem(code, file=file, line=line, column=column, **facts))

    def tell_references(self, root: etree._Element) -> None:
        """Say which declarations of how the text is cited can't be followed."""
        for structure, name in unreadable(root) if "html" in self.task.to else ():
            file, line, column = self.place_of(structure)
            path = (structure.get(name) or "")[:80]
            self.problems.append(problem("WEB-001", file=file, line=line, column=column, said=f"@{name}", path=path))

    def tell_pictures(self, root: etree._Element) -> None:
        """Say which pictures are not there, and which the pages only link."""
        found = [*unseen(root, self.task.unseen)]
        found += linked(self.facsimile, self.task.web_images) if "html" in self.task.to else []
        for code, element, facts in found:
            file, line, column = self.place_of(element)
            self.problems.append(problem(code, file=file, line=line, column=column, **facts))

    def made(self) -> set[str]:
        """The paths of all files that were made of the words of the text."""
        states = chain.from_iterable(self.states.values())
        pages = (self.witness_pages, self.witnesses, self.files, self.tables, self.citations)
        found = {*states, *self.html, *self.scripts, *chain.from_iterable(one.values() for one in pages)}
        return found | {path for path in (self.apparatus_txt, self.comparison, self.diplomatic_page) if path}

    def forget_missing(self) -> None:
        """Leave out of the report what was taken back."""
        self.html = [path for path in self.html if (self.folder / path).is_file()]
        for made in (self.files, self.tables, self.witnesses, self.witness_pages, self.citations):
            for label in [label for label, path in made.items() if not (self.folder / path).is_file()]:
                del made[label]
        if self.apparatus_txt and not (self.folder / self.apparatus_txt).is_file():
            self.apparatus_txt = None

    def prove(self) -> None:
        """Count the words of the source and of what was made (``docs/developers/text-law.md``)."""
        assert self.parsed.root is not None
        if not self.task.has_text:
            self.kept = dict.fromkeys(self.files, 1.0)
            return
        source = law.source_words(self.parsed.root, self.task.base)
        self.apparatus = source.apparatus
        if self.is_header_only:  # (of what may be published there is no running text)
            source = law.source_words(etree.fromstring(_WITHOUT_TEXT), self.task.base)
        self.words = len(source.base)
        made = {label: self.folder / path for label, path in self.files.items()}
        outputs = law.Outputs(
            html=[self.folder / path for path in self.html],
            txt=made.get("txt"),
            tex=made.get("tex"),
            pdf=made.get("pdf"),
            witnesses={siglum: self.folder / path for siglum, path in self.witnesses.items()},
            states={siglum: [self.folder / path for path in paths] for siglum, paths in self.states.items()},
            witness_pages={siglum: self.folder / path for siglum, path in self.witness_pages.items()},
            folder=self.folder,
        )
        if "txt" in made and self.task.witness_texts:
            absent = [siglum for siglum in source.witness_ids if siglum not in self.witnesses]
            self.problems += [problem("TXT-010", file=self.task.source.name, witness=siglum) for siglum in absent]
        self.keep_part(source)
        kept, problems = law.check(source, outputs, place_of=self.place_of)
        shares = {"html": kept.html, "pdf": kept.pdf, "txt": kept.txt, "tex": kept.tex}
        self.kept = {label: share for label, share in shares.items() if share is not None}
        problems += self.prove_diplomatic()
        self.problems.extend(p if p.file else replace(p, file=self.task.source.name) for p in problems)

    def prove_diplomatic(self) -> list[Problem]:
        """The same for the page of the text as its source has it: the words are those of the law's diplomatic text."""
        if not self.diplomatic_page or not (self.folder / self.diplomatic_page).is_file():
            return []
        assert self.parsed.root is not None
        outputs = law.Outputs(html=[self.folder / self.diplomatic_page], folder=self.folder)
        return law.check(law.source_words(self.parsed.root, DIPLOMATIC), outputs, place_of=self.place_of)[1]

    def keep_part(self, source: law.SourceWords) -> None:
        """Put down what a book of the whole edition needs of this text, unless its PDF was taken back."""
        if self.part is not None and "pdf" in self.files:
            from recensio.book import keep_part

            printed, pages = self.part
            self.folder.mkdir(exist_ok=True)
            keep_part(self.folder.parent, printed, source.base, source.aside, pages)

    def place_of(self, element: etree._Element) -> tuple[str | None, int | None, int | None]:
        place = self.locator.of(element)
        return place.file, place.line, place.column

    def result(self) -> TextResult:
        return TextResult(
            id=self.task.source.id,
            title="",  # (the edition knows it)
            source=self.task.source.name,
            html=tuple(self.html),
            pdf=self.files.get("pdf"),
            txt=self.files.get("txt"),
            tex=self.files.get("tex"),
            witnesses=self.witnesses,
            words=self.words,
            apparatus=self.apparatus,
            kept=self.kept,
            apparatus_txt=self.apparatus_txt,
            data=self.tables,
            cite=self.citations,
            states=self.states,
            kind="text" if self.task.has_text else "register",
            published=self.task.published,
            withheld=self.withheld,
        )


def placed(parsed: Parsed, base: str, pages: PageRules = UNCUT) -> Parsed:
    """The file with everything told its address, where its pages begin, and where its attached entries belong."""
    if parsed.root is None or parsed.kind is Kind.FOREIGN:
        return parsed
    mark_elsewhere(parsed)
    stamp_addresses(parsed.root)
    stamp_rows(parsed.root)
    cut(parsed.root, pages)
    made = place_entries(parsed.root, base).made
    stamp_entries(parsed.root, base)
    return replace(parsed, tracks=replace(parsed.tracks, made={**parsed.tracks.made, **made}))


#: The stylesheets behind each output.
_SHEETS: Mapping[str, tuple[str, ...]] = {
    "html": ("html", "text", "data"),
    "txt": ("text", "apparatus", "data"),
    "pdf": ("print",),
    "tex": ("tex",),
}

_OUTPUTS: Mapping[str, Callable[[_Work, Normalised, Stylesheets], None]] = {
    "html": _Work.make_html,
    "txt": _Work.make_txt,
    "pdf": _Work.make_pdf,
    "tex": _Work.make_tex,
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
