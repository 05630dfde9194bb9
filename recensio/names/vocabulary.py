"""Words that speak of names, in several languages, and the elements that hold none (``words.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = (resources.files("recensio.names") / "words.toml").read_text(encoding="utf-8")
    return {name: frozenset(words.split()) for name, words in tomllib.loads(text).items()}


def titles() -> frozenset[str]:
    """Words before a name that say what somebody is: ``comrade``, ``Mme``, ``St``."""
    return _lists()["titles"]


def particles() -> frozenset[str]:
    """Small words inside a name: ``von``, ``de``, ``ibn``."""
    return _lists()["particles"]


def links() -> frozenset[str]:
    """Small words inside the name of a body or a work: ``of``, ``and``, ``du``."""
    return _lists()["links"]


def nobody() -> frozenset[str]:
    """Words that have a capital and name nobody: months, days, ``I``."""
    return _lists()["nobody"]


def closed() -> frozenset[str]:
    """Elements that name somebody or something already, or hold no running text."""
    return _lists()["closed"]


def seen_through() -> frozenset[str]:
    """Those of them that a name may run across."""
    return _lists()["seen_through"]


def openers() -> frozenset[str]:
    """Words that begin sentences, and no names: ``the``, ``when``."""
    return _lists()["openers"]
