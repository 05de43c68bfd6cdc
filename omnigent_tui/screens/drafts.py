"""Keeps what is typed and not sent: per session in memory, and on disk within a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from omnigent_tui.screens.kept_attachments import KeptAttachments
from omnigent_tui.screens.kept_queues import KeptQueues
from omnigent_tui.settings.prompt_history import Prompt, PromptHistory
from omnigent_tui.settings.state_file import StateFile
from omnigent_tui.state.attachments import Attachment
from omnigent_tui.state.delivery import Delivery
from omnigent_tui.widgets.composer.draft import Draft, draft_of

if TYPE_CHECKING:
    from omnigent_tui.state.outbox import OutgoingMessage

SAVE_AFTER_SECONDS = 0.5
_UNSENT = frozenset({Delivery.QUEUED, Delivery.CHECKING})


class DraftKeeper:
    """The drafts of all sessions. Disk writes happen in a thread of its own, one after the other.

    What waits in the outbox is saved with the draft, above it: a program that ends before the connection is back
    must not cost a message. `tell` gets a sentence when the disk does not take what is written.
    """

    def __init__(self, state_file: StateFile, tell: Callable[[str], None]) -> None:
        self._file = state_file
        self._tell = tell
        self._told = state_file.problem
        self._drafts = {session_id: draft_of(text) for session_id, text in state_file.drafts().items()}
        self._waiting: dict[str, tuple[str, ...]] = {}
        self._unsaved: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._writer = ThreadPoolExecutor(1, "drafts")
        self.queues = KeptQueues(state_file, self._writer.submit)
        """The messages that wait for the end of a turn."""
        self._attachments = KeptAttachments(state_file, self._writer.submit)
        self._history = PromptHistory(state_file.path.with_name("history.jsonl"))

    def draft(self, session_id: str | None) -> Draft:
        """Return what is written for a session."""
        return self._drafts.get(session_id or "", Draft())

    @property
    def sessions_with_text(self) -> frozenset[str]:
        """The ids of the sessions that have a draft, or files that go with one."""
        written = (session_id for session_id, draft in self._drafts.items() if draft.text.strip())
        return self._attachments.sessions.union(written)

    @property
    def problem(self) -> str | None:
        """Why the last write failed; None when it did not."""
        return self._file.problem

    def keep(self, session_id: str | None, draft: Draft) -> None:
        """Remember what is written for a session, and save it soon."""
        key = session_id or ""
        if self.draft(key) != draft:
            self._drafts[key] = draft
            self._save_soon(key)

    def keep_outbox(self, outbox: Iterable[OutgoingMessage]) -> None:
        """Remember which messages of whom have not left yet."""
        outbox = tuple(outbox)
        self.queues.keep(outbox)
        waiting: dict[str, tuple[str, ...]] = {}
        for message in outbox:
            if message.delivery in _UNSENT and not self.queues.keeps(message.stable_id):
                waiting[message.session_id] = (*waiting.get(message.session_id, ()), message.text)
        for session_id in waiting.keys() | self._waiting.keys():
            if waiting.get(session_id) != self._waiting.get(session_id):
                self._save_soon(session_id)
        self._waiting = waiting

    def keep_attachments(self, attachments: Mapping[str, tuple[Attachment, ...]]) -> None:
        """Remember which files go with whose unsent text."""
        self._attachments.keep(attachments)

    def restore_attachments(self, session_id: str | None) -> tuple[Attachment, ...]:
        """Return the files that an earlier run left attached in a session; the second time nothing."""
        return () if session_id is None else self._attachments.restore(session_id)

    def remember_sent(self, session_id: str, text: str, at: float) -> None:
        """Add a message to what was sent from here; `at` is Unix seconds."""
        self._writer.submit(self._history.add, Prompt(text, session_id, at))

    def prompts(self) -> tuple[Prompt, ...]:
        """Return what was sent from here, in all sessions and over all runs, oldest first."""
        return self._history.prompts()

    def remember_session(self, server_url: str, session_id: str) -> None:
        """Save which session is open, for the next start."""
        self._writer.submit(self._file.save_last_session, server_url, session_id)

    def remember_theme(self, name: str) -> None:
        """Save which theme was chosen."""
        self._writer.submit(self._file.save_theme, name)

    def close(self) -> None:
        """Save everything now and wait for the disk."""
        self._save_all()
        self._writer.shutdown(wait=True)

    def _save_soon(self, session_id: str) -> None:
        self._unsaved.add(session_id)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(SAVE_AFTER_SECONDS, self._save_all)

    def _save_all(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        unsaved, self._unsaved = self._unsaved, set()
        loop = asyncio.get_running_loop()
        for session_id in unsaved:
            texts = (*self._waiting.get(session_id, ()), self.draft(session_id).full_text)
            saved = self._writer.submit(self._file.save_draft, session_id, "\n\n".join(filter(None, texts)))
            saved.add_done_callback(lambda _: loop.call_soon_threadsafe(self._tell_problem))

    def _tell_problem(self) -> None:
        if (problem := self.problem) and problem != self._told:
            self._told = problem
            self._tell(problem)
