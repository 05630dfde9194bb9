"""Tags of languages: well formed after BCP 47, known, and declared in ``langUsage`` where that declares any."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from recensio.checks.findings import Finding
from recensio.checks.subject import Attribute, Subject, tei
from recensio.parse.vocabulary import names

_TAG = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?"
    r"|x(?:-[a-z\d]{1,8})+|i-[a-z]{3,8})",
    re.IGNORECASE,
)
#: Every two-letter code of ISO 639-1, and withdrawn ones that BCP 47 keeps.
_TWO = names(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz"
    " ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii"
    " ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu"
    " lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu"
    " rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr"
    " ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
_PAIRS = names(
    "afr=af ara=ar arm=hy hye=hy aze=az baq=eu eus=eu bel=be ben=bn bos=bs bre=br bul=bg bur=my mya=my cat=ca"
    " chi=zh zho=zh chu=cu cos=co cym=cy wel=cy cze=cs ces=cs dan=da deu=de ger=de dut=nl nld=nl ell=el"
    " gre=el eng=en epo=eo est=et fao=fo fas=fa per=fa fin=fi fra=fr fre=fr fry=fy geo=ka kat=ka gla=gd"
    " gle=ga glg=gl guj=gu hau=ha heb=he hin=hi hrv=hr hun=hu ice=is isl=is ind=id ita=it jav=jv jpn=ja"
    " kan=kn kaz=kk khm=km kor=ko kur=ku lao=lo lat=la lav=lv lit=lt ltz=lb mac=mk mkd=mk mal=ml mao=mi"
    " mri=mi mar=mr may=ms msa=ms mlt=mt mon=mn nep=ne nno=nn nob=nb nor=no oci=oc pan=pa pli=pi pol=pl"
    " por=pt pus=ps que=qu roh=rm ron=ro rum=ro rus=ru san=sa slk=sk slo=sk slv=sl snd=sd som=so spa=es"
    " srd=sc srp=sr swa=sw swe=sv tam=ta tat=tt tel=te tgk=tg tha=th tib=bo bod=bo tuk=tk tur=tr uig=ug"
    " ukr=uk urd=ur uzb=uz vie=vi vol=vo wln=wa yid=yi yor=yo zul=zu alb=sq sqi=sq amh=am xho=xh"
)
#: Three-letter codes that BCP 47 wants as two letters (ISO 639-2 in both its forms; the languages editions are in).
_SHORTER: Mapping[str, str] = dict(pair.split("=") for pair in _PAIRS)
#: What people write that is no code, and what it most often means.
_MEANT: Mapping[str, str] = {
    "gr": "grc (ancient Greek) or el (modern Greek)",
    "greek": "grc (ancient Greek) or el (modern Greek)",
    "grk": "grc (ancient Greek) or el (modern Greek)",
    "griechisch": "grc (ancient Greek) or el (modern Greek)",
    "grec": "grc (ancient Greek) or el (modern Greek)",
    "latin": "la",
    "latein": "la",
    "ltn": "la",
    "english": "en",
    "uk-en": "en-GB",
    "en-uk": "en-GB",
    "german": "de",
    "deutsch": "de",
    "dt": "de",
    "french": "fr",
    "italian": "it",
    "spanish": "es",
    "sp": "es",
    "russian": "ru",
    "church-slavonic": "cu",
    "hebrew": "he",
    "heb-hebr": "he",
    "arabic": "ar",
    "syriac": "syc (classical Syriac)",
    "coptic": "cop",
    "sanskrit": "sa",
    "cz": "cs",
    "jp": "ja",
    "cn": "zh",
    "kr": "ko",
    "dk": "da",
    "se-se": "sv-SE",
    "ua": "uk",
    "rs": "sr",
    "si-si": "sl-SI",
    "unknown": "und",
    "none": "zxx (no language)",
    "mixed": "mul (several languages)",
    "xx": "und (undetermined)",
}


def shorter(tag: str) -> str:
    """A language tag with the shortest code that its language has: ``lat`` is ``la``."""
    language, dash, rest = tag.partition("-")
    return f"{_SHORTER.get(language.lower(), language)}{dash}{rest}"


def check_languages(subject: Subject) -> Iterator[Finding]:
    """Tags that are no tags, codes that no language has, codes that should be shorter, languages not declared."""
    for attribute in (*subject.languages, *_declared(subject)):
        value = attribute.value
        if code := _wrong(value):
            facts = {
                "value": _short(value),
                "attribute": _shown_name(attribute),
                "element": attribute.element,
                "guess": _guess(value),
            }
            yield Finding(code, subject.locator.of(attribute.bearer), facts, (value,))
    yield from _undeclared(subject)


def _shown_name(attribute: Attribute) -> str:
    return "ident" if attribute.name == "ident" else "xml:lang"


def _declared(subject: Subject) -> list[Attribute]:
    return [a for a in subject.by_name.get("ident", ()) if a.element == "language"]


def _wrong(value: str) -> str:
    """The code of what is wrong with a tag; ``""`` if nothing is."""
    if value == "":
        return ""  # it says that the language around does not hold here
    if not _TAG.fullmatch(value):
        return "LNG-001"
    primary = value.split("-")[0].lower()
    if primary in _SHORTER:
        return "LNG-003"
    unknown = len(primary) == 2 and primary not in _TWO
    odd = len(primary) > 3 or value.lower() in _MEANT
    return "LNG-002" if unknown or odd else ""


def _guess(value: str) -> str:
    lowered = value.strip().lower().replace("_", "-")
    primary = re.split(r"[-\s,;/]+", lowered)[0]
    meant = _MEANT.get(lowered) or _MEANT.get(primary) or _SHORTER.get(primary)
    if meant is None and primary != lowered and primary in _TWO and _TAG.fullmatch(lowered):
        meant = value.strip().replace("_", "-")
    if meant and primary in _SHORTER and "-" in lowered:
        meant = meant + lowered[len(primary) :]
    return f"Did you mean {meant}? " if meant else ""


def _undeclared(subject: Subject) -> Iterator[Finding]:
    """The languages of the text that ``langUsage`` does not name, if it names any."""
    declared = {a.value.split("-")[0].lower() for a in _declared(subject)}
    used: dict[str, Attribute] = {}
    for attribute in subject.languages:
        if attribute.value and attribute.value not in used and _is_of_text(attribute.bearer):
            used[attribute.value] = attribute
    lost = {tag: a for tag, a in used.items() if tag.split("-")[0].lower() not in declared and not _wrong(tag)}
    if declared and lost:
        shown = ", ".join(list(lost)[:8]) + (f" and {len(lost) - 8} more" if len(lost) > 8 else "")
        first = next(iter(lost.values()))
        yield Finding("LNG-004", subject.locator.of(first.bearer), {"languages": shown})


_TEXTS = frozenset(tei("text", "sourceDoc"))


def _is_of_text(element: etree._Element) -> bool:
    """True in a text; the header may be in any language."""
    return element.tag in _TEXTS or any(ancestor.tag in _TEXTS for ancestor in element.iterancestors())


def _short(value: str) -> str:
    return value if len(value) <= 40 else value[:39] + "…"
