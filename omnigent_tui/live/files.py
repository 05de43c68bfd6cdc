"""The files of a session: listed, saved on this machine, deleted on the server."""

import asyncio
from pathlib import Path

from omnigent_tui.live.clock import Clock
from omnigent_tui.live.new_file import NewFile, why_not_written
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state import intents
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.files import delete_file, get_file_content, list_files
from omnigent_tui.wire.errors import NotFound, WireError

PAGE = 100


class SessionFiles:
    """Each method makes its request and dispatches what came of it; none raises a WireError."""

    def __init__(self, client: OmnigentClient, store: Store, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._clock = clock

    async def perform(self, intent: intents.FilesIntent) -> None:
        """Do what the person wants."""
        match intent:
            case intents.LoadFiles():
                await self._load(intent)
            case intents.SaveFile():
                await self._save(intent)
            case intents.DeleteFile():
                await self._delete(intent)

    async def _load(self, intent: intents.LoadFiles) -> None:
        where, after, now = intent.session_id, intent.after, self._clock.now
        self._store.dispatch(client_event.FilesRequested(session_id=where, after=after, at=now()))
        try:
            page = await list_files(self._client, where, limit=PAGE, after=after)
        except WireError as error:
            self._store.dispatch(client_event.FilesFailed(session_id=where, reason=error.message, at=now()))
            return
        cursor = page.last_id if page.has_more else None
        self._store.dispatch(
            client_event.FilesArrived(session_id=where, files=page.rows, cursor=cursor, after=after, at=now())
        )

    async def _save(self, intent: intents.SaveFile) -> None:
        where, file_id, path = intent.session_id, intent.file_id, intent.path
        self._store.dispatch(
            client_event.FileSaving(session_id=where, file_id=file_id, path=path, at=self._clock.now())
        )
        failure = ""
        try:
            content = await get_file_content(self._client, where, file_id)
            await asyncio.to_thread(_write, Path(path), content)
        except WireError as error:
            failure = error.message
        except OSError as error:
            failure = why_not_written(path, error)
        self._store.dispatch(
            client_event.FileSaved(session_id=where, file_id=file_id, failure=failure, at=self._clock.now())
        )

    async def _delete(self, intent: intents.DeleteFile) -> None:
        failure = ""
        try:
            await delete_file(self._client, intent.session_id, intent.file_id)
        except NotFound:
            pass  # Somebody else was faster.
        except WireError as error:
            failure = error.message
        self._store.dispatch(
            client_event.FileDeleted(
                session_id=intent.session_id, file_id=intent.file_id, failure=failure, at=self._clock.now()
            )
        )


def _write(path: Path, content: bytes) -> None:
    with NewFile(path) as file:
        file.add(content)
        file.finish()
