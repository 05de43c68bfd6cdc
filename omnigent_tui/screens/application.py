"""The application as the screens know it: which one is on, when it is handed the state, what works everywhere.

Screens are handed the state at most once a frame, and only when it changed: an idle program does nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType

from omnigent_tui.commands.bindings import bindings_for
from omnigent_tui.commands.catalog import CATALOG, Scope
from omnigent_tui.screens.calling import AppTerminal, Caller
from omnigent_tui.screens.connect import ConnectScreen, Ways
from omnigent_tui.screens.frame_timer import COARSE_SECONDS, FrameTimer
from omnigent_tui.screens.state_screen import APPLICATION_COMMANDS, StateScreen
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.settings.answering import NotificationSettings
from omnigent_tui.state.server import ServerPhase, ServerState
from omnigent_tui.terminal.application import TerminalApp, TerminalOptions, TextCopied
from omnigent_tui.theming.catalog import ThemeCatalog

if TYPE_CHECKING:
    from omnigent_tui.screens.main import MainScreen
    from omnigent_tui.screens.palette import Entry
    from omnigent_tui.state.app_state import Announcement, State
    from omnigent_tui.state.calling import View

CONNECT_MODE, MAIN_MODE = "connect", "main"
# Answering is bound to the card that was read, and moving the focus from a list of commands says nothing.
_NOT_IN_PALETTE = frozenset({"approval.accept", "approval.decline", "palette.open", "focus.next", "focus.previous"})
_SHORT_TOAST, _LONG_TOAST = 6.0, 12.0


class Application(TerminalApp[None], inherit_bindings=False):
    """Shows the connect screen until a server answered, then the main screen."""

    TITLE = "omnigent-tui"
    DEFAULT_MODE = CONNECT_MODE
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for(Scope.APP, [row for row in CATALOG if row.id in APPLICATION_COMMANDS]),
        Binding("ctrl+c", "quit_hint", show=False),
    ]
    # At the top, where nothing is typed and nothing streams.
    CSS = """
    ToastRack { dock: top; align: right top; margin: 1 0 0 0; }
    """

    def __init__(self, terminal: TerminalOptions, themes: ThemeCatalog, frame_rate: int) -> None:
        super().__init__(terminal)
        self._themes = themes
        self._frame_timer = FrameTimer(self._next_frame, frame_rate)
        self._last_announcement = 0
        self._home_url: str | None = None
        self._is_held_back = False

    def set_up(
        self,
        surroundings: Surroundings,
        ways: Ways,
        server: ServerState,
        notifications: NotificationSettings,
        *,
        is_starting: bool,
    ) -> None:
        """Make the screens; called once, before the application runs.

        `server` is the one to be tried; `is_starting` says that one of our own is going to be started.
        """
        self.surroundings = surroundings
        self._caller = Caller(AppTerminal(self), notifications, monotonic)
        self.connect_screen = ConnectScreen(surroundings, ways, server, is_starting=is_starting)
        self.set_keymap(surroundings.commands.keymap())
        self.add_mode(CONNECT_MODE, lambda: self.connect_screen)
        self.add_mode(MAIN_MODE, self._make_main_screen)

    def _make_main_screen(self) -> MainScreen:
        # The main screen and all it draws with take longer to load than the connect screen may take to show.
        from omnigent_tui.screens.main import MainScreen

        return MainScreen(self.surroundings)

    def choose_theme(self, wanted: str) -> str | None:
        """Begin with the theme of that name; returns a sentence when there is none and another one was taken."""
        for loaded in self._themes.themes:
            self.register_theme(loaded.theme)
        theme, problem = self._themes.choose(wanted, self.console.color_system)
        self.begin_with_theme(theme.name)
        return problem

    async def on_event(self, event: events.Event) -> None:
        """Note when keys are pressed, wherever they go: the approval card asks for a quiet keyboard."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.surroundings.rhythm.note(event.time)
        await super().on_event(event)

    # -- frames -------------------------------------------------------------------------------------------------

    def mark_changed(self) -> None:
        """Show the state at the end of this frame."""
        self._frame_timer.mark()

    def stop_frames(self) -> None:
        """Show nothing more."""
        self._frame_timer.stop()

    def _next_frame(self) -> None:
        # Called by the event loop; the state is shown as a message of the app's own, in its context. With `call_later`
        # Textual would look up how many parameters the method takes, each time.
        self.post_message(events.Callback(callback=self._show))

    async def _show(self) -> None:
        state, now = self.surroundings.state(), self.surroundings.clock()
        await self._choose_mode(state)
        self._announce_new(state.announcements)
        shown = [screen for screen in self.screen_stack if isinstance(screen, StateScreen)]
        for screen in shown:
            screen.show_state(state, now)
        self._caller.look(state, now, self._view(state))
        self._frame_timer.is_flooded = any(screen.is_flooded for screen in shown)
        counting = any(screen.counts_seconds(state) for screen in shown)
        self._frame_timer.again_in(1.0 if counting else COARSE_SECONDS)

    def _view(self, state: State) -> View:
        """What the person sees: nothing while the terminal is not the one that is typed into."""
        from omnigent_tui.state.calling import View

        screen = self.screen
        return screen.view_of(state) if self.app_focus and isinstance(screen, StateScreen) else View()

    async def _choose_mode(self, state: State) -> None:
        """Show the main screen once connected; a server that goes away later leaves what is on it readable."""
        if state.server.phase is ServerPhase.CONNECTED:
            self._home_url = state.server.url
        is_home = self._home_url is not None and self._home_url == state.server.url
        mode = MAIN_MODE if is_home else CONNECT_MODE
        # Help or palette, opened while connecting, is read to its end: the main screen comes when it is closed.
        self._is_held_back = mode == MAIN_MODE != self.current_mode and len(self.screen_stack) > 1
        if mode != self.current_mode and not self._is_held_back:
            await self.switch_mode(mode)

    def pop_screen(self) -> AwaitComplete:
        """Go on to the main screen if only the screen that closes was in its way."""
        if self._is_held_back:
            self.mark_changed()
        return super().pop_screen()

    def _announce_new(self, announcements: Iterable[Announcement]) -> None:
        for news in announcements:
            if news.number > self._last_announcement:
                self._last_announcement = news.number
                if news.severity == "information":
                    self.notify(news.text, markup=False, timeout=_SHORT_TOAST)
                else:
                    self.notify(news.text, markup=False, severity="warning", timeout=_LONG_TOAST)

    def on_text_copied(self, event: TextCopied) -> None:
        """Say what became of a text that was copied on a screen without a place for remarks."""
        event.stop()
        self.notify(event.receipt.sentence(event.what), markup=False, timeout=_SHORT_TOAST)

    # -- commands that work everywhere --------------------------------------------------------------------------

    def action_palette_open(self) -> None:
        """Open the command palette over the screen."""
        from omnigent_tui.screens.palette import make_palette

        if isinstance(self.screen, StateScreen):
            self.push_screen(make_palette(self._palette_entries(self.screen)))

    def _palette_entries(self, screen: StateScreen) -> Iterator[Entry]:
        from omnigent_tui.screens.palette import entry_name

        offered = (screen.command_ids | APPLICATION_COMMANDS) - _NOT_IN_PALETTE
        for row in self.surroundings.commands.commands:
            if row.id in offered:
                yield entry_name(row), row.help, partial(self._run_later, screen, row.action)
        for name in self._themes.names:
            yield f"Theme: {name}", "Change the colours.", partial(self._take_theme, name)

    def _run_later(self, screen: StateScreen, action: str) -> None:
        self.call_later(self._run_command, screen, action)

    async def _run_command(self, screen: StateScreen, action: str) -> None:
        for target in (*screen.action_targets, self):
            if await self.run_action(action, target):
                return
        self.bell()

    def action_help_open(self) -> None:
        """Open the help screen."""
        from omnigent_tui.screens.help import HelpScreen

        if isinstance(self.screen, StateScreen):
            self.push_screen(HelpScreen(self.surroundings.commands))

    def action_theme_next(self) -> None:
        """Change to the next theme."""
        self._take_theme(self._themes.after(self.theme).name)

    def _take_theme(self, name: str) -> None:
        self.theme = name
        self.surroundings.drafts.remember_theme(name)

    def action_app_repaint(self) -> None:
        """Draw everything again."""
        self.repaint()

    def action_app_suspend(self) -> None:
        """Go to the background of the shell."""
        self.action_suspend_process()

    def action_app_quit(self) -> None:
        """Leave."""
        self.exit(return_code=0)

    def action_quit_hint(self) -> None:
        """Say how to leave: Ctrl+C does so elsewhere."""
        self.notify(f"{self.surroundings.key_of('app.quit')} leaves the program.", markup=False)
