"""Agents that sessions can be created with: `GET /v1/agents`."""

from typing import Any

from pydantic import ValidationError

from omnigent_tui.protocol.base import Rows, ServerModel


class Skill(ServerModel):
    """A skill of an agent, run with `/name`."""

    name: str
    description: str = ""
    display_name: str | None = None


class Agent(ServerModel):
    """An agent. `builtin` ones come with the server; `harness` names what runs it; times are Unix seconds."""

    id: str
    name: str = ""
    description: str = ""
    version: str | None = None
    harness: str | None = None
    builtin: bool = False
    skills: Rows[Skill] = ()
    created_at: float | None = None
    updated_at: float | None = None


def parse_agent(data: Any) -> Agent | None:
    """Return the agent in decoded JSON `data`, or None when it has no id."""
    try:
        return Agent.model_validate(data)
    except ValidationError:
        return None
