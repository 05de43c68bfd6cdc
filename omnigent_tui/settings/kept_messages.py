"""Messages held back for the end of a turn, as the state file keeps them: they survive the end of the program."""

from collections.abc import Iterable, Mapping
from typing import Any

from omnigent_tui.values import Value

QUEUES = "queues"
MOST_QUEUES = 100


class KeptMessage(Value):
    """One message. `queued_at` is Unix seconds; `attachments` are whatever describes them, as JSON objects."""

    stable_id: str
    text: str
    queued_at: float
    skill: str | None = None
    model: str | None = None
    attachments: tuple[Mapping[str, Any], ...] = ()


def kept_messages(document: Mapping[str, Any], session_id: str) -> tuple[KeptMessage, ...]:
    """Return a session's messages in sending order; rows that make no sense are left out."""
    queues = document.get(QUEUES)
    rows = queues.get(session_id) if isinstance(queues, dict) else None
    return tuple(filter(None, map(_message, rows if isinstance(rows, list) else ())))


def put_messages(
    document: dict[str, Any], session_id: str, messages: Iterable[KeptMessage], ours: frozenset[str]
) -> None:
    """Replace the messages with ids in `ours` by `messages`; those of other windows stay, and stay first."""
    others = [message for message in kept_messages(document, session_id) if message.stable_id not in ours]
    rows = [_row(message) for message in (*others, *messages)]
    queues = document.get(QUEUES)
    if not isinstance(queues, dict):
        queues = document[QUEUES] = {}
    queues.pop(session_id, None)
    if rows:
        queues[session_id] = rows
    for oldest in list(queues)[: max(0, len(queues) - MOST_QUEUES)]:
        del queues[oldest]


def _row(message: KeptMessage) -> dict[str, Any]:
    row = {
        "id": message.stable_id,
        "text": message.text,
        "at": message.queued_at,
        "skill": message.skill,
        "model": message.model,
        "attachments": [dict(attached) for attached in message.attachments],
    }
    return {key: value for key, value in row.items() if value}


def _message(row: object) -> KeptMessage | None:
    if not isinstance(row, dict):
        return None
    stable_id, text, at = row.get("id"), row.get("text"), row.get("at", 0.0)
    if not isinstance(stable_id, str) or not isinstance(text, str) or not isinstance(at, int | float):
        return None
    skill, model, attachments = row.get("skill"), row.get("model"), row.get("attachments")
    return KeptMessage(
        stable_id=stable_id,
        text=text,
        queued_at=float(at),
        skill=skill if isinstance(skill, str) else None,
        model=model if isinstance(model, str) else None,
        attachments=tuple(one for one in attachments if isinstance(one, dict)) if isinstance(attachments, list) else (),
    )
