"""Paths on a host, which may be another kind of machine than this one: only their spelling is looked at.

A path is a Windows path when it begins with a drive or `\\\\`; there both slashes separate. Everywhere else only `/`
does, and a backslash is a letter like any other.
"""

import re

_DRIVE = re.compile(r"^[A-Za-z]:(?:[\\/]|$)")
_DRIVE_ROOT = re.compile(r"^[A-Za-z]:[\\/]*$")
_SHARE_ROOT = re.compile(r"^[\\/]{2}[^\\/]+(?:[\\/]+[^\\/]*)?[\\/]*$")


def is_windows(path: str) -> bool:
    """Whether the path is spelled as on Windows: `C:\\Users`, `C:/Users` or `\\\\server\\share`."""
    return bool(_DRIVE.match(path)) or path.startswith("\\\\")


def separator(path: str) -> str:
    """Return what to put between this path and a name below it."""
    return "\\" if is_windows(path) and not ("/" in path and "\\" not in path) else "/"


def _separators(path: str) -> str:
    return "\\/" if is_windows(path) else "/"


def is_absolute(path: str) -> bool:
    """Whether the path begins at a root."""
    return path.startswith("/") or is_windows(path)


def is_root(path: str) -> bool:
    """Whether the path is the root of a file system, a drive or a share."""
    if is_windows(path):
        return bool(_DRIVE_ROOT.match(path) or _SHARE_ROOT.match(path))
    return path != "" and not path.strip("/")


def parent(path: str) -> str | None:
    """Return the directory that holds `path`; None for a root and for a bare name."""
    if is_root(path):
        return None
    head, _ = split(path.rstrip(_separators(path)))
    if is_root(head):
        return head
    return head.rstrip(_separators(path)) or None


def split(path: str) -> tuple[str, str]:
    """Return what stands before the last separator (and the separator itself), and the rest."""
    at = max(path.rfind(sign) for sign in _separators(path)) + 1
    return path[:at], path[at:]


def join(directory: str, name: str) -> str:
    """Return the path of `name` in `directory`."""
    if directory.endswith(tuple(_separators(directory))):
        return f"{directory}{name}"
    return f"{directory}{separator(directory)}{name}"


def base_name(path: str) -> str:
    """Return the last part of a path, the path itself for a root."""
    return path if is_root(path) else split(path.rstrip(_separators(path)))[1]


def without_end(path: str) -> str:
    """Return the path without separators at its end; a root stays as it is."""
    return path if is_root(path) else path.rstrip(_separators(path))


def expand_home(path: str, home: str | None) -> str | None:
    """Return `path` with a leading `~` replaced by `home`; None when it has one and `home` is not known."""
    if path != "~" and not path.startswith(("~/", "~\\")):
        return path
    if home is None:
        return None
    rest = path[2:]
    return join(home, rest) if rest else home


def is_plain_name(name: str, directory: str) -> bool:
    """Whether `name` can be the name of one new directory in `directory`."""
    return name.strip() not in ("", ".", "..") and not any(sign in name for sign in f"{_separators(directory)}\0")
