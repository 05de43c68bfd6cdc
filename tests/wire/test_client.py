"""One call over a real socket: what is sent, what comes back, and every way it fails."""

import asyncio
import gzip
import json
from typing import Any

import httpx
import pytest

from omnigent_tui.wire import client as client_module
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.errors import (
    Malformed,
    NotFound,
    NotJson,
    Redirected,
    Rejected,
    ServerFault,
    Unreachable,
    WireError,
)
from omnigent_tui.wire.event_stream import open_event_stream
from omnigent_tui.wire.probe import ProbeOutcome, probe_server
from tests.wire.raw_server import CHUNKED, Handler, Request, always, answer, chunk, event, serve, until_disconnected

SECRET = "eyJhbGciOi.eyJzdWIiOiJhbGlj.c2lnbmF0dXJl"


class Token:
    def reveal(self) -> str:
        return SECRET


async def call(handler: Handler, path: str = "/v1/x", method: str = "GET", **options: Any) -> Any:
    async with serve(handler) as server, OmnigentClient(server.url, Token()) as client:
        return await client.request_json(method, path, **options)


async def test_a_call_says_who_it_is_and_returns_cleaned_json() -> None:
    handler = always(answer({"a": "x\x1b]0;evil\x07"}))
    async with serve(handler) as server, OmnigentClient(server.url + "/base/", Token()) as client:
        value = await client.request_json("GET", "/v1/x", params={"a": True, "b": None, "c": "d e", "n": 3})
    request = server.requests[0]
    assert value == {"a": "x\u241b]0;evil\u2407"}
    assert request.target == "/base/v1/x?a=true&c=d+e&n=3"
    assert request.headers["authorization"] == f"Bearer {SECRET}"
    assert request.headers["origin"] == "omnigent://internal"
    assert request.headers["user-agent"].startswith("omnigent-tui/")


async def test_without_a_token_nothing_is_signed() -> None:
    async with serve(always(answer({}))) as server, OmnigentClient(server.url) as client:
        await client.request_json("POST", "/v1/x", json={"k": "v"})
    assert "authorization" not in server.requests[0].headers
    assert server.requests[0].json() == {"k": "v"}
    assert server.requests[0].headers["content-type"] == "application/json"


async def test_raw_values_stay_raw_only_on_request() -> None:
    assert await call(always(answer({"path": "/a\x1bb"})), keep_raw=True) == {"path": "/a\x1bb"}


async def test_no_content_is_none() -> None:
    assert await call(always(b"HTTP/1.1 204 No Content\r\n\r\n")) is None
    assert await call(always(answer(b""))) is None


async def test_json_is_accepted_under_another_name_but_a_page_never() -> None:
    assert await call(always(answer(b'{"a": 1}', content_type=""))) == {"a": 1}
    for body, content_type in (
        (b"<!DOCTYPE html><title>Omnigent</title><div id=root>", "text/html; charset=utf-8"),
        (b"  <html><body>Omnigent</body>", "application/json"),
        (b"Omnigent", "text/plain"),
    ):
        with pytest.raises(NotJson) as caught:
            await call(always(answer(body, content_type=content_type)))
        assert caught.value.first_words == "Omnigent"
        assert caught.value.content_type == content_type
        assert caught.value.status == 200


async def test_broken_json_is_malformed() -> None:
    with pytest.raises(Malformed):
        await call(always(answer(b'{"a": ')))


async def test_a_redirect_is_explained_and_not_followed() -> None:
    async with serve(always(answer({}))) as elsewhere:
        reply = answer(b"", status="302 Found", headers={"location": f"{elsewhere.url}/login?state={SECRET}"})
        with pytest.raises(Redirected) as caught:
            await call(always(reply))
        assert elsewhere.requests == []
    assert elsewhere.url in caught.value.message
    assert caught.value.location is not None
    assert SECRET not in f"{caught.value.message}{caught.value.location}{caught.value!r}"


async def test_an_answer_above_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "LARGEST_ANSWER", 1000)
    body = json.dumps("x" * 2000).encode()
    packed = gzip.compress(body)
    unsized = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + chunk(body) + b"0\r\n\r\n"
    for reply in (answer(body), unsized, answer(packed, headers={"content-encoding": "gzip"})):
        with pytest.raises(Malformed, match="bytes"):
            await call(always(reply))


async def test_the_token_is_never_in_an_error() -> None:
    said = {"error": {"code": "odd", "message": f"bad header Bearer {SECRET} seen", "other": SECRET}}
    replies = [answer(said, status=f"{status} X") for status in (302, 400, 401, 418, 500, 503)]
    replies.append(answer({"detail": [{"loc": ["body", "x"], "msg": f"was {SECRET}"}]}, status="422 X"))
    replies.append(answer(f"<html><title>{SECRET}</title>".encode(), status="502 X", content_type="text/html"))
    for reply in replies:
        with pytest.raises(WireError) as caught:
            await call(always(reply))
        error = caught.value
        assert SECRET not in f"{error} {error!r} {error.args} {error.__dict__}"


async def test_nobody_listening_is_refused_and_certainly_not_delivered() -> None:
    async with serve(always(b"")) as server:
        pass
    async with OmnigentClient(server.url) as client:
        with pytest.raises(Unreachable) as caught:
            await client.request_json("POST", "/v1/x", json={})
    assert (caught.value.kind, caught.value.maybe_delivered) == ("refused", False)
    assert server.url in caught.value.message


async def test_silence_is_a_timeout_and_may_have_been_delivered() -> None:
    async def silent(request: Request, writer: asyncio.StreamWriter) -> None:
        await until_disconnected(request)

    with pytest.raises(Unreachable) as caught:
        await call(silent, method="POST", json={}, timeout=0.05)
    assert (caught.value.kind, caught.value.maybe_delivered) == ("timeout", True)


async def test_a_connection_that_dies_is_a_network_error() -> None:
    async def hang_up(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12")
        await writer.drain()
        writer.close()

    for method in ("GET", "POST"):
        with pytest.raises(Unreachable) as caught:
            await call(hang_up, method=method)
        assert caught.value.kind == "network"
        assert caught.value.maybe_delivered


async def test_what_broke_a_connection_is_one_sentence() -> None:
    async def leave(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.close()

    with pytest.raises(Unreachable) as caught:
        await call(leave, method="POST", json={})
    assert caught.value.message.endswith("without sending a response.")


async def test_what_is_no_http_is_a_network_error() -> None:
    with pytest.raises(Unreachable) as caught:
        await call(always(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"))
    assert caught.value.kind == "network"


async def test_an_unknown_host_name_is_dns() -> None:
    class Resolver(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            loop = asyncio.get_running_loop()
            try:
                await loop.getaddrinfo("host.invalid", 80)
            except OSError as error:
                raise httpx.ConnectError("All connection attempts failed") from error
            raise AssertionError("host.invalid has an address")

    async with OmnigentClient("http://host.invalid", transport=Resolver()) as client:
        with pytest.raises(Unreachable) as caught:
            await client.request_json("GET", "/v1/x")
    assert caught.value.kind == "dns"


async def test_a_get_is_tried_again_when_a_kept_connection_was_dead() -> None:
    async def second_time(request: Request, writer: asyncio.StreamWriter) -> None:
        if len(server.requests) == 2:
            writer.close()  # no answer at all, as when a server closes an idle connection at the wrong moment
        else:
            writer.write(answer({"n": len(server.requests)}))

    async with serve(second_time) as server, OmnigentClient(server.url) as client:
        assert await client.request_json("GET", "/v1/x") == {"n": 1}
        assert await client.request_json("GET", "/v1/x") == {"n": 3}


async def test_a_post_is_never_sent_twice() -> None:
    async def hang_up(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with serve(hang_up) as server, OmnigentClient(server.url) as client:
        with pytest.raises(Unreachable):
            await client.request_json("POST", "/v1/x", json={})
        assert len(server.requests) == 1


async def test_parked_posts_and_streams_keep_no_other_call_waiting() -> None:
    parked = asyncio.Event()
    count = 150

    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        if request.path.endswith("/stream"):
            writer.write(CHUNKED + chunk(event("session.heartbeat")))
            await writer.drain()
            await until_disconnected(request)
        elif request.method == "POST":
            if sum(one.method == "POST" for one in server.requests) == count:
                parked.set()
            await until_disconnected(request)
        else:
            writer.write(answer({"ok": True}))

    async with (
        serve(handle) as server,
        OmnigentClient(server.url) as client,
        open_event_stream(client, "s") as first,
        open_event_stream(client, "t") as second,
    ):
        await anext(first)
        await anext(second)
        posts = [asyncio.create_task(client.request_json("POST", "/v1/x", json={}, timeout=None)) for _ in range(count)]
        await asyncio.wait_for(parked.wait(), 60)
        assert await client.request_json("GET", "/v1/x") == {"ok": True}
        for post in posts:
            post.cancel()
        await asyncio.gather(*posts, return_exceptions=True)


async def test_cancelling_a_call_closes_its_connection() -> None:
    arrived = asyncio.Event()

    async def park(request: Request, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await until_disconnected(request)

    async with serve(park) as server, OmnigentClient(server.url) as client:
        task = asyncio.create_task(client.request_json("POST", "/v1/x", json={}, timeout=None))
        await asyncio.wait_for(arrived.wait(), 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(server.closed.wait(), 30)


async def test_loopback_never_goes_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serve(always(answer({"proxied": True}))) as proxy, serve(always(answer({"proxied": False}))) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        async with OmnigentClient(server.url) as client:
            assert await client.request_json("GET", "/v1/x") == {"proxied": False}
        async with OmnigentClient("http://omnigent.example") as client:
            assert await client.request_json("GET", "/v1/x") == {"proxied": True}
    assert proxy.requests[0].target == "http://omnigent.example/v1/x"


@pytest.mark.parametrize(
    "address", ["", "localhost:6767", "ftp://host", "http://", "http://user:pw@host", "http://[::1", "http://a b"]
)
def test_what_is_no_server_address_is_a_value_error(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        OmnigentClient(address)


async def test_errors_without_words_of_their_own_still_say_something() -> None:
    for status, kind in (("404 X", NotFound), ("418 X", Rejected), ("500 X", ServerFault), ("520 X", ServerFault)):
        with pytest.raises(kind) as caught:
            await call(always(answer(b"", status=status)))
        assert isinstance(caught.value, Rejected)
        assert caught.value.server_message == ""
        assert len(caught.value.message) > 10


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "nonsense://x", "http://[::1"])
async def test_a_proxy_that_cannot_be_used_is_told(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(Unreachable, match="proxy"):
        OmnigentClient("http://omnigent.example")
    result = await probe_server("http://omnigent.example")
    assert result.outcome is ProbeOutcome.NETWORK
    assert result.advice
    async with OmnigentClient("http://localhost"):
        pass
