"""Model, effort and modes of a session, compaction, and what happens to a message while a turn runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.servers import ServerUnderTest
from tests.real_server.driving import SessionDriver, user_message
from tests.real_server.replies import Reply

OFFLINE = "runner_unavailable"


@pytest.fixture
def terminal_session(server: ServerUnderTest) -> Iterator[Any]:
    """A maker of sessions of terminal agents whose terminal is not there, deleted afterwards."""
    made: list[SessionDriver] = []

    def make(wrapper: str) -> SessionDriver:
        made.append(server.unbound(labels={"omnigent.ui": "terminal", "omnigent.wrapper": wrapper}))
        return made[-1]

    yield make
    for session in made:
        session.client.delete(session.path)


def _patch(session: SessionDriver, **body: Any) -> Any:
    return session.client.patch(session.path, json=body)


@pytest.mark.parametrize(("field", "value"), [("reasoning_effort", "high"), ("model_override", "another-model")])
def test_model_and_effort_are_set_and_cleared(session: SessionDriver, field: str, value: str) -> None:
    assert _patch(session, **{field: value}).json()[field] == value
    assert session.snapshot()[field] == value
    assert _patch(session, **{field: "default"}).json()[field] is None


def test_what_is_not_known_is_refused_with_what_is(session: SessionDriver) -> None:
    effort = _patch(session, reasoning_effort="enormous")
    assert effort.status_code == 400
    expected = "supported values: none, minimal, low, medium, high, xhigh, max, ultra"
    assert expected in effort.json()["error"]["message"]
    model = _patch(session, model_override="two words")
    assert model.status_code == 400
    assert "must start with a letter or digit" in model.json()["error"]["message"]


@pytest.mark.parametrize(
    ("field", "value", "kinds"),
    [
        ("permission_mode", "plan", "claude-native and devin-native sessions"),
        ("approval_mode", "read-only", "codex-native sessions"),
        ("collaboration_mode", "plan", "codex-native sessions"),
    ],
)
def test_modes_belong_to_terminal_agents(session: SessionDriver, field: str, value: str, kinds: str) -> None:
    refused = _patch(session, **{field: value})
    assert refused.status_code == 400
    assert refused.json()["error"] == {"code": "invalid_input", "message": f"{field} is only supported for {kinds}"}


@pytest.mark.parametrize(
    ("wrapper", "body"),
    [
        ("claude-code-native-ui", {"permission_mode": "plan"}),
        ("devin-native-ui", {"permission_mode": "smart"}),
        ("codex-native-ui", {"approval_mode": "read-only"}),
        ("codex-native-ui", {"collaboration_mode": "plan"}),
    ],
)
def test_a_mode_is_not_changed_without_the_terminal(terminal_session: Any, wrapper: str, body: dict[str, str]) -> None:
    session = terminal_session(wrapper)
    before = session.snapshot()["labels"]
    refused = session.client.patch(session.path, json=body)
    assert refused.status_code == 503
    assert refused.json()["error"]["code"] == OFFLINE
    assert session.snapshot()["labels"] == before


def test_an_unknown_mode_is_refused_with_those_there_are(terminal_session: Any) -> None:
    refused = _patch(terminal_session("claude-code-native-ui"), permission_mode="boldly")
    assert refused.status_code == 400
    assert refused.json()["error"]["message"] == (
        "permission_mode must be one of ['acceptEdits', 'auto', 'default', 'plan']"
    )


def test_a_session_tells_the_models_its_agent_told(terminal_session: Any) -> None:
    session = terminal_session("pi-native-ui")
    models = [{"id": "opus", "displayName": "Opus 5", "isDefault": True}, {"id": "sonnet", "displayName": "Sonnet"}]
    with session.tap() as tap:
        session.post({"type": "external_model_options", "data": {"models": models}}).raise_for_status()
        tap.wait_for("session.model_options")
    told = [(row["id"], row["displayName"], row["isDefault"]) for row in session.snapshot()["model_options"]]
    assert told == [("opus", "Opus 5", True), ("sonnet", "Sonnet", False)]


def test_a_mode_changed_in_the_terminal_is_told(terminal_session: Any) -> None:
    session = terminal_session("claude-code-native-ui")
    with session.tap() as tap:
        session.post({"type": "external_permission_mode_change", "data": {"permission_mode": "plan"}})
        assert tap.next("session.permission_mode").data["permission_mode"] == "plan"
    assert session.snapshot()["labels"]["omnigent.claude_native.permission_mode"] == "plan"


def test_a_host_says_which_models_a_harness_offers(server: ServerUnderTest) -> None:
    path = f"/v1/hosts/{server.host_id}/harnesses"
    unsupported = server.client.get(f"{path}/openai-agents/model-options")
    assert unsupported.status_code == 502
    assert unsupported.json() == {"detail": "model options are unsupported for harness 'openai-agents'"}
    known = server.client.get(f"{path}/claude-sdk/model-options").raise_for_status()
    assert known.json() == {"models": [], "routable_models": [], "error": None}
    assert server.client.get(f"/v1/hosts/{'0' * 32}/harnesses/claude-sdk/model-options").status_code == 404


def test_compaction_is_refused_where_there_is_none(session: SessionDriver, terminal_session: Any) -> None:
    refused = session.post({"type": "compact", "data": {}})
    assert (refused.status_code, refused.json()["error"]["message"]) == (
        400,
        "/compact is not available for this session type.",
    )
    offline = terminal_session("claude-code-native-ui").post({"type": "compact", "data": {}})
    assert (offline.status_code, offline.json()["error"]["code"]) == (503, OFFLINE)


def test_a_model_for_one_message_answers_that_one_only(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    with session.tap() as tap:
        word = server.script_turn(session, Reply(text="Another one."), model="another-model")
        session.post(user_message(f"{word} once") | {"model_override": "another-model"}).raise_for_status()
        assert tap.next("session.model").data["model"] == "another-model"
        end = tap.wait_status("idle", after=tap.wait_status("running"))
        assert session.snapshot()["model_override"] is None
        word = server.script_turn(session, Reply(text="The usual one."))
        session.say(f"{word} again")
        assert tap.next("session.model", after=end).data["model"] == session.snapshot()["llm_model"]
        tap.wait_status("idle", after=end)


def test_messages_of_a_running_turn_are_stored_at_once_and_answered_after_it(
    server: ServerUnderTest, running: Any
) -> None:
    session = running("plain")
    gate = f"gate-{session.id}"
    first = server.script_turn(session, Reply(text="First, and more of it.", gate=gate, gate_after=6))
    with session.tap() as tap:
        session.say(f"{first} one")
        tap.wait_text("First,")
        second = server.script_turn(session, Reply(text="Both at once."))
        asked = len(tap.events)
        ids = [session.say(f"{second} {number}").json()["item_id"] for number in ("two", "three")]
        for item_id in ids:
            tap.wait_for("session.input.consumed", lambda event, wanted=item_id: wanted in str(event.data))
        assert [item["id"] for item in session.items()[1:]] == ids
        server.release(gate)
        tap.wait_status("idle")
        statuses = [event.data["status"] for event in tap.events[asked:] if event.type == "session.status"]
    assert statuses == ["running", "idle"]
    said = [(item["role"], item["content"][0]["text"]) for item in session.items()]
    assert said[3:] == [("assistant", "First, and more of it."), ("assistant", "Both at once.")]
