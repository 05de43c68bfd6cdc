"""Sub-agents: the parent's events, the child's own stream, and questions that a child asks."""

from __future__ import annotations

from tests.demo.driving import Driver


async def test_parent_waits_for_the_child_and_collects_its_result(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        await demo.say(session, "use a subagent")
        created = await tail.seen("session.created")
        child_id = created["child_session_id"]
        async with demo.tail(child_id) as child:
            await child.seen("session.status", status="idle")
        await tail.seen("session.status", status="idle")
        assert tail.statuses() == ["running", "waiting", "running", "idle"]
        updates = [e["child"] for e in tail.events if e["type"] == "session.child_session.updated"]
        events = [i["event_type"] for i in tail.done_items() if i["type"] == "resource_event"]
        notices = [e["data"]["data"] for e in tail.events if e["type"] == "session.input.consumed"][1:]
    assert [update["current_task_status"] for update in updates] == [
        "launching",
        "in_progress",
        "completed",
        "completed",
    ]
    assert "parent_session_id" not in updates[0]
    assert "parent_session_id" in updates[1]
    assert events == ["session.subagent.delegated", "session.subagent.returned"]
    (notice,) = notices
    assert notice["content"][0]["text"].startswith("[System: sub-agent researcher/auth finished (completed)")
    assert notice["user_authored"] is True
    (row,) = (await demo.get(f"/v1/sessions/{session}/child_sessions"))["data"]
    assert (row["id"], row["title"], row["busy"]) == (child_id, "researcher:auth", False)
    assert row["last_message_preview"]
    snapshot = await demo.session(child_id)
    assert snapshot["kind"] == "sub_agent"
    assert snapshot["parent_session_id"] == snapshot["root_conversation_id"] == session


async def test_children_are_listed_only_when_asked_for(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        await demo.say(session, "use a subagent")
        child_id = (await tail.seen("session.created"))["child_session_id"]
        await tail.seen("session.status", status="idle")
    rows = (await demo.get("/v1/sessions", limit=1000))["data"]
    children = (await demo.get("/v1/sessions", limit=1000, kind="sub_agent"))["data"]
    assert child_id not in {row["id"] for row in rows}
    assert child_id in {row["id"] for row in children}


async def test_question_of_a_child_is_mirrored_on_the_parent(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        await demo.say(session, "subagent with approval")
        asked = await tail.seen("response.elicitation_request")
        child_id = asked["params"]["target_session_id"]
        for member in (session, child_id):
            (pending,) = (await demo.session(member))["pending_elicitations"]
            assert pending["elicitation_id"] == asked["elicitation_id"]
        await demo.post(
            f"/v1/sessions/{child_id}/elicitations/{asked['elicitation_id']}/resolve",
            {"action": "accept"},
            202,
        )
        await tail.seen("response.elicitation_resolved")
        await tail.seen("session.status", status="idle")
    assert (await demo.session(session))["pending_elicitations"] == []
