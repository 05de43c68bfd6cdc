"""Performs the user's intents: the one door between screens and the network."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol
from uuid import uuid4

from omnigent_tui.live import requests
from omnigent_tui.live.attention import AttentionWatch
from omnigent_tui.live.clock import Clock, SystemClock
from omnigent_tui.live.clock_watch import watch_clock
from omnigent_tui.live.connecting import Connecting
from omnigent_tui.live.directories import Directories, DirectoryIntent
from omnigent_tui.live.fleet import Fleet
from omnigent_tui.live.new_session import NewSession, announce_created
from omnigent_tui.live.outbox import SessionOutbox
from omnigent_tui.live.session_feed import SessionFeed
from omnigent_tui.live.session_list_feed import SessionListFeed
from omnigent_tui.live.supervisor import Supervisor, Work
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state import intents
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient, Token

FOLLOWED_SESSIONS = 6
"""So many sessions keep their streams: going back to one is instant. The oldest visited one is released first."""

ATTENTION = "attention"
CLOCK_WATCH = "clock watch"
CONNECTING = "connecting"
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


class Performer:
    """`perform` never blocks and never raises: what goes wrong comes back as an event. One server at a time."""

    def __init__(
        self,
        store: Store,
        *,
        find_token: TokenFinder = _no_token,
        clock: Clock | None = None,
        agentsmesh: SecondSource | None = None,
    ) -> None:
        self._store = store
        self._agentsmesh = agentsmesh
        self._find_token = find_token
        self._clock = clock or SystemClock()
        self._tasks = Supervisor(store, self._clock)
        self._client: OmnigentClient | None = None
        self._connecting: Connecting | None = None
        self._list_feed: SessionListFeed | None = None
        self._fleet: Fleet | None = None
        self._attention: AttentionWatch | None = None
        self._feeds: OrderedDict[str, SessionFeed] = OrderedDict()
        self._outboxes: dict[str, SessionOutbox] = {}

    async def start(self) -> None:
        """Begin watching the clock; everything else begins with an intent."""
        self._tasks.start(CLOCK_WATCH, lambda: watch_clock(self._clock, self._clock_jumped))

    async def stop(self) -> None:
        """End every task and close every connection."""
        await self._tasks.stop_all()
        await self._close_client()
        if self._agentsmesh is not None:
            await self._agentsmesh.stop()

    def perform(self, intent: intents.Intent) -> None:
        """Do what the person wants, in the background."""
        match intent:
            case intents.ConnectToServer():
                self._tasks.replace(CONNECTING, lambda: self._connect(intent))
            case intents.RetryNow():
                self._retry_now()
            case intents.OpenSession(session_id=session_id):
                self._open(session_id)
            case intents.SendMessage(session_id=session_id, text=text, stable_id=stable_id):
                self._store.dispatch(
                    client_event.MessageQueued(
                        session_id=session_id, stable_id=stable_id, text=text, at=self._clock.now()
                    )
                )
                self._flush(session_id)
            case intents.WithdrawMessage(stable_id=stable_id):
                self._withdraw(stable_id)
            case intents.LoadAgentsMesh() | intents.LoadMeshRunner() | intents.LoadPods() | intents.LeaveAgentsMesh():
                if self._agentsmesh is not None:
                    self._agentsmesh.perform(intent)
            case intents.WatchFleet() | intents.LookAtFleet() | intents.LeaveFleet() if self._fleet is not None:
                self._fleet.perform(intent)
            case _:
                self._request(intent)

    def _request(self, intent: intents.Intent) -> None:
        """Intents that are one request to the server that is connected."""
        client = self._client
        if client is None:
            self._store.dispatch(
                client_event.Announced(text="Not connected to a server.", severity="warning", at=self._clock.now())
            )
            return
        call = requests.Requests(client, self._store, self._clock)
        match intent:
            case intents.LoadMoreSessions() if self._list_feed is not None:
                self._once("more sessions", self._list_feed.load_more)
            case intents.LoadOlderItems(session_id=session_id):
                self._once(f"older items:{session_id}", lambda: call.load_older(session_id))
            case intents.InterruptTurn(session_id=session_id):
                self._once(f"interrupt:{session_id}", lambda: self._interrupt(call, session_id))
            case intents.AnswerElicitation():
                self._once(f"answer:{intent.elicitation_id}", lambda: self._answer(call, intent))
            case intents.CheckElicitations(session_id=session_id):
                self._check(session_id)
            case intents.LoadNewSessionChoices():
                self._once("new session choices", NewSession(client, self._store, self._clock).load_choices)
            case intents.CreateSession():
                self._once("create session", lambda: self._create(NewSession(client, self._store, self._clock), intent))
            case (
                intents.ListDirectory()
                | intents.LeaveDirectories()
                | intents.CreateDirectory()
                | intents.LoadWorktrees()
            ):
                self._visit(Directories(client, self._store, self._clock), intent)
            case _:
                pass

    def _visit(self, directories: Directories, intent: DirectoryIntent) -> None:
        """Going elsewhere on a host cancels what is still being read there."""
        self._tasks.replace(directories.begin(intent), lambda: directories.perform(intent))

    def _once(self, name: str, work: Work) -> None:
        self._tasks.start(name, work, restart=False)

    async def _connect(self, intent: intents.ConnectToServer) -> None:
        await self._leave_server()
        token = self._find_token(intent.url)
        self._connecting = Connecting(self._store, self._clock, intent.url, intent.source, token)
        await self._connecting.run()
        self._client = OmnigentClient(intent.url, token)
        self._fleet = Fleet(self._client, self._store, self._clock, self._tasks)
        if self._store.state.fleet.is_watched:
            self._fleet.perform(intents.WatchFleet())
        self._list_feed = SessionListFeed(self._client, self._store, self._clock)
        self._tasks.start(SESSION_LIST, self._list_feed.run)
        self._attention = AttentionWatch(self._client, self._store, self._clock)
        self._tasks.start(ATTENTION, self._attention.run)
        wanted = intent.session_id or self._store.state.open_session_id
        if wanted is not None:
            self._open(wanted)
        for session_id in {message.session_id for message in self._store.state.outbox}:
            self._flush(session_id)

    async def _leave_server(self) -> None:
        await self._tasks.stop_all(but=frozenset({CLOCK_WATCH, CONNECTING}))
        self._feeds.clear()
        self._outboxes.clear()
        self._list_feed = None
        self._fleet = None
        self._attention = None
        await self._close_client()

    async def _close_client(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def _open(self, session_id: str) -> None:
        now = self._clock.now()
        self._store.dispatch(client_event.SessionOpened(session_id=session_id, at=now))
        client = self._client
        if client is None:
            return
        if session_id not in self._feeds:
            self._feeds[session_id] = SessionFeed(client, self._store, session_id, self._clock)
        self._feeds.move_to_end(session_id)
        self._follow(session_id)
        self._release_oldest()

    def _follow(self, session_id: str) -> None:
        feed = self._feeds[session_id]
        self._tasks.start(f"session feed:{session_id}", feed.run)
        feed.resume()

    def _release_oldest(self) -> None:
        unsent = {message.session_id for message in self._store.state.outbox}
        for session_id in tuple(self._feeds)[:-1]:
            if len(self._feeds) <= FOLLOWED_SESSIONS:
                return
            if session_id in unsent:
                continue
            del self._feeds[session_id]
            self._once(f"release:{session_id}", lambda gone=session_id: self._release(gone))  # type: ignore[misc]

    async def _release(self, session_id: str) -> None:
        await self._tasks.stop(f"session feed:{session_id}")
        if session_id in self._feeds:
            self._follow(session_id)  # opened again while its tasks were ending
        else:
            self._store.dispatch(client_event.ConversationReleased(session_id=session_id, at=self._clock.now()))

    def _flush(self, session_id: str) -> None:
        client = self._client
        if client is None:
            return
        outbox = self._outboxes.setdefault(session_id, SessionOutbox(client, self._store, session_id, self._clock))
        self._tasks.start(f"outbox:{session_id}", outbox.run)
        feed = self._feeds.get(session_id)
        if feed is not None:
            feed.resume()

    def _withdraw(self, stable_id: str) -> None:
        waiting = {message.stable_id for message in self._store.state.outbox if message.delivery == "queued"}
        if stable_id in waiting:
            self._store.dispatch(
                client_event.MessageReturned(stable_id=stable_id, reason="Taken back.", at=self._clock.now())
            )
            for outbox in self._outboxes.values():
                outbox.retry_now()  # those behind it need not wait any longer

    async def _interrupt(self, call: "requests.Requests", session_id: str) -> None:
        await call.interrupt(session_id)
        feed = self._feeds.get(session_id)
        if feed is not None:
            feed.reconciler.wake()

    async def _answer(self, call: "requests.Requests", intent: intents.AnswerElicitation) -> None:
        await call.answer(intent)
        self._check(intent.conversation_id)

    def _check(self, session_id: str) -> None:
        feed = self._feeds.get(session_id)
        if feed is not None:
            feed.reconciler.wake()
        elif self._attention is not None:
            self._attention.check(session_id)

    async def _create(self, new_session: NewSession, intent: intents.CreateSession) -> None:
        session_id = await new_session.create(intent)
        if session_id is None:
            return
        if self._store.state.new_session.is_watched:
            self._open(session_id)
        else:
            announce_created(self._store, intent, self._clock.now())
        if intent.first_message.strip():
            self.perform(intents.SendMessage(session_id, intent.first_message, uuid4().hex))

    def _retry_now(self) -> None:
        feeds = (
            self._connecting,
            self._list_feed,
            self._fleet,
            self._agentsmesh,
            *self._feeds.values(),
            *self._outboxes.values(),
        )
        for waiting in feeds:
            if waiting is not None:
                waiting.retry_now()

    def _clock_jumped(self, seconds: float) -> None:
        reason = f"The clock jumped by {seconds:.0f} s (did the machine sleep?)."
        for feed in self._feeds.values():
            feed.recycle(reason)
        if self._list_feed is not None:
            self._tasks.replace(SESSION_LIST, self._list_feed.run, restart=True)
        self._retry_now()
