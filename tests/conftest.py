"""What holds for every test: generated examples are the same in every run of continuous integration."""

from __future__ import annotations

import gc
import os

from hypothesis import HealthCheck, settings

# A shared machine may be slow: examples are counted, never timed. What CI finds, everybody can find again.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, print_blob=True, max_examples=50)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_collection_finish() -> None:
    """Exempt every imported module and collected test from garbage collection: tests collect often."""
    gc.collect()
    gc.freeze()
