"""The WebSocket that keeps the session list live."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from tests.contract.servers import ServerUnderTest
from tests.real_server.driving import SessionDriver


@pytest.fixture
def socket(server: ServerUnderTest) -> Iterator[ClientConnection]:
    """An open updates socket."""
    address = server.url.replace("http://", "ws://").rstrip("/") + "/v1/sessions/updates"
    with connect(address, proxy=None) as connection:
        yield connection


def _watch(socket: ClientConnection, *sessions: SessionDriver) -> None:
    socket.send(json.dumps({"type": "watch", "session_ids": [session.id for session in sessions]}))


def _until(socket: ClientConnection, matching: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Return the next frame that matches; others (heartbeats, rows of other tests) pass by."""
    while True:
        frame: dict[str, Any] = json.loads(socket.recv(timeout=60))
        if matching(frame):
            return frame


def _row(frame: dict[str, Any], session: SessionDriver) -> dict[str, Any]:
    return next((row for row in frame.get("items", []) if row["id"] == session.id), {})


def test_watching_answers_with_full_rows(socket: ClientConnection, session: SessionDriver) -> None:
    _watch(socket, session)
    row = _row(_until(socket, lambda frame: frame["type"] == "snapshot"), session)
    assert row.keys() >= {"title", "host_id", "runner_id", "runner_online", "host_online", "status"}
    assert row["title"] is None


def test_change_of_a_watched_session_is_told(socket: ClientConnection, session: SessionDriver) -> None:
    _watch(socket, session)
    _until(socket, lambda frame: frame["type"] == "snapshot")
    session.client.patch(session.path, json={"title": "Renamed"})
    frame = _until(socket, lambda frame: _row(frame, session).get("title") == "Renamed")
    assert frame["type"] == "changed"


def test_new_session_is_told_unasked(socket: ClientConnection, server: ServerUnderTest, session: SessionDriver) -> None:
    _watch(socket, session)
    _until(socket, lambda frame: frame["type"] == "snapshot")
    other = server.unbound(title="Made elsewhere")
    frame = _until(socket, lambda frame: bool(_row(frame, other)))
    assert frame["type"] == "changed"
    assert _row(frame, other)["title"] == "Made elsewhere"
    other.client.delete(other.path)


def test_deleted_session_is_removed(socket: ClientConnection, server: ServerUnderTest) -> None:
    session = server.unbound()
    _watch(socket, session)
    _until(socket, lambda frame: frame["type"] == "snapshot")
    session.client.delete(session.path)
    frame = _until(socket, lambda frame: frame["type"] == "removed")
    assert frame["ids"] == [session.id]


def test_unknown_session_is_silently_absent(socket: ClientConnection, session: SessionDriver) -> None:
    socket.send(json.dumps({"type": "watch", "session_ids": ["0" * 32, session.id]}))
    frame = _until(socket, lambda frame: frame["type"] == "snapshot")
    assert [row["id"] for row in frame["items"]] == [session.id]


def test_new_watch_replaces_the_old_one(
    socket: ClientConnection, server: ServerUnderTest, session: SessionDriver
) -> None:
    other = server.unbound()
    _watch(socket, session)
    _until(socket, lambda frame: frame["type"] == "snapshot")
    _watch(socket, other)
    frame = _until(socket, lambda frame: frame["type"] == "snapshot")
    assert [row["id"] for row in frame["items"]] == [other.id]
    other.client.delete(other.path)
