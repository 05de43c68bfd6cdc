"""`/v1/sessions/{id}/elicitations`: answering what agents, policies and MCP servers ask."""

from collections.abc import Mapping
from typing import Any, Literal

from omnigent_tui.protocol.decoding import clean_tree
from omnigent_tui.protocol.elicitation_state import ElicitationState
from omnigent_tui.wire.addresses import segment
from omnigent_tui.wire.answers import expect
from omnigent_tui.wire.client import OmnigentClient


async def resolve(
    client: OmnigentClient,
    session_id: str,
    elicitation_id: str,
    action: Literal["accept", "decline", "cancel"],
    content: Mapping[str, Any] | None = None,
    meta: Mapping[str, Any] | None = None,
) -> None:
    """Answer an elicitation; `session_id` is the session that owns it (`params.target_session_id` for a child's).

    The server says yes to unknown and long-answered ids too: trust `response.elicitation_resolved` and the snapshot,
    not the absence of an error. Repeating it is safe.
    """
    body: dict[str, Any] = {"action": action}
    if content is not None:
        body["content"] = dict(content)
    if meta is not None:
        body["_meta"] = dict(meta)
    await client.request_json("POST", f"{_elicitation(session_id, elicitation_id)}/resolve", json=body)


async def get_elicitation(client: OmnigentClient, session_id: str, elicitation_id: str) -> ElicitationState:
    """Return whether an elicitation is pending; its texts hide nothing, for a person is asked to approve them."""
    raw = await client.request_json("GET", _elicitation(session_id, elicitation_id), keep_raw=True)
    return expect(ElicitationState, clean_tree(raw, revealing=True))


def _elicitation(session_id: str, elicitation_id: str) -> str:
    return f"/v1/sessions/{segment(session_id)}/elicitations/{segment(elicitation_id)}"
