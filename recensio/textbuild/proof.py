"""What is told of a text, and the proof that no word of it was lost and none withheld got out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from recensio import law, rights
from recensio.problems import Problem
from recensio.references import unreadable
from recensio.scans import linked, unseen
from recensio.textbuild.made import Made
from recensio.textbuild.making import Making
from recensio.textbuild.text import SourceText
from recensio.views import DIPLOMATIC
from recensio.wording import counted

_WITHOUT_TEXT = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text/></TEI>'
#: By what is published: the problem that tells of it.
_WITHHELD_AS = {rights.FULL: "", rights.PART: "RGT-002", rights.HEADER: "RGT-001"}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many words the base text has, how many entries its apparatus, and what share of the words each output has."""

    words: int = 0
    apparatus: int = 0
    kept: Mapping[str, float] = field(default_factory=dict)


def guard(making: Making) -> None:
    """Take back every output in which a text stands that may not be published."""
    text, made = making.text, making.made
    if text.is_header_only:
        text.withheld = len(text.words(text.task.base).base)
        text.secret.hear(rights.documents(text.root))
    for path in sorted(made.paths()) if text.task.published != rights.FULL else ():
        if said := text.secret.first_in(made.folder / path):
            (made.folder / path).unlink()
            text.tell("RGT-003", output=path, context=said)
    made.forget_missing()


def tell(making: Making) -> None:
    """Say what is withheld, which declarations of citing can't be followed, and which pictures are not there."""
    text = making.text
    _tell_rights(text)
    to_web = "html" in text.task.to
    for structure, name in unreadable(text.root) if to_web else ():
        text.tell_of(structure, "WEB-001", said=f"@{name}", path=(structure.get(name) or "")[:80])
    found = [*unseen(text.root, text.task.unseen), *(linked(making.facsimile, text.task.web_images) if to_web else ())]
    for code, element, facts in found:
        text.tell_of(element, code, **facts)


def _tell_rights(text: SourceText) -> None:
    """Say what is withheld, or built although it may not be published, or of unknown rights: once a file."""
    task = text.task
    if not task.has_text:
        return
    said = list(rights.statements(text.root))
    held = [one for one in said if one[0].keeps_back(task.unknown_rights)]
    unsettled = [one for one in said if one[0].is_unknown and not task.unknown_rights]
    cases = (
        (_WITHHELD_AS[task.published], held),
        ("RGT-004", held if task.include_restricted else []),
        ("RGT-005", unsettled),
    )
    for code, ((stated, element), *_) in ((code, found) for code, found in cases if code and found):
        text.tell_of(element, code, status=stated.status, words=counted(text.withheld, "word", "words"))


def prove(making: Making) -> Counts:
    """Count the words of the source and of what was made (``docs/developers/text-law.md``)."""
    text, made = making.text, making.made
    if not text.task.has_text:
        return Counts(kept=dict.fromkeys(made.files, 1.0))
    source = text.words(text.task.base)
    apparatus = source.apparatus
    if text.is_header_only:  # (of what may be published there is no running text)
        source = law.source_words(etree.fromstring(_WITHOUT_TEXT), text.task.base)
    if "txt" in made.files and text.task.witness_texts:
        for siglum in (one for one in source.witness_ids if one not in made.witnesses):
            text.tell("TXT-010", witness=siglum)
    _keep_part(making, source)
    kept, problems = law.check(source, _outputs(made), place_of=text.place_of)
    _tell(text, [*problems, *_prove_diplomatic(making)])
    shares = {"html": kept.html, "pdf": kept.pdf, "txt": kept.txt, "tex": kept.tex}
    return Counts(len(source.base), apparatus, {label: share for label, share in shares.items() if share is not None})


def _tell(text: SourceText, problems: list[Problem]) -> None:
    text.problems.extend(one if one.file else replace(one, file=text.task.source.name) for one in problems)


def _outputs(made: Made) -> law.Outputs:
    files = {label: made.folder / path for label, path in made.files.items()}
    return law.Outputs(
        html=[made.folder / path for path in made.html],
        txt=files.get("txt"),
        tex=files.get("tex"),
        pdf=files.get("pdf"),
        witnesses={siglum: made.folder / path for siglum, path in made.witnesses.items()},
        states={siglum: [made.folder / path for path in paths] for siglum, paths in made.states.items()},
        witness_pages={siglum: made.folder / path for siglum, path in made.witness_pages.items()},
        folder=made.folder,
    )


def _prove_diplomatic(making: Making) -> list[Problem]:
    """The same for the pages of the text as its source has it: the words are those of the law's diplomatic text."""
    text, made = making.text, making.made
    if not made.diplomatic:
        return []
    outputs = law.Outputs(html=[made.folder / path for path in made.diplomatic], folder=made.folder)
    return law.check(text.words(DIPLOMATIC), outputs, place_of=text.place_of)[1]


def _keep_part(making: Making, source: law.SourceWords) -> None:
    """Put down what a book of the whole edition needs of this text, unless its PDF was taken back."""
    if making.printed is not None and "pdf" in making.made.files:
        from recensio.book import keep_part

        printed, pages = making.printed
        making.made.folder.mkdir(exist_ok=True)
        keep_part(making.made.folder.parent, printed, source.base, source.aside, pages)
