"""AgentsMesh as this client knows it: runners by id, their pods in pages, one runner's details, and what failed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from omnigent_tui.values import Value, field

if TYPE_CHECKING:
    from omnigent_tui.protocol.agentsmesh.pods import Pod
    from omnigent_tui.protocol.agentsmesh.runners import MeshRunner, MeshRunnerDetail


class MeshPhase(StrEnum):
    """Where the list of runners stands. NOT_SET_UP: no usable account; `failure` says what is missing."""

    UNKNOWN = "unknown"
    NOT_SET_UP = "not set up"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class MeshFailure(Value):
    """What went wrong last, and what a person can do; `at` is Unix seconds."""

    message: str
    advice: str = ""
    at: float = 0.0


class PodListState(Value):
    """Pods of one runner that fit `status` (None: all), newest first, as far as they are loaded.

    `total` is what the server counts, None when it does not tell. `loading_offset` is the page on its way, None when
    none is; `refreshed_at` (Unix seconds) is when the last page arrived, None before the first.
    """

    status: str | None = None
    pods: tuple[Pod, ...] = ()
    total: int | None = None
    limit: int = 0
    next_offset: int = 0
    has_more: bool = False
    skipped: int = 0
    loading_offset: int | None = None
    failure: MeshFailure | None = None
    refreshed_at: float | None = None


class MeshDetailState(Value):
    """What was asked about one runner alone; `detail` may lag behind the list's row and never replaces it."""

    detail: MeshRunnerDetail | None = None
    is_loading: bool = False
    failure: MeshFailure | None = None
    refreshed_at: float | None = None


class AgentsMeshState(Value):
    """Runners by id; `order` is online, busy, other, offline, then by name. `available` are the ids of those that
    would take a pod now, None when that was not asked. `refreshed_at` is when the list arrived last (Unix seconds).

    A failure leaves the rows: `phase` is FAILED only while there never were any.
    """

    url: str = ""
    org: str = ""
    phase: MeshPhase = MeshPhase.UNKNOWN
    runners: Mapping[int, MeshRunner] = field(default_factory=lambda: MappingProxyType({}))
    order: tuple[int, ...] = ()
    available: frozenset[int] | None = None
    skipped: int = 0
    pods: Mapping[int, PodListState] = field(default_factory=lambda: MappingProxyType({}))
    details: Mapping[int, MeshDetailState] = field(default_factory=lambda: MappingProxyType({}))
    is_watched: bool = False
    is_loading: bool = False
    failure: MeshFailure | None = None
    refreshed_at: float | None = None
