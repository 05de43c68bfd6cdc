"""Events about a session's settings and about what was done to a session as a whole."""

from omnigent_tui.protocol.model_options import ModelOption
from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.state.client_events.event import ConversationEvent
from omnigent_tui.state.session_settings import Setting


class SettingChanging(ConversationEvent):
    """A person asked for another value; the server has not confirmed it."""

    setting: Setting
    value: str


class SettingChanged(ConversationEvent):
    """The server changed the setting and answered with the snapshot."""

    setting: Setting
    snapshot: SessionSnapshot


class SettingChangeFailed(ConversationEvent):
    """The server did not change the setting; it is what it was."""

    setting: Setting
    reason: str


class ModelOptionsRequested(ConversationEvent):
    """The models on offer were asked for."""


class ModelOptionsArrived(ConversationEvent):
    """The models on offer."""

    models: tuple[ModelOption, ...]


class ModelOptionsFailed(ConversationEvent):
    """Nobody says which models there are."""

    reason: str


class NextModelChosen(ConversationEvent):
    """The next message is answered by this model; None takes that back."""

    model: str | None


class CompactionRequested(ConversationEvent):
    """A person asked to compact the conversation."""


class CompactionRefused(ConversationEvent):
    """The conversation was not compacted."""

    reason: str


class SessionRenamed(ConversationEvent):
    """The session has this title now; empty when it has none."""

    title: str


class SessionArchived(ConversationEvent):
    """The session was archived, or taken out of the archive."""

    archived: bool


class SessionDeleted(ConversationEvent):
    """The session is gone for good."""
