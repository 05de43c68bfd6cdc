"""Creating sessions: nothing is asked for twice, whatever is lost on the way, and a refusal finds its field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from omnigent_tui.live.creation_failures import blamed_field, may_have_been_carried_out
from omnigent_tui.live.new_session import LOOKUPS, TOKEN_LABEL, NewSession
from omnigent_tui.state.client_events import NewSessionWatched
from omnigent_tui.state.intents import CreateSession, LoadNewSessionChoices, WorktreeWish
from omnigent_tui.state.new_session import CreationPhase, FormField
from omnigent_tui.wire import errors
from omnigent_tui.wire.client import OmnigentClient
from tests.demo.forked import ForkedDemo
from tests.live.creating import a_session, asked, creating, is_creation, made
from tests.live.following import Client, running_client
from tests.pilot.demo import Demo, Json


@pytest.fixture
def demo() -> Iterator[Demo]:
    """A demo server of the test's own."""
    with ForkedDemo("--speed", "50") as process:
        seen = Demo(process.url)
        yield seen
        seen.close()


async def test_a_lost_answer_is_looked_for_not_asked_for_again(demo: Demo) -> None:
    async with creating(demo, is_creation) as (new_session, store, _):
        session_id = await new_session.create(a_session(demo))
    assert [row["id"] for row in made(demo)] == [session_id]
    assert asked(demo) == 1
    assert store.state.new_session.created_session_id == session_id


async def test_a_session_that_turns_up_late_is_found_by_the_same_request(demo: Demo) -> None:
    """The list does not show the session yet: nobody knows. The same request again finds it and creates nothing."""
    hidden = True
    wanted = a_session(demo)
    async with creating(demo, lambda request: hidden) as (new_session, store, clock):
        assert await new_session.create(wanted) is None
        assert clock.waits == LOOKUPS - 1
        new = store.state.new_session
        assert (new.phase, new.unconfirmed is not None) == (CreationPhase.FAILED, True)
        assert "Nobody knows" in new.reason
        hidden = False
        session_id = await new_session.create(wanted)
    assert [row["id"] for row in made(demo)] == [session_id]
    assert asked(demo) == 1


async def test_another_request_after_a_doubtful_one_is_a_session_of_its_own(demo: Demo) -> None:
    lost = True
    async with creating(demo, lambda request: lost) as (new_session, _, _):
        assert await new_session.create(a_session(demo)) is None
        lost = False
        assert await new_session.create(a_session(demo, reasoning_effort="high")) is not None
    assert len(made(demo)) == 2


async def test_a_request_that_never_left_is_not_looked_for(demo: Demo) -> None:
    async with creating(demo, lambda request: False) as (_, store, clock):
        pass
    async with OmnigentClient("http://127.0.0.1:9") as nowhere:
        assert await NewSession(nowhere, store, clock).create(a_session(demo)) is None
    assert (clock.waits, store.state.new_session.unconfirmed) == (0, None)


async def test_a_gateway_that_gives_up_is_in_doubt(demo: Demo) -> None:
    demo.order("faults", kind="status", path_prefix="/v1/sessions", method="POST", status=504)
    async with creating(demo, lambda request: False) as (new_session, store, clock):
        assert await new_session.create(a_session(demo)) is None
    assert clock.waits == LOOKUPS - 1
    assert store.state.new_session.unconfirmed is not None


async def test_everything_wanted_is_sent(demo: Demo) -> None:
    wanted = a_session(
        demo,
        worktree=WorktreeWish("feature/y", "main"),
        model_override="m",
        reasoning_effort="low",
        labels={"team": "blue"},
    )
    async with creating(demo, lambda request: False) as (new_session, _, _):
        session_id = await new_session.create(wanted)
    log = demo.get("/demo/requests", path_prefix="/v1/sessions", method="POST")["data"]
    body = next(entry["body"] for entry in log if entry["path"] == "/v1/sessions")
    assert body["git"] == {"branch_name": "feature/y", "base_branch": "main"}
    assert (body["model_override"], body["reasoning_effort"], body["labels"]["team"]) == ("m", "low", "blue")
    assert demo.get(f"/v1/sessions/{session_id}")["labels"][TOKEN_LABEL] == body["labels"][TOKEN_LABEL]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"workspace": "/no/such/place"}, FormField.WORKSPACE),
        ({"workspace": "relative"}, FormField.WORKSPACE),
        ({"workspace": "/home/ada/projects/file.txt"}, FormField.WORKSPACE),
        ({"workspace": "/home/ada/projects/empty", "worktree": WorktreeWish("x")}, FormField.WORKTREE),
        ({"worktree": WorktreeWish("not..allowed")}, FormField.WORKTREE),
        ({"worktree": WorktreeWish("main")}, FormField.WORKTREE),
        ({"title": "x" * 201}, FormField.TITLE),
        ({"host_id": "0" * 32}, FormField.HOST),
    ],
)
async def test_a_refusal_finds_its_field(demo: Demo, change: Json, field: FormField) -> None:
    async with creating(demo, lambda request: False) as (new_session, store, clock):
        assert await new_session.create(a_session(demo, **change)) is None
    assert store.state.new_session.failed_field is field
    assert (store.state.new_session.unconfirmed, clock.waits) == (None, 0)


async def test_an_unknown_agent_is_the_agents_fault(demo: Demo) -> None:
    async with creating(demo, lambda request: False) as (new_session, store, _):
        assert await new_session.create(CreateSession("0" * 32)) is None
    assert store.state.new_session.failed_field is FormField.AGENT


@pytest.mark.parametrize(
    ("error", "is_doubtful"),
    [
        (errors.Unreachable("", kind="timeout"), True),
        (errors.Unreachable("", kind="refused", maybe_delivered=False), False),
        (errors.ServerFault("", status=500), True),
        (errors.HostTimeout("", status=504), True),
        (errors.RunnerUnavailable("", status=503), True),
        (errors.Rejected("", status=408), True),
        (errors.Rejected("", status=499), True),
        (errors.Malformed(""), True),
        (errors.Invalid("", status=400), False),
        (errors.Conflict("", status=409), False),
        (errors.NotConfigured("", status=412), False),
        (errors.RateLimited("", status=429), False),
    ],
)
def test_which_failures_leave_a_doubt(error: errors.WireError, is_doubtful: bool) -> None:
    assert may_have_been_carried_out(error) is is_doubtful


@pytest.mark.parametrize(
    ("error", "field"),
    [
        (errors.Invalid("", status=422, fields=(("git.base_branch", "no"),)), FormField.BASE_BRANCH),
        (errors.Invalid("", status=422, fields=(("reasoning_effort", "no"),)), FormField.EFFORT),
        (errors.Invalid("", status=400, server_message="host 'vm' is offline; reconnect the host"), FormField.HOST),
        (errors.Invalid("", status=400, server_message="host 'vm' did not respond to stat"), FormField.HOST),
        (errors.Conflict("", status=409, server_message="a branch named 'x' already exists"), FormField.WORKTREE),
        (errors.NotConfigured("", status=412, server_message="Harness on the target host"), FormField.AGENT),
        (errors.ServerFault("", status=500, server_message="workspace"), None),
        (errors.Unreachable("", kind="timeout"), None),
    ],
)
def test_which_field_a_refusal_is_about(error: errors.WireError, field: FormField | None) -> None:
    assert blamed_field(error) is field


async def is_created(client: Client) -> str:
    """Wait for the session and return its id."""
    await client.until(lambda: client.state.new_session.created_session_id is not None, "the session")
    assert client.state.new_session.created_session_id is not None
    return client.state.new_session.created_session_id


async def test_it_is_opened_and_its_first_message_answered(demo: Demo) -> None:
    async with running_client(demo.url) as client:
        client.perform(a_session(demo, first_message="good morning"))
        session_id = await is_created(client)
        await client.until(lambda: client.state.open_session_id == session_id, "the session to be opened")
        await client.until(lambda: client.is_settled(session_id), "the answer")
    assert demo.user_texts(session_id) == ["good morning"]


async def test_who_went_elsewhere_is_told_and_left_there(demo: Demo) -> None:
    async with running_client(demo.url) as client:
        client.store.dispatch(NewSessionWatched(is_watched=False, at=0.0))
        client.perform(a_session(demo, first_message="good morning"))
        session_id = await is_created(client)
        await client.until(lambda: not client.state.outbox and bool(client.state.announcements), "the message to leave")
        assert client.state.open_session_id is None
        assert "“Wanted once” is ready" in client.state.announcements[-1].text
    assert demo.user_texts(session_id) == ["good morning"]


async def test_a_second_wish_while_one_is_under_way_is_not_heard(demo: Demo) -> None:
    demo.order("faults", kind="stall", path_prefix="/v1/sessions", method="POST", delay=None)
    async with running_client(demo.url) as client:
        client.perform(a_session(demo))
        await client.until(lambda: client.state.new_session.phase is CreationPhase.CREATING, "the request to be out")
        client.perform(a_session(demo))
        client.perform(LoadNewSessionChoices())
        await client.until(lambda: bool(client.state.new_session.agents), "the choices")
        assert client.state.new_session.phase is CreationPhase.CREATING
        demo.order("reset")
        await is_created(client)
    assert len(made(demo)) == 1
