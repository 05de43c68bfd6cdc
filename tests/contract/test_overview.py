"""Health, version, identity, agents and runners."""

from __future__ import annotations

from typing import Any

from tests.contract.servers import ServerUnderTest
from tests.real_server.driving import SessionDriver

UNKNOWN = "0" * 32


def test_health_alone(server: ServerUnderTest) -> None:
    assert server.client.get("/health").json() == {"status": "ok"}


def test_health_of_one_session(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    session.wait_runner()
    health = server.client.get("/health", params={"session_id": session.id}).json()
    assert health["status"] == "ok"
    assert health["session"].items() >= {"id": session.id, "runner_online": True, "host_online": True}.items()


def test_health_of_many_sessions_is_keyed_by_id(server: ServerUnderTest, session: SessionDriver) -> None:
    ids = f"{session.id},{UNKNOWN}"
    health = server.client.get("/health", params={"session_ids": ids}).json()
    assert health["sessions"].keys() == {session.id, UNKNOWN}
    assert health["sessions"][UNKNOWN] == {"runner_online": True, "host_online": None, "host_version": None}


def test_one_malformed_id_fails_the_whole_health_batch(server: ServerUnderTest, session: SessionDriver) -> None:
    answer = server.client.get("/health", params={"session_ids": f"{session.id},nonsense"})
    assert answer.status_code == 404
    assert answer.json() == {"error": {"code": "not_found", "message": "Not found."}}


def test_version_and_identity(server: ServerUnderTest) -> None:
    version = server.client.get("/api/version").json()["version"]
    assert version == "0.19.0"
    assert server.client.get("/v1/info").json()["server_version"] == version
    assert server.client.get("/v1/version").status_code == 404
    assert server.client.get("/v1/me").json().items() >= {"user_id": "local", "is_admin": True}.items()


def test_agents_are_listed(server: ServerUnderTest) -> None:
    page = server.client.get("/v1/agents", params={"limit": 1000}).json()
    assert page["object"] == "list"
    assert page["has_more"] is False
    agent = next(row for row in page["data"] if row["id"] == server.agent("plain"))
    assert agent.keys() >= {"id", "object", "name", "version", "description", "harness", "skills", "builtin"}
    assert agent["object"] == "agent"


def test_agents_are_paged(server: ServerUnderTest) -> None:
    rows = server.client.get("/v1/agents", params={"limit": 1000}).json()["data"]
    first = server.client.get("/v1/agents", params={"limit": 1}).json()
    assert [row["id"] for row in first["data"]] == [first["last_id"]] == [rows[0]["id"]]
    assert first["has_more"] is (len(rows) > 1)


def test_runners_are_listed_while_they_are_online(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    session.wait_runner()
    runner_id = session.snapshot()["runner_id"]
    rows = server.client.get("/v1/runners").json()["data"]
    row = next(row for row in rows if row["runner_id"] == runner_id)
    assert row["online"] is True
    assert not row.keys() & {"id", "session_id", "status"}
    status = server.client.get(f"/v1/runners/{runner_id}/status").json()
    assert status.items() >= {"runner_id": runner_id, "online": True}.items()


def test_unknown_runner_is_offline(server: ServerUnderTest) -> None:
    answer = server.client.get(f"/v1/runners/runner_token_{UNKNOWN}/status")
    assert answer.status_code == 200
    assert answer.json()["online"] is False


def test_policies_and_their_registry_are_listed(server: ServerUnderTest, session: SessionDriver) -> None:
    for path in ("/v1/policies", "/v1/policy-registry", f"{session.path}/policies"):
        answer = server.client.get(path)
        assert answer.status_code == 200, path
        body = answer.json()
        rows = body["data"] if isinstance(body, dict) else body
        assert isinstance(rows, list), path


def test_resources_of_a_session_are_listed(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    session.wait_runner()
    page = server.client.get(f"{session.path}/resources").raise_for_status().json()
    assert page["object"] == "list"
    assert {row["object"] for row in page["data"]} <= {"session.resource"}


def test_the_server_describes_itself(server: ServerUnderTest) -> None:
    paths = server.client.get("/openapi.json").raise_for_status().json()["paths"]
    assert paths.keys() >= {"/health", "/v1/sessions", "/v1/hosts", "/v1/runners", "/v1/agents"}
