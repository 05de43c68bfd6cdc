"""Git as far as a client sees it: which directories are repositories, their worktrees, and adding one."""

from __future__ import annotations

from omnigent_tui.demo import answers
from omnigent_tui.demo.entities import Host, now
from omnigent_tui.demo.filesystem import Directory, File
from omnigent_tui.demo.json_types import JsonObject

_HEAD = ".git/HEAD"


def is_repository(host: Host, path: str) -> bool:
    """Whether the directory is a repository or a worktree of one."""
    return host.files.find(f"{path}/.git") is not None


def _branch(host: Host, path: str) -> str:
    head = host.files.find(f"{path}/{_HEAD}")
    return head.content.decode() if isinstance(head, File) else "main"


def worktrees(host: Host, path: str) -> list[JsonObject]:
    """The repository's own checkout and its worktrees, which lie in `<repository>-worktrees`."""
    if not is_repository(host, path):
        raise answers.problem(400, "invalid_input", f"not a git repository: {path}")
    places = [path]
    beside = host.files.find(f"{path}-worktrees")
    if isinstance(beside, Directory):
        places += [f"{path}-worktrees/{name}" for name in beside.names()]
    return [
        {
            "path": place,
            "branch": _branch(host, place),
            "is_main": place == path,
            "detached": False,
            "updated_at": now(),
        }
        for place in places
    ]


def add_worktree(host: Host, path: str, options: JsonObject) -> tuple[str, str]:
    """Make a worktree for a branch; its directory and the branch. With `existing_worktree`, `path` already is one."""
    branch = str(options.get("branch_name", ""))
    if options.get("existing_worktree"):
        return path, branch  # as the real server: neither looked for nor looked at
    failure = "worktree creation failed: "
    if not is_repository(host, path):
        raise answers.problem(400, "invalid_input", f"{failure}not a git repository: {path}")
    if not branch or ".." in branch or " " in branch:
        text = f"{failure}branch name must not contain '..' or spaces: {branch!r}"
        raise answers.problem(400, "invalid_input", text)
    if branch in {str(entry["branch"]) for entry in worktrees(host, path)}:
        text = f"{failure}fatal: a branch named '{branch}' already exists"
        raise answers.problem(400, "invalid_input", text)
    place = f"{path}-worktrees/{branch.replace('/', '-')}"
    host.files.plant(place, {_HEAD: branch, "README.md": f"# Worktree for {branch}\n"})
    return place, branch
