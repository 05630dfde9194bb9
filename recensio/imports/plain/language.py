"""In which language a text is, by its commonest small words."""

from __future__ import annotations

import re
from collections import Counter

_WORDS = {
    "en": "the of and to in that is was for with as it his by which not this be are from",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch",
    "fr": "le la les de des et à un une que qui dans pour pas sur est par plus au ce ne se",
    "it": "di che e il la per un in non è una i le del della con si da come più",
    "es": "de la que el en y a los se del las un por con no una su para es al lo",
    "ru": "и в не на что с по как это он к но из у за то от о же все",
    "la": "et in est non ad ut cum quod qui sed ex esse quae si aut per ab etiam nec hoc",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als bij",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais",
    "pl": "w i na z się nie do to że jest o po od za jak przez ale co tak już",
}
_STOP = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_SAMPLE = 20_000
_FEWEST = 12


def language_of(text: str) -> str:
    """The code of the language of ``text``; empty if it can't be told."""
    words = Counter(re.findall(r"[^\W\d_]+", text[:_SAMPLE].lower()))
    scores = {code: sum(words[word] for word in stop) for code, stop in _STOP.items()}
    first, second = sorted(scores, key=lambda code: (-scores[code], code))[:2]
    total = max(1, words.total())
    clear = scores[first] > 1.3 * scores[second] and scores[first] > total * 0.12
    return first if clear and scores[first] >= _FEWEST else ""
