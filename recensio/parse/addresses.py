"""Addresses of files, and what those written in a file are relative to."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from lxml import etree

from recensio.parse.vocabulary import XML_BASE


def url_of(path: Path) -> str:
    """The address of the file at ``path``; links are not followed."""
    return Path(os.path.abspath(path)).as_uri()  # noqa: PTH100 - links are not followed here


def joined(base: str, reference: str) -> str:
    """``reference`` as seen from ``base``; ``base`` itself where ``reference`` is no address at all."""
    try:
        address = urljoin(base, reference)
        urlsplit(address)
    except ValueError:
        return base
    return address


def base_of(element: etree._Element, url: str) -> str:
    """The address that those on ``element`` are relative to, in a file at ``url``.

    An ``xml:base`` on the web tells where a text will be published, not where the files lie that it is made of.
    """
    for ancestor in reversed([element, *element.iterancestors()]):
        address = joined(url, ancestor.get(XML_BASE) or "")
        url = address if urlsplit(address).scheme == "file" else url
    return url


def relative(url: str, base: str) -> str:
    """``url`` as seen from ``base``, both addresses of files."""
    there, here = (unquote(urlsplit(address).path) or "/" for address in (url, base))
    return quote(os.path.relpath(there, os.path.dirname(here)))  # noqa: PTH120 - addresses, not paths
