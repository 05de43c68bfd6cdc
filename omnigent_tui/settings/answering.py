"""The tables ``[approvals]`` and ``[notifications]`` of the settings file: undoing an accept, rules, being called."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from omnigent_tui.values import Value

MOST_UNDO_SECONDS = 10
ASKS, ASKS_AND_TURNS = "asks", "asks and turns"

Check = tuple[str, Callable[[object], bool]]


class ApprovalSettings(Value):
    """How answers are given."""

    undo_seconds: float = 0
    """So many seconds an accept is held back, in which a key takes it back; 0 sends it at once, 10 is the most."""
    session_rules: bool = False
    """Offer to allow exactly the same command for the rest of the session, as long as this program runs."""


class NotificationSettings(Value):
    """How the person is called when something that is not on the screen waits."""

    bell: bool = True
    """Ring the terminal's bell."""
    desktop: bool = True
    """Have a terminal that can do so show a notification of the desktop."""
    title: bool = True
    """Count what waits in the terminal's title."""
    when: str = ASKS
    """``asks``: when something waits for an answer; ``asks and turns``: also when a turn is over."""


def _is_switch(value: object) -> bool:
    return isinstance(value, bool)


def _is_undo(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MOST_UNDO_SECONDS


def _is_occasion(value: object) -> bool:
    return value in (ASKS, ASKS_AND_TURNS)


_SWITCH: Check = ("true or false", _is_switch)
_APPROVALS: Mapping[str, Check] = MappingProxyType(
    {"undo_seconds": (f"a number from 0 to {MOST_UNDO_SECONDS}", _is_undo), "session_rules": _SWITCH}
)
_NOTIFICATIONS: Mapping[str, Check] = MappingProxyType(
    {
        "bell": _SWITCH,
        "desktop": _SWITCH,
        "title": _SWITCH,
        "when": (f'"{ASKS}" or "{ASKS_AND_TURNS}"', _is_occasion),
    }
)


def read_approvals_table(table: object) -> tuple[ApprovalSettings, list[str]]:
    """Read ``[approvals]``; returns it and what was wrong, one sentence each."""
    values, problems = _usable("approvals", table, _APPROVALS)
    return ApprovalSettings(**values), problems


def read_notifications_table(table: object) -> tuple[NotificationSettings, list[str]]:
    """Read ``[notifications]``; returns it and what was wrong, one sentence each."""
    values, problems = _usable("notifications", table, _NOTIFICATIONS)
    return NotificationSettings(**values), problems


def _usable(name: str, table: object, wanted: Mapping[str, Check]) -> tuple[dict[str, Any], list[str]]:
    if not isinstance(table, dict):
        return {}, [f"{name}: must be a table; its defaults are used"]
    values: dict[str, Any] = {}
    problems: list[str] = []
    for key, value in table.items():
        if key not in wanted:
            problems.append(f"unknown key {f'{name}.{key}'!r} is ignored")
        elif wanted[key][1](value):
            values[key] = value
        else:
            problems.append(f"{name}.{key}: must be {wanted[key][0]}; its default is used")
    return values, problems
