"""The line above the transcript: which session this is, who works in it, and how it stands."""

from textual.content import Content

from omnigent_tui.rendering.glyphs import UNICODE
from omnigent_tui.state.badges import LivenessWord, SidebarRow, TurnWord
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.widgets.focus_sign import FOCUS_SIGN
from omnigent_tui.widgets.one_line import OneLine
from omnigent_tui.widgets.session_meter import changing_words, meter_words, setting_words
from omnigent_tui.widgets.times import clock_time, span

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

    def show(self, conversation: Conversation | None, row: SidebarRow | None, now: float, user: str = "") -> None:
        """Show the open session; `row` is what the session list knows of it, `user` who is looking."""
        line = header_line(conversation, row, now, user, self.content_size.width)
        self.set_line(Content.assemble((f"{FOCUS_SIGN} ", "bold"), line) if self.is_marked else line)


def header_line(
    conversation: Conversation | None, row: SidebarRow | None, now: float, user: str = "", width: int = 0
) -> Content:
    """Return the line: title, how the session stands, context and cost, who else has it open, agent and settings.

    In `width` cells (0: any number) a long title gives way to how the session stands. That the runner is there is
    what one expects: it comes last.
    """
    if conversation is None:
        return Content.styled(_NO_SESSION, "dim")
    snapshot = conversation.snapshot
    title = (snapshot.title if snapshot else None) or (row.title if row else "") or conversation.session_id
    agent = (snapshot.agent_name if snapshot else None) or (row.agent if row else "")
    is_online = row is not None and row.liveness.word is LivenessWord.ONLINE
    parts = [
        Content(_turn_text(conversation, row, now)),
        Content(changing_words(conversation)),
        meter_words(conversation) or Content(),
        Content(_liveness_text(row) if not is_online else ""),
        Content(_viewers_text(conversation, user)),
        Content(setting_words(conversation)),
        Content(agent),
        Content(_liveness_text(row) if is_online else ""),
    ]
    rest = Content(" · ").join([part for part in parts if part.plain])
    name = Content.styled(title, "bold")
    room = max(width * 2 // 5, width - rest.cell_length - 3)
    if width and name.cell_length > room:
        name = name.truncate(room, ellipsis=True)
    return Content.assemble(name, " · ", rest) if rest.plain else name


def _turn_text(conversation: Conversation, row: SidebarRow | None, now: float) -> str:
    turn = conversation.turn
    if turn.stopping_since is not None:
        return f"{_SIGNS.stopped} stopping… {span(now - turn.stopping_since)}"
    if row is not None and row.turn.word is TurnWord.NEEDS_YOU:
        return f"{_SIGNS.attention} needs you"
    if turn.is_running:
        blocked = f", waits for {turn.blocked_on}" if turn.blocked_on else ""
        # A starting time, not a running clock: nothing has to be drawn while nothing happens.
        since = f" since {clock_time(turn.since)}" if turn.since else ""
        return f"{_SIGNS.running} {turn.status}{since}{blocked}"
    background = f", {turn.background_tasks} in background" if turn.background_tasks else ""
    sign = _SIGNS.failed if turn.status == "failed" else _SIGNS.idle
    return f"{sign} {turn.status}{background}"


_WITH_TIME = frozenset(
    {LivenessWord.LAUNCHING, LivenessWord.LAUNCH_FAILED, LivenessWord.RUNNER_LOST, LivenessWord.HOST_OFFLINE}
)


def _liveness_text(row: SidebarRow | None) -> str:
    if row is None:
        return ""
    badge = row.liveness
    since = f" since {clock_time(badge.since)}" if badge.since and badge.word in _WITH_TIME else ""
    return f"runner {badge.word.value}{since}"


def _viewers_text(conversation: Conversation, user: str) -> str:
    """Who else has the session open; those that look elsewhere for a while stand in brackets."""
    others = [viewer for viewer in conversation.viewers if viewer.user_id != user]
    names = [f"({viewer.user_id})" if viewer.idle else viewer.user_id for viewer in others[:_NAMED_VIEWERS]]
    more = len(others) - len(names)
    return f"with {', '.join(names)}{f' +{more}' if more else ''}" if names else ""
