"""Runs the demo server with uvicorn: prints its address when ready, and ends without waiting for open streams."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import sys
import threading

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from omnigent_tui.demo.app import build
from omnigent_tui.demo.world import Options, World


class _Connections:
    """The open connections by client address, so that one can be reset."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, int], asyncio.BaseTransport] = {}

    def add(self, transport: asyncio.BaseTransport) -> None:
        """Remember a connection."""
        self._open = {key: value for key, value in self._open.items() if not value.is_closing()}
        peer = transport.get_extra_info("peername")
        if isinstance(peer, tuple):
            self._open[(peer[0], peer[1])] = transport

    def remove(self, transport: asyncio.BaseTransport) -> None:
        """Forget a connection."""
        for key in [key for key, value in self._open.items() if value is transport]:
            del self._open[key]

    def abort(self, client: tuple[str, int]) -> None:
        """Reset a connection: the client sees it closed without an answer."""
        transport = self._open.get(client)
        if isinstance(transport, asyncio.Transport):
            transport.abort()


def _protocol(connections: _Connections) -> type[H11Protocol]:
    class Tracked(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            connections.add(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            connections.remove(self.transport)
            super().connection_lost(exc)

    return Tracked


class _Server(uvicorn.Server):
    """A server that says where it listens, and ends its open streams before it stops."""

    def __init__(self, config: uvicorn.Config, world: World, address: str) -> None:
        super().__init__(config)
        self._world = world
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then announce the address."""
        await super().startup(sockets)
        sys.stdout.write(json.dumps({"url": self._address}) + "\n")
        sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End all streams, then stop."""
        self._world.hub.drop()
        self._world.changes.close_all()
        self._world.faults.clear()
        self.force_exit = True
        await super().shutdown(sockets)

    def stop(self) -> None:
        """Stop soon."""
        self.should_exit = True


def _stop_when_stdin_closes(server: _Server) -> None:
    sys.stdin.buffer.read()
    server.stop()


def serve(options: Options, *, host: str, port: int, until_stdin_closes: bool) -> None:
    """Serve until a signal arrives or, when asked, until standard input reaches its end."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    world = World(options)
    connections = _Connections()
    # A test may abandon many streams at once; what they were writing is of no interest then.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    config = uvicorn.Config(
        build(world, connections.abort),
        http=_protocol(connections),
        ws="websockets-sansio",
        lifespan="on",
        log_level="critical",
        access_log=False,
        timeout_graceful_shutdown=1,
        ws_ping_interval=None,
    )
    server = _Server(config, world, f"http://{host}:{listener.getsockname()[1]}")
    if until_stdin_closes:
        threading.Thread(target=_stop_when_stdin_closes, args=(server,), daemon=True).start()
    asyncio.run(server.serve(sockets=[listener]))
