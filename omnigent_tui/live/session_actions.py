"""Renames, archives, deletes, forks and stops sessions; what came of it is told, by the session's name."""

from collections.abc import Callable

from omnigent_tui.live.clock import Clock
from omnigent_tui.live.following import FollowedSessions
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state import intents
from omnigent_tui.state.selectors import session_title
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.events import stop_session
from omnigent_tui.wire.endpoints.sessions import delete_session, fork_session, get_session, update_session
from omnigent_tui.wire.errors import NotFound, WireError

SessionAction = (
    intents.RenameSession | intents.ArchiveSession | intents.DeleteSession | intents.ForkSession | intents.StopSession
)


class SessionActions:
    """`perform` makes the requests of one action and dispatches what came of it; it never raises a WireError.

    `launch` begins to start the runner of a fork and returns at once.
    """

    def __init__(
        self,
        client: OmnigentClient,
        store: Store,
        clock: Clock,
        followed: FollowedSessions,
        launch: Callable[[intents.LaunchRunner], None],
    ) -> None:
        self._client = client
        self._store = store
        self._clock = clock
        self._followed = followed
        self._launch = launch

    async def perform(self, intent: SessionAction) -> None:
        """Do it, and say what came of it."""
        title = session_title(self._store.state, intent.session_id)
        try:
            match intent:
                case intents.RenameSession():
                    await self._rename(intent)
                case intents.ArchiveSession():
                    await self._archive(intent, title)
                case intents.DeleteSession(session_id=session_id):
                    await self._delete(session_id, title)
                case intents.ForkSession():
                    await self._fork(intent, title)
                case intents.StopSession(session_id=session_id):
                    await stop_session(self._client, session_id)
                    self._say(f"“{title}” is stopped; the next message starts it again.")
        except WireError as error:
            self._say(f"“{title}” was not {_DONE[type(intent)]}: {error.message}", "warning")

    async def _rename(self, intent: intents.RenameSession) -> None:
        snapshot = await update_session(self._client, intent.session_id, title=intent.title)
        title = snapshot.title or ""
        self._store.dispatch(
            client_event.SessionRenamed(session_id=intent.session_id, title=title, at=self._clock.now())
        )

    async def _archive(self, intent: intents.ArchiveSession, title: str) -> None:
        where, archived = intent.session_id, intent.archived
        await update_session(self._client, where, archived=archived)
        self._store.dispatch(client_event.SessionArchived(session_id=where, archived=archived, at=self._clock.now()))
        self._followed.reconcile(where)
        what = "is archived; its runner stops in a few seconds" if archived else "is back in the list"
        self._say(f"“{title}” {what}.")

    async def _delete(self, session_id: str, title: str) -> None:
        try:
            await stop_session(self._client, session_id)  # deleting alone leaves the runner running
        except WireError:
            pass  # no runner, or none that can be reached: that is no reason to keep the session
        try:
            await delete_session(self._client, session_id)
        except NotFound:
            pass  # somebody else was faster
        self._store.dispatch(client_event.SessionDeleted(session_id=session_id, at=self._clock.now()))
        self._say(f"“{title}” is deleted.")
        await self._followed.forget(session_id)

    async def _fork(self, intent: intents.ForkSession, title: str) -> None:
        fork = await fork_session(self._client, intent.session_id, up_to_response_id=intent.up_to_response_id)
        source = await get_session(self._client, intent.session_id, include_liveness=False)
        self._store.dispatch(client_event.SessionOpened(session_id=fork.id, at=self._clock.now()))
        self._followed.open(fork.id)
        if source.host_id is not None and source.workspace is not None and fork.host_id is None:
            self._launch(intents.LaunchRunner(fork.id, source.host_id, source.workspace))
        self._say(f"This is the fork of “{title}”; the session itself stays as it is.")

    def _say(self, text: str, severity: str = "information") -> None:
        self._store.dispatch(client_event.Announced(text=text, severity=severity, at=self._clock.now()))


_DONE: dict[type[SessionAction], str] = {
    intents.RenameSession: "renamed",
    intents.ArchiveSession: "archived or taken out of the archive",
    intents.DeleteSession: "deleted",
    intents.ForkSession: "forked",
    intents.StopSession: "stopped",
}
