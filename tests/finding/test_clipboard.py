"""Copying: every way out there is, and no claim that is not known to be true."""

from __future__ import annotations

import base64
import re
import shutil
import stat
from pathlib import Path

import pytest

from omnigent_tui.terminal.clipboard import KEPT_COPIES, OSC52_LIMIT, Clipboard, CopyReceipt, osc52


class Terminal:
    """Takes sequences, or is not there."""

    def __init__(self, *, is_there: bool = True) -> None:
        self.is_there = is_there
        self.got: list[str] = []

    def send(self, sequence: str) -> bool:
        self.got.append(sequence)
        return self.is_there


def fake_tmux(folder: Path, script: str) -> dict[str, str]:
    """Return an environment in which `tmux` is a shell script."""
    program = folder / "tmux"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    return {"TMUX": "/tmp/somewhere,1,0", "PATH": f"{folder}:/usr/bin:/bin", "HOME": str(folder)}


def test_the_sequence_holds_the_text_and_nothing_that_could_end_it() -> None:
    sequence = osc52("漢字\x1b\x07 and more")
    assert sequence is not None
    match = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", sequence)
    assert match is not None
    assert base64.b64decode(match[1]).decode() == "漢字\x1b\x07 and more"
    assert osc52("x" * OSC52_LIMIT) is not None
    assert osc52("x" * (OSC52_LIMIT + 1)) is None
    assert osc52("漢" * (OSC52_LIMIT // 2)) is None


async def test_the_terminal_alone() -> None:
    terminal = Terminal()
    receipt = await Clipboard(terminal.send, {}, None).copy("text")
    assert terminal.got == [osc52("text")]
    assert receipt == CopyReceipt(4, to_terminal=True)
    assert receipt.sentence("path") == "Copied path, 4 characters: sent to terminal (OSC 52)"


async def test_tmux_is_given_the_text_through_a_pipe(tmp_path: Path) -> None:
    environ = fake_tmux(tmp_path, f'echo "$@" > {tmp_path}/arguments; cat > {tmp_path}/buffer')
    receipt = await Clipboard(Terminal().send, environ, None).copy("secret\ntext")
    assert (tmp_path / "buffer").read_text() == "secret\ntext"
    assert (tmp_path / "arguments").read_text() == "load-buffer -w -\n"
    assert receipt.sentence() == "Copied 11 characters: sent to tmux and terminal (OSC 52)"


async def test_an_old_tmux_is_asked_in_its_own_words(tmp_path: Path) -> None:
    environ = fake_tmux(tmp_path, f'[ "$2" = - ] || exit 1; cat > {tmp_path}/buffer')
    receipt = await Clipboard(Terminal().send, environ, None).copy("text")
    assert receipt.to_tmux
    assert (tmp_path / "buffer").read_text() == "text"


@pytest.mark.parametrize("script", ["exit 1", "exec < /dev/null; exit 3"])
async def test_a_tmux_that_refuses_is_not_claimed(tmp_path: Path, script: str) -> None:
    receipt = await Clipboard(Terminal().send, fake_tmux(tmp_path, script), None).copy("text" * 100_000)
    assert not receipt.to_tmux


async def test_a_tmux_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("omnigent_tui.terminal.clipboard.TMUX_SECONDS", 0.05)
    receipt = await Clipboard(Terminal().send, fake_tmux(tmp_path, "exec sleep 600"), None).copy("text")
    assert receipt == CopyReceipt(4, to_terminal=True)


async def test_without_tmux_on_the_path_nothing_is_lost(tmp_path: Path) -> None:
    environ = {"TMUX": "/tmp/somewhere,1,0", "PATH": str(tmp_path)}
    assert shutil.which("tmux", path=environ["PATH"]) is None
    assert await Clipboard(Terminal().send, environ, None).copy("a") == CopyReceipt(1, to_terminal=True)


async def test_what_goes_no_other_way_goes_into_a_file_of_ones_own(tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    receipt = await Clipboard(Terminal(is_there=False).send, {}, folder).copy("text")
    assert receipt.file is not None
    assert receipt.file.read_text() == "text"
    assert stat.S_IMODE(receipt.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert receipt.sentence() == f"Copied 4 characters: written to {receipt.file}"


async def test_a_text_too_long_for_terminals_says_so(tmp_path: Path) -> None:
    terminal = Terminal()
    receipt = await Clipboard(terminal.send, {}, tmp_path).copy("x" * 80_000)
    assert terminal.got == []
    assert receipt.file is not None
    assert "80,000 characters" in receipt.sentence()
    assert "too long for OSC 52, which takes 74,994 bytes" in receipt.sentence()


async def test_nothing_works_and_it_says_so(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    receipt = await Clipboard(Terminal(is_there=False).send, {}, blocked / "folder").copy("x")
    assert receipt.sentence().startswith("Not copied: 1 character; ")
    assert "cannot be written" in receipt.sentence()


async def test_only_so_many_files_are_kept(tmp_path: Path) -> None:
    clipboard = Clipboard(Terminal().send, {}, tmp_path)
    for number in range(KEPT_COPIES + 3):
        path, _ = await clipboard.write_file(str(number))
    assert path is not None
    assert len(list(tmp_path.iterdir())) == KEPT_COPIES
    assert path.exists()
