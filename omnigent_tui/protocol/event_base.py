"""What events share: the base model, error details, responses and background tasks."""

from typing import Any

from omnigent_tui.protocol.base import ServerModel


class ServerEvent(ServerModel):
    """An event of `GET /v1/sessions/{id}/stream`. `type` is the server's name for it."""

    type: str


class ErrorDetail(ServerModel):
    """What went wrong, as the server words it; every field but `code` and `message` is optional advice."""

    code: str = "error"
    message: str = ""
    title: str | None = None
    cause: str | None = None
    remediation: str | None = None
    undelivered: bool | None = None
    detail: Any = None


class Usage(ServerModel):
    """Token counts of a response; `context_tokens` is what the context now holds."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    total_tokens: int | None = None
    context_tokens: int | None = None
    cost_usd: float | None = None


class IncompleteDetails(ServerModel):
    """Why a response stopped early."""

    reason: str | None = None


class Response(ServerModel):
    """A model response. `model` is the agent's name on in-process agents, not the LLM's (wire-format §4.5)."""

    id: str = ""
    status: str | None = None
    model: str | None = None
    created_at: float | None = None
    usage: Usage | None = None
    error: ErrorDetail | None = None
    incomplete_details: IncompleteDetails | None = None


class BackgroundTask(ServerModel):
    """Work that goes on after a turn ended."""

    id: str | None = None
    type: str | None = None
    status: str | None = None
    description: str | None = None
    command: str | None = None


class UnknownEvent(ServerEvent):
    """An event this client has no model for, or one that does not fit its model; `problem` says which."""

    payload: Any = None
    problem: str = ""
