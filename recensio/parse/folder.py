"""The files that may be included: none outside the edition's folder, each loaded once, and all of them counted."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from recensio.parse.decode import decoded, decoded_as
from recensio.parse.file import File
from recensio.parse.limits import Limits
from recensio.parse.load import load
from recensio.parse.messages import Missed, Refused, megabytes, short
from recensio.parse.raw import read
from recensio.problems import Problem

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Folder:
    """What may be included in one file.

    ``origins`` are the files loaded so far, in the order of their elements' numbers; ``digests`` the SHA-256 of each
    file that was opened; ``missing`` the files inside the folder that were asked for and are not there.
    """

    def __init__(self, path: Path, main: File, folder: Path, limits: Limits) -> None:
        """For ``main``, the file at ``path``, and what lies in ``folder``."""
        self.path = path.resolve()
        self.problems: list[Problem] = []
        self.digests: dict[Path, bytes] = {}
        self.missing: list[Path] = []
        self.origins = [main.origin]
        self._folder = folder.resolve()
        self._main = main
        self._limits = limits
        self._files: dict[Path, File | None] = {self.path: main}
        self._next = len(main.numbers)
        self._spent = main.size

    def find(self, href: str, base: str) -> Path:
        """The file that ``href`` means, links followed; raises ``Missed`` unless it is a file inside the folder."""
        try:
            address = urlsplit(urljoin(base, href))
            path = Path(unquote(address.path)).resolve()
            found = path.is_file()
        except (OSError, RuntimeError, ValueError):
            raise Missed("XML-090", href=short(href, 80)) from None
        if address.scheme != "file" or address.netloc:
            raise Missed("XML-093", href=short(href, 80))
        if not path.is_relative_to(self._folder):
            raise Missed("XML-092", href=short(href, 80))
        if not found:
            self.missing.append(path)
            raise Missed("XML-090", href=short(href, 80))
        return path

    def file(self, path: Path, href: str) -> File:
        """The file at ``path``, called ``href`` there; raises ``Missed`` if no tree can be made of it."""
        if path not in self._files:
            self._files[path] = self._loaded(path)
        file = self._files[path]
        if file is None:
            raise Missed("XML-097", href=short(href))
        return file

    def text(self, path: Path, encoding: str | None) -> str:
        """The file at ``path`` as plain text; raises ``Missed`` if it is none."""
        name = self._name(path)
        try:
            data = self._bytes(path)
            self.spend(len(data))
            text = decoded_as(data, encoding, name) if encoding else decoded(data, name, self.problems).decode()
        except Refused as refusal:
            self.problems.append(refusal.problem)
            raise Missed("XML-097", href=short(name, 80)) from None
        if _ILLEGAL.search(text):
            raise Missed("XML-097", href=short(name, 80))
        return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    def spend(self, size: int) -> None:
        """Count what is taken in, so that files that include one another many times over come to an end.

        Raises ``Missed`` if, with ``size`` bytes more, it is over the limit.
        """
        self._spent += size
        if self._spent > self._limits.size:
            raise Missed("XML-098", limit=megabytes(self._limits.size))

    def _loaded(self, path: Path) -> File | None:
        try:
            file = load(path, self._name(path), self._limits, self._bytes(path), self._next)
        except Refused as refusal:
            self.problems.append(refusal.problem)
            return None
        self.problems += file.problems
        self.origins.append(file.origin)
        self._next += len(file.numbers)
        return file

    def _bytes(self, path: Path) -> bytes:
        data = read(path, self._name(path), self._limits)
        self.digests[path] = sha256(data).digest()
        return data

    def _name(self, path: Path) -> str:
        """The name of an included file in messages, from that of the including one."""
        step = os.path.relpath(path, self.path.parent)
        folder = os.path.dirname(self._main.origin.name)  # noqa: PTH120 - a name, not a path
        return Path(os.path.normpath(Path(folder, step))).as_posix()
