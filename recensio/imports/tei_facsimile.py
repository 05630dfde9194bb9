"""The pages of a source as pictures: ``facsimile`` with a surface for each page and a zone for each part and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from recensio.imports import model
from recensio.imports.nodes import element, put
from recensio.imports.tei_inline import address


def facsimile(surfaces: Sequence[model.Surface], files: Mapping[str, str]) -> Iterator[etree._Element]:
    """The ``facsimile`` for ``surfaces``, if there are any; ``files`` are the addresses of attached pictures."""
    if surfaces:
        yield element("facsimile", *[_surface(one, files) for one in surfaces])


def _surface(one: model.Surface, files: Mapping[str, str]) -> etree._Element:
    made = element("surface", xml_id=one.key, n=one.n)
    if one.width and one.height:
        for name, value in (("ulx", "0"), ("uly", "0"), ("lrx", one.width), ("lry", one.height)):
            put(made, name, value)
    if one.image:
        made.append(element("graphic", url=address(files.get(one.image, one.image))))
    made.extend(map(_zone, one.zones))
    return made


def _zone(one: model.Zone) -> etree._Element:
    made = element("zone", xml_id=one.key, type=one.kind, points=one.points)
    if one.box and not one.points:
        for name, value in zip(("ulx", "uly", "lrx", "lry"), one.box, strict=True):
            put(made, name, value)
    made.extend(map(_zone, one.zones))
    return made
