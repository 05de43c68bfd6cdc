"""Projects, which sessions are filed under: `GET /v1/sessions/projects`."""

from typing import Any

from pydantic import ValidationError

from omnigent_tui.protocol.base import ServerModel


class Project(ServerModel):
    """A project. One without an id is only a label of older sessions: nothing can be filed under it by id."""

    id: str | None = None
    name: str = ""


def parse_projects(data: Any) -> tuple[Project, ...]:
    """Return the projects in decoded JSON `data`, a list or an object with `data`."""
    rows = data.get("data") if isinstance(data, dict) else data
    found: list[Project] = []
    for row in rows if isinstance(rows, list) else []:
        try:
            found.append(Project.model_validate(row))
        except ValidationError:
            continue
    return tuple(found)
