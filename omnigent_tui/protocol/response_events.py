"""The `response.*` events: a turn's text, reasoning, tool calls, elicitations and how it ends."""

from typing import Any, Literal

from omnigent_tui.protocol.event_base import ErrorDetail, Response, ServerEvent


class ResponseCreated(ServerEvent):
    """A response begins; on subscribing also the head of the replay of a text in flight."""

    type: Literal["response.created"]
    response: Response


class ResponseQueued(ServerEvent):
    """A response waits for its turn."""

    type: Literal["response.queued"]
    response: Response


class ResponseInProgress(ServerEvent):
    """A response begins; the usual first event of an in-process turn."""

    type: Literal["response.in_progress"]
    response: Response


class ResponseCompleted(ServerEvent):
    """A response ended well."""

    type: Literal["response.completed"]
    response: Response


class ResponseFailed(ServerEvent):
    """A response ended in an error; the error item itself is stored, not streamed."""

    type: Literal["response.failed"]
    response: Response
    source: str | None = None


class ResponseIncomplete(ServerEvent):
    """A response stopped early, for example at a token limit."""

    type: Literal["response.incomplete"]
    response: Response


class ResponseCancelled(ServerEvent):
    """A response was cancelled by an interrupt or a declined approval."""

    type: Literal["response.cancelled"]
    response: Response


class OutputTextDelta(ServerEvent):
    """More text. `message_id` and `index` are set on native agents' and on denials' text only.

    Where several deltas were joined into one, `index` is the last one's and `first_index` the first one's.
    """

    type: Literal["response.output_text.delta"]
    delta: str
    message_id: str | None = None
    index: int | None = None
    first_index: int | None = None
    final: bool | None = None


class ReasoningStarted(ServerEvent):
    """Reasoning begins."""

    type: Literal["response.reasoning.started"]


class ReasoningTextDelta(ServerEvent):
    """More reasoning."""

    type: Literal["response.reasoning_text.delta"]
    delta: str


class ReasoningSummaryTextDelta(ServerEvent):
    """More of a summary of the reasoning."""

    type: Literal["response.reasoning_summary_text.delta"]
    delta: str


class ToolOutputDelta(ServerEvent):
    """More output of a running tool call."""

    type: Literal["response.function_call_output.delta"]
    call_id: str
    delta: str


class OutputItemDone(ServerEvent):
    """An item is finished: `item` is the flat JSON of it (`parse_item` reads it)."""

    type: Literal["response.output_item.done"]
    item: dict[str, Any]
    message_id: str | None = None


class OutputFileDone(ServerEvent):
    """The agent made a file."""

    type: Literal["response.output_file.done"]
    file_id: str
    filename: str | None = None
    content_type: str | None = None


class ResponseError(ServerEvent):
    """An error inside a response, not necessarily its end."""

    type: Literal["response.error"]
    error: ErrorDetail
    source: str | None = None
    tool_name: str | None = None


class ResponseRetry(ServerEvent):
    """A call is tried again in `delay_seconds`."""

    type: Literal["response.retry"]
    source: str | None = None
    tool_name: str | None = None
    attempt: int = 1
    max_attempts: int | None = None
    delay_seconds: float = 0.0
    error: ErrorDetail | None = None


class PolicyDenied(ServerEvent):
    """A policy refused something; the reason is the policy's."""

    type: Literal["response.policy_denied"]
    reason: str = ""
    phase: str | None = None


class CompactionInProgress(ServerEvent):
    """Earlier history is being compacted since `started_at` (Unix seconds)."""

    type: Literal["response.compaction.in_progress"]
    started_at: float | None = None


class CompactionCompleted(ServerEvent):
    """Earlier history was compacted to `total_tokens`."""

    type: Literal["response.compaction.completed"]
    total_tokens: int | None = None
    summary: str | None = None


class CompactionFailed(ServerEvent):
    """The compaction failed; the history is as it was."""

    type: Literal["response.compaction.failed"]


class ClientTaskCancel(ServerEvent):
    """A tool call that a client was to run is cancelled."""

    type: Literal["response.client_task.cancel"]
    task_id: str
    call_id: str | None = None


class ResponseHeartbeat(ServerEvent):
    """The response is alive (every 15 s)."""

    type: Literal["response.heartbeat"]
    server_time: str | None = None
    last_event_seq: int | None = None
