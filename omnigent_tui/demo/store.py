"""Holds all sessions, agents and hosts in memory, and finds them the way the server's routes do."""

from __future__ import annotations

from omnigent_tui.demo import answers
from omnigent_tui.demo.changes import ChangeFeed
from omnigent_tui.demo.entities import Agent, Host, Item, Session, now
from omnigent_tui.demo.identifiers import Identifiers
from omnigent_tui.demo.json_types import JsonObject


class Store:
    """The server's memory. Lookups raise the 404 the real server answers."""

    def __init__(self, ids: Identifiers, changes: ChangeFeed) -> None:
        self.ids = ids
        self.changes = changes
        self.sessions: dict[str, Session] = {}
        self.agents: dict[str, Agent] = {}
        self.hosts: dict[str, Host] = {}
        self.policies: dict[str, JsonObject] = {}
        self.projects: dict[str, str] = {}
        self.dead_runners: dict[str, str | None] = {}
        self._sequence = 0

    def clear(self) -> None:
        """Forget everything."""
        for mapping in (self.sessions, self.agents, self.hosts, self.policies, self.projects, self.dead_runners):
            mapping.clear()
        self.changes.touched()

    def add_session(self, agent: Agent, session_id: str | None = None) -> Session:
        """A new session, unannounced; call `announce` when it is complete."""
        self._sequence += 1
        session = Session(session_id or self.ids.session(), agent, self._sequence)
        self.sessions[session.id] = session
        return session

    def announce(self, session: Session) -> None:
        """Tell the updates sockets of a new session."""
        self.changes.created(session.id)

    def remove_session(self, session: Session) -> None:
        """Remove a session with its children."""
        for child in list(session.children):
            self.remove_session(child)
        if session.parent is not None:
            session.parent.children.remove(session)
        self.sessions.pop(session.id, None)
        self.changes.touched()

    def session(self, session_id: str) -> Session:
        """The session of a request's path."""
        if self.ids.crashes(session_id):
            # The 0.19 server fails on these ids and drops the kept-alive connection.
            body = {"error": {"code": "internal_error", "message": "An internal error occurred."}}
            raise answers.Problem(500, body, {"connection": "close"})
        if not self.ids.wellformed(session_id):
            raise answers.not_found()
        found = self.sessions.get(session_id)
        if found is None:
            raise answers.not_found("Session not found")
        return found

    def agent(self, agent_id: str) -> Agent:
        """The agent of an id."""
        found = self.agents.get(agent_id)
        if found is None:
            raise answers.not_found(f"Agent not found: '{agent_id}'")
        return found

    def host(self, host_id: str) -> Host:
        """The host of an id."""
        found = self.hosts.get(host_id)
        if found is not None:
            return found
        if not self.ids.wellformed(host_id):
            raise answers.not_found()
        raise answers.detail(404, "host not found")

    def touch(self, session: Session) -> None:
        """Record that a session changed just now."""
        session.updated_at = now()
        self.changes.touched()

    def append(self, session: Session, kind: str, response_id: str, fields: JsonObject) -> Item:
        """Commit a new item."""
        item = Item(self.ids.item(), kind, response_id, fields)
        return self.commit(session, item)

    def commit(self, session: Session, item: Item) -> Item:
        """Commit an item that has its id already."""
        session.items.append(item)
        self.touch(session)
        return item

    def ordered(self, sort_by: str) -> list[Session]:
        """All sessions, oldest first by the column, ties in order of creation."""
        if sort_by == "updated_at":
            return sorted(self.sessions.values(), key=lambda s: (s.updated_at, s.sequence))
        return sorted(self.sessions.values(), key=lambda s: (s.created_at, s.sequence))

    def runners(self) -> dict[str, list[Session]]:
        """The sessions of each runner that is online; sub-agents share their parent's runner."""
        found: dict[str, list[Session]] = {}
        for session in self.sessions.values():
            if session.runner_id is not None and session.runner_online:
                found.setdefault(session.runner_id, []).append(session)
        return found
