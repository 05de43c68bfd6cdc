"""Skills: what the agent of a session can be told to do by name, and how such an order becomes a turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnigent_tui.demo import answers, events, identifiers, shapes
from omnigent_tui.demo.entities import Item, Session
from omnigent_tui.demo.filesystem import Directory, File
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.runners import Runners
from omnigent_tui.demo.scripted_agent import ScriptedAgent

if TYPE_CHECKING:
    from omnigent_tui.demo.world import World

_FOLDERS = (".claude/skills", ".agents/skills")


def skills_of(session: Session) -> list[JsonObject]:
    """The skills of a session: its agent's, and those in its workspace. A session without a host has none yet."""
    owner = session.parent or session
    if owner.host is None or owner.workspace is None:
        raise answers.detail(409, "session host is not ready")
    if not owner.host.online:
        raise answers.detail(503, "session host is offline")
    found = {str(skill["name"]): {"display_name": None, **skill} for skill in session.agent.skills}
    for folder in _FOLDERS:
        directory = owner.host.files.find(f"{owner.workspace}/{folder}")
        if isinstance(directory, Directory):
            for name in directory.names():
                manual = owner.host.files.find(f"{owner.workspace}/{folder}/{name}/SKILL.md")
                if isinstance(manual, File) and name not in found:
                    found[name] = _described(name, manual)
    return list(found.values())


def _described(name: str, manual: File) -> JsonObject:
    facts = dict[str, str]()
    for line in manual.content.decode("utf-8", "replace").split("---")[1:2]:
        for fact in line.splitlines():
            key, _, value = fact.partition(":")
            facts[key.strip()] = value.strip()
    label = facts.get("name", name)
    return {
        "name": name,
        "description": facts.get("description", ""),
        "display_name": label if label != name else None,
    }


class SkillCalls:
    """The way of a `slash_command` event from the request to the agent."""

    def __init__(self, world: World, agent: ScriptedAgent, runners: Runners) -> None:
        self._world = world
        self._agent = agent
        self._runners = runners

    async def post(self, session: Session, data: JsonObject) -> JsonObject:
        """Take the event; the acknowledgement. The order is stored as an item of its own, what it means hidden."""
        kind, name, arguments = data.get("kind", "skill"), data.get("name"), data.get("arguments", "")
        if kind != "skill":
            text = (
                "slash_command events only support kind='skill'; use the dedicated control event for built-in commands"
            )
            raise answers.problem(400, "invalid_input", text)
        if not isinstance(name, str) or not name.strip():
            raise answers.problem(400, "invalid_input", "slash_command requires non-empty data.name")
        if not isinstance(arguments, str):
            raise answers.problem(400, "invalid_input", "slash_command data.arguments must be a string")
        await self._runners.ensure(session)
        name, known = name.strip(), [skill["name"] for skill in skills_of(session)]
        if name not in known:
            text = f"Skill {name!r} not found. Available skills: {known}"
            raise answers.problem(400, "invalid_input", text)
        return {"queued": True, "item_id": self._accept(session, name, arguments).id}

    def _accept(self, session: Session, name: str, arguments: str) -> Item:
        world, response = self._world, identifiers.turn_id()
        shown: JsonObject = {"model": session.agent.name, "kind": "skill", "name": name, "arguments": arguments}
        item = world.store.append(session, "slash_command", response, shown)
        words = f"<skill>\n<name>{name}</name>\n</skill>\n\n<user_request>\n{arguments}\n</user_request>"
        hidden: JsonObject = {
            "role": "user",
            "content": [{"type": "input_text", "text": words}],
            "model": None,
            "is_meta": True,
        }
        meaning = world.store.append(session, "message", response, hidden)
        if session.title is None:
            session.title = f"/{name} {arguments}".rstrip()[:60]
        world.hub.publish(session.id, events.output_item(shapes.item_flat(item)))
        self._agent.submit(session, meaning, is_told=False)
        return item
