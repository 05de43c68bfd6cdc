"""Sentences that matter to their end: wrapped into a few rows, and cut only when those are full."""

from itertools import starmap

import pytest
from rich.cells import cell_len

from omnigent_tui.state.outbox import OutgoingMessage
from omnigent_tui.widgets.few_lines import FewLines, few_lines
from omnigent_tui.widgets.message_queue import MessageQueue
from tests.widgets.stage import screen_text, staged

EXPORTED = "Exported 13 items to ~/.local/state/omnigent-tui/exports/Fix-the-build.md"


def test_a_sentence_takes_the_rows_it_needs() -> None:
    assert few_lines("", 20, 3) == [""]
    assert few_lines("Sent.", 20, 3) == ["Sent."]
    assert few_lines("one two three four", 9, 3) == ["one two", "three", "four"]
    assert few_lines("one\ntwo", 9, 3) == ["one two"]


@pytest.mark.parametrize("text", [EXPORTED * 3, "x" * 200, "日志轮转 " * 30, "word " * 40])
def test_what_does_not_fit_ends_with_an_ellipsis(text: str) -> None:
    for rows in (1, 2, 3):
        lines = few_lines(text, 20, rows)
        assert len(lines) == rows
        assert lines[-1].endswith("…")
        assert max(map(cell_len, lines)) <= 20


def test_no_width_is_no_failure() -> None:
    assert few_lines("words", 0, 2) == ["w", "…"]


async def test_a_notice_shows_a_whole_path_and_takes_one_row_on_a_short_screen() -> None:
    notice = FewLines()
    async with staged(notice, size=(48, 24)) as (app, pilot):
        notice.show(EXPORTED)
        await pilot.pause()
        assert screen_text(app).replace("\n", "").rstrip().replace(" ", "") == EXPORTED.replace(" ", "")
        await pilot.resize_terminal(48, 12)
        assert notice.size.height == 1
        assert notice.line == EXPORTED
        notice.show("")
        assert not notice.display


def _held(number: int, text: str) -> OutgoingMessage:
    return OutgoingMessage(f"{number:032}", "a", text, 0.0, is_held=True)


async def test_why_messages_wait_is_read_to_the_end_and_a_click_finds_its_message() -> None:
    queue = MessageQueue()
    head = "2 messages wait, not sent by themselves: the turn was stopped · Alt+Q to send, edit or delete"
    async with staged(queue, size=(50, 24)) as (app, pilot):
        queue.show(tuple(starmap(_held, ((1, "first"), (2, "second")))), (head,), ())
        await pilot.pause()
        rows = screen_text(app).splitlines()
        assert " ".join(row.strip() for row in rows[:2]) == head
        assert [row.split()[-2:] for row in rows[2:4]] == [["1", "first"], ["2", "second"]]
        await pilot.click(MessageQueue, offset=(5, 3))
        assert queue.current is not None
        assert queue.current.text == "second"
        await pilot.click(MessageQueue, offset=(5, 1))
        assert queue.current.text == "second"
