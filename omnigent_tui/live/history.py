"""Reading stored items: the newest ones until they meet what is loaded, and older pages on demand."""

from omnigent_tui.protocol.items import Item
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.items import list_items
from omnigent_tui.wire.errors import StaleCursor

FIRST_PAGE = 100
NEXT_PAGE = 30
OLDER_PAGE = 100
MOST_PAGES = 4
AROUND_BEFORE = 50
AROUND_AFTER = 100


async def newest_items(client: OmnigentClient, session_id: str, known: frozenset[str]) -> tuple[tuple[Item, ...], bool]:
    """Return the newest items, oldest first and without a hole, and whether older ones exist before them.

    Pages backwards until a page touches an item in `known` or the start; after MOST_PAGES it stops: then what is
    loaded and these items do not meet, and these replace it. Raises what `list_items` raises.
    """
    items: list[Item] = []
    cursor: str | None = None
    has_more = True
    for number in range(MOST_PAGES):
        size = FIRST_PAGE if not known or number else NEXT_PAGE
        try:
            page = await list_items(client, session_id, limit=size, after=cursor, order="desc")
        except StaleCursor:
            return await newest_items(client, session_id, frozenset())
        items.extend(page.rows)
        has_more = page.has_more and page.last_id is not None
        cursor = page.last_id
        if not known or not has_more or any(item.id in known for item in page.rows):
            break
    return tuple(reversed(items)), has_more


async def older_items(client: OmnigentClient, session_id: str, before: str) -> tuple[tuple[Item, ...], bool]:
    """Return the page before the item `before`, oldest first, and whether there are more. Raises as `list_items`."""
    page = await list_items(client, session_id, limit=OLDER_PAGE, after=before, order="desc")
    return tuple(reversed(page.rows)), page.has_more


async def items_around(client: OmnigentClient, session_id: str, item_id: str) -> tuple[tuple[Item, ...], bool, bool]:
    """Return items around one and that one itself, oldest first, and whether there are older and newer ones.

    No page has the item it is asked for with: the one before it leads to it. Raises what `list_items` raises;
    StaleCursor when the item is gone.
    """
    before = await list_items(client, session_id, limit=AROUND_BEFORE, after=item_id, order="desc")
    after = await list_items(client, session_id, limit=AROUND_AFTER, after=before.first_id, order="asc")
    return (*reversed(before.rows), *after.rows), before.has_more, after.has_more


async def newer_items(client: OmnigentClient, session_id: str, after: str) -> tuple[tuple[Item, ...], bool]:
    """Return the page after the item `after`, oldest first, and whether there are more. Raises as `list_items`."""
    page = await list_items(client, session_id, limit=OLDER_PAGE, after=after, order="asc")
    return page.rows, page.has_more
