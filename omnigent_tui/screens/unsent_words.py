"""What is said of what did not reach the server, and of what a person can do about it."""

from omnigent_tui.state.app_state import State
from omnigent_tui.state.badges import LivenessWord
from omnigent_tui.state.outbox import ReturnedMessage
from omnigent_tui.state.selectors import sidebar_row


def no_stop_without_connection(key: str) -> str:
    """Say that a turn is not stopped while the connection is lost, and which key does it later."""
    return f"✕ There is no connection: the turn was not stopped. Once it is back, {key} tries again."


def queued_without_connection(key: str) -> str:
    """Say that nothing can be held back for the end of a turn of which nothing is known."""
    return f"✕ There is no connection: whether a turn runs is not known. {key} sends it when the connection is back."


def not_stopped(failure: str, key: str) -> str:
    """Say why a turn that was asked to stop was not: a request whose answer is lost may have arrived all the same."""
    # The reason comes last: it is what may be cut.
    return f"✕ The turn was not stopped, as far as is known; {key} tries again. {failure}"


def waiting(count: int) -> str:
    """Say how many messages wait for the connection."""
    return f"{count} {'message waits' if count == 1 else 'messages wait'} for the connection"


def go_by_themselves(count: int) -> str:
    """Say that nothing is to be done about messages that wait for the connection."""
    rest = "goes out by itself" if count == 1 else "go out by themselves"
    return f"{waiting(count)} and {rest} when it is back."


def not_sent(message: ReturnedMessage, state: State, runner_key: str) -> str:
    """Say why a message came back, and how its session gets a runner when that is what it lacks."""
    reason = (message.reason or "no reason given").rstrip(".")
    if not message.lacks_runner:
        return f"✕ Not sent: {reason}. The text is back below."
    if _is_host_offline(state, message.session_id):
        then = f"Start it again (omnigent host), then send again or start a runner with {runner_key}."
        return f"✕ Not sent: the session's host is offline. {then} The text is back below."
    return f"✕ Not sent; {runner_key} starts a runner: {reason}. The text is back below."


def _is_host_offline(state: State, session_id: str) -> bool:
    entry = state.sessions.by_id.get(session_id)
    return entry is not None and sidebar_row(state, entry).liveness.word is LivenessWord.HOST_OFFLINE
