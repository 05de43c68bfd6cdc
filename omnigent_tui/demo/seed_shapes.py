"""Writes the same things in the shapes of the published API documents, for clients that must survive both."""

from __future__ import annotations

from omnigent_tui.demo.entities import Host, Session
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.shapes import item_flat

VERSION = "0.1.0"


def session_list_row(session: Session) -> JsonObject:
    """A row of `GET /v1/sessions`."""
    return {
        "id": session.id,
        "agent_id": session.agent.id,
        "status": session.status,
        "title": session.title,
        "created_at": session.created_at,
        "updated_at": session.updated_at,
    }


def session_snapshot(session: Session, *, items: bool = True, liveness: bool = True) -> JsonObject:
    """`GET /v1/sessions/{id}` with all items, flat."""
    return {
        "id": session.id,
        "agent_id": session.agent.id,
        "agent_name": session.agent.name,
        "status": session.status,
        "created_at": session.created_at,
        "title": session.title,
        "labels": session.labels,
        "runner_id": session.runner_id,
        "runner_online": session.runner_online if liveness else None,
        "items": [item_flat(item) for item in session.items] if items else [],
    }


def host_row(host: Host, runner_count: int) -> JsonObject:
    """A row of `GET /v1/hosts`."""
    return {
        "id": host.id,
        "name": host.name,
        "status": "online" if host.online else "offline",
        "platform": host.platform,
        "registered_at": host.registered_at,
        "runner_count": runner_count,
    }


def runner_row(session: Session, harnesses: list[str]) -> JsonObject:
    """A row of `GET /v1/runners`."""
    return {
        "id": session.runner_id,
        "session_id": session.id,
        "harnesses": harnesses,
        "status": "online",
    }
