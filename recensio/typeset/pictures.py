"""The pictures of a text: those that can be printed, copied to where the typesetter sees them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import typst

from recensio.typeset.job import Fault, compiler_of, unescaped

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})
_PICTURE_CALL = re.compile(r'(?:// @ (.*)\n)?#picture\("((?:[^"\\]|\\.)*)"')


@dataclass(slots=True)
class Pictures:
    """Pictures of the text: addresses that can be shown, each with its file in the folder of work."""

    desk: Path
    shown: dict[str, str]
    faults: list[Fault]
    places: dict[str, str]

    @classmethod
    def of(cls, sources: Iterable[tuple[str, str, Path]], root: Path, desk: Path) -> Pictures:
        """The pictures of ``sources``, copied into the folder ``desk``. Each source comes with what stands before its
        addresses, and the folder that they count from; outside of ``root`` none is shown."""
        pictures = cls(desk, {}, [], {})
        for source, prefix, beside in sources:
            pictures._gather(source, prefix, beside, root)
        return pictures

    def _gather(self, source: str, prefix: str, beside: Path, root: Path) -> None:
        """Admit the pictures of a text; in a book its name stands before their addresses."""
        places = {unescaped(literal): place for place, literal in reversed(_PICTURE_CALL.findall(source))}
        self.places.update({prefix + address: place for address, place in places.items()})
        for address in reversed(places):
            self._admit(prefix + address, _picture_file(address, beside, root))

    def _admit(self, address: str, found: Path | str) -> None:
        if isinstance(found, str):
            self._refuse(address, found)
        else:
            name = f"picture-{len(self.shown)}{found.suffix.lower()}"
            shutil.copyfile(found, self.desk / name)
            self.shown[address] = "/" + name

    def _refuse(self, address: str, reason: str) -> None:
        facts = {"address": address[:80], "reason": reason}
        self.faults.append(Fault("PDF-005", facts, self.places.get(address) or None))

    def withdraw_broken(self) -> bool:
        """Leave out every picture that cannot be set by itself; ``True`` if there was one."""
        broken = [address for address, name in self.shown.items() if not self._can_be_set(name)]
        for address in broken:
            del self.shown[address]
            self._refuse(address, "the file is damaged")
        return bool(broken)

    def _can_be_set(self, name: str) -> bool:
        trial = self.desk / "trial.typ"
        trial.write_text(f"#image({json.dumps(name)})", encoding="utf-8")
        try:
            compiler_of(trial, self.desk, ()).compile()
        except typst.TypstError:
            return False
        return True


def _picture_file(address: str, beside: Path, root: Path) -> Path | str:
    """The file of a picture, or the reason why there is none."""
    if re.match(r"(?i)[a-z][a-z0-9+.-]+:", address):
        return "it is not a file of the edition"
    if "\0" in address or not address.strip():
        return "it has no address"
    for name in dict.fromkeys((address, unquote(address))):
        try:
            path = (beside / name).resolve()
            if path.is_file():
                return _admissible(path, root.resolve())
        except (OSError, ValueError):
            continue
    return "there is no such file"


def _admissible(path: Path, root: Path) -> Path | str:
    if not path.is_relative_to(root):
        return "it lies outside the edition"
    return path if path.suffix.lower() in _PICTURES else "this kind of file cannot be printed"
