"""A session's settings: model, reasoning effort and modes, what of them is being changed, and what may be chosen."""

from enum import StrEnum

from omnigent_tui.protocol.model_options import ModelOption
from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.values import Value, field

DEFAULT = "default"
"""The value that clears a model or an effort: the agent's own is used again."""


class Setting(StrEnum):
    """What can be changed, in words."""

    MODEL = "model"
    EFFORT = "reasoning effort"
    PERMISSION_MODE = "permission mode"
    APPROVAL_MODE = "approval mode"
    COLLABORATION_MODE = "collaboration mode"


class SettingChange(Value):
    """A change that was asked for and is not confirmed; `since` is Unix seconds."""

    setting: Setting
    value: str
    since: float


class OfferPhase(StrEnum):
    """Where asking for the models on offer stands."""

    UNKNOWN = "unknown"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class ModelOffer(Value):
    """The models the session's host offers for its harness; `reason` says why there are none."""

    phase: OfferPhase = OfferPhase.UNKNOWN
    models: tuple[ModelOption, ...] = ()
    reason: str = ""


class SessionSettings(Value):
    """What this client knows of a session's settings beyond the snapshot.

    `next_model` answers the next message only; `compacting_since` is Unix seconds, None while nothing is compacted.
    """

    changing: tuple[SettingChange, ...] = ()
    next_model: str | None = None
    compacting_since: float | None = None
    offer: ModelOffer = field(default_factory=ModelOffer)

    def change_of(self, setting: Setting) -> SettingChange | None:
        """Return the change of a setting that is under way."""
        return next((change for change in self.changing if change.setting is setting), None)


WRAPPER_LABEL = "omnigent.wrapper"
PERMISSION_LABEL = "omnigent.claude_native.permission_mode"
APPROVAL_LABEL = "omnigent.codex_native.approval_mode"
COLLABORATION_LABEL = "omnigent.codex_native.collaboration_mode"
CLAUDE, CODEX, DEVIN = "claude-code-native-ui", "codex-native-ui", "devin-native-ui"


def value_of(snapshot: SessionSnapshot, setting: Setting) -> str | None:
    """Return what a setting is set to; None when it is the agent's own, or the server has not said."""
    match setting:
        case Setting.MODEL:
            return snapshot.model_override
        case Setting.EFFORT:
            return snapshot.reasoning_effort
        case Setting.PERMISSION_MODE:
            return snapshot.labels.get(PERMISSION_LABEL)
        case Setting.APPROVAL_MODE:
            return snapshot.labels.get(APPROVAL_LABEL)
        case Setting.COLLABORATION_MODE:
            return snapshot.labels.get(COLLABORATION_LABEL)
