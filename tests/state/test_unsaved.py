"""Text that streamed and that the server did not keep: it stays where it was read, and says so."""

from tests.state.makers import NOW, Teller, answer, began, consumed, delta, done, event, status, user

U1, U2, A1 = ("1" * 32, "2" * 32, "3" * 32)


def asked() -> Teller:
    """A question was asked, and a response runs."""
    teller = Teller()
    teller.open()
    teller.hear(status("running"), consumed(U1, "question"), began())
    return teller


def test_text_a_restarted_server_forgot_stays_before_what_it_stored() -> None:
    teller = asked()
    teller.hear(delta("Said before. "))
    teller.open("2-b")
    teller.hear(event("session.heartbeat"), status("running"))
    teller.page(user(U1, "question"), answer(A1, "Said after.", "turn_9"))
    teller.hear(status("idle"))
    teller.page(user(U1, "question"), answer(A1, "Said after.", "turn_9"))
    assert teller.texts() == ["question", "Said before. ", "Said after."]
    assert [entry.unsaved for entry in teller.conversation.history] == [False, True, False]


def test_text_a_restarted_server_stored_after_all_is_shown_once() -> None:
    teller = asked()
    teller.hear(delta("Said before. "))
    teller.open("2-b")
    teller.hear(event("session.heartbeat"), status("running"), delta("Said after."), status("idle"))
    teller.page(user(U1, "question"), answer(A1, "Said before. Said after.", "turn_9"))
    assert teller.texts() == ["question", "Said before. Said after."]


def test_an_interrupted_answer_stays_above_what_was_said_meanwhile_though_the_next_turn_runs() -> None:
    teller = asked()
    teller.hear(delta("To the question"), consumed(U2, "steer"), delta(", at length"))
    teller.hear(event("session.interrupted", data={"requested_at": NOW}), status("idle"), status("running"))
    teller.page(user(U1, "question"), user(U2, "steer"))
    teller.hear(began("resp_2"), delta("To the steering"))
    shown = ["question", "To the question, at length", "steer", "Interrupted", "To the steering"]
    assert teller.texts() == shown
    teller.hear(status("idle"))
    teller.page(user(U1, "question"), user(U2, "steer"))
    assert teller.texts() == shown


def test_an_interrupted_answer_that_was_stored_after_all_stands_where_the_server_has_it() -> None:
    teller = asked()
    teller.hear(delta("To the question"), consumed(U2, "steer"))
    teller.hear(event("session.interrupted", data={"requested_at": NOW}), status("idle"), status("running"))
    teller.page(user(U1, "question"), user(U2, "steer"))
    teller.hear(began("resp_2"), delta("To the steering"), done(answer(A1, "To the question")))
    assert teller.texts() == ["question", "steer", "To the question", "Interrupted", "To the steering"]
    assert not any(entry.unsaved for entry in teller.conversation.entries)
