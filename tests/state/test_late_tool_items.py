"""A snapshot and a page that were faster than the stream: what the stream tells then is known already."""

from omnigent_tui.state import client_events as client
from omnigent_tui.state.transcript import ToolCall
from tests.state.makers import NOW, SESSION, Teller, answer, began, call, consumed, delta, done, output, status, user

U1, A1, A2, C1, O1 = ("1" * 32, "3" * 32, "4" * 32, "5" * 32, "6" * 32)


def _running(call_id: str) -> Teller:
    teller = Teller()
    teller.open()
    teller.hear(consumed(U1, "go"), status("running"), began(), delta("Intro.", message_id="m1"))
    teller.hear(done(call("fc_1", call_id, "", status="in_progress", agent="resp_1")))
    teller.snapshot(status="idle")
    teller.page(user(U1, "go"), answer(A1, "Intro."), call(C1, call_id), output(O1, "out", call_id), answer(A2, "End."))
    return teller


def test_calls_that_a_page_has_brought_are_not_shown_again() -> None:
    teller = _running("call_9")
    before = teller.texts()
    teller.hear(
        done(answer(A1, "Intro.", status="completed")),
        done(call("fc_2", "call_9", "", status="completed", agent="smoke")),
        done(output("fco_2", "out", "call_9")),
        done(answer(A2, "End.")),
        status("idle"),
    )
    assert teller.texts() == before == ["go", "Intro.", "sys_os_shell", "End."]


def test_a_new_call_that_uses_an_id_again_is_shown() -> None:
    teller = _running("call_9")
    teller.hear(consumed("2" * 32, "again"), status("running"), began("resp_2"))
    teller.hear(done(call("fc_3", "call_9", "", status="in_progress", agent="resp_2")))
    assert teller.texts() == ["go", "Intro.", "sys_os_shell", "End.", "again", "sys_os_shell"]


def test_how_long_a_call_took_is_known_to_who_followed_it_and_stays_known() -> None:
    teller = Teller()
    teller.open()
    teller.hear(consumed(U1, "go"), status("running"), began())
    teller.hear(done(call("fc_1", "call_9", "", status="in_progress", agent="resp_1")))
    teller.at += 11
    teller.hear(
        done(call("fc_2", "call_9", "", status="completed", agent="smoke")), done(output("fco_2", "out", "call_9"))
    )
    assert _seconds(teller) == [12]
    teller.hear(status("idle"))
    teller.page(user(U1, "go"), call(C1, "call_9"), output(O1, "out", "call_9"))
    assert _seconds(teller) == [12]


def test_of_a_call_that_was_under_way_before_nobody_knows_how_long_it_took() -> None:
    teller = Teller()
    teller.open()
    teller.hear(status("running"), began(), done(output("fco_2", "out", "call_9")))
    assert _seconds(teller) == [None]


def _seconds(teller: Teller) -> list[float | None]:
    return [entry.seconds for entry in teller.conversation.entries if isinstance(entry, ToolCall)]


def test_outputs_stored_under_turns_of_their_own_belong_to_their_calls() -> None:
    items = [
        user(U1, "go"),
        call(C1, "call_a", "turn_1"),
        call(A1, "call_b", "turn_2"),
        output(O1, "one", "call_a", "turn_3"),
        output(A2, "two", "call_b", "turn_4"),
    ]
    for cut in range(1, len(items)):
        teller = Teller()
        teller.open()
        teller.page(*items[cut:], has_more=True)
        older, border = tuple(items[:cut]), items[cut].id or ""
        teller.tell(
            client.OlderItemsArrived(session_id=SESSION, items=older, has_more=False, before_item_id=border, at=NOW)
        )
        cards = [entry for entry in teller.conversation.entries if isinstance(entry, ToolCall)]
        assert sorted((card.call_id, card.output) for card in cards) == [("call_a", "one"), ("call_b", "two")], cut
