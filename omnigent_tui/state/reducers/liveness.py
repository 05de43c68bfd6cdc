"""Whether runners and hosts are there: drops are believed once they last, and told in transcripts that are open."""

from omnigent_tui.state.app_state import State
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.reducers.conversations import with_conversation
from omnigent_tui.state.reducers.live_region import noticed
from omnigent_tui.state.sessions import DROP_GRACE_SECONDS, Drop, Liveness, SessionEntry
from omnigent_tui.state.transcript import NoticeKind
from omnigent_tui.values import replace

_RUNNER_GONE = "The runner is gone; the next message starts it again."
_RUNNER_GONE_IN_TURN = "The runner is gone in the middle of the turn; the next message starts it again."
_HOST_GONE = "The host is offline, and the runner with it; it works again once the host is back."
_HOST_BACK = "The host is back; the next message starts the runner."
_BACK = "The runner is online again."
_SESSION_GONE = "The session is gone from the server: it was deleted, or is not shared with you any more."


def heard(known: Liveness | None, runner: bool | None, host: bool | None, at: float) -> Liveness:
    """Return what is to be shown after the server said this at `at`.

    Good news counts at once. A drop counts when it is still told after `DROP_GRACE_SECONDS`, since it began; until
    then it is only noted, and forgotten when the next word is a good one.
    """
    if known is None:
        return Liveness(runner, host)
    if (known.runner_online, known.host_online) == (runner, host):
        is_plain = known.drop is None and not known.is_concluded
        return known if is_plain else replace(known, drop=None, is_concluded=False)
    if not _is_drop(known, runner, host):
        return Liveness(runner, host, since=at)
    if known.drop is None:
        return replace(known, drop=Drop(runner, host, at))
    if at - known.drop.since >= DROP_GRACE_SECONDS:
        return Liveness(runner, host, since=known.drop.since)
    drop = replace(known.drop, runner_online=runner, host_online=host)
    return known if drop == known.drop else replace(known, drop=drop)


def concluded(known: Liveness | None, before: str, status: str, at: float) -> Liveness | None:
    """Return what is to be shown once the status became another one: a turn that begins has a runner.

    The server tells of the turn before it tells of the runner that was started for it. Until then a runner that was
    gone would seem to be lost in the middle of the turn.
    """
    begins = status == "running" and before != status
    if not begins or known is None or known.runner_online is not False or known.host_online is False:
        return known
    return Liveness(True, known.host_online, since=at, is_concluded=True)


def _is_drop(known: Liveness, runner: bool | None, host: bool | None) -> bool:
    return (known.runner_online is True and runner is not True) or (known.host_online is True and host is not True)


def told_where_open(before: State, after: State, at: float) -> State:
    """Return the state with a line in each open transcript whose session, runner or host has gone or come back."""
    if after.sessions is before.sessions:
        return after
    for session_id, conversation in after.conversations.items():
        old, new = before.sessions.by_id.get(session_id), after.sessions.by_id.get(session_id)
        if old is None or old is new:
            continue
        text = _SESSION_GONE if new is None else _news(old, new)
        # A runner that was asked for tells of itself: it is no old one that came back.
        if text and not (text is _BACK and session_id in before.launches):
            after = with_conversation(after, _with_line(conversation, text, at))
    return after


def _with_line(conversation: Conversation, text: str, at: float) -> Conversation:
    return noticed(conversation, NoticeKind.SYSTEM, text, at=at)


def _news(old: SessionEntry, new: SessionEntry) -> str:
    """What changed between two entries of a session, in words; empty when it is no news."""
    was, now = old.liveness, new.liveness
    if was is None or now is None or not (new.row.runner_id or new.row.host_id):
        return ""
    if (was.runner_online, was.host_online) == (now.runner_online, now.host_online):
        return ""
    if was.host_online and now.host_online is False:
        return _HOST_GONE
    if was.runner_online and now.runner_online is False and now.host_online is not False:
        return _RUNNER_GONE_IN_TURN if new.row.status == "running" else _RUNNER_GONE
    if was.since is None:
        return ""  # What was never seen to go, as a runner that slept from the beginning, does not come back.
    if was.host_online is False and now.host_online and not now.runner_online:
        return _HOST_BACK
    return _BACK if was.runner_online is False and now.runner_online else ""
