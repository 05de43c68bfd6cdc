"""What the terminal shows is what Textual composed, after whatever happened, and only as many bytes as that takes."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.stage_session import StageSession

pytestmark = pytest.mark.pty

WORDS = ["plan", "tool", "diff", "the quick brown fox", "naïve", "→", "日本語", "한국어", "🎉", "e\u0301te\u0301",
         "─" * 9, "x" * 40, "ไทย", "", " ", "tab\there", "ｆｕｌｌ", "a\u0300" * 5, "👍🏽", "ok"]  # fmt: skip


def words(dice: random.Random, limit: int = 9) -> str:
    return " ".join(dice.choice(WORDS) for _ in range(dice.randrange(limit)))


def step(session: StageSession, dice: random.Random) -> None:
    actions: list[Callable[[], None]] = [
        lambda: session.do("append", *(words(dice) for _ in range(dice.randrange(1, 4)))),
        lambda: session.do("append", words(dice, 40)),
        lambda: session.do("replace", dice.randrange(50), words(dice)),
        lambda: session.do("scroll", dice.randrange(-9, 10)),
        lambda: session.do("status", words(dice)),
        lambda: session.do("input", words(dice, 3)),
        lambda: session.do("side", dice.random() < 0.5),
        lambda: session.do("modal", words(dice)),
        lambda: session.do("theme", dice.choice(["textual-dark", "textual-light", "ansi-dark", "nord"])),
        lambda: session.do("batch", words(dice), words(dice)),
        lambda: session.do("repaint"),
        lambda: session.do("suspend"),
    ]
    weights = [9, 5, 6, 9, 5, 4, 2, 2, 1, 2, 1, 1]
    dice.choices(actions, weights)[0]()


@pytest.mark.parametrize("seed", range(4))
def test_terminal_equals_compositor_after_random_changes(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    with StageSession(tmp_path, size=(dice.randrange(50, 110), dice.randrange(15, 40))) as session:
        for _ in range(45):
            if dice.random() < 0.06:
                size = (dice.randrange(40, 120), dice.randrange(12, 45))
                session.resize(*size)
                session.do("resized", *size)
            step(session, dice)
            session.check()


@pytest.mark.parametrize("environment", [{"TERM": "vt100"}, {"STAGE_DIFF": "0"}, {"COLORTERM": ""}])
def test_equal_without_erasing_in_colour_and_with_the_diff_off(environment: dict[str, str], tmp_path: Path) -> None:
    dice = random.Random(7)
    with StageSession(tmp_path, env=environment) as session:
        for _ in range(25):
            session.do("append", words(dice), words(dice))
            session.do("scroll", dice.randrange(-5, 6))
        if environment.get("STAGE_DIFF") == "0":
            session.check()
        else:
            session.wait(
                lambda: (
                    [[cell[0] for cell in row] for row in session.terminal_cells()]
                    == [[cell[0] for cell in row] for row in session.expected_cells()]
                )
            )
