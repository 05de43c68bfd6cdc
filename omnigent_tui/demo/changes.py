"""Tells the sockets of `/v1/sessions/updates` that sessions or hosts changed, without polling."""

from __future__ import annotations

import asyncio


class Watcher:
    """What one updates socket has not yet been told."""

    def __init__(self) -> None:
        self.wake = asyncio.Event()
        self.created: list[str] = []
        self.dirty = False
        self.hosts = False
        self.closed = False

    def close(self) -> None:
        """Make the socket end."""
        self.closed = True
        self.wake.set()


class ChangeFeed:
    """All watchers."""

    def __init__(self) -> None:
        self.watchers: set[Watcher] = set()

    def touched(self) -> None:
        """Some session changed."""
        for watcher in self.watchers:
            watcher.dirty = True
            watcher.wake.set()

    def created(self, session_id: str) -> None:
        """A session appeared; it is pushed at once, also to sockets that do not watch it."""
        for watcher in self.watchers:
            watcher.created.append(session_id)
            watcher.wake.set()

    def hosts_changed(self) -> None:
        """A host went up or down."""
        for watcher in self.watchers:
            watcher.hosts = True
            watcher.wake.set()

    def close_all(self) -> None:
        """End every socket."""
        for watcher in list(self.watchers):
            watcher.close()
