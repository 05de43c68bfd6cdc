"""The agent's todo list: one line that says how far it is and what is being done, all steps when unfolded."""

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from omnigent_tui.protocol.session_events import Todo
from omnigent_tui.rendering.glyphs import UNICODE, Glyphs
from omnigent_tui.rendering.tool_todos import DONE, NOW, OPEN, Step, current, progress, read_step

SHOWN_STEPS = 6
"""Steps that are shown of a longer list when it is unfolded: those around the one that is being done."""

_LOOKS = {DONE: "$text-muted", NOW: "bold", OPEN: ""}


class TodosPanel(Widget):
    """Hidden while there is nothing to do: no list, or a finished one with no turn running."""

    DEFAULT_CSS = """
    TodosPanel {
        height: auto;
        width: 1fr;
        padding: 0 1;
        background: $panel;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    can_focus = False

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self._glyphs = glyphs
        self._todos: Sequence[Todo] = ()
        self._steps: tuple[Step, ...] = ()
        self._is_running = False
        self._key = ""
        self._lines: tuple[Content, ...] = ()
        self.is_unfolded = False
        self.display = False

    @property
    def plain_text(self) -> str:
        """What is shown."""
        return "\n".join(line.plain for line in self._lines) if self.display else ""

    def show(self, todos: Sequence[Todo], *, is_running: bool, key: str) -> None:
        """Show a list; `is_running` says whether a turn runs, `key` is the key that unfolds."""
        if todos is self._todos and (is_running, key) == (self._is_running, self._key):
            return
        if todos is not self._todos:
            steps = (read_step(todo.content, todo.status, todo.activeForm or "") for todo in todos)
            self._todos, self._steps = todos, tuple(step for step in steps if step.text)
        self._is_running, self._key = is_running, key
        self._draw()

    def toggle(self) -> bool:
        """Show all steps, or one line again; returns whether there is a list at all."""
        if not self._steps:
            return False
        self.is_unfolded = not self.is_unfolded
        self._draw()
        return True

    def on_click(self) -> None:
        """Fold or unfold."""
        self.toggle()

    def _draw(self) -> None:
        is_finished = all(step.state not in {NOW, OPEN} for step in self._steps)
        self.display = bool(self._steps) and (self._is_running or not is_finished or self.is_unfolded)
        lines = (self._heading(), *(self._step_lines() if self.is_unfolded else ()))
        before, self._lines = self._lines, lines
        if len(before) != len(lines):
            self.refresh(layout=True)
        elif any(not new.is_same(old) for new, old in zip(lines, before, strict=True)):
            self.refresh()

    def _heading(self) -> Content:
        doing = current(self._steps)
        dot = f" {self._glyphs.notice} "
        fold = self._glyphs.unfolded if self.is_unfolded else self._glyphs.folded
        has_begun = any(step.state == NOW for step in self._steps)
        what = f"{'now' if has_begun else 'next'}: {doing}" if doing else "all done"
        return Content.assemble(
            (f"{fold} ", "$text-muted"),
            (f"Todos {progress(self._steps)}", "bold"),
            # Before what is cut at the right edge.
            (f" ({self._key})", "$text-muted"),
            (dot, "$text-muted"),
            what,
        )

    def _step_lines(self) -> tuple[Content, ...]:
        steps, total = self._steps, len(self._steps)
        at = next((number for number, step in enumerate(steps) if step.state in {NOW, OPEN}), total - 1)
        start = 0 if total <= SHOWN_STEPS else max(0, min(at - 1, total - SHOWN_STEPS))
        shown = [self._step_line(step) for step in steps[start : start + SHOWN_STEPS]]
        hidden = total - len(shown)
        if hidden > 0:
            where = f"{start} before, {hidden - start} after" if start else f"{hidden} more"
            shown.append(Content.styled(f"    {self._glyphs.ellipsis} {where}", "$text-muted"))
        return tuple(shown)

    def _step_line(self, step: Step) -> Content:
        glyphs = self._glyphs
        signs = {
            DONE: (glyphs.done, "$text-success", ""),
            NOW: (glyphs.running, "$text-accent", "  now"),
            OPEN: (glyphs.idle, "$text-muted", ""),
        }
        sign, style, word = signs.get(step.state, (glyphs.stopped, "$text-warning", f"  {step.state}"))
        return Content.assemble(
            (f"  {sign} ", style), (step.shown, _LOOKS.get(step.state, "$text-muted")), (word, style)
        )

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many rows as lines, but never more than a third of the screen."""
        return min(len(self._lines), max(1, self.app.size.height // 3))

    def render(self) -> Content:
        """Return the lines for Textual to draw."""
        return Content("\n").join(self._lines)
