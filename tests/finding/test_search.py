"""Searching: what is a hit, and that pages, loaded or not, have the same hits as the whole conversation."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omnigent_tui.live.searching import with_page
from omnigent_tui.protocol.items import Item, parse_item
from omnigent_tui.state.client_events.searching import SearchEnded, SearchLeft, SearchPageRead, SearchStarted
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.earlier import Earlier
from omnigent_tui.state.readable import readable_text
from omnigent_tui.state.reducers.stored_items import entries_of
from omnigent_tui.state.search import (
    MOST_IN_ENTRY,
    FoundEntry,
    SearchPhase,
    SearchState,
    found_entries,
    pattern_of,
    spans_in,
)
from omnigent_tui.state.search_hits import Hit, HitList, all_hits, not_loaded
from omnigent_tui.state.store import Store
from omnigent_tui.state.transcript import AssistantMessage, Entry, Notice, NoticeKind, ToolCall, ToolState


def hits(needle: str, text: str) -> list[str]:
    pattern = pattern_of(needle)
    assert pattern is not None
    return [text[start:end] for start, end in spans_in(pattern, text)]


@pytest.mark.parametrize(
    ("needle", "text", "found"),
    [
        ("fox", "Fox, fox and FOX", ["Fox", "fox", "FOX"]),
        ("Fox", "Fox, fox and FOX", ["Fox"]),
        ("ÄR", "Ärger ÄRGER", ["ÄR"]),
        ("ärger", "Ärger ÄRGER", ["Ärger", "ÄRGER"]),
        ("bold text", "some **bold** text", ["bold** text"]),
        ("two  words", "two\nwords", ["two\nwords"]),
        (".*", "a.*b", [".*"]),
        ("(", "f(x)", ["("]),
        ("漢字", "漢字カナ漢字", ["漢字", "漢字"]),
        ("aa", "aaaa", ["aa", "aa"]),
    ],
)
def test_what_is_found(needle: str, text: str, found: list[str]) -> None:
    assert hits(needle, text) == found


@pytest.mark.parametrize("needle", ["", "  ", "\n"])
def test_nothing_is_no_needle(needle: str) -> None:
    assert pattern_of(needle) is None


def test_hits_of_one_entry_are_limited() -> None:
    assert len(hits("a", "a" * 5000)) == MOST_IN_ENTRY


def test_of_tool_calls_the_words_inside_the_json_are_found() -> None:
    call = ToolCall(
        key="c",
        call_id="c",
        name="sys_os_shell",
        arguments=json.dumps({"command": 'echo "two words"'}),
        state=ToolState.DONE,
        output=json.dumps({"stdout": "line one\nline two\n", "stderr": "", "exit_code": 0}),
    )
    text = readable_text(call)
    assert 'command: echo "two words"' in text
    assert "line one\nline two" in text
    assert "stdout" not in text


def test_only_prompts_and_answers_when_wanted() -> None:
    entries: tuple[Entry, ...] = (
        AssistantMessage(key="a", text="needle"),
        Notice(key="n", kind=NoticeKind.SYSTEM, text="needle"),
    )
    pattern = pattern_of("needle")
    assert pattern is not None
    assert [found.key for found in found_entries(pattern, entries, only_talk=False)] == ["a", "n"]
    assert [found.key for found in found_entries(pattern, entries, only_talk=True)] == ["a"]


# -- pages -----------------------------------------------------------------------------------------------------------

WORDS = st.lists(st.sampled_from(["fox", "Fox", "dog", "**fox**", "\n"]), min_size=1, max_size=4).map(" ".join)


@st.composite
def conversations(draw: st.DrawFn) -> tuple[Item, ...]:
    """Messages and tool calls, whose outputs may come several items after the call."""
    rows: list[dict[str, object]] = []
    open_calls: list[str] = []
    for number in range(draw(st.integers(0, 25))):
        kind = draw(st.sampled_from(["user", "assistant", "call", "output"]))
        head = {"id": f"item{number}", "response_id": "resp_1", "status": "completed"}
        if kind == "output" and open_calls:
            call_id = open_calls.pop(draw(st.integers(0, len(open_calls) - 1)))
            rows.append({**head, "type": "function_call_output", "call_id": call_id, "output": draw(WORDS)})
        elif kind == "call":
            open_calls.append(f"call{number}")
            arguments = json.dumps({"command": draw(WORDS)})
            call = {"type": "function_call", "call_id": f"call{number}", "name": "shell", "arguments": arguments}
            rows.append({**head, **call})
        else:
            role = "user" if kind == "user" else "assistant"
            block = {"type": "input_text" if role == "user" else "output_text", "text": draw(WORDS)}
            rows.append({**head, "type": "message", "role": role, "content": [block]})
    return tuple(parse_item(row) for row in rows)


@settings(max_examples=60)
@given(conversations(), st.integers(1, 12), st.sampled_from(["fox", "Fox", "fox dog", "d", "shell"]), st.booleans())
def test_hits_do_not_depend_on_where_pages_end(
    items: tuple[Item, ...], size: int, needle: str, only_talk: bool
) -> None:
    pattern = pattern_of(needle)
    assert pattern is not None
    store = Store()
    store.dispatch(SearchStarted(session_id="s", needle=needle, only_talk=only_talk, border="x", at=0))
    newest_first = tuple(reversed(items))
    edge: tuple[Entry, ...] = ()
    for start in range(0, len(newest_first), size):
        page = newest_first[start : start + size]
        entries, edge = with_page(page, edge)
        found = found_entries(pattern, entries, only_talk=only_talk)
        store.dispatch(SearchPageRead(session_id="s", items=len(page), found=found, at=0))
    found = found_entries(pattern, edge, only_talk=only_talk)
    store.dispatch(SearchPageRead(session_id="s", items=0, found=found, at=0))
    store.dispatch(SearchEnded(session_id="s", at=0))
    search = store.state.search
    assert search.phase is SearchPhase.COMPLETE
    assert search.searched == len(items)
    # Keys may differ: a call whose output came first keeps the output's, so that a reader's place stays.
    whole = found_entries(pattern, entries_of(items), only_talk=only_talk)
    assert [(e.item_ids, e.count) for e in search.found] == [(e.item_ids, e.count) for e in whole]


def test_what_comes_after_the_end_is_not_counted() -> None:
    store = Store()
    store.dispatch(SearchStarted(session_id="s", needle="a", only_talk=False, border="x", at=0))
    store.dispatch(SearchEnded(session_id="s", failure="gone", at=0))
    failed = store.state.search
    assert (failed.phase, failed.failure) == (SearchPhase.FAILED, "gone")
    store.dispatch(SearchPageRead(session_id="s", items=5, found=(), at=0))
    assert store.state.search is failed
    store.dispatch(SearchLeft(at=0))
    assert store.state.search == SearchState()


def test_without_older_items_the_search_is_over_at_once() -> None:
    store = Store()
    store.dispatch(SearchStarted(session_id="s", needle="a", only_talk=False, border=None, at=0))
    assert store.state.search.phase is SearchPhase.COMPLETE
    assert store.state.search.is_for("s", "a", only_talk=False)
    assert not store.state.search.is_for("s", "b", only_talk=False)


# -- numbers ---------------------------------------------------------------------------------------------------------

COUNTS = st.lists(st.integers(1, 5), max_size=8)


def _entries(prefix: str, counts: list[int]) -> list[FoundEntry]:
    return [FoundEntry(f"{prefix}{n}", (f"{prefix}{n}",), count) for n, count in enumerate(counts)]


@given(COUNTS, COUNTS)
def test_every_hit_has_its_number(older: list[int], loaded: list[int]) -> None:
    listed = HitList(_entries("o", older), _entries("l", loaded))
    assert listed.total == sum(older) + sum(loaded)
    seen: list[Hit] = []
    for number in range(1, listed.total + 1):
        hit = listed.at(number)
        assert hit is not None
        assert listed.number_of(hit) == number
        assert hit.is_loaded is (number > sum(older))
        seen.append(hit)
    assert len(set(seen)) == listed.total
    assert listed.at(0) is None
    assert listed.at(listed.total + 1) is None


@given(COUNTS, st.integers(0, 3))
def test_a_hit_keeps_its_entry_when_it_is_loaded(older: list[int], loaded_from: int) -> None:
    found = _entries("o", older)
    before = HitList(found, ())
    stored = {entry.item_ids[0] for entry in found[loaded_from:]}
    after = HitList(not_loaded(found, stored), found[loaded_from:])
    for number in range(1, before.total + 1):
        hit = before.at(number)
        assert hit is not None
        assert after.number_of(hit) == number


@given(COUNTS, st.integers(0, 8), st.integers(0, 8), st.integers(0, 8), st.integers(0, 8))
def test_hits_in_two_parts_are_counted_once_and_in_order(
    counts: list[int], block_from: int, block_to: int, history_from: int, searched: int
) -> None:
    whole = _entries("o", counts)
    block_to = max(block_from, block_to)
    history_from = max(block_to, history_from)
    block, history = whole[block_from:block_to], whole[history_from:]
    parted = Conversation(
        "s",
        stored_ids=frozenset(hit.key for hit in history),
        earlier=Earlier((), "oldest", "newest", frozenset(hit.key for hit in block)),
    )
    # The search comes from below, and may not be through; what was loaded since, it may have found before.
    listed = all_hits(whole[searched:], (*block, *history), parted)
    reached = [hit for number, hit in enumerate(whole) if number >= searched or hit in block or hit in history]
    assert listed.total == sum(hit.count for hit in reached)
    seen: list[Hit] = []
    for number in range(1, listed.total + 1):
        hit = listed.at(number)
        assert hit is not None
        assert hit.is_loaded is (hit.entry in block or hit.entry in history)
        seen.append(hit)
    assert [(hit.entry.key, hit.ordinal) for hit in seen] == [
        (hit.key, ordinal) for hit in reached for ordinal in range(hit.count)
    ]


def test_hits_near_the_reader() -> None:
    listed = HitList((), _entries("l", [2, 1, 3]))
    assert (listed.first_of({"l1", "l2"}), listed.last_of({"l0", "l1"})) == (3, 3)
    assert (listed.first_of({"other"}), listed.last_of(())) == (None, None)
