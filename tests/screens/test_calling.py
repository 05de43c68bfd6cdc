"""Calling: once for what comes together, never twice for one thing, and not a byte while nothing is new."""

from collections.abc import Callable

from omnigent_tui.protocol.sessions import SessionRow, SessionSnapshot
from omnigent_tui.screens.calling import BETWEEN_SECONDS, Caller
from omnigent_tui.settings.answering import NotificationSettings
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.calling import View
from omnigent_tui.state.reducers import reduce


class _Terminal:
    def __init__(self) -> None:
        self.titles: list[str] = []
        self.calls: list[str] = []
        self.later: list[tuple[float, Callable[[], None]]] = []

    def write_title(self, title: str) -> None:
        self.titles.append(title)

    def write_call(self, sequence: str) -> None:
        self.calls.append(sequence)

    def call_back(self, seconds: float, callback: Callable[[], None]) -> None:
        self.later.append((seconds, callback))


class _Desk:
    """A caller, a clock and a state with one session."""

    def __init__(self, settings: NotificationSettings | None = None, term: str = "xterm-256color") -> None:
        self.terminal, self.now = _Terminal(), 0.0
        self._caller = Caller(self.terminal, settings or NotificationSettings(), lambda: self.now, {"TERM": term})
        rows = (SessionRow(id="a", title="Session", pending_elicitations_count=1),)
        self.state = reduce(State(), client.ServerConnecting(url="http://s", source="typed", at=0.0))
        page = client.SessionPageArrived(rows=rows, has_more=False, cursor=None, first=True, at=0.0)
        self.state = reduce(self.state, page)
        self.look()
        self.now = 1000.0

    def look(self) -> None:
        self._caller.look(self.state, self.now, View())

    def asks(self, *names: str) -> None:
        data = [{"elicitation_id": name, "params": {"message": name}} for name in names]
        snapshot = SessionSnapshot.model_validate({"id": "a", "pending_elicitations": data})
        self.state = reduce(self.state, client.AsksArrived(snapshot=snapshot, at=self.now))
        self.look()


def test_the_bell_rings_everywhere_and_the_desktop_is_told_where_it_can_be() -> None:
    plain, kitty = _Desk(), _Desk(term="xterm-kitty")
    for desk in (plain, kitty):
        desk.asks("one")
    assert plain.terminal.calls == ["\x07"]
    (call,) = kitty.terminal.calls
    assert call.startswith("\x1b]99;")
    assert call.endswith("\x07")


def test_calls_that_come_together_are_one() -> None:
    desk = _Desk()
    desk.asks("one")
    desk.asks("one", "two")
    desk.asks("one", "two", "three")
    assert len(desk.terminal.calls) == 1
    ((seconds, callback),) = desk.terminal.later
    assert 0 < seconds <= BETWEEN_SECONDS
    desk.now += seconds
    callback()
    assert len(desk.terminal.calls) == 2
    assert desk.terminal.titles == ["(1!) omnigent", "(2!) omnigent", "(3!) omnigent"]


def test_nothing_is_written_while_nothing_is_new() -> None:
    desk = _Desk()
    assert (desk.terminal.titles, desk.terminal.calls) == ([], []), "the user's own title stays"
    desk.asks("one")
    for _ in range(5):
        desk.now += 60
        desk.look()
    assert (len(desk.terminal.titles), len(desk.terminal.calls)) == (1, 1)
    desk.asks()
    assert desk.terminal.titles[-1] == "omnigent"


def test_everything_can_be_turned_off() -> None:
    desk = _Desk(NotificationSettings(bell=False, desktop=False, title=False), "xterm-kitty")
    desk.asks("one")
    assert (desk.terminal.titles, desk.terminal.calls, desk.terminal.later) == ([], [], [])
    silent = _Desk(NotificationSettings(bell=False), "xterm-kitty")
    silent.asks("one")
    assert "\x07" not in silent.terminal.calls[0]
