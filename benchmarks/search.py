"""Measure the search of a built edition: how large its lists are, and how much a reader fetches for a query.

    python benchmarks/corpus.py /tmp/texts/tei --files 1000 --kilobytes 20
    python build.py build /tmp/texts/tei -o /tmp/texts/output --to html
    python benchmarks/search.py /tmp/texts/output tristibus "glianta prunt"

Each query is asked in a Chromium of its own, with nothing in its cache, of a server on this machine. Told are the bytes
of all that it fetched (the lists of words, and the page with its scripts and styles apart) and what it found.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote, urlsplit

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--virtual-time-budget=20000", "--dump-dom")  # fmt: skip


class Counting(http.server.SimpleHTTPRequestHandler):
    """Serves files as a plain static host does, without compression, and counts what it sends."""

    sent: ClassVar[dict[str, int]] = {}

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def send_head(self) -> object:  # type: ignore[override]
        """Note the size of the file that is sent."""
        file = Path(self.translate_path(self.path))
        if file.is_file():
            self.sent[urlsplit(self.path).path] = file.stat().st_size
        return super().send_head()


def browser() -> str:
    """The path of a Chromium; ends the program if there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit("no Chromium on this machine")
    return found


def ask(address: str, query: str) -> tuple[float, str]:
    """Ask a query; seconds until the page is done, and what it says."""
    with tempfile.TemporaryDirectory() as profile:
        command = [browser(), *FLAGS, f"--user-data-dir={profile}", f"{address}#q={quote(query)}&in=all"]
        start = time.monotonic()
        shown = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False).stdout
        seconds = time.monotonic() - start
    status = re.search(r'<p class="status"[^>]*>(.*?)</p>', shown, re.S)
    facets = re.findall(r'<span class="count">(.*?)</span>', shown)
    return seconds, f"{status[1] if status else 'nothing'} [{' '.join(facets)}]"


def size_of_index(folder: Path) -> tuple[int, int]:
    """Files and bytes of the lists."""
    files = [file for file in (folder / "html/assets/search").rglob("*") if file.is_file()]
    return len(files), sum(file.stat().st_size for file in files)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description="Measure the search of a built edition.")
    parser.add_argument("folder", type=Path, help="the output of a build")
    parser.add_argument("queries", nargs="+")
    given = parser.parse_args(argv)
    files, size = size_of_index(given.folder)
    print(f"lists: {files:,} files, {size / 1e6:.1f} MB")
    print("| query | list KB | page KB | seconds | found |\n| --- | ---: | ---: | ---: | --- |")
    handler = functools.partial(Counting, directory=str(given.folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for query in given.queries:
            Counting.sent.clear()
            seconds, found = ask(f"http://127.0.0.1:{server.server_port}/html/search.html", query)
            index = sum(size for path, size in Counting.sent.items() if "/assets/search/" in path)
            page = sum(Counting.sent.values()) - index
            print(f"| {query} | {index / 1000:.0f} | {page / 1000:.0f} | {seconds:.1f} | {found} |")
            for path, bytes_sent in sorted(Counting.sent.items(), key=lambda row: -row[1])[:6]:
                print(f"    {bytes_sent:>9,} {path}", file=sys.stderr)
        server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
