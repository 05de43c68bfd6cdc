"""What a tool call does, in a line: the command, the path, the sub-agent; for unknown tools name and arguments."""

from collections.abc import Callable, Mapping
from typing import Any

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.json_preview import one_line, parsed

Arguments = Mapping[str, Any]

_TITLE_LIMIT = 400


def _first(arguments: Arguments, *keys: str) -> str:
    for key in keys:
        value = arguments.get(key)
        if isinstance(value, str) and value:
            return value
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            return " ".join(value)
    return ""


def _shell(arguments: Arguments) -> str:
    command = _first(arguments, "command", "cmd", "script", "input")
    return f"$ {command}" if command else ""


def _path(verb: str) -> Callable[[Arguments], str]:
    def title(arguments: Arguments) -> str:
        path = _first(arguments, "path", "file_path", "filepath", "filename", "file", "notebook_path", "target_file")
        return f"{verb} {path}" if path else ""

    return title


def _search(verb: str) -> Callable[[Arguments], str]:
    def title(arguments: Arguments) -> str:
        pattern = _first(arguments, "pattern", "query", "q", "regex", "glob", "url")
        place = _first(arguments, "path", "directory", "dir")
        return f"{verb} {pattern}" + (f" in {place}" if place else "") if pattern else ""

    return title


def _send(arguments: Arguments) -> str:
    agent = _first(arguments, "agent", "session_id", "to", "subagent_type")
    title = _first(arguments, "title", "description")
    nested = arguments.get("args")
    text = _first(nested, "input", "message", "prompt") if isinstance(nested, dict) else ""
    text = text or _first(arguments, "input", "message", "prompt")
    head = " ".join(part for part in ("Ask", agent, f"({title})" if title else "") if part)
    return f"{head}: {text}" if text else head if agent or title else ""


def _fixed(words: str) -> Callable[[Arguments], str]:
    return lambda _: words


_TITLES: dict[str, Callable[[Arguments], str]] = {
    **dict.fromkeys(("sys_os_shell", "bash", "shell", "execute", "run_command", "terminal_run", "exec"), _shell),
    **dict.fromkeys(("sys_os_read", "read", "read_file", "notebookread"), _path("Read")),
    **dict.fromkeys(("sys_os_write", "write", "write_file", "create_file"), _path("Write")),
    **dict.fromkeys(("sys_os_edit", "edit", "multiedit", "edit_file", "apply_patch", "notebookedit"), _path("Edit")),
    **dict.fromkeys(("sys_os_list", "ls", "list_dir", "list_directory"), _path("List")),
    **dict.fromkeys(("sys_os_delete", "delete", "delete_file"), _path("Delete")),
    **dict.fromkeys(("sys_os_search", "grep", "search", "search_files"), _search("Search")),
    "glob": _search("Find"),
    "websearch": _search("Search the web for"),
    "web_search": _search("Search the web for"),
    "webfetch": _search("Fetch"),
    "web_fetch": _search("Fetch"),
    **dict.fromkeys(("sys_session_send", "sys_session_create", "task", "agent"), _send),
    "sys_read_inbox": _fixed("Read the inbox"),
    "sys_session_list": _fixed("List sessions"),
    "sys_cancel_task": _search("Cancel"),
    "todowrite": _fixed("Update the to-do list"),
    "update_plan": _fixed("Update the plan"),
}


def tool_title(name: str, arguments: str) -> str:
    """Return one line that says what the call of tool `name` with `arguments` (the server's JSON string) does."""
    values = parsed(arguments)
    if isinstance(values, dict):
        make = _TITLES.get(name.rpartition("__")[2].lower()) or _TITLES.get(name.lower())
        title = make(values) if make else ""
        if not title:
            preview = one_line(values)
            title = f"{name} {preview}".rstrip()
    else:
        title = f"{name} {arguments}".rstrip()
    return clean_line(title, _TITLE_LIMIT)
