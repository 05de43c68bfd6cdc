"""Streamed tool items and a turn under way, for the tests of what the stream brings."""

from tests.state.makers import (
    Teller,
    began,
    delta,
    event,
    status,
)


def running(*texts: str) -> Teller:
    """A turn under way, with some text streamed."""
    teller = Teller()
    teller.open()
    teller.hear(status("running"), began(), *(delta(text) for text in texts))
    return teller


def shell(kind: str, item_id: str, **fields: object) -> object:
    return {"type": kind, "id": item_id, "call_id": "call_1", **fields}


def starts(item_id: str = "fc_1", call_id: str = "call_1", response_id: str = "resp_1") -> object:
    item = shell("function_call", item_id, name="Bash", arguments="{}", status="in_progress", agent=response_id)
    return event("response.output_item.done", item={**item, "call_id": call_id})  # type: ignore[dict-item]


def ends(item_id: str = "fc_2", call_id: str = "call_1") -> object:
    item = shell("function_call", item_id, name="Bash", arguments="{}", status="completed", agent="smoke")
    return event("response.output_item.done", item={**item, "call_id": call_id})  # type: ignore[dict-item]


def gives(said: str, call_id: str = "call_1", response_id: str = "resp_1") -> object:
    item = shell("function_call_output", "fco_3", output=said, response_id=response_id)
    return event("response.output_item.done", item={**item, "call_id": call_id})  # type: ignore[dict-item]
