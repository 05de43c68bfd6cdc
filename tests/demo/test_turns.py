"""What the scripted agent streams and stores, turn by turn."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from tests.demo.driving import Driver

PLAIN = [
    "session.input.consumed",
    "session.status",
    "response.in_progress",
    "response.output_text.delta",
    "response.output_item.done",
    "session.model",
    "session.usage",
    "response.completed",
    "session.status",
]


async def test_plain_turn_in_order_and_stored(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        ack = await demo.say(session, "echo grüße 🚀")
        await tail.seen("session.status", status="idle")
        assert tail.types() == PLAIN
        assert tail.text() == "grüße 🚀"
        done = tail.done_items()[0]
    user, answer = await demo.items(session)
    assert user["id"] == ack["item_id"]
    assert user["response_id"].startswith("turn_")
    assert answer == done
    assert answer["content"][0]["text"] == "grüße 🚀"


async def test_default_reply_is_markdown_with_all_blocks(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        await demo.say(session, "How do I start?")
        await tail.seen("session.status", status="idle")
        text = tail.text()
    assert all(block in text for block in ("## ", "1. ", "```python", "| step", "> ", "How do I start?"))


async def test_first_message_becomes_the_title_cut_to_sixty(demo: Driver) -> None:
    session = await demo.create()
    await demo.say(session, "echo " + "a long first message " * 9)
    title = (await demo.session(session))["title"]
    assert len(title) == 60
    assert title.endswith("…")


async def test_tool_calls_have_three_events_and_other_stored_ids(demo: Driver) -> None:
    session = await demo.create()
    call = {"name": "sys_os_shell", "arguments": {"command": "ls"}, "output": "{}", "call_id": "call_1"}
    await demo.script(session, [{"text": "Looking."}, {"tool": call}, {"text": "Done."}])
    async with demo.tail(session) as tail:
        await demo.say(session, "go")
        await tail.seen("session.status", status="idle")
        items = tail.done_items()
    kinds = [(item["type"], item.get("status")) for item in items]
    assert kinds == [
        ("function_call", "in_progress"),
        ("message", "completed"),
        ("function_call", "completed"),
        ("function_call_output", "completed"),
        ("message", "completed"),
    ]
    begun, said, ended, output, _ = items
    assert begun["call_id"] == ended["call_id"] == output["call_id"] == "call_1"
    assert begun["id"].startswith("fc_")
    assert begun["id"] != ended["id"]
    assert begun["agent"] == said["response_id"]
    assert json.loads(begun["arguments"]) == {"command": "ls"}
    stored = await demo.items(session)
    assert [item["type"] for item in stored] == [
        "message",
        "message",
        "function_call",
        "function_call_output",
        "message",
    ]
    assert not {item["id"] for item in stored} & {begun["id"], ended["id"], output["id"]}


async def test_parallel_calls_finish_in_any_order(demo: Driver) -> None:
    session = await demo.create()
    calls = [{"call_id": "slow", "gate": "slow"}, {"call_id": "quick"}]
    await demo.script(session, [{"tools": [calls[1], calls[0]]}])
    async with demo.tail(session) as tail:
        await demo.say(session, "go")
        await demo.gate_reached("slow")
        await tail.until(lambda t: any(i["type"] == "function_call_output" for i in t.done_items()))
        await demo.control("release", gate="slow")
        await tail.seen("session.status", status="idle")
        outputs = [i["call_id"] for i in tail.done_items() if i["type"] == "function_call_output"]
    assert outputs == ["quick", "slow"]


@pytest.mark.parametrize("action", ["accept", "decline"])
async def test_tool_approval(demo: Driver, action: str) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        await demo.say(session, "approve this")
        asked = await tail.seen("response.elicitation_request")
        assert asked["params"]["mode"] == "url"
        assert asked["params"]["url"] == f"/approve/{session}/{asked['elicitation_id']}"
        snapshot = await demo.session(session)
        assert snapshot["status"] == "running"
        (pending,) = snapshot["pending_elicitations"]
        assert pending["elicitation_id"] == asked["elicitation_id"]
        assert None not in pending["params"].values()
        verdict = {"elicitation_id": asked["elicitation_id"], "action": action}
        assert await demo.send(session, {"type": "approval", "data": verdict}) == {"queued": False}
        await tail.seen("session.status", status="idle")
        actions = [e["action"] for e in tail.events if e["type"] == "response.elicitation_resolved"]
        assert actions == [action, None]
        ended = {"accept": "response.completed", "decline": "response.cancelled"}[action]
        assert ended in tail.types()
    kinds = [item["type"] for item in await demo.items(session)]
    assert ("function_call" in kinds) == (action == "accept")
    assert (await demo.session(session))["pending_elicitations"] == []


@pytest.mark.parametrize("action", ["accept", "decline"])
async def test_message_that_needs_consent_parks_its_post(demo: Driver, action: str) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        post = asyncio.create_task(demo.say(session, "ask first, then echo"))
        asked = await tail.seen("response.elicitation_request")
        assert not post.done()
        assert asked["params"]["phase"] == "request"
        assert asked["params"]["mode"] == "form"
        assert (await demo.session(session))["status"] == "idle"
        row = next(r for r in (await demo.get("/v1/sessions"))["data"] if r["id"] == session)
        assert (row["status"], row["pending_elicitations_count"]) == ("running", 1)
        path = f"/v1/sessions/{session}/elicitations/{asked['elicitation_id']}"
        assert (await demo.get(path))["status"] == "pending"
        await demo.post(f"{path}/resolve", {"action": action}, 202)
        ack = await post
        await tail.seen("session.status", status="idle")
        assert (await demo.get(path)) == {"status": "resolved"}
    stored = await demo.items(session)
    if action == "accept":
        assert stored[0]["id"] == ack["item_id"]
    else:
        assert ack == {"queued": False, "denied": True, "reason": "ask: Confirm before continuing."}
        assert [item["role"] for item in stored] == ["assistant"]
        assert stored[0]["response_id"].startswith("deny_")


async def test_client_that_hangs_up_while_parked_has_refused(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        with pytest.raises(httpx.ReadTimeout):
            await demo.client.post(
                f"/v1/sessions/{session}/events",
                json={
                    "type": "message",
                    "data": {"role": "user", "content": [{"type": "input_text", "text": "ask first"}]},
                },
                timeout=httpx.Timeout(30, read=0.3),
            )
        await tail.text_has("[Denied by policy")
        await tail.seen("session.status", status="idle")
    # The card stays, and any verdict clears it.
    (stale,) = (await demo.session(session))["pending_elicitations"]
    verdict = {"elicitation_id": stale["elicitation_id"], "action": "cancel"}
    await demo.send(session, {"type": "approval", "data": verdict})
    assert (await demo.session(session))["pending_elicitations"] == []


async def test_form_is_answered_and_becomes_the_output(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        await demo.say(session, "I have a question")
        asked = await tail.seen("response.elicitation_request")
        properties = asked["params"]["requestedSchema"]["properties"]
        assert properties["environment"]["enumNames"]
        assert properties["regions"]["type"] == "array"
        content = {"environment": "staging", "regions": ["us-east"], "reason": "test"}
        verdict = {"elicitation_id": asked["elicitation_id"], "action": "accept", "content": content}
        await demo.send(session, {"type": "approval", "data": verdict})
        await tail.seen("session.status", status="idle")
    output = next(i for i in await demo.items(session) if i["type"] == "function_call_output")
    assert "environment='staging'" in output["output"]


async def test_failed_turn_stores_an_error_it_does_not_stream(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        await demo.say(session, "fail midway")
        status = await tail.seen("session.status", status="failed")
        failed = await tail.seen("response.failed")
        assert failed["source"] == "harness"
        assert status["error"] == failed["response"]["error"]
        assert status["response_id"] == failed["response"]["id"]
        assert all(item["type"] != "error" for item in tail.done_items())
        partial = tail.text()
    _, message, error = await demo.items(session)
    assert message["content"][0]["text"] == partial
    assert error["type"] == "error"
    snapshot = await demo.session(session)
    assert snapshot["last_task_error"]["message"] == error["message"]
    async with demo.tail(session) as tail:
        await demo.say(session, "echo again")
        await tail.seen("session.status", status="idle")
    assert (await demo.session(session))["last_task_error"] is None


async def test_todo_list_is_complete_at_the_end(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        await demo.say(session, "todo")
        await tail.seen("session.status", status="idle")
        lists = [event["todos"] for event in tail.events if event["type"] == "session.todos"]
    assert [sum(t["status"] == "completed" for t in todos) for todos in lists] == [0, 1, 2, 3, 4]
    assert (await demo.session(session))["todos"] == lists[-1]


async def test_reasoning_is_streamed_but_not_stored(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        await demo.say(session, "reason about it")
        await tail.seen("session.status", status="idle")
        assert "response.reasoning_text.delta" in tail.types()
    assert [item["type"] for item in await demo.items(session)] == ["message", "message"]
