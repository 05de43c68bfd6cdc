"""What a question is about, read out of it: the tool, its arguments, a command, edits, and whether that is all of it.

Pure reading of `ElicitationParams`; the card, the rules, the list of like questions and the audit file share it.
"""

import json
import re
import shlex
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.protocol.decoding import DecodeError, clean_tree, decode_json
from omnigent_tui.protocol.elicitations import ElicitationParams, ElicitationRequest
from omnigent_tui.values import Value, field

PREVIEW_LIMIT = 1024
"""Characters after which the server cuts a preview."""

_HIDDEN = re.compile(r"[\u2400-\u2421]|\u27e8U\+[0-9A-F]{4,6}\u27e9")
_CALL = re.compile(r"([A-Za-z_][\w.:-]{0,80})\((\{.*\})\)", re.DOTALL)
_SHELLS = frozenset({"", "sys_os_shell", "bash", "shell", "execute", "run_command", "terminal_run", "exec"})
_COMMANDS = ("command", "cmd", "script")
_PATHS = ("file_path", "path", "filepath", "filename", "notebook_path", "target_file")
_OLD_AND_NEW = (("old_string", "new_string"), ("old_str", "new_str"), ("old_text", "new_text"), ("old", "new"))
_WRITERS = frozenset({"write", "write_file", "create_file", "sys_os_write"})

_OWN_ID = "stable_id"
"""The id a client gives its message: every one sent from here has it, and it says nothing to a person."""


class Edit(Value):
    """A change of a file: `before` becomes `after`; a new or replaced file has no `before`."""

    path: str
    before: str
    after: str


class Asked(Value):
    """`tool` is empty when the question does not name one, `arguments` None when they cannot be read.

    `command` is what a shell is to run, `edits` what a file is to become, `said` a message that waits to be let
    through; `rest` are the arguments that none of these show. `is_exact`: the arguments read are the preview and
    nothing else. Nothing in any of them is hidden: what could be is spelled out.
    """

    tool: str = ""
    arguments: Mapping[str, Any] | None = None
    command: str = ""
    edits: tuple[Edit, ...] = ()
    said: str = ""
    rest: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    is_exact: bool = False


@lru_cache(maxsize=256)
def _asked_in(preview: str, tool_name: str, is_request: bool) -> Asked:
    tool, text = tool_name, preview.strip()
    if call := _CALL.fullmatch(text):
        tool, text = tool_name or call[1], call[2]
    value = arguments_in(text)
    if value is None:
        return Asked(tool)
    if is_request:
        said = _said(value)
        left = MappingProxyType({} if said else value)
        return Asked(tool, MappingProxyType(value), said=said, rest=left, is_exact=_spells(value, text))
    rest = dict(value)
    command = _take_command(rest, tool)
    edits = () if command else _take_edits(rest, tool)
    return Asked(tool, MappingProxyType(value), command, edits, "", MappingProxyType(rest), _spells(value, text))


def asked(params: ElicitationParams) -> Asked:
    """Return what the question is about, as far as it says so in a form that can be read."""
    extras = params.model_extra or {}
    name = extras.get("tool_name")
    found = _asked_in(params.content_preview or "", name if isinstance(name, str) else "", params.phase == "request")
    own = _command_text(extras.get("command"))
    if own and not found.command:
        return Asked(found.tool, found.arguments, own, found.edits, found.said, found.rest, found.is_exact)
    return found


def is_cut(params: ElicitationParams) -> bool:
    """Whether the server may have cut the preview: then nobody sees all of what will be done."""
    return len(params.content_preview or "") >= PREVIEW_LIMIT


def has_hidden(params: ElicitationParams) -> bool:
    """Whether something in the question is shown spelled out because it would not be seen."""
    shown = (params.model_dump(mode="json"), dict(asked(params).arguments or {}))
    return bool(_HIDDEN.search(json.dumps(shown, ensure_ascii=False)))


def is_plain_consent(params: ElicitationParams) -> bool:
    """Whether accepting it takes a yes and nothing else: no form, no address, no plan, no questions."""
    extras = params.model_extra or {}
    is_more = any(name in extras for name in ("ask_user_question", "exit_plan_mode"))
    is_questions = (params.content_preview or "").startswith("AskUserQuestion(")
    return params.is_yes_or_no and not is_more and not is_questions


def can_be_shown_in_full(params: ElicitationParams) -> bool:
    """Whether everything that will be done stands in the question, with nothing cut, hidden or missing."""
    told = asked(params)
    is_known = told.is_exact or bool(_command_text((params.model_extra or {}).get("command")))
    return is_known and not is_cut(params) and not has_hidden(params)


def summary(request: ElicitationRequest, limit: int = 200) -> str:
    """Return in one line what is asked for: `$ npm test`, `Edit src/a.py`, else the message."""
    params, told = request.params, asked(request.params)
    if not is_plain_consent(params) and params.message:
        return clean_line(params.message, limit)
    if told.command:
        return clean_line(f"$ {told.command}", limit)
    if told.edits:
        return clean_line(f"{told.tool or 'Edit'} {told.edits[0].path}", limit)
    if told.said:
        return clean_line(told.said, limit)
    if told.arguments:
        shown = ", ".join(f"{name}: {_short(value)}" for name, value in told.arguments.items())
        return clean_line(f"{told.tool} {shown}", limit)
    preview = (params.content_preview or "").strip()
    if is_cut(params):
        return clean_line(f"✂ {preview}", limit)  # its beginning says more than the name of the policy does
    return clean_line(params.message or preview or "(no message)", limit)


def _short(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def arguments_in(text: str) -> dict[str, Any] | None:
    """Return the JSON object in `text`, cleaned with what is hidden spelled out; None when it is none, or was cut."""
    if not text.startswith("{"):
        return None
    try:
        value = clean_tree(decode_json(text, keep_raw=True), revealing=True)
    except DecodeError:
        return None
    return value if isinstance(value, dict) else None


def _spells(value: object, text: str) -> bool:
    """Whether `text` is `value` as JSON and no more: a name that stands in it twice would be seen once only."""
    return any(
        json.dumps(value, ensure_ascii=ascii_only, separators=separators) == text
        for ascii_only in (True, False)
        for separators in ((", ", ": "), (",", ":"))
    )


def _command_text(value: object) -> str:
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return shlex.join(map(str, value))
    return value if isinstance(value, str) else ""


def _take_command(rest: dict[str, Any], tool: str) -> str:
    if tool.rpartition("__")[2].lower() not in _SHELLS:
        return ""
    for name in _COMMANDS:
        if command := _command_text(rest.get(name)):
            del rest[name]
            return command
    return ""


def _take_edits(rest: dict[str, Any], tool: str) -> tuple[Edit, ...]:
    """Take the edits out of `rest`; what they do not show of it stays."""
    named = next((name for name in _PATHS if isinstance(rest.get(name), str)), "")
    path, several, content = str(rest.get(named, "")), rest.get("edits"), rest.get("content")
    edits: tuple[Edit, ...]
    if isinstance(several, list) and several:
        names = [_old_and_new(one) for one in several]
        if not all(found and set(one) == set(found) for found, one in zip(names, several, strict=True)):
            return ()
        edits = tuple(Edit(path, one[pair[0]], one[pair[1]]) for pair, one in zip(names, several, strict=True))
        shown = {named, "edits"}
    elif found := _old_and_new(rest):
        edits, shown = (Edit(path, rest[found[0]], rest[found[1]]),), {named, *found}
    elif isinstance(content, str) and path and tool.rpartition("__")[2].lower() in _WRITERS:
        edits, shown = (Edit(path, "", content),), {named, "content"}
    else:
        return ()
    for name in shown & rest.keys():
        del rest[name]
    return edits


def _old_and_new(value: object) -> tuple[str, ...]:
    """Return the names under which the text before and after an edit stand; empty when it is none."""
    if not isinstance(value, dict):
        return ()
    pairs = ((o, n) for o, n in _OLD_AND_NEW if isinstance(value.get(o), str) and isinstance(value.get(n), str))
    return next(pairs, ())


def _said(value: Mapping[str, Any]) -> str:
    """Return the message that waits, if it is nothing but text."""
    parts = value.get("content")
    if not {"role", "content"} <= set(value) <= {"role", "content", _OWN_ID} or not isinstance(parts, list):
        return ""
    if not all(isinstance(part, dict) and set(part) == {"type", "text"} for part in parts):
        return ""
    return "\n".join(str(part["text"]) for part in parts)
