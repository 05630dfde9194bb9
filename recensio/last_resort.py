"""A font of last resort: a box for each character that no font has.

Without it the words would be drawn as one and the same box and vanish from the text layer of a PDF. In this font
every character has a glyph of its own, so the page shows boxes, and searching, copying and reading aloud still work.
The file is TrueType, as the OpenType specification describes it, with the fewest tables that a typesetter asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from struct import pack
from unicodedata import category

FAMILY = "Recensio Last Resort"

_UNITS = 1000
_WIDTH = 640
_MOST_GLYPHS = 0xFFF0
# the corners of an outer and of an inner rectangle
_FULL = (((60, 0), (60, 720), (580, 720), (580, 0)), ((110, 50), (530, 50), (530, 670), (110, 670)))
_SMALL = (((240, 750), (240, 870), (360, 870), (360, 750)), ((270, 780), (330, 780), (330, 840), (270, 840)))


def last_resort(characters: Iterable[str]) -> bytes:
    """The font file for these characters; the same characters make the same bytes."""
    points = sorted({ord(character) for character in characters})[:_MOST_GLYPHS]
    marks = [category(chr(point)) in {"Mn", "Me"} for point in points]
    glyphs = [_box(_FULL), *(_box(_SMALL if mark else _FULL) for mark in marks)]
    # a mark takes no room, so that it stays with its letter, on the page and in the text layer
    widths = [(_WIDTH, _FULL[0][0][0]), *((0, _SMALL[0][0][0]) if mark else (_WIDTH, _FULL[0][0][0]) for mark in marks)]
    return _file(
        {
            b"OS/2": _metrics(points),
            b"cmap": _character_map(points),
            b"glyf": b"".join(glyphs),
            b"head": _head(),
            b"hhea": _horizontal_head(len(points) + 1),
            b"hmtx": b"".join(pack(">Hh", *width) for width in widths),
            b"loca": b"".join(pack(">I", n) for n in accumulate(map(len, glyphs), initial=0)),
            b"maxp": pack(">I14H", 0x00010000, len(points) + 1, 8, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
            b"name": _names(),
            b"post": pack(">IIhhIIIII", 0x00030000, 0, -100, 50, 0, 0, 0, 0, 0),
        }
    )


def _box(rectangles: Sequence[Sequence[tuple[int, int]]]) -> bytes:
    """One glyph: two rectangles, the inner one cut out of the outer one."""
    outer, inner = rectangles
    corners = (*outer, *inner)
    (left, bottom), (right, top) = outer[0], outer[2]
    flags = bytes([1] * len(corners))  # every point is on the curve
    deltas = [_steps([corner[axis] for corner in corners]) for axis in (0, 1)]
    glyph = pack(">hhhhh", 2, left, bottom, right, top) + pack(">HHH", 3, 7, 0) + flags + b"".join(deltas)
    return glyph + b"\0" * (-len(glyph) % 4)


def _steps(values: Sequence[int]) -> bytes:
    return b"".join(pack(">h", after - before) for before, after in zip((0, *values), values, strict=False))


def _character_map(points: Sequence[int]) -> bytes:
    """Format 12: one group for each character; glyph 0 stands for all others."""
    groups = b"".join(pack(">III", point, point, glyph) for glyph, point in enumerate(points, start=1))
    table = pack(">HHIII", 12, 0, 16 + len(groups), 0, len(points)) + groups
    return pack(">HHHHI", 0, 1, 3, 10, 12) + table


def _head() -> bytes:
    version, revision, magic, flags = 0x00010000, 0x00010000, 0x5F0F3CF5, 3
    edges, no_style, smallest = (60, 0, 580, 870), 0, 8
    return pack(
        ">IIIIHHqqhhhhHHhhh", version, revision, 0, magic, flags, _UNITS, 0, 0, *edges, no_style, smallest, 2, 1, 0
    )


def _horizontal_head(glyphs: int) -> bytes:
    return pack(">IhhhHhhhhhhhhhhhH", 0x00010000, 800, -200, 0, _WIDTH, 60, 60, 580, 1, 0, 0, 0, 0, 0, 0, 0, glyphs)


def _metrics(points: Sequence[int]) -> bytes:
    first, last = (min(points[0], 0xFFFF), min(points[-1], 0xFFFF)) if points else (0, 0)
    sizes = (3, _WIDTH, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 250, 0)
    tail = (64, first, last, 800, -200, 0, 800, 200, 0, 0, 500, 700, 0, 32, 1)
    return pack(">HhHHH11h", *sizes) + bytes(10) + bytes(16) + b"NONE" + pack(">HHHhhhHHIIhhHHH", *tail)


def _names() -> bytes:
    texts = {1: FAMILY, 2: "Regular", 3: FAMILY, 4: FAMILY, 6: FAMILY.replace(" ", "")}
    records, strings = b"", b""
    for name, text in texts.items():
        encoded = text.encode("utf-16-be")
        records += pack(">HHHHHH", 3, 1, 0x409, name, len(encoded), len(strings))
        strings += encoded
    return pack(">HHH", 0, len(texts), 6 + len(records)) + records + strings


def _file(tables: Mapping[bytes, bytes]) -> bytes:
    """The tables in the order of their tags behind a directory of them, with the sum that head wants."""
    power = len(tables).bit_length() - 1
    head = pack(">IHHHH", 0x00010000, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))
    offset, directory, body = len(head) + 16 * len(tables), b"", b""
    for tag, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        directory += pack(">4sIII", tag, _sum(padded), offset + len(body), len(table))
        body += padded
    whole = head + directory + body
    adjustment = pack(">I", (0xB1B0AFBA - _sum(whole)) & 0xFFFFFFFF)
    place = offset + body.index(tables[b"head"]) + 8
    return whole[:place] + adjustment + whole[place + 4 :]


def _sum(data: bytes) -> int:
    return sum(int.from_bytes(data[n : n + 4], "big") for n in range(0, len(data), 4)) & 0xFFFFFFFF
