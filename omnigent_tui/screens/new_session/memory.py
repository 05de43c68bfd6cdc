"""What the form remembers of a server: what was typed and not used, and what was used last, for each host.

It is kept as a draft of its own among the unsent texts, so that it survives the program as they do.
"""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec.structs import asdict

from omnigent_tui.protocol.decoding import DecodeError, decode_json
from omnigent_tui.screens.drafts import DraftKeeper
from omnigent_tui.state.intents import CreateSession
from omnigent_tui.values import Value, field, replace
from omnigent_tui.widgets.composer.draft import Draft

MOST_RECENTS = 8
NO_HOST = ""
"""The id that stands for choosing no host."""

_KEY = "new session at "
_TEXTS = (
    "worktree",
    "base_branch",
    "title",
    "message",
    "model",
    "effort",
    "bundle",
    "permissions",
    "arguments",
    "project",
    "labels",
)


class FormMemory(Value):
    """The form as it was left. `agent_id` and `host_id` are None where nothing was chosen yet.

    `bundle` is the path of an agent on this machine, which then is uploaded instead; `project` is a project's id.

    `workspaces` has what stands in the workspace field by host id, `recents` the directories that sessions were
    started in, the newest first. Both are raw paths, or what was typed.
    """

    agent_id: str | None = None
    host_id: str | None = None
    worktree: str = ""
    base_branch: str = ""
    title: str = ""
    message: str = ""
    model: str = ""
    effort: str = ""
    bundle: str = ""
    permissions: str = ""
    arguments: str = ""
    project: str = ""
    labels: str = ""
    workspaces: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    recents: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def with_workspace(self, host_id: str, workspace: str) -> "FormMemory":
        """Return the memory with what stands in the workspace field for a host."""
        if self.workspaces.get(host_id, "") == workspace:
            return self
        return replace(self, workspaces=MappingProxyType({**self.workspaces, host_id: workspace}))

    def with_agent(self, agent_id: str) -> "FormMemory":
        """Return the memory with another agent: model, effort and modes of the one before mean nothing to it."""
        if agent_id == self.agent_id and not self.bundle:
            return self
        return replace(self, agent_id=agent_id, bundle="", model="", effort="", permissions="", arguments="")

    def with_bundle(self, path: str) -> "FormMemory":
        """Return the memory with an agent of this machine's."""
        if path == self.bundle:
            return self
        return replace(self, bundle=path, model="", effort="", permissions="", arguments="")

    def after(self, request: CreateSession) -> "FormMemory":
        """Return the memory after that session was created.

        Who works, where, with which model and for which project stays; the rest was used up, and above all nothing
        lets the next session do more than it would by itself.
        """
        recents = dict(self.recents)
        host_id, workspace = request.host_id or NO_HOST, request.workspace
        if request.worktree is not None and request.worktree.is_existing:
            workspace = self.workspaces.get(host_id, workspace or "")  # the repository, not that worktree of it
        if workspace:
            rest = (path for path in recents.get(host_id, ()) if path != workspace)
            recents[host_id] = (workspace, *rest)[:MOST_RECENTS]
        return FormMemory(
            agent_id=request.agent_id or self.agent_id,
            host_id=host_id,
            bundle=request.bundle or "",
            model=request.model_override or "",
            effort=request.reasoning_effort or "",
            project=request.project_id or "",
            workspaces=MappingProxyType({**self.workspaces, host_id: workspace or ""}),
            recents=MappingProxyType(recents),
        )


def remembered(drafts: DraftKeeper, server_url: str) -> FormMemory:
    """Return what was kept for this server; what cannot be read is as if nothing was."""
    try:
        kept: Any = decode_json(drafts.draft(_KEY + server_url).full_text or "{}", keep_raw=True)
    except DecodeError:
        return FormMemory()
    if not isinstance(kept, dict):
        return FormMemory()
    texts = {name: kept[name] for name in _TEXTS if isinstance(kept.get(name), str)}
    ids = {name: kept[name] for name in ("agent_id", "host_id") if isinstance(kept.get(name), str)}
    workspaces = {key: path for key, path in _table(kept, "workspaces").items() if isinstance(path, str)}
    recents = {
        key: tuple(path for path in paths if isinstance(path, str))
        for key, paths in _table(kept, "recents").items()
        if isinstance(paths, list)
    }
    return FormMemory(**ids, **texts, workspaces=MappingProxyType(workspaces), recents=MappingProxyType(recents))


def keep(drafts: DraftKeeper, server_url: str, memory: FormMemory) -> None:
    """Remember the form for this server, in memory at once and on disk soon."""
    kept = {**asdict(replace(memory, workspaces={}, recents={})), "workspaces": dict(memory.workspaces)}
    kept["recents"] = {host_id: list(paths) for host_id, paths in memory.recents.items()}
    drafts.keep(_KEY + server_url, Draft(json.dumps({key: value for key, value in kept.items() if value})))


def _table(kept: dict[str, Any], name: str) -> dict[str, Any]:
    table = kept.get(name)
    return table if isinstance(table, dict) else {}
