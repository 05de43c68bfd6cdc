"""Every user action in one table: its id, title, keys, scope and help line.

Bindings, palette, footer, help screen, ``omnigent-tui keys`` and the README's table are all made from these rows, and
the ids are stable: user settings and other programs refer to them.
"""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Where a command's keys work: those of `APP` everywhere, the others while that part has the focus.

    `TRANSCRIPT` scrolls, also from the composer where its keys type nothing; `ENTRY` needs the focus in the transcript.
    """

    APP = "app"
    SIDEBAR = "sidebar"
    TRANSCRIPT = "transcript"
    ENTRY = "entry"
    COMPOSER = "composer"
    APPROVAL = "approval"
    CONNECT = "connect"
    NEW_SESSION = "new session"
    DIRECTORY = "directory"
    FLEET = "fleet"


@dataclass(frozen=True, slots=True)
class Command:
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


_APP, _SIDEBAR, _TRANSCRIPT = Scope.APP, Scope.SIDEBAR, Scope.TRANSCRIPT
_ENTRY = Scope.ENTRY
_COMPOSER, _APPROVAL, _CONNECT = Scope.COMPOSER, Scope.APPROVAL, Scope.CONNECT
_NEW, _DIRECTORY, _FLEET = Scope.NEW_SESSION, Scope.DIRECTORY, Scope.FLEET

CATALOG: tuple[Command, ...] = (
    Command("composer.send", "Send", ("enter",), _COMPOSER, "Send the message to the agent.", True),
    # Shift+Enter reaches the program only from terminals that speak the kitty keyboard protocol.
    Command("composer.newline", "New line", ("ctrl+j", "shift+enter"), _COMPOSER, "Start a new line.", True),
    Command("composer.restore", "Restore text", ("ctrl+y",), _COMPOSER, "Bring back the text that was cleared last."),
    Command("composer.focus", "Write", ("ctrl+e",), _APP, "Go to the composer."),
    Command("turn.interrupt", "Interrupt", ("ctrl+x",), _APP, "Stop the running turn; press twice to confirm.", True),
    Command("session.new", "New session", ("ctrl+n",), _APP, "Create a session: agent, host and workspace.", True),
    Command("session.next", "Next session", ("alt+down",), _APP, "Open the session below in the sidebar."),
    Command("session.previous", "Previous session", ("alt+up",), _APP, "Open the session above in the sidebar."),
    Command("session.open", "Open", ("enter",), _SIDEBAR, "Open the session under the cursor.", True),
    Command("sidebar.focus", "Sessions", ("ctrl+l",), _APP, "Go to the list of sessions."),
    Command("sidebar.toggle", "Show or hide sessions", ("f9",), _APP, "Show or hide the list of sessions."),
    Command("sidebar.load_more", "Load more sessions", (), _SIDEBAR, "Fetch the next page of sessions."),
    Command("attention.next", "Next waiting", ("ctrl+g",), _APP, "Open the next session that waits for you.", True),
    Command("attention.queue", "All that waits", ("ctrl+t",), _APP, "Answer what waits for you in any session.", True),
    Command("approval.focus", "Answer", ("ctrl+o",), _APP, "Go to the approval that waits in this session."),
    Command("approval.accept", "Accept", ("y",), _APPROVAL, "Allow what the agent asks for.", True),
    Command("approval.decline", "Decline", ("n",), _APPROVAL, "Refuse what the agent asks for.", True),
    Command(
        "approval.reason", "Decline, say why", ("r",), _APPROVAL, "Decline with a reason; after an answer: ask again."
    ),
    Command("approval.view", "Show all of it", ("v",), _APPROVAL, "Read the whole question on the whole screen."),
    Command("approval.copy", "Copy address", ("c",), _APPROVAL, "Copy the address that is to be visited."),
    Command("transcript.page_up", "Page up", ("pageup",), _TRANSCRIPT, "Scroll up by one page."),
    Command("transcript.page_down", "Page down", ("pagedown",), _TRANSCRIPT, "Scroll down by one page."),
    Command("transcript.top", "Top", ("ctrl+home",), _TRANSCRIPT, "Go to the oldest line that is loaded."),
    Command("transcript.bottom", "Bottom", ("ctrl+end",), _TRANSCRIPT, "Go to the newest line and follow it."),
    Command("transcript.line_up", "Line up", ("shift+up",), _TRANSCRIPT, "Scroll up by one line."),
    Command("transcript.line_down", "Line down", ("shift+down",), _TRANSCRIPT, "Scroll down by one line."),
    Command("transcript.previous_entry", "Previous entry", ("left_curly_bracket",), _ENTRY, "Choose the entry before."),
    Command("transcript.next_entry", "Next entry", ("right_curly_bracket",), _ENTRY, "Choose the entry after."),
    Command("transcript.toggle_fold", "Fold or unfold", ("enter", "space"), _ENTRY, "Fold or unfold the chosen entry."),
    Command("transcript.retry_older", "Load older again", ("r",), _ENTRY, "Fetch older entries again after a failure."),
    Command("connection.retry", "Retry connection", ("ctrl+r",), _APP, "Try the server again now, without waiting."),
    Command("connect.change_server", "Change server", (), _CONNECT, "Enter another server address."),
    Command("connect.start_local", "Start local server", (), _CONNECT, "Start an Omnigent server on this machine."),
    Command("connect.demo", "Open the demo", (), _CONNECT, "Talk to the built-in demo server."),
    Command("new_session.create", "Create session", ("f10",), _NEW, "Create the session as it is filled in.", True),
    Command("new_session.browse", "Browse", ("f4",), _NEW, "Walk through the directories of the host.", True),
    Command("new_session.reload", "Read again", ("f6",), _NEW, "Read agents, hosts and directories again."),
    Command("directory.choose", "Take directory", ("f2",), _DIRECTORY, "Take the directory under the cursor.", True),
    Command("directory.hidden", "Hidden entries", ("f3",), _DIRECTORY, "Show or hide hidden entries.", True),
    Command("directory.new", "New directory", ("f7",), _DIRECTORY, "Make a directory in the one shown.", True),
    Command("fleet.open", "Fleet", ("f12",), _APP, "Show hosts, their sessions and runners, and AgentsMesh."),
    Command("fleet.use", "Open, show pods", ("enter",), _FLEET, "Open the session, or show the runner's pods.", True),
    Command("fleet.refresh", "Refresh", ("r",), _FLEET, "Ask for hosts, runners and pods again now.", True),
    Command("fleet.status", "Pod status", ("s",), _FLEET, "Show the pods of the next status.", True),
    Command("fleet.more", "More pods", ("m",), _FLEET, "Fetch the next pods of the runner.", True),
    Command("palette.open", "Commands", ("ctrl+p",), _APP, "Search every command by name.", True),
    Command("help.open", "Help", ("f1",), _APP, "Show every key and what it does.", True),
    Command("theme.next", "Next theme", (), _APP, "Change to the next theme."),
    Command("focus.next", "Next part", ("tab",), _APP, "Go to the next part of the screen."),
    Command("focus.previous", "Previous part", ("shift+tab",), _APP, "Go to the previous part of the screen."),
    Command("app.repaint", "Repaint", ("f5",), _APP, "Draw the whole screen again."),
    Command("app.suspend", "Suspend", ("ctrl+z",), _APP, "Put the program into the background of the shell."),
    Command("app.quit", "Quit", ("ctrl+q",), _APP, "Leave the program; sessions go on running on the server.", True),
)

_BY_ID = {command.id: command for command in CATALOG}


def command(command_id: str) -> Command:
    """Return the row with that id.

    Raises:
        KeyError: no such command; ids in code are checked by a test, ids from users by `overrides`.
    """
    return _BY_ID[command_id]


def is_command(command_id: str) -> bool:
    """Whether a command with that id exists."""
    return command_id in _BY_ID


def scope_chain(scope: Scope) -> tuple[Scope, ...]:
    """Return the scopes whose keys work together while ``scope`` has the focus."""
    if scope is Scope.APP:
        return (scope,)
    if scope is Scope.ENTRY:
        return (scope, Scope.TRANSCRIPT, Scope.APP)
    if scope is Scope.DIRECTORY:
        return (scope, Scope.NEW_SESSION, Scope.APP)
    return (scope, Scope.APP)
