"""What every screen is given by the application: the state to read, the ways to change it, and what they share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from omnigent_tui.commands.catalog import command
from omnigent_tui.commands.key_names import key_label
from omnigent_tui.commands.overrides import EffectiveCommands
from omnigent_tui.rendering.glyphs import UNICODE, Glyphs
from omnigent_tui.screens.drafts import DraftKeeper
from omnigent_tui.values import Value
from omnigent_tui.widgets.approval.key_guard import KeyRhythm

if TYPE_CHECKING:
    # Only types: the models of the protocol are loaded after the first screen is painted.
    from omnigent_tui.state.app_state import State
    from omnigent_tui.state.client_events import ClientEvent
    from omnigent_tui.state.intents import Intent


class Surroundings(Value):
    """`perform` asks for something and returns at once; `dispatch` records what the person did here.

    `clock` is the wall clock in Unix seconds.
    """

    state: Callable[[], State]
    perform: Callable[[Intent], None]
    dispatch: Callable[[ClientEvent], object]
    clock: Callable[[], float]
    commands: EffectiveCommands
    drafts: DraftKeeper
    rhythm: KeyRhythm
    glyphs: Glyphs = UNICODE
    session_rules: bool = False
    """Whether the user lets this program repeat an approval for the same command."""
    holds_while_running: bool = True
    """Whether a message sent while a turn runs waits for its end."""
    export_folder: Path = Path()
    """Where sessions are written unless another place is asked for."""

    def keys_of(self, command_id: str) -> tuple[str, ...]:
        """Return the keys this user has for a command, as Textual names."""
        found = (row.keys for row in self.commands.commands if row.id == command_id)
        return next(found, command(command_id).keys)

    def key_of(self, command_id: str) -> str:
        """Return the first key of a command as written for people; the command's title when it has none."""
        keys = self.keys_of(command_id)
        return key_label(keys[0]) if keys else f"“{command(command_id).title}” in the palette"
