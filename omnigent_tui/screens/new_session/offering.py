"""What the form holds, and what the field with the focus offers: narrowed by typing, taken when the field is left."""

from dataclasses import replace

from omnigent_tui.protocol.hosts import Host
from omnigent_tui.rendering.lines import Run
from omnigent_tui.rendering.looks import BAD, MUTED, WARNING
from omnigent_tui.screens.new_session import choices
from omnigent_tui.screens.new_session.choice_list import Choice
from omnigent_tui.screens.new_session.defaults import with_defaults
from omnigent_tui.screens.new_session.layout import NewSessionLayout
from omnigent_tui.screens.new_session.memory import NO_HOST, FormMemory, remembered
from omnigent_tui.screens.new_session.paths import ShownPaths, directories_below, joined, known_listing, take_apart
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.directories import ListingPhase, Worktrees
from omnigent_tui.state.host_paths import expand_home, without_end
from omnigent_tui.state.new_session import CreationPhase, FormField
from omnigent_tui.widgets.composer.draft import draft_of
from omnigent_tui.widgets.directory_picker.row_list import NOWHERE
from omnigent_tui.widgets.directory_picker.words import failure_text

_PICKED = (FormField.AGENT, FormField.HOST, FormField.EFFORT)
_NOTES = {
    FormField.BASE_BRANCH: "What the new branch starts from; only for a new worktree.",
    FormField.TITLE: "Empty: the server makes one from the first message.",
    FormField.MESSAGE: "Sent as soon as the session is there. Ctrl+J starts a new line.",
    FormField.MODEL: "A model's name as the agent's harness knows it; empty: the agent's own.",
}
_NO_HOST_NAME: dict[str | None, str] = {NO_HOST: "no host"}
_MOST_BELOW = 200


class Offering(NewSessionLayout):
    """Keeps the form's memory and shows choices."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.memory = FormMemory()
        self.paths = ShownPaths()
        self.remark = ""
        self._field: FormField | None = None
        self._is_narrowing = False
        self._unfolded = False

    # -- what the form holds ------------------------------------------------------------------------------------

    def begin_with(self, state: State) -> None:
        """Take up what was left."""
        self.memory = remembered(self.surroundings.drafts, state.server.url)
        self.fill_in()

    def remember(self, **values: str) -> None:
        """Take these values."""
        self.memory = replace(self.memory, **values)  # type: ignore[arg-type]

    def fill_in(self, *, gently: bool = False) -> None:
        """Put what the form holds into its fields; `gently` leaves alone what is being typed."""
        memory, new = self.memory, self.surroundings.state().new_session
        agent = next((agent for agent in new.agents if agent.id == memory.agent_id), None)
        host = self.host()
        texts = {
            FormField.AGENT: choices.agent_name(agent) if agent is not None else "",
            FormField.HOST: choices.host_name(host) if host is not None else _NO_HOST_NAME.get(memory.host_id, ""),
            FormField.WORKSPACE: self.paths.show(memory.workspaces.get(memory.host_id or NO_HOST, "")),
            FormField.WORKTREE: memory.worktree,
            FormField.BASE_BRANCH: memory.base_branch,
            FormField.TITLE: memory.title,
            FormField.MODEL: memory.model,
            FormField.EFFORT: memory.effort,
        }
        for field, text in texts.items():
            if not (gently and self.is_being_typed(field)):
                self.set_text(field, text)
        if not gently and self.message.draft.full_text != memory.message:
            self.message.load(draft_of(memory.message))

    def host(self) -> Host | None:
        """Return the chosen host."""
        hosts = self.surroundings.state().new_session.hosts
        return next((host for host in hosts if host.host_id == self.memory.host_id), None)

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

    def take_choices(self, state: State) -> None:
        """Agents and hosts may be others now: choose where nothing is chosen yet."""
        if state.new_session.agents or state.new_session.hosts:
            self.memory = with_defaults(self.memory, state)
        self.fill_in(gently=True)
        self.offer()

    # -- the field with the focus -------------------------------------------------------------------------------

    def enter_field(self, field: FormField | None) -> None:
        """The focus is on that field now; the one before takes what was pointed at."""
        if field is self._field:
            return
        self.commit()
        self._field, self._is_narrowing = field, False
        self.offer(anew=True)

    def typed(self, field: FormField, text: str) -> None:
        """Take what is typed into a field."""
        if field in _PICKED:
            self._is_narrowing = field is self._field
        elif field is FormField.WORKSPACE:
            self.memory = self.memory.with_workspace(self.memory.host_id or NO_HOST, self.paths.raw(text))
        else:
            self.remember(**{field.name.lower(): text})
        self.offer(anew=True)

    def commit(self) -> None:
        """Take what the list points at for the field with the focus, or what is typed there."""
        field, chosen = self._field, self.choices.chosen
        if field is None or field is FormField.MESSAGE:
            return
        if field not in _PICKED:
            # What was typed a moment ago may still be on its way as a message.
            self.typed_now(field)
        if field is FormField.AGENT and chosen is not None:
            self.remember(agent_id=chosen.id)
        elif field is FormField.HOST and chosen is not None and chosen.id != choices.FOLDED_HOSTS:
            self._take_host(chosen.id)
        elif field is FormField.EFFORT and chosen is not None:
            self.remember(effort=chosen.id)
        elif field is FormField.WORKSPACE and chosen is not None:
            self.memory = self.memory.with_workspace(self.memory.host_id or NO_HOST, self.paths.raw(chosen.id))
        elif field is FormField.WORKTREE and chosen is not None and chosen.id != choices.NEW_WORKTREE:
            self.remember(worktree="" if chosen.id == choices.NO_WORKTREE else chosen.id)
        self._is_narrowing = False
        self.fill_in()

    def typed_now(self, field: FormField) -> None:
        """Take the field's text as it stands."""
        text = self.entry(field).value
        if field is FormField.WORKSPACE:
            self.memory = self.memory.with_workspace(self.memory.host_id or NO_HOST, self.paths.raw(text))
        else:
            self.remember(**{field.name.lower(): text})

    def _take_host(self, host_id: str) -> None:
        if host_id != self.memory.host_id:
            # A branch of another machine's repository means nothing there.
            self.memory = with_defaults(
                replace(self.memory, host_id=host_id, worktree="", base_branch=""), self.surroundings.state()
            )

    def accept(self) -> bool:
        """Take what the list points at; whether to go on to the next field."""
        chosen = self.choices.chosen
        if self._field is FormField.HOST and chosen is not None and chosen.id == choices.FOLDED_HOSTS:
            self._unfolded = True
            online = self.choices.cursor
            self.offer()
            self.choices.go_to(online)
            return False
        if self._field in _PICKED and chosen is None:
            self.app.bell()
            return False
        self.commit()
        return True

    # -- what is offered ----------------------------------------------------------------------------------------

    def offer(self, *, anew: bool = False) -> None:
        """Show what the field offers. The cursor stays on its choice unless `anew`."""
        if self._field is None:
            return
        state = self.surroundings.state()
        offered, preferred, note = self._offer_of(self._field, state)
        pointed = self.choices.chosen
        wanted = preferred if anew or pointed is None else pointed.id
        at = next((n for n, choice in enumerate(offered) if choice.id == wanted), None)
        if at is None:
            at = 0 if offered and self._field is not FormField.WORKSPACE else NOWHERE
        self.choices.show(offered, at, note)

    def _offer_of(self, field: FormField, state: State) -> tuple[tuple[Choice, ...], str | None, Run]:
        new = state.new_session
        text = self.entry(field).value if field is not FormField.MESSAGE else ""
        match field:
            case FormField.AGENT:
                nothing = "Reading agents…" if new.phase is CreationPhase.LOADING else "No agent has that in its name."
                return self._narrowed(choices.agent_choices(new, self.host()), text, self.memory.agent_id, nothing)
            case FormField.HOST:
                unfolded = self._unfolded or self._is_narrowing
                rows = choices.host_choices(new.hosts, self.memory.host_id, unfolded=unfolded)
                return self._narrowed(rows, text, self.memory.host_id, "No host has that in its name.")
            case FormField.EFFORT:
                return self._narrowed(choices.effort_choices(), text, self.memory.effort, "There is no such effort.")
            case FormField.WORKSPACE:
                return self._places(state, text)
            case FormField.WORKTREE:
                rows = choices.worktree_choices(self.worktrees(state), text.strip())
                return rows, rows[0].id, self._worktree_note(state)
            case _:
                return (), None, (_NOTES[field], MUTED)

    def _narrowed(
        self, rows: tuple[Choice, ...], text: str, chosen: str | None, nothing: str
    ) -> tuple[tuple[Choice, ...], str | None, Run]:
        if not self._is_narrowing:
            return rows, chosen, ("" if rows else nothing, MUTED)
        found = tuple(row for row in rows if row.matches(text.strip()))
        return found, found[0].id if found else None, ("" if found else nothing, WARNING)

    def _places(self, state: State, text: str) -> tuple[tuple[Choice, ...], str | None, Run]:
        host = self.host()
        if host is None:
            return (), None, ("Without a host there is no directory yet.", MUTED)
        if not host.is_online:
            return (), None, (f"{choices.host_name(host)} is offline: its directories cannot be read.", WARNING)
        used = choices.places_used(state, self.memory, host.host_id)
        is_one_of_them = any(self.paths.show(place) == text for place in used)
        rows = list(choices.place_choices(used, "" if is_one_of_them else text))
        note: Run = ("", 0)
        parts = take_apart(text, self.paths, self.home(state))
        listing = known_listing(state.directories, host.host_id, parts) if parts is not None else None
        if parts is not None and listing is not None:
            seen = {row.name for row in rows}
            below = (joined(parts, entry, self.paths) for entry in directories_below(listing, parts.rest)[:_MOST_BELOW])
            rows += [Choice(path, path) for path in below if path not in seen]
            if listing.failure is not None:
                note = failure_text(listing.failure), BAD
            elif listing.phase is ListingPhase.LOADING:
                note = "Reading the directory…", MUTED
        return tuple(rows), None, note

    def _worktree_note(self, state: State) -> Run:
        found = self.worktrees(state)
        if self.host() is None:
            return "A worktree is made on a host.", MUTED
        if found is None:
            return "Choose the directory of a git repository first.", MUTED
        if not found.is_repository:
            return "The directory is not in a git repository.", WARNING
        if found.failure is not None:
            again = self.surroundings.key_of("new_session.reload")
            return f"{failure_text(found.failure)} {again} tries again.", BAD
        return ("Reading worktrees…" if found.phase is ListingPhase.LOADING else "", MUTED)
