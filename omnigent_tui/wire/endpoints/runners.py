"""`/v1/runners`: which runners are connected."""

from omnigent_tui.protocol.runners import Runner, RunnerStatus, parse_runner
from omnigent_tui.wire.addresses import segment
from omnigent_tui.wire.answers import expect
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.pages import Page, parse_page


async def list_runners(client: OmnigentClient) -> Page[Runner]:
    """Return the connected runners of the user; runners of deleted sessions linger among them."""
    data = await client.request_json("GET", "/v1/runners")
    return parse_page(data, parse_runner, keys=("data", "runners"), cursor="runner_id")


async def runner_status(client: OmnigentClient, runner_id: str) -> RunnerStatus:
    """Return whether a runner is connected and, when it died, how. Unknown runners are offline, not an error."""
    return expect(RunnerStatus, await client.request_json("GET", f"/v1/runners/{segment(runner_id)}/status"))
