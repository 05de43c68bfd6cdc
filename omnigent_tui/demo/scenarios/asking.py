"""Scenarios with the prompts of coding agents: a question with options, a plan to review, a permission."""

from __future__ import annotations

import json

from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.tool_calls import ToolCall
from omnigent_tui.demo.turn import Turn

_QUESTIONS: list[JsonObject] = [
    {
        "question": "Which storage should the cache use?",
        "header": "Storage",
        "options": [
            {"label": "Memory", "description": "Fast, gone after a restart"},
            {"label": "Disk", "description": "Survives a restart"},
            {"label": "Redis", "description": "Shared between machines"},
        ],
        "multiSelect": False,
    },
    {
        "question": "What should be cached?",
        "header": "Content",
        "options": [
            {"label": "Answers", "description": "Whole responses"},
            {"label": "Queries", "description": "Results of the database"},
            {"label": "Files", "description": "Rendered assets"},
        ],
        "multiSelect": True,
    },
]
_PLAN = """\
# Plan

1. Move the cache key into its own module.
2. Drop the commit hash from it, keep the hash of the lock file.
3. Add a test that fails when the key changes without need.

```python
def cache_key(lock_file: bytes) -> str: ...
```
"""


async def choose(turn: Turn) -> None:
    """Two questions, one of them with several answers."""
    arguments: JsonObject = {"questions": _QUESTIONS}
    form: JsonObject = {
        "message": "Claude Code wants to call **AskUserQuestion**",
        "phase": "pre_tool_use",
        "policy_name": "claude_native_permission",
        "content_preview": f"AskUserQuestion({json.dumps(arguments)})"[:1024],
        "ask_user_question": arguments,
    }
    output = await turn.use(ToolCall("AskUserQuestion", arguments, "", 0.2, touches_files=False), form=form)
    await turn.say(f"Understood: `{output}`. I'll build it that way.")


async def review(turn: Turn) -> None:
    """A plan that is carried out only when the user agrees."""
    await turn.say("Here is what I would do.")
    form: JsonObject = {
        "message": "Claude Code wants to leave plan mode",
        "phase": "pre_tool_use",
        "policy_name": "claude_native_permission",
        "exit_plan_mode": {"plan": _PLAN},
    }
    await turn.use(ToolCall("ExitPlanMode", {"plan": _PLAN}, "", 0.2, touches_files=False), form=form)
    await turn.say("I'll start with step 1.")


async def permission(turn: Turn) -> None:
    """An edit that may also be allowed once and for all."""
    arguments = {"file_path": "src/retry.py", "old_string": "cap = 35", "new_string": "cap = 0.035"}
    form: JsonObject = {
        "message": "Claude Code wants to call **Edit**",
        "phase": "pre_tool_use",
        "policy_name": "claude_native_permission",
        "content_preview": f"Edit({json.dumps(arguments)})",
        "tool_name": "Edit",
        "cwd": turn.session.workspace,
        "permission_mode": "default",
        "allow_all_edits": True,
        "allow_auto_mode": True,
        "remember_scope": {"tool": "Edit"},
    }
    await turn.use(ToolCall("Edit", dict(arguments), "", 0.3), form=form)
    await turn.say("The cap is in seconds now.")
