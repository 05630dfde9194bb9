"""Recensio: TEI-XML scholarly editions, checked and published as web pages, print and plain text."""

__version__ = "0.1.0"
