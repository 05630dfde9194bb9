"""What an entry of a register says, with its links: words in stretches that are alike.

Registers tell in mixed content: a note names people, cites works, points to other entries. A page shows it without the
text's own stylesheets, so that it is taken apart here into *runs*. Put together they are the words of the element.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from recensio.law.elements import TEI

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: Elements that look or lead otherwise than the words around them.
_SHOWN = frozenset(("title", "q", "quote", "soCalled", "mentioned", "foreign", "term", "emph", "date", "abbr", "code"))
_POINTING = ("target", "ref", "key")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words: the innermost element that matters for its look, where it points as the file writes it, its
    language, and for a date its day. Without words it stands for the name of what it points to."""

    text: str
    kind: str = ""
    pointer: str = ""
    language: str = ""
    when: str = ""


def runs_of(element: etree._Element, *, without: Collection[str] = ()) -> tuple[Run, ...]:
    """The words of ``element`` in runs, but for those in elements named in ``without``.

    White space is that of :func:`words`: parts of an element that has no text of its own are kept apart.
    """
    between = "" if has_prose(element) else " "
    pieces = _pieces(element, Run(""), frozenset(without))
    return tuple(joined(replace(run, text=run.text and run.text + between) for run in pieces))


def joined(runs: Iterable[Run]) -> list[Run]:
    """Runs that follow each other and are alike made one, white space made single, none at the ends."""
    found = list(_single_spaced(_merged(runs)))
    if found and found[-1].text.endswith(" "):
        last = found.pop()
        found += [replace(last, text=last.text[:-1])] if last.text != " " else []
    return found


def _merged(runs: Iterable[Run]) -> Iterator[Run]:
    before: Run | None = None
    for run in runs:
        if before is not None and before.text and run.text and replace(before, text=run.text) == run:
            before = replace(run, text=before.text + run.text)
            continue
        if before is not None:
            yield before
        before = run
    if before is not None:
        yield before


def _single_spaced(runs: Iterable[Run]) -> Iterator[Run]:
    after_blank = True
    for run in runs:
        text = re.sub(r"\s+", " ", run.text)
        text = text.lstrip(" ") if after_blank else text
        if text or not run.text:
            yield replace(run, text=text)
            after_blank = text.endswith(" ")


def words(element: etree._Element | None) -> str:
    """The words of an element, its parts kept apart (a forename and a surname with nothing between are two words).

    Comments and processing instructions are no words.
    """
    if element is None:
        return ""
    between = "" if has_prose(element) else " "
    return " ".join(between.join(str(t) for t in element.itertext("*")).split())


def has_prose(element: etree._Element) -> bool:
    """True for an element with text of its own beside or between its children."""
    return bool("".join([element.text or "", *(child.tail or "" for child in element)]).strip())


def tag_of(element: etree._Element) -> str:
    """The name of a TEI element, empty for anything else."""
    tag = element.tag
    return tag[len(TEI) + 2 :] if isinstance(tag, str) and tag.startswith("{" + TEI + "}") else ""


def _pieces(element: etree._Element, around: Run, without: frozenset[str]) -> Iterator[Run]:
    """The stretches of text in an element, each with the look that it has there."""
    if element.text:
        yield replace(around, text=element.text)
    for child in element:
        if isinstance(child.tag, str) and tag_of(child) not in without:
            look = _look(child, around)
            yield from [look] if _is_bare(child) else _pieces(child, look, without)
        if child.tail:
            yield replace(around, text=child.tail)


def _look(element: etree._Element, around: Run) -> Run:
    """How the words of an element look among words that look like ``around``."""
    tag = tag_of(element)
    return Run(
        "",
        tag if tag in _SHOWN else around.kind,
        _pointer(element) or around.pointer,
        element.get(_LANG) or around.language,
        element.get("when", "") if tag == "date" else around.when,
    )


def _pointer(element: etree._Element) -> str:
    pointers = " ".join(element.get(name, "") for name in _POINTING).split()
    return pointers[0] if pointers else ""


def _is_bare(element: etree._Element) -> bool:
    """True for a pointer without words, which is shown by the name of what it points to."""
    return tag_of(element) in {"ptr", "ref"} and bool(_pointer(element)) and not words(element)


def main_title(titles: Iterable[etree._Element]) -> str:
    """What a text is called, of all titles in its header: its own title before that of its series."""
    found = list(titles)
    own = [title for title in found if title.get("level") != "s"]
    main = (title for some in (own, found) for kind in ("main", None) for title in some if title.get("type") == kind)
    return next((words(title) for title in (*main, *found)), "")
