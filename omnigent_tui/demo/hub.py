"""Carries events to the open streams: one bounded queue per subscriber, which overflows by ending that stream."""

from __future__ import annotations

import asyncio
import json
import os
import uuid
from collections import defaultdict

from omnigent_tui.demo.json_types import JsonObject

QUEUE_BOUND = 1024
"""Events a subscriber may lag behind before the server drops it, as the 0.19 server does."""


def frame(event: JsonObject) -> bytes:
    """One event in the stream's framing."""
    return f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()


class Subscriber:
    """One open stream of one session. `next_frames` ends with None when the stream is over."""

    def __init__(self, session_id: str, user: str) -> None:
        self.session_id = session_id
        self.user = user
        self.muted = False
        self.ended = False
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue()

    def push(self, data: bytes) -> None:
        """Queue bytes for this subscriber; a full queue ends its stream, and what was queued is lost."""
        if self.muted or self.ended:
            return
        if self._queue.qsize() >= QUEUE_BOUND:
            self.end()
            return
        self._queue.put_nowait(data)

    def end(self) -> None:
        """End the stream without a closing marker."""
        self.ended = True
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put_nowait(None)

    async def next_frames(self, patience: float) -> bytes | None:
        """All bytes that wait now, or b"" after `patience` seconds of silence, or None at the end."""
        try:
            async with asyncio.timeout(patience):
                first = await self._queue.get()
        except TimeoutError:
            return b""
        parts: list[bytes] = []
        while first is not None:
            parts.append(first)
            if self._queue.empty():
                return b"".join(parts)
            first = self._queue.get_nowait()
        return None


class Hub:
    """The subscribers of every session."""

    def __init__(self) -> None:
        self.epoch = ""
        self.new_epoch()
        self.mute_new = False
        self._subscribers: dict[str, list[Subscriber]] = defaultdict(list)
        self._arrival: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def new_epoch(self) -> None:
        """Pretend to be a new server process."""
        self.epoch = f"{os.getpid()}-{uuid.uuid4()}"

    def subscribe(self, session_id: str, user: str) -> Subscriber:
        """Open a stream; everything published from now on reaches it."""
        subscriber = Subscriber(session_id, user)
        subscriber.muted = self.mute_new
        self._subscribers[session_id].append(subscriber)
        self._arrival[session_id].set()
        return subscriber

    def unsubscribe(self, subscriber: Subscriber) -> None:
        """Forget a stream that has ended."""
        watchers = self._subscribers[subscriber.session_id]
        if subscriber in watchers:
            watchers.remove(subscriber)
        if not watchers:
            self._arrival[subscriber.session_id].clear()
            del self._subscribers[subscriber.session_id]

    def publish(self, session_id: str, event: JsonObject) -> None:
        """Send one event to every stream of the session."""
        if session_id in self._subscribers:
            self.publish_raw(session_id, frame(event))

    def publish_raw(self, session_id: str, data: bytes) -> None:
        """Send bytes as they are, well-formed or not."""
        for subscriber in list(self._subscribers.get(session_id, ())):
            subscriber.push(data)

    async def watched(self, session_id: str) -> None:
        """Return as soon as at least one stream of the session is open."""
        await self._arrival[session_id].wait()

    def counts(self) -> dict[str, int]:
        """How many streams each session has."""
        return {session_id: len(watchers) for session_id, watchers in self._subscribers.items() if watchers}

    def viewers(self, session_id: str) -> list[str]:
        """The users, other than the local one, who hold a stream of the session."""
        users = (subscriber.user for subscriber in self._subscribers.get(session_id, ()))
        return sorted({user for user in users if user != "local"})

    def subscribers(self, session_id: str | None = None) -> list[Subscriber]:
        """The open streams of one session, or of all."""
        if session_id is not None:
            return list(self._subscribers.get(session_id, ()))
        return [subscriber for watchers in self._subscribers.values() for subscriber in watchers]

    def drop(self, session_id: str | None = None) -> int:
        """End the open streams of one session, or of all; the number ended."""
        victims = self.subscribers(session_id)
        for subscriber in victims:
            subscriber.end()
        return len(victims)
