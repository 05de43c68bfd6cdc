"""Starting a session: what there is to choose from, and a creation that is never asked for twice."""

import asyncio
from uuid import uuid4

from omnigent_tui.live.clock import Clock
from omnigent_tui.protocol.sessions import SessionRow
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.intents import CreateSession
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.agents import list_agents
from omnigent_tui.wire.endpoints.hosts import list_hosts
from omnigent_tui.wire.endpoints.sessions import create_session, list_sessions
from omnigent_tui.wire.errors import Rejected, ServerFault, WireError

TOKEN_LABEL = "omnigent.client_create_token"  # noqa: S105 - names a label, is no secret
LOOKUPS = 5
LOOKUP_SECONDS = 2.0


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
            self._store.dispatch(client_event.NewSessionFailed(reason=error.message, at=self._clock.now()))
            return
        self._store.dispatch(
            client_event.NewSessionChoicesArrived(agents=agents, hosts=hosts.rows, at=self._clock.now())
        )

    async def create(self, intent: CreateSession) -> str | None:
        """Create the session and return its id; None when the server said no or nobody knows."""
        self._store.dispatch(client_event.SessionCreating(at=self._clock.now()))
        token = uuid4().hex
        try:
            row: SessionRow | None = await create_session(
                self._client,
                agent_id=intent.agent_id,
                title=intent.title,
                host_id=intent.host_id,
                workspace=intent.workspace,
                labels={TOKEN_LABEL: token},
            )
        except WireError as error:
            reason = error.message
            is_refusal = isinstance(error, Rejected) and not isinstance(error, ServerFault)
            row = None if is_refusal else await self._look_up(token)
            if row is None:
                self._store.dispatch(client_event.NewSessionFailed(reason=reason, at=self._clock.now()))
        if row is None:
            return None
        shown = SessionRow.model_validate(row.model_dump(include=set(SessionRow.model_fields)))
        now = self._clock.now()
        self._store.dispatch(
            client_event.SessionRowsChanged(rows=(shown,), at=now),
            client_event.SessionCreated(session_id=row.id, at=now),
        )
        return row.id

    async def _look_up(self, token: str) -> SessionRow | None:
        """The session that this creation made although its answer was lost, if it shows up."""
        self._store.dispatch(client_event.SessionCreating(outcome_unknown=True, at=self._clock.now()))
        for _ in range(LOOKUPS):
            try:
                page = await list_sessions(self._client, limit=20, order="desc", sort_by="created_at")
            except WireError:
                page = None
            found = next((row for row in (page.rows if page else ()) if row.labels.get(TOKEN_LABEL) == token), None)
            if found is not None:
                return found
            await self._clock.sleep(LOOKUP_SECONDS)
        return None
