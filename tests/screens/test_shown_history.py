"""What is let go of a long conversation, while its end is followed and while it is read."""

from omnigent_tui.screens.shown_history import KEPT_CHARACTERS, MOST_ENTRIES, ShownHistory
from omnigent_tui.state.client_events import EarlierLeft, FarItemsDropped, HistoryTrimmed
from omnigent_tui.state.conversation import Conversation, History
from omnigent_tui.state.earlier import Earlier
from omnigent_tui.state.transcript import Entry, UserMessage
from omnigent_tui.values import replace
from omnigent_tui.widgets.transcript.view import TranscriptView
from tests.widgets.stage import staged

NOW = 1_800_000_000.0


def messages(count: int, characters: int) -> tuple[Entry, ...]:
    return tuple(UserMessage(key=f"k{n}", text="x" * characters, item_ids=(f"i{n}",)) for n in range(count))


def conversation_of(entries: tuple[Entry, ...]) -> Conversation:
    ids = frozenset(item_id for entry in entries for item_id in entry.item_ids)
    return Conversation("s", history=entries, stored_ids=ids, older=History.COMPLETE)


FEW = conversation_of(messages(400, 10))
LONG = conversation_of(messages(400, KEPT_CHARACTERS // 190))
MANY = conversation_of(messages(MOST_ENTRIES + 1, 10))
APART = Earlier(messages(3, 10), oldest_item_id="i0", newest_item_id="i2", stored_ids=frozenset(("i0",)))


async def test_while_the_end_is_followed_what_is_far_from_it_goes() -> None:
    shown, view = ShownHistory(), TranscriptView()
    async with staged(view, (60, 20)) as (_, pilot):
        view.show(shown.of(FEW), (), (), History.COMPLETE)
        await pilot.pause()
        assert view.following
        assert shown.to_let_go(FEW, view, NOW) is None
        assert isinstance(shown.to_let_go(LONG, view, NOW), HistoryTrimmed)
        assert isinstance(shown.to_let_go(replace(FEW, earlier=APART), view, NOW), EarlierLeft)


async def test_while_it_is_read_what_is_far_from_the_reader_goes() -> None:
    shown, view = ShownHistory(), TranscriptView()
    async with staged(view, (60, 20)) as (_, pilot):
        view.show(shown.of(FEW), (), (), History.COMPLETE)
        view.go_top()
        await pilot.pause()
        assert not view.following
        assert shown.to_let_go(FEW, view, NOW) is None
        for much in (LONG, MANY, replace(FEW, earlier=replace(APART, entries=LONG.history))):
            change = shown.to_let_go(much, view, NOW)
            assert isinstance(change, FarItemsDropped)
            assert "i0" in change.near
            assert "i399" not in change.near
