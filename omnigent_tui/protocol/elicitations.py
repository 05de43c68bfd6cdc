"""Elicitations: what an agent, a policy or an MCP server asks a person (client-behaviour.md A3)."""

from typing import Any, Literal

from pydantic import ConfigDict, Field, ValidationError

from omnigent_tui.protocol.base import ServerModel
from omnigent_tui.protocol.event_base import ServerEvent


class ElicitationParams(ServerModel):
    """The question. `mode: url` with an own `/approve/…` URL is a yes/no; extras are kept (`model_extra`)."""

    model_config = ConfigDict(extra="allow")

    mode: str = "form"
    message: str = ""
    requestedSchema: dict[str, Any] | None = None
    url: str | None = None
    phase: str | None = None
    policy_name: str | None = None
    content_preview: str | None = None
    target_session_id: str | None = None

    @property
    def is_yes_or_no(self) -> bool:
        """Whether accept needs no content: no schema properties, and no external URL to visit first."""
        return not (self.requestedSchema or {}).get("properties") and not self.external_url

    @property
    def external_url(self) -> str | None:
        """The URL a person has to visit, when it is not the server's own approval page."""
        if self.mode == "url" and self.url and not self.url.startswith("/approve/"):
            return self.url
        return None


class ElicitationRequest(ServerEvent):
    """Somebody has to decide. The snapshot's `pending_elicitations` holds the same objects."""

    type: Literal["response.elicitation_request"]
    elicitation_id: str
    params: ElicitationParams = Field(default_factory=ElicitationParams)


class ElicitationResolved(ServerEvent):
    """It was decided here or elsewhere (`action` null); arrives one to three times for one verdict."""

    type: Literal["response.elicitation_resolved"]
    elicitation_id: str
    action: str | None = None
    reason: str | None = None


def parse_elicitation(data: Any) -> ElicitationRequest | None:
    """Return the pending elicitation in decoded JSON `data` (an element of `pending_elicitations`), or None."""
    try:
        return ElicitationRequest.model_validate({"type": "response.elicitation_request", **data})
    except (ValidationError, TypeError):
        return None
