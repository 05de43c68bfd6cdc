"""One demo server for a module's tests; each works on sessions of its own, and ends the faults it ordered."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.demo.forked import ForkedDemo
from tests.live.demo import Demo, connected_demo


@pytest.fixture(scope="module")
def demo_process() -> Iterator[ForkedDemo]:
    """The server's process."""
    with ForkedDemo() as process:
        yield process
        assert process.complaints() == ""


@pytest.fixture
async def demo(demo_process: ForkedDemo) -> AsyncIterator[Demo]:
    """The server with nothing ordered."""
    async with connected_demo(demo_process.url) as running:
        yield running
        await running.control("reset")
