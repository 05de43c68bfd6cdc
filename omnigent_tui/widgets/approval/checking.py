"""Checks what was typed or chosen against what the question asks for: the server checks nothing."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from omnigent_tui.protocol.decoding import DecodeError, decode_json
from omnigent_tui.widgets.approval.fields import Field, FieldKind

_WHOLE = re.compile(r"[+-]?\d{1,300}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


class WrongValueError(ValueError):
    """The value does not fit; the message says what is wrong, for the person at the field."""


def typed_value(field: Field, text: str) -> object:
    """Return what the typed text stands for.

    Raises:
        WrongValueError: it is not what the field asks for.
    """
    match field.kind:
        case FieldKind.INTEGER:
            if not _WHOLE.fullmatch(text.strip()):
                raise WrongValueError(f"“{text.strip()}” is no whole number.")
            number: int | float = int(text)
            _check_range(number, field.limits)
            return number
        case FieldKind.NUMBER:
            number = _number(text.strip())
            _check_range(number, field.limits)
            return number
        case FieldKind.JSON:
            try:
                return decode_json(text, keep_raw=True)
            except DecodeError:
                raise WrongValueError('This is no JSON; a text is written in quotes: "like this".') from None
        case _:
            _check_length(text, field.limits)
            _check_format(text, str(field.limits.get("format", "")))
            return text


def check_count(field: Field, chosen: Sequence[object]) -> None:
    """Check how many options were chosen.

    Raises:
        WrongValueError: too few or too many.
    """
    least, most = field.limits.get("minItems"), field.limits.get("maxItems")
    if isinstance(least, int) and len(chosen) < least:
        raise WrongValueError(f"Choose at least {least}.")
    if isinstance(most, int) and len(chosen) > most:
        raise WrongValueError(f"Choose at most {most}.")


def _number(text: str) -> int | float:
    if _WHOLE.fullmatch(text):
        return int(text)
    try:
        number = float(text)
    except ValueError:
        raise WrongValueError(f"“{text}” is no number.") from None
    if number != number or number in (float("inf"), float("-inf")):
        raise WrongValueError(f"“{text}” is no number that can be sent.")
    return number


def _check_range(number: int | float, limits: Mapping[str, Any]) -> None:
    rules: tuple[tuple[str, Callable[[float], bool], str], ...] = (
        ("minimum", lambda limit: number >= limit, "at least"),
        ("maximum", lambda limit: number <= limit, "at most"),
        ("exclusiveMinimum", lambda limit: number > limit, "more than"),
        ("exclusiveMaximum", lambda limit: number < limit, "less than"),
    )
    for name, fits, words in rules:
        limit = limits.get(name)
        if isinstance(limit, int | float) and not isinstance(limit, bool) and not fits(limit):
            raise WrongValueError(f"It has to be {words} {limit}.")


def _check_length(text: str, limits: Mapping[str, Any]) -> None:
    least, most = limits.get("minLength"), limits.get("maxLength")
    if isinstance(least, int) and len(text) < least:
        raise WrongValueError(f"It has to have at least {least} characters, not {len(text)}.")
    if isinstance(most, int) and len(text) > most:
        raise WrongValueError(f"It may have at most {most} characters, not {len(text)}.")


def _check_format(text: str, wanted: str) -> None:
    match wanted:
        case "email" if not _EMAIL.fullmatch(text):
            raise WrongValueError("This is no e-mail address: it is written like name@example.com.")
        case "uri" if not _is_uri(text):
            raise WrongValueError("This is no address: it is written like https://example.com/page.")
        case "date" if not _is_moment(text, date.fromisoformat) or len(text) != len("2026-01-31"):
            raise WrongValueError("This is no date: it is written like 2026-01-31.")
        case "date-time" if not _is_moment(text, datetime.fromisoformat) or "T" not in text.upper():
            raise WrongValueError("This is no point in time: it is written like 2026-01-31T12:00:00Z.")


def _is_uri(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.path)) and not any(letter.isspace() for letter in text)


def _is_moment(text: str, read: Callable[[str], object]) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True
