"""Settings of all tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

# The same examples on every machine and run: a rare find belongs to whoever looks for one, with more of them.
settings.register_profile("recensio", derandomize=True, deadline=None)
settings.load_profile("recensio")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of a module that share what is costly to make (an edition, a browser) go to one process, and come first."""
    for item in items:
        if _shares(item):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


def _shares(item: pytest.Item) -> bool:
    """Whether a test has a fixture that its module makes once."""
    found = getattr(item, "_fixtureinfo", None)
    fixtures = found.name2fixturedefs.values() if found else ()
    return any(each[-1].scope == "module" and each[-1].baseid == item.nodeid.split("::")[0] for each in fixtures)
