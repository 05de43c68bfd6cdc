"""Makes the archive that an agent is uploaded as: from an archive, from one definition file, or from a folder."""

import io
from pathlib import Path

LARGEST_BYTES = 50_000_000
"""More than this is no agent's definition; somebody chose the wrong folder."""
MOST_FILES = 2_000
_ARCHIVES = (".tar.gz", ".tgz")
_DEFINITIONS = (".yaml", ".yml")
_LEFT_OUT = frozenset({".git", ".hg", ".venv", "node_modules", "__pycache__"})


class BundleError(Exception):
    """The agent cannot be packed; the message says why, for the person who chose the path."""


def pack_agent(path: str) -> bytes:
    """Return the `.tar.gz` of the agent at `path` on this machine; `~` is this machine's home. Reads files: blocks.

    Raises:
        BundleError: there is nothing, it is no agent, it is too big, or it cannot be read.
    """
    place = Path(path).expanduser()
    try:
        if place.is_dir():
            return _archive({entry: entry.relative_to(place).as_posix() for entry in _files(place)})
        if place.name.lower().endswith(_ARCHIVES):
            return _checked_archive(place)
        if place.suffix.lower() in _DEFINITIONS:
            return _archive({place: place.name})
    except OSError as error:
        raise BundleError(f"{path} cannot be read: {error.strerror or error}") from None
    raise BundleError(f"{path} is neither a folder, nor .tar.gz, .tgz, .yaml or .yml.")


def _checked_archive(place: Path) -> bytes:
    # Here and below: agents are uploaded now and then, and every start would load these.
    import gzip
    import tarfile

    if place.stat().st_size > LARGEST_BYTES:
        raise BundleError(_too_big(place))
    content = place.read_bytes()
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
            archive.next()
    except (tarfile.TarError, gzip.BadGzipFile, EOFError):
        raise BundleError(f"{place.name} is no gzip-compressed tar archive.") from None
    return content


def _files(folder: Path) -> list[Path]:
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _LEFT_OUT & set(path.relative_to(folder).parts)
    ]
    if not any(path.suffix.lower() in _DEFINITIONS for path in found):
        raise BundleError(f"{folder.name or folder} holds no .yaml file: an agent needs one that defines it.")
    if len(found) > MOST_FILES:
        raise BundleError(f"{folder.name or folder} holds {len(found):,} files: more than {MOST_FILES:,} are no agent.")
    return found


def _archive(members: dict[Path, str]) -> bytes:
    import tarfile

    if sum(path.stat().st_size for path in members) > LARGEST_BYTES:
        raise BundleError(_too_big(next(iter(members)).parent))
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path, name in members.items():
            content = path.read_bytes()
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), 0o644
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def _too_big(place: Path) -> str:
    return f"{place.name or place} is bigger than {LARGEST_BYTES // 1_000_000} MB: that is no agent's definition."
