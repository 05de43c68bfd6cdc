"""The client of one organisation of an AgentsMesh server: address, key header, and failures in words for people."""

from types import TracebackType
from typing import Any, Self

from omnigent_tui.agentsmesh.explaining import explain
from omnigent_tui.wire.addresses import segment
from omnigent_tui.wire.client import Dialect, OmnigentClient, Params
from omnigent_tui.wire.errors import WireError
from omnigent_tui.wire.token import Token

# No Origin: AgentsMesh answers programs, and its cross-site guard would refuse one it does not know.
AGENTSMESH = Dialect(token_header="X-API-Key", token_prefix="")  # noqa: S106 (a header's name, not a token)


class AgentsMeshClient:
    """Calls the API that is meant for keys, below `/api/v1/ext/orgs/{org}`; use as an async context manager.

    Raises:
        ValueError: `base_url` is no server address. Unreachable: the environment names a proxy that cannot be used.
    """

    def __init__(self, base_url: str, org: str, api_key: Token) -> None:
        self._http = OmnigentClient(base_url, api_key, dialect=AGENTSMESH)
        self.base_url = self._http.base_url
        self.org = org
        self._prefix = f"/api/v1/ext/orgs/{segment(org)}"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection; calls under way fail."""
        await self._http.aclose()

    async def get(self, path: str, *, params: Params | None = None, about: str = "") -> Any:
        """Return the decoded answer at `path` below the organisation; `about` names what was asked for, as `runner 5`.

        Raises:
            WireError: as `OmnigentClient.request_json`, its message and advice in terms of AgentsMesh.
        """
        try:
            return await self._http.request_json("GET", self._prefix + path, params=params)
        except WireError as error:
            raise explain(error, base_url=self.base_url, org=self.org, about=about) from None
