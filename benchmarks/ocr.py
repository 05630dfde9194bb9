"""How good the OCR report is: precision and recall by class, against the errors that people found in a text.

    python benchmarks/ocr.py [--shared ../shared] [--rows missed|false]

The list is ``research/ocr_errors.tsv`` (line, as printed, correction, class) for ``sources/lenin-1918.txt``; the other
four sources are clean, and every finding in them is printed. A row counts as found if a finding touches the letters
at fault, and as right if all proposals there, put in, give the correction. A finding counts as true if it touches a
row, or is one of the dozen real errors that the list lacks (``ALSO_TRUE``). The figures stand in README.md.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from recensio.imports.ocr import Action, Finding, findings

CLEAN = ("sorin-1918", "olivier-2010", "conrad-1996", "rakovsky-1928")
_AT_FAULT = {
    "straynq": r"'", "middot": r"·", "straydot": r"(?:(?<=\s)|^)[.,]", "strayperiod": r"\.(?=\s)", "straycolon": r":",
    "quotespace": r"\S?\" \S?", "spacepunct": r"\s[,.;)\"]",
}  # fmt: skip
_REMOVED = frozenset(("straynq", "middot", "straydot", "strayperiod", "straycolon", "strayline"))
#: Real errors that the list lacks, looked at one by one: line and reading.
ALSO_TRUE: frozenset[tuple[int, str]] = frozenset(
    (
        (169, "SOVIET GOVERNMENT"), (541, "SOVIET GOVERNMENT"), (543, "21"), (1122, "SOVIET GOVERNMENT"), (1124, "41"),
        (334, '" '), (405, " ."), (474, " ,"), (767, ":"), (975, "."), (1009, " ;"), (1190, " ?"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One known error, and where on its line the letters at fault are."""

    line: int
    printed: str
    correct: str
    kind: str
    start: int
    end: int
    whole: tuple[int, int]


def rows_of(path: Path, lines: list[str]) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [_row(int(line), printed, correct, kind, lines[int(line) - 1]) for line, printed, correct, kind in table]


def _row(line: int, printed: str, correct: str, kind: str, content: str) -> Row:
    at = content.find(printed)
    if at < 0:
        at, printed = content.find(printed.strip()), printed.strip()
    if at < 0:
        print(f"not in line {line}: {printed!r}")
        return Row(line, printed, correct, kind, 0, len(content), (0, len(content)))
    fault = re.search(_AT_FAULT[kind], printed) if kind in _AT_FAULT else None
    start, end = (at + fault.start(), at + fault.end()) if fault else (at, at + len(printed))
    return Row(line, printed, correct, kind, start, end, (at, at + len(printed)))


def touches(finding: Finding, row: Row, *, anywhere: bool = False) -> bool:
    start = finding.column - 1
    begins, ends = row.whole if anywhere else (row.start, row.end)
    return finding.line == row.line and start < ends and begins < start + max(1, len(finding.printed))


def is_right(row: Row, found: list[Finding], content: str) -> bool:
    if row.kind == "pagehyph":
        return True
    done = content
    for one in sorted(found, key=lambda f: -f.column):
        if one.proposal is None:
            return False
        done = done[: one.column - 1] + one.proposal + done[one.column - 1 + len(one.printed) :]
    if row.kind in _REMOVED:
        wanted = content[: row.start] + content[row.end :]
    elif "re-attach" in row.correct:
        return True
    elif "close up" in row.correct:
        wanted = content[: row.start] + content[row.start : row.end].strip() + content[row.end :]
    else:
        correct = re.sub(r"\((\w+)\)$", "", row.correct.split(" [")[0])
        wanted = content.replace(row.printed, correct, 1)
    return _same(done, wanted)


def _same(one: str, other: str) -> bool:
    norm = [re.sub(r"\W+", "", re.sub("[—-]", "", s.replace("·", ""))).lower() for s in (one, other)]
    return norm[0] == norm[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parent.parent.parent / "shared")
    parser.add_argument("--rows", choices=("missed", "false", "wrong"), default=None)
    options = parser.parse_args()
    text = (options.shared / "sources" / "lenin-1918.txt").read_text(encoding="utf-8")
    lines = text.split("\n")
    rows = rows_of(options.shared / "research" / "ocr_errors.tsv", lines)
    begun = time.perf_counter()
    found = findings(text, "en")
    print(f"{len(found)} findings in {time.perf_counter() - begun:.1f} s; {len(rows)} known errors\n")
    recall(rows, found, lines, options.rows)
    precision(rows, found, options.rows)
    clean(options.shared)
    held_out(options.shared)


def recall(rows: list[Row], found: list[Finding], lines: list[str], show: str | None) -> None:
    print(f"{'known class':12} {'known':>5} {'found':>5} {'recall':>6} {'right':>5}")
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        hits = [f for f in found if touches(f, row)]
        right = bool(hits) and is_right(row, hits, lines[row.line - 1])
        table[row.kind].update({"known": 1, "found": int(bool(hits)), "right": int(right)})
        if (show == "missed" and not hits) or (show == "wrong" and hits and not right):
            print(
                "   ", row.line, row.kind, repr(row.printed), "→", row.correct, [(h.printed, h.proposal) for h in hits]
            )
    for kind, count in [*sorted(table.items()), ("all", _sum(table.values()))]:
        share = count["found"] / count["known"]
        print(f"{kind:12} {count['known']:5} {count['found']:5} {share:6.0%} {count['right']:5}")


def precision(rows: list[Row], found: list[Finding], show: str | None) -> None:
    print(f"\n{'our class':12} {'told':>5} {'true':>5} {'precision':>9}")
    table: dict[str, Counter[str]] = defaultdict(Counter)
    by_action: dict[str, Counter[str]] = defaultdict(Counter)
    for one in found:
        true = any(touches(one, row, anywhere=True) for row in rows) or (one.line, one.printed) in ALSO_TRUE
        for counter in (table[one.kind], by_action[one.action]):
            counter.update({"told": 1, "true": int(true)})
        if show == "false" and not true:
            print("   ", one.line, one.kind, repr(one.printed), "→", one.proposal, one.confidence, one.action.value)
    for rows_of_table in (table, by_action):
        for kind, count in [*sorted(rows_of_table.items()), ("all", _sum(rows_of_table.values()))]:
            print(f"{kind:12} {count['told']:5} {count['true']:5} {count['true'] / count['told']:9.0%}")
        print()


def clean(shared: Path) -> None:
    for name in CLEAN:
        found = findings((shared / "sources" / f"{name}.txt").read_text(encoding="utf-8"), "en")
        autos = sum(1 for f in found if f.action is Action.AUTO)
        print(f"{name}: {len(found)} findings, {autos} auto; {[(f.line, f.kind, f.printed[:14]) for f in found]}")


# --- Clean texts, spoilt by chance ------------------------------------------------------------------------------------

_CONFUSED = tuple(
    pair.split(">")
    for pair in re.findall(
        r"\S+", "h>b e>c c>e m>rn d>cl h>li n>u u>n i>l l>1 o>0 t>l n>ii u>ll a>~ th>tli fi>ﬁ s>5 w>vv g>q"
    )
)
_SHARE = 0.03


def spoilt(text: str, seed: int) -> tuple[str, list[tuple[int, int, int]]]:
    """The text with errors put into some of its words, and where each is: line, start and end of the word."""
    chance = random.Random(seed)
    lines, places = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.split(" ")
        for at, word in enumerate(words):
            if re.fullmatch(r"[a-z]{4,}[.,;]?", word) and chance.random() < _SHARE:
                words[at] = _misread(word, chance)
                start = len(" ".join(words[:at])) + (at > 0)
                places += [(number, start, start + len(words[at]))] if words[at] != word else []
        lines.append(" ".join(words))
    return "\n".join(lines), places


def _misread(word: str, chance: random.Random) -> str:
    way = chance.random()
    if way < 0.75:
        pairs = [(old, new) for old, new in _CONFUSED if old in word]
        old, new = chance.choice(pairs or [("", "")])
        return word.replace(old, new, 1)
    at = chance.randrange(2, len(word) - 1)
    if way < 0.9:
        return word[:at] + chance.choice([".", ":", "- "]) + word[at:]
    return word + "·" if way < 0.95 else "'" + word


def held_out(shared: Path) -> None:
    print()
    for seed, name in enumerate(CLEAN):
        text, places = spoilt((shared / "sources" / f"{name}.txt").read_text(encoding="utf-8"), seed)
        found = findings(text, "en")
        hit = {place for place in places if any(_meets(one, place) for one in found)}
        true = [one for one in found if any(_meets(one, place) for place in places)]
        wrong = sum(1 for f in found if f.action is Action.AUTO and f not in true)
        shares = f"recall {len(hit) / len(places):.0%}, precision {len(true) / len(found):.0%}"
        print(f"{name}, spoilt: {len(places)} errors, {shares}, {wrong} wrong auto")


def _meets(finding: Finding, place: tuple[int, int, int]) -> bool:
    line, start, end = place
    return finding.line == line and finding.column - 1 < end and start < finding.column - 1 + len(finding.printed)


def _sum(counters: Iterable[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in counters:
        total.update(one)
    return total


if __name__ == "__main__":
    main()
