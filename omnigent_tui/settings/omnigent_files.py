"""What Omnigent's own command line leaves on this machine, read but never written.

Its configuration (``config.yaml``, moved by ``OMNIGENT_CONFIG_HOME``) names a default server; its data folder
(``~/.omnigent``, moved by ``OMNIGENT_DATA_DIR``) holds the token store and the pid file of the local server.
"""

import os
from collections.abc import Mapping
from pathlib import Path

CONFIG_HOME_VARIABLE = "OMNIGENT_CONFIG_HOME"
DATA_DIR_VARIABLE = "OMNIGENT_DATA_DIR"


def _home(environ: Mapping[str, str]) -> Path:
    return Path(environ["HOME"]) if environ.get("HOME") else Path.home()


def config_file(environ: Mapping[str, str]) -> Path:
    """Return the path of Omnigent's ``config.yaml``."""
    moved = environ.get(CONFIG_HOME_VARIABLE)
    return (Path(moved).expanduser() if moved else _home(environ) / ".omnigent") / "config.yaml"


def data_dir(environ: Mapping[str, str]) -> Path:
    """Return Omnigent's data folder."""
    moved = environ.get(DATA_DIR_VARIABLE)
    return Path(moved).expanduser() if moved else _home(environ) / ".omnigent"


def read_configured_server(environ: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Read key ``server`` of ``config.yaml``; returns ``(text or None, what was wrong or None)``.

    A missing file is nothing wrong. The text is as written there, not yet normalised.
    """
    path = config_file(environ)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None, None
    except (OSError, UnicodeDecodeError) as error:
        return None, f"{path} cannot be read: {error}"
    # YAML costs 15 ms to import and most users have no such file.
    import yaml

    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        return None, f"{path} is not valid YAML: {str(error).splitlines()[0]}"
    server = document.get("server") if isinstance(document, dict) else None
    if server is None or server == "":
        return None, None
    if not isinstance(server, str):
        return None, f"{path}: key 'server' is not a text"
    return server, None


def read_local_server_port(environ: Mapping[str, str]) -> int | None:
    """Return the port of the local background server if its recorded process is alive.

    The pid file has two lines, pid and port. Anything else counts as no server.
    """
    try:
        lines = (data_dir(environ) / "local_server.pid").read_text(encoding="utf-8").split()
        pid, port = int(lines[0]), int(lines[1])
    except (OSError, ValueError, IndexError):
        return None
    return port if 0 < port < 65536 and _is_alive(pid) else None


def _is_alive(pid: int) -> bool:
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return True
