"""Keeps the messages that wait for the end of a turn on disk, from the moment they wait until the server has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from omnigent_tui.settings.kept_messages import KeptMessage
from omnigent_tui.settings.state_file import StateFile
from omnigent_tui.state.attachments import Attachment, UploadPhase
from omnigent_tui.state.delivery import Delivery

if TYPE_CHECKING:
    from omnigent_tui.state.outbox import OutgoingMessage

_NOT_THERE_YET = frozenset({Delivery.QUEUED, Delivery.CHECKING, Delivery.SENDING})


class KeptQueues:
    """`write` runs a function soon, in the thread that writes the state file. All calls come from one thread.

    A message that was let go stays on disk until the server has taken it: a later run looks for it on the server
    before it sends it, so that it is neither lost nor sent twice.
    """

    def __init__(self, state_file: StateFile, write: Callable[[Callable[[], None]], object]) -> None:
        self._file = state_file
        self._write = write
        self._kept: dict[str, tuple[KeptMessage, ...]] = {}
        self._ours: dict[str, set[str]] = {}
        self._restored: set[str] = set()

    def keeps(self, stable_id: str) -> bool:
        """Whether this message waits, or has waited, in a queue."""
        return any(stable_id in ids for ids in self._ours.values())

    def restore(self, session_id: str) -> tuple[OutgoingMessage, ...]:
        """Return what an earlier run left for the session; the second time nothing."""
        if session_id in self._restored:
            return ()
        self._restored.add(session_id)
        return tuple(_restored(session_id, kept) for kept in self._file.kept_messages(session_id))

    def keep(self, outbox: Iterable[OutgoingMessage]) -> None:
        """Write down what waits now, of the sessions in which that changed."""
        waiting: dict[str, list[KeptMessage]] = {}
        for message in outbox:
            ours = self._ours.setdefault(message.session_id, set())
            if message.is_held:
                ours.add(message.stable_id)
            if message.stable_id in ours and message.delivery in _NOT_THERE_YET:
                waiting.setdefault(message.session_id, []).append(_kept(message))
        for session_id in waiting.keys() | self._kept.keys():
            messages = tuple(waiting.get(session_id, ()))
            if messages != self._kept.get(session_id, ()):
                self._save(session_id, messages)

    def _save(self, session_id: str, messages: tuple[KeptMessage, ...]) -> None:
        self._kept[session_id] = messages
        ours = frozenset(self._ours.get(session_id, ()))
        self._write(lambda: self._file.save_messages(session_id, messages, ours))


def _kept(message: OutgoingMessage) -> KeptMessage:
    return KeptMessage(
        stable_id=message.stable_id,
        text=message.text,
        queued_at=message.queued_at,
        skill=message.skill,
        model=message.model,
        attachments=tuple(asdict(attached) for attached in message.attachments),
    )


def _restored(session_id: str, kept: KeptMessage) -> OutgoingMessage:
    # What it is kept in is loaded after the first paint.
    from omnigent_tui.state.outbox import OutgoingMessage

    attachments = tuple(found for found in map(_attachment, kept.attachments) if found is not None)
    return OutgoingMessage(
        stable_id=kept.stable_id,
        session_id=session_id,
        text=kept.text,
        queued_at=kept.queued_at,
        delivery=Delivery.CHECKING,
        attachments=attachments,
        skill=kept.skill,
        is_held=True,
        model=kept.model,
    )


def _attachment(row: Mapping[str, Any]) -> Attachment | None:
    texts = [row.get(name) for name in ("key", "path", "name", "file_id", "content_type")]
    key, path, name, file_id, content_type = (text if isinstance(text, str) else None for text in texts)
    size = row.get("size")
    if key is None or path is None or name is None or not file_id or not isinstance(size, int):
        return None
    return Attachment(
        key=key,
        path=path,
        name=name,
        size=size,
        phase=UploadPhase.READY,
        file_id=file_id,
        content_type=content_type or "",
    )
