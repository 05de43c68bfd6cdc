"""Other programs in this terminal: text read in the user's pager or editor, with the application out of the way."""

import asyncio
import shlex
import shutil
import signal
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from textual.app import App, SuspendNotSupported

_KEYBOARD_SIGNALS: Final = (signal.SIGINT, signal.SIGQUIT)
_NO_PAGERS: Final = frozenset({"cat", "tee"})
"""Programs set as a pager where nobody reads (scripts, agents): they would only flash the text."""


def reader_command(environ: Mapping[str, str]) -> list[str]:
    """Return the program to read a text with: `$PAGER`, else `$VISUAL` or `$EDITOR`, else less or more.

    Empty when there is none. A variable that is no command line (quotes that never close) counts as not set.
    """
    for name in ("PAGER", "VISUAL", "EDITOR"):
        words = _words(environ.get(name, ""))
        program = Path(words[0]).name if words else ""
        if not program or program in _NO_PAGERS:
            continue
        # With -F, which many set for git, a short text would be gone before it is read.
        return [*words, "-+F"] if program == "less" else words
    for program in ("less", "more"):
        found = shutil.which(program, path=environ.get("PATH"))
        if found:
            return [found, "-+F"] if program == "less" else [found]
    return []


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return []


async def read_outside(app: App[Any], text: str, name: str, environ: Mapping[str, str]) -> str:
    """Let the user read `text` in their own program, from a temporary file called `name` that is removed afterwards.

    Returns a sentence about what went wrong, "" when nothing did. The connection is kept alive meanwhile.
    """
    command = reader_command(environ)
    if not command:
        return "No program to read it with: set PAGER or EDITOR."
    program = Path(command[0]).name
    try:
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="omnigent-tui-"))
    except OSError as error:
        return f"No temporary file could be written: {error.strerror or error}."
    try:
        file = folder / name
        await asyncio.to_thread(file.write_text, text, encoding="utf-8", errors="replace")
        code = await run_outside(app, [*command, str(file)])
    except FileNotFoundError:
        return f"“{program}” was not found: set PAGER or EDITOR to a program that is installed."
    except OSError as error:
        return f"“{program}” could not be run: {error.strerror or error}."
    except SuspendNotSupported:
        return "This terminal cannot be handed to another program."
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    return f"“{program}” ended with an error (exit {code})." if code else ""


async def run_outside(app: App[Any], command: Sequence[str]) -> int:
    """Run a program in the terminal with the application suspended; returns its exit code (negative: a signal).

    Raises OSError when it cannot be started, SuspendNotSupported where there is no real terminal.
    """
    with app.suspend():
        # Textual takes the terminal back only when nothing is raised in here.
        try:
            process = await asyncio.create_subprocess_exec(*command)
        except OSError as error:
            failure = error
        else:
            with _ignored(_KEYBOARD_SIGNALS):
                try:
                    return await process.wait()
                except asyncio.CancelledError:
                    process.terminate()
                    raise
    raise failure


@contextmanager
def _ignored(signals: Sequence[signal.Signals]) -> Iterator[None]:
    """Ignore signals from the keyboard: they are meant for the program in front, but reach both.

    To be entered after the program was started, which would otherwise ignore them too.
    """
    before = [(number, signal.signal(number, signal.SIG_IGN)) for number in signals]
    try:
        yield
    finally:
        for number, handler in before:
            if handler is not None:
                signal.signal(number, handler)
                # As the event loop had it: system calls are not interrupted.
                signal.siginterrupt(number, False)


def file_name(wish: str, suffix: str) -> str:
    """Return a file name made of letters and digits of `wish`, so that a program's title line tells what it shows."""
    kept = "".join(character if character.isalnum() and character.isascii() else "-" for character in wish[:60])
    return f"{kept.strip('-') or 'text'}{suffix}"
