"""Write a folder of TEI texts for measuring: seeded, so that the same settings give the same bytes everywhere.

    python benchmarks/corpus.py FOLDER --files 100 --kilobytes 20 --witnesses 6

The words are put together from syllables and mean nothing. Only ``random()`` of the generator is used, because that
alone is promised to give the same numbers in every version of Python.
"""

from __future__ import annotations

import argparse
import sys
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

FORMS = ("prose", "verse")
VOCABULARY = 4000
PERSONS = 200
BLOCKS_IN_DIVISION = 12

ONSETS = ("", "b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "pr", "tr", "st", "gl", "qu", "cl")
VOWELS = ("a", "e", "i", "o", "u", "ae", "au", "ia")
CODAS = ("", "", "", "n", "r", "s", "l", "m", "nt", "x")
LAST_CODAS = ("n", "r", "s", "l", "m", "nt", "x", "t", "d", "c", "v", "b")
ENDINGS = ("us", "a", "um", "is", "em", "it", "ant", "o", "ibus", "e", "orum", "que")

Chooser = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write. ``apparatus``, ``notes`` and ``names`` are numbers per 1,000 words of the base text."""

    files: int = 10
    kilobytes: float = 20
    witnesses: int = 4
    apparatus: float = 60
    notes: float = 10
    names: float = 15
    form: str = "prose"
    seed: int = 1

    def __post_init__(self) -> None:
        """Raise ``ValueError`` for a plan that can't be carried out."""
        if self.files < 1 or not 0 < self.kilobytes <= 10_000_000 or self.seed < 0:
            raise ValueError("files must be at least 1, kilobytes more than 0 (to 10 million), the seed not negative")
        if not 0 <= self.apparatus <= 300 or not 0 <= self.notes <= 300 or not 0 <= self.names <= 300:
            raise ValueError("apparatus, notes and names must be between 0 and 300 per 1000 words")
        if self.witnesses < 0 or (self.witnesses < 2 and self.apparatus):
            raise ValueError("an apparatus needs at least 2 witnesses (or --apparatus 0)")
        if self.form not in FORMS:
            raise ValueError(f"the form must be one of: {', '.join(FORMS)}")


# --- words ------------------------------------------------------------------------------------------------


def pick(chance: Chooser, choices: Sequence[str]) -> str:
    """One of ``choices``, each as likely."""
    return choices[int(chance() * len(choices))]


def between(chance: Chooser, least: int, most: int) -> int:
    """A whole number from ``least`` to ``most``, both included."""
    return least + int(chance() * (most - least + 1))


def invented_word(chance: Chooser) -> str:
    """A word of one to three syllables and an ending."""
    more = "".join(pick(chance, ONSETS) + pick(chance, VOWELS) + pick(chance, CODAS) for _ in range(int(chance() * 3)))
    return more + pick(chance, ONSETS) + pick(chance, VOWELS) + pick(chance, LAST_CODAS) + pick(chance, ENDINGS)


@cache
def vocabulary(seed: int) -> tuple[str, ...]:
    """All words of a corpus, the commonest first."""
    chance = Random(seed).random
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words[invented_word(chance)] = None
    return tuple(sorted(words, key=len))


@cache
def frequencies() -> tuple[float, ...]:
    """Running totals of the words' frequencies, which fall with the rank as in real texts."""
    return tuple(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))


# --- a text -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Due:
    """Says when the next entry, note or name has to come, so that the numbers asked for are met at any length."""

    per_thousand: float
    owed: float = 0.0

    def after(self, words: int) -> bool:
        """Count ``words`` more words; true if one is due now."""
        self.owed += words * self.per_thousand / 1000
        due = self.owed >= 1
        self.owed -= due
        return due


@dataclass(slots=True)
class Scribe:
    """Writes one text. ``chance`` is the only source of variety."""

    plan: Plan
    index: int
    chance: Chooser = field(init=False)
    words: tuple[str, ...] = field(init=False)
    entry: Due = field(init=False)
    note: Due = field(init=False)
    name: Due = field(init=False)
    lines: int = 0

    def __post_init__(self) -> None:
        """A text depends on the seed and its own number, not on how many there are."""
        self.chance = Random(self.plan.seed * 1_000_003 + self.index + 1).random
        self.words = vocabulary(self.plan.seed)
        self.entry, self.note, self.name = map(Due, (self.plan.apparatus, self.plan.notes, self.plan.names))

    def word(self) -> str:
        """A word, common ones more often."""
        totals = frequencies()
        return self.words[bisect(totals, self.chance() * totals[-1])]

    def phrase(self, count: int) -> str:
        """``count`` words."""
        return " ".join(self.word() for _ in range(count))

    def sigla(self, count: int) -> list[str]:
        """``count`` different witnesses, in their order."""
        total = self.plan.witnesses
        first = between(self.chance, 0, total - 1)
        return [f"#w{number + 1}" for number in sorted((first + step) % total for step in range(min(count, total)))]

    def other(self, words: str, count: int) -> str:
        """``count`` words that are not ``words``."""
        while (found := self.phrase(count)) == words:
            pass
        return found

    def unit(self, count: int, *, first: bool = False) -> str:
        """``count`` words of the base text with what is due at them: a name, an entry, a note."""
        text = self.phrase(count)
        text = text.capitalize() if first else text
        name, entry, note = self.name.after(count), self.entry.after(count), self.note.after(count)
        if name:
            text = f'<persName ref="#p{between(self.chance, 1, PERSONS):04}">{text.capitalize()}</persName>'
        if entry:
            text = self.apparatus_entry(text)
        return text + (self.footnote() if note else "")

    def footnote(self) -> str:
        """A note of some words."""
        return f'<note place="foot">{self.phrase(between(self.chance, 5, 20)).capitalize()}.</note>'

    def apparatus_entry(self, lemma: str) -> str:
        """An entry on ``lemma``: seven in ten are substitutions; the rest omissions, groups and entries in entries."""
        kinds = [self.substitution] * 7 + [self.omission, self.grouped, self.nested]
        return f"<app>{kinds[between(self.chance, 0, len(kinds) - 1)](lemma)}</app>"

    def reading(self, siglum: str, lemma: str) -> str:
        """A ``rdg`` of one to three words, other than those of the lemma."""
        return f'<rdg wit="{siglum}">{self.other(lemma, between(self.chance, 1, 3))}</rdg>'

    def substitution(self, lemma: str) -> str:
        """A lemma and one to three readings of different witnesses."""
        dissenting = self.sigla(between(self.chance, 1, max(1, min(3, self.plan.witnesses - 1))))
        return f"<lem>{lemma}</lem>" + "".join(self.reading(siglum, lemma) for siglum in dissenting)

    def omission(self, lemma: str) -> str:
        """A lemma that some witnesses don't have."""
        return f'<lem>{lemma}</lem><rdg wit="{" ".join(self.sigla(max(1, self.plan.witnesses // 3)))}"/>'

    def grouped(self, lemma: str) -> str:
        """Readings in a ``rdgGrp``."""
        readings = "".join(self.reading(siglum, lemma) for siglum in self.sigla(2))
        return f'<lem>{lemma}</lem><rdgGrp type="orthographic">{readings}</rdgGrp>'

    def nested(self, lemma: str) -> str:
        """A reading that varies in itself."""
        outer, word = self.sigla(2), self.word()
        inner = f'<app><lem wit="{outer[0]}">{word}</lem><rdg wit="{outer[-1]}">{self.other(word, 1)}</rdg></app>'
        return f'<lem>{lemma}</lem><rdg wit="{" ".join(outer)}">{self.word()} {inner}</rdg>'

    def run(self, length: int) -> str:
        """A sentence, or a line, of ``length`` words of the base text."""
        units: list[str] = []
        while length > 0:
            count = min(length, between(self.chance, 1, 3))
            units.append(self.unit(count, first=not units))
            length -= count
        return " ".join(units)

    def paragraph(self) -> str:
        """A paragraph of three to eight sentences."""
        sentences = (self.run(between(self.chance, 8, 20)) for _ in range(between(self.chance, 3, 8)))
        return f"<p>{'. '.join(sentences)}.</p>\n"

    def stanza(self) -> str:
        """Four to ten lines, numbered through the text."""
        return f"<lg>\n{''.join(self.line() for _ in range(between(self.chance, 4, 10)))}</lg>\n"

    def line(self) -> str:
        """One line of verse."""
        self.lines += 1
        return f'<l n="{self.lines}">{self.run(between(self.chance, 5, 8))}</l>\n'

    def block(self) -> str:
        """A paragraph, or a stanza."""
        return self.paragraph() if self.plan.form == "prose" else self.stanza()


def header(title: str, witnesses: int) -> str:
    """The header of a text."""
    rows = "".join(
        f'<witness xml:id="w{number}"><abbr type="siglum">W{number}</abbr></witness>\n'
        for number in range(1, witnesses + 1)
    )
    source = f"<listWit>\n{rows}</listWit>" if witnesses else "<p>Generated.</p>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">\n<teiHeader><fileDesc>'
        f"<titleStmt><title>{escape(title)}</title></titleStmt>\n<publicationStmt><publisher>Recensio</publisher>"
        '<availability status="free"><p>Generated.</p></availability></publicationStmt>\n'
        f"<sourceDesc>{source}</sourceDesc></fileDesc></teiHeader>\n"
    )


def text_parts(plan: Plan, index: int) -> Iterator[str]:
    """The text number ``index`` in pieces, until its size is reached."""
    scribe = Scribe(plan, index)
    size = 0
    for part in (header(f"Liber {index + 1}", plan.witnesses), '<text xml:lang="la">\n<body>\n'):
        size += len(part)
        yield part
    division = 0
    while size < plan.kilobytes * 1000 or not division:
        division += 1
        for part in _division(scribe, division, plan.kilobytes * 1000 - size):
            size += len(part)
            yield part
    yield "</body>\n</text>\n</TEI>\n"


def _division(scribe: Scribe, number: int, room: float) -> Iterator[str]:
    yield f'<div n="{number}">\n<head>{scribe.word().capitalize()}</head>\n'
    for _ in range(BLOCKS_IN_DIVISION):
        block = scribe.block()
        room -= len(block)
        yield block
        if room <= 0:
            break
    yield "</div>\n"


def register(plan: Plan) -> str:
    """The register of the persons that the texts name."""
    chance = Random(plan.seed).random
    names = (f"{invented_word(chance)} {invented_word(chance)}".title() for _ in range(PERSONS))
    rows = "".join(
        f'<person xml:id="p{number:04}"><persName>{name}</persName></person>\n'
        for number, name in enumerate(names, start=1)
    )
    return f"{header('Personae', 0)}<standOff>\n<listPerson>\n{rows}</listPerson>\n</standOff>\n</TEI>\n"


# --- files ------------------------------------------------------------------------------------------------


def write_corpus(folder: Path, plan: Plan) -> list[Path]:
    """Write the texts, and the register if they name anybody, into ``folder``; give back the texts' paths.

    Raises ``FileExistsError`` if there is anything in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: name a new folder")
    digits = len(str(plan.files))
    paths = [folder / f"text-{index + 1:0{digits}}.xml" for index in range(plan.files)]
    for index, path in enumerate(paths):
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(text_parts(plan, index))
    if plan.names:
        persons = folder / "registers" / "persons.xml"
        persons.parent.mkdir()
        persons.write_text(register(plan), encoding="utf-8", newline="\n")
    return paths


def arguments() -> argparse.ArgumentParser:
    """The command line: an option for every field of the plan."""
    parser = argparse.ArgumentParser(description="Write a folder of generated TEI texts with an apparatus.")
    parser.add_argument("folder", type=Path, help="a folder that is new or empty")
    default = Plan()
    parser.add_argument("--files", type=int, default=default.files, help="how many texts (%(default)s)")
    parser.add_argument("--kilobytes", type=float, default=default.kilobytes, help="size of each (%(default)s)")
    parser.add_argument("--witnesses", type=int, default=default.witnesses, help="witnesses of each (%(default)s)")
    for name in ("apparatus", "notes", "names"):
        parser.add_argument(f"--{name}", type=float, default=getattr(default, name), help="in 1000 words (%(default)s)")
    parser.add_argument("--form", choices=FORMS, default=default.form)
    parser.add_argument("--seed", type=int, default=default.seed, help="another seed, other texts (%(default)s)")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Write the corpus that the command line asks for; 0, or 2 if it asks for something impossible."""
    options = vars(arguments().parse_args(argv))
    folder: Path = options.pop("folder")
    try:
        paths = write_corpus(folder, Plan(**options))
    except (ValueError, FileExistsError) as error:
        print(error, file=sys.stderr)
        return 2
    total = sum(path.stat().st_size for path in paths)
    print(f"{len(paths)} texts, {total / 1_000_000:.1f} MB, in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
