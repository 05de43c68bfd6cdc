"""The agents the tests' server is started with, each written as one small YAML file in a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

MODEL = "mock-model"
RESEARCH_MODEL = "mock-researcher"
SHELL_MODEL = "mock-sheller"

_EXECUTOR = {"harness": "openai-agents", "model": MODEL}
_OS_ENV = {"type": "caller_process", "cwd": ".", "sandbox": {"type": "none"}}
_FIXED_ACTION = "omnigent.policies.function.make_fixed_action_callable"


def _fixed(action: str, reason: str, phase: str, tool: str | None = None) -> dict[str, Any]:
    arguments: dict[str, Any] = {"action": action, "reason": reason, "on_phases": [phase]}
    if tool is not None:
        arguments["on_tools"] = [tool]
    return {
        "type": "function",
        "on": [phase if tool is None else f"{phase}:{tool}"],
        "function": {"path": _FIXED_ACTION, "arguments": arguments},
    }


AGENTS: dict[str, dict[str, Any]] = {
    "smoke": {"prompt": "Answer briefly."},
    "asker": {
        "prompt": "Answer briefly.",
        "policies": {"ask_first": _fixed("ask", "Confirm before continuing.", "request")},
    },
    "toolasker": {
        "prompt": "Answer briefly.",
        "os_env": _OS_ENV,
        "policies": {"ask_shell": _fixed("ask", "Confirm shell command.", "tool_call", "sys_os_shell")},
    },
    "denier": {
        "prompt": "Answer briefly.",
        "os_env": _OS_ENV,
        "policies": {"deny_shell": _fixed("deny", "No shell here.", "tool_call", "sys_os_shell")},
    },
    "tooler": {
        "prompt": "Answer briefly.",
        "os_env": _OS_ENV,
        "terminals": {"bash": {"command": "bash", "os_env": _OS_ENV}},
    },
    "parent": {
        "prompt": "Delegate research.",
        "tools": {
            "researcher": {
                "type": "agent",
                "executor": {"harness": "openai-agents", "model": RESEARCH_MODEL},
                "prompt": "Research briefly.",
            }
        },
    },
    "mcper": {
        "prompt": "Answer briefly.",
        "tools": {
            "elicit": {
                "type": "mcp",
                "command": sys.executable,
                "args": [str(Path(__file__).with_name("mcp_server.py"))],
            }
        },
    },
    "shellparent": {
        "prompt": "Delegate the shell.",
        "tools": {
            "sheller": {
                "type": "agent",
                "executor": {"harness": "openai-agents", "model": SHELL_MODEL},
                "prompt": "Run it.",
                "os_env": _OS_ENV,
            }
        },
        # The server takes a sub-agent's own policies for nothing; its parent's hold for it.
        "policies": {"ask_shell": _fixed("ask", "Confirm shell command.", "tool_call", "sys_os_shell")},
    },
}
"""Agent name to everything but its name and executor: a plain one, one that asks before each message,
one that asks before the shell, one that denies the shell, one with a shell, one with a sub-agent, one with
an MCP server that asks the person, and one whose sub-agent asks before the shell."""


def write_agents(folder: Path) -> list[Path]:
    """Write every agent below `folder`; returns the folders to pass with ``--agent``."""
    folders = []
    for name, definition in AGENTS.items():
        place = folder / name
        place.mkdir(parents=True)
        text = yaml.safe_dump({"name": name, "executor": _EXECUTOR, **definition}, sort_keys=False)
        (place / f"{name}.yaml").write_text(text, encoding="utf-8")
        folders.append(place)
    return folders
