"""The stream itself: opening, replay, loss, silence, and how it ends."""

from __future__ import annotations

import json

from tests.demo.conftest import StartDemo
from tests.demo.driving import Driver

OPENING = ["session.heartbeat", "session.changed_files.invalidated", "session.presence"]


async def test_new_stream_opens_with_a_heartbeat_and_the_resources(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        await tail.seen("session.presence")
        assert tail.types(after_opening=False) == OPENING
        assert tail.headers["content-type"].startswith("text/event-stream")
        assert tail.headers["x-omnigent-stream-epoch"]
        first = tail.raw.split(b"\n\n")[0].decode()
    assert first.startswith("event: session.heartbeat\ndata: {")


async def test_agent_with_terminals_announces_them(demo: Driver) -> None:
    session = await demo.create(agent="operator")
    async with demo.tail(session) as tail:
        created = await tail.seen("session.resource.created")
    assert created["resource"]["id"] == "terminal_tui_main"


async def test_stream_opened_mid_turn_gets_the_text_so_far_in_one_delta(demo: Driver) -> None:
    session = await demo.create()
    before, after = "Already said, in many pieces. ", "And the rest."
    await demo.script(session, [{"text": before, "chunk": 3}, {"gate": "half"}, {"text": after, "chunk": 3}])
    async with demo.tail(session) as early:
        await demo.say(session, "go")
        await demo.gate_reached("half")
        async with demo.tail(session) as late:
            await late.seen("session.presence")
            created, delta = late.events[1:3]
            assert created["type"] == "response.created"
            assert delta["delta"] == before
            assert delta["sequence_number"] is None
            begun = await early.seen("response.in_progress")
            assert created["response"]["id"] == begun["response"]["id"]
            assert (await demo.session(session))["active_response_id"] == created["response"]["id"]
            await demo.control("release", gate="half")
            await late.seen("session.status", status="idle")
            assert late.text() == before + after
        await early.seen("session.status", status="idle")
        assert early.text() == before + after


async def test_running_tool_is_not_replayed(demo: Driver) -> None:
    session = await demo.create()
    await demo.script(session, [{"tool": {"call_id": "c1", "gate": "tool"}}])
    await demo.say(session, "go")
    await demo.gate_reached("tool")
    async with demo.tail(session) as tail:
        await tail.seen("session.presence")
        assert tail.types(after_opening=False) == OPENING
    assert [item["type"] for item in await demo.items(session)] == ["message"]


async def test_unknown_session_has_no_stream(demo: Driver) -> None:
    answer = await demo.client.get(f"/v1/sessions/{'0' * 32}/stream")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


async def test_heartbeats_in_silence(start_demo: StartDemo) -> None:
    async with start_demo("--heartbeat", "0.05") as demo:
        session = await demo.create()
        async with demo.tail(session) as tail:
            await tail.until(lambda t: t.types(after_opening=False).count("session.heartbeat") >= 4)


async def test_burst_beyond_the_bound_ends_the_stream_without_a_marker(demo: Driver) -> None:
    session = await demo.create()
    await demo.script(session, [{"burst": "x" * 1500, "chunk": 1}])
    async with demo.tail(session) as tail:
        await demo.say(session, "go")
        await tail.until(lambda t: t.ended)
        assert b"[DONE]" not in tail.raw
        assert len(tail.text()) < 1500
    assert (await demo.items(session))[-1]["content"][0]["text"] == "x" * 1500


async def test_burst_within_the_bound_arrives_whole(demo: Driver) -> None:
    session = await demo.create()
    await demo.script(session, [{"burst": "y" * 900, "chunk": 1}])
    async with demo.tail(session) as tail:
        await demo.say(session, "go")
        await tail.seen("session.status", status="idle")
        assert tail.text() == "y" * 900


async def test_deleted_session_leaves_its_stream_open(start_demo: StartDemo) -> None:
    async with start_demo("--heartbeat", "0.05") as demo:
        session = await demo.create()
        async with demo.tail(session) as tail:
            assert (await demo.client.delete(f"/v1/sessions/{session}")).status_code == 200
            seen = len(tail.events)
            await tail.until(lambda t: len(t.events) > seen + 2)
            assert not tail.ended
        await demo.get(f"/v1/sessions/{session}", 404)


async def test_dropped_streams_end_and_can_be_opened_again(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        await demo.control("faults", kind="drop_streams", path_prefix=f"/v1/sessions/{session}")
        await tail.until(lambda t: t.ended)
        assert b"[DONE]" not in tail.raw
    async with demo.tail(session) as tail:
        await tail.seen("session.presence")
        assert not tail.ended


async def test_next_streams_can_be_cut_right_after_they_open(demo: Driver) -> None:
    session = await demo.create()
    await demo.control("faults", kind="drop_streams", path_prefix=f"/v1/sessions/{session}/stream", count=1)
    async with demo.tail(session) as tail:
        await tail.until(lambda t: t.ended)
        assert tail.types(after_opening=False)[0] == "session.heartbeat"
    async with demo.tail(session) as tail:
        await demo.say(session, "echo back")
        await tail.seen("session.status", status="idle")


async def test_muted_stream_is_silent_until_the_reset(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        await tail.seen("session.presence")
        await demo.control("faults", kind="mute_streams")
        await demo.say(session, "echo unheard")
        await demo.control("reset")
        await demo.control("emit", session_id=session, event={"type": "session.later"})
        await tail.seen("session.later")
        assert "session.input.consumed" not in tail.types()


async def test_restarted_server_has_a_new_epoch_and_lost_the_text_in_flight(demo: Driver) -> None:
    session = await demo.create()
    await demo.script(session, [{"text": "Lost. "}, {"gate": "down"}, {"text": "Kept."}])
    async with demo.tail(session) as tail:
        await demo.say(session, "go")
        await demo.gate_reached("down")
        epoch = tail.headers["x-omnigent-stream-epoch"]
        await demo.control("restart_epoch")
        await tail.until(lambda t: t.ended)
    async with demo.tail(session) as tail:
        assert tail.headers["x-omnigent-stream-epoch"] != epoch
        assert (await demo.session(session))["active_response_id"] is None
        await demo.control("release", gate="down")
        await tail.seen("session.status", status="idle")
        assert "response.created" not in tail.types()
        assert tail.text() == "Kept."
    last = (await demo.items(session))[-1]
    assert last["content"][0]["text"] == "Kept."
    assert last["response_id"].startswith("turn_")


async def test_raw_bytes_and_any_event_can_be_emitted(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        await tail.seen("session.presence")
        await demo.control("emit", session_id=session, raw="event: x\ndata: not json\n\n")
        await demo.control("emit", session_id=session, event={"type": "session.strange", "n": 1})
        assert (await tail.seen("session.strange"))["n"] == 1
        assert b"data: not json\n\n" in tail.raw


async def test_second_user_is_shown_to_the_others(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        async with demo.tail(session, **{"X-Forwarded-Email": "bob@example.com"}):
            await tail.until(lambda t: "bob@example.com" in json.dumps(t.events))
        await tail.until(lambda t: t.events[-1]["type"] == "session.presence" and t.events[-1]["viewers"] == [])


async def test_injected_events_are_published_and_items_stored(demo: Driver) -> None:
    session = await demo.create(bound=False)
    async with demo.tail(session) as tail:
        await demo.send(session, {"type": "external_session_title", "data": {"title": "Injected"}})
        assert (await tail.seen("session.title"))["title"] == "Injected"
        item = {"item_type": "reasoning", "item_data": {"agent": "smoke", "summary": []}, "response_id": "resp_1"}
        ack = await demo.send(session, {"type": "external_conversation_item", "data": item})
        await tail.seen("response.output_item.done")
    (stored,) = await demo.items(session)
    assert stored["id"] == ack["item_id"]
    assert stored["response_id"] == "resp_1"
