"""Queueing and steering while a turn runs at the real server: its stored items say what was sent, once, and when."""

from __future__ import annotations

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest

from omnigent_tui.state.transcript import AssistantMessage, UserMessage
from tests.pilot.person import at_the_keyboard, options_for
from tests.real_server.driving import SessionDriver
from tests.real_server.replies import Reply
from tests.real_server.rig import RealServer

pytestmark = [pytest.mark.real_server, pytest.mark.xdist_group("real_server_screens"), pytest.mark.timeout(300)]


async def test_what_is_queued_and_steered_is_what_the_server_stored(
    talking_session: SessionDriver, real_server: RealServer, tmp_path: Path
) -> None:
    word, gate = f"turn-{uuid4().hex[:8]}", f"gate-{uuid4().hex[:8]}"
    replies = Reply(text="First, and more.", gate=gate, gate_after=6), Reply(text="Second."), Reply(text="Third.")
    real_server.model.queue(*replies, match=word)
    url = str(talking_session.client.base_url).rstrip("/")
    async with at_the_keyboard(options_for(tmp_path, url, talking_session.id), (100, 30)) as person:
        await person.arrives()
        await person.is_live(talking_session.id)
        await person.paste(f"{word} go")
        await person.press("enter")
        await asyncio.to_thread(real_server.model.wait_at_gate, gate)
        await person.until(lambda: person.conversation.turn.is_running, "the turn runs")
        await person.paste("queued")
        await person.press("enter")
        await person.reads("1 message waits for the end of the turn")
        await person.paste("steered")
        await person.press("alt+s")
        await person.reads("buffered: the agent sees it after this turn")
        await person.until(lambda: len(talking_session.items()) == 2, "the steered message is stored at once")
        assert [m.text for m in person.state.outbox if m.is_held] == ["queued"]
        real_server.model.release(gate)
        await person.until(lambda: len(talking_session.items()) == 6, "every turn was answered")
        await person.until(lambda: not person.state.outbox and not person.conversation.turn.is_running, "all is sent")
        await person.reads("Third.")
        await person.until(lambda: "buffered" not in person.sees, "nothing is said of a turn that is over")
        said = (UserMessage, AssistantMessage)
        shown = [entry.text for entry in person.conversation.entries if isinstance(entry, said)]
    stored = [item["content"][0]["text"] for item in talking_session.items()]
    assert stored == [f"{word} go", "steered", "First, and more.", "Second.", "queued", "Third."]
    assert shown == stored
