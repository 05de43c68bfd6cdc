"""What coding agents ask through the real server's hooks, answered by keys in tmux: each hook gets what was chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.approvals.asking import Asking, asked
from tests.approvals.desk import Desk, desk
from tests.real_server.rig import RealServer

pytestmark = [
    pytest.mark.pty,
    pytest.mark.real_server,
    pytest.mark.xdist_group("real_server_screens"),
    pytest.mark.timeout(300),
]

_QUESTION = {
    "questions": [
        {
            "question": "Which colour?",
            "header": "Colour",
            "multiSelect": False,
            "options": [{"label": "Red", "description": "like fire"}, {"label": "Blue", "description": "like water"}],
        }
    ]
}


@pytest.fixture
def asking(real_server: RealServer) -> Iterator[Asking]:
    """Sessions that ask."""
    made = Asking(real_server)
    yield made
    made.close()


def _permission(tool: str, given: dict[str, Any]) -> dict[str, Any]:
    return {"tool_name": tool, "tool_input": given, "permission_mode": "default", "cwd": "/srv/app"}


def _codex(number: int, method: str, **params: Any) -> dict[str, Any]:
    return {"id": number, "method": method, "params": params}


def _goes_to_card(person: Desk, words: str) -> None:
    person.reads(words)
    person.tmux.press("C-o")
    person.loses("Ctrl+O to answer")


def _digit(person: Desk, words: str) -> str:
    """The digit the card shows before an offer."""
    found = re.search(rf"(\d)  [^\n]*{re.escape(words)}", person.sees)
    assert found is not None, person.sees
    return found[1]


def _decision(hook: Future[httpx.Response]) -> dict[str, Any]:
    decision: dict[str, Any] = hook.result(60).json()["hookSpecificOutput"]["decision"]
    return decision


def test_what_coding_agents_offer_reaches_them(
    real_server: RealServer, asking: Asking, home: Path, tmp_path: Path
) -> None:
    session = asking.session("smoke", f"Hooks {uuid4().hex[:4]}", bound=False)
    with desk(tmp_path / "one", home, real_server.url, session.id, size=(100, 50)) as person:
        # A wider approval: the digit alone sends nothing, the confirmation does.
        hook = asking.hook(session, "permission-request", _permission("Edit", {"file_path": "notes.txt"}))
        _goes_to_card(person, "notes.txt")
        person.tmux.press(_digit(person, "every file edit"))
        person.reads("Confirm:")
        assert len(asked(session)) == 1
        person.considers("Enter", hook.done, "the wider approval is sent")
        mode = {"type": "setMode", "mode": "acceptEdits", "destination": "session"}
        assert _decision(hook) == {"behavior": "allow", "updatedPermissions": [mode]}

        # Declined, with the reason in the agent's own words for it.
        hook = asking.hook(session, "permission-request", _permission("Bash", {"command": "rm -rf build"}))
        _goes_to_card(person, "rm -rf build")
        person.considers("r", lambda: "Why not?" in person.sees, "a reason can be typed")
        person.tmux.type("keep the build")
        person.reads("keep the build")
        person.tmux.press("Enter")
        assert _decision(hook) == {"behavior": "deny", "message": "keep the build"}

        hook = asking.hook(session, "permission-request", _permission("AskUserQuestion", _QUESTION))
        _goes_to_card(person, "Which colour?")
        person.considers(_digit(person, "Blue"), hook.done, "the choice is sent")
        assert _decision(hook)["updatedInput"]["answers"] == {"Which colour?": "Blue"}

        offered = {"acceptWithExecpolicyAmendment": {"execpolicy_amendment": ["npm", "test"]}}
        command = _codex(
            7,
            "item/commandExecution/requestApproval",
            command="npm test",
            threadId="t",
            turnId="u",
            itemId="i",
            availableDecisions=["accept", offered, "decline"],
        )
        hook = asking.hook(session, "codex-elicitation-request", command)
        _goes_to_card(person, "npm test")
        person.tmux.press(_digit(person, "every command that begins with"))
        person.reads("Confirm:")
        person.considers("Enter", hook.done, "the rule is sent")
        assert hook.result().json() == {"decision": offered}

        # An address to visit is shown in full; no key of the card claims that it was visited.
        visit = _codex(8, "mcpServer/elicitation/request", mode="url", message="Sign in", url="https://example.com/in")
        hook = asking.hook(session, "codex-elicitation-request", visit)
        _goes_to_card(person, "https://example.com/in")
        person.considers("n", hook.done, "the visit is declined")
        assert hook.result().json()["action"] == "decline"
    assert asked(session) == []
