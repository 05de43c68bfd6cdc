"""The command table: ids are stable, every row is complete, and no key means two things at once."""

import json
import re

import pytest

from omnigent_tui.commands.bindings import bindings_for
from omnigent_tui.commands.catalog import CATALOG, Command, Scope, command, is_command, scope_chain
from omnigent_tui.commands.key_names import (
    BONUS_KEYS,
    is_free_while_typing,
    is_key_name,
    key_label,
    survives_tmux,
)
from omnigent_tui.commands.keys_table import keys_as_json, keys_as_markdown, keys_as_text
from omnigent_tui.commands.overrides import find_clashes

# Scripts, settings files and documents outside this repository refer to these.
PROMISED_IDS = {
    "composer.send",
    "turn.interrupt",
    "session.new",
    "attention.next",
    "approval.accept",
    "approval.decline",
    "palette.open",
    "help.open",
    "app.quit",
}

every_command = pytest.mark.parametrize("row", CATALOG, ids=lambda row: row.id)


def test_promised_ids_exist() -> None:
    assert PROMISED_IDS.issubset(row.id for row in CATALOG)


def test_ids_titles_and_actions_are_unique() -> None:
    for values in ([row.id for row in CATALOG], [row.title for row in CATALOG], [row.action for row in CATALOG]):
        assert len(values) == len(set(values))


@every_command
def test_a_row_is_complete(row: Command) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*", row.id)
    assert row.title == row.title.strip() != ""
    assert row.help[0].isupper()
    assert row.help.endswith(".")
    assert len(row.help) <= 70
    assert row.action == row.id.replace(".", "_")
    assert not row.show_in_footer or row.keys


@every_command
def test_keys_reach_the_program_over_ssh_and_tmux(row: Command) -> None:
    for key in row.keys:
        assert is_key_name(key)
        assert survives_tmux(key) or (key in BONUS_KEYS and key != row.keys[0])


@every_command
def test_keys_of_the_whole_app_never_get_into_typing(row: Command) -> None:
    if row.scope is Scope.APP:
        assert all(is_free_while_typing(key) for key in row.keys)


def test_no_key_means_two_things_at_once() -> None:
    assert find_clashes(CATALOG) == []


def test_rows_are_found_by_id() -> None:
    assert command("app.quit").title == "Quit"
    assert is_command("app.quit")
    assert not is_command("app.explode")
    with pytest.raises(KeyError):
        command("app.explode")


def test_a_part_of_the_screen_hears_its_own_keys_and_the_apps() -> None:
    assert scope_chain(Scope.APP) == (Scope.APP,)
    assert scope_chain(Scope.COMPOSER) == (Scope.COMPOSER, Scope.APP)
    assert scope_chain(Scope.ENTRY) == (Scope.ENTRY, Scope.TRANSCRIPT, Scope.APP)


@pytest.mark.parametrize(
    "key", ["ctrl+h", "ctrl+i", "ctrl+m", "ctrl+enter", "shift+enter", "alt+enter", "ctrl+shift+x"]
)
def test_keys_that_terminals_confuse_are_known(key: str) -> None:
    assert not survives_tmux(key)


@pytest.mark.parametrize("key", ["ctrl+1", "ctrl+tab", "alt+1", "f13", "ctrl+b", "dead_key", "space+x", "ctrl+space"])
def test_keys_that_do_not_arrive_are_known(key: str) -> None:
    assert not survives_tmux(key)


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("ctrl+x", "Ctrl+X"),
        ("alt+down", "Alt+↓"),
        ("shift+tab", "Shift+Tab"),
        ("pageup", "PgUp"),
        ("ctrl+end", "Ctrl+End"),
        ("f10", "F10"),
        ("y", "y"),
        ("enter", "Enter"),
        ("escape", "Esc"),
        ("left_curly_bracket", "{"),
    ],
)
def test_keys_are_written_for_people(key: str, label: str) -> None:
    assert key_label(key) == label


@pytest.mark.parametrize("key", ["", "Ctrl+X", "ctrl+", "hyper+x", "ctrl+ctrl+ctrl+ctrl+x", "a b", "ctrl-x", "x\x1b"])
def test_misspelled_keys_are_no_key_names(key: str) -> None:
    assert not is_key_name(key)


def test_the_json_table_has_the_documented_shape() -> None:
    rows = json.loads(keys_as_json(CATALOG))
    assert [row["id"] for row in rows] == [row.id for row in CATALOG]
    assert all(set(row) == {"id", "keys", "scope", "title"} for row in rows)
    assert {"id": "turn.interrupt", "keys": ["ctrl+x"], "scope": "app", "title": "Interrupt"} in rows


def test_every_command_stands_in_the_printed_tables() -> None:
    text, markdown = keys_as_text(CATALOG), keys_as_markdown(CATALOG)
    for row in CATALOG:
        assert text.count(f" {row.id} ") == 1
        assert row.help in text
        assert markdown.count(f"| `{row.id}` |") == 1
    assert keys_as_text(()) == ""


@pytest.mark.parametrize("scope", Scope)
def test_bindings_follow_the_table(scope: Scope) -> None:
    bindings = {binding.id: binding for binding in bindings_for(scope)}
    assert set(bindings) == {row.id for row in CATALOG if row.scope is scope}
    for row in CATALOG:
        if row.id in bindings:
            binding = bindings[row.id]
            assert binding.key == (",".join(row.keys) or f"unbound_{row.action}")
            assert (binding.action, binding.show) == (row.action, row.show_in_footer)
