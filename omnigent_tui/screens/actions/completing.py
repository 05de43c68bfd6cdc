"""What is suggested while writing: files of the session and of this machine, commands and skills."""

import re

from omnigent_tui.commands.catalog import Command
from omnigent_tui.commands.key_names import key_label
from omnigent_tui.rendering.looks import BAD, MUTED
from omnigent_tui.rendering.tool_media import byte_size
from omnigent_tui.screens.actions.attaching import AttachingActions
from omnigent_tui.screens.state_screen import APPLICATION_COMMANDS
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.completions import FileSearch, Finding, FoundFile, SkillList
from omnigent_tui.state.intents import LoadSkills, SeekFiles, StopSeekingFiles
from omnigent_tui.widgets.composer.composer import Composer
from omnigent_tui.widgets.composer.suggestions import Suggestion, Suggestions
from omnigent_tui.widgets.composer.tokens import Sought, Token, mention
from omnigent_tui.widgets.directory_picker.row_list import RowList

# Keys of writing itself, of the focus, and answers that belong to the card that was read.
_NOT_BY_NAME = frozenset(
    {
        "composer.send",
        "composer.newline",
        "composer.previous",
        "composer.next",
        "focus.next",
        "focus.previous",
        "palette.open",
    }
)
_SKILL = "skill:"
_COMMAND = "command:"


class CompletingActions(AttachingActions):
    """The list above the composer. Looking for something never keeps a key waiting; what fails is said in the list."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._token: Token | None = None
        self._shown: tuple[object, ...] = ()

    def commands_by_name(self) -> dict[str, Command]:
        """The commands that work here, by the name they have after a slash: the title in small letters."""
        offered = self.command_ids | APPLICATION_COMMANDS
        rows = (row for row in self.surroundings.commands.commands if row.id in offered)
        return {slash_name(row): row for row in rows if row.id not in _NOT_BY_NAME}

    def skills_here(self) -> SkillList | None:
        """The skills of the session that is written to, as far as they are known."""
        return self.surroundings.state().skills.get(self.composer.owner or "")

    def show_suggestions(self, state: State) -> None:
        """Show what is known now for the token at the cursor."""
        token, owner = self._token, self.composer.owner or ""
        if token is None:
            return
        shown = (token, owner, state.file_search, state.skills.get(owner), self.suggestions.is_open)
        if shown == self._shown:
            return
        if token.sought is Sought.COMMAND:
            self._show_commands(token, state.skills.get(owner))
        else:
            self._show_files(token, state.file_search)
        self._shown = (*shown[:-1], self.suggestions.is_open)

    def _show_files(self, token: Token, search: FileSearch | None) -> None:
        is_local = token.sought is Sought.LOCAL_FILE
        if not is_local and self.composer.owner is None:
            self.suggestions.show((), ("No session is open, so there are no files to mention.", MUTED))
            return
        if search is None or search.is_local != is_local:
            self.suggestions.show((), ("Looking for files…", MUTED))
            return
        files = [file for file in search.files if _matches(file, token)]
        if not is_local:
            files.sort(key=lambda file: _distance(file, token))
        rows = [_file_row(file, is_local=is_local) for file in files]
        self.suggestions.show(rows, _file_note(search, token, has_rows=bool(rows)))

    def _show_commands(self, token: Token, skills: SkillList | None) -> None:
        typed = token.query.casefold()
        rows = [
            Suggestion(f"{_SKILL}{skill.name}", f"/{skill.name}", f"skill: {skill.description or skill.name}")
            for skill in (skills.skills if skills else ())
        ]
        for name, row in self.commands_by_name().items():
            keys = f"  ({key_label(row.keys[0])})" if row.keys else ""
            rows.append(Suggestion(f"{_COMMAND}{row.id}", f"/{name}", f"{row.help}{keys}"))
        found = [row for row in rows if typed in row.name.casefold()]
        found.sort(key=lambda row: not row.name.casefold().startswith(f"/{typed}"))
        note = ("", 0)
        if self.composer.owner is not None and (skills is None or skills.finding is Finding.LOOKING):
            note = ("Reading the agent's skills…", MUTED)
        elif skills is not None and skills.finding is Finding.FAILED:
            note = (f"The agent's skills could not be read: {skills.failure}", BAD)
        elif not found and typed:
            note = (f"No command or skill has “{token.query}” in its name.", MUTED)
        self.suggestions.show(found, note)

    # -- messages of the parts ----------------------------------------------------------------------------------

    def on_composer_completing(self, event: Composer.Completing) -> None:
        """Look for what fits the token."""
        event.stop()
        before, self._token = self._token, event.token
        self._shown = ()
        token, owner = event.token, self.composer.owner
        if token is None:
            self.suggestions.close()
        if token is None or token.sought is Sought.COMMAND:
            if self.surroundings.state().file_search is not None:
                self.surroundings.perform(StopSeekingFiles())
        elif owner is not None or token.sought is Sought.LOCAL_FILE:
            self.surroundings.perform(SeekFiles(owner or "", token.query, token.sought is Sought.LOCAL_FILE))
        begins = before is None or before.sought is not Sought.COMMAND
        if token is not None and token.sought is Sought.COMMAND and owner is not None and begins:
            self.surroundings.perform(LoadSkills(owner))
        self.show_suggestions(self.surroundings.state())

    def on_composer_suggestion_taken(self, event: Composer.SuggestionTaken) -> None:
        """Put what was taken in, attach it, or do it."""
        event.stop()
        token, taken = event.token, event.suggestion
        if token is None:
            self.suggestions.close()
            self.detach(taken.value)
        elif token.sought is Sought.COMMAND:
            self._take_command(token, taken)
        elif taken.is_directory:
            self.composer.replace_token(token, mention(f"{taken.value.rstrip('/')}/", is_open=True))
        elif token.sought is Sought.WORKSPACE_FILE:
            self.composer.replace_token(token, mention(taken.value))
        elif self.composer.owner is None:
            self.say("Not attached: no session is open.")
        elif self.composer.replace_token(token, ""):
            self.attach(taken.value)
            self.say("")

    def _take_command(self, token: Token, taken: Suggestion) -> None:
        if taken.value.startswith(_SKILL):
            self.composer.replace_token(token, f"/{taken.value.removeprefix(_SKILL)} ")
        elif self.composer.replace_token(token, ""):
            command_id = taken.value.removeprefix(_COMMAND)
            row = next(row for row in self.surroundings.commands.commands if row.id == command_id)
            self.run_command(row)

    def run_command(self, row: Command) -> None:
        """Do what a command does, as its key would."""
        self.call_later(self._run_command, row.action)

    async def _run_command(self, action: str) -> None:
        for target in (*self.action_targets, self.app):
            if await self.app.run_action(action, target):
                return
        self.app.bell()

    def on_row_list_row_clicked(self, event: RowList.RowClicked) -> None:
        """Take the suggestion that was clicked."""
        if isinstance(event.row_list, Suggestions):
            event.stop()
            self.composer.action_suggestion_take()


def slash_name(row: Command) -> str:
    """Return a command's name after a slash: “New session” is `new-session`."""
    return re.sub(r"[^a-z0-9]+", "-", row.title.lower()).strip("-")


def _matches(file: FoundFile, token: Token) -> bool:
    """Whether a file that an earlier question found fits what is typed by now."""
    path, typed = file.path.casefold(), token.query.casefold()
    return path.startswith(typed) if token.sought is Sought.LOCAL_FILE else typed in path


def _distance(file: FoundFile, token: Token) -> int:
    """How far a file is from what is typed: its name begins with it, has it, or a directory above does."""
    name, typed = file.path.rstrip("/").rpartition("/")[2].casefold(), token.query.casefold()
    is_hidden = 4 if f"/{file.path}".count("/.") else 0
    return is_hidden + (0 if name.startswith(typed) else 1 if typed in name else 2)


def _file_row(file: FoundFile, *, is_local: bool) -> Suggestion:
    # The directory of a local one stands in the composer.
    name = file.path.rpartition("/")[2] if is_local else file.path.rstrip("/")
    if file.is_directory:
        return Suggestion(file.path, f"{name}/", "directory", is_directory=True)
    return Suggestion(file.path, name, byte_size(file.size) if file.size is not None else "")


def _file_note(search: FileSearch, token: Token, *, has_rows: bool) -> tuple[str, int]:
    if search.finding is Finding.FAILED:
        return search.failure, BAD
    if search.finding is Finding.LOOKING:
        return ("", 0) if has_rows else ("Looking for files…", MUTED)
    if has_rows:
        return ("There are more; type on.", MUTED) if search.is_cut else ("", 0)
    if token.sought is Sought.LOCAL_FILE:
        return f"Nothing on this machine begins with {token.query} (a dot shows hidden files).", MUTED
    if not token.query:
        return "The workspace is empty. @~/ attaches a file of this machine.", MUTED
    more = " so far; the search was cut short" if search.is_cut else ""
    return f"No file of the workspace has “{token.query}” in its path{more}. @~/ attaches one of this machine.", MUTED
