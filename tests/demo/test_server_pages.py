"""Health, version, identity, login, ordered faults, and the published documents' dialect."""

from __future__ import annotations

import asyncio
import re

import httpx
import pytest

from tests.demo.conftest import StartDemo
from tests.demo.driving import API, Driver, message


async def test_health(demo: Driver) -> None:
    session = await demo.create()
    alive = {"runner_online": True, "host_online": True, "host_version": "0.19.0"}
    assert await demo.get("/health") == {"status": "ok"}
    assert await demo.get("/health", session_id=session) == {"status": "ok", "session": {"id": session, **alive}}
    batch = await demo.get("/health", session_ids=f"{session},{'0' * 32}")
    unknown = {"runner_online": True, "host_online": None, "host_version": None}
    assert batch["sessions"] == {session: alive, "0" * 32: unknown}
    spoilt = await demo.get("/health", 404, session_ids=f"{session},conv_nope")
    assert spoilt == {"error": {"code": "not_found", "message": "Not found."}}


async def test_pages_about_the_server(demo: Driver) -> None:
    assert await demo.get("/api/version") == {"version": "0.19.0"}
    assert (await demo.get("/v1/info"))["server_version"] == "0.19.0"
    assert await demo.get("/v1/me") == {"user_id": "local", "is_admin": True}
    assert (await demo.get("/.well-known/omnigent.json"))["auth"]["mode"] == "header"
    assert "/v1/sessions/{session_id}" in (await demo.get("/openapi.json"))["paths"]


async def test_unknown_paths(demo: Driver) -> None:
    page = await demo.client.get("/some/page")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert await demo.get("/v1/version", 404) == {"error": {"code": "not_found", "message": "Not found"}}
    assert (await demo.client.patch("/v1/hosts")).status_code == 404
    assert (await demo.client.get("/health")).headers["x-request-id"]


async def test_token_guards_everything_but_the_open_pages(start_demo: StartDemo) -> None:
    async with start_demo("--token", "s3cret") as demo:
        assert (await demo.get("/v1/sessions", 401))["error"]["code"] == "unauthorized"
        assert await demo.get("/v1/me", 401) == {"user_id": None, "login_url": "/login"}
        assert (await demo.get("/v1/info"))["accounts_enabled"] is True
        await demo.post("/auth/login", {"username": "ada", "password": "wrong"}, 401)
        login = await demo.post("/auth/login", {"username": "ada", "password": "demo"})
        demo.client.cookies.clear()
        demo.client.headers["authorization"] = f"Bearer {login['token']}"
        await demo.get("/v1/sessions")


async def test_status_and_html_faults_hit_as_often_as_ordered(demo: Driver) -> None:
    await demo.control("faults", kind="status", status=503, path_prefix="/v1/hosts", count=2)
    for status in (503, 503, 200):
        await demo.get("/v1/hosts", status)
    await demo.control("faults", kind="status", status=200, body="{", path_prefix="/v1/me", count=1)
    assert (await demo.client.get("/v1/me")).text == "{"
    await demo.control("faults", kind="html", path_prefix="/v1/agents", method="GET", count=None)
    for _ in range(3):
        assert (await demo.client.get("/v1/agents")).headers["content-type"].startswith("text/html")
    await demo.control("reset")
    await demo.get("/v1/agents")


async def test_refused_connection_is_reset(demo: Driver) -> None:
    await demo.control("faults", kind="refuse", path_prefix="/v1/runners")
    with pytest.raises(httpx.TransportError):
        await demo.client.get("/v1/runners")
    await demo.get("/v1/runners")


async def test_stalled_request_is_served_after_the_reset(demo: Driver) -> None:
    await demo.control("faults", kind="stall", path_prefix="/v1/runners")
    stalled = asyncio.create_task(demo.get("/v1/runners"))
    while not (await demo.get("/demo/requests", path_prefix="/v1/runners"))["data"]:
        await asyncio.sleep(0.01)
    assert not stalled.done()
    await demo.control("reset")
    assert "data" in await stalled


async def test_requests_are_logged_with_their_bodies(demo: Driver) -> None:
    session = await demo.create()
    await demo.say(session, "echo logged")
    log = (await demo.get("/demo/requests", path_prefix=f"/v1/sessions/{session}", method="POST"))["data"]
    assert log[-1]["status"] == 202
    assert log[-1]["body"] == message("echo logged")


async def test_reset_of_the_data(start_demo: StartDemo) -> None:
    async with start_demo() as demo:
        session = await demo.create()
        before = {row["id"] for row in (await demo.get("/v1/sessions", limit=100))["data"]} - {session}
        await demo.control("reset", data=True)
        await demo.get(f"/v1/sessions/{session}", 404)
        assert {row["id"] for row in (await demo.get("/v1/sessions", limit=100))["data"]} == before


async def test_empty_server(start_demo: StartDemo) -> None:
    async with start_demo("--empty") as demo:
        assert (await demo.get("/v1/sessions"))["data"] == []
        assert (await demo.get("/v1/hosts"))["hosts"] == []


async def test_documents_dialect(start_demo: StartDemo) -> None:
    async with start_demo("--seed-shapes") as demo:
        assert await demo.get("/api/version") == {"version": "0.1.0"}
        (online, offline) = (await demo.get("/v1/hosts"))["hosts"]
        assert set(online) == {"id", "name", "status", "platform", "registered_at", "runner_count"}
        assert offline["platform"] == "darwin"
        agent = (await demo.get("/v1/agents"))["data"][0]["id"]
        assert re.match("ag_", agent)
        body = {"agent_id": agent, "host_id": online["id"], "workspace": API}
        made = await demo.post("/v1/sessions", body, 201)
        assert made["id"].startswith("conv_")
        assert set(made) == {
            "id",
            "agent_id",
            "agent_name",
            "status",
            "created_at",
            "title",
            "labels",
            "runner_id",
            "runner_online",
            "items",
        }
        row = (await demo.get("/v1/sessions", limit=1))["data"][0]
        assert set(row) == {"id", "agent_id", "status", "title", "created_at", "updated_at"}
        await demo.until_online(made["id"])
        runners = (await demo.get("/v1/runners"))["data"]
        assert {"id": made["runner_id"], "session_id": made["id"], "status": "online"}.items() <= next(
            runner for runner in runners if runner["id"] == made["runner_id"]
        ).items()
        health = await demo.get("/health", session_id=made["id"])
        assert health["session"] == {"id": made["id"], "runner_online": True, "host_online": True}
        error = await demo.get("/v1/sessions/conv_nonexistent", 404)
        assert error == {"code": "not_found", "message": "Session not found"}
        assert set(await demo.get(f"/v1/hosts/{offline['id']}/filesystem", 409)) == {"code", "message"}
        await demo.get("/v1/info", 404)
        listing = await demo.get(f"/v1/hosts/{online['id']}/filesystem")
        assert set(listing["data"][0]) == {"name", "path", "type"}
        async with demo.tail(made["id"]) as tail:
            ack = await demo.say(made["id"], "echo hi")
            assert ack["item_id"].startswith("item_")
            await tail.seen("session.status", status="idle")
        assert [item["type"] for item in (await demo.session(made["id"]))["items"]] == ["message"] * 2
        socket = await demo.client.get("/v1/sessions/updates")
        assert socket.status_code == 404
