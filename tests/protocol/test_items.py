"""Items: flat or nested, known or unknown; no data whatsoever is an error."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.protocol.items import ITEM_MODELS, ItemBase, MessageItem, ReasoningItem, UnknownItem, parse_item
from tests.protocol.json_values import JSON, objects_with

_RECORDED = Path(__file__).parents[2] / "tests/recordings/item_types.json"
FIELDS = sorted({name for model in ITEM_MODELS.values() for name in model.model_fields} | {"data"})


def test_every_item_type_of_the_server_has_a_model() -> None:
    assert set(json.loads(_RECORDED.read_text())["types"]) - set(ITEM_MODELS) == set()


def test_flat_and_nested_are_the_same_item() -> None:
    head = {"id": "i1", "type": "message", "status": "completed", "response_id": "r1", "created_at": 5}
    payload = {"role": "user", "content": [{"type": "input_text", "text": "Hi"}]}
    assert parse_item({**head, **payload}) == parse_item({**head, "data": payload, "created_by": None})


def test_the_items_own_head_wins_over_what_is_nested() -> None:
    item = parse_item({"id": "outer", "type": "message", "data": {"id": "inner", "type": "error", "role": "user"}})
    assert (item.id, item.type) == ("outer", "message")


def test_the_text_of_messages_and_reasoning() -> None:
    blocks = [
        {"type": "output_text", "text": "a"},
        {"type": "input_image"},
        {"type": "output_text", "text": "b"},
        "odd",
    ]
    message = parse_item({"type": "message", "role": "assistant", "content": blocks})
    assert isinstance(message, MessageItem)
    assert message.text == "a\n\nb"
    assert not message.is_system_notice
    thought = parse_item({"type": "reasoning", "summary": [{"text": "s"}], "content": [{"text": "c"}]})
    assert isinstance(thought, ReasoningItem)
    assert thought.text == "s\n\nc"


@pytest.mark.parametrize(
    ("role", "text", "notice"),
    [
        ("user", "[System: interrupted] by you", True),
        ("user", "[Request interrupted by user]", True),
        ("user", "Hello [System: x]", False),
        ("assistant", "[System: x]", False),
    ],
)
def test_notices_of_the_server_are_told_apart(role: str, text: str, notice: bool) -> None:
    item = parse_item({"type": "message", "role": role, "content": [{"type": "input_text", "text": text}]})
    assert isinstance(item, MessageItem)
    assert item.is_system_notice is notice


@pytest.mark.parametrize("data", [None, 5, "text", [], [{}]])
def test_what_is_no_object_is_an_unknown_item(data: Any) -> None:
    item = parse_item(data)
    assert isinstance(item, UnknownItem)
    assert item.payload == {"value": data}


def test_unknown_items_keep_everything() -> None:
    data = {"id": "i1", "type": "novel", "response_id": "r", "created_at": 5, "more": [1]}
    item = parse_item(data)
    assert isinstance(item, UnknownItem)
    assert (item.id, item.response_id, item.server_type, item.payload) == ("i1", "r", "novel", data)
    misfit = parse_item({"id": "i2", "type": "function_call", "name": "no call id"})
    assert isinstance(misfit, UnknownItem)
    assert (misfit.id, misfit.server_type) == ("i2", "function_call")


@given(st.sampled_from([*ITEM_MODELS, "novel"]), objects_with(FIELDS))
def test_no_object_is_ever_an_error(kind: str, payload: dict[str, Any]) -> None:
    for data in ({**payload, "type": kind}, {"id": "i", "type": kind, "data": payload}, payload):
        assert isinstance(parse_item(data), ItemBase)


@given(JSON)
def test_no_json_is_ever_an_error(value: Any) -> None:
    assert isinstance(parse_item(value), ItemBase)
