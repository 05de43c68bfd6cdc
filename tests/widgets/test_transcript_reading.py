"""Reading a transcript: from prompt to prompt, hits and their marks, prompts and answers alone, there and back."""

from __future__ import annotations

import json
import random

import pytest

from omnigent_tui.rendering.lines import wrap_text
from omnigent_tui.rendering.looks import HIT, HIT_CURRENT
from omnigent_tui.state.conversation import History
from omnigent_tui.state.search import FoundEntry, pattern_of
from omnigent_tui.state.search_hits import Hit, HitList
from omnigent_tui.state.transcript import AssistantMessage, Entry, ErrorNotice, ToolCall, ToolState, UserMessage
from omnigent_tui.widgets.transcript.highlighting_hits import MarkedLines, mark_runs
from omnigent_tui.widgets.transcript.navigating import is_failure, is_prompt
from omnigent_tui.widgets.transcript.view import TranscriptView
from tests.widgets.conversations import entry
from tests.widgets.stage import staged
from tests.widgets.test_transcript_place import Conversation, rows_on_show


def tool(key: str, output: str, exit_code: int = 0) -> ToolCall:
    return ToolCall(
        key=key,
        call_id=key,
        name="sys_os_shell",
        arguments=json.dumps({"command": f"run {key}"}),
        state=ToolState.DONE,
        output=json.dumps({"stdout": output, "exit_code": exit_code}),
    )


def chosen(view: TranscriptView) -> str:
    return view.chosen_entries()[0].key


def hits_of(view: TranscriptView, needle: str) -> HitList:
    view.look_for(pattern_of(needle))
    return HitList((), view.loaded_hits())


def marked(view: TranscriptView, look: int) -> list[str]:
    """The texts painted with a look's style, from the top."""
    style = view.palette.styles[look]
    return [
        segment.text
        for strip in view._strips
        for segment in strip
        if segment.style is not None
        and (segment.style.reverse, segment.style.underline) == (style.reverse, style.underline)
    ]


async def test_from_prompt_to_prompt_and_from_error_to_error() -> None:
    history: list[Entry] = []
    for number in range(6):
        history += [
            UserMessage(key=f"u{number}", text=f"prompt {number}"),
            tool(f"t{number}", "output", exit_code=number % 2),
            AssistantMessage(key=f"a{number}", text="line\n\n" * 9),
        ]
    history.insert(4, ErrorNotice(key="e", code="boom", message="It broke."))
    view = TranscriptView()
    async with staged(view, (50, 12)) as (_, pilot):
        view.show(tuple(history), (), (), History.COMPLETE)
        await pilot.pause()
        seen = []
        while view.choose_next(is_prompt, -1):
            seen.append(chosen(view))
        assert seen == [f"u{number}" for number in range(5, -1, -1)]
        seen = []
        while view.choose_next(is_failure, 1):
            seen.append(chosen(view))
        assert seen == ["e", "t1", "t3", "t5"]
        # The last ones stand too near the end to be put at the top; the next key still goes on from them.
        assert not view.choose_next(is_prompt, 1)
        assert [view.choose_next(is_prompt, -1) and chosen(view) for _ in range(2)] == ["u5", "u4"]
        assert view.choose_next(is_prompt, 1)
        assert chosen(view) == "u5"
        # In the middle of an entry its own beginning is the previous place.
        view.go_bottom()
        view.scroll_lines(-1)
        view._cursor = None
        assert view.choose_next(lambda row: isinstance(row.entry, AssistantMessage), -1)
        assert chosen(view) == "a5"


async def test_at_the_end_what_is_on_show_is_previous_too() -> None:
    history = (
        UserMessage(key="u", text="Run it."),
        tool("t", "output", exit_code=3),
        AssistantMessage(key="a", text="It failed."),
    )
    view = TranscriptView()
    async with staged(view, (50, 20)) as (_, pilot):
        view.show(history, (), (), History.COMPLETE)
        await pilot.pause()
        assert view.choose_next(is_failure, -1)
        assert chosen(view) == "t"
        assert not view.choose_next(is_failure, -1)
        assert view.choose_next(is_prompt, -1)
        assert chosen(view) == "u"


async def test_from_entry_to_entry_and_no_further_than_there_are_any() -> None:
    history = tuple(AssistantMessage(key=f"a{number}", text="line\n\n" * 20) for number in range(3))
    view = TranscriptView()
    async with staged(view, (50, 12)) as (_, pilot):
        view.show(history, (), (), History.MORE)
        await pilot.pause()
        # The newest entry, where it stands: its end is followed.
        assert view.choose_next(lambda row: row.key == "a2", -1)
        view.go_bottom()
        place = list(view._viewport.visible)
        assert not view.choose_neighbour(1)
        assert view._viewport.visible == place
        assert view.following
        assert [view.choose_neighbour(-1) and chosen(view) for _ in range(2)] == ["a1", "a0"]
        assert not view.choose_neighbour(-1)
        # In the middle of the oldest one its beginning is gone to while there is more: that is what loads it.
        view.scroll_lines(9)
        assert view.choose_neighbour(-1)
        assert (0, 0) in view._viewport.visible
        view.show(history, (), (), History.COMPLETE)
        assert view.is_below_all
        view.scroll_lines(9)
        place = list(view._viewport.visible)
        assert not view.choose_neighbour(-1)
        assert view._viewport.visible == place


async def test_hits_are_marked_across_wrapped_lines_and_markup() -> None:
    view = TranscriptView()
    async with staged(view, (24, 10)) as (_, pilot):
        text = "Many words come before the **needle in** a haystack; a Needle in hay."
        view.show((AssistantMessage(key="a", text=text),), (), (), History.COMPLETE)
        await pilot.pause()
        hits = hits_of(view, "needle in")
        assert hits.total == 2
        second = hits.at(2)
        assert second is not None
        assert view.go_to_hit(second)
        assert "".join(marked(view, HIT_CURRENT)).replace(" ", "") == "Needlein"
        assert "".join(marked(view, HIT)).replace(" ", "") == "needlein"
        view.look_for(None)
        assert marked(view, HIT_CURRENT) == marked(view, HIT) == []


def goes_to_nearest(view: TranscriptView, needle: str) -> tuple[int | None, bool]:
    """Go to the hit nearest to what is on show: its number, and whether the view stood still."""
    hits, before = hits_of(view, needle), list(view._viewport.visible)
    number = view.nearest_hit(hits)
    hit = hits.at(number or 0)
    assert hit is not None
    assert view.go_to_hit(hit)
    assert "".join(marked(view, HIT_CURRENT)) == needle
    return number, view._viewport.visible == before


async def test_the_nearest_hit_is_one_on_show_and_only_else_one_before_it() -> None:
    with_needle = {1: "needle first", 3: "needle", 30: "needle"}
    view = TranscriptView()
    async with staged(view, (40, 16)) as (_, pilot):
        history = (
            tool("t", "\n".join(f"row {number}" for number in range(40)) + " folded"),
            AssistantMessage(key="a", text="\n\n".join(f"Line {n} {with_needle.get(n, '')}" for n in range(40))),
            UserMessage(key="u", text="A short needle."),
        )
        view.show(history, (), (), History.COMPLETE)
        await pilot.pause()
        assert goes_to_nearest(view, "needle") == (4, True)
        view.go_top()
        # Of those on show the lowest; what stands further down in the same entry is not on the screen.
        assert goes_to_nearest(view, "needle") == (2, True)
        assert goes_to_nearest(view, "short") == (1, False)
        # Above what is on show, in the same entry and in one before.
        assert "Line 39" in view.plain_text()
        view.scroll_lines(-3)
        assert goes_to_nearest(view, "first") == (1, False)
        view.go_bottom()
        assert goes_to_nearest(view, "folded") == (1, False)
        # What is folded away stands before the end of its entry.
        view.toggle_fold("t")
        view.go_top()
        assert "row 0" in view.plain_text()
        assert goes_to_nearest(view, "folded") == (1, False)


def test_marking_keeps_the_text_and_the_looks() -> None:
    lines = wrap_text((("one two ", 1), ("two three two", 2)), 8)
    pattern = pattern_of("two")
    assert pattern is not None
    found = MarkedLines(pattern, lines)
    assert len(found.places) == 3
    for number, line in enumerate(lines):
        runs = mark_runs(line.runs, found.of_line(number), 1)
        assert "".join(text for text, _ in runs) == line.text
        assert all(text == "two" for text, look in runs if look & (HIT | HIT_CURRENT))
        assert all(look & 3 for _, look in runs)


async def test_a_hit_in_a_folded_part_unfolds_it() -> None:
    view = TranscriptView()
    async with staged(view, (40, 10)) as (_, pilot):
        history = (
            tool("t", "\n".join(f"line {number}" for number in range(40))),
            UserMessage(key="u", text="end\n" * 30),
        )
        view.show(history, (), (), History.COMPLETE)
        await pilot.pause()
        hit = hits_of(view, "line 33").at(1)
        assert hit is not None
        assert view.go_to_hit(hit)
        assert view.is_folded("t") is False
        assert marked(view, HIT_CURRENT) == ["line 33"]
        assert not view.go_to_hit(Hit(FoundEntry("gone", (), 1), 0, is_loaded=True))


async def test_prompts_and_answers_alone_and_back_as_it_was() -> None:
    history: list[Entry] = []
    for number in range(10):
        history += [UserMessage(key=f"u{number}", text=f"prompt {number}"), tool(f"t{number}", "a\nb\nc\nd\ne\nf")]
    view = TranscriptView()
    async with staged(view, (40, 12)) as (_, pilot):
        view.show(tuple(history), (), (), History.COMPLETE)
        await pilot.pause()
        view.toggle_fold("t7")
        view.scroll_lines(-9)
        view.set_only_talk(True)
        assert "run t" not in view.plain_text()
        assert [row.key for row in view._rows.rows] == [f"u{number}" for number in range(10)]
        history.append(UserMessage(key="u10", text="prompt 10"))
        view.show(tuple(history), (), (), History.COMPLETE)
        assert view._rows.rows[-1].key == "u10"
        assert hits_of(view, "run").total == 0
        view.look_for(None)
        view.set_only_talk(False)
        assert view.is_folded("t7") is False
        assert view.is_folded("t6") is True
        assert "run t" in view.plain_text()


@pytest.mark.parametrize("seed", range(4))
async def test_the_way_back_leads_to_the_same_lines_whatever_came_meanwhile(seed: int) -> None:
    conversation = Conversation(seed + 40)
    rng = random.Random(seed)
    conversation.history = (*conversation.history, *(entry(rng, f"t{number}", 3) for number in range(9)))
    view = TranscriptView()
    async with staged(view, (50, 12)) as (_, pilot):
        conversation.show(view)
        await pilot.pause()
        view.scroll_lines(-rng.randint(20, 90))
        before, place = rows_on_show(view), view.bookmark()
        hits = hits_of(view, "alpha")
        for _ in range(30):
            conversation.step()
            conversation.show(view)
            hits = HitList((), view.loaded_hits())
            hit = hits.at(rng.randint(1, max(1, hits.total)))
            if hit is not None:
                assert view.go_to_hit(hit)
                assert chosen(view) == hit.entry.key
        view.look_for(None)
        for row in view._rows.rows:
            if row.folded is not row.kind.starts_folded:
                view.toggle_fold(row.key)
        view.return_to(place)
        assert rows_on_show(view) == before
