"""What a question is about is read out of it exactly, and nothing of it is left out or made nicer than it is."""

import json
from typing import Any

import pytest

from omnigent_tui.protocol.elicitations import ElicitationRequest, parse_elicitation
from omnigent_tui.state.asked import Asked, Edit, asked, can_be_shown_in_full, has_hidden, is_plain_consent, summary


def _request(**params: Any) -> ElicitationRequest:
    request = parse_elicitation({"elicitation_id": "e", "params": params})
    assert request is not None
    return request


def _asked(preview: object, **params: Any) -> Asked:
    text = preview if isinstance(preview, str) else json.dumps(preview)
    return asked(_request(content_preview=text, **params).params)


def test_a_policys_question_about_a_command() -> None:
    told = _asked({"command": "npm test", "timeout": 5}, policy_name="ask_shell", phase="tool_call")
    assert (told.command, dict(told.rest), told.is_exact) == ("npm test", {"timeout": 5}, True)


def test_an_agents_own_prompt_names_the_tool() -> None:
    told = _asked('Bash({"command": "ls"})', tool_name="Bash")
    assert (told.tool, told.command) == ("Bash", "ls")
    assert _asked('Fetch({"command": "ls"})').command == "", "a command of no shell is an argument like any other"


def test_a_command_in_parts_is_quoted_so_that_its_parts_are_seen() -> None:
    params = _request(command=["bash", "-lc", "rm a; rm b"]).params
    assert asked(params).command == "bash -lc 'rm a; rm b'"
    assert can_be_shown_in_full(params)


def test_edits() -> None:
    told = _asked({"file_path": "a.py", "old_string": "x", "new_string": "y", "replace_all": True}, tool_name="Edit")
    assert told.edits == (Edit("a.py", "x", "y"),)
    assert dict(told.rest) == {"replace_all": True}
    pair = {"old_string": "x", "new_string": "y"}
    many = _asked({"path": "a", "edits": [pair, pair]}, tool_name="MultiEdit")
    assert (len(many.edits), dict(many.rest)) == (2, {})
    odd = _asked({"path": "a", "edits": [{**pair, "replace_all": True}]}, tool_name="MultiEdit")
    assert (odd.edits, set(odd.rest)) == ((), {"path", "edits"}), "what the edit does not show has to be seen"
    assert _asked({"path": "n", "content": "new"}, tool_name="Write").edits == (Edit("n", "", "new"),)
    extra = _asked({"path": "a", "old_string": "x", "new_string": "y", "new": "z"}, tool_name="Edit")
    assert dict(extra.rest) == {"new": "z"}


def test_a_message_that_waits_to_be_let_through() -> None:
    message = {"role": "user", "content": [{"type": "input_text", "text": "hello"}]}
    assert _asked(message, phase="request").said == "hello"
    assert _asked({**message, "stable_id": "0" * 32}, phase="request").said == "hello", "as this client sends it"
    told = _asked({**message, "model": "m"}, phase="request")
    assert (told.said, set(told.rest)) == ("", {"role", "content", "model"}), "anything else is for the person to see"
    message["content"] = [{"type": "input_file", "file_id": "f", "text": "hello"}]
    told = _asked(message, phase="request")
    assert (told.said, dict(told.rest)) == ("", message)


@pytest.mark.parametrize(
    "preview",
    [
        '{"command": "ls", "command": "rm -rf /"}',
        '{"command": "ls"} and more',
        '{"command": "ls"',
        '{ "command": "ls" }',
        "rm -rf /",
        "",
    ],
)
def test_what_is_not_exactly_its_arguments_does_not_pass_for_them(preview: str) -> None:
    assert not _asked(preview).is_exact
    assert not can_be_shown_in_full(_request(content_preview=preview).params)


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\x1b", "\u0007"])
def test_hidden_characters_are_spelled_out_and_keep_it_from_being_shown_in_full(hidden: str) -> None:
    preview = json.dumps({"command": f"ls {hidden}"})
    told = _asked(preview)
    assert hidden not in told.command
    assert len(told.command) > len("ls ")
    params = _request(content_preview=preview).params
    assert has_hidden(params)
    assert not can_be_shown_in_full(params)


def test_a_cut_preview_cannot_be_shown_in_full() -> None:
    long = json.dumps({"command": "x" * 1100})
    assert not can_be_shown_in_full(_request(content_preview=long[:1024]).params)
    assert not can_be_shown_in_full(_request(content_preview=long).params)
    assert can_be_shown_in_full(_request(content_preview=json.dumps({"command": "x"})).params)


def test_what_takes_more_than_a_yes_is_no_plain_consent() -> None:
    assert is_plain_consent(_request(mode="url", url="/approve/s/e", requestedSchema={}).params)
    more: tuple[dict[str, Any], ...] = (
        {"requestedSchema": {"properties": {"a": {"type": "string"}}}},
        {"mode": "url", "url": "https://example.com"},
        {"exit_plan_mode": {"plan": "p"}},
        {"ask_user_question": {"questions": []}},
        {"content_preview": "AskUserQuestion({})"},
    )
    for params in more:
        assert not is_plain_consent(_request(**params).params)


def test_one_line_says_what_is_asked() -> None:
    assert summary(_request(content_preview='{"command": "npm\\ntest"}')) == "$ npm test"
    edit = {"file_path": "a.py", "old_string": "x", "new_string": "y"}
    assert summary(_request(tool_name="Edit", content_preview=json.dumps(edit))) == "Edit a.py"
    assert summary(_request(tool_name="Fetch", content_preview='{"url": "u", "n": 1}')) == "Fetch url: u, n: 1"
    assert summary(_request(message="May I?")) == "May I?"
