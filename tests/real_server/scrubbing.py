"""Takes everything that names the recording machine out of recorded bytes."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from urllib.parse import quote

DEMO_HOME = "/home/demo"
DEMO_PORT = "6767"
_LOOPBACK_PORT = re.compile(rb"(127\.0\.0\.1|localhost):\d{4,5}")
_ACCOUNT_NAME = re.compile(rb'"(user_name|username|login)": ?"[^"]*"')


class LeakError(Exception):
    """Something of the recording machine is still in a recording."""


class Scrubber:
    """Replaces the rig's home, other folders of this machine and its name."""

    def __init__(self, home: Path, root: Path, other_folders: dict[Path, str]) -> None:
        pairs = {str(home): DEMO_HOME, str(root): "/var/lib/demo"}
        pairs |= {str(folder): name for folder, name in other_folders.items()}
        quoted = {quote(old, safe=""): quote(new, safe="") for old, new in pairs.items()}
        # A folder may lie inside another one: the longest name has to go first.
        self._pairs = sorted((pairs | quoted).items(), key=lambda pair: -len(pair[0]))
        self._hostname = re.compile(rb"\b" + re.escape(socket.gethostname().encode()) + rb"\b")

    def clean(self, data: bytes) -> bytes:
        """Return `data` without this machine's folders, ports and name; raises `LeakError` on a rest."""
        for old, new in self._pairs:
            data = data.replace(old.encode(), new.encode())
        data = _LOOPBACK_PORT.sub(rb"\1:" + DEMO_PORT.encode(), data)
        data = self._hostname.sub(b"demo-host", data)
        data = _ACCOUNT_NAME.sub(rb'"\1": "demo"', data)
        for old, _new in self._pairs:
            if old.encode() in data:
                raise LeakError(f"{old} is still in the recording")
        return data
