"""What the elements of a file are told before it is transformed: addresses, rows, pages, where entries belong."""

from __future__ import annotations

from dataclasses import replace

from recensio.addresses import stamp_addresses, stamp_entries
from recensio.elsewhere import mark_elsewhere
from recensio.pages import UNCUT, PageRules, cut
from recensio.parse import Kind, Parsed
from recensio.placing import place_entries
from recensio.rows import stamp_rows


def stamped(parsed: Parsed, base: str, pages: PageRules = UNCUT) -> Parsed:
    """The file with every element told its address (``@rec:address``), its row and where its pages begin, and its
    attached entries where in the text ``base`` they belong. A file that can't be read stays as it is."""
    if parsed.root is None or parsed.kind is Kind.FOREIGN:
        return parsed
    mark_elsewhere(parsed)
    stamp_addresses(parsed.root)
    stamp_rows(parsed.root)
    cut(parsed.root, pages)
    made = place_entries(parsed.root, base).made
    stamp_entries(parsed.root, base)
    return replace(parsed, tracks=replace(parsed.tracks, made={**parsed.tracks.made, **made}))
