"""Hostile text in every field of every entry: no dangerous character in any row, every row as wide as the screen."""

import pytest
from textual.geometry import Region

from omnigent_tui.protocol.cleaning import DANGEROUS, clean
from omnigent_tui.state.badges import Badge, LivenessWord, SidebarRow, TurnWord
from omnigent_tui.state.conversation import History
from omnigent_tui.widgets.line_view import LineView
from omnigent_tui.widgets.session_list import SessionList
from omnigent_tui.widgets.transcript.view import TranscriptView
from tests.rendering.corpus import HOSTILE
from tests.widgets.conversations import every_kind
from tests.widgets.stage import staged


def assert_harmless(view: LineView) -> None:
    width, height = view.size
    for strip in view.render_lines(Region(0, 0, width, height)):
        assert strip.cell_length == width
        for segment in strip:
            assert not DANGEROUS.search(segment.text)
            assert "\n" not in segment.text
            assert "\t" not in segment.text
            assert segment.style is None or segment.style.link is None


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_no_entry_lets_hostile_text_through(text: str) -> None:
    shortened = text[:3000]
    view = TranscriptView()
    async with staged(view, (40, 30)) as (_, pilot):
        view.show(every_kind(shortened), (), (), History.FAILED, clean(shortened))
        await pilot.pause()
        for fold in (False, True):
            if fold:
                for row in view._rows.rows:
                    row.folded, row.is_exact = not row.folded, False
            view.go_top()
            for _ in range(150):
                assert_harmless(view)
                if view.following:
                    break
                view.page_down()
        view.go_bottom()
        assert_harmless(view)


async def test_a_very_long_text_is_cut_and_says_so() -> None:
    view = TranscriptView()
    async with staged(view, (80, 30)) as (_, pilot):
        for entry in every_kind("x y\n" * 250_000)[:8]:
            view.show((entry,), (), (), History.COMPLETE)
            await pilot.pause()
            assert_harmless(view)
            view.go_top()
            assert_harmless(view)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_no_session_lets_hostile_text_through(text: str) -> None:
    view = SessionList(empty=clean(text))
    safe, busy, asleep = clean(text), Badge(TurnWord.RUNNING, 1), Badge(LivenessWord.ASLEEP, 1)
    row = SidebarRow(safe, safe, safe, busy, asleep, 1, 2, archived=True, has_draft=True)
    async with staged(view, (36, 10)) as (_, pilot):
        for width in (36, 90):
            await pilot.resize_terminal(width, 10)
            await pilot.pause()
            for rows in ((row,), ()):
                view.show(rows, None, 1000, clean(text), failure=clean(text))
                assert_harmless(view)
