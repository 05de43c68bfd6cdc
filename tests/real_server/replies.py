"""What a test tells the scripted model to answer: replies, tool calls and the queues they wait in."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class ToolCall(BaseModel):
    """One tool call of a reply; `arguments` is sent as JSON text."""

    model_config = ConfigDict(extra="forbid")

    name: str
    arguments: dict[str, Any] = Field(default_factory=dict)
    call_id: str = "call_1"


class Reply(BaseModel):
    """One answer of the model to one request.

    `text` and `reasoning` are cut into pieces of `chunk` characters, one event per piece, `delay`
    seconds apart. With `gate`, the reply stops after `gate_after` characters of text and goes on when
    that gate is released. `status_code` answers with an HTTP error instead of a stream. `fail` makes
    the stream end with ``response.failed``; `drop` cuts the connection; both after half of the text,
    or after `gate_after` characters when a gate is named. `compaction` adds a compaction item.
    """

    model_config = ConfigDict(extra="forbid")

    text: str = ""
    reasoning: str = ""
    tool_calls: list[ToolCall] = Field(default_factory=list)
    chunk: int = Field(default=8, ge=1)
    delay: float = Field(default=0.0, ge=0)
    gate: str | None = None
    gate_after: int = Field(default=0, ge=0)
    status_code: int | None = Field(default=None, ge=400, le=599)
    error: str = "scripted error"
    fail: bool = False
    drop: bool = False
    compaction: bool = False

    def pieces(self) -> list[str]:
        """The text as it is streamed; a gate always falls between two pieces."""
        if self.gate is None:
            return _cut(self.text, self.chunk)
        return _cut(self.text[: self.gate_after], self.chunk) + _cut(self.text[self.gate_after :], self.chunk)

    def pieces_before_break(self) -> int:
        """How many pieces are sent before the gate, the failure or the drop."""
        if self.gate is not None:
            return len(_cut(self.text[: self.gate_after], self.chunk))
        return len(self.pieces()) // 2


class Queue(BaseModel):
    """Replies for the requests of one `model` whose user messages contain `match`.

    The newest user message that contains the text of a queue chooses that queue; an empty `match` takes
    every request of the model. Replies are used up in order. Configuring the same pair again replaces
    what is left.
    """

    model_config = ConfigDict(extra="forbid")

    model: str = "mock-model"
    match: str = ""
    replies: list[Reply]


class GateState(BaseModel):
    """Where a gate stands: not reached yet, a reply waits at it, or it was released."""

    name: str
    state: Literal["unknown", "waiting", "released"]


def _cut(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]
