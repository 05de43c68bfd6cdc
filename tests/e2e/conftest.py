"""A demo server of the test's own, and a home without any files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.forked import ForkedDemo
from tests.pilot.demo import Demo


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder that does not exist yet."""
    return tmp_path / "home"


@pytest.fixture
def demo() -> Iterator[Demo]:
    """A demo server whose agent does not dawdle."""
    with ForkedDemo("--speed", "10") as process:
        seen = Demo(process.url)
        yield seen
        seen.close()
