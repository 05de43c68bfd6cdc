"""Where this program's own files lie: configuration, state, log and the user's themes.

Platform conventions (platformdirs) decide, two environment variables move them: ``OMNIGENT_TUI_CONFIG_DIR`` and
``OMNIGENT_TUI_STATE_DIR``.
"""

from collections.abc import Mapping
from pathlib import Path

from omnigent_tui.values import Value

CONFIG_DIR_VARIABLE = "OMNIGENT_TUI_CONFIG_DIR"
STATE_DIR_VARIABLE = "OMNIGENT_TUI_STATE_DIR"
_APP_NAME = "omnigent-tui"


class Locations(Value):
    """The two folders everything else hangs from; nothing is created by asking."""

    config_dir: Path
    state_dir: Path

    @property
    def settings_file(self) -> Path:
        """What the user writes: TOML, read at start, never written by the program."""
        return self.config_dir / "settings.toml"

    @property
    def themes_dir(self) -> Path:
        """The user's own theme files (``*.toml``)."""
        return self.config_dir / "themes"

    @property
    def state_file(self) -> Path:
        """What the program remembers between runs: last sessions, theme, drafts."""
        return self.state_dir / "state.json"

    @property
    def audit_file(self) -> Path:
        """Every verdict given by this program, one JSON line each."""
        return self.state_dir / "approvals.jsonl"

    @property
    def default_log_file(self) -> Path:
        """The place suggested for ``--log-file``; nothing is logged there unless asked for."""
        return self.state_dir / "omnigent-tui.log"


def find_locations(environ: Mapping[str, str]) -> Locations:
    """Return the folders for this user; an empty variable counts as unset."""
    # Imported here because `keys` and `--help` must answer before anything optional is loaded.
    import platformdirs

    config = environ.get(CONFIG_DIR_VARIABLE) or platformdirs.user_config_dir(_APP_NAME, appauthor=False)
    state = environ.get(STATE_DIR_VARIABLE) or platformdirs.user_state_dir(_APP_NAME, appauthor=False)
    return Locations(config_dir=Path(config).expanduser(), state_dir=Path(state).expanduser())
