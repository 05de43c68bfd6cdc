"""Measures transcript and session list without a server: `python -m tests.bench.rendering`; not run by pytest.

Times are CPU milliseconds (median / 95th percentile) from the call to the painted frame, in a headless 120×40 screen.
"""

import asyncio
import gc
import random
import resource
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widget import Widget

from omnigent_tui.state.badges import Badge, LivenessWord, SidebarRow, TurnWord
from omnigent_tui.state.conversation import History
from omnigent_tui.state.transcript import (
    AssistantMessage,
    Entry,
    Notice,
    NoticeKind,
    Reasoning,
    ToolCall,
    ToolState,
    UserMessage,
)
from omnigent_tui.widgets.session_list import SessionList
from omnigent_tui.widgets.transcript.view import TranscriptView

WORDS = ("agent", "runner", "session", "stream", "token", "table", "render", "cache", "layout", "screen", "the", "of")
NOW = 1_800_000_000.0


def prose(rng: random.Random, length: int) -> str:
    words: list[str] = []
    while sum(map(len, words)) < length:
        words.append(rng.choice(WORDS))
    return " ".join(words)


def markdown(rng: random.Random, length: int = 800) -> str:
    parts: list[str] = []
    while sum(map(len, parts)) < length:
        parts.append(
            rng.choice(
                (
                    lambda: prose(rng, 300),
                    lambda: "\n".join(f"- {prose(rng, 40)}" for _ in range(4)),
                    lambda: "```python\n" + "\n".join(f"x{i} = call({prose(rng, 20)!r})" for i in range(8)) + "\n```",
                    lambda: "| a | b |\n|---|---|\n" + "\n".join(f"| {prose(rng, 8)} | {i} |" for i in range(4)),
                    lambda: f"## {prose(rng, 20)}",
                )
            )()
        )
    return "\n\n".join(parts)


def entries(count: int, prefix: str = "e") -> tuple[Entry, ...]:
    rng = random.Random(7)
    made: list[Entry] = []
    for number in range(count):
        key, kind = f"{prefix}{number}", rng.random()
        if kind < 0.35:
            made.append(AssistantMessage(key=key, text=markdown(rng)))
        elif kind < 0.8:
            output = '{"stdout": "' + "\\n".join(prose(rng, 50) for _ in range(12)) + '", "stderr": "", "exit_code": 0}'
            made.append(
                ToolCall(
                    key=key,
                    call_id=key,
                    name="sys_os_shell",
                    arguments='{"command": "make test"}',
                    state=ToolState.DONE,
                    output=output,
                )
            )
        elif kind < 0.9:
            made.append(UserMessage(key=key, text=prose(rng, 200)))
        elif kind < 0.95:
            made.append(Reasoning(key=key, text=prose(rng, 600)))
        else:
            made.append(Notice(key=key, kind=NoticeKind.SYSTEM, text=prose(rng, 60), detail=prose(rng, 200)))
    return tuple(made)


def rss() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6


class Stage(App[None]):
    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._widget = widget

    def compose(self) -> ComposeResult:
        yield self._widget


class Table:
    def __init__(self) -> None:
        print(f"{'what':58}{'median ms':>10}{'p95 ms':>9}{'max ms':>9}{'goal ms':>9}")

    def row(self, what: str, times: list[float], goal: str = "") -> None:
        ordered = sorted(times)
        p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        print(f"{what:58}{statistics.median(ordered):10.2f}{p95:9.2f}{ordered[-1]:9.2f}{goal:>9}".rstrip(), flush=True)


async def timed(step: Callable[[], object], painted: Callable[[], Awaitable[None]]) -> float:
    start = time.process_time()
    step()
    await painted()
    return (time.process_time() - start) * 1e3


def painter(app: App[None]) -> Callable[[], Awaitable[None]]:
    """Paint what is dirty at once, the way the screen's timer would, instead of waiting for it."""

    async def painted() -> None:
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        screen = app.screen
        screen._compositor.update_widgets(screen._dirty_widgets)
        screen._dirty_widgets.clear()
        screen._compositor.render_update(screen_stack=app._background_screens)

    return painted


def growing(size: int, step: int) -> Iterator[str]:
    text = markdown(random.Random(3), size)
    yield from (text[:end] for end in range(step, len(text), step))


async def transcript(count: int, table: Table) -> None:
    before = rss()
    view = TranscriptView()
    app = Stage(view)
    history = entries(count)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        painted = painter(app)
        gc.collect()
        label = f"{count:,} entries: "
        held = rss()
        table.row(f"{label}open", [await timed(lambda: view.show(history, (), (), History.COMPLETE), painted)])
        opened = rss()
        gc.collect()
        gc.freeze()
        times = []
        for text in growing(20_000, 20):
            live = (AssistantMessage(key="live", text=text, streaming=True),)
            times.append(await timed(partial(view.show, history, live, (), History.COMPLETE), painted))
        table.row(f"{label}streamed delta of 20 characters, 20 KB", times)
        for name, move in (("page up", view.page_up), ("page down", view.page_down)):
            table.row(f"{label}{name}", [await timed(move, painted) for _ in range(100)])
        table.row(f"{label}line up", [await timed(lambda: view.scroll_lines(-1), painted) for _ in range(200)])
        times = []
        for text in growing(20_000, 20):
            live = (AssistantMessage(key="live2", text=text, streaming=True),)
            times.append(await timed(partial(view.show, history, live, (), History.COMPLETE), painted))
        table.row(f"{label}streamed delta while reading above", times)
        key = next(entry.key for entry in reversed(history) if isinstance(entry, ToolCall))
        view.go_bottom()
        table.row(f"{label}fold or unfold", [await timed(lambda: view.toggle_fold(key), painted) for _ in range(20)])
        view.go_top()
        older = entries(100, "o")
        times = [await timed(lambda: view.show(older + history, (), (), History.MORE), painted)]
        table.row(f"{label}older page of 100 in front", times)
        older = entries(10_000, "p")
        times = [await timed(lambda: view.show(older + history, (), (), History.MORE), painted)]
        table.row(f"{label}older page of 10,000 in front", times)
        view.show(history, (), (), History.COMPLETE)
        await painted()
        start = time.process_time()
        await pilot.resize_terminal(100, 40)
        await pilot.pause()
        table.row(f"{label}resize (whole app)", [(time.process_time() - start) * 1e3])
        for _ in range(400):
            view.page_up()
            await painted()
        print(
            f"{label}RSS: start {before:.0f} MB, with the entries {held:.0f} MB, "
            f"opened {opened:.0f} MB, after 400 pages {rss():.0f} MB"
        )


async def long_message(kind: str, table: Table) -> None:
    view = TranscriptView()
    app = Stage(view)
    rng = random.Random(5)
    lines = [prose(rng, 60) for _ in range(3000)]
    text = {
        "code fence": "```python\n" + "\n".join(lines),
        "list": "\n".join(f"- {line}" for line in lines),
        "paragraph": "\n".join(lines),
        "mixed": markdown(rng, 200_000),
    }[kind][:200_000]
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        painted = painter(app)
        times = []
        for end in range(600, len(text), 600):
            live = (AssistantMessage(key="live", text=text[:end], streaming=True),)
            times.append(await timed(partial(view.show, (), live, (), History.COMPLETE), painted))
        table.row(f"200 KB {kind}, 600 characters a frame ({sum(times) / 1e3:.2f} s)", times)
        done = (AssistantMessage(key="live", text=text),)
        table.row(f"200 KB {kind}, end", [await timed(lambda: view.show(done, (), (), History.COMPLETE), painted)])


def session(number: int, title: str = "") -> SidebarRow:
    return SidebarRow(
        session_id=f"s{number}",
        title=title or f"Session {number}",
        agent="claude",
        turn=Badge(list(TurnWord)[number % 7], NOW - number),
        liveness=Badge(LivenessWord.ONLINE, NOW),
        changed_at=NOW - number * 10,
    )


async def sidebar(count: int, table: Table) -> None:
    view = SessionList()
    app = Stage(view)
    rows = tuple(session(number) for number in range(count))
    async with app.run_test(size=(36, 40)) as pilot:
        await pilot.pause()
        painted = painter(app)
        label = f"{count:,} sessions: "
        table.row(f"{label}open", [await timed(lambda: view.show(rows, None, NOW), painted)], "≤ 50")
        times = []
        for number in range(100):
            at = number % 20
            rows = (*rows[:at], session(at, f"Renamed {number}"), *rows[at + 1 :])
            times.append(await timed(partial(view.show, rows, None, NOW), painted))
        table.row(f"{label}visible row changed", times, "≤ 3")
        times = []
        for _ in range(100):
            rows = (rows[count // 2], *rows[: count // 2], *rows[count // 2 + 1 :])
            times.append(await timed(partial(view.show, rows, None, NOW), painted))
        table.row(f"{label}row moved to the top", times)
        table.row(f"{label}cursor down", [await timed(lambda: view.action_cursor(1), painted) for _ in range(200)])
        table.row(f"{label}page down", [await timed(lambda: view.action_page(1), painted) for _ in range(100)])


async def main() -> None:
    table = Table()
    gc.collect()
    gc.freeze()
    for count in (1_000, 10_000):
        await transcript(count, table)
    for kind in ("mixed", "code fence", "list", "paragraph"):
        await long_message(kind, table)
    for count in (100, 10_000):
        await sidebar(count, table)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
