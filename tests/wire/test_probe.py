"""What a probe makes of everything that can be at the other end of an address."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from omnigent_tui.wire.probe import ProbeOutcome, ServerProbe, probe_server
from tests.wire.raw_server import Handler, Request, always, answer, routes, serve, until_disconnected

REAL: dict[str, Any] = {
    "/api/version": {"version": "0.19.0"},
    "/v1/info": {"server_version": "0.19.0", "single_user": True, "accounts_enabled": False, "login_url": None},
    "/v1/me": {"user_id": "local", "is_admin": True},
    "/health": {"status": "ok"},
}
UNAUTHORIZED = answer({"user_id": None, "login_url": "/login"}, status="401 Unauthorized")


class Token:
    def reveal(self) -> str:
        return "secret"


def table(values: Mapping[str, Any]) -> Handler:
    return routes({path: value if isinstance(value, bytes) else answer(value) for path, value in values.items()})


async def probe(handler: Handler, deadline: float = 30.0) -> ServerProbe:
    async with serve(handler) as server:
        result = await probe_server(server.url, Token(), deadline=deadline)
    assert result.url == server.url
    assert result.url in result.summary
    assert all(request.headers["authorization"] == "Bearer secret" for request in server.requests)
    assert "secret" not in repr(result)
    return result


async def test_the_real_server() -> None:
    result = await probe(table(REAL))
    assert result.is_ok
    assert (result.version, result.auth_mode, result.user_id, result.is_admin) == ("0.19.0", "none", "local", True)
    assert result.advice is None


async def test_the_documented_server_has_only_a_version() -> None:
    result = await probe(table({"/api/version": {"version": "0.1.0"}, "/health": {"status": "ok"}}))
    assert result.is_ok
    assert (result.version, result.auth_mode, result.user_id) == ("0.1.0", None, None)


async def test_a_version_from_the_information_will_do() -> None:
    result = await probe(table({"/v1/info": {"server_version": "0.9.1", "accounts_enabled": True}}))
    assert result.is_ok
    assert (result.version, result.auth_mode) == ("0.9.1", "accounts")


@pytest.mark.parametrize(
    ("info", "login_url", "mode"),
    [
        ({"accounts_enabled": True, "login_url": "/login"}, "/login", "accounts"),
        ({"login_url": "/auth/login"}, "/auth/login", "oidc"),
        ({}, None, "header"),
        (None, None, "header"),
        (None, "/login", "accounts"),
    ],
)
async def test_a_server_that_wants_a_sign_in(info: Any, login_url: str | None, mode: str) -> None:
    me = answer({"user_id": None, "login_url": login_url}, status="401 Unauthorized")
    values = {"/api/version": {"version": "0.19.0"}, "/v1/me": me}
    result = await probe(table(values if info is None else {**values, "/v1/info": info}))
    assert result.outcome is ProbeOutcome.UNAUTHORIZED
    assert (result.auth_mode, result.advice) == (mode, f"omnigent login {result.url}")


async def test_everything_behind_a_sign_in() -> None:
    result = await probe(always(UNAUTHORIZED))
    assert result.outcome is ProbeOutcome.UNAUTHORIZED
    assert result.advice == f"omnigent login {result.url}"


async def test_somebody_who_may_not_enter() -> None:
    forbidden = answer({"error": {"code": "forbidden", "message": "Not on the list"}}, status="403 Forbidden")
    for handler in (table({**REAL, "/v1/me": forbidden}), always(forbidden)):
        result = await probe(handler)
        assert result.outcome is ProbeOutcome.FORBIDDEN
        assert "Not on the list" in result.summary


async def test_a_web_page_instead_of_the_api() -> None:
    page = answer(b"<!doctype html><title>Grafana</title>", content_type="text/html")
    result = await probe(always(page))
    assert result.outcome is ProbeOutcome.HTML
    assert "Grafana" in result.summary
    login = answer(b"", status="302 Found", headers={"location": "https://login.example/?x=1"}, content_type="")
    result = await probe(always(login))
    assert result.outcome is ProbeOutcome.HTML
    assert "https://login.example/" in result.summary
    assert "x=1" not in result.summary


async def test_something_else_that_speaks_http() -> None:
    for handler in (routes({}), always(answer({"hello": "world"})), always(answer([], status="500 X"))):
        result = await probe(handler)
        assert result.outcome is ProbeOutcome.NOT_OMNIGENT
        assert result.advice


async def test_a_server_of_before_the_beginning() -> None:
    result = await probe(table({**REAL, "/api/version": {"version": "0.0.9"}}))
    assert result.outcome is ProbeOutcome.TOO_OLD
    assert "0.0.9" in result.summary
    assert (await probe(table({**REAL, "/api/version": {"version": "dev"}}))).is_ok


async def test_nobody_listens() -> None:
    async with serve(always(b"")) as server:
        pass
    result = await probe_server(server.url)
    assert result.outcome is ProbeOutcome.REFUSED
    assert result.summary == f"Nothing listens at {server.url}."
    assert result.advice


async def test_a_server_that_never_answers() -> None:
    async def silent(request: Request, writer: asyncio.StreamWriter) -> None:
        await until_disconnected(request)

    result = await probe(silent, deadline=0.1)
    assert result.outcome is ProbeOutcome.TIMEOUT


async def test_one_slow_part_does_not_cost_the_rest() -> None:
    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        if request.path == "/v1/info":
            await until_disconnected(request)
        else:
            writer.write(answer(REAL[request.path]))

    result = await probe(handle, deadline=1.0)
    assert result.is_ok
    assert result.user_id == "local"


async def test_a_connection_that_breaks_and_a_name_that_is_unknown() -> None:
    async def hang_up(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.close()

    assert (await probe(hang_up)).outcome is ProbeOutcome.NETWORK

    def unknown(request: httpx.Request) -> httpx.Response:
        import socket

        raise httpx.ConnectError("failed") from socket.gaierror(-2, "Name or service not known")

    result = await probe_server("http://host.invalid", transport=httpx.MockTransport(unknown))
    assert result.outcome is ProbeOutcome.DNS


async def test_what_is_no_address_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="address"):
        await probe_server("not an address")
