"""What native agents' programs can be started with: permission modes as arguments or labels, and their own labels.

Native agents are the vendors' own terminal programs, which a runner drives; their harness is called `<name>-native`.
"""

from collections.abc import Mapping

from omnigent_tui.values import Value, field

NATIVE = "-native"
_WRAPPERS = {"claude-native": "claude-code-native-ui"}


class LaunchMode(Value):
    """One way to start a native agent; `is_risky`: it lets the agent do everything without asking."""

    name: str
    arguments: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    details: str = ""
    is_risky: bool = False


def _claude(mode: str, details: str, *, is_risky: bool = False) -> LaunchMode:
    return LaunchMode(mode, ("--permission-mode", mode), details=details, is_risky=is_risky)


MODES: Mapping[str, tuple[LaunchMode, ...]] = {
    "claude-native": (
        _claude("default", "asks before it changes anything"),
        _claude("acceptEdits", "edits files without asking"),
        _claude("plan", "reads and plans, changes nothing"),
        _claude("auto", "decides itself when to ask"),
        _claude("dontAsk", "does what is allowed, refuses the rest"),
        _claude("bypassPermissions", "does everything without asking", is_risky=True),
    ),
    "codex-native": (
        LaunchMode(
            "read only",
            ("--sandbox", "read-only", "--ask-for-approval", "on-request"),
            details="asks before it changes anything",
        ),
        LaunchMode(
            "full access",
            ("--sandbox", "danger-full-access", "--ask-for-approval", "never"),
            details="does everything without asking",
            is_risky=True,
        ),
        LaunchMode(
            "bypass sandbox",
            labels={"omnigent.codex_native.bypass_sandbox": "1"},
            details="no sandbox and no questions",
            is_risky=True,
        ),
    ),
    "cursor-native": (
        LaunchMode("auto review", ("--auto-review",), details="reviews its own commands"),
        LaunchMode("plan", ("--mode", "plan"), details="reads and plans, changes nothing"),
        LaunchMode("ask", ("--mode", "ask"), details="answers questions, changes nothing"),
        LaunchMode("yolo", ("--yolo",), details="does everything without asking", is_risky=True),
    ),
    "antigravity-native": (
        LaunchMode(
            "skip permissions",
            ("--dangerously-skip-permissions",),
            details="does everything without asking",
            is_risky=True,
        ),
    ),
}
"""Permission modes by harness, as Omnigent's web client starts them; other harnesses have none before they run."""


def modes_of(harness: str | None) -> tuple[LaunchMode, ...]:
    """Return the modes that a session of this harness can be started in."""
    return MODES.get(harness or "", ())


def mode_named(harness: str | None, name: str) -> LaunchMode | None:
    """Return the mode of that name."""
    return next((mode for mode in modes_of(harness) if mode.name == name), None)


def native_labels(harness: str | None) -> Mapping[str, str]:
    """Return the labels by which the server knows a native agent's session; empty for all others."""
    if harness is None or not harness.endswith(NATIVE):
        return {}
    return {"omnigent.ui": "terminal", "omnigent.wrapper": _WRAPPERS.get(harness, f"{harness}-ui")}
