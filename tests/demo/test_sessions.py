"""Creating, listing, changing, forking and deleting sessions, with the server's refusals."""

from __future__ import annotations

import asyncio
import io
import tarfile
from typing import Any

import pytest

from tests.demo.driving import API, GIVE_UP, Driver


async def refused(demo: Driver, status: int, **body: Any) -> str:
    """The message of a refused create."""
    answer = await demo.post("/v1/sessions", body, status)
    message: str = answer["error"]["message"] if "error" in answer else str(answer["detail"])
    return message


async def test_create_refusals(demo: Driver) -> None:
    agent, host = await demo.agent(), await demo.host()
    error = (await demo.post("/v1/sessions", {}, 422))["detail"][0]
    assert (error["type"], error["loc"]) == ("missing", ["agent_id"])
    assert "Agent not found" in await refused(demo, 404, agent_id="0" * 32)
    bound = {"agent_id": agent, "host_id": host}
    assert await refused(demo, 400, **bound) == "workspace required when host_id is set"
    assert "absolute" in await refused(demo, 400, **bound, workspace="~/projects")
    assert "does not exist" in await refused(demo, 400, **bound, workspace="/nowhere")
    assert "not a directory" in await refused(demo, 400, **bound, workspace=f"{API}/README.md")
    assert "host not found" in await refused(demo, 404, agent_id=agent, host_id="0" * 32, workspace="/tmp")
    offline = await demo.host("offline")
    assert "is offline" in await refused(demo, 400, agent_id=agent, host_id=offline, workspace="/tmp")
    native = await demo.agent("claude-native-ui")
    text = await refused(demo, 412, agent_id=native, host_id=host, workspace=API)
    assert "binary-missing" in text
    assert "string_too_long" in await refused(demo, 422, agent_id=agent, title="x" * 201)
    plain = await demo.client.post("/v1/sessions", content=b"x", headers={"content-type": "text/plain"})
    assert plain.status_code == 415


async def test_bound_session_strips_the_slash_and_gets_a_runner(demo: Driver) -> None:
    session = await demo.create(workspace=f"{API}/")
    snapshot = await demo.session(session)
    assert snapshot["workspace"] == API
    assert snapshot["runner_id"].startswith("runner_token_")
    runners = (await demo.get("/v1/runners"))["data"]
    assert snapshot["runner_id"] in {runner["runner_id"] for runner in runners}
    assert await demo.get(f"/v1/runners/{snapshot['runner_id']}/status") == {
        "runner_id": snapshot["runner_id"],
        "online": True,
    }


async def test_worktrees(demo: Driver) -> None:
    branch = f"feature/{(await demo.create(bound=False))[:8]}"
    session = await demo.create(git={"branch_name": branch})
    snapshot = await demo.session(session)
    assert snapshot["git_branch"] == branch
    assert snapshot["workspace"] == f"{API}-worktrees/{branch.replace('/', '-')}"
    host = await demo.host()
    trees = (await demo.get(f"/v1/hosts/{host}/worktrees", path=API))["data"]
    assert {tree["branch"] for tree in trees} >= {"main", branch}
    assert trees[0]["is_main"] is True
    bound = {"agent_id": await demo.agent(), "host_id": host}
    again = await refused(demo, 400, **bound, workspace=API, git={"branch_name": branch})
    assert "already exists" in again
    text = await refused(demo, 400, **bound, workspace="/tmp", git={"branch_name": "x"})
    assert text == "worktree creation failed: not a git repository: /tmp"


async def test_rows_drop_nulls_and_liveness(demo: Driver) -> None:
    session = await demo.create(bound=False)
    row = next(r for r in (await demo.get("/v1/sessions"))["data"] if r["id"] == session)
    assert set(row) == {
        "id",
        "agent_id",
        "agent_name",
        "status",
        "created_at",
        "updated_at",
        "labels",
        "permission_level",
        "owner",
        "pending_elicitations_count",
        "archived",
        "comments_count",
        "viewer_unread",
    }


async def test_search_and_filters(demo: Driver) -> None:
    session = await demo.create(bound=False, agent="reviewer", title="Needle in TITLE")
    found = (await demo.get("/v1/sessions", search_query="needle in title"))["data"]
    assert [row["id"] for row in found] == [session]
    assert found[0]["search_snippet"] == "Needle in TITLE"
    inside = (await demo.get("/v1/sessions", search_query="Make the headline shorter"))["data"]
    assert "Make the headline shorter" in inside[0]["search_snippet"]
    by_name = (await demo.get("/v1/sessions", agent_name="reviewer", limit=1000))["data"]
    assert session in {row["id"] for row in by_name}
    assert {row["agent_name"] for row in by_name} == {"reviewer"}
    assert (await demo.get("/v1/sessions", agent_name="nobody"))["data"] == []
    await demo.get("/v1/sessions", 404, agent_id="junk")
    await demo.get("/v1/sessions", 422, kind="junk")


async def test_archived_sessions_are_hidden_and_their_runner_stops(demo: Driver) -> None:
    session = await demo.create(title="to be archived")
    answer = await demo.client.patch(f"/v1/sessions/{session}", json={"archived": True})
    assert answer.json()["archived"] is True
    assert session not in {row["id"] for row in (await demo.get("/v1/sessions", limit=1000))["data"]}
    for query in ({"include_archived": "true"}, {"visibility": "archived"}):
        rows = (await demo.get("/v1/sessions", limit=1000, **query))["data"]
        assert session in {row["id"] for row in rows}
    async with asyncio.timeout(GIVE_UP):
        while (await demo.session(session))["runner_online"]:
            await asyncio.sleep(0.01)
    async with demo.tail(session) as tail:
        await demo.say(session, "echo still works")
        await tail.seen("session.status", status="idle")


async def test_patch(demo: Driver) -> None:
    session = await demo.create(labels={"env": "dev"})
    path = f"/v1/sessions/{session}"

    async def patch(status: int = 200, **body: Any) -> Any:
        answer = await demo.client.patch(path, json=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    assert (await patch(title="  Renamed ✓ 日本 "))["title"] == "  Renamed ✓ 日本 "
    assert (await patch(title=""))["title"] is None
    assert (await patch(labels={"team": "a"}))["labels"].items() >= {"env": "dev", "team": "a"}.items()
    assert (await patch(reasoning_effort="high"))["reasoning_effort"] == "high"
    assert (await patch(reasoning_effort=None))["reasoning_effort"] == "high"
    assert (await patch(reasoning_effort="default"))["reasoning_effort"] is None
    assert (await patch(400, reasoning_effort="bogus"))["error"]["code"] == "invalid_input"
    assert (await patch(422, colour="red"))["detail"][0]["type"] == "extra_forbidden"
    assert "not registered" in (await patch(400, runner_id="nope"))["error"]["message"]
    await patch(400, model_override="")
    assert (await demo.get(f"{path}/labels"))["labels"]["team"] == "a"


async def test_changing_the_model_of_a_history_leaves_a_note(demo: Driver) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        await demo.say(session, "echo hi")
        await tail.seen("session.status", status="idle")
        await demo.client.patch(f"/v1/sessions/{session}", json={"model_override": "demo-other"})
        await tail.until(lambda t: t.types().count("session.input.consumed") == 2)
    note = (await demo.items(session))[-1]
    assert note["content"][0]["text"] == "[System: model changed to demo-other]"
    async with demo.tail(session) as tail:
        await demo.say(session, "echo hi")
        assert (await tail.seen("session.model"))["model"] == "demo-other"


async def test_fork_copies_items_under_new_ids(demo: Driver) -> None:
    source = await demo.create(bound=False, title="Source")
    await demo.control("items", session_id=source, count=12)
    items = await demo.items(source)
    fork = await demo.post(f"/v1/sessions/{source}/fork", {}, 201)
    assert fork["title"] == "Fork of Source"
    assert (fork["runner_id"], fork["host_id"], fork["workspace"]) == (None, None, None)
    copies = await demo.items(fork["id"])
    assert [c["response_id"] for c in copies] == [i["response_id"] for i in items]
    assert not {c["id"] for c in copies} & {i["id"] for i in items}
    cut = await demo.post(f"/v1/sessions/{source}/fork", {"up_to_response_id": items[0]["response_id"]}, 201)
    assert len(await demo.items(cut["id"])) == 1
    wrong = await demo.post(f"/v1/sessions/{source}/fork", {"up_to_response_id": "resp_nope"}, 400)
    assert "response not found" in wrong["error"]["message"]
    await demo.send(fork["id"], {"type": "retry_session"}, 503)
    launched = await demo.post(f"/v1/hosts/{await demo.host()}/runners", {"session_id": fork["id"], "workspace": API})
    assert launched["status"] == "launching"
    again = await demo.post(f"/v1/hosts/{await demo.host()}/runners", {"session_id": fork["id"], "workspace": API}, 400)
    assert again == {"detail": "session already has a runner bound"}
    await demo.until_online(fork["id"])


async def test_switch_agent_is_gone(demo: Driver) -> None:
    session = await demo.create(bound=False)
    answer = await demo.post(f"/v1/sessions/{session}/switch-agent", {"agent_id": "x"}, 410)
    assert "Fork the session" in answer["detail"]


async def test_delete(demo: Driver) -> None:
    session = await demo.create(bound=False)
    answer = await demo.client.delete(f"/v1/sessions/{session}")
    assert answer.json() == {"id": session, "object": "conversation.deleted", "deleted": True}
    assert (await demo.client.delete(f"/v1/sessions/{session}")).status_code == 404


@pytest.mark.parametrize(
    ("session_id", "status", "text"),
    [("0" * 32, 404, "Session not found"), ("nonsense", 404, "Not found."), ("conv_" + "a" * 32, 500, None)],
)
async def test_ids_that_are_not(demo: Driver, session_id: str, status: int, text: str | None) -> None:
    error = (await demo.get(f"/v1/sessions/{session_id}", status))["error"]
    assert text in {None, error["message"]}


def _bundle() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        member = tarfile.TarInfo("mine.yaml")
        member.size = 0
        archive.addfile(member)
    return buffer.getvalue()


BUNDLE = _bundle()


async def test_bundle_upload_makes_agent_and_session(demo: Driver) -> None:
    answer = await demo.client.post(
        "/v1/sessions",
        files={
            "metadata": (None, '{"title": "From a bundle"}', "application/json"),
            "bundle": ("mine.tar.gz", BUNDLE),
        },
    )
    assert answer.status_code == 201
    made = answer.json()
    assert set(made) == {"session_id", "agent_id", "agent_name"}
    assert made["agent_name"] == "mine"
    assert (await demo.session(made["session_id"]))["title"] == "From a bundle"
    assert (await demo.get(f"/v1/agents/{made['agent_id']}"))["builtin"] is False


async def test_read_state(demo: Driver) -> None:
    session = await demo.create(bound=False)
    answer = await demo.client.put(f"/v1/sessions/{session}/read-state", json={"last_seen": 5, "unread": True})
    assert answer.status_code == 204
    row = next(r for r in (await demo.get("/v1/sessions"))["data"] if r["id"] == session)
    assert (row["viewer_last_seen"], row["viewer_unread"]) == (5, True)
