"""The way out for copied text: the terminal (OSC 52), tmux's buffer, or a file; and what is honestly known of each.

Nothing here ever learns whether a terminal took the text: OSC 52 has no answer that terminals give by default.
"""

import asyncio
import base64
import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from omnigent_tui.values import Value

OSC52_LIMIT: Final = 74_994
"""Bytes of text a terminal is sent: 100,000 in base64 and its frame, which is what the more modest terminals take."""

TMUX_SECONDS = 2.0
KEPT_COPIES = 20
"""Files with copied texts that are kept; the oldest ones go."""

_PREFIX = "copied-"


class CopyReceipt(Value):
    """What was done with `characters` of text. `too_long` says that it was more than a terminal takes."""

    characters: int
    to_terminal: bool = False
    to_tmux: bool = False
    too_long: bool = False
    file: Path | None = None
    problem: str = ""

    def sentence(self, what: str = "") -> str:
        """Say what happened, claiming no more than is known; `what` was copied (\"path\"), if that is known.

        The most important comes first: there may be room for no more than fifty letters.
        """
        sent = [*(["tmux"] if self.to_tmux else []), *(["terminal (OSC 52)"] if self.to_terminal else [])]
        ways = [*([f"sent to {' and '.join(sent)}"] if sent else []), *([f"written to {self.file}"] * bool(self.file))]
        noun = "character" if self.characters == 1 else "characters"
        much = f"{what}, {self.characters:,} {noun}" if what else f"{self.characters:,} {noun}"
        why = f" (too long for OSC 52, which takes {OSC52_LIMIT:,} bytes)" if self.too_long else ""
        if not ways:
            return f"Not copied: {much}{why}; {self.problem}"
        return f"Copied {much}: {' and '.join(ways)}{why}"


def osc52(text: str) -> str | None:
    """Return the sequence that asks the terminal to take `text` into its clipboard; None when it is too long."""
    data = text.encode("utf-8", "replace")
    if len(data) > OSC52_LIMIT:
        return None
    return f"\x1b]52;c;{base64.b64encode(data).decode('ascii')}\x07"


class Clipboard:
    """Copies texts. `send` writes a sequence to the terminal and says whether there is one; `folder` is for files."""

    def __init__(self, send: Callable[[str], bool], environ: Mapping[str, str], folder: Path | None) -> None:
        self._send = send
        self._environ = environ
        self._folder = folder
        self.last = ""
        """The text that was copied last, for `write_file`."""

    async def copy(self, text: str) -> CopyReceipt:
        """Send `text` every way there is; into a file when neither the terminal nor tmux could be given it."""
        self.last = text
        sequence = osc52(text)
        to_terminal = sequence is not None and self._send(sequence)
        to_tmux = await self._load_into_tmux(text) if self._environ.get("TMUX") else False
        receipt = CopyReceipt(len(text), to_terminal, to_tmux, too_long=sequence is None)
        if to_terminal or to_tmux:
            return receipt
        file, problem = await self.write_file(text)
        return CopyReceipt(len(text), too_long=sequence is None, file=file, problem=problem)

    async def _load_into_tmux(self, text: str) -> bool:
        """Whether tmux took the text; with `-w` it also hands it to its terminal, whatever `set-clipboard` says."""
        program = shutil.which("tmux", path=self._environ.get("PATH"))
        if program is None:
            return False
        # Versions before 3.2 have no `-w`.
        for options in (("-w",), ()):
            if await self._tmux_takes(program, options, text):
                return True
        return False

    async def _tmux_takes(self, program: str, options: tuple[str, ...], text: str) -> bool:
        nothing = asyncio.subprocess.DEVNULL
        try:
            # The text goes through a pipe: arguments of a process can be read by everybody on the machine.
            process = await asyncio.create_subprocess_exec(
                program,
                "load-buffer",
                *options,
                "-",
                stdin=asyncio.subprocess.PIPE,
                stdout=nothing,
                stderr=nothing,
                env=dict(self._environ),
            )
        except OSError:
            return False
        try:
            async with asyncio.timeout(TMUX_SECONDS):
                await process.communicate(text.encode("utf-8", "replace"))
        except (TimeoutError, OSError):
            pass
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        return process.returncode == 0

    async def write_file(self, text: str) -> tuple[Path | None, str]:
        """Write `text` to a new file only its owner can read; returns its path, or None and what went wrong."""
        if self._folder is None:
            return None, "there is no folder for copied texts"
        return await asyncio.to_thread(_write_copy, self._folder, text)


def _write_copy(folder: Path, text: str) -> tuple[Path | None, str]:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=_PREFIX, suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as stream:
            stream.write(text)
        _drop_old(folder)
    except OSError as error:
        return None, f"{folder} cannot be written: {error.strerror or error}"
    return Path(name), ""


def _drop_old(folder: Path) -> None:
    files = sorted(folder.glob(f"{_PREFIX}*.txt"), key=lambda path: path.stat().st_mtime)
    for old in files[:-KEPT_COPIES]:
        old.unlink(missing_ok=True)
