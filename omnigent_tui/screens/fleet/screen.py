"""The fleet screen: asks while it is open, shows what came, and opens sessions and pods from the keyboard."""

import time
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from omnigent_tui.commands.bindings import bindings_for
from omnigent_tui.commands.catalog import CATALOG, Scope
from omnigent_tui.protocol.agentsmesh.pods import POD_STATUSES
from omnigent_tui.screens.dialogs.confirm_dialog import ConfirmDialog
from omnigent_tui.screens.fleet.details import detail_text, target_of
from omnigent_tui.screens.fleet.fleet_list import FleetList
from omnigent_tui.screens.fleet.mesh_rows import MeshKeys, mesh_rows
from omnigent_tui.screens.fleet.row import FleetRow
from omnigent_tui.screens.fleet.server_rows import server_rows
from omnigent_tui.screens.new_session.screen import NewSessionScreen
from omnigent_tui.screens.runner_start import start_runner
from omnigent_tui.screens.state_screen import StateScreen
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.intents import (
    FleetTarget,
    LeaveAgentsMesh,
    LeaveFleet,
    LoadAgentsMesh,
    LoadMeshRunner,
    LoadPods,
    LookAtFleet,
    LookAtSessions,
    OpenSession,
    StopSession,
    WatchFleet,
)
from omnigent_tui.widgets.directory_picker.row_list import RowList
from omnigent_tui.widgets.one_line import OneLine

REST_SECONDS = 0.2
"""So long the cursor rests on a host or a runner before the server is asked about it."""
_STATUSES = (None, *POD_STATUSES)


class FleetScreen(StateScreen):
    """Closes with Esc, or when a session is opened; nothing is asked for any more then."""

    DEFAULT_CSS = """
    FleetScreen { layout: vertical; overflow: hidden; }
    FleetScreen #fleet-title, FleetScreen #fleet-hints { padding: 0 1; background: $panel; }
    FleetScreen #fleet-detail { height: auto; max-height: 8; padding: 0 1; color: $text-muted; background: $surface; }
    """
    AUTO_FOCUS = "#fleet-list"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for(Scope.FLEET),
        Binding("escape", "close", "Close", show=False),
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "end(0)", show=False),
        Binding("end", "end(-1)", show=False),
    ]

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.list = FleetList(surroundings.glyphs, id="fleet-list")
        self.detail = Static(id="fleet-detail", markup=False)
        self.title_line = OneLine(id="fleet-title")
        self.hints = OneLine(id="fleet-hints")
        self._again = surroundings.key_of("fleet.refresh")
        self._mesh_keys = MeshKeys(self._again, surroundings.key_of("fleet.more"), surroundings.key_of("fleet.status"))
        self._unfolded: int | None = None
        self._looked_at: FleetTarget | None = None
        self._detail_text = ""
        self._rest: Timer | None = None
        self._is_done = False
        self._remark = ""
        self._seen: tuple[str, ...] = ()

    @property
    def command_ids(self) -> frozenset[str]:
        """The commands of this screen."""
        return frozenset(row.id for row in CATALOG if row.scope is Scope.FLEET)

    def compose(self) -> ComposeResult:
        """Lay the parts out."""
        yield self.title_line
        yield self.list
        yield self.detail
        yield self.hints

    def on_mount(self) -> None:
        """Begin to ask."""
        self._ask()
        self.show_now()

    def on_unmount(self) -> None:
        """Ask for nothing any more."""
        if self._rest is not None:
            self._rest.stop()
        self.surroundings.perform(LeaveFleet())
        self.surroundings.perform(LeaveAgentsMesh())

    def on_screen_resume(self) -> None:
        """Back from help or palette."""
        self.show_now()

    def _ask(self) -> None:
        self.surroundings.perform(WatchFleet())
        self.surroundings.perform(LoadAgentsMesh(with_available=True))

    # -- the state ----------------------------------------------------------------------------------------------

    def show_state(self, state: State, now: float) -> None:  # noqa: ARG002
        """Show health, hosts, runners and AgentsMesh; what did not change is not drawn again."""
        if not self.is_mounted or self._is_done:
            return
        glyphs = self.surroundings.glyphs
        rows = (
            *server_rows(state, glyphs, self._again),
            *mesh_rows(state.agentsmesh, self._unfolded, glyphs, self._mesh_keys),
        )
        self.list.show(rows)
        arrived = max(state.fleet.refreshed_at.values(), default=None)
        as_of = f"as of {time.strftime('%H:%M:%S', time.localtime(arrived))}" if arrived is not None else "asking"
        self.title_line.set_line(
            Content.assemble(("Fleet", "bold"), f"  {as_of} · {self._again} refreshes · Esc closes")
        )
        self._follow_cursor(state)

    def _show_keys(self, row: FleetRow | None) -> None:
        """Show the keys that do something on the row under the cursor, and those that always do."""
        key_of = self.surroundings.key_of
        keys = []
        if row is not None and row.session_id is not None:
            keys += [f"{key_of('fleet.use')} opens", f"{key_of('fleet.launch')} starts its runner"]
            keys += [f"{key_of('fleet.stop')} stops it"]
        if row is not None and row.place_id is not None:
            keys += [f"{key_of('fleet.new')} new session here"]
        if row is not None and row.mesh_runner_id is not None:
            keys += [f"{key_of('fleet.use')} shows pods", f"{key_of('fleet.status')} status"]
            keys += [f"{key_of('fleet.more')} more pods"]
        keys = keys or ["Go to a host or a session: what can be done there is shown here."]
        self.hints.set_line(Content(" · ".join((self._remark, *keys) if self._remark else keys)))

    def _say(self, remark: str) -> None:
        self._remark = remark
        self._show_keys(self.list.chosen)

    def _look_at_rows(self) -> None:
        seen = tuple(row.session_id for row in self.list.rows_on_screen if row.session_id is not None)
        if seen != self._seen:
            self._seen = seen
            self.surroundings.perform(LookAtSessions(seen))

    def _follow_cursor(self, state: State) -> None:
        self._show_keys(self.list.chosen)
        self._look_at_rows()
        text = detail_text(state.fleet, self.list.chosen, self._again)
        if text != self._detail_text:
            self._detail_text = text
            self.detail.update(Content(text))
        target = target_of(self.list.chosen)
        if target != self._looked_at:
            self._looked_at = target
            if self._rest is not None:
                self._rest.stop()
            self._rest = self.set_timer(REST_SECONDS, self._look) if target is not None else None

    def _look(self) -> None:
        if self._looked_at is not None and not self._is_done:
            self.surroundings.perform(LookAtFleet(self._looked_at))

    # -- keys ---------------------------------------------------------------------------------------------------

    def action_close(self) -> None:
        """Go back."""
        if not self._is_done:
            self._is_done = True
            self.dismiss()

    def action_step(self, step: int) -> None:
        """Move the cursor."""
        self._remark = ""
        self.list.move(step)
        self._follow_cursor(self.surroundings.state())

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        self.action_step(pages * self.list.page_rows())

    def action_end(self, index: int) -> None:
        """Go to the first (0) or the last (-1) row."""
        self.list.go_to(index if index >= 0 else self.list.row_count() - 1)
        self._follow_cursor(self.surroundings.state())

    def on_row_list_row_clicked(self, event: RowList.RowClicked) -> None:
        """Choose with the mouse."""
        event.stop()
        self._follow_cursor(self.surroundings.state())

    def action_fleet_use(self) -> None:
        """Open the session under the cursor, or show or hide the pods of an AgentsMesh runner."""
        row = self.list.chosen
        if row is None:
            return
        if row.session_id is not None:
            self.surroundings.perform(OpenSession(row.session_id))
            self.action_close()
        elif row.mesh_runner_id is not None:
            self._unfolded = None if self._unfolded == row.mesh_runner_id else row.mesh_runner_id
            if self._unfolded is not None:
                self._ask_pods(self._unfolded, self._pod_status())
                self.surroundings.perform(LoadMeshRunner(self._unfolded))
            self.show_now()

    def action_fleet_new(self) -> None:
        """Open the form that starts a session, on the host under the cursor."""
        row = self.list.chosen
        if row is None or row.place_id is None:
            self._say("Go to a host, or to a session on one.")
            return
        self._visit(NewSessionScreen(self.surroundings, row.place_id))

    def action_fleet_launch(self) -> None:
        """Start the runner of the session under the cursor."""
        row = self.list.chosen
        if row is None or row.session_id is None:
            self._say("Go to a session.")
            return
        form_or_words = start_runner(self.surroundings, row.session_id)
        if isinstance(form_or_words, str):
            self._say(form_or_words)
        else:
            self._visit(form_or_words)

    def action_fleet_stop(self) -> None:
        """Ask whether the runner of the session under the cursor is to be stopped."""
        row = self.list.chosen
        if row is None or row.session_id is None:
            self._say("Go to a session.")
            return
        words = "A turn that runs is given up. The next message starts the runner again."
        stop = StopSession(row.session_id)
        self.app.push_screen(ConfirmDialog(self.surroundings, row.session_id, "Stop", words, stop))

    def _visit(self, screen: StateScreen) -> None:
        """Show a form; when it opened a session, that is where to go."""
        open_before = self.surroundings.state().open_session_id

        def go_there(_: None) -> None:
            if self.surroundings.state().open_session_id != open_before:
                self.action_close()

        self.app.push_screen(screen, go_there)

    def action_fleet_refresh(self) -> None:
        """Ask for everything again, now."""
        self._ask()
        if self._unfolded is not None:
            self._ask_pods(self._unfolded, self._pod_status())

    def action_fleet_status(self) -> None:
        """Show the pods of the next status."""
        if self._unfolded is None:
            self.app.bell()
            return
        at = _STATUSES.index(status) if (status := self._pod_status()) in _STATUSES else 0
        self._ask_pods(self._unfolded, _STATUSES[(at + 1) % len(_STATUSES)])

    def action_fleet_more(self) -> None:
        """Fetch the next pods."""
        pods = self.surroundings.state().agentsmesh.pods.get(self._unfolded or 0)
        if self._unfolded is None or pods is None or not pods.has_more:
            self.app.bell()
            return
        self.surroundings.perform(LoadPods(self._unfolded, pods.status, pods.next_offset))

    def _pod_status(self) -> str | None:
        pods = self.surroundings.state().agentsmesh.pods.get(self._unfolded or 0)
        return pods.status if pods is not None else None

    def _ask_pods(self, runner_id: int, status: str | None) -> None:
        self.surroundings.perform(LoadPods(runner_id, status))
