"""What a person wants while writing: files attached, files and skills looked for."""

from omnigent_tui.values import Value


class AttachFile(Value):
    """Attach a file of this machine to the session's next message and upload it. `key` is 32 hex digits."""

    session_id: str
    path: str
    key: str


class UploadAttachments(Value):
    """Upload what is attached to the session's next message and is not on the server, failed ones again."""

    session_id: str


class RemoveAttachment(Value):
    """Take an attached file away again, also from the server."""

    session_id: str
    key: str


class SeekFiles(Value):
    """Look for files whose path contains `query`; the search before is given up.

    Of the session's environment, or `is_local`: in the directory of this machine that `query` names.
    """

    session_id: str
    query: str
    is_local: bool = False


class StopSeekingFiles(Value):
    """Give the search up."""


class LoadSkills(Value):
    """Read the skills of a session."""

    session_id: str


ComposingIntent = AttachFile | UploadAttachments | RemoveAttachment | SeekFiles | StopSeekingFiles | LoadSkills
