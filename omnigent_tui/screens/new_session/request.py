"""From the filled-in form to the request, or to what has to be changed first."""

import shlex

from omnigent_tui.screens.new_session.memory import NO_HOST, FormMemory
from omnigent_tui.state.directories import Worktrees
from omnigent_tui.state.host_paths import expand_home, is_absolute, is_root, without_end
from omnigent_tui.state.intents import CreateSession, LaunchRunner, WorktreeWish
from omnigent_tui.state.launch_modes import mode_named, native_labels
from omnigent_tui.state.new_session import FormField, NewSessionState
from omnigent_tui.values import Value

LONGEST_TITLE = 200


class Flaw(Value):
    """What has to be changed before the form can be sent; `waits_for_home`: it only takes a little time."""

    field: FormField
    text: str
    waits_for_home: bool = False


def build_request(
    memory: FormMemory, new: NewSessionState, home: str | None, worktrees: Worktrees | None
) -> CreateSession | Flaw:
    """Return the request, or its first flaw. `home` is the raw home directory of the chosen host, if known."""
    agent = next((agent for agent in new.agents if agent.id == memory.agent_id), None)
    if agent is None and not memory.bundle:
        return Flaw(FormField.AGENT, "Choose an agent.")
    harness = agent.harness if agent is not None and not memory.bundle else None
    host_id = memory.host_id or NO_HOST
    if len(memory.title) > LONGEST_TITLE:
        return Flaw(FormField.TITLE, f"A title has at most {LONGEST_TITLE} characters, this one {len(memory.title)}.")
    workspace = _workspace(memory, home) if host_id else None
    if isinstance(workspace, Flaw):
        return workspace
    wish, workspace = _wish(memory, workspace, worktrees) if workspace is not None else (None, None)
    if memory.base_branch and wish is None:
        return Flaw(FormField.WORKTREE, "A base branch is for a new worktree: name the new branch, or clear the base.")
    arguments = _arguments(memory, harness)
    if isinstance(arguments, Flaw):
        return arguments
    labels = _labels(memory)
    if isinstance(labels, Flaw):
        return labels
    mode = mode_named(harness, memory.permissions)
    return CreateSession(
        agent_id="" if memory.bundle or agent is None else agent.id,
        title=memory.title.strip() or None,
        host_id=host_id or None,
        workspace=workspace,
        worktree=wish,
        model_override=memory.model.strip() or None,
        reasoning_effort=memory.effort or None,
        first_message=memory.message if memory.message.strip() else "",
        labels={**native_labels(harness), **(mode.labels if mode is not None else {}), **labels},
        launch_args=arguments,
        project_id=memory.project or None,
        bundle=memory.bundle or None,
    )


def build_launch(
    session_id: str, memory: FormMemory, home: str | None, worktrees: Worktrees | None
) -> LaunchRunner | Flaw:
    """Return what starts the runner of a session that has none, or the first flaw of the form."""
    if not memory.host_id:
        return Flaw(FormField.HOST, "A runner runs on a host: choose one.")
    workspace = _workspace(memory, home)
    if isinstance(workspace, Flaw):
        return workspace
    wish, workspace = _wish(memory, workspace, worktrees)
    if memory.base_branch and wish is None:
        return Flaw(FormField.WORKTREE, "A base branch is for a new worktree: name the new branch, or clear the base.")
    return LaunchRunner(session_id, memory.host_id, workspace, wish)


def _arguments(memory: FormMemory, harness: str | None) -> tuple[str, ...] | Flaw:
    mode = mode_named(harness, memory.permissions)
    try:
        typed = shlex.split(memory.arguments)
    except ValueError as error:
        return Flaw(FormField.ARGUMENTS, f"These cannot be told apart: {str(error).lower()}.")
    return (*(mode.arguments if mode is not None else ()), *typed)


def _labels(memory: FormMemory) -> dict[str, str] | Flaw:
    labels: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in memory.labels.split(","))):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not name:
            return Flaw(FormField.LABELS, f"“{part}” is no label: write name=value, several with commas.")
        labels[name] = value
    return labels


def _workspace(memory: FormMemory, home: str | None) -> str | Flaw:
    text = memory.workspaces.get(memory.host_id or NO_HOST, "").lstrip()
    if not text:
        return Flaw(FormField.WORKSPACE, "A session on a host needs a directory to work in.")
    path = expand_home(text, home)
    if path is None:
        return Flaw(FormField.WORKSPACE, "Where ~ is has to be asked of the host first…", waits_for_home=True)
    if not is_absolute(path):
        return Flaw(FormField.WORKSPACE, "The path has to begin with / or ~ (or a drive on Windows).")
    return without_end(path)


def _wish(memory: FormMemory, workspace: str, worktrees: Worktrees | None) -> tuple[WorktreeWish | None, str]:
    """Return the worktree that is wanted and the directory to name for it: its own, if it is there already."""
    branch = memory.worktree.strip()
    if not branch:
        return None, workspace
    there = {row.branch: row.raw_path for row in (worktrees.rows if worktrees else ()) if not row.is_main}
    if branch in there:
        return WorktreeWish(branch, is_existing=True), there[branch]
    return WorktreeWish(branch, memory.base_branch.strip() or None), workspace


def works_in_root(request: CreateSession | LaunchRunner) -> bool:
    """Whether the agent would work in the root of a file system, where it reaches everything."""
    return request.workspace is not None and is_root(request.workspace)
