"""Keys pressed faster than a terminal's escape sequences can be told apart by waiting."""

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from omnigent_tui.terminal.paste_guard import PasteGuard


@pytest.mark.parametrize(
    ("reads", "keys"),
    [
        (["\x1bp\x1bp"], ["alt+p", "alt+p"]),
        (["\x1b", "p", "x"], ["alt+p", "x"]),
        (["\x1bn\x1b[Bq"], ["alt+n", "down", "q"]),
        (["a\x1b[A\x1bOPb"], ["a", "up", "f1", "b"]),
        (["\x1bb\x1bf\x1bz"], ["ctrl+left", "ctrl+right", "alt+z"]),
        (["\x1b\x1bp"], ["escape", "alt+p"]),
        (["\x1b[200~\x1bp\x1b[201~\x1bp"], ["alt+p"]),
    ],
)
def test_alt_keys_in_one_read_are_keys_and_no_text(reads: list[str], keys: list[str]) -> None:
    guard = PasteGuard(XTermParser())
    messages = [message for read in reads for message in guard.feed(read)]
    assert [message.key for message in messages if isinstance(message, events.Key)] == keys
