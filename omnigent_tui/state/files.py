"""The files of a session, as far as somebody looks at them: uploads of people and files that agents made."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from omnigent_tui.values import Value, field

if TYPE_CHECKING:
    from omnigent_tui.protocol.files import SessionFile


class FilesPhase(StrEnum):
    """Where the list stands."""

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class Saving(Value):
    """A file on its way to `path` on this machine: under way until `is_done` or `failure`."""

    path: str
    is_done: bool = False
    failure: str = ""


class FilesState(Value):
    """Files by id, in the server's order; `cursor` is the last id read while there are more."""

    session_id: str = ""
    phase: FilesPhase = FilesPhase.LOADING
    files: Mapping[str, SessionFile] = field(default_factory=lambda: MappingProxyType({}))
    cursor: str | None = None
    failure: str = ""
    savings: Mapping[str, Saving] = field(default_factory=lambda: MappingProxyType({}))
    not_deleted: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
