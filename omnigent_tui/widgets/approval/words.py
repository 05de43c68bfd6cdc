"""The words of the approval card: who asks, what there is to read, how far an answer has come."""

import json
from collections.abc import Iterator

from textual.content import Content

from omnigent_tui.state.conversation import PendingElicitation
from omnigent_tui.widgets.approval.questions import Kind, Question
from omnigent_tui.widgets.times import clock_time, span

UNCONFIRMED_SECONDS = 10.0
"""How long an answer may go without the server's confirmation before the card says so."""
_PREVIEW_LIMIT = 1024
"""Characters after which the server cuts a preview."""

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


def heading(pending: PendingElicitation, total: int, origin: str = "") -> Content:
    """Return the first line: that somebody waits, who, since when, and how many more there are."""
    params = pending.request.params
    more = f" · 1 of {total}" if total > 1 else ""
    phase = f" · {params.phase}" if params.phase and params.phase not in _USUAL_PHASES else ""
    child = " · from a sub-agent" if params.target_session_id else ""
    where = f" · {origin}" if origin else ""
    since = f" · since {clock_time(pending.first_seen)}"
    return Content.assemble(("⚑ Needs you", "bold"), f" · {who_asks(pending)} asks{phase}{child}{where}{since}{more}")


def details(pending: PendingElicitation, question: Question) -> Content:
    """Return everything a person has to read before an answer: message, plan, what is asked for, the whole preview."""
    return Content("\n\n".join(dict.fromkeys(part for part in _parts(pending, question) if part)) or "(no message)")


def _parts(pending: PendingElicitation, question: Question) -> Iterator[str]:
    params = pending.request.params
    extras = params.model_extra or {}
    yield params.message.strip()
    if question.kind is Kind.LINK:
        yield question.link
        yield "Open the address to answer; this goes away by itself when it is done."
    elif question.kind is Kind.UNSUPPORTED:
        yield f"This cannot be answered here: {question.why_not}. Answer it in the web interface, or decline it."
    plan = extras.get("exit_plan_mode")
    if isinstance(plan, dict) and isinstance(plan.get("plan"), str):
        yield plan["plan"].strip()
    yield "\n".join(
        f"{word}: {_one_value(extras[name])}"
        for name, word in _EXTRAS.items()
        if extras.get(name) not in (None, "", [])
    )
    policies = extras.get(_REMOTE_POLICIES)
    if isinstance(policies, list) and len(policies) > 1:
        yield f"Policies: {', '.join(map(str, policies))}"
    preview = (params.content_preview or "").strip()
    if question.fields and isinstance(extras.get("ask_user_question"), dict):
        return  # the preview is the same questions once more, and cut
    yield preview
    if len(preview) >= _PREVIEW_LIMIT:
        yield f"✂ The server cut this after {_PREVIEW_LIMIT:,} characters: it is not all of what will be done."


def _one_value(value: object) -> str:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return " ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def progress_line(pending: PendingElicitation, now: float, ask_again: str = "r") -> str:
    """Return how far the answer has come; empty while there is none. `ask_again` is the key that asks the server."""
    if pending.failed:
        return f"✕ {pending.failed} Please answer again."
    if pending.answered is None:
        return ""
    since = now - (pending.answered_at or now)
    if since < UNCONFIRMED_SECONDS:
        return f"✓ {pending.answered} sent, waiting for confirmation"
    return f"? {pending.answered} sent {span(since)} ago, not confirmed by the server · {ask_again} asks it again"
