"""The words of the approval card: who asks, what there is to read, how far an answer has come."""

import json
import math
import shlex
from collections.abc import Iterator

from textual.content import Content

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.protocol.elicitations import ElicitationParams
from omnigent_tui.rendering.durations import JUST_NOW, age
from omnigent_tui.state.app_state import State
from omnigent_tui.state.asked import PREVIEW_LIMIT, asked, has_hidden, is_cut, summary
from omnigent_tui.state.attention import Waiting, held_answers
from omnigent_tui.state.conversation import PendingElicitation
from omnigent_tui.widgets.approval.asked_text import asked_text
from omnigent_tui.widgets.approval.questions import Kind, Question
from omnigent_tui.widgets.focus_sign import FOCUS_SIGN
from omnigent_tui.widgets.times import clock_time, span

UNCONFIRMED_SECONDS = 10.0
"""How long an answer may go without the server's confirmation before the card says so."""

# Policies that are the agent's own permission prompts: the agent's name says more than theirs.
_VENDORS = {"claude": "Claude Code", "codex": "Codex", "cursor": "Cursor", "opencode": "OpenCode", "goose": "Goose"}
# Phases that every question of their kind has; naming them tells nobody anything.
_USUAL_PHASES = frozenset({"", "tool_call", "pre_tool_use", "request"})
_EXTRAS = {
    "tool_name": "Tool",
    "command": "Command",
    "cwd": "Directory",
    "reason": "Reason",
    "grant_root": "Access to",
    "action_description": "Action",
    "permission_mode": "Permission mode",
}
_REMOTE_POLICIES = "policy_names"


def who_asks(pending: PendingElicitation) -> str:
    """Return who asks: the agent behind a permission prompt, the policy, or just the agent."""
    policy = pending.request.params.policy_name or ""
    vendor, native, _ = policy.partition("_native_")
    return _VENDORS.get(vendor, vendor.capitalize()) if native else policy or "The agent"


def heading(pending: PendingElicitation, total: int, origin: str, now: float, *, is_focused: bool) -> Content:
    """Return the card's title: who asks, where, for how long, and how many more there are.

    The age changes once a minute, and is as old as `now` (Unix seconds), so that nothing is drawn for it alone.
    """
    params = pending.request.params
    phase = params.phase if params.phase and params.phase not in _USUAL_PHASES else ""
    where = origin or ("from a sub-agent" if params.target_session_id else "")
    since = age(pending.first_seen, now)
    waits = f"since {clock_time(pending.first_seen)}" if since in {"", JUST_NOW} else f"for {since}"
    more = f"1 of {total}" if total > 1 else ""
    rest = " · ".join(filter(None, (f"{who_asks(pending)} asks", phase, waits, where, more)))
    sign = f"{FOCUS_SIGN} ·" if is_focused else "⚑"
    return Content.assemble((f"{sign} Needs you", "bold"), f" · {rest} ")


_OUTCOMES = {"accept": "approved", "decline": "declined", "cancel": "dismissed"}


def outcome(read: PendingElicitation, now: PendingElicitation | None, verdict: str | None) -> str:
    """Return what became of a question while somebody read it: empty while it waits as it was read.

    `now` is the same question as it is known now, None when it is gone; `verdict` is what the server told.
    """
    if now is None:
        what = _OUTCOMES.get(verdict or "", "answered elsewhere, or withdrawn")
        return f"No longer asked: it was {what} meanwhile."
    if now.request != read.request:
        return "It was asked anew meanwhile, in other words: close this and read it again."
    if now.answered is not None:
        return f"Your answer ({now.answered}) was sent."
    return ""


def origin(waiting: Waiting, *, with_title: bool) -> str:
    """Return who asks and where: the agent, its host, the sub-agent; `with_title` begins with the session's title."""
    agent = f"{waiting.agent} on {waiting.host}" if waiting.agent and waiting.host else waiting.agent or waiting.host
    child = f"sub-agent {waiting.child}" if waiting.child else ""
    return " · ".join(filter(None, (waiting.title if with_title else "", child, agent)))


def not_sent(state: State) -> str:
    """Return a sentence about the accepts that are held back, for when the program ends before they are sent."""
    held = [waiting for waiting in held_answers(state) if waiting.pending is not None]
    names = ", ".join(f"{summary(w.pending.request, 80)} ({w.title})" for w in held if w.pending is not None)
    count = f"{len(held)} held accept was" if len(held) == 1 else f"{len(held)} held accepts were"
    return f"{count} not sent: {clean_line(names)}" if held else ""


def need_words(count: int) -> str:
    """Return how many questions wait: `1 needs you`, `2 need you`."""
    return f"{count} {'needs' if count == 1 else 'need'} you" if count else "Nothing needs you"


def details(pending: PendingElicitation, question: Question, *, with_source: bool = False) -> Content:
    """Return everything a person has to read before an answer: warnings, message, plan, what is asked for.

    `with_source` adds the preview as the server sent it, below what was made of it.
    """
    parts = [part for part in _parts(pending, question, with_source=with_source) if part.plain.strip()]
    distinct = list({part.plain: part for part in parts}.values())
    return Content("\n\n").join(distinct) if distinct else Content("(no message)")


def _parts(pending: PendingElicitation, question: Question, *, with_source: bool) -> Iterator[Content]:
    params = pending.request.params
    extras = params.model_extra or {}
    yield from _warnings(params)
    yield Content(params.message.strip())
    if question.kind is Kind.LINK:
        yield Content(question.link)
        yield Content("Open the address to answer; this goes away by itself when it is done.")
    elif question.kind is Kind.UNSUPPORTED:
        yield Content(f"This cannot be answered here: {question.why_not}. Answer it in the web interface, or decline.")
    plan = extras.get("exit_plan_mode")
    if isinstance(plan, dict) and isinstance(plan.get("plan"), str):
        yield Content(plan["plan"].strip())
    told = asked(params)
    laid_out = asked_text(told)
    shows_questions = bool(question.fields) and isinstance(extras.get("ask_user_question"), dict)
    if laid_out is not None and not shows_questions:
        yield laid_out
    yield Content(
        "\n".join(
            f"{word}: {_one_value(extras[name])}"
            for name, word in _EXTRAS.items()
            if extras.get(name) not in (None, "", []) and not (name == "command" and told.command)
        )
    )
    policies = extras.get(_REMOTE_POLICIES)
    if isinstance(policies, list) and len(policies) > 1:
        yield Content(f"Policies: {', '.join(map(str, policies))}")
    preview = (params.content_preview or "").strip()
    if shows_questions and not with_source:
        return  # the preview is the same questions once more, and cut
    if laid_out is None or not told.is_exact:
        yield Content(preview)
    elif with_source:
        yield Content.assemble(("As the server sent it:\n", "dim"), preview)


def _warnings(params: ElicitationParams) -> Iterator[Content]:
    if is_cut(params):
        text = f"✂ The server cut this after {PREVIEW_LIMIT:,} characters: it is not all of what will be done."
        yield Content.styled(text, "bold $text-warning")
    if has_hidden(params):
        text = "⚠ It has invisible or steering characters; they are spelled out like ⟨U+202E⟩ or ␛."
        yield Content.styled(text, "bold $text-warning")


def _one_value(value: object) -> str:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return shlex.join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def progress_line(pending: PendingElicitation, now: float, ask_again: str = "r", take_back: str = "u") -> str:
    """Return how far the answer has come; empty while there is none.

    `ask_again` is the key that asks the server, `take_back` the one that takes back what is still held.
    """
    if pending.failed:
        return f"✕ {pending.failed} Please answer again."
    if pending.held_until is not None:
        left = max(0, math.ceil(pending.held_until - now))
        return f"… accept is sent in {left} s · {take_back} takes it back"
    if pending.answered is None:
        return ""
    since = now - (pending.answered_at or now)
    if since < UNCONFIRMED_SECONDS:
        return f"✓ {pending.answered} sent, waiting for confirmation"
    return f"? {pending.answered} sent {span(since)} ago, not confirmed by the server · {ask_again} asks it again"
