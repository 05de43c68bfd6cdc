"""Finds out, within a deadline, what answers at an address: an Omnigent server, something else, or nothing."""

import asyncio
import re
from collections.abc import Awaitable
from enum import StrEnum
from typing import TypeVar

import httpx

from omnigent_tui.protocol.server_info import Me, ServerInfo
from omnigent_tui.values import Value
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints import health, server_info
from omnigent_tui.wire.errors import (
    Forbidden,
    NotJson,
    Redirected,
    Rejected,
    Unauthorized,
    Unreachable,
    WireError,
)
from omnigent_tui.wire.token import Token

Answer = TypeVar("Answer")
OLDEST_VERSION = (0, 1)


class ProbeOutcome(StrEnum):
    """What a probe found; only `OK` can be worked with."""

    OK = "ok"
    REFUSED = "refused"
    DNS = "dns"
    TLS = "tls"
    TIMEOUT = "timeout"
    NETWORK = "network"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    HTML = "html"
    NOT_OMNIGENT = "not_omnigent"
    TOO_OLD = "too_old"


class ServerProbe(Value):
    """What answers at `url`. `summary` is one sentence for people, `advice` what to do, if anything.

    `auth_mode` is `none` (single user), `header`, `accounts` or `oidc`, None when the server does not say.
    """

    url: str
    outcome: ProbeOutcome
    summary: str
    advice: str | None = None
    version: str | None = None
    auth_mode: str | None = None
    user_id: str | None = None
    is_admin: bool = False

    @property
    def is_ok(self) -> bool:
        """Whether this is an Omnigent server that lets us in."""
        return self.outcome is ProbeOutcome.OK


async def probe_server(
    url: str,
    token: Token | None = None,
    *,
    deadline: float = 2.0,
    transport: httpx.AsyncBaseTransport | None = None,
) -> ServerProbe:
    """Ask the server at `url` who it is and who we are, all at once, and give up after `deadline` seconds.

    Never raises but for ValueError when `url` is no address. A server without `/v1/info` and `/v1/me` (the
    documented API has neither) is fine as long as it has a version.
    """
    try:
        opened = OmnigentClient(url, token, transport=transport)
    except Unreachable as error:
        return ServerProbe(url, ProbeOutcome(error.kind), error.message, error.advice)
    async with opened as client:
        version, info, me, alive = await asyncio.gather(
            _within(deadline, client, server_info.get_version(client, timeout=deadline)),
            _within(deadline, client, server_info.get_info(client, timeout=deadline)),
            _within(deadline, client, server_info.get_me(client, timeout=deadline)),
            _within(deadline, client, health.get_health(client, timeout=deadline)),
        )
    return _judge(client.base_url, version, info, me, [version, info, me, alive])


async def _within(deadline: float, client: OmnigentClient, call: Awaitable[Answer]) -> Answer | WireError:
    try:
        async with asyncio.timeout(deadline):
            return await call
    except TimeoutError:
        return Unreachable(f"{client.base_url} did not answer within {deadline:g} s.", kind="timeout")
    except WireError as error:
        return error


def _judge(
    url: str,
    version: str | WireError,
    info: ServerInfo | WireError,
    me: Me | WireError,
    answers: list[object],
) -> ServerProbe:
    errors = [answer for answer in answers if isinstance(answer, WireError)]
    told = version if isinstance(version, str) else None
    if told is None and isinstance(info, ServerInfo):
        told = info.server_version
    mode = _auth_mode(info, me)
    if told is None:
        return _no_version(url, errors)
    if _is_too_old(told):
        advice = "Upgrade the server: pip install --upgrade omnigent"
        summary = f"{url} runs Omnigent {told}, which is too old for this client."
        return ServerProbe(url, ProbeOutcome.TOO_OLD, summary, advice, version=told, auth_mode=mode)
    if isinstance(me, Unauthorized):
        summary, advice = f"{url} (Omnigent {told}) wants you to sign in.", f"omnigent login {url}"
        return ServerProbe(url, ProbeOutcome.UNAUTHORIZED, summary, advice, version=told, auth_mode=mode)
    if isinstance(me, Forbidden):
        summary = f"{url} (Omnigent {told}) does not let this user in: {me.message}"
        return ServerProbe(url, ProbeOutcome.FORBIDDEN, summary, me.advice, version=told, auth_mode=mode)
    who = me if isinstance(me, Me) else Me()
    summary = f"{url} runs Omnigent {told}" + (f", signed in as {who.user_id}." if who.user_id else ".")
    return ServerProbe(
        url, ProbeOutcome.OK, summary, version=told, auth_mode=mode, user_id=who.user_id, is_admin=who.is_admin
    )


def _no_version(url: str, errors: list[WireError]) -> ServerProbe:
    """Say why nothing told a version, by the most telling answer."""

    def first(kind: type[WireError]) -> WireError | None:
        return next((error for error in errors if isinstance(error, kind)), None)

    for kind, outcome in ((Unauthorized, ProbeOutcome.UNAUTHORIZED), (Forbidden, ProbeOutcome.FORBIDDEN)):
        if error := first(kind):
            advice = f"omnigent login {url}" if kind is Unauthorized else error.advice
            return ServerProbe(url, outcome, f"{url} does not let us in: {error.message}", advice)
    if error := first(Redirected):
        return ServerProbe(url, ProbeOutcome.HTML, f"{url} does not answer itself. {error.message}", error.advice)
    if isinstance(error := first(NotJson), NotJson):
        shown = f": {error.first_words}" if error.first_words else ""
        summary = f"A web page answers at {url}, not the Omnigent API{shown}"
        return ServerProbe(url, ProbeOutcome.HTML, summary, error.advice)
    if error := first(Rejected):
        summary = f"Something answers at {url}, but it is not an Omnigent server: {error.message}"
        return ServerProbe(url, ProbeOutcome.NOT_OMNIGENT, summary, "Check the address and the port.")
    if isinstance(error := first(Unreachable), Unreachable):
        return ServerProbe(url, ProbeOutcome(error.kind), error.message, error.advice)
    summary = f"Something answers at {url}, but it does not tell a version as an Omnigent server does."
    return ServerProbe(url, ProbeOutcome.NOT_OMNIGENT, summary, "Check the address and the port.")


def _auth_mode(info: ServerInfo | WireError, me: Me | WireError) -> str | None:
    if isinstance(info, ServerInfo):
        if info.single_user:
            return "none"
        if info.accounts_enabled:
            return "accounts"
    login_url = (
        me.login_url if isinstance(me, Unauthorized) else info.login_url if isinstance(info, ServerInfo) else None
    )
    if login_url:
        return "oidc" if login_url.startswith("/auth/") else "accounts"
    return "header" if isinstance(me, Unauthorized) or isinstance(info, ServerInfo) else None


def _is_too_old(version: str) -> bool:
    numbers = re.match(r"v?(\d+)\.(\d+)", version)
    return numbers is not None and (int(numbers[1]), int(numbers[2])) < OLDEST_VERSION
