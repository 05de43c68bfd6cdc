"""Writing in `$VISUAL` or `$EDITOR`: the text goes there in a private file, and comes back from it."""

import asyncio
import os
import shlex
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from omnigent_tui.terminal.outside import run_outside
from omnigent_tui.values import Value

_FALLBACKS = ("sensible-editor", "nano", "vim", "vi")


class Edited(Value):
    """`text` is what was written, None when the text stays as it was; `problem` says why.

    `rescued` is what stood in the file of an editor that failed, if it is another text.
    """

    text: str | None
    problem: str = ""
    rescued: str | None = None


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """Return `$VISUAL`, else `$EDITOR`, else an editor that is installed; empty when there is none.

    A variable that is no command line (quotes that never close) counts as not set.
    """
    for name in ("VISUAL", "EDITOR"):
        try:
            words = shlex.split(environ.get(name, ""))
        except ValueError:
            continue
        if words:
            return words
    found = (shutil.which(program, path=environ.get("PATH")) for program in _FALLBACKS)
    return next(([program] for program in found if program), [])


async def edited(app: App[Any], text: str) -> Edited:
    """Let the person edit `text` with the application out of the way; the file (0600) is removed afterwards."""
    command = editor_command(os.environ)
    if not command:
        return Edited(None, "No editor: set VISUAL or EDITOR to a program that is installed.")
    try:
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="omnigent-tui-"))
        file = folder / "message.md"
        await asyncio.to_thread(_write, file, text)
    except OSError as error:
        return Edited(None, f"No temporary file could be written: {error.strerror or error}.")
    try:
        code = await run_outside(app, [*command, str(file)])
        return _outcome(text, await asyncio.to_thread(_read, file), code, shlex.join(command))
    except FileNotFoundError:
        return Edited(None, f"“{command[0]}” was not found: set VISUAL or EDITOR to a program that is installed.")
    except (OSError, UnicodeDecodeError) as error:
        return Edited(None, f"“{command[0]}” could not be used: {error}. Your text is as it was.")
    except SuspendNotSupported:
        return Edited(None, "This terminal cannot be handed to another program.")
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def _write(file: Path, text: str) -> None:
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="") as stream:
        stream.write(text)


def _read(file: Path) -> str | None:
    try:
        return file.read_bytes().decode()
    except FileNotFoundError:
        return None


def _outcome(before: str, after: str | None, code: int, command: str) -> Edited:
    if after is None:
        return Edited(None, f"“{command}” left no file: your text is as it was.")
    if after.endswith("\n") and not before.endswith("\n"):
        # Editors end the last line.
        after = after.removesuffix("\n").removesuffix("\r")
    if code == 0:
        return Edited(after if after.strip() else "")
    problem = f"“{command}” ended with an error (exit {code}): your text is as it was."
    return Edited(None, problem, after if after.strip() and after != before else None)
