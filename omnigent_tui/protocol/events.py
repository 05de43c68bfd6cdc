"""The union of the stream's events and the one function that reads them."""

import inspect
from typing import Any, get_args

from pydantic import ValidationError

from omnigent_tui.protocol import elicitations, response_events, session_events
from omnigent_tui.protocol.cleaning import clean, clean_line
from omnigent_tui.protocol.decoding import DecodeError, decode_json
from omnigent_tui.protocol.event_base import ServerEvent, UnknownEvent

__all__ = ["EVENT_MODELS", "ServerEvent", "UnknownEvent", "parse_event"]


def _models() -> dict[str, type[ServerEvent]]:
    found: dict[str, type[ServerEvent]] = {}
    for module in (session_events, response_events, elicitations):
        for _, model in inspect.getmembers(module, inspect.isclass):
            if issubclass(model, ServerEvent) and model is not ServerEvent:
                for name in get_args(model.model_fields["type"].annotation):
                    found[name] = model
    return found


EVENT_MODELS: dict[str, type[ServerEvent]] = _models()
"""Every event type this client models, by the server's name for it."""


def parse_event(name: str, data: str | bytes) -> ServerEvent:
    """Return the event in one SSE frame: `name` from its `event:` line, `data` its JSON.

    Never raises: what is not JSON, has a type this client does not know, or does not fit, is an UnknownEvent.
    """
    name = name if name in EVENT_MODELS else clean_line(name, 200)
    try:
        payload = decode_json(data)
    except DecodeError as error:
        shown = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        return UnknownEvent(type=name or "undecodable", payload=clean(shown[:2000]), problem=str(error))
    if not isinstance(payload, dict):
        return UnknownEvent(type=name or "message", payload=payload, problem="not a JSON object")
    return parse_payload(name, payload)


def parse_payload(name: str, payload: dict[str, Any]) -> ServerEvent:
    """Return the event in the decoded and cleaned `payload`; its own `type` wins over the frame's `name`."""
    declared = payload.get("type")
    kind = declared if isinstance(declared, str) and declared else name or "message"
    model = EVENT_MODELS.get(kind)
    if model is None:
        return UnknownEvent(type=kind, payload=payload, problem="unknown type")
    try:
        return model.model_validate({**payload, "type": kind})
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, e["loc"])) for e in error.errors(include_url=False)[:4])
        return UnknownEvent(type=kind, payload=payload, problem=f"does not fit: {fields}")
