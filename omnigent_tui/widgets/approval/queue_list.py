"""The list of everything that waits for the person, one line each, with a cursor that stays on its question."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from omnigent_tui.state.asked import summary
from omnigent_tui.state.attention import Waiting
from omnigent_tui.widgets.approval.words import who_asks
from omnigent_tui.widgets.times import span


class QueueList(VerticalScroll, can_focus=True):
    """Up and down move the cursor; everything else is for the screen."""

    DEFAULT_CSS = """
    QueueList { height: 1fr; min-height: 3; }
    QueueList:focus { background: $boost; }
    QueueList Static { text-wrap: nowrap; text-overflow: ellipsis; }
    """

    @dataclass
    class Moved(Message):
        """The cursor is on another line."""

    def __init__(self) -> None:
        super().__init__(id="queue-list")
        self._static = Static(markup=False)
        self._queue: tuple[Waiting, ...] = ()
        self._cursor = 0
        self._now = 0.0

    def compose(self) -> ComposeResult:
        """Lay the lines out."""
        yield self._static

    @property
    def current(self) -> Waiting | None:
        """What the cursor is on."""
        return self._queue[self._cursor] if self._queue else None

    def show(self, queue: Sequence[Waiting], now: float) -> None:
        """Show these lines; the cursor stays on the same one, or at its place when that is gone."""
        current = self.current
        self._queue, self._now = tuple(queue), now
        keys = [waiting.key for waiting in queue]
        if current is not None and current.key in keys:
            self._cursor = keys.index(current.key)
        self._cursor = max(0, min(self._cursor, len(keys) - 1))
        self._draw()

    def move(self, step: int) -> None:
        """Move the cursor by so many lines."""
        place = max(0, min(self._cursor + step, len(self._queue) - 1))
        if place != self._cursor:
            self._cursor = place
            self._draw()
            self.post_message(self.Moved())

    def _draw(self) -> None:
        lines = [self._line(place, waiting) for place, waiting in enumerate(self._queue)]
        text = Content("\n").join(lines) if lines else Content("Nothing waits for you.")
        if not isinstance(self._static.content, Content) or not text.is_same(self._static.content):
            self._static.update(text)
        self.scroll_to(y=max(0, self._cursor - self.size.height // 2), animate=False)

    def _line(self, place: int, waiting: Waiting) -> Content:
        pending = waiting.pending
        pointer = "❯ " if place == self._cursor else "  "
        if pending is None:
            return Content.assemble(pointer, ("? ", "bold"), waiting.title, (f" · {waiting.problem}", "dim"))
        mark = "✓" if pending.answered else "…" if not pending.is_open else "z" if waiting.is_snoozed else "⚑"
        age = span(self._now - pending.first_seen)
        asker = f"{waiting.title} ▸ {waiting.child}" if waiting.child else waiting.title
        where = " · ".join(filter(None, (waiting.agent, waiting.host)))
        first = f"{mark} {age:>6}  "
        return Content.assemble(
            pointer,
            (first, "bold"),
            asker,
            f" · {who_asks(pending)}: {summary(pending.request)}",
            (f" · {where}", "dim"),
        )

    def on_key(self, event: events.Key) -> None:
        """Move the cursor."""
        steps = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, "home": -1_000_000, "end": 1_000_000}
        if event.key in steps:
            event.stop()
            event.prevent_default()
            self.move(steps[event.key])
