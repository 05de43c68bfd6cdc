"""`/v1/hosts`: machines, the directories on them, and launching runners there."""

from collections.abc import Mapping
from typing import Any

from omnigent_tui.protocol.acknowledgements import LaunchAck
from omnigent_tui.protocol.hosts import (
    DirectoryEntry,
    Host,
    Worktree,
    parse_directory_entry,
    parse_host,
    parse_worktree,
)
from omnigent_tui.protocol.model_options import ModelOption, parse_model_options
from omnigent_tui.wire.addresses import host_directory_path, segment
from omnigent_tui.wire.answers import expect
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.errors import Malformed
from omnigent_tui.wire.pages import Page, parse_page

_LAUNCH_SECONDS = 60.0


async def list_hosts(client: OmnigentClient) -> Page[Host]:
    """Return all hosts of the user, online and offline."""
    return parse_page(
        await client.request_json("GET", "/v1/hosts"), parse_host, keys=("hosts", "data"), cursor="host_id"
    )


async def get_host(client: OmnigentClient, host_id: str) -> Host:
    """Return one host. Raises NotFound, or Forbidden when it is somebody else's."""
    data = await client.request_json("GET", _host(host_id))
    return expect(Host, data.get("host", data) if isinstance(data, dict) else data)


async def list_directory(
    client: OmnigentClient,
    host_id: str,
    path: str | None = None,
    *,
    limit: int | None = None,
    after: str | None = None,
    before: str | None = None,
) -> Page[DirectoryEntry]:
    """Return a page of a directory on a host (`limit` 1 to 1000, 20 when None), sorted by name.

    `path` None is the home directory; otherwise absolute or beginning with `~`. Cursors are entries' raw paths, and
    an unknown one silently starts at the first page again: stop when a page brings nothing new.

    Raises:
        NotFound: no such directory. Conflict: the host is offline. HostTimeout, ServerFault: the host failed.
    """
    data = await client.request_json(
        "GET",
        f"{_host(host_id)}/filesystem{host_directory_path(path)}",
        params={"limit": limit, "after": after, "before": before},
        keep_raw=True,
    )
    return parse_page(data, parse_directory_entry, cursor="path")


async def create_directory(client: OmnigentClient, host_id: str, path: str) -> str:
    """Create a directory (absolute or `~` path) and return its raw absolute path. Raises Conflict when it exists."""
    body = {"path": path}
    data = await client.request_json("POST", f"{_host(host_id)}/directories", json=body, keep_raw=True)
    created = data.get("path") if isinstance(data, dict) else None
    if not isinstance(created, str):
        raise Malformed("The server's answer does not name the new directory.")
    return created


async def list_worktrees(client: OmnigentClient, host_id: str, path: str) -> Page[Worktree]:
    """Return the git worktrees of the repository at `path`. Raises Invalid when it is no repository."""
    data = await client.request_json("GET", f"{_host(host_id)}/worktrees", params={"path": path}, keep_raw=True)
    return parse_page(data, parse_worktree, cursor="path")


async def launch_runner(
    client: OmnigentClient, host_id: str, session_id: str, workspace: str, *, git: Mapping[str, Any] | None = None
) -> LaunchAck:
    """Bind an unbound session to a host and a directory, and start its runner.

    Raises Invalid for a session that already has a runner, even a dead one: post a message or `retry_session` there.
    """
    body: dict[str, Any] = {"session_id": session_id, "workspace": workspace}
    if git is not None:
        body["git"] = dict(git)
    path = f"{_host(host_id)}/runners"
    return expect(LaunchAck, await client.request_json("POST", path, json=body, timeout=_LAUNCH_SECONDS))


async def list_model_options(client: OmnigentClient, host_id: str, harness: str) -> tuple[ModelOption, ...]:
    """Return the models a harness would offer on a host, before any session runs there.

    Raises ServerFault (502) for a harness that names no models, Conflict when the host is offline.
    """
    path = f"{_host(host_id)}/harnesses/{segment(harness)}/model-options"
    return parse_model_options(await client.request_json("GET", path))


def _host(host_id: str) -> str:
    return f"/v1/hosts/{segment(host_id)}"
