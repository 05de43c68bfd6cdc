"""What leads to a session with a runner: uploads, launch arguments, worktrees; launching, waking, stopping."""

from __future__ import annotations

import io
import json
import tarfile
import uuid
from typing import Any

from tests.contract.servers import ServerUnderTest
from tests.real_server.driving import SessionDriver
from tests.real_server.waiting import wait_until

UNKNOWN = "0" * 32
_AGENT = b"name: uploaded\nprompt: Answer briefly.\nexecutor:\n  harness: openai-agents\n  model: mock-model\n"


def _bundle() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        member = tarfile.TarInfo("uploaded.yaml")
        member.size = len(_AGENT)
        archive.addfile(member, io.BytesIO(_AGENT))
    return buffer.getvalue()


def _upload(server: ServerUnderTest, **metadata: Any) -> Any:
    parts: dict[str, tuple[str | None, bytes, str]] = {
        "metadata": (None, json.dumps(metadata).encode(), "application/json"),
        "bundle": ("bundle.tar.gz", _bundle(), "application/gzip"),
    }
    return server.client.post("/v1/sessions", files=parts)


def test_an_uploaded_agent_is_bound_to_its_host(server: ServerUnderTest) -> None:
    place = {"host_id": server.host_id, "workspace": server.workspace}
    answer = _upload(server, title="Uploaded", labels={"a": "b"}, reasoning_effort="low", **place)
    assert answer.status_code == 201
    made = answer.json()
    assert made.keys() == {"session_id", "agent_id", "agent_name"}
    session = SessionDriver(server.client, made["session_id"])
    snapshot = session.snapshot()
    assert (made["agent_name"], snapshot["title"], snapshot["labels"]["a"]) == ("uploaded", "Uploaded", "b")
    assert (snapshot["reasoning_effort"], snapshot["host_id"]) == ("low", server.host_id)
    session.wait_runner()
    session.delete()


def test_an_upload_takes_no_worktree(server: ServerUnderTest) -> None:
    answer = _upload(server, git={"branch_name": "x"})
    assert answer.status_code == 400
    assert "Extra inputs are not permitted" in answer.json()["error"]["message"]


def test_launch_arguments_are_kept_and_an_unknown_project_is_refused(server: ServerUnderTest) -> None:
    body = {"agent_id": server.agent("plain"), "terminal_launch_args": ["--permission-mode", "plan"]}
    session = SessionDriver.create(server.client, **body)
    assert session.snapshot()["terminal_launch_args"] == ["--permission-mode", "plan"]
    session.delete()
    refused = server.client.post("/v1/sessions", json=body | {"project_id": UNKNOWN})
    assert (refused.status_code, refused.json()["error"]["message"]) == (404, "Project not found")
    assert isinstance(server.client.get("/v1/sessions/projects").raise_for_status().json(), list)


def test_a_worktree_is_made_listed_and_removed_with_its_session(server: ServerUnderTest) -> None:
    repository, branch = server.make_repository(), f"feature/{uuid.uuid4().hex[:8]}"
    git = {"branch_name": branch, "base_branch": "main"}
    body = {"agent_id": server.agent("plain"), "host_id": server.host_id, "workspace": repository, "git": git}
    session = SessionDriver.create(server.client, **body)
    snapshot = session.snapshot()
    assert snapshot["git_branch"] == branch
    assert snapshot["workspace"] != repository
    assert _branches(server, repository)[branch] == snapshot["workspace"]
    session.stop()
    deleted = server.client.delete(session.path, params={"delete_branch": "true"})
    assert deleted.json()["deleted"] is True
    wait_until(lambda: branch not in _branches(server, repository), "the worktree to go")


def _branches(server: ServerUnderTest, repository: str) -> dict[str, str]:
    answer = server.client.get(f"/v1/hosts/{server.host_id}/worktrees", params={"path": repository})
    return {row["branch"]: row["path"] for row in answer.raise_for_status().json()["data"]}


def test_worktrees_of_no_repository_are_refused(server: ServerUnderTest) -> None:
    answer = server.client.get(f"/v1/hosts/{server.host_id}/worktrees", params={"path": server.workspace})
    assert answer.status_code == 400
    assert "not a git repository" in answer.text


def test_a_runner_is_launched_in_a_worktree(server: ServerUnderTest, session: SessionDriver) -> None:
    repository, branch = server.make_repository(), f"launched/{uuid.uuid4().hex[:8]}"
    order = {"session_id": session.id, "workspace": repository, "git": {"branch_name": branch}}
    answer = server.client.post(f"/v1/hosts/{server.host_id}/runners", json=order)
    assert answer.json()["status"] == "launching"
    session.wait_runner()
    assert session.snapshot()["git_branch"] == branch
    session.stop()


def test_a_stopped_runner_is_offline_and_woken_by_retry(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    session.wait_runner()
    runner_id = session.snapshot()["runner_id"]
    wake = {"type": "retry_session", "data": {}}
    assert session.post(wake).json()["recovery"] == "already_connected"
    session.stop()
    wait_until(lambda: not session.runner_online(), "the runner to end")
    assert server.client.get(f"/v1/runners/{runner_id}/status").json()["online"] is False
    assert runner_id not in {row["runner_id"] for row in server.client.get("/v1/runners").json()["data"]}
    woken = session.post(wake)
    assert (woken.status_code, woken.json()["recovery"]) == (202, "runner_relaunched")
    session.wait_runner()


def test_a_killed_runner_says_how_it_ended(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    session.wait_runner()
    runner_id = session.snapshot()["runner_id"]
    server.kill_runner(session)

    def error() -> str:
        status = server.client.get(f"/v1/runners/{runner_id}/status").json()
        return "" if status["online"] else str(status.get("error") or "")

    wait_until(lambda: "exited with code -9" in error(), "how it ended")


def test_a_host_that_is_offline_is_a_conflict_everywhere(server: ServerUnderTest, session: SessionDriver) -> None:
    server.set_host(online=False)
    try:
        one = f"/v1/hosts/{server.host_id}"
        wait_until(lambda: server.client.get(one).json()["status"] == "offline", "the host to be offline")
        offline = {"error": {"code": "conflict", "message": "host is offline"}}
        browsed = server.client.get(f"{one}/filesystem")
        assert (browsed.status_code, browsed.json()) == (409, offline)
        order = {"session_id": session.id, "workspace": server.workspace}
        launched = server.client.post(f"{one}/runners", json=order)
        assert launched.status_code == 409
        made = server.client.post(f"{one}/directories", json={"path": "~/never"})
        assert made.status_code == 409
    finally:
        server.set_host(online=True)
