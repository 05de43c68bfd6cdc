"""Finding the server: probe it, say what came of it, try again while that can help."""

from omnigent_tui.live.backoff import CONNECTING
from omnigent_tui.live.clock import Clock
from omnigent_tui.live.wakeup import Wakeup
from omnigent_tui.state.client_events import ServerConnecting, ServerProbed
from omnigent_tui.state.store import Store
from omnigent_tui.wire.probe import ProbeOutcome, probe_server
from omnigent_tui.wire.token import Token

DEADLINE_SECONDS = 1.8
"""A person knows within two seconds what happened."""
TEMPORARY = frozenset({ProbeOutcome.REFUSED, ProbeOutcome.TIMEOUT, ProbeOutcome.DNS, ProbeOutcome.NETWORK})


class Connecting:
    """`run` returns once the server answered as an Omnigent server does; until then it tells what is wrong."""

    def __init__(self, store: Store, clock: Clock, url: str, source: str, token: Token | None) -> None:
        self._store = store
        self._clock = clock
        self._url = url
        self._source = source
        self._token = token
        self._skip_countdown = Wakeup()

    def retry_now(self) -> None:
        """Try again at once."""
        self._skip_countdown.wake()

    async def run(self) -> None:
        """Probe until it works; after a failure that time does not mend, only when asked."""
        failures = 0
        while True:
            if not failures:
                self._store.dispatch(ServerConnecting(url=self._url, source=self._source, at=self._clock.now()))
            probe = await probe_server(self._url, self._token, deadline=DEADLINE_SECONDS)
            self._store.dispatch(
                ServerProbed(
                    url=self._url,
                    outcome=probe.outcome.value,
                    version=probe.version,
                    user_id=probe.user_id,
                    auth_mode=probe.auth_mode,
                    summary=probe.summary,
                    advice=probe.advice or "",
                    at=self._clock.now(),
                )
            )
            if probe.is_ok:
                return
            failures += 1
            is_temporary = probe.outcome in TEMPORARY
            await self._skip_countdown.wait(CONNECTING.delay(failures, self._clock.jitter()) if is_temporary else None)
