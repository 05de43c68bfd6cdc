"""Everything that leads to a session with a runner: which work each intent is, and what replaces what."""

from collections.abc import Callable

from omnigent_tui.live.clock import Clock
from omnigent_tui.live.directories import Directories
from omnigent_tui.live.new_session import NewSession
from omnigent_tui.live.runners import Runners
from omnigent_tui.live.supervisor import Supervisor, Work
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state import intents
from omnigent_tui.state.new_session import CreationPhase
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient

_CREATION = "create session"


class Starting:
    """One per connected server. `created` is called with the id of a session that was made, and what was wished for."""

    def __init__(
        self,
        client: OmnigentClient,
        store: Store,
        clock: Clock,
        tasks: Supervisor,
        created: Callable[[str, intents.CreateSession], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._tasks = tasks
        self._created = created
        self._new_session = NewSession(client, store, clock)
        self._runners = Runners(client, store, clock)
        self._directories = Directories(client, store, clock)

    def perform(self, intent: intents.StartingIntent) -> None:
        """Begin what the intent asks for; returns at once."""
        match intent:
            case intents.LoadNewSessionChoices():
                self._once("new session choices", self._new_session.load_choices)
            case intents.LoadHarnessModels(host_id=host_id, harness=harness):
                self._once(f"models:{host_id}/{harness}", lambda: self._new_session.load_models(host_id, harness))
            case intents.CreateSession():
                self._once(_CREATION, lambda: self._create(intent))
            case intents.CancelCreation():
                self._cancel()
            case intents.LaunchRunner(session_id=session_id):
                self._once(f"runner:{session_id}", lambda: self._runners.launch(intent))
            case intents.WakeRunner(session_id=session_id):
                self._once(f"runner:{session_id}", lambda: self._runners.wake(intent))
            case intents.FindHome(host_id=host_id):
                self._once(f"home:{host_id}", lambda: self._directories.find_home(host_id))
            case _:
                # Going elsewhere on a host cancels what is still being read there.
                name = self._directories.begin(intent)
                self._tasks.replace(name, lambda: self._directories.perform(intent))

    def follow_runner(self, session_id: str) -> None:
        """Show how the runner comes online that the server starts by itself."""
        self._once(f"runner:{session_id}", lambda: self._runners.follow(session_id))

    def _once(self, name: str, work: Work) -> None:
        self._tasks.start(name, work, restart=False)

    def _cancel(self) -> None:
        new = self._store.state.new_session
        is_under_way = new.phase is not CreationPhase.CANCELLING and self._tasks.is_running(_CREATION)
        if new.request is None or not is_under_way:
            return
        cancelling = client_event.SessionCreating(
            request=new.request, phase=CreationPhase.CANCELLING, at=self._clock.now()
        )
        self._store.dispatch(cancelling)
        self._tasks.replace(_CREATION, self._new_session.undo)

    async def _create(self, intent: intents.CreateSession) -> None:
        session_id = await self._new_session.create(intent)
        if session_id is None:
            return
        if intent.host_id is not None and intent.workspace is not None and intent.bundle and intent.worktree:
            self.perform(intents.LaunchRunner(session_id, intent.host_id, intent.workspace, intent.worktree))
        elif intent.host_id is not None:
            self.follow_runner(session_id)
        self._created(session_id, intent)
