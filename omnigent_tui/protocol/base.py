"""The tolerant base of every model: unknown fields, nulls and odd values never raise where a default exists."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, WrapValidator, field_validator, model_validator
from pydantic_core import PydanticUndefined

T = TypeVar("T")


def _keep_valid(value: Any, handler: Callable[[Any], Any]) -> Any:
    """Validate a list row by row, so that one odd row does not cost the others."""
    if not isinstance(value, list):
        return ()
    kept = []
    for row in value:
        try:
            kept.extend(handler([row]))
        except ValidationError:
            continue
    return tuple(kept)


Rows = Annotated[tuple[T, ...], WrapValidator(_keep_valid)]
"""A list of the server's whose odd rows are skipped."""


class ServerModel(BaseModel):
    """A frozen model of server JSON. Null means absent; a value of the wrong type falls back to the default.

    What checks a model is built when the first of its kind arrives: a session meets a fifth of the kinds there are, and
    all together take 1 MB and a tenth of the start. Validate in one thread only, the event loop's.
    """

    model_config = ConfigDict(
        frozen=True, extra="ignore", coerce_numbers_to_str=True, protected_namespaces=(), defer_build=True
    )

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return {key: value for key, value in data.items() if value is not None}
        return data

    @field_validator("*", mode="wrap")
    @classmethod
    def _odd_value_is_default(cls, value: Any, handler: Callable[[Any], Any], info: Any) -> Any:
        try:
            return handler(value)
        except ValidationError:
            default = cls.model_fields[info.field_name].get_default(call_default_factory=True)
            if default is PydanticUndefined:
                raise
            return default
