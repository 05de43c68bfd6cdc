"""The user's own keys (``[keys]`` of the settings file) laid over the command table, with every conflict reported."""

from collections.abc import Iterable, Mapping

from omnigent_tui.commands.catalog import CATALOG, Command, Scope, command, is_command, scope_chain
from omnigent_tui.commands.key_names import is_free_while_typing, is_key_name, key_label
from omnigent_tui.values import Value, replace


class EffectiveCommands(Value):
    """The table as it applies to this user, and one sentence per override that could not be used."""

    commands: tuple[Command, ...] = CATALOG
    problems: tuple[str, ...] = ()

    def keymap(self) -> dict[str, str]:
        """Return binding id → comma-separated keys for `App.set_keymap`; only the commands that differ."""
        defaults = {row.id: row.keys for row in CATALOG}
        return {c.id: ",".join(c.keys) or unbound_key(c) for c in self.commands if c.keys != defaults[c.id]}

    def in_scope(self, scope: Scope) -> tuple[Command, ...]:
        """Return the commands whose keys work while ``scope`` has the focus, its own first."""
        return tuple(c for wanted in scope_chain(scope) for c in self.commands if c.scope is wanted)


def unbound_key(row: Command) -> str:
    """Return a key name no terminal sends: Textual takes an empty keymap entry for none at all."""
    return f"unbound_{row.action}"


def apply_overrides(overrides: Mapping[str, tuple[str, ...]]) -> EffectiveCommands:
    """Lay the user's keys over the table.

    An override takes the key away from nobody: one that names an unknown command, an unreadable key or a key another
    command of the same scope has is dropped, the command keeps its default keys, and a sentence says so.
    """
    problems: list[str] = []
    wanted: dict[str, tuple[str, ...]] = {}
    for command_id, keys in overrides.items():
        bad = [key for key in keys if not is_key_name(key)]
        typing = [key for key in keys if not is_free_while_typing(key)]
        if not is_command(command_id):
            problems.append(f"keys.{command_id}: there is no such command (omnigent-tui keys lists them)")
        elif bad:
            problems.append(f"keys.{command_id}: {bad[0]!r} is not a key name (like f2, ctrl+k, shift+up)")
        elif typing and command(command_id).scope is Scope.APP:
            label = key_label(typing[0])
            problems.append(f"keys.{command_id}: {label} is needed for typing; use Ctrl, Alt or an F key")
        else:
            wanted[command_id] = tuple(dict.fromkeys(keys))
    commands = _laid_over(wanted)
    # Dropping one override gives a default key back, which may clash with another one; each round drops at least one.
    while clashes := [clash for clash in find_clashes(commands) if clash.touches(wanted)]:
        clash = clashes[0]
        dropped = clash.second if clash.second in wanted else clash.first
        other = clash.first if dropped == clash.second else clash.second
        del wanted[dropped]
        problems.append(f"keys.{dropped}: {key_label(clash.key)} belongs to {other}; the default keys stay")
        commands = _laid_over(wanted)
    return EffectiveCommands(commands, tuple(problems))


class KeyClash(Value):
    """Two commands, by id, whose keys work at the same time and of which both have ``key``."""

    key: str
    first: str
    second: str

    def touches(self, command_ids: Iterable[str]) -> bool:
        """Whether one of the two is among ``command_ids``."""
        return bool({self.first, self.second}.intersection(command_ids))


def find_clashes(commands: Iterable[Command]) -> list[KeyClash]:
    """Return every key that two commands of one scope chain share."""
    table = tuple(commands)
    found: dict[KeyClash, None] = {}
    for scope in Scope:
        owner: dict[str, str] = {}
        for candidate in table:
            if candidate.scope not in scope_chain(scope):
                continue
            for key in candidate.keys:
                if key in owner:
                    found[KeyClash(key, owner[key], candidate.id)] = None
                owner.setdefault(key, candidate.id)
    return list(found)


def _laid_over(wanted: Mapping[str, tuple[str, ...]]) -> tuple[Command, ...]:
    return tuple(replace(c, keys=wanted[c.id]) if c.id in wanted else c for c in CATALOG)
