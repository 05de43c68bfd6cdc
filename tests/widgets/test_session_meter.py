"""The header's words about context, cost and settings: short, honest, and nothing where nothing is known."""

import time
from typing import Any

import pytest

from omnigent_tui.state import client_events as client
from omnigent_tui.state.badges import Badge, LivenessWord, SidebarRow, TurnWord
from omnigent_tui.state.session_settings import DEFAULT, Setting
from omnigent_tui.values import replace
from omnigent_tui.widgets.session_header import SessionHeader, header_line
from omnigent_tui.widgets.session_meter import changing_words, meter_parts, setting_words
from tests.state.makers import NOW, SESSION, Teller, event
from tests.widgets.stage import staged


def told(**usage: Any) -> Teller:
    teller = Teller()
    teller.open()
    teller.hear(event("session.usage", **usage))
    return teller


@pytest.mark.parametrize(
    ("usage", "words"),
    [
        ({}, ""),
        ({"context_window": 200_000}, ""),
        ({"context_tokens": 0, "total_cost_usd": 0}, ""),
        ({"context_tokens": 82_000, "context_window": 200_000, "total_cost_usd": 0.42}, "ctx 41% · 82k/200k · $0.42"),
        ({"context_tokens": 82_000}, "ctx 82k"),
        ({"total_cost_usd": 0.001}, "<$0.01"),
        ({"context_tokens": 160_000, "context_window": 200_000}, "ctx 80% nearly full · 160k/200k"),
        ({"context_tokens": 210_000, "context_window": 200_000}, "ctx 105% full · 210k/200k"),
    ],
)
def test_context_and_cost(usage: dict[str, Any], words: str) -> None:
    parts = meter_parts(told(**usage).conversation)
    assert " · ".join(part.plain for part in parts if part.plain) == words


def test_settings_are_named_as_far_as_they_are_set() -> None:
    teller = told()
    assert setting_words(teller.conversation) == ""
    labels = {"omnigent.claude_native.permission_mode": "plan", "omnigent.codex_native.collaboration_mode": "default"}
    teller.snapshot(llm_model="usual", model_override="other", reasoning_effort="high", labels=labels)
    assert setting_words(teller.conversation) == "other · effort high · mode plan"


def test_what_is_under_way_is_told() -> None:
    teller = told()
    assert changing_words(teller.conversation, NOW) == ""
    for setting, value in ((Setting.MODEL, DEFAULT), (Setting.EFFORT, "low")):
        teller.tell(client.SettingChanging(session_id=SESSION, setting=setting, value=value, at=NOW))
    teller.tell(client.CompactionRequested(session_id=SESSION, at=NOW))
    first, second, third = changing_words(teller.conversation, NOW).split(" · ")
    assert (first, second) == ("model → the agent’s own, changing…", "reasoning effort → low, changing…")
    assert third.startswith("compacting since ")


def test_a_long_title_gives_way_to_how_the_session_stands() -> None:
    teller = told(context_tokens=190_000, context_window=200_000)
    teller.snapshot(title="A title that goes on and on, much longer than there is room for", llm_model="usual")
    whole = header_line(teller.conversation, None, NOW).plain
    assert whole.startswith("A title that goes on and on, much longer than there is room for · ○ idle")
    narrow = header_line(teller.conversation, None, NOW, width=60).plain
    assert narrow == "A title that goes on and on,… · ○ idle · ctx 95% nearly full"
    assert header_line(None, None, NOW).plain == "No session open"


def test_whether_the_runner_is_there_stays_when_room_gets_scarce() -> None:
    teller = told(context_tokens=150, context_window=128_000, total_cost_usd=0.42)
    teller.snapshot(title="Deep eye", llm_model="usual", agent_name="smoke")
    row = SidebarRow(SESSION, "Deep eye", "smoke", Badge(TurnWord.IDLE), Badge(LivenessWord.ONLINE))
    lines = {width: header_line(teller.conversation, row, NOW, width=width).plain for width in (100, 60, 48, 38, 12)}
    assert lines == {
        100: "Deep eye · ○ idle · ctx 0% · 150/128k · $0.42 · usual · smoke · runner online",
        60: "Deep eye · ○ idle · ctx 0% · $0.42 · usual · runner online",
        48: "Deep eye · ○ idle · ctx 0% · runner online",
        38: "Deep eye · ○ idle · runner online",
        12: "Dee… · ○ idle",
    }


def test_a_title_gives_way_to_the_start_of_the_turn_and_an_archived_session_says_so() -> None:
    teller = told()
    teller.snapshot(title="Talk about the log files", status="running")
    row = SidebarRow(SESSION, "Talk about the log files", "smoke", Badge(TurnWord.RUNNING), Badge(LivenessWord.ONLINE))
    whole = header_line(teller.conversation, row, NOW).plain
    turn = whole.split(" · ")[1]
    assert turn.startswith("● running since ")
    width = len(turn) + 20
    assert header_line(teller.conversation, row, NOW, width=width).plain == f"Talk about the l… · {turn}"
    assert "archived" not in whole
    assert " · archived" in header_line(teller.conversation, replace(row, archived=True), NOW).plain


async def test_the_header_says_more_when_the_screen_grows_and_less_when_it_shrinks() -> None:
    teller = told(context_tokens=150, context_window=128_000)
    teller.snapshot(title="Deep eye", llm_model="usual")
    header = SessionHeader()
    async with staged(header, size=(60, 3)) as (_, pilot):
        header.show(teller.conversation, None, NOW)
        assert header.line == "Deep eye · ○ idle · ctx 0% · 150/128k · usual"
        await pilot.resize_terminal(30, 3)
        assert header.line == "Deep eye · ○ idle · ctx 0%"
        await pilot.resize_terminal(60, 3)
        assert header.line == "Deep eye · ○ idle · ctx 0% · 150/128k · usual"


async def test_the_header_names_the_day_once_it_is_over() -> None:
    teller = told()
    teller.snapshot(title="Night shift", status="running")
    begun = teller.conversation.turn.since
    header = SessionHeader()
    async with staged(header, size=(80, 3)):
        header.show(teller.conversation, None, begun + 1)
        same_day = header.line
        header.show(teller.conversation, None, begun + 86_400)
        day = time.strftime("%b %d", time.localtime(begun))
        assert header.line == same_day.replace("since ", f"since {day} ")
        assert same_day.startswith("Night shift · ● running since ")
