"""Every recorded stream in which somebody is asked: the card it leads to at each step, and how it ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from omnigent_tui.protocol.elicitations import ElicitationRequest, ElicitationResolved, parse_elicitation
from omnigent_tui.protocol.event_base import ServerEvent
from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.state.transcript import Notice, NoticeKind
from omnigent_tui.widgets.approval.questions import Question, question_of
from tests.replay.follower import SESSION, Follower
from tests.replay.recordings import RECORDINGS, SHARED_WIRE, events_of, page


@dataclass(frozen=True)
class _Card:
    """What a card has to offer; `ends` is the verdict shown afterwards, empty when it stays pending."""

    says: str
    ends: str
    kind: str = "yes or no"
    fields: str = ""
    wider: tuple[str, ...] = ()
    takes_reason: bool = False
    target: str = SESSION
    link: str = ""


_MCP_FORM = "name: text!, age: whole number!, ratio: number, subscribe: one of 2, color: one of 3!, email: text"
_SHELL = "ask_shell: Confirm shell command."
_ASK = "ask: Confirm before continuing."
_FIRST = "ask_first: Confirm before continuing."
_FILL_IN = "Please fill in the form"
_AUTO_MODE = "change to auto mode"
_CHILD = "92f54c57654e4c2aab598133f9869fd6"

_CARDS: dict[str, tuple[_Card, ...]] = {
    "approval_request_accept_url": (_Card(_ASK, "Approved"),),
    "approval_request_cancel": (_Card(_ASK, "Dismissed"),),
    "approval_request_timeout": (_Card("ask: Short ask.", ""),),
    "approval_tool_timeout": (_Card("ask: Short ask.", ""),),
    "elicitation_mcp_confirm_accept": (_Card("Confirm deleting the world?", "Approved"),),
    "elicitation_mcp_form_accept": (_Card(_FILL_IN, "Approved", "form", _MCP_FORM),),
    "elicitation_mcp_form_decline": (_Card(_FILL_IN, "Declined", "form", _MCP_FORM),),
    "elicitation_mcp_form_invalid": (_Card(_FILL_IN, "Approved", "form", _MCP_FORM),),
    # The server does not pass the address on that an MCP server wants to be visited.
    "elicitation_mcp_url_accept": (_Card("Please authorise at the provider", "Approved"),),
    "harness_asks": (
        _Card(
            "Claude wants to call **Edit**",
            "Approved",
            wider=("allow every file edit", _AUTO_MODE),
            takes_reason=True,
        ),
        _Card(
            "Claude wants to call **Bash**",
            "Declined",
            wider=("don't ask again for the tool Bash", _AUTO_MODE),
            takes_reason=True,
        ),
        _Card(
            "Claude wants to call **AskUserQuestion**",
            "Approved",
            "form",
            "Which colour?: one of 2!, Which sizes?: some of 2!",
            takes_reason=True,
        ),
        _Card("Claude wants to call **ExitPlanMode**", "Approved", wider=("in auto mode",), takes_reason=True),
        _Card("Codex wants to run **npm test**", "Approved", wider=("every command that begins with: npm test",)),
        _Card("Allow the tool?", "Approved", wider=("for the rest of this session", "always, in every session")),
        _Card("Sign in", "Dismissed", "link", link="https://example.com/in"),
    ),
    "injected_events": (_Card("Injected form?", "", "form", "ok: one of 2!"),),
    "interrupted_during_approval": (_Card(_SHELL, ""),),
    "request_approval_accept": (_Card(_FIRST, "Approved"),),
    "request_approval_decline": (_Card(_FIRST, "Declined"),),
    "runner_killed_during_approval": (_Card(_SHELL, "Approved"),),
    # Whoever comes after the question gets no event of it: the verdict alone makes no card.
    "subagent_elicitation_tool_child": (),
    "subagent_elicitation_tool_parent": (_Card(_SHELL, "Approved", target=_CHILD),),
    "tool_approval_accept": (_Card(_SHELL, "Approved"),),
    "tool_approval_decline": (_Card(_SHELL, "Declined"),),
}
"""Stream name to its cards, in the order they are asked for."""


def _events(name: str) -> tuple[ServerEvent, ...]:
    return events_of((RECORDINGS / f"{name}.sse").read_bytes())


def _shown(question: Question) -> str:
    fields = (
        f"{field.name}: {field.kind.value}{f' {len(field.options)}' if field.options else ''}"
        f"{'!' if field.is_required else ''}"
        for field in question.fields
    )
    return ", ".join(fields)


def _verdicts(follower: Follower) -> list[str]:
    entries = follower.conversation.entries
    return [entry.text for entry in entries if isinstance(entry, Notice) and entry.kind is NoticeKind.APPROVAL]


def test_every_stream_with_a_question_is_in_the_table() -> None:
    streams = {path.stem for path in RECORDINGS.glob("*.sse") if b"response.elicitation_re" in path.read_bytes()}
    assert streams == _CARDS.keys()


@pytest.mark.parametrize("name", _CARDS)
def test_each_question_becomes_its_card_and_goes_with_its_verdict(name: str) -> None:
    follower, expected = Follower(), iter(_CARDS[name])
    ends: list[str] = []
    for event in _events(name):
        known = set(follower.conversation.elicitations)
        follower.feed((event,))
        now = follower.conversation.elicitations
        match event:
            case ElicitationRequest():
                card = next(expected)
                assert set(now) == known | {event.elicitation_id}
                pending = now[event.elicitation_id]
                question = question_of(pending.request.params)
                assert (pending.request.params.message, question.kind.value) == (card.says, card.kind)
                assert (_shown(question), question.link) == (card.fields, card.link)
                assert (pending.session_id, question.takes_reason) == (card.target, card.takes_reason)
                assert len(question.scopes) == len(card.wider)
                for scope, words in zip(question.scopes, card.wider, strict=True):
                    assert words in scope.words
                    assert scope.content or scope.meta
                assert pending.is_open
                ends.append(f"{card.ends}: {card.says}")
            case ElicitationResolved():
                assert event.elicitation_id not in now
            case _:
                assert set(now) == known
    assert next(expected, None) is None
    assert _verdicts(follower) == [text for text in ends if not text.startswith(":")]
    assert len(follower.conversation.elicitations) == sum(text.startswith(":") for text in ends)


@pytest.mark.parametrize("name", _CARDS)
def test_verdicts_before_their_questions_and_everything_twice_change_nothing(name: str) -> None:
    events = _events(name)
    once = Follower()
    once.feed(events)
    twice = Follower()
    twice.feed(event for event in events if isinstance(event, ElicitationResolved))
    assert not twice.conversation.elicitations
    twice.feed(events)
    twice.feed(event for event in events if isinstance(event, ElicitationResolved | ElicitationRequest))
    assert twice.conversation.elicitations.keys() == once.conversation.elicitations.keys()
    assert len(_verdicts(once)) == len(set(_verdicts(once)))


@pytest.mark.parametrize("name", [name for name, cards in _CARDS.items() if cards])
def test_a_snapshot_without_them_takes_the_cards_away(name: str) -> None:
    follower = Follower()
    follower.feed(event for event in _events(name) if not isinstance(event, ElicitationResolved))
    assert len(follower.conversation.elicitations) == len(_CARDS[name])
    follower.snapshot(SessionSnapshot.model_validate({"id": SESSION}))
    assert not follower.conversation.elicitations


def _snapshots() -> Iterator[Path]:
    yield RECORDINGS / "session_asking.json"
    yield RECORDINGS / "session_parked.json"
    if SHARED_WIRE.is_dir():
        yield from sorted(SHARED_WIRE.glob("session_get_pending_*.json"))


@pytest.mark.parametrize("path", _snapshots(), ids=lambda path: path.stem)
def test_a_late_subscriber_gets_the_same_card_from_the_snapshot(path: Path) -> None:
    snapshot = SessionSnapshot.model_validate(page(path))
    follower = Follower()
    follower.snapshot(snapshot.model_copy(update={"id": SESSION}))
    (pending,) = follower.conversation.elicitations.values()
    request = parse_elicitation(snapshot.pending_elicitations[0])
    assert request is not None
    assert pending.request == request
    live = path.stem.removeprefix("session_get_pending_")
    question = question_of(pending.request.params)
    for card in _CARDS.get(live, ()):
        assert (pending.request.params.message, question.kind.value) == (card.says, card.kind)
        assert _shown(question) == card.fields
