"""The screen that starts a session: what it does with the state and with what a person presses."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.widgets import Input, TextArea

from omnigent_tui.commands.bindings import bindings_for
from omnigent_tui.commands.catalog import CATALOG, Scope
from omnigent_tui.screens.new_session.browsing import Browsing
from omnigent_tui.screens.new_session.choices import host_name
from omnigent_tui.screens.new_session.fields import FieldInput, MessageInput
from omnigent_tui.screens.new_session.memory import keep
from omnigent_tui.screens.new_session.progress import progress_of
from omnigent_tui.screens.new_session.request import Flaw, build_request, works_in_root
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.client_events import Announced, NewSessionWatched
from omnigent_tui.state.directories import ListingPhase
from omnigent_tui.state.intents import (
    CancelCreation,
    CreateSession,
    LaunchRunner,
    LeaveDirectories,
    LoadNewSessionChoices,
)
from omnigent_tui.state.new_session import CreationPhase, FormField, NewSessionState

_SCOPES = (Scope.NEW_SESSION, Scope.DIRECTORY)


class NewSessionScreen(Browsing):
    """Closes when the session is there. What was filled in stays for the next time, whatever happens."""

    CSS_PATH = "new_session.tcss"
    AUTO_FOCUS = "#new-agent"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for(Scope.NEW_SESSION),
        Binding("escape", "leave", "Close", show=False),
        Binding("up", "choice(-1)", show=False),
        Binding("down", "choice(1)", show=False),
        Binding("pageup", "choice_page(-1)", show=False),
        Binding("pagedown", "choice_page(1)", show=False),
    ]

    def __init__(self, surroundings: Surroundings, host_id: str | None = None) -> None:
        super().__init__(surroundings)
        self._host_wanted = host_id
        self._shown: NewSessionState | None = None
        self._made_before: str | None = None
        self._is_done = False
        self._waits_for_home = False
        self._home_host: str | None = None
        self._confirmed: CreateSession | LaunchRunner | None = None

    @property
    def command_ids(self) -> frozenset[str]:
        """The commands of the form and of the picker."""
        return frozenset(row.id for row in CATALOG if row.scope in _SCOPES)

    @property
    def action_targets(self) -> Sequence[DOMNode]:
        """The screen, then the picker."""
        return self, self.picker

    def on_mount(self) -> None:
        """Take up what was typed last time and ask for the choices."""
        state = self.surroundings.state()
        new = state.new_session
        self.begin_with(state)
        if self._host_wanted is not None:
            self.take_host(self._host_wanted)
        if new.request is not None and new.created_session_id is not None:
            self._use_up(new.request)
        self._made_before = new.created_session_id
        self.surroundings.dispatch(NewSessionWatched(is_watched=True, at=self.surroundings.clock()))
        self.surroundings.perform(LoadNewSessionChoices())
        self.show_keys()
        self.show_now()

    def on_unmount(self) -> None:
        """What is still going on is nobody's concern here any more."""
        self.surroundings.dispatch(NewSessionWatched(is_watched=False, at=self.surroundings.clock()))

    def on_screen_resume(self) -> None:
        """Back from help or palette."""
        self.show_now()

    # -- the state ----------------------------------------------------------------------------------------------

    def show_state(self, state: State, now: float) -> None:
        """Show what can be chosen, the directory, and how far the creation is."""
        if not self.is_mounted or self._is_done:
            return
        new = state.new_session
        if new.created_session_id is not None and new.created_session_id != self._made_before:
            self._close_with(new)
            return
        if new is not self._shown:
            before, self._shown = self._shown, new
            self.take_choices(state)
            self.show_keys()
            if new.phase is CreationPhase.FAILED and (before is None or before.phase is not new.phase):
                self._show_failure(new)
        self._know_home()
        self.follow_directories(state, now)
        if self._waits_for_home:
            self._create_once_home_is_known(state)
        blamed = new.failed_field is not None and new.phase is CreationPhase.FAILED
        host = next((host_name(host) for host in new.hosts if host.host_id == self.memory.host_id), "")
        reload_key = self.surroundings.key_of("new_session.reload")
        self.show_progress(
            "" if blamed else progress_of(new, now, host, reload_key, self.surroundings.glyphs) or self.remark
        )

    def _know_home(self) -> None:
        """Ask each host that is chosen for its home directory before anybody needs it."""
        host = self.host()
        if host is not None and host.is_online and host.host_id != self._home_host:
            self._home_host = host.host_id
            self.read_home()

    def counts_seconds(self, state: State) -> bool:
        """While something is waited for."""
        if self._waits_for_home:
            return True
        shown = state.directories.shown
        is_reading = shown is not None and shown.phase in (ListingPhase.LOADING, ListingPhase.LOADING_MORE)
        return state.new_session.is_under_way or is_reading

    def _close_with(self, new: NewSessionState) -> None:
        if new.request is not None:
            self._use_up(new.request)
        if self.is_active:
            self._is_done = True
            self.dismiss()

    def _use_up(self, request: CreateSession) -> None:
        """What was created needs no typing any more; where it was created is worth remembering."""
        self.memory = self.memory.after(request)
        self.save()
        self.fill_in()

    def _show_failure(self, new: NewSessionState) -> None:
        if new.failed_field is not None:
            self.blame(new.failed_field, " ".join(filter(None, (new.reason, new.advice))))

    def blame(self, field: FormField, text: str) -> None:
        """Go to the field that is wrong and say what is."""
        self.set_errors({field: text})
        self.focus_field(field)

    def save(self) -> None:
        """Keep what is filled in."""
        keep(self.surroundings.drafts, self.surroundings.state().server.url, self.memory)

    # -- creating -----------------------------------------------------------------------------------------------

    def action_new_session_create(self) -> None:
        """Create the session from wherever the focus is."""
        field, unmatched = self.current_field, self.names_nothing
        if field is not None and unmatched:
            # What was chosen before would be taken instead, on another host than the one that is typed.
            self.blame(field, unmatched)
            return
        self.commit()
        self.save()
        state = self.surroundings.state()
        if state.new_session.is_under_way:
            self.remark = "A session is being created already."
            self.show_now()
            return
        self.remark = ""
        self.set_errors({})
        wanted = self.build(state)
        if isinstance(wanted, Flaw) and wanted.waits_for_home and self.can_find_home():
            self._waits_for_home = True
            self.remark = f"{self.surroundings.glyphs.waiting} {wanted.text}"
            self.read_home()
            self.show_now()
        elif isinstance(wanted, Flaw):
            self.blame(wanted.field, wanted.text)
        elif works_in_root(wanted) and self._confirmed != wanted:
            self._confirmed = wanted
            again = self.surroundings.key_of("new_session.create")
            self.blame(FormField.WORKSPACE, f"The agent would reach the whole file system; {again} creates it anyway.")
        else:
            self.focus_field(self.current_field or self.FIELDS[0])
            self.send(wanted)
        self.show_keys()

    def build(self, state: State) -> CreateSession | LaunchRunner | Flaw:
        """Return what the filled-in form asks for, or what has to be changed first."""
        return build_request(self.memory, state.new_session, self.home(state), self.worktrees(state))

    def send(self, wanted: CreateSession | LaunchRunner) -> None:
        """Ask for it."""
        self.surroundings.perform(wanted)

    def action_new_session_cancel(self) -> None:
        """Give up the session that is being created."""
        new = self.surroundings.state().new_session
        if new.is_under_way and new.phase is not CreationPhase.CANCELLING:
            self.surroundings.perform(CancelCreation())
        else:
            self.app.bell()  # asked for twice, what was made meanwhile would not be looked for

    def _create_once_home_is_known(self, state: State) -> None:
        why = state.directories.homeless.get(self.memory.host_id or "")
        if self.home(state) is not None:
            self._waits_for_home = False
            self.action_new_session_create()
        elif why is not None:
            self._waits_for_home = False
            self.remark = ""
            self.blame(FormField.WORKSPACE, f"Where ~ is on that host is not known; type the whole path. {why}".strip())

    # -- keys ---------------------------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Close what is open: the name of a new directory, the picker, the form."""
        self.remark = ""
        if self._waits_for_home:
            self._waits_for_home = False
            self.show_now()
        elif self.has_class("-naming"):
            self.remove_class("-naming")
            self.picker.focus()
            self.show_now()
        elif self.is_picking:
            self.stop_picking()
        else:
            self.commit()
            self.save()
            now, new = self.surroundings.clock(), self.surroundings.state().new_session
            if new.phase in (CreationPhase.PACKING, CreationPhase.CREATING, CreationPhase.CHECKING):
                text = "The session goes on being created; you are told when it is there."
                self.surroundings.dispatch(Announced(text=text, at=now))
            self.close()

    def close(self) -> None:
        """Leave the form; nothing more is read for it."""
        if self.counts_seconds(self.surroundings.state()):
            self.surroundings.perform(LeaveDirectories())
        self._is_done = True
        self.dismiss()

    def action_choice(self, step: int) -> None:
        """Move through what the field offers."""
        self.point(step)

    def action_choice_page(self, pages: int) -> None:
        """Move through what the field offers by pages."""
        self.point(pages * self.choices.page_rows())

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:  # noqa: ARG002
        """Show what the field offers; the one left takes what was pointed at."""
        if self.is_mounted:
            self.enter_field(self.current_field)
            self.show_keys()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take what is typed."""
        event.stop()
        if isinstance(event.input, FieldInput):
            self.typed(event.input.field, event.value)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Take the message."""
        event.stop()
        self.remember(message=self.message.draft.full_text)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field; from the last one, create."""
        event.stop()
        if event.input is self.folder:
            self.make_directory(event.value)
        elif self.current_field is self.FIELDS[-1]:
            self.action_new_session_create()
        elif self.accept():
            self.next_field()

    def on_message_input_finished(self, event: MessageInput.Finished) -> None:
        """Go on to the next field."""
        event.stop()
        self.next_field()

    def next_field(self) -> None:
        """Go to the field below."""
        order = list(self.FIELDS)
        at = order.index(self.current_field) if self.current_field is not None else 0
        self.focus_field(order[min(at + 1, len(order) - 1)])
