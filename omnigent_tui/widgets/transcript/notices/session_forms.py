"""Forms of what happens to a session: settings, MCP servers, sandbox, successor, sub-agents, asides, routing."""

from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Run, Runs
from omnigent_tui.rendering.looks import ACCENT, BAD, BOLD, GOOD, MUTED, WARNING
from omnigent_tui.state.notices import (
    SANDBOX_STAGES,
    McpServer,
    McpStartup,
    Routing,
    SandboxProgress,
    Setting,
    Sidechat,
    SubAgentStep,
    Succession,
)
from omnigent_tui.state.transcript import Notice
from omnigent_tui.widgets.transcript.hints import Hints
from omnigent_tui.widgets.transcript.notices.form import Form

_EXCERPT = 3
_STEPS = {"delegated": "was asked", "returned": "came back"}


def setting(_: Notice, about: Setting, glyphs: Glyphs, __: Hints) -> Form:
    """The new value, after the old one where it is known."""
    before: Runs = ((f"{about.before} {glyphs.arrow} ", MUTED),) if about.before else ()
    heading = ((f"{about.name}: ", MUTED), *before, (about.value, BOLD))
    return Form(sign=(glyphs.notice, MUTED), heading=heading)


def mcp_startup(_: Notice, about: McpStartup, glyphs: Glyphs, __: Hints) -> Form:
    """How many are ready; those that are not, one a row."""
    servers = about.servers
    ready = [server for server in servers if server.status == "ready"]
    if len(ready) == len(servers):
        names = ", ".join(server.name for server in servers)
        return Form(
            sign=(glyphs.done, GOOD), heading=((f"MCP servers ready: {names}" if names else "No MCP servers", MUTED),)
        )
    late = [server for server in servers if server.status != "ready"]
    is_bad = any(server.status == "failed" for server in late)
    sign = (glyphs.failed, WARNING) if is_bad else (glyphs.running, ACCENT)
    heading = ((f"MCP servers: {len(ready)} of {len(servers)} ready", sign[1]),)
    return Form(sign=sign, heading=heading, rows=tuple(_mcp_row(server, glyphs) for server in late))


def _mcp_row(server: McpServer, glyphs: Glyphs) -> Runs:
    signs: dict[str, Run] = {
        "starting": (glyphs.running, ACCENT),
        "failed": (glyphs.failed, BAD),
        "cancelled": (glyphs.stopped, WARNING),
    }
    sign, look = signs.get(server.status, (glyphs.notice, MUTED))
    error = f": {server.error}" if server.error else ""
    return ((f"{sign} ", look), (f"{server.name} {server.status}{error}", look if error else MUTED))


def sandbox(_: Notice, about: SandboxProgress, glyphs: Glyphs, __: Hints) -> Form:
    """The stages, with what is done, what is on its way, and what comes."""
    where = f" ({about.provider})" if about.provider else ""
    if about.stage == "ready":
        return Form(sign=(glyphs.done, GOOD), heading=((f"Sandbox ready{where}", MUTED),))
    if about.stage not in SANDBOX_STAGES:
        is_failure = about.stage == "failed"
        look = BAD if is_failure else MUTED
        words = f"Sandbox {about.stage}{where}" + (f": {about.error}" if about.error else "")
        return Form(sign=(glyphs.failed if is_failure else glyphs.notice, look), heading=((words, look),))
    at = SANDBOX_STAGES.index(about.stage)
    steps: list[Run] = []
    for number, stage in enumerate(SANDBOX_STAGES[:-1]):
        sign, look = (
            (glyphs.done, GOOD) if number < at else (glyphs.running, ACCENT) if number == at else (glyphs.idle, MUTED)
        )
        steps.append((f"{sign} {stage}  ", look))
    return Form(sign=(glyphs.running, ACCENT), heading=((f"Sandbox{where}", ACCENT),), rows=(tuple(steps),))


def succession(_: Notice, about: Succession, glyphs: Glyphs, hints: Hints) -> Form:
    """Where the conversation goes on, and the key that goes there."""
    why = "This conversation was cleared and goes on" if about.reason == "clear" else "This conversation goes on"
    key: Runs = ()
    if hints.successor_key:
        key = ((f" {glyphs.notice} ", MUTED), (hints.successor_key, ACCENT | BOLD), (" opens it", MUTED))
    heading = ((f"{why} in another session", WARNING), *key)
    return Form(sign=(glyphs.attention, WARNING | BOLD), heading=heading)


def sub_agent(notice: Notice, about: SubAgentStep, glyphs: Glyphs, _: Hints) -> Form:
    """Which sub-agent was asked, came back, or woke the agent that had asked it."""
    status = f" ({about.status})" if about.status else ""
    look = WARNING if about.status in {"failed", "cancelled"} else MUTED
    if about.verb == "finished":
        heading = (("Woken by sub-agent ", look), (about.name, look | BOLD), (status, look))
        return Form(sign=(glyphs.notice, look), heading=heading, detail=notice.detail)
    words = _STEPS.get(about.verb)
    if words is None:
        return Form(sign=(glyphs.sub_agent, MUTED), heading=((notice.text, look),), detail=notice.detail)
    heading = (("Sub-agent ", look), (about.name, look | BOLD), (f" {words}{status}", look))
    return Form(sign=(glyphs.sub_agent, MUTED), heading=heading)


def sidechat(notice: Notice, about: Sidechat, glyphs: Glyphs, _: Hints) -> Form:
    """A question beside the conversation, and the beginning of its answer."""
    cut = " (cut short)" if about.is_cut else ""
    heading = (("Aside: ", MUTED | BOLD), (about.question, MUTED), (cut, WARNING))
    return Form(sign=(glyphs.notice, MUTED), heading=heading, detail=notice.detail, detail_look=0, excerpt=_EXCERPT)


def routing(notice: Notice, about: Routing, glyphs: Glyphs, _: Hints) -> Form:
    """Which model was chosen, and why."""
    verb = "Routed to " if about.is_applied else "Would have routed to "
    scope = f" for this {about.scope.replace('_', ' ')}" if about.scope else ""
    heading = ((verb, MUTED), (about.model, BOLD), (scope, MUTED))
    return Form(sign=(glyphs.notice, MUTED), heading=heading, detail=notice.detail)
