"""Code to runs with looks, one list of runs per line: by a named lexer, else plain."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from omnigent_tui.rendering.lines import Run, expand_tabs
from omnigent_tui.rendering.looks import (
    ADDED,
    CODE_BLOCK,
    COMMENT,
    HEADING,
    KEYWORD,
    NAME,
    NUMBER,
    REMOVED,
    STRING,
)

if TYPE_CHECKING:
    from pygments.lexer import Lexer

HIGHLIGHT_LIMIT = 24_000
"""Characters above which code stays plain: lexing it would hold up the keyboard for longer than is noticed."""

_LOOKS_BY_NAME: Mapping[str, int] = MappingProxyType(
    {
        "Keyword": KEYWORD,
        "Operator.Word": KEYWORD,
        "Name.Tag": KEYWORD,
        "Name.Function": NAME,
        "Name.Class": NAME,
        "Name.Decorator": NAME,
        "Name.Builtin": NAME,
        "Name.Attribute": NAME,
        "Literal.String": STRING,
        "Literal.Number": NUMBER,
        "Name.Constant": NUMBER,
        "Comment": COMMENT,
        "Generic.Inserted": ADDED,
        "Generic.Deleted": REMOVED,
        "Generic.Heading": HEADING,
        "Generic.Subheading": HEADING,
    }
)


def highlight(code: str, language: str) -> tuple[Sequence[Run], ...]:
    """Return the runs of each line of `code` (tabs expanded to 4 columns); `language` "" or unknown means plain."""
    if not language or len(code) > HIGHLIGHT_LIMIT:
        return plain(code)
    return _highlighted(code, language.lower())


def highlight_start(code: str, language: str) -> tuple[Sequence[Run], ...]:
    """Return the runs of each line of `code`, as `highlight` does; of long code the beginning is highlighted."""
    if not language or len(code) <= HIGHLIGHT_LIMIT:
        return highlight(code, language)
    end = code.rfind("\n", 0, HIGHLIGHT_LIMIT) + 1
    return highlight(code[:end], language) + plain(code[end:]) if end else plain(code)


def language_of(path: str) -> str:
    """Return the name of the language of the file at `path` ("" when its name does not tell)."""
    name = path.replace("\\", "/").rpartition("/")[2][-100:].lower()
    stem, dot, suffix = name.rpartition(".")
    return _language_of(f"x.{suffix}" if dot and stem else name) if name else ""


@lru_cache(256)
def _language_of(name: str) -> str:
    from pygments.lexers import find_lexer_class_for_filename

    lexer = find_lexer_class_for_filename(name)
    return lexer.aliases[0] if lexer is not None and lexer.aliases else ""


def plain(code: str) -> tuple[Sequence[Run], ...]:
    """Return the lines of `code` without any highlighting."""
    return tuple(expand_tabs(((line, CODE_BLOCK),)) if line else () for line in _code_lines(code))


def _code_lines(code: str) -> list[str]:
    return (code[:-1] if code.endswith("\n") else code).split("\n")


@lru_cache(16)
def _highlighted(code: str, language: str) -> tuple[Sequence[Run], ...]:
    lexer = _lexer(language)
    if lexer is None:
        return plain(code)
    # Lexers expand tabs on their own terms; doing it first keeps the text and the looks together.
    expanded = "\n".join(line.expandtabs(4) for line in _code_lines(code))
    lines: list[list[Run]] = [[]]
    for token, value in lexer.get_tokens(expanded):
        look = CODE_BLOCK | _look_of(token)
        first, *rest = value.split("\n")
        if first:
            lines[-1].append((first, look))
        lines.extend([(part, look)] if part else [] for part in rest)
    wanted = expanded.count("\n") + 1
    if "\n".join("".join(text for text, _ in line) for line in lines[:wanted]) != expanded:
        return plain(code)
    return tuple(tuple(line) for line in lines[:wanted])


@lru_cache(64)
def _lexer(language: str) -> "Lexer | None":
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, stripall=False, ensurenl=True)
    except ClassNotFound:
        return None


@lru_cache(512)
def _look_of(token: tuple[str, ...]) -> int:
    names = tuple(token)
    while names:
        look = _LOOKS_BY_NAME.get(".".join(names))
        if look is not None:
            return look
        names = names[:-1]
    return 0
