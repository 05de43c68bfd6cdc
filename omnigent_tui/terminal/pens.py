"""Pens: what a cell looks like apart from its text, and the shortest sequence from one pen to another."""

from rich.color import Color, ColorSystem
from rich.style import Style

from omnigent_tui.terminal.output_filter import link_sequence, safe_link
from omnigent_tui.values import Value

# Select Graphic Rendition codes of the attribute bits of a rich style, and the codes that end them (ECMA-48, xterm).
_ON = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "21", "51", "52", "53")
_OFF = ("22", "22", "23", "24", "25", "25", "27", "28", "29", "24", "54", "54", "55")
# Underlines, reverse video, strike, frames and overline are visible on a blank cell.
_VISIBLE_ON_BLANK = sum(1 << bit for bit in (3, 6, 8, 9, 10, 11, 12))

_MAX_CACHED = 8192


class Pen(Value, eq=False):
    """Attributes (bits of a rich style), colours as SGR parameters ("" = the terminal's own) and a safe link.

    Pens are interned: two pens of one `Pens` that look alike are the same object, so `is` compares them.
    """

    attributes: int = 0
    foreground: str = ""
    background: str = ""
    link: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether a blank cell drawn with this pen shows nothing but its background."""
        return not (self.link or self.attributes & _VISIBLE_ON_BLANK)

    @property
    def codes(self) -> list[str]:
        """The SGR parameters that make this pen out of the default one."""
        on = [code for bit, code in enumerate(_ON) if self.attributes >> bit & 1]
        return on + [code for code in (self.foreground, self.background) if code]


class Pens:
    """Turns rich styles into interned pens for one colour system."""

    def __init__(self, color_system: ColorSystem) -> None:
        self._color_system = color_system
        self._by_style: dict[Style, Pen] = {}
        self._by_look: dict[tuple[int, str, str, str], Pen] = {}
        self._blanks: dict[Pen, Pen] = {}
        self._changes: dict[tuple[Pen, Pen], str] = {}
        self.default = self.make(0, "", "", "")

    def make(self, attributes: int, foreground: str, background: str, link: str) -> Pen:
        """Return the one pen that looks like this."""
        look = (attributes, foreground, background, link)
        if (pen := self._by_look.get(look)) is None:
            pen = self._by_look[look] = Pen(*look)
        return pen

    def of(self, style: Style | None) -> Pen:
        """Return the pen for a style."""
        if style is None:
            return self.default
        if (pen := self._by_style.get(style)) is None:
            if len(self._by_style) >= _MAX_CACHED:
                self._by_style.clear()
            pen = self._by_style[style] = self._convert(style)
        return pen

    def _convert(self, style: Style) -> Pen:
        # Private in rich (Textual's Strip reads them too): thirteen public properties would be as many calls.
        attributes = style._attributes & style._set_attributes
        return self.make(
            attributes,
            self._color_code(style.color, foreground=True),
            self._color_code(style.bgcolor, foreground=False),
            safe_link(style.link),
        )

    def _color_code(self, color: Color | None, *, foreground: bool) -> str:
        if color is None or color.is_default:
            return ""
        return ";".join(color.downgrade(self._color_system).get_ansi_codes(foreground))

    def blank(self, pen: Pen) -> Pen:
        """Return the pen that stands for all pens whose blank cells look like those of `pen`."""
        if (blank := self._blanks.get(pen)) is None:
            blank = self._blanks[pen] = self.make(0, "", pen.background, "") if pen.is_plain else pen
        return blank

    def change(self, old: Pen, new: Pen) -> str:
        """Return the shortest sequence that turns `old` into `new`."""
        if old is new:
            return ""
        if (sequence := self._changes.get((old, new))) is None:
            if len(self._changes) >= _MAX_CACHED:
                self._changes.clear()
            sequence = self._changes[old, new] = _change(old, new)
        return sequence


def _change(old: Pen, new: Pen) -> str:
    link = link_sequence(new.link) if old.link != new.link else ""
    removed, added = old.attributes & ~new.attributes, new.attributes & ~old.attributes
    off = dict.fromkeys(code for bit, code in enumerate(_OFF) if removed >> bit & 1)
    # One code ends several attributes (22 ends bold and dim): those that should stay are set again.
    on = [code for bit, code in enumerate(_ON) if added >> bit & 1 or (new.attributes >> bit & 1 and _OFF[bit] in off)]
    delta = [*off, *on]
    if old.foreground != new.foreground:
        delta.append(new.foreground or "39")
    if old.background != new.background:
        delta.append(new.background or "49")
    if not delta:
        return link
    steps = ";".join(delta)
    # An empty first parameter is a zero: reset, then build from nothing.
    afresh = ";".join(["", *new.codes])
    return f"{link}\x1b[{min(steps, afresh, key=len)}m"
