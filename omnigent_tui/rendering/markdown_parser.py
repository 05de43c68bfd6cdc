"""Markdown text to blocks: markdown-it's tokens walked once, containers kept as gutters, nothing is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from omnigent_tui.protocol.cleaning import clean, clean_line
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Run, Runs
from omnigent_tui.rendering.looks import MARKER, QUOTE
from omnigent_tui.rendering.markdown_blocks import AnyBlock, Code, Prose, Rule, Table
from omnigent_tui.rendering.markdown_inline import heading_runs, inline_runs

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

INLINE_LIMIT = 8_000
"""Characters of one paragraph above which its inline markup is not parsed."""

BRACKET_LIMIT = 300
"""Opening brackets of one paragraph above which it is not parsed: looking for their partners is quadratic."""

COLUMN_LIMIT = 100
"""Columns above which a line does not begin a table: every row would be filled up to that many cells."""


def _parse_inline(state: StateCore) -> None:
    from markdown_it.token import Token

    for token in state.tokens:
        if token.type != "inline":
            continue
        if token.children is None:
            token.children = []
        if len(token.content) > INLINE_LIMIT or token.content.count("[") > BRACKET_LIMIT:
            token.children.append(Token("text", "", 0, content=token.content))
        else:
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _parse_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    from markdown_it.rules_block import table

    header = state.src[state.bMarks[start] : state.eMarks[start]]
    return header.count("|") <= COLUMN_LIMIT and table(state, start, end, silent)


@lru_cache(1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    # A definition at the end of a text would change what came before it; shown as text it loses nobody anything.
    parser.disable("reference")
    parser.core.ruler.at("inline", _parse_inline)
    parser.block.ruler.at("table", _parse_table, {"alt": ["paragraph", "reference"]})
    return parser


def tokenize(text: str) -> list[Token]:
    """Return markdown-it's tokens for `text`."""
    return _parser().parse(text)


class _Container(Struct):
    """An open container: `marker` is shown at its first block, `rest` at all others."""

    rest: Runs = ()
    marker: Runs = ()
    tight: bool = False
    used: bool = False


class BlockBuilder:
    """Turns tokens into blocks. `is_first` says whether no block stands before them (the first one has no gap)."""

    def __init__(self, glyphs: Glyphs, *, is_first: bool = True, is_open: bool = False) -> None:
        self._glyphs = glyphs
        self._is_open = is_open
        self._containers = [_Container(used=not is_first)]
        self._lists: list[tuple[bool, int]] = []
        self.blocks: list[AnyBlock] = []

    def build(self, tokens: Sequence[Token]) -> list[AnyBlock]:
        """Return the blocks of `tokens`."""
        index = 0
        while index < len(tokens):
            index = self._token(tokens, index)
        return self.blocks

    def _token(self, tokens: Sequence[Token], index: int) -> int:
        token = tokens[index]
        match token.type:
            case "paragraph_open":
                self._prose(inline_runs(tokens[index + 1]))
                return index + 3
            case "heading_open":
                self._prose(heading_runs(tokens[index + 1], int(token.tag[1:])))
                return index + 3
            case "table_open":
                return self._table(tokens, index)
            case "fence" | "code_block":
                self._code(token)
            case "hr":
                gutter, rest, gap = self._place()
                self.blocks.append(Rule(gutter=gutter, next_gutter=rest, gap=gap))
            case _ if token.nesting > 0:
                self._open(token, tokens, index)
            case _ if token.nesting < 0:
                self._close(token)
            case _:
                self._prose(((clean(token.content.rstrip("\n")), 0),))
        return index + 1

    def _open(self, token: Token, tokens: Sequence[Token], index: int) -> None:
        if token.type == "blockquote_open":
            self._containers.append(_Container(rest=((f"{self._glyphs.bar} ", QUOTE),)))
        elif token.type == "list_item_open":
            self._open_item()
        else:
            start = token.attrGet("start")
            self._lists.append((token.type == "ordered_list_open", int(start) if start is not None else 1))
            self._containers.append(_Container(tight=_is_tight(tokens, index)))

    def _close(self, token: Token) -> None:
        if token.type in {"bullet_list_close", "ordered_list_close"}:
            self._lists.pop()
        elif not self._containers[-1].used:
            self._prose(())
        self._containers.pop()

    def _open_item(self) -> None:
        ordered, number = self._lists[-1]
        self._lists[-1] = (ordered, number + 1)
        bullets = self._glyphs.bullets
        marker = f"{number}. " if ordered else f"{bullets[(len(self._lists) - 1) % len(bullets)]} "
        tight = self._containers[-1].tight
        self._containers.append(_Container(((" " * len(marker), 0),), ((marker, MARKER),), tight))

    def _place(self) -> tuple[Runs, Runs, Runs | None]:
        """Return the gutters of the next block's rows and of the gap before it, and mark the containers used."""
        gutter: list[Run] = []
        rest: list[Run] = []
        for container in self._containers:
            gutter.extend(container.rest if container.used or not container.marker else container.marker)
            rest.extend(container.rest)
        used = [container for container in self._containers if container.used]
        gap: Runs | None = None
        if used and not used[-1].tight:
            gap = tuple(run for container in used for run in container.rest)
        for container in self._containers:
            container.used = True
        return tuple(gutter), tuple(rest), gap

    def _prose(self, runs: Runs) -> None:
        gutter, rest, gap = self._place()
        at = next((i for i, (_, look) in enumerate(gutter) if look == MARKER), len(gutter))
        self.blocks.append(
            Prose(gutter=gutter[:at], next_gutter=rest, gap=gap, runs=runs, lead=gutter[at:]),
        )

    def _code(self, token: Token) -> None:
        gutter, rest, gap = self._place()
        info = token.info if token.type == "fence" else ""
        self.blocks.append(
            make_code(token.content, info, gutter=gutter, next_gutter=rest, gap=gap, is_open=self._is_open)
        )

    def _table(self, tokens: Sequence[Token], index: int) -> int:
        gutter, rest, gap = self._place()
        rows: list[list[Runs]] = []
        aligns: list[str] = []
        while tokens[index].type != "table_close":
            token = tokens[index]
            if token.type == "tr_open":
                rows.append([])
            elif token.type in {"th_open", "td_open"}:
                rows[-1].append(inline_runs(tokens[index + 1]))
                if token.type == "th_open":
                    aligns.append(str(token.attrGet("style") or "").removeprefix("text-align:") or "left")
            index += 1
        header, *body = (tuple(row) for row in rows)
        self.blocks.append(
            Table(gutter=gutter, next_gutter=rest, gap=gap, header=header, rows=tuple(body), aligns=tuple(aligns))
        )
        return index + 1


def make_code(text: str, info: str, *, gutter: Runs, next_gutter: Runs, gap: Runs | None, is_open: bool) -> Code:
    """Return a code block; the language is the first word of the fence's info string, without braces."""
    info = clean_line(info, 200)
    words = info.replace("{", " ").replace("}", " ").split()
    language = words[0].lstrip(".") if words else ""
    return Code(
        gutter=gutter, next_gutter=next_gutter, gap=gap, text=text, language=language, info=info, is_open=is_open
    )


def _is_tight(tokens: Sequence[Token], index: int) -> bool:
    level = tokens[index].level
    for token in tokens[index + 1 :]:
        if token.level == level:
            break
        if token.level == level + 2 and token.type == "paragraph_open":
            return token.hidden
    return True
