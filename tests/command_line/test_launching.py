"""What happens between the shell and the first screen, in a real pseudo-terminal."""

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

ROOT = Path(__file__).resolve().parents[2]
DEADLINE_SECONDS = 60.0


def run_in_terminal(tmp_path: Path, arguments: list[str], environ: dict[str, str], *flags: str) -> tuple[int, str]:
    """Run the program in a pseudo-terminal until it ends by itself; returns exit status and everything written."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OMNIGENT")}
    settings = {"HOME": str(tmp_path), "TERM": "xterm-256color", "OMNIGENT_TUI_CONFIG_DIR": str(tmp_path)}
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, *flags, "-m", "omnigent_tui", *arguments],
        env=kept | settings | environ,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
    os.close(slave)
    written = b""
    deadline = time.monotonic() + DEADLINE_SECONDS
    try:
        while time.monotonic() < deadline:
            if select.select([master], [], [], 0.05)[0]:
                try:
                    written += os.read(master, 65536)
                except OSError:
                    break
        return process.wait(timeout=max(0.1, deadline - time.monotonic())), written.decode(errors="replace")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(master)


@pytest.mark.pty
@pytest.mark.parametrize(
    ("arguments", "environ", "status", "message"),
    [
        (["--server", "ftp://x"], {}, 2, "omnigent-tui: --server: ftp:// is not a server address"),
        ([], {"OMNIGENT_TUI_SERVER": "a b"}, 2, "omnigent-tui: OMNIGENT_TUI_SERVER: the address contains a blank"),
        (["--session", "https://a.example"], {}, 2, "omnigent-tui: --session: that is neither a session id"),
        (["--log-file", "/dev/null/x"], {}, 2, "omnigent-tui: the log file cannot be written"),
        ([], {"TERM": "dumb"}, 1, "omnigent-tui: TERM=dumb: this terminal cannot move the cursor"),
    ],
)
def test_what_cannot_work_is_said_on_the_shells_screen(
    tmp_path: Path, arguments: list[str], environ: dict[str, str], status: int, message: str
) -> None:
    ended, written = run_in_terminal(tmp_path, arguments, environ)
    assert (ended, message in written) == (status, True), written
    # Neither the alternate screen nor any other mode was touched.
    assert "\x1b" not in written


@pytest.mark.pty
def test_the_demo_says_what_it_lacks(tmp_path: Path) -> None:
    # -S leaves out every installed package, the demo server's among them; msgspec is needed to read the settings.
    packages = tmp_path / "packages"
    packages.mkdir()
    (packages / "msgspec").symlink_to(Path(msgspec.__file__).parent)
    paths = os.pathsep.join((str(ROOT), str(packages)))
    ended, written = run_in_terminal(tmp_path, ["--demo"], {"PYTHONPATH": paths}, "-S")
    assert ended == 1
    assert "the demo needs starlette and uvicorn: pip install 'omnigent-tui[demo]'" in written
