"""The messages that wait for the end of the turn, in sending order, with what can be done to each."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from omnigent_tui.commands.bindings import bindings_for
from omnigent_tui.commands.catalog import Scope
from omnigent_tui.rendering.wrapping import wrap_offsets
from omnigent_tui.state.outbox import OutgoingMessage
from omnigent_tui.widgets.few_lines import few_lines

SHOWN_ROWS = 5
SHORT_SHOWN_ROWS = 2
_HEAD_ROWS = 2


class QueueWish(StrEnum):
    """What a person wants of the message under the cursor, or of the whole queue."""

    EDIT = "edit"
    SEND = "send"
    DELETE = "delete"
    RESTORE = "restore"
    EARLIER = "earlier"
    LATER = "later"
    PAUSE = "pause"
    LEAVE = "leave"


class MessageQueue(Widget, can_focus=True):
    """Up and down move the cursor, which stays on its message; without the focus it is a list to read."""

    DEFAULT_CSS = """
    MessageQueue { height: auto; padding: 0 1; background: $panel; }
    MessageQueue:focus { background: $boost; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for(Scope.QUEUE),
        Binding("escape", "leave", "Back", show=False),
    ]

    @dataclass
    class Wanted(Message):
        """`wish` is about the message `stable_id`, None where there is none."""

        wish: QueueWish
        stable_id: str | None

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self._messages: tuple[OutgoingMessage, ...] = ()
        self._heads: tuple[str, ...] = ()
        self._keys: tuple[str, ...] = ()
        self._is_short = False
        self._cursor = 0
        self._expected: str | None = None
        self._lines: tuple[Content, ...] = ()
        self._drawn_heads: tuple[str, ...] = ()

    @property
    def plain_text(self) -> str:
        """What is shown where there is room."""
        return "\n".join([*self._drawn_heads[:1], *(line.plain for line in self._lines)])

    @property
    def current(self) -> OutgoingMessage | None:
        """The message under the cursor."""
        return self._messages[self._cursor] if self._messages else None

    def expect(self, stable_id: str) -> None:
        """Put the cursor on this message as soon as it is shown."""
        self._expected = stable_id

    def set_short(self, *, is_short: bool) -> None:
        """Take few rows: the screen has none to spare."""
        if is_short != self._is_short:
            self._is_short = is_short
            self._draw()
            self.refresh(layout=True)

    def show(self, messages: Sequence[OutgoingMessage], heads: tuple[str, ...], keys: tuple[str, ...]) -> None:
        """Show the messages under one of `heads`, or of `keys` (what the keys do) while this has the focus.

        Of each the first that fits is shown.
        """
        current = self.current
        self._messages, self._heads, self._keys = tuple(messages), heads, keys
        places = [message.stable_id for message in messages]
        if self._expected in places:
            self._cursor, self._expected = places.index(self._expected), None
        elif current is not None and current.stable_id in places:
            self._cursor = places.index(current.stable_id)
        self._cursor = max(0, min(self._cursor, len(places) - 1))
        self._draw()

    @property
    def _most_rows(self) -> int:
        return SHORT_SHOWN_ROWS if self._is_short else SHOWN_ROWS

    @property
    def _first(self) -> int:
        rows = self._most_rows
        return max(0, min(self._cursor - rows // 2, len(self._messages) - rows))

    def _head_lines(self, width: int, rows: int) -> list[str]:
        fitting = (head for head in self._drawn_heads if len(wrap_offsets(head, max(1, width))) < rows)
        return few_lines(next(fitting, "".join(self._drawn_heads[-1:])), width, rows)

    def _draw(self) -> None:
        first = self._first
        shown = self._messages[first : first + self._most_rows]
        lines = [self._line(place, message) for place, message in enumerate(shown, first)]
        heads = self._keys if self.has_focus and self._keys else self._heads
        hidden = len(self._messages) - self._most_rows
        if hidden > 0 and not self._is_short:
            lines.append(Content.styled(f"    … {hidden} more", "dim"))
        before, self._lines = self._lines, tuple(lines)
        before_heads, self._drawn_heads = self._drawn_heads, heads
        if len(before) != len(lines) or before_heads != heads:
            self.refresh(layout=True)
        elif any(not new.is_same(old) for new, old in zip(lines, before, strict=True)):
            self.refresh()

    def _line(self, place: int, message: OutgoingMessage) -> Content:
        is_current = self.has_focus and place == self._cursor
        words = " ".join(message.text.split())
        count = len(message.attachments)
        files = f" [{count} {'file' if count == 1 else 'files'}]" if count else ""
        model = f" (answered by {message.model})" if message.model else ""
        return Content.assemble(
            ("❯ " if is_current else "  ", "bold"),
            (f"{place + 1:>2} ", "dim"),
            (words, "bold" if is_current else ""),
            (files + model, "dim"),
        )

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many rows as there are messages shown, below a head of one or two."""
        return len(self._head_lines(width, 1 if self._is_short else _HEAD_ROWS)) + len(self._lines)

    def render(self) -> Content:
        """Return the head, and the messages, each cut at the right edge."""
        width = max(1, self.content_size.width)
        style = "bold" if self.has_focus else ""
        shown = [Content.styled(line, style) for line in self._head_lines(width, max(1, self._head_rows()))]
        return Content("\n").join([*shown, *(line.truncate(width, ellipsis=True) for line in self._lines)])

    def _head_rows(self) -> int:
        return self.content_size.height - len(self._lines)

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Say what the keys do, or be a list to read again."""
        super().watch_has_focus(_has_focus)
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """Move the cursor."""
        steps = {"up": -1, "down": 1, "pageup": -SHOWN_ROWS, "pagedown": SHOWN_ROWS, "home": -1_000, "end": 1_000}
        if event.key in steps:
            event.stop()
            event.prevent_default()
            self._cursor = max(0, min(self._cursor + steps[event.key], len(self._messages) - 1))
            self._draw()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor under the mouse."""
        place = self._first + event.y - self._head_rows()
        if self._first <= place < len(self._messages):
            self._cursor = place
            self._draw()

    # -- actions ------------------------------------------------------------------------------------------------

    def _want(self, wish: QueueWish) -> None:
        current = self.current
        self.post_message(self.Wanted(wish, None if current is None else current.stable_id))

    def action_queue_edit(self) -> None:
        """Write the message anew."""
        self._want(QueueWish.EDIT)

    def action_queue_send(self) -> None:
        """Send the message now."""
        self._want(QueueWish.SEND)

    def action_queue_delete(self) -> None:
        """Delete the message."""
        self._want(QueueWish.DELETE)

    def action_queue_restore(self) -> None:
        """Bring back the message deleted last."""
        self._want(QueueWish.RESTORE)

    def action_queue_earlier(self) -> None:
        """Send the message before the one above it."""
        self._want(QueueWish.EARLIER)

    def action_queue_later(self) -> None:
        """Send the message after the one below it."""
        self._want(QueueWish.LATER)

    def action_queue_pause(self) -> None:
        """Stop sending by itself, or go on with it."""
        self._want(QueueWish.PAUSE)

    def action_leave(self) -> None:
        """Go back to writing."""
        self._want(QueueWish.LEAVE)
