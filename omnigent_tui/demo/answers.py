"""The answers of the demo server that are not data: its five error envelopes, and reading of query parameters."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from omnigent_tui.demo.json_types import JsonObject

_CODES = {
    400: "invalid_input",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    410: "gone",
    502: "host_error",
    503: "runner_unavailable",
    504: "timeout",
}


class Problem(Exception):
    """Ends a request with an error answer."""

    def __init__(self, status: int, body: JsonObject, headers: dict[str, str] | None = None) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body
        self.headers = headers

    def answer(self, *, flat: bool) -> Response:
        """The response; `flat` gives the `{"code","message"}` body of the published API documents."""
        body = self.body
        if flat and "error" in body:
            body = body["error"]
        elif flat and isinstance(body.get("detail"), str):
            body = {"code": _CODES.get(self.status, "error"), "message": body["detail"]}
        return JSONResponse(body, self.status, headers=self.headers)


def problem(status: int, code: str, message: str) -> Problem:
    """The envelope of most `/v1` domain errors."""
    return Problem(status, {"error": {"code": code, "message": message}})


def detail(status: int, text: str) -> Problem:
    """The envelope of host routes, switch-agent and unsupported media types."""
    return Problem(status, {"detail": text})


def invalid(location: list[str | int], message: str, kind: str, value: object) -> Problem:
    """A 422 with one validation error."""
    return Problem(422, {"detail": [{"type": kind, "loc": location, "msg": message, "input": value}]})


def not_found(message: str = "Not found.") -> Problem:
    """A 404; the default message is the one malformed ids get."""
    return problem(404, "not_found", message)


def stale_cursor(cursor: str) -> Problem:
    """A 400 for a well-formed cursor whose row is gone."""
    text = f"pagination cursor '{cursor}' no longer exists; restart the enumeration without it"
    return problem(400, "stale_cursor", text)


def query_int(request: Request, name: str, default: int, low: int = 1, high: int = 1000) -> int:
    """An integer query parameter within bounds, or a 422."""
    raw = request.query_params.get(name)
    if raw is None:
        return default
    try:
        value = int(raw)
    except ValueError:
        text = "Input should be a valid integer, unable to parse string as an integer"
        raise invalid(["query", name], text, "int_parsing", raw) from None
    for wrong, kind, words, key, bound in (
        (value < low, "greater_than_equal", "greater than or equal to", "ge", low),
        (value > high, "less_than_equal", "less than or equal to", "le", high),
    ):
        if wrong:
            refusal = invalid(["query", name], f"Input should be {words} {bound}", kind, raw)
            refusal.body["detail"][0]["ctx"] = {key: bound}
            raise refusal
    return value


def query_flag(request: Request, name: str, *, default: bool) -> bool:
    """A boolean query parameter, or a 422."""
    raw = request.query_params.get(name)
    if raw is None:
        return default
    if raw.lower() in {"true", "1", "yes", "on", "t", "y"}:
        return True
    if raw.lower() in {"false", "0", "no", "off", "f", "n"}:
        return False
    raise invalid(["query", name], "Input should be a valid boolean", "bool_parsing", raw)


def query_choice(request: Request, name: str, default: str, choices: tuple[str, ...]) -> str:
    """One of the allowed words, or a 422."""
    raw = request.query_params.get(name, default)
    if raw not in choices:
        allowed = " or ".join(f"'{choice}'" for choice in choices)
        raise invalid(["query", name], f"Input should be {allowed}", "literal_error", raw)
    return raw


async def read_json(request: Request) -> Any:
    """The request's JSON body; 422 when it cannot be read."""
    body = await request.body()
    try:
        return json.loads(body)
    except ValueError:
        raise invalid(["body", 0], "JSON decode error", "json_invalid", {}) from None


async def read_object(request: Request) -> JsonObject:
    """The request's JSON body when it must be an object."""
    value = await read_json(request)
    if not isinstance(value, dict):
        raise invalid(["body"], "Input should be a valid dictionary", "model_attributes_type", value)
    return value
