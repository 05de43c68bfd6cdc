"""`/v1/sessions/{id}/items`: the conversation, page by page."""

from typing import Any, Literal

from omnigent_tui.protocol.items import Item, parse_item
from omnigent_tui.wire.addresses import segment
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.pages import Page, parse_page


async def list_items(
    client: OmnigentClient,
    session_id: str,
    *,
    limit: int | None = None,
    after: str | None = None,
    before: str | None = None,
    order: Literal["asc", "desc"] | None = None,
) -> Page[Item]:
    """Return a page of items (`limit` 1 to 1000, 100 when None), oldest first unless `order` is `desc`.

    The page before item X is `order="desc", after=X`, newest first; `before` does *not* mean the adjacent page
    (wire-format §1.4). Raises StaleCursor when the cursor's item is gone.
    """
    params = {"limit": limit, "after": after, "before": before, "order": order}
    data = await client.request_json("GET", f"/v1/sessions/{segment(session_id)}/items", params=params)
    return parse_page(data, parse_item, keys=("data", "items"))


async def list_raw_items(
    client: OmnigentClient,
    session_id: str,
    *,
    limit: int | None = None,
    after: str | None = None,
    order: Literal["asc", "desc"] | None = None,
) -> Page[dict[str, Any]]:
    """Return a page as `list_items` does, but with each item as decoded JSON: all its fields, its strings cleaned."""
    params = {"limit": limit, "after": after, "order": order}
    data = await client.request_json("GET", f"/v1/sessions/{segment(session_id)}/items", params=params)
    return parse_page(data, lambda row: row if isinstance(row, dict) else None, keys=("data", "items"))


async def item_exists(
    client: OmnigentClient, session_id: str, item_id: str, *, pages: int = 3, page_size: int = 100
) -> bool:
    """Whether the item is among the newest `pages` times `page_size` ones (to learn the fate of an unanswered POST)."""
    after: str | None = None
    for _ in range(pages):
        page = await list_items(client, session_id, limit=page_size, after=after, order="desc")
        if any(item.id == item_id for item in page.rows):
            return True
        if not page.has_more or page.last_id is None or page.last_id == after:
            return False
        after = page.last_id
    return False
