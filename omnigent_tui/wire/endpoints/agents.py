"""`/v1/agents`: what sessions can be created with."""

from omnigent_tui.protocol.agents import Agent, parse_agent
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.pages import parse_page

_MOST_PAGES = 50


async def list_agents(client: OmnigentClient, *, page_size: int = 200) -> tuple[Agent, ...]:
    """Return all agents of the server, page by page, each once; stops when a page brings nothing new."""
    found: dict[str, Agent] = {}
    after: str | None = None
    for _ in range(_MOST_PAGES):
        data = await client.request_json("GET", "/v1/agents", params={"limit": page_size, "after": after})
        page = parse_page(data, parse_agent, keys=("data", "agents"))
        fresh = {agent.id: agent for agent in page.rows if agent.id not in found}
        found |= fresh
        if not page.has_more or not fresh or page.last_id is None:
            break
        after = page.last_id
    return tuple(found.values())
