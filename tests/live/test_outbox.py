"""Messages through every kind of failure: each arrives once, in order, or comes back with the reason."""

import asyncio

import pytest

from omnigent_tui.protocol.items import MessageItem
from omnigent_tui.state import intents
from omnigent_tui.state.delivery import Delivery
from tests.live.clocks import SteppedClock
from tests.live.demo import Demo
from tests.live.following import Client, running_client
from tests.live.posting_proxy import posting_proxy


async def said(demo: Demo, session_id: str) -> list[str]:
    """What the server has stored of the person's words, in order."""
    items = await demo.items(session_id)
    return [item.text for item in items if isinstance(item, MessageItem) and item.role == "user"]


async def posted(demo: Demo, session_id: str) -> list[str]:
    """The texts of all message POSTs that reached the server and were answered well."""
    rows = await demo.requests(f"/v1/sessions/{session_id}/events", "POST")
    taken = (row["body"] for row in rows if row["status"] == 202 and row["body"]["type"] == "message")
    return [body["data"]["content"][0]["text"] for body in taken]


def impatient(client: Client) -> None:
    """Never waits for a countdown of the outbox."""

    def retry() -> None:
        if any(message.reason for message in client.state.outbox):
            asyncio.get_running_loop().call_later(0.02, client.perform, intents.RetryNow())

    client.store.listen(retry)


async def sent(client: Client) -> None:
    await client.until(lambda: not client.state.outbox, "the outbox to be empty")


async def test_written_while_the_server_refuses_and_sent_once_it_does_not(demo: Demo) -> None:
    session_id = await demo.session()
    async with running_client(demo.url) as client:
        await client.open(session_id)
        path = f"/v1/sessions/{session_id}/events"
        await demo.control("faults", kind="refuse", path_prefix=path, method="POST", count=3)
        texts = ["first", "second", "third"]
        for text in texts:
            client.send(session_id, text)
        await client.until(lambda: bool(client.state.outbox[0].reason), "the first failure")
        assert [message.text for message in client.state.outbox] == texts
        impatient(client)
        await sent(client)
        assert await said(demo, session_id) == texts
        assert await posted(demo, session_id) == texts


@pytest.mark.parametrize("hide_ids", [False, True], ids=["ids kept", "ids made up"])
async def test_an_answer_that_is_lost_does_not_send_twice(demo: Demo, hide_ids: bool) -> None:
    session_id = await demo.session()
    async with posting_proxy(demo.url, hide_ids=hide_ids) as proxy, running_client(proxy.url) as client:
        await client.open(session_id)
        impatient(client)
        client.send(session_id, "yes")
        await sent(client)
        proxy.lose = 1
        client.send(session_id, "yes")
        client.send(session_id, "and more")
        await sent(client)
        assert proxy.lost == 1
        assert await said(demo, session_id) == ["yes", "yes", "and more"]
        assert not client.state.returned


async def test_the_same_words_of_another_client_are_not_ours(demo: Demo) -> None:
    session_id = await demo.session()
    async with running_client(demo.url) as client:
        await client.open(session_id)
        await demo.say(session_id, "yes")
        await client.until(lambda: len(client.conversation(session_id).entries) > 0, "the other's message")
        path = f"/v1/sessions/{session_id}/events"
        await demo.control("faults", kind="status", status=500, path_prefix=path, method="POST", count=1)
        impatient(client)
        client.send(session_id, "yes")
        await sent(client)
        assert await said(demo, session_id) == ["yes", "yes"]


async def test_withdrawn_before_it_could_be_sent(demo: Demo) -> None:
    session_id = await demo.session()
    async with running_client(demo.url) as client:
        await client.open(session_id)
        path = f"/v1/sessions/{session_id}/events"
        await demo.control("faults", kind="status", status=429, path_prefix=path, method="POST", count=None)
        stable_id = client.send(session_id, "not after all")
        client.send(session_id, "but this")
        await client.until(lambda: bool(client.state.outbox[0].reason), "the first failure")
        client.perform(intents.WithdrawMessage(stable_id))
        assert [(back.text, back.reason) for back in client.state.returned] == [("not after all", "Taken back.")]
        await demo.control("reset")
        impatient(client)
        await sent(client)
        assert await said(demo, session_id) == ["but this"]


async def test_a_parked_message_survives_other_sessions_and_is_sent_when_approved(demo: Demo) -> None:
    session_id = await demo.session()
    others = [await demo.session(f"other {number}") for number in range(9)]
    async with running_client(demo.url) as client:
        await client.open(session_id)
        client.send(session_id, "please ask first")
        await client.until(lambda: bool(client.conversation(session_id).elicitations), "the question")
        for other in others:
            await client.open(other)
        assert session_id in client.state.conversations
        assert client.state.outbox[0].delivery is Delivery.SENDING
        await answer(client, session_id, "accept")
        await sent(client)
        assert await said(demo, session_id) == ["please ask first"]


async def test_a_denied_message_comes_back(demo: Demo) -> None:
    session_id = await demo.session()
    async with running_client(demo.url) as client:
        await client.open(session_id)
        client.send(session_id, "please ask first")
        await client.until(lambda: bool(client.conversation(session_id).elicitations), "the question")
        await answer(client, session_id, "decline")
        await client.until(lambda: bool(client.state.returned), "the text to come back")
        assert client.state.returned[0].text == "please ask first"
        assert "Confirm before continuing" in client.state.returned[0].reason
        assert not client.state.outbox
        await client.until(lambda: client.is_settled(session_id), "the denial to settle")
        assert await said(demo, session_id) == []


async def answer(client: Client, session_id: str, action: intents.Verdict) -> None:
    pending = next(iter(client.conversation(session_id).elicitations.values()))
    client.perform(
        intents.AnswerElicitation(
            session_id=pending.session_id,
            conversation_id=session_id,
            elicitation_id=pending.elicitation_id,
            action=action,
        )
    )
    await client.until(lambda: not client.conversation(session_id).elicitations, "the verdict to be confirmed")


async def test_without_a_runner_the_text_comes_back(demo: Demo) -> None:
    session_id = await demo.session()
    async with running_client(demo.url) as client:
        await client.open(session_id)
        error = '{"error":{"code":"runner_unavailable","message":"No runner bound for session"}}'
        path = f"/v1/sessions/{session_id}/events"
        await demo.control("faults", kind="status", status=503, body=error, path_prefix=path, method="POST")
        client.send(session_id, "anybody there?")
        await client.until(lambda: bool(client.state.returned), "the text to come back")
        assert client.state.returned[0].reason == "No runner bound for session"
        assert client.state.returned[0].lacks_runner


async def test_a_server_that_keeps_failing_gives_the_text_back(demo: Demo) -> None:
    session_id = await demo.session()
    async with running_client(demo.url) as client:
        await client.open(session_id)
        path = f"/v1/sessions/{session_id}/events"
        await demo.control("faults", kind="status", status=500, path_prefix=path, method="POST", count=None)
        impatient(client)
        client.send(session_id, "again and again")
        await client.until(lambda: bool(client.state.returned), "the text to come back")
        assert await said(demo, session_id) == []


async def test_a_server_that_looks_for_its_runners_is_given_time(demo: Demo) -> None:
    session_id = await demo.session()
    error = '{"error":{"code":"wrong_replica","message":"session runner is on another replica; retry"}}'
    path = f"/v1/sessions/{session_id}/events"
    clock = SteppedClock()
    async with running_client(demo.url, clock) as client:
        await client.open(session_id)
        await demo.control("faults", kind="status", status=400, body=error, path_prefix=path, method="POST", count=3)
        impatient(client)
        client.send(session_id, "patience")
        await sent(client)
        assert await said(demo, session_id) == ["patience"]
        await demo.control("faults", kind="status", status=400, body=error, path_prefix=path, method="POST", count=None)
        client.send(session_id, "no patience")
        await client.until(lambda: bool(client.state.outbox and client.state.outbox[0].reason), "the first refusal")
        clock.jump(120)
        await client.until(lambda: bool(client.state.returned), "the text to come back")


async def test_what_was_being_sent_when_its_task_died_is_looked_for_first(demo: Demo) -> None:
    session_id = await demo.session()
    path = f"/v1/sessions/{session_id}/events"
    async with running_client(demo.url) as client:
        await client.open(session_id)
        await demo.control("faults", kind="stall", path_prefix=path, method="POST")
        client.send(session_id, "half sent")
        while not await demo.requests(path, "POST"):
            assert client.state.outbox
        assert client.state.outbox[0].delivery is Delivery.SENDING
        await client.connect(demo.url)
        await sent(client)
        assert await said(demo, session_id) == ["half sent"]


async def test_another_server_gets_nothing_and_the_text_comes_back(demo: Demo) -> None:
    session_id = await demo.session()
    path = f"/v1/sessions/{session_id}/events"
    async with running_client(demo.url) as client:
        await client.open(session_id)
        await demo.control("faults", kind="refuse", path_prefix=path, method="POST", count=None)
        client.send(session_id, "for the old server")
        await client.until(lambda: bool(client.state.outbox[0].reason), "the first failure")
        async with posting_proxy(demo.url) as other:
            await client.connect(other.url)
            assert [back.text for back in client.state.returned] == ["for the old server"]
            assert not client.state.outbox
            assert not client.state.conversations
        assert await posted(demo, session_id) == []
