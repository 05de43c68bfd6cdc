"""The base of the screens that show the state: handed a new one at most once a frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.dom import DOMNode

from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.terminal.gate import GatedScreen

if TYPE_CHECKING:
    # Only a type: the models of the protocol are loaded after the first screen is painted.
    from omnigent_tui.state.app_state import State
    from omnigent_tui.state.calling import View

APPLICATION_COMMANDS = frozenset({"palette.open", "help.open", "theme.next", "app.repaint", "app.suspend", "app.quit"})
"""The commands that work on every screen, by id; all others belong to one."""


class StateScreen(GatedScreen[None]):
    """A screen that draws what it is handed."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self.surroundings = surroundings

    def show_state(self, state: State, now: float) -> None:
        """Show this state as it is at `now` (Unix seconds); parts that did not change cost nothing."""
        raise NotImplementedError

    def counts_seconds(self, state: State) -> bool:  # noqa: ARG002
        """Whether something on the screen changes every second, so that it has to be shown again in one."""
        return False

    @property
    def is_flooded(self) -> bool:
        """Whether text rushes by faster than anybody reads, so that fewer frames do."""
        return False

    def view_of(self, state: State) -> View:  # noqa: ARG002
        """What of the state the person sees here, and need not be called for."""
        from omnigent_tui.state.calling import View

        return View()

    @property
    def command_ids(self) -> frozenset[str]:
        """The ids of the commands that do something on this screen."""
        return frozenset()

    @property
    def action_targets(self) -> Sequence[DOMNode]:
        """The objects that have the actions of `command_ids`, looked through in this order."""
        return (self,)

    def show_now(self) -> None:
        """Show the newest state without waiting for the next frame; before mounting is done, right after it."""
        if self.is_mounted:
            self.show_state(self.surroundings.state(), self.surroundings.clock())
        else:
            self.call_later(self.show_now)
