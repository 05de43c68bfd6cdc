"""Reads the error answers of a server, in every shape it has, into the exceptions of `errors`."""

import re
from typing import Any

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.protocol.decoding import DecodeError, decode_json
from omnigent_tui.values import Value
from omnigent_tui.wire import errors
from omnigent_tui.wire.token import Token

_TAGS = re.compile(
    r"<(?:script|style)\b.*?</(?:script|style)\s*>|<!--.*?-->|<[^<>]{0,2000}>", re.DOTALL | re.IGNORECASE
)
_TITLE = re.compile(r"<title[^>]{0,200}>(.{1,300}?)</title", re.DOTALL | re.IGNORECASE)
_JSON_WEB_TOKEN = re.compile(r"\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){1,2}")
_READ_AT_MOST = 262_144
_RUNNER_CODES = frozenset({"runner_unavailable", "host_offline", "runner_capability_mismatch"})
_STATUS_WORDS = {
    400: "The server does not accept the request.",
    401: "The server wants you to sign in.",
    403: "You may not do this on this server.",
    404: "The server knows no such thing.",
    409: "This clashes with the present state.",
    410: "This no longer exists on this server.",
    412: "Something is not set up for this on the host.",
    413: "The request is too large for the server.",
    415: "The server does not accept this kind of content.",
    422: "The server does not accept the request.",
    429: "The server asks to slow down.",
    499: "The request was cancelled on the way.",
    500: "The server failed.",
    501: "The server cannot do this.",
    502: "The server did not get an answer from the host.",
    503: "The server cannot do this now.",
    504: "The host did not answer in time.",
}
_BY_STATUS: dict[int, type[errors.Rejected]] = {
    400: errors.Invalid,
    401: errors.Unauthorized,
    403: errors.Forbidden,
    404: errors.NotFound,
    409: errors.Conflict,
    410: errors.Gone,
    412: errors.NotConfigured,
    413: errors.Invalid,
    415: errors.Invalid,
    422: errors.Invalid,
    429: errors.RateLimited,
    504: errors.HostTimeout,
}


class Envelope(Value):
    """What an error body says, whatever its shape; empty where it says nothing."""

    code: str = ""
    message: str = ""
    fields: tuple[errors.FieldProblem, ...] = ()
    login_url: str | None = None
    required_scopes: tuple[str, ...] = ()


class Answer(Value):
    """The parts of an error answer: status, header fields by lower-case name, body, and who was asked."""

    status: int
    headers: dict[str, str]
    body: bytes
    server_url: str = ""
    token: Token | None = None


def read_envelope(body: bytes) -> Envelope:
    """Return what the error `body` says: JSON in any known shape, a web page's title, or plain words."""
    try:
        value = decode_json(body[:_READ_AT_MOST])
    except DecodeError:
        return Envelope(message=first_words(body))
    return _read_value(value)


def _read_value(value: Any) -> Envelope:
    if isinstance(value, str):
        return Envelope(message=value)
    if not isinstance(value, dict):
        return Envelope()
    login_url = value.get("login_url") if isinstance(value.get("login_url"), str) else None
    for key in ("error", "detail"):
        inner = value.get(key)
        if isinstance(inner, dict):
            return _read_value(inner)
        if isinstance(inner, str):
            code = _text(value, "code", "error_code")
            scopes = _scopes(value.get("required_scopes"))
            return Envelope(code=code, message=inner, login_url=login_url, required_scopes=scopes)
        if isinstance(inner, list):
            fields = _read_fields(inner)
            return Envelope(message=_sentence(fields), fields=fields)
    code, message = _text(value, "code", "error_code"), _text(value, "message", "error_description", "msg")
    return Envelope(code=code, message=message, login_url=login_url)


def _text(value: dict[str, Any], *keys: str) -> str:
    return next((value[key] for key in keys if isinstance(value.get(key), str)), "")


def _scopes(value: Any) -> tuple[str, ...]:
    rows = value if isinstance(value, list) else []
    return tuple(clean_line(row, 60) for row in rows[:10] if isinstance(row, str) and row.strip())


def _read_fields(rows: list[Any]) -> tuple[errors.FieldProblem, ...]:
    found: dict[errors.FieldProblem, None] = {}
    for row in rows[:50]:
        if not isinstance(row, dict):
            continue
        where = row.get("loc")
        parts = [str(part) for part in where] if isinstance(where, list) else []
        # "body" and "query" say how it was sent, which is of no use to a reader.
        name = ".".join(parts[1:] if len(parts) > 1 and parts[0] in ("body", "query", "path") else parts)
        found[clean_line(name, 200), clean_line(str(row.get("msg", "")), 300)] = None
    return tuple(found)


def _sentence(fields: tuple[errors.FieldProblem, ...]) -> str:
    return "; ".join(f"{name}: {problem}" if name else problem for name, problem in fields[:4])


def first_words(body: bytes) -> str:
    """Return the title of a web page or the first words of a text, cleaned, on one line, at most 200 characters."""
    text = body[:16_384].decode("utf-8", errors="replace")
    if "<" in text:
        title = _TITLE.search(text)
        text = title.group(1) if title else _TAGS.sub(" ", text)
    return clean_line(text, 200)


def looks_like_a_page(body: bytes, content_type: str) -> bool:
    """Whether `body` is a web page, by its content type or its first bytes."""
    start = body[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "html" in content_type.lower() or start.startswith((b"<!doctype", b"<html", b"<head"))


def conceal(text: str, token: Token | None) -> str:
    """Return `text` without `token` and without anything that looks like a web token."""
    hidden = text.replace(token.reveal(), "[token]") if token else text
    return _JSON_WEB_TOKEN.sub("[token]", hidden)


def parse_rejection(answer: Answer) -> errors.Rejected:
    """Return the exception for an error answer (any status that is no success)."""
    envelope = read_envelope(answer.body)
    status, said = answer.status, conceal(envelope.message, answer.token)
    kind = _kind(status, envelope.code)
    request_id = answer.headers.get("x-request-id")
    rejection = kind(
        said or _STATUS_WORDS.get(status, f"The server answered with status {status}."),
        status=status,
        code=envelope.code,
        server_message=said,
        request_id=clean_line(request_id, 100) if request_id else None,
        fields=tuple((name, conceal(problem, answer.token)) for name, problem in envelope.fields),
        advice=_advice(kind, answer, envelope),
    )
    if isinstance(rejection, errors.Unauthorized) and envelope.login_url:
        rejection.login_url = clean_line(envelope.login_url, 500)
    if isinstance(rejection, errors.Forbidden):
        rejection.required_scopes = tuple(conceal(scope, answer.token) for scope in envelope.required_scopes)
    if isinstance(rejection, errors.RateLimited):
        rejection.retry_after = _seconds(answer.headers.get("retry-after"))
    if isinstance(rejection, errors.Redirected):
        location = clean_line(conceal(answer.headers.get("location", ""), answer.token), 500)
        rejection.location = location or None
        where = _without_query(location) or "nowhere"
        rejection.reword(f"The server sends this request on to {where}.", advice=rejection.advice)
    return rejection


def _kind(status: int, code: str) -> type[errors.Rejected]:
    if 300 <= status < 400:
        return errors.Redirected
    if code == "stale_cursor":
        return errors.StaleCursor
    if status == 503 and code in _RUNNER_CODES:
        return errors.RunnerUnavailable
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return errors.ServerFault if status >= 500 else errors.Rejected


def _advice(kind: type[errors.Rejected], answer: Answer, envelope: Envelope) -> str | None:
    if kind is errors.Redirected:
        return "If a sign-in page stands in front of the server, sign in there first or use the server's own address."
    if kind is errors.Unauthorized:
        return f"Sign in with: omnigent login {answer.server_url}"
    if kind is errors.RunnerUnavailable:
        if envelope.code == "host_offline":
            return f"Bring the host back with: omnigent host {answer.server_url}"
        return "Start a runner by choosing a host and a directory, or bring the session's host back."
    if kind is errors.StaleCursor:
        return "Load the list again from its start."
    return None


def _seconds(text: str | None) -> float | None:
    try:
        seconds = float(text) if text else None
    except ValueError:
        return None
    return seconds if seconds is not None and 0 <= seconds <= 86_400 else None


def _without_query(location: str) -> str:
    return location.partition("?")[0].partition("#")[0]
