"""Browsing a host's files, with names that need encoding and directories that cannot be listed."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.demo.driving import Driver


async def test_home_root_and_tilde(demo: Driver) -> None:
    host = f"/v1/hosts/{await demo.host()}"
    home = await demo.get(f"{host}/filesystem")
    assert home["data"][0]["path"].startswith("/home/ada/.")
    assert (await demo.get(f"{host}/filesystem/~"))["data"] == home["data"]
    assert (await demo.get(f"{host}/filesystem/home/ada"))["data"] == home["data"]
    assert (await demo.get(f"{host}/filesystem/%2Fhome%2Fada"))["data"] == home["data"]
    root = (await demo.get(f"{host}/filesystem/"))["data"]
    assert "home" in {entry["name"] for entry in root}
    assert next(entry for entry in root if entry["name"] == "home")["path"] == "/home"


async def test_every_listed_directory_can_be_opened(demo: Driver) -> None:
    host = f"/v1/hosts/{await demo.host()}"
    entries = (await demo.get(f"{host}/filesystem/~/projects", limit=1000))["data"]
    names = [entry["name"] for entry in entries]
    assert names == sorted(names)
    assert {"with space", "ünïcode-日本", "q?mark", "per%cent", "per%20cent", "hash#dir", ".hidden"} <= set(names)
    opened = 0
    for entry in entries:
        if entry["type"] == "directory" and entry["name"] not in {"noperm", "loop", "hung"}:
            await demo.get(f"{host}/filesystem{quote(entry['path'])}", limit=1)
            opened += 1
    assert opened > 12


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("~/nope", 404, "path does not exist"),
        ("~/projects/file.txt", 404, "path is not a directory"),
        ("~/projects/noperm", 404, "permission denied"),
        ("~/projects/loop", 502, "symbolic links"),
        ("~/projects/hung", 504, "did not respond"),
        ("~/a%00b", 400, "NUL"),
    ],
)
async def test_what_cannot_be_listed(demo: Driver, path: str, status: int, text: str) -> None:
    answer = await demo.get(f"/v1/hosts/{await demo.host()}/filesystem/{path}", status)
    assert text in answer["detail"]


async def test_hosts_and_their_errors(demo: Driver) -> None:
    hosts = (await demo.get("/v1/hosts"))["hosts"]
    assert [host["status"] for host in hosts] == ["online", "offline"]
    one = await demo.get(f"/v1/hosts/{hosts[0]['host_id']}")
    assert one == {**hosts[0], "runners": []}
    offline = await demo.get(f"/v1/hosts/{hosts[1]['host_id']}/filesystem", 409)
    assert offline == {"error": {"code": "conflict", "message": "host is offline"}}
    assert await demo.get(f"/v1/hosts/{'0' * 32}", 404) == {"detail": "host not found"}
    assert "error" in await demo.get("/v1/hosts/junk", 404)


async def test_directories_are_made_once(demo: Driver) -> None:
    path = f"/v1/hosts/{await demo.host()}/directories"
    made = await demo.post(path, {"path": "~/made/häre"})
    assert made == {"object": "directory", "path": "/home/ada/made/häre"}
    await demo.post(path, {"path": "~/made/häre"}, 409)
    await demo.post(path, {"path": "relative"}, 400)


async def test_workspace_files(demo: Driver) -> None:
    session = await demo.create()
    base = f"/v1/sessions/{session}/resources/environments/default"
    listing = await demo.get(f"{base}/filesystem")
    assert listing["base"] == "/home/ada/projects/api"
    assert "übersicht.md" in {entry["name"] for entry in listing["data"]}
    name = quote("dir x/new#file.txt")
    written = await demo.client.put(f"{base}/filesystem/{name}", json={"content": "älpha", "encoding": "utf-8"})
    assert written.json()["created"] is True
    read = await demo.get(f"{base}/filesystem/{name}")
    assert (read["content"], read["encoding"], read["bytes"]) == ("älpha", "utf-8", 6)
    (change,) = (await demo.get(f"{base}/changes"))["data"]
    assert (change["path"], change["status"]) == ("dir x/new#file.txt", "created")
    diff = await demo.get(f"{base}/diff/{name}")
    assert (diff["before"], diff["after"]) == (None, "älpha")
    found = await demo.get(f"{base}/search", q="NEW#")
    assert [entry["path"] for entry in found["data"]] == ["dir x/new#file.txt"]
    assert (await demo.get(f"{base}/filesystem/nope", 404))["error"]["message"] == "Path 'nope' not found"
    await demo.get(f"{base}/search", 422)
    await demo.send(session, {"type": "stop_session"})
    assert (await demo.get(f"{base}/filesystem", 503))["error"]["code"] == "runner_unavailable"


async def test_uploaded_files(demo: Driver) -> None:
    session = await demo.create(bound=False)
    path = f"/v1/sessions/{session}/resources/files"
    content = bytes(range(256)) + b"\r\n--x\r\n"
    async with demo.tail(session) as tail:
        files = {"file": ("rep ort ü.png", content, "image/png")}
        answer = await demo.client.post(path, files=files)
        assert answer.status_code == 201
        await tail.seen("session.resource.created")
        stored = answer.json()
        assert stored["metadata"]["filename"] == "rep ort ü.png"
        assert (await demo.get(path))["data"] == [stored]
        download = await demo.client.get(f"{path}/{stored['id']}/content")
        assert download.content == content
        assert (await demo.client.delete(f"{path}/{stored['id']}")).json()["deleted"] is True
        await tail.seen("session.resource.deleted", resource_type="file")
    octets = await demo.client.post(path, files={"file": ("x", b"x", "application/octet-stream")})
    assert octets.status_code == 415


async def test_policies(demo: Driver) -> None:
    session = await demo.create(bound=False)
    handler = (await demo.get("/v1/policy-registry"))["data"][1]["handler"]
    for path, kind in ((f"/v1/sessions/{session}/policies", "session.policy"), ("/v1/policies", "default_policy")):
        body = {"name": "ask", "type": "python", "handler": handler}
        policy = await demo.post(path, body)
        assert policy["object"] == kind
        await demo.post(path, body, 409)
        await demo.post(path, {**body, "name": "b", "handler": "no.such"}, 400)
        await demo.post(path, {**body, "name": "c", "type": "url", "handler": "http://x"}, 422)
        changed = await demo.client.patch(f"{path}/{policy['id']}", json={"enabled": False})
        assert changed.json()["enabled"] is False
        for _ in range(2):
            assert (await demo.client.delete(f"{path}/{policy['id']}")).json() == {"deleted": True}
        assert (await demo.get(path))["data"] == []
    foreign = await demo.client.post("/v1/policies", json=body, headers={"X-Forwarded-Email": "bob@example.com"})
    assert foreign.status_code == 403
