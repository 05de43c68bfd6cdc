"""Glyphs: the signs that stand beside words, as a Unicode set and an ASCII set for terminals without the former."""

from omnigent_tui.values import Value


class Glyphs(Value):
    """One set of signs, each one cell wide."""

    user: str = "❯"
    assistant: str = "◆"
    sub_agent: str = "◇"
    bullets: tuple[str, ...] = ("•", "◦", "▪")
    bar: str = "▎"
    rule: str = "─"
    cross: str = "┼"
    column: str = "│"
    branch: str = "└"
    ellipsis: str = "…"
    continued: str = "↳"
    arrow: str = "→"
    folded: str = "▸"
    unfolded: str = "▾"
    down: str = "▼"
    up: str = "▲"
    running: str = "●"
    done: str = "✓"
    failed: str = "✗"
    stopped: str = "■"
    waiting: str = "◷"
    attention: str = "!"
    idle: str = "○"
    asleep: str = "☾"
    offline: str = "⊘"
    unknown: str = "?"
    notice: str = "·"
    attachment: str = "+"
    thumb: str = "┃"
    track: str = " "


UNICODE = Glyphs()

ASCII = Glyphs(
    user=">",
    assistant="*",
    sub_agent="&",
    bullets=("-", "*", "+"),
    bar="|",
    rule="-",
    cross="+",
    column="|",
    branch="`",
    ellipsis="~",
    continued="\\",
    arrow=">",
    folded=">",
    unfolded="v",
    down="v",
    up="^",
    running="*",
    done="+",
    failed="x",
    stopped="#",
    waiting="~",
    attention="!",
    idle="o",
    asleep="z",
    offline="x",
    unknown="?",
    notice="-",
    attachment="+",
    thumb="#",
)


def glyphs_for(encoding: str, terminal: str) -> Glyphs:
    """Return the set for an output `encoding` and a `TERM` name: the Linux console and 7-bit terminals get ASCII."""
    is_unicode = encoding.lower().replace("-", "").replace("_", "") in {"utf8", "utf16", "utf32"}
    return UNICODE if is_unicode and terminal not in {"linux", "vt100", "vt220"} else ASCII
