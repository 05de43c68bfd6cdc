"""The user's rules: which command is allowed by itself in which session, how often it was used, and revoking it."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from omnigent_tui.screens.state_screen import StateScreen
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.approval_rules import SessionRule
from omnigent_tui.state.intents import RevokeRule
from omnigent_tui.widgets.approval.key_words import Keys, with_bold_keys
from omnigent_tui.widgets.one_line import OneLine
from omnigent_tui.widgets.times import clock_time

_NONE = "There are no rules: everything is asked for."
_HOW = (
    "A rule allows exactly one command in one session until it is revoked or this program ends. With "
    "`session_rules = true` under `[approvals]` in the settings file, {key} at a question makes one."
)


class RulesScreen(StateScreen, ModalScreen[None]):
    """A list with a cursor on a rule, never on a row number: what is revoked is what was read."""

    AUTO_FOCUS = "#rules-list"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "close", "Close", show=False)]
    DEFAULT_CSS = """
    RulesScreen { background: $surface; layout: vertical; }
    RulesScreen #rules-title, RulesScreen #rules-keys { background: $panel; padding: 0 1; }
    RulesScreen #rules-list { height: 1fr; padding: 0 1; }
    """

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._title = OneLine(id="rules-title")
        self._list = VerticalScroll(id="rules-list")
        self._static = Static(markup=False)
        self._keys = OneLine(id="rules-keys")
        self._rules: tuple[SessionRule, ...] = ()
        self._cursor = ""

    def compose(self) -> ComposeResult:
        """Lay the parts out."""
        yield self._title
        with self._list:
            yield self._static
        yield self._keys

    def on_mount(self) -> None:
        """Show them."""
        self.show_now()

    def show_state(self, state: State, now: float) -> None:  # noqa: ARG002
        """Show the rules there are."""
        if not self.is_mounted:
            return
        self._rules = state.rules
        if self._cursor not in {rule.origin for rule in self._rules}:
            self._cursor = self._rules[0].origin if self._rules else ""
        self._title.set_line(Content.styled(f"Rules: {len(self._rules)}", "bold"))
        how = Content.styled(_HOW.format(key=self.surroundings.key_of("approval.allow")), "dim")
        lines = [self._line(rule) for rule in self._rules] or [Content(_NONE)]
        self._static.update(Content("\n").join([*lines, Content(), how]))
        keys: Keys = (("↑↓", "choose"), ("d", "revokes it")) if self._rules else ()
        self._keys.set_line(with_bold_keys((*keys, ("Esc", "back"))))

    def _line(self, rule: SessionRule) -> Content:
        pointer = "❯ " if rule.origin == self._cursor else "  "
        used = f"used {len(rule.used_by)} times" if len(rule.used_by) != 1 else "used once"
        made = f"since {clock_time(rule.made_at)}"
        return Content.assemble(pointer, (rule.words, "bold"), f" · {rule.title}", (f" · {made} · {used}", "dim"))

    def on_key(self, event: events.Key) -> None:
        """Move the cursor or revoke the rule it is on."""
        origins = [rule.origin for rule in self._rules]
        if not origins:
            return
        place = origins.index(self._cursor)
        if event.key in ("up", "down"):
            step = -1 if event.key == "up" else 1
            self._cursor = origins[max(0, min(len(origins) - 1, place + step))]
            self.show_now()
        elif event.key in ("d", "delete"):
            self.surroundings.perform(RevokeRule(self._cursor))
        else:
            return
        event.stop()
        event.prevent_default()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()
