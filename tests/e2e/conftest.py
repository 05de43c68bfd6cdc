"""Fixtures: a demo server of the test's own, a home without any files, and the real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from omnigent_tui.demo.process import DemoProcess
from tests.pilot.demo import Demo
from tests.real_server.fixtures import pytest_collection_finish, real_server

__all__ = ["pytest_collection_finish", "real_server"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder that does not exist yet."""
    return tmp_path / "home"


@pytest.fixture
def demo() -> Iterator[Demo]:
    """A demo server whose agent does not dawdle."""
    with DemoProcess("--speed", "10") as process:
        seen = Demo(process.url)
        yield seen
        seen.close()
