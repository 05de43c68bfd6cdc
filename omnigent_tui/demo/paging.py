"""Cursor paging as the server does it: `after` and `before` cut the ordered rows, then the first `limit` are taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from starlette.requests import Request

from omnigent_tui.demo import answers
from omnigent_tui.demo.json_types import JsonObject

Row = TypeVar("Row")


@dataclass(frozen=True)
class PageQuery:
    """The paging parameters of one request."""

    limit: int
    after: str | None
    before: str | None
    descending: bool

    @classmethod
    def read(cls, request: Request, *, limit: int, order: str) -> PageQuery:
        """From the query string; `limit` and `order` are the route's defaults."""
        direction = answers.query_choice(request, "order", order, ("asc", "desc"))
        return cls(
            limit=answers.query_int(request, "limit", limit),
            after=request.query_params.get("after") or None,
            before=request.query_params.get("before") or None,
            descending=direction == "desc",
        )


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page and whether more follow in the same direction."""

    rows: Sequence[Row]
    has_more: bool


def cut(
    rows: Sequence[Row],
    query: PageQuery,
    key: Callable[[Row], str],
    wellformed: Callable[[str], bool],
    keep: Callable[[Row], bool] | None = None,
) -> Page[Row]:
    """A page of `rows` (oldest first).

    A malformed cursor is 404, a well-formed but unknown one 400 `stale_cursor`. `before` is not "the page before":
    it returns the start of the range that ends there. Cursors may name rows that `keep` filters out.
    """
    ordered: Sequence[Row] = rows[::-1] if query.descending else rows
    start, stop = 0, len(ordered)
    if query.after is not None:
        start = _position(ordered, query.after, key, wellformed) + 1
    if query.before is not None:
        stop = _position(ordered, query.before, key, wellformed)
    taken: list[Row] = []
    for index in range(start, stop):
        row = ordered[index]
        if keep is not None and not keep(row):
            continue
        if len(taken) == query.limit:
            return Page(taken, has_more=True)
        taken.append(row)
    return Page(taken, has_more=False)


def _position(rows: Sequence[Row], cursor: str, key: Callable[[Row], str], wellformed: Callable[[str], bool]) -> int:
    if not wellformed(cursor):
        raise answers.not_found()
    for index, row in enumerate(rows):
        if key(row) == cursor:
            return index
    raise answers.stale_cursor(cursor)


def listing(data: list[JsonObject], *, has_more: bool) -> JsonObject:
    """The list envelope."""
    return {
        "object": "list",
        "data": data,
        "first_id": data[0]["id"] if data else None,
        "last_id": data[-1]["id"] if data else None,
        "has_more": has_more,
    }
