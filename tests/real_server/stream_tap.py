"""Reads one session stream in a thread and lets a test wait for what arrives on it."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx


@dataclass(frozen=True)
class TapEvent:
    """One server-sent event: its name and its decoded data (``None`` data for ``[DONE]``)."""

    type: str
    data: dict[str, Any]

    def item(self) -> dict[str, Any]:
        """The item of a ``response.output_item.done``; empty for other events."""
        item: dict[str, Any] = self.data.get("item") or {}
        return item


class StreamTap:
    """An open ``GET /v1/sessions/{id}/stream``; use as a context manager.

    Entering waits for the first heartbeat, which says that nothing is missed from now on.
    """

    def __init__(self, url: str, session_id: str, headers: dict[str, str] | None = None) -> None:
        self._url = f"{url}/v1/sessions/{session_id}/stream"
        self._headers = headers or {}
        self._changed = threading.Condition()
        self._raw = bytearray()
        self._parsed = 0
        self._events: list[TapEvent] = []
        self._ended = False
        self._socket: socket.socket | None = None
        self.response_headers: dict[str, str] = {}
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self.wait_for("session.heartbeat")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def raw(self) -> bytes:
        """Every byte of the body so far."""
        with self._changed:
            return bytes(self._raw)

    @property
    def events(self) -> list[TapEvent]:
        """Every event so far, oldest first."""
        with self._changed:
            return list(self._events)

    @property
    def ended(self) -> bool:
        """Whether the server has closed the stream."""
        with self._changed:
            return self._ended

    def types(self) -> list[str]:
        """The names of the events so far."""
        return [event.type for event in self.events]

    def text(self) -> str:
        """All streamed answer text so far, joined."""
        deltas = (event for event in self.events if event.type == "response.output_text.delta")
        return "".join(event.data["delta"] for event in deltas)

    def wait_for(
        self,
        name: str,
        matching: Callable[[TapEvent], bool] = lambda event: True,
        *,
        after: int = 0,
        timeout: float = 60.0,
    ) -> int:
        """Return the position after the first event `name` that matches, at or past position `after`."""
        limit = time.monotonic() + timeout
        seen_to = after
        with self._changed:
            while True:
                for position in range(seen_to, len(self._events)):
                    event = self._events[position]
                    if event.type == name and matching(event):
                        return position + 1
                seen_to = max(after, len(self._events))
                left = limit - time.monotonic()
                if self._ended or left <= 0:
                    seen = [event.type for event in self._events[after:]]
                    raise TimeoutError(f"no {name} on the stream (ended={self._ended}), only {seen}")
                self._changed.wait(left)

    def next(self, name: str, matching: Callable[[TapEvent], bool] = lambda event: True, *, after: int = 0) -> TapEvent:
        """Return the first event `name` that matches, at or past position `after`."""
        place = self.wait_for(name, matching, after=after)
        return self.events[place - 1]

    def wait_status(self, status: str, *, after: int = 0, timeout: float = 60.0) -> int:
        """Return the position after the next ``session.status`` of that value."""
        return self.wait_for(
            "session.status", lambda event: event.data["status"] == status, after=after, timeout=timeout
        )

    def wait_text(self, text: str, timeout: float = 60.0) -> None:
        """Return when the streamed text contains `text`."""
        position = 0
        while text not in self.text():
            position = self.wait_for("response.output_text.delta", after=position, timeout=timeout)

    def wait_end(self, timeout: float = 60.0) -> None:
        """Return when the server has closed the stream."""
        self._thread.join(timeout)
        if self._thread.is_alive():
            raise TimeoutError("the stream is still open")

    def close(self) -> None:
        """Stop reading."""
        opened = self._socket
        if opened is not None:
            # Closing the response from here would race with the reading thread; an end of file does not.
            with contextlib.suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)

    def _read(self) -> None:
        timeout = httpx.Timeout(30, read=120)
        # `verify=False`: loopback has no TLS, and reading the machine's certificates costs each tap 50 ms.
        try:
            with (
                httpx.Client(trust_env=False, verify=False, timeout=timeout) as client,
                client.stream("GET", self._url, headers=self._headers) as response,
            ):
                response.raise_for_status()
                self.response_headers = dict(response.headers)
                self._socket = response.extensions["network_stream"].get_extra_info("socket")
                for data in response.iter_raw():
                    self._take(data)
        except httpx.HTTPError:
            pass
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()

    def _take(self, data: bytes) -> None:
        with self._changed:
            self._raw += data
            complete = self._raw.rfind(b"\n\n", self._parsed)
            if complete >= 0:
                blocks = bytes(self._raw[self._parsed : complete]).split(b"\n\n")
                self._events += [_event(block.decode()) for block in blocks]
                self._parsed = complete + 2
                self._changed.notify_all()


def _event(block: str) -> TapEvent:
    fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
    data = fields.get("data", "")
    if data == "[DONE]":
        return TapEvent("[DONE]", {})
    decoded: dict[str, Any] = json.loads(data)
    return TapEvent(fields.get("event", ""), decoded)
