"""What the command line hands to the application: everything decided before the first screen."""

from dataclasses import dataclass, field
from pathlib import Path

from omnigent_tui.settings.locations import Locations
from omnigent_tui.settings.server_resolution import ResolvedServer
from omnigent_tui.settings.settings_file import Settings


@dataclass(frozen=True, slots=True)
class LaunchOptions:
    """One run of the application.

    ``server`` is None when ``demo`` is set (the app starts the demo server itself) and when the address the user chose
    is unusable; then ``problems`` says why and the connect screen opens with it. ``session_id`` is the session to
    open first. ``problems`` are sentences to show once (settings file, unreadable sources).
    """

    server: ResolvedServer | None
    session_id: str | None
    demo: bool
    log_file: Path | None
    settings: Settings
    locations: Locations
    problems: tuple[str, ...] = field(default=())
