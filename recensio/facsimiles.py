"""Facsimiles: which picture shows which part of a text, and where on it each line stands.

A *leaf* is a page of the source that has a picture: a ``surface``, a ``graphic`` of a ``facsimile``, or a picture that
``@facs`` names itself. It begins in the text where a break (or any other element) points at it; zones are told to the
elements that point at them. :func:`stamp_leaves` gathers this and tells it to the elements by :data:`LEAF` and
:data:`ZONES`; the stylesheet ``html/facsimile.xsl`` and ``facsimile.js`` show it (docs/editors/facsimiles.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from recensio.addresses import ADDRESS, slug, unused
from recensio.checks.index import Prefix
from recensio.checks.patterns import PatternError, expanded
from recensio.law.elements import REC, TEI, XML_ID, name_of
from recensio.law.model import text_roots
from recensio.pages import PAGE
from recensio.pictures import Service, is_picture_name, is_web, resolved, service_of

#: The attributes that tell an element which leaf begins with it, and which zones show it.
LEAF = f"{{{REC}}}leaf"
ZONES = f"{{{REC}}}zones"

_BREAKS = frozenset({"pb", "cb", "gb", "milestone"})
_PICTURES = frozenset({"graphic", "media"})
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PIXELS = re.compile(r"(\d{1,7})(?:\.\d+)?\s*(?:px)?")
_MANIFEST = re.compile(r"https?://[^\s<>\"'{}|\\^`]*manifest[^\s<>\"'{}|\\^`]*", re.IGNORECASE)
_LONGEST_LABEL = 80

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the file names it. ``width`` and ``height`` are in pixels (0: the file does not say), ``service`` is
    the IIIF service that it comes from."""

    url: str
    width: int = 0
    height: int = 0
    service: Service | None = None
    element: etree._Element | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a leaf: its name in the page, and its corners in the measure of the leaf."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass
class Leaf:
    """A page of the source: its name in the page, what it is called, its pictures, the measure of its zones (``None``:
    pixels of the picture), the first place in the text that shows it, and the page of the text on which that stands."""

    name: str
    label: str
    pictures: tuple[Picture, ...]
    zones: tuple[Zone, ...] = ()
    box: Box | None = None
    start: str = ""
    page: str = ""
    is_read: bool = False


@dataclass(frozen=True)
class Facsimile:
    """The leaves of a text in their order, and addresses of IIIF manifests that its header names."""

    leaves: tuple[Leaf, ...] = ()
    manifests: tuple[str, ...] = ()


def pictures_named(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Every element by which a facsimile names a picture, and its address: on ``@facs`` and on graphics of surfaces."""
    prefixes = _prefixes(root)
    for element in root.iter("*"):
        if name_of(element) in _PICTURES and (url := (element.get("url") or "").strip()) and is_of_facsimile(element):
            yield element, resolved(element, url)
        for token in (element.get("facs") or "").split():
            url = _address(element, token, prefixes)
            if url and not url.startswith("#") and is_picture_name(url):
                yield element, url


def stamp_leaves(root: etree._Element) -> Facsimile:
    """Gather the leaves of the text below ``root``, which has its addresses, and tell its elements of them."""
    # (so that the root declares the prefix, and not each element for itself)
    root.set(LEAF, "")
    del root.attrib[LEAF]
    gathering = _Gathering(root)
    for text in text_roots(root):
        gathering.walk(text)
    return Facsimile(gathering.in_order(), tuple(dict.fromkeys(_manifests(root))))


def _manifests(root: etree._Element) -> Iterator[str]:
    for part in root.iter(f"{{{TEI}}}teiHeader", f"{{{TEI}}}facsimile", f"{{{TEI}}}sourceDoc"):
        is_header = name_of(part) == "teiHeader"
        for element in part.iter("*") if is_header else (part, *part.iterchildren(f"{{{TEI}}}surfaceGrp")):
            said = (element.get(name) or "" for name in ("target", "url", "source", "facs", "corresp", "sameAs"))
            found = [*said, (element.text or "").strip() if name_of(element) in {"idno", "ref"} else ""]
            yield from (one for value in found for one in value.split() if _MANIFEST.fullmatch(one))


def is_of_facsimile(graphic: etree._Element) -> bool:
    """Whether a graphic is (of) a page of the source, not an illustration of the text."""
    around = {name_of(one) for one in graphic.iterancestors()}
    return bool(around & {"facsimile", "surface"}) and "figure" not in around


def _prefixes(root: etree._Element) -> Mapping[str, Prefix]:
    rows = (
        Prefix(e.get("ident") or "", e.get("matchPattern") or "", e.get("replacementPattern") or "", None, None, None)
        for e in root.iter(f"{{{TEI}}}prefixDef")
    )
    return {row.ident: row for row in rows if row.ident}


def _address(element: etree._Element, token: str, prefixes: Mapping[str, Prefix]) -> str:
    """A pointer of ``@facs`` as an address, private prefixes spelled out."""
    ident, mark, rest = token.partition(":")
    if mark and ident in prefixes:
        try:
            token = expanded(prefixes[ident], rest) or token
        except PatternError:
            return token
    return token if token.startswith("#") else resolved(element, token)


@dataclass
class _Gathering:
    """One walk through the texts, which finds where leaves begin and what zones show."""

    root: etree._Element
    leaves: dict[object, Leaf] = field(default_factory=dict)
    zones: dict[etree._Element, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    begun: list[Leaf] = field(default_factory=list)
    page: str = ""
    here: Leaf | None = None
    free_break: etree._Element | None = None

    def __post_init__(self) -> None:
        self.prefixes = _prefixes(self.root)
        for element in self.root.iter("{*}facsimile", "{*}sourceDoc", "{*}surface"):
            if name_of(element) == "facsimile":
                self._graphics(element)
            elif name_of(element) == "surface" and _owner(element) is element:
                self._surface(element)

    # --- the leaves ---

    def _graphics(self, facsimile: etree._Element) -> None:
        """Pictures that stand in no surface: each is a leaf."""
        for graphic in (e for e in facsimile.iter("*") if name_of(e) in _PICTURES):
            if not any(name_of(one) in {"surface", "figure"} for one in graphic.iterancestors()) and graphic.get("url"):
                self.leaves[graphic] = Leaf(self._name(graphic), _label(graphic), (self._picture(graphic),))

    def _surface(self, surface: etree._Element) -> None:
        own = [e for e in surface.iter("*") if name_of(e) in _PICTURES and e.get("url") and _belongs(e, surface)]
        direct = [e for e in own if name_of(_parent(e)) == "surface"]
        pictures = tuple(self._picture(graphic) for graphic in direct or own)
        framed = own[0].getparent() if own and not direct else surface
        zones = [e for e in surface.iter("{*}zone", "{*}line") if _belongs(e, surface)]
        drawn = tuple(self._zone(e) for e in zones if _corners(e))
        if pictures or drawn:
            name, box = self._name(surface), _box(framed if framed is not None else surface) or _box(surface)
            self.leaves[surface] = Leaf(name, _label(surface), pictures, drawn, box)

    def _zone(self, element: etree._Element) -> Zone:
        name = self.zones[element] = self._name(element)
        return Zone(name, _corners(element))

    def _picture(self, graphic: etree._Element) -> Picture:
        url = resolved(graphic, (graphic.get("url") or "").strip())
        kind = " ".join(graphic.get(name) or "" for name in ("mimeType", "type", "subtype", "rend")).lower()
        service = service_of(url, named="iiif" in kind or "json" in kind)
        return Picture(url, _pixels(graphic, "width"), _pixels(graphic, "height"), service, graphic)

    def _name(self, element: etree._Element) -> str:
        plain = slug(element.get(XML_ID) or "") or slug(element.get(ADDRESS) or "") or name_of(element) or "picture"
        return self._free(plain)

    def _free(self, name: str) -> str:
        found = unused(name, self.taken)
        self.taken.add(found)
        return found

    @cached_property
    def _by_id(self) -> Mapping[str, etree._Element]:
        found: dict[str, etree._Element] = {}
        for element in self.root.iter("*"):
            if identifier := element.get(XML_ID):
                found.setdefault(identifier, element)
        return found

    @cached_property
    def _by_url(self) -> Mapping[str, Leaf]:
        found: dict[str, Leaf] = {}
        for leaf in self.leaves.values():
            for picture in leaf.pictures:
                found.setdefault(picture.url, leaf)
        return found

    @cached_property
    def _starts(self) -> Mapping[etree._Element, Leaf]:
        """What surfaces point at by ``@start``: where they begin in the text."""
        found: dict[etree._Element, Leaf] = {}
        for key, leaf in self.leaves.items():
            pointer = key.get("start") or "" if isinstance(key, etree._Element) else ""
            target = self._by_id.get(pointer[1:]) if pointer.startswith("#") else None
            if target is not None:
                found.setdefault(target, leaf)
        return found

    # --- the text ---

    def walk(self, text: etree._Element) -> None:
        """Go through a text, telling its elements of leaves and zones."""
        for element in text.iter("*"):
            self.page = element.get(PAGE) or self.page
            if name_of(element):
                self._meet(element)

    def _meet(self, element: etree._Element) -> None:
        named, zones = self._pointed_at(element)
        if own := self.zones.get(element):
            zones.append((own, self._leaf_of(element)))
        leaf = self._starts.get(element) or named or self.leaves.get(element)
        if leaf is not None:
            self._begin(element, leaf)
        elif name_of(element) in {"pb", "gb"}:
            self.free_break, self.here = element, None
        if zones:
            self._show(element, zones)

    def _pointed_at(self, element: etree._Element) -> tuple[Leaf | None, list[tuple[str, Leaf | None]]]:
        """The leaf that ``@facs`` names, and the zones."""
        leaf: Leaf | None = None
        zones: list[tuple[str, Leaf | None]] = []
        for token in (element.get("facs") or "").split():
            address = _address(element, token, self.prefixes)
            target = self._by_id.get(address[1:]) if address.startswith("#") else None
            if target is not None and target in self.zones:
                zones.append((self.zones[target], self._leaf_of(target)))
            elif target is not None:
                leaf = leaf or self._leaf_of(target)
            elif not address.startswith("#"):
                leaf = leaf or self._at_url(address, element)
        return leaf, zones

    def _leaf_of(self, element: etree._Element) -> Leaf | None:
        """The leaf that something of a facsimile is on; of a group of surfaces the first."""
        owner = _owner(element)
        inside = element.iter("{*}surface", "{*}graphic") if owner is None else iter((element, owner))
        return next((self.leaves[one] for one in inside if one in self.leaves), None)

    def _at_url(self, url: str, element: etree._Element) -> Leaf | None:
        if known := self._by_url.get(url) or self.leaves.get(url):
            return known
        if not is_picture_name(url):
            return None
        name = self._free(slug(url.rsplit("/", 1)[-1].partition(".")[0]) or "picture")
        leaf = self.leaves[url] = Leaf(name, "", (Picture(url, service=service_of(url), element=element),))
        return leaf

    def _begin(self, element: etree._Element, leaf: Leaf) -> None:
        self.here, self.free_break = leaf, None
        element.set(LEAF, leaf.name)
        if not leaf.is_read:
            leaf.is_read, leaf.start, leaf.page = True, element.get(ADDRESS) or "", self.page
            leaf.label = _break_label(element) or leaf.label
            self.begun.append(leaf)

    def _show(self, element: etree._Element, zones: Sequence[tuple[str, Leaf | None]]) -> None:
        element.set(ZONES, " ".join(dict.fromkeys(name for name, _ in zones)))
        leaf = zones[0][1]
        if leaf is not None and leaf is not self.here:
            at = self.free_break if self.free_break is not None else element
            if at.get(LEAF) is None:
                self._begin(at, leaf)
            self.here = leaf

    def in_order(self) -> tuple[Leaf, ...]:
        """Leaves in the order of the text; then those that the text does not show, in the order of the file."""
        rest = [leaf for leaf in self.leaves.values() if not leaf.is_read and leaf.pictures]
        found = [leaf for leaf in self.begun if leaf.pictures] + rest
        for number, leaf in enumerate(found, 1):
            leaf.label = leaf.label or str(number)
        return tuple(found)


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


def _owner(element: etree._Element) -> etree._Element | None:
    """The surface whose picture shows the element: of a scrap on a page without a picture of its own, the page."""
    surfaces = [one for one in (element, *element.iterancestors()) if name_of(one) == "surface"]
    with_picture = (one for one in surfaces if any(name_of(child) in _PICTURES for child in one))
    return next(with_picture, surfaces[-1] if surfaces else None)


def _belongs(element: etree._Element, surface: etree._Element) -> bool:
    inner = next((one for one in element.iterancestors() if name_of(one) == "surface"), None)
    return inner is surface and not any(name_of(one) == "figure" for one in element.iterancestors())


def _label(element: etree._Element) -> str:
    label = next((e for e in element if name_of(e) in {"label", "desc"}), None)
    said = (element.get("n") or "", " ".join("".join(map(str, label.itertext())).split()) if label is not None else "")
    return next((one for one in said if one), "")[:_LONGEST_LABEL]


def _break_label(element: etree._Element) -> str:
    number = element.get("n") or ""
    if name_of(element) not in _BREAKS or not number:
        return ""
    edition = re.sub(r"^.*#", "", element.get("edRef") or element.get("ed") or "")
    return " ".join(f"{edition} {number}".split())[:_LONGEST_LABEL]


def _corners(element: etree._Element) -> tuple[tuple[float, float], ...]:
    """The corners of a zone: of ``@points``, else of its rectangle; none if it has no place that can be read."""
    pairs = [pair.split(",") for pair in (element.get("points") or "").split()]
    if len(pairs) > 2 and all(len(pair) == 2 and all(_NUMBER.fullmatch(n) for n in pair) for pair in pairs):
        return tuple((float(x), float(y)) for x, y in pairs)
    box = _box(element)
    return ((box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])) if box else ()


def _box(element: etree._Element) -> Box | None:
    said = [(element.get(name) or "").strip() for name in ("ulx", "uly", "lrx", "lry")]
    if not all(_NUMBER.fullmatch(one) for one in said):
        return None
    left, top, right, bottom = (float(one) for one in said)
    return (left, top, right, bottom) if right > left and bottom > top else None


def _pixels(graphic: etree._Element, name: str) -> int:
    found = _PIXELS.fullmatch((graphic.get(name) or "").strip())
    return int(found[1]) if found else 0


# --- for the stylesheet -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page may do with a picture: its address there, its size, its service. ``state``: ``shown``, ``linked`` (it
    is on a site that the settings don't allow) or ``missing``."""

    href: str
    state: str = "shown"
    width: int = 0
    height: int = 0
    service: Service | None = None


def into_site(site: str, facsimile: Facsimile, shown: Callable[[Picture], Shown], sites: str = "") -> str:
    """The XML about the edition, with the leaves of the text put in; ``sites`` are those on the web that a page may ask
    for pictures."""
    root = etree.fromstring(site)
    root.set("images", sites)
    for leaf in facsimile.leaves:
        row = etree.SubElement(root, f"{{{REC}}}leaf", name=leaf.name, label=leaf.label, start=leaf.start)
        row.set("page", leaf.page)
        if leaf.box:
            left, top, right, bottom = leaf.box
            row.set("box", f"{left:g} {top:g} {right - left:g} {bottom - top:g}")
        for picture in leaf.pictures:
            _picture_row(row, picture, shown(picture))
        for zone in leaf.zones:
            points = " ".join(f"{x:g},{y:g}" for x, y in zone.points)
            etree.SubElement(row, f"{{{REC}}}zone", name=zone.name, points=points)
    for manifest in facsimile.manifests:
        etree.SubElement(root, f"{{{REC}}}manifest", href=manifest)
    return etree.tostring(root, encoding="unicode")


def _picture_row(row: etree._Element, picture: Picture, shown: Shown) -> None:
    made = etree.SubElement(row, f"{{{REC}}}picture", url=picture.url, href=shown.href, state=shown.state)
    if is_web(shown.href):
        made.set("remote", "1")
    width, height = picture.width or shown.width, picture.height or shown.height
    if width and height:
        made.set("width", str(width))
        made.set("height", str(height))
    if shown.service:
        made.set("service", shown.service.base)
        made.set("info", shown.service.info)
