"""Facts of the TEI Guidelines (P5) that the checks go by: which attributes are pointers, and at what they point."""

from __future__ import annotations

from collections.abc import Mapping

from recensio.parse.vocabulary import names

#: Attributes that are pointers on every element that has them, going by the Guidelines' type ``teidata.pointer``.
_EVERYWHERE = names(
    "adj adjFrom adjTo ana calendar change children code copyOf corresp datcat datingMethod datingPoint decls domains"
    " edRef end exclude fVal facs feats filter follow fromUnit given hand inst lemmaRef mergedIn mutual next nymRef"
    " origin parent parts perf period prev property ref rendition replyTo resp sameAs scribeRef scriptRef select since"
    " source spanTo start synch target targetDatcat targetEnd toUnit toWhom unitRef uri url valueDatcat who wit"
)
#: Attributes that are pointers on these elements only; on others they hold words or dates.
_ONLY_ON: Mapping[str, frozenset[str]] = {
    "active": names("relation"),
    "passive": names("relation"),
    "from": names("rt app span arc"),
    "to": names("rt app span arc"),
    "class": names("msDesc msContents msItem msItemStruct msPart msFrag"),
    "new": names("handShift"),
    "require": names("lem rdg rdgGrp note app"),
    "scheme": names("keywords classCode catRef locus locusGrp occupation socecStatus"),
    "value": names("node root iNode leaf eTree triangle eLeaf"),
    "where": names("event"),
    "location": names("entry form sense usg cit"),
}
#: Elements on which one of the above is no pointer.
_NEVER_ON: Mapping[str, frozenset[str]] = {
    # In P4 and in rendition/@scope's company, these held other things.
    "start": names("schemaSpec"),
    "active": names("interaction"),
    "passive": names("interaction"),
    "code": names("country region settlement bloc district"),
    "end": names("date"),
    "period": names("time"),
}
#: Addresses of files, where a word without ``#`` is the name of a file.
FILES = names("url facs target source uri scheme filter")

ALL = _EVERYWHERE | _ONLY_ON.keys()


def is_pointer(element: str, attribute: str) -> bool:
    """Whether ``attribute`` on the TEI element ``element`` holds pointers."""
    if element in _NEVER_ON.get(attribute, ()):
        return False
    return attribute in _EVERYWHERE or element in _ONLY_ON.get(attribute, ())


_HEADS = "person personGrp org respStmt editor author name persName orgName"
_SOURCES = "bibl biblStruct biblFull listBibl msDesc msPart msFrag witness listWit object idno"
_READERS = names(f"witness listWit handNote {_SOURCES} {_HEADS} listPerson")
_SPEAKERS = names(
    f"role roleDesc castItem castGroup castList actor particDesc listPerson listOrg place object speaker rs nym"
    f" persona catDesc category {_HEADS}"
)
_HANDS = names(f"handNote handDesc handNotes hand handShift scriptNote item listPerson listWit witness {_HEADS}")
_MEANINGS = names(
    "interp interpGrp category catDesc taxonomy fs fLib fvLib f symbol span spanGrp note noteGrp term gloss item label"
    " index event person place org object nym bibl biblStruct listBibl relation desc def keywords char glyph entry"
    " metSym metDecl annotation certainty precision respons xenoData interpretation ab seg div alt join link ptr ref"
    " calendar scriptNote handNote catRef tech move stage concept"
)
_PICTURES = names(
    "surface surfaceGrp zone graphic media facsimile binaryObject figure sourceDoc line path pb cb gb milestone"
)
_OPINIONS = names(
    f"{_HEADS} {_SOURCES} funder sponsor principal publisher distributor authority resp handNote scriptNote application"
    " listPerson listOrg change rs item ptr ref rdg editionStmt category interp"
)
#: At what a pointer in an attribute may point, by the name of the target's element.
KINDS: Mapping[str, frozenset[str]] = {
    "wit": _READERS,
    "hand": _HANDS,
    "new": _HANDS,
    "resp": _OPINIONS,
    "who": _SPEAKERS,
    "toWhom": _SPEAKERS,
    "perf": _SPEAKERS,
    "ana": _MEANINGS,
    "facs": _PICTURES,
    "rendition": names("rendition"),
    "calendar": names("calendar calendarDesc category taxonomy item"),
    "scriptRef": names("scriptNote"),
    "scribeRef": names(f"handNote {_HEADS}"),
}
#: What words for these an editor is told.
EXPECTED: Mapping[str, str] = {
    "wit": "a <witness> or a <listWit>",
    "hand": "a <handNote>",
    "new": "a <handNote>",
    "resp": "a person, or somebody named in the header",
    "who": "a <role> or a <person>",
    "toWhom": "a <role> or a <person>",
    "perf": "a <role> or a <person>",
    "ana": "an <interp> or a <category>",
    "facs": "a <surface>, a <zone> or a picture",
    "rendition": "a <rendition>",
    "calendar": "a <calendar>",
    "scriptRef": "a <scriptNote>",
    "scribeRef": "a person or a <handNote>",
}
_NO_NAME = "surface zone graphic witness handNote rendition change p ab lg l pb lb cb app rdg lem"
#: At what the @ref of a name never points, by the element that bears it.
NOT_A: Mapping[str, frozenset[str]] = {
    "persName": names(f"place event {_NO_NAME}"),
    "placeName": names(f"person personGrp event bibl biblStruct {_NO_NAME}"),
    "settlement": names(f"person personGrp event bibl biblStruct {_NO_NAME}"),
    "country": names(f"person personGrp event bibl biblStruct {_NO_NAME}"),
    "region": names(f"person personGrp event bibl biblStruct {_NO_NAME}"),
    "orgName": names(f"person event bibl biblStruct {_NO_NAME}"),
}
_NAMED = {"persName": "a <person>", "placeName": "a <place>", "orgName": "an <org>"}


def expected(element: str, attribute: str, target: str) -> str:
    """What ``attribute`` on ``element`` should point at, if ``target`` is not of that kind; else ``""``."""
    if attribute in KINDS:
        return "" if target in KINDS[attribute] else EXPECTED[attribute]
    if attribute == "ref" and target in NOT_A.get(element, ()):
        return _NAMED.get(element, "a <place>")
    return ""


#: Elements that other files of an edition name by ``#id`` alone: the entries of its registers.
ENTRIES = names(
    "person personGrp place org event object bibl biblStruct biblFull nym witness listWit handNote scriptNote category"
    " taxonomy interp interpGrp char glyph surface zone rendition role castItem msDesc respStmt editor author fs term"
    " calendar change name persName orgName listPerson listPlace listOrg listBibl list item relation period note app"
)

#: Schemes of addresses that are nobody's prefix (IANA's register, those that editions use, and old habits).
SCHEMES = names(
    "http https mailto urn doi ftp ftps sftp data tag info ark tel geo about hdl lsid isbn issn iri ldap news nntp git"
    " svn ssh magnet view-source mid cid dav im irc sip sips sms xmpp z39.50r z39.50s javascript vbscript jar gopher"
    " rtsp cts openurl purl swh ni nih oid xmldb fb skype"
)
#: The authority files that prefixes commonly stand for: what a declaration would make of them.
AUTHORITIES: Mapping[str, str] = {
    "gnd": "https://d-nb.info/gnd/$1",
    "viaf": "https://viaf.org/viaf/$1",
    "wikidata": "https://www.wikidata.org/entity/$1",
    "wd": "https://www.wikidata.org/entity/$1",
    "geonames": "https://www.geonames.org/$1",
    "orcid": "https://orcid.org/$1",
    "pleiades": "https://pleiades.stoa.org/places/$1",
    "tgn": "http://vocab.getty.edu/tgn/$1",
    "aat": "http://vocab.getty.edu/aat/$1",
    "ulan": "http://vocab.getty.edu/ulan/$1",
    "lcnaf": "http://id.loc.gov/authorities/names/$1",
    "isni": "https://isni.org/isni/$1",
    "zotero": "https://www.zotero.org/groups/GROUP/items/$1",
}
