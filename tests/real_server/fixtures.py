"""The fixture of tests that need the real server, for ``tests/conftest.py`` alone: imported again it is another rig.

Mark such tests with ``@pytest.mark.real_server`` and ``@pytest.mark.xdist_group("real_server")``, or
``"real_server_screens"`` for those that drive a screen: two rigs are enough, and each takes half a gigabyte.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest

from tests.real_server.driving import SessionDriver
from tests.real_server.environment import EnvironmentUnavailableError, ServerEnvironment, ensure_environment
from tests.real_server.rig import RealServer


@dataclass
class _Built:
    """What preparing the environment gave, kept so that it happens once per run."""

    environment: ServerEnvironment | None = None
    reason: str = ""


_BUILT = _Built()


def prepare_if_wanted(session: pytest.Session) -> None:
    """Build the environment before the first test: no test's time limit covers a minute of installing."""
    wanted = any(item.get_closest_marker("real_server") for item in session.items)
    if wanted and not session.config.option.collectonly:
        _prepare()


def _prepare() -> _Built:
    if _BUILT.environment is None and not _BUILT.reason:
        try:
            _BUILT.environment = ensure_environment()
        except EnvironmentUnavailableError as error:
            _BUILT.reason = f"the real server cannot be had: {error}"
    return _BUILT


@pytest.fixture
def talking_session(real_server: RealServer) -> Iterator[SessionDriver]:
    """A session whose agent only talks, as curl would make it."""
    made = SessionDriver.create(
        real_server.client,
        agent_id=real_server.agents["smoke"],
        host_id=real_server.host_id,
        workspace=str(real_server.workspace),
        title=f"Talking {uuid4().hex[:6]}",
    )
    made.wait_runner()
    yield made
    made.delete()


@pytest.fixture(scope="session")
def real_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """The running rig. Without an environment: a failure where ``CI`` is set, a skip elsewhere."""
    built = _prepare()
    if built.environment is None:
        if os.environ.get("CI"):
            pytest.fail(built.reason)
        pytest.skip(built.reason)
    rig = RealServer(built.environment)
    try:
        rig.start()
        yield rig
    finally:
        if request.session.testsfailed:
            kept = rig.keep_logs(tmp_path_factory.mktemp("real_server_logs"))
            print(f"\nlogs of the real server: {kept}")
        rig.close()
