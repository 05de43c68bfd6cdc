"""The command table as Textual bindings; the only module of this package that imports Textual."""

from collections.abc import Iterable

from textual.binding import Binding

from omnigent_tui.commands.catalog import CATALOG, Command, Scope
from omnigent_tui.commands.key_names import key_label
from omnigent_tui.commands.overrides import unbound_key


def bindings_for(scope: Scope, commands: Iterable[Command] = CATALOG) -> list[Binding]:
    """Return the bindings of one scope, for a class's ``BINDINGS``.

    The binding's id is the command's id, so that `App.set_keymap` with `EffectiveCommands.keymap` moves it; a command
    without a key gets one that no terminal sends, because only what is bound can be moved. Keys of the app scope take
    priority over the focused widget (the composer's own Ctrl+E, Ctrl+X), except moving the focus.
    """
    return [
        Binding(
            ",".join(row.keys) or unbound_key(row),
            row.action,
            row.title,
            show=row.show_in_footer and bool(row.keys),
            key_display=key_label(row.keys[0]) if row.keys else "",
            priority=scope is Scope.APP and not row.id.startswith("focus."),
            tooltip=row.help,
            id=row.id,
        )
        for row in commands
        if row.scope is scope
    ]
