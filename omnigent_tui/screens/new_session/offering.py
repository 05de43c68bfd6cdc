"""What the field with the focus offers: narrowed by typing, taken when the field is left."""

from omnigent_tui.rendering.lines import Run
from omnigent_tui.rendering.looks import BAD, MUTED, WARNING
from omnigent_tui.screens.new_session import choices
from omnigent_tui.screens.new_session.choice_list import Choice
from omnigent_tui.screens.new_session.defaults import with_defaults
from omnigent_tui.screens.new_session.fields import PICKED
from omnigent_tui.screens.new_session.holding import Holding
from omnigent_tui.screens.new_session.memory import NO_HOST
from omnigent_tui.screens.new_session.paths import directories_below, joined, known_listing, take_apart
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.directories import ListingPhase
from omnigent_tui.state.new_session import FormField, NewSessionState
from omnigent_tui.values import replace
from omnigent_tui.widgets.directory_picker.row_list import NOWHERE
from omnigent_tui.widgets.directory_picker.words import failure_text

_NOTES = {
    FormField.BASE_BRANCH: "What the new branch starts from; only for a new worktree.",
    FormField.TITLE: "Empty: the server makes one from the first message.",
    FormField.MESSAGE: "Sent as soon as the session is there. Ctrl+J starts a new line.",
    FormField.ARGUMENTS: "Handed to the native agent's own program as they stand; quotes keep words together.",
    FormField.LABELS: "For policies and for finding it again: team=blue, env=prod.",
}
_UPLOAD_NOTE = "Or type a path on this machine, as ~/agents/mine.yaml: the agent there is uploaded."
_MOST_BELOW = 200
_KEPT_BY_ID = (FormField.EFFORT, FormField.PERMISSIONS, FormField.PROJECT)
_TYPED_FREELY = (FormField.WORKSPACE, FormField.MODEL)
"""In these what is typed is taken as it stands unless something in the list is pointed at."""


class Offering(Holding):
    """Shows choices."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._field: FormField | None = None
        self._is_narrowing = False
        self._unfolded = False
        self._is_pointing = False

    def take_choices(self, state: State) -> None:
        """Agents and hosts may be others now: choose where nothing is chosen yet."""
        if state.new_session.agents or state.new_session.hosts:
            self.take_typed()
            self.memory = with_defaults(self.memory, state)
        self.fill_in(gently=True)
        self.offer()

    # -- the field with the focus -------------------------------------------------------------------------------

    def enter_field(self, field: FormField | None) -> None:
        """The focus is on that field now; the one before takes what was pointed at."""
        if field is self._field:
            return
        self.commit()
        self._field, self._is_pointing = field, False
        self._is_narrowing = field in PICKED and self.is_being_typed(field)
        self.offer(anew=True)

    def typed(self, field: FormField, text: str) -> None:
        """Take what is typed into a field."""
        self._is_pointing = False
        self.rows[field].set_error("")
        if field in PICKED:
            self._is_narrowing = field is self._field
        else:
            self.take_text(field, text)
        self.offer(anew=True)

    def commit(self) -> None:
        """Take what the list points at for the field with the focus, or what is typed there."""
        field, chosen = self._field, self.choices.chosen
        self.take_typed()
        if field is None or field is FormField.MESSAGE:
            return
        if field is FormField.AGENT and chosen is not None:
            is_bundle = chosen.id == choices.BUNDLE
            self.memory = self.memory.with_bundle(chosen.name) if is_bundle else self.memory.with_agent(chosen.id)
        elif field is FormField.HOST and chosen is not None and chosen.id != choices.FOLDED_HOSTS:
            self.take_host(chosen.id)
        elif field in _KEPT_BY_ID and chosen is not None:
            self.remember(**{field.name.lower(): chosen.id})
        elif field is FormField.WORKSPACE and chosen is not None:
            self.memory = self.memory.with_workspace(self.memory.host_id or NO_HOST, self.paths.raw(chosen.id))
        elif field is FormField.MODEL and chosen is not None:
            self.remember(model=chosen.id)
        elif field is FormField.WORKTREE and chosen is not None and chosen.id != choices.NEW_WORKTREE:
            self.remember(worktree="" if chosen.id == choices.NO_WORKTREE else chosen.id)
        self._is_narrowing = False
        self.fill_in(but_not=self._typed_ahead(field))

    def _typed_ahead(self, committed: FormField) -> FormField | None:
        """The field that somebody types into already, while the one before is only now being taken."""
        now = self.current_field
        return now if now is not committed and now in PICKED and self.is_being_typed(now) else None

    def take_host(self, host_id: str) -> None:
        """Choose a host."""
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
        if self._field in PICKED and chosen is None:
            self.app.bell()
            return False
        self.commit()
        return True

    @property
    def names_nothing(self) -> str:
        """Why what is typed into the field with the focus is no choice; empty when it is one, or none is needed."""
        if self._field not in PICKED or not self._is_narrowing or self.choices.chosen is not None:
            return ""
        return self.choices.note

    def point(self, step: int) -> None:
        """Move through what the field offers."""
        self._is_pointing = True
        if self._field is not None:
            self.rows[self._field].set_error("")
        self.choices.move(step)

    # -- what is offered ----------------------------------------------------------------------------------------

    def offer(self, *, anew: bool = False) -> None:
        """Show what the field offers. The cursor stays on its choice unless `anew`."""
        if self._field is None:
            return
        state = self.surroundings.state()
        offered, preferred, note = self._offer_of(self._field, state)
        pointed = self.choices.chosen
        # Where a choice was made before, only a person moves the cursor away from it, not what arrives.
        stays = pointed is not None and not anew and (self._is_pointing or self._field not in PICKED)
        wanted = pointed.id if stays and pointed is not None else preferred
        at = next((n for n, choice in enumerate(offered) if choice.id == wanted), None)
        if at is None:
            at = 0 if offered and self._field not in _TYPED_FREELY else NOWHERE
        self.choices.show(offered, at, note)

    def _offer_of(self, field: FormField, state: State) -> tuple[tuple[Choice, ...], str | None, Run]:
        new = state.new_session
        text = self.entry(field).value if field is not FormField.MESSAGE else ""
        match field:
            case FormField.AGENT:
                return self._agents(new, text, choices.none_of("agent", len(new.agents), new))
            case FormField.HOST:
                unfolded = self._unfolded or self._is_narrowing
                rows = choices.host_choices(new.hosts, self.memory.host_id, unfolded=unfolded, or_none=self.OR_NO_HOST)
                return self._narrowed(rows, text, self.memory.host_id, choices.none_of("host", len(new.hosts), new))
            case FormField.EFFORT:
                efforts = choices.effort_choices(self.models(), self.memory.model)
                return self._narrowed(efforts, text, self.memory.effort, "There is no such effort.")
            case FormField.MODEL:
                return self._models(text.strip())
            case FormField.PERMISSIONS:
                rows = choices.permission_choices(self.harness())
                return self._narrowed(rows, text, self.memory.permissions, "There is no such mode.")
            case FormField.PROJECT:
                projects = choices.project_choices(new.projects)
                return self._narrowed(projects, text, self.memory.project, "No project has that in its name.")
            case FormField.WORKSPACE:
                return self._places(state, text)
            case FormField.WORKTREE:
                rows = choices.worktree_choices(self.worktrees(state), text.strip())
                return rows, rows[0].id, self._worktree_note(state)
            case _:
                return (), None, (_NOTES[field], MUTED)

    def _agents(self, new: NewSessionState, text: str, nothing: str) -> tuple[tuple[Choice, ...], str | None, Run]:
        if choices.looks_like_a_path(text):
            return (choices.bundle_choice(text.strip()),), choices.BUNDLE, ("", 0)
        rows = choices.agent_choices(new, self.host())
        found, chosen, note = self._narrowed(rows, text, self.memory.agent_id, nothing)
        return found, chosen, note if note[0] else (_UPLOAD_NOTE, MUTED)

    def _models(self, typed: str) -> tuple[tuple[Choice, ...], str | None, Run]:
        known = self.models()
        rows = choices.model_choices(known, typed)
        if known is not None and known.is_loading and not known.models:
            return rows, typed, ("Asking the host which models there are…", MUTED)
        if rows or not typed:
            said = f"The host names none: {known.reason}" if known is not None and known.reason else ""
            own = "Empty: the agent's own model." if not typed else ""
            return rows, typed, (" ".join(filter(None, (own, said))), MUTED)
        return rows, typed, ("Taken as it stands: a model's name as the agent's harness knows it.", MUTED)

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
