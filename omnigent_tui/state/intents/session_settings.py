"""What a person wants of a session's settings, and of a session as a whole."""

from omnigent_tui.state.session_settings import Setting
from omnigent_tui.values import Value


class ChangeSetting(Value):
    """Set model, effort or a mode; `default` clears model and effort."""

    session_id: str
    setting: Setting
    value: str


class LoadModelOptions(Value):
    """Ask which models may be chosen for this session."""

    session_id: str


class CompactSession(Value):
    """Have the session's earlier history replaced by a summary, as far as the agent is concerned."""

    session_id: str


class RenameSession(Value):
    """Give the session another title; an empty one clears it."""

    session_id: str
    title: str


class ArchiveSession(Value):
    """Archive the session, whose runner stops a few seconds later, or take it out of the archive."""

    session_id: str
    archived: bool


class DeleteSession(Value):
    """Stop the session's runner and delete the session with its sub-agents."""

    session_id: str


class ForkSession(Value):
    """Copy the session, up to and including a response if one is given, bind the copy to the same place, open it."""

    session_id: str
    up_to_response_id: str | None = None


class StopSession(Value):
    """Stop the session's runner; the next message starts one."""

    session_id: str


SessionSettingIntent = (
    ChangeSetting
    | LoadModelOptions
    | CompactSession
    | RenameSession
    | ArchiveSession
    | DeleteSession
    | ForkSession
    | StopSession
)
