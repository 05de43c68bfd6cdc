"""Streams cut at random bytes while turns run: the transcript ends as the server has it, whatever was missed."""

import asyncio
import contextlib

import pytest

from omnigent_tui.live.reconciler import SAFETY_SECONDS
from omnigent_tui.protocol.items import Item, parse_item
from omnigent_tui.state import intents
from omnigent_tui.state.conversation import Conversation, History, StreamPhase
from omnigent_tui.state.reducers.stored_notices import is_shown
from omnigent_tui.state.transcript import UserMessage
from tests.chaos.proxy import CuttingProxy, cutting_proxy
from tests.contract.conftest import MakeSession
from tests.contract.servers import ServerUnderTest
from tests.live.following import Client, running_client
from tests.real_server.driving import SessionDriver
from tests.real_server.replies import Reply, ToolCall
from tests.replay.follower import check_settled

CUTS = 200
MOST_TURNS = 40
PROSE = "The quick brown fox, 日志 and a 🪵, jumps over the *lazy* dog and `comes back` again.\n\n"


def shell(call_id: str, command: str) -> ToolCall:
    return ToolCall(name="sys_os_shell", arguments={"command": command}, call_id=call_id)


def turn(number: int) -> list[Reply]:
    """What the agent does in a turn: talks, calls tools one by one or at once, talks on."""
    talk = Reply(text=f"Answer {number}. " + PROSE * 12, chunk=9, delay=0.004)
    match number % 3:
        case 0:
            return [talk]
        case 1:
            calls = [shell("call_1", "sleep 0.2"), shell(f"call_{number}_b", "echo b"), shell("call_c", "sleep 0.1")]
            return [Reply(text=PROSE, chunk=5, delay=0.004, tool_calls=calls), talk]
        case _:
            first = Reply(
                text=f"First {number}. " + PROSE, chunk=4, delay=0.004, tool_calls=[shell("call_1", "echo 1")]
            )
            again = Reply(
                text=f"Then {number}. " + PROSE, chunk=4, delay=0.004, tool_calls=[shell("call_2", "sleep 0.1")]
            )
            return [first, again, talk]


async def stored_items(session: SessionDriver) -> tuple[Item, ...]:
    rows = await asyncio.to_thread(session.items)
    return tuple(parse_item(row) for row in rows)


def impatient(client: Client, session_id: str) -> None:
    """Somebody at the keyboard who never waits for a countdown."""

    def retry() -> None:
        conversation = client.state.conversations.get(session_id)
        if conversation is not None and conversation.stream.phase is StreamPhase.WAITING:
            asyncio.get_running_loop().call_soon(client.perform, intents.RetryNow())

    client.store.listen(retry)


async def check_equal(client: Client, session: SessionDriver) -> None:
    """The transcript is what the server has, after everything older was loaded."""
    while client.conversation(session.id).older is History.MORE:
        before = client.conversation(session.id).oldest_item_id
        client.perform(intents.LoadOlderItems(session.id))
        await client.until(
            lambda: (
                client.conversation(session.id).oldest_item_id != before  # noqa: B023 - awaited in the loop
                or client.conversation(session.id).older is History.COMPLETE
            ),
            "older items",
        )
    # A server under load stores an item after it has called the turn ended; the client looks again within a minute.
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(2 * SAFETY_SECONDS):
            while not has_all(client.conversation(session.id), await stored_items(session)):
                await asyncio.sleep(0.5)
    check_settled(client.conversation(session.id), await stored_items(session))


def has_all(conversation: Conversation, stored: tuple[Item, ...]) -> bool:
    """Whether every stored item is in the transcript."""
    return conversation.stored_ids.issuperset(item.id for item in stored if item.id and is_shown(item))


async def run_turns(server: ServerUnderTest, session: SessionDriver, client: Client, proxy: CuttingProxy) -> list[str]:
    """Send messages until the proxy has cut often enough; every third turn a second client writes as well."""
    sent: list[str] = []
    for number in range(MOST_TURNS):
        if proxy.cuts >= proxy.wanted:
            break
        word = await asyncio.to_thread(server.script_turn, session, *turn(number))
        sent.append(client.send(session.id, f"{word} question {number}"))
        if number % 3 == 2:
            other = await asyncio.to_thread(server.script_turn, session, Reply(text=f"Aside {number}."))
            await asyncio.to_thread(session.say, f"{other} from another window {number}")
        await client.until(lambda: client.is_settled(session.id) or proxy.cuts < 0, f"turn {number} to end")
    return sent


async def test_two_hundred_cuts(server: ServerUnderTest, running: MakeSession) -> None:
    session = await asyncio.to_thread(running, "shell")
    async with cutting_proxy(server.url, cuts=CUTS, seed=20261122) as proxy, running_client(proxy.url) as client:
        impatient(client, session.id)
        client.perform(intents.OpenSession(session.id))
        sent = await run_turns(server, session, client, proxy)
        assert proxy.cuts >= CUTS
        await client.until(lambda: client.is_settled(session.id), "the last turn to settle")
        await check_equal(client, session)
        stored = {item.id for item in await stored_items(session)}
        assert set(sent) <= stored
        shown = [e.text for e in client.conversation(session.id).entries if isinstance(e, UserMessage)]
        assert len(shown) == len(set(shown))
        assert not client.state.outbox
        assert not client.state.returned
        assert not [entry for entry in client.conversation(session.id).entries if entry.unsaved]


pytestmark = pytest.mark.timeout(240)
