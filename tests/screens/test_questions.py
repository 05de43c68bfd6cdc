"""How questions of every kind the server asks can be answered."""

from typing import Any

import pytest

from omnigent_tui.protocol.elicitations import ElicitationParams
from omnigent_tui.widgets.approval.questions import Kind, Question, question_of


def _question(**params: Any) -> Question:
    return question_of(ElicitationParams.model_validate(params))


def _field(**described: Any) -> Question:
    return _question(requestedSchema={"type": "object", "properties": {"answer": described}})


@pytest.mark.parametrize("schema", [None, {}, {"type": "object", "properties": {}}])
def test_without_a_form_it_is_yes_or_no(schema: Any) -> None:
    assert _question(requestedSchema=schema, mode="url", url="/approve/s/e").kind is Kind.YES_OR_NO


def test_an_address_elsewhere_has_to_be_visited() -> None:
    question = _question(mode="url", url="https://example.com/consent")
    assert (question.kind, question.link) == (Kind.LINK, "https://example.com/consent")


def test_an_enum_offers_its_values_exactly() -> None:
    question = _field(type="integer", enum=[1, 2], enumNames=["one", "two"])
    assert [(choice.label, choice.content) for choice in question.choices] == [
        ("one", {"answer": 1}),
        ("two", {"answer": 2}),
    ]


def test_named_constants_and_booleans_are_choices() -> None:
    named = _field(oneOf=[{"const": "a", "title": "First"}, {"const": "b"}])
    assert [choice.label for choice in named.choices] == ["First", "b"]
    assert [choice.content for choice in _field(type="boolean").choices] == [{"answer": True}, {"answer": False}]


def test_a_string_is_typed() -> None:
    assert _field(type="string", title="Branch").kind is Kind.TEXT


def test_a_single_question_of_a_coding_agent_is_answered_by_its_own_words() -> None:
    options = [{"label": "Memory", "description": "fast"}, {"label": "Disk"}]
    asked = {"questions": [{"question": "Which?", "options": options, "multiSelect": False}]}
    question = _question(ask_user_question=asked)
    assert [choice.label for choice in question.choices] == ["Memory (fast)", "Disk"]
    assert question.choices[1].content == {"Which?": "Disk"}


@pytest.mark.parametrize(
    "params",
    [
        {"requestedSchema": {"properties": {"a": {}, "b": {}}}},
        {"requestedSchema": {"properties": {"a": {"type": "integer"}}}},
        {"requestedSchema": {"properties": {"a": "odd"}}},
        {"requestedSchema": {"properties": {"a": {"enum": list(range(10))}}}},
        {"ask_user_question": {"questions": []}},
        {"ask_user_question": {"questions": [{"question": "?", "options": "odd"}]}},
        {"ask_user_question": {"questions": [{"question": "?", "options": [{"label": 1}]}]}},
        {"ask_user_question": {"questions": [{"question": "?", "options": [], "multiSelect": True}]}},
    ],
)
def test_what_cannot_be_answered_here_says_why(params: dict[str, Any]) -> None:
    question = _question(**params)
    assert question.kind is Kind.UNSUPPORTED
    assert question.why_not
