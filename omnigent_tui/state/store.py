"""The store: holds the state, feeds events through `reduce`, tells its one listener that something changed."""

from collections.abc import Callable, Iterable

from omnigent_tui.state.app_state import State
from omnigent_tui.state.client_events import ClientEvent
from omnigent_tui.state.reducers import reduce

Listener = Callable[[], None]


class Store:
    """`dispatch` is the only way to change `state`; the listener is called after each change, synchronously."""

    def __init__(self, state: State | None = None) -> None:
        self._state = state or State()
        self._listeners: list[Listener] = []

    @property
    def state(self) -> State:
        """The state as it is now."""
        return self._state

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after each change; the returned function ends that."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def dispatch(self, *events: ClientEvent) -> State:
        """Reduce the events in order and tell the listeners once if the state is another one now."""
        return self.dispatch_all(events)

    def dispatch_all(self, events: Iterable[ClientEvent]) -> State:
        """As `dispatch`, for any iterable."""
        before = self._state
        for event in events:
            self._state = reduce(self._state, event)
        if self._state is not before:
            for listener in tuple(self._listeners):
                listener()
        return self._state
