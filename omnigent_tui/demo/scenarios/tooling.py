"""Scenarios that call tools, ask the user, plan, and fail."""

from __future__ import annotations

import json

from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.scenarios import texts
from omnigent_tui.demo.tool_calls import ToolCall, shell_output
from omnigent_tui.demo.turn import Turn, TurnFailed

FORM: JsonObject = {
    "message": "How should the release be deployed?",
    "requestedSchema": {
        "type": "object",
        "title": "Deployment",
        "properties": {
            "environment": {
                "type": "string",
                "title": "Environment",
                "description": "Where to deploy",
                "enum": ["staging", "production", "canary"],
                "enumNames": ["Staging", "Production", "Canary (5 %)"],
            },
            "regions": {
                "type": "array",
                "title": "Regions",
                "description": "All regions to deploy to",
                "items": {"type": "string", "enum": ["eu-central", "us-east", "ap-south"]},
                "minItems": 1,
                "default": ["eu-central"],
            },
            "replicas": {
                "type": "integer",
                "title": "Replicas",
                "description": "Instances per region",
                "minimum": 1,
                "maximum": 20,
                "default": 3,
            },
            "notify": {"type": "boolean", "title": "Notify the channel", "default": True},
            "reason": {
                "type": "string",
                "title": "Reason",
                "description": "Shown in the change log",
                "minLength": 3,
                "maxLength": 80,
            },
        },
        "required": ["environment", "regions", "reason"],
    },
}


def _workspace(turn: Turn) -> str:
    return turn.session.workspace or "/home/ada/projects/api"


def _shell(turn: Turn, command: str, stdout: str, stderr: str = "", code: int = 0, seconds: float = 0.9) -> ToolCall:
    output = shell_output(stdout, stderr, code, _workspace(turn))
    return ToolCall("sys_os_shell", {"command": command}, output, seconds)


def _write(turn: Turn, path: str, content: str) -> ToolCall:
    where = f"{_workspace(turn)}/{path}"
    output = json.dumps({"path": where, "bytes_written": len(content.encode()), "created": True})
    host = turn.session.host
    if host is not None:
        host.files.write(where, content.encode())
        turn.session.changes[path] = {"status": "created", "before": None}
    return ToolCall("sys_os_write", {"path": path, "content": content}, output, 0.3)


async def tools(turn: Turn) -> None:
    """A listing, a failing test run and a file written, the last two at the same time."""
    await turn.think("Which tool tells most? A listing first, then the tests.")
    await turn.say(texts.TOOLS_INTRO)
    listing = "README.md\npyproject.toml\nsrc/\ntests/\nübersicht.md\n"
    await turn.use(_shell(turn, "ls", listing))
    failure = "E   assert 0.4 <= 0.35\n1 failed, 211 passed in 3.92s\n"
    await turn.use(
        _shell(turn, "pytest -q", "." * 60 + "\n" + failure, "warning: slow test\n", 1, 2.4),
        _write(turn, "notes.txt", "cap is in milliseconds, delay in seconds\n"),
    )
    await turn.say(texts.TOOLS_DONE)


async def approval(turn: Turn) -> None:
    """A shell command that needs the user's consent."""
    await turn.say("This needs your approval.")
    command = "kubectl rollout restart deployment/api --namespace production"
    ask = {"message": "ask_shell: Confirm shell command.", "policy_name": "ask_shell", "requestedSchema": {}}
    await turn.use(_shell(turn, command, "deployment.apps/api restarted\n"), ask=ask)
    await turn.say("Done: the deployment was **restarted** and all three pods are ready.")


async def question(turn: Turn) -> None:
    """A form from an MCP server."""
    call = ToolCall("deploy__ask_form", {}, "", 0.2, touches_files=False)
    await turn.use(call, form=FORM)
    await turn.say(texts.FORM_DONE)


async def fail(turn: Turn) -> None:
    """A turn the model's provider refuses; with "midway", after some text."""
    if "midway" in turn.prompt.lower():
        await turn.say("I was about to explain the whole matter when the conn")
        raise TurnFailed(
            "RuntimeError",
            "inner executor error: OpenAI Agents SDK error: peer closed connection without sending complete "
            "message body (incomplete chunked read) (RemoteProtocolError)",
        )
    await turn.world.pause(0.6)
    raise TurnFailed(
        "RuntimeError",
        "inner executor error: OpenAI Agents SDK error: Error code: 400 - {'error': {'message': 'bad request from "
        "provider', 'type': 'demo_error'}} (HTTPStatusError)",
    )


async def todo(turn: Turn) -> None:
    """A plan that is worked off."""
    steps = (
        ("Read the failing test", "Reading the failing test"),
        ("Fix the unit of the cap", "Fixing the unit of the cap"),
        ("Run the suite", "Running the suite"),
        ("Write the change log", "Writing the change log"),
    )
    await turn.say("I'll work through this in four steps.\n\n")
    for done in range(len(steps) + 1):
        entries: list[JsonObject] = []
        for index, (content, active) in enumerate(steps):
            state = "completed" if index < done else "in_progress" if index == done else "pending"
            entries.append({"content": content, "status": state, "activeForm": active})
        turn.plan(entries)
        if done < len(steps):
            await turn.use(_shell(turn, f"make step-{done + 1}", f"step {done + 1} ok\n", seconds=1.2))
    await turn.say("All four steps are **done**.")
