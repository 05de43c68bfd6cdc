"""The paging laws of histories and lists, and the shape of a long history."""

from __future__ import annotations

import pytest

from tests.demo.driving import Driver


@pytest.fixture
async def history(demo: Driver) -> tuple[str, list[str]]:
    """A session with 40 items, and their ids in order."""
    session = await demo.create(bound=False)
    await demo.control("items", session_id=session, count=40)
    return session, [item["id"] for item in await demo.items(session, limit=1000)]


async def test_cursors_cut_the_ordered_rows(demo: Driver, history: tuple[str, list[str]]) -> None:
    session, ids = history
    x, y = ids[20], ids[23]

    async def page(**query: object) -> list[int]:
        return [ids.index(item["id"]) for item in await demo.items(session, limit=5, **query)]

    assert await page() == [0, 1, 2, 3, 4]
    assert await page(order="desc") == [39, 38, 37, 36, 35]
    assert await page(after=x) == [21, 22, 23, 24, 25]
    assert await page(before=x) == [0, 1, 2, 3, 4]
    assert await page(order="desc", after=x) == [19, 18, 17, 16, 15]
    assert await page(order="desc", before=x) == [39, 38, 37, 36, 35]
    assert await page(after=x, before=y) == [21, 22]


async def test_walking_backwards_gives_every_item_once(demo: Driver, history: tuple[str, list[str]]) -> None:
    session, ids = history
    walked: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await demo.get(f"/v1/sessions/{session}/items", limit=7, order="desc", **cursor)
        walked += [item["id"] for item in page["data"]]
        assert page["first_id"] == page["data"][0]["id"]
        if not page["has_more"]:
            break
        cursor = {"after": page["last_id"]}
    assert walked == ids[::-1]


async def test_past_the_end_is_an_empty_page(demo: Driver, history: tuple[str, list[str]]) -> None:
    session, ids = history
    page = await demo.get(f"/v1/sessions/{session}/items", after=ids[-1])
    assert page == {"object": "list", "data": [], "first_id": None, "last_id": None, "has_more": False}


async def test_cursor_errors(demo: Driver, history: tuple[str, list[str]]) -> None:
    session, _ = history
    path = f"/v1/sessions/{session}/items"
    gone = await demo.get(path, 400, after="0" * 32)
    assert gone["error"]["code"] == "stale_cursor"
    assert (await demo.get(path, 404, after="junk"))["error"]["code"] == "not_found"
    assert (await demo.get("/v1/sessions", 400, after="0" * 32))["error"]["code"] == "stale_cursor"
    for limit in (0, 1001, "many"):
        error = (await demo.get(path, 422, limit=limit))["detail"][0]
        assert error["loc"] == ["query", "limit"]
    assert (await demo.get(path, 422, order="up"))["detail"][0]["loc"] == ["query", "order"]


async def test_sessions_page_by_either_column(demo: Driver) -> None:
    made = [await demo.create(bound=False, title=f"paged {n}") for n in range(5)]
    await demo.client.patch(f"/v1/sessions/{made[1]}", json={"title": "paged 1, changed"})

    async def walk(**query: object) -> list[str]:
        ids: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = await demo.get("/v1/sessions", limit=2, search_query="paged ", **query, **cursor)
            ids += [row["id"] for row in page["data"]]
            if not page["has_more"]:
                return [session for session in ids if session in made]
            cursor = {"after": page["last_id"]}

    assert await walk() == made[::-1]
    assert await walk(order="asc") == made
    assert sorted(await walk(sort_by="updated_at")) == sorted(made)


async def test_snapshot_holds_the_newest_hundred_nested(demo: Driver) -> None:
    row = await demo.titled("Nightly build: a long")
    snapshot = await demo.session(row["id"])
    flat = await demo.items(row["id"], limit=1000)
    assert len(flat) == 560
    assert [item["id"] for item in snapshot["items"]] == [item["id"] for item in flat[-100:]]
    assert {item["type"] for item in flat} == {
        "message",
        "function_call",
        "function_call_output",
        "reasoning",
        "native_tool",
        "compaction",
        "error",
        "terminal_command",
        "slash_command",
        "routing_decision",
        "resource_event",
    }
    nested, last = snapshot["items"][-1], flat[-1]
    fields = {key: value for key, value in nested["data"].items() if value is not None}
    assert {**fields, "id": nested["id"]} == {key: last[key] for key in (*fields, "id")}


async def test_twenty_thousand_entries_page_by_path(demo: Driver) -> None:
    host = await demo.host()
    path = f"/v1/hosts/{host}/filesystem/~/projects/many"
    first = await demo.get(path, limit=1000)
    assert (len(first["data"]), first["has_more"]) == (1000, True)
    names, cursor = 0, ""
    while True:
        page = await demo.get(path, limit=1000, **({"after": cursor} if cursor else {}))
        names += len(page["data"])
        cursor = page["data"][-1]["path"]
        if not page["has_more"]:
            break
    assert names == 20_000
    near = await demo.get(path, limit=3, before="/home/ada/projects/many/entry-00050")
    assert [entry["name"] for entry in near["data"]] == ["entry-00047", "entry-00048", "entry-00049"]
    unknown = await demo.get(path, limit=2, after="/nowhere")
    assert unknown["data"] == first["data"][:2]
