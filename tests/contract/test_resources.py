"""Files, sub-agents, comments: what hangs off a session."""

from __future__ import annotations

from typing import Any

from tests.contract.servers import ServerUnderTest
from tests.real_server.driving import SessionDriver


def test_file_is_uploaded_listed_read_and_deleted(session: SessionDriver) -> None:
    files = f"{session.path}/resources/files"
    with session.tap() as tap:
        answer = session.client.post(files, files={"file": ("notes.txt", b"milk\n", "text/plain")})
        assert answer.status_code == 201
        made = answer.json()
        assert (made["type"], made["name"], made["metadata"]["bytes"]) == ("file", "notes.txt", 5)
        assert [row["id"] for row in session.client.get(files).json()["data"]] == [made["id"]]
        content = session.client.get(f"{files}/{made['id']}/content")
        assert content.content == b"milk\n"
        deleted = session.client.delete(f"{files}/{made['id']}").json()
        assert (deleted["id"], deleted["deleted"]) == (made["id"], True)
        tap.wait_for("session.resource.deleted", after=tap.wait_for("session.resource.created"))
    assert session.client.get(files).json()["data"] == []


def test_session_without_children_has_an_empty_page(session: SessionDriver) -> None:
    page = session.client.get(f"{session.path}/child_sessions").json()
    assert (page["object"], page["data"], page["has_more"]) == ("list", [], False)


def test_sub_agent_is_a_session_of_its_own(server: ServerUnderTest, running: Any) -> None:
    session = running("delegates")
    with session.tap() as tap:
        server.delegate(session)
        made = tap.next("session.created").data
        assert made["conversation_id"] == made["parent_session_id"] == session.id
        returned = tap.wait_for("session.input.consumed", lambda event: "[System: sub-agent" in str(event.data))
        tap.wait_status("idle", after=returned)
        updates = [event.data for event in tap.events if event.type == "session.child_session.updated"]
    assert {update["child_session_id"] for update in updates} == {made["child_session_id"]}
    (row,) = session.client.get(f"{session.path}/child_sessions").json()["data"]
    assert row["id"] == made["child_session_id"]
    assert row["parent_session_id"] == session.id
    assert row["title"] == "researcher:auth"
    assert (row["busy"], row["current_task_status"]) == (False, "completed")
    child = SessionDriver(session.client, row["id"])
    assert child.snapshot()["parent_session_id"] == session.id
    assert child.items()[0]["role"] == "user"
    delegated = [item["event_type"] for item in session.items() if item["type"] == "resource_event"]
    assert delegated[-2:] == ["session.subagent.delegated", "session.subagent.returned"]
