"""Plays the turns a test laid down in advance, step by step, with exact pauses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.tool_calls import ToolCall, shell_output
from omnigent_tui.demo.turn import Turn, TurnFailed

StepPlayer = Callable[[Turn, Any, JsonObject], Awaitable[None]]


async def scripted(turn: Turn, steps: list[JsonObject]) -> None:
    """A turn a test laid down; pauses in it are exact seconds, 0 by default."""
    for step in steps:
        kind = next((key for key in _PLAYERS if key in step), None)
        if kind is None:
            raise TurnFailed("script_error", f"unknown step: {json.dumps(step)}")
        await _PLAYERS[kind](turn, step[kind], step)


async def _text(turn: Turn, text: str, step: JsonObject) -> None:
    await turn.say(text, chunk=int(step.get("chunk", 8)), pause=float(step.get("delay", 0)))


async def _burst(turn: Turn, text: str, step: JsonObject) -> None:
    turn.burst(text, int(step.get("chunk", 8)))


async def _reasoning(turn: Turn, text: str, step: JsonObject) -> None:
    await turn.think(text, chunk=int(step.get("chunk", 8)), pause=float(step.get("delay", 0)))


async def _tool(turn: Turn, call: JsonObject, step: JsonObject) -> None:
    await turn.use(_call(call), ask=step.get("ask"), form=step.get("form"))


async def _tools(turn: Turn, calls: list[JsonObject], _step: JsonObject) -> None:
    await turn.use(*(_call(call) for call in calls))


async def _gate(turn: Turn, gate: str, _step: JsonObject) -> None:
    await turn.world.scripts.pass_gate(gate)


async def _event(turn: Turn, event: JsonObject, _step: JsonObject) -> None:
    turn.publish({"sequence_number": None, **event})


async def _item(turn: Turn, item: JsonObject, _step: JsonObject) -> None:
    turn.store(item["type"], {key: value for key, value in item.items() if key != "type"})


async def _todos(turn: Turn, entries: list[JsonObject], _step: JsonObject) -> None:
    turn.plan(entries)


async def _sleep(_turn: Turn, seconds: float, _step: JsonObject) -> None:
    await asyncio.sleep(seconds)


async def _commit(turn: Turn, _flag: bool, _step: JsonObject) -> None:
    turn.commit_text()


async def _fail(_turn: Turn, error: JsonObject, _step: JsonObject) -> None:
    raise TurnFailed(str(error.get("code", "RuntimeError")), str(error.get("message", "")))


_PLAYERS: dict[str, StepPlayer] = {
    "text": _text,
    "burst": _burst,
    "reasoning": _reasoning,
    "tool": _tool,
    "tools": _tools,
    "gate": _gate,
    "event": _event,
    "item": _item,
    "todos": _todos,
    "sleep": _sleep,
    "commit": _commit,
    "fail": _fail,
}


def _call(call: JsonObject) -> ToolCall:
    made = ToolCall(
        str(call.get("name", "sys_os_shell")),
        call.get("arguments", {"command": "true"}),
        str(call.get("output", shell_output(""))),
        float(call.get("seconds", 0)),
    )
    if "call_id" in call:
        made.id = str(call["call_id"])
    made.gate = call.get("gate")
    return made
