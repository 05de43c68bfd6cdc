"""`WS /v1/sessions/updates`: rows of watched sessions as they change, and word of hosts and projects."""

import asyncio
import importlib
import json
import ssl
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Self

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.protocol.decoding import DecodeError, decode_json
from omnigent_tui.protocol.sessions import SessionRow, parse_session_rows
from omnigent_tui.values import Value
from omnigent_tui.wire.addresses import websocket_url
from omnigent_tui.wire.client import TRUSTED_ORIGIN, OmnigentClient
from omnigent_tui.wire.errors import UpdatesDropped, UpdatesUnavailable
from omnigent_tui.wire.transport_failures import unreachable

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

MOST_WATCHED = 500
SILENCE_SECONDS = 70.0
"""The server sends a heartbeat after 30 s of silence."""
_LARGEST_FRAME = 16 * 1024 * 1024
_OPEN_SECONDS = 10.0
_UNAVAILABLE = frozenset({400, 401, 403, 404, 405, 426, 501})


class SnapshotFrame(Value):
    """All watched sessions, once after every `watch`; unknown ids are silently absent."""

    rows: tuple[SessionRow, ...]


class ChangedFrame(Value):
    """Sessions that changed, or came into being elsewhere (then the id is unknown: watch it)."""

    rows: tuple[SessionRow, ...]


class RemovedFrame(Value):
    """Sessions that were deleted, or that the user may no longer see."""

    ids: tuple[str, ...]


class HeartbeatFrame(Value):
    """The socket is alive."""


class HostsChangedFrame(Value):
    """A host went up or down: read `/v1/hosts` again."""


class ProjectsChangedFrame(Value):
    """Projects or their order changed."""


class UnknownFrame(Value):
    """A frame this client has no model for; `type` is its name, if it has one."""

    type: str


UpdateFrame = (
    SnapshotFrame
    | ChangedFrame
    | RemovedFrame
    | HeartbeatFrame
    | HostsChangedFrame
    | ProjectsChangedFrame
    | UnknownFrame
)


def parse_frame(data: str | bytes) -> UpdateFrame:
    """Return the frame in one WebSocket message. Never raises."""
    try:
        payload = decode_json(data)
    except DecodeError:
        return UnknownFrame("undecodable")
    if not isinstance(payload, dict):
        return UnknownFrame("not an object")
    match payload.get("type"):
        case "snapshot":
            return SnapshotFrame(parse_session_rows(payload.get("items")))
        case "changed":
            return ChangedFrame(parse_session_rows(payload.get("items")))
        case "removed":
            return RemovedFrame(_ids(payload.get("ids")))
        case "heartbeat":
            return HeartbeatFrame()
        case "hosts_changed":
            return HostsChangedFrame()
        case "projects_changed":
            return ProjectsChangedFrame()
        case other:
            return UnknownFrame(clean_line(str(other), 100))


def _ids(value: Any) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


class UpdatesSocket:
    """An open socket; iterate it for frames. Made by `open_updates`."""

    def __init__(self, connection: "ClientConnection", *, silence_deadline: float) -> None:
        self._connection = connection
        self._silence = silence_deadline

    async def watch(self, session_ids: Iterable[str]) -> None:
        """Watch these sessions, the first 500 of them, instead of the ones before. Raises UpdatesDropped."""
        from websockets.exceptions import ConnectionClosed

        wanted = list(dict.fromkeys(session_ids))[:MOST_WATCHED]
        try:
            await self._connection.send(json.dumps({"type": "watch", "session_ids": wanted}))
        except ConnectionClosed as error:
            raise _dropped(error) from None

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> UpdateFrame:
        """Return the next frame. Never ends: raises UpdatesDropped when the socket does."""
        from websockets.exceptions import ConnectionClosed

        try:
            async with asyncio.timeout(self._silence):
                return parse_frame(await self._connection.recv())
        except TimeoutError:
            raise UpdatesDropped("The updates socket has gone silent.", reason="silence") from None
        except ConnectionClosed as error:
            raise _dropped(error) from None


@asynccontextmanager
async def open_updates(
    client: OmnigentClient, *, silence_deadline: float = SILENCE_SECONDS
) -> AsyncIterator[UpdatesSocket]:
    """Open the updates socket; leaving the context closes it.

    Raises:
        UpdatesUnavailable: the server has none, or none for us (401, 403, 404, 426, 501, …), or the way to it cannot
            carry a socket (status 0): poll the list instead.
        UpdatesDropped: it failed in another way, worth another try later. Unreachable: no connection.
    """
    # Loading the library takes as long as drawing some frames: not in the loop.
    await asyncio.to_thread(importlib.import_module, "websockets.asyncio.client")
    from websockets.exceptions import InvalidStatus, WebSocketException

    connecting = _connector(client)
    try:
        connection = await connecting
    except InvalidStatus as error:
        status = error.response.status_code
        # An ordinary answer or a redirection: something on the way does not know sockets, and never will.
        if status < 400 or status in _UNAVAILABLE:
            raise UpdatesUnavailable(
                f"The server has no live updates for us (status {status}).", status=status
            ) from None
        raise UpdatesDropped(f"The server refused live updates (status {status}).", reason="network") from None
    except WebSocketException as error:
        words = clean_line(str(error), 200)
        raise UpdatesDropped(f"No live updates can be had from the server: {words}", reason="network") from None
    except ImportError:
        raise UpdatesUnavailable("Live updates cannot go through the environment's SOCKS proxy.", status=0) from None
    except (OSError, TimeoutError, ssl.SSLError) as error:
        raise unreachable(error, client.base_url) from None
    try:
        yield UpdatesSocket(connection, silence_deadline=silence_deadline)
    finally:
        connection.transport.abort()
        await connection.wait_closed()


def _connector(client: OmnigentClient) -> Any:
    from websockets.asyncio.client import connect
    from websockets.typing import Origin

    class ConnectWithoutRedirects(connect):
        def process_redirect(self, exc: Exception) -> Exception | str:
            return exc

    return ConnectWithoutRedirects(
        websocket_url(client.url, "/v1/sessions/updates"),
        origin=Origin(TRUSTED_ORIGIN),
        additional_headers=client.authorization(),
        user_agent_header=client.user_agent,
        ssl=client.ssl_context if client.url.scheme == "https" else None,
        proxy=None if client.is_loopback else True,
        open_timeout=_OPEN_SECONDS,
        ping_interval=20,
        ping_timeout=20,
        close_timeout=1,
        max_size=_LARGEST_FRAME,
    )


def _dropped(error: Exception) -> UpdatesDropped:
    words = clean_line(str(error), 200)
    return UpdatesDropped(f"The updates socket closed: {words}", reason="eof")
