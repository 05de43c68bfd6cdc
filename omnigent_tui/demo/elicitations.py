"""Questions to the user: opening them on a session and all its ancestors, and resolving them once or more."""

from __future__ import annotations

import asyncio

from omnigent_tui.demo import events
from omnigent_tui.demo.entities import Elicitation, Session
from omnigent_tui.demo.hub import Hub
from omnigent_tui.demo.identifiers import elicitation_id
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.store import Store


def _lineage(session: Session) -> list[Session]:
    line = [session]
    while line[-1].parent is not None:
        line.append(line[-1].parent)
    return line


class Elicitations:
    """The open questions of all sessions."""

    def __init__(self, store: Store, hub: Hub) -> None:
        self._store = store
        self._hub = hub
        self.opened = asyncio.Event()

    def open(self, session: Session, kind: str, params: JsonObject) -> Elicitation:
        """Ask. `kind` is `request`, `tool` or `form` and decides how the resolution is announced."""
        question = Elicitation(elicitation_id(), session.id, kind, {}, asyncio.get_running_loop().create_future())
        question.params = {
            "mode": "form",
            "message": "",
            "requestedSchema": None,
            "url": None,
            "phase": None,
            "policy_name": None,
            "content_preview": None,
            "target_session_id": None,
            **params,
        }
        if kind == "tool":
            question.params |= {"mode": "url", "url": f"/approve/{session.id}/{question.id}"}
        for member in _lineage(session):
            shown = question.params
            if member is not session:
                shown = {**shown, "target_session_id": session.id}
            member.pending[question.id] = question
            self._hub.publish(member.id, events.elicitation_request(question.id, shown))
        self._store.touch(session)
        self.opened.set()
        return question

    def find(self, elicitation: str) -> Elicitation | None:
        """The open question of this id."""
        for session in self._store.sessions.values():
            if elicitation in session.pending:
                return session.pending[elicitation]
        return None

    def resolve(self, session: Session, elicitation: str, answer: JsonObject) -> None:
        """Answer a question; unknown ids are announced as resolved too, and change nothing."""
        action = answer["action"]
        question = self.find(elicitation)
        if question is None:
            self._hub.publish(session.id, events.elicitation_resolved(elicitation, action))
            return
        echo = {"tool": [action, None], "request": [action, action], "form": [action]}[question.kind]
        owner = self._store.sessions.get(question.session_id, session)
        for member in _lineage(owner):
            member.pending.pop(elicitation, None)
            for word in echo:
                self._hub.publish(member.id, events.elicitation_resolved(elicitation, word))
        if not question.verdict.done():
            question.verdict.set_result(answer)
        self._store.changes.touched()
