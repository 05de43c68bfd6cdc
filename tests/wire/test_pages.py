"""Pages: every envelope that is around, and rows that cannot be read."""

from typing import Any

import pytest

from omnigent_tui.wire.errors import Malformed
from omnigent_tui.wire.pages import Page, parse_page


def number(row: Any) -> int | None:
    return row["n"] if isinstance(row, dict) and isinstance(row.get("n"), int) else None


def test_an_envelope_tells_where_it_goes_on() -> None:
    data = {"object": "list", "data": [{"id": "a", "n": 1}], "first_id": "x", "last_id": "y", "has_more": True}
    assert parse_page(data, number) == Page((1,), "x", "y", True, 0)


def test_cursors_that_are_missing_come_from_the_rows() -> None:
    data = {"data": [{"path": "/a", "n": 1}, {"path": "/b", "n": 2}], "has_more": True}
    assert parse_page(data, number, cursor="path") == Page((1, 2), "/a", "/b", True, 0)
    assert parse_page({"data": [{"id": 5, "n": 1}], "last_id": 7}, number) == Page((1,), None, None, False, 0)


def test_odd_rows_are_counted_and_cost_nothing_else() -> None:
    page = parse_page({"data": [None, {"id": "a", "n": 1}, "row", {"id": "b"}, [], 4]}, number)
    assert page == Page((1,), None, None, False, 5)


def test_an_empty_list_is_an_empty_page() -> None:
    assert parse_page({"data": [], "first_id": None, "last_id": None, "has_more": False}, number) == Page()


def test_bare_lists_and_other_keys_are_lists_too() -> None:
    assert parse_page([{"n": 1}], number).rows == (1,)
    assert parse_page({"data": None, "hosts": [{"n": 1}]}, number, keys=("data", "hosts")).rows == (1,)


@pytest.mark.parametrize("data", [None, {}, {"data": {}}, "text", 3, {"data": None}])
def test_no_list_at_all_is_malformed(data: Any) -> None:
    with pytest.raises(Malformed, match="data or rows"):
        parse_page(data, number, keys=("data", "rows"))
