"""What waits for a person on the whole server: gathered once from the snapshots, or followed as the app follows it."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

from omnigent_tui.live.attention import AT_ONCE, AttentionWatch
from omnigent_tui.live.clock import SystemClock
from omnigent_tui.live.session_list_feed import SessionListFeed
from omnigent_tui.live.supervisor import Supervisor
from omnigent_tui.live.wakeup import Wakeup
from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.scripting.ask import Ask, ask_as_json, asks_of_snapshot, own_ask_first
from omnigent_tui.scripting.subcommand import Console, Exit
from omnigent_tui.state.asked import summary
from omnigent_tui.state.attention import Waiting, attention_queue
from omnigent_tui.state.sessions import ListPhase
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.sessions import get_session, list_sessions
from omnigent_tui.wire.errors import NotFound

_PAGE = 200
_MOST_WATCHED = 500


async def pending_asks(client: OmnigentClient) -> tuple[Ask, ...]:
    """Return every pending question of every session, a sub-agent's once.

    Raises:
        WireError: the list or a session cannot be read.
    """
    gate = asyncio.Semaphore(AT_ONCE)

    async def of_session(session_id: str) -> tuple[Ask, ...]:
        async with gate:
            try:
                return asks_of_snapshot(await get_session(client, session_id))
            except NotFound:
                return ()  # deleted since it was listed

    asking = [session_id async for session_id in _counting(client)]
    found = await asyncio.gather(*map(of_session, asking))
    return own_ask_first(ask for asks in found for ask in asks)


async def _counting(client: OmnigentClient) -> Any:
    after: str | None = None
    while True:
        page = await list_sessions(client, limit=_PAGE, after=after, order="desc", sort_by="updated_at")
        for row in page.rows:
            if row.pending_elicitations_count:
                yield row.id
        if not page.has_more or page.last_id in (None, after):
            return
        after = page.last_id


async def list_asks(client: OmnigentClient, console: Console, *, as_json: bool) -> int:
    """Write what waits now: a JSON list, or a line each (id, session, kind, title and question, tabs between)."""
    asks = await pending_asks(client)
    if as_json:
        console.put(json.dumps([ask_as_json(ask) for ask in asks], indent=2))
        return Exit.DONE
    for ask in asks:
        told, what = ask.params.message.strip(), summary(ask.request)
        words = clean_line(f"{ask.title}: {told}{f' {what}' if what != clean_line(told, 200) else ''}", 300)
        console.put("\t".join((ask.id, ask.session_id, ask.kind, words)))
    if not asks:
        console.say("nothing waits for an answer")
    return Exit.DONE


async def watch_asks(client: OmnigentClient, console: Console) -> int:
    """Write a JSON object a line for each question that is asked or resolved, beginning with what waits now.

    Runs until it is cancelled; a lost connection is told on standard error and made again.

    Raises:
        WireError: the server cannot be asked even once.
    """
    await list_sessions(client, limit=1)
    store, clock, changed = Store(), SystemClock(), Wakeup()
    supervisor = Supervisor(store, clock)
    feed = SessionListFeed(client, store, clock)
    telling = _Telling(console, clock)
    stop = store.listen(changed.wake)
    supervisor.start("session list", feed.run)
    supervisor.start("attention", AttentionWatch(client, store, clock, most_sessions=_MOST_WATCHED).run)
    try:
        while True:
            await changed.wait()
            sessions = store.state.sessions
            if sessions.has_more and not sessions.loading_more and sessions.phase is ListPhase.READY:
                supervisor.start("more sessions", feed.load_more)
            telling.connection(sessions.failure)
            telling.queue(attention_queue(store.state, clock.now()))
    finally:
        stop()
        await supervisor.stop_all()


class _Telling:
    """Writes what is another than before."""

    def __init__(self, console: Console, clock: SystemClock) -> None:
        self._console = console
        self._clock = clock
        self._known: dict[str, Ask] = {}
        self._problems: set[str] = set()
        self._failure = ""

    def connection(self, failure: str) -> None:
        """Say that the server cannot be asked, and that it can again."""
        if bool(failure) != bool(self._failure):
            self._console.say(f"not connected, trying again: {failure}" if failure else "connected again")
        self._failure = failure

    def queue(self, queue: Iterable[Waiting]) -> None:
        """Write which questions are new and which are gone, and say what could not be read."""
        asks, problems = dict[str, Ask](), set[str]()
        for waiting in queue:
            if waiting.pending is None:
                problems.add(f"session {waiting.session_id}: {waiting.problem}")
                continue
            ask = Ask(waiting.pending.request, waiting.session_id, waiting.title, waiting.agent)
            asks[ask.id] = ask
        for asked_id, ask in asks.items():
            if asked_id not in self._known:
                self._put("asked", ask)
        for known_id, ask in self._known.items():
            if known_id not in asks:
                self._put("resolved", ask)
        for text in problems - self._problems:
            self._console.say(clean_line(text))
        self._known, self._problems = asks, problems

    def _put(self, event: str, ask: Ask) -> None:
        line: dict[str, Any] = {"event": event, "at": round(self._clock.now(), 3)}
        self._console.put(json.dumps(line | ask_as_json(ask)))
