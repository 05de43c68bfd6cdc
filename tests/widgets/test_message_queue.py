"""The queue where there is little room: few rows around the cursor, and words that fit."""

from omnigent_tui.state.outbox import OutgoingMessage
from omnigent_tui.widgets.message_queue import SHORT_SHOWN_ROWS, SHOWN_ROWS, MessageQueue
from tests.widgets.stage import screen_text, staged, until

HEADS = ("6 messages wait, not sent by themselves: the turn was stopped · Alt+Q to send", "6 wait · Alt+Q to go on")
KEYS = ("p go on · Enter edit · s send now · x delete", "p go on · Enter edit", "p go on")
MESSAGES = tuple(OutgoingMessage(f"{n:032}", "a", f"message {n}", 0.0, is_held=True) for n in range(1, 7))


async def test_a_short_screen_gets_few_rows_scrolled_to_the_cursor_and_words_that_fit() -> None:
    queue = MessageQueue()
    async with staged(queue, size=(40, 12)) as (app, pilot):
        queue.show(MESSAGES, HEADS, KEYS)
        await pilot.pause()
        assert queue.size.height > 1 + SHOWN_ROWS
        queue.set_short(is_short=True)
        queue.screen.set_focus(None)
        await until(pilot, lambda: screen_text(app).splitlines()[0].strip() == HEADS[1], "words that fit")
        assert queue.size.height == 1 + SHORT_SHOWN_ROWS
        queue.focus()
        await pilot.press("end")
        rows = [row.strip() for row in screen_text(app).splitlines()]
        assert rows[0] == KEYS[1]
        assert rows[1].endswith("message 5")
        assert rows[2] == "❯  6 message 6"
        await pilot.click(MessageQueue, offset=(5, 1))
        assert queue.current is not None
        assert queue.current.text == "message 5"
        queue.set_short(is_short=False)
        await pilot.pause()
        assert queue.size.height > 1 + SHOWN_ROWS
