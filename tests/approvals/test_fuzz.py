"""Somebody types and pastes, 20 keys a second, while a thousand questions arrive: none is ever answered by that."""

import asyncio
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from omnigent_tui.protocol.elicitations import ElicitationResolved, parse_elicitation
from omnigent_tui.protocol.event_base import ServerEvent
from omnigent_tui.state.client_events import StreamEvents
from omnigent_tui.terminal.paste_guard import PasteGuard
from tests.demo.forked import ForkedDemo
from tests.pilot.demo import Demo
from tests.pilot.person import Person, at_the_keyboard, options_for

_ASKS = 500
"""For each of the two ways to type."""
_BETWEEN_KEYS = 0.05
"""Seconds by the keys' own stamps; nobody waits for them."""
_LOOK_EVERY = 50
_PAINTED = 0.12
"""The share of questions after which everything is painted before the next one comes."""
_OPTION = {"properties": {"answer": {"enum": ["once", "always", "no"]}}}
_FORM = {"properties": {"a": {"type": "boolean"}, "b": {"type": "array", "items": {"enum": ["x", "y"]}}}}
_TYPED: tuple[dict[str, Any], ...] = (
    {"requestedSchema": {"properties": {"name": {"type": "string"}}}},
    {"requestedSchema": {"properties": {"n": {"type": "integer", "default": 3}}, "required": ["n"]}},
)
_KEYED: tuple[dict[str, Any], ...] = (
    {"requestedSchema": {}},
    {"requestedSchema": _OPTION},
    {"requestedSchema": _FORM},
    {"policy_name": "claude_native_permission", "allow_all_edits": True, "remember_scope": {"tool": "Edit"}},
    {"exit_plan_mode": {"plan": "do it"}},
    {"mode": "url", "url": "https://example.com/x"},
    {"ask_user_question": {"questions": [{"question": "?", "options": [{"label": "A"}, {"label": "B"}]}]}},
)
_ESCAPE = "\x1b\x1b"
_TYPING = [*"yynnrvcaq123456789 eiou", "\r", "\x7f", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\t\x1b[Z"]
_GOING_TO_THE_CARD = ["\x0f", "\x0fy", "\x0f1\r", _ESCAPE, _ESCAPE]
_PASTED = ["y", "n", "1", "\x1by", "\x1b[201", "\r", "\n", "\x1b", "\x0f", "word "]


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """A demo server whose agent does not dawdle."""
    with ForkedDemo("--speed", "20") as process:
        seen = Demo(process.url)
        yield seen
        seen.close()


def _asked(number: int, params: dict[str, Any]) -> ServerEvent:
    data = {"elicitation_id": f"elicit_{number}", "params": {"message": f"Question {number}", **params}}
    request = parse_elicitation(data)
    assert request is not None
    return request


def _resolved(elicitation_id: str) -> ServerEvent:
    return ElicitationResolved(type="response.elicitation_resolved", elicitation_id=elicitation_id)


def _typed(chance: random.Random, keys: list[str]) -> str:
    if chance.random() < 0.1:
        return f"\x1b[200~{''.join(chance.choices(_PASTED, k=8))}\x1b[201~"
    return chance.choice(keys)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("goes_to_the_card", [False, True], ids=["in the composer", "in and out of the card"])
async def test_no_stray_key_is_an_answer(demo: Demo, tmp_path: Path, goes_to_the_card: bool) -> None:
    chance = random.Random(int(goes_to_the_card) + 1)
    # Whoever goes into a field and types there means it; whoever does not never gets into one.
    kinds = _KEYED if goes_to_the_card else (*_KEYED, *_TYPED)
    keys = _TYPING + _GOING_TO_THE_CARD if goes_to_the_card else [key for key in _TYPING if "\t" not in key]
    session_id = demo.new_session(f"Fuzzed {goes_to_the_card}")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id), (80, 24)) as person:
        await person.arrives()
        await person.is_live(session_id)
        # The server knows nothing of these questions: its snapshots would take them away. Messages that Enter sends
        # stay on their way: what an agent answers is no matter here.
        place = f"/v1/sessions/{session_id}"
        demo.order("faults", kind="stall", method="GET", path_prefix=place, count=None)
        demo.order("faults", kind="stall", method="POST", path_prefix=f"{place}/events", count=None)
        guard, at = PasteGuard(XTermParser()), time.monotonic()
        pending = shown = 0
        for number in range(_ASKS):
            arriving = [_asked(number, chance.choice(kinds))]
            if chance.random() < 0.7:
                arriving.append(_resolved(f"elicit_{pending}"))
                pending += 1
            _arrive(person, session_id, arriving)
            for _ in range(chance.randrange(1, 6)):
                for event in guard.feed(_typed(chance, keys)):
                    at += _BETWEEN_KEYS
                    if isinstance(event, events.Key | events.Paste):
                        event.time = at
                        person.app.post_message(event)
                        await asyncio.sleep(0)
            # Mostly the next one comes before this one is painted; the rest of the time there is time for it.
            if chance.random() < _PAINTED:
                await person.pilot.pause()
            if number % _LOOK_EVERY == 0:
                assert demo.verdicts(session_id) == [], f"by question {number}"
            shown += person.main.approval.pending is not None
        await person.pilot.pause()
        assert demo.verdicts(session_id) == []
        assert shown > _ASKS // 2, "a question was on the screen most of the time"
        demo.order("reset")
        await _answers_what_is_meant(person, demo, session_id, at)


async def _answers_what_is_meant(person: Person, demo: Demo, session_id: str, at: float) -> None:
    """That nothing was sent says something only if a considered key is; the server asks it, so its snapshot has it."""
    _arrive(person, session_id, [_resolved(known) for known in person.conversation.elicitations])
    for _ in range(20):
        if person.app.screen is person.main and person.main.composer.has_focus_within:
            break
        await person.press("escape")
    call = {"name": "sys_os_shell", "arguments": {}, "output": "done"}
    demo.script(session_id, [{"tool": call, "ask": {"message": "For real?", "requestedSchema": {}}}])
    demo.post_message(session_id, "go")
    await person.reads("For real?")
    await person.press("ctrl+o")
    # Its words are on the screen, in the transcript too, before all of the card is: a person sees that, a test waits.
    card = person.main.approval
    await person.until(lambda: card.has_focus and card._guard._painted is not None, "the card is painted and in focus")
    end = time.monotonic() + 60
    while not demo.verdicts(session_id):
        assert time.monotonic() < end, f"never: the considered key is an answer\n{person.sees}"
        # Snapshots that were held back may still bring the question anew, which asks to be read again.
        at = max(at, time.monotonic()) + 10
        considered = events.Key("y", "y")
        considered.time = at
        person.app.post_message(considered)
        await person.pilot.pause(0.5)
    assert len(demo.verdicts(session_id)) == 1


def _arrive(person: Person, session_id: str, arriving: list[ServerEvent]) -> None:
    assert person.app.store is not None
    person.app.store.dispatch(StreamEvents(session_id=session_id, events=tuple(arriving), at=time.time()))
