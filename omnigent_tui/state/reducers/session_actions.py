"""What was done to a session as a whole: renamed, archived, deleted; list, conversation and outbox follow at once."""

from types import MappingProxyType

from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.reducers import session_list, session_settings
from omnigent_tui.values import replace


def renamed(state: State, event: client.SessionRenamed) -> State:
    """Show the new title everywhere."""
    return _with_row(session_settings.in_state(state, event), event, title=event.title or None)


def archived(state: State, event: client.SessionArchived) -> State:
    """Mark the session, or take the mark away."""
    return _with_row(state, event, archived=event.archived)


def deleted(state: State, event: client.SessionDeleted) -> State:
    """Forget the session and what was to be sent to it; one that was open is open no more."""
    gone = event.session_id
    return replace(
        state,
        sessions=session_list.without(state.sessions, (gone,)),
        conversations=MappingProxyType({k: v for k, v in state.conversations.items() if k != gone}),
        open_session_id=None if state.open_session_id == gone else state.open_session_id,
        outbox=tuple(m for m in state.outbox if m.session_id != gone),
        queues=MappingProxyType({k: v for k, v in state.queues.items() if k != gone}),
    )


def _with_row(state: State, event: client.SessionRenamed | client.SessionArchived, **fields: object) -> State:
    entry = state.sessions.by_id.get(event.session_id)
    if entry is None:
        return state
    row = entry.row.model_copy(update=fields)
    return replace(state, sessions=session_list.with_rows(state.sessions, (row,), event.at))
