"""The connect screen: which server is tried and why that one, what happened, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from omnigent_tui.commands.bindings import bindings_for
from omnigent_tui.commands.catalog import CATALOG, Scope
from omnigent_tui.live.local_server import find_omnigent
from omnigent_tui.screens.state_screen import StateScreen
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.settings.server_resolution import ServerResolutionError, parse_entered_server
from omnigent_tui.state.server import ServerPhase, ServerState
from omnigent_tui.values import Value
from omnigent_tui.widgets.composer.draft import Draft, adopt, draft_of, typable
from omnigent_tui.widgets.paged_options import PagedOptions

if TYPE_CHECKING:
    from omnigent_tui.state.app_state import State

RETRY, CHANGE, LOCAL, DEMO, QUIT = "retry", "change", "local", "demo", "quit"
_TRYING = "Trying again…"
_HEADINGS = {
    ServerPhase.UNKNOWN: "◻ No server yet",
    ServerPhase.CONNECTING: "◌ Connecting…",
    ServerPhase.CONNECTED: "● Connected",
    ServerPhase.FAILED: "✕ Not connected",
}


class Ways(Value):
    """What else can be connected to: whether a local server can be started, and what the demo lacks (or nothing)."""

    can_start_local: bool
    missing_for_demo: str = ""


def find_ways(environ: Mapping[str, str]) -> Ways:
    """Find out what else can be connected to from here."""
    missing = [name for name in ("starlette", "uvicorn") if find_spec(name) is None]
    return Ways(find_omnigent(environ) is not None, " and ".join(missing))


_TEXTS = ("title", "what", "advice", "activity")


_TYPED_SHOWN = 40
"""So many of the last characters typed ahead are shown."""


class ConnectScreen(StateScreen):
    """Shown until a server answers. Starting servers is the application's work: it is told by messages."""

    CSS_PATH = "connect.tcss"
    AUTO_FOCUS = "#connect-choices"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for(Scope.CONNECT),
        *bindings_for(Scope.APP, [row for row in CATALOG if row.id == "connection.retry"]),
        ("escape", "close_address", "Close"),
    ]

    @dataclass
    class LocalServerWanted(Message):
        """A person wants Omnigent's local server started and used."""

    @dataclass
    class DemoWanted(Message):
        """A person wants the demo."""

    def __init__(self, surroundings: Surroundings, ways: Ways, server: ServerState, *, is_starting: bool) -> None:
        super().__init__(surroundings)
        self._ways = ways
        self._server = server
        self._activity = ""
        self._has_failed = False
        self._is_starting = is_starting
        # Held, not looked up: a state may still come while the program ends and the screen is taken apart.
        self._texts = {name: Static(id=f"connect-{name}", markup=False) for name in _TEXTS}
        self._choice_list = PagedOptions(id="connect-choices", markup=False, compact=True)
        self._address = Input(
            id="connect-address", placeholder="http://localhost:6767, or a pasted link to a conversation"
        )

    @property
    def command_ids(self) -> frozenset[str]:
        """The commands of this screen."""
        return frozenset({"connection.retry", *(row.id for row in CATALOG if row.scope is Scope.CONNECT)})

    def compose(self) -> ComposeResult:
        """Lay out heading, explanation, choices and the address field."""
        yield from self._texts.values()
        yield self._choice_list
        yield self._address

    def on_mount(self) -> None:
        """Show which server is going to be tried; there is no state yet."""
        self._show_server()

    def show_state(self, state: State, now: float) -> None:  # noqa: ARG002
        """Show where connecting stands."""
        if self.is_mounted and state.server is not self._server and state.server.phase is not ServerPhase.UNKNOWN:
            before, self._server = self._server, state.server
            self._has_failed = self._server.phase is not ServerPhase.CONNECTED and (
                self._has_failed or self._server.phase is ServerPhase.FAILED
            )
            self._is_starting = self._is_starting and self._server.phase is not ServerPhase.FAILED
            # Attempts go on by themselves; what was said about something else stays until they come to an end.
            if self._activity == _TRYING or (before.phase, before.url) != (self._server.phase, self._server.url):
                self._activity = ""
            self._show_server()

    def _show_server(self) -> None:
        server = self._server
        self._put("title", f"{_HEADINGS[server.phase]}")
        source = f"  ({server.source})" if server.source else ""
        self._put("what", "\n".join(filter(None, (f"{server.url}{source}" if server.url else "", server.summary))))
        self._put("advice", server.advice)
        self._put("activity", self._activity)
        self._offer()

    def show_activity(self, text: str) -> None:
        """Say what goes on, or why that failed."""
        self._activity = text
        self._put("activity", text)

    def show_start(self, text: str, *, is_over: bool) -> None:
        """Say which server is being started from here, or why that came to nothing."""
        self._is_starting = not is_over
        self.show_activity(text)

    def _put(self, name: str, text: str) -> None:
        static = self._texts[name]
        static.display = bool(text)
        static.update(Content(text))

    def _offer(self) -> None:
        choices = self._choice_list
        wanted = list(self._choices())
        if [option.id for option in choices.options] == [option.id for option in wanted]:
            return
        place = choices.highlighted
        choices.set_options(wanted)
        choices.highlighted = min(place or 0, len(wanted) - 1)

    def _choices(self) -> Iterator[Option]:
        if self._server.url:
            yield Option(Content(f"Try again ({self.surroundings.key_of('connection.retry')})"), RETRY)
        yield Option(Content("Connect to another address"), CHANGE)
        if self._ways.can_start_local:
            yield Option(Content("Start Omnigent's local server and connect to it"), LOCAL)
        missing = self._ways.missing_for_demo
        demo = f"Open the demo (not installed: {missing})" if missing else "Open the demo (a built-in server)"
        yield Option(Content(demo), DEMO, disabled=bool(missing))
        yield Option(Content(f"Quit ({self.surroundings.key_of('app.quit')})"), QUIT)

    # -- what a person does -------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Keep what is typed while the server has not answered yet: it is meant for the session that opens."""
        if event.is_printable and event.character and self._is_typed_ahead:
            event.stop()
            if self.is_current:
                self._keep_typed(event.character)
            else:  # The main screen came meanwhile, and has what was typed before.
                self.app.post_message(events.Key(event.key, event.character))

    def on_paste(self, event: events.Paste) -> None:
        """Keep what is pasted meanwhile, too."""
        if self._is_typed_ahead:
            event.stop()
            if self.is_current:
                self._keep_typed(typable(event.text))
            else:
                self.app.post_message(events.Paste(event.text))

    @property
    def _is_typed_ahead(self) -> bool:
        """Whether something is typed for what is about to open, not for this screen because that did not come."""
        is_trying = self._server.phase in (ServerPhase.CONNECTING, ServerPhase.CONNECTED) and not self._has_failed
        return (is_trying or self._is_starting) and not self._address.has_focus

    def _keep_typed(self, text: str) -> None:
        drafts = self.surroundings.drafts
        written = drafts.draft(None)
        added, pastes = adopt(draft_of(text), written.pastes)
        typed = written.text + added
        drafts.keep(None, Draft(typed, pastes))
        self.show_activity(f"Typed for the session that opens: {' '.join(typed.split())[-_TYPED_SHOWN:]}")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do what was chosen."""
        event.stop()
        match event.option.id:
            case "retry":
                self.action_connection_retry()
            case "change":
                self.action_connect_change_server()
            case "local":
                self.action_connect_start_local()
            case "demo":
                self.action_connect_demo()
            case _:
                self.app.exit()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Connect to the address that was typed."""
        from omnigent_tui.state.intents import ConnectToServer

        event.stop()
        try:
            entered = parse_entered_server(event.value)
        except ServerResolutionError as error:
            self.show_activity(str(error))
            return
        self.action_close_address()
        self.surroundings.perform(ConnectToServer(entered.url, entered.source.value, entered.session_id))

    def action_connection_retry(self) -> None:
        """Try the same server again at once."""
        from omnigent_tui.state.intents import RetryNow

        if self._server.phase is ServerPhase.FAILED:
            self.show_activity(_TRYING)
        self.surroundings.perform(RetryNow())

    def action_connect_change_server(self) -> None:
        """Open the field for another address."""
        field = self._address
        field.display = True
        field.value = self._server.url
        field.focus()

    def action_close_address(self) -> None:
        """Close the address field; what was typed is not used."""
        self._address.display = False
        self._choice_list.focus()

    def action_connect_start_local(self) -> None:
        """Ask for the local server."""
        if self._ways.can_start_local:
            self.post_message(self.LocalServerWanted())
        else:
            self.show_activity("There is no omnigent executable on PATH.")

    def action_connect_demo(self) -> None:
        """Ask for the demo."""
        if self._ways.missing_for_demo:
            self.show_activity(f"The demo is not installed: {self._ways.missing_for_demo}")
        else:
            self.post_message(self.DemoWanted())
