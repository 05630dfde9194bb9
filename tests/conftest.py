"""Settings of all tests."""

from __future__ import annotations

import gc
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent

# The same examples on every machine and run: a rare find belongs to whoever looks for one, with more of them.
settings.register_profile("recensio", derandomize=True, deadline=None)
settings.load_profile("recensio")


# Schemas, stylesheets and millions of patterns stay from test to test: to look through them for what could go is in vain,
# and took a sixth of the time.
gc.set_threshold(100_000, 50, 100)


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """What a module leaves behind is never looked at again."""
    if nextitem is not None and nextitem.path != item.path:
        gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests that share what is costly to make (an edition, a browser) go to one process, all others to any."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return file if _shares(file) else nodeid

    return Together(config, log)


@cache
def _shares(file: str) -> bool:
    """Whether a module of tests has fixtures that it makes once."""
    return 'scope="module"' in (ROOT / file).read_text(encoding="utf-8")
