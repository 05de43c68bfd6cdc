"""`POST /v1/sessions/{id}/events`: messages, and the controls of a turn."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from omnigent_tui.protocol.acknowledgements import MessageAck, RetryAck
from omnigent_tui.wire.addresses import segment
from omnigent_tui.wire.answers import expect
from omnigent_tui.wire.client import READ_SECONDS, OmnigentClient

Action = Literal["accept", "decline", "cancel"]
_RELAUNCH_SECONDS = 120.0


async def post_event(
    client: OmnigentClient,
    session_id: str,
    event: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    *,
    timeout: float | None = READ_SECONDS,
    headers: Mapping[str, str] | None = None,
) -> Any:
    """Post one event, or up to 100 in order, and return the decoded acknowledgement(s)."""
    body = dict(event) if isinstance(event, Mapping) else [dict(one) for one in event]
    path = f"/v1/sessions/{segment(session_id)}/events"
    return await client.request_json("POST", path, json=body, timeout=timeout, headers=headers)


async def post_message(
    client: OmnigentClient,
    session_id: str,
    content: str | Sequence[Mapping[str, Any]],
    *,
    stable_id: str | None = None,
    model_override: str | None = None,
    hold_when_host_offline: bool = False,
) -> MessageAck:
    """Post a user message and return how it was taken; `content` is the text or a list of content blocks.

    May take as long as a person takes to approve it: there is no read timeout, and **cancelling this call makes
    the server deny and lose a message that waits for approval**. `stable_id` (32 hex digits) becomes the item's id,
    so that a message whose answer was lost can be looked for. `hold_when_host_offline` asks for RunnerUnavailable
    (`host_offline`) with nothing recorded, where a native agent would otherwise record a failed turn.
    """
    blocks = [{"type": "input_text", "text": content}] if isinstance(content, str) else [dict(b) for b in content]
    data: dict[str, Any] = {"role": "user", "content": blocks}
    if stable_id is not None:
        data["stable_id"] = stable_id
    event: dict[str, Any] = {"type": "message", "data": data}
    if model_override is not None:
        event["model_override"] = model_override
    headers = {"X-Omnigent-Hold-When-Host-Offline": "on"} if hold_when_host_offline else None
    return expect(MessageAck, await post_event(client, session_id, event, timeout=None, headers=headers))


async def post_skill(
    client: OmnigentClient, session_id: str, name: str, arguments: str, *, stable_id: str | None = None
) -> MessageAck:
    """Run a skill of an in-process agent (`slash_command`); like a message it may wait for approval without limit."""
    data = {"kind": "skill", "name": name, "arguments": arguments}
    if stable_id is not None:
        data["stable_id"] = stable_id
    event = {"type": "slash_command", "data": data}
    return expect(MessageAck, await post_event(client, session_id, event, timeout=None))


async def interrupt(client: OmnigentClient, session_id: str) -> None:
    """Cancel the running turn; harmless when there is none."""
    await post_event(client, session_id, {"type": "interrupt", "data": {}})


async def stop_session(client: OmnigentClient, session_id: str) -> None:
    """Stop the session's runner; the next message starts one. Raises RunnerUnavailable when the host is offline."""
    await post_event(client, session_id, {"type": "stop_session", "data": {}})


async def retry_session(client: OmnigentClient, session_id: str) -> RetryAck:
    """Start a dead runner again and let it answer the message that was left unanswered."""
    data = await post_event(client, session_id, {"type": "retry_session", "data": {}}, timeout=_RELAUNCH_SECONDS)
    return expect(RetryAck, data)


async def compact(client: OmnigentClient, session_id: str) -> None:
    """Compact earlier history. Raises Invalid where the session's harness cannot."""
    await post_event(client, session_id, {"type": "compact", "data": {}}, timeout=_RELAUNCH_SECONDS)


async def approve(
    client: OmnigentClient,
    session_id: str,
    elicitation_id: str,
    action: Action,
    content: Mapping[str, Any] | None = None,
) -> None:
    """Answer an elicitation in-band; `elicitations.resolve` is the same thing with checks on `action`."""
    data: dict[str, Any] = {"elicitation_id": elicitation_id, "action": action}
    if content is not None:
        data["content"] = dict(content)
    await post_event(client, session_id, {"type": "approval", "data": data})
