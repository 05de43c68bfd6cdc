"""`GET /v1/skills`: the skills a session can run, found by its host in the agent and in the workspace."""

from omnigent_tui.protocol.agents import Skill
from omnigent_tui.protocol.base import Rows, ServerModel
from omnigent_tui.wire.answers import expect
from omnigent_tui.wire.client import OmnigentClient


class _Skills(ServerModel):
    skills: Rows[Skill] = ()


async def list_skills(client: OmnigentClient, session_id: str) -> tuple[Skill, ...]:
    """Return the skills of a session. Raises Conflict when it has no host, HostTimeout after 15 s of silence there."""
    answer = await client.request_json("GET", "/v1/skills", params={"session_id": session_id})
    return expect(_Skills, answer).skills
