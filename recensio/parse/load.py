"""One file from its bytes to a tree of its own, in TEI P5 if it is TEI, before anything is included."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from pathlib import Path

from recensio.parse.file import File
from recensio.parse.ids import problems_of_ids
from recensio.parse.limits import Limits
from recensio.parse.mend import set_right, with_namespace
from recensio.parse.places import Origin
from recensio.parse.root import Standing
from recensio.parse.text import prepared, prepared_again
from recensio.parse.tree import build, refuse_excess
from recensio.parse.vocabulary import XINCLUDE
from recensio.problems import Problem


def load(path: Path, name: str, limits: Limits, data: bytes, first: int = 0) -> File:
    """The tree of ``data``, the bytes at ``path``, its elements numbered from ``first``.

    ``name`` is how problems call the file. Raises ``Refused`` where no tree can be made.
    """
    problems: list[Problem] = []
    text = prepared(data, name, limits, problems)
    root = build(text, with_namespace(text), name, limits)
    again = partial(prepared_again, path, name, limits, sha256(data).digest())
    file = File(root, Origin(name, first, again), len(data), problems)
    file.may_include = XINCLUDE.encode() in text.script.data
    if text.prolog.root.standing is not Standing.FOREIGN:
        refuse_excess(root, text.script, name, limits)
        set_right(file, text)
        file.problems += problems_of_ids(file)
    return file
