"""Files, sub-agents, comments: what hangs off a session."""

from __future__ import annotations

from typing import Any

from tests.contract.servers import ServerUnderTest
from tests.real_server.driving import SessionDriver
from tests.real_server.replies import Reply


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


def test_only_files_an_agent_can_read_are_taken_and_none_too_big(session: SessionDriver) -> None:
    def upload(name: str, content: bytes, kind: str) -> tuple[int, Any]:
        answer = session.client.post(f"{session.path}/resources/files", files={"file": (name, content, kind)})
        return answer.status_code, answer.json()

    assert upload("code.py", b"print()", "application/octet-stream")[0] == 201
    status, said = upload("data.bin", b"\0\1", "application/octet-stream")
    assert (status, said["detail"][:28]) == (415, "Unsupported attachment type ")
    status, said = upload("notes.zip", b"PK", "application/zip")
    assert (status, "notes.zip" in said["detail"]) == (415, True)
    status, said = upload("big.txt", b"x" * (10 * 1024 * 1024 + 1), "text/plain")
    assert (status, said["detail"]) == (413, "Attachment exceeds the 10 MB limit for this file type.")


def test_a_message_shows_the_files_it_came_with(running: Any, server: ServerUnderTest) -> None:
    session = running("plain")
    made = session.client.post(f"{session.path}/resources/files", files={"file": ("a.txt", b"hi", "text/plain")}).json()
    content = [
        {"type": "input_file", "file_id": made["id"], "filename": "a.txt"},
        {"type": "input_text", "text": server.script_turn(session, Reply(text="Read."))},
    ]
    with session.tap() as tap:
        session.post({"type": "message", "data": {"role": "user", "content": content}})
        assert tap.next("session.input.consumed").data["data"]["data"]["content"] == content
        tap.wait_status("idle", after=tap.wait_status("running"))
    assert [item["content"] for item in session.items() if item.get("role") == "user"] == [content]


def test_files_of_the_workspace_are_found_by_their_path(running: Any) -> None:
    session = running("shell")
    environment = f"{session.path}/resources/environments/default"
    session.wait_runner()
    for path in ("search/Alpha.txt", "search/deeper/alphabet.md", "search/other.txt"):
        session.client.put(f"{environment}/filesystem/{path}", json={"content": "x"}).raise_for_status()

    def search(**query: Any) -> Any:
        return session.client.get(f"{environment}/search", params=query)

    found = search(q="ALPHA").json()
    assert {row["path"] for row in found["data"]} == {"search/Alpha.txt", "search/deeper/alphabet.md"}
    assert {row["type"] for row in found["data"]} == {"file"}
    assert (found["truncated"], found["has_more"]) == (False, False)
    assert [row["path"] for row in search(q="search/other").json()["data"]] == ["search/other.txt"]
    assert (len(search(q="search/", limit=2).json()["data"]), search(q="search/", limit=2).json()["has_more"]) == (
        2,
        True,
    )
    assert search(q="no such file").json()["data"] == []
    assert [search(q="").status_code, search(q=" ").status_code, search(q="a", limit=501).status_code] == [422] * 3


def test_a_session_without_a_runner_has_neither_files_nor_skills(session: SessionDriver) -> None:
    search = session.client.get(f"{session.path}/resources/environments/default/search", params={"q": "a"})
    assert (search.status_code, search.json()["error"]["code"]) == (409, "conflict")
    skills = session.client.get("/v1/skills", params={"session_id": session.id})
    assert (skills.status_code, skills.json()["detail"]) == (409, "session host is not ready")


def test_a_skill_of_the_workspace_is_listed_and_run(running: Any, server: ServerUnderTest) -> None:
    session = running("shell")
    environment = f"{session.path}/resources/environments/default"
    session.wait_runner()
    manual = "---\nname: greet\ndescription: Say hello nicely.\n---\nSay hello.\n"
    path = f"{environment}/filesystem/.claude/skills/greet/SKILL.md"
    session.client.put(path, json={"content": manual}).raise_for_status()
    skills = session.client.get("/v1/skills", params={"session_id": session.id}).json()["skills"]
    assert {"name": "greet", "description": "Say hello nicely.", "display_name": None} in skills
    word = server.script_turn(session, Reply(text="Hello!"))
    call = {"kind": "skill", "name": "greet", "arguments": f"{word} crew"}
    with session.tap() as tap:
        acknowledged = session.post({"type": "slash_command", "data": call}).json()
        done = tap.next("response.output_item.done", lambda event: event.data["item"]["type"] == "slash_command")
        tap.wait_status("idle", after=tap.wait_status("running"))
    shown = done.data["item"]
    assert (acknowledged["queued"], acknowledged["item_id"]) == (True, shown["id"])
    assert (shown["kind"], shown["name"], shown["arguments"]) == ("skill", "greet", f"{word} crew")
    stored = {item["id"]: item for item in session.items()}
    assert stored[shown["id"]]["type"] == "slash_command"
    assert [item["role"] for item in stored.values() if item.get("is_meta")] == ["user"]
    refused = session.client.post(f"{session.path}/events", json={"type": "slash_command", "data": {"name": "nope"}})
    assert refused.status_code == 400
    assert "Skill 'nope' not found" in refused.json()["error"]["message"]


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
