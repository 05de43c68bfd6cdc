"""What holds for every test: the same generated examples in every run of CI, and one rig of the real server."""

from __future__ import annotations

import gc
import os

import pytest
from hypothesis import HealthCheck, settings

from tests.real_server.fixtures import prepare_if_wanted, real_server

__all__ = ["real_server"]

# A shared machine may be slow: examples are counted, never timed. What CI finds, everybody can find again.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, print_blob=True, max_examples=50)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Exempt every imported module and collected test from garbage collection: tests collect often."""
    prepare_if_wanted(session)
    gc.collect()
    gc.freeze()
