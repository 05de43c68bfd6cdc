"""The same facts as the client's own code sees them: typed answers, typed events, typed errors."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from omnigent_tui.live.attachments import CountedFile
from omnigent_tui.protocol.event_base import UnknownEvent
from omnigent_tui.protocol.events import ServerEvent
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints import (
    agents,
    elicitations,
    environments,
    events,
    files,
    health,
    hosts,
    items,
    runners,
    sessions,
)
from omnigent_tui.wire.endpoints.server_info import get_info, get_me, get_version
from omnigent_tui.wire.endpoints.skills import list_skills
from omnigent_tui.wire.errors import (
    Conflict,
    Gone,
    Invalid,
    NotFound,
    NotJson,
    RunnerUnavailable,
    StaleCursor,
    StreamRefused,
)
from omnigent_tui.wire.event_stream import EventStream, open_event_stream
from omnigent_tui.wire.updates_socket import ChangedFrame, RemovedFrame, SnapshotFrame, open_updates
from tests.contract.servers import ServerUnderTest, message_events
from tests.real_server.driving import SessionDriver
from tests.real_server.replies import Reply, ToolCall

UNKNOWN = "0" * 32


@pytest.fixture
async def client(server: ServerUnderTest) -> AsyncIterator[OmnigentClient]:
    """The product's client, on the server under test."""
    async with OmnigentClient(server.url) as opened:
        yield opened


async def _until(stream: EventStream, over: Callable[[ServerEvent], bool]) -> list[ServerEvent]:
    """Read until an event says that it is over; returns everything up to that batch."""
    seen: list[ServerEvent] = []
    async for batch in stream:
        seen += batch
        if any(over(event) for event in batch):
            return seen
    raise AssertionError(f"the stream ended after {[event.type for event in seen]}")


def _is(name: str, **fields: Any) -> Callable[[ServerEvent], bool]:
    return lambda event: event.type == name and event.model_dump().items() >= fields.items()


async def test_turn_is_read_without_unknown_events(
    server: ServerUnderTest, client: OmnigentClient, running: Any
) -> None:
    session = await asyncio.to_thread(running, "shell")
    call = ToolCall(name="sys_os_shell", arguments={"command": "echo seen"}, call_id="call_typed")
    first = Reply(text="I look.", reasoning="Where to look?", tool_calls=[call])
    word = server.script_turn(session, first, Reply(text="Seen."))
    async with open_event_stream(client, session.id) as stream:
        await _until(stream, _is("session.heartbeat"))
        stable = uuid.uuid4().hex
        acknowledged = await events.post_message(client, session.id, f"{word} look", stable_id=stable)
        seen = await _until(stream, _is("session.status", status="running"))
        seen += (
            []
            if any(map(_is("session.status", status="idle"), seen))
            else await _until(stream, _is("session.status", status="idle"))
        )
    assert (acknowledged.queued, acknowledged.item_id) == (True, stable)
    assert [event for event in seen if isinstance(event, UnknownEvent)] == []
    assert "".join(event.model_dump().get("delta", "") for event in seen if "text.delta" in event.type) == (
        "Where to look?I look.Seen."
    )
    page = await items.list_items(client, session.id)
    assert page.skipped == 0
    assert [item.type for item in page.rows if item.type != "resource_event"] == [
        "message",
        "message",
        "function_call",
        "function_call_output",
        "message",
    ]
    assert await items.item_exists(client, session.id, stable)
    assert not await items.item_exists(client, session.id, UNKNOWN)


async def test_session_lives_through_every_call(server: ServerUnderTest, client: OmnigentClient) -> None:
    made = await sessions.create_session(client, agent_id=server.agent("plain"), title="Typed", labels={"a": "b"})
    assert (made.title, made.status, made.labels["a"]) == ("Typed", "idle", "b")
    renamed = await sessions.update_session(client, made.id, title="Typed again", reasoning_effort="low")
    assert (renamed.title, renamed.reasoning_effort) == ("Typed again", "low")
    assert (await sessions.update_session(client, made.id, title="", reasoning_effort="default")).title is None
    await events.post_event(client, made.id, message_events(4))
    snapshot = await sessions.get_session(client, made.id, include_items=True)
    assert len(snapshot.items) == 4
    fork = await sessions.fork_session(client, made.id, title="Copy", up_to_response_id="resp_0")
    assert fork.title == "Copy"
    listed = await sessions.list_sessions(client, limit=1000)
    assert {made.id, fork.id} <= {row.id for row in listed.rows}
    assert listed.skipped == 0
    assert (await sessions.list_child_sessions(client, made.id)).rows == ()
    for session_id in (made.id, fork.id):
        await sessions.delete_session(client, session_id)
    with pytest.raises(NotFound):
        await sessions.get_session(client, made.id)


async def test_history_is_read_backwards_without_gaps(client: OmnigentClient, session: SessionDriver) -> None:
    await events.post_event(client, session.id, message_events(50))
    pages = [await items.list_items(client, session.id, limit=20, order="desc")]
    while pages[-1].has_more:
        pages.append(await items.list_items(client, session.id, limit=20, order="desc", after=pages[-1].last_id))
    assert [len(page.rows) for page in pages] == [20, 20, 10]
    backwards = [row.id for page in pages for row in page.rows]
    forwards = [row.id for row in (await items.list_items(client, session.id, limit=1000)).rows]
    assert backwards == forwards[::-1]


async def test_refusals_are_typed(server: ServerUnderTest, client: OmnigentClient, session: SessionDriver) -> None:
    agent = server.agent("plain")
    with pytest.raises(Invalid) as missing:
        await sessions.create_session(client, agent_id=agent, host_id=server.host_id, workspace="/nonexistent")
    assert "workspace path does not exist" in missing.value.message
    with pytest.raises(NotFound):
        await sessions.create_session(client, agent_id=UNKNOWN)
    with pytest.raises(Gone):
        await sessions.switch_agent(client, session.id, agent)
    with pytest.raises(StaleCursor):
        await items.list_items(client, session.id, after=UNKNOWN)
    with pytest.raises(Invalid):
        await sessions.update_session(client, session.id, title="x" * 201)
    with pytest.raises(Invalid):
        await events.compact(client, session.id)
    with pytest.raises(RunnerUnavailable):
        await events.post_message(client, session.id, "nobody is there")
    with pytest.raises(StreamRefused) as refused:
        async with open_event_stream(client, UNKNOWN):
            pass
    assert isinstance(refused.value.rejection, NotFound)


async def test_web_page_is_not_taken_for_an_answer(server: ServerUnderTest) -> None:
    async with OmnigentClient(f"{server.url}/no/such/base") as lost:
        with pytest.raises(NotJson):
            await sessions.list_sessions(lost)


async def test_hosts_are_browsed_by_the_paths_they_name(server: ServerUnderTest, client: OmnigentClient) -> None:
    listed = await hosts.list_hosts(client)
    assert server.host_id in {host.host_id for host in listed.rows}
    assert (await hosts.get_host(client, server.host_id)).status == "online"
    name = f"typed {uuid.uuid4().hex[:6]} #50% ü?"
    folder = await hosts.create_directory(client, server.host_id, f"~/{name}")
    with pytest.raises(Conflict):
        await hosts.create_directory(client, server.host_id, f"~/{name}")
    await hosts.create_directory(client, server.host_id, f"{folder}/inside")
    for path in (folder, f"~/{name}"):
        page = await hosts.list_directory(client, server.host_id, path)
        assert [entry.raw_path for entry in page.rows] == [f"{folder}/inside"]
    assert (await hosts.list_directory(client, server.host_id)).skipped == 0
    with pytest.raises(NotFound):
        await hosts.list_directory(client, server.host_id, f"{folder}/missing")


async def test_runner_is_launched_and_seen(
    server: ServerUnderTest, client: OmnigentClient, session: SessionDriver
) -> None:
    launched = await hosts.launch_runner(client, server.host_id, session.id, server.workspace)
    await asyncio.to_thread(session.wait_runner)
    assert launched.runner_id in {runner.runner_id for runner in (await runners.list_runners(client)).rows}
    assert (await runners.runner_status(client, launched.runner_id)).online is True
    with pytest.raises(Invalid):
        await hosts.launch_runner(client, server.host_id, session.id, server.workspace)
    await events.stop_session(client, session.id)


async def test_malformed_id_spoils_no_health_batch(client: OmnigentClient, session: SessionDriver) -> None:
    found = await health.session_liveness(client, ["nonsense", session.id, UNKNOWN])
    assert found.keys() == {session.id, UNKNOWN}
    assert (await health.get_health(client)).status == "ok"


async def test_parked_message_is_answered_by_the_verdict(
    server: ServerUnderTest, client: OmnigentClient, running: Any
) -> None:
    session = await asyncio.to_thread(running, "asks_before_message")
    word = server.script_turn(session, Reply(text="Thank you."))
    async with open_event_stream(client, session.id) as stream:
        await _until(stream, _is("session.heartbeat"))
        parked = asyncio.create_task(events.post_message(client, session.id, f"{word} may I?"))
        seen = await _until(stream, _is("response.elicitation_request"))
        asked = next(event for event in seen if event.type == "response.elicitation_request").model_dump()
        assert not parked.done()
        state = await elicitations.get_elicitation(client, session.id, asked["elicitation_id"])
        assert state.status == "pending"
        await elicitations.resolve(client, session.id, asked["elicitation_id"], "decline")
        answer = await parked
    assert (answer.queued, answer.denied) == (False, True)
    assert answer.reason


async def test_updates_are_typed(server: ServerUnderTest, client: OmnigentClient) -> None:
    made = await sessions.create_session(client, agent_id=server.agent("plain"))
    told = False
    async with open_updates(client) as updates:
        await updates.watch([made.id])
        async for frame in updates:
            if isinstance(frame, SnapshotFrame):
                assert [row.id for row in frame.rows] == [made.id]
                await sessions.update_session(client, made.id, title="Told")
            if isinstance(frame, ChangedFrame) and not told and "Told" in {row.title for row in frame.rows}:
                told = True
                await sessions.delete_session(client, made.id)
            if isinstance(frame, RemovedFrame):
                assert frame.ids == (made.id,)
                break


async def test_server_says_who_it_is(client: OmnigentClient) -> None:
    assert await get_version(client) == "0.19.0"
    assert (await get_info(client)).server_version == "0.19.0"
    assert (await get_me(client)).user_id == "local"
    assert {agent.name for agent in await agents.list_agents(client)}


async def test_file_comes_back_as_it_was_sent(client: OmnigentClient, session: SessionDriver) -> None:
    content = "ü\x1b[31m\n".encode()
    made = await files.upload_file(client, session.id, "notes.txt", content, content_type="text/plain")
    assert [file.id for file in (await files.list_files(client, session.id)).rows] == [made.id]
    assert await files.get_file_content(client, session.id, made.id) == content


async def test_a_file_is_read_piece_by_piece_while_it_is_sent_and_deleted(
    client: OmnigentClient, session: SessionDriver, tmp_path: Path
) -> None:
    path, read = tmp_path / "notes.txt", list[int]()
    path.write_text("milk\n" * 50_000)
    with CountedFile(str(path), read.append) as content:
        sent = await files.upload_file(client, session.id, "notes.txt", content, content_type="text/plain")
    assert (sent.name, sent.metadata.bytes) == ("notes.txt", 250_000)
    assert len(set(read)) > 2
    assert (await files.get_file(client, session.id, sent.id)).name == "notes.txt"
    await files.delete_file(client, session.id, sent.id)
    for gone in (files.delete_file, files.get_file):
        with pytest.raises(NotFound):
            await gone(client, session.id, sent.id)


async def test_files_and_skills_of_a_workspace_are_typed(
    client: OmnigentClient, session: SessionDriver, running: Any
) -> None:
    bound = await asyncio.to_thread(running, "shell")
    await asyncio.to_thread(bound.wait_runner)
    filesystem = f"{bound.path}/resources/environments/default/filesystem"
    for path in ("typed/Notes.md", ".claude/skills/typed/SKILL.md"):
        content = {"content": "---\nname: typed\ndescription: Told.\n---\n"}
        await asyncio.to_thread(bound.client.put, f"{filesystem}/{path}", json=content)
    found = await environments.search_files(client, bound.id, "NOTES", limit=10)
    assert [(row.path, row.name, row.is_directory) for row in found.data] == [("typed/Notes.md", "Notes.md", False)]
    assert not found.truncated
    listed = {row.path: row.is_directory for row in (await environments.list_files(client, bound.id)).rows}
    assert listed["typed"]
    assert ("typed", "Told.") in [(skill.name, skill.description) for skill in await list_skills(client, bound.id)]
    with pytest.raises(Conflict):
        await environments.search_files(client, session.id, "notes")
    with pytest.raises(Conflict):
        await list_skills(client, session.id)
    with pytest.raises(Invalid):
        await environments.search_files(client, bound.id, " ")
