"""Field types that AgentsMesh's models share, and reading a value that has several names."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, TypeAdapter, ValidationError

from omnigent_tui.protocol.cleaning import clean_line

LARGEST_ID = 2**63 - 1


@cache
def _moment() -> TypeAdapter[AwareDatetime]:
    return TypeAdapter(AwareDatetime)


def _unix_seconds(value: Any) -> float | None:
    """Return RFC 3339 text as Unix seconds. Go writes a time that was never set as year 1: that is None too."""
    if not isinstance(value, str) or len(value) > 64:
        return None
    try:
        seconds = _moment().validate_python(value).timestamp()
    except (ValidationError, ValueError, OverflowError):
        return None
    return seconds if seconds > 0 else None


Moment = Annotated[float | None, BeforeValidator(_unix_seconds)]
"""A point in time in Unix seconds, sent as RFC 3339 with fractions and any offset."""
Line = Annotated[str, AfterValidator(lambda text: clean_line(text, 200))]
"""A text that is shown on one line."""
Count = Annotated[int, Field(ge=0, le=LARGEST_ID)]


def first_of(data: dict[str, Any], *paths: str) -> Any:
    """Return the first of the dotted `paths` under which something stands; null is nothing."""
    return next(_values(data, paths), None)


def text_of(data: dict[str, Any], *paths: str) -> str | None:
    """Return the first of the dotted `paths` under which a text stands, or a number; blank text is nothing."""
    for value in _values(data, paths):
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            text = str(value)
            if clean_line(text):
                return text
    return None


def _values(data: dict[str, Any], paths: tuple[str, ...]) -> Iterator[Any]:
    for path in paths:
        value: Any = data
        for key in path.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None:
            yield value
