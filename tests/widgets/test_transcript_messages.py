"""What the transcript asks its screen for, what it repaints, and how keys and mouse work on it."""

import random
from typing import Self

from textual.geometry import Region
from typing_extensions import override

from omnigent_tui.state.conversation import History
from omnigent_tui.state.transcript import AssistantMessage, ToolCall, ToolState, UserMessage
from omnigent_tui.widgets.transcript.messages import OlderWanted
from omnigent_tui.widgets.transcript.view import TranscriptView
from tests.widgets.conversations import entries, entry, showcase
from tests.widgets.stage import staged


def follows(view: TranscriptView) -> bool:
    """Whether the view follows; asked by call, for it changes between two lines that look alike to a type checker."""
    return view.following


class Watched(TranscriptView):
    """Keeps the regions it was asked to repaint."""

    repainted: list[tuple[Region, ...]]

    @override
    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        self.__dict__.setdefault("repainted", []).append(regions)
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self


async def test_older_entries_are_asked_for_once_near_the_top() -> None:
    rng = random.Random(1)
    view = TranscriptView()
    async with staged(view, (50, 10), (OlderWanted,)) as (app, pilot):
        history = entries(rng, 60)
        view.show(history, (), (), History.MORE)
        await pilot.pause()
        assert app.posted == []
        view.go_top()
        view.scroll_lines(1)
        view.scroll_lines(-1)
        await pilot.pause()
        assert len(app.posted) == 1
        view.show(history, (), (), History.LOADING)
        await pilot.pause()
        assert "Loading older messages" in view.plain_text()
        history = entries(rng, 100, "o") + history
        view.show(history, (), (), History.MORE)
        await pilot.pause()
        assert len(app.posted) == 1
        view.go_top()
        await pilot.pause()
        assert len(app.posted) == 2


async def test_a_short_page_asks_for_more_at_once() -> None:
    view = TranscriptView()
    async with staged(view, (50, 10), (OlderWanted,)) as (app, pilot):
        view.show((UserMessage(key="u", text="hello"),), (), (), History.MORE)
        await pilot.pause()
        assert len(app.posted) == 1


async def test_what_failed_is_asked_for_again_by_key() -> None:
    view = TranscriptView()
    async with staged(view, (90, 10), (OlderWanted,)) as (app, pilot):
        view.show((UserMessage(key="u", text="hello"),), (), (), History.FAILED, "the server is away")
        await pilot.pause()
        top = view.plain_text().split("\n")[0]
        assert "the server is away" in top
        assert "Press r" in top
        assert app.posted == []
        view.focus()
        await pilot.press("r")
        await pilot.pause()
        assert len(app.posted) == 1


async def test_streaming_repaints_the_rows_that_changed() -> None:
    view = Watched()
    async with staged(view, (50, 20)) as (_, pilot):
        history = (UserMessage(key="u", text="hello"),)
        head = "one\n\ntwo\n\n" + "word " * 20
        view.show(history, (AssistantMessage(key="a", text=head, streaming=True),), (), History.COMPLETE)
        await pilot.pause()
        view.repainted.clear()
        live = (AssistantMessage(key="a", text=f"{head}more", streaming=True),)
        view.show(history, live, (), History.COMPLETE)
        assert [region.height for regions in view.repainted for region in regions] == [1]
        view.repainted.clear()
        view.show(history, live, (), History.COMPLETE)
        view.show(history, live, (), History.COMPLETE)
        assert view.repainted == []


async def test_nothing_off_screen_repaints_anything_but_the_flag_and_the_bar() -> None:
    rng = random.Random(2)
    view = Watched()
    async with staged(view, (50, 20)) as (_, pilot):
        history = entries(rng, 60)
        view.show(history, (), (), History.COMPLETE)
        view.scroll_lines(-200)
        await pilot.pause()
        view.repainted.clear()
        live = (entry(rng, "new", 5),)
        view.show(history, live, (), History.COMPLETE)
        assert sum(region.height for regions in view.repainted for region in regions) <= 3


async def test_keys() -> None:
    view = TranscriptView()
    async with staged(view, (60, 12)) as (_, pilot):
        view.show(showcase(), (), (), History.COMPLETE)
        view.focus()
        await pilot.pause()
        bottom = view.plain_text()
        await pilot.press("home")
        assert view.plain_text().startswith("❯ Please look")
        await pilot.press("end")
        assert view.plain_text() == bottom
        await pilot.press("up", "k")
        assert not follows(view)
        await pilot.press("down", "j")
        assert follows(view)
        assert all(view.choose_neighbour(-1) for _ in range(2))
        assert "▎·▸ History" in view.plain_text()
        await pilot.press("enter")
        assert view.is_folded("n1") is False
        assert all(view.choose_neighbour(-1) for _ in range(3))
        await pilot.press("space")
        assert view.is_folded("t3") is False
        assert view.choose_neighbour(1)
        assert "▎◆Omnigent" in view.plain_text().replace("▎◆ ", "▎◆")


async def test_enter_unfolds_the_lowest_entry_without_a_chosen_one() -> None:
    view = TranscriptView()
    async with staged(view, (60, 40)) as (_, pilot):
        call = ToolCall(key="t", call_id="c", name="x", arguments="{}", state=ToolState.DONE, output="a\nb\nc\nd\ne")
        view.show((call,), (), (), History.COMPLETE)
        view.focus()
        await pilot.press("enter")
        assert view.is_folded("t") is False
        assert "    e" in view.plain_text()


async def test_a_click_on_the_header_folds() -> None:
    view = TranscriptView()
    async with staged(view, (60, 40)) as (_, pilot):
        view.show(showcase(), (), (), History.COMPLETE)
        await pilot.pause()
        row = next(y for y, text in enumerate(view.plain_text().split("\n")) if "cat log.txt" in text)
        await pilot.click(TranscriptView, offset=(8, row))
        assert view.is_folded("t1") is False
        await pilot.click(TranscriptView, offset=(8, row + 2))
        assert view.is_folded("t1") is False


async def test_the_wheel_and_the_bar_scroll() -> None:
    view = TranscriptView()
    async with staged(view, (50, 12)) as (_, pilot):
        view.show(entries(random.Random(3), 60), (), (), History.COMPLETE)
        await pilot.pause()
        await pilot._post_mouse_events([_scroll_up()], TranscriptView, offset=(5, 5))
        assert not follows(view)
        await pilot.mouse_down(TranscriptView, offset=(49, 0))
        await pilot.mouse_up(TranscriptView, offset=(49, 0))
        assert view._viewport.visible[0] == (0, 0)
        await pilot.mouse_down(TranscriptView, offset=(49, 11))
        await pilot.mouse_up(TranscriptView, offset=(49, 11))
        assert follows(view)


def _scroll_up() -> type:
    from textual.events import MouseScrollUp

    return MouseScrollUp
