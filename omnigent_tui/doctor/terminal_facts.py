"""What can be said about the terminal without drawing on it."""

import locale
import os
import sys
from collections.abc import Mapping

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.terminal.environment import UnusableTerminalError, prepare_environment
from omnigent_tui.values import Value

_MULTIPLEXERS = (("TMUX", "tmux"), ("ZELLIJ", "zellij"), ("STY", "screen"))
_SSH_VARIABLES = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")


class TerminalFacts(Value):
    """The terminal as the environment describes it; ``columns`` and ``lines`` are None when there is none.

    ``colors`` is ``truecolor``, ``256``, ``standard`` (sixteen) or None. ``problem`` says why the program would not
    start or not look right here.
    """

    is_terminal: bool
    term: str | None
    colorterm: str | None
    colors: str | None
    no_color: bool
    columns: int | None
    lines: int | None
    multiplexer: str | None
    ssh: bool
    encoding: str
    unicode: bool
    problem: str | None


def gather_terminal_facts(environ: Mapping[str, str]) -> TerminalFacts:
    """Look at the environment and at the terminal on standard error, where the program draws."""
    # The program's own start-up judges the terminal, on a copy.
    prepared = dict(environ)
    problem: str | None = None
    try:
        prepare_environment(prepared)
    except UnusableTerminalError as error:
        problem = str(error)
    encoding = locale.getpreferredencoding(do_setlocale=False)
    is_unicode = encoding.lower().replace("-", "") == "utf8"
    if problem is None and not is_unicode:
        problem = (
            f"the locale's encoding is {encoding}: glyphs and non-English text may look wrong (set LC_ALL=C.UTF-8)"
        )
    columns, lines = _size()
    return TerminalFacts(
        is_terminal=sys.stderr.isatty() and sys.stdin.isatty(),
        term=_value(environ, "TERM"),
        colorterm=_value(environ, "COLORTERM"),
        colors=_colors(prepared),
        no_color="NO_COLOR" in prepared,
        columns=columns,
        lines=lines,
        multiplexer=next((name for variable, name in _MULTIPLEXERS if environ.get(variable)), None),
        ssh=any(environ.get(name) for name in _SSH_VARIABLES),
        encoding=encoding,
        unicode=is_unicode,
        problem=problem,
    )


def _value(environ: Mapping[str, str], name: str) -> str | None:
    return clean_line(environ[name]) if environ.get(name) else None


def _colors(environ: Mapping[str, str]) -> str | None:
    # Rich decides the colours in the program too, so it is asked rather than imitated.
    from rich.console import Console

    return Console(force_terminal=True, _environ=environ).color_system


def _size() -> tuple[int | None, int | None]:
    try:
        size = os.get_terminal_size(sys.stderr.fileno())
    except (OSError, ValueError):
        return None, None
    return size.columns, size.lines
