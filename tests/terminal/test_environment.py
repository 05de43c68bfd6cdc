"""The environment is right before Textual sees it, and a terminal that cannot do it is refused."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from omnigent_tui.terminal.environment import UnusableTerminalError, environment_for_others, prepare_environment


def prepared(**environ: str) -> dict[str, str]:
    prepare_environment(environ)
    return environ


def test_exported_size_is_dropped() -> None:
    assert prepared(COLUMNS="80", LINES="24", HOME="/x").keys() >= {"HOME"}
    assert not {"COLUMNS", "LINES"} & prepared(COLUMNS="80", LINES="24").keys()


def test_animations_and_smooth_scrolling_are_off() -> None:
    environ = prepared()
    assert (environ["TEXTUAL_ANIMATIONS"], environ["TEXTUAL_SMOOTH_SCROLL"]) == ("none", "0")
    assert "TEXTUAL_FPS" not in environ


def test_pydantic_looks_for_plugins_in_other_programs_only() -> None:
    environ = prepared(HOME="/x")
    assert environ["PYDANTIC_DISABLE_PLUGINS"] == "__all__"
    others = environment_for_others(environ)
    assert others["HOME"] == "/x"
    assert "PYDANTIC_DISABLE_PLUGINS" not in others
    chosen = prepared(PYDANTIC_DISABLE_PLUGINS="logfire-plugin")
    assert environment_for_others(chosen)["PYDANTIC_DISABLE_PLUGINS"] == "logfire-plugin"


def test_fewer_frames_over_ssh() -> None:
    assert prepared(SSH_CONNECTION="1.2.3.4 5 6.7.8.9 22")["TEXTUAL_FPS"] == "30"


def test_what_the_user_set_wins() -> None:
    environ = prepared(SSH_TTY="/dev/pts/1", TEXTUAL_FPS="10", TEXTUAL_ANIMATIONS="full", TEXTUAL_SMOOTH_SCROLL="1")
    assert (environ["TEXTUAL_FPS"], environ["TEXTUAL_ANIMATIONS"], environ["TEXTUAL_SMOOTH_SCROLL"]) == (
        "10",
        "full",
        "1",
    )


def test_empty_no_color_does_not_count() -> None:
    assert "NO_COLOR" not in prepared(NO_COLOR="")
    assert prepared(NO_COLOR="1")["NO_COLOR"] == "1"


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_that_cannot_move_its_cursor_is_refused(term: str) -> None:
    with pytest.raises(UnusableTerminalError, match=f"TERM={term}"):
        prepared(TERM=term)


def test_nothing_of_textual_is_imported() -> None:
    code = "import sys, omnigent_tui.terminal.environment as e; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env=dict(os.environ), check=False).returncode == 0
