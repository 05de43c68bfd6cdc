"""How questions of every kind the server asks can be answered, and what the server is told then."""

import json
from typing import Any

import pytest

from omnigent_tui.protocol.decoding import clean_tree, decode_json
from omnigent_tui.protocol.elicitations import ElicitationParams, parse_elicitation
from omnigent_tui.protocol.revealed import as_sent
from omnigent_tui.widgets.approval.fields import Field, FieldKind
from omnigent_tui.widgets.approval.questions import Kind, Question, question_of
from omnigent_tui.widgets.approval.scopes import sounds_standing


def _question(**params: Any) -> Question:
    return question_of(ElicitationParams.model_validate(params))


def _field(**described: Any) -> Field:
    question = _question(requestedSchema={"type": "object", "properties": {"answer": described}})
    assert question.kind is Kind.FORM
    return question.fields[0]


@pytest.mark.parametrize("schema", [None, {}, {"type": "object", "properties": {}}])
def test_without_a_form_it_is_yes_or_no(schema: Any) -> None:
    assert _question(requestedSchema=schema, mode="url", url="/approve/s/e").kind is Kind.YES_OR_NO


def test_an_address_elsewhere_has_to_be_visited() -> None:
    question = _question(mode="url", url="https://example.com/consent")
    assert (question.kind, question.link) == (Kind.LINK, "https://example.com/consent")


def test_an_enum_offers_its_values_exactly() -> None:
    field = _field(type="integer", enum=[1, 2], enumNames=["one", "two"], default=2)
    assert [(option.label, option.value) for option in field.options] == [("one", 1), ("two", 2)]
    assert field.default == 2


def test_named_constants_and_booleans_are_choices() -> None:
    named = _field(oneOf=[{"const": "a", "title": "First"}, {"const": "b"}])
    assert [option.label for option in named.options] == ["First", "b"]
    assert [option.value for option in _field(type="boolean").options] == [True, False]


@pytest.mark.parametrize("items", [{"enum": ["x", "y"]}, {"anyOf": [{"const": "x"}, {"const": "y"}]}])
def test_an_array_of_an_enum_takes_several(items: Any) -> None:
    field = _field(type="array", items=items, minItems=1)
    assert field.kind is FieldKind.SOME_OF
    assert [option.value for option in field.options] == ["x", "y"]
    assert field.rules == "at least 1 of them"


@pytest.mark.parametrize(
    ("described", "kind"),
    [
        ({"type": "string"}, FieldKind.TEXT),
        ({"type": "integer"}, FieldKind.INTEGER),
        ({"type": "number"}, FieldKind.NUMBER),
        ({"type": "object"}, FieldKind.JSON),
        ({"type": "array", "items": {"type": "string"}}, FieldKind.JSON),
        ({}, FieldKind.JSON),
    ],
)
def test_everything_else_is_typed(described: dict[str, Any], kind: FieldKind) -> None:
    assert _field(**described).kind is kind


def test_an_odd_field_does_not_cost_the_others() -> None:
    schema = {
        "properties": {"a": "odd", "b": {"type": "string", "title": "B", "description": "why"}},
        "required": ["b"],
    }
    odd, good = _question(requestedSchema=schema).fields
    assert (odd.kind, odd.is_required) == (FieldKind.JSON, False)
    assert (good.title, good.about, good.is_required) == ("B", "why", True)


def test_questions_of_a_coding_agent_are_answered_by_their_own_words() -> None:
    options = [{"label": "Memory", "description": "fast"}, {"label": "Disk"}]
    asked = {
        "questions": [
            {"question": "Which?", "options": options},
            {"question": "Also?", "multiSelect": True, "options": options},
        ]
    }
    for params in ({"ask_user_question": asked}, {"content_preview": f"AskUserQuestion({json.dumps(asked)})"}):
        one, many = _question(**params).fields
        assert [option.label for option in one.options] == ["Memory", "Disk"]
        assert one.options[0].about == "fast"
        assert (one.name, one.options[1].value, many.kind) == ("Which?", "Disk", FieldKind.SOME_OF)


def test_two_alike_questions_are_told_apart_by_id() -> None:
    asked = {"questions": [{"id": "a", "question": "?", "isSecret": True}, {"id": "b", "question": "?"}]}
    assert [(field.name, field.is_secret) for field in _question(ask_user_question=asked).fields] == [
        ("a", True),
        ("b", False),
    ]


@pytest.mark.parametrize(
    "questions", [[], "odd", [{"question": "?", "options": "odd"}], [{"question": "?", "options": [{"label": 1}]}]]
)
def test_questions_that_cannot_be_read_say_so(questions: Any) -> None:
    question = _question(ask_user_question={"questions": questions})
    assert question.kind is Kind.UNSUPPORTED
    assert question.why_not


def test_every_wider_approval_is_offered_with_its_scope_in_words() -> None:
    question = _question(
        policy_name="claude_native_permission",
        allow_all_edits=True,
        allow_auto_mode=True,
        remember_scope={"tool": "Edit", "host": "laptop"},
    )
    assert question.takes_reason
    assert [(scope.words, scope.content) for scope in question.scopes] == [
        ("Accept, and don't ask again for the tool Edit on laptop", {"remember": True}),
        ("Accept, and allow every file edit for the rest of this session", {"allow_all_edits": True}),
        ("Accept, and change to auto mode: the agent then decides by itself what it may do", {"allow_auto_mode": True}),
    ]


def test_a_plan_can_be_accepted_in_auto_mode_once() -> None:
    question = _question(exit_plan_mode={"plan": "# Plan"}, allow_all_edits=True)
    assert [scope.content for scope in question.scopes] == [{"allow_all_edits": True}]
    assert question.takes_reason


@pytest.mark.parametrize("persist", ["session", ["session", "always"]])
def test_persisting_is_offered_only_as_far_as_it_is_advertised(persist: Any) -> None:
    question = _question(_meta={"codex_approval_kind": "mcp_tool_call", "persist": persist})
    offered = [persist] if isinstance(persist, str) else persist
    assert [scope.meta for scope in question.scopes] == [{"persist": value} for value in offered]
    assert question.scopes[0].words == "Accept, and allow the same for the rest of this session"


def test_a_pattern_can_be_allowed_for_the_session_or_always() -> None:
    question = _question(phase="agy_permission", always_allow_pattern="npm *")
    assert [scope.meta["persist"] for scope in question.scopes] == ["session", "always"]
    assert "npm *" in question.scopes[1].words


def test_a_codex_amendment_goes_back_as_it_came() -> None:
    raw = ["npm", "te\u200bst"]
    params = clean_tree({"execpolicy_amendment": raw}, revealing=True)
    scope = _question(**params).scopes[0]
    assert scope.content == {"execpolicy_amendment": raw}
    assert "te\u27e8U+200B\u27e9st" in scope.words


def test_values_with_invisible_characters_are_shown_and_go_back_unchanged() -> None:
    name, value = "na\u200bme", "pro\u202ed"
    schema = {"properties": {name: {"enum": [value, "b"]}}, "required": [name]}
    event = {"type": "response.elicitation_request", "elicitation_id": "e", "params": {"requestedSchema": schema}}
    request = parse_elicitation(decode_json(json.dumps(event)))
    assert request is not None
    field = question_of(request.params).fields[0]
    assert field.title == "na\u27e8U+200B\u27e9me"
    assert field.options[0].label == "pro\u27e8U+202E\u27e9d"
    assert (field.name, field.options[0].value, field.is_required) == (name, value, True)


def test_revealed_json_is_the_same_json_again() -> None:
    sent = {"a\u200b": ["\u202e", {"b": None}], "n": 1.5}
    assert as_sent(clean_tree(sent, revealing=True)) == sent


@pytest.mark.parametrize("words", ["Allow always", "allow_always", "Allow for session", "Don't ask again"])
def test_choices_that_reach_further_are_known_by_their_words(words: str) -> None:
    assert sounds_standing(words)
    assert not sounds_standing("Allow once")
    assert not sounds_standing("staging")
