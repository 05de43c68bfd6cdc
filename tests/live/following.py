"""A whole client below the screen for tests: a store, a performer, and waiting for what they come to."""

import asyncio
import gc
import inspect
import warnings
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from uuid import uuid4

from omnigent_tui.live.approvals import ApprovalOptions
from omnigent_tui.live.clock import Clock
from omnigent_tui.live.performer import Performer
from omnigent_tui.live.session_feed import SessionFeed
from omnigent_tui.state import intents
from omnigent_tui.state.app_state import State
from omnigent_tui.state.conversation import Conversation, StreamPhase
from omnigent_tui.state.reducers.live_region import is_undecided
from omnigent_tui.state.server import ServerPhase
from omnigent_tui.state.store import Store
from tests.replay.follower import check_always

PATIENCE_SECONDS = 60.0


class Client:
    """What a screen would hold. Every state is checked for what must always hold."""

    def __init__(self, clock: Clock | None = None, approvals: ApprovalOptions | None = None) -> None:
        self.store = Store()
        self.performer = Performer(self.store, clock=clock, approvals=approvals)
        self._changed = asyncio.Event()
        self._broken: AssertionError | None = None
        self.store.listen(self._look)

    def _look(self) -> None:
        try:
            for conversation in self.state.conversations.values():
                check_always(conversation)
        except AssertionError as broken:
            self._broken = self._broken or broken
        self._changed.set()

    @property
    def state(self) -> State:
        """The state as it is now."""
        return self.store.state

    def conversation(self, session_id: str) -> Conversation:
        """An open conversation."""
        return self.state.conversations[session_id]

    @property
    def followed_feeds(self) -> Mapping[str, SessionFeed]:
        """The feeds of the server that is connected, by session id."""
        connection = self.performer._connection
        return {} if connection is None else connection.followed._feeds

    def perform(self, intent: intents.Intent) -> None:
        """Do what a person wants."""
        self.performer.perform(intent)

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Return when the condition holds; it is looked at after each change of the state."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not self._holds(condition):
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"waited {PATIENCE_SECONDS:.0f} s for {what}; {self._story()}") from None

    def _story(self) -> str:
        """Where everything stands, for the reader of a failure."""
        lines = [f"server {self.state.server.phase}", f"returned {self.state.returned}"]
        lines += [f"outbox {message}" for message in self.state.outbox]
        for one in self.state.conversations.values():
            lines += [f"session {one.session_id}", f"  {one.stream}", f"  {one.turn}"]
            lines += [f"  needs_settling={one.needs_settling} known={one.is_status_known} failure={one.failure}"]
            lines += [f"  history {entry}" for entry in one.history[-6:]]
            lines += [f"  live {entry}" for entry in one.live]
        return "\n".join(lines)

    def _holds(self, condition: Callable[[], bool]) -> bool:
        if self._broken is not None:
            raise self._broken
        return condition()

    async def connect(self, url: str) -> None:
        """Connect to a server, and wait until it has answered."""
        since = self.state.server.since
        self.perform(intents.ConnectToServer(url))
        await self.until(
            lambda: self.state.server.since > since and self.state.server.phase is ServerPhase.CONNECTED,
            f"{url} to answer",
        )

    async def open(self, session_id: str) -> None:
        """Open a session, and wait until its stream lives and its newest items are there."""
        self.perform(intents.OpenSession(session_id))
        await self.until(lambda: self.is_settled(session_id), f"session {session_id} to be loaded")

    def send(self, session_id: str, text: str) -> str:
        """Send a message; its stable id."""
        stable_id = uuid4().hex
        self.perform(intents.SendMessage(session_id, text, stable_id))
        return stable_id

    def is_live(self, session_id: str) -> bool:
        """Whether the session's stream is open and acknowledged."""
        stream = self.conversation(session_id).stream
        return stream.phase is StreamPhase.LIVE and stream.is_acknowledged

    def is_settled(self, session_id: str) -> bool:
        """Whether the stream is open, everything it brought is settled, and nothing waits to be sent."""
        conversation = self.conversation(session_id)
        return (
            self.is_live(session_id)
            and conversation.is_status_known
            and not conversation.turn.is_running
            and not conversation.needs_settling
            and not any(is_undecided(entry) for entry in conversation.live)
            and not any(message.session_id == session_id for message in self.state.outbox)
        )


@asynccontextmanager
async def running_client(
    url: str | None = None, clock: Clock | None = None, approvals: ApprovalOptions | None = None
) -> AsyncIterator[Client]:
    """Run a client, connected to `url` if one is given; afterwards no task of it and no connection is left."""
    gc.collect()  # what other tests left is none of ours
    before = asyncio.all_tasks()
    client = Client(clock, approvals)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", ResourceWarning)
        await client.performer.start()
        try:
            if url is not None:
                await client.connect(url)
            yield client
        finally:
            await client.performer.stop()
        gc.collect()
        unclosed = [str(one.message) for one in told if "socket" in str(one.message) or "transport" in str(one.message)]
    assert not unclosed, f"connections left open: {unclosed}"
    left = [task for task in asyncio.all_tasks() - before if not task.done() and not _is_of_a_test(task)]
    assert not left, f"tasks left behind: {left}"


def _is_of_a_test(task: asyncio.Task[object]) -> bool:
    """Whether the task belongs to a proxy or server that the test itself runs."""
    work = task.get_coro()
    return inspect.iscoroutine(work) and "/tests/" in work.cr_code.co_filename
