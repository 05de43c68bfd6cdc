"""Hosts: their rows, browsing their folders, starting runners on them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.contract.servers import ServerUnderTest
from tests.real_server.driving import SessionDriver

UNKNOWN = "0" * 32
STRANGE = ["with space", "ünïcode-日本", "hash#dir", "q?mark", "per%cent", "per%20cent", "plus+amp&eq=", "semi;colon"]


def _files(server: ServerUnderTest, path: str = "") -> str:
    return f"/v1/hosts/{server.host_id}/filesystem{path}"


def _folder(server: ServerUnderTest, path: str) -> str:
    """Make a folder below the host's home; returns its absolute path."""
    answer = server.client.post(f"/v1/hosts/{server.host_id}/directories", json={"path": path})
    if answer.status_code == 200:
        return str(answer.json()["path"])
    parent, _, name = path.rpartition("/")
    listing = server.client.get(_files(server, f"/{quote(parent)}"), params={"limit": 1000})
    found = [str(entry["path"]) for entry in listing.raise_for_status().json()["data"] if entry["name"] == name]
    return found[0]


def test_hosts_are_listed_with_id_name_and_harnesses(server: ServerUnderTest) -> None:
    body = server.client.get("/v1/hosts").json()
    host = next(row for row in body["hosts"] if row["host_id"] == server.host_id)
    assert host["status"] == "online"
    assert host.keys() >= {"host_id", "name", "owner", "status", "configured_harnesses", "sandbox_provider"}
    assert "id" not in host
    assert set(map(type, host["configured_harnesses"].values())) <= {bool, str}


def test_one_host(server: ServerUnderTest) -> None:
    host = server.client.get(f"/v1/hosts/{server.host_id}").json()
    assert host["host_id"] == server.host_id
    assert host["runners"] == []


def test_unknown_host_and_malformed_id_differ_in_their_envelope(server: ServerUnderTest) -> None:
    unknown = server.client.get(f"/v1/hosts/{UNKNOWN}")
    assert (unknown.status_code, unknown.json()) == (404, {"detail": "host not found"})
    malformed = server.client.get("/v1/hosts/nonsense")
    assert (malformed.status_code, malformed.json()["error"]["code"]) == (404, "not_found")


def test_home_is_listed_by_name(server: ServerUnderTest) -> None:
    _folder(server, "~/listed")
    page = server.client.get(_files(server), params={"limit": 1000}).json()
    names = [entry["name"] for entry in page["data"]]
    assert page["object"] == "list"
    assert names == sorted(names)
    assert "listed" in names
    entry = page["data"][names.index("listed")]
    assert entry.keys() == {"name", "path", "type", "bytes", "modified_at"}
    assert entry["type"] == "directory"
    assert not page.keys() & {"first_id", "last_id"}


@pytest.mark.parametrize("name", STRANGE)
def test_folder_names_are_percent_encoded(server: ServerUnderTest, name: str) -> None:
    _folder(server, "~/strange")
    folder = _folder(server, f"~/strange/{name}")
    _folder(server, f"~/strange/{name}/inside")
    page = server.client.get(_files(server, quote(folder)))
    assert page.status_code == 200
    assert [entry["path"] for entry in page.json()["data"]] == [f"{folder}/inside"]


def test_tilde_and_slash_forms_name_the_same_folder(server: ServerUnderTest) -> None:
    folder = _folder(server, "~/forms")
    _folder(server, "~/forms/inside")
    expected = [f"{folder}/inside"]
    for path in (folder, f"/{folder}", f"/{quote(folder, safe='')}", "/~/forms", "/%7E/forms", "/~%2Fforms"):
        page = server.client.get(_files(server, path))
        assert [entry["path"] for entry in page.json()["data"]] == expected, path


def test_root_needs_its_slash(server: ServerUnderTest) -> None:
    root = server.client.get(_files(server, "/"), params={"limit": 1000}).json()["data"]
    assert all(entry["path"] == f"/{entry['name']}" for entry in root)


def test_cursor_is_a_path_and_before_is_adjacent(server: ServerUnderTest) -> None:
    folder = _folder(server, "~/many")
    paths = [_folder(server, f"~/many/d{number}") for number in range(8)]
    where = _files(server, folder)

    def page(**params: Any) -> list[str]:
        return [entry["path"] for entry in server.client.get(where, params=params).json()["data"]]

    assert page(limit=3) == paths[:3]
    assert page(limit=3, after=paths[2]) == paths[3:6]
    assert page(limit=3, before=paths[6]) == paths[3:6]
    assert page(limit=3, after="/no/such/cursor") == paths[:3]
    body = server.client.get(where, params={"limit": 3}).json()
    assert body["has_more"] is True


def test_page_has_20_entries_unless_told(server: ServerUnderTest) -> None:
    folder = _folder(server, "~/crowded")
    for number in range(22):
        _folder(server, f"~/crowded/d{number:02}")
    assert len(server.client.get(_files(server, folder)).json()["data"]) == 20


def test_missing_folder_and_file_are_not_found(server: ServerUnderTest) -> None:
    missing = server.client.get(_files(server, "/no/such/folder"))
    assert (missing.status_code, missing.json()) == (404, {"detail": "path does not exist"})
    file = server.client.get(_files(server, quote(server.make_file())))
    assert (file.status_code, file.json()) == (404, {"detail": "path is not a directory"})


def test_bad_requests_are_refused(server: ServerUnderTest) -> None:
    nul = server.client.get(_files(server, "/a%00b"))
    assert (nul.status_code, nul.json()) == (400, {"detail": "path must not contain NUL bytes"})
    for limit in (0, 1001):
        assert server.client.get(_files(server), params={"limit": limit}).status_code == 422


def test_folder_is_made_once_and_only_with_an_absolute_path(server: ServerUnderTest) -> None:
    folders = f"/v1/hosts/{server.host_id}/directories"
    _folder(server, "~/made")
    again = server.client.post(folders, json={"path": "~/made"})
    assert again.status_code == 409
    assert server.client.post(folders, json={"path": "relative"}).status_code == 400


def test_runner_is_started_once_for_an_unbound_session(server: ServerUnderTest, session: SessionDriver) -> None:
    runners = f"/v1/hosts/{server.host_id}/runners"
    order = {"session_id": session.id, "workspace": server.workspace}
    answer = server.client.post(runners, json=order)
    assert answer.status_code == 200
    assert answer.json().keys() == {"runner_id", "status"}
    assert answer.json()["status"] == "launching"
    session.wait_runner()
    assert session.snapshot()["runner_id"] == answer.json()["runner_id"]
    again = server.client.post(runners, json=order)
    assert (again.status_code, again.json()) == (400, {"detail": "session already has a runner bound"})
    session.stop()


def test_runner_order_is_checked(server: ServerUnderTest, session: SessionDriver) -> None:
    runners = f"/v1/hosts/{server.host_id}/runners"
    order = {"session_id": session.id, "workspace": server.workspace}
    assert server.client.post(runners, json={"session_id": session.id}).status_code == 422
    missing = server.client.post(runners, json=order | {"workspace": "/nonexistent"})
    assert missing.status_code == 400
    assert missing.json()["detail"].startswith("workspace path does not exist on host")
    unknown = server.client.post(runners, json=order | {"session_id": UNKNOWN})
    assert (unknown.status_code, unknown.json()) == (404, {"detail": "session not found"})
    elsewhere = server.client.post(f"/v1/hosts/{UNKNOWN}/runners", json=order)
    assert (elsewhere.status_code, elsewhere.json()) == (404, {"detail": "host not found"})
