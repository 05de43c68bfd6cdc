"""What the drawing of an entry depends on beside the entry itself: the agent's name, the time, and the keys."""

from omnigent_tui.commands.catalog import command
from omnigent_tui.commands.key_names import key_label
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.values import Value


def _default_key(command_id: str) -> str:
    return next((key_label(key) for key in command(command_id).keys), "")


class Hints(Value):
    """`agent` says what does not tell its speaker, and everything if `is_sub_agent`: the server names its parent there.

    `now` is in whole Unix seconds, 0 where nobody counts; `waiting` are the keys of the entries of calls that wait for
    an approval. The keys to press are written as people read them.
    """

    agent: str = ""
    is_sub_agent: bool = False
    now: float = 0.0
    waiting: frozenset[str] = frozenset()
    bottom_key: str = _default_key("transcript.bottom")
    successor_key: str = _default_key("session.successor")
    fold_key: str = _default_key("transcript.toggle_fold")
    open_key: str = _default_key("transcript.open_entry")
    compact_key: str = _default_key("session.compact")

    @property
    def reading_keys(self) -> tuple[str, str]:
        """The keys that show more of an entry: here, and in a program of the reader's own."""
        return self.fold_key, self.open_key


NO_HINTS = Hints()


def speaker_hints(conversation: Conversation | None) -> Hints:
    """Return the hints that the conversation itself gives: who speaks in it."""
    snapshot = conversation.snapshot if conversation is not None else None
    if snapshot is None or not snapshot.agent_name:
        return NO_HINTS
    return Hints(agent=snapshot.agent_name, is_sub_agent=bool(snapshot.parent_session_id))
