"""What the form holds: who works, where and with what; from last time, from what was typed, from what was chosen."""

from typing import ClassVar

from omnigent_tui.protocol.hosts import Host
from omnigent_tui.screens.new_session import choices
from omnigent_tui.screens.new_session.fields import PICKED
from omnigent_tui.screens.new_session.layout import NewSessionLayout
from omnigent_tui.screens.new_session.memory import NO_HOST, FormMemory, remembered
from omnigent_tui.screens.new_session.paths import ShownPaths
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.directories import Worktrees
from omnigent_tui.state.host_paths import expand_home, without_end
from omnigent_tui.state.new_session import FormField, HarnessModels
from omnigent_tui.values import replace
from omnigent_tui.widgets.composer.draft import draft_of

_NO_HOST_NAME: dict[str | None, str] = {NO_HOST: "no host"}


class Holding(NewSessionLayout):
    """Keeps the form's memory, and knows what it means on this server."""

    OR_NO_HOST: ClassVar[bool] = True
    """Whether the form can do without a host."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.memory = FormMemory()
        self.paths = ShownPaths()
        self.remark = ""

    def begin_with(self, state: State) -> None:
        """Take up what was left."""
        self.memory = remembered(self.surroundings.drafts, state.server.url)
        if self.memory.host_id == NO_HOST and not self.OR_NO_HOST:
            self.memory = replace(self.memory, host_id=None)
        self.fill_in()

    def can_find_home(self) -> bool:
        """Whether the chosen host can be asked where its home directory is."""
        host = self.host()
        return host is not None and host.is_online

    def remember(self, **values: str) -> None:
        """Take these values."""
        self.memory = replace(self.memory, **values)  # type: ignore[arg-type]

    def take_text(self, field: FormField, text: str) -> None:
        """Take what stands in a field that is typed freely."""
        if field is FormField.WORKSPACE:
            self.memory = self.memory.with_workspace(self.memory.host_id or NO_HOST, self.paths.raw(text))
        elif field is FormField.MESSAGE:
            self.remember(message=text)
        else:
            self.remember(**{field.name.lower(): text})

    def take_typed(self) -> None:
        """Take what stands in all fields that are typed freely: of the last keys no message may have come yet."""
        for field in self.FIELDS:
            if field not in PICKED:
                text = self.message.draft.full_text if field is FormField.MESSAGE else self.entry(field).value
                self.take_text(field, text)

    def fill_in(self, *, gently: bool = False, but_not: FormField | None = None) -> None:
        """Put what the form holds into its fields; `gently` leaves alone what is being typed."""
        memory, new = self.memory, self.surroundings.state().new_session
        agent = next((agent for agent in new.agents if agent.id == memory.agent_id), None)
        host = self.host()
        texts = {
            FormField.AGENT: memory.bundle or (choices.agent_name(agent) if agent is not None else ""),
            FormField.HOST: choices.host_name(host) if host is not None else _NO_HOST_NAME.get(memory.host_id, ""),
            FormField.WORKSPACE: self.paths.show(memory.workspaces.get(memory.host_id or NO_HOST, "")),
            FormField.WORKTREE: memory.worktree,
            FormField.BASE_BRANCH: memory.base_branch,
            FormField.TITLE: memory.title,
            FormField.MODEL: memory.model,
            FormField.EFFORT: memory.effort,
            FormField.PERMISSIONS: memory.permissions,
            FormField.ARGUMENTS: memory.arguments,
            FormField.PROJECT: next((choices.project_name(p) for p in new.projects if p.id == memory.project), ""),
            FormField.LABELS: memory.labels,
        }
        for field, text in texts.items():
            if field not in self.FIELDS or field is but_not:
                continue
            if not (gently and self.is_being_typed(field)):
                self.set_text(field, text)
        if FormField.MESSAGE in self.FIELDS and not gently and self.message.draft.full_text != memory.message:
            self.message.load(draft_of(memory.message))

    def host(self) -> Host | None:
        """Return the chosen host."""
        hosts = self.surroundings.state().new_session.hosts
        return next((host for host in hosts if host.host_id == self.memory.host_id), None)

    def harness(self) -> str | None:
        """Return the harness of the chosen agent; None while none is chosen, and for one that is to be uploaded."""
        agents = self.surroundings.state().new_session.agents
        chosen = next((agent for agent in agents if agent.id == self.memory.agent_id), None)
        return chosen.harness if chosen is not None and not self.memory.bundle else None

    def models(self) -> HarnessModels | None:
        """Return what the chosen host told of the models of the chosen agent's harness."""
        known = self.surroundings.state().new_session.models
        return known.get((self.memory.host_id or "", self.harness() or ""))

    def home(self, state: State) -> str | None:
        """Return the raw home directory of the chosen host, once it is known."""
        return state.directories.homes.get(self.memory.host_id or "")

    def workspace_path(self, state: State) -> str | None:
        """Return the raw absolute path of the workspace, as far as it can be told."""
        text = self.memory.workspaces.get(self.memory.host_id or NO_HOST, "").lstrip()
        return without_end(expand_home(text, self.home(state)) or text) if text else None

    def worktrees(self, state: State) -> Worktrees | None:
        """Return what is known of the worktrees of the workspace."""
        found = state.directories.worktrees
        here = self.memory.host_id, self.workspace_path(state)
        return found if found is not None and (found.host_id, found.raw_path) == here else None
