"""A session's settings: shown as changing until confirmed, taken back when refused, told by the stream."""

from typing import Any

import pytest

from omnigent_tui.protocol.model_options import parse_model_options
from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.state import client_events as client
from omnigent_tui.state.session_settings import DEFAULT, Setting, value_of
from omnigent_tui.state.setting_choices import (
    SettingChoice,
    effort_choices,
    is_model_name,
    mode_choices,
    model_choices,
    model_in_use,
    models_note,
)
from tests.state.makers import NOW, SESSION, Teller, done, event, item, row, status

MODELS = [
    {
        "id": "opus",
        "model": "claude-opus-5",
        "displayName": "Opus 5",
        "supportedReasoningEfforts": [{"reasoningEffort": "low"}, {"reasoningEffort": "max"}, "odd"],
        "defaultReasoningEffort": "max",
    },
    {"id": "sonnet", "displayName": None, "isDefault": None},
    {"model": "no id"},
    "odd",
]


def opened(**fields: Any) -> Teller:
    teller = Teller()
    teller.open()
    teller.snapshot(**fields)
    return teller


def snapshot(**fields: Any) -> SessionSnapshot:
    return SessionSnapshot.model_validate({"id": SESSION, **fields})


def changing(teller: Teller, setting: Setting, value: str) -> None:
    teller.tell(client.SettingChanging(session_id=SESSION, setting=setting, value=value, at=NOW))


def names(choices: tuple[SettingChoice, ...]) -> list[str]:
    return [f"{choice.value}{'*' if choice.is_current else ''}" for choice in choices]


def test_a_change_is_under_way_until_it_is_confirmed() -> None:
    teller = opened(llm_model="usual", harness="openai-agents")
    changing(teller, Setting.MODEL, "other")
    change = teller.conversation.settings.change_of(Setting.MODEL)
    assert change is not None
    assert change.value == "other"
    assert model_in_use(teller.conversation) == "usual"
    after = snapshot(model_override="other", llm_model="usual", reasoning_effort="low")
    teller.tell(client.SettingChanged(session_id=SESSION, setting=Setting.MODEL, snapshot=after, at=NOW))
    assert teller.conversation.settings.changing == ()
    assert model_in_use(teller.conversation) == "other"
    # Only what was changed is taken: the rest of the answer may be older than what the stream told.
    assert teller.conversation.snapshot is not None
    assert teller.conversation.snapshot.reasoning_effort is None


def test_a_refused_change_leaves_what_was() -> None:
    teller = opened(llm_model="usual", labels={"omnigent.wrapper": "claude-code-native-ui"})
    before = teller.conversation
    changing(teller, Setting.PERMISSION_MODE, "plan")
    changing(teller, Setting.MODEL, "other")
    for setting in (Setting.PERMISSION_MODE, Setting.MODEL):
        teller.tell(client.SettingChangeFailed(session_id=SESSION, setting=setting, reason="no", at=NOW))
    assert teller.conversation == before


@pytest.mark.parametrize(
    ("kind", "fields", "setting", "value"),
    [
        ("session.reasoning_effort", {"reasoning_effort": "high"}, Setting.EFFORT, "high"),
        ("session.reasoning_effort", {"reasoning_effort": None}, Setting.EFFORT, None),
        ("session.permission_mode", {"permission_mode": "plan"}, Setting.PERMISSION_MODE, "plan"),
        ("session.codex_approval_mode", {"approval_mode": "read-only"}, Setting.APPROVAL_MODE, "read-only"),
        ("session.collaboration_mode", {"mode": "plan"}, Setting.COLLABORATION_MODE, "plan"),
    ],
)
def test_the_stream_tells_of_changes_made_elsewhere(
    kind: str, fields: dict[str, Any], setting: Setting, value: str | None
) -> None:
    teller = opened(reasoning_effort="low", labels={"team": "web"})
    teller.hear(event(kind, **fields))
    known = teller.conversation.snapshot
    assert known is not None
    assert value_of(known, setting) == value
    assert known.labels["team"] == "web"


def test_models_on_offer_come_from_the_session_else_from_its_host() -> None:
    teller = opened(llm_model="usual", model_override="mine", harness="claude-native")
    assert names(model_choices(teller.conversation)) == [DEFAULT, "mine*"]
    assert "Asking" in models_note(teller.conversation)
    teller.tell(client.ModelOptionsFailed(session_id=SESSION, reason="unsupported.", at=NOW))
    assert "unsupported." in models_note(teller.conversation)
    offered = parse_model_options({"models": MODELS})
    teller.tell(client.ModelOptionsArrived(session_id=SESSION, models=offered, at=NOW))
    assert names(model_choices(teller.conversation)) == [DEFAULT, "claude-opus-5", "sonnet", "mine*"]
    teller.snapshot(model_options=MODELS[1:2], model_override="sonnet")
    assert names(model_choices(teller.conversation)) == [DEFAULT, "sonnet*"]


@pytest.mark.parametrize(("text", "is_one"), [("gpt-5.1", True), ("a/b:c[1m]", True), ("", False), ("a b", False)])
def test_what_the_server_takes_as_a_model(text: str, is_one: bool) -> None:
    assert is_model_name(text) is is_one


def test_efforts_are_those_of_the_model_else_of_the_harness() -> None:
    teller = opened(harness="openai-agents", reasoning_effort="high")
    expected = [DEFAULT, "none", "minimal", "low", "medium", "high*", "xhigh"]
    assert names(effort_choices(teller.conversation)) == expected
    teller.snapshot(harness="claude-native", llm_model="claude-opus-5", model_options=MODELS)
    assert names(effort_choices(teller.conversation)) == [f"{DEFAULT}*", "low", "max"]
    teller.snapshot(harness="goose-native")
    assert effort_choices(teller.conversation) == ()
    teller.snapshot(harness="brand-new", reasoning_effort="ultra")
    assert names(effort_choices(teller.conversation))[-1] == "ultra*"
    teller.snapshot(harness="openai-agents", reasoning_effort="ultra")
    assert names(effort_choices(teller.conversation))[-1] == "ultra*"


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ({}, []),
        ({"omnigent.wrapper": "pi-native-ui"}, []),
        (
            {"omnigent.wrapper": "claude-code-native-ui", "omnigent.claude_native.permission_mode": "plan"},
            ["default", "acceptEdits", "plan*", "auto"],
        ),
        (
            {"omnigent.wrapper": "claude-code-native-ui", "omnigent.claude_native.permission_mode": "dontAsk"},
            ["default", "acceptEdits", "plan", "auto", "dontAsk*"],
        ),
        (
            {"omnigent.wrapper": "codex-native-ui", "omnigent.codex_native.collaboration_mode": "plan"},
            ["ask-for-approval", "approve-for-me", "full-access", "read-only", "plan*", "default"],
        ),
        (
            {"omnigent.wrapper": "devin-native-ui"},
            ["normal", "auto", "accept-edits", "smart", "dangerous", "bypass"],
        ),
    ],
)
def test_modes_are_those_of_the_terminal_agent(labels: dict[str, str], expected: list[str]) -> None:
    assert names(mode_choices(opened(labels=labels).conversation)) == expected


def test_a_model_for_one_message_goes_with_it_and_comes_back_with_it() -> None:
    teller = opened()
    teller.tell(client.NextModelChosen(session_id=SESSION, model="other", at=NOW))
    teller.tell(client.MessageQueued(session_id=SESSION, stable_id="b" * 32, text="hi", model="other", at=NOW))
    assert teller.conversation.settings.next_model is None
    assert teller.state.outbox[0].model == "other"
    teller.tell(client.MessageReturned(stable_id="b" * 32, reason="no", at=NOW))
    assert teller.conversation.settings.next_model == "other"


@pytest.mark.parametrize(
    "ending",
    [
        event("response.compaction.completed", total_tokens=10),
        event("response.compaction.failed"),
        done(item("compaction", "c" * 32, summary="short")),
        status("failed"),
        status("running"),
    ],
    ids=["completed", "failed", "item", "failed turn", "next turn"],
)
def test_compaction_is_under_way_until_something_says_it_is_over(ending: Any) -> None:
    teller = opened()
    teller.tell(client.CompactionRequested(session_id=SESSION, at=NOW))
    teller.hear(event("response.compaction.in_progress", started_at=NOW + 5))
    assert teller.conversation.settings.compacting_since == NOW
    teller.hear(ending)
    assert teller.conversation.settings.compacting_since is None


def test_a_refused_compaction_is_not_under_way() -> None:
    teller = opened()
    teller.tell(client.CompactionRequested(session_id=SESSION, at=NOW))
    teller.tell(client.CompactionRefused(session_id=SESSION, reason="not available", at=NOW))
    assert teller.conversation.settings.compacting_since is None


def test_a_new_title_is_everywhere_at_once() -> None:
    teller = opened(title="Old")
    teller.tell(client.SessionRowsChanged(rows=(row(SESSION, title="Old"),), at=NOW))
    teller.tell(client.SessionRenamed(session_id=SESSION, title="New", at=NOW))
    assert teller.conversation.snapshot is not None
    assert teller.conversation.snapshot.title == "New"
    assert teller.state.sessions.by_id[SESSION].row.title == "New"


def test_a_deleted_session_takes_everything_with_it() -> None:
    teller = opened(title="Gone")
    teller.tell(client.SessionRowsChanged(rows=(row(SESSION), row("f" * 32)), at=NOW))
    teller.tell(client.MessageQueued(session_id=SESSION, stable_id="b" * 32, text="hi", hold=True, at=NOW))
    teller.tell(client.SessionDeleted(session_id=SESSION, at=NOW))
    assert (teller.state.open_session_id, dict(teller.state.conversations), teller.state.outbox) == (None, {}, ())
    assert list(teller.state.sessions.by_id) == ["f" * 32]


def test_an_archived_session_leaves_the_list_and_comes_back() -> None:
    teller = opened()
    teller.tell(client.SessionRowsChanged(rows=(row(SESSION),), at=NOW))
    teller.tell(client.SessionArchived(session_id=SESSION, archived=True, at=NOW))
    orders = [teller.state.sessions.order]
    teller.tell(client.SessionArchived(session_id=SESSION, archived=False, at=NOW))
    orders.append(teller.state.sessions.order)
    assert orders == [(), (SESSION,)]
