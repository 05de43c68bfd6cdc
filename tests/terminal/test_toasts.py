"""A notice that ends while the screen changes does not hang the program."""

import asyncio

from textual.widgets._toast import Toast

from omnigent_tui.terminal.application import TerminalApp
from omnigent_tui.terminal.toasts import TimedNotification


def test_a_notice_that_has_ended_still_gives_a_timer_something_to_wait_for() -> None:
    ended = TimedNotification("ended", timeout=-1)
    assert ended.has_expired
    assert ended.time_left > 0
    lasting = TimedNotification("lasting", timeout=60)
    assert not lasting.has_expired
    assert 59 < lasting.time_left <= 60


async def test_a_notice_shown_in_the_moment_it_ends_goes_away() -> None:
    app: TerminalApp[None] = TerminalApp()
    async with app.run_test() as pilot:
        app.notify("hello")
        await pilot.pause()
        (shown,) = app._notifications
        assert isinstance(shown, TimedNotification)
        # What Textual does when a notice ends between being listed and being shown.
        ended = Toast(TimedNotification("ended", timeout=-1))
        await app.screen.mount(ended)
        async with asyncio.timeout(5):
            while ended.is_attached:
                await pilot.pause(0.02)
