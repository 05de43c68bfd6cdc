"""`/health`: whether the server lives, and whether sessions' runners and hosts are connected."""

from collections.abc import Sequence

from omnigent_tui.protocol.health import Health, Liveness, parse_liveness
from omnigent_tui.wire.answers import expect
from omnigent_tui.wire.client import READ_SECONDS, OmnigentClient
from omnigent_tui.wire.errors import Invalid, NotFound

BATCH = 100


async def get_health(client: OmnigentClient, *, timeout: float | None = READ_SECONDS) -> Health:
    """Return the server's own state; `status` is `ok` when it is well."""
    return expect(Health, await client.request_json("GET", "/health", timeout=timeout))


async def session_liveness(
    client: OmnigentClient, session_ids: Sequence[str], *, timeout: float | None = READ_SECONDS
) -> dict[str, Liveness]:
    """Return liveness by session id, asking for 100 ids at a time.

    A server refuses a whole batch over one malformed id; such a batch is halved until the id is found, which is
    then simply absent from the result, as is every id the server says nothing about.
    """
    wanted = list(dict.fromkeys(one for one in session_ids if one and "," not in one))
    found: dict[str, Liveness] = {}
    for start in range(0, len(wanted), BATCH):
        found.update(await _ask(client, wanted[start : start + BATCH], timeout))
    return found


async def _ask(client: OmnigentClient, session_ids: list[str], timeout: float | None) -> dict[str, Liveness]:
    try:
        data = await client.request_json(
            "GET", "/health", params={"session_ids": ",".join(session_ids)}, timeout=timeout
        )
    except (NotFound, Invalid):
        if len(session_ids) == 1:
            return {}
        middle = len(session_ids) // 2
        first = await _ask(client, session_ids[:middle], timeout)
        return first | await _ask(client, session_ids[middle:], timeout)
    return {key: value for key, value in parse_liveness(data).items() if key in session_ids}
