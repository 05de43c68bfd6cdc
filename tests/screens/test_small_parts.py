"""Recall, the two presses, frames, sidebar rows and drafts on disk."""

import asyncio
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from omnigent_tui.protocol.sessions import SessionRow
from omnigent_tui.screens.actions.session_settings import lost_words
from omnigent_tui.screens.drafts import DraftKeeper
from omnigent_tui.screens.frame_timer import FLOOD_SECONDS, FrameTimer
from omnigent_tui.screens.interrupting import CONFIRM_SECONDS, InterruptKey, Press
from omnigent_tui.screens.sidebar_rows import SidebarRows
from omnigent_tui.settings.state_file import StateFile
from omnigent_tui.state.app_state import State
from omnigent_tui.state.delivery import Delivery
from omnigent_tui.state.outbox import OutgoingMessage
from omnigent_tui.state.sessions import SessionEntry, SessionListState
from omnigent_tui.widgets.composer.draft import Draft
from omnigent_tui.widgets.composer.recall import Recall


def test_recall_goes_back_and_forth_and_ends_at_the_draft() -> None:
    recall, draft = Recall(lambda: ("one", " ", "two")), Draft("half a thought")
    assert recall.previous(draft) == Draft("two")
    assert recall.aside == draft
    assert [recall.previous(Draft("two")), recall.previous(Draft("one"))] == [Draft("one"), None]
    assert [recall.next(), recall.next(), recall.next()] == [Draft("two"), draft, None]
    assert not recall.is_active
    assert Recall(tuple).previous(draft) is None
    assert not Recall(tuple).is_active


def test_recall_goes_straight_to_a_message_and_on_from_there() -> None:
    recall, draft = Recall(lambda: ("one", "two", "three")), Draft("half a thought")
    assert recall.show("two", draft) == Draft("two")
    assert recall.previous(Draft("two")) == Draft("one")
    assert recall.show("never seen", Draft("one")) == Draft("never seen")
    assert recall.previous(Draft("never seen")) == Draft("three")
    assert [recall.next(), recall.next()] == [Draft("never seen"), draft]


def test_the_second_press_counts_in_time_and_in_the_same_session() -> None:
    key = InterruptKey()
    assert key.press("a", 10.0) is Press.ARMED
    assert key.press("b", 10.1) is Press.ARMED
    assert key.press("b", 10.2 + CONFIRM_SECONDS) is Press.ARMED
    assert key.press("b", 10.3 + CONFIRM_SECONDS) is Press.CONFIRMED
    assert key.press("b", 10.4 + CONFIRM_SECONDS) is Press.ARMED
    key.disarm()
    assert not key.is_armed("b", 10.5 + CONFIRM_SECONDS)


async def test_a_burst_of_changes_is_shown_once_and_then_nothing() -> None:
    shown: list[float] = []
    first = asyncio.Event()

    def show() -> None:
        shown.append(asyncio.get_running_loop().time())
        first.set()

    timer = FrameTimer(show, 60)
    for _ in range(100):
        timer.mark()
    await first.wait()
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(shown) == 1
    first.clear()
    timer.mark()
    await first.wait()
    assert len(shown) == 2
    timer.mark()
    timer.again_in(0)
    timer.stop()
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(shown) == 2


async def test_frames_lie_further_apart_in_a_flood_of_text() -> None:
    shown: list[float] = []
    again = asyncio.Event()

    def show() -> None:
        shown.append(asyncio.get_running_loop().time())
        again.set()

    timer = FrameTimer(show, 60)
    timer.is_flooded = True
    for _ in range(3):
        again.clear()
        timer.mark()
        await again.wait()
    timer.stop()
    # The event loop fires up to one tick of its clock early.
    assert all(after - before > FLOOD_SECONDS * 0.9 for before, after in pairwise(shown))


def _listed(*rows: SessionRow) -> State:
    by_id = {row.id: SessionEntry(row) for row in rows}
    return State(sessions=SessionListState(by_id=MappingProxyType(by_id), order=tuple(by_id)))


def test_rows_that_did_not_change_stay_the_same_objects() -> None:
    maker = SidebarRows()
    one, two = SessionRow(id="1", title="One"), SessionRow(id="2", title="Two")
    state = _listed(one, two)
    rows = maker.rows(state, frozenset())
    assert maker.rows(state, frozenset()) is rows
    with_draft = maker.rows(state, frozenset({"2"}))
    assert with_draft[0] is rows[0]
    assert with_draft[1].has_draft
    entries = dict(state.sessions.by_id) | {"1": SessionEntry(SessionRow(id="1", title="Uno"))}
    changed = State(sessions=SessionListState(by_id=MappingProxyType(entries), order=("2", "1")))
    renamed = maker.rows(changed, frozenset({"2"}))
    assert renamed[0] is with_draft[1]
    assert renamed[1].title == "Uno"


def _sent(stable_id: str, delivery: Delivery) -> OutgoingMessage:
    return OutgoingMessage(stable_id, "s", stable_id, 0.0, delivery)


async def test_drafts_and_what_has_not_left_are_on_disk_after_closing(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    keeper = DraftKeeper(StateFile.load(path), lambda _text: None)
    keeper.keep("s", Draft("half a"))
    keeper.keep("t", Draft("other"))
    keeper.keep("t", Draft())
    waiting = _sent("waiting", Delivery.QUEUED), _sent("gone", Delivery.STORED), _sent("lost?", Delivery.CHECKING)
    keeper.keep_outbox(waiting)
    keeper.close()
    assert StateFile.load(path).drafts() == {"s": "waiting\n\nlost?\n\nhalf a"}
    assert keeper.sessions_with_text == frozenset({"s"})


async def test_a_draft_is_saved_soon_without_closing(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    keeper = DraftKeeper(StateFile.load(path), lambda _text: None)
    keeper.keep("s", Draft("typed"))
    while not path.exists() or StateFile.load(path).draft("s") != "typed":
        await asyncio.sleep(0.01)
    keeper.close()


async def test_a_disk_that_takes_nothing_is_told_once(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    told: list[str] = []
    keeper = DraftKeeper(StateFile.load(blocked / "state.json"), told.append)
    for text in ("a", "b", "c"):
        keeper.keep("s", Draft(text))
        while not told:
            await asyncio.sleep(0.01)
    keeper.close()
    await asyncio.sleep(0)
    assert keeper.draft("s").text == "c"
    assert len(told) == 1


def test_what_goes_with_a_deleted_session_is_told() -> None:
    assert lost_words(0, has_draft=False) == ""
    assert lost_words(0, has_draft=True) == " The draft goes with it."
    assert lost_words(1, has_draft=False) == " 1 unsent message goes with it."
    assert lost_words(2, has_draft=True) == " The draft and 2 unsent messages go with it."
