"""Runners: the processes that run agents' turns."""

from typing import Any

from pydantic import ValidationError, model_validator

from omnigent_tui.protocol.base import Rows, ServerModel


class Runner(ServerModel):
    """A connected runner. The documented API tells its session and a status, the real one `online`."""

    runner_id: str
    online: bool = False
    session_id: str | None = None
    harnesses: Rows[str] = ()

    @model_validator(mode="before")
    @classmethod
    def _documented_names(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        named = {"runner_id": data.get("id"), "online": data.get("status") == "online"}
        return {**named, **{key: value for key, value in data.items() if value is not None}}


class RunnerStatus(ServerModel):
    """Whether one runner is connected; `error` is how it ended, with the tail of its log (about 2 KB)."""

    runner_id: str = ""
    online: bool = False
    error: str | None = None


def parse_runner(data: Any) -> Runner | None:
    """Return the runner in decoded JSON `data`, or None when it has no id."""
    try:
        return Runner.model_validate(data)
    except ValidationError:
        return None
