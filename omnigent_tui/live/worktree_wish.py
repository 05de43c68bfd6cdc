"""A wish for a git worktree as the server's `git` object."""

from collections.abc import Mapping

from omnigent_tui.state.intents import WorktreeWish


def git_options(wish: WorktreeWish | None) -> Mapping[str, object] | None:
    """Return `{branch_name, base_branch?}` for a new worktree, `{branch_name, existing_worktree}` for one that is."""
    if wish is None:
        return None
    if wish.is_existing:
        return {"branch_name": wish.branch_name, "existing_worktree": True}
    return {"branch_name": wish.branch_name, **({"base_branch": wish.base_branch} if wish.base_branch else {})}
