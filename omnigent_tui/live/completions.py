"""Looks for what may be meant while it is typed: files of the session, files of this machine, skills."""

import asyncio
import os
from pathlib import Path

from omnigent_tui.live.clock import Clock
from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state import intents
from omnigent_tui.state.completions import FoundFile
from omnigent_tui.state.store import Store
from omnigent_tui.wire import errors
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints import environments
from omnigent_tui.wire.endpoints.skills import list_skills

TYPING_SECONDS = 0.2
"""So long nothing is asked of the server after a key: what is typed meanwhile makes it another question."""
MOST_FOUND = 100

CompletionIntent = intents.SeekFiles | intents.StopSeekingFiles


class Completions:
    """Each method makes one request and dispatches what came of it; none raises a WireError."""

    def __init__(self, client: OmnigentClient, store: Store, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._clock = clock

    def begin(self, intent: CompletionIntent) -> str:
        """Note that a search begins, or ends; returns the name of the task that a new one replaces."""
        match intent:
            case intents.SeekFiles():
                self._dispatch(
                    client_event.FilesSought(
                        session_id=intent.session_id,
                        query=intent.query,
                        is_local=intent.is_local,
                        at=self._clock.now(),
                    )
                )
            case intents.StopSeekingFiles():
                self._dispatch(client_event.FileSearchLeft(at=self._clock.now()))
        return "file completion"

    async def perform(self, intent: CompletionIntent) -> None:
        """Do the search that was begun."""
        if isinstance(intent, intents.StopSeekingFiles):
            return
        try:
            files, is_cut = await (self._local(intent.query) if intent.is_local else self._remote(intent))
        except OSError as error:
            self._not_found(intent, f"{clean_line(intent.query, 100)}: {error.strerror or error}")
        except RuntimeError as error:
            self._not_found(intent, f"{error}")  # Nobody's home.
        except errors.WireError as error:
            self._not_found(intent, _why(error))
        else:
            self._dispatch(
                client_event.FilesFound(
                    session_id=intent.session_id,
                    query=intent.query,
                    is_local=intent.is_local,
                    files=files,
                    is_cut=is_cut,
                    at=self._clock.now(),
                )
            )

    async def load_skills(self, session_id: str) -> None:
        """Read the skills of a session."""
        self._dispatch(client_event.SkillsRequested(session_id=session_id, at=self._clock.now()))
        try:
            skills = await list_skills(self._client, session_id)
        except errors.WireError as error:
            self._dispatch(client_event.SkillsFailed(session_id=session_id, reason=error.message, at=self._clock.now()))
        else:
            self._dispatch(client_event.SkillsArrived(session_id=session_id, skills=skills, at=self._clock.now()))

    async def _remote(self, intent: intents.SeekFiles) -> tuple[tuple[FoundFile, ...], bool]:
        await self._clock.sleep(TYPING_SECONDS)
        if not intent.query.strip():
            page = await environments.list_files(self._client, intent.session_id, limit=MOST_FOUND)
            rows, is_cut = page.rows, page.has_more
        else:
            found = await environments.search_files(self._client, intent.session_id, intent.query, limit=MOST_FOUND)
            rows, is_cut = found.data, found.has_more or found.truncated
        return tuple(FoundFile(row.path, row.is_directory, row.bytes) for row in rows if row.path), is_cut

    async def _local(self, query: str) -> tuple[tuple[FoundFile, ...], bool]:
        return await asyncio.to_thread(_in_directory, query)

    def _not_found(self, intent: intents.SeekFiles, reason: str) -> None:
        self._dispatch(
            client_event.FilesNotFound(
                session_id=intent.session_id,
                query=intent.query,
                is_local=intent.is_local,
                reason=reason,
                at=self._clock.now(),
            )
        )

    def _dispatch(self, event: client_event.ClientEvent) -> None:
        self._store.dispatch(event)


def _why(error: errors.WireError) -> str:
    """Say why a session's files cannot be looked through."""
    match error:
        case errors.Conflict():
            return "This session has no runner yet, so it has no files to mention."
        case errors.NotFound():
            return "This session's agent has no files to mention."
        case errors.RunnerUnavailable():
            return "The session's runner is offline; its files can be mentioned once it runs again."
        case _:
            return error.message


def _in_directory(query: str) -> tuple[tuple[FoundFile, ...], bool]:
    """Return what is in the directory that `query` names and begins with what follows it; directories first."""
    typed, slash, start = query.rpartition("/")
    typed = f"{typed}{slash}" if slash else f"{query}/"
    start = start if slash else ""
    with os.scandir(Path(typed).expanduser()) as entries:
        found = [
            FoundFile(f"{typed}{entry.name}", *_kind_and_size(entry))
            for entry in entries
            if entry.name.casefold().startswith(start.casefold())
            and (start.startswith(".") or not entry.name.startswith("."))
            and clean_line(entry.name, 255) == entry.name
        ]
    found.sort(key=lambda file: (not file.is_directory, file.path.casefold()))
    return tuple(found[:MOST_FOUND]), len(found) > MOST_FOUND


def _kind_and_size(entry: os.DirEntry[str]) -> tuple[bool, int | None]:
    try:
        is_directory = entry.is_dir()
        return is_directory, None if is_directory else entry.stat().st_size
    except OSError:
        return False, None
