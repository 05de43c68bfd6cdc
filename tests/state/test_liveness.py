"""Badges of runners and hosts: drops that pass are not shown, starts are, and open transcripts tell what changed."""

import pytest

from omnigent_tui.rendering.badge_text import row_badge
from omnigent_tui.state import client_events as client
from omnigent_tui.state.badges import LivenessWord, TurnWord
from omnigent_tui.state.client_events import ClientEvent
from omnigent_tui.state.selectors import sidebar_row
from omnigent_tui.state.sessions import DROP_GRACE_SECONDS
from tests.state.makers import NOW, SESSION, Teller, event, row


class Watched(Teller):
    """A session on a host whose runner is online, open on the screen."""

    def __init__(self, **fields: object) -> None:
        super().__init__()
        bound = {"runner_id": "r", "host_id": "h", "runner_online": True, "host_online": True, **fields}
        self.row = row(SESSION, **bound)
        self.tell(client.SessionRowsChanged(rows=(self.row,), at=NOW))

    def health(self, runner: bool | None, host: bool | None, after: float) -> None:
        """What the health check says `after` seconds."""
        self.tell(client.LivenessArrived(liveness={SESSION: (runner, host)}, at=NOW + after))

    def badge(self) -> tuple[str, float | None]:
        """Word of the liveness axis, and how many seconds after the beginning it came into force."""
        shown = sidebar_row(self.state, self.state.sessions.by_id[SESSION]).liveness
        return shown.word.value, None if shown.since is None else shown.since - NOW

    @property
    def narrow(self) -> str:
        """The one word a narrow row has room for."""
        return row_badge(sidebar_row(self.state, self.state.sessions.by_id[SESSION])).word.value


def test_a_short_drop_is_never_shown() -> None:
    watched = Watched()
    watched.health(False, True, 10)
    assert watched.badge() == ("online", None)
    watched.health(True, True, 12)
    assert watched.badge() == ("online", None)
    # The next one begins to count from its own beginning.
    watched.health(False, True, 10 + DROP_GRACE_SECONDS)
    assert watched.badge() == ("online", None)
    assert watched.texts() == []


def test_a_turn_that_begins_has_a_runner_before_the_server_says_so() -> None:
    watched = Watched(status="idle")
    watched.open()
    for after in (10, 10 + DROP_GRACE_SECONDS):
        watched.health(False, True, after)
    assert watched.badge() == ("asleep", 10.0)
    watched.tell(
        client.StreamEvents(session_id=SESSION, events=(event("session.status", status="running"),), at=NOW + 30)
    )
    assert watched.badge() == ("online", 30.0)
    assert watched.texts()[1:] == ["The runner is online again."]
    # The server's word counts, whichever it is: the runner is gone in the middle of the turn only once that lasts.
    watched.health(False, True, 31)
    assert watched.badge() == ("online", 30.0)
    watched.health(False, True, 31 + DROP_GRACE_SECONDS)
    assert watched.badge() == ("runner lost", 31.0)


def test_a_row_whose_turn_begins_has_a_runner_too_but_none_on_a_host_that_is_gone() -> None:
    for host, word in ((True, "online"), (False, "host offline")):
        watched = Watched(status="idle", runner_online=False, host_online=host)
        watched.tell(
            client.SessionRowsChanged(rows=(watched.row.model_copy(update={"status": "running"}),), at=NOW + 5)
        )
        assert watched.badge()[0] == word


def test_a_drop_that_lasts_is_shown_since_it_began_and_told() -> None:
    watched = Watched()
    watched.health(False, True, 10)
    watched.health(False, True, 10 + DROP_GRACE_SECONDS)
    assert watched.badge() == ("asleep", 10.0)
    assert watched.texts() == ["The runner is gone; the next message starts it again."]
    watched.health(True, True, 30)
    assert watched.badge() == ("online", 30.0)
    assert watched.texts()[1:] == ["The runner is online again."]


def test_a_runner_that_goes_before_its_host_is_one_drop() -> None:
    watched = Watched()
    watched.health(False, True, 10)
    watched.health(False, False, 12)
    assert watched.badge() == ("online", None)
    watched.health(False, False, 10 + DROP_GRACE_SECONDS)
    assert watched.badge() == ("host offline", 10.0)
    assert len(watched.texts()) == 1
    watched.health(False, True, 60)
    assert watched.badge() == ("asleep", 60.0)
    assert watched.texts()[1:] == ["The host is back; the next message starts the runner."]


@pytest.mark.parametrize(("host", "word"), [(True, LivenessWord.RUNNER_LOST), (False, LivenessWord.HOST_OFFLINE)])
def test_running_without_a_runner_is_a_state_of_its_own(host: bool, word: LivenessWord) -> None:
    watched = Watched(status="running")
    assert watched.narrow == TurnWord.RUNNING
    watched.health(False, host, 1)
    watched.health(False, host, 9)
    assert (watched.badge()[0], watched.narrow) == (word, word)


def test_an_id_the_server_does_not_know_is_no_news() -> None:
    """Of such an id it says that the runner is online, on no host."""
    watched = Watched()
    watched.health(False, True, 1)
    watched.health(False, True, 9)
    watched.health(True, None, 20)
    assert watched.badge() == ("asleep", 1.0)


def test_the_version_of_the_host_is_kept() -> None:
    watched = Watched()
    versions = {SESSION: "0.19.0"}
    watched.tell(client.LivenessArrived(liveness={SESSION: (True, True)}, host_versions=versions, at=NOW))
    watched.tell(client.SessionRowsChanged(rows=(watched.row,), at=NOW + 1))
    assert watched.state.sessions.by_id[SESSION].host_version == "0.19.0"


def _runner(kind: type[ClientEvent], after: float, **fields: str) -> ClientEvent:
    return kind(session_id=SESSION, at=NOW + after, **fields)  # type: ignore[call-arg]


def test_a_runner_is_launching_until_it_is_online() -> None:
    watched = Watched(runner_id=None, host_id=None, host_online=None)
    assert watched.badge()[0] == "no runner"
    watched.tell(_runner(client.RunnerAsked, 1))
    assert watched.badge() == ("launching", 1.0)
    # Of a session without a runner the server says that it is online: that does not end the launch.
    watched.health(True, None, 2)
    assert watched.badge() == ("launching", 1.0)
    watched.tell(_runner(client.RunnerLaunching, 3))
    watched.health(True, None, 4)
    assert watched.badge() == ("launching", 1.0)
    bound = row(SESSION, runner_id="r", host_id="h", runner_online=False, host_online=True)
    watched.tell(client.SessionRowsChanged(rows=(bound,), at=NOW + 5))
    assert watched.badge() == ("launching", 1.0)
    watched.health(True, True, 6)
    assert watched.badge()[0] == "online"
    assert not watched.state.launches


def test_a_failed_launch_says_why_until_the_runner_is_there() -> None:
    watched = Watched()
    watched.health(False, True, 1)
    watched.health(False, True, 9)
    watched.tell(_runner(client.RunnerAsked, 10), _runner(client.RunnerLaunchFailed, 12, reason="no such directory"))
    shown = sidebar_row(watched.state, watched.state.sessions.by_id[SESSION]).liveness
    assert (shown.word, shown.since, shown.reason) == (LivenessWord.LAUNCH_FAILED, NOW + 12, "no such directory")
    assert watched.narrow == LivenessWord.LAUNCH_FAILED
    assert watched.texts()[-1] == "The runner was not started: no such directory"
    watched.health(True, True, 20)
    assert watched.badge() == ("online", 20.0)


def test_a_message_on_its_way_to_a_runner_that_sleeps_wakes_it() -> None:
    watched = Watched()
    watched.health(False, True, 1)
    watched.health(False, True, 9)
    queued = client.MessageQueued(session_id=SESSION, stable_id="m", text="hello", at=NOW + 20)
    watched.tell(queued)
    assert watched.badge() == ("asleep", 1.0)
    watched.tell(client.MessageSending(stable_id="m", at=NOW + 20))
    assert watched.badge() == ("launching", 20.0)
    watched.tell(client.MessageAccepted(stable_id="m", item_id="i", at=NOW + 21))
    assert watched.badge() == ("asleep", 1.0)


def test_a_session_that_somebody_deleted_says_so_where_it_is_open() -> None:
    watched = Watched()
    watched.tell(client.SessionsRemoved(session_ids=(SESSION,), at=NOW + 5))
    assert watched.texts() == [
        "The session is gone from the server: it was deleted, or is not shared with you any more."
    ]
    watched.tell(client.SessionsRemoved(session_ids=(SESSION,), at=NOW + 6))
    assert len(watched.texts()) == 1


def test_a_runner_that_was_asked_for_does_not_come_back() -> None:
    watched = Watched(runner_online=False)
    watched.tell(client.RunnerLaunching(session_id=SESSION, at=NOW + 1))
    watched.health(False, None, 2)
    watched.health(True, True, 3)
    assert watched.badge()[0] == "online"
    assert watched.texts() == []
