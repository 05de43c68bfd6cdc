"""Intents that are requests to the server that is connected: which work each one is, and under which name it runs."""

from collections.abc import Callable

from omnigent_tui.live.attention import AttentionWatch
from omnigent_tui.live.clock import Clock
from omnigent_tui.live.directories import Directories, DirectoryIntent
from omnigent_tui.live.following import FollowedSessions
from omnigent_tui.live.new_session import NewSession
from omnigent_tui.live.requests import Requests
from omnigent_tui.live.session_list_feed import SessionListFeed
from omnigent_tui.live.supervisor import Supervisor, Work
from omnigent_tui.state import intents
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient


class RequestRouting:
    """One per connected server. The same request asked for again while it is under way is not made twice.

    `created` is called with the id of a session that was created, and with what was wished for.
    """

    def __init__(
        self,
        client: OmnigentClient,
        store: Store,
        clock: Clock,
        tasks: Supervisor,
        *,
        sessions: SessionListFeed,
        attention: AttentionWatch,
        followed: FollowedSessions,
        created: Callable[[str, intents.CreateSession], None],
    ) -> None:
        self._tasks = tasks
        self._sessions = sessions
        self._attention = attention
        self._followed = followed
        self._created = created
        self._requests = Requests(client, store, clock)
        self._new_session = NewSession(client, store, clock)
        self._directories = Directories(client, store, clock)

    def perform(self, intent: intents.Intent) -> None:
        """Begin what the intent asks for; returns at once."""
        match intent:
            case intents.LoadMoreSessions():
                self._once("more sessions", self._sessions.load_more)
            case intents.LoadOlderItems(session_id=session_id):
                self._once(f"older items:{session_id}", lambda: self._requests.load_older(session_id))
            case intents.InterruptTurn(session_id=session_id):
                self._once(f"interrupt:{session_id}", lambda: self._interrupt(session_id))
            case intents.AnswerElicitation():
                self._once(f"answer:{intent.elicitation_id}", lambda: self._answer(intent))
            case intents.CheckElicitations(session_id=session_id):
                self._check(session_id)
            case intents.LoadNewSessionChoices():
                self._once("new session choices", self._new_session.load_choices)
            case intents.CreateSession():
                self._once("create session", lambda: self._create(intent))
            case (
                intents.ListDirectory()
                | intents.LeaveDirectories()
                | intents.CreateDirectory()
                | intents.LoadWorktrees()
            ):
                self._visit(intent)
            case _:
                pass

    def _once(self, name: str, work: Work) -> None:
        self._tasks.start(name, work, restart=False)

    def _visit(self, intent: DirectoryIntent) -> None:
        """Going elsewhere on a host cancels what is still being read there."""
        directories = self._directories
        self._tasks.replace(directories.begin(intent), lambda: directories.perform(intent))

    async def _interrupt(self, session_id: str) -> None:
        await self._requests.interrupt(session_id)
        self._followed.reconcile(session_id)

    async def _answer(self, intent: intents.AnswerElicitation) -> None:
        await self._requests.answer(intent)
        self._check(intent.conversation_id)

    def _check(self, session_id: str) -> None:
        if not self._followed.reconcile(session_id):
            self._attention.check(session_id)

    async def _create(self, intent: intents.CreateSession) -> None:
        session_id = await self._new_session.create(intent)
        if session_id is not None:
            self._created(session_id, intent)
