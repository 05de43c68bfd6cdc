"""An OpenAI-compatible model over HTTP whose answers are scripted by the tests.

Run as ``python -m tests.real_server.scripted_model --port N``. The model is ``POST /v1/responses`` and
``GET /v1/models``; tests talk to ``/script``, ``/script/reset``, ``/gates/NAME`` and ``/requests``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.real_server.replies import GateState, Queue, Reply
from tests.real_server.response_events import Break, ResponseStream

_UNSCRIPTED = Reply(text="Understood.")


class ConnectionDroppedError(Exception):
    """Raised inside a stream to cut its connection without ending the response."""


class ScriptedModel:
    """The queues of replies, the gates, and a log of the requests that came in."""

    def __init__(self) -> None:
        self._queues: dict[tuple[str, str], deque[Reply]] = {}
        self._given: dict[tuple[str, str], Reply] = {}
        self._gates: dict[str, asyncio.Event] = {}
        self._waiting: set[str] = set()
        self._requests: list[dict[str, Any]] = []

    def application(self) -> Starlette:
        """The ASGI application with the model's and the tests' routes."""
        return Starlette(
            routes=[
                Route("/v1/models", self._models, methods=["GET"]),
                Route("/v1/responses", self._responses, methods=["POST"]),
                Route("/script", self._script, methods=["POST"]),
                Route("/script/reset", self._reset, methods=["POST"]),
                Route("/gates/{name}", self._gate, methods=["GET"]),
                Route("/gates/{name}/release", self._release, methods=["POST"]),
                Route("/requests", self._log, methods=["GET"]),
            ]
        )

    async def _models(self, request: Request) -> Response:
        return JSONResponse({"object": "list", "data": []})

    async def _script(self, request: Request) -> Response:
        queue = Queue.model_validate_json(await request.body())
        self._queues[queue.model, queue.match] = deque(queue.replies)
        self._given.pop((queue.model, queue.match), None)
        return JSONResponse({"queued": len(queue.replies)})

    async def _reset(self, request: Request) -> Response:
        self._queues.clear()
        self._given.clear()
        self._requests.clear()
        for event in self._gates.values():
            event.set()
        self._gates.clear()
        return JSONResponse({})

    async def _gate(self, request: Request) -> Response:
        return self._gate_answer(request.path_params["name"])

    async def _release(self, request: Request) -> Response:
        name = request.path_params["name"]
        self._gates.setdefault(name, asyncio.Event()).set()
        return self._gate_answer(name)

    def _gate_answer(self, name: str) -> Response:
        event = self._gates.get(name)
        if event is not None and event.is_set():
            return JSONResponse(GateState(name=name, state="released").model_dump())
        state = GateState(name=name, state="waiting" if name in self._waiting else "unknown")
        return JSONResponse(state.model_dump())

    async def _log(self, request: Request) -> Response:
        return JSONResponse(self._requests)

    async def _responses(self, request: Request) -> Response:
        body: dict[str, Any] = json.loads(await request.body())
        self._requests.append(body)
        model = str(body.get("model", ""))
        reply = self._reply_for(model, user_texts(body.get("input")))
        if reply.status_code is not None:
            error = {"error": {"message": reply.error, "type": "scripted_error", "code": "scripted"}}
            return JSONResponse(error, status_code=reply.status_code)
        return StreamingResponse(self._stream(model, reply), media_type="text/event-stream")

    def _reply_for(self, model: str, texts: list[str]) -> Reply:
        """Choose by the newest user message that matches a queue with replies left.

        Who asks again for the newest message (its answer was lost on the way) gets the last reply again, at once.
        """
        for text in reversed(texts):
            for (name, match), queue in self._queues.items():
                if name != model or not match or match not in text:
                    continue
                if queue:
                    self._given[name, match] = queue.popleft()
                    return self._given[name, match]
                if text is texts[-1] and (name, match) in self._given:
                    return self._given[name, match].model_copy(update={"gate": None})
        rest = self._queues.get((model, ""))
        return rest.popleft() if rest else _UNSCRIPTED

    async def _stream(self, model: str, reply: Reply) -> AsyncIterator[bytes]:
        stream = ResponseStream(model)
        for frame in stream.frames(reply):
            if isinstance(frame, Break):
                await self._pass_gate(reply.gate)
                if reply.drop:
                    raise ConnectionDroppedError
                if reply.fail:
                    yield stream.failed(reply.error).data
                    return
                continue
            yield frame.data
            if frame.paced and reply.delay:
                await asyncio.sleep(reply.delay)

    async def _pass_gate(self, name: str | None) -> None:
        if name is None:
            return
        event = self._gates.setdefault(name, asyncio.Event())
        self._waiting.add(name)
        try:
            await event.wait()
        finally:
            self._waiting.discard(name)


def user_texts(model_input: Any) -> list[str]:
    """Return the texts of the user messages of a request's ``input``, oldest first."""
    if isinstance(model_input, str):
        return [model_input]
    texts = []
    for item in model_input if isinstance(model_input, list) else []:
        if not isinstance(item, dict) or item.get("role") != "user":
            continue
        content = item.get("content")
        blocks = content if isinstance(content, list) else [{"text": content}]
        texts.append(" ".join(str(block.get("text", "")) for block in blocks if isinstance(block, dict)))
    return texts


def main() -> None:
    """Serve the scripted model on loopback until the process is told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    uvicorn.run(ScriptedModel().application(), host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main()
