"""Copying from the transcript: the selection, an entry, or something in it, as it was written."""

from omnigent_tui.screens.actions.conversation_actions import ConversationActions
from omnigent_tui.terminal.application import TerminalApp, TextCopied
from omnigent_tui.widgets.transcript.copying import Part, PartKind, parts_of, source_of


class CopyActions(ConversationActions):
    """What is copied goes every way there is; a remark says which."""

    def action_copy_entry(self) -> None:
        """Copy the selected text, else the chosen entry or the lowest one on show."""
        selected = self.get_selected_text()
        entries = self.transcript.chosen_entries()
        if selected:
            self.copy_text(selected, "selection")
        elif entries:
            part = source_of(entries[0])
            self.transcript.choose_entry(entries[0].key)
            self.copy_text(part.text, part.label)
        else:
            self.say("Nothing to copy: there is no entry on the screen.")

    def action_copy_code(self) -> None:
        """Copy a code block."""
        self._copy_part(PartKind.CODE)

    def action_copy_command(self) -> None:
        """Copy a shell command."""
        self._copy_part(PartKind.COMMAND)

    def action_copy_path(self) -> None:
        """Copy a path."""
        self._copy_part(PartKind.PATH)

    def action_copy_url(self) -> None:
        """Copy a link."""
        self._copy_part(PartKind.URL)

    def _copy_part(self, kind: PartKind) -> None:
        from omnigent_tui.screens.copy_chooser import CopyChooser

        parts = parts_of(self.transcript.chosen_entries(), kind) or parts_of(self.transcript.entries_on_show(), kind)
        name = kind.value
        if not parts:
            self.say(f"There is no {name} on the screen.")
        elif len(parts) == 1:
            self.copy_text(parts[0].text, name)
        else:

            def copy(part: Part | None) -> None:
                if part is not None:
                    self.copy_text(part.text, name)

            self.app.push_screen(CopyChooser(f"Copy which {name}?", parts), copy)

    async def action_copy_save(self) -> None:
        """Write what was copied last to a file."""
        app = self.app
        if not isinstance(app, TerminalApp) or not app.copier.last:
            self.say("Nothing was copied yet.")
            return
        path, problem = await app.copier.write_file(app.copier.last)
        self.say(f"Not written: {problem}." if path is None else f"Written to {path}")

    def copy_text(self, text: str, what: str) -> None:
        """Copy `text`; `what` it is stands in the remark about it."""
        app = self.app
        if isinstance(app, TerminalApp):
            app.copy_text(text, what)

    def on_text_copied(self, event: TextCopied) -> None:
        """Say what was done."""
        event.stop()
        is_written = event.receipt.file is not None
        is_hinted = not is_written and self.transcript.has_focus
        hint = f" · {self.surroundings.key_of('copy.save')} writes a file" if is_hinted else ""
        said = f"{event.receipt.sentence(event.what)}{hint}"
        if is_written:
            self.say(said)
        else:
            self.say_briefly(said)
