"""The laws of paging through a session's items, and their two shapes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.servers import ServerUnderTest, message_events
from tests.real_server.driving import SessionDriver

_COUNT = 130


@pytest.fixture(scope="module")
def history(server: ServerUnderTest) -> Iterator[SessionDriver]:
    """A session of 130 stored messages; the tests only read it."""
    session = server.unbound()
    session.post(message_events(100))
    session.post(message_events(_COUNT - 100, start=100))
    yield session
    session.client.delete(session.path)


@pytest.fixture(scope="module")
def ids(history: SessionDriver) -> list[str]:
    """The ids of all its items, oldest first."""
    return [item["id"] for item in history.items()]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ({}, range(5)),
        ({"order": "desc"}, range(129, 124, -1)),
        ({"after": 60}, range(61, 66)),
        ({"before": 60}, range(5)),
        ({"order": "desc", "after": 60}, range(59, 54, -1)),
        ({"order": "desc", "before": 60}, range(129, 124, -1)),
        ({"after": 60, "before": 63}, range(61, 63)),
    ],
    ids=str,
)
def test_pages(history: SessionDriver, ids: list[str], query: dict[str, Any], rows: range) -> None:
    params = {key: ids[value] if isinstance(value, int) else value for key, value in query.items()}
    assert [item["id"] for item in history.items(**params, limit=5)] == [ids[row] for row in rows]


def test_page_names_its_ends(history: SessionDriver, ids: list[str]) -> None:
    page = history.client.get(f"{history.path}/items", params={"limit": 5, "after": ids[10]}).json()
    assert page["object"] == "list"
    assert (page["first_id"], page["last_id"], page["has_more"]) == (ids[11], ids[15], True)
    last = history.client.get(f"{history.path}/items", params={"limit": 5, "after": ids[-6]}).json()
    assert (last["last_id"], last["has_more"]) == (ids[-1], False)


def test_page_past_the_end_is_empty(history: SessionDriver, ids: list[str]) -> None:
    page = history.client.get(f"{history.path}/items", params={"after": ids[-1]}).json()
    assert page == {"object": "list", "data": [], "first_id": None, "last_id": None, "has_more": False}


def test_page_has_100_items_unless_told(history: SessionDriver, ids: list[str]) -> None:
    page = history.client.get(f"{history.path}/items").json()
    assert [item["id"] for item in page["data"]] == ids[:100]


def test_cursor_that_is_gone_is_stale(history: SessionDriver) -> None:
    answer = history.client.get(f"{history.path}/items", params={"after": "0" * 32})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "stale_cursor")
    assert history.client.get(f"{history.path}/items", params={"after": "junk"}).status_code == 404


@pytest.mark.parametrize("limit", [0, 1001, "many"])
def test_limit_is_between_1_and_1000(history: SessionDriver, limit: object) -> None:
    answer = history.client.get(f"{history.path}/items", params={"limit": str(limit)})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", "limit"]


def test_snapshot_holds_the_last_100_nested(history: SessionDriver, ids: list[str]) -> None:
    nested = history.snapshot()["items"]
    assert [item["id"] for item in nested] == ids[-100:]
    flat = {item["id"]: item for item in history.items()}
    for item in nested:
        assert item.keys() >= {"id", "type", "status", "response_id", "created_at", "data"}
        assert "content" not in item
        assert flat[item["id"]]["content"] == item["data"]["content"]
        assert flat[item["id"]]["role"] == item["data"]["role"]


def test_items_of_an_unknown_session_are_not_found(server: ServerUnderTest) -> None:
    assert server.client.get(f"/v1/sessions/{'0' * 32}/items").status_code == 404


def test_items_keep_the_fields_of_their_type(server: ServerUnderTest, session: SessionDriver) -> None:
    call = {"agent": "smoke", "name": "sys_os_shell", "arguments": '{"command": "ls"}', "call_id": "c1"}
    output = {"call_id": "c1", "output": "a\nb\n"}
    error = {"source": "execution", "code": "boom", "message": "It broke"}
    stored = [("function_call", call), ("function_call_output", output), ("error", error)]
    session.post(
        [
            {
                "type": "external_conversation_item",
                "data": {"item_type": name, "item_data": data, "response_id": "resp_a"},
            }
            for name, data in stored
        ]
    )
    items = session.items()
    assert [item["type"] for item in items] == [name for name, _ in stored]
    assert items[0].items() >= {"name": "sys_os_shell", "arguments": call["arguments"], "call_id": "c1"}.items()
    assert items[1].items() >= output.items()
    assert items[2].items() >= error.items()
    assert {item["response_id"] for item in items} == {"resp_a"}
