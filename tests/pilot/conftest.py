"""The demo server the application talks to; a fresh one for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.demo.forked import ForkedDemo
from tests.pilot.demo import Demo


@pytest.fixture
def demo() -> Iterator[Demo]:
    """A demo server whose agent does not dawdle."""
    with ForkedDemo("--speed", "50") as process:
        seen = Demo(process.url)
        yield seen
        seen.close()


@pytest.fixture(scope="module")
def long_session(request: pytest.FixtureRequest) -> Iterator[tuple[Demo, str]]:
    """A demo server with a session of as many items as the module's `LONG`, only read there."""
    with ForkedDemo("--speed", "50") as process:
        seen = Demo(process.url)
        session_id = seen.new_session("The long one")
        seen.order("items", session_id=session_id, count=request.module.LONG)
        yield seen, session_id
        seen.close()
