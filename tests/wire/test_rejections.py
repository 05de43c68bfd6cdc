"""Error answers: five shapes of the server, the documented one, and what proxies say."""

from typing import Any

import pytest

from omnigent_tui.wire import errors
from omnigent_tui.wire.rejections import Answer, first_words, parse_rejection, read_envelope
from tests.wire.raw_server import answer as http_answer


def rejected(status: int, value: Any, **headers: str) -> errors.Rejected:
    body = http_answer(value).partition(b"\r\n\r\n")[2]
    names = {key.replace("_", "-"): text for key, text in headers.items()}
    return parse_rejection(Answer(status, names, body, "https://example.org"))


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        ({"error": {"code": "not_found", "message": "Session not found"}}, "not_found", "Session not found"),
        ({"error": {"code": "x", "message": "y"}, "sibling": 1}, "x", "y"),
        ({"detail": "host not found"}, "", "host not found"),
        ({"detail": {"code": "x", "message": "y"}}, "x", "y"),
        ({"error": "invalid username or password"}, "", "invalid username or password"),
        ({"code": "not_found", "message": "Session x does not exist"}, "not_found", "Session x does not exist"),
        ({"error_code": "PERMISSION_DENIED", "message": "no"}, "PERMISSION_DENIED", "no"),
        ({"error": "invalid_grant", "error_description": "expired"}, "", "invalid_grant"),
        ({"message": "only words"}, "", "only words"),
        ("a string", "", "a string"),
        ({"error": 5, "detail": None}, "", ""),
        ([1, 2], "", ""),
        (None, "", ""),
        (b"plain words\nand more", "", "plain words and more"),
        (b"<html><head><title>502 Bad Gateway</title></head>", "", "502 Bad Gateway"),
        (b"<h1>Oops</h1><script>alert(1)</script><p>Sorry.", "", "Oops Sorry."),
        (b"", "", ""),
        (b"\xff\xfe\x00", "", "\ufffd\ufffd\u2400"),
    ],
)
def test_every_shape_of_an_error(value: Any, code: str, message: str) -> None:
    error = rejected(418, value)
    assert (error.code, error.server_message) == (code, message)
    assert error.message


def test_validation_problems_are_told_field_by_field() -> None:
    rows = [
        {"type": "missing", "loc": ["body", "data", "role"], "msg": "Field required"},
        {"type": "missing", "loc": ["body", "data", "role"], "msg": "Field required"},
        {"type": "x", "loc": ["query", "limit"], "msg": "Too small"},
        {"type": "x", "loc": ["agent_id"], "msg": "Field required"},
        {"type": "x", "loc": [], "msg": "Odd"},
        "not a row",
    ]
    error = rejected(422, {"detail": rows})
    assert isinstance(error, errors.Invalid)
    assert error.fields == (
        ("data.role", "Field required"),
        ("limit", "Too small"),
        ("agent_id", "Field required"),
        ("", "Odd"),
    )
    assert error.message == "data.role: Field required; limit: Too small; agent_id: Field required; Odd"


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (301, "", errors.Redirected),
        (400, "invalid_input", errors.Invalid),
        (400, "stale_cursor", errors.StaleCursor),
        (401, "unauthorized", errors.Unauthorized),
        (403, "forbidden", errors.Forbidden),
        (404, "not_found", errors.NotFound),
        (405, "", errors.Rejected),
        (409, "conflict", errors.Conflict),
        (410, "workspace_missing", errors.Gone),
        (412, "harness_not_configured", errors.NotConfigured),
        (413, "", errors.Invalid),
        (422, "", errors.Invalid),
        (429, "", errors.RateLimited),
        (499, "upstream_cancelled", errors.Rejected),
        (500, "internal_error", errors.ServerFault),
        (502, "", errors.ServerFault),
        (503, "runner_unavailable", errors.RunnerUnavailable),
        (503, "host_offline", errors.RunnerUnavailable),
        (503, "", errors.ServerFault),
        (504, "", errors.HostTimeout),
    ],
)
def test_every_status_has_its_class(status: int, code: str, kind: type[errors.Rejected]) -> None:
    error = rejected(status, {"error": {"code": code, "message": "m"}}, x_request_id="r-1")
    assert type(error) is kind
    assert (error.status, error.code, error.request_id) == (status, code, "r-1")


def test_who_has_to_sign_in_is_told_how() -> None:
    error = rejected(401, {"user_id": None, "login_url": "/login"})
    assert isinstance(error, errors.Unauthorized)
    assert error.login_url == "/login"
    assert error.advice == "Sign in with: omnigent login https://example.org"


def test_what_else_can_be_advised_is() -> None:
    offline = rejected(503, {"error": {"code": "host_offline", "message": "m"}})
    assert offline.advice == "Bring the host back with: omnigent host https://example.org"
    assert rejected(503, {"error": {"code": "runner_unavailable", "message": "m"}}).advice
    assert rejected(400, {"error": {"code": "stale_cursor", "message": "m"}}).advice
    assert rejected(404, {}).advice is None


@pytest.mark.parametrize(("text", "seconds"), [("3", 3.0), ("Wed, 21 Oct", None), ("-1", None), ("1e99", None)])
def test_how_long_to_slow_down(text: str, seconds: float | None) -> None:
    error = rejected(429, {}, retry_after=text)
    assert isinstance(error, errors.RateLimited)
    assert error.retry_after == seconds
    assert isinstance(again := rejected(429, {}), errors.RateLimited)
    assert again.retry_after is None


def test_messages_are_cleaned_and_cut() -> None:
    error = rejected(400, {"error": {"code": "c\x1b[31m", "message": "line 1\nline 2 \x1b]0;t\x07\u202e" + "x" * 9000}})
    assert "\x1b" not in error.code + error.message + str(error)
    assert error.message.startswith("line 1\nline 2")
    assert len(error.message) <= errors.MESSAGE_LIMIT


def test_a_redirect_without_a_location() -> None:
    error = rejected(302, b"")
    assert isinstance(error, errors.Redirected)
    assert error.location is None
    assert "nowhere" in error.message


def test_a_page_full_of_brackets_is_read_quickly() -> None:
    assert len(first_words(b"<" * 200_000)) <= 200
    assert read_envelope(b"[" * 200_000).message


def test_the_tree_is_as_drawn() -> None:
    """The drawing at the head of the module names every class, each below its parent."""
    drawn: dict[str, str] = {}
    stack: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        words = line.strip("│├└─ ").split()
        if not words or not hasattr(errors, words[0]) or not isinstance(vars(errors)[words[0]], type):
            continue
        depth = len(line) - len(line.lstrip("│├└─ "))
        stack = [entry for entry in stack if entry[0] < depth]
        drawn[words[0]] = stack[-1][1] if stack else "Exception"
        stack.append((depth, words[0]))
    real = {
        name: kind.__bases__[0].__name__
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, Exception)
    }
    assert drawn == real
