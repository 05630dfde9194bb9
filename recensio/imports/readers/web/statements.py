"""What a source says about itself, gathered from several places in it: the place believed most counts, none is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from recensio.imports.model import NOWHERE, Field, Metadata, Person, Place
from recensio.parse.vocabulary import names

_ISO = re.compile(r"^(\d{4})(-\d{2}(-\d{2})?)?(?=$|T)")
_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20[0-9]{2})(?!\d)")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_DAY_MONTH = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]+)\.?,?\s+(\d{4})\b")
_MONTH_DAY = re.compile(r"\b([A-Za-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_MONTH_YEAR = re.compile(r"\b([A-Za-z]+)\.?,?\s+(\d{4})\b")
#: Parts of :class:`Metadata` that hold one text.
SINGLE = names("title subtitle date language publisher place description url rights licence status abstract")


@dataclass
class Statements:
    """Statements on their way to be :class:`Metadata`. What comes first counts, unless ``instead`` is asked for."""

    values: dict[str, str] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)

    def say(self, part: str, value: str, label: str = "", where: Place = NOWHERE, *, instead: bool = False) -> None:
        """``value`` for ``part`` of the metadata; where another one counts, it is kept under ``label``."""
        value = " ".join(value.split())
        if not value:
            return
        known = self.values.get(part)
        if known is None:
            self.values[part] = value
        elif known != value:
            kept, self.values[part] = (known, value) if instead else (value, known)
            self.keep(label or part, kept, where)

    def keep(self, label: str, value: str, where: Place = NOWHERE) -> None:
        """A statement as it stands, once."""
        value, label = " ".join(value.split()), " ".join(label.split()).rstrip(":").rstrip()
        if value and not any(one.label == label and one.value == value for one in self.fields):
            self.fields.append(Field(label, value, where))

    def person(self, name: str, role: str = "author", key: str = "") -> None:
        """Somebody who had a hand in it, once in each role."""
        name = " ".join(name.split()).strip(" ,;")
        if name and not any(one.role == role and same_name(one.name, name) for one in self.people):
            self.people.append(Person(name, role, key))

    def identifier(self, kind: str, value: str) -> None:
        """An identifier, once."""
        if value.strip() and (kind, value.strip()) not in self.identifiers:
            self.identifiers.append((kind, value.strip()))

    def keyword(self, words: str) -> None:
        """Keywords, parted by commas or semicolons."""
        for word in re.split(r"\s*[,;]\s*", " ".join(words.split())):
            if word and word not in self.keywords:
                self.keywords.append(word)

    def metadata(self) -> Metadata:
        """All of it."""
        return Metadata(
            **{part: value for part, value in self.values.items() if part in SINGLE},
            people=tuple(self.people),
            when=self.values.get("when") or when(self.values.get("date", "")),
            identifiers=tuple(self.identifiers),
            keywords=tuple(self.keywords),
            fields=tuple(self.fields),
        )


def same_name(one: str, other: str) -> bool:
    """Whether two names hold the same words, in whatever order (``Doe, Jane``, ``Jane Doe``)."""
    return _parts(one) == _parts(other)


def _parts(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", name.casefold()))


def when(text: str) -> str:
    """The one date in ``text`` as ISO writes it; empty where there is none, or more than one."""
    text = text.strip()
    iso = _ISO.match(text)
    if iso:
        return iso.group()
    if len(_YEAR.findall(text)) != 1:
        return ""
    return _in_words(text) or ""


def _in_words(text: str) -> str:
    for pattern, order in ((_DAY_MONTH, (3, 2, 1)), (_MONTH_DAY, (3, 1, 2)), (_MONTH_YEAR, (2, 1, 0))):
        found = pattern.search(text)
        if found and found.group(order[1]).lower() in _MONTHS:
            month = _MONTHS[found.group(order[1]).lower()]
            day = f"-{int(found.group(order[2])):02}" if order[2] and 1 <= int(found.group(order[2])) <= 31 else ""
            return f"{found.group(order[0])}-{month:02}{day}"
    return _YEAR.findall(text)[0] if re.fullmatch(r"\W*(c\.|ca\.?|in)?\W*\d{4}\W*", text) else ""
