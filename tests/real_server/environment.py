"""Build, once per machine, the virtual environment that holds the real Omnigent server.

Run as ``python -m tests.real_server.environment`` to build it ahead of a test run.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_dir

OMNIGENT = "omnigent==0.19.0"
MINIMUM_PYTHON = (3, 12)
CONSTRAINTS = Path(__file__).with_name("constraints.txt")
_PROBE = "import sys, venv, ensurepip; print(sys.version_info[0], sys.version_info[1])"
_INSTALL_SECONDS = 540.0


class EnvironmentUnavailableError(Exception):
    """The server's environment cannot be had here; the message says why, in one paragraph."""


@dataclass(frozen=True)
class ServerEnvironment:
    """An environment in which ``python -m omnigent`` runs.

    ``built_seconds`` is what building it cost now, 0.0 when it was there already.
    """

    python: Path
    built_seconds: float

    @property
    def scripts(self) -> Path:
        """The folder of console scripts, which goes first on the PATH of the server and the host."""
        return self.python.parent


def ensure_environment() -> ServerEnvironment:
    """Return the cached environment, building it first when it is missing (about 40 s).

    Parallel callers wait for one build. Raises `EnvironmentUnavailableError` when no Python 3.12 or
    newer runs here, or when the packages cannot be installed.
    """
    base = find_python()
    home = cache_folder() / _environment_name(base)
    home.parent.mkdir(parents=True, exist_ok=True)
    with _locked(home.with_name(f"{home.name}.lock")):
        python = home / "bin" / "python"
        if (home / "complete").is_file() and python.exists():
            return ServerEnvironment(python, 0.0)
        started = time.monotonic()
        _build(base, home)
        return ServerEnvironment(python, time.monotonic() - started)


def cache_folder() -> Path:
    """The folder environments are kept in: ``OMNIGENT_TUI_TEST_CACHE`` or the user's cache."""
    chosen = os.environ.get("OMNIGENT_TUI_TEST_CACHE")
    return Path(chosen) if chosen else Path(user_cache_dir("omnigent-tui-tests"))


def find_python() -> Path:
    """Return the first Python of 3.12 or newer that really starts.

    Looks at ``OMNIGENT_TUI_TEST_PYTHON``, the running interpreter, the PATH, then pyenv's versions:
    a name on the PATH may be a shim that only prints an error, so each one is asked for its version.
    """
    chosen = os.environ.get("OMNIGENT_TUI_TEST_PYTHON")
    if chosen:
        if _version_of(Path(chosen)) is None:
            raise EnvironmentUnavailableError(f"OMNIGENT_TUI_TEST_PYTHON={chosen} is not a Python >= 3.12")
        return Path(chosen)
    for candidate in _candidates():
        if _version_of(candidate) is not None:
            return candidate
    raise EnvironmentUnavailableError(
        "no Python >= 3.12 found for omnigent 0.19.0; set OMNIGENT_TUI_TEST_PYTHON to one"
    )


def _candidates() -> Iterator[Path]:
    yield Path(sys.executable)
    for name in ("python3.12", "python3.13", "python3.14", "python3"):
        found = shutil.which(name)
        if found:
            yield Path(found)
    pyenv = shutil.which("pyenv")
    roots = [os.environ.get("PYENV_ROOT"), str(Path.home() / ".pyenv")]
    if pyenv:
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            answer = subprocess.run([pyenv, "root"], capture_output=True, text=True, timeout=10, check=True)
            roots.insert(0, answer.stdout.strip())
    # Where HOME is another one than at installation time pyenv finds nothing, but its shims lie beside its versions;
    # and whatever installed the running interpreter may have put others next to it.
    roots += [str(Path(shim).parent.parent) for shim in map(shutil.which, ("python3.12", "python3")) if shim]
    for root in filter(None, roots):
        yield from sorted(Path(root).glob("versions/3.1[2-9]*/bin/python"))
    yield from sorted(Path(sys.base_prefix).parent.glob("3.1[2-9]*/bin/python"))


def _version_of(python: Path) -> tuple[int, int] | None:
    """Return (major, minor) when `python` runs, can make environments and is new enough."""
    with contextlib.suppress(OSError, subprocess.SubprocessError, ValueError):
        answer = subprocess.run([python, "-c", _PROBE], capture_output=True, text=True, timeout=60, check=True)
        major, minor = (int(part) for part in answer.stdout.split())
        if (major, minor) >= MINIMUM_PYTHON:
            return major, minor
    return None


def _environment_name(base: Path) -> str:
    version = _version_of(base) or MINIMUM_PYTHON
    fingerprint = hashlib.sha256(CONSTRAINTS.read_bytes() + os.fsencode(base)).hexdigest()[:10]
    return f"{OMNIGENT.replace('==', '-')}-python{version[0]}.{version[1]}-{fingerprint}"


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _build(base: Path, home: Path) -> None:
    """Make the environment in its final place and mark it complete by an atomic rename.

    The folder itself cannot be renamed into place: the console scripts of an environment hold its
    absolute path. A folder without the mark is a build that was cut short, and is thrown away.
    """
    shutil.rmtree(home, ignore_errors=True)
    _run([base, "-m", "venv", home])
    install: list[str | Path] = [
        home / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    try:
        _run([*install, "--constraint", CONSTRAINTS, OMNIGENT])
    except EnvironmentUnavailableError as pinned:
        # An index may have dropped one of the pinned versions; the newest ones may still work.
        try:
            _run([*install, OMNIGENT])
        except EnvironmentUnavailableError:
            raise pinned from None
    _run([home / "bin" / "python", "-c", "import omnigent"])
    mark = home / "complete.new"
    mark.write_text(OMNIGENT + "\n", encoding="utf-8")
    mark.rename(home / "complete")


def _run(command: list[str | Path]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EnvironmentUnavailableError(f"{command[0]}: {error}") from error
    if done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-8:])
        raise EnvironmentUnavailableError(f"installing {OMNIGENT} failed ({done.returncode}):\n{tail}")


def main() -> None:
    """Build the environment and print where its Python is."""
    environment = ensure_environment()
    print(f"{environment.python}\nbuilt in {environment.built_seconds:.1f} s")


if __name__ == "__main__":
    main()
