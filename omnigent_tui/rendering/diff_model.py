"""What changed in files: hunks of lines kept, taken out and put in, ready to be laid out; bounded in size."""

from omnigent_tui.values import Value

SHOWN_DIFF_LINES = 400
"""Lines of all diffs of one tool call that are kept; of the rest only the number."""

KEPT, REMOVED_LINE, ADDED_LINE = " ", "-", "+"

Span = tuple[int, int]
"""First character and the one behind the last."""


class DiffLine(Value):
    """A line: its sign (KEPT, REMOVED_LINE, ADDED_LINE), its numbers where known, the words that changed in it."""

    sign: str
    text: str
    old: int | None = None
    new: int | None = None
    marks: tuple[Span, ...] = ()

    @property
    def number(self) -> int | None:
        """The line's number: in the new file, or in the old one when it is not there any more."""
        return self.old if self.sign == REMOVED_LINE else self.new


class Hunk(Value):
    """Lines that stand together; `heading` is what the diff says about the place ("" when nothing)."""

    lines: tuple[DiffLine, ...]
    heading: str = ""


class FileDiff(Value):
    """The changes of one file. `hidden` lines of it were left out; `added` and `removed` count these too."""

    path: str
    hunks: tuple[Hunk, ...]
    added: int
    removed: int
    change: str = "edited"
    hidden: int = 0

    @property
    def counts(self) -> str:
        """How many lines came and went: `+3 -1`."""
        return f"+{self.added:,} -{self.removed:,}"


def as_patch(diffs: tuple[FileDiff, ...]) -> str:
    """Return `diffs` as text that reads like a patch, for copying and for other programs."""
    parts: list[str] = []
    for diff in diffs:
        parts += [f"--- {diff.path}", f"+++ {diff.path}"]
        for hunk in diff.hunks:
            parts.append(f"@@ {_place(hunk)} @@ {hunk.heading}".rstrip())
            parts += [f"{line.sign}{line.text}" for line in hunk.lines]
        if diff.hidden:
            parts.append(f"… {diff.hidden:,} more lines")
    return "\n".join(parts)


def _place(hunk: Hunk) -> str:
    old = [line for line in hunk.lines if line.sign != ADDED_LINE]
    new = [line for line in hunk.lines if line.sign != REMOVED_LINE]
    first_old = next((line.old for line in old if line.old is not None), 0 if not old else 1)
    first_new = next((line.new for line in new if line.new is not None), 0 if not new else 1)
    return f"-{first_old},{len(old)} +{first_new},{len(new)}"
