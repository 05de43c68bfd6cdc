"""The fleet's state: parts come and fail on their own, what did not change stays the same object."""

from omnigent_tui.protocol.hosts import Host
from omnigent_tui.protocol.runners import Runner, RunnerStatus
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.fleet import FleetPart
from omnigent_tui.state.intents import FleetTarget
from omnigent_tui.state.reducers import reduce

ASLEEP = Host(host_id="h1", name="Attic", status="offline")
AWAKE = Host(host_id="h2", name="workshop", status="online")
TARGET = FleetTarget(host_id="h1")


def after(*events: client.ClientEvent, state: State | None = None) -> State:
    state = state or State()
    for event in events:
        state = reduce(state, event)
    return state


def test_hosts_that_are_online_come_first_and_runners_have_an_order() -> None:
    runners = (Runner(runner_id="b"), Runner(runner_id="a", online=True))
    fleet = after(
        client.FleetHostsArrived(hosts=(ASLEEP, AWAKE), at=1.0), client.FleetRunnersArrived(runners=runners, at=2.0)
    ).fleet
    assert [host.host_id for host in fleet.hosts] == ["h2", "h1"]
    assert [runner.runner_id for runner in fleet.runners] == ["a", "b"]
    assert dict(fleet.refreshed_at) == {FleetPart.HOSTS: 1.0, FleetPart.RUNNERS: 2.0}


def test_the_same_hosts_again_are_the_same_object() -> None:
    before = after(client.FleetHostsArrived(hosts=(ASLEEP, AWAKE), at=1.0))
    again = after(client.FleetHostsArrived(hosts=(AWAKE, ASLEEP), at=9.0), state=before)
    assert again.fleet.hosts is before.fleet.hosts
    assert again.sessions is before.sessions


def test_a_failure_leaves_the_rows_and_goes_when_its_part_arrives() -> None:
    failed = after(
        client.FleetHostsArrived(hosts=(AWAKE,), at=1.0),
        client.FleetPartFailed(part=FleetPart.HOSTS, reason="busy", at=2.0),
        client.FleetHealthArrived(health="ok", at=3.0),
    )
    assert failed.fleet.hosts == (AWAKE,)
    assert failed.fleet.failures[FleetPart.HOSTS].reason == "busy"
    mended = after(client.FleetHostsArrived(hosts=(AWAKE,), at=4.0), state=failed)
    assert not mended.fleet.failures
    assert mended.fleet.health == "ok"


def test_an_answer_about_what_is_no_longer_looked_at_changes_nothing() -> None:
    other = FleetTarget(runner_id="r")
    state = after(client.FleetDetailRequested(target=other, at=1.0))
    late = (
        client.FleetDetailArrived(target=TARGET, host=ASLEEP, at=2.0),
        client.FleetDetailFailed(target=TARGET, reason="gone", at=3.0),
    )
    assert after(*late, state=state) is state
    status = RunnerStatus(runner_id="r", error="killed")
    known = after(client.FleetDetailArrived(target=other, runner=status, at=4.0), state=state).fleet.detail
    assert known is not None
    assert (known.runner, known.is_loading) == (status, False)


def test_a_host_that_is_asked_alone_renews_its_row() -> None:
    awake = ASLEEP.model_copy(update={"status": "online"})
    fleet = after(
        client.FleetHostsArrived(hosts=(ASLEEP, AWAKE), at=1.0),
        client.FleetDetailRequested(target=TARGET, at=2.0),
        client.FleetDetailArrived(target=TARGET, host=awake, at=3.0),
    ).fleet
    assert fleet.hosts == (awake, AWAKE)


def test_a_failed_detail_keeps_what_was_known() -> None:
    detail = after(
        client.FleetDetailRequested(target=TARGET, at=1.0),
        client.FleetDetailArrived(target=TARGET, host=ASLEEP, at=2.0),
        client.FleetDetailRequested(target=TARGET, at=3.0),
        client.FleetDetailFailed(target=TARGET, reason="gone", at=4.0),
    ).fleet.detail
    assert detail is not None
    assert detail.host == ASLEEP
    assert detail.failure is not None
    assert not detail.is_loading


def test_left_it_forgets_what_was_looked_at_and_keeps_the_rows() -> None:
    left = after(
        client.FleetRequested(at=1.0),
        client.FleetHostsArrived(hosts=(AWAKE,), at=2.0),
        client.FleetDetailRequested(target=TARGET, at=3.0),
        client.FleetReleased(at=4.0),
    )
    assert (left.fleet.is_watched, left.fleet.is_loading, left.fleet.detail) == (False, False, None)
    assert left.fleet.hosts == (AWAKE,)
    assert after(client.FleetReleased(at=5.0), state=left) is left
