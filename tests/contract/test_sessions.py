"""Creating, reading, changing, listing, forking and deleting sessions."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.contract.servers import ServerUnderTest, message_events
from tests.real_server.driving import SessionDriver

UNKNOWN = "0" * 32
SNAPSHOT_KEYS = {
    "id", "agent_id", "agent_name", "status", "created_at", "updated_at", "title", "labels", "runner_id",
    "host_id", "runner_online", "host_online", "reasoning_effort", "items", "permission_level", "kind",
    "parent_session_id", "llm_model", "harness", "model_override", "context_window", "last_total_tokens",
    "usage_by_model", "last_task_error", "pending_elicitations", "pending_inputs", "workspace", "git_branch",
    "archived", "todos", "active_response_id",
}  # fmt: skip
ROW_KEYS = {
    "id", "agent_id", "agent_name", "status", "created_at", "updated_at", "labels", "permission_level", "owner",
    "pending_elicitations_count", "archived", "comments_count", "viewer_unread",
}  # fmt: skip


def _rows(server: ServerUnderTest, **params: Any) -> list[dict[str, Any]]:
    answer = server.client.get("/v1/sessions", params={"limit": 1000, **params}).raise_for_status()
    rows: list[dict[str, Any]] = answer.json()["data"]
    return rows


def _row(server: ServerUnderTest, session: SessionDriver, **params: Any) -> dict[str, Any] | None:
    return next((row for row in _rows(server, **params) if row["id"] == session.id), None)


def test_create_answers_201_with_the_whole_snapshot(server: ServerUnderTest) -> None:
    body = {"agent_id": server.agent("plain"), "title": "Made", "labels": {"team": "web"}}
    answer = server.client.post("/v1/sessions", json=body)
    snapshot = answer.json()
    assert answer.status_code == 201
    assert snapshot.keys() >= SNAPSHOT_KEYS
    assert re.fullmatch("[0-9a-f]{32}", snapshot["id"])
    assert (snapshot["title"], snapshot["status"], snapshot["items"]) == ("Made", "idle", [])
    assert snapshot["labels"]["team"] == "web"
    assert (snapshot["host_id"], snapshot["runner_id"], snapshot["workspace"]) == (None, None, None)
    server.client.delete(f"/v1/sessions/{snapshot['id']}")


def test_create_on_a_host_starts_a_runner_there(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    snapshot = session.snapshot()
    assert (snapshot["host_id"], snapshot["workspace"]) == (server.host_id, server.workspace)
    session.wait_runner()
    assert session.snapshot()["runner_id"].startswith("runner_")


def test_create_without_an_agent_is_a_validation_error(server: ServerUnderTest) -> None:
    answer = server.client.post("/v1/sessions", json={})
    assert answer.status_code == 422
    assert [(part["type"], part["loc"]) for part in answer.json()["detail"]] == [("missing", ["agent_id"])]


def test_create_with_an_unknown_agent_is_not_found(server: ServerUnderTest) -> None:
    answer = server.client.post("/v1/sessions", json={"agent_id": UNKNOWN})
    assert answer.status_code == 404
    assert answer.json()["error"] == {"code": "not_found", "message": f"Agent not found: '{UNKNOWN}'"}


@pytest.mark.parametrize(
    ("workspace", "message"),
    [
        (None, "workspace required when host_id is set"),
        ("~/projects", "workspace must be an absolute path"),
        ("relative", "workspace must be an absolute path"),
        ("/nonexistent", "workspace path does not exist on host"),
    ],
)
def test_create_with_a_bad_workspace_is_400(server: ServerUnderTest, workspace: str | None, message: str) -> None:
    body = {"agent_id": server.agent("plain"), "host_id": server.host_id}
    answer = server.client.post("/v1/sessions", json=body | ({"workspace": workspace} if workspace else {}))
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid_input"
    assert message in answer.json()["error"]["message"]


def test_create_on_an_unknown_host_answers_with_detail(server: ServerUnderTest) -> None:
    body = {"agent_id": server.agent("plain"), "host_id": UNKNOWN, "workspace": "/"}
    answer = server.client.post("/v1/sessions", json=body)
    assert (answer.status_code, answer.json()) == (404, {"detail": "host not found"})


def test_create_ignores_unknown_fields(server: ServerUnderTest) -> None:
    answer = server.client.post("/v1/sessions", json={"agent_id": server.agent("plain"), "no_such_field": 1})
    assert answer.status_code == 201
    server.client.delete(f"/v1/sessions/{answer.json()['id']}")


@pytest.mark.parametrize(("session_id", "message"), [(UNKNOWN, "Session not found"), ("nonsense", "Not found.")])
def test_unknown_and_malformed_ids_are_not_found(server: ServerUnderTest, session_id: str, message: str) -> None:
    answer = server.client.get(f"/v1/sessions/{session_id}")
    assert answer.status_code == 404
    assert answer.json() == {"error": {"code": "not_found", "message": message}}


def test_a_prefixed_id_is_a_server_error(server: ServerUnderTest, session: SessionDriver) -> None:
    answer = server.client.get(f"/v1/sessions/conv_{session.id}", headers={"Connection": "close"})
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "internal_error"


def test_snapshot_leaves_out_what_the_query_says(session: SessionDriver) -> None:
    session.post(message_events(2))
    slim = session.snapshot(include_items=False, include_liveness=False)
    assert slim["items"] == []
    assert (slim["runner_online"], slim["host_online"]) == (None, None)
    assert len(session.snapshot()["items"]) == 2


def test_list_rows_leave_out_nulls_and_liveness(server: ServerUnderTest, session: SessionDriver) -> None:
    row = _row(server, session)
    assert row is not None
    assert row.keys() >= ROW_KEYS
    assert not row.keys() & {"title", "host_id", "runner_id", "workspace", "runner_online", "host_online", "items"}
    assert (row["agent_id"], row["status"], row["archived"]) == (server.agent("plain"), "idle", False)


def test_list_row_of_a_bound_session_names_host_and_workspace(server: ServerUnderTest, running: Any) -> None:
    session = running("plain", title="Bound")
    row = _row(server, session)
    assert row is not None
    assert (row["host_id"], row["workspace"], row["title"]) == (server.host_id, server.workspace, "Bound")
    assert not row.keys() & {"runner_online", "host_online"}


def test_list_pages_follow_their_cursors(server: ServerUnderTest) -> None:
    made = [server.unbound(title=f"Paged {number}") for number in range(5)]
    order = [row["id"] for row in _rows(server)]
    first = server.client.get("/v1/sessions", params={"limit": 2}).json()
    assert first["object"] == "list"
    assert first["has_more"] is True
    assert [row["id"] for row in first["data"]] == [first["first_id"], first["last_id"]] == order[:2]
    second = server.client.get("/v1/sessions", params={"limit": 2, "after": first["last_id"]}).json()
    assert [row["id"] for row in second["data"]] == order[2:4]
    for session in made:
        session.client.delete(session.path)


def test_list_is_searched_by_title(server: ServerUnderTest) -> None:
    session = server.unbound(title="Zebra crossing")
    found = _rows(server, search_query="zEBRA")
    assert [row["id"] for row in found] == [session.id]
    session.client.delete(session.path)


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 1001}, {"order": "sideways"}, {"sort_by": "luck"}])
def test_list_refuses_bad_parameters(server: ServerUnderTest, query: dict[str, Any]) -> None:
    answer = server.client.get("/v1/sessions", params=query)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", next(iter(query))]


def test_list_refuses_a_cursor_that_is_gone(server: ServerUnderTest) -> None:
    answer = server.client.get("/v1/sessions", params={"after": UNKNOWN})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "stale_cursor")
    assert server.client.get("/v1/sessions", params={"after": "junk"}).status_code == 404


def test_patch_title_sets_and_clears_it(session: SessionDriver) -> None:
    answer = session.client.patch(session.path, json={"title": "New name"})
    assert (answer.status_code, answer.json()["title"]) == (200, "New name")
    assert session.client.patch(session.path, json={"title": None}).json()["title"] == "New name"
    assert session.client.patch(session.path, json={"title": ""}).json()["title"] is None


def test_patch_merges_labels(session: SessionDriver) -> None:
    session.client.patch(session.path, json={"labels": {"a": "1"}})
    session.client.patch(session.path, json={"labels": {"b": "2"}})
    labels = session.client.get(f"{session.path}/labels").json()
    assert labels["id"] == session.id
    assert labels["labels"].items() >= {"a": "1", "b": "2"}.items()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"title": "x" * 201}, 422),
        ({"no_such_field": 1}, 422),
        ({"reasoning_effort": "bogus"}, 400),
        ({"model_override": ""}, 400),
    ],
)
def test_patch_refuses_bad_values(session: SessionDriver, change: dict[str, Any], status: int) -> None:
    assert session.client.patch(session.path, json=change).status_code == status


def test_archived_session_leaves_the_list(server: ServerUnderTest, session: SessionDriver) -> None:
    assert session.client.patch(session.path, json={"archived": True}).json()["archived"] is True
    assert _row(server, session) is None
    assert _row(server, session, visibility="archived") is not None
    session.client.patch(session.path, json={"archived": False})
    assert _row(server, session) is not None


def test_reasoning_effort_is_set_and_cleared(session: SessionDriver) -> None:
    assert session.client.patch(session.path, json={"reasoning_effort": "high"}).json()["reasoning_effort"] == "high"
    cleared = session.client.patch(session.path, json={"reasoning_effort": "default"}).json()
    assert cleared["reasoning_effort"] is None


def test_delete_answers_once(server: ServerUnderTest) -> None:
    session = server.unbound()
    answer = session.client.delete(session.path)
    assert (answer.status_code, answer.json()) == (
        200,
        {"id": session.id, "object": "conversation.deleted", "deleted": True},
    )
    assert session.client.delete(session.path).status_code == 404
    assert session.client.get(session.path).status_code == 404


def test_fork_copies_items_under_new_ids(server: ServerUnderTest) -> None:
    source = server.unbound(title="Source")
    source.post(message_events(6))
    answer = source.client.post(f"{source.path}/fork", json={})
    fork = SessionDriver(source.client, answer.json()["id"])
    assert answer.status_code == 201
    assert answer.json()["title"] == "Fork of Source"
    old, new = source.items(), fork.items()
    assert [item["response_id"] for item in new] == [item["response_id"] for item in old]
    assert [item["content"] for item in new] == [item["content"] for item in old]
    assert not {item["id"] for item in new} & {item["id"] for item in old}
    for session in (source, fork):
        session.client.delete(session.path)


def test_fork_of_a_bound_session_is_unbound_and_names_its_source(server: ServerUnderTest, running: Any) -> None:
    source = running("plain", title="Source")
    fork = source.client.post(f"{source.path}/fork", json={}).json()
    assert fork["labels"]["omnigent.fork.source_id"] == source.id
    assert (fork["host_id"], fork["runner_id"], fork["workspace"]) == (None, None, None)
    source.client.delete(f"/v1/sessions/{fork['id']}")


@pytest.mark.parametrize(("until", "kept"), [("resp_1", 4), ("turn_1", 3)])
def test_fork_up_to_a_response_includes_it(server: ServerUnderTest, until: str, kept: int) -> None:
    source = server.unbound()
    source.post(message_events(6))
    fork = source.client.post(f"{source.path}/fork", json={"up_to_response_id": until, "title": "Cut"}).json()
    assert fork["title"] == "Cut"
    assert len(SessionDriver(source.client, fork["id"]).items()) == kept
    for made in (source.id, fork["id"]):
        source.client.delete(f"/v1/sessions/{made}")


def test_fork_refuses_an_unknown_response_and_unknown_fields(session: SessionDriver) -> None:
    answer = session.client.post(f"{session.path}/fork", json={"up_to_response_id": "resp_none"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_input")
    assert session.client.post(f"{session.path}/fork", json={"no_such_field": 1}).status_code == 422


def test_switch_agent_is_gone(server: ServerUnderTest, session: SessionDriver) -> None:
    answer = session.client.post(f"{session.path}/switch-agent", json={"agent_id": server.agent("shell")})
    assert answer.status_code == 410
    assert "Fork the session" in answer.json()["detail"]


def test_read_state_marks_a_session_unread(server: ServerUnderTest, session: SessionDriver) -> None:
    seen = session.snapshot()["updated_at"]
    answer = session.client.put(f"{session.path}/read-state", json={"last_seen": seen, "unread": True})
    assert (answer.status_code, answer.content) == (204, b"")
    row = _row(server, session)
    assert row is not None
    assert row["viewer_unread"] is True


def test_unknown_routes_differ_inside_and_outside_the_api(server: ServerUnderTest) -> None:
    inside = server.client.get("/v1/no-such-route")
    assert (inside.status_code, inside.json()["error"]["code"]) == (404, "not_found")
    outside = server.client.get("/no/such/page")
    assert outside.status_code == 200
    assert outside.headers["content-type"].startswith("text/html")
