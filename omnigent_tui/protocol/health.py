"""Liveness of sessions, as `GET /health` tells it."""

from typing import Any

from pydantic import ValidationError

from omnigent_tui.protocol.base import ServerModel


class Liveness(ServerModel):
    """Whether a session's runner and host are connected; None is unknown.

    A server says `runner_online: true` of sessions without any runner and of ids it does not know: on its own it
    does not mean that a message can be sent.
    """

    runner_online: bool | None = None
    host_online: bool | None = None
    host_version: str | None = None


class Health(ServerModel):
    """`GET /health` without sessions."""

    status: str = ""


def parse_liveness(data: Any) -> dict[str, Liveness]:
    """Return liveness by session id from a decoded `/health` answer, in every shape it has.

    `sessions` is an object keyed by id or a list of objects with `id`; `session` is one such object or such a list.
    """
    answer = data if isinstance(data, dict) else {}
    found: dict[str, Liveness] = {}
    for part in (answer.get("session"), answer.get("sessions")):
        rows = part.items() if isinstance(part, dict) and "id" not in part else _by_id(part)
        for session_id, row in rows:
            try:
                found[session_id] = Liveness.model_validate(row)
            except ValidationError:
                continue
    return found


def _by_id(part: Any) -> list[tuple[str, Any]]:
    rows = part if isinstance(part, list) else [part]
    return [(row["id"], row) for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)]
