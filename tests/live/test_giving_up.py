"""Creations that are given up, or made of an agent on this machine: nothing is left behind, nothing is made twice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from omnigent_tui.state.intents import CancelCreation, CreateSession, WorktreeWish
from omnigent_tui.state.new_session import CreationPhase, FormField
from omnigent_tui.values import replace
from tests.demo.forked import ForkedDemo
from tests.live.clocks import SteppedClock
from tests.live.creating import a_session, asked, creating, is_creation, made
from tests.live.following import running_client
from tests.pilot.demo import Demo


@pytest.fixture
def demo() -> Iterator[Demo]:
    """A demo server of the test's own."""
    with ForkedDemo("--speed", "50") as process:
        seen = Demo(process.url)
        yield seen
        seen.close()


async def test_what_a_cancelled_creation_made_is_removed(demo: Demo) -> None:
    demo.order("faults", kind="stall", path_prefix="/v1/sessions", method="POST", delay=None)
    wanted = a_session(demo, worktree=WorktreeWish("given-up"))
    async with running_client(demo.url, SteppedClock(longest=0.2)) as client:
        client.perform(wanted)
        await client.until(lambda: client.state.new_session.phase is CreationPhase.CREATING, "the request to be out")
        while asked(demo) == 0:
            await asyncio.sleep(0.01)
        client.perform(CancelCreation())
        await client.until(lambda: client.state.new_session.phase is CreationPhase.CANCELLING, "it to be given up")
        demo.order("reset")
        await client.until(lambda: not client.state.new_session.is_under_way, "it to be over")
        assert "is removed" in client.state.announcements[-1].text
        assert client.state.open_session_id is None
    assert made(demo) == []
    beside = demo.get(f"/v1/hosts/{wanted.host_id}/filesystem/home/ada/projects/api-worktrees")["data"]
    assert beside == []


async def test_a_creation_cancelled_before_it_asked_leaves_nothing(demo: Demo) -> None:
    async with creating(demo, lambda request: False) as (new_session, store, clock):
        await new_session.undo()
    assert (asked(demo), clock.waits) == (0, 0)
    assert store.state.new_session.phase is CreationPhase.READY


async def test_an_upload_is_looked_for_like_any_other(demo: Demo, tmp_path: Path) -> None:
    agent = tmp_path / "mine.yaml"
    agent.write_text("name: mine\n", encoding="utf-8")
    lost = True

    def loses(request: httpx.Request) -> bool:
        return lost and is_creation(request)

    wanted = a_session(demo, bundle=str(agent), model_override="m")
    async with creating(demo, loses) as (new_session, store, _):
        session_id = await new_session.create(replace(wanted, agent_id=""))
        assert store.state.new_session.created_session_id == session_id
        lost = False
        assert await new_session.create(replace(wanted, agent_id="", title="Another")) is not None
    assert [row["id"] for row in made(demo)] == [session_id]
    assert asked(demo) == 2


async def test_what_is_no_agent_is_not_sent(demo: Demo, tmp_path: Path) -> None:
    async with creating(demo, lambda request: False) as (new_session, store, _):
        assert await new_session.create(CreateSession("", bundle=str(tmp_path))) is None
    new = store.state.new_session
    assert (new.failed_field, "holds no .yaml file" in new.reason) == (FormField.AGENT, True)
    assert asked(demo) == 0
