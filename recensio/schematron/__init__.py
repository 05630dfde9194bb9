"""Schematron without Java: the rules of an edition, tried by SaxonC alone.

``load_rules`` reads a schema (ISO/IEC 19757-3, or rules embedded in RELAX NG) and compiles it; ``Rules.check`` applies
it to a tree. The order of things; no module knows of a later one:

1. ``xpath``: what can be told from the text of an expression;
2. ``errors``, ``files``: the schema's files, with a place for every element;
3. ``model``, ``reader``: the schema as it is meant;
4. ``stylesheet``: the schema as one XSLT 3.0 stylesheet, which walks a document once;
5. ``stderr``, ``saxon``: the locked processor;
6. ``faults``: what is wrong in a schema, so that the rest can be used;
7. ``rules``: applying it.
"""

from __future__ import annotations

from recensio.schematron.errors import RulesError
from recensio.schematron.rules import Finding, Rules, folded, load_rules

__all__ = ["Finding", "Rules", "RulesError", "folded", "load_rules"]
