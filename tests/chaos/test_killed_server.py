"""The real server killed in the middle of an answer and started again: nothing twice, no hole, no message lost."""

import asyncio
from uuid import uuid4

import pytest

from omnigent_tui.state import intents
from omnigent_tui.state.conversation import StreamPhase
from omnigent_tui.state.delivery import Delivery
from omnigent_tui.state.transcript import AssistantMessage, Notice, UserMessage
from tests.chaos.test_cut_streams import check_equal, stored_items
from tests.live.following import running_client
from tests.real_server.driving import SessionDriver
from tests.real_server.replies import Reply
from tests.real_server.rig import RealServer

pytestmark = [pytest.mark.real_server, pytest.mark.xdist_group("real_server"), pytest.mark.timeout(240)]

TEXT = "Before the server dies this much was said. " * 8


def new_session(rig: RealServer) -> SessionDriver:
    return SessionDriver.create(
        rig.client, agent_id=rig.agents["smoke"], host_id=rig.host_id, workspace=str(rig.workspace)
    )


async def test_killed_in_mid_stream(real_server: RealServer) -> None:
    rig = real_server
    session, gate = await asyncio.to_thread(new_session, rig), f"killed-{uuid4().hex[:8]}"
    answer = Reply(text=TEXT + "And this came after.", chunk=6, gate=gate, gate_after=len(TEXT))
    await asyncio.to_thread(rig.model.queue, answer, match="kill-me")
    # A runner whose server was killed may ask more than once.
    late = [Reply(text="Late, but here.")] * 4
    await asyncio.to_thread(rig.model.queue, *late, match="written-in-the-dark")
    async with running_client(rig.url) as client:
        await client.open(session.id)
        client.send(session.id, "kill-me please")
        await client.until(lambda: streamed(client.conversation(session.id).live) == TEXT, "half of the answer")
        await asyncio.to_thread(rig.stop_server, kill=True)
        await client.until(
            lambda: client.conversation(session.id).stream.phase is not StreamPhase.LIVE, "the loss to be noticed"
        )
        assert streamed(client.conversation(session.id).entries) == TEXT
        queued = client.send(session.id, "written-in-the-dark")
        await client.until(lambda: client.state.outbox[0].delivery is not Delivery.SENDING, "the message to wait")
        await asyncio.to_thread(rig.start_server)
        await asyncio.to_thread(rig._wait_host)
        await asyncio.to_thread(rig.model.release, gate)
        client.perform(intents.RetryNow())
        await client.until(lambda: not client.state.outbox, "the message to arrive")
        await client.until(
            lambda: (
                client.is_settled(session.id) and "Late, but here." in texts(client.conversation(session.id).entries)
            ),
            "both answers",
        )
        await check_equal(client, session)
        ids = [item.id for item in await stored_items(session)]
        assert ids.count(queued) == 1
        said = texts(client.conversation(session.id).entries)
        assert said.count("written-in-the-dark") == 1
        assert said.count("kill-me please") == 1
        assert not client.state.returned
        # What this client noticed itself, as that the runner was gone, is a notice. The server may have lost the answer
        # it died in; then what was read of it stays, marked. All else is what the server has.
        entries = client.conversation(session.id).entries
        own = [entry for entry in entries if not entry.item_ids and not isinstance(entry, Notice)]
        assert all(isinstance(entry, AssistantMessage) and entry.unsaved and entry.text == TEXT for entry in own)
        assert len(own) <= 1
    await asyncio.to_thread(session.delete)


def streamed(entries: tuple[object, ...]) -> str:
    """The streamed text that no item shows yet."""
    return "".join(e.text for e in entries if isinstance(e, AssistantMessage) and not e.item_ids)


def texts(entries: tuple[object, ...]) -> list[str]:
    """What was said."""
    return [e.text for e in entries if isinstance(e, UserMessage | AssistantMessage)]
