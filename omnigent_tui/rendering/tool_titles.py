"""Titles of tools without a card of their own: what Omnigent's tools do, in words; else the name and the arguments."""

from collections.abc import Callable

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.json_preview import one_line
from omnigent_tui.rendering.tool_names import read_name
from omnigent_tui.rendering.tool_values import ToolValues

_TITLE_LIMIT = 400

PATH_NAMES = (
    "path",
    "file_path",
    "filePath",
    "absolute_path",
    "filepath",
    "filename",
    "file",
    "notebook_path",
    "target_file",
    "relative_workspace_path",
)
"""How tools call the file they work on."""


def _about(verb: str, *names: str) -> Callable[[ToolValues], str]:
    """The verb and the first of these arguments; "" (no title) without any of them."""

    def title(values: ToolValues) -> str:
        what = values.text(*names)
        return f"{verb} {what}" if what else ""

    return title


def _fixed(words: str) -> Callable[[ToolValues], str]:
    return lambda _: words


def _terminal(verb: str) -> Callable[[ToolValues], str]:
    def title(values: ToolValues) -> str:
        terminal = ":".join(part for part in (values.text("terminal"), values.text("session")) if part)
        typed = values.text("text", "keys", "input")
        return f"{verb} terminal {terminal}" + (f": {typed}" if typed else "") if terminal else ""

    return title


_TITLES: dict[str, Callable[[ToolValues], str]] = {
    **dict.fromkeys(("sys_os_delete", "delete", "delete_file"), _about("Delete", *PATH_NAMES)),
    "sys_read_inbox": _fixed("Read the inbox"),
    "sys_session_list": _fixed("List sessions"),
    "sys_session_get_info": _about("Look at session", "session_id"),
    "sys_session_get_history": _about("Read the history of session", "conversation_id", "session_id"),
    "sys_session_close": _about("Close session", "conversation_id", "session_id"),
    "sys_session_rename": _about("Rename the session to", "title"),
    "sys_cancel_task": _about("Cancel task", "task_id"),
    "sys_call_async": _about("Call in the background:", "tool"),
    "sys_cancel_async": _about("Cancel call", "handle_id"),
    "sys_agent_list": _fixed("List agents"),
    "sys_agent_get": _about("Look at the agent of session", "session_id"),
    "sys_list_models": _fixed("List models"),
    "sys_add_policy": _about("Add policy", "name"),
    "sys_policy_registry": _fixed("List policies"),
    "sys_terminal_launch": _terminal("Launch"),
    "sys_terminal_send": _terminal("Type into"),
    "sys_terminal_read": _terminal("Read"),
    "sys_terminal_close": _terminal("Close"),
    "sys_terminal_list": _fixed("List terminals"),
    "load_skill": _about("Load skill", "name"),
    "skill": _about("Use skill", "skill", "name", "command"),
    "read_skill_file": _about("Read skill file", "path"),
    "search_conversations": _about("Search conversations for", "query"),
    "upload_file": _about("Upload", "path"),
    "download_file": _about("Download", "file_id"),
    "bashoutput": _about("Read the output of", "bash_id", "shell_id"),
    "killshell": _about("Stop", "shell_id", "bash_id"),
    "kill_shell": _about("Stop", "shell_id", "bash_id"),
    "exitplanmode": _about("Propose a plan:", "plan"),
    "toolsearch": _about("Look for tools:", "query"),
}


def tool_title(name: str, values: ToolValues, bare: str = "") -> str:
    """Return one line that says what a call does; `bare` is what stood for arguments when they were no object."""
    make = _TITLES.get(read_name(name).plain)
    title = make(values) if make else ""
    if not title:
        title = f"{name} {one_line(dict(values)) if values else bare}".rstrip()
    return clean_line(title, _TITLE_LIMIT)
