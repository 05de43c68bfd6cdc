"""The terminal's cursor while a frame is written: where it is, and the shortest way to where it must go."""

_BACKSPACES = 3
_LINE_FEEDS = 2


class Cursor:
    """A position (column, row from 0) that may be unknown in part (`None`)."""

    __slots__ = ("x", "y")

    def __init__(self) -> None:
        self.x: int | None = None
        self.y: int | None = None

    def forget(self) -> None:
        """Something moved the cursor to an unknown place."""
        self.x = self.y = None

    def go(self, x: int, y: int) -> str:
        """Return the shortest sequence that moves to column `x` of row `y`, and be there."""
        if self.x == x and self.y == y:
            return ""
        ways = [_absolute(x, y)]
        if self.y == y:
            ways.append(_along(self.x, x))
        elif self.y is not None:
            down = y - self.y
            if self.x == x and down > 0:
                ways.append(_step(down, "B"))
            elif self.x == x:
                ways.append(_step(-down, "A"))
            if 0 < down <= _LINE_FEEDS:
                # The carriage return makes this right whether or not the tty turns line feeds into CR LF.
                ways.append("\r" + "\n" * down + (_step(x, "C") if x else ""))
        self.x, self.y = x, y
        return min(ways, key=len)


def _step(count: int, letter: str) -> str:
    return f"\x1b[{letter}" if count == 1 else f"\x1b[{count}{letter}"


def _absolute(x: int, y: int) -> str:
    if x:
        return f"\x1b[{y + 1};{x + 1}H" if y else f"\x1b[;{x + 1}H"
    return f"\x1b[{y + 1}H" if y else "\x1b[H"


def _along(x: int | None, target: int) -> str:
    if not target:
        return "\r"
    column = f"\x1b[{target + 1}G"
    if x is None:
        return column
    if target > x:
        return min(column, _step(target - x, "C"), key=len)
    back = x - target
    return "\b" * back if back <= _BACKSPACES else min(column, _step(back, "D"), key=len)
