"""`TerminalApp`: a Textual app with everything of this package in place.

Private in Textual 8.2 and overridden or called here: `App._display`, `_end_batch`, `_fatal_error`,
`_print_error_renderables`, `_exit_renderables`, `_close_messages_no_wait`, `_driver`, `_filters`,
`_batch_count`, `_running`, `_closed`, `_background_screens`, `_sync_available`, `_load_screen_css`,
`_css_update_count`, `_refresh_truecolor_filter`, `Screen._compositor`, `_css_update_count`, `Reactive._default`.
"""

import os
from pathlib import Path
from typing import Any, TypeVar

from rich.color import ColorSystem
from rich.console import RenderableType
from rich.segment import Segments
from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.driver import Driver
from textual.message import Message
from textual.notifications import Notify, SeverityLevel
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widgets import Input

from omnigent_tui.terminal.capabilities import erases_with_background
from omnigent_tui.terminal.clipboard import Clipboard, CopyReceipt
from omnigent_tui.terminal.driver import TerminalDriver
from omnigent_tui.terminal.frame_model import FrameModel
from omnigent_tui.terminal.frame_writer import FrameWriter
from omnigent_tui.terminal.gate import GatedScreen, holds_back
from omnigent_tui.terminal.key_order import KeyMark, KeyOrder
from omnigent_tui.terminal.output_filter import OutputFilter, safe_lines, title_sequence
from omnigent_tui.terminal.pens import Pens
from omnigent_tui.terminal.signals import SignalWatch
from omnigent_tui.terminal.stylesheet import KeptStylesheet
from omnigent_tui.terminal.toasts import TimedNotification
from omnigent_tui.values import Value

ReturnT = TypeVar("ReturnT")

_SYNC_START = "\x1b[?2026h"
_SYNC_END = "\x1b[?2026l"
_SYNC_WORTH = 200
"""Frames shorter than this many characters are written without synchronized-update marks: nothing to tear."""


class TerminalOptions(Value):
    """How to treat the terminal.

    `differential`: write only what changed of a frame (off: whole regions, as Textual does).
    `copies_folder`: where texts go that can be copied no other way.
    """

    differential: bool = True
    copies_folder: Path | None = None


class TextCopied(Message):
    """What became of a text that was copied; `what` it was, for people, where the program knows."""

    def __init__(self, receipt: CopyReceipt, what: str) -> None:
        super().__init__()
        self.receipt = receipt
        self.what = what


class _Frames:
    """Model and writer of the frames of one app."""

    def __init__(self, color_system: ColorSystem, descriptor: int) -> None:
        pens = Pens(color_system)
        self.model = FrameModel(pens)
        self.writer = FrameWriter(pens, erases_with_background=erases_with_background(os.environ, descriptor))


class TerminalApp(App[ReturnT]):
    """Base of the application; headless and inline runs are Textual's own, with only the filter added."""

    def __init__(self, options: TerminalOptions | None = None) -> None:
        _still_cursor()
        super().__init__()
        self.stylesheet = KeptStylesheet(variables=self.get_css_variables())
        self.terminal_options = options or TerminalOptions()
        self._filters.append(OutputFilter())
        self.copier = Clipboard(self._send_sequence, os.environ, self.terminal_options.copies_folder)
        self._frames: _Frames | None = None
        self._signal_watch: SignalWatch | None = None
        self._key_order = KeyOrder(self, super().on_event)

    def begin_with_theme(self, name: str) -> None:
        """Have the theme from the first frame on; called before the app runs. Later ones are set as Textual says."""
        self.set_reactive(App.theme, name)
        theme = self.current_theme
        self.update_classes({f"-theme-{name}": True, "-dark-mode": theme.dark, "-light-mode": not theme.dark}, False)
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        super()._load_screen_css(screen)
        # What is on a new screen gets its styles as it is mounted; Textual would look all of them up again, twice.
        screen._css_update_count = self._css_update_count

    async def on_event(self, event: events.Event) -> None:
        """Deal with keys one after the other."""
        if isinstance(event, events.Key) and event.key.startswith("alt+"):
            event.character = None  # a text field would take it for its letter, before any command
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._key_order.take(event)
        else:
            await super().on_event(event)

    async def on_key_mark(self, mark: KeyMark) -> None:
        """Go on with the next key."""
        await self._key_order.arrived(mark)

    def get_driver_class(self) -> type[Driver]:
        """Return the driver of this package."""
        return TerminalDriver

    def get_default_screen(self) -> Screen[None]:
        """Return a screen that composes frames only as fast as the terminal takes them."""
        return GatedScreen(id="_default")

    def on_terminal_driver_started(self) -> None:
        """Watch signals once there is a terminal; after a suspension, paint everything again."""
        driver = self._driver
        if self._signal_watch is None and isinstance(driver, TerminalDriver):
            self._signal_watch = SignalWatch(driver, self._leave)
            self._signal_watch.start()
            return
        self.repaint()

    def on_terminal_driver_lost(self) -> None:
        """End: nobody can see or type anything any more."""
        if self._signal_watch is not None:
            self._signal_watch.lost_terminal()

    def on_resize(self) -> None:
        """Forget what the terminal showed: it may have rewrapped or cut it, even if the size is the old one again."""
        if self._frames is not None:
            self._frames.writer.forget()
            self.call_later(self._write_frame)

    def repaint(self) -> None:
        """Write every cell again, whatever the terminal shows now."""
        if self._frames is not None:
            self._frames.writer.forget()
        self.refresh(layout=True)

    def write_title(self, title: str) -> None:
        """Set the terminal's window title, cleaned; the one from before comes back at the end."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.write_title(title_sequence(title))

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a notice for `timeout` seconds (None: Textual's default), as Textual does."""
        seconds = self.NOTIFICATION_TIMEOUT if timeout is None else timeout
        self.post_message(Notify(TimedNotification(message, title, severity, seconds, markup=markup)))

    def copy_to_clipboard(self, text: str) -> None:
        """Textual's hook for everything its widgets copy or cut; cutting nothing must not empty the clipboard."""
        if text:
            self.copy_text(text)

    def copy_text(self, text: str, what: str = "") -> None:
        """Copy `text` every way there is; the screen is told by `TextCopied` what came of it."""
        self._clipboard = text
        self.run_worker(self._copy(text, what), group="copy", description="copy")

    async def _copy(self, text: str, what: str) -> None:
        receipt = await self.copier.copy(text)
        self.screen.post_message(TextCopied(receipt, what))

    def _send_sequence(self, sequence: str) -> bool:
        driver = self._driver
        if not isinstance(driver, TerminalDriver) or not driver.is_active:
            return False
        driver.write(sequence)
        return True

    def _leave(self, return_code: int) -> None:
        self.exit(return_code=return_code)

    def _fatal_error(self) -> None:
        """Report a crash without the values of local variables: they hold tokens and texts of others."""
        # Loaded with a highlighter for code, for the case that nobody hopes for.
        from rich.traceback import Traceback

        self.bell()
        traceback = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(traceback, self.console.options)))
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Print what is left to say after the end, filtered like everything else."""
        printed = [self.console.render(renderable) for renderable in self._exit_renderables]
        self._exit_renderables[:] = [Segments(safe_lines(segments)) for segments in printed]
        super()._print_error_renderables()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        driver = self._driver
        if (
            not isinstance(driver, TerminalDriver)
            or not self.terminal_options.differential
            or not isinstance(renderable, LayoutUpdate | ChopsUpdate)
        ):
            super()._display(screen, renderable)
            return
        try:
            if self._frames is None:
                system = self.console._color_system or ColorSystem.TRUECOLOR
                self._frames = _Frames(system, driver.output.fileno())
            model = self._frames.model
            if not model.matches(renderable):
                full = screen._compositor.render_update(full=True, screen_stack=self._background_screens)
                if isinstance(full, LayoutUpdate):
                    model.apply(full)
            else:
                model.apply(renderable)
            self._write_frame()
        finally:
            self.post_display_hook()

    def _end_batch(self) -> None:
        super()._end_batch()
        if not self._batch_count:
            self._write_frame()

    def _write_frame(self) -> None:
        """Bring the terminal up to date, now or as soon as it has taken the last frame."""
        frames, driver = self._frames, self._driver
        if frames is None or not frames.model.rows or not isinstance(driver, TerminalDriver):
            return
        if self._batch_count or not self._running or self._closed or not driver.is_active:
            return
        if holds_back(driver, self._write_frame):
            return
        cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
        data = frames.writer.frame(frames.model.share(), cursor)
        if data:
            driver.write(
                f"{_SYNC_START}{data}{_SYNC_END}" if self._sync_available and len(data) > _SYNC_WORTH else data
            )


def _still_cursor() -> None:
    """Turn cursor blinking off for every `Input`: a blinking cursor writes 2.6 KB/s to an idle terminal."""
    blink = Input.__dict__["cursor_blink"]
    if isinstance(blink, Reactive):
        blink._default = False
