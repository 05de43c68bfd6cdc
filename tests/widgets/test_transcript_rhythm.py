"""Following a text that streams: in steps while it rushes by, line by line otherwise, at rest when it pauses."""

from itertools import pairwise

import pytest

from omnigent_tui.state.conversation import History
from omnigent_tui.state.transcript import AssistantMessage, Entry
from omnigent_tui.widgets.transcript.view import TranscriptView
from tests.widgets.stage import staged, until
from tests.widgets.test_transcript_place import Conversation, follows, rows_on_show


def _streaming(lines: int) -> tuple[Entry, ...]:
    text = "  \n".join(f"line {number}" for number in range(lines))
    return (AssistantMessage(key="live", text=text, streaming=True),)


async def test_lines_stand_still_between_the_steps_of_a_streaming_text() -> None:
    conversation = Conversation(5)
    view = TranscriptView()
    view.rhythm.clock = lambda: 0.0
    async with staged(view, (50, 24)) as (_, pilot):
        conversation.show(view)
        tops = []
        for count in range(1, 61):
            view.show(conversation.history, _streaming(count), (), History.MORE)
            await pilot.pause()
            rows = [row.rstrip("┃ ") for row in view.plain_text().split("\n")]
            free = next(number for number, row in enumerate(reversed(rows)) if row)
            assert follows(view)
            assert rows[-1 - free].endswith(f"line {count - 1}")
            assert free <= 24 // 2
            tops.append(rows_on_show(view)[0])
        moves = sum(top != before for before, top in pairwise(tops))
        assert 60 // 12 <= moves <= 60 // 4
        done = (AssistantMessage(key="live", text="  \n".join(f"line {number}" for number in range(60))),)
        view.show(conversation.history, done, (), History.MORE)
        await pilot.pause()
        assert follows(view)
        assert view.plain_text().split("\n")[-1].rstrip("┃ ").endswith("line 59")


async def test_text_that_pauses_comes_to_rest_in_the_last_row() -> None:
    conversation = Conversation(5)
    view = TranscriptView()
    view.rhythm.clock = lambda: 0.0
    async with staged(view, (50, 24)) as (_, pilot):
        conversation.show(view)

        def free_rows() -> int:
            rows = [row.rstrip("┃ ") for row in view.plain_text().split("\n")]
            return next(number for number, row in enumerate(reversed(rows)) if row)

        count = 30
        while not free_rows():
            count += 1
            view.show(conversation.history, _streaming(count), (), History.MORE)
        view.rhythm.clock = lambda: 10.0
        await until(pilot, lambda: not free_rows(), "the last line stands in the last row")
        assert follows(view)
        assert view.plain_text().split("\n")[-1].rstrip("┃ ").endswith(f"line {count - 1}")


@pytest.mark.parametrize("count", range(40, 50))
async def test_one_line_up_leaves_a_streaming_text_wherever_in_a_step_it_is(count: int) -> None:
    conversation = Conversation(5)
    view = TranscriptView()
    view.rhythm.clock = lambda: 0.0
    async with staged(view, (50, 24)) as (_, pilot):
        conversation.show(view)
        for number in range(1, count):
            view.show(conversation.history, _streaming(number), (), History.MORE)
        view.scroll_lines(-1)
        assert not follows(view)
        before = rows_on_show(view)
        view.show(conversation.history, _streaming(count + 30), (), History.MORE)
        await pilot.pause()
        assert not follows(view)
        assert rows_on_show(view) == before
        view.go_bottom()
        assert f"line {count + 29} " in view.plain_text().split("\n")[-1]


async def test_text_that_comes_now_and_then_moves_the_view_line_by_line() -> None:
    conversation = Conversation(5)
    view = TranscriptView()
    now = [0.0]
    view.rhythm.clock = lambda: now[0]
    async with staged(view, (50, 24)) as (_, pilot):
        conversation.show(view)
        for count in range(1, 40):
            now[0] += 1.0
            view.show(conversation.history, _streaming(count), (), History.MORE)
            await pilot.pause()
            assert view.plain_text().split("\n")[-1].rstrip("┃ ").endswith(f"line {count - 1}")


async def test_more_text_than_anybody_reads_is_a_flood_until_it_slows_down_or_is_left() -> None:
    conversation = Conversation(5)
    view = TranscriptView()
    view.rhythm.clock = lambda: 0.0
    async with staged(view, (50, 24)):
        conversation.show(view)
        floods = []
        for count in (1, 2, 3, 9, 15, 16):
            view.show(conversation.history, _streaming(count), (), History.MORE)
            floods.append(view.is_flooded)
        view.scroll_lines(-5)
        view.show(conversation.history, _streaming(60), (), History.MORE)
        floods.append(view.is_flooded)
        view.go_bottom()
        view.show(conversation.history, _streaming(90), (), History.MORE)
        floods.append(view.is_flooded)
        done = (AssistantMessage(key="live", text="  \n".join(f"line {number}" for number in range(120))),)
        view.show(conversation.history, done, (), History.MORE)
        floods.append(view.is_flooded)
        assert floods == [False, False, False, True, True, False, False, True, False]
