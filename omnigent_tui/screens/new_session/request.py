"""From the filled-in form to the request, or to what has to be changed first."""

from dataclasses import dataclass

from omnigent_tui.screens.new_session.memory import NO_HOST, FormMemory
from omnigent_tui.state.directories import Worktrees
from omnigent_tui.state.host_paths import expand_home, is_absolute, is_root, without_end
from omnigent_tui.state.intents import CreateSession, WorktreeWish
from omnigent_tui.state.new_session import FormField, NewSessionState

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Flaw:
    """What has to be changed before the form can be sent; `waits_for_home`: it only takes a little time."""

    field: FormField
    text: str
    waits_for_home: bool = False


def build_request(
    memory: FormMemory, new: NewSessionState, home: str | None, worktrees: Worktrees | None
) -> CreateSession | Flaw:
    """Return the request, or its first flaw. `home` is the raw home directory of the chosen host, if known."""
    if memory.agent_id is None or all(agent.id != memory.agent_id for agent in new.agents):
        return Flaw(FormField.AGENT, "Choose an agent.")
    host_id = memory.host_id or NO_HOST
    if len(memory.title) > LONGEST_TITLE:
        return Flaw(FormField.TITLE, f"A title has at most {LONGEST_TITLE} characters, this one {len(memory.title)}.")
    workspace = _workspace(memory, home) if host_id else None
    if isinstance(workspace, Flaw):
        return workspace
    wish = _wish(memory, worktrees) if host_id else None
    if memory.base_branch and wish is None:
        return Flaw(FormField.WORKTREE, "A base branch is for a new worktree: name the new branch, or clear the base.")
    return CreateSession(
        agent_id=memory.agent_id,
        title=memory.title.strip() or None,
        host_id=host_id or None,
        workspace=workspace,
        worktree=wish,
        model_override=memory.model.strip() or None,
        reasoning_effort=memory.effort or None,
        first_message=memory.message if memory.message.strip() else "",
    )


def _workspace(memory: FormMemory, home: str | None) -> str | Flaw:
    text = memory.workspaces.get(memory.host_id or NO_HOST, "").lstrip()
    if not text:
        return Flaw(FormField.WORKSPACE, "A session on a host needs a directory to work in.")
    path = expand_home(text, home)
    if path is None:
        return Flaw(FormField.WORKSPACE, "Asking the host where its home directory is…", waits_for_home=True)
    if not is_absolute(path):
        return Flaw(FormField.WORKSPACE, "The path has to begin with / or ~ (or a drive on Windows).")
    return without_end(path)


def _wish(memory: FormMemory, worktrees: Worktrees | None) -> WorktreeWish | None:
    branch = memory.worktree.strip()
    if not branch:
        return None
    there = {row.branch for row in (worktrees.rows if worktrees else ()) if not row.is_main}
    if branch in there:
        return WorktreeWish(branch, is_existing=True)
    return WorktreeWish(branch, memory.base_branch.strip() or None)


def works_in_root(request: CreateSession) -> bool:
    """Whether the agent would work in the root of a file system, where it reaches everything."""
    return request.workspace is not None and is_root(request.workspace)
