"""The table of keys: at any width every word of it is there, and stands beside its keys."""

from itertools import pairwise

import pytest
from textual.geometry import Size

from omnigent_tui.screens.help import KeyTable

ROWS = (
    ("In the fleet", ""),
    ("Enter", "Open the session, or show the pods of the runner that is under the cursor."),
    ("Ctrl+PgUp, Shift+PgUp, Alt+V", "Page up."),
    ("", "Commands without a key are in the palette."),
)


def shown(width: int) -> list[str]:
    return [line.plain for line in KeyTable(ROWS)._lines(width)]


def test_what_goes_on_stands_beside_the_keys() -> None:
    assert shown(50) == [
        "In the fleet",
        "Enter                Open the session, or show the",
        "                     pods of the runner that is",
        "                     under the cursor.",
        "Ctrl+PgUp, Shift+PgUp, Alt+V",
        "                     Page up.",
        "Commands without a key are in the palette.",
    ]


@pytest.mark.parametrize("width", [1, 8, 21, 40, 41, 200])
def test_no_word_is_lost(width: int) -> None:
    table = KeyTable(ROWS)
    told = " ".join(" ".join(shown(width)).split())
    if width >= 8:
        assert told == " ".join(" ".join(f"{keys} {words}" for keys, words in ROWS).split())
    assert table.get_content_height(Size(width, 9), Size(width, 9), width) == len(shown(width))


def test_a_wider_table_is_no_longer() -> None:
    heights = [len(shown(width)) for width in range(41, 120)]
    assert all(wider <= narrower for narrower, wider in pairwise(heights))
