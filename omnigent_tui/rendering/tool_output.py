"""What a tool gave, readable: the streams of a shell out of their JSON, texts out of content blocks, errors first."""

import re
from collections.abc import Sequence
from typing import Any

from omnigent_tui.protocol.cleaning import clean
from omnigent_tui.rendering.json_preview import indented, one_line, parsed
from omnigent_tui.rendering.tool_media import media_line
from omnigent_tui.rendering.tool_values import ToolValues
from omnigent_tui.values import PartlyCompared, Value, field

_CANCELLED = "[Cancelled"
_SHELL_KEYS = frozenset({"stdout", "stderr", "exit_code", "timed_out", "shell", "cwd", "error"})
_BLOCK_TYPES = frozenset({"text", "image", "audio", "resource", "resource_link", "input_text", "output_text"})
# Codex tells of a command's exit below what it printed, Claude Code above it.
_EXIT_BELOW = re.compile(r"(?:^|\n)\[exit code: (-?\d{1,9})\]\s*\Z")
_EXIT_ABOVE = re.compile(r"(?:Error: )?Exit code (-?\d{1,9})(?:\n|\Z)")
_TOOL_ERROR = re.compile(r"\s*<tool_use_error>(.*?)</tool_use_error>\s*", re.DOTALL)
_TAIL = 200


class ToolOutput(PartlyCompared, Value):
    """What to show of an output.

    `problem` says in a few words what went wrong ("" when nothing did, as far as told), `media` are lines about
    images and files in it, `values` is the object it was, for cards that know its fields. `is_running` while more
    may come.
    """

    beside = frozenset({"values"})

    text: str
    problem: str = ""
    is_error_text: bool = False
    media: tuple[str, ...] = ()
    values: ToolValues = field(default_factory=lambda: ToolValues({}))
    is_running: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether nothing but an error came back: the tool did not do what it was asked for."""
        return bool(self.problem) and self.is_error_text


def read_tool_output(output: str) -> ToolOutput:
    """Return the readable form of `output`, the server's string. No failure flag exists: the content has to tell."""
    value = parsed(output)
    if isinstance(value, dict):
        return _object_output(value)
    if isinstance(value, list):
        return _blocks_output(value) if _are_blocks(value) else ToolOutput(indented(value))
    return _text_output(clean(output))


def live_output(text: str, tail: int) -> ToolOutput:
    """Return the last `tail` characters of what a running tool has printed so far, from the beginning of a line."""
    shown = text[-tail:]
    if len(text) > tail and text[-tail - 1] != "\n":
        shown = shown[shown.find("\n") + 1 :]
    return ToolOutput(clean(shown), is_running=True)


def _object_output(value: dict[str, Any]) -> ToolOutput:
    values = ToolValues(value)
    if "stdout" in value or "stderr" in value:
        return _shell_output(values)
    error = value.get("error")
    if isinstance(error, str) and error:
        rest = {key: child for key, child in value.items() if key != "error"}
        text = error if not rest else f"{error}\n{indented(rest)}"
        return ToolOutput(text, "denied" if error.startswith("Denied by policy") else "error", True, values=values)
    content = value.get("content")
    if isinstance(content, list) and _are_blocks(content):
        read = _blocks_output(content)
        is_error = value.get("isError") is True
        return ToolOutput(read.text, "error" if is_error else read.problem, is_error, read.media, values)
    media = media_line(values)
    if media:
        return ToolOutput("", media=(media,), values=values)
    if len(value) <= 6 and all(not isinstance(child, dict | list) for child in value.values()):
        short = one_line(value, 2000)
        if "\n" not in str(value) and len(short) < 200:
            return ToolOutput(short, values=values)
    return ToolOutput(indented(value), values=values)


def _shell_output(value: ToolValues) -> ToolOutput:
    stdout, stderr, error = value.text("stdout"), value.text("stderr"), value.text("error")
    parts = [part.rstrip("\n") for part in (stdout, stderr) if part.strip("\n")]
    exit_code = value.number("exit_code")
    problem = ""
    if value.get("timed_out") is True:
        problem = "timed out"
    elif exit_code:
        problem = f"exit {exit_code}"
    elif error:
        problem = "error"
    if error and not any(error.endswith(part) or part in error for part in parts):
        parts.append(error)
    others = {key: child for key, child in value.items() if key not in _SHELL_KEYS}
    if others:
        parts.append(one_line(others, 400))
    return ToolOutput("\n".join(parts), problem, bool(problem) and not stdout.strip(), values=value)


def _text_output(text: str) -> ToolOutput:
    if text.startswith(_CANCELLED):
        return ToolOutput(text, "cancelled")
    below = _EXIT_BELOW.search(text, max(0, len(text) - _TAIL))
    if below is not None:
        return ToolOutput(text[: below.start()], f"exit {below[1]}" if int(below[1]) else "")
    above = _EXIT_ABOVE.match(text)
    if above is not None:
        return ToolOutput(text[above.end() :], f"exit {above[1]}" if int(above[1]) else "")
    wrapped = _TOOL_ERROR.fullmatch(text) if text.lstrip().startswith("<tool_use_error>") else None
    if wrapped is not None:
        return ToolOutput(wrapped[1].strip(), "error", True)
    return ToolOutput(text, "error" if text.startswith("Error:") else "", text.startswith("Error:"))


def _are_blocks(value: Sequence[Any]) -> bool:
    return bool(value) and all(isinstance(block, dict) and block.get("type") in _BLOCK_TYPES for block in value)


def _blocks_output(blocks: Sequence[dict[str, Any]]) -> ToolOutput:
    texts: list[str] = []
    media: list[str] = []
    for block in map(ToolValues, blocks):
        text = block.text("text") or block.nested("resource").text("text")
        if text:
            texts.append(text)
        else:
            media.append(media_line(block) or one_line(block, 200))
    read = _text_output("\n".join(texts))
    return ToolOutput(read.text, read.problem, read.is_error_text, tuple(media))
