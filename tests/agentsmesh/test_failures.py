"""Every way it fails, with the server's own error bodies: what a person is told, and that the key is not in it."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from omnigent_tui.agentsmesh.client import AgentsMeshClient
from omnigent_tui.agentsmesh.endpoints import get_runner, list_pods, list_runners
from omnigent_tui.agentsmesh.explaining import is_lasting
from omnigent_tui.agentsmesh.feed import LASTING_SECONDS, POLL_SECONDS, pause_after
from omnigent_tui.settings.agentsmesh import API_KEY_VARIABLE, ORG_VARIABLE, URL_VARIABLE
from omnigent_tui.settings.tokens import Token
from omnigent_tui.wire import errors
from tests.agentsmesh.server import KEY, ORG, FakeKey, FakeMesh, serving
from tests.agentsmesh.shapes import FakeRunner


@pytest.fixture
async def mesh() -> AsyncIterator[FakeMesh]:
    async with serving(FakeMesh()) as running:
        yield running


async def failure(mesh: FakeMesh, *, key: str = KEY, org: str = ORG, runner: int | None = None) -> errors.WireError:
    """Return what listing runners, or reading one, raises."""
    async with AgentsMeshClient(mesh.url, org, Token(key)) as client:
        with pytest.raises(errors.WireError) as caught:
            await (list_runners(client) if runner is None else get_runner(client, runner))
    error = caught.value
    assert key not in f"{error} {error!r} {error.message} {error.advice} {vars(error)}"
    assert str(error) == error.message
    return error


@dataclass(frozen=True)
class Case:
    """A key and an organisation, and what has to be said of them."""

    kind: type[errors.WireError]
    words: str
    advice: str
    known: FakeKey | None = field(default_factory=FakeKey)
    key: str = KEY
    org: str = ORG


KEY_CASES = {
    "no key": Case(errors.Unauthorized, "does not see an API key", "amk_", key="sk-something"),
    "unknown": Case(errors.Unauthorized, "does not know this API key", API_KEY_VARIABLE, known=None),
    "expired": Case(errors.Unauthorized, "has expired", API_KEY_VARIABLE, known=FakeKey(is_expired=True)),
    "disabled": Case(errors.Forbidden, "has been disabled", API_KEY_VARIABLE, known=FakeKey(is_disabled=True)),
    "other organisation": Case(errors.Forbidden, "another organisation than acme", ORG_VARIABLE, FakeKey(org="other")),
    "no scope": Case(
        errors.Forbidden, "lacks the scope runners:read", "runners:read", FakeKey(scopes=("pods:read", "pods:write"))
    ),
    "no organisation": Case(errors.NotFound, "no organisation nobody", ORG_VARIABLE, org="nobody"),
}


@pytest.mark.parametrize("case", KEY_CASES.values(), ids=KEY_CASES)
async def test_what_is_wrong_with_key_and_organisation_is_told(mesh: FakeMesh, case: Case) -> None:
    mesh.keys = {case.key: case.known} if case.known else {}
    error = await failure(mesh, key=case.key, org=case.org)
    assert type(error) is case.kind
    assert case.words in error.message
    assert error.advice is not None
    assert case.advice in error.advice
    assert is_lasting(error)


async def test_the_missing_scope_is_the_one_the_server_names(mesh: FakeMesh) -> None:
    mesh.keys[KEY] = FakeKey(scopes=())
    error = await failure(mesh)
    assert isinstance(error, errors.Forbidden)
    assert error.required_scopes == ("runners:read",)
    mesh.instead = lambda: JSONResponse(
        {"error": "x", "code": "INSUFFICIENT_SCOPE", "required_scopes": ["pods:read\x1b[2J", 5, "", "loops:read"]}, 403
    )
    message = (await failure(mesh)).message
    assert "pods:read␛[2J and loops:read" in message
    mesh.instead = lambda: JSONResponse({"error": "x", "code": "INSUFFICIENT_SCOPE"}, 403)
    assert "runners:read" in (await failure(mesh)).message


async def test_a_private_runner_is_listed_and_yet_refused(mesh: FakeMesh) -> None:
    mesh.runners = [FakeRunner(5, is_private=True)]
    error = await failure(mesh, runner=5)
    assert isinstance(error, errors.Forbidden)
    assert "runner 5" in error.message
    assert "private" in error.message
    async with AgentsMeshClient(mesh.url, ORG, Token(KEY)) as client:
        assert [runner.runner_id for runner in (await list_runners(client)).rows] == [5]
        with pytest.raises(errors.Forbidden, match="runner 5"):
            await list_pods(client, 5)


async def test_a_runner_that_is_gone_is_no_wrong_address(mesh: FakeMesh) -> None:
    error = await failure(mesh, runner=404)
    assert isinstance(error, errors.NotFound)
    assert "no runner 404" in error.message
    assert error.advice is None


async def test_a_missing_organisation_is_told_at_a_runner_too(mesh: FakeMesh) -> None:
    assert "no organisation nobody" in (await failure(mesh, org="nobody", runner=1)).message


async def test_another_prefix_is_a_wrong_address(mesh: FakeMesh) -> None:
    mesh.url += "/wrong"
    for runner in (None, 1):
        error = await failure(mesh, runner=runner)
        assert isinstance(error, errors.NotFound)
        assert "404 page not found" in error.message
        assert mesh.url in error.message
        assert URL_VARIABLE in (error.advice or "")


PAGE = "<!doctype html><html><head><title>Sign in\x1b[31m</title></head><body>amk_ here</body></html>"
ANSWERS: dict[str, tuple[Callable[[], Response], type[errors.WireError], str, str | None]] = {
    "a page": (lambda: HTMLResponse(PAGE), errors.NotJson, "Sign in", URL_VARIABLE),
    "text": (lambda: PlainTextResponse("hello"), errors.NotJson, "hello", URL_VARIABLE),
    "a page with 404": (lambda: HTMLResponse(PAGE, 404), errors.NotFound, "Sign in", URL_VARIABLE),
    "a page with 403": (lambda: HTMLResponse(PAGE, 403), errors.Forbidden, "runners:read", API_KEY_VARIABLE),
    "an empty 401": (lambda: Response(status_code=401), errors.Unauthorized, "does not know", API_KEY_VARIABLE),
    "a redirect": (
        lambda: RedirectResponse("https://sso.example.com/?next=x", 302),
        errors.Redirected,
        "https://sso.example.com/",
        "not sent on",
    ),
    "a proxy": (lambda: HTMLResponse("<h1>502 Bad Gateway</h1>", 502), errors.ServerFault, "502", "tried again"),
    "a fault": (
        lambda: JSONResponse({"error": "database is down", "code": "INTERNAL_ERROR"}, 500),
        errors.ServerFault,
        "database is down",
        "tried again",
    ),
    "overload": (
        lambda: JSONResponse({"error": "x", "code": "RATE_LIMITED"}, 429),
        errors.RateLimited,
        "slow down",
        "tried again",
    ),
    "a bad request": (
        lambda: JSONResponse({"error": "Invalid runner ID", "code": "INVALID_INPUT"}, 400),
        errors.Invalid,
        "Invalid runner ID",
        None,
    ),
    "a list": (lambda: JSONResponse([]), errors.Malformed, "no JSON object", None),
    "no list": (lambda: JSONResponse({"items": []}), errors.Malformed, "runners", None),
    "nothing": (lambda: Response(status_code=200), errors.Malformed, "no JSON object", None),
    "half": (
        lambda: Response('{"runners": [', media_type="application/json"),
        errors.Malformed,
        "cannot be read",
        None,
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
async def test_what_is_no_agentsmesh_is_told(mesh: FakeMesh, name: str) -> None:
    answer, kind, words, advice = ANSWERS[name]
    mesh.instead = answer
    error = await failure(mesh)
    assert type(error) is kind
    assert words in error.message
    assert (advice is None) is (error.advice is None)
    assert advice is None or advice in (error.advice or "")
    assert "\x1b" not in error.message


async def test_a_key_that_the_server_repeats_is_left_out(mesh: FakeMesh) -> None:
    for answer in (PlainTextResponse(f"bad {KEY}", 400), JSONResponse({"error": f"bad {KEY}", "code": "X"}, 403)):
        mesh.instead = lambda answer=answer: answer
        assert "[token]" in (await failure(mesh)).message


async def test_a_detail_without_a_runner_is_malformed(mesh: FakeMesh) -> None:
    bodies: tuple[object, ...] = ({"runner": None}, {"runner": {"name": "x"}}, {"runner": {"id": True}}, [], {"id": 1})
    for body in bodies:
        mesh.instead = lambda body=body: Response(json.dumps(body), media_type="application/json")
        assert isinstance(await failure(mesh, runner=1), errors.Malformed)


async def test_nobody_listens() -> None:
    async with serving(FakeMesh()) as mesh:
        pass
    error = await failure(mesh)
    assert isinstance(error, errors.Unreachable)
    assert URL_VARIABLE in (error.advice or "")
    assert not is_lasting(error)


def rejected(kind: type[errors.Rejected], status: int) -> errors.Rejected:
    return kind("no", status=status)


def test_the_pause_grows_while_it_fails_and_never_falls_below_the_usual_one() -> None:
    fault = rejected(errors.ServerFault, 502)
    assert pause_after(None, 0, 0.0) == POLL_SECONDS
    pauses = [pause_after(fault, failures, 1.0) for failures in range(1, 12)]
    assert pauses == sorted(pauses)
    assert pauses[0] >= POLL_SECONDS
    assert pauses[-1] > 5 * POLL_SECONDS
    assert all(pause_after(fault, failures, 0.0) >= POLL_SECONDS for failures in range(1, 12))


def test_what_time_does_not_mend_is_asked_seldom() -> None:
    for kind, status in ((errors.Unauthorized, 401), (errors.Forbidden, 403), (errors.NotFound, 404)):
        assert pause_after(rejected(kind, status), 1, 0.5) == LASTING_SECONDS


def test_a_server_that_says_when_is_believed_within_bounds() -> None:
    error = rejected(errors.RateLimited, 429)
    assert isinstance(error, errors.RateLimited)
    for asked, least in ((1.0, POLL_SECONDS), (45.0, 45.0), (86_400.0, LASTING_SECONDS)):
        error.retry_after = asked
        assert pause_after(error, 1, 0.0) == least
