"""A markdown text that grows: only its open end is parsed and laid out again, finished blocks never."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnigent_tui.rendering.glyphs import UNICODE, Glyphs
from omnigent_tui.rendering.lines import Line, blank_line, cut_text, wrap_text
from omnigent_tui.rendering.looks import MUTED
from omnigent_tui.rendering.markdown_blocks import AnyBlock, lay_out_block
from omnigent_tui.rendering.markdown_fence import OpenFence
from omnigent_tui.rendering.markdown_parser import BlockBuilder, tokenize

if TYPE_CHECKING:
    from markdown_it.token import Token

WINDOW = 16_000
"""Characters that are parsed at once. A single block longer than this is cut, at the end of a line if it can be."""

TEXT_LIMIT = 500_000
"""Characters of one text that are shown; of the rest only the number."""

LINE_LIMIT = 20_000
"""Lines of one text that are shown."""


class MarkdownText:
    """Markdown in lines: `update` with the whole text as often as it grows, `lines` for a width as often as drawn.

    Every paragraph, list, table … at the outermost level is finished when the next one has begun on a complete
    line: no later text changes it. Its blocks and its lines then stay the same objects.
    """

    def __init__(self, glyphs: Glyphs = UNICODE) -> None:
        self._glyphs = glyphs
        self._text = ""
        self._final = False
        self._hidden = 0
        self._reset()

    def _reset(self) -> None:
        self._finished: list[AnyBlock] = []
        self._tail: list[AnyBlock] = []
        self._tail_start = 0
        self._fence: OpenFence | None = None
        self._forget_lines()

    def _forget_lines(self) -> None:
        self._width, self._open_key = 0, ""
        self._finished_lines: list[Line] = []
        self._laid_out = 0
        self._lines: list[Line] | None = None

    @property
    def blocks(self) -> list[AnyBlock]:
        """All blocks, in order."""
        return [*self._finished, *self._tail]

    def update(self, text: str, *, final: bool = True) -> None:
        """Show `text`. `final` says that no more will come: then code at the very end is highlighted, too."""
        text, hidden = cut_text(text, TEXT_LIMIT, LINE_LIMIT)
        if final == self._final and hidden == self._hidden and text == self._text:
            return
        if (self._final and not final) or not text.startswith(self._text):
            self._reset()
        self._text, self._final, self._hidden = text, final, hidden
        self._lines = None
        if self._fence is not None and not final and self._fence.find_end(text) is None:
            self._tail = [self._fence.block(text, is_open=True)]
            return
        self._fence = None
        while self._parse_window():
            pass

    def _parse_window(self) -> bool:
        """Parse from the open end on; return whether blocks were finished and there is more to parse."""
        self._tail = []
        end = self._window_end()
        window = self._text[self._tail_start : end]
        is_cut = end < len(self._text)
        tokens = tokenize(window)
        if is_cut or not self._final:
            index, line = _last_block(tokens, window, is_cut=is_cut)
            if line:
                self._finish(tokens[:index], self._tail_start + _offset_of_line(window, line))
                return True
            fence = OpenFence.begins(self._text, self._tail_start, gap=() if self._finished else None)
            if fence is not None:
                closing = fence.find_end(self._text)
                if closing is None:
                    self._fence = None if self._final else fence
                    self._tail = [fence.block(self._text, is_open=not self._final)]
                    return False
                if is_cut:
                    self._finished.append(fence.block(self._text, closing[0]))
                    self._tail_start = closing[1]
                    return True
        if is_cut:
            self._finish(tokens, end)
            return True
        self._tail = self._build(tokens, is_open=not self._final)
        return False

    def _finish(self, tokens: list[Token], end: int) -> None:
        self._finished.extend(self._build(tokens, is_open=False))
        self._tail_start = end

    def _build(self, tokens: list[Token], *, is_open: bool) -> list[AnyBlock]:
        return BlockBuilder(self._glyphs, is_first=not self._finished, is_open=is_open).build(tokens)

    def _window_end(self) -> int:
        length, start = len(self._text), self._tail_start
        if length - start <= WINDOW:
            return length
        newline = self._text.find("\n", start + WINDOW, start + 2 * WINDOW)
        return newline + 1 if newline >= 0 else min(length, start + 2 * WINDOW)

    def lines(self, width: int, open_key: str = "") -> list[Line]:
        """Return the rows for `width` cells. Do not change the list; its unchanged rows are the same objects.

        `open_key` stands in the note about a line that is too long to be shown whole.
        """
        if (width, open_key) != (self._width, self._open_key):
            self._forget_lines()
            self._width, self._open_key = width, open_key
        if self._lines is None:
            for block in self._finished[self._laid_out :]:
                self._append(self._finished_lines, block)
            self._laid_out = len(self._finished)
            lines = list(self._finished_lines)
            if self._fence is not None:
                lines += [blank_line()] if self._finished else []
                lines += self._fence.lines(self._text, width, self._glyphs, open_key)
            else:
                for block in self._tail:
                    self._append(lines, block)
            if self._hidden:
                lines += wrap_text(((f"… {self._hidden:,} more characters are not shown", MUTED),), width)
            self._lines = lines
        return self._lines

    def _append(self, lines: list[Line], block: AnyBlock) -> None:
        if block.gap is not None:
            lines.append(Line((), block.gap))
        lines += lay_out_block(block, self._width, self._glyphs, self._open_key)


def _last_block(tokens: list[Token], window: str, *, is_cut: bool) -> tuple[int, int]:
    """Return token index and line of the last outermost block that is there to stay (0, 0: none but the first).

    What an unfinished last line begins may still turn out to continue the block before it.
    """
    last_line = len(window) if is_cut else window.count("\n")
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.level == 0 and token.nesting >= 0 and token.map:
            line = token.map[0]
            if line < last_line or (index and _is_apart(tokens[index - 1].type, window)):
                return index, line
    return 0, 0


def _is_apart(before: str, window: str) -> bool:
    """Whether the unfinished last line of `window` can't continue the block that ends with the token type `before`."""
    if before in {"fence", "heading_close", "hr"}:
        return True
    start = window.rfind("\n") + 1
    if window[:start].rstrip(" \t")[-2:] != "\n\n" and window[:start][-2:] != "\n\n":
        return False
    # After a blank line only a list goes on, with what looks like its next item.
    return not before.endswith("list_close") or window[start:].lstrip()[:1] not in set("-+*0123456789")


def _offset_of_line(text: str, line: int) -> int:
    offset = 0
    for _ in range(line):
        offset = text.index("\n", offset) + 1
    return offset
