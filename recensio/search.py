"""The search of the web edition: what can be found, and the index that the browser asks.

What is found are passages: stretches of the base text, readings of the apparatus, notes, and names of the registers,
each with the addresses in it. They are taken from the finished pages, so that each address is one that is there. The
index itself is made by Pagefind, which gets for each passage its words *folded*: without case and accents, in Latin
texts with one letter for u and v and one for i and j. ``search.js`` folds what the reader types in the same way and
shows the words as the page has them. Pagefind stems no words here: a word is found by its beginning.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

#: The kinds of passage, in the order in which the page offers them.
KINDS = ("text", "reading", "note", "name")
_LONGEST = 400  # words; longer ones make a result heavy, shorter ones the index
_HARD_LIMIT = 800
_BLOCKS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "ul", "dl", "dt", "dd", "table", "tr", "td", "th",
     "caption", "blockquote", "br", "pre", "figure", "figcaption", "section", "article", "header", "hr")
)  # fmt: skip
_IDEOGRAPH = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ",
     "ꝛ": "r"}
)  # fmt: skip
_LATIN = str.maketrans("vj", "ui")
_STRETCH = "\u0640"  # makes an Arabic word longer on the page
#: The files of Pagefind that the search page asks for; its own interfaces are not among them.
_NEEDED = ("pagefind.js", "pagefind-entry.json", "*.pf_meta", "wasm.*", "index/*", "fragment/*")


class SearchError(Exception):
    """The index could not be made; the message says why."""


# --- words --------------------------------------------------------------------------------------------------


@cache
def _word() -> re.Pattern[str]:
    """A word: letters, numbers and the marks on them; of East Asian scripts each sign."""
    marks = "".join(chr(n) for n in (*range(0x300, 0x20000), *range(0xE0100, 0xE01F0)) if _is_mark(chr(n)))
    letter = rf"[^\W_{_IDEOGRAPH}]"
    return re.compile(rf"[{_IDEOGRAPH}]|{letter}+(?:[{re.escape(marks)}]+{letter}*)*")


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


@lru_cache(maxsize=1 << 16)  # most words of an edition come again
def fold(word: str, *, latin: bool = False) -> str:
    """A word as it is compared: no accents, no case; ``latin``: u for v, i for j."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not _is_mark(c))
    low = bare.lower().translate(_LETTERS)
    low = low.replace(_STRETCH, "") or low
    return low.translate(_LATIN) if latin else low


def words_of(text: str) -> list[str]:
    """The words of ``text`` in the normal form NFC."""
    return _word().findall(text)


# --- passages -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of words that is found as one. ``places`` are pairs of an id in ``page`` and the number of the first
    word behind it (an address may also lead to another page: then it is ``page#id``)."""

    kind: str
    page: str
    title: str
    text: str
    places: tuple[tuple[int, str], ...] = ()
    latin: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What a page of a text holds for the search: its passages, and all ids in it."""

    passages: tuple[Passage, ...] = ()
    ids: frozenset[str] = frozenset()


def page_of(markup: str, page: str, title: str) -> Page:
    """Take a finished page of a text apart. ``page`` is its address."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    tree = lxml_html.document_fromstring(markup.encode(), parser=parser)
    ids = frozenset(str(value) for value in _found(tree, "//@id"))
    passages: list[Passage] = []
    for article in _found(tree, "//article[contains(concat(' ', @class, ' '), ' reading ')]"):
        latin = (article.get("lang") or "").split("-")[0] == "la"
        passages += _passages(_Walk.over([article]), "text", page, title, latin)
    latin = any(p.latin for p in passages)
    for kind, section, item in (("reading", "apparatus", "entry"), ("note", "notes", "note")):
        items = _found(tree, f"//section[contains(concat(' ', @class, ' '), ' {section} ')]"
                             f"//*[@id and not(contains(@id, '{_OWN}'))]"
                             f"[contains(concat(' ', @class, ' '), ' {item} ')]")  # fmt: skip
        passages += _passages(_Walk.over(items), kind, page, title, latin)
    return Page(tuple(passages), ids)


def _found(tree: Any, path: str) -> list[Any]:
    return list(tree.xpath(path))


#: Stands in the ids that are the page's own and in no address.
_OWN = ":"
#: Classes of what stands in an entry or a note and is no word of it.
_SIGNS = frozenset({"back", "place", "sigla", "siglum", "separator", "lem", "base", "between"})


@dataclass
class _Walk:
    """The words and ids of some elements, in order: strings, ids as tuples of one, ``None`` where a block ends."""

    parts: list[str | tuple[str] | None] = field(default_factory=list)

    @classmethod
    def over(cls, elements: Iterable[Any]) -> _Walk:
        walk = cls()
        for element in elements:
            walk.parts.append(None)
            walk.meet(element)
        return walk

    def meet(self, top: Any) -> None:
        skipped: Any = None
        for event, element in etree.iterwalk(top, events=("start", "end", "comment", "pi")):
            if event in {"comment", "pi"}:
                if skipped is None:
                    self._add(element.tail)
            elif event == "start" and skipped is None:
                skipped = element if self._start(element, element is not top) else None
            elif event == "end" and skipped in (None, element):
                skipped = None
                self._end(element, element is top)

    def _start(self, element: Any, inner: bool) -> bool:
        """Meet an element; true if it is none of the words."""
        if inner and ("data-extra" in element.attrib or _SIGNS & set((element.get("class") or "").split())):
            return True
        if element.tag in _BLOCKS:
            self.parts.append(None)
        if (one := element.get("id") or "") and _OWN not in one:
            self.parts.append((one,))
        self._add(element.text)
        return False

    def _end(self, element: Any, is_top: bool) -> None:
        if element.tag in _BLOCKS:
            self.parts.append(None)
        if not is_top:
            self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self.parts.append(text)


def _passages(walk: _Walk, kind: str, page: str, title: str, latin: bool) -> Iterator[Passage]:
    """Cut a walk into passages: at the end of a block when there are words enough."""
    text: list[str] = []
    places: list[tuple[int, str]] = []
    last, count, open_word = "", 0, ""
    for part in [*walk.parts, None]:
        if isinstance(part, str):
            text.append(part)
            open_word += part
            continue
        if part is None:
            count, open_word = count + len(words_of(_nfc(open_word))), ""
            text.append("\n")
            if count >= _LONGEST:
                yield from _cut(Passage(kind, page, title, _line(text), tuple(places), latin))
                text, places, count = [], [(0, last)] if last else [], 0
        else:
            last = part[0]
            places.append((count + len(words_of(_nfc(open_word))), last))
    if count:
        yield from _cut(Passage(kind, page, title, _line(text), tuple(places), latin))


def _cut(passage: Passage) -> Iterator[Passage]:
    """A passage without end is cut between words, wherever that is."""
    words = passage.text.split(" ")
    if len(words) <= _HARD_LIMIT:
        yield passage
        return
    before = 0
    for start in range(0, len(words), _LONGEST):
        text = " ".join(words[start : start + _LONGEST])
        count = len(words_of(text))
        earlier = [name for n, name in passage.places if n <= before][-1:]
        inside = [(n - before, name) for n, name in passage.places if before < n < before + count]
        yield Passage(passage.kind, passage.page, passage.title, text, ((0, earlier[0]), *inside) if earlier else
                      tuple(inside), passage.latin)  # fmt: skip
        before += count


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _line(text: Sequence[str]) -> str:
    return _nfc(" ".join("".join(text).split()))


# --- from the cache -----------------------------------------------------------------------------------------


def row_of(page: Page) -> dict[str, Any]:
    """A page as a JSON row."""
    rows = [(p.kind, p.page, p.title, p.text, p.places, p.latin) for p in page.passages]
    return {"passages": rows, "ids": sorted(page.ids)}


def page_from(row: Mapping[str, Any]) -> Page:
    """A page from its JSON row."""
    passages = (
        Passage(kind, page, title, text, tuple((n, name) for n, name in places), latin)
        for kind, page, title, text, places, latin in row["passages"]
    )
    return Page(tuple(passages), frozenset(row["ids"]))


# --- names --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """A name or title that the search knows: how it is shown, its spellings, the register, its address."""

    label: str
    spellings: str
    register: str
    href: str


def passages_of_names(names: Iterable[Named], *, latin: bool) -> Iterator[Passage]:
    """Names as passages, many in one."""
    rows: dict[str, list[Named]] = {}
    for name in names:
        rows.setdefault(name.register, []).append(name)
    for register, found in rows.items():
        for start in range(0, len(found), 50):
            yield _passage_of_names(register, found[start : start + 50], latin)


def _passage_of_names(register: str, names: Sequence[Named], latin: bool) -> Passage:
    places, lines, count = [], [], 0
    for name in names:
        line = _line([name.spellings])
        places.append((count, name.href))
        lines.append(line)
        count += len(words_of(line))
    return Passage("name", "", register, " ".join(lines), tuple(places), latin)


def names_script(names: Iterable[Named], *, latin: bool) -> str:
    """The file that the search page takes where a browser may not ask the index: on pages opened from the disk."""
    rows = [
        [n.label, n.register, n.href, " ".join(fold(w, latin=latin) for w in words_of(_nfc(n.spellings)))]
        for n in names
    ]
    return f"window.recensioNames = {json.dumps(rows, ensure_ascii=True, separators=(',', ':'))};\n"


# --- the index ----------------------------------------------------------------------------------------------


def write_index(passages: Iterable[Passage], folder: Path) -> None:
    """Make the index of ``passages`` in ``folder``, the same for the same passages. Raises ``SearchError``."""
    with tempfile.TemporaryDirectory(prefix="recensio-search-") as name:
        records, made = Path(name, "records"), Path(name, "made")
        records.mkdir()
        for number, passage in enumerate(passages):
            (records / f"{number:06}.html").write_text(_record(passage), encoding="utf-8")
        if any(records.iterdir()):
            _run(records, made)
            _take(made, folder)


def _record(passage: Passage) -> str:
    """A passage as Pagefind reads it: the folded words, the kind as a word of its own, and what the page shows."""
    folded = " ".join(fold(word, latin=passage.latin) for word in words_of(passage.text))
    places = "|".join(f"{n} {place}" for n, place in passage.places)
    shown = {"kind": passage.kind, "page": passage.page, "title": passage.title, "at": places, "text": passage.text}
    data = "".join(f' data-{key}="{escape(value)}"' for key, value in shown.items())
    asked = ",".join(f"{key}[data-{key}]" for key in shown)
    body = f'<p data-pagefind-body data-pagefind-meta="{asked}"{data}>{escape(folded)} {mark_of(passage.kind)}</p>'
    return f'<!doctype html><html lang="la"><body>{body}</body></html>'


def mark_of(kind: str) -> str:
    """The word that tells a kind of passage from others. (Pagefind's own filters are not the same at each build.)"""
    return f"0kind0{kind}0"


def _run(records: Path, made: Path) -> None:
    try:
        from pagefind_bin import get_executable
    except ImportError:
        raise SearchError("the package pagefind_bin is not installed") from None
    try:
        command = [str(get_executable()), "--site", str(records), "--output-path", str(made), "--quiet"]
        # Latin is a language whose words Pagefind leaves as they are
        subprocess.run([*command, "--force-language", "la"], check=True, capture_output=True, cwd=records)
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().splitlines() or [f"status {error.returncode}"]
        raise SearchError(f"pagefind: {said[-1][:160]}") from None
    except OSError as error:
        raise SearchError(f"pagefind: {error.strerror or error}") from None


def _take(made: Path, folder: Path) -> None:
    for pattern in _NEEDED:
        for file in made.glob(pattern):
            place = folder / file.relative_to(made)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)
