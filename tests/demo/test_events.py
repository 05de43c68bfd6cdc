"""Posting events: acknowledgements, idempotency, refusals, recovery of runners and hosts."""

from __future__ import annotations

import asyncio

from tests.demo.conftest import StartDemo
from tests.demo.driving import GIVE_UP, Driver, message

STABLE = "5" * 32


async def test_repeated_message_keeps_one_item(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        first = await demo.say(session, "echo once", stable_id=STABLE)
        await tail.seen("session.status", status="idle")
        again = await demo.say(session, "echo once", stable_id=STABLE)
        await tail.until(lambda t: t.statuses().count("idle") == 2)
        other = await demo.say(session, "echo something else", stable_id=STABLE)
        await tail.until(lambda t: t.statuses().count("idle") == 3)
    assert first["item_id"] == again["item_id"] == STABLE
    assert other["item_id"] != STABLE
    assert [i["id"] for i in await demo.items(session) if i["role"] == "user"] == [STABLE, other["item_id"]]


async def test_batches(demo: Driver) -> None:
    session = await demo.create()
    acks = await demo.send(session, [{"type": "interrupt"}, message("echo x"), {"type": "approval", "data": {}}])
    assert [ack["queued"] for ack in acks] == [False, True, False]
    assert (await demo.send(session, [], 400))["error"]["code"] == "invalid_input"
    await demo.send(session, [{"type": "interrupt"}] * 101, 400)


async def test_refusals(demo: Driver) -> None:
    session = await demo.create()
    unknown = await demo.send(session, {"type": "dance"}, 400)
    assert "stop_session" in unknown["error"]["message"]
    for data in (None, {}, {"role": "robot", "content": []}, {"role": "user", "content": "text"}):
        answer = await demo.send(session, {"type": "message", "data": data}, 400)
        assert answer["error"]["message"].startswith("Invalid data payload for event type 'message'")
    path = f"/v1/sessions/{session}/events"
    for content, kind in ((b"{", "application/json"), (b"{}", "text/plain")):
        answer = await demo.client.post(path, content=content, headers={"content-type": kind})
        assert answer.status_code == 422
    compact = await demo.send(session, {"type": "compact", "data": {}}, 400)
    assert compact["error"]["message"] == "/compact is not available for this session type."
    elicitation = f"/v1/sessions/{session}/elicitations/elicit_x/resolve"
    await demo.post(elicitation, {"action": "maybe"}, 422)
    assert await demo.post(elicitation, {"action": "accept"}, 202) == {"queued": False}


async def test_message_to_an_unbound_session_is_refused(demo: Driver) -> None:
    session = await demo.create(bound=False)
    answer = await demo.send(session, message("hello"), 503)
    assert answer["error"] == {"code": "runner_unavailable", "message": "No runner bound for session"}
    assert await demo.items(session) == []
    health = await demo.get("/health", session_id=session)
    assert health["session"]["runner_online"] is True


async def test_compaction_where_the_harness_has_it(demo: Driver) -> None:
    session = await demo.create(agent="reviewer")
    await demo.control("items", session_id=session, count=5)
    async with demo.tail(session) as tail:
        await demo.send(session, {"type": "compact", "data": {}})
        await tail.seen("response.compaction.completed")
        assert "response.compaction.in_progress" in tail.types()
    assert (await demo.items(session))[-1]["type"] == "compaction"


async def test_model_override_of_one_message(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        await demo.send(session, {**message("echo x"), "model_override": "demo-tiny"})
        assert (await tail.seen("session.model"))["model"] == "demo-tiny"


async def test_stopped_session_wakes_with_the_next_message(demo: Driver) -> None:
    session = await demo.create()
    await demo.send(session, {"type": "stop_session"})
    assert (await demo.session(session))["runner_online"] is False
    retried = await demo.send(session, {"type": "retry_session"})
    assert retried["recovery"] == "runner_relaunched"
    assert (await demo.send(session, {"type": "retry_session"}))["recovery"] == "already_connected"
    await demo.send(session, {"type": "stop_session"})
    async with demo.tail(session) as tail:
        await demo.say(session, "echo awake")
        await tail.text_has("awake")
    assert (await demo.session(session))["runner_online"] is True


async def test_killed_runner_fails_the_session_and_loses_the_text(demo: Driver) -> None:
    session = await demo.create()
    await demo.script(session, [{"text": "Lost for good."}, {"gate": "killed"}])
    async with demo.tail(session) as tail:
        await demo.say(session, "go")
        await demo.gate_reached("killed")
        await demo.control("kill_runner", session_id=session)
        failed = await tail.seen("session.status", status="failed")
        assert failed["error"]["code"] == "runner_failed_to_start"
        assert "response.failed" not in tail.types()
        assert not tail.ended
        assert [item["type"] for item in await demo.items(session)] == ["message"]
        snapshot = await demo.session(session)
        assert (snapshot["runner_online"], snapshot["host_online"]) == (False, True)
        status = await demo.get(f"/v1/runners/{snapshot['runner_id']}/status")
        assert "exited with code -9" in status["error"]
        await demo.script(session, [{"text": "Answered after all."}])
        retried = await demo.send(session, {"type": "retry_session"})
        assert retried == {"queued": False, "recovered": True, "recovery": "runner_relaunched"}
        await tail.text_has("Answered after all.")


async def test_dead_host_says_nothing(start_demo: StartDemo) -> None:
    async with start_demo() as demo:
        host = await demo.host()
        session = await demo.create()
        await demo.script(session, [{"text": "…"}, {"gate": "host"}])
        async with demo.tail(session) as tail:
            await demo.say(session, "go")
            await demo.gate_reached("host")
            await demo.control("hosts", host_id=host, online=False)
            assert (await demo.session(session))["status"] == "running"
            health = await demo.get("/health", session_ids=session)
            assert health["sessions"][session]["host_online"] is False
            refused = await demo.send(session, message("anyone there?"), 503)
            assert refused["error"]["code"] == "runner_unavailable"
            assert tail.statuses() == ["running"]
            assert (await demo.get(f"/v1/hosts/{host}/filesystem", 409))["error"]["code"] == "conflict"
            await demo.control("hosts", host_id=host, online=True)
            await demo.say(session, "echo back again")
            await tail.text_has("back again")


async def test_seeded_sessions_are_in_every_state(start_demo: StartDemo) -> None:
    async with start_demo("--sessions", "3") as demo:
        rows = (await demo.get("/v1/sessions", include_archived="true", limit=100))["data"]
        titles = [row["title"] for row in rows]
        assert len(rows) == 9 + 3
        assert any(ord(char) > 0x3000 for title in titles for char in title)
        assert {row["status"] for row in rows} == {"idle", "running", "failed"}
        assert sum(row["archived"] for row in rows) == 1
        assert sum(row["pending_elicitations_count"] for row in rows) == 1
        ids = ",".join(row["id"] for row in rows)
        live = (await demo.get("/health", session_ids=ids))["sessions"].values()
        assert {(each["runner_online"], each["host_online"]) for each in live} == {
            (True, True),
            (False, True),
            (False, False),
            (True, None),
        }


async def test_watching_session_works_only_while_it_is_watched(start_demo: StartDemo) -> None:
    async with start_demo() as demo:
        session = (await demo.titled("Watch the deployment"))["id"]
        assert len(await demo.items(session)) == 1
        async with demo.tail(session) as tail:
            await tail.text_has("Check 1.")
            await tail.until(lambda t: len(t.done_items()) >= 2)
        async with asyncio.timeout(GIVE_UP):
            while (await demo.get("/demo/state"))["streams"]:
                await asyncio.sleep(0.01)
        assert (await demo.session(session))["status"] == "running"


async def test_waiting_session_goes_on_when_it_is_approved(start_demo: StartDemo) -> None:
    async with start_demo() as demo:
        session = (await demo.titled("Restart production"))["id"]
        (pending,) = (await demo.session(session))["pending_elicitations"]
        async with demo.tail(session) as tail:
            verdict = {"elicitation_id": pending["elicitation_id"], "action": "accept"}
            await demo.send(session, {"type": "approval", "data": verdict})
            await tail.seen("session.status", status="idle")
        assert "restarted" in (await demo.items(session))[-1]["content"][0]["text"]
