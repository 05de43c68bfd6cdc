"""Starting runners: asked for, launching, online, or failed with the server's reason."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from omnigent_tui.state.app_state import State
from omnigent_tui.state.client_events.event import ClientEvent
from omnigent_tui.state.client_events.runners import (
    RunnerAsked,
    RunnerLaunched,
    RunnerLaunchFailed,
    RunnerLaunching,
)
from omnigent_tui.state.reducers.conversations import with_conversation
from omnigent_tui.state.reducers.live_region import noticed
from omnigent_tui.state.runners import Launch, LaunchPhase
from omnigent_tui.state.sessions import SessionEntry
from omnigent_tui.state.transcript import NoticeKind
from omnigent_tui.values import replace


def without_launched(state: State) -> State:
    """Return the state without the launches whose runner is online now."""
    gone = [
        session_id
        for session_id, launch in state.launches.items()
        if launch.phase is not LaunchPhase.ASKED and _is_online(state.sessions.by_id.get(session_id))
    ]
    return _without(state, *gone) if gone else state


def _is_online(entry: SessionEntry | None) -> bool:
    # Of a session without a runner the server says that it is online.
    known = entry.liveness if entry is not None and entry.row.runner_id is not None else None
    return known is not None and known.runner_online is True and known.drop is None


def _asked(state: State, event: RunnerAsked) -> State:
    return _with(state, event.session_id, Launch(LaunchPhase.ASKED, event.at))


def _launching(state: State, event: RunnerLaunching) -> State:
    before = state.launches.get(event.session_id)
    since = before.since if before is not None and before.is_under_way else event.at
    return _with(state, event.session_id, Launch(LaunchPhase.LAUNCHING, since))


def _launched(state: State, event: RunnerLaunched) -> State:
    return _without(state, event.session_id)


def _failed(state: State, event: RunnerLaunchFailed) -> State:
    state = _with(state, event.session_id, Launch(LaunchPhase.FAILED, event.at, event.reason, event.advice))
    conversation = state.conversations.get(event.session_id)
    if conversation is None:
        return state
    text = f"The runner was not started: {event.reason}"
    return with_conversation(state, noticed(conversation, NoticeKind.SYSTEM, text, at=event.at, detail=event.advice))


def _with(state: State, session_id: str, launch: Launch) -> State:
    if state.launches.get(session_id) == launch:
        return state
    return replace(state, launches=MappingProxyType({**state.launches, session_id: launch}))


def _without(state: State, *session_ids: str) -> State:
    rest = {key: launch for key, launch in state.launches.items() if key not in session_ids}
    return state if len(rest) == len(state.launches) else replace(state, launches=MappingProxyType(rest))


CASES: dict[type[ClientEvent], Callable[[State, Any], State]] = {
    RunnerAsked: _asked,
    RunnerLaunching: _launching,
    RunnerLaunched: _launched,
    RunnerLaunchFailed: _failed,
}
