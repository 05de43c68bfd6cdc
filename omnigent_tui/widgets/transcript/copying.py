"""What can be copied of an entry: its source, and the code blocks, commands, paths and links in it."""

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.json_preview import parsed
from omnigent_tui.rendering.markdown_parser import tokenize
from omnigent_tui.rendering.tool_output import read_tool_output
from omnigent_tui.state.readable import readable_text
from omnigent_tui.state.transcript import AssistantMessage, Entry, Notice, NoticeKind, Reasoning, ToolCall, UserMessage
from omnigent_tui.values import Value
from omnigent_tui.widgets.transcript.registry import FACES

MOST_PARTS = 99
SEARCHED_LIMIT = 400_000
"""Characters of an entry that are looked through."""

_SHELLS = frozenset({"sh", "bash", "zsh", "fish", "shell", "console", "shell-session", "shellsession", "ksh"})
_COMMAND_KEYS = ("command", "cmd")
_PATH_KEYS = ("path", "file_path", "filepath", "filename", "file", "notebook_path", "target_file")
_PLACE_KEYS = ("cwd", "directory")
_CODE_KEYS = ("content", "new_string", "new_text", "new_str", "new_source", "code", "patch", "diff", "script")
_URL = re.compile(r"https?://[^\s<>\"'`|\\^{}\x00-\x1f]+")
_PATH = re.compile(
    r"(?<![\w/.~@:-])(?:(?:~|\.{1,2})?/(?:[\w.@+=%-]+/)*[\w.@+=%-]+/?|[\w@+-][\w.@+-]*(?:/[\w.@+=%-]+)*/[\w@+=%-]*\.\w+)"
)
_NAME_IN_CODE = re.compile(r"(?<!`)`([\w@+-][\w.@+-]*\.[A-Za-z]\w{0,9}(?:\.\d+)*)(?::\d+)*`(?!`)")
_PROMPT = re.compile(r"^\s*[$❯]\s+")


class PartKind(StrEnum):
    """A kind of thing in an entry, as it is called in a sentence."""

    CODE = "code block"
    COMMAND = "command"
    PATH = "path"
    URL = "link"


class Part(Value):
    """Something to copy: `text` exactly as it was, `label` on one line for a list."""

    label: str
    text: str


def source_of(entry: Entry) -> Part:
    """Return the entry as it was written; of a tool call the output, or what was called while there is none."""
    if isinstance(entry, ToolCall):
        output = entry.live_output if entry.output is None else read_tool_output(entry.output).text
        if output.strip():
            return Part("tool output", output)
        return Part("tool call", FACES[ToolCall].source(entry))
    names = {UserMessage: "prompt", AssistantMessage: "answer", Reasoning: "reasoning"}
    return Part(names.get(type(entry), "entry"), FACES[type(entry)].source(entry))


def parts_of(entries: Iterable[Entry], kind: PartKind) -> list[Part]:
    """Return what of that kind is in the entries, in their order, each text once."""
    found: dict[str, Part] = {}
    for entry in entries:
        for text in _FINDERS[kind](entry):
            if text.strip() and text not in found:
                found[text] = Part(_label(text), text)
            if len(found) >= MOST_PARTS:
                return list(found.values())
    return list(found.values())


def _label(text: str) -> str:
    first = next((line for line in text.split("\n") if line.strip()), "")
    count = text.strip("\n").count("\n")
    return clean_line(first, 200) + (f"  (+{count} {'line' if count == 1 else 'lines'})" if count else "")


def _markdown(entry: Entry) -> str:
    return entry.text[:SEARCHED_LIMIT] if isinstance(entry, AssistantMessage | UserMessage) else ""


def _fences(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield language and content of each code block, those in lists and quotes too."""
    text = _markdown(entry)
    if "```" in text or "~~~" in text or "    " in text or "\t" in text:
        for token in tokenize(text):
            if token.type in {"fence", "code_block"}:
                yield token.info.strip().partition(" ")[0].lower(), token.content.removesuffix("\n")


def _values(entry: Entry, keys: Iterable[str]) -> Iterator[Any]:
    arguments = parsed(entry.arguments) if isinstance(entry, ToolCall) else None
    if isinstance(arguments, Mapping):
        yield from (arguments[key] for key in keys if key in arguments)


def _code(entry: Entry) -> Iterator[str]:
    yield from (content for _, content in _fences(entry))
    yield from (value for value in _values(entry, _CODE_KEYS) if isinstance(value, str))


def _commands(entry: Entry) -> Iterator[str]:
    for value in _values(entry, _COMMAND_KEYS):
        if isinstance(value, str):
            yield value
        elif isinstance(value, list) and all(isinstance(word, str) for word in value):
            yield shlex.join(value)
    for language, content in _fences(entry):
        if language in _SHELLS:
            typed = [line for line in content.split("\n") if _PROMPT.match(line)]
            # With prompts in it, the block shows what was answered, too.
            yield "\n".join(_PROMPT.sub("", line) for line in typed) if typed else content
    if isinstance(entry, Notice) and entry.kind is NoticeKind.COMMAND and entry.text.startswith("!"):
        yield entry.text[1:]


def _paths(entry: Entry) -> Iterator[str]:
    if isinstance(entry, ToolCall):
        # What a card leaves out of its call's JSON (the shell that ran, and where) nobody looks for. A card may show
        # JSON, where lines end with an escape.
        shown = FACES[ToolCall].source(entry).replace("\\n", "\n")
        yield from (value for value in _values(entry, _PATH_KEYS) if isinstance(value, str))
        for place in _values(entry, _PLACE_KEYS):
            if isinstance(place, str) and re.search(rf"(?<![\w/.~-]){re.escape(place)}(?![\w/.-])", shown):
                yield place
        seen = set(_paths_in(shown))
        yield from (path for path in _paths_in(readable_text(entry)) if path in seen)
        return
    yield from _paths_in(readable_text(entry))


def _paths_in(text: str) -> list[str]:
    """Return the paths in a text, and the names of files that stand alone as code, in their order."""
    text = _URL.sub(" ", text[:SEARCHED_LIMIT])
    found = [(match.start(), match[0].rstrip(".,;:!?")) for match in _PATH.finditer(text)]
    found += [(match.start(), match[1]) for match in _NAME_IN_CODE.finditer(text)]
    return [path for _, path in sorted(found)]


def _urls(entry: Entry) -> Iterator[str]:
    return map(_trimmed, _URL.findall(readable_text(entry)[:SEARCHED_LIMIT]))


def _trimmed(url: str) -> str:
    """Drop what belongs to the sentence around it: punctuation, brackets that were opened before, emphasis."""
    while url:
        last = url[-1]
        opening = {")": "(", "]": "["}.get(last)
        if last in ".,;:!?*_~" or (opening is not None and url.count(last) > url.count(opening)):
            url = url[:-1]
        else:
            break
    # A markdown link's address ends at the bracket that closes it, whatever follows.
    depth = 0
    for position, character in enumerate(url):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return url[:position]
    return url


_FINDERS = {PartKind.CODE: _code, PartKind.COMMAND: _commands, PartKind.PATH: _paths, PartKind.URL: _urls}
