"""The user's own keys: laid over the table, refused with a reason, and really working in an application."""

from textual.app import App, ComposeResult
from textual.widgets import Input

from omnigent_tui.commands.bindings import bindings_for
from omnigent_tui.commands.catalog import CATALOG, Scope
from omnigent_tui.commands.overrides import EffectiveCommands, apply_overrides, find_clashes


def keys_of(effective: EffectiveCommands, command_id: str) -> tuple[str, ...]:
    return next(row.keys for row in effective.commands if row.id == command_id)


def test_without_overrides_the_table_stays() -> None:
    effective = apply_overrides({})
    assert effective == EffectiveCommands(CATALOG, ())
    assert effective.keymap() == {}


def test_keys_are_replaced_and_removed() -> None:
    effective = apply_overrides({"turn.interrupt": ("f11", "ctrl+k", "f11"), "app.repaint": (), "theme.next": ("f8",)})
    assert effective.problems == ()
    assert keys_of(effective, "turn.interrupt") == ("f11", "ctrl+k")
    assert keys_of(effective, "app.repaint") == ()
    assert effective.keymap() == {
        "turn.interrupt": "f11,ctrl+k",
        "app.repaint": "unbound_app_repaint",
        "theme.next": "f8",
    }


def test_two_commands_can_swap_keys() -> None:
    effective = apply_overrides({"session.next": ("alt+up",), "session.previous": ("alt+down",)})
    assert effective.problems == ()
    assert keys_of(effective, "session.next") == ("alt+up",)


def test_a_taken_key_is_refused_with_its_owner() -> None:
    effective = apply_overrides({"help.open": ("ctrl+q",)})
    assert effective.commands == CATALOG
    assert effective.problems == ("keys.help.open: Ctrl+Q belongs to app.quit; the default keys stay",)


def test_a_part_cannot_take_a_key_of_the_app() -> None:
    effective = apply_overrides({"approval.accept": ("ctrl+n",)})
    assert effective.problems == ("keys.approval.accept: Ctrl+N belongs to session.new; the default keys stay",)


def test_two_parts_may_use_the_same_key() -> None:
    effective = apply_overrides({"transcript.top": ("z",), "session.open": ("z",)})
    assert effective.problems == ()


def test_an_override_dropped_late_gives_its_key_back() -> None:
    # help.open gives up F1, theme.next takes it; help.open's own wish is refused, so F1 is taken again.
    effective = apply_overrides({"theme.next": ("f1",), "help.open": ("ctrl+q",)})
    assert find_clashes(effective.commands) == []
    assert keys_of(effective, "help.open") == ("f1",)
    assert keys_of(effective, "theme.next") == ()
    assert len(effective.problems) == 2


def test_unusable_overrides_are_told() -> None:
    effective = apply_overrides({"app.explode": ("f11",), "app.quit": ("Ctrl-Q",), "help.open": ("question_mark",)})
    assert effective.commands == CATALOG
    assert [problem.split(":")[0] for problem in effective.problems] == [
        "keys.app.explode",
        "keys.app.quit",
        "keys.help.open",
    ]
    assert "needed for typing" in effective.problems[2]


def test_scopes_list_their_own_commands_first() -> None:
    listed = EffectiveCommands().in_scope(Scope.APPROVAL)
    scopes = [row.scope for row in listed]
    own = scopes.count(Scope.APPROVAL)
    assert own > 1
    assert scopes == [Scope.APPROVAL] * own + [Scope.APP] * (len(scopes) - own)


class Pad(App[None]):
    """An input field under the app's bindings; notes which commands were called."""

    BINDINGS = [*bindings_for(Scope.APP)]

    def __init__(self) -> None:
        super().__init__()
        self.called: list[str] = []

    def compose(self) -> ComposeResult:
        yield Input()

    def action_turn_interrupt(self) -> None:
        self.called.append("turn.interrupt")

    def action_composer_focus(self) -> None:
        self.called.append("composer.focus")

    def action_theme_next(self) -> None:
        self.called.append("theme.next")

    def action_app_quit(self) -> None:
        self.called.append("app.quit")


async def test_bindings_work_over_a_focused_field_and_follow_overrides() -> None:
    app = Pad()
    async with app.run_test() as pilot:
        await pilot.press("a", "ctrl+x", "ctrl+e", "ctrl+q")
        assert app.query_one(Input).value == "a"
        assert app.called == ["turn.interrupt", "composer.focus", "app.quit"]
        app.called.clear()
        wanted = {"turn.interrupt": ("f11",), "composer.focus": (), "theme.next": ("f8",)}
        app.set_keymap(apply_overrides(wanted).keymap())
        await pilot.press("ctrl+x", "ctrl+e", "f11", "f8")
        assert app.called == ["turn.interrupt", "theme.next"]
