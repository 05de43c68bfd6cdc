"""The form's dealings with directories: completing a typed path, walking with the picker, making a directory."""

from textual.timer import Timer

from omnigent_tui.screens.new_session.fields import PathInput
from omnigent_tui.screens.new_session.memory import NO_HOST
from omnigent_tui.screens.new_session.offering import Offering
from omnigent_tui.screens.new_session.paths import Typed, completed, known_listing, may_know_more, take_apart
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.directories import DirectoriesState, Listing, ListingPhase, NewDirectory
from omnigent_tui.state.host_paths import is_absolute, is_plain_name, join
from omnigent_tui.state.intents import (
    CreateDirectory,
    FindHome,
    LeaveDirectories,
    ListDirectory,
    LoadHarnessModels,
    LoadNewSessionChoices,
    LoadWorktrees,
)
from omnigent_tui.state.new_session import FormField
from omnigent_tui.widgets.directory_picker.picker import DirectoryPicker
from omnigent_tui.widgets.directory_picker.row_list import RowList
from omnigent_tui.widgets.directory_picker.words import failure_text

_TYPING_SECONDS = 0.25
"""So long nothing is typed before the directory that stands in the field is read."""


class Browsing(Offering):
    """Reads directories only while somebody looks at them, one at a time."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._directories: DirectoriesState | None = None
        self._is_completing = False
        self._before_picking = ""
        self._typing_timer: Timer | None = None
        self._new_directory: NewDirectory | None = None

    def follow_directories(self, state: State, now: float) -> None:
        """Show what arrived."""
        known = state.directories
        self.picker.show(known.shown if self.is_picking else None, now)
        if known is self._directories:
            return
        self._directories = known
        if known.new_directory is not self._new_directory:
            self._new_directory = known.new_directory
            self._take_new_directory(known.new_directory)
        shown = known.shown
        if self.is_picking and shown is not None and shown.phase is ListingPhase.READY and shown.raw_path is not None:
            self._take_workspace(shown.raw_path)
        if self._is_completing:
            self._complete()
        self.offer()

    # -- the path that is typed ---------------------------------------------------------------------------------

    def enter_field(self, field: FormField | None) -> None:
        """Read what the field needs to offer something."""
        super().enter_field(field)
        if field is FormField.WORKSPACE:
            self.read_typed_directory()
        elif field is FormField.WORKTREE:
            self.read_worktrees()
        elif field is FormField.MODEL:
            self.read_models()

    def typed(self, field: FormField, text: str) -> None:
        """Read the typed directory once typing pauses."""
        super().typed(field, text)
        if field is FormField.WORKSPACE:
            self._is_completing = False
            if self._typing_timer is not None:
                self._typing_timer.stop()
            self._typing_timer = self.set_timer(_TYPING_SECONDS, self.read_typed_directory)

    def _typed_parts(self) -> Typed | None:
        home = self.home(self.surroundings.state())
        return take_apart(self.entry(FormField.WORKSPACE).value, self.paths, home)

    def _online_host_id(self) -> str | None:
        host = self.host()
        return host.host_id if host is not None and host.is_online else None

    def read_typed_directory(self) -> None:
        """Read the directory part of the typed path, unless it is known."""
        parts, host_id = self._typed_parts(), self._online_host_id()
        if parts is None or host_id is None or self.current_field is not FormField.WORKSPACE:
            return
        if known_listing(self.surroundings.state().directories, host_id, parts) is None:
            self.surroundings.perform(ListDirectory(host_id, parts.raw_directory))

    def read_home(self) -> None:
        """Ask the host where its home directory is, unless that is known."""
        host_id = self._online_host_id()
        if host_id is not None and self.home(self.surroundings.state()) is None:
            self.surroundings.perform(FindHome(host_id))

    def read_models(self) -> None:
        """Ask the host which models there are for the agent, unless it said so already."""
        host_id, harness, known = self._online_host_id(), self.harness(), self.models()
        if host_id is not None and harness is not None and (known is None or not known.models):
            self.surroundings.perform(LoadHarnessModels(host_id, harness))

    def read_worktrees(self) -> None:
        """Read the worktrees of the workspace: another session may have made one since."""
        state, host_id = self.surroundings.state(), self._online_host_id()
        path = self.workspace_path(state)
        if host_id is not None and path is not None and is_absolute(path):
            self.surroundings.perform(LoadWorktrees(host_id, path))

    def on_path_input_completion_wanted(self, event: PathInput.CompletionWanted) -> None:
        """Complete as soon as the directory is known."""
        event.stop()
        if not self.entry(FormField.WORKSPACE).value:
            self._put_path("~/")
        parts, host_id = self._typed_parts(), self._online_host_id()
        if parts is None or host_id is None:
            self.app.bell()
            return
        self._is_completing = True
        listing = known_listing(self.surroundings.state().directories, host_id, parts)
        if listing is None or listing.phase is ListingPhase.FAILED:
            self.surroundings.perform(ListDirectory(host_id, parts.raw_directory))
        else:
            self._complete()

    def _complete(self) -> None:
        parts, host_id = self._typed_parts(), self._online_host_id()
        known = self.surroundings.state().directories
        listing = known_listing(known, host_id, parts) if parts is not None and host_id is not None else None
        if parts is None or host_id is None or listing is None or listing.phase is ListingPhase.FAILED:
            self._is_completing = False
        elif listing.phase is ListingPhase.READY:
            if may_know_more(listing, parts.rest):
                self.surroundings.perform(ListDirectory(host_id, parts.raw_directory, listing.cursor))
                return
            self._is_completing = False
            text = completed(parts, listing, self.paths)
            if text is None:
                self.app.bell()
            else:
                self._put_path(text)
                self.read_typed_directory()

    def _put_path(self, text: str) -> None:
        self.set_text(FormField.WORKSPACE, text)
        self.take_text(FormField.WORKSPACE, text)
        self.offer(anew=True)

    def _take_workspace(self, raw_path: str) -> None:
        self.memory = self.memory.with_workspace(self.memory.host_id or NO_HOST, raw_path)
        self.set_text(FormField.WORKSPACE, self.paths.show(raw_path))

    # -- the picker ---------------------------------------------------------------------------------------------

    def action_new_session_browse(self) -> None:
        """Open the picker where the field points to."""
        self.commit()
        host_id = self._online_host_id()
        if host_id is None:
            self.set_errors({FormField.HOST: "Only the directories of a host that is online can be walked through."})
            self.focus_field(FormField.HOST)
            return
        if self.is_picking:
            return
        self._before_picking = self.memory.workspaces.get(host_id, "")
        self.set_errors({})
        path = self.workspace_path(self.surroundings.state())
        self.add_class("-picking")
        self.picker.focus()
        self._visit(path if path is not None and (is_absolute(path) or path.startswith("~")) else None)
        self.show_keys()

    def stop_picking(self) -> None:
        """Go back to the form as it was before."""
        if self._listing_under_way() is not None:
            self.surroundings.perform(LeaveDirectories())
        self._take_workspace(self._before_picking)
        self.focus_field(FormField.WORKSPACE)

    def _visit(self, raw_path: str | None, after: str | None = None) -> None:
        host_id = self._online_host_id()
        if host_id is not None:
            self.remark = ""
            self.surroundings.perform(ListDirectory(host_id, raw_path, after))
            self.show_now()

    def _listing_under_way(self) -> Listing | None:
        shown = self.surroundings.state().directories.shown
        waits = shown is not None and shown.phase in (ListingPhase.LOADING, ListingPhase.LOADING_MORE)
        return shown if waits else None

    def on_directory_picker_entered(self, event: DirectoryPicker.Entered) -> None:
        """Look into that directory."""
        event.stop()
        self._visit(event.raw_path)

    def on_directory_picker_more_wanted(self, event: DirectoryPicker.MoreWanted) -> None:
        """Read the next page."""
        event.stop()
        listing = self.picker.listing
        if listing is not None and listing.cursor is not None:
            self._visit(listing.place[1] or None, listing.cursor)

    def on_directory_picker_chosen(self, event: DirectoryPicker.Chosen) -> None:
        """Take that directory and go on."""
        event.stop()
        if self._listing_under_way() is not None:
            self.surroundings.perform(LeaveDirectories())
        self._take_workspace(event.raw_path)
        self.focus_field(FormField.WORKTREE)

    def on_directory_picker_left(self, event: DirectoryPicker.Left) -> None:
        """Go back to the form."""
        event.stop()
        self.stop_picking()

    def on_row_list_row_clicked(self, event: RowList.RowClicked) -> None:
        """Do what Enter does."""
        event.stop()
        if event.row_list is self.picker:
            self.picker.action_enter()
        elif self.accept() and self.current_field is not None:
            self.offer(anew=True)

    def action_new_session_reload(self) -> None:
        """Read what is on the screen again."""
        listing, host_id = self.picker.listing, self._online_host_id()
        if self.is_picking and listing is not None:
            rest_failed = listing.phase is ListingPhase.FAILED and listing.has_more
            self._visit(listing.place[1] or None, listing.cursor if rest_failed else None)
            return
        self.surroundings.perform(LoadNewSessionChoices())
        parts = self._typed_parts()
        if self.current_field is FormField.WORKSPACE and parts is not None and host_id is not None:
            self.surroundings.perform(ListDirectory(host_id, parts.raw_directory))
        elif self.current_field is FormField.WORKTREE:
            self.read_worktrees()

    # -- new directories ----------------------------------------------------------------------------------------

    def on_directory_picker_folder_wanted(self, event: DirectoryPicker.FolderWanted) -> None:
        """Ask for its name."""
        event.stop()
        self.remark = ""
        self.folder.value = ""
        self.add_class("-naming")
        self.folder.focus()
        self.show_keys()

    def make_directory(self, name: str) -> None:
        """Make a directory of that name in the one shown."""
        listing, host_id = self.picker.listing, self._online_host_id()
        path = listing.raw_path if listing is not None else None
        if path is None or host_id is None or not is_plain_name(name, path):
            self.remark = "✕ That is no name for a directory."
        else:
            self.remark = "Making the directory…"
            self.surroundings.perform(CreateDirectory(host_id, join(path, name)))
        self.show_now()

    def _take_new_directory(self, made: NewDirectory | None) -> None:
        if made is None or not self.has_class("-naming"):
            return
        if made.failure is not None:
            self.remark = f"✕ Not made: {failure_text(made.failure)}"
        elif made.created is not None:
            self.remark = ""
            self.remove_class("-naming")
            self.picker.focus()
            self.picker.point_at(made.created)
