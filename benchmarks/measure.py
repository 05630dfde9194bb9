"""Run a command and measure it: wall time, processor time, memory of all its processes together.

Only the standard library is used. Where ``/proc`` does not tell a process's children (not Linux), the memory is that
of the largest process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
SAMPLE_EVERY = 0.02
# getrusage counts memory in kilobytes on Linux, in bytes on macOS
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Measure:
    """What a run cost. ``peak`` is in bytes; pages that processes share are counted for each of them."""

    status: int
    wall: float
    processor: float
    peak: int
    errors: str


def children(pid: int) -> list[int]:
    """The children of all threads of a process; none if it is gone."""
    found: list[int] = []
    for task in _safely_listed(PROC / str(pid) / "task"):
        found += map(int, _safely_read(task / "children").split())
    return found


def family(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    for child in children(pid):
        yield from family(child)


def resident(pid: int) -> int:
    """The memory that a process holds, in bytes; 0 if it is gone."""
    fields = _safely_read(PROC / str(pid) / "statm").split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") if len(fields) > 1 else 0


def _safely_read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _safely_listed(path: Path) -> list[Path]:
    try:
        return list(path.iterdir())
    except OSError:
        return []


class Watch(threading.Thread):
    """Samples the memory of a process and its children until it is told to stop."""

    def __init__(self, pid: int) -> None:
        """Watch the process ``pid``."""
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = 0
        self.done = threading.Event()

    def run(self) -> None:
        """Sample until ``done`` is set."""
        while not self.done.wait(SAMPLE_EVERY):
            self.peak = max(self.peak, sum(map(resident, family(self.pid))))


def measure(command: Sequence[str], folder: Path) -> Measure:
    """Run ``command`` in ``folder`` and measure it. A failing command is not an exception: see ``status``."""
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=errors)
        watch = Watch(process.pid)
        watch.start()
        _, raw, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(raw)  # so that Popen does not wait for it again
        watch.done.set()
        watch.join()
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace")
    # (Linux counts into the largest size of a process what its parent held when it was started)
    peak = watch.peak or usage.ru_maxrss * MAXRSS_UNIT
    return Measure(process.returncode, wall, usage.ru_utime + usage.ru_stime, peak, said)
