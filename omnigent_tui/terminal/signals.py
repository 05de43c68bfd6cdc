"""Ends on signals and on a vanished terminal, always with the terminal restored; and stopping and continuing."""

import asyncio
import os
import signal
import termios
from collections.abc import Callable
from typing import Final

from omnigent_tui.terminal.driver import TerminalDriver

EXIT_SIGNALS: Final = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
TTY_CHECK_SECONDS: Final = 1.0
GRACE_SECONDS: Final = 5.0
"""How long an ordered end may take before the process ends without it."""


def exit_code(number: int) -> int:
    """Return the code a shell reports for a process ended by a signal."""
    return 128 + number


class SignalWatch:
    """Watches signals and the terminal in the running loop; `leave` is called with the return code to end with.

    A second signal, or no end within `GRACE_SECONDS`, restores the terminal and ends the process at once.
    """

    def __init__(self, driver: TerminalDriver, leave: Callable[[int], object]) -> None:
        self._driver = driver
        self._leave = leave
        self._loop = asyncio.get_running_loop()
        self._leaving = False

    def start(self) -> None:
        """Install the handlers; they go with the loop."""
        for number in EXIT_SIGNALS:
            # Ignored by whoever started us (nohup): stays ignored, the end of the terminal is noticed anyway.
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._loop.add_signal_handler(number, self._on_exit_signal, number)
        # Textual's own handlers run between any two instructions, where a lock may be held that they need: in the
        # loop they cannot. The methods are private in Textual.
        self._loop.add_signal_handler(signal.SIGTSTP, self._driver._sigtstp_application)
        self._loop.add_signal_handler(signal.SIGCONT, self._driver._sigcont_application)
        self._loop.call_later(TTY_CHECK_SECONDS, self._check_terminal)

    def lost_terminal(self) -> None:
        """End as after SIGHUP: there is no terminal any more."""
        self._begin(exit_code(signal.SIGHUP))

    def _on_exit_signal(self, number: int) -> None:
        if self._leaving:
            self._end_now(exit_code(number))
        self._begin(exit_code(number))

    def _begin(self, code: int) -> None:
        if not self._leaving:
            self._leaving = True
            self._loop.call_later(GRACE_SECONDS, self._end_now, code)
            self._leave(code)

    def _end_now(self, code: int) -> None:
        self._driver.restore_now()
        os._exit(code)

    def _check_terminal(self) -> None:
        try:
            if self._driver.input_tty:
                termios.tcgetattr(self._driver.fileno)
        except termios.error:
            self.lost_terminal()
            return
        if self._driver.output.is_gone:
            self.lost_terminal()
            return
        self._loop.call_later(TTY_CHECK_SECONDS, self._check_terminal)
