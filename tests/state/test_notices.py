"""What notices know beyond their words: sizes before and after, when a retry is due, which setting, which session."""

from typing import Any

from omnigent_tui.state import notices as about
from omnigent_tui.state.transcript import AssistantMessage, Entry, ErrorNotice, Notice, Reasoning
from tests.state.makers import Teller, answer, event, item, user

A, B = "a" * 32, "b" * 32


def subject(entry: Entry) -> about.Subject | None:
    assert isinstance(entry, Notice)
    return entry.about


def test_a_compaction_knows_the_size_before_it_even_when_its_item_takes_its_place() -> None:
    teller = Teller()
    teller.hear(event("session.usage", context_tokens=90_000), event("response.compaction.in_progress"))
    running = subject(teller.conversation.live[-1])
    assert isinstance(running, about.Compaction)
    assert (running.phase, running.before) == (about.CompactionPhase.RUNNING, 90_000)
    teller.hear(event("session.usage", context_tokens=5), event("response.compaction.completed", total_tokens=1200))
    stored = {"type": "compaction", "id": A, "token_count": 1200}
    for brought in ((), (event("response.output_item.done", item=stored),)):
        teller.hear(*brought)
        done = subject(teller.conversation.live[-1])
        assert isinstance(done, about.Compaction)
        assert (done.phase, done.before, done.after) == (about.CompactionPhase.DONE, 90_000, 1200)


def test_a_page_that_tells_of_a_compaction_keeps_the_size_before_it() -> None:
    teller = Teller()
    teller.hear(event("session.usage", context_tokens=90_000), event("response.compaction.completed", total_tokens=7))
    teller.page(user(B, "go on"), item("compaction", A, token_count=7))
    (found,) = (e for e in teller.conversation.entries if isinstance(e, Notice))
    assert found.item_ids == (A,)
    assert isinstance(found.about, about.Compaction)
    assert found.about.before == 90_000


def test_a_compaction_that_fails_after_one_that_was_done_is_another_line() -> None:
    teller = Teller()
    teller.hear(event("response.compaction.completed", total_tokens=7), event("response.compaction.failed"))
    assert teller.texts() == [
        "Conversation compacted to 7 tokens",
        "Compaction failed; the conversation is as it was",
    ]


def test_a_retry_knows_when_it_is_due_and_why() -> None:
    teller = Teller()
    error = {"code": "rate_limit", "message": "too many requests"}
    teller.hear(event("response.retry", attempt=1, max_attempts=3, delay_seconds=2, error=error))
    first = subject(teller.conversation.live[-1])
    assert isinstance(first, about.Retry)
    assert first.retry_at == teller.at + 2
    assert first.reason == "too many requests"
    teller.hear(event("response.retry", attempt=2, max_attempts=3, delay_seconds=4, error=error))
    assert teller.texts() == ["Trying again (2 of 3) after 4 s"]
    teller.hear(event("response.retry", attempt=1, delay_seconds=1, tool_name="Bash"))
    assert teller.texts()[1:] == ["Bash: trying again (1) after 1 s"]


def value_before(entry: Entry) -> str:
    setting = subject(entry)
    assert isinstance(setting, about.Setting)
    return setting.before


def test_only_a_model_that_changes_is_told() -> None:
    teller = Teller()
    teller.hear(event("session.model", model="a"), event("session.model", model="a"))
    assert teller.texts() == []
    teller.hear(event("session.model", model="b"))
    assert teller.texts() == ["Model: b"]
    assert subject(teller.conversation.live[-1]) == about.Setting("Model", "b")
    assert value_before(teller.conversation.live[-1]) == "a"


def test_the_name_a_model_was_asked_for_by_is_no_other_model() -> None:
    teller = Teller()
    teller.snapshot(llm_model="opus")
    teller.hear(event("session.model", model="claude-opus-4"))
    assert teller.texts() == []
    teller.hear(event("session.model", model="claude-sonnet-4"))
    assert teller.texts() == ["Model: claude-sonnet-4"]


def test_a_model_change_that_the_server_writes_into_history_is_told_once() -> None:
    teller = Teller()
    teller.hear(event("session.model", model="a"))
    data = {"role": "user", "content": [{"type": "input_text", "text": "[System: model changed to b]"}]}
    teller.hear(
        event("session.input.consumed", data={"item_id": A, "type": "message", "data": data}),
        event("session.model", model="b"),
    )
    assert teller.texts() == ["Model: b"]


def test_an_effort_that_changes_is_known_to_the_snapshot_too() -> None:
    teller = Teller()
    teller.snapshot(reasoning_effort="low")
    teller.hear(event("session.reasoning_effort", reasoning_effort="high"))
    assert value_before(teller.conversation.live[-1]) == "low"
    assert teller.conversation.snapshot is not None
    assert teller.conversation.snapshot.reasoning_effort == "high"


def test_background_work_is_told_when_it_changes() -> None:
    teller = Teller()
    tasks = [{"description": "make watch"}, {"command": "npm run dev"}]
    busy = event("session.status", status="idle", background_task_count=2, background_tasks=tasks)
    teller.hear(busy, busy, event("session.status", status="idle"))
    assert teller.texts() == ["2 background tasks running"]
    assert subject(teller.conversation.live[-1]) == about.BackgroundWork(2, ("make watch", "npm run dev"))
    teller.hear(event("session.status", status="idle", background_task_count=0))
    assert teller.texts() == ["Background tasks ended"]


def test_what_a_tool_said_of_an_error_is_kept() -> None:
    teller = Teller()
    error = {"code": "boom", "message": "it broke", "detail": {"exit": 3}}
    teller.hear(event("response.error", source="tool", tool_name="Bash", error=error))
    (told,) = teller.conversation.live
    assert isinstance(told, ErrorNotice)
    assert (told.title, told.code, told.message) == ("Bash failed", "boom", "it broke")
    assert '"exit": 3' in told.detail


def test_native_tools_say_what_they_looked_for() -> None:
    teller = Teller()
    search = {"type": "web_search_call", "status": "failed", "action": {"query": "log rotation"}}
    call = {"type": "mcp_call", "server_label": "github", "name": "list_issues", "arguments": "{}"}
    teller.page(item("native_tool", A, item=search), item("native_tool", B, item=call))
    assert [subject(entry) for entry in teller.conversation.history] == [
        about.NativeTool("web search", "log rotation", "failed"),
        about.NativeTool("github list_issues", "{}"),
    ]


def test_a_sub_agents_steps_lead_to_its_session() -> None:
    teller = Teller()
    text = "[System: sub-agent researcher/auth finished (completed) — 1 result waiting in inbox. Call it.]"
    step = {"event_type": "session.subagent.delegated", "resource_id": B, "resource_type": "session"}
    teller.page(item("resource_event", A, resource={"title": "auth"}, **step), user(B, text))
    assert teller.texts() == ["Sub-agent auth delegated", "Sub-agent researcher/auth finished (completed)"]
    assert subject(teller.conversation.history[0]) == about.SubAgentStep(B, "auth", "delegated")


def test_a_sub_agents_session_is_told_once() -> None:
    teller = Teller()
    step = {"type": "resource_event", "id": A, "event_type": "session.subagent.delegated", "resource_type": "session"}
    teller.hear(event("response.output_item.done", item={**step, "resource_id": B, "resource": {"title": "auth"}}))
    teller.hear(event("session.created", child_session_id=B))
    assert teller.texts() == ["Sub-agent auth delegated"]


def test_reasoning_knows_how_long_it_took() -> None:
    teller = Teller()
    teller.hear(event("response.reasoning.started"))
    began = teller.at
    teller.hear(event("response.reasoning_text.delta", delta="First "))
    teller.hear(event("response.reasoning_text.delta", delta="then"), event("response.output_text.delta", delta="So"))
    thought, said = teller.conversation.live
    assert isinstance(thought, Reasoning)
    assert isinstance(said, AssistantMessage)
    assert thought.seconds == teller.at - began > 0
    assert not thought.streaming


def test_an_agents_id_is_not_shown_as_its_name() -> None:
    teller = Teller()
    teller.page(answer(A, "Hello", model="0123456789abcdef" * 2), answer(B, "Hi", model="smoke"))
    said = [entry.agent for entry in teller.conversation.history if isinstance(entry, AssistantMessage)]
    assert said == [None, "smoke"]


def test_what_started_before_the_session_was_opened_is_told_once() -> None:
    teller = Teller()
    facts: dict[str, Any] = {
        "sandbox_status": {"stage": "cloning", "provider": "modal"},
        "mcp_startup": {"github": {"status": "ready"}, "jira": {"status": "failed", "error": "gone"}},
    }
    teller.snapshot(**facts)
    teller.snapshot(**facts)
    assert teller.texts() == ["Sandbox cloning", "MCP servers: 1 of 2 ready"]
    teller.hear(event("session.sandbox_status", stage="ready"))
    teller.snapshot(sandbox_status={"stage": "ready"}, mcp_startup={"github": {"status": "ready"}})
    assert teller.texts() == ["Sandbox ready", "MCP servers: 1 of 2 ready"]
