"""An MCP server on standard input and output that asks the person: a form, and a visit to an address.

Only the standard library, as one JSON-RPC message a line. Everything the client answers is appended to
``$HOME/mcp_answers.jsonl``, one JSON object a line: the tool, and the result of ``elicitation/create``.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

ANSWERS = "mcp_answers.jsonl"
FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "title": "Release name", "minLength": 2},
        "count": {"type": "integer", "minimum": 1, "maximum": 9, "default": 3},
        "channel": {"type": "string", "enum": ["stable", "beta"], "enumNames": ["Stable", "Beta"]},
        "notify": {"type": "boolean"},
    },
    "required": ["name", "channel", "notify"],
}
ASKS: dict[str, dict[str, Any]] = {
    "ask_form": {"message": "Which release?", "requestedSchema": FORM},
    "ask_url": {
        "mode": "url",
        "message": "Sign in at the provider",
        "url": "https://example.com/sign-in",
        "elicitationId": "visit-1",
    },
}
"""Tool name to the parameters of the ``elicitation/create`` that a call of it sends."""


def main() -> None:
    """Serve until standard input ends."""
    lines = iter(sys.stdin.readline, "")
    for line in lines:
        message = json.loads(line)
        match message.get("method"):
            case "initialize":
                _answer(
                    message,
                    {
                        "protocolVersion": message["params"]["protocolVersion"],
                        "capabilities": {"tools": {}},
                        "serverInfo": {"name": "elicit", "version": "1"},
                    },
                )
            case "tools/list":
                schema = {"type": "object", "properties": {}}
                tools = [{"name": name, "description": name, "inputSchema": schema} for name in ASKS]
                _answer(message, {"tools": tools})
            case "tools/call":
                name = message["params"]["name"]
                _send({"id": f"{name}-{message['id']}", "method": "elicitation/create", "params": ASKS[name]})
                result = _result_of(json.loads(next(lines)))
                _keep({"tool": name, "result": result})
                _answer(message, {"content": [{"type": "text", "text": f"answered: {json.dumps(result)}"}]})
            case "ping":
                _answer(message, {})


def _result_of(message: dict[str, Any]) -> Any:
    return message.get("result", message.get("error"))


def _keep(entry: dict[str, Any]) -> None:
    with (Path(os.environ["HOME"]) / ANSWERS).open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")


def _answer(request: dict[str, Any], result: dict[str, Any]) -> None:
    _send({"id": request["id"], "result": result})


def _send(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
