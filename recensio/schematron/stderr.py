"""What a native library says on the standard error of the process, caught so that it does not reach the terminal.

SaxonC has no other way to tell that a pattern could not be tried on a node, and none to be silent about it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from threading import Lock
from typing import BinaryIO

_FD = 2
_one_at_a_time = Lock()


class Heard:
    """What was said; complete once the ``with`` of :func:`heard` is left."""

    text: str = ""


@contextmanager
def heard() -> Iterator[Heard]:
    """Catch what is written to standard error meanwhile. Without a standard error nothing is caught."""
    said = Heard()
    with _one_at_a_time, TemporaryFile() as file:
        kept = _redirected(file)
        try:
            yield said
        finally:
            if kept is not None:
                os.dup2(kept, _FD)
                os.close(kept)
            file.seek(0)
            said.text = file.read().decode("utf-8", "replace")


def _redirected(file: BinaryIO) -> int | None:
    """Let standard error go to ``file``; the descriptor to put back."""
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
        kept = os.dup(_FD)
        os.dup2(file.fileno(), _FD)
    except (OSError, ValueError):
        return None
    return kept


def pass_on(text: str) -> None:
    """Say ``text`` on standard error, if there is one."""
    if text and sys.stderr is not None:
        sys.stderr.write(text)
