"""Events about a session's settings and about what was done to a session as a whole."""

from dataclasses import dataclass

from omnigent_tui.protocol.model_options import ModelOption
from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.state.client_events.event import ConversationEvent
from omnigent_tui.state.session_settings import Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChanging(ConversationEvent):
    """A person asked for another value; the server has not confirmed it."""

    setting: Setting
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChanged(ConversationEvent):
    """The server changed the setting and answered with the snapshot."""

    setting: Setting
    snapshot: SessionSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChangeFailed(ConversationEvent):
    """The server did not change the setting; it is what it was."""

    setting: Setting
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptionsRequested(ConversationEvent):
    """The models on offer were asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptionsArrived(ConversationEvent):
    """The models on offer."""

    models: tuple[ModelOption, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptionsFailed(ConversationEvent):
    """Nobody says which models there are."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextModelChosen(ConversationEvent):
    """The next message is answered by this model; None takes that back."""

    model: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompactionRequested(ConversationEvent):
    """A person asked to compact the conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompactionRefused(ConversationEvent):
    """The conversation was not compacted."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRenamed(ConversationEvent):
    """The session has this title now; empty when it has none."""

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionArchived(ConversationEvent):
    """The session was archived, or taken out of the archive."""

    archived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDeleted(ConversationEvent):
    """The session is gone for good."""
