"""Pages that arrive at any moment, of any size and any age, between events of any turns: the end is always the same."""

from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omnigent_tui.protocol.items import Item
from tests.replay.follower import Follower, check_settled
from tests.replay.recordings import WHOLE, Recording, in_a_row, in_flight, recording

SHORT = tuple(name for name in WHOLE if len(recording(name).events) < 60)


@dataclass
class Run:
    """A session of several recorded turns, followed step by step; `place` events have arrived."""

    told: Recording
    page: int
    place: int = 0
    asked: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.follower = Follower(page=self.page)
        self.follower.now = max((item.created_at or 0.0) for item in self.told.items)

    def go_on(self, count: int) -> None:
        """The next events arrive."""
        self.follower.feed(self.told.events[self.place : self.place + count])
        self.place = min(len(self.told.events), self.place + count)

    def ask(self) -> None:
        """A page is asked for; it arrives later."""
        self.asked.append((self.place, self.follower.conversation.revision))

    def answer(self, lead: int) -> None:
        """The page asked for first arrives; the server is `lead` events ahead of what the stream has brought."""
        if not self.asked:
            self.ask()
        _, revision = self.asked.pop(0)
        self.follower.settle(self.stored(lead), asked_at=revision)

    def stored(self, lead: int = 0) -> tuple[Item, ...]:
        """The items the server has now."""
        seen = min(len(self.told.events), self.place + lead)
        return self.told.items[: self.told.stored_by[seen]]

    def reconnect(self, missed: int, *, again: bool) -> None:
        """The stream breaks and is opened later; `again` means by a server that was started again meanwhile."""
        self.follower.lose()
        self.place = min(len(self.told.events), self.place + missed)
        self.asked.clear()
        if again:
            self.follower.open(f"{self.place}-again")
            return
        self.follower.open(self.follower.conversation.stream.epoch or "1-a")
        self.follower.feed(in_flight(self.told.events[: self.place]))

    def finish(self) -> None:
        """The turns end, the last page arrives, the reader scrolls up to the beginning."""
        self.go_on(10_000)
        self.follower.settle(self.told.items)
        self.follower.snapshot(self.told.snapshot)
        self.follower.settle(self.told.items)
        self.follower.load_all(self.told.items)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("go on"), st.integers(1, 25)),
        st.tuples(st.just("ask"), st.just(0)),
        st.tuples(st.just("answer"), st.integers(0, 6)),
        st.tuples(st.just("older"), st.integers(1, 4)),
        st.tuples(st.just("reconnect"), st.integers(0, 12)),
        st.tuples(st.just("restart"), st.integers(0, 12)),
    ),
    max_size=25,
)


def play(run: Run, steps: list[tuple[str, int]]) -> None:
    for what, number in steps:
        match what:
            case "go on":
                run.go_on(number)
            case "ask":
                run.ask()
            case "answer":
                run.answer(number)
            case "older":
                run.follower.load_older(run.told.items, number)
            case "reconnect" | "restart":
                run.reconnect(number, again=what == "restart")
    run.finish()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(names=st.lists(st.sampled_from(SHORT), min_size=1, max_size=4), page=st.integers(1, 12), steps=STEPS)
def test_any_interleaving_ends_as_the_server_has_it(names: list[str], page: int, steps: list[tuple[str, int]]) -> None:
    told = in_a_row(*(recording(name) for name in dict.fromkeys(names)))
    run = Run(told, page)
    play(run, steps)
    check_settled(run.follower.conversation, told.items)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(SHORT), page=st.integers(1, 12), steps=STEPS)
def test_settling_twice_in_any_state_is_settling_once(name: str, page: int, steps: list[tuple[str, int]]) -> None:
    told = recording(name)
    run = Run(told, page)
    play(run, steps)
    run.follower.settle(told.items)
    once = run.follower.state
    run.follower.settle(told.items)
    assert run.follower.state is once
