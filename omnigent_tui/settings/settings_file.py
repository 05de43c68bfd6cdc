"""The user's settings: one TOML file, read once at start, in which nothing wrong is fatal.

A key this version does not know is reported and kept out; a value of the wrong kind is reported and its default used.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from omnigent_tui.settings.agentsmesh import AgentsMeshSettings, read_agentsmesh_table
from omnigent_tui.settings.answering import (
    ApprovalSettings,
    NotificationSettings,
    read_approvals_table,
    read_notifications_table,
)
from omnigent_tui.settings.settings_document import flatten_key_table, read_settings_document
from omnigent_tui.values import Value, field

DEFAULT_THEME = "auto"
DEFAULT_FRAME_RATE = 16
ENTER_WHILE_RUNNING = "enter_while_running"


class Settings(Value):
    """What can be set; every field has a default, so an empty file is a valid one."""

    server: str | None = None
    """Address of the Omnigent server to use when neither option nor environment names one."""
    theme: str = DEFAULT_THEME
    """A theme's name; ``auto`` picks the dark theme, or the terminal's own colours where it has only sixteen."""
    frame_rate: int = DEFAULT_FRAME_RATE
    """Most repaints per second while text streams in."""
    frame_diff: bool = True
    """Write only changed cells to the terminal; off writes whole regions, for terminals that show leftovers."""
    mouse: bool = True
    """Report mouse clicks and the wheel to the program; off leaves selection to the terminal."""
    export_folder: str = ""
    """Where exported sessions go; empty: the user's downloads, or a folder beside the state file."""
    enter_while_running: str = "queue"
    """What Enter does with a message while a turn runs: ``queue`` it until the turn is over, or ``send`` it."""
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Command id → keys that replace its default ones; an empty list unbinds. Checked against the command table."""
    agentsmesh: AgentsMeshSettings = field(default_factory=AgentsMeshSettings)
    """Address, organisation and API key of an AgentsMesh, whose runners are shown beside Omnigent's."""
    approvals: ApprovalSettings = field(default_factory=ApprovalSettings)
    """Undoing an accept, and rules."""
    notifications: NotificationSettings = field(default_factory=NotificationSettings)
    """Bell, desktop notifications and title."""


class LoadedSettings(Value):
    """Settings, the file they came from, and one sentence per thing in it that could not be used."""

    settings: Settings = field(default_factory=Settings)
    path: Path | None = None
    problems: tuple[str, ...] = ()


def load_settings(path: Path) -> LoadedSettings:
    """Read and check the settings file; never raises for what stands in it."""
    document, problems = read_settings_document(path)
    values, more = _usable_values(document, path)
    return LoadedSettings(Settings(**values), path, (*problems, *(f"{path}: {text}" for text in more)))


def _usable_values(document: Mapping[str, Any], path: Path) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    problems: list[str] = []
    for key, value in document.items():
        if key == "keys":
            values[key], wrong = flatten_key_table(value)
            problems += wrong
        elif key == "composer":
            found, wrong = _composer_table(value)
            values |= found
            problems += wrong
        elif key == "agentsmesh":
            values[key], wrong = read_agentsmesh_table(value, path)
            problems += wrong
        elif key == "approvals":
            values[key], wrong = read_approvals_table(value)
            problems += wrong
        elif key == "notifications":
            values[key], wrong = read_notifications_table(value)
            problems += wrong
        elif key not in _WANTED:
            problems.append(f"unknown key {key!r} is ignored")
        elif _WANTED[key][1](value):
            values[key] = value
        else:
            problems.append(f"{key}: must be {_WANTED[key][0]}; its default is used")
    return values, problems


def _composer_table(table: object) -> tuple[dict[str, Any], list[str]]:
    if not isinstance(table, dict):
        return {}, ["composer: must be a table"]
    problems = [f"unknown key 'composer.{key}' is ignored" for key in table if key != ENTER_WHILE_RUNNING]
    wanted = table.get(ENTER_WHILE_RUNNING, "queue")
    if wanted in ("queue", "send"):
        return {ENTER_WHILE_RUNNING: wanted}, problems
    return {}, [*problems, f'composer.{ENTER_WHILE_RUNNING}: must be "queue" or "send"; its default is used']


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_rate(value: object) -> bool:
    # For Python true is a number, for TOML it is not.
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 60


def _is_switch(value: object) -> bool:
    return isinstance(value, bool)


# By hand and not by pydantic: loading that takes longer than all else that is done before the first paint.
_WANTED: Mapping[str, tuple[str, Callable[[object], bool]]] = MappingProxyType(
    {
        "server": ("a text that is not empty", _is_text),
        "theme": ("a text that is not empty", _is_text),
        "frame_rate": ("a whole number from 1 to 60", _is_rate),
        "frame_diff": ("true or false", _is_switch),
        "mouse": ("true or false", _is_switch),
        "export_folder": ("a text that is not empty", _is_text),
    }
)
