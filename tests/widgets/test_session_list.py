"""The session list: the cursor is on a session whatever happens to the rows, the screen stays still, idle is silent."""

from typing import Self

import pytest
from textual.geometry import Region
from typing_extensions import override

from omnigent_tui.state.badges import Badge, LivenessWord, SidebarRow, TurnWord
from omnigent_tui.state.sessions import ListPhase
from omnigent_tui.values import replace
from omnigent_tui.widgets.session_list import MoreWanted, SessionHighlighted, SessionList, SessionOpened
from tests.widgets.stage import screen_text, staged, until

NOW = 1_800_000_000.0

NARROW = """\
 ! Fix the login page, it is … 5 min
   needs you 1 min · cl… 2 questions
❯⊘ Session 1                   7 min
❯  host offline · claude   in a turn
 ☾ Session 2                   9 min
   asleep 2 h · claude         draft

 3 of 97"""


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


class Watched(SessionList):
    """Counts the repaints it was asked for."""

    repaints = 0

    @override
    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        self.repaints += 1
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self


def session(number: int, **fields: object) -> SidebarRow:
    row = SidebarRow(
        session_id=f"s{number}",
        title=f"Session {number}",
        agent="claude",
        turn=Badge(TurnWord.IDLE, NOW - 600),
        liveness=Badge(LivenessWord.ONLINE, NOW - 600),
        changed_at=NOW - 120 * number - 300,
    )
    return replace(row, **fields)  # type: ignore[arg-type]


def sessions(count: int) -> tuple[SidebarRow, ...]:
    return tuple(session(number) for number in range(count))


def titles(view: SessionList) -> list[str]:
    return [line[3:].split("  ")[0] for line in view.plain_text().split("\n") if "Session" in line]


async def test_two_lines_narrow_and_one_line_wide() -> None:
    view = SessionList()
    rows = (
        session(0, turn=Badge(TurnWord.NEEDS_YOU, NOW - 90), pending=2, title="Fix the login page, it is broken"),
        session(1, turn=Badge(TurnWord.RUNNING, NOW - 180), liveness=Badge(LivenessWord.HOST_OFFLINE, NOW)),
        session(2, liveness=Badge(LivenessWord.ASLEEP, NOW - 7200), has_draft=True),
    )
    async with staged(view, (36, 8)) as (app, pilot):
        view.show(rows, "s1", NOW, "3 of 97")
        await pilot.pause()
        assert screen_text(app) == NARROW
        await pilot.resize_terminal(80, 5)
        await pilot.pause()
        shown = screen_text(app).split("\n")
        assert shown[0].startswith(" ! needs you    Fix the login page, it")
        assert shown[0].endswith("claude          5 min")
        assert shown[1].startswith("❯⊘ host offline Session 1")
        assert " in a turn" in shown[1]
        assert shown[2].startswith(" ☾ asleep       Session 2")


async def test_the_cursor_stays_on_its_session_when_rows_move() -> None:
    clock = Clock()
    view = SessionList(clock=clock)
    async with staged(view, (36, 20), (SessionHighlighted,)) as (app, pilot):
        rows = sessions(100)
        view.show(rows, None, NOW)
        view.focus()
        await pilot.press("down", "down", "down")
        clock.time += 5
        before = screen_text(app)
        view.show((rows[70], *rows[:70], *rows[71:]), None, NOW)
        await pilot.pause()
        assert view.cursor_id == "s3"
        assert screen_text(app) == before
        view.show(rows[3:4] + rows[:3] + rows[4:], None, NOW)
        await pilot.pause()
        assert view.cursor_id == "s3"
        assert [m.session_id for m in app.posted if isinstance(m, SessionHighlighted)] == ["s1", "s2", "s3"]


async def test_the_screen_stays_still_when_rows_arrive_above_it() -> None:
    clock = Clock()
    view = SessionList(clock=clock)
    async with staged(view, (36, 20)) as (app, pilot):
        rows = sessions(100)
        view.show(rows, None, NOW)
        view.focus()
        await pilot.press("pagedown", "pagedown", "pagedown")
        clock.time += 5
        before = screen_text(app).replace("┃", " ")
        view.show((session(500), session(501), *rows), None, NOW)
        await pilot.pause()
        assert [line.rstrip() for line in screen_text(app).replace("┃", " ").split("\n")] == [
            line.rstrip() for line in before.split("\n")
        ]


async def test_rows_are_not_reordered_while_keys_are_pressed() -> None:
    clock = Clock()
    view = SessionList(clock=clock)
    async with staged(view, (36, 20)) as (_, pilot):
        rows = sessions(8)
        view.show(rows, None, NOW)
        view.focus()
        await pilot.press("down")
        renamed = replace(rows[5], title="Session renamed")
        view.show((renamed, *rows[:5], *rows[6:]), None, NOW)
        assert titles(view)[:6] == ["Session 0", "Session 1", "Session 2", "Session 3", "Session 4", "Session renamed"]
        clock.time += 2
        await until(pilot, lambda: titles(view)[0] == "Session renamed", "the new order shows")
        assert view.cursor_id == "s1"


async def test_a_session_that_goes_away_leaves_the_cursor_where_it_was() -> None:
    clock = Clock()
    view = SessionList(clock=clock)
    async with staged(view, (36, 20)) as (_, pilot):
        rows = sessions(5)
        view.show(rows, None, NOW)
        view.focus()
        await pilot.press("down", "down")
        clock.time += 5
        view.show(rows[:2] + rows[3:], None, NOW)
        assert view.cursor_id == "s3"
        view.show((), None, NOW)
        await pilot.press("down", "enter")
        view.show(rows, None, NOW)
        assert titles(view) == [row.title for row in rows]


async def test_keys_and_mouse() -> None:
    view = SessionList()
    async with staged(view, (36, 11), (SessionOpened,)) as (app, pilot):
        view.show(sessions(50), None, NOW)
        view.focus()
        await pilot.press("end", "enter", "home", "enter", "j", "enter", "pagedown", "up", "enter")
        await pilot.click(SessionList, offset=(5, 4))
        await pilot.pause()
        opened = [m.session_id for m in app.posted if isinstance(m, SessionOpened)]
        assert opened[:3] == ["s49", "s0", "s1"]
        assert opened[3] == "s4"
        assert opened[4] == view.cursor_id
        view.move_cursor_to("s30")
        assert view.cursor_id == "s30"
        assert "Session 30" in view.plain_text()


async def test_more_is_asked_for_once_near_the_end() -> None:
    view = SessionList()
    async with staged(view, (36, 10), (MoreWanted,)) as (app, pilot):
        view.show(sessions(60), None, NOW, has_more=True)
        view.focus()
        await pilot.pause()
        assert app.posted == []
        await pilot.press("end", "up", "down")
        assert len(app.posted) == 1
        view.show(sessions(90), None, NOW, has_more=True)
        await pilot.pause()
        assert len(app.posted) == 1
        await pilot.press("end")
        await pilot.pause()
        assert len(app.posted) == 2
        view.show(sessions(95), None, NOW, has_more=False)
        await pilot.press("end")
        assert len(app.posted) == 2


@pytest.mark.parametrize(
    ("phase", "failure", "text"),
    [
        (ListPhase.READY, "", "Nothing here."),
        (ListPhase.LOADING, "", "Loading sessions…"),
        (ListPhase.UNKNOWN, "", "Loading sessions…"),
        (ListPhase.FAILED, "Refused.", "The sessions did not load. Refused."),
    ],
)
async def test_an_empty_list_says_why(phase: ListPhase, failure: str, text: str) -> None:
    view = SessionList(empty="Nothing here.")
    async with staged(view, (60, 10)) as (app, pilot):
        view.show((), None, NOW, "", phase, failure)
        await pilot.pause()
        assert screen_text(app).strip() == text


async def test_ages_are_told_as_of_the_time_handed_in_and_cost_nothing_in_between() -> None:
    view = Watched()
    async with staged(view, (36, 10)) as (_, pilot):
        rows = (session(0, changed_at=NOW - 119.5, turn=Badge(TurnWord.IDLE, NOW - 7200)),)
        view.show(rows, None, NOW)
        await pilot.pause()
        assert "1 min" in view.plain_text()
        view.repaints = 0
        view.show_rows()
        view.show(rows, None, NOW)
        assert view.repaints == 0
        view.show(rows, None, NOW + 1)
        assert "2 min" in view.plain_text()
        assert view.repaints == 1


async def test_a_changed_row_repaints_its_own_lines_only() -> None:
    view = SessionList()
    async with staged(view, (36, 20)) as (_, pilot):
        rows = sessions(10_000)
        view.show(rows, None, NOW)
        await pilot.pause()
        before = list(view._strips)
        view.show((*rows[:4], replace(rows[4], title="Other"), *rows[5:]), None, NOW)
        assert [y for y, (old, new) in enumerate(zip(before, view._strips, strict=True)) if old is not new] == [8]
