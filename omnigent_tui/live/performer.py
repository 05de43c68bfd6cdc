"""Performs the user's intents: the one door between screens and the network."""

from collections.abc import Callable
from typing import Protocol
from uuid import uuid4

from omnigent_tui.live.approvals import ApprovalOptions
from omnigent_tui.live.attention import AttentionWatch
from omnigent_tui.live.clock import Clock, SystemClock
from omnigent_tui.live.clock_watch import watch_clock
from omnigent_tui.live.connecting import Connecting
from omnigent_tui.live.fleet import Fleet
from omnigent_tui.live.following import FollowedSessions
from omnigent_tui.live.liveness import LivenessWatch
from omnigent_tui.live.request_routing import RequestRouting
from omnigent_tui.live.session_list_feed import SessionListFeed
from omnigent_tui.live.supervisor import Supervisor
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state import intents
from omnigent_tui.state.store import Store
from omnigent_tui.values import Value
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.token import Token

ATTENTION = "attention"
CLOCK_WATCH = "clock watch"
CONNECTING = "connecting"
LIVENESS = "liveness"
SESSION_LIST = "session list"

TokenFinder = Callable[[str], Token | None]


def _no_token(_url: str) -> Token | None:
    return None


class SecondSource(Protocol):
    """Performs the intents about AgentsMesh, whose connections have nothing to do with the server's."""

    def perform(self, intent: intents.AgentsMeshIntent) -> None:
        """Do what the person wants, in the background."""
        ...

    def retry_now(self) -> None:
        """Ask again at once for what somebody looks at."""
        ...

    async def stop(self) -> None:
        """End every task and close every connection."""
        ...


class Connection(Value):
    """Everything that belongs to the server that is connected, and ends with it."""

    client: OmnigentClient
    sessions: SessionListFeed
    fleet: Fleet
    liveness: LivenessWatch
    followed: FollowedSessions
    requests: RequestRouting


class Performer:
    """`perform` never blocks and never raises: what goes wrong comes back as an event. One server at a time."""

    def __init__(
        self,
        store: Store,
        *,
        find_token: TokenFinder = _no_token,
        clock: Clock | None = None,
        agentsmesh: Callable[[], SecondSource] | None = None,
        approvals: ApprovalOptions | None = None,
    ) -> None:
        self._store = store
        self._approvals = approvals or ApprovalOptions()
        self._make_agentsmesh = agentsmesh
        self._agentsmesh: SecondSource | None = None
        self._find_token = find_token
        self._clock = clock or SystemClock()
        self._tasks = Supervisor(store, self._clock)
        self._connecting: Connecting | None = None
        self._connection: Connection | None = None
        self._going: frozenset[str] = frozenset()
        store.listen(self._send_what_was_let_go)

    async def start(self) -> None:
        """Begin watching the clock; everything else begins with an intent."""
        self._tasks.start(CLOCK_WATCH, lambda: watch_clock(self._clock, self._clock_jumped))

    async def stop(self) -> None:
        """End every task and close every connection."""
        await self._tasks.stop_all()
        await self._close()
        if self._agentsmesh is not None:
            await self._agentsmesh.stop()

    def perform(self, intent: intents.Intent) -> None:
        """Do what the person wants, in the background."""
        connection = self._connection
        match intent:
            case intents.ConnectToServer():
                self._tasks.replace(CONNECTING, lambda: self._connect(intent))
            case intents.RetryNow():
                self._retry_now()
            case intents.OpenSession(session_id=session_id):
                self._open(session_id)
            case intents.SendMessage(session_id=session_id):
                self._store.dispatch(
                    client_event.MessageQueued(
                        session_id=session_id,
                        stable_id=intent.stable_id,
                        text=intent.text,
                        attachments=intent.attachments,
                        skill=intent.skill,
                        hold=intent.hold,
                        model=intent.model,
                        at=self._clock.now(),
                    )
                )
                self._flush(session_id)
            case intents.WithdrawMessage(stable_id=stable_id):
                self._withdraw(stable_id)
            case intents.LoadAgentsMesh() | intents.LoadMeshRunner() | intents.LoadPods() | intents.LeaveAgentsMesh():
                self._perform_elsewhere(intent)
            case intents.LookAtSessions(session_ids=session_ids):
                if connection is not None:
                    connection.liveness.look_at(session_ids)
            case _ if connection is None:
                self._store.dispatch(
                    client_event.Announced(text="Not connected to a server.", severity="warning", at=self._clock.now())
                )
            case intents.WatchFleet() | intents.LookAtFleet() | intents.LeaveFleet():
                connection.fleet.perform(intent)
            case _:
                connection.requests.perform(intent)

    async def _connect(self, intent: intents.ConnectToServer) -> None:
        await self._leave_server()
        token = self._find_token(intent.url)
        self._connecting = Connecting(self._store, self._clock, intent.url, intent.source, token)
        await self._connecting.run()
        self._connection = connection = self._connected(OmnigentClient(intent.url, token))
        if self._store.state.fleet.is_watched:
            connection.fleet.perform(intents.WatchFleet())
        wanted = intent.session_id or self._store.state.open_session_id
        if wanted is not None:
            self._open(wanted)
        for session_id in {message.session_id for message in self._store.state.outbox}:
            self._flush(session_id)

    def _connected(self, client: OmnigentClient) -> Connection:
        store, clock, tasks = self._store, self._clock, self._tasks
        followed = FollowedSessions(client, store, clock, tasks)
        sessions = SessionListFeed(client, store, clock, followed.retry_waiting)
        tasks.start(SESSION_LIST, sessions.run)
        liveness = LivenessWatch(client, store, clock)
        tasks.start(LIVENESS, liveness.run)
        attention = AttentionWatch(client, store, clock)
        tasks.start(ATTENTION, attention.run)
        requests = RequestRouting(
            client,
            store,
            clock,
            tasks,
            sessions=sessions,
            attention=attention,
            followed=followed,
            created=self._created,
            approvals=self._approvals,
        )
        return Connection(client, sessions, Fleet(client, store, clock, tasks), liveness, followed, requests)

    async def _leave_server(self) -> None:
        await self._tasks.stop_all(but=frozenset({CLOCK_WATCH, CONNECTING}))
        await self._close()

    async def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.client.aclose()

    def _open(self, session_id: str) -> None:
        self._store.dispatch(client_event.SessionOpened(session_id=session_id, at=self._clock.now()))
        if self._connection is not None:
            self._connection.followed.open(session_id)

    def _flush(self, session_id: str) -> None:
        if self._connection is not None:
            self._connection.followed.flush(session_id)

    def _send_what_was_let_go(self) -> None:
        """Messages leave the queue by what the server tells, not by an intent: look for them after each change."""
        going = {m.stable_id: m.session_id for m in self._store.state.outbox if not m.is_held}
        fresh, self._going = going.keys() - self._going, frozenset(going)
        for session_id in {going[stable_id] for stable_id in fresh}:
            self._flush(session_id)

    def _withdraw(self, stable_id: str) -> None:
        waiting = {message.stable_id for message in self._store.state.outbox if message.delivery == "queued"}
        if stable_id in waiting:
            self._store.dispatch(
                client_event.MessageReturned(stable_id=stable_id, reason="Taken back.", at=self._clock.now())
            )
            if self._connection is not None:
                self._connection.followed.retry_outboxes()  # those behind it need not wait any longer

    def _created(self, session_id: str, intent: intents.CreateSession) -> None:
        if self._store.state.new_session.is_watched:
            self._open(session_id)
        else:
            from omnigent_tui.live.new_session import announce_created

            announce_created(self._store, intent, self._clock.now())
        if intent.first_message.strip():
            self.perform(intents.SendMessage(session_id, intent.first_message, uuid4().hex))

    def _perform_elsewhere(self, intent: intents.AgentsMeshIntent) -> None:
        # Made by the first intent for it: most people have no AgentsMesh.
        if self._agentsmesh is None and self._make_agentsmesh is not None:
            self._agentsmesh = self._make_agentsmesh()
        if self._agentsmesh is not None:
            self._agentsmesh.perform(intent)

    def _retry_now(self) -> None:
        connection = self._connection
        parts = (
            ()
            if connection is None
            else (connection.sessions, connection.fleet, connection.liveness, connection.followed)
        )
        for waiting in (self._connecting, self._agentsmesh, *parts):
            if waiting is not None:
                waiting.retry_now()

    def _clock_jumped(self, seconds: float) -> None:
        connection = self._connection
        if connection is not None:
            connection.followed.recycle(f"The clock jumped by {seconds:.0f} s (did the machine sleep?).")
            self._tasks.replace(SESSION_LIST, connection.sessions.run, restart=True)
        self._retry_now()
