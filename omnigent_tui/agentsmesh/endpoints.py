"""AgentsMesh's four endpoints for runners: all, those that take work, one, and the pods on one."""

from collections.abc import Callable
from typing import Any, TypeVar

from omnigent_tui.agentsmesh.client import AgentsMeshClient
from omnigent_tui.protocol.agentsmesh.pods import PodPage, parse_pod
from omnigent_tui.protocol.agentsmesh.runners import MeshRunner, MeshRunnerDetail, parse_runner, parse_runner_detail
from omnigent_tui.wire.errors import Malformed
from omnigent_tui.wire.pages import Page, parse_page

POD_LIMIT = 50
"""The server's own page size; it enforces no bound above."""

Row = TypeVar("Row")


async def list_runners(client: AgentsMeshClient) -> Page[MeshRunner]:
    """Return every runner that the key may see, in no order; the server does not page them."""
    return _page(await client.get("/runners"), "runners", parse_runner)


async def list_available_runners(client: AgentsMeshClient) -> Page[MeshRunner]:
    """Return the runners that would take a new pod now: online, enabled, and not full."""
    return _page(await client.get("/runners/available"), "runners", parse_runner)


async def get_runner(client: AgentsMeshClient, runner_id: int) -> MeshRunnerDetail:
    """Return one runner and who is connected to its pods; it may lag behind the list.

    Raises Forbidden for a private runner, even for one that the list shows.
    """
    data = await client.get(f"/runners/{runner_id:d}", about=f"runner {runner_id:d}")
    detail = parse_runner_detail(data)
    if detail is None:
        raise Malformed("AgentsMesh's answer describes no runner.")
    return detail


async def list_pods(
    client: AgentsMeshClient, runner_id: int, *, status: str | None = None, limit: int = POD_LIMIT, offset: int = 0
) -> PodPage:
    """Return a page of the pods on a runner, newest first; `status` is exactly one, and an unknown one fits no pod.

    Raises ValueError for `limit` below 1 or a negative `offset`, which the server would take for "no limit".
    """
    if limit < 1 or offset < 0:
        raise ValueError("limit is at least 1, offset at least 0")
    data = await client.get(
        f"/runners/{runner_id:d}/pods",
        params={"status": status or None, "limit": limit, "offset": offset},
        about=f"runner {runner_id:d}",
    )
    page = _page(data, "pods", parse_pod)
    return PodPage(
        pods=page.rows,
        total=_count(data, "total"),
        limit=_count(data, "limit") or limit,
        offset=offset,
        skipped=page.skipped,
    )


def _page(data: Any, key: str, parse_row: Callable[[Any], Row | None]) -> Page[Row]:
    """Return the rows under `key`; null is how the server writes an empty list."""
    if isinstance(data, dict) and key in data and data[key] is None:
        return Page()
    if not isinstance(data, dict):
        raise Malformed("AgentsMesh's answer is no JSON object.")
    return parse_page(data, parse_row, keys=(key,))


def _count(data: dict[str, Any], key: str) -> int | None:
    value = data.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63 else None
