"""Events about what is being written: attached files and their uploads, files and skills looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnigent_tui.state.client_events.event import ClientEvent, ConversationEvent

if TYPE_CHECKING:
    from omnigent_tui.protocol.agents import Skill
    from omnigent_tui.state.attachments import Attachment
    from omnigent_tui.state.completions import FoundFile


class FilesAttached(ConversationEvent):
    """A person attached files, or they were attached before the last start."""

    attachments: tuple[Attachment, ...]


class AttachmentRemoved(ConversationEvent):
    """A person does not want to send the file."""

    key: str


class UploadProgressed(ConversationEvent):
    """So many bytes were handed to the network; 0 when the upload begins."""

    key: str
    sent: int


class UploadFinished(ConversationEvent):
    """The server has the file, under that id and perhaps another name (it converts some images)."""

    key: str
    file_id: str
    name: str
    content_type: str


class UploadFailed(ConversationEvent):
    """The server does not have the file."""

    key: str
    reason: str


class FilesSought(ConversationEvent):
    """A search for files begins, in the session's environment or on this machine."""

    query: str
    is_local: bool


class FilesFound(ConversationEvent):
    """What the search found, best first; `is_cut` when there may be more."""

    query: str
    is_local: bool
    files: tuple[FoundFile, ...]
    is_cut: bool = False


class FilesNotFound(ConversationEvent):
    """The search failed."""

    query: str
    is_local: bool
    reason: str


class FileSearchLeft(ClientEvent):
    """Nobody looks for files any more."""


class SkillsRequested(ConversationEvent):
    """The session's skills were asked for."""


class SkillsArrived(ConversationEvent):
    """`GET /v1/skills`."""

    skills: tuple[Skill, ...]


class SkillsFailed(ConversationEvent):
    """The skills could not be read."""

    reason: str
