"""Writing the open session to a file: asking where, and telling how it goes."""

from pathlib import Path

from omnigent_tui.screens.actions.conversation_actions import ConversationActions
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.settings.export_files import free_path, from_home
from omnigent_tui.state.app_state import State
from omnigent_tui.state.exporting import ExportFormat, ExportState
from omnigent_tui.state.intents import ExportSession


class ExportActions(ConversationActions):
    """Exports go on in the background, whichever session is on the screen."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._export: ExportState | None = None

    def action_session_export_markdown(self) -> None:
        """Write the session as Markdown."""
        self._ask(ExportFormat.MARKDOWN)

    def action_session_export_jsonl(self) -> None:
        """Write every item of the session as a line of JSON."""
        self._ask(ExportFormat.JSONL)

    def _ask(self, export_format: ExportFormat) -> None:
        from omnigent_tui.screens.export_path import ExportPath

        conversation = self.surroundings.state().open_conversation
        if conversation is None:
            self.say("Nothing to export: no session is open.")
            return
        session_id = conversation.session_id
        title = conversation.snapshot.title if conversation.snapshot is not None else None
        suggested = free_path(self.surroundings.export_folder, title or session_id, export_format.suffix)

        def export(path: str | None) -> None:
            if path:
                whole = Path(path).expanduser().absolute()
                self.surroundings.perform(ExportSession(session_id, export_format, str(whole)))

        self.app.push_screen(ExportPath(from_home(suggested)), export)

    def show_export(self, state: State) -> None:
        """Tell how far the export is, and where the file is or why there is none."""
        export = state.export
        if export is None or export is self._export:
            return
        self._export = export
        if export.failure:
            self.remark = f"Not exported: {export.failure}"
        elif export.is_done:
            self.remark = f"Exported {export.items:,} items to {from_home(Path(export.path))}"
        else:
            self.remark = f"Exporting: {export.items:,} items so far…"
