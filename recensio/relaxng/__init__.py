"""RELAX NG by derivatives, without Java or libxml2: a document checked against a schema, and its faults explained.

The order of things; no module knows of a later one:

1. ``syntax``: a schema as it was written, from ``xml_syntax`` or ``compact``; ``structure`` proves it well formed;
2. ``load``: its files, and what they include;
3. ``names``, ``patterns``, ``datatypes``: what a schema is made of, and what follows from it;
4. ``restrictions``, ``simplify``: from what is written to patterns;
5. ``plan``: how a start tag is taken; ``lookahead``: what may come where;
6. ``likely``, ``wording``, ``faults``, ``explain``: what is wrong, put into words;
7. ``validate``, ``stored``, ``schema``: a document against a schema.
"""

from __future__ import annotations

from recensio.relaxng.faults import Fault, schema_problem
from recensio.relaxng.schema import Schema, load_schema
from recensio.relaxng.syntax import SchemaError

__all__ = ["Fault", "Schema", "SchemaError", "load_schema", "schema_problem"]
