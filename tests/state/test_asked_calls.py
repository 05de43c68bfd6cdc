"""A running call that an open question asks about is told from one that runs."""

import json

from omnigent_tui.state import client_events as client
from omnigent_tui.state.asked_calls import calls_asked_about
from tests.state.makers import SESSION, Teller, began, call, done, event, status

COMMAND = {"command": "echo hi"}


def working(*commands: dict[str, str]) -> Teller:
    teller = Teller()
    teller.open()
    teller.hear(status("running"), began())
    for number, arguments in enumerate(commands):
        stored = call(f"fc_{number}", f"call_{number}", arguments=json.dumps(arguments), status="in_progress")
        teller.hear(done(stored))
    return teller


def ask(teller: Teller, arguments: dict[str, str], **params: str) -> None:
    params |= {"message": "Run?", "phase": "tool_call", "content_preview": json.dumps(arguments)}
    teller.hear(event("response.elicitation_request", elicitation_id="e", params=params))


def test_the_call_with_these_arguments_waits_and_no_other() -> None:
    teller = working({"command": "ls"}, COMMAND)
    assert calls_asked_about(teller.conversation) == frozenset()
    ask(teller, COMMAND)
    (key,) = calls_asked_about(teller.conversation)
    assert key == teller.conversation.live[-1].key
    teller.tell(client.ElicitationAnswered(session_id=SESSION, elicitation_id="e", action="accept", at=teller.at))
    assert calls_asked_about(teller.conversation) == frozenset()


def test_a_question_about_another_tool_or_none_leaves_the_calls_alone() -> None:
    teller = working(COMMAND)
    ask(teller, COMMAND, tool_name="other_shell")
    assert calls_asked_about(teller.conversation) == frozenset()
    teller = working(COMMAND)
    teller.hear(event("response.elicitation_request", elicitation_id="e", params={"message": "Which colour?"}))
    assert calls_asked_about(teller.conversation) == frozenset()
