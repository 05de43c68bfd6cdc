"""Forms of what was run or made: slash commands, terminal commands, the provider's own tools, files."""

from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.looks import ACCENT, BAD, BOLD, CODE, GOOD, MUTED, USER, WARNING
from omnigent_tui.rendering.tool_media import byte_size
from omnigent_tui.state.notices import NativeTool, SessionFile, SlashCommand, TerminalCommand
from omnigent_tui.state.transcript import Notice
from omnigent_tui.widgets.transcript.hints import Hints
from omnigent_tui.widgets.transcript.notices.form import Form

_EXCERPT = 3
_RUNNING = frozenset({"in_progress", "searching", "interpreting", "generating", "running"})
_BROKEN = frozenset({"failed", "incomplete", "error"})
_VERBS = {"created": "added", "deleted": "removed"}


def slash_command(notice: Notice, about: SlashCommand, glyphs: Glyphs, _: Hints) -> Form:
    """What a person ran, and the beginning of what it gave."""
    heading = ((notice.text, CODE), ("  (skill)" if about.is_skill else "", MUTED))
    return Form(sign=(glyphs.user, USER), heading=heading, detail=notice.detail, excerpt=_EXCERPT)


def terminal_command(notice: Notice, about: TerminalCommand, glyphs: Glyphs, _: Hints) -> Form:
    """What was typed into the agent's terminal, or what the terminal answered."""
    if about.is_input:
        return Form(sign=(glyphs.user, USER), heading=((notice.text, CODE),), detail=notice.detail, excerpt=_EXCERPT)
    if not notice.detail:
        return Form(sign=(" ", 0), heading=((notice.text, MUTED),))
    look = BAD if about.is_error else MUTED
    return Form(sign=(" ", 0), detail=notice.detail, detail_look=look, excerpt=_EXCERPT)


def native_tool(notice: Notice, about: NativeTool, glyphs: Glyphs, _: Hints) -> Form:
    """What a tool of the provider's was asked, and how it stands, as the other tools say it."""
    if about.status in _RUNNING:
        sign, word = (glyphs.running, ACCENT), "running"
    elif about.status in _BROKEN:
        sign, word = (glyphs.failed, BAD), about.status
    else:
        sign, word = (glyphs.done, GOOD), "done" if about.status == "completed" else about.status
    name = f"{about.name[:1].upper()}{about.name[1:]}"
    subject = ((f" {about.subject}", 0),) if about.subject else ()
    heading = ((name, BOLD), *subject, (f"  {word.replace('_', ' ')}", sign[1]))
    return Form(sign=sign, heading=heading, detail=notice.detail)


def session_file(_: Notice, about: SessionFile, glyphs: Glyphs, __: Hints) -> Form:
    """A file's name, with its size and kind as far as they are known."""
    kind = "Image" if about.content_type.startswith("image/") else "File"
    facts = [byte_size(about.size)] if about.size is not None else []
    facts += [about.content_type] if about.content_type else []
    about_it = ((f" ({', '.join(facts)})", MUTED),) if facts else ()
    name = about.name or about.file_id[:8]
    look = WARNING if about.verb == "deleted" else MUTED
    heading = ((f"{kind} {_VERBS.get(about.verb, about.verb)}: ", look), (name, BOLD), *about_it)
    return Form(sign=(glyphs.attachment, look), heading=heading)
