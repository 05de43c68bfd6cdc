"""Runners and pods in the state: order, paging laws, failures, and that what did not change stays the same object."""

from types import MappingProxyType
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.protocol.agentsmesh.pods import Pod, PodPage
from omnigent_tui.protocol.agentsmesh.runners import MeshRunner, MeshRunnerDetail
from omnigent_tui.state import client_events as client
from omnigent_tui.state.agentsmesh import AgentsMeshState, MeshPhase, PodListState
from omnigent_tui.state.app_state import State
from omnigent_tui.state.reducers import reduce

URL = "https://mesh.example.com"


def after(*events: client.ClientEvent, state: State | None = None) -> State:
    """Return the state after these events."""
    known = state or State()
    for event in events:
        known = reduce(known, event)
    return known


def runner(number: int, **more: Any) -> MeshRunner:
    return MeshRunner(runner_id=number, **{"name": f"r{number}", "status": "online", **more})


def requested(url: str = URL, org: str = "acme", at: float = 1.0) -> client.MeshRunnersRequested:
    return client.MeshRunnersRequested(url=url, org=org, at=at)


def arrived(*runners: MeshRunner, at: float = 2.0, **more: Any) -> client.MeshRunnersArrived:
    return client.MeshRunnersArrived(runners=runners, at=at, **more)


def pods_requested(offset: int = 0, status: str | None = None, number: int = 1) -> client.PodsRequested:
    return client.PodsRequested(runner_id=number, status=status, offset=offset, at=1.0)


def pods_arrived(page: PodPage, status: str | None = None, number: int = 1, at: float = 2.0) -> client.PodsArrived:
    return client.PodsArrived(runner_id=number, status=status, page=page, at=at)


def page(*keys: str, total: int | None = None, offset: int = 0, limit: int = 2) -> PodPage:
    return PodPage(tuple(Pod(key=key) for key in keys), total, limit, offset)


def shown(state: State, number: int = 1) -> PodListState:
    return state.agentsmesh.pods[number]


def test_runners_are_ordered_by_state_then_name() -> None:
    state = after(
        requested(),
        arrived(
            runner(1, status="offline", name="a"),
            runner(2, status="maintenance"),
            runner(3, name="Zed"),
            runner(4, name="alpha"),
            runner(5, status="busy"),
            runner(6, name="alpha"),
        ),
    )
    assert state.agentsmesh.order == (4, 6, 3, 5, 2, 1)
    assert state.agentsmesh.phase is MeshPhase.READY
    assert (state.agentsmesh.url, state.agentsmesh.org, state.agentsmesh.refreshed_at) == (URL, "acme", 2.0)


def test_what_did_not_change_stays_the_same_object() -> None:
    first = after(requested(), arrived(runner(1), runner(2), available=frozenset({1})))
    second = after(requested(), arrived(runner(2), runner(1), available=frozenset({1}), at=9.0), state=first)
    assert second.agentsmesh.refreshed_at == 9.0
    assert second.agentsmesh.runners is first.agentsmesh.runners
    assert second.agentsmesh.order is first.agentsmesh.order
    assert second.agentsmesh.available is first.agentsmesh.available
    assert second.agentsmesh.pods is first.agentsmesh.pods
    third = after(arrived(runner(1), runner(2, status="offline")), state=second)
    assert third.agentsmesh.runners[1] is first.agentsmesh.runners[1]
    assert third.agentsmesh.runners[2].status == "offline"
    assert third.sessions is first.sessions


def test_a_failure_leaves_what_is_shown() -> None:
    failed = client.MeshRunnersFailed(message="no", advice="do", at=5.0)
    never = after(requested(), failed).agentsmesh
    assert (never.phase, never.is_loading, never.refreshed_at) == (MeshPhase.FAILED, False, None)
    assert never.failure is not None
    assert (never.failure.message, never.failure.advice, never.failure.at) == ("no", "do", 5.0)
    once = after(requested(), arrived(runner(1)), requested(), failed)
    assert (once.agentsmesh.phase, once.agentsmesh.order, once.agentsmesh.refreshed_at) == (MeshPhase.READY, (1,), 2.0)
    assert once.agentsmesh.failure == never.failure
    assert after(arrived(runner(1)), state=once).agentsmesh.failure is None


def test_another_organisation_starts_empty() -> None:
    state = after(requested(), arrived(runner(1)), requested(org="other"))
    assert (state.agentsmesh.runners, state.agentsmesh.phase) == (MappingProxyType({}), MeshPhase.LOADING)


def test_pods_may_be_asked_for_before_the_runners() -> None:
    state = after(pods_requested(), client.MeshRunnerRequested(runner_id=1, at=1.0), requested())
    assert (shown(state).loading_offset, state.agentsmesh.details[1].is_loading) == (0, True)


def test_another_omnigent_server_changes_nothing_here() -> None:
    before = after(client.ServerConnecting(url="http://a", source="typed", at=0.0), requested(), arrived(runner(1)))
    after_it = after(client.ServerConnecting(url="http://b", source="typed", at=3.0), state=before)
    assert after_it.server.url == "http://b"
    assert after_it.agentsmesh is before.agentsmesh


def test_what_hung_on_a_runner_goes_with_it() -> None:
    detail = client.MeshRunnerArrived(runner_id=1, detail=MeshRunnerDetail(runner(1)), at=3.0)
    state = after(requested(), arrived(runner(1), runner(2)), pods_requested(), detail, pods_requested(number=2))
    assert (set(state.agentsmesh.pods), set(state.agentsmesh.details)) == ({1, 2}, {1})
    gone = after(arrived(runner(2)), state=state)
    assert (set(gone.agentsmesh.pods), set(gone.agentsmesh.details)) == ({2}, set())


def test_details_come_and_fail_on_their_own() -> None:
    detail = MeshRunnerDetail(runner(1, status="offline"))
    asked = after(requested(), arrived(runner(1)), client.MeshRunnerRequested(runner_id=1, at=3.0))
    assert asked.agentsmesh.details[1].is_loading
    known = after(client.MeshRunnerArrived(runner_id=1, detail=detail, at=4.0), state=asked)
    assert known.agentsmesh.details[1].detail is detail
    assert known.agentsmesh.runners[1].status == "online"  # the detail may lag behind the list
    failed = after(
        client.MeshRunnerRequested(runner_id=1, at=5.0),
        client.MeshRunnerFailed(runner_id=1, message="private", at=6.0),
        state=known,
    ).agentsmesh.details[1]
    assert (failed.detail, failed.is_loading, failed.refreshed_at) == (detail, False, 4.0)
    assert failed.failure is not None
    assert failed.failure.message == "private"


def test_not_set_up_says_what_is_missing() -> None:
    mesh = after(requested(), arrived(runner(1)), client.MeshNotSetUp(message="no key", advice="set it", at=1.0))
    assert mesh.agentsmesh.phase is MeshPhase.NOT_SET_UP
    assert mesh.agentsmesh.runners == {}
    assert mesh.agentsmesh.failure is not None
    assert mesh.agentsmesh.failure.message == "no key"
    assert after(requested(), state=mesh).agentsmesh.failure is None


def test_leaving_ends_what_was_on_its_way_and_nothing_else() -> None:
    asked = client.MeshRunnerRequested(runner_id=1, at=3.0)
    state = after(requested(), arrived(runner(1)), requested(), pods_requested(), asked)
    left = after(client.MeshReleased(at=4.0), state=state).agentsmesh
    assert (left.is_watched, left.is_loading, left.phase) == (False, False, MeshPhase.READY)
    assert left.pods[1].loading_offset is None
    assert not left.details[1].is_loading
    assert left.runners is state.agentsmesh.runners
    again = after(client.MeshReleased(at=5.0), state=State(agentsmesh=left))
    assert again.agentsmesh is left
    assert after(requested(), client.MeshReleased(at=2.0)).agentsmesh.phase is MeshPhase.UNKNOWN


def test_pages_join_by_key() -> None:
    state = after(
        pods_requested(),
        pods_arrived(page("a", "b", total=4)),
        pods_requested(offset=2),
        # A pod was created meanwhile, so the page begins with one that is known.
        pods_arrived(page("b", "c", total=5, offset=2)),
        pods_requested(offset=4),
        pods_arrived(page("d", total=5, offset=4)),
    )
    assert [pod.key for pod in shown(state).pods] == ["a", "b", "c", "d"]
    assert (shown(state).total, shown(state).next_offset, shown(state).has_more) == (5, 5, False)


def test_the_first_page_begins_anew_and_keeps_equal_pods() -> None:
    before = after(pods_requested(), pods_arrived(page("a", "b", total=2)))
    same = after(pods_requested(), pods_arrived(page("a", "b", total=2), at=9.0), state=before)
    assert shown(same).pods is shown(before).pods
    assert shown(same).refreshed_at == 9.0
    other = after(pods_requested(), pods_arrived(page("b", total=1)), state=before)
    assert shown(other).pods == (Pod(key="b"),)
    assert shown(other).pods[0] is shown(before).pods[1]


def test_another_filter_begins_anew_and_late_answers_are_dropped() -> None:
    before = after(pods_requested(), pods_arrived(page("a", total=1)), pods_requested(status="error"))
    assert (shown(before).status, shown(before).pods, shown(before).loading_offset) == ("error", (), 0)
    assert after(pods_arrived(page("late", total=1)), state=before) is before
    late_failure = client.PodsFailed(runner_id=1, status=None, message="late", at=3.0)
    assert after(late_failure, state=before) is before
    assert after(pods_arrived(page("x", total=1), number=7), state=before) is before


def test_a_page_that_would_leave_a_gap_is_dropped() -> None:
    before = after(pods_requested(), pods_arrived(page("a", "b", total=9)))
    assert after(pods_arrived(page("z", total=9, offset=6)), state=before) is before
    awaited = after(pods_requested(offset=6), pods_arrived(page("z", total=9, offset=6)), state=before)
    assert (shown(awaited).pods, shown(awaited).loading_offset) == (shown(before).pods, None)


def test_a_failed_page_leaves_what_is_shown() -> None:
    state = after(
        pods_requested(),
        pods_arrived(page("a", "b", total=4)),
        pods_requested(offset=2),
        client.PodsFailed(runner_id=1, status=None, message="no", advice="wait", at=3.0),
    )
    assert [pod.key for pod in shown(state).pods] == ["a", "b"]
    assert (shown(state).loading_offset, shown(state).has_more, shown(state).next_offset) == (None, True, 2)
    failure = shown(state).failure
    assert failure is not None
    assert (failure.message, failure.advice) == ("no", "wait")
    assert shown(after(pods_arrived(page("c", "d", total=4, offset=2)), state=state)).failure is None


def paged(pods: int, limit: int, created: list[int], *, knows_total: bool, ignores_offset: bool) -> tuple[State, int]:
    """Page to the end while pods appear at the front; returns the state and how many pages that took."""
    stored, state, offset = [f"p{number}" for number in range(pods)], State(), 0
    for pages, growth in enumerate([*created, *[0] * 200], start=1):
        start = 0 if ignores_offset else offset
        total = len(stored) if knows_total else None
        answer = page(*stored[start : start + limit], total=total, offset=offset, limit=limit)
        state = after(pods_requested(offset), pods_arrived(answer), state=state)
        if not shown(state).has_more:
            return state, pages
        offset = shown(state).next_offset
        stored = [f"new{pages}.{number}" for number in range(growth)] + stored
    raise AssertionError("paging does not end")


GROWTH = st.lists(st.integers(0, 2), max_size=30)


@given(st.integers(0, 23), st.integers(1, 7), GROWTH, st.booleans())
def test_paging_ends_with_each_pod_once(pods: int, limit: int, created: list[int], knows_total: bool) -> None:
    state, pages = paged(pods, limit, created, knows_total=knows_total, ignores_offset=False)
    keys = [pod.key for pod in shown(state).pods]
    assert len(keys) == len(set(keys))
    # What was there when the paging began is there at its end; only what was created meanwhile may be missing.
    assert {f"p{number}" for number in range(pods)} <= set(keys)
    assert pages <= (pods + sum(created)) // limit + 1


@given(st.integers(0, 23), st.integers(1, 7), GROWTH)
def test_paging_ends_even_where_the_server_ignores_the_offset(pods: int, limit: int, created: list[int]) -> None:
    state, _ = paged(pods, limit, created, knows_total=True, ignores_offset=True)
    keys = [pod.key for pod in shown(state).pods]
    assert len(keys) == len(set(keys))


def test_the_state_of_the_start_knows_nothing() -> None:
    assert State().agentsmesh == AgentsMeshState()
    assert State().agentsmesh.phase is MeshPhase.UNKNOWN
