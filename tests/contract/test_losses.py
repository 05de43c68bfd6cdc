"""What a client notices when a runner dies, the server restarts or the host goes away."""

from __future__ import annotations

from typing import Any

from tests.contract.servers import ServerUnderTest
from tests.real_server.replies import Reply
from tests.real_server.waiting import wait_until

TEXT = "Said before. Said after."


def test_killed_runner_fails_the_session_and_the_next_message_revives_it(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    word = server.script_turn(session, Reply(text=TEXT, gate="killed", gate_after=12))
    with session.tap() as tap:
        session.say(f"{word} go")
        server.wait_at_gate("killed")
        tap.wait_text(TEXT[:12])
        server.kill_runner(session)
        failed = tap.wait_status("failed")
        assert tap.events[failed - 1].data["error"]["code"] == "runner_failed_to_start"
        assert "response.failed" not in tap.types()
        assert [item["role"] for item in session.items()] == ["user"]
        word = server.script_turn(session, Reply(text="Back again."))
        session.say(f"{word} again")
        tap.wait_for("response.completed", after=failed)
        # A runner that comes back may answer first what its predecessor died of.
        wait_until(lambda: session.items()[-1].get("content", [{}])[0].get("text") == "Back again.", "the answer")
        assert not tap.ended
    server.release("killed")


def test_restarted_server_ends_streams_and_has_a_new_epoch(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    word = server.script_turn(session, Reply(text=TEXT, gate="restart", gate_after=12, chunk=4))
    with session.tap() as before:
        session.say(f"{word} go")
        server.wait_at_gate("restart")
        before.wait_text(TEXT[:12])
        server.restart()
        before.wait_end()
        assert "[DONE]" not in before.types()
    wait_until(session.runner_online, "the runner to come back")
    with session.tap() as after:
        epochs = {tap.response_headers["x-omnigent-stream-epoch"] for tap in (before, after)}
        assert len(epochs) == 2
        server.release("restart")
        after.wait_status("idle")
        assert "response.created" not in after.types()
    assert session.items()[-1]["content"][0]["text"].endswith("Said after.")


def test_lost_host_is_seen_in_health_only(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    word = server.script_turn(session, Reply(text=TEXT, gate="lost", gate_after=12))

    def host_online() -> bool:
        health = server.client.get("/health", params={"session_id": session.id}).json()
        return health["session"]["host_online"] is True

    with session.tap() as tap:
        session.say(f"{word} go")
        server.wait_at_gate("lost")
        tap.wait_text(TEXT[:12])
        before = len(tap.events)
        server.set_host(online=False)
        wait_until(lambda: not host_online() and not session.runner_online(), "the host to be gone")
        assert session.snapshot()["status"] == "running"
        folders = server.client.get(f"/v1/hosts/{server.host_id}/filesystem")
        assert folders.status_code == 409
        assert folders.json()["error"] == {"code": "conflict", "message": "host is offline"}
        body = {"agent_id": server.agent("plain"), "host_id": server.host_id, "workspace": server.workspace}
        refused = server.client.post("/v1/sessions", json=body)
        assert (refused.status_code, refused.json()["error"]["code"]) == (400, "invalid_input")
        assert "is offline" in refused.json()["error"]["message"]
        assert "session.status" not in tap.types()[before:]
        server.set_host(online=True)
        wait_until(host_online, "the host to come back")
    server.release("lost")
