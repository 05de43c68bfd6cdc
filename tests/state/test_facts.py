"""What else the stream and the items tell: facts, notices for everything without a face of its own, the unknown."""

from typing import Any

import pytest

from omnigent_tui.protocol.event_base import ServerEvent
from omnigent_tui.protocol.events import EVENT_MODELS
from omnigent_tui.state.reducers.session_facts import SILENT
from omnigent_tui.state.reducers.stored_items import entries_of
from omnigent_tui.state.transcript import Notice, NoticeKind, UserMessage
from tests.state.makers import Teller, event, item, user

TOLD: dict[str, tuple[dict[str, Any], str]] = {
    "session.created": ({"child_session_id": "c"}, "Sub-agent session created"),
    "session.reasoning_effort": ({}, "Reasoning effort: default"),
    "session.permission_mode": ({"permission_mode": "plan"}, "Permission mode: plan"),
    "session.codex_approval_mode": ({"approval_mode": "never"}, "Approval mode: never"),
    "session.collaboration_mode": ({"mode": "plan"}, "Collaboration mode: plan"),
    "session.agent_changed": ({"agent_name": "other"}, "Agent: other"),
    "session.sandbox_status": ({"stage": "failed", "error": "no room"}, "Sandbox failed: no room"),
    "session.mcp_startup": ({"servers": {"a": {"status": "ready"}, "b": {}}}, "MCP servers: 1 of 2 ready"),
    "session.btw_sidechat": ({"question": "why?", "answer": "so"}, "Aside: why?"),
    "session.superseded": ({"target_conversation_id": "d"}, "The conversation goes on in another session"),
    "browser.action_request": ({"action_id": "1", "action": "click"}, "The agent asks for a browser: click"),
    "turn.failed": ({"error": {"x": 1}}, "The turn failed."),
    "response.retry": ({"attempt": 2, "max_attempts": 3, "delay_seconds": 1.5}, "Trying again (2 of 3) after 1.5 s"),
    "response.error": ({"error": {"code": "x", "message": "odd"}}, "odd"),
    "response.policy_denied": ({"reason": "no"}, "Denied by policy: no"),
    "response.output_file.done": ({"file_id": "f", "filename": "a.txt"}, "File made: a.txt"),
    "response.compaction.in_progress": ({}, "Compacting the conversation…"),
    "response.compaction.completed": ({"total_tokens": 1200}, "Conversation compacted to 1,200 tokens"),
    "response.compaction.failed": ({}, "Compaction failed; the conversation is as it was"),
    "response.client_task.cancel": ({"task_id": "t"}, "A tool call that another client was to run is cancelled"),
}
ELSEWHERE = {
    "session.status",
    "session.input.consumed",
    "session.interrupted",
    "session.usage",
    "session.model",
    "session.title",
    "session.todos",
    "session.presence",
    "session.child_session.updated",
    "session.resource.created",
    "session.resource.deleted",
    "response.created",
    "response.queued",
    "response.in_progress",
    "response.completed",
    "response.failed",
    "response.incomplete",
    "response.cancelled",
    "response.output_text.delta",
    "response.reasoning.started",
    "response.reasoning_text.delta",
    "response.reasoning_summary_text.delta",
    "response.function_call_output.delta",
    "response.output_item.done",
    "response.elicitation_request",
    "response.elicitation_resolved",
}
"""Events with an effect of their own, tested where it is."""


def test_no_event_is_dropped_in_silence_by_accident() -> None:
    silent = {kind for kind, model in EVENT_MODELS.items() if issubclass(model, SILENT)}
    assert silent | TOLD.keys() | ELSEWHERE == set(EVENT_MODELS)


@pytest.mark.parametrize("kind", sorted(TOLD))
def test_an_event_becomes_a_line(kind: str) -> None:
    fields, text = TOLD[kind]
    teller = Teller()
    teller.hear(event(kind, **fields))
    assert teller.texts() == [text]


@pytest.mark.parametrize("kind", sorted(k for k, model in EVENT_MODELS.items() if issubclass(model, SILENT)))
def test_an_event_that_says_nothing_adds_no_line(kind: str) -> None:
    teller = Teller()
    teller.hear(event(kind))
    assert teller.texts() == []


def test_an_event_nobody_gave_words_is_shown_by_its_name() -> None:
    teller = Teller()
    teller.hear(ServerEvent(type="response.brand_new"))
    assert teller.texts() == ["Event: response.brand_new"]


def test_unknown_events_are_counted_in_one_line() -> None:
    teller = Teller()
    teller.hear(event("x.new", a=1), event("x.new", a=2), event("y.new"))
    assert teller.texts() == ["Unknown event: x.new ×2", "Unknown event: y.new"]
    assert dict(teller.conversation.unknown_events) == {"x.new": 2, "y.new": 1}
    notice = teller.conversation.live[0]
    assert isinstance(notice, Notice)
    assert '"a": 2' in notice.detail
    teller.hear(event("x.new"))
    assert teller.texts()[0] == "Unknown event: x.new ×3"


def test_a_compaction_is_one_line_while_it_goes_on() -> None:
    teller = Teller()
    teller.hear(event("response.compaction.in_progress"), event("response.compaction.completed"))
    assert teller.texts() == ["Conversation compacted"]
    stored = {"type": "compaction", "id": "1" * 32, "token_count": 5}
    teller.hear(event("response.output_item.done", item=stored))
    assert teller.texts() == ["Conversation compacted to 5 tokens"]


def test_facts() -> None:
    teller = Teller()
    teller.hear(event("session.title", title="ignored before a snapshot"))
    teller.snapshot(title="old")
    teller.hear(
        event("session.usage", context_tokens=5, total_cost_usd=0.5),
        event("session.usage", context_window=100),
        event("session.model", model="m"),
        event("session.title", title="new"),
        event("session.todos", todos=[{"content": "a"}]),
        event("session.presence", viewers=[{"user_id": "bob"}]),
        event("session.child_session.updated", child_session_id="c", child={"busy": True, "title": None}),
        event("session.child_session.updated", child_session_id="c", child={"title": "t"}),
        event("session.resource.created", resource={"id": "r", "type": "terminal", "name": "bash"}),
        event("session.resource.created", resource={"id": "s"}),
        event("session.resource.deleted", resource_id="s"),
    )
    known = teller.conversation
    assert (known.context_tokens, known.context_window, known.total_cost_usd, known.model) == (5, 100, 0.5, "m")
    assert known.snapshot is not None
    assert known.snapshot.title == "new"
    assert [todo.content for todo in known.todos] == ["a"]
    assert [viewer.user_id for viewer in known.viewers] == ["bob"]
    assert (known.children["c"].busy, known.children["c"].title) == (True, "t")
    assert dict(known.resources) == {"r": "terminal: bash"}
    teller.hear(
        event("session.child_session.updated", child_session_id="c", child={"title": "t"}),
        event("session.resource.created", resource={"id": "r", "type": "terminal", "name": "bash"}),
    )
    assert teller.conversation.children is known.children
    assert teller.conversation.resources is known.resources


def test_every_item_has_an_entry() -> None:
    entries = entries_of(
        [
            user("1" * 32, "[System: model changed to x]\nmore"),
            item("message", "2" * 32, role="user", is_meta=True, content=[]),
            item(
                "message",
                "3" * 32,
                role="user",
                content=[{"type": "input_file", "filename": "a.txt"}, {"type": "input_odd"}],
            ),
            item("native_tool", "4" * 32, item={"type": "web_search_call"}),
            item("native_tool", "5" * 32),
            item("routing_decision", "6" * 32, model="m", applied=False),
            item("routing_decision", "7" * 32),
            item("slash_command", "8" * 32, name="debate", arguments="cats"),
            item("terminal_command", "9" * 32, input="ls"),
            item("terminal_command", "a" * 32, stdout="x\n", stderr="y"),
            item("resource_event", "b" * 32, event_type="session.resource.created", resource={"name": "n"}),
            item("resource_event", "e" * 32, resource_type="terminal", resource_id="terminal_tui_main"),
            item("compaction", "c" * 32),
            item("brand_new", "d" * 32, what=1),
        ]
    )
    texts = [entry.text for entry in entries if isinstance(entry, Notice | UserMessage)]
    assert texts == [
        "Model: x",
        "System message",
        "",
        "web search",
        "tool",
        "Would have routed to m",
        "Routed to a model",
        "/debate cats",
        "!ls",
        "Terminal output, 2 lines",
        "Resource created: n",
        "Conversation compacted",
        "Unknown item: brand_new",
    ]
    files = entries[2]
    assert isinstance(files, UserMessage)
    assert files.attachments == ("a.txt", "input_odd")
    unknown = entries[-1]
    assert isinstance(unknown, Notice)
    assert unknown.kind is NoticeKind.UNKNOWN
    assert len({entry.key for entry in entries}) == len(entries)
