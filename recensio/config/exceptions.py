"""Which problems an edition may declare to be meant."""

from __future__ import annotations

from recensio.config.wording import did_you_mean, nearest, short
from recensio.problems import Severity, catalogue


def is_fixed(code: str) -> bool:
    """True for the errors of the law of the text, whose severity no edition may change."""
    return code.startswith("TXT-") and code in catalogue() and catalogue()[code].severity is Severity.ERROR


def doubt_about(code: str, reason: str) -> tuple[str, dict[str, str]] | None:
    """What is wrong with an exception for ``code``: a code of the catalogue and its facts; ``None`` if it holds.

    There is none for words lost, nor for what is wrong with the settings and exceptions themselves.
    """
    if code not in catalogue():
        return "SUP-004", {"name": short(code), "guess": did_you_mean(nearest(code, catalogue()), "{}")}
    if is_fixed(code) or code.startswith(("CFG-", "SUP-")):
        return "SUP-005", {"name": code}
    return ("SUP-002", {"name": code}) if not reason.strip() else None
