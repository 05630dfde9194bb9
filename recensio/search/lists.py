"""The lists of words that the search page asks.

For each word they tell in which passages it stands, and how often. Beside ``words`` there are lists of ``starts``
(beginnings that so many words share that reading them all would be long) and of ``pairs`` (common words next to each
other, for phrases). A list is cut into parts, each a small script, so that a page opened from a disk can read it too:

    recensioPart("words/12", "…")       its rows, packed with zlib, in base64
    recensioPart("passages/3", "…")     passages as JSON, for the results

``lists.js`` tells how many passages of each kind there are, how many of them are in a file, and for each list the
beginnings of its parts. In a part, a row is: how many bytes of its key are those of the key before, how many follow,
these bytes (UTF-8); the number of passages; the numbers of the passages, each as the distance from the one before;
how often the key stands in each. Numbers are in groups of seven bits, the lowest first.
"""

from __future__ import annotations

import base64
import json
import zlib
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import sub
from pathlib import Path

from recensio.search.passages import KINDS, Passage

#: Bytes of a part before it is packed; a row is never divided.
_PART = 20_000
#: How many passages of a kind are in a file.
_TOGETHER = {"text": 2, "reading": 2, "note": 2, "name": 40}
#: A word in more passages than this, or in more than so many of all, is common: pairs of common words have a list.
_COMMON, _COMMON_SHARE = 50, 25
#: A beginning whose words fill more parts than this has a row of its own.
_FEW_PARTS = 2

#: For a key the passages it is in, and how often, one behind the other.
Rows = Mapping[str, list[int]]


def write_lists(passages: Iterable[Passage], folder: Path) -> None:
    """Write the lists for ``passages`` into ``folder``, the same for the same passages."""
    ordered = sorted(passages, key=lambda passage: KINDS.index(passage.kind))
    texts = [passage.folded() for passage in ordered]
    words = _counted(texts, ordered)
    common = max(_COMMON, len(ordered) // _COMMON_SHARE)
    often = {word for word, found in words.items() if len(found) // 2 > common}
    pairs = _counted([_pairs(text, often) for text in texts], ordered)
    parts = _parts(words)
    folder.mkdir(parents=True, exist_ok=True)
    head: dict[str, object] = {"common": common, "few": _FEW_PARTS}
    head["kinds"] = [[kind, sum(p.kind == kind for p in ordered), _TOGETHER[kind]] for kind in KINDS]
    head["words"] = _write_parts(parts, folder, "words")
    head["starts"] = _write_parts(_parts(_starts(parts)), folder, "starts")
    head["pairs"] = _write_parts(_parts(pairs), folder, "pairs")
    _write_passages(ordered, folder)
    (folder / "lists.js").write_text(f"recensioLists({_json(head)});\n", encoding="utf-8")


def _counted(texts: Iterable[Iterable[str]], passages: Sequence[Passage]) -> dict[str, list[int]]:
    """In which passages each word stands, and how often; a name counts once."""
    rows: dict[str, list[int]] = defaultdict(list)
    for number, (text, passage) in enumerate(zip(texts, passages, strict=True)):
        for word, often in Counter(text).items():
            rows[word] += (number, 1 if passage.kind == "name" else often)
    return rows


def _pairs(text: Sequence[str], often: set[str]) -> Iterator[str]:
    return (f"{one} {two}" for one, two in pairwise(text) if one in often and two in often)


# --- parts --------------------------------------------------------------------------------------------------


def _order(key: str) -> bytes:
    """Keys stand in the order in which a browser compares strings: by UTF-16."""
    return key.encode("utf-16-be")


def _parts(rows: Rows) -> list[list[tuple[str, list[int]]]]:
    """The rows in order, cut into parts."""
    parts: list[list[tuple[str, list[int]]]] = []
    size = _PART
    for key in sorted(rows, key=_order):
        if size >= _PART:
            parts.append([])
            size = 0
        parts[-1].append((key, rows[key]))
        size += len(key) + len(rows[key])
    return parts


def _starts(parts: Sequence[Sequence[tuple[str, list[int]]]]) -> dict[str, list[int]]:
    """Rows for the beginnings whose words fill many parts."""
    rows = [row for part in parts for row in part]
    keys = [_order(key) for key, _ in rows]
    borders = [_order(part[0][0]) for part in parts]
    shared = {part[0][0][: _shared(part[0][0], part[-1][0])] for part in parts}
    starts = {start[:n] for start in shared for n in range(1, len(start) + 1)}
    found = {}
    for start in starts:
        first, last = _order(start), _order(start) + b"\xff\xff"
        if bisect_right(borders, last) - max(bisect_right(borders, first), 1) >= _FEW_PARTS:
            found[start] = _together(found for _, found in rows[bisect_left(keys, first) : bisect_left(keys, last)])
    return found


def _shared(one: str | bytes, two: str | bytes) -> int:
    """How long the beginning is that two keys share."""
    least = min(len(one), len(two))
    return next((n for n in range(least) if one[n] != two[n]), least)


def _together(rows: Iterable[list[int]]) -> list[int]:
    counts: Counter[int] = Counter()
    for row in rows:
        for number, often in zip(row[::2], row[1::2], strict=True):
            counts[number] += often
    return [value for row in sorted(counts.items()) for value in row]


def _write_parts(parts: Sequence[Sequence[tuple[str, list[int]]]], folder: Path, name: str) -> list[str]:
    """Write the parts of a list; the beginnings that tell them apart."""
    (folder / name).mkdir()
    beginnings, last = [], ""
    for number, part in enumerate(parts):
        first = part[0][0]
        beginnings.append(first[: _shared(last, first) + 1] if number else "")
        last = part[-1][0]
        _write(folder, f"{name}/{number}", b"".join(_packed(part)))
    return beginnings


def _packed(rows: Iterable[tuple[str, list[int]]]) -> Iterator[bytes]:
    before = b""
    for key, found in rows:
        word, passages = key.encode(), found[::2]
        same = _shared(before, word)
        yield _numbers([same, len(word) - same])
        yield word[same:]
        yield _numbers([len(passages), passages[0], *map(sub, passages[1:], passages), *found[1::2]])
        before = word


def _numbers(values: Sequence[int]) -> bytes:
    return bytes(values) if max(values) < 128 else b"".join(map(_number, values))


@lru_cache(maxsize=1 << 14)
def _number(value: int) -> bytes:
    groups = bytearray()
    while value > 127:
        groups.append(value & 127 | 128)
        value >>= 7
    groups.append(value)
    return bytes(groups)


# --- files --------------------------------------------------------------------------------------------------


def _write_passages(passages: Sequence[Passage], folder: Path) -> None:
    (folder / "passages").mkdir()
    number = 0
    for kind in KINDS:
        rows = [[p.kind, p.page, p.title, p.text, p.places, p.latin] for p in passages if p.kind == kind]
        for start in range(0, len(rows), _TOGETHER[kind]):
            _write(folder, f"passages/{number}", _json(rows[start : start + _TOGETHER[kind]]).encode())
            number += 1


def _write(folder: Path, name: str, content: bytes) -> None:
    packed = base64.b64encode(zlib.compress(content, 6)).decode()
    (folder / f"{name}.js").write_text(f'recensioPart("{name}","{packed}");\n', encoding="ascii")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
