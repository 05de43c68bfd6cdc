"""Checks the content of an answer against what the question asks for: the server checks nothing."""

from collections.abc import Mapping

from omnigent_tui.widgets.approval.checking import WrongValueError, check_count, typed_value
from omnigent_tui.widgets.approval.fields import Field, FieldKind, shown_value
from omnigent_tui.widgets.approval.questions import Kind, Question


class UnfitAnswerError(ValueError):
    """The answer does not fit the question; the message says where."""


def check_content(
    question: Question, content: Mapping[str, object] | None, meta: Mapping[str, object] | None = None
) -> None:
    """Check an acceptance.

    Raises:
        UnfitAnswerError: something that is needed is missing, is not asked for, or does not fit.
    """
    given = content or {}
    if meta and not any(dict(scope.meta) == dict(meta) for scope in question.scopes):
        raise UnfitAnswerError("no wider approval with that --meta is offered ('wider' of 'approvals --json')")
    if question.kind is Kind.YES_OR_NO:
        if given and not any(dict(scope.content) == dict(given) for scope in question.scopes):
            raise UnfitAnswerError("no wider approval with that --content is offered ('wider' of 'approvals --json')")
    elif question.kind is Kind.FORM:
        _check_form(question, given)


def _check_form(question: Question, given: Mapping[str, object]) -> None:
    names = [field.name for field in question.fields]
    if unknown := [name for name in given if name not in names]:
        raise UnfitAnswerError(f"{', '.join(unknown)}: not asked for; the fields are {', '.join(names)}")
    for field in question.fields:
        if field.name in given:
            _check_value(field, given[field.name])
        elif field.is_required:
            raise UnfitAnswerError(f"{field.name} is missing: give it with --content")


def _check_value(field: Field, value: object) -> None:
    offered = [option.value for option in field.options]
    words = ", ".join(map(shown_value, offered))
    if field.kind is FieldKind.SOME_OF:
        if not isinstance(value, list) or any(not _is_in(one, offered) for one in value):
            raise UnfitAnswerError(f"{field.name} takes a list of: {words}")
    elif field.kind is FieldKind.ONE_OF:
        if not _is_in(value, offered) and not (field.takes_other and isinstance(value, str)):
            raise UnfitAnswerError(f"{field.name} takes one of: {words}")
    elif not _has_type(field, value):
        raise UnfitAnswerError(f"{field.name} takes {field.rules or 'a text'}")
    try:
        if field.kind is FieldKind.SOME_OF and isinstance(value, list):
            check_count(field, value)
        elif field.is_typed and field.kind is not FieldKind.JSON:
            typed_value(field, shown_value(value))
    except WrongValueError as error:
        raise UnfitAnswerError(f"{field.name}: {error}") from None


def _is_in(value: object, offered: list[object]) -> bool:
    # True equals 1 in Python, and the server means different things by them.
    return any(type(value) is type(other) and value == other for other in offered)


def _has_type(field: Field, value: object) -> bool:
    match field.kind:
        case FieldKind.TEXT:
            return isinstance(value, str)
        case FieldKind.INTEGER:
            return isinstance(value, int) and not isinstance(value, bool)
        case FieldKind.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
    return True
