"""The files of a session: what people uploaded and agents made, to be saved here or deleted there."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from typing_extensions import override

from omnigent_tui.commands.bindings import bindings_for
from omnigent_tui.commands.catalog import CATALOG, Scope
from omnigent_tui.protocol.files import SessionFile
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line, Run, crop_runs, runs_width
from omnigent_tui.rendering.looks import MUTED, WARNING
from omnigent_tui.rendering.tool_media import byte_size
from omnigent_tui.screens.dialogs.confirm_dialog import ConfirmDialog
from omnigent_tui.screens.state_screen import StateScreen
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.settings.export_files import free_path
from omnigent_tui.state.app_state import State
from omnigent_tui.state.files import FilesPhase, FilesState
from omnigent_tui.state.intents import DeleteFile, LoadFiles, SaveFile
from omnigent_tui.state.selectors import session_title
from omnigent_tui.widgets.directory_picker.row_list import RowList
from omnigent_tui.widgets.one_line import OneLine


class FileList(RowList, can_focus=True):
    """Files, one line each; the cursor stays on its file."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="file-list")
        self._glyphs = glyphs
        self._files = FilesState()
        self._rows: tuple[SessionFile, ...] = ()

    def show(self, files: FilesState) -> None:
        """Show these files."""
        chosen = self.chosen
        self._files, self._rows = files, tuple(files.files.values())
        places = {file.id: index for index, file in enumerate(self._rows)}
        self.go_to(places.get(chosen.id, self.cursor) if chosen is not None else 0)

    @property
    def chosen(self) -> SessionFile | None:
        """The file under the cursor."""
        return self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None

    @override
    def row_count(self) -> int:
        return len(self._rows)

    @override
    def row_line(self, index: int, width: int) -> Line:
        file = self._rows[index]
        words = self._words(file)
        size = byte_size(file.metadata.bytes) if file.metadata.bytes is not None else ""
        room = max(width // 2, width - runs_width((words,)) - 14)
        name = crop_runs(((f" {name_of(file)}", 0),), room, self._glyphs.ellipsis)
        return Line(crop_runs((*name, (f"  {size}", MUTED), words), width, self._glyphs.ellipsis))

    def _words(self, file: SessionFile) -> Run:
        saving, refused = self._files.savings.get(file.id), self._files.not_deleted.get(file.id)
        if refused:
            return f"  not deleted: {refused}", WARNING
        if saving is None:
            return "", 0
        if saving.failure:
            return f"  not saved: {saving.failure}", WARNING
        return (f"  {self._glyphs.done} saved" if saving.is_done else "  saving…"), MUTED


class FilesScreen(StateScreen):
    """Closes with Esc; what is being saved goes on."""

    AUTO_FOCUS = "#file-list"
    DEFAULT_CSS = """
    FilesScreen { layout: vertical; overflow: hidden; }
    FilesScreen #files-title, FilesScreen #files-hints { padding: 0 1; background: $panel; }
    FilesScreen #files-note { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for(Scope.FILES),
        Binding("escape", "close", "Close", show=False),
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    def __init__(self, surroundings: Surroundings, session_id: str) -> None:
        super().__init__(surroundings)
        self.session_id = session_id
        self.list = FileList(surroundings.glyphs)
        self._title = OneLine(id="files-title")
        self._note = OneLine(id="files-note")
        self._hints = OneLine(id="files-hints")
        self._shown: FilesState | None = None

    @property
    def command_ids(self) -> frozenset[str]:
        """The commands of this screen."""
        return frozenset(row.id for row in CATALOG if row.scope is Scope.FILES)

    def compose(self) -> ComposeResult:
        """Lay the parts out."""
        yield self._title
        yield self.list
        yield self._note
        yield self._hints

    def on_mount(self) -> None:
        """Begin to read."""
        self.surroundings.perform(LoadFiles(self.session_id))
        self.show_now()

    def show_state(self, state: State, now: float) -> None:  # noqa: ARG002
        """Show the files, or why there are none."""
        if not self.is_mounted or state.files is self._shown:
            return
        files = self._shown = state.files
        if files.session_id != self.session_id:
            return
        title = session_title(state, self.session_id)
        self._title.set_line(Content.assemble(("Files of ", "bold"), (f"“{title}”", "bold")))
        self.list.show(files)
        self._note.set_line(Content(self._words(files)))
        keys = {what: self.surroundings.key_of(f"files.{what}") for what in ("save", "delete", "refresh")}
        words = f"{keys['save']} save · {keys['delete']} delete · {keys['refresh']} read again · Esc back"
        self._hints.set_line(Content(words))

    def _words(self, files: FilesState) -> str:
        if files.phase is FilesPhase.FAILED:
            return (
                f"The list could not be read: {files.failure} {self.surroundings.key_of('files.refresh')} tries again."
            )
        if files.phase is FilesPhase.LOADING and not files.files:
            return "Reading the list…"
        if not files.files:
            return "This session has no files yet: those that are attached to messages or made by agents stand here."
        saved = [saving.path for saving in files.savings.values() if saving.is_done]
        last = f" · saved as {saved[-1]}" if saved else ""
        count = len(files.files)
        return f"{count} {'file' if count == 1 else 'files'}{', more below' if files.cursor else ''}{last}"

    def action_files_save(self) -> None:
        """Save the chosen file under a name that nothing has yet."""
        chosen = self.list.chosen
        if chosen is None:
            return
        name = Path(name_of(chosen))
        path = free_path(self.surroundings.export_folder, name.stem, name.suffix)
        self.surroundings.perform(SaveFile(self.session_id, chosen.id, str(path)))

    def action_files_delete(self) -> None:
        """Ask, then delete the file that is chosen now."""
        chosen = self.list.chosen
        if chosen is None:
            return
        words = f"“{name_of(chosen)}” will be gone from the server, for everybody who has this session open."
        intent = DeleteFile(self.session_id, chosen.id)
        self.app.push_screen(ConfirmDialog(self.surroundings, self.session_id, "Delete a file of", words, intent))

    def action_files_refresh(self) -> None:
        """Read the list again from the beginning."""
        self.surroundings.perform(LoadFiles(self.session_id))

    def action_step(self, step: int) -> None:
        """Move the cursor; at the end of what is loaded, read on."""
        self.list.move(step)
        files = self.surroundings.state().files
        if files.cursor and files.phase is FilesPhase.READY and self.list.cursor >= self.list.row_count() - 1:
            self.surroundings.perform(LoadFiles(self.session_id, after=files.cursor))

    def action_page(self, pages: int) -> None:
        """Move the cursor by screens."""
        self.action_step(pages * self.list.page_rows())

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()


def name_of(file: SessionFile) -> str:
    """What a file is called: the name it was uploaded under, else its id."""
    return file.metadata.filename or file.name or file.id
