"""Reading directories and worktrees on hosts, and making directories there."""

from omnigent_tui.live.clock import Clock
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state import intents
from omnigent_tui.state.directories import DirectoryProblem, Failure
from omnigent_tui.state.host_paths import parent
from omnigent_tui.state.store import Store
from omnigent_tui.wire import errors
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints import hosts

PAGE_ENTRIES = 500


class Directories:
    """Each method makes one request and dispatches what came of it; none raises a WireError."""

    def __init__(self, client: OmnigentClient, store: Store, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._clock = clock

    def begin(self, intent: intents.DirectoryIntent) -> str:
        """Note that the work begins and return the name of its task: a new one of that name replaces the one before."""
        now = self._clock.now()
        match intent:
            case intents.ListDirectory(host_id=host_id, raw_path=path, after=after):
                self._dispatch(client_event.DirectoryRequested(host_id=host_id, raw_path=path, after=after, at=now))
            case intents.CreateDirectory(host_id=host_id, raw_path=path):
                self._dispatch(client_event.DirectoryCreating(host_id=host_id, raw_path=path, at=now))
                return "new directory"
            case intents.LoadWorktrees(host_id=host_id, raw_path=path):
                self._dispatch(client_event.WorktreesRequested(host_id=host_id, raw_path=path, at=now))
                return "worktrees"
            case intents.LeaveDirectories():
                self._dispatch(client_event.DirectoriesLeft(at=now))
        return "directory"

    async def perform(self, intent: intents.DirectoryIntent) -> None:
        """Do the work of an intent that was begun."""
        match intent:
            case intents.ListDirectory():
                await self._list(intent)
            case intents.CreateDirectory():
                await self._create(intent)
            case intents.LoadWorktrees():
                await self._load_worktrees(intent)
            case intents.LeaveDirectories():
                pass

    async def find_home(self, host_id: str) -> None:
        """Ask where the home directory is; it goes on whatever else is looked at."""
        self._dispatch(client_event.HomeAsked(host_id=host_id, at=self._clock.now()))
        event: client_event.ClientEvent
        try:
            page = await hosts.list_directory(self._client, host_id, None, limit=1)
        except errors.WireError as error:
            event = client_event.HomeNotFound(host_id=host_id, reason=error.message, at=self._clock.now())
        else:
            # The server does not name it: it is what the first entry lies in.
            home = parent(page.rows[0].raw_path) if page.rows else None
            if home is None:
                reason = "The home directory is empty, so that nothing tells its path."
                event = client_event.HomeNotFound(host_id=host_id, reason=reason, at=self._clock.now())
            else:
                event = client_event.HomeFound(host_id=host_id, raw_path=home, at=self._clock.now())
        self._dispatch(event)

    async def _list(self, intent: intents.ListDirectory) -> None:
        host_id, path, after = intent.host_id, intent.raw_path, intent.after
        try:
            page = await hosts.list_directory(self._client, host_id, path, limit=PAGE_ENTRIES, after=after)
        except errors.WireError as error:
            failure = failure_of(error)
            self._dispatch(
                client_event.DirectoryFailed(
                    host_id=host_id, raw_path=path, after=after, failure=failure, at=self._clock.now()
                )
            )
            return
        self._dispatch(
            client_event.DirectoryPageArrived(
                host_id=host_id,
                raw_path=path,
                after=after,
                entries=page.rows,
                has_more=page.has_more,
                at=self._clock.now(),
            )
        )

    async def _create(self, intent: intents.CreateDirectory) -> None:
        host_id, path = intent.host_id, intent.raw_path
        try:
            made = await hosts.create_directory(self._client, host_id, path)
        except errors.WireError as error:
            failure = failure_of(error)
            self._dispatch(
                client_event.DirectoryNotCreated(host_id=host_id, raw_path=path, failure=failure, at=self._clock.now())
            )
            return
        self._dispatch(
            client_event.DirectoryCreated(host_id=host_id, raw_path=path, created=made, at=self._clock.now())
        )

    async def _load_worktrees(self, intent: intents.LoadWorktrees) -> None:
        host_id, path = intent.host_id, intent.raw_path
        event: client_event.ClientEvent
        try:
            page = await hosts.list_worktrees(self._client, host_id, path)
        except errors.WireError as error:
            failure, now = failure_of(error), self._clock.now()
            event = client_event.WorktreesFailed(host_id=host_id, raw_path=path, failure=failure, at=now)
            if isinstance(error, errors.Invalid) and "repository" in error.message.lower():
                event = await self._without_repository(host_id, path)
        else:
            event = client_event.WorktreesArrived(host_id=host_id, raw_path=path, rows=page.rows, at=self._clock.now())
        self._dispatch(event)

    async def _without_repository(self, host_id: str, path: str) -> client_event.ClientEvent:
        """Tell a directory without a repository from none at all: to git they are the same."""
        try:
            await hosts.list_directory(self._client, host_id, path, limit=1)
        except errors.WireError as error:
            failure = failure_of(error)
            if failure.problem in (DirectoryProblem.MISSING, DirectoryProblem.NOT_A_DIRECTORY):
                now = self._clock.now()
                return client_event.WorktreesFailed(host_id=host_id, raw_path=path, failure=failure, at=now)
        return client_event.WorktreesArrived(host_id=host_id, raw_path=path, is_repository=False, at=self._clock.now())

    def _dispatch(self, event: client_event.ClientEvent) -> None:
        self._store.dispatch(event)


def failure_of(error: errors.WireError) -> Failure:
    """Return what a failed call about a directory means for a person who looks for one."""
    return Failure(_problem(error), error.message)


def _problem(error: errors.WireError) -> DirectoryProblem:
    said = error.message.lower()
    match error:
        case errors.Invalid():
            return DirectoryProblem.INVALID
        case errors.Forbidden() | errors.Unauthorized():
            return DirectoryProblem.DENIED
        case errors.NotFound():
            if "permission" in said:
                return DirectoryProblem.DENIED
            return DirectoryProblem.NOT_A_DIRECTORY if "not a directory" in said else DirectoryProblem.MISSING
        case errors.Conflict():
            return DirectoryProblem.HOST_OFFLINE if "offline" in said else DirectoryProblem.EXISTS
        case errors.HostTimeout():
            return DirectoryProblem.TIMED_OUT
        case errors.Unreachable(kind="timeout"):
            return DirectoryProblem.TIMED_OUT
        case errors.RunnerUnavailable(code="host_offline"):
            return DirectoryProblem.HOST_OFFLINE
        case errors.Unreachable():
            return DirectoryProblem.UNREACHABLE
        case _:
            return DirectoryProblem.HOST_FAILED
