"""Starting a session, as the state knows it: choices, readiness, the course of a creation."""

import pytest

from omnigent_tui.protocol.agents import Agent
from omnigent_tui.protocol.hosts import Host
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.intents import CreateSession
from omnigent_tui.state.new_session import CreationPhase, FormField, NewSessionState, Readiness, readiness
from omnigent_tui.state.reducers import reduce

REQUEST = CreateSession("agent", title="T", host_id="h", workspace="/w")


def after(*events: client.ClientEvent) -> NewSessionState:
    state = State()
    for event in events:
        state = reduce(state, event)
    return state.new_session


def host(name: str, status: str = "online", **harnesses: bool | str) -> Host:
    return Host(host_id=name, name=name, status=status, configured_harnesses=harnesses or None)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (True, Readiness.READY),
        (False, Readiness.NOT_INSTALLED),
        ("binary-missing", Readiness.NOT_INSTALLED),
        ("needs-auth", Readiness.SIGN_IN),
        ("version-too-low", Readiness.OUTDATED),
        ("something new", Readiness.NOT_INSTALLED),
    ],
)
def test_the_host_says_whether_an_agent_can_run(said: bool | str, word: Readiness) -> None:
    assert readiness(Agent(id="a", harness="h"), host("atlas", h=said)) is word


def test_where_nothing_is_known_nothing_is_claimed() -> None:
    agent = Agent(id="a", harness="h")
    for machine in (None, host("atlas"), host("atlas", other=True)):
        assert readiness(agent, machine) is Readiness.UNKNOWN


def test_hosts_that_are_online_come_first() -> None:
    hosts = (host("b"), host("a", "offline"), host("C"))
    new = after(
        client.NewSessionChoicesRequested(at=1.0), client.NewSessionChoicesArrived(agents=(), hosts=hosts, at=2.0)
    )
    assert [h.name for h in new.hosts] == ["b", "C", "a"]
    assert new.phase is CreationPhase.READY


def test_choices_that_fail_leave_those_of_last_time() -> None:
    arrived = client.NewSessionChoicesArrived(agents=(Agent(id="a"),), hosts=(), at=1.0)
    again = client.NewSessionChoicesRequested(at=2.0)
    new = after(arrived, again, client.NewSessionChoicesFailed(reason="No.", at=3.0))
    assert (len(new.agents), new.phase, new.reason) == (1, CreationPhase.FAILED, "No.")


def test_looking_at_the_choices_again_does_not_disturb_a_creation() -> None:
    creating = client.SessionCreating(request=REQUEST, at=1.0)
    new = after(
        creating,
        client.NewSessionChoicesRequested(at=2.0),
        client.NewSessionChoicesArrived(agents=(), hosts=(host("a"),), at=3.0),
        client.NewSessionChoicesFailed(reason="No.", at=4.0),
    )
    assert (new.phase, new.since, len(new.hosts), new.reason) == (CreationPhase.CREATING, 1.0, 1, "")


def test_a_creation_counts_its_time_from_its_beginning() -> None:
    looking = client.SessionCreating(request=REQUEST, phase=CreationPhase.CHECKING, at=9.0)
    new = after(client.SessionCreating(request=REQUEST, at=1.0), looking)
    assert (new.phase, new.since, new.is_under_way) == (CreationPhase.CHECKING, 1.0, True)
    new = after(
        client.SessionCreating(request=REQUEST, at=1.0), looking, client.SessionCreated(session_id="s", at=10.0)
    )
    assert (new.phase, new.created_session_id, new.request) == (CreationPhase.READY, "s", REQUEST)


def test_a_refusal_names_its_field() -> None:
    refused = client.NewSessionFailed(reason="no such place", field=FormField.WORKSPACE, at=2.0)
    new = after(client.SessionCreating(request=REQUEST, at=1.0), refused)
    assert (new.failed_field, new.reason, new.unconfirmed) == (FormField.WORKSPACE, "no such place", None)
    anew = after(
        client.SessionCreating(request=REQUEST, at=1.0), refused, client.SessionCreating(request=REQUEST, at=3.0)
    )
    assert (anew.failed_field, anew.reason, anew.since) == (None, "", 3.0)


def test_a_doubtful_creation_is_kept_in_mind_until_it_is_cleared_up() -> None:
    creating = client.SessionCreating(request=REQUEST, at=1.0)
    doubtful = client.NewSessionFailed(reason="lost", token="t", at=2.0)
    assert after(creating, doubtful).unconfirmed == (REQUEST, "t")
    assert after(creating, doubtful, creating).unconfirmed == (REQUEST, "t")
    assert after(creating, doubtful, creating, client.SessionCreated(session_id="s", at=3.0)).unconfirmed is None


def test_it_is_known_whether_somebody_looks() -> None:
    assert after().is_watched
    assert not after(client.NewSessionWatched(is_watched=False, at=1.0)).is_watched
