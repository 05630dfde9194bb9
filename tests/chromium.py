"""A headless Chromium that tests drive: they press keys, click, look, and take pictures.

It is spoken to by the DevTools protocol over two pipes, so that nothing beside the browser has to be installed.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parent.parent
PROGRAM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
          "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
          "--disable-dev-shm-usage", "--force-color-profile=srgb")  # fmt: skip
_KEYS: Mapping[str, int] = {
    "Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40,
    "Home": 36, "End": 35,
}  # fmt: skip


class Browser:
    """A running Chromium with one page. Use it with ``with``."""

    def __init__(self, profile: Path) -> None:
        """Start it, with its files in ``profile``."""
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self._last = 0
        self._events: list[dict[str, Any]] = []
        self._rest = b""
        told, self._to = os.pipe()
        self._from, tells = os.pipe()
        command = f'exec "$0" "$@" 3<&{told} 4>&{tells}'
        arguments = [str(PROGRAM), *_FLAGS, f"--user-data-dir={profile}", "about:blank"]
        self._process = subprocess.Popen(
            ["bash", "-c", command, *arguments], pass_fds=(told, tells), stderr=subprocess.DEVNULL
        )
        os.close(told)
        os.close(tells)
        self._session = ""
        targets = self.call("Target.getTargets")["targetInfos"]
        target = next(one["targetId"] for one in targets if one["type"] == "page")
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._process.terminate()
        self._process.wait(20)
        os.close(self._to)
        os.close(self._from)

    # --- speaking to it ---

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command, and wait for its answer."""
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        answer = self._await(lambda one: one.get("id") == self._last)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return dict(answer["result"])

    def _await(self, wanted: Callable[[dict[str, Any]], bool], seconds: float = 60) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for message in self._read(until - time.monotonic()):
                self._note(message)
                if wanted(message):
                    return message
        raise TimeoutError("the browser does not answer")

    def _read(self, seconds: float) -> Iterator[dict[str, Any]]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._from], [], [], max(seconds, 0))
            if not ready:
                return
            self._rest += os.read(self._from, 1 << 20)
        one, _, self._rest = self._rest.partition(b"\0")
        yield json.loads(one)

    def _note(self, message: dict[str, Any]) -> None:
        method, said = message.get("method"), message.get("params", {})
        if method == "Runtime.exceptionThrown":
            self.complaints.append(str(said["exceptionDetails"].get("exception", {}).get("description")))
        elif method == "Log.entryAdded" and said["entry"]["level"] == "error":
            self.complaints.append(f"{said['entry']['text']} {said['entry'].get('url', '')}")
        elif method == "Network.requestWillBeSent":
            self.requests.append(str(said["request"]["url"]))

    # --- what a reader does ---

    def open(self, address: str) -> None:
        """Go to an address; the page is loaded when this returns."""
        self.call("Page.navigate", url="about:blank")
        self._await(lambda one: one.get("method") == "Page.loadEventFired")
        self.call("Page.navigate", url=address)
        self._await(lambda one: one.get("method") == "Page.loadEventFired")
        self.call("Page.resetNavigationHistory")

    def go(self, by: int) -> None:
        """Go back (-1) or forward (1); the page has heard of it when this returns."""
        history = self.call("Page.getNavigationHistory")
        wanted = history["currentIndex"] + by
        self.call("Page.navigateToHistoryEntry", entryId=history["entries"][wanted]["id"])
        while self.call("Page.getNavigationHistory")["currentIndex"] != wanted:
            pass
        self.ask("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")

    def size(self, width: int, height: int) -> None:
        """Make the window so large."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def media(self, kind: str = "", **features: str) -> None:
        """Let the page think that it is printed, or that the reader prefers something."""
        rows = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.call("Emulation.setEmulatedMedia", media=kind, features=rows)

    def press(self, *keys: str, shift: bool = False) -> None:
        """Press keys, one after the other."""
        for key in keys:
            code = _KEYS.get(key, ord(key[0].upper()))
            text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
            down: dict[str, Any] = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": 8 * shift}
            self.call(
                "Input.dispatchKeyEvent",
                type="keyDown" if text else "rawKeyDown",
                **down,
                **({"text": text} if text else {}),
            )
            self.call("Input.dispatchKeyEvent", type="keyUp", **down)

    def click(self, selector: str) -> None:
        """Click in the middle of the first line of what a selector finds first."""
        at = self.ask(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)}); one.scrollIntoView({{block: 'center'}});"
            "const box = one.getClientRects()[0]; return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], button="left", clickCount=1)

    # --- what there is to see ---

    def ask(self, expression: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("exception", {}).get("description", "failed"))
        return answer["result"].get("value")

    def heard(self, selector: str) -> dict[str, Any]:
        """What a screen reader is told of an element: role, name, and its properties."""
        found = self.call("Runtime.evaluate", expression=f"document.querySelector({json.dumps(selector)})")
        nodes = self.call("Accessibility.getPartialAXTree", objectId=found["result"]["objectId"], fetchRelatives=False)
        node = nodes["nodes"][0]
        properties = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
        return {"role": node.get("role", {}).get("value"), "name": node.get("name", {}).get("value"), **properties}

    def picture(self, file: Path, *, whole: bool = False) -> None:
        """Write what is seen to a file (.png)."""
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        file.write_bytes(base64.b64decode(shot["data"]))

    def until(self, condition: str) -> None:
        """Wait until an expression in the page is true."""
        self.ask(f"new Promise((done) => (function look() {{ ({condition}) ? done() : setTimeout(look, 10); }})())")

    def violations(self) -> list[str]:
        """What axe finds wrong with the page, as it is now."""
        script = axe()
        assert script is not None
        self.call("Runtime.evaluate", expression=script.read_text(encoding="utf-8"))
        return list(self.ask(_AXE))


_AXE = """axe.run({preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(({violations}) =>
  violations.flatMap(({id, nodes}) => nodes.slice(0, 5).map((node) => `${id}: ${node.html.slice(0, 160)} (${node.failureSummary.split("\\n")[1].trim()})`)))"""


def axe() -> Path | None:
    """The script of axe-core: named by the environment (``AXE_CORE``), from npm, or from a Python package."""
    spec = importlib.util.find_spec("axe_playwright_python")
    places = [Path(os.environ["AXE_CORE"])] if os.environ.get("AXE_CORE") else []
    places += [folder / "node_modules/axe-core/axe.min.js" for folder in (ROOT, ROOT.parent)]
    places += [Path(folder) / "axe.min.js" for folder in (spec.submodule_search_locations or ())] if spec else []
    return next((place for place in places if place.is_file()), None)


@contextmanager
def browser(profile: Path, width: int = 1280, height: int = 900) -> Iterator[Browser]:
    """A browser with a window of that size."""
    with Browser(profile) as started:
        started.size(width, height)
        yield started
