"""The ``server`` fixture: every contract test runs once against the demo server and once against the real one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.contract.demo_under_test import DemoUnderTest
from tests.contract.servers import RealUnderTest, Role, ServerUnderTest
from tests.real_server.driving import SessionDriver

MakeSession = Callable[..., SessionDriver]

_REAL = pytest.param("real", marks=[pytest.mark.real_server, pytest.mark.xdist_group("real_server")])


@pytest.fixture(scope="session", params=["demo", _REAL])
def server(request: pytest.FixtureRequest) -> Iterator[ServerUnderTest]:
    """The server under test; its programs live as long as the test session."""
    if request.param == "real":
        yield RealUnderTest(request.getfixturevalue("real_server"))
        return
    demo = DemoUnderTest.start()
    try:
        yield demo
    finally:
        demo.close()


@pytest.fixture
def session(server: ServerUnderTest) -> Iterator[SessionDriver]:
    """One session without a runner, deleted afterwards."""
    made = server.unbound()
    yield made
    made.client.delete(made.path)


@pytest.fixture
def running(server: ServerUnderTest) -> Iterator[MakeSession]:
    """A maker of sessions with a runner, all stopped and deleted afterwards."""
    made: list[SessionDriver] = []

    def make(role: Role = "plain", **body: Any) -> SessionDriver:
        made.append(server.bound(role, **body))
        return made[-1]

    yield make
    for session in made:
        session.delete()
