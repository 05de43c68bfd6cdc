"""The server-sent events of one OpenAI ``/v1/responses`` stream, built from a scripted reply."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.real_server.replies import Reply, ToolCall


@dataclass(frozen=True)
class Frame:
    """Bytes to send, and whether they are one piece of paced text."""

    data: bytes
    paced: bool = False


@dataclass(frozen=True)
class Break:
    """The place inside the text where the reply waits, fails or drops."""


class ResponseStream:
    """Numbers the events of one response and remembers its output items for ``response.completed``."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._id = f"resp_{uuid.uuid4().hex[:24]}"
        self._sequence = 0
        self._output: list[dict[str, Any]] = []

    def frames(self, reply: Reply) -> Iterator[Frame | Break]:
        """Yield everything up to and including ``response.completed``, with one `Break` in the text."""
        yield self._event("response.created", response=self._response("in_progress"))
        yield self._event("response.in_progress", response=self._response("in_progress"))
        if reply.reasoning:
            yield from self._reasoning(reply)
        if reply.compaction:
            yield from self._compaction()
        if reply.text:
            yield from self._text(reply)
        else:
            yield Break()
        for call in reply.tool_calls:
            yield from self._tool_call(call)
        yield self._event("response.completed", response=self._response("completed"))

    def failed(self, message: str) -> Frame:
        """The event that ends a response which the model gives up on."""
        error = {"code": "server_error", "message": message}
        return self._event("response.failed", response={**self._response("failed"), "error": error})

    def _text(self, reply: Reply) -> Iterator[Frame | Break]:
        item_id = f"msg_{uuid.uuid4().hex[:24]}"
        place: dict[str, Any] = {"item_id": item_id, "output_index": len(self._output), "content_index": 0}
        item: dict[str, Any] = {
            "id": item_id,
            "type": "message",
            "role": "assistant",
            "status": "in_progress",
            "content": [],
        }
        yield self._added(item)
        empty = {"type": "output_text", "text": "", "annotations": []}
        yield self._event("response.content_part.added", **place, part=empty)
        pieces = reply.pieces()
        stop = reply.pieces_before_break()
        for number, piece in enumerate(pieces):
            if number == stop:
                yield Break()
            yield self._event("response.output_text.delta", paced=True, **place, delta=piece, logprobs=[])
        if stop >= len(pieces):
            yield Break()
        part = {**empty, "text": reply.text}
        yield self._event("response.output_text.done", **place, text=reply.text, logprobs=[])
        yield self._event("response.content_part.done", **place, part=part)
        yield self._done({**item, "status": "completed", "content": [part]})

    def _reasoning(self, reply: Reply) -> Iterator[Frame]:
        item_id = f"rs_{uuid.uuid4().hex[:24]}"
        place: dict[str, Any] = {"item_id": item_id, "output_index": len(self._output), "summary_index": 0}
        part = {"type": "summary_text", "text": reply.reasoning}
        item: dict[str, Any] = {"id": item_id, "type": "reasoning", "summary": []}
        yield self._added(item)
        yield self._event("response.reasoning_summary_part.added", **place, part={**part, "text": ""})
        for start in range(0, len(reply.reasoning), reply.chunk):
            piece = reply.reasoning[start : start + reply.chunk]
            yield self._event("response.reasoning_summary_text.delta", paced=True, **place, delta=piece)
        yield self._event("response.reasoning_summary_text.done", **place, text=reply.reasoning)
        yield self._event("response.reasoning_summary_part.done", **place, part=part)
        yield self._done({**item, "summary": [part]})

    def _tool_call(self, call: ToolCall) -> Iterator[Frame]:
        item_id = f"fc_{uuid.uuid4().hex[:24]}"
        place: dict[str, Any] = {"item_id": item_id, "output_index": len(self._output)}
        arguments = json.dumps(call.arguments)
        item: dict[str, Any] = {
            "id": item_id,
            "type": "function_call",
            "status": "in_progress",
            "call_id": call.call_id,
            "name": call.name,
            "arguments": "",
        }
        yield self._added(item)
        for start in range(0, len(arguments), 16):
            delta = arguments[start : start + 16]
            yield self._event("response.function_call_arguments.delta", **place, delta=delta)
        yield self._event("response.function_call_arguments.done", **place, name=call.name, arguments=arguments)
        yield self._done({**item, "status": "completed", "arguments": arguments})

    def _compaction(self) -> Iterator[Frame]:
        item = {"id": f"cmp_{uuid.uuid4().hex[:24]}", "type": "compaction", "encrypted_content": "abc"}
        yield self._added(item)
        yield self._done(item)

    def _added(self, item: dict[str, Any]) -> Frame:
        return self._event("response.output_item.added", output_index=len(self._output), item=item)

    def _done(self, item: dict[str, Any]) -> Frame:
        frame = self._event("response.output_item.done", output_index=len(self._output), item=item)
        self._output.append(item)
        return frame

    def _event(self, name: str, /, *, paced: bool = False, **fields: Any) -> Frame:
        payload = {"type": name, "sequence_number": self._sequence, **fields}
        self._sequence += 1
        return Frame(f"event: {name}\ndata: {json.dumps(payload)}\n\n".encode(), paced)

    def _response(self, status: str) -> dict[str, Any]:
        usage = {
            "input_tokens": 120,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": 30,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": 150,
        }
        return {
            "id": self._id,
            "object": "response",
            "created_at": 0,
            "status": status,
            "model": self._model,
            "output": list(self._output),
            "parallel_tool_calls": True,
            "tool_choice": "auto",
            "tools": [],
            "error": None,
            "incomplete_details": None,
            "instructions": None,
            "metadata": {},
            "usage": usage if status == "completed" else None,
        }
