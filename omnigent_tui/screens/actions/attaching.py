"""Files that go with the next message: attached, watched while they are uploaded, taken away."""

from pathlib import Path
from uuid import uuid4

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.tool_media import byte_size
from omnigent_tui.screens.actions.places import PlaceActions
from omnigent_tui.state.app_state import State
from omnigent_tui.state.attachments import Attachment, UploadPhase
from omnigent_tui.state.client_events import FilesAttached
from omnigent_tui.state.intents import AttachFile, RemoveAttachment, UploadAttachments
from omnigent_tui.widgets.composer.attached_files import Chip
from omnigent_tui.widgets.composer.composer import Composer
from omnigent_tui.widgets.composer.suggestions import Suggestion


class AttachingActions(PlaceActions):
    """Attached files belong to the session, and wait there while another one is on the screen."""

    @property
    def attached(self) -> tuple[Attachment, ...]:
        """The files of the session that is written to."""
        return self.surroundings.state().attachments.get(self.composer.owner or "", ())

    def attach(self, path: str) -> bool:
        """Attach a file of this machine, unless no session is open."""
        owner = self.composer.owner
        if owner is None:
            self.say("Not attached: no session is open.")
            return False
        self.surroundings.perform(AttachFile(owner, path, uuid4().hex))
        return True

    def show_attached(self, state: State) -> None:
        """Show the files of the session that is written to."""
        drafts = self.surroundings.drafts
        # Not of `state`: what was taken up for the session that was just opened is newer than it.
        drafts.keep_attachments(self.surroundings.state().attachments)
        files = state.attachments.get(self.composer.owner or "", ())
        key = self.surroundings.key_of
        advice = f"{key('composer.retry_upload')} tries again, {key('composer.detach')} removes it."
        self.files.show(tuple(map(_chip, files)), advice)

    def restore_attached(self, session_id: str | None) -> None:
        """Take up what an earlier run of the program had attached in this session, once."""
        kept = self.surroundings.drafts.restore_attachments(session_id)
        if session_id is not None and kept:
            now = self.surroundings.clock()
            self.surroundings.dispatch(FilesAttached(session_id=session_id, attachments=kept, at=now))
            self.surroundings.perform(UploadAttachments(session_id))

    def not_ready(self, files: tuple[Attachment, ...]) -> str:
        """Return why a message with these files cannot be sent yet, in words; nothing when it can."""
        failed = [file for file in files if file.phase is UploadPhase.FAILED]
        if failed:
            key = self.surroundings.key_of
            return (
                f"Not sent: {failed[0].name} could not be uploaded. "
                f"{key('composer.retry_upload')} tries again, {key('composer.detach')} removes it."
            )
        waiting = [file for file in files if file.phase is not UploadPhase.READY]
        if waiting:
            return f"Not sent yet: {waiting[0].name} is still being uploaded."
        return ""

    # -- actions ------------------------------------------------------------------------------------------------

    def action_composer_attach(self) -> None:
        """Attach the file whose path is before the cursor; without one, list those of this machine."""
        self.action_composer_focus()
        word = self.composer.word
        if word is not None and _is_file(word.query):
            if self.attach(word.query):
                self.composer.replace_token(word, "")
            return
        self.composer.insert_text("@~/" if word is None else " @~/")
        self.say("Choose a file of this machine; Tab goes into a directory.")

    def action_composer_detach(self) -> None:
        """Take a file away: the only one, or the one chosen from a list."""
        files = self.attached
        if not files:
            self.say("No file is attached.")
        elif len(files) == 1:
            self.detach(files[0].key)
        else:
            self.action_composer_focus()
            rows = [Suggestion(file.key, file.name, f"{byte_size(file.size)}  {file.reason}") for file in files]
            self.suggestions.show(rows, ("Enter removes, Esc leaves them all.", 0))

    def action_composer_retry_upload(self) -> None:
        """Upload again what could not be uploaded."""
        if self.composer.owner is None or all(file.phase is UploadPhase.READY for file in self.attached):
            self.say("There is nothing to upload.")
        else:
            self.surroundings.perform(UploadAttachments(self.composer.owner))
            self.say("")

    def detach(self, key: str) -> None:
        """Take one file away."""
        owner = self.composer.owner
        file = next((file for file in self.attached if file.key == key), None)
        if owner is not None and file is not None:
            self.surroundings.perform(RemoveAttachment(owner, key))
            self.say(f"{file.name} is not attached any more.")

    # -- messages of the parts ----------------------------------------------------------------------------------

    def on_composer_paths_pasted(self, event: Composer.PathsPasted) -> None:
        """Attach pictures and PDFs that were dropped on the terminal; any other text is text."""
        event.stop()
        if self.composer.owner is None or not all(map(_is_file, event.paths)):
            self.composer.insert_text(event.text)
            return
        for path in event.paths:
            self.attach(path)
        names = ", ".join(clean_line(Path(path).name, 60) for path in event.paths)
        self.say(f"Attached {names}; {self.surroundings.key_of('composer.detach')} takes it away.")

    def on_composer_backspace_at_start(self, event: Composer.BackspaceAtStart) -> None:
        """Take the last file away, as one deletes what stands before the text."""
        event.stop()
        if self.attached and not self.composer.text:
            self.detach(self.attached[-1].key)


def _is_file(path: str) -> bool:
    try:
        return Path(path).expanduser().is_file()
    except (OSError, RuntimeError, ValueError):
        return False  # A name too long, nobody's home, a NUL.


def _chip(file: Attachment) -> Chip:
    size = byte_size(file.size)
    match file.phase:
        case UploadPhase.READY:
            return Chip(file.name, size, "uploaded", is_ready=True)
        case UploadPhase.FAILED:
            return Chip(file.name, size, "failed", problem=file.reason)
        case UploadPhase.UPLOADING:
            return Chip(file.name, size, f"{100 * file.sent // max(1, file.size)} %")
        case _:
            return Chip(file.name, size, "waits")
