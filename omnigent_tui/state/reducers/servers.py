"""Connecting to a server: what becomes of everything that hung on the connection before."""

from types import MappingProxyType

from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.conversation import Conversation, History
from omnigent_tui.state.delivery import Delivery
from omnigent_tui.state.reducers import outbox
from omnigent_tui.state.server import ServerPhase, ServerState
from omnigent_tui.values import replace

_NOT_SENT = "The server was changed before this was sent."
_MAYBE_SENT = "The server was changed while this was being sent: it may have arrived."


def connecting(state: State, event: client.ServerConnecting) -> State:
    """A server is tried. With another address everything of the old one goes, and unsent text comes back."""
    server = ServerState(url=event.url, source=event.source, phase=ServerPhase.CONNECTING, since=event.at)
    if state.server.url in ("", event.url):
        return _with_requests_ended(replace(state, server=server))
    for message in state.outbox:
        if message.delivery is Delivery.STORED:
            continue
        reason = _NOT_SENT if message.delivery is Delivery.QUEUED else _MAYBE_SENT
        state = outbox.returned(state, client.MessageReturned(stable_id=message.stable_id, reason=reason, at=event.at))
    return State(
        server=server,
        # Another source altogether: its runners do not hang on this server.
        agentsmesh=state.agentsmesh,
        returned=state.returned,
        announcements=state.announcements,
    )


def _with_requests_ended(state: State) -> State:
    """What was under way ended with the connection: nobody will say what came of it."""
    sessions = replace(state.sessions, loading_more=False) if state.sessions.loading_more else state.sessions
    conversations = {session_id: _not_loading(one) for session_id, one in state.conversations.items()}
    return replace(
        state,
        sessions=sessions,
        conversations=state.conversations if conversations == state.conversations else MappingProxyType(conversations),
        outbox=tuple(
            replace(m, delivery=Delivery.CHECKING) if m.delivery is Delivery.SENDING else m for m in state.outbox
        ),
    )


def _not_loading(conversation: Conversation) -> Conversation:
    return replace(conversation, older=History.MORE) if conversation.older is History.LOADING else conversation


def probed(state: State, event: client.ServerProbed) -> State:
    """The server answered, or did not; an answer of another server than the one being tried changes nothing."""
    if event.url != state.server.url:
        return state
    phase = ServerPhase.CONNECTED if event.outcome == "ok" else ServerPhase.FAILED
    server = replace(
        state.server,
        phase=phase,
        version=event.version or state.server.version,
        user_id=event.user_id or state.server.user_id,
        auth_mode=event.auth_mode or state.server.auth_mode,
        outcome=event.outcome,
        summary=event.summary,
        advice=event.advice,
        since=state.server.since if phase is state.server.phase else event.at,
    )
    return replace(state, server=server)
