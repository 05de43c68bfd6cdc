"""Fixtures: the real server, and a home without any files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.real_server.fixtures import pytest_collection_finish, real_server

__all__ = ["pytest_collection_finish", "real_server"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder that does not exist yet."""
    return tmp_path / "home"
