"""What is being typed at the cursor: `@` with the beginning of a file, or `/` with the beginning of a command."""

import re
from enum import StrEnum

from omnigent_tui.values import Value

_MENTION = re.compile(r"""(?:^|(?<=[\s("'`\[{,;]))@("[^"]*|[^\s@"]*)$""")
_COMMAND = re.compile(r"^/([^\s/]*)$")
_HERE = re.compile(r"^(?:~(?=/|$)|\.{0,2}/)")


class Sought(StrEnum):
    """What a token may become: a file of the session, one of this machine, a command or skill."""

    WORKSPACE_FILE = "workspace file"
    LOCAL_FILE = "local file"
    COMMAND = "command"


class Token(Value):
    """`query` is what was typed after the sign; the whole token, `text`, is `start` to `end` (columns) of row `row`."""

    sought: Sought
    query: str
    text: str
    row: int
    start: int
    end: int


def token_at(line: str, row: int, column: int) -> Token | None:
    """Return the token that ends at the cursor. A command begins the message; a path with `/`, `~/`, `./` is local."""
    before = line[:column]
    if row == 0 and (command := _COMMAND.match(before)):
        return Token(Sought.COMMAND, command.group(1), before, row, 0, column)
    if mention := _MENTION.search(before):
        query = mention.group(1).removeprefix('"')
        sought = Sought.LOCAL_FILE if _HERE.match(query) else Sought.WORKSPACE_FILE
        return Token(sought, query, mention.group(), row, mention.start(), column)
    return None


def word_at(line: str, row: int, column: int) -> Token | None:
    """Return the word before the cursor, as a token that may be a file of this machine; None when there is none."""
    word = line[:column].rpartition(" ")[2]
    query = word.removeprefix("@").strip("\"'")
    return Token(Sought.LOCAL_FILE, query, word, row, column - len(word), column) if query else None


def mention(path: str, *, is_open: bool = False) -> str:
    """Return how a file is mentioned in a message; `is_open` leaves a directory open for what is in it."""
    if re.search(r'[\s@"]', path):
        return f'@"{path}' if is_open else f'@"{path}" '
    return f"@{path}" if is_open else f"@{path} "
