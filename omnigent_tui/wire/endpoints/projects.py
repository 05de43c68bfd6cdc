"""`/v1/sessions/projects`: what sessions can be filed under."""

from omnigent_tui.protocol.projects import Project, parse_projects
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.errors import NotFound


async def list_projects(client: OmnigentClient) -> tuple[Project, ...]:
    """Return the user's projects that have an id, by name; none where the server has no projects."""
    try:
        found = parse_projects(await client.request_json("GET", "/v1/sessions/projects"))
    except NotFound:
        return ()
    return tuple(sorted((one for one in found if one.id), key=lambda one: (one.name.casefold(), one.id)))
