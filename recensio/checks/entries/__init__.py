"""Checks of the entries of an apparatus: what they say of witnesses, of the text, and of themselves.

Everything is gathered once (``gather``: entries, readings, witnesses as bits of an int; ``base``: the base text and
where things stand in it); each check is a function over that, and finds; what is alike is told once (``found``).
What is asked goes by the Guidelines, chapter 13 (https://tei-c.org/release/doc/tei-p5-doc/en/html/TC.html).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from lxml import etree

from recensio.checks.entries import attestation, declared, form, pointing, presence, wording
from recensio.checks.entries.found import Found, told
from recensio.checks.entries.gather import Apparatus
from recensio.locate import Locator
from recensio.problems import Problem

_CHECKS: tuple[Callable[[Apparatus], Iterator[Found]], ...] = (
    attestation.unused,
    attestation.twice,
    attestation.sigla_as_written,
    attestation.unattested,
    attestation.details,
    presence.signs,
    presence.in_lacuna,
    wording.repeats,
    wording.omissions,
    wording.lemmata,
    pointing.unplaced,
    pointing.chains,
    form.empty,
    form.lonely,
    form.several_lemmata,
    form.misplaced,
    declared.encoding,
)


def check_entries(
    root: etree._Element, locator: Locator, *, style: str = "", base: str = "reading"
) -> Iterator[Problem]:
    """What is wrong with the entries of the parsed tree ``root``, each kind once, with the place of the first.

    ``style`` is the edition's: ``positive`` (every entry names the witnesses of its lemma), ``negative`` (none does)
    or empty, if nobody says. ``base`` is its base text, ``reading`` or ``diplomatic``. It never raises for what stands
    in a file.
    """
    apparatus = Apparatus(root, base)
    styled = chain(attestation.missing(apparatus, style), declared.style_kept(apparatus, style))
    yield from told(chain(*(check(apparatus) for check in _CHECKS), styled), locator)
