"""`/v1/sessions/{id}/resources/environments/{env}`: the files of a session's working directory.

Asked of a session without a runner, these are Conflict (never bound) or RunnerUnavailable (offline); of an agent
that has no files, NotFound.
"""

from omnigent_tui.protocol.environments import EnvironmentEntry, FoundFiles, parse_environment_entry
from omnigent_tui.wire.addresses import segment
from omnigent_tui.wire.answers import expect
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.pages import Page, parse_page

PRIMARY = "default"
"""The id of the environment that every session with files has."""
MOST_FOUND = 500


async def search_files(
    client: OmnigentClient, session_id: str, query: str, *, environment_id: str = PRIMARY, limit: int = MOST_FOUND
) -> FoundFiles:
    """Return the files (no directories) whose relative path contains `query`, whatever the case.

    Raises Invalid when `query` is blank or `limit` is not 1 to 500.
    """
    path = f"{_environment(session_id, environment_id)}/search"
    return expect(FoundFiles, await client.request_json("GET", path, params={"q": query, "limit": limit}))


async def list_files(
    client: OmnigentClient, session_id: str, *, environment_id: str = PRIMARY, limit: int | None = None
) -> Page[EnvironmentEntry]:
    """Return the first page of what is in the environment's root."""
    path = f"{_environment(session_id, environment_id)}/filesystem"
    return parse_page(await client.request_json("GET", path, params={"limit": limit}), parse_environment_entry)


def _environment(session_id: str, environment_id: str) -> str:
    return f"/v1/sessions/{segment(session_id)}/resources/environments/{segment(environment_id)}"
