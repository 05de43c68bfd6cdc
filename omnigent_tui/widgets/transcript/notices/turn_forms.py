"""Forms of what happens in a turn: retries, compactions, denials, verdicts, work that goes on after it."""

from omnigent_tui.protocol.items import MessageItem, parse_item
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.json_preview import indented, parsed
from omnigent_tui.rendering.looks import ACCENT, BAD, BOLD, GOOD, MUTED, WARNING
from omnigent_tui.state.notices import BackgroundWork, Compaction, CompactionPhase, Denial, Retry, Verdict
from omnigent_tui.state.transcript import Notice
from omnigent_tui.widgets.transcript.hints import Hints
from omnigent_tui.widgets.transcript.notices.form import Form

_PHASES = {
    "request": "message",
    "tool_call": "tool call",
    "tool_result": "tool result",
    "response": "answer",
    "llm_request": "model call",
    "llm_response": "model answer",
}


def retry(_: Notice, about: Retry, glyphs: Glyphs, hints: Hints) -> Form:
    """A countdown, then what was waited for."""
    of = f" of {about.most}" if about.most else ""
    rest = int(about.retry_at) - int(hints.now) if hints.now else 0
    if not hints.now:
        words = f"Trying again after {about.pause:g} s"
    elif rest > 0:
        words = f"Trying again in {rest} s"
    else:
        words = "Tried again"
    if about.tool:
        words = f"{about.tool}: {words[0].lower()}{words[1:]}"
    look = WARNING | BOLD if rest > 0 else WARNING
    reason = ((f" {glyphs.notice} {about.reason}", MUTED),) if about.reason else ()
    heading = ((words, look), (f" (attempt {about.attempt}{of})", MUTED), *reason)
    return Form(sign=(glyphs.waiting, WARNING), heading=heading)


def compaction(notice: Notice, about: Compaction, glyphs: Glyphs, _: Hints) -> Form:
    """A line across the transcript where history was made shorter."""
    if about.phase is CompactionPhase.FAILED:
        return Form(sign=(glyphs.failed, WARNING), heading=((notice.text, WARNING),))
    if about.phase is CompactionPhase.RUNNING:
        size = ((f" ({about.before:,} tokens)", MUTED),) if about.before else ()
        return Form(sign=(glyphs.running, ACCENT), heading=((notice.text, ACCENT), *size))
    words = notice.text
    if about.before and about.after:
        words = f"Conversation compacted from {about.before:,} to {about.after:,} tokens"
    return Form(sign=(glyphs.notice, MUTED), heading=((words, MUTED | BOLD),), detail=notice.detail, is_rule=True)


def denial(_: Notice, about: Denial, glyphs: Glyphs, __: Hints) -> Form:
    """What a policy refused, and why."""
    phase = _PHASES.get(about.phase, about.phase.replace("_", " "))
    what = f"Denied by policy ({phase}): " if phase else "Denied by policy: "
    return Form(sign=(glyphs.failed, BAD), heading=((what, BAD | BOLD), (about.reason or "no reason given", BAD)))


def verdict(notice: Notice, about: Verdict, glyphs: Glyphs, _: Hints) -> Form:
    """How a question was decided, and what was asked."""
    signs = {"accept": (glyphs.done, GOOD), "decline": (glyphs.failed, WARNING), "cancel": (glyphs.stopped, WARNING)}
    sign = signs.get(about.action, (glyphs.notice, MUTED))
    word, colon, question = notice.text.partition(": ")
    heading = ((f"{word}{colon}", sign[1] | BOLD), (question, MUTED))
    return Form(sign=sign, heading=heading, detail=_asked_about(notice.detail))


def _asked_about(preview: str) -> str:
    """What a question was about, from the server's preview: a message's text, a call's arguments."""
    value = parsed(preview)
    if value is None:
        return preview
    message = parse_item({"type": "message", **value}) if isinstance(value, dict) and "role" in value else None
    text = message.text if isinstance(message, MessageItem) else ""
    return text or indented(value)


def background_work(notice: Notice, about: BackgroundWork, glyphs: Glyphs, _: Hints) -> Form:
    """What still goes on, one task a row."""
    if not about.count:
        return Form(sign=(glyphs.done, MUTED), heading=((notice.text, MUTED),))
    rows = tuple((((f"{glyphs.bullets[0]} {task}", MUTED),)) for task in about.tasks)
    return Form(sign=(glyphs.running, ACCENT), heading=((notice.text, ACCENT),), rows=rows)
