"""One session of the list as lines: sign and word of its state, title, agent, age; one line wide, two lines narrow."""

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.badge_text import badge_age, badge_text, row_badge
from omnigent_tui.rendering.durations import JUST_NOW, age
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line, Run, crop_runs, runs_width
from omnigent_tui.rendering.looks import ACCENT, BOLD, MUTED, WARNING
from omnigent_tui.state.badges import LivenessWord, SidebarRow, TurnWord

ONE_LINE_WIDTH = 64
"""From this width on a session takes one line."""

_WORD_WIDTH = 12
_AGENT_WIDTH = 14


def lines_per_row(width: int) -> int:
    """Return how many lines a session takes in `width` cells."""
    return 1 if width >= ONE_LINE_WIDTH else 2


def row_ages(row: SidebarRow, now: float) -> tuple[str, str]:
    """Return the ages that the lines of `row` show at `now` (Unix seconds): of the session, and of its badge."""
    return age(row.changed_at, now), badge_age(row_badge(row), now)


def row_lines(
    row: SidebarRow, width: int, now: float, glyphs: Glyphs, *, is_current: bool, is_open: bool
) -> list[Line]:
    """Return the lines of `row` in `width` cells at `now` (Unix seconds)."""
    badge = badge_text(row_badge(row), glyphs)
    edge: Run = (glyphs.user if is_current else glyphs.bar if is_open else " ", ACCENT)
    sign: Run = (f"{_branch(row, glyphs)}{badge.glyph} ", badge.look)
    title: Run = (clean_line(row.title, 300) or "Untitled", BOLD if is_open else 0)
    agent_name = clean_line(row.agent, 100)
    when, since = row_ages(row, now)
    extras = _extras(row, glyphs)
    if lines_per_row(width) == 1:
        word: Run = (f"{badge.word:<{_WORD_WIDTH}.{_WORD_WIDTH}} ", badge.look)
        agent = crop_runs(((agent_name, MUTED),), _AGENT_WIDTH, glyphs.ellipsis)
        right = (*extras, ("  ", 0), *agent, (" " * (_AGENT_WIDTH - runs_width(agent)), 0), (f"{when:>7}", MUTED))
        return [_filled((edge, sign, word), title, right, width, glyphs)]
    # A word that this client has only just come to know is no news, whatever the minute says.
    state = f"{badge.word} {since}" if since not in {"", JUST_NOW, when} else badge.word
    details: list[Run] = [(state, badge.look)]
    if agent_name:
        details.append((f" {glyphs.notice} {agent_name}", MUTED))
    first = _filled((edge, sign), title, ((f" {when}", MUTED),) if when else (), width, glyphs)
    second = _filled((edge, ("  " + " " * len(_branch(row, glyphs)), 0)), details, extras, width, glyphs)
    return [first, second]


def _branch(row: SidebarRow, glyphs: Glyphs) -> str:
    """Sub-agents stand below their session, moved to the right."""
    return "  " * (row.depth - 1) + glyphs.branch + " " if row.depth else ""


def _extras(row: SidebarRow, glyphs: Glyphs) -> tuple[Run, ...]:
    extras: list[Run] = []
    if row.pending > 1:
        extras.append((f" {row.pending} questions", WARNING))
    if row.has_draft:
        extras.append((" draft", ACCENT))
    if row.archived:
        extras.append((" archived", MUTED))
    # The liveness axis, where the badge shows the turn's: a word only when it is news.
    quiet = {LivenessWord.ONLINE, LivenessWord.UNKNOWN}
    if row_badge(row).word is row.turn.word and row.turn.word is not TurnWord.IDLE and row.liveness.word not in quiet:
        liveness = badge_text(row.liveness, glyphs)
        extras.append((f" {liveness.glyph} {liveness.word}", liveness.look))
    if row.turn.word is TurnWord.RUNNING and row_badge(row).word is not row.turn.word:
        extras.append((" in a turn", WARNING))
    return tuple(extras)


def _filled(left: tuple[Run, ...], middle: Run | list[Run], right: tuple[Run, ...], width: int, glyphs: Glyphs) -> Line:
    """Return a line with `right` at its end; `middle` gives way, but to no less than a quarter of the width."""
    least = width // 4
    room = width - runs_width(left)
    right = crop_runs(right, max(0, room - least), glyphs.ellipsis) if right else ()
    room -= runs_width(right)
    runs = crop_runs([middle] if isinstance(middle, tuple) else middle, room, glyphs.ellipsis)
    spare = room - runs_width(runs)
    return Line((*left, *runs, (" " * spare, 0), *right))
