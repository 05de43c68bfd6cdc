"""Frames only as fast as the terminal takes them: what changes meanwhile is drawn once, in its newest state.

Private in Textual 8.2 and overridden or called here: `Screen._compositor`, `_compositor_refresh`, `_dirty_widgets`,
`_on_screen_resume`, `_on_screen_suspend`, `App._driver`.
"""

from collections.abc import Callable
from typing import TypeVar

from textual import events
from textual.screen import Screen

from omnigent_tui.terminal.compositing import NarrowCompositor
from omnigent_tui.terminal.driver import TerminalDriver

ResultT = TypeVar("ResultT")


def holds_back(driver: object, when_open: Callable[[], object]) -> bool:
    """Whether a frame must wait for the terminal; then `when_open` is called in the loop once it need not."""
    return isinstance(driver, TerminalDriver) and driver.is_active and driver.output.call_when_idle(when_open)


class GatedScreen(Screen[ResultT]):
    """A screen that composes no frame while the terminal has not taken the last one.

    The app holds frames of any screen back (see `TerminalApp`); this also saves the work of composing them. Layout,
    messages and callbacks go on.
    """

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(name, id, classes)
        self._compositor = NarrowCompositor()
        self._was_away = False

    def _on_screen_suspend(self) -> None:
        self._was_away = True

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        # Textual says twice that a new screen is on, and each time looks up all the styles it was just made with.
        event.refresh_styles = event.refresh_styles and self._was_away
        self._was_away = False

    def _compositor_refresh(self) -> None:
        # Private in Textual: called when there is something to draw; regions to draw gather in the compositor.
        app = self.app
        # Late frames come between two of Textual's own: what asked to be drawn since must not be forgotten.
        self._compositor.update_widgets(self._dirty_widgets)
        if self.is_current and not app.is_headless and holds_back(app._driver, self._refresh_late):
            self._dirty_widgets.clear()
            return
        super()._compositor_refresh()

    def _refresh_late(self) -> None:
        # If another screen came on top meanwhile, this passes the regions on to it.
        if self.is_running and self.is_attached:
            self._compositor_refresh()
