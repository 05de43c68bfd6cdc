"""The recordings of the real server as values: a stream's events, and the items stored after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from omnigent_tui.protocol.decoding import decode_json
from omnigent_tui.protocol.event_base import ServerEvent
from omnigent_tui.protocol.events import parse_event
from omnigent_tui.protocol.items import FunctionCallItem, FunctionCallOutputItem, Item, parse_item
from omnigent_tui.protocol.response_events import (
    OutputItemDone,
    OutputTextDelta,
    ResponseCancelled,
    ResponseCompleted,
    ResponseCreated,
    ResponseFailed,
    ResponseIncomplete,
    ResponseInProgress,
)
from omnigent_tui.protocol.session_events import SessionInputConsumed, SessionStatus
from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.wire.sse_framing import FrameDecoder

RECORDINGS = Path(__file__).parents[1] / "recordings"
SHARED_WIRE = Path(__file__).parents[3] / "shared" / "protocol" / "wire"


@dataclass(frozen=True)
class Recording:
    """One session stream, every item of the session after it, and the snapshot taken then."""

    name: str
    events: tuple[ServerEvent, ...]
    items: tuple[Item, ...]
    snapshot: SessionSnapshot

    @cached_property
    def stored_by(self) -> tuple[int, ...]:
        """For every number of events sent: how many items, in stored order, the server has stored for certain.

        Items are stored before they are announced, tool calls together with their outputs; an item the stream never
        announces is stored before the next one that it does.
        """
        announced: set[str] = set()
        counts = [0]
        for event in self.events:
            announced.update(_announced(event))
            places = (place for place, item in enumerate(self.items, 1) if _name(item) in announced)
            counts.append(max(places, default=0))
        return tuple(counts)

    @staticmethod
    def stream(name: str) -> tuple[ServerEvent, ...]:
        """The events of another stream of the session."""
        return stream(name)

    def stored_again(self) -> tuple[ServerEvent, ...]:
        """Those events that tell of items under their stored ids, as a server that repeats itself would send them."""
        ids = {item.id for item in self.items}
        return tuple(event for event in self.events if ids.intersection(_announced(event)))


def _announced(event: ServerEvent) -> tuple[str, ...]:
    if isinstance(event, SessionInputConsumed):
        return (event.data.item_id,)
    if isinstance(event, OutputItemDone):
        item = parse_item(event.item)
        return (_name(item),) if not isinstance(item, FunctionCallItem) else ()
    return ()


def _name(item: Item) -> str:
    """What the stream and the store both know an item by."""
    if isinstance(item, FunctionCallItem | FunctionCallOutputItem):
        return f"call {item.response_id} {item.call_id}"
    return item.id


def in_flight(events: Iterable[ServerEvent]) -> tuple[ServerEvent, ...]:
    """Return what the server sends first to a subscriber that comes after these events (wire-format §4.2)."""
    text, response, messages = "", None, dict[str, OutputTextDelta]()
    for event in events:
        match event:
            case ResponseInProgress() | ResponseCreated():
                response = event.response
            case OutputTextDelta(message_id=None):
                text += event.delta
            case OutputTextDelta():
                known = messages.get(event.message_id or "")
                joined = (known.delta if known else "") + event.delta
                messages[event.message_id or ""] = event.model_copy(update={"delta": joined})
            case OutputItemDone() if event.item.get("type") == "message":
                text = ""
                messages.pop(next(iter(messages), ""), None)
            case ResponseCompleted() | ResponseFailed() | ResponseCancelled() | ResponseIncomplete():
                text = ""
            case SessionStatus(status="idle" | "failed"):
                text = ""
    if text and response is not None:
        created = ResponseCreated(type="response.created", response=response)
        return (created, OutputTextDelta(type="response.output_text.delta", delta=text))
    return tuple(messages.values())


def events_of(data: bytes) -> tuple[ServerEvent, ...]:
    """Return the events in the bytes of a stream."""
    return tuple(parse_event(frame.name, frame.data) for frame in FrameDecoder().feed(data) if frame.data != "[DONE]")


def stream(name: str) -> tuple[ServerEvent, ...]:
    """Return the events of the recorded stream of this name."""
    return events_of((RECORDINGS / f"{name}.sse").read_bytes())


def page(path: Path) -> Any:
    """Return the body of a recorded answer."""
    decoded = decode_json(path.read_bytes())
    return decoded.get("body", decoded)


@cache
def recording(name: str) -> Recording:
    """Return the recording of this name."""
    items = tuple(parse_item(row) for row in page(RECORDINGS / f"{name}.items.json")["data"])
    snapshot = SessionSnapshot.model_validate(page(RECORDINGS / f"{name}.session.json"))
    return Recording(name, events_of((RECORDINGS / f"{name}.sse").read_bytes()), items, snapshot)


def in_a_row(*recordings: Recording) -> Recording:
    """Return one session in which all these happened one after the other."""
    events = tuple(event for one in recordings for event in one.events)
    items = tuple(item for one in recordings for item in one.items)
    return Recording("+".join(one.name for one in recordings), events, items, recordings[-1].snapshot)


NAMES = tuple(sorted(path.name.removesuffix(".items.json") for path in RECORDINGS.glob("*.items.json")))
WHOLE = tuple(name for name in NAMES if not name.endswith("_after"))
"""The recordings whose stream was open from the session's beginning."""

STREAMS = tuple(sorted({path.stem for path in RECORDINGS.glob("*.sse")} - set(NAMES)))
"""The recorded streams of which neither items nor snapshot were recorded."""
