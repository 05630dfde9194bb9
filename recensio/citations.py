"""How an entry of a bibliography is cited: ``bibl`` and ``biblStruct`` as one sentence, in runs of words with links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lxml import etree

from recensio.runs import Run, has_prose, joined, runs_of, tag_of, words

_TEI = "{http://www.tei-c.org/ns/1.0}"
_PARTS = frozenset(("analytic", "monogr", "series"))
_BY = frozenset(("author", "editor"))
_NAMED = tuple(_TEI + tag for tag in sorted(_BY))
#: What is told beside the citation, not in it.
_BESIDE = frozenset(("note", "ptr", "relatedItem", "citedRange"))
#: Attributes in which the date of an element without words is looked for.
_STATED = ("when", "from", "notBefore", "to", "notAfter")


def reference(element: etree._Element) -> str:
    """The words of a citation."""
    return "".join(run.text for run in citation(element))


def short_reference(element: etree._Element) -> str:
    """Whose, what and when, as far as an entry made of parts tells them: ``Carr, The Interregnum, 1969``."""
    by = next((_named(_person(e))[:1] or [words(e)] for e in element.iter(*_NAMED) if words(e)), [])
    title = next((words(e) for e in element.iter(f"{_TEI}title") if words(e)), "")
    scope = next((words(e) for e in element.iter(f"{_TEI}biblScope") if e.get("unit") == "volume" and words(e)), "")
    date = next((words(e) for e in element.iter(f"{_TEI}date") if words(e)), "")
    return ", ".join(part for part in (*by, title, scope, date) if part) if title and len(element) else ""


def citation(element: etree._Element) -> tuple[Run, ...]:
    """A bibliographic entry as it is cited: the words of a ``bibl``; one made of parts alone, with signs between."""
    if tag_of(element) == "bibl":
        is_sentence = has_prose(element) or len(element) < 2
        return runs_of(element) if is_sentence else _ended([_part(element, frozenset())])
    return _ended(_part(part, _BESIDE) for part in element if tag_of(part) in _PARTS)


def _ended(parts: Iterable[Sequence[Run]]) -> tuple[Run, ...]:
    """Parts as sentences, each with one full stop."""
    said = [list(part) for part in parts if part]
    for part in said:
        part[-1] = replace(part[-1], text=part[-1].text.rstrip("."))
        part.append(Run("."))
    return tuple(joined(_between(said, " ")))


def _part(part: etree._Element, beside: frozenset[str]) -> list[Run]:
    """``Who: Title. Sub-title, the rest, in its order``."""
    by = _between((_responsible(e) for e in part if tag_of(e) in _BY and words(e)), "; ")
    titles = _between((_titled(e) for e in part if tag_of(e) == "title" and words(e)), ". ")
    rest = _between(_rest(part, beside), ", ")
    return _between([_between([by, titles], ": "), rest], ", ")


def _responsible(element: etree._Element) -> list[Run]:
    """An author or editor, surname first where it is told apart."""
    role, person = tag_of(element), _person(element)
    name = _named(person)
    runs = [replace(runs_of(person)[0], text=", ".join(name))] if name else list(runs_of(element))
    pointer = person.get("ref") or element.get("ref") or ""
    return [replace(run, kind=role, pointer=run.pointer or pointer.partition(" ")[0]) for run in runs]


def _person(element: etree._Element) -> etree._Element:
    """The name whose parts are told apart, in an element that names somebody; else the element itself."""
    return next((e for e in element.iter(f"{_TEI}persName") if _named(e)), element)


def _named(element: etree._Element) -> list[str]:
    """Surname and forenames; empty if there are not both."""
    found = [" ".join(words(e) for e in element.iterfind(f"{_TEI}{tag}")) for tag in ("surname", "forename")]
    return found if all(found) else []


def _titled(element: etree._Element) -> list[Run]:
    language = element.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    pointer = (element.get("ref") or "").partition(" ")[0]
    kind = "article" if element.get("level") == "a" else "title"
    return [
        replace(run, kind=run.kind or kind, pointer=run.pointer or pointer, language=run.language or language)
        for run in runs_of(element)
    ]


def _rest(part: etree._Element, beside: frozenset[str]) -> Iterator[list[Run]]:
    others = (e for child in part for e in (child if tag_of(child) == "imprint" else (child,)))
    titles = {words(e) for e in part if tag_of(e) == "title"}
    for element in others:
        tag = tag_of(element)
        if tag == "publisher" and words(element) in titles:
            continue  # (a site that bears the name of those who keep it is named once)
        if tag == "respStmt":
            yield _responsibility(element)
        elif tag and tag not in _BY | beside | {"title"} and (runs := _stated(element)):
            yield runs


def _stated(element: etree._Element) -> list[Run]:
    pointer = (element.get("ref") or "").partition(" ")[0]
    runs = [replace(run, pointer=run.pointer or pointer) for run in runs_of(element)]
    dates = (element.get(name, "") for name in _STATED)
    return runs or [Run(date) for date in dates if date][:1]


def _responsibility(element: etree._Element) -> list[Run]:
    """``translated by X``."""
    named = [e for e in element if tag_of(e) not in {"", "resp"}]
    does = [runs_of(e) for e in element if tag_of(e) == "resp"]
    return _between([_between(does, ", "), _between(map(_stated, named), ", ")], " ")


def _between(parts: Iterable[Sequence[Run]], sign: str) -> list[Run]:
    """Parts with a sign between; those without words are passed over."""
    found: list[Run] = []
    for part in parts:
        if part:
            found += [Run(sign), *part] if found else part
    return found
