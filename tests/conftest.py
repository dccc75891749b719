"""What all tests share: properties are tried on the same examples every time, and never against a clock."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("kgraph", deadline=None, derandomize=True)
settings.load_profile("kgraph")
