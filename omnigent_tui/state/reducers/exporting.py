"""Writing a session to a file, as it goes on."""

from collections.abc import Callable
from typing import Any

from omnigent_tui.state.app_state import State
from omnigent_tui.state.client_events.exporting import ExportEnded, ExportProgressed, ExportStarted
from omnigent_tui.state.exporting import ExportState
from omnigent_tui.values import replace


def _started(state: State, event: ExportStarted) -> State:
    return replace(state, export=ExportState(event.session_id, event.path))


def _progressed(state: State, event: ExportProgressed) -> State:
    if state.export is None or state.export.path != event.path:
        return state
    return replace(state, export=replace(state.export, items=event.items))


def _ended(state: State, event: ExportEnded) -> State:
    if state.export is None or state.export.path != event.path:
        return state
    return replace(state, export=replace(state.export, is_done=not event.failure, failure=event.failure))


CASES: dict[type, Callable[[State, Any], State]] = {
    ExportStarted: _started,
    ExportProgressed: _progressed,
    ExportEnded: _ended,
}
