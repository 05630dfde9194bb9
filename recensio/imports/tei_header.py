"""The header: what the source says about itself, what was done with it, and who answers for the guesses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from lxml import etree

from recensio import __version__
from recensio.imports import model
from recensio.imports.nodes import append, element, put

#: The id of the program in the header, to which ``@resp`` on guesses points.
IMPORTER = "importer"
#: The role of the one whom a letter was sent to.
RECIPIENT = "recipient"
_GUESSES = "A guess of the program bears @cert and @resp; what bears neither, the source or an editor says."
_AUTHORS = {"author": "author", "editor": "editor"}
_REASONS = {
    "ocr": "Misread by the program that recognised the letters of the page, or damaged later; not in the print.",
    "print": "An error of the print.",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that was imported: its name, the format it was read as, and the digest of its bytes."""

    name: str
    form: str
    digest: str
    when: str = ""

    @classmethod
    def of(cls, name: str, form: str, data: bytes, when: str = "") -> Origin:
        """The origin for a file of these bytes; ``when`` is the day of the import."""
        return cls(name, form, sha256(data).hexdigest(), when)


def header(document: model.Document, origin: Origin, title: str) -> etree._Element:
    """The ``teiHeader`` of an imported document. ``title`` stands where the source gives none."""
    return element(
        "teiHeader",
        _file_description(document, origin, title),
        _encoding(document, origin),
        _profile(document),
        element("revisionDesc", imported(origin)),
    )


def imported(origin: Origin) -> etree._Element:
    """The ``change`` that tells of the import."""
    said = f"Imported from {origin.name} ({origin.form}) with Recensio {__version__}."
    return element("change", said, when=origin.when, who=f"#{IMPORTER}")


def responsible() -> etree._Element:
    """The statement that ``@resp="#importer"`` points at."""
    return element(
        "respStmt",
        element("resp", "conversion to TEI; guesses, which bear @cert"),
        element("name", f"Recensio {__version__} (a program)"),
        xml_id=IMPORTER,
    )


# --- fileDesc


def _file_description(document: model.Document, origin: Origin, title: str) -> etree._Element:
    data = document.metadata
    return element(
        "fileDesc",
        _titles(data, title),
        _publication(data),
        element("sourceDesc", *_sources(document, origin)),
    )


def _titles(data: model.Metadata, title: str) -> etree._Element:
    made = element("titleStmt", element("title", data.title or title, type="main"))
    if data.subtitle:
        made.append(element("title", data.subtitle, type="sub"))
    made.extend(sorted(_people(data.people), key=lambda e: _ORDER.index(str(e.tag).rpartition("}")[2])))
    made.append(responsible())
    return made


_ORDER = ("author", "editor", "respStmt")


def _people(people: Iterable[model.Person]) -> Iterator[etree._Element]:
    for person in people:
        if person.role == RECIPIENT:
            continue
        if person.role in _AUTHORS:
            yield element(_AUTHORS[person.role], person.name, xml_id=person.key)
        else:
            yield element("respStmt", element("resp", person.role), element("name", person.name), xml_id=person.key)


def _publication(data: model.Metadata) -> etree._Element:
    return element(
        "publicationStmt", element("authority", "Not yet published: imported for editing."), conditions(data)
    )


def conditions(data: model.Metadata) -> etree._Element:
    """The ``availability``: who may use the text. What nobody says is ``unknown``, a licence makes it ``free``."""
    status = data.status or ("free" if data.licence else "unknown")
    rights = element("availability", status=status)
    if data.licence:
        address = data.licence if data.licence.startswith(("http://", "https://")) else ""
        rights.append(element("licence", data.licence, target=address))
    if data.rights or not data.licence:
        rights.append(element("p", data.rights or "The source does not say who may use it."))
    return rights


def _sources(document: model.Document, origin: Origin) -> Iterator[etree._Element]:
    data = document.metadata
    yield _bibl(data)
    if len(document.works) > 1:
        yield from (_bibl(work.metadata) for work in document.works)
    yield element(
        "bibl",
        element("title", origin.name),
        ", the file that was imported ",
        element("idno", origin.digest, type="sha256"),
        type="file",
    )
    if data.fields:
        pairs = [(element("label", one.label or "–"), element("item", one.value)) for one in data.fields]
        yield element("list", *[part for pair in pairs for part in pair], type="gloss")


def _bibl(data: model.Metadata) -> etree._Element:
    """What the source says about the text's origin. Parts are set apart by blanks, and a point behind each."""
    parts = [element("author", person.name) for person in data.people if person.role == "author"]
    parts += [element("title", text) for text in (data.title,) if text]
    parts += [element("publisher", data.publisher)] if data.publisher else []
    parts += [element("pubPlace", data.place)] if data.place else []
    parts += [element("date", data.date or data.when, when=data.when)] if data.date or data.when else []
    parts += [element("idno", value, type=kind) for kind, value in data.identifiers]
    parts += [element("ref", data.url, target="%20".join(data.url.split()))] if data.url else []
    made = element("bibl")
    if data.description:
        append(made, data.description + " ")
    for part in parts:
        made.append(part)
        part.tail = " "
    if not len(made) and not data.description:
        made.text = "The source says nothing of its origin."
    return made


# --- encodingDesc


def _encoding(document: model.Document, origin: Origin) -> etree._Element:
    made = element("encodingDesc")
    made.append(
        element("projectDesc", element("p", f"Converted from {origin.name} by a program; to be checked by an editor."))
    )
    made.append(editorial(document.done, document.dropped, document.changes))
    reasons = sorted({change.reason for change in _pending(document)} & _REASONS.keys())
    if reasons:
        made.append(_taxonomy(reasons))
    made.append(application())
    return made


def application() -> etree._Element:
    """The ``appInfo`` that names the program."""
    version = element("application", element("label", "Recensio"), ident="recensio", version=__version__)
    return element("appInfo", version)


def editorial(
    done: Iterable[str], dropped: Iterable[model.Dropped], changes: Iterable[model.Edit] = (), *, guesses: bool = True
) -> etree._Element:
    """What was done with the text, what was left out, and which corrections stand in it."""
    made = element("editorialDecl", *[element("p", sentence) for sentence in done])
    if guesses:
        made.append(element("p", _GUESSES))
    left = [_left(one) for one in dropped]
    if left:
        made.append(element("p", "Left out: ", element("list", *left, rend="simple")))
    accepted = [_corrected(change) for change in changes if change.accepted]
    if accepted:
        put(list_ := element("list", *accepted, rend="simple"), "type", "corrections")
        made.append(element("correction", element("p", "Corrected, from the project's list: ", list_)))
    return made


def _left(one: model.Dropped) -> etree._Element:
    made = element("item", one.reason + ": ")
    made.append(element("q", one.text))
    put(made, "n", f"line {one.place.line}" if one.place.line else "")
    return made


def _corrected(change: model.Edit) -> etree._Element:
    made = element("item", n=f"line {change.line}")
    made.append(element("q", change.printed))
    made[-1].tail = " → "
    made.append(element("q", change.read))
    return made


def _pending(document: model.Document) -> Iterator[model.Edit]:
    return (change for change in document.changes if not change.accepted)


def _taxonomy(reasons: Iterable[str]) -> etree._Element:
    categories = [element("category", element("catDesc", _REASONS[one]), xml_id=one) for one in reasons]
    return element("classDecl", element("taxonomy", *categories))


# --- profileDesc


def _profile(document: model.Document) -> etree._Element:
    data = document.metadata
    made = element("profileDesc")
    if data.date or data.when:
        made.append(element("creation", element("date", data.date or data.when, when=data.when)))
    if data.abstract:
        made.append(element("abstract", element("p", data.abstract)))
    if data.language:
        made.append(element("langUsage", element("language", language_name(data.language), ident=data.language)))
    if any(person.role == RECIPIENT for person in data.people):
        made.append(_correspondence(data))
    if data.keywords:
        words = element("keywords", *[element("term", word) for word in data.keywords])
        made.append(element("textClass", words))
    if not len(made):
        made.append(element("langUsage", element("language", "Not known", ident="und")))
    return made


def _correspondence(data: model.Metadata) -> etree._Element:
    """Who sent a letter when, and to whom."""
    made = element("correspDesc")
    for kind, role in (("sent", "author"), ("received", RECIPIENT)):
        action = element("correspAction", type=kind)
        action.extend([element("persName", person.name) for person in data.people if person.role == role])
        if kind == "sent" and (data.date or data.when):
            action.append(element("date", data.date or data.when, when=data.when))
        if len(action):
            made.append(action)
    return made


_LANGUAGES = {
    "en": "English", "de": "German", "fr": "French", "it": "Italian", "es": "Spanish", "ru": "Russian", "la": "Latin",
    "grc": "Ancient Greek", "el": "Greek", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "uk": "Ukrainian",
    "cs": "Czech", "sv": "Swedish", "da": "Danish", "he": "Hebrew", "ar": "Arabic",
}  # fmt: skip


def language_name(code: str) -> str:
    """The English name of a language, or the code itself."""
    return _LANGUAGES.get(code.partition("-")[0].lower(), code)
