"""Approvals that reach further than this once: which ones the agent offers, and what they mean in words."""

import re
from collections.abc import Mapping
from typing import Any

from omnigent_tui.protocol.elicitations import ElicitationParams
from omnigent_tui.protocol.revealed import as_sent
from omnigent_tui.values import Value, field

_PERSIST = {"session": "for the rest of this session", "always": "always, in every session"}
_STANDING = re.compile(
    r"\b(always|session|forever|permanent\w*|remember|every|all|any|auto\w*|never ask|don.?t ask)\b", re.IGNORECASE
)


class Scope(Value):
    """A wider approval: `words` say how far it reaches, `content` and `meta` are what the server is told.

    `makes_rule`: the server is told nothing of it, this client repeats it.
    """

    words: str
    content: Mapping[str, object] = field(default_factory=dict)
    meta: Mapping[str, object] = field(default_factory=dict)
    makes_rule: bool = False


def scopes_of(params: ElicitationParams) -> tuple[Scope, ...]:
    """Return what the agent offers beyond this once, the narrowest first as far as that is known."""
    extras = params.model_extra or {}
    found: list[Scope] = []
    if isinstance(remembered := extras.get("remember_scope"), dict):
        found.append(Scope(f"Accept, and don't ask again for {_remembered(remembered)}", {"remember": True}))
    amendment = extras.get("execpolicy_amendment")
    if isinstance(amendment, list) and amendment:
        command = " ".join(map(str, amendment))
        words = f"Accept, and from now on run every command that begins with: {command}"
        found.append(Scope(words, {"execpolicy_amendment": as_sent(amendment)}))
    is_plan = isinstance(extras.get("exit_plan_mode"), dict)
    if extras.get("allow_all_edits") is True and not is_plan:
        words = "Accept, and allow every file edit for the rest of this session"
        found.append(Scope(words, {"allow_all_edits": True}))
    if is_plan:
        words = "Accept the plan, and carry it out in auto mode: its steps are not asked for one by one"
        found.append(Scope(words, {"allow_all_edits": True}))
    if extras.get("allow_auto_mode") is True:
        words = "Accept, and change to auto mode: the agent then decides by itself what it may do"
        found.append(Scope(words, {"allow_auto_mode": True}))
    found.extend(_persisting(extras))
    return tuple(found)


def _remembered(scope: Mapping[str, Any]) -> str:
    tool, host = scope.get("tool"), scope.get("host")
    what = f"the tool {tool}" if isinstance(tool, str) and tool else "this"
    return f"{what} on {host}" if isinstance(host, str) and host else what


def _persisting(extras: Mapping[str, Any]) -> list[Scope]:
    meta = extras.get("_meta")
    offered = meta.get("persist") if isinstance(meta, dict) else None
    pattern = extras.get("always_allow_pattern")
    what = "the same"
    if isinstance(pattern, str) and pattern:
        what = f"everything that matches {pattern}"
        offered = ["session", "always"] if offered is None else offered
    values = offered if isinstance(offered, list) else [offered]
    return [
        Scope(
            f"Accept, and allow {what} {_PERSIST.get(value, f'in the scope “{value}”')}",
            {},
            {"persist": as_sent(value)},
        )
        for value in values
        if isinstance(value, str) and value
    ]


def takes_reason(params: ElicitationParams) -> bool:
    """Whether whoever asks reads the reason for a refusal."""
    extras = params.model_extra or {}
    return (params.policy_name or "").endswith("_native_permission") or isinstance(extras.get("exit_plan_mode"), dict)


def sounds_standing(words: str) -> bool:
    """Whether an offered choice reads as if it reached further than this once; in doubt it does."""
    return bool(_STANDING.search(words.replace("_", " ")))
