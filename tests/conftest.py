"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

# The same examples on every machine and run: a rare find belongs to whoever looks for one, with more of them.
settings.register_profile("recensio", derandomize=True, deadline=None)
settings.load_profile("recensio")
