"""What terminal agents can be set to: their modes, their models, and the refusals of the 0.19 server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from omnigent_tui.demo import answers, events
from omnigent_tui.demo.entities import Session
from omnigent_tui.demo.json_types import JsonObject

if TYPE_CHECKING:
    from omnigent_tui.demo.world import World

WRAPPER = "omnigent.wrapper"
CLAUDE, CODEX, DEVIN = "claude-code-native-ui", "codex-native-ui", "devin-native-ui"
_CLAUDE_MODES = ("acceptEdits", "auto", "default", "plan")
_DEVIN_MODES = ("accept-edits", "auto", "bypass", "dangerous", "normal", "smart")
_APPROVAL_MODES = ("approve-for-me", "ask-for-approval", "full-access", "read-only")
_COLLABORATION_MODES = ("default", "plan")
_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/\[\]-]*")
_EFFORTS = ("low", "medium", "high", "xhigh", "max")


def check(session: Session, given: JsonObject) -> None:
    """Refuse what the session's agent cannot be set to, before anything is changed."""
    wrapper = session.labels.get(WRAPPER)
    if "permission_mode" in given:
        if wrapper not in (CLAUDE, DEVIN):
            raise _invalid("permission_mode is only supported for claude-native and devin-native sessions")
        allowed = _CLAUDE_MODES if wrapper == CLAUDE else _DEVIN_MODES
        _among("permission_mode", given["permission_mode"], allowed)
    if "approval_mode" in given:
        _among("approval_mode", given["approval_mode"], _APPROVAL_MODES)
        if wrapper != CODEX:
            raise _invalid("approval_mode is only supported for codex-native sessions")
    if "collaboration_mode" in given:
        _among("collaboration_mode", given["collaboration_mode"], _COLLABORATION_MODES)
        if wrapper != CODEX:
            raise _invalid("collaboration_mode is only supported for codex-native sessions")
    model = given.get("model_override")
    if model is not None and not _MODEL.fullmatch(str(model)):
        text = "must start with a letter or digit and contain only letters, digits, and the characters . _ : / [ ] -"
        raise _invalid(f"invalid model_override: model {text}")


_MODES = {
    "permission_mode": ("switch to {} mode", "Claude", "omnigent.claude_native.permission_mode", "permission_mode"),
    "approval_mode": (
        "switch to {} approval mode",
        "Codex",
        "omnigent.codex_native.approval_mode",
        "codex_approval_mode",
    ),
    "collaboration_mode": (
        "enter Plan mode",
        "Codex",
        "omnigent.codex_native.collaboration_mode",
        "collaboration_mode",
    ),
}
"""What cannot be done without a runner, whose runner that is, the label that remembers it, and the event's name."""


def apply(world: World, session: Session, given: JsonObject) -> None:
    """Set the modes in the agent's terminal, which must be there."""
    for field, (words, agent, label, event) in _MODES.items():
        if field not in given:
            continue
        if not session.runner_online:
            text = f"Could not {words.format(given[field])}: no live {agent} runner is available for session "
            text += f"'{session.id}'. Reconnect the session and try again."
            raise answers.problem(503, "runner_unavailable", text)
        session.labels[label] = given[field]
        world.hub.publish(session.id, events.mode(session.id, event, given[field]))


def model_options(session: Session) -> list[JsonObject]:
    """The models a session offers: those its agent's extension told, else Claude Code's once its terminal is there."""
    if session.told_models is not None:
        return session.told_models
    return claude_models() if session.labels.get(WRAPPER) == CLAUDE and session.runner_online else []


def claude_models() -> list[JsonObject]:
    """Claude Code's own picker."""
    rows = (("opus", "claude-opus-5", "Opus 5", True), ("sonnet", "claude-sonnet-5", "Sonnet 5", False))
    return [
        {
            "id": key,
            "model": model,
            "displayName": name,
            "defaultReasoningEffort": "high",
            "supportedReasoningEfforts": [{"reasoningEffort": effort} for effort in _EFFORTS],
            "isDefault": is_default,
        }
        for key, model, name, is_default in (*rows, ("haiku", "claude-haiku-5", "Haiku 5", False))
    ]


def host_models(harness: str) -> JsonObject:
    """What a host answers for a harness before any session runs."""
    if harness == "claude-native":
        return {"models": claude_models(), "routable_models": [], "error": None}
    if harness == "claude-sdk":
        return {"models": [], "routable_models": [], "error": None}
    raise answers.detail(502, f"model options are unsupported for harness '{harness}'")


def tell_models(world: World, session: Session, data: JsonObject) -> JsonObject:
    """Take the models an agent's extension tells; only Pi's does."""
    if session.labels.get(WRAPPER) != "pi-native-ui":
        raise _invalid("external_model_options is only accepted for pi-native sessions")
    models = data.get("models")
    if not isinstance(models, list):
        raise _invalid("external_model_options requires data.models to be a list")
    session.told_models = [
        {
            "id": row.get("id"),
            "model": None,
            "displayName": row.get("displayName"),
            "defaultReasoningEffort": None,
            "supportedReasoningEfforts": [],
            "isDefault": bool(row.get("isDefault")),
        }
        for row in models
        if isinstance(row, dict)
    ]
    world.changes.touched()
    return {"sequence_number": None, "type": "session.model_options", "conversation_id": session.id}


def _among(field: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise _invalid(f"{field} must be one of {sorted(allowed)}")


def _invalid(text: str) -> answers.Problem:
    return answers.problem(400, "invalid_input", text)
