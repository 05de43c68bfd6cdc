"""Filling in a form: every rule is checked here, the message stands at its field, and nothing typed is lost."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.widgets.approval.checking import WrongValueError, typed_value
from omnigent_tui.widgets.approval.fields import Field, FieldKind, fields_of_questions, fields_of_schema
from omnigent_tui.widgets.approval.filling import Filling


def _filling(*required: str, **properties: Any) -> Filling:
    return Filling(fields_of_schema({"properties": properties, "required": list(required)}))


@pytest.mark.parametrize(
    ("described", "text", "value"),
    [
        ({"type": "integer"}, " 12 ", 12),
        ({"type": "integer", "minimum": 1, "maximum": 3}, "3", 3),
        ({"type": "number"}, "1.5", 1.5),
        ({"type": "number", "exclusiveMaximum": 2}, "1", 1),
        ({"type": "string", "minLength": 2, "maxLength": 2}, "ab", "ab"),
        ({"type": "string", "format": "email"}, "a@b.c", "a@b.c"),
        ({"type": "string", "format": "uri"}, "https://b.c/d", "https://b.c/d"),
        ({"type": "string", "format": "date"}, "2026-02-28", "2026-02-28"),
        ({"type": "string", "format": "date-time"}, "2026-02-28T10:00:00Z", "2026-02-28T10:00:00Z"),
        ({"type": "string", "format": "strange"}, "kept", "kept"),
        ({"type": "object"}, '{"a": ["\u200b"]}', {"a": ["\u200b"]}),
    ],
)
def test_what_fits_is_taken(described: dict[str, Any], text: str, value: object) -> None:
    filling = _filling("a", a=described)
    filling.type(text)
    assert filling.go_on()
    assert filling.content() == {"a": value}


@pytest.mark.parametrize(
    ("described", "text", "word"),
    [
        ({"type": "integer"}, "1.5", "whole number"),
        ({"type": "integer"}, "", "filled in"),
        ({"type": "integer", "minimum": 1}, "0", "at least 1"),
        ({"type": "integer", "maximum": 3}, "4", "at most 3"),
        ({"type": "number"}, "nan", "cannot be sent|no number"),
        ({"type": "number"}, "x", "no number"),
        ({"type": "number", "exclusiveMinimum": 0}, "0", "more than 0"),
        ({"type": "string", "minLength": 3}, "ab", "at least 3"),
        ({"type": "string", "maxLength": 1}, "ab", "at most 1"),
        ({"type": "string", "format": "email"}, "nobody", "e-mail"),
        ({"type": "string", "format": "uri"}, "no where", "address"),
        ({"type": "string", "format": "date"}, "2026-02-30", "date"),
        ({"type": "string", "format": "date-time"}, "2026-02-28", "point in time"),
        ({"type": "object"}, "{", "JSON"),
    ],
)
def test_what_does_not_fit_says_so_at_the_field_and_is_kept(described: dict[str, Any], text: str, word: str) -> None:
    filling = _filling("a", a=described)
    filling.type(text)
    assert not filling.go_on()
    assert any(part in filling.problems[0] for part in word.split("|")), filling.problems[0]
    assert filling.texts == [text]
    with pytest.raises(WrongValueError):
        filling.content()


def test_defaults_are_filled_in() -> None:
    filling = _filling(
        a={"type": "integer", "default": 5},
        b={"type": "boolean", "default": True},
        c={"type": "array", "items": {"enum": ["x", "y"]}, "default": ["y"]},
        d={"enum": [1, True], "default": True},
    )
    assert filling.content() == {"a": 5, "b": True, "c": ["y"], "d": True}


def test_what_may_be_left_out_is_left_out() -> None:
    filling = _filling(
        a={"type": "string"}, b={"enum": ["x"]}, c={"type": "array", "items": {"enum": ["x"]}, "minItems": 1}
    )
    assert filling.content() == {}


def test_several_options_and_their_number() -> None:
    described = {"type": "array", "items": {"enum": ["x", "y", "z"]}, "minItems": 2, "maxItems": 2}
    filling = _filling("a", a=described)
    filling.pick(2)
    assert not filling.go_on()
    assert "at least 2" in filling.problems[0]
    filling.pick(0)
    assert filling.content() == {"a": ["x", "z"]}
    filling.pick(1)
    assert not filling.go_on()
    filling.pick(1)
    assert filling.go_on()


def test_another_answer_than_those_offered() -> None:
    options = [{"label": "A"}, {"label": "B"}]
    questions = [
        {"question": "one", "options": options, "isOther": True},
        {"question": "many", "options": options, "multiSelect": True, "isOther": True},
    ]
    filling = Filling(fields_of_questions(questions))
    filling.pick(2)
    assert filling.is_typing
    assert not filling.go_on()
    filling.type("own")
    assert filling.go_on()
    filling.pick(0)
    filling.pick(2)
    filling.type("more")
    assert filling.go_on()
    assert filling.field is None
    assert filling.content() == {"one": "own", "many": ["A", "more"]}


def test_going_back_loses_nothing() -> None:
    filling = _filling("a", "b", a={"type": "string"}, b={"type": "integer"})
    filling.type("first")
    filling.go_on()
    filling.type("not a number")
    filling.go_back()
    assert filling.texts == ["first", "not a number"]


@given(st.text(), st.sampled_from([FieldKind.TEXT, FieldKind.INTEGER, FieldKind.NUMBER, FieldKind.JSON]))
def test_any_text_is_a_value_or_wrong(text: str, kind: FieldKind) -> None:
    for form in ("email", "uri", "date", "date-time"):
        with contextlib.suppress(WrongValueError):
            typed_value(Field("a", kind, "A", limits={"format": form}), text)
