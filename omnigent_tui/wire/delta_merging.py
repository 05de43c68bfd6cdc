"""Joins neighbouring deltas of the same text, so that a burst costs one event instead of hundreds."""

from collections.abc import Iterable

from omnigent_tui.protocol.event_base import ServerEvent
from omnigent_tui.protocol.response_events import (
    OutputTextDelta,
    ReasoningSummaryTextDelta,
    ReasoningTextDelta,
    ToolOutputDelta,
)

Delta = OutputTextDelta | ReasoningTextDelta | ReasoningSummaryTextDelta | ToolOutputDelta


def merge_deltas(events: Iterable[ServerEvent]) -> tuple[ServerEvent, ...]:
    """Return `events` with every run of deltas of one text joined; a gap in the index ends a run."""
    merged: list[ServerEvent] = []
    run: list[Delta] = []
    for event in events:
        if isinstance(event, Delta):
            if run and not _continues(run[-1], event):
                merged.append(_join(run))
                run = []
            run.append(event)
            continue
        if run:
            merged.append(_join(run))
            run = []
        merged.append(event)
    if run:
        merged.append(_join(run))
    return tuple(merged)


def _continues(last: Delta, following: Delta) -> bool:
    match last, following:
        case OutputTextDelta(), OutputTextDelta():
            if last.message_id != following.message_id or last.final:
                return False
            if last.index is None or following.index is None:
                return last.index is following.index
            return following.index == last.index + 1
        case ToolOutputDelta(), ToolOutputDelta():
            return last.call_id == following.call_id
        case _:
            return type(last) is type(following)


def _join(run: list[Delta]) -> ServerEvent:
    first, last = run[0], run[-1]
    if first is last:
        return first
    changes: dict[str, object] = {"delta": "".join(event.delta for event in run)}
    if isinstance(first, OutputTextDelta):
        changes["first_index"] = first.index
    return last.model_copy(update=changes)
