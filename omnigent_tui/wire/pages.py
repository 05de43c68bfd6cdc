"""One page of a list: the rows that could be read, and where the next page begins."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from omnigent_tui.values import Value
from omnigent_tui.wire.errors import Malformed

Row = TypeVar("Row")


class Page(Value, Generic[Row]):
    """A page. `last_id` is the cursor for the next one; `skipped` counts rows that could not be read."""

    rows: tuple[Row, ...] = ()
    first_id: str | None = None
    last_id: str | None = None
    has_more: bool = False
    skipped: int = 0


def parse_page(
    data: Any,
    parse_row: Callable[[Any], Row | None],
    *,
    keys: tuple[str, ...] = ("data",),
    cursor: str = "id",
) -> Page[Row]:
    """Return the page in decoded JSON `data`: an envelope whose rows are under one of `keys`, or a bare list.

    Cursors that the envelope lacks are taken from the rows' `cursor` key. A row for which `parse_row` gives None is
    skipped and counted. Raises Malformed when there is no list at all.
    """
    envelope = data if isinstance(data, dict) else {}
    listed = data if isinstance(data, list) else next((v for k in keys if isinstance(v := envelope.get(k), list)), None)
    if listed is None:
        raise Malformed(f"The server's answer has no list under {' or '.join(keys)}.")
    rows = tuple(row for row in map(parse_row, listed) if row is not None)
    return Page(
        rows=rows,
        first_id=_cursor(envelope.get("first_id")) or _row_cursor(listed[:1], cursor),
        last_id=_cursor(envelope.get("last_id")) or _row_cursor(listed[-1:], cursor),
        has_more=envelope.get("has_more") is True,
        skipped=len(listed) - len(rows),
    )


def _cursor(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _row_cursor(rows: list[Any], key: str) -> str | None:
    return _cursor(rows[0].get(key)) if rows and isinstance(rows[0], dict) else None
