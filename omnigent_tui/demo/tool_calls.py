"""Calls of tools as the scripted agent makes them, and the output of its shell."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from omnigent_tui.demo import identifiers
from omnigent_tui.demo.json_types import JsonObject


@dataclass
class ToolCall:
    """A call of a tool with the output it will give after `seconds`, or once its `gate` is released."""

    name: str
    arguments: JsonObject
    output: str
    seconds: float = 0.8
    id: str = field(default_factory=identifiers.call_id)
    touches_files: bool = True
    gate: str | None = None

    def arguments_text(self) -> str:
        """The arguments as the wire carries them: JSON in a string."""
        return json.dumps(self.arguments, ensure_ascii=False)


def shell_output(stdout: str, stderr: str = "", code: int = 0, cwd: str = "/home/ada/projects/api") -> str:
    """The output of the shell tool: JSON in a string, with an `error` key only when the command failed."""
    body: JsonObject = {
        "stdout": stdout,
        "stderr": stderr,
        "exit_code": code,
        "timed_out": False,
        "shell": "/usr/bin/bash",
        "cwd": cwd,
    }
    if code:
        body["error"] = f"Command exited with status {code}: {stderr.strip()}"
    return json.dumps(body, ensure_ascii=False)
