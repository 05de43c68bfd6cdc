"""Recorded streams as text pictures of the transcript; `python -m tests.replay.pictures` draws all of them anew."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from omnigent_tui.protocol.event_base import ServerEvent
from omnigent_tui.rendering.glyphs import UNICODE
from omnigent_tui.rendering.lines import Line
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.transcript import ToolCall, ToolState
from omnigent_tui.values import replace
from omnigent_tui.widgets.session_header import header_line
from omnigent_tui.widgets.transcript.canvas import MARGIN
from omnigent_tui.widgets.transcript.hints import Hints, speaker_hints
from omnigent_tui.widgets.transcript.rows import Row, RowList
from omnigent_tui.widgets.transcript.viewport import Viewport
from tests.replay.follower import Follower, is_streaming
from tests.replay.recordings import NAMES, STREAMS, Recording, recording, stream

PICTURES = Path(__file__).parent / "snapshots"
SIZES = {"80×24": (49, 20), "120×36": (81, 32)}
"""A terminal's size, and the columns and rows that the transcript has in it beside the list of sessions."""

_SECONDS_AN_EVENT = 0.25
_SCREEN = "┄ the screen begins here"


def picture(told: Recording | tuple[ServerEvent, ...]) -> str:
    """Return what a reader sees: while the turn is in flight, and at the end, folded and unfolded."""
    events = told.events if isinstance(told, Recording) else told
    follower = Follower()
    begin, step = follower.now, _SECONDS_AN_EVENT
    if isinstance(told, Recording):
        begin = told.snapshot.created_at or begin
        step = max(0.001, ((told.snapshot.updated_at or begin) - begin) / len(events))
    follower.now = begin
    if isinstance(told, Recording):
        nothing_yet: dict[str, Any] = {
            "status": "idle",
            "last_task_error": None,
            "active_response_id": None,
            "mcp_startup": {},
        }
        nothing_yet |= dict.fromkeys(("llm_model", "last_total_tokens", "total_cost_usd", "background_task_count"))
        follower.snapshot(told.snapshot.model_copy(update=nothing_yet))
    in_flight: Conversation | None = None
    for event in events:
        follower.now += step
        follower.feed_batch((event,))
        if _is_in_flight(follower.conversation):
            in_flight = follower.conversation
    if isinstance(told, Recording):
        follower.settle(told.items)
        follower.snapshot(told.snapshot)
    end = follower.conversation
    parts: list[str] = []
    if in_flight is not None:
        parts += ["== 80×24, in flight", *shown(in_flight, "80×24")]
    parts += ["== 80×24", *shown(end, "80×24"), "== 120×36, unfolded", *shown(end, "120×36", unfolded=True)]
    return "\n".join(parts) + "\n"


def _is_in_flight(conversation: Conversation) -> bool:
    running = any(isinstance(e, ToolCall) and e.state is ToolState.RUNNING for e in conversation.live)
    return running or bool(conversation.elicitations) or any(map(is_streaming, conversation.live))


def shown(conversation: Conversation, size: str, *, unfolded: bool = False) -> Iterator[str]:
    """Yield the header, the whole transcript, and the questions that wait; trailing blanks are left out."""
    width, height = SIZES[size]
    # Since when, in local time, would be another word on every machine and day.
    conversation = replace(conversation, turn=replace(conversation.turn, since=0.0))
    yield header_line(conversation, None, 0).plain[:width].rstrip()
    yield from transcript(conversation, width, height, unfolded=unfolded)
    for pending in conversation.elicitations.values():
        params = pending.request.params
        yield f"? {params.message} [{params.phase or 'form'}]".split("\n", 1)[0]


def transcript(conversation: Conversation, width: int, height: int, *, unfolded: bool = False) -> Iterator[str]:
    """Yield every row of the transcript, and a mark where the screen at its end begins."""
    rows = RowList()
    rows.set_width(width)
    rows.update(0, conversation.entries)
    hints = speaker_hints(conversation)
    lines: dict[int, list[Line]] = {}

    def measure(index: int) -> int:
        if index not in lines:
            row = rows.rows[index]
            lines[index] = _face_lines(row, width, hints, folded=row.folded and not unfolded)
            rows.set_lines(index, len(lines[index]))
        return len(lines[index])

    viewport = Viewport(rows, measure)
    viewport.height = height
    viewport.settle()
    first = viewport.visible[0] if viewport.visible else (0, 0)
    for index, row in enumerate(rows.rows):
        for number in range(-row.gap, measure(index)):
            if (index, number) == first and index + number > 0:
                yield _SCREEN
            yield _row_text(row, lines[index], number)


def _face_lines(row: Row, width: int, hints: Hints, *, folded: bool) -> list[Line]:
    if row.face is None:
        row.face = row.kind(row.entry, UNICODE)
        row.face.hints = hints
    return row.face.lines(width - MARGIN - 1, folded)


def _row_text(row: Row, lines: list[Line], number: int) -> str:
    if number < 0 or row.face is None:
        return ""
    sign = row.face.sign[0] if number == 0 else " "
    return f"{sign} {lines[number].display}".rstrip()


def all_pictures() -> dict[str, str]:
    """Return the picture of every recording, by its name."""
    drawn = {name: picture(recording(name)) for name in NAMES}
    return drawn | {name: picture(stream(name)) for name in STREAMS}


def main() -> None:
    """Draw all pictures anew, and take away those of recordings that are gone."""
    drawn = all_pictures()
    PICTURES.mkdir(exist_ok=True)
    for path in PICTURES.glob("*.txt"):
        if path.stem not in drawn:
            path.unlink()
    for name, text in drawn.items():
        (PICTURES / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
