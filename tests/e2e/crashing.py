"""The program with one command that breaks: what a crash leaves behind can be looked at."""

import sys

import omnigent_tui.app
from omnigent_tui.command_line import main


class CrashingApp(omnigent_tui.app.OmnigentApp):
    """Crashes where it would repaint."""

    def action_app_repaint(self) -> None:
        """Crash, with something in a local variable that must not be printed."""
        secret = "-".join(("token", "of", "ada"))
        raise RuntimeError(f"crashed on purpose, {len(secret)} characters")


if __name__ == "__main__":
    omnigent_tui.app.OmnigentApp = CrashingApp  # type: ignore[misc]
    sys.exit(main())
