"""Encrypted connections: an unknown certificate is refused and told, a known one works for everything."""

import asyncio
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_websocket

from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.errors import Unreachable
from omnigent_tui.wire.event_stream import open_event_stream
from omnigent_tui.wire.probe import ProbeOutcome, probe_server
from omnigent_tui.wire.updates_socket import HeartbeatFrame, open_updates
from tests.wire.raw_server import CHUNKED, Request, always, answer, chunk, event, serve

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="needs the openssl program to make a certificate"
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that nobody signed, and its key, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    options = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(folder / "key"), "-out", str(folder / "cert")]
    subprocess.run([*command.split(), *options], check=True, capture_output=True)
    return folder


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert", certificate / "key")
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert"))


async def test_an_unknown_certificate_is_refused(tls: ssl.SSLContext) -> None:
    async with serve(always(answer({})), tls=tls) as server:
        async with OmnigentClient(server.url) as client:
            with pytest.raises(Unreachable) as caught:
                await client.request_json("GET", "/v1/x")
            with pytest.raises(Unreachable) as socket_error:
                async with open_updates(client):
                    pass
        assert server.requests == []
        result = await probe_server(server.url, deadline=30)
    assert (caught.value.kind, socket_error.value.kind) == ("tls", "tls")
    assert not caught.value.maybe_delivered
    assert "self-signed certificate" in caught.value.message.replace("self signed", "self-signed")
    assert result.outcome is ProbeOutcome.TLS


async def test_plain_text_where_encryption_is_expected_is_told() -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n")
        await reader.read()
        writer.close()

    server = await asyncio.start_server(plain, "127.0.0.1", 0)
    async with server:
        result = await probe_server(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}", deadline=30)
    assert result.outcome is ProbeOutcome.TLS


@pytest.mark.usefixtures("trusted")
async def test_a_known_certificate_works(tls: ssl.SSLContext) -> None:
    async with serve(always(answer({"ok": True})), tls=tls) as server, OmnigentClient(server.url) as client:
        assert await client.request_json("GET", "/v1/x") == {"ok": True}


@pytest.mark.usefixtures("trusted")
async def test_a_burst_over_tls_is_a_batch_too(tls: ssl.SSLContext) -> None:
    """Every write is a record of its own there, and one read gives one record: still one batch, not hundreds."""

    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(CHUNKED)
        for i in range(300):
            writer.write(chunk(event("response.output_text.delta", delta=f"{i} ")))
        writer.write(chunk(b"data: [DONE]\n\n") + b"0\r\n\r\n")

    async with (
        serve(handle, tls=tls) as server,
        OmnigentClient(server.url) as client,
        open_event_stream(client, "s", min_interval=0.01) as stream,
    ):
        batches = [batch async for batch in stream]
    text = "".join(one.model_dump()["delta"] for batch in batches for one in batch)
    assert text == "".join(f"{i} " for i in range(300))
    assert len(batches) < 30


@pytest.mark.usefixtures("trusted")
async def test_the_updates_socket_over_tls(tls: ssl.SSLContext) -> None:
    async def talk(connection: ServerConnection) -> None:
        await connection.send('{"type": "heartbeat"}')
        await connection.wait_closed()

    async with serve_websocket(talk, "127.0.0.1", 0, ssl=tls) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        async with OmnigentClient(f"https://127.0.0.1:{port}") as client, open_updates(client) as updates:
            assert await anext(updates) == HeartbeatFrame()
