"""The cards of names: what a register says of somebody, in small files that a text's page fetches when a reader asks.

They are scripts, because a page opened from a disk may fetch nothing else; and they hold the cards as the pages of the
registers have them, so that the two can't disagree. ``cards.js`` shows them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

#: About as many bytes of cards are in one file, so that a reader who asks for one does not fetch thousands.
_ROOM = 40_000
_MOST_PARTS = 512


def write_cards(markup: str, register: str, folder: Path) -> None:
    """Write the cards of a finished page of a register: ``REGISTER.js`` says in how many parts, ``REGISTER.N.js`` are
    the parts."""
    cards = dict(_cards(markup))
    if not cards:
        return
    folder.mkdir(parents=True, exist_ok=True)
    parts = min(_MOST_PARTS, 1 + sum(map(len, cards.values())) // _ROOM)
    _write(folder / f"{register}.js", register, parts)
    held: list[dict[str, str]] = [{} for _ in range(parts)]
    for name, card in cards.items():
        held[part_of(name, parts)][name] = card
    for number, mine in enumerate(held):
        _write(folder / f"{register}.{number}.js", f"{register}.{number}", mine)


def part_of(name: str, parts: int) -> int:
    """The part that a card is in: ``cards.js`` counts in the same way."""
    total = 0
    units = name.encode("utf-16-le", "surrogatepass")
    for at in range(0, len(units), 2):
        total = (total * 31 + int.from_bytes(units[at : at + 2], "little")) % 1_000_003
    return total % parts


def _write(file: Path, key: str, value: int | Mapping[str, str]) -> None:
    said = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    file.write_text(f"(window.recensioCards ||= {{}})[{json.dumps(key)}] = {said};\n", encoding="utf-8")


def _cards(markup: str) -> Iterator[tuple[str, str]]:
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    tree: Any = lxml_html.document_fromstring(markup.encode(), parser=parser)
    for card in tree.find_class("card"):
        if name := card.get("id"):
            yield name, _in_short(card)


def _in_short(card: Any) -> str:
    """The mark-up of a card: without addresses of its own, and without lists that are folded in on its page."""
    for folded in card.xpath(".//details[ancestor::*[contains(@class, 'mentions')]]"):
        folded.drop_tree()
    for element in card.iter("*"):
        element.attrib.pop("id", None)
    inside = "".join(etree.tostring(child, encoding="unicode", method="html", with_tail=True) for child in card)
    return " ".join(inside.split())
