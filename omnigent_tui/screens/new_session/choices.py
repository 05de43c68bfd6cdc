"""What each field offers, as rows: agents with their readiness, hosts, directories used before, worktrees, efforts."""

from collections.abc import Iterable, Iterator

from omnigent_tui.protocol.agents import Agent
from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.protocol.hosts import Host
from omnigent_tui.protocol.model_options import ModelOption
from omnigent_tui.protocol.projects import Project
from omnigent_tui.rendering.looks import BAD, GOOD, MUTED, WARNING
from omnigent_tui.screens.new_session.choice_list import Choice
from omnigent_tui.screens.new_session.memory import NO_HOST, FormMemory
from omnigent_tui.state.app_state import State
from omnigent_tui.state.directories import Worktrees
from omnigent_tui.state.launch_modes import modes_of
from omnigent_tui.state.new_session import (
    REASONING_EFFORTS,
    CreationPhase,
    HarnessModels,
    NewSessionState,
    Readiness,
    readiness,
)
from omnigent_tui.widgets.directory_picker.words import shown_path

FOLDED_HOSTS = "(offline hosts)"
NO_WORKTREE, NEW_WORKTREE = "(none)", "(new)"
OWN_EFFORT, OWN_MODE, NO_PROJECT = "", "", ""
BUNDLE = "(bundle)"

_READY_LOOKS = {
    Readiness.READY: GOOD,
    Readiness.UNKNOWN: MUTED,
    Readiness.SIGN_IN: WARNING,
    Readiness.OUTDATED: WARNING,
    Readiness.NOT_INSTALLED: BAD,
}
_USABLE = (Readiness.READY, Readiness.UNKNOWN)


def agent_choices(new: NewSessionState, host: Host | None) -> tuple[Choice, ...]:
    """Return all agents: those that can run on the host first, one's own before built-in ones, then by name."""
    rated = [(readiness(agent, host), agent) for agent in new.agents]
    rated.sort(key=lambda pair: (pair[0] not in _USABLE, pair[1].builtin, pair[1].name.casefold(), pair[1].id))
    return tuple(_agent_choice(agent, ready) for ready, agent in rated)


def _agent_choice(agent: Agent, ready: Readiness) -> Choice:
    facts = [agent.harness or "", "built in" if agent.builtin else "", clean_line(agent.description, 300)]
    words = ready.value if ready is not Readiness.UNKNOWN else "readiness unknown"
    return Choice(agent.id, agent_name(agent), words, _READY_LOOKS[ready], " · ".join(filter(None, facts)))


def none_of(kind: str, known: int, new: NewSessionState) -> str:
    """Say why no agent or host is on the list: none of those `known` is meant, or none is known."""
    if known:
        return f"No {kind} has that in its name."
    if new.phase in (CreationPhase.UNKNOWN, CreationPhase.LOADING):
        return f"Reading {kind}s…"
    if new.phase is CreationPhase.FAILED:
        return f"The {kind}s could not be read."
    return f"The server has no {kind}s."


def agent_name(agent: Agent) -> str:
    """Return the name an agent goes by."""
    return clean_line(agent.name, 200) or agent.id


def host_choices(
    hosts: Iterable[Host], chosen: str | None, *, unfolded: bool, or_none: bool = True
) -> tuple[Choice, ...]:
    """Return hosts that are online, those that are not (as one row until `unfolded`), and `or_none`: none at all."""
    known = tuple(hosts)
    offline = [host for host in known if not host.is_online]
    rows = [_host_choice(host) for host in known if host.is_online]
    if unfolded or any(host.host_id == chosen for host in offline):
        rows += map(_host_choice, offline)
    elif offline:
        rows.append(Choice(FOLDED_HOSTS, f"… {len(offline)} offline", details="Enter shows them"))
    return *rows, *([Choice(NO_HOST, "no host", details="start a runner for it later")] if or_none else [])


def _host_choice(host: Host) -> Choice:
    word = "online" if host.is_online else host.status or "unknown"
    facts = [host.platform or "", _count_ready(host), host.sandbox_provider or ""]
    details = " · ".join(filter(None, (clean_line(fact, 100) for fact in facts)))
    sign = "●" if host.is_online else "○"
    return Choice(host.host_id, host_name(host), f"{sign} {word}", GOOD if host.is_online else MUTED, details)


def host_name(host: Host) -> str:
    """Return the name a host goes by."""
    return clean_line(host.name, 200) or host.host_id


def _count_ready(host: Host) -> str:
    if host.configured_harnesses is None:
        return ""
    ready = sum(state is True for state in host.configured_harnesses.values())
    return f"{ready} of {len(host.configured_harnesses)} harnesses ready"


def places_used(state: State, memory: FormMemory, host_id: str) -> tuple[str, ...]:
    """Return the directories that sessions on a host were started in, raw as far as known, the newest first."""
    rows = (state.sessions.by_id[session_id].row for session_id in state.sessions.order)
    listed = (row.workspace for row in rows if row.host_id == host_id and row.workspace)
    return tuple(dict.fromkeys((*memory.recents.get(host_id, ()), *listed)))


def place_choices(places: Iterable[str], typed: str) -> Iterator[Choice]:
    """Yield directories used before that have what is typed in their path."""
    for place in places:
        choice = Choice(place, shown_path(place), "used before")
        if choice.matches(typed):
            yield choice


def worktree_choices(found: Worktrees | None, typed: str) -> tuple[Choice, ...]:
    """Return no worktree, a new one for the branch that is typed, and those that are there already."""
    there = [
        Choice(row.branch, row.branch, "worktree", MUTED, row.shown_path)
        for row in (found.rows if found else ())
        if row.branch and not row.is_main
    ]
    none = Choice(NO_WORKTREE, "no worktree", details="work in the directory itself")
    if not typed:
        return none, *there
    exact = [choice for choice in there if choice.id == typed]
    new = [] if exact else [Choice(NEW_WORKTREE, typed, "new branch", GOOD, "in a worktree of its own")]
    return *exact, *new, *(c for c in there if c.matches(typed) and c.id != typed), none


def bundle_choice(path: str) -> Choice:
    """Return the choice of an agent that lies on this machine."""
    return Choice(BUNDLE, path, "upload", GOOD, "an agent on this machine: .yaml, .tar.gz or its folder")


def looks_like_a_path(text: str) -> bool:
    """Whether what is typed for an agent is a path on this machine rather than a part of a name."""
    return text.startswith(("/", "~", "./", "../", ".\\", "..\\")) or text[1:3] in (":\\", ":/")


def model_choices(known: HarnessModels | None, typed: str) -> tuple[Choice, ...]:
    """Return the models a host offers that have what is typed in their name; all when it is one of them."""
    rows = tuple(_model_choice(model) for model in (known.models if known is not None else ()))
    is_one_of_them = any(row.id == typed for row in rows)
    return rows if is_one_of_them else tuple(row for row in rows if row.matches(typed))


def _model_choice(model: ModelOption) -> Choice:
    taken = clean_line(model.model or model.id, 200)
    name = clean_line(model.displayName or "", 200)
    word = "default" if model.isDefault else ""
    return Choice(taken, name or taken, word, GOOD, taken if name and name != taken else "", taken)


def effort_choices(known: HarnessModels | None = None, model: str = "") -> tuple[Choice, ...]:
    """Return the reasoning efforts that the chosen model takes, as far as its host says; else all the server knows."""
    own = Choice(OWN_EFFORT, "as the agent has it")
    models = known.models if known is not None else ()
    chosen = next((one for one in models if (one.model or one.id) == model), None)
    efforts = chosen.efforts if chosen is not None and chosen.efforts else REASONING_EFFORTS
    return own, *(Choice(effort, clean_line(effort, 40)) for effort in efforts)


def permission_choices(harness: str | None) -> tuple[Choice, ...]:
    """Return what a native agent may be started with."""
    own = Choice(OWN_MODE, "as the agent has it")
    rows = (
        Choice(mode.name, mode.name, "risky" if mode.is_risky else "", WARNING, mode.details)
        for mode in modes_of(harness)
    )
    return own, *rows


def project_name(project: Project) -> str:
    """Return the name a project goes by."""
    return clean_line(project.name, 200) or str(project.id)


def project_choices(projects: Iterable[Project]) -> tuple[Choice, ...]:
    """Return the projects a session can be filed under."""
    named = (Choice(one.id or "", project_name(one)) for one in projects)
    return Choice(NO_PROJECT, "no project"), *named
