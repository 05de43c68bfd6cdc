"""What can be completed while writing: files of the session or of this machine, and the agent's skills."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from omnigent_tui.values import Value

if TYPE_CHECKING:
    from omnigent_tui.protocol.agents import Skill


class Finding(StrEnum):
    """How far looking for something is."""

    LOOKING = "looking"
    FOUND = "found"
    FAILED = "failed"


class FoundFile(Value):
    """A file or directory as it is mentioned: its path is relative to the workspace, or as typed for a local one."""

    path: str
    is_directory: bool = False
    size: int | None = None


class FileSearch(Value):
    """The search for a file under way, or the last one. `files` stay those found before while it is LOOKING.

    `is_cut` says that there may be more than these; `failure` is in words for the person.
    """

    session_id: str
    query: str
    is_local: bool
    finding: Finding = Finding.LOOKING
    files: tuple[FoundFile, ...] = ()
    is_cut: bool = False
    failure: str = ""


class SkillList(Value):
    """The skills of a session. While it is LOOKING again, `skills` are those known before."""

    finding: Finding = Finding.LOOKING
    skills: tuple[Skill, ...] = ()
    failure: str = ""
