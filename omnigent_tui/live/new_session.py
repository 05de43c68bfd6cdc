"""Starting a session: what there is to choose from, and a creation that is never asked for twice."""

import asyncio
from uuid import uuid4

from omnigent_tui.live.agent_bundle import BundleError, pack_agent
from omnigent_tui.live.clock import Clock
from omnigent_tui.live.creation_failures import blamed_field, may_have_been_carried_out
from omnigent_tui.live.worktree_wish import git_options
from omnigent_tui.protocol.model_options import ModelOption
from omnigent_tui.protocol.sessions import SessionRow
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.intents import CreateSession
from omnigent_tui.state.new_session import CreationPhase, FormField
from omnigent_tui.state.store import Store
from omnigent_tui.wire import errors
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.agents import list_agents
from omnigent_tui.wire.endpoints.events import stop_session
from omnigent_tui.wire.endpoints.hosts import list_hosts, list_model_options
from omnigent_tui.wire.endpoints.projects import list_projects
from omnigent_tui.wire.endpoints.sessions import (
    create_session,
    create_session_from_bundle,
    delete_session,
    get_session,
    list_sessions,
    update_session,
)
from omnigent_tui.wire.errors import WireError

TOKEN_LABEL = "omnigent.client_create_token"  # noqa: S105 - names a label, is no secret
LOOKED_THROUGH = 50
LOOKUP_SECONDS = 2.0
LOOKUPS = 5
# A worktree of a big repository takes up to 150 s, longer than the request waits for its answer.
LOOKUPS_FOR_WORKTREE = 45


class NewSession:
    """Reads the choices and creates; what happens comes back as events."""

    def __init__(self, client: OmnigentClient, store: Store, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._clock = clock
        self._sent: tuple[CreateSession, str] | None = None

    async def load_choices(self) -> None:
        """Read agents, hosts and projects; a server without projects is as good as one with none."""
        self._dispatch(client_event.NewSessionChoicesRequested(at=self._clock.now()))
        try:
            agents, hosts = await asyncio.gather(list_agents(self._client), list_hosts(self._client))
        except WireError as error:
            self._dispatch(client_event.NewSessionChoicesFailed(reason=error.message, at=self._clock.now()))
            return
        try:
            projects = await list_projects(self._client)
        except WireError:
            projects = self._store.state.new_session.projects
        self._dispatch(
            client_event.NewSessionChoicesArrived(
                agents=agents, hosts=hosts.rows, projects=projects, at=self._clock.now()
            )
        )

    async def load_models(self, host_id: str, harness: str) -> None:
        """Ask a host which models it offers; a harness that cannot tell is no failure of anything else."""
        now = self._clock.now()
        self._dispatch(client_event.HarnessModelsRequested(host_id=host_id, harness=harness, at=now))
        models: tuple[ModelOption, ...] = ()
        reason = ""
        try:
            models = await list_model_options(self._client, host_id, harness)
        except WireError as error:
            reason = error.message
        now = self._clock.now()
        self._dispatch(
            client_event.HarnessModelsArrived(host_id=host_id, harness=harness, models=models, reason=reason, at=now)
        )

    async def create(self, intent: CreateSession) -> str | None:
        """Create the session and return its id; None when the server said no or nobody knows.

        The same request again, after one of which nobody knows the outcome, looks for that session first.
        """
        unconfirmed = self._store.state.new_session.unconfirmed
        is_repeated = unconfirmed is not None and unconfirmed[0] == intent
        token = unconfirmed[1] if unconfirmed is not None and is_repeated else uuid4().hex
        self._sent = (intent, token) if is_repeated else None
        try:
            packed = await self._packed(intent)
        except BundleError as error:
            self._refused(intent, str(error))
            return None
        self._told(intent, CreationPhase.CREATING)
        try:
            row = await self._find(token) if is_repeated else None
            row = row or await self._post(intent, token, packed)
        except WireError as error:
            is_in_doubt = may_have_been_carried_out(error) or (is_repeated and isinstance(error, errors.Unreachable))
            row = await self._look_up(intent, token) if is_in_doubt else None
            if row is None:
                self._failed(error, intent, token if is_in_doubt else None)
        if row is None:
            return None
        self._sent = None
        shown = SessionRow.model_validate(row.model_dump(include=set(SessionRow.model_fields)))
        now = self._clock.now()
        self._store.dispatch(
            client_event.SessionRowsChanged(rows=(shown,), at=now),
            client_event.SessionCreated(session_id=row.id, at=now),
        )
        return row.id

    async def undo(self) -> None:
        """Look for what the creation that was cancelled may have made nevertheless, and remove it."""
        sent, self._sent = self._sent, None
        if sent is not None:
            intent, token = sent
            row = await self._look_up(intent, token, CreationPhase.CANCELLING)
            text = await self._removed(row, intent) if row is not None else "Cancelled. No session was made."
        else:
            text = "Cancelled before anything was asked for."
        now = self._clock.now()
        self._store.dispatch(client_event.CreationCancelled(at=now), client_event.Announced(text=text, at=now))

    async def _removed(self, row: SessionRow, intent: CreateSession) -> str:
        is_new_branch = intent.worktree is not None and not intent.worktree.is_existing
        try:
            await stop_session(self._client, row.id)
        except WireError:
            pass  # no runner, or none that can be reached: the session goes nevertheless
        try:
            await delete_session(self._client, row.id, delete_branch=is_new_branch)
        except WireError as error:
            return f"The session was made and could not be removed: {error.message}"
        self._dispatch(client_event.SessionsRemoved(session_ids=(row.id,), at=self._clock.now()))
        return "Cancelled. The session that was made meanwhile is removed."

    async def _packed(self, intent: CreateSession) -> bytes | None:
        if intent.bundle is None:
            return None
        self._told(intent, CreationPhase.PACKING)
        return await asyncio.to_thread(pack_agent, intent.bundle)

    async def _post(self, intent: CreateSession, token: str, packed: bytes | None) -> SessionRow:
        self._sent = intent, token
        labels = {**intent.labels, TOKEN_LABEL: token}
        more = {"terminal_launch_args": list(intent.launch_args) or None, "project_id": intent.project_id}
        if packed is None:
            return await create_session(
                self._client,
                agent_id=intent.agent_id,
                title=intent.title,
                host_id=intent.host_id,
                workspace=intent.workspace,
                git=git_options(intent.worktree),
                labels=labels,
                reasoning_effort=intent.reasoning_effort,
                model_override=intent.model_override,
                extra=more,
            )
        # An upload takes no worktree: the session is bound to it right afterwards.
        is_bound_later = intent.worktree is not None
        metadata = {
            **more,
            "title": intent.title,
            "labels": labels,
            "reasoning_effort": intent.reasoning_effort,
            "host_id": None if is_bound_later else intent.host_id,
            "workspace": None if is_bound_later else intent.workspace,
        }
        given = {key: value for key, value in metadata.items() if value is not None}
        made = await create_session_from_bundle(self._client, packed, metadata=given)
        if intent.model_override is not None:
            return await update_session(self._client, made.session_id, model_override=intent.model_override)
        return await get_session(self._client, made.session_id)

    async def _look_up(
        self, intent: CreateSession, token: str, phase: CreationPhase = CreationPhase.CHECKING
    ) -> SessionRow | None:
        """The session that this creation made although its answer was lost, if it shows up."""
        self._told(intent, phase)
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

    def _told(self, intent: CreateSession, phase: CreationPhase) -> None:
        self._dispatch(client_event.SessionCreating(request=intent, phase=phase, at=self._clock.now()))

    def _failed(self, error: WireError, intent: CreateSession, token: str | None) -> None:
        reason, advice = error.message, error.advice or ""
        if token is not None:
            reason = f"Nobody knows whether the session was created: {reason}"
            advice = "It did not turn up in the list yet. Creating again looks there once more before it asks anew."
        self._refused(intent, reason, advice, blamed_field(error), token)

    def _refused(
        self,
        intent: CreateSession,
        reason: str,
        advice: str = "",
        field: FormField | None = FormField.AGENT,
        token: str | None = None,
    ) -> None:
        now = self._clock.now()
        self._dispatch(client_event.NewSessionFailed(reason=reason, advice=advice, field=field, token=token, at=now))
        if not self._store.state.new_session.is_watched:
            text = f"The session {_quoted(intent)}was not created: {reason}"
            self._dispatch(client_event.Announced(text=text, severity="warning", at=now))

    def _dispatch(self, event: client_event.ClientEvent) -> None:
        self._store.dispatch(event)


def announce_created(store: Store, intent: CreateSession, at: float) -> None:
    """Tell a person who went elsewhere that the session is there."""
    sent = " Its first message is on the way." if intent.first_message.strip() else ""
    store.dispatch(client_event.Announced(text=f"The session {_quoted(intent)}is ready.{sent}", at=at))


def _quoted(intent: CreateSession) -> str:
    return f"“{intent.title}” " if intent.title else ""
