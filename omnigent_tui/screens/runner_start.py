"""Starting the runner of a session: by asking the server, or through the form when the session has no place yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.badges import LivenessWord
from omnigent_tui.state.intents import WakeRunner
from omnigent_tui.state.selectors import session_title, sidebar_row

if TYPE_CHECKING:
    from omnigent_tui.screens.new_session.launching import LaunchRunnerScreen


def start_runner(surroundings: Surroundings, session_id: str) -> LaunchRunnerScreen | str:
    """Begin to start the runner and return what to say, or return the form that asks where it shall run."""
    state = surroundings.state()
    entry = state.sessions.by_id.get(session_id)
    word = sidebar_row(state, entry).liveness.word if entry is not None else LivenessWord.UNKNOWN
    if word is LivenessWord.ONLINE:
        return "The runner is online already."
    if word is LivenessWord.LAUNCHING:
        return "The runner is being started already."
    if entry is not None and entry.row.runner_id is None and not entry.row.parent_session_id:
        from omnigent_tui.screens.new_session.launching import LaunchRunnerScreen

        return LaunchRunnerScreen(surroundings, session_id, session_title(state, session_id))
    surroundings.perform(WakeRunner(session_id))
    if word is LivenessWord.HOST_OFFLINE:
        return "Its host is offline. If the server cannot start the runner it says so."
    return ""  # the header and the sidebar say that it is launching, and what comes of it
