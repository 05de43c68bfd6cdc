"""Where exported sessions go by default, and under which names."""

import re
from pathlib import Path

from omnigent_tui.settings.locations import Locations

_NAME_LIMIT = 60
_UNFIT = re.compile(r"[^\w.-]+")


def find_export_folder(chosen: str, locations: Locations) -> Path:
    """Return the folder for exports: the one of the settings, else the user's downloads, else one beside the state."""
    import platformdirs

    if chosen:
        return Path(chosen).expanduser()
    downloads = Path(platformdirs.user_downloads_dir())
    return downloads if downloads.is_dir() else locations.state_dir / "exports"


def from_home(path: Path) -> str:
    """Return `path` as people write it, with `~` for their home folder: there is little room for it."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) and path != home else str(path)


def free_path(folder: Path, title: str, suffix: str) -> Path:
    """Return a path in `folder` that nothing has yet, named after `title`, a text of any kind."""
    stem = _UNFIT.sub("-", title).strip("-._")[:_NAME_LIMIT].rstrip("-._") or "session"
    path = folder / f"{stem}{suffix}"
    number = 2
    while path.exists():
        path = folder / f"{stem}-{number}{suffix}"
        number += 1
    return path
