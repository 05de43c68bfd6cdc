"""What the drawing of an entry depends on beside the entry itself: the agent's name, the time, and the keys."""

from dataclasses import dataclass

from omnigent_tui.commands.catalog import command
from omnigent_tui.commands.key_names import key_label


def _default_key(command_id: str) -> str:
    return next((key_label(key) for key in command(command_id).keys), "")


@dataclass(frozen=True, slots=True)
class Hints:
    """`now` is in whole Unix seconds, 0 while nothing on the screen counts; keys are written as people read them."""

    agent: str = ""
    now: float = 0.0
    bottom_key: str = _default_key("transcript.bottom")
    successor_key: str = _default_key("session.successor")


NO_HINTS = Hints()
