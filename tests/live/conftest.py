"""One demo server for the tests of a module; each test works on sessions of its own and orders its own faults."""

from collections.abc import AsyncIterator

import pytest

from tests.live.demo import Demo, running_demo


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
    """A fresh demo server."""
    async with running_demo() as running:
        yield running
