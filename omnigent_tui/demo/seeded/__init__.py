"""Fills a fresh demo server: agents, two hosts, and sessions in every state a client has to show."""

from __future__ import annotations

from omnigent_tui.demo.seeded.machines import add_agents, add_hosts, add_projects
from omnigent_tui.demo.seeded.sessions import add_many, add_sessions, start_turns
from omnigent_tui.demo.world import World


async def populate(world: World) -> None:
    """Add the seeded data; returns when the session that waits for approval does so."""
    add_agents(world)
    add_hosts(world)
    add_projects(world)
    add_sessions(world)
    add_many(world, world.options.sessions)
    await start_turns(world)
