"""What the program remembers between runs: last session per server, the chosen theme, unsent drafts.

Several windows may run at once, so every change re-reads the file under a lock, changes one thing and replaces the
file in one step; it is readable by its owner only.
"""

import contextlib
import fcntl
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from omnigent_tui.settings.kept_drafts import MOST_DRAFTS, SeenDraft, put_draft, seen_drafts
from omnigent_tui.settings.kept_messages import KeptMessage, kept_messages, put_messages

_LAST_SESSIONS = "last_sessions"
_THEME = "theme"
_ATTACHMENTS = "attachments"
MOST_SERVERS = 50


class StateFile:
    """The state file and a copy of what it held when last read or written.

    Writing takes a few milliseconds (it waits for the disk): call it from a thread when keys are being typed. A write
    that fails is kept in memory and described in `problem`; nothing here raises for a full or read-only disk.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem: str | None = None
        self._document: dict[str, Any] = {}
        self._window = os.urandom(8).hex()
        self._seen: dict[str, SeenDraft] = {}

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the file; a broken one is moved aside as ``state.json.broken`` and said so in `problem`."""
        state = cls(path)
        state._document = state._read()
        state._seen = seen_drafts(state._document)
        return state

    @property
    def theme(self) -> str | None:
        """The theme chosen in the palette, or None while the settings file decides."""
        name = self._document.get(_THEME)
        return name if isinstance(name, str) else None

    def last_session(self, server_url: str) -> str | None:
        """Return the id of the session last open on that server."""
        return self._texts(_LAST_SESSIONS).get(server_url)

    def drafts(self) -> dict[str, str]:
        """Return every unsent text by session id, with what other windows wrote for the same session above it."""
        return {session_id: whole for session_id, seen in self._seen.items() if (whole := seen.whole)}

    def draft(self, session_id: str) -> str:
        """Return the unsent text of a session, empty if there is none."""
        return self._seen.get(session_id, SeenDraft()).whole

    def kept_messages(self, session_id: str) -> tuple[KeptMessage, ...]:
        """Return the messages of a session that waited for the end of a turn when the program ended."""
        return kept_messages(self._document, session_id)

    def save_messages(self, session_id: str, messages: tuple[KeptMessage, ...], ours: frozenset[str]) -> None:
        """Remember a session's waiting messages; `ours` are the ids of those this window has ever held."""
        self._update(lambda document: put_messages(document, session_id, messages, ours))

    def attachments(self, session_id: str) -> tuple[Mapping[str, Any], ...]:
        """Return what describes the files attached to the unsent text of a session, as it was saved."""
        entries = self._document.get(_ATTACHMENTS)
        rows = entries.get(session_id) if isinstance(entries, dict) else None
        return tuple(row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()

    def save_attachments(self, session_id: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Remember the files attached to the unsent text of a session; none forgets them."""
        self._update(lambda document: _put(document, _ATTACHMENTS, session_id, [*map(dict, rows)], MOST_DRAFTS))

    def save_draft(self, session_id: str, text: str) -> None:
        """Remember the unsent text of a session; an empty text forgets it. Unchanged text writes nothing.

        Another window's text that was not read here is not lost: the next one to start gets it, too.
        """
        seen = self._seen.get(session_id, SeenDraft())
        if seen.whole != text:
            self._update(lambda document: put_draft(document, session_id, text, self._window, seen))
            self._seen[session_id] = SeenDraft(text)

    def save_last_session(self, server_url: str, session_id: str) -> None:
        """Remember which session was open last on a server."""
        if self.last_session(server_url) != session_id:
            self._update(lambda document: _put(document, _LAST_SESSIONS, server_url, session_id, MOST_SERVERS))

    def save_theme(self, name: str) -> None:
        """Remember the chosen theme."""
        if self.theme != name:
            self._update(lambda document: document.update({_THEME: name}))

    def _texts(self, table: str) -> dict[str, str]:
        entries = self._document.get(table)
        if not isinstance(entries, dict):
            return {}
        return {key: text for key, text in entries.items() if isinstance(text, str)}

    def _update(self, change: Callable[[dict[str, Any]], None]) -> None:
        change(self._document)
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._lock():
                document = self._read()
                change(document)
                self._replace(document)
        except OSError as error:
            self.problem = f"{self.path} cannot be written: {error.strerror or error}"
        else:
            self._document = document
            self.problem = None

    def _read(self) -> dict[str, Any]:
        try:
            document = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as error:
            self.problem = f"{self.path} cannot be read: {error.strerror}"
            return {}
        except (ValueError, RecursionError):
            document = None
        if isinstance(document, dict):
            return document
        aside = self.path.with_name(f"{self.path.name}.broken")
        with contextlib.suppress(OSError):
            self.path.replace(aside)
        self.problem = f"{self.path} was damaged; it is kept as {aside.name} and a new one is started"
        return {}

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        handle = os.open(self.path.with_name(f"{self.path.name}.lock"), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _replace(self, document: dict[str, Any]) -> None:
        # mkstemp makes the file 0600, and the rename keeps that.
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                # ASCII only: a lone surrogate in a draft could not be encoded as UTF-8.
                json.dump(document, stream, ensure_ascii=True, indent=1)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(self.path)
        except OSError:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise


def _put(document: dict[str, Any], table: str, key: str, entry: str | list[Any], most: int) -> None:
    entries = document.get(table)
    if not isinstance(entries, dict):
        entries = document[table] = {}
    # Taken out first, so that the newest entry is the last one and the oldest fall out.
    entries.pop(key, None)
    if entry:
        entries[key] = entry
    for oldest in list(entries)[: max(0, len(entries) - most)]:
        del entries[oldest]
