"""Selecting text with the mouse: what is copied is the text as it was, whatever was wrapped, folded or indented."""

from textual.pilot import Pilot

from omnigent_tui.rendering.looks import SELECTED
from omnigent_tui.state.conversation import History
from omnigent_tui.state.transcript import AssistantMessage, UserMessage
from omnigent_tui.widgets.transcript.view import TranscriptView
from tests.widgets.stage import Stage, staged

LONG = "The quick brown fox jumps over the lazy dog and runs away into the deep dark forest"


async def drag(pilot: Pilot[None], start: tuple[int, int], end: tuple[int, int]) -> None:
    await pilot.mouse_down(TranscriptView, offset=start)
    await pilot.hover(TranscriptView, offset=end)
    await pilot.mouse_up(TranscriptView, offset=end)


def selected(app: Stage) -> str | None:
    return app.screen.get_selected_text()


def place_of(view: TranscriptView, words: str) -> tuple[int, int]:
    """Return column and row of the first character of `words` on the screen."""
    for y, row in enumerate(view.plain_text().split("\n")):
        if words in row:
            return row.index(words), y
    raise AssertionError(f"not on the screen: {words}")


async def test_wrapped_lines_are_joined_again() -> None:
    view = TranscriptView()
    async with staged(view, (30, 12)) as (app, pilot):
        view.show((UserMessage(key="u", text=LONG),), (), (), History.COMPLETE)
        await pilot.pause()
        column, row = place_of(view, "away")
        assert row == 2
        await drag(pilot, place_of(view, "quick"), (column + 3, row))
        assert selected(app) == "quick brown fox jumps over the lazy dog and runs away"


async def test_a_selection_stays_on_its_text_when_rows_move_and_widths_change() -> None:
    view = TranscriptView()
    async with staged(view, (30, 12)) as (app, pilot):
        history = (UserMessage(key="u", text=LONG),)
        view.show(history, (), (), History.COMPLETE)
        await pilot.pause()
        await drag(pilot, (6, 0), (10, 0))
        assert selected(app) == "quick"
        older = tuple(UserMessage(key=f"o{n}", text="older text") for n in range(4))
        view.show(older + history, (AssistantMessage(key="a", text="new"),), (), History.COMPLETE)
        await pilot.resize_terminal(44, 12)
        await pilot.pause()
        assert selected(app) == "quick"
        highlight = view.palette.style(SELECTED).bgcolor
        marked = [
            segment.text
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.bgcolor == highlight
        ]
        assert marked == ["quick"]


async def test_markdown_is_copied_without_gutters_and_with_its_bullets() -> None:
    view = TranscriptView()
    async with staged(view, (40, 14)) as (app, pilot):
        text = "Look:\n\n- one\n- two\n\n```python\nx = 1\n\n    y\n```\n\nend"
        view.show((AssistantMessage(key="a", text=text),), (), (), History.COMPLETE)
        await pilot.pause()
        await drag(pilot, (2, 0), (20, 10))
        assert selected(app) == "Look:\n\n- one\n- two\n\nx = 1\n\n    y\n\nend"


async def test_wide_characters_are_selected_whole() -> None:
    view = TranscriptView()
    async with staged(view, (40, 6)) as (app, pilot):
        view.show((UserMessage(key="u", text="ab漢字カナcd"),), (), (), History.COMPLETE)
        await pilot.pause()
        await drag(pilot, (4, 0), (6, 0))
        assert selected(app) == "漢字"


async def test_entries_in_between_are_copied_as_their_source() -> None:
    view = TranscriptView()
    async with staged(view, (40, 14)) as (app, pilot):
        history = (
            UserMessage(key="1", text="first message"),
            AssistantMessage(key="2", text="some **bold** text"),
            UserMessage(key="3", text="third message"),
        )
        view.show(history, (), (), History.COMPLETE)
        await pilot.pause()
        await drag(pilot, (8, 0), (6, 4))
        assert selected(app) == "message\n\nsome **bold** text\n\nthird"


async def test_a_double_click_selects_a_word_and_a_triple_click_the_entry() -> None:
    view = TranscriptView()
    async with staged(view, (60, 6)) as (app, pilot):
        view.show((UserMessage(key="u", text="open /etc/some-file.txt please"),), (), (), History.COMPLETE)
        await pilot.pause()
        await pilot.click(TranscriptView, offset=(10, 0), times=2)
        await pilot.pause()
        assert selected(app) == "/etc/some-file.txt"
        await pilot.click(TranscriptView, offset=(10, 0), times=3)
        await pilot.pause()
        assert selected(app) == "open /etc/some-file.txt please"
