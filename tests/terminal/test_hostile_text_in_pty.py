"""Nothing a text contains reaches the terminal as a command, by whatever way it gets on the screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from omnigent_tui.protocol.cleaning import DANGEROUS
from tests.terminal.stage_session import StageSession

pytestmark = pytest.mark.pty

CORPUS = [
    "\x1b]52;c;UFdORUQ=\x07",
    "\x1b]0;PWNTITLE\x07",
    "\x1b]8;;https://evil.example/\x1b\\click\x1b]8;;\x1b\\",
    "\x1b[2J\x1b[H\x1b[31mred",
    "\x9b2J\x9d0;PWNTITLE\x9c",
    "\x1bP+q544e\x1b\\ \x1b_apc\x1b\\ \x1b^pm\x1b\\",
    "\x0e shift \x0f \x07 \x08\x08 \x0b \x0c \r over \x00 \x7f \x85",
    "abc\u202edcba\u2066x\u2069 \u200b\u200d\ufeff\u00ad \U000e0041\U000e0042 \u2028\u2029",
    "tabs\there\t\tand new\nlines\r\nof all\rkinds",
    "lone \ud800 surrogate \udfff",
    "[/nope] [bold] {\"a\": [true]} [link='javascript:alert(1)']x[/link]",
    "👨‍👩‍👧‍👦 ❤️ 🏳️‍🌈 e\u0301\u0301\u0301\u0301",
]

# All that this program itself ever sends.
OWN = re.compile(
    r"\x1b\[[0-9;]*[mHABCDGKXLMrd]|\x1b\[\?[0-9]+[hl]|\x1b\[\?(?:2026|2048)\$p|\x1b\[>[0-9]+u|\x1b\[<u"
    r"|\x1b\]8;(?:id=[0-9a-f]+;https?://[!-~]+|;)\x1b\\|\x1b\]2;[^\x00-\x1f\x7f-\x9f]*\x1b\\|\x1b\[2[23];2t"
    r"|\x1b\]22;[a-z-]*\x07|[\r\n\x08]"
)


@pytest.mark.parametrize("diff", ["1", "0"])
def test_nothing_dangerous_is_written(diff: str, tmp_path: Path) -> None:
    with StageSession(tmp_path, env={"STAGE_DIFF": diff}) as session:
        for text in CORPUS:
            for way in ("append", "status", "input", "notify", "border", "tooltip", "raw", "linked", "title"):
                session.do(way, text)
        session.do("modal", "\n".join(CORPUS))
        session.tell("farewell", "\n".join(CORPUS))
        assert session.wait_exit() == 3
        rest = OWN.sub("", session.raw.decode())
        assert not DANGEROUS.findall(rest)
        assert "PWNTITLE" not in session.screen.title
        assert "evil" not in "".join(re.findall(r"\x1b\]8;[^\x1b]*", session.raw.decode()))
        assert "https://good.example/page" in session.raw.decode()
