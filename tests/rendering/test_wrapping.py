"""Breaking lines: nothing lost, nothing too wide, words whole where they fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from omnigent_tui.rendering.lines import Line, Run, crop_runs, expand_tabs, runs_width, split_runs, wrap_runs
from omnigent_tui.rendering.wrapping import fold_offsets, wrap_offsets

TEXTS = st.text(st.sampled_from("ab xyz漢字é👍 -/"), max_size=80)
RUNS = st.lists(st.tuples(TEXTS, st.integers(0, 3)), max_size=6)


def pieces(text: str, offsets: list[int]) -> list[str]:
    return [text[start:end] for start, end in zip([0, *offsets], [*offsets, len(text)], strict=True)]


@given(TEXTS, st.integers(2, 30))
def test_wrapped_rows_fit_and_lose_nothing(text: str, width: int) -> None:
    rows = pieces(text, wrap_offsets(text, width))
    assert "".join(rows) == text
    assert all(cell_len(row.rstrip()) <= width for row in rows)
    assert all(rows) or not text


@given(TEXTS, st.integers(2, 30))
def test_folded_rows_fit_and_lose_nothing(text: str, width: int) -> None:
    rows = pieces(text, fold_offsets(text, width))
    assert "".join(rows) == text
    assert all(cell_len(row) <= width for row in rows)


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("hello world this is it", 10, ["hello ", "world this ", "is it"]),
        ("see https://example.org/a/long/path now", 16, ["see https://exam", "ple.org/a/long/p", "ath now"]),
        ("漢字漢字漢字", 5, ["漢字", "漢字", "漢字"]),
        ("word 漢字漢字", 9, ["word 漢字", "漢字"]),
        ("", 5, [""]),
    ],
)
def test_where_rows_break(text: str, width: int, rows: list[str]) -> None:
    assert pieces(text, wrap_offsets(text, width)) == rows


@given(RUNS, st.integers(4, 40), st.booleans())
def test_lines_copy_back_to_the_text(runs: list[Run], width: int, words: bool) -> None:
    lines = wrap_runs(runs, width, (("> ", 1),), words=words)
    assert "".join(line.text + line.glue for line in lines) == "".join(text for text, _ in runs) + "\n"
    assert all(runs_width((*line.gutter, *line.runs)) <= width for line in lines)


@given(RUNS, st.lists(st.integers(0, 60), max_size=4))
def test_splitting_runs_keeps_text_and_looks(runs: list[Run], cuts: list[int]) -> None:
    length = sum(len(text) for text, _ in runs)
    offsets = sorted({cut for cut in cuts if cut <= length})
    parts = split_runs(runs, offsets)
    assert len(parts) == len(offsets) + 1
    flat = [(character, look) for part in parts for text, look in part for character in text]
    assert flat == [(character, look) for text, look in runs for character in text]
    text = "".join(text for text, _ in runs)
    assert ["".join(text for text, _ in part) for part in parts] == pieces(text, offsets)


@given(RUNS, st.integers(0, 30))
def test_cropped_runs_fit(runs: list[Run], width: int) -> None:
    assert runs_width(crop_runs(runs, width)) <= width


def test_tabs_go_to_the_next_stop_in_cells() -> None:
    assert expand_tabs((("a\tb", 1), ("漢\tx", 2))) == [("a   b", 1), ("漢 x", 2)]


def test_a_gutter_wider_than_the_screen_leaves_two_cells() -> None:
    assert [line.text for line in wrap_runs((("abcd", 0),), 3, (("     ", 0),))] == ["ab", "cd"]


def test_bullets_are_copied_as_markdown_writes_them() -> None:
    from omnigent_tui.rendering.looks import MARKER

    line = Line((("• ", MARKER), ("a • b", 0)))
    assert line.copied == "- a • b"
    assert len(line.copied) == len(line.text)
