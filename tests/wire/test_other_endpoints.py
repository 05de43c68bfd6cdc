"""Hosts, runners, agents, files, health and server information, in the real and in the documented shapes."""

import asyncio
from typing import Any

import pytest

from omnigent_tui.protocol.health import Liveness
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints import agents, files, health, hosts, runners, server_info
from omnigent_tui.wire.errors import Conflict, HostTimeout, Invalid, Malformed, NotFound, ServerFault, Unauthorized
from tests.wire.raw_server import Request, always, answer, serve
from tests.wire.test_session_endpoints import sent

REAL_HOST = {
    "host_id": "h1",
    "name": "vm",
    "owner": "local",
    "status": "online",
    "sandbox_provider": None,
    "configured_harnesses": {"openai-agents": True, "codex": "binary-missing"},
    "interactive_shells": ["bash"],
}
DOCUMENTED_HOST = {
    "id": "host_a1",
    "name": "Alice's MacBook Pro",
    "status": "offline",
    "platform": "darwin",
    "registered_at": 1700000000,
    "runner_count": 2,
}


async def test_hosts_in_both_shapes() -> None:
    _, page = await sent(hosts.list_hosts, {"hosts": [REAL_HOST, DOCUMENTED_HOST, {"name": "no id"}]})
    real, documented = page.rows
    assert page.skipped == 1
    assert (real.host_id, real.is_online, real.interactive_shells) == ("h1", True, ("bash",))
    assert real.configured_harnesses == {"openai-agents": True, "codex": "binary-missing"}
    assert (documented.host_id, documented.is_online) == ("host_a1", False)
    assert (documented.platform, documented.runner_count, documented.registered_at) == ("darwin", 2, 1700000000)


async def test_one_host() -> None:
    for reply in (REAL_HOST, {**REAL_HOST, "runners": []}, {"host": REAL_HOST}):
        request, host = await sent(lambda c: hosts.get_host(c, "h/1"), reply)
        assert (request.target, host.host_id) == ("/v1/hosts/h%2F1", "h1")
    with pytest.raises(Malformed):
        await sent(lambda c: hosts.get_host(c, "h1"), [])


async def test_models_a_harness_offers() -> None:
    row = {"id": "a", "model": None, "supportedReasoningEfforts": [{"reasoningEffort": "low"}, "odd"]}
    reply = {"models": [row, {"model": "no id"}, "odd"], "routable_models": [], "error": None}
    request, models = await sent(lambda c: hosts.list_model_options(c, "h/1", "claude-sdk"), reply)
    assert request.target == "/v1/hosts/h%2F1/harnesses/claude-sdk/model-options"
    assert [(model.id, model.model, model.efforts) for model in models] == [("a", None, ("low",))]
    _, models = await sent(lambda c: hosts.list_model_options(c, "h", "codex"), {"models": "odd"})
    assert models == ()


async def test_a_directory_keeps_raw_paths_beside_names_that_can_be_shown() -> None:
    rows = [
        {"name": "a\x1b[2Jb", "path": "/d/a\x1b[2Jb", "type": "directory", "bytes": None, "modified_at": 5},
        {"name": "f", "path": "/d/f", "type": "file", "bytes": 10, "modified_at": "odd"},
        {"path": "/d/unnamed/"},
        {"name": "no path"},
        {"name": "bad", "path": 5},
        "row",
    ]
    request, page = await sent(
        lambda c: hosts.list_directory(c, "h1", "/d", limit=3, after="/d/a\x1b", before="/d/z"),
        {"object": "list", "data": rows, "has_more": True},
    )
    assert request.path == "/v1/hosts/h1/filesystem/d"
    assert request.query == {"limit": "3", "after": "/d/a\x1b", "before": "/d/z"}
    first, second, third = page.rows
    assert (first.raw_path, first.is_directory, first.modified_at) == ("/d/a\x1b[2Jb", True, 5)
    assert "\x1b" not in first.name + first.shown_path
    assert (second.type, second.bytes, second.modified_at) == ("file", 10, None)
    assert (third.name, third.type, third.is_directory) == ("unnamed", "other", False)
    assert page.skipped == 3
    _, last = await sent(lambda c: hosts.list_directory(c, "h1"), {"data": rows[:1], "has_more": True})
    assert last.last_id == "/d/a\x1b[2Jb", "the cursor is the raw path"


async def test_the_home_and_the_root_directory() -> None:
    request, _ = await sent(lambda c: hosts.list_directory(c, "h1"), {"data": []})
    assert request.target == "/v1/hosts/h1/filesystem"
    request, _ = await sent(lambda c: hosts.list_directory(c, "h1", "/"), {"data": []})
    assert request.target == "/v1/hosts/h1/filesystem/"


@pytest.mark.parametrize(
    ("status", "reply", "kind"),
    [
        ("404 X", {"detail": "path does not exist"}, NotFound),
        ("409 X", {"error": {"code": "conflict", "message": "host is offline"}}, Conflict),
        ("502 X", {"detail": "host list_dir failed"}, ServerFault),
        ("504 X", {"detail": "host 'x' did not respond to list_dir within 5s"}, HostTimeout),
    ],
)
async def test_directories_fail_in_the_servers_words(status: str, reply: Any, kind: type[Exception]) -> None:
    words = reply.get("detail", "host is offline")
    with pytest.raises(kind, match=words):
        await sent(lambda c: hosts.list_directory(c, "h1", "/x"), reply, status)


async def test_making_a_directory() -> None:
    reply = {"object": "directory", "path": "/home/demo/x\x1b"}
    request, path = await sent(lambda c: hosts.create_directory(c, "h1", "~/x"), reply)
    assert (request.target, request.json(), path) == ("/v1/hosts/h1/directories", {"path": "~/x"}, "/home/demo/x\x1b")
    answers: list[Any] = [{}, [], None]
    for odd in answers:
        with pytest.raises(Malformed):
            await sent(lambda c: hosts.create_directory(c, "h1", "~/x"), odd)


async def test_worktrees() -> None:
    rows = [
        {"path": "/r", "branch": "main", "is_main": True, "detached": False, "updated_at": 7},
        {"path": "/r-worktrees/x", "branch": None, "detached": True},
        {"branch": "no path"},
    ]
    request, page = await sent(lambda c: hosts.list_worktrees(c, "h1", "/r s"), {"object": "list", "data": rows})
    assert request.query == {"path": "/r s"}
    main, other = page.rows
    assert (main.raw_path, main.branch, main.is_main, main.updated_at) == ("/r", "main", True, 7)
    assert (other.branch, other.detached, other.shown_path) == (None, True, "/r-worktrees/x")
    with pytest.raises(Invalid):
        await sent(lambda c: hosts.list_worktrees(c, "h1", "/r"), {"detail": "not a git repository"}, "400 X")


async def test_launching_a_runner() -> None:
    reply = {"runner_id": "r1", "status": "launching"}
    request, ack = await sent(lambda c: hosts.launch_runner(c, "h1", "s1", "/w"), reply)
    assert (request.target, request.json()) == ("/v1/hosts/h1/runners", {"session_id": "s1", "workspace": "/w"})
    assert (ack.runner_id, ack.status) == ("r1", "launching")
    request, _ = await sent(lambda c: hosts.launch_runner(c, "h1", "s1", "/w", git={"branch_name": "b"}), reply)
    assert request.json()["git"] == {"branch_name": "b"}


async def test_runners_in_both_shapes() -> None:
    real = {"runner_id": "r1", "online": True, "harnesses": ["codex", 5]}
    documented = {"id": "r2", "session_id": "conv_1", "harnesses": ["codex"], "status": "online"}
    _, page = await sent(runners.list_runners, {"data": [real, documented, {"online": True}, "row"]})
    assert [(one.runner_id, one.online, one.session_id) for one in page.rows] == [
        ("r1", True, None),
        ("r2", True, "conv_1"),
    ]
    assert page.rows[0].harnesses == ("codex", "5")
    assert page.skipped == 2


async def test_a_runners_end_is_told() -> None:
    reply = {"runner_id": "r1", "online": False, "error": "exited with code -9\n--- log ---\n\x1b[31mx"}
    request, status = await sent(lambda c: runners.runner_status(c, "r1"), reply)
    assert request.target == "/v1/runners/r1/status"
    assert (status.online, status.error) == (False, "exited with code -9\n--- log ---\nx")


async def test_all_agents_are_read_page_by_page() -> None:
    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        start = int(request.query.get("after", "-1")) + 1
        rows = [{"id": str(n), "name": f"agent {n}", "skills": [{"name": "s"}, {}]} for n in range(start, start + 2)]
        writer.write(answer({"data": rows, "has_more": start + 2 < 5, "last_id": rows[-1]["id"]}))

    async with serve(handle) as server, OmnigentClient(server.url) as client:
        found = await agents.list_agents(client, page_size=2)
    assert [agent.id for agent in found] == ["0", "1", "2", "3", "4", "5"]
    assert [skill.name for skill in found[0].skills] == ["s"]
    assert len(server.requests) == 3


async def test_a_server_that_always_has_more_agents_is_not_asked_for_ever() -> None:
    reply = {"data": [{"id": "a"}], "has_more": True, "last_id": "a"}
    async with serve(always(answer(reply))) as server, OmnigentClient(server.url) as client:
        assert [agent.id for agent in await agents.list_agents(client)] == ["a"]
    assert len(server.requests) == 2


async def test_files() -> None:
    file = {"id": "f1", "session_id": "s1", "name": "a.txt", "metadata": {"filename": "a.txt", "bytes": 3}}
    request, uploaded = await sent(
        lambda c: files.upload_file(c, "s1", "a b.txt", b"abc", content_type="text/plain"), file, "201 Created"
    )
    assert request.path == "/v1/sessions/s1/resources/files"
    assert b'name="file"; filename="a b.txt"' in request.body
    assert b"Content-Type: text/plain" in request.body
    assert (uploaded.id, uploaded.metadata.bytes) == ("f1", 3)
    request, page = await sent(lambda c: files.list_files(c, "s1", limit=1, after="f0"), {"data": [file, {}]})
    assert request.query == {"limit": "1", "after": "f0"}
    assert [one.name for one in page.rows] == ["a.txt"]
    request, content = await sent(lambda c: files.get_file_content(c, "s1", "f1"), b"\x00\x1b\xff")
    assert request.path == "/v1/sessions/s1/resources/files/f1/content"
    assert content == b"\x00\x1b\xff"


def health_server(bad: set[str], requests: list[int]) -> Any:
    """A server that, like the real one, refuses a whole batch over one malformed id."""

    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        ids = request.query["session_ids"].split(",")
        requests.append(len(ids))
        if bad & set(ids):
            writer.write(answer({"error": {"code": "not_found", "message": "Not found."}}, status="404 Not Found"))
            return
        rows = {one: {"runner_online": True, "host_online": None, "host_version": "0.19.0"} for one in ids}
        writer.write(answer({"status": "ok", "sessions": rows}))

    return handle


async def test_liveness_survives_malformed_ids() -> None:
    asked: list[int] = []
    wanted = [f"s{n}" for n in range(230)]
    async with serve(health_server({"s7", "s150"}, asked)) as server, OmnigentClient(server.url) as client:
        found = await health.session_liveness(client, [*wanted, "s3", "", "a,b"])
    assert set(found) == set(wanted) - {"s7", "s150"}
    assert found["s0"] == Liveness(runner_online=True, host_version="0.19.0")
    assert max(asked) == 100
    assert len(asked) < 40


async def test_liveness_of_nobody_asks_nobody() -> None:
    async with OmnigentClient("http://127.0.0.1:1") as client:
        assert await health.session_liveness(client, []) == {}


@pytest.mark.parametrize(
    "reply",
    [
        {"status": "ok", "sessions": {"s1": {"runner_online": True, "host_online": False}}},
        {"status": "ok", "session": {"id": "s1", "runner_online": True, "host_online": False}},
        {"status": "ok", "sessions": [{"id": "s1", "runner_online": True, "host_online": False}, "row", {}]},
        {"status": "ok", "session": [{"id": "s1", "runner_online": True, "host_online": False}]},
        {"sessions": {"s1": {"runner_online": True, "host_online": False}, "s2": "odd", "unasked": {}}},
    ],
)
async def test_liveness_in_every_shape(reply: Any) -> None:
    request, found = await sent(lambda c: health.session_liveness(c, ["s1", "s2"]), reply)
    assert request.query == {"session_ids": "s1,s2"}
    assert found == {"s1": Liveness(runner_online=True, host_online=False)}


async def test_a_server_that_tells_no_liveness() -> None:
    answers: list[Any] = [{"status": "ok"}, [], None]
    for reply in answers:
        _, found = await sent(lambda c: health.session_liveness(c, ["s1"]), reply)
        assert found == {}


async def test_other_failures_of_health_are_not_split() -> None:
    with pytest.raises(ServerFault):
        await sent(lambda c: health.session_liveness(c, ["s1", "s2"]), {"detail": "x"}, "500 X")


async def test_what_a_server_says_about_itself() -> None:
    _, version = await sent(server_info.get_version, {"version": "0.19.0"})
    assert version == "0.19.0"
    answers: list[Any] = [{}, [], {"version": 5}, {"version": ""}]
    for odd in answers:
        with pytest.raises(Malformed):
            await sent(server_info.get_version, odd)
    _, info = await sent(
        server_info.get_info, {"server_version": "0.19.0", "accounts_enabled": True, "login_url": None}
    )
    assert (info.server_version, info.accounts_enabled, info.login_url) == ("0.19.0", True, None)
    _, me = await sent(server_info.get_me, {"user_id": "local", "is_admin": True})
    assert (me.user_id, me.is_admin) == ("local", True)
    with pytest.raises(Unauthorized) as caught:
        await sent(server_info.get_me, {"user_id": None, "login_url": "/login"}, "401 Unauthorized")
    assert caught.value.login_url == "/login"
    request, known = await sent(server_info.get_well_known, {"auth": {"mode": "oidc"}, "server_name": "prod"})
    assert (request.target, known.auth.mode, known.server_name) == ("/.well-known/omnigent.json", "oidc", "prod")
    _, state = await sent(health.get_health, {"status": "ok"})
    assert state.status == "ok"
