"""The build, from end to end: discover, parse and validate, resolve, transform and typeset, package, report."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path

from recensio import package, pictures, reading, rights, search, shipped
from recensio.assets import write_assets
from recensio.binding import MadeBook, bind, is_wanted
from recensio.cache import Cache, folder_for, key_of
from recensio.checking import judge, page_rules, read_all, read_task
from recensio.cite import Whole
from recensio.config import ApparatusTable, Config
from recensio.discover import discover
from recensio.guests import guests_of
from recensio.indexes import Indexes
from recensio.namecards import write_cards
from recensio.order import Order, Progress, silent
from recensio.parallel.stage import Parallels, id_of, make_parallels, parallels_of
from recensio.problems import Problem, Severity, problem
from recensio.prose import prose_of
from recensio.reading import Read, told
from recensio.report import Report, TextResult, severities
from recensio.resolve import Edition, Member, site_of
from recensio.texbook import write_beside
from recensio.textbuild import OUTPUT, RESULT, Built, TextTask, build_text
from recensio.transform import Rules, stylesheets
from recensio.website import Imprint, Website
from recensio.workers import Died, Workers

_ENGINES = ("saxonche", "lxml", "typst", "pypdfium2")
_NO_PARALLELS = Parallels()
#: Families of codes whose remarks are made by ``validate`` only.
_REMARKS = ("APP-", "CHR-", "DAT-", "IDN-", "LNG-", "MET-", "PTR-", "SCH-")

__all__ = ["Order", "Progress", "build"]


def build(order: Order, progress: Progress = silent) -> Report:
    """Build everything that is asked for into the output folder, and report. Bad input never raises."""
    try:
        package.check(order.output)
    except package.ForeignFolderError:
        return _refused(order, problem("OUT-001", folder=str(order.output)))
    except OSError as error:
        return _refused(order, _unwritable(order, error))
    found = discover(order.paths, order.config)
    cache = Cache(folder_for(order.config.root, has_config=order.has_config))
    try:
        with Workers(order.jobs) as workers:
            reads = read_all(order, found.sources, cache, workers, progress)
            edition = edition_of(order.config, reads, include_restricted=order.include_restricted)
            texts = build_all(order, edition, reads, cache, workers, progress)
            book = make_book(order, edition, texts, cache, workers, progress) if is_wanted(order, edition) else None
            parallels = make_parallel_editions(order, texts, cache, workers)
        others = [*order.problems, *missing_files(order.config), *found.problems, *texts.problems]
        problems = [p for p in judge(order, reads, others).problems if _is_told(order, p)]
        problems += [*(book.problems if book else ()), *parallels.problems]
        return write(order, edition, texts, problems, cache, book, parallels)
    except OSError as error:
        return _refused(order, _unwritable(order, error))


def missing_files(config: Config) -> Iterator[Problem]:
    """Files that the settings name and that are not there."""
    if config.web.css and _own_css(config) is None:
        yield problem("OUT-006", file="edition.toml", path=config.web.css)
    for option, path in _prose_files(config):
        try:
            prose_of(config.root / path)
        except (OSError, ValueError):
            yield problem("OUT-007", file="edition.toml", path=path, option=option)


def _is_told(order: Order, found: Problem) -> bool:
    """Whether a build tells of a problem: not of remarks from the checks, which ``validate`` makes, unless the settings
    ask for them; nor that a picture is not there, which the build, looking for pictures itself, has said."""
    remark = found.severity is Severity.INFO and found.code.startswith(_REMARKS)
    return not ((remark and found.code not in dict(order.config.severity)) or _is_picture(found))


def _is_picture(found: Problem) -> bool:
    name, _, named = found.message.partition('="')
    is_facs = name == "@facs" and pictures.is_picture_name(named.partition('"')[0])
    return found.code == "PTR-002" and (name == "@url" or is_facs)


def _refused(order: Order, why: Problem) -> Report:
    return Report((), severities([*order.problems, why], dict(order.config.severity)))


def _unwritable(order: Order, error: OSError) -> Problem:
    return problem("OUT-002", folder=str(order.output), reason=error.strerror or str(error))


# --- resolving ----------------------------------------------------------------------------------------------


def edition_of(config: Config, reads: Iterable[Read], *, include_restricted: bool = False) -> Edition:
    """What the files are together. ``include_restricted``: texts that may not be published are there in full."""
    members = tuple(_member(config, read, include_restricted) for read in reads if read.buildable)
    title = config.edition.title
    if not title and len(members) == 1:
        title = members[0].facts.title
    asked = frozenset(page for page, _ in _prose_files(config))
    if config.edition.publisher or config.edition.licence or config.edition.editors:
        asked |= {"imprint"}
    without = frozenset(() if config.web.search else ("search",))
    return Edition(
        title, config.edition.language, members, config.edition.url, asked, without, config.edition.licence
    )


def _member(config: Config, read: Read, include_restricted: bool) -> Member:
    may = rights.published(read.facts.rights, config.rights.unknown) if read.has_text else rights.FULL
    private = include_restricted and may != rights.FULL
    shown = rights.FULL if private else may
    return Member(read.source, read.facts, read.has_text, shown, private, read.index.kinds)


# --- building -----------------------------------------------------------------------------------------------


@dataclass
class Texts:
    """The outputs of all texts: where they lie in the cache, by id, and what the report says of them."""

    folders: dict[str, Path] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, TextTask] = field(default_factory=dict)
    results: dict[str, TextResult] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unseen: dict[str, set[str]] = field(default_factory=dict)


def build_all(
    order: Order, edition: Edition, reads: Sequence[Read], cache: Cache, workers: Workers, progress: Progress
) -> Texts:
    """Build every text whose outputs are not in the cache."""
    texts = Texts()
    by_id = {read.source.id: read for read in reads}
    guests = guests_of(reads)
    engines = key_of(shipped.own_code(), [metadata.version(name) for name in _ENGINES])
    indexes = Indexes(edition)
    tasks = [
        _text_task(order, indexes, m, (by_id[m.source.id], *guests.get(m.source.path, ())), engines, cache, texts)
        for m in edition.members
    ]
    missing = []
    texts.tasks = {task.source.id: task for task in tasks}
    for task in tasks:
        built = None if order.force else _stored(cache, task)
        if built is None:
            missing.append(task)
        else:
            _keep(texts, cache, task, built)
    for task, result in workers.map(build_text, missing):
        if isinstance(result, Died):
            texts.problems.append(told(task.source, result.reason, result.traceback))
        else:
            _keep(texts, cache, task, result)
        progress("building", len(texts.results), len(tasks))
    return texts


def _site_of(
    indexes: Indexes, member: Member, config: Config, images: Mapping[str, str], downloads: list[tuple[str, str]]
) -> str:
    """What the outputs of a text have to know of the edition."""
    return site_of(
        indexes.edition,
        member,
        images=images,
        downloads=downloads,
        styles=_styles(config),
        headings=[row.row() for row in indexes.headings([member])],
        literature=indexes.literature([member]),
    )


def _text_task(
    order: Order, indexes: Indexes, member: Member, reads: Sequence[Read], engines: str, cache: Cache, texts: Texts
) -> TextTask:
    """The task for a text. ``reads`` are its own file and those in which it has witnesses or entries."""
    config, source, read = order.config, member.source, read_task(order, member.source)
    images, files, unseen, states = _images(config, member, read.folder)
    if unseen:
        texts.unseen[source.id] = {url for url, _ in unseen}
    downloads = _downloads(source.id, order.to, config) if member.has_text else []
    if member.published == rights.HEADER:
        images, files, unseen, downloads = {}, (), (), [row for row in downloads if row[0] != "txt"]
    task = TextTask(
        key="",
        source=source,
        folder=read.folder,
        max_bytes=read.max_bytes,
        to=order.to,
        has_text=member.has_text,
        witness_texts=config.apparatus.witness_texts,
        base=config.text.base,
        language=config.edition.language,
        labels=_own_words(config.apparatus),
        apparatus_language=config.apparatus.language.removeprefix("edition"),
        rules=_rules(config.apparatus),
        site=_site_of(indexes, member, config, images, downloads),
        images=files,
        unseen=unseen,
        web_images=config.web.images,
        xslt=shipped.stylesheets(config.root),
        cache=cache.folder,
        guests=tuple(read.source for read in reads[1:]),
        print=config.print,
        fonts=_fonts(config),
        published=member.published,
        unknown_rights=config.rights.unknown,
        include_restricted=member.private,
        pages=page_rules(config),
        whole=_whole(config, indexes.edition, member),
    )
    return replace(task, key=_key_of(task, engines, reads, states), anew=order.force)


def _key_of(task: TextTask, engines: str, reads: Iterable[Read], pictures: list[object]) -> str:
    """The key over all that a text is made from; ``pictures`` are the states of those that it shows."""
    fonts = [(f.name, f.stat().st_mtime_ns) for folder in task.fonts for f in sorted(folder.rglob("*"))]
    return key_of(str(task), engines, shipped.digest(task.xslt), [read.digest for read in reads], pictures, fonts)


def make_book(
    order: Order, edition: Edition, texts: Texts, cache: Cache, workers: Workers, progress: Progress
) -> MadeBook:
    """The whole edition as one book, of the texts that have been built."""
    words, fonts = _own_words(order.config.apparatus), _fonts(order.config)
    progress("binding", 0, 1)
    made = bind(order, Indexes(edition), (texts.folders, texts.keys), words, fonts, cache, workers)
    progress("binding", 1, 1)
    return made


def make_parallel_editions(order: Order, texts: Texts, cache: Cache, workers: Workers) -> Parallels:
    """The parallel editions of the settings, where their texts are built."""
    if "pdf" not in order.to or not order.config.parallel:
        return _NO_PARALLELS
    named = frozenset(id_of(name) for table in order.config.parallel for name in table.texts)
    others = named - texts.tasks.keys() if order.paths else frozenset()
    return make_parallels(order.config, texts.tasks, others, cache, workers, anew=order.force)


def _downloads(text_id: str, to: Sequence[str], config: Config) -> list[tuple[str, str]]:
    """Labels and addresses of the files of a text. The page leaves out those of the apparatus where there is none."""
    files = [(kind, f"../{kind}/{text_id}.{kind}") for kind in ("pdf", "txt", "tex") if kind in to]
    if "pdf" in to:
        files += [("parallel", f"../pdf/{table.id}.pdf") for table in parallels_of(config, text_id) if table.id]
    if "txt" in to:
        files.append(("apparatus_txt", f"../txt/{text_id}.apparatus.txt"))
        files += [(kind, f"../data/{text_id}.apparatus.{kind}") for kind in ("csv", "json")]
    return files


def _whole(config: Config, edition: Edition, member: Member) -> Whole:
    """The edition as a text is cited in it; its licence is not that of a text that says otherwise."""
    table = config.edition
    licence = table.licence if all(stated.follows_edition for stated in member.facts.rights) else ""
    return Whole(edition.title, table.editors, table.publisher, licence, edition.url)


def _own_words(table: ApparatusTable) -> tuple[tuple[str, str], ...]:
    """The words that the edition has in the place of those of the language."""
    words = {"separator": table.separator, "om": table.om, "add": table.add}
    return tuple(({key: word for key, word in words.items() if word} | dict(table.words)).items())


def _rules(table: ApparatusTable) -> Rules:
    return Rules(table.style, table.order, table.groups, table.cett_after, table.layers)


def _fonts(config: Config) -> tuple[Path, ...]:
    folder = config.root / config.print.font_folder
    return (folder,) if config.print.font_folder and folder.is_dir() else ()


def _images(
    config: Config, member: Member, folder: Path
) -> tuple[Mapping[str, str], tuple[tuple[str, str], ...], tuple[tuple[str, str], ...], list[object]]:
    """The pictures of a text: addresses, what to copy, which are not shown and why, state."""
    addresses: dict[str, str] = {}
    places: dict[Path, str] = {}
    files: dict[str, str] = {}  # (by its place, the file)
    unseen: list[tuple[str, str]] = []
    states: list[object] = []
    bound = folder.resolve()
    for url in member.facts.images:
        path = pictures.local_file(url, member.source.path.parent)
        if path is None:
            is_shown = pictures.is_allowed(url, config.web.images) and not url.endswith(pictures.INFO)
            addresses |= {url: url} if is_shown else {}
        elif why := pictures.not_shown(path, bound):
            unseen.append((url, why))
        else:
            (picture, place), *held = _files_of_picture(path, f"assets/images/{member.source.id}/{len(files) + 1}")
            if picture not in places:
                places[picture] = place
                files |= {target: str(file) for file, target in held}
            addresses[url] = places[picture]
            states.append((url, [(p.stat().st_size, p.stat().st_mtime_ns) for p, _ in held]))
    return addresses, tuple((file, place) for place, file in files.items()), tuple(unseen), states


def _files_of_picture(path: Path, stem: str) -> list[tuple[Path, str]]:
    """The place of a picture or of a folder of tiles, then of all its files."""
    tiles = pictures.tiles_at(path)
    if tiles is None:
        return [(path, f"{stem}-{path.name}")] * 2
    place = f"{stem}-{tiles.name}"
    return [(tiles, place), *((p, f"{place}/{p.relative_to(tiles).as_posix()}") for p in pictures.tile_files(tiles))]


def _stored(cache: Cache, task: TextTask) -> Built | None:
    folder = cache.outputs(task.key)
    try:
        row = json.loads((folder / RESULT).read_text(encoding="utf-8")) if folder else None
    except (OSError, ValueError):
        return None
    if row is None:
        return None
    return Built(
        TextResult(**{**row["result"], "html": tuple(row["result"]["html"])}), reading.problems_from(row["problems"])
    )


def _keep(texts: Texts, cache: Cache, task: TextTask, built: Built) -> None:
    folder = cache.outputs(task.key)
    if folder is not None:
        texts.folders[task.source.id] = folder
    texts.keys[task.source.id] = task.key
    texts.results[task.source.id] = built.result
    unseen = texts.unseen.get(task.source.id, set())
    texts.problems.extend(p for p in built.problems if not _said_of_picture(p, unseen))


def _said_of_picture(found: Problem, unseen: set[str]) -> bool:
    """True if the typesetter misses a picture that is missed already."""
    return found.code == "PDF-005" and any(f" {url} " in found.message for url in unseen)


# --- packaging ----------------------------------------------------------------------------------------------


def write(
    order: Order,
    edition: Edition,
    texts: Texts,
    problems: Iterable[Problem],
    cache: Cache,
    book: MadeBook | None = None,
    parallels: Parallels = _NO_PARALLELS,
) -> Report:
    """Put the output folder together and report. Raises ``OSError`` where it can't be written."""
    results = [texts.results[m.source.id] for m in edition.members if m.source.id in texts.results]
    shown = severities(problems, dict(order.config.severity))
    titles = {m.source.id: m.title for m in edition.members}
    report = Report(tuple(replace(r, title=titles[r.id]) for r in results), shown, **(book.row if book else {}))
    report = replace(report, parallel=parallels.rows)
    json_report = report.to_json()
    state = _state(order, texts, json_report + (book.key if book else "") + parallels.key)
    known = package.earlier(order.output)
    if known is not None and known.state == state and not order.force and known.is_whole():
        return report
    with package.replacing(order.output, state=state, parts=texts.keys, known=known) as staging:
        for result in results:
            same = known is not None and known.parts.get(result.id) == texts.keys[result.id]
            staging.take(texts.folders[result.id] / OUTPUT, same=same)
        if book is not None:
            book.put_into(staging)
        parallels.put_into(staging)
        if "tex" in order.to:
            write_beside(order, edition, results, _own_words(order.config.apparatus), staging.folder)
        if "html" in order.to:
            found = write_site(order, edition, report.texts, texts, cache, staging.folder, book)
            report = replace(report, problems=(*report.problems, *severities(found, dict(order.config.severity))))
            json_report = report.to_json()
        (staging.folder / "report.json").write_text(json_report, encoding="utf-8")
        (staging.folder / "report.html").write_text(report.to_html(), encoding="utf-8")
    cache.tidy()
    return report


def _state(order: Order, texts: Texts, report: str) -> str:
    """A key over all that the output folder is made from (the keys of the texts hold those of all files)."""
    css = _own_css(order.config)
    own = [reading.digest_of(css) if css else None]
    own += [reading.digest_of(order.config.root / path) for _, path in _prose_files(order.config)]
    return key_of(order.config.digest(), order.to, texts.keys, own, report)


def write_site(
    order: Order,
    edition: Edition,
    results: Sequence[TextResult],
    texts: Texts,
    cache: Cache,
    output: Path,
    book: MadeBook | None = None,
) -> list[Problem]:
    """The front page, the registers, the other pages about the whole, the search, the style sheets, the TEI files."""
    config, xslt, html = order.config, shipped.stylesheets(order.config.root), output / "html"
    write_assets(xslt / "html" / "assets", html / "assets", _own_css(config))
    built = {r.id: _pages_of(r, texts, cache) for r in results}
    passages = [p for pages in built.values() for page in pages.values() for p in page.passages]
    website = Website(
        edition=edition, imprint=_imprint(config), files=_all_files(edition, results, config, output), built=built,
        styles=_styles(config), latin=any(p.latin for p in passages), contents=config.contents,
        folder=config.root / config.sources.folder, book=_book(book, output),
    )  # fmt: skip
    sheets = stylesheets(xslt, frozenset({"site"}))
    labels = sheets.labels(config.edition.language, {})
    for page in website.pages:
        markup = sheets.site(website.document(page), page, labels)
        (html / f"{page}.html").write_text(markup, encoding="utf-8")
        if page in edition.pages:
            write_cards(markup, page, html / "assets" / "cards")
    if "search" not in website.pages:
        return []
    script = search.names_script(website.names, latin=website.latin)
    (html / "assets" / "search-names.js").write_text(script, encoding="utf-8")
    passages += search.passages_of_names(website.names, latin=website.latin)
    return _write_indexes(passages, html, cache, anew=order.force)


def _write_indexes(passages: Sequence[search.Passage], html: Path, cache: Cache, *, anew: bool) -> list[Problem]:
    """The lists of words of the search, and the index by Pagefind: as an earlier build made them, or made now."""
    key = key_of("search", shipped.own_code(), [str(p) for p in passages])
    _indexed(key, html / "assets" / "search", cache, lambda new: search.write_lists(passages, new), anew=anew)
    try:
        key = key_of("pagefind", key, metadata.version("pagefind-bin"))
        _indexed(key, html / "pagefind", cache, lambda new: search.write_pagefind(passages, new), anew=anew)
    except (search.SearchError, metadata.PackageNotFoundError) as error:
        return [problem("OUT-008", reason=str(error))]
    return []


def _indexed(key: str, folder: Path, cache: Cache, write: Callable[[Path], None], *, anew: bool) -> None:
    """Put an index that is kept by ``key`` into ``folder``; ``write`` makes it if there is none."""
    made = None if anew else cache.outputs(key)
    if made is None:
        with cache.making(key, anew=anew) as new:
            write(new / OUTPUT)
        made = cache.outputs(key)
    if made is not None and (made / OUTPUT).is_dir():
        shutil.copytree(made / OUTPUT, folder, copy_function=shutil.copyfile)


def _pages_of(result: TextResult, texts: Texts, cache: Cache) -> dict[str, search.Page]:
    """What the pages of a text hold, by address; kept by the key that the text was built with."""
    key = texts.keys[result.id]
    stored = cache.read("pages", key)
    if stored is None:
        stored = {}
        for path in result.html:
            address = path.removeprefix("html/")
            markup = (texts.folders[result.id] / OUTPUT / path).read_text(encoding="utf-8")
            stored[address] = search.row_of(search.page_of(markup, address, result.title))
        cache.write("pages", key, stored)
    return {address: search.page_from(row) for address, row in stored.items()}


def _imprint(config: Config) -> Imprint:
    table, prose = config.edition, {}
    for page, path in _prose_files(config):
        with contextlib.suppress(OSError, ValueError):
            prose[page] = prose_of(config.root / path)
    return Imprint(table.subtitle, table.editors, table.publisher, table.licence, prose)


def _prose_files(config: Config) -> list[tuple[str, str]]:
    """Pages and the files, named in the settings, that they begin with."""
    return [(page, path) for page, path in (("about", config.web.about), ("imprint", config.web.imprint)) if path]


def _all_files(
    edition: Edition, results: Sequence[TextResult], config: Config, output: Path
) -> dict[str, list[tuple[str, str]]]:
    """Labels and addresses of every file of every text, its TEI file among them where readers may have it."""
    sources = {m.source.id: m for m in edition.members if m.has_text and not (m.is_withheld or m.private)}
    files = {result.id: [*_files(result), *_parallels(config, result.id, output)] for result in results}
    for result in results if config.web.tei else ():
        if result.id in sources:
            place = output / "tei" / f"{result.id}.xml"
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(sources[result.id].source.path, place)
            files[result.id].append(("tei", f"../tei/{result.id}.xml"))
    return files


def _styles(config: Config) -> tuple[str, ...]:
    """The address of the edition's own style sheet, if there is one."""
    return ("assets/edition.css",) if _own_css(config) else ()


def _own_css(config: Config) -> Path | None:
    """The edition's own style sheet, if the settings name one and it is there."""
    path = config.root / config.web.css
    return path if config.web.css and path.is_file() else None


def _book(book: MadeBook | None, output: Path) -> str:
    """The address of the book of the edition, as seen from a page; empty if there is none."""
    return f"../{book.place}" if book is not None and (output / book.place).is_file() else ""


def _parallels(config: Config, text: str, output: Path) -> Iterator[tuple[str, str]]:
    """The parallel editions of a text that were made."""
    made = (f"pdf/{table.id}.pdf" for table in parallels_of(config, text))
    yield from (("parallel", f"../{path}") for path in made if (output / path).is_file())


def _files(result: TextResult) -> Iterator[tuple[str, str]]:
    """Labels and addresses of a text's files, as seen from a page."""
    if result.html:
        yield "html", result.html[0].removeprefix("html/")
    made = {"pdf": result.pdf, "txt": result.txt, "tex": result.tex, "apparatus_txt": result.apparatus_txt}
    files = made | result.data | result.cite
    yield from ((label, f"../{path}") for label, path in files.items() if path)
    yield from ((f"witness {witness}", f"../{path}") for witness, path in result.witnesses.items())
