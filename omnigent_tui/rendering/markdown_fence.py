"""A code fence that is still open: followed line by line, so that a long one costs no more than what is added to it."""

import re

from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line, Runs
from omnigent_tui.rendering.markdown_blocks import Code, code_heading, lay_out_code
from omnigent_tui.rendering.markdown_parser import make_code

_OPENING = re.compile(r"( {0,3})(?:(`{3,})([^`\n]*)|(~{3,})([^\n]*))\n")


class OpenFence:
    """A fence that begins at character `start` of a growing text."""

    def __init__(self, start: int, opening: re.Match[str], *, gap: Runs | None) -> None:
        indent, ticks, info, tildes, tilde_info = opening.groups()
        marker = ticks or tildes
        self._start = start + opening.end()
        self._scanned = self._start
        self._info = (info if ticks else tilde_info).strip()
        self._gap = gap
        self._indent = re.compile(rf"^ {{1,{len(indent)}}}", re.MULTILINE) if indent else None
        self._closing = re.compile(rf" {{0,3}}{re.escape(marker[0])}{{{len(marker)},}}[ \t]*")
        self._width, self._open_key = 0, ""
        self._lines: list[Line] = []
        self._laid_out = self._start

    @classmethod
    def begins(cls, text: str, start: int, *, gap: Runs | None) -> "OpenFence | None":
        """Return the fence whose opening line is at `start` of `text`, or None."""
        opening = _OPENING.match(text, start)
        return cls(0, opening, gap=gap) if opening else None

    def find_end(self, text: str) -> tuple[int, int] | None:
        """Return where the closing line begins and where it ends, as far as complete lines tell, else None."""
        while (newline := text.find("\n", self._scanned)) >= 0:
            if self._closing.fullmatch(text, self._scanned, newline):
                return self._scanned, newline + 1
            self._scanned = newline + 1
        return None

    def block(self, text: str, end: int | None = None, *, is_open: bool = False) -> Code:
        """Return the code so far, or up to `end`. A last line that looks like the closing one is left out."""
        if end is None:
            end = self._scanned if self._closing.fullmatch(text, self._scanned) else len(text)
        code = text[self._start : end]
        if self._indent is not None:
            code = self._indent.sub("", code)
        return make_code(code, self._info, gutter=(), next_gutter=(), gap=self._gap, is_open=is_open)

    def lines(self, text: str, width: int, glyphs: Glyphs, open_key: str = "") -> list[Line]:
        """Return the rows of the code so far; rows of complete lines stay the same objects. Call `find_end` first."""
        if (width, open_key) != (self._width, self._open_key):
            self._width, self._open_key = width, open_key
            self._laid_out = self._start
            self._lines = code_heading(self.block("", 0))
        if self._scanned > self._laid_out:
            self._lines += self._rows(text[self._laid_out : self._scanned], glyphs)
            self._laid_out = self._scanned
        if len(text) > self._scanned and not self._closing.fullmatch(text, self._scanned):
            return self._lines + self._rows(text[self._scanned :], glyphs)
        return list(self._lines)

    def _rows(self, code: str, glyphs: Glyphs) -> list[Line]:
        if self._indent is not None:
            code = self._indent.sub("", code)
        block = make_code(code, "", gutter=(), next_gutter=(), gap=None, is_open=True)
        return lay_out_code(block, self._width, glyphs, open_key=self._open_key)
