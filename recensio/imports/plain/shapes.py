"""What a line looks like, taken by itself: a heading, a salutation, the mark of an item, a date …"""

from __future__ import annotations

import re
from functools import lru_cache

BULLETS = frozenset(["-", "*", "•", "–", "—", "·", "o", "+", "▪", "◦", "■"])
_ITEM = re.compile(r"(?P<mark>\(?(?:\d{1,3}|[ivxlIVXL]{1,6}|[a-zA-Z])[.)]|\(\d{1,3}\)|\[\d{1,3}\]|[-*•–—·+▪◦■])(?=\s)")
_TERMINAL = re.compile(r"[.!?…](?:[\s”’\"')\]»*†\d¹²³⁴-⁹]|\[\d+\]|\(\d+\))*$|[.!?…]$")
_RULE = re.compile(r"(?:[*•·⁂†~#=_—–\-.o]\s*){3,}|[⁂❦❧§]|#|\*\s*\*|[-—–_]{1,}\s*[o0]\s*[-—–_]{1,}")
_SMALL_WORDS = """
    a an the and or of in on to for from with by at as is are but nor into over under upon between versus vs
    der die das den dem des und oder von zu zum zur im in mit für auf aus bei nach über
    le la les de des du et ou à au aux en dans par pour sur il lo gli di da del della dei e con per su
    el los las y o en por para и в на о об от из с к по за для"""
_SMALL = frozenset(_SMALL_WORDS.split())
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin"
    "|juillet|août|septembre|octobre|novembre|décembre|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto"
    "|settembre|ottobre|dicembre|enero|febrero|abril|mayo|junio|julio|septiembre|octubre|noviembre|diciembre"
    "|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?:{_MONTHS})\.?|(?:{_MONTHS})\.?,?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?\b)?)"
    r"(?:,?\s*(?:1[0-9]|20)\d\d)?|\b\d{1,2}[./]\d{1,2}[./](?:1[0-9]|20)?\d\d\b|\b(?:1[0-9]|20)\d\d-\d\d-\d\d\b",
    re.IGNORECASE,
)
_SALUTATIONS = re.compile(
    r"(?:my\s+|most\s+)?(?:dear(?:est)?|honou?red|esteemed|beloved|respected|worthy|sir|sirs|madam|gentlemen|comrades?"
    r"|liebe[rs]?|werte[rs]?|sehr\s+geehrte[rs]?|geehrte[rs]?|verehrte[rs]?|lieber"
    r"|(?:mon|ma|mes)\s+ch[eè]re?s?|ch[eè]re?s?|monsieur|madame|messieurs"
    r"|car[oaie]|carissim[oaie]|egregi[oa]|gentile|querid[oa]s?|estimad[oa]s?|prezad[oa]s?|car[oa]s?"
    r"|дорог(?:ой|ая|ие)|уважаем(?:ый|ая|ые)|милостивый|многоуважаемый)\b[^.?\n]{0,60}[:,!;—–-]",
    re.IGNORECASE,
)
_VALEDICTIONS = re.compile(
    r"(?:i\s+(?:am|remain)\b.{0,50}|(?:ever\s+|very\s+|most\s+)?(?:yours?|sincerely|faithfully|respectfully"
    r"|affectionately|cordially|truly|fraternally)\b.{0,50}|with\b.{0,40}\b(?:greetings?|regards|wishes|love|respects?"
    r"|compliments|salutations?|esteem)\b.{0,20}|(?:best|kind(?:est)?|warm(?:est)?)\s+(?:wishes|regards).{0,20}"
    r"|your\s+(?:obedient|humble|loving|affectionate|devoted|faithful|friend|servant)\b.{0,40}"
    r"|mit\b.{0,40}\b(?:grüßen?|gruß|gruss|hochachtung)\b.{0,20}|hochachtungsvoll.{0,20}|(?:dein|ihr|euer)\b.{0,30}"
    r"|(?:bien\s+)?(?:cordialement|amicalement|fraternellement).{0,30}|votre\b.{0,40}\b(?:dévoué|ami).{0,20}"
    r"|с\s+.{0,40}приветом.{0,20}|ваш[аи]?\b.{0,30}|твой\b.{0,30})[,.!]?",
    re.IGNORECASE,
)
_ABBREVIATIONS = re.compile(r"\b(Mrs?|Messrs|Dr|Prof|Hon|Rev|St|Hr|Fr|Mme|Mlle|[A-Z])\.")
_NAME_PART = re.compile(
    r"(?:[^\W\d_]\.\s?)+|[^\W\d_][\w’'-]+\.?|(?:de|da|di|von|van|der|den|du|la|le|y|zu|del|dos|bin|ibn)"
)
_LABEL = re.compile(r"(?P<label>[^\W\d_][\w .,/()&’'-]{1,40}?)\s?:\s+(?P<value>\S.*)", re.DOTALL)
_URL = re.compile(r"https?://[^\s<>\"“”’(){}\[\]|\\^`]+[^\s<>\"“”’(){}\[\]|\\^`.,;:!?]")


@lru_cache(maxsize=65536)
def ends_sentence(text: str) -> bool:
    """True if a sentence ends with the line: with a point, perhaps a quotation mark or a note call behind it."""
    return bool(_TERMINAL.search(text[-24:]))


def begins_sentence(text: str) -> bool:
    """True if the line begins with a capital, a number, or such behind an opening quotation mark."""
    bare = text.lstrip("“„«‘\"'([—–-¿¡_* ")
    return bool(bare) and (bare[0].isupper() or bare[0].isdecimal() or not bare[0].isalpha() or not bare[0].islower())


def begins_low(text: str) -> bool:
    """True if the line begins with a small letter."""
    bare = text.lstrip("“„«‘\"'([—–- ")
    return bool(bare) and bare[0].islower()


def is_rule(text: str) -> bool:
    """True for a row of stars, a line, and the like."""
    return bool(_RULE.fullmatch(text)) and not re.fullmatch(r"[.o]+|o+", text)


def item_mark(text: str) -> str:
    """The mark of a list item at the beginning of the line (``1.``, ``a)``, ``•``); empty if there is none."""
    found = _ITEM.match(text)
    return found["mark"] if found else ""


def is_title_case(text: str) -> bool:
    """True if the words that matter begin with capitals."""
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", text) if word.lower() not in _SMALL]
    return bool(words) and sum(word[0].isupper() for word in words) >= max(1, len(words) * 0.8)


def is_capitals(text: str) -> bool:
    """True if all letters are capitals."""
    return text.isupper() and sum(c.isalpha() for c in text) > 2


def is_heading_like(text: str) -> bool:
    """True for a short line that begins like a sentence and does not end like one."""
    words = text.split()
    if not words or len(words) > 14 or len(text) > 100 or not begins_sentence(text):
        return False
    if text[-1] in ".,;:" and not _NUMBERED.match(text) and not is_capitals(text):
        return False
    last = re.sub(r"\W+$", "", words[-1]).lower()
    return text[-1] not in ",;:" and last not in _SMALL and any(c.isalpha() for c in text)


_NUMBERED = re.compile(
    r"(?:(?:chapter|section|part|book|letter|canto|act|scene|kapitel|abschnitt|teil|buch|brief|chapitre|partie|livre"
    r"|lettre|capitolo|parte|libro|capítulo|глава|часть|книга|письмо)\s+[\divxlcIVXLC]+\b|§\s*\d+"
    r"|(?:\d{1,3}\.)+\d*\s+\S|[IVXLC]{1,7}\.?$|\d{1,3}\.?$|[IVXLC]{1,7}\.\s+\S)",
    re.IGNORECASE,
)
_CHAPTER = re.compile(r"(?:\w+\s+)[\divxlcIVXLC]+\b", re.IGNORECASE)
_DECIMAL = re.compile(r"((?:\d{1,3}\.)+\d{1,3}|\d{1,3})\.?\s+[^\W\d_“\"‘]")


def heading_number(text: str) -> str:
    """The number that a heading begins with (``1.2``, ``IV``, ``Chapter 3`` → ``3``); empty if there is none."""
    if found := _DECIMAL.match(text):
        return found[1]
    if not _NUMBERED.match(text):
        return ""
    found = re.match(r"(?:[^\W\d_]{4,}\s+)?§?\s*([\divxlc]+)\b", text, re.IGNORECASE)
    return found[1] if found else ""


def is_numbered(text: str) -> bool:
    """True if the line begins as a numbered heading does."""
    return bool(_NUMBERED.match(text))


def is_salutation(text: str) -> bool:
    """True for a line that greets: ``Dear Sir,``."""
    bare = _ABBREVIATIONS.sub(r"\1", text)
    return len(text.split()) <= 8 and bool(_SALUTATIONS.fullmatch(bare))


def is_valediction(text: str) -> bool:
    """True for a line that takes leave: ``Yours faithfully,``."""
    return len(text.split()) <= 10 and bool(_VALEDICTIONS.fullmatch(text))


def is_dateline(text: str) -> bool:
    """True for a short line of a place and a date, or of a date alone."""
    words = text.split()
    if len(words) > 10 or not (found := date_in(text)):
        return False
    rest = text.replace(found, " ", 1)
    return all(word[:1].isupper() or not word[:1].isalpha() or word.lower() in _DATE_WORDS for word in rest.split())


_DATE_WORDS = _SMALL | {"den", "le", "il", "el", "st", "nd", "rd", "th", "г", "года", "г."}


_TRAILER = re.compile(r"(?:the\s+)?(?:end|finis|fin|ende|fine|конец)(?:\s+of\s+.{3,40})?[.!]?", re.IGNORECASE)


def is_trailer(text: str) -> bool:
    """True for the words that say a text is at its end."""
    return bool(
        re.fullmatch(r"(?:the\s+)?(?:end|finis|fin|ende|fine|конец)(?:\s+of\s+.{3,40})?[.!]?", text, re.IGNORECASE)
    )


def date_in(text: str) -> str:
    """The first date in the text, as it stands there; empty if there is none."""
    found = _DATE.search(text)
    if found and any(c.isdecimal() for c in found[0]):
        return found[0].strip(" ,")
    return ""


def is_name(text: str) -> bool:
    """True for two to five words, or initials, that could be somebody's name."""
    bare = text.strip(" .,—–-()")
    words = bare.split()
    if not 1 <= len(words) <= 5 or any(c.isdecimal() for c in bare) or not bare[:1].isupper():
        return False
    fits = all(_NAME_PART.fullmatch(word.rstrip(",")) for word in words)
    small = [word for word in words if word[0].islower() and not _NAME_PART.fullmatch(word)]
    plain = [
        word for word in words if word.lower() in _SMALL - {"de", "la", "le", "di", "da", "der", "den", "von", "del"}
    ]
    caps = sum(word[0].isupper() for word in words)
    return fits and not small and not plain and caps >= max(1, len(words) - 2)


def label_of(text: str) -> tuple[str, str] | None:
    """Label and value of a line like ``Source: The archive``."""
    found = _LABEL.fullmatch(text)
    if not found or len(found["label"].split()) > 5 or not found["label"][0].isupper():
        return None
    return found["label"], found["value"]


def urls(text: str) -> list[tuple[int, int]]:
    """Where addresses of the web stand in the text."""
    return [found.span() for found in _URL.finditer(text)]


def follows(mark: str, following: str) -> bool:
    """True if ``following`` is the mark of the item behind the one with ``mark``."""
    if mark in BULLETS or following in BULLETS:
        return mark == following
    a, b = mark.strip("()[]."), following.strip("()[].")
    if re.sub(r"\w+", "", mark) != re.sub(r"\w+", "", following):
        return False
    if a.isdecimal() or b.isdecimal():
        return a.isdecimal() and b.isdecimal() and int(b) == int(a) + 1
    return _roman(b) == _roman(a) + 1 != 1 or (len(a) == len(b) == 1 and ord(b) == ord(a) + 1)


_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def _roman(text: str) -> int:
    """The value of a Roman number; 0 for what is none."""
    values = [_ROMAN.get(c, 0) for c in text.lower()]
    if not values or 0 in values:
        return 0
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
