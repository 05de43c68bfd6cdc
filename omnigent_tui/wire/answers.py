"""Turns a decoded answer into the model that an endpoint promises, or raises Malformed."""

from typing import Any, TypeVar

from pydantic import ValidationError

from omnigent_tui.protocol.base import ServerModel
from omnigent_tui.wire.errors import Malformed

Model = TypeVar("Model", bound=ServerModel)


def expect(model: type[Model], data: Any) -> Model:
    """Return `data` as a `model`. Raises Malformed when it is no object or lacks what the model needs."""
    if not isinstance(data, dict):
        raise Malformed(f"The server's answer is no {model.__name__}: it is no JSON object.")
    try:
        return model.model_validate(data)
    except ValidationError as error:
        missing = ", ".join(".".join(map(str, problem["loc"])) for problem in error.errors(include_url=False)[:4])
        raise Malformed(f"The server's answer is no {model.__name__}: {missing} does not fit.") from None
