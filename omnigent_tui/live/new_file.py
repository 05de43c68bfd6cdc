"""A new file that has its name only when it is complete, and never takes the place of another."""

import contextlib
import os
import tempfile
from pathlib import Path


class NewFile:
    """A file that does not exist until `finish`. Use as a context manager: leaving without `finish` leaves nothing.

    Raises:
        FileExistsError: something has that name, at the beginning or by the end. OSError: it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._scratch: Path | None = None

    def __enter__(self) -> "NewFile":
        if self._path.exists():
            raise FileExistsError(f"{self._path} exists already")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # mkstemp makes a file only its owner can read, and a session is nobody else's business.
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")
        self._scratch, self._stream = Path(name), os.fdopen(handle, "wb")
        return self

    def add(self, content: str | bytes) -> None:
        """Write more; text is written in UTF-8."""
        self._stream.write(content.encode("utf-8", "replace") if isinstance(content, str) else content)

    def finish(self) -> None:
        """Give the file its name."""
        if self._scratch is None:
            return
        self._stream.flush()
        os.fsync(self._stream.fileno())
        try:
            # Unlike a rename, a link never replaces what somebody else put there meanwhile.
            os.link(self._scratch, self._path)
        except FileExistsError:
            raise FileExistsError(f"{self._path} exists already") from None
        except OSError:
            # A file system without links: take the name first, then fill it.
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            self._scratch.replace(self._path)

    def __exit__(self, *_: object) -> None:
        if self._scratch is not None:
            with contextlib.suppress(OSError):
                self._stream.close()
            with contextlib.suppress(OSError):
                self._scratch.unlink()


def why_not_written(path: str, error: OSError) -> str:
    """Return in words why there is no file at `path`."""
    return str(error) if error.strerror is None else f"{path}: {error.strerror}"
