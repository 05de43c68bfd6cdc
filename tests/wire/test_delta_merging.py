"""Runs of deltas become one event; whatever separates two texts separates their deltas."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.protocol.event_base import ServerEvent
from omnigent_tui.protocol.events import parse_payload
from omnigent_tui.protocol.response_events import OutputTextDelta
from omnigent_tui.wire.delta_merging import merge_deltas

TEXT, REASONING = "response.output_text.delta", "response.reasoning_text.delta"
SUMMARY, TOOL = "response.reasoning_summary_text.delta", "response.function_call_output.delta"


def delta(kind: str, text: str, **fields: Any) -> ServerEvent:
    return parse_payload(kind, {"delta": text, **fields})


def texts(*events: ServerEvent) -> list[tuple[str, str]]:
    return [(event.type, event.model_dump().get("delta", "")) for event in merge_deltas(events)]


def test_neighbours_of_one_text_are_joined() -> None:
    for kind, fields in ((TEXT, {}), (REASONING, {}), (SUMMARY, {}), (TOOL, {"call_id": "c1"})):
        events = [delta(kind, text, **fields) for text in ("a", "b", "c")]
        assert texts(*events) == [(kind, "abc")]


def test_another_event_between_them_keeps_them_apart() -> None:
    beat = parse_payload("session.heartbeat", {})
    assert texts(delta(TEXT, "a"), beat, delta(TEXT, "b")) == [(TEXT, "a"), ("session.heartbeat", ""), (TEXT, "b")]


def test_another_kind_message_or_call_keeps_them_apart() -> None:
    assert texts(delta(TEXT, "a"), delta(REASONING, "b"), delta(SUMMARY, "c")) == [
        (TEXT, "a"),
        (REASONING, "b"),
        (SUMMARY, "c"),
    ]
    assert len(texts(delta(TEXT, "a", message_id="m1", index=0), delta(TEXT, "b", message_id="m2", index=0))) == 2
    assert len(texts(delta(TEXT, "a"), delta(TEXT, "b", message_id="m2"))) == 2
    assert len(texts(delta(TOOL, "a", call_id="c1"), delta(TOOL, "b", call_id="c2"))) == 2


def test_a_joined_delta_tells_its_first_and_last_index() -> None:
    (joined,) = merge_deltas([delta(TEXT, str(i), message_id="m", index=i) for i in (3, 4, 5)])
    assert isinstance(joined, OutputTextDelta)
    assert (joined.first_index, joined.index, joined.delta, joined.message_id) == (3, 5, "345", "m")


def test_a_gap_or_a_step_back_in_the_index_is_kept_visible() -> None:
    for second in (2, 0, None):
        events = [delta(TEXT, "a", message_id="m", index=0), delta(TEXT, "b", message_id="m", index=second)]
        assert len(merge_deltas(events)) == 2, second


def test_nothing_is_joined_to_a_final_delta() -> None:
    first = delta(TEXT, "a", message_id="m", final=True)
    assert len(merge_deltas([first, delta(TEXT, "b", message_id="m")])) == 2
    (joined,) = merge_deltas([delta(TEXT, "a", message_id="m"), delta(TEXT, "b", message_id="m", final=True)])
    assert isinstance(joined, OutputTextDelta)
    assert joined.final


def test_a_lone_delta_stays_the_same_object() -> None:
    one = delta(TEXT, "a")
    assert merge_deltas([one])[0] is one
    assert merge_deltas([]) == ()


@given(
    st.lists(
        st.tuples(
            st.sampled_from([TEXT, REASONING, TOOL, "session.heartbeat"]),
            st.text(max_size=3),
            st.sampled_from([None, 0, 1, 2]),
            st.sampled_from(["m1", "m2"]),
        )
    )
)
def test_joining_loses_and_reorders_no_text(rows: list[tuple[str, str, int | None, str]]) -> None:
    events = [delta(kind, text, index=index, message_id=who, call_id=who) for kind, text, index, who in rows]

    def flat(several: Any) -> list[tuple[str, Any, str]]:
        dumped = [event.model_dump() for event in several]
        return [
            (one["type"], one.get("message_id") or one.get("call_id"), letter)
            for one in dumped
            for letter in one.get("delta", "\0") or ""
        ]

    assert flat(merge_deltas(events)) == flat(events)
