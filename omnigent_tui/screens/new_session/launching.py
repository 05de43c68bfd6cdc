"""The form that starts a runner for a session that has none: where it runs, in which directory, on which branch."""

from typing import ClassVar

from typing_extensions import override

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.screens.new_session.request import Flaw, build_launch
from omnigent_tui.screens.new_session.screen import NewSessionScreen
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.intents import CreateSession, LaunchRunner
from omnigent_tui.state.new_session import FormField


class LaunchRunnerScreen(NewSessionScreen):
    """Closes as soon as the runner was asked for: the session shows how it comes online."""

    AUTO_FOCUS = "#new-host"
    FIELDS: ClassVar[tuple[FormField, ...]] = (
        FormField.HOST,
        FormField.WORKSPACE,
        FormField.WORKTREE,
        FormField.BASE_BRANCH,
    )

    OR_NO_HOST: ClassVar[bool] = False

    def __init__(self, surroundings: Surroundings, session_id: str, title: str) -> None:
        super().__init__(surroundings)
        self._session_id = session_id
        self.heading = f"Start a runner for {clean_line(title, 200)}"

    @override
    def build(self, state: State) -> CreateSession | LaunchRunner | Flaw:
        return build_launch(self._session_id, self.memory, self.home(state), self.worktrees(state))

    @override
    def send(self, wanted: CreateSession | LaunchRunner) -> None:
        super().send(wanted)
        self.close()
