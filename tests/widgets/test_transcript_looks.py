"""What the transcript looks like, wide and at 40 columns, folded and unfolded."""

import pytest

from omnigent_tui.rendering.glyphs import ASCII
from omnigent_tui.state.conversation import History
from omnigent_tui.state.delivery import Delivery
from omnigent_tui.state.transcript import AssistantMessage, Entry, Reasoning, ToolCall, ToolState, UserMessage
from omnigent_tui.values import replace
from omnigent_tui.widgets.transcript.selecting import entry_text
from omnigent_tui.widgets.transcript.view import TranscriptView
from tests.widgets.conversations import showcase
from tests.widgets.stage import screen_text, staged

WIDE = """\
❯ Please look at the log file and tell me what is wrong with it
  + log.txt · text/plain

▸ Thought: First I read the log.
✓ ▸ $ cat log.txt  done
    line 1
    line 2
    line 3
    … 5 more lines · Enter shows all
✗ ▸ $ ls /nope  failed · exit 3
    ls: cannot access '/nope'
● ▸ Edit src/app.py  running · +2 -1
    -x = 1
    +x = 2
    +y = 3

◆ Omnigent
  The log says 漢字:

  • one
  • two

   python
   x = 1

✗ Error: Too many requests  [rate_limit]
  429
  Cause: the model
  What to do: wait

· ▸ History was compacted

❯ Go on
  ◷ queued: goes out when the connection is back
  (not kept by the server)"""

NARROW = """\
❯ Please look at the log file and tell
  me what is wrong with it
  + log.txt · text/plain

▸ Thought: First I read the log.
✓ ▸ $ cat log.txt  done
    line 1
    line 2
    line 3
    … 5 more lines · Enter shows all
✗ ▸ $ ls /nope  failed · exit 3
    ls: cannot access '/nope'
● ▸ Edit src/app.py  running · +2 -1
    -x = 1
    +x = 2
    +y = 3"""

UNFOLDED = """\
❯ Please look at the log file and tell me what is wrong with it
  + log.txt · text/plain

▾ Thought
  First I read the log.
  Then I think.
✓ ▸ $ cat log.txt  done
    line 1
    line 2
    line 3
    … 5 more lines · Enter shows all
✗ ▾ $ ls /nope  failed · exit 3
    ls: cannot access '/nope'
● ▾ Edit src/app.py  running · +2 -1
    -x = 1
    +x = 2
    +y = 3"""


async def test_wide() -> None:
    view = TranscriptView()
    async with staged(view, (80, 36)) as (app, pilot):
        view.show(showcase(), (), (), History.COMPLETE)
        await pilot.pause()
        assert screen_text(app).rstrip() == WIDE
        assert view.plain_text().rstrip() == WIDE


async def test_narrow() -> None:
    view = TranscriptView()
    async with staged(view, (40, 50)) as (app, pilot):
        view.show(showcase(), (), (), History.COMPLETE)
        await pilot.pause()
        assert screen_text(app).startswith(NARROW)


async def test_unfolded() -> None:
    view = TranscriptView()
    async with staged(view, (80, 50)) as (app, pilot):
        view.show(showcase(), (), (), History.COMPLETE)
        for key in ("r1", "t2", "t3"):
            view.toggle_fold(key)
        await pilot.pause()
        assert screen_text(app).startswith(UNFOLDED)
        for key in ("r1", "t2", "t3"):
            assert view.is_folded(key) is False
            view.toggle_fold(key)
        await pilot.pause()
        assert screen_text(app).startswith(WIDE)
        assert view.is_folded("u1") is None


async def test_ascii() -> None:
    view = TranscriptView(glyphs=ASCII)
    async with staged(view, (80, 20)) as (app, pilot):
        ascii_only = tuple(entry for entry in showcase() if entry.key != "a1")
        view.show(ascii_only * 1, (), (), History.COMPLETE)
        view.go_top()
        await pilot.pause()
        assert screen_text(app).isascii()


@pytest.mark.parametrize(
    ("delivery", "words"),
    [
        (Delivery.QUEUED, "queued"),
        (Delivery.SENDING, "sending"),
        (Delivery.CHECKING, "checking"),
        (Delivery.STORED, ""),
    ],
)
async def test_how_far_a_message_has_come_is_said_in_words(delivery: Delivery, words: str) -> None:
    view = TranscriptView()
    async with staged(view) as (app, pilot):
        view.show((), (), (UserMessage(key="u", text="hello", delivery=delivery),), History.COMPLETE)
        await pilot.pause()
        shown = screen_text(app).strip().split("\n")
        assert shown[0] == "❯ hello"
        assert words in shown[-1]
        assert len(shown) == (2 if words else 1)


@pytest.mark.parametrize("state", list(ToolState))
async def test_a_tool_calls_state_is_said_in_words(state: ToolState) -> None:
    view = TranscriptView()
    async with staged(view) as (app, pilot):
        view.show((ToolCall(key="t", call_id="c", name="x", arguments="{}", state=state),), (), (), History.COMPLETE)
        await pilot.pause()
        assert state.value in screen_text(app)


async def test_a_running_tool_shows_its_newest_lines() -> None:
    view = TranscriptView()
    async with staged(view) as (app, pilot):
        call = ToolCall(
            key="t", call_id="c", name="Bash", arguments='{"command": "make"}', live_output="1\n2\n3\n4\n5\n"
        )
        view.show((), (call,), (), History.COMPLETE)
        await pilot.pause()
        assert screen_text(app).strip() == (
            "● ▸ $ make  running\n    … 2 more lines · Enter shows all\n    3\n    4\n    5"
        )


@pytest.mark.parametrize(
    ("older", "failure", "text"),
    [
        (History.COMPLETE, "", "No messages yet. Type below and press Enter."),
        (History.UNKNOWN, "", "Loading messages…"),
        (History.LOADING, "", "Loading messages…"),
        (
            History.FAILED,
            "the server said no",
            "The messages did not load. Press r to try again.\n  the server said no",
        ),
    ],
)
async def test_an_empty_transcript_says_what_to_do(older: History, failure: str, text: str) -> None:
    view = TranscriptView()
    async with staged(view) as (app, pilot):
        view.show((), (), (), older, failure, session_id="s")
        await pilot.pause()
        assert screen_text(app).strip() == text
        view.show((), (), (), older, failure, session_id="")
        await pilot.pause()
        assert screen_text(app).strip() == "No session is open."


async def test_a_theme_change_repaints_in_the_new_colours() -> None:
    view = TranscriptView()
    async with staged(view, (60, 20)) as (app, pilot):
        view.show(showcase(), (), (), History.COMPLETE)
        await pilot.pause()
        before = [[segment.style for segment in strip] for strip in app.screen._compositor.render_strips()]
        app.theme = "textual-light"
        await pilot.pause()
        await pilot.pause()
        after = [[segment.style for segment in strip] for strip in app.screen._compositor.render_strips()]
        assert all(old != new for old, new in zip(before, after, strict=True))
        backgrounds = {style.bgcolor for row in after for style in row if style is not None}
        assert not backgrounds & {style.bgcolor for row in before for style in row if style is not None}


@pytest.mark.parametrize(
    "long",
    [
        AssistantMessage(key="k", text="a" * 5000),
        AssistantMessage(key="k", text=f"```\n{'a' * 5000}\n```"),
        AssistantMessage(key="k", text=f"```\n{'a' * 5000}", streaming=True),
        UserMessage(key="k", text="a" * 5000),
        Reasoning(key="k", text="a" * 5000),
        ToolCall(key="k", call_id="k", name="x", arguments="{}", state=ToolState.DONE, output="a" * 5000),
        ToolCall(key="k", call_id="k", name="Read", arguments='{"path": "a"}', state=ToolState.DONE, output="a" * 5000),
    ],
)
async def test_where_a_long_line_is_cut_stands_the_key_that_shows_all_of_it(long: Entry) -> None:
    view = TranscriptView()
    async with staged(view, (120, 12)) as (_, pilot):
        view.show((long,), (), (), History.COMPLETE)
        if view.is_folded("k"):
            view.toggle_fold("k")
        await pilot.pause()
        for key in ("o", "F9"):
            view.take_hints(replace(view.hints, open_key=key))
            assert f"… 904 more characters in this line · {key} opens all of it" in entry_text(view._lines(0))
