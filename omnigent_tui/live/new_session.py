"""Starting a session: what there is to choose from, and a creation that is never asked for twice."""

import asyncio
from collections.abc import Mapping
from uuid import uuid4

from omnigent_tui.live.clock import Clock
from omnigent_tui.protocol.sessions import SessionRow
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.intents import CreateSession
from omnigent_tui.state.new_session import FormField
from omnigent_tui.state.store import Store
from omnigent_tui.wire import errors
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.agents import list_agents
from omnigent_tui.wire.endpoints.hosts import list_hosts
from omnigent_tui.wire.endpoints.sessions import create_session, list_sessions
from omnigent_tui.wire.errors import WireError

TOKEN_LABEL = "omnigent.client_create_token"  # noqa: S105 - names a label, is no secret
LOOKED_THROUGH = 50
LOOKUP_SECONDS = 2.0
LOOKUPS = 5
# A worktree of a big repository takes up to 150 s, longer than the request waits for its answer.
LOOKUPS_FOR_WORKTREE = 45

_REQUEST_TIMEOUT, _CLIENT_CLOSED_REQUEST = 408, 499
_FIELDS = {
    "agent_id": FormField.AGENT,
    "host_id": FormField.HOST,
    "workspace": FormField.WORKSPACE,
    "git": FormField.WORKTREE,
    "title": FormField.TITLE,
    "model_override": FormField.MODEL,
    "reasoning_effort": FormField.EFFORT,
}
# In this order: a sentence about a worktree also names its workspace, and one about a workspace its host.
_WORDS = (
    ("worktree", FormField.WORKTREE),
    ("branch", FormField.WORKTREE),
    ("repository", FormField.WORKTREE),
    ("workspace", FormField.WORKSPACE),
    ("harness", FormField.AGENT),
    ("agent", FormField.AGENT),
    ("effort", FormField.EFFORT),
    ("model", FormField.MODEL),
    ("title", FormField.TITLE),
    ("host", FormField.HOST),
)


class NewSession:
    """Reads the choices and creates; what happens comes back as events."""

    def __init__(self, client: OmnigentClient, store: Store, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._clock = clock

    async def load_choices(self) -> None:
        """Read agents and hosts."""
        self._store.dispatch(client_event.NewSessionChoicesRequested(at=self._clock.now()))
        try:
            agents, hosts = await asyncio.gather(list_agents(self._client), list_hosts(self._client))
        except WireError as error:
            self._store.dispatch(client_event.NewSessionChoicesFailed(reason=error.message, at=self._clock.now()))
            return
        self._store.dispatch(
            client_event.NewSessionChoicesArrived(agents=agents, hosts=hosts.rows, at=self._clock.now())
        )

    async def create(self, intent: CreateSession) -> str | None:
        """Create the session and return its id; None when the server said no or nobody knows.

        The same request again, after one of which nobody knows the outcome, looks for that session first.
        """
        unconfirmed = self._store.state.new_session.unconfirmed
        is_repeated = unconfirmed is not None and unconfirmed[0] == intent
        token = unconfirmed[1] if unconfirmed is not None and is_repeated else uuid4().hex
        self._store.dispatch(client_event.SessionCreating(request=intent, at=self._clock.now()))
        try:
            row = await self._find(token) if is_repeated else None
            row = row or await self._post(intent, token)
        except WireError as error:
            is_in_doubt = may_have_been_carried_out(error) or (is_repeated and isinstance(error, errors.Unreachable))
            row = await self._look_up(intent, token) if is_in_doubt else None
            if row is None:
                self._failed(error, intent, token if is_in_doubt else None)
        if row is None:
            return None
        shown = SessionRow.model_validate(row.model_dump(include=set(SessionRow.model_fields)))
        now = self._clock.now()
        self._store.dispatch(
            client_event.SessionRowsChanged(rows=(shown,), at=now),
            client_event.SessionCreated(session_id=row.id, at=now),
        )
        return row.id

    async def _post(self, intent: CreateSession, token: str) -> SessionRow:
        return await create_session(
            self._client,
            agent_id=intent.agent_id,
            title=intent.title,
            host_id=intent.host_id,
            workspace=intent.workspace,
            git=_git(intent),
            labels={**intent.labels, TOKEN_LABEL: token},
            reasoning_effort=intent.reasoning_effort,
            model_override=intent.model_override,
        )

    async def _look_up(self, intent: CreateSession, token: str) -> SessionRow | None:
        """The session that this creation made although its answer was lost, if it shows up."""
        self._store.dispatch(client_event.SessionCreating(request=intent, outcome_unknown=True, at=self._clock.now()))
        for attempt in range(LOOKUPS_FOR_WORKTREE if intent.worktree else LOOKUPS):
            if attempt:
                await self._clock.sleep(LOOKUP_SECONDS)
            try:
                found = await self._find(token)
            except WireError:
                continue
            if found is not None:
                return found
        return None

    async def _find(self, token: str) -> SessionRow | None:
        page = await list_sessions(self._client, limit=LOOKED_THROUGH, order="desc", sort_by="created_at")
        return next((row for row in page.rows if row.labels.get(TOKEN_LABEL) == token), None)

    def _failed(self, error: WireError, intent: CreateSession, token: str | None) -> None:
        reason, advice = error.message, error.advice or ""
        if token is not None:
            reason = f"Nobody knows whether the session was created: {reason}"
            advice = "It did not turn up in the list yet. Creating again looks there once more before it asks anew."
        self._store.dispatch(
            client_event.NewSessionFailed(
                reason=reason, advice=advice, field=blamed_field(error), token=token, at=self._clock.now()
            )
        )
        if not self._store.state.new_session.is_watched:
            text = f"The session {_quoted(intent)}was not created: {reason}"
            self._store.dispatch(client_event.Announced(text=text, severity="warning", at=self._clock.now()))


def may_have_been_carried_out(error: WireError) -> bool:
    """Whether a failed creation may have made a session nevertheless: its answer was lost, or somebody between."""
    match error:
        case errors.Unreachable():
            return error.maybe_delivered
        case errors.ServerFault() | errors.HostTimeout() | errors.RunnerUnavailable():
            return True
        case errors.Rejected():
            return error.status in (_REQUEST_TIMEOUT, _CLIENT_CLOSED_REQUEST)
        case _:
            return True


def blamed_field(error: WireError) -> FormField | None:
    """Return what of the form the server's refusal is about, if it says so."""
    if not isinstance(error, errors.Rejected) or isinstance(error, errors.ServerFault):
        return None
    if isinstance(error, errors.NotConfigured):
        return FormField.AGENT
    for name, _ in error.fields:
        found = _FIELDS.get(name.partition(".")[0])
        if found is not None:
            return FormField.BASE_BRANCH if name.endswith("base_branch") else found
    said = error.server_message.lower()
    return next((field for word, field in _WORDS if word in said), None)


def announce_created(store: Store, intent: CreateSession, at: float) -> None:
    """Tell a person who went elsewhere that the session is there."""
    sent = " Its first message is on the way." if intent.first_message.strip() else ""
    store.dispatch(client_event.Announced(text=f"The session {_quoted(intent)}is ready.{sent}", at=at))


def _quoted(intent: CreateSession) -> str:
    return f"“{intent.title}” " if intent.title else ""


def _git(intent: CreateSession) -> Mapping[str, object] | None:
    wish = intent.worktree
    if wish is None:
        return None
    if wish.is_existing:
        return {"branch_name": wish.branch_name, "existing_worktree": True}
    return {"branch_name": wish.branch_name, **({"base_branch": wish.base_branch} if wish.base_branch else {})}
