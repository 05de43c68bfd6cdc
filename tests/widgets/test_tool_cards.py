"""Tool cards: pictures of every kind, arguments of any shape, folding, and what they cost."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omnigent_tui.protocol.cleaning import DANGEROUS
from omnigent_tui.rendering.diff_model import FileDiff
from omnigent_tui.rendering.diff_texts import diff_texts
from omnigent_tui.rendering.glyphs import ASCII, UNICODE
from omnigent_tui.rendering.lines import runs_width
from omnigent_tui.rendering.looks import UNDERLINE
from omnigent_tui.state.transcript import ToolCall, ToolState
from omnigent_tui.values import replace
from omnigent_tui.widgets.transcript.hints import Hints
from omnigent_tui.widgets.transcript.tool_call import ToolCallFace
from omnigent_tui.widgets.transcript.tools.generic import GenericCard
from omnigent_tui.widgets.transcript.tools.registry import CARDS, card_for
from tests.widgets.tool_calls import CALLS, call
from tests.widgets.tool_pictures import WIDTHS, pictures, stored

ARGUMENT_NAMES = [
    *("command", "path", "file_path", "content", "old_string", "new_string", "oldText", "newText", "edits", "changes"),
    *("patch", "input", "pattern", "query", "url", "todos", "plan", "agent", "args", "prompt", "offset", "limit"),
]
OUTPUT_NAMES = [
    *("stdout", "stderr", "exit_code", "error", "content", "path", "encoding", "total_lines", "status", "message"),
    *("matches", "created"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(ARGUMENT_NAMES + OUTPUT_NAMES) | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=15,
)
ARGUMENTS = st.dictionaries(st.sampled_from(ARGUMENT_NAMES), JSON, max_size=6)
NAMES = st.sampled_from(sorted(CARDS)) | st.sampled_from(["mcp__a__b", "", "Bash"]) | st.text(max_size=12)


@pytest.mark.parametrize("columns", WIDTHS)
def test_pictures(columns: int) -> None:
    seen, looked_at = pictures(columns), stored(columns)
    assert list(seen) == list(looked_at)
    for name, shown in seen.items():
        assert shown == looked_at[name], name


@pytest.mark.parametrize("name", CALLS)
def test_cards_fit_any_width_and_tell_their_state_in_words(name: str) -> None:
    entry = CALLS[name]
    face = ToolCallFace(entry, UNICODE)
    for width in (8, 20, 37, 61, 117):
        for folded in (True, False):
            lines = face.lines(width, folded)
            assert all(runs_width((*line.gutter, *line.runs)) <= max(width, 18) for line in lines), (name, width)
            assert not any(DANGEROUS.search(line.display) or "\n" in line.display for line in lines)
    words = {"done", "failed", "denied", "running", "cancelled", "action required"}
    assert any(word in face.lines(77, True)[0].text for word in words)
    assert runs_width((face.sign,)) == 1


@pytest.mark.parametrize("name", CALLS)
def test_folded_cards_have_an_ascii_form(name: str) -> None:
    entry = CALLS[name]
    lines = ToolCallFace(entry, ASCII).lines(140, True)
    if "\\u" not in entry.arguments and (entry.output or "").isascii() and "\\u" not in (entry.output or ""):
        assert all(line.display.isascii() for line in lines)


@settings(max_examples=100, deadline=None)
@given(
    NAMES, JSON | st.dictionaries(st.sampled_from(ARGUMENT_NAMES), JSON, max_size=6), JSON, st.sampled_from(ToolState)
)
def test_any_arguments_and_any_output_are_drawn(name: str, arguments: Any, output: Any, state: ToolState) -> None:
    for given_output in (None, json.dumps(output)):
        entry = call(name, json.dumps(arguments), given_output, state, live="live\n")
        face = ToolCallFace(entry, UNICODE)
        for width in (20, 117):
            for folded in (True, False):
                assert face.lines(width, folded)
        assert not any("\n" in line.display for line in face.lines(40, False))
        ToolCallFace.source(entry)
        ToolCallFace.estimate(entry, 40, True)


@settings(max_examples=50, deadline=None)
@given(NAMES, st.text(max_size=40), st.text(max_size=40))
def test_garbage_is_drawn(name: str, arguments: str, output: str) -> None:
    face = ToolCallFace(call(name, arguments, output), UNICODE)
    assert face.lines(40, True)
    assert face.lines(40, False)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("Bash", {"command": 7}),
        ("Bash", {}),
        ("Read", {"file_path": ["a"]}),
        ("Write", {"file_path": "a", "content": 7}),
        ("Edit", {"file_path": "a", "old_string": "x"}),
        ("MultiEdit", {"file_path": "a", "edits": "x"}),
        ("apply_patch", {"changes": [1, 2]}),
        ("Grep", {"pattern": None}),
        ("WebFetch", {"url": 1}),
        ("TodoWrite", {"todos": [{"status": "pending"}]}),
        ("Task", {"prompt": 7}),
    ],
)
def test_arguments_of_another_type_get_the_generic_card(name: str, arguments: dict[str, object]) -> None:
    assert isinstance(card_for(name, json.dumps(arguments), UNICODE), GenericCard)


def test_a_long_output_costs_nothing_while_folded() -> None:
    output = "\n".join(f"line {number}" for number in range(5_000))
    for name, arguments in (("Bash", {"command": "x"}), ("Read", {"path": "a.py"}), ("my_tool", {})):
        face = ToolCallFace(call(name, arguments, output), UNICODE)
        lines = face.lines(77, True)
        assert len(lines) <= 6
        assert "4,997 more lines · Enter shows all" in lines[-1].text
        # Drawing again, at the same width, is the same list: nothing is laid out twice.
        assert face.lines(77, True) is lines


def test_an_unfolded_output_is_bounded_and_says_where_the_rest_is() -> None:
    output = "\n".join(f"line {number}" for number in range(5_000))
    lines = ToolCallFace(call("Bash", {"command": "x"}, output), UNICODE).lines(77, False)
    assert len(lines) < 2_100
    assert "3,000 more lines" in lines[-1].text
    assert "o opens all of it" in lines[-1].text


def test_the_keys_shown_are_the_users() -> None:
    output = "\n".join(f"line {number}" for number in range(5_000))
    face = ToolCallFace(call("Bash", {"command": "x"}, output), UNICODE)
    face.lines(77, True)
    assert face.take_hints(Hints(fold_key="F", open_key="Alt+O"))
    assert face.lines(77, True)[-1].text.endswith("· F shows all")
    assert face.lines(77, False)[-1].text.endswith("· Alt+O opens all of it")
    assert not face.take_hints(Hints(fold_key="F", open_key="Alt+O", now=7))


def test_a_huge_diff_is_bounded() -> None:
    edit = {"file_path": "a.txt", "old_string": "old\n" * 4_000, "new_string": "new\n" * 4_000}
    face = ToolCallFace(call("Edit", edit, "ok"), UNICODE)
    assert len(face.lines(77, True)) <= 11
    unfolded = face.lines(77, False)
    assert len(unfolded) < 420
    assert "7,600 more changed lines" in unfolded[-1].text


def test_a_diff_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def watched(old: str, new: str, path: str, room: int) -> FileDiff:
        made.append(path)
        return diff_texts(old, new, path, room=room)

    monkeypatch.setattr("omnigent_tui.rendering.tool_edits.diff_texts", watched)
    edit = {"file_path": "a.txt", "old_string": "old", "new_string": "new"}
    running = call("Edit", edit, None, ToolState.RUNNING)
    face = ToolCallFace(running, UNICODE)
    for width in (77, 50, 117):
        face.lines(width, True)
        face.lines(width, False)
    face.update(call("Edit", edit, "ok"))
    face.lines(77, False)
    assert len(made) == 1


def test_a_running_call_shows_what_came_last_however_much_came() -> None:
    entry = call("Bash", {"command": "make"}, None, ToolState.RUNNING, live="x" * 80 + "\n")
    face = ToolCallFace(entry, UNICODE)
    live = "".join(f"step {number}\n" for number in range(20_000))
    face.update(call("Bash", {"command": "make"}, None, ToolState.RUNNING, live=live))
    assert [line.text for line in face.lines(77, True)[-3:]] == ["step 19997", "step 19998", "step 19999"]


def test_the_note_is_only_there_where_it_saves_room() -> None:
    def shown(lines: int) -> list[str]:
        output = "\n".join(str(number) for number in range(lines))
        return [line.text for line in ToolCallFace(call("my_tool", {}, output), UNICODE).lines(77, True)[1:]]

    assert shown(4) == ["0", "1", "2", "3"]
    assert shown(5) == ["0", "1", "2", "… 2 more lines · Enter shows all"]


def test_what_was_searched_for_is_marked_in_the_hits() -> None:
    lines = ToolCallFace(CALLS["search"], UNICODE).lines(77, False)
    marked = ["".join(text for text, look in line.runs if look & UNDERLINE) for line in lines]
    assert marked.count("TODO") == 4
    near = next(line for line in lines if line.text.endswith("x = 1"))
    assert not any(look & UNDERLINE for _, look in near.runs)


def test_a_wide_transcript_shows_old_and_new_side_by_side() -> None:
    face = ToolCallFace(CALLS["edit, of Claude"], UNICODE)
    assert any("│" in line.display for line in face.lines(107, True))
    assert not any("│" in line.display for line in face.lines(106, True))


def test_source_is_all_of_it() -> None:
    assert ToolCallFace.source(CALLS["edit, of Claude"]).startswith(
        "Edit /repo/src/app.py\n--- /repo/src/app.py\n+++ /repo/src/app.py\n@@ -1,2 +1,2 @@\n-def f(a):\n"
    )
    assert ToolCallFace.source(CALLS["shell, failed"]).endswith("test 29 ok\n1 failed")
    assert ToolCallFace.source(CALLS["sub-agent, started"]).split("\n")[2] == "and more"


def test_a_card_changes_with_its_call() -> None:
    face = ToolCallFace(ToolCall(key="k", call_id="c", name="", arguments="", state=ToolState.RUNNING), UNICODE)
    assert face.lines(77, True)[0].display == "▸ A call that is not loaded  running"
    face.update(call("Bash", {"command": "ls"}, None, ToolState.RUNNING))
    assert face.lines(77, True)[0].display == "▸ $ ls  running"
    face.update(call("Bash", {"command": "ls"}, "a\nb"))
    assert [line.display for line in face.lines(77, True)] == ["▸ $ ls  done", "  a", "  b"]


def test_a_running_call_says_for_how_long_and_does_not_tick() -> None:
    entry = replace(call("Bash", {"command": "make"}, state=ToolState.RUNNING), begun_at=1000.0)
    face = ToolCallFace(entry, UNICODE)
    shown: list[str] = []
    for now in range(1000, 1012):
        face.take_hints(Hints(now=float(now)))
        line = face.lines(60, True)[0].display
        if shown[-1:] != [line]:
            shown.append(line)
    assert [line.partition("running")[2] for line in shown] == ["", " · 5 s", " · 10 s"]
    face.update(replace(entry, state=ToolState.DONE, output="{}", seconds=12.4))
    assert face.lines(60, True)[0].display.endswith("done · 12 s")


def test_a_call_that_waits_for_an_approval_says_so_until_it_was_given() -> None:
    face = ToolCallFace(call("sys_os_shell", {"command": "rm -r build"}, state=ToolState.RUNNING), UNICODE)
    asking = Hints(waiting=frozenset({"k"}))
    assert face.heeds(face.hints, asking)
    assert not face.heeds(asking, asking)
    face.hints = asking
    assert face.lay_out(60, folded=True)[0].text.endswith("rm -r build  waits for you")
    face.hints = Hints(waiting=frozenset({"another"}))
    assert "running" in face.lay_out(60, folded=True)[0].text
