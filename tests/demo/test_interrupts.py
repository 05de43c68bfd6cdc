"""Interrupting a turn in its different moments, and messages sent while one runs."""

from __future__ import annotations

from tests.demo.driving import Driver


async def test_interrupt_mid_text(demo: Driver) -> None:
    session = await demo.create()
    await demo.script(session, [{"text": "Half of it."}, {"gate": "half"}, {"text": "Never said."}])
    async with demo.tail(session) as tail:
        await demo.say(session, "go")
        await demo.gate_reached("half")
        assert await demo.send(session, {"type": "interrupt", "data": {}}) == {"queued": False}
        await tail.until(lambda t: t.statuses() == ["running", "idle", "idle"])
        kinds = tail.types()
    assert kinds[kinds.index("session.interrupted") :] == [
        "session.interrupted",
        "response.output_item.done",
        "response.cancelled",
        "session.input.consumed",
        "session.status",
        "session.status",
    ]
    _, partial, notice = await demo.items(session)
    assert partial["content"][0]["text"] == "Half of it."
    assert notice["content"][0]["text"].startswith("[System: interrupted]")
    assert "user_authored" not in notice


async def test_interrupt_during_a_tool_cancels_each_call_twice_after_idle(demo: Driver) -> None:
    session = await demo.create()
    await demo.script(session, [{"tool": {"call_id": "c1", "gate": "never"}}])
    async with demo.tail(session) as tail:
        await demo.say(session, "go")
        await demo.gate_reached("never")
        await demo.send(session, {"type": "interrupt", "data": {}})
        await tail.until(lambda t: t.types()[-1] == "session.input.consumed" and "idle" in t.statuses())
        kinds = tail.types()
        tail_kinds = kinds[kinds.index("session.interrupted") + 1 :]
        closing = tail.done_items()[1:]
    assert tail_kinds == [
        "response.cancelled",
        "session.status",
        "session.status",
        *["response.output_item.done"] * 4,
        "session.input.consumed",
    ]
    assert [item["call_id"] for item in closing] == ["c1"] * 4
    assert len({item["id"] for item in closing}) == 4
    assert closing[0]["response_id"].startswith("cancel_")


async def test_interrupt_during_an_approval_leaves_it_pending_and_sends_no_cancelled(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        await demo.say(session, "approve this")
        await tail.seen("response.elicitation_request")
        await demo.send(session, {"type": "interrupt", "data": {}})
        await tail.until(lambda t: t.statuses()[-2:] == ["idle", "idle"])
        assert "response.cancelled" not in tail.types()
    assert len((await demo.session(session))["pending_elicitations"]) == 1


async def test_interrupt_when_idle_says_only_so(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        await demo.send(session, {"type": "interrupt", "data": {}})
        await tail.seen("session.interrupted")
        assert tail.statuses() == []


async def test_messages_during_a_turn_queue_and_run_merged_without_idle_between(demo: Driver) -> None:
    session = await demo.create()
    await demo.script(session, [{"text": "One."}, {"gate": "steer"}], [{"text": "Both."}])
    async with demo.tail(session) as tail:
        await demo.say(session, "first")
        await demo.gate_reached("steer")
        await demo.say(session, "second")
        await demo.say(session, "third")
        await tail.until(lambda t: t.types().count("session.input.consumed") == 3)
        await demo.control("release", gate="steer")
        await tail.seen("session.status", status="idle")
        assert tail.statuses() == ["running", "running", "idle"]
        assert tail.types().count("response.completed") == 2
    texts = [item["content"][0]["text"] for item in await demo.items(session)]
    assert texts == ["first", "second", "third", "One.", "Both."]
