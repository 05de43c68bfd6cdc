"""The command line: options and subcommands, with everything heavy imported only by the one that needs it.

``--help``, ``--version`` and ``keys`` load neither Textual nor an HTTP library nor pydantic.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from omnigent_tui import __version__
from omnigent_tui.scripting.answer import ANSWER
from omnigent_tui.scripting.approvals import APPROVALS
from omnigent_tui.scripting.export import EXPORT
from omnigent_tui.scripting.hosts import HOSTS
from omnigent_tui.scripting.new import NEW
from omnigent_tui.scripting.runners import RUNNERS
from omnigent_tui.scripting.subcommand import Console, Subcommand, add_subcommand

if TYPE_CHECKING:
    from omnigent_tui.settings.launch_options import LaunchOptions

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130

# Subcommands for scripts, one line each. Their modules load nothing heavy before they run.
_FOR_SCRIPTS: tuple[Subcommand, ...] = (
    APPROVALS,
    ANSWER,
    EXPORT,
    NEW,
    HOSTS,
    RUNNERS,
)

_EPILOG = """\
The server is the first of: --server, OMNIGENT_TUI_SERVER, the settings file, key 'server' of Omnigent's
config.yaml, Omnigent's local background server, http://localhost:6767. A pasted conversation link
(…/c/<id>) names both the server and the session.

The token is OMNIGENT_TUI_TOKEN or what 'omnigent login URL' stored. 'omnigent-tui doctor' shows all of it.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one invocation and return its exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    arguments = _parser().parse_args(argv)
    try:
        match arguments.subcommand:
            case "keys":
                return _keys(as_json=arguments.json)
            case "doctor":
                return _doctor(arguments)
            case None:
                return _launch(arguments)
            case name:
                return _for_scripts(name, arguments)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # `omnigent-tui keys | head`: the reader left, and flushing at exit must not complain about it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="omnigent-tui",
        description="The terminal client for Omnigent: every agent session, live, by keyboard.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    target = parser.add_mutually_exclusive_group()
    target.add_argument("--server", metavar="URL", help="the Omnigent server, or a conversation link on it")
    target.add_argument("--demo", action="store_true", help="use the built-in demo server")
    parser.add_argument("--session", metavar="ID|URL", help="open this session first")
    parser.add_argument("--log-file", metavar="PATH", type=Path, help="write a log (tokens are left out)")
    parser.add_argument("--version", action="version", version=f"omnigent-tui {__version__}")
    subcommands = parser.add_subparsers(dest="subcommand", metavar="SUBCOMMAND", title="subcommands")
    keys = subcommands.add_parser("keys", help="show every command and its keys", allow_abbrev=False)
    keys.add_argument("--json", action="store_true", help="as a JSON list of {id, keys, scope, title}")
    doctor = subcommands.add_parser("doctor", help="check server, login and terminal", allow_abbrev=False)
    doctor.add_argument("--json", action="store_true", help="as a JSON object")
    # Without a default of its own, `omnigent-tui --server URL doctor` keeps the value given before the subcommand.
    doctor.add_argument("--server", metavar="URL", default=argparse.SUPPRESS, help="the server to check")
    for subcommand in _FOR_SCRIPTS:
        add_subcommand(subcommands, subcommand)
    return parser


def _keys(*, as_json: bool) -> int:
    from omnigent_tui.commands.keys_table import keys_as_json, keys_as_text
    from omnigent_tui.commands.overrides import apply_overrides
    from omnigent_tui.settings.locations import find_locations
    from omnigent_tui.settings.settings_document import flatten_key_table, read_settings_document

    path = find_locations(os.environ).settings_file
    document, problems = read_settings_document(path)
    overrides, wrong = flatten_key_table(document.get("keys", {}))
    effective = apply_overrides(overrides)
    for problem in (*problems, *(f"{path}: {text}" for text in (*wrong, *effective.problems))):
        _say(problem)
    table = keys_as_json(effective.commands) if as_json else keys_as_text(effective.commands)
    sys.stdout.write(table + "\n")
    sys.stdout.flush()
    return 0


def _doctor(arguments: argparse.Namespace) -> int:
    from omnigent_tui.doctor.command import run_doctor
    from omnigent_tui.settings.server_resolution import ServerResolutionError

    try:
        return run_doctor(arguments.server, os.environ, as_json=arguments.json, out=sys.stdout)
    except ServerResolutionError as error:
        _say(str(error))
        return EXIT_USAGE


def _for_scripts(name: str, arguments: argparse.Namespace) -> int:
    if arguments.demo:
        _say(f"--demo starts the program itself; '{name}' takes --server")
        return EXIT_USAGE
    chosen = next(subcommand for subcommand in _FOR_SCRIPTS if subcommand.name == name)
    return chosen.run(arguments, os.environ, Console(sys.stdout, sys.stderr))


def _launch(arguments: argparse.Namespace) -> int:
    from omnigent_tui.terminal.garbage import pause_collection

    # Loading makes many objects and frees few: collecting costs 50 ms here. The app ends the pause when all is loaded.
    pause_collection()
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        _say("a terminal is needed; for scripts there are: omnigent-tui keys --json, omnigent-tui doctor --json")
        return EXIT_FAILED
    if arguments.demo and (missing := _missing_for_demo()):
        _say(f"the demo needs {missing}: pip install 'omnigent-tui[demo]'")
        return EXIT_FAILED
    from omnigent_tui.settings.server_resolution import ServerResolutionError

    try:
        options = _gather(arguments)
    except ServerResolutionError as error:
        _say(str(error))
        return EXIT_USAGE
    except OSError as error:
        _say(f"the log file cannot be written: {error}")
        return EXIT_USAGE
    # Textual reads COLUMNS, TERM and its own variables while it is imported.
    from omnigent_tui.terminal.environment import UnusableTerminalError, prepare_environment

    try:
        prepare_environment(os.environ)
    except UnusableTerminalError as error:
        _say(str(error))
        return EXIT_FAILED
    from omnigent_tui.app import run

    return run(options)


def _gather(arguments: argparse.Namespace) -> "LaunchOptions":
    from omnigent_tui.settings.launch_options import gather_launch_options
    from omnigent_tui.settings.log_file import set_up_logging

    options = gather_launch_options(
        server=arguments.server,
        session=arguments.session,
        demo=arguments.demo,
        log_file=arguments.log_file,
        environ=os.environ,
        is_healthy=_answers_health,
    )
    set_up_logging(options.log_file)
    return options


def _answers_health(url: str, deadline: float) -> bool:
    # Brings an HTTP library along, and is asked only where no server was named.
    from omnigent_tui.settings.local_health import answers_health

    return answers_health(url, deadline)


def _missing_for_demo() -> str | None:
    from importlib.util import find_spec

    absent = [name for name in ("starlette", "uvicorn") if find_spec(name) is None]
    return " and ".join(absent) or None


def _say(text: str) -> None:
    sys.stderr.write(f"omnigent-tui: {text}\n")
