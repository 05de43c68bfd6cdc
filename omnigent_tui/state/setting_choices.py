"""What may be chosen for a session's model, effort and mode: the server's own options, else what its harness takes."""

import re

from omnigent_tui.protocol.model_options import ModelOption
from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.session_settings import (
    CLAUDE,
    CODEX,
    DEFAULT,
    DEVIN,
    WRAPPER_LABEL,
    OfferPhase,
    Setting,
    value_of,
)
from omnigent_tui.values import Value

EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra")
"""Every effort the server stores. A harness drops what it does not know without a word, so fewer are offered."""
_OPENAI = ("none", "minimal", "low", "medium", "high", "xhigh")
_ANTHROPIC = ("low", "medium", "high", "xhigh", "max")
_HARNESS_EFFORTS = {
    "openai-agents": _OPENAI,
    "open-responses": _OPENAI,
    "codex": _OPENAI,
    "codex-native": EFFORTS,
    "claude-sdk": _ANTHROPIC,
    "claude-native": _ANTHROPIC,
    "devin-native": _ANTHROPIC,
    "copilot": ("low", "medium", "high", "xhigh"),
    "antigravity-native": ("low", "medium", "high"),
    "pi": EFFORTS,
    "pi-native": EFFORTS,
}
"""The vocabulary of each harness, from the server's 0.19 sources (`util/reasoning_effort.py`)."""
_NO_EFFORT = frozenset(
    (
        *("acp", "antigravity", "cursor", "cursor-native", "goose", "goose-native", "grok", "hermes", "hermes-native"),
        *("jcode", "kimi", "kimi-native", "kiro-native", "opencode-native", "qwen", "qwen-native"),
    )
)
_CLAUDE_MODES = (
    ("default", "ask before edits and commands"),
    ("acceptEdits", "edit files without asking"),
    ("plan", "plan only, change nothing"),
    ("auto", "decide by itself what is safe"),
)
_DEVIN_MODES = tuple((mode, "") for mode in ("normal", "auto", "accept-edits", "smart", "dangerous", "bypass"))
_CODEX_MODES = (
    ("ask-for-approval", "work in the workspace; ask for the internet and for files elsewhere"),
    ("approve-for-me", "ask only for what looks unsafe"),
    ("full-access", "edit any file and use the internet without asking"),
    ("read-only", "read files; ask for everything else"),
)
_MODEL_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/\[\]-]{0,199}")


class SettingChoice(Value):
    """One value of a setting: its name for people, a word or two about it, and whether it is the one in use."""

    setting: Setting
    value: str
    name: str
    details: str = ""
    is_current: bool = False


def is_model_name(text: str) -> bool:
    """Whether the server takes the text as the name of a model; it does not check that there is one."""
    return bool(_MODEL_NAME.fullmatch(text))


def model_in_use(conversation: Conversation) -> str:
    """The model the next turn runs on, as far as it is known."""
    known = conversation.snapshot
    return conversation.model or (known and (known.model_override or known.llm_model)) or ""


def offered_models(conversation: Conversation) -> tuple[ModelOption, ...]:
    """The models on offer, the session's own before its host's."""
    own = conversation.snapshot.model_options if conversation.snapshot else ()
    return own or conversation.settings.offer.models


def model_choices(conversation: Conversation) -> tuple[SettingChoice, ...]:
    """The agent's own model, then the models on offer; the one in use is there even if nobody offers it."""
    snapshot = conversation.snapshot
    if snapshot is None:
        return ()
    override = snapshot.model_override
    offered = offered_models(conversation)
    own = snapshot.llm_model if snapshot.llm_model != override else None
    choices = [_choice(Setting.MODEL, DEFAULT, "the agent's own", own or "", override is None)]
    for option in offered:
        value = option.model or option.id
        name = option.displayName or value
        choices.append(_choice(Setting.MODEL, value, name, value if name != value else "", value == override))
    if override is not None and not any(choice.is_current for choice in choices):
        choices.append(_choice(Setting.MODEL, override, override, "", True))
    return tuple(choices)


def models_note(conversation: Conversation) -> str:
    """What there is to say about the list of models."""
    offer = conversation.settings.offer
    if offered_models(conversation):
        return ""
    match offer.phase:
        case OfferPhase.LOADING | OfferPhase.UNKNOWN:
            return "Asking which models there are…"
        case OfferPhase.FAILED:
            return f"The server lists no models for this agent ({offer.reason}). Type a model's name."
        case OfferPhase.READY:
            return "The server lists no models for this agent. Type a model's name."


def effort_choices(conversation: Conversation) -> tuple[SettingChoice, ...]:
    """The agent's own effort, then those the model takes, else those of the harness; none where it takes none."""
    snapshot = conversation.snapshot
    if snapshot is None:
        return ()
    model = model_in_use(conversation)
    option = next((o for o in offered_models(conversation) if model in (o.model, o.id)), None)
    harness = snapshot.harness or ""
    values = (option.efforts if option else ()) or _HARNESS_EFFORTS.get(harness, EFFORTS)
    current = snapshot.reasoning_effort
    if harness in _NO_EFFORT and current is None and not (option and option.efforts):
        return ()
    own = option.defaultReasoningEffort if option else None
    choices = [_choice(Setting.EFFORT, DEFAULT, "the agent's own", own or "", current is None)]
    choices += [_choice(Setting.EFFORT, value, value, "", value == current) for value in values]
    if current is not None and current not in values:
        choices.append(_choice(Setting.EFFORT, current, current, "not known to this agent", True))
    return tuple(choices)


def mode_choices(conversation: Conversation) -> tuple[SettingChoice, ...]:
    """The permission modes of a terminal agent that can be changed from here; empty for every other agent."""
    snapshot = conversation.snapshot
    wrapper = snapshot.labels.get(WRAPPER_LABEL) if snapshot else None
    if snapshot is None or wrapper not in (CLAUDE, DEVIN, CODEX):
        return ()
    if wrapper == CODEX:
        plan = value_of(snapshot, Setting.COLLABORATION_MODE)
        return (
            *_modes(snapshot, Setting.APPROVAL_MODE, _CODEX_MODES),
            _choice(Setting.COLLABORATION_MODE, "plan", "plan mode on", "plan first, change nothing", plan == "plan"),
            _choice(Setting.COLLABORATION_MODE, "default", "plan mode off", "", plan not in (None, "plan")),
        )
    return _modes(snapshot, Setting.PERMISSION_MODE, _CLAUDE_MODES if wrapper == CLAUDE else _DEVIN_MODES)


def _modes(
    snapshot: SessionSnapshot, setting: Setting, modes: tuple[tuple[str, str], ...]
) -> tuple[SettingChoice, ...]:
    current = value_of(snapshot, setting)
    known = tuple(_choice(setting, mode, mode, details, mode == current) for mode, details in modes)
    if current is None or any(choice.is_current for choice in known):
        return known
    return (*known, _choice(setting, current, current, "set in the agent's own terminal", True))


def _choice(setting: Setting, value: str, name: str, details: str, is_current: bool) -> SettingChoice:
    return SettingChoice(setting, value, name, details, is_current)
