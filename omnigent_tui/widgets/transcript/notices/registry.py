"""Which form draws which subject of a notice; what has no subject looks as its kind does."""

from collections.abc import Callable
from typing import Any

from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Run
from omnigent_tui.rendering.looks import MUTED, WARNING
from omnigent_tui.state import notices as about
from omnigent_tui.state.transcript import Notice, NoticeKind
from omnigent_tui.widgets.transcript.hints import Hints
from omnigent_tui.widgets.transcript.notices import session_forms, turn_forms, work_forms
from omnigent_tui.widgets.transcript.notices.form import Form

# `Any`: a form is fed the subject it was looked up for, which the type of a table can't say.
FORMS: dict[type, Callable[[Notice, Any, Glyphs, Hints], Form]] = {
    about.Retry: turn_forms.retry,
    about.Compaction: turn_forms.compaction,
    about.Denial: turn_forms.denial,
    about.Verdict: turn_forms.verdict,
    about.BackgroundWork: turn_forms.background_work,
    about.Setting: session_forms.setting,
    about.McpStartup: session_forms.mcp_startup,
    about.SandboxProgress: session_forms.sandbox,
    about.Succession: session_forms.succession,
    about.SubAgentStep: session_forms.sub_agent,
    about.Sidechat: session_forms.sidechat,
    about.Routing: session_forms.routing,
    about.SlashCommand: work_forms.slash_command,
    about.TerminalCommand: work_forms.terminal_command,
    about.NativeTool: work_forms.native_tool,
    about.SessionFile: work_forms.session_file,
}

_LOUD = frozenset({NoticeKind.POLICY, NoticeKind.INTERRUPTED, NoticeKind.CONNECTION, NoticeKind.RETRY})


def form_of(notice: Notice, glyphs: Glyphs, hints: Hints) -> Form:
    """Return how the notice looks."""
    draw = FORMS.get(type(notice.about))
    if draw is not None:
        return draw(notice, notice.about, glyphs, hints)
    look = WARNING if notice.kind in _LOUD else MUTED
    signs = {NoticeKind.INTERRUPTED: glyphs.stopped, NoticeKind.UNKNOWN: glyphs.unknown}
    sign: Run = (signs.get(notice.kind, glyphs.notice), look)
    return Form(sign=sign, heading=((notice.text or notice.kind.value, look),), detail=notice.detail)
