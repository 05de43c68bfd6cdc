"""Starting runners: for a session that has none, for one whose runner is gone, and waiting until it is online."""

from omnigent_tui.live.clock import Clock
from omnigent_tui.live.worktree_wish import git_options
from omnigent_tui.protocol.sessions import SessionRow, SessionSnapshot
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state import intents
from omnigent_tui.state.store import Store
from omnigent_tui.wire import errors
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.events import retry_session
from omnigent_tui.wire.endpoints.hosts import launch_runner
from omnigent_tui.wire.endpoints.runners import runner_status
from omnigent_tui.wire.endpoints.sessions import get_session
from omnigent_tui.wire.errors import WireError

LAUNCH_SECONDS = 60.0
"""A runner is online a second after it was asked for; a busy machine may take many."""
_PAUSES = (0.2, 0.3, 0.5, 0.5, 1.0, 1.0, 2.0)


class Runners:
    """Each method does its work and dispatches what came of it; none raises a WireError."""

    def __init__(self, client: OmnigentClient, store: Store, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._clock = clock

    async def launch(self, intent: intents.LaunchRunner) -> None:
        """Bind the session and start its runner; asked once only: when the answer is lost, the session tells."""
        session_id = intent.session_id
        self._dispatch(client_event.RunnerAsked(session_id=session_id, at=self._clock.now()))
        git = git_options(intent.worktree)
        try:
            await launch_runner(self._client, intent.host_id, session_id, intent.workspace, git=git)
        except WireError as error:
            if not (_may_have_begun(error) and await self._is_bound(session_id)):
                self._failed(session_id, error)
                return
        await self._until_online(session_id, "")

    async def wake(self, intent: intents.WakeRunner) -> None:
        """Start the runner again; a message that it left unanswered is answered then."""
        session_id = intent.session_id
        self._dispatch(client_event.RunnerAsked(session_id=session_id, at=self._clock.now()))
        try:
            before = await get_session(self._client, session_id)
            ended = await self._how_it_ended(before.runner_id)
            await retry_session(self._client, session_id)
        except WireError as error:
            self._failed(session_id, error)
            return
        await self._until_online(session_id, ended)

    async def follow(self, session_id: str) -> None:
        """Wait for a runner that the server starts by itself, as it does for a session that is made on a host."""
        await self._until_online(session_id, "")

    async def _is_bound(self, session_id: str) -> bool:
        try:
            return (await get_session(self._client, session_id)).runner_id is not None
        except WireError:
            return False

    async def _until_online(self, session_id: str, ended: str) -> None:
        """Show the runner as launching until it is online; `ended` is how the one before ended, which is no news."""
        self._dispatch(client_event.RunnerLaunching(session_id=session_id, at=self._clock.now()))
        waited, attempt = 0.0, 0
        reason = f"it did not come online within {LAUNCH_SECONDS:.0f} s"
        while waited < LAUNCH_SECONDS:
            try:
                snapshot = await get_session(self._client, session_id)
                self._show(snapshot)
                if snapshot.runner_online and snapshot.runner_id is not None:
                    self._dispatch(client_event.RunnerLaunched(session_id=session_id, at=self._clock.now()))
                    return
                how = await self._how_it_ended(snapshot.runner_id)
                if how not in ("", ended):
                    reason = how
                    break
            except errors.NotFound:
                self._dispatch(client_event.RunnerLaunched(session_id=session_id, at=self._clock.now()))
                return
            except WireError as error:
                reason = error.message
            pause = _PAUSES[min(attempt, len(_PAUSES) - 1)]
            attempt, waited = attempt + 1, waited + pause
            await self._clock.sleep(pause)
        self._dispatch(client_event.RunnerLaunchFailed(session_id=session_id, reason=reason, at=self._clock.now()))

    async def _how_it_ended(self, runner_id: str | None) -> str:
        if runner_id is None:
            return ""
        status = await runner_status(self._client, runner_id)
        return "" if status.online else (status.error or "").strip()

    def _show(self, snapshot: SessionSnapshot) -> None:
        row = SessionRow.model_validate(snapshot.model_dump(include=set(SessionRow.model_fields)))
        self._dispatch(client_event.SessionRowsChanged(rows=(row,), at=self._clock.now()))

    def _failed(self, session_id: str, error: WireError) -> None:
        self._dispatch(
            client_event.RunnerLaunchFailed(
                session_id=session_id, reason=error.message, advice=error.advice or "", at=self._clock.now()
            )
        )

    def _dispatch(self, event: client_event.ClientEvent) -> None:
        self._store.dispatch(event)


def _may_have_begun(error: WireError) -> bool:
    match error:
        case errors.Unreachable():
            return error.maybe_delivered
        case errors.HostTimeout() | errors.ServerFault() | errors.RunnerUnavailable():
            return True
        case _:
            return False
