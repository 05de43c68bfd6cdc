"""The line above the transcript: which session this is, who works in it, and how it stands."""

from collections.abc import Sequence

from textual.content import Content

from omnigent_tui.rendering.glyphs import UNICODE
from omnigent_tui.state.badges import LivenessWord, SidebarRow, TurnWord
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.widgets.focus_sign import FOCUS_SIGN
from omnigent_tui.widgets.one_line import OneLine
from omnigent_tui.widgets.session_meter import changing_words, is_nearly_full, meter_parts, setting_words
from omnigent_tui.widgets.times import clock_time, is_same_day, span

_BETWEEN = " · "
_NO_SESSION = "No session open"
# The same signs as in the list of sessions, where the eye has just been.
_SIGNS = UNICODE
_NAMED_VIEWERS = 3


class SessionHeader(OneLine):
    """Title first, so that it is what is left when the line is cut."""

    DEFAULT_CSS = """
    SessionHeader {
        background: $panel;
        color: $foreground;
        padding: 0 1;
    }
    """

    is_marked = False
    """Whether the part below it has the focus."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._shown: tuple[Conversation | None, SidebarRow | None, float, str, bool] = None, None, 0.0, "", False

    def show(self, conversation: Conversation | None, row: SidebarRow | None, now: float, user: str = "") -> None:
        """Show the open session; `row` is what the session list knows of it, `user` who is looking."""
        before, self._shown = self._shown, (conversation, row, now, user, self.is_marked)
        # With the time alone only how long a turn is being stopped changes, and at midnight every time of day.
        is_same = before[0] is conversation and before[1] == row and before[3:] == self._shown[3:]
        is_same = is_same and is_same_day(before[2], now)
        if not is_same or (conversation is not None and conversation.turn.stopping_since is not None):
            self._arrange()

    def on_resize(self) -> None:
        """Say more, or less, in the new width."""
        self._arrange()

    def _arrange(self) -> None:
        conversation, row, now, user, _ = self._shown
        sign = Content.styled(f"{FOCUS_SIGN} " if self.is_marked else "", "bold")
        line = header_line(conversation, row, now, user, max(0, self.content_size.width - sign.cell_length))
        self.set_line(Content.assemble(sign, line))


def header_line(
    conversation: Conversation | None, row: SidebarRow | None, now: float, user: str = "", width: int = 0
) -> Content:
    """Return the line: title, how the session stands, context and cost, who else has it open, agent and settings.

    In `width` cells (0: any number) what matters less is left out, and a long title is cut: whether the runner is
    there stays to the last.
    """
    if conversation is None:
        return Content.styled(_NO_SESSION, "dim")
    snapshot = conversation.snapshot
    title = (snapshot.title if snapshot else None) or (row.title if row else "") or conversation.session_id
    agent = (snapshot.agent_name if snapshot else None) or (row.agent if row else "")
    is_online = row is not None and row.liveness.word is LivenessWord.ONLINE
    is_archived = row.archived if row is not None else snapshot is not None and snapshot.archived
    context, amount, cost = meter_parts(conversation)
    # In the order they are shown in; those with the highest number are left out first, those without never.
    parts = (
        (0, Content(_turn_text(conversation, row, now))),
        (0, Content("archived" if is_archived else "")),
        (0, Content(changing_words(conversation, now))),
        (0 if is_nearly_full(conversation) else 2, context),
        (6, amount),
        (3, cost),
        (0, Content(_liveness_text(row, now) if not is_online else "")),
        (4, Content(_viewers_text(conversation, user))),
        (5, Content(setting_words(conversation))),
        (7, Content(agent)),
        (1, Content(_liveness_text(row, now) if is_online else "")),
    )
    name = Content.styled(title, "bold")
    least = min(name.cell_length, width * 2 // 5)
    rest = _joined(parts, width - least - len(_BETWEEN) if width else 0)
    room = max(min(least, width // 3), width - rest.cell_length - len(_BETWEEN))
    if width and name.cell_length > room:
        name = name.truncate(room, ellipsis=True)
    return Content.assemble(name, _BETWEEN, rest) if rest.plain else name


def _joined(parts: Sequence[tuple[int, Content]], room: int) -> Content:
    """Return the parts in a line, those with the highest numbers left out until it fits into `room` cells (0: any)."""
    kept = [(rank, part) for rank, part in parts if part.plain]
    while True:
        line = Content(_BETWEEN).join(part for _, part in kept)
        dropped = max((rank for rank, _ in kept), default=0)
        if not room or line.cell_length <= room or not dropped:
            return line
        kept = [(rank, part) for rank, part in kept if rank != dropped]


def _turn_text(conversation: Conversation, row: SidebarRow | None, now: float) -> str:
    turn = conversation.turn
    if turn.stopping_since is not None:
        return f"{_SIGNS.stopped} stopping… {span(now - turn.stopping_since)}"
    if row is not None and row.turn.word is TurnWord.NEEDS_YOU:
        return f"{_SIGNS.attention} needs you"
    if turn.is_running:
        blocked = f", waits for {turn.blocked_on}" if turn.blocked_on else ""
        # A starting time, not a running clock: nothing has to be drawn while nothing happens.
        since = f" since {clock_time(turn.since, now)}" if turn.since else ""
        return f"{_SIGNS.running} {turn.status}{since}{blocked}"
    background = f", {turn.background_tasks} in background" if turn.background_tasks else ""
    sign = _SIGNS.failed if turn.status == "failed" else _SIGNS.idle
    return f"{sign} {turn.status}{background}"


_WITH_TIME = frozenset(
    {LivenessWord.LAUNCHING, LivenessWord.LAUNCH_FAILED, LivenessWord.RUNNER_LOST, LivenessWord.HOST_OFFLINE}
)


def _liveness_text(row: SidebarRow | None, now: float) -> str:
    if row is None:
        return ""
    badge = row.liveness
    since = f" since {clock_time(badge.since, now)}" if badge.since and badge.word in _WITH_TIME else ""
    named = "" if "runner" in badge.word.value or "host" in badge.word.value else "runner "
    return f"{named}{badge.word.value}{since}"


def _viewers_text(conversation: Conversation, user: str) -> str:
    """Who else has the session open; those that look elsewhere for a while stand in brackets."""
    others = [viewer for viewer in conversation.viewers if viewer.user_id != user]
    names = [f"({viewer.user_id})" if viewer.idle else viewer.user_id for viewer in others[:_NAMED_VIEWERS]]
    more = len(others) - len(names)
    return f"with {', '.join(names)}{f' +{more}' if more else ''}" if names else ""
