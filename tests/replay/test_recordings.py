"""Recorded turns, replayed to their end: history is what the server has stored, and the live view said the same."""

import pytest

from omnigent_tui.state.transcript import AssistantMessage, Entry, Notice, NoticeKind, ToolCall, UserMessage
from tests.replay.follower import (
    Follower,
    check_settled,
    stored_entries,
    words,
)
from tests.replay.recordings import NAMES, WHOLE, Recording, recording

NOT_ALL_STREAMED = {
    "interrupted_turn_lost": "the server keeps nothing of the text that was streamed",
    "runner_killed_mid_turn": "the text that was streamed dies with the runner",
    "tool_approval_decline": "a call that was declined is streamed, but not stored",
    "parallel_tools_turn": "calls are streamed in the order they begin in, and stored in the order they end in",
}

TOLD_BY_ITEMS = {NoticeKind.SUBAGENT, NoticeKind.COMPACTION, NoticeKind.INTERRUPTED}
"""What this client says by itself only until a stored item says it."""


def followed(told: Recording) -> Follower:
    follower = Follower()
    follower.feed(told.events)
    return follower


def contents(entries: tuple[Entry, ...]) -> list[tuple[str, ...]]:
    """What a reader reads of messages and tool calls."""
    said: list[tuple[str, ...]] = []
    for entry in entries:
        match entry:
            case UserMessage() | AssistantMessage():
                said.append(words(entry))
            case ToolCall():
                said.append((entry.call_id, entry.name, entry.arguments, entry.output or "", entry.state.value))
    return said


@pytest.mark.parametrize("name", NAMES)
def test_history_is_what_the_server_stored(name: str) -> None:
    told = recording(name)
    follower = followed(told)
    follower.settle(told.items)
    check_settled(follower.conversation, told.items)
    assert not follower.conversation.needs_settling


@pytest.mark.parametrize("name", WHOLE)
def test_the_live_view_says_what_history_says(name: str) -> None:
    told = recording(name)
    follower = followed(told)
    live = contents(follower.conversation.entries)
    follower.settle(told.items)
    history = contents(stored_entries(follower.conversation.history))
    if name not in NOT_ALL_STREAMED:
        assert live == history
    elif name == "parallel_tools_turn":
        assert sorted(live) == sorted(history)
        assert live != history
    else:
        assert live != history


@pytest.mark.parametrize("name", WHOLE)
def test_nothing_that_was_shown_disappears_or_changes_its_key(name: str) -> None:
    told = recording(name)
    follower = followed(told)
    before = follower.conversation.entries
    follower.settle(told.items)
    after = {entry.key: entry for entry in follower.conversation.entries}
    for entry in before:
        if isinstance(entry, Notice) and not entry.item_ids and entry.key not in after:
            assert entry.kind in TOLD_BY_ITEMS, words(entry)
            assert any(isinstance(e, Notice) and e.item_ids and e.kind is entry.kind for e in after.values())
            continue
        assert entry.key in after, words(entry)
        if entry.item_ids:
            assert set(entry.item_ids) <= set(after[entry.key].item_ids)


@pytest.mark.parametrize("name", NAMES)
def test_settling_again_changes_nothing(name: str) -> None:
    told = recording(name)
    follower = followed(told)
    follower.settle(told.items)
    once = follower.state
    follower.settle(told.items)
    assert follower.state is once


@pytest.mark.parametrize("name", WHOLE)
def test_hearing_the_stored_items_again_changes_nothing(name: str) -> None:
    told = recording(name)
    follower = followed(told)
    follower.settle(told.items)
    once = follower.conversation
    follower.feed(told.stored_again())
    assert follower.conversation.history is once.history
    assert follower.conversation.live is once.live


@pytest.mark.parametrize("name", NAMES)
def test_the_snapshot_twice_changes_nothing(name: str) -> None:
    told = recording(name)
    follower = followed(told)
    follower.settle(told.items)
    follower.snapshot(told.snapshot)
    follower.settle(told.items)
    once = follower.conversation
    follower.snapshot(told.snapshot)
    assert follower.conversation is once


@pytest.mark.parametrize("name", WHOLE)
def test_a_batch_is_the_same_as_its_events_one_by_one(name: str) -> None:
    told = recording(name)
    one_by_one, at_once = Follower(), Follower()
    one_by_one.feed(told.events)
    at_once.feed_batch(told.events)
    assert contents(one_by_one.conversation.entries) == contents(at_once.conversation.entries)
    assert one_by_one.conversation.turn.status == at_once.conversation.turn.status
    assert one_by_one.conversation.elicitations.keys() == at_once.conversation.elicitations.keys()


def test_every_recording_has_been_followed() -> None:
    assert len(NAMES) > 20
    assert NOT_ALL_STREAMED.keys() <= set(WHOLE)
