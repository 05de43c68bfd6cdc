"""Framing of event streams, example by example of the specification (HTML Standard, server-sent events)."""

from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.wire.sse_framing import Frame, FrameDecoder


def frames(*parts: bytes, limit: int = 1000) -> list[Frame]:
    decoder = FrameDecoder(limit)
    return [frame for part in parts for frame in decoder.feed(part)]


def data(*parts: bytes) -> list[str]:
    return [frame.data for frame in frames(*parts)]


def test_an_event_ends_with_a_blank_line() -> None:
    assert frames(b"event: add\ndata: 1\n\n") == [Frame("add", "1")]


def test_an_event_without_name_is_a_message() -> None:
    assert frames(b"data: [DONE]\n\n") == [Frame("message", "[DONE]")]


def test_several_data_lines_are_joined_by_line_feeds() -> None:
    assert data(b"data: YHOO\ndata: +2\ndata: 10\n\n") == ["YHOO\n+2\n10"]


def test_lines_may_end_in_lf_crlf_or_cr() -> None:
    assert data(b"data: a\n\ndata: b\r\n\r\ndata: c\r\rdata: d\n\n") == ["a", "b", "c", "d"]


def test_a_crlf_cut_in_two_is_one_line_end() -> None:
    assert data(b"data: a\r", b"\ndata: b\r", b"\n\r", b"\n") == ["a\nb"]


def test_a_carriage_return_at_the_end_of_a_read_ends_the_line_at_once() -> None:
    assert data(b"data: a\r\r") == ["a"]


def test_comments_are_ignored() -> None:
    assert data(b": test stream\n\n:keep-alive\ndata: first event\n:\n\n") == ["first event"]


def test_one_space_after_the_colon_is_dropped_and_only_one() -> None:
    assert data(b"data:test\n\n", b"data: test\n\n", b"data:  test\n\n") == ["test", "test", " test"]


def test_fields_without_a_colon_have_an_empty_value() -> None:
    assert frames(b"data\ndata\n\n") == [Frame("message", "\n")]


def test_a_block_without_data_is_no_event() -> None:
    assert frames(b"event: lonely\n\ndata\n\nid: 1\n\nretry: 5\n\n") == []


def test_unknown_fields_ids_and_retry_times_are_ignored() -> None:
    assert frames(b"foo: x\nid: 7\nretry: ten\ndata: y\n\nid: a\x00b\ndata: z\n\n") == [
        Frame("message", "y"),
        Frame("message", "z"),
    ]


def test_a_byte_order_mark_at_the_start_is_dropped_and_no_other() -> None:
    assert data(b"\xef\xbb", b"\xbfdata: a\n\n", "data: \ufeffb\n\n".encode()) == ["a", "\ufeffb"]


def test_an_event_without_its_blank_line_is_never_given() -> None:
    assert frames(b"data: half\n") == []


def test_what_only_text_counts_as_a_line_end_splits_nothing() -> None:
    inside = "a\u2028b\u2029c\x85d\x0be\x0cf\x1cg"
    assert data(f"data: {inside}\n\n".encode()) == [inside]


def test_a_character_cut_in_two_arrives_whole() -> None:
    whole = "data: \u65e5\u672c \U0001f600\n\n".encode()
    assert data(*(whole[i : i + 1] for i in range(len(whole)))) == ["\u65e5\u672c \U0001f600"]


def test_bytes_that_are_no_text_are_replaced_and_cost_nothing_else() -> None:
    assert data(b"data: \xff\xfe ok\n\ndata: next\n\n") == ["\ufffd\ufffd ok", "next"]


def test_an_event_above_the_limit_is_given_as_its_size_and_the_stream_goes_on() -> None:
    big = b"event: huge\ndata: " + b"x" * 5000 + b"\n\n"
    assert frames(big, b"event: next\ndata: 1\n\n") == [Frame("huge", "", 5017), Frame("next", "1")]


def test_a_line_above_the_limit_in_many_pieces_is_not_kept() -> None:
    decoder = FrameDecoder(1000)
    decoder.feed(b"event: huge\ndata: ")
    for _ in range(200):
        decoder.feed(b"x" * 100)
    assert decoder.feed(b"\n\ndata: next\n\n") == [Frame("huge", "", 20_017), Frame("message", "next")]


def test_many_small_data_lines_count_together() -> None:
    assert frames(b"data: 12345678\n" * 200 + b"\ndata: next\n\n") == [
        Frame("message", "", 2800),
        Frame("message", "next"),
    ]


def test_comments_count_for_nothing() -> None:
    assert data(b": still here\n" * 500 + b"data: a\n\n") == ["a"]


def test_an_event_of_exactly_the_limit_is_whole() -> None:
    assert data(b"data: " + b"x" * 994 + b"\n\n") == ["x" * 994]


@given(st.lists(st.binary(max_size=40).map(lambda b: b.replace(b"\xff", b"\n")), max_size=20))
def test_how_the_network_cuts_the_bytes_changes_nothing(parts: list[bytes]) -> None:
    whole = b"".join(parts) + b"\n\n"
    assert frames(*parts, b"\n\n", limit=200) == frames(whole, limit=200)


@given(st.text(alphabet="abdetn: \r\n\u2028\x85\u65e5", max_size=200), st.integers(1, 7))
def test_streams_that_look_like_streams_do_not_depend_on_the_cuts(text: str, size: int) -> None:
    whole = text.encode()
    assert frames(*(whole[i : i + size] for i in range(0, len(whole), size))) == frames(whole)
