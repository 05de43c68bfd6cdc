"""Files of this machine that go with a session's next message: where each one's upload stands."""

from enum import StrEnum

from omnigent_tui.values import NamedValue


class UploadPhase(StrEnum):
    """How far an upload is. Only what is READY can be sent."""

    WAITING = "waiting"
    UPLOADING = "uploading"
    READY = "ready"
    FAILED = "failed"


class Attachment(NamedValue):
    """A file that a person attached. `key` is made here and outlives a restart.

    `path` is absolute, on this machine; `size` and `sent` are bytes; `file_id` and `content_type` are known once the
    server had the file (whether it still has it is known when it is READY); `reason` says why the upload failed.
    """

    key: str
    path: str
    name: str
    size: int
    phase: UploadPhase = UploadPhase.WAITING
    sent: int = 0
    file_id: str = ""
    content_type: str = ""
    reason: str = ""

    @property
    def is_image(self) -> bool:
        """Whether the agent is to look at it rather than read it."""
        return self.content_type.startswith("image/")
