"""Pasted text never presses a key, however it is cut up and whatever is in it."""

from __future__ import annotations

import itertools
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.pty_session import PtySession
from tests.terminal.stage_session import ROOT

pytestmark = pytest.mark.pty

HOSTILE = "a\x1by\x1b[Ay\rsecond\tline\r\nthird\x9b1;2Hx\x00\x7f\x1b]0;t\x07z\x1b[200~w\x1bOQ end"


class Keyboard(PtySession):
    """The keyboard program and what it reported."""

    def __init__(self, folder: Path) -> None:
        self.out = folder / "keys.jsonl"
        self.out.touch()
        env = {"KEYS_OUT": str(self.out), "PYTHONPATH": str(ROOT)}
        super().__init__([sys.executable, str(Path(__file__).parent / "apps" / "keyboard.py")], env=env)
        self.wait_for("ready")
        self.send("r")
        self.wait(lambda: ["key", "r"] in self.reports(), "the first key")
        self.out.write_text("")

    def reports(self) -> list[list[str]]:
        return [json.loads(line) for line in self.out.read_text().splitlines()]

    def until_key(self, key: str) -> list[list[str]]:
        self.wait(lambda: ["key", key] in self.reports(), f"key {key}")
        return self.reports()


def assert_one_paste(reports: list[list[str]], last: str) -> str:
    (kind, text), *rest = reports
    assert kind == "paste"
    assert rest == [["key", last]]
    assert not any((ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 for c in text)
    return text


def test_escapes_in_a_paste_press_no_key(tmp_path: Path) -> None:
    with Keyboard(tmp_path) as session:
        session.paste(HOSTILE)
        session.send("q")
        text = assert_one_paste(session.until_key("q"), "q")
        assert text.startswith("ay")
        assert text.endswith(" end")
        assert "second\tline\nthird" in text


def pieces(dice: random.Random) -> Iterator[int]:
    while True:
        yield dice.choice([1, 1, 2, 3, 5, 8, 40])


@pytest.mark.parametrize("seed", range(3))
def test_markers_cut_anywhere(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    with Keyboard(tmp_path) as session:
        session.send_slowly(f"\x1b[200~{HOSTILE}\x1b[201~q".encode(), pieces(dice))
        assert_one_paste(session.until_key("q"), "q")


def test_end_marker_inside_a_paste_presses_no_key(tmp_path: Path) -> None:
    with Keyboard(tmp_path) as session:
        session.paste("harmless\x1b[201~y\r")
        session.send("q")
        assert assert_one_paste(session.until_key("q"), "q") == "harmlessy\n"


def test_megabyte(tmp_path: Path) -> None:
    text = "0123456789abcde\n" * 65536
    with Keyboard(tmp_path) as session:
        session.send_slowly(f"\x1b[200~{text}\x1b[201~q".encode(), itertools.repeat(512))
        assert assert_one_paste(session.until_key("q"), "q") == text


def test_invisible_and_broken_text_does_no_harm(tmp_path: Path) -> None:
    with Keyboard(tmp_path) as session:
        session.paste(
            "bidi \u202e\u2066 zero\u200b\u200d tag\U000e0041 sep\u2028 family 👨‍👩‍👧 heart ❤️ lone \ud800 ok\u0301"
        )
        session.send("\x1b[200~bad utf8 ")
        session.send_slowly(b"\xff\xc3\x28\xed\xa0\x80\x1b[201~q", itertools.repeat(3))
        session.until_key("q")
        session.wait_for("bad utf8")
        session.drain()
        assert not set(session.raw.decode()) & set("\u202e\u2066\u200b\u200d\U000e0041\u2028\ufe0f")
        session.send("\x11")
        assert session.wait_exit() == 0


def test_impossible_keys_do_no_harm(tmp_path: Path) -> None:
    with Keyboard(tmp_path) as session:
        session.send("\x1b[97;1;99999999999u")
        session.send("\x1b[97;1;55357u")
        session.send("q")
        assert session.until_key("q") == [["key", "q"]]


def test_keys_still_work_around_pastes(tmp_path: Path) -> None:
    with Keyboard(tmp_path) as session:
        session.send("\x1b")
        session.until_key("escape")
        session.send("\x1b[A\x1b[1;5C")
        session.until_key("ctrl+right")
        session.paste("")
        session.send("\x1b[20~")
        session.until_key("f9")
        assert session.reports() == [
            ["key", "escape"], ["key", "up"], ["key", "ctrl+right"], ["paste", ""], ["key", "f9"],
        ]  # fmt: skip
