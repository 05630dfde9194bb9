"""Names and titles that the search knows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from recensio.search.passages import Passage
from recensio.search.words import fold, nfc, words_of


@dataclass(frozen=True, slots=True)
class Named:
    """A name or title that the search knows: how it is shown, its spellings, the register, its address."""

    label: str
    spellings: str
    register: str
    href: str


def passages_of_names(names: Iterable[Named], *, latin: bool) -> Iterator[Passage]:
    """Names as passages, each by itself."""
    for name in names:
        spellings = nfc(" ".join(name.spellings.split()))
        yield Passage("name", "", name.register, spellings, ((0, name.href),), ((0, True),) if latin else ())


def names_script(names: Iterable[Named], *, latin: bool) -> str:
    """The file that the search page takes where it can't read the lists of words."""
    rows = [
        [n.label, n.register, n.href, " ".join(fold(w, latin=latin) for w in words_of(nfc(n.spellings)))]
        for n in names
    ]
    return f"window.recensioNames = {json.dumps(rows, ensure_ascii=True, separators=(',', ':'))};\n"
