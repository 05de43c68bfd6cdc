"""Events: every type of the server's has a model, and no data whatsoever is an error."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.protocol.cleaning import DANGEROUS
from omnigent_tui.protocol.elicitations import ElicitationParams, parse_elicitation
from omnigent_tui.protocol.event_base import ServerEvent, UnknownEvent
from omnigent_tui.protocol.events import EVENT_MODELS, parse_event, parse_payload
from tests.protocol.json_values import JSON, objects_with

_ROOT = Path(__file__).parents[2]
FIELDS = sorted({name for model in EVENT_MODELS.values() for name in model.model_fields})


def server_types() -> set[str]:
    """The names in the server's own union of events, as recorded from its package."""
    recorded = _ROOT / "tests/recordings/event_types.json"
    return set(json.loads(recorded.read_text())["types"])


def test_every_event_of_the_server_has_a_model() -> None:
    names = server_types()
    assert len(names) > 50
    assert names - set(EVENT_MODELS) == set()


def test_every_model_says_its_own_name() -> None:
    assert len(EVENT_MODELS) > 50
    for name, model in EVENT_MODELS.items():
        assert issubclass(model, ServerEvent)
        assert name in str(model.model_fields["type"].annotation)


def test_the_payloads_own_type_wins_over_the_frames_name() -> None:
    assert parse_event("other", '{"type": "session.title", "title": "T"}').type == "session.title"
    assert parse_event("session.title", '{"title": "T"}').model_dump() == {"type": "session.title", "title": "T"}
    assert parse_event("session.title", '{"type": "", "title": "T"}').type == "session.title"
    assert parse_event("session.title", '{"type": 5, "title": "T"}').type == "session.title"


@pytest.mark.parametrize(
    ("name", "data", "kind", "problem"),
    [
        ("session.new", '{"type": "session.new", "a": 1}', "session.new", "unknown type"),
        ("", '{"a": 1}', "message", "unknown type"),
        ("session.title", "[1]", "session.title", "not a JSON object"),
        ("", "5", "message", "not a JSON object"),
        ("", "{nope", "undecodable", "not JSON"),
        ("session.title", "{nope", "session.title", "not JSON"),
        ("session.title", '{"type": "session.title"}', "session.title", "does not fit: title"),
        ("x", '{"type": "session.title", "title": {}}', "session.title", "does not fit: title"),
    ],
)
def test_what_is_not_understood_is_an_unknown_event(name: str, data: str, kind: str, problem: str) -> None:
    event = parse_event(name, data)
    assert isinstance(event, UnknownEvent)
    assert event.type == kind
    assert event.problem.startswith(problem)


def test_unknown_events_are_clean_too() -> None:
    for data in ("{broken \x1b]0;t\x07", b"{broken \x1b[2J \xff", '["\\u001b"]', '{"type": "\\u001b[2J"}'):
        event = parse_event("na\x1bme", data)
        assert not DANGEROUS.search(event.type)
        assert not DANGEROUS.search(json.dumps(event.model_dump(), ensure_ascii=False))


def test_wrong_values_fall_back_where_there_is_a_default() -> None:
    event = parse_payload("session.status", {"status": "idle", "background_task_count": "many", "background_tasks": 5})
    assert event.model_dump()["background_task_count"] is None
    assert event.model_dump()["background_tasks"] == ()
    event = parse_payload("session.todos", {"todos": [{"content": "a"}, "odd", None, {"content": "b", "status": 5}]})
    assert [todo["content"] for todo in event.model_dump()["todos"]] == ["a", "b"]


@given(st.sampled_from(sorted(EVENT_MODELS)), objects_with(FIELDS))
def test_no_object_is_ever_an_error(name: str, payload: dict[str, Any]) -> None:
    event = parse_payload(name, payload)
    assert isinstance(event, ServerEvent)
    hash(event.type)


@given(st.text(max_size=20), JSON)
def test_no_json_is_ever_an_error(name: str, value: Any) -> None:
    try:
        text = json.dumps(value)
    except ValueError:
        return  # beyond the number of digits that JSON is written with here
    assert isinstance(parse_event(name, text), ServerEvent)


@given(st.text(max_size=20), st.binary(max_size=60))
def test_no_bytes_are_ever_an_error(name: str, data: bytes) -> None:
    assert isinstance(parse_event(name, data), ServerEvent)


@given(JSON)
def test_no_pending_elicitation_is_ever_an_error(value: Any) -> None:
    found = parse_elicitation(value)
    assert found is None or found.elicitation_id is not None


def test_what_can_be_answered_by_yes_or_no() -> None:
    own = ElicitationParams(mode="url", url="/approve/s/e", requestedSchema={})
    form = ElicitationParams(requestedSchema={"properties": {"a": {"type": "string"}}})
    foreign = ElicitationParams(mode="url", url="https://example.org/consent")
    assert (own.is_yes_or_no, own.external_url) == (True, None)
    assert (form.is_yes_or_no, form.external_url) == (False, None)
    assert (foreign.is_yes_or_no, foreign.external_url) == (False, "https://example.org/consent")
    assert ElicitationParams(requestedSchema={"properties": {}}).is_yes_or_no
    assert ElicitationParams.model_validate({"command": "ls"}).model_extra == {"command": "ls"}
