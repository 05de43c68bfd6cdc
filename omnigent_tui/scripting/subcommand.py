"""What a subcommand for scripts consists of. Nothing here, and no subcommand's own module, loads anything heavy."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import TextIO

from omnigent_tui.values import Value


class Exit(IntEnum):
    """Exit statuses that every subcommand for scripts means the same by."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOT_THERE = 3
    UNREACHABLE = 4
    REFUSED = 5
    UNCONFIRMED = 6


EXITS = """\
exit status:
  0  done
  1  failed for another reason
  2  wrong usage
  3  there is no such thing (any more)
  4  the server cannot be reached, or is no Omnigent server
  5  the server refused (not signed in, not allowed, not acceptable)
"""


class Console(Value):
    """Where a subcommand writes: `out` gets data and nothing else, `say` is for people."""

    out: TextIO
    err: TextIO

    def say(self, text: str) -> None:
        """Write a message for people."""
        self.err.write(f"omnigent-tui: {text}\n")
        self.err.flush()

    def put(self, line: str) -> None:
        """Write one line of data, at once: whoever reads it may be waiting for it."""
        self.out.write(line + "\n")
        self.out.flush()


class Subcommand(Value):
    """One subcommand: `add_arguments` fills its parser; `run` imports what it needs and returns an exit status.

    `exits` are lines about exit statuses of its own, in the form of `EXITS`. Every subcommand has `--server`.
    """

    name: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Mapping[str, str], Console], int]
    exits: str = ""


def add_subcommand(subparsers: argparse._SubParsersAction[argparse.ArgumentParser], subcommand: Subcommand) -> None:
    """Give `subcommand` its parser."""
    parser = subparsers.add_parser(
        subcommand.name,
        help=subcommand.help,
        description=f"{subcommand.help[0].upper()}{subcommand.help[1:]}.",
        epilog=EXITS + subcommand.exits,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    # Without a default of its own, a value given before the subcommand is kept.
    parser.add_argument(
        "--server", metavar="URL", default=argparse.SUPPRESS, help="the server, as without a subcommand"
    )
    subcommand.add_arguments(parser)
