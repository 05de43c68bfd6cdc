"""The program as a shell starts it: options, exit statuses, output, and what a start must not load."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from omnigent_tui import __version__
from omnigent_tui.commands.catalog import CATALOG

HEAVY = ("textual", "rich", "httpx", "httpcore", "pydantic", "websockets", "yaml", "asyncio", "pygments", "markdown_it")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OMNIGENT", "COV_", "COVERAGE"))}
    return kept | {
        "HOME": str(tmp_path),
        "OMNIGENT_TUI_CONFIG_DIR": str(tmp_path / "config"),
        "OMNIGENT_TUI_STATE_DIR": str(tmp_path / "state"),
        "COLUMNS": "100",
    }


def run(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "omnigent_tui", *arguments]
    return subprocess.run(
        command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
    )


def loaded_by(environ: dict[str, str], *arguments: str) -> set[str]:
    """Return the top-level modules in memory when the program ends."""
    program = (
        "import sys\nfrom omnigent_tui.command_line import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], env=environ, capture_output=True, text=True, timeout=60, check=True
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("keys",), ("keys", "--json"), ("keys", "--help")])
def test_quick_answers_load_nothing_heavy(environ: dict[str, str], arguments: tuple[str, ...]) -> None:
    assert loaded_by(environ, *arguments).isdisjoint(HEAVY)


def test_the_measure_of_heavy_imports_sees_them(environ: dict[str, str]) -> None:
    assert {"httpx", "pydantic", "asyncio"} <= loaded_by(environ, "doctor", "--server", "127.0.0.1:1")


def test_version(environ: dict[str, str]) -> None:
    done = run(environ, "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"omnigent-tui {__version__}\n", "")


def test_help_names_every_option_and_the_order_of_sources(environ: dict[str, str]) -> None:
    done = run(environ, "--help")
    assert done.returncode == 0
    for word in ("--server", "--session", "--demo", "--log-file", "--version", "keys", "doctor"):
        assert word in done.stdout
    order = [
        "--server, OMNIGENT_TUI_SERVER",
        "settings file",
        "config.yaml",
        "local background",
        "http://localhost:6767",
    ]
    positions = [done.stdout.index(part) for part in order]
    assert positions == sorted(positions)


def test_keys_as_json(environ: dict[str, str]) -> None:
    done = run(environ, "keys", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert {row["id"]: row["keys"] for row in json.loads(done.stdout)} == {row.id: list(row.keys) for row in CATALOG}


def test_keys_follow_the_settings_file_and_tell_what_is_wrong_in_it(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    settings = tmp_path / "config" / "settings.toml"
    settings.write_text('[keys]\nturn.interrupt = "f11"\nhelp.open = "ctrl+q"\nno.such = "f3"\napp.quit = 5\n')
    done = run(environ, "keys", "--json")
    keys = {row["id"]: row["keys"] for row in json.loads(done.stdout)}
    assert (done.returncode, keys["turn.interrupt"], keys["help.open"]) == (0, ["f11"], ["f1"])
    assert len(done.stderr.splitlines()) == 3
    assert all(line.startswith(f"omnigent-tui: {settings}: keys.") for line in done.stderr.splitlines())


def test_keys_as_a_table(environ: dict[str, str]) -> None:
    done = run(environ, "keys")
    assert done.returncode == 0
    assert "Ctrl+X" in done.stdout
    assert "turn.interrupt" in done.stdout


def test_a_reader_that_leaves_is_no_error_message(environ: dict[str, str]) -> None:
    command = f"{sys.executable} -m omnigent_tui keys | true"
    done = subprocess.run(["sh", "-c", command], env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""


@pytest.mark.parametrize(
    "arguments",
    [("--serve", "x"), ("--server",), ("--demo", "--server", "x"), ("explode",), ("keys", "--jso"), ("doctor", "x")],
)
def test_wrong_usage_ends_with_2(environ: dict[str, str], arguments: tuple[str, ...]) -> None:
    done = run(environ, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: omnigent-tui" in done.stderr


def test_without_a_terminal_the_program_says_so(environ: dict[str, str]) -> None:
    done = run(environ)
    assert (done.returncode, done.stdout) == (1, "")
    assert "a terminal is needed" in done.stderr


def test_an_unusable_address_ends_with_2(environ: dict[str, str]) -> None:
    done = run(environ, "doctor", "--server", "ftp://x")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "omnigent-tui: --server: ftp:// is not a server address: write http:// or https://\n"
    done = run(environ | {"OMNIGENT_TUI_SERVER": "https://a:b@c"}, "doctor")
    assert done.returncode == 2
    assert done.stderr.startswith("omnigent-tui: OMNIGENT_TUI_SERVER: ")
