"""One demo server for a module's tests; each works on sessions of its own, and ends the faults it ordered."""

from collections.abc import AsyncIterator, Iterator

import pytest

from omnigent_tui.demo.process import DemoProcess
from tests.live.demo import Demo, connected_demo


@pytest.fixture(scope="module")
def demo_process() -> Iterator[DemoProcess]:
    """The server's process."""
    with DemoProcess() as process:
        yield process
        assert process.complaints() == ""


@pytest.fixture
async def demo(demo_process: DemoProcess) -> AsyncIterator[Demo]:
    """The server with nothing ordered."""
    async with connected_demo(demo_process.url) as running:
        yield running
        await running.control("reset")
