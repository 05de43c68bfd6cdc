"""The one function: total, pure, and careful with what it does not touch; the store that holds its result."""

import pytest

from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.reducers import reduce
from omnigent_tui.state.server import ServerPhase
from omnigent_tui.state.store import Store
from tests.state.makers import NOW, SESSION, Teller, answer, began, delta, done, row, status, user

OTHER = "f" * 32


class Stranger(client.ClientEvent):
    """An event no case knows."""


def test_what_nobody_knows_changes_nothing() -> None:
    state = Teller().state
    assert reduce(state, Stranger(at=NOW)) is state
    assert reduce(state, client.OlderItemsRequested(session_id=OTHER, at=NOW)) is state
    assert reduce(state, client.StreamEvents(session_id=OTHER, events=(delta("x"),), at=NOW)) is state
    assert reduce(state, client.ConversationEvent(session_id=SESSION, at=NOW)) is state


def test_state_is_frozen() -> None:
    state = Teller().state
    with pytest.raises(AttributeError):
        state.open_session_id = None  # type: ignore[misc]
    with pytest.raises(TypeError):
        state.conversations[OTHER] = None  # type: ignore[index]


def test_other_parts_stay_the_same_objects() -> None:
    teller = Teller()
    teller.tell(client.SessionOpened(session_id=OTHER, at=NOW))
    teller.tell(client.SessionRowsChanged(rows=(row(SESSION), row(OTHER)), at=NOW))
    before = teller.state
    teller.open()
    teller.hear(delta("text"))
    assert teller.state.sessions is before.sessions
    assert teller.state.conversations[OTHER] is before.conversations[OTHER]
    assert teller.state.outbox is before.outbox


def test_a_piece_of_text_does_not_touch_a_long_history() -> None:
    teller = Teller()
    teller.open()
    teller.page(*(user(f"{number:032x}", f"message {number}") for number in range(10_000)))
    assert len(teller.conversation.history) == 10_000
    before = teller.conversation
    teller.hear(status("running"), began(), delta("One "), delta("more."))
    assert teller.conversation.history is before.history
    assert teller.conversation.stored_ids is before.stored_ids
    teller.hear(done(answer("f" * 32, "One more.")), status("idle"))
    assert teller.conversation.history is before.history
    teller.page(user(f"{9999:032x}", "message 9999"), answer("f" * 32, "One more."), has_more=True)
    after = teller.conversation.history
    assert len(after) == 10_001
    assert all(new is old for new, old in zip(after, before.history, strict=False))


def test_opening_and_letting_go() -> None:
    teller = Teller()
    conversation = teller.conversation
    teller.tell(client.SessionOpened(session_id=OTHER, at=NOW), client.SessionOpened(session_id=SESSION, at=NOW))
    assert teller.conversation is conversation
    assert teller.state.open_conversation is conversation
    before = teller.state
    teller.tell(client.ConversationReleased(session_id=SESSION, at=NOW))
    assert teller.state is before
    teller.tell(client.ConversationReleased(session_id=OTHER, at=NOW))
    assert set(teller.state.conversations) == {SESSION}
    assert State().open_conversation is None


def test_the_course_of_connecting() -> None:
    state = reduce(State(), client.ServerConnecting(url="http://x", source="typed", at=NOW))
    assert state.server.phase is ServerPhase.CONNECTING
    failed = reduce(
        state, client.ServerProbed(url="http://x", outcome="refused", summary="no", advice="do", at=NOW + 1)
    )
    assert (failed.server.phase, failed.server.summary, failed.server.advice) == (ServerPhase.FAILED, "no", "do")
    again = reduce(failed, client.ServerProbed(url="http://x", outcome="refused", at=NOW + 9))
    assert again.server.since == NOW + 1
    good = reduce(again, client.ServerProbed(url="http://x", outcome="ok", version="0.19.0", user_id="me", at=NOW + 10))
    assert (good.server.phase, good.server.version, good.server.since) == (ServerPhase.CONNECTED, "0.19.0", NOW + 10)
    assert reduce(good, client.ServerProbed(url="http://y", outcome="ok", at=NOW)) is good


def test_announcements_are_numbered_and_few() -> None:
    state = State()
    for number in range(30):
        state = reduce(state, client.Announced(text=f"said {number}", at=NOW))
    assert len(state.announcements) == 20
    assert state.announcements[-1].number == 30
    state = reduce(state, client.TaskFailed(task="session feed", reason="x", at=NOW))
    assert state.announcements[-1].text == "session feed failed and was started again: x"
    state = reduce(state, client.TaskFailed(task="answer", reason="x", is_restarted=False, at=NOW))
    assert state.announcements[-1].text == "answer failed: x"


def test_the_store_tells_its_listeners_once_and_only_of_changes() -> None:
    store = Store()
    told: list[int] = []
    stop = store.listen(lambda: told.append(len(store.state.announcements)))
    store.dispatch(client.Announced(text="a", at=NOW), client.Announced(text="b", at=NOW))
    assert told == [2]
    store.dispatch(Stranger(at=NOW))
    assert told == [2]
    stop()
    stop()
    store.dispatch(client.Announced(text="c", at=NOW))
    assert told == [2]
