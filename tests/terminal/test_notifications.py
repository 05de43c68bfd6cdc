"""What is written to call somebody: the right sequence for the terminal, and nothing in it that could steer one."""

import base64
import re

import pytest

from omnigent_tui.protocol.cleaning import DANGEROUS
from omnigent_tui.terminal.notifications import Channel, channel_of, notification, waiting_title

HOSTILE = "a\x1b]0;PWN\x07b\x9c\u202e;d=1;\x1b\\c\nd\x07"


@pytest.mark.parametrize(
    ("environ", "channel"),
    [
        ({"TERM": "xterm-kitty"}, Channel.OSC_99),
        ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1", "TERM_PROGRAM": "tmux"}, Channel.OSC_99),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, Channel.OSC_9),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2", "ITERM_SESSION_ID": "w0"}, Channel.OSC_9),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, Channel.OSC_777),
        ({"TERM": "xterm-ghostty"}, Channel.OSC_777),
        ({"TERM": "foot"}, Channel.OSC_777),
        ({"TERM": "xterm-256color"}, Channel.NONE),
        ({}, Channel.NONE),
    ],
)
def test_a_terminal_is_known_by_its_environment(environ: dict[str, str], channel: Channel) -> None:
    assert channel_of(environ) is channel


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("in_tmux", [False, True])
def test_hostile_text_stays_text(channel: Channel, in_tmux: bool) -> None:
    sequence = notification(channel, HOSTILE, HOSTILE, in_tmux=in_tmux)
    if in_tmux and sequence:
        assert sequence.startswith("\x1bPtmux;")
        assert sequence.endswith("\x1b\\")
        sequence = sequence[len("\x1bPtmux;") : -2].replace("\x1b\x1b", "\x1b")
    inside = re.findall(r"\x1b\](9|777|99);([^\x1b\x07]*)\x1b\\", sequence)
    assert "".join(f"\x1b]{code};{body}\x1b\\" for code, body in inside) == sequence
    assert not any(DANGEROUS.search(body) for _, body in inside)


def test_the_parts_are_where_each_terminal_looks_for_them() -> None:
    assert notification(Channel.OSC_9, "4;3", "x", in_tmux=False) == "\x1b]9;omnigent: 4;3: x\x1b\\"
    assert notification(Channel.OSC_777, "a;b", "c;d", in_tmux=False) == "\x1b]777;notify;a,b;c,d\x1b\\"
    kitty = notification(Channel.OSC_99, "Title", "Text", in_tmux=False)
    payloads = [base64.b64decode(part.rpartition(";")[2]).decode() for part in kitty.split("\x1b\\") if part]
    assert payloads == ["Title", "Text"]


def test_the_title_counts_what_waits() -> None:
    assert [waiting_title(count) for count in (0, 1, 2)] == ["omnigent", "(1!) omnigent", "(2!) omnigent"]
