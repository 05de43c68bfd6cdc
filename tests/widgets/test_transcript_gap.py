"""A conversation with a gap: what is said there, what is asked for, and that nothing moves when pages come or go."""

import random
from collections.abc import Sequence

import pytest
from textual.message import Message

from omnigent_tui.state.conversation import History
from omnigent_tui.state.transcript import Entry, Gap, UserMessage
from omnigent_tui.values import replace
from omnigent_tui.widgets.transcript.messages import BetweenWanted, OlderWanted
from omnigent_tui.widgets.transcript.navigating import is_prompt
from omnigent_tui.widgets.transcript.view import TranscriptView
from tests.widgets.conversations import entry
from tests.widgets.stage import staged
from tests.widgets.test_transcript_place import rows_on_show

KINDS = (BetweenWanted, OlderWanted)


class Parted:
    """A long conversation of which two parts are loaded, more and less of it as a test likes."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.whole = tuple(replace(entry(self.rng, f"e{number}"), item_ids=(f"i{number}",)) for number in range(400))
        self.first, self.last, self.rest = 120, 180, 340
        self.gap = Gap(key="gap")

    def history(self) -> tuple[Entry, ...]:
        if self.last >= self.rest:
            return self.whole[self.first :]
        return (*self.whole[self.first : self.last], self.gap, *self.whole[self.rest :])

    def show(self, view: TranscriptView, older: History = History.MORE) -> None:
        view.show(self.history(), (), (), older)


def asked(posted: Sequence[Message]) -> list[str]:
    """What was asked for, in order."""
    return [
        ("above" if message.from_above else "below") if isinstance(message, BetweenWanted) else "older"
        for message in posted
    ]


@pytest.mark.parametrize("seed", range(4))
async def test_what_is_read_stands_still_whatever_comes_and_goes(seed: int) -> None:
    parted = Parted(seed)
    rng = parted.rng
    view = TranscriptView()
    async with staged(view, (50, 12)) as (_, pilot):
        parted.show(view)
        await pilot.pause()
        for index in (150, 130, 171, 350):
            parted.first, parted.last, parted.rest = 120, 180, 340
            parted.show(view)
            view.choose_entry(f"e{index}")
            at = view._find(f"e{index}")
            assert at is not None
            view._viewport.go_to(at, 0)
            view.moved()
            before = rows_on_show(view)
            margin = 8
            for _ in range(25):
                is_below = index >= 340
                near_first = index - margin if is_below else index + margin
                step = rng.randrange(4)
                if step == 0:
                    parted.first = rng.randrange(60, min(index - margin, 170) if not is_below else 170)
                elif step == 1 and not is_below:
                    parted.last = rng.randrange(near_first + 1, 330)
                elif step == 2:
                    parted.rest = rng.randrange(max(parted.last + 1, 331), 341 if is_below else 390)
                else:
                    parted.gap = Gap(key="gap", above=rng.choice(list(History)), failure="no network")
                parted.show(view)
                assert rows_on_show(view) == before


async def test_lines_below_the_gap_stand_still_when_the_parts_meet() -> None:
    parted = Parted(9)
    view = TranscriptView()
    async with staged(view, (60, 12)) as (_, pilot):
        parted.show(view)
        await pilot.pause()
        at = view._find("gap")
        assert at is not None
        view._viewport.go_to(at, 0)
        view.moved()
        assert "not loaded" in rows_on_show(view)[0]
        below = rows_on_show(view)[2:]
        parted.rest -= 20
        parted.show(view)
        assert rows_on_show(view)[2:] == below
        assert "not loaded" not in rows_on_show(view)[0]


async def test_pages_are_asked_for_at_the_end_that_is_near() -> None:
    parted = Parted(1)
    view = TranscriptView()
    async with staged(view, (50, 10), KINDS) as (app, pilot):
        parted.show(view)
        await pilot.pause()
        assert asked(app.posted) == []
        view.choose_entry("e150")
        at = view._find("e150")
        assert at is not None
        view._viewport.go_to(at, 0)
        view.moved()
        await pilot.pause()
        assert asked(app.posted) == []
        while "not loaded" not in view.plain_text():
            view.page_down()
        await pilot.pause()
        assert asked(app.posted) == ["above"]
        parted.gap = replace(parted.gap, above=History.LOADING)
        parted.show(view)
        assert "Loading the messages between" in view.plain_text()
        parted.gap, parted.last = Gap(key="gap"), 200
        parted.show(view)
        view.go_bottom()
        await pilot.pause()
        assert asked(app.posted) == ["above"]
        while "not loaded" not in view.plain_text():
            view.page_up()
        await pilot.pause()
        # Both sides of it are on show by now.
        assert asked(app.posted)[1:] in (["below"], ["below", "above"])
        view.go_top()
        await pilot.pause()
        assert asked(app.posted)[-1] == "older"


async def test_what_did_not_load_is_asked_for_again_by_key() -> None:
    parted = Parted(1)
    parted.gap = Gap(key="gap", above=History.FAILED, failure="the server is away")
    view = TranscriptView()
    async with staged(view, (120, 10), KINDS) as (app, pilot):
        parted.show(view, History.COMPLETE)
        at = view._find("gap")
        assert at is not None
        view._viewport.go_to(at - 1, 0)
        view.moved()
        while "Press r" not in view.plain_text():
            view.scroll_lines(1)
        assert "the server is away" in view.plain_text()
        await pilot.pause()
        app.posted.clear()
        view.focus()
        await pilot.press("r")
        assert asked(app.posted) == ["above"]


async def test_coming_back_to_a_place_is_no_news() -> None:
    parted = Parted(4)
    view = TranscriptView()
    async with staged(view, (50, 12)) as (_, pilot):
        view.show(parted.history(), (), (), History.MORE, session_id="one")
        await pilot.pause()
        at = view._find("e150")
        assert at is not None
        view._viewport.go_to(at, 0)
        view.moved()
        before = rows_on_show(view)
        view.show((), (), (), History.MORE, session_id="two")
        view.show(parted.history(), (), (), History.MORE, session_id="one")
        assert rows_on_show(view) == before
        assert view.unseen == 0
        view.show((*parted.history(), UserMessage(key="u", text="news")), (), (), History.MORE, session_id="one")
        assert view.unseen == 1


def has_all_before(view: TranscriptView) -> bool:
    """Asked by call, for it changes between two lines that look alike to a type checker."""
    return view.is_below_all


async def test_the_gap_survives_the_filter_and_ends_the_way_from_prompt_to_prompt() -> None:
    rng = random.Random(2)
    block = (UserMessage(key="a", text="first"), *(entry(rng, f"x{number}", 3) for number in range(9)))
    rest = (*(entry(rng, f"y{number}", 3) for number in range(9)), UserMessage(key="b", text="last"))
    view = TranscriptView()
    async with staged(view, (60, 10), KINDS) as (app, pilot):
        view.show(
            (*block, Gap(key="gap", above=History.LOADING, below=History.LOADING), *rest), (), (), History.COMPLETE
        )
        await pilot.pause()
        assert not has_all_before(view)
        view.set_only_talk(True)
        assert "between" in view.plain_text()
        view.go_top()
        assert view.is_above_gap
        view.set_only_talk(False)
        view.go_top()
        assert has_all_before(view)
        while view.choose_next(is_prompt, 1):
            pass
        await pilot.pause()
        assert "last" not in view.plain_text().split("\n")[0]
        assert asked(app.posted)[-1] == "above"
