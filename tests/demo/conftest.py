"""A demo server for the whole test session, and a driver for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest

from tests.demo.driving import Driver
from tests.demo.forked import ForkedDemo

StartDemo = Callable[..., AbstractAsyncContextManager[Driver]]


@pytest.fixture(scope="session")
def demo_server() -> Iterator[ForkedDemo]:
    """One server, its agent fifty times as fast as a person reads."""
    with ForkedDemo("--speed", "50") as process:
        yield process
        assert process.complaints() == ""


@pytest.fixture
async def demo(demo_server: ForkedDemo) -> AsyncIterator[Driver]:
    """A driver of the shared server; faults and scripts do not outlive the test."""
    async with httpx.AsyncClient(base_url=demo_server.url, timeout=60, trust_env=False) as client:
        yield Driver(client)
        await client.post("/demo/reset", json={})


@pytest.fixture
def start_demo() -> StartDemo:
    """Start a server with arguments of its own."""

    @asynccontextmanager
    async def start(*arguments: str) -> AsyncIterator[Driver]:
        async with (
            ForkedDemo("--speed", "50", *arguments) as process,
            httpx.AsyncClient(base_url=process.url, timeout=60, trust_env=False) as client,
        ):
            yield Driver(client)

    return start
