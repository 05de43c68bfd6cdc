"""What to do about an error the server gives no advice on, by its code; only what is known to help."""

_SEND_AGAIN = "Send the next message: the runner is started again."
_CONTINUE = "Wait a little, then ask the agent to go on."

_ADVICE = {
    "runner_failed_to_start": _SEND_AGAIN,
    "runner_disconnected": _SEND_AGAIN,
    "runner_unavailable": _SEND_AGAIN,
    "required_terminal_exited": _SEND_AGAIN,
    "terminal_launch_failed": _SEND_AGAIN,
    "rate_limit_exceeded": _CONTINUE,
    "transient_upstream_error": _CONTINUE,
    "connection_error": _CONTINUE,
    "native_prompt_not_recorded": "The agent did not get the message: send it again.",
    "kiro_native_prompt_not_recorded": "The agent did not get the message: send it again.",
    "model_change_not_applied": "The model is the one from before; choose again.",
    "host_offline": "Start the host again (omnigent host), or go on in a new session on another one.",
    "workspace_missing": "The directory is gone: go on in a new session in another one.",
}


def advice_on(code: str) -> str:
    """Return what to do about an error with this code, or "" where nothing is known."""
    return _ADVICE.get(code, "")
