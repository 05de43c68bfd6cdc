"""What is asked for as it is laid out: nothing left out, and no line of it can pass for something else."""

import json
from typing import Any

from omnigent_tui.protocol.elicitations import parse_elicitation
from omnigent_tui.state.conversation import PendingElicitation
from omnigent_tui.widgets.approval.questions import question_of
from omnigent_tui.widgets.approval.words import details, heading, need_words, outcome


def _pending(**params: Any) -> PendingElicitation:
    request = parse_elicitation({"elicitation_id": "e", "params": params})
    assert request is not None
    return PendingElicitation(request=request, session_id="s", first_seen=0.0)


def _told(arguments: object, *, with_source: bool = False, **params: Any) -> str:
    preview = arguments if isinstance(arguments, str) else json.dumps(arguments)
    pending = _pending(content_preview=preview, **params)
    return details(pending, question_of(pending.request.params), with_source=with_source).plain


def test_a_command_looks_like_one_over_all_its_lines() -> None:
    told = _told({"command": "ls\n$ harmless\nrm -rf /", "timeout": 3}, message="May I?", policy_name="ask_shell")
    assert told == "May I?\n\n$ ls\n> $ harmless\n> rm -rf /\ntimeout  3"


def test_an_edit_is_a_diff() -> None:
    edit = {"file_path": "a.py", "old_string": "one\ntwo", "new_string": "one\n2", "replace_all": True}
    assert _told(edit, tool_name="Edit").startswith("± a.py\n  one\n- two\n+ 2\nreplace_all  true")
    only_break = {"path": "a", "old_string": "x", "new_string": "x\n"}
    assert "- x" in _told(only_break, tool_name="Edit")
    assert _told({"path": "n", "content": "a\nb"}, tool_name="Write").startswith("± n\n+ a\n+ b")


def test_arguments_are_a_table_in_which_no_value_makes_a_row() -> None:
    told = _told({"url": "https://x", "body": "a\nmethod  GET", "n": None}, tool_name="Fetch")
    assert told.startswith("url   https://x\nbody  a\n    │ method  GET\nn     null")


def test_what_was_made_of_it_stands_beside_what_was_sent() -> None:
    sent = '{"command": "ls"}'
    assert sent not in _told(sent)
    assert _told(sent, with_source=True).endswith(f"As the server sent it:\n{sent}")
    twice = '{"command": "ls", "command": "rm"}'
    assert twice in _told(twice), "what is not exactly what was made of it is always shown"


def test_warnings_come_first() -> None:
    assert _told("x" * 1024, message="m").startswith("✂ The server cut this")
    assert _told({"command": "ls \u202e"}, message="m").startswith("⚠ It has invisible or steering characters")
    assert "⟨U+202E⟩" in _told({"command": "ls \u202e"})


def test_the_title_says_who_for_how_long_and_where() -> None:
    pending = _pending(policy_name="claude_native_permission")
    title = heading(pending, 2, "sub-agent x · smoke on laptop", 180.0, is_focused=False).plain
    assert title == "⚑ Needs you · Claude Code asks · for 3 min · sub-agent x · smoke on laptop · 1 of 2 "
    assert heading(pending, 1, "", 180.0, is_focused=True).plain.startswith("▌focus · Needs you")


def test_counts_agree() -> None:
    assert [need_words(count) for count in (0, 1, 2)] == ["Nothing needs you", "1 needs you", "2 need you"]


def test_what_became_of_a_question_that_is_read() -> None:
    read, other = _pending(message="a"), _pending(message="b")
    assert outcome(read, read, None) == ""
    assert "declined meanwhile" in outcome(read, None, "decline")
    assert "answered elsewhere, or withdrawn" in outcome(read, None, None)
    assert "asked anew" in outcome(read, other, None)
