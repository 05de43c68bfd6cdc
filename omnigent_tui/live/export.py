"""A whole session as text, page by page, and in a new file."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

from omnigent_tui.live.clock import Clock
from omnigent_tui.live.markdown_export import document_head, entries_as_markdown
from omnigent_tui.live.new_file import NewFile, why_not_written
from omnigent_tui.live.whole_history import raw_pages
from omnigent_tui.protocol.items import parse_item
from omnigent_tui.state import intents
from omnigent_tui.state.client_events.exporting import ExportEnded, ExportProgressed, ExportStarted
from omnigent_tui.state.exporting import ExportFormat
from omnigent_tui.state.reducers.stored_items import BOUNDARY_REACH, entries_of, join_boundary
from omnigent_tui.state.store import Store
from omnigent_tui.state.transcript import Entry
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.sessions import get_session
from omnigent_tui.wire.errors import WireError

Chunk = tuple[str, int]
"""A piece of the text, and how many items have been read so far."""


async def exported(
    client: OmnigentClient, session_id: str, export_format: ExportFormat, clock: Clock
) -> AsyncIterator[Chunk]:
    """Yield the whole session, oldest item first. Raises WireError when the server does not give all of it."""
    chunks = _markdown if export_format is ExportFormat.MARKDOWN else _jsonl
    async for chunk in chunks(client, session_id, clock):
        yield chunk


async def _jsonl(client: OmnigentClient, session_id: str, clock: Clock) -> AsyncIterator[Chunk]:
    count = 0
    async for page in raw_pages(client, session_id, clock):
        count += len(page.rows)
        yield "".join(f"{json.dumps(item, ensure_ascii=False)}\n" for item in page.rows), count


async def _markdown(client: OmnigentClient, session_id: str, clock: Clock) -> AsyncIterator[Chunk]:
    snapshot = await get_session(client, session_id, include_liveness=False)
    yield document_head(snapshot.title or "", session_id, client.base_url), 0
    count = 0
    # The end of what was read: calls there may get their output from the page that comes next.
    edge: tuple[Entry, ...] = ()
    async for page in raw_pages(client, session_id, clock):
        count += len(page.rows)
        joined = join_boundary(edge, entries_of(map(parse_item, page.rows)))
        edge = joined[-BOUNDARY_REACH:]
        yield entries_as_markdown(joined[:-BOUNDARY_REACH]), count
    yield entries_as_markdown(edge), count


class Export:
    """Performs the intent; what goes wrong comes back as an event."""

    def __init__(self, client: OmnigentClient, store: Store, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._clock = clock

    async def write(self, intent: intents.ExportSession) -> None:
        """Write the session to the file; a cancelled export leaves no file behind."""
        path, at = intent.path, self._clock.now
        self._store.dispatch(ExportStarted(session_id=intent.session_id, path=path, at=at()))
        failure = ""
        try:
            with NewFile(Path(path)) as file:
                async for text, items in exported(self._client, intent.session_id, intent.format, self._clock):
                    await asyncio.to_thread(file.add, text)
                    self._store.dispatch(ExportProgressed(path=path, items=items, at=at()))
                await asyncio.to_thread(file.finish)
        except WireError as error:
            failure = error.message
        except OSError as error:
            failure = why_not_written(path, error)
        self._store.dispatch(ExportEnded(path=path, failure=failure, at=at()))
