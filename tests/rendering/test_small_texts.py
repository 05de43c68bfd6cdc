"""Durations, badges, JSON previews, tool titles and outputs."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.protocol.cleaning import DANGEROUS
from omnigent_tui.rendering.badge_text import badge_age, badge_text, row_badge
from omnigent_tui.rendering.durations import age, duration
from omnigent_tui.rendering.glyphs import ASCII, UNICODE, Glyphs, glyphs_for
from omnigent_tui.rendering.json_preview import indented, one_line
from omnigent_tui.rendering.tool_output import ToolOutput, read_tool_output
from omnigent_tui.rendering.tool_titles import tool_title
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
    fields = [getattr(ASCII, name) for name in ASCII.__slots__]
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


@pytest.mark.parametrize(
    ("name", "arguments", "title"),
    [
        ("sys_os_shell", '{"command": "ls -la"}', "$ ls -la"),
        ("Bash", '{"command": "make\\n  test", "description": "x"}', "$ make test"),
        ("shell", '{"command": ["git", "status"]}', "$ git status"),
        ("sys_os_write", '{"path": "notes.txt", "content": "a"}', "Write notes.txt"),
        ("Read", '{"file_path": "/a/b.py", "limit": 5}', "Read /a/b.py"),
        ("Edit", '{"file_path": "/a/b.py", "old_string": "a"}', "Edit /a/b.py"),
        ("mcp__files__read_file", '{"path": "x"}', "Read x"),
        ("Grep", '{"pattern": "foo", "path": "src"}', "Search foo in src"),
        (
            "sys_session_send",
            '{"agent": "researcher", "title": "auth", "args": {"input": "Look at it"}}',
            "Ask researcher (auth): Look at it",
        ),
        ("sys_read_inbox", "{}", "Read the inbox"),
        ("my_tool", '{"q": 1, "deep": {"a": [1, "b"]}}', "my_tool q: 1, deep: {a: [1, b]}"),
        ("my_tool", "{}", "my_tool"),
        ("my_tool", "", "my_tool"),
        ("my_tool", "not {json", "my_tool not {json"),
        ("sys_os_shell", "{}", "sys_os_shell"),
        ("sys_os_shell", '{"command": "a\\u001b]0;x\\u0007b"}', "$ a␛]0;x␇b"),
    ],
)
def test_tool_titles(name: str, arguments: str, title: str) -> None:
    assert tool_title(name, arguments) == title


@given(st.text(max_size=20), st.text(max_size=60))
def test_tool_titles_are_clean_lines(name: str, arguments: str) -> None:
    title = tool_title(name, arguments)
    assert not DANGEROUS.search(title)
    assert "\n" not in title


@pytest.mark.parametrize(
    ("output", "read"),
    [
        ('{"stdout": "a\\nb\\n", "stderr": "", "exit_code": 0, "timed_out": false}', ToolOutput("a\nb")),
        ('{"stdout": "a", "stderr": "b\\n", "exit_code": 2}', ToolOutput("a\nb", "exit 2")),
        (
            '{"stdout": "", "stderr": "no\\n", "exit_code": 3, "error": "Command exited with status 3: no"}',
            ToolOutput("no", "exit 3", True),
        ),
        ('{"stdout": "", "stderr": "", "timed_out": true}', ToolOutput("", "timed out", True)),
        (
            '{"error": "Denied by policy: too many"}',
            ToolOutput("Denied by policy: too many", "denied", True),
        ),
        ('{"path": "a.txt", "bytes": 12, "created": true}', ToolOutput("path: a.txt, bytes: 12, created: true")),
        (
            "[Cancelled — tool execution was interrupted.]",
            ToolOutput("[Cancelled — tool execution was interrupted.]", "cancelled"),
        ),
        ("Error: it broke", ToolOutput("Error: it broke", "error")),
        ("plain", ToolOutput("plain")),
        ('["a", 1]', ToolOutput('[\n  "a",\n  1\n]')),
        ("{broken", ToolOutput("{broken")),
    ],
)
def test_tool_outputs(output: str, read: ToolOutput) -> None:
    assert read_tool_output(output) == read


@given(JSON)
def test_previews_of_any_json(value: object) -> None:
    assert "\n" not in one_line(value, 50)
    assert len(one_line(value, 50)) <= 50
    assert indented(value)


def test_indented_json_spells_out_lines() -> None:
    assert indented({"a": "x\ny", "b": [1, {}]}) == "{\n  a: \n    x\n    y\n  b: [\n    1,\n    {}\n  ]\n}"
