"""What the names of paragraph styles mean, in Word and LibreOffice, in the languages that both are mostly used in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text",
    "heading",
    "title",
    "subtitle",
    "author",
    "quote",
    "verse",
    "code",
    "caption",
    "contents",
    "part",
    "rule",
    "gloss",
]


@dataclass(frozen=True, slots=True)
class Role:
    """What a paragraph is: ``level`` of a heading, ``part`` the kind of a ``Part``."""

    kind: Kind = "text"
    level: int = 0
    part: str = ""


TEXT = Role()
RULE = Role("rule")
_HEADING = re.compile(r"^(heading|überschrift|titre|titolo|título|titulo|kop|rubrik|заголовок|nagłówek|nadpis)\s*(\d)")
_NAMED: tuple[tuple[re.Pattern[str], Role], ...] = tuple(
    (re.compile(pattern), role)
    for pattern, role in (
        (r"^(toc|contents|verzeichnis|inhaltsverzeichnis|index|user index)\s*(\d|heading|title)", Role("contents")),
        (r"^(toc|contents|index) ?heading$|^table of figures", Role("contents")),
        (r"^(title|titel|titre|titolo|título|otsikko|название|tytuł)$", Role("title")),
        (r"^(subtitle|untertitel|sous-titre|sottotitolo|subtítulo|подзаголовок|podtytuł)$", Role("subtitle")),
        (r"^(author|autor|auteur|autore)$", Role("author")),
        (r"quot(e|ation)|zitat|citation|citazione|^cita\b|цитата|cytat|block ?text|blocktext|extract$", Role("quote")),
        (r"vers(e|i|o)?\b|verszeile|poem|poetry|poésie|gedicht|lyric|stanza|strophe|стих", Role("verse")),
        (r"preformatted|^(html )?code|source code|verbatim|listing", Role("code")),
        (r"^(definition term|list heading)$", Role("gloss", part="term")),
        (r"^(definition|definition definition|list contents)$", Role("gloss", part="meaning")),
        (r"^(table|image) ?caption$|^(table|tabelle|tableau|tabella|tabla)$", Role("caption")),
        (r"^(caption|beschriftung|légende|didascalia|illustration|abbildung|figure|drawing)$", Role("caption")),
        (r"^(salutation|anrede|complimentary opening|greeting)$", Role("part", part="salute")),
        (r"^(closing|complimentary closing|grußformel)$", Role("part", part="salute")),
        (r"^((e-mail )?signature|unterschrift)$", Role("part", part="signed")),
        (r"^(date|dateline|datum)$", Role("part", part="dateline")),
        (r"^byline$", Role("part", part="byline")),
        (r"^(epigraph|motto)$", Role("part", part="epigraph")),
        (r"^(envelope address|addressee|inside address|anschrift)$", Role("part", part="address")),
        (r"^(horizontal line|separator|scene break)$", Role("rule")),
    )
)  # fmt: skip


def role_of(*names: str) -> Role:
    """What a paragraph with the style ``names[0]`` is; the others are the styles that it is based on, in order."""
    for name in names:
        plain = " ".join(name.replace("_20_", " ").replace("_", " ").lower().split())
        heading = _HEADING.match(plain)
        if heading:
            return Role("heading", int(heading.group(2)))
        named = next((role for pattern, role in _NAMED if pattern.search(plain)), None)
        if named is not None:
            return named
    return TEXT
