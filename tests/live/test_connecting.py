"""Finding the server: what the person is told, and what happens when it is there after all."""

import asyncio
import socket

from omnigent_tui.state import intents
from omnigent_tui.state.server import ServerPhase
from tests.live.clocks import SteppedClock
from tests.live.demo import running_demo
from tests.live.following import running_client
from tests.wire.raw_server import Request, answer, serve


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_a_server_that_is_not_there_yet_is_found_when_it_is() -> None:
    port = free_port()
    async with running_client(clock=SteppedClock()) as client:
        client.perform(intents.ConnectToServer(f"http://127.0.0.1:{port}", source="typed"))
        await client.until(lambda: client.state.server.phase is ServerPhase.FAILED, "the refusal")
        assert client.state.server.outcome == "refused"
        assert client.state.server.summary
        assert client.state.server.source == "typed"
        async with running_demo("--port", str(port)):
            client.perform(intents.RetryNow())
            await client.until(lambda: client.state.server.phase is ServerPhase.CONNECTED, "the server")
            await client.until(lambda: bool(client.state.sessions.order), "its sessions")
            assert client.state.server.version == "0.19.0"


async def test_without_permission_nothing_is_tried_until_somebody_asks() -> None:
    async with running_demo("--token", "secret") as demo, running_client(clock=SteppedClock()) as client:
        client.perform(intents.ConnectToServer(demo.url))
        await client.until(lambda: client.state.server.phase is ServerPhase.FAILED, "the refusal")
        assert client.state.server.outcome == "unauthorized"
        assert "omnigent login" in client.state.server.advice
        asked = len(await demo.requests("/v1/me", "GET"))
        for _ in range(50):
            await asyncio.sleep(0)
        assert len(await demo.requests("/v1/me", "GET")) == asked
        client.perform(intents.RetryNow())
        while len(await demo.requests("/v1/me", "GET")) == asked:
            assert client.state.server.phase is ServerPhase.FAILED


async def test_a_web_page_is_no_server() -> None:
    async def page(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(b"<html><title>Sign in</title></html>", content_type="text/html"))

    async with serve(page) as server, running_client() as client:
        client.perform(intents.ConnectToServer(server.url))
        await client.until(lambda: client.state.server.phase is ServerPhase.FAILED, "the answer")
        assert client.state.server.outcome not in ("ok", "refused")


async def test_intents_without_a_server_say_so() -> None:
    async with running_client() as client:
        client.perform(intents.LoadMoreSessions())
        client.perform(intents.SendMessage("nowhere", "kept", "0" * 32))
        assert client.state.announcements[0].text == "Not connected to a server."
        assert [message.text for message in client.state.outbox] == ["kept"]


async def test_going_from_server_to_server_leaves_nothing_of_the_one_before() -> None:
    async with running_demo() as one, running_demo("--empty") as other, running_client(one.url) as client:
        session_id = await one.session()
        await client.open(session_id)
        client.perform(intents.LoadOlderItems(session_id))
        client.perform(intents.ConnectToServer(one.url))
        await client.connect(other.url)
        await client.until(lambda: client.state.sessions.loaded_at is not None, "the other's sessions")
        assert not client.state.conversations
        assert not client.state.sessions.order
        while (await one.state())["streams"] or (await one.state())["updates"]:
            assert client.state.server.url == other.url
        assert not [said.text for said in client.state.announcements]
