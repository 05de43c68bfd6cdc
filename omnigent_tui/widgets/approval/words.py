"""The words of the approval card: who asks, what can be pressed, how far an answer has come."""

from collections.abc import Sequence

from textual.content import Content

from omnigent_tui.commands.key_names import key_label
from omnigent_tui.state.conversation import PendingElicitation
from omnigent_tui.widgets.approval.questions import Kind, Question
from omnigent_tui.widgets.times import clock_time, span

UNCONFIRMED_SECONDS = 10.0
"""How long an answer may go without the server's confirmation before the card says so."""

# Policies that are the agent's own permission prompts: the agent's name says more than theirs.
_VENDORS = {"claude": "Claude Code", "codex": "Codex", "cursor": "Cursor", "opencode": "OpenCode", "goose": "Goose"}
# Phases that every question of their kind has; naming them tells nobody anything.
_USUAL_PHASES = frozenset({"", "tool_call", "pre_tool_use", "request"})


def heading(pending: PendingElicitation, total: int) -> Content:
    """Return the first line: that somebody waits, who, since when, and how many more there are."""
    params = pending.request.params
    policy = params.policy_name or ""
    vendor, native, _ = policy.partition("_native_")
    who = _VENDORS.get(vendor, vendor.capitalize()) if native else policy or "The agent"
    more = f" · 1 of {total}" if total > 1 else ""
    phase = f" · {params.phase}" if params.phase and params.phase not in _USUAL_PHASES else ""
    child = " · from a sub-agent" if params.target_session_id else ""
    since = f" · since {clock_time(pending.first_seen)}"
    return Content.assemble(("⚑ Needs you", "bold"), f" · {who} asks{phase}{child}{since}{more}")


def answer_line(
    question: Question, accept_keys: Sequence[str], decline_keys: Sequence[str], focus_key: str, *, focused: bool
) -> Content:
    """Return the line that says what can be pressed, with its consequence."""
    if not focused:
        return Content(f"{focus_key} to answer")
    accept, decline = "/".join(map(key_label, accept_keys)), "/".join(map(key_label, decline_keys))
    declining = f"{decline} decline (can end the turn)"
    match question.kind:
        case Kind.YES_OR_NO:
            text = f"{accept} accept   {declining}   Esc later"
        case Kind.CHOICES:
            text = f"1-{len(question.choices)} choose   {declining}   Esc later"
        case Kind.TEXT:
            text = "Enter sends the text   Esc later"
        case Kind.LINK:
            text = f"Open the address to answer   {declining}   Esc later"
        case Kind.UNSUPPORTED:
            text = f"{declining}   Esc later"
    return Content(text)


def details(pending: PendingElicitation, question: Question) -> Content:
    """Return everything a person has to read: the message, the whole preview, the choices."""
    params = pending.request.params
    parts = [params.message.strip()]
    match question.kind:
        case Kind.CHOICES:
            parts.append("\n".join([question.prompt, *(f"{n}  {c.label}" for n, c in enumerate(question.choices, 1))]))
        case Kind.TEXT:
            parts.append(question.prompt)
        case Kind.LINK:
            parts.append(question.link)
        case Kind.UNSUPPORTED:
            parts.append(
                f"This question needs answers that cannot be given here yet ({question.why_not}). "
                "Answer it in the web interface, or decline it."
            )
        case Kind.YES_OR_NO:
            pass
    plan = (params.model_extra or {}).get("exit_plan_mode")
    if isinstance(plan, dict) and isinstance(plan.get("plan"), str):
        parts.append(plan["plan"].strip())
    parts.append((params.content_preview or "").strip())
    return Content("\n\n".join(dict.fromkeys(part for part in parts if part)) or "(no message)")


def progress_line(pending: PendingElicitation, now: float) -> str:
    """Return how far the answer has come; empty while there is none."""
    if pending.failed:
        return f"✕ The answer did not reach the server: {pending.failed}. Please answer again."
    if pending.answered is None:
        return ""
    since = now - (pending.answered_at or now)
    if since < UNCONFIRMED_SECONDS:
        return f"✓ {pending.answered} sent, waiting for confirmation"
    return f"? {pending.answered} sent {span(since)} ago, not confirmed by the server"
