"""The scenario that hands work to a sub-agent and collects its result when it returns."""

from __future__ import annotations

import json

from omnigent_tui.demo import events, identifiers, shapes
from omnigent_tui.demo.entities import Item, Session
from omnigent_tui.demo.scripted_agent import ScriptedAgent
from omnigent_tui.demo.tool_calls import ToolCall
from omnigent_tui.demo.turn import Turn

_LAUNCHED = (
    "[System: sub-agent researcher title 'auth' launching as task {id}. Result will appear in your inbox; call "
    "sys_read_inbox to check or sys_cancel_task to interrupt it.]"
)
_TASK = "research the authentication module"


async def delegate(turn: Turn, agent: ScriptedAgent) -> None:
    """Start a child session and end the turn; the parent then waits for it."""
    child = _spawn(turn)
    arguments = {"agent": "researcher", "title": "auth", "args": {"input": _TASK}}
    output = {
        "task_id": child.id,
        "handle_id": child.id,
        "conversation_id": child.id,
        "kind": "sub_agent",
        "agent": "researcher",
        "title": "auth",
        "status": "launching",
        "message": _LAUNCHED.format(id=child.id),
    }
    call = ToolCall("sys_session_send", arguments, json.dumps(output), 0.4, touches_files=False)
    _announce(turn, child)
    child_message = shapes.message_fields("user", _TASK) | {"user_authored": True}
    stored = turn.world.store.append(child, "message", identifiers.turn_id(), child_message)
    agent.submit(child, stored)
    await turn.use(call)
    await turn.say("I sent a researcher to look into it, and wait for its report.")


def _spawn(turn: Turn) -> Session:
    world, parent = turn.world, turn.session
    researcher = next((a for a in world.store.agents.values() if a.name == "researcher"), parent.agent)
    child = world.store.add_session(researcher)
    child.title = "researcher:auth"
    child.sub_agent_name = "researcher"
    child.parent = parent
    child.runner_id, child.runner_alive = parent.runner_id, parent.runner_alive
    child.labels["omnigent.subagent.dispatch_id"] = identifiers.throwaway_id("subagent")
    parent.children.append(child)
    return child


def _announce(turn: Turn, child: Session) -> None:
    parent = turn.session
    item = Item(turn.world.ids.item(), "resource_event", "", {})
    item.response_id = f"subagent_{item.id}"
    item.fields = {
        "event_type": "session.subagent.delegated",
        "resource_id": child.id,
        "resource_type": "session",
        "resource": {"title": "auth"},
    }
    turn.world.store.commit(parent, item)
    turn.publish(events.output_item(shapes.item_flat(item)))
    turn.publish(events.session_created(parent.id, child.id, child.agent.id))
    turn.publish(events.child_updated(parent.id, child.id, shapes.child_brief(child)))


async def research(turn: Turn) -> None:
    """What the child does; with "approval" in the parent's request it asks before its command."""
    await turn.say("I'll read the code first.")
    await turn.use(ToolCall("sys_os_read", {"path": "src/auth.py"}, json.dumps({"content": "def login(): …"}), 1.2))
    parent = turn.session.parent
    if parent is not None and _wants_approval(parent):
        ask = {"message": "ask_shell: Confirm shell command.", "policy_name": "ask_shell", "requestedSchema": {}}
        await turn.use(ToolCall("sys_os_shell", {"command": "echo from child"}, "{}", 0.3), ask=ask)
    await turn.say(
        "**Report.** Sessions are signed, tokens are refreshed 90 s before they end, and nothing is logged.\n\n"
        "- `login` checks the password in constant time\n- `refresh` is *not* rate limited"
    )


def _wants_approval(parent: Session) -> bool:
    return any(
        "approv" in item.text().lower()
        for item in parent.items[-12:]
        if item.type == "message" and item.fields["role"] == "user"
    )


async def collect(turn: Turn) -> None:
    """The parent reads its inbox after a child returned."""
    child = turn.session.children[-1] if turn.session.children else None
    result = (shapes.preview(child) if child else None) or "nothing"
    notice = f"[System: sub-agent task completed — {child.title if child else '?'} returned: {result}]"
    await turn.use(ToolCall("sys_read_inbox", {}, notice, 0.3, touches_files=False))
    await turn.say(f"The researcher reports:\n\n> {result}")
