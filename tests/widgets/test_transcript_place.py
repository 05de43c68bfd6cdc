"""The reader's place: nothing that happens elsewhere moves it; following happens only at the end."""

import random

import pytest

from omnigent_tui.state.conversation import History
from omnigent_tui.state.transcript import AssistantMessage, Entry
from omnigent_tui.values import replace
from omnigent_tui.widgets.transcript.messages import FollowingChanged
from omnigent_tui.widgets.transcript.view import TranscriptView
from tests.widgets.conversations import changed, entries, entry
from tests.widgets.stage import staged, until


def rows_on_show(view: TranscriptView) -> list[str]:
    """What the reader looks at, without the scroll bar, the banner and the flag on the last row."""
    return [row.rstrip("┃ ") for row in view.plain_text().split("\n")][:-1]


def follows(view: TranscriptView) -> bool:
    """Whether the view follows; asked by call, for it changes between two lines that look alike to a type checker."""
    return view.following


class Conversation:
    """A conversation that is changed at random, the way a server and a reader change one."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.count = 0
        self.history: tuple[Entry, ...] = entries(self.rng, 30, "h")
        self.live: tuple[Entry, ...] = ()
        self.outgoing: tuple[Entry, ...] = ()
        self.older = History.MORE

    def key(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def older_page(self) -> None:
        page = tuple(entry(self.rng, self.key("o")) for _ in range(self.rng.choice((1, 5, 40))))
        self.history = page + self.history

    def arrive(self) -> None:
        self.live = (*self.live, entry(self.rng, self.key("l")))

    def stream(self) -> None:
        if self.live:
            self.live = (*self.live[:-1], changed(self.rng, self.live[-1]))

    def settle(self) -> None:
        stored = tuple(replace(old, item_ids=(old.key,)) for old in self.live)
        self.history, self.live = self.history + stored, ()

    def send(self) -> None:
        self.outgoing = () if self.outgoing else (entry(self.rng, self.key("q"), 0),)

    def page_state(self) -> None:
        self.older = self.rng.choice((History.LOADING, History.MORE, History.COMPLETE, History.FAILED))

    def step(self) -> None:
        steps = (self.older_page, self.arrive, self.stream, self.stream, self.settle, self.send, self.page_state)
        self.rng.choice(steps)()

    def show(self, view: TranscriptView) -> None:
        view.show(self.history, self.live, self.outgoing, self.older)


@pytest.mark.parametrize("seed", range(6))
async def test_a_readers_place_is_kept_through_everything(seed: int) -> None:
    conversation = Conversation(seed)
    rng = conversation.rng
    view = TranscriptView()
    async with staged(view, (50, 12)) as (_, pilot):
        conversation.show(view)
        await pilot.pause()
        view.scroll_lines(-rng.randint(40, 90))
        before = rows_on_show(view)
        for _ in range(60):
            conversation.step()
            conversation.show(view)
            assert rows_on_show(view) == before
            assert not follows(view)
            if rng.random() < 0.2:
                view.scroll_lines(rng.choice((-30, -3, -1, 1, 4)))
                if follows(view):
                    view.scroll_lines(-40)
                before = rows_on_show(view)


@pytest.mark.parametrize("seed", range(4))
async def test_a_readers_place_is_kept_through_other_widths(seed: int) -> None:
    conversation = Conversation(seed)
    view = TranscriptView()
    async with staged(view, (60, 12)) as (_, pilot):
        conversation.show(view)
        await pilot.pause()
        view.scroll_lines(-conversation.rng.randint(30, 80))
        before = rows_on_show(view)
        for width, height in ((40, 12), (90, 20), (23, 7), (60, 12)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            assert not follows(view)
        assert rows_on_show(view) == before


async def test_unfolding_keeps_the_header_where_it_is() -> None:
    conversation = Conversation(3)
    conversation.history = tuple(entry(conversation.rng, f"t{number}", 3) for number in range(20))
    view = TranscriptView()
    async with staged(view, (50, 12)) as (_, pilot):
        conversation.show(view)
        await pilot.pause()
        row = next(y for y, text in enumerate(rows_on_show(view)) if "echo t18" in text)
        view.toggle_fold("t18")
        assert "▾ $ echo t18" in rows_on_show(view)[row]
        view.toggle_fold("t18")
        assert "▸ $ echo t18" in rows_on_show(view)[row]


async def test_following_keeps_the_newest_line_on_show() -> None:
    conversation = Conversation(5)
    view = TranscriptView()
    async with staged(view, (50, 12)) as (_, pilot):
        conversation.show(view)
        for number in range(30):
            text = " ".join(f"word{n}" for n in range(number * 3 + 1))
            live = (AssistantMessage(key="live", text=text, streaming=True),)
            view.show(conversation.history, live, (), History.MORE)
            await pilot.pause()
            assert follows(view)
            assert rows_on_show(view) != []
            written = [row for row in view.plain_text().split("\n") if row.strip(" ┃│")]
            assert f"word{number * 3}" in written[-1]


async def test_following_stops_and_starts_with_the_readers_moves() -> None:
    conversation = Conversation(7)
    view = TranscriptView()
    async with staged(view, (50, 12), (FollowingChanged,)) as (app, pilot):
        conversation.show(view)
        await pilot.pause()
        view.scroll_lines(-1)
        assert not follows(view)
        last = view.plain_text().split("\n")[-1]
        assert "▼ newest · Ctrl+End" in last
        assert last.strip()[0] not in "▼┃"  # what was said there is still read
        conversation.arrive()
        conversation.arrive()
        conversation.show(view)
        await pilot.pause()
        assert view.unseen == 2
        assert "▼ 2 new" in view.plain_text().split("\n")[-1]
        conversation.older_page()
        conversation.show(view)
        assert view.unseen == 2
        view.go_bottom()
        await pilot.pause()
        assert follows(view)
        assert "▼" not in view.plain_text()
        seen = [(m.following, m.unseen) for m in app.posted if isinstance(m, FollowingChanged)]
        assert seen == [(False, 0), (False, 2), (True, 0)]
        view.page_up()
        view.page_down()
        assert follows(view)


async def test_moving_by_pages_and_to_the_ends() -> None:
    conversation = Conversation(9)
    view = TranscriptView()
    async with staged(view, (50, 12)) as (_, pilot):
        conversation.older = History.COMPLETE
        conversation.show(view)
        await pilot.pause()
        end = rows_on_show(view)
        seen = [view.plain_text().split("\n")[0]]
        while view._viewport.visible[0] != (0, 0):
            view.page_up()
            seen.append(view.plain_text().split("\n")[0])
            assert len(seen) < 500
        top = rows_on_show(view)
        view.go_bottom()
        assert rows_on_show(view) == end
        view.go_top()
        assert rows_on_show(view) == top
        view.scroll_lines(100_000)
        assert follows(view)
        assert rows_on_show(view) == end


async def test_each_conversation_keeps_its_place() -> None:
    first, second = Conversation(11), Conversation(12)
    view = TranscriptView()
    async with staged(view, (50, 12)) as (_, pilot):
        view.show(first.history, (), (), History.MORE, session_id="one")
        await pilot.pause()
        view.scroll_lines(-33)
        before = rows_on_show(view)
        view.show(second.history, (), (), History.MORE, session_id="two")
        assert follows(view)
        end = rows_on_show(view)
        view.show((), (), (), History.UNKNOWN, session_id="one")
        assert "Loading" in view.plain_text()
        view.show(first.history, (), (), History.MORE, session_id="one")
        assert rows_on_show(view) == before
        assert not follows(view)
        view.show(second.history, (), (), History.MORE, session_id="two")
        assert follows(view)
        assert rows_on_show(view) == end


@pytest.mark.parametrize("seed", range(4))
async def test_a_view_that_saw_everything_shows_what_a_fresh_one_shows(seed: int) -> None:
    conversation = Conversation(seed + 100)
    view = TranscriptView()
    async with staged(view, (50, 14)) as (app, pilot):
        for _ in range(8):
            for _ in range(12):
                conversation.step()
                conversation.show(view)
                if conversation.rng.random() < 0.3:
                    view.scroll_lines(conversation.rng.randint(-60, 60))
            fresh = TranscriptView()
            view.display = False
            await app.mount(fresh)
            await pilot.pause()
            conversation.show(fresh)
            view.go_bottom()
            expected = {"bottom": rows_on_show(fresh)}
            fresh.go_top()
            expected["top"] = rows_on_show(fresh)
            await fresh.remove()
            view.display = True
            bottom = expected["bottom"]
            await until(pilot, lambda bottom=bottom: rows_on_show(view) == bottom, "both look alike")  # type: ignore[misc]
            view.go_top()
            assert rows_on_show(view) == expected["top"]
            total = sum(row.lines + row.gap for row in view._rows.rows)
            assert view._rows.total == total == sum(view._rows.heights)
            serials = [row.serial for row in view._rows.rows]
            assert serials == sorted(set(serials))
