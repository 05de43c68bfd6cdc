"""Pictures of tool cards as text, folded and unfolded. `python -m tests.widgets.tool_pictures` writes them anew.

Look at every change of them: a picture is right because somebody saw that it is.
"""

from pathlib import Path

from omnigent_tui.rendering.glyphs import UNICODE
from omnigent_tui.state.transcript import ToolCall
from omnigent_tui.widgets.transcript.tool_call import ToolCallFace
from tests.widgets.tool_calls import CALLS

FOLDER = Path(__file__).parent / "tool_pictures"
WIDTHS = (80, 120)
"""Columns of the transcript."""

MARGIN = 2
BAR = 1


def picture(entry: ToolCall, columns: int, *, folded: bool) -> str:
    """Return a card as the transcript shows it at a width of so many columns."""
    face = ToolCallFace(entry, UNICODE)
    lines = face.lines(columns - MARGIN - BAR, folded)
    signs = [face.sign[0], *" " * (len(lines) - 1)]
    return "\n".join(f"{sign} {line.display}".rstrip() for sign, line in zip(signs, lines, strict=True))


def pictures(columns: int) -> dict[str, str]:
    """Return the pictures of all calls, folded and unfolded where that is another picture."""
    made: dict[str, str] = {}
    for name, entry in CALLS.items():
        folded, unfolded = (picture(entry, columns, folded=folded) for folded in (True, False))
        made[name] = f"{folded}\n\n{unfolded}"
    return made


def stored(columns: int) -> dict[str, str]:
    """Return the pictures that were looked at."""
    parts = (FOLDER / f"{columns}.txt").read_text(encoding="utf-8").split("\n=== ")
    return {part.partition("\n")[0]: part.partition("\n")[2].rstrip("\n") for part in parts[1:]}


def main() -> None:
    """Write the pictures."""
    FOLDER.mkdir(exist_ok=True)
    for columns in WIDTHS:
        text = "".join(f"\n=== {name}\n{shown}\n" for name, shown in pictures(columns).items())
        (FOLDER / f"{columns}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
