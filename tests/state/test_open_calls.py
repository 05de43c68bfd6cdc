"""Calls whose output has not come: they run as long as their turn does, and what they say meanwhile is kept."""

from omnigent_tui.state.transcript import ToolCall, ToolState
from tests.state.makers import Teller, began, call, done, event, output, status, user


def card(teller: Teller, call_id: str = "call_1") -> ToolCall:
    found = [e for e in teller.conversation.entries if isinstance(e, ToolCall) and e.call_id == call_id]
    assert len(found) == 1
    return found[0]


def test_a_stored_call_runs_until_its_output_comes_and_keeps_what_it_said_so_far() -> None:
    teller = Teller()
    teller.open()
    teller.page(user("u1", "build it"))
    teller.hear(status("running", response_id="resp_1"), began(), done(call("c1")))
    assert card(teller).state is ToolState.RUNNING
    teller.hear(event("response.function_call_output.delta", call_id="call_1", delta="step 0\n"))
    teller.page(user("u1", "build it"), call("c1"))
    assert (card(teller).state, card(teller).live_output) == (ToolState.RUNNING, "step 0\n")
    assert teller.conversation.live == ()
    teller.hear(event("response.function_call_output.delta", call_id="call_1", delta="step 1\n"))
    assert card(teller).live_output == "step 0\nstep 1\n"
    teller.hear(done(output("o1", "all")), event("response.function_call_output.delta", call_id="call_1", delta="late"))
    assert (card(teller).state, card(teller).output, card(teller).live_output) == (ToolState.DONE, "all", "")


def test_a_session_opened_in_the_middle_of_a_call_shows_it_running_and_only_it() -> None:
    teller = Teller()
    teller.open()
    items = user("u1", "first"), call("c0", "call_0", "resp_0"), user("u2", "second"), call("c1")
    teller.page(*items)
    teller.snapshot(status="running", active_response_id="resp_1")
    states = [card(teller, name).state for name in ("call_0", "call_1")]
    assert states == [ToolState.DONE, ToolState.RUNNING]
    teller.page(*items)
    assert card(teller).state is ToolState.RUNNING
    teller.hear(status("idle"))
    assert card(teller).state is ToolState.DONE
