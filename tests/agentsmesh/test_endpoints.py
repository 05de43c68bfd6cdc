"""The four endpoints over a real socket, in every shape that servers and documentation know."""

from collections.abc import AsyncIterator

import pytest

from omnigent_tui.agentsmesh.client import AgentsMeshClient
from omnigent_tui.agentsmesh.endpoints import get_runner, list_available_runners, list_pods, list_runners
from omnigent_tui.settings.tokens import Token
from tests.agentsmesh.server import KEY, ORG, PREFIX, FakeMesh, serving
from tests.agentsmesh.shapes import CREATED_SECONDS, HEARTBEAT_SECONDS, FakePod, FakeRunner, Shape


@pytest.fixture(params=list(Shape))
async def mesh(request: pytest.FixtureRequest) -> AsyncIterator[FakeMesh]:
    async with serving(FakeMesh(request.param)) as running:
        yield running


@pytest.fixture
async def client(mesh: FakeMesh) -> AsyncIterator[AgentsMeshClient]:
    async with AgentsMeshClient(mesh.url, ORG, Token(KEY)) as opened:
        yield opened


async def test_a_runner_says_the_same_in_every_shape(mesh: FakeMesh, client: AgentsMeshClient) -> None:
    mesh.runners = [FakeRunner(1)]
    (runner,) = (await list_runners(client)).rows
    assert runner == (await get_runner(client, 1)).runner
    assert (runner.runner_id, runner.name, runner.status) == (1, "dev-runner-01", "online")
    assert (runner.version, runner.os, runner.arch) == ("1.2.0", "linux", "amd64")
    assert runner.labels == ("gpu", "high-memory")
    assert (runner.pod_count, runner.max_pods) == (3, 10)
    assert runner.last_heartbeat_at == pytest.approx(HEARTBEAT_SECONDS, abs=1e-6)
    assert runner.created_at == CREATED_SECONDS


async def test_a_runner_that_never_said_hello_is_a_runner(mesh: FakeMesh, client: AgentsMeshClient) -> None:
    mesh.runners = [FakeRunner(2, name="", status="offline", is_bare=True)]
    (runner,) = (await list_runners(client)).rows
    assert (runner.name, runner.status, runner.labels) == ("runner-2", "offline", ())
    assert (runner.version, runner.os, runner.arch, runner.last_heartbeat_at) == (None, None, None, None)


async def test_no_runners_are_an_empty_list(mesh: FakeMesh, client: AgentsMeshClient) -> None:
    assert (await list_runners(client)).rows == ()
    assert (await list_available_runners(client)).rows == ()


async def test_available_ones_are_the_servers_choice(mesh: FakeMesh, client: AgentsMeshClient) -> None:
    mesh.runners = [
        FakeRunner(1),
        FakeRunner(2, status="offline"),
        FakeRunner(3, is_enabled=False),
        FakeRunner(4, pod_count=10),
    ]
    assert [runner.runner_id for runner in (await list_available_runners(client)).rows] == [1]
    assert mesh.paths() == ["/runners/available"]


async def test_only_servers_know_these(mesh: FakeMesh, client: AgentsMeshClient) -> None:
    mesh.runners = [FakeRunner(1, is_enabled=False)]
    mesh.pods[1] = [FakePod("pod-a")]
    detail = await get_runner(client, 1)
    if mesh.shape is Shape.DOCUMENTED:
        assert detail.runner.is_enabled is None
        assert not detail.runner.is_disabled
        assert detail.relay_connections == ()
        return
    assert detail.runner.is_disabled
    assert detail.runner.agents == ("claude-code", "codex-cli")
    assert [(one.slug, one.version) for one in detail.runner.agent_versions] == [("claude-code", "2.1.0")]
    (connection,) = detail.relay_connections
    assert (connection.pod_key, connection.connected) == ("pod-a", True)
    assert connection.relay_url == "wss://relay.example.com/x"


async def test_a_pod_says_the_same_in_every_shape(mesh: FakeMesh, client: AgentsMeshClient) -> None:
    mesh.runners = [FakeRunner(1)]
    mesh.pods[1] = [FakePod("pod-a"), FakePod("pod-b", status="terminated", prompt="")]
    page = await list_pods(client, 1)
    assert (page.total, page.limit, page.offset, page.has_more) == (2, 50, 0, False)
    first, second = page.pods
    assert (first.key, first.status, first.agent) == ("pod-a", "running", "claude-code")
    assert (first.prompt, first.created_at, first.shown_title) == ("Fix the login bug", CREATED_SECONDS, "pod-a")
    assert (second.key, second.is_active, second.prompt) == ("pod-b", False, "")


async def test_the_filter_is_the_servers(mesh: FakeMesh, client: AgentsMeshClient) -> None:
    mesh.runners = [FakeRunner(1)]
    mesh.pods[1] = [FakePod(f"pod-{n}", status="running" if n % 2 else "error") for n in range(5)]
    page = await list_pods(client, 1, status="error", limit=2)
    assert ([pod.key for pod in page.pods], page.total, page.has_more) == (["pod-0", "pod-2"], 3, True)
    assert mesh.asked[-1].query == {"status": "error", "limit": "2", "offset": "0"}
    unknown = await list_pods(client, 1, status="no such status & more=1")
    assert (unknown.pods, unknown.total, unknown.has_more) == ((), 0, False)


async def test_a_request_carries_the_key_in_its_own_header_and_no_origin(
    mesh: FakeMesh, client: AgentsMeshClient
) -> None:
    await list_runners(client)
    (asked,) = mesh.asked
    assert asked.path == f"{PREFIX}/runners"
    assert asked.headers["x-api-key"] == KEY
    assert asked.headers["accept"] == "application/json"
    # Its cross-site guard refuses origins it does not know, and the bearer header belongs to other servers.
    assert "origin" not in asked.headers
    assert "authorization" not in asked.headers


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (-1, 0), (50, -1)])
async def test_what_the_server_would_take_for_no_limit_is_not_sent(
    mesh: FakeMesh, client: AgentsMeshClient, limit: int, offset: int
) -> None:
    with pytest.raises(ValueError, match="limit"):
        await list_pods(client, 1, limit=limit, offset=offset)
    assert mesh.asked == []
