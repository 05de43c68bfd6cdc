"""Badges as word, sign and look: a state is never told by its colour alone."""

from omnigent_tui.rendering.durations import age
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.looks import ACCENT, BAD, BOLD, GOOD, MUTED, WARNING
from omnigent_tui.state.badges import Badge, LivenessWord, SidebarRow, TurnWord
from omnigent_tui.values import Value


class BadgeText(Value):
    """What to draw for a badge: one sign, one word, a look."""

    glyph: str
    word: str
    look: int


_TURN_LOOKS: dict[TurnWord, tuple[str, int]] = {
    TurnWord.NEEDS_YOU: ("attention", WARNING | BOLD),
    TurnWord.FAILED: ("failed", BAD),
    TurnWord.RUNNING: ("running", ACCENT),
    TurnWord.STOPPING: ("stopped", WARNING),
    TurnWord.WAITING: ("waiting", MUTED),
    TurnWord.STARTING: ("waiting", MUTED),
    TurnWord.IDLE: ("idle", MUTED),
}
_LIVENESS_LOOKS: dict[LivenessWord, tuple[str, int]] = {
    LivenessWord.ONLINE: ("running", GOOD),
    LivenessWord.LAUNCHING: ("waiting", ACCENT),
    LivenessWord.LAUNCH_FAILED: ("failed", BAD),
    LivenessWord.ASLEEP: ("asleep", MUTED),
    LivenessWord.HOST_OFFLINE: ("offline", MUTED),
    LivenessWord.RUNNER_LOST: ("failed", WARNING),
    LivenessWord.UNBOUND: ("idle", MUTED),
    LivenessWord.UNKNOWN: ("unknown", MUTED),
}


_TURN_IN_VAIN = frozenset({LivenessWord.RUNNER_LOST, LivenessWord.HOST_OFFLINE, LivenessWord.LAUNCH_FAILED})


def badge_text(badge: Badge, glyphs: Glyphs) -> BadgeText:
    """Return sign, word and look of `badge`."""
    if isinstance(badge.word, TurnWord):
        name, look = _TURN_LOOKS[badge.word]
    else:
        name, look = _LIVENESS_LOOKS[badge.word]
    signs = {
        "attention": glyphs.attention,
        "failed": glyphs.failed,
        "running": glyphs.running,
        "stopped": glyphs.stopped,
        "waiting": glyphs.waiting,
        "idle": glyphs.idle,
        "asleep": glyphs.asleep,
        "offline": glyphs.offline,
        "unknown": glyphs.unknown,
    }
    return BadgeText(signs[name], badge.word.value, look)


def row_badge(row: SidebarRow) -> Badge:
    """Return the one badge a narrow row has room for: the turn unless it is idle, then the runner unless it is online.

    A running turn without a runner is the exception: that the runner is lost is what matters then, and why it was not
    started.
    """
    if row.turn.word is TurnWord.RUNNING and row.liveness.word in _TURN_IN_VAIN:
        return row.liveness
    if row.turn.word is TurnWord.IDLE and row.liveness.word not in {LivenessWord.ONLINE, LivenessWord.UNKNOWN}:
        return row.liveness
    return row.turn


def badge_age(badge: Badge, now: float) -> str:
    """Return how long the badge's word has been in force, or ""."""
    return age(badge.since, now)
