"""What to do about an error the server gives no advice on, by its code or words; only what is known to help."""

import re

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


_READ_AT_MOST = 2_000
"""Characters of a message: what comes after them is a log, whose words may be about anything."""
# Harnesses hand a provider's refusal on inside words and codes of their own.
_TOO_LONG = re.compile(
    r"context[ _]length|maximum context|exceed[^.]{0,40}context window|prompt is too long", re.IGNORECASE
)
_TOO_MANY = re.compile(r"rate[ _-]?limit|too many requests|\b(?:code|status|http|error)\W{0,4}429\b", re.IGNORECASE)


def advice_on(code: str, message: str, compact_key: str) -> str:
    """Return what to do about an error with this code and message, or "" where nothing is known.

    `compact_key` is the key, as written for people, that has what was said replaced by a summary.
    """
    if code in _ADVICE:
        return _ADVICE[code]
    said = f"{code} {message[:_READ_AT_MOST]}"
    if _TOO_LONG.search(said):
        return f"{compact_key} compacts what was said; then ask the agent to go on."
    return _CONTINUE if _TOO_MANY.search(said) else ""
