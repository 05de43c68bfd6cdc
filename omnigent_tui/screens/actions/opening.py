"""Reading one entry of the transcript in a program of the user's own."""

import os

from omnigent_tui.screens.actions.conversation_actions import ConversationActions
from omnigent_tui.state.transcript import AssistantMessage, Entry, Reasoning, ToolCall, UserMessage
from omnigent_tui.terminal.outside import file_name, read_outside
from omnigent_tui.widgets.transcript.registry import FACES

_NAMES: dict[type, tuple[str, str]] = {
    UserMessage: ("message", ".md"),
    AssistantMessage: ("answer", ".md"),
    Reasoning: ("thoughts", ".md"),
}


class OpeningActions(ConversationActions):
    """What leaves this screen for another program."""

    async def action_transcript_open_entry(self) -> None:
        """Open the chosen entry (else the lowest on show) in the pager or editor."""
        entries = self.transcript.chosen_entries()
        if not entries:
            self.say("Nothing to open: the transcript is empty.")
            return
        entry = entries[0]
        text = FACES[type(entry)].source(entry)
        self.say(await read_outside(self.app, f"{text}\n", _name(entry), os.environ))


def _name(entry: Entry) -> str:
    if isinstance(entry, ToolCall):
        return file_name(entry.name, ".txt")
    return file_name(*_NAMES.get(type(entry), ("entry", ".txt")))
