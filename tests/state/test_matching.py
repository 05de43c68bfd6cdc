"""When something streamed and something stored are the same thing, and when they only look alike."""

from omnigent_tui.state.reducers.matching import is_likely_same, is_part, is_surely_same, merged, same_error
from omnigent_tui.state.reducers.stored_items import entries_of, join_boundary
from omnigent_tui.state.transcript import AssistantMessage, ErrorNotice, Reasoning, ToolCall, UserMessage
from omnigent_tui.values import replace
from tests.state.makers import answer, call, output, user


def text(said: str, response_id: str = "resp_1", **fields: object) -> AssistantMessage:
    return replace(AssistantMessage(key="live", text=said, response_id=response_id), **fields)  # type: ignore[arg-type]


def stored(said: str, response_id: str = "resp_1", **fields: object) -> AssistantMessage:
    made = AssistantMessage(key="stored", item_ids=("1",), text=said, response_id=response_id)
    return replace(made, **fields)  # type: ignore[arg-type]


def card(response_id: str = "resp_1", *, ids: tuple[str, ...] = (), **fields: object) -> ToolCall:
    made = ToolCall(key="k", item_ids=ids, response_id=response_id, call_id="c", name="Bash", arguments="{}")
    return replace(made, **fields)  # type: ignore[arg-type]


def test_the_same_response_and_beginning() -> None:
    assert is_surely_same(text("Hel"), stored("Hello"))
    assert is_surely_same(text("Hello and more"), stored("Hello"))
    assert not is_surely_same(text("Bye"), stored("Hello"))
    assert not is_surely_same(text("Hel", "resp_2"), stored("Hello"))
    assert not is_surely_same(text(" "), stored("Hello"))


def test_message_ids_decide_where_both_have_one() -> None:
    assert is_surely_same(text("x", message_id="m1"), stored("y", message_id="m1"))
    assert not is_surely_same(text("Hello", message_id="m1"), stored("Hello", message_id="m2"))
    assert not is_likely_same(text("Hello", message_id="m1"), stored("Hello", message_id="m2"))


def test_looking_alike_is_not_enough_for_two_known_responses() -> None:
    assert not is_likely_same(text("Hel", "resp_2"), stored("Hello"))
    assert is_likely_same(text("Hel", "resp_2"), stored("Hello", "turn_9"))
    assert is_likely_same(text("ell", ""), stored("Hello"))
    assert not is_likely_same(text("ell", "resp_1"), stored("Hello"))
    assert is_likely_same(text("Hello", "", unsaved=True), stored("Hello"))
    assert not is_likely_same(text("Hel", "", unsaved=True), stored("Hello"))


def test_tool_calls() -> None:
    assert is_surely_same(card(), card(ids=("1",)))
    assert not is_surely_same(card(""), card(ids=("1",)))
    assert is_likely_same(card(""), card(ids=("1",)))
    assert not is_likely_same(card("resp_2"), card(ids=("1",)))
    assert is_surely_same(card(), card("cancel_1", ids=("1",)))
    assert not is_surely_same(card(output="done"), card("cancel_1", ids=("1",)))


def test_reasoning_and_things_of_different_kinds() -> None:
    thought = Reasoning(key="r", text="Hm", response_id="resp_1")
    assert is_surely_same(thought, replace(thought, text="Hm, so", item_ids=("1",)))
    assert is_likely_same(replace(thought, response_id=""), replace(thought, item_ids=("1",)))
    assert not is_surely_same(thought, stored("Hm"))
    assert not is_likely_same(thought, stored("Hm"))
    assert not is_likely_same(UserMessage(key="u", text="a"), UserMessage(key="v", text="a"))


def test_pieces() -> None:
    assert is_part(text("ell"), stored("Hello"))
    assert is_part(text("ell", ""), stored("Hello"))
    assert not is_part(text("ell", "resp_2"), stored("Hello"))
    assert not is_part(stored("ell"), stored("Hello"))
    thought = Reasoning(key="r", text="Hm", response_id="resp_1")
    assert is_part(thought, replace(thought, text="Hm, so", item_ids=("1",)))
    assert not is_part(thought, stored("Hm"))


def test_errors_told_short_and_long() -> None:
    long = "The runner process exited with code 9\n" + "log\n" * 50
    error = ErrorNotice(key="e", code="x", message=long)
    assert same_error(error, "x", f"{long[:50]}…\n…\nlog")
    assert not same_error(error, "x", "The …")
    assert not same_error(error, "y", long)
    assert not same_error(text("x"), "x", "x")


def test_a_card_keeps_what_its_page_does_not_hold() -> None:
    whole = card(ids=("1", "2"), output="done")
    half = ToolCall(key="2", item_ids=("2",), response_id="resp_1", call_id="c", name="", arguments="", output="done")
    assert merged(whole, half).item_ids == ("1", "2")
    assert merged(whole, half).key == whole.key
    same = entries_of([answer("3", "x")])[0]
    assert merged(same, replace(same)) is same


def test_pages_that_split_a_call() -> None:
    older = entries_of([user("0", "q"), call("1"), call("3", "call_2")])
    newer = entries_of([output("2", "one"), output("4", "two", "call_2"), answer("5", "x")])
    whole = entries_of(
        [
            user("0", "q"),
            call("1"),
            call("3", "call_2"),
            output("2", "one"),
            output("4", "two", "call_2"),
            answer("5", "x"),
        ]
    )
    joined = join_boundary(older, newer)
    assert [replace(e, key="") for e in joined] == [replace(e, key="") for e in whole]
    assert [entry.key for entry in joined] == ["0", "2", "4", "5"]


def test_pages_that_split_a_call_an_interrupt_stored_twice() -> None:
    items = [
        call("1", response_id="cancel_1"),
        output("2", "[Cancelled]", response_id="cancel_1"),
        call("3", response_id="cancel_1"),
        output("4", "[Cancelled]", response_id="cancel_1"),
    ]
    whole = [replace(entry, key="") for entry in entries_of(items)]
    assert len(whole) == 1
    for place in range(1, 4):
        joined = join_boundary(entries_of(items[:place]), entries_of(items[place:]))
        assert [replace(entry, key="") for entry in joined] == whole


def test_calls_of_other_responses_are_not_joined_across_pages() -> None:
    older = entries_of([call("1"), output("2", "one")])
    newer = entries_of([call("3", response_id="resp_2"), output("4", "two", response_id="resp_2")])
    assert len(join_boundary(older, newer)) == 2
    again = entries_of([call("5"), output("6", "again")])
    assert len(join_boundary(older, again)) == 2
    assert len(entries_of([call("1"), output("2", "one"), call("5"), output("6", "again")])) == 2


def test_a_page_that_begins_with_an_output_leaves_the_call_its_time() -> None:
    began, ended = call("1" * 32, created_at=100.0), output("2" * 32, "out")
    whole, cut = entries_of((began, ended))[0], entries_of((ended,))[0]
    joined = merged(whole, cut)
    assert joined == whole
    assert joined.created_at == 100.0
