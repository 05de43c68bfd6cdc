"""A session's settings and what it has used, in the few words there is room for; nothing where nothing is known."""

from textual.content import Content

from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.session_settings import DEFAULT, Setting, value_of
from omnigent_tui.state.setting_choices import model_in_use
from omnigent_tui.widgets.times import clock_time, short_count

NEARLY_FULL = 0.8
"""The share of the context from which on it is said that little is left."""

_NOTHING = Content()
_MODES = (Setting.PERMISSION_MODE, Setting.APPROVAL_MODE, Setting.COLLABORATION_MODE)


def meter_parts(conversation: Conversation) -> tuple[Content, Content, Content]:
    """Return `ctx 41%`, `82k/200k` and `$0.42`, with a warning in words when little is left; empty where unknown."""
    share, amount = _context(conversation)
    return share, amount, _cost(conversation)


def is_nearly_full(conversation: Conversation) -> bool:
    """Whether little is left of the context."""
    used, window = conversation.context_tokens, conversation.context_window
    return bool(used and window) and (used or 0) / (window or 1) >= NEARLY_FULL


def _context(conversation: Conversation) -> tuple[Content, Content]:
    used, window = conversation.context_tokens, conversation.context_window
    if not used:
        return _NOTHING, _NOTHING
    if not window:
        return Content(f"ctx {short_count(used)}"), _NOTHING
    share = used / window
    amount = Content(f"{short_count(used)}/{short_count(window)}")
    if share < NEARLY_FULL:
        return Content(f"ctx {round(100 * share)}%"), amount
    word = "full" if share >= 1 else "nearly full"
    return Content.styled(f"ctx {min(999, round(100 * share))}% {word}", "bold $text-warning"), amount


def _cost(conversation: Conversation) -> Content:
    cost = conversation.total_cost_usd
    if cost is None or cost <= 0:
        return _NOTHING
    return Content("<$0.01" if cost < 0.005 else f"${cost:.2f}")


def changing_words(conversation: Conversation, now: float) -> str:
    """Return what is being changed and not confirmed, and since when the conversation is being compacted."""
    words = [
        f"{change.setting.value} → {'the agent’s own' if change.value == DEFAULT else change.value}, changing…"
        for change in conversation.settings.changing
    ]
    since = conversation.settings.compacting_since
    if since is not None:
        words.append(f"compacting since {clock_time(since, now)}…")
    return " · ".join(words)


def setting_words(conversation: Conversation) -> str:
    """Return the model, then effort and modes as far as they are set."""
    words = [model_in_use(conversation)]
    snapshot = conversation.snapshot
    if snapshot is not None:
        effort = snapshot.reasoning_effort
        words.append(f"effort {effort}" if effort else "")
        words += [f"mode {mode}" for setting in _MODES if (mode := value_of(snapshot, setting)) and mode != "default"]
    return " · ".join(filter(None, words))
