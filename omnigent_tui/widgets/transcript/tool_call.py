"""Tool calls: a header with what is done and how that stands, a few rows of the rest folded, all of it unfolded."""

from typing_extensions import override

from omnigent_tui.rendering.durations import duration
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line, Run, crop_runs, runs_width, wrap_text
from omnigent_tui.rendering.looks import ACCENT, BAD, BOLD, GOOD, MUTED, WARNING
from omnigent_tui.rendering.tool_media import SEPARATOR
from omnigent_tui.rendering.tool_output import ToolOutput, live_output, read_tool_output
from omnigent_tui.state.transcript import ToolCall, ToolState
from omnigent_tui.widgets.transcript.face import SHOWN_LIMIT, Face
from omnigent_tui.widgets.transcript.hints import Hints
from omnigent_tui.widgets.transcript.tools.card import INDENT, ToolCard
from omnigent_tui.widgets.transcript.tools.registry import card_for

LIVE_TAIL = 8_000
"""Characters of a running call's output that are read for the folded card."""

COUNTED = 5
"""Seconds from one time that is shown of a running call to the next: a clock that ticks draws the eye."""

_ESTIMATED_ROWS = 4
_LEAST_TITLE = 12
_SAID_ALONE = frozenset({"denied", "cancelled", "timed out"})


class ToolCallFace(Face[ToolCall]):
    """Draws a tool call and what it gave."""

    compact = True
    starts_folded = True

    def __init__(self, entry: ToolCall, glyphs: Glyphs) -> None:
        super().__init__(entry, glyphs)
        self._card = card_for(entry.name, entry.arguments, glyphs)
        self._output = _read(entry, LIVE_TAIL)

    @override
    def update(self, entry: ToolCall) -> None:
        before = self.entry
        super().update(entry)
        if (entry.name, entry.arguments) != (before.name, before.arguments):
            self._card = card_for(entry.name, entry.arguments, self.glyphs)
        if entry.output is None or entry.output != before.output:
            self._output = _read(entry, LIVE_TAIL)

    @override
    def heeds(self, before: Hints, after: Hints) -> bool:
        is_later = running_for(self.entry, before.now) != running_for(self.entry, after.now)
        is_waiting = self.entry.key in before.waiting, self.entry.key in after.waiting
        return is_later or is_waiting[0] != is_waiting[1] or before.reading_keys != after.reading_keys

    def _state(self) -> tuple[str, str, int]:
        """Sign, word and look of how the call stands."""
        glyphs, problem = self.glyphs, self._output.problem
        match self.entry.state:
            case ToolState.RUNNING if self.entry.key in self.hints.waiting:
                return glyphs.attention, "waits for you", WARNING | BOLD
            case ToolState.RUNNING:
                return glyphs.running, "running", ACCENT
            case ToolState.CANCELLED:
                return glyphs.stopped, "cancelled", WARNING
            case ToolState.ACTION_REQUIRED:
                return glyphs.attention, "action required", WARNING | BOLD
            case ToolState.DONE if problem == "cancelled":
                return glyphs.stopped, problem, WARNING
            case ToolState.DONE if problem in _SAID_ALONE:
                return glyphs.failed, problem, BAD
            case ToolState.DONE if problem == "error":
                return glyphs.failed, "failed", BAD
            case ToolState.DONE if problem:
                return glyphs.failed, f"failed{self._dot}{problem}", BAD
        return glyphs.done, "done", GOOD

    @property
    def _dot(self) -> str:
        return f" {self.glyphs.notice} "

    @property
    @override
    def sign(self) -> Run:
        glyph, _, look = self._state()
        return (glyph, look)

    @override
    def is_foldable(self) -> bool:
        return True

    @override
    def lay_out(self, width: int, folded: bool) -> list[Line]:
        if folded:
            return [self._header(width), *self._excerpt(width), *self.footnotes(width)]
        _, word, look = self._state()
        mark: Run = (f"{self.glyphs.unfolded} ", MUTED)
        output = self._output
        if output.is_running:
            output = live_output(self.entry.live_output, SHOWN_LIMIT)
        state: tuple[Run, ...] = ((f"  {word}", look), *self._facts(output))
        heading = self._card.heading()
        if any("\n" in text for text, _ in heading):
            # Behind the last line of a command the state would read like a part of it.
            state = (("\n", 0), (word, look), *state[1:])
        lines = wrap_text((*heading, *state), width, (mark,), INDENT, note_look=MUTED)
        self._card.open_key = self.hints.open_key
        asked, gave = self._card.asked(width, output), self._card.gave(width, output)
        lines += asked
        gave = [*self._media(width), *gave]
        if not gave and not output.text.strip() and self.entry.output is not None and len(lines) < 3:
            gave = wrap_text((("no output", MUTED),), width, INDENT)
        return lines + gave + self.footnotes(width)

    def _facts(self, output: ToolOutput) -> tuple[Run, ...]:
        facts = [fact for fact in self._card.facts(output) if fact]
        seconds = running_for(self.entry, self.hints.now) or _seconds(self.entry)
        if seconds >= 1:
            facts.append(duration(seconds))
        return tuple((f"{self._dot}{fact}", MUTED) for fact in facts)

    def _header(self, width: int) -> Line:
        """The title in one row, cut so that how the call stands is always read; facts only where there is room."""
        _, word, look = self._state()
        mark: Run = (f"{self.glyphs.folded} ", MUTED)
        state: tuple[Run, ...] = ((f"  {word}", look),)
        title: Run = (self._card.line(), 0)
        for fact in self._facts(self._output):
            if width - runs_width((mark, *state, fact)) >= max(_LEAST_TITLE, min(runs_width((title,)), width // 2)):
                state = (*state, fact)
        room = max(6, width - runs_width((mark, *state)))
        shown = crop_runs((title,), room, self.glyphs.ellipsis)
        return Line(crop_runs((*shown, *state), width - 2, self.glyphs.ellipsis), (mark,))

    def _media(self, width: int) -> list[Line]:
        gutter = (*INDENT, (f"{self.glyphs.attachment} ", MUTED))
        texts = [text.replace(SEPARATOR, self._dot) for text in self._output.media]
        return [line for text in texts for line in wrap_text(((text, MUTED),), width, gutter)]

    def _excerpt(self, width: int) -> list[Line]:
        """Return the short form of what the card shows, with a note of how much more there is."""
        excerpt = self._card.excerpt(width, self._output)
        rows = list(excerpt.rows)
        if excerpt.hidden > 0:
            plural = "line" if excerpt.hidden == 1 else "lines"
            note = f"{self.glyphs.ellipsis} {excerpt.hidden:,} more {plural}{self._dot}{self.hints.fold_key} shows all"
            rows.insert(len(rows) if excerpt.at is None else excerpt.at, self._card.row(((note, MUTED),), width))
        return [*self._media(width)[:3], *rows]

    @classmethod
    @override
    def estimate(cls, entry: ToolCall, width: int, folded: bool) -> int:
        output = entry.live_output if entry.output is None else entry.output
        if folded:
            # Folded cards are a few rows high whatever they hold: nothing is counted.
            return _ESTIMATED_ROWS if output else 1
        return 4 + min(output.count("\n") + output.count("\\n"), 2_000)

    @classmethod
    @override
    def source(cls, entry: ToolCall) -> str:
        return source_of(entry)


def running_for(entry: ToolCall, now: float) -> int:
    """How long a call has been running, in steps of COUNTED seconds; 0 when it is not, or when that is not known."""
    begun_at = entry.begun_at or entry.created_at
    if entry.state is not ToolState.RUNNING or begun_at is None:
        return 0
    return max(0, int(now - begun_at)) // COUNTED * COUNTED


def _seconds(entry: ToolCall) -> float:
    """How long a call took: as it was seen, else by when the server stored call and output; 0 when unknown."""
    if entry.seconds is not None:
        return entry.seconds
    if entry.created_at is None or entry.ended_at is None:
        return 0.0
    return entry.ended_at - entry.created_at


def source_of(entry: ToolCall) -> str:
    """Return a call as text: what was asked, and all that it gave."""
    card: ToolCard = card_for(entry.name, entry.arguments, _COPIED)
    return card.source(_read(entry, len(entry.live_output)))


_COPIED = Glyphs()


def _read(entry: ToolCall, tail: int) -> ToolOutput:
    return live_output(entry.live_output, tail) if entry.output is None else read_tool_output(entry.output)
