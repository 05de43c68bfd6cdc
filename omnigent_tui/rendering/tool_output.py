"""What a tool gave, readable: the streams of a shell out of their JSON, errors first, other JSON indented."""

from dataclasses import dataclass

from omnigent_tui.protocol.cleaning import clean
from omnigent_tui.rendering.json_preview import indented, one_line, parsed

_CANCELLED = "[Cancelled"
_SHELL_KEYS = frozenset({"stdout", "stderr", "exit_code", "timed_out", "shell", "cwd", "error"})


@dataclass(frozen=True, slots=True)
class ToolOutput:
    """`text` is what to show; `problem` says in a few words what went wrong ("" when nothing did, as far as told)."""

    text: str
    problem: str = ""
    is_error_text: bool = False


def read_tool_output(output: str) -> ToolOutput:
    """Return the readable form of `output`, the server's string. No failure flag exists: the content has to tell."""
    value = parsed(output)
    if isinstance(value, dict):
        if "stdout" in value or "stderr" in value:
            return _shell_output(value)
        error = value.get("error")
        if isinstance(error, str) and error:
            rest = {key: child for key, child in value.items() if key != "error"}
            text = error if not rest else f"{error}\n{indented(rest)}"
            return ToolOutput(text, "denied" if error.startswith("Denied by policy") else "error", True)
        if len(value) <= 6 and all(not isinstance(child, dict | list) for child in value.values()):
            short = one_line(value, 2000)
            if "\n" not in str(value) and len(short) < 200:
                return ToolOutput(short)
        return ToolOutput(indented(value))
    if isinstance(value, list):
        return ToolOutput(indented(value))
    text = clean(output)
    if text.startswith(_CANCELLED):
        return ToolOutput(text, "cancelled")
    return ToolOutput(text, "error" if text.startswith("Error:") else "")


def _shell_output(value: dict[str, object]) -> ToolOutput:
    stdout, stderr = _text(value.get("stdout")), _text(value.get("stderr"))
    parts = [part.rstrip("\n") for part in (stdout, stderr) if part.strip("\n")]
    exit_code, error = value.get("exit_code"), _text(value.get("error"))
    problem = ""
    if value.get("timed_out") is True:
        problem = "timed out"
    elif isinstance(exit_code, int) and exit_code != 0:
        problem = f"exit {exit_code}"
    elif error:
        problem = "error"
    if error and not any(error.endswith(part) or part in error for part in parts):
        parts.append(error)
    others = {key: child for key, child in value.items() if key not in _SHELL_KEYS}
    if others:
        parts.append(one_line(others, 400))
    return ToolOutput("\n".join(parts), problem, bool(problem) and not stdout.strip())


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
