"""What holds for every test: the examples of CI, one rig of the real server, and whose coverage is measured."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.real_server.fixtures import prepare_if_wanted, real_server, talking_session

__all__ = ["real_server", "talking_session"]

# A shared machine may be slow: examples are counted, never timed. What CI finds, everybody can find again.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, print_blob=True, max_examples=50)
settings.load_profile("ci" if os.environ.get("CI") else "here")


_MEASURED = {
    "agentsmesh",
    "chaos",
    "contract",
    "doctor",
    "live",
    "protocol",
    "replay",
    "scripting",
    "settings",
    "state",
    "wire",
}
"""Folders whose tests call the measured packages; a screen that is measured takes twice as long to prove the same."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure no coverage of the other folders' tests."""
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).parts[0] not in _MEASURED:
            item.add_marker("no_cover")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Exempt every imported module and collected test from garbage collection: tests collect often."""
    prepare_if_wanted(session)
    gc.collect()
    gc.freeze()
