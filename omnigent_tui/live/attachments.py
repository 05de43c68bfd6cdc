"""Files of this machine on their way to a session: looked at, uploaded, taken away again."""

import asyncio
import io
import mimetypes
import stat
from collections.abc import Callable
from pathlib import Path

from omnigent_tui.live.clock import Clock
from omnigent_tui.live.supervisor import Supervisor
from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.protocol.files import SessionFile
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state import intents
from omnigent_tui.state.attachments import Attachment, UploadPhase
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.files import delete_file, get_file, upload_file
from omnigent_tui.wire.errors import NotFound, WireError

_SNIFFED_BYTES = 8192
_PROGRESS_STEPS = 50
_LONGEST_NAME = 200

AttachmentIntent = intents.AttachFile | intents.UploadAttachments | intents.RemoveAttachment


class Attachments:
    """Each file is a task of its own; what goes wrong is told with the file, which stays attached."""

    def __init__(self, client: OmnigentClient, store: Store, clock: Clock, tasks: Supervisor) -> None:
        self._client = client
        self._store = store
        self._clock = clock
        self._tasks = tasks

    def perform(self, intent: AttachmentIntent) -> None:
        """Begin what the intent asks for; returns at once."""
        match intent:
            case intents.AttachFile(key=key):
                self._tasks.start(f"attach:{key}", lambda: self._attach(intent), restart=False)
            case intents.UploadAttachments(session_id=session_id):
                for file in self._store.state.attachments.get(session_id, ()):
                    if file.phase is not UploadPhase.READY:
                        self._begin_upload(session_id, file.key)
            case intents.RemoveAttachment(session_id=session_id, key=key):
                self._remove(session_id, key)

    async def _attach(self, intent: intents.AttachFile) -> None:
        session_id = intent.session_id
        try:
            # A disk that does not answer must not stop the program.
            file = await asyncio.to_thread(_looked_at, intent.path, intent.key)
        except (OSError, RuntimeError, ValueError) as error:
            text = f"{clean_line(intent.path, 200)} was not attached: {_words(error)}."
            self._dispatch(client_event.Announced(text=text, severity="warning", at=self._clock.now()))
            return
        self._dispatch(client_event.FilesAttached(session_id=session_id, attachments=(file,), at=self._clock.now()))
        self._begin_upload(session_id, intent.key)

    def _begin_upload(self, session_id: str, key: str) -> None:
        self._tasks.start(f"upload:{key}", lambda: self._upload(session_id, key), restart=False)

    async def _upload(self, session_id: str, key: str) -> None:
        file = self._file(session_id, key)
        if file is None or file.phase is UploadPhase.READY:
            return
        self._tell_progress(session_id, file, 0)
        try:
            made, content_type = await self._there_already(session_id, file), file.content_type
            if made is None:
                content_type = await asyncio.to_thread(content_type_of, Path(file.path))
                with CountedFile(file.path, lambda read: self._tell_progress(session_id, file, read)) as content:
                    made = await upload_file(self._client, session_id, file.name, content, content_type=content_type)
        except asyncio.CancelledError:
            self._fail(session_id, key, "The upload was cut off.")
            raise
        except OSError as error:
            self._fail(session_id, key, error.strerror or str(error))
        except WireError as error:
            self._fail(session_id, key, error.message)
        else:
            if self._file(session_id, key) is None:
                await self._delete(session_id, made.id, file.name)
                return
            self._dispatch(
                client_event.UploadFinished(
                    session_id=session_id,
                    key=key,
                    file_id=made.id,
                    name=made.name,
                    content_type=content_type,
                    at=self._clock.now(),
                )
            )

    async def _there_already(self, session_id: str, file: Attachment) -> SessionFile | None:
        """Return the file if it was uploaded before and the server still has it."""
        if not file.file_id:
            return None
        try:
            return await get_file(self._client, session_id, file.file_id)
        except NotFound:
            return None

    def _remove(self, session_id: str, key: str) -> None:
        file = self._file(session_id, key)
        if file is None:
            return
        self._dispatch(client_event.AttachmentRemoved(session_id=session_id, key=key, at=self._clock.now()))
        if file.file_id:
            self._tasks.start(f"delete:{key}", lambda: self._delete(session_id, file.file_id, file.name), restart=False)

    async def _delete(self, session_id: str, file_id: str, name: str) -> None:
        try:
            await delete_file(self._client, session_id, file_id)
        except NotFound:
            return
        except WireError as error:
            text = f"{name} is not attached any more, but is still among the session's files: {error.message}"
            self._dispatch(client_event.Announced(text=text, severity="warning", at=self._clock.now()))

    def _tell_progress(self, session_id: str, file: Attachment, sent: int) -> None:
        known = self._file(session_id, file.key)
        if known is None or (0 < sent < file.size and sent - known.sent < file.size // _PROGRESS_STEPS):
            return
        self._dispatch(
            client_event.UploadProgressed(session_id=session_id, key=file.key, sent=sent, at=self._clock.now())
        )

    def _fail(self, session_id: str, key: str, reason: str) -> None:
        self._dispatch(client_event.UploadFailed(session_id=session_id, key=key, reason=reason, at=self._clock.now()))

    def _file(self, session_id: str, key: str) -> Attachment | None:
        return next((file for file in self._store.state.attachments.get(session_id, ()) if file.key == key), None)

    def _dispatch(self, event: client_event.ClientEvent) -> None:
        self._store.dispatch(event)


def _words(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _looked_at(path: str, key: str) -> Attachment:
    file = Path(path).expanduser().absolute()
    known = file.stat()
    if not stat.S_ISREG(known.st_mode):
        raise IsADirectoryError(0, "only files can be attached")
    name = clean_line(file.name, _LONGEST_NAME) or "file"
    return Attachment(key=key, path=str(file), name=name, size=known.st_size)


class CountedFile(io.FileIO):
    """A file that tells how far it has been read. Raises OSError as `open` does."""

    def __init__(self, path: str, tell_read: Callable[[int], None]) -> None:
        super().__init__(path, "rb")
        self._tell_read = tell_read

    def read(self, size: int | None = -1, /) -> bytes:
        """Read, and tell the position (bytes) after it."""
        data = super().read(-1 if size is None else size) or b""
        self._tell_read(self.tell())
        return data


def content_type_of(path: Path) -> str:
    """Return what a file is, by its name, else by its first bytes: the server takes no text as octet-stream.

    Raises OSError.
    """
    guessed, encoding = mimetypes.guess_type(path.name)
    if guessed is not None and encoding is None:
        return guessed
    with path.open("rb") as content:
        head = content.read(_SNIFFED_BYTES)
    if b"\0" in head:
        return "application/octet-stream"
    try:
        # Cut at a character that may be incomplete.
        head[: -3 if len(head) == _SNIFFED_BYTES else None].decode()
    except UnicodeDecodeError as error:
        return "application/octet-stream" if error.start < len(head) - 4 else "text/plain"
    return "text/plain"
