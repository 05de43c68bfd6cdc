"""The dialog that starts a session: agent, host, workspace, title; what was filled in stays for the next time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from omnigent_tui.protocol.agents import Agent
from omnigent_tui.protocol.hosts import Host
from omnigent_tui.screens.state_screen import StateScreen
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.intents import CreateSession, LoadNewSessionChoices
from omnigent_tui.state.new_session import CreationPhase, NewSessionState

_NO_HOST = ""
_HINT = "Enter goes on, and creates from the last field. Tab moves, Esc closes."


@dataclass(slots=True)
class FormMemory:
    """What was filled in last; lives as long as the main screen."""

    workspace: str = ""
    title: str = ""
    agent_id: str | None = None
    host_id: str | None = None


class NewSessionDialog(StateScreen):
    """Closes when the session is there; the live layer opens it."""

    CSS_PATH = "new_session.tcss"
    AUTO_FOCUS = "#new-agent"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close", show=False)]

    def __init__(self, surroundings: Surroundings, memory: FormMemory) -> None:
        super().__init__(surroundings)
        self._memory = memory
        self._shown: NewSessionState | None = None
        self._offered: tuple[tuple[Agent, ...], tuple[Host, ...]] | None = None
        self._asked = False
        self._made_before: str | None = None
        self._suggested = ""

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        with VerticalScroll(id="new-session", can_focus=False):
            yield Static(Content("New session"), classes="title", markup=False)
            yield Static(Content("Agent"), markup=False)
            yield OptionList(id="new-agent", markup=False, compact=True)
            yield Static(Content("Host"), markup=False)
            yield OptionList(id="new-host", markup=False, compact=True)
            yield Static(Content("Workspace (a folder on that host)"), markup=False)
            yield Input(self._memory.workspace, id="new-workspace", compact=True)
            yield Static(Content("Title (may stay empty)"), markup=False)
            yield Input(self._memory.title, id="new-title", compact=True)
            yield Static(id="new-progress", markup=False)
            yield Static(Content.styled(_HINT, "dim"), markup=False)

    def on_mount(self) -> None:
        """Ask for the choices and show those of last time meanwhile."""
        self.surroundings.perform(LoadNewSessionChoices())
        self.show_now()

    def show_state(self, state: State, now: float) -> None:  # noqa: ARG002
        """Show what can be chosen and how far the creation is."""
        new = state.new_session
        if not self.is_mounted or new is self._shown:
            return
        self._shown = new
        if self._asked and new.created_session_id not in (None, self._made_before):
            self._memory.title = ""
            self.dismiss()
            return
        if new.phase not in (CreationPhase.UNKNOWN, CreationPhase.LOADING) or new.agents:
            self._offer(state)
        self._say(_progress(new))

    def _offer(self, state: State) -> None:
        agents, hosts = state.new_session.agents, state.new_session.hosts
        if self._offered == (agents, hosts):
            return
        self._offered = agents, hosts
        wanted = self._memory.agent_id or _open_agent(state)
        _fill(self.query_one("#new-agent", OptionList), map(_agent_option, agents), wanted)
        options = [*map(_host_option, hosts), Option(Content("No host yet"), _NO_HOST)]
        _fill(self.query_one("#new-host", OptionList), options, self._memory.host_id)
        self._suggest_workspace()

    def _say(self, text: str) -> None:
        self.query_one("#new-progress", Static).update(Content(text))

    # -- what a person does -------------------------------------------------------------------------------------

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Remember the choice; another host suggests another workspace."""
        event.stop()
        if event.option_list.id == "new-agent":
            self._memory.agent_id = event.option.id
        else:
            self._memory.host_id = event.option.id
            self._suggest_workspace()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go on to the next field."""
        event.stop()
        self.focus_next()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Remember what is typed."""
        event.stop()
        if event.input.id == "new-title":
            self._memory.title = event.value
        elif event.value != self._suggested:
            self._memory.workspace = event.value

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on, or create."""
        event.stop()
        if event.input.id == "new-workspace":
            self.focus_next()
        else:
            self._create()

    def action_close(self) -> None:
        """Close; what was filled in stays for the next time."""
        self.dismiss()

    def _suggest_workspace(self) -> None:
        """Offer the workspace last used on the chosen host, as long as none was typed."""
        if self._memory.workspace:
            return
        sessions, host_id = self.surroundings.state().sessions, self._chosen("#new-host")
        rows = (sessions.by_id[session_id].row for session_id in sessions.order)
        self._suggested = next((row.workspace for row in rows if row.host_id == host_id and row.workspace), "")
        self.query_one("#new-workspace", Input).value = self._suggested

    def _chosen(self, selector: str) -> str | None:
        choices = self.query_one(selector, OptionList)
        return choices.get_option_at_index(choices.highlighted).id if choices.highlighted is not None else None

    def _create(self) -> None:
        agent_id, host_id = self._chosen("#new-agent"), self._chosen("#new-host")
        workspace = self.query_one("#new-workspace", Input).value.strip()
        new = self.surroundings.state().new_session
        if new.phase in (CreationPhase.CREATING, CreationPhase.CHECKING):
            return
        if agent_id is None:
            self._say("✕ There is no agent to choose.")
        elif host_id and not workspace:
            self._say("✕ A session on a host needs a workspace: the path of a folder there.")
            self.query_one("#new-workspace", Input).focus()
        else:
            self._asked, self._made_before = True, new.created_session_id
            title = self.query_one("#new-title", Input).value.strip() or None
            self.surroundings.perform(CreateSession(agent_id, title, host_id or None, workspace if host_id else None))


def _fill(choices: OptionList, options: Iterable[Option], wanted: str | None) -> None:
    choices.set_options(options)
    ids = [option.id for option in choices.options]
    choices.highlighted = ids.index(wanted) if wanted in ids else 0 if ids else None


def _agent_option(agent: Agent) -> Option:
    description = " ".join(agent.description.split())
    details = f"  {description}" if description else f"  {agent.harness}" if agent.harness else ""
    return Option(Content.assemble(agent.name or agent.id, (details, "dim")), agent.id)


def _host_option(host: Host) -> Option:
    return Option(
        Content(f"{'●' if host.is_online else '○'} {host.name or host.host_id} ({host.status})"), host.host_id
    )


def _open_agent(state: State) -> str | None:
    snapshot = state.open_conversation.snapshot if state.open_conversation else None
    return snapshot.agent_id if snapshot else None


def _progress(new: NewSessionState) -> str:
    match new.phase:
        case CreationPhase.LOADING:
            return "Reading agents and hosts…"
        case CreationPhase.CREATING:
            return "Creating; a host may need a while to start its runner…"
        case CreationPhase.CHECKING:
            return "The answer was lost; looking whether the session was made…"
        case CreationPhase.FAILED:
            return f"✕ {new.reason}"
        case _:
            return ""
