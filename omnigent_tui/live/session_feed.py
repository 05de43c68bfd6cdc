"""Follows one session: keeps its stream open through every kind of break, and the conversation reconciled."""

import asyncio

from omnigent_tui.live.backoff import STREAM
from omnigent_tui.live.clock import Clock
from omnigent_tui.live.reconciler import Reconciler
from omnigent_tui.live.wakeup import Wakeup
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.conversation import StreamPhase
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.errors import StreamDropped, StreamRefused, WireError
from omnigent_tui.wire.event_stream import SILENCE_SECONDS, EventStream, open_event_stream

PATIENCE_WITH_404 = 10
"""A proxy answers 404 while the server behind it restarts: that many in a row mean that the session is gone."""
HEALTHY_SECONDS = 5.0
"""A connection that lasted so long was good: the next attempt starts counting afresh."""
FIRST_BATCH_SECONDS = 0.5
"""The server acknowledges the subscription with a heartbeat; one that does not is asked for history after this."""


class SessionFeed:
    """`run` follows the session until cancelled; a stream the server ended or refused waits for somebody to want it."""

    def __init__(
        self,
        client: OmnigentClient,
        store: Store,
        session_id: str,
        clock: Clock,
        *,
        silence_seconds: float = SILENCE_SECONDS,
    ) -> None:
        self._client = client
        self._store = store
        self._session_id = session_id
        self._clock = clock
        self._skip_countdown = Wakeup()
        self._current: asyncio.Task[None] | None = None
        self._recycled = ""
        self._silence_seconds = silence_seconds
        self.reconciler = Reconciler(client, store, session_id, clock)

    def retry_now(self) -> None:
        """End the countdown, if one runs, and ask the server for what may be missing."""
        self._skip_countdown.wake()
        self.reconciler.wake()

    def resume(self) -> None:
        """Open the stream again if the server ended or refused it: somebody wants the session after all."""
        conversation = self._store.state.conversations.get(self._session_id)
        if conversation is not None and conversation.stream.phase in (StreamPhase.ENDED, StreamPhase.REFUSED):
            self._skip_countdown.wake()

    def recycle(self, reason: str) -> None:
        """Drop the connection that may be dead without knowing it (the clock jumped) and open another at once."""
        self._recycled = reason
        self._skip_countdown.wake()
        if self._current is not None:
            self._current.cancel()

    async def run(self) -> None:
        """Keep the stream open, and the conversation true to the server beside it, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.reconciler.run())
            while True:
                await self._follow()
                self.reconciler.wake()
                # Ended or refused for good, as far as the server goes; a person may still want another attempt.
                self._skip_countdown.clear()
                await self._skip_countdown.wait()

    async def _follow(self) -> None:
        failures = not_found = 0
        self.reconciler.wake()
        while True:
            self._skip_countdown.clear()
            self._dispatch(client_event.StreamConnecting(session_id=self._session_id, attempt=failures, at=self._now()))
            began = self._clock.monotonic()
            try:
                if await self._one_connection():
                    self._dispatch(client_event.StreamEnded(session_id=self._session_id, at=self._now()))
                    return
                reason = self._recycled
            except StreamRefused as refused:
                not_found = not_found + 1 if refused.status == 404 else 0
                if refused.status in (401, 403) or not_found >= PATIENCE_WITH_404:
                    self._dispatch(
                        client_event.StreamDenied(session_id=self._session_id, reason=_said(refused), at=self._now())
                    )
                    return
                reason = _said(refused)
            except WireError as error:
                not_found = 0
                reason = _said(error)
                if isinstance(error, StreamDropped) and self._clock.monotonic() - began > HEALTHY_SECONDS:
                    failures = 0
            failures += 1
            await self._wait(failures, reason)

    async def _one_connection(self) -> bool:
        """Follow one connection; True when the server ended it on purpose, False when it was recycled."""
        self._recycled = ""
        self._current = asyncio.ensure_future(self._consume())
        try:
            await self._current
        except asyncio.CancelledError:
            if not self._recycled or (task := asyncio.current_task()) is None or task.cancelling():
                self._current.cancel()
                raise
            return False
        finally:
            self._current = None
        return True

    async def _consume(self) -> None:
        opening = open_event_stream(self._client, self._session_id, silence_deadline=self._silence_seconds)
        async with opening as stream:
            self._dispatch(client_event.StreamOpened(session_id=self._session_id, epoch=stream.epoch, at=self._now()))
            asked = asyncio.get_running_loop().call_later(FIRST_BATCH_SECONDS, self._ask_if_silent)
            try:
                await self._batches(stream)
            finally:
                asked.cancel()

    def _ask_if_silent(self) -> None:
        conversation = self._store.state.conversations.get(self._session_id)
        if conversation is not None and not conversation.stream.is_acknowledged:
            self.reconciler.wake()

    async def _batches(self, stream: EventStream) -> None:
        async for events in stream:
            self._dispatch(client_event.StreamEvents(session_id=self._session_id, events=events, at=self._now()))
            self.reconciler.wake_if_needed()

    async def _wait(self, failures: int, reason: str) -> None:
        delay = 0.0 if self._recycled else STREAM.delay(failures, self._clock.jitter())
        self._dispatch(
            client_event.StreamLost(
                session_id=self._session_id,
                reason=reason,
                retry_at=self._now() + delay,
                attempt=failures,
                at=self._now(),
            )
        )
        await self._skip_countdown.wait(delay)

    def _now(self) -> float:
        return self._clock.now()

    def _dispatch(self, event: client_event.ClientEvent) -> None:
        self._store.dispatch(event)


def _said(error: WireError) -> str:
    return error.message
