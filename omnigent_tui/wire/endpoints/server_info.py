"""What a server says about itself: `/api/version`, `/v1/info`, `/v1/me` and `/.well-known/omnigent.json`."""

from omnigent_tui.protocol.server_info import Me, ServerInfo, WellKnown
from omnigent_tui.wire.answers import expect
from omnigent_tui.wire.client import READ_SECONDS, OmnigentClient
from omnigent_tui.wire.errors import Malformed


async def get_version(client: OmnigentClient, *, timeout: float | None = READ_SECONDS) -> str:
    """Return the server's version, such as `0.19.0`. Raises Malformed when the answer has none."""
    data = await client.request_json("GET", "/api/version", timeout=timeout)
    version = data.get("version") if isinstance(data, dict) else None
    if not isinstance(version, str) or not version:
        raise Malformed("The server's answer has no version.")
    return version[:100]


async def get_info(client: OmnigentClient, *, timeout: float | None = READ_SECONDS) -> ServerInfo:
    """Return the server's features and how to sign in; older servers raise NotFound."""
    return expect(ServerInfo, await client.request_json("GET", "/v1/info", timeout=timeout))


async def get_me(client: OmnigentClient, *, timeout: float | None = READ_SECONDS) -> Me:
    """Return who is asking. Raises Unauthorized, with `login_url`, when nobody is signed in."""
    return expect(Me, await client.request_json("GET", "/v1/me", timeout=timeout))


async def get_well_known(client: OmnigentClient, *, timeout: float | None = READ_SECONDS) -> WellKnown:
    """Return how the server signs people in; needs no token."""
    return expect(WellKnown, await client.request_json("GET", "/.well-known/omnigent.json", timeout=timeout))
