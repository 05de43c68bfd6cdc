"""Makes long histories: many turns of mixed item kinds, every kind the server can store among them."""

from __future__ import annotations

import json

from omnigent_tui.demo import identifiers, shapes
from omnigent_tui.demo.entities import Item, Session, now
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.tool_calls import shell_output
from omnigent_tui.demo.world import World

_QUESTIONS = (
    "Why does the nightly build take so long?",
    "Bitte fasse die Änderungen zusammen.",
    "この関数の意味を説明してください 🙏",
    "Rename the flag and keep the old name working.",
    "Which tests cover the retry?",
)
_ANSWERS = (
    "The **cache key** changes with every commit.\n\n- drop the commit hash\n- keep the lock file's hash\n",
    "Drei Änderungen: *Wiederholung*, *Obergrenze*, *Protokoll*.\n\n1. Zeit\n2. Grenze\n3. Text\n",
    "この関数は再試行の間隔を計算します。\n\n```python\ndelay = min(cap, base * 2**attempt)\n```\n",
    "| old | new |\n|---|---|\n| `--fast` | `--quick` |\n\nBoth names work; the old one warns.\n",
    "`tests/test_retry.py` covers it; the cap is not tested. I suggest one more case. ✅\n",
)


def _message(role: str, text: str, agent: str | None) -> JsonObject:
    fields = shapes.message_fields(role, text, agent)
    return fields | {"user_authored": True} if role == "user" else fields


def _rare(kind: str, agent: str) -> JsonObject:
    """One sample of each kind that ordinary turns do not leave behind."""
    samples: dict[str, JsonObject] = {
        "reasoning": {
            "model": agent,
            "summary": [{"type": "summary_text", "text": "First the cheap check, then the expensive one."}],
        },
        "native_tool": {
            "item": {
                "type": "web_search_call",
                "id": "ws_1",
                "status": "completed",
                "action": {"query": "exponential backoff cap"},
            }
        },
        "compaction": {
            "summary": "So far: the build was slow, the cache key was at fault, and it has been fixed.",
            "last_item_id": "0" * 32,
            "model": "demo-large",
            "token_count": 420,
        },
        "error": {
            "source": "llm",
            "code": "rate_limit_exceeded",
            "message": "Rate limit reached for demo-large; try again in 20 s.",
            "level": None,
            "title": "Too many requests",
            "cause": "The provider limits requests per minute.",
            "remediation": "Wait a moment, then retry.",
        },
        "terminal_command": {"kind": "input", "input": "git log --oneline -3"},
        "slash_command": {
            "model": agent,
            "kind": "skill",
            "name": "debate",
            "arguments": "tabs or spaces",
            "output": "Both sides agree: whatever the formatter says.",
        },
        "routing_decision": {
            "model": "demo-small",
            "applied": True,
            "rationale": "A short question; the small model suffices.",
            "scope": "turn",
        },
        "resource_event": {
            "event_type": "session.resource.created",
            "resource_id": "terminal_tui_main",
            "resource_type": "terminal",
            "resource": {"id": "terminal_tui_main", "type": "terminal", "name": "tui:main"},
        },
    }
    return samples[kind]


RARE_KINDS = (
    "reasoning",
    "native_tool",
    "compaction",
    "error",
    "terminal_command",
    "slash_command",
    "routing_decision",
    "resource_event",
)


def _turn(number: int, agent: str) -> list[tuple[str, str, JsonObject]]:
    """One turn as (type, response id, fields): question, a tool call now and then, answer, and a rare kind."""
    response, call = identifiers.response_id(), identifiers.call_id()
    pick = number % len(_QUESTIONS)
    made = [
        ("message", identifiers.turn_id(), _message("user", f"{_QUESTIONS[pick]} ({number})", None)),
    ]
    if number % 2:
        command = json.dumps({"command": f"grep -rn retry src | head -{number % 9 + 1}"})
        output = shell_output(f"src/retry.py:{number}: delay = base\n" * (number % 4 + 1))
        call_fields: JsonObject = {"model": agent, "name": "sys_os_shell", "arguments": command, "call_id": call}
        made.append(("function_call", response, call_fields))
        made.append(("function_call_output", response, {"call_id": call, "output": output}))
    if number % 3 == 0:
        kind = RARE_KINDS[number // 3 % len(RARE_KINDS)]
        made.append((kind, response, _rare(kind, agent)))
    made.append(("message", response, _message("assistant", _ANSWERS[pick], agent)))
    return made


def bulk_items(world: World, session: Session, count: int) -> list[Item]:
    """Append this many items of a mixed history, without any event."""
    first = len(session.items)
    number = 0
    fresh: list[Item] = []
    while len(fresh) < count:
        number += 1
        for kind, response, fields in _turn(first + number, session.agent.name):
            if len(fresh) < count:
                fresh.append(Item(world.ids.item(), kind, response, fields))
    for position, item in enumerate(fresh):
        item.created_at = now() - (count - position)
    session.items.extend(fresh)
    world.changes.touched()
    return fresh
