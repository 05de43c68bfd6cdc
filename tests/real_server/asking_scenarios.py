"""Recorded questions of coding agents, asked through the server's hooks, and what was answered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from tests.real_server.recording import Recorder, Scenario

_OPTIONS = [{"label": "Red", "description": "like fire"}, {"label": "Blue", "description": "like water"}]
_QUESTIONS = [
    {"question": "Which colour?", "header": "Colour", "multiSelect": False, "options": _OPTIONS},
    {"question": "Which sizes?", "header": "Sizes", "multiSelect": True, "options": [{"label": "S"}, {"label": "L"}]},
]
_AMENDMENT = ["npm", "test"]
_OFFERED = {"acceptWithExecpolicyAmendment": {"execpolicy_amendment": _AMENDMENT}}


def _claude(tool: str, **given: Any) -> tuple[str, dict[str, Any]]:
    payload = {"tool_name": tool, "tool_input": given, "permission_mode": "default", "cwd": "/srv/app"}
    return "permission-request", payload


def _codex(number: int, method: str, **params: Any) -> tuple[str, dict[str, Any]]:
    return "codex-elicitation-request", {"id": number, "method": method, "params": params}


def harness_asks(recorder: Recorder) -> None:
    """A permission with each wider scope, questions, a plan, a command, a tool call to allow for ever, a visit."""
    asked: list[tuple[tuple[str, dict[str, Any]], str, dict[str, Any]]] = [
        (_claude("Edit", file_path="notes.txt"), "accept", {"allow_all_edits": True}),
        (_claude("Bash", command="rm -rf build"), "decline", {"feedback": "keep the build"}),
        (
            _claude("AskUserQuestion", questions=_QUESTIONS),
            "accept",
            {"Which colour?": "Blue", "Which sizes?": ["S", "L"]},
        ),
        (_claude("ExitPlanMode", plan="# Plan\n\n1. Do it."), "accept", {}),
        (
            _codex(
                7,
                "item/commandExecution/requestApproval",
                command="npm test",
                threadId="t",
                turnId="u",
                itemId="i",
                availableDecisions=["accept", _OFFERED, "decline"],
            ),
            "accept",
            {"execpolicy_amendment": _AMENDMENT},
        ),
        (
            _codex(
                8,
                "mcpServer/elicitation/request",
                mode="form",
                message="Allow the tool?",
                requestedSchema={"type": "object", "properties": {}},
                _meta={"codex_approval_kind": "mcp_tool_call", "persist": ["session", "always"]},
            ),
            "accept",
            {},
        ),
        (
            _codex(9, "mcpServer/elicitation/request", mode="url", message="Sign in", url="https://example.com/in"),
            "cancel",
            {},
        ),
    ]
    session = recorder.session(bound=False)
    with ThreadPoolExecutor(1) as pool, recorder.stream("harness_asks", session, state=False) as tap:
        place = 0
        for (hook, payload), action, content in asked:
            timeout = httpx.Timeout(30, read=None)
            answer = pool.submit(recorder.client.post, f"{session.path}/hooks/{hook}", json=payload, timeout=timeout)
            place = tap.wait_for("response.elicitation_request", after=place)
            request = tap.events[place - 1].data
            session.approve(request["elicitation_id"], action, **content)
            answer.result(60).raise_for_status()
            place = tap.wait_for("response.elicitation_resolved", after=place)


SCENARIOS: list[Scenario] = [harness_asks]
"""Every scenario here."""
