"""What a command is, and where its keys work."""

from enum import StrEnum

from omnigent_tui.values import Value


class Scope(StrEnum):
    """Where a command's keys work: those of `APP` everywhere, the others while that part has the focus.

    `TRANSCRIPT` scrolls, also from the composer where its keys type nothing; `ENTRY` needs the focus in the transcript.
    """

    APP = "app"
    SIDEBAR = "sidebar"
    TRANSCRIPT = "transcript"
    ENTRY = "entry"
    COMPOSER = "composer"
    QUEUE = "queue"
    APPROVAL = "approval"
    CONNECT = "connect"
    NEW_SESSION = "new session"
    DIRECTORY = "directory"
    FLEET = "fleet"
    FILES = "files"


class Command(Value):
    """One action of the user.

    ``keys`` are Textual key names, the first one is the one shown; without keys the command is in the palette only.
    ``help`` is one sentence for the help screen and the documentation.
    """

    id: str
    title: str
    keys: tuple[str, ...]
    scope: Scope
    help: str
    show_in_footer: bool = False

    @property
    def action(self) -> str:
        """The Textual action of the command: ``turn.interrupt`` → ``turn_interrupt`` (``action_turn_interrupt``)."""
        return self.id.replace(".", "_")
