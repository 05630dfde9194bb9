"""The reader of foreign TEI: what it gives is the tree itself, in P5, with nothing taken away that is text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from recensio.imports.accounting import INLINE, is_lost_call
from recensio.imports.model import Ready, Refused, Source
from recensio.imports.readers.foreign.frame import framed
from recensio.imports.readers.foreign.names import repair_ids
from recensio.imports.readers.foreign.remains import bring_up
from recensio.imports.readers.foreign.unknown import unknown_elements
from recensio.law.elements import Kind as Element
from recensio.law.elements import kind_of
from recensio.parse import Kind, Parsed, parse
from recensio.parse.vocabulary import TEI
from recensio.problems import Problem, Severity, problem
from recensio.wording import counted

_MODEL = re.compile(r"href\s*=\s*[\"']([^\"']+)")
#: Messages about ids, which are repaired here.
_REPAIRED = frozenset({"XML-080", "XML-081"})
_P4 = frozenset({"XML-103", "XML-104"})


def read(source: Source) -> Ready:
    """The tree of the TEI file ``source`` in P5. Raises ``Refused`` for what is not TEI, or not well formed."""
    parsed = parse(source.path, folder=source.path.parent, name=source.name)
    root = _root(parsed, source.name)
    words = words_of(root)
    done = list(_said_by_parser(parsed))
    if any(one.code in _P4 for one in parsed.problems):
        done += _told("Brought from P4 to P5", bring_up(root))
    models = list(_models(root))
    if models:
        done.append(f"The file named these schemas: {', '.join(models)}.")
    root, framing = framed(root, source.path.stem)
    repaired = repair_ids(root)
    strange = unknown_elements(root)
    done += [*framing, *_told_ids(repaired), *_told("Kept although our schema does not have them", strange)]
    return Ready(
        root=root, words_in=words, done=tuple(done), problems=tuple(_problems(parsed, repaired, strange, source.name))
    )


def _root(parsed: Parsed, name: str) -> etree._Element:
    if parsed.root is not None and parsed.kind is not Kind.FOREIGN:
        return parsed.root
    fault = next((one for one in parsed.problems if one.severity is Severity.ERROR), None)
    what = next((one for one in parsed.problems if one.code == "XML-100"), fault)
    raise Refused(what if what is not None else problem("IMP-050", file=name))


def _models(root: etree._Element) -> Iterator[str]:
    """The schemas that ``xml-model`` lines name: the file gets lines of its own."""
    for one in [*root.itersiblings(preceding=True)]:
        if isinstance(one, etree._ProcessingInstruction) and one.target == "xml-model":
            found = _MODEL.search(one.text or "")
            if found:
                yield found.group(1)


def _said_by_parser(parsed: Parsed) -> Iterator[str]:
    for one in parsed.problems:
        if one.severity is not Severity.ERROR and one.code not in _REPAIRED:
            yield one.message
    if parsed.includes:
        yield f"Files that were included stand in the text now: {', '.join(path.name for path in parsed.includes)}."


def _told(what: str, counted: Counter[str]) -> list[str]:
    if not counted:
        return []
    shown = ", ".join(f"{name} ({count})" for name, count in counted.most_common(12))
    more = len(counted) - 12
    return [f"{what}: {shown}{f' and {more} more' if more > 0 else ''}."]


def _told_ids(repaired: list[tuple[str, str]]) -> list[str]:
    if not repaired:
        return []
    shown = ", ".join(f"{old} → {new}" for old, new in repaired[:12])
    more = f" and {len(repaired) - 12} more" if len(repaired) > 12 else ""
    return [f"Ids that were no names, or given twice, were changed: {shown}{more}."]


def _problems(parsed: Parsed, repaired: list[tuple[str, str]], strange: Counter[str], name: str) -> Iterator[Problem]:
    yield from (one for one in parsed.problems if one.code not in _REPAIRED | _P4)
    if any(one.code in _P4 for one in parsed.problems):
        yield problem("IMP-054", file=name)
    if repaired:
        old, new = repaired[0]
        yield problem(
            "IMP-051", file=name, count=counted(len(repaired), "id was", "ids were"), old=old[:40], new=new[:40]
        )
    if strange:
        shown = ", ".join(element for element, _ in strange.most_common(5))
        yield problem(
            "IMP-052", file=name, count=counted(strange.total(), "element was", "elements were"), names=shown[:120]
        )


# --- The words --------------------------------------------------------------------------------------------------------


def words_of(root: etree._Element) -> str:
    """The words of a TEI file as its author had them: the text, then notes and page furniture by themselves."""
    whole = etree.QName(root).localname in {"TEI", "teiCorpus"}
    parts = [one for one in root if isinstance(one.tag, str)] if whole else [root]
    texts = [one for one in parts if kind_of(str(one.tag)) is not Element.LEFT_OUT]
    return "\n".join(piece for one in texts for piece in _streams(one))


def _streams(root: etree._Element) -> Iterator[str]:
    yield "".join(_pieces(root))
    for aside in root.iter(f"{{{TEI}}}note", f"{{{TEI}}}fw"):
        if aside is not root:
            yield "".join(_pieces(aside))


def _pieces(element: etree._Element) -> Iterator[str]:
    """The text in ``element`` without what stands in notes and page furniture, and without corrections."""
    edge = "" if kind_of(str(element.tag)) in INLINE and not is_lost_call(element) else "\n"
    yield f"{edge}{element.text or ''}"
    for child in element:
        if isinstance(child.tag, str) and not _is_aside(child):
            yield from _pieces(child)
        yield child.tail or ""
    yield edge


def _is_aside(element: etree._Element) -> bool:
    name = etree.QName(element).localname
    parent = element.getparent()
    chosen = parent is not None and kind_of(str(parent.tag)) is Element.CHOICE
    return name in {"note", "fw"} or (chosen and name in {"corr", "reg", "expan"})
