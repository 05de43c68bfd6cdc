"""Steps of a plan or todo list: how far each one has come as a sign and, for those that are not open, a word."""

from collections.abc import Iterable, Sequence

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Runs
from omnigent_tui.rendering.looks import ACCENT, BOLD, GOOD, MUTED, WARNING
from omnigent_tui.rendering.tool_values import ToolValues
from omnigent_tui.values import Value

DONE, NOW, OPEN, DROPPED = "done", "now", "open", "dropped"

_STATES = {
    **dict.fromkeys(("completed", "complete", "done", "finished"), DONE),
    **dict.fromkeys(("in_progress", "inProgress", "active", "running", "doing"), NOW),
    **dict.fromkeys(("cancelled", "canceled", "skipped", "dropped"), DROPPED),
}
_STEP_LIMIT = 500


class Step(Value):
    """One step: its text, how far it has come, and what it is called while it is worked on."""

    text: str
    state: str = OPEN
    active: str = ""

    @property
    def shown(self) -> str:
        """The text to show: as what is being done while it is being done."""
        return self.active if self.state == NOW and self.active else self.text


def read_step(text: str, status: str, active: str = "") -> Step:
    """Return a step from a harness's words; a status nobody knows counts as open."""
    return Step(clean_line(text, _STEP_LIMIT), _STATES.get(status, OPEN), clean_line(active, _STEP_LIMIT))


def steps_of(rows: Iterable[ToolValues]) -> tuple[Step, ...]:
    """Return the steps in a tool's arguments; what has no text is left out."""
    steps = (
        read_step(
            row.text("content", "step", "text", "title", "description", "task"),
            row.text("status", "state"),
            row.text("activeForm", "active_form"),
        )
        for row in rows
    )
    return tuple(step for step in steps if step.text)


def step_runs(step: Step, glyphs: Glyphs) -> Runs:
    """Return a step as runs: sign, text, and a word where the sign alone could be misread."""
    match step.state:
        case "done":
            return ((f"{glyphs.done} ", GOOD), (step.text, MUTED))
        case "now":
            return ((f"{glyphs.running} ", ACCENT), (step.shown, BOLD), ("  now", ACCENT))
        case "dropped":
            return ((f"{glyphs.stopped} ", WARNING), (step.text, MUTED), ("  dropped", WARNING))
    return ((f"{glyphs.idle} ", MUTED), (step.text, 0))


def progress(steps: Sequence[Step]) -> str:
    """Return how many of the steps are done: `3/7`."""
    return f"{sum(step.state == DONE for step in steps)}/{len(steps)}"


def current(steps: Sequence[Step]) -> str:
    """Return what is being done, else the first open step, else ""."""
    found = next((step for step in steps if step.state == NOW), None)
    found = found or next((step for step in steps if step.state == OPEN), None)
    return found.shown if found is not None else ""
