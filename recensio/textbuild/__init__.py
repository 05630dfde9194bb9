"""One text, all the way: parse, transform, typeset, prove that no word was lost, and put the outputs in their folder.

This is the work that is done in parallel. It depends on nothing but its :class:`TextTask`, whose key names the outputs
in the cache; so a text is built again only when something that it depends on has changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from itertools import chain

from recensio.cache import Cache
from recensio.facsimiles import Facsimile, stamp_leaves
from recensio.report import TextResult
from recensio.textbuild.made import Made, write
from recensio.textbuild.making import Making
from recensio.textbuild.paper import make_pdf, make_tex
from recensio.textbuild.plain import make_txt
from recensio.textbuild.proof import Counts, guard, prove, tell
from recensio.textbuild.task import OUTPUT, RESULT, Built, TextTask
from recensio.textbuild.text import SourceText
from recensio.textbuild.web import make_html
from recensio.transform import Normalised, Stylesheets, TransformError, stylesheets

__all__ = ["OUTPUT", "RESULT", "Built", "TextTask", "build_text"]

#: By format: the stylesheets behind it, and what makes it.
_FORMATS: Mapping[str, tuple[tuple[str, ...], Callable[[Making], None]]] = {
    "html": (("html", "text", "data"), make_html),
    "txt": (("text", "apparatus", "data"), make_txt),
    "pdf": (("print",), make_pdf),
    "tex": (("tex",), make_tex),
}


def build_text(task: TextTask) -> Built:
    """Build the text of ``task`` into the cache. Raises ``OSError`` only if nothing can be written."""
    cache = Cache(task.cache)
    with cache.making(task.key, anew=task.anew) as folder:
        built = _build(SourceText(task), Made(folder / OUTPUT))
        (folder / OUTPUT).mkdir(exist_ok=True)
        write(folder / RESULT, json.dumps(asdict(built), ensure_ascii=False))
    return built


def _build(text: SourceText, made: Made) -> Built:
    """Make each output; one that fails does not keep the others from being made."""
    making = _begin(text, made) if text.is_readable else None
    counts = Counts()
    if making is not None:
        for label in text.task.to:
            try:
                _FORMATS[label][1](making)
            except TransformError as error:
                text.tell_failed(label, error)
        guard(making)
        tell(making)
        counts = prove(making)
    return Built(_result(text, made, counts), tuple(text.problems))


def _begin(text: SourceText, made: Made) -> Making | None:
    """The text made ready for all formats, and what the first stylesheet has to say of it; ``None`` if that failed."""
    facsimile = stamp_leaves(text.root) if "html" in text.task.to and text.has_running_text else Facsimile()
    try:
        sheets, normalised = _normalised(text)
    except TransformError as error:
        text.tell_failed("normalising", error)
        return None
    for remark in normalised.remarks():
        text.tell_at(remark.at, remark.code, **remark.facts)
    return Making(text, sheets, normalised.without_text() if text.is_header_only else normalised, made, facsimile)


def _normalised(text: SourceText) -> tuple[Stylesheets, Normalised]:
    formats = chain.from_iterable(_FORMATS[label][0] for label in text.task.to)
    withhold = ("withhold",) if text.is_header_only else ()
    sheets = stylesheets(text.task.xslt, frozenset(("normalise", *formats, *withhold)))
    return sheets, sheets.normalise(text.root, base=text.task.base, rules=text.task.rules)


def _result(text: SourceText, made: Made, counts: Counts) -> TextResult:
    return TextResult(
        id=text.name,
        title="",  # (the edition knows it)
        source=text.task.source.name,
        html=tuple(made.html),
        pdf=made.files.get("pdf"),
        txt=made.files.get("txt"),
        tex=made.files.get("tex"),
        witnesses=made.witnesses,
        words=counts.words,
        apparatus=counts.apparatus,
        kept=dict(counts.kept),
        apparatus_txt=made.apparatus,
        data=made.tables,
        cite=made.citations,
        states=made.states,
        kind="text" if text.task.has_text else "register",
        published=text.task.published,
        withheld=text.withheld,
    )
