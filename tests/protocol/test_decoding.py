"""Server bytes become clean values or a DecodeError, and nothing else ever."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.protocol.cleaning import DANGEROUS, clean
from omnigent_tui.protocol.decoding import DecodeError, clean_tree, decode_json


def test_every_string_is_cleaned_wherever_it_is() -> None:
    value = {"a\x1b": ["b\x07", {"c": "d\u202ee"}], "n": 1, "f": 1.5, "t": True, "z": None}
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False)):
        expected = {"a\u241b": ["b\u2407", {"c": "de"}], "n": 1, "f": 1.5, "t": True, "z": None}
        assert decode_json(text) == expected
        assert decode_json(text.encode()) == expected


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decode_json("\ufeff[1]") == decode_json(b"\xef\xbb\xbf[1]") == [1]


def test_raw_on_request() -> None:
    assert decode_json('{"path": "/a\\u001b"}', keep_raw=True) == {"path": "/a\x1b"}


@pytest.mark.parametrize(
    "escaped",
    ["\\b", "\\f", "\\r", "\\u001b", "\\u0007", "\\u202E", "\\ud800", "\\u009b", "\\u2028", "\u202e", "\x9b", "\x7f"],
)
def test_no_spelling_of_a_dangerous_character_gets_through(escaped: str) -> None:
    for text in (f'"{escaped}"', f'{{"k": "x{escaped}y"}}', f'{{"{escaped}": 1}}', f'["\\\\{escaped}"]'):
        flat = json.dumps(decode_json(text), ensure_ascii=False)
        assert not DANGEROUS.search(flat)


def test_what_a_person_approves_is_revealed() -> None:
    request = {"type": "response.elicitation_request", "params": {"message": "a\u202eb", "deep": ["\u200b"]}}
    decoded = decode_json(json.dumps(request))
    assert decoded["params"] == {"message": "a\u27e8U+202E\u27e9b", "deep": ["\u27e8U+200B\u27e9"]}
    decoded = decode_json(
        json.dumps({"title": "a\u202eb", "pending_elicitations": [{"params": {"message": "a\u202eb"}}]})
    )
    assert decoded["title"] == "ab"
    assert decoded["pending_elicitations"][0]["params"]["message"] == "a\u27e8U+202E\u27e9b"
    assert decode_json('{"type": ["odd"], "a": "\\u202e"}') == {"type": ["odd"], "a": ""}


@pytest.mark.parametrize(
    "data",
    [
        "",
        " ",
        "{",
        "nope",
        "NaN",
        "[Infinity]",
        "[-Infinity]",
        "[1e400]",
        '{"a": -1e999}',
        '{"a": NaN}',
        "[1,]",
        "1 2",
        '"\x1b"',
        b"\xff",
        b"\x00",
        "[" * 100_000,
        '{"a":' * 100_000,
        "[" * 100_000 + "]" * 100_000,
        "1" * 10_000,
    ],
    ids=lambda data: repr(data[:20]),
)
def test_what_is_no_json_is_one_error(data: str | bytes) -> None:
    with pytest.raises(DecodeError) as caught:
        decode_json(data)
    assert len(str(caught.value)) < 300
    assert not DANGEROUS.search(str(caught.value))


def test_deep_but_sane_nesting_is_read_and_cleaned() -> None:
    text = "[" * 100 + '"\\u001b"' + "]" * 100
    value = decode_json(text)
    for _ in range(100):
        (value,) = value
    assert value == "\u241b"


def test_large_numbers_are_numbers() -> None:
    assert decode_json("[1e300, 123456789012345678901234567890]") == [1e300, 123456789012345678901234567890]


def test_broken_utf8_is_replaced() -> None:
    assert decode_json(b'{"a": "x\xffy"}') == {"a": "x\ufffdy"}


@given(st.binary(max_size=60) | st.text(max_size=60))
def test_any_bytes_give_a_value_or_the_one_error(data: bytes | str) -> None:
    try:
        decode_json(data)
    except DecodeError:
        pass


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.booleans())
def test_the_quick_way_past_clean_text_changes_nothing(value: Any, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)
    assert decode_json(text) == clean_tree(json.loads(text))


@given(VALUES)
def test_nothing_dangerous_is_left_in_any_value(value: Any) -> None:
    def strings(node: Any) -> list[str]:
        match node:
            case str():
                return [node]
            case list():
                return [text for child in node for text in strings(child)]
            case dict():
                return [text for key, child in node.items() for text in (key, *strings(child))]
            case _:
                return []

    decoded = decode_json(json.dumps(value))
    assert not any(DANGEROUS.search(text) for text in strings(decoded))
    if isinstance(value, str):
        assert decoded == clean(value)
