"""Keeps attached files on disk, by their paths and, once uploaded, their ids, until they are sent or taken away."""

from collections.abc import Callable, Mapping
from typing import Any

from omnigent_tui.settings.state_file import StateFile
from omnigent_tui.state.attachments import Attachment

_Files = tuple[Attachment, ...]


class KeptAttachments:
    """`write` runs a function soon, in the thread that writes the state file. All calls come from one thread."""

    def __init__(self, state_file: StateFile, write: Callable[[Callable[[], None]], object]) -> None:
        self._file = state_file
        self._write = write
        self._seen: Mapping[str, _Files] | None = None
        self._kept: dict[str, tuple[dict[str, Any], ...]] = {}
        self._restored: set[str] = set()

    @property
    def sessions(self) -> frozenset[str]:
        """The ids of the sessions with attached files, as far as they have been opened."""
        return frozenset(session_id for session_id, rows in self._kept.items() if rows)

    def restore(self, session_id: str) -> _Files:
        """Return what an earlier run left attached in the session; the second time nothing."""
        if session_id in self._restored:
            return ()
        self._restored.add(session_id)
        files = tuple(filter(None, map(_attachment, self._file.attachments(session_id))))
        self._kept[session_id] = tuple(map(_row, files))
        return files

    def keep(self, attachments: Mapping[str, _Files]) -> None:
        """Write down what is attached now, of the sessions in which that changed."""
        if attachments is self._seen:
            return
        self._seen = attachments
        for session_id in attachments.keys() | self._kept.keys():
            rows = tuple(map(_row, attachments.get(session_id, ())))
            if rows != self._kept.get(session_id, ()):
                self._kept[session_id] = rows
                self._save(session_id, rows)

    def _save(self, session_id: str, rows: tuple[dict[str, Any], ...]) -> None:
        self._write(lambda: self._file.save_attachments(session_id, rows))


def _row(file: Attachment) -> dict[str, Any]:
    row = {"key": file.key, "path": file.path, "name": file.name, "size": file.size}
    return row | ({"file_id": file.file_id, "content_type": file.content_type} if file.file_id else {})


def _attachment(row: Mapping[str, Any]) -> Attachment | None:
    texts = [row.get(name, "") for name in ("key", "path", "name", "file_id", "content_type")]
    size = row.get("size")
    if not all(isinstance(text, str) for text in texts) or not isinstance(size, int):
        return None
    key, path, name, file_id, content_type = texts
    if not key or not path or not name:
        return None
    # Waiting even if it was uploaded: whether the server still has it is looked at before it is sent.
    return Attachment(key=key, path=path, name=name, size=size, file_id=file_id, content_type=content_type)
