"""A session's settings: changes asked for, confirmed, refused or told by the stream; models on offer; compaction."""

from typing import get_args

from omnigent_tui.protocol import response_events as response
from omnigent_tui.protocol import session_events as session
from omnigent_tui.protocol.event_base import ServerEvent
from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.reducers.conversations import with_conversation
from omnigent_tui.state.session_settings import (
    APPROVAL_LABEL,
    COLLABORATION_LABEL,
    PERMISSION_LABEL,
    ModelOffer,
    OfferPhase,
    SessionSettings,
    Setting,
    SettingChange,
)
from omnigent_tui.values import replace

Own = (
    client.SettingChanging
    | client.SettingChanged
    | client.SettingChangeFailed
    | client.ModelOptionsRequested
    | client.ModelOptionsArrived
    | client.ModelOptionsFailed
    | client.NextModelChosen
    | client.CompactionRequested
    | client.CompactionRefused
    | client.SessionRenamed
)
_TOLD = (
    session.SessionModel
    | session.SessionReasoningEffort
    | session.SessionPermissionMode
    | session.SessionCodexApprovalMode
    | session.SessionCollaborationMode
    | response.CompactionInProgress
    | response.CompactionCompleted
    | response.CompactionFailed
    | response.OutputItemDone
    | session.SessionStatus
)


# Looked at for every piece of text that streams: a set is cheaper than a union.
_TELLING = frozenset(get_args(_TOLD))


def own(conversation: Conversation, event: Own) -> Conversation:
    """Return the conversation after what this client asked for, or learned of it."""
    settings = conversation.settings
    match event:
        case client.SettingChanging():
            change = SettingChange(event.setting, event.value, event.at)
            return _with(conversation, replace(settings, changing=(*_others(settings, event.setting), change)))
        case client.SettingChanged():
            changed = _with(conversation, replace(settings, changing=_others(settings, event.setting)))
            return _confirmed(changed, event.setting, event.snapshot)
        case client.SettingChangeFailed():
            return _with(conversation, replace(settings, changing=_others(settings, event.setting)))
        case client.NextModelChosen():
            return _with(conversation, replace(settings, next_model=event.model))
        case client.CompactionRequested():
            return _with(conversation, replace(settings, compacting_since=event.at))
        case client.CompactionRefused():
            return _with(conversation, replace(settings, compacting_since=None))
        case client.SessionRenamed():
            return _with_snapshot(conversation, title=event.title or None)
        case _:
            return _with(conversation, replace(settings, offer=_offer(settings.offer, event)))


def _offer(
    offer: ModelOffer, event: client.ModelOptionsRequested | client.ModelOptionsArrived | client.ModelOptionsFailed
) -> ModelOffer:
    match event:
        case client.ModelOptionsRequested():
            return replace(offer, phase=OfferPhase.LOADING, reason="")
        case client.ModelOptionsFailed():
            return ModelOffer(OfferPhase.FAILED, (), event.reason)
        case client.ModelOptionsArrived():
            return ModelOffer(OfferPhase.READY, event.models)


def _others(settings: SessionSettings, setting: Setting) -> tuple[SettingChange, ...]:
    return tuple(change for change in settings.changing if change.setting is not setting)


def _with(conversation: Conversation, settings: SessionSettings) -> Conversation:
    return conversation if settings == conversation.settings else replace(conversation, settings=settings)


def _with_snapshot(conversation: Conversation, **fields: object) -> Conversation:
    snapshot = conversation.snapshot
    if snapshot is None:
        return conversation
    changed = snapshot.model_copy(update=fields)
    return conversation if changed == snapshot else replace(conversation, snapshot=changed)


def _confirmed(conversation: Conversation, setting: Setting, snapshot: SessionSnapshot) -> Conversation:
    """Take only what was changed: the rest of the answer may be older than what the stream told meanwhile."""
    match setting:
        case Setting.MODEL:
            # Which model that is in full is told by the next turn (`session.model`).
            changed = replace(conversation, model=None)
            return _with_snapshot(changed, model_override=snapshot.model_override, llm_model=snapshot.llm_model)
        case Setting.EFFORT:
            return _with_snapshot(conversation, reasoning_effort=snapshot.reasoning_effort)
        case _:
            return _with_snapshot(conversation, labels=snapshot.labels)


def told(conversation: Conversation, events: tuple[ServerEvent, ...], at: float) -> Conversation:
    """Return the conversation with the settings the stream told of."""
    for event in events:
        if type(event) in _TELLING:
            conversation = _told(conversation, event, at)
    return conversation


def _told(conversation: Conversation, event: ServerEvent, at: float) -> Conversation:
    settings = conversation.settings
    match event:
        case session.SessionModel():
            return _with(conversation, replace(settings, changing=_others(settings, Setting.MODEL)))
        case session.SessionReasoningEffort():
            return _with_snapshot(conversation, reasoning_effort=event.reasoning_effort)
        case session.SessionPermissionMode():
            return _with_label(conversation, PERMISSION_LABEL, event.permission_mode)
        case session.SessionCodexApprovalMode():
            return _with_label(conversation, APPROVAL_LABEL, event.approval_mode)
        case session.SessionCollaborationMode():
            return _with_label(conversation, COLLABORATION_LABEL, event.mode)
        case response.CompactionInProgress():
            since = settings.compacting_since or event.started_at or at
            return _with(conversation, replace(settings, compacting_since=since))
        case session.SessionStatus():
            # A harness that never tells how its compaction ended: a turn that runs, or the next one, says it did.
            is_over = event.status in {"running", "failed"}
        case response.OutputItemDone():
            is_over = event.item.get("type") == "compaction"
        case _:
            is_over = True
    if not is_over or settings.compacting_since is None:
        return conversation
    return _with(conversation, replace(settings, compacting_since=None))


def _with_label(conversation: Conversation, label: str, value: str) -> Conversation:
    labels = conversation.snapshot.labels if conversation.snapshot else {}
    return _with_snapshot(conversation, labels={**labels, label: value})


def in_state(state: State, event: Own) -> State:
    """Return the state with `own` applied to the event's conversation, if it is open."""
    conversation = state.conversations.get(event.session_id)
    return state if conversation is None else _put(state, conversation, own(conversation, event))


def after_stream(state: State, event: client.StreamEvents) -> State:
    """Return the state with `told` applied to the event's conversation, if it is open."""
    conversation = state.conversations.get(event.session_id)
    return state if conversation is None else _put(state, conversation, told(conversation, event.events, event.at))


def _put(state: State, before: Conversation, after: Conversation) -> State:
    return state if after is before else with_conversation(state, after)


CASES = dict.fromkeys(get_args(Own), in_state)
"""For the table of `reduce`."""
