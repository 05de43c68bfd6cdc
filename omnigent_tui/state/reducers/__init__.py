"""reduce(state, event): the one function that makes new state; its cases lie beside it, one module per concern."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from omnigent_tui.protocol.session_events import SessionStatus
from omnigent_tui.state import client_events as client
from omnigent_tui.state.agentsmesh import AgentsMeshState
from omnigent_tui.state.app_state import Announcement, State
from omnigent_tui.state.directories import DirectoriesState
from omnigent_tui.state.fleet import FleetState
from omnigent_tui.state.new_session import NewSessionState
from omnigent_tui.state.reducers import (
    agentsmesh,
    attachments,
    attention,
    completions,
    directories,
    exporting,
    files,
    fleet,
    liveness,
    new_session,
    outbox,
    queueing,
    runners,
    searching,
    servers,
    session_actions,
    session_list,
    session_settings,
)
from omnigent_tui.state.reducers.conversations import in_conversation
from omnigent_tui.state.reducers.elicitation import OwnAnswer
from omnigent_tui.state.sessions import SessionListState
from omnigent_tui.values import replace

_KEPT_ANNOUNCEMENTS = 20


def reduce(state: State, event: client.ClientEvent) -> State:
    """Return the state after `event`. Pure, total, and idempotent in what it is keyed by; parts it does not
    touch stay the same object. An event for something that is gone changes nothing.
    """
    changed = _reduced(state, event)
    return state if changed is state else queueing.after(changed, event)


def _reduced(state: State, event: client.ClientEvent) -> State:
    case = _CASES.get(type(event))
    if case is not None:
        return case(state, event)
    if isinstance(event, client.ConversationEvent):
        return _in_conversation(state, event)
    return state


def _in_conversation(state: State, event: client.ConversationEvent) -> State:
    if isinstance(event, OwnAnswer):
        state = attention.answered(state, event)
    changed = in_conversation(state, event)
    if isinstance(event, client.StreamEvents):
        for server_event in event.events:
            if isinstance(server_event, SessionStatus):
                sessions = session_list.with_status(changed.sessions, event.session_id, server_event.status, event.at)
                if sessions is not changed.sessions:
                    changed = liveness.told_where_open(changed, replace(changed, sessions=sessions), event.at)
        return outbox.after_stream(session_settings.after_stream(changed, event), event)
    if isinstance(event, client.NewestItemsArrived):
        return outbox.without_shown(changed)
    return changed


def _opened(state: State, event: client.SessionOpened) -> State:
    if event.session_id in state.conversations:
        return replace(state, open_session_id=event.session_id)
    opened = attention.as_opened(state, event.session_id)
    conversations = {**state.conversations, event.session_id: opened}
    return replace(state, conversations=MappingProxyType(conversations), open_session_id=event.session_id)


def _released(state: State, event: client.ConversationReleased) -> State:
    if event.session_id not in state.conversations or event.session_id == state.open_session_id:
        return state
    rest = {k: v for k, v in state.conversations.items() if k != event.session_id}
    return replace(state, conversations=MappingProxyType(rest))


def _announced(state: State, event: client.Announced | client.TaskFailed) -> State:
    number = state.announcements[-1].number + 1 if state.announcements else 1
    if isinstance(event, client.TaskFailed):
        what = "failed and was started again" if event.is_restarted else "failed"
        said = Announcement(number, f"{event.task} {what}: {event.reason}", "error")
    else:
        said = Announcement(number, event.text, event.severity)
    return replace(state, announcements=(*state.announcements, said)[-_KEPT_ANNOUNCEMENTS:])


def _sessions(
    change: Callable[[SessionListState, Any], SessionListState],
) -> Callable[[State, Any], State]:
    def case(state: State, event: client.ClientEvent) -> State:
        sessions = change(state.sessions, event)
        if sessions is state.sessions:
            return state
        changed = liveness.told_where_open(state, replace(state, sessions=sessions), event.at)
        return runners.without_launched(changed)

    return case


def _creation(change: Callable[[NewSessionState, Any], NewSessionState]) -> Callable[[State, Any], State]:
    def case(state: State, event: client.ClientEvent) -> State:
        return replace(state, new_session=change(state.new_session, event))

    return case


def _directories(change: Callable[[DirectoriesState, Any], DirectoriesState]) -> Callable[[State, Any], State]:
    def case(state: State, event: client.ClientEvent) -> State:
        known = change(state.directories, event)
        return state if known is state.directories else replace(state, directories=known)

    return case


def _mesh(change: Callable[[AgentsMeshState, Any], AgentsMeshState]) -> Callable[[State, Any], State]:
    def case(state: State, event: client.ClientEvent) -> State:
        mesh = change(state.agentsmesh, event)
        return state if mesh is state.agentsmesh else replace(state, agentsmesh=mesh)

    return case


def _fleet(change: Callable[[FleetState, Any], FleetState]) -> Callable[[State, Any], State]:
    def case(state: State, event: client.ClientEvent) -> State:
        known = change(state.fleet, event)
        return state if known is state.fleet else replace(state, fleet=known)

    return case


def _source_changed(sessions: SessionListState, event: client.ListSourceChanged) -> SessionListState:
    return sessions if sessions.source is event.source else replace(sessions, source=event.source)


_CASES: dict[type[client.ClientEvent], Callable[[State, Any], State]] = {
    client.ServerConnecting: servers.connecting,
    client.ServerProbed: servers.probed,
    client.SessionPageRequested: _sessions(session_list.page_requested),
    client.SessionPageArrived: _sessions(session_list.page_arrived),
    client.SessionListFailed: _sessions(session_list.failed),
    client.SessionRowsChanged: _sessions(session_list.rows_changed),
    client.SessionsRemoved: _sessions(session_list.removed),
    client.ListSourceChanged: _sessions(_source_changed),
    client.LivenessArrived: _sessions(session_list.liveness_arrived),
    client.SessionOpened: _opened,
    client.ConversationReleased: _released,
    client.MessageQueued: outbox.queued,
    client.MessageSending: outbox.sending,
    client.MessageDelayed: outbox.delayed,
    client.MessageAccepted: outbox.accepted,
    client.MessageReturned: outbox.returned,
    client.ReturnedTextTaken: outbox.taken_back,
    client.HeldMessageReleased: queueing.released,
    client.HeldMessageMoved: queueing.moved,
    client.HeldMessageRemoved: queueing.removed,
    client.HeldMessageReinstated: queueing.reinstated,
    client.QueueRestored: queueing.restored,
    client.QueuePaused: queueing.paused,
    client.QueueResumed: queueing.resumed,
    **session_settings.CASES,
    client.SessionRenamed: session_actions.renamed,
    client.SessionArchived: session_actions.archived,
    client.SessionDeleted: session_actions.deleted,
    client.NewSessionChoicesRequested: _creation(new_session.requested),
    client.NewSessionChoicesArrived: _creation(new_session.arrived),
    client.NewSessionChoicesFailed: _creation(new_session.choices_failed),
    client.SessionCreating: _creation(new_session.creating),
    client.SessionCreated: _creation(new_session.created),
    client.NewSessionFailed: _creation(new_session.failed),
    client.NewSessionWatched: _creation(new_session.watched),
    client.CreationCancelled: _creation(new_session.cancelled),
    client.HarnessModelsRequested: _creation(new_session.models_requested),
    client.HarnessModelsArrived: _creation(new_session.models_arrived),
    client.DirectoryRequested: _directories(directories.requested),
    client.DirectoryPageArrived: _directories(directories.arrived),
    client.DirectoryFailed: _directories(directories.failed),
    client.DirectoriesLeft: _directories(directories.left),
    client.HomeAsked: _directories(directories.home_asked),
    client.HomeFound: _directories(directories.home_found),
    client.HomeNotFound: _directories(directories.home_not_found),
    client.DirectoryCreating: _directories(directories.creating),
    client.DirectoryCreated: _directories(directories.created),
    client.DirectoryNotCreated: _directories(directories.not_created),
    client.WorktreesRequested: _directories(directories.worktrees_requested),
    client.WorktreesArrived: _directories(directories.worktrees_arrived),
    client.WorktreesFailed: _directories(directories.worktrees_failed),
    client.MeshNotSetUp: _mesh(agentsmesh.not_set_up),
    client.MeshReleased: _mesh(agentsmesh.released),
    client.MeshRunnersRequested: _mesh(agentsmesh.runners_requested),
    client.MeshRunnersArrived: _mesh(agentsmesh.runners_arrived),
    client.MeshRunnersFailed: _mesh(agentsmesh.runners_failed),
    client.MeshRunnerRequested: _mesh(agentsmesh.runner_requested),
    client.MeshRunnerArrived: _mesh(agentsmesh.runner_arrived),
    client.MeshRunnerFailed: _mesh(agentsmesh.runner_failed),
    client.PodsRequested: _mesh(agentsmesh.pods_requested),
    client.PodsArrived: _mesh(agentsmesh.pods_arrived),
    client.PodsFailed: _mesh(agentsmesh.pods_failed),
    client.AsksArrived: attention.arrived,
    client.AsksFailed: attention.failed,
    client.AsksLeft: attention.left,
    client.AskSnoozed: attention.snoozed,
    client.PeekRequested: attention.peeked,
    client.PeekArrived: attention.peeked,
    client.PeekFailed: attention.peeked,
    client.PeekLeft: attention.peeked,
    client.RuleMade: attention.rule_made,
    client.RuleRevoked: attention.rule_revoked,
    client.RuleUsed: attention.rule_used,
    client.FleetRequested: _fleet(fleet.requested),
    client.FleetHealthArrived: _fleet(fleet.health_arrived),
    client.FleetHostsArrived: _fleet(fleet.hosts_arrived),
    client.FleetRunnersArrived: _fleet(fleet.runners_arrived),
    client.FleetPartFailed: _fleet(fleet.part_failed),
    client.FleetRoundEnded: _fleet(fleet.round_ended),
    client.FleetReleased: _fleet(fleet.released),
    client.FleetDetailRequested: _fleet(fleet.detail_requested),
    client.FleetDetailArrived: _fleet(fleet.detail_arrived),
    client.FleetDetailFailed: _fleet(fleet.detail_failed),
    **runners.CASES,
    **searching.CASES,
    **attachments.CASES,
    **completions.CASES,
    **exporting.CASES,
    **files.CASES,
    client.Announced: _announced,
    client.TaskFailed: _announced,
}
