"""Durations, badges, JSON previews, tool titles and outputs."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.rendering.badge_text import badge_age, badge_text, row_badge
from omnigent_tui.rendering.durations import age, duration
from omnigent_tui.rendering.glyphs import ASCII, UNICODE, Glyphs, glyphs_for
from omnigent_tui.rendering.json_preview import indented, one_line
from omnigent_tui.state.badges import Badge, LivenessWord, SidebarRow, TurnWord

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-5, "0 s"), (3.9, "3 s"), (60, "1 min"), (3599, "59 min"), (7200, "2 h"), (86400 * 3, "3 d")],
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_an_unknown_age_is_empty() -> None:
    assert age(None, 5) == ""
    assert age(100, 130) == "now"


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_words_of_one_axis_differ_in_sign_or_word(glyphs: Glyphs) -> None:
    for axis in (TurnWord, LivenessWord):
        texts = [badge_text(Badge(word), glyphs) for word in axis]
        assert len({text.word for text in texts}) == len(texts)
        assert all(len(text.glyph) == 1 for text in texts)
    if glyphs is ASCII:
        assert all(badge_text(Badge(word), glyphs).glyph.isascii() for word in (*TurnWord, *LivenessWord))


def test_every_sign_of_the_ascii_set_is_ascii() -> None:
    assert glyphs_for("utf-8", "xterm-256color") is UNICODE
    assert glyphs_for("UTF8", "linux") is ASCII
    assert glyphs_for("latin-1", "xterm") is ASCII
    fields = [getattr(ASCII, name) for name in ASCII.__struct_fields__]
    assert all(sign.isascii() for sign in itertools.chain.from_iterable(fields))


@pytest.mark.parametrize(
    ("turn", "liveness", "shown"),
    [
        (TurnWord.IDLE, LivenessWord.ONLINE, TurnWord.IDLE),
        (TurnWord.IDLE, LivenessWord.ASLEEP, LivenessWord.ASLEEP),
        (TurnWord.IDLE, LivenessWord.UNKNOWN, TurnWord.IDLE),
        (TurnWord.RUNNING, LivenessWord.ASLEEP, TurnWord.RUNNING),
        (TurnWord.RUNNING, LivenessWord.RUNNER_LOST, LivenessWord.RUNNER_LOST),
        (TurnWord.NEEDS_YOU, LivenessWord.RUNNER_LOST, TurnWord.NEEDS_YOU),
    ],
)
def test_the_badge_of_a_narrow_row(turn: TurnWord, liveness: LivenessWord, shown: TurnWord | LivenessWord) -> None:
    row = SidebarRow("s", "t", "a", Badge(turn, 10), Badge(liveness, 20))
    assert row_badge(row).word is shown
    assert badge_age(row_badge(row), 190) == ("3 min" if shown is turn else "2 min")


@given(JSON)
def test_previews_of_any_json(value: object) -> None:
    assert "\n" not in one_line(value, 50)
    assert len(one_line(value, 50)) <= 50
    assert indented(value)


def test_indented_json_spells_out_lines() -> None:
    assert indented({"a": "x\ny", "b": [1, {}]}) == "{\n  a: \n    x\n    y\n  b: [\n    1,\n    {}\n  ]\n}"
