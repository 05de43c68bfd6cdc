"""The Textual driver for a real terminal: output that never blocks, guarded input, and a terminal left as found.

Private in Textual 8.2 and relied on here: `LinuxDriver._file`, `_writer_thread` (and its `_queue`), `_app`, `_debug`,
`_sigcont_application`, `_auto_restart`.
"""

import atexit
import codecs
import os
import selectors
import sys
import termios
from io import TextIOWrapper
from typing import Any, Final, cast

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from omnigent_tui.terminal.paste_guard import PasteGuard
from omnigent_tui.terminal.terminal_output import TerminalOutput

LEAVE_PENS: Final = "\x1b]8;;\x1b\\\x1b[m\x1b[?1016l"
"""Ends hyperlinks, colours and pixel mouse reports: what Textual leaves on."""

PUSH_TITLE: Final = "\x1b[22;2t"
POP_TITLE: Final = "\x1b[23;2t"

RESTORE: Final = (
    f"{LEAVE_PENS}\x1b[r\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1004l"
    "\x1b[?2048l\x1b[<u\x1b[?1049l\x1b[?25h"
)
"""Everything off that was turned on, for an end that cannot go through the driver."""

CLOSE_SECONDS: Final = 2.0
"""How long leaving waits for a terminal that reads nothing."""

_READ_SIZE = 65536
_ESCAPE_POLL_SECONDS = 0.02


class TerminalDriver(LinuxDriver):
    """Drives the terminal on standard input and error; `output` tells how far the terminal is behind."""

    class Started(Message):
        """The terminal is in application mode, for the first time or again: it shows nothing of ours."""

    class Lost(Message):
        """There is no terminal any more (end of input, or an error reading)."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        error = sys.__stderr__
        self.output = TerminalOutput(2 if error is None else error.fileno())
        # Textual hands this file to each writer thread it starts.
        self._file = cast("TextIOWrapper", self.output)
        self._title_pushed = False
        self._wake_reader, self._wake_writer = os.pipe()
        os.set_blocking(self._wake_reader, False)
        os.set_blocking(self._wake_writer, False)
        atexit.register(self.restore_now)

    @property
    def is_active(self) -> bool:
        """Whether the terminal is in application mode (false while suspended and after the end)."""
        thread = self._writer_thread
        return thread is not None and thread.is_alive()

    def write(self, data: str) -> None:
        """Queue `data`; never blocks. While suspended there is nobody to write for, and it is dropped."""
        if self.is_active and self.output.add(data):
            super().write("wake")

    def write_title(self, sequence: str) -> None:
        """Queue a title sequence; the title from before the first one comes back at the end."""
        if not self._title_pushed and self.is_active:
            self._title_pushed = True
            self.write(PUSH_TITLE)
        self.write(sequence)

    def start_application_mode(self) -> None:
        """Enter application mode; posts `Started`."""
        self._drain_wakes()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self.is_active:
            self.send_message(self.Started())

    def stop_application_mode(self) -> None:
        """Leave application mode: everything that was turned on is off after it."""
        if self._title_pushed:
            self._title_pushed = False
            self.write(POP_TITLE)
        self.write(LEAVE_PENS)
        super().stop_application_mode()

    def disable_input(self) -> None:
        """Stop reading; returns when the input thread has ended."""
        try:
            os.write(self._wake_writer, b"x")
        except BlockingIOError:
            pass  # Full of wakes: the thread will wake.
        super().disable_input()

    def close(self) -> None:
        """End the writer thread once everything is written, or give up on a terminal that takes nothing."""
        thread = self._writer_thread
        if thread is None or not thread.is_alive():
            return
        # Not `thread.stop()`: it waits without limit. The queue holds at most two entries, so this never blocks.
        thread._queue.put(None)
        thread.join(CLOSE_SECONDS)
        self._writer_thread = None

    def restore_now(self) -> None:
        """Restore the terminal at once, for an end that skips the orderly one; does nothing after that one."""
        if not self.is_active:
            return
        self._writer_thread = None
        self.output.discard()
        descriptor = self.output.fileno()
        try:
            os.set_blocking(descriptor, False)
            os.write(descriptor, RESTORE.encode())
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        except (OSError, termios.error):
            pass  # Nothing left to restore.
        finally:
            os.set_blocking(descriptor, True)

    def _sigcont_application(self, *_: object) -> None:
        """Come back; after a bare SIGSTOP nothing was left in order, so leave first."""
        if self._auto_restart and self.is_active:
            self.suspend_application_mode()
        super()._sigcont_application()

    def _drain_wakes(self) -> None:
        try:
            os.read(self._wake_reader, _READ_SIZE)
        except BlockingIOError:
            pass

    def run_input_thread(self) -> None:
        """Read input until `disable_input`; without a time-out, so an idle program does not wake up."""
        guard = PasteGuard(XTermParser(self._debug))
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._wake_reader, selectors.EVENT_READ)
            while True:
                ready = selector.select(_ESCAPE_POLL_SECONDS if guard.is_waiting else None)
                if any(key.fd == self._wake_reader for key, _ in ready):
                    return
                if ready:
                    try:
                        data = os.read(self.fileno, _READ_SIZE)
                    except OSError:
                        data = b""
                    if not data:
                        self.send_message(self.Lost())
                        return
                    for message in guard.feed(decode(data)):
                        self.process_message(message)
                for message in guard.tick():
                    self.process_message(message)
