"""Starts Omnigent's own background server on this machine, when a person chose to.

`omnigent server --background` detaches, records itself in `~/.omnigent/local_server.pid` and is stopped with
`omnigent server stop`; a healthy one that runs already is used again.
"""

import asyncio
import shutil
from collections.abc import Mapping

from omnigent_tui.protocol.cleaning import clean
from omnigent_tui.settings.omnigent_files import read_local_server_port

START_DEADLINE_SECONDS = 90.0
_LAST_LINES = 3
# Without these the server reports usage and looks up a model catalog on the internet.
_QUIET = {
    "DO_NOT_TRACK": "1",
    "OMNIGENT_DISABLE_TELEMETRY": "1",
    "OMNIGENT_DISABLE_CATALOG_LOOKUP": "1",
    "OMNIGENT_NO_UPDATE_CHECK": "1",
}


class LocalServerError(Exception):
    """The server could not be started; the message says what happened, in words for the person."""


def find_omnigent(environ: Mapping[str, str]) -> str | None:
    """Return the path of the `omnigent` executable on PATH, or None."""
    return shutil.which("omnigent", path=environ.get("PATH"))


async def start_local_server(executable: str, environ: Mapping[str, str]) -> str:
    """Start the background server, wait until it is up and return its URL.

    Raises:
        LocalServerError: the command failed, took longer than `START_DEADLINE_SECONDS`, or left no address.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            executable,
            "server",
            "--background",
            "--no-open",
            env={**environ, **_QUIET},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise LocalServerError(f"{executable} cannot be run: {error.strerror or error}") from error
    try:
        said = await asyncio.wait_for(_said(process), START_DEADLINE_SECONDS)
    except TimeoutError:
        if process.returncode is None:
            process.kill()
        raise LocalServerError(f"the server was not up after {START_DEADLINE_SECONDS:.0f} s") from None
    if process.returncode:
        raise LocalServerError(f"“omnigent server --background” failed: {said or f'status {process.returncode}'}")
    port = read_local_server_port(environ)
    if port is None:
        raise LocalServerError(f"the server left no address: {said or 'it said nothing'}")
    return f"http://127.0.0.1:{port}"


async def _said(process: asyncio.subprocess.Process) -> str:
    """Wait for the command and return its last words. Not for the end of its output: the server inherits the pipe."""
    assert process.stdout is not None
    heard = bytearray()
    reader = asyncio.create_task(_listen(process.stdout, heard))
    try:
        await process.wait()
        # What it wrote last may still be in the pipe.
        await asyncio.wait({reader}, timeout=0.2)
    finally:
        reader.cancel()
    lines = clean(heard.decode("utf-8", "replace")).strip().splitlines()
    return " ".join(line.strip() for line in lines[-_LAST_LINES:])[:400]


async def _listen(stream: asyncio.StreamReader, heard: bytearray) -> None:
    while chunk := await stream.read(4096):
        heard += chunk
        del heard[:-8192]
