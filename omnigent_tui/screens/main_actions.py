"""Everything a person can do on the main screen: the mixins of `actions/` together, with their keys."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from omnigent_tui.commands.bindings import bindings_for
from omnigent_tui.commands.catalog import CATALOG, Scope
from omnigent_tui.commands.rows.session_settings import LIST_KEYS
from omnigent_tui.screens.actions.approvals import ApprovalActions
from omnigent_tui.screens.actions.composing import ComposingActions
from omnigent_tui.screens.actions.copying import CopyActions
from omnigent_tui.screens.actions.exporting import ExportActions
from omnigent_tui.screens.actions.filtering import FilterActions
from omnigent_tui.screens.actions.opening import OpeningActions
from omnigent_tui.screens.actions.reading import ReadingActions
from omnigent_tui.screens.actions.runners import RunnerActions
from omnigent_tui.screens.actions.session_settings import SessionSettingsActions
from omnigent_tui.screens.actions.sessions import SessionActions
from omnigent_tui.screens.actions.subagents import SubAgentActions
from omnigent_tui.screens.actions.successor import SuccessorActions
from omnigent_tui.screens.actions.todos import TodoActions
from omnigent_tui.screens.actions.turns import TurnActions
from omnigent_tui.screens.state_screen import APPLICATION_COMMANDS

_SCOPES = frozenset({Scope.APP, Scope.SIDEBAR, Scope.TRANSCRIPT, Scope.ENTRY, Scope.COMPOSER})
_OURS = [row for row in CATALOG if row.id not in APPLICATION_COMMANDS]


class MainActions(
    ApprovalActions,
    ComposingActions,
    SessionSettingsActions,
    TurnActions,
    RunnerActions,
    SessionActions,
    SubAgentActions,
    SuccessorActions,
    ReadingActions,
    OpeningActions,
    TodoActions,
    FilterActions,
    CopyActions,
    ExportActions,
):
    """All actions; the parts have some of their own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for(Scope.APP, _OURS),
        *bindings_for(Scope.TRANSCRIPT, _OURS),
        *bindings_for(Scope.SIDEBAR, [row for row in _OURS if row.id not in LIST_KEYS]),
        Binding("escape", "close", "Close", show=False),
    ]

    @property
    def command_ids(self) -> frozenset[str]:
        """What works in any part of this screen."""
        return frozenset(row.id for row in _OURS if row.scope in _SCOPES)

    @property
    def action_targets(self) -> Sequence[DOMNode]:
        """The screen, then its parts."""
        return self, self.composer, self.sidebar, self.transcript
