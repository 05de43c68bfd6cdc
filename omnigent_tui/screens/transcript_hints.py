"""What the transcript's entries have to know of the rest of the screen, and how long they count seconds."""

from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.asked_calls import calls_asked_about
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.notices import Retry
from omnigent_tui.state.transcript import Entry, Notice, ToolCall, ToolState
from omnigent_tui.values import replace
from omnigent_tui.widgets.transcript.hints import Hints, speaker_hints

_RECENT = 60  # entries: a turn that ends takes its retries into history


def hints_for(surroundings: Surroundings, conversation: Conversation | None, now: float) -> Hints:
    """Return the hints for the open conversation."""
    return replace(
        speaker_hints(conversation),
        now=float(int(now)),
        waiting=calls_asked_about(conversation) if conversation is not None else frozenset(),
        bottom_key=surroundings.key_of("transcript.bottom"),
        successor_key=surroundings.key_of("session.successor"),
        fold_key=surroundings.key_of("transcript.toggle_fold"),
        open_key=surroundings.key_of("transcript.open_entry"),
        compact_key=surroundings.key_of("session.compact"),
    )


def is_counting(conversation: Conversation, now: float) -> bool:
    """Whether an entry counts the seconds to a retry, or has yet to say that it is over, or those of a running call."""
    recent = (*conversation.history[-_RECENT:], *conversation.live)
    return any(_counts(entry, now) for entry in recent)


def _counts(entry: Entry, now: float) -> bool:
    if isinstance(entry, ToolCall):
        return entry.state is ToolState.RUNNING
    return isinstance(entry, Notice) and isinstance(entry.about, Retry) and entry.about.retry_at + 1 > now
