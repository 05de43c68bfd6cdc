"""What a form makes of a notice: sign, heading, rows below it, and what unfolds; laid out by the notice's face."""

from omnigent_tui.rendering.lines import Run, Runs
from omnigent_tui.rendering.looks import MUTED
from omnigent_tui.values import Value


class Form(Value, kw_only=True):
    """How a notice looks.

    `rows` stand below the heading, folded or not. Of `detail` so many lines as `excerpt` says are shown while it is
    folded. `is_rule` ends it with a line across the transcript.
    """

    sign: Run
    heading: Runs = ()
    rows: tuple[Runs, ...] = ()
    detail: str = ""
    detail_look: int = MUTED
    excerpt: int = 0
    is_rule: bool = False
