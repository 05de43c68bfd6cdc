"""What was sent from here, on disk: in order, bounded, private, whatever happens to the file."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from omnigent_tui.settings import prompt_history
from omnigent_tui.settings.prompt_history import LONGEST_PROMPT, Prompt, PromptHistory


@pytest.fixture
def history(tmp_path: Path) -> PromptHistory:
    return PromptHistory(tmp_path / "state" / "history.jsonl")


def texts(history: PromptHistory) -> list[str]:
    return [prompt.text for prompt in history.prompts()]


def test_prompts_come_back_in_order_and_only_their_owner_can_read_them(history: PromptHistory) -> None:
    assert history.prompts() == ()
    first, second = Prompt("one\n“two” \U0001f642 \ud800", "a", 10.0), Prompt("three", "b", 20.0)
    for prompt in (first, second, second, Prompt(" \n", "b", 30.0), Prompt("x" * (LONGEST_PROMPT + 1), "b", 40.0)):
        history.add(prompt)
    assert history.prompts() == (first, second) == PromptHistory(history.path).prompts()
    assert stat.S_IMODE(history.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(history.path.parent.stat().st_mode) == 0o700


def test_the_file_is_cut_to_its_newest_when_it_has_grown(
    history: PromptHistory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompt_history, "MOST_PROMPTS", 5)
    for number in range(28):
        history.add(Prompt(f"message {number}", "a", number))
        assert len(history.path.read_text().splitlines()) <= 10
    assert texts(history) == [f"message {number}" for number in range(23, 28)]
    assert stat.S_IMODE(history.path.stat().st_mode) == 0o600
    monkeypatch.setattr(prompt_history, "MOST_BYTES", 400)
    history.add(Prompt("y" * 150, "a", 30.0))
    assert history.path.stat().st_size <= 400
    assert texts(history)[-1] == "y" * 150


def test_lines_that_make_no_sense_are_passed_over(history: PromptHistory) -> None:
    history.add(Prompt("kept", "a", 1.0))
    with history.path.open("a") as file:
        file.write('[]\n{"text": 1}\n\xff not json\n{"text": "half of a li')
    history.add(Prompt("after", "a", 2.0))
    assert texts(history) == ["kept", "after"]


def test_windows_that_write_at_once_lose_nothing(history: PromptHistory) -> None:
    script = (
        "import sys; from pathlib import Path; from omnigent_tui.settings.prompt_history import *\n"
        "history = PromptHistory(Path(sys.argv[1]))\n"
        "for number in range(30): history.add(Prompt(f'{sys.argv[2]}-{number}', 'a', 1.0))"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", script, str(history.path), name], env={**os.environ, "PYTHONPATH": "."})
        for name in "ab"
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert sorted(texts(history)) == sorted(f"{name}-{number}" for name in "ab" for number in range(30))


def test_a_disk_that_fails_is_said_and_costs_nothing_else(history: PromptHistory) -> None:
    history.path.mkdir(parents=True)
    history.add(Prompt("lost", "a", 1.0))
    assert str(history.path) in (history.problem or "")
    history.path.rmdir()
    history.add(Prompt("found", "a", 2.0))
    assert texts(history) == ["found"]
    assert not history.problem
