"""The base of the line-based widgets: rows painted from lines, and only rows that changed sent to the screen again.

It replaces Textual's rendering pipeline (`render_lines`): no layout, no cache of styles, no scrolling of Textual's own.
The rows on show are kept as strips; `put` compares them with those of the frame before.
"""

from collections.abc import Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.dom import DOMNode
from textual.filter import LineFilter
from textual.geometry import Region, Spacing
from textual.strip import Strip
from textual.style import Style as TextStyle
from textual.widget import Widget

from omnigent_tui.rendering.glyphs import UNICODE, Glyphs
from omnigent_tui.rendering.lines import Line, Run
from omnigent_tui.rendering.looks import LOOK_NAMES, THUMB, TOKEN_NAMES, TRACK
from omnigent_tui.rendering.palette import Palette
from omnigent_tui.rendering.wrapping import text_width
from omnigent_tui.widgets.painted_strip import PaintedStrip

NO_GUTTER = Spacing(0, 0, 0, 0)


class LineView(Widget):
    """A widget that shows rows. Subclasses override `show_rows`, which puts the rows that fit the current size."""

    DEFAULT_CSS = """
    LineView {
        height: 1fr;
        width: 1fr;
        background: $background;
        color: $foreground;
    }
    LineView > .look--muted { color: $text-muted; }
    LineView:ansi > .look--muted { text-style: dim; }
    LineView > .look--quote { color: $text-secondary; }
    LineView > .look--code { color: $text-accent; }
    LineView > .look--code-block { background: $surface; }
    LineView > .look--heading { color: $text-primary; }
    LineView > .look--marker { color: $text-secondary; }
    LineView > .look--url { color: $text-primary; text-style: underline; }
    LineView > .look--user { color: $text-accent; text-style: bold; }
    LineView > .look--accent { color: $text-accent; }
    LineView > .look--good { color: $text-success; }
    LineView > .look--warning { color: $text-warning; }
    LineView > .look--bad { color: $text-error; }
    LineView > .look--keyword { color: $text-primary; text-style: bold; }
    LineView > .look--name { color: $text-accent; }
    LineView > .look--string { color: $text-success; }
    LineView > .look--number { color: $text-warning; }
    LineView > .look--comment { color: $text-muted; text-style: italic; }
    LineView > .look--added { color: $text-success; }
    LineView > .look--removed { color: $text-error; }
    LineView > .look--bold { text-style: bold; }
    LineView > .look--italic { text-style: italic; }
    LineView > .look--strike { text-style: strike; }
    LineView > .look--underline { text-style: underline; }
    LineView > .look--track { color: $surface; }
    LineView > .look--thumb { color: $text-muted; }
    LineView > .look--current { background: $block-cursor-background; color: $block-cursor-foreground; }
    LineView > .look--current-blurred { background: $block-cursor-blurred-background; text-style: bold; }
    LineView > .look--flag {
        background: $block-cursor-background;
        color: $block-cursor-foreground;
        text-style: bold;
    }
    LineView > .look--hit { text-style: bold underline; }
    LineView > .look--hit-current { text-style: bold reverse; }
    LineView > .look--selected {
        background: $screen-selection-background;
        color: $screen-selection-foreground;
    }
    """

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.glyphs = glyphs
        # With Textual's links on, each mouse move repaints the widget: every row's style is another "link" to it.
        self.auto_links = False
        self._strips: list[Strip] = []
        self._columns = 0
        self._rows_high = 0
        self._line_filters: Sequence[LineFilter] = ()
        self._behind = Color(0, 0, 0)
        self._painted: set[Line] = set()
        self._painting: set[Line] = set()
        self._palette: Palette | None = None
        self._palette_stale = True
        self._code_styles: Mapping[str, str] = {}

    @property
    def palette(self) -> Palette:
        """The styles of the current theme."""
        if self._palette is None or self._palette_stale:
            self._palette_stale = False
            self._line_filters, self._behind = self._enabled_filters(), self.background_colors[1]
            styles = {look: self._look_style(f"look--{name}") for look, name in LOOK_NAMES.items()}
            for look, token in TOKEN_NAMES.items():
                if token in self._code_styles:
                    styles[look] = TextStyle.parse(self._code_styles[token]).rich_style
            palette = Palette(self.rich_style, styles)
            if self._palette is None or not palette.is_same(self._palette):
                self._palette = palette
        return self._palette

    def set_code_styles(self, styles: Mapping[str, str]) -> None:
        """Take a theme's colours of code: token names (`Literal.String`) to Textual styles (`italic #8fd8a1`)."""
        self._code_styles = styles
        self._palette_stale = True
        if self.is_mounted:
            self._restyle()

    def _look_style(self, name: str) -> Style:
        """Return what a class of the rules above adds, translucent colours and `auto` worked out for the background.

        Textual's own partial style leaves them as opaque white. Were the looks component classes, Textual would look
        them up for every view, also a hidden one, whenever anything about it changes, and keep a node for each: a
        quarter of the start's time, and 2.5 MB.
        """
        node = DOMNode(classes=name)
        node._attach(self)  # private in Textual 8.2: this is how it looks up component classes itself
        self.app.stylesheet.apply(node, animate=False)
        rules = node.styles
        background = self.background_colors[1]
        style = Style() + rules.text_style
        if rules.has_rule("background") and rules.background.a:
            background = _over(background, rules.background)
            style += Style(bgcolor=background.rich_color)
        if rules.has_rule("auto_color") and rules.auto_color:
            style += Style(color=_over(background, background.get_contrast_text(rules.color.a)).rich_color)
        elif rules.has_rule("color") and rules.color.a:
            style += Style(color=_over(background, rules.color).rich_color)
        return style

    def notify_style_update(self) -> None:
        """Textual's hook: theme or style rules changed."""
        super().notify_style_update()
        self._palette_stale = True
        if self.is_mounted and self.size:
            self.call_later(self._restyle)

    def _restyle(self) -> None:
        before = self._palette
        if self.palette is not before:
            self.show_rows()

    def on_resize(self) -> None:
        """Lay the rows out for the new size."""
        self.show_rows()

    def on_show(self) -> None:
        """Catch up with what happened while this was hidden: without a size nothing is laid out."""
        self.show_rows()

    def show_rows(self) -> None:
        """Compute the rows for the current size and `put` them."""
        raise NotImplementedError

    def measure(self) -> tuple[int, int]:
        """Return the current width and height in cells; painting uses this width from now on.

        Asking Textual costs a walk through its maps each time, too much to do for every row. While the widget is
        hidden both are 0, and painting keeps to the last ones.
        """
        width, height = self.size
        if width and height:
            self._columns, self._rows_high = width, height
        return width, height

    def put(self, strips: list[Strip]) -> None:
        """Show `strips` (one for each row of the widget); only those that differ from what is on show are repainted."""
        for line in self._painted - self._painting:
            line.painted = None
        self._painted, self._painting = self._painting, set()
        before, self._strips = self._strips, strips
        if len(before) != len(strips):
            self.refresh()
            return
        width = self._columns
        start: int | None = None
        regions: list[Region] = []
        for y, (old, new) in enumerate(zip(before, strips, strict=True)):
            if old is new or old == new:
                strips[y] = old
                if start is not None:
                    regions.append(Region(0, start, width, y - start))
                    start = None
            elif start is None:
                start = y
        if start is not None:
            regions.append(Region(0, start, width, len(strips) - start))
        if regions:
            self.refresh(*regions)

    def row_text(self, y: int) -> str:
        """Return what row `y` shows."""
        return self._strips[y].text if 0 <= y < len(self._strips) else ""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows of `crop`, through the app's line filters, as Textual's own pipeline does.

        With a border or padding, Textual's pipeline does it: slower, but it knows how to draw them.
        """
        if self.gutter != NO_GUTTER:
            return super().render_lines(crop)
        width = self.size.width
        strips = self._strips[crop.y : crop.bottom]
        if len(strips) < crop.height:
            blank = Strip.blank(width, self.rich_style)
            strips = [*strips, *[blank] * (crop.height - len(strips))]
        # What was painted before a theme came with other filters is painted again because of its colours.
        if any(type(strip) is not PaintedStrip for strip in strips):
            background = self.background_colors[1]
            for line_filter in self._enabled_filters():
                strips = [
                    strip if type(strip) is PaintedStrip else strip.apply_filter(line_filter, background)
                    for strip in strips
                ]
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """Return row `y`, for Textual's search for what is under the mouse."""
        return self._strips[y] if 0 <= y < len(self._strips) else Strip.blank(self.size.width, self.rich_style)

    def paint(self, line: Line, bar: int = 0, margin: Run | None = None, extra: int = 0) -> Strip:
        """Return the strip of `line` across the widget, with the scroll bar's cell `bar` (0, TRACK or THUMB).

        `margin` is put before the gutter, `extra` looks are added to the whole row. The strip is kept with the line
        for as long as it is on show and nothing of this changes: strips hold several times the memory of lines.
        """
        palette = self.palette
        width = self._columns
        self._painting.add(line)
        key = (palette, width, bar, margin, extra)
        if line.painted is None:
            line.painted = {}
        strip = line.painted.get(key)
        if strip is None:
            if len(line.painted) > 3:
                line.painted.clear()
            runs = (*line.gutter, *line.runs) if margin is None else (margin, *line.gutter, *line.runs)
            strip = self.paint_runs(runs, bar, line.fill, extra)
            line.painted[key] = strip
        return strip

    def paint_runs(self, runs: Sequence[Run], bar: int = 0, fill: int = 0, extra: int = 0) -> Strip:
        """Return `runs` as a strip of the widget's width: cut or filled, the scroll bar's cell last if there is one."""
        palette = self.palette
        room = self._columns - 1 if bar else self._columns
        style = palette.style
        segments = [Segment(text, style(look | extra)) for text, look in runs if text]
        used = sum(text_width(segment.text) for segment in segments)
        if used > room:
            segments = list(Strip(segments, used).adjust_cell_length(room, style(fill | extra)))
        elif used < room:
            segments.append(Segment(" " * (room - used), style(fill | extra)))
        if bar:
            segments.append(Segment(self.glyphs.thumb if bar == THUMB else self.glyphs.track, style(bar)))
        for line_filter in self._line_filters:
            segments = line_filter.apply(segments, self._behind)
        return PaintedStrip(segments, self._columns)

    def _enabled_filters(self) -> list[LineFilter]:
        return [line_filter for line_filter in self.get_line_filters() if line_filter.enabled]


def _over(background: Color, color: Color) -> Color:
    """Return `color` on `background` as one opaque colour; the terminal's own colours can't be mixed."""
    if color.ansi is not None or background.ansi is not None or color.a >= 1:
        return color
    return background + color


def bar_cells(height: int, total: int, first: int) -> list[int]:
    """Return the scroll bar for `height` rows of `total`, of which `first` are above: THUMB or TRACK for each row."""
    if total <= height or height <= 0:
        return [TRACK] * height
    size = max(1, height * height // total)
    start = round((height - size) * min(1.0, first / (total - height)))
    return [THUMB if start <= y < start + size else TRACK for y in range(height)]
