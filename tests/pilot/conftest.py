"""The demo server the application talks to; a fresh one for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.demo.forked import ForkedDemo
from tests.pilot.demo import Demo


@pytest.fixture
def demo() -> Iterator[Demo]:
    """A demo server whose agent does not dawdle."""
    with ForkedDemo("--speed", "50") as process:
        seen = Demo(process.url)
        yield seen
        seen.close()
